"""The page on what has changed since the last approved version, and who may read what of it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from builders.approvals import content_hash
from builders.build import Request, build_workshop, read_workshop
from builders.changes import Change, Spot, changes_between
from builders.cli import keyhub
from builders.course import ApprovedVersion, Course
from builders.course_languages import courses_in
from builders.editions import EDITION_KINDS, WITH_HANDBOOK
from builders.handbook import make_handbook
from builders.handbook.change_pages import BLOCK_LABELS, INNER_FIELDS, field_label
from builders.handbook.changed_words import Stretch, changed_rows
from builders.house import House
from builders.loading.curriculum import load_curriculum, validate_text
from builders.models.blocks import BlockBase
from builders.models.marks import Model, marks_of
from builders.models.module import Approval, Module, Objective, Step, TestQuestion
from tests.handbook_course import small_course, wording
from tests.tiny_house import MODULE, write_tiny_house

PATH = "curriculum/modules/identify/first-contact.yaml"
DAY = datetime.date(2027, 1, 5)


def read(text: str = MODULE) -> Module:
    module, _, problems = validate_text(text, PATH, Module)
    assert module is not None, problems
    return module


def changed(*edits: tuple[str, str]) -> list[Change]:
    text = MODULE
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1)
    return list(changes_between(read(), read(text)))


# -- which text is which -----------------------------------------------------------------------


def test_a_point_put_in_first_is_one_change() -> None:
    found = changed(("- Say your name and", "- Put out the lamp.\n          - Say your name and"))
    assert [(c.kind, c.after) for c in found] == [("added", "Put out the lamp.")]
    assert found[0].spot == Spot(
        "steps", "What do we say?", "points", "First words", "points", "text"
    )


def test_a_block_put_in_first_leaves_the_others_alone() -> None:
    block = "blocks:\n      - {kind: note, title: New, text: A new note.}\n      - kind: points"
    found = changed(("blocks:\n      - kind: points", block))
    assert [(c.kind, c.spot.field, c.after) for c in found] == [
        ("added", "title", "New"),
        ("added", "text", "A new note."),
    ]


def test_a_step_that_is_gone_is_told_with_all_it_said() -> None:
    step = MODULE[MODULE.index("  - id: more\n") : MODULE.index("questions:\n")]
    found = changed((step, ""))
    assert {c.kind for c in found} == {"removed"}
    assert {c.spot.step for c in found} == {"One more round"}
    assert ("title", "One more round") in {(c.spot.field, c.before) for c in found}


def test_another_kind_of_block_is_another_block() -> None:
    found = changed(
        (
            "kind: definition\n        term: presumed-victim",
            "kind: note\n        title: A\n        text: B",
        )
    )
    assert [(c.kind, c.spot.block) for c in found] == [
        ("removed", "definition"),
        ("added", "note"),
        ("added", "note"),
    ]


def test_what_is_for_trainers_is_marked_where_it_is_inside_something_for_trainers() -> None:
    found = changed(
        ("reason: A name calms.", "reason: A name opens."), ("Say your name", "Tell it")
    )
    assert {c.spot.field: c.trainer_only for c in found} == {"points": False, "choices": True}


# -- which words -------------------------------------------------------------------------------


def test_words_are_marked_and_the_rest_is_shortened() -> None:
    far = " ".join(f"word{number}" for number in range(60))
    (row,) = changed_rows([f"He waits. {far} He may go."], [f"She waits. {far} He may go now."])
    assert row.before is not None
    assert row.now is not None
    assert row.before[0] == Stretch("He", marked=True)
    assert row.now[0] == Stretch("She", marked=True)
    assert Stretch("") in row.now
    assert row.now[-1] == Stretch("go now.", marked=True)
    assert row.before[-1] == Stretch("go.", marked=True)


def test_words_before_a_change_at_the_end_stay() -> None:
    (row,) = changed_rows(["one two three"], ["one two three four"])
    assert row.now == (Stretch("one two three"), Stretch("four", marked=True))


def test_only_lines_that_differ_are_shown() -> None:
    rows = changed_rows(["Same.", "Old words here."], ["New line.", "Same.", "Old words there."])
    assert len(rows) == 2
    assert rows[0].before is None
    assert changed_rows(["Same."], ["Same."]) == ()


# -- the page ----------------------------------------------------------------------------------


def run(house: House, *words: str) -> None:
    result = CliRunner().invoke(keyhub, ["--house", str(house.root), *words])
    assert result.exit_code == 0, result.output


def approved_house(root: Path) -> House:
    house = write_tiny_house(root)
    for kind, office in (("legal", "Law office"), ("protection", "Protection unit")):
        who = ("--kind", kind, "--office", office, "--date", "2026-01-05")
        run(house, "approve", "first-contact", *who)
    return house


def edit(house: House, *edits: tuple[str, str]) -> None:
    path = house.root / PATH
    text = path.read_text(encoding="utf-8")
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")


def courses(house: House, language: str = "en") -> dict[str, Course]:
    spec = house.curriculum / "workshops/one-day.yaml"
    ready, problems, _ = read_workshop(house, spec)
    assert ready is not None, problems
    model, curriculum, _, plan = ready
    made, problems = courses_in(language, "one-day", model, plan, curriculum)
    assert not problems
    named = {kind.name: course for kind, course in zip(EDITION_KINDS, made, strict=True)}
    return {name: named[name] for name in WITH_HANDBOOK}


def page_of(course: Course) -> str:
    return make_handbook(course).page("changes").text


def test_a_module_that_was_never_approved_says_so_in_one_line(tmp_path: Path) -> None:
    for course in courses(write_tiny_house(tmp_path)).values():
        assert course.approved == {}
        assert "Never approved: there is nothing to compare with." in page_of(course)
        assert "## " not in page_of(course)


def test_an_unchanged_module_says_who_approved_what_when(tmp_path: Path) -> None:
    house = approved_house(tmp_path)
    for course in courses(house).values():
        text = page_of(course)
        assert "Law: [Law office]{.isolated}, 5 January 2026" in text
        assert "Protection: [Protection unit]{.isolated}, 5 January 2026" in text
        assert content_hash(read())[:12] in text
        assert "Nothing in this edition." in text
        assert "## " not in text


def test_changes_stand_by_step_and_block_with_words_marked(tmp_path: Path) -> None:
    house = approved_house(tmp_path)
    edit(house, ("Say your name and your office.", "Say your name and no rank."))
    text = page_of(courses(house)["trainer"])
    assert re.search(r"rubric\} Step: What do we say\?", text)
    assert "List: First words" in text
    assert "Before\n: Say your name and [your office.]{.struck}" in text
    assert "Now\n: Say your name and [no rank.]{.put-in}" in text
    assert "Changes: 1" in text


def test_participants_learn_nothing_of_changes_for_trainers(tmp_path: Path) -> None:
    house = approved_house(tmp_path)
    unchanged = {name: page_of(course) for name, course in courses(house).items()}
    edit(
        house,
        ("Speak slowly and sit down.", "Speak slowly and kneel beside the chair."),
        ("Bring water for everyone.", "Bring bread for everyone."),
    )
    now = courses(house)
    assert "[kneel beside the chair.]{.put-in}" in page_of(now["trainer"])
    assert "Changes: 2" in page_of(now["trainer"])
    assert page_of(now["participant"]) == unchanged["participant"]
    assert "kneel" not in repr(now["participant"])
    assert "sit down" not in repr(now["participant"])


def test_a_text_that_moved_to_the_trainers_is_not_told(tmp_path: Path) -> None:
    house = approved_house(tmp_path)
    line = "Greet your neighbour as you would a stranger at night."
    edit(
        house,
        (f"task: {line}", "task: Do it."),
        ("solution: A name, an office and a question.", f"solution: {line} Then ask."),
    )
    now = courses(house)
    assert "stranger at night" in page_of(now["trainer"])
    assert "stranger" not in repr(now["participant"])
    spec = house.curriculum / "workshops/one-day.yaml"
    asked = Request(house, spec, house.root / "build/one-day", "participant", formats=("html",))
    assert not build_workshop(asked).failed


def test_old_words_of_trainers_are_looked_for_in_what_is_delivered(tmp_path: Path) -> None:
    from builders.separation import guard_of

    house = approved_house(tmp_path)
    edit(house, ("Speak slowly and sit down.", "Wait."))
    curriculum, _ = load_curriculum(house)
    guard = guard_of(curriculum, curriculum.workshops["one-day"], [])
    assert ("speak", "slowly", "and", "sit", "down") in guard.phrases.get(5, {})


def test_a_version_without_a_copy_is_named_and_not_compared(tmp_path: Path) -> None:
    house = approved_house(tmp_path)
    edit(house, ("Say your name and your office.", "Say your name."))
    (house.curriculum / ".approved/first-contact.yaml").unlink()
    text = page_of(courses(house)["trainer"])
    assert "Law office" in text
    assert "No copy of that version was kept" in text


def test_an_allegation_keeps_its_status_where_it_is_compared(tmp_path: Path) -> None:
    house = approved_house(tmp_path)
    words = "Say your name and your office."
    edit(house, (words, f"{words} Guards are said to take money [@town-report:guards-accused]."))
    text = page_of(courses(house)["participant"])
    assert "Guards are said to take money" in text
    assert "Allegation, not proven" in text
    assert "The office rejects this" in text


def test_ids_are_shown_as_titles_and_fixed_words_as_labels(tmp_path: Path) -> None:
    house = approved_house(tmp_path)
    edit(
        house,
        ("assessed_by: [practice, greeting-a]", "assessed_by: [talk, greeting-a]"),
        ("method: discussion", "method: debrief"),
    )
    text = page_of(courses(house)["trainer"])
    assert "[Try it]{.struck}" in text
    assert "[What do we say?]{.put-in}" in text
    assert "[Discussion]{.struck}" in text
    assert "[Debrief]{.put-in}" in text


def test_only_looks_changed(tmp_path: Path) -> None:
    house = approved_house(tmp_path)
    edit(house, ("Say your name and your office.", "Say **your name** and your office."))
    assert "The words are the same" in page_of(courses(house)["trainer"])


def test_a_translated_book_says_that_its_translation_was_never_approved() -> None:
    text = page_of(small_course(wording=wording("ar")))
    assert wording("ar")("handbook.changes_never_translated") in text
    assert wording("ar")("handbook.changes_lead_translation")[:20] in text


def test_hostile_words_of_a_change_print_as_typed() -> None:
    spot = Spot("title", field="title")
    words = "[a](b) {c} `d` **e** | ::: <f>"
    change = Change("changed", ("title",), "x", words, False, spot, "title")
    course = small_course(approved={"look": ApprovedVersion(small_approvals(), (change,))})
    text = page_of(course)
    assert "\\[a\\](b) \\{c\\} \\`d\\` \\*\\*e\\*\\*" in text


def small_approvals() -> tuple[Approval, ...]:
    return (Approval(kind="legal", office="Law", date=DAY, content_hash="0" * 32),)


# -- labels ------------------------------------------------------------------------------------


def models_inside(model: type[Model], seen: set[type[Model]]) -> Iterator[type[Model]]:
    if model in seen:
        return
    seen.add(model)
    yield model
    for marks in marks_of(model):
        if marks.name != "review":
            for inner in marks.models:
                yield from models_inside(inner, seen)


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_every_field_and_every_kind_of_block_has_a_name(language: str) -> None:
    labels = wording(language).labels
    for model in models_inside(Module, set()):
        if issubclass(model, BlockBase) and model is not BlockBase:
            kind = str(model.model_fields["kind"].annotation).split("'")[1]
            assert f"handbook.{BLOCK_LABELS.get(kind, f'changes_block_{kind}')}" in labels
        if issubclass(model, (Module, Step, TestQuestion, BlockBase)):
            for marks in marks_of(model):
                if marks.name not in {"id", "kind", "review", "blocks", "steps", "questions"}:
                    assert f"handbook.{field_label(Spot(field=marks.name))}" in labels, marks.name
    assert {field.name for field in marks_of(Objective)} - {"id", "text"} <= set(INNER_FIELDS)
