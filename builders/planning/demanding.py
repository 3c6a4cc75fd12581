"""Makes a `Demand`: reads the spec and the curriculum, and leaves whole numbers.

Enters: a spec whose pauses have times, the curriculum, and `Changes`. Leaves: a `Demand`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from builders.loading.curriculum import Curriculum
from builders.models.module import LECTURE_METHODS, TALK_METHODS, Module, Step
from builders.models.workshop import Day, WorkshopSpec
from builders.planning.demand import (
    DAY,
    LONGEST_LECTURE_RUN,
    WEIGHT_UNIT,
    Changes,
    Demand,
    ModuleDemand,
    ObjectiveDemand,
    Requirement,
    RequirementKind,
    ShareDemand,
    StepDemand,
    Unit,
    WhyNot,
    Window,
)
from builders.planning.starts import Staff, starts_of
from builders.prerequisites import with_prerequisites
from builders.problems import Step as PathStep
from builders.time_of_day import minute_of

EXERCISE_METHODS = frozenset({"exercise", "case_work", "role_play", "simulation"})
"""Methods whose step is followed at once by its debrief, where the module has one."""
WEIGHT_WITHOUT_NEEDS = Fraction(1)
WEIGHT_BESIDE_NEEDS = Fraction(1, 2)
"""Of an objective that no need speaks of: small, but not nothing."""


def demand_of(spec: WorkshopSpec, curriculum: Curriculum, changes: Changes | None = None) -> Demand:
    """The demand of a spec, changed as asked."""
    return _Maker(spec, curriculum, changes or Changes()).demand()


def exact_weight(value: float) -> Fraction:
    """The decimal number that the author wrote, not its binary neighbour."""
    return Fraction(repr(value))


def weights_of(spec: WorkshopSpec, curriculum: Curriculum, module_id: str) -> Mapping[str, int]:
    """The weight of each objective of a module in thousandths.

    In this order: the spec's own weight of the objective; the highest weight of its competencies,
    each from the spec or from the gap in the needs assessment; 1 without any needs, else 0.5.
    """
    needs = spec.needs
    competencies: dict[str, Fraction] = {}
    if needs is not None:
        assessment = curriculum.needs.get(needs.assessment) if needs.assessment else None
        if assessment is not None:
            for name in assessment.scores:
                competencies[name] = exact_weight(assessment.weight_of(name) or 0.0)
        competencies.update((c, exact_weight(w)) for c, w in needs.competencies.items())
    found = {}
    for objective in curriculum.modules[module_id].objectives:
        weighed = [competencies[c] for c in objective.competencies if c in competencies]
        if needs is None:
            weight = WEIGHT_WITHOUT_NEEDS
        elif (own := needs.objectives.get(f"{module_id}/{objective.id}")) is not None:
            weight = exact_weight(own)
        else:
            weight = max(weighed, default=WEIGHT_BESIDE_NEEDS)
        found[objective.id] = math.floor(weight * WEIGHT_UNIT + Fraction(1, 2))
    return found


def clock_minutes(step: Step, spec: WorkshopSpec) -> int:
    """How long a step takes here: talk is longer where it is interpreted."""
    if spec.interpretation is None or step.method not in TALK_METHODS:
        return step.minutes
    return math.ceil(step.minutes * exact_weight(spec.interpretation.talk_time_factor))


@dataclass
class _Maker:
    spec: WorkshopSpec
    curriculum: Curriculum
    changes: Changes

    def demand(self) -> Demand:
        given = self.spec
        dropped_leads = {r.subject for r in self.changes.dropped if r.kind == "leads"}
        if dropped_leads:
            leads = {m: name for m, name in self.spec.leads.items() if m not in dropped_leads}
            self.spec = self.spec.model_copy(update={"leads": leads})
        spec, changes = self.spec, self.changes
        asked, why_not = self._candidates()
        names = sorted(asked)
        numbers = {name: number for number, name in enumerate(names)}
        windows = tuple(self._windows())
        staff = Staff(
            spec,
            count_trainers=not self._is_dropped("trainers"),
            count_rooms=not self._is_dropped("rooms"),
            always_there=frozenset(
                number
                for number in range(1, len(spec.trainers) + 1)
                if self._is_dropped("presence", str(number))
            ),
        )
        must_steps = {
            name
            for name in spec.must_steps
            if not self._is_dropped("must_step", name) and self._has_step(name)
        } | changes.must_steps
        must = {m for m in spec.must if not self._is_dropped("must", m)} | changes.must_modules
        must |= {step.partition("/")[0] for step in must_steps}
        must_objectives = {
            o for o in spec.must_objectives if not self._is_dropped("must_objective", o)
        }
        run = 10**6 if self._is_dropped("lecture_run") else LONGEST_LECTURE_RUN
        ranks = self._ranks(names)
        modules: list[ModuleDemand] = []
        objectives: list[ObjectiveDemand] = []
        usable_steps: set[str] = set()
        first = 0
        for name in names:
            module = curriculum_module = self.curriculum.modules[name]
            number = numbers[name]
            units: list[Unit] = []
            able = staff.leaders_of(name, module)
            for steps in units_of(self._usable(name, module)):
                usable_steps |= {f"{name}/{step.id}" for step in steps}
                demanded = tuple(self._step(step) for step in steps)
                required = any(f"{name}/{step.id}" in must_steps for step in steps)
                units.append(
                    Unit(
                        first + len(units),
                        number,
                        demanded,
                        required or any(not step.optional for step in steps),
                        required,
                        starts_of(demanded, able, windows, staff, run),
                    )
                )
            first += len(units)
            modules.append(
                ModuleDemand(
                    number,
                    name,
                    module.pillar,
                    tuple(units),
                    tuple(
                        sorted(
                            numbers[needed]
                            for needed in module.requires
                            if needed in numbers and self._needs(name, needed)
                        )
                    ),
                    name in must,
                    module.may_span_days or self._is_dropped("one_day", name),
                    ranks[name],
                )
            )
            weights = weights_of(spec, self.curriculum, name)
            for objective in curriculum_module.objectives:
                working = tuple(
                    unit.number
                    for unit, steps in zip(units, units_of(self._usable(name, module)), strict=True)
                    if any(objective.id in step.objectives for step in steps)
                )
                full = f"{name}/{objective.id}"
                objectives.append(
                    ObjectiveDemand(
                        len(objectives),
                        number,
                        objective.id,
                        weights[objective.id],
                        working,
                        full in must_objectives,
                        objective.mandatory and not self._is_dropped("mandatory", full),
                    )
                )
        names_of_objectives = {f"{names[o.module]}/{o.id}" for o in objectives}
        unreachable = [
            *(Requirement("must", m) for m in sorted(must) if m not in numbers),
            *(Requirement("must_step", s) for s in sorted(must_steps) if s not in usable_steps),
            *(
                Requirement("must_objective", o)
                for o in sorted(must_objectives)
                if o not in names_of_objectives and self._has_objective(o)
            ),
        ]
        return Demand(
            windows,
            tuple(modules),
            tuple(objectives),
            tuple(self._shares()),
            self._lecture_at_most(),
            run,
            not self._is_dropped("heavy_last"),
            tuple(
                (frozenset(numbers[m] for m in others if m in numbers), by)
                for others, by in changes.apart
            ),
            why_not,
            tuple(unreachable),
            tuple(sorted(set(self._requirements(given, names)))),
            changes,
            given,
            self.curriculum,
        )

    def _is_dropped(self, kind: RequirementKind, subject: str = "") -> bool:
        return Requirement(kind, subject) in self.changes.dropped

    def _candidates(self) -> tuple[set[str], dict[str, WhyNot]]:
        """The modules that can be taught, and why others cannot."""
        spec, modules = self.spec, self.curriculum.modules
        prior = set(spec.prior)
        never = {m for m in spec.never if not self._is_dropped("never", m)}
        never |= self.changes.never_modules
        asked = [*spec.must, *(self._default_may() if spec.may is None else spec.may)]
        asked += [name.partition("/")[0] for name in (*spec.must_steps, *spec.must_objectives)]
        asked += sorted(self.changes.must_modules)
        asked += [name.partition("/")[0] for name in sorted(self.changes.must_steps)]
        wanted = [name for name in dict.fromkeys(asked) if name in modules]
        candidates: set[str] = set()
        why_not: dict[str, WhyNot] = {}
        for name in (*wanted, *sorted(n for n in never if n in modules)):
            if name in candidates:
                continue
            why = self._why_not(name, never, prior)
            if why:
                why_not[name] = why
            else:
                candidates |= set(self._chain(name, prior))
        if spec.may is None:
            for name in sorted(prior):
                if name in self._for_these_people() and name not in candidates:
                    why_not.setdefault(name, "prior")
        return candidates, why_not

    def _why_not(self, name: str, never: set[str], prior: set[str]) -> WhyNot | None:
        if name in never:
            return "never"
        chain = self._chain(name, prior)
        if any(needed in never for needed in chain):
            return "requires_never"
        if any(
            needed not in self.curriculum.modules
            or not self._usable(needed, self.curriculum.modules[needed])
            for needed in chain
        ):
            return "other_place_or_audience"
        return None

    @cached_property
    def _drops_prerequisites(self) -> bool:
        return any(r.kind == "requires" for r in self.changes.dropped)

    def _chain(self, name: str, prior: set[str]) -> list[str]:
        """A module and all that it requires, as far as that is still asked for."""
        if not self._drops_prerequisites:
            return [n for n, _ in with_prerequisites(name, self.curriculum.modules, prior)]
        found, waiting = [], [name]
        while waiting:
            module = waiting.pop()
            if module in found:
                continue
            found.append(module)
            model = self.curriculum.modules.get(module)
            waiting += [n for n in (model.requires if model else ()) if self._needs(module, n)]
        return found

    def _needs(self, name: str, needed: str) -> bool:
        return needed not in self.spec.prior and not self._is_dropped(
            "requires", f"{name}>{needed}"
        )

    def _for_these_people(self) -> list[str]:
        people = set(self.spec.audiences)
        return [n for n, m in sorted(self.curriculum.modules.items()) if people & set(m.audiences)]

    def _default_may(self) -> list[str]:
        """Every module for these people that they have not had."""
        return [name for name in self._for_these_people() if name not in self.spec.prior]

    def _usable(self, name: str, module: Module) -> tuple[Step, ...]:
        spec = self.spec
        return tuple(
            step
            for step in module.steps
            if spec.fits(step.when)
            and f"{name}/{step.id}" not in self.changes.never_steps
            and (
                f"{name}/{step.id}" not in spec.never_steps
                or self._is_dropped("never_step", f"{name}/{step.id}")
            )
        )

    def _step(self, step: Step) -> StepDemand:
        return StepDemand(
            step.id,
            step.method,
            clock_minutes(step, self.spec),
            step.minutes,
            step.method in LECTURE_METHODS,
            step.heavy,
            step.trainers,
            step.rooms,
        )

    def _has_step(self, name: str) -> bool:
        module_id, _, step_id = name.partition("/")
        module = self.curriculum.modules.get(module_id)
        return module is not None and any(step.id == step_id for step in module.steps)

    def _has_objective(self, name: str) -> bool:
        module_id, _, objective_id = name.partition("/")
        module = self.curriculum.modules.get(module_id)
        return module is not None and any(o.id == objective_id for o in module.objectives)

    def _ranks(self, names: list[str]) -> dict[str, int]:
        """The place in `must`, then in `may`, then by id; a prerequisite comes with its module."""
        order: dict[str, None] = {}
        known = set(names)
        for name in (*self.spec.must, *(self.spec.may or ()), *names):
            if name in known and name not in order:
                chain = with_prerequisites(name, self.curriculum.modules, set(self.spec.prior))
                order.update(dict.fromkeys(needed for needed, _ in chain if needed in known))
        return {name: rank for rank, name in enumerate(order)}

    def _windows(self) -> Iterator[Window]:
        ends = dict(self.changes.day_ends)
        for number, day in enumerate(self.spec.days, 1):
            base = (number - 1) * DAY
            begin = base + minute_of(day.start) + sum(block.minutes for block in day.opening)
            end = ends.get(number, minute_of(day.end))
            if self._is_dropped("day_end", str(number)):
                end = DAY - 1
            close = base + end - sum(block.minutes for block in day.closing)
            lunch = False
            for position, pause in self._pauses(day, number):
                if close > begin and base + pause > begin:
                    yield Window(number, begin, min(base + pause, close), lunch)
                    lunch = False
                begin = max(begin, base + pause + day.pauses[position].minutes)
                lunch = lunch or day.pauses[position].kind == "lunch"
            if close > begin:
                yield Window(number, begin, close, lunch)

    def _pauses(self, day: Day, number: int) -> list[tuple[int, int]]:
        """Position and minute of the pauses that stand, in the order of the day."""
        standing = [
            (position, pause.minute)
            for position, pause in enumerate(day.pauses)
            if not self._is_dropped("pause", f"{number}/{position + 1}")
        ]
        return sorted(standing, key=lambda pair: (pair[1], day.pauses[pair[0]].minutes))

    def _shares(self) -> Iterator[ShareDemand]:
        changed = {pillar: (least, most) for pillar, least, most in self.changes.shares}
        for pillar in sorted({*self.spec.shares, *changed}):
            share = self.spec.shares.get(pillar)  # type: ignore[call-overload]
            least, most = (share.at_least, share.at_most) if share else (0, 100)
            if self._is_dropped("share_at_least", pillar):
                least = 0
            if self._is_dropped("share_at_most", pillar):
                most = 100
            least, most = changed.get(pillar, (least, most))
            if least > 0 or most < 100:
                yield ShareDemand(pillar, least, most)

    def _lecture_at_most(self) -> int:
        if self.changes.lecture_at_most is not None:
            return self.changes.lecture_at_most
        return 100 if self._is_dropped("lecture_share") else self.spec.lecture_at_most

    def _requirements(self, spec: WorkshopSpec, names: list[str]) -> Iterator[Requirement]:
        listed: tuple[tuple[RequirementKind, tuple[str, ...], str], ...] = (
            ("must", spec.must, "must"),
            ("must_step", spec.must_steps, "must_steps"),
            ("must_objective", spec.must_objectives, "must_objectives"),
            ("never", spec.never, "never"),
            ("never_step", spec.never_steps, "never_steps"),
        )
        for kind, subjects, key in listed:
            for number, subject in enumerate(subjects):
                yield Requirement(kind, subject, (key, number))
        for name in names:
            module = self.curriculum.modules[name]
            for number, objective in enumerate(module.objectives):
                if objective.mandatory:
                    path: tuple[PathStep, ...] = ("objectives", number, "mandatory")
                    yield Requirement("mandatory", f"{name}/{objective.id}", path, name)
            for number, needed in enumerate(module.requires):
                if needed not in spec.prior:
                    yield Requirement("requires", f"{name}>{needed}", ("requires", number), name)
            if not module.may_span_days:
                yield Requirement("one_day", name, (), name)
        for pillar, share in spec.shares.items():
            if share.at_least > 0:
                yield Requirement("share_at_least", pillar, ("shares", pillar, "at_least"))
            if share.at_most < 100:
                yield Requirement("share_at_most", pillar, ("shares", pillar, "at_most"))
        yield Requirement("lecture_share", "", ("lecture_at_most",))
        yield Requirement("lecture_run")
        yield Requirement("heavy_last")
        for day_number, day in enumerate(spec.days, 1):
            yield Requirement("day_end", str(day_number), ("days", day_number - 1, "end"))
            for position in range(len(day.pauses)):
                yield Requirement(
                    "pause",
                    f"{day_number}/{position + 1}",
                    ("days", day_number - 1, "pauses", position),
                )
        for number, trainer in enumerate(spec.trainers, 1):
            if trainer.present:
                yield Requirement("presence", str(number), ("trainers", number - 1, "present"))
        if spec.trainers:
            yield Requirement("trainers", "", ("trainers",))
        for module_id in spec.leads if spec.trainers else ():
            yield Requirement("leads", module_id, ("leads", module_id))
        if spec.rooms:
            yield Requirement("rooms", "", ("rooms",))


def units_of(steps: tuple[Step, ...]) -> tuple[tuple[Step, ...], ...]:
    """An exercise with the debrief that follows it, every other step by itself."""
    units: list[tuple[Step, ...]] = []
    for step in steps:
        before = units[-1][-1] if units else None
        if step.method == "debrief" and before and before.method in EXERCISE_METHODS:
            units[-1] = (*units[-1], step)
        else:
            units.append((step,))
    return tuple(units)
