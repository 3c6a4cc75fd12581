"""Boxes that several pages use: the trainer's box, head lines of boxes, facts with their status."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from builders.cited_claims import cites_allegation
from builders.handbook import markdown as md
from builders.handbook.desk import Desk
from builders.models.shelves import Fact

Part = tuple[str, Sequence[str]]
"""A label key of the handbook section and the pieces below it."""


def trainer_box(desk: Desk, parts: Iterable[Part], clock: str = "") -> str:
    """What only trainers read, set apart; "" where there is nothing, so no empty heading appears.

    `clock` is the time at which the step begins, "" where the words belong to no time.
    """
    filled = [(key, list(pieces)) for key, pieces in parts if any(pieces)]
    if not filled:
        return ""
    head = desk.label("trainer_at", clock=clock) if clock else desk.label("trainer")
    body = [md.classed(md.line_start(head), "trainer-head")]
    for key, pieces in filled:
        label = f"trainer-label for-{key.replace('_', '-')}"
        body.append(md.classed(md.line_start(desk.label(key)), label))
        body.extend(pieces)
    return md.box("trainer", body)


def eyebrow(*words: str) -> str:
    """The small line above a title; words are finished Markdown."""
    line = " · ".join(word for word in words if word)
    return md.classed(md.line_start(line), "eyebrow")


def ledger(rows: Iterable[tuple[str, str]]) -> str:
    """Short facts, each with its name: "Groups — four people". Both are finished Markdown."""
    return md.terms([(name, value) for name, value in rows if value], "ledger")


def facts(desk: Desk, entries: Sequence[Fact]) -> str:
    """Facts of a case, each with its status in words and, for an allegation, the denial."""
    lines = []
    for fact in entries:
        status = md.span(desk.label(f"common.status_{fact.status}"), f"status status-{fact.status}")
        line = f"{status} {desk.inline(fact.text)}"
        if fact.denial is not None:
            line += " " + md.span(desk.denial_line(fact.denial), "denial")
        elif cites_allegation(desk.course, fact.text):
            pass  # the citation itself has printed status and denial
        elif fact.denial_not_found or fact.status == "allegation":
            line += " " + md.span(desk.denial(None), "denial")
        lines.append(line)
    return md.items(lines, classes="facts")
