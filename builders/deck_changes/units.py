"""Changed texts → the lines of YAML they belong to, and the words to write there.

Enters: texts of slides as built and as edited. Leaves: changes with places and edits. One string
may stand on many slides, and one text of a slide may hold many strings: both meet here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from builders.deck_changes.changes import Change, Edit, Kind, Standing
from builders.deck_changes.contents import Paragraph, Slide
from builders.deck_changes.expected import Expected, places_of
from builders.deck_changes.marking import Piece, Slot
from builders.deck_changes.tracing import Traced, trace
from builders.deck_changes.writing_back import CannotWriteError, Looks, Setting, rewritten_source
from builders.models.marks import Path
from builders.problems import Place

Spot = tuple[int, str, int]
"""Slide number, place, number of the piece."""

_WHY = {
    "conflict": "The file has changed as well since the deck was built. Decide by hand.",
    "unknown-base": "The deck lost its stamp, so it cannot be seen whether the file changed since. "
    "Give the deck as it was built with --base.",
    "wording": "This is a label of keyhub that all decks share; change it in the file if that is "
    "meant.",
    "composed": "keyhub puts this text together from other things.",
    "language": "`--apply` writes English decks only; pass this on to the translator.",
}


@dataclass(frozen=True)
class Unit:
    """A text of a slide that differs from what the sources give."""

    kind: Kind
    now: Slide
    place: str
    old: str
    new: str
    paragraph: Paragraph | None
    standing: Standing


@dataclass
class _Told:
    """What a changed text says of one slot."""

    spot: Spot
    traced: Traced
    looks: Looks | None
    change: int


@dataclass
class Units:
    """Collects the changed texts of a deck; `settled` says what to write."""

    expected: Expected
    writes: bool = True
    told: dict[int, list[_Told]] = field(default_factory=dict)
    numbers: dict[int, int] = field(default_factory=dict)
    """Identity of a change → its number."""
    made: list[Change] = field(default_factory=list)

    def slot_place(self, slot: Slot) -> Place:
        if slot.shelf == "wording":
            house = self.expected.curriculum.house
            name = house.name_of(house.templates / "wording" / f"{slot.identity}.yaml")
            return self._wording_place(name, slot.path)
        place = self.expected.curriculum.place(slot.shelf, slot.identity, *slot.path)
        if not slot.start:
            return place
        # A later paragraph of a long text: the line on which its first words stand.
        lines = self.expected.curriculum.files[slot.shelf, slot.identity].lines
        words = slot.source.split("\n")[0].strip()[:30]
        for number in range(place.line, min(place.line + slot.text.count("\n") + 40, len(lines))):
            if words in lines[number]:
                return Place(place.file, number + 1, lines[number].index(words) + 1)
        return place

    def _wording_place(self, name: str, path: Path) -> Place:
        from builders.loading.curriculum import read_file
        from builders.yamltext import parse_yaml

        text, _ = read_file(self.expected.curriculum.house.root / name, name)
        if text is None:
            return Place(name)
        _, places, _ = parse_yaml(text, name)
        return places.of(*path)

    def places(self, slide: Slide, place: str) -> tuple[Place, ...]:
        """Where the words of a place come from: authors' files before keyhub's labels."""
        pieces = self.expected.pieces.get((slide.number, place), ())
        slots = list(dict.fromkeys(piece.slot for piece in pieces if piece.slot is not None))
        found = [self.expected.slots[number] for number in slots]
        found.sort(key=lambda slot: slot.shelf == "wording")
        return tuple(dict.fromkeys(self.slot_place(slot) for slot in found))

    def places_under(self, slide: Slide, prefix: str) -> tuple[Place, ...]:
        """The first place in the sources of anything in a shape or row."""
        for place, _ in places_of(slide):
            if place.startswith(prefix):
                slots = [
                    self.expected.slots[piece.slot]
                    for piece in self.expected.pieces.get((slide.number, place), ())
                    if piece.slot is not None
                ]
                for slot in slots:
                    if slot.shelf != "wording":
                        return (self.slot_place(slot),)
        return ()

    def places_of_slide(self, slide: Slide) -> tuple[Place, ...]:
        """Where the title of a slide comes from, else its first text of an author."""
        for prefix in ("", "n"):
            found = self.places_under(slide, prefix)
            if found:
                return found
        return ()

    def change(self, unit: Unit, change: Change) -> Change:
        """The change with its places; what can be written is settled when all are known."""
        pieces = self.expected.pieces.get((unit.now.number, unit.place), ())
        change = replace(change, places=self.places(unit.now, unit.place))
        standing, why = self._standing(unit, pieces)
        number = len(self.made)
        if standing == "writable":
            traced = trace(pieces, unit.new)
            emphasis = unit.kind == "emphasis"
            touched = [
                (at, each)
                for at, each in enumerate(traced)
                if each.piece.slot is not None and (each.changed or emphasis)
            ]
            faults = [each for each in traced if each.changed and each.piece.slot is None]
            if not all(each.sure for each in traced):
                standing, why = "manual", "The change reaches over two strings of the file."
            elif faults or not touched:
                standing, why = "manual", _WHY["composed"]
            elif any(self._is_label(each.piece) for _, each in touched):
                if all(self._is_label(each.piece) for _, each in touched):
                    standing, why = "manual", _WHY["wording"]
                else:
                    standing, why = (
                        "manual",
                        "A label of keyhub was changed together with the text.",
                    )
            else:
                for at, each in touched:
                    looks = _looks_of(unit, each)
                    told = _Told((unit.now.number, unit.place, at), each, looks, number)
                    self.told.setdefault(each.piece.slot or 0, []).append(told)
                front = [
                    self.slot_place(self.expected.slots[t.piece.slot or 0]) for _, t in touched
                ]
                places = tuple(dict.fromkeys([*front, *change.places]))
                change = replace(change, places=places)
        change = replace(change, standing=standing, why=why)
        self.made.append(change)
        self.numbers[id(change)] = number
        return change

    def _is_label(self, piece: Piece) -> bool:
        return piece.slot is not None and self.expected.slots[piece.slot].shelf == "wording"

    def _standing(self, unit: Unit, pieces: Sequence[Piece]) -> tuple[Standing, str]:
        if not any(piece.slot is not None for piece in pieces):
            return "manual", _WHY["composed"]
        if not self.writes:
            return "manual", _WHY["language"]
        if unit.standing != "writable":
            return unit.standing, _WHY[unit.standing]
        return "writable", ""

    def settled(self, changes: Iterable[Change]) -> list[Change]:
        """The changes with their edits, or with the reason why there is none."""
        edits: dict[int, list[Edit]] = {}
        faults: dict[int, str] = {}
        by_string: dict[tuple[str, str, Path], list[tuple[Slot, str, list[_Told]]]] = {}
        for number, told in self.told.items():
            slot = self.expected.slots[number]
            try:
                new = self._new_words(number, slot, told)
            except CannotWriteError as error:
                faults |= {each.change: str(error) for each in told}
                continue
            by_string.setdefault(slot.key, []).append((slot, new, told))
        for parts in by_string.values():
            whole = parts[0][0].text
            for slot, new, _ in sorted(parts, key=lambda part: -part[0].start):
                whole = whole[: slot.start] + new + whole[slot.end :]
            slot = parts[0][0]
            edit = Edit(
                slot.shelf, slot.identity, slot.path, self.slot_place(slot), slot.text, whole
            )
            for _, _, told in parts:
                for each in told:
                    edits.setdefault(each.change, []).append(edit)
        made = []
        for change in changes:
            number = self.numbers.get(id(change), -1)
            if number in faults:
                change = replace(change, standing="manual", why=faults[number], edits=())
            elif number in edits:
                change = replace(change, edits=tuple(dict.fromkeys(edits[number])))
            made.append(change)
        return made

    def _new_words(self, number: int, slot: Slot, told: Sequence[_Told]) -> str:
        """The new Markdown of a slot from every place where it was edited.

        Raises: CannotWriteError.
        """
        setting = Setting("line" if slot.kind == "prose" else slot.kind, self.expected.course)
        whole = [each for each in told if each.traced.piece.begins and each.traced.piece.ends]
        answers: dict[str, None] = {}
        for each in whole:
            new, with_looks = rewritten_source(
                slot.source, each.traced.piece.text, each.traced.new, each.looks, setting
            )
            if not with_looks and new == slot.source:
                raise CannotWriteError("Bold and italic can only be changed in the file.")
            answers[new] = None
        parts = {each.spot: each for each in told if each not in whole}
        if parts:
            answers[self._joined(number, slot, parts, setting)] = None
        if len(answers) > 1:
            raise CannotWriteError(
                "The same words were changed in different ways on several slides."
            )
        return next(iter(answers))

    def _joined(self, number: int, slot: Slot, parts: dict[Spot, _Told], setting: Setting) -> str:
        """A text that was cut for two slides, put together again."""
        old, new = [], []
        for (slide, place), pieces in sorted(self.expected.pieces.items(), key=_reading_order):
            for at, piece in enumerate(pieces):
                if piece.slot == number and not (piece.begins and piece.ends):
                    told = parts.get((slide, place, at))
                    old.append(piece.text.strip())
                    new.append((told.traced.new if told else piece.text).strip())
        return rewritten_source(slot.source, " ".join(old), " ".join(new), None, setting)[0]


def _reading_order(item: tuple[tuple[int, str], object]) -> tuple[int, tuple[tuple[str, int], ...]]:
    (slide, place), _ = item
    steps = []
    for step in place.split("/"):
        digits = "".join(sign for sign in step if sign.isdigit())
        steps.append((step.rstrip("0123456789"), int(digits or 0)))
    return slide, tuple(steps)


def _looks_of(unit: Unit, traced: Traced) -> Looks | None:
    """Bold and italic of the new words of a piece; None where they cannot be counted."""
    if unit.paragraph is None:
        return None
    letters = len("".join(unit.new.split()))
    if len(unit.paragraph.looks) != letters:
        return None
    first = len("".join(unit.new[: traced.start].split()))
    last = len("".join(unit.new[: traced.end].split()))
    return unit.paragraph.looks[first:last]
