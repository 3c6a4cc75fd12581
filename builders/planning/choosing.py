"""What to teach, leaving aside when: a linear programme in whole numbers, solved by HiGHS.

Enters: a `Demand`. Leaves: sets of units, best first, with a bound on what any plan can reach. The
time of the workshop counts as one sum, cut by a few facts about windows; choices that turn out to
have no order are excluded one by one (`exclude`, `exclude_with_more`), so the bound stays true.

This is the only home of `highspy`, which is loaded when a plan is made and not before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from builders.planning.demand import Demand, Unit

Row = tuple[list[tuple[int, int]], int | None, int | None]
"""Columns with factors, the least and the most their sum may be."""
MOST_NODES = 3_000
"""Branches that HiGHS may open in one solve: a limit that is the same on every machine."""


@dataclass(frozen=True)
class Choice:
    """Kept units by number. `bound` is what the goal could reach at best, `is_best` if proved."""

    units: frozenset[int]
    value: int
    minutes: int
    bound: int
    is_best: bool


class Chooser:
    """The linear programme of one demand. Rows that are added stay."""

    def __init__(self, demand: Demand) -> None:
        self.demand = demand
        self._rows: list[Row] = []
        self._columns = 0
        self._fixed: dict[int, int] = {}
        self.module = [self._column() for _ in demand.modules]
        self.units: list[Unit] = [unit for module in demand.modules for unit in module.units]
        self.unit = [self._unit_column(unit) for unit in self.units]
        self._values: dict[int, int] = {}
        self._minutes: dict[int, int] = {}
        self._most: int | None = None
        """No choice has more value than this; rows are only added, so it stays true."""
        self.least_value = 0
        self.least_minutes = 0
        """What the next choices have to reach, in thousandths and nominal minutes."""
        self.gave_up = False
        """True if the last goal met the limit of work before any choice was found."""
        self._make()

    def _column(self) -> int:
        self._columns += 1
        return self._columns - 1

    def _unit_column(self, unit: Unit) -> int:
        """A needed unit is there if and only if its module is: they share a column."""
        return self.module[unit.module] if unit.needed else self._column()

    def _row(
        self, terms: Iterable[tuple[int, int]], least: int | None = None, most: int | None = None
    ) -> None:
        summed: dict[int, int] = {}
        for column, factor in terms:
            summed[column] = summed.get(column, 0) + factor
        self._rows.append(([(c, f) for c, f in summed.items() if f], least, most))

    def _make(self) -> None:
        demand = self.demand
        for module in demand.modules:
            column = self.module[module.number]
            if module.required:
                self._row([(column, 1)], least=1)
            for needed in module.requires:
                self._row([(column, 1), (self.module[needed], -1)], most=0)
            if not any(unit.needed for unit in module.units):
                own = [(self.unit[unit.number], 1) for unit in module.units]
                self._row([*own, (column, -1)], least=0)
            for unit in module.units:
                mine = self.unit[unit.number]
                if mine != column:
                    self._row([(mine, 1), (column, -1)], most=0)
                if unit.required:
                    self._row([(mine, 1)], least=1)
                if not unit.starts:
                    self._row([(mine, 1)], most=0)
                self._minutes[mine] = self._minutes.get(mine, 0) + unit.nominal
            if not module.spans_days:
                longest = self._longest_day()
                self._row([(self.unit[u.number], u.minutes) for u in module.units], most=longest)
        for objective in demand.objectives:
            working = list(dict.fromkeys(self.unit[number] for number in objective.units))
            column = self.module[objective.module]
            if objective.required:
                self._row([(c, 1) for c in working], least=1)
            if objective.mandatory:
                self._row([*((c, 1) for c in working), (column, -1)], least=0)
            if not objective.weight or not working:
                continue
            if column in working:
                reached = column
            elif len(working) == 1:
                reached = working[0]
            else:
                reached = self._column()
                self._row([(reached, 1), *((c, -1) for c in working)], most=0)
            self._values[reached] = self._values.get(reached, 0) + objective.weight
        self._make_shares()
        self._make_time()
        for others, by in demand.apart:
            self._row(
                [(c, -1 if n in others else 1) for n, c in enumerate(self.module)],
                least=by - len(others),
            )

    def _longest_day(self) -> int:
        days: dict[int, int] = {}
        for window in self.demand.windows:
            days[window.day] = days.get(window.day, 0) + window.minutes
        return max(days.values(), default=0)

    def _make_shares(self) -> None:
        demand = self.demand
        if demand.lecture_at_most < 100:
            self._row(
                (
                    (
                        self.unit[u.number],
                        100 * sum(s.nominal for s in u.steps if s.lecture)
                        - demand.lecture_at_most * u.nominal,
                    )
                    for u in self.units
                ),
                most=0,
            )
        for share in demand.shares:
            terms = [
                (
                    self.unit[u.number],
                    u.nominal * (100 * (demand.modules[u.module].pillar == share.pillar)),
                    u.nominal,
                )
                for u in self.units
            ]
            if share.at_least > 0:
                self._row(((c, part - share.at_least * n) for c, part, n in terms), least=0)
            if share.at_most < 100:
                self._row(((c, part - share.at_most * n) for c, part, n in terms), most=0)

    def _make_time(self) -> None:
        """All minutes fit; and long units fit into the windows that are long enough for them."""
        windows = [window.minutes for window in self.demand.windows]
        fitting = [u for u in self.units if u.starts]
        self._row(((self.unit[u.number], u.minutes) for u in fitting), most=sum(windows))
        before: tuple[int, ...] | None = None
        for longer in sorted({u.minutes - 1 for u in fitting}):
            long = tuple(u.number for u in fitting if u.minutes > longer)
            if long == before:
                continue
            before = long
            room = sum(m for m in windows if m > longer)
            if room < sum(windows):
                self._row(((self.unit[n], self.units[n].minutes) for n in long), most=room)
            count = sum(m // (longer + 1) for m in windows)
            if 2 * longer >= max(windows, default=0) and count < len(long):
                self._row(((self.unit[n], 1) for n in long), most=count)

    def exclude_with_more(self, units: Iterable[int]) -> None:
        """These units never go together, whatever else is kept."""
        columns = {self.unit[number] for number in units}
        self._row([(c, 1) for c in sorted(columns)], most=len(columns) - 1)

    def exclude_alike(self, kept: Mapping[int, tuple[Unit, ...]]) -> None:
        """These units never go together, nor with others in the place of some that need as much.

        A unit can stand for one that may be dropped, next to it in the same module, if whatever
        starts it could be a start of the other. Each stretch between two kept units lends its
        units to one of the two only, so that the order of the module stays.
        """
        terms: list[tuple[int, int]] = []
        for number, units in kept.items():
            alike: dict[int, list[Unit]] = {unit.number: [] for unit in units}
            for one, other in pairwise((None, *units, None)):
                between = [
                    unit
                    for unit in self.demand.modules[number].units
                    if (one is None or unit.number > one.number)
                    and (other is None or unit.number < other.number)
                ]
                lent = max(
                    (
                        [u for u in between if owner and not owner.needed and _needs_more(u, owner)]
                        for owner in (one, other)
                    ),
                    key=len,
                )
                owner = next(
                    (o for o in (one, other) if o and lent and all(
                        not o.needed and _needs_more(u, o) for u in lent)), None,
                )  # fmt: skip
                if owner is not None:
                    alike[owner.number] += lent
            for unit in units:
                column = self.unit[unit.number]
                if alike[unit.number]:
                    stands = self._column()
                    for each in (unit, *alike[unit.number]):
                        self._row([(self.unit[each.number], 1), (stands, -1)], most=0)
                    column = stands
                terms.append((column, 1))
        merged = {column: 1 for column, _ in terms}
        self._row(list(merged.items()), most=len(merged) - 1)

    def exclude(self, units: Iterable[int], among: Iterable[int] | None = None) -> None:
        """Not exactly these units (of all, or of those `among` which are looked at)."""
        inside = {self.unit[number] for number in units}
        looked_at = set(self.unit) if among is None else {self.unit[n] for n in among} | inside
        terms = [(c, 1 if c in inside else -1) for c in sorted(looked_at)]
        self._row(terms, most=len(inside) - 1)

    def most_value(self, spare: int = 0) -> Choice | None:
        """The choice of the highest value, of its modules with the fewest minutes on the clock.

        `spare` minutes of the workshop stay unused. None: no choice meets the requirements.
        """
        # What is known to be the most ends the search as soon as a choice reaches it.
        known: list[Row] = []
        if self._most is not None:
            known.append((list(self._values.items()), None, self._most))
        first = self._solve(self._values, 1, spare, known)
        if first is None:
            return None
        columns, bound, is_best = first
        value = sum(f for c, f in self._values.items() if columns[c])
        if not spare:
            self._most = bound
        at_least: Row = (list(self._values.items()), value, None)
        modules = frozenset(n for n, column in enumerate(self.module) if columns[column])
        shortest = self._solve(self._clock(), -1, spare, [at_least], modules)
        return self._choice(shortest[0] if shortest else columns, bound, is_best)

    def another(self, choice: Choice) -> Choice | None:
        """A choice of the same modules and no less value, with the fewest minutes on the clock.

        Few units are left to choose from, so this takes a small part of the time of `most_value`.
        """
        modules = frozenset(self.units[number].module for number in choice.units)
        at_least: Row = (list(self._values.items()), choice.value, None)
        found = self._solve(self._clock(), -1, 0, [at_least], modules)
        return self._choice(found[0], choice.bound, choice.is_best) if found else None

    def _clock(self) -> dict[int, int]:
        """Minutes on the clock by column."""
        clock: dict[int, int] = {}
        for unit in self.units:
            column = self.unit[unit.number]
            clock[column] = clock.get(column, 0) + unit.minutes
        return clock

    def most_minutes(self, spare: int = 0) -> Choice | None:
        """The choice of the most nominal minutes."""
        found = self._solve(self._minutes, 1, spare)
        if found is None:
            return None
        columns, bound, is_best = found
        return self._choice(columns, bound, is_best)

    def _choice(self, columns: Sequence[bool], bound: int, is_best: bool) -> Choice:
        return Choice(
            frozenset(u.number for u in self.units if columns[self.unit[u.number]]),
            sum(f for c, f in self._values.items() if columns[c]),
            sum(f for c, f in self._minutes.items() if columns[c]),
            bound,
            is_best,
        )

    def value_of(self, units: Iterable[int]) -> int:
        """The weights of the objectives that these units cover."""
        kept = set(units)
        return sum(o.weight for o in self.demand.objectives if kept & set(o.units))

    def _solve(
        self,
        goal: dict[int, int],
        sign: int,
        spare: int = 0,
        more: Sequence[Row] = (),
        modules: frozenset[int] | None = None,
    ) -> tuple[list[bool], int, bool] | None:
        """Columns, bound of the goal, and whether it is reached. None: there is no solution.

        With `modules`, just these are taught.
        """
        self.gave_up = False
        if self.demand.unreachable:
            return None

        import highspy
        import numpy

        highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        for option, setting in (
            ("output_flag", False), ("threads", 1), ("parallel", "off"), ("random_seed", 1),
            ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.5), ("mip_max_nodes", MOST_NODES),
        ):  # fmt: skip
            highs.setOptionValue(option, setting)
        rows = [*self._rows, *more]
        if self.least_value:
            rows.append((list(self._values.items()), self.least_value, None))
        if self.least_minutes:
            rows.append((list(self._minutes.items()), self.least_minutes, None))
        if spare:
            total = sum(window.minutes for window in self.demand.windows)
            rows.append(([(self.unit[u.number], u.minutes) for u in self.units], None,
                         total - spare))  # fmt: skip
        programme = highspy.HighsLp()
        programme.num_col_, programme.num_row_ = self._columns, len(rows)
        cost = numpy.zeros(self._columns)
        for column, factor in goal.items():
            cost[column] = factor
        programme.col_cost_ = cost
        programme.sense_ = highspy.ObjSense.kMaximize if sign > 0 else highspy.ObjSense.kMinimize
        lower, upper = numpy.zeros(self._columns), numpy.ones(self._columns)
        if modules is not None:
            for module, column in enumerate(self.module):
                lower[column] = upper[column] = module in modules
            for unit in self.units:
                upper[self.unit[unit.number]] = unit.module in modules
        programme.col_lower_, programme.col_upper_ = lower, upper
        infinity = highspy.kHighsInf
        programme.row_lower_ = numpy.array(
            [-infinity if a is None else a for _, a, _ in rows], numpy.float64
        )
        programme.row_upper_ = numpy.array(
            [infinity if b is None else b for _, _, b in rows], numpy.float64
        )
        programme.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        starts = [0]
        columns: list[int] = []
        factors: list[int] = []
        for terms, _, _ in rows:
            merged: dict[int, int] = {}
            for column, factor in terms:
                merged[column] = merged.get(column, 0) + factor
            columns += merged.keys()
            factors += merged.values()
            starts.append(len(columns))
        programme.a_matrix_.start_ = numpy.array(starts)
        programme.a_matrix_.index_ = numpy.array(columns, dtype=numpy.int32)
        programme.a_matrix_.value_ = numpy.array(factors, numpy.float64)
        programme.integrality_ = [highspy.HighsVarType.kInteger] * self._columns
        highs.passModel(programme)
        highs.run()
        info = highs.getInfo()
        if info.primal_solution_status != 2:
            self.gave_up = highs.getModelStatus() != highspy.HighsModelStatus.kInfeasible
            return None
        bound = info.mip_dual_bound
        values = highs.getSolution().col_value
        whole = int(bound + 1e-6) if sign > 0 else int(-(-bound // 1))
        return (
            [value > 0.5 for value in values],
            whole,
            highs.getModelStatus() == highspy.HighsModelStatus.kOptimal,
        )


def _needs_more(one: Unit, other: Unit) -> bool:
    """Whatever moment the one could have, the other could have too, and it takes no less time."""
    return one.minutes >= other.minutes and all(
        any(s.window == w.window and w.first <= s.first and s.last <= w.last for w in other.starts)
        for s in one.starts
    )
