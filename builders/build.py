"""Join the stages: a spec in, delivered files out; all files or none.

Enters: a `Request`. Leaves: an `Outcome` with problems and what was made. Everything is written
into a scratch folder beside the target and moved in when it is whole; a failed or killed build
leaves the last good output. Artefacts whose inputs did not change are taken over from it.
"""

from __future__ import annotations

import contextlib
import datetime
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from builders.editions import Edition, edition_kind
from builders.house import House
from builders.manifest import (
    MANIFEST_NAME,
    Artefact,
    Manifest,
    deliver,
    hash_of_inputs,
    is_whole,
    read_manifest,
)
from builders.outputs import Output, named
from builders.problems import Place, Problem, has_errors

if TYPE_CHECKING:
    from builders.artefacts import Task
    from builders.course import Course
    from builders.loading.curriculum import Curriculum, SourceFile
    from builders.models.workshop import WorkshopSpec
    from builders.planning import Plan
    from builders.separation import Guard

Progress = Callable[[str, int, int], None]
"""Called with what was just finished, how many are done, and how many there are."""

ZIP_EPOCH = 315_532_800
"""1 January 1980: zip files, and so decks, hold no earlier date."""


@dataclass(frozen=True)
class Request:
    """What to build. `spec` is the file of the workshop; `target` the folder to deliver to."""

    house: House
    spec: Path
    target: Path
    edition: Edition = "all"
    """The name of an edition, or "all"."""
    only: str | None = None
    """A group of outputs: handbook, deck, agenda. None: all."""
    jobs: int = 1
    formats: tuple[str, ...] = ()
    """Words of `Output.format`. Empty: all."""
    release: bool = False
    """Refuse modules that are not approved or are due for review."""
    allow_untranslated: bool = False
    """Print English, marked as such, where a translation is missing."""

    def wants(self, edition: Edition, output: Output) -> bool:
        """True if this request asks for an output of an edition."""
        return (
            self.edition in ("all", edition)
            and self.only in (None, output.group)
            and (not self.formats or output.format in self.formats)
        )


@dataclass(frozen=True)
class Outcome:
    """What happened. `made`, `kept` and `dropped` are names of artefacts."""

    problems: tuple[Problem, ...] = ()
    made: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    """Artefacts of an earlier build that no longer match the curriculum and were not asked for."""
    unchanged: bool = False
    sources: tuple[SourceFile, ...] = ()
    """Files of the problems, for quoting."""

    @property
    def failed(self) -> bool:
        return has_errors(self.problems)


