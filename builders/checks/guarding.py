"""The word lists of `templates/guarding/`, read once for each curriculum and ready to search with.

Enters: a `Curriculum`. Leaves: `Guards`, and problems of the lists themselves. All languages'
lists hold for all text: a French word on an English page is as harmful as on a French one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from weakref import WeakKeyDictionary

from builders.checks.walking import tokens_of
from builders.loading.curriculum import Curriculum, load_file
from builders.models.guarding import AvoidedWord, Guarding
from builders.problems import Place, Problem

FOLDER = "guarding"
Span = tuple[int, int]


@dataclass(frozen=True)
class Phrases:
    """Phrases to look for as whole words. Plain searching is many times as quick as expressions."""

    listed: tuple[str, ...] = ()
    """Longest first, in the form that `evened` gives."""
    exact: bool = False
    """Large and small letters count, and there is no plural: names of bodies and people."""

    @cached_property
    def _needed(self) -> tuple[tuple[str, frozenset[str], str], ...]:
        """Each phrase with its words, the last one apart since it may carry a plural."""
        parted = [(phrase, tokens_of(phrase.lower())) for phrase in self.listed]
        return tuple((phrase, frozenset(words[:-1]), words[-1]) for phrase, words in parted)

    def possible_in(self, words: frozenset[str]) -> Phrases:
        """Those that a text with these words in small letters may hold; mostly few or none."""
        found = tuple(
            phrase
            for phrase, first, last in self._needed
            if (last in words or f"{last}s" in words or f"{last}es" in words) and first <= words
        )
        return Phrases(found, self.exact)

    def found_in(self, text: str) -> list[Span]:
        """Where they stand, in order; of two that overlap the longer one."""
        spans: list[Span] = []
        if self.listed:
            even = evened(text, self.exact)
            for phrase in self.listed:
                start = even.find(phrase)
                while start >= 0:
                    end = self._end(even, start, start + len(phrase))
                    if end and not any(a < end and start < b for a, b in spans):
                        spans.append((start, end))
                    start = even.find(phrase, start + 1)
        return sorted(spans)

    def _end(self, even: str, start: int, end: int) -> int:
        """Where the whole words end that start here; 0 if they are a part of others."""
        if start and (even[start - 1].isalnum() or even[start - 1] == "_"):
            return 0
        for ending in ("",) if self.exact else ("", "s", "es"):
            stop = end + len(ending)
            after = even[stop : stop + 1]
            inside = after.isalnum() or (self.exact and after == "-")
            if even.startswith(ending, end) and not inside:
                return stop
        return 0

    def are_in(self, text: str) -> bool:
        """True if one of them stands in the text."""
        return bool(self.found_in(text))


def evened(text: str, exact: bool = False) -> str:
    """The text with plain spaces for line ends, of the same length; also for hyphens if not exact.

    A few signs grow when they are made small; a text with one is taken as it is.
    """
    if exact:
        return text.translate(_EVEN_LINES)
    small = text.lower()
    return (small if len(small) == len(text) else text).translate(_EVEN)


@dataclass(frozen=True)
class Guards:
    """The lists of all languages together."""

    avoided: Phrases
    entries: dict[str, AvoidedWord]
    """The entry of each avoided phrase, by the phrase as `evened` gives it."""
    allowed_around: dict[str, Phrases]
    """The longer phrases in which an avoided phrase is right, by the same key."""
    image_subjects: Phrases
    bodies: Phrases
    statements: Phrases
    people: tuple[str, ...]
    large_numbers: tuple[str, ...]
    invented: Phrases
    not_found: Phrases
    currencies: tuple[str, ...]
    titles: tuple[str, ...]
    roles: tuple[str, ...]
    names: Phrases
    reasons: dict[str, str]
    """Why a name is not printed, by the name as `evened` gives it."""
    not_names: frozenset[str]

    def entry_of(self, words: str) -> tuple[str, AvoidedWord]:
        """The phrase as listed, and its entry, for words that `avoided` found."""
        key = evened(words)
        return next((k, self.entries[k]) for k in (key, key[:-1], key[:-2]) if k in self.entries)


def guards_of(curriculum: Curriculum) -> Guards:
    """The lists of the house. Read once for each curriculum."""
    return _kept(curriculum)[0]


def check_guarding_lists(curriculum: Curriculum) -> Iterator[Problem]:
    """The lists can be read, and the one for English is there."""
    yield from _kept(curriculum)[1]


def alternatives(phrases: Iterable[str], *, plural: bool = True) -> str:
    """Phrases as an expression: longest first, any space or hyphen between the words."""
    longest = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    words = "|".join(re.sub(r"(?:\\ |\\-)+", r"[\\s-]+", re.escape(phrase)) for phrase in longest)
    end = r"(?:s|es)?(?!\w)" if plural else r"(?![\w-])"
    return rf"(?<!\w)(?:{words}){end}"


def _kept(curriculum: Curriculum) -> tuple[Guards, tuple[Problem, ...]]:
    kept = _KEPT.get(curriculum)
    if kept is None:
        kept = _KEPT[curriculum] = _read(curriculum)
    return kept


def _read(curriculum: Curriculum) -> tuple[Guards, tuple[Problem, ...]]:
    folder = curriculum.house.templates / FOLDER
    problems: list[Problem] = []
    lists: list[Guarding] = []
    paths = sorted(folder.glob("*.yaml"))
    if folder / "en.yaml" not in paths:
        problems.append(
            Problem(
                Place(curriculum.house.name_of(folder / "en.yaml")),
                "guarding-missing",
                "The word lists that guard people are missing, so text was not checked for them.",
                "Take the folder templates/guarding/ from the keyhub that you started from.",
                "warning",
            )
        )
    for path in paths:
        value, _, found = load_file(path, curriculum.house.name_of(path), Guarding)
        problems += found
        if value is not None:
            lists.append(value)
    return _joined(lists), tuple(problems)


def _joined(lists: list[Guarding]) -> Guards:
    entries = {
        evened(words): entry for one in lists for entry in one.avoid for words in entry.words
    }
    around = {key: _phrases(entry.except_in) for key, entry in entries.items() if entry.except_in}
    names = {name.name: name.reason for one in lists for name in one.names}
    return Guards(
        _phrases(words for one in lists for entry in one.avoid for words in entry.words),
        entries,
        around,
        _phrases(words for one in lists for words in one.image_subjects),
        _phrases((words for one in lists for words in one.bodies), exact=True),
        _phrases(words for one in lists for words in one.statements),
        tuple(words for one in lists for words in one.people),
        tuple(words for one in lists for words in one.large_numbers),
        _phrases(words for one in lists for words in one.invented),
        _phrases(words for one in lists for words in one.not_found),
        tuple(words for one in lists for words in one.currencies),
        tuple(words for one in lists for words in one.titles),
        tuple(words for one in lists for words in one.roles),
        _phrases(names, exact=True),
        {evened(name, True): reason for name, reason in names.items()},
        frozenset(words for one in lists for words in one.not_names),
    )


def _phrases(phrases: Iterable[str], *, exact: bool = False) -> Phrases:
    listed = {evened(phrase, exact) for phrase in phrases}
    return Phrases(tuple(sorted(listed, key=lambda phrase: (-len(phrase), phrase))), exact)


_EVEN_LINES = str.maketrans("\n\t\u00a0", "   ")
_EVEN = str.maketrans("\n\t-\u2011\u00a0", "     ")
_KEPT: WeakKeyDictionary[Curriculum, tuple[Guards, tuple[Problem, ...]]] = WeakKeyDictionary()

GUARDING_CHECKS: tuple[Callable[[Curriculum], Iterator[Problem]], ...] = (check_guarding_lists,)
