"""Speaker notes: what the trainer reads while the room looks at the slide.

Enters: trainer-only fields of blocks, modules and cases. Leaves: paragraphs with bold labels. All
of it is empty in a participant course, because these fields are empty there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from builders.cited_claims import cited_claims
from builders.course import Course, ScheduledStep, Session
from builders.deck.slides import Para, Slide, Span
from builders.deck.text import line_para, para, prose_paras, words
from builders.models.blocks import Block, CaseWork, Exercise, Question
from builders.prose import Citation
from builders.time_of_day import later


def label(course: Course, key: str) -> Para:
    return Para((Span(course.wording(f"deck.{key}"), bold=True),))


def scripted(course: Course, key: str, slides: Iterable[Slide]) -> tuple[Slide, ...]:
    """Slides that no author writes, with standing words for the trainer on the first of them.

    `key` names the words: `deck.say_<key>`. The participant edition gets the slides as they are.
    """
    made = tuple(slides)
    if not course.is_trainer or not made:
        return made
    script = (label(course, "note_say"), para(course.wording(f"deck.say_{key}")))
    first = replace(made[0], notes=(*made[0].notes, *script))
    return tuple(continued(course, (first, *made[1:])))


def prose_section(course: Course, key: str, text: str | None) -> tuple[Para, ...]:
    """A label and prose; nothing if there is no prose."""
    return (label(course, key), *prose_paras(course, text)) if text else ()


def lines_section(course: Course, key: str, lines: Sequence[str]) -> tuple[Para, ...]:
    """A label and a list; nothing if there are no lines."""
    if not lines:
        return ()
    return (label(course, key), *(line_para(course, line, bullet="dot") for line in lines))


def block_notes(course: Course, block: Block) -> tuple[Para, ...]:
    """The script of a block and what its kind adds for the trainer."""
    if not course.is_trainer:
        return ()
    made = list(prose_section(course, "note_say", block.say))
    match block:
        case Question():
            made += lines_section(course, "note_listen_for", block.listen_for)
            made += prose_section(course, "note_answer", block.answer)
        case Exercise():
            made += lines_section(course, "note_materials", block.materials)
            made += prose_section(course, "note_setup", block.setup)
            made += lines_section(course, "note_stop_rules", block.stop_rules)
            made += prose_section(course, "note_solution", block.solution)
            if block.likely_wrong_answers:
                made.append(label(course, "note_wrong_answers"))
                for wrong in block.likely_wrong_answers:
                    made.append(line_para(course, wrong.answer, bullet="dot"))
                    response = course.wording("deck.note_response", response=words(wrong.response))
                    made.append(para(response, level=1))
            made += lines_section(course, "note_debrief", block.debrief)
        case CaseWork():
            case = course.cases.get(block.case)
            if case is not None:
                made += lines_section(course, "note_cautions", case.cautions)
                if case.injects:
                    made.append(label(course, "note_injects"))
                    for inject in case.injects:
                        minutes = course.wording("deck.note_inject_minute", minute=inject.minute)
                        first, *rest = prose_paras(course, inject.text) or (para(""),)
                        spans = (Span(f"{minutes} ", bold=True), *first.spans)
                        made += [Para(spans, bullet="dot"), *rest]
                made += prose_section(course, "note_outcome", case.outcome)
                made += lines_section(course, "note_turning_points", case.turning_points)
                made += lines_section(course, "note_teaching_points", case.teaching_points)
        case _:
            pass
    return tuple(made)


def session_notes(course: Course, session: Session) -> tuple[Para, ...]:
    """Notes of a session's title slide: preparation, materials, opening words."""
    if not course.is_trainer:
        return ()
    module = session.module
    return (
        *lines_section(course, "note_prepare", module.prepare),
        *lines_section(course, "note_materials", module.materials),
        *prose_section(course, "note_opening_words", module.opening_words),
    )


