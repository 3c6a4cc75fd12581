"""What a trainer changed: found, placed, and written back; and nothing found where nothing was."""

from __future__ import annotations

import copy
import io
import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from pptx.chart.data import CategoryChartData
from pptx.util import Inches

from builders.cli import keyhub
from builders.course import EDITIONS
from builders.deck_changes.applying import plan_edits, write
from builders.deck_changes.changes import Report
from builders.deck_changes.expected import expect, places_of
from builders.deck_changes.reading import read_deck
from builders.deck_changes.telling import report_json, report_text, word_diff
from builders.house import House
from tests.conftest import Golden
from tests.edited_decks import (
    DECK,
    MODULE_FILE,
    Editor,
    deck_of,
    examined,
    house_with_decks,
    rebuild,
    report_of,
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> House:
    return house_with_decks(tmp_path_factory.mktemp("built") / "house")


@pytest.fixture
def own(built: House, tmp_path: Path) -> House:
    """A copy that a test may write to."""
    shutil.copytree(built.root, tmp_path / "own")
    return House(tmp_path / "own")


def only(report: Report) -> Any:
    assert len(report.changes) == 1, report_text(report)
    return report.changes[0]


def edited(house: House, tmp_path: Path, name: str, old: str, new: str) -> Path:
    editor = Editor(deck_of(house))
    editor.replace(name, old, new)
    return editor.save(tmp_path / "edited.pptx")


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


@pytest.mark.parametrize("edition", ["trainer", "participant"])
@pytest.mark.parametrize("name", ["00-opening", DECK])
def test_an_untouched_deck_has_no_change(
    built: House, edition: str, name: str, tmp_path: Path
) -> None:
    deck = deck_of(built, edition, name)
    report = report_of(built, deck)
    assert (report.changes, report.newer, report.stamped) == ((), 0, True)
    again = Editor(deck).save(tmp_path / "again.pptx")
    assert report_of(built, again).changes == ()


def test_libreoffice_saves_a_deck_without_a_change(built: House, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not on this computer")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office, "--headless", profile, "--convert-to", "pptx", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(deck_of(built))], check=True, capture_output=True, timeout=180)
    saved = tmp_path / f"{DECK}.pptx"
    contents, _ = read_deck(saved, "saved")
    assert contents is not None
    assert not any(slide.name for slide in contents.slides)  # LibreOffice drops the ids
    report = report_of(built, saved)
    assert report.changes == (), report_text(report)
    editor = Editor(saved)
    for slide in editor.deck.slides:
        for shape in slide.shapes:
            if shape.has_text_frame and shape.text_frame.text == "Good first words":
                shape.text_frame.paragraphs[0].runs[0].text = "Better first words"
    change = only(report_of(built, editor.save(tmp_path / "after.pptx")))
    assert (change.kind, change.standing) == ("title", "writable")


def test_every_text_is_traced(built: House) -> None:
    """The invisible marks disturb no slide: each text of both editions has its pieces."""
    spec = built.curriculum / "workshops" / "one-day.yaml"
    for edition in EDITIONS:
        for name in ("00-opening", DECK):
            expected, _, _ = expect(built, spec, edition, "en", name)
            assert expected is not None
            for slide in expected.contents.slides:
                for place, text in places_of(slide):
                    pieces = expected.pieces.get((slide.number, place))
                    assert not text or pieces is not None, (slide.name, place, text)
                    assert "".join(piece.text for piece in pieces or ()) == text


def test_the_report(built: House, tmp_path: Path, golden: Golden) -> None:
    """Everything that a trainer may do to a deck, in one report."""
    editor = Editor(deck_of(built))
    editor.replace("talk/words", "Good first words", "The first words")
    editor.replace("talk/words", "Say your name and your office", "Say your name, then your office")
    editor.replace("talk/words", "Then ask", "Now ask")
    editor.replace("talk/who", "Looks first", "Looks and listens")
    editor.replace("talk/way", "Stand still", "Stand quite still")
    table = next(s for s in editor.slide("talk/who").shapes if s.has_table).table
    row = copy.deepcopy(table._tbl.tr_lst[-1])
    table._tbl.append(row)
    table.cell(3, 0).text, table.cell(3, 1).text = "Teacher", "Explains"
    chart = next(s for s in editor.slide("talk/bars").shapes if s.has_chart).chart
    data: Any = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = ["Men", "Women"]
    data.add_series("Asked", [5, 9])
    chart.replace_data(data)
    box = editor.slide("talk/rest").shapes.add_textbox(Inches(1), Inches(5), Inches(3), Inches(1))
    box.text_frame.text = "Water is at the door"
    frame = editor.shape("talk/words", "Wait for the answer").text_frame
    frame.add_paragraph().text = "Do not hurry."
    slides = editor.deck.slides
    layout = slides[0].slide_layout
    added = slides.add_slide(layout)
    added.shapes.title.text_frame.text = "My own slide"
    listed = slides._sldIdLst
    order = list(listed)
    names = [slide.name.rpartition("/")[2] for slide in slides]
    listed.remove(order[names.index("rest")])
    listed.insert(1, order[names.index("rest")])
    listed.remove(order[names.index("room")])
    report = report_of(built, editor.save(tmp_path / "edited.pptx"))
    text = report_text(report).replace(str(tmp_path), "…")
    golden("deck-changes.txt", text + "\n")
    assert report_json(report).count('"kind"') == len(report.changes)


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


def test_a_number_for_a_source_becomes_its_citation(own: House, tmp_path: Path) -> None:
    deck = edited(own, tmp_path, "talk/words", "Wait for the answer", "Wait, it is far [1]")
    change = next(c for c in report_of(own, deck).changes if c.kind == "text")
    assert change.edits[0].new == "Wait, it is far [@town-report:far-away]."
    deck = edited(own, tmp_path, "talk/words", "Wait for the answer", "Wait, it is far [9]")
    change = next(c for c in report_of(own, deck).changes if c.kind == "text")
    assert change.standing == "manual"
    assert "no source of the deck has this number" in change.why


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


def test_what_only_the_sources_changed_is_no_change_of_the_person(own: House) -> None:
    path = own.root / MODULE_FILE
    text = path.read_text(encoding="utf-8")
    new = text.replace("Wait for the answer", "Wait a minute").replace("Looks first", "Looks")
    new = new.replace("          - [Police, 'Ask: who is here?']\n", "")
    path.write_text(new, encoding="utf-8")
    report = report_of(own, deck_of(own))
    assert report.changes == (), report_text(report)
    assert report.newer >= 3


def test_without_its_stamp_a_deck_needs_help(own: House, tmp_path: Path) -> None:
    deck = edited(own, tmp_path, "talk/words", "Wait for the answer", "Wait for any answer")
    bare = tmp_path / "bare.pptx"
    with zipfile.ZipFile(deck) as old, zipfile.ZipFile(bare, "w") as new:
        for name in old.namelist():
            if not name.startswith("customXml/item1"):
                new.writestr(name, old.read(name))
    change = only(report_of(own, bare, workshop="one-day"))
    assert change.standing == "unknown-base"
    change = only(report_of(own, bare, base=deck_of(own)))
    assert change.standing == "writable"


def test_the_same_words_changed_in_two_ways(own: House, tmp_path: Path) -> None:
    """An objective stands on two slides: one edit is taken, two different ones are not."""
    deck = edited(own, tmp_path, "/objectives", "words that calm", "words that help")
    assert only(report_of(own, deck)).standing == "writable"
    editor = Editor(deck)
    editor.replace("talk/step", "words that calm", "words that soothe")
    changes = report_of(own, editor.save(deck)).changes
    assert {change.standing for change in changes} == {"manual"}
    assert "different ways" in changes[0].why


def test_a_label_of_keyhub_is_located_but_left(own: House, tmp_path: Path) -> None:
    deck = edited(own, tmp_path, "/objectives", "At the end, each participant", "You will")
    change = only(report_of(own, deck))
    assert change.places[0].file == "templates/wording/en.yaml"
    line = (own.root / change.places[0].file).read_text().split("\n")[change.places[0].line - 1]
    assert "At the end, each participant" in line
    assert (change.standing, change.edits) == ("manual", ())


def test_a_label_around_words_stays_keyhubs(own: House, tmp_path: Path) -> None:
    """Of "1. First contact" only the module's title can go back."""
    opening = deck_of(own, name="00-opening")
    editor = Editor(opening)
    editor.replace("/agenda-1", "First contact", "First meeting")
    change = only(report_of(own, editor.save(tmp_path / "a.pptx")))
    assert change.edits[0].path == ("title",)
    assert change.edits[0].new == "First meeting"
    editor = Editor(opening)
    editor.replace("/agenda-1", "1. ", "2. ")
    change = only(report_of(own, editor.save(tmp_path / "b.pptx")))
    assert (change.standing, change.edits) == ("manual", ())


def test_a_copied_slide_is_one_more(built: House, tmp_path: Path) -> None:
    editor = Editor(deck_of(built))
    source = editor.slide("talk/words")
    twin = editor.deck.slides.add_slide(source.slide_layout)
    for shape in list(twin.shapes):
        shape._element.getparent().remove(shape._element)
    for shape in source.shapes:
        twin.shapes._spTree.append(copy.deepcopy(shape._element))
    twin._element.cSld.set("name", source.name)
    change = only(report_of(built, editor.save(tmp_path / "edited.pptx")))
    assert change.kind == "slide-added"
    assert change.where.startswith("a copy of slide ")
    assert "Say your name and your office." in change.new


def test_a_hidden_slide_and_a_new_picture(built: House, tmp_path: Path) -> None:
    from PIL import Image

    editor = Editor(deck_of(built))
    slide = editor.slide("talk/room")
    slide._element.set("show", "0")
    picture = next(shape for shape in slide.shapes if hasattr(shape, "image"))
    data = io.BytesIO()
    Image.new("L", (64, 48), 250).save(data, "PNG")
    picture.part.related_part(picture._element.blip_rId)._blob = data.getvalue()
    kinds = {c.kind for c in report_of(built, editor.save(tmp_path / "edited.pptx")).changes}
    assert kinds == {"slide-hidden", "picture-replaced"}


def test_a_change_on_many_slides_is_told_once(built: House, tmp_path: Path) -> None:
    editor = Editor(deck_of(built))
    for slide in editor.deck.slides:
        for shape in slide.shapes:
            if shape.name == "Footer":
                shape.text_frame.paragraphs[0].runs[0].text = "A day in Sabha"
    change = only(report_of(built, editor.save(tmp_path / "edited.pptx")))
    footers = [s for slide in editor.deck.slides for s in slide.shapes if s.name == "Footer"]
    assert change.further == len(footers) - 1 > 5


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


def test_word_diff_shows_the_words_around() -> None:
    assert word_diff("a b c", "a x c") == "a [-b-]{+x+} c"
    assert word_diff("a b c d", "a x y d") == "a [-b c-]{+x y+} d"
    long = "word " * 40
    told = word_diff(long + "end", long + "stop")
    assert told.startswith("… word")
    assert told.endswith("[-end-]{+stop+}")


def test_the_stamp_holds_no_words_and_no_trainer_text(built: House) -> None:
    for edition in ("trainer", "participant"):
        with zipfile.ZipFile(deck_of(built, edition)) as package:
            stamp = package.read("customXml/item1.xml").decode()
        rest = re.sub(r'texts="[0-9a-f ]*"', "", stamp)
        assert not re.search(r"slowly|office|Police", rest)


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
