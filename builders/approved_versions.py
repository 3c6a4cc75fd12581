"""The last approved version of a module, in the language of a book, beside what it says now.

Enters: a curriculum in English, and translations. Leaves: `Approved`, or None where no version was
ever approved as a whole. The English book is compared with the version that all offices that every
module needs had read; a book in another language with the translation that an office of that
language had read, so that it lists changes in its own words.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from builders.approvals import REQUIRED, Kind, content_hash
from builders.approving import kept_catalogue, kept_module
from builders.changes import Change, changes_between
from builders.course import ApprovedVersion
from builders.house import House
from builders.loading.curriculum import Curriculum, read_file, validate_text
from builders.models.marks import Model, for_participants, strings_of
from builders.models.module import Approval, Module
from builders.translating import Translations, in_language, read_catalogue

_RUN = 5
"""Words in a run by which a text of trainers is known; fewer than the search of a build takes."""
_SHORTEST = 3
_WORD = re.compile(r"\w+")
_TITLED = {"terms": "term"}
"""Shelves whose things go by another field than `title`."""
_OWN_IDS = frozenset({"assessed_by", "objective", "objectives"})
"""Fields that hold ids of steps and objectives of the same module."""


@dataclass(frozen=True)
class Approved:
    """A version that was approved. `module` is None where no copy of it was kept."""

    approvals: tuple[Approval, ...]
    module: Module | None


def approved_source(house: House, module_id: str, module: Module) -> Approved | None:
    """The last version in English that legal and protection offices have both read."""
    for version in (module, _kept(house, module_id)):
        given = _given(version, REQUIRED, None, content_hash(version)) if version else ()
        if given:
            return Approved(given, version)
    given = _given(module, REQUIRED, None)
    return Approved(given, None) if given else None


def approved_translation(
    house: House, module_id: str, module: Module, here: Module, language: str
) -> Approved | None:
    """The last translation that an office of its language has read; `here` is the one of now."""
    kept = kept_translation(house, module_id, language)
    for english, version in ((module, here), *([kept] if kept else [])):
        given = _given(english, ("language",), language, content_hash(version))
        if given:
            return Approved(given, version)
    given = _given(module, ("language",), language)
    return Approved(given, None) if given else None


def kept_translation(house: House, module_id: str, language: str) -> tuple[Module, Module] | None:
    """A module as an office of a language has read it: in English, and in that language."""
    english = _kept(house, module_id, language)
    path = kept_catalogue(house, module_id, language)
    text = read_file(path, house.name_of(path))[0] if path.is_file() else None
    catalogue = read_catalogue(text, house.name_of(path))[0] if text is not None else None
    if english is None or catalogue is None:
        return None
    return english, in_language(english, "modules", catalogue.usable)


def approved_versions(
    curriculum: Curriculum, names: Iterable[str], translations: Translations | None = None
) -> dict[str, Approved]:
    """By module: its last approved version in English, or in the language of the translations."""
    found = {}
    for name in names:
        module = curriculum.modules[name]
        if translations is None:
            version = approved_source(curriculum.house, name, module)
        else:
            here = translations.apply("modules", name, module)
            language = translations.language
            version = approved_translation(curriculum.house, name, module, here, language)
        if version is not None:
            found[name] = version
    return found


def version_shown(
    approved: Approved, module: Module, curriculum: Curriculum, spec: Model, *, shows_all: bool
) -> ApprovedVersion:
    """What an edition says of an approved version: `module` and curriculum in its language.

    For participants both versions are emptied of what is for trainers before they are compared, and
    a text that moved from their pages to the trainer's is not told at all.
    """
    before = approved.module
    if before is None or before == module:
        changes: tuple[Change, ...] | None = None if before is None else ()
    elif shows_all:
        changes = changes_between(before, module)
    else:
        public = for_participants(module)
        changes = changes_between(for_participants(before), public)
        if changes:
            secrets = [before, spec, *_models(curriculum)]
            changes = _without(changes, _runs_of_trainers(secrets, public))
    return ApprovedVersion(
        approved.approvals,
        None if changes is None else tuple(_named(changes, curriculum, before, module)),
    )


def _kept(house: House, module_id: str, language: str | None = None) -> Module | None:
    """The copy of a module's file that an approval has left, if it can still be read."""
    path = kept_module(house, module_id, language)
    if not path.is_file():
        return None
    name = house.name_of(path)
    text, _ = read_file(path, name)
    return validate_text(text, name, Module)[0] if text is not None else None


def _given(
    module: Module, kinds: Sequence[Kind], language: str | None, wanted: str | None = None
) -> tuple[Approval, ...]:
    """The latest approval of each kind, of the content `wanted` or of any; () where one misses."""
    found = []
    for kind in kinds:
        fitting = [
            approval
            for approval in module.review.approvals
            if (approval.kind, approval.language) == (kind, language)
            and (wanted is None or wanted.startswith(approval.content_hash))
        ]
        if not fitting:
            return ()
        found.append(max(fitting, key=lambda approval: approval.date))
    return tuple(found)


# -- what an edition may tell of it ------------------------------------------------------------


def _models(curriculum: Curriculum) -> Iterator[Model]:
    for shelf in ("modules", "hubs", "audiences", "cases", "seeds"):
        yield from curriculum.shelf(shelf).values()


def _runs_of_trainers(models: Iterable[Model], public: Module) -> set[tuple[str, ...]]:
    """Runs of words that stand in a text of trainers, and in none of this module for all."""
    runs: set[tuple[str, ...]] = set()
    for model in models:
        for found in strings_of(model):
            if found.trainer_only and found.kind:
                runs.update(_runs(found.text))
    for found in strings_of(public):
        words = _words(found.text)
        for length in range(_SHORTEST, _RUN + 1):
            runs.difference_update(_of_length(words, length))
    return runs


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    words = _words(text)
    if len(words) >= _SHORTEST:
        yield from _of_length(words, min(_RUN, len(words)))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _of_length(words: Sequence[str], length: int) -> Iterator[tuple[str, ...]]:
    return (tuple(words[at : at + length]) for at in range(len(words) - length + 1))


def _without(changes: Iterable[Change], secrets: Collection[tuple[str, ...]]) -> tuple[Change, ...]:
    """The changes that repeat nothing of what only trainers read today or read then."""
    return tuple(
        change
        for change in changes
        if not any(
            run in secrets
            for text in (change.before, change.spot.step, change.spot.heading)
            for length in range(_SHORTEST, _RUN + 1)
            for run in _of_length(_words(text), length)
        )
    )


def _named(
    changes: Iterable[Change], curriculum: Curriculum, *modules: Module | None
) -> Iterator[Change]:
    """The change of an id as that of the title that goes by it."""
    inside: dict[str, str] = {}
    for module in filter(None, modules):
        inside |= {step.id: step.title for step in module.steps}
        inside |= {objective.id: objective.text for objective in module.objectives}
    for change in changes:
        names = [change.before, change.after]
        if change.shelf is not None:
            names = [_title(name, change.shelf, curriculum) for name in names]
        elif (change.spot.inner or change.spot.field) in _OWN_IDS:
            names = [inside.get(name, name) for name in names]
        yield replace(change, before=names[0], after=names[1])


def _title(name: str, shelf: str, curriculum: Curriculum) -> str:
    """The title of a thing of a shelf; the id itself where there is no such thing any more."""
    if not name:
        return ""
    thing = curriculum.shelf(shelf).get(name)
    return getattr(thing, _TITLED.get(shelf, "title"), None) or name
