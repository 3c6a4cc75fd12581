"""What a workshop is delivered as: its artefacts, each with a key, and how one is made.

Enters: a planned workshop and the table of outputs. Leaves: tasks. Nothing is made to list them: a
task holds the course that its artefact is made from, and its key is a hash of that course, of the
look, of the pictures and of the code. Makers are pure, so equal keys mean equal bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from builders.choose_template import choice_of
from builders.course import Course
from builders.course_languages import courses_in
from builders.editions import EDITION_KINDS, Edition, EditionKind
from builders.loading.curriculum import Curriculum
from builders.manifest import hash_of, hash_of_code, hash_of_files
from builders.models.blocks import Figure
from builders.models.workshop import WorkshopSpec
from builders.outputs import OUTPUTS, Bench, Output
from builders.planning import Plan
from builders.problems import Place, Problem

VERSION_LENGTH = 16
"""Digits of a key that a cover prints."""


@dataclass(frozen=True)
class Task:
    """One artefact to make. `name` is unique, for example "trainer-en/decks/01-indicators"."""

    name: str
    output: Output
    part: str
    """Which of the things of its output; empty where there is one only."""
    course: Course
    """All that it is made from, beside look and pictures."""
    templates: Path
    images: Path
    timestamp: int
    look: str
    """A hash over the files that give its look."""
    key_known: str = ""
    """The key, where it came with the task: what is recorded here is what a worker prints."""

    @property
    def edition(self) -> Edition:
        return self.course.edition

    @property
    def folder(self) -> str:
        """The edition's folder inside the target."""
        return self.name.partition("/")[0]

    @property
    def chain(self) -> str:
        """Tasks with the same chain are made one after the other; see `Output.chain`."""
        return f"{self.folder}/{self.output.chain}" if self.output.chain else self.name

    @cached_property
    def key(self) -> str:
        """A hash over everything that it is made from: equal keys, equal files."""
        return self.key_known or hash_of(
            self.output.name,
            self.part,
            repr(self.course),
            str(self.timestamp),
            hash_of_code(),
            self.look,
            *((self.images / picture).read_bytes() for picture in self.pictures),
        )

    @property
    def identity(self) -> str:
        """Which file this is, and its version: the key under which manifest.json has it."""
        return f"keyhub:{self.course.workshop_id}:{self.folder}:{self.key[:VERSION_LENGTH]}"

    @property
    def pictures(self) -> list[str]:
        """Names of the pictures that it shows, in order."""
        return sorted({block.image for block in self.course.blocks if isinstance(block, Figure)})

    def look_files(self) -> list[Path]:
        """The files below `templates` that it is made with, in order."""
        return [path for look in self.output.looks for path in _files_of(self.templates / look)]

    @property
    def effort(self) -> tuple[int, int]:
        """To begin with what takes longest: the output's place in the order of work, then size."""
        places = [output.name for output in OUTPUTS]
        place = places.index(self.output.name) if self.output.name in places else 0
        return place, -len(self.course.blocks)

    def files_in(self, fresh: Path) -> list[Path]:
        """The files that it wrote under the target, in order."""
        found: list[Path] = []
        for place in self.output.delivers:
            path = fresh / self.folder / place.format(part=self.part)
            found += [path] if path.is_file() else [p for p in path.rglob("*") if p.is_file()]
        return sorted(found)


