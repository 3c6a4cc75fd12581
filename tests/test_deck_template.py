"""The template: made from its theme file, legible, with the layouts that the deck maker fills."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from builders.choose_template import check_template
from builders.deck_templates.colours import contrast
from builders.write_deck_template import PILLARS, Maker, in_format, write_templates
from builders.write_pptx import read_template
from builders.yamltext import parse_yaml
from tests.handbook_course import REPOSITORY

FOLDER = REPOSITORY / "templates" / "deck"
LAYOUTS = {
    "title", "section", "points", "definition", "two-columns", "table", "chart", "diagram", "map",
    "picture", "checklist", "question", "exercise", "case-scene", "warning", "note", "sources",
    "end", "contents",
}  # fmt: skip


TEMPLATES = ("keyhub.pptx", "keyhub-rtl.pptx", "keyhub-4x3.pptx", "keyhub-4x3-rtl.pptx")


def theme() -> dict[str, Any]:
    tree, _, problems = parse_yaml((FOLDER / "theme.yaml").read_text("utf-8"), "theme.yaml")
    assert not problems
    assert isinstance(tree, dict)
    return tree


def test_the_script_makes_the_committed_templates(tmp_path: Path) -> None:
    shutil.copy(FOLDER / "theme.yaml", tmp_path)
    for made in write_templates(tmp_path):
        assert made.read_bytes() == (FOLDER / made.name).read_bytes(), made.name


@pytest.mark.parametrize("name", TEMPLATES)
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


@pytest.mark.parametrize("name", ["keyhub", "keyhub-4x3"])
def test_right_to_left_is_the_mirror_image(name: str) -> None:
    plain = read_template(FOLDER / f"{name}.pptx").layouts
    turned = read_template(FOLDER / f"{name}-rtl.pptx").layouts
    for layout, frames in plain.frames.items():
        for role, frame in frames.items():
            other = turned(layout, role)
            assert other.x == pytest.approx(plain.width - frame.x - frame.width, abs=0.01)
            assert (other.y, other.width, other.height) == (frame.y, frame.width, frame.height)


@pytest.mark.parametrize("name", ["16:9", "4:3"])
def test_every_text_can_be_read_on_what_lies_behind_it(name: str) -> None:
    look = in_format(theme(), name)
    colours = {
        **look["colours"],
        **{f"pillar-{key}": pillar["colour"] for key, pillar in look["pillars"].items()},
    }
    maker = Maker(look)
    told = 0
    for key, layout in look["layouts"].items():
        shapes = maker.shapes(key)
        for role, place in maker.places(key).items():
            behind = colours[layout.get("background", "paper")]
            x, y, *_ = (float(number) for number in place["box"])
            for shape in shapes:
                left, top, width, height = (float(number) for number in shape["box"])
                if left <= x < left + width and top <= y < top + height:
                    behind = colours[shape["fill"]]
            told += 1
            text = colours[place.get("colour", "ink")]
            assert contrast(text, behind) >= 4.5, (key, role, text, behind)
        for shape in shapes:  # the signs: ?, !, i
            assert "text" not in shape or contrast(colours["paper"], colours[shape["fill"]]) >= 4.5
    assert told > 80


@pytest.mark.parametrize("name", ["keyhub.pptx", "keyhub-4x3.pptx"])
def test_the_resolved_colours_are_legible_too(name: str) -> None:
    """What the check of foreign templates sees in ours, through themes and masters."""
    examined = check_template(FOLDER / name, name, FOLDER / "theme.yaml")
    assert examined.template is not None
    low = [p.message for p in examined.problems if p.code == "template-contrast-low"]
    assert low == []


def test_both_formats_have_the_same_places() -> None:
    wide, narrow = (read_template(FOLDER / name) for name in ("keyhub.pptx", "keyhub-4x3.pptx"))
    assert (wide.layouts.width, wide.layouts.height) == (960, 540)
    assert (narrow.layouts.width, narrow.layouts.height) == (720, 540)
    assert {k: set(v) for k, v in wide.layouts.frames.items()} == {
        k: set(v) for k, v in narrow.layouts.frames.items()
    }


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_handout_master_carries_header_date_footer_and_number(name: str) -> None:
    parts = read_template(FOLDER / name).parts
    for kind, wanted in (
        ("handout", {"hdr", "dt", "ftr", "sldNum"}),
        ("notes", {"hdr", "dt", "ftr", "sldNum", "sldImg", "body"}),
    ):
        text = parts[f"ppt/{kind}Masters/{kind}Master1.xml"].decode()
        assert set(re.findall(r'<p:ph type="(\w+)"', text)) == wanted
    assert b"handoutMasterIdLst" in parts["ppt/presentation.xml"]


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
