"""What a workshop is delivered as: the list of things to make, and how each is made.

Enters: a planned workshop. Leaves: tasks, each with plain data to write and a key that is equal if
and only if the result would be. A new format is one more maker and writer in the tables below.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import builders
from builders.agenda import Agenda, make_agenda
from builders.course import Course, Edition
from builders.course_languages import courses_in
from builders.deck import Deck, make_decks
from builders.deck.slides import Picture
from builders.handbook import Handbook, make_handbook
from builders.loading.curriculum import Curriculum
from builders.manifest import hash_of, hash_of_files
from builders.models.workshop import WorkshopSpec
from builders.planning import Plan
from builders.problems import Place, Problem
from builders.write_pptx import Template, read_template

Payload = Handbook | Deck | Agenda
DECK_TEMPLATES = {"ltr": "keyhub.pptx", "rtl": "keyhub-rtl.pptx"}


@dataclass(frozen=True)
class Task:
    """One artefact to make. `name` is unique, for example "trainer-en/decks/01-indicators"."""

    name: str
    kind: str
    """handbook, deck or agenda."""
    edition: Edition
    payload: Payload
    templates: Path
    images: Path
    timestamp: int
    seeds: tuple[str, ...]
    """The sources that this edition cites."""
    key: str

    @property
    def folder(self) -> str:
        """The edition's folder inside the target."""
        return self.name.partition("/")[0]

    def files_in(self, fresh: Path) -> list[Path]:
        """The files that it wrote under the target, in order."""
        places = {
            "handbook": [fresh / self.folder / "handbook", fresh / self.folder / "source"],
            "agenda": [fresh / self.folder / "agenda.html"],
            "deck": [fresh / f"{self.name}.pptx"],
        }[self.kind]
        found: list[Path] = []
        for place in places:
            found += [place] if place.is_file() else [p for p in place.rglob("*") if p.is_file()]
        return sorted(found)


def tasks_of(
    workshop_id: str,
    spec: WorkshopSpec,
    plan: Plan,
    curriculum: Curriculum,
    templates: Path,
    timestamp: int,
    *,
    allow_untranslated: bool = False,
) -> tuple[list[Task], list[Problem]]:
    """Every artefact of a workshop, in all its languages and both editions."""
    tasks: list[Task] = []
    problems: list[Problem] = []
    for language in spec.languages:
        courses, found = courses_in(
            language, workshop_id, spec, plan, curriculum, allow_untranslated=allow_untranslated
        )
        problems += found
        for course in courses:
            tasks += _tasks(course, templates, curriculum.house.images, timestamp)
    return tasks, problems


def _tasks(course: Course, templates: Path, images: Path, timestamp: int) -> Iterator[Task]:
    folder = f"{course.edition}-{course.language}"
    template = templates / "deck" / DECK_TEMPLATES[course.wording.direction]
    layouts = _template(template).layouts
    payloads: list[tuple[str, str, Payload]] = [
        ("handbook", "handbook", make_handbook(course)),
        ("agenda", "agenda", make_agenda(course)),
        *(("deck", f"decks/{deck.name}", deck) for deck in make_decks(course, layouts)),
    ]
    looks = {
        "handbook": _looks(templates / "handbook"),
        "agenda": _looks(templates / "handbook"),
        "deck": _looks(templates / "deck"),
    }
    for kind, name, payload in payloads:
        pictures = [
            hashlib.sha256((images / image).read_bytes()).hexdigest()
            for image in sorted(_images_in(payload))
        ]
        key = hash_of(kind, repr(payload), looks[kind], str(timestamp), _code(), *pictures)
        yield Task(
            f"{folder}/{name}",
            kind,
            course.edition,
            payload,
            templates,
            images,
            timestamp,
            tuple(course.sources),
            key,
        )


def run_task(task: Task, fresh: Path) -> list[Problem]:
    """Write one artefact below the target's new folder. Runs in a process of its own."""
    match task.payload:
        case Handbook() as handbook:
            return _write_handbook(task, handbook, fresh)
        case Agenda() as agenda:
            from builders.write_agenda import write_agenda

            (fresh / task.folder).mkdir(parents=True, exist_ok=True)
            write_agenda(agenda, task.templates, fresh / task.folder / "agenda.html")
        case Deck() as deck:
            from builders.write_pptx import write_deck

            target = fresh / f"{task.name}.pptx"
            target.parent.mkdir(parents=True, exist_ok=True)
            template = _template(task.templates / "deck" / DECK_TEMPLATES[deck.direction])
            write_deck(deck, template, target, timestamp=task.timestamp, images=task.images)
    return []


def _write_handbook(task: Task, handbook: Handbook, fresh: Path) -> list[Problem]:
    from builders.write_sphinx import build_html, write_source

    folder = fresh / task.folder
    write_source(handbook, task.templates, task.images, folder / "source")
    doctrees = fresh.parent / f"doctrees-{task.folder}"
    warnings = build_html(folder / "source", folder / "handbook", doctrees, task.timestamp)
    return [
        Problem(
            Place(f"{task.folder}/source"),
            "handbook-warning",
            f"Sphinx warns: {warning}",
            "This is a fault of keyhub, not of your text. Please report it with this line.",
        )
        for warning in warnings
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
            for name in sorted({name for task in tasks for name in task.seeds})
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


def _images_in(payload: Payload) -> tuple[str, ...]:
    match payload:
        case Handbook():
            return payload.images
        case Deck():
            things = (thing for slide in payload.slides for thing in slide.things)
            return tuple(thing.path for thing in things if isinstance(thing, Picture))
        case _:
            return ()


@cache
def _template(path: Path) -> Template:
    return read_template(path)


@cache
def _looks(folder: Path) -> str:
    return hash_of_files(
        folder, (p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
    )


@cache
def _code() -> str:
    root = Path(builders.__path__[0])
    return hash_of_files(root, root.rglob("*.py"))