def tasks_of(
    workshop_id: str,
    spec: WorkshopSpec,
    plan: Plan,
    curriculum: Curriculum,
    timestamp: int,
    *,
    editions: Sequence[EditionKind] = EDITION_KINDS,
    outputs: Sequence[Output] = OUTPUTS,
    allow_untranslated: bool = False,
) -> tuple[list[Task], list[Problem]]:
    """Every artefact of a workshop, in all its languages and editions, in the order of work."""
    courses: list[tuple[EditionKind, Course]] = []
    problems: list[Problem] = []
    house = curriculum.house
    for language in spec.languages:
        made, found = courses_in(
            language,
            workshop_id,
            spec,
            plan,
            curriculum,
            editions=editions,
            allow_untranslated=allow_untranslated,
        )
        problems += found
        courses += zip(editions, made, strict=False)
        for course in made[:1]:
            faults = choice_of(spec.branding, course.wording.direction, house.templates).problems()
            problems += [fault for fault in faults if fault not in problems]
    looks = {
        output.name: hash_of(*(_look(house.templates, look) for look in output.looks))
        for output in outputs
    }
    return [
        Task(
            "/".join(filter(None, (f"{course.edition}-{course.language}", output.name, part))),
            output,
            part,
            narrow,
            house.templates,
            house.images,
            timestamp,
            looks[output.name],
        )
        for output in outputs
        for kind, course in courses
        if output.is_for(kind)
        for part, narrow in output.parts(course)
    ], problems


def run_chain(tasks: Sequence[Task], folder: Path) -> list[list[Problem]]:
    """Make artefacts below `folder`, the scratch copy of the target; what went wrong with each.

    This is what workers run, with any `concurrent.futures.Executor`. It needs no state but the
    tasks, which can be pickled, and writes files and returns only problems: so the house (templates
    and pictures) and `folder` must be reachable for the worker under the same path, on the same
    machine or on a shared drive. A worker must run one chain at a time (processes, or Dask workers
    with one thread): Sphinx keeps state of the process.
    """
    return [run_task(task, folder) for task in tasks]


def run_task(task: Task, folder: Path) -> list[Problem]:
    """Make one artefact; see `run_chain`."""
    bench = Bench(task.templates, task.images, task.timestamp, folder.parent, task.identity)
    here = folder / task.folder
    here.mkdir(parents=True, exist_ok=True)
    made = task.output.make(task.course, task.part, bench)
    return [
        told
        if isinstance(told, Problem)
        else Problem(
            Place(task.name),
            f"{task.output.group}-warning",
            f"The {task.output.format} writer warns: {told}",
            "This is a fault of keyhub, not of your text. Please report it with this line.",
        )
        for told in task.output.write(made, here, task.part, bench)
    ]


def about(
    spec_path: Path,
    spec: WorkshopSpec,
    plan: Plan,
    curriculum: Curriculum,
    tasks: Sequence[Task],
) -> dict[str, Any]:
    """For the manifest: the spec, versions of the content, the seeds cited, what was left out."""

    def version(shelf: str, name: str) -> str:
        return hash_of(curriculum.files[shelf, name].text)[:16]

    return {
        "spec": {
            "file": spec_path.name,
            "sha256": hashlib.sha256(spec_path.read_bytes()).hexdigest(),
            "title": spec.title,
            "hubs": list(spec.hubs),
            "audiences": list(spec.audiences),
            "languages": list(spec.languages),
            "dates": [day.date.isoformat() for day in spec.days],
        },
        "content": {
            chosen.module_id: {
                "version": version("modules", chosen.module_id),
                "review": curriculum.modules[chosen.module_id].review.status,
            }
            for chosen in plan.modules
        },
        "hubs": {name: version("hubs", name) for name in spec.hubs},
        "seeds_cited": {
            name: version("seeds", name)
            for name in sorted({name for task in tasks for name in task.course.sources})
        },
        "left_out": [
            {
                "module": left.module_id,
                "step": left.step_id,
                "minutes": left.minutes,
                "why": left.why,
            }
            for left in plan.left_out
        ],
    }


def _look(templates: Path, look: str) -> str:
    """A hash over the files of a look: a file, or a folder with all in it."""
    place = templates / look
    if place.is_file():
        return hash_of(look, place.read_bytes())
    return hash_of(look, hash_of_files(templates, _files_of(place)))


def _files_of(place: Path) -> list[Path]:
    if place.is_file():
        return [place]
    return sorted(p for p in place.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
