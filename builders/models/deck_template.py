"""A template of the organisation's own: one file templates/deck/<name>/template.yaml.

Enters: the author's keys. Leaves: which .pptx it is, which of its layouts stands for which of ours,
and which of its placeholders for which of our roles. What is left out, keyhub finds by itself.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from builders.models.marks import Model

LayoutKey = Literal[
    "title", "contents", "section", "points", "definition", "two-columns", "table", "chart",
    "diagram", "map", "picture", "checklist", "question", "exercise", "case-scene", "warning",
    "note", "sources", "end",
]  # fmt: skip
"""Our layouts, by the keys of templates/deck/theme.yaml."""

TEMPLATE_FILE_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9 _.-]*\.(pptx|potx)$"
COLOUR_PATTERN = r"^[0-9A-Fa-f]{6}$"
TheirName = Annotated[str, StringConstraints(min_length=1, max_length=120)]
TemplateFile = Annotated[str, StringConstraints(pattern=TEMPLATE_FILE_PATTERN, max_length=80)]
Colour = Annotated[str, StringConstraints(pattern=COLOUR_PATTERN)]


class PlacePair(Model):
    ours: TheirName
    """A role of ours, for example `body`, `subtitle`, `clock`."""
    theirs: TheirName
    """The placeholder's name in the selection pane of PowerPoint, or its number (idx)."""


class LayoutPair(Model):
    ours: LayoutKey
    theirs: TheirName
    """The layout's name in PowerPoint's slide master view."""
    places: tuple[PlacePair, ...] = ()


class Fonts(Model):
    latin: TheirName | None = None
    arabic: TheirName | None = None


class PillarColours(Model):
    """RRGGBB; each must stand out from the slide's background by 4.5:1."""

    foundations: Colour | None = None
    identify: Colour | None = None
    investigate: Colour | None = None
    prosecute: Colour | None = None
    deliver: Colour | None = None
    warning: Colour | None = None


class DeckTemplate(Model):
    """One file `templates/deck/<name>/template.yaml`, beside the .pptx or .potx that it names."""

    file: TemplateFile
    layouts: Annotated[tuple[LayoutPair, ...], Field(max_length=40)] = ()
    fonts: Fonts = Fonts()
    pillars: PillarColours = PillarColours()
