"""Words into frames: how high paragraphs are, and where to split what is too long.

Enters: paragraphs and frames in points. Leaves: pages of paragraphs that fit, and pages of table
rows. Nothing gets smaller than the smallest size given; more slides are made instead. Measuring is
a little pessimistic, so that another renderer's rounding does not push a word off the slide.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeVar

from builders.deck.slides import Frame, Para, Span
from builders.text_metrics import LINE_HEIGHT, text_width, wrap

INDENT = 22.0
"""Indent of one outline level in points, as in the template."""
SMALLEST = 18.0
CELL_MARGIN = 8.0
"""Left and right margin of a table cell in points."""
ROW_MARGINS = (5.0, 3.0)
"""Top and bottom margins of a cell in points: the wide one, and the one that saves a slide."""
_CAUTION = 0.97
_BULLET_SPACE, _PLAIN_SPACE = 8.0, 4.0
_PIECES = re.compile(r"\S+|\s+")

Unit = TypeVar("Unit")


@dataclass(frozen=True)
class Page:
    """Paragraphs that fit one frame at one size."""

    paras: tuple[Para, ...]
    size: float


def para_height(para: Para, width: float, size: float, *, bullets: bool) -> float:
    """Height of a paragraph with the space before it, in points."""
    size = para.size or (size if para.level == 0 else max(SMALLEST, size - 2))
    marked = (bullets or para.level > 0 or para.bullet is not None) and para.bullet != "none"
    indent = INDENT * (para.level + 1 if bullets else max(para.level, 1)) if marked else 0.0
    lines = line_count(para.spans, (width - indent) * _CAUTION, size)
    space = _BULLET_SPACE if bullets or para.level else _PLAIN_SPACE
    return lines * size * LINE_HEIGHT + space


def line_count(spans: Sequence[Span], width: float, size: float) -> int:
    """Lines that words with mixed looks need."""
    if all(span.bold == spans[0].bold for span in spans):
        text = "".join(span.text for span in spans)
        return len(wrap(text, width, size, bool(spans) and spans[0].bold))
    lines, used, pending = 1, 0.0, 0.0
    for span in spans:
        for piece in _PIECES.findall(span.text):
            wide = text_width(piece, size, span.bold)
            if piece.isspace():
                used, pending = used + pending + wide, 0.0
                continue
            if wide > width:  # broken inside: count it as text of its own
                return len(wrap("".join(each.text for each in spans), width, size, True))
            pending += wide  # a word may go on in the next span
            if used + pending > width and used:
                lines, used = lines + 1, 0.0
    return lines


def height_of(paras: Sequence[Para], width: float, size: float, *, bullets: bool) -> float:
    return sum(para_height(para, width, size, bullets=bullets) for para in paras)


def fit(
    paras: Sequence[Para],
    frame: Frame,
    *,
    sizes: Sequence[float],
    bullets: bool = False,
    reserve: float = 0.0,
) -> tuple[Page, ...]:
    """One page at the largest size that holds everything, else as few balanced pages as can be.

    `reserve` points of height stay free. A paragraph with its sub-points stays together where it
    can; `keep_with_next` ties a paragraph to the one after it.
    """
    room = frame.height - reserve
    for size in sizes:
        if height_of(paras, frame.width, size, bullets=bullets) <= room:
            return (Page(tuple(paras), size),)
    fewest = len(_pages(paras, frame.width, room, sizes[-1], bullets))
    for size in sizes:
        pages = _pages(paras, frame.width, room, size, bullets)
        if len(pages) <= fewest:
            break
    return tuple(Page(tuple(page), size) for page in pages)


def _pages(
    paras: Sequence[Para], width: float, room: float, size: float, bullets: bool
) -> list[list[Para]]:
    """Balanced pages at one size."""

    def height(group: tuple[Para, ...]) -> float:
        return height_of(group, width, size, bullets=bullets)

    groups: list[tuple[Para, ...]] = []
    for group in _groups(paras):
        if height(group) <= room:
            groups.append(group)
        else:
            groups.extend(_parts(group, width, size, room, bullets))
    pages = [[para for group in page for para in group] for page in balanced(groups, height, room)]
    for before, page in pairwise(pages):
        _join_orphan(before, page, width, size, bullets)
    return pages


def _join_orphan(
    before: list[Para], page: list[Para], width: float, size: float, bullets: bool
) -> None:
    """A single line does not stand alone on a slide: the end of the paragraph before joins it."""
    if len(page) != 1 or len(_lines(page[0], width, size, bullets)) > 1:
        return
    last = before[-1]
    lines = _lines(last, width, size, bullets)
    if len(lines) < 4:
        return
    head, tail = cut(last.spans, sum(len(_solid(line)) for line in lines[:-2]))
    before[-1] = replace(last, spans=head)
    page.insert(0, replace(last, spans=tail, bullet="none"))


def balanced(
    units: Sequence[Unit], height: Callable[[Unit], float], room: float
) -> list[list[Unit]]:
    """Units in as few pages as hold them, the fullest page as low as can be.

    A unit higher than a page gets a page of its own.
    """
    heights = [height(unit) for unit in units]
    count, used = 1, 0.0
    for tall in heights:
        if used and used + tall > room:
            count, used = count + 1, 0.0
        used += tall
    if count == 1:
        return [list(units)]
    low, high = max(heights), max(room, max(heights))
    for _ in range(24):  # halving: the lowest limit that still needs no more pages
        middle = (low + high) / 2
        if len(_filled(heights, middle)) <= count:
            high = middle
        else:
            low = middle
    pages, start = [], 0
    for length in _filled(heights, high):
        pages.append(list(units[start : start + length]))
        start += length
    return pages


def _filled(heights: Sequence[float], limit: float) -> list[int]:
    lengths, used = [0], 0.0
    for tall in heights:
        if lengths[-1] and used + tall > limit + 1e-6:
            lengths.append(0)
            used = 0.0
        lengths[-1] += 1
        used += tall
    return lengths


def _groups(paras: Sequence[Para]) -> list[tuple[Para, ...]]:
    """A paragraph with what hangs on it."""
    groups: list[list[Para]] = []
    for number, para in enumerate(paras):
        tied = number and (para.level > 0 or paras[number - 1].keep_with_next)
        if tied:
            groups[-1].append(para)
        else:
            groups.append([para])
    return [tuple(group) for group in groups]


def _parts(
    group: tuple[Para, ...], width: float, size: float, room: float, bullets: bool
) -> list[tuple[Para, ...]]:
    """A group that is higher than a page, in parts; a paragraph is cut between lines if need be."""
    single: list[Para] = []
    for para in group:
        while para_height(para, width, size, bullets=bullets) > room:
            own = para.size or size
            lines = _lines(para, width, size, bullets)
            keep = max(1, int((room - _BULLET_SPACE) / (own * LINE_HEIGHT)))
            keep = min(keep, max(1, len(lines) - 2))  # no orphan line
            if keep >= len(lines):
                break
            head, tail = cut(para.spans, sum(len(_solid(line)) for line in lines[:keep]))
            single.append(replace(para, spans=head))
            para = replace(para, spans=tail)
        single.append(para)
    pages = balanced(single, lambda p: para_height(p, width, size, bullets=bullets), room)
    return [tuple(page) for page in pages]


def _lines(para: Para, width: float, size: float, bullets: bool) -> tuple[str, ...]:
    """The lines of a paragraph, as bold ones where any word is bold."""
    indent = INDENT * (para.level + 1) if bullets or para.level or para.bullet else 0.0
    return wrap(para.text, (width - indent) * _CAUTION, para.size or size, para.bold)


def _solid(text: str) -> str:
    return "".join(text.split())


def cut(spans: Sequence[Span], solid: int) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Spans before and after a number of characters that are no spaces."""
    head: list[Span] = []
    tail: list[Span] = []
    left = solid
    for span in spans:
        at = 0
        while at < len(span.text) and left:
            left -= not span.text[at].isspace()
            at += 1
        if span.text[:at]:
            head.append(replace(span, text=span.text[:at]))
        if span.text[at:]:
            rest = span.text[at:] if tail else span.text[at:].lstrip()
            if rest:
                tail.append(replace(span, text=rest))
    return tuple(head), tuple(tail)


