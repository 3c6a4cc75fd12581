"""What has changed in each module since it was last approved, for those who read it then.

Enters: the approved versions of a `Course`. Leaves: one page: a table of all modules, then the
changes of each by step and block, before and now. Words are struck or underlined, and each line
says which of the two it is, so that the page can be heard, and read without colours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from builders.agenda import date_text
from builders.changes import Change, Spot
from builders.course import ApprovedVersion, Session
from builders.handbook import markdown as md
from builders.handbook.boxes import ledger
from builders.handbook.changed_words import Marked, changed_rows
from builders.handbook.desk import Desk
from builders.handbook.pages import Page
from builders.models.marks import Untranslated
from builders.prose import (
    Citation,
    Inline,
    Items,
    Node,
    Paragraph,
    Quote,
    citations_in,
    inline_of,
    nodes_of,
)

_LEFT_OUT = "…"
_MARK = re.compile("(\\[\\d+(?:\u00a0[A-F]\\d)?\\]|\\[[a-z0-9]+(?:-[a-z0-9]+)+\\])")
"""What stands for a citation."""
_FIXED_WORDS = {
    "bloom": "bloom_{value}",
    "level": "common.level_{value}",
    "method": "common.method_{value}",
    "offences": "common.offence_{value}",
    "pillar": "common.pillar_{value}",
}
"""Field → label of a value of a fixed list."""
FIELD_LABELS = {
    "answer": "answer",
    "audiences": "audiences",
    "cards": "cards",
    "case": "case",
    "debrief": "debrief",
    "frameworks": "coverage_frameworks",
    "groups": "groups",
    "handout": "handout",
    "key_messages": "key_messages",
    "level": "level",
    "likely_wrong_answers": "likely_wrong_answers",
    "listen_for": "listen_for",
    "materials": "materials",
    "objective": "coverage_objective",
    "objectives": "objectives",
    "offences": "offences",
    "opening_words": "opening_words",
    "prepare": "prepare",
    "say": "say",
    "setup": "setup",
    "solution": "solution",
    "sources": "further_reading",
    "stop_rules": "stop_rules",
    "task": "task",
}
"""Fields that the pages themselves have a name for; the others have one of their own."""
BLOCK_LABELS = {
    "case": "case",
    "definition": "definition",
    "exercise": "exercise",
    "indicators": "indicators",
    "note": "note",
    "question": "question",
    "warning": "warning",
}
INNER_FIELDS = (
    "assessed_by",
    "bloom",
    "competencies",
    "correct",
    "mandatory",
    "minute",
    "reason",
    "response",
)
"""Fields of things in a list that are named beside the list."""


def changes_page(desk: Desk) -> Page | None:
    """The page, or None where nothing is taught."""
    course = desk.course
    if not course.sessions:
        return None
    desk.page = "changes"
    title = desk.raw("changes")
    translated = course.is_translated
    pieces = [
        md.heading(md.escape(title), 1, desk.identifier("changes")),
        md.line_start(desk.label("changes_lead")),
        md.line_start(desk.label("changes_lead_translation")) if translated else "",
        md.box("wide", [_overview(desk)]),
    ]
    if any(version.changes for version in course.approved.values()):
        pieces.append(
            md.line_start(
                desk.filled(
                    "changes_marks",
                    struck=md.span(desk.label("changes_marks_struck"), "struck"),
                    put_in=md.span(desk.label("changes_marks_put_in"), "put-in"),
                )
            )
        )
    for session in course.sessions:
        version = course.approved.get(session.module_id)
        if version is not None and version.changes:
            pieces += _session(desk, session, version.changes)
    return Page(desk.page, title, md.join(pieces) + "\n")


# -- the table ---------------------------------------------------------------------------------


def _overview(desk: Desk) -> str:
    rows = []
    for session in desk.course.sessions:
        link = md.link(
            md.escape(desk.session_title(session)), desk.target(desk.session_page(session))
        )
        version = desk.course.approved.get(session.module_id)
        rows.append([link, _approvals(desk, version), _state(desk, session, version)])
    return md.table(
        [desk.label(f"changes_{column}") for column in ("session", "approved", "since")],
        rows,
        caption=desk.label("changes_caption"),
        classes="data changes",
        widths="34 40 26",
    )


def _approvals(desk: Desk, version: ApprovedVersion | None) -> str:
    if version is None:
        translated = desk.course.is_translated
        return desk.label("changes_never_translated" if translated else "changes_never")
    told = [
        desk.filled(
            "changes_approval",
            kind=desk.label(f"changes_kind_{approval.kind}"),
            office=desk.isolated(approval.office),
            date=md.escape(date_text(approval.date, desk.course.wording, weekday=False)),
        )
        for approval in version.approvals
    ]
    told.append(
        desk.filled("changes_version", version=md.span(md.escape(version.version), "isolated"))
    )
    return desk.course.wording.semicolons(told)


def _state(desk: Desk, session: Session, version: ApprovedVersion | None) -> str:
    if version is None:
        return ""
    if version.changes is None:
        return desk.label("changes_not_kept")
    if not version.changes:
        return desk.label("changes_none")
    words = desk.label("changes_count", count=len(version.changes))
    return md.link(words, desk.target("changes", _anchor(session)))


def _anchor(session: Session) -> str:
    return f"changes-{session.number:02}"


# -- the changes of one module -----------------------------------------------------------------


def _session(desk: Desk, session: Session, changes: Sequence[Change]) -> list[str]:
    title = md.escape(desk.session_title(session))
    pieces = [md.heading(title, 2, desk.identifier(_anchor(session)))]
    # what stands before the steps and what follows them is one place to a reader
    places: dict[str, list[Change]] = {}
    for change in sorted(changes, key=lambda change: _order(change.spot)):
        places.setdefault(_place(desk, change.spot), []).append(change)
    for place, group in places.items():
        pieces.append(md.title(place, 3))
        for block, inside in groupby(group, key=lambda change: _block(desk, change.spot)):
            pieces.append(md.classed(md.line_start(block), "part-label") if block else "")
            for name, same in groupby(inside, key=lambda change: _field(desk, change.spot)):
                pieces.append(_field_changes(desk, name, list(same)))
    return pieces


def _order(spot: Spot) -> int:
    return 1 if spot.step else 2 if spot.part == "questions" else 0


def _place(desk: Desk, spot: Spot) -> str:
    """The part of the module: a step by its title, or the questions of the test, or the rest."""
    if spot.step:
        return desk.label("changes_step", title=spot.step)
    if spot.part == "questions":
        return desk.label("changes_questions")
    return desk.label("changes_module")


def _block(desk: Desk, spot: Spot) -> str:
    """The kind of a block with its title; of a question of the test, its words."""
    if spot.block:
        kind = desk.label(BLOCK_LABELS.get(spot.block, f"changes_block_{spot.block}"))
        if not spot.heading:
            return kind
        return desk.filled("changes_block", kind=kind, title=md.escape(spot.heading))
    return desk.inline(spot.heading) if spot.heading else ""


def field_label(spot: Spot) -> str:
    """The key of the name of a field in the handbook's part of the wording."""
    return FIELD_LABELS.get(spot.field, f"changes_field_{spot.field}")


