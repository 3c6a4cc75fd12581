"""Run sheet, checklist, appointments and coverage: what stands in them, and for whom."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.agenda import make_agenda
from builders.appointments import Appointment, Appointments, make_appointments
from builders.checklist import Checklist, groups_of, make_checklist
from builders.course import AgendaDay, AgendaEntry, AgendaKind, Course, Edition
from builders.deck import make_decks
from builders.editions import WITH_HANDBOOK
from builders.handbook import make_handbook
from builders.house import House
from builders.run_sheet import RunSheet, make_run_sheet
from builders.sheets import SlidesOf, slides_of_steps
from builders.write_agenda import agenda_html
from builders.write_calendar import calendar_bytes
from builders.write_pptx import read_template
from builders.write_sheets import checklist_html, run_sheet_html, write_checklist, write_run_sheet
from tests.conftest import Golden
from tests.handbook_course import REPOSITORY, small_course, with_blocks
from tests.test_tailoring import change_module, course_of

TEMPLATES = REPOSITORY / "templates"
LAYOUTS = read_template(TEMPLATES / "deck" / "keyhub.pptx").layouts
STAMP = 1_767_225_600
EXERCISE: dict[str, Any] = {
    "kind": "exercise",
    "title": "Sort the facts",
    "task": "Sort them.",
    "groups": "Groups of four",
    "group_size": 4,
    "minutes": 20,
    "materials": ["Twelve *cards*"],
    "handout": "Twelve facts.",
}


def slides_of(course: Course) -> SlidesOf:
    return slides_of_steps(course, make_decks(course, LAYOUTS))


def run_text(sheet: RunSheet) -> str:
    lines = [f"{sheet.head.heading}: {sheet.head.title} | {'; '.join(sheet.trainers)}"]
    for day in sheet.days:
        lines += ["", f"{day.title} {day.date}"]
        for group in day.groups:
            mark = " (continued)" if group.continued else ""
            lines.append(f"{group.start}-{group.end} {group.minutes:>3} {group.title}{mark}")
            if group.deck:
                lines.append(f"    deck {group.deck}; bring: {'; '.join(group.materials)}")
            for line in group.lines:
                slides = f"slides {line.slides}" if line.slides else "no slides"
                lines.append(
                    f"    {line.start} {line.minutes:>3} {line.title} [{line.method}] {slides}"
                )
                lines += [f"        needs {'; '.join(line.needs)}"] if line.needs else []
                lines += [f"        marks {'; '.join(line.marks)}"] if line.marks else []
                lines += [f"        leads {', '.join(line.leads)}"] if line.leads else []
    return "\n".join(lines) + "\n"


def check_text(checklist: Checklist) -> str:
    lines = [f"{checklist.head.heading}: {checklist.head.title}"]
    days = [("Before", checklist.before)]
    days += [(f"{day.title} {day.date}", day.blocks) for day in checklist.days]
    for name, blocks in days:
        lines += ["", name]
        for block in blocks:
            lines.append(f"  {block.title} {block.when}".rstrip())
            for part in block.parts:
                lines.append(f"    {part.title} {part.note}".rstrip())
                lines += [f"      [ ] {item.text}  {item.count}".rstrip() for item in part.items]
    return "\n".join(lines) + "\n"


def calendar_text(made: Appointments) -> str:
    lines = [f"{made.title} [{made.language}] at {made.place}"]
    for entry in made.entries:
        lines += ["", f"{entry.start:%Y-%m-%d %H:%M}-{entry.end:%H:%M} {entry.title}", entry.uid]
        lines += [f"  {line}".rstrip() for line in entry.description.split("\n")]
    return "\n".join(lines) + "\n"


def with_leads(course: Course) -> Course:
    session = course.sessions[0]
    steps = tuple(replace(step, leads=("Lead trainer",)) for step in session.steps)
    return replace(course, sessions=(replace(session, steps=steps),))


# --- the run sheet


def test_run_sheet(golden: Golden) -> None:
    course = with_leads(small_course())
    golden("run-sheet.txt", run_text(make_run_sheet(course, slides_of(course))))


def test_slide_numbers_are_those_of_the_deck(house: House) -> None:
    course = course_of(house, "trainer")
    decks = make_decks(course, LAYOUTS)
    places = slides_of_steps(course, decks)
    deck = decks[1]
    assert list(places) == [(1, step.step.id) for step in course.sessions[0].steps]
    seen = []
    for (_, step_id), place in places.items():
        assert place.deck == "01"
        for number in range(place.first, place.last + 1):
            assert deck.slides[number - 1].id.startswith(f"first-contact/{step_id}/")
            seen.append(number)
    others = [n for n in range(1, len(deck.slides) + 1) if n not in seen]
    assert not any(
        deck.slides[n - 1].id.startswith(f"first-contact/{step.step.id}/")
        for n in others
        for step in course.sessions[0].steps
    )


def test_marks_say_what_a_step_is(house: House) -> None:
    change_module(
        house,
        ("    minutes: 15\n", "    minutes: 15\n    heavy: true\n    trainers: 2\n    rooms: 2\n"),
    )
    spec = house.curriculum / "workshops" / "one-day.yaml"
    text = spec.read_text(encoding="utf-8")
    two = "  - name: A trainer\n  - name: Another trainer\n"
    spec.write_text(text.replace("  - name: A trainer\n", two), encoding="utf-8")
    sheet = make_run_sheet(course_of(house, "trainer"), {})
    lines = [line for day in sheet.days for group in day.groups for line in group.lines]
    assert lines[0].marks == ("heavy content", "2 trainers", "2 rooms")
    assert lines[0].slides == ""


# --- the checklist


def test_checklist(golden: Golden) -> None:
    course = with_blocks([EXERCISE])
    kinds: tuple[AgendaKind, ...] = ("pre_test", "post_test", "evaluation")
    standing = [AgendaEntry(kind, datetime.time(11), 10, kind) for kind in kinds]
    day = replace(course.days[0], entries=(*course.days[0].entries, *standing))
    course = replace(course, days=(day,), seats={"Room 1": 30})
    golden("checklist.txt", check_text(make_checklist(course)))


def test_without_a_number_of_participants_nothing_is_counted() -> None:
    course = replace(with_blocks([EXERCISE]), participants=None)
    text = check_text(make_checklist(course))
    assert "[ ] Twelve cards  each group of 4" in text
    assert "[ ] Handout: Sort the facts  one for each person" in text


@given(st.integers(1, 200), st.integers(1, 60))
def test_groups_take_everybody_in(participants: int, size: int) -> None:
    groups = groups_of(participants, size)
    assert 1 <= groups <= participants
    mean = participants / groups
    if participants >= size:
        assert size * 2 / 3 <= mean <= size * 3 / 2 or size == 2


# --- appointments


def unfolded(data: bytes) -> list[tuple[str, dict[str, str], str]]:
    """The lines of a calendar by the rules of RFC 5545, read without the library."""
    assert data.endswith(b"\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert b"\r" not in data.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    found = []
    for line in data.replace(b"\r\n ", b"").decode("utf-8").split("\r\n")[:-1]:
        match = re.fullmatch(r"([A-Z-]+)((?:;[A-Z-]+=[^;:\"]*)*):(.*)", line, re.DOTALL)
        assert match, line
        pairs = [pair.split("=", 1) for pair in match[2].split(";")[1:]]
        found.append((match[1], dict(pairs), match[3]))
    return found


@pytest.mark.parametrize("edition", WITH_HANDBOOK)
def test_appointments(edition: Edition, golden: Golden) -> None:
    course = small_course(edition)
    course = with_leads(course) if edition == "trainer" else course
    golden(f"appointments-{edition}.txt", calendar_text(make_appointments(course)))


@pytest.mark.parametrize("edition", WITH_HANDBOOK)
def test_the_calendar_keeps_the_rules_of_the_standard(edition: Edition, house: House) -> None:
    made = make_appointments(course_of(house, edition))
    data = calendar_bytes(made, STAMP)
    lines = unfolded(data)
    stack: list[str] = []
    for name, _, value in lines:
        if name == "BEGIN":
            stack.append(value)
        elif name == "END":
            assert stack.pop() == value
    assert not stack
    names = [name for name, _, _ in lines]
    assert names.count("UID") == names.count("DTSTAMP") == len(made.entries)
    assert len({value for name, _, value in lines if name == "UID"}) == len(made.entries)
    assert {value for name, _, value in lines if name == "DTSTAMP"} == {"20260101T000000Z"}
    zones = {parameters["TZID"] for _, parameters, _ in lines if "TZID" in parameters}
    assert zones == {value for name, _, value in lines if name == "TZID"} == {"Africa/Tripoli"}
    languages = [p.get("LANGUAGE") for n, p, _ in lines if n in ("SUMMARY", "DESCRIPTION")]
    assert set(languages) == {"en"}

    read = icalendar.Calendar.from_ical(data)
    assert not read.errors
    events = read.walk("VEVENT")
    assert [str(event["summary"]) for event in events] == [e.title for e in made.entries]
    assert [str(event["description"]) for event in events] == [e.description for e in made.entries]
    for event, entry in zip(events, made.entries, strict=True):
        start = event.decoded("dtstart")
        assert start.utcoffset() == datetime.timedelta(hours=2)
        assert start.replace(tzinfo=None) == entry.start
        assert event.decoded("dtend").replace(tzinfo=None) == entry.end


@given(
    st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1)
    .map(str.strip)
    .filter(bool)
)
def test_hostile_words_come_back_as_typed(words: str) -> None:
    start = datetime.datetime(2027, 1, 17, 9)
    entry = Appointment("u", start, start, words, f"{words}\n{words}")
    data = calendar_bytes(Appointments(words, "en", words, None, (entry,)), STAMP)
    unfolded(data)
    event = icalendar.Calendar.from_ical(data).walk("VEVENT")[0]
    assert str(event["summary"]) == words
    assert str(event["description"]) == f"{words}\n{words}"
    assert str(event["location"]) == words


def test_an_appointment_keeps_its_name_when_it_is_moved() -> None:
    course = small_course()
    day = course.days[0]
    later = tuple(
        replace(entry, start=entry.start.replace(hour=entry.start.hour + 2))
        for entry in day.entries
    )
    moved = replace(course, days=(replace(day, date=datetime.date(2027, 3, 1), entries=later),))
    before, after = make_appointments(course), make_appointments(moved)
    assert [e.uid for e in before.entries] == [e.uid for e in after.entries]
    assert before.entries[0].start != after.entries[0].start
    other = make_appointments(replace(course, workshop_id="other"))
    assert not {e.uid for e in other.entries} & {e.uid for e in before.entries}


def test_a_session_cut_by_a_pause_is_two_appointments_and_pauses_are_none(house: House) -> None:
    course = course_of(house, "trainer")
    entries = course.days[0].entries
    steps = [entry for entry in entries if entry.kind == "step"]
    pause = AgendaEntry("break", datetime.time(12), 20, "Break")
    day = replace(course.days[0], entries=(steps[0], pause, *steps[1:]))
    made = make_appointments(replace(course, days=(day,)))
    assert [entry.title for entry in made.entries] == ["1. First contact"] * 2
    assert len({entry.uid for entry in made.entries}) == 2


def test_participants_see_neither_names_nor_preparation(house: House) -> None:
    def words(edition: Edition) -> str:
        course = course_of(house, edition)
        return calendar_text(make_appointments(course)) + agenda_html(
            make_agenda(course), TEMPLATES
        )

    for secret in ("Bring water for everyone.", "A trainer"):
        assert secret not in words("participant")
    assert "Bring water for everyone." in words("trainer")


# --- files


class _Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[str] = []
        self.feed(text)

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not {name for name, _ in attrs} & {"src", "href"}


def test_sheets_need_no_other_file_and_print_hostile_words_as_typed(tmp_path: Path) -> None:
    title = "</style><script>alert(1)</script> {{ 7*7 }}"
    course = replace(small_course(), title=title, trainers=(title,))
    write_run_sheet(make_run_sheet(course, {}), TEMPLATES, tmp_path / "run.html")
    write_checklist(make_checklist(course), TEMPLATES, tmp_path / "check.html")
    for name in ("run.html", "check.html"):
        read = _Tags((tmp_path / name).read_text(encoding="utf-8"))
        assert title in read.words
        assert not {"script", "link", "img"} & set(read.tags)


def test_one_day_a_page_and_a_long_day_in_smaller_type() -> None:
    course = small_course()
    day = course.days[0]
    long = replace(day, entries=tuple(day.entries[1] for _ in range(60)))
    html = run_sheet_html(make_run_sheet(replace(course, days=(day, long)), {}), TEMPLATES)
    fits = [float(fit) for fit in re.findall(r'class="sheet" style="--fit: ([\d.]+)"', html)]
    assert len(fits) == 2
    assert fits[0] == 1.0 > fits[1] >= 0.62


def test_direction_of_the_language_is_on_the_root() -> None:
    course = small_course()
    words = replace(course.wording, language="ar", direction="rtl")
    arabic = replace(course, wording=words)
    assert '<html lang="ar" dir="rtl">' in run_sheet_html(make_run_sheet(arabic, {}), TEMPLATES)
    assert '<html lang="ar" dir="rtl">' in checklist_html(make_checklist(arabic), TEMPLATES)


# --- coverage and standing blocks in the handbook


def test_coverage_leads_from_objectives_to_steps_slides_and_questions(house: House) -> None:
    change_module(
        house,
        (
            "prepare:\n",
            "  - id: stay\n    text: Stays calm | always.\n    bloom: apply\n"
            "    assessed_by: [practice]\nframeworks: [outline:one]\nprepare:\n",
        ),
    )
    course = course_of(house, "trainer")
    page = make_handbook(course, slides_of(course)).page("coverage").text
    assert "1 of 2 objectives are covered." in page
    greet = next(line for line in page.splitlines() if "Greets a presumed victim" in line)
    place = slides_of(course)[1, "talk"]
    assert "(<sessions/01-first-contact.md#s01-talk>)" in greet
    assert f"{place.first}\u2060–\u2060{place.last}" in greet
    assert "A\u00a01, B\u00a01" in greet
    stay = next(line for line in page.splitlines() if "Stays calm" in line)
    assert "Not covered in this workshop" in stay
    assert "An outline" in page
    assert "1 of 1 items. [An institute]{.isolated}." in page

    shown = make_handbook(course_of(house, "participant")).page("coverage").text
    assert "Not covered in this workshop" in shown
    assert "Test" not in shown
    assert "Slides" not in shown


def test_a_test_on_the_agenda_leads_to_its_form_where_there_is_one() -> None:
    def agenda(edition: Edition) -> str:
        course = small_course(edition)
        test = AgendaEntry("pre_test", datetime.time(8), 20, "Test before the course")
        day = AgendaDay(1, datetime.date(2027, 1, 17), (test, *course.days[0].entries))
        return make_handbook(replace(course, days=(day,))).page("agenda").text

    link = "[[Test before the course](<tests/form-a.md>)]{.standing}"
    assert (link in agenda("trainer")) == small_course().has_questions("A")
    assert "[Test before the course]{.standing}" in agenda("participant")
