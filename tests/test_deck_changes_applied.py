"""What a trainer changed goes back to its line, or is left with a reason."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from builders.cli import keyhub
from builders.deck_changes.applying import plan_edits, write
from builders.deck_changes.telling import report_text
from builders.house import House
from tests.edited_decks import (
    DECK,
    MODULE_FILE,
    Editor,
    deck_of,
    edited,
    examined,
    only,
    rebuild,
    report_of,
)


def applied(house: House, deck: Path) -> str:
    """Write back; returns the module's text."""
    found = examined(house, deck)
    plan = plan_edits(found.report.edits, found.expected.curriculum)
    assert not plan.refused, plan.problems
    write(plan)
    return (house.root / MODULE_FILE).read_text(encoding="utf-8")


def changed_lines(before: str, after: str) -> list[tuple[str, str]]:
    one, other = before.split("\n"), after.split("\n")
    assert len(one) == len(other)
    return [(a.strip(), b.strip()) for a, b in zip(one, other, strict=True) if a != b]


@pytest.mark.parametrize(
    ("name", "old", "new", "before", "after"),
    [
        (
            "talk/words",
            "Good first words",
            "First words: a start",
            "title: Good first words",
            "title: 'First words: a start'",
        ),
        (
            "talk/words",
            "The town lies far away",
            "The town is very far away",
            "- The town lies far away [@town-report:far-away].",
            "- The town is very far away [@town-report:far-away].",
        ),
        (
            "talk/words",
            "Ask for the ",
            "Ask kindly for the ",
            "- text: Ask for the *name* of the person.  # never the papers",
            "- text: Ask kindly for the *name* of the person.  # never the papers",
        ),
        (
            "talk/words",
            "name",
            "first name",
            "- Say your name and your office.",
            "- Say your first name and your office.",
        ),
        (
            "talk/words",
            "How are you?",
            "“Who” are you?",
            '- Then ask: "How are you?"',
            '- Then ask: ""Who" are you?"',
        ),
        (
            "talk/words",
            "slowly",
            "very slowly",
            "Speak **slowly** and sit down.",
            "Speak **very slowly** and sit down.",
        ),
        (
            "talk/who",
            "who is here?",
            "who isn't here?",
            "- [Police, 'Ask: who is here?']",
            "- [Police, 'Ask: who isn''t here?']",
        ),
        (
            "talk/way",
            "See who is there",
            "See who is there # and why",
            "text: See who is there",
            "text: 'See who is there # and why'",
        ),
        (
            "talk/rest",
            "or when it ends",
            "and when it ends",
            "or when it ends.",
            "and when it ends.",
        ),
        (
            "more/step",
            "One more round",
            "جولة أخرى",
            "title: One more round",
            "title: جولة أخرى",
        ),
    ],
)
def test_words_go_back_to_their_line(
    own: House, tmp_path: Path, name: str, old: str, new: str, before: str, after: str
) -> None:
    text = (own.root / MODULE_FILE).read_text(encoding="utf-8")
    deck = edited(own, tmp_path, name, old, new)
    change = next(c for c in report_of(own, deck).changes if c.edits)
    place = change.places[0]
    assert place.file == MODULE_FILE
    made = applied(own, deck)
    assert changed_lines(text, made) == [(before, after)]
    line = next(n for n, each in enumerate(made.split("\n"), 1) if after in each)
    assert abs(line - place.line) <= 5  # a block begins some lines before its last words
    later = report_of(own, deck)
    assert not later.edits, report_text(later)
    rebuild(own)
    assert report_of(own, deck_of(own)).changes == ()


def test_bold_becomes_stars(own: House, tmp_path: Path) -> None:
    editor = Editor(deck_of(own))
    paragraph = next(
        p
        for p in editor.shape("talk/words", "Say your name").text_frame.paragraphs
        if p.text.startswith("Say your name")
    )
    paragraph.runs[0].text = "Say your "
    run = paragraph.add_run()
    run.text, run.font.bold = "name", True
    paragraph.add_run().text = " and your office."
    deck = editor.save(tmp_path / "edited.pptx")
    assert only(report_of(own, deck)).kind == "emphasis"
    assert "- Say your **name** and your office." in applied(own, deck)


