"""Join the stages: a spec in, delivered files out; all files or none.

Enters: a `Request`. Leaves: an `Outcome` with problems and what was made. Everything is written
into a scratch folder beside the target and moved in when it is whole; a failed or killed build
leaves the last good output. Artefacts whose inputs did not change are taken over from it.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from builders.delivery import (
    BusyError,
    busy_problem,
    disk_problem,
    locked,
    scratch,
    swap,
    take_over,
)
from builders.editions import Edition, edition_kind
from builders.executors import run_all, workers
from builders.house import House
from builders.manifest import (
    MANIFEST_NAME,
    Artefact,
    Manifest,
    deliver,
    hash_of_house,
    hash_of_inputs,
    is_whole,
    read_manifest,
)
from builders.outputs import Output, named
from builders.problems import Problem, has_errors

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
    name = request.house.name_of(request.target)
    try:
        with locked(request.target):
            work = begin(request, hash_of_house(request.house))
            if isinstance(work, Outcome):
                return work
            with scratch(request.target) as fresh:
                jobs = min(request.jobs, len(work.to_make))
                with workers(executor, jobs) as running:
                    todo = [(task, fresh) for task in work.to_make]
                    for number, done in enumerate(run_all(todo, running), 1):
                        if done.error is not None:
                            raise done.error
                        task = work.to_make[done.number]
                        work.made(task, fresh, done.problems)
                        progress(task.name, number, len(todo))
                return finish(work, fresh)
    except BusyError:
        return Outcome((busy_problem(name),))
    except OSError as error:
        return Outcome((disk_problem(name, error),))


def timestamp_of(spec_date: datetime.date | None) -> int:
    """Seconds since 1970 that stand in every file: SOURCE_DATE_EPOCH, else the first day."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given.isdigit():
        return max(int(given), ZIP_EPOCH)
    day = spec_date or datetime.date(2000, 1, 1)
    noon = datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC)
    return max(int(noon.timestamp()), ZIP_EPOCH)


Ready = tuple["WorkshopSpec", "Curriculum", "SourceFile", "Plan"]
"""A workshop that was loaded, checked and planned."""


def read_house(house: House) -> tuple[Curriculum, list[Problem]]:
    """Load and check everything, once for all workshops of a run."""
    from builders.checks import check_curriculum
    from builders.loading.curriculum import load_curriculum

    curriculum, problems = load_curriculum(house)
    return curriculum, sorted({*problems, *check_curriculum(curriculum)})


def read_workshop(house: House, spec: Path) -> tuple[Ready | None, list[Problem], list[SourceFile]]:
    """Load, check and plan. Returns also the files, for quoting."""
    from builders.planning import memory_of, plan_workshop

    ready, problems, sources = load_workshop(house, spec)
    if ready is None:
        return None, problems, sources
    model, curriculum, source = ready
    plan, found = plan_workshop(model, curriculum, source, memory=memory_of(house))
    problems += found
    if plan is None:
        return None, problems, sources
    return (model, curriculum, source, plan), problems, sources


def load_workshop(
    house: House, spec: Path
) -> tuple[tuple[WorkshopSpec, Curriculum, SourceFile] | None, list[Problem], list[SourceFile]]:
    """Load and check: what `plan` and `build` share. The spec's prayers have their times."""
    from builders.checks import check_workshop
    from builders.loading.curriculum import load_file
    from builders.models.workshop import WorkshopSpec
    from builders.prayer_times import resolved

    curriculum, problems = read_house(house)
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


@dataclass
class Work:
    """One workshop while its artefacts are being made."""

    request: Request
    ready: Ready
    inputs: str
    tasks: Sequence[Task]
    """All artefacts of the workshop."""
    to_make: Sequence[Task]
    """Those that are asked for and are not there yet."""
    current: Mapping[str, Artefact]
    """Those that an earlier build has left as they would be made now, by name."""
    before: Iterable[str]
    """Names of what an earlier build has left."""
    problems: list[Problem]
    sources: Sequence[SourceFile]
    faults: list[Problem] = field(default_factory=list)
    done: dict[str, Artefact] = field(default_factory=dict)

    @cached_property
    def guard(self) -> Guard:
        """What no file for participants may hold."""
        from builders.separation import guard_of

        spec, curriculum, _, _ = self.ready
        # The courses of all editions and languages, not those cut down for one deck.
        courses: list[Course] = [task.course for task in self.tasks if not task.part]
        return guard_of(curriculum, spec, courses)

    def made(self, task: Task, fresh: Path, problems: Iterable[Problem]) -> None:
        """Take note of an artefact that was made below `fresh`.

        What is for participants is searched for the words of trainers as soon as it is made, while
        workers make the rest.
        """
        from builders.separation import leaks_in

        files = task.files_in(fresh)
        self.faults += problems
        if not edition_kind(task.edition).shows_trainer_only:
            self.faults += leaks_in(self.guard, files, fresh)
        delivered = tuple(deliver(fresh, path) for path in files)
        self.done[task.name] = Artefact(task.name, task.key, delivered)


