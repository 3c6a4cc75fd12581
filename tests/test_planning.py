"""Plans keep every rule and are as good as trying everything; the checker notices what is not."""

from __future__ import annotations

import dataclasses
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.bench_plan import generated
from builders.loading.curriculum import Curriculum
from builders.models.workshop import WorkshopSpec
from builders.planning import plan_problems, plan_workshop
from builders.planning.demanding import demand_of
from builders.planning.plan_checking import broken_rules
from builders.planning.solving import Limits, is_feasible, solve
from builders.time_of_day import minute_of
from tests.plan_brute_force import best_by_trying
from tests.plan_cases import (
    SOURCE,
    curriculum_of,
    module,
    refused,
    spec_of,
    step,
    workshops,
)

Workshop = tuple[WorkshopSpec, Curriculum]


# Any workshop


@given(workshops(most_modules=6, most_steps=5, most_days=3, longest=200))
@settings(max_examples=100)
def test_no_plan_breaks_a_rule(workshop: Workshop) -> None:
    spec, curriculum = workshop
    plan, problems = plan_workshop(spec, curriculum, SOURCE)
    assert (plan is None) == bool(problems)
    assert plan_problems(spec, curriculum, SOURCE) == problems
    if plan is not None:
        assert broken_rules(plan, spec, curriculum) == []
        accounted = {(p.module_id, p.step_id) for p in plan.placed}
        accounted |= {(out.module_id, out.step_id) for out in plan.left_out if out.step_id}
        for chosen in plan.modules:
            for one in curriculum.modules[chosen.module_id].steps:
                assert (chosen.module_id, one.id) in accounted


@given(workshops())
@settings(max_examples=200)
def test_no_plan_is_better_than_the_best_by_trying_everything(workshop: Workshop) -> None:
    spec, curriculum = workshop
    plan, problems = plan_workshop(spec, curriculum, SOURCE)
    best = best_by_trying(spec, curriculum)
    if plan is None:
        assert best is None, problems
        assert "plan-not-found" not in {problem.code for problem in problems}
    else:
        assert plan.status == "optimal"
        assert (plan.value, plan.minutes_nominal) == best


@given(workshops(longest=60), st.integers(1, 60))
@settings(max_examples=100)
def test_a_longer_last_day_never_lowers_the_value(workshop: Workshop, more: int) -> None:
    spec, curriculum = workshop
    demand = demand_of(spec, curriculum)
    end = spec.days[-1].end
    longer = demand.with_day_end(len(spec.days), minute_of(end) + more)
    before, after = solve(demand), solve(longer)
    # Heavy content that was not the last thing may become the last of a longer day: even so the
    # plan from before still stands.
    assert after.is_plan or not before.is_plan
    assert after.value >= before.value


