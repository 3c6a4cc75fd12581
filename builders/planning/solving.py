"""`Demand` → `Solution`: the best plan that can be found, and how good any plan could be.

Three goals, one after the other: value, then nominal minutes, then rhythm. For value and minutes a
chooser proposes what to teach as if time were one sum; a search looks for an order in which that
fits into the windows; where it proves that there is none, the chooser never proposes that again.
What the chooser can still reach is a bound for every plan. Work is counted, never timed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from builders.planning.choosing import Choice, Chooser
from builders.planning.demand import Demand, Unit
from builders.planning.filling import fill
from builders.planning.rhythm import Rhythm, improve, is_allowed, neighbours
from builders.planning.sequencing import (
    BEGIN,
    Effort,
    Kept,
    Placer,
    Sequenced,
    find_order,
)

NO_COST = Rhythm(0, 0)
Status = Literal["optimal", "feasible", "infeasible", "unknown"]


@dataclass(frozen=True)
class Limits:
    """How much work a solve may do. `rounds` are proposals, `steps` modules placed in searches."""

    value_rounds: int = 60
    minutes_rounds: int = 0
    small: int = 30
    """A demand of so few units gets `rounds_if_small` for value and for minutes."""
    rounds_if_small: int = 2_000
    steps: int = 600_000
    rhythm_steps: int = 20_000
    polish_tries: int = 60
    polish_steps: int = 150_000
    failures_before_spare: int = 12
    shrink_steps: int = 10_000
    """Modules placed to find out how little of a choice is too much already."""
    large: int = 1_000
    enough: int = 5
    """With more units than `large`, so many thousandths below the bound are good enough."""
    exact_modules: int = 20
    """With more modules than this, an order is looked for and its absence not proved."""
    fill_width: int = 200


USUAL = Limits()
ANY_PLAN = Limits(minutes_rounds=0, rhythm_steps=0, polish_tries=0)
"""For those who ask whether there is a plan and what it teaches, and not how well it runs."""


@dataclass(frozen=True)
class Solution:
    """What was found. Without a plan, `order` and `starts` are empty.

    optimal: no plan has more value. feasible: a plan, and none has more value than `bound`.
    infeasible: it is proved that there is no plan. unknown: the limit was reached without one.
    """

    status: Status
    order: tuple[int, ...] = ()
    """Modules by number, in the order of teaching."""
    starts: tuple[tuple[int, int], ...] = ()
    """Kept units by number, with the moment at which each starts, in the order of teaching."""
    value: int = 0
    bound: int = 0
    minutes: int = 0
    """Nominal minutes taught."""
    minutes_are_most: bool = False
    """No plan of this value has more minutes."""
    rhythm: Rhythm = NO_COST

    @property
    def is_plan(self) -> bool:
        return self.status in ("optimal", "feasible")

    def modules(self, demand: Demand) -> frozenset[str]:
        """The ids of the modules taught."""
        return frozenset(demand.modules[number].id for number in self.order)

    def steps(self, demand: Demand) -> frozenset[str]:
        """The steps taught as `module-id/step-id`."""
        units = {u.number: (m.id, u) for m in demand.modules for u in m.units}
        return frozenset(
            f"{units[number][0]}/{step.id}"
            for number, _ in self.starts
            for step in units[number][1].steps
        )


def solve(demand: Demand, limits: Limits = USUAL) -> Solution:
    """The best plan of a demand."""
    return _Solver(demand, limits).solve()


def any_plan(demand: Demand, limits: Limits = USUAL) -> Solution:
    """The first plan that is found; much less work than the best. Its bound is of no use."""
    return _Solver(demand, limits).any_plan()


def is_feasible(demand: Demand, limits: Limits = USUAL) -> bool | None:
    """True if there is a plan at all, False if that is disproved, None if the limit was reached.

    A plan that teaches nothing counts: where nothing must be taught, everything is feasible.
    """
    found = any_plan(demand, limits)
    return {"infeasible": False, "unknown": None}.get(found.status, True)


@dataclass(frozen=True)
class _Found:
    units: frozenset[int]
    order: tuple[int, ...]
    value: int
    minutes: int
    cost: int

    @property
    def rank(self) -> tuple[int, int, int]:
        """The greater the better."""
        return self.value, self.minutes, -self.cost


_WIDTHS = (40, 300, 10**9)
_SPARES = (3, 6, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 360, 480)


class _Solver:
    def __init__(self, demand: Demand, limits: Limits) -> None:
        self.demand = demand
        self.limits = limits
        self.chooser = Chooser(demand)
        self.placer = Placer(demand)
        # Without the rules that a further step could heal: what does not fit here never fits.
        self.plain = Placer(replace(demand, lecture_run=10**6, heavy_last=False))
        self.effort = Effort(limits.steps)
        self.units: list[Unit] = self.chooser.units
        self._required = {u.number for u in self.units if u.required}
        self.bound = demand.value
        self.unproved = -1
        """The highest value of the choices that were set aside without proof."""
        self.best: _Found | None = None

    def solve(self) -> Solution:
        status = self._most_value()
        if self.best is None:
            return Solution(status)
        most = self._most_minutes()
        best = self.best
        table = improve(
            self.demand,
            self.placer,
            self._kept(best.units),
            best.order,
            Effort(self.limits.rhythm_steps),
        )
        return self._solution(best, status, table.order, table.starts, most, table.rhythm)

    def any_plan(self) -> Solution:
        """The first plan that is found."""
        status = self._most_value(until_first=True)
        if self.best is None:
            return Solution(status)
        starts = self.placer.place_all(self.best.order, self._kept(self.best.units)) or {}
        return self._solution(self.best, status, self.best.order, starts, False, NO_COST)

    def _solution(
        self,
        best: _Found,
        status: Status,
        order: tuple[int, ...],
        starts: dict[int, int],
        most: bool,
        rhythm: Rhythm,
    ) -> Solution:
        in_time = tuple(sorted(starts.items(), key=lambda item: item[1]))
        bound = max(self.bound, best.value)
        if best.value >= bound:
            status = "optimal"
        return Solution(status, order, in_time, best.value, bound, best.minutes, most, rhythm)

    def _kept(self, units: Iterable[int]) -> Kept:
        found: dict[int, list[Unit]] = {}
        for number in sorted(units):
            found.setdefault(self.units[number].module, []).append(self.units[number])
        return {module: tuple(kept) for module, kept in found.items()}

    def _most_value(self, until_first: bool = False) -> Status:
        """Find the plan of the most value. Sets `best` and `bound`."""
        remaining: int | None = self.demand.value
        failures, rounds = 0, self._rounds()
        while rounds > 0 and not self.effort.is_over:
            rounds -= 1
            choice = self.chooser.most_value()
            if choice is None:
                if not self.chooser.gave_up:
                    remaining = None
                break
            remaining = min(remaining or 0, choice.bound)
            if self.best is not None and self._is_enough(remaining):
                break
            is_kept = self._try(choice)
            while not is_kept and rounds > 0 and not self.effort.is_over:
                # What comes next in value is mostly another choice of the same modules.
                other = self.chooser.another(choice)
                if other is None:
                    break
                rounds -= 1
                choice, is_kept = other, self._try(other)
            if is_kept:
                if until_first or self._is_enough(remaining):
                    break
            else:
                failures += 1
                is_hard = self.unproved >= 0 and self.best is None
                if is_hard or failures == self.limits.failures_before_spare:
                    self._with_spare()
                    if (until_first and self.best) or self._is_enough(remaining):
                        break
            if self.best is not None:
                self.chooser.least_value = self.best.value + 1
        if self.best is None and remaining is not None:
            self._with_spare()
        self.bound = max(-1 if remaining is None else remaining, self.unproved)
        if self.best is None:
            return "infeasible" if self.bound < 0 else "unknown"
        return "optimal" if self.bound <= self.best.value else "feasible"

    def _rounds(self) -> int:
        """How many proposals: fewer where each is more work."""
        if self._is_small:
            return self.limits.rounds_if_small
        return max(5, min(self.limits.value_rounds, 20_000 // len(self.units)))

    def _is_enough(self, bound: int) -> bool:
        """True if the best plan is the best of all, or near enough in a very large demand."""
        if self.best is None:
            return False
        short = bound - self.best.value
        is_large = len(self.units) > self.limits.large
        return short <= 0 or (is_large and short * 1000 <= self.limits.enough * bound)

    @property
    def _is_small(self) -> bool:
        return len(self.units) <= self.limits.small

    def _most_minutes(self) -> bool:
        """Of the plans of this value, find one of the most minutes. True if that is proved."""
        assert self.best is not None
        self.chooser.least_value = self.best.value
        self.effort = Effort(self.limits.steps)
        unproved = self.unproved >= self.best.value
        self._polish()
        limits = self.limits
        for _ in range(limits.rounds_if_small if self._is_small else limits.minutes_rounds):
            self.chooser.least_minutes = self.best.minutes + 1
            choice = self.chooser.most_minutes()
            if choice is None:
                return not self.chooser.gave_up and not unproved
            if not self._try(choice):
                unproved = unproved or self.unproved >= self.best.value
            elif self.best.minutes >= choice.bound and not unproved:
                return True
            if self.effort.is_over:
                break
        everything = sum(u.minutes for u in self.units if u.starts)
        clock = sum(self.units[number].minutes for number in self.best.units)
        straight = all(u.minutes == u.nominal for u in self.units)
        return not unproved and straight and clock == min(everything, self.demand.minutes)

    def _polish(self) -> None:
        """Fill the best order and orders near to it, while minutes or rhythm get better."""
        assert self.best is not None
        kept = self._kept(self.best.units)
        effort = Effort(self.limits.rhythm_steps)
        improved = improve(self.demand, self.placer, kept, self.best.order, effort).order
        for order in dict.fromkeys((improved, self.best.order)):
            self._fill(order)
        better = True
        tries, allowance = self.limits.polish_tries, Effort(self.limits.polish_steps)
        while better:
            better = False
            for changed, _ in neighbours(self.best.order, frozenset(), pushing=False):
                if tries <= 0 or allowance.is_over:
                    return
                if not is_allowed(self.demand, kept, changed):
                    continue
                tries -= 1
                before = self.effort.spent
                is_better = self._fill(changed)
                allowance.spent += self.effort.spent - before
                if is_better:
                    better = True
                    break

    def _with_spare(self) -> None:
        """A plan that leaves more and more time unused, until its choice has an order."""
        # It has its own allowance: a plan that is not the best is better than none.
        before, self.effort = self.effort, Effort(self.limits.steps)
        for spare in _SPARES:
            if spare >= self.demand.minutes or self.effort.is_over:
                break
            choice = self.chooser.most_value(spare)
            if choice is None or (self.best is not None and choice.value <= self.best.value):
                break
            kept = self._kept(choice.units)
            if self._learn_of_modules(kept):
                continue
            found = self._order(kept, _WIDTHS[:2])
            if found.order is not None:
                self._keep(choice.units, found.order)
                break
        self.effort = before

    def _try(self, choice: Choice) -> bool:
        """Keep a choice if it has an order and is better; else learn why not."""
        kept = self._kept(choice.units)
        if self._learn_of_modules(kept):
            return False
        found = self._order(kept, _WIDTHS)
        if found.order is not None:
            self._keep(choice.units, found.order)
            return True
        if not found.is_proof:
            self.unproved = max(self.unproved, choice.value)
            self.chooser.exclude(choice.units)
        elif not self._learn(kept):
            self.chooser.exclude(choice.units)
        return False

    def _order(self, kept: Kept, widths: Iterable[int]) -> Sequenced:
        """Search wider and wider."""
        found = Sequenced(None, is_proof=False)
        for width in widths:
            if width > _WIDTHS[1] and len(kept) > self.limits.exact_modules:
                break
            part = self.effort.part(self.limits.steps // 6)
            found = find_order(self.placer, kept, part, width)
            self.effort.take(part)
            if found.order is not None or found.is_proof or self.effort.is_over:
                break
        return found

    def _keep(self, units: frozenset[int], order: tuple[int, ...], cost: int = 10**6) -> bool:
        """Remember a plan if it is better than the best so far."""
        value = self.chooser.value_of(units)
        minutes = sum(self.units[number].nominal for number in units)
        found = _Found(units, order, value, minutes, cost)
        if self.best is not None and found.rank <= self.best.rank:
            return False
        self.best = found
        return True

    def _learn_of_modules(self, kept: Kept) -> bool:
        """Exclude the steps of single modules that fit nowhere, even alone."""
        learnt = False
        for number, units in kept.items():
            module = self.demand.modules[number]
            if self.placer.place(module, units, BEGIN) is not None:
                continue
            learnt = True
            if self.plain.place(module, units, BEGIN) is None:
                self.chooser.exclude_with_more(unit.number for unit in units)
            else:
                self.chooser.exclude(
                    (unit.number for unit in units), (unit.number for unit in module.units)
                )
        return learnt

    def _learn(self, kept: Kept) -> bool:
        """Exclude a choice and all that hold it, if time alone forbids it."""
        part = self.effort.part(self.limits.steps // 6)
        forbidden = find_order(self.plain, kept, part, _WIDTHS[-1])
        self.effort.take(part)
        if forbidden.order is not None or not forbidden.is_proof:
            return False
        if self._is_small:
            for number in sorted(kept):
                kept = self._if_forbidden({n: u for n, u in kept.items() if n != number}, kept)
        allowance = self.effort.part(self.limits.shrink_steps)
        units = sorted((u for us in kept.values() for u in us), key=lambda u: (u.minutes, u.number))
        for unit in units:
            if allowance.is_over or len(kept[unit.module]) == 1:
                continue
            before = self.effort.spent
            fewer = tuple(u for u in kept[unit.module] if u != unit)
            kept = self._if_forbidden({**kept, unit.module: fewer}, kept)
            allowance.spent += self.effort.spent - before
        self.chooser.exclude_alike(kept)
        return True

    def _if_forbidden(self, fewer: Kept, kept: Kept) -> Kept:
        """The fewer units if they too have no order, else the ones from before."""
        attempt = self.effort.part(self.limits.shrink_steps)
        found = find_order(self.plain, fewer, attempt, _WIDTHS[-1])
        self.effort.take(attempt)
        return fewer if found.order is None and found.is_proof else kept

    def _fill(self, order: tuple[int, ...]) -> bool:
        """Keep the most minutes that an order has room for. True if that is a better plan."""
        assert self.best is not None
        best = self.best
        covered = frozenset(o.number for o in self.demand.objectives if best.units & set(o.units))
        no_more_talk = frozenset(
            u.number for u in self.units if u.number in best.units or not u.lecture
        )
        for allowed in (None, no_more_talk):
            found = fill(
                self.demand, self.placer, order, covered, self.effort, allowed,
                self.limits.fill_width,
            )  # fmt: skip
            if found is None:
                return False
            units = frozenset(found.starts)
            if self._required <= units and shares_hold(self.demand, self._kept(units)):
                return self._keep(units, order, found.cost)
        return False


def shares_hold(demand: Demand, kept: Kept) -> bool:
    """True if lecture and pillars have the shares that are asked for."""
    steps = [
        (demand.modules[unit.module].pillar, step)
        for units in kept.values()
        for unit in units
        for step in unit.steps
    ]
    total = sum(step.nominal for _, step in steps)
    lecture = sum(step.nominal for _, step in steps if step.lecture)
    if 100 * lecture > demand.lecture_at_most * total:
        return False
    for share in demand.shares:
        part = sum(step.nominal for pillar, step in steps if pillar == share.pillar)
        if not share.at_least * total <= 100 * part <= share.at_most * total:
            return False
    return True
