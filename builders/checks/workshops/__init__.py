"""A workshop spec makes sense by itself: days, choices, people and rooms, needs and shares.

Enters: a spec, its file and the curriculum. Leaves: problems, all at once, each with its place.
Whether it can be planned is for `planning` to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from builders.checks.strings import string_problems
from builders.checks.workshops.choices import check_choices
from builders.checks.workshops.days import check_days
from builders.checks.workshops.needs import check_assessments, check_needs
from builders.checks.workshops.people import check_people, check_trainers_of_programmes
from builders.loading.curriculum import Curriculum, SourceFile
from builders.models.workshop import WorkshopSpec
from builders.problems import Problem


def check_workshops(curriculum: Curriculum) -> Iterator[Problem]:
    """Every spec in the house (its references are checked with all others)."""
    for workshop_id, spec in curriculum.workshops.items():
        yield from check_spec(spec, curriculum, curriculum.files["workshops", workshop_id])


def check_workshop(
    spec: WorkshopSpec, curriculum: Curriculum, source: SourceFile
) -> Iterator[Problem]:
    """Everything about one spec, also where it lies outside the house."""
    yield from string_problems("workshops", spec, curriculum, source)
    yield from check_spec(spec, curriculum, source)


def check_spec(spec: WorkshopSpec, curriculum: Curriculum, source: SourceFile) -> Iterator[Problem]:
    """Days, choices, people, needs and shares of one spec."""
    yield from check_days(spec, curriculum, source)
    yield from check_choices(spec, curriculum, source)
    yield from check_people(spec, curriculum, source)
    yield from check_needs(spec, curriculum, source)


WORKSHOP_CHECKS: tuple[Callable[[Curriculum], Iterator[Problem]], ...] = (
    check_workshops,
    check_assessments,
    check_trainers_of_programmes,
)

__all__ = ["WORKSHOP_CHECKS", "check_spec", "check_workshop", "check_workshops"]
