"""The workshops of a programme in order of time, who comes from where, and where each trainer is.

Enters: a `Programme` and the specs. Leaves: `Entry` values, the earlier workshops that participants
come from, and the days on which each trainer teaches. Nothing is planned here.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from builders.models.programme import Programme
from builders.models.shelves import Hub
from builders.models.workshop import WorkshopSpec

FAR_KM = 200.0
"""Kilometres as the crow flies from which a trainer needs a free day between two towns: by road
that is a day's journey, with the stops at posts."""
_EARTH_KM = 6371.0


@dataclass(frozen=True, eq=False)
class Entry:
    """One workshop of a programme. Two are equal only if the same."""

    workshop_id: str
    spec: WorkshopSpec
    stage: int
    """Number of its stage, from 0."""
    place: int
    """Its position in the stage's list, from 0."""

    @property
    def town(self) -> str:
        """The hub where it is held: the first one that the spec names."""
        return self.spec.hubs[0]

    @property
    def first(self) -> datetime.date:
        return min(day.date for day in self.spec.days)

    @property
    def last(self) -> datetime.date:
        return max(day.date for day in self.spec.days)


@dataclass(frozen=True)
class Booking:
    """One day of a trainer at a workshop, with the hours of that day."""

    date: datetime.date
    start: datetime.time
    end: datetime.time
    entry: Entry


def in_order(programme: Programme, specs: Mapping[str, WorkshopSpec]) -> tuple[Entry, ...]:
    """The known workshops by their first day; each once, where it is listed first."""
    found: dict[str, Entry] = {}
    for number, stage in enumerate(programme.stages):
        for place, workshop_id in enumerate(stage.workshops):
            spec = specs.get(workshop_id)
            if spec is not None:
                found.setdefault(workshop_id, Entry(workshop_id, spec, number, place))
    return tuple(sorted(found.values(), key=lambda e: (e.first, e.last, e.workshop_id)))


def comes_from(
    entry: Entry, entries: Sequence[Entry], programme: Programme
) -> tuple[tuple[Entry, ...], ...]:
    """Groups of earlier workshops that the participants come from.

    Whoever comes had a module if, in every group, one workshop at least taught it. By the rule
    there is a group for each hub and audience of the workshop. What `builds_on` says comes before
    the rule: each workshop named there is a group by itself. Workshops that are not over before the
    first day count for nothing.
    """
    earlier = [other for other in entries if other.last < entry.first]
    named = programme.builds_on.get(entry.workshop_id)
    if named is not None:
        return tuple(tuple(o for o in earlier if o.workshop_id == name) for name in named)
    return tuple(
        tuple(o for o in earlier if hub in o.spec.hubs and audience in o.spec.audiences)
        for hub in entry.spec.hubs
        for audience in entry.spec.audiences
    )


def bookings_of(entries: Sequence[Entry]) -> dict[str, tuple[Booking, ...]]:
    """The days of each trainer by name, in order of time. A trainer is who bears the name."""
    found: dict[str, list[Booking]] = {}
    for entry in entries:
        days = {day.date: day for day in entry.spec.days}
        for trainer in entry.spec.trainers:
            listed = found.setdefault(trainer.name, [])
            if not trainer.present:
                listed += [Booking(d.date, d.start, d.end, entry) for d in days.values()]
            for presence in trainer.present:
                day = days.get(presence.date)
                if day is not None:
                    listed.append(
                        Booking(
                            day.date,
                            presence.start or day.start,
                            presence.end or day.end,
                            entry,
                        )
                    )
    return {
        name: tuple(sorted(listed, key=lambda b: (b.date, b.start, b.entry.workshop_id)))
        for name, listed in sorted(found.items())
    }


def kilometres(one: Hub, other: Hub) -> float:
    """The distance of two hubs as the crow flies (haversine formula), in kilometres."""
    north, south = math.radians(one.position.latitude), math.radians(other.position.latitude)
    across = math.radians(one.position.longitude - other.position.longitude)
    share = (
        math.sin((north - south) / 2) ** 2
        + math.cos(north) * math.cos(south) * math.sin(across / 2) ** 2
    )
    return 2 * _EARTH_KM * math.asin(math.sqrt(min(1.0, share)))
