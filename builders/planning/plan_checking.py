"""Every rule looked at once more in a finished plan. Shares no code with what makes plans.

Enters: plan, spec, curriculum. Leaves: the broken rules in words; none for a sound plan. It runs
after every solve, so a fault of the planner never reaches an agenda.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from builders.loading.curriculum import Curriculum
from builders.models.blocks import When
from builders.models.module import LECTURE_METHODS, TALK_METHODS, Module, Step
from builders.models.workshop import Trainer, WorkshopSpec
from builders.planning.plan import Placed, Plan

LONGEST_RUN = 30
DOING = ("exercise", "case_work", "role_play", "simulation")


def broken_rules(plan: Plan, spec: WorkshopSpec, curriculum: Curriculum) -> list[str]:
    """Every rule that a plan breaks, in words."""
    look = _Look(plan, spec, curriculum)
    return [
        *look.choice(),
        *look.steps_of_modules(),
        *look.times(),
        *look.neighbours(),
        *look.shares(),
        *look.people_and_rooms(),
        *look.sums(),
    ]


class _Look:
    def __init__(self, plan: Plan, spec: WorkshopSpec, curriculum: Curriculum) -> None:
        self.plan, self.spec, self.curriculum = plan, spec, curriculum
        self.placed = sorted(plan.placed, key=lambda p: (p.day, p.start))
        self.steps: dict[tuple[str, str], Step] = {
            (p.module_id, p.step_id): step
            for p in plan.placed
            for step in curriculum.modules[p.module_id].steps
            if step.id == p.step_id
        }
        self.by_module: dict[str, list[Placed]] = {}
        for one in self.placed:
            self.by_module.setdefault(one.module_id, []).append(one)

    def choice(self) -> Iterator[str]:
        """Which modules are taught, and in which order."""
        spec, modules = self.spec, self.curriculum.modules
        order = [chosen.module_id for chosen in self.plan.modules]
        if order != list(self.by_module):
            yield "the modules named are not those taught, or not in this order"
        for name in spec.must:
            if name not in order:
                yield f"{name} must be taught"
        for name in (*spec.must_steps, *spec.must_objectives):
            if name.partition("/")[0] in modules and name.partition("/")[0] not in order:
                yield f"{name} must be taught"
        taught = {f"{p.module_id}/{p.step_id}" for p in self.placed}
        for name in spec.must_steps:
            if self._exists(name) and name not in taught:
                yield f"{name} must be taught"
        for name in set(spec.never) & set(order):
            yield f"{name} must not be taught"
        for name in set(spec.never_steps) & taught:
            yield f"{name} must not be taught"
        asked = {*spec.must, *(n.partition("/")[0] for n in spec.must_steps)}
        asked |= {n.partition("/")[0] for n in spec.must_objectives}
        if spec.may is not None:
            asked |= set(spec.may)
        else:
            asked |= {n for n, m in modules.items() if set(m.audiences) & set(spec.audiences)}
        wanted = set(asked)
        waiting = list(asked)
        while waiting:
            module = modules.get(waiting.pop())
            for needed in module.requires if module else ():
                if needed not in wanted and needed not in spec.prior:
                    wanted.add(needed)
                    waiting.append(needed)
        for name in set(order) - wanted:
            yield f"nobody asked for {name}"
        ends = {n: (p[-1].day, p[-1].start + p[-1].minutes) for n, p in self.by_module.items()}
        for name, placed in self.by_module.items():
            for needed in modules[name].requires:
                if needed in spec.prior and needed not in ends:
                    continue
                if needed not in spec.prior and (
                    needed not in ends or ends[needed] > (placed[0].day, placed[0].start)
                ):
                    yield f"{name} comes before {needed}"

    def _exists(self, name: str) -> bool:
        module_id, _, step_id = name.partition("/")
        module = self.curriculum.modules.get(module_id)
        return bool(module and any(s.id == step_id for s in module.steps))

    def steps_of_modules(self) -> Iterator[str]:
        """Each module's steps: the right ones, in order, whole."""
        for name, placed in self.by_module.items():
            module = self.curriculum.modules[name]
            usable = [step for step in module.steps if self._is_usable(name, step)]
            kept = [p.step_id for p in placed]
            if kept != [step.id for step in usable if step.id in kept] or len(kept) > len(usable):
                yield f"{name}: steps that are not for here, or out of order"
            for step in usable:
                if not step.optional and step.id not in kept:
                    yield f"{name}/{step.id} is missing"
            for one, other in pairwise(usable):
                if one.method in DOING and other.method == "debrief":
                    yield from self._debriefed(name, one.id, other.id)
            if not module.may_span_days and len({p.day for p in placed}) > 1:
                yield f"{name} is spread over a night"
            yield from self._objectives(name, module, kept)

    def _is_usable(self, name: str, step: Step) -> bool:
        return f"{name}/{step.id}" not in self.spec.never_steps and _allows(step.when, self.spec)

    def _debriefed(self, name: str, doing: str, debrief: str) -> Iterator[str]:
        found = {p.step_id: p for p in self.by_module[name] if p.step_id in (doing, debrief)}
        if len(found) == 1:
            yield f"{name}: {doing} and {debrief} are parted"
        elif len(found) == 2:
            before, after = found[doing], found[debrief]
            if (after.day, after.start) != (before.day, before.start + before.minutes):
                yield f"{name}: {debrief} does not follow {doing} at once"

    def _objectives(self, name: str, module: Module, kept: list[str]) -> Iterator[str]:
        covered = {o for s in module.steps if s.id in kept for o in s.objectives}
        for objective in module.objectives:
            full = f"{name}/{objective.id}"
            if objective.mandatory and objective.id not in covered:
                yield f"{full} is not covered, and it is mandatory"
            if full in self.spec.must_objectives and objective.id not in covered:
                yield f"{full} must be covered"

    def times(self) -> Iterator[str]:
        """Everything inside the teaching time, one after the other, as long as it should be."""
        for one in self.placed:
            name = f"{one.module_id}/{one.step_id}"
            step = self.steps[one.module_id, one.step_id]
            if one.minutes != self._clock_minutes(step):
                yield f"{name} has the wrong length"
            day = self.spec.days[one.day - 1]
            first = day.start.hour * 60 + day.start.minute + sum(b.minutes for b in day.opening)
            last = day.end.hour * 60 + day.end.minute - sum(b.minutes for b in day.closing)
            if one.start < first or one.start + one.minutes > last:
                yield f"{name} lies outside its day"
            for pause in day.pauses:
                if (
                    one.start < pause.minute + pause.minutes
                    and pause.minute < one.start + one.minutes
                ):
                    yield f"{name} runs into a pause"
        for one, other in pairwise(self.placed):
            if (other.day, other.start) < (one.day, one.start + one.minutes):
                yield f"{one.module_id}/{one.step_id} overlaps {other.module_id}/{other.step_id}"
        names = [p.module_id for p in self.placed]
        changes = 1 + sum(a != b for a, b in pairwise(names)) if names else 0
        if changes != len(set(names)):
            yield "modules are mixed"

    def _clock_minutes(self, step: Step) -> int:
        talk = self.spec.interpretation
        if talk is None or step.method not in TALK_METHODS:
            return step.minutes
        return math.ceil(step.minutes * Fraction(str(talk.talk_time_factor)))

    def neighbours(self) -> Iterator[str]:
        """Lecture in a row, and what stands last."""
        run = 0
        before: Placed | None = None
        for one in self.placed:
            step = self.steps[one.module_id, one.step_id]
            if before is None or self._pause_between(before, one):
                run = 0
            run = run + step.minutes if step.method in LECTURE_METHODS else 0
            if run > LONGEST_RUN:
                yield f"{run} minutes of lecture in a row at {one.module_id}/{one.step_id}"
            before = one
        if before is not None and self.steps[before.module_id, before.step_id].heavy:
            yield "the workshop ends with a heavy step"

    def _pause_between(self, one: Placed, other: Placed) -> bool:
        if one.day != other.day:
            return True
        end = one.start + one.minutes
        return any(end <= p.minute < other.start for p in self.spec.days[one.day - 1].pauses)

    def shares(self) -> Iterator[str]:
        """Shares of lecture and of pillars in the minutes that the modules state."""
        total = lecture = 0
        pillars: dict[str, int] = {}
        for (module_id, _), step in self.steps.items():
            total += step.minutes
            lecture += step.minutes * (step.method in LECTURE_METHODS)
            pillar = self.curriculum.modules[module_id].pillar
            pillars[pillar] = pillars.get(pillar, 0) + step.minutes
        if 100 * lecture > self.spec.lecture_at_most * total:
            yield "too much lecture"
        for pillar, share in self.spec.shares.items():
            part = 100 * pillars.get(pillar, 0)
            if not share.at_least * total <= part <= share.at_most * total:
                yield f"the share of {pillar} is not as asked for"
        if (dict(sorted(pillars.items())), lecture, total) != (
            dict(self.plan.shares),
            self.plan.minutes_lecture,
            self.plan.minutes_nominal,
        ):
            yield "the shares stated are not those reached"

    def people_and_rooms(self) -> Iterator[str]:
        """Trainers who are there, one of whom can lead; enough rooms."""
        spec = self.spec
        for one in self.plan.placed:
            step = self.steps[one.module_id, one.step_id]
            name = f"{one.module_id}/{one.step_id}"
            if spec.rooms and step.rooms > len(spec.rooms):
                yield f"{name} needs more rooms than there are"
            if not spec.trainers:
                if one.trainers:
                    yield f"{name} has trainers although none are named"
                continue
            if len(set(one.trainers)) != step.trainers or len(one.trainers) != step.trainers:
                yield f"{name} does not have the trainers it needs"
                continue
            named = spec.leads.get(one.module_id)
            if named is not None and spec.trainers[one.trainers[0]].name != named:
                yield f"{one.module_id} is led by somebody else than the spec says"
            if named is None and not self._can_lead(spec.trainers[one.trainers[0]], one.module_id):
                yield f"{name} is led by someone who cannot"
            for number in one.trainers:
                if not self._is_there(spec.trainers[number], one):
                    yield f"{name} has a trainer who is not there"
        needed = max((step.rooms for step in self.steps.values()), default=0)
        if needed != self.plan.rooms_needed:
            yield "the number of rooms is wrong"

    def _can_lead(self, trainer: Trainer, module_id: str) -> bool:
        if not trainer.modules and not trainer.pillars:
            return True
        pillar = self.curriculum.modules[module_id].pillar
        return module_id in trainer.modules or pillar in trainer.pillars

    def _is_there(self, trainer: Trainer, one: Placed) -> bool:
        if not trainer.present:
            return True
        minutes: set[int] = set()
        for presence in trainer.present:
            if presence.date == self.spec.days[one.day - 1].date:
                start, end = presence.start, presence.end
                first = start.hour * 60 + start.minute if start else 0
                minutes |= set(range(first, end.hour * 60 + end.minute if end else 24 * 60))
        return set(range(one.start, one.start + one.minutes)) <= minutes

    def sums(self) -> Iterator[str]:
        """Minutes and value add up, and each day is told from start to end."""
        plan = self.plan
        free = 0
        for day, wanted in zip(plan.days, self.spec.days, strict=True):
            clock = wanted.start.hour * 60 + wanted.start.minute
            for entry in day.entries:
                if entry.start != clock:
                    yield "a day has a hole or an overlap"
                clock = entry.start + entry.minutes
                free += entry.minutes * (entry.kind == "free")
            if clock != wanted.end.hour * 60 + wanted.end.minute:
                yield "a day is not told to its end"
        taught = sum(one.minutes for one in plan.placed)
        if (plan.minutes_taught, plan.minutes_free) != (taught, free):
            yield "the minutes do not add up"
        covered = {(m, o) for (m, _), step in self.steps.items() for o in step.objectives}
        reached = {(o.module_id, o.objective_id) for o in plan.objectives if o.is_covered}
        if reached != {pair for pair in covered if pair[0] in self.by_module}:
            yield "the objectives stated are not those covered"
        weights = {(o.module_id, o.objective_id): o.weight for o in plan.objectives}
        if plan.value != sum(weights[pair] for pair in reached):
            yield "the value does not add up"
        for (module_id, objective_id), weight in weights.items():
            if weight != self._weight(module_id, objective_id):
                yield f"the weight of {module_id}/{objective_id} is wrong"
        if plan.bound < plan.value or (plan.status == "optimal") != (plan.bound == plan.value):
            yield "the bound is wrong"

    def _weight(self, module_id: str, objective_id: str) -> int:
        needs = self.spec.needs
        if needs is None:
            return 1000
        if (own := needs.objectives.get(f"{module_id}/{objective_id}")) is not None:
            return _thousandths(Fraction(str(own)))
        module = self.curriculum.modules[module_id]
        named = next(o.competencies for o in module.objectives if o.id == objective_id)
        weighed = []
        assessment = self.curriculum.needs.get(needs.assessment or "")
        for competency in named:
            if competency in needs.competencies:
                weighed.append(Fraction(str(needs.competencies[competency])))
            elif assessment is not None and competency in assessment.scores:
                gap = Fraction(str(assessment.target)) - Fraction(
                    str(assessment.scores[competency])
                )
                factor = Fraction(str(assessment.weights.get(competency, 1)))
                weighed.append(max(gap, Fraction(0)) / 10 * factor)
        return _thousandths(max(weighed, default=Fraction(1, 2)))


def _thousandths(weight: Fraction) -> int:
    return int(weight * 1000 + Fraction(1, 2))


def _allows(when: When | None, spec: WorkshopSpec) -> bool:
    if when is None:
        return True
    here = not when.hub or any(hub in spec.hubs for hub in when.hub)
    return here and (not when.audience or any(a in spec.audiences for a in when.audience))
