"""The page on workshop specs names every key, and what it shows is right."""

from __future__ import annotations

import re
from typing import get_args

import pytest

from builders.checks import check_workshop
from builders.house import House
from builders.loading.curriculum import Curriculum, load_curriculum, validate_text
from builders.models.marks import marks_of
from builders.models.module import Pillar
from builders.models.needs import Assessment
from builders.models.workshop import PrayerSlot, StandingBlock, WorkshopSpec
from tests.tiny_house import REPOSITORY

PAGE = (REPOSITORY / "docs" / "workshop-spec.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE, re.S)
TEXTS = re.findall(r"```text\n(.*?)```", PAGE, re.S)
BASE = {
    "title": "title: X\n",
    "hubs": "hubs: [qatrun]\n",
    "audiences": "audiences: [patrol-and-border]\n",
    "days": "days:\n  - {date: 2027-04-19, start: 09:00, end: 15:30}\n"
    "  - {date: 2027-04-20, start: 09:00, end: 15:30}\n",
    "must": "must: [first-contact]\n",
}


@pytest.fixture(scope="module")
def curriculum() -> Curriculum:
    return load_curriculum(House(REPOSITORY))[0]


def test_every_key_is_explained() -> None:
    models = [WorkshopSpec]
    for model in models:
        for marks in marks_of(model):
            models += [inner for inner in marks.models if inner not in models]  # type: ignore[misc]
            assert re.search(rf"\b{marks.name}\b", PAGE), f"{model.__name__}.{marks.name}"
    for marks in marks_of(Assessment):
        assert re.search(rf"^{marks.name}:", PAGE, re.M), marks.name
    kinds = get_args(StandingBlock.model_fields["kind"].annotation)
    for word in (*get_args(Pillar), *get_args(PrayerSlot), *kinds):
        assert f"`{word}`" in PAGE, word


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda text: text.split(":")[0])
def test_examples_have_no_problems(example: str, curriculum: Curriculum) -> None:
    given = set(re.findall(r"^(\w+):", example, re.M))
    text = "".join(words for key, words in BASE.items() if key not in given) + example
    spec, source, problems = validate_text(text, "curriculum/workshops/example.yaml", WorkshopSpec)
    assert spec is not None, problems
    assert problems + list(check_workshop(spec, curriculum, source)) == []


def test_both_forms_of_an_assessment_weigh_the_same(curriculum: Curriculum) -> None:
    page, table = TEXTS
    first, _, problems = validate_text(page, "curriculum/needs/x.yaml", Assessment)
    second, _, more = validate_text(table, "curriculum/needs/x.csv", Assessment)
    assert first is not None, problems
    assert second is not None, more
    for found in (first, second):
        assert found.weight_of("interviewing") == pytest.approx(11)
        assert found.weight_of("referral") == pytest.approx(3)


def test_readme_leads_to_the_page() -> None:
    assert "docs/workshop-spec.md" in (REPOSITORY / "README.md").read_text(encoding="utf-8")
