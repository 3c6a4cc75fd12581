"""Case work as Markdown pieces: scenes with the status of every fact, then what trainers know."""

from __future__ import annotations

from builders.agenda import date_text
from builders.handbook import markdown as md
from builders.handbook.boxes import Part, eyebrow, facts, ledger, trainer_box
from builders.handbook.desk import Desk
from builders.models.blocks import CaseWork
from builders.models.shelves import Case, Scene


def case_pieces(desk: Desk, block: CaseWork, identifier: str, clock: str, say: Part) -> list[str]:
    """The case box, the trainer's words for its scenes, and its outcome for trainers."""
    case = desk.course.cases.get(block.case)
    if case is None:
        return [md.title(md.escape(block.title), 3, identifier), trainer_box(desk, [say], clock)]
    chosen = [scene for scene in case.scenes if not block.scenes or scene.id in block.scenes]
    head = md.box("case", _head(desk, block, case), identifier)
    out = [head, trainer_box(desk, [say], clock)]
    for scene in chosen:
        out.append(md.box("case scene", _scene(desk, scene)))
        out.append(trainer_box(desk, [("say", desk.prose(scene.say) if scene.say else ())], clock))
    out.append(_known(desk, case, clock))
    return out


def _head(desk: Desk, block: CaseWork, case: Case) -> list[str]:
    checked = ""
    if case.checked:
        checked = md.escape(date_text(case.checked, desk.course.wording, weekday=False))
    return [
        desk.index(desk.raw("index_case", title=case.title)),
        eyebrow(desk.label("case"), desk.label(f"nature_{case.nature}")),
        md.title(md.escape(block.title)),
        md.classed(md.line_start(desk.label(f"common.stage_{case.stage}")), "stage"),
        ledger(
            [
                (desk.label("case_title"), md.escape(case.title)),
                (desk.label("place"), md.escape(case.place)),
                (desk.label("period"), md.escape(case.period)),
                (desk.label("stage_checked"), checked),
            ]
        ),
        desk.line(case.summary),
    ]


def _scene(desk: Desk, scene: Scene) -> list[str]:
    ask = ""
    if scene.ask:
        ask = md.classed(f"{md.span(desk.label('ask'), 'name')} {desk.inline(scene.ask)}", "prompt")
    return [
        eyebrow(desk.label("scene")),
        md.title(md.escape(scene.title), 4),
        facts(desk, scene.facts),
        ask,
    ]


def _known(desk: Desk, case: Case, clock: str) -> str:
    injects = [
        md.join([md.span(desk.label("at_minute", minute=inject.minute), "name"), *body])
        for inject in case.injects
        for body in [desk.prose(inject.text)]
    ]
    return trainer_box(
        desk,
        [
            ("cautions", [desk.points(case.cautions)] if case.cautions else ()),
            ("injects", [md.items(injects)] if injects else ()),
            (
                "turning_points",
                [desk.points(case.turning_points, ordered=True)] if case.turning_points else (),
            ),
            ("outcome", desk.prose(case.outcome) if case.outcome else ()),
            (
                "teaching_points",
                [desk.points(case.teaching_points)] if case.teaching_points else (),
            ),
        ],
        clock,
    )
