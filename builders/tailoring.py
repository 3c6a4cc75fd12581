"""`Plan` → `Course`: one workshop in one language and one edition, everything resolved.

Enters: the plan, the curriculum, the labels. Leaves: a `Course`. Here, and only here, trainer-only
fields are emptied for participants; makers and writers never see the `Curriculum`.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from builders.approvals import missing_for_release
from builders.approved_versions import Approved, approved_versions, version_shown
from builders.collation import sort_key
from builders.course import (
    AgendaDay,
    AgendaEntry,
    ApprovedVersion,
    CitedSeed,
    Course,
    Edition,
    FrameworkItem,
    ScheduledStep,
    Session,
    TaughtFramework,
    Wording,
)
from builders.editions import edition_kind
from builders.loading.curriculum import Curriculum
from builders.models.blocks import Block, CaseWork
from builders.models.marks import Model, ModelT, Untranslated, for_participants, strings_of
from builders.models.module import Module
from builders.models.seed import Claim
from builders.models.shelves import Case, Hub, Term
from builders.models.workshop import WorkshopSpec
from builders.planning import Plan, PlanDay
from builders.prose import citations_in


def tailor(
    workshop_id: str,
    spec: WorkshopSpec,
    plan: Plan,
    curriculum: Curriculum,
    wording: Wording,
    edition: Edition,
    *,
    english_terms: Mapping[str, str] | None = None,
    drafts: Collection[str] | None = None,
    approved: Mapping[str, Approved] | None = None,
) -> Course:
    """One edition of one workshop. For participants, no trainer-only string is anywhere in it.

    In another language than English, `spec` and `curriculum` come translated, `english_terms`
    keeps the English words of the glossary beside them, `drafts` names the modules that are not
    approved in this language, and `approved` holds the versions that last were.
    """
    shows_all = edition_kind(edition).shows_trainer_only
    if drafts is None:
        drafts = {
            chosen.module_id
            for chosen in plan.modules
            if missing_for_release(curriculum.modules[chosen.module_id], spec.days[-1].date)
        }
    if approved is None:
        taught = (chosen.module_id for chosen in plan.modules)
        approved = approved_versions(curriculum, taught)
    sessions = tuple(
        replace(
            _session(number, chosen.module_id, spec, plan, curriculum, edition),
            draft=chosen.module_id in drafts,
        )
        for number, chosen in enumerate(plan.modules, 1)
    )
    hubs = {name: _for(edition, _hub_here(curriculum.hubs[name], spec)) for name in spec.hubs}
    all_hubs = {name: _for(edition, hub) for name, hub in sorted(curriculum.hubs.items())}
    audiences = {name: _for(edition, curriculum.audiences[name]) for name in spec.audiences}
    cases = _cases(sessions, hubs.values(), curriculum, edition)
    terms = _terms(curriculum, wording.language)
    readers: list[Model] = [
        *(session.module for session in sessions),
        *cases.values(),
        *hubs.values(),
        *audiences.values(),
        *terms.values(),
        spec.branding,
    ]
    course = Course(
        workshop_id=workshop_id,
        title=spec.title,
        subtitle=spec.subtitle,
        edition=edition,
        wording=wording,
        hubs=hubs,
        all_hubs=all_hubs,
        audiences=audiences,
        days=tuple(_day(day, spec, sessions, wording) for day in plan.days),
        sessions=sessions,
        cases=cases,
        terms=terms,
        module_titles={name: m.title for name, m in sorted(curriculum.modules.items())},
        sources=_sources(readers, curriculum, edition),
        participants=spec.participants or sum(spec.head_counts.values()) or None,
        trainers=_trainers(spec, wording) if shows_all else (),
        rooms=tuple(room.name for room in spec.rooms),
        marking=spec.marking,
        branding=spec.branding,
        notes=spec.notes if shows_all else None,
        english_terms=english_terms or {},
        version="",
        frameworks=_frameworks(sessions, curriculum),
        seats={room.name: room.seats for room in spec.rooms if room.seats is not None},
        approved=(shown := _approved(approved, curriculum, spec, shows_all=shows_all)),
        claims_changed=_claims_changed(shown.values(), curriculum, edition),
    )
    return replace(course, version=hashlib.sha256(repr(course).encode()).hexdigest()[:10])


def _for(edition: Edition, model: ModelT) -> ModelT:
    """The model as an edition may show it."""
    return model if edition_kind(edition).shows_trainer_only else for_participants(model)


def _session(
    number: int,
    module_id: str,
    spec: WorkshopSpec,
    plan: Plan,
    curriculum: Curriculum,
    edition: Edition,
) -> Session:
    module = _for(edition, curriculum.modules[module_id])
    by_id = {step.id: step for step in module.steps}
    shows_all = edition_kind(edition).shows_trainer_only
    scheduled = tuple(
        ScheduledStep(
            by_id[placed.step_id].model_copy(
                # with consecutive interpretation a step takes longer here than in its file
                update={
                    "blocks": _blocks_here(by_id[placed.step_id].blocks, spec),
                    "minutes": placed.minutes,
                }
            ),
            placed.day,
            _time(placed.start),
            tuple(spec.trainers[number].name for number in placed.trainers) if shows_all else (),
        )
        for placed in plan.steps_of(module_id)
    )
    here: Module = module.model_copy(update={"steps": tuple(s.step for s in scheduled)})
    return Session(number, module_id, here, scheduled)


def _blocks_here(blocks: Iterable[Block], spec: WorkshopSpec) -> tuple[Block, ...]:
    return tuple(block for block in blocks if spec.fits(block.when))


def _hub_here(hub: Hub, spec: WorkshopSpec) -> Hub:
    return hub.model_copy(update={"blocks": _blocks_here(hub.blocks, spec)})


def _cases(
    sessions: Iterable[Session], hubs: Iterable[Hub], curriculum: Curriculum, edition: Edition
) -> dict[str, Case]:
    """The cases in use, each with only the scenes in use."""
    used: dict[str, set[str]] = {}
    blocks = [
        *(block for session in sessions for step in session.steps for block in step.step.blocks),
        *(block for hub in hubs for block in hub.blocks),
    ]
    for block in blocks:
        if isinstance(block, CaseWork):
            scenes = block.scenes or [scene.id for scene in curriculum.cases[block.case].scenes]
            used.setdefault(block.case, set()).update(scenes)
    found = {}
    for case_id, wanted in used.items():
        case = _for(edition, curriculum.cases[case_id])
        scenes_here = tuple(scene for scene in case.scenes if scene.id in wanted)
        found[case_id] = case.model_copy(update={"scenes": scenes_here})
    return found


def _frameworks(sessions: Iterable[Session], curriculum: Curriculum) -> tuple[TaughtFramework, ...]:
    """The outside outlines that the modules taught map to, each with the items they name."""
    taught: dict[str, list[int]] = {}
    for session in sessions:
        for ref in session.module.frameworks:
            taught.setdefault(ref, []).append(session.number)
    found = []
    for name, framework in sorted(curriculum.frameworks.items()):
        items = tuple(
            FrameworkItem(item.title, tuple(taught[f"{name}:{item.id}"]))
            for item in framework.items
            if f"{name}:{item.id}" in taught
        )
        if items:
            found.append(
                TaughtFramework(
                    name, framework.title, framework.publisher, items, len(framework.items)
                )
            )
    return tuple(found)


def _terms(curriculum: Curriculum, language: str) -> dict[str, Term]:
    terms = sorted(
        curriculum.terms.values(), key=lambda term: (sort_key(term.term, language), term.id)
    )
    return {term.id: term for term in terms}


def _sources(
    readers: Iterable[Model],
    curriculum: Curriculum,
    edition: Edition,
) -> dict[str, CitedSeed]:
    """The seeds cited in what this edition shows, each with the claims cited.

    Both editions give a source the same number, so that a trainer can name it to the room: first
    come the sources that participants see, in order, then those of the trainers alone.
    """
    readers = tuple(readers)
    cited = _cited(readers, curriculum, edition)
    order = dict.fromkeys(cited)
    if edition_kind(edition).shows_trainer_only:
        seen = [for_participants(model) for model in readers]
        order = dict.fromkeys([*_cited(seen, curriculum, "participant"), *cited])
    return {
        seed_id: CitedSeed(
            number,
            seed_id,
            _for(edition, curriculum.seeds[seed_id]).model_copy(
                update={"claims": tuple(cited[seed_id].values())}
            ),
            cited[seed_id],
        )
        for number, seed_id in enumerate(order, 1)
    }


def _cited(
    readers: Iterable[Model],
    curriculum: Curriculum,
    edition: Edition,
) -> dict[str, dict[str, Claim]]:
    """Seeds with the claims that the readers cite, then further reading, in order."""
    cited: dict[str, dict[str, Claim]] = {}
    waiting = list(readers)
    for model in waiting:
        for found in strings_of(model):
            if not found.kind or "[@" not in found.text:
                continue
            for citation in citations_in(found.text):
                inside = cited.setdefault(citation.seed, {})
                if citation.claim not in inside:
                    claim = _claim(curriculum.claims[citation.ref], curriculum, edition)
                    inside[citation.claim] = claim
                    waiting.append(claim)  # its denial is printed too, and may cite
    for model in waiting:
        if isinstance(model, Module | Case):
            for seed_id in model.sources:
                cited.setdefault(seed_id, {})
    return cited


def _approved(
    approved: Mapping[str, Approved], curriculum: Curriculum, spec: WorkshopSpec, *, shows_all: bool
) -> dict[str, ApprovedVersion]:
    return {
        name: version_shown(
            version, curriculum.modules[name], curriculum, spec, shows_all=shows_all
        )
        for name, version in approved.items()
    }


def _claims_changed(
    versions: Iterable[ApprovedVersion], curriculum: Curriculum, edition: Edition
) -> dict[str, Claim]:
    """The claims that changed texts cite and that need a word on their status."""
    texts = [
        f"{change.before} {change.after}"
        for version in versions
        for change in version.changes or ()
    ]
    found = {}
    for citation in dict.fromkeys(c for text in texts for c in citations_in(text)):
        claim = curriculum.claims.get(citation.ref)
        if claim and (claim.status == "allegation" or claim.verification == "unverified"):
            found[citation.ref] = _claim(claim, curriculum, edition)
    return found


def _claim(claim: Claim, curriculum: Curriculum, edition: Edition) -> Claim:
    """A claim for an edition; an allegation without a sentence of denial borrows the answer's."""
    if claim.status == "allegation" and claim.denial is None and claim.answered_by:
        answer = curriculum.claims[claim.answered_by[0]].text
        claim = claim.model_copy(update={"denial": answer})
    return _for(edition, claim)


