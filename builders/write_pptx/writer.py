"""A `Deck` and a template → a .pptx file.

Enters: plain slides. Leaves: one file, the same bytes for the same input. Slides refer to the
layouts' placeholders, so that everything stays native and editable. Parts get their names from a
counter, and nothing looks back over earlier slides: time per slide stays the same.
"""

# ruff: noqa: E501  (XML reads better unbroken)
from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from pathlib import Path

from builders.deck.fingerprints import (
    creation_id,
    fingerprints_of_xml,
)
from builders.deck.slides import (
    Body,
    Chart,
    Deck,
    Frame,
    Para,
    Picture,
    Sketch,
    Slide,
    Span,
    Table,
)
from builders.write_pptx.charts import chart_xml, workbook
from builders.write_pptx.marks import (
    HEAD,
    LANGUAGES,
    NAMESPACES,
    OFFICE,
    Hand,
    Links,
    Palette,
    escaped,
    relations,
    transform,
)
from builders.write_pptx.package import Package
from builders.write_pptx.pictures import CleanPicture, clean_picture
from builders.write_pptx.presentation import write_presentation
from builders.write_pptx.reading_order import in_reading_order
from builders.write_pptx.shapes import pillar_mark, sketch_xml, table_xml
from builders.write_pptx.template import Place, Template, TemplateError, accent_of
from builders.write_pptx.work import Work

_TREE = (
    '<p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>'
    '<p:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/>'
    '<a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>'
)
_DARK = frozenset({"title", "section", "end"})
SMALLEST_FOOTER = 12
_NUMBER_FIELD = "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}"


def write_deck(
    deck: Deck,
    template: Template,
    target: Path,
    *,
    timestamp: int,
    images: Path | None = None,
) -> None:
    """Write a deck to `target`.

    `timestamp` (seconds since 1970, UTC) is its date of creation; `images` is the folder that the
    paths of pictures start from.

    Raises: TemplateError if the template lacks a layout; PictureError for a picture that cannot be
    shown; OSError if a picture or the target cannot be reached.
    """
    with_notes = any(slide.notes for slide in deck.slides)
    if with_notes and not template.notes_master:
        raise TemplateError("the template has no notes master")
    with Package(target) as package:
        hand = Hand(LANGUAGES.get(deck.language, deck.language), deck.direction == "rtl")
        numbers = {slide.id: number for number, slide in enumerate(deck.slides, 1)}
        work = Work(deck, numbers, template, images, hand, package)
        for number, slide in enumerate(deck.slides, 1):
            _write_slide(work, slide, number)
        write_presentation(work, with_notes, timestamp)


def _write_slide(work: Work, slide: Slide, number: int) -> None:
    layout = work.template.layout_file(slide.layout)
    links = Links(1, [("slideLayout", f"../slideLayouts/{layout}", False)], work.numbers)
    ids = itertools.count(2)
    palette = work.palette(slide.pillar)
    places = work.template.places[slide.layout]
    shapes: list[str] = []
    title = places.get("title")
    if title is None:
        raise TemplateError(f"the layout '{slide.layout}' has no title placeholder")
    bodies = {body.role: body for body in slide.bodies}
    head = Para((Span(slide.title),), size=slide.title_size)
    shapes.append(_placeholder(work, next(ids), "Title", title, (head,), None, palette, links))
    for item in in_reading_order(slide, places, rtl=work.hand.rtl):
        if isinstance(item, Body):
            place, name = places[item.role], item.role.capitalize()
            shapes.append(
                _placeholder(work, next(ids), name, place, item.paras, item.frame, palette, links)
            )
        else:
            shapes.append(_thing(work, item, ids, places, palette, links, slide.pillar))
    if "footer" in places and work.deck.footer:
        foot_spans = [Span(work.deck.footer)]
        if work.deck.mark:
            foot_spans.append(Span(f" · {work.deck.mark}", bold=True))
        foot = Para(tuple(foot_spans), size=_readable(places["footer"]))
        shapes.append(
            _placeholder(work, next(ids), "Footer", places["footer"], (foot,), None, palette, links)
        )
    if "number" in places:
        shapes.append(_slide_number(work, next(ids), places["number"], number))
    mark = ""
    if slide.pillar:
        kicker = places.get("kicker")
        mark = pillar_mark(
            slide.pillar,
            ids,
            rtl=work.hand.rtl,
            size=(work.template.layouts.width, work.template.layouts.height),
            kicker=kicker.frame if kicker and "kicker" in bodies else None,
            on_dark=slide.layout in _DARK,
        )
    notes_name = f"notesSlide{number}.xml"
    if slide.notes:
        links.add("notesSlide", f"../notesSlides/{notes_name}")
    name = f"ppt/slides/slide{number}.xml"
    words = "".join(shapes)
    work.package.add(
        name,
        f'{HEAD}<p:sld {NAMESPACES}><p:cSld name="{escaped(slide.id)}">{_TREE}'
        f"{words}{mark}</p:spTree>{_identity(slide.id)}</p:cSld><p:clrMapOvr>"
        "<a:masterClrMapping/></p:clrMapOvr></p:sld>",
    )
    work.package.add(f"ppt/slides/_rels/slide{number}.xml.rels", relations(links.entries))
    work.overrides.append((name, f"{OFFICE}.presentationml.slide+xml"))
    told = _write_notes(work, slide, number) if slide.notes else ""
    work.stamp.append((slide.id, fingerprints_of_xml(words, told)))


