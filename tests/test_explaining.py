"""Conflicts are minimal, what is said to be enough is enough, prices and alternatives are true."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from builders.models.module import Module
from builders.models.workshop import WorkshopSpec
from builders.planning import plan_workshop
from builders.planning.alternatives import LEAST_STEPS, alternatives, steps_of
from builders.planning.comparing import compare
from builders.planning.conflicts import (
    MOST_RULES,
    RULES,
    Feasibility,
    conflicts_of,
    has_plan,
    smallest_hitting_set,
)
from builders.planning.demand import Demand
from builders.planning.demanding import demand_of
from builders.planning.explaining import MOST_LATER, STEP, explain
from builders.planning.impossible import problems_of, why_impossible
from builders.planning.plan_checking import broken_rules
from builders.planning.relaxing import applied, relaxations_of
from builders.planning.solving import solve
from tests.plan_cases import SOURCE, curriculum_of

FEW = settings(max_examples=25, deadline=None)


def module_of(requires: list[str], steps: list[tuple[int, bool, str | None]]) -> Module:
    return Module.model_validate(
        {
            "title": "A module",
            "summary": "Words.",
            "pillar": "deliver",
            "offences": ["tip"],
            "audiences": ["patrol"],
            "level": "introductory",
            "requires": requires,
            "objectives": [
                {"id": "one", "text": "Does.", "bloom": "apply", "assessed_by": ["s-0"]}
            ],
            "steps": [
                {
                    "id": f"s-{number}",
                    "title": "A step",
                    "method": "discussion",
                    "minutes": minutes,
                    "optional": optional,
                    "when": {"hub": [hub]} if hub else None,
                }
                for number, (minutes, optional, hub) in enumerate(steps)
            ],
        }
    )


def spec_of(**changes: Any) -> WorkshopSpec:
    day = {"date": "2027-01-17", "start": "09:00", "end": "11:00"}
    given = {"title": "W", "hubs": ["kufra"], "audiences": ["patrol"], "days": [day], **changes}
    return WorkshopSpec.model_validate(given)


@st.composite
def tight_demands(draw: st.DrawFn) -> Demand:
    """Two or three modules in one or two short days: often too much, never far too much."""
    names = ["a", "b", "c"][: draw(st.integers(2, 3))]
    modules = {}
    for number, name in enumerate(names):
        requires = [names[number - 1]] if number and draw(st.booleans()) else []
        steps = st.tuples(st.integers(10, 70), st.booleans(), st.just(None))
        modules[name] = module_of(requires, draw(st.lists(steps, min_size=1, max_size=2)))
    days = []
    for number in range(draw(st.integers(1, 2))):
        end = 9 * 60 + draw(st.integers(30, 150))
        days.append(
            {
                "date": f"2027-01-{17 + number}",
                "start": "09:00",
                "end": f"{end // 60:02}:{end % 60:02}",
            }
        )
    trainers = []
    if draw(st.booleans()):
        present = [{"date": "2027-01-17", "end": "10:00"}]
        trainers = [{"name": "A"}, {"name": "B", "pillars": ["deliver"], "present": present}]
        trainers = trainers[draw(st.integers(0, 1)) :]
    must = draw(st.lists(st.sampled_from(names), unique=True, min_size=1))
    return demand_of(spec_of(days=days, must=must, trainers=trainers), curriculum_of(modules))


def brute_force(demand: Demand) -> int:
    """The number of demands in the smallest conflict, all sets tried."""
    demands = [r for r in demand.requirements if r.kind not in RULES]
    for size in range(len(demands) + 1):
        for some in combinations(demands, size):
            dropped = [r for r in demands if r not in some]
            if has_plan(demand.without(*dropped)) is False:
                return size
    raise AssertionError("there is a plan")


@FEW
@given(tight_demands())
def test_conflicts_are_smallest_and_need_every_demand(demand: Demand) -> None:
    assume(has_plan(demand) is False)
    conflicts = conflicts_of(demand)
    assert conflicts
    for conflict in conflicts:
        looks = Feasibility(demand)
        assert looks.holds(conflict.demands) is False
        for one in conflict.demands:
            assert looks.holds(r for r in conflict.demands if r != one) is True
        deciding = [r for r in looks.rules if looks.holds_without(conflict.demands, [r])]
        assert conflict.rules == tuple(deciding[:MOST_RULES])
    assert conflicts[0].is_smallest
    assert len(conflicts[0].demands) == brute_force(demand)


@FEW
@given(tight_demands())
def test_relaxations_are_enough_and_as_small_as_can_be(demand: Demand) -> None:
    assume(has_plan(demand) is False)
    relaxations = relaxations_of(demand, conflicts_of(demand))
    assert relaxations, "a must can always be given up"
    assert list(relaxations) == sorted(relaxations, key=lambda r: r.cost)
    for relaxation in relaxations:
        assert solve(applied(demand, relaxation.moves)).is_plan
        for move in relaxation.moves:
            others = [m for m in relaxation.moves if m is not move]
            assert has_plan(applied(demand, others)) is False
            if move.kind == "later_end" and move.amount > 1:
                day = demand.spec.days[int(move.subject) - 1]  # type: ignore[union-attr]
                end = day.end.hour * 60 + day.end.minute
                less = applied(demand, others).with_day_end(
                    int(move.subject), end + move.amount - 1
                )
                assert has_plan(less) is False


@given(st.lists(st.frozensets(st.integers(0, 7), min_size=1, max_size=4), max_size=8))
def test_hitting_sets_are_smallest(sets: list[frozenset[int]]) -> None:
    found = smallest_hitting_set(sets, 9)
    assert found is not None
    assert all(found & one for one in sets)
    for size in range(len(found)):
        for fewer in combinations(range(8), size):
            assert not all(set(fewer) & one for one in sets)


MODULES = {
    "basics": module_of([], [(40, False, None), (10, True, None)]),
    "law": module_of(["basics"], [(50, False, None), (20, True, None)]),
    "talk": module_of([], [(30, False, None), (15, True, None)]),
    "walk": module_of([], [(75, False, None)]),
}
CHOICE = spec_of(
    must=["basics"],
    may=["law", "talk", "walk"],
    needs={"objectives": {"law/one": 5, "talk/one": 2, "walk/one": 3}},
)


def test_every_module_and_step_has_its_reason() -> None:
    spec = CHOICE.model_copy(update={"never": ("talk",), "may": ("law", "walk")})
    curriculum = curriculum_of(MODULES)
    plan, problems = plan_workshop(spec, curriculum, SOURCE)
    assert plan is not None, problems
    explained = explain(demand_of(spec, curriculum), plan, SOURCE)
    told = {m.module_id for m in explained.modules} | {o.module_id for o in explained.out}
    assert told == set(MODULES)
    reasons = {out.name: out.why for out in explained.out}
    assert reasons["talk"] == "never"
    assert reasons["walk"] == "no_time"
    assert {m.module_id: m.why for m in explained.modules} == {"basics": "must", "law": "may"}


def test_prices_are_true() -> None:
    curriculum = curriculum_of(MODULES)
    demand = demand_of(CHOICE, curriculum)
    plan, _ = plan_workshop(CHOICE, curriculum, SOURCE)
    assert plan is not None
    explained = explain(demand, plan, SOURCE, prices=None)
    priced = [out for out in explained.out if out.price is not None]
    assert {"walk", "law/s-1"} <= {out.name for out in priced}
    taught = {chosen.module_id for chosen in plan.modules}
    for out in priced:
        price = out.price
        assert price is not None
        forced = demand.with_step(out.name) if out.step_id else demand.with_module(out.name)
        again = solve(forced)
        assert again.is_plan == price.is_possible
        if price.is_possible:
            # No plan with it is worth more than what the price says.
            assert again.value == plan.value + price.value
        if price.day is not None and price.day_end is not None and price.extra is not None:
            kept = demand
            for module in taught:
                kept = kept.with_module(module)
            for step in steps_of(plan):
                kept = kept.with_step(step)
            kept = kept.with_step(out.name) if out.step_id else kept.with_module(out.name)
            assert has_plan(kept.with_day_end(price.day, price.day_end)) is True
            assert price.extra <= MOST_LATER
            if price.extra > STEP:
                assert has_plan(kept.with_day_end(price.day, price.day_end - STEP)) is False


def test_fewer_prices_are_of_the_most_valuable() -> None:
    curriculum = curriculum_of(MODULES)
    plan, _ = plan_workshop(CHOICE, curriculum, SOURCE)
    assert plan is not None
    demand = demand_of(CHOICE, curriculum)
    one = explain(demand, plan, SOURCE, prices=1)
    everything = explain(demand, plan, SOURCE, prices=None)
    priced = [out for out in one.out if out.price]
    assert [out.name for out in priced] == [max(one.out, key=lambda o: o.value).name]
    assert one.unpriced == sum(out.price is not None for out in everything.out) - 1
    assert explain(demand, plan, SOURCE, prices=1) == one


@pytest.mark.parametrize("spec", [CHOICE, CHOICE.model_copy(update={"must": ()})])
def test_alternatives_are_sound_and_differ(spec: WorkshopSpec) -> None:
    curriculum = curriculum_of(MODULES)
    plan, _ = plan_workshop(spec, curriculum, SOURCE)
    assert plan is not None
    found = alternatives(demand_of(spec, curriculum), plan, 3)
    assert found
    sets = [frozenset(c.module_id for c in p.modules) for p in (plan, *(a.plan for a in found))]
    assert len(set(sets)) == len(sets)
    values = [a.plan.value for a in found]
    assert values == sorted(values, reverse=True)
    for other in found:
        assert broken_rules(other.plan, spec, curriculum) == []
        assert other.value == other.plan.value - plan.value <= 0
        assert set(spec.must) <= {c.module_id for c in other.plan.modules}


def test_where_modules_leave_no_choice_steps_differ() -> None:
    modules = {"a": module_of([], [(60, False, None), (40, True, None), (45, True, None)])}
    curriculum = curriculum_of(modules)
    spec = spec_of(must=["a"], may=[])
    plan, _ = plan_workshop(spec, curriculum, SOURCE)
    assert plan is not None
    found = alternatives(demand_of(spec, curriculum), plan, 3)
    assert len(found) == 1
    assert len(steps_of(found[0].plan) ^ steps_of(plan)) >= LEAST_STEPS


def test_no_alternative_where_all_is_taught() -> None:
    curriculum = curriculum_of({"a": module_of([], [(60, False, None)])})
    spec = spec_of(must=["a"], may=[])
    plan, _ = plan_workshop(spec, curriculum, SOURCE)
    assert plan is not None
    assert alternatives(demand_of(spec, curriculum), plan, 3) == ()


def test_comparing_there_and_back() -> None:
    curriculum = curriculum_of(MODULES)
    longer = CHOICE.model_copy(
        update={
            "days": (CHOICE.days[0].model_copy(update={"end": CHOICE.days[0].end.replace(14)}),)
        }
    )
    one, _ = plan_workshop(CHOICE, curriculum, SOURCE)
    two, _ = plan_workshop(longer, curriculum, SOURCE)
    assert one is not None
    assert two is not None
    there, back = compare(one, CHOICE, two, longer), compare(two, longer, one, CHOICE)
    assert there.gains_modules
    assert there.gains_modules == back.loses_modules
    assert there.gains_objectives == back.loses_objectives
    assert there.loses_modules == ()
    same = compare(one, CHOICE, one, CHOICE)
    assert same.gains_modules == same.loses_modules == same.gains_steps == same.loses_steps == ()


def test_conflicts_that_start_in_one_line_are_told_apart() -> None:
    """`check` keeps each problem once, by its place, code and message."""
    modules = {"a": module_of([], [(90, False, None)]), "b": module_of([], [(90, False, None)])}
    curriculum = curriculum_of(modules)
    spec = spec_of(must=["a", "b"], shares={"identify": {"at_least": 20}})
    demand = demand_of(spec, curriculum)
    impossible = why_impossible(demand, spec, curriculum, SOURCE)
    assert len(impossible.conflicts) == 2
    problems = problems_of(impossible, SOURCE)
    assert len(set(problems)) == 2
    assert all(problem.related for problem in problems)
    assert problems[0].hint
