"""A statement of fact that participants read stands beside its citation.

What counts as a fact here can be seen in the words: a year or a day, a percentage, a number of
people, and what a public body said. Scenes that an author marks as invented or composite are left
alone, and so are numbers of articles, laws, pages and minutes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from builders.checks.guarding import Guards, Phrases, alternatives, guards_of
from builders.checks.sentences import cites, readable, sentence, sentence_number
from builders.checks.walking import FileTexts, Strings, has_digit, strings
from builders.loading.curriculum import Curriculum
from builders.models.marks import Found, Path
from builders.models.shelves import Case
from builders.problems import Problem

SHELVES_OF_STATEMENTS = ("modules", "hubs", "audiences", "cases", "glossary")
"""Not: seeds, which are the sources; frameworks and workshops, which state nothing of the world."""

_NOT_STATEMENTS = ("groups", "materials", "period", "credit")
"""Fields that arrange the room or name a work."""

_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_YEAR = r"(?<![\w.,/–-])(?:18|19|20)\d\d(?![\w/]|[.,–-]\d)(?!\s+(?:people|persons|words|metres|km))"
_LAW_TITLE = re.compile(
    r"\b(?:Law|Decree|Decision|Resolution|Regulation|Act|Order|law|decree|resolution)"
    r"(?: No\.?| number)? \d+ (?:of|/) ?\d{4}\b|\b(?:Convention|Protocol|Act|Code|Covenant"
    r"|Law)(?: of|,| \()\s?(?:\d{1,2} \w+ )?\d{4}\)?"
)
_REFERENCE = re.compile(
    r"\b(?:page|pages|article|articles|art\.|arts\.|paragraph|para|section|number|no\.|No\.)"
    r" \d[\d–-]*"
)
_ON_THE_CLOCK = re.compile(r"\b\d{1,2}:\d\d\b")


@dataclass(frozen=True)
class _Patterns:
    """What a fact looks like, with the lists of the house filled in."""

    dated: re.Pattern[str]
    counted: re.Pattern[str]
    by_words: frozenset[str]
    """Words of which a count without a digit holds one."""


def check_facts_are_cited(curriculum: Curriculum) -> Iterator[Problem]:
    """Numbers, dates and what public bodies said stand in a cited sentence or before one."""
    yield from fact_problems(curriculum, strings(curriculum))


def fact_problems(curriculum: Curriculum, texts: Strings) -> Iterator[Problem]:
    """Facts without a citation in some files."""
    guards = guards_of(curriculum)
    patterns = _patterns(guards.people, guards.large_numbers)
    for file in texts.files:
        if file.shelf not in SHELVES_OF_STATEMENTS or _is_composite(file):
            continue
        bodies = guards.bodies.possible_in(file.words)
        worded = patterns.by_words.intersection(file.words)
        neighbours: _Neighbours | None = None
        told: set[Path] = set()
        for found in file.texts if bodies.listed or worded else file.numbered:
            if found.trainer_only:
                continue
            here = found.path[:-1] if isinstance(found.path[-1], int) else found.path
            for start, end in (
                () if here in told else _facts(found, patterns, guards, bodies, worded)
            ):
                neighbours = neighbours or _Neighbours(file, guards)
                number = sentence_number(found.text, start)
                if (
                    cites(sentence(found.text, number))
                    or cites(sentence(found.text, number + 1))
                    or neighbours.excuse(found)
                ):
                    continue
                words = found.text[start:end]
                if found.kind == "title":
                    told.add(here)  # the other categories of a chart need no telling
                yield Problem(
                    file.located(found).place_of(words),
                    "fact-uncited",
                    f"'{' '.join(words.split())}' is stated as a fact without a citation.",
                    "Cite the claim in this sentence or the next, reword it, or mark the scene as "
                    "invented.",
                    "warning",
                )
                break  # one for each string: the next is mostly mended with it


def _is_composite(file: FileTexts) -> bool:
    return isinstance(file.model, Case) and file.model.nature == "composite"


def _facts(
    found: Found, patterns: _Patterns, guards: Guards, bodies: Phrases, worded: frozenset[str]
) -> Iterator[tuple[int, int]]:
    if any(key in _NOT_STATEMENTS for key in found.path if isinstance(key, str)):
        return
    text = readable(found.text)
    for start, end in _numbers(text, patterns, worded):
        if _states(_around(found.text, start), guards):
            yield start, end
    for start, end in bodies.found_in(text):
        around = _around(found.text, start)
        if guards.statements.are_in(around) and _states(around, guards):
            yield start, end


def _numbers(text: str, patterns: _Patterns, worded: frozenset[str]) -> Iterator[tuple[int, int]]:
    if not has_digit(text) and not any(word in text.lower() for word in worded):
        return
    for pattern in (_LAW_TITLE, _REFERENCE, _ON_THE_CLOCK):
        text = pattern.sub(_blank, text)
    for pattern in (patterns.dated, patterns.counted):
        for hit in pattern.finditer(text):
            yield hit.span()


def _around(text: str, position: int) -> str:
    return readable(sentence(text, sentence_number(text, position)))


def _states(words: str, guards: Guards) -> bool:
    """False for a question, and for what our own search did not find: neither has a source."""
    return not words.rstrip(' \n"”*_').endswith("?") and not guards.not_found.are_in(words)


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())


@lru_cache(maxsize=8)
def _patterns(people: tuple[str, ...], large_numbers: tuple[str, ...]) -> _Patterns:
    dated = re.compile(
        rf"{_YEAR}|\b\d{{1,2}} (?:{_MONTH})\b|\b(?:{_MONTH}) \d{{1,2}}(?!\d)"
        r"|\d(?:[.,]\d+)?\s?%|\b\d[\d.,]*\s(?:per\scent|percent)\b"
        r"|(?<![\w.,])\d{1,3}(?:,\d{3})+(?!\d)"
    )
    number = r"(?<![\w.,:/–-])(?:[1-9]\d{1,5})"
    spoken = alternatives(large_numbers, plural=False) if large_numbers else r"(?!)"
    nouns = alternatives(people, plural=False) if people else r"(?!)"
    counted = re.compile(
        rf"(?:{number}|{spoken}(?:\sof)?)\s(?:[a-z-]+\s){{0,2}}?{nouns}", re.IGNORECASE
    )
    return _Patterns(dated, counted, frozenset(large_numbers))


class _Neighbours:
    """What stands around the strings of one file: citations, and the word "invented"."""

    def __init__(self, file: FileTexts, guards: Guards) -> None:
        self.file = file
        self.cited: set[Path] = set()
        self.invented: set[Path] = set()
        for found in file.texts:
            if cites(found.text):
                self.cited.update(found.path[:end] for end in range(len(found.path) + 1))
            if guards.invented.are_in(found.text):
                self.invented.add(_thing_of(found.path))

    def excuse(self, found: Found) -> bool:
        """True if the string needs no citation of its own, by what stands around it."""
        path = found.path
        if _thing_of(path) in self.invented:
            return True
        if found.kind == "title":
            # A title can hold no citation; what it heads must.
            return path[:-1] in self.cited or _block_of(path) in self.cited
        match path:
            case (*block, "rows", int(row), int()):
                return (*block, "rows", row) in self.cited or (*block, "note") in self.cited
            case (*block, "columns", int()):
                return tuple(block) in self.cited
            case (*point, "text") if "points" in path:
                return tuple(point) in self.cited
            case (*block, "alt" | "caption" | "note"):
                return tuple(block) in self.cited
            case _:
                return False


def _block_of(path: Path) -> Path:
    """The path of the block, the event or the scene that a string lies in, else of its owner."""
    for key in ("blocks", "scenes", "profile"):
        if key in path:
            return path[: path.index(key) + 2]
    return path[:-1]


def _thing_of(path: Path) -> Path:
    """The path of the block that a string lies in, or of the string itself outside of blocks."""
    return path[: path.index("blocks") + 2] if "blocks" in path else path


FACT_CHECKS: tuple[Callable[[Curriculum], Iterator[Problem]], ...] = (check_facts_are_cited,)
