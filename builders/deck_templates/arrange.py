"""Which of their layouts stands for which of ours, and where our roles go inside it.

Enters: a `Foreign`, what template.yaml says, and our theme. Leaves: one `Arranged` for each layout
of ours: the layout of theirs that it is made from, and a box for every role and decoration.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from builders.deck.slides import Frame
from builders.deck_templates.foreign import Foreign, TheirLayout, TheirPlace
from builders.models.deck_template import DeckTemplate, LayoutPair
from builders.text_metrics import LINE_HEIGHT

Theme = Mapping[str, Any]

LINES = 12
"""Lines of 18-point text that the content area must hold. Ours holds 15; below 12 an exercise or a
checklist leaves no room for its words beside clock or statement."""
LEAST_HEIGHT = LINES * 18 * LINE_HEIGHT
LEAST_WIDTH = 430.0
"""Points: some forty characters a line at 18 points."""
AREA = (48.0, 134.0, 864.0, 330.0)
"""Our content area in the theme file's numbers: left, top, width, height."""
KICKER, SOURCE, GAP = 20.0, 30.0, 6.0
_KINDS = {
    "title": ("title",), "section": ("secHead",), "end": ("title",),
    "two-columns": ("twoObj", "twoTxTwoObj"), "contents": ("obj", "tx"),
}  # fmt: skip
_MINOR = 0.15
"""Placeholders below this share of the largest are lines beside the contents, not contents."""
_LOW = {"title": 180.0, "end": 90.0, "section": 230.0}
"""Layouts that need less height than one for content, in points: their words are few."""
_WORDS = {
    "title": ("title slide", "cover", "titelfolie", "page de garde", "diapositive de titre"),
    "section": ("section", "abschnitt", "divider", "chapter"),
    "end": ("end", "closing", "thank", "back cover", "final"),
}


@dataclass(frozen=True)
class Arranged:
    """One layout of ours inside one of theirs."""

    ours: str
    base: TheirLayout
    wished: LayoutPair | None
    """What template.yaml says, if it says something."""
    title: TheirPlace
    area: Frame
    places: Mapping[str, Mapping[str, Any]]
    """Role → its place as in the theme file, with a `box` on their slide."""
    shapes: Sequence[Mapping[str, Any]]


def content_base(foreign: Foreign) -> TheirLayout | None:
    """Their layout for plain content: a title and the largest single area for words."""
    titled = [each for each in foreign.layouts if each.title and each.contents]
    named = [each for each in titled if each.kind in ("obj", "tx")]
    return max(named or titled, key=lambda each: _size(area_of(each, foreign)), default=None)


def base_for(ours: str, foreign: Foreign, content: TheirLayout) -> TheirLayout:
    """Their layout that fits one of ours best, by its kind, then by its name, else for content."""
    kinds, words = _KINDS.get(ours, ()), _WORDS.get(ours, ())
    fitting = [each for each in foreign.layouts if each.title and each.kind in kinds]
    fitting = [] if ours == "end" else fitting
    fitting += [
        each
        for each in foreign.layouts
        if each.title and any(word in each.name.lower() for word in words)
    ]
    if ours == "end":  # a cover without the word for it closes a deck as well
        fitting += [each for each in foreign.layouts if each.title and each.kind == "title"]
    for each in fitting:
        area = area_of(each, foreign)
        if area.height >= _LOW.get(ours, LEAST_HEIGHT) and area.width >= LEAST_WIDTH:
            return each
    return content


def roomy(area: Frame) -> bool:
    return area.height >= LEAST_HEIGHT and area.width >= LEAST_WIDTH


def area_of(layout: TheirLayout, foreign: Foreign) -> Frame:
    """Where contents go: around their content placeholders; else below the title.

    An area that is too low for our contents is taken down to the footer.
    """
    title = layout.title
    feet = [
        place.outer.y
        for kind in ("ftr", "sldNum")
        if (place := layout.furniture(kind)) and place.outer.y > foreign.height * 0.6
    ]
    floor = min([*feet, foreign.height - 36]) - 4
    frames = [place.frame for place in layout.contents]
    largest = max(map(_size, frames), default=0.0)
    frames = [frame for frame in frames if _size(frame) >= _MINOR * largest]
    if frames:
        left, top = min(f.x for f in frames), min(f.y for f in frames)
        right = max(f.x + f.width for f in frames)
        own = max(f.y + f.height for f in frames)
        if own - top >= LEAST_HEIGHT:  # below their own area only where it is too low
            floor = min(floor, own)
    elif title is not None:
        left, right = title.frame.x, title.frame.x + title.frame.width
        top = title.outer.y + title.outer.height + 8
    else:
        return Frame(0, 0, 0, 0)
    if title is not None and title.outer.y < top:
        top = max(top, title.outer.y + title.outer.height)
    elif title is not None:  # a title below the text
        floor = min(floor, title.outer.y - 4)
    left, top = max(left, 0.0), max(top, 0.0)
    return Frame(left, top, max(0.0, min(right, foreign.width) - left), max(0.0, floor - top))


