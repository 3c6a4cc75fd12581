"""What is said rests on a claim that may be said: status, denial, grade, verification."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from builders.checks.walking import Located, Strings, strings
from builders.loading.curriculum import Curriculum
from builders.models.module import Module
from builders.problems import Problem
from builders.prose import citations_in


def check_allegations_have_denials(curriculum: Curriculum) -> Iterator[Problem]:
    """An allegation in a case carries the denial, or says that none was found."""
    for case_id, case in curriculum.cases.items():
        for scene_number, scene in enumerate(case.scenes):
            for number, fact in enumerate(scene.facts):
                known = fact.denial or fact.denial_not_found
                if fact.status == "allegation" and not known and case.nature == "real":
                    yield Problem(
                        curriculum.place("cases", case_id, "scenes", scene_number, "facts", number),
                        "allegation-without-denial",
                        "The allegation stands without the answer of those concerned.",
                        "Add `denial:`, or `denial_not_found: true` after a search.",
                    )


def check_allegations_stay_allegations(curriculum: Curriculum) -> Iterator[Problem]:
    """What rests on an allegation alone is not told as a fact of a case."""
    for case_id, case in curriculum.cases.items():
        for scene_number, scene in enumerate(case.scenes):
            for number, fact in enumerate(scene.facts):
                cited = [curriculum.claims.get(c.ref) for c in citations_in(fact.text)]
                statuses = {claim.status for claim in cited if claim is not None}
                if fact.status in ("fact", "finding") and statuses == {"allegation"}:
                    path = ("scenes", scene_number, "facts", number, "status")
                    yield Problem(
                        curriculum.place("cases", case_id, *path),
                        "allegation-as-fact",
                        f"The sentence is told as a {fact.status}, and its source only alleges it.",
                        "Write `status: allegation` with the denial, or cite a source that knows.",
                    )


def check_claims_have_denials(curriculum: Curriculum) -> Iterator[Problem]:
    """A claim that is an allegation says what is answered, or points to the claim that does."""
    for seed_id, seed in curriculum.seeds.items():
        for number, claim in enumerate(seed.claims):
            if claim.status == "allegation" and not (claim.denial or claim.answered_by):
                yield Problem(
                    curriculum.place("seeds", seed_id, "claims", number),
                    "claim-without-denial",
                    f"The claim '{claim.id}' is an allegation without an answer.",
                    "Add `denial:` (one sentence; also when none was found) or `answered_by:`.",
                )


def check_contradictions_are_mutual(curriculum: Curriculum) -> Iterator[Problem]:
    """If one claim contradicts another, the other one says so too."""
    for seed_id, seed in curriculum.seeds.items():
        for number, claim in enumerate(seed.claims):
            mine = f"{seed_id}:{claim.id}"
            for position, other in enumerate(claim.contradicts):
                back = curriculum.claims.get(other)
                if back is not None and mine not in back.contradicts:
                    yield Problem(
                        curriculum.place(
                            "seeds", seed_id, "claims", number, "contradicts", position
                        ),
                        "contradiction-one-way",
                        f"'{other}' does not say that it contradicts '{mine}'.",
                        f"Add `{mine}` to the `contradicts` of that claim.",
                    )


def check_citations_may_be_shown(curriculum: Curriculum) -> Iterator[Problem]:
    """Who reads a citation may read it, and its claim is strong enough for the place."""
    yield from evidence_problems(curriculum, strings(curriculum))


def evidence_problems(curriculum: Curriculum, texts: Strings) -> Iterator[Problem]:
    """Citations that are not verified or too weak for where they stand.

    A claim that nobody has verified is cited only where participants do not read. Claims graded E,
    F, 5 or 6 are cited only in a step that teaches how to judge sources.
    """
    for located in texts.marked:
        times: Counter[str] = Counter()
        for citation in citations_in(located.found.text):
            ref = citation.ref
            claim = curriculum.claims.get(ref)
            number, times[ref] = times[ref], times[ref] + 1
            if claim is None:
                continue
            reliability = curriculum.seeds[citation.seed].reliability
            if claim.verification == "unverified" and not located.found.trainer_only:
                yield Problem(
                    located.place_of(f"[@{ref}]", number),
                    "claim-unverified-shown",
                    f"The claim '{ref}' is not verified, and participants would read this.",
                    "Move the sentence to `say` or another trainer field, verify the claim, or "
                    "leave it out.",
                )
            weak = reliability in {"E", "F"} or claim.credibility >= 5
            if weak and not _evaluates_sources(curriculum, located):
                yield Problem(
                    located.place_of(f"[@{ref}]", number),
                    "claim-weak",
                    f"The claim '{ref}' is graded {reliability}{claim.credibility}: too weak to "
                    "cite as information.",
                    "Cite a better source, or use it in a step with `evaluates_sources: true`.",
                )


def _evaluates_sources(curriculum: Curriculum, located: Located) -> bool:
    match located.shelf, located.found.path:
        case "modules", ("steps", int(number), *_):
            module: Module = curriculum.modules[located.owner]
            return module.steps[number].evaluates_sources
        case _:
            return False


EVIDENCE_CHECKS: tuple[Callable[[Curriculum], Iterator[Problem]], ...] = (
    check_allegations_have_denials,
    check_allegations_stay_allegations,
    check_claims_have_denials,
    check_contradictions_are_mutual,
    check_citations_may_be_shown,
)