def build_workshop(
    request: Request,
    progress: Progress = lambda *_: None,
    executor: Executor | None = None,
) -> Outcome:
    """Build what a request asks for. Never leaves the target half written.

    `executor` runs the tasks (`artefacts.run_chain` says what its workers need); it is not shut
    down, so that several workshops can share one. Without it `request.jobs` processes are started
    for this build alone.
    """
    from filelock import FileLock, Timeout

    target = request.target
    name = request.house.name_of(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(target.parent / f".{target.name}.lock", timeout=0):
            _restore(target)
            return _build(request, progress, executor)
    except Timeout:
        return Outcome(
            (
                Problem(
                    Place(name),
                    "output-busy",
                    "Another build is writing to this folder.",
                    "Wait until it has finished, or choose another folder with --out.",
                ),
            )
        )
    except OSError as error:
        return Outcome((_disk_problem(name, error),))


def timestamp_of(spec_date: datetime.date | None) -> int:
    """Seconds since 1970 that stand in every file: SOURCE_DATE_EPOCH, else the first day."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given.isdigit():
        return max(int(given), ZIP_EPOCH)
    day = spec_date or datetime.date(2000, 1, 1)
    noon = datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC)
    return max(int(noon.timestamp()), ZIP_EPOCH)


def read_workshop(
    house: House, spec: Path
) -> tuple[
    tuple[WorkshopSpec, Curriculum, SourceFile, Plan] | None, list[Problem], list[SourceFile]
]:
    """Load, check and plan. Returns also the files, for quoting."""
    from builders.planning import plan_workshop

    ready, problems, sources = load_workshop(house, spec)
    if ready is None:
        return None, problems, sources
    model, curriculum, source = ready
    plan, found = plan_workshop(model, curriculum, source)
    problems += found
    if plan is None:
        return None, problems, sources
    return (model, curriculum, source, plan), problems, sources


def load_workshop(
    house: House, spec: Path
) -> tuple[tuple[WorkshopSpec, Curriculum, SourceFile] | None, list[Problem], list[SourceFile]]:
    """Load and check: what `plan` and `build` share. The spec's prayers have their times."""
    from builders.checks import check_curriculum, check_workshop
    from builders.loading.curriculum import load_curriculum, load_file
    from builders.models.workshop import WorkshopSpec
    from builders.prayer_times import resolved

    curriculum, problems = load_curriculum(house)
    problems += check_curriculum(curriculum)
    sources = list(curriculum.files.values())
    inside = curriculum.files.get(("workshops", spec.stem))
    if inside is not None and inside.path.resolve() == spec.resolve():
        model, source = curriculum.workshops.get(spec.stem), inside
    else:
        model, source, found = load_file(spec, house.name_of(spec), WorkshopSpec)
        problems += found
        sources.append(source)
        if model is not None:
            problems += check_workshop(model, curriculum, source)
    problems = sorted(set(problems))
    if model is None or has_errors(problems):
        return None, problems, sources
    return (resolved(model, curriculum), curriculum, source), problems, sources


def _build(request: Request, progress: Progress, executor: Executor | None) -> Outcome:
    first_day = _first_day(request.spec)
    timestamp = timestamp_of(first_day)
    inputs = hash_of_inputs(
        request.house, request.spec, timestamp, f"untranslated {request.allow_untranslated}"
    )
    before = read_manifest(request.target)
    if (
        before is not None
        and before.inputs == inputs
        and _covers(before, request)
        and not request.release
    ):
        return Outcome(kept=tuple(a.name for a in before.artefacts), unchanged=True)

    ready, problems, sources = read_workshop(request.house, request.spec)
    if ready is None:
        return Outcome(tuple(problems), sources=tuple(sources))
    from builders.artefacts import about, tasks_of
    from builders.glyph_problems import glyph_problems
    from builders.separation import guard_of

    spec, curriculum, _, plan = ready
    if request.release:
        problems += release_problems(spec, plan, curriculum)
    tasks, found = tasks_of(
        request.spec.stem,
        spec,
        plan,
        curriculum,
        timestamp,
        allow_untranslated=request.allow_untranslated,
    )
    problems += found
    if has_errors(problems):
        return Outcome(tuple(problems), sources=tuple(sources))
    old = {a.name: a for a in before.artefacts} if before else {}
    wanted = [task for task in tasks if request.wants(task.edition, task.output)]
    current = {
        task.name: old[task.name]
        for task in tasks
        if task.name in old
        and old[task.name].key == task.key
        and is_whole(request.target, old[task.name])
    }
    to_make = [task for task in wanted if task.name not in current]
    if any(task.output.format == "pdf" for task in to_make):
        files = {source.name: source.text for source in curriculum.files.values()}
        problems += glyph_problems(_whole_courses(to_make), files)
    guarded = [task for task in to_make if not edition_kind(task.edition).shows_trainer_only]
    guard = guard_of(curriculum, spec, _whole_courses(tasks)) if guarded else None
    with _scratch(request.target) as fresh:
        with _executor(executor, min(request.jobs, len(to_make))) as workers:
            made, faults = _make(to_make, fresh, workers, guard, progress)
        if faults:
            return Outcome((*problems, *faults), sources=tuple(sources))
        for artefact in current.values():
            _take_over(request.target, fresh, artefact)
        artefacts = tuple(
            made.get(task.name) or current[task.name]
            for task in tasks
            if task.name in made or task.name in current
        )
        record = about(request.spec, spec, plan, curriculum, tasks)
        expected = tuple(task.name for task in tasks)
        manifest = Manifest(request.spec.stem, inputs, artefacts, expected, record)
        (fresh / MANIFEST_NAME).write_text(manifest.text(), encoding="utf-8", newline="\n")
        _swap(fresh, request.target)
    delivered = {artefact.name for artefact in artefacts}
    return Outcome(
        tuple(problems),
        tuple(task.name for task in to_make),
        tuple(name for name in current),
        tuple(name for name in old if name not in delivered),
        unchanged=not to_make and set(old) == delivered,
        sources=tuple(sources),
    )


def release_problems(spec: WorkshopSpec, plan: Plan, curriculum: Curriculum) -> list[Problem]:
    """Why modules of a workshop may not be handed out without a draft mark."""
    from builders.approvals import missing_for_release, missing_text

    found = []
    for chosen in plan.modules:
        module = curriculum.modules[chosen.module_id]
        missing = missing_for_release(module, spec.days[-1].date)
        if missing:
            found.append(
                Problem(
                    curriculum.key_place("modules", chosen.module_id, "review"),
                    "release-unapproved",
                    f"'{chosen.module_id}' is a draft. {missing_text(missing)}.",
                    "Have it read, then run `keyhub approve`; or build without --release, with "
                    "draft marks.",
                )
            )
    return found


def _first_day(spec: Path) -> datetime.date | None:
    """The first date in the spec, read without the parser so that a rebuild starts at once."""
    import re

    found = re.search(rb"\bdate:\s*[\"']?(\d{4})-(\d{2})-(\d{2})", spec.read_bytes())
    if not found:
        return None
    try:
        return datetime.date(*(int(part) for part in found.groups()))
    except ValueError:
        return None


def _covers(before: Manifest, request: Request) -> bool:
    """True if an earlier build of the same inputs holds, whole, all that is asked for."""
    there = {artefact.name for artefact in before.artefacts}
    wanted = {name for name in before.expected if _asked_by_name(name, request)}
    return wanted <= there and all(is_whole(request.target, a) for a in before.artefacts)


def _asked_by_name(name: str, request: Request) -> bool:
    output = named(name)
    return output is None or request.wants(name.partition("/")[0].rpartition("-")[0], output)


def _make(
    tasks: Sequence[Task],
    fresh: Path,
    executor: Executor | None,
    guard: Guard | None,
    progress: Progress,
) -> tuple[dict[str, Artefact], list[Problem]]:
    """Run all tasks, here if there is no executor; what each delivered, and what went wrong.

    What is for participants is searched for the words of trainers as soon as it is made, while
    workers make the rest.
    """
    from builders.artefacts import chains_of, run_chain

    faults: list[Problem] = []
    done = 0

    def finished(chain: Sequence[Task], found: Iterable[list[Problem]]) -> None:
        nonlocal done
        for task, problems in zip(chain, found, strict=True):
            faults.extend(problems)
            faults.extend(_leaks(task, fresh, guard))
            done += 1
            progress(task.name, done, len(tasks))

    if executor is None:
        for chain in chains_of(tasks):
            for task in chain:
                finished([task], run_chain([task], fresh))
    else:
        waiting = {executor.submit(run_chain, chain, fresh): chain for chain in chains_of(tasks)}
        try:
            for future in as_completed(waiting):
                finished(waiting[future], future.result())
        finally:
            for future in waiting:  # where one broke down, nobody waits for the rest
                future.cancel()
    made: dict[str, Artefact] = {}
    if not faults:
        for task in tasks:
            files = [deliver(fresh, path) for path in task.files_in(fresh)]
            made[task.name] = Artefact(task.name, task.key, tuple(files))
    return made, sorted(faults)


def _whole_courses(tasks: Sequence[Task]) -> list[Course]:
    """The courses of all editions and languages, not those cut down for one deck."""
    return [task.course for task in tasks if not task.part]


def _leaks(task: Task, fresh: Path, guard: Guard | None) -> list[Problem]:
    """Words of trainers in an artefact of an edition that may not show them."""
    from builders.separation import leaks_in

    if guard is None or edition_kind(task.edition).shows_trainer_only:
        return []
    return leaks_in(guard, task.files_in(fresh), fresh)


@contextlib.contextmanager
def _executor(given: Executor | None, jobs: int) -> Iterator[Executor | None]:
    """The executor given; else processes started afresh, the same way on every system."""
    if given is not None or jobs <= 1:
        yield given
    else:
        with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
            yield pool


@contextlib.contextmanager
def _scratch(target: Path) -> Iterator[Path]:
    """A folder beside the target (so that moving is a rename); it is gone afterwards."""
    for left in target.parent.glob(f".{target.name}.new-*"):
        shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=f".{target.name}.new-", dir=target.parent))
    try:
        fresh = folder / target.name
        fresh.mkdir()
        yield fresh
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _swap(fresh: Path, target: Path) -> None:
    """Put the new folder in the target's place. `_restore` mends a kill between the two moves."""
    aside = _aside(target)
    shutil.rmtree(aside, ignore_errors=True)
    if target.exists():
        target.rename(aside)
    try:
        fresh.rename(target)
    except OSError:
        if aside.exists():
            aside.rename(target)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def _restore(target: Path) -> None:
    aside = _aside(target)
    if aside.exists():
        if target.exists():
            shutil.rmtree(aside, ignore_errors=True)
        else:
            aside.rename(target)


def _aside(target: Path) -> Path:
    return target.parent / f".{target.name}.last"


def _take_over(old: Path, fresh: Path, artefact: Artefact) -> None:
    for file in artefact.files:
        path = fresh / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(old / file.path, path)


def _disk_problem(name: str, error: OSError) -> Problem:
    reason = error.strerror or type(error).__name__
    return Problem(
        Place(name),
        "output-unwritable",
        f"The output cannot be written: {reason}.",
        "Close files that are open in other programs, free some space, or choose another folder "
        "with --out. The last good output is as it was.",
    )


__all__ = ["Outcome", "Request", "build_workshop", "read_workshop", "timestamp_of"]
