"""Our placeholders and signs in the colours and faces of somebody else's theme.

Enters: their colours and what template.yaml wishes. Leaves: `Looks` (the colours that slides use,
each legible) and a `Dresser` that writes shapes with them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from builders.deck.slides import Frame
from builders.deck_templates.arrange import Arranged
from builders.deck_templates.colours import LEGIBLE, contrast, legible_on, mixed
from builders.deck_templates.faces import face_named
from builders.deck_templates.foreign import A, TheirMaster, TheirPlace
from builders.models.deck_template import DeckTemplate
from builders.write_deck_template import PILLARS, Maker

RED = "A3231B"
"""Warnings stay red, whatever the sixth accent of a theme is."""
_CAPITALS = 1.25
"""Capitals are about a quarter wider than small letters."""


@dataclass(frozen=True)
class Looks:
    """The colours of one template as RRGGBB."""

    colours: Mapping[str, str]
    """ink, paper, navy, sand, muted, line, light, warning … and pillar-<name>."""
    accents: Mapping[str, str]
    """accent1 to accent6 as the slides need them."""
    before: Mapping[str, str]
    """The same as the theme had them."""
    fonts: Mapping[str, str]
    """"latin" and "arabic" as wished; empty for the theme's own."""
    family: str

    @property
    def literal(self) -> dict[str, str]:
        """For `Template.colours`: what slides write out instead of naming a theme colour."""
        names = ("muted", "line", "light", "sea", "land", "land-focus", "navy", "sand")
        lights = {f"{p} light": self.colours[f"{p} light"] for p in PILLARS}
        return {**{name: self.colours[name] for name in names}, **lights}

    def fix_accents(self, root: etree._Element) -> None:
        """Their own shapes keep their colours where the slides need another accent."""
        for element in list(root.iter(f"{A}schemeClr")):
            name = element.get("val", "")
            if name in self.accents and self.accents[name] != self.before[name]:
                element.tag = f"{A}srgbClr"
                element.set("val", self.before[name])

    def dressed_theme(self, theme: etree._Element) -> etree._Element:
        """The theme with the accents and faces that slides use, without links to anybody."""
        scheme = theme.find(f".//{A}clrScheme")
        for name, value in self.accents.items():
            entry = scheme.find(f"{A}{name}") if scheme is not None else None
            if entry is not None and value != self.before[name]:
                for child in list(entry):
                    entry.remove(child)
                etree.SubElement(entry, f"{A}srgbClr", {"val": value})
        for kind in ("majorFont", "minorFont"):
            fonts = theme.find(f".//{A}{kind}")
            for key, tag in (("latin", "latin"), ("arabic", "cs")):
                face = fonts.find(f"{A}{tag}") if fonts is not None else None
                if face is not None and self.fonts.get(key):
                    face.attrib.clear()
                    face.set("typeface", self.fonts[key])
        for old in theme.iter(f"{A}extLst"):
            old.getparent().remove(old)
            break
        return theme


def looks_of(master: TheirMaster, wanted: DeckTemplate | None) -> Looks:
    """Legible colours from a theme: wished ones as they are, others darkened as far as needed."""
    scheme = master.scheme
    paper, ink = scheme["bg1"], scheme["tx1"]
    sand = scheme["bg2"] if contrast(ink, scheme["bg2"]) >= 7 else mixed(ink, paper, 0.06)
    navy = legible_on(scheme["tx2"], paper, sand)
    wished = wanted.pillars.model_dump() if wanted else {}
    accents: dict[str, str] = {}
    for number, pillar in enumerate(PILLARS, 1):
        name = f"accent{number}"
        accents[name] = (wished.get(pillar) or legible_on(scheme[name], paper)).upper()
    warned = wished.get("warning")
    accents["accent6"] = (warned or legible_on(RED, paper, sand)).upper()
    colours = {
        "ink": ink,
        "paper": paper,
        "navy": navy,
        "sand": sand,
        "deep": navy,
        "muted": legible_on(mixed(ink, paper, 0.62), paper, sand),
        "line": mixed(ink, paper, 0.22),
        "light": mixed(ink, paper, 0.08),
        "sea": mixed(navy, paper, 0.14),
        "land": mixed(ink, paper, 0.08),
        "land-focus": mixed(ink, paper, 0.02),
        "warning": accents["accent6"],
        "warning-light": mixed(accents["accent6"], paper, 0.08),
    }
    for number, pillar in enumerate(PILLARS, 1):
        colours[f"pillar-{pillar}"] = accents[f"accent{number}"]
        colours[f"{pillar} light"] = mixed(accents[f"accent{number}"], paper, 0.12)
    before = {name: scheme[name] for name in accents}
    fonts = {
        key: value for key, value in (wanted.fonts.model_dump() if wanted else {}).items() if value
    }
    family = fonts.get("latin") or master.fonts.get("minor", "")
    return Looks(colours, accents, before, fonts, family)


