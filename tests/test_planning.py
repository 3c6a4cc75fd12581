"""Plans keep every rule and are as good as trying everything; each rule once by example."""

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
from builders.models.module import Module
from builders.models.workshop import WorkshopSpec
from builders.planning import Plan, plan_problems, plan_workshop
from builders.planning.demand import Requirement
from builders.planning.demanding import demand_of
from builders.planning.plan_checking import broken_rules
from builders.planning.solving import Limits, is_feasible, solve
from tests.plan_brute_force import best_by_trying
from tests.plan_cases import SOURCE, curriculum_of, day, module, spec_of, step, workshops

Workshop = tuple[WorkshopSpec, Curriculum]


def planned(modules: dict[str, Module], **keys: object) -> Plan:
    """The plan, which has passed the independent checker."""
    plan, problems = plan_workshop(spec_of(**keys), curriculum_of(modules), SOURCE)
    assert plan is not None, problems
    return plan


def refused(modules: dict[str, Module], **keys: object) -> str:
    """The code of the one problem."""
    spec, curriculum = spec_of(**keys), curriculum_of(modules)
    plan, problems = plan_workshop(spec, curriculum, SOURCE)
    assert plan is None
    assert plan_problems(spec, curriculum, SOURCE) == problems
    (problem,) = problems
    return problem.code


def taught(plan: Plan) -> list[str]:
    return [chosen.module_id for chosen in plan.modules]


def steps(plan: Plan) -> list[str]:
    return [f"{placed.module_id}/{placed.step_id}" for placed in plan.placed]


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
    longer = demand.with_day_end(len(spec.days), end.hour * 60 + end.minute + more)
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


# What is taught


def test_what_is_worth_more_is_taught_whatever_stands_first() -> None:
    modules = {name: module(step(80, objectives=["goal"])) for name in ("a", "b", "c")}
    plan = planned(modules, may=["a", "b", "c"], needs={"objectives": {"b/goal": 2.0}})
    assert taught(plan) == ["b"]
    assert (plan.value, plan.value_wanted) == (2_000, 3_000)
    assert [o.module_id for o in plan.objectives if o.is_covered] == ["b"]


def test_gaps_of_competencies_and_single_weights_make_the_value() -> None:
    modules = {
        "a": module(step(20, objectives=["goal"]), goals={"goal": {"competencies": ["seeing"]}}),
        "b": module(step(20, objectives=["goal"])),
    }
    plan = planned(modules, needs={"competencies": {"seeing": 4.2}})
    assert {o.module_id: o.weight for o in plan.objectives} == {"a": 4_200, "b": 500}


def test_a_wish_brings_what_it_requires_or_stays_out() -> None:
    """The prerequisite alone would fit, and would be taught for nothing."""
    modules = {
        "a": module(step(60, objectives=["goal"])),
        "basics": module(step(50)),
        "advanced": module(step(50, objectives=["goal"]), requires=["basics"]),
    }
    plan = planned(modules, must=["a"], may=["advanced"], prior=["basics"])
    assert taught(plan) == ["a", "advanced"]
    plan = planned(modules, must=["a"], may=["advanced"], days=[day("09:00", "11:40")])
    assert set(taught(plan)) == {"a", "basics", "advanced"}
    assert next(c for c in plan.modules if c.module_id == "basics").because == "advanced"


def test_without_may_every_module_for_these_people_can_be_taught() -> None:
    modules = {
        "ours": module(step(20, objectives=["goal"])),
        "had": module(step(20, objectives=["goal"])),
        "theirs": module(step(20, objectives=["goal"]), audiences=["judges"]),
    }
    plan = planned(modules, prior=["had"])
    assert taught(plan) == ["ours"]
    assert {(o.module_id, o.why) for o in plan.left_out} == {("had", "prior")}


def test_why_a_wish_is_left_out_looks_through_the_chain() -> None:
    modules = {
        "a": module(step(10)),
        "first": module(step(10)),
        "second": module(step(10), requires=["first"]),
        "third": module(step(10), requires=["second"]),
        "elsewhere": module(step(10, when={"hub": ["qatrun"]})),
    }
    plan = planned(modules, must=["a"], may=["third", "elsewhere"], never=["first"])
    assert {out.module_id: out.why for out in plan.left_out} == {
        "third": "requires_never",
        "elsewhere": "other_place_or_audience",
        "first": "never",
    }


def test_what_must_be_taught_is_taught_for_any_price() -> None:
    modules = {
        "a": module(step(60, objectives=["goal"]), step(50, optional=True, objectives=["more"])),
        "b": module(step(60, objectives=["goal", "other"])),
    }
    assert steps(planned(modules, must_steps=["a/s-1"])) == ["a/s-0", "a/s-1"]
    assert steps(planned(modules, must_objectives=["a/more"])) == ["a/s-0", "a/s-1"]
    assert set(steps(planned(modules))) == {"a/s-0", "b/s-0"}


def test_a_mandatory_objective_is_covered_wherever_its_module_is_taught() -> None:
    made = module(
        step(20), step(90, optional=True, objectives=["goal"]),
        step(50, optional=True, objectives=["other"]), goals={"goal": {"mandatory": True}},
    )  # fmt: skip
    assert steps(planned({"a": made})) == ["a/s-0", "a/s-1"]


