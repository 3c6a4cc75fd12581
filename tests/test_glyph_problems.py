"""Characters without a glyph: told with their place, never printed as boxes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from builders.book_faces import unprintable_in
from builders.glyph_problems import glyph_problems
from tests.handbook_course import small_course


@pytest.mark.parametrize(
    "words",
    [
        "plain",
        "café, où, œuvre, Île, « guillemets », 20\u202f000",
        "ضحية مفترضة، هل؟ ٢٠٢٧",
        "“quoted” – dash — … → ≥ × ✓",
        "with\u200dout\u200b width\u00a0",
    ],
)
def test_what_the_faces_hold_is_printable(words: str) -> None:
    assert unprintable_in([words]) == []


def test_what_no_face_holds_is_found_once() -> None:
    assert unprintable_in(["b 🙂 a 字", "again 🙂"]) == ["字", "🙂"]


def test_the_place_is_where_the_author_typed_it() -> None:
    course = replace(small_course(), title="Look 🙂")
    problems = glyph_problems(
        [course], {"curriculum/workshops/w.yaml": "about: x\ntitle: Look 🙂\n"}
    )
    assert [(str(p.place), p.code, p.level) for p in problems] == [
        ("curriculum/workshops/w.yaml:2:13", "glyph-missing", "warning")
    ]
    assert "U+1F642, slightly smiling face" in problems[0].message


def test_a_character_that_stands_in_no_file_is_placed_at_its_book() -> None:
    course = small_course()
    session = course.sessions[0]
    module = session.module.model_copy(update={"summary": "字"})
    course = replace(course, sessions=(replace(session, module=module),))
    problems = glyph_problems([course], {"modules/look.yaml": 'title: "\\u5b57"'})
    assert [p.place.file for p in problems] == ["trainer-en/handbook.pdf"]


def test_three_places_are_enough_for_one_character() -> None:
    course = replace(small_course(), title="🙂")
    problems = glyph_problems([course], {"a.yaml": "🙂\n" * 50})
    assert [p.place.line for p in problems] == [1, 2, 3]


def test_a_book_without_such_characters_gives_nothing() -> None:
    assert glyph_problems([small_course()], {"a.yaml": "🙂"}) == []
