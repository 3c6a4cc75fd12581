"""Which text of a deck comes from which line of YAML: a deck built with invisible marks tells.

Enters: a curriculum, a workshop, labels. Leaves: the same with two unprintable signs around every
translatable string, and what each pair stands for. The marks have no width, so makers set the same
slides; where the marked text appears in the marked deck, it came from there. No maker knows of it,
and a new kind of block is traced the day it is added.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from builders.loading.curriculum import SHELVES, Curriculum
from builders.models.marks import Kind, Model, Path, marks_of, rewritten
from builders.models.workshop import WorkshopSpec
from builders.wording import Wording

_DIGITS = 0xE0100
_BASE = 128
_OPEN, _CLOSE = "\U000e01e0", "\U000e01e1"
"""Variation selectors: marks without width that no font shows and no author types."""
_LENGTH = 3
_MARK = re.compile(f"([{_OPEN}{_CLOSE}])([\U000e0100-\U000e017f]{{{_LENGTH}}})")
_STRAY = re.compile("[\U000e0100-\U000e01ef]")
_LIST_MARKS = re.compile(r"(?:[ \t]*(?:[-+*]|\d{1,9}[.)]|>)(?=[ \t]|$)[ \t]*|[ \t]*>)*[ \t]*")
_OPENING = re.compile(r"(?:\*{1,3}|_{1,3}|\[(?!@))+")
_CLOSING = re.compile(r"(?:\*{1,3}|_{1,3})+$|\]\([^()\s]*\)[*_]*$")


@dataclass(frozen=True)
class Slot:
    """One string of a source file, or one paragraph of it."""

    shelf: str
    """Shelf of the curriculum, or "wording"."""
    identity: str
    path: Path
    kind: Kind
    text: str
    """The whole string as the models hold it."""
    start: int
    end: int
    """Where the paragraph begins and ends in it."""

    @property
    def source(self) -> str:
        """The Markdown of the paragraph."""
        return self.text[self.start : self.end]

    @property
    def key(self) -> tuple[str, str, Path]:
        return self.shelf, self.identity, self.path


@dataclass
class Slots:
    """All slots by number."""

    found: list[Slot] = field(default_factory=list)

    def marked(self, shelf: str, identity: str, path: Path, text: str, kind: Kind) -> str:
        """The string with marks around each of its paragraphs."""
        made, last = [], 0
        for start, end in _paragraphs(text) if kind == "prose" else [(0, len(text))]:
            number = len(self.found)
            self.found.append(Slot(shelf, identity, path, kind, text, start, end))
            inner = text[start:end]
            opening = _OPENING.match(inner) if kind != "title" else None
            closing = _CLOSING.search(inner) if kind != "title" else None
            first = opening.end() if opening else 0
            after = closing.start() if closing and closing.start() > first else len(inner)
            made += [
                text[last:start], inner[:first], _OPEN, _digits(number), inner[first:after],
                _CLOSE, _digits(number), inner[after:],
            ]  # fmt: skip
            last = end
        return "".join(made) + text[last:]


def _digits(number: int) -> str:
    made = []
    for _ in range(_LENGTH):
        number, digit = divmod(number, _BASE)
        made.append(chr(_DIGITS + digit))
    return "".join(made)


def _number(digits: str) -> int:
    return sum((ord(digit) - _DIGITS) * _BASE**place for place, digit in enumerate(digits))


def _paragraphs(text: str) -> list[tuple[int, int]]:
    """Where the paragraphs and list items of prose begin and end, list signs left out."""
    found: list[tuple[int, int]] = []
    at, open_ = 0, False
    for line in text.split("\n"):
        marks = _LIST_MARKS.match(line)
        first = marks.end() if marks else 0
        end = at + len(line.rstrip())
        if not line[first:].strip():
            open_ = False
        elif open_ and not line[:first].strip():
            found[-1] = (found[-1][0], end)
        else:
            found.append((at + first, end))
            open_ = True
        at += len(line) + 1
    return found


def mark_curriculum(curriculum: Curriculum, slots: Slots) -> Curriculum:
    """The curriculum with marks in every translatable string."""
    shelves: dict[str, Any] = {}
    for shelf in SHELVES:
        if shelf == "workshops":
            continue
        shelves[shelf] = {
            identity: _marked_model(model, shelf, identity, slots)
            for identity, model in curriculum.shelf(shelf).items()
        }
    return replace(curriculum, **shelves)


def mark_workshop(spec: WorkshopSpec, identity: str, slots: Slots) -> WorkshopSpec:
    """The same for a workshop."""
    marked: WorkshopSpec = _marked_model(spec, "workshops", identity, slots)
    return marked


def _marked_model(model: Any, shelf: str, identity: str, slots: Slots) -> Any:
    kinds: dict[Path, Kind] = {}
    _gather_kinds(model, (), kinds)
    return rewritten(
        model,
        lambda path, text: slots.marked(shelf, identity, path, text, kinds.get(path, "line")),
    )


def _gather_kinds(value: Model, path: Path, kinds: dict[Path, Kind]) -> None:
    for marks in marks_of(type(value)):
        inner = getattr(value, marks.name)
        if inner is not None:
            _gather_inside(inner, (*path, marks.name), marks.kind, kinds)


def _gather_inside(value: Any, path: Path, kind: Kind | None, kinds: dict[Path, Kind]) -> None:
    if isinstance(value, Model):
        _gather_kinds(value, path, kinds)
    elif isinstance(value, str):
        if kind:
            kinds[path] = kind
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            _gather_inside(item, (*path, number), kind, kinds)
    elif isinstance(value, dict):
        for key, item in value.items():
            _gather_inside(item, (*path, key), kind, kinds)


def mark_wording(wording: Wording, slots: Slots) -> Wording:
    """The fixed labels with marks."""
    labels: Mapping[str, str] = {
        key: slots.marked("wording", wording.language, tuple(key.split(".")), text, "title")
        for key, text in wording.labels.items()
    }
    return replace(wording, labels=labels)


@dataclass(frozen=True)
class Piece:
    """A stretch of text with the slot it came from; None for what keyhub put together."""

    text: str
    slot: int | None
    begins: bool = True
    """The stretch starts where the slot starts, and ends where it ends."""
    ends: bool = True


def pieces_of(marked: str) -> tuple[Piece, ...]:
    """The stretches of a marked text. Inner marks win: a title inside a label is the title's.

    A text that was cut for another slide begins or ends in the middle of a slot: what stands before
    the first closing mark without its opening one belongs to the slot that closes there.
    """
    tokens = _MARK.split(marked)  # text, sign, digits, text, sign, digits, … text
    depth: list[int] = []
    missing = []
    for sign, digits in zip(tokens[1::3], tokens[2::3], strict=True):
        number = _number(digits)
        if sign == _OPEN:
            depth.append(number)
        elif number in depth:
            del depth[depth.index(number) :]
        else:
            missing.append(number)
    unclosed = set(depth)
    stack = list(reversed(missing))
    begun: set[int] = set()
    made: list[Piece] = []
    texts = tokens[0::3]
    signs = list(zip(tokens[1::3], tokens[2::3], strict=True))
    for place, text in enumerate(texts):
        if text:
            slot = stack[-1] if stack else None
            made.append(
                Piece(
                    _STRAY.sub("", text),
                    slot,
                    begins=slot not in missing,
                    ends=slot not in unclosed,
                )
            )
            if slot is not None:
                begun.add(slot)
        if place < len(signs):
            sign, digits = signs[place]
            number = _number(digits)
            if sign == _OPEN:
                stack.append(number)
            elif number in stack:
                del stack[stack.index(number) :]
    return tuple(piece for piece in made if piece.text)


def unmarked(text: str) -> str:
    """The text without any marks."""
    return _STRAY.sub("", text)


def slots_in(marked: str) -> list[int]:
    """Numbers of all slots with a mark in the text, outer ones too, in order."""
    return [_number(digits) for _, digits in _MARK.findall(marked)]