def _day(
    day: PlanDay, spec: WorkshopSpec, sessions: tuple[Session, ...], wording: Wording
) -> AgendaDay:
    numbers = {session.module_id: session for session in sessions}
    # The plan is made in English; the names of pauses are taken from the spec of this language.
    here = spec.days[day.number - 1]
    names: dict[int | str, str | None] = {
        **{pause.minute: pause.title for pause in here.pauses},
        **{block.kind: block.title for block in here.standing},
    }
    entries = []
    for entry in day.entries:
        session = numbers.get(entry.module_id or "")
        title = (
            (entry.title and names.get(entry.start, names.get(entry.kind)))
            or wording(f"common.{entry.kind}")
            if session is None
            else next(step.title for step in session.module.steps if step.id == entry.step_id)
        )
        entries.append(
            AgendaEntry(
                entry.kind,
                _time(entry.start),
                entry.minutes,
                title,
                session.number if session else None,
                entry.step_id,
            )
        )
    return AgendaDay(day.number, day.date, tuple(entries))


def _trainers(spec: WorkshopSpec, wording: Wording) -> tuple[str, ...]:
    return tuple(
        _like(wording("common.name_role", name=trainer.name, role=trainer.role), trainer.role)
        if trainer.role
        else trainer.name
        for trainer in spec.trainers
    )


def _like(text: str, part: str) -> str:
    """The text, as untranslated as its part is."""
    return Untranslated(text, part.catalogue) if isinstance(part, Untranslated) else text


def _time(minutes: int) -> datetime.time:
    return datetime.time(minutes // 60, minutes % 60)
