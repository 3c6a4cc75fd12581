"""What a workshop is delivered as: one declaration for each output.

Enters: nothing. Leaves: `OUTPUTS`. A new format is one more `Output` here, with a pure maker and a
thin writer behind it; the build, the record, the command line and the tests read this table. The
functions import what they need when they run, so that the command line can offer the names at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from builders.editions import EditionKind

if TYPE_CHECKING:
    from builders.agenda import Agenda
    from builders.appointments import Appointments
    from builders.checklist import Checklist
    from builders.course import Course
    from builders.deck import Deck
    from builders.handbook import Handbook
    from builders.run_sheet import RunSheet
    from builders.sheets import SlidesOf
    from builders.write_pptx import Template

DECK_TEMPLATES = {"ltr": "keyhub.pptx", "rtl": "keyhub-rtl.pptx"}


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


Parts = Callable[["Course"], Iterable[tuple[str, "Course"]]]
Maker = Callable[["Course", str, Bench], Any]
Writer = Callable[[Any, Path, str, Bench], Iterable[str]]


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
    """(plain data, edition's folder, part, bench) → warnings; writes only what it `delivers`."""
    delivers: tuple[str, ...]
    """Files and folders in the edition's folder; `{part}` stands for the part."""
    looks: tuple[str, ...]
    """Files and folders below templates/ that the maker or the writer reads."""
    parts: Parts = whole
    """The things of this kind in a course: name of the part, and the course it is made from.
    Where two of these courses are equal, what is made of them is."""
    trainers_only: bool = False
    """Made only for editions that show what is for trainers."""
    on_request: bool = False
    """Made only for editions that name it among their `outputs`."""

    def is_for(self, edition: EditionKind) -> bool:
        """True if it is made for an edition."""
        if edition.outputs is not None:
            return self.name in edition.outputs
        return not self.on_request and (edition.shows_trainer_only or not self.trainers_only)


def _slides(course: Course, bench: Bench) -> SlidesOf:
    """Where each step stands in its deck: the decks are made for it, but not written."""
    from builders.deck import make_decks
    from builders.sheets import slides_of_steps

    layouts = _template(bench.templates, course.wording.direction).layouts
    return slides_of_steps(course, make_decks(course, layouts))


def _make_handbook(course: Course, _part: str, bench: Bench) -> Handbook:
    from builders.handbook import make_handbook

    return make_handbook(course, _slides(course, bench))


def _write_handbook(handbook: Handbook, folder: Path, _part: str, bench: Bench) -> list[str]:
    from builders.write_sphinx import build_html, write_source

    source = folder / "source"
    write_source(handbook, bench.templates, bench.images, source)
    doctrees = bench.scratch / f"doctrees-{folder.name}"
    return build_html(source, folder / "handbook", doctrees, bench.timestamp)


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


def _make_deck(course: Course, part: str, bench: Bench) -> Deck:
    from builders.deck import make_deck

    return make_deck(part, course, _template(bench.templates, course.wording.direction).layouts)


def _write_deck(deck: Deck, folder: Path, part: str, bench: Bench) -> list[str]:
    from builders.write_pptx import write_deck

    target = folder / "decks" / f"{part}.pptx"
    target.parent.mkdir(exist_ok=True)
    template = _template(bench.templates, deck.direction)
    write_deck(deck, template, target, timestamp=bench.timestamp, images=bench.images)
    return []


def _template(templates: Path, direction: str) -> Template:
    """The template as it is now. Kept by its bytes: a worker lives long and may see it change."""
    name = DECK_TEMPLATES[direction]
    return _parsed(name, (templates / "deck" / name).read_bytes())


@lru_cache(maxsize=4)
def _parsed(name: str, data: bytes) -> Template:
    from builders.write_pptx import parse_template

    return parse_template(data, name)


OUTPUTS: tuple[Output, ...] = (
    Output(
        name="handbook",
        format="html",
        group="handbook",
        label="handbook, open in a browser",
        opens="handbook/index.html",
        make=_make_handbook,
        write=_write_handbook,
        delivers=("handbook", "source"),
        looks=("handbook/source", "deck"),
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
