"""Build a programme: all artefacts of all its workshops as one batch, and the programme's own page.

Enters: a `Request` whose spec is a programme. Leaves: a `ProgrammeOutcome`. The curriculum is read
and checked once. Each workshop is delivered as a whole or not at all; one that fails does not stop
the others.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from builders.build import (
    Outcome,
    Progress,
    Request,
    Work,
    begin,
    finish,
    first_day,
    is_done,
    read_house,
    timestamp_of,
)
from builders.delivery import BusyError, busy_problem, disk_problem, locked, scratch
from builders.executors import run_all
from builders.house import House
from builders.manifest import (
    MANIFEST_NAME,
    Artefact,
    Delivered,
    Manifest,
    deliver,
    hash_of,
    hash_of_house,
    hash_of_inputs,
    is_whole,
    read_manifest,
)
from builders.problems import Problem, has_errors

if TYPE_CHECKING:
    from builders.artefacts import Task
    from builders.loading.curriculum import Curriculum, SourceFile
    from builders.models.workshop import WorkshopSpec
    from builders.planning import Plan
    from builders.planning.programme import ProgrammePlan

Planner = Callable[
    ["WorkshopSpec", "Curriculum", "SourceFile"], "tuple[Plan | None, list[Problem]]"
]


@dataclass(frozen=True)
class ReadProgramme:
    """A programme that was loaded, checked and planned."""

    planned: ProgrammePlan
    curriculum: Curriculum
    broken: Mapping[str, tuple[Problem, ...]]
    """Workshops of the programme whose own file has errors: they are not in the plan."""


@dataclass(frozen=True)
class ProgrammeOutcome:
    """What happened to each workshop, and to the page and the calendar of the programme."""

    problems: tuple[Problem, ...] = ()
    """Those of the house and of the programme. Where one is an error, nothing was built."""
    workshops: tuple[tuple[str, Outcome], ...] = ()
    """By id, in order of time."""
    written: tuple[str, ...] = ()
    """Files of the programme's own that are new."""
    removed: tuple[str, ...] = ()
    """Workshops of an earlier build that are no more in the programme."""
    sources: tuple[SourceFile, ...] = ()

    @property
    def failed(self) -> bool:
        """True if anything was not built."""
        return has_errors(self.problems) or any(outcome.failed for _, outcome in self.workshops)

    @property
    def unchanged(self) -> bool:
        """True if there was nothing to do."""
        return not (self.failed or self.written or self.removed) and all(
            outcome.unchanged for _, outcome in self.workshops
        )


def build_programme(
    request: Request,
    progress: Progress = lambda *_: None,
    executor: Callable[[], contextlib.AbstractContextManager[Executor | None]] | None = None,
) -> ProgrammeOutcome:
    """Build every workshop of a programme into a folder of its own below the target.

    `executor` is opened once, and only if there is something to make. Without it everything is made
    in this process.
    """
    name = request.house.name_of(request.target)
    try:
        with locked(request.target):
            return _build(request, progress, executor or contextlib.nullcontext)
    except BusyError:
        return ProgrammeOutcome((busy_problem(name),))
    except OSError as error:
        return ProgrammeOutcome((disk_problem(name, error),))


def read_programme(
    house: House, path: Path, planner: Planner | None = None
) -> tuple[ReadProgramme | None, list[Problem], list[SourceFile]]:
    """Load and check the house once, and plan all workshops of a programme.

    A fault of the house or of the programme leaves nothing; a fault in the file of one of its
    workshops only leaves out that workshop. Returns also the files, for quoting.
    """
    from builders.checks import check_programme
    from builders.loading.curriculum import load_file
    from builders.models.programme import Programme
    from builders.planning import memory_of, plan_workshop
    from builders.planning.programme import plan_programme

    curriculum, problems = read_house(house)
    sources = list(curriculum.files.values())
    inside = curriculum.files.get(("programmes", path.stem))
    if inside is not None and inside.path.resolve() == path.resolve():
        programme = curriculum.programmes.get(path.stem)
    else:
        programme, source, found = load_file(path, house.name_of(path), Programme)
        problems += found
        sources.append(source)
        if programme is not None:
            problems += check_programme(programme, curriculum, source)
    problems = sorted(set(problems))
    if programme is None:
        return None, problems, sources
    files = {
        curriculum.files["workshops", name].name: name
        for name in programme.workshops
        if ("workshops", name) in curriculum.files
    }
    broken: dict[str, tuple[Problem, ...]] = {}
    for problem in problems:
        if problem.is_error and problem.place.file in files:
            owner = files[problem.place.file]
            broken[owner] = (*broken.get(owner, ()), problem)
    problems = [p for p in problems if files.get(p.place.file) not in broken]
    if has_errors(problems):
        return None, sorted((*problems, *(p for found in broken.values() for p in found))), sources
    sound = {name: spec for name, spec in curriculum.workshops.items() if name not in broken}
    planned = plan_programme(
        path.stem,
        programme,
        replace(curriculum, workshops=sound),
        planner or partial(plan_workshop, memory=memory_of(house)),
    )
    return ReadProgramme(planned, curriculum, broken), problems, sources


