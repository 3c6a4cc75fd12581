"""Authors' text as things of a sheet, with numbered sources that the sheet lists at its end.

Enters: a `Course`. Leaves: `Desk`, used for one paper and dropped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from builders.cited_claims import cited_claims, cites_allegation, denial_words
from builders.course import Course
from builders.models.shelves import Fact
from builders.paper.things import Grid, Heading, Line, Listing, Look, Paper, Para, Thing, Words
from builders.prose import (
    Citation,
    Inline,
    Items,
    Node,
    Paragraph,
    Quote,
    Run,
    inline_of,
    nodes_of,
)

_NO_BREAK = "\u00a0"


class Desk:
    """Keeps which sources a paper cites."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self._cited: dict[str, None] = {}

    def label(self, key: str, **values: object) -> str:
        """A fixed label; a key without a dot belongs to the section of papers."""
        return self.course.wording(key if "." in key else f"paper.{key}", **values)

    def paper(
        self, name: str, title: str, things: Iterable[Thing], pillar: str | None = None
    ) -> Paper:
        """A finished paper: what it cites is listed at its end."""
        course = self.course
        return Paper(
            name=name,
            title=title,
            workshop=course.title,
            language=course.language,
            direction=course.wording.direction,
            marking=course.marking,
            organiser=course.branding.organiser,
            edition_label=self.label(f"common.{course.edition}_edition"),
            page_label=self.label("page_of", page="{page}", pages="{pages}"),
            cut_label=self.label("cut"),
            fold_label=self.label("fold"),
            things=(*things, *self._sources()),
            pillar=pillar,
        )

    def line(self, text: str | Inline) -> Line:
        """An author's line; citations become numbers, with the status of what is not proven."""
        out: list[Words] = []
        explained: set[Citation] = set()
        for part in inline_of(text) if isinstance(text, str) else text:
            if isinstance(part, Citation):
                if out and out[-1].text.endswith(" "):
                    out[-1] = replace(out[-1], text=out[-1].text[:-1])
                out += self._citation(part, explain=part not in explained)
                explained.add(part)
            elif part.text:
                out.append(self._run(part))
        return tuple(out)

    def para(self, text: str, look: Look = "normal") -> Para:
        return Para(self.line(text), look)

    def said(self, words: str, look: Look = "normal") -> Para:
        """A paragraph of our own words."""
        return Para((Words(words),), look)

    def facts(self, rows: Iterable[tuple[str, Line]]) -> tuple[Thing, ...]:
        """Short facts, each with its name; those without a value fall away."""
        kept = tuple(((Words(name, strong=True),), value) for name, value in rows if value)
        return (Grid("", (), kept),) if kept else ()

    def prose(self, text: str | None) -> tuple[Thing, ...]:
        """An author's paragraphs and lists."""
        return tuple(self._nodes(nodes_of(text))) if text else ()

    def points(self, lines: Sequence[str], mark: str = "dot") -> tuple[Thing, ...]:
        """Authors' lines as a list."""
        entries = tuple((self.para(text),) for text in lines)
        match mark:
            case "number":
                return (Listing(entries, "number"),) if entries else ()
            case "box":
                return (Listing(entries, "box"),) if entries else ()
            case _:
                return (Listing(entries),) if entries else ()

    def status_line(self, fact: Fact) -> Line:
        """A fact of a case with its status and, for an allegation, the denial."""
        status = Words(f"{self.label(f'common.status_{fact.status}')}: ", strong=True)
        out = [status, *self.line(fact.text)]
        if fact.denial is not None:
            out.append(Words(f" {denial_words(self.course, fact.denial)}", quiet=True))
        elif not cites_allegation(self.course, fact.text) and (
            fact.denial_not_found or fact.status == "allegation"
        ):
            out.append(Words(f" {denial_words(self.course, None)}", quiet=True))
        return tuple(out)

    def _nodes(self, nodes: Iterable[Node]) -> Iterable[Thing]:
        for node in nodes:
            match node:
                case Paragraph(inline):
                    yield Para(self.line(inline))
                case Items(ordered, entries, start):
                    inner = tuple(tuple(self._nodes(entry)) for entry in entries)
                    yield Listing(inner, "number" if ordered else "dot", start)
                case Quote(inside):
                    yield from self._nodes(inside)

    def _run(self, run: Run) -> Words:
        return Words(run.text, run.strong, run.emphasis, run.code, link=run.link)

    def _citation(self, citation: Citation, *, explain: bool) -> list[Words]:
        found = next(cited_claims(self.course, (citation,)), None)
        if found is None:
            return []
        _, source, claim = found
        self._cited[citation.seed] = None
        mark = f"{_NO_BREAK}[{source.number}{_NO_BREAK}{source.grade(citation.claim)}]"
        out = [Words(mark, quiet=True)]
        if claim.status == "allegation" and explain:
            denial = denial_words(self.course, claim.denial)
            status = self.label("common.status_allegation")
            words = self.label("handbook.allegation", status=status, denial=denial)
            out.append(Words(f" {words}", quiet=True))
        if claim.verification == "unverified":
            words = f" ({self.label('common.confirm_with_prosecutor')})"
            out.append(Words(words, quiet=True))
        return out

    def _sources(self) -> list[Thing]:
        cited = [self.course.sources[name] for name in self._cited]
        if not cited:
            return []
        entries: list[Thing] = [Heading(3, self.label("sources"))]
        for source in sorted(cited, key=lambda each: each.number):
            seed = source.seed
            about = ", ".join(filter(None, (seed.title, seed.publisher, seed.date)))
            words = [Words(f"[{source.number}] {about}")]
            if seed.addresses:
                words += [Words(" "), Words(seed.addresses[0], link=seed.addresses[0])]
            entries.append(Para(tuple(words), "quiet"))
        return entries
