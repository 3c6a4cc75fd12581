"""A .pptx file → `DeckContents`: every text, table, chart, picture and note of it.

Enters: a path. Leaves: `(DeckContents | None, problems)`. It reads what keyhub writes and what
PowerPoint, LibreOffice, Keynote and python-pptx make of it.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from lxml import etree

from builders.deck.fingerprints import NAMESPACE
from builders.deck_changes.charts import chart_data
from builders.deck_changes.contents import DeckContents, Paragraph, Run, Shape, Slide, Stamp
from builders.deck_changes.package import DeckError, Parts, damaged, open_package
from builders.problems import Problem

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_P14 = "{http://schemas.microsoft.com/office/powerpoint/2010/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_SHAPES = {
    f"{_P}sp": "text",
    f"{_P}pic": "picture",
    f"{_P}graphicFrame": "other",
    f"{_P}grpSp": "group",
    f"{_P}cxnSp": "line",
}
_MACHINE = frozenset({"sldNum", "dt", "hdr"})
"""Placeholders that programs fill."""
MOST_SLIDES = 5_000
MOST_DEPTH = 20
MOST_PIXELS = 60_000_000


def read_deck(path: Path, name: str) -> tuple[DeckContents | None, list[Problem]]:
    """Everything on the slides of a file. `name` is what people see."""
    parts, problems = open_package(path, name)
    if parts is None:
        return None, problems
    try:
        with parts.archive:
            return _read(parts), []
    except DeckError as error:
        return None, [error.problem]


def _read(parts: Parts) -> DeckContents:
    main = "ppt/presentation.xml"
    links = parts.relations(main)
    slides = []
    listed = parts.tree(main).findall(f"{_P}sldIdLst/{_P}sldId")
    if len(listed) > MOST_SLIDES:
        raise DeckError(damaged(parts.name, f"it lists more than {MOST_SLIDES:,} slides"))
    for number, each in enumerate(listed, 1):
        part = links.get(each.get(f"{_R}id", ""), ("", ""))[1]
        if not parts.has(part):
            raise DeckError(damaged(parts.name, f"slide {number} is missing"))
        slides.append(_slide(parts, part, number))
    title = ""
    if parts.has("docProps/core.xml"):
        title = parts.tree("docProps/core.xml").findtext(f"{_DC}title") or ""
    return DeckContents(parts.name, title, tuple(slides), _stamp(parts))


def _stamp(parts: Parts) -> Stamp | None:
    """The stamp, wherever it hangs: LibreOffice moves it from the presentation to the package."""
    for part in sorted(parts.archive.NameToInfo):
        if not re.fullmatch(r"customXml/item\d+\.xml", part):
            continue
        root = parts.tree(part)
        if root.tag != f"{{{NAMESPACE}}}deck":
            continue
        slides = {
            slide.get("id", ""): frozenset((slide.get("texts") or "").split())
            for slide in root.iter(f"{{{NAMESPACE}}}slide")
        }
        keyhub, workshop, edition, language, deck = (
            str(root.get(key) or "")[:200]
            for key in ("keyhub", "workshop", "edition", "language", "deck")
        )
        return Stamp(keyhub, workshop, edition, language, deck, slides)
    return None


def _slide(parts: Parts, part: str, number: int) -> Slide:
    root = parts.tree(part)
    common = root.find(f"{_P}cSld")
    tree = common.find(f"{_P}spTree") if common is not None else None
    if common is None or tree is None:
        raise DeckError(damaged(parts.name, f"slide {number} has no shapes"))
    mark = common.find(f"{_P}extLst/{_P}ext/{_P14}creationId")
    creation = mark.get("val", "") if mark is not None else ""
    notes: tuple[Paragraph, ...] = ()
    for page in parts.related(part, "notesSlide"):
        notes = _notes(parts, page)
    return Slide(
        number,
        common.get("name") or "",
        int(creation) if creation.isdigit() else None,
        tuple(_shapes(parts, part, tree, 0)),
        notes,
        root.get("show") in ("0", "false"),
    )


def _notes(parts: Parts, page: str) -> tuple[Paragraph, ...]:
    links = parts.relations(page)
    for shape in parts.tree(page).iter(f"{_P}sp"):
        holder = shape.find(f"{_P}nvSpPr/{_P}nvPr/{_P}ph")
        if holder is not None and holder.get("type", "obj") == "body":
            return _paragraphs(shape.find(f"{_P}txBody"), links)
    return ()


def _shapes(parts: Parts, part: str, tree: etree._Element, depth: int) -> Iterator[Shape]:
    if depth > MOST_DEPTH:
        raise DeckError(damaged(parts.name, "groups stand too deep in each other"))
    links = parts.relations(part)
    for element in tree:
        if element.tag == f"{_MC}AlternateContent":
            choice = element.find(f"{_MC}Choice")
            inner = choice if choice is not None else element.find(f"{_MC}Fallback")
            if inner is not None:
                yield from _shapes(parts, part, inner, depth + 1)
            continue
        if element.tag not in _SHAPES:
            continue
        shape = _shape(parts, element, links, depth)
        if shape is not None:
            yield shape
        if element.tag == f"{_P}grpSp":
            yield from _shapes(parts, part, element, depth + 1)


def _shape(
    parts: Parts, element: etree._Element, links: dict[str, tuple[str, str]], depth: int
) -> Shape | None:
    named = next(element.iter(f"{_P}cNvPr"), None)
    holder = next(iter(element.iterfind(f"./*/{_P}nvPr/{_P}ph")), None)
    kind = holder.get("type", "obj") if holder is not None else ""
    if kind in _MACHINE:
        return None
    number = named.get("id", "0") if named is not None else "0"
    shape = Shape(
        int(number) if number.isdigit() else 0,
        (named.get("name") or "") if named is not None else "",
        "other",
        (named.get("descr") or "").strip() if named is not None else "",
        (kind, holder.get("idx", "0")) if holder is not None else None,
        inside=depth > 0,
    )
    match _SHAPES[str(element.tag)]:
        case "text":
            return replace(
                shape, kind="text", paragraphs=_paragraphs(element.find(f"{_P}txBody"), links)
            )
        case "picture":
            blip = next(element.iter(f"{_A}blip"), None)
            target = links.get(blip.get(f"{_R}embed", "") if blip is not None else "", ("", ""))[1]
            data = parts.data(target) if parts.has(target) else b""
            return replace(
                shape,
                kind="picture",
                picture=hashlib.sha256(data).hexdigest() if data else "linked",
                picture_look=_look(data),
            )
        case "group":
            return replace(shape, kind="group")
        case "line":
            return replace(shape, kind="line")
    table = next(element.iter(f"{_A}tbl"), None)
    if table is not None:
        rows = tuple(
            tuple(
                _paragraphs(cell.find(f"{_A}txBody"), links)
                for cell in row.iterfind(f"{_A}tc")
                if cell.get("hMerge") not in ("1", "true")
                and cell.get("vMerge") not in ("1", "true")
            )
            for row in table.iterfind(f"{_A}tr")
        )
        return replace(shape, kind="table", rows=rows)
    chart = next(element.iter(f"{_C}chart"), None)
    if chart is not None:
        target = links.get(chart.get(f"{_R}id", ""), ("", ""))[1]
        if parts.has(target):
            return replace(shape, kind="chart", chart=chart_data(parts, target))
    return shape


def _paragraphs(
    body: etree._Element | None, links: dict[str, tuple[str, str]]
) -> tuple[Paragraph, ...]:
    if body is None:
        return ()
    return tuple(Paragraph(tuple(_runs(each, links))) for each in body.iterfind(f"{_A}p"))


def _runs(paragraph: etree._Element, links: dict[str, tuple[str, str]]) -> Iterator[Run]:
    for element in paragraph:
        match element.tag:
            case tag if tag == f"{_A}br":
                yield Run(" ")
            case tag if tag in (f"{_A}r", f"{_A}fld"):
                text = "".join(element.itertext(f"{_A}t"))
                if tag == f"{_A}fld" and element.get("type", "").startswith(("slidenum", "date")):
                    continue
                look = element.find(f"{_A}rPr")
                if look is None:
                    yield Run(text)
                    continue
                click = look.find(f"{_A}hlinkClick")
                link = links.get(click.get(f"{_R}id", "")) if click is not None else None
                yield Run(
                    re.sub("[\x0b\xa0]", lambda f: " " if f.group() == "\x0b" else "\xa0", text),
                    look.get("b") in ("1", "true"),
                    look.get("i") in ("1", "true"),
                    link[1] if link else None,
                )


def _look(data: bytes) -> tuple[int, ...]:
    """An 8 by 8 picture in grey: what stays when a program packs a picture anew."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return ()
            picture.draft("L", (64, 64))
            small = picture.convert("RGBA").convert("L").resize((8, 8))
            return tuple(small.tobytes())
    except Exception:  # a picture that Pillow cannot read is compared by its bytes only
        return ()
