"""The template: made from its theme file, legible, with the layouts that the deck maker fills."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from builders.write_deck_template import PILLARS, write_templates
from builders.write_pptx import read_template
from builders.yamltext import parse_yaml
from tests.handbook_course import REPOSITORY

FOLDER = REPOSITORY / "templates" / "deck"
LAYOUTS = {
    "title", "section", "points", "definition", "two-columns", "table", "chart", "diagram", "map",
    "picture", "checklist", "question", "exercise", "case-scene", "warning", "note", "sources",
    "end",
}  # fmt: skip


def theme() -> dict[str, Any]:
    tree, _, problems = parse_yaml((FOLDER / "theme.yaml").read_text("utf-8"), "theme.yaml")
    assert not problems
    assert isinstance(tree, dict)
    return tree


def test_the_script_makes_the_committed_templates(tmp_path: Path) -> None:
    shutil.copy(FOLDER / "theme.yaml", tmp_path)
    for made in write_templates(tmp_path):
        assert made.read_bytes() == (FOLDER / made.name).read_bytes(), made.name


@pytest.mark.parametrize("name", ["keyhub.pptx", "keyhub-rtl.pptx"])
def test_layouts_and_their_places(name: str) -> None:
    template = read_template(FOLDER / name)
    assert set(template.layout_parts) == LAYOUTS
    assert template.notes_master
    for layout, frames in template.layouts.frames.items():
        assert "title" in frames, layout
        assert {"footer", "number"} <= set(frames), layout
        for role, frame in frames.items():
            assert frame.x >= 0, (layout, role)
            assert frame.x + frame.width <= template.layouts.width, (layout, role)
            assert frame.y >= 0, (layout, role)
            assert frame.y + frame.height <= template.layouts.height, (layout, role)
            if role in ("body", "table", "left", "right"):
                assert frame.size >= 18, (layout, role)


def test_right_to_left_is_the_mirror_image() -> None:
    plain = read_template(FOLDER / "keyhub.pptx").layouts
    turned = read_template(FOLDER / "keyhub-rtl.pptx").layouts
    for layout, frames in plain.frames.items():
        for role, frame in frames.items():
            other = turned(layout, role)
            assert other.x == pytest.approx(plain.width - frame.x - frame.width, abs=0.01)
            assert (other.y, other.width, other.height) == (frame.y, frame.width, frame.height)


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2.2."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_every_text_can_be_read_on_what_lies_behind_it() -> None:
    look = theme()
    colours = look["colours"]
    for key, layout in look["layouts"].items():
        places = {**{r: dict(p) for r, p in look["shared"].items()}}
        for role, place in layout["places"].items():
            places[role] = {**places.get(role, {}), **place}
        for role in set(layout.get("without", [])) - set(layout["places"]):
            places.pop(role, None)
        for role, place in places.items():
            behind = colours[layout.get("background", "paper")]
            x, y, *_ = (float(number) for number in place["box"])
            for shape in layout.get("shapes", []):
                left, top, width, height = (float(number) for number in shape["box"])
                if left <= x < left + width and top <= y < top + height:
                    name = shape["fill"]
                    behind = (
                        colours.get(name) or look["pillars"][name.removeprefix("pillar-")]["colour"]
                    )
            text = colours[place.get("colour", "ink")]
            assert contrast(text, behind) >= 4.5, (key, role)


def test_pillars_differ_in_form_and_stand_out() -> None:
    look = theme()
    assert tuple(look["pillars"]) == PILLARS
    assert len({pillar["form"] for pillar in look["pillars"].values()}) == len(PILLARS)
    ink = look["colours"]["ink"]
    for pillar in look["pillars"].values():
        assert contrast(pillar["colour"], "FFFFFF") >= 4.5
        assert contrast(pillar["colour"], pillar["light"]) >= 4.5
        assert contrast(ink, pillar["light"]) >= 4.5
    for panel in ("paper", "sand", "warning-light"):
        assert contrast(look["colours"]["warning"], look["colours"][panel]) >= 4.5
