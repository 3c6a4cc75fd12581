"""`WorkshopSpec` + `Curriculum` → `Plan`: which modules and steps, when, and why.

Knows ids and minutes, never languages or texts. See selection.py for what is taught and in which
order, packing.py for when.
"""

from builders.planning.plan import LeftOut, Placed, Plan, PlanDay, PlanEntry, plan_workshop

__all__ = ["LeftOut", "Placed", "Plan", "PlanDay", "PlanEntry", "plan_workshop"]
