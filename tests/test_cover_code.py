"""The code on a cover says which file this is, is drawn the same each time, and can be read."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageDraw

from builders.artefacts import run_task
from builders.cover_code import CoverCode, cover_code
from builders.executors import parcel_of
from builders.handbook import make_handbook
from builders.write_sphinx import build_epub, build_html, write_source
from builders.write_typst import build_pdf
from tests.handbook_course import REPOSITORY, png, small_course, wording
from tests.test_outputs import tasks_in
from tests.tiny_house import write_tiny_house

TEXT = "keyhub:kufra-elements-of-trafficking:participant-ar:0123456789abcdef"
OTHER = "keyhub:kufra-elements-of-trafficking:participant-ar:fedcba9876543210"
WHEN = 1_700_000_000


def drawn(svg: str, size: int = 4) -> Image.Image:
    """The drawing as a picture: its rectangles alone, so that nothing else can be meant."""
    width = int(re.findall(r'viewBox="0 0 (\d+)', svg)[0])
    picture = Image.new("L", (width * size, width * size), 255)
    pen = ImageDraw.Draw(picture)
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", svg):
        left, top, right = int(x) * size, int(y) * size, (int(x) + int(length)) * size
        pen.rectangle((left, top, right - 1, top + size - 1), fill=0)
    return picture


def read(picture: Image.Image) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(picture)]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    images = tmp_path / "images"
    images.mkdir()
    (images / "room.png").write_bytes(png())
    made = tmp_path / "source"
    write_source(make_handbook(small_course()), REPOSITORY / "templates", images, made)
    return made


@pytest.mark.parametrize("text", ["a", TEXT, "keyhub:" + "x" * 64 + ":participant-ar:" + "0" * 16])
def test_what_is_drawn_is_read_again(text: str) -> None:
    assert read(drawn(cover_code(text).svg)) == [text]


def test_the_same_text_is_the_same_drawing_and_another_is_not() -> None:
    assert cover_code(TEXT) == cover_code(TEXT)
    assert cover_code(TEXT).svg != cover_code(OTHER).svg


def test_it_is_dark_on_light_whatever_is_around_it() -> None:
    svg = CoverCode("x", ((True, False), (False, True))).svg
    assert '<rect width="10" height="10" fill="#fff"/>' in svg
    assert '<path fill="#000" d="M4 4h1v1h-1zM5 5h1v1h-1z"/>' in svg
    assert "var(" not in svg
    assert "<style" not in svg


def test_the_title_page_shows_it_with_words(source: Path, tmp_path: Path) -> None:
    html = tmp_path / "html"
    assert build_html(source, html, tmp_path / "trees", WHEN, TEXT) == []
    text = (html / "index.html").read_text(encoding="utf-8")
    label = wording()("handbook.cover_code")
    assert f'<svg role="img" aria-label="{label}: {TEXT}" ' in text
    assert TEXT in text.replace("<wbr>", "").partition("figcaption")[2]
    (svg,) = re.findall(r"<svg role=.*?</svg>", text)
    assert read(drawn(svg)) == [TEXT]
    others = [p for p in html.rglob("*") if p.is_file() and p.name != "index.html"]
    assert not [p for p in others if TEXT.encode() in p.read_bytes()]
    assert not list(html.rglob("*.json"))


def test_a_pdf_shows_it(source: Path, tmp_path: Path) -> None:
    pdf = tmp_path / "book.pdf"
    assert build_pdf(source, pdf, tmp_path / "trees", WHEN, TEXT) == []
    book = pypdfium2.PdfDocument(pdf)
    assert read(book[0].render(scale=2).to_pil()) == [TEXT]
    assert TEXT in book[0].get_textpage().get_text_range().replace("\r\n", "")
    again = tmp_path / "again.pdf"
    build_pdf(source, again, tmp_path / "trees", WHEN, TEXT)
    assert pdf.read_bytes() == again.read_bytes()


def test_an_epub_shows_it_on_its_cover(source: Path, tmp_path: Path) -> None:
    books = []
    for name in ("one", "two"):
        assert build_epub(source, tmp_path / name, tmp_path / "trees", WHEN, TEXT) == []
        books.append((tmp_path / name).read_bytes())
    assert books[0] == books[1]
    with zipfile.ZipFile(io.BytesIO(books[0])) as book:
        cover = book.read("cover.svg").decode()
        page = book.read("cover.xhtml").decode()
        for name in book.namelist():
            if name.endswith((".xhtml", ".svg")):
                ElementTree.fromstring(book.read(name))
        assert TEXT.encode() not in book.read("index.xhtml")
    (svg,) = re.findall(r"<svg [^>]*crispEdges.*?</svg>", cover)
    assert read(drawn(svg)) == [TEXT]
    assert f">{TEXT}</text>" in cover
    assert f"{wording()('handbook.cover_code')}: {TEXT}" in page


def test_a_new_version_costs_no_page_a_second_reading(source: Path, tmp_path: Path) -> None:
    trees = tmp_path / "trees"
    build_html(source, tmp_path / "html", trees, WHEN, TEXT)
    before = {path: path.stat().st_mtime_ns for path in trees.rglob("*.doctree")}
    assert before
    build_html(source, tmp_path / "html", trees, WHEN, OTHER)
    assert {path: path.stat().st_mtime_ns for path in trees.rglob("*.doctree")} == before
    for path in source.rglob("*"):
        assert not path.is_file() or TEXT.encode() not in path.read_bytes()


def test_without_a_version_there_is_no_code(source: Path, tmp_path: Path) -> None:
    build_html(source, tmp_path / "html", tmp_path / "trees", WHEN)
    assert "cover-code" not in (tmp_path / "html/index.html").read_text(encoding="utf-8")


def test_every_book_has_its_own_code_which_the_record_knows(tmp_path: Path) -> None:
    house = write_tiny_house(tmp_path)
    tasks = tasks_in(house)
    books = [task for task in tasks.values() if task.output.chain == "book"]
    assert len(books) > 5
    assert len({task.identity for task in books}) == len(books)
    task = tasks["trainer-en/handbook"]
    workshop, folder, version = task.identity.split(":")[1:]
    assert (workshop, folder) == ("one-day", "trainer-en")
    assert task.key.startswith(version)
    words = "Speak slowly and sit down."
    module = house.root / "curriculum/modules/identify/first-contact.yaml"
    module.write_text(module.read_text("utf-8").replace(words, "Wait."), encoding="utf-8")
    after = tasks_in(house)
    assert after["trainer-en/handbook"].identity != task.identity
    assert (
        after["participant-en/handbook"].course.version
        == tasks["participant-en/handbook"].course.version
    )
    assert after["participant-en/handbook"].identity == tasks["participant-en/handbook"].identity


def test_a_worker_prints_the_version_that_is_recorded(tmp_path: Path) -> None:
    task = tasks_in(write_tiny_house(tmp_path))["trainer-en/handbook"]
    (sent,) = parcel_of(task).tasks
    assert sent.identity == task.identity
    assert replace(sent, timestamp=sent.timestamp + 1).identity == task.identity


def test_a_build_prints_the_key_of_its_record(tmp_path: Path) -> None:
    house = write_tiny_house(tmp_path / "house")
    task = tasks_in(house)["participant-en/handbook"]
    out = tmp_path / "work/fresh"
    out.mkdir(parents=True)
    assert run_task(task, out) == []
    page = (out / "participant-en/handbook/index.html").read_text(encoding="utf-8")
    assert task.identity in page
    assert task.key[:16] in page
