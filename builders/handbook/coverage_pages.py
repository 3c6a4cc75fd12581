"""What the course covers: each objective with its steps, slides and questions; outside outlines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import get_args

from builders.course import Session, TaughtFramework
from builders.handbook import markdown as md
from builders.handbook.desk import Desk
from builders.handbook.pages import Page
from builders.models.module import Objective, Pillar
from builders.sheets import SlidesOf

_NO_BREAK = "\u00a0"
_JOINED = "\u2060"
"""Word joiner: a range of numbers stays on one line."""


def coverage_page(desk: Desk, slides: SlidesOf) -> Page | None:
    """Objective → steps → slides → questions for each pillar, then the frameworks.

    Columns that this edition has nothing for are left out: slides without decks, questions where
    the Course holds none. None where nothing is taught.
    """
    course = desk.course
    if not course.sessions:
        return None
    desk.page = "coverage"
    title = desk.raw("coverage")
    questions = _question_numbers(course.sessions)
    every = [(s, objective) for s in course.sessions for objective in s.module.objectives]
    covered = sum(bool(_steps(session, objective)) for session, objective in every)
    pieces = [
        md.heading(md.escape(title), 1, desk.identifier("coverage")),
        md.line_start(desk.label("coverage_lead")),
        md.line_start(desk.label("coverage_count", covered=covered, count=len(every))),
    ]
    for pillar in get_args(Pillar):
        sessions = [session for session in course.sessions if session.module.pillar == pillar]
        if sessions:
            name = desk.label(f"common.pillar_{pillar}")
            pieces.append(md.heading(name, 2, desk.identifier(f"coverage-{pillar}")))
            pieces.append(md.box("wide", [_table(desk, pillar, sessions, slides, questions)]))
    if course.frameworks:
        heading = desk.label("coverage_frameworks")
        pieces.append(md.heading(heading, 2, desk.identifier("coverage-frameworks")))
        pieces.append(md.line_start(desk.label("coverage_frameworks_lead")))
    for framework in course.frameworks:
        pieces += _framework(desk, framework)
    return Page(desk.page, title, md.join(pieces) + "\n")


def _table(
    desk: Desk,
    pillar: str,
    sessions: Iterable[Session],
    slides: SlidesOf,
    questions: dict[tuple[int, str], list[tuple[str, int]]],
) -> str:
    letters = desk.raw("choice_letters").split()
    columns = ["objective", "steps"]
    columns += ["slides"] if slides else []
    columns += ["questions"] if questions else []
    rows = []
    for session in sessions:
        link = md.link(
            md.escape(desk.session_title(session)), desk.target(desk.session_page(session))
        )
        known = [place.deck for (number, _), place in slides.items() if number == session.number]
        head = {"objective": md.marked(link, "**")}
        if known:
            head["slides"] = desk.label("run_sheet.deck", number=known[0])
        rows.append([head.get(column, "") for column in columns])
        for objective in session.module.objectives:
            cells = {
                "objective": desk.line(objective.text, in_cell=True),
                "steps": _step_links(desk, session, objective),
                "slides": _slide_numbers(desk, session, objective, slides),
                "questions": desk.course.wording.commas(
                    f"{letters['AB'.index(form)]}{_NO_BREAK}{number}"
                    for form, number in questions.get((session.number, objective.id), ())
                ),
            }
            rows.append([cells[column] for column in columns])
    widths = {2: "56 44", 3: "46 37 17", 4: "40 32 15 13"}[len(columns)]
    return md.table(
        [desk.label(f"coverage_{column}") for column in columns],
        rows,
        caption=desk.label("coverage_caption", pillar=desk.raw(f"common.pillar_{pillar}")),
        classes="data coverage",
        widths=widths,
    )


def _steps(session: Session, objective: Objective) -> list[tuple[str, str]]:
    """Ids and titles of the steps taught that serve an objective."""
    return [
        (scheduled.step.id, scheduled.step.title)
        for scheduled in session.steps
        if objective.id in scheduled.step.objectives
    ]


def _step_links(desk: Desk, session: Session, objective: Objective) -> str:
    steps = _steps(session, objective)
    if not steps:
        return md.span(desk.label("coverage_none"), "uncovered")
    page = desk.session_page(session)
    return desk.course.wording.semicolons(
        md.link(md.escape(title), desk.target(page, f"s{session.number:02}-{step_id}"))
        for step_id, title in steps
    )


def _slide_numbers(desk: Desk, session: Session, objective: Objective, slides: SlidesOf) -> str:
    places = [slides.get((session.number, step_id)) for step_id, _ in _steps(session, objective)]
    numbers = [str(place) for place in places if place is not None]
    return desk.course.wording.commas(
        number.replace("–", f"{_JOINED}–{_JOINED}") for number in numbers
    )


def _question_numbers(
    sessions: Iterable[Session],
) -> dict[tuple[int, str], list[tuple[str, int]]]:
    """(session, objective) → form and number of its questions, as the test pages count them."""
    counts = {"A": 0, "B": 0}
    found: dict[tuple[int, str], list[tuple[str, int]]] = {}
    for session in sessions:
        for question in session.module.questions:
            counts[question.form] += 1
            place = (question.form, counts[question.form])
            found.setdefault((session.number, question.objective), []).append(place)
    return {key: sorted(places) for key, places in found.items()}


def _framework(desk: Desk, framework: TaughtFramework) -> list[str]:
    sessions = {session.number: session for session in desk.course.sessions}
    rows = [
        [
            desk.isolated(item.title),
            desk.course.wording.commas(
                md.link(
                    desk.label("common.session", number=number),
                    desk.target(desk.session_page(sessions[number])),
                )
                for number in item.sessions
            ),
        ]
        for item in framework.items
    ]
    told = desk.filled(
        "coverage_framework_count",
        count=str(len(framework.items)),
        total=str(framework.count),
        publisher=desk.isolated(framework.publisher.rstrip(".")),
    )
    title = desk.isolated(framework.title)
    return [
        md.heading(title, 3, desk.identifier(f"framework-{framework.id}")),
        md.line_start(told),
        md.table(
            [desk.label("coverage_item"), desk.label("coverage_sessions")],
            rows,
            caption=desk.filled("coverage_framework_caption", framework=title),
            classes="data small outline",
            widths="62 38",
        ),
    ]
