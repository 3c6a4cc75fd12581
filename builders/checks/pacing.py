"""A session that people can follow: length of steps, talk and doing, tests, reading, the place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from builders.checks.walking import FileTexts, strings
from builders.loading.curriculum import Curriculum
from builders.models.blocks import CaseWork, Exercise, Map, Question
from builders.models.module import LECTURE_METHODS, Module
from builders.problems import Problem
from builders.reading_level import Reading, reading_of

LONGEST_STEP_WITHOUT_ACTIVITY = 45
"""Minutes after which people must have been asked to do something."""
LONGEST_LECTURE = 30
"""Minutes that anyone listens to one voice."""
LONGEST_WITHOUT_QUESTIONS = 45
"""Minutes of a module that may go untested: a welcome or a walk needs no test."""
HIGHEST_GRADE = 10.0
"""Years of school; many officers read the English edition as their third language."""

_ALL_HUBS = re.compile(
    r"\b(?:all|each|every one) of the (?:five )?hubs\b|\ball (?:five )?hubs\b"
    r"|\b(?:each|every) hub\b",
    re.IGNORECASE,
)


def check_steps_have_activity(curriculum: Curriculum) -> Iterator[Problem]:
    """A long step holds a question, an exercise or case work; no lecture is long."""
    for module_id, module in curriculum.modules.items():
        for number, step in enumerate(module.steps):
            place = curriculum.place("modules", module_id, "steps", number, "minutes")
            active = any(isinstance(b, (Question, Exercise, CaseWork)) for b in step.blocks)
            if step.minutes > LONGEST_STEP_WITHOUT_ACTIVITY and not active:
                yield Problem(
                    place,
                    "step-too-long",
                    f"The step takes {step.minutes} minutes and asks nobody to do anything; "
                    f"{LONGEST_STEP_WITHOUT_ACTIVITY} are the limit.",
                    "Add a question, an exercise or a case, or split the step.",
                    "warning",
                )
            if step.method in LECTURE_METHODS and step.minutes > LONGEST_LECTURE:
                message = (
                    f"The {step.method} takes {step.minutes} minutes; {LONGEST_LECTURE} are the "
                    "limit."
                )
                hint = "Split it, with something to do between the parts."
                if step.optional:
                    yield Problem(place, "lecture-too-long", message, hint, "warning")
                else:
                    message += " No plan may place it, and it is not optional."
                    yield Problem(place, "lecture-long", message, hint)


def check_objectives_are_tagged(curriculum: Curriculum) -> Iterator[Problem]:
    """Where the house names competencies, every objective says which of them it builds."""
    if not curriculum.competencies:
        return
    for module_id, module in curriculum.modules.items():
        for number, objective in enumerate(module.objectives):
            if not objective.competencies:
                yield Problem(
                    curriculum.place("modules", module_id, "objectives", number),
                    "objective-untagged",
                    f"The objective '{objective.id}' names no competency, so no needs assessment "
                    "can weigh it.",
                    "Add `competencies: [id]`; `keyhub list competencies` shows them.",
                    "warning",
                )


def check_objectives_are_taught(curriculum: Curriculum) -> Iterator[Problem]:
    """A step works towards each objective, and both forms of the test ask for it."""
    for module_id, module in curriculum.modules.items():
        minutes = sum(step.minutes for step in module.steps)
        if not module.questions and minutes > LONGEST_WITHOUT_QUESTIONS:
            yield Problem(
                curriculum.key_place("modules", module_id, "objectives"),
                "questions-missing",
                f"The module takes {minutes} minutes and has no test questions.",
                "Add `questions:`, for each objective one of form A and one of form B.",
                "warning",
            )
        steps = {step.id for step in module.steps}
        known = steps | {question.id for question in module.questions}
        taught = {name for step in module.steps for name in step.objectives}
        for number, objective in enumerate(module.objectives):
            place = curriculum.place("modules", module_id, "objectives", number)
            misnamed = not known.issuperset(objective.assessed_by)  # told by another check
            practised = objective.id in taught or steps.intersection(objective.assessed_by)
            if not practised and not misnamed:
                yield Problem(
                    place,
                    "objective-untaught",
                    f"No step works towards the objective '{objective.id}'.",
                    "Name it under `objectives` of the step that teaches it, or leave it out.",
                    "warning",
                )
            missing = [form for form in "AB" if not _asks(module, objective.id, form)]
            if module.questions and missing and _is_tested_by_questions(module, number):
                yield Problem(
                    place,
                    "objective-untested",
                    f"No question of form {' and none of form '.join(missing)} asks for the "
                    f"objective '{objective.id}'.",
                    "Write a parallel pair of questions, or let `assessed_by` name steps only.",
                    "warning",
                )


def _asks(module: Module, objective: str, form: str) -> bool:
    return any(q.objective == objective and q.form == form for q in module.questions)


def _is_tested_by_questions(module: Module, number: int) -> bool:
    """False for an act that only an exercise can show: `assessed_by` then names steps alone."""
    objective = module.objectives[number]
    return any(question.objective == objective.id for question in module.questions) or not {
        step.id for step in module.steps
    }.issuperset(objective.assessed_by)


def check_reading_level(curriculum: Curriculum) -> Iterator[Problem]:
    """What participants read of a module is plain."""
    for file in strings(curriculum).files:
        if file.shelf != "modules":
            continue
        grade = participant_reading(file).grade
        if grade is not None and grade > HIGHEST_GRADE:
            yield Problem(
                file.source.places.of(),
                "reading-level",
                f"The text for participants reads at grade {grade:g}; {HIGHEST_GRADE:g} is the "
                "limit.",
                "Shorten the sentences, and take common words.",
                "warning",
            )


def participant_reading(file: FileTexts) -> Reading:
    """Words, sentences and syllables of what participants read in a file."""
    return reading_of(found.text for found in file.texts if not found.trainer_only)


def check_hubs_are_covered(curriculum: Curriculum) -> Iterator[Problem]:
    """A hub that a module promises in its head has something in its steps.

    A promise is the hub's name in title, summary, objectives or key messages, or words like "each
    hub". It is kept by a step or block for that hub, by a map with it, by a block that names it, or
    by a case that does.
    """
    names = {
        hub_id: re.compile(rf"\b{re.escape(hub.title)}\b")
        for hub_id, hub in curriculum.hubs.items()
    }
    for file in strings(curriculum).files:
        if not isinstance(file.model, Module):
            continue
        served: set[str] | None = None
        for found in file.texts:
            if found.path[0] not in ("title", "summary", "objectives", "prepare", "key_messages"):
                continue
            everywhere = _ALL_HUBS.search(found.text) is not None
            for hub_id, name in names.items():
                if not (everywhere or name.search(found.text)):
                    continue
                if served is None:
                    served = set(_served(curriculum, file, names))
                if hub_id not in served:
                    title = curriculum.hubs[hub_id].title
                    yield Problem(
                        file.located(found).place_of(title),
                        "hub-not-covered",
                        f"{title} is promised here, and no step or block serves it.",
                        f"Add a block with `when: {{hub: [{hub_id}]}}`, or leave the promise out.",
                        "warning",
                    )


def _served(
    curriculum: Curriculum, file: FileTexts, names: dict[str, re.Pattern[str]]
) -> Iterator[str]:
    module = curriculum.modules[file.owner]
    texts = [found.text for found in file.texts if found.path[0] == "steps"]
    for step in module.steps:
        yield from step.when.hub if step.when else ()
        for block in step.blocks:
            yield from block.when.hub if block.when else ()
            if isinstance(block, Map):
                yield from block.hubs or curriculum.hubs
            if isinstance(block, CaseWork) and block.case in curriculum.cases:
                texts += _case_words(curriculum, block.case)
    whole = "\n".join(texts)
    yield from (hub_id for hub_id, name in names.items() if name.search(whole))


def _case_words(curriculum: Curriculum, case_id: str) -> Iterable[str]:
    for file in strings(curriculum).files:
        if file.shelf == "cases" and file.owner == case_id:
            return [found.text for found in file.texts]
    return []


PACING_CHECKS: tuple[Callable[[Curriculum], Iterator[Problem]], ...] = (
    check_steps_have_activity,
    check_objectives_are_taught,
    check_objectives_are_tagged,
    check_reading_level,
    check_hubs_are_covered,
)
