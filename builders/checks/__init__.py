"""Rules across files, as a plain tuple of functions that yield problems.

Enters: a `Curriculum`. Leaves: problems. `check` and `build` both call `check_curriculum`, so they
never disagree. A new rule is a function added to one of the tuples below.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from builders.checks.approved_copies import APPROVED_COPY_CHECKS
from builders.checks.evidence import EVIDENCE_CHECKS
from builders.checks.facts import FACT_CHECKS
from builders.checks.guarding import GUARDING_CHECKS
from builders.checks.harm import HARM_CHECKS
from builders.checks.pacing import PACING_CHECKS
from builders.checks.pictures import PICTURE_CHECKS
from builders.checks.programmes import PROGRAMME_CHECKS, check_programme
from builders.checks.references import REFERENCE_CHECKS
from builders.checks.slides import SLIDE_CHECKS
from builders.checks.teaching import TEACHING_CHECKS
from builders.checks.translations import TRANSLATION_CHECKS
from builders.checks.words import WORD_CHECKS
from builders.checks.workshops import WORKSHOP_CHECKS, check_workshop
from builders.loading.curriculum import Curriculum, without_collection
from builders.problems import Problem

CHECKS: tuple[Callable[[Curriculum], Iterator[Problem]], ...] = (
    *REFERENCE_CHECKS,
    *EVIDENCE_CHECKS,
    *TEACHING_CHECKS,
    *PICTURE_CHECKS,
    *PACING_CHECKS,
    *SLIDE_CHECKS,
    *WORKSHOP_CHECKS,
    *PROGRAMME_CHECKS,
    *GUARDING_CHECKS,
    *WORD_CHECKS,
    *FACT_CHECKS,
    *HARM_CHECKS,
    *TRANSLATION_CHECKS,
    *APPROVED_COPY_CHECKS,
)


@without_collection()
def check_curriculum(curriculum: Curriculum) -> list[Problem]:
    """Every problem between files, in the order of file, line and column."""
    return sorted({problem for check in CHECKS for problem in check(curriculum)})


__all__ = ["CHECKS", "check_curriculum", "check_programme", "check_workshop"]
