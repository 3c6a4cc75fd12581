"""Exercises, checklists and other things that participants hold, as things of a sheet."""

from __future__ import annotations

from collections.abc import Iterator

from builders.models import blocks as b
from builders.paper.desk import Desk
from builders.paper.things import Grid, Heading, Line, Listing, Para, Photo, Rules, Thing, Words

_LINES_TO_WRITE = 5


def exercise_things(desk: Desk, block: b.Exercise, *, new_page: bool) -> Iterator[Thing]:
    """The task, then what participants hold, then lines to write on."""
    minutes = desk.label("common.minutes", minutes=block.minutes)
    kind = f"{desk.label('handbook.exercise')} · {minutes}"
    yield Heading(2, block.title, kind, new_page)
    materials: list[Words] = []
    for material in block.materials:
        materials += [*([Words("; ")] if materials else []), *desk.line(material)]
    yield from desk.facts(
        [
            (desk.label("handbook.groups"), desk.line(block.groups)),
            (desk.label("handbook.time"), (Words(minutes),)),
            (desk.label("handbook.materials"), tuple(materials)),
        ]
    )
    yield desk.said(desk.label("handbook.task"), "label")
    yield from desk.prose(block.task)
    if block.handout:
        yield desk.said(desk.label("handbook.handout"), "label")
        yield from desk.prose(block.handout)
    yield desk.said(desk.label("handbook.notes"), "label")
    yield Rules(_LINES_TO_WRITE)


def sheet_things(desk: Desk, block: b.Block) -> Iterator[Thing]:
    """What a block gives to a sheet; nothing where it belongs into the book alone."""
    match block:
        case b.Indicators():
            yield Heading(2, block.title, desk.label("handbook.indicators"))
            yield desk.said(desk.label("common.indicators_statement"), "statement")
            yield from desk.points(block.items, "box")
        case b.Table():
            columns = tuple(desk.line(column) for column in block.columns)
            rows = tuple(tuple(desk.line(value) for value in row) for row in block.rows)
            yield Grid(block.title, columns, rows)
            yield from _note(desk, block.note)
        case b.Comparison():
            left, right = block.left, block.right
            count = max(len(left.points), len(right.points))
            rows = tuple(
                (_at(desk, left.points, place), _at(desk, right.points, place))
                for place in range(count)
            )
            heads = ((Words(left.heading),), (Words(right.heading),))
            yield Grid(block.title, heads, rows)
            yield from _note(desk, block.note)
        case b.Process() | b.Cycle():
            yield Heading(3, block.title)
            yield Listing(tuple((_stage(desk, stage),) for stage in block.stages), "number")
        case b.Figure():
            credit = "".join(words.text for words in desk.line(block.credit))
            yield Photo(block.image, block.alt, block.title, credit)
            yield from _note(desk, block.caption)


def _note(desk: Desk, note: str | None) -> Iterator[Thing]:
    if note:
        yield desk.para(note, "quiet")


def _at(desk: Desk, points: tuple[str, ...], place: int) -> Line:
    return desk.line(points[place]) if place < len(points) else ()


def _stage(desk: Desk, stage: b.Stage) -> Para:
    words = [Words(stage.label, strong=True)]
    if stage.text:
        words += [Words(" – "), *desk.line(stage.text)]
    return Para(tuple(words))