class Dresser(Maker):
    """Writes our placeholders and signs with their colours; frames come ready, never mirrored."""

    def __init__(self, theme: Mapping[str, Any], looks: Looks, *, mirror: bool) -> None:
        super().__init__(dict(theme), mirror=mirror)
        self.looks = looks
        self.face = face_named(looks.family)

    def colour(self, name: str) -> str:
        if name in ("ink", "paper"):
            return super().colour(name)
        return f'<a:srgbClr val="{self.looks.colours[name]}"/>'

    def fill(self, name: str | None) -> str:
        if name == "inherit":
            return ""
        return name if name and name.startswith("<") else super().fill(name)

    def frame(self, box: Any) -> str:
        was, self.mirror = self.mirror, False
        made = super().frame(box)
        self.mirror = was
        return made

    def level(self, number: int, place: dict[str, Any]) -> str:
        spacing = round(100_000 * self.face.spacing)
        return (
            super()
            .level(number, place)
            .replace('<a:spcPct val="100000"/>', f'<a:spcPct val="{spacing}"/>', 1)
        )

    def shape(self, number: int, shape: Mapping[str, Any]) -> str:
        frame = shape["frame"]
        size = float(shape.get("size", 18)) * min(1.0, frame.height / float(shape["box"][3]))
        return super().shape(number, {**shape, "box": _box(frame), "size": f"{size:.0f}"})

    def placeholder(  # type: ignore[override]
        self, number: int, role: str, place: Mapping[str, Any], each: Arranged
    ) -> str:
        colour = place.get("colour", "ink")
        on_panel = any(_holds(shape["frame"], place["frame"]) for shape in each.shapes)
        if not on_panel and colour != "inherit":
            colour = self._on_their_ground(colour, each, place["frame"])
        made = {**place, "box": _box(place["frame"]), "colour": colour}
        return super().placeholder(number, role, made)

    def _on_their_ground(self, colour: str, each: Arranged, frame: Frame) -> str:
        """Our colour where it can be read there; else the one that their own words have there."""
        ground = each.base.grounds.behind(frame)
        if ground and contrast(self.looks.colours[colour], ground) >= LEGIBLE and each.ours not in (
            "title", "end",
        ):  # fmt: skip
            return colour
        source = max(each.base.contents, key=lambda p: p.frame.width * p.frame.height, default=None)
        source = source or each.title
        if ground and source.colour and contrast(source.colour, ground) < LEGIBLE:
            made = legible_on(source.colour, ground)
            return f'<a:solidFill><a:srgbClr val="{made}"/></a:solidFill>'
        if source.fill is None:
            return "ink"
        written: str = etree.tostring(source.fill, encoding="unicode")
        return written.replace(
            ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"', ""
        )

    def reference(self, place: Mapping[str, Any]) -> str:
        kind = place.get("type", "body")
        start = "" if kind == "obj" else f' type="{kind}"'
        return f'{start} sz="quarter" idx="{place["idx"]}"' if "idx" in place else start

    def room(self, place: Mapping[str, Any], role: str) -> Frame:
        """The frame to measure words against, as wide as it would be for Arial."""
        frame = place["frame"]
        size, bold = float(place.get("size", 18)), place.get("bold") == "true"
        wide, high = frame.width / self.face.width, frame.height
        if place.get("type") in ("tbl", "chart", "obj", "pic"):
            wide, high = frame.width, frame.height / max(1.0, self.face.width)
        return Frame(frame.x, frame.y, wide, high, size, bold)

    def measured(self, title: TheirPlace) -> Frame:
        frame = title.frame
        factor = self.face.width * (_CAPITALS if title.caps else 1.0)
        return Frame(frame.x, frame.y, frame.width / factor, frame.height, frame.size, frame.bold)

    def foot(self, frame: Frame) -> Frame:
        """The footer is shortened at 11 points; in a larger size less of it has room."""
        size = max(frame.size, 11.0)
        wide = frame.width * 11.0 / size / self.face.width
        return Frame(frame.x, frame.y, wide, frame.height, frame.size)


def _box(frame: Frame) -> list[str]:
    return [f"{value:.3f}" for value in (frame.x, frame.y, frame.width, frame.height)]


def _holds(outer: Frame, inner: Frame) -> bool:
    return (
        outer.x - 1 <= inner.x < outer.x + outer.width
        and outer.y - 1 <= inner.y < outer.y + outer.height
        and outer.width > 20
    )
