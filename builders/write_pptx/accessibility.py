"""Whether a delivered deck can be used by everyone, judged from the file itself.

Enters: a .pptx file and the template it was written with. Leaves: faults, each with the number and
title of its slide. Looked at are: a unique title on every slide, the order of reading, a text for
everything that is no text, headings of tables, the language of every run, the size of type, and
that nothing is told by colour alone.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from builders.deck.slides import Frame, comes_before
from builders.write_pptx.marks import POINT
from builders.write_pptx.template import Template

SMALLEST_BODY = 18.0
SMALLEST_SOURCE = 12.0
"""Points: what a room reads, and what is only looked up (sources, credits, footers)."""
_SMALL_ROLES = frozenset({"source", "footer", "number", "kicker"})
_SMALL_PLACES = frozenset({("map", "note"), ("picture", "note"), ("sources", "note")})
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
_FIXED = frozenset({"ftr", "sldNum", "dt", "hdr"})
_SLIDE = re.compile(r"ppt/slides/slide(\d+)\.xml")
_SPEECHLESS = re.compile(rb"<a:(?:r|fld [^>]*)>(?!<a:rPr [^>]*\blang=\"[^\"])")
"""A run without a language; long notes need not be parsed for that alone."""
_LAYOUT = re.compile(rb'slideLayouts/([^"]+)"')
_CHART = re.compile(rb'charts/([^"]+)"')

Element = ElementTree.Element


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that shuts somebody out. `slide` counts from 1."""

    slide: int
    title: str
    message: str


@dataclass
class _Layout:
    """A layout as a slide sees it: role, frame and sizes by outline level of each placeholder."""

    key: str
    roles: dict[tuple[str, str], str] = field(default_factory=dict)
    frames: dict[tuple[str, str], Frame] = field(default_factory=dict)
    sizes: dict[tuple[str, str], dict[int, float]] = field(default_factory=dict)


def faults_of(path: Path, template: Template, *, rtl: bool = False) -> list[Fault]:
    """Every fault of a deck, in the order of its slides. `rtl`: it is read from right to left.

    Raises: OSError or zipfile.BadZipFile if the file cannot be read.
    """
    layouts: dict[str, _Layout] = {}
    keys = {file: key for key, file in template.layout_parts.items()}
    titles: dict[str, int] = {}
    found: list[Fault] = []
    with zipfile.ZipFile(path) as package:
        names = set(package.namelist())
        slides = filter(None, map(_SLIDE.fullmatch, names))
        for number in sorted(int(slide[1]) for slide in slides):
            root = ElementTree.fromstring(package.read(f"ppt/slides/slide{number}.xml"))
            links = package.read(f"ppt/slides/_rels/slide{number}.xml.rels")
            found_layout = _LAYOUT.search(links)
            file = found_layout[1].decode() if found_layout else ""
            if file not in layouts:
                layouts[file] = _layout(template, file, keys.get(file, ""))
            title, messages = _slide(root, layouts[file], rtl=rtl)
            if title and titles.setdefault(title, number) != number:
                messages.append(f"It has the same title as slide {titles[title]}.")
            for chart in _CHART.findall(links):
                part = f"ppt/charts/{chart.decode()}"
                messages += _chart(ElementTree.fromstring(package.read(part)))
            notes = f"ppt/notesSlides/notesSlide{number}.xml"
            if notes in names and _SPEECHLESS.search(package.read(notes)):
                messages.append("Words in its notes have no language.")
            found += [Fault(number, title, message) for message in dict.fromkeys(messages)]
    return found


def _layout(template: Template, file: str, key: str) -> _Layout:
    layout = _Layout(key)
    data = template.parts.get(f"ppt/slideLayouts/{file}")
    if data is None:
        return layout
    for role, place in template.places.get(key, {}).items():
        attributes = dict(re.findall(r'(\w+)="([^"]*)"', place.reference))
        name = _name(attributes)
        layout.roles[name] = role
        layout.frames[name] = place.frame
    for shape in ElementTree.fromstring(data).iter(f"{_P}sp"):
        holder = shape.find(f"{_P}nvSpPr/{_P}nvPr/{_P}ph")
        style = shape.find(f"{_P}txBody/{_A}lstStyle")
        if holder is None or style is None:
            continue
        sizes = {}
        for level in range(1, 10):
            look = style.find(f"{_A}lvl{level}pPr/{_A}defRPr")
            if look is not None and "sz" in look.attrib:
                sizes[level - 1] = int(look.attrib["sz"]) / 100
        layout.sizes[_name(holder.attrib)] = sizes
    return layout


def _name(attributes: Mapping[str, str]) -> tuple[str, str]:
    """What ties a placeholder of a slide to that of its layout."""
    kind = attributes.get("type", "")
    return ("title", "") if kind in ("title", "ctrTitle") else (kind, attributes.get("idx", ""))