def _field(desk: Desk, spot: Spot) -> str:
    name = desk.label(field_label(spot))
    if spot.inner in INNER_FIELDS:
        inner = desk.label(f"changes_field_{spot.inner}")
        return desk.filled("changes_inner", field=name, inner=inner)
    return name


def _field_changes(desk: Desk, name: str, changes: Sequence[Change]) -> str:
    """What a field said and says, text by text."""
    rows = [row for change in changes for row in _rows(desk, change)]
    told = [_status(desk, change) for change in changes]
    return md.box("change", [md.classed(md.line_start(name), "change-name"), ledger(rows), *told])


def _rows(desk: Desk, change: Change) -> list[tuple[str, str]]:
    """What one text said and says, each with its label."""
    before, now = (
        list(_lines(desk, change, text)) if text else [] for text in (change.before, change.after)
    )
    rows = []
    for row in changed_rows(before, now):
        for key, line, mark in (("before", row.before, "struck"), ("now", row.now, "put-in")):
            if line is not None:
                alone = row.before is None or row.now is None
                label = {"before": "removed", "now": "added"}[key] if alone else key
                text = _marked(line, mark)
                if isinstance(change.after, Untranslated) and key == "now":
                    text = md.span(text, "lang-en")
                rows.append((desk.label(f"changes_{label}"), text))
    return rows or [(desk.label("changes_changed"), desk.label("changes_form"))]


def _status(desk: Desk, change: Change) -> str:
    """What stands beside an unproven or unread statement wherever it is printed."""
    told = []
    for citation in dict.fromkeys(citations_in(f"{change.before} {change.after}")):
        claim = desk.course.claims_changed.get(citation.ref)
        if claim is None:
            continue
        words = [md.escape(desk.citation_mark(citation))]
        if claim.status == "allegation":
            status = desk.label("common.status_allegation")
            denial = desk.denial(claim.denial)
            words.append(desk.filled("allegation", status=status, denial=denial))
        if claim.verification == "unverified":
            words.append(desk.label("common.confirm_with_prosecutor"))
        told.append(md.classed(md.line_start(" ".join(words)), "below"))
    return md.join(told)


def _marked(line: Marked, mark: str) -> str:
    return " ".join(
        md.span(_words(stretch.words), mark)
        if stretch.marked
        else _words(stretch.words or _LEFT_OUT)
        for stretch in line
    )


def _words(text: str) -> str:
    """Words as Markdown; marks of citations keep their direction between words of any other."""
    parts = _MARK.split(text)
    return "".join(
        md.span(md.escape(part), "isolated") if number % 2 else md.escape(part)
        for number, part in enumerate(parts)
    )


def _lines(desk: Desk, change: Change, text: str) -> Iterator[str]:
    """A text as its readers see it, without looks: paragraphs and points each on a line."""
    match change.markup:
        case "prose":
            yield from _of_nodes(desk, nodes_of(text))
        case "line":
            yield _plain(desk, inline_of(text))
        case None:
            yield _value(desk, change.spot, text)
        case _:
            yield text


def _of_nodes(desk: Desk, nodes: Iterable[Node]) -> Iterator[str]:
    for node in nodes:
        match node:
            case Paragraph(inline):
                yield _plain(desk, inline)
            case Items(items=items):
                for item in items:
                    yield from _of_nodes(desk, item)
            case Quote(inner):
                yield from _of_nodes(desk, inner)


def _plain(desk: Desk, inline: Inline) -> str:
    """Words with the marks of their citations, a mark in one piece."""
    return "".join(
        desk.citation_mark(part).replace(" ", "\u00a0") if isinstance(part, Citation) else part.text
        for part in inline
    ).strip()


def _value(desk: Desk, spot: Spot, text: str) -> str:
    """A figure, or a word of a fixed list, as the pages say it."""
    if text in ("True", "False"):
        return desk.raw(f"changes_{'yes' if text == 'True' else 'no'}")
    key = _FIXED_WORDS.get(spot.inner or spot.field)
    return desk.raw(key.format(value=text)) if key else text
