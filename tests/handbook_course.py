"""A small Course that uses every kind of block, made by hand for the tests of the handbook."""

from __future__ import annotations

import datetime
import struct
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

from builders.course import (
    AgendaDay,
    AgendaEntry,
    CitedSeed,
    Course,
    Edition,
    ScheduledStep,
    Session,
    Wording,
)
from builders.house import House
from builders.loading.wording import load_wording
from builders.models.marks import for_participants
from builders.models.module import Module
from builders.models.seed import Seed
from builders.models.shelves import Audience, Case, Hub, Term
from builders.models.workshop import Branding

REPOSITORY = Path(__file__).resolve().parent.parent

MODULE: dict[str, Any] = {
    "title": "Look, ask, act",
    "summary": "What to do in the first hour [@panel:one].",
    "pillar": "identify",
    "offences": ["tip", "som"],
    "audiences": ["patrol"],
    "level": "introductory",
    "objectives": [
        {"id": "act", "text": "Names three signs.", "bloom": "remember", "assessed_by": ["q1"]}
    ],
    "prepare": ["Print the cards."],
    "opening_words": "Good morning.",
    "materials": ["Cards"],
    "key_messages": ["Look first."],
    "questions": [
        {
            "id": "q1",
            "form": "A",
            "objective": "act",
            "prompt": "What comes first?",
            "choices": [
                {"text": "Safety", "correct": True, "reason": "People come first."},
                {"text": "Papers"},
            ],
        }
    ],
    "steps": [
        {
            "id": "start",
            "title": "The second look",
            "method": "exercise",
            "minutes": 60,
            "blocks": [
                {
                    "kind": "text",
                    "title": "Words",
                    "body": "One **strong** word, a [term](term:victim), the [next](module:later) "
                    "module and [a link](https://example.org/a_(b)?x=1&y=2).\n\n- first\n- second",
                    "say": "Wait for the room [@panel:open].",
                },
                {
                    "kind": "points",
                    "title": "Points",
                    "lead": "Three things",
                    "points": ["One", {"text": "Two", "points": ["Two and a half"]}],
                },
                {"kind": "definition", "term": "victim", "note": "Note the verb."},
                {
                    "kind": "table",
                    "title": "A table",
                    "columns": ["Act", "Means | ways"],
                    "rows": [["moved", "by `force | threat`"], ["held", "with lies [@panel:two]"]],
                    "note": "One of each is enough.",
                },
                {
                    "kind": "comparison",
                    "title": "Two sides",
                    "left": {"heading": "Smuggling", "points": ["a border"]},
                    "right": {"heading": "Trafficking", "points": ["a purpose"]},
                },
                {
                    "kind": "process",
                    "title": "Steps",
                    "stages": [{"label": "Look", "text": "first"}, {"label": "Ask"}],
                },
                {
                    "kind": "cycle",
                    "title": "Round",
                    "stages": [{"label": "A"}, {"label": "B"}, {"label": "C"}],
                },
                {
                    "kind": "timeline",
                    "title": "Dates",
                    "events": [
                        {"date": "2000", "text": "signed [@panel:one]"},
                        {"date": "2004", "text": "ratified"},
                    ],
                },
                {
                    "kind": "chart",
                    "title": "Numbers",
                    "chart": "column",
                    "unit": "people",
                    "categories": ["2023", "2024"],
                    "series": [{"name": "counted", "values": ["1200", "3.50"]}],
                    "alt": "Numbers fell.",
                    "note": "Counted in May [@panel:one].",
                },
                {"kind": "map", "title": "The town", "alt": "A town in the south."},
                {
                    "kind": "figure",
                    "title": "The room",
                    "image": "room.png",
                    "alt": 'Two chairs: "near" the door',
                    "credit": "drawn by us",
                    "caption": "A calm room",
                },
                {"kind": "indicators", "title": "Signs", "items": ["does not speak", "no papers"]},
                {
                    "kind": "question",
                    "title": "What would you do?",
                    "prompt": "First minute?",
                    "minutes": 5,
                    "listen_for": ["safety"],
                    "answer": "Make safe.",
                },
                {
                    "kind": "exercise",
                    "title": "Sort the cards",
                    "task": "Sort them.",
                    "groups": "Pairs",
                    "minutes": 20,
                    "materials": ["Cards", "Tape"],
                    "handout": "Card one\n\nCard two",
                    "setup": "Push tables aside.",
                    "solution": "Card two first.",
                    "debrief": ["What was hard?"],
                    "likely_wrong_answers": [{"answer": "Card one", "response": "Look again."}],
                    "stop_rules": ["somebody cries"],
                },
                {"kind": "case", "title": "A farm", "case": "farm"},
                {"kind": "warning", "title": "Careful", "text": "Do not promise."},
                {"kind": "note", "title": "Good to know", "text": "It helps."},
            ],
        }
    ],
}
CASE: dict[str, Any] = {
    "title": "The farm",
    "nature": "composite",
    "stage": "composite",
    "summary": "Four people on a farm.",
    "place": "A farm",
    "period": "One spring",
    "checked": "2026-11-01",
    "scenes": [
        {
            "id": "gate",
            "title": "At the gate",
            "facts": [
                {"text": "The gate was locked.", "status": "fact"},
                {
                    "text": "The owner held them.",
                    "status": "allegation",
                    "denial": "they were free to go",
                },
            ],
            "ask": "What do you see?",
            "say": "Read slowly.",
        }
    ],
    "outcome": "They left.",
    "turning_points": ["The phone"],
    "teaching_points": ["Ask twice"],
    "injects": [{"minute": 10, "text": "A call comes."}],
    "cautions": ["No names."],
}
SEED: dict[str, Any] = {
    "title": "Report of a panel",
    "publisher": "A panel",
    "kind": "research",
    "reliability": "B",
    "addresses": ["https://example.org/report"],
    "licence": "Paraphrase only",
    "checked": "2026-11-01",
    "grade_note": "Known authors.",
    "cautions": ["One view."],
    "claims": [
        {"id": "one", "text": "Many were moved.", "status": "fact", "credibility": 2},
        {
            "id": "two",
            "text": "An office looked away.",
            "status": "allegation",
            "credibility": 3,
            "denial": "it acted at once",
            "contradicts": ["panel:one"],
            "reason": "One witness.",
        },
        {
            "id": "open",
            "text": "The law sets a time limit.",
            "status": "law",
            "credibility": 4,
            "verification": "unverified",
        },
    ],
}
HUB: dict[str, Any] = {
    "title": "Kufra",
    "region": "South-east",
    "position": {"latitude": 24.2, "longitude": 23.3},
    "summary": "A town in the south [@panel:one].",
    "profile": [{"topic": "The place", "text": "Far from the coast.", "as_of": "2024"}],
    "agencies": ["Police"],
    "agencies_note": "No list is public.",
    "risks": ["Thirst"],
    "contacts": [{"service": "Hospital", "what_for": "Injuries"}],
    "teaching_use": ["Ask who knows it."],
    "cautions": ["Name no family."],
}
AUDIENCE: dict[str, Any] = {
    "title": "Patrol officers",
    "summary": "They are first on the scene.",
    "duties": ["Make safe"],
    "powers_to_confirm": ["May they enter?"],
    "starts_from": ["Papers first"],
}
TERM: dict[str, Any] = {
    "id": "victim",
    "term": "Presumed victim",
    "definition": "A person who may have been trafficked.",
    "avoid": ["case"],
    "french": {"text": "victime présumée", "verified": True},
    "arabic": {"text": "ضحية مفترضة"},
}


