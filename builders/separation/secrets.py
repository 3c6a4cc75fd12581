"""Models → what must not be found: the trainer-only strings, and the words that all may read.

Fields are found by walking the models' marks, so a new trainer-only field is guarded the day it is
added.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path as FilePath
from typing import Any, NamedTuple

from builders.course import Course
from builders.house import APPROVED_FOLDER, House
from builders.loading.curriculum import Curriculum, read_file, validate_text
from builders.models.marks import FieldMarks, Model, Path, marks_of
from builders.models.module import Module
from builders.models.workshop import WorkshopSpec
from builders.separation.phrases import words_of
from builders.separation.search import LONG, SHORTEST, Guard
from builders.translating import in_language, read_catalogue


class Secret(NamedTuple):
    """A trainer-only string and where it was written."""

    text: str
    file: str
    path: Path

    @property
    def where(self) -> str:
        """The file and the path inside it, for a message."""
        return f"{self.file} {'/'.join(str(step) for step in self.path)}"


def guard_of(curriculum: Curriculum, spec: WorkshopSpec, courses: Iterable[Course]) -> Guard:
    """What the participant editions of a workshop may not hold.

    All of the curriculum counts, not only what the workshop uses, and the spec, which may lie
    outside the house. `courses` are the workshop's courses of all editions: they add the strings
    of translations, and say what participants do see.
    """
    models: list[tuple[str, Model]] = [
        (source.name, curriculum.shelf(shelf)[name])
        for (shelf, name), source in curriculum.files.items()
        if name in curriculum.shelf(shelf)
    ]
    models.append(("the workshop's file", spec))
    # what stands in the look of the house, its labels and code, is no secret of anybody
    labels: list[list[str]] = [
        words_of(path.read_text(encoding="utf-8"))
        for path in sorted(curriculum.house.templates.rglob("*"))
        if path.suffix in _LOOKS and path.is_file()
    ]
    for course in courses:
        models += [(f"{course.language}: {name}", model) for name, model in _models_of(course)]
    # What trainers read in a version that was approved once is theirs still, and books compare it.
    once = list(_approved_once(curriculum.house))
    # A translated text is the same in both editions, so one that participants see is public.
    return make_guard(
        (secret for name, model in (*models, *once) for secret in secrets_in(model, name)),
        (*labels, *words_of_models(model for _, model in models)),
    )


def _approved_once(house: House) -> Iterator[tuple[str, Model]]:
    """The copies of modules that approvals have left, and of their translations."""
    for path in sorted((house.curriculum / APPROVED_FOLDER).rglob("*.yaml")):
        name = house.name_of(path)
        module = _read(path, name)
        if module is None:
            continue
        yield name, module
        kept = path.with_suffix(".po")
        if kept.is_file():
            catalogue, _ = read_catalogue(kept.read_text("utf-8", "replace"), house.name_of(kept))
            known = catalogue.usable if catalogue else {}
            yield house.name_of(kept), in_language(module, "modules", known)


def _read(path: FilePath, name: str) -> Module | None:
    text, _ = read_file(path, name)
    return validate_text(text, name, Module)[0] if text is not None else None


def _models_of(course: Course) -> Iterator[tuple[str, Model]]:
    if course.language == "en":
        return
    for session in course.sessions:
        yield session.module_id, session.module
    for shelf in (course.hubs, course.all_hubs, course.audiences, course.cases, course.terms):
        yield from shelf.items()
    for name, cited in course.sources.items():
        yield name, cited.seed


_LOOKS = {".css", ".html", ".js", ".py", ".toml", ".typ", ".yaml"}


def secrets_in(model: Model, file: str) -> Iterator[Secret]:
    """Every string under a trainer-only mark, except ids."""
    for path, text, secret in _strings(model, (), secret=False):
        if secret:
            yield Secret(text, file, path)


def words_of_models(models: Iterable[Model]) -> Iterator[list[str]]:
    """The words of every string that is not trainer-only: what everybody may read."""
    for model in models:
        for _, text, secret in _strings(model, (), secret=False):
            if not secret:
                yield words_of(text)


def make_guard(secrets: Iterable[Secret], public: Iterable[list[str]]) -> Guard:
    """What to look for: phrases of the secrets that stand in no public text.

    Long strings give every run of `LONG` words; a shorter one gives itself. A phrase of fewer than
    `SHORTEST` words says too little to be told from ordinary language.
    """
    wanted: dict[tuple[str, ...], str] = {}
    for secret in secrets:
        words = words_of(secret.text)
        if len(words) >= LONG:
            for start in range(len(words) - LONG + 1):
                wanted.setdefault(tuple(words[start : start + LONG]), secret.where)
        elif len(words) >= SHORTEST or _names_somebody(secret, words):
            wanted.setdefault(tuple(words), secret.where)
    lengths = {len(phrase) for phrase in wanted}
    for words in public:
        for length in lengths:
            for start in range(len(words) - length + 1):
                wanted.pop(tuple(words[start : start + length]), None)
    return Guard.of(wanted)


def _names_somebody(secret: Secret, words: list[str]) -> bool:
    """A trainer's name is a secret of two words."""
    return len(words) > 1 and "trainers" in secret.path and secret.path[-1] == "name"


def _strings(value: Model, path: Path, *, secret: bool) -> Iterator[tuple[Path, str, bool]]:
    for marks in marks_of(type(value)):
        here = secret or marks.trainer_only
        yield from _inside(getattr(value, marks.name), (*path, marks.name), marks, secret=here)


def _inside(
    value: Any, path: Path, marks: FieldMarks, *, secret: bool
) -> Iterator[tuple[Path, str, bool]]:
    match value:
        case str():
            if not marks.shelf:
                yield path, value, secret
        case Model():
            yield from _strings(value, path, secret=secret)
        case tuple():
            for number, item in enumerate(value):
                yield from _inside(item, (*path, number), marks, secret=secret)
        case dict():
            for key, item in value.items():
                yield from _inside(item, (*path, key), marks, secret=secret)
