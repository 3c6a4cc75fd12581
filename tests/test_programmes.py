"""Programmes: who has had what, one batch for all workshops, the page and the calendar."""

from __future__ import annotations

import datetime
import json
import shutil
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from builders.build import Request
from builders.cli import keyhub
from builders.executors import executor_of
from builders.house import House
from builders.loading.curriculum import Curriculum, load_curriculum
from builders.loading.wording import load_wording
from builders.models.programme import Programme
from builders.planning.programme import PlannedWorkshop, ProgrammePlan, plan_programme
from builders.programme_build import ProgrammeOutcome, build_programme
from builders.programme_facts import programme_facts
from builders.programme_order import in_order, kilometres
from builders.programme_page import TOWNS, WIDTH, make_programme_page
from builders.text_metrics import text_width
from tests.conftest import Golden
from tests.tiny_house import AUDIENCE, FILES, HUB, MODULE, REPOSITORY, WORKSHOP, write_tiny_house

SEBHA = HUB.replace("title: Kufra", "title: Sebha").replace("23.3", "14.4")
SECOND = MODULE.replace("title: First contact", "title: Second contact").replace(
    "level: introductory", "level: introductory\nrequires: [first-contact]"
)
FIRST = WORKSHOP.replace("must: [first-contact]", "must: [first-contact]\nmay: []")
LATER = FIRST.replace("2027-01-17", "2027-03-22").replace("A day", "A later day")
LATER = LATER.replace("must: [first-contact]", "must: [second-contact]")
HOUSE = House(REPOSITORY)
PROGRAMME = """\
title: A year
summary: Two days, *one* after the other.
stages:
  - {id: first, title: First, goal: People greet., workshops: [one-day]}
  - {id: second, title: Second, goal: People listen., workshops: [later-day, in-sebha]}
gatherings:
  - {title: Review, date: 2027-04-07, purpose: What has changed.}
"""


def programme_house(root: Path, programme: str = PROGRAMME) -> House:
    """Two days in Kufra, of which the later needs the earlier, and one in another town."""
    return write_tiny_house(
        root,
        {
            **FILES,
            "curriculum/hubs/sebha.yaml": SEBHA,
            "curriculum/audiences/judges.yaml": AUDIENCE.replace("Patrol officers", "Judges"),
            "curriculum/modules/identify/second-contact.yaml": SECOND,
            "curriculum/workshops/one-day.yaml": FIRST,
            "curriculum/workshops/later-day.yaml": LATER,
            "curriculum/workshops/in-sebha.yaml": LATER.replace("[kufra]", "[sebha]").replace(
                "2027-03-22", "2027-03-29"
            ),
            "curriculum/programmes/year.yaml": programme,
        },
    )