def source_notes(course: Course, citations: Sequence[Citation]) -> tuple[Para, ...]:
    """The sources of a slide, each named once; below it what is cited with its grade."""
    lines: dict[str, list[str]] = {}
    for citation, cited, claim in cited_claims(course, citations):
        grade = course.wording("deck.note_grade", grade=cited.grade(citation.claim))
        status = course.wording(f"common.status_{claim.status}")
        line = f"{grade} {status}."
        if claim.reference:
            line = f"{claim.reference}. {line}"
        if claim.reason:
            line += f" {words(claim.reason)}"
        if claim.verification == "unverified":
            line += f" {course.wording('common.confirm_with_prosecutor')}."
        found = lines.setdefault(citation.seed, [])
        if line not in found:
            found.append(line)
    made = []
    for seed_id, below in lines.items():
        cited = course.sources[seed_id]
        name = f"[{cited.number}] {cited.seed.title}."
        if len(below) == 1:
            made.append(para(f"{name} {below[0]}", bullet="dot"))
            continue
        made.append(para(name, bullet="dot"))
        made += [para(line, level=1, bullet="dash") for line in below]
    return (label(course, "note_sources"), *made) if made else ()


def continued(course: Course, slides: Sequence[Slide]) -> list[Slide]:
    """Further slides of one block say where their script is."""
    if not course.is_trainer or not slides or not slides[0].notes:
        return list(slides)
    line = para(course.wording("deck.note_continued"))
    return [
        slide if number == 0 else replace(slide, notes=(line, *slide.notes))
        for number, slide in enumerate(slides)
    ]


def at_edge(course: Course, session: Session, slides: Iterable[Slide], *, end: bool) -> list[Slide]:
    """Slides before the first or after the last step, with the session's clock on top."""
    made = list(slides)
    if not course.is_trainer or not session.steps:
        return made
    moment = session.steps[-1].end if end else session.steps[0].start
    line = course.wording(
        "deck.note_clock_end" if end else "deck.note_clock_start",
        time=f"{moment:%H:%M}",
        total=_span(session.minutes),
    )
    clock = Para((Span(line, bold=True),))
    return [replace(slide, notes=(clock, *slide.notes)) for slide in made]


def timed(
    course: Course,
    session: Session,
    step: ScheduledStep,
    slides: Sequence[tuple[Slide, int | None]],
) -> list[Slide]:
    """Slides of a step with the clock on top of their notes.

    Questions and exercises take the minutes that the author gave; the rest of the step is shared
    evenly by the other slides. Where the given minutes are more than the step has, they are shares.
    """
    if not course.is_trainer:
        return [slide for slide, _ in slides]
    given = sum(minutes or 0 for _, minutes in slides)
    free = sum(1 for _, minutes in slides if minutes is None)
    total = step.step.minutes
    spare = max(total - given, 0)
    shares = [spare / free if minutes is None else float(minutes) for _, minutes in slides]
    if sum(shares) > total:
        shares = [share * total / sum(shares) for share in shares]
    before = _minutes_before(session, step)
    made, used = [], 0.0
    for (slide, _), share in zip(slides, shares, strict=True):
        begin, used = round(used), used + share
        line = course.wording(
            "deck.note_clock",
            start=f"{later(step.start, begin):%H:%M}",
            end=f"{later(step.start, round(used)):%H:%M}",
            minutes=round(used) - begin,
            step=step.step.title,
            step_start=f"{step.start:%H:%M}",
            step_end=f"{later(step.start, total):%H:%M}",
            elapsed=_span(before + begin),
            total=_span(session.minutes),
        )
        clock = Para((Span(line, bold=True),))
        made.append(replace(slide, notes=(clock, *slide.notes)))
    return made


def _minutes_before(session: Session, step: ScheduledStep) -> int:
    total = 0
    for other in session.steps:
        if other is step:
            break
        total += other.step.minutes
    return total


def _span(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}"
