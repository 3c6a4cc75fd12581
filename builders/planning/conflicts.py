"""Which demands of a file cannot hold together.

Enters: a demand that has no plan. Leaves: conflicts, each a set of requirements of the file. What
modules and house say (prerequisites, debriefs, pauses, 30 minutes of lecture) holds throughout; of
these rules, a conflict names those without which it would be none.

The method is that of implicit hitting sets: every smallest set of requirements that must hit all
known ways out is tried; if it still has a plan, it is grown as far as it has one, and what is
missing then is one more way out. The first set without a plan is a smallest conflict (Ignatiev,
Previti, Liffiton, Marques-Silva: "Smallest MUS extraction with minimal hitting set dualization",
CP 2015). Where the limit of checks comes first, the conflict is what remains when requirements are
left out one by one: every one is needed, but a smaller conflict may exist.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from builders.planning.demand import Demand, Requirement, RequirementKind
from builders.planning.solving import Limits, is_feasible

RULES: frozenset[RequirementKind] = frozenset(
    {"requires", "mandatory", "one_day", "lecture_run", "heavy_last", "pause"}
)
"""Kinds that are no demands of the workshop's file, or that nobody should be asked to give up."""
SEARCH = Limits(value_rounds=12, rounds_if_small=300, steps=60_000)
"""Work of one look whether there is a plan."""
MOST_CHECKS = 70
"""How often it is looked whether there is a plan, to find the smallest form of one conflict."""
MOST_CONFLICTS = 4
MOST_RULES = 8
"""How many rules of modules and house one conflict names at most."""
_ORDER: tuple[RequirementKind, ...] = (
    "must", "must_step", "must_objective", "day_end", "lecture_share", "share_at_least",
    "share_at_most", "presence", "leads", "trainers", "rooms", "never", "never_step",
)  # fmt: skip
"""How demands are listed. Those at the end are left out of a conflict first."""


@dataclass(frozen=True)
class Conflict:
    """Demands of the file that have no plan together; without any one of them they have."""

    demands: tuple[Requirement, ...]
    rules: tuple[Requirement, ...]
    """Rules of modules and house without each of which the demands would have a plan.

    Where there are very many, as in a long chain of prerequisites, only the first.
    """
    is_smallest: bool
    """No conflict has fewer demands (of those that the earlier conflicts leave)."""
    is_irreducible: bool
    """It is proved that each demand is needed. False where the limit of work was reached."""


class Feasibility:
    """Whether sets of demands have a plan, each looked at once."""

    def __init__(self, demand: Demand, most_checks: int = MOST_CHECKS) -> None:
        self.demand = demand
        self.checks = 0
        self.most_checks = most_checks
        self.all = tuple(sorted((r for r in demand.requirements if r.kind not in RULES), key=_key))
        self.rules = tuple(r for r in demand.requirements if r.kind in RULES)
        self._known: dict[frozenset[Requirement], bool | None] = {}

    @property
    def is_over(self) -> bool:
        return self.checks >= self.most_checks

    def start_again(self) -> None:
        """Count the checks for the next conflict from here."""
        self.checks = 0

    def holds(self, demands: Iterable[Requirement]) -> bool | None:
        """True if these have a plan, all rules in force; None if that was not found out."""
        kept = frozenset(demands)
        if kept not in self._known:
            self._known[kept] = self._look([r for r in self.all if r not in kept])
        return self._known[kept]

    def holds_without(
        self, demands: Iterable[Requirement], rules: Iterable[Requirement]
    ) -> bool | None:
        """The same with these rules dropped."""
        kept = set(demands)
        return self._look([*rules, *(r for r in self.all if r not in kept)])

    def _look(self, dropped: Sequence[Requirement]) -> bool | None:
        self.checks += 1
        return has_plan(self.demand.without(*dropped), SEARCH)


def has_plan(demand: Demand, limits: Limits = SEARCH) -> bool | None:
    """Like `is_feasible`; much quicker, as nothing is worth anything: any plan will do."""
    objectives = tuple(replace(objective, weight=0) for objective in demand.objectives)
    return is_feasible(replace(demand, objectives=objectives), limits)


def conflicts_of(demand: Demand, most_checks: int = MOST_CHECKS) -> tuple[Conflict, ...]:
    """Up to `MOST_CONFLICTS` conflicts of a demand without a plan, smallest first found.

    A further conflict shares no bound with those before, only modules to teach; where
    a conflict has nothing else, a further one shares nothing with it.
    """
    looks = Feasibility(demand, most_checks)
    found: list[Conflict] = []
    remaining = looks.all
    while len(found) < MOST_CONFLICTS and looks.holds(remaining) is False:
        conflict = _conflict(looks, remaining)
        found.append(conflict)
        bounds = [r for r in conflict.demands if r.kind != "must"]
        gone = set(bounds or conflict.demands)
        remaining = tuple(r for r in remaining if r not in gone)
    return tuple(found)


