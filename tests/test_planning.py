"""No plan breaks a rule, whatever the workshop; an independent checker looks at every one."""

from __future__ import annotations

import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from builders.house import House
from builders.loading.curriculum import SHELVES, Curriculum, SourceFile
from builders.models.module import Module
from builders.models.workshop import Day, WorkshopSpec
from builders.planning import Plan, plan_workshop
from builders.planning.selection import fits
from builders.problems import Places

SOURCE = SourceFile(Path("w.yaml"), "w.yaml", "", Places("w.yaml"))


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


def curriculum_of(modules: dict[str, Module]) -> Curriculum:
    shelves: dict[str, dict[str, Any]] = {name: {} for name in SHELVES}
    shelves["modules"] = modules
    return Curriculum(House(Path("house")), files={}, **shelves)


@st.composite
def curricula(draw: st.DrawFn) -> Curriculum:
    """Up to six modules; each may require earlier ones, so there are no circles."""
    modules: dict[str, Module] = {}
    for number in range(draw(st.integers(1, 6))):
        requires = (
            draw(st.lists(st.sampled_from(sorted(modules)), unique=True, max_size=2))
            if (modules)
            else []
        )
        steps = draw(
            st.lists(
                st.tuples(
                    st.integers(1, 90),
                    st.booleans(),
                    st.sampled_from([None, None, "kufra", "qatrun"]),
                ),
                min_size=1,
                max_size=5,
            )
        )
        modules[f"m-{number}"] = module_of(requires, steps)
    return curriculum_of(modules)


@st.composite
def days(draw: st.DrawFn) -> list[dict[str, object]]:
    """Days that pass the checks: pauses inside the teaching time, none over another."""
    found: list[dict[str, object]] = []
    for number in range(draw(st.integers(1, 3))):
        start, length = draw(st.integers(0, 600)), draw(st.integers(60, 600))
        opening, closing = draw(st.integers(1, 25)), draw(st.integers(1, 25))
        pauses = []
        clock = start + opening
        for _ in range(draw(st.integers(0, 3))):
            clock += draw(st.integers(0, 120))
            minutes = draw(st.integers(1, 60))
            if clock + minutes > start + length - closing:
                break
            pauses.append({"kind": "break", "start": clock_text(clock), "minutes": minutes})
            clock += minutes
        found.append(
            {
                "date": datetime.date(2027, 1, 17 + number),
                "start": clock_text(start),
                "end": clock_text(start + length),
                "standing": [
                    {"kind": "opening", "minutes": opening},
                    {"kind": "closing", "minutes": closing},
                ],
                "pauses": draw(st.permutations(pauses)),
            }
        )
    return found


@st.composite
def workshops(draw: st.DrawFn) -> tuple[WorkshopSpec, Curriculum]:
    curriculum = draw(curricula())
    names = sorted(curriculum.modules)
    some = st.lists(st.sampled_from(names), unique=True, max_size=3)
    must = draw(st.lists(st.sampled_from(names), unique=True, min_size=1, max_size=3))
    spec = {
        "title": "A workshop",
        "hubs": ["kufra"],
        "audiences": ["patrol"],
        "days": draw(days()),
        "must": must,
        "may": [name for name in draw(some) if name not in must],
        "never": [name for name in draw(some) if name not in must],
        "never_steps": [f"{name}/s-0" for name in draw(some)],
        "prior": draw(some),
    }
    spec["may"] = [name for name in spec["may"] if name not in spec["never"]]
    return WorkshopSpec.model_validate(spec), curriculum