def _slide(root: Element, layout: _Layout, *, rtl: bool) -> tuple[str, list[str]]:
    """The title of a slide and what is wrong with it."""
    tree = root.find(f"{_P}cSld/{_P}spTree")
    messages: list[str] = []
    if tree is None:
        return "", ["It has no shapes."]
    title = ""
    seen = 0
    frames: list[tuple[str, Frame]] = []
    for shape in tree:
        about = shape.find(f"./*/{_P}cNvPr")
        if shape.tag in (f"{_P}nvGrpSpPr", f"{_P}grpSpPr") or about is None:
            continue
        if next(about.iter(_DECORATIVE), None) is not None:
            continue
        holder = shape.find(f"./*/{_P}nvPr/{_P}ph")
        name = _name(holder.attrib) if holder is not None else ("", "")
        if name[0] == "title":
            title = "".join(element.text or "" for element in shape.iter(f"{_A}t")).strip()
            if seen:
                messages.append("Its title is not the first thing that is read aloud.")
        elif holder is None or name[0] not in _FIXED:
            frame = _frame(shape) or layout.frames.get(name)
            if frame is not None:
                frames.append((about.get("name", ""), frame))
        seen += 1
        messages += _texts(shape, about, holder is not None)
        messages += _sizes(shape, layout, name)
    if not title:
        messages.append("It has no title.")
    for at, (name_after, after) in enumerate(frames):
        for name_before, before in frames[:at]:
            if comes_before(after, before, rtl=rtl):
                messages.append(
                    f"'{name_before}' is read aloud before '{name_after}', which stands before it."
                )
    if any(_languages_missing(root)):
        messages.append("Words on it have no language.")
    return title, messages


def _texts(shape: Element, about: Element, is_placeholder: bool) -> Iterator[str]:
    """What is no text needs one, and a table needs its heading row."""
    kind = shape.tag.removeprefix(_P)
    name = about.get("name", "")
    bare = kind == "sp" and not is_placeholder and next(shape.iter(f"{_A}t"), None) is None
    if (kind in ("pic", "graphicFrame", "grpSp", "cxnSp") or bare) and not about.get("descr"):
        yield f"'{name}' has no alternative text and is not marked as decorative."
    for table in shape.iter(f"{_A}tbl"):
        look = table.find(f"{_A}tblPr")
        if look is None or look.get("firstRow") != "1":
            yield f"'{name}' has no heading row."


def _sizes(shape: Element, layout: _Layout, name: tuple[str, str]) -> Iterator[str]:
    """Type that a room cannot read."""
    role = layout.roles.get(name, "")
    small = role in _SMALL_ROLES or (layout.key, role) in _SMALL_PLACES or layout.key == "sources"
    least = SMALLEST_SOURCE if small and name[0] != "title" else SMALLEST_BODY
    own = layout.sizes.get(name, {})
    for paragraph in shape.iter(f"{_A}p"):
        properties = paragraph.find(f"{_A}pPr")
        level = int(properties.get("lvl", "0")) if properties is not None else 0
        for tag in ("r", "fld"):
            for run in paragraph.iterfind(f"{_A}{tag}"):
                look = run.find(f"{_A}rPr")
                given = look.get("sz") if look is not None else None
                size = int(given) / 100 if given else own.get(level, SMALLEST_BODY)
                if size < least:
                    yield f"Type of {size:g} points is smaller than {least:g}."


def _languages_missing(root: Element) -> Iterator[Element]:
    for tag in ("r", "fld"):
        for run in root.iter(f"{_A}{tag}"):
            look = run.find(f"{_A}rPr")
            if look is None or not look.get("lang"):
                yield run


def _chart(root: Element) -> Iterator[str]:
    """Series and slices can be told apart without their colours, and words have a size."""
    series = list(root.iter(f"{_C}ser"))
    lines = [each for each in series if next(each.iter(f"{_C}marker"), None) is not None]
    marks = {mark.get("val") for each in lines for mark in each.iter(f"{_C}symbol")}
    plain = [each for each in series if each not in lines]
    patterned = [each for each in plain if next(each.iter(f"{_A}pattFill"), None) is not None]
    told_twice = len(lines) <= len(marks) and len(plain) - len(patterned) <= 1
    if not told_twice:
        yield "Series of its chart differ in nothing but colour."
    for pie in root.iter(f"{_C}pieChart"):
        named = pie.find(f"{_C}ser/{_C}dLbls/{_C}showCatName")
        if named is None or named.get("val") != "1":
            yield "Slices of its chart differ in nothing but colour."
    for tag in ("defRPr", "rPr"):
        for look in root.iter(f"{_A}{tag}"):
            if int(look.get("sz", "1800")) < SMALLEST_BODY * 100:
                yield f"Type of {int(look.attrib['sz']) / 100:g} points in its chart is small."
    if any(_languages_missing(root)):
        yield "Words in its chart have no language."


def _frame(shape: Element) -> Frame | None:
    for path in (f"{_P}spPr/{_A}xfrm", f"{_P}grpSpPr/{_A}xfrm", f"{_P}xfrm"):
        place = shape.find(path)
        if place is None:
            continue
        offset, extent = place.find(f"{_A}off"), place.find(f"{_A}ext")
        if offset is not None and extent is not None:
            return Frame(
                int(offset.get("x", "0")) / POINT,
                int(offset.get("y", "0")) / POINT,
                int(extent.get("cx", "0")) / POINT,
                int(extent.get("cy", "0")) / POINT,
            )
    return None
