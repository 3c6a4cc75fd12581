"""The page of errors, made from the tests' mistakes.

Enters: examples, each a mistake that really was made and the problem it gave. Leaves: Markdown. The
page cannot promise a message that keyhub does not give, because a test makes it from what it gave.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from builders.problems import Problem

_HEAD = """\
# What keyhub says when something is wrong

Every problem has a code. It stands behind the place, as `file:line:column: code`; the line itself,
what is wrong and a hint follow. Errors stop a build; warnings do not. This page is made from the
cases in `tests/mistakes/`: each example below was typed, and answered like this.
"""

_GROUPS = {
    "yaml": "Reading YAML",
    "file": "Files",
    "text": "Text and characters",
    "key": "Keys",
    "kind": "Kinds of blocks",
    "value": "Values",
    "number": "Values",
    "list": "Values",
    "markup": "Markdown",
    "link": "Markdown",
    "citation": "Sources and claims",
    "claim": "Sources and claims",
    "contradiction": "Sources and claims",
    "allegation": "Sources and claims",
    "fact": "Sources and claims",
    "word": "Protecting people",
    "person": "Protecting people",
    "phone": "Protecting people",
    "mail": "Protecting people",
    "coordinates": "Protecting people",
    "price": "Protecting people",
    "guarding": "Protecting people",
    "image": "Pictures",
    "day": "Workshops and plans",
    "pause": "Workshops and plans",
    "plan": "Workshops and plans",
    "slot": "Workshops and plans",
    "standing": "Workshops and plans",
    "presence": "Workshops and plans",
    "head": "Workshops and plans",
    "room": "Workshops and plans",
    "rooms": "Workshops and plans",
    "trainer": "Workshops and plans",
    "trainers": "Workshops and plans",
    "share": "Needs and shares",
    "shares": "Needs and shares",
    "needs": "Needs and shares",
    "scores": "Needs and shares",
    "weight": "Needs and shares",
    "interpretation": "Workshops and plans",
    "template": "Deck templates",
    "label": "Labels and languages",
    "language": "Labels and languages",
}
_OTHER_GROUPS = {
    "module-never": "Workshops and plans",
    "module-repeated": "Workshops and plans",
    "module-empty-here": "Workshops and plans",
    "module-without-lead": "Workshops and plans",
    "modules-none-left": "Workshops and plans",
    "name-repeated": "Workshops and plans",
    "step-never": "Workshops and plans",
    "step-not-here": "Workshops and plans",
    "objective-never": "Workshops and plans",
    "needs-assessment-unknown": "Names and references",
    "requires-never": "Workshops and plans",
    "step-unknown": "Workshops and plans",
    "kind-missing": "Keys",
    "kind-unknown": "Keys",
    "claim-unknown": "Names and references",
    "image-subject": "Protecting people",
}
_ORDER = (
    *dict.fromkeys(group for group in _GROUPS.values() if group != "Kinds of blocks"),
    "Names and references",
    "Teaching",
)
_NAMING = ("-unknown", "id-", "reference-", "requires-")


@dataclass(frozen=True)
class Example:
    """A mistake. `about` says what its code means; `line` is the line as typed, if it is text."""

    about: str
    problem: Problem
    line: str | None = None


def catalogue(examples: Iterable[Example]) -> str:
    """The page, with each code once, grouped, in the order of the alphabet inside a group."""
    groups: dict[str, list[Example]] = {}
    seen: set[str] = set()
    for example in sorted(examples, key=lambda e: e.problem.code):
        if example.problem.code not in seen:
            seen.add(example.problem.code)
            groups.setdefault(_group(example.problem.code), []).append(example)
    parts = [_HEAD]
    for group in _ORDER:
        if group in groups:
            parts.append(f"## {group}\n")
            parts += [_entry(example) for example in groups[group]]
    return "\n".join(parts)


def _group(code: str) -> str:
    if code in _OTHER_GROUPS:
        return _OTHER_GROUPS[code]
    start = code.split("-")[0]
    if start in _GROUPS:
        return _GROUPS[start]
    if any(part in code for part in _NAMING) and code not in ("objective-unknown",):
        return "Names and references"
    return "Teaching"


def _entry(example: Example) -> str:
    problem = example.problem
    place = f"{problem.place}: {problem.code}"
    lines = [place if problem.is_error else f"{place} (warning)"]
    if example.line is not None:
        lines.append(f"  {problem.place.line} | {_shown(example.line)}")
    lines.append(problem.message)
    if problem.hint:
        lines.append(f"hint: {problem.hint}")
    quoted = "\n".join(lines)
    return f"### `{problem.code}`\n\n{example.about}\n\n````text\n{quoted}\n````\n"


def _shown(line: str) -> str:
    line = line.rstrip().replace("\t", "→")
    return line if len(line) <= 100 else f"{line[:99]}…"
