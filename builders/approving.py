"""Write an approval into a module's file, and keep what was approved.

Enters: a module's file as read, and an approval. Leaves: the new text, which differs from the old
in `review.approvals` only: comments, order and line breaks of everything else stay. The whole file
as approved is kept under `curriculum/.approved/`, so that later changes can be listed; of an
approved translation, the file and the catalogue, under `curriculum/.approved/<language>/`.
"""

from __future__ import annotations

import json
from pathlib import Path

from builders.approvals import approved_on
from builders.house import APPROVED_FOLDER, House
from builders.loading.curriculum import SourceFile, validate_text
from builders.models.module import Approval, Module
from builders.problems import Problem, has_errors

Path_ = tuple[str | int, ...]


def kept_module(house: House, module_id: str, language: str | None = None) -> Path:
    """Where the file of a module is kept as it was approved, or read beside a translation."""
    return house.curriculum / APPROVED_FOLDER / (language or "") / f"{module_id}.yaml"


def kept_catalogue(house: House, module_id: str, language: str) -> Path:
    """Where the catalogue of a module is kept as an office of its language has read it."""
    return kept_module(house, module_id, language).with_suffix(".po")


def approve(
    house: House,
    module_id: str,
    module: Module,
    source: SourceFile,
    approval: Approval,
    catalogue: Path | None = None,
) -> list[Problem]:
    """Add an approval to a module's file, in place of an older one of its kind and language.

    Where every kind of approval is then there, the file is also kept as the approved version. With
    the approval of a translation, the file and its `catalogue` are kept.
    Nothing is written if the new text would not be read as the same module with that approval.
    """
    text = with_approval(module, source, approval)
    read, _, problems = validate_text(text, source.name, Module)
    others = [a for a in module.review.approvals if _slot(a) != _slot(approval)]
    wanted = module.model_copy(
        update={"review": module.review.model_copy(update={"approvals": (*others, approval)})}
    )
    if read is None or has_errors(problems) or _sorted(read) != _sorted(wanted):
        return [
            Problem(
                source.places.key("review"),
                "approval-unwritable",
                "The approval cannot be written into this file without changing more than it.",
                "Write it by hand: under `review`, `approvals` is a list with a line "
                f"`- {_flow(approval)}`.",
            )
        ]
    _replace(source.path, text)
    if approved_on(read) is not None:
        _keep(kept_module(house, module_id), text)
    if approval.language is not None and catalogue is not None:
        _keep(kept_module(house, module_id, approval.language), text)
        words = catalogue.read_text(encoding="utf-8")
        _keep(kept_catalogue(house, module_id, approval.language), words)
    return []


def _keep(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    _replace(path, text)


def with_approval(module: Module, source: SourceFile, approval: Approval) -> str:
    """The text of a module's file with one approval more."""
    lines = source.text.split("\n")
    ended = lines[-1] == ""
    if ended:
        lines.pop()
    keys = source.places.keys
    item = f"    - {_flow(approval)}"
    if ("review",) not in keys:
        lines += ["", "review:", "  approvals:", item]
    elif ("review", "approvals") not in keys:
        end = _end_of(source, ("review",), len(lines))
        lines[end:end] = ["  approvals:", item]
    else:
        start = keys["review", "approvals"][0]
        end = _end_of(source, ("review", "approvals"), len(lines))
        kept = lines[start:end]
        old = [
            number
            for number, given in enumerate(module.review.approvals)
            if _slot(given) == _slot(approval)
        ]
        for number in reversed(old):
            first = source.places.values["review", "approvals", number][0] - 1 - start
            following = source.places.values.get(("review", "approvals", number + 1))
            last = following[0] - 1 - start if following else len(kept)
            del kept[first:last]
        lines[start:end] = [*kept, item]
    return "\n".join(lines) + ("\n" if ended else "")


def _end_of(source: SourceFile, path: Path_, most: int) -> int:
    """Lines up to the end of a key's value, without blank lines and comments after it."""
    start = source.places.keys[path][0]
    after = [
        line
        for key, (line, _) in source.places.keys.items()
        if line > start and len(key) <= len(path)
    ]
    end = min(after, default=most + 1) - 1
    lines = source.text.split("\n")
    while end > start and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
        end -= 1
    return end


def _slot(approval: Approval) -> tuple[str, str | None]:
    return approval.kind, approval.language


def _sorted(module: Module) -> tuple[Module, list[str]]:
    bare = module.model_copy(update={"review": module.review.model_copy(update={"approvals": ()})})
    return bare, sorted(approval.model_dump_json() for approval in module.review.approvals)


def _flow(approval: Approval) -> str:
    """An approval on one line of YAML."""
    parts = [f"kind: {approval.kind}"]
    if approval.language:
        parts.append(f"language: {approval.language}")
    parts += [
        f"office: {json.dumps(approval.office, ensure_ascii=False)}",
        f"date: {approval.date.isoformat()}",
        f'content_hash: "{approval.content_hash}"',
    ]
    return "{" + ", ".join(parts) + "}"


def _replace(path: Path, text: str) -> None:
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(text, encoding="utf-8", newline="\n")
    beside.replace(path)
