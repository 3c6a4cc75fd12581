"""All rules about what the strings of one file say, for a file that may lie outside the house.

Enters: one model with its file, and the curriculum it refers to. Leaves: problems.
"""

from __future__ import annotations

from collections.abc import Iterator

from builders.checks.evidence import evidence_problems
from builders.checks.harm import harm_problems
from builders.checks.references import markup_problems, reference_problems
from builders.checks.walking import strings_in
from builders.checks.words import word_problems
from builders.loading.curriculum import Curriculum, SourceFile
from builders.models.marks import Model
from builders.problems import Problem


def string_problems(
    shelf: str, model: Model, curriculum: Curriculum, source: SourceFile
) -> Iterator[Problem]:
    """References, markup, evidence, words and harm in one file of a shelf."""
    texts = strings_in([(shelf, source.path.stem, model, source)])
    for rule in (
        reference_problems,
        markup_problems,
        evidence_problems,
        word_problems,
        harm_problems,
    ):
        yield from rule(curriculum, texts)
