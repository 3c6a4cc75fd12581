"""The exercise pack: what is printed, cut and put into envelopes before the first day.

Enters: a `Course` of an edition for trainers. Leaves: papers. Task sheets and case files are made
from a course without a trainer-only string; cards and envelopes from one that holds only those of
the cards and of new information; answers are a paper of their own, for the trainer's folder.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from builders.course import Course, ScheduledStep, Session
from builders.models import blocks as b
from builders.models.shelves import Case
from builders.paper.desk import Desk
from builders.paper.exercises import exercise_things
from builders.paper.handouts import without_secrets
from builders.paper.things import (
    Card,
    Cards,
    Heading,
    Listing,
    Paper,
    Para,
    Rules,
    Thing,
    Words,
)

TASKS, FILES, CARDS, ENVELOPES = "task-sheets", "case-files", "role-cards", "envelopes"
ANSWERS = "answer-key"
_LINES_TO_ANSWER = 4


def pack_parts(course: Course) -> Iterable[tuple[str, Course]]:
    """Name and course of each paper of the pack; a paper with nothing in it is not made."""
    public = without_secrets(course)
    if any(_exercises(public)):
        yield TASKS, replace(public, cases={})
    if any(_case_work(public)):
        yield FILES, public
    for name in (CARDS, ENVELOPES):
        narrow = _with_cards(public, course, in_envelopes=name == ENVELOPES)
        if any(_case_work(narrow)) or any(block.cards for _, block in _exercises(narrow)):
            yield name, narrow


def make_pack(course: Course, part: str) -> Paper:
    """The paper of one part."""
    desk = Desk(course)
    title = desk.label(part.replace("-", "_"))
    match part:
        case "task-sheets":
            things: Iterable[Thing] = _task_sheets(desk)
        case "case-files":
            things = _case_files(desk)
        case "role-cards":
            things = _role_cards(desk)
        case _:
            things = _envelopes(desk)
    opening = (
        Heading(1, title, desk.label("common.exercises_edition")),
        desk.said(desk.label(f"{part.replace('-', '_')}_lead"), "lead"),
    )
    return desk.paper(part, title, (*opening, *things))


def make_answers(course: Course) -> Paper:
    """What trainers know of the exercises and cases: solutions, wrong answers, how cases ended."""
    desk = Desk(course)
    title = desk.label("answer_key")
    things: list[Thing] = [
        Heading(1, title, desk.label(f"common.{course.edition}_edition")),
        desk.said(desk.label("answer_key_lead"), "warning"),
    ]
    for session, exercise in _exercises(course):
        things += [Heading(2, exercise.title, _session_title(desk, session))]
        things += _titled(desk, "solution", desk.prose(exercise.solution))
        wrong = tuple(
            (
                Para(
                    (
                        *(replace(words, strong=True) for words in desk.line(entry.answer)),
                        Words(" – "),
                        *desk.line(entry.response),
                    )
                ),
            )
            for entry in exercise.likely_wrong_answers
        )
        things += _titled(desk, "likely_wrong_answers", (Listing(wrong),) if wrong else ())
        things += _titled(desk, "debrief", desk.points(exercise.debrief, "number"))
        things += _titled(desk, "stop_rules", desk.points(exercise.stop_rules))
    for session, work, case in _case_work(course):
        things.append(Heading(2, work.title, _session_title(desk, session)))
        things += _titled(desk, "cautions", desk.points(case.cautions))
        things += _titled(desk, "outcome", desk.prose(case.outcome))
        things += _titled(desk, "turning_points", desk.points(case.turning_points, "number"))
        things += _titled(desk, "teaching_points", desk.points(case.teaching_points))
    return desk.paper(ANSWERS, title, things)


def _exercises(course: Course) -> Iterator[tuple[Session, b.Exercise]]:
    for session in course.sessions:
        for scheduled in session.steps:
            for block in scheduled.step.blocks:
                if isinstance(block, b.Exercise):
                    yield session, block


def _case_work(course: Course) -> Iterator[tuple[Session, b.CaseWork, Case]]:
    for session in course.sessions:
        for scheduled in session.steps:
            for block in scheduled.step.blocks:
                if isinstance(block, b.CaseWork) and block.case in course.cases:
                    yield session, block, course.cases[block.case]


def _with_cards(public: Course, course: Course, *, in_envelopes: bool) -> Course:
    """The public course with cards that have a minute, or with those that have none."""

    def given(shown: b.Block, whole: b.Block) -> b.Block:
        if not isinstance(shown, b.Exercise) or not isinstance(whole, b.Exercise):
            return shown
        kept = tuple(c for c in whole.cards if (c.minute is not None) == in_envelopes)
        return shown.model_copy(update={"cards": kept})

    sessions = []
    for shown, whole in zip(public.sessions, course.sessions, strict=True):
        steps = []
        for here, there in zip(shown.steps, whole.steps, strict=True):
            pairs = zip(here.step.blocks, there.step.blocks, strict=True)
            blocks = tuple(given(new, old) for new, old in pairs)
            step = here.step.model_copy(update={"blocks": blocks})
            steps.append(ScheduledStep(step, here.day, here.start))
        sessions.append(replace(shown, steps=tuple(steps)))
    cases = {
        name: case.model_copy(update={"injects": course.cases[name].injects})
        for name, case in public.cases.items()
        if in_envelopes and course.cases[name].injects
    }
    return replace(public, sessions=tuple(sessions), cases=cases)


def _session_title(desk: Desk, session: Session) -> str:
    return desk.label("handbook.session_title", number=session.number, title=session.module.title)


def _titled(desk: Desk, key: str, things: Iterable[Thing]) -> list[Thing]:
    found = list(things)
    return [desk.said(desk.label(f"handbook.{key}"), "label"), *found] if found else []


def _task_sheets(desk: Desk) -> Iterator[Thing]:
    for number, (_, exercise) in enumerate(_exercises(desk.course)):
        yield from exercise_things(desk, exercise, new_page=number > 0)


def _case_files(desk: Desk) -> Iterator[Thing]:
    for number, (session, work, case) in enumerate(_case_work(desk.course)):
        kind = f"{desk.label('handbook.case')} · {desk.label(f'handbook.nature_{case.nature}')}"
        yield Heading(2, work.title, f"{kind} · {_session_title(desk, session)}", number > 0)
        yield desk.said(desk.label(f"common.stage_{case.stage}"), "statement")
        yield from desk.facts(
            [
                (desk.label("handbook.case_title"), (Words(case.title),)),
                (desk.label("handbook.place"), (Words(case.place),)),
                (desk.label("handbook.period"), (Words(case.period),)),
            ]
        )
        yield desk.para(case.summary)
        chosen = [s for s in case.scenes if not work.scenes or s.id in work.scenes]
        for place, scene in enumerate(chosen):
            # each on its own page, so that they can be handed out one after the other
            yield Heading(3, scene.title, work.title if place else "", place > 0)
            yield Listing(tuple((Para(desk.status_line(fact)),) for fact in scene.facts))
            if scene.ask:
                yield desk.said(desk.label("handbook.ask"), "label")
                yield desk.para(scene.ask)
                yield Rules(_LINES_TO_ANSWER)


def _role_cards(desk: Desk) -> Iterator[Thing]:
    for number, (session, exercise) in enumerate(_with_any(desk)):
        yield Heading(2, exercise.title, _session_title(desk, session), number > 0)
        yield Cards(
            tuple(
                Card(exercise.title, card.title, desk.prose(card.text)) for card in exercise.cards
            )
        )


def _with_any(desk: Desk) -> Iterator[tuple[Session, b.Exercise]]:
    return ((s, exercise) for s, exercise in _exercises(desk.course) if exercise.cards)


def _envelopes(desk: Desk) -> Iterator[Thing]:
    """Envelopes of each exercise and case in the order of opening."""
    number = 0
    for session, exercise in _with_any(desk):
        given = sorted(exercise.cards, key=lambda card: card.minute or 0)
        cards = [(card.minute or 0, card.title, card.text) for card in given]
        yield Heading(2, exercise.title, _session_title(desk, session), number > 0)
        yield _envelope_cards(desk, exercise.title, cards)
        number += 1
    for session, work, case in _case_work(desk.course):
        injects = sorted(case.injects, key=lambda inject: inject.minute)
        if injects:
            cards = [(inject.minute, "", inject.text) for inject in injects]
            yield Heading(2, work.title, _session_title(desk, session), number > 0)
            yield _envelope_cards(desk, work.title, cards)
            number += 1


def _envelope_cards(desk: Desk, of: str, cards: list[tuple[int, str, str]]) -> Cards:
    count = len(cards)
    return Cards(
        tuple(
            Card(
                label=desk.label("envelope_of", number=number, count=count, title=of),
                title=title or desk.label("new_information"),
                body=desk.prose(text),
                envelope=desk.label("open_at_minute", minute=minute),
            )
            for number, (minute, title, text) in enumerate(cards, 1)
        )
    )
