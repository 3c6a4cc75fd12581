"""Who leads each placed step and who helps, shared evenly.

Enters: placed steps, spec, curriculum. Leaves: numbers of trainers (from 0) for each step, the
leader first. A module keeps one leader where one is there all through it; of those who can, whoever
has led the fewest minutes so far leads, then helps; ties go to the order of the spec.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from builders.loading.curriculum import Curriculum
from builders.models.workshop import WorkshopSpec
from builders.planning.demand import DAY
from builders.planning.plan import Placed
from builders.planning.starts import Staff


def leaders_of(
    placed: Sequence[Placed], spec: WorkshopSpec, curriculum: Curriculum
) -> tuple[tuple[int, ...], ...]:
    """The trainers of each step. Empty tuples if the spec names none."""
    if not spec.trainers:
        return ((),) * len(placed)
    staff = Staff(spec)
    everyone = range(len(spec.trainers))
    led = dict.fromkeys(everyone, 0)
    helped = dict.fromkeys(everyone, 0)
    found: list[tuple[int, ...]] = []
    for module_id, group in groupby(placed, key=lambda step: step.module_id):
        steps = list(group)
        module = curriculum.modules[module_id]
        needs = {step.id: step.trainers for step in module.steps}
        able = staff.leaders_of(module_id, module)
        there = [_there(step, staff) for step in steps]
        throughout = [n for n in able if all(n in present for present in there)]
        leader = min(throughout, key=lambda n: (led[n], helped[n], n), default=None)
        for step, present in zip(steps, there, strict=True):
            now = leader
            if now is None:
                now = min((n for n in able if n in present), key=lambda n: (led[n], helped[n], n))
            others = sorted(
                (n for n in present if n != now), key=lambda n: (led[n] + helped[n], n)
            )[: needs[step.step_id] - 1]
            led[now] += step.minutes
            for helper in others:
                helped[helper] += step.minutes
            found.append((now, *others))
    return tuple(found)


def _there(step: Placed, staff: Staff) -> list[int]:
    start = (step.day - 1) * DAY + step.start
    return [
        number
        for number in range(len(staff.trainers))
        if staff.is_there(number, start, start + step.minutes)
    ]
