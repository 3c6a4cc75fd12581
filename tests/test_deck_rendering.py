"""Decks as pictures and on paper. Drawing needs LibreOffice; without it, the message is tested."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from click.testing import CliRunner
from PIL import Image

from builders.cli import keyhub
from builders.deck_rendering.handout import PAGE, Box, cells
from builders.deck_rendering.office import find_office, render
from builders.house import House
from tests.edited_decks import Editor, deck_of


def run(house: House, *arguments: str) -> str:
    result = CliRunner().invoke(
        keyhub, ["--house", str(house.root), "deck", *arguments], catch_exceptions=False
    )
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.usefixtures("office")
def test_preview_of_a_deck_with_a_hidden_slide(decked: House, tmp_path: Path) -> None:
    editor = Editor(deck_of(decked))
    editor.slide("talk/room")._element.set("show", "0")
    deck = editor.save(tmp_path / "edited.pptx")
    out = tmp_path / "sheet.png"
    run(decked, "preview", str(deck), "--out", str(out), "--columns", "5")
    shown = len(editor.deck.slides) - 1
    with Image.open(out) as sheet:
        assert sheet.width == 5 * 420 + 20
        rows = -(-shown // 5)
        assert (sheet.height - 20) % rows == 0
        # the title slide is dark, and stands first
        assert sum(sheet.convert("L").resize((5, rows)).tobytes()[:1]) < 140
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".")] == []


@pytest.mark.usefixtures("office")
def test_handout_of_a_workshop(decked: House, tmp_path: Path) -> None:
    out = tmp_path / "handout.pdf"
    run(decked, "handout", "one-day", "--out", str(out))
    decks = sorted(deck_of(decked, "participant").parent.glob("*.pptx"))
    pages = sum(-(-len(Editor(deck).deck.slides) // 3) for deck in decks)
    document = pdfium.PdfDocument(out)
    assert len(document) == pages
    assert [round(side) for side in document[0].get_size()] == [round(side) for side in PAGE]
    words = "".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    assert "Good first words" in words
    assert "Speak slowly" not in words  # a trainer's words


@pytest.mark.usefixtures("office")
def test_what_is_no_deck_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "odd.pptx"
    path.write_text("no deck")
    made, problems = render([path], tmp_path)
    assert not made
    assert [problem.code for problem in problems] == ["deck-not-pptx"]


def test_without_libreoffice_the_message_says_where_to_get_it(
    decked: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KEYHUB_SOFFICE", str(tmp_path / "nothing"))
    for name in ("preview", "handout"):
        result = CliRunner().invoke(
            keyhub, ["--house", str(decked.root), "deck", name, str(deck_of(decked))]
        )
        assert result.exit_code == 1
        assert "office-missing" in result.stderr
        assert "https://www.libreoffice.org" in result.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands in for LibreOffice")
def test_a_libreoffice_that_makes_nothing(decked: House, tmp_path: Path) -> None:
    """It ends with 0 also when it could not load a file."""
    fake = tmp_path / "soffice"
    fake.write_text("#!/bin/sh\nexit 0\n")
    fake.chmod(0o755)
    made, problems = render([deck_of(decked)], tmp_path, fake)
    assert not made
    assert [problem.code for problem in problems] == ["office-failed"]


def test_libreoffice_is_found_where_it_is_installed(tmp_path: Path) -> None:
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    assert find_office({"PATH": str(tmp_path)}) == program
    assert find_office({"KEYHUB_SOFFICE": str(program), "PATH": ""}) == program


def test_a_workshop_that_was_not_built(decked: House, tmp_path: Path) -> None:
    shutil.copytree(decked.root, tmp_path / "own", ignore=shutil.ignore_patterns("build"))
    result = CliRunner().invoke(
        keyhub, ["--house", str(tmp_path / "own"), "deck", "preview", "one-day"]
    )
    assert result.exit_code == 2
    assert "keyhub build one-day --only deck" in result.output


def inside(box: Box) -> bool:
    right, top = box.x + box.width, box.y + box.height
    return min(box.x, box.y) >= 0 and right <= PAGE[0] and top <= PAGE[1]


@pytest.mark.parametrize("rtl", [False, True])
@pytest.mark.parametrize("per_page", [1, 3, 6])
@pytest.mark.parametrize("share", [0.5625, 0.75])
def test_cells_stay_on_the_page_and_apart(per_page: int, rtl: bool, share: float) -> None:
    made = cells(per_page, share, rtl=rtl)
    assert len(made) == per_page
    boxes = [box for cell in made for box in (cell.slide, cell.lines) if box]
    assert all(inside(box) for box in boxes)
    for number, one in enumerate(boxes):
        for other in boxes[number + 1 :]:
            apart = (
                one.x + one.width <= other.x
                or other.x + other.width <= one.x
                or one.y + one.height <= other.y
                or other.y + other.height <= one.y
            )
            assert apart
    if per_page == 3:
        assert made[0].lines is not None
        assert (made[0].slide.x > made[0].lines.x) is rtl
