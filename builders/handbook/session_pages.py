"""The page of one session: opener, steps with clock times, key messages; and the test pages."""

from __future__ import annotations

from collections.abc import Iterable

from builders.agenda import clock
from builders.course import ScheduledStep, Session
from builders.handbook import markdown as md
from builders.handbook.blocks import Spot, block_pieces
from builders.handbook.boxes import eyebrow, ledger, trainer_box
from builders.handbook.desk import Desk
from builders.handbook.pages import Page
from builders.models.module import Module, TestQuestion


def session_pages(desk: Desk) -> list[Page]:
    """One page for each session, in the order of teaching."""
    pages = [_session_page(desk, session) for session in desk.course.sessions]
    desk.pillar = None
    return pages


def _session_page(desk: Desk, session: Session) -> Page:
    desk.page = desk.session_page(session)
    title = desk.session_title(session)
    module = session.module
    desk.pillar = module.pillar
    prefix = f"s{session.number:02}"
    pieces = [
        md.heading(md.escape(title), 1, desk.identifier(f"session-{session.module_id}")),
        _opener(desk, session),
        trainer_box(
            desk,
            [
                ("prepare", [desk.points(module.prepare)] if module.prepare else ()),
                ("opening_words", desk.prose(module.opening_words) if module.opening_words else ()),
            ],
        ),
    ]
    for scheduled in session.steps:
        pieces.extend(_step(desk, scheduled, prefix))
    if module.key_messages:
        body = [
            eyebrow(desk.label("key_messages_eyebrow")),
            md.title(desk.label("key_messages"), 2),
            desk.points(module.key_messages),
        ]
        pieces.append(md.box("key-messages", body, desk.identifier(f"{prefix}-key-messages")))
    if not desk.course.is_trainer:
        pieces.append(md.box("ruled", [md.classed(desk.label("notes"), "part-label")]))
    pieces.extend(_further_reading(desk, module))
    return Page(desk.page, title, md.join(pieces) + "\n")


def _opener(desk: Desk, session: Session) -> str:
    module = session.module
    letter = md.span(desk.label(f"pillar_letter_{module.pillar}"), "pillar-letter")
    pillar = desk.label(f"common.pillar_{module.pillar}")
    offences = [desk.label(f"common.offence_{offence}") for offence in module.offences]
    audiences = [
        md.escape(desk.course.audiences[name].title)
        for name in module.audiences
        if name in desk.course.audiences
    ]
    methods = dict.fromkeys(scheduled.step.method for scheduled in session.steps)
    rows = [
        (desk.label("when"), _when(desk, session)),
        (desk.label("time"), desk.label("common.minutes", minutes=session.minutes)),
        (
            desk.label("methods"),
            desk.course.wording.commas(desk.label(f"common.method_{m}") for m in methods),
        ),
        (desk.label("level"), desk.label(f"common.level_{module.level}")),
        (desk.label("offences"), desk.course.wording.commas(offences)),
        (desk.label("audiences"), desk.course.wording.commas(audiences)),
    ]
    objectives = [
        f"{desk.line(objective.text)} {md.span(desk.label(f'bloom_{objective.bloom}'), 'bloom')}"
        for objective in module.objectives
    ]
    return md.box(
        f"opener pillar-{module.pillar}",
        [
            eyebrow(f"{letter} {pillar}", _draft(desk, session)),
            md.classed(desk.line(module.summary), "lead"),
            ledger(rows),
            md.classed(desk.label("objectives"), "part-label"),
            md.classed(desk.label("objectives_lead"), "objectives-lead"),
            md.items(objectives, classes="objectives"),
            *(
                [
                    md.classed(desk.label("materials"), "part-label"),
                    desk.points(module.materials),
                ]
                if module.materials
                else []
            ),
        ],
    )


def _draft(desk: Desk, session: Session) -> str:
    """The draft mark of a module that nobody has approved, or whose day of review has come."""
    return md.span(desk.label("common.draft"), "draft") if session.draft else ""


def _when(desk: Desk, session: Session) -> str:
    """Days and times, one stretch per day: "Day 1, 09:15 to 10:30"."""
    days: dict[int, list[ScheduledStep]] = {}
    for scheduled in session.steps:
        days.setdefault(scheduled.day, []).append(scheduled)
    return desk.course.wording.semicolons(
        desk.label(
            "when_value",
            day=desk.raw("common.day", number=day),
            start=clock(steps[0].start),
            end=clock(steps[-1].end),
        )
        for day, steps in days.items()
    )


