"""What the model of a spec answers, and what the real workshops promise."""

from __future__ import annotations

from pathlib import Path

import pytest

from builders.build import read_workshop
from builders.checks.workshops.people import _alike
from builders.house import House
from builders.loading.curriculum import Curriculum, load_curriculum
from builders.models.workshop import Trainer, WorkshopSpec
from builders.planning import plan_workshop
from builders.prayer_times import resolved
from tests.tiny_house import REPOSITORY

REAL = House(REPOSITORY)


@pytest.fixture(scope="module")
def curriculum() -> Curriculum:
    return load_curriculum(REAL)[0]


def test_who_can_lead(curriculum: Curriculum) -> None:
    spec = curriculum.workshops["tripoli-mixed-five-days"]

    def leaders(module_id: str, spec: WorkshopSpec = spec) -> list[str]:
        return [t.name for t in spec.leaders_of(module_id, curriculum.modules[module_id])]

    assert leaders("screening-interviews") == [
        "Lead trainer (investigation)",
        "Co-trainer (protection)",
    ]
    assert leaders("charging-decision") == ["Co-trainer (prosecution)"]
    anybody = spec.model_copy(update={"trainers": (Trainer(name="One"),), "leads": {}})
    assert leaders("charging-decision", anybody) == ["One"]


def test_which_steps_are_used(curriculum: Curriculum) -> None:
    spec = curriculum.workshops["qatrun-first-contact"]
    module = curriculum.modules["elements-of-trafficking"]
    used = {s.id for s in module.steps if spec.uses("elements-of-trafficking", s)}
    assert "libyan-texts" not in used  # for investigators, prosecutors and judges
    assert "farm-case" not in used  # under never_steps
    assert "sort-the-facts" in used


@pytest.mark.parametrize(
    ("name", "other", "alike"),
    [
        ("Mohammed Example", "Mohamed Example", True),
        ("Exmaple Salma", "Example Salma", True),
        ("Salma Example", "Example, Salma", True),
        ("Sálma Example", "salma example", True),
        ("Trainer 1", "Trainer 2", False),
        ("Trainer A", "Trainer B", False),
        ("Co-trainer (protection)", "Co-trainer (prosecution)", False),
        ("Salma Example", "Adel Example", False),
        ("مدرب أول", "مدرّب أول", True),
    ],
)
def test_names_that_may_be_one_person(name: str, other: str, alike: bool) -> None:
    assert (_alike(name, [other]) is not None) is alike
    assert (_alike(other, [name]) is not None) is alike


def test_no_workshop_lies_on_a_day_off_and_all_can_be_planned(curriculum: Curriculum) -> None:
    for workshop_id, spec in curriculum.workshops.items():
        source = curriculum.files["workshops", workshop_id]
        plan, problems = plan_workshop(resolved(spec, curriculum), curriculum, source)
        assert plan is not None, (workshop_id, problems)


def test_every_objective_is_tagged_and_every_competency_is_used(curriculum: Curriculum) -> None:
    tags = [
        name
        for module in curriculum.modules.values()
        for objective in module.objectives
        for name in objective.competencies
    ]
    assert set(tags) == set(curriculum.competencies)
    for module_id, module in curriculum.modules.items():
        core = {name for step in module.steps if not step.optional for name in step.objectives}
        for objective in module.objectives:
            assert 1 <= len(objective.competencies) <= 3, (module_id, objective.id)
            # A plan may drop optional steps, and a mandatory objective must survive that.
            assert not objective.mandatory or objective.id in core, (module_id, objective.id)


def test_the_impossible_example_is_sound_and_cannot_be_planned() -> None:
    path = Path(REPOSITORY / "docs" / "examples" / "impossible-two-days.yaml")
    ready, problems, _ = read_workshop(REAL, path)
    assert ready is None
    errors = {problem.code for problem in problems if problem.is_error}
    assert errors
    assert all(code.startswith("plan-") for code in errors), errors
