"""The EPUB of a handbook: a package that readers accept, for everybody, the same each time."""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from builders.course import Course
from builders.handbook import make_handbook
from builders.write_sphinx import build_epub, write_source
from tests.handbook_course import png, small_course, with_blocks, words_everywhere
from tests.test_write_sphinx import HOSTILE, TEMPLATES

OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
XHTML = "{http://www.w3.org/1999/xhtml}"


def build(course: Course, images: Path, folder: Path) -> tuple[Path, list[str]]:
    write_source(make_handbook(course), TEMPLATES, images, folder / "source")
    book = folder / "book.epub"
    return book, build_epub(folder / "source", book, folder / "doctrees", 1_700_000_000)


def parts(book: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(book) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def package_of(book: Path) -> ElementTree.Element:
    return ElementTree.fromstring(parts(book)["content.opf"])


def meta(package: ElementTree.Element, name: str) -> list[str | None]:
    return [m.text for m in package.iter(f"{OPF}meta") if m.get("property") == name]


@pytest.mark.parametrize("edition", ["trainer", "participant"])
def test_a_book_holds_what_it_lists_and_lists_what_it_holds(
    edition: str, images: Path, tmp_path: Path
) -> None:
    book, warnings = build(small_course(edition), images, tmp_path)
    assert warnings == []
    found = parts(book)
    package = package_of(book)
    items = {i.get("id"): i.get("href") for i in package.iter(f"{OPF}item")}
    around = {"mimetype", "META-INF/container.xml", "content.opf"}
    assert set(items.values()) == set(found) - around
    spine = [items[ref.get("idref")] for ref in package.iter(f"{OPF}itemref")]
    assert spine[:2] == ["cover.xhtml", "index.xhtml"]
    assert spine[-1] == "genindex.xhtml"
    assert set(spine) == {name for name in found if name.endswith(".xhtml")} - {"nav.xhtml"}
    for name, data in found.items():
        if name.endswith((".xhtml", ".svg", ".opf", ".xml")):
            ElementTree.fromstring(data)  # well-formed


def test_the_file_starts_with_its_type_and_depends_on_nothing_but_the_book(
    images: Path, tmp_path: Path
) -> None:
    first, _ = build(small_course(), images, tmp_path / "one")
    second, _ = build(small_course(), images, tmp_path / "a" / "deeper" / "place")
    data = first.read_bytes()
    assert data == second.read_bytes()
    assert data[30:58] == b"mimetypeapplication/epub+zip"
    with zipfile.ZipFile(first) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert not [name for name, part in parts(first).items() if str(tmp_path).encode() in part]


def test_the_name_of_a_book_stays_and_no_other_book_has_it(images: Path, tmp_path: Path) -> None:
    names = set()
    for number, course in enumerate(
        [small_course(), small_course("participant"), small_course(workshop_id="other")]
    ):
        names.add(make_handbook(course).identifier)
        changed = replace(course, title="Another title", version=f"{number}")
        assert make_handbook(changed).identifier in names
    assert len(names) == 3
    book, _ = build(small_course(), images, tmp_path)
    (identifier,) = package_of(book).iter(f"{DC}identifier")
    assert identifier.text == make_handbook(small_course()).identifier
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", identifier.text or "")


def test_metadata_say_what_readers_with_a_disability_can_expect(
    images: Path, tmp_path: Path
) -> None:
    package = package_of(build(small_course(), images, tmp_path)[0])
    assert meta(package, "schema:accessMode") == ["textual", "visual"]
    assert meta(package, "schema:accessibilityHazard") == ["none"]
    assert "alternativeText" in meta(package, "schema:accessibilityFeature")
    assert meta(package, "schema:accessibilitySummary") != [None]
    assert meta(package, "dcterms:modified") == ["2023-11-14T22:13:20Z"]


def test_every_page_names_its_language_and_direction(images: Path, tmp_path: Path) -> None:
    course = small_course()
    words = replace(course.wording, language="ar", direction="rtl")
    book, warnings = build(replace(course, wording=words), images, tmp_path)
    assert warnings == []
    for name, data in parts(book).items():
        if name.endswith(".xhtml"):
            page = ElementTree.fromstring(data)
            assert (page.get("lang"), page.get("dir")) == ("ar", "rtl"), name
            assert page.get("{http://www.w3.org/XML/1998/namespace}lang") == "ar"
    (spine,) = package_of(book).iter(f"{OPF}spine")
    assert spine.get("page-progression-direction") == "rtl"
    words_of_page = parts(book)["sessions/01-look.xhtml"].decode("utf-8")
    assert re.search(r'<a[^>]*class="[^"]*cite[^"]*"[^>]*dir="ltr"', words_of_page)


def test_every_picture_has_words_and_every_drawing_its_own_colours(
    images: Path, tmp_path: Path
) -> None:
    found = parts(build(small_course(), images, tmp_path)[0])
    pictures = 0
    for name, data in found.items():
        if name.endswith(".xhtml"):
            for image in ElementTree.fromstring(data).iter(f"{XHTML}img"):
                pictures += 1
                assert image.get("alt"), name
        if name.startswith("_images/") and name.endswith(".svg"):
            text = data.decode("utf-8")
            assert "var(" not in text
            assert "@media" not in text
            assert 'fill="#ffffff"' in text
    assert pictures > 2
    assert found["_images/room.png"] == png()


def test_every_link_arrives(images: Path, tmp_path: Path) -> None:
    found = parts(build(small_course(), images, tmp_path)[0])
    ids: dict[str, set[str]] = {}
    for name, data in found.items():
        if name.endswith(".xhtml"):
            every = [e.get("id") for e in ElementTree.fromstring(data).iter() if e.get("id")]
            assert len(every) == len(set(every)), name
            ids[name] = {i for i in every if i}
    for name in ids:
        for link in ElementTree.fromstring(found[name]).iter(f"{XHTML}a"):
            href = link.get("href") or ""
            if href.startswith(("http", "mailto:")):
                continue
            file, _, anchor = href.partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), file))
            target = target if file else name
            assert target in ids, (name, href)
            assert not anchor or anchor in ids[target], (name, href)


