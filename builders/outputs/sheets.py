"""What is printed and carried about: agenda, run sheet, checklist, handouts, exercise pack."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from builders.outputs.output import Bench, Output
from builders.outputs.slides import slides_of

if TYPE_CHECKING:
    from builders.agenda import Agenda
    from builders.appointments import Appointments
    from builders.checklist import Checklist
    from builders.course import Course
    from builders.paper import Paper
    from builders.run_sheet import RunSheet


def _make_agenda(course: Course, _part: str, _bench: Bench) -> Agenda:
    from builders.agenda import make_agenda

    return make_agenda(course)


def _write_agenda(agenda: Agenda, folder: Path, _part: str, bench: Bench) -> list[str]:
    from builders.write_agenda import write_agenda

    write_agenda(agenda, bench.templates, folder / "agenda.html")
    return []


def _make_calendar(course: Course, _part: str, _bench: Bench) -> Appointments:
    from builders.appointments import make_appointments

    return make_appointments(course)


def _write_calendar(made: Appointments, folder: Path, _part: str, bench: Bench) -> list[str]:
    from builders.write_calendar import write_calendar

    write_calendar(made, folder / "agenda.ics", bench.timestamp)
    return []


def _make_run_sheet(course: Course, _part: str, bench: Bench) -> RunSheet:
    from builders.run_sheet import make_run_sheet

    return make_run_sheet(course, slides_of(course, bench))


def _write_run_sheet(sheet: RunSheet, folder: Path, _part: str, bench: Bench) -> list[str]:
    from builders.write_sheets import write_run_sheet

    write_run_sheet(sheet, bench.templates, folder / "run-sheet.html")
    return []


def _make_checklist(course: Course, _part: str, _bench: Bench) -> Checklist:
    from builders.checklist import make_checklist

    return make_checklist(course)


def _write_checklist(checklist: Checklist, folder: Path, _part: str, bench: Bench) -> list[str]:
    from builders.write_sheets import write_checklist

    write_checklist(checklist, bench.templates, folder / "checklist.html")
    return []


def _handout_parts(course: Course) -> Iterable[tuple[str, Course]]:
    from builders.paper import handout_parts

    return handout_parts(course)


def _make_handout(course: Course, part: str, _bench: Bench) -> Paper:
    from builders.paper import make_handout

    return make_handout(course, part)


def _write_handout(paper: Paper, folder: Path, part: str, bench: Bench) -> list[str]:
    from builders.write_docx import write_docx

    target = folder / "handouts" / f"{part}.docx"
    target.parent.mkdir(exist_ok=True)
    write_docx(paper, bench.templates, bench.images, target, bench.timestamp)
    return []


def _pack_parts(course: Course) -> Iterable[tuple[str, Course]]:
    from builders.paper import pack_parts

    return pack_parts(course)


def _make_pack(course: Course, part: str, _bench: Bench) -> Paper:
    from builders.paper import make_pack

    return make_pack(course, part)


def _make_answers(course: Course, _part: str, _bench: Bench) -> Paper:
    from builders.paper import make_answers

    return make_answers(course)


def _write_pack(paper: Paper, folder: Path, part: str, bench: Bench) -> list[str]:
    (folder / "pack").mkdir(exist_ok=True)
    return _write_sheets(paper, folder / "pack", part, bench)


def _write_sheets(paper: Paper, folder: Path, _part: str, bench: Bench) -> list[str]:
    """To print, and to change in Word."""
    from builders.write_docx import write_docx
    from builders.write_paper import write_paper

    write_paper(paper, bench.templates, bench.images, folder / f"{paper.name}.html")
    target = folder / f"{paper.name}.docx"
    write_docx(paper, bench.templates, bench.images, target, bench.timestamp)
    return []


PAPERS = (
    Output(
        name="handouts",
        format="docx",
        group="sheets",
        label="exercise sheets and handouts, to change in Word",
        opens="handouts",
        make=_make_handout,
        write=_write_handout,
        delivers=("handouts/{part}.docx",),
        looks=("handbook/docx",),
        parts=_handout_parts,
    ),
    Output(
        name="pack",
        format="pack",
        group="sheets",
        label="exercise pack, to print and cut",
        opens="pack",
        make=_make_pack,
        write=_write_pack,
        delivers=("pack/{part}.html", "pack/{part}.docx"),
        looks=("handbook/docx", "handbook/paper"),
        parts=_pack_parts,
        on_request=True,
    ),
    Output(
        name="answers",
        format="answers",
        group="sheets",
        label="answers to exercises and cases, to print",
        opens="answer-key.html",
        make=_make_answers,
        write=_write_sheets,
        delivers=("answer-key.html", "answer-key.docx"),
        looks=("handbook/docx", "handbook/paper"),
        trainers_only=True,
    ),
)

TIMETABLES = (
    Output(
        name="agenda",
        format="agenda",
        group="agenda",
        label="agenda to print",
        opens="agenda.html",
        make=_make_agenda,
        write=_write_agenda,
        delivers=("agenda.html",),
        looks=("handbook/agenda",),
    ),
    Output(
        name="run-sheet",
        format="run-sheet",
        group="agenda",
        label="run sheet: the day by the clock, to print",
        opens="run-sheet.html",
        make=_make_run_sheet,
        write=_write_run_sheet,
        delivers=("run-sheet.html",),
        looks=("handbook/agenda", "deck"),
        trainers_only=True,
    ),
    Output(
        name="checklist",
        format="checklist",
        group="agenda",
        label="materials and rooms to tick off, to print",
        opens="checklist.html",
        make=_make_checklist,
        write=_write_checklist,
        delivers=("checklist.html",),
        looks=("handbook/agenda",),
        trainers_only=True,
    ),
    Output(
        name="calendar",
        format="ics",
        group="agenda",
        label="appointments for a calendar",
        opens="agenda.ics",
        make=_make_calendar,
        write=_write_calendar,
        delivers=("agenda.ics",),
        looks=(),
    ),
)
