"""One HTML file to print from a template and plain values.

Enters: the folders of templates, the styles to put in, values. Leaves: one text that needs no other
file.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


def decimal(value: float) -> str:
    """A number with one decimal where it has one: 3 and 3.5."""
    return f"{value:.1f}".removesuffix(".0")


def html_text(name: str, folders: Sequence[Path], styles: Sequence[Path], **values: object) -> str:
    """The text of the file. Templates are looked for in each folder in turn.

    Raises: OSError where a style cannot be read.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["n"] = decimal
    style = "\n".join(path.read_text(encoding="utf-8") for path in styles)
    return environment.get_template(name).render(style=style, **values)
