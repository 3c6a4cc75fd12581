"""Workshops for the tests of planning: written short by hand, or drawn by hypothesis."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from builders.house import House
from builders.loading.curriculum import SHELVES, Curriculum, SourceFile
from builders.models.module import Module
from builders.models.workshop import WorkshopSpec
from builders.planning import Plan, plan_problems, plan_workshop
from builders.problems import Places
from builders.time_of_day import clock_text

SOURCE = SourceFile(Path("w.yaml"), "w.yaml", "", Places("w.yaml"))
METHODS = ("briefing", "demonstration", "discussion", "exercise", "simulation", "debrief", "quiz")
PILLARS = ("foundations", "identify")


def step(minutes: int, **keys: object) -> dict[str, object]:
    """A step; its id is given by its place in the module."""
    return {"title": "A step", "method": "discussion", "minutes": minutes, **keys}


def module(*steps: Mapping[str, object], **keys: object) -> Module:
    """A module of one objective for each goal that its steps name; `goals` adds keys to them."""
    named = list(dict.fromkeys(o for s in steps for o in s.get("objectives", ())))  # type: ignore[attr-defined]
    goals: Any = keys.pop("goals", {})
    return Module.model_validate(
        {
            "title": "A module",
            "summary": "Words.",
            "pillar": "identify",
            "offences": ["tip"],
            "audiences": ["patrol"],
            "level": "introductory",
            "objectives": [
                {
                    "id": name,
                    "text": "Does.",
                    "bloom": "apply",
                    "assessed_by": ["s-0"],
                    **goals.get(name, {}),
                }
                for name in named or ["nothing"]
            ],
            "steps": [{"id": f"s-{place}", **dict(one)} for place, one in enumerate(steps)],
            **keys,
        }
    )


def curriculum_of(modules: Mapping[str, Module]) -> Curriculum:
    """A curriculum that holds nothing else."""
    shelves: dict[str, Any] = {name: {} for name in SHELVES}
    shelves["modules"] = modules
    return Curriculum(House(Path("house")), files={}, **shelves)


def day(start: str, end: str, *pauses: tuple[str, int], number: int = 0) -> dict[str, object]:
    """A day with its breaks. The first day is a Sunday."""
    return {
        "date": datetime.date(2027, 1, 17) + datetime.timedelta(number),
        "start": start,
        "end": end,
        "pauses": [{"kind": "break", "start": at, "minutes": minutes} for at, minutes in pauses],
    }


def spec_of(**keys: object) -> WorkshopSpec:
    """One day from 09:00 to 11:00 for all modules, or what the keys say."""
    usual: dict[str, object] = {
        "title": "W",
        "hubs": ["kufra"],
        "audiences": ["patrol"],
        "days": [day("09:00", "11:00")],
    }
    return WorkshopSpec.model_validate({**usual, **keys})


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


@st.composite
def modules_drawn(draw: st.DrawFn, most_modules: int, most_steps: int) -> dict[str, Module]:
    """Modules that may require earlier ones, with everything that a step can ask for."""
    made: dict[str, Module] = {}
    for number in range(draw(st.integers(1, most_modules))):
        requires: list[str] = []
        if draw(st.booleans()) and made:
            requires = [draw(st.sampled_from(sorted(made)))]
        steps = [
            step(
                draw(st.sampled_from((5, 7, 10, 15, 20, 31, 40))),
                method=draw(st.sampled_from(METHODS)),
                optional=draw(st.booleans()),
                objectives=draw(st.sets(st.sampled_from("abc"), max_size=2).map(sorted)),
                heavy=draw(st.integers(0, 5)) == 0,
                trainers=draw(st.sampled_from((1, 1, 1, 1, 2))),
                rooms=draw(st.sampled_from((1, 1, 1, 1, 2))),
                when={"hub": ["qatrun"]} if draw(st.integers(0, 9)) == 0 else None,
            )
            for _ in range(draw(st.integers(1, most_steps)))
        ]
        made[f"m-{number}"] = module(
            *steps,
            requires=requires,
            pillar=draw(st.sampled_from(PILLARS)),
            may_span_days=draw(st.integers(0, 4)) == 0,
            goals={
                "a": {"mandatory": draw(st.integers(0, 5)) == 0, "competencies": ["seeing"]},
                "b": {"competencies": draw(st.sampled_from((["seeing"], ["asking", "seeing"])))},
            },
        )
    return made


@st.composite
def days_drawn(draw: st.DrawFn, most_days: int, longest: int) -> list[dict[str, object]]:
    """Days that pass the checks: pauses inside the teaching time, none over another."""
    found = []
    for number in range(draw(st.integers(1, most_days))):
        length = draw(st.integers(20, longest))
        pauses: list[dict[str, object]] = []
        moment = 540
        for _ in range(draw(st.integers(0, 2))):
            moment += draw(st.integers(5, 45))
            minutes = draw(st.integers(1, 10))
            if moment + minutes > 540 + length:
                break
            kind = draw(st.sampled_from(("break", "lunch")))
            pauses.append({"kind": kind, "start": clock_text(moment), "minutes": minutes})
            moment += minutes
        found.append(
            {
                "date": datetime.date(2027, 1, 17) + datetime.timedelta(number),
                "start": "08:50",
                "end": clock_text(540 + length + 5),
                "standing": [{"kind": "recap", "minutes": 10}, {"kind": "closing", "minutes": 5}],
                "pauses": draw(st.permutations(pauses)),
            }
        )
    return found


@st.composite
def workshops(
    draw: st.DrawFn, most_modules: int = 3, most_steps: int = 3, most_days: int = 2,
    longest: int = 100,
) -> tuple[WorkshopSpec, Curriculum]:  # fmt: skip
    """A spec with its curriculum. Names in lists exist; what must be taught is not forbidden."""
    modules: dict[str, Module] = draw(modules_drawn(most_modules, most_steps))
    names = sorted(modules)
    some = st.lists(st.sampled_from(names), unique=True, max_size=2)
    steps = [f"{name}/{s.id}" for name in names for s in modules[name].steps]
    goals = [f"{name}/{o.id}" for name in names for o in modules[name].objectives]
    seldom = st.integers(0, 3).map(lambda n: n == 0)
    must = draw(some)
    days = draw(days_drawn(most_days, longest))
    spec: dict[str, object] = {
        "must": must,
        "may": [n for n in draw(some) if n not in must] if draw(st.booleans()) else None,
        "never": [n for n in draw(some) if n not in must] if draw(seldom) else [],
        "prior": draw(some) if draw(seldom) else [],
        "must_steps": [draw(st.sampled_from(steps))] if draw(seldom) else [],
        "never_steps": [draw(st.sampled_from(steps))] if draw(seldom) else [],
        "must_objectives": [draw(st.sampled_from(goals))] if draw(seldom) else [],
        "days": days,
        "lecture_at_most": draw(st.sampled_from((33, 50, 100))),
    }
    if draw(st.booleans()):
        weights = st.sampled_from((0.0, 0.3, 1.0, 2.5))
        spec["needs"] = {
            "objectives": draw(st.dictionaries(st.sampled_from(goals), weights, max_size=3)),
            "competencies": draw(
                st.dictionaries(st.sampled_from(("seeing", "asking")), weights, max_size=2)
            ),
        }
    if draw(seldom):
        least = draw(st.sampled_from((0, 20, 50)))
        most = draw(st.sampled_from((60, 100)))
        spec["shares"] = {draw(st.sampled_from(PILLARS)): {"at_least": least, "at_most": most}}
    if draw(seldom):
        spec["interpretation"] = {
            "mode": "consecutive",
            "talk_time_factor": draw(st.sampled_from((1.1, 1.5))),
        }
    if draw(seldom):
        spec["rooms"] = [{"name": "Room"}] * draw(st.integers(1, 2))
    if draw(st.booleans()):
        spec["trainers"] = draw(st.lists(trainers(days, names), min_size=1, max_size=2))
    return spec_of(**spec), curriculum_of(modules)


@st.composite
def trainers(draw: st.DrawFn, days: list[dict[str, object]], names: list[str]) -> dict[str, object]:
    """One trainer, mostly there all the time."""
    present = []
    for one in days if draw(st.integers(0, 2)) == 0 else ():
        if draw(st.integers(0, 3)):
            start = draw(st.integers(530, 600))
            present.append(
                {
                    "date": one["date"],
                    "start": clock_text(start) if draw(st.booleans()) else None,
                    "end": clock_text(start + draw(st.integers(10, 90)))
                    if draw(st.booleans())
                    else None,
                }
            )
    return {
        "name": "Somebody",
        "modules": draw(st.lists(st.sampled_from(names), unique=True, max_size=1)),
        "pillars": draw(st.lists(st.sampled_from(PILLARS), unique=True, max_size=1)),
        "present": present,
    }
