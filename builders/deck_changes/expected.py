"""What keyhub would build today for an edited deck, with the source of every text.

Enters: a house and what a deck says of itself. Leaves: `(Expected | None, problems)`: the deck as
it comes out of the sources now, read with the same eyes as the edited one, and the slots of its
texts.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from builders.build import read_workshop, timestamp_of
from builders.choose_template import template_for
from builders.course import Course, Edition
from builders.deck import Deck, make_decks
from builders.deck.fingerprints import fingerprint
from builders.deck_changes.contents import DeckContents, Paragraph, Shape, Slide
from builders.deck_changes.marking import (
    Piece,
    Slot,
    Slots,
    mark_curriculum,
    mark_wording,
    mark_workshop,
    pieces_of,
    unmarked,
)
from builders.deck_changes.reading import read_deck
from builders.house import House
from builders.loading.curriculum import Curriculum, SourceFile
from builders.loading.wording import load_wording
from builders.planning import Plan
from builders.problems import Problem, has_errors
from builders.tailoring import tailor
from builders.write_pptx import Template, write_deck


@dataclass(frozen=True)
class Expected:
    """A deck as the sources give it now."""

    contents: DeckContents
    marked: DeckContents
    slots: tuple[Slot, ...]
    course: Course
    curriculum: Curriculum
    plan: Plan
    sources: tuple[SourceFile, ...]
    problems: tuple[Problem, ...]
    """Warnings of the sources."""

    @cached_property
    def pieces(self) -> dict[tuple[int, str], tuple[Piece, ...]]:
        """(slide number, place of the text) → pieces, only where the marks did not disturb."""
        found: dict[tuple[int, str], tuple[Piece, ...]] = {}
        for mine, marked in zip(self.contents.slides, self.marked.slides, strict=False):
            ours, theirs = dict(places_of(mine)), dict(places_of(marked))
            for place, text in ours.items():
                other = theirs.get(place, "")
                if text and _letters(unmarked(other)) == _letters(text):
                    found[mine.number, place] = _laid_over(pieces_of(other), text)
        return found


def places_of(slide: Slide) -> Iterable[tuple[str, str]]:
    """Every text of a slide with a name for its place: "3/p0", "3/r1/c2/p0", "3/alt", "n4"."""
    for number, shape in enumerate(slide.shapes):
        yield from shape_places(number, shape)
    for number, paragraph in enumerate(slide.notes):
        yield f"n{number}", paragraph.text


def shape_places(number: int, shape: Shape) -> Iterable[tuple[str, str]]:
    """The same for one shape, by its number among the shapes of the slide."""
    for place, paragraph in shape_paragraphs(number, shape):
        yield place, paragraph.text
    if shape.alt:
        yield f"{number}/alt", shape.alt
    if shape.chart:
        for at, category in enumerate(shape.chart.categories):
            yield f"{number}/category{at}", category
        for at, (name, _) in enumerate(shape.chart.series):
            yield f"{number}/series{at}", name


def shape_paragraphs(number: int, shape: Shape) -> Iterable[tuple[str, Paragraph]]:
    """The paragraphs of a shape with the names of their places."""
    for at, paragraph in enumerate(shape.paragraphs):
        yield f"{number}/p{at}", paragraph
    for r, row in enumerate(shape.rows):
        for c, cell in enumerate(row):
            for at, paragraph in enumerate(cell):
                yield f"{number}/r{r}/c{c}/p{at}", paragraph


def expect(
    house: House, spec: Path, edition: Edition, language: str, wanted: str | DeckContents
) -> tuple[Expected | None, list[Problem], list[SourceFile]]:
    """Build a deck in memory as the sources are now.

    `wanted` is the name of the deck, or an edited deck whose name is lost: then the likest one is
    taken. The third thing returned are the files read, for quoting.
    """
    ready, problems, sources = read_workshop(house, spec)
    if ready is None:
        return None, problems, sources
    model, curriculum, _, plan = ready
    wording, found = load_wording(house, language)
    problems += found
    if wording is None or has_errors(problems):
        return None, problems, sources
    course = tailor(spec.stem, model, plan, curriculum, wording, edition)
    template = template_for(course, house.templates).read()
    decks = make_decks(course, template.layouts)
    number = _find(decks, wanted)
    if number is None:
        return None, problems, sources
    slots = Slots()
    marked_course = tailor(
        spec.stem,
        mark_workshop(model, spec.stem, slots),
        plan,
        mark_curriculum(curriculum, slots),
        mark_wording(wording, slots),
        edition,
    )
    marked = make_decks(marked_course, template.layouts)[number]
    time = timestamp_of(course.first_date)
    return (
        Expected(
            _written(decks[number], template, house.images, time),
            _written(marked, template, house.images, time),
            tuple(slots.found),
            course,
            curriculum,
            plan,
            tuple(sources),
            tuple(problems),
        ),
        problems,
        sources,
    )


def _written(deck: Deck, template: Template, images: Path, timestamp: int) -> DeckContents:
    """A deck as it reads back from a file: what is compared went through the same hands."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "deck.pptx"
        write_deck(deck, template, path, timestamp=timestamp, images=images)
        contents, problems = read_deck(path, deck.name)
    if contents is None:
        raise RuntimeError(f"keyhub cannot read its own deck: {problems}")
    return contents


def _find(decks: tuple[Deck, ...], wanted: str | DeckContents) -> int | None:
    if isinstance(wanted, str):
        names = [deck.name for deck in decks]
        if wanted in names:
            return names.index(wanted)
        # A session has moved to another place of the day: its number changed, its module did not.
        stems = [name.partition("-")[2] for name in names]
        stem = wanted.partition("-")[2]
        return stems.index(stem) if stem in stems else None
    titles = {fingerprint(slide.title) for slide in wanted.slides if slide.title}
    shared = [
        len(titles & {fingerprint(slide.title) for slide in deck.slides}) / max(len(deck.slides), 1)
        for deck in decks
    ]
    best = max(range(len(decks)), key=lambda number: shared[number])
    return best if shared[best] >= 0.3 else None


def _letters(text: str) -> str:
    return "".join(text.split()).casefold()


def _laid_over(pieces: tuple[Piece, ...], text: str) -> tuple[Piece, ...]:
    """The pieces in the letters and spaces of the text itself.

    A maker may begin a title with a capital, or close up a space that a mark kept open.
    """
    made, at = [], 0
    for piece in pieces:
        begin = at
        left = sum(not letter.isspace() for letter in piece.text)
        while at < len(text) and (left or (text[at].isspace() and piece.text[-1:].isspace())):
            left -= not text[at].isspace()
            at += 1
        if at > begin:
            made.append(Piece(text[begin:at], piece.slot, piece.begins, piece.ends))
    if made and at < len(text):
        last = made[-1]
        made[-1] = Piece(last.text + text[at:], last.slot, last.begins, last.ends)
    return tuple(made)
