"""One value of a YAML file exchanged: every other byte is the same, and so is every other value."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.yaml_editing import EditError, replace_text
from builders.yamltext import parse_yaml, scalar_at

FILE = """\
# yaml-language-server: $schema=x.json
title: First contact   # keep me
summary: >-
  How to meet a person who may be a victim, in words that calm and
  without any haste at all.

# a comment between
steps:
  - id: talk
    title: 'What''s said?'
    blocks:
      - kind: points   # a list
        points:
          - Say your name and your office.
          - "Ask: \\"how are you?\\""
          - text: With points
            points: [one, 'two, three', "four"]
        say: |
          Line one.

          - a list item
          - another
        note: A plain text that runs
          over two lines here.
  # the end of the list
review: {status: draft, why: not yet}
"""
PATHS: tuple[tuple[Any, ...], ...] = (
    ("title",),
    ("summary",),
    ("steps", 0, "title"),
    ("steps", 0, "blocks", 0, "points", 0),
    ("steps", 0, "blocks", 0, "points", 1),
    ("steps", 0, "blocks", 0, "points", 2, "text"),
    ("steps", 0, "blocks", 0, "points", 2, "points", 1),
    ("steps", 0, "blocks", 0, "points", 2, "points", 2),
    ("steps", 0, "blocks", 0, "say"),
    ("steps", 0, "blocks", 0, "note"),
    ("review", "why"),
)
WORDS = st.sampled_from(
    ["victim", "a", "it's", '"so"', "who: what", "# no", "الضحية", "ليبيا", "[3]", "- x", "{y}"]  # noqa: RUF005
    + ["é", "100%", "&a", "*b*", "yes", "null", "~", "9:30", "@x", "`z`", "a\u00a0b", "\\n", "|"]
    + ["long-word-that-takes-much-of-a-line", "!tag", "?", ":", ",", "end.", "  ", "«mot»"]
)
TEXTS = st.lists(WORDS, min_size=1, max_size=30).map(" ".join).filter(lambda text: text.strip())


def value_at(data: bytes, path: tuple[Any, ...]) -> Any:
    tree: Any = parse_yaml(data.decode().replace("\r\n", "\n"), "f")[0]
    for step in path:
        tree = tree[step]
    return tree


def set_at(tree: Any, path: tuple[Any, ...], value: str) -> Any:
    if not path:
        return value
    copy = dict(tree) if isinstance(tree, dict) else list(tree)
    copy[path[0]] = set_at(tree[path[0]], path[1:], value)
    return copy


@given(st.sampled_from(PATHS), TEXTS, st.sampled_from(["\n", "\r\n"]))
def test_only_that_value_changes(path: tuple[Any, ...], new: str, ends: str) -> None:
    data = FILE.replace("\n", ends).encode()
    made = replace_text(data, path, new)
    before, after = parse_yaml(FILE, "f")[0], parse_yaml(made.decode().replace("\r\n", "\n"), "f")
    assert after[2] == []
    old = value_at(data, path)
    tail = old[len(old.rstrip()) :]
    assert after[0] == set_at(before, path, new.strip() + tail)
    scalar = scalar_at(FILE, path)
    assert scalar is not None
    first = len(FILE[: scalar.start].replace("\n", ends).encode())
    assert made[:first] == data[:first]
    rest = FILE[scalar.end :].lstrip("\n").replace("\n", ends).encode()
    assert made.endswith(rest)
    assert made.count(b"\r") == (made.count(b"\n") if ends == "\r\n" else 0)


@given(st.sampled_from(PATHS), TEXTS)
def test_there_and_back_gives_the_same_values(path: tuple[Any, ...], new: str) -> None:
    old = str(value_at(FILE.encode(), path))
    back = replace_text(replace_text(FILE.encode(), path, new), path, old.strip())
    assert parse_yaml(back.decode(), "f")[0] == parse_yaml(FILE, "f")[0]


@pytest.mark.parametrize("path", PATHS)
def test_the_same_text_gives_the_same_bytes(path: tuple[Any, ...]) -> None:
    assert replace_text(FILE.encode(), path, str(value_at(FILE.encode(), path))) == FILE.encode()


def changed_lines(made: bytes) -> list[str]:
    return [line for line in made.decode().split("\n") if line not in FILE.split("\n")]


def test_the_style_stays_where_it_can() -> None:
    data = FILE.encode()
    say = ("steps", 0, "blocks", 0, "say")
    for path, new, lines in (
        (("title",), "Second contact", ["title: Second contact   # keep me"]),
        (("title",), "Contact: a start", ["title: 'Contact: a start'   # keep me"]),
        (("title",), "null", ["title: 'null'   # keep me"]),
        (("steps", 0, "title"), "Who's there?", ["    title: 'Who''s there?'"]),
        (
            ("summary",),
            "How to meet a person who may be a victim, in words that calm and without haste.",
            ["  without haste."],
        ),
        (say, "Line one.\n\n- a list item\n- the other", ["          - the other"]),
        (
            ("steps", 0, "blocks", 0, "note"),
            "A plain text that runs over three lines here.",
            ["          over three lines here."],
        ),
        (
            ("steps", 0, "blocks", 0, "points", 2, "points", 0),
            "one, or more",
            ["            points: ['one, or more', 'two, three', \"four\"]"],
        ),
    ):
        assert changed_lines(replace_text(data, path, new)) == lines


def test_a_step_that_only_the_model_knows_is_skipped() -> None:
    made = replace_text(FILE.encode(), ("steps", 0, "blocks", 0, "points", 0, "text"), "Say hello.")
    assert changed_lines(made) == ["          - Say hello."]


def test_a_byte_order_mark_stays() -> None:
    made = replace_text(b"\xef\xbb\xbf" + FILE.encode(), ("title",), "X")
    assert made.startswith(b"\xef\xbb\xbf# yaml")


def test_no_text_at_the_place() -> None:
    with pytest.raises(EditError):
        replace_text(FILE.encode(), ("steps",), "x")
    with pytest.raises(EditError):
        replace_text(b"a: [1\n", ("a",), "x")


def test_every_text_of_the_real_curriculum_can_be_edited() -> None:
    """All strings of some files, in every style that authors use."""
    from builders.house import House
    from builders.loading.curriculum import load_curriculum
    from builders.models.marks import strings_of
    from tests.tiny_house import REPOSITORY

    curriculum, _ = load_curriculum(House(REPOSITORY))
    for name in sorted(curriculum.modules)[:3]:
        data = curriculum.files["modules", name].path.read_bytes()
        found = [each for each in strings_of(curriculum.modules[name]) if each.kind]
        for each in found[::3]:
            new = f"{each.text} And: more # of it."
            made = replace_text(data, each.path, new)
            assert made != data
