"""Explanations, conflicts, alternatives and comparisons as text. See `report`."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

from builders.problems import Place
from builders.report import table_text
from builders.time_of_day import clock_text

if TYPE_CHECKING:
    from builders.planning import Plan
    from builders.planning.alternatives import Alternative
    from builders.planning.comparing import Comparison, ObjectiveChange, Side
    from builders.planning.explaining import Explanation, ModuleIn, Out, Price, StepIn
    from builders.planning.impossible import Impossible

WIDTH = 80
NAMED = 3
"""Names in one sentence; the rest is counted. JSON has them all."""
_WHY_OUT = {
    "never": "the file leaves it out",
    "other_place_or_audience": "for another hub or audience",
    "prior": "the participants have had it",
    "no_trainer": "no trainer who can lead it is there long enough",
    "no_room": "it needs more rooms than there are",
    "lecture_too_long": "it is a lecture of more than 30 minutes",
    "too_long": "it is longer than any stretch between pauses",
}
_WHY_STEP = {
    "must_step": "the file asks for it",
    "must_objective": "the file asks for its objective",
    "mandatory": "its module must reach an objective with it",
    "objective": "nothing else here reaches",
    "time": "there is time for it",
}
_BARS = {
    "lecture_share": "the share of lecture",
    "share_at_most": "the largest share of a pillar",
    "share_at_least": "the smallest share of a pillar",
    "presence": "the hours of trainers",
    "leads": "who leads the module",
    "trainers": "the trainers named",
    "rooms": "the number of rooms",
    "one_day": "that a module stays within one day",
    "heavy_last": "that nothing heavy comes last",
}


def weight_text(thousandths: int) -> str:
    """A weight as people write it: 5500 is "5.5"."""
    return f"{thousandths / 1000:g}"


def explanation_text(explanation: Explanation, plan: Plan) -> str:
    """What is in and why, then what is out, why, and at what price."""
    lines = ["In, in this order:"]
    for module in explanation.modules:
        lines += _wrapped(f"{module.module_id} ({module.minutes} min): {_why_in(module)}")
    if explanation.steps:
        lines += ["", "Optional steps that are kept:"]
        for step in explanation.steps:
            words = f"{step.module_id}/{step.step_id} ({step.minutes} min): {_why_step(step)}"
            lines += _wrapped(words)
    lines += ["", "Out, most valuable first:" if explanation.out else "Nothing was left out."]
    for out in explanation.out:
        if not _is_plain(out):
            lines += _out_lines(out)
    plain: dict[str, list[str]] = {}
    for out in explanation.out:
        if _is_plain(out):
            plain.setdefault(out.module_id, []).append(f"{out.step_id} ({out.minutes})")
    if plain:
        lines += ["", "Also out, as what is in comes first (steps with their minutes):"]
    for module_id, steps in plain.items():
        lines += _wrapped(f"{module_id}: {', '.join(steps)}")
    if explanation.unpriced:
        lines += ["", *_wrapped(
            f"{explanation.unpriced} more could be priced: --explain=all does so.", first="",
        )]  # fmt: skip
    lines += ["", *_wrapped(value_words(plan), first="")]
    return "\n".join(lines)


def value_words(plan: Plan) -> str:
    """What the plan reaches of what was wanted, and what is known of better plans."""
    share = f" ({100 * plan.value // plan.value_wanted} %)" if plan.value_wanted else ""
    return (
        f"The objectives reached weigh {weight_text(plan.value)} of "
        f"{weight_text(plan.value_wanted)}{share}; {plan.bound_text}."
    )


def impossible_text(impossible: Impossible) -> str:
    """Each conflict with its lines, then what would be enough."""
    from builders.planning.impossible import conflict_words

    lines = ["There is no plan."]
    for number, conflict in enumerate(impossible.conflicts, 1):
        lines += ["", *_wrapped(f"{number}. {conflict_words(conflict)}", first="")]
        for said in (*conflict.demands, *conflict.rules):
            lines += _wrapped(f"{_line_of(said.place)}: {said.words}")
    lines += ["", "What would be enough, cheapest first (cost in minutes):"]
    for relaxation in impossible.relaxations:
        lines += _wrapped(f"{relaxation.cost}: {relaxation.words}")
    if not impossible.relaxations:
        lines += _wrapped("no few changes were found")
    return "\n".join(lines)


def alternatives_text(found: Sequence[Alternative], plan: Plan, asked: int) -> str:
    """Each alternative with its price in value and what differs."""
    if not found:
        return "There is no truly different plan: what must be taught leaves no choice."
    parts = []
    for number, other in enumerate(found, 1):
        lines = [f"Alternative {number}: {_value_change(other.value, plan)}"]
        for word, names in (
            ("adds", other.gains_modules),
            ("leaves out", other.loses_modules),
            ("also has the steps", other.gains_steps),
            ("drops the steps", other.loses_steps),
        ):
            if names:
                lines += _wrapped(f"{word} {_names(names, 6)}")
        taught = " → ".join(chosen.module_id for chosen in other.plan.modules)
        lines += _wrapped(f"{other.plan.minutes_taught} minutes: {taught}")
        parts.append("\n".join(lines))
    if len(found) < asked:
        parts.append(f"There are no more than these {len(found)}." if len(found) > 1 else
                     "There is no other.")  # fmt: skip
    return "\n\n".join(parts)


def comparison_text(comparison: Comparison, first: str, second: str) -> str:
    """Figures side by side, then what the second gains and loses. Titles are the two names."""
    one, two = comparison.first, comparison.second
    rows = [
        ("modules", str(len(one.modules)), str(len(two.modules))),
        ("days", str(one.days), str(two.days)),
        ("value", weight_text(one.value), weight_text(two.value)),
        ("of all wanted", _percent(one.value, one.value_wanted),
         _percent(two.value, two.value_wanted)),
        ("minutes taught", str(one.minutes_taught), str(two.minutes_taught)),
        ("minutes free", str(one.minutes_free), str(two.minutes_free)),
        ("lecture", _share(one.minutes_lecture, one), _share(two.minutes_lecture, two)),
    ]  # fmt: skip
    pillars, others = dict(one.pillars), dict(two.pillars)
    for pillar in sorted({*pillars, *others}):
        rows.append(
            (pillar, _share(pillars.get(pillar, 0), one), _share(others.get(pillar, 0), two))
        )
    loads, other_loads = ({load.name: load for load in side.trainers} for side in (one, two))
    for name in sorted({*loads, *other_loads}):
        cells = [
            f"{load.leads} + {load.helps}" if load else "-"
            for load in (loads.get(name), other_loads.get(name))
        ]
        rows.append((_cut(name, 34), cells[0], cells[1]))
    parts = [table_text(("", _cut(first, 20), _cut(second, 20)), rows)]
    if loads or other_loads:
        parts.append("Of trainers: minutes that they lead + help.")
    parts.append("")
    for word, modules, steps, objectives in (
        ("gains", comparison.gains_modules, comparison.gains_steps, comparison.gains_objectives),
        ("loses", comparison.loses_modules, comparison.loses_steps, comparison.loses_objectives),
    ):
        lines: list[str] = []
        if modules:
            lines += _wrapped(f"modules: {', '.join(modules)}")
        if steps:
            lines += _wrapped(f"steps of other modules: {', '.join(steps)}")
        if objectives:
            lines += _wrapped(f"objectives: {', '.join(map(_objective, objectives))}")
        parts += [f"{second} {word}{':' if lines else ' nothing.'}", *lines]
    return "\n".join(parts)


def _why_in(module: ModuleIn) -> str:
    if module.why == "required":
        words = f"required by {module.because}"
    elif module.why == "must":
        words = "it must be in"
    else:
        words = "wished for" if module.place else "chosen"
    if module.place is not None and module.why != "required":
        words += f" (line {module.place.line})"
    if module.reached:
        best = ", ".join(f"{w.objective_id} {weight_text(w.weight)}" for w in module.reached[:2])
        more = ", …" if len(module.reached) > 2 else ""
        words += f"; reaches {weight_text(module.value)} ({best}{more})"
    return words


def _why_step(step: StepIn) -> str:
    words = _WHY_STEP[step.why]
    if step.why == "objective":
        words += " " + ", ".join(
            f"{w.objective_id} ({weight_text(w.weight)})" for w in step.objectives if w.weight
        )
    return words


def _is_plain(out: Out) -> bool:
    """A step of which there is no more to say than that there was no time."""
    return out.step_id is not None and out.why == "no_time" and out.price is None


def _out_lines(out: Out) -> list[str]:
    value = f", worth {weight_text(out.value)}" if out.value else ""
    head = f"{out.name} ({out.minutes} min{value}): "
    if out.why == "requires_never":
        words = f"it requires {out.because or 'a module'}, which the file leaves out"
    elif out.why == "no_time" and out.price is None:
        words = "what is in comes first"
    else:
        words = _WHY_OUT.get(out.why, "")
    if out.place is not None:
        words += f" (line {out.place.line})"
    if out.price is not None:
        words = price_words(out.price)
    return _wrapped(head + words)


def price_words(price: Price) -> str:
    """A clause: costs 75 minutes: it would push out …, or needs day 2 to end at 16:15."""
    parts = []
    end = "" if price.day_end is None else clock_text(price.day_end)
    if not price.is_possible and price.day is not None:
        return (
            f"costs {price.minutes} minutes: as the days are there is no plan with it; day "
            f"{price.day} would have to end at {end} ({price.extra} min later)"
        )
    if price.is_possible:
        pushed = [*price.loses_modules, *price.loses_steps]
        change = f" (value {weight_text(price.value)})" if price.value < 0 else ""
        if pushed:
            gained = [*price.gains_modules, *price.gains_steps]
            instead = f", with {_names(gained, 1)} instead" if gained else ""
            parts.append(f"would push out {_names(pushed, NAMED)}{instead}{change}")
    if price.day is not None:
        parts.append(f"needs day {price.day} to end at {end} ({price.extra} min later)")
    elif price.barred_by is not None:
        parts.append(f"{_BARS[price.barred_by]} forbids it beside all that is in")
    if not parts:
        parts.append("no plan with it was found")
    return f"costs {price.minutes} minutes: it " + ", or ".join(parts)


def _value_change(thousandths: int, plan: Plan) -> str:
    if not thousandths or not plan.value:
        return "the same value" if not thousandths else f"value {weight_text(thousandths)}"
    tenths = round(1000 * abs(thousandths) / plan.value)
    sign = "−" if thousandths < 0 else "+"
    return f"value {sign}{tenths / 10:g} % ({weight_text(plan.value + thousandths)})"


def _names(names: Sequence[str], most: int) -> str:
    shown = ", ".join(names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most} more"


def _objective(change: ObjectiveChange) -> str:
    return f"{change.module_id}/{change.objective_id} ({weight_text(change.weight)})"


def _percent(part: int, whole: int) -> str:
    return f"{100 * part // whole} %" if whole else "-"


def _share(minutes: int, side: Side) -> str:
    return f"{minutes} min, {_percent(minutes, side.minutes_nominal)}" if minutes else "-"


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _line_of(place: Place | None) -> str:
    return str(place) if place else "(the rule of this curriculum)"


def _wrapped(text: str, first: str = "  ") -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=first + "  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
