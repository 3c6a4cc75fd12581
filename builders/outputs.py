"""What a workshop is delivered as: one declaration for each output.

Enters: nothing. Leaves: `OUTPUTS`. A new format is one more `Output` here, with a pure maker and a
thin writer behind it; the build, the record, the command line and the tests read this table. The
functions import what they need when they run, so that the command line can offer the names at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from builders.editions import EditionKind
from builders.problems import Place, Problem

if TYPE_CHECKING:
    from builders.agenda import Agenda
    from builders.appointments import Appointments
    from builders.checklist import Checklist
    from builders.choose_template import Choice
    from builders.course import Course
    from builders.deck import Deck
    from builders.handbook import Handbook
    from builders.paper import Paper
    from builders.run_sheet import RunSheet
    from builders.sheets import SlidesOf


@dataclass(frozen=True)
class Bench:
    """What makers and writers need beside the course. Plain values: it travels to workers."""

    templates: Path
    """The house's folder of templates."""
    images: Path
    """The house's folder of pictures."""
    timestamp: int
    """Seconds since 1970 that stand for "now" in every file."""
    scratch: Path
    """A folder for what is not delivered; it is gone after the build."""
    identity: str = ""
    """What the code on a cover says: the file's name and version; "" for no code."""


Parts = Callable[["Course"], Iterable[tuple[str, "Course"]]]
Maker = Callable[["Course", str, Bench], Any]
Writer = Callable[[Any, Path, str, Bench], Iterable["str | Problem"]]


def whole(course: Course) -> Iterable[tuple[str, Course]]:
    """One thing made from the whole course."""
    return (("", course),)


@dataclass(frozen=True)
class Output:
    """One kind of thing that is delivered for each edition and language."""

    name: str
    """Second part of the names of its artefacts: "trainer-en/<name>" or "…/<name>/<part>"."""
    format: str
    """The word that asks for it: `--format <format>`."""
    group: str
    """The word of `--only` that asks for it among others: handbook, deck, agenda."""
    label: str
    """What the command line says of it when it is made."""
    opens: str
    """What a person opens, as a path in the edition's folder."""
    make: Maker
    """(course, part, bench) → plain data. Pure, but for the templates it reads."""
    write: Writer
    """(plain data, edition's folder, part, bench) → warnings of libraries, or problems;
    writes only what it `delivers`."""
    delivers: tuple[str, ...]
    """Files and folders in the edition's folder; `{part}` stands for the part."""
    looks: tuple[str, ...]
    """Files and folders below templates/ that the maker or the writer reads."""
    parts: Parts = whole
    """The things of this kind in a course: name of the part, and the course it is made from.
    Where two of these courses are equal, what is made of them is."""
    trainers_only: bool = False
    """Made only for editions that show what is for trainers."""
    chain: str = ""
    """Outputs of one chain are made for an edition one after the other, in one process: they share
    what the first of them has read."""
    on_request: bool = False
    """Made only for editions that name it among their `outputs`."""

    def is_for(self, edition: EditionKind) -> bool:
        """True if it is made for an edition."""
        if edition.outputs is not None:
            return self.name in edition.outputs
        return not self.on_request and (edition.shows_trainer_only or not self.trainers_only)


def _slides(course: Course, bench: Bench) -> SlidesOf:
    """Where each step stands in its deck: the decks are made for it, but not written."""
    from builders.choose_template import template_for
    from builders.deck import make_decks
    from builders.sheets import slides_of_steps

    layouts = template_for(course, bench.templates).read().layouts
    return slides_of_steps(course, make_decks(course, layouts))


_last_handbook: list[tuple[Course, Handbook]] = []
"""The handbook made last in this process: the formats of one edition are made from the same."""


def _make_handbook(course: Course, _part: str, bench: Bench) -> Handbook:
    from builders.handbook import make_handbook

    for known, handbook in _last_handbook:
        if known is course:
            return handbook
    handbook = make_handbook(course, _slides(course, bench))
    _last_handbook[:] = [(course, handbook)]
    return handbook


def _project(handbook: Handbook, folder: Path, bench: Bench) -> tuple[Path, Path]:
    """The Sphinx project of an edition and its doctrees, beside what is delivered.

    The formats of one edition are made one after the other, and what Sphinx has read for the first
    is not read again for the next.
    """
    from builders.write_sphinx import write_source

    source = bench.scratch / f"source-{folder.name}"
    write_source(handbook, bench.templates, bench.images, source)
    return source, bench.scratch / f"doctrees-{folder.name}"


