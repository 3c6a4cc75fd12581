"""The schemas accept every real file, and find what an editor should find."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from builders.house import House
from builders.loading.curriculum import load_curriculum
from builders.schemas import KINDS, schema_files
from tests.tiny_house import FILES, MODULE, REPOSITORY

CORE: tuple[tuple[str, Any], ...] = (
    (r"~|null|Null|NULL|", lambda text: None),
    (r"true|True|TRUE", lambda text: True),
    (r"false|False|FALSE", lambda text: False),
    (r"[-+]?[0-9]+", int),
    (r"0o[0-7]+", lambda text: int(text[2:], 8)),
    (r"0x[0-9a-fA-F]+", lambda text: int(text[2:], 16)),
    (r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", float),
)
"""The core schema of YAML 1.2, which editors use: 9:30 and 2027-01-17 are text there."""


def as_editors_read(node: yaml.Node | None) -> Any:
    match node:
        case yaml.MappingNode():
            return {key.value: as_editors_read(value) for key, value in node.value}
        case yaml.SequenceNode():
            return [as_editors_read(item) for item in node.value]
        case yaml.ScalarNode() if not node.style:
            for pattern, convert in CORE:
                if re.fullmatch(pattern, node.value):
                    return convert(node.value)
    return node.value if node else None


def tree_of(text: str) -> Any:
    return as_editors_read(yaml.compose(text, Loader=yaml.CSafeLoader))


def validator(kind: str) -> jsonschema.Draft7Validator:
    schema = json.loads(schema_files()[f"{kind}.json"])
    jsonschema.Draft7Validator.check_schema(schema)
    return jsonschema.Draft7Validator(schema)


REAL = list(load_curriculum(House(REPOSITORY))[0].files.values())


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_real_file_fits_its_schema(kind: str) -> None:
    judge = validator(kind)
    texts = [source.text for source in REAL if f"/{kind}.json" in source.lines[0]]
    texts += [text for text in FILES.values() if f"/{kind}.json" in text.split("\n")[0]]
    assert texts
    for text in texts:
        assert [error.message for error in judge.iter_errors(tree_of(text))] == []


def test_every_real_file_names_its_schema() -> None:
    for source in REAL:
        if source.path.suffix == ".csv":
            continue  # a table has no place for it
        found = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", source.lines[0])
        assert found, source.name
        target = (source.path.parent / found.group(1)).resolve()
        assert target.parent == (REPOSITORY / "curriculum" / ".schemas").resolve(), source.name
        assert target.name in schema_files(), source.name


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: First contact", "title: 2021"),
        ("title: First contact", "title: 1.5"),
        ("  - Flip chart", "  - 12"),
        ("say: Speak slowly and sit down.", "say:"),
        ("say: Speak slowly and sit down.", "say: true"),
    ],
)
def test_what_keyhub_accepts_is_not_marked(old: str, new: str) -> None:
    assert list(validator("module").iter_errors(tree_of(MODULE.replace(old, new)))) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title:", "titel:"),
        ("level: introductory", "level: easy"),
        ("    minutes: 15", "    minutes: ten"),
        ("    minutes: 15", "    minutes: 0"),
        ("offences: [tip]", "offences: tip"),
        ("kind: points", "kind: bullets"),
        ("        groups: Pairs\n", ""),
        ("id: greet\n", "id: Greet\n"),
    ],
)
def test_mistakes_are_marked_while_typing(old: str, new: str) -> None:
    assert old in MODULE
    assert list(validator("module").iter_errors(tree_of(MODULE.replace(old, new))))


def test_schemas_explain_and_are_stable() -> None:
    files = schema_files()
    assert list(files) == sorted(files)
    assert files == schema_files()
    for text in files.values():
        assert text.endswith("}\n")
        assert str(Path.cwd()) not in text
    module = json.loads(files["module.json"])
    assert module["properties"]["prepare"]["description"].startswith("What the trainer does")
    assert "Only trainers see it." in module["properties"]["prepare"]["description"]
