"""The strings that rules look at, with their places, walked once for each curriculum and kept.

Enters: a `Curriculum`, or one model and its file. Leaves: `Strings`, the tables that rules read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from weakref import WeakKeyDictionary

from builders.loading.curriculum import SHELVES, Curriculum, SourceFile
from builders.models.blocks import Block
from builders.models.marks import Found, Model, strings_of
from builders.problems import Place
from builders.prose import has_markup


@dataclass(frozen=True)
class Located:
    """A marked string, and the file that it stands in."""

    shelf: str
    owner: str
    found: Found
    source: SourceFile

    @property
    def place(self) -> Place:
        places = self.source.places
        return (places.key if self.found.is_key else places.of)(*self.found.path)

    def place_of(self, words: str, number: int = 0) -> Place:
        """Where the words stand in the file (the second time they do if `number` is 1).

        Falls back to the start of the string where they are written in another way, for example
        with an escape or folded over two lines.
        """
        here = words.strip().split("\n")[0]
        for wanted in (here, *here.split()[:1]):
            if place := self._search(wanted, number):
                return place
        return self.place

    def _search(self, words: str, number: int) -> Place | None:
        start = self.place
        last_line, last_column = self.source.end_of_value((start.line, start.column))
        lines = self.source.lines
        for line in range(start.line, min(last_line, len(lines)) + 1):
            text = lines[line - 1]
            stop = last_column - 1 if line == last_line else len(text)
            at = text.find(words, start.column - 1 if line == start.line else 0, stop)
            while at >= 0:
                if number == 0:
                    return Place(start.file, line, at + 1)
                number -= 1
                at = text.find(words, at + len(words), stop)
        return None


@dataclass(frozen=True)
class FileTexts:
    """Every string of one file that people read, in the order of the file."""

    shelf: str
    owner: str
    model: Model
    source: SourceFile
    texts: tuple[Found, ...]

    def located(self, found: Found) -> Located:
        """The string with its file."""
        return Located(self.shelf, self.owner, found, self.source)

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of the whole file in small letters, to see quickly what it cannot hold."""
        return frozenset(word.lower() for word in frozenset(tokens_of(self.source.text)))

    @cached_property
    def numbered(self) -> tuple[Found, ...]:
        """The strings with a digit that is no part of an id."""
        return tuple(
            found
            for found in self.texts
            if has_digit(found.text) and _DIGIT_OF_NO_ID.search(found.text)
        )


@dataclass(frozen=True)
class Strings:
    """What rules need to see. Plain words are only in `files`."""

    references: tuple[Located, ...]
    """Strings that are the id of something."""
    marked: tuple[Located, ...]
    """Strings shown to people that hold markup or citations."""
    files: tuple[FileTexts, ...] = ()


def has_digit(text: str) -> bool:
    """Searching for ten signs one by one is four times as quick as one expression for them all."""
    return (
        "0" in text or "1" in text or "2" in text or "3" in text or "4" in text or "5" in text
        or "6" in text or "7" in text or "8" in text or "9" in text or not text.isascii()
    )  # fmt: skip


def tokens_of(text: str) -> list[str]:
    """The words of a text without signs."""
    return text.translate(_SPACED).split()


def models_of(curriculum: Curriculum) -> Iterator[tuple[str, str, Model]]:
    """Every model with its shelf and id."""
    for shelf in SHELVES:
        for owner, model in curriculum.shelf(shelf).items():
            yield shelf, owner, model


def blocks_of(
    curriculum: Curriculum,
) -> Iterator[tuple[str, str, tuple[str | int, ...], Block]]:
    """Every block of modules and hubs, with its shelf, its owner's id and its path in the file."""
    for module_id, module in curriculum.modules.items():
        for step_number, step in enumerate(module.steps):
            for number, block in enumerate(step.blocks):
                yield "modules", module_id, ("steps", step_number, "blocks", number), block
    for hub_id, hub in curriculum.hubs.items():
        for number, block in enumerate(hub.blocks):
            yield "hubs", hub_id, ("blocks", number), block


def strings(curriculum: Curriculum) -> Strings:
    """The strings of every file. Walked once for each curriculum."""
    kept = _KEPT.get(curriculum)
    if kept is None:
        kept = strings_in(
            (shelf, owner, model, curriculum.files[shelf, owner])
            for shelf, owner, model in models_of(curriculum)
        )
        _KEPT[curriculum] = kept
    return kept


def strings_in(models: Iterable[tuple[str, str, Model, SourceFile]]) -> Strings:
    """The strings of some models, each given with its shelf, its id and its file."""
    references: list[Located] = []
    marked: list[Located] = []
    files: list[FileTexts] = []
    for shelf, owner, model, source in models:
        texts: list[Found] = []
        for found in strings_of(model):
            if found.shelf:
                references.append(Located(shelf, owner, found, source))
                continue
            texts.append(found)
            if has_markup(found.text):
                marked.append(Located(shelf, owner, found, source))
        files.append(FileTexts(shelf, owner, model, source, tuple(texts)))
    return Strings(tuple(references), tuple(marked), tuple(files))


_DIGIT_OF_NO_ID = re.compile(r"(?<![\w-])\d")
_SPACED = str.maketrans(dict.fromkeys("\"'.,;:!?()[]{}*_`/\\|<>=+&%#@~«»“”‘’…–—\u2011-", " "))
_KEPT: WeakKeyDictionary[Curriculum, Strings] = WeakKeyDictionary()