Row = tuple[Para, ...]


@dataclass(frozen=True)
class TablePage:
    """Rows (heading first) with the height of each, at one size. `margin` is above and below."""

    rows: tuple[Row, ...]
    heights: tuple[float, ...]
    size: float
    margin: float


def column_widths(rows: Sequence[Row], width: float, size: float) -> tuple[float, ...]:
    """Widths that give long columns more room and break no word where that is possible."""
    margin = 2 * CELL_MARGIN + 2
    columns = range(len(rows[0]))
    natural = [
        max(text_width(row[c].text, size, row[c].bold) for row in rows) / _CAUTION + margin
        for c in columns
    ]
    if sum(natural) <= width:
        return tuple(each * width / sum(natural) for each in natural)
    longest = [
        max(
            (text_width(w, size, row[c].bold) for row in rows for w in row[c].text.split()),
            default=0.0,
        )
        for c in columns
    ]
    least = [min(word / _CAUTION + margin, width * 0.6) for word in longest]
    if sum(least) >= width:
        return tuple(each * width / sum(least) for each in least)
    # the root keeps one very long column from starving the others
    wanted = [sum(text_width(row[c].text, size) for row in rows) ** 0.5 + 1 for c in columns]
    fixed: dict[int, float] = {}
    while True:
        free = width - sum(fixed.values())
        shares = sum(wanted[c] for c in columns if c not in fixed)
        widths = [fixed.get(c, free * wanted[c] / shares if shares else 0.0) for c in columns]
        short = {c: least[c] for c in columns if c not in fixed and widths[c] < least[c]}
        ample = {c: natural[c] for c in columns if c not in fixed and widths[c] > natural[c]}
        if not short and not ample:
            return tuple(widths)
        fixed |= short or ample


