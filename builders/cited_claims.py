"""What the citations of a text lead to in a course, and what must be printed beside an allegation.

Enters: a `Course` with citations or strings of it. Leaves: sources and claims, and plain words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from builders.course import CitedSeed, Course
from builders.models.seed import Claim
from builders.prose import Citation, citations_in, inline_of, words_of


def cited_claims(
    course: Course, citations: Iterable[Citation]
) -> Iterator[tuple[Citation, CitedSeed, Claim]]:
    """Each citation with its source and claim; what this edition does not hold is passed over."""
    for citation in citations:
        source = course.sources.get(citation.seed)
        claim = source.claims.get(citation.claim) if source else None
        if source is not None and claim is not None:
            yield citation, source, claim


def cites_allegation(course: Course, text: str) -> bool:
    """True if a citation in the text prints the status and the denial of an allegation."""
    found = cited_claims(course, citations_in(text))
    return any(claim.status == "allegation" for _, _, claim in found)


def denial_words(course: Course, denial: str | None) -> str:
    """The sentence on what the person or body concerned says, without markup."""
    if not denial:
        return course.wording("common.denial_not_found")
    return course.wording("common.denial", denial=words_of(inline_of(denial)))