def begin(
    request: Request,
    of_house: str,
    ready: tuple[Ready | None, list[Problem], list[SourceFile]] | None = None,
    context: str = "",
) -> Work | Outcome:
    """Find what is to be made; an outcome where that is nothing, or nothing can be.

    `of_house` is `hash_of_house`. `ready` is what `read_workshop` gives, if it was read already;
    `context` stands for what it was read with beside the house and the spec.
    """
    timestamp = timestamp_of(first_day(request.spec))
    english = "english allowed" if request.allow_untranslated else ""
    inputs = hash_of_inputs(of_house, request.spec, timestamp, context + english)
    before = read_manifest(request.target)
    if before is not None and is_done(before, request, inputs):
        return Outcome(kept=tuple(a.name for a in before.artefacts), unchanged=True)

    found, problems, sources = ready or read_workshop(request.house, request.spec)
    if found is None:
        return Outcome(tuple(problems), sources=tuple(sources))
    from builders.artefacts import tasks_of
    from builders.glyph_problems import glyph_problems

    spec, curriculum, _, plan = found
    problems = [*problems, *(release_problems(spec, plan, curriculum) if request.release else ())]
    tasks, faults = tasks_of(
        request.spec.stem,
        spec,
        plan,
        curriculum,
        timestamp,
        allow_untranslated=request.allow_untranslated,
    )
    problems += faults
    if has_errors(problems):
        return Outcome(tuple(problems), sources=tuple(sources))
    old = {a.name: a for a in before.artefacts} if before else {}
    current = {
        task.name: old[task.name]
        for task in tasks
        if task.name in old
        and old[task.name].key == task.key
        and is_whole(request.target, old[task.name])
    }
    to_make = [
        task
        for task in tasks
        if task.name not in current and request.wants(task.edition, task.output)
    ]
    if any(task.output.format == "pdf" for task in to_make):
        files = {source.name: source.text for source in curriculum.files.values()}
        courses = [task.course for task in to_make if not task.part]
        problems += glyph_problems(courses, files)
    return Work(request, found, inputs, tasks, to_make, current, tuple(old), problems, sources)


def finish(work: Work, fresh: Path) -> Outcome:
    """Deliver what was made below `fresh` and what has not changed; nothing after a fault.

    The record lies beside all editions, so it is searched like a file for participants.
    """
    from builders.artefacts import about
    from builders.separation import leaks_in

    request = work.request
    if work.faults:
        return Outcome((*work.problems, *sorted(work.faults)), sources=tuple(work.sources))
    for artefact in work.current.values():
        take_over(request.target, fresh, artefact)
    there = {**work.current, **work.done}
    artefacts = tuple(there[task.name] for task in work.tasks if task.name in there)
    spec, curriculum, _, plan = work.ready
    record = about(request.spec, spec, plan, curriculum, work.tasks)
    expected = tuple(task.name for task in work.tasks)
    manifest = Manifest(request.spec.stem, work.inputs, artefacts, expected, record)
    record_file = fresh / MANIFEST_NAME
    record_file.write_text(manifest.text(), encoding="utf-8", newline="\n")
    if work.to_make and (leaks := leaks_in(work.guard, [record_file], fresh)):
        return Outcome((*work.problems, *leaks), sources=tuple(work.sources))
    swap(fresh, request.target)
    delivered = {artefact.name for artefact in artefacts}
    return Outcome(
        tuple(work.problems),
        tuple(task.name for task in work.to_make),
        tuple(work.current),
        tuple(name for name in work.before if name not in delivered),
        unchanged=not work.to_make and set(work.before) == delivered,
        sources=tuple(work.sources),
    )


def release_problems(spec: WorkshopSpec, plan: Plan, curriculum: Curriculum) -> list[Problem]:
    """Why modules of a workshop may not be handed out without a draft mark."""
    from builders.approvals import missing_for_release, missing_text
    from builders.loading.wording import SOURCE_LANGUAGE
    from builders.translating import Translations

    translations = [
        Translations(curriculum.house, language)
        for language in spec.languages
        if language != SOURCE_LANGUAGE
    ]
    found = []
    for chosen in plan.modules:
        module = curriculum.modules[chosen.module_id]
        printed = {
            words.language: words.apply("modules", chosen.module_id, module)
            for words in translations
        }
        missing = missing_for_release(module, spec.days[-1].date, printed)
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


def first_day(spec: Path) -> datetime.date | None:
    """The first date in the spec, read without the parser so that a rebuild starts at once."""
    import re

    found = re.search(rb"\bdate:\s*[\"']?(\d{4})-(\d{2})-(\d{2})", spec.read_bytes())
    if not found:
        return None
    try:
        return datetime.date(*(int(part) for part in found.groups()))
    except ValueError:
        return None


def is_done(before: Manifest, request: Request, inputs: str) -> bool:
    """True if an earlier build of the same inputs holds, whole, all that is asked for."""
    if before.inputs != inputs or request.release:
        return False
    there = {artefact.name for artefact in before.artefacts}
    wanted = {name for name in before.expected if _asked_by_name(name, request)}
    return wanted <= there and all(is_whole(request.target, a) for a in before.artefacts)


def _asked_by_name(name: str, request: Request) -> bool:
    output = named(name)
    return output is None or request.wants(name.partition("/")[0].rpartition("-")[0], output)


__all__ = ["Outcome", "Request", "build_workshop", "read_workshop", "timestamp_of"]
