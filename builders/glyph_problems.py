"""Characters that the printed handbook cannot show, with the place where an author typed each.

Enters: courses and the files that were read. Leaves: warnings. The book prints such a character
as its code point, for example [U+1F642], never as an empty box.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping

from builders.book_faces import unprintable_in
from builders.course import Course
from builders.problems import Place, Problem

_MOST_PLACES = 3
"""Places named for one character: they show where to look without burying the rest."""


def glyph_problems(courses: Iterable[Course], files: Mapping[str, str]) -> list[Problem]:
    """One warning for each place of a character that no face of the book has, at most three each.

    `files` are the texts of the files that were read, by their name in the house. A character that
    stands in none of them (an escape, a translation) is placed at the book that prints it.
    """
    books: dict[str, str] = {}
    for course in courses:
        for sign in unprintable_in([repr(course)]):
            books.setdefault(sign, f"{course.edition}-{course.language}/handbook.pdf")
    problems = []
    for sign, first in sorted(books.items()):
        places = [place for name in sorted(files) for place in _places_of(sign, name, files[name])]
        problems += [_problem(sign, place) for place in places[:_MOST_PLACES] or [Place(first)]]
    return sorted(problems)


def _places_of(sign: str, name: str, text: str) -> list[Place]:
    if sign not in text:
        return []
    return [
        Place(name, number, column)
        for number, line in enumerate(text.split("\n"), 1)
        for column, other in enumerate(line, 1)
        if other == sign
    ]


def _problem(sign: str, place: Place) -> Problem:
    name = unicodedata.name(sign, "a character without a name").lower()
    return Problem(
        place,
        "glyph-missing",
        f"The printed handbook has no picture of '{sign}' (U+{ord(sign):04X}, {name}).",
        f"Write it in words. The page prints [U+{ord(sign):04X}] in its place.",
        level="warning",
    )
