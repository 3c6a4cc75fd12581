"""What there is to translate: the strings of one file of the curriculum, with their contexts.

Enters: a model and its file. Leaves: `Source`s in the order of the file. A context is the path to
the string in words, built from ids and never from numbers: when an author inserts a step or a
point, no other string changes its context, so no translation is lost. Strings in lists without ids
share one context and are told apart by their English words, which is how gettext works.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from builders.house import House
from builders.loading.curriculum import SHELVES, Curriculum, SourceFile
from builders.models.blocks import BlockBase
from builders.models.marks import Kind, Model, strings_of
from builders.models.marks import Path as FieldPath

FOLDER = "translations"
NEVER_TRANSLATED = frozenset({("seeds", ("title",))})
"""A source keeps the title that its publisher gave it, or nobody can find it again."""
NOT_PRINTED = frozenset({"frameworks"})
"""Shelves of which no edition prints anything."""
SHELVES_TRANSLATED = tuple(shelf for shelf in SHELVES if shelf not in NOT_PRINTED)

Key = tuple[str, str]
"""Context and English words: what a translation is found by."""


@dataclass(frozen=True)
class Source:
    """One English string. `lines` are all the lines of the file on which it stands."""

    context: str
    text: str
    kind: Kind
    trainer_only: bool
    lines: tuple[int, ...]

    @property
    def key(self) -> Key:
        return self.context, self.text


def catalogue_path(house: House, language: str, shelf: str, owner: str) -> Path:
    """Where the catalogue of a file of the curriculum lies."""
    folder = house.curriculum / FOLDER / language
    return folder / f"{owner}.po" if shelf == owner else folder / shelf / f"{owner}.po"


def catalogue_files(house: House, language: str) -> Iterator[Path]:
    """Every catalogue of a language that there is, in order."""
    yield from sorted((house.curriculum / FOLDER / language).rglob("*.po"))


def owner_of(house: House, language: str, path: Path) -> tuple[str, str]:
    """Shelf and id that a catalogue is for, by its place; the shelf is "" where it is for none."""
    parts = path.relative_to(house.curriculum / FOLDER / language).parts
    match parts:
        case (name,) if name.removesuffix(".po") in SHELVES_TRANSLATED:
            return name.removesuffix(".po"), name.removesuffix(".po")
        case (shelf, name) if shelf in SHELVES_TRANSLATED:
            return shelf, name.removesuffix(".po")
        case _:
            return "", "/".join(parts)


def files_of(curriculum: Curriculum) -> Iterator[tuple[str, str, Model]]:
    """Every model that is translated, with its shelf and id."""
    for shelf in SHELVES_TRANSLATED:
        for owner, model in curriculum.shelf(shelf).items():
            yield shelf, owner, model


def sources_of(shelf: str, model: Model, source: SourceFile) -> tuple[Source, ...]:
    """The strings to translate, in the order of the file; equal ones of one context are one."""
    lines: dict[Key, list[int]] = {}
    marks: dict[Key, tuple[Kind, bool]] = {}
    for found in strings_of(model):
        if found.kind is None or (shelf, found.path) in NEVER_TRANSLATED:
            continue
        key = context_of(model, found.path), found.text
        lines.setdefault(key, []).append(source.places.of(*found.path).line)
        # Where one of several equal strings is for participants, the entry is for them too.
        secret = found.trainer_only and marks.get(key, (found.kind, True))[1]
        marks[key] = found.kind, secret
    made = [
        Source(context, text, *marks[context, text], tuple(sorted(set(places))))
        for (context, text), places in lines.items()
    ]
    return tuple(sorted(made, key=lambda one: one.lines[0]))


def context_of(model: Model, path: FieldPath) -> str:
    """The path to a string in words: "step first-words > question own-words > prompt"."""
    parts: list[str] = []
    value: object = model
    for step in path:
        if isinstance(step, str):
            value = value[step] if isinstance(value, dict) else getattr(value, step)
            parts.append(step.replace("_", " "))
            continue
        assert isinstance(value, tuple)
        value = value[step]
        if isinstance(value, Model):
            name = value.kind if isinstance(value, BlockBase) else _one(parts[-1])  # type: ignore[attr-defined]
            identity = getattr(value, "id", None)
            parts[-1] = f"{name} {identity}" if identity else name
    return " > ".join(parts)


def _one(name: str) -> str:
    """The name of one thing of a list: "steps" → "step"."""
    return name if name == "series" else name.removesuffix("s")


def languages_translated(house: House) -> tuple[str, ...]:
    """The languages that have a folder of catalogues."""
    root = house.curriculum / FOLDER
    return (
        tuple(sorted(path.name for path in root.iterdir() if path.is_dir()))
        if root.is_dir()
        else ()
    )
