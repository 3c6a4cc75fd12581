"""Plans, explanations, conflicts, alternatives and comparisons as JSON. See `report`.

The schema is in docs/tailoring-a-workshop.md; a key that is there stays.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from builders.problems import Place
from builders.report import plan_tree
from builders.time_of_day import clock_text

if TYPE_CHECKING:
    from builders.planning import Plan
    from builders.planning.alternatives import Alternative
    from builders.planning.comparing import Comparison, ObjectiveChange, Side
    from builders.planning.explaining import Explanation, Price
    from builders.planning.impossible import Impossible, SaidConflict
    from builders.planning.relaxing import Relaxation
    from builders.planning.saying import Said


def plan_report_json(
    plan: Plan,
    explanation: Explanation | None = None,
    others: Sequence[Alternative] | None = None,
) -> str:
    """The plan with its explanation and alternatives, where they were asked for."""
    tree = plan_tree(plan)
    if explanation is not None:
        tree["explanation"] = _explanation_tree(explanation)
    if others is not None:
        tree["alternatives"] = [
            {
                "value_change": other.value,
                "gains_modules": list(other.gains_modules),
                "loses_modules": list(other.loses_modules),
                "gains_steps": list(other.gains_steps),
                "loses_steps": list(other.loses_steps),
                "plan": plan_tree(other.plan),
            }
            for other in others
        ]
    return _dumped(tree)


def impossible_json(impossible: Impossible) -> str:
    """Conflicts and relaxations for programs."""
    return _dumped(
        {
            "status": "infeasible",
            "conflicts": [_conflict_tree(conflict) for conflict in impossible.conflicts],
            "relaxations": [_relaxation_tree(r) for r in impossible.relaxations],
        }
    )


def comparison_json(comparison: Comparison, first: str, second: str) -> str:
    """The comparison for programs."""
    return _dumped(
        {
            "first": {"name": first, **_side_tree(comparison.first)},
            "second": {"name": second, **_side_tree(comparison.second)},
            "gains": {
                "modules": list(comparison.gains_modules),
                "steps": list(comparison.gains_steps),
                "objectives": [_objective_tree(o) for o in comparison.gains_objectives],
            },
            "loses": {
                "modules": list(comparison.loses_modules),
                "steps": list(comparison.loses_steps),
                "objectives": [_objective_tree(o) for o in comparison.loses_objectives],
            },
        }
    )


def _explanation_tree(explanation: Explanation) -> dict[str, Any]:
    return {
        "modules": [
            {
                "id": m.module_id,
                "why": m.why,
                "required_by": m.because,
                "place": _place_tree(m.place),
                "minutes": m.minutes,
                "value": m.value,
                "objectives": {w.objective_id: w.weight for w in m.reached},
            }
            for m in explanation.modules
        ],
        "optional_steps": [
            {
                "module": s.module_id,
                "step": s.step_id,
                "why": s.why,
                "minutes": s.minutes,
                "objectives": {w.objective_id: w.weight for w in s.objectives},
            }
            for s in explanation.steps
        ],
        "out": [
            {
                "module": o.module_id,
                "step": o.step_id,
                "why": o.why,
                "requires": o.because,
                "place": _place_tree(o.place),
                "minutes": o.minutes,
                "value": o.value,
                "price": _price_tree(o.price),
            }
            for o in explanation.out
        ],
        "unpriced": explanation.unpriced,
    }


def _price_tree(price: Price | None) -> dict[str, Any] | None:
    if price is None:
        return None
    later = None
    if price.day is not None and price.day_end is not None:
        later = {
            "day": price.day,
            "end": clock_text(price.day_end),
            "minutes": price.extra,
        }
    return {
        "minutes": price.minutes,
        "possible": price.is_possible,
        "loses_modules": list(price.loses_modules),
        "loses_steps": list(price.loses_steps),
        "gains_modules": list(price.gains_modules),
        "gains_steps": list(price.gains_steps),
        "value_change": price.value,
        "later_end": later,
        "barred_by": price.barred_by,
    }


def _conflict_tree(conflict: SaidConflict) -> dict[str, Any]:
    return {
        "demands": [_said_tree(said) for said in conflict.demands],
        "rules": [_said_tree(said) for said in conflict.rules],
        "smallest": conflict.is_smallest,
        "irreducible": conflict.is_irreducible,
        "minutes_needed": conflict.minutes_needed,
        "minutes_there": conflict.minutes_there,
    }


def _said_tree(said: Said) -> dict[str, Any]:
    return {
        "kind": said.kind,
        "subject": said.subject,
        "words": said.words,
        "place": _place_tree(said.place),
    }


def _relaxation_tree(relaxation: Relaxation) -> dict[str, Any]:
    return {
        "cost": relaxation.cost,
        "words": relaxation.words,
        "moves": [
            {
                "kind": move.kind,
                "subject": move.subject,
                "amount": move.amount,
                "cost": move.cost,
                "words": move.words,
                "path": list(move.path),
            }
            for move in relaxation.moves
        ],
    }


def _side_tree(side: Side) -> dict[str, Any]:
    return {
        "modules": list(side.modules),
        "days": side.days,
        "value": side.value,
        "value_wanted": side.value_wanted,
        "minutes_taught": side.minutes_taught,
        "minutes_free": side.minutes_free,
        "minutes_nominal": side.minutes_nominal,
        "minutes_lecture": side.minutes_lecture,
        "pillars": dict(side.pillars),
        "trainers": [
            {"name": load.name, "leads": load.leads, "helps": load.helps} for load in side.trainers
        ],
    }


def _objective_tree(change: ObjectiveChange) -> dict[str, Any]:
    return {
        "module": change.module_id,
        "objective": change.objective_id,
        "weight": change.weight,
    }


def _place_tree(place: Place | None) -> dict[str, Any] | None:
    return {"file": place.file, "line": place.line, "column": place.column} if place else None


def _dumped(tree: Mapping[str, Any] | Iterable[Any]) -> str:
    return json.dumps(tree, indent=2, ensure_ascii=False)
