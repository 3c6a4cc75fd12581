"""The page of a programme and its calendar as plain data.

Enters: `ProgrammeFacts`. Leaves: a `ProgrammePage` with the geometry of its timeline and every text
in the language of the page, and `Appointments` for calendars.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from builders.agenda import date_text
from builders.appointments import NAMESPACE, Appointment, Appointments
from builders.text_metrics import shortened, text_width
from builders.wording import Wording

if TYPE_CHECKING:
    from builders.programme_facts import ProgrammeFacts, WorkshopFacts

WIDTH = 1000.0
"""Units of the timeline across; one unit is about a point on paper."""
TOWNS = 92.0
"""Units for the names of towns."""
HEADER = 30.0
LANE = 19.0
BAR = 12.0
LABEL_SIZE = 9.0
LONGEST_LABEL = 190.0
NARROWEST_MONTH = 50.0
"""Units that a month needs to print its name; narrower ones print its number."""


@dataclass(frozen=True)
class Bar:
    """A workshop on the timeline: a bar, with its words beside it."""

    code: str
    stage: int
    x: float
    y: float
    width: float
    label: str
    label_x: float
    anchor: str
    """Which end of the words is at `label_x`, in reading direction: "start" or "end"."""


@dataclass(frozen=True)
class Row:
    """One town; `gatherings` have a row of their own."""

    title: str
    y: float
    height: float
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Tick:
    """The beginning of a month."""

    x: float
    width: float
    label: str
    year: str
    """Only where a year begins."""


@dataclass(frozen=True)
class Shade:
    kind: str
    x: float
    width: float


@dataclass(frozen=True)
class Timeline:
    width: float
    height: float
    ticks: tuple[Tick, ...]
    shades: tuple[Shade, ...]
    rows: tuple[Row, ...]
    text: str
    """The same in words."""


@dataclass(frozen=True)
class WorkshopRow:
    code: str
    stage: int
    title: str
    dates: str
    town: str
    audiences: str
    participants: str
    trainers: str
    modules: tuple[tuple[str, int], ...]
    """Title and minutes."""
    relied_on: tuple[str, ...]
    """"The elements of trafficking (had in Kufra, January 2027)": those had together, together."""
    minutes: str
    link: str
    """The handbook of the trainer edition beside this page; empty where it is not planned."""


@dataclass(frozen=True)
class Matrix:
    """Who has learnt what: a row for each thing, a cell for each group."""

    rows: tuple[tuple[str, tuple[str, ...]], ...]
    """Title, and for each group the code and the month of the first time; empty for never."""


@dataclass(frozen=True)
class ProgrammePage:
    title: str
    subtitle: str | None
    summary: str
    organisers: str
    dates: str
    stages: tuple[tuple[str, str, str], ...]
    """Letter, title, goal."""
    timeline: Timeline
    workshops: tuple[WorkshopRow, ...]
    gatherings: tuple[tuple[str, str, str], ...]
    """Date, title, purpose."""
    hubs: tuple[tuple[str, int], ...]
    """Hubs of the groups, with the number of groups of each."""
    groups: tuple[str, ...]
    """The audiences of the groups, in the order of the cells."""
    modules: Matrix
    competencies: Matrix
    trainers: tuple[tuple[str, tuple[str, ...], int], ...]
    """Name, where and when, number of days."""
    totals: tuple[tuple[str, str], ...]
    version: str
    wording: Wording


def make_programme_page(facts: ProgrammeFacts, links: Mapping[str, str]) -> ProgrammePage:
    """The page in one language. `links`: workshop id → what a click on its title opens."""
    say = facts.wording
    by_code = {workshop.code: workshop for workshop in facts.workshops}
    hubs: dict[str, int] = {}
    for group in facts.groups:
        hubs[group.hub] = hubs.get(group.hub, 0) + 1
    return ProgrammePage(
        facts.title,
        facts.subtitle,
        facts.summary,
        "; ".join(facts.organisers),
        _span_text(*_ends(facts), say),
        tuple((stage.letter, stage.title, stage.goal) for stage in facts.stages),
        _timeline(facts),
        tuple(_workshop_row(w, by_code, links.get(w.id, ""), say) for w in facts.workshops),
        tuple(
            (date_text(g.date, say, weekday=False), g.title, g.purpose) for g in facts.gatherings
        ),
        tuple(hubs.items()),
        tuple(group.audience for group in facts.groups),
        Matrix(
            tuple(
                (
                    module.title,
                    tuple(_cell(g.modules.get(module.id), by_code, say) for g in facts.groups),
                )
                for module in facts.modules
            )
        ),
        Matrix(
            tuple(
                (title, tuple(_cell(g.competencies.get(n), by_code, say) for g in facts.groups))
                for n, title in facts.competencies
            )
        ),
        tuple(
            (
                trainer.name,
                tuple(
                    say(
                        "programme.trainer_days",
                        code=days.code,
                        town=by_code[days.code].town,
                        dates=_days_text(days.dates, say),
                    )
                    for days in trainer.workshops
                ),
                len({date for days in trainer.workshops for date in days.dates}),
            )
            for trainer in facts.trainers
        ),
        tuple(_totals(facts)),
        facts.version,
        say,
    )


def make_programme_appointments(facts: ProgrammeFacts) -> Appointments:
    """An appointment for each day of each workshop, and for each gathering, in order of time."""
    say = facts.wording
    entries = []
    for workshop in facts.workshops:
        for number, (date, start, end) in enumerate(workshop.days, 1):
            lines = [
                say("programme.day_of", number=number, count=len(workshop.days)),
                ", ".join(workshop.audiences),
                *(module.title for module in workshop.modules),
            ]
            if workshop.trainers:
                lines += ["", say("agenda.trainers") + ": " + "; ".join(workshop.trainers)]
            entries.append(
                Appointment(
                    uid=str(uuid.uuid5(NAMESPACE, f"{facts.id}/{workshop.id}/day-{number}")),
                    start=datetime.datetime.combine(date, start),
                    end=datetime.datetime.combine(date, end),
                    title=f"{workshop.code} {workshop.title}",
                    description="\n".join(lines),
                    place="; ".join(workshop.hubs),
                )
            )
    for gathering in facts.gatherings:
        begin = datetime.datetime.combine(gathering.date, datetime.time())
        entries.append(
            Appointment(
                uid=str(uuid.uuid5(NAMESPACE, f"{facts.id}/{gathering.title}/{gathering.date}")),
                start=begin,
                end=begin + datetime.timedelta(days=1),
                title=gathering.title,
                description=gathering.purpose,
                all_day=True,
            )
        )
    entries.sort(key=lambda entry: (entry.start, entry.title))
    organiser = facts.organisers[0] if facts.organisers else None
    return Appointments(facts.title, facts.wording.language, "", organiser, tuple(entries))


def _ends(facts: ProgrammeFacts) -> tuple[datetime.date, datetime.date]:
    dates = [day for w in facts.workshops for day, _, _ in w.days]
    dates += [gathering.date for gathering in facts.gatherings]
    return min(dates), max(dates)


def _span_text(first: datetime.date, last: datetime.date, say: Wording) -> str:
    """One day, or the first and the last; the month and the year are said once where they can."""
    if first == last:
        return date_text(first, say, weekday=False)
    if (first.year, first.month) == (last.year, last.month):
        days = say("agenda.time", start=first.day, end=last.day)
        return say("common.date", day=days, month=say(f"common.month_{last.month}"), year=last.year)
    return say(
        "agenda.from_to",
        first=date_text(first, say, weekday=False),
        last=date_text(last, say, weekday=False),
    )


def _days_text(dates: Sequence[datetime.date], say: Wording) -> str:
    """Days that follow each other as one span."""
    spans: list[tuple[datetime.date, datetime.date]] = []
    for date in dates:
        if spans and date - spans[-1][1] == datetime.timedelta(days=1):
            spans[-1] = (spans[-1][0], date)
        else:
            spans.append((date, date))
    return ", ".join(_span_text(first, last, say) for first, last in spans)


def _month_text(date: datetime.date, say: Wording) -> str:
    return say("programme.month_of", month=say(f"common.month_{date.month}"), year=date.year)


def _workshop_row(
    workshop: WorkshopFacts, by_code: Mapping[str, WorkshopFacts], link: str, say: Wording
) -> WorkshopRow:
    together: dict[tuple[str, ...], list[str]] = {}
    for one in workshop.relied_on:
        together.setdefault(one.codes, []).append(one.title)
    relied = [
        say(
            "programme.relied_on",
            modules="; ".join(titles),
            places="; ".join(
                say(
                    "programme.had_in",
                    town=by_code[code].town,
                    month=_month_text(by_code[code].first, say),
                )
                for code in codes
            ),
        )
        for codes, titles in together.items()
    ]
    return WorkshopRow(
        workshop.code,
        workshop.stage,
        workshop.title,
        _days_text([day for day, _, _ in workshop.days], say),
        "; ".join(workshop.hubs),
        "; ".join(workshop.audiences),
        str(workshop.participants or ""),
        "; ".join(workshop.trainers),
        tuple((module.title, module.minutes) for module in workshop.modules),
        tuple(relied),
        _hours(workshop.minutes, say) if workshop.planned else say("programme.not_planned"),
        link if workshop.planned else "",
    )


def _cell(code: str | None, by_code: Mapping[str, WorkshopFacts], say: Wording) -> str:
    if code is None:
        return ""
    return say(
        "programme.cell", code=code, month=say(f"programme.short_{by_code[code].first.month}")
    )


def _hours(minutes: int, say: Wording) -> str:
    return say("programme.hours", hours=minutes // 60, minutes=f"{minutes % 60:02}")


def _totals(facts: ProgrammeFacts) -> Iterator[tuple[str, str]]:
    say = facts.wording
    people = sum(w.participants or 0 for w in facts.workshops)
    learnt = sum((w.participants or 0) * w.minutes for w in facts.workshops)
    unknown = any(w.participants is None for w in facts.workshops)
    yield say("programme.workshops"), str(len(facts.workshops))
    yield say("programme.days"), str(sum(len(w.days) for w in facts.workshops))
    yield say("programme.towns"), str(len({w.town for w in facts.workshops}))
    # Where a head count is missing, the sum is a lower bound and says so.
    yield (
        say("programme.places"),
        say("programme.at_least", count=people) if unknown else str(people),
    )
    yield say("programme.taught"), _hours(sum(w.minutes for w in facts.workshops), say)
    yield say("programme.learnt"), _hours(learnt, say)
    yield say("programme.modules"), str(len(facts.modules))


def _timeline(facts: ProgrammeFacts) -> Timeline:
    say = facts.wording
    first, last = _ends(facts)
    begin = first.replace(day=1)
    end = _next_month(last)
    unit = (WIDTH - TOWNS) / (end - begin).days

    def at(date: datetime.date) -> float:
        return TOWNS + (date - begin).days * unit

    y = HEADER
    rows = []
    for town in dict.fromkeys(workshop.town for workshop in facts.workshops):
        marks = [
            (w.code, w.stage, w.title, w.first, w.last) for w in facts.workshops if w.town == town
        ]
        row = _row(town, marks, y, at)
        rows.append(row)
        y += row.height
    if facts.gatherings:
        met = [("", -1, g.title, g.date, g.date) for g in facts.gatherings]
        row = _row(say("programme.gatherings"), met, y, at)
        rows.append(row)
        y += row.height
    return Timeline(
        WIDTH,
        y,
        tuple(_ticks(begin, end, at, say)),
        tuple(
            Shade(
                span.kind,
                at(max(span.first, begin)),
                at(span.last + datetime.timedelta(days=1)) - at(max(span.first, begin)),
            )
            for span in facts.spans
        ),
        tuple(rows),
        " ".join(
            say(
                "programme.timeline_entry",
                code=w.code,
                title=w.title,
                town=w.town,
                dates=_days_text([day for day, _, _ in w.days], say),
            )
            for w in facts.workshops
        ),
    )


def _row(
    title: str,
    marks: Sequence[tuple[str, int, str, datetime.date, datetime.date]],
    y: float,
    at: Callable[[datetime.date], float],
) -> Row:
    """Bars with their words in as few lanes as keep them apart."""
    lanes: list[float] = []
    bars = []
    for code, stage, name, first, last in marks:
        x = at(first)
        width = max(5.0, at(last + datetime.timedelta(days=1)) - x)
        label = shortened(f"{code} {name}".strip(), LONGEST_LABEL, LABEL_SIZE)
        length = text_width(label, LABEL_SIZE) + 8
        fits = x + width + length <= WIDTH
        left, right = (x, x + width + length) if fits else (x - length, x + width)
        lane = next((n for n, taken in enumerate(lanes) if taken <= left), len(lanes))
        lanes[lane : lane + 1] = [right + 4]
        bars.append(
            Bar(
                code,
                stage,
                x,
                y + lane * LANE + (LANE - BAR) / 2,
                width,
                label,
                x + width + 4 if fits else x - 4,
                "start" if fits else "end",
            )
        )
    return Row(title, y, max(1, len(lanes)) * LANE + 6, tuple(bars))


def _ticks(
    begin: datetime.date,
    end: datetime.date,
    at: Callable[[datetime.date], float],
    say: Wording,
) -> Iterator[Tick]:
    month = begin
    while month < end:
        following = _next_month(month)
        width = at(following) - at(month)
        name = say(f"common.month_{month.month}") if width >= NARROWEST_MONTH else str(month.month)
        year = str(month.year) if month == begin or month.month == 1 else ""
        yield Tick(at(month), width, name, year)
        month = following


def _next_month(date: datetime.date) -> datetime.date:
    return (date.replace(day=28) + datetime.timedelta(days=4)).replace(day=1)
