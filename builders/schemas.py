"""Models → JSON Schema files, so that an editor completes and validates while a person types.

Enters: nothing. Leaves: `schema_files()`, the text of each file by its name. Editors read YAML 1.2,
where `2021` is a number; keyhub reads it as text. So text may be a number here as well, wherever
its form allows one: an editor never marks what keyhub accepts as plain text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from builders.models.marks import Model, marks_of
from builders.models.module import Module
from builders.models.needs import Assessment, Competencies
from builders.models.programme import Programme
from builders.models.seed import Seed
from builders.models.shelves import Audience, Case, Framework, Glossary, Hub
from builders.models.workshop import WorkshopSpec

KINDS: Mapping[str, type[Model]] = MappingProxyType(
    {
        "module": Module,
        "hub": Hub,
        "audience": Audience,
        "case": Case,
        "framework": Framework,
        "glossary": Glossary,
        "competencies": Competencies,
        "needs": Assessment,
        "workshop": WorkshopSpec,
        "programme": Programme,
        "seed": Seed,
    }
)
"""What a file can be, by the name that its first line gives: `$schema=…/<kind>.json`."""

_DIALECT = "http://json-schema.org/draft-07/schema#"
_MARKUP = {
    "title": "Plain text on one line.",
    "line": "One paragraph; **strong**, *emphasis*, links and [@seed:claim] may stand in it.",
    "prose": "Paragraphs and lists in Markdown, with citations as [@seed:claim].",
}
_SHELVES = {
    "modules": "curriculum/modules",
    "hubs": "curriculum/hubs",
    "audiences": "curriculum/audiences",
    "cases": "curriculum/cases",
    "seeds": "seeds",
    "terms": "curriculum/glossary.yaml",
    "competencies": "curriculum/competencies.yaml",
    "needs": "curriculum/needs",
    "workshops": "curriculum/workshops",
    "claims": "seeds, as seed-id:claim-id",
    "framework_items": "curriculum/frameworks, as framework-id:item-id",
}
_NUMBERS = ("2021", "12", "1.5")


def schema_files() -> dict[str, str]:
    """The text of each schema by file name, keys sorted, ending with a newline."""
    return {f"{kind}.json": _text(kind, model) for kind, model in sorted(KINDS.items())}


def _text(kind: str, model: type[Model]) -> str:
    schema = _for_editors(model.model_json_schema())
    _explain(schema, model)
    for inner in _models_in(model):
        if inner.__name__ in schema.get("$defs", {}):
            _explain(schema["$defs"][inner.__name__], inner)
    schema |= {"$schema": _DIALECT, "title": f"keyhub {kind}"}
    return json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _models_in(model: type[Model]) -> list[type[Model]]:
    """Every model class that may lie inside one."""
    found: list[type[Model]] = []
    waiting = [model]
    for known in waiting:
        for marks in marks_of(known):
            new = [inner for inner in marks.models if inner not in found]
            found += new
            waiting += new
    return found


def _explain(schema: dict[str, Any], model: type[Model]) -> None:
    """Add to each key what its marks mean: who reads it, and which markup it may hold."""
    for marks in marks_of(model):
        known = schema["properties"][marks.name]
        words = [
            known.get("description", ""),
            "Only trainers see it." if marks.trainer_only else "",
            _MARKUP.get(marks.kind or "", ""),
            f"Names something of {_SHELVES[marks.shelf]}." if marks.shelf else "",
            f"Keys name something of {_SHELVES[marks.key_shelf]}." if marks.key_shelf else "",
        ]
        if any(words):
            known["description"] = " ".join(word for word in words if word)


def _for_editors(schema: Any, *, names: bool = False) -> Any:
    """The schema without what is noise in an editor. `names`: the keys are names, not keywords."""
    if isinstance(schema, list):
        return [_for_editors(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if names:
        return {name: _for_editors(inner) for name, inner in schema.items()}
    kept: dict[str, Any] = {}
    for keyword, value in schema.items():
        if keyword in ("title", "discriminator"):
            continue
        if keyword == "default" and (value is None or isinstance(value, (list, dict))):
            continue
        if keyword in ("const", "enum", "default", "required"):
            kept[keyword] = value
        elif keyword == "oneOf":
            # With anyOf, editors pick the block whose `kind` matches and complain about that one.
            kept["anyOf"] = _for_editors(value)
        else:
            kept[keyword] = _for_editors(value, names=keyword in ("properties", "$defs"))
    if kept.get("type") == "string" and not {"const", "enum", "format"} & set(kept):
        kept["type"] = _types_of_text(kept.get("pattern"))
    return kept


def _types_of_text(pattern: str | None) -> str | list[str]:
    if pattern is None:
        return ["string", "number", "boolean"]
    if any(re.search(pattern, number) for number in _NUMBERS):
        return ["string", "number"]
    return "string"
