"""The desk on which one handbook is written: what every page needs, and what pages leave behind.

Enters: a `Course`. Leaves: `Desk`, which turns authors' strings into Markdown with citations and
links that are right for the page in hand, hands out ids that are unique in the whole book, and
keeps the pictures, images and places of citation that the pages asked for.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Sequence

from builders.cited_claims import cited_claims
from builders.course import Course, Session
from builders.drawing import Drawing
from builders.handbook import markdown as md
from builders.handbook.pages import Picture
from builders.models.blocks import Chart
from builders.models.marks import Untranslated
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
    words_of,
)

_NO_BREAK = "\u00a0"
_HOLDER = 0xE100  # private-use characters that stand for Markdown while a label is escaped


class Desk:
    """Changes while the pages of one handbook are made; `make_handbook` uses one and drops it."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.page = "index"
        """Name of the page in hand; links are relative to it."""
        self.pillar: str | None = None
        """The pillar of the page in hand."""
        self.pictures: list[Picture] = []
        self.images: dict[str, None] = {}
        self.cited: dict[tuple[str, str], dict[str, None]] = {}
        """(seed id, claim id) → names of the pages that cite it, in order."""
        self.indexed: dict[str, None] = {}
        """Entries of the book's index, besides the terms of the glossary."""
        self._taken: dict[str, int] = {}
        self._sessions = {session.module_id: session for session in course.sessions}

    def label(self, key: str, **values: object) -> str:
        """A fixed label of the handbook section, escaped for the middle of a line."""
        return md.escape(self.raw(key, **values))

    def raw(self, key: str, **values: object) -> str:
        """A fixed label as plain words. A key without a dot belongs to the handbook section."""
        return self.course.wording(key if "." in key else f"handbook.{key}", **values)

    def filled(self, key: str, **pieces: str) -> str:
        """A fixed label, escaped, with finished Markdown in its `{name}` places."""
        holders = {name: chr(_HOLDER + number) for number, name in enumerate(pieces)}
        text = self.label(key, **holders)
        for name, holder in holders.items():
            text = text.replace(holder, pieces[name])
        return text

    def identifier(self, wanted: str) -> str:
        """The id, with a number behind it when the book has it already."""
        seen = self._taken.get(wanted, 0)
        self._taken[wanted] = seen + 1
        return self.identifier(f"{wanted}-{seen + 1}") if seen else wanted

    def target(self, page: str, anchor: str = "") -> str:
        """Address of another page from the page in hand, for `md.link`."""
        path = posixpath.relpath(f"{page}.md", posixpath.dirname(self.page) or ".")
        return f"{path}#{anchor}" if anchor else path

    def add_picture(self, identifier: str, content: Drawing | Chart) -> str:
        """Keep a picture; returns its address from the page in hand."""
        name = f"figures/{identifier}.svg"
        self.pictures.append(Picture(name, content, self.pillar))
        return "/" + name

    def add_image(self, path: str) -> str:
        """Keep a picture of the curriculum; returns its address."""
        self.images[path] = None
        return f"/images/{path}"

    def line(self, text: str | Inline, *, in_cell: bool = False) -> str:
        """An author's line as Markdown for a line of its own, citations and links resolved."""
        return md.line_start(self.inline(text, in_cell=in_cell))

    def inline(self, text: str | Inline, *, in_cell: bool = False) -> str:
        """An author's line as Markdown for the middle of a line."""
        if isinstance(text, Untranslated):
            return md.span(self.inline(inline_of(text), in_cell=in_cell), "lang-en")
        parts = inline_of(text) if isinstance(text, str) else text
        out: list[str] = []
        explained: set[Citation] = set()
        for part in _merged(parts):
            if isinstance(part, Citation):
                if out and out[-1].endswith(" "):
                    out[-1] = out[-1][:-1] + _NO_BREAK
                out.append(self._citation(part, explain=part not in explained))
                explained.add(part)
            else:
                out.append(self._run(part, in_cell))
        return "".join(out)

    def prose(self, text: str) -> list[str]:
        """An author's paragraphs and lists as pieces of Markdown."""
        pieces = self.nodes(nodes_of(text))
        return [md.box("untranslated", pieces)] if isinstance(text, Untranslated) else pieces

    def nodes(self, nodes: Iterable[Node]) -> list[str]:
        """Parsed nodes as pieces of Markdown."""
        out = []
        for node in nodes:
            match node:
                case Paragraph(inline):
                    out.append(self.line(inline))
                case Items(ordered, entries, start):
                    joined = [md.join(self.nodes(entry)) for entry in entries]
                    out.append(md.items(joined, ordered=ordered, start=start))
                case Quote(inner):
                    out.append(md.quote(self.nodes(inner)))
        return [piece for piece in out if piece]

    def points(self, lines: Sequence[str], *, ordered: bool = False, classes: str = "") -> str:
        """Authors' lines as a list."""
        return md.items([self.line(text) for text in lines], ordered=ordered, classes=classes)

    def session_page(self, session: Session) -> str:
        """Name of a session's page."""
        return f"sessions/{session.number:02}-{session.module_id}"

    def session_title(self, session: Session) -> str:
        """Number and title of a session as plain words."""
        return self.raw("session_title", number=session.number, title=session.module.title)

    def page_of(self, module_id: str) -> Session | None:
        """The session that teaches a module in this workshop, if any does."""
        return self._sessions.get(module_id)

    def original(self, words: str, language: str) -> str:
        """Words kept in their own language, as Markdown: marked where it is not the book's."""
        text = md.escape(words)
        return text if language == self.course.language else md.span(text, f"lang-{language}")

    def isolated(self, words: str) -> str:
        """A name in whatever script, as Markdown: its direction does not touch what is around."""
        return md.span(md.escape(words), "isolated") if words else ""

    def index(self, *entries: str) -> str:
        """Entries of the book's index that lead to what follows."""
        words = [_index_words(entry) for entry in entries]
        self.indexed.update(dict.fromkeys(word for word in words if word))
        return md.join(md.directive("index", f"single: {word}", {}, ()) for word in words if word)

    def _run(self, run: Run, in_cell: bool) -> str:
        text = run.text
        if run.module is not None:
            session = self.page_of(run.module)
            if session is None:
                title = self.course.module_titles.get(run.module, text)
                return md.marked(md.escape(title), "*")
            return md.link(md.escape(text), self.target(self.session_page(session)))
        if run.code:
            return md.code(text, in_cell=in_cell)
        out = md.escape(text)
        sign = "*" * (2 * run.strong + run.emphasis)
        if sign:
            out = md.marked(out, sign)
        if run.term is not None and run.term in self.course.terms:
            return md.link(out, self.target("glossary", f"term-{run.term}"), "term")
        if run.link is not None:
            return md.link(out, run.link)
        return out

    def _citation(self, citation: Citation, *, explain: bool) -> str:
        found = next(cited_claims(self.course, (citation,)), None)
        if found is None:
            return ""
        _, source, claim = found
        self.cited.setdefault((citation.seed, citation.claim), {})[self.page] = None
        mark = self.citation_mark(citation)
        anchor = claim_anchor(source.number, citation.claim)
        out = md.link(md.escape(mark), self.target("sources", anchor), "cite")
        if claim.status == "allegation" and explain:
            out += " " + md.span(self._allegation(claim.denial), "allegation")
        if claim.verification == "unverified":
            out += " " + md.span(self.label("common.confirm_with_prosecutor"), "confirm")
        return out

    def citation_mark(self, citation: Citation) -> str:
        """Number and grade of what is cited; less where this book does not cite it."""
        source = self.course.sources.get(citation.seed)
        if source is None:
            return f"[{citation.seed}]"
        if citation.claim not in source.claims:
            return f"[{source.number}]"
        return f"[{source.number} {source.grade(citation.claim)}]"

    def _allegation(self, denial: str | None) -> str:
        status = self.label("common.status_allegation")
        return self.filled("allegation", status=status, denial=self.denial(denial))

    def denial_line(self, denial: str) -> str:
        """A denial that may cite its own source, as Markdown."""
        return self.filled("common.denial", denial=self.inline(denial))

    def denial(self, denial: str | None) -> str:
        """The sentence on what the person or body concerned says, as Markdown."""
        if denial is None:
            return self.label("common.denial_not_found")
        return self.filled("common.denial", denial=md.escape(words_of(inline_of(denial))))


def claim_anchor(number: int, claim_id: str) -> str:
    """Id of a claim on the page of sources."""
    return f"claim-{number}-{claim_id}"


def _merged(parts: Inline) -> list[Run | Citation]:
    """Neighbouring runs of one look as one run; spaces before a citation cannot break the line."""
    out: list[Run | Citation] = []
    for part in parts:
        last = out[-1] if out else None
        if isinstance(part, Run) and isinstance(last, Run) and _look(part) == _look(last):
            out[-1] = Run(last.text + part.text, *_look(last))
        else:
            out.append(part)
    return out


def _look(run: Run) -> tuple[bool, bool, bool, str | None, str | None, str | None]:
    return run.strong, run.emphasis, run.code, run.link, run.term, run.module


def _index_words(entry: str) -> str:
    """Words of an index entry: its own signs (`;` parts, a leading `!`) become plain ones."""
    return md.one_line(entry).strip().lstrip("!").replace(";", ",").strip()
