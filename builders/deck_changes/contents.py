"""What stands in a .pptx: plain data.

Enters: nothing (types only). Leaves: the types between reading a deck and comparing two of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from builders.deck.fingerprints import fingerprint, normalised

ShapeKind = Literal["text", "table", "chart", "picture", "group", "line", "other"]


@dataclass(frozen=True)
class Run:
    """Words with one look."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str | None = None


@dataclass(frozen=True)
class Paragraph:
    runs: tuple[Run, ...] = ()

    @cached_property
    def text(self) -> str:
        """The words, with one space wherever there is any."""
        return normalised("".join(run.text for run in self.runs))

    @cached_property
    def looks(self) -> tuple[tuple[bool, bool], ...]:
        """Bold and italic for each letter of `text`, spaces aside.

        A paragraph with one look throughout counts as plain: programs write out what a layout sets.
        """
        found = [
            (run.bold, run.italic)
            for run in self.runs
            for letter in normalised(run.text)
            if not letter.isspace()
        ]
        bold = len({bold for bold, _ in found}) > 1
        italic = len({italic for _, italic in found}) > 1
        return tuple((bold and each[0], italic and each[1]) for each in found)


@dataclass(frozen=True)
class ChartData:
    """Categories and series of a chart; numbers as text, in shortest form."""

    categories: tuple[str, ...]
    series: tuple[tuple[str, tuple[str, ...]], ...]
    workbook: tuple[tuple[str, ...], ...] | None = None
    """The cells of the embedded workbook, where there is one."""


@dataclass(frozen=True)
class Shape:
    number: int
    """The id in the file."""
    name: str
    kind: ShapeKind
    alt: str = ""
    holder: tuple[str, str] | None = None
    """Type and index of a placeholder."""
    paragraphs: tuple[Paragraph, ...] = ()
    rows: tuple[tuple[tuple[Paragraph, ...], ...], ...] = ()
    chart: ChartData | None = None
    picture: str = ""
    """Hash of the picture's bytes."""
    picture_look: tuple[int, ...] = ()
    """A few grey values: equal where only the packing differs."""
    inside: bool = False
    """Part of a group."""

    @cached_property
    def text(self) -> str:
        """All words of the shape, paragraphs separated by line feeds."""
        cells = (p for row in self.rows for cell in row for p in cell)
        return "\n".join(p.text for p in (*self.paragraphs, *cells) if p.text)

    @property
    def described(self) -> str:
        """The shape in a few words for a person."""
        told = {"text": "text box", "line": "line", "other": "object"}.get(self.kind, self.kind)
        if self.holder:
            told = "placeholder" if self.kind == "text" else told
        words = self.text.replace("\n", " / ") or self.alt
        if self.kind == "text" and not self.text:
            told = "shape"
        return f'{told} "{self.name}"' + (f": {words}" if words else "")


@dataclass(frozen=True)
class Slide:
    number: int
    """Its place in the deck, counting from 1."""
    name: str
    """The slide's name in the file: keyhub's id, or what a program put there."""
    creation: int | None
    shapes: tuple[Shape, ...]
    notes: tuple[Paragraph, ...] = ()
    hidden: bool = False

    @cached_property
    def title(self) -> str:
        for shape in self.shapes:
            if shape.holder and shape.holder[0] in ("title", "ctrTitle"):
                return shape.text.replace("\n", " ")
        return ""

    def texts(self) -> Iterator[str]:
        """Every text of the slide, notes included."""
        for shape in self.shapes:
            yield from shape.text.split("\n")
            if shape.alt:
                yield shape.alt
        yield from (p.text for p in self.notes)

    @cached_property
    def fingerprints(self) -> frozenset[str]:
        return frozenset(fingerprint(text) for text in self.texts() if text)

    @cached_property
    def words(self) -> frozenset[str]:
        """What it says on the screen, in words, for judging likeness."""
        return frozenset(word for shape in self.shapes for word in shape.text.lower().split())


@dataclass(frozen=True)
class Stamp:
    """What a deck tells of its making."""

    keyhub: str
    workshop: str
    edition: str
    language: str
    deck: str
    slides: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Slide id → fingerprints of its texts, in the order of the slides."""


@dataclass(frozen=True)
class DeckContents:
    name: str
    """The file as shown to people."""
    title: str
    slides: tuple[Slide, ...]
    stamp: Stamp | None
