"""`WorkshopSpec` + `Curriculum` → `Plan`: which modules and steps, when, led by whom, and why.

Knows ids and minutes, never languages or texts. The way through the files, each pure data in and
out:

`demanding` reads spec and curriculum into a `Demand` (`demand`, with `starts` for the hours of
trainers); `solving` finds the best `Solution`: `choosing` proposes what to teach (the home of the
solver HiGHS), `sequencing` finds an order and moments or proves that there are none, `rhythm` makes
the order pleasant to teach; `memory` keeps solutions for the next run; `composing` and `leading`
make the `Plan`; `plan_checking` looks at every plan without sharing code with the rest.
docs/planning.md has the model in words.
"""

from builders.planning.memory import Memory, memory_of
from builders.planning.plan import (
    LeftOut,
    Placed,
    Plan,
    PlanDay,
    PlanEntry,
    Reached,
)
from builders.planning.planning import compose, plan_problems, plan_workshop

__all__ = [
    "LeftOut",
    "Memory",
    "Placed",
    "Plan",
    "PlanDay",
    "PlanEntry",
    "Reached",
    "compose",
    "memory_of",
    "plan_problems",
    "plan_workshop",
]
