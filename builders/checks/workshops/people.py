"""Participants, trainers and rooms of a workshop, and the trainers of a whole programme."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from builders.loading.curriculum import Curriculum, SourceFile
from builders.models.module import Step
from builders.models.workshop import WorkshopSpec
from builders.problems import Place, Problem, closest


def check_people(
    spec: WorkshopSpec, curriculum: Curriculum, source: SourceFile
) -> Iterator[Problem]:
    """Head counts, names and presence of trainers, seats, and what exercises need of them."""
    yield from _check_heads(spec, source)
    yield from _check_names(spec, source)
    yield from _check_presence(spec, source)
    yield from _check_leads(spec, curriculum, source)
    yield from _check_seats(spec, source)
    yield from _check_what_steps_need(spec, curriculum, source)


def check_trainers_of_programmes(curriculum: Curriculum) -> Iterator[Problem]:
    """In a programme a trainer is known by name: two spellings would be two people."""
    told: set[Place] = set()
    for programme in curriculum.programmes.values():
        seen: dict[str, str] = {}
        for workshop_id in (name for stage in programme.stages for name in stage.workshops):
            spec = curriculum.workshops.get(workshop_id)
            if spec is None:
                continue
            for number, trainer in enumerate(spec.trainers):
                place = curriculum.place("workshops", workshop_id, "trainers", number, "name")
                other = _alike(trainer.name, [n for n in seen if seen[n] != workshop_id])
                if other is not None and trainer.name not in seen and place not in told:
                    told.add(place)
                    yield Problem(
                        place,
                        "trainer-similar",
                        f"'{trainer.name}' is written almost like '{other}' in the workshop "
                        f"'{seen[other]}' of the same programme.",
                        f"Did you mean '{other}'? Write one person's name in one way; then "
                        "nobody is planned in two towns at once.",
                        "warning",
                    )
                seen.setdefault(trainer.name, workshop_id)


def _check_heads(spec: WorkshopSpec, source: SourceFile) -> Iterator[Problem]:
    for audience in spec.head_counts:
        if audience not in spec.audiences:
            yield Problem(
                source.places.key("head_counts", audience),
                "head-count-audience",
                f"'{audience}' has a head count and is not among the audiences.",
                closest(audience, spec.audiences)
                or f"Audiences here: {', '.join(spec.audiences)}.",
            )
    total = sum(spec.head_counts.values())
    if spec.head_counts and spec.participants is not None and total != spec.participants:
        yield Problem(
            source.places.of("participants"),
            "head-count-sum",
            f"There are {spec.participants} participants, and the head counts make {total}.",
            "Correct one of the two, or leave `participants` out.",
        )


def _check_names(spec: WorkshopSpec, source: SourceFile) -> Iterator[Problem]:
    for key, what in (("trainers", "trainer"), ("rooms", "room")):
        names = [item.name for item in getattr(spec, key)]
        for number, name in enumerate(names):
            place = source.places.of(key, number, "name")
            if _plain(name) in {_plain(other) for other in names[:number]}:
                yield Problem(
                    place,
                    "name-repeated",
                    f"The {what} '{name}' is already in this list.",
                    "Name each once; tell two people of one name apart by office.",
                )
            elif what == "trainer" and (other := _alike(name, names[:number])):
                yield Problem(
                    place,
                    "trainer-similar",
                    f"'{name}' is written almost like '{other}'.",
                    "If it is one person, keep one line; if not, add the offices.",
                    "warning",
                )


def _check_presence(spec: WorkshopSpec, source: SourceFile) -> Iterator[Problem]:
    days = {day.date: day for day in spec.days}
    for number, trainer in enumerate(spec.trainers):
        for position, presence in enumerate(trainer.present):
            path = ("trainers", number, "present", position)
            day = days.get(presence.date)
            if day is None:
                yield Problem(
                    source.places.of(*path, "date"),
                    "presence-outside-days",
                    f"'{trainer.name}' is there on {presence.date}, which is no day of this "
                    "workshop.",
                    f"The days are: {', '.join(str(date) for date in days)}.",
                )
                continue
            start, end = presence.start or day.start, presence.end or day.end
            if presence.start and presence.end and presence.end <= presence.start:
                yield Problem(
                    source.places.of(*path, "end"),
                    "presence-ends-before-start",
                    f"'{trainer.name}' leaves at {end:%H:%M}, before or when coming at "
                    f"{start:%H:%M}.",
                    "Correct `start` or `end`.",
                )
            elif day.start < day.end and (start >= day.end or end <= day.start):
                yield Problem(
                    source.places.of(*path),
                    "presence-outside-days",
                    f"'{trainer.name}' is not there while the day lasts, from "
                    f"{day.start:%H:%M} to {day.end:%H:%M}.",
                    "Correct the hours, or take the line out.",
                )


def _check_leads(
    spec: WorkshopSpec, curriculum: Curriculum, source: SourceFile
) -> Iterator[Problem]:
    """Whoever is to lead a module is one of the trainers, and somebody leads each."""
    names = [trainer.name for trainer in spec.trainers]
    for module_id, name in spec.leads.items():
        place = source.places.of("leads", module_id)
        if name not in names:
            yield Problem(
                place,
                "trainer-unknown",
                f"No trainer of this workshop is called '{name}'.",
                closest(name, names)
                or (f"There are: {', '.join(names)}." if names else "Name them under `trainers`."),
            )
        if module_id in spec.never:
            yield Problem(
                source.places.key("leads", module_id),
                "module-never",
                f"'{module_id}' is under `leads` and under `never`.",
                "Keep it in one of the two.",
            )
    for number, module_id in enumerate(spec.must):
        module = curriculum.modules.get(module_id)
        if module is None or not names or module_id in spec.leads:
            continue
        if not spec.leaders_of(module_id, module):
            yield Problem(
                source.places.of("must", number),
                "module-without-lead",
                f"No trainer can lead '{module_id}': none names it, and none its pillar, "
                f"'{module.pillar}'.",
                "Add it to the `modules` of a trainer, or the pillar to the `pillars`.",
            )


def _check_seats(spec: WorkshopSpec, source: SourceFile) -> Iterator[Problem]:
    """One room at least seats everybody, if all rooms say how many they seat."""
    people = spec.participants or sum(spec.head_counts.values())
    seats = [room.seats for room in spec.rooms if room.seats is not None]
    if people and seats and len(seats) == len(spec.rooms) and max(seats) < people:
        yield Problem(
            source.places.key("rooms"),
            "room-too-small",
            f"{people} participants come, and the largest room has {max(seats)} seats.",
            "Find a larger room, or invite fewer.",
            "warning",
        )


def _check_what_steps_need(
    spec: WorkshopSpec, curriculum: Curriculum, source: SourceFile
) -> Iterator[Problem]:
    """What must be taught needs no more rooms and trainers than there are."""
    wanted = [(("must", number), name, None) for number, name in enumerate(spec.must)]
    wanted_steps = [
        (("must_steps", number), *name.partition("/")[::2])
        for number, name in enumerate(spec.must_steps)
    ]
    for path, module_id, step_id in (*wanted, *wanted_steps):
        module = curriculum.modules.get(module_id)
        for step in spec.usable_steps(module_id, module) if module else ():
            if step.id == step_id or (step_id is None and not step.optional):
                yield from _too_few(spec, module_id, step, source.places.of(*path))


def _too_few(spec: WorkshopSpec, module_id: str, step: Step, place: Place) -> Iterator[Problem]:
    if spec.rooms and step.rooms > len(spec.rooms):
        yield Problem(
            place,
            "rooms-too-few",
            f"The step '{module_id}/{step.id}' needs {step.rooms} rooms at once; "
            f"{len(spec.rooms)} {'is' if len(spec.rooms) == 1 else 'are'} named.",
            "Name another room (a yard or a corridor will do), or take the module out.",
        )
    if spec.trainers and step.trainers > len(spec.trainers):
        yield Problem(
            place,
            "trainers-too-few",
            f"The step '{module_id}/{step.id}' needs {step.trainers} trainers at once; "
            f"{len(spec.trainers)} {'is' if len(spec.trainers) == 1 else 'are'} named.",
            "Name another trainer, or take the module out.",
        )


def _alike(name: str, others: list[str]) -> str | None:
    """The first other name that is perhaps the same person's, written in another way."""
    here = _plain(name)
    for other in others:
        there = _plain(other)
        if name == other or _marks_of(name) != _marks_of(other):
            continue
        if sorted(here) == sorted(there) and set(_words(name)) == set(_words(other)):
            return other
        if here == there or _is_one_slip(here, there):
            return other
    return None


def _is_one_slip(here: str, there: str) -> bool:
    """True if one letter is missing, doubled, wrong, or two neighbours are swapped."""
    differing = (n for n, (a, b) in enumerate(zip(here, there, strict=False)) if a != b)
    at = next(differing, min(len(here), len(there)))
    one, other = here[at:], there[at:]
    return (
        one[1:] == other[1:]
        or one[1:] == other
        or one == other[1:]
        or (one[:2] == other[:2][::-1] and one[2:] == other[2:])
    )


def _marks_of(name: str) -> list[str]:
    """What tells "Trainer A" from "Trainer B", and 1 from 2: they are meant to be so alike."""
    return re.findall(r"\d+", name) + [word for word in _words(name) if len(word) == 1]


def _words(name: str) -> list[str]:
    return [_plain(word) for word in name.split()]


def _plain(name: str) -> str:
    """A name without what people leave out: accents, large letters, points, spaces."""
    parts = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign for sign in parts if sign.isalnum())
