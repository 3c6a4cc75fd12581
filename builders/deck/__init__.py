"""Decks of a course: an opening deck and one deck for each session.

Enters: a `Course` and the frames of a template. Leaves: plain `Deck`s; `outline` shows one as text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from builders.deck.slides import Deck, Layouts, outline

if TYPE_CHECKING:
    from builders.course import Course

__all__ = ["Deck", "Layouts", "make_decks", "outline"]


def make_decks(course: Course, layouts: Layouts) -> tuple[Deck, ...]:
    """All decks of one edition in the order of teaching.

    `layouts` are the frames of the template that the decks will be written with
    (`write_pptx.read_template(path).layouts`): words are measured against them.
    """
    # here, because the writers import this package for its types and need no models
    from builders.deck.opening import opening_deck
    from builders.deck.sessions import session_deck

    sessions = (session_deck(course, session, layouts) for session in course.sessions)
    return (opening_deck(course, layouts), *sessions)