def cut_at_lines(cell: Para, width: float, size: float) -> Para:
    """A table cell whose words end with their lines: no span goes on from one line to the next."""
    made: list[Span] = []
    rest = cell.spans
    for line in wrap(cell.text, (width - 2 * CELL_MARGIN) * _CAUTION, size, cell.bold)[:-1]:
        head, rest = cut(rest, len(_solid(line)))
        made += [*head, Span(" ", head[-1].bold)]
    return replace(cell, spans=(*made, *rest))


def row_height(
    row: Row, widths: Sequence[float], size: float, margin: float, *, bold: bool = False
) -> float:
    """Height of a table row in points."""
    lines = max(
        _cell_lines(cell, (wide - 2 * CELL_MARGIN) * _CAUTION, size, bold)
        for cell, wide in zip(row, widths, strict=True)
    )
    return lines * size * LINE_HEIGHT + 2 * margin


def _cell_lines(cell: Para, width: float, size: float, bold: bool) -> int:
    if bold:
        return len(wrap(cell.text, width, size, True))
    return line_count(cell.spans, width, size) if cell.spans else 1


def fit_table(
    head: Row,
    rows: Sequence[Row],
    frame: Frame,
    *,
    sizes: Sequence[float],
    reserve: float = 0.0,
    shares: Sequence[float] = (),
) -> tuple[tuple[float, ...], tuple[TablePage, ...]]:
    """Column widths, and pages of rows each with the heading on top.

    Smaller type, then closer rows are tried before a second page; of several pages the first ones
    are full. `shares` of the width, adding up to 1, are for columns that people fill in by hand.
    """
    room = frame.height - reserve
    looks = [*((size, ROW_MARGINS[0]) for size in sizes), (sizes[-1], ROW_MARGINS[1])]

    def made(size: float, margin: float) -> tuple[tuple[float, ...], tuple[TablePage, ...]]:
        widths = (
            tuple(frame.width * share for share in shares)
            if shares
            else column_widths([head, *rows], frame.width, size)
        )

        def height(row: Row) -> float:
            return row_height(row, widths, size, margin)

        top = row_height(head, widths, size, margin, bold=True)
        free = room - top
        split = [part for row in rows for part in _row_parts(row, widths, size, free, margin)]
        return widths, tuple(
            TablePage((head, *page), (top, *map(height, page)), size, margin)
            for page in full_pages(split, height, free)
        )

    for look in looks:
        widths, pages = made(*look)
        if len(pages) == 1 and sum(pages[0].heights) <= room:
            return widths, pages
    fewest = len(pages)
    for look in looks:  # many pages: the largest type that needs no more of them
        widths, pages = made(*look)
        if len(pages) <= fewest and all(sum(page.heights) <= room for page in pages):
            break
    return widths, pages


def full_pages(
    units: Sequence[Unit], height: Callable[[Unit], float], room: float
) -> list[list[Unit]]:
    """Units in as few pages as hold them, each as full as it can be.

    What is left for the last page is at least two units and a third of a page, if the page before
    can give them. A unit higher than a page gets a page of its own.
    """
    heights = [height(unit) for unit in units]
    lengths = _filled(heights, room)
    if len(lengths) > 1:
        rest = heights[len(heights) - lengths[-1] :]
        while lengths[-2] > 2 and (len(rest) < 2 or sum(rest) < room / 3):
            moved = heights[len(heights) - len(rest) - 1]
            if sum(rest) + moved > room:
                break
            rest.insert(0, moved)
            lengths[-2:] = [lengths[-2] - 1, lengths[-1] + 1]
    pages, start = [], 0
    for length in lengths:
        pages.append(list(units[start : start + length]))
        start += length
    return pages


def _row_parts(
    row: Row, widths: Sequence[float], size: float, room: float, margin: float
) -> list[Row]:
    """A row that is higher than a page, as several rows."""
    parts = []
    while row_height(row, widths, size, margin) > room:
        keep = max(1, int((room - 2 * margin) / (size * LINE_HEIGHT)))
        head, tail = [], []
        for cell, wide in zip(row, widths, strict=True):
            lines = wrap(cell.text, (wide - 2 * CELL_MARGIN) * _CAUTION, size, cell.bold)
            first, rest = cut(cell.spans, sum(len(_solid(line)) for line in lines[:keep]))
            head.append(replace(cell, spans=first))
            tail.append(replace(cell, spans=rest))
        if not any(cell.text for cell in tail):
            break
        parts.append(tuple(head))
        row = tuple(tail)
    return [*parts, row]
