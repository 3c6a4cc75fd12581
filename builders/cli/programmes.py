"""What plan and build do with a programme."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builders.cli.commands import Bar, fail, print_problems, shown
from builders.house import House
from builders.problems import Problem, has_errors
from builders.report import count_text, table_text

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from builders.build import Outcome, Request
    from builders.programme_build import ProgrammeOutcome, ReadProgramme


def run_plan_programme(house: House, path: Path, as_json: bool) -> None:
    """Print the workshops with what they rely on, and the calendar of the trainers."""
    from builders.programme_build import read_programme

    read, problems, sources = read_programme(house, path)
    if read is not None:
        problems = [*problems, *(p for found in read.broken.values() for p in found)]
        problems = sorted({*problems, *read.planned.problems})
    print_problems(problems, sources, to_error=True)
    if read is None:
        fail(problems)
    click.echo(programme_json(read) if as_json else "\n".join(_plan_lines(read)))
    if has_errors(problems):
        fail(problems)


def run_build_programme(request: Request, asked: str | None) -> None:
    """Build all workshops of a programme; exit 1 if one failed."""
    from builders.executors import executor_of
    from builders.programme_build import build_programme

    def executor() -> AbstractContextManager[Executor | None]:
        return executor_of(asked, request.jobs)

    with Bar() as progress:
        outcome = build_programme(request, progress, executor)
    problems: list[Problem] = list(outcome.problems)
    sources = list(outcome.sources)
    for _, one in outcome.workshops:
        problems += [problem for problem in one.problems if problem not in problems]
        sources += one.sources
    print_problems(problems, sources, to_error=True)
    if has_errors(outcome.problems):
        fail(problems)
    click.echo("\n".join(_summary(outcome, request.target)))
    if outcome.failed:
        fail(problems)


def programme_json(read: ReadProgramme) -> str:
    """The plan for programs: workshops in order of time, and the days of each trainer."""
    from builders.programme_facts import codes_of
    from builders.programme_order import bookings_of

    planned = read.planned
    codes = codes_of(planned)
    tree = {
        "programme": planned.programme_id,
        "workshops": [
            {
                "id": w.workshop_id,
                "code": codes[w.workshop_id],
                "stage": planned.programme.stages[w.entry.stage].id,
                "hubs": list(w.spec.hubs),
                "audiences": list(w.spec.audiences),
                "dates": [day.date.isoformat() for day in w.spec.days],
                "modules": [chosen.module_id for chosen in w.plan.modules] if w.plan else None,
                "minutes_taught": w.plan.minutes_taught if w.plan else None,
                "had": {had.module_id: list(had.workshops) for had in w.had},
                "relies_on": list(w.relied_on),
            }
            for w in planned.workshops
        ],
        "trainers": {
            name: [
                {"date": b.date.isoformat(), "workshop": b.entry.workshop_id, "hub": b.entry.town}
                for b in bookings
            ]
            for name, bookings in bookings_of([w.entry for w in planned.workshops]).items()
        },
        "not_read": sorted(read.broken),
    }
    return json.dumps(tree, indent=2, ensure_ascii=False)


def _plan_lines(read: ReadProgramme) -> Iterator[str]:
    from builders.programme_facts import codes_of
    from builders.programme_order import bookings_of

    planned = read.planned
    codes = codes_of(planned)
    yield f"{planned.programme.title}: {len(planned.workshops)} workshops\n"
    yield table_text(
        ("", "dates", "town", "audiences", "taught", "workshop"),
        [
            (
                codes[w.workshop_id],
                f"{w.entry.first} to {w.entry.last}"
                if w.entry.first != w.entry.last
                else f"{w.entry.first}",
                w.entry.town,
                ", ".join(w.spec.audiences),
                f"{w.plan.minutes_taught} min" if w.plan else "not planned",
                w.workshop_id,
            )
            for w in planned.workshops
        ],
    )
    for w in planned.workshops:
        yield f"\n{codes[w.workshop_id]} {w.workshop_id}"
        if w.plan:
            yield f"  teaches: {', '.join(c.module_id for c in w.plan.modules)}"
        for had in w.had:
            where = ", ".join(codes[name] for name in had.workshops)
            needed = ", required here" if had.module_id in w.relied_on else ""
            yield f"  had before: {had.module_id} (in {where}{needed})"
    yield "\nTrainers:"
    rows = [
        (name, str(booking.date), codes[booking.entry.workshop_id], booking.entry.town)
        for name, bookings in bookings_of([w.entry for w in planned.workshops]).items()
        for booking in bookings
    ]
    yield table_text(("name", "date", "", "town"), rows) if rows else "  Nobody is named yet."
    if read.broken:
        yield "\nNot read, as their files have errors: " + ", ".join(sorted(read.broken))


def _summary(outcome: ProgrammeOutcome, target: Path) -> Iterator[str]:
    place = shown(target)
    if outcome.unchanged:
        yield f"Nothing has changed; {place} is up to date. Nothing was built."
        return
    good = [one for _, one in outcome.workshops if not one.failed]
    made = sum(len(one.made) for one in good)
    yield (
        f"Built {made} things of {len(good)} workshops into {place}"
        + (f"; {len(outcome.workshops) - len(good)} failed." if outcome.failed else ".")
    )
    for name, one in outcome.workshops:
        yield f"  {name}: {_what(one)}"
    for name in outcome.removed:
        yield f"  {name}: removed, as it is no more in the programme"
    for name in ("programme.html", "programme.ics"):
        if (target / name).is_file():
            label = "work plan, for organisers" if name.endswith("html") else "all days"
            yield f"  {shown(target / name)}  ({label})"


def _what(one: Outcome) -> str:
    if one.failed:
        return f"failed ({count_text(one.problems)})"
    if one.unchanged:
        return "nothing has changed"
    return f"{len(one.made)} made" + (f", {len(one.kept)} kept" if one.kept else "")


__all__ = ["programme_json", "run_build_programme", "run_plan_programme"]
