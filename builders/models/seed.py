"""A seed: one source with its graded claims, one file under seeds/."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from builders.models.marks import (
    CalendarDate,
    ClaimRef,
    Id,
    Line,
    Model,
    Title,
    TrainerOnly,
    Translatable,
)

Plain = Annotated[str, StringConstraints(min_length=1, max_length=600)]
Label = Annotated[Plain, Translatable("label")]
PUBLICATION_PATTERN = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"
PublicationDate = Annotated[str, StringConstraints(pattern=PUBLICATION_PATTERN)]
WEB_PATTERN = r"^https?://[^\s<>\"'`]+$"
WebAddress = Annotated[str, StringConstraints(pattern=WEB_PATTERN, max_length=400)]

Reliability = Literal["A", "B", "C", "D", "E", "F"]
"""Admiralty source reliability: A completely reliable … E unreliable, F cannot be judged."""
Credibility = Annotated[int, Field(ge=1, le=6)]
"""Admiralty information credibility: 1 confirmed … 5 improbable, 6 cannot be judged."""
ClaimStatus = Literal["fact", "allegation", "denial", "opinion", "forecast", "law"]
Verification = Literal["read", "read_in_part", "unverified"]


class Claim(Model):
    """One thing that a source says, in our own words."""

    id: Id
    text: Line
    status: ClaimStatus
    credibility: Credibility
    reason: Annotated[Line | None, TrainerOnly()] = None
    """Why this grade."""
    reference: Label | None = None
    """Where in the source: article, paragraph, page."""
    about: tuple[Id, ...] = ()
    """Topics, for searching: hubs, offences, bodies."""
    as_of: Label | None = None
    """The date or period that the claim describes."""
    verification: Verification = "read"
    """`unverified` keeps it from participants; trainers confirm it with a Libyan prosecutor."""
    answered_by: tuple[ClaimRef, ...] = ()
    """Claims that deny or answer this one, as `seed-id:claim-id`."""
    contradicts: tuple[ClaimRef, ...] = ()
    """Claims that cannot both be true with this one."""
    denial: Line | None = None
    """For an allegation: the denial in one short sentence, printed beside every citation of it."""


class Seed(Model):
    """One file under `seeds/`; its id is the file's name without `.yaml`."""

    title: Title
    """As printed by the publisher, in the source's own language; never translated."""
    publisher: Plain
    author: Plain | None = None
    date: PublicationDate | None = None
    date_note: Label | None = None
    kind: Literal[
        "treaty",
        "statute",
        "decision",
        "official_statement",
        "un_document",
        "training_material",
        "research",
        "press",
        "commentary",
        "reference",
    ]
    language: Literal["en", "fr", "ar", "de", "it", "nl"] = "en"
    reliability: Reliability
    grade_note: Annotated[Line | None, TrainerOnly()] = None
    addresses: tuple[WebAddress, ...] = ()
    licence: Label
    """What may be done with the source's own words; ours are always a paraphrase."""
    checked: CalendarDate
    cautions: Annotated[tuple[Line, ...], TrainerOnly()] = ()
    claims: Annotated[tuple[Claim, ...], Field(min_length=1)]
