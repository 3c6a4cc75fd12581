"""The page of a programme as one HTML file to print, A4 across.

Enters: a `ProgrammePage` and the folder of templates. Leaves: one text that needs no other file.
"""

from __future__ import annotations

from pathlib import Path

from builders.programme_page import BAR, HEADER, LABEL_SIZE, TOWNS, ProgrammePage


def programme_html(page: ProgrammePage, templates: Path) -> str:
    """The text of the file. `templates` is the house's templates folder. Raises: OSError."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    folder = templates / "handbook"
    environment = Environment(
        loader=FileSystemLoader(folder / "programme"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["n"] = lambda value: f"{value:.1f}".removesuffix(".0")
    styles = [
        (folder / style).read_text(encoding="utf-8")
        for style in ("agenda/agenda.css", "programme/programme.css")
    ]
    return environment.get_template("programme.html").render(
        style="\n".join(styles),
        page=page,
        line=page.timeline,
        say=page.wording,
        bar=BAR,
        header=HEADER,
        towns=TOWNS,
        label_size=LABEL_SIZE,
        rtl=page.wording.direction == "rtl",
    )
