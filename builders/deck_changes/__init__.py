"""What a trainer changed in a deck, and the way back into the YAML.

Enters: a house and an edited .pptx. Leaves: `(Examined | None, problems)` with a `Report` of the
changes; `applying` writes the words back.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import builders
from builders.house import House
from builders.problems import Place, Problem, closest, has_errors

if TYPE_CHECKING:
    from builders.deck_changes.changes import Report
    from builders.deck_changes.contents import DeckContents, Stamp
    from builders.deck_changes.expected import Expected
    from builders.loading.curriculum import SourceFile

SOURCE_LANGUAGE = "en"


@dataclass(frozen=True)
class Examined:
    """A deck that was compared."""

    report: Report
    expected: Expected


def examine(
    house: House,
    deck: Path,
    *,
    base: Path | None = None,
    workshop: str | None = None,
    edition: str | None = None,
    language: str | None = None,
) -> tuple[Examined | None, list[Problem], list[SourceFile]]:
    """Compare an edited deck with its sources.

    `base` is the deck as it was built, for files that lost their stamp; `workshop`, `edition` and
    `language` say what the stamp would. The third thing returned are files read, for quoting.
    """
    from builders.deck_changes.comparing import compare
    from builders.deck_changes.expected import expect
    from builders.deck_changes.reading import read_deck

    name = house.name_of(deck)
    contents, problems = read_deck(deck, name)
    if contents is None:
        return None, problems, []
    stamp = contents.stamp
    if base is not None:
        original, found = read_deck(base, house.name_of(base))
        problems += found
        if original is None:
            return None, problems, []
        stamp = original.stamp
        if stamp is None:
            return None, [_unstamped(house.name_of(base))], []
    workshop = workshop or (stamp.workshop if stamp else None)
    if workshop is None:
        return None, [_unstamped(name)], []
    spec = house.curriculum / "workshops" / f"{workshop}.yaml"
    if not spec.is_file():
        known = [path.stem for path in sorted(spec.parent.glob("*.yaml"))]
        return None, [_foreign(name, workshop, known)], []
    notes = any(slide.notes for slide in contents.slides)
    edition = edition or (stamp.edition if stamp else "trainer" if notes else "participant")
    language = language or (stamp.language if stamp else SOURCE_LANGUAGE)
    wanted: str | DeckContents = stamp.deck if stamp else contents
    expected, found, sources = expect(house, spec, edition, language, wanted)
    problems += found
    if expected is None:
        if not has_errors(problems):
            problems.append(_gone(name, stamp, workshop))
        return None, problems, sources
    problems = [p for p in problems if p.is_error]  # warnings of the sources are no news here
    if stamp is not None and stamp.keyhub != builders.__version__:
        problems.append(_other_version(name, stamp.keyhub))
    report = compare(contents, expected, stamp, writes=language == SOURCE_LANGUAGE)
    return Examined(report, expected), problems, sources


def _unstamped(name: str) -> Problem:
    return Problem(
        Place(name),
        "deck-unstamped",
        "The deck does not say which workshop it was made for: keyhub did not make it, or a "
        "program dropped the mark.",
        "Give the workshop with --workshop, or the deck as it was built with --base.",
    )


def _foreign(name: str, workshop: str, known: list[str]) -> Problem:
    return Problem(
        Place(name),
        "deck-foreign",
        f"The deck was made for the workshop '{workshop[:80]}', which is not in this house.",
        closest(workshop, known) or f"Workshops here: {', '.join(known) or 'none'}.",
    )


def _gone(name: str, stamp: Stamp | None, workshop: str) -> Problem:
    what = f"The deck '{stamp.deck[:80]}'" if stamp else "No deck like this one"
    return Problem(
        Place(name),
        "deck-gone",
        f"{what} is {'no longer ' if stamp else ''}part of the workshop '{workshop[:80]}'.",
        "See `keyhub plan` for the modules it has now.",
    )


def _other_version(name: str, version: str) -> Problem:
    return Problem(
        Place(name),
        "deck-other-version",
        f"The deck was built with keyhub {version[:40]}; this is {builders.__version__}. Where "
        "keyhub words or splits slides in another way now, that may show up below.",
        "Read the changes with care.",
        "warning",
    )
