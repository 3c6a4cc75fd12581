"""One workshop, resolved for one language and one edition: all that makers and writers ever see.

Enters: nothing (types only). Leaves: `Course`, which `tailoring` fills. The participant Course
holds no trainer-only string, so nothing made from it can leak one: separation is by construction.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from builders.changes import Change
from builders.editions import EDITIONS as EDITIONS
from builders.editions import Edition as Edition
from builders.editions import edition_kind
from builders.models.blocks import Block
from builders.models.module import Approval, Module, Step
from builders.models.seed import Claim, Seed
from builders.models.shelves import Audience, Case, Hub, Term
from builders.models.workshop import Branding
from builders.time_of_day import later
from builders.wording import Direction as Direction
from builders.wording import Wording as Wording

AgendaKind = Literal[
    "opening",
    "pre_test",
    "recap",
    "step",
    "break",
    "lunch",
    "prayer",
    "free",
    "post_test",
    "evaluation",
    "closing",
]


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
        return later(self.start, self.minutes)


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
    leads: tuple[str, ...] = ()
    """Names of the trainers who lead it; empty where nobody is named yet, and for participants."""

    @property
    def end(self) -> datetime.time:
        return later(self.start, self.step.minutes)


@dataclass(frozen=True)
class Session:
    """One module as taught in this workshop. One deck and one chapter are made of it."""

    number: int
    """Counts from 1 in the order of teaching."""
    module_id: str
    module: Module
    """Steps and blocks already filtered by the plan, by hub and by audience."""
    steps: tuple[ScheduledStep, ...]
    draft: bool = True
    """Approvals are missing, or the day of review has come: it carries a mark."""

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
class FrameworkItem:
    """An item of an outside outline that this workshop teaches."""

    title: str
    sessions: tuple[int, ...]
    """Numbers of the sessions whose modules name it."""


@dataclass(frozen=True)
class TaughtFramework:
    """An outside outline, with the items that the sessions of this workshop cover."""

    id: str
    title: str
    publisher: str
    items: tuple[FrameworkItem, ...]
    count: int
    """How many items the whole outline has."""


@dataclass(frozen=True)
class ApprovedVersion:
    """The last approved version of a module, and what has changed since that this edition shows."""

    approvals: tuple[Approval, ...]
    changes: tuple[Change, ...] | None
    """None where no copy of that version was kept."""

    @property
    def version(self) -> str:
        """The first digits of the hash of what was read."""
        return self.approvals[0].content_hash[:12]


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
    frameworks: tuple[TaughtFramework, ...] = ()
    """Outside outlines that the sessions map to."""
    seats: Mapping[str, int] = field(default_factory=dict)
    """How many people a room seats, by its name, where the organiser says so."""
    english_terms: Mapping[str, str] = field(default_factory=dict)
    """The English words of each term; empty in the English edition."""
    approved: Mapping[str, ApprovedVersion] = field(default_factory=dict)
    """By module; one that was never approved is not there."""
    claims_changed: Mapping[str, Claim] = field(default_factory=dict)
    """By `seed-id:claim-id`: what is cited where something has changed and stands nowhere without a
    word on its status: allegations, and what nobody has read in full."""

    @property
    def language(self) -> str:
        return self.wording.language

    @property
    def is_translated(self) -> bool:
        """True in every language but that of the files."""
        return self.language != "en"

    @property
    def is_trainer(self) -> bool:
        return edition_kind(self.edition).shows_trainer_only

    def has_questions(self, form: str) -> bool:
        """True if this edition holds questions of a form of the test, "A" or "B"."""
        return any(q.form == form for s in self.sessions for q in s.module.questions)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Every block that it holds: of the steps, of its hubs, of the other hubs."""
        hubs = {**self.all_hubs, **self.hubs}
        return (
            *(b for session in self.sessions for s in session.steps for b in s.step.blocks),
            *(block for hub in hubs.values() for block in hub.blocks),
        )

    def narrowed(self) -> Course:
        """The course without what only whole books and sheets of the workshop show."""
        return replace(
            self,
            subtitle=None,
            audiences={},
            module_titles={},
            participants=None,
            trainers=(),
            rooms=(),
            notes=None,
            version="",
            frameworks=(),
            seats={},
            approved={},
            claims_changed={},
        )

    @property
    def first_date(self) -> datetime.date:
        return self.days[0].date

    @property
    def last_date(self) -> datetime.date:
        return self.days[-1].date
