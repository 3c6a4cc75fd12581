"""Who has agreed to which content: whether a module may leave the house without a draft mark.

Enters: a module. Leaves: the hash of its content, and what is missing for a release. An approval
names the hash of the content that was read; when the content changes, it counts no longer.
Comments, line breaks and the order of keys are no content. A module's approval covers the words of
its own file; cases, hubs and the glossary are read with it, and are not approved one by one.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from builders.models.module import Approval, Module

Kind = Literal["legal", "protection", "language"]
REQUIRED: tuple[Kind, ...] = ("legal", "protection")
"""What every module needs. A translation needs `language` as well."""
HASH_LENGTH = 32
"""Hexadecimal digits of a content hash: 128 bits."""


@dataclass(frozen=True)
class Missing:
    """One reason why a module is a draft."""

    kind: Kind | Literal["review"]
    """The approval that is missing; `review`: the day of review has come."""
    language: str | None = None
    voided: Approval | None = None
    """An approval of this kind of other content: it was edited since."""
    due: datetime.date | None = None
    """The day of review that has come."""

    def __str__(self) -> str:
        """In words, for a message."""
        if self.due is not None:
            return f"due for review since {self.due.isoformat()}"
        name = f"{self.kind} ({self.language})" if self.language else self.kind
        if self.voided is None:
            return f"{name}: not approved"
        return (
            f"{name}: approved by {self.voided.office} on {self.voided.date.isoformat()}, "
            "but edited since"
        )


def content_hash(module: Module) -> str:
    """The hash of all that a module says: every field but `review`, as canonical JSON.

    Fields at their default are left out, so that a new field of a later keyhub voids nothing.
    """
    content = module.model_dump(mode="json", exclude={"review"}, exclude_defaults=True)
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:HASH_LENGTH]


def missing_for_release(
    module: Module, day: datetime.date, translations: Mapping[str, Module] | None = None
) -> tuple[Missing, ...]:
    """Why a module is a draft on a day; empty where it is approved.

    `translations` are the languages it is printed in beside English, each with the module in that
    language: for these its translation must be approved as well.
    """
    found = [_missing(module, kind, None, content_hash(module)) for kind in REQUIRED]
    found += [
        _missing(module, "language", language, content_hash(translated))
        for language, translated in sorted((translations or {}).items())
    ]
    due = module.review.review_by
    if due is not None and due <= day:
        found.append(Missing("review", due=due))
    return tuple(missing for missing in found if missing is not None)


def _missing(module: Module, kind: Kind, language: str | None, wanted: str) -> Missing | None:
    given = [a for a in module.review.approvals if (a.kind, a.language) == (kind, language)]
    if any(wanted.startswith(approval.content_hash) for approval in given):
        return None
    latest = max(given, key=lambda approval: approval.date, default=None)
    return Missing(kind, language, latest)


def approved_on(module: Module) -> datetime.date | None:
    """The day on which the last approval that every module needs was given, if none is missing."""
    wanted = content_hash(module)
    dates = [
        max(
            (a.date for a in module.review.approvals if _fits(a, kind, wanted)),
            default=None,
        )
        for kind in REQUIRED
    ]
    return None if None in dates else max(date for date in dates if date is not None)


def _fits(approval: Approval, kind: Kind, wanted: str) -> bool:
    return approval.kind == kind and wanted.startswith(approval.content_hash)


def missing_text(missing: Sequence[Missing]) -> str:
    """All reasons in one line."""
    return "; ".join(map(str, missing))
