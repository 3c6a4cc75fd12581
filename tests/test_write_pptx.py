"""Decks as files: native, editable, the same bytes every time, nothing of anybody's machine."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pptx
import pytest
from openxml_audit import validate_pptx
from PIL import Image

from builders.course import EDITIONS, Edition
from builders.deck import Deck, make_decks
from builders.deck.slides import Body, Chart, Frame, Para, Picture, Slide, Span
from builders.write_pptx import PictureError, TemplateError, read_template, write_deck
from builders.write_pptx.charts import column_name
from builders.write_pptx.pictures import clean_picture
from tests.handbook_course import REPOSITORY, small_course

TEMPLATE = read_template(REPOSITORY / "templates" / "deck" / "keyhub.pptx")
RTL = read_template(REPOSITORY / "templates" / "deck" / "keyhub-rtl.pptx")
WHEN = 1_800_000_000
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"


@pytest.fixture
def images(tmp_path: Path) -> Path:
    """A folder with every picture that the small course shows."""
    folder = tmp_path / "images"
    for path in _pictures():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        kind = "PNG" if path.endswith("png") else "JPEG"
        Image.new("RGB", (64, 48), "#808080").save(folder / path, kind)
    folder.mkdir(exist_ok=True)
    return folder


def _pictures() -> list[str]:
    decks = make_decks(small_course("trainer"), TEMPLATE.layouts)
    things = [thing for deck in decks for slide in deck.slides for thing in slide.things]
    return [thing.path for thing in things if isinstance(thing, Picture)]


def written(edition: Edition, folder: Path, images: Path) -> list[Path]:
    made = []
    for deck in make_decks(small_course(edition), TEMPLATE.layouts):
        target = folder / f"{edition}-{deck.name}.pptx"
        write_deck(deck, TEMPLATE, target, timestamp=WHEN, images=images)
        made.append(target)
    return made


def one_slide(slide: Slide, **changes: Any) -> Deck:
    deck = Deck("d", "Title", "en", "ltr", "Institute", "Footer", (slide,))
    return replace(deck, **changes)


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_bytes_are_the_same_every_time(tmp_path: Path, images: Path) -> None:
    (tmp_path / "b").mkdir()
    first = written("trainer", tmp_path, images)
    again = written("trainer", tmp_path / "b", images)
    for one, other in zip(first, again, strict=True):
        assert one.read_bytes() == other.read_bytes()


@pytest.mark.parametrize("edition", EDITIONS)
def test_python_pptx_reads_it_and_writes_it_again(
    edition: Edition, tmp_path: Path, images: Path
) -> None:
    decks = make_decks(small_course(edition), TEMPLATE.layouts)
    for deck, path in zip(decks, written(edition, tmp_path, images), strict=True):
        opened = pptx.Presentation(str(path))
        assert len(opened.slides) == len(deck.slides)
        for made, slide in zip(opened.slides, deck.slides, strict=True):
            assert made.shapes.title.text_frame.text == slide.title
            assert made.name == slide.id
            assert made.has_notes_slide is bool(slide.notes)
            if slide.notes:
                told = made.notes_slide.notes_text_frame.text
                assert told == "\n".join(para.text for para in slide.notes)
        opened.save(io.BytesIO())


def test_the_participant_deck_has_no_notes_part(tmp_path: Path, images: Path) -> None:
    for path in written("participant", tmp_path, images):
        assert not [name for name in parts_of(path) if "notesSlide" in name]


@pytest.mark.parametrize("edition", EDITIONS)
def test_wiring(edition: Edition, tmp_path: Path, images: Path) -> None:
    """Ids are unique, connectors are glued, things have alternative text, runs a language."""
    for path in written(edition, tmp_path, images):
        parts = parts_of(path)
        for name, data in parts.items():
            if not re.fullmatch(r"ppt/(slides|notesSlides)/\w+\.xml", name):
                continue
            root = ElementTree.fromstring(data)
            ids = [each.get("id") for each in root.iter(f"{P}cNvPr")]
            assert len(set(ids)) == len(ids)
            for end in (*root.iter(f"{A}stCxn"), *root.iter(f"{A}endCxn")):
                assert end.get("id") in ids
            for tag in ("pic/{P}nvPicPr", "graphicFrame/{P}nvGraphicFramePr", "grpSp/{P}nvGrpSpPr"):
                found = root.iterfind(f".//{P}{tag.format(P=P)}/{P}cNvPr")
                for each in found:
                    decorative = [e for e in each.iter() if e.tag.endswith("}decorative")]
                    assert each.get("descr") or decorative, (name, tag)
            for run in root.iter(f"{A}r"):
                look = run.find(f"{A}rPr")
                assert look is not None
                assert look.get("lang")
        types = parts["[Content_Types].xml"].decode()
        for name in parts:
            known = f'PartName="/{name}"' in types
            assert known or name.rsplit(".", 1)[-1] in ("rels", "xlsx", "png", "jpeg", "xml")


def test_the_schema_of_office_is_kept(tmp_path: Path, images: Path) -> None:
    for edition in EDITIONS:
        for path in written(edition, tmp_path, images):
            result = validate_pptx(str(path))
            assert not list(result.errors), path.name


def test_properties_name_only_the_organiser(tmp_path: Path) -> None:
    target = tmp_path / "d.pptx"
    write_deck(one_slide(Slide("a", "points", "T")), TEMPLATE, target, timestamp=WHEN)
    core = parts_of(target)["docProps/core.xml"].decode()
    assert "<dc:creator>Institute</dc:creator>" in core
    assert "<cp:lastModifiedBy>Institute</cp:lastModifiedBy>" in core
    assert "2027-01-15T08:00:00Z" in core
    with zipfile.ZipFile(target) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("text", ["\x00\x08\x1b", 'a & b < c > "d"', "\ufffe", "{{ jinja }} ]]>"])
def test_any_text_gives_sound_xml(text: str, tmp_path: Path) -> None:
    body = Body("body", (Para((Span(text),)),))
    deck = one_slide(Slide("a", "points", f"T{text}", (body,)), title=text, footer=text)
    target = tmp_path / "d.pptx"
    write_deck(deck, TEMPLATE, target, timestamp=WHEN)
    for name, data in parts_of(target).items():
        if name.endswith((".xml", ".rels")):
            ElementTree.fromstring(data)
    shown = pptx.Presentation(str(target)).slides[0].placeholders[1].text_frame.text
    assert shown.replace("\ufffd", "") == re.sub(r"[\x00-\x1f\ufffe]", "", text)


def test_a_chart_carries_its_numbers(tmp_path: Path) -> None:
    numbers = (("Women", (Decimal("12.5"), Decimal(3))), ("Men", (Decimal(7), Decimal(-1))))
    for kind in ("bar", "column", "line", "pie"):
        series = numbers[:1] if kind == "pie" else numbers
        chart = Chart(kind, ("North", "South"), series, "people", "Alt.", Frame(48, 130, 800, 300))
        deck = one_slide(Slide("a", "chart", "T", things=(chart,)))
        target = tmp_path / f"{kind}.pptx"
        write_deck(deck, TEMPLATE, target, timestamp=WHEN)
        shape = next(s for s in pptx.Presentation(str(target)).slides[0].shapes if s.has_chart)
        plot = shape.chart.plots[0]
        assert list(plot.categories) == ["North", "South"]
        assert list(plot.series[0].values) == [12.5, 3.0]
        book = shape.chart.part.chart_workbook.xlsx_part.blob
        sheet = zipfile.ZipFile(io.BytesIO(book)).read("xl/worksheets/sheet1.xml").decode()
        assert "<v>12.5</v>" in sheet
        assert "Women" in sheet


def test_columns_of_a_sheet() -> None:
    assert [column_name(n) for n in (1, 26, 27, 702, 703)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_right_to_left_marks_every_paragraph(tmp_path: Path) -> None:
    body = Body("body", (Para((Span("\u0645\u0631\u062d\u0628\u0627"),)),))
    deck = one_slide(Slide("a", "points", "T", (body,)), language="ar", direction="rtl")
    target = tmp_path / "d.pptx"
    write_deck(deck, RTL, target, timestamp=WHEN)
    root = ElementTree.fromstring(parts_of(target)["ppt/slides/slide1.xml"])
    for paragraph in root.iter(f"{A}p"):
        look = paragraph.find(f"{A}pPr")
        assert look is not None
        assert look.get("rtl") == "1"
    for run in root.iter(f"{A}r"):
        look = run.find(f"{A}rPr")
        latin = "".join(run.itertext()).isascii()
        assert look is not None
        assert look.get("lang") == ("en-GB" if latin else "ar-LY")


def test_metadata_of_pictures_is_gone_and_a_turned_one_is_set_right() -> None:
    secret = Image.Exif()
    secret[0x010F] = "Camera of somebody"
    secret[0x0112] = 6  # the camera was turned by a quarter
    for kind, extension in (("JPEG", "jpeg"), ("PNG", "png")):
        made = io.BytesIO()
        Image.new("RGB", (40, 20), "#336699").save(made, kind, exif=secret)
        picture = clean_picture(made.getvalue(), "a picture")
        assert picture.extension == extension
        assert (picture.width, picture.height) == (20, 40)
        assert b"somebody" not in picture.data
    plain = Image.Exif()
    plain[0x010F] = "Camera of somebody"
    made = io.BytesIO()
    Image.new("RGB", (40, 20), "#336699").save(made, "JPEG", exif=plain, comment=b"by somebody")
    picture = clean_picture(made.getvalue(), "a picture")
    assert b"somebody" not in picture.data
    with Image.open(io.BytesIO(picture.data)) as opened:
        opened.load()
        assert opened.size == (40, 20)


def test_cmyk_becomes_rgb() -> None:
    made = io.BytesIO()
    Image.new("CMYK", (8, 8), (0, 255, 255, 0)).save(made, "JPEG")
    picture = clean_picture(made.getvalue(), "a picture")
    assert Image.open(io.BytesIO(picture.data)).mode == "RGB"


@pytest.mark.parametrize("data", [b"", b"only text", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"])
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(PictureError, match="a picture"):
        clean_picture(data, "a picture")


def test_what_is_no_template_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.pptx"
    path.write_text("not a zip")
    with pytest.raises(TemplateError, match=r"t\.pptx"):
        read_template(path)
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("a.txt", "x")
    with pytest.raises(TemplateError, match="no presentation"):
        read_template(path)
    with pytest.raises(TemplateError, match="no layout 'unknown'"):
        write_deck(one_slide(Slide("a", "unknown", "T")), TEMPLATE, path, timestamp=WHEN)
