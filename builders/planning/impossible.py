"""Why a workshop has no plan, in words, and what would be enough.

Enters: a demand that has no plan, and the workshop's file. Leaves: `Impossible`, plain data, and
the problems that say the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from builders.loading.curriculum import Curriculum, SourceFile
from builders.models.workshop import WorkshopSpec
from builders.planning.conflicts import Conflict, conflicts_of
from builders.planning.demand import Demand, ModuleDemand
from builders.planning.relaxing import Relaxation, relaxations_of
from builders.planning.saying import Said, say
from builders.problems import Problem, Related

DEMANDS_NAMED = 3
"""Demands that the message itself names; all have a line below it."""
RULES_NAMED = 4
"""Rules of modules and house that a problem names; more of them hide what matters."""


@dataclass(frozen=True)
class SaidConflict:
    """A conflict in words. See `Conflict`."""

    demands: tuple[Said, ...]
    rules: tuple[Said, ...]
    is_smallest: bool
    is_irreducible: bool
    minutes_needed: int | None
    """What must be taught needs so many minutes; set where the ends of days are in the conflict."""
    minutes_there: int | None


@dataclass(frozen=True)
class Impossible:
    """Every conflict found, and what would be enough, cheapest first."""

    conflicts: tuple[SaidConflict, ...]
    relaxations: tuple[Relaxation, ...]


def why_impossible(
    demand: Demand, spec: WorkshopSpec, curriculum: Curriculum, source: SourceFile
) -> Impossible:
    """Find conflicts and relaxations of a demand without a plan."""
    conflicts = conflicts_of(demand)
    return Impossible(
        tuple(_said(c, demand, spec, curriculum, source) for c in conflicts),
        relaxations_of(demand, conflicts),
    )


def problems_of(impossible: Impossible, source: SourceFile) -> list[Problem]:
    """A problem for each conflict; the first one says what would be enough."""
    found = []
    for number, conflict in enumerate(impossible.conflicts):
        said = [*conflict.demands, *conflict.rules[:RULES_NAMED]]
        placed = [one for one in conflict.demands if one.place is not None]
        place = placed[0].place if placed and placed[0].place else source.places.key("must")
        found.append(
            Problem(
                place,
                "plan-conflict",
                conflict_words(conflict),
                _hint(impossible) if number == 0 else None,
                related=tuple(Related(one.place, one.words + unwritten(one)) for one in said),
            )
        )
    return found


def conflict_words(conflict: SaidConflict) -> str:
    """How many demands exclude each other, and by how many minutes."""
    count = len(conflict.demands)
    named = "; ".join(one.words for one in conflict.demands[:DEMANDS_NAMED])
    if count > DEMANDS_NAMED:
        named += f"; and {count - DEMANDS_NAMED} more"
    if count == 1:
        words = f"This cannot be: {named}."
    else:
        words = f"These {count} demands cannot hold together: {named}."
    if not conflict.is_irreducible:
        words += " Perhaps not all of them are needed for that."
    if conflict.minutes_needed is not None and conflict.minutes_there is not None:
        words += (
            f" What must be taught needs {conflict.minutes_needed} minutes without "
            f"optional steps; the days have {conflict.minutes_there} to teach, "
            "cut by pauses and nights."
        )
    return words


def unwritten(said: Said) -> str:
    """What to add about a demand that stands in no file."""
    return " (the rule of this curriculum)" if said.place is None else ""


def _hint(impossible: Impossible) -> str:
    if not impossible.relaxations:
        return "Lengthen a day or add one, take modules out of `must`, or loosen other demands."
    if len(impossible.relaxations) == 1:
        return f"This would be enough: {impossible.relaxations[0].words}."
    lines = [f"  - {relaxation.words}" for relaxation in impossible.relaxations]
    return "\n".join(["Any one of these would be enough, cheapest first:", *lines])


def _said(
    conflict: Conflict,
    demand: Demand,
    spec: WorkshopSpec,
    curriculum: Curriculum,
    source: SourceFile,
) -> SaidConflict:
    needed = there = None
    if any(requirement.kind == "day_end" for requirement in conflict.demands):
        needed = sum(u.minutes for m in needed_modules(demand, conflict) for u in m.units
                     if u.needed)  # fmt: skip
        there = demand.minutes
    return SaidConflict(
        tuple(say(r, spec, curriculum, source) for r in conflict.demands),
        tuple(say(r, spec, curriculum, source) for r in conflict.rules),
        conflict.is_smallest,
        conflict.is_irreducible,
        needed,
        there,
    )


def needed_modules(demand: Demand, conflict: Conflict) -> list[ModuleDemand]:
    """The modules that a conflict asks for, with all that they require."""
    rules = [r for r in demand.requirements if r not in set(conflict.demands)]
    alone = demand.without(*(r for r in rules if r.kind in ("must", "must_step", "must_objective")))
    waiting = [module.number for module in alone.modules if module.required]
    waiting += [objective.module for objective in alone.objectives if objective.required]
    found: set[int] = set()
    while waiting:
        number = waiting.pop()
        if number not in found:
            found.add(number)
            waiting += alone.modules[number].requires
    return [alone.modules[number] for number in sorted(found)]
