"""Values → text for people and programs.

Enters: problems, plans, models. Leaves: strings; nothing here prints. Colour is added by `cli`.
"""

from __future__ import annotations

import dataclasses
import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from builders.problems import Problem
from builders.time_of_day import clock_text

if TYPE_CHECKING:
    from builders.coverage import Coverage
    from builders.loading.curriculum import Curriculum
    from builders.planning import LeftOut, Plan

_WHY_OUT = {
    "no_time": "no time",
    "never": "the workshop excludes it",
    "other_place_or_audience": "for another hub or audience",
    "requires_never": "it requires a module that the workshop excludes",
    "prior": "the participants have had it",
    "no_trainer": "no trainer who could lead it is there long enough",
    "no_room": "it needs more rooms than there are",
    "lecture_too_long": "it holds a lecture that is longer than anyone listens",
    "too_long": "it is longer than the time between two pauses",
}
_QUOTE_LIMIT = 160


def problem_text(problem: Problem, text: str | None) -> str:
    """`file:line:column: code`, the quoted line, what is wrong, a hint. `text` is the file's."""
    level = "" if problem.is_error else " (warning)"
    lines = [f"{problem.place}: {problem.code}{level}"]
    quoted = _line(text, problem.place.line)
    if quoted:
        lines.append(f"  {problem.place.line} | {quoted}")
    lines.append(problem.message)
    for related in problem.related:
        lines.append(
            f"  {related.place}: {related.words}" if related.place else f"  {related.words}"
        )
    if problem.hint:
        lines.append(f"hint: {problem.hint}")
    return "\n".join(lines)


def problems_text(problems: Iterable[Problem], texts: Mapping[str, str]) -> str:
    """All problems, a blank line between them."""
    return "\n\n".join(problem_text(p, texts.get(p.place.file)) for p in problems)


def problems_json(problems: Iterable[Problem]) -> str:
    """A JSON list for editors and CI: file, line, column, level, code, message, hint."""
    return json.dumps(
        [
            {
                "file": p.place.file,
                "line": p.place.line,
                "column": p.place.column,
                "level": p.level,
                "code": p.code,
                "message": p.message,
                "hint": p.hint,
                "related": [
                    {
                        "file": r.place.file if r.place else None,
                        "line": r.place.line if r.place else None,
                        "column": r.place.column if r.place else None,
                        "words": r.words,
                    }
                    for r in p.related
                ],
            }
            for p in problems
        ],
        indent=2,
        ensure_ascii=False,
    )


def count_text(problems: Sequence[Problem]) -> str:
    """How many, in words: "2 errors, 1 warning", or "no problems"."""
    errors = sum(problem.is_error for problem in problems)
    warnings = len(problems) - errors
    parts = []
    if errors:
        parts.append(f"{errors} error{'s' * (errors != 1)}")
    if warnings:
        parts.append(f"{warnings} warning{'s' * (warnings != 1)}")
    return ", ".join(parts) or "no problems"


