"""A needs assessment as a table (CSV) → the same plain tree with places that a YAML file gives.

Enters: text of one file. Leaves: `(tree | None, places, problems)`. Spreadsheets write the table in
many ways, and all of these are read: commas, semicolons or tabs between the cells (French and
Arabic settings write semicolons), a decimal comma, cells in quotes, empty lines, empty columns at
the right. Lines above the heading may say title, date, hub, audience, method and target.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from builders.models.needs import Assessment
from builders.problems import Place, Places, Problem, closest
from builders.yamltext import Tree

COLUMNS = ("competency", "score", "weight")
_NEEDED = COLUMNS[:2]
_ABOUT = tuple(name for name in Assessment.model_fields if name not in ("scores", "weights"))
_SEPARATORS = ";\t,"
_HEADING = "competency,score"
_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?", re.ASCII)


@dataclass(frozen=True)
class _Cell:
    """A cell without its quotes, and the column of the file where it starts, from 1."""

    text: str
    column: int


class _OpenQuoteError(Exception):
    """A quote that the line does not close; its column."""

    def __init__(self, column: int) -> None:
        super().__init__(column)
        self.column = column


def parse_score_table(text: str, file: str, title: str) -> tuple[Tree, Places, list[Problem]]:
    """The tree of a table. `title` is used where no line gives one. No heading: tree None."""
    places = Places(file)
    places.values[()] = (1, 1)
    tree: dict[str, Any] = {}
    problems: list[Problem] = []
    separator = _separator(text)
    heading: dict[str, int] | None = None
    width = 0
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith("#") or not line.strip(f"{separator} \t"):
            continue
        try:
            cells = _cells(line, separator)
        except _OpenQuoteError as fault:
            problems.append(
                Problem(
                    Place(file, number, fault.column),
                    "scores-quote",
                    "The quote that opens here is not closed on this line.",
                    'Close it; a quote inside a quoted cell is written "".',
                )
            )
            continue
        names = [cell.text.strip().casefold() for cell in cells]
        if heading is None and set(_NEEDED) <= set(names):
            heading = {name: names.index(name) for name in names if name in COLUMNS}
            width = len(names)
            problems += _heading_problems(names, cells, file, number)
        elif heading is None and names[0] in _ABOUT:
            _put(tree, places, problems, (names[0],), cells[0], cells[1:2], number)
        elif heading is None:
            problems.append(_no_heading(cells[0], file, number))
            return None, places, problems
        else:
            problems += _beyond(cells[width:], file, number)
            _read_row(tree, places, problems, cells, heading, number)
    if heading is None and not problems:
        problems.append(_no_heading(_Cell("", 1), file, 1))
        return None, places, problems
    tree.setdefault("title", title)
    tree.setdefault("scores", {})
    return tree, places, problems


def _read_row(
    tree: dict[str, Any],
    places: Places,
    problems: list[Problem],
    cells: list[_Cell],
    heading: dict[str, int],
    number: int,
) -> None:
    """One competency with its score and, where there is one, its weight."""
    name = _at(cells, heading["competency"])
    if name is None or not name.text.strip():
        problems.append(
            Problem(
                Place(places.file, number, cells[0].column),
                "scores-cells",
                "The line names no competency.",
                "Write its id in the column competency; `keyhub list competencies` shows them.",
            )
        )
        return
    identity = name.text.strip()
    for key, column in (("scores", "score"), ("weights", "weight")):
        cell = _at(cells, heading[column]) if column in heading else None
        if column == "weight" and (cell is None or not cell.text.strip()):
            continue
        tree.setdefault(key, {})
        places.values.setdefault((key,), (number, name.column))
        places.keys.setdefault((key,), (number, name.column))
        _put(tree, places, problems, (key, identity), name, [cell] if cell else [], number)


def _put(
    tree: dict[str, Any],
    places: Places,
    problems: list[Problem],
    path: tuple[str, ...],
    key: _Cell,
    value: list[_Cell],
    number: int,
) -> None:
    """Store a cell where the model expects it, with the places of name and value."""
    if path in places.keys:
        problems.append(
            Problem(
                Place(places.file, number, key.column),
                "key-duplicate",
                f"'{path[-1][:60]}' stands here again; it is already on line "
                f"{places.keys[path][0]}.",
                "Keep one of the two.",
            )
        )
        return
    owner = tree[path[0]] if len(path) > 1 else tree
    words = value[0].text.strip() if value else ""
    decimal = words.replace(",", ".") if _NUMBER.fullmatch(words) else words
    owner[path[-1]] = decimal or None
    places.keys[path] = (number, key.column)
    places.values[path] = (number, value[0].column if value else key.column)


def _beyond(cells: list[_Cell], file: str, number: int) -> Iterator[Problem]:
    """The first cell that has words and no column."""
    for cell in [cell for cell in cells if cell.text.strip()][:1]:
        yield Problem(
            Place(file, number, cell.column),
            "scores-cells",
            f"'{cell.text.strip()[:60]}' stands in no column of the heading.",
            "Remove it, or put a number with a decimal comma in quotes.",
        )


def _heading_problems(
    names: list[str], cells: list[_Cell], file: str, number: int
) -> Iterator[Problem]:
    for place, (name, cell) in enumerate(zip(names, cells, strict=True)):
        if name and (name not in COLUMNS or name in names[:place]):
            yield Problem(
                Place(file, number, cell.column),
                "scores-heading",
                f"'{cell.text.strip()[:60]}' "
                + ("stands twice." if name in COLUMNS else "is not a column here."),
                (None if name in COLUMNS else closest(name, COLUMNS))
                or f"Columns: {', '.join(COLUMNS)}.",
            )


def _no_heading(cell: _Cell, file: str, number: int) -> Problem:
    mixed = any(sign in cell.text for sign in _SEPARATORS)
    return Problem(
        Place(file, number, cell.column),
        "scores-heading",
        "The table has no heading that names its columns.",
        ("Put the same sign between the cells of every line." if mixed else None)
        or closest(cell.text.strip().casefold(), (*COLUMNS, *_ABOUT))
        or f"Write `{_HEADING}` above the first line, with a third column `weight` if you want "
        f"one. Above it may stand: {', '.join(_ABOUT)}.",
    )


def _separator(text: str) -> str:
    """What stands between the cells of the heading: a semicolon, a tab or a comma."""
    for line in text.split("\n"):
        if "competency" in line.casefold() and "score" in line.casefold():
            return next((sign for sign in _SEPARATORS if sign in line), ",")
    return next((sign for sign in _SEPARATORS if sign in text), ",")


def _cells(line: str, separator: str) -> list[_Cell]:
    """The cells of one line. Raises: _OpenQuoteError."""
    cells = []
    at = 0
    while True:
        begin = at
        if line[at : at + 1] == '"':
            end = at + 1
            while not (line[end : end + 1] == '"' and line[end + 1 : end + 2] != '"'):
                if end >= len(line):
                    raise _OpenQuoteError(begin + 1)
                end += 2 if line[end] == '"' else 1
            inner = line[begin + 1 : end].replace('""', '"')
            stop = line.find(separator, end + 1)
            stop = len(line) if stop < 0 else stop
            cells.append(_Cell(inner + line[end + 1 : stop], begin + 1))
        else:
            stop = line.find(separator, at)
            stop = len(line) if stop < 0 else stop
            inner = line[at:stop]
            cells.append(_Cell(inner, begin + 1 + len(inner) - len(inner.lstrip())))
        if stop >= len(line):
            return cells
        at = stop + 1


def _at(cells: list[_Cell], place: int) -> _Cell | None:
    return cells[place] if place < len(cells) else None
