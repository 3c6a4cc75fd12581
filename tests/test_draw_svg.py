"""Drawings and charts as SVG: well formed, words whole, mirrored, the same each time."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders.draw_chart import svg_of_chart
from builders.draw_svg import svg_of_drawing
from builders.drawing import draw_process, draw_timeline
from builders.models.blocks import Chart

SVG = "{http://www.w3.org/2000/svg}"


def words(svg: str) -> str:
    root = ElementTree.fromstring(svg)
    return " ".join(text.text or "" for text in root.iter(f"{SVG}text"))


def chart(**changes: Any) -> Chart:
    values = {
        "kind": "chart",
        "title": "Numbers",
        "chart": "column",
        "unit": "people",
        "categories": ["one", "two", "three"],
        "series": [{"name": "counted", "values": ["1200", "3.5", "-40"]}],
        "alt": "They fell.",
    }
    return Chart.model_validate({**values, **changes})


def test_every_word_of_a_process_is_in_the_picture() -> None:
    svg = svg_of_drawing(draw_process([("Look & see", "<first>"), ("Ask", "")], 680.0), "identify")
    for word in ("Look", "&", "see", "<first>", "Ask", "1", "2"):
        assert word in words(svg)
    assert "#0a615d" in svg
    assert "prefers-color-scheme:dark" in svg


def test_arrows_have_heads_and_timelines_do_not() -> None:
    assert "marker-end" in svg_of_drawing(draw_process([("a", ""), ("b", "")], 680.0))
    assert "marker-end" not in svg_of_drawing(draw_timeline([("1", "a"), ("2", "b")], 680.0))


def test_right_to_left_words_say_so() -> None:
    drawing = draw_timeline([("2000", "توقيع"), ("2004", "تصديق")], 680.0, direction="rtl")
    svg = svg_of_drawing(drawing)
    assert svg.count('direction="rtl"') == 4


@given(st.text(min_size=1, max_size=60).filter(str.strip))
@settings(max_examples=60, deadline=None)
def test_any_words_give_a_well_formed_picture(text: str) -> None:
    ElementTree.fromstring(svg_of_drawing(draw_process([(text, text), ("b", "")], 680.0)))


@pytest.mark.parametrize("kind", ["bar", "column", "line", "pie"])
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_charts_show_every_category(kind: str, direction: Any) -> None:
    svg = svg_of_chart(chart(chart=kind), direction, "deliver")
    shown = words(svg)
    for name in ("one", "two", "three", "people"):
        assert name in shown
    assert svg == svg_of_chart(chart(chart=kind), direction, "deliver")


@pytest.mark.parametrize("kind", ["bar", "column", "line", "pie"])
@pytest.mark.parametrize(
    "values", [["0", "0", "0"], ["-1", "-2", "-3"], ["0.0001", "1e9", "2"], ["7"]]
)
def test_extreme_numbers_are_drawn(kind: str, values: list[str]) -> None:
    series = [{"name": "a", "values": values}, {"name": "b", "values": values}]
    root = ElementTree.fromstring(svg_of_chart(chart(chart=kind, series=series), "ltr"))
    width = float(root.attrib["width"])
    for box in root.iter(f"{SVG}rect"):
        if "class" in box.attrib:
            assert -1 <= float(box.attrib["x"]) <= width
            assert float(box.attrib["width"]) <= width


def test_two_hundred_categories_stay_on_the_sheet() -> None:
    many = [f"category {number}" for number in range(200)]
    series = [{"name": "a", "values": [str(number) for number in range(200)]}]
    svg = svg_of_chart(chart(categories=many, series=series), "ltr")
    assert "category 0" in words(svg)
    assert len(words(svg)) < 2000