@pytest.mark.parametrize("text", [*HOSTILE, "long " * 24])
def test_hostile_and_long_titles_make_a_whole_book(text: str, images: Path, tmp_path: Path) -> None:
    book, warnings = build(words_everywhere(text.strip()), images, tmp_path)
    assert warnings == []
    for name, data in parts(book).items():
        if name.endswith((".xhtml", ".svg", ".opf")):
            ElementTree.fromstring(data)
    words = "".join(package_of(book).itertext())
    assert " ".join(text.split()) in words


def test_a_wide_table_a_long_one_and_long_prose_make_a_whole_book(
    images: Path, tmp_path: Path
) -> None:
    columns = [f"Column {number}" for number in range(12)]
    course = with_blocks(
        [
            {"kind": "table", "title": "Wide", "columns": columns, "rows": [columns]},
            {"kind": "table", "title": "Long", "columns": ["a", "b"], "rows": [["c", "d"]] * 2000},
            {"kind": "text", "body": "\n\n".join(f"Line {n} of many." for n in range(1000))},
        ]
    )
    book, warnings = build(course, images, tmp_path)
    assert warnings == []
    page = ElementTree.fromstring(parts(book)["sessions/01-look.xhtml"])
    assert len(list(page.iter(f"{XHTML}tr"))) > 2000


def test_a_book_without_sessions_is_whole(images: Path, tmp_path: Path) -> None:
    course = small_course(sessions=())
    days = tuple(replace(day, entries=day.entries[:1]) for day in course.days)
    book, warnings = build(replace(course, days=days), images, tmp_path)
    assert warnings == []
    assert not [name for name in parts(book) if name.startswith("sessions/")]


def test_the_participants_book_holds_no_word_of_the_trainers(images: Path, tmp_path: Path) -> None:
    book = parts(build(small_course("participant"), images, tmp_path)[0])
    text = b"".join(book.values()).decode("utf-8", "replace")
    for words in ("Wait for the room", "Bring water", "Lead trainer", "Good morning"):
        assert words not in text
    trainers = parts(build(small_course(), images, tmp_path / "t")[0])
    assert b"Wait for the room" in b"".join(trainers.values())
