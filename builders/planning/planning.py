"""`plan_workshop`: the way from a spec to its plan, with the problems of specs that have none.

Enters: a spec that passed its checks, and the curriculum. Leaves: `(Plan | None, problems)`.
"""

from __future__ import annotations

from builders.loading.curriculum import Curriculum, SourceFile
from builders.models.workshop import WorkshopSpec
from builders.planning.demand import Demand, ModuleDemand
from builders.planning.demanding import demand_of
from builders.planning.plan import Plan
from builders.planning.plan_checking import broken_rules
from builders.planning.selection import requires_never, usable_steps, with_prerequisites
from builders.planning.solving import USUAL, Limits, Solution, any_plan, solve
from builders.problems import Problem


def plan_workshop(
    spec: WorkshopSpec, curriculum: Curriculum, source: SourceFile, limits: Limits = USUAL
) -> tuple[Plan | None, list[Problem]]:
    """The best plan that the rules allow; see docs/planning.md.

    Raises: RuntimeError if the plan breaks a rule, which is a fault of keyhub and of nobody's file.
    """
    demand, problems = _demand(spec, curriculum, source)
    if demand is None:
        return None, problems
    solution = solve(demand, limits)
    problems = _problems_of(demand, solution, source)
    return (None if problems else compose(demand, solution)), problems


def plan_problems(
    spec: WorkshopSpec, curriculum: Curriculum, source: SourceFile, limits: Limits = USUAL
) -> list[Problem]:
    """The problems of `plan_workshop`, without looking for the best plan."""
    demand, problems = _demand(spec, curriculum, source)
    if demand is None:
        return problems
    solution = any_plan(demand, limits)
    if solution.is_plan and not solution.order:
        # Nothing must be taught and nothing has a value; steps may still fill the time.
        solution = solve(demand, limits)
    return _problems_of(demand, solution, source)


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


def _problems_of(demand: Demand, solution: Solution, source: SourceFile) -> list[Problem]:
    if not solution.is_plan:
        return [_does_not_fit(demand, solution, source)]
    return [] if solution.order else [_nothing_left(source)]


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
            if module is not None and not usable_steps(needed, module, spec):
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


def _does_not_fit(demand: Demand, solution: Solution, source: SourceFile) -> Problem:
    """Say how much is too much, or what fits nowhere."""
    needed = _needed(demand)
    if solution.status == "unknown":
        return Problem(
            source.places.key("must"),
            "plan-not-found",
            "No plan was found within the limit of work, and it is not sure that there is none.",
            "Add time, take modules out of `must`, or loosen shares and the hours of trainers.",
        )
    days: dict[int, int] = {}
    for window in demand.windows:
        days[window.day] = days.get(window.day, 0) + window.minutes
    longest = max(days.values(), default=0)
    for module in needed:
        for unit in module.units:
            if unit.needed and not unit.starts:
                return Problem(
                    source.places.key("must"),
                    "plan-does-not-fit",
                    f"The step '{unit.steps[0].id}' of '{module.id}' fits nowhere: it needs "
                    f"{unit.minutes} minutes at one go, {max(s.trainers for s in unit.steps)} "
                    f"trainers and {max(s.rooms for s in unit.steps)} rooms; no lecture may pass "
                    f"{demand.lecture_run} minutes.",
                    "Change the pauses, the trainers' hours or the rooms, or leave the module out.",
                )
        minutes = sum(unit.minutes for unit in module.units if unit.needed)
        if minutes > longest and not module.spans_days:
            return Problem(
                source.places.key("must"),
                "plan-does-not-fit",
                f"'{module.id}' needs {minutes} minutes on one day; the longest day has {longest}.",
                "Lengthen a day, or split the module: a module is not spread over a night.",
            )
    total = sum(unit.minutes for module in needed for unit in module.units if unit.needed)
    return Problem(
        source.places.key("must"),
        "plan-does-not-fit",
        f"What must be taught needs {total} minutes without optional steps; the days have "
        f"{demand.minutes} minutes to teach, cut by breaks and nights. Together with the other "
        "demands of this file that has no plan.",
        "Lengthen a day or add one, or take modules out of `must`.",
    )


def _needed(demand: Demand) -> list[ModuleDemand]:
    """The modules that must be taught, with all that they require."""
    waiting = [module.number for module in demand.modules if module.required]
    waiting += [objective.module for objective in demand.objectives if objective.required]
    found: set[int] = set()
    while waiting:
        number = waiting.pop()
        if number not in found:
            found.add(number)
            waiting += demand.modules[number].requires
    return [demand.modules[number] for number in sorted(found)]
