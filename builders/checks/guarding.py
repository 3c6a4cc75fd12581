"""The word lists of `templates/guarding/`, read once for each curriculum and ready to search with.

Enters: a `Curriculum`. Leaves: `Guards`, and problems of the lists themselves. All languages'
lists hold for all text: a French word on an English page is as harmful as on a French one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from builders.checks.walking import tokens_of
from builders.loading.curriculum import Curriculum, load_file
from builders.models.guarding import AvoidedWord, Guarding
from builders.problems import Place, Problem

FOLDER = "guarding"


@dataclass(frozen=True)
class Phrases:
    """Phrases as one expression, with the words without one of which none of them can occur."""

    pattern: re.Pattern[str] | None
    triggers: frozenset[str]

    def may_be_in(self, words: frozenset[str]) -> bool:
        """False if a text of these words holds none of the phrases."""
        return not self.triggers.isdisjoint(words)

    def found_in(self, text: str) -> Iterator[re.Match[str]]:
        """Where the phrases occur."""
        return iter(()) if self.pattern is None else self.pattern.finditer(text)

    def search(self, text: str) -> re.Match[str] | None:
        """The first place where one of the phrases occurs."""
        return None if self.pattern is None else self.pattern.search(text)


@dataclass(frozen=True)
class Guards:
    """The lists of all languages together."""

    avoided: Phrases
    entries: dict[str, AvoidedWord]
    """The entry of each avoided phrase, by the phrase in small letters."""
    allowed_around: dict[str, Phrases]
    """The longer phrases in which an avoided phrase is right, by the same key."""
    image_subjects: Phrases
    bodies: Phrases
    statements: Phrases
    people: tuple[str, ...]
    large_numbers: tuple[str, ...]
    invented: Phrases
    currencies: tuple[str, ...]
    titles: tuple[str, ...]
    roles: tuple[str, ...]
    names: Phrases
    reasons: dict[str, str]
    """Why a name is not printed, by the name in small letters."""
    not_names: frozenset[str]

    def entry_of(self, words: str) -> tuple[str, AvoidedWord]:
        """The phrase as listed, and its entry, for words that `avoided` found."""
        key = _key(words)
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
    return rf"(?<!\w)(?:{words}){'(?:s|es)?' if plural else ''}(?!\w)"


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
    entries = {_key(words): entry for one in lists for entry in one.avoid for words in entry.words}
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
        tuple(words for one in lists for words in one.currencies),
        tuple(words for one in lists for words in one.titles),
        tuple(words for one in lists for words in one.roles),
        _phrases(names, exact=True),
        {_key(name): reason for name, reason in names.items()},
        frozenset(words for one in lists for words in one.not_names),
    )


def _phrases(phrases: Iterable[str], *, exact: bool = False) -> Phrases:
    """`exact`: large letters count, and there is no plural (names of bodies and people)."""
    listed = tuple(phrases)
    if not listed:
        return Phrases(None, frozenset())
    pattern = re.compile(alternatives(listed, plural=not exact), 0 if exact else re.IGNORECASE)
    rarest = [max(tokens_of(phrase), key=len) for phrase in listed]
    endings = ("",) if exact else ("", "s", "es")
    return Phrases(pattern, frozenset(word + ending for word in rarest for ending in endings))


def _key(words: str) -> str:
    return re.sub(r"[\s-]+", " ", words).lower()


_KEPT: WeakKeyDictionary[Curriculum, tuple[Guards, tuple[Problem, ...]]] = WeakKeyDictionary()

GUARDING_CHECKS: tuple[Callable[[Curriculum], Iterator[Problem]], ...] = (check_guarding_lists,)