def _build(
    request: Request,
    progress: Progress,
    executor: Callable[[], contextlib.AbstractContextManager[Executor | None]],
) -> ProgrammeOutcome:
    of_house = hash_of_house(request.house)
    context = hash_of(request.spec.stem, request.spec.read_bytes())
    before = read_manifest(request.target)
    inputs = hash_of(of_house, context, os.environ.get("SOURCE_DATE_EPOCH", ""))
    if before is not None and before.inputs == inputs:
        there = _all_done(before, request, of_house, context)
        if there is not None:
            return ProgrammeOutcome(workshops=there)
    read, problems, sources = read_programme(request.house, request.spec)
    if read is None:
        return ProgrammeOutcome(tuple(problems), sources=tuple(sources))
    pages, found = _pages(read, request)
    problems += found
    if has_errors(problems):
        return ProgrammeOutcome(tuple(problems), sources=tuple(sources))
    request.target.mkdir(parents=True, exist_ok=True)
    outcomes = _build_workshops(read, request, progress, executor, of_house, context)
    order = tuple(outcomes)
    written = _write_pages(pages, request.target)
    removed = _remove_others(before, order, request.target)
    _record(request, inputs, pages, order, read)
    return ProgrammeOutcome(
        tuple(problems), tuple(outcomes.items()), written, removed, tuple(sources)
    )


def _all_done(
    before: Manifest, request: Request, of_house: str, context: str
) -> tuple[tuple[str, Outcome], ...] | None:
    """The outcomes, if nothing has changed since an earlier build and all files are whole."""
    if not all(is_whole(request.target, artefact) for artefact in before.artefacts):
        return None
    found = []
    for name in before.expected:
        one = _request_of(name, request)
        if not one.spec.is_file():
            return None
        earlier = read_manifest(one.target)
        stamp = timestamp_of(first_day(one.spec))
        wanted = hash_of_inputs(of_house, one.spec, stamp, context)
        if earlier is None or not is_done(earlier, one, wanted):
            return None
        kept = tuple(artefact.name for artefact in earlier.artefacts)
        found.append((name, Outcome(kept=kept, unchanged=True)))
    return tuple(found)


def _request_of(workshop_id: str, request: Request) -> Request:
    return replace(
        request,
        spec=request.house.curriculum / "workshops" / f"{workshop_id}.yaml",
        target=request.target / workshop_id,
    )


@dataclass
class _Open:
    """A workshop on whose folder we hold the lock."""

    work: Work
    fresh: Path
    left: int
    """Artefacts still to be made."""
    closing: contextlib.ExitStack


def _build_workshops(
    read: ReadProgramme,
    request: Request,
    progress: Progress,
    executor: Callable[[], contextlib.AbstractContextManager[Executor | None]],
    of_house: str,
    context: str,
) -> dict[str, Outcome]:
    """Everything that is to be made, in one list, what takes longest first."""
    outcomes: dict[str, Outcome] = {}
    opened: dict[str, _Open] = {}
    with contextlib.ExitStack() as stack:
        for workshop in read.planned.workshops:
            name = workshop.workshop_id
            outcomes[name] = Outcome()  # keeps the order of time
            source = read.curriculum.files["workshops", name]
            ready = (
                (workshop.spec, read.curriculum, source, workshop.plan) if workshop.plan else None
            )
            one = _request_of(name, request)
            closing = stack.enter_context(contextlib.ExitStack())
            with _kept(name, one, outcomes):
                closing.enter_context(locked(one.target))
                found = begin(one, of_house, (ready, list(workshop.problems), [source]), context)
                if isinstance(found, Work):
                    fresh = closing.enter_context(scratch(one.target))
                    opened[name] = _Open(found, fresh, len(found.to_make), closing)
                else:
                    outcomes[name] = found
                    closing.close()
        for name, faults in sorted(read.broken.items()):
            file = read.curriculum.files["workshops", name]
            outcomes[name] = Outcome(faults, sources=(file,))
        for name, one_open in opened.items():
            if not one_open.left:
                _close(name, one_open, outcomes)
        _make_all(opened, outcomes, progress, executor)
    return outcomes


