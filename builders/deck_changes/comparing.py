"""An edited deck beside what the sources give now → what a person changed.

Enters: `DeckContents` of the edited file and `Expected`. Leaves: a `Report`. Three versions count:
the deck as built (its fingerprints are in the file), the deck as edited, and the sources as they
are. What only the sources changed is no change of the person; what both changed is a conflict.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from builders.deck.fingerprints import fingerprint
from builders.deck_changes.changes import WORDING, Change, Kind, Report, Standing
from builders.deck_changes.contents import DeckContents, Paragraph, Shape, Slide, Stamp
from builders.deck_changes.expected import Expected, shape_paragraphs
from builders.deck_changes.matching import (
    align,
    likeness,
    match_shapes,
    match_slides,
    same,
    unmoved,
)
from builders.deck_changes.things import chart_changes, picture_changed, table_changes
from builders.deck_changes.units import Unit, Units
from builders.problems import Place

_TITLES = ("title", "ctrTitle")


def compare(
    deck: DeckContents, expected: Expected, base: Stamp | None, *, writes: bool = True
) -> Report:
    """Every change of a person. `base` is the stamp of the deck as it was built.

    `writes` False says that no words can go back (a translated deck).
    """
    work = _Work(deck, expected, base, Units(expected, writes=writes))
    found = [*work.slides()]
    stamp = base or deck.stamp
    return Report(
        deck=deck.name,
        name=stamp.deck if stamp else expected.contents.name,
        workshop=expected.course.workshop_id,
        edition=expected.course.edition,
        language=expected.course.language,
        changes=tuple(_grouped(work.units.settled(found))),
        newer=work.newer,
        slides=len(deck.slides),
        stamped=base is not None,
    )


@dataclass
class _Work:
    deck: DeckContents
    expected: Expected
    base: Stamp | None
    units: Units
    newer: int = 0
    """Texts that only the sources changed."""
    now: dict[str, Slide] = field(default_factory=dict)

    def slides(self) -> Iterator[Change]:
        """Slides that came, went, moved; then what changed on each."""
        self.now = {slide.name: slide for slide in self.expected.contents.slides}
        names = match_slides(self.deck.slides, self.expected.contents.slides, self.base)
        built = list(self.base.slides) if self.base else list(self.now)
        order = {name: number for number, name in enumerate(built)}
        here = [name for name in names if name in order]
        still = unmoved([order[name] for name in here if name is not None])
        for slide, name in zip(self.deck.slides, names, strict=True):
            if name is None:
                yield self._added(slide, names)
                continue
            if name in order and order[name] not in still:
                yield self._of(
                    slide,
                    "slide-moved",
                    old=str(order[name] + 1),
                    new=str(slide.number),
                    why="The order of blocks is set in the module; move them there.",
                )
            if slide.hidden:
                yield self._of(slide, "slide-hidden", why="Leave the block out in the module.")
            if name in self.now:
                yield from self._slide(slide, self.now[name])
            else:
                self.newer += 1
        yield from self._removed(set(names), built)

    def _added(self, slide: Slide, names: Sequence[str | None]) -> Change:
        # a copy carries the name of the slide it was made from
        copied = next(
            (
                other.number
                for other, name in zip(self.deck.slides, names, strict=True)
                if name is not None
                and other is not slide
                and (slide.name == name or slide.fingerprints == other.fingerprints)
            ),
            None,
        )
        lines = [
            shape.described
            for shape in slide.shapes
            if shape.text or shape.alt or shape.kind not in ("text", "group")
        ]
        if slide.notes:
            lines.append("notes: " + " / ".join(p.text for p in slide.notes if p.text))
        where = f"a copy of slide {copied}" if copied else "a new slide"
        return self._of(
            slide,
            "slide-added",
            where=where,
            new="\n".join(lines),
            why="Write it as a block of the module.",
        )

    def _removed(self, kept: set[str | None], built: list[str]) -> Iterator[Change]:
        for number, name in enumerate(built, 1):
            if name in kept:
                continue
            slide = self.now.get(name)
            title = slide.title if slide else ""
            places = self.units.places_of_slide(slide) if slide else ()
            yield Change(
                "slide-removed",
                number,
                name,
                title,
                "",
                old=title,
                places=places,
                why="Remove the block from the module, or leave the step out of the workshop.",
            )
        self.newer += sum(1 for name in self.now if name not in built)

    def _of(
        self, slide: Slide, kind: Kind, *, where: str = "", old: str = "", new: str = "", why: str
    ) -> Change:
        return Change(kind, slide.number, slide.name, slide.title, where, old, new, why=why)

    def _slide(self, slide: Slide, now: Slide) -> Iterator[Change]:
        marks = self.base.slides.get(now.name) if self.base else None
        look = _Pair(self, slide, now, marks)
        old = [shape for shape in now.shapes if _counts(shape)]
        new = [
            shape
            for shape in slide.shapes
            if _counts(shape) or shape.kind == "group" or not _ours(shape, now)
        ]
        for i, j in match_shapes(old, new):
            if i is None:
                assert j is not None
                yield from look.shape_added(new[j])
            elif j is None:
                yield from look.shape_removed(old[i])
            else:
                yield from look.shape(old[i], new[j])
        yield from look.paragraphs(
            "notes",
            "notes",
            [(f"n{n}", p) for n, p in enumerate(now.notes)],
            list(slide.notes),
        )


def _counts(shape: Shape) -> bool:
    """True for shapes that say something; frames and arrows of drawings do not."""
    return bool(shape.text or shape.alt) or shape.kind in ("table", "chart", "picture")


def _ours(shape: Shape, now: Slide) -> bool:
    """True for a silent shape that keyhub drew itself, or an empty placeholder."""
    if shape.holder is not None:
        return True
    mine = Counter(each.name for each in now.shapes if not _counts(each))
    return shape.name in mine or shape.kind == "group" or shape.inside


@dataclass
class _Pair:
    """A slide as edited beside the same slide as the sources give it now."""

    work: _Work
    slide: Slide
    now: Slide
    marks: frozenset[str] | None
    """Fingerprints of the slide as built; None if they are lost."""

    def change(
        self,
        kind: Kind,
        where: str,
        *,
        old: str = "",
        new: str = "",
        places: tuple[Place, ...] = (),
        why: str = "",
    ) -> Change:
        title = self.slide.title or self.now.title
        number, name = self.slide.number, self.now.name
        return Change(kind, number, name, title, where, old, new, places, why=why)

    def stood_there(self, texts: Sequence[str]) -> bool:
        """True for what was there when the deck was built and has left the sources since."""
        marks = self.marks
        newer = bool(texts) and marks is not None and all(fingerprint(t) in marks for t in texts)
        self.work.newer += newer
        return newer

    def came_later(self, texts: Sequence[str]) -> bool:
        """True for what the sources got after the deck was built."""
        marks = self.marks
        newer = marks is not None and not any(fingerprint(t) in marks for t in texts)
        self.work.newer += newer
        return newer

    def shape_added(self, shape: Shape) -> Iterator[Change]:
        if shape.kind == "group" and not shape.alt:
            return  # its shapes are told one by one
        if self.stood_there([line for line in shape.text.split("\n") if line]):
            return
        yield self.change(
            "shape-added", "", new=shape.described, why="Write it into the block if it should stay."
        )

    def shape_removed(self, shape: Shape) -> Iterator[Change]:
        if self.came_later([line for line in (shape.text or shape.alt).split("\n") if line]):
            return
        place = f"{self.now.shapes.index(shape)}/"
        yield self.change(
            "shape-removed",
            "",
            old=shape.described,
            places=self.work.units.places_under(self.now, place),
            why="Remove it from the block if it should go.",
        )

    def shape(self, old: Shape, new: Shape) -> Iterator[Change]:
        number = self.now.shapes.index(old)
        name = old.name.lower()
        match old.kind:
            case "table":
                yield from table_changes(self, number, old, new)
            case "chart":
                yield from chart_changes(self, number, old, new)
            case "picture":
                if picture_changed(old, new):
                    yield self.change(
                        "picture-replaced",
                        name,
                        old=old.alt,
                        new=new.alt,
                        places=self.work.units.places_under(self.now, f"{number}/"),
                        why="Put the new picture into curriculum/images/ with its licence, "
                        "and name it in the block.",
                    )
            case _:
                kind: Kind = "text"
                if old.holder and old.holder[0] in _TITLES:
                    kind = "title"
                elif old.inside:
                    kind, name = "label", "drawing"
                old_paragraphs = [
                    (place, p) for place, p in shape_paragraphs(number, old) if p.text
                ]
                yield from self.paragraphs(kind, name, old_paragraphs, list(new.paragraphs))
        if old.alt and new.alt and not same(old.alt, new.alt):
            where = f"{name}, alternative text"
            yield from self.text("alt-text", where, f"{number}/alt", old.alt, new.alt)

    def paragraphs(
        self,
        kind: Kind,
        where: str,
        old: Sequence[tuple[str, Paragraph]],
        new: Sequence[Paragraph],
    ) -> Iterator[Change]:
        """What changed in a column of paragraphs. `old` come with the names of their places."""
        before = [(place, p) for place, p in old if p.text]
        after = [p for p in new if p.text]
        pairs = align(before, after, lambda one, other: likeness(one[1].text, other.text))
        alone = len(before) == 1 and kind != "notes"
        for n, (i, j) in enumerate(pairs):
            spot = where if alone else f"{where}, paragraph {_counted(pairs, n)}"
            if i is None:
                assert j is not None
                yield from self._paragraph_added(spot, after[j], before, pairs, n)
            elif j is None:
                place, paragraph = before[i]
                if self.came_later([paragraph.text]):
                    continue
                yield self.change(
                    "text-removed",
                    spot,
                    old=paragraph.text,
                    places=self.work.units.places(self.now, place),
                    why="Delete it in the file if it should go.",
                )
            else:
                place, paragraph = before[i]
                now = after[j]
                yield from self.text(kind, spot, place, paragraph.text, now.text, now, paragraph)

    def _paragraph_added(
        self,
        spot: str,
        paragraph: Paragraph,
        before: Sequence[tuple[str, Paragraph]],
        pairs: Sequence[tuple[int | None, int | None]],
        at: int,
    ) -> Iterator[Change]:
        if self.stood_there([paragraph.text]):
            return
        nearest = next((i for i, _ in reversed(pairs[:at]) if i is not None), None)
        if nearest is None:
            nearest = next((i for i, _ in pairs[at:] if i is not None), None)
        places = self.work.units.places(self.now, before[nearest][0]) if nearest is not None else ()
        yield self.change(
            "text-added",
            spot,
            new=paragraph.text,
            places=places,
            why="Add it in the file, near the line named.",
        )

    def text(
        self,
        kind: Kind,
        where: str,
        place: str,
        old: str,
        new: str,
        paragraph: Paragraph | None = None,
        was: Paragraph | None = None,
    ) -> Iterator[Change]:
        """A text with both versions: a change, a conflict, or newer sources."""
        if same(old, new):
            if paragraph is not None and was is not None and _emphasis_differs(was, paragraph):
                kind = "emphasis"
            else:
                return
        standing: Standing = "writable"
        if self.marks is None:
            standing = "unknown-base"
        else:
            built_old, built_new = fingerprint(old) in self.marks, fingerprint(new) in self.marks
            if not built_old and built_new and kind != "emphasis":
                self.work.newer += 1
                return
            if not built_old:
                standing = "conflict"
        unit = Unit(kind, self.now, place, old, new, paragraph, standing)
        yield self.work.units.change(unit, self.change(kind, where, old=old, new=new))


def _emphasis_differs(old: Paragraph, new: Paragraph) -> bool:
    return len(old.looks) == len(new.looks) and old.looks != new.looks


def _counted(pairs: Sequence[tuple[int | None, int | None]], at: int) -> int:
    """The number of a paragraph as a person counts on the edited slide."""
    _, j = pairs[at]
    if j is not None:
        return j + 1
    return sum(1 for _, other in pairs[:at] if other is not None) + 1


def _grouped(changes: Sequence[Change]) -> Iterator[Change]:
    """The same change on many slides (a footer, say) told once."""
    first: dict[tuple[object, ...], int] = {}
    made: list[Change] = []
    for change in changes:
        key = (change.kind, change.where, change.old, change.new, change.places)
        if change.kind in WORDING and key in first:
            at = first[key]
            made[at] = replace(made[at], further=made[at].further + 1)
            continue
        first[key] = len(made)
        made.append(change)
    return iter(made)
