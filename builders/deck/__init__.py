"""Decks of a course: an opening deck and one deck for each session.

Enters: a `Course` and the frames of a template. Leaves: plain `Deck`s; `outline` shows one as text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from builders.deck.slides import Deck, Layouts, outline

if TYPE_CHECKING:
    from builders.course import Course

__all__ = ["Deck", "Layouts", "make_deck", "make_decks", "outline"]


def make_decks(course: Course, layouts: Layouts) -> tuple[Deck, ...]:
    """All decks of one edition in the order of teaching.

    `layouts` are the frames of the template that the decks will be written with
    (`write_pptx.read_template(path).layouts`): words are measured against them.
    """
    # here, because the writers import this package for its types and need no models
    from builders.deck.parts import deck_parts

    return tuple(make_deck(name, part, layouts) for name, part in deck_parts(course))


def make_deck(name: str, part: Course, layouts: Layouts) -> Deck:
    """One deck, from its name and its narrow course as `deck.parts.deck_parts` gives them."""
    from builders.deck.opening import opening_deck
    from builders.deck.parts import OPENING
    from builders.deck.sessions import session_deck

    if name == OPENING:
        return opening_deck(part, layouts)
    return session_deck(part, part.sessions[0], layouts)
