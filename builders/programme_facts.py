"""What the page of a programme tells, as plain data: titles, dates and figures instead of ids.

Enters: a `ProgrammePlan` and the curriculum. Leaves: `ProgrammeFacts`, all that makers see. It is
for those who organise: it holds the names of trainers, and never reaches a participant.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from builders.calendar_of_libya import holidays_on, in_ramadan
from builders.loading.curriculum import Curriculum
from builders.planning.programme import PlannedWorkshop, ProgrammePlan
from builders.programme_order import bookings_of
from builders.prose import inline_of, words_of
from builders.wording import Wording

Covered = Mapping[str, str]
"""Id of a module or a competency → the code of the workshop in which it was first covered."""


@dataclass(frozen=True)
class StageFacts:
    letter: str
    title: str
    goal: str


@dataclass(frozen=True)
class ModuleFacts:
    id: str
    title: str
    minutes: int
    """Minutes taught; in the list of all modules, of all workshops together."""


@dataclass(frozen=True)
class ReliedOn:
    """A module that is not taught again, and the codes of the workshops that taught it."""

    title: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class WorkshopFacts:
    id: str
    code: str
    """The letter of the stage and a number in order of time: "A1"."""
    stage: int
    """Position of its stage, from 0."""
    title: str
    town: str
    hubs: tuple[str, ...]
    audiences: tuple[str, ...]
    days: tuple[tuple[datetime.date, datetime.time, datetime.time], ...]
    participants: int | None
    trainers: tuple[str, ...]
    languages: tuple[str, ...]
    planned: bool
    modules: tuple[ModuleFacts, ...]
    relied_on: tuple[ReliedOn, ...]
    """What a module taught here requires and its participants have had in the programme."""

    @property
    def first(self) -> datetime.date:
        return min(day for day, _, _ in self.days)

    @property
    def last(self) -> datetime.date:
        return max(day for day, _, _ in self.days)

    @property
    def minutes(self) -> int:
        return sum(module.minutes for module in self.modules)


@dataclass(frozen=True)
class GroupFacts:
    """The people of one audience at one hub, and when they first learnt what."""

    hub: str
    audience: str
    modules: Covered
    competencies: Covered


@dataclass(frozen=True)
class TrainerDays:
    code: str
    dates: tuple[datetime.date, ...]


@dataclass(frozen=True)
class TrainerFacts:
    name: str
    workshops: tuple[TrainerDays, ...]


@dataclass(frozen=True)
class GatheringFacts:
    title: str
    date: datetime.date
    purpose: str


@dataclass(frozen=True)
class Span:
    """Days on which little can be held, both included. `kind`: "holiday" or "ramadan"."""

    kind: str
    first: datetime.date
    last: datetime.date


@dataclass(frozen=True)
class ProgrammeFacts:
    id: str
    title: str
    subtitle: str | None
    summary: str
    organisers: tuple[str, ...]
    stages: tuple[StageFacts, ...]
    workshops: tuple[WorkshopFacts, ...]
    """In order of time."""
    gatherings: tuple[GatheringFacts, ...]
    groups: tuple[GroupFacts, ...]
    modules: tuple[ModuleFacts, ...]
    """All that are taught, by pillar and title."""
    competencies: tuple[tuple[str, str], ...]
    """Id and title of all that are worked towards, in the order of the list."""
    trainers: tuple[TrainerFacts, ...]
    spans: tuple[Span, ...]
    """Ramadan and public holidays from the first month to the last."""
    version: str
    wording: Wording


def programme_facts(
    planned: ProgrammePlan, curriculum: Curriculum, wording: Wording
) -> ProgrammeFacts:
    """Everything that the page and the calendar tell, in one language."""
    programme = planned.programme
    codes = codes_of(planned)
    dates = [w.entry.first for w in planned.workshops] + [w.entry.last for w in planned.workshops]
    dates += [gathering.date for gathering in programme.gatherings]
    organisers = [w.spec.branding.organiser for w in planned.workshops]
    return ProgrammeFacts(
        planned.programme_id,
        programme.title,
        programme.subtitle,
        _plain(programme.summary),
        tuple(dict.fromkeys(name for name in organisers if name)),
        tuple(
            StageFacts(_letter(number), stage.title, _plain(stage.goal))
            for number, stage in enumerate(programme.stages)
        ),
        tuple(_workshop(w, codes, curriculum) for w in planned.workshops),
        tuple(
            GatheringFacts(g.title, g.date, _plain(g.purpose or ""))
            for g in sorted(programme.gatherings, key=lambda g: (g.date, g.title))
        ),
        _groups(planned, codes, curriculum),
        _modules(planned, curriculum),
        _competencies(planned, curriculum),
        tuple(_trainers(planned, codes)),
        tuple(_spans(min(dates), max(dates))) if dates else (),
        _version(planned),
        wording,
    )


def _version(planned: ProgrammePlan) -> str:
    """A short mark that changes with what is planned."""
    parts = [repr(planned.programme), *(f"{w.spec!r}{w.plan!r}" for w in planned.workshops)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:8]


def codes_of(planned: ProgrammePlan) -> dict[str, str]:
    """Workshop id → its code, for example "A1": stage A, the first in time."""
    counts: dict[int, int] = {}
    codes = {}
    for workshop in planned.workshops:
        stage = workshop.entry.stage
        counts[stage] = counts.get(stage, 0) + 1
        codes[workshop.workshop_id] = f"{_letter(stage)}{counts[stage]}"
    return codes


def _letter(stage: int) -> str:
    return chr(ord("A") + stage)


def _plain(text: str) -> str:
    return words_of(inline_of(text))


def _workshop(
    planned: PlannedWorkshop, codes: Mapping[str, str], curriculum: Curriculum
) -> WorkshopFacts:
    spec, plan = planned.spec, planned.plan
    where = {had.module_id: had.workshops for had in planned.had}
    return WorkshopFacts(
        planned.workshop_id,
        codes[planned.workshop_id],
        planned.entry.stage,
        spec.title,
        curriculum.hubs[planned.entry.town].title,
        tuple(curriculum.hubs[hub].title for hub in spec.hubs),
        tuple(curriculum.audiences[audience].title for audience in spec.audiences),
        tuple((day.date, day.start, day.end) for day in spec.days),
        spec.participants or sum(spec.head_counts.values()) or None,
        tuple(trainer.name for trainer in spec.trainers),
        spec.languages,
        plan is not None,
        tuple(
            ModuleFacts(
                chosen.module_id,
                curriculum.modules[chosen.module_id].title,
                sum(step.minutes for step in plan.steps_of(chosen.module_id)) if plan else 0,
            )
            for chosen in (plan.modules if plan else ())
        ),
        tuple(
            ReliedOn(curriculum.modules[name].title, tuple(codes[w] for w in where[name]))
            for name in planned.relied_on
        ),
    )


def _groups(
    planned: ProgrammePlan, codes: Mapping[str, str], curriculum: Curriculum
) -> tuple[GroupFacts, ...]:
    """Hub by hub in the order of their first workshop, audiences by name."""
    pairs = {
        (hub, audience): None
        for workshop in planned.workshops
        for hub in workshop.spec.hubs
        for audience in workshop.spec.audiences
    }
    hubs = list(dict.fromkeys(hub for hub, _ in pairs))
    found = []
    for hub, audience in sorted(pairs, key=lambda pair: (hubs.index(pair[0]), pair[1])):
        modules: dict[str, str] = {}
        competencies: dict[str, str] = {}
        for workshop in planned.workshops:
            if hub in workshop.spec.hubs and audience in workshop.spec.audiences:
                code = codes[workshop.workshop_id]
                for chosen in workshop.plan.modules if workshop.plan else ():
                    modules.setdefault(chosen.module_id, code)
                for name in _worked_towards(workshop, curriculum):
                    competencies.setdefault(name, code)
        found.append(
            GroupFacts(
                curriculum.hubs[hub].title,
                curriculum.audiences[audience].title,
                modules,
                competencies,
            )
        )
    return tuple(found)


def _worked_towards(planned: PlannedWorkshop, curriculum: Curriculum) -> Iterator[str]:
    """Competencies of the objectives that a step of the plan works towards."""
    for placed in planned.plan.placed if planned.plan else ():
        module = curriculum.modules[placed.module_id]
        step = next(step for step in module.steps if step.id == placed.step_id)
        for objective in module.objectives:
            if objective.id in step.objectives:
                yield from objective.competencies


def _modules(planned: ProgrammePlan, curriculum: Curriculum) -> tuple[ModuleFacts, ...]:
    minutes: dict[str, int] = {}
    for workshop in planned.workshops:
        for placed in workshop.plan.placed if workshop.plan else ():
            minutes[placed.module_id] = minutes.get(placed.module_id, 0) + placed.minutes
    pillars = ("foundations", "identify", "investigate", "prosecute", "deliver")
    order = sorted(
        minutes,
        key=lambda name: (
            pillars.index(curriculum.modules[name].pillar),
            curriculum.modules[name].title,
        ),
    )
    return tuple(ModuleFacts(n, curriculum.modules[n].title, minutes[n]) for n in order)


def _competencies(planned: ProgrammePlan, curriculum: Curriculum) -> tuple[tuple[str, str], ...]:
    used = {name for w in planned.workshops for name in _worked_towards(w, curriculum)}
    return tuple((n, c.title) for n, c in curriculum.competencies.items() if n in used)


def _trainers(planned: ProgrammePlan, codes: Mapping[str, str]) -> Iterator[TrainerFacts]:
    for name, bookings in bookings_of([w.entry for w in planned.workshops]).items():
        days: dict[str, list[datetime.date]] = {}
        for booking in bookings:
            days.setdefault(codes[booking.entry.workshop_id], []).append(booking.date)
        yield TrainerFacts(
            name,
            tuple(TrainerDays(c, tuple(dict.fromkeys(dates))) for c, dates in days.items()),
        )


def _spans(first: datetime.date, last: datetime.date) -> Iterator[Span]:
    """From the first day of the first month to the last day of the last one."""
    day = first.replace(day=1)
    end = (last.replace(day=28) + datetime.timedelta(days=4)).replace(day=1)
    days: list[tuple[str, datetime.date]] = []
    while day < end:
        if in_ramadan(day):
            days.append(("ramadan", day))
        if holidays_on(day):
            days.append(("holiday", day))
        day += datetime.timedelta(days=1)
    for kind in ("ramadan", "holiday"):
        yield from _runs(kind, [d for k, d in days if k == kind])


def _runs(kind: str, days: Sequence[datetime.date]) -> Iterator[Span]:
    for number, day in enumerate(days):
        if number == 0 or day - days[number - 1] > datetime.timedelta(days=1):
            first = day
        if number + 1 == len(days) or days[number + 1] - day > datetime.timedelta(days=1):
            yield Span(kind, first, day)
