"""Text for people: located problems, tables, counts."""

from __future__ import annotations

import json

from builders.problems import Place, Problem
from builders.report import count_text, problem_text, problems_json, table_text


def test_a_problem_shows_place_line_fault_and_hint() -> None:
    problem = Problem(
        Place("a.yaml", 2, 4), "seed-unknown", "No seed is called 'x'.", "Did you mean 'y'?"
    )
    assert problem_text(problem, "one\ntwo\nthree") == (
        "a.yaml:2:4: seed-unknown\n  2 | two\nNo seed is called 'x'.\nhint: Did you mean 'y'?"
    )


def test_a_quoted_line_shows_no_control_characters_and_is_cut() -> None:
    shown = problem_text(Problem(Place("a", 1), "c", "m"), "x\x1b[31m\u202e" + "y" * 500)
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert max(map(len, shown.splitlines())) < 200


def test_a_line_that_is_not_there_is_not_quoted() -> None:
    assert problem_text(Problem(Place("a", 9), "c", "m"), "one") == "a:9:1: c\nm"


def test_json_keeps_everything() -> None:
    problem = Problem(Place("a", 1, 2), "c", "م", None, "warning")
    assert json.loads(problems_json([problem])) == [
        {
            "file": "a",
            "line": 1,
            "column": 2,
            "level": "warning",
            "code": "c",
            "message": "م",
            "hint": None,
            "related": [],
        }
    ]


def test_counts() -> None:
    error, warning = Problem(Place("a"), "c", "m"), Problem(Place("a"), "c", "m", level="warning")
    assert count_text([]) == "no problems"
    assert count_text([error, warning, warning]) == "1 error, 2 warnings"


def test_columns_line_up_with_arabic_and_wide_signs() -> None:
    lines = table_text(("a", "b"), [("كلمة", "x"), ("漢字", "y"), ("e\u0301", "z")]).splitlines()
    assert [line[-1] for line in lines[2:]] == ["x", "y", "z"]
    assert lines[3] == "漢字  y"
