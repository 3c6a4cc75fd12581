"""What has changed in a module since its last approved version.

Enters: the module as approved and as it is now. Leaves: `Change` values in the order of the module.
Texts are compared by their place; in lists of things with ids the id tells which is which, so that
a step moved is no change of its words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from builders.models.marks import FieldMarks, Model, marks_of
from builders.models.module import Module

ChangeKind = Literal["added", "removed", "changed"]
Where = tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """One text that was added, removed or changed."""

    kind: ChangeKind
    where: Where
    """Names of fields and ids, or numbers from 1: ("steps", "look", "blocks", "2", "say")."""
    before: str
    after: str
    trainer_only: bool


def changes_between(before: Module, after: Module) -> tuple[Change, ...]:
    """Every text and figure that differs; the review itself is left out."""
    old, new = dict(_texts(before, (), secret=False)), dict(_texts(after, (), secret=False))
    found = []
    for where in _merged(list(old), list(new)):
        was, now = old.get(where), new.get(where)
        if was == now:
            continue
        kind: ChangeKind = "added" if was is None else "removed" if now is None else "changed"
        secret = (was or now or ("", True))[1]
        found.append(Change(kind, where, was[0] if was else "", now[0] if now else "", secret))
    return tuple(found)


def _merged(old: list[Where], new: list[Where]) -> list[Where]:
    """The places of the new version in order; those that are gone after their old neighbour."""
    merged = list(new)
    known = set(new)
    last = -1
    for where in old:
        if where in known:
            last = merged.index(where)
        else:
            last += 1
            merged.insert(last, where)
    return merged


_Text = tuple[Where, tuple[str, bool]]


def _texts(value: Model, where: Where, *, secret: bool) -> Iterator[_Text]:
    for marks in marks_of(type(value)):
        if not where and marks.name == "review":
            continue
        here = secret or marks.trainer_only
        yield from _inside(getattr(value, marks.name), (*where, marks.name), marks, secret=here)


def _inside(value: Any, where: Where, marks: FieldMarks, *, secret: bool) -> Iterator[_Text]:
    match value:
        case None:
            return
        case Model():
            yield from _texts(value, where, secret=secret)
        case tuple():
            for number, item in enumerate(value, 1):
                name = getattr(item, "id", None) or str(number)
                yield from _inside(item, (*where, name), marks, secret=secret)
        case dict():
            for key, item in value.items():
                yield from _inside(item, (*where, str(key)), marks, secret=secret)
        case str():
            yield where, (value, secret)
        case _:
            yield where, (str(value), secret)