def arrange(
    ours: str, base: TheirLayout, theme: Theme, foreign: Foreign, wished: LayoutPair | None,
    *, mirror: bool,
) -> Arranged | None:  # fmt: skip
    """Our layout inside theirs; None if theirs has no title placeholder."""
    title = base.title
    if title is None:
        return None
    layout, inside = theme["layouts"][ours], theme.get("inside", {}).get(ours, {})
    own = inside.get("places") or {
        role: place
        for role, place in layout["places"].items()
        if role not in theme["shared"] or role == "body"
    }
    shapes = inside.get("shapes", []) if "places" in inside else layout.get("shapes", [])
    shared = set(theme["shared"]) - set(layout.get("without", []))
    area = area_of(base, foreign)
    inner = area
    places: dict[str, dict[str, Any]] = {}
    if "kicker" in shared:
        line = Frame(area.x + 22, area.y, area.width - 22, KICKER)
        places["kicker"] = {**theme["shared"]["kicker"], "frame": line}
        inner = Frame(inner.x, inner.y + KICKER + GAP, inner.width, inner.height - KICKER - GAP)
    if "source" in shared:
        inner = Frame(inner.x, inner.y, inner.width, inner.height - SOURCE - GAP)
        foot = Frame(area.x, area.y + area.height - SOURCE, area.width, SOURCE)
        places["source"] = {**theme["shared"]["source"], "frame": foot}
    fit = _Fit(inner, inside, float(theme["width"]))
    for role, place in own.items():
        places[role] = {**place, "frame": fit(place)}
    drawn = [{**shape, "frame": fit(shape)} for shape in shapes]
    if mirror:
        for each in (*places.values(), *drawn):
            each["frame"] = _mirrored(each["frame"], area)
    for pair in wished.places if wished else ():
        theirs = base.find(pair.theirs)
        if theirs is not None and pair.ours in places:
            places[pair.ours]["frame"] = theirs.frame
    return Arranged(ours, base, wished, title, area, places, drawn)


def wishes_of(wanted: DeckTemplate | None) -> dict[str, LayoutPair]:
    return {pair.ours: pair for pair in wanted.layouts} if wanted else {}


class _Fit:
    """The map from the theme's content area to theirs."""

    def __init__(self, area: Frame, inside: Mapping[str, Any], width: float) -> None:
        self.area = area
        left, top, _, high = AREA
        self.left, self.wide = left, width - 2 * left
        self.top, self.bottom = top, top + high
        self.above = float(inside.get("keep_above", self.top))
        self.below = float(inside.get("keep_below", self.bottom))
        kept = (self.above - self.top) + (self.bottom - self.below)
        self.share = max(0.05, (area.height - kept) / (self.below - self.above))

    def y(self, value: float) -> float:
        middle = min(max(value, self.above), self.below)
        made = min(value, self.above) - self.top + (middle - self.above) * self.share
        return self.area.y + made + max(0.0, value - self.below)

    def __call__(self, thing: Mapping[str, Any]) -> Frame:
        x, y, wide, high = (float(number) for number in thing["box"])
        share = self.area.width / self.wide
        left, top = self.area.x + (x - self.left) * share, self.y(y)
        width, height = wide * share, self.y(y + high) - top
        if wide <= 12 or high <= 4:
            width, height = (wide if wide <= 12 else width), (high if high <= 4 else height)
        elif thing.get("form", "rect") != "rect":  # a circle stays a circle
            scale = min(width / wide, height / high)
            width, height = wide * scale, high * scale
        return Frame(left, top, width, height, float(thing.get("size", 18)))


def _mirrored(frame: Frame, area: Frame) -> Frame:
    x = 2 * area.x + area.width - frame.x - frame.width
    return Frame(x, frame.y, frame.width, frame.height, frame.size, frame.bold)


def _size(frame: Frame) -> float:
    return frame.width * frame.height