def small_course(edition: Edition = "trainer", **changes: Any) -> Course:
    """The course; `changes` replace its fields."""
    module, case = Module.model_validate(MODULE), Case.model_validate(CASE)
    seed = Seed.model_validate(SEED)
    hub, audience = Hub.model_validate(HUB), Audience.model_validate(AUDIENCE)
    claims = {claim.id: claim for claim in seed.claims}
    if edition == "participant":
        module, case, seed = (
            for_participants(module),
            for_participants(case),
            for_participants(seed),
        )
        hub, audience = for_participants(hub), for_participants(audience)
        claims = {claim.id: claim for claim in seed.claims if claim.verification == "read"}
    start = datetime.time(9, 0)
    step = ScheduledStep(module.steps[0], 1, start)
    entries = (
        AgendaEntry("opening", datetime.time(8, 30), 30, "Opening"),
        AgendaEntry("step", start, 60, step.step.title, 1, step.step.id),
        AgendaEntry("break", datetime.time(10, 0), 20, "Break"),
    )
    course = Course(
        workshop_id="small",
        title="First hour",
        subtitle="Look, ask, act",
        edition=edition,
        wording=wording(),
        hubs={"kufra": hub},
        all_hubs={"kufra": hub},
        audiences={"patrol": audience},
        days=(AgendaDay(1, datetime.date(2027, 1, 17), entries),),
        sessions=(Session(1, "look", module, (step,)),),
        cases={"farm": case},
        terms={"victim": Term.model_validate(TERM)},
        module_titles={"look": module.title, "later": "Later"},
        sources={"panel": CitedSeed(1, "panel", seed, claims)},
        participants=12,
        trainers=("Lead trainer",) if edition == "trainer" else (),
        rooms=("Room 1",),
        marking="For training use only",
        branding=Branding(organiser="Institute"),
        notes="Bring water." if edition == "trainer" else None,
        version="abc1234",
    )
    return replace(course, **changes)


