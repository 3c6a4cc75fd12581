"""What a deck is made of: plain data, no library types.

Enters: nothing (types only), and a finished deck for `outline`. Leaves: the types between the deck
maker and its writer, and the outline of a deck as text that a person can read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:  # names of types only: a writer needs no models and starts faster without them
    from builders.course import Direction
    from builders.drawing.shapes import Drawing
    from builders.models.module import Pillar

Ink = Literal["ink", "muted", "pillar", "warning", "navy", "paper", "sand"]
Bullet = Literal["dot", "dash", "number", "check"]
ChartKind = Literal["bar", "column", "line", "pie"]


@dataclass(frozen=True)
class Frame:
    """A rectangle on the slide in points, with the type size that its layout sets in it."""

    x: float
    y: float
    width: float
    height: float
    size: float = 18.0
    bold: bool = False


def comes_before(one: Frame, other: Frame, *, rtl: bool, tolerance: float = 2.0) -> bool:
    """Whether the first frame is read before the second, whatever else is on the slide.

    True if it stands wholly above it in the same column, or beside it at the start of the line.
    False also where no order follows from the places, for example for overlapping frames.
    """
    beside = one.x + one.width <= other.x + tolerance or other.x + other.width <= one.x + tolerance
    above = one.y + one.height <= other.y + tolerance
    if not beside:
        return above and one.y < other.y
    if above or other.y + other.height <= one.y + tolerance:
        return False
    return one.x > other.x if rtl else one.x < other.x


@dataclass(frozen=True)
class Layouts:
    """The frames of a template: layout key → role → frame. Made by `write_pptx.read_template`."""

    width: float
    height: float
    frames: Mapping[str, Mapping[str, Frame]]

    def __call__(self, layout: str, role: str) -> Frame:
        """Raises: KeyError for a layout or role that the template lacks."""
        return self.frames[layout][role]


@dataclass(frozen=True)
class Span:
    """Words with one look."""

    text: str
    bold: bool = False
    italic: bool = False
    ink: Ink | None = None
    link: str | None = None
    """An address, "#" with the id of a slide of this deck, or the file name of another deck."""


@dataclass(frozen=True)
class Para:
    """A paragraph. `level` counts from 0.

    `bullet` None leaves what the layout has at that level, "none" switches it off. `size` None
    leaves the layout's size.
    """

    spans: tuple[Span, ...]
    level: int = 0
    bullet: Bullet | Literal["none"] | None = None
    size: float | None = None
    start: int = 1
    """First number of a numbered list."""
    keep_with_next: bool = False

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)

    @property
    def bold(self) -> bool:
        return any(span.bold for span in self.spans)


@dataclass(frozen=True)
class Body:
    """The words of one placeholder. `frame` replaces the layout's frame where it is given."""

    role: str
    paras: tuple[Para, ...]
    frame: Frame | None = None


@dataclass(frozen=True)
class Table:
    """A native table. The first row is its heading; widths and heights in points."""

    rows: tuple[tuple[Para, ...], ...]
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    size: float
    alt: str
    frame: Frame
    margin: float = 5.0
    """Above and below the words of a cell, in points."""


@dataclass(frozen=True)
class Chart:
    """A native chart with its numbers."""

    kind: ChartKind
    categories: tuple[str, ...]
    series: tuple[tuple[str, tuple[Decimal, ...]], ...]
    unit: str
    alt: str
    frame: Frame


@dataclass(frozen=True)
class Sketch:
    """A drawing as grouped native shapes; its origin is the corner of the frame.

    An empty `alt` says that it only repeats what stands beside it in words.
    """

    drawing: Drawing
    alt: str
    frame: Frame


@dataclass(frozen=True)
class Picture:
    """A picture file, by its path below the folder of images; fitted into the frame."""

    path: str
    alt: str
    frame: Frame


Thing = Table | Chart | Sketch | Picture


@dataclass(frozen=True)
class Slide:
    id: str
    """Stable: block ids joined by slashes. Kept in the file as the slide's name."""
    layout: str
    title: str
    bodies: tuple[Body, ...] = ()
    things: tuple[Thing, ...] = ()
    notes: tuple[Para, ...] = ()
    pillar: Pillar | None = None
    title_size: float | None = None
    """Points, where a long title needs less than the layout's size."""


@dataclass(frozen=True)
class Deck:
    name: str
    """File stem, for example "01-elements-of-trafficking"."""
    title: str
    language: str
    direction: Direction
    author: str
    footer: str
    slides: tuple[Slide, ...] = field(default=())
    steps: tuple[tuple[str, int, int], ...] = ()
    """For each step of a session in order: its id, the numbers of its first and last slide."""
    workshop: str = ""
    """The id of the workshop, and the edition: the way back from an edited file to its sources."""
    edition: str = ""
    mark: str = ""
    """What follows the footer in bold on every slide: that this is a draft."""


def outline(deck: Deck) -> str:
    """The deck as text: one paragraph a slide, what is on it and what its notes say."""
    return "\n".join(_lines(deck)) + "\n"


def _lines(deck: Deck) -> Iterator[str]:
    yield f"{deck.name}: {deck.title} [{deck.language}, {deck.direction}]"
    yield f"footer: {deck.footer}" + (f" · {deck.mark}" if deck.mark else "")
    for number, slide in enumerate(deck.slides, 1):
        yield ""
        yield f"{number}. {slide.title}  [{slide.layout}] #{slide.id}"
        for body in slide.bodies:
            for para in body.paras:
                mark = {"number": f"{para.start}. ", "check": "☐ "}.get(para.bullet or "", "")
                size = f" ({para.size:g} pt)" if para.size else ""
                yield f"   {body.role}: {'  ' * para.level}{mark}{para.text}{size}"
        for thing in slide.things:
            yield from _thing_lines(thing)
        for para in slide.notes:
            yield f"   notes| {'  ' * para.level}{para.text}"


def _thing_lines(thing: Thing) -> Iterator[str]:
    match thing:
        case Table():
            yield f"   table ({thing.size:g} pt): {thing.alt}"
            for row in thing.rows:
                yield "     | " + " | ".join(cell.text for cell in row)
        case Chart():
            yield f"   {thing.kind} chart: {thing.alt}"
            for name, values in thing.series:
                pairs = zip(thing.categories, values, strict=True)
                yield f"     {name}: " + ", ".join(f"{c} {v}" for c, v in pairs)
        case Sketch():
            boxes = thing.drawing.boxes.values()
            yield f"   drawing: {thing.alt or '(decorative)'}"
            for box in boxes:
                if box.words:
                    yield "     " + " / ".join(words.text for words in box.words)
        case Picture():
            yield f"   picture {thing.path}: {thing.alt}"


def with_unique_titles(slides: tuple[Slide, ...]) -> tuple[Slide, ...]:
    """The slides with a number added to every title that was there before."""
    seen: dict[str, int] = {}
    taken = {slide.title for slide in slides}
    made = []
    for slide in slides:
        title = slide.title
        count = seen.get(title, 0) + 1
        seen[slide.title] = count
        while count > 1 and (title := f"{slide.title} ({count})") in taken:
            count += 1
        if title != slide.title:
            taken.add(title)
            seen[slide.title] = count
        made.append(slide if title == slide.title else replace(slide, title=title))
    return tuple(made)
