"""Words of a slide back into Markdown: what is set again gives the very words of the slide."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.course import Course
from builders.deck.fingerprints import normalised
from builders.deck.text import spans
from builders.deck_changes.marking import Slots, pieces_of, unmarked
from builders.deck_changes.matching import plain_quotes
from builders.deck_changes.tracing import trace
from builders.deck_changes.writing_back import CannotWriteError, Setting, rewritten_source
from tests.handbook_course import small_course

COURSE: Course = small_course("trainer")
CITED = next(each for each in COURSE.sources.values() if each.claims)
CITE = f"[@{CITED.seed_id}:{min(CITED.claims)}]"
LINE = Setting("line", COURSE)


def shown(source: str) -> str:
    return normalised("".join(span.text for span in spans(COURSE, source)))


@pytest.mark.parametrize(
    ("source", "old", "new", "made"),
    [
        ("One **two** three", "two", "four", "One **four** three"),
        ("One **two** three", " two", "", "One three"),
        (
            "Go *far* [there](https://example.org/a_b) now",
            "there",
            "here",
            "Go *far* [here](https://example.org/a_b) now",
        ),
        ("An [act](term:act) counts", "counts", "weighs", "An [act](term:act) weighs"),
        (f"It is far {CITE}. Stop.", "far", "very far", f"It is very far {CITE}. Stop."),
        ("A\nfolded line", "folded", "broken", "A\nbroken line"),
        ("5 \\* 3 = 15", "15", "fifteen", "5 \\* 3 = fifteen"),
        ("Plain", "Plain", "a * b * c", "a * b * c"),
        ("Plain", "Plain", "a *b* c", "a \\*b\\* c"),
        ("Plain", "Plain", "<b>", "\\<b\\>"),
    ],
)
def test_only_what_changed_changes(source: str, old: str, new: str, made: str) -> None:
    words = shown(source)
    assert rewritten_source(source, words, words.replace(old, new, 1), None, LINE)[0] == made


def test_a_citation_goes_with_its_words() -> None:
    source = f"Far away {CITE}. Stop."
    words = shown(source)
    number = f" [{CITED.number}]"
    assert number in words
    assert rewritten_source(source, words, words.replace(number, ""), None, LINE)[0] == (
        "Far away. Stop."
    )
    moved = f"Stop. Far away{number}."
    back = rewritten_source(source, words, moved, None, LINE)[0]
    assert shown(back) == moved
    assert CITE in back


PARTS = st.sampled_from(
    ["one", "two,", "*three*", "**four five**", "six.", CITE, "[act](term:act)", "الضحية", "it's"]
)
WORDS = st.sampled_from(["red", "blue;", "7*7", "a_b", "(x)", "ليبيا", "[y]", "<z>", "“hm”", "&"])


@given(st.lists(PARTS, min_size=1, max_size=9), st.lists(WORDS, max_size=4), st.data())
def test_what_is_written_gives_the_words_of_the_slide(
    parts: list[str], words: list[str], data: st.DataObject
) -> None:
    source = " ".join(parts)
    old = shown(source)
    tokens = old.split()
    at = data.draw(st.integers(0, len(tokens)))
    drop = data.draw(st.integers(0, 2))
    new = " ".join([*tokens[:at], *words, *tokens[at + drop :]])
    try:
        made, _ = rewritten_source(source, old, new, None, LINE)
    except CannotWriteError:
        assert not new or "[" in new or len(tokens) == drop
        return
    assert plain_quotes(shown(made)) == plain_quotes(new)


def test_marks_name_each_paragraph_of_prose() -> None:
    slots = Slots()
    text = "First **one**.\n\n- an item\n  goes on\n- *another*\n\n> said"
    marked = slots.marked("modules", "m", ("say",), text, "prose")
    assert unmarked(marked) == text
    assert [slot.source for slot in slots.found] == [
        "First **one**.",
        "an item\n  goes on",
        "*another*",
        "said",
    ]


def test_a_text_cut_for_two_slides_keeps_its_slot_on_both() -> None:
    slots = Slots()
    marked = slots.marked("modules", "m", ("text",), "one two three four", "line")
    head, tail = marked[: marked.index("three")], marked[marked.index("three") :]
    first, second = pieces_of(head), pieces_of(tail)
    assert [(p.text, p.slot, p.begins, p.ends) for p in first] == [("one two ", 0, True, False)]
    assert [(p.text, p.slot, p.begins, p.ends) for p in second] == [("three four", 0, False, True)]


def test_words_put_in_between_belong_to_the_author() -> None:
    slots = Slots()
    inner = slots.marked("modules", "m", ("title",), "First words", "title")
    marked = slots.marked("wording", "en", ("deck", "part"), f"{inner} (1/2)", "title")
    pieces = pieces_of(marked)
    assert [piece.text for piece in pieces] == ["First words", " (1/2)"]
    told = trace(pieces, "First words today (1/2)")
    assert [each.new for each in told] == ["First words today", " (1/2)"]
    told = trace(pieces, "First words (2/2)")
    assert [each.changed for each in told] == [False, True]
