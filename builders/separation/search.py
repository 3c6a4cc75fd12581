"""Words of a file → the phrases in it that only trainers may see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from builders.problems import Place, Problem
from builders.separation.phrases import letters_of, words_of
from builders.separation.views import UnreadableError, views_of

LONG = 7
"""Words in a run that is compared. In the curriculum no two different sentences share seven words
by accident: every run that two strings share was written to be the same."""
SHORTEST = 4
"""Words of the shortest string that is looked for as a whole."""

Phrase = tuple[str, ...]


class Leak(NamedTuple):
    """A trainer-only phrase in a delivered file."""

    place: str
    """The file, and the part inside it after `!`."""
    origin: str
    """Where the string was written."""


@dataclass(frozen=True)
class Guard:
    """The phrases to look for, by their number of words."""

    phrases: Mapping[int, Mapping[Phrase, str]]

    @classmethod
    def of(cls, wanted: Mapping[Phrase, str]) -> Guard:
        """Sort phrases by length."""
        by_length: dict[int, dict[Phrase, str]] = {}
        for phrase, origin in wanted.items():
            by_length.setdefault(len(phrase), {})[phrase] = origin
        return cls(by_length)

    @cached_property
    def in_letters(self) -> Guard:
        """The same phrases with the letters of each word in order, also read backwards.

        For PDF, where a reader may give joined Arabic letters and whole words in another order.
        """
        found: dict[Phrase, str] = {}
        for phrases in self.phrases.values():
            for phrase, origin in phrases.items():
                letters = tuple(letters_of(list(phrase)))
                found[letters] = origin
                found[letters[::-1]] = origin
        return Guard.of(found)

    def origins_in(self, words: Sequence[str]) -> set[str]:
        """Where the phrases were written that stand in these words."""
        found: set[str] = set()
        for length, phrases in self.phrases.items():
            runs = zip(*(words[start:] for start in range(length)), strict=False)
            found.update(phrases[run] for run in phrases.keys() & set(runs))
        return found


def leaks_in(guard: Guard, files: Iterable[Path], root: Path) -> list[Problem]:
    """Search delivered files; each is named as it lies below `root`.

    A file that cannot be opened is a problem too: nothing is proved about it.
    """
    found: set[Leak] = set()
    problems: list[Problem] = []
    for path in files:
        name = path.relative_to(root).as_posix()
        try:
            for view in views_of(name, path.read_bytes()):
                words = words_of(view.text)
                if view.letters_only:
                    origins = guard.in_letters.origins_in(letters_of(words))
                else:
                    origins = guard.origins_in(words)
                found.update(Leak(view.place, origin) for origin in origins)
        except UnreadableError as error:
            problems.append(
                Problem(
                    Place(name),
                    "edition-unsearchable",
                    f"This file for participants cannot be searched: {error}.",
                    "Nothing was delivered. This is a fault of keyhub: please report it.",
                )
            )
    return problems + leak_problems(found)


def leak_problems(leaks: Iterable[Leak]) -> list[Problem]:
    """One problem for each place and origin, in order."""
    return [
        Problem(
            Place(leak.place),
            "edition-leak",
            f"This file is for participants, but it holds words that only trainers may see: "
            f"{leak.origin}.",
            "Nothing was delivered. This is a fault of keyhub, not of your text: please report it.",
        )
        for leak in sorted(set(leaks))
    ]
