"""The plan of one workshop: what is taught when, what was left out, and why.

Enters: a spec that passed its checks, and the curriculum. Leaves: `(Plan | None, problems)`.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from builders.loading.curriculum import Curriculum, SourceFile
from builders.models.workshop import Day, WorkshopSpec
from builders.planning.packing import (
    Item,
    Placement,
    Window,
    keep_most,
    minutes_short,
    pack,
    windows_of,
)
from builders.planning.selection import Chosen, choose, fits, usable_steps, with_prerequisites
from builders.problems import Problem

EntryKind = Literal[
    "opening",
    "pre_test",
    "recap",
    "step",
    "break",
    "lunch",
    "prayer",
    "free",
    "post_test",
    "evaluation",
    "closing",
]
_MIDNIGHT = 24 * 60 - 1
WhyOut = Literal["no_time", "never", "other_place_or_audience", "requires_never"]


@dataclass(frozen=True)
class Placed:
    """A step with its day (from 1), its start in minutes after midnight, and its length."""

    module_id: str
    step_id: str
    day: int
    start: int
    minutes: int


@dataclass(frozen=True)
class PlanEntry:
    """One stretch of a day. `title` is set only where the spec names a pause itself."""

    kind: EntryKind
    start: int
    minutes: int
    module_id: str | None = None
    step_id: str | None = None
    title: str | None = None


@dataclass(frozen=True)
class PlanDay:
    number: int
    date: datetime.date
    entries: tuple[PlanEntry, ...]


@dataclass(frozen=True)
class LeftOut:
    """A module (`step_id` None) or a step that is not taught. `minutes` is what it would cost."""

    module_id: str
    step_id: str | None
    why: WhyOut
    minutes: int


@dataclass(frozen=True)
class Plan:
    """What one workshop teaches and when."""

    modules: tuple[Chosen, ...]
    """In the order of teaching."""
    placed: tuple[Placed, ...]
    days: tuple[PlanDay, ...]
    left_out: tuple[LeftOut, ...]
    minutes_taught: int
    minutes_free: int
    """Teaching time that no step fills."""

    def steps_of(self, module_id: str) -> tuple[Placed, ...]:
        """The placed steps of one module in order."""
        return tuple(step for step in self.placed if step.module_id == module_id)


def plan_workshop(
    spec: WorkshopSpec, curriculum: Curriculum, source: SourceFile
) -> tuple[Plan | None, list[Problem]]:
    """Order by prerequisites, fill the days, drop optional steps, refuse what cannot fit."""
    must, may, problems = choose(spec, curriculum, source)
    if problems:
        return None, problems
    windows = windows_of(spec.days)
    wanted = [_items(chosen, spec, curriculum) for chosen in must]
    problems = _empty_modules(must, wanted, source)
    if problems:
        return None, problems
    kept = keep_most(wanted, windows)
    if kept is None:
        return None, [_does_not_fit(must, wanted, windows, spec, source)]
    chosen_modules, kept = _add_wishes(must, kept, may, spec, curriculum, windows)
    placements = pack(kept, windows) or ()
    return _plan(chosen_modules, placements, spec, curriculum), []


def _items(chosen: Chosen, spec: WorkshopSpec, curriculum: Curriculum) -> tuple[Item, ...]:
    """The steps to place. Where all are optional one stays: a module taught is never empty."""
    module = curriculum.modules[chosen.module_id]
    steps = usable_steps(chosen.module_id, module, spec)
    all_optional = all(step.optional for step in steps)
    return tuple(
        Item(
            chosen.module_id,
            step.id,
            step.minutes,
            step.optional and not (all_optional and number == 0),
        )
        for number, step in enumerate(steps)
    )


_Programme = tuple[tuple[Chosen, ...], tuple[tuple[Item, ...], ...]]
"""Modules in the order of teaching, and the steps of each."""


def _add_wishes(
    must: tuple[Chosen, ...],
    kept: tuple[tuple[Item, ...], ...],
    wishes: tuple[tuple[Chosen, ...], ...],
    spec: WorkshopSpec,
    curriculum: Curriculum,
    windows: Sequence[Window],
) -> _Programme:
    """Add each wish whose core still fits, with what it requires: the whole group or none of it."""
    programme: _Programme = (must, kept)
    for group in wishes:
        longer: _Programme | None = programme
        for wish in group:
            if longer is not None and wish.module_id not in [c.module_id for c in longer[0]]:
                longer = _with_wish(longer, wish, spec, curriculum, windows)
        programme = longer or programme
    return programme


def _with_wish(
    programme: _Programme,
    wish: Chosen,
    spec: WorkshopSpec,
    curriculum: Curriculum,
    windows: Sequence[Window],
) -> _Programme | None:
    """One module more, with as many optional steps as fit; None if even its core does not.

    The latest place that its prerequisites allow and the days have room for is taken, so that what
    must be taught keeps its place where it can.
    """
    chosen, modules = programme
    requires = set(curriculum.modules[wish.module_id].requires)
    taught = [c.module_id for c in chosen]
    earliest = max((taught.index(name) + 1 for name in requires if name in taught), default=0)
    fixed = [tuple(replace(item, optional=False) for item in items) for items in modules]
    wished = _items(wish, spec, curriculum)
    for position in range(len(fixed), earliest - 1, -1):
        longer = keep_most([*fixed[:position], wished, *fixed[position:]], windows)
        if longer is not None and longer[position]:
            return (
                (*chosen[:position], wish, *chosen[position:]),
                (*modules[:position], longer[position], *modules[position:]),
            )
    return None


def _plan(
    chosen: tuple[Chosen, ...],
    placements: tuple[Placement, ...],
    spec: WorkshopSpec,
    curriculum: Curriculum,
) -> Plan:
    placed = tuple(
        Placed(p.item.module_id, p.item.step_id, p.day, p.start, p.item.minutes) for p in placements
    )
    days = tuple(
        PlanDay(number, day.date, _entries(day, [p for p in placed if p.day == number]))
        for number, day in enumerate(spec.days, 1)
    )
    taught = sum(step.minutes for step in placed)
    available = sum(window.end - window.start for window in windows_of(spec.days))
    return Plan(
        chosen,
        placed,
        days,
        _left_out(chosen, placed, spec, curriculum),
        taught,
        available - taught,
    )


def _entries(day: Day, placed: list[Placed]) -> tuple[PlanEntry, ...]:
    start = day.start.hour * 60 + day.start.minute
    end = day.end.hour * 60 + day.end.minute
    entries = [
        PlanEntry("step", step.start, step.minutes, step.module_id, step.step_id) for step in placed
    ]
    entries += [PlanEntry(p.kind, p.minute, p.minutes, title=p.title) for p in day.pauses]
    for blocks, clock in (
        (day.opening, start),
        (day.closing, end - sum(block.minutes for block in day.closing)),
    ):
        for block in blocks:
            entries.append(PlanEntry(block.kind, clock, block.minutes, title=block.title))
            clock += block.minutes
    filled: list[PlanEntry] = []
    clock = start
    for entry in sorted(entries, key=lambda e: e.start):
        if entry.start > clock:
            filled.append(PlanEntry("free", clock, entry.start - clock))
        filled.append(entry)
        clock = entry.start + entry.minutes
    if clock < end:
        filled.append(PlanEntry("free", clock, end - clock))
    return tuple(filled)


def _left_out(
    chosen: tuple[Chosen, ...],
    placed: tuple[Placed, ...],
    spec: WorkshopSpec,
    curriculum: Curriculum,
) -> tuple[LeftOut, ...]:
    found: list[LeftOut] = []
    taught = {(step.module_id, step.step_id) for step in placed}
    for module in chosen:
        for step in curriculum.modules[module.module_id].steps:
            if (module.module_id, step.id) in taught:
                continue
            why: WhyOut = "no_time"
            if f"{module.module_id}/{step.id}" in spec.never_steps:
                why = "never"
            elif not fits(step.when, spec.hubs, spec.audiences):
                why = "other_place_or_audience"
            found.append(LeftOut(module.module_id, step.id, why, step.minutes))
    inside = {module.module_id for module in chosen}
    for name in dict.fromkeys((*(spec.may or ()), *spec.never)):
        if name not in inside:
            core = sum(s.minutes for s in curriculum.modules[name].steps if not s.optional)
            found.append(LeftOut(name, None, _why_out(name, spec, curriculum), core))
    return tuple(found)


def _why_out(name: str, spec: WorkshopSpec, curriculum: Curriculum) -> WhyOut:
    """Why a whole module is not taught."""
    if name in spec.never:
        return "never"
    chain = with_prerequisites(name, curriculum.modules, set(spec.prior))
    if any(needed in spec.never for needed, _ in chain):
        return "requires_never"
    if any(not usable_steps(needed, curriculum.modules[needed], spec) for needed, _ in chain):
        return "other_place_or_audience"
    return "no_time"


def _empty_modules(
    must: tuple[Chosen, ...], wanted: list[tuple[Item, ...]], source: SourceFile
) -> list[Problem]:
    return [
        Problem(
            source.places.of("must"),
            "module-empty-here",
            f"No step of '{chosen.module_id}' is left for this hub and audience.",
            "Check `when` in the module and `never_steps` here, or take the module out.",
        )
        for chosen, items in zip(must, wanted, strict=True)
        if not items
    ]


def _does_not_fit(
    must: tuple[Chosen, ...],
    wanted: list[tuple[Item, ...]],
    windows: tuple[Window, ...],
    spec: WorkshopSpec,
    source: SourceFile,
) -> Problem:
    """Say how much is too much, and the cheapest ways out."""
    core = [tuple(item for item in items if not item.optional) for items in wanted]
    needed = sum(item.minutes for items in core for item in items)
    available = sum(window.end - window.start for window in windows)
    ways: list[str] = []
    whole_days = windows_of([day.model_copy(update={"pauses": ()}) for day in spec.days])
    longest = max((window.end - window.start for window in whole_days), default=0)
    for chosen, items in zip(must, core, strict=True):
        minutes = sum(item.minutes for item in items)
        if minutes > longest:
            return Problem(
                source.places.key("must"),
                "plan-does-not-fit",
                f"'{chosen.module_id}' needs {minutes} minutes on one day; the longest day has "
                f"{longest}, breaks included.",
                "Lengthen a day, or split the module: a module is not spread over a night.",
            )
    last_minute = spec.days[-1].end.hour * 60 + spec.days[-1].end.minute
    extra = minutes_short(wanted, windows, _MIDNIGHT - last_minute) if windows else None
    if extra is not None:
        ways.append(f"end the last day {extra} minutes later")
    needed_by: Mapping[str, str | None] = {c.module_id: c.because for c in must}
    for number, chosen in enumerate(must):
        others = [items for position, items in enumerate(core) if position != number]
        required = chosen.module_id in needed_by.values()
        if chosen.why == "must" and not required and pack(others, windows) is not None:
            minutes = sum(item.minutes for item in core[number])
            ways.append(f"leave out '{chosen.module_id}' ({minutes} min)")
    hint = (
        ("You could " + ", or ".join(ways) + ".")
        if ways
        else ("Add a day, or take modules out of `must`.")
    )
    return Problem(
        source.places.key("must"),
        "plan-does-not-fit",
        f"The modules need {needed} minutes without their optional steps; the days have "
        f"{available} minutes to teach, cut by breaks and nights.",
        hint,
    )
