"""The numbers of a native chart: those drawn, and those in its workbook.

Enters: a chart part. Leaves: `ChartData`.
"""

from __future__ import annotations

import io
import re
import zipfile
from decimal import Decimal, InvalidOperation

from lxml import etree

from builders.deck_changes.contents import ChartData
from builders.deck_changes.package import DeckError, Parts

_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
MOST_POINTS = 20_000
MOST_BOOK = 20_000_000
MOST_COLUMNS = 200


def chart_data(parts: Parts, part: str) -> ChartData:
    """What a chart shows. Points are read from the values kept beside the drawing."""
    root = parts.tree(part)
    categories: tuple[str, ...] = ()
    series = []
    for one in root.iter(f"{_C}ser"):
        name = _points(one.find(f"{_C}tx"))
        categories = categories or _points(one.find(f"{_C}cat"))
        series.append((" ".join(name), tuple(number(v) for v in _points(one.find(f"{_C}val")))))
    book = None
    for target in parts.related(part, "package"):
        try:
            book = _workbook(parts, target)
        except (DeckError, zipfile.BadZipFile, etree.XMLSyntaxError):
            book = None  # a workbook that cannot be read; what is drawn is compared all the same
    return ChartData(categories, tuple(series), book)


def number(text: str) -> str:
    """A number in its shortest form, so that 5 and 5.0 are one; other text as it is."""
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        return text.strip()
    if not value.is_finite() or abs(value.adjusted()) > 20:
        return text.strip()
    # Programs keep numbers in binary: 0.1 may come back as 0.10000000000000001.
    value = Decimal(f"{value:.12g}").normalize()
    return f"{value:f}"


def _points(holder: etree._Element | None) -> tuple[str, ...]:
    """The kept values in the order of their index; missing ones are empty."""
    if holder is None:
        return ()
    found: dict[int, str] = {}
    for point in holder.iter(f"{_C}pt"):
        index = point.get("idx", "")
        if index.isdigit() and int(index) < MOST_POINTS:
            found[int(index)] = point.findtext(f"{_C}v") or ""
    if not found:
        value = holder.findtext(f".//{_C}v")
        return (value,) if value else ()
    return tuple(found.get(index, "") for index in range(max(found) + 1))


def _workbook(parts: Parts, target: str) -> tuple[tuple[str, ...], ...] | None:
    """The filled cells of the first sheet."""
    book = Parts(parts.name, zipfile.ZipFile(io.BytesIO(parts.data(target, MOST_BOOK))))
    with book.archive:
        sheets = sorted(
            name
            for name in book.archive.namelist()
            if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name)
        )
        if not sheets:
            return None
        shared: list[str] = []
        if book.has("xl/sharedStrings.xml"):
            shared = [
                "".join(each.itertext(f"{_S}t"))
                for each in book.tree("xl/sharedStrings.xml").iter(f"{_S}si")
            ]
        rows = []
        for row in book.tree(sheets[0]).iter(f"{_S}row"):
            cells: dict[int, str] = {}
            for cell in row.iter(f"{_S}c"):
                at = _column(cell.get("r", ""))
                if at < MOST_COLUMNS:
                    cells[at] = _cell(cell, shared)
            if any(cells.values()):
                rows.append(tuple(cells.get(at, "") for at in range(max(cells) + 1)))
            if len(rows) > MOST_POINTS:
                break
        return tuple(rows)


def _column(reference: str) -> int:
    total = 0
    for letter in re.sub(r"[^A-Z]", "", reference)[:4]:
        total = total * 26 + ord(letter) - 64
    return total - 1


def _cell(cell: etree._Element, shared: list[str]) -> str:
    value = cell.findtext(f"{_S}v") or ""
    match cell.get("t"):
        case "s":
            return shared[int(value)] if value.isdigit() and int(value) < len(shared) else ""
        case "inlineStr":
            return "".join(cell.itertext(f"{_S}t"))
        case _:
            return number(value)
