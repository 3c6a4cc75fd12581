"""Plans that are truly different from the best one, best first.

Enters: a demand and its plan. Leaves: up to so many `Alternative`s, each with another set of
modules than all plans before it; where modules leave no choice, with other optional steps.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from builders.planning.demand import Demand
from builders.planning.plan import Plan
from builders.planning.planning import compose
from builders.planning.solving import Limits, Solution, solve

SEARCH = Limits(
    value_rounds=15, minutes_rounds=1, rounds_if_small=200, steps=120_000, rhythm_steps=4_000,
    polish_tries=2, fill_width=100,
)  # fmt: skip
LEAST_STEPS = 2
"""Steps by which a plan of the same modules has to differ."""
MOST_TRIED = 12
"""Left-out steps that are tried, where only steps can differ."""


@dataclass(frozen=True)
class Alternative:
    """Another plan, and what differs from the best one. `value` is the change in thousandths."""

    plan: Plan
    value: int
    gains_modules: tuple[str, ...]
    loses_modules: tuple[str, ...]
    gains_steps: tuple[str, ...]
    """Of modules that both plans teach."""
    loses_steps: tuple[str, ...]


def alternatives(demand: Demand, plan: Plan, count: int) -> tuple[Alternative, ...]:
    """Up to `count` alternatives to the plan of this demand, those of the most value first."""
    found: list[Plan] = []
    varied = demand
    latest = plan
    while len(found) < count:
        varied = varied.apart_from(chosen.module_id for chosen in latest.modules)
        solution = solve(varied, SEARCH)
        if not solution.is_plan or not solution.order:
            break
        latest = compose(varied, solution)
        found.append(latest)
    if not found:
        found = list(_by_steps(demand, plan, count))
    made = [_alternative(plan, other) for other in found]
    return tuple(sorted(made, key=lambda a: (-a.plan.value, -a.plan.minutes_nominal)))


def steps_of(plan: Plan) -> frozenset[str]:
    """The steps taught, as `module-id/step-id`."""
    return frozenset(f"{step.module_id}/{step.step_id}" for step in plan.placed)


def _by_steps(demand: Demand, plan: Plan, count: int) -> Iterator[Plan]:
    """Plans of the same modules with a left-out step forced in, best first, all different."""
    names = [
        f"{left.module_id}/{left.step_id}"
        for left in plan.left_out
        if left.step_id is not None and left.why == "no_time"
    ]
    tried: list[tuple[Demand, Solution]] = []
    for name in names[:MOST_TRIED]:
        forced = demand.with_step(name)
        solution = solve(forced, SEARCH)
        if solution.is_plan:
            tried.append((forced, solution))
    tried.sort(key=lambda pair: (-pair[1].value, -pair[1].minutes))
    seen = [steps_of(plan)]
    for forced, solution in tried:
        steps = solution.steps(forced)
        if len(seen) <= count and all(len(steps ^ other) >= LEAST_STEPS for other in seen):
            seen.append(steps)
            yield compose(forced, solution)


def _alternative(plan: Plan, other: Plan) -> Alternative:
    mine = {chosen.module_id for chosen in plan.modules}
    theirs = {chosen.module_id for chosen in other.modules}
    both = mine & theirs
    steps = {s for s in steps_of(plan) if s.partition("/")[0] in both}
    other_steps = {s for s in steps_of(other) if s.partition("/")[0] in both}
    return Alternative(
        other,
        other.value - plan.value,
        tuple(sorted(theirs - mine)),
        tuple(sorted(mine - theirs)),
        tuple(sorted(other_steps - steps)),
        tuple(sorted(steps - other_steps)),
    )
