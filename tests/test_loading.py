"""Folders become a curriculum; what cannot be read is said, and stays known by name."""

from __future__ import annotations

import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.checks import check_curriculum
from builders.house import House, find_house
from builders.loading.curriculum import SHELVES, load_curriculum, validate_text
from builders.models.module import Module
from tests.tiny_house import FILES, MODULE

YAMLISH = st.text(alphabet="abkind:-?[]{}#&*!|>'\"%@`,~ \n0é🙂", max_size=120)
KEYS = st.sampled_from(
    [
        *Module.model_fields,
        "id",
        "kind",
        "blocks",
        "points",
        "text",
        "say",
        "minutes",
        "when",
        "zzz",
    ]
)
LEAVES = st.none() | st.sampled_from(["points", "5", "no", "x", "", "2027-01-17", "a:b", "[@a:b]"])
TREES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)


@given(YAMLISH | st.text(max_size=80), st.sampled_from(sorted(SHELVES)))
def test_text_never_raises(text: str, shelf: str) -> None:
    model, _, problems = validate_text(text, "f.yaml", SHELVES[shelf])
    assert (model is None) == bool(problems)


@given(st.dictionaries(KEYS, TREES, max_size=6), st.sampled_from(sorted(SHELVES)))
def test_any_tree_gives_located_problems(tree: dict[str, object], shelf: str) -> None:
    text = _as_yaml(tree)
    model, source, problems = validate_text(text, "f.yaml", SHELVES[shelf])
    assert (model is None) == bool(problems)
    for problem in problems:
        assert problem.code != "value-invalid", problem
        assert problem.place.line <= len(source.lines)
        assert not {"None", "tuple"} & set(problem.message.split())


def _as_yaml(value: object) -> str:
    """JSON-like flow YAML, in which nothing is plain but what is blank."""
    match value:
        case dict():
            return "{" + ", ".join(f'"{k}": {_as_yaml(v)}' for k, v in value.items()) + "}"
        case list():
            return "[" + ", ".join(_as_yaml(item) for item in value) + "]"
        case None:
            return "~"
        case _:
            return f'"{value}"'


def test_the_tiny_house_is_sound(house: House) -> None:
    curriculum, problems = load_curriculum(house)
    assert problems == []
    assert check_curriculum(curriculum) == []
    assert {source.name for source in curriculum.files.values()} == set(FILES)


def test_words_are_kept_as_written() -> None:
    text = MODULE.replace("title: First contact", "title: no").replace(
        "summary: How to meet a person who may be a victim.", "summary: 9:30"
    )
    model, _, problems = validate_text(text, "f.yaml", Module)
    assert not problems
    assert model is not None
    assert (model.title, model.summary) == ("no", "9:30")


def test_a_refused_file_stays_known_by_name(house: House) -> None:
    """One mistake in a hub must not make every mention of the hub unknown."""
    for name in ("hubs/kufra", "audiences/patrol", "glossary", "cases/closed-yard"):
        path = house.curriculum / f"{name}.yaml"
        path.write_text(path.read_text(encoding="utf-8") + "oops: 1\n", encoding="utf-8")
    seed = house.seeds / "town-report.yaml"
    seed.write_text(seed.read_text(encoding="utf-8").replace("  - id: far-away\n", "  - id: F\n"))
    curriculum, problems = load_curriculum(house)
    assert [p.code for p in problems] == ["key-unknown"] * 4 + ["value-format"]
    assert check_curriculum(curriculum) == []


def test_order_does_not_depend_on_the_disk(house: House) -> None:
    for name in ("b", "a", "c"):
        (house.curriculum / "hubs" / f"{name}.yaml").write_text(FILES["curriculum/hubs/kufra.yaml"])
    curriculum, _ = load_curriculum(house)
    assert list(curriculum.hubs) == ["a", "b", "c", "kufra"]


def test_schemas_and_other_files_are_not_read(house: House) -> None:
    (house.curriculum / ".schemas").mkdir()
    (house.curriculum / ".schemas" / "x.yaml").write_text("x")
    (house.curriculum / "modules" / "notes.txt").write_text("x")
    assert load_curriculum(house)[1] == []


def test_ids_that_differ_only_by_case_are_one(house: House) -> None:
    path = house.curriculum / "modules" / "identify" / "FIRST-contact.yaml"
    path.write_text(MODULE, encoding="utf-8")
    _, problems = load_curriculum(house)
    assert {(p.place.file, p.code) for p in problems} == {
        (house.name_of(path), "id-duplicate"),
        (house.name_of(path), "id-format"),
    }


@pytest.mark.skipif(sys.platform in ("darwin", "win32"), reason="every name is text there")
def test_a_name_that_is_not_text_can_be_printed(house: House) -> None:
    (house.curriculum / "hubs" / "b\udcff.yaml").write_text("x")
    _, problems = load_curriculum(house)
    assert problems
    for problem in problems:
        f"{problem}".encode()


def test_a_folder_with_the_name_of_a_file(house: House) -> None:
    (house.curriculum / "hubs" / "odd.yaml").mkdir()
    assert load_curriculum(house)[1] == []


def test_the_house_is_found_from_below(house: House) -> None:
    below = house.curriculum / "modules" / "identify"
    assert find_house(below) == House(house.root.resolve())
    assert find_house(house.root.parent) is None


def test_a_file_that_is_wrong_all_over_takes_no_long_time() -> None:
    text = "".join(f"key{number}: {{a: [b]}}\n" for number in range(30_000))
    begin = time.process_time()
    _, _, problems = validate_text(text, "f.yaml", Module)
    assert time.process_time() - begin < 5
    assert "file-many-problems" in {problem.code for problem in problems}