def _conflict(looks: Feasibility, among: Sequence[Requirement]) -> Conflict:
    needed, is_irreducible = _shrunk(looks, among)
    looks.start_again()
    smaller, is_smallest = _smallest(looks, among, len(needed))
    if smaller is not None:
        needed, is_irreducible = smaller, True
    rules = _rules(looks, needed)
    return Conflict(tuple(sorted(needed, key=_key)), rules, is_smallest, is_irreducible)


def _rules(looks: Feasibility, demands: Iterable[Requirement]) -> tuple[Requirement, ...]:
    """The rules without each of which the demands have a plan; the first `MOST_RULES` of them.

    Where many rules dropped together leave no plan, no single one of them does.
    """
    demands = tuple(demands)
    looks.start_again()
    found: list[Requirement] = []
    waiting = [looks.rules]
    while waiting and len(found) < MOST_RULES and not looks.is_over:
        part = waiting.pop()
        if not part or not looks.holds_without(demands, part):
            continue
        if len(part) == 1:
            found += part
        else:
            half = len(part) // 2
            waiting += [part[half:], part[:half]]
    return tuple(found)


def _shrunk(
    looks: Feasibility, among: Sequence[Requirement]
) -> tuple[tuple[Requirement, ...], bool]:
    """Leave demands out, several at once and then one by one, as long as there is no plan."""
    kept = list(among)
    is_proved = True
    size = max(1, len(kept) // 2)
    while True:
        position = len(kept)
        while position > 0:
            start = max(0, position - size)
            fewer = kept[:start] + kept[position:]
            holds = looks.holds(fewer)
            if holds is False:
                kept = fewer
            elif size == 1 and holds is None:
                is_proved = False
            position = start
        if size == 1:
            return tuple(kept), is_proved
        size //= 2


def _smallest(
    looks: Feasibility, among: Sequence[Requirement], fewest: int
) -> tuple[tuple[Requirement, ...] | None, bool]:
    """A conflict of fewer than `fewest` demands, or None; and whether nothing smaller exists."""
    ways_out: list[frozenset[int]] = []
    is_sure = True
    while not looks.is_over:
        hit = smallest_hitting_set(ways_out, fewest)
        if hit is None:
            return None, is_sure
        holds = looks.holds(among[n] for n in hit)
        if holds is False:
            return tuple(among[n] for n in sorted(hit)), is_sure
        is_sure = is_sure and holds is True
        grown = _grown(looks, among, hit)
        missing = frozenset(range(len(among))) - grown
        if not missing or (holds is None and missing in ways_out):
            return None, False
        ways_out.append(missing)
    return None, False


def _grown(
    looks: Feasibility, among: Sequence[Requirement], kept: frozenset[int]
) -> frozenset[int]:
    """As many demands as go together with these. Half by half, as few of them are in the way."""
    waiting = [[n for n in range(len(among)) if n not in kept]]
    while waiting:
        part = waiting.pop()
        if not part:
            continue
        more = kept | set(part)
        # What was not found out counts as no plan: a way out that is too wide only costs time.
        if looks.holds(among[n] for n in sorted(more)):
            kept = more
        elif len(part) > 1:
            half = len(part) // 2
            waiting += [part[half:], part[:half]]
    return kept


def smallest_hitting_set(
    sets: Sequence[frozenset[int]], fewer_than: int, most_nodes: int = 20_000
) -> frozenset[int] | None:
    """The first smallest set that shares a member with each of `sets`, if below `fewer_than`.

    None if there is none so small. Raises nothing: at the limit of nodes the best so far counts.
    """
    best: frozenset[int] | None = None
    nodes = 0

    def search(chosen: frozenset[int], barred: frozenset[int]) -> None:
        nonlocal best, nodes
        nodes += 1
        most = (len(best) if best is not None else fewer_than) - 1
        open_sets = [s - barred for s in sets if not s & chosen]
        if not open_sets:
            if len(chosen) <= most:
                best = chosen
            return
        # Sets without a common member need a choice each: a bound for what is still to come.
        apart, used = 0, frozenset[int]()
        for one in sorted(open_sets, key=lambda s: (len(s), sorted(s))):
            if not one & used:
                apart, used = apart + 1, used | one
        if len(chosen) + apart > most or nodes > most_nodes:
            return
        narrow = min(open_sets, key=lambda s: (len(s), sorted(s)))
        for member in sorted(narrow):
            search(chosen | {member}, barred)
            barred |= {member}

    search(frozenset(), frozenset())
    return best


def _key(requirement: Requirement) -> tuple[int, tuple[str, ...], str]:
    return (
        _ORDER.index(requirement.kind),
        tuple(str(step).zfill(4) for step in requirement.path),
        requirement.subject,
    )
