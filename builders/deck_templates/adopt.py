"""An organisation's template made ready: their masters and looks, with our layouts inside.

Enters: a `Foreign` and its arranged layouts. Leaves: a `Template` with parts of its own making: their
masters, themes, layouts and pictures are copied piece by piece; sample slides, properties,
thumbnails, tags, printer settings and everything else is never taken over.
"""

# ruff: noqa: E501  (XML reads better unbroken)
from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from builders.deck.slides import Frame, Layouts
from builders.deck_templates.arrange import Arranged
from builders.deck_templates.dress import Dresser, Looks
from builders.deck_templates.foreign import TITLES, A, Foreign, P, R
from builders.write_deck_template import Maker
from builders.write_pptx.marks import HEAD, NAMESPACES, OFFICE, POINT
from builders.write_pptx.pictures import PictureError, clean_picture
from builders.write_pptx.template import Place, Template
from builders.write_pptx.template_parts import TABLE_STYLE, relations_part, table_styles

_MEDIA = {
    "png": "image/png", "jpeg": "image/jpeg", "gif": "image/gif", "emf": "image/x-emf",
    "wmf": "image/x-wmf", "bmp": "image/bmp", "tiff": "image/tiff",
}  # fmt: skip
_SAME = {"jpg": "jpeg", "jpe": "jpeg", "tif": "tiff", "dib": "bmp"}
_DROPPED = (
    f"{P}timing", f"{P}transition", f"{P}custDataLst", f"{P}controls",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent",
)  # fmt: skip
"""Animations, tags and alternatives of newer versions: the last are only ever extras here."""


@dataclass
class _Copy:
    """Parts as they are collected."""

    foreign: Foreign
    looks: Looks
    parts: dict[str, bytes] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    media: dict[str, str | None] = field(default_factory=dict)

    def add(self, name: str, root: etree._Element | str, kind: str) -> None:
        text = (
            root.encode()
            if isinstance(root, str)
            else etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        )
        self.parts[name] = text
        self.kinds[name] = kind

    def pictures_of(self, part: str, root: etree._Element) -> dict[str, tuple[str, str]]:
        """Relationships of a part to its pictures. What refers to anything else is taken out."""
        kept = {}
        for relation in self.foreign.package.relations(part):
            if relation.kind == "image" and not relation.external:
                medium = self._medium(relation.target)
                if medium:
                    kept[relation.id] = ("image", f"../media/{medium}")
        for element in list(root.iter()):
            links = [v for k, v in element.attrib.items() if str(k).startswith(R)]
            if any(link not in kept for link in links) and element.getparent() is not None:
                _cut(element)
        return kept

    def _medium(self, part: str) -> str | None:
        if part not in self.media:
            extension = part.rpartition(".")[2].lower()
            extension = _SAME.get(extension, extension)
            data = self.foreign.package.data(part) if extension in _MEDIA else None
            if data is not None and extension in ("png", "jpeg"):
                try:
                    clean = clean_picture(data, part)
                    data, extension = clean.data, clean.extension
                except PictureError:
                    data = None
            name = f"template{len(self.media) + 1}.{extension}"
            self.media[part] = name if data is not None else None
            if data is not None:
                self.parts[f"ppt/media/{name}"] = data
        return self.media[part]


def adopt(
    foreign: Foreign,
    arranged: Sequence[Arranged],
    looks: Looks,
    maker: Maker,
    display: Mapping[str, str],
) -> Template:
    """The template that decks are written with. Raises: RefusedError for a part that cannot be read."""
    work = _Copy(foreign, looks)
    dresser = Dresser(maker.theme, looks, mirror=maker.mirror)
    masters = list(dict.fromkeys(each.base.master for each in arranged))
    files: dict[str, str] = {}
    places: dict[str, dict[str, Place]] = {}
    layouts: dict[str, list[str]] = {master: [] for master in masters}
    originals = [each for each in foreign.layouts if each.master in masters]
    for number, theirs in enumerate(originals, 1):
        name = f"slideLayout{number}.xml"
        root = _cleaned(copy.deepcopy(theirs.root), looks, theirs.master)
        _add_layout(work, name, root, theirs.part, masters.index(theirs.master) + 1)
        layouts[theirs.master].append(name)
    for number, each in enumerate(arranged, len(originals) + 1):
        name = f"slideLayout{number}.xml"
        root = _cleaned(copy.deepcopy(each.base.root), looks, each.base.master)
        places[each.ours] = _refit(root, each, foreign, dresser, display[each.ours])
        _add_layout(work, name, root, each.base.part, masters.index(each.base.master) + 1)
        layouts[each.base.master].append(name)
        files[each.ours] = name
    identity = 2147483648
    for number, part in enumerate(masters, 1):
        identity = _add_master(work, part, number, layouts[part], identity)
    _add_frame(work, maker, masters)
    frames = {
        ours: {role: place.frame for role, place in found.items()} for ours, found in places.items()
    }
    return Template(
        work.parts,
        Layouts(foreign.width, foreign.height, frames),
        places,
        files,
        TABLE_STYLE,
        True,
        looks.literal,
    )


