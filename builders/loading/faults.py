"""pydantic's errors → located problems in our words.

Enters: a validation error, the tree it was raised for and its places. Leaves: problems with codes
that do not depend on pydantic's message texts.
"""

from __future__ import annotations

from typing import Any, get_args, get_origin

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from builders.models.blocks import IMAGE_PATTERN
from builders.models.deck_template import COLOUR_PATTERN, TEMPLATE_FILE_PATTERN
from builders.models.marks import ID_PATTERN, PAIR_PATTERN, Model, marks_of
from builders.models.module import HASH_PATTERN
from builders.models.module import Step as Step_
from builders.models.seed import PUBLICATION_PATTERN, WEB_PATTERN
from builders.problems import Place, Places, Problem, Step, closest
from builders.yamltext import Tree

MOST_PROBLEMS = 200
"""More in one file are counted, not listed."""

_SHOW = {
    "a list": "Put each item on a line of its own after `- `.",
    "keys with values": "Write `key: value` lines, indented by two spaces.",
    "text": "Put the text after the colon, in quotes if it is long or unusual.",
    "a number": "Write digits only, for example 45.",
    "true or false": "Write true or false.",
    "a date": "Write year-month-day, for example 2027-01-17.",
    "a time of day": "Write hours and minutes, for example 09:30.",
}

_SHAPES = {
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "keys with values",
    "model_type": "keys with values",
    "model_attributes_type": "keys with values",
    "string_type": "text",
}
"""Kinds of error for a value of the wrong shape, with the shape that is right."""

_NUMBER = ("a number", "value-not-number", "is not a number", _SHOW["a number"])
_WHOLE = (
    "a number",
    "value-not-number",
    "is not a whole number",
    "Write digits only, for example 45.",
)
_BOOLEAN = (
    "true or false",
    "value-not-boolean",
    "is neither true nor false",
    _SHOW["true or false"],
)
_DATE = ("a date", "value-not-date", "is not a date", _SHOW["a date"])
_TIME = ("a time of day", "value-not-time", "is not a time of day", _SHOW["a time of day"])
_SCALARS = {
    "int_parsing": _WHOLE,
    "int_type": _WHOLE,
    "int_from_float": _WHOLE,
    "decimal_parsing": _NUMBER,
    "decimal_type": _NUMBER,
    "float_parsing": _NUMBER,
    "float_type": _NUMBER,
    "finite_number": _NUMBER,
    "bool_parsing": _BOOLEAN,
    "bool_type": _BOOLEAN,
    "date_parsing": _DATE,
    "date_type": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
    "time_of_day": _TIME,
    "time_type": _TIME,
}
"""Kinds of error for a single value: the shape that is right, code, message and hint."""

_BLOCK_KINDS = tuple(
    kind
    for field in marks_of(Step_)
    if field.name == "blocks"
    for block in field.models
    for kind in get_args(block.model_fields["kind"].annotation)
)

_FORMATS = {
    ID_PATTERN: "Use small letters, digits and single hyphens, like `first-contact`.",
    PAIR_PATTERN: "Write two ids joined by a colon, like `trafficking-protocol:definition`.",
    PUBLICATION_PATTERN: "Write a year, a month or a day, like 2021, 2021-09 or 2021-09-07.",
    WEB_PATTERN: "Give a full web address that starts with https://.",
    IMAGE_PATTERN: (
        "Give the file's name inside curriculum/images/, ending in .png or .jpg; letters, "
        "digits, - and _ only; no '..', no drive, no address."
    ),
    COLOUR_PATTERN: 'Write six digits of 0-9 and A-F in quotes, like "2B4C7E".',
    TEMPLATE_FILE_PATTERN: (
        "Give the name of a file in the same folder, ending in .pptx or .potx; no folders."
    ),
    HASH_PATTERN: "Take the hash that `keyhub show` prints for the module.",
}
"""What to do, by the pattern that was not matched. A test holds that every pattern is here."""


def problems_from(
    error: ValidationError, tree: Tree, places: Places, model: type[Model]
) -> list[Problem]:
    """One problem for each fault that the model found, in the order of the file.

    A file that is wrong all over (of another program, say) gives the first few hundred only.
    """
    details = error.errors(include_url=False)
    details = [fault for fault in details if not _is_only_an_echo(fault)]
    found = {_problem(fault, tree, places, model) for fault in details[:MOST_PROBLEMS]}
    if len(details) > MOST_PROBLEMS:
        found.add(
            Problem(
                max(problem.place for problem in found),
                "file-many-problems",
                f"The file has {len(details) - MOST_PROBLEMS:,} more problems, not shown here.",
                "Mend the first ones; perhaps the file is not what its folder says.",
            )
        )
    return sorted(found)


