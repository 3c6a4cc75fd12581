"""Approvals: what they cover, what voids them, how they are written, and what a release demands."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from builders.approvals import approved_on, content_hash, missing_for_release, missing_text
from builders.approving import with_approval
from builders.build import Request, build_workshop
from builders.changes import changes_between
from builders.checks import check_curriculum
from builders.cli import keyhub
from builders.house import House
from builders.loading.curriculum import load_curriculum, validate_text
from builders.models.module import Approval, Module, Review
from tests.tiny_house import MODULE, write_tiny_house

DAY = datetime.date(2027, 1, 17)
PATH = "curriculum/modules/identify/first-contact.yaml"


def read(text: str = MODULE) -> Module:
    module, _, problems = validate_text(text, PATH, Module)
    assert module is not None, problems
    return module


def approval(kind: str, content: str, **more: object) -> Approval:
    values = {"kind": kind, "office": "An office", "date": "2027-01-05", "content_hash": content}
    return Approval.model_validate(values | more)


def approved(module: Module, *kinds: str, **review: object) -> Module:
    given = tuple(approval(kind, content_hash(module)) for kind in kinds)
    return module.model_copy(update={"review": Review(approvals=given).model_copy(update=review)})


def kinds_missing(module: Module, day: datetime.date = DAY) -> list[str]:
    return [missing.kind for missing in missing_for_release(module, day)]


def test_a_new_module_misses_all() -> None:
    assert kinds_missing(read()) == ["legal", "protection"]


def test_one_office_is_not_enough() -> None:
    assert kinds_missing(approved(read(), "legal")) == ["protection"]


def test_both_offices_make_it_approved() -> None:
    module = approved(read(), "legal", "protection")
    assert kinds_missing(module) == []
    assert approved_on(module) == datetime.date(2027, 1, 5)


def test_an_edit_voids_approvals_and_says_whose() -> None:
    module = approved(read(), "legal", "protection")
    edited = module.model_copy(update={"summary": "Other words."})
    text = missing_text(missing_for_release(edited, DAY))
    assert text.startswith("legal: approved by An office on 2027-01-05, but edited since; ")
    assert approved_on(edited) is None


def test_comments_and_line_breaks_void_nothing() -> None:
    changed = "# A comment\n" + MODULE.replace("\ntitle:", "\n\n# Another\ntitle:")
    assert content_hash(read(changed)) == content_hash(read())


def test_the_review_itself_is_no_content() -> None:
    module = read()
    reviewed = approved(module, "legal", status="in_review", review_by=DAY)
    assert content_hash(reviewed) == content_hash(module)


@pytest.mark.parametrize(("days", "missing"), [(-1, []), (0, ["review"]), (1, ["review"])])
def test_from_the_day_of_review_on_it_is_a_draft(days: int, missing: list[str]) -> None:
    module = approved(read(), "legal", "protection", review_by=DAY)
    assert kinds_missing(module, DAY + datetime.timedelta(days)) == missing


def test_a_translation_needs_its_own_approval() -> None:
    module = approved(read(), "legal", "protection")
    french = module.model_copy(update={"summary": "En français."})
    missing = missing_for_release(module, DAY, {"fr": french})
    assert [(m.kind, m.language) for m in missing] == [("language", "fr")]
    given = (*module.review.approvals, approval("language", content_hash(french), language="fr"))
    review = module.review.model_copy(update={"approvals": given})
    module = module.model_copy(update={"review": review})
    assert missing_for_release(module, DAY, {"fr": french}) == ()


REVIEWS = {
    "no review": "",
    "a review without approvals": "review:\n  status: draft  # soon\n  review_by: 2027-11-30\n",
    "one of another kind": (
        "review:\n  approvals:\n    # first\n"
        "    - {kind: protection, office: Law, date: 2026-01-01,"
        " content_hash: 0123456789abcdef}\n"
        "  status: draft\n"
    ),
    "an old one of this kind": (
        "review:\n  approvals:\n    - kind: legal\n      office: Bureau\n      date: 2026-01-01\n"
        "      content_hash: 0123456789abcdef\n"
    ),
}


@pytest.mark.parametrize("review", REVIEWS)
@pytest.mark.parametrize("after", ["", "\n# The end.\n", "summary_after: x\n"])
def test_an_approval_is_written_and_nothing_else_changes(review: str, after: str) -> None:
    after = after if after.startswith("\n") or not after else "\nlevel: introductory\n"
    body = MODULE.replace("level: introductory\n", "") if "level" in after else MODULE
    text = body.rstrip("\n") + "\n" + REVIEWS[review] + after
    module, source, problems = validate_text(text, PATH, Module)
    assert module is not None, problems
    given = approval("legal", content_hash(module), office='The "office": law & order #1')
    written = with_approval(module, source, given)
    again, _, problems = validate_text(written, PATH, Module)
    assert again is not None, problems
    assert given in again.review.approvals
    assert [a.kind for a in again.review.approvals].count("legal") == 1
    assert content_hash(again) == content_hash(module)
    old = ("legal", "Bureau", "content_hash: 0123")
    kept = [line for line in text.split("\n") if not any(word in line for word in old)]
    left = written.split("\n")
    for line in kept:
        if "2026-01-01" not in line or "protection" in line:
            assert line in left


@given(
    st.text(
        st.characters(blacklist_categories=("Cs", "Cc", "Cn", "Co", "Zl", "Zp")),
        min_size=2,
        max_size=60,
    )
)
def test_any_name_of_an_office_survives(office: str) -> None:
    office = " ".join(office.split())
    if not 2 <= len(office) <= 120:
        return
    module, source, _ = validate_text(MODULE, PATH, Module)
    assert module is not None
    given = approval("legal", content_hash(module), office=office)
    again, _, problems = validate_text(with_approval(module, source, given), PATH, Module)
    assert again is not None, problems
    assert again.review.approvals == (given,)


def run(house: House, *words: str) -> tuple[int, str]:
    result = CliRunner().invoke(keyhub, ["--house", str(house.root), *words])
    return result.exit_code, result.output


def test_from_draft_to_release(tmp_path: Path) -> None:
    house = write_tiny_house(tmp_path)
    spec = house.curriculum / "workshops/one-day.yaml"
    asked = Request(house, spec, house.root / "build/one-day", only="agenda", release=True)
    outcome = build_workshop(asked)
    assert [p.code for p in outcome.problems] == ["release-unapproved"]
    assert outcome.problems[0].place.file == PATH
    for kind in ("legal", "protection"):
        who = ("--kind", kind, "--office", "Law", "--date", "2026-01-05")
        done = run(house, "approve", "first-contact", *who)
        assert done[0] == 0, done[1]
    assert not build_workshop(asked).failed
    assert (house.curriculum / ".approved/first-contact.yaml").is_file()
    code, text = run(house, "approvals", "--json")
    assert code == 0
    assert json.loads(text)[0]["missing"] == []
    module = house.root / PATH
    module.write_text(module.read_text(encoding="utf-8").replace("sit down", "kneel"), "utf-8")
    outcome = build_workshop(asked)
    assert "edited since" in outcome.problems[0].message


@pytest.mark.parametrize(
    "words",
    [
        ("approve", "first-contact", "--kind", "legal", "--office", "O"),
        ("approve", "first-contact", "--kind", "legal", "--office", "O" * 121),
        ("approve", "first-contract", "--kind", "legal", "--office", "Law"),
        (
            "approve",
            "first-contact",
            "--kind",
            "legal",
            "--office",
            "Office",
            "--date",
            "5 January",
        ),
        (
            "approve",
            "first-contact",
            "--kind",
            "legal",
            "--office",
            "Office",
            "--date",
            "2999-01-01",
        ),
        ("approve", "first-contact", "--kind", "language", "--office", "Law"),
        ("approve", "first-contact", "--kind", "legal", "--office", "Law", "--language", "ar"),
    ],
)
def test_what_cannot_be_approved_is_said(words: tuple[str, ...], tmp_path: Path) -> None:
    house = write_tiny_house(tmp_path)
    code, text = run(house, *words)
    assert code == 2
    assert "Error:" in text
    assert load_curriculum(house)[0].modules["first-contact"].review.approvals == ()


def test_a_list_on_one_line_is_left_to_the_person(tmp_path: Path) -> None:
    house = write_tiny_house(tmp_path)
    module = house.root / PATH
    text = module.read_text(encoding="utf-8") + "review: {approvals: []}\n"
    module.write_text(text, "utf-8")
    code, said = run(house, "approve", "first-contact", "--kind", "legal", "--office", "Law")
    assert code == 1
    assert "approval-unwritable" in said
    assert module.read_text(encoding="utf-8") == text


def test_changes_since_the_approved_version() -> None:
    before = read()
    step = before.steps[0]
    after = before.model_copy(
        update={
            "title": "Another title",
            "steps": (step.model_copy(update={"minutes": step.minutes + 5}), *before.steps[1:]),
            "key_messages": ("A new message.",),
        }
    )
    found = {(c.kind, c.where[-1]): (c.before, c.after) for c in changes_between(before, after)}
    assert found[("changed", "title")] == (before.title, "Another title")
    assert found[("changed", "minutes")] == (str(step.minutes), str(step.minutes + 5))
    assert ("added", "1") in found or ("changed", "1") in found


def test_a_moved_step_is_no_change_of_words() -> None:
    before = read()
    after = before.model_copy(update={"steps": before.steps[::-1]})
    assert changes_between(before, after) == ()
    assert changes_between(before, before) == ()


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("first-contact.yaml", "title: A\nsummary: [\n", 3),
        ("first-contact.yaml", "title: A module without anything else\n", 1),
        ("fr/first-contact.yaml", "- a list\n", 1),
        ("fr/first-contact.po", 'msgid "a', 1),
    ],
)
def test_a_damaged_copy_of_what_was_approved_is_a_warning_with_its_place(
    tmp_path: Path, name: str, text: str, line: int
) -> None:
    house = write_tiny_house(tmp_path)
    copy = house.curriculum / ".approved" / name
    copy.parent.mkdir(parents=True)
    copy.write_text(text, encoding="utf-8")
    (copy.parent / "gone.yaml").write_text("no module of this name", encoding="utf-8")

    (problem,) = check_curriculum(load_curriculum(house)[0])

    assert (problem.code, problem.level) == ("approval-copy-damaged", "warning")
    assert problem.place.file == f"curriculum/.approved/{name}"
    assert problem.place.line == line
    assert "first-contact" in problem.message


def test_a_whole_copy_gives_no_warning(tmp_path: Path) -> None:
    house = write_tiny_house(tmp_path)
    copy = house.curriculum / ".approved" / "first-contact.yaml"
    copy.parent.mkdir(parents=True)
    copy.write_text(MODULE, encoding="utf-8")

    assert check_curriculum(load_curriculum(house)[0]) == []