def _identity(slide_id: str) -> str:
    """The mark by which PowerPoint knows a slide; it survives where the name is lost."""
    return (
        '<p:extLst><p:ext uri="{BB962C8B-B14F-4D97-AF65-F5344CB8AC3E}"><p14:creationId '
        'xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main" '
        f'val="{creation_id(slide_id)}"/></p:ext></p:extLst>'
    )


def _placeholder(
    work: Work,
    number: int,
    name: str,
    place: Place,
    paras: tuple[Para, ...],
    frame: Frame | None,
    palette: Palette,
    links: Links,
) -> str:
    position = transform(frame) if frame else ""
    text = work.hand.paragraphs(paras, palette, links)
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{escaped(name)}"/><p:cNvSpPr>'
        f'<a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph{place.reference}/></p:nvPr></p:nvSpPr>'
        f"<p:spPr>{position}</p:spPr><p:txBody><a:bodyPr/><a:lstStyle/>{text}</p:txBody></p:sp>"
    )


def _readable(place: Place) -> float | None:
    """The size to set where a template's footer is too small to read."""
    return SMALLEST_FOOTER if place.frame.size < SMALLEST_FOOTER else None


def _slide_number(work: Work, number: int, place: Place, shown: int) -> str:
    side = ' rtl="1"' if work.hand.rtl else ""  # the side itself is the layout's
    size = f' sz="{SMALLEST_FOOTER}00"' if _readable(place) else ""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="Slide number"/><p:cNvSpPr>'
        f'<a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph{place.reference}/></p:nvPr></p:nvSpPr>'
        f"<p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:pPr{side}/>"
        f'<a:fld id="{_NUMBER_FIELD}" type="slidenum"><a:rPr lang="{work.hand.language}"{size}/>'
        f"<a:t>{shown}</a:t></a:fld></a:p></p:txBody></p:sp>"
    )