def test_words_that_break_a_rule_are_not_written(own: House, tmp_path: Path) -> None:
    """It says what is wrong with the new words, and leaves the files as they were."""
    text = (own.root / MODULE_FILE).read_text(encoding="utf-8")
    deck = edited(own, tmp_path, "talk/words", "Say your name", "Call illegal migrants by name")
    found = examined(own, deck)
    plan = plan_edits(found.report.edits, found.expected.curriculum)
    assert plan.refused
    assert "word-avoided" in {problem.code for problem in plan.problems}
    result = command(own, "changes", str(deck), "--apply", "--yes")
    assert result.exit_code == 1
    assert "nothing was written" in result.output
    assert (own.root / MODULE_FILE).read_text(encoding="utf-8") == text


def test_both_changed_is_a_conflict(own: House, tmp_path: Path) -> None:
    deck = edited(own, tmp_path, "talk/words", "Wait for the answer", "Wait for any answer")
    path = own.root / MODULE_FILE
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Wait for the answer", "Wait a minute"), encoding="utf-8")
    change = only(report_of(own, deck))
    assert (change.standing, change.edits) == ("conflict", ())
    assert (change.old, change.new) == ("Wait a minute.", "Wait for any answer.")
    before = path.read_text(encoding="utf-8")
    result = command(own, "changes", str(deck), "--apply", "--yes")
    assert (result.exit_code, path.read_text(encoding="utf-8")) == (0, before)
    assert "CONFLICT" in result.output


def test_a_text_over_two_slides_goes_back_whole(own: House, tmp_path: Path) -> None:
    path = own.root / MODULE_FILE
    task = "Greet your neighbour as you would a stranger at night."
    long = " ".join(f"Sentence number {n} asks you to look around first." for n in range(40))
    path.write_text(path.read_text(encoding="utf-8").replace(task, long), encoding="utf-8")
    rebuild(own)
    editor = Editor(deck_of(own))
    editor.replace("practice/exercise-1/2", "number 39 asks", "number 39 begs")
    report = report_of(own, editor.save(tmp_path / "edited.pptx"))
    change = only(report)
    assert change.standing == "writable", report_text(report)
    assert change.edits[0].new == long.replace("number 39 asks", "number 39 begs")


def command(house: House, *arguments: str) -> Result:
    return CliRunner().invoke(
        keyhub, ["--house", str(house.root), "deck", *arguments], catch_exceptions=False
    )


def test_the_command_shows_first_and_then_writes(own: House, tmp_path: Path) -> None:
    deck = edited(own, tmp_path, "talk/words", "Wait for the answer", "Wait for any answer")
    path = own.root / MODULE_FILE
    before = path.read_text(encoding="utf-8")
    shown = command(own, "changes", str(deck))
    assert shown.exit_code == 0
    assert "Wait for [-the-]{+any+} answer." in shown.output
    assert path.read_text(encoding="utf-8") == before
    asked = command(own, "changes", str(deck), "--apply")
    assert asked.exit_code == 2
    assert "--yes" in asked.output
    assert path.read_text(encoding="utf-8") == before
    done = command(own, "changes", str(deck), "--apply", "--yes")
    assert done.exit_code == 0, done.output
    assert f"Wrote 1 changed texts into {MODULE_FILE}" in done.output
    assert "Wait for any answer." in path.read_text(encoding="utf-8")
    assert not [each for each in path.parent.iterdir() if each.name.startswith(".")]
    listed = json.loads(command(own, "changes", str(deck), "--json").output)
    assert (listed["workshop"], listed["changes"]) == ("one-day", [])


def test_another_language_is_shown_but_not_written(own: House, tmp_path: Path) -> None:
    labels = (own.templates / "wording" / "en.yaml").read_text(encoding="utf-8")
    (own.templates / "wording" / "fr.yaml").write_text(labels, encoding="utf-8")
    spec = own.curriculum / "workshops" / "one-day.yaml"
    spec.write_text(spec.read_text() + "languages: [fr]\n")
    rebuild(own, allow_untranslated=True)
    editor = Editor(own.root / "build" / "one-day" / "trainer-fr" / "decks" / f"{DECK}.pptx")
    editor.replace("talk/words", "Wait for the answer", "Wait for any answer")
    change = only(report_of(own, editor.save(tmp_path / "edited.pptx")))
    assert change.places[0].file == MODULE_FILE
    assert (change.standing, change.edits) == ("manual", ())
    assert "English" in change.why
