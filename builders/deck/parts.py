"""A course → what each of its decks is made from, and nothing else.

Enters: a `Course`. Leaves: for each deck its name and a narrower `Course`. A deck is made from its
narrow course only, so it can depend on nothing that is not in it: where two narrow courses are
equal, the decks are. That is how a build knows, without making a deck, that it need not be made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from builders.course import AgendaDay, CitedSeed, Course, Session
from builders.models.blocks import CaseWork, Definition, Map
from builders.models.marks import Model, strings_of
from builders.models.module import Module
from builders.prose import citations_in

OPENING = "00-opening"


def deck_parts(course: Course) -> tuple[tuple[str, Course], ...]:
    """The decks of a course in the order of teaching: file stem and narrow course."""
    sessions = ((deck_name(session), for_session(course, session)) for session in course.sessions)
    return ((OPENING, for_opening(course)), *sessions)


def deck_name(session: Session) -> str:
    """The file stem of a session's deck."""
    return f"{session.number:02d}-{session.module_id}"


def for_session(course: Course, session: Session) -> Course:
    """The course as the deck of one session sees it. Narrowing it again changes nothing."""
    blocks = [block for scheduled in session.steps for block in scheduled.step.blocks]
    used_cases = {block.case for block in blocks if isinstance(block, CaseWork)}
    used_terms = {block.term for block in blocks if isinstance(block, Definition)}
    cases = {name: case for name, case in course.cases.items() if name in used_cases}
    terms = {name: term for name, term in course.terms.items() if name in used_terms}
    maps = any(isinstance(block, Map) for block in blocks)
    readers: list[Model] = [session.module, *cases.values(), *terms.values()]
    return replace(
        course.narrowed(),
        hubs={},
        all_hubs=course.all_hubs if maps else {},
        days=_days_of(course, session),
        sessions=(session, *_named_beside(course, session)),
        cases=cases,
        terms=terms,
        sources=_cited(course.sources, readers),
    )


def for_opening(course: Course) -> Course:
    """The course as its opening deck sees it: of the modules only titles and summaries."""
    sessions = tuple(
        replace(session, module=_opener(session.module), steps=()) for session in course.sessions
    )
    readers: list[Model] = [
        *course.hubs.values(),
        *course.audiences.values(),
        *course.terms.values(),
        *(session.module for session in sessions),
        course.branding,
    ]
    return replace(
        course,
        sessions=sessions,
        cases={},
        module_titles={},
        sources=_cited(course.sources, readers),
        version="",
        frameworks=(),
        seats={},
        approved={},
        claims_changed={},
    )


def _days_of(course: Course, session: Session) -> tuple[AgendaDay, ...]:
    """The days that begin in this deck, whole, since it lists them; and the end of the session."""
    titles = {each.number: each.module.title for each in course.sessions}
    whole = []
    for day in _begun_in(course, session):
        entries = [
            replace(entry, title=titles.get(entry.session or 0, entry.title))
            for entry in day.entries
        ]
        whole.append(replace(day, entries=tuple(entries)))
    numbers = {day.number for day in whole}
    # what is cut down to the end of the session is no day to list: it loses its number
    end = [replace(day, number=0) for day in _end_of(course, session) if day.number not in numbers]
    return (*end, *whole)


def _begun_in(course: Course, session: Session) -> list[AgendaDay]:
    """The later days whose first step is one of this session."""
    found = []
    for day in course.days:
        first = next((entry for entry in day.entries if entry.kind == "step"), None)
        if day.number > 1 and first is not None and first.session == session.number:
            found.append(day)
    return found


def _named_beside(course: Course, session: Session) -> list[Session]:
    """The other sessions of the days that begin in this deck: their names, to list and to link."""
    others = {entry.session for day in _begun_in(course, session) for entry in day.entries}
    return [
        replace(each, module=_opener(each.module, summary=""), steps=())
        for each in course.sessions
        if each.number in others and each.number != session.number
    ]


def _end_of(course: Course, session: Session) -> tuple[AgendaDay, ...]:
    """The last entry of a session and what follows it on the same day, by its own name."""
    titles = {each.number: each.module.title for each in course.sessions}
    for day in reversed(course.days):
        places = [n for n, entry in enumerate(day.entries) if entry.session == session.number]
        if places:
            after = (entry for entry in day.entries[places[-1] + 1 :] if entry.kind != "free")
            following = next(after, None)
            entries = [replace(day.entries[places[-1]], title="")]
            if following is not None:
                # a session goes by its own name, not by that of its first step
                title = titles.get(following.session or 0, following.title)
                entries.append(replace(following, title=title, session=None, step_id=None))
            return (replace(day, entries=tuple(entries)),)
    return ()


def _opener(module: Module, **more: str) -> Module:
    """A module of which the opening deck can see the title and the summary only."""
    kept = {"title", "summary", "pillar", "offences", "audiences", "level"}
    emptied: dict[str, Any] = {
        name: () if field.is_required() else field.get_default(call_default_factory=True)
        for name, field in Module.model_fields.items()
        if name not in kept
    }
    return module.model_copy(update=emptied | more)


def _cited(sources: Mapping[str, CitedSeed], readers: Iterable[Model]) -> dict[str, CitedSeed]:
    """The sources that these models cite, each with the claims that they cite, denials included."""
    cited: dict[str, set[str]] = {}
    waiting: list[Model] = list(readers)
    for model in waiting:
        for found in strings_of(model):
            if "[@" not in found.text:
                continue
            for citation in citations_in(found.text):
                source = sources.get(citation.seed)
                claims = cited.setdefault(citation.seed, set())
                if source and citation.claim in source.claims and citation.claim not in claims:
                    claims.add(citation.claim)
                    waiting.append(source.claims[citation.claim])
    return {
        name: replace(
            source,
            seed=source.seed.model_copy(
                update={"claims": tuple(c for c in source.seed.claims if c.id in cited[name])}
            ),
            claims={key: claim for key, claim in source.claims.items() if key in cited[name]},
        )
        for name, source in sources.items()
        if name in cited
    }
