"""The timetable as data and as a printable sheet."""

from __future__ import annotations

import datetime
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

from builders.agenda import make_agenda
from builders.course import AgendaDay, AgendaEntry
from builders.write_agenda import agenda_html, write_agenda
from tests.handbook_course import REPOSITORY, small_course

TEMPLATES = REPOSITORY / "templates"


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def read(html: str) -> _Words:
    words = _Words()
    words.feed(html)
    return words


def test_steps_of_one_session_stand_together_and_go_on_after_a_break() -> None:
    course = small_course()
    step = course.sessions[0].steps[0].step

    def entry(hour: int, minute: int, minutes: int) -> AgendaEntry:
        return AgendaEntry("step", datetime.time(hour, minute), minutes, step.title, 1, step.id)

    pause = AgendaEntry("break", datetime.time(9, 30), 20, "Break")
    entries = (entry(9, 0, 10), entry(9, 10, 20), pause, entry(9, 50, 30))
    day = AgendaDay(1, datetime.date(2027, 1, 17), entries)
    agenda = make_agenda(replace(course, days=(day,)))
    groups = agenda.days[0].groups
    assert [(g.start, g.end, g.minutes, g.continued, len(g.lines)) for g in groups] == [
        ("09:00", "09:30", 30, False, 2),
        ("09:30", "09:50", 20, False, 0),
        ("09:50", "10:20", 30, True, 1),
    ]
    assert groups[0].pillar == "identify"


def test_participants_do_not_see_trainers() -> None:
    assert make_agenda(small_course("participant")).trainers == ()
    html = agenda_html(make_agenda(small_course("participant")), TEMPLATES)
    assert "Lead trainer" not in html
    assert "Lead trainer" in agenda_html(make_agenda(small_course()), TEMPLATES)


def test_the_sheet_needs_no_other_file_and_prints_hostile_words_as_typed(tmp_path: Path) -> None:
    title = "</style><script>alert(1)</script> {{ 7*7 }}"
    target = tmp_path / "agenda.html"
    write_agenda(make_agenda(replace(small_course(), title=title)), TEMPLATES, target)
    words = read(target.read_text(encoding="utf-8"))
    assert title in words.text
    assert not [
        tag for tag, attrs in words.tags if tag in ("script", "link", "img") or "src" in attrs
    ]


def test_three_days_share_a_sheet_and_a_long_day_gets_smaller_type() -> None:
    course = small_course()
    day = course.days[0]
    week = tuple(replace(day, number=number) for number in range(1, 6))
    words = read(agenda_html(make_agenda(replace(course, days=week)), TEMPLATES))
    sheets = [attrs for tag, attrs in words.tags if attrs.get("class") == "sheet"]
    assert len(sheets) == 2
    assert sheets[0]["style"] == "--fit: 1.00"
    long = replace(day, entries=tuple(day.entries[1] for _ in range(50)))
    words = read(agenda_html(make_agenda(replace(course, days=(long,))), TEMPLATES))
    assert [a["style"] for _, a in words.tags if a.get("class") == "sheet"] != ["--fit: 1.00"]


def test_a_workshop_without_days_still_gives_a_sheet() -> None:
    html = agenda_html(make_agenda(replace(small_course(), days=())), TEMPLATES)
    assert "First hour" in html


def test_direction_of_the_language_is_on_the_root() -> None:
    course = small_course()
    words = replace(course.wording, language="ar", direction="rtl")
    html = agenda_html(make_agenda(replace(course, wording=words)), TEMPLATES)
    assert '<html lang="ar" dir="rtl">' in html
