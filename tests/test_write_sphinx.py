"""The Sphinx project on disk and its HTML: standalone, exact, the same each time, nothing more."""

from __future__ import annotations

import re
import struct
import subprocess
import sys
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from builders.course import EDITIONS, Course
from builders.handbook import make_handbook
from builders.write_sphinx import build_html, write_source
from builders.write_sphinx.images import without_metadata
from tests.handbook_course import REPOSITORY, png, small_course, words_everywhere

TEMPLATES = REPOSITORY / "templates"


def build(course: Course, images: Path, folder: Path) -> tuple[Path, list[str]]:
    write_source(make_handbook(course), TEMPLATES, images, folder / "source")
    warnings = build_html(
        folder / "source", folder / "html", folder / "doctrees", timestamp=1_700_000_000
    )
    return folder / "html", warnings


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("edition", EDITIONS)
def test_html_is_built_without_a_warning(edition: str, images: Path, tmp_path: Path) -> None:
    course = small_course("trainer" if edition == "trainer" else "participant")
    html, warnings = build(course, images, tmp_path)
    assert warnings == []
    names = set(contents(html))
    assert {"index.html", "search.html", "genindex.html", "searchindex.js"} <= names
    assert not [n for n in names if n.startswith("_sources") or "doctree" in n or n[0] == "."]
    assert "objects.inv" not in names
    assert sorted(path.name for path in html.iterdir() if path.is_dir()) == [
        "_images",
        "_static",
        "hubs",
        "sessions",
        *(["tests"] if edition == "trainer" else []),
    ]


def test_two_builds_in_two_places_are_the_same_bytes(images: Path, tmp_path: Path) -> None:
    first, _ = build(small_course(), images, tmp_path / "one")
    second, _ = build(small_course(), images, tmp_path / "a" / "deeper" / "place")
    assert contents(first) == contents(second)
    assert contents(tmp_path / "one" / "source") == contents(
        tmp_path / "a" / "deeper" / "place" / "source"
    )


def test_a_person_can_build_the_project_by_hand(images: Path, tmp_path: Path) -> None:
    source = tmp_path / "source"
    write_source(make_handbook(small_course()), TEMPLATES, images, source)
    command = [sys.executable, "-m", "sphinx", "-W", "-b", "html", str(source), str(tmp_path / "h")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stderr


HOSTILE = [
    "{{ 7*7 }} {% raw %}",
    "{ref}`genindex` $x$ :::{note}",
    "<script>alert(1)</script> &amp; | # *a* _b_",
    "1. first; second : third! <index>",
    "- \"quoted\" \\ 'single' `code`",
    "!important; x",
    "كلمات عربية فقط",
    "😀😀",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_titles_print_as_typed(text: str, images: Path, tmp_path: Path) -> None:
    html, warnings = build(words_everywhere(text), images, tmp_path)
    assert warnings == []
    for name in ("sessions/01-look.html", "sources.html", "glossary.html", "index.html"):
        page = (html / name).read_text(encoding="utf-8")
        words = unescape(re.sub(r"<[^>]+>", "", page.split("<main")[1].split("</main>")[0]))
        assert text in words, name
        assert "<script>alert" not in page


def test_pages_ask_no_outside_host_for_anything(images: Path, tmp_path: Path) -> None:
    html, _ = build(small_course(), images, tmp_path)
    for path in html.rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        asked = re.findall(
            r'<(?:script|img|link|iframe|source)\b[^>]*?(?:src|href)="([^"]*)"', page
        )
        assert [address for address in asked if "//" in address] == [], path.name
    style = (html / "_static" / "handbook.css").read_text(encoding="utf-8")
    assert "url(" not in style
    assert "@import" not in style


def test_every_id_of_a_page_is_unique_and_every_link_arrives(images: Path, tmp_path: Path) -> None:
    html, _ = build(small_course(), images, tmp_path)
    ids: dict[Path, set[str]] = {}
    for path in html.rglob("*.html"):
        found = re.findall(r'\bid="([^"]+)"', path.read_text(encoding="utf-8"))
        assert len(found) == len(set(found)), path.name
        ids[path.resolve()] = set(found)
    for path in html.rglob("*.html"):
        for link in re.findall(r'href="([^"]+)"', path.read_text(encoding="utf-8")):
            if link.startswith(("http", "mailto:")) or link.endswith(".css"):
                continue
            name, _, anchor = unescape(link).partition("#")
            target = (path.parent / name).resolve() if name else path.resolve()
            assert target in ids, (path.name, link)
            assert not anchor or anchor in ids[target], (path.name, link)


def test_language_and_direction_are_on_the_page(images: Path, tmp_path: Path) -> None:
    course = small_course()
    words = replace(course.wording, language="ar", direction="rtl")
    arabic = replace(course, wording=words, english_terms={"victim": "presumed victim"})
    html, warnings = build(arabic, images, tmp_path)
    assert warnings == []
    page = (html / "index.html").read_text(encoding="utf-8")
    assert re.search(r'<html lang="ar" dir="rtl"', page)
    glossary = (html / "glossary.html").read_text(encoding="utf-8")
    assert re.search(r'<span[^>]* dir="ltr" lang="en">presumed victim</span>', glossary)
    assert "ضحية مفترضة" not in glossary  # the book's own language is the heading of the term
    assert re.search(r'<span[^>]* dir="ltr" lang="fr">victime présumée</span>', glossary)


def test_writing_again_leaves_same_files_alone_and_removes_old_ones(
    images: Path, tmp_path: Path
) -> None:
    source = tmp_path / "source"
    write_source(make_handbook(small_course()), TEMPLATES, images, source)
    before = {path: path.stat().st_mtime_ns for path in source.rglob("*.md")}
    (source / "sessions" / "99-old.md").write_text("# Old\n", encoding="utf-8")
    write_source(make_handbook(small_course()), TEMPLATES, images, source)
    assert {path: path.stat().st_mtime_ns for path in source.rglob("*.md")} == before


def test_a_warning_of_sphinx_comes_back_as_text_without_the_folder(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "conf.py").write_text("extensions = ['myst_parser']\n", encoding="utf-8")
    (source / "index.md").write_text("# A\n\n[x](nowhere.md)\n", encoding="utf-8")
    warnings = build_html(source, tmp_path / "html", tmp_path / "doctrees")
    assert len(warnings) == 1
    assert "nowhere" in warnings[0]
    assert str(tmp_path) not in warnings[0]


def test_pictures_lose_their_metadata_and_nothing_else() -> None:
    assert without_metadata(png(b"somebody")) == png()
    segment = b"\xff\xe1" + struct.pack(">H", 8) + b"Exif\0\0"
    plain = b"\xff\xe0" + struct.pack(">H", 4) + b"JF"
    scan = b"\xff\xda" + b"\0\x04ab" + b"picture\xff\xd9"
    assert without_metadata(b"\xff\xd8" + plain + segment + scan) == b"\xff\xd8" + plain + scan
    assert without_metadata(b"something else") == b"something else"


def test_the_process_is_left_as_it_was(images: Path, tmp_path: Path) -> None:
    before = sys.path.copy()
    build(small_course(), images, tmp_path)
    assert sys.path == before
    assert "handbook_html" not in sys.modules


def test_no_bytecode_is_left_in_the_source(
    images: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    build(small_course(), images, tmp_path)
    assert not list((tmp_path / "source").rglob("__pycache__"))
    assert sys.dont_write_bytecode is False
