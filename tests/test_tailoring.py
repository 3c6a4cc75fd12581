"""A course for participants holds nothing for trainers, and only what this place needs."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from builders.course import Course, Edition
from builders.house import House
from builders.loading.curriculum import load_curriculum
from builders.loading.wording import load_wording
from builders.models.workshop import Interpretation
from builders.planning import plan_workshop
from builders.prayer_times import resolved
from builders.tailoring import tailor
from tests.planting import Planter
from tests.tiny_house import MODULE, REPOSITORY


def course_of(house: House, edition: Edition, workshop: str = "one-day") -> Course:
    curriculum, problems = load_curriculum(house)
    assert not problems
    spec = curriculum.workshops[workshop]
    spec = resolved(spec, curriculum)
    plan, problems = plan_workshop(spec, curriculum, curriculum.files["workshops", workshop])
    assert plan is not None, problems
    wording, _ = load_wording(house, "en")
    assert wording is not None
    return tailor(workshop, spec, plan, curriculum, wording, edition)


def change_module(house: House, *changes: tuple[str, str]) -> None:
    text = MODULE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (house.curriculum / "modules" / "identify" / "first-contact.yaml").write_text(text)


@pytest.mark.parametrize("root", ["tiny", "real"])
def test_the_participant_course_holds_no_canary(root: str, house: House, tmp_path: Path) -> None:
    origin = house if root == "tiny" else House(REPOSITORY)
    curriculum, _ = load_curriculum(origin)
    planted = House(tmp_path / "planted")
    planter = Planter()
    planter.write(curriculum, planted.root)
    (planted.templates).symlink_to(origin.templates)
    for workshop in curriculum.workshops:
        trainer = repr(course_of(planted, "trainer", workshop))
        participant = repr(course_of(planted, "participant", workshop))
        assert any(canary in trainer for canary in planter.planted)
        assert [field for canary, field in planter.planted.items() if canary in participant] == []


def test_when_chooses_steps_and_blocks_by_hub_and_audience(house: House) -> None:
    change_module(
        house,
        ("        say: Speak slowly and sit down.\n", "        when: {hub: [kufra]}\n"),
        (
            "        term: presumed-victim\n",
            "        term: presumed-victim\n        when: {hub: [other]}\n",
        ),
        ("when: {hub: [kufra]}\nquestions", "when: {audience: [patrol]}\nquestions"),
    )
    text = (house.curriculum / "hubs" / "kufra.yaml").read_text()
    (house.curriculum / "hubs" / "other.yaml").write_text(text)
    session = course_of(house, "trainer").sessions[0]
    assert [scheduled.step.id for scheduled in session.steps] == ["talk", "practice", "more"]
    assert [block.kind for block in session.steps[0].step.blocks] == ["points"]
    assert session.module.steps == tuple(scheduled.step for scheduled in session.steps)


def test_sources_are_only_what_this_edition_cites(house: House) -> None:
    change_module(
        house,
        ("say: Speak slowly", "say: See [@town-report:not-read]; speak slowly"),
        ("Say your name and", "Say [@town-report:guards-accused] your name and"),
    )
    trainer = course_of(house, "trainer").sources["town-report"]
    participant = course_of(house, "participant").sources["town-report"]
    assert set(trainer.claims) == {"far-away", "guards-accused", "not-read"}
    assert set(participant.claims) == {"far-away", "guards-accused"}
    assert tuple(participant.claims.values()) == participant.seed.claims
    assert participant.grade("far-away") == "B2"
    assert course_of(house, "participant").sources["town-report"].number == 1


def test_what_a_denial_cites_is_a_source_too(house: House) -> None:
    seed = house.seeds / "town-report.yaml"
    text = seed.read_text()
    (house.seeds / "answers.yaml").write_text(
        text[: text.index("claims:")]
        + "claims:\n  - {id: no, text: The office says no., status: denial, credibility: 3}\n"
    )
    seed.write_text(
        text.replace("The office rejects this.", "The office rejects this [@answers:no].")
    )
    change_module(house, ("Say your name and", "Say [@town-report:guards-accused] your name and"))
    assert set(course_of(house, "participant").sources) == {"town-report", "answers"}


def test_an_allegation_borrows_the_denial_that_answers_it(house: House) -> None:
    change_module(
        house,
        ("    minutes: 15\n", "    minutes: 15\n    evaluates_sources: true\n"),
        ("Say your name and", "Say [@town-report:rumour] your name and"),
    )
    claim = course_of(house, "participant").sources["town-report"].claims["rumour"]
    assert claim.denial == "The office says that nobody took money."


def test_a_course_cannot_be_changed_and_its_version_follows_its_content(house: House) -> None:
    first = course_of(house, "participant")
    again = course_of(house, "participant")
    assert first.version == again.version
    change_module(house, ("say: Speak slowly", "say: Speak very slowly"))
    assert course_of(house, "participant").version == first.version
    change_module(house, ("Pairs", "Threes"))
    assert course_of(house, "participant").version != first.version
    with pytest.raises(dataclasses.FrozenInstanceError):
        first.title = "x"  # type: ignore[misc]


def test_both_editions_give_a_source_the_same_number(house: House) -> None:
    trainer, participant = course_of(house, "trainer"), course_of(house, "participant")
    shared = {name: cited.number for name, cited in participant.sources.items()}
    assert shared
    assert shared == {name: trainer.sources[name].number for name in shared}
    assert list(shared.values()) == list(range(1, len(shared) + 1))


def test_interpreted_steps_take_the_time_that_the_plan_gives_them(house: House) -> None:
    curriculum, _ = load_curriculum(house)
    spec = curriculum.workshops["one-day"]
    interpreted = spec.model_copy(
        update={"interpretation": Interpretation(mode="consecutive", talk_time_factor=1.5)}
    )
    source = curriculum.files["workshops", "one-day"]
    plan, problems = plan_workshop(interpreted, curriculum, source)
    assert plan is not None, problems
    wording, _ = load_wording(house, "en")
    assert wording is not None
    course = tailor("one-day", interpreted, plan, curriculum, wording, "trainer")
    lengths = {placed.step_id: placed.minutes for placed in plan.placed}
    for scheduled in course.sessions[0].steps:
        assert scheduled.step.minutes == lengths[scheduled.step.id]
    nominal = {step.id: step.minutes for step in curriculum.modules["first-contact"].steps}
    assert any(lengths[name] > nominal[name] for name in lengths)
