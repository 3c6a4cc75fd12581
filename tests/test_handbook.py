"""The handbook as plain data: what is printed, for whom, and what is left out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from builders.course import Edition
from builders.editions import WITH_HANDBOOK
from builders.handbook import make_handbook
from builders.models.marks import strings_of
from tests.handbook_course import small_course, with_blocks, wording


@pytest.mark.parametrize("edition", WITH_HANDBOOK)
def test_pages_are_the_ones_a_person_reviewed(
    edition: Edition, golden: Callable[[str, str], None]
) -> None:
    handbook = make_handbook(small_course(edition))
    text = "\n".join(f"<<< {page.name}.md >>>\n{page.text}" for page in handbook.pages)
    golden(f"handbook/{edition}.md", text)


def test_participant_edition_has_no_trainer_page_and_no_trainer_box() -> None:
    handbook = make_handbook(small_course("participant"))
    names = [page.name for page in handbook.pages]
    assert not [name for name in names if name.startswith("tests/")]
    assert "to-confirm" not in names
    for page in handbook.pages:
        assert "{container} trainer" not in page.text, page.name


def test_no_trainer_only_string_is_in_the_participant_edition() -> None:
    trainer = small_course()
    models = [
        trainer.sessions[0].module,
        trainer.cases["farm"],
        trainer.sources["panel"].seed,
        trainer.hubs["kufra"],
        trainer.audiences["patrol"],
    ]
    secrets = {
        found.text
        for model in models
        for found in strings_of(model)
        if found.trainer_only and found.kind and len(found.text) > 8
    }
    assert len(secrets) > 15
    handbook = make_handbook(small_course("participant"))
    everything = "\n".join(page.text for page in handbook.pages)
    assert [text for text in sorted(secrets) if text in everything] == []


def test_an_empty_trainer_part_prints_no_heading() -> None:
    course = with_blocks([{"kind": "question", "title": "Who?", "prompt": "Who was there?"}])
    page = make_handbook(course).page("sessions/01-look")
    after = page.text.split("Who was there?")[1]
    assert "Trainer" not in after
    assert "Listen for" not in after


def test_allegation_prints_its_status_and_denial_beside_the_citation() -> None:
    course = with_blocks([{"kind": "warning", "title": "W", "text": "It failed [@panel:two]."}])
    page = make_handbook(course).page("sessions/01-look")
    words = wording()
    answer = words("common.denial", denial="it acted at once")
    mark = f"[({words('common.status_allegation')}. {answer})]{{.allegation}}"
    assert f"It failed\u00a0[\\[1 B3\\]](<../sources.md#claim-1-two>){{.cite}} {mark}." in page.text


def test_link_to_a_module_outside_the_workshop_is_its_title() -> None:
    course = with_blocks(
        [{"kind": "text", "body": "See [that one](module:later) and [this](module:look)."}]
    )
    page = make_handbook(course).page("sessions/01-look")
    assert "See [*Later*]{} and [this](<01-look.md>)." in page.text


def test_ids_are_unique_in_the_whole_book() -> None:
    blocks = [{"kind": "note", "id": "same", "title": "N", "text": "n"}] * 3
    blocks += [{"kind": "note", "id": "same-2", "title": "N", "text": "n"}]
    page = make_handbook(with_blocks(blocks)).page("sessions/01-look")
    ids = [line[7:] for line in page.text.splitlines() if line.startswith(":name: ")]
    assert len(ids) == len(set(ids))


def test_answer_key_names_the_right_answer_and_its_reason() -> None:
    handbook = make_handbook(small_course())
    form = handbook.page("tests/form-a").text
    assert "Safety" in form
    assert "People come first." not in form
    key = handbook.page("tests/answer-key").text
    assert "[A]{.key}" in key
    assert "People come first." in key


def test_points_to_confirm_are_gathered_with_the_pages_that_use_them() -> None:
    page = make_handbook(small_course()).page("to-confirm")
    assert "The law sets a time limit." in page.text
    assert "May they enter?" in page.text
    assert "[1\\. Look, ask, act](<sessions/01-look.md>)" in page.text.replace("[1.", "[1\\.")


def test_a_draft_carries_its_mark_and_an_approved_module_does_not() -> None:
    course = small_course()
    approved = replace(course, sessions=(replace(course.sessions[0], draft=False),))
    assert "{.draft}" in make_handbook(course).page("sessions/01-look").text
    assert "{.draft}" not in make_handbook(approved).page("sessions/01-look").text


def test_a_book_without_sessions_terms_or_sources_still_has_its_pages() -> None:
    course = replace(
        small_course(), sessions=(), days=(), hubs={}, audiences={}, terms={}, sources={}, cases={}
    )
    names = [page.name for page in make_handbook(course).pages]
    assert names == ["index", "how-to-use", "agenda"]


def test_right_to_left_drawings_are_mirrored() -> None:
    words = replace(wording(), direction="rtl", language="ar")
    handbook = make_handbook(replace(small_course(), wording=words))
    assert handbook.direction == "rtl"
    drawings = [p.content for p in handbook.pictures if hasattr(p.content, "direction")]
    assert {drawing.direction for drawing in drawings} == {"rtl"}
