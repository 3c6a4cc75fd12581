"""Approvals of translations cover the words of their language, and a release asks for them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from builders.build import Request, build_workshop, read_workshop
from builders.cli import keyhub
from builders.course import Course
from builders.course_languages import courses_in
from builders.handbook import make_handbook
from builders.house import House
from builders.loading.curriculum import load_curriculum
from tests.test_translating import FRENCH_WORKSHOP, extract, translate_everything
from tests.tiny_house import FILES, write_tiny_house

CATALOGUE = "curriculum/translations/fr/modules/first-contact.po"
MODULE = "curriculum/modules/identify/first-contact.yaml"


@pytest.fixture
def house(tmp_path: Path) -> House:
    """The tiny house with a workshop in French, and all of its catalogues."""
    made = write_tiny_house(
        tmp_path / "house", {**FILES, "curriculum/workshops/one-day.yaml": FRENCH_WORKSHOP}
    )
    extract(made, "fr")
    translate_everything(made, "fr")
    return made


def run(house: House, *words: str) -> tuple[int, str]:
    result = CliRunner().invoke(keyhub, ["--house", str(house.root), *words])
    return result.exit_code, result.output


def approve(house: House, kind: str, *more: str) -> None:
    who = ("--kind", kind, "--office", f"Office of {kind}", "--date", "2026-01-05")
    code, text = run(house, "approve", "first-contact", *who, *more)
    assert code == 0, text


def approve_all(house: House) -> None:
    approve(house, "legal")
    approve(house, "protection")
    approve(house, "language", "--language", "fr")


def change(house: House, name: str, old: str, new: str) -> None:
    path = house.root / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def release(house: House) -> list[str]:
    spec = house.curriculum / "workshops/one-day.yaml"
    asked = Request(house, spec, house.root / "build/one-day", only="agenda", release=True)
    return [p.message for p in build_workshop(asked).problems if p.code == "release-unapproved"]


def french(house: House, edition: int = 0) -> Course:
    ready, problems, _ = read_workshop(house, house.curriculum / "workshops/one-day.yaml")
    assert ready is not None, problems
    spec, curriculum, _, plan = ready
    made, problems = courses_in("fr", "one-day", spec, plan, curriculum)
    assert not problems
    return made[edition]


def page(house: House) -> str:
    return make_handbook(french(house)).page("changes").text


def test_a_release_in_french_asks_for_the_approval_of_the_french(house: House) -> None:
    approve(house, "legal")
    approve(house, "protection")
    (told,) = release(house)
    assert told.endswith("language (fr): not approved.")
    approve(house, "language", "--language", "fr")
    assert release(house) == []


def test_a_changed_translation_voids_the_approval_of_its_language_alone(house: House) -> None:
    approve_all(house)
    assert french(house).sessions[0].draft is False
    change(house, CATALOGUE, 'msgstr "mot Try it"', 'msgstr "Essayez"')
    (told,) = release(house)
    assert "language (fr): approved by Office of language on 2026-01-05, but edited" in told
    assert "legal" not in told
    assert french(house).sessions[0].draft is True


def test_comments_of_translators_void_nothing(house: House) -> None:
    approve_all(house)
    path = house.root / CATALOGUE
    path.write_text("# Read by two people.\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert release(house) == []


def test_changed_english_voids_it_until_it_is_translated_again(house: House) -> None:
    approve_all(house)
    change(house, MODULE, "title: Try it", "title: Try it now")
    (told,) = release(house)
    assert told.count("edited since") == 3


def test_only_a_whole_translation_can_be_approved(house: House) -> None:
    change(house, CATALOGUE, 'msgstr "mot Try it"', 'msgstr ""')
    who = ("--kind", "language", "--language", "fr", "--office", "Office")
    code, text = run(house, "approve", "first-contact", *who)
    assert code == 2
    assert "1 strings of 'first-contact' have no finished translation into 'fr'" in text
    assert load_curriculum(house)[0].modules["first-contact"].review.approvals == ()


def test_approvals_shows_each_translation(house: House) -> None:
    _, text = run(house, "approvals", "--json")
    before = json.loads(text)[0]["translations"]["fr"]
    assert before["missing"] == ["language (fr): not approved"]
    approve_all(house)
    _, text = run(house, "approvals", "--json")
    (entry,) = json.loads(text)
    assert entry["translations"]["fr"] == {**before, "missing": []}
    assert before["content_hash"] != entry["content_hash"]
    _, text = run(house, "approvals")
    assert "first-contact (fr)" in text


def test_the_french_book_lists_changes_in_french(house: House) -> None:
    approve(house, "legal")
    approve(house, "protection")
    assert "n’a jamais été approuvée" in page(house)
    approve(house, "language", "--language", "fr")
    text = page(house)
    assert "Office of language" in text
    assert "## " not in text
    change(house, CATALOGUE, 'msgstr "mot Flip chart"', 'msgstr "mot Tableau"')
    text = page(house)
    assert "[Flip chart]{.struck}" in text
    assert "[Tableau]{.put-in}" in text


def test_participants_learn_nothing_of_changes_in_the_words_of_trainers(house: House) -> None:
    approve_all(house)
    before = make_handbook(french(house, 1)).page("changes").text
    change(house, CATALOGUE, 'msgstr "mot Bring water', 'msgstr "Apportez de quoi boire')
    assert "Apportez" in page(house)
    assert make_handbook(french(house, 1)).page("changes").text == before
