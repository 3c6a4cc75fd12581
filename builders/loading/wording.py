"""templates/wording/<lang>.yaml → `Wording`: the fixed labels of one language.

Enters: the house and a language. Leaves: `(Wording | None, problems)`.
"""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from builders.house import House
from builders.loading.curriculum import read_file
from builders.problems import Place, Places, Problem, has_errors
from builders.wording import Direction, Wording
from builders.yamltext import parse_yaml

SOURCE_LANGUAGE = "en"
"""The language whose file says which labels there are."""


def languages_of(house: House) -> tuple[str, ...]:
    """The languages that have a wording file."""
    return tuple(sorted(path.stem for path in (house.templates / "wording").glob("*.yaml")))


def load_wording(house: House, language: str) -> tuple[Wording | None, list[Problem]]:
    """The labels of a language, flattened to dotted keys."""
    path = house.templates / "wording" / f"{language}.yaml"
    name = house.name_of(path)
    if not path.is_file():
        known = ", ".join(languages_of(house)) or "none"
        return None, [
            Problem(
                Place(name),
                "language-unavailable",
                f"There are no labels for the language '{language}' yet.",
                f"Languages there are: {known}. Copy a wording file and translate it.",
            )
        ]
    labels, places, problems = _read_labels(path, name)
    if language != SOURCE_LANGUAGE and not has_errors(problems):
        source, _, _ = _read_labels(path.with_name(f"{SOURCE_LANGUAGE}.yaml"), name)
        problems += _compare_labels(labels, source, places)
    direction = labels.get("language.direction", "ltr")
    if direction not in ("ltr", "rtl"):
        problems.append(
            Problem(
                places.of("language", "direction"),
                "value-unknown",
                f"'{direction}' is not a direction.",
                "Write ltr or rtl.",
            )
        )
    if has_errors(problems):
        return None, sorted(problems)
    return Wording(language, cast(Direction, direction), labels), sorted(problems)


def _read_labels(path: Path, name: str) -> tuple[dict[str, str], Places, list[Problem]]:
    text, problems = read_file(path, name)
    if text is None:
        return {}, Places(name), problems
    tree, places, found = parse_yaml(text, name)
    problems += found
    labels: dict[str, str] = {}
    if isinstance(tree, dict):
        problems += _flatten(tree, (), places, labels)
    elif tree is not None:
        problems.append(_shape_problem(places, ()))
    problems += _check_labels(labels, places)
    return labels, places, problems


def _flatten(
    tree: dict[str, Any], above: tuple[str, ...], places: Places, labels: dict[str, str]
) -> Iterator[Problem]:
    """Fill `labels` with dotted keys. A value that is neither text nor keys is a problem."""
    for key, value in tree.items():
        path = (*above, key)
        if isinstance(value, dict):
            yield from _flatten(value, path, places, labels)
        elif isinstance(value, str):
            labels[".".join(path)] = value
        else:
            yield _shape_problem(places, path)


def _shape_problem(places: Places, path: tuple[str, ...]) -> Problem:
    return Problem(
        places.of(*path),
        "label-shape",
        f"'{'.'.join(path) or 'The file'}' is neither a label nor a group of labels.",
        "Write `key: label` lines, grouped under the maker that uses them.",
    )


def _compare_labels(
    labels: Mapping[str, str], source: Mapping[str, str], places: Places
) -> Iterator[Problem]:
    """A language has every label of the English file, with the same places to fill."""
    for key, english in source.items():
        path = key.split(".")
        if key not in labels:
            yield Problem(
                places.of(*path),
                "label-missing",
                f"The label '{key}' is missing.",
                f"English has: {english}",
            )
        elif _fields(labels[key]) - _fields(english):
            unknown = ", ".join(sorted(_fields(labels[key]) - _fields(english)))
            yield Problem(
                places.of(*path),
                "label-place-unknown",
                f"The label '{key}' fills {{{unknown}}}, which the builder does not give.",
                f"English has: {english}",
            )


def _check_labels(labels: Mapping[str, str], places: Places) -> Iterator[Problem]:
    for key, label in labels.items():
        try:
            names = _fields(label)
        except ValueError as error:
            reason = f"has braces that do not match: {error}"
        else:
            if all(name.isidentifier() for name in names):
                continue
            reason = "has braces without a plain name in them"
        yield Problem(
            places.of(*key.split(".")),
            "label-braces",
            f"The label '{key}' {reason}.",
            "Write {name} for a place to fill, and {{ or }} for a brace to print.",
        )


def _fields(label: str) -> set[str]:
    """The names in braces. Raises: ValueError if the braces do not match."""
    return {name for _, name, _, _ in string.Formatter().parse(label) if name is not None}