def wording(language: str = "en") -> Wording:
    """The fixed labels of the repository."""
    labels, problems = load_wording(House(REPOSITORY), language)
    assert labels is not None, problems
    return labels


def with_blocks(blocks: list[dict[str, Any]], edition: Edition = "trainer") -> Course:
    """The course whose only step holds these blocks."""
    course = small_course(edition)
    steps = [{**MODULE["steps"][0], "blocks": blocks}]
    module = Module.model_validate({**MODULE, "steps": steps})
    if edition == "participant":
        module = for_participants(module)
    step = ScheduledStep(module.steps[0], 1, datetime.time(9, 0))
    return replace(course, sessions=(Session(1, "look", module, (step,)),))


def words_everywhere(text: str) -> Course:
    """A course in which many fields of every kind hold the same hostile words.

    Titles take them as they are; the caller must not use markup that prose would interpret.
    """
    blocks: list[dict[str, Any]] = [
        {"kind": "points", "title": text, "points": ["a"]},
        {"kind": "table", "title": text, "columns": ["a", "b"], "rows": [["c", "d"]]},
        {
            "kind": "process",
            "title": text,
            "stages": [{"label": text}, {"label": "b"}],
        },
        {"kind": "warning", "title": text, "text": "a"},
    ]
    course = with_blocks(blocks)
    session = course.sessions[0]
    module = session.module.model_copy(update={"title": text})
    step = session.steps[0].step.model_copy(update={"title": text})
    term = course.terms["victim"].model_copy(update={"term": text})
    seed = course.sources["panel"]
    renamed = replace(seed, seed=seed.seed.model_copy(update={"title": text, "licence": text}))
    return replace(
        course,
        title=text,
        marking=text,
        sessions=(replace(session, module=module, steps=(replace(session.steps[0], step=step),)),),
        terms={"victim": term},
        sources={"panel": renamed},
    )


def png(comment: bytes = b"") -> bytes:
    """A picture of one dot, with a comment in it."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    text = chunk(b"tEXt", b"Author\0" + comment) if comment else b""
    dot = chunk(b"IDAT", zlib.compress(b"\0\0"))
    return b"\x89PNG\r\n\x1a\n" + head + text + dot + chunk(b"IEND", b"")
