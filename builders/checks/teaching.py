"""A module teaches what it promises: objectives, questions, methods, the inside of blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from builders.loading.curriculum import Curriculum
from builders.models.blocks import CaseWork, Chart, Exercise, Table
from builders.models.module import LECTURE_METHODS, Module, Step
from builders.problems import Problem, closest

LECTURE_SHARE_LIMIT = 1 / 3
"""Share of the minutes that may be lecture: design rule 3 of the curriculum (teach by doing)."""


def _modules(curriculum: Curriculum) -> Iterator[tuple[str, Module]]:
    yield from curriculum.modules.items()


def check_objectives_are_assessed(curriculum: Curriculum) -> Iterator[Problem]:
    """`assessed_by` and every `objective` name something in the same module."""
    for module_id, module in _modules(curriculum):
        shown = [step.id for step in module.steps] + [q.id for q in module.questions]
        objectives = [objective.id for objective in module.objectives]
        for number, objective in enumerate(module.objectives):
            for position, name in enumerate(objective.assessed_by):
                if name not in shown:
                    yield Problem(
                        curriculum.place(
                            "modules", module_id, "objectives", number, "assessed_by", position
                        ),
                        "assessment-unknown",
                        f"No step or question of this module is called '{name}'.",
                        closest(name, shown) or f"There are: {', '.join(shown)}.",
                    )
        named = [
            (("steps", number, "objectives", position), name)
            for number, step in enumerate(module.steps)
            for position, name in enumerate(step.objectives)
        ] + [
            (("questions", number, "objective"), question.objective)
            for number, question in enumerate(module.questions)
        ]
        for path, name in named:
            if name not in objectives:
                yield Problem(
                    curriculum.place("modules", module_id, *path),
                    "objective-unknown",
                    f"No objective of this module is called '{name}'.",
                    closest(name, objectives) or f"There are: {', '.join(objectives)}.",
                )


def check_questions_have_one_answer(curriculum: Curriculum) -> Iterator[Problem]:
    """A question has exactly one right choice, and a reason for each choice."""
    for module_id, module in _modules(curriculum):
        for number, question in enumerate(module.questions):
            right = sum(choice.correct for choice in question.choices)
            if right != 1:
                yield Problem(
                    curriculum.key_place("modules", module_id, "questions", number, "choices"),
                    "question-correct",
                    f"The question '{question.id}' has {right} right choices; it needs one.",
                    "Set `correct: true` on one choice.",
                )
            for position, choice in enumerate(question.choices):
                if not choice.reason:
                    yield Problem(
                        curriculum.place(
                            "modules", module_id, "questions", number, "choices", position
                        ),
                        "question-reason",
                        "The choice does not say why it is right or wrong.",
                        "Add `reason:`; trainers need it when somebody asks.",
                    )


def check_pillar_is_the_folder(curriculum: Curriculum) -> Iterator[Problem]:
    """A module lies in the folder of its pillar."""
    for module_id, module in _modules(curriculum):
        folder = curriculum.files["modules", module_id].path.parent.name
        if folder != module.pillar:
            yield Problem(
                curriculum.place("modules", module_id, "pillar"),
                "pillar-misplaced",
                f"The module says '{module.pillar}' but lies in the folder '{folder}'.",
                f"Move the file to curriculum/modules/{module.pillar}/, or change `pillar`.",
            )


def check_lecture_share(curriculum: Curriculum) -> Iterator[Problem]:
    """At most a third of a module's minutes is lecture, and of its core's minutes too."""
    for module_id, module in _modules(curriculum):
        for which, steps in (
            ("", module.steps),
            (" without the optional steps", tuple(s for s in module.steps if not s.optional)),
        ):
            total = sum(step.minutes for step in steps)
            lecture = sum(step.minutes for step in steps if step.method in LECTURE_METHODS)
            if lecture > total * LECTURE_SHARE_LIMIT:
                yield Problem(
                    curriculum.key_place("modules", module_id, "steps"),
                    "lecture-share",
                    f"{lecture} of {total} minutes{which} are lecture ({lecture / total:.0%}); "
                    "a third is the limit.",
                    "Turn a briefing into a discussion, an exercise or case work.",
                    "warning",
                )
                break


def check_blocks_are_whole(curriculum: Curriculum) -> Iterator[Problem]:
    """Rows are as wide as the heading, series as long as the categories, scenes exist."""
    for module_id, module in _modules(curriculum):
        for step_number, step in enumerate(module.steps):
            yield from _check_step(curriculum, module_id, step_number, step)


def _check_step(
    curriculum: Curriculum, module_id: str, step_number: int, step: Step
) -> Iterator[Problem]:
    for number, block in enumerate(step.blocks):
        path = ("steps", step_number, "blocks", number)
        match block:
            case Table():
                for row_number, row in enumerate(block.rows):
                    if len(row) != len(block.columns):
                        yield Problem(
                            curriculum.place("modules", module_id, *path, "rows", row_number),
                            "table-width",
                            f"The row is {len(row)} wide, the heading {len(block.columns)}.",
                            "Give every row one cell for each column.",
                        )
            case Chart():
                for position, series in enumerate(block.series):
                    if len(series.values) != len(block.categories):
                        yield Problem(
                            curriculum.place("modules", module_id, *path, "series", position),
                            "chart-length",
                            f"'{series.name}' has {len(series.values)} values for "
                            f"{len(block.categories)} categories.",
                            "Give one value for each category.",
                        )
            case CaseWork() if block.case in curriculum.cases:
                scenes = [scene.id for scene in curriculum.cases[block.case].scenes]
                for position, scene in enumerate(block.scenes):
                    if scene not in scenes:
                        yield Problem(
                            curriculum.place("modules", module_id, *path, "scenes", position),
                            "scene-unknown",
                            f"The case '{block.case}' has no scene '{scene}'.",
                            closest(scene, scenes) or f"There are: {', '.join(scenes)}.",
                        )
            case Exercise() if block.minutes > step.minutes:
                yield Problem(
                    curriculum.place("modules", module_id, *path, "minutes"),
                    "exercise-too-long",
                    f"The exercise takes {block.minutes} minutes, its step {step.minutes}.",
                    "Lengthen the step, or shorten the exercise.",
                )
            case _:
                pass


TEACHING_CHECKS: tuple[Callable[[Curriculum], Iterator[Problem]], ...] = (
    check_objectives_are_assessed,
    check_questions_have_one_answer,
    check_pillar_is_the_folder,
    check_lecture_share,
    check_blocks_are_whole,
)