@pytest.fixture
def year(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    return programme_house(tmp_path / "house")


def planned(house: House) -> tuple[ProgrammePlan, Curriculum]:
    curriculum, problems = load_curriculum(house)
    assert not problems
    return plan_programme("year", curriculum.programmes["year"], curriculum), curriculum


def modules_of(plan: ProgrammePlan) -> dict[str, list[str]]:
    return {
        w.workshop_id: [chosen.module_id for chosen in w.plan.modules] if w.plan else []
        for w in plan.workshops
    }


def request(house: House, name: str = "year", **options: object) -> Request:
    spec = house.curriculum / "programmes" / "year.yaml"
    options = {"only": "agenda", **options}
    return Request(house, spec, house.root / "build" / name, **options)  # type: ignore[arg-type]


def prints(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix != ".lock"
    }


def test_people_of_the_same_hub_and_audience_have_had_what_was_taught(year: House) -> None:
    plan, _ = planned(year)
    assert modules_of(plan) == {
        "one-day": ["first-contact"],
        "later-day": ["second-contact"],
        # nobody in Sebha was in Kufra
        "in-sebha": ["first-contact", "second-contact"],
    }
    later = plan.workshops[1]
    assert [(had.module_id, had.workshops) for had in later.had] == [
        ("first-contact", ("one-day",))
    ]
    assert later.relied_on == ("first-contact",)
    assert later.spec.prior == ("first-contact",)


@pytest.mark.parametrize(
    ("builds_on", "taught"),
    [
        ("later-day: []", ["first-contact", "second-contact"]),
        ("in-sebha: [one-day]", ["second-contact"]),
    ],
)
def test_the_programme_says_who_really_comes(
    builds_on: str, taught: list[str], tmp_path: Path
) -> None:
    house = programme_house(tmp_path / "house", f"{PROGRAMME}builds_on:\n  {builds_on}\n")
    assert modules_of(planned(house)[0])[builds_on.partition(":")[0]] == taught


def test_all_audiences_must_have_had_it(year: House) -> None:
    later = year.curriculum / "workshops" / "later-day.yaml"
    text = later.read_text().replace("audiences: [patrol]", "audiences: [patrol, judges]")
    later.write_text(text)
    assert modules_of(planned(year)[0])["later-day"] == ["first-contact", "second-contact"]


def test_what_two_workshops_share_is_had_by_who_comes_from_either(tmp_path: Path) -> None:
    both = f"{PROGRAMME}builds_on:\n  in-sebha: [one-day, later-day]\n"
    plan, _ = planned(programme_house(tmp_path / "house", both))
    # The later day taught only the second contact, to people who had had the first.
    assert [had.module_id for had in plan.workshops[2].had] == ["first-contact"]


def test_a_build_makes_every_workshop_and_the_page(year: House) -> None:
    seen: list[str] = []
    outcome = build_programme(request(year), lambda name, *_: seen.append(name))

    assert not outcome.failed, outcome.problems
    assert [name for name, _ in outcome.workshops] == ["one-day", "later-day", "in-sebha"]
    assert len(seen) == sum(len(one.made) for _, one in outcome.workshops)
    target = request(year).target
    assert (target / "later-day" / "trainer-en" / "agenda.html").is_file()
    assert "Second contact" in (target / "later-day" / "trainer-en" / "agenda.html").read_text()
    page = (target / "programme.html").read_text()
    assert "First contact: protect" not in page
    assert "had in Kufra, January 2027" in page
    assert "names trainers" in page
    record = json.loads((target / "manifest.json").read_text())
    assert record["about"]["programme"]["relies_on"] == {
        "later-day": {"first-contact": ["one-day"]}
    }


def test_any_number_of_workers_gives_the_same_bytes(year: House) -> None:
    build_programme(request(year, "one", only=None, formats=("pptx", "agenda")))
    build_programme(
        request(year, "two", only=None, formats=("pptx", "agenda")),
        executor=lambda: executor_of("processes", 2),
    )
    assert prints(year.root / "build" / "one") == prints(year.root / "build" / "two")


def test_what_has_not_changed_is_not_touched(year: House) -> None:
    build_programme(request(year))
    target = request(year).target
    times = {path: path.stat().st_mtime_ns for path in target.rglob("*")}

    assert build_programme(request(year)).unchanged
    assert {path: path.stat().st_mtime_ns for path in target.rglob("*")} == times

    spec = year.curriculum / "workshops" / "in-sebha.yaml"
    spec.write_text(spec.read_text().replace("A later day", "A day in Sebha"))
    outcome = build_programme(request(year))
    made = {name: one.made for name, one in outcome.workshops}
    assert made["one-day"] == ()
    assert made["later-day"] == ()
    assert made["in-sebha"]
    assert outcome.written == ("programme.html", "programme.ics")


def test_a_workshop_that_fails_does_not_stop_the_others(year: House) -> None:
    build_programme(request(year))
    target = request(year).target
    good = prints(target / "one-day")
    first = year.curriculum / "workshops" / "one-day.yaml"
    short = first.read_text().replace("start: 09:00", "start: 10:00")
    first.write_text(short.replace("end: 13:00", "end: 11:20"))
    later = year.curriculum / "workshops" / "later-day.yaml"
    later.write_text(later.read_text().replace("start: 09:00", "start: nine"))

    outcome = build_programme(request(year))

    failed = {name: [p.code for p in one.problems] for name, one in outcome.workshops if one.failed}
    assert failed == {"one-day": ["plan-conflict"], "later-day": ["value-not-time"]}
    assert outcome.failed
    assert prints(target / "one-day") == good  # the last good output
    assert "not planned" in (target / "programme.html").read_text()
    run = CliRunner().invoke(keyhub, ["--house", str(year.root), "build", "year", "--only=agenda"])
    assert run.exit_code == 1
    assert "one-day: failed (1 error)" in run.output


def test_a_workshop_that_is_gone_from_the_programme_is_gone(year: House) -> None:
    build_programme(request(year))
    programme = year.curriculum / "programmes" / "year.yaml"
    programme.write_text(programme.read_text().replace(", in-sebha", ""))

    assert build_programme(request(year)).removed == ("in-sebha",)
    assert not (request(year).target / "in-sebha").exists()


def test_a_programme_with_a_fault_is_not_built(year: House) -> None:
    programme = year.curriculum / "programmes" / "year.yaml"
    programme.write_text(programme.read_text() + "builds_on:\n  one-day: [later-day]\n")
    outcome: ProgrammeOutcome = build_programme(request(year))
    assert [p.code for p in outcome.problems if p.is_error] == ["builds-on-later"]
    assert not request(year).target.exists()


def test_the_plan_is_printed(year: House, golden: Golden) -> None:
    run = CliRunner().invoke(keyhub, ["--house", str(year.root), "plan", "year"])
    assert run.exit_code == 0, run.output
    golden("programme-plan.txt", run.output)
    tree = json.loads(
        CliRunner().invoke(keyhub, ["--house", str(year.root), "plan", "year", "--json"]).output
    )
    assert tree["workshops"][1]["relies_on"] == ["first-contact"]
    assert len(tree["trainers"]["A trainer"]) == 3


def test_the_calendar_holds_every_day(year: House) -> None:
    build_programme(request(year))
    calendar = Calendar.from_ical((request(year).target / "programme.ics").read_bytes())
    events = [
        (str(e["summary"]), e.decoded("dtstart"), str(e.get("location", "")))
        for e in calendar.walk("VEVENT")
    ]
    assert [(name, place) for name, _, place in events] == [
        ("A1 A day in Kufra", "Kufra"),
        ("B1 A later day in Kufra", "Kufra"),
        ("B2 A later day in Kufra", "Sebha"),
        ("Review", ""),
    ]
    assert events[-1][1] == datetime.date(2027, 4, 7)


@pytest.mark.parametrize("asked", ["threads", "dask://nowhere"])
def test_a_wrong_executor_is_a_usage_error(asked: str, year: House) -> None:
    run = CliRunner().invoke(
        keyhub, ["--house", str(year.root), "build", "year", "--executor", asked]
    )
    assert run.exit_code == 2, run.output
    assert "Traceback" not in run.output


def test_one_name_for_two_things_is_asked_about(year: House) -> None:
    shutil.copy(
        year.curriculum / "workshops" / "later-day.yaml",
        year.curriculum / "workshops" / "year.yaml",
    )
    run = CliRunner().invoke(keyhub, ["--house", str(year.root), "plan", "year"])
    assert run.exit_code == 2
    assert "curriculum/programmes/year.yaml" in run.output


@given(
    st.lists(
        st.tuples(st.dates(datetime.date(2026, 1, 1), datetime.date(2028, 12, 1)), st.booleans()),
        min_size=1,
        max_size=14,
    ),
    st.sampled_from([1, 2, 5]),
)
def test_words_on_the_timeline_never_meet(
    days: list[tuple[datetime.date, bool]], length: int
) -> None:
    curriculum, _ = load_curriculum(HOUSE)
    spec = curriculum.workshops["kufra-first-responders"]
    specs = {}
    for number, (date, here) in enumerate(days):
        dates = [date + datetime.timedelta(days=n) for n in range(length)]
        specs[f"w{number}"] = spec.model_copy(
            update={
                "hubs": ("kufra",) if here else ("qatrun",),
                "days": tuple(spec.days[0].model_copy(update={"date": d}) for d in dates),
            }
        )
    programme = Programme.model_validate(
        {
            "title": "T",
            "summary": "S",
            "stages": [{"id": "a", "title": "A", "goal": "G", "workshops": list(specs)}],
        }
    )
    wording, _ = load_wording(HOUSE, "en")
    assert wording is not None
    plan = ProgrammePlan(
        "p",
        programme,
        tuple(
            PlannedWorkshop(entry, entry.spec, (), (), None) for entry in in_order(programme, specs)
        ),
    )
    line = make_programme_page(
        programme_facts(plan, replace(curriculum, workshops=specs), wording), {}
    ).timeline
    assert sum(len(row.bars) for row in line.rows) == len(days)
    for row in line.rows:
        spans = []
        for bar in row.bars:
            wide = text_width(bar.label, 9)
            left = bar.label_x if bar.anchor == "start" else bar.label_x - wide
            spans.append((bar.y, min(left, bar.x), max(left + wide, bar.x + bar.width)))
            assert row.y <= bar.y <= row.y + row.height
            assert spans[-1][1] >= 0
            assert spans[-1][2] <= WIDTH + 5
        spans.sort()
        for (y, _, right), (other, left, _) in pairwise(spans):
            assert y != other or right <= left
    assert all(TOWNS <= tick.x <= WIDTH for tick in line.ticks)


def test_the_five_hubs_are_far_apart_and_planned_without_a_problem() -> None:
    curriculum, _ = load_curriculum(HOUSE)
    hubs = curriculum.hubs
    # Great-circle distance of the coordinates in the files, by the spherical law of cosines.
    assert kilometres(hubs["tripoli"], hubs["kufra"]) == pytest.approx(1370, abs=15)
    assert kilometres(hubs["kufra"], hubs["kufra"]) == 0
    plan = plan_programme("five-hubs", curriculum.programmes["five-hubs"], curriculum)
    assert not plan.problems
    assert {w.entry.town for w in plan.workshops} == set(hubs)
    assert {w.entry.first.year for w in plan.workshops} == {2027}
    assert any(w.relied_on for w in plan.workshops)