def _step(desk: Desk, scheduled: ScheduledStep, prefix: str) -> Iterable[str]:
    step = scheduled.step
    start = clock(scheduled.start)
    identifier = desk.identifier(f"{prefix}-{step.id}")
    times = desk.label("from_to", start=start, end=clock(scheduled.end))
    yield md.heading(md.escape(step.title), 2, identifier)
    marks = [
        md.span(times, "clock"),
        desk.label("common.minutes", minutes=step.minutes),
        desk.label(f"common.method_{step.method}"),
        desk.label("optional") if step.optional and desk.course.is_trainer else "",
    ]
    yield md.classed(" · ".join(mark for mark in marks if mark), f"step-line method-{step.method}")
    yield from block_pieces(desk, step.blocks, Spot(identifier, start))


def _further_reading(desk: Desk, module: Module) -> list[str]:
    known = [desk.course.sources[seed] for seed in module.sources if seed in desk.course.sources]
    if not known:
        return []
    links = []
    for source in known:
        target = desk.target("sources", f"source-{source.number}")
        title = md.link(md.escape(source.seed.title), target)
        if source.seed.language != desk.course.language:  # around it: a link holds no other span
            title = md.span(title, f"lang-{source.seed.language}")
        links.append(f"\\[{source.number}\\] {title}")
    return [md.title(desk.label("further_reading"), 2), md.items(links)]


def test_pages(desk: Desk) -> list[Page]:
    """Form A and form B to print, and the key; nothing where the edition holds no questions."""
    forms = {
        form: [
            (session, question)
            for session in desk.course.sessions
            for question in session.module.questions
            if question.form == form
        ]
        for form in ("A", "B")
    }
    pages = [
        _form_page(desk, form, [question for _, question in asked])
        for form, asked in forms.items()
        if asked
    ]
    if pages:
        pages.append(_key_page(desk, forms))
    return pages


def _form_page(desk: Desk, form: str, questions: list[TestQuestion]) -> Page:
    desk.page = f"tests/form-{form.lower()}"
    title = desk.raw(f"form_{form.lower()}")
    pieces = [
        md.heading(md.escape(title), 1, desk.identifier(f"form-{form.lower()}")),
        md.line_start(desk.label(f"form_{form.lower()}_lead")),
        md.box("name-line", [md.line_start(desk.label("name_and_date"))]),
    ]
    for number, question in enumerate(questions, 1):
        prompt = f"{md.span(str(number), 'number')} {desk.inline(question.prompt)}"
        letters = desk.raw("choice_letters").split()
        choices = [
            f"{md.span(letters[place], 'letter')} {desk.inline(choice.text)}"
            for place, choice in enumerate(question.choices)
        ]
        body = [md.classed(prompt, "prompt"), md.items(choices, classes="choices")]
        pieces.append(md.box("test-question", body))
    return Page(desk.page, title, md.join(pieces) + "\n")


def _key_page(desk: Desk, forms: dict[str, list[tuple[Session, TestQuestion]]]) -> Page:
    desk.page = "tests/answer-key"
    title = desk.raw("answer_key")
    pieces = [
        md.heading(md.escape(title), 1, desk.identifier("answer-key")),
        md.line_start(desk.label("answer_key_lead")),
    ]
    for form, asked in forms.items():
        if not asked:
            continue
        name = desk.label(f"form_{form.lower()}")
        pieces.append(md.heading(name, 2, desk.identifier(f"answer-key-{form.lower()}")))
        for number, (session, question) in enumerate(asked, 1):
            pieces.append(_key(desk, number, session, question))
    return Page(desk.page, title, md.join(pieces) + "\n")


def _key(desk: Desk, number: int, session: Session, question: TestQuestion) -> str:
    letters = desk.raw("choice_letters").split()
    right = [letters[place] for place, choice in enumerate(question.choices) if choice.correct]
    where = md.link(
        desk.label("common.session", number=session.number), desk.target(desk.session_page(session))
    )
    lines = []
    for place, choice in enumerate(question.choices):
        mark = desk.label("right") if choice.correct else desk.label("wrong")
        kind = "right" if choice.correct else "wrong"
        reason = f" – {desk.inline(choice.reason)}" if choice.reason else ""
        lines.append(
            f"{md.span(letters[place], 'letter')} {md.span(mark, kind)} "
            f"{desk.inline(choice.text)}{reason}"
        )
    head = f"{md.span(str(number), 'number')} {md.span(' '.join(right), 'key')} {where}"
    return md.box("test-answer", [md.classed(head, "prompt"), md.items(lines, classes="choices")])
