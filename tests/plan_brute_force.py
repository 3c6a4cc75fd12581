"""The best value and minutes of a tiny workshop, found by trying everything.

Knows the rules from their words alone and shares no code with the planner: every set of steps,
every order of modules, every minute at which a step could start.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from itertools import combinations, permutations

from builders.loading.curriculum import Curriculum
from builders.models.module import Step
from builders.models.workshop import WorkshopSpec

Name = tuple[str, str]


def best_by_trying(spec: WorkshopSpec, curriculum: Curriculum) -> tuple[int, int] | None:
    """The most value (in thousandths) and then the most nominal minutes; None without any plan."""
    usable = _usable(spec, curriculum)
    everything = [(module, step.id) for module, steps in usable.items() for step in steps]
    found = []
    for size in range(1, len(everything) + 1):
        for kept in combinations(everything, size):
            if _is_sound(set(kept), spec, curriculum, usable):
                value = _value(set(kept), spec, curriculum)
                minutes = sum(_step(curriculum, name).minutes for name in kept)
                found.append((value, minutes, kept))
    for value, minutes, kept in sorted(found, reverse=True):
        if _has_timetable(kept, spec, curriculum):
            return value, minutes
    return None


def _usable(spec: WorkshopSpec, curriculum: Curriculum) -> dict[str, list[Step]]:
    asked = {*spec.must, *(name.split("/")[0] for name in spec.must_steps + spec.must_objectives)}
    if spec.may is None:
        asked |= {
            name
            for name, module in curriculum.modules.items()
            if set(module.audiences) & set(spec.audiences) and name not in spec.prior
        }
    else:
        asked |= set(spec.may)
    while True:
        more = {
            needed
            for name in asked
            for needed in curriculum.modules[name].requires
            if needed not in spec.prior
        }
        if more <= asked:
            break
        asked |= more
    found = {}
    for name in sorted(asked - set(spec.never)):
        found[name] = [
            step
            for step in curriculum.modules[name].steps
            if f"{name}/{step.id}" not in spec.never_steps
            and (not step.when or not step.when.hub or set(step.when.hub) & set(spec.hubs))
        ]
    return found


def _step(curriculum: Curriculum, name: Name) -> Step:
    return next(s for s in curriculum.modules[name[0]].steps if s.id == name[1])


def _is_sound(
    kept: set[Name],
    spec: WorkshopSpec,
    curriculum: Curriculum,
    usable: dict[str, list[Step]],
) -> bool:
    taught = {module for module, _ in kept}
    written = {f"{module}/{step}" for module, step in kept}
    if not set(spec.must) <= taught or not set(spec.must_steps) <= written:
        return False
    for module in taught:
        model = curriculum.modules[module]
        if any(n not in taught and n not in spec.prior for n in model.requires):
            return False
        if any(not s.optional and (module, s.id) not in kept for s in usable[module]):
            return False
        for one, other in zip(usable[module], usable[module][1:], strict=False):
            if _debriefed(one, other) and ((module, one.id) in kept) != (
                (module, other.id) in kept
            ):
                return False
        covered = {o for s in model.steps if (module, s.id) in kept for o in s.objectives}
        if any(o.mandatory and o.id not in covered for o in model.objectives):
            return False
    for name in spec.must_objectives:
        module, goal = name.split("/")
        if not any(goal in _step(curriculum, n).objectives for n in kept if n[0] == module):
            return False
    total = sum(_step(curriculum, n).minutes for n in kept)
    talk = sum(
        _step(curriculum, n).minutes
        for n in kept
        if _step(curriculum, n).method in ("briefing", "demonstration")
    )
    if 100 * talk > spec.lecture_at_most * total:
        return False
    for pillar, share in spec.shares.items():
        part = sum(
            _step(curriculum, n).minutes for n in kept if curriculum.modules[n[0]].pillar == pillar
        )
        if 100 * part < share.at_least * total or 100 * part > share.at_most * total:
            return False
    return True


def _debriefed(one: Step, other: Step) -> bool:
    doing = ("exercise", "case_work", "role_play", "simulation")
    return one.method in doing and other.method == "debrief"


def _value(kept: set[Name], spec: WorkshopSpec, curriculum: Curriculum) -> int:
    value = 0
    for name in {module for module, _ in kept}:
        module = curriculum.modules[name]
        for objective in module.objectives:
            if not any(
                objective.id in step.objectives for step in module.steps if (name, step.id) in kept
            ):
                continue
            if spec.needs is None:
                value += 1000
            elif f"{name}/{objective.id}" in spec.needs.objectives:
                value += round(1000 * spec.needs.objectives[f"{name}/{objective.id}"])
            else:
                weights = [
                    spec.needs.competencies[c]
                    for c in objective.competencies
                    if c in spec.needs.competencies
                ]
                value += round(1000 * max(weights, default=0.5))
    return value


def _has_timetable(kept: tuple[Name, ...], spec: WorkshopSpec, curriculum: Curriculum) -> bool:
    taught = sorted({module for module, _ in kept})
    for order in permutations(taught):
        if any(
            needed in taught and needed not in spec.prior and order.index(needed) > place
            for place, module in enumerate(order)
            for needed in curriculum.modules[module].requires
        ):
            continue
        line = [
            (module, step)
            for module in order
            for step in curriculum.modules[module].steps
            if (module, step.id) in kept
        ]
        if line[-1][1].heavy:
            continue
        if _fits(line, spec, curriculum):
            return True
    return False


def _fits(line: list[tuple[str, Step]], spec: WorkshopSpec, curriculum: Curriculum) -> bool:
    @cache
    def rest_fits(number: int, day: int, clock: int, run: int, begun_on: int) -> bool:
        """Steps from `number` on fit after a moment, when `run` minutes of lecture end there."""
        if number == len(line):
            return True
        module, step = line[number]
        before = line[number - 1] if number else None
        same = before is not None and before[0] == module
        at_once = same and before is not None and _is_unit(before[1], step, module)
        for start_day, start in _moments(spec, day, clock):
            if at_once and (start_day, start) != (day, clock):
                return False
            end = start + _clock_minutes(step, spec)
            if not _is_free(spec, start_day, start, end):
                continue
            if same and start_day != begun_on and not curriculum.modules[module].may_span_days:
                continue
            if not _staffed(spec, curriculum, module, step, start_day, start, end):
                continue
            fresh = number == 0 or start_day != day or _paused(spec, day, clock, start)
            lecture = step.method in ("briefing", "demonstration")
            longer = ((0 if fresh else run) + step.minutes) if lecture else 0
            if longer > 30:
                continue
            if rest_fits(number + 1, start_day, end, longer, begun_on if same else start_day):
                return True
        return False

    def _is_unit(one: Step, other: Step, module: str) -> bool:
        steps = [
            s
            for s in curriculum.modules[module].steps
            if f"{module}/{s.id}" not in spec.never_steps
            and (not s.when or not s.when.hub or set(s.when.hub) & set(spec.hubs))
        ]
        return _debriefed(one, other) and steps.index(other) == steps.index(one) + 1

    return rest_fits(0, 0, 0, 0, 0)


def _moments(spec: WorkshopSpec, day: int, clock: int) -> Iterator[tuple[int, int]]:
    for number in range(day, len(spec.days)):
        end = _minutes(spec.days[number].end)
        first = clock if number == day else _minutes(spec.days[number].start)
        for minute in range(first, end):
            yield number, minute


def _is_free(spec: WorkshopSpec, number: int, start: int, end: int) -> bool:
    day = spec.days[number]
    first = _minutes(day.start) + sum(
        b.minutes for b in day.standing if b.kind in ("opening", "pre_test", "recap")
    )
    last = _minutes(day.end) - sum(
        b.minutes for b in day.standing if b.kind in ("post_test", "evaluation", "closing")
    )
    if start < first or end > last:
        return False
    return all(end <= p.minute or p.minute + p.minutes <= start for p in day.pauses)


def _paused(spec: WorkshopSpec, number: int, end: int, start: int) -> bool:
    return any(end <= p.minute < start for p in spec.days[number].pauses)


def _staffed(
    spec: WorkshopSpec,
    curriculum: Curriculum,
    module: str,
    step: Step,
    day: int,
    start: int,
    end: int,
) -> bool:
    if spec.rooms and step.rooms > len(spec.rooms):
        return False
    if not spec.trainers:
        return True
    there = []
    for trainer in spec.trainers:
        if not trainer.present or any(
            p.date == spec.days[day].date
            and (p.start is None or _minutes(p.start) <= start)
            and (p.end is None or end <= _minutes(p.end))
            for p in trainer.present
        ):
            there.append(trainer)
    able = [
        t
        for t in there
        if not (t.modules or t.pillars)
        or module in t.modules
        or curriculum.modules[module].pillar in t.pillars
    ]
    return len(there) >= step.trainers and bool(able)


def _clock_minutes(step: Step, spec: WorkshopSpec) -> int:
    if spec.interpretation and step.method in (
        "briefing",
        "demonstration",
        "discussion",
        "debrief",
    ):
        return math.ceil(step.minutes * Fraction(str(spec.interpretation.talk_time_factor)))
    return step.minutes


def _minutes(time: datetime.time) -> int:
    return time.hour * 60 + time.minute
