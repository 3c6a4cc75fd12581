"""The checker inside every build: a leak planted in any format is found, and clean files pass."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, PngImagePlugin
from pypdf import PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import NameObject, StreamObject, TextStringObject

from builders.house import House
from builders.loading.curriculum import load_curriculum
from builders.models.marks import strings_of
from builders.separation import Guard, guard_of, leaks_in
from builders.separation.phrases import words_of
from tests.planting import Planter
from tests.tiny_house import write_tiny_house

SECRET = "The driver of the second car is the one who was paid, as the ledger on page four shows."
OTHER = "Officers who arrive first keep people safe and write down what they were told by them."
PART = "the one who was paid, as the ledger on page"
CUT = (
    "The driver of the <em>second</em> car is the <a href='x.html#y'>one who was</a> paid [12], as"
)


def guard_for(secret: str = SECRET) -> Guard:
    words = words_of(secret)
    return Guard.of({tuple(words[n : n + 7]): "case.yaml outcome" for n in range(len(words) - 6)})


GUARD = guard_for()


def zipped(name: str, data: bytes, comment: bytes = b"") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
        archive.comment = comment
    return file.getvalue()


def slide(text: str) -> bytes:
    return f'<?xml version="1.0"?><p:sld xmlns:a="a"><a:t>{text}</a:t></p:sld>'.encode()


def picture(text: str) -> bytes:
    carried = PngImagePlugin.PngInfo()
    carried.add_text("Description", text, zip=True)
    file = io.BytesIO()
    Image.new("RGB", (2, 2)).save(file, "PNG", pnginfo=carried)
    return file.getvalue()


def photograph(text: str) -> bytes:
    file = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = text
    Image.new("RGB", (2, 2)).save(file, "JPEG", exif=exif)
    return file.getvalue()


def pdf(change: Callable[[PdfWriter], None]) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    change(writer)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def on_a_page(writer: PdfWriter) -> None:
    writer.add_annotation(0, FreeText(text=SECRET, rect=(0, 0, 200, 200)))


def in_alternative_text(writer: PdfWriter) -> None:
    writer.pages[0][NameObject("/Alt")] = TextStringObject(SECRET)


def in_outline(writer: PdfWriter) -> None:
    writer.add_outline_item(title=SECRET, page_number=0)


def attached(writer: PdfWriter) -> None:
    writer.add_attachment("a.txt", SECRET.encode())


def in_xmp(writer: PdfWriter) -> None:
    stream = StreamObject()
    stream.set_data(f"<?xml version='1.0'?><x><dc:title>{SECRET}</dc:title></x>".encode())
    stream[NameObject("/Type")] = NameObject("/Metadata")
    writer.root_object[NameObject("/Metadata")] = writer._add_object(stream)


LEAKS: dict[str, tuple[str, bytes]] = {
    "page": ("a.html", f"<!doctype html><p>{SECRET}</p>".encode()),
    "a part of it on a page": ("a.html", f"<!doctype html><p>Look: {PART}!</p>".encode()),
    "a page with tags inside": ("a.html", f"<!doctype html><p>{CUT} the ledger</p>".encode()),
    "entities": ("a.html", f"<!doctype html>{''.join(f'&#{ord(c)};' for c in SECRET)}".encode()),
    "alternative text": ("a.html", f'<!doctype html><img alt="{SECRET}" src="x.svg">'.encode()),
    "comment": ("a.html", f"<!doctype html><!-- {SECRET} -->".encode()),
    "script": ("a.html", f"<!doctype html><script>x = '{SECRET}'</script>".encode()),
    "search index": ("searchindex.js", f'Search.setIndex({{"titles":["{SECRET}"]}})'.encode()),
    "source": ("a.md", SECRET.replace(" ", "\n").encode()),
    "capital letters": ("a.md", SECRET.upper().encode()),
    "figure": ("a.svg", f"<svg><title>{SECRET}</title></svg>".encode()),
    "inventory": (
        "objects.inv",
        b"# Sphinx inventory version 2\n# zlib.\n" + zlib.compress(SECRET.encode()),
    ),
    "slide notes": ("a.pptx", zipped("ppt/notesSlides/notesSlide1.xml", slide(SECRET))),
    "slide in two runs": (
        "a.pptx",
        zipped("ppt/slides/slide1.xml", slide(SECRET.replace("car is", "car</a:t><a:t> is"))),
    ),
    "a word in two runs": (
        "a.pptx",
        zipped("ppt/slides/slide1.xml", slide(PART.replace("paid", "pa</a:t></a:r><a:r><a:t>id"))),
    ),
    "properties of a deck": (
        "a.pptx",
        zipped("docProps/core.xml", f"<?xml ?><dc:subject>{SECRET}</dc:subject>".encode()),
    ),
    "workbook in a deck": (
        "a.pptx",
        zipped("ppt/embeddings/1.xlsx", zipped("xl/s.xml", f"<sst><t>{SECRET}</t></sst>".encode())),
    ),
    "comment of a zip": ("a.epub", zipped("mimetype", b"x", SECRET.encode())),
    "name in a zip": ("a.epub", zipped(SECRET.replace(" ", "_") + ".txt", b"x")),
    "name of a file": ("-".join(words_of(PART)) + ".txt", b"x"),
    "words in a PNG": ("a.png", picture(SECRET)),
    "words in a photograph": ("a.jpg", photograph(SECRET)),
    "calendar with folded lines": (
        "a.ics",
        b"BEGIN:VCALENDAR\r\nDESCRIPTION:" + SECRET[:40].encode() + b"\r\n " + SECRET[40:].encode(),
    ),
    "gzip": ("a.gz", gzip.compress(SECRET.encode())),
    "UTF-16": ("a.bin", SECRET.encode("utf-16-le")),
    "PDF page": ("a.pdf", pdf(on_a_page)),
    "PDF properties": ("a.pdf", pdf(lambda writer: writer.add_metadata({"/Subject": SECRET}))),
    "PDF outline": ("a.pdf", pdf(in_outline)),
    "PDF alternative text": ("a.pdf", pdf(in_alternative_text)),
    "PDF metadata": ("a.pdf", pdf(in_xmp)),
    "PDF attachment": ("a.pdf", pdf(attached)),
}


@pytest.mark.parametrize("case", LEAKS)
def test_a_leak_is_found(case: str, tmp_path: Path) -> None:
    name, data = LEAKS[case]
    path = tmp_path / name
    path.write_bytes(data)
    problems = leaks_in(GUARD, [path], tmp_path)
    assert [problem.code for problem in problems][:1] == ["edition-leak"]
    assert problems[0].place.file.startswith(name)
    assert "case.yaml outcome" in problems[0].message
    assert "paid" not in problems[0].message


@pytest.mark.parametrize("case", [c for c in LEAKS if not c.startswith("PDF")])
def test_the_same_file_with_other_words_is_clean(case: str, tmp_path: Path) -> None:
    name, data = LEAKS[case]
    path = tmp_path / name
    path.write_bytes(data)
    assert leaks_in(guard_for(OTHER), [path], tmp_path) == []


def test_two_texts_beside_each_other_make_no_phrase(tmp_path: Path) -> None:
    """A phrase of a secret may come about by chance where one cell ends and another begins."""
    text = "is the one who was paid</a:t></a:p><a:p><a:t>as the ledger on page four"
    path = tmp_path / "a.pptx"
    path.write_bytes(zipped("ppt/slides/slide1.xml", slide(text)))
    assert leaks_in(GUARD, [path], tmp_path) == []


def test_arabic_in_a_pdf_is_compared_by_letters() -> None:
    secret = "السائق في السيارة الثانية هو الذي قبض المال كما يظهر في الدفتر"
    guard = guard_for(secret).in_letters
    read = [word[::-1] for word in words_of(secret)]
    assert guard.origins_in(["".join(sorted(word)) for word in reversed(read)])


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", b"%PDF-1.7 torn"),
        ("a.pptx", b"PK\x03\x04 torn"),
        ("a.png", b"\x89PNG\r\n\x1a\n torn"),
        ("objects.inv", b"# Sphinx inventory version 2\n# zlib.\ntorn"),
    ],
)
def test_what_cannot_be_searched_is_a_problem(name: str, data: bytes, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert [p.code for p in leaks_in(GUARD, [path], tmp_path)] == ["edition-unsearchable"]


def test_a_zip_bomb_is_a_problem_and_not_unpacked(tmp_path: Path) -> None:
    inner = zipped("a.txt", b"\0" * 30_000_000)
    for _ in range(5):
        inner = zipped("a.zip", inner)
    path = tmp_path / "a.zip"
    path.write_bytes(inner)
    assert [p.code for p in leaks_in(GUARD, [path], tmp_path)] == ["edition-unsearchable"]


def test_every_trainer_only_string_is_guarded(tmp_path: Path) -> None:
    """Canaries in all trainer-only fields: each string of some length, printed alone, is found."""
    house = write_tiny_house(tmp_path / "plain")
    curriculum, _ = load_curriculum(house)
    planted = House(tmp_path / "planted")
    Planter().write(curriculum, planted.root)
    curriculum, _ = load_curriculum(planted)
    spec = curriculum.workshops["one-day"]
    guard = guard_of(curriculum, spec, [])
    missed = [
        found.text
        for (shelf, name) in curriculum.files
        for found in strings_of(curriculum.shelf(shelf)[name])
        if found.trainer_only and found.kind
        if len(words_of(found.text)) >= 4 and not guard.origins_in(words_of(found.text))
    ]
    assert missed == []


def test_what_participants_may_read_is_no_leak(tmp_path: Path) -> None:
    """The same sentence may stand in the script and in the text that all read."""
    curriculum, _ = load_curriculum(write_tiny_house(tmp_path))
    guard = guard_of(curriculum, curriculum.workshops["one-day"], [])
    for shelf, name in curriculum.files:
        for found in strings_of(curriculum.shelf(shelf)[name]):
            if found.kind and not found.trainer_only:
                assert not guard.origins_in(words_of(found.text)), found.text


def test_pdf_reader_is_there() -> None:
    assert pypdfium2.PdfDocument(pdf(lambda _: None))
