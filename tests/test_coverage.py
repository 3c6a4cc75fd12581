"""What is covered, thin and missing, and the figures of pillars."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from click.testing import CliRunner

from builders.cli import keyhub
from builders.coverage import Coverage, ItemCoverage, coverage_of
from builders.house import House
from builders.loading.curriculum import load_curriculum
from builders.report import coverage_json, coverage_text
from tests.tiny_house import MODULE

OUTLINE = """\
title: An outline
publisher: An institute
items:
  - {id: one, title: First item, verified: true}
  - {id: two, title: Second item}
  - {id: three, title: Third item}
  - {id: four, title: Fourth item}
"""


def measured(house: House, **frameworks: str) -> Coverage:
    """The coverage of a house with these modules, each with what it names of the outline."""
    (house.curriculum / "frameworks" / "outline.yaml").write_text(OUTLINE, encoding="utf-8")
    folder: Path = house.curriculum / "modules" / "identify"
    for name, items in frameworks.items():
        named = ", ".join(f"outline:{item}" for item in items.split())
        text = MODULE.replace("key_messages:", f"frameworks: [{named}]\nkey_messages:")
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    curriculum, problems = load_curriculum(house)
    assert problems == []
    return coverage_of(curriculum)


def items_of(coverage: Coverage) -> dict[str, ItemCoverage]:
    return {item.id: item for item in coverage.frameworks[0].items}


def test_two_modules_or_enough_minutes_cover_an_item(house: House) -> None:
    # Each of these modules takes 65 minutes.
    found = items_of(measured(house, a="one two three", b="one", c="two four"))
    assert {name: item.state for name, item in found.items()} == {
        "one": "covered",  # by two
        "two": "covered",  # by two
        "three": "thin",  # 22 minutes of one
        "four": "covered",  # 33 minutes of one
    }
    assert found["one"].modules == ("a", "b")
    assert found["one"].minutes == 87


def test_what_nobody_names_is_missing(house: House) -> None:
    coverage = measured(house)
    assert {item.state for item in coverage.frameworks[0].items} == {"missing"}
    assert coverage.frameworks[0].count("missing") == 4


def test_figures_of_a_pillar_add_up(house: House) -> None:
    coverage = measured(house)
    identify, everything = coverage.pillars
    assert identify == replace(everything, name="identify")
    assert (identify.modules, identify.core_minutes, identify.minutes) == (1, 45, 65)
    assert (identify.objectives, identify.questions_a, identify.questions_b) == (1, 1, 1)
    assert identify.claims_cited == 1
    assert identify.varying == ()  # its one variant is for one hub only
    assert identify.words > 20
    assert identify.grade is None  # too short


def test_text_and_json_say_the_same(house: House) -> None:
    coverage = measured(house, a="one")
    text, tree = coverage_text(coverage), json.loads(coverage_json(coverage))
    assert "4 items: 1 covered, 0 thin, 3 missing." in text
    assert "two *" in text  # its title is not verified
    assert "one *" not in text
    assert [item["state"] for item in tree["frameworks"][0]["items"]] == [
        "covered",
        "missing",
        "missing",
        "missing",
    ]
    assert tree["pillars"][-1]["name"] == "all"


def test_show_says_how_hard_a_module_reads(house: House) -> None:
    command = ["--house", str(house.root), "show", "first-contact"]
    assert "words, too short for a grade" in CliRunner().invoke(keyhub, command).output


def test_the_command_knows_its_frameworks(house: House) -> None:
    def run(*arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(keyhub, ["--house", str(house.root), "coverage", *arguments])
        return result.exit_code, result.output

    assert run("--framework", "outline")[0] == 0
    code, output = run("--framework", "outlin")
    assert code == 2
    assert "Did you mean 'outline'?" in output
    assert json.loads(run("--json")[1])["frameworks"][0]["id"] == "outline"
