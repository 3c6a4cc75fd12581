"""What an organisation's template holds: masters, layouts, and where each placeholder stands.

Enters: a `SafePackage`. Leaves: a `Foreign`, with every frame, size and colour resolved through
layout, master and theme as PowerPoint does it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from builders.deck.slides import Frame
from builders.deck_templates.colours import colour_of, scheme_of
from builders.deck_templates.grounds import Grounds
from builders.problems import Problem
from builders.write_pptx.marks import POINT
from builders.write_pptx.safe_package import RefusedError, SafePackage, presentation_of

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MOST_LAYOUTS = 200
TITLES = ("title", "ctrTitle")
FURNITURE = ("ftr", "sldNum", "dt", "hdr")
TITLE_SIZE = 28.0
"""Where nothing says how large a title is."""
_STYLES = {"title": "titleStyle", "ctrTitle": "titleStyle"}


@dataclass(frozen=True)
class TheirPlace:
    """A placeholder of a layout of theirs, resolved."""

    name: str
    kind: str
    idx: str
    frame: Frame
    """Without the inner margins: where words really go."""
    outer: Frame
    caps: bool
    colour: str | None
    """RRGGBB, if it is a plain colour."""
    fill: etree._Element | None
    """The colour as it is written there."""
    align: str
    shape: etree._Element


@dataclass(frozen=True)
class TheirLayout:
    name: str
    part: str
    kind: str
    """"title", "obj", "secHead" … as PowerPoint noted it; "" if it did not."""
    master: str
    places: tuple[TheirPlace, ...]
    grounds: Grounds = field(repr=False)
    root: etree._Element = field(repr=False)

    @property
    def title(self) -> TheirPlace | None:
        return next((p for p in self.places if p.kind in TITLES), None)

    @property
    def contents(self) -> tuple[TheirPlace, ...]:
        """The placeholders that take words, tables or pictures."""
        return tuple(p for p in self.places if p.kind not in (*TITLES, *FURNITURE))

    def furniture(self, kind: str) -> TheirPlace | None:
        return next((p for p in self.places if p.kind == kind), None)

    def find(self, name: str) -> TheirPlace | None:
        """A placeholder by its name or its number."""
        for place in self.places:
            if name in (place.name, place.idx):
                return place
        return None


@dataclass(frozen=True)
class TheirMaster:
    part: str
    theme: str
    scheme: dict[str, str]
    """Colours by the names that slides use ("tx1", "bg1", "accent1"), as RRGGBB."""
    fonts: dict[str, str]
    """"major" and "minor" → family."""
    root: etree._Element = field(repr=False)


@dataclass(frozen=True)
class Foreign:
    package: SafePackage = field(repr=False)
    presentation: str = ""
    width: float = 0.0
    height: float = 0.0
    masters: dict[str, TheirMaster] = field(default_factory=dict)
    layouts: tuple[TheirLayout, ...] = ()
    notes_master: str | None = None


def read_foreign(package: SafePackage) -> Foreign:
    """Everything that matters of a template. Raises: RefusedError."""
    main = presentation_of(package)
    root = package.xml(main)
    size = root.find(f"{P}sldSz")
    targets = {relation.id: relation for relation in package.relations(main)}
    masters: dict[str, TheirMaster] = {}
    layouts: list[TheirLayout] = []
    width, height = _number(size, "cx") / POINT, _number(size, "cy") / POINT
    if not (200 <= width <= 4032 and 200 <= height <= 4032):  # PowerPoint itself allows 1 to 56 in
        raise RefusedError(_odd(package, "The slides have no size, or one that no screen has."))
    entries = list(root.iter(f"{P}sldMasterId"))
    if len(entries) > 20:
        raise RefusedError(_many(package, f"{len(entries)} slide masters"))
    for entry in entries:
        relation = targets.get(entry.get(f"{R}id", ""))
        if relation is None or relation.external:
            raise RefusedError(_odd(package, "A slide master is missing."))
        master = _master(package, relation.target)
        masters[master.part] = master
        inner = {each.id: each for each in package.relations(master.part)}
        items = list(master.root.iter(f"{P}sldLayoutId"))
        if len(layouts) + len(items) > MOST_LAYOUTS:
            raise RefusedError(_many(package, f"more than {MOST_LAYOUTS} layouts"))
        for item in items:
            link = inner.get(item.get(f"{R}id", ""))
            if link is not None and not link.external:
                layouts.append(_layout(package, link.target, master))
    if not layouts:
        raise RefusedError(_odd(package, "It has no slide layout."))
    notes = next((r.target for r in targets.values() if r.kind == "notesMaster"), None)
    return Foreign(package, main, width, height, masters, tuple(layouts), notes)


def _master(package: SafePackage, part: str) -> TheirMaster:
    root = package.xml(part)
    theme = next((r.target for r in package.relations(part) if r.kind == "theme"), None)
    if theme is None:
        raise RefusedError(_odd(package, "A slide master has no theme."))
    theme_root = package.xml(theme)
    fonts = {}
    for kind in ("major", "minor"):
        latin = theme_root.find(f".//{A}{kind}Font/{A}latin")
        fonts[kind] = latin.get("typeface", "") if latin is not None else ""
    return TheirMaster(part, theme, scheme_of(theme_root, root), fonts, root)


def _layout(package: SafePackage, part: str, master: TheirMaster) -> TheirLayout:
    root = package.xml(part)
    common = root.find(f"{P}cSld")
    name = (common.get("name") if common is not None else None) or part.rpartition("/")[2]
    grounds = Grounds(package, (part, root), (master.part, master.root), master.scheme)
    places = tuple(_places(root, master))
    return TheirLayout(name, part, root.get("type", ""), master.part, places, grounds, root)


def _places(root: etree._Element, master: TheirMaster) -> Iterator[TheirPlace]:
    above = list(_holders(master.root))
    for shape, holder, name in _holders(root):
        kind = holder.get("type", "obj")
        wanted = {"ctrTitle": "title", "title": "title"}.get(kind, kind)
        wanted = wanted if wanted in ("title", *FURNITURE) else "body"
        parent = next((s for s, h, _ in above if h.get("type", "obj") == wanted), None)
        chain = [shape] if parent is None else [shape, parent]
        outer = next((f for f in map(_frame, chain) if f is not None), None)
        if outer is None or outer.width <= 0 or outer.height <= 0:
            continue
        margins = _margins(chain)
        inner = Frame(
            outer.x + margins[0],
            outer.y + margins[1],
            outer.width - margins[0] - margins[2],
            outer.height - margins[1] - margins[3],
        )
        levels = [e for s in chain for e in s.iterfind(f"{P}txBody/{A}lstStyle/{A}lvl1pPr")]
        style = _STYLES.get(kind, "otherStyle" if kind in FURNITURE else "bodyStyle")
        levels += master.root.iterfind(f"{P}txStyles/{P}{style}/{A}lvl1pPr")
        looks = [e for level in levels for e in level.iterfind(f"{A}defRPr")]
        usual = TITLE_SIZE if kind in TITLES else 18.0
        sizes = (e.get("sz", "") for e in looks)
        size = next((int(s) / 100 for s in sizes if s.isdigit() and len(s) < 6), usual)
        fill = next((f for e in looks if (f := e.find(f"{A}solidFill")) is not None), None)
        yield TheirPlace(
            name,
            kind,
            holder.get("idx", "0"),
            Frame(inner.x, inner.y, inner.width, inner.height, size, _first(looks, "b") == "1"),
            outer,
            _first(looks, "cap") == "all",
            master.scheme.get("tx1") if fill is None else colour_of(fill, master.scheme),
            fill,
            _first(levels, "algn") or "l",
            shape,
        )


def _holders(root: etree._Element) -> Iterator[tuple[etree._Element, etree._Element, str]]:
    for shape in root.iterfind(f"{P}cSld/{P}spTree/{P}sp"):
        holder = shape.find(f"{P}nvSpPr/{P}nvPr/{P}ph")
        name = shape.find(f"{P}nvSpPr/{P}cNvPr")
        if holder is not None and name is not None:
            yield shape, holder, name.get("name", "")


def _frame(shape: etree._Element) -> Frame | None:
    offset = shape.find(f"{P}spPr/{A}xfrm/{A}off")
    extent = shape.find(f"{P}spPr/{A}xfrm/{A}ext")
    if offset is None or extent is None:
        return None
    numbers = (_number(offset, "x"), _number(offset, "y"), _number(extent, "cx"),
               _number(extent, "cy"))  # fmt: skip
    x, y, wide, high = (number / POINT for number in numbers)
    return Frame(x, y, wide, high)


def _margins(chain: list[etree._Element]) -> list[float]:
    made = []
    for side, usual in (("lIns", 91440), ("tIns", 45720), ("rIns", 91440), ("bIns", 45720)):
        bodies = [e for s in chain for e in s.iterfind(f"{P}txBody/{A}bodyPr")]
        given = next((e for e in bodies if e.get(side) is not None), None)
        made.append((usual if given is None else _number(given, side)) / POINT)
    return made


def _first(elements: list[etree._Element], key: str) -> str | None:
    return next((e.get(key) for e in elements if e.get(key) is not None), None)


def _number(element: etree._Element | None, key: str) -> int:
    """A whole number of an attribute; 0 for anything else that may stand there."""
    text = (element.get(key) if element is not None else None) or "0"
    return int(text) if text.lstrip("-").isdigit() and len(text) < 12 else 0


def _odd(package: SafePackage, what: str) -> Problem:
    return Problem(
        package.place,
        "template-broken",
        f"The file cannot be used as a template. {what}",
        "Open it in PowerPoint, let it repair the file, and save it again.",
    )


def _many(package: SafePackage, what: str) -> Problem:
    return Problem(
        package.place,
        "template-many-layouts",
        f"The file has {what}.",
        "Delete in the slide master view what nobody uses; a dozen layouts are plenty.",
    )