def _is_only_an_echo(details: ErrorDetails) -> bool:
    """True for "too short" of a list that is long enough: its wrong items were not counted."""
    given, least = details.get("input"), details.get("ctx", {}).get("min_length", 0)
    return details["type"] == "too_short" and isinstance(given, list) and len(given) >= least


def _problem(details: ErrorDetails, tree: Tree, places: Places, model: type[Model]) -> Problem:
    kind, given = details["type"], details.get("input")
    context: dict[str, Any] = details.get("ctx", {})
    path = _written_path(details["loc"], tree)
    place, owner = places.of(*path), _owner_name(path)
    if path and path[-1] == "[key]":
        place, owner = places.key(*path[:-1]), str(path[-3])
        if kind == "literal_error":
            return _unknown_key_of_table(given, context, place)
    if kind == "extra_forbidden":
        return _unknown_key(path, tree, places, model)
    if kind == "missing":
        return Problem(
            _owner(places, path),
            "key-missing",
            f"The key '{path[-1]}' is missing.",
            f"Add a line `{path[-1]}: …` here.",
        )
    if given is None:
        return Problem(
            place,
            "value-missing",
            f"'{owner}' has no value.",
            "Write it, or remove the key if it is not needed.",
        )
    if kind in _SHAPES or kind in _SCALARS:
        shape = _SHAPES.get(kind) or _SCALARS[kind][0]
        if kind in _SHAPES or isinstance(given, (dict, list)):
            return Problem(place, "value-shape", f"'{owner}' should be {shape}.", _SHOW[shape])
        _, code, fault, hint = _SCALARS[kind]
        return Problem(place, code, f"'{_short(given)}' {fault}.", hint)
    if kind in ("union_tag_not_found", "union_tag_invalid"):
        return _unknown_kind(details, path, places)
    if kind == "literal_error":
        if isinstance(given, (dict, list)):
            return Problem(place, "value-shape", f"'{owner}' should be one word.", _SHOW["text"])
        values = _values(context.get("expected"))
        return Problem(
            place,
            "value-unknown",
            f"'{_short(given)}' is not a value for '{owner}'.",
            closest(str(given), values) or f"Use one of: {', '.join(values)}.",
        )
    return _unfit_value(kind, given, context, place, places.key(*path), owner) or Problem(
        place, "value-invalid", f"'{_short(given)}' is not right here: {details['msg']}."
    )


def _unknown_key(path: tuple[Step, ...], tree: Tree, places: Places, model: type[Model]) -> Problem:
    name, known = str(path[-1]), _keys_at(model, path[:-1], tree)
    return Problem(
        places.key(*path),
        "key-unknown",
        f"'{_short(name)}' is not a key here.",
        closest(name, known) or f"Known keys: {', '.join(known)}.",
    )


def _unknown_key_of_table(given: Any, context: dict[str, Any], place: Place) -> Problem:
    """A key of a mapping whose keys are words of a closed list."""
    known = _values(context.get("expected"))
    return Problem(
        place,
        "key-unknown",
        f"'{_short(given)}' is not a key here.",
        closest(str(given), known) or f"Known keys: {', '.join(known)}.",
    )


def _unknown_kind(details: ErrorDetails, path: tuple[Step, ...], places: Places) -> Problem:
    context: dict[str, Any] = details.get("ctx", {})
    tag = str(context.get("tag", ""))
    kinds = _values(context.get("expected_tags")) or list(_BLOCK_KINDS)
    if details["type"] == "union_tag_not_found" or tag in ("", "None"):
        return Problem(
            places.of(*path),
            "kind-missing",
            "The block does not say what kind it is.",
            f"Add `kind:` with one of: {', '.join(kinds)}.",
        )
    return Problem(
        places.of(*path, "kind"),
        "kind-unknown",
        f"No block is of kind '{_short(tag)}'.",
        closest(tag, kinds) or f"Kinds: {', '.join(kinds)}.",
    )