def _make_all(
    opened: Mapping[str, _Open],
    outcomes: dict[str, Outcome],
    progress: Progress,
    executor: Callable[[], contextlib.AbstractContextManager[Executor | None]],
) -> None:
    todo: list[tuple[str, Task]] = [
        (name, task) for name, one in opened.items() for task in one.work.to_make
    ]
    if not todo:
        return
    todo.sort(key=lambda item: (*item[1].effort, item[0], item[1].name))
    broken: Exception | None = None
    with executor() as workers:
        runs = run_all([(task, opened[name].fresh) for name, task in todo], workers)
        for number, done in enumerate(runs, 1):
            name, task = todo[done.number]
            one = opened[name]
            one.left -= 1
            with _kept(name, one.work.request, outcomes):
                if isinstance(done.error, OSError):
                    where = one.work.request.house.name_of(one.work.request.target)
                    one.work.faults.append(disk_problem(where, done.error))
                elif done.error is not None:
                    # A fault of keyhub: this workshop is lost, the others are made, then it is
                    # told as what it is.
                    broken = broken or done.error
                    one.left = -1
                elif not one.work.faults:
                    one.work.made(task, one.fresh, done.problems)
                else:
                    one.work.faults += done.problems
            progress(f"{name}/{task.name}", number, len(todo))
            if one.left == 0:
                _close(name, one, outcomes)
    if broken is not None:
        raise broken


def _close(name: str, one: _Open, outcomes: dict[str, Outcome]) -> None:
    """Deliver a workshop whose artefacts are all made, and let go of its folder."""
    with _kept(name, one.work.request, outcomes):
        outcomes[name] = finish(one.work, one.fresh)
    one.closing.close()


@contextlib.contextmanager
def _kept(name: str, request: Request, outcomes: dict[str, Outcome]) -> Iterator[None]:
    """What goes wrong with one folder is that workshop's outcome, and not the end of all."""
    place = request.house.name_of(request.target)
    try:
        yield
    except BusyError:
        outcomes[name] = Outcome((busy_problem(place),))
    except OSError as error:
        outcomes[name] = Outcome((disk_problem(place, error),))


def _pages(read: ReadProgramme, request: Request) -> tuple[dict[str, bytes], list[Problem]]:
    """The programme's own files, by name: a page and a calendar in each language."""
    from builders.loading.wording import load_wording
    from builders.programme_facts import programme_facts
    from builders.programme_page import make_programme_appointments, make_programme_page
    from builders.write_calendar import calendar_bytes
    from builders.write_programme import programme_html

    workshops = read.planned.workshops
    if not workshops:
        return {}, []
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    stamp = timestamp_of(min(workshop.entry.first for workshop in workshops))
    for language in read.planned.programme.languages:
        wording, found = load_wording(request.house, language)
        problems += found
        if wording is None:
            continue
        facts = programme_facts(read.planned, read.curriculum, wording)
        links = {
            w.workshop_id: f"{w.workshop_id}/trainer-{w.spec.languages[0]}/handbook/index.html"
            for w in workshops
            if request.edition in ("all", "trainer") and request.only in (None, "handbook")
        }
        name = "programme" if not files else f"programme-{language}"
        page = make_programme_page(facts, links if not request.formats else {})
        files[f"{name}.html"] = programme_html(page, request.house.templates).encode("utf-8")
        files[f"{name}.ics"] = calendar_bytes(make_programme_appointments(facts), stamp)
    return files, problems


def _write_pages(pages: Mapping[str, bytes], target: Path) -> tuple[str, ...]:
    """Write those that are new or other than they were, each by one exchange."""
    written = []
    for name, data in pages.items():
        path = target / name
        if path.is_file() and path.read_bytes() == data:
            continue
        _exchange(path, data)
        written.append(name)
    return tuple(written)


def _exchange(path: Path, data: bytes) -> None:
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(data)
    beside.replace(path)


def _remove_others(before: Manifest | None, order: Sequence[str], target: Path) -> tuple[str, ...]:
    """Take away workshops that an earlier build of the programme made and that are gone from it."""
    removed = []
    for name in before.expected if before else ():
        folder = target / name
        if name not in order and (folder / MANIFEST_NAME).is_file():
            shutil.rmtree(folder, ignore_errors=True)
            removed.append(name)
    return tuple(removed)


def _record(
    request: Request,
    inputs: str,
    pages: Mapping[str, bytes],
    order: Sequence[str],
    read: ReadProgramme,
) -> None:
    """The programme's manifest, written last: its own files, and which workshops there are."""
    files: list[Delivered] = [deliver(request.target, request.target / name) for name in pages]
    artefacts = (Artefact("programme", hash_of(*pages.values()), tuple(files)),)
    about = {
        "programme": {
            "file": request.spec.name,
            "title": read.planned.programme.title,
            "relies_on": {
                w.workshop_id: {had.module_id: list(had.workshops) for had in w.had}
                for w in read.planned.workshops
                if w.had
            },
        }
    }
    manifest = Manifest(request.spec.stem, inputs, artefacts, tuple(order), about)
    path = request.target / MANIFEST_NAME
    data = manifest.text().encode("utf-8")
    if not path.is_file() or path.read_bytes() != data:
        _exchange(path, data)


__all__ = ["ProgrammeOutcome", "ReadProgramme", "build_programme", "read_programme"]
