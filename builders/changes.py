"""What has changed in a module since its last approved version.

Enters: the module as approved and as it is now. Leaves: `Change` values in the order of the module,
each with the spot where it stands. In lists of things with ids the id tells which is which, so that
a step moved is no change of its words; in other lists the words do, so that a point put in first is
one change and not as many as there are points.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeVar

from builders.models.blocks import BlockBase
from builders.models.marks import FieldMarks, Kind, Model, marks_of
from builders.models.module import Module, Step, TestQuestion

ChangeKind = Literal["added", "removed", "changed"]
Where = tuple[str, ...]
Item = TypeVar("Item")

_LIKE_ENOUGH = 0.35
"""How much of their words two things share at least, to be one thing that was changed."""
_WORD = re.compile(r"\w+")
_NAMELESS = frozenset({"id", "kind"})
"""Fields that nobody reads; a thing of another kind is another thing."""


@dataclass(frozen=True)
class Spot:
    """Where a text stands, in the words of people who read the book."""

    part: str = ""
    """The field of the module: "title", "steps", "questions"."""
    step: str = ""
    """The title of the step."""
    block: str = ""
    """The kind of the block, as in its file."""
    heading: str = ""
    """The title of the block, or the prompt of the question of the test."""
    field: str = ""
    """The field of the module, the step, the block or the question."""
    inner: str = ""
    """The field of a thing inside that field: of a choice its "reason"."""


@dataclass(frozen=True)
class Change:
    """One text that was added, removed or changed."""

    kind: ChangeKind
    where: Where
    """Names of fields and ids, or numbers from 1: ("steps", "look", "blocks", "2", "say")."""
    before: str
    after: str
    trainer_only: bool
    spot: Spot = Spot()
    markup: Kind | None = None
    """Which markup the text may hold; None for figures, ids and words of a fixed list."""
    shelf: str | None = None
    """Of an id: what it is the id of."""


@dataclass(frozen=True)
class _At:
    """The place of the walk."""

    where: Where
    spot: Spot
    marks: FieldMarks | None
    secret: bool

    def into(self, name: str) -> _At:
        return replace(self, where=(*self.where, name))


def changes_between(before: Module, after: Module) -> tuple[Change, ...]:
    """Every text and figure that differs; the review itself is left out."""
    return tuple(_of_models(before, after, _At((), Spot(), None, False)))


def _of_models(old: Model, new: Model, at: _At) -> Iterator[Change]:
    at = replace(at, spot=_spot(at.spot, new))
    for marks in marks_of(type(new)):
        if marks.name in _NAMELESS or (not at.where and marks.name == "review"):
            continue
        was, now = getattr(old, marks.name), getattr(new, marks.name)
        if was != now:
            yield from _of_values(was, now, _field(at, marks, type(new)))


def _of_values(old: Any, new: Any, at: _At) -> Iterator[Change]:
    match old, new:
        case (None, _):
            yield from _whole(new, at, "added")
        case (_, None):
            yield from _whole(old, at, "removed")
        case (tuple(), tuple()):
            for was, now, name in _paired(old, new):
                yield from _of_pair(was, now, at.into(name))
        case (dict(), dict()):
            for key in dict.fromkeys([*new, *old]):
                yield from _of_pair(old.get(key), new.get(key), at.into(str(key)))
        case (Model(), Model()) if type(old) is type(new):
            yield from _of_models(old, new, at)
        case (Model(), _) | (_, Model()):
            yield from _whole(old, at, "removed")
            yield from _whole(new, at, "added")
        case _:
            yield _change("changed", at, old, new)


def _of_pair(old: Any, new: Any, at: _At) -> Iterator[Change]:
    if old != new:
        yield from _of_values(old, new, at)


def _whole(value: Any, at: _At, kind: Literal["added", "removed"]) -> Iterator[Change]:
    """Everything that is said inside a thing that was not there before, or is gone."""
    match value:
        case None:
            return
        case Model():
            at = replace(at, spot=_spot(at.spot, value))
            for marks in marks_of(type(value)):
                inner = getattr(value, marks.name)
                default = type(value).model_fields[marks.name].default
                if marks.name not in _NAMELESS and inner != default:
                    yield from _whole(inner, _field(at, marks, type(value)), kind)
        case tuple():
            for number, item in enumerate(value, 1):
                yield from _whole(item, at.into(_name(item, number)), kind)
        case dict():
            for key, item in value.items():
                yield from _whole(item, at.into(str(key)), kind)
        case _ if kind == "added":
            yield _change(kind, at, None, value)
        case _:
            yield _change(kind, at, value, None)


def _change(kind: ChangeKind, at: _At, old: Any, new: Any) -> Change:
    assert at.marks is not None
    before, after = (
        "" if value is None else value if isinstance(value, str) else str(value)
        for value in (old, new)
    )
    return Change(kind, at.where, before, after, at.secret, at.spot, at.marks.kind, at.marks.shelf)


# -- where it stands ---------------------------------------------------------------------------


def _spot(spot: Spot, model: Model) -> Spot:
    """The spot inside a step, a block or a question; other things have no name of their own."""
    match model:
        case Step():
            return replace(spot, step=model.title)
        case BlockBase():
            heading = getattr(model, "title", None) or ""
            return replace(spot, block=model.kind, heading=heading)  # type: ignore[attr-defined]
        case TestQuestion():
            return replace(spot, heading=model.prompt)
    return spot


def _field(at: _At, marks: FieldMarks, owner: type[Model]) -> _At:
    if owner is Module:
        spot = replace(at.spot, part=marks.name, field=marks.name)
    elif issubclass(owner, (Step, BlockBase, TestQuestion)):
        spot = replace(at.spot, field=marks.name, inner="")
    else:
        spot = replace(at.spot, inner=marks.name)
    where = (*at.where, marks.name)
    return _At(where, spot, marks, at.secret or marks.trainer_only)


# -- which thing of one list is which of another -----------------------------------------------


def _name(item: Any, number: int) -> str:
    return getattr(item, "id", None) or str(number)


def _paired(old: tuple[Any, ...], new: tuple[Any, ...]) -> Iterator[tuple[Any, Any, str]]:
    """Things of two lists that are one and the same, with the name of their place."""
    ids = [getattr(item, "id", None) for item in (*old, *new)]
    pairs = _by_id(old, new) if all(ids) else aligned(old, new, _likeness)
    for was, now in pairs:
        item, number = (new[now], now) if now is not None else (old[was or 0], was or 0)
        yield (
            old[was] if was is not None else None,
            new[now] if now is not None else None,
            _name(item, number + 1),
        )


Pair = tuple[int | None, int | None]
"""Places of one thing in the old list and in the new; None where it is not there."""


def _by_id(old: Sequence[Any], new: Sequence[Any]) -> list[Pair]:
    """All of the new list in order; what is gone stands after its old neighbour."""
    now_at = {item.id: place for place, item in enumerate(new)}
    was_at = {item.id: place for place, item in enumerate(old)}
    pairs: list[Pair] = [(was_at.get(item.id), place) for place, item in enumerate(new)]
    last = -1
    for place, item in enumerate(old):
        if item.id in now_at:
            last = next(n for n, pair in enumerate(pairs) if pair[0] == place)
        else:
            last += 1
            pairs.insert(last, (place, None))
    return pairs


def aligned(
    old: Sequence[Item], new: Sequence[Item], likeness: Callable[[Item, Item], float]
) -> list[Pair]:
    """The pairs of two lists, in order, that are most alike in all; what is left stands alone."""
    first = 0
    while first < min(len(old), len(new)) and old[first] == new[first]:
        first += 1
    tail = 0
    most = min(len(old), len(new)) - first
    while tail < most and old[len(old) - 1 - tail] == new[len(new) - 1 - tail]:
        tail += 1
    rows, columns = len(old) - first - tail, len(new) - first - tail
    like = [
        [likeness(old[first + row], new[first + column]) for column in range(columns)]
        for row in range(rows)
    ]
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for row in reversed(range(rows)):
        for column in reversed(range(columns)):
            taken = like[row][column] + best[row + 1][column + 1]
            kept = taken if like[row][column] >= _LIKE_ENOUGH else 0.0
            best[row][column] = max(best[row + 1][column], best[row][column + 1], kept)
    pairs: list[Pair] = [(place, place) for place in range(first)]
    row = column = 0
    while row < rows or column < columns:
        if row < rows and best[row][column] == best[row + 1][column]:
            pairs.append((first + row, None))
            row += 1
        elif column < columns and best[row][column] == best[row][column + 1]:
            pairs.append((None, first + column))
            column += 1
        else:
            pairs.append((first + row, first + column))
            row, column = row + 1, column + 1
    for back in reversed(range(tail)):
        pairs.append((len(old) - 1 - back, len(new) - 1 - back))
    return pairs


def _likeness(old: Any, new: Any) -> float:
    """From 0, another thing, to 2, the same thing by its name."""
    if type(old) is not type(new) and not (isinstance(old, str) and isinstance(new, str)):
        return 0.0
    names = getattr(old, "id", None), getattr(new, "id", None)
    if all(names):
        return 2.0 if names[0] == names[1] else 0.0
    return likeness_of_words(" ".join(_texts(old)), " ".join(_texts(new)))


def likeness_of_words(old: str, new: str) -> float:
    """The part of their words that two texts share, from 0 to 1."""
    was, now = Counter(_WORD.findall(old.casefold())), Counter(_WORD.findall(new.casefold()))
    count = was.total() + now.total()
    return 2 * (was & now).total() / count if count else float(old == new)


def _texts(value: Any) -> Iterator[str]:
    match value:
        case Model():
            for marks in marks_of(type(value)):
                yield from _texts(getattr(value, marks.name))
        case tuple():
            for item in value:
                yield from _texts(item)
        case dict():
            for item in value.values():
                yield from _texts(item)
        case None:
            return
        case _:
            yield str(value)