def _unfit_value(
    kind: str, given: Any, context: dict[str, Any], place: Place, key: Place, owner: str
) -> Problem | None:
    """A value of the right type that is too long, too short, too great, or of another form."""
    match kind:
        case "string_pattern_mismatch":
            pattern = str(context.get("pattern"))
            hint = _FORMATS.get(pattern, "See `keyhub schema` for the exact form.")
            message = f"'{_short(given)}' does not have the form of '{owner}'."
            return Problem(place, "value-format", message, hint)
        case "greater_than_equal" | "less_than_equal":
            low, high = context.get("ge"), context.get("le")
            bound = f"at most {high:g}" if low is None else f"at least {low:g}"
            message = f"'{owner}' is {_short(given)}; it must be {bound}."
            return Problem(place, "number-range", message)
        case "int_parsing_size":
            return Problem(place, "number-range", f"'{owner}' is far too great a number.")
        case "too_short" | "too_long":
            least = kind == "too_short"
            limit = context.get("min_length" if least else "max_length")
            bound = f"at least {limit}" if least else f"at most {limit}"
            count = context.get("actual_length", 0)
            return Problem(
                key,
                "list-length",
                f"'{owner}' has {count} item{'' if count == 1 else 's'}; it must have {bound}.",
                None if least else "Split it in two.",
            )
        case "string_too_short":
            hint = "Write it, or remove the key if it is not needed."
            return Problem(place, "text-empty", f"'{owner}' is empty.", hint)
        case "string_too_long":
            return Problem(
                place,
                "text-too-long",
                f"'{owner}' has {len(given):,} characters; at most "
                f"{context.get('max_length', 0):,} are allowed.",
                "Shorten it, or split it in two.",
            )
        case _:
            return None


def _written_path(loc: tuple[int | str, ...], tree: Tree) -> tuple[Step, ...]:
    """The error's path without what pydantic adds: the tag after an item of a list of blocks."""
    path: list[Step] = []
    node: Any = tree
    steps = list(loc)
    for number, step in enumerate(steps):
        after_block = (
            number >= 2 and steps[number - 2] == "blocks" and isinstance(steps[number - 1], int)
        )
        if after_block and isinstance(node, dict) and step == node.get("kind"):
            continue
        path.append(step)
        if isinstance(node, dict) and step in node:
            node = node[str(step)]
        elif isinstance(node, list) and isinstance(step, int) and step < len(node):
            node = node[step]
        else:
            node = None
    return tuple(path)


def _keys_at(model: type[Model], path: tuple[Step, ...], tree: Tree) -> list[str]:
    """The keys that the model at a path declares; for a block, those of its kind."""
    candidates: tuple[type[Model], ...] = (model,)
    node: Any = tree
    for step in path:
        if isinstance(node, dict):
            node = node.get(str(step))
        elif isinstance(node, list) and isinstance(step, int) and step < len(node):
            node = node[step]
        if isinstance(step, str):
            candidates = tuple(
                inner
                for candidate in candidates
                for marks in marks_of(candidate)
                if marks.name == step
                for inner in marks.models
            )
    if isinstance(node, dict) and isinstance(node.get("kind"), str) and len(candidates) > 1:
        candidates = tuple(c for c in candidates if node["kind"] in _kinds(c)) or candidates
    return list(dict.fromkeys(name for c in candidates for name in c.model_fields))


def _kinds(model: type[Model]) -> tuple[str, ...]:
    info = model.model_fields.get("kind")
    if info is None or get_origin(info.annotation) is None:
        return ()
    return tuple(str(value) for value in get_args(info.annotation))


def _owner(places: Places, path: tuple[Step, ...]) -> Place:
    return places.key(*path[:-1]) if len(path) > 1 else places.of()


def _owner_name(path: tuple[Step, ...]) -> str:
    """The key a value belongs to: for an item of a list, the list's name and the item's number."""
    match path:
        case (*_, str(name)):
            return name
        case (*_, str(name), int(number)):
            return f"{name}, item {number + 1}"
        case (*_, str(name), int(row), int(column)):
            return f"{name}, row {row + 1}, cell {column + 1}"
        case _:
            return "the file"


def _values(expected: Any) -> list[str]:
    parts = str(expected or "").replace(" or ", ", ").split(",")
    return [part.strip(" '") for part in parts if part.strip(" '")]


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 60 else text[:57] + "…"
