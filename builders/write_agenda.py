"""The agenda as one HTML file to print: A4 across, up to three days on a sheet.

Enters: an `Agenda` and the folder of templates. Leaves: one file that needs no other.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from builders.agenda import Agenda, AgendaSheetDay
from builders.write_html import html_text

DAYS_ON_A_SHEET = 3


_ROOM = 31.0
"""Rows of one line that a day can hold at full size."""
_SMALLEST = 0.62
_LINE_OF_COLUMN = {1: 130, 2: 62, 3: 36}
"""Letters that fit on a line of a step, by the number of days side by side."""


@dataclass(frozen=True)
class _Sheet:
    days: tuple[AgendaSheetDay, ...]

    @property
    def fit(self) -> str:
        """The size of type at which the longest day fits on the sheet, as a share of full size."""
        room = _LINE_OF_COLUMN.get(len(self.days), 36)
        longest = max((_rows(day, room) for day in self.days), default=0.0)
        return f"{max(_SMALLEST, min(1.0, _ROOM / longest if longest else 1.0)):.2f}"


def _rows(day: AgendaSheetDay, room: int) -> float:
    """Rows that a day takes: a group stands a little apart, a long title takes two rows."""
    total = 0.0
    for group in day.groups:
        total += 1.3 * (1 + len(group.title) // room)
        for line in group.lines:
            total += 1 + (len(line.title) + len(line.method)) // room
    return total


def write_agenda(agenda: Agenda, templates: Path, target: Path) -> None:
    """Write the sheets to the file `target`; its folder must exist.

    Raises: OSError where the template cannot be read or the file cannot be written.
    """
    target.write_bytes(agenda_html(agenda, templates).encode("utf-8"))


def agenda_html(agenda: Agenda, templates: Path) -> str:
    """The text of the file. `templates` is the house's templates folder."""
    folder = templates / "handbook" / "agenda"
    days = agenda.days
    sheets = [
        _Sheet(days[at : at + DAYS_ON_A_SHEET])
        for at in range(0, max(len(days), 1), DAYS_ON_A_SHEET)
    ]
    return html_text(
        "agenda.html",
        [folder],
        [folder / "agenda.css"],
        agenda=agenda,
        sheets=sheets,
        say=agenda.wording,
    )