def test_time_that_is_left_goes_to_further_steps() -> None:
    modules = {
        "a": module(step(30), step(40, optional=True)),
        "b": module(step(30), step(30, optional=True), step(20, optional=True)),
    }
    plan = planned(modules, must=["a", "b"])
    assert plan.minutes_taught == 120
    assert plan.minutes_free == 0


# When it is taught


def test_no_step_is_cut_by_a_pause() -> None:
    modules = {"a": module(step(50), step(50))}
    pauses = ("09:55", 10), ("11:10", 10)
    plan = planned(modules, must=["a"], days=[day("09:00", "12:00", *pauses)])
    assert [placed.start for placed in plan.placed] == [540, 605]


def test_a_module_is_not_spread_over_a_night_unless_it_may() -> None:
    days = [day("09:00", "10:00"), day("09:00", "10:00", number=1)]
    assert refused({"a": module(step(40), step(40))}, must=["a"], days=days) == "plan-conflict"
    plan = planned({"a": module(step(40), step(40), may_span_days=True)}, must=["a"], days=days)
    assert [placed.day for placed in plan.placed] == [1, 2]


def test_an_exercise_and_its_debrief_are_not_parted() -> None:
    made = module(step(30), step(25, method="exercise"), step(10, method="debrief", optional=True))
    plan = planned({"a": made}, must=["a"], days=[day("09:00", "11:00", ("10:00", 10))])
    assert [placed.start for placed in plan.placed] == [540, 610, 635]


def test_lecture_in_a_row_is_broken_by_a_pause_or_another_step() -> None:
    talk = module(step(20, method="briefing"), step(20, method="demonstration"))
    keys = {"must": ["a"], "lecture_at_most": 100}
    assert refused({"a": talk}, **keys) == "plan-conflict"
    plan = planned({"a": talk}, **keys, days=[day("09:00", "11:00", ("10:00", 10))])
    assert [placed.start for placed in plan.placed] == [540, 610]
    short = {name: module(step(20, method="briefing")) for name in ("a", "b")}
    plan = planned({**short, "c": module(step(5))}, must=["a", "b", "c"], lecture_at_most=100)
    assert taught(plan)[1] == "c"


def test_a_lecture_that_is_too_long_is_never_placed() -> None:
    made = module(step(40), step(31, method="briefing", optional=True))
    plan = planned({"a": made}, lecture_at_most=100)
    assert [(o.step_id, o.why) for o in plan.left_out] == [("s-1", "lecture_too_long")]
    assert refused({"a": module(step(31, method="briefing"))}, must=["a"]) == "plan-conflict"


def test_the_share_of_lecture_counts_what_is_kept() -> None:
    made = module(step(20, method="briefing"), step(40, optional=True), step(20, optional=True))
    plan = planned({"a": made}, must=["a"], days=[day("09:00", "10:05")], lecture_at_most=34)
    assert steps(plan) == ["a/s-0", "a/s-1"]
    assert (plan.minutes_lecture, plan.minutes_nominal) == (20, 60)


def test_shares_of_pillars_are_kept() -> None:
    modules = {
        "a": module(step(60, objectives=["goal"]), pillar="foundations"),
        "b": module(step(40, objectives=["goal"]), pillar="foundations"),
        "c": module(step(40, objectives=["goal"]), pillar="identify"),
    }
    plan = planned(modules, shares={"identify": {"at_least": 50}})
    assert plan.shares == {"foundations": 40, "identify": 40}


def test_the_workshop_does_not_end_with_a_heavy_step() -> None:
    modules = {"a": module(step(20), step(20, heavy=True)), "b": module(step(20))}
    plan = planned(modules, must=["a", "b"])
    assert taught(plan) == ["a", "b"]
    assert refused({"a": modules["a"]}, must=["a"]) == "plan-conflict"


def test_talk_takes_longer_where_it_is_interpreted_but_counts_as_before() -> None:
    talk = {"mode": "consecutive", "talk_time_factor": 1.1}
    modules = {"a": module(step(10), step(11), step(20, method="exercise"))}
    plan = planned(modules, must=["a"], interpretation=talk)
    assert [placed.minutes for placed in plan.placed] == [11, 13, 20]
    assert (plan.minutes_taught, plan.minutes_nominal) == (44, 41)


# Trainers and rooms


def here(start: str | None = None, end: str | None = None) -> list[dict[str, object]]:
    return [{"date": "2027-01-17", "start": start, "end": end}]


def test_a_step_waits_for_its_trainer() -> None:
    modules = {"a": module(step(20)), "b": module(step(20))}
    trainers = [
        {"name": "One", "modules": ["a"], "present": here("10:00")},
        {"name": "Two", "modules": ["b"]},
    ]
    plan = planned(modules, must=["a", "b"], trainers=trainers)
    assert [(p.module_id, p.start, p.trainers) for p in plan.placed] == [
        ("b", 540, (1,)),
        ("a", 600, (0,)),
    ]


