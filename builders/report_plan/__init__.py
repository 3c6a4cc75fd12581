"""Explanations, conflicts, alternatives and comparisons → text and JSON. See `report`."""

from builders.report_plan.for_people import (
    WIDTH,
    alternatives_text,
    comparison_text,
    explanation_text,
    impossible_text,
)
from builders.report_plan.for_programs import comparison_json, impossible_json, plan_report_json

__all__ = [
    "WIDTH",
    "alternatives_text",
    "comparison_json",
    "comparison_text",
    "explanation_text",
    "impossible_json",
    "impossible_text",
    "plan_report_json",
]