def table_text(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A plain table, columns aligned by what they look like on a terminal (Arabic, wide signs)."""
    cells = [list(headings), *[list(row) for row in rows]]
    widths = [max(_width(row[column]) for row in cells) for column in range(len(headings))]
    lines = [
        "  ".join(
            cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
        )
        for row in cells
    ]
    ruler = "  ".join("-" * width for width in widths)
    return "\n".join(line.rstrip() for line in [lines[0], ruler, *lines[1:]])


def plan_text(plan: Plan, curriculum: Curriculum) -> str:
    """The agenda day by day, then what is in and why, then what was left out and why."""
    parts = [agenda_text(plan, curriculum)]
    parts.append("In, in this order:")
    reasons = {"must": "must be in", "may": "wished for, and there is time"}
    for chosen in plan.modules:
        why = reasons.get(chosen.why) or f"required by {chosen.because}"
        minutes = sum(step.minutes for step in plan.steps_of(chosen.module_id))
        parts.append(f"  {chosen.module_id} ({minutes} min): {why}")
    parts.append("")
    parts.append("Left out:" if plan.left_out else "Nothing was left out.")
    parts += [f"  {left_out_text(left)}" for left in plan.left_out]
    parts.append("")
    parts.append(minutes_text(plan))
    return "\n".join(parts)


def minutes_text(plan: Plan) -> str:
    """How much is taught and how much stays free."""
    return f"{plan.minutes_taught} minutes are taught, {plan.minutes_free} stay free."


def agenda_text(plan: Plan, curriculum: Curriculum) -> str:
    """The agenda day by day, with an empty line at the end."""
    parts = []
    for day in plan.days:
        rows = []
        for entry in day.entries:
            step = ""
            module = ""
            if entry.module_id:
                model = curriculum.modules[entry.module_id]
                step = next(s.title for s in model.steps if s.id == entry.step_id)
                module = entry.module_id
            rows.append(
                (
                    f"{clock_text(entry.start)}-{clock_text(entry.start + entry.minutes)}",
                    f"{entry.minutes}",
                    module or (entry.title or entry.kind),
                    step,
                )
            )
        parts.append(f"Day {day.number}, {day.date:%A %d %B %Y}")
        parts.append(table_text(("time", "min", "module", "step"), rows) + "\n")
    return "\n".join(parts)


def left_out_text(left: LeftOut) -> str:
    """One thing left out, with its minutes and the reason."""
    name = f"{left.module_id}/{left.step_id}" if left.step_id else left.module_id
    core = "" if left.step_id else " without optional steps"
    return f"{name} ({left.minutes} min{core}): {_WHY_OUT[left.why]}"


def plan_tree(plan: Plan) -> dict[str, Any]:
    """The plan for programs: days with entries, modules with reasons, what was left out."""
    return {
        "status": plan.status,
        "value": plan.value,
        "value_wanted": plan.value_wanted,
        "bound": plan.bound,
        "days": [
            {
                "number": day.number,
                "date": day.date.isoformat(),
                "entries": [
                    {
                        "start": clock_text(entry.start),
                        "minutes": entry.minutes,
                        "kind": entry.kind,
                        "module": entry.module_id,
                        "step": entry.step_id,
                    }
                    for entry in day.entries
                ],
            }
            for day in plan.days
        ],
        "modules": [
            {"id": chosen.module_id, "why": chosen.why, "required_by": chosen.because}
            for chosen in plan.modules
        ],
        "left_out": [
            {
                "module": left.module_id,
                "step": left.step_id,
                "why": left.why,
                "minutes": left.minutes,
            }
            for left in plan.left_out
        ],
        "minutes_taught": plan.minutes_taught,
        "minutes_free": plan.minutes_free,
        "minutes_nominal": plan.minutes_nominal,
        "minutes_lecture": plan.minutes_lecture,
        "pillars": dict(plan.shares),
    }


def coverage_text(coverage: Coverage) -> str:
    """Each framework as a table of its items, then each pillar in figures."""
    parts = []
    for framework in coverage.frameworks:
        counts = ", ".join(
            f"{framework.count(state)} {state}" for state in ("covered", "thin", "missing")
        )
        rows = [
            (
                item.state,
                item.id if item.verified else f"{item.id} *",
                item.title if len(item.title) <= 48 else f"{item.title[:47]}…",
                str(item.minutes),
                ", ".join(item.modules) or "-",
            )
            for item in framework.items
        ]
        parts.append(f"{framework.id}: {framework.title}\n{len(rows)} items: {counts}.\n")
        parts.append(table_text(("state", "item", "title", "min", "modules"), rows) + "\n")
    if any(not item.verified for f in coverage.frameworks for item in f.items):
        parts.append("* The item's title was not read in a public source.\n")
    headings = ("pillar", "modules", "core", "min", "objectives", "A", "B", "words", "grade",
                "claims", "vary by hub")  # fmt: skip
    figures = [
        (
            p.name, str(p.modules), str(p.core_minutes), str(p.minutes), str(p.objectives),
            str(p.questions_a), str(p.questions_b), str(p.words),
            "-" if p.grade is None else f"{p.grade:.1f}", str(p.claims_cited), str(len(p.varying)),
        )
        for p in coverage.pillars
    ]  # fmt: skip
    parts.append(table_text(headings, figures))
    return "\n".join(parts)


def coverage_json(coverage: Coverage) -> str:
    """The same for programs: every figure under its name."""
    return json.dumps(dataclasses.asdict(coverage), indent=2, ensure_ascii=False)


def _line(text: str | None, number: int) -> str:
    lines = (text or "").split("\n")
    if not 0 < number <= len(lines):
        return ""
    line = "".join(c if c.isprintable() or c == "\t" else "\ufffd" for c in lines[number - 1])
    line = line.replace("\t", " ").rstrip()
    return line if len(line) <= _QUOTE_LIMIT else line[: _QUOTE_LIMIT - 1] + "…"


def _width(text: str) -> int:
    """Columns on a terminal: combining marks take none, wide East Asian signs take two."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )
