"""One workshop, resolved for one language and one edition: all that makers and writers ever see.

Enters: nothing (types only). Leaves: `Course`, which `tailoring` fills. The participant Course
holds no trainer-only string, so nothing made from it can leak one: separation is by construction.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from builders.models.module import Module, Step
from builders.models.seed import Claim, Seed
from builders.models.shelves import Audience, Case, Hub, Term
from builders.models.workshop import Branding
from builders.wording import Direction as Direction
from builders.wording import Wording as Wording

Edition = Literal["trainer", "participant"]
EDITIONS: tuple[Edition, ...] = ("trainer", "participant")
AgendaKind = Literal["opening", "step", "break", "lunch", "prayer", "free", "closing"]


@dataclass(frozen=True)
class AgendaEntry:
    """One line of the day. `session` and `step_id` are set for steps only."""

    kind: AgendaKind
    start: datetime.time
    minutes: int
    title: str
    session: int | None = None
    step_id: str | None = None

    @property
    def end(self) -> datetime.time:
        full = datetime.datetime.combine(datetime.date.min, self.start)
        return (full + datetime.timedelta(minutes=self.minutes)).time()


@dataclass(frozen=True)
class AgendaDay:
    number: int
    """Counts from 1."""
    date: datetime.date
    entries: tuple[AgendaEntry, ...]


@dataclass(frozen=True)
class ScheduledStep:
    """A kept step with the clock time at which it starts."""

    step: Step
    day: int
    start: datetime.time

    @property
    def end(self) -> datetime.time:
        full = datetime.datetime.combine(datetime.date.min, self.start)
        return (full + datetime.timedelta(minutes=self.step.minutes)).time()


@dataclass(frozen=True)
class Session:
    """One module as taught in this workshop. One deck and one chapter are made of it."""

    number: int
    """Counts from 1 in the order of teaching."""
    module_id: str
    module: Module
    """Steps and blocks already filtered by the plan, by hub and by audience."""
    steps: tuple[ScheduledStep, ...]

    @property
    def minutes(self) -> int:
        return sum(scheduled.step.minutes for scheduled in self.steps)


@dataclass(frozen=True)
class CitedSeed:
    """A source that this edition cites, with only the claims it cites."""

    number: int
    """Counts from 1 in order of first citation; what `[3]` in the text refers to."""
    seed_id: str
    seed: Seed
    claims: Mapping[str, Claim]

    def grade(self, claim_id: str) -> str:
        """The two-part Admiralty grade of a claim, for example "B2"."""
        return f"{self.seed.reliability}{self.claims[claim_id].credibility}"


@dataclass(frozen=True)
class Course:
    """Everything one edition of one workshop in one language is made from."""

    workshop_id: str
    title: str
    subtitle: str | None
    edition: Edition
    wording: Wording
    hubs: Mapping[str, Hub]
    """The workshop's own hubs, in its order."""
    all_hubs: Mapping[str, Hub]
    """Every hub, for map blocks. Profiles of the others are not printed."""
    audiences: Mapping[str, Audience]
    days: tuple[AgendaDay, ...]
    sessions: tuple[Session, ...]
    cases: Mapping[str, Case]
    """Cases that the kept blocks use."""
    terms: Mapping[str, Term]
    """The glossary in the order of the language's alphabet."""
    module_titles: Mapping[str, str]
    """Titles of all modules, for links to modules that this workshop leaves out."""
    sources: Mapping[str, CitedSeed]
    participants: int | None
    trainers: tuple[str, ...]
    """Names with roles; empty in the participant edition."""
    rooms: tuple[str, ...]
    marking: str | None
    branding: Branding
    notes: str | None
    """The organiser's notes; None in the participant edition."""
    version: str
    """Short hash of the content this edition was made from; printed in the footer."""
    english_terms: Mapping[str, str] = field(default_factory=dict)
    """The English words of each term; empty in the English edition."""

    @property
    def language(self) -> str:
        return self.wording.language

    @property
    def is_trainer(self) -> bool:
        return self.edition == "trainer"

    @property
    def first_date(self) -> datetime.date:
        return self.days[0].date

    @property
    def last_date(self) -> datetime.date:
        return self.days[-1].date
