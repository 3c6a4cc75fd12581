"""A workshop spec makes sense by itself: days, pauses, what must and must not be in."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator

from builders.checks.evidence import evidence_problems
from builders.checks.harm import harm_problems
from builders.checks.references import markup_problems, reference_problems
from builders.checks.walking import strings_in
from builders.checks.words import word_problems
from builders.loading.curriculum import Curriculum, SourceFile
from builders.models.workshop import Day, WorkshopSpec
from builders.problems import Problem, Step, closest


def check_workshops(curriculum: Curriculum) -> Iterator[Problem]:
    """Every spec in the house (its references are checked with all others)."""
    for workshop_id, spec in curriculum.workshops.items():
        yield from check_spec(spec, curriculum, curriculum.files["workshops", workshop_id])


def check_workshop(
    spec: WorkshopSpec, curriculum: Curriculum, source: SourceFile
) -> Iterator[Problem]:
    """Everything about one spec, also where it lies outside the house."""
    texts = strings_in([("workshops", source.path.stem, spec, source)])
    yield from reference_problems(curriculum, texts)
    yield from markup_problems(curriculum, texts)
    yield from evidence_problems(curriculum, texts)
    yield from word_problems(curriculum, texts)
    yield from harm_problems(curriculum, texts)
    yield from check_spec(spec, curriculum, source)


def check_spec(spec: WorkshopSpec, curriculum: Curriculum, source: SourceFile) -> Iterator[Problem]:
    """Days, pauses, and the lists of modules of one spec."""
    yield from _check_dates(spec, source)
    for number, day in enumerate(spec.days):
        yield from _check_day(day, number, source)
    yield from _check_choices(spec, curriculum, source)


def _check_dates(spec: WorkshopSpec, source: SourceFile) -> Iterator[Problem]:
    for number in range(1, len(spec.days)):
        earlier, later = spec.days[number - 1].date, spec.days[number].date
        if later <= earlier:
            yield Problem(
                source.places.of("days", number, "date"),
                "day-order",
                f"The day {later} does not come after {earlier}.",
                "Put the days in order, each date once.",
            )


def _check_day(day: Day, number: int, source: SourceFile) -> Iterator[Problem]:
    here: tuple[Step, ...] = ("days", number)
    start, end = _minutes(day.start), _minutes(day.end)
    if end <= start:
        yield Problem(
            source.places.of(*here, "end"),
            "day-ends-before-start",
            f"The day ends at {day.end:%H:%M}, before or when it starts at {day.start:%H:%M}.",
            "Correct `start` or `end`; times run from 00:00 to 23:59.",
        )
        return
    first = start + sum(block.minutes for block in day.opening)
    last = end - sum(block.minutes for block in day.closing)
    if first >= last:
        yield Problem(
            source.places.of(*here, "start"),
            "day-full",
            "The standing blocks leave no time to teach on this day.",
            "Shorten blocks under `standing`, or lengthen the day.",
        )
        return
    taken: list[tuple[int, int, str]] = []
    for position, pause in enumerate(day.pauses):
        begins = pause.minute
        ends = begins + pause.minutes
        place = source.places.of(*here, "pauses", position)
        if begins < first or ends > last:
            yield Problem(
                place,
                "pause-outside-day",
                f"The {pause.kind} from {_clock(begins)} to {_clock(ends)} is not inside the "
                f"teaching time, {_clock(first)} to {_clock(last)}.",
                "Move it, or change the day.",
            )
        for other_begins, other_ends, kind in taken:
            if begins < other_ends and other_begins < ends:
                yield Problem(
                    place,
                    "pause-overlap",
                    f"The {pause.kind} at {_clock(begins)} overlaps the {kind} at "
                    f"{_clock(other_begins)}.",
                    "Move one of them.",
                )
        taken.append((begins, ends, pause.kind))


def _check_choices(
    spec: WorkshopSpec, curriculum: Curriculum, source: SourceFile
) -> Iterator[Problem]:
    for key in ("must", "may"):
        names: tuple[str, ...] = getattr(spec, key) or ()
        for number, name in enumerate(names):
            if name in spec.never:
                yield Problem(
                    source.places.of(key, number),
                    "module-never",
                    f"'{name}' is under `{key}` and under `never`.",
                    "Keep it in one of the two.",
                )
            if key == "may" and name in spec.must:
                yield Problem(
                    source.places.of(key, number),
                    "module-repeated",
                    f"'{name}' is under `may` and under `must`.",
                    "Keep it in one of the two.",
                )
    for number, name in enumerate(spec.never_steps):
        module_id, _, step_id = name.partition("/")
        place = source.places.of("never_steps", number)
        module = curriculum.modules.get(module_id)
        if module is None:
            if not curriculum.knows("modules", module_id):
                yield Problem(
                    place,
                    "module-unknown",
                    f"No module is called '{module_id}'.",
                    closest(module_id, curriculum.modules) or "Write `module-id/step-id`.",
                )
            continue
        steps = [step.id for step in module.steps]
        if step_id not in steps:
            yield Problem(
                place,
                "step-unknown",
                f"The module '{module_id}' has no step '{step_id}'.",
                closest(step_id, steps) or f"There are: {', '.join(steps)}.",
            )


def _minutes(time: datetime.time) -> int:
    return time.hour * 60 + time.minute


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


WORKSHOP_CHECKS: tuple[Callable[[Curriculum], Iterator[Problem]], ...] = (check_workshops,)
