"""An edited text → what became of each of the pieces it was put together from.

Enters: the pieces of a text as built, and the text as edited. Leaves: the new words of each piece.
A slide's text may hold a label, an author's words and a number: "Reply: …", "First words (1/2)".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from builders.deck_changes.marking import Piece
from builders.deck_changes.writing_back import tokens_of


@dataclass(frozen=True)
class Traced:
    """A piece with its new words. `start` and `end` say where they stand in the edited text."""

    piece: Piece
    new: str
    start: int
    end: int
    sure: bool = True
    """False where the words that changed reach over the border of two pieces."""

    @property
    def changed(self) -> bool:
        return self.new.strip() != self.piece.text.strip()


def trace(pieces: Sequence[Piece], new: str) -> tuple[Traced, ...]:
    """The new words of each piece, in order; joined they give the edited text."""
    before: list[str] = []
    owner: list[int] = []
    for number, piece in enumerate(pieces):
        tokens = tokens_of(piece.text)
        before += tokens
        owner += [number] * len(tokens)
    after = tokens_of(new)
    told: list[list[str]] = [[] for _ in pieces]
    unsure: set[int] = set()
    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for tag, i1, i2, j1, j2 in codes:
        match tag:
            case "equal":
                for n in range(i2 - i1):
                    told[owner[i1 + n]].append(after[j1 + n])
            case "delete":
                continue
            case "insert":
                told[_place(pieces, owner, i1)] += after[j1:j2]
            case _:
                touched = sorted(set(owner[i1:i2]))
                best = next((n for n in touched if pieces[n].slot is not None), touched[0])
                told[best] += after[j1:j2]
                if len(touched) > 1:
                    unsure |= set(touched)
    made, at = [], 0
    for number, (piece, tokens) in enumerate(zip(pieces, told, strict=True)):
        text = "".join(tokens)
        made.append(Traced(piece, text, at, at + len(text), number not in unsure))
        at += len(text)
    return tuple(made)


def _place(pieces: Sequence[Piece], owner: Sequence[int], at: int) -> int:
    """The piece that words put in before a token belong to: an author's rather than keyhub's."""
    if not owner:
        return 0
    left = owner[at - 1] if at else owner[0]
    right = owner[at] if at < len(owner) else owner[-1]
    if pieces[left].slot is None and pieces[right].slot is not None:
        return right
    return left