def clock_text(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def minutes_of(time: datetime.time) -> int:
    return time.hour * 60 + time.minute


def broken_rules(plan: Plan, spec: WorkshopSpec, curriculum: Curriculum) -> list[str]:
    """Every rule that a plan breaks. Written without the planner's own functions."""
    broken: list[str] = []
    order = [chosen.module_id for chosen in plan.modules]
    if len(set(order)) < len(order):
        broken.append("a module is taught twice")
    for name in spec.must:
        if name not in order:
            broken.append(f"{name} must be taught")
    for position, name in enumerate(order):
        for needed in curriculum.modules[name].requires:
            if needed not in spec.prior and needed not in order[:position]:
                broken.append(f"{name} comes before {needed}")
        if name in spec.never:
            broken.append(f"{name} must not be taught")
        asked = name in spec.must or name in (spec.may or ())
        if not asked and not any(name in curriculum.modules[o].requires for o in order):
            broken.append(f"nobody asked for {name}")
    if [p.module_id for p in plan.placed] != sorted(
        [p.module_id for p in plan.placed], key=order.index
    ):
        broken.append("modules are mixed")
    for name in order:
        steps = plan.steps_of(name)
        if len({step.day for step in steps}) != 1:
            broken.append(f"{name} is spread over a night, or empty")
        written = [step.id for step in curriculum.modules[name].steps]
        placed = [step.step_id for step in steps]
        if placed != [step for step in written if step in placed]:
            broken.append(f"{name}: steps out of order")
        for step in curriculum.modules[name].steps:
            here = not step.when or "kufra" in step.when.hub
            allowed = here and f"{name}/{step.id}" not in spec.never_steps
            if step.id in placed and not allowed:
                broken.append(f"{name}/{step.id} is not for here")
            if allowed and not step.optional and step.id not in placed:
                broken.append(f"{name}/{step.id} is missing")
    for position, one in enumerate(plan.placed):
        for other in plan.placed[position + 1 :]:
            if (other.day, other.start) < (one.day, one.start + one.minutes):
                broken.append("steps overlap, or go back in time")
    for one in plan.placed:
        broken += _out_of_place(one.start, one.start + one.minutes, spec.days[one.day - 1])
    for day, wanted in zip(plan.days, spec.days, strict=True):
        starts = [entry.start for entry in day.entries]
        ends = [entry.start + entry.minutes for entry in day.entries]
        if starts[0] != minutes_of(wanted.start) or ends[-1] != minutes_of(wanted.end):
            broken.append("a day is not filled from start to end")
        if any(end != start for end, (_, start) in zip(ends, pairwise(starts), strict=False)):
            broken.append("a day has a hole or an overlap")
    taught = sum(step.minutes for step in plan.placed)
    free = sum(e.minutes for day in plan.days for e in day.entries if e.kind == "free")
    if (plan.minutes_taught, plan.minutes_free) != (taught, free):
        broken.append("the minutes do not add up")
    return broken


def _out_of_place(start: int, end: int, day: Day) -> list[str]:
    first = minutes_of(day.start) + sum(block.minutes for block in day.opening)
    last = minutes_of(day.end) - sum(block.minutes for block in day.closing)
    broken = [] if first <= start and end <= last else ["a step lies outside its day"]
    for pause in day.pauses:
        if start < pause.minute + pause.minutes and pause.minute < end:
            broken.append("a step runs into a pause")
    return broken


@given(workshops())
def test_no_plan_breaks_a_rule(workshop: tuple[WorkshopSpec, Curriculum]) -> None:
    spec, curriculum = workshop
    plan, problems = plan_workshop(spec, curriculum, SOURCE)
    assert (plan is None) == bool(problems)
    if plan is not None:
        assert broken_rules(plan, spec, curriculum) == []
        accounted = {(p.module_id, p.step_id) for p in plan.placed}
        accounted |= {(out.module_id, out.step_id) for out in plan.left_out if out.step_id}
        for chosen in plan.modules:
            for step in curriculum.modules[chosen.module_id].steps:
                assert (chosen.module_id, step.id) in accounted


def spec_of(**changes: object) -> WorkshopSpec:
    day = {"date": "2027-01-17", "start": "09:00", "end": "11:00"}
    keys = {"title": "W", "hubs": ["kufra"], "audiences": ["patrol"], "days": [day], "must": ["a"]}
    return WorkshopSpec.model_validate({**keys, **changes})


def test_a_wish_brings_what_it_requires_or_stays_out() -> None:
    """The prerequisite alone would fit, and would be taught for nothing."""
    modules = {
        "a": module_of([], [(60, False, None)]),
        "basics": module_of([], [(50, False, None)]),
        "advanced": module_of(["basics"], [(50, False, None)]),
    }
    plan, _ = plan_workshop(spec_of(may=["advanced"]), curriculum_of(modules), SOURCE)
    assert plan is not None
    assert [chosen.module_id for chosen in plan.modules] == ["a"]
    assert [(out.module_id, out.why) for out in plan.left_out] == [("advanced", "no_time")]


def test_why_a_wish_is_left_out_looks_through_the_chain() -> None:
    modules = {
        "a": module_of([], [(10, False, None)]),
        "first": module_of([], [(10, False, None)]),
        "second": module_of(["first"], [(10, False, None)]),
        "third": module_of(["second"], [(10, False, None)]),
        "elsewhere": module_of([], [(10, False, "qatrun")]),
    }
    spec = spec_of(may=["third", "elsewhere"], never=["first"])
    plan, _ = plan_workshop(spec, curriculum_of(modules), SOURCE)
    assert plan is not None
    assert {out.module_id: out.why for out in plan.left_out} == {
        "third": "requires_never",
        "elsewhere": "other_place_or_audience",
        "first": "never",
    }


def test_optional_steps_are_dropped_from_the_end_and_taken_back_where_they_fit() -> None:
    modules = {
        "a": module_of([], [(30, False, None), (40, True, None)]),
        "b": module_of([], [(30, False, None), (30, True, None), (20, True, None)]),
    }
    plan, _ = plan_workshop(spec_of(must=["a", "b"]), curriculum_of(modules), SOURCE)
    assert plan is not None
    kept = [(p.module_id, p.step_id) for p in plan.placed]
    assert kept == [("a", "s-0"), ("a", "s-1"), ("b", "s-0"), ("b", "s-2")]


def test_a_chain_of_a_thousand_requirements_is_no_problem() -> None:
    modules = {"m-0": module_of([], [(1, False, None)])}
    for number in range(1, 1_000):
        modules[f"m-{number}"] = module_of([f"m-{number - 1}"], [(1, False, None)])
    plan, problems = plan_workshop(spec_of(must=["m-999"]), curriculum_of(modules), SOURCE)
    assert plan is None
    assert [problem.code for problem in problems] == ["plan-does-not-fit"]


def test_the_way_out_never_ends_after_midnight() -> None:
    modules = {"a": module_of([], [(110, False, None)]), "b": module_of([], [(110, False, None)])}
    day = {"date": "2027-01-17", "start": "21:50", "end": "23:50"}
    spec = spec_of(must=["a", "b"], days=[day])
    _, problems = plan_workshop(spec, curriculum_of(modules), SOURCE)
    assert "later" not in (problems[0].hint or "")


def test_conditions_match_all_lists_that_are_given() -> None:
    step = module_of([], [(5, False, "kufra")]).steps[0]
    assert fits(step.when, ["kufra", "tripoli"], [])
    assert not fits(step.when, ["tripoli"], ["patrol"])
    assert fits(None, [], [])
