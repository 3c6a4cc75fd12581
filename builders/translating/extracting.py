"""The catalogues of a language as they should be now, and how far each is.

Enters: a `Curriculum`, a language, the files wanted. Leaves: texts of PO files by path, or figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from builders.loading.curriculum import Curriculum, read_file
from builders.problems import Problem
from builders.translating.catalogue import (
    LANGUAGE_NAMES,
    Catalogue,
    catalogue_text,
    new_metadata,
    read_catalogue,
)
from builders.translating.merging import merged
from builders.translating.sources import (
    Source,
    catalogue_files,
    catalogue_path,
    files_of,
    owner_of,
    sources_of,
)

STATUS_FIELD = "X-Translation-Status"
FIRST_STATUS = "working translation, awaiting review by a language reviewer"
_FORBIDDEN_FIELDS = ("POT-Creation-Date",)
"""A field with the clock's time would change at every run."""


@dataclass(frozen=True)
class Progress:
    """One catalogue in figures: numbers of strings, and of English words still to translate."""

    language: str
    file: str
    translated: int
    fuzzy: int
    missing: int
    words_missing: int
    status: str


def updated(
    curriculum: Curriculum,
    language: str,
    wanted: Iterable[tuple[str, str]],
    timestamp: int,
) -> tuple[dict[Path, str], list[Problem]]:
    """The texts of the catalogues of these files and of all that there are, by path.

    `timestamp`: seconds since 1970 that new catalogues carry. A catalogue that cannot be read is a
    problem and is left alone.
    """
    house = curriculum.house
    files = set(wanted)
    for path in catalogue_files(house, language):
        files.add(owner_of(house, language, path))
    texts: dict[Path, str] = {}
    problems: list[Problem] = []
    for shelf, owner, model in files_of(curriculum):
        if (shelf, owner) not in files:
            continue
        path = catalogue_path(house, language, shelf, owner)
        before, found = _before(path, house.name_of(path), language, owner, timestamp)
        problems += found
        if before is None:
            continue
        source = curriculum.files[shelf, owner]
        after = merged(
            sources_of(shelf, model, source), before, source.name, _filled(curriculum, language)
        )
        texts[path] = catalogue_text(after)
    return texts, problems


def progress_of(curriculum: Curriculum, languages: Iterable[str]) -> Iterator[Progress]:
    """Every catalogue that there is, in figures, against the English of today."""
    house = curriculum.house
    for language in languages:
        for shelf, owner, model in files_of(curriculum):
            path = catalogue_path(house, language, shelf, owner)
            text, _ = read_file(path, path.name) if path.is_file() else (None, [])
            catalogue = read_catalogue(text, path.name)[0] if text is not None else None
            if catalogue is None:
                continue
            sources = sources_of(shelf, model, curriculum.files[shelf, owner])
            yield _progress(language, house.name_of(path), catalogue, sources)


def _progress(
    language: str, name: str, catalogue: Catalogue, sources: tuple[Source, ...]
) -> Progress:
    usable = catalogue.usable
    waiting = {e.key for e in catalogue.entries if e.fuzzy and not e.obsolete and e.translation}
    missing = [one for one in sources if one.key not in usable]
    fuzzy = sum(one.key in waiting for one in missing)
    return Progress(
        language,
        name,
        len(sources) - len(missing),
        fuzzy,
        len(missing) - fuzzy,
        sum(len(one.text.split()) for one in missing),
        catalogue.metadata.get(STATUS_FIELD, ""),
    )


def _before(
    path: Path, name: str, language: str, owner: str, timestamp: int
) -> tuple[Catalogue | None, list[Problem]]:
    if not path.exists():
        metadata = new_metadata(language, owner, timestamp)
        metadata[STATUS_FIELD] = FIRST_STATUS
        spoken = LANGUAGE_NAMES.get(language, language)
        header = (
            f" {spoken} translation of {owner}. English is the source: see the files named in #:\n"
            f" This is a {FIRST_STATUS}."
        )
        return Catalogue(metadata=metadata, header=header), []
    text, problems = read_file(path, name)
    if text is None:
        return None, problems
    catalogue, problems = read_catalogue(text, name)
    if catalogue is None:
        return None, problems
    kept = {k: v for k, v in catalogue.metadata.items() if k not in _FORBIDDEN_FIELDS}
    return Catalogue(catalogue.entries, kept, catalogue.header), problems


def _filled(curriculum: Curriculum, language: str) -> dict[str, str]:
    """The wording of terms that the glossary gives beside the English, by context."""
    found: dict[str, str] = {}
    for term in curriculum.terms.values():
        foreign = {"fr": term.french, "ar": term.arabic}.get(language)
        if foreign is not None:
            found[f"term {term.id} > term"] = foreign.text
    return found
