"""What changed in tables, charts and pictures.

Enters: a thing as built and as edited. Leaves: changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from builders.deck_changes.changes import Change, Kind
from builders.deck_changes.contents import ChartData, Paragraph, Shape
from builders.deck_changes.matching import align, likeness

if TYPE_CHECKING:
    from builders.deck_changes.comparing import _Pair

_GREY = 12
"""Mean difference of grey values, of 255, up to which two pictures look alike."""

Row = Sequence[tuple[Paragraph, ...]]


def picture_changed(old: Shape, new: Shape) -> bool:
    """True if another picture is shown; another packing of the same one is no change."""
    if old.picture == new.picture:
        return False
    one, other = old.picture_look, new.picture_look
    if not one or len(one) != len(other):
        return True
    return sum(abs(a - b) for a, b in zip(one, other, strict=True)) / len(one) > _GREY


def table_changes(pair: _Pair, number: int, old: Shape, new: Shape) -> Iterator[Change]:
    """Rows and columns that came and went, and cells with other words."""
    columns = _columns(old.rows, new.rows)
    for i, j in columns:
        if i is None and j is not None:
            words = "\n".join(_cell(row, j) for row in new.rows)
            yield from _added(
                pair, "column-added", j, words, _cells(new.rows, column=j), f"{number}/"
            )
        elif j is None and i is not None:
            words = "\n".join(_cell(row, i) for row in old.rows)
            yield from _removed(
                pair, "column-removed", i, words, _cells(old.rows, column=i), f"{number}/"
            )
    kept = [(i, j) for i, j in columns if i is not None and j is not None]

    def like(one: Row, other: Row) -> float:
        return likeness(
            "\n".join(_cell(one, i) for i, _ in kept), "\n".join(_cell(other, j) for _, j in kept)
        )

    for i, j in align(old.rows, new.rows, like):
        if i is None and j is not None:
            row = new.rows[j]
            yield from _added(pair, "row-added", j, _row(row), _cells([row]), f"{number}/")
        elif j is None and i is not None:
            row = old.rows[i]
            yield from _removed(pair, "row-removed", i, _row(row), _cells([row]), f"{number}/r{i}/")
        elif i is not None and j is not None:
            for a, b in kept:
                before = [
                    (f"{number}/r{i}/c{a}/p{n}", p)
                    for n, p in enumerate(old.rows[i][a] if a < len(old.rows[i]) else ())
                ]
                after = list(new.rows[j][b]) if b < len(new.rows[j]) else []
                where = f"table, row {j + 1}, column {b + 1}"
                yield from pair.paragraphs("cell", where, before, after)


def _added(
    pair: _Pair, kind: Kind, at: int, words: str, texts: list[str], under: str
) -> Iterator[Change]:
    """A row or column that is new, unless the sources had it when the deck was built."""
    if not pair.stood_there(texts):
        yield pair.change(
            kind,
            _line_of_table(kind, at),
            new=words,
            places=pair.work.units.places_under(pair.now, under),
            why="Add it to the table of the block.",
        )


def _removed(
    pair: _Pair, kind: Kind, at: int, words: str, texts: list[str], under: str
) -> Iterator[Change]:
    """A row or column that is gone, unless the sources have it only since then."""
    if not pair.came_later(texts):
        yield pair.change(
            kind,
            _line_of_table(kind, at),
            old=words,
            places=pair.work.units.places_under(pair.now, under),
            why="Remove it from the table of the block.",
        )


def _line_of_table(kind: Kind, at: int) -> str:
    """Which row or column a change is about: table, row 2."""
    return f"table, {kind.partition('-')[0]} {at + 1}"


def _columns(old: Sequence[Row], new: Sequence[Row]) -> list[tuple[int | None, int | None]]:
    before = max((len(row) for row in old), default=0)
    after = max((len(row) for row in new), default=0)
    if before == after:
        return [(n, n) for n in range(before)]
    one = ["\n".join(_cell(row, n) for row in old) for n in range(before)]
    other = ["\n".join(_cell(row, n) for row in new) for n in range(after)]
    return list(align(one, other, likeness))


def _cells(rows: Sequence[Row], column: int | None = None) -> list[str]:
    """The texts of rows, or of one column of them."""
    return [
        paragraph.text
        for row in rows
        for number, cell in enumerate(row)
        if column is None or number == column
        for paragraph in cell
        if paragraph.text
    ]


def _cell(row: Row, number: int) -> str:
    return " / ".join(p.text for p in row[number] if p.text) if number < len(row) else ""


def _row(row: Row) -> str:
    return " | ".join(_cell(row, number) for number in range(len(row)))


def chart_changes(pair: _Pair, number: int, old: Shape, new: Shape) -> Iterator[Change]:
    """Numbers and names of a chart: those drawn, and those of the workbook behind it."""
    if old.chart is None or new.chart is None:
        return
    lines = list(_differences(old.chart, new.chart))
    book = new.chart.workbook
    if not lines and book is not None and old.chart.workbook not in (None, book):
        lines = [("workbook: " + _sheet(old.chart.workbook or ()), "workbook: " + _sheet(book))]
    if not lines:
        return
    yield pair.change(
        "chart-data",
        "chart",
        old="\n".join(before for before, _ in lines),
        new="\n".join(after for _, after in lines),
        places=pair.work.units.places_under(pair.now, f"{number}/"),
        why="Numbers need a source: change them in the block, with their citation.",
    )


def _differences(old: ChartData, new: ChartData) -> Iterator[tuple[str, str]]:
    if old.categories != new.categories:
        yield "categories: " + ", ".join(old.categories), "categories: " + ", ".join(new.categories)
    for i, j in align(old.series, new.series, lambda a, b: 1.0 if a[0] == b[0] else 0.0):
        before = old.series[i] if i is not None else ("", ())
        after = new.series[j] if j is not None else ("", ())
        if before != after:
            yield _series(before), _series(after)


def _series(series: tuple[str, tuple[str, ...]]) -> str:
    name, values = series
    return f"{name}: {', '.join(values)}" if name or values else "(no series)"


def _sheet(rows: Sequence[Sequence[str]]) -> str:
    return "; ".join(", ".join(row) for row in rows)
