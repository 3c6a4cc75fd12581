"""A `Report` → text for a person or a program.

Enters: the changes of one deck. Leaves: strings. Marks for what went and what came can be
replaced by colours through `Ink`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from builders.deck_changes.changes import WORDING, Change, Kind, Report
from builders.deck_changes.writing_back import tokens_of

_AROUND = 40
"""Letters of unchanged text that are shown beside a change."""
_NAMES: dict[Kind, str] = {
    "title": "title changed",
    "text": "text changed",
    "cell": "cell changed",
    "label": "label changed",
    "notes": "speaker notes changed",
    "alt-text": "alternative text changed",
    "emphasis": "bold or italic changed",
    "text-added": "text added",
    "text-removed": "text removed",
    "slide-added": "slide added",
    "slide-removed": "slide removed",
    "slide-moved": "slide moved",
    "slide-hidden": "slide hidden",
    "shape-added": "shape added",
    "shape-removed": "shape removed",
    "row-added": "table row added",
    "row-removed": "table row removed",
    "column-added": "table column added",
    "column-removed": "table column removed",
    "picture-replaced": "picture replaced",
    "chart-data": "numbers of a chart changed",
}
_STANDINGS = {
    "writable": "can be written back",
    "conflict": "CONFLICT",
    "unknown-base": "not written back",
    "manual": "by hand",
}


@dataclass(frozen=True)
class Ink:
    """How words that went and words that came are marked."""

    gone: Callable[[str], str] = lambda text: f"[-{text}-]"
    come: Callable[[str], str] = lambda text: f"{{+{text}+}}"
    strong: Callable[[str], str] = lambda text: text
    quiet: Callable[[str], str] = lambda text: text


def report_text(report: Report, ink: Ink | None = None) -> str:
    """The whole report: a heading, the changes of each slide, what comes next."""
    ink = ink or Ink()
    lines = [
        f"{report.deck}: {report.slides} slides of '{report.name}', workshop "
        f"{report.workshop}, {report.edition} edition, {report.language}"
    ]
    for (number, title, gone), changes in groupby(report.changes, _heading):
        built = " as built" if gone else ""
        lines += ["", ink.strong(f"slide {number}{built}: {title or '(no title)'}")]
        for change in changes:
            lines += [f"  {line}".rstrip() for line in _change(change, ink)]
    return "\n".join([*lines, "", *_ending(report)])


def _heading(change: Change) -> tuple[int, str, bool]:
    return change.slide, change.slide_title, change.kind == "slide-removed"


def _change(change: Change, ink: Ink) -> Iterator[str]:
    where = f", {change.where}" if change.where and change.where != change.kind else ""
    more = f" (and on {change.further} more slides)" if change.further else ""
    yield f"{_NAMES[change.kind]}{where}{more}"
    for place in change.places[:3]:
        yield f"  {place}"
    match change.kind:
        case "slide-moved":
            yield f"  from place {change.old} to place {change.new}"
        case "emphasis":
            yield f"  {_shortened(change.new)}"
        case kind if kind in WORDING:
            yield f"  {word_diff(change.old, change.new, ink)}"
        case _:
            for line in change.old.split("\n") if change.old else ():
                yield f"  {ink.gone(line)}"
            for line in change.new.split("\n") if change.new else ():
                yield f"  {ink.come(line)}"
    if change.standing != "writable" or change.why:
        yield ink.quiet(f"  {_STANDINGS[change.standing]}: {change.why}".rstrip(": "))


def word_diff(old: str, new: str, ink: Ink | None = None) -> str:
    """Both versions in one line; long unchanged stretches are left out."""
    ink = ink or Ink()
    before, after = tokens_of(old), tokens_of(new)
    made: list[tuple[str, str]] = []
    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for tag, i1, i2, j1, j2 in _joined(codes, before):
        if tag == "equal":
            made.append(("", "".join(before[i1:i2])))
            continue
        gone, come = "".join(before[i1:i2]), "".join(after[j1:j2])
        if gone:
            made.append(("-", gone))
        if come:
            made.append(("+", come))
    shown = []
    for number, (sign, text) in enumerate(made):
        if sign == "-":
            shown.append(ink.gone(text))
        elif sign == "+":
            shown.append(ink.come(text))
        else:
            shown.append(_context(text, first=number == 0, last=number == len(made) - 1))
    return "".join(shown)


def _joined(
    codes: Sequence[tuple[str, int, int, int, int]], before: Sequence[str]
) -> list[tuple[str, int, int, int, int]]:
    """Changes that only a space keeps apart, as one: "a b" → "c d" reads better than by turns."""
    made: list[tuple[str, int, int, int, int]] = []
    for number, code in enumerate(codes):
        tag, i1, i2, _, j2 = code
        gap = tag == "equal" and not "".join(before[i1:i2]).strip()
        between = 0 < number < len(codes) - 1
        if made and made[-1][0] != "equal" and (tag != "equal" or (gap and between)):
            last = made[-1]
            made[-1] = ("replace", last[1], i2, last[3], j2)
        else:
            made.append(code)
    return made


def _context(text: str, *, first: bool, last: bool) -> str:
    if len(text) <= 2 * _AROUND + 10:
        return text
    head = text[:_AROUND].rsplit(" ", 1)[0]
    tail = text[-_AROUND:].split(" ", 1)[-1]
    if first:
        return f"… {tail}"
    return f"{head} …" if last else f"{head} … {tail}"


def _shortened(text: str) -> str:
    return text if len(text) <= 160 else text[:159].rsplit(" ", 1)[0] + " …"


def _ending(report: Report) -> Iterator[str]:
    if not report.stamped:
        yield (
            "The deck lost the mark that keyhub gave it. Changes are those between the deck and "
            "the sources of today; some may be changes of the sources."
        )
    if report.newer:
        what = "place has" if report.newer == 1 else "places have"
        yield (
            f"{report.newer} {what} changed in the sources since the deck was built; they are not "
            "shown. A new build brings them."
        )
    if not report.changes:
        yield "No change was made in the deck."
        return
    count = len(report.changes)
    told = f"{count} change{'s' * (count != 1)}"
    texts = len(report.edits)
    if texts:
        yield f"{told}; {texts} text{'s' * (texts != 1)} can be written back with --apply."
    else:
        yield f"{told}; none can be written back by itself."


def report_json(report: Report) -> str:
    """The report for programs."""
    return json.dumps(
        {
            "deck": report.deck,
            "name": report.name,
            "workshop": report.workshop,
            "edition": report.edition,
            "language": report.language,
            "slides": report.slides,
            "stamped": report.stamped,
            "newer": report.newer,
            "changes": [_change_json(change) for change in report.changes],
        },
        indent=2,
        ensure_ascii=False,
    )


def _change_json(change: Change) -> dict[str, object]:
    return {
        "kind": change.kind,
        "slide": change.slide,
        "slide_id": change.slide_id,
        "slide_title": change.slide_title,
        "where": change.where,
        "old": change.old,
        "new": change.new,
        "places": [
            {"file": place.file, "line": place.line, "column": place.column}
            for place in change.places
        ],
        "standing": change.standing,
        "why": change.why,
        "further": change.further,
        "edits": [
            {
                "file": edit.place.file,
                "line": edit.place.line,
                "column": edit.place.column,
                "path": list(edit.path),
                "old": edit.old,
                "new": edit.new,
            }
            for edit in change.edits
        ],
    }
