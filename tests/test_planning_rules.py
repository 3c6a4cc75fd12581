"""Each rule of planning once, by example."""

from __future__ import annotations

from builders.planning.demand import Requirement
from builders.planning.demanding import demand_of
from builders.planning.solving import is_feasible, solve
from tests.plan_cases import (
    curriculum_of,
    day,
    module,
    planned,
    refused,
    spec_of,
    step,
    steps,
    taught,
)

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


def test_conditions_match_all_lists_that_are_given() -> None:
    one = module(step(5, when={"hub": ["kufra"]})).steps[0]
    assert spec_of(hubs=["kufra", "tripoli"]).fits(one.when)
    assert not spec_of(hubs=["tripoli"]).fits(one.when)
    assert spec_of(hubs=["tripoli"]).fits(None)
    both = module(step(5, when={"hub": ["kufra"], "audience": ["judges"]})).steps[0]
    assert not spec_of(audiences=["patrol"]).fits(both.when)
    assert spec_of(audiences=["judges"]).fits(both.when)
