"""Widths and line breaks."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import face_widths
from builders.text_metrics import shortened, text_width, wrap
from tests.arabic_lines import LINES
from tests.conftest import GOLDEN, Golden, needed

TEXTS = st.text(
    st.sampled_from("abcdefgWil .,-\n\u00e9\u0627\u0644\u062a\u0639\u0631\u064e\u0641 \U0001f600"),
    max_size=200,
)


def test_width_is_that_of_arial() -> None:
    # 722 + 556 + 222 + 222 + 556 thousandths, from the published metrics of the face
    assert text_width("Hello", 100) == pytest.approx(227.8)
    assert text_width("Hello", 100, bold=True) > text_width("Hello", 100)


def test_width_grows_with_size_and_is_never_negative() -> None:
    assert text_width("", 12) == 0
    assert text_width("abc", 24) == pytest.approx(2 * text_width("abc", 12))


def test_arabic_letters_take_their_joined_forms() -> None:
    apart = sum(text_width(letter, 20) for letter in "\u0628\u0628\u0628")
    assert text_width("\u0628\u0628\u0628", 20) < apart
    assert text_width("\u0628\u064e", 20) == text_width("\u0628", 20)  # a vowel sign is on top


def test_unknown_signs_count_as_wide() -> None:
    assert text_width("\U0001f600", 10) >= 10
    assert text_width("\u4e2d", 10) >= 10


@given(TEXTS, st.floats(20, 300), st.sampled_from([9.0, 18.0, 24.0]), st.booleans())
def test_no_line_is_wider_than_the_box_and_no_letter_is_lost(
    text: str, width: float, size: float, bold: bool
) -> None:
    lines = wrap(text, width, size, bold)
    assert lines
    for line in lines:
        assert text_width(line, size, bold) <= width + 0.01 or len(line.strip("\u064e")) <= 1
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_a_long_string_without_a_space_is_broken() -> None:
    lines = wrap("a" * 5000, 200, 18)
    assert len(lines) > 200
    assert max(text_width(line, 18) for line in lines) <= 200


def test_words_are_kept_whole_where_they_fit() -> None:
    assert wrap("one two three", text_width("one two", 20) + 1, 20) == ("one two", "three")


def test_shortened_keeps_whole_words() -> None:
    assert shortened("short", 500, 12) == "short"
    short = shortened("a sentence that is rather too long", 100, 12)
    assert short.endswith("…")
    assert text_width(short, 12) <= 100
    assert text_width(shortened("x" * 500, 100, 12), 12) <= 100


FACES = {
    False: "truetype/noto/NotoSansArabic-Regular.ttf",
    True: "truetype/noto/NotoSansArabic-Bold.ttf",
}


def shaped_width(text: str, bold: bool) -> float:
    """What HarfBuzz measures, in thousandths of the type size, spaces left out."""
    import uharfbuzz as harfbuzz

    path = Path("/usr/share/fonts") / FACES[bold]
    found = needed(path if path.exists() else None, "Noto Sans Arabic")
    face = harfbuzz.Face(harfbuzz.Blob.from_file_path(str(found)))
    font = harfbuzz.Font(face)
    total = 0
    for word in text.split():
        buffer = harfbuzz.Buffer()
        buffer.add_str(word)
        buffer.guess_segment_properties()
        harfbuzz.shape(font, buffer)
        total += sum(place.x_advance for place in buffer.glyph_positions)
    return float(total * 1000 / face.upem)


def test_arabic_is_as_wide_as_the_shaped_text() -> None:
    """The widths in the golden file are HarfBuzz's; the next test holds them against it."""
    lines = (GOLDEN / "arabic-widths.txt").read_text("utf-8").splitlines()
    wanted = [line.split(" ", 2) for line in lines]
    assert [line[2] for line in wanted] == list(LINES)
    for regular, bold, text in wanted:
        for width, heavy in ((float(regular), False), (float(bold), True)):
            own = sum(text_width(word, 1000, heavy) for word in text.split())
            assert own == pytest.approx(width, rel=0.02), text


def test_the_stored_widths_of_arabic_are_those_of_harfbuzz(golden: Golden) -> None:
    lines = [
        f"{shaped_width(text, False):.0f} {shaped_width(text, True):.0f} {text}" for text in LINES
    ]
    golden("arabic-widths.txt", "\n".join(lines) + "\n")


def test_unshaped_letters_would_be_a_fifth_too_wide() -> None:
    """Why the forms are stored: isolated letters are no measure of words."""
    text = " ".join(LINES)
    shaped = sum(text_width(word, 1000) for word in text.split())
    alone = sum(text_width(sign, 1000) for sign in text if not sign.isspace())
    assert alone > 1.2 * shaped


def test_lam_and_alef_are_one_sign() -> None:
    assert text_width("\u0644\u0627", 1000) == face_widths.LAM_ALEF["\u0627"][0]
    assert text_width("\u0628\u0644\u0622", 1000) == pytest.approx(
        text_width("\u0628\u0640", 1000)
        - text_width("\u0640", 1000)
        + face_widths.LAM_ALEF["\u0622"][1]
    )
