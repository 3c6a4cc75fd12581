"""Reads a template: its parts, and where each layout has which placeholder.

Enters: a .pptx whose layouts are named like those of keyhub.pptx and whose placeholders are named
by role. Leaves: a `Template` to write decks with, and `Layouts` to measure words against.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from builders.deck.slides import Frame, Layouts
from builders.write_pptx.marks import POINT

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_PILLARS = ("foundations", "identify", "investigate", "prosecute", "deliver")


COLOURS = {
    "muted": "505B69",
    "line": "C9CED6",
    "sea": "DCE7EE",
    "land": "ECE6D8",
    "land-focus": "FBF6E9",
    "light": "E8EDF3",
}
"""Used where a template's theme brings no custom colour of that name."""


class TemplateError(ValueError):
    """The file is no template that decks can be written with."""


@dataclass(frozen=True)
class Place:
    """A placeholder of a layout: how a slide refers to it."""

    reference: str
    """Attributes of `p:ph` on the slide."""
    kind: str
    frame: Frame


@dataclass(frozen=True)
class Template:
    """The parts of a template by name, and its layouts by key ("two-columns")."""

    parts: Mapping[str, bytes]
    layouts: Layouts
    places: Mapping[str, Mapping[str, Place]]
    layout_parts: Mapping[str, str]
    """Layout key → file name of its part, for example "slideLayout3.xml"."""
    table_style: str
    notes_master: bool
    colours: Mapping[str, str]
    """Custom colours of the theme by name, as RRGGBB, beside its twelve."""

    def layout_file(self, layout: str) -> str:
        """Raises: TemplateError for a layout that the template lacks."""
        try:
            return self.layout_parts[layout]
        except KeyError:
            raise TemplateError(f"the template has no layout '{layout}'") from None


def read_template(path: Path) -> Template:
    """Read a template once, for all decks of a build.

    Raises: TemplateError if it cannot be read, and as `parse_template`.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise TemplateError(f"{path.name}: {error}") from error
    return parse_template(data, path.name)


def parse_template(data: bytes, file_name: str) -> Template:
    """The bytes of a template; `file_name` is for messages.

    Raises: TemplateError if it is no presentation, or a part carries a document type declaration.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = {name: package.read(name) for name in package.namelist()}
    except zipfile.BadZipFile as error:
        raise TemplateError(f"{file_name}: {error}") from error
    presentation = parts.get("ppt/presentation.xml")
    if presentation is None:
        raise TemplateError(f"{file_name} holds no presentation")
    for name, data in parts.items():
        if name.endswith((".xml", ".rels")) and b"<!DOCTYPE" in data[:2000]:
            raise TemplateError(f"{file_name}: {name} declares a document type")
    size = ElementTree.fromstring(presentation).find(f"{_P}sldSz")
    if size is None:
        raise TemplateError(f"{file_name} names no slide size")
    places: dict[str, dict[str, Place]] = {}
    files: dict[str, str] = {}
    for name in sorted(parts):
        if name.startswith("ppt/slideLayouts/slideLayout"):
            root = ElementTree.fromstring(parts[name])
            common = root.find(f"{_P}cSld")
            key = (common.get("name") or "").lower().replace(" ", "-") if common is not None else ""
            files[key] = name.rsplit("/", 1)[-1]
            places[key] = dict(_places(root))
    frames = {
        key: {role: place.frame for role, place in found.items()} for key, found in places.items()
    }
    width, height = (int(size.get(side, "0")) / POINT for side in ("cx", "cy"))
    styles = parts.get("ppt/tableStyles.xml", b"")
    style = ElementTree.fromstring(styles).get("def", "") if styles else ""
    return Template(
        parts,
        Layouts(width, height, frames),
        places,
        files,
        style,
        "ppt/notesMasters/notesMaster1.xml" in parts,
        {**COLOURS, **_custom_colours(parts.get("ppt/theme/theme1.xml", b""))},
    )


def _custom_colours(theme: bytes) -> dict[str, str]:
    if not theme:
        return {}
    found = {}
    for custom in ElementTree.fromstring(theme).iter(f"{_A}custClr"):
        colour = custom.find(f"{_A}srgbClr")
        if colour is not None:
            found[custom.get("name", "")] = colour.get("val", "000000")
    return found


def _places(root: ElementTree.Element) -> list[tuple[str, Place]]:
    found = []
    for shape in root.iter(f"{_P}sp"):
        holder = shape.find(f"{_P}nvSpPr/{_P}nvPr/{_P}ph")
        name = shape.find(f"{_P}nvSpPr/{_P}cNvPr")
        position = shape.find(f"{_P}spPr/{_A}xfrm")
        if holder is None or name is None or position is None:
            continue
        reference = "".join(
            f' {key}="{holder.get(key)}"' for key in ("type", "sz", "idx") if holder.get(key)
        )
        offset, extent = position.find(f"{_A}off"), position.find(f"{_A}ext")
        if offset is None or extent is None:
            continue
        look = shape.find(f"{_P}txBody/{_A}lstStyle/{_A}lvl1pPr/{_A}defRPr")
        size = int(look.get("sz", "1800")) / 100 if look is not None else 18.0
        frame = Frame(
            int(offset.get("x", "0")) / POINT,
            int(offset.get("y", "0")) / POINT,
            int(extent.get("cx", "0")) / POINT,
            int(extent.get("cy", "0")) / POINT,
            size,
            look is not None and look.get("b") == "1",
        )
        found.append((name.get("name", ""), Place(reference, holder.get("type", "obj"), frame)))
    return found


def accent_of(pillar: str) -> str:
    """The theme colour of a pillar."""
    return f"accent{_PILLARS.index(pillar) + 1}"
