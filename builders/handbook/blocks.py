"""Every kind of block as Markdown pieces for a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from builders.handbook import markdown as md
from builders.handbook.boxes import Part, eyebrow, ledger, trainer_box
from builders.handbook.case_pages import case_pieces
from builders.handbook.desk import Desk
from builders.handbook.figures import figure_pieces
from builders.models import blocks as b


@dataclass(frozen=True)
class Spot:
    """Where a block stands: the start of its id, and the clock of its step ("" outside a step)."""

    prefix: str
    clock: str = ""


def block_pieces(desk: Desk, blocks: Sequence[b.Block], spot: Spot) -> list[str]:
    """The pieces of a run of blocks, in order."""
    out: list[str] = []
    counts: dict[str, int] = {}
    for block in blocks:
        counts[block.kind] = counts.get(block.kind, 0) + 1
        name = block.id or f"{block.kind}-{counts[block.kind]}"
        identifier = desk.identifier(f"{spot.prefix}-{name}")
        out.extend(_block(desk, block, identifier, spot.clock))
    return out


def _block(desk: Desk, block: b.Block, identifier: str, clock: str) -> list[str]:
    say: Part = ("say", desk.prose(block.say) if block.say else ())
    match block:
        case b.Exercise():
            return _exercise(desk, block, identifier, clock, say)
        case b.Question():
            return [
                _question(desk, block, identifier),
                trainer_box(
                    desk,
                    [
                        say,
                        ("listen_for", _points(desk, block.listen_for)),
                        ("answer", desk.prose(block.answer) if block.answer else ()),
                    ],
                    clock,
                ),
            ]
        case b.CaseWork():
            return case_pieces(desk, block, identifier, clock, say)
        case b.Process() | b.Cycle() | b.Timeline() | b.Chart() | b.Map() | b.Figure():
            pieces = figure_pieces(desk, block, identifier)
        case b.Text():
            pieces = [_title(desk, block.title, identifier) if block.title else ""]
            pieces += desk.prose(block.body)
        case b.Points():
            pieces = _point_list(desk, block, identifier)
        case b.Definition():
            pieces = [_definition(desk, block, identifier)]
        case b.Table():
            pieces = _table(desk, block, identifier)
        case b.Comparison():
            pieces = _comparison(desk, block, identifier)
        case b.Indicators():
            pieces = [_indicators(desk, block, identifier)]
        case b.Warning_():
            pieces = [_callout(desk, "warning", block.title, block.text, identifier)]
        case b.Note():
            pieces = [_callout(desk, "note", block.title, block.text, identifier)]
    return [*pieces, trainer_box(desk, [say], clock)]


def _title(desk: Desk, words: str, identifier: str = "", level: int = 3) -> str:
    return md.title(md.escape(words), level, identifier)


def _points(desk: Desk, lines: Sequence[str], *, ordered: bool = False) -> list[str]:
    return [desk.points(lines, ordered=ordered)] if lines else []


def _point_list(desk: Desk, block: b.Points, identifier: str) -> list[str]:
    entries = []
    for point in block.points:
        entry = desk.line(point.text)
        if point.points:
            below = md.items([desk.line(inner.text) for inner in point.points])
            entry = f"{entry}\n{below}"
        entries.append(entry)
    return [
        _title(desk, block.title, identifier),
        desk.line(block.lead) if block.lead else "",
        md.items(entries, ordered=block.numbered),
    ]


def _definition(desk: Desk, block: b.Definition, identifier: str) -> str:
    term = desk.course.terms.get(block.term)
    if term is None:
        return ""
    name = md.link(md.escape(term.term), desk.target("glossary", f"term-{term.id}"), "term")
    return md.box(
        "definition",
        [
            desk.index(term.term),
            eyebrow(desk.label("definition")),
            md.classed(name, "defined"),
            desk.line(term.definition),
            md.classed(desk.line(block.note), "notice") if block.note else "",
        ],
        identifier,
    )


def _table(desk: Desk, block: b.Table, identifier: str) -> list[str]:
    table = md.table(
        [desk.line(column, in_cell=True) for column in block.columns],
        [[desk.line(value, in_cell=True) for value in row] for row in block.rows],
        caption=md.escape(block.title),
        identifier=identifier,
        classes="data",
    )
    return [md.box("wide", [table]), _below(desk, block.note)]


def _below(desk: Desk, note: str | None) -> str:
    return md.classed(desk.line(note), "below") if note else ""


def _comparison(desk: Desk, block: b.Comparison, identifier: str) -> list[str]:
    sides = [
        md.box("side", [_title(desk, side.heading, level=4), desk.points(side.points)])
        for side in (block.left, block.right)
    ]
    return [
        _title(desk, block.title, identifier),
        md.box("comparison", sides),
        _below(desk, block.note),
    ]


def _indicators(desk: Desk, block: b.Indicators, identifier: str) -> str:
    statement = desk.label("common.indicators_statement")
    return md.box(
        "indicators",
        [
            desk.index(desk.raw("index_indicators", title=block.title)),
            eyebrow(desk.label("indicators")),
            _title(desk, block.title),
            md.classed(md.line_start(statement), "statement"),
            desk.points(block.items, classes="checklist"),
        ],
        identifier,
    )


def _callout(desk: Desk, kind: str, title: str, text: str, identifier: str) -> str:
    body = [eyebrow(desk.label(kind)), _title(desk, title), desk.line(text)]
    return md.box(f"callout {kind}", body, identifier)


def _question(desk: Desk, block: b.Question, identifier: str) -> str:
    minutes = _minutes(desk, block.minutes) if block.minutes else ""
    return md.box(
        "question",
        [
            eyebrow(desk.label("question"), minutes),
            _title(desk, block.title),
            md.classed(desk.line(block.prompt), "prompt"),
        ],
        identifier,
    )


def _minutes(desk: Desk, minutes: int) -> str:
    return desk.label("common.minutes", minutes=minutes)


def _card(desk: Desk, card: b.HandCard) -> str:
    name = md.escape(card.title)
    if card.minute is not None:
        name += f" · {desk.label('at_minute', minute=card.minute)}"
    return md.join([md.span(name, "name"), *desk.prose(card.text)])


def _exercise(desk: Desk, block: b.Exercise, identifier: str, clock: str, say: Part) -> list[str]:
    sheet = [
        eyebrow(desk.label("exercise"), _minutes(desk, block.minutes)),
        _title(desk, block.title),
        ledger(
            [
                (desk.label("groups"), desk.inline(block.groups)),
                (desk.label("time"), _minutes(desk, block.minutes)),
                (
                    desk.label("materials"),
                    desk.course.wording.semicolons(desk.inline(m) for m in block.materials),
                ),
            ]
        ),
        md.classed(md.line_start(desk.label("task")), "part-label"),
        *desk.prose(block.task),
    ]
    handout = ""
    if block.handout:
        handout = md.box(
            "handout",
            [
                eyebrow(desk.label("handout")),
                _title(desk, block.title, level=4),
                *desk.prose(block.handout),
            ],
        )
    wrong = [
        f"{md.span(desk.inline(entry.answer), 'name')} – {desk.inline(entry.response)}"
        for entry in block.likely_wrong_answers
    ]
    trainer = trainer_box(
        desk,
        [
            ("setup", desk.prose(block.setup) if block.setup else ()),
            say,
            (
                "cards",
                [md.items([_card(desk, card) for card in block.cards])] if block.cards else (),
            ),
            ("stop_rules", _points(desk, block.stop_rules)),
            ("debrief", _points(desk, block.debrief, ordered=True)),
            ("solution", desk.prose(block.solution) if block.solution else ()),
            ("likely_wrong_answers", [md.items(wrong)] if wrong else ()),
        ],
        clock,
    )
    return [md.box("exercise", sheet, identifier), handout, trainer]
