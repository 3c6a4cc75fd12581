"""A curriculum in another language, translated file by file when something asks for it.

Enters: a `Curriculum` and a language. Leaves: a `Curriculum` whose shelves give translated models.
A string without a usable translation stays English, as `Untranslated`, so that whoever shows it
can say so and whoever refuses it can count it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from builders.house import House
from builders.loading.curriculum import Curriculum, read_file
from builders.models.marks import Model, Untranslated, rewritten
from builders.models.marks import Path as FieldPath
from builders.problems import Problem
from builders.translating.catalogue import read_catalogue
from builders.translating.sources import (
    NEVER_TRANSLATED,
    SHELVES_TRANSLATED,
    Key,
    catalogue_path,
    context_of,
)

AnyModel = TypeVar("AnyModel", bound=Model)


class Translations:
    """The catalogues of one language, read when first needed. `problems` grows as they are."""

    def __init__(self, house: House, language: str) -> None:
        self.house = house
        self.language = language
        self.problems: list[Problem] = []
        self._read: dict[tuple[str, str], dict[Key, str]] = {}

    def of(self, shelf: str, owner: str) -> Mapping[Key, str]:
        """The usable translations for one file; empty where it has no catalogue."""
        if (shelf, owner) not in self._read:
            self._read[shelf, owner] = self._load(shelf, owner)
        return self._read[shelf, owner]

    def name_of(self, shelf: str, owner: str) -> str:
        """The catalogue's file as shown to people."""
        return self.house.name_of(catalogue_path(self.house, self.language, shelf, owner))

    def apply(self, shelf: str, owner: str, model: AnyModel) -> AnyModel:
        """The model in this language."""
        return in_language(model, shelf, self.of(shelf, owner), self.name_of(shelf, owner))

    def _load(self, shelf: str, owner: str) -> dict[Key, str]:
        path = catalogue_path(self.house, self.language, shelf, owner)
        if not path.exists():
            return {}
        name = self.house.name_of(path)
        text, problems = read_file(path, name)
        self.problems += problems
        if text is None:
            return {}
        catalogue, problems = read_catalogue(text, name)
        self.problems += problems
        return catalogue.usable if catalogue else {}


def in_language(model: AnyModel, shelf: str, known: Mapping[Key, str], name: str = "") -> AnyModel:
    """A model with its strings from the usable translations of the catalogue of that name."""

    def change(path: FieldPath, text: str) -> str:
        if (shelf, path) in NEVER_TRANSLATED:
            return text
        if not known:
            return Untranslated(text, name)
        return known.get((context_of(model, path), text)) or Untranslated(text, name)

    return rewritten(model, change)


class _Shelf(Mapping[str, Model]):
    """A shelf whose models are translated when taken."""

    def __init__(self, name: str, english: Mapping[str, Model], translations: Translations) -> None:
        self._name = name
        self._english = english
        self._translations = translations
        self._done: dict[str, Model] = {}

    def __getitem__(self, owner: str) -> Model:
        if owner not in self._done:
            self._done[owner] = self._translations.apply(self._name, owner, self._english[owner])
        return self._done[owner]

    def __iter__(self) -> Iterator[str]:
        return iter(self._english)

    def __len__(self) -> int:
        return len(self._english)


def translated(curriculum: Curriculum, translations: Translations) -> Curriculum:
    """The curriculum in the language of the translations."""
    shelves = {
        name: _Shelf(name, curriculum.shelf(name), translations) for name in SHELVES_TRANSLATED
    }
    return replace(curriculum, **shelves)  # type: ignore[arg-type]  # one mapping for each shelf
