"""Geometry of process, cycle, timeline and map."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.drawing import (
    Box,
    Connector,
    Drawing,
    Outline,
    draw,
    draw_cycle,
    draw_process,
    draw_timeline,
    lines_of,
    mirrored,
)
from builders.drawing.map import draw_map
from builders.models.blocks import Process
from builders.text_metrics import text_width

WORD = st.text("abcdefghij", min_size=1, max_size=9)
WORDS = st.lists(WORD, min_size=1, max_size=8).map(" ".join)
STAGES = st.lists(st.tuples(WORDS, WORDS), min_size=3, max_size=7)
HUBS = [
    ("Tripoli", 13.2, 32.9),
    ("Ghadames", 9.5, 30.1),
    ("Kufra", 23.3, 24.2),
    ("Qatrun", 14.6, 24.9),
    ("Ajdabiya", 20.2, 30.8),
]


def check(drawing: Drawing) -> None:
    """No box leaves the canvas or cuts another, words stay in their boxes, connectors are glued."""
    boxes = drawing.boxes
    assert len({shape.id for shape in drawing.shapes}) == len(drawing.shapes)
    stages = [
        box for name, box in boxes.items() if name.split("-")[0] in ("stage", "event", "date")
    ]
    for box in boxes.values():
        assert box.x >= -0.01
        assert box.x + box.width <= drawing.width + 0.01
        assert box.y >= -0.01
        assert box.y + box.height <= drawing.height + 0.01
        for line in lines_of(box, drawing.direction):
            assert text_width(line.text, line.size, line.bold) <= box.width - 2 * box.inset + 0.01
            assert box.y <= line.baseline <= box.y + box.height
    for one, other in itertools.combinations(stages, 2):
        assert (
            one.x + one.width <= other.x + 0.01
            or other.x + other.width <= one.x + 0.01
            or one.y + one.height <= other.y + 0.01
            or other.y + other.height <= one.y + 0.01
        )
    for shape in drawing.shapes:
        if isinstance(shape, Connector):
            assert shape.points[0] == pytest.approx(boxes[shape.start].side(shape.start_side))
            assert shape.points[-1] == pytest.approx(boxes[shape.end].side(shape.end_side))
            for (x1, y1), (x2, y2) in itertools.pairwise(shape.points):
                assert abs(x1 - x2) < 0.01 or abs(y1 - y2) < 0.01  # straight across or down


@given(STAGES, st.sampled_from(["ltr", "rtl"]), st.sampled_from([None, 336.0]))
def test_process_and_cycle_keep_their_words_in_their_boxes(
    stages: list[tuple[str, str]], direction: str, height: float | None
) -> None:
    way = "rtl" if direction == "rtl" else "ltr"
    for made in (
        draw_process(stages, 864, height, direction=way),  # type: ignore[arg-type]
        draw_cycle(stages, 864, height, direction=way),  # type: ignore[arg-type]
        draw_timeline(stages, 864, height, direction=way),  # type: ignore[arg-type]
    ):
        assert height is not None or made.fits
        if made.fits:
            check(made)


def test_what_does_not_fit_says_so() -> None:
    stages = [("A label", "many words " * 60)] * 5
    assert not draw_process(stages, 864, 200).fits
    assert not draw_timeline(stages, 864, 200).fits
    assert draw_process(stages, 864).fits


def test_mirroring_twice_gives_the_same_drawing() -> None:
    made = draw_process([("One", ""), ("Two", ""), ("Three", "")], 800, 300)
    assert mirrored(made).direction == "rtl"
    assert mirrored(mirrored(made)) == made


def test_right_to_left_starts_on_the_right() -> None:
    boxes = draw_process([("One", ""), ("Two", "")], 800, 300, direction="rtl").boxes
    assert boxes["stage-1"].x > boxes["stage-2"].x


def test_citations_are_no_part_of_a_drawing() -> None:
    block = Process.model_validate(
        {
            "kind": "process",
            "title": "T",
            "stages": [{"label": "A", "text": "Ask first [@a-seed:one]."}, {"label": "B"}],
        }
    )
    words = [w.text for box in draw(block, 800).boxes.values() for w in box.words]
    assert "Ask first." in words


@pytest.mark.parametrize("size", [(540, 330), (864, 340), (300, 500), (200, 120)])
def test_names_on_the_map_hit_nothing(size: tuple[int, int]) -> None:
    countries = {key: key.title() for key in ("libya", "tunisia", "algeria", "niger", "egypt")}
    made = draw_map(HUBS, *size, countries=countries)
    named = [box for box in made.boxes.values() if box.words]
    dots = [box for name, box in made.boxes.items() if name.startswith("hub-")]
    for box in named:
        assert 0 <= box.x <= box.x + box.width <= made.width + 0.01
        assert 0 <= box.y <= box.y + box.height <= made.height + 0.01
    if size[0] >= 300:
        for one, other in itertools.combinations([*named, *dots], 2):
            assert not _overlap(one, other), (one.words, other.words)
    for shape in made.shapes:
        if isinstance(shape, Outline):
            for x, y in shape.points:
                assert -0.01 <= x <= made.width + 0.01
                assert -0.01 <= y <= made.height + 0.01


def test_the_map_is_not_mirrored() -> None:
    plain, arabic = draw_map(HUBS, 540, 330), draw_map(HUBS, 540, 330, direction="rtl")
    assert plain.boxes["hub-1"] == arabic.boxes["hub-1"]
    assert arabic.direction == "rtl"


def _overlap(one: Box, other: Box) -> bool:
    return (
        one.x < other.x + other.width - 0.5
        and other.x < one.x + one.width - 0.5
        and one.y < other.y + other.height - 0.5
        and other.y < one.y + one.height - 0.5
    )