def test_two_trainers_are_there_where_a_step_needs_two() -> None:
    modules = {"a": module(step(20, trainers=2))}
    one: dict[str, object] = {"name": "One", "pillars": ["identify"]}
    two: dict[str, object] = {"name": "Two", "modules": ["z"]}
    plan = planned(modules, must=["a"], trainers=[one, two])
    assert plan.placed[0].trainers == (0, 1)
    seldom = {**two, "present": here("09:00", "09:15")}
    assert refused(modules, must=["a"], trainers=[one, seldom]) == "plan-conflict"


def test_trainers_lead_in_turns_and_keep_their_module() -> None:
    modules = {name: module(step(20), step(10)) for name in ("a", "b", "c", "d")}
    plan = planned(modules, must=sorted(modules), trainers=[{"name": "One"}, {"name": "Two"}])
    leads = {name: {p.trainers for p in plan.steps_of(name)} for name in modules}
    assert all(len(found) == 1 for found in leads.values())
    assert sum(p.minutes for p in plan.placed if p.trainers == (0,)) == 60


def test_a_step_needs_its_rooms() -> None:
    modules = {"a": module(step(20), step(20, rooms=2, optional=True))}
    assert planned(modules).rooms_needed == 2
    plan = planned(modules, rooms=[{"name": "One"}])
    assert plan.rooms_needed == 1
    assert [(o.step_id, o.why) for o in plan.left_out] == [("s-1", "no_room")]


# Rhythm


def test_modules_come_in_the_order_of_the_lists_where_nothing_else_decides() -> None:
    modules = {name: module(step(20)) for name in "abcd"}
    assert taught(planned(modules, must=["c", "a"], may=["d", "b"])) == ["c", "a", "d", "b"]


def test_a_module_does_not_begin_a_few_minutes_before_a_pause() -> None:
    modules = {"a": module(step(50)), "b": module(step(5), step(20, method="quiz"))}
    plan = planned(modules, must=["a", "b"], days=[day("09:00", "11:00", ("10:00", 10))])
    assert [p.start for p in plan.steps_of("b")] in ([540, 545], [610, 615])


def test_no_lecture_follows_lunch_where_another_order_is_as_good() -> None:
    days = day("09:00", "11:00")
    days["pauses"] = [{"kind": "lunch", "start": "09:50", "minutes": 30}]
    modules = {
        "a": module(step(25, method="briefing"), step(25)),
        "b": module(step(20, method="exercise"), step(20, method="quiz")),
    }
    plan = planned(modules, must=["b", "a"], days=[days])
    assert taught(plan) == ["a", "b"]


# Demands


def test_a_demand_can_drop_what_the_file_asks_for() -> None:
    modules = {"a": module(step(90)), "b": module(step(90))}
    spec = spec_of(must=["a", "b"])
    demand = demand_of(spec, curriculum_of(modules))
    assert is_feasible(demand) is False
    by_name = {(r.kind, r.subject): r for r in demand.requirements}
    assert by_name["must", "b"].path == ("must", 1)
    assert is_feasible(demand.without(by_name["must", "b"])) is True
    assert is_feasible(demand.without(by_name["day_end", "1"])) is True
    assert is_feasible(demand.with_day_end(1, 12 * 60)) is True
    assert is_feasible(demand.with_day_end(1, 12 * 60 - 1)) is False
    kept = [by_name["must", "a"], by_name["must", "b"], by_name["day_end", "1"]]
    assert is_feasible(demand.only(kept)) is False
    assert is_feasible(demand.only(kept[1:])) is True


def test_a_demand_can_ask_for_more_or_for_something_else() -> None:
    modules = {name: module(step(80, objectives=["goal"])) for name in ("a", "b")}
    demand = demand_of(spec_of(), curriculum_of(modules))
    first = solve(demand).modules(demand)
    other = demand.apart_from(first)
    assert solve(other).modules(other).isdisjoint(first)
    (missing,) = {"a", "b"} - first
    assert solve(demand.with_module(missing)).modules(demand) == {missing}
    assert solve(demand.without_module(missing)).modules(demand) == first
    assert is_feasible(demand.with_module("a").with_module("b")) is False
    assert solve(demand.with_step("b/s-0")).steps(demand) == {"b/s-0"}


def test_a_step_both_asked_for_and_forbidden_has_no_plan() -> None:
    modules = {"a": module(step(20), step(20, optional=True))}
    spec = spec_of(must_steps=["a/s-1"], never_steps=["a/s-1"])
    demand = demand_of(spec, curriculum_of(modules))
    assert demand.unreachable == (Requirement("must_step", "a/s-1"),)
    assert is_feasible(demand) is False
    assert is_feasible(demand.without(Requirement("never_step", "a/s-1"))) is True


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


def test_conditions_match_all_lists_that_are_given() -> None:
    one = module(step(5, when={"hub": ["kufra"]})).steps[0]
    assert spec_of(hubs=["kufra", "tripoli"]).fits(one.when)
    assert not spec_of(hubs=["tripoli"]).fits(one.when)
    assert spec_of(hubs=["tripoli"]).fits(None)
