"""The page of a programme as one HTML file to print, A4 across.

Enters: a `ProgrammePage` and the folder of templates. Leaves: one text that needs no other file.
"""

from __future__ import annotations

from pathlib import Path

from builders.programme_page import BAR, HEADER, LABEL_SIZE, TOWNS, ProgrammePage
from builders.write_html import html_text


def programme_html(page: ProgrammePage, templates: Path) -> str:
    """The text of the file. `templates` is the house's templates folder. Raises: OSError."""
    programme, agenda = (templates / "handbook" / name for name in ("programme", "agenda"))
    return html_text(
        "programme.html",
        [programme, agenda],
        [agenda / "agenda.css", programme / "programme.css"],
        page=page,
        line=page.timeline,
        say=page.wording,
        bar=BAR,
        header=HEADER,
        towns=TOWNS,
        label_size=LABEL_SIZE,
        rtl=page.wording.direction == "rtl",
    )
