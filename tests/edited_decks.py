"""A house whose module has a bit of everything that can be edited in a deck, built once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pptx
from PIL import Image

from builders.build import Request, build_workshop
from builders.deck_changes import Examined, examine
from builders.deck_changes.changes import Report
from builders.deck_changes.telling import report_text
from builders.house import House
from tests.tiny_house import FILES, MODULE, write_tiny_house

BLOCKS = """\
      - kind: points
        id: words
        title: Good first words
        lead: Say this **before** you ask.
        points:
          - Say your name and your office.
          - The town lies far away [@town-report:far-away].
          - text: Ask for the *name* of the person.  # never the papers
            points:
              - Wait for the answer.
        say: |
          Speak **slowly** and sit down.

          - First look around.
          - Then ask: "How are you?"
      - kind: table
        id: who
        title: Who does what
        columns: [Who, What]
        rows:
          - [Police, 'Ask: who is here?']
          - [Doctor, "Looks first"]
      - kind: process
        id: way
        title: Three steps
        stages:
          - label: Stop
            text: Stand still
          - label: Look
            text: See who is there
      - kind: chart
        id: bars
        title: People asked
        chart: bar
        unit: people
        categories: [Men, Women]
        series:
          - name: Asked
            values: [5, 7]
        alt: Seven women and five men.
      - kind: figure
        id: room
        title: The room
        image: room.png
        alt: A room with two chairs.
        credit: Own picture
      - kind: note
        id: rest
        title: Rest
        text: >-
          A rest helps everyone in the room, and nobody has to explain why the rest is taken
          or when it ends.
"""
DECK = "01-first-contact"
MODULE_FILE = "curriculum/modules/identify/first-contact.yaml"


def house_with_decks(root: Path) -> House:
    """The tiny house with those blocks, and its decks in build/one-day."""
    start = MODULE.index("      - kind: points")
    text = MODULE[:start] + BLOCKS + MODULE[MODULE.index("      - kind: definition") :]
    house = write_tiny_house(root, {**FILES, MODULE_FILE: text})
    Image.linear_gradient("L").resize((64, 48)).save(house.images / "room.png")
    rebuild(house)
    return house


def rebuild(house: House, *, allow_untranslated: bool = False) -> None:
    spec = house.curriculum / "workshops" / "one-day.yaml"
    asked = Request(
        house,
        spec,
        house.root / "build" / "one-day",
        only="deck",
        allow_untranslated=allow_untranslated,
    )
    outcome = build_workshop(asked)
    assert not outcome.failed, outcome.problems


def deck_of(house: House, edition: str = "trainer", name: str = DECK) -> Path:
    return house.root / "build" / "one-day" / f"{edition}-en" / "decks" / f"{name}.pptx"


class Editor:
    """A trainer at work in PowerPoint, as far as python-pptx goes."""

    def __init__(self, path: Path) -> None:
        self.deck: Any = pptx.Presentation(str(path))

    def slide(self, name: str) -> Any:
        return next(slide for slide in self.deck.slides if slide.name.endswith(name))

    def shape(self, name: str, words: str) -> Any:
        """The shape of a slide, groups included, whose text holds the words."""
        waiting = list(self.slide(name).shapes)
        for shape in waiting:
            if shape.shape_type == 6:
                waiting += list(shape.shapes)
            elif shape.has_text_frame and words in shape.text_frame.text:
                return shape
        raise AssertionError(f"no {words!r} on {name}")

    def replace(self, name: str, old: str, new: str) -> None:
        """Retype words on a slide, its table cells or its notes, within one run."""
        frames = []
        waiting = list(self.slide(name).shapes)
        for shape in waiting:
            if shape.shape_type == 6:
                waiting += list(shape.shapes)
            elif shape.has_text_frame:
                frames.append(shape.text_frame)
            elif shape.has_table:
                frames += [cell.text_frame for row in shape.table.rows for cell in row.cells]
        if self.slide(name).has_notes_slide:
            frames.append(self.slide(name).notes_slide.notes_text_frame)
        for frame in frames:
            for paragraph in frame.paragraphs:
                for run in paragraph.runs:
                    if old in run.text:
                        run.text = run.text.replace(old, new)
                        return
        raise AssertionError(f"no {old!r} on {name}")

    def save(self, path: Path) -> Path:
        self.deck.save(str(path))
        return path


def examined(house: House, deck: Path, **options: Any) -> Examined:
    found, problems, _ = examine(house, deck, **options)
    assert found is not None, problems
    return found


def report_of(house: House, deck: Path, **options: Any) -> Report:
    return examined(house, deck, **options).report


def only(report: Report) -> Any:
    assert len(report.changes) == 1, report_text(report)
    return report.changes[0]


def edited(house: House, tmp_path: Path, name: str, old: str, new: str) -> Path:
    editor = Editor(deck_of(house))
    editor.replace(name, old, new)
    return editor.save(tmp_path / "edited.pptx")
