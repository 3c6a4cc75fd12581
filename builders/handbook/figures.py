"""Drawn blocks, charts, maps and photographs as figures with words beside them.

Every drawing is followed by its words as a list (`figure-words`): the theme shows the list instead
of the drawing where the screen is narrow, and the alternative text holds the same words.
"""

from __future__ import annotations

from builders.drawing import draw
from builders.handbook import markdown as md
from builders.handbook.desk import Desk
from builders.handbook.numbers import number_text
from builders.models import blocks as b
from builders.prose import Citation, inline_of, words_of

FIGURE_WIDTH = 680.0
"""Width of the column of text in points of the drawing."""
FIGURE_SIZES = (14.0, 13.0)
"""Type sizes for drawings on pages: smaller than on slides."""

Drawn = b.Process | b.Cycle | b.Timeline | b.Chart | b.Map | b.Figure


def figure_pieces(desk: Desk, block: Drawn, identifier: str) -> list[str]:
    """A figure with its caption, its words or numbers, and its note."""
    match block:
        case b.Process() | b.Cycle():
            entries = [(stage.label, stage.text) for stage in block.stages]
            return _drawn(desk, block, identifier, entries, ordered=True)
        case b.Timeline():
            entries = [(event.date, event.text) for event in block.events]
            return _drawn(desk, block, identifier, entries, ordered=False)
        case b.Map():
            drawing = draw(
                block,
                FIGURE_WIDTH,
                direction=desk.course.wording.direction,
                hubs=desk.course.all_hubs,
                countries=_countries(desk),
                sizes=FIGURE_SIZES,
            )
            address = desk.add_picture(identifier, drawing)
            alt = words_of(inline_of(block.alt))
            figure = _figure(desk, address, alt, block.title, identifier, "drawing map")
            return [figure, _note(desk, block.note)]
        case b.Chart():
            return _chart(desk, block, identifier)
        case b.Figure():
            address = desk.add_image(block.image)
            alt = words_of(inline_of(block.alt))
            lines = [desk.line(block.caption)] if block.caption else []
            lines.append(
                md.classed(
                    md.line_start(desk.filled("credit", credit=desk.inline(block.credit))), "credit"
                )
            )
            figure = _figure(desk, address, alt, block.title, identifier, "photo")
            return [figure, *(md.classed(line, "below") for line in lines[:-1]), lines[-1]]


def _drawn(
    desk: Desk,
    block: b.Process | b.Cycle | b.Timeline,
    identifier: str,
    entries: list[tuple[str, str | None]],
    *,
    ordered: bool,
) -> list[str]:
    drawing = draw(block, FIGURE_WIDTH, direction=desk.course.wording.direction, sizes=FIGURE_SIZES)
    address = desk.add_picture(identifier, drawing)
    spoken = [
        desk.raw("common.name_role", name=label, role=words_of(inline_of(text))) if text else label
        for label, text in entries
    ]
    numbered = [f"{n}. {words}" for n, words in enumerate(spoken, 1)] if ordered else spoken
    alt = f"{desk.raw(f'alt_{block.kind}')} {' '.join(f'{words}.' for words in numbered)}"
    lines = [
        f"{md.span(md.escape(label), 'name')} {desk.inline(text) if text else ''}".rstrip()
        for label, text in entries
    ]
    cites = _citations(desk, [text for _, text in entries if text])
    return [
        _figure(desk, address, alt.replace("..", "."), block.title, identifier, "drawing"),
        md.items(lines, ordered=ordered, classes="figure-words"),
        cites,
    ]


def _citations(desk: Desk, texts: list[str]) -> str:
    """The citations of a drawing's words, which the drawing itself cannot link."""
    found = dict.fromkeys(
        part for text in texts for part in inline_of(text) if isinstance(part, Citation)
    )
    if not found:
        return ""
    marks = " ".join(desk.inline((citation,)) for citation in found)
    return md.classed(md.line_start(desk.filled("sources_of_figure", marks=marks)), "below")


def _figure(desk: Desk, address: str, alt: str, title: str, identifier: str, classes: str) -> str:
    options = {"alt": md.quoted(alt), "name": identifier, "figclass": classes}
    return md.directive("figure", address, options, [md.plain(title)])


def _note(desk: Desk, note: str | None) -> str:
    return md.classed(desk.line(note), "below") if note else ""


def _chart(desk: Desk, block: b.Chart, identifier: str) -> list[str]:
    address = desk.add_picture(identifier, block)
    alt = words_of(inline_of(block.alt))
    rows = [
        [md.escape(category), *(_value(series, number) for series in block.series)]
        for number, category in enumerate(block.categories)
    ]
    columns = [md.escape(block.unit), *(md.escape(series.name) for series in block.series)]
    table = md.table(
        columns,
        rows,
        caption=desk.label("chart_numbers", title=block.title),
        identifier=desk.identifier(f"{identifier}-numbers"),
        classes="data numbers",
    )
    return [
        _figure(desk, address, alt, block.title, identifier, "drawing chart"),
        md.box("wide", [table]),
        _note(desk, block.note),
    ]


def _value(series: b.Series, number: int) -> str:
    return number_text(series.values[number]) if number < len(series.values) else ""


def _countries(desk: Desk) -> dict[str, str]:
    labels = desk.course.wording.labels
    prefix = "deck.country_"  # slides and pages print the same map
    return {key[len(prefix) :]: text for key, text in labels.items() if key.startswith(prefix)}