def _write_html(handbook: Handbook, folder: Path, _part: str, bench: Bench) -> list[str]:
    import shutil

    from builders.write_sphinx import build_html

    source, doctrees = _project(handbook, folder, bench)
    shutil.copytree(source, folder / "source", dirs_exist_ok=True)
    return build_html(source, folder / "handbook", doctrees, bench.timestamp, bench.identity)


def _write_pdf(handbook: Handbook, folder: Path, _part: str, bench: Bench) -> list[str]:
    from builders.write_typst import TypstError, build_pdf

    source, doctrees = _project(handbook, folder, bench)
    try:
        return build_pdf(source, folder / "handbook.pdf", doctrees, bench.timestamp, bench.identity)
    except TypstError as fault:
        return [str(fault)]


def _write_epub(handbook: Handbook, folder: Path, _part: str, bench: Bench) -> list[str]:
    from builders.write_sphinx import build_epub

    source, doctrees = _project(handbook, folder, bench)
    return build_epub(source, folder / "handbook.epub", doctrees, bench.timestamp, bench.identity)


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

    return make_run_sheet(course, _slides(course, bench))


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


def _deck_parts(course: Course) -> Iterable[tuple[str, Course]]:
    from builders.deck.parts import deck_parts

    return deck_parts(course)


def _make_deck(course: Course, part: str, bench: Bench) -> tuple[Deck, Choice]:
    from builders.choose_template import template_for
    from builders.deck import make_deck

    template = template_for(course, bench.templates)
    return make_deck(part, course, template.read().layouts), template


def _write_deck(made: tuple[Deck, Choice], folder: Path, part: str, bench: Bench) -> list[Problem]:
    """Write a deck, then look at the file as people with other eyes, ears and hands will."""
    from builders.write_pptx import PictureError, faults_of, write_deck

    deck, template = made
    target = folder / "decks" / f"{part}.pptx"
    target.parent.mkdir(exist_ok=True)
    name = f"{folder.name}/decks/{part}.pptx"
    try:
        write_deck(deck, template.read(), target, timestamp=bench.timestamp, images=bench.images)
    except PictureError as error:
        return [
            Problem(
                Place(name),
                "image-damaged",
                f"A picture cannot be shown: {error}.",
                "Open it in another program and save it again as PNG or JPEG.",
            )
        ]
    return [
        Problem(
            Place(name),
            "deck-inaccessible",
            f"Slide {fault.slide}, '{fault.title}': {fault.message}",
            "If the template was changed, correct its sizes and places. Otherwise this is a fault "
            "of keyhub, not of your text. Please report it with this line.",
        )
        for fault in faults_of(target, template.read(), rtl=deck.direction == "rtl")
    ]


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


OUTPUTS: tuple[Output, ...] = (
    Output(
        name="handbook",
        format="html",
        group="handbook",
        label="handbook, open in a browser",
        opens="handbook/index.html",
        make=_make_handbook,
        write=_write_html,
        delivers=("handbook", "source"),
        looks=("handbook/source", "deck"),
        chain="book",
    ),
    Output(
        name="pdf",
        format="pdf",
        group="handbook",
        label="handbook to print",
        opens="handbook.pdf",
        make=_make_handbook,
        write=_write_pdf,
        delivers=("handbook.pdf",),
        looks=("handbook/source", "deck"),
        chain="book",
    ),
    Output(
        name="epub",
        format="epub",
        group="handbook",
        label="handbook for phones and tablets",
        opens="handbook.epub",
        make=_make_handbook,
        write=_write_epub,
        delivers=("handbook.epub",),
        looks=("handbook/source", "deck"),
        chain="book",
    ),
    Output(
        name="decks",
        format="pptx",
        group="deck",
        label="slides, one deck a session",
        opens="decks",
        make=_make_deck,
        write=_write_deck,
        delivers=("decks/{part}.pptx",),
        looks=("deck",),
        parts=_deck_parts,
    ),
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
"""In the order of work: what takes longest comes first, so that no core waits for it at the end."""

GROUPS: tuple[str, ...] = tuple(dict.fromkeys(output.group for output in OUTPUTS))
FORMATS: tuple[str, ...] = tuple(output.format for output in OUTPUTS)


def named(name: str, outputs: Sequence[Output] = OUTPUTS) -> Output | None:
    """The output of an artefact's name ("trainer-en/decks/01-x"); None where it is not known."""
    wanted = name.split("/")[1] if "/" in name else ""
    return next((output for output in outputs if output.name == wanted), None)
