"""The PDF of a handbook: whole, tagged, the same each time, and nothing breaks it."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import page
import pikepdf
import pytest
from pypdf import PdfReader

from builders.course import Course, Edition
from builders.editions import WITH_HANDBOOK
from builders.handbook import make_handbook
from builders.write_sphinx import build_html, write_source
from builders.write_typst import TypstError, build_pdf
from builders.write_typst.pdf import compile_pdf
from tests.handbook_course import REPOSITORY, small_course, with_blocks, words_everywhere
from tests.planting import found_in
from tests.test_write_sphinx import HOSTILE

TEMPLATES = REPOSITORY / "templates"
WHEN = 1_700_000_000


def printed(course: Course, images: Path, folder: Path) -> tuple[Path, list[str]]:
    """The PDF of a course, and the warnings."""
    write_source(make_handbook(course), TEMPLATES, images, folder / "source")
    target = folder / "handbook.pdf"
    return target, build_pdf(folder / "source", target, folder / "doctrees", WHEN)


def pages_of(pdf: Path) -> list[str]:
    """The words of each page, with single spaces."""
    return [
        " ".join(sheet.extract_text().replace("\u2060", "").replace("\u200b", "").split())
        for sheet in PdfReader(pdf).pages
    ]


def words_of(pdf: Path) -> str:
    """All words of the file without spaces: lines may break anywhere."""
    return "".join("".join(pages_of(pdf)).split())


def faults_of(pdf: Path) -> list[str]:
    """What a validator of PDF/UA-1 finds."""
    report = page.validate_pdf(pdf, profile="ua1", limits=page.SafetyLimits.unlimited())
    assert report.rules.total > 90  # it did look
    return [f"{failure.rule_id}: {failure.message}" for failure in report.failures]


def in_arabic(course: Course) -> Course:
    """The course with Arabic words where the book shows them largest, printed from the right."""
    wording = replace(course.wording, language="ar", direction="rtl")
    session = course.sessions[0]
    module = session.module.model_copy(
        update={"title": "انظر، اسأل، تصرّف", "summary": "ما يُفعل في الساعة الأولى."}
    )
    return replace(
        course,
        wording=wording,
        title="الساعة الأولى",
        sessions=(replace(session, module=module),),
    )


@pytest.mark.parametrize("edition", WITH_HANDBOOK)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_pdf_is_accessible_and_complete(
    edition: Edition, language: str, images: Path, tmp_path: Path
) -> None:
    course = small_course(edition)
    if language == "ar":
        course = in_arabic(course)
    pdf, warnings = printed(course, images, tmp_path)
    assert warnings == []
    assert faults_of(pdf) == []
    with pikepdf.open(pdf) as file:
        assert str(file.Root.Lang) == language
        assert file.Root.MarkInfo.Marked
        assert str(file.docinfo["/Title"]) == course.title
        names = [str(item.title) for item in _flat(file.open_outline().root)]
        assert course.sessions[0].steps[0].step.title in names
        for font in _fonts(file):
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(font.keys())
        width, height = (float(side) for side in file.pages[0].mediabox[2:])
        assert (round(width), round(height)) == (595, 842)
        turned = file.Root.get("/ViewerPreferences", pikepdf.Dictionary()).get("/Direction")
        assert (str(turned) == "/R2L") is (language == "ar")


def test_heads_feet_and_page_numbers(images: Path, tmp_path: Path) -> None:
    pdf, _ = printed(small_course(), images, tmp_path)
    sheets = pages_of(pdf)
    assert "Page 1 of" not in sheets[0]  # the cover
    for number, words in enumerate(sheets[1:], 2):
        assert f"Page {number} of {len(sheets)}" in words
        assert "For training use only" in words
    opening = next(n for n, words in enumerate(sheets) if "At the end of this session" in words)
    assert "First hour" not in sheets[opening]
    assert "First hour" in sheets[opening + 1]
    assert "1. Look, ask, act · DRAFT" in sheets[opening + 1]
    assert "DRAFT" not in " ".join(sheets[:opening])  # nor on what is no session
    contents = next(words for words in sheets if words.startswith("Contents"))
    assert re.search(rf"1\. Look, ask, act {opening + 1}\b", contents)
    agenda = next(words for words in sheets if words.startswith("Agenda"))
    assert f"(page {opening + 1})" in agenda
    index = sheets[-1]
    assert re.search(r"Presumed victim, \d+", index)


def test_further_reading_in_another_language_is_a_link(images: Path, tmp_path: Path) -> None:
    course = in_arabic(small_course())
    session = course.sessions[0]
    module = session.module.model_copy(update={"sources": ("panel",)})
    session = replace(session, module=module, draft=False)
    pdf, warnings = printed(replace(course, sessions=(session,)), images, tmp_path)
    assert warnings == []
    words = words_of(pdf)
    assert "".join(course.sources["panel"].seed.title.split()) in words
    assert "sources.md" not in words
    assert "DRAFT" not in words


def test_exercises_start_on_their_own_page(images: Path, tmp_path: Path) -> None:
    pdf, _ = printed(small_course("participant"), images, tmp_path)
    sheet = next(words for words in pages_of(pdf) if "Sort them." in words)
    assert "First minute?" not in sheet
    assert "Card one" not in sheet  # the handout has a page of its own


def test_trainers_words_stand_in_the_trainer_edition_only(images: Path, tmp_path: Path) -> None:
    trainer, _ = printed(small_course("trainer"), images, tmp_path / "t")
    participant, _ = printed(small_course("participant"), images, tmp_path / "p")
    for secret in ("Waitfortheroom", "Makesafe.", "Cardtwofirst.", "Theyleft.", "Bringwater."):
        assert secret in words_of(trainer), secret
        assert secret not in words_of(participant), secret


def test_a_canary_in_a_pdf_is_found(images: Path, tmp_path: Path) -> None:
    """The search for leaks can read what it must find: on a page, in a title, in a figure."""
    canaries = ["Zq00001qz", "Zq00002qz", "Zq00003qz"]
    blocks: list[dict[str, Any]] = [
        {"kind": "text", "body": f"Hidden {canaries[0]} here."},
        {"kind": "map", "title": "Map", "alt": f"Seen {canaries[1]} only by ear."},
    ]
    course = replace(with_blocks(blocks, "participant"), title=f"Book {canaries[2]}")
    pdf, _ = printed(course, images, tmp_path)
    assert set(found_in(canaries, [pdf])) == set(canaries)


def test_two_builds_in_two_places_are_the_same_bytes(images: Path, tmp_path: Path) -> None:
    first, _ = printed(small_course(), images, tmp_path / "one")
    second, _ = printed(small_course(), images, tmp_path / "a" / "deeper" / "place")
    assert first.read_bytes() == second.read_bytes()


def test_what_was_read_for_html_is_not_read_again(images: Path, tmp_path: Path) -> None:
    source, trees = tmp_path / "source", tmp_path / "trees"
    write_source(make_handbook(small_course()), TEMPLATES, images, source)
    assert build_html(source, tmp_path / "html", trees, WHEN) == []
    before = {path: path.stat().st_mtime_ns for path in trees.rglob("*.doctree")}
    assert before
    assert build_pdf(source, tmp_path / "handbook.pdf", trees, WHEN) == []
    assert {path: path.stat().st_mtime_ns for path in trees.rglob("*.doctree")} == before


def test_a_person_can_set_the_source_by_hand(images: Path, tmp_path: Path) -> None:
    source, out = tmp_path / "source", tmp_path / "typst"
    write_source(make_handbook(small_course()), TEMPLATES, images, source)
    command = [sys.executable, "-m", "sphinx", "-W", "-b", "typst", str(source), str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert compile_pdf(out, tmp_path / "by-hand.pdf", WHEN) == []
    assert "preview" not in (out / "handbook.typ").read_text(encoding="utf-8")


@pytest.mark.parametrize("text", [*HOSTILE, '"]; #panic("no") //', "@cite <label> ~ -- ---"])
def test_hostile_titles_print_as_typed(text: str, images: Path, tmp_path: Path) -> None:
    pdf, warnings = printed(words_everywhere(text), images, tmp_path)
    assert warnings == []
    assert faults_of(pdf) == []
    if text.isascii():
        assert words_of(pdf).count(text.replace(" ", "")) > 5
    if "😀" in text:
        assert words_of(pdf).count("[U+1F600]") > 5


@pytest.mark.parametrize("edition", WITH_HANDBOOK)
def test_long_and_wide_things_do_not_break_it(
    edition: Edition, images: Path, tmp_path: Path
) -> None:
    title = ("A very long title about patience " * 13)[:400].strip()
    small = with_blocks(
        [
            {"kind": "text", "title": "Prose", "body": "x"},
            *[{"kind": "table", "title": "T", "columns": ["a", "b"], "rows": [["c", "d"]]}] * 3,
        ],
        edition,
    )
    changes: list[dict[str, Any]] = [
        {"title": title, "body": "\n\n".join(f"Line {n}." for n in range(3_000))},
        {
            "title": "Rows",
            "columns": ("Number", "Square"),
            "rows": tuple((f"r{n}", str(n * n)) for n in range(2_000)),
        },
        {
            "title": "Columns",
            "columns": tuple(f"Column{n}" for n in range(30)),
            "rows": tuple(tuple(f"cell{n}-{row}" for n in range(30)) for row in range(3)),
        },
        {
            "title": "Eight",
            "columns": tuple(f"Heading {n}" for n in range(8)),
            "rows": (("A sentence of several words here",) * 8,),
            "note": "x" * 300,
        },
    ]
    session = small.sessions[0]
    step = session.steps[0]
    # the models refuse such sizes; the writer must bear them all the same
    blocks = tuple(
        block.model_copy(update=change)
        for block, change in zip(step.step.blocks, changes, strict=True)
    )
    step = replace(step, step=step.step.model_copy(update={"blocks": blocks}))
    module = session.module.model_copy(update={"title": title})
    course = replace(small, title=title, sessions=(replace(session, module=module, steps=(step,)),))
    pdf, warnings = printed(course, images, tmp_path)
    assert warnings == []
    assert faults_of(pdf) == []
    sheets = pages_of(pdf)
    assert len(sheets) > 60
    rows = [words for words in sheets if re.search(r"\br\d+ \d+", words)]
    assert len(rows) > 20
    assert all("Number Square" in words for words in rows)  # the heads come again on each page
    for n in range(30):
        assert sum(f"Column{n} " in f"{words} " for words in sheets) >= 1, n
    wide = [words for words in sheets if "cell0-0" in words]
    assert len(wide) > 1  # in parts, each with the first column
    assert _off_the_page(pdf) == []


def test_a_fault_of_the_source_is_told_without_the_folder(tmp_path: Path) -> None:
    (tmp_path / "handbook.typ").write_text("#nothing()\n", encoding="utf-8")
    with pytest.raises(TypstError) as fault:
        compile_pdf(tmp_path, tmp_path / "x.pdf", WHEN)
    assert "nothing" in str(fault.value)
    assert str(tmp_path) not in str(fault.value)


def test_the_process_is_left_as_it_was(images: Path, tmp_path: Path) -> None:
    before, modules = sys.path.copy(), {name for name in sys.modules if "typst_" in name}
    printed(small_course(), images, tmp_path)
    assert sys.path == before
    assert {name for name in sys.modules if "typst_" in name} == modules
    assert not list((tmp_path / "source").rglob("__pycache__"))
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "doctrees",
        "handbook.pdf",
        "images",
        "source",
    ]


def _flat(items: list[Any]) -> list[Any]:
    return [found for item in items for found in (item, *_flat(list(item.children)))]


def _fonts(file: pikepdf.Pdf) -> list[Any]:
    """The descriptor of every font in the file."""
    return [
        thing
        for thing in file.objects
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor"
    ]


@cache
def _off_the_page(pdf: Path) -> list[str]:
    """Words whose place lies outside their page."""
    out = []
    for number, sheet in enumerate(PdfReader(pdf).pages, 1):
        width, height = float(sheet.mediabox.width), float(sheet.mediabox.height)

        def visit(
            text: str,
            cm: Any,
            tm: Any,
            *_: Any,
            n: int = number,
            w: float = width,
            h: float = height,
        ) -> None:
            x, y = tm[4] * cm[0] + tm[5] * cm[2] + cm[4], tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            if text.strip() and not (0 <= x <= w and 0 <= y <= h):
                out.append(f"page {n}: {text.strip()[:30]} at {x:.0f}, {y:.0f}")

        sheet.extract_text(visitor_text=visit)
    return out
