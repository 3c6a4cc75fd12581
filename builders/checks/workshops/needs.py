"""Needs, shares and interpretation: figures that the plan is weighed by."""

from __future__ import annotations

from collections.abc import Iterator

from builders.checks.workshops.choices import inner_problems
from builders.loading.curriculum import Curriculum, SourceFile
from builders.models.workshop import Needs, WorkshopSpec
from builders.problems import Problem

WHOLE = 100
"""Per cent."""
PILLARS = 5


def check_needs(
    spec: WorkshopSpec, curriculum: Curriculum, source: SourceFile
) -> Iterator[Problem]:
    """Weights of things that exist and that weigh something; shares that can all hold."""
    if spec.needs is not None:
        for name in spec.needs.objectives:
            place = source.places.key("needs", "objectives", name)
            yield from inner_problems(name, "objective", curriculum, place)
        if not _weighs(spec.needs, curriculum):
            yield Problem(
                source.places.key("needs"),
                "needs-weightless",
                "Nothing under `needs` has a weight above zero.",
                "Give weights or an assessment with a gap; without `needs` all objectives count "
                "the same.",
            )
    yield from _check_shares(spec, source)
    spoken = spec.interpretation
    if spoken is not None and spoken.mode == "consecutive" and spoken.talk_time_factor == 1:
        yield Problem(
            source.places.key("interpretation"),
            "interpretation-factor",
            "Consecutive interpretation says everything twice, and talk is planned without it.",
            "Add `talk_time_factor: 1.5` or more; 2 where every sentence is interpreted.",
            "warning",
        )


def check_assessments(curriculum: Curriculum) -> Iterator[Problem]:
    """What an assessment weighs, it has scored."""
    for name, assessment in curriculum.needs.items():
        for competency in assessment.weights:
            if competency not in assessment.scores:
                yield Problem(
                    curriculum.key_place("needs", name, "weights", competency),
                    "weight-unscored",
                    f"'{competency}' has a weight and no score, so it counts for nothing.",
                    "Add its score, or take the weight out.",
                )


def _weighs(needs: Needs, curriculum: Curriculum) -> bool:
    if any(needs.objectives.values()) or any(needs.competencies.values()):
        return True
    if needs.assessment is None:
        return False
    assessment = curriculum.needs.get(needs.assessment)
    # An assessment that is unknown or has errors is told of elsewhere.
    return assessment is None or any(
        assessment.weight_of(competency)
        for competency in assessment.scores
        if competency not in needs.competencies
    )


def _check_shares(spec: WorkshopSpec, source: SourceFile) -> Iterator[Problem]:
    for pillar, share in spec.shares.items():
        if share.at_least > share.at_most:
            yield Problem(
                source.places.of("shares", pillar),
                "share-order",
                f"The share of '{pillar}' is at least {share.at_least} % and at most "
                f"{share.at_most} %.",
                "Swap the two, or keep one.",
            )
    least = sum(share.at_least for share in spec.shares.values())
    if least > WHOLE:
        yield Problem(
            source.places.key("shares"),
            "shares-sum",
            f"The pillars are to have at least {least} % together; there are {WHOLE}.",
            "Lower `at_least` of one or more.",
        )
    most = sum(share.at_most for share in spec.shares.values())
    if len(spec.shares) == PILLARS and most < WHOLE:
        yield Problem(
            source.places.key("shares"),
            "shares-sum",
            f"The pillars are to have at most {most} % together; they must make up {WHOLE}.",
            "Raise `at_most` of one or more.",
        )
