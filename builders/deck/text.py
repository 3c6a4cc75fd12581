"""Authors' text as spans and paragraphs for slides and notes, with numbered citations.

Enters: strings of a Course. Leaves: spans, paragraphs, the source line of a slide, and the lines
that state the status of an allegation with its denial.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from builders.cited_claims import cited_claims, denial_words
from builders.course import Course
from builders.deck.slides import Bullet, Para, Span
from builders.prose import (
    Citation,
    Inline,
    Items,
    Node,
    Paragraph,
    Quote,
    Run,
    citations_in,
    inline_of,
    nodes_of,
    words_of,
)
from builders.text_metrics import shortened, text_width

_SOURCE_WIDTHS = (
    (400, True),
    (300, True),
    (400, False),
    (220, True),
    (300, False),
    (220, False),
    (150, False),
)
"""Ways to write a source line, from generous to brief: points for each title, reference or not."""


def plain(text: str, *, bold: bool = False) -> tuple[Span, ...]:
    return (Span(text, bold),) if text else ()


def para(text: str, *, bold: bool = False, level: int = 0, bullet: Bullet | None = None) -> Para:
    return Para(plain(text, bold=bold), level, bullet)


def words(text: str | None) -> str:
    """The words of a line without markup and citations."""
    return words_of(inline_of(text)) if text else ""


def spans(course: Course, text: str) -> tuple[Span, ...]:
    """A line as spans; a citation becomes the number of its source in brackets."""
    return _spans(course, inline_of(text))


def line_para(course: Course, text: str, *, level: int = 0, bullet: Bullet | None = None) -> Para:
    return Para(spans(course, text), level, bullet)


def prose_paras(course: Course, text: str, *, level: int = 0) -> tuple[Para, ...]:
    """Prose as paragraphs; list items become bullets or numbers one level down."""
    return tuple(_node_paras(course, nodes_of(text), level))


def prose_citations(texts: Iterable[str | None]) -> tuple[Citation, ...]:
    """The citations of several strings in order, each once."""
    found = {c.ref: c for text in texts if text for c in citations_in(text)}
    return tuple(found.values())


def allegation_paras(
    course: Course, citations: Sequence[Citation], *, level: int = 1
) -> tuple[Para, ...]:
    """For every cited allegation: its status and its denial."""
    made = []
    for _, cited, claim in cited_claims(course, citations):
        if claim.status != "allegation":
            continue
        answer = denial_words(course, claim.denial)
        status = course.wording("common.status_allegation")
        made.append(
            Para(
                (
                    Span(f"{status} [{cited.number}]: ", bold=True, ink="warning"),
                    Span(answer, italic=False),
                ),
                level,
            )
        )
    return tuple(made)


def source_line(course: Course, citations: Sequence[Citation], width: float, size: float) -> str:
    """What a slide cites, at most two lines of `width`: short title, reference, grade, status.

    With many sources the titles get shorter, then fall away: the numbers lead to the sources slide.
    """
    references: dict[str, list[str]] = {}
    grades: dict[str, list[str]] = {}
    for citation, cited, claim in cited_claims(course, citations):
        grade = cited.grade(citation.claim)
        if claim.status in ("allegation", "denial", "opinion", "forecast"):
            grade += f" {course.wording(f'common.status_{claim.status}')}"
        references.setdefault(citation.seed, []).append(claim.reference or "")
        grades.setdefault(citation.seed, []).append(grade)
    if not references:
        return ""
    order = sorted(references, key=lambda seed: course.sources[seed].number)
    room = 2 * width * 0.96 - 60  # what the end of the first line may leave free
    for title_width, with_reference in _SOURCE_WIDTHS:
        parts = []
        for seed_id in order:
            cited = course.sources[seed_id]
            short = shortened(cited.seed.title, title_width, size)
            where = course.wording.commas(
                dict.fromkeys(each for each in references[seed_id] if each)
            )
            middle = f", {shortened(where, 160, size)}" if where and with_reference else ""
            grade = course.wording.commas(dict.fromkeys(grades[seed_id]))
            parts.append(f"[{cited.number}] {short}{middle} ({grade})")
        line = course.wording("deck.source_line", sources=course.wording.semicolons(parts))
        if text_width(line, size) <= room:
            return line
    brief = [
        f"[{course.sources[seed_id].number}] {', '.join(dict.fromkeys(grades[seed_id]))}"
        for seed_id in order
    ]
    return shortened(
        course.wording("deck.source_line", sources=course.wording.semicolons(brief)), room, size
    )


def _spans(course: Course, inline: Inline) -> tuple[Span, ...]:
    made: list[Span] = []
    previous: int | None = None
    for part in inline:
        if isinstance(part, Citation):
            cited = course.sources.get(part.seed)
            if cited is not None and cited.number != previous:
                if made and not made[-1].text.endswith(" "):
                    made.append(Span(" "))
                made.append(Span(f"[{cited.number}]", ink="muted"))
            previous = cited.number if cited else None
        elif part.text:
            made.append(_run_span(part))
            if part.text.strip():
                previous = None
    return _tidied(made)


def _run_span(run: Run) -> Span:
    return Span(run.text, run.strong, run.emphasis, link=run.link)


def _tidied(made: list[Span]) -> tuple[Span, ...]:
    """Without double spaces at joints, without space before a full stop, neighbours joined."""
    joined: list[Span] = []
    for span in made:
        text = re.sub(r"\s+", " ", span.text)
        if not joined or joined[-1].text.endswith(" "):
            text = text.lstrip(" ")
        if not text:
            continue
        look = (span.bold, span.italic, span.ink, span.link)
        if joined:
            last = joined[-1]
            if text[0] in ".,;:!?" and last.text.endswith(" "):
                last = Span(last.text.rstrip(), last.bold, last.italic, last.ink, last.link)
                joined[-1] = last
            if (last.bold, last.italic, last.ink, last.link) == look:
                joined[-1] = Span(last.text + text, *look)
                continue
        joined.append(Span(text, *look))
    if joined:
        last = joined[-1]
        joined[-1] = Span(last.text.rstrip(), last.bold, last.italic, last.ink, last.link)
    return tuple(span for span in joined if span.text)


def _node_paras(course: Course, nodes: tuple[Node, ...], level: int) -> Iterable[Para]:
    for node in nodes:
        match node:
            case Paragraph(inline):
                made = _spans(course, inline)
                if made:
                    yield Para(made, level)
            case Items(ordered, items, first_number):
                for number, item in enumerate(items, first_number):
                    first = True
                    for inner in _node_paras(course, item, level + 1):
                        if first and inner.level == level + 1:
                            bullet: Bullet = "number" if ordered else "dot"
                            yield Para(inner.spans, level, bullet, start=number)
                        else:
                            yield inner
                        first = False
            case Quote(inner_nodes):
                yield from _node_paras(course, inner_nodes, level + 1)
