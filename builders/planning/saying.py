"""Requirements in words, each with its line.

Enters: requirements, spec, the spec's file and the curriculum. Leaves: `Said`, plain data.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from builders.loading.curriculum import Curriculum, SourceFile
from builders.models.workshop import Trainer, WorkshopSpec
from builders.planning.demand import LONGEST_LECTURE_RUN, Requirement
from builders.problems import Place
from builders.time_of_day import clock_text


@dataclass(frozen=True)
class Said:
    """One requirement: its words, and its place if an author wrote it somewhere."""

    kind: str
    subject: str
    words: str
    place: Place | None


def say(
    requirement: Requirement, spec: WorkshopSpec, curriculum: Curriculum, source: SourceFile
) -> Said:
    """A requirement in words that can follow "at the same time:"."""
    return Said(
        requirement.kind,
        requirement.subject,
        words_of(requirement, spec),
        place_of(requirement, curriculum, source),
    )


def place_of(requirement: Requirement, curriculum: Curriculum, source: SourceFile) -> Place | None:
    """Where a requirement is written. None for a default or a rule of the house."""
    file: SourceFile | None = source
    if requirement.module_id is not None:
        file = curriculum.files.get(("modules", requirement.module_id))
    if file is None or not requirement.path or requirement.path not in file.places.values:
        return None
    return file.places.of(*requirement.path)


def words_of(requirement: Requirement, spec: WorkshopSpec) -> str:
    """A requirement as a clause, without a full stop."""
    subject = requirement.subject
    first, _, second = subject.partition(">" if requirement.kind == "requires" else "/")
    match requirement.kind:
        case "must":
            return f"'{subject}' must be taught"
        case "must_step":
            return f"the step '{subject}' must be taught"
        case "must_objective":
            return f"the objective '{subject}' must be reached"
        case "never":
            return f"'{subject}' must not be taught"
        case "never_step":
            return f"the step '{subject}' must not be taught"
        case "requires":
            return f"'{first}' requires '{second}'"
        case "mandatory":
            return f"'{first}' must reach its mandatory objective '{second}'"
        case "one_day":
            return f"'{subject}' must stay within one day"
        case "share_at_least":
            share = spec.shares[subject]  # type: ignore[index]
            return f"at least {share.at_least} % of the minutes must be '{subject}'"
        case "share_at_most":
            share = spec.shares[subject]  # type: ignore[index]
            return f"at most {share.at_most} % of the minutes may be '{subject}'"
        case "lecture_share":
            return f"at most {spec.lecture_at_most} % of the minutes may be lecture"
        case "lecture_run":
            return f"nobody listens for more than {LONGEST_LECTURE_RUN} minutes on end"
        case "heavy_last":
            return "heavy content is not the last thing of the workshop"
        case "day_end":
            return f"day {subject} ends at {spec.days[int(subject) - 1].end:%H:%M}"
        case "pause":
            pause = spec.days[int(first) - 1].pauses[int(second) - 1]
            return f"day {first} has a {pause.kind} at {clock_text(pause.minute)}"
        case "presence":
            trainer = spec.trainers[int(subject) - 1]
            return f"'{trainer.name}' is there only {presence_words(trainer)}"
        case "trainers":
            count = len(spec.trainers)
            return (
                "one trainer alone is named"
                if count == 1
                else f"only the {count} trainers that are named can teach"
            )
        case "leads":
            return f"'{subject}' must be led by '{spec.leads[subject]}'"
        case "rooms":
            return f"there {'is one room' if len(spec.rooms) == 1 else 'are only the rooms named'}"
        case "apart":
            return "the modules must be others than before"


def presence_words(trainer: Trainer) -> str:
    """A clause like: on 24 October from 09:00 to 11:00 and on 25 October."""
    parts = []
    for presence in trainer.present:
        words = f"on {day_words(presence.date)}"
        if presence.start:
            words += f" from {presence.start:%H:%M}"
        if presence.end:
            words += f" {'to' if presence.start else 'until'} {presence.end:%H:%M}"
        parts.append(words)
    return " and ".join(parts)


def day_words(date: datetime.date) -> str:
    """A day as people say it: 24 October."""
    return f"{date.day} {date:%B}"
