"""Word papers: what stands in them, for whom, in both directions, the same each time."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import docx
import pytest
from docx.document import Document
from hypothesis import given
from hypothesis import strategies as st

from builders.course import Course
from builders.editions import WITH_HANDBOOK
from builders.paper import Paper, handout_parts, make_handout
from builders.write_docx import docx_parts, write_docx
from builders.write_docx_template import template_parts
from builders.write_pptx.package import write_package
from builders.yamltext import parse_yaml
from tests.conftest import Golden
from tests.handbook_course import png, small_course, with_blocks
from tests.test_write_sphinx import HOSTILE, TEMPLATES

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
EXERCISE: dict[str, Any] = {
    "kind": "exercise",
    "title": "Sort the facts",
    "task": "Read them [@panel:one].\n\n1. Sort.\n2. Talk.\n\n- Quiet\n  - Very quiet",
    "groups": "Groups of four",
    "minutes": 20,
    "materials": ["Twelve *cards*", "Pens"],
    "handout": "Fact one.",
    "solution": "All of them are signs of the answer key.",
    "say": "Whisper this to nobody.",
}
BLOCKS: list[dict[str, Any]] = [
    EXERCISE,
    {"kind": "indicators", "title": "Signs", "items": ["No papers", "Somebody speaks for him"]},
    {"kind": "table", "title": "A table", "columns": ["Act", "Means"], "rows": [["a", "b"]]},
    {
        "kind": "figure",
        "title": "Room",
        "image": "room.png",
        "alt": 'Two "chairs" & a table',
        "credit": "Our own",
    },
    {"kind": "text", "body": "Only in the book."},
]


def papers(course: Course) -> dict[str, Paper]:
    return {part: make_handout(narrow, part) for part, narrow in handout_parts(course)}


def opened(paper: Paper, images: Path) -> Document:
    data = io.BytesIO()
    write_package(data, docx_parts(paper, TEMPLATES, images, 1_700_000_000))
    return docx.Document(io.BytesIO(data.getvalue()))


def text_of(document: Document) -> str:
    """Every paragraph with its style, tables row by row."""
    lines = []
    for element in document.element.body.iter(f"{W}p", f"{W}tr"):
        words = "".join(t.text or "" for t in element.iter(f"{W}t"))
        if element.tag == f"{W}tr":
            cells = ["".join(t.text or "" for t in c.iter(f"{W}t")) for c in element.iter(f"{W}tc")]
            lines.append("| " + " | ".join(cells))
        elif not list(element.iterancestors(f"{W}tr")):
            style = element.find(f"{W}pPr/{W}pStyle")
            name = style.get(f"{W}val") if style is not None else "Normal"
            lines.append(f"{name}: {words}".rstrip())
    return "\n".join(lines) + "\n"


def test_a_handout_as_text(images: Path, golden: Golden) -> None:
    made = papers(with_blocks(BLOCKS, "trainer"))
    assert list(made) == ["01-look", "contacts"]
    text = "\n".join(text_of(opened(paper, images)) for paper in made.values())
    golden("paper/handouts.txt", text)


@pytest.mark.parametrize("edition", WITH_HANDBOOK)
def test_no_edition_puts_trainers_words_into_a_handout(edition: str, images: Path) -> None:
    for paper in papers(with_blocks(BLOCKS, edition)).values():
        text = repr(paper)
        for secret in (
            "signs of the answer",
            "Whisper",
            "Lead trainer",
            "Bring water",
            "Good morning",
        ):
            assert secret not in text
    narrow = [repr(course) for _, course in handout_parts(with_blocks(BLOCKS, "trainer"))]
    assert not [text for text in narrow if "signs of the answer" in text or "Whisper" in text]


def test_an_edit_elsewhere_does_not_touch_a_paper() -> None:
    course = small_course()
    other = replace(course, version="other", participants=3, notes="x")
    assert list(handout_parts(course)) == list(handout_parts(other))


def test_the_same_paper_gives_the_same_bytes_without_names(images: Path, tmp_path: Path) -> None:
    paper = papers(with_blocks(BLOCKS))["01-look"]
    for name in ("a.docx", "b.docx"):
        write_docx(paper, TEMPLATES, images, tmp_path / name, 1_700_000_000)
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()
    properties = docx.Document(str(tmp_path / "a.docx")).core_properties
    assert properties.created is not None
    assert properties.created.year == 2023
    assert (properties.author, properties.last_modified_by) == ("Institute", "")
    with zipfile.ZipFile(tmp_path / "a.docx") as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.read("word/media/image1.png") == png()


def test_tables_repeat_their_heading_and_pictures_have_words(images: Path) -> None:
    document = opened(papers(with_blocks(BLOCKS))["01-look"], images)
    table = next(t for t in document.tables if t.cell(0, 0).text == "Act")
    assert table.rows[0]._tr.find(f"{W}trPr/{W}tblHeader") is not None
    (shape,) = document.inline_shapes
    assert shape._inline.docPr.get("descr") == 'Two "chairs" & a table'


def test_every_style_that_is_named_is_in_the_template(images: Path) -> None:
    for paper in papers(with_blocks(BLOCKS)).values():
        parts = docx_parts(paper, TEMPLATES, images, 0)
        known = set(re.findall(rb'w:styleId="(\w+)"', parts["word/styles.xml"]))
        body = parts["word/document.xml"] + parts["word/footer1.xml"]
        named = set(re.findall(rb'<w:(?:pStyle|rStyle|tblStyle) w:val="(\w+)"/>', body))
        assert named
        assert named <= known
        for name, data in parts.items():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(data)


def test_every_numbered_list_starts_where_its_author_says(images: Path) -> None:
    task = "1. a\n2. b\n\nThen\n\n3. c\n4. d"
    block = {**EXERCISE, "task": task, "handout": "1. e"}
    parts = docx_parts(papers(with_blocks([block]))["01-look"], TEMPLATES, images, 0)
    starts = re.findall(
        rb'<w:num w:numId="\d+"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0">'
        rb'<w:startOverride w:val="(\d+)"/>',
        parts["word/numbering.xml"],
    )
    assert starts == [b"1", b"3", b"1"]


def test_arabic_papers_turn_round_and_latin_words_in_them_do_not(images: Path) -> None:
    course = with_blocks([{**EXERCISE, "task": "اقرأ البطاقة Sheet A ثم اكتب"}])
    wording = replace(course.wording, language="ar", direction="rtl")
    paper = papers(replace(course, wording=wording))["01-look"]
    parts = docx_parts(paper, TEMPLATES, images, 0)
    body = parts["word/document.xml"].decode("utf-8")
    assert '<w:r><w:t xml:space="preserve">Sheet A</w:t></w:r>' in body
    assert '<w:rPr><w:rtl/></w:rPr><w:t xml:space="preserve">اقرأ البطاقة </w:t>' in body
    assert body.count("<w:tbl>") == body.count("<w:bidiVisual/>")
    assert re.search(r"<w:bidi/></w:sectPr>", body)
    assert b'w:bidi="ar-LY"' in parts["word/styles.xml"]


@pytest.mark.parametrize("text", [*HOSTILE, "long " * 24, "a\tb"])
def test_hostile_words_stand_as_typed(text: str, images: Path) -> None:
    text = text.strip()
    block = {**EXERCISE, "title": text}
    figure = {**BLOCKS[3], "alt": text, "title": text}
    document = opened(papers(with_blocks([block, figure]))["01-look"], images)
    assert any(p.text == text for p in document.paragraphs)


@given(st.text(min_size=1, max_size=60).filter(str.strip))
def test_any_title_makes_a_whole_document(title: str) -> None:
    course = with_blocks([EXERCISE])
    session = course.sessions[0]
    module = session.module.model_copy(update={"title": title})
    course = replace(course, title=title, sessions=(replace(session, module=module),))
    paper = papers(course)["01-look"]
    for name, data in docx_parts(paper, TEMPLATES, Path(), 0).items():
        if name.endswith((".xml", ".rels")):
            ElementTree.fromstring(data)


def test_wide_and_long_tables_and_long_prose_make_whole_documents(images: Path) -> None:
    columns = [f"Column {number}" for number in range(12)]
    blocks = [
        {"kind": "table", "title": "Wide", "columns": columns, "rows": [columns]},
        {"kind": "table", "title": "Long", "columns": ["a", "b"], "rows": [["c", "d"]] * 2000},
        {**EXERCISE, "task": "\n\n".join(f"Line {n} of many." for n in range(1000))},
    ]
    document = opened(papers(with_blocks(blocks))["01-look"], images)
    assert [len(t.rows) for t in document.tables[:2]] == [2, 2001]
    assert "Line 999 of many." in text_of(document)


def test_a_session_with_nothing_to_hold_gives_no_paper() -> None:
    course = with_blocks([{"kind": "text", "body": "Only in the book."}])
    session = course.sessions[0]
    silent = replace(session, module=session.module.model_copy(update={"key_messages": ()}))
    assert "01-look" not in papers(replace(course, sessions=(silent,)))
    assert papers(replace(course, sessions=(), hubs={})) == {}


def test_the_template_is_what_the_script_makes() -> None:
    source = TEMPLATES / "deck" / "theme.yaml"
    theme, _, problems = parse_yaml(source.read_text("utf-8"), source.name)
    assert not problems
    assert isinstance(theme, dict)
    with zipfile.ZipFile(TEMPLATES / "handbook" / "docx" / "keyhub.docx") as made:
        assert {name: made.read(name) for name in made.namelist()} == template_parts(theme)
