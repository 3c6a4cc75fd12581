"""How the printed book breaks over pages, and which way its lines run."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest
from pypdf import PdfReader

from builders.handbook import make_handbook
from builders.write_sphinx import write_source
from builders.write_typst.pdf import compile_pdf
from tests.handbook_course import REPOSITORY, png, small_course
from tests.test_write_typst import in_arabic, pages_of, printed

TEMPLATES = REPOSITORY / "templates"
EXTENSIONS = TEMPLATES / "handbook" / "source" / "_extensions"


@cache
def extension(name: str) -> ModuleType:
    """An extension of the Sphinx project, loaded from its file."""
    spec = importlib.util.spec_from_file_location(f"handbook_{name}", EXTENSIONS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module", params=["en", "ar"])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A trainer's book as Typst source, to set a page of our own with its look."""
    course = small_course()
    if request.param == "ar":
        course = in_arabic(course)
    place = tmp_path_factory.mktemp("look")
    images = place / "images"
    images.mkdir()
    (images / "room.png").write_bytes(png())
    write_source(make_handbook(course), TEMPLATES, images, place / "source")
    command = [sys.executable, "-m", "sphinx", "-b", "typst", place / "source", place / "typst"]
    subprocess.run([str(part) for part in command], check=True, capture_output=True)
    return place / "typst"


def set_by_hand(folder: Path, body: str) -> list[str]:
    """The words of each page of a body set with the functions of the book."""
    source = (
        '#import "keyhub.typ": *\n#show: printed\n#let p = pillars.identify\n'
        f'#open-chapter("Body")\n{body}\n'
    )
    (folder / "handbook.typ").write_text(source, encoding="utf-8")
    assert compile_pdf(folder, folder / "body.pdf", 0) == []
    return pages_of(folder / "body.pdf")


@pytest.mark.parametrize("room", range(40, 80, 8))
def test_no_line_of_a_note_stands_alone_on_the_next_page(folder: Path, room: int) -> None:
    note = " ".join(f"note{number}" for number in range(45))
    body = (
        f"#v(240mm - {room}mm)\n#beside[#block(height: 40mm)[Block]][{note}][][wide]\n"
        "#pagebreak()\nAfter"
    )
    sheets = set_by_hand(folder, body)
    holding = [number for number, words in enumerate(sheets) if "note" in words]
    assert len(holding) == 1, "the note is broken over pages"
    assert "Block" in sheets[holding[0]]


def test_a_term_of_the_glossary_stays_whole(folder: Path) -> None:
    entries = "\n".join(
        f"#glossary-entry(p, [Term{n}])[Meaning of it. #facts-run(p, ([French], [end{n}]))]"
        for n in range(40)
    )
    sheets = set_by_hand(folder, entries)
    assert len(sheets) > 1
    for number in range(40):
        held = [words for words in sheets if f"Term{number} " in words]
        assert len(held) == 1
        assert f"end{number}" in held[0]


def test_a_foreign_title_breaks_with_its_line(folder: Path) -> None:
    title = " ".join(["Title"] * 30)
    alone = set_by_hand(folder, f'#block(width: 80mm)[4. #in-language("en", "ltr")[{title}]]')
    first = PdfReader(folder / "body.pdf").pages[0].extract_text().splitlines()
    line = next(words for words in first if "Title" in words)
    assert "4" in line, alone


def test_a_sheet_of_a_trainer_leaves_no_page_half_empty(tmp_path: Path) -> None:
    images = tmp_path / "images"
    images.mkdir()
    (images / "room.png").write_bytes(png())
    pdf, _ = printed(small_course("trainer"), images, tmp_path / "built")
    sheet = next(words for words in pages_of(pdf) if "Sort them." in words)
    assert "Card one" in sheet


def test_lines_of_arabic_drawings_carry_their_direction() -> None:
    svg = (
        "<svg><style>:root{--ink:#111111;}</style>"
        '<text x="9" text-anchor="start" direction="rtl" fill="var(--ink)">9 فبراير 2025</text>'
        '<text x="9" text-anchor="start" fill="var(--ink)">9 February</text></svg>'
    )
    done = extension("typst_svg").for_print(svg)
    assert ">\u20679 فبراير 2025\u2069</text>" in done
    assert 'text-anchor="end" fill="#111111">\u2067' in done
    assert ">9 February</text>" in done


def test_a_line_before_a_table_moves_with_it(folder: Path) -> None:
    table = "#data-table(p, columns: (1fr, 1fr), head: ([Item], [Where]), [One], [Two])"
    for room in range(12, 40, 4):
        body = f"#v(245mm - {room}mm)\n#before-table[#par[Told]]\n{table}"
        held = [words for words in set_by_hand(folder, body) if "Told" in words]
        assert "Item" in held[0], room
