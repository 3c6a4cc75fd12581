"""How good and how fast plans are, beside filling the days greedily.

Run: `python -m benchmarks plan`. Generated curricula of 40 and of 300 modules with ten steps each
(5 to 45 minutes, three to four steps of the core, prerequisites, weights from needs), and the
workshops of this house. Prints the value of each plan, its bound, the value that the greedy fill
reaches on the same demand, and seconds of the clock and of the processor for the whole call of
`plan_workshop`. The first call also loads the solver; that is printed by itself.
"""

from __future__ import annotations

import datetime
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.greedy import greedy_plan
from builders.house import House
from builders.loading.curriculum import SHELVES, Curriculum, SourceFile, load_curriculum
from builders.models.module import Module
from builders.models.workshop import WorkshopSpec
from builders.planning import Plan, plan_workshop
from builders.prayer_times import resolved
from builders.problems import Places

METHODS = ("briefing", "discussion", "exercise", "case_work", "role_play", "demonstration",
           "quiz", "debrief")  # fmt: skip
MINUTES = (5, 6, 8, 8, 9, 10, 10, 12, 12, 13, 14, 15, 15, 18, 20, 20, 22, 25, 28, 30, 45)
PILLARS = ("foundations", "identify", "investigate", "prosecute")
WEIGHTS = (0.3, 0.5, 1.0, 1.0, 1.5, 2.0, 2.5, 3.0, 4.5)
SOURCE = SourceFile(Path("generated.yaml"), "generated.yaml", "", Places("generated.yaml"))


def generated(modules: int, days: int, seed: int) -> tuple[WorkshopSpec, Curriculum]:
    """A spec and a curriculum; the same numbers always give the same."""
    dice = random.Random(seed)
    made: dict[str, Module] = {}
    weights: dict[str, float] = {}
    for number in range(modules):
        name = f"module-{number}"
        goals = [f"goal-{goal}" for goal in range(dice.randint(3, 6))]
        weights |= {f"{name}/{goal}": dice.choice(WEIGHTS) for goal in goals}
        core = set(dice.sample(range(1, 9), dice.randint(2, 3))) | {dice.choice((0, 9))}
        steps = []
        for step in range(10):
            method = "discussion" if step == 0 else "debrief" if step == 9 else dice.choice(METHODS)
            minutes = dice.choice(MINUTES)
            steps.append(
                {
                    "id": f"step-{step}",
                    "title": "A step",
                    "method": method,
                    "minutes": min(minutes, 15) if method in METHODS[:6:5] else minutes,
                    "optional": step not in core,
                    "objectives": dice.sample(goals, dice.choice((1, 1, 2))),
                }
            )
        requires = []
        if number and dice.random() < 0.4:
            requires = [f"module-{dice.randrange(max(0, number - 8), number)}"]
        made[name] = Module.model_validate(
            {
                "title": "A module",
                "summary": "Words.",
                "pillar": dice.choice(PILLARS),
                "offences": ["tip"],
                "audiences": ["patrol"],
                "level": "introductory",
                "requires": requires,
                "objectives": [
                    {"id": goal, "text": "Does.", "bloom": "apply", "assessed_by": ["step-1"]}
                    for goal in goals
                ],
                "steps": steps,
            }
        )
    spec = {
        "title": "A workshop",
        "hubs": ["kufra"],
        "audiences": ["patrol"],
        "days": [_day(number, days) for number in range(days)],
        "must": sorted(dice.sample(sorted(made), 3)),
        "needs": {"objectives": weights},
    }
    shelves: dict[str, dict[str, Any]] = {name: {} for name in SHELVES}
    shelves["modules"] = made
    return WorkshopSpec.model_validate(spec), Curriculum(House(Path("h")), files={}, **shelves)


def _day(number: int, days: int) -> dict[str, object]:
    standing = [{"kind": "recap" if number else "opening", "minutes": 15 if number else 30}]
    standing += [{"kind": "closing", "minutes": 15}]
    if number == days - 1:
        standing += [{"kind": "post_test", "minutes": 20}]
    return {
        "date": datetime.date(2027, 1, 17) + datetime.timedelta(number),
        "start": "09:00",
        "end": "15:45",
        "standing": standing,
        "pauses": [
            {"kind": "break", "start": "10:50", "minutes": 20},
            {"kind": "prayer", "start": "12:45", "minutes": 20},
            {"kind": "lunch", "start": "13:05", "minutes": 45},
        ],
    }


def timed(work: Callable[[], Any]) -> tuple[Any, float, float]:
    """What it returns, seconds on the clock, seconds of the processor."""
    clock, processor = time.perf_counter(), time.process_time()
    found = work()
    return found, time.perf_counter() - clock, time.process_time() - processor


def measure(name: str, spec: WorkshopSpec, curriculum: Curriculum, source: SourceFile) -> None:
    """Print one line."""
    (plan, problems), clock, processor = timed(lambda: plan_workshop(spec, curriculum, source))
    greedy, greedy_clock, _ = timed(lambda: greedy_plan(spec, curriculum))
    if plan is None:
        raise SystemExit(f"{name}: {problems[0]}")
    assert isinstance(plan, Plan)
    print(
        f"{name:<32} {plan.value / 1000:8.1f} of {plan.bound / 1000:8.1f}  {plan.bound_text:<15}"
        f" {plan.minutes_taught:5} min, {plan.minutes_free:3} free  {clock:6.2f} s"
        f" {processor:6.2f} s   greedy {greedy / 1000:8.1f} = {greedy / plan.value:4.2f}"
        f"  {greedy_clock:5.2f} s",
        flush=True,
    )


def main() -> None:
    """All cases."""
    _, clock, processor = timed(lambda: __import__("highspy"))
    print(f"{'loading the solver':<32} {clock:6.2f} s {processor:6.2f} s")
    for modules, days in ((40, 3), (300, 10)):
        for seed in range(1, 6 if modules == 40 else 4):
            spec, curriculum = generated(modules, days, seed)
            measure(f"{modules} modules, {days} days, no. {seed}", spec, curriculum, SOURCE)
    house = House(Path(__file__).resolve().parent.parent)
    curriculum, _ = load_curriculum(house)
    for name, spec in sorted(curriculum.workshops.items()):
        spec = resolved(spec, curriculum)
        measure(name, spec, curriculum, curriculum.files["workshops", name])


if __name__ == "__main__":
    main()