def _add_layout(work: _Copy, name: str, root: etree._Element, source: str, master: int) -> None:
    links = work.pictures_of(source, root)
    work.add(f"ppt/slideLayouts/{name}", root, "presentationml.slideLayout")
    links["master"] = ("slideMaster", f"../slideMasters/slideMaster{master}.xml")
    work.parts[f"ppt/slideLayouts/_rels/{name}.rels"] = relations_part(links).encode()


def _add_master(work: _Copy, part: str, number: int, layouts: list[str], identity: int) -> int:
    """A master with its theme; returns the last identity given."""
    theirs = work.foreign.masters[part]
    root = _cleaned(copy.deepcopy(theirs.root), work.looks, part)
    listed = root.find(f"{P}sldLayoutIdLst")
    if listed is None:
        listed = etree.Element(f"{P}sldLayoutIdLst")
        root.find(f"{P}clrMap").addnext(listed)
    for item in list(listed):
        listed.remove(item)
    links = work.pictures_of(part, root)
    identity += 1  # the master's own, which stands in presentation.xml
    for place, layout in enumerate(layouts, 1):
        identity += 1
        item = etree.SubElement(listed, f"{P}sldLayoutId")
        item.set("id", str(identity))
        item.set(f"{R}id", f"layout{place}")
        links[f"layout{place}"] = ("slideLayout", f"../slideLayouts/{layout}")
    links["theme"] = ("theme", f"../theme/theme{number}.xml")
    work.add(f"ppt/slideMasters/slideMaster{number}.xml", root, "presentationml.slideMaster")
    work.parts[f"ppt/slideMasters/_rels/slideMaster{number}.xml.rels"] = relations_part(
        links
    ).encode()
    _add_theme(work, theirs.theme, number)
    return identity


def _add_theme(work: _Copy, part: str, number: int) -> None:
    root = work.looks.dressed_theme(copy.deepcopy(work.foreign.package.xml(part)))
    links = work.pictures_of(part, root)
    name = f"theme{number}.xml"
    work.add(f"ppt/theme/{name}", root, "theme")
    if links:
        work.parts[f"ppt/theme/_rels/{name}.rels"] = relations_part(links).encode()


