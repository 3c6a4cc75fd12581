"""YAML text becomes a tree of strings with places, and nothing in it can do harm."""

from __future__ import annotations

import time

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from builders.problems import Problem
from builders.yamltext import MAX_BYTES, MAX_DEPTH, Tree, parse_yaml, read_text


def tree_of(text: str) -> Tree:
    tree, _, problems = parse_yaml(text, "file.yaml")
    assert not problems
    return tree


def test_words_stay_as_written() -> None:
    text = "a: no\nb: on\nc: 9:30\nd: 0x1F\ne: 2027-01-17\nf: 1_000\ng: .inf\nh: =\n"
    assert tree_of(text) == {
        "a": "no", "b": "on", "c": "9:30", "d": "0x1F",
        "e": "2027-01-17", "f": "1_000", "g": ".inf", "h": "=",
    }  # fmt: skip


def test_nothing_is_none_and_quoted_nothing_is_text() -> None:
    assert tree_of("a:\nb: ~\nc: null\nd: ''\ne: 'null'\n") == {
        "a": None, "b": None, "c": None, "d": "", "e": "null",
    }  # fmt: skip


def test_places_are_of_keys_and_values() -> None:
    text = "title: x\nsteps:\n  - id: one\n    blocks: [a, b]\n"
    _, places, _ = parse_yaml(text, "file.yaml")
    assert str(places.of("title")) == "file.yaml:1:8"
    assert str(places.key("title")) == "file.yaml:1:1"
    assert str(places.of("steps", 0, "blocks", 1)) == "file.yaml:4:17"
    assert str(places.of("steps", 0, "minutes")) == "file.yaml:3:5"  # never written
    assert str(places.of("nothing", "at", "all")) == "file.yaml:1:1"


def test_arabic_and_emoji_are_text_with_places() -> None:
    tree, places, problems = parse_yaml("عنوان: 🙂🙂 [\nb: x\n", "file.yaml")
    assert not problems
    assert tree == {"عنوان": "🙂🙂 [", "b": "x"}
    assert places.of("عنوان").column == 8


@pytest.mark.parametrize(
    "text",
    ["[" * 10_000, "{a: " * 10_000, "- " * 10_000 + "x", "? " * 10_000, "a: [" * 100_000],
)
def test_deep_nesting_stops_early(text: str) -> None:
    begin = time.process_time()
    tree, _, problems = parse_yaml(text, "file.yaml")
    assert time.process_time() - begin < 1
    assert tree is None
    assert problems
    assert {p.code for p in problems} <= {"yaml-too-deep", "yaml-syntax", "yaml-unclosed"} | {
        "key-not-text"
    }


def test_depth_of_the_models_is_allowed() -> None:
    assert parse_yaml("[" * MAX_DEPTH + "]" * MAX_DEPTH, "f")[0] is not None


@pytest.mark.parametrize("code_point", [0x80, 0x85, 0x9F, 0x2028, 0xE000, 0xFFFE, 0x202A, 0x2069])
def test_characters_that_hide_or_break_are_refused(code_point: int) -> None:
    text, problems = read_text(f"a: x{chr(code_point)}".encode(), "f")
    assert text is None
    assert [str(p.place) for p in problems] == ["f:1:5"]
    _, _, problems = parse_yaml(f'a: "\\U{code_point:08x}"', "f")
    assert [str(p.place) for p in problems] == ["f:1:4"]


def test_many_bad_characters_are_counted_not_listed() -> None:
    begin = time.process_time()
    _, problems = read_text(b"\x01\n" * (MAX_BYTES // 2), "f")
    assert time.process_time() - begin < 1
    assert len(problems) == 21
    assert "499,980 more" in problems[-1].message


def test_line_ends_of_other_systems_do_not_move_places() -> None:
    text, _ = read_text(b"a: x\r\nb: y\rc: z\n", "f")
    assert text == "a: x\nb: y\nc: z\n"


@given(st.binary(max_size=300))
def test_bytes_never_raise(data: bytes) -> None:
    text, problems = read_text(data, "f")
    assert (text is None) == any(p.is_error for p in problems)


YAMLISH = st.text(alphabet="ab:-?[]{}#&*!|>'\"%@`,~ \n\t\\x0é🙂\u0645", max_size=120)


def _valid(tree: Tree, problems: list[Problem], text: str) -> None:
    assert sorted(problems) == sorted(set(problems), key=lambda p: p)[: len(problems)] or problems
    if tree is not None and not problems:
        # The same text through PyYAML's own composer, as a second opinion.
        expected = _blank(yaml.load(text, Loader=yaml.CBaseLoader))
        assert _blank(tree) == expected


def _blank(tree: object) -> object:
    if isinstance(tree, dict):
        return {key: _blank(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [_blank(value) for value in tree]
    return None if tree in ("", "~") else tree


@given(YAMLISH | st.text(max_size=100))
def test_text_never_raises_and_agrees_with_pyyaml(text: str) -> None:
    clean, _ = read_text(text.encode("utf-8", "surrogatepass"), "f")
    tree, places, problems = parse_yaml(text, "f")
    for problem in problems:
        assert problem.place.line >= 1
        assert problem.place.column >= 1
    if clean is not None:
        tree, places, problems = parse_yaml(clean, "f")
        _valid(tree, problems, clean)
    assert isinstance(places.of(), object)
