"""The cheapest ways to make an impossible demand possible, each tried out.

Enters: a demand without a plan, and its conflicts. Leaves: relaxations, cheapest first: one move
that is enough, or where there is none, two together; where two are not enough, sets of moves of
which none can be left out, found in several orders (not surely the cheapest).

Costs are in minutes, so that all can be compared: a later end costs the minutes it adds (on every
day, if all days end later); a module or step given up costs its minutes without optional steps; an
objective `OBJECTIVE`; a point of a share `POINT`; a trainer who stays all the time `PRESENCE`,
another leader `LEADS`; a further day `ANOTHER_DAY`; what participants had before `PRIOR`; a
refusal (`never`) lifted `REFUSAL`; a further room `ROOM`.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Literal

from builders.models.workshop import Day
from builders.planning.conflicts import Conflict, has_plan
from builders.planning.demand import Demand, Requirement
from builders.planning.demanding import demand_of
from builders.planning.saying import words_of
from builders.problems import Step as PathStep
from builders.time_of_day import clock_text, minute_of

OBJECTIVE, POINT, PRESENCE, LEADS, ANOTHER_DAY, PRIOR, REFUSAL, ROOM = (
    30,
    5,
    40,
    20,
    300,
    90,
    60,
    60,
)
MOST_EXTRA = 120
"""Minutes by which a day may end later; people have to get home."""
LATEST = 22 * 60
MOST_TRIES = 200
"""How often one explanation tries out moves."""
MOST_RELAXATIONS = 8

MoveKind = Literal[
    "later_end", "later_each_day", "another_day", "drop", "share_at_least", "share_at_most",
    "lecture_at_most", "prior",
]  # fmt: skip


@dataclass(frozen=True)
class Move:
    """One thing that the author could change in the file.

    `subject`: a day, module, step, objective, pillar or trainer. `amount`: minutes more, or the new
    bound of a share in per cent; 0 where there is nothing to measure. `requirements`: what it
    loosens.
    """

    kind: MoveKind
    subject: str
    amount: int
    cost: int
    words: str
    path: tuple[PathStep, ...] = ()
    requirements: tuple[Requirement, ...] = field(default=(), repr=False, compare=False)


@dataclass(frozen=True)
class Relaxation:
    """Moves that together give a plan; none of them can be left out or made smaller."""

    moves: tuple[Move, ...]
    demand: Demand = field(compare=False, repr=False)
    """The changed demand, which has a plan."""

    @property
    def cost(self) -> int:
        return sum(move.cost for move in self.moves)

    @property
    def words(self) -> str:
        return " and ".join(move.words for move in self.moves)


def relaxations_of(demand: Demand, conflicts: Sequence[Conflict]) -> tuple[Relaxation, ...]:
    """Verified relaxations, cheapest first; of equal ones that with fewer moves, then by words."""
    tries = _Tries(demand)
    moves = list(_moves(demand, conflicts))
    found: list[Relaxation] = []
    for size in (1, 2):
        for group in _groups(moves, size, conflicts):
            if tries.count > MOST_TRIES // 2:
                break
            if tries.has_plan([ladder[-1] for ladder in group]):
                found.append(_smallest(tries, group))
        if found:
            break
    if not found:
        found = list(_many_together(tries, moves))
    # Giving up all that must be taught is no answer, if there is any other.
    found = [r for r in found if not _gives_up_all(r, demand)] or found
    unique = {tuple((m.kind, m.subject) for m in r.moves): r for r in found}
    ordered = sorted(unique.values(), key=lambda r: (r.cost, len(r.moves), r.words))
    return tuple(ordered[:MOST_RELAXATIONS])


def _gives_up_all(relaxation: Relaxation, demand: Demand) -> bool:
    asked = {r.subject for r in demand.requirements if r.kind == "must"}
    gone = {r.subject for m in relaxation.moves for r in m.requirements if r.kind == "must"}
    return len(asked) > 1 and asked <= gone


Ladder = Sequence[Move]
"""The same move, from the smallest amount to the greatest."""


def _groups(
    moves: Sequence[Ladder], size: int, conflicts: Sequence[Conflict]
) -> Iterator[tuple[Ladder, ...]]:
    """Moves to make together, cheap ones first. Any that helps touches every conflict."""
    touched = [{*conflict.demands, *conflict.rules} for conflict in conflicts]
    groups = [
        group
        for group in combinations(moves, size)
        if all(any(set(ladder[0].requirements) & one for ladder in group) for one in touched)
    ]
    yield from sorted(groups, key=lambda g: sum((ladder[0].cost + ladder[-1].cost) for ladder in g))


_KEPT_LAST: tuple[frozenset[MoveKind], ...] = (
    frozenset({"drop", "prior"}),
    frozenset({"later_end", "later_each_day", "another_day"}),
    frozenset({"share_at_least", "share_at_most", "lecture_at_most"}),
    frozenset(),
)
"""What is given back first where many moves are needed: content, time, shares, what costs most."""


def _many_together(tries: _Tries, moves: Sequence[Ladder]) -> Iterator[Relaxation]:
    """All moves at once, and then as many of them as possible taken back, in several orders."""
    if not tries.has_plan([ladder[-1] for ladder in moves]):
        return
    for first in _KEPT_LAST:
        kept = list(moves)
        for ladder in sorted(
            moves, key=lambda m: (m[0].kind not in first, -m[-1].cost, m[0].words)
        ):
            fewer = [other for other in kept if other is not ladder]
            if tries.is_over:
                return
            if tries.has_plan([other[-1] for other in fewer]):
                kept = fewer
        yield _smallest(tries, kept)


class _Tries:
    def __init__(self, demand: Demand) -> None:
        self.demand = demand
        self.count = 0

    @property
    def is_over(self) -> bool:
        return self.count >= MOST_TRIES

    def has_plan(self, moves: Iterable[Move]) -> bool:
        self.count += 1
        return has_plan(applied(self.demand, moves)) is True


def _smallest(tries: _Tries, group: Sequence[Ladder]) -> Relaxation:
    """Make each amount as small as can be, one after the other."""
    chosen = [ladder[-1] for ladder in group]
    for position, ladder in enumerate(group):
        low, high = 0, len(ladder) - 1
        while low < high:
            middle = (low + high) // 2
            chosen[position] = ladder[middle]
            if tries.has_plan(chosen):
                high = middle
            else:
                low = middle + 1
        chosen[position] = ladder[high]
    return Relaxation(tuple(chosen), applied(tries.demand, chosen))


def applied(demand: Demand, moves: Iterable[Move]) -> Demand:
    """The demand as it would be with these changes in the file."""
    for move in moves:
        assert demand.spec is not None
        days = demand.spec.days
        match move.kind:
            case "later_end":
                demand = demand.with_day_end(int(move.subject), _end(days, move) + move.amount)
            case "later_each_day":
                for number, day in enumerate(days, 1):
                    end = minute_of(day.end)
                    demand = demand.with_day_end(number, end + move.amount)
            case "another_day":
                demand = _with_another_day(demand, days[-1])
            case "drop" | "prior":
                demand = demand.without(*move.requirements)
            case "share_at_least":
                most = next((s.at_most for s in demand.shares if s.pillar == move.subject), 100)
                demand = demand.with_share(move.subject, move.amount, most)
            case "share_at_most":
                least = next((s.at_least for s in demand.shares if s.pillar == move.subject), 0)
                demand = demand.with_share(move.subject, least, move.amount)
            case "lecture_at_most":
                demand = demand.with_lecture_at_most(move.amount)
    return demand


def _with_another_day(demand: Demand, last: Day) -> Demand:
    assert demand.spec is not None
    assert demand.curriculum is not None
    day = last.model_copy(update={"date": last.date + datetime.timedelta(days=1)})
    spec = demand.spec.model_copy(update={"days": (*demand.spec.days, day)})
    return demand_of(spec, demand.curriculum, demand.changes)


def _end(days: Sequence[Day], move: Move) -> int:
    end = days[int(move.subject) - 1].end
    return minute_of(end)


def _moves(demand: Demand, conflicts: Sequence[Conflict]) -> Iterator[Ladder]:
    """Every move that could help against one of the conflicts."""
    involved = {r for conflict in conflicts for r in conflict.demands}
    for requirement in demand.requirements:
        if requirement in involved:
            yield from _moves_of(requirement, demand)
    assert demand.spec is not None
    days = demand.spec.days
    ends = tuple(r for r in demand.requirements if r in involved and r.kind == "day_end")
    if ends and len(days) > 1:
        latest = max(minute_of(day.end) for day in days)
        yield [
            Move("later_each_day", "", extra, extra * len(days),
                 f"{extra} more minutes on each day", ("days",), ends)
            for extra in range(1, min(MOST_EXTRA, LATEST - latest) + 1)
        ]  # fmt: skip
    if ends and len(days) < 20:
        yield [Move("another_day", "", 0, ANOTHER_DAY, f"one more day like day {len(days)}",
                    ("days",), ends)]  # fmt: skip
    asked_for = {r.subject for r in involved if r.kind == "must"}
    needed = {r.subject.partition(">")[2] for c in conflicts for r in c.rules
              if r.kind == "requires"}  # fmt: skip
    for name in sorted(needed - asked_for):
        edges = tuple(
            r for r in demand.requirements
            if r.kind == "requires" and r.subject.partition(">")[2] == name
        )  # fmt: skip
        yield [Move("prior", name, 0, PRIOR, f"'{name}' under `prior`, if the participants had it",
                    ("prior",), edges)]  # fmt: skip


def _moves_of(requirement: Requirement, demand: Demand) -> Iterator[Ladder]:
    spec, subject, path = demand.spec, requirement.subject, requirement.path
    assert spec is not None
    only = (requirement,)
    match requirement.kind:
        case "day_end":
            end = spec.days[int(subject) - 1].end
            begin = minute_of(end)
            ladder = [
                Move("later_end", subject, extra, extra,
                     f"{extra} more minutes on day {subject} (until {clock_text(begin + extra)})",
                     path, only)
                for extra in range(1, min(MOST_EXTRA, LATEST - begin) + 1)
            ]  # fmt: skip
            if ladder:
                yield ladder
        case "must":
            words = f"'{subject}' out of `must`"
            yield [Move("drop", subject, 0, _core_minutes(subject, demand), words, path, only)]
        case "must_step":
            words = f"'{subject}' out of `must_steps`"
            yield [Move("drop", subject, 0, _step_minutes(subject, demand), words, path, only)]
        case "must_objective":
            words = f"'{subject}' out of `must_objectives`"
            yield [Move("drop", subject, 0, OBJECTIVE, words, path, only)]
        case "never" | "never_step":
            key = "never" if requirement.kind == "never" else "never_steps"
            yield [Move("drop", subject, 0, REFUSAL, f"'{subject}' out of `{key}`", path, only)]
        case "share_at_least":
            least = spec.shares[subject].at_least  # type: ignore[index]
            yield [
                Move("share_at_least", subject, bound, POINT * (least - bound),
                     f"at least {bound} % for '{subject}' instead of {least} %", path, only)
                for bound in range(least - 1, -1, -1)
            ]  # fmt: skip
        case "share_at_most":
            most = spec.shares[subject].at_most  # type: ignore[index]
            yield [
                Move("share_at_most", subject, bound, POINT * (bound - most),
                     f"at most {bound} % for '{subject}' instead of {most} %", path, only)
                for bound in range(most + 1, 101)
            ]  # fmt: skip
        case "lecture_share":
            most = spec.lecture_at_most
            ladder = [
                Move("lecture_at_most", "", bound, POINT * (bound - most),
                     f"at most {bound} % lecture instead of {most} %", path, only)
                for bound in range(most + 1, 101)
            ]  # fmt: skip
            if ladder:
                yield ladder
        case "presence":
            name = spec.trainers[int(subject) - 1].name
            yield [Move("drop", subject, 0, PRESENCE, f"'{name}' there all the time", path, only)]
        case "leads":
            words = f"another trainer than '{spec.leads[subject]}' for '{subject}'"
            yield [Move("drop", subject, 0, LEADS, words, path, only)]
        case "trainers":
            yield [Move("drop", "", 0, ANOTHER_DAY, "more trainers", path, only)]
        case "rooms":
            yield [Move("drop", "", 0, ROOM, "more rooms", path, only)]
        case _:  # pragma: no cover - a conflict holds demands of the file alone
            raise ValueError(words_of(requirement, spec))


def _core_minutes(module_id: str, demand: Demand) -> int:
    number = demand.number_of(module_id)
    if number is None:
        return 0
    return sum(unit.minutes for unit in demand.modules[number].units if unit.needed)


def _step_minutes(name: str, demand: Demand) -> int:
    module_id, _, step_id = name.partition("/")
    return sum(
        step.minutes
        for module in demand.modules
        if module.id == module_id
        for unit in module.units
        for step in unit.steps
        if step.id == step_id
    )
