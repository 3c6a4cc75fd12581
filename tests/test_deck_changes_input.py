"""Files from anywhere: each odd one gets a problem with its code, never a traceback."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pptx
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from builders.cli import keyhub
from builders.deck_changes import examine
from builders.deck_changes.applying import plan_edits
from builders.deck_changes.reading import read_deck
from builders.house import House
from tests.edited_decks import DECK, MODULE_FILE, Editor, deck_of, examined


def repacked(source: Path, target: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """A deck with each part passed through `change`; None drops it."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = change(name, old.read(name))
            if data is not None:
                new.writestr(name, data)
    return target


def codes(house: House, deck: Path) -> list[str]:
    found, problems, _ = examine(house, deck)
    assert found is None or not any(p.is_error for p in problems)
    return [problem.code for problem in problems]


def of_bytes(data: bytes) -> Callable[[Path, Path], None]:
    def make(path: Path, _: Path) -> None:
        path.write_bytes(data)

    return make


def a_document(path: Path, _: Path) -> None:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("word/document.xml", "<x/>")


def a_foreign_deck(path: Path, _: Path) -> None:
    deck = pptx.Presentation()
    deck.slides.add_slide(deck.slide_layouts[0]).shapes.title.text_frame.text = "Somebody's"
    deck.save(str(path))


def stamp_with(old: str, new: str) -> Callable[[Path, Path], None]:
    def make(path: Path, deck: Path) -> None:
        repacked(
            deck,
            path,
            lambda name, data: (
                data.replace(old.encode(), new.encode()) if name == "customXml/item1.xml" else data
            ),
        )

    return make


def in_slide(change: Callable[[bytes], bytes | None]) -> Callable[[Path, Path], None]:
    def make(path: Path, deck: Path) -> None:
        repacked(
            deck,
            path,
            lambda name, data: change(data) if name == "ppt/slides/slide2.xml" else data,
        )

    return make


LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
ENTITIES = b'<!DOCTYPE p [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><p>&b;</p>'
ODD = {
    "empty": (of_bytes(b""), "deck-not-pptx"),
    "text": (of_bytes(b"Not a deck"), "deck-not-pptx"),
    "document": (a_document, "deck-not-pptx"),
    "old": (of_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(900)), "deck-not-pptx"),
    "locked": (of_bytes(LOCKED), "deck-encrypted"),
    "foreign": (a_foreign_deck, "deck-unstamped"),
    "other house": (stamp_with("one-day", "elsewhere"), "deck-foreign"),
    "path as workshop": (stamp_with("one-day", "../../seeds/x"), "deck-foreign"),
    "no such deck": (stamp_with(DECK, "01-nothing"), "deck-gone"),
    "other version": (stamp_with('keyhub="', 'keyhub="9'), "deck-other-version"),
    "half a slide": (in_slide(lambda data: data[: len(data) // 2]), "deck-damaged"),
    "no slide": (in_slide(lambda data: None), "deck-damaged"),
    "entities": (in_slide(lambda data: ENTITIES), "deck-damaged"),
    "empty slide": (in_slide(lambda data: b"<p/>"), "deck-damaged"),
}


@pytest.mark.parametrize("kind", sorted(ODD))
def test_odd_files_get_a_problem(kind: str, decked: House, tmp_path: Path) -> None:
    make, code = ODD[kind]
    path = tmp_path / "odd.pptx"
    make(path, deck_of(decked))
    assert codes(decked, path) == [code]
    result = CliRunner().invoke(
        keyhub, ["--house", str(decked.root), "deck", "changes", str(path)], catch_exceptions=False
    )
    assert code in result.output + result.stderr
    assert result.exit_code == (0 if code == "deck-other-version" else 1)
    assert "Traceback" not in result.output + result.stderr


def test_a_bomb_is_not_unpacked(decked: House, tmp_path: Path) -> None:
    path = tmp_path / "bomb.pptx"
    repacked(
        deck_of(decked),
        path,
        lambda name, data: b" " * 60_000_000 if name == "ppt/slides/slide2.xml" else data,
    )
    assert path.stat().st_size < 1_000_000
    assert codes(decked, path) == ["deck-too-large"]


def test_a_locked_part_is_named(decked: House, tmp_path: Path) -> None:
    """A zip whose entries say that they are encrypted."""
    data = bytearray(deck_of(decked).read_bytes())
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        data[at + 8] |= 1
        at += 4
    path = tmp_path / "locked.pptx"
    path.write_bytes(data)
    assert codes(decked, path) == ["deck-encrypted"]


def test_a_missing_file(decked: House, tmp_path: Path) -> None:
    assert codes(decked, tmp_path / "none.pptx") == ["file-unreadable"]


def test_faults_of_the_sources_come_first(decked: House, tmp_path: Path) -> None:
    shutil.copytree(decked.root, tmp_path / "own")
    own = House(tmp_path / "own")
    (own.root / MODULE_FILE).write_text("title: [\n", encoding="utf-8")
    found, problems, sources = examine(own, deck_of(own))
    assert found is None
    assert {problem.place.file for problem in problems if problem.is_error} >= {MODULE_FILE}
    assert MODULE_FILE in {source.name for source in sources}


def test_a_file_that_changes_meanwhile_is_left(decked: House, tmp_path: Path) -> None:
    shutil.copytree(decked.root, tmp_path / "own")
    own = House(tmp_path / "own")
    editor = Editor(deck_of(own))
    editor.replace("talk/words", "Wait for the answer", "Wait for any answer")
    found = examined(own, editor.save(tmp_path / "edited.pptx"))
    path = own.root / MODULE_FILE
    path.write_text(path.read_text() + "# a last word\n", encoding="utf-8")
    plan = plan_edits(found.report.edits, found.expected.curriculum)
    assert [problem.code for problem in plan.problems] == ["deck-source-moved"]
    assert not plan.files


def test_an_edit_without_a_way_to_write_it(decked: House, tmp_path: Path) -> None:
    editor = Editor(deck_of(decked))
    editor.replace("talk/words", "Wait for the answer", "Wait for any answer")
    found = examined(decked, editor.save(tmp_path / "edited.pptx"))
    edit = replace(found.report.edits[0], path=("steps",))
    plan = plan_edits([edit], found.expected.curriculum)
    assert [problem.code for problem in plan.problems] == ["deck-edit-unwritable"]


@given(st.data())
def test_broken_bytes_never_raise(decked: House, data: st.DataObject) -> None:
    """Bytes of a real deck changed here and there: read, or refused with a problem."""
    whole = bytearray(deck_of(decked, name="00-opening").read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at] = data.draw(st.integers(0, 255))
    path = decked.root.parent / "broken.pptx"
    path.write_bytes(bytes(whole))
    contents, problems = read_deck(path, "broken.pptx")
    assert (contents is None) == bool(problems)
    assert io.BytesIO(path.read_bytes()).read(1) is not None