def _add_frame(work: _Copy, maker: Maker, masters: Sequence[str]) -> None:
    """Presentation, notes and handout masters, table style, properties, content types."""
    foreign = work.foreign
    count = len(masters)
    first = foreign.masters[masters[0]].theme
    for number, kind in ((count + 1, "notes"), (count + 2, "handout")):
        _add_theme(work, first, number)
        name = f"ppt/{kind}Masters/{kind}Master1.xml"
        root, links = _page_master(work, kind, maker)
        work.add(name, root, f"presentationml.{kind}Master")
        links["theme"] = ("theme", f"../theme/theme{number}.xml")
        rels = f"ppt/{kind}Masters/_rels/{kind}Master1.xml.rels"
        work.parts[rels] = relations_part(links).encode()
    identity, listed = 2147483648, ""
    links = {}
    for number, _part in enumerate(masters, 1):
        listed += f'<p:sldMasterId id="{identity + 1}" r:id="rId{number}"/>'
        links[f"rId{number}"] = ("slideMaster", f"slideMasters/slideMaster{number}.xml")
        root = etree.fromstring(work.parts[f"ppt/slideMasters/slideMaster{number}.xml"])
        identity += 1 + len(root.find(f"{P}sldLayoutIdLst"))
    extra = (
        ("notesMaster", "notesMasters/notesMaster1.xml"),
        ("handoutMaster", "handoutMasters/handoutMaster1.xml"),
        ("presProps", "presProps.xml"), ("viewProps", "viewProps.xml"),
        ("theme", "theme/theme1.xml"), ("tableStyles", "tableStyles.xml"),
    )  # fmt: skip
    for number, entry in enumerate(extra, count + 1):
        links[f"rId{number}"] = entry
    width, height = round(foreign.width * POINT), round(foreign.height * POINT)
    work.add(
        "ppt/presentation.xml",
        f'{HEAD}<p:presentation {NAMESPACES} saveSubsetFonts="1" rtl="{int(maker.mirror)}"><p:sldMasterIdLst>{listed}'
        f'</p:sldMasterIdLst><p:notesMasterIdLst><p:notesMasterId r:id="rId{count + 1}"/></p:notesMasterIdLst>'
        f'<p:handoutMasterIdLst><p:handoutMasterId r:id="rId{count + 2}"/></p:handoutMasterIdLst>'
        f'<p:sldSz cx="{width}" cy="{height}"/><p:notesSz cx="6858000" cy="9144000"/></p:presentation>',
        "presentationml.presentation.main",
    )
    work.parts["ppt/_rels/presentation.xml.rels"] = relations_part(links).encode()
    work.add(
        "ppt/presProps.xml", f"{HEAD}<p:presentationPr {NAMESPACES}/>", "presentationml.presProps"
    )
    work.add("ppt/viewProps.xml", f"{HEAD}<p:viewPr {NAMESPACES}/>", "presentationml.viewProps")
    style = table_styles(work.looks.colours["line"], head=work.looks.colours["navy"], name="Table")
    work.add("ppt/tableStyles.xml", style, "presentationml.tableStyles")
    own = maker.parts()
    for name in ("_rels/.rels", "docProps/app.xml", "docProps/core.xml"):
        work.parts[name] = own[name]
    defaults = "".join(
        f'<Default Extension="{extension}" ContentType="{kind}"/>'
        for extension, kind in _MEDIA.items()
        if any(name.endswith(f".{extension}") for name in work.parts)
    )
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{OFFICE}.{kind}+xml"/>'
        for name, kind in work.kinds.items()
    )
    work.parts["[Content_Types].xml"] = (
        f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{defaults}{overrides}'
        f'<Override PartName="/docProps/app.xml" ContentType="{OFFICE}.extended-properties+xml"/>'
        '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    ).encode()


def _page_master(
    work: _Copy, kind: str, maker: Maker
) -> tuple[etree._Element | str, dict[str, tuple[str, str]]]:
    """Their notes master with the numbers that our notes slides refer to, else ours."""
    part = work.foreign.notes_master
    if kind == "notes" and part is not None:
        theirs = work.foreign.package.xml(part)
        root = _cleaned(copy.deepcopy(theirs), work.looks, None)
        holders = {h.get("type", "obj"): h for h in root.iter(f"{P}ph")}
        if root.tag == f"{P}notesMaster" and {"sldImg", "body"} <= set(holders):
            numbers = {"hdr": "0", "dt": "1", "sldImg": "2", "body": "3", "ftr": "4", "sldNum": "5"}
            for name, holder in holders.items():
                if name in numbers:
                    holder.set("idx", numbers[name])
            return root, work.pictures_of(part, root)
    return maker.page_master(kind), {}


def _cleaned(root: etree._Element, looks: Looks, master: str | None) -> etree._Element:
    for tag in _DROPPED:
        for element in list(root.iter(tag)):
            if element.getparent() is not None:
                element.getparent().remove(element)
    if master is not None:
        looks.fix_accents(root)
    return root


def _refit(
    root: etree._Element, each: Arranged, foreign: Foreign, dresser: Dresser, name: str
) -> dict[str, Place]:
    """Turn a copy of their layout into ours; returns how slides refer to its placeholders."""
    for key in ("type", "matchingName"):
        root.attrib.pop(key, None)
    root.set("preserve", "1")
    root.find(f"{P}cSld").set("name", name)
    tree = root.find(f"{P}cSld/{P}spTree")
    furniture: dict[str, etree._Element] = {}
    for shape in list(tree):
        holder = shape.find(f"*/{P}nvPr/{P}ph")
        if holder is None:
            continue
        kind = holder.get("type", "obj")
        if kind in TITLES and "title" not in furniture:
            furniture["title"] = shape
        elif kind in ("ftr", "sldNum") and kind not in furniture:
            furniture[kind] = shape
        else:
            tree.remove(shape)
    found: dict[str, Place] = {}
    title = each.title
    _place_at(furniture["title"], title.outer)
    _size_at(furniture["title"], title.frame.size)
    found["title"] = Place(_reference(furniture["title"]), "title", dresser.measured(title))
    number = 10_000
    end = tree.find(f"{P}extLst")
    made: list[str] = [dresser.shape(number + n, shape) for n, shape in enumerate(each.shapes)]
    for count, (role, place) in enumerate(each.places.items(), number + 500):
        made.append(dresser.placeholder(count, role, place, each))
        found[role] = Place(dresser.reference(place), str(place.get("type", "body")),
                            dresser.room(place, role))  # fmt: skip
    for role, kind in (("footer", "ftr"), ("number", "sldNum")):
        their = each.base.furniture(kind)
        if their is not None and kind in furniture:
            _place_at(furniture[kind], their.outer)
            _without_bullet(furniture[kind])
            found[role] = Place(_reference(furniture[kind]), kind, dresser.foot(their.frame))
            continue
        frame = _foot(role, foreign)
        place = {
            **dresser.theme["shared"][role],
            "frame": frame,
            "colour": "inherit",
            "align": "start" if role == "footer" else "end",
        }
        made.append(dresser.placeholder(number + 900 + len(made), role, place, each))
        found[role] = Place(dresser.reference(place), kind, dresser.foot(frame))
    wrapped = etree.fromstring(f"<p:spTree {NAMESPACES}>{''.join(made)}</p:spTree>")
    for shape in list(wrapped):
        if end is None:
            tree.append(shape)
        else:
            end.addprevious(shape)
    etree.cleanup_namespaces(tree)
    return found


def _foot(role: str, foreign: Foreign) -> Frame:
    """A place for footer or slide number where their layout has none."""
    wide, y = foreign.width, foreign.height - 26
    if role == "footer":
        return Frame(48, y, wide - 160, 18, 11)
    return Frame(wide - 104, y, 56, 18, 11)


def _place_at(shape: etree._Element, frame: Frame) -> None:
    """Write the position out, so that nothing depends on what the master says."""
    properties = shape.find(f"{P}spPr")
    old = properties.find(f"{A}xfrm")
    if old is not None:
        properties.remove(old)
    new = etree.Element(f"{A}xfrm")
    x, y, wide, high = (round(v * POINT) for v in (frame.x, frame.y, frame.width, frame.height))
    etree.SubElement(new, f"{A}off", {"x": str(x), "y": str(y)})
    etree.SubElement(new, f"{A}ext", {"cx": str(wide), "cy": str(high)})
    properties.insert(0, new)


def _first_level(shape: etree._Element) -> etree._Element | None:
    """The properties of a placeholder's first level, made where there are none."""
    body = shape.find(f"{P}txBody")
    if body is None:
        return None
    style = body.find(f"{A}lstStyle")
    if style is None:
        style = etree.Element(f"{A}lstStyle")
        body.find(f"{A}bodyPr").addnext(style)
    level = style.find(f"{A}lvl1pPr")
    if level is None:
        level = etree.Element(f"{A}lvl1pPr")
        style.insert(1 if style.find(f"{A}defPPr") is not None else 0, level)
    return level


def _size_at(shape: etree._Element, size: float) -> None:
    """Write the size out that words are measured with."""
    level = _first_level(shape)
    if level is not None:
        look = level.find(f"{A}defRPr")
        if look is None:
            look = etree.SubElement(level, f"{A}defRPr")
        look.set("sz", str(round(size * 100)))


def _without_bullet(shape: etree._Element) -> None:
    """Say that a footer has no bullet; some programs give it the one of the master's text."""
    level = _first_level(shape)
    if level is None:
        return
    level.set("marL", "0")
    level.set("indent", "0")
    if not any(etree.QName(each).localname.startswith("bu") for each in level):
        before = [e for e in level if etree.QName(e).localname in ("lnSpc", "spcBef", "spcAft")]
        level.insert(len(before), etree.Element(f"{A}buNone"))


def _reference(shape: etree._Element) -> str:
    holder = shape.find(f"{P}nvSpPr/{P}nvPr/{P}ph")
    return "".join(f' {k}="{holder.get(k)}"' for k in ("type", "sz", "idx") if holder.get(k))


def _cut(element: etree._Element) -> None:
    """Take an element out; where its parent cannot be without it, the parent goes too."""
    parent = element.getparent()
    parent.remove(element)
    if etree.QName(parent).localname in ("ext", "blipFill") and parent.getparent() is not None:
        owner = parent if etree.QName(parent).localname == "ext" else parent.getparent()
        if owner.getparent() is not None:
            owner.getparent().remove(owner)
