"""A programme makes sense as a whole: its workshops, their order, its trainers, its dates.

Enters: a programme, its file and the curriculum. Leaves: problems, each with its place in the
programme's file. What the specs of the workshops hold is for `checks.workshops`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from builders.checks.strings import string_problems
from builders.checks.workshops.days import date_problems
from builders.loading.curriculum import Curriculum, SourceFile
from builders.models.programme import Programme
from builders.problems import Place, Problem, closest
from builders.programme_order import (
    FAR_KM,
    Booking,
    Entry,
    bookings_of,
    comes_from,
    in_order,
    kilometres,
)


def check_programmes(curriculum: Curriculum) -> Iterator[Problem]:
    """Every programme in the house (its references are checked with all others)."""
    for name, programme in curriculum.programmes.items():
        yield from check_work_plan(programme, curriculum, curriculum.files["programmes", name])


def check_programme(
    programme: Programme, curriculum: Curriculum, source: SourceFile
) -> Iterator[Problem]:
    """Everything about one programme, also where its file lies outside the house."""
    yield from string_problems("programmes", programme, curriculum, source)
    yield from check_work_plan(programme, curriculum, source)


def check_work_plan(
    programme: Programme, curriculum: Curriculum, source: SourceFile
) -> Iterator[Problem]:
    """Lists, order of time, trainers and dates of one programme."""
    entries = in_order(programme, curriculum.workshops)
    yield from _check_lists(programme, source)
    yield from _check_builds_on(programme, entries, source)
    yield from _check_order(programme, entries, curriculum, source)
    yield from _check_languages(programme, entries, source)
    yield from _check_groups(entries, source)
    yield from _check_trainers(entries, curriculum, source)
    for number, gathering in enumerate(programme.gatherings):
        yield from date_problems(gathering.date, source.places.of("gatherings", number, "date"))


def _place_of(entry: Entry, source: SourceFile) -> Place:
    return source.places.of("stages", entry.stage, "workshops", entry.place)


def _check_lists(programme: Programme, source: SourceFile) -> Iterator[Problem]:
    """A workshop is held once, so it is listed once."""
    stage_of: dict[str, int] = {}
    for number, stage in enumerate(programme.stages):
        for position, name in enumerate(stage.workshops):
            earlier = stage_of.setdefault(name, number)
            if earlier != number:
                yield Problem(
                    source.places.of("stages", number, "workshops", position),
                    "workshop-listed-twice",
                    f"'{name}' is already in the stage '{programme.stages[earlier].id}'.",
                    "Keep it in one of the two; a second round is a workshop with its own file.",
                )


def _check_builds_on(
    programme: Programme, entries: Sequence[Entry], source: SourceFile
) -> Iterator[Problem]:
    """Participants come from workshops of the programme that are over by then."""
    by_name = {entry.workshop_id: entry for entry in entries}
    listed = programme.workshops
    for name, others in programme.builds_on.items():
        if name not in listed:
            yield _outside(name, listed, source.places.key("builds_on", name))
        here = by_name.get(name)
        for number, other in enumerate(others):
            place = source.places.of("builds_on", name, number)
            there = by_name.get(other)
            if other not in listed:
                yield _outside(other, listed, place)
            elif here and there and there.last >= here.first:
                yield Problem(
                    place,
                    "builds-on-later",
                    f"'{name}' begins on {here.first} and builds on '{other}', which "
                    + (f"ends on {there.last}." if there is not here else "is the same workshop."),
                    "Change the dates, or take the line out: a workshop builds on earlier ones.",
                )


def _outside(name: str, listed: Sequence[str], place: Place) -> Problem:
    return Problem(
        place,
        "builds-on-outside",
        f"'{name}' is no workshop of this programme.",
        closest(name, listed) or "Add it to a stage, or take the line out.",
    )


def _check_order(
    programme: Programme,
    entries: Sequence[Entry],
    curriculum: Curriculum,
    source: SourceFile,
) -> Iterator[Problem]:
    """For one group of people, stages follow each other, and nothing is had before it is taught."""
    for entry in entries:
        for other in entries:
            if other.stage < entry.stage and other.first > entry.last and _same(entry, other):
                yield Problem(
                    _place_of(entry, source),
                    "stage-order",
                    f"'{entry.workshop_id}' of the stage '{programme.stages[entry.stage].id}' is "
                    f"held before '{other.workshop_id}' of the earlier stage "
                    f"'{programme.stages[other.stage].id}', at the same place for the same "
                    "people.",
                    "Change the dates or the order of the stages, if this is not meant.",
                    "warning",
                )
        had = {o for group in comes_from(entry, entries, programme) for o in group}
        for number, module in enumerate(entry.spec.prior):
            if module in programme.prior or any(module in o.spec.must for o in had):
                continue
            later = next(
                (
                    o
                    for o in entries
                    if o is not entry
                    and o.last >= entry.first
                    and module in o.spec.must
                    and _same(entry, o)
                ),
                None,
            )
            if later is not None:
                yield Problem(
                    _place_of(entry, source),
                    "prior-taught-later",
                    f"'{entry.workshop_id}' says under `prior` that its participants have had "
                    f"'{module}'; this programme teaches it to them in '{later.workshop_id}', "
                    f"which ends on {later.last}.",
                    f"Hold '{later.workshop_id}' first, or take the module out of `prior` "
                    f"({curriculum.place('workshops', entry.workshop_id, 'prior', number)}).",
                )


def _same(one: Entry, other: Entry) -> bool:
    """True if some hub and some audience of the two are the same."""
    return not set(one.spec.hubs).isdisjoint(other.spec.hubs) and not set(
        one.spec.audiences
    ).isdisjoint(other.spec.audiences)


def _check_languages(
    programme: Programme, entries: Sequence[Entry], source: SourceFile
) -> Iterator[Problem]:
    """Who comes from an earlier workshop had it in a language of this one."""
    for entry in entries:
        for other in {o: None for group in comes_from(entry, entries, programme) for o in group}:
            if set(other.spec.languages).isdisjoint(entry.spec.languages):
                yield Problem(
                    _place_of(entry, source),
                    "language-differs",
                    f"'{entry.workshop_id}' is in {_list(entry.spec.languages)}, and builds on "
                    f"'{other.workshop_id}', which is in {_list(other.spec.languages)}.",
                    "Add a language to one of the two, or say under `builds_on` who really comes.",
                    "warning",
                )


def _check_groups(entries: Sequence[Entry], source: SourceFile) -> Iterator[Problem]:
    """The same people cannot sit in two workshops on one day."""
    for number, entry in enumerate(entries):
        for other in entries[:number]:
            days = {day.date for day in entry.spec.days} & {day.date for day in other.spec.days}
            if days and _same(entry, other):
                yield Problem(
                    _place_of(entry, source),
                    "group-double-booked",
                    f"'{entry.workshop_id}' and '{other.workshop_id}' are for the same people at "
                    f"the same place on {min(days)}.",
                    "Move one of them, if they are not two groups.",
                    "warning",
                )


def _check_trainers(
    entries: Sequence[Entry], curriculum: Curriculum, source: SourceFile
) -> Iterator[Problem]:
    """Nobody is in two places at once, and between distant towns there is a day to travel."""
    told: set[tuple[str, str, str]] = set()
    for name, bookings in bookings_of(entries).items():
        for number, one in enumerate(bookings):
            for other in bookings[number + 1 :]:
                pair = (name, one.entry.workshop_id, other.entry.workshop_id)
                if one.entry is other.entry or pair in told:
                    continue
                found = _meeting(name, one, other, curriculum, source)
                if found is not None:
                    told.add(pair)
                    yield found


def _meeting(
    name: str, one: Booking, other: Booking, curriculum: Curriculum, source: SourceFile
) -> Problem | None:
    """What is wrong with two days of one trainer; `other` is not before `one`."""
    place = _place_of(max(one.entry, other.entry, key=lambda e: (e.first, e.workshop_id)), source)
    here, there = one.entry.town, other.entry.town
    pair = f"'{one.entry.workshop_id}' and '{other.entry.workshop_id}'"
    if one.date == other.date and here != there:
        return Problem(
            place,
            "trainer-two-towns",
            f"'{name}' would be in two towns on {one.date}: {pair}.",
            "Move one of them, name another trainer, or say with `present` who is where on which "
            "day.",
        )
    if one.date == other.date and one.start < other.end and other.start < one.end:
        return Problem(
            place,
            "trainer-two-rooms",
            f"'{name}' would be in two workshops at one time on {one.date}: {pair}.",
            "Move one of them, name another trainer, or give the hours of each under `present`.",
        )
    hubs = curriculum.hubs.get(here), curriculum.hubs.get(there)
    if (other.date - one.date).days != 1 or hubs[0] is None or hubs[1] is None:
        return None
    apart = kilometres(hubs[0], hubs[1])
    if apart < FAR_KM:
        return None
    return Problem(
        place,
        "trainer-no-travel-day",
        f"'{name}' is in {hubs[0].title} on {one.date} and in {hubs[1].title}, {apart:.0f} km "
        f"away, on {other.date}, without a day to travel.",
        f"Leave one free day between towns that are {FAR_KM:.0f} km or more apart.",
        "warning",
    )


def _list(languages: Sequence[str]) -> str:
    return ", ".join(languages)


PROGRAMME_CHECKS: tuple[Callable[[Curriculum], Iterator[Problem]], ...] = (check_programmes,)

__all__ = ["PROGRAMME_CHECKS", "check_programme", "check_work_plan"]
