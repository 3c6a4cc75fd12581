"""`plan_workshop`: the way from a spec to its plan, with the problems of specs that have none.

Enters: a spec that passed its checks, and the curriculum. Leaves: `(Plan | None, problems)`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from builders.loading.curriculum import Curriculum, SourceFile
from builders.models.workshop import WorkshopSpec
from builders.planning.demand import Demand
from builders.planning.demanding import demand_of
from builders.planning.memory import Memory, Search
from builders.planning.plan import Plan
from builders.planning.plan_checking import broken_rules
from builders.planning.selection import requires_never
from builders.planning.solving import USUAL, Limits, Solution, any_plan, solve
from builders.prerequisites import with_prerequisites
from builders.problems import Problem

if TYPE_CHECKING:
    from builders.planning.impossible import Impossible


def plan_workshop(
    spec: WorkshopSpec,
    curriculum: Curriculum,
    source: SourceFile,
    limits: Limits = USUAL,
    memory: Memory | None = None,
) -> tuple[Plan | None, list[Problem]]:
    """The best plan that the rules allow; see docs/planning.md.

    With `memory`, what was found for an equal demand is not searched for again.

    Raises: RuntimeError if the plan breaks a rule, which is a fault of keyhub and of nobody's file.
    """
    plan, _, problems = plan_or_reasons(spec, curriculum, source, limits, memory)
    return plan, problems


def plan_or_reasons(
    spec: WorkshopSpec,
    curriculum: Curriculum,
    source: SourceFile,
    limits: Limits = USUAL,
    memory: Memory | None = None,
) -> tuple[Plan | None, Impossible | None, list[Problem]]:
    """The plan, or why there is none as plain data (if that is proved), and the problems."""
    demand, problems = _demand(spec, curriculum, source)
    if demand is None:
        return None, None, problems
    solution = _found(solve, demand, limits, memory)
    impossible, problems = _reasons(demand, solution, spec, curriculum, source)
    if problems:
        return None, impossible, problems
    return compose(demand, solution), None, []


def plan_problems(
    spec: WorkshopSpec,
    curriculum: Curriculum,
    source: SourceFile,
    limits: Limits = USUAL,
    memory: Memory | None = None,
) -> list[Problem]:
    """The problems of `plan_workshop`, without looking for the best plan."""
    demand, problems = _demand(spec, curriculum, source)
    if demand is None:
        return problems
    solution = _found(any_plan, demand, limits, memory)
    if solution.is_plan and not solution.order:
        # Nothing must be taught and nothing has a value; steps may still fill the time.
        solution = _found(solve, demand, limits, memory)
    return _reasons(demand, solution, spec, curriculum, source)[1]


def _found(search: Search, demand: Demand, limits: Limits, memory: Memory | None) -> Solution:
    return memory.solved(search, demand, limits) if memory else search(demand, limits)


def _demand(
    spec: WorkshopSpec, curriculum: Curriculum, source: SourceFile
) -> tuple[Demand | None, list[Problem]]:
    problems = requires_never(spec, curriculum, source) + _empty_modules(spec, curriculum, source)
    if problems:
        return None, problems
    demand = demand_of(spec, curriculum)
    if not demand.modules and not demand.unreachable:
        return None, [_nothing_left(source)]
    return demand, []


def _reasons(
    demand: Demand,
    solution: Solution,
    spec: WorkshopSpec,
    curriculum: Curriculum,
    source: SourceFile,
) -> tuple[Impossible | None, list[Problem]]:
    """Why there is no plan; nothing where there is one."""
    if solution.status == "unknown":
        return None, [_not_found(source)]
    if not solution.is_plan:
        from builders.planning.impossible import problems_of, why_impossible

        impossible = why_impossible(demand, spec, curriculum, source)
        return impossible, problems_of(impossible, source) or [_not_found(source)]
    return None, [] if solution.order else [_nothing_left(source)]


def compose(demand: Demand, solution: Solution) -> Plan:
    """A solution as a plan, looked at by the independent checker if the demand is the file's own.

    Raises: RuntimeError if the plan breaks a rule.
    """
    from builders.planning.composing import plan_of

    assert demand.spec is not None
    assert demand.curriculum is not None
    plan = plan_of(demand, solution, demand.spec, demand.curriculum)
    broken = broken_rules(plan, demand.spec, demand.curriculum)
    if broken:
        raise RuntimeError("The plan breaks its own rules: " + "; ".join(broken))
    return plan


def _nothing_left(source: SourceFile) -> Problem:
    return Problem(
        source.places.of(),
        "plan-empty",
        "Nothing is left to teach: no module for these people and this place fits.",
        "Name modules under `must` or `may`, and check the days, `never` and `prior`.",
    )


def _empty_modules(spec: WorkshopSpec, curriculum: Curriculum, source: SourceFile) -> list[Problem]:
    """Modules that must be taught and have no step for this place and these people."""
    found: dict[str, Problem] = {}
    for number, name in enumerate(spec.must):
        for needed, _ in with_prerequisites(name, curriculum.modules, set(spec.prior)):
            module = curriculum.modules.get(needed)
            if module is not None and not spec.usable_steps(needed, module):
                found.setdefault(
                    needed,
                    Problem(
                        source.places.of("must", number),
                        "module-empty-here",
                        f"No step of '{needed}' is left for this hub and audience.",
                        "Check `when` in the module and `never_steps` here, or take the module "
                        "out.",
                    ),
                )
    return list(found.values())


def _not_found(source: SourceFile) -> Problem:
    return Problem(
        source.places.key("must"),
        "plan-not-found",
        "No plan was found within the limit of work, and it is not sure that there is none.",
        "Add time, take modules out of `must`, or loosen shares and the hours of trainers.",
    )
