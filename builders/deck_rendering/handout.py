"""PDF pages of slides → a PDF to print: one, three or six slides on a page of A4.

Enters: rendered decks. Leaves: a PDF. Slides stay vectors: sharp in print, and their words can be
searched. Three on a page leave room for notes beside them, one on a page below.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped,import-not-found,unused-ignore]
import pypdfium2.raw as raw  # type: ignore[import-untyped,import-not-found,unused-ignore]

from builders.deck_rendering.office import Rendered

PAGE = (595.28, 841.89)
"""A4 in points."""
MARGIN = 42.0
LINE_STEP = 24.0
"""Between lines to write on: 8.5 mm."""
GREY = 150
FOOT = 8.5


@dataclass(frozen=True)
class Box:
    """A rectangle on the page; y counts from the bottom, as in PDF."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Cell:
    """Room for one slide, and for lines to write on, if any."""

    slide: Box
    lines: Box | None = None


def cells(per_page: int, share: float, *, rtl: bool) -> tuple[Cell, ...]:
    """Where slides and lines stand on a page. `share` is height by width of a slide.

    Raises: KeyError for another number than 1, 3 or 6.
    """
    wide, tall = PAGE
    room, high = wide - 2 * MARGIN, tall - 2 * MARGIN
    made: list[Cell] = []
    rows, columns = {1: (1, 1), 3: (3, 1), 6: (3, 2)}[per_page]
    row_height = high / rows
    for row in range(rows):
        top = tall - MARGIN - row * row_height
        for column in range(columns):
            match per_page:
                case 1:
                    slide = Box(MARGIN, top - room * share, room, room * share)
                    below = slide.y - 30 - MARGIN
                    made.append(Cell(slide, Box(MARGIN, MARGIN, room, below)))
                case 3:
                    width = min(room * 0.56, (row_height - 30) / share)
                    height = width * share
                    x = wide - MARGIN - width if rtl else MARGIN
                    slide = Box(x, top - height, width, height)
                    gap = 18
                    start = MARGIN if rtl else MARGIN + width + gap
                    lines = Box(start, top - row_height + 30, room - width - gap, row_height - 30)
                    made.append(Cell(slide, lines))
                case _:
                    at = columns - 1 - column if rtl else column
                    width = min((room - 20) / 2, (row_height - 40) / share)
                    x = MARGIN + at * (room - width)
                    made.append(Cell(Box(x, top - width * share, width, width * share)))
    return tuple(made)


def handout(decks: Sequence[Rendered], target: Path, *, per_page: int) -> None:
    """Write the handout; each deck starts a new page."""
    out = pypdfium2.PdfDocument.new()
    font = raw.FPDFText_LoadStandardFont(out.raw, b"Helvetica")
    count = 0
    for deck in decks:
        document = pypdfium2.PdfDocument(deck.pdf)
        page: Any = None
        for place, number in enumerate(deck.shown[: len(document)]):
            source = document[place]
            size = source.get_size()
            layout = cells(per_page, size[1] / size[0], rtl=deck.rtl)
            if place % per_page == 0:
                _closed(page)
                count += 1
                page = out.new_page(*PAGE)
                _text(out, page, font, str(count), PAGE[0] / 2, 24)
            _slide(out, page, document, place, size, layout[place % per_page], number, font)
        _closed(page)
        document.close()
    raw.FPDFFont_Close(font)
    out.save(target)
    out.close()


def _closed(page: Any) -> None:
    if page is not None:
        page.gen_content()
        page.close()


def _slide(
    out: Any,
    page: Any,
    document: Any,
    place: int,
    size: tuple[float, float],
    cell: Cell,
    number: int,
    font: Any,
) -> None:
    shown = document.page_as_xobject(place, out).as_pageobject()
    box = cell.slide
    scale = box.width / size[0]
    shown.transform(pypdfium2.PdfMatrix().scale(scale, scale).translate(box.x, box.y))
    page.insert_obj(shown)
    right, top = box.x + box.width, box.y + box.height
    corners = [(box.x, box.y), (right, box.y), (right, top), (box.x, top), (box.x, box.y)]
    _path(page, corners)
    _text(out, page, font, str(number), box.x, box.y - FOOT - 4)
    lines = cell.lines
    if lines is not None:
        y = lines.y + lines.height - LINE_STEP
        while y >= lines.y:
            _path(page, [(lines.x, y), (lines.x + lines.width, y)])
            y -= LINE_STEP


def _path(page: Any, points: Sequence[tuple[float, float]]) -> None:
    path = raw.FPDFPageObj_CreateNewPath(*points[0])
    for x, y in points[1:]:
        raw.FPDFPath_LineTo(path, x, y)
    raw.FPDFPageObj_SetStrokeColor(path, GREY, GREY, GREY, 255)
    raw.FPDFPageObj_SetStrokeWidth(path, 0.5)
    raw.FPDFPath_SetDrawMode(path, raw.FPDF_FILLMODE_NONE, 1)
    raw.FPDFPage_InsertObject(page.raw, path)


def _text(out: Any, page: Any, font: Any, words: str, x: float, y: float) -> None:
    text = raw.FPDFPageObj_CreateTextObj(out.raw, font, FOOT)
    letters = ctypes.create_string_buffer((words + "\0").encode("utf-16-le"))
    raw.FPDFText_SetText(text, ctypes.cast(letters, raw.FPDF_WIDESTRING))
    raw.FPDFPageObj_SetFillColor(text, 90, 90, 90, 255)
    raw.FPDFPageObj_Transform(text, 1, 0, 0, 1, x, y)
    raw.FPDFPage_InsertObject(page.raw, text)
