"""Run sheet and checklist as HTML files to print.

Enters: the sheets as plain data and the folder of templates. Leaves: files that need no other.
"""

from __future__ import annotations

from pathlib import Path

from builders.checklist import Checklist
from builders.run_sheet import RunDay, RunSheet
from builders.sheets import SheetHead
from builders.write_html import html_text

_ROOM = 36.0
"""Rows of one line that a day of the run sheet can hold at full size."""
_SMALLEST = 0.62
_LETTERS = {"title": 46, "needs": 62, "materials": 150}
"""Letters on a line of a column at full size."""


def write_run_sheet(sheet: RunSheet, templates: Path, target: Path) -> None:
    """Write the run sheet to the file `target`; its folder must exist. Raises: OSError."""
    target.write_bytes(run_sheet_html(sheet, templates).encode("utf-8"))


def write_checklist(checklist: Checklist, templates: Path, target: Path) -> None:
    """Write the checklist to the file `target`; its folder must exist. Raises: OSError."""
    target.write_bytes(checklist_html(checklist, templates).encode("utf-8"))


def run_sheet_html(sheet: RunSheet, templates: Path) -> str:
    """The text of the run sheet. `templates` is the house's templates folder."""
    days = [(day, f"{_fit(day):.2f}") for day in sheet.days]
    return _rendered("run-sheet.html", templates, sheet.head, sheet=sheet, days=days)


def checklist_html(checklist: Checklist, templates: Path) -> str:
    """The text of the checklist."""
    return _rendered("checklist.html", templates, checklist.head, checklist=checklist)


def _fit(day: RunDay) -> float:
    """The size of type at which a day fits on its page, as a share of full size."""
    rows = 0.0
    for group in day.groups:
        rows += 1.35
        if group.materials:
            rows += 1 + len("; ".join(group.materials)) // _LETTERS["materials"]
        for line in group.lines:
            title = len(line.title) + sum(map(len, line.marks))
            needs = len("; ".join(line.needs))
            rows += 1 + max(title // _LETTERS["title"], needs // _LETTERS["needs"]) * 0.95
    # smaller type also makes longer lines: the rows shrink with the root
    return max(_SMALLEST, min(1.0, (_ROOM / rows) ** 0.8 if rows else 1.0))


def _rendered(name: str, templates: Path, head: SheetHead, **values: object) -> str:
    folder = templates / "handbook" / "agenda"
    styles = [folder / "agenda.css", folder / "sheets.css"]
    return html_text(name, [folder], styles, head=head, say=head.wording, **values)