def _thing(
    work: Work,
    thing: Table | Chart | Sketch | Picture,
    ids: Iterator[int],
    places: Mapping[str, Place],
    palette: Palette,
    links: Links,
    pillar: str | None,
) -> str:
    match thing:
        case Table():
            style = work.template.table_style
            reference = places["table"].reference
            return table_xml(thing, next(ids), reference, style, work.hand, palette, links)
        case Sketch():
            return sketch_xml(thing, ids, work.hand, palette)
        case Chart():
            work.charts += 1
            name = f"chart{work.charts}"
            accent = accent_of(pillar) if pillar else "accent1"
            book = f"ppt/embeddings/Microsoft_Excel_Sheet{work.charts}.xlsx"
            work.package.add(f"ppt/charts/{name}.xml", chart_xml(thing, work.hand, accent))
            entry = ("package", f"../embeddings/Microsoft_Excel_Sheet{work.charts}.xlsx", False)
            work.package.add(f"ppt/charts/_rels/{name}.xml.rels", relations([entry]))
            work.package.add(book, workbook(thing))
            work.overrides.append((f"ppt/charts/{name}.xml", f"{OFFICE}.drawingml.chart+xml"))
            link = links.add("chart", f"../charts/{name}.xml")
            return (
                f'<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="{next(ids)}" name="Chart" '
                f'descr="{escaped(thing.alt)}"/><p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/>'
                f"</p:cNvGraphicFramePr><p:nvPr><p:ph{places['chart'].reference}/></p:nvPr>"
                f"</p:nvGraphicFramePr>{transform(thing.frame, 'p')}<a:graphic><a:graphicData "
                f'uri="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart '
                f'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" r:id="{link}"/>'
                f"</a:graphicData></a:graphic></p:graphicFrame>"
            )
        case Picture():
            media, picture = _picture(work, thing.path)
            link = links.add("image", f"../media/{media}")
            frame = fitted(picture.width, picture.height, thing.frame)
            return (
                f'<p:pic><p:nvPicPr><p:cNvPr id="{next(ids)}" name="Picture" '
                f'descr="{escaped(thing.alt)}"/><p:cNvPicPr><a:picLocks noChangeAspect="1"/>'
                f"</p:cNvPicPr><p:nvPr><p:ph{places['picture'].reference}/></p:nvPr></p:nvPicPr>"
                f'<p:blipFill><a:blip r:embed="{link}"/><a:stretch><a:fillRect/></a:stretch>'
                f"</p:blipFill><p:spPr>{transform(frame)}</p:spPr></p:pic>"
            )


def _picture(work: Work, path: str) -> tuple[str, CleanPicture]:
    """The media part of a picture, written the first time it is shown."""
    if path not in work.pictures:
        if work.images is None:
            raise FileNotFoundError(path)
        picture = clean_picture((work.images / path).read_bytes(), path)
        media = f"image{len(work.pictures) + 1}.{picture.extension}"
        work.package.add(f"ppt/media/{media}", picture.data)
        work.pictures[path] = (media, picture)
    return work.pictures[path]


def fitted(width: float, height: float, frame: Frame) -> Frame:
    """The largest rectangle of that shape in the middle of a frame."""
    scale = min(frame.width / width, frame.height / height)
    wide, tall = width * scale, height * scale
    left, top = frame.x + (frame.width - wide) / 2, frame.y + (frame.height - tall) / 2
    return Frame(left, top, wide, tall, frame.size)


def _write_notes(work: Work, slide: Slide, number: int) -> str:
    """Write the notes page of a slide; returns the XML of its words."""
    links = Links(
        1,
        [
            ("notesMaster", "../notesMasters/notesMaster1.xml", False),
            ("slide", f"../slides/slide{number}.xml", False),
        ],
    )
    text = work.hand.paragraphs(slide.notes, work.palette(None), links)
    number_shape = _slide_number(
        work, 4, Place(' type="sldNum" sz="quarter" idx="5"', "sldNum", Frame(0, 0, 0, 0)), number
    )
    name = f"ppt/notesSlides/notesSlide{number}.xml"
    work.package.add(
        name,
        f"{HEAD}<p:notes {NAMESPACES}><p:cSld>{_TREE}"
        '<p:sp><p:nvSpPr><p:cNvPr id="2" name="Slide image"/><p:cNvSpPr><a:spLocks noGrp="1" noRot="1" '
        'noChangeAspect="1"/></p:cNvSpPr><p:nvPr><p:ph type="sldImg" idx="2"/></p:nvPr></p:nvSpPr>'
        '<p:spPr/></p:sp><p:sp><p:nvSpPr><p:cNvPr id="3" name="Notes"/><p:cNvSpPr>'
        '<a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="body" idx="3"/></p:nvPr></p:nvSpPr>'
        f"<p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>{text}</p:txBody></p:sp>{number_shape}</p:spTree>"
        "</p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:notes>",
    )
    work.package.add(f"ppt/notesSlides/_rels/notesSlide{number}.xml.rels", relations(links.entries))
    work.overrides.append((name, f"{OFFICE}.presentationml.notesSlide+xml"))
    return text
