"""Papers as HTML files to print: A4, each exercise on its own page, cards with lines to cut along.

Enters: a `Paper`, the folders of templates and pictures. Leaves: one file that needs no other.
"""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

from builders.paper.things import Cards, Grid, Heading, Listing, Paper, Para, Photo, Rules, Thing
from builders.write_html import html_text
from builders.write_sphinx.images import without_metadata

_KINDS: dict[type[Any], str] = {
    Heading: "heading",
    Para: "para",
    Listing: "listing",
    Grid: "grid",
    Rules: "rules",
    Photo: "photo",
    Cards: "cards",
}
_MEDIA = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}


def write_paper(paper: Paper, templates: Path, images: Path, target: Path) -> None:
    """Write a paper to the file `target`; its folder must exist. Raises: OSError."""
    target.write_bytes(paper_html(paper, templates, images).encode("utf-8"))


def paper_html(paper: Paper, templates: Path, images: Path) -> str:
    """The text of the file. `templates` is the house's templates folder."""
    folder = templates / "handbook" / "paper"
    return html_text(
        "paper.html",
        [folder],
        [folder / "paper.css"],
        paper=paper,
        kind_of=_kind_of,
        pictures={name: _inline(images / name) for name in paper.images},
    )


def _kind_of(thing: Thing) -> str:
    return _KINDS[type(thing)]


def _inline(path: Path) -> str:
    """A picture as an address that holds it."""
    data = base64.b64encode(without_metadata(path.read_bytes())).decode("ascii")
    return f"data:{_MEDIA[path.suffix.lower()]};base64,{data}"
