"""Fixed labels: every key that the code uses is there, every key that is there is used."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path

import pytest

import builders
from builders.house import House
from builders.loading.wording import languages_of, load_wording
from tests.tiny_house import REPOSITORY

CODE = Path(builders.__file__).parent
TEMPLATES = REPOSITORY / "templates"
SECTIONS = "language|common|agenda|programme|deck|handbook"
FILE_NAME = re.compile(r".+\.(css|html|ics|json|yaml|js|svg|pdf|pptx)")


def labels() -> dict[str, str]:
    wording, problems = load_wording(House(REPOSITORY), "en")
    assert not problems
    assert wording is not None
    return dict(wording.labels)


def patterns_in_code() -> set[str]:
    """Strings of the code as patterns: a place that is filled in at run time becomes `*`."""
    found: set[str] = set()
    for file in CODE.rglob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        parts = {
            id(part)
            for node in ast.walk(tree)
            if isinstance(node, ast.JoinedStr)
            for part in node.values
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                if id(node) not in parts:
                    found.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                found.add(
                    "".join(
                        str(part.value) if isinstance(part, ast.Constant) else "*"
                        for part in node.values
                    )
                )
    for template in [*TEMPLATES.rglob("*.html"), *TEMPLATES.rglob("*.j2")]:
        found |= set(re.findall(r"\"([a-z]+\.[a-z0-9_]+)\"", template.read_text(encoding="utf-8")))
    return found


def test_every_key_in_the_code_has_a_label() -> None:
    known = labels()
    used = {
        pattern
        for pattern in patterns_in_code()
        if re.fullmatch(rf"(?:{SECTIONS})\.[a-z0-9_*]+", pattern)
        and not FILE_NAME.fullmatch(pattern)
    }
    missing = {p for p in used if not _matches(p, known)}
    assert not missing


def test_every_label_is_used() -> None:
    patterns = patterns_in_code()
    unused = {
        key
        for key in labels()
        if not key.startswith("language.")
        and not any(_is(pattern, key) or _is(pattern, key.split(".", 1)[1]) for pattern in patterns)
    }
    assert not unused


def _matches(pattern: str, known: dict[str, str]) -> bool:
    whole = f"{pattern}*" if pattern.endswith("_") else pattern  # a start that code adds to
    return any(_is(whole, key) for key in known)


def _is(pattern: str, key: str) -> bool:
    if not pattern.strip("*._"):
        return False
    return re.fullmatch(".+".join(map(re.escape, pattern.split("*"))), key) is not None


@pytest.mark.parametrize("language", languages_of(House(REPOSITORY)))
def test_every_language_loads_and_fills_its_places(language: str) -> None:
    wording, problems = load_wording(House(REPOSITORY), language)
    assert not problems
    assert wording is not None
    for key, label in wording.labels.items():
        names = {name for _, name, _, _ in string.Formatter().parse(label) if name}
        assert wording(key, **dict.fromkeys(names, "x"))


def test_a_byte_order_mark_is_only_a_warning(house: House) -> None:
    path = house.templates / "wording" / "en.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    wording, problems = load_wording(house, "en")
    assert wording is not None
    assert [p.code for p in problems] == ["file-bom"]


@pytest.mark.parametrize("text", ["", "- a\n", "a: [b]\n", "a: {b: {c: [d]}}\n", "a:\n"])
def test_odd_files_do_not_raise(house: House, text: str) -> None:
    (house.templates / "wording" / "en.yaml").write_text(text)
    wording, problems = load_wording(house, "en")
    assert wording is None
    assert problems