@given(workshops(most_modules=4), st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_the_order_of_keys_never_changes_the_plan(workshop: Workshop, dice: random.Random) -> None:
    spec, curriculum = workshop
    names = list(curriculum.modules)
    dice.shuffle(names)
    shuffled = curriculum_of({name: curriculum.modules[name] for name in names})
    changes: dict[str, object] = {}
    for key in ("never", "prior", "never_steps", "must_steps", "must_objectives"):
        values = list(getattr(spec, key))
        dice.shuffle(values)
        changes[key] = tuple(values)
    other = spec.model_copy(update=changes)
    one = plan_workshop(spec, curriculum, SOURCE)[0]
    two = plan_workshop(other, shuffled, SOURCE)[0]
    assert (one is None) == (two is None)
    if one is not None and two is not None:
        assert (one.placed, one.modules, one.value) == (two.placed, two.modules, two.value)


@given(workshops(), st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_dropping_a_requirement_never_lowers_the_value(
    workshop: Workshop, dice: random.Random
) -> None:
    demand = demand_of(*workshop)
    if demand.requirements:
        dropped = dice.choice(demand.requirements)
        # Without the hours of a debrief or a pause the steps themselves may change.
        if dropped.kind not in ("never_step", "pause"):
            before, after = solve(demand), solve(demand.without(dropped))
            assert after.is_plan or not before.is_plan
            assert after.value >= before.value


# Large workshops and limits


def test_a_curriculum_of_forty_modules_is_planned_to_the_proven_best() -> None:
    spec, curriculum = generated(40, 3, 3)
    plan, _ = plan_workshop(spec, curriculum, SOURCE)
    assert plan is not None
    assert plan.bound_text == "proven optimal"


def test_at_the_limit_of_work_there_is_a_plan_and_it_says_so() -> None:
    spec, curriculum = generated(40, 3, 1)
    short = Limits(value_rounds=5, failures_before_spare=1, polish_tries=0)
    plan, _ = plan_workshop(spec, curriculum, SOURCE, short)
    assert plan is not None
    assert plan.status == "feasible"
    assert plan.value < plan.bound
    assert plan.bound_text.startswith("within ")
    assert 0 < plan.gap < 0.02


def test_without_any_work_nothing_is_claimed() -> None:
    spec, curriculum = generated(40, 3, 1)
    plan, problems = plan_workshop(spec, curriculum, SOURCE, Limits(value_rounds=1, steps=0))
    assert plan is None
    assert [problem.code for problem in problems] == ["plan-not-found"]
    assert is_feasible(demand_of(spec, curriculum), Limits(value_rounds=1, steps=0)) is None


def test_the_same_demand_gives_the_same_plan_twice() -> None:
    demand = demand_of(*generated(40, 3, 3))
    assert solve(demand) == solve(demand)


def test_the_solver_is_not_loaded_before_it_is_needed() -> None:
    words = "import sys, builders.planning, builders.cli; sys.exit('highspy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", words], check=False).returncode == 0


def test_the_seed_of_hashes_never_changes_the_plan() -> None:
    words = (
        "from benchmarks.bench_plan import generated\n"
        "from builders.planning.demanding import demand_of\n"
        "from builders.planning.solving import solve\n"
        "print(solve(demand_of(*generated(40, 3, 3))))"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", words],
            check=True,
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=Path(__file__).parent.parent,
        ).stdout
        for seed in ("0", "1", "77")
    }
    assert len(found) == 1


def test_a_chain_of_a_thousand_requirements_is_no_problem() -> None:
    modules = {"m-0": module(step(1))}
    for number in range(1, 1_000):
        modules[f"m-{number}"] = module(step(1), requires=[f"m-{number - 1}"])
    assert refused(modules, must=["m-999"]) == "plan-conflict"


# The checker, which has to notice


@pytest.mark.parametrize(
    ("what", "found"),
    [
        ("early", "a/s-0 lies outside its day"),
        ("shorter", "a/s-0 has the wrong length"),
        ("lost", "the modules named are not those taught, or not in this order"),
        ("value", "the value does not add up"),
        ("bound", "the bound is wrong"),
        ("led", "b/s-0 is led by someone who cannot"),
        ("twice", "b/s-0 overlaps a/s-0"),
    ],
)
def test_the_checker_notices(what: str, found: str) -> None:
    modules = {
        "a": module(step(20, objectives=["goal"])),
        "b": module(step(20), step(30, method="exercise")),
    }
    trainers = [{"name": "One"}, {"name": "Two", "modules": ["a"]}]
    spec = spec_of(must=["b", "a"], trainers=trainers)
    curriculum = curriculum_of(modules)
    plan, _ = plan_workshop(spec, curriculum, SOURCE)
    assert plan is not None
    last = next(p for p in plan.placed if p.module_id == "a")
    others = tuple(p for p in plan.placed if p != last)
    first = others[0]
    change = dataclasses.replace
    broken = {
        "early": change(plan, placed=(change(last, start=500), *others)),
        "shorter": change(plan, placed=(*others, change(last, minutes=10))),
        "lost": change(plan, placed=others),
        "value": change(plan, value=2_000, bound=2_000),
        "bound": change(plan, bound=900),
        "led": change(plan, placed=(change(first, trainers=(1,)), *others[1:], last)),
        "twice": change(plan, placed=(*others, change(last, start=first.start + 5))),
    }[what]
    words = broken_rules(broken, spec, curriculum)
    assert found in words
