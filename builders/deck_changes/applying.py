"""Edits → new files, checked as a whole before one of them is written.

Enters: the edits of a report and what they were made against. Leaves: `Plan`: the new bytes of each
file, or the problems that the house would then have. `write` puts them in place.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from builders.checks import check_curriculum
from builders.deck_changes.changes import Edit
from builders.loading.curriculum import SHELVES, Curriculum, SourceFile, validate_text
from builders.planning import memory_of, plan_problems
from builders.prayer_times import resolved
from builders.problems import Place, Problem, has_errors
from builders.yaml_editing import EditError, replace_text


@dataclass(frozen=True)
class NewFile:
    """A file of the curriculum with its bytes before and after."""

    path: Path
    name: str
    before: bytes
    after: bytes


@dataclass(frozen=True)
class Plan:
    """What would be written. Nothing may be where there are errors."""

    files: tuple[NewFile, ...]
    problems: tuple[Problem, ...]
    sources: tuple[SourceFile, ...]
    """The new files, for quoting."""

    @property
    def refused(self) -> bool:
        return has_errors(self.problems)


def plan_edits(edits: Sequence[Edit], curriculum: Curriculum) -> Plan:
    """The new files with everything that keyhub would say of them."""
    files: dict[tuple[str, str], NewFile] = {}
    problems: list[Problem] = []
    for edit in edits:
        source = curriculum.files[edit.shelf, edit.identity]
        file = files.get((edit.shelf, edit.identity))
        if file is None:
            before = source.path.read_bytes()
            if before.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n") != source.text:
                problems.append(_moved(edit.place))
                continue
            file = NewFile(source.path, source.name, before, before)
        try:
            after = replace_text(file.after, edit.path, edit.new)
        except EditError as error:
            problems.append(_unwritable(edit.place, str(error)))
            continue
        files[edit.shelf, edit.identity] = replace(file, after=after)
    changed, sources, found = _changed(files, curriculum)
    problems += found
    if not has_errors(problems):
        before_ = set(check_curriculum(curriculum))
        problems += [p for p in check_curriculum(changed) if p.is_error or p not in before_]
        for identity, spec in changed.workshops.items():
            source = changed.files["workshops", identity]
            kept = memory_of(changed.house)
            found = plan_problems(resolved(spec, changed), changed, source, memory=kept)
            problems += [p for p in found if p.is_error]
    new = {(p.place, p.code) for p in check_curriculum(curriculum)}
    problems = [p for p in problems if p.is_error or (p.place, p.code) not in new]
    return Plan(
        tuple(file for _, file in sorted(files.items()) if file.after != file.before),
        tuple(sorted(set(problems))),
        tuple(sources),
    )


def _changed(
    files: dict[tuple[str, str], NewFile], curriculum: Curriculum
) -> tuple[Curriculum, list[SourceFile], list[Problem]]:
    """The curriculum as it would be."""
    shelves: dict[str, dict[str, Any]] = {name: dict(curriculum.shelf(name)) for name in SHELVES}
    known = dict(curriculum.files)
    problems: list[Problem] = []
    sources = []
    for (shelf, identity), file in files.items():
        text = file.after.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        model, source, found = validate_text(text, file.name, SHELVES[shelf], file.path)
        problems += found
        sources.append(source)
        known[shelf, identity] = source
        if model is not None:
            shelves[shelf][identity] = model
    return Curriculum(curriculum.house, files=known, **shelves), sources, problems


def write(plan: Plan) -> None:
    """Put the new files in place, each one whole or not at all.

    Raises: OSError if a folder cannot be written to; then the files not yet named are as they were.
    """
    waiting: list[tuple[str, Path]] = []
    try:
        for file in plan.files:
            handle, name = tempfile.mkstemp(dir=file.path.parent, prefix=f".{file.path.name}.")
            waiting.append((name, file.path))
            with os.fdopen(handle, "wb") as stream:
                stream.write(file.after)
                stream.flush()
                os.fsync(stream.fileno())
            Path(name).chmod(file.path.stat().st_mode & 0o7777)
        while waiting:
            name, path = waiting[0]
            Path(name).replace(path)
            waiting.pop(0)
    finally:
        for name, _ in waiting:
            with contextlib.suppress(OSError):
                Path(name).unlink()


def _moved(place: Place) -> Problem:
    return Problem(
        place,
        "deck-source-moved",
        "The file was changed while the deck was being compared.",
        "Run the command again.",
    )


def _unwritable(place: Place, why: str) -> Problem:
    return Problem(
        place,
        "deck-edit-unwritable",
        f"The new words cannot be written here: {why}.",
        "Change the line by hand.",
    )
