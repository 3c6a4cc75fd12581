"""Words that harm people: avoided words, names of private persons, subjects of pictures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache

from builders.checks.guarding import Guards, Phrases, alternatives, evened, guards_of
from builders.checks.sentences import (
    is_quoted,
    readable,
    sentence,
    sentence_number,
    words_outside_quotes,
)
from builders.checks.walking import FileTexts, Strings, blocks_of, strings
from builders.loading.curriculum import Curriculum
from builders.models.blocks import Figure
from builders.models.marks import Found
from builders.problems import Problem
from builders.prose import citations_in

FEWEST_EXPLAINING_WORDS = 3
"""Words beside a quoted word that make its quotation a discussion of it."""


_NAME = r"[^\W\d_a-z][^\W\d_A-Z][\w'’-]+"
_MORE = rf"(?:\s(?:al-|el-|bin\s|ibn\s|abu\s)?{_NAME})"
_TWO_CAPITALS = re.compile(rf"[A-Z][a-z][\w'’-]+{_MORE}")


def check_words(curriculum: Curriculum) -> Iterator[Problem]:
    """No avoided word and no private person's name stands in any text."""
    yield from word_problems(curriculum, strings(curriculum))


def word_problems(curriculum: Curriculum, texts: Strings) -> Iterator[Problem]:
    """Avoided words and names in some files."""
    guards = guards_of(curriculum)
    for file in texts.files:
        avoided = guards.avoided.possible_in(file.words)
        names = guards.names.possible_in(file.words)
        titles = tuple(title for title in guards.titles if title.lower() in file.words)
        for found in file.texts:
            if file.shelf in ("seeds", "frameworks") and found.kind == "title":
                continue  # the title of somebody else's work
            if avoided.listed:
                yield from _avoided(guards, avoided, file, found)
            titled = any(title in found.text for title in titles)
            if names.listed or titled or _TWO_CAPITALS.search(found.text):
                yield from _named(guards, names, curriculum, file, found)


def _avoided(guards: Guards, avoided: Phrases, file: FileTexts, found: Found) -> Iterator[Problem]:
    text = readable(found.text)
    times: Counter[str] = Counter()
    for start, end in avoided.found_in(text):
        words = found.text[start:end]
        number, times[words] = times[words], times[words] + 1
        key, entry = guards.entry_of(words)
        around = guards.allowed_around.get(key)
        if around and any(a <= start and end <= b for a, b in around.found_in(text)):
            continue
        if is_quoted(text, start, end) and _is_explained(file, found):
            continue
        yield Problem(
            file.located(found).place_of(words, number),
            "word-avoided",
            f"'{' '.join(words.split())}' is a word to avoid. {entry.why}",
            f"Say: {entry.say}. To discuss the word, put it in quotation marks beside what you "
            "say of it.",
        )


def _is_explained(file: FileTexts, found: Found) -> bool:
    """True if other words stand beside the quotation, in the same string or the same thing."""
    if words_outside_quotes(found.text) >= FEWEST_EXPLAINING_WORDS:
        return True
    around = found.path[:-1]
    return any(
        other.path[: len(around)] == around
        and other is not found
        and words_outside_quotes(other.text) >= FEWEST_EXPLAINING_WORDS
        for other in file.texts
    )


def _named(
    guards: Guards, names: Phrases, curriculum: Curriculum, file: FileTexts, found: Found
) -> Iterator[Problem]:
    text = readable(found.text)
    hits = [
        ((start, end), guards.reasons[evened(text[start:end], True)])
        for start, end in names.found_in(text)
    ]
    for hit in _title_pattern(guards.titles, guards.roles).finditer(text):
        name = hit.group("title_name") or hit.group("role_name")
        if not guards.not_names.intersection(name.split()):
            hits.append((hit.span(), "It looks like the name of a private person."))
    for (start, end), reason in hits:
        if _published(curriculum, sentence(found.text, sentence_number(found.text, start))):
            continue
        words = found.text[start:end]
        yield Problem(
            file.located(found).place_of(words),
            "person-named",
            f"'{' '.join(words.split())}' names a person. {reason}",
            "Use a neutral role or initials. A name that a judgment made public needs a citation "
            "of that judgment in the same sentence.",
        )


def _published(curriculum: Curriculum, words: str) -> bool:
    """True if the sentence cites a decision, which is an official public act."""
    seeds = (curriculum.seeds.get(citation.seed) for citation in citations_in(words))
    return any(seed is not None and seed.kind == "decision" for seed in seeds)


@lru_cache(maxsize=8)
def _title_pattern(titles: tuple[str, ...], roles: tuple[str, ...]) -> re.Pattern[str]:
    """A title and a name, or a role and two names. A single letter is no name."""
    title = alternatives(titles, plural=False) if titles else r"(?!)"
    role = alternatives(roles) if roles else r"(?!)"
    return re.compile(
        rf"{title}\.?\s(?P<title_name>{_NAME}{_MORE}*)"
        rf"|{role},?\s(?:named\s)?(?P<role_name>{_NAME}{_MORE}+)"
    )


def check_image_subjects(curriculum: Curriculum) -> Iterator[Problem]:
    """No picture shows what harms people, by its own words."""
    guards = guards_of(curriculum)
    for shelf, owner, path, block in blocks_of(curriculum):
        if not isinstance(block, Figure):
            continue
        for key, words in (
            ("title", block.title),
            ("image", re.sub(r"[/_.-]+", " ", block.image)),
            ("alt", block.alt),
            ("caption", block.caption or ""),
            ("credit", block.credit),
        ):
            for start, end in guards.image_subjects.found_in(words)[:1]:
                yield Problem(
                    curriculum.place(shelf, owner, *path, key),
                    "image-subject",
                    f"'{words[start:end]}' is on the list of what pictures do not show.",
                    "Show a diagram, a timeline, an object or a map. Discuss the rest in words.",
                )


WORD_CHECKS: tuple[Callable[[Curriculum], Iterator[Problem]], ...] = (
    check_words,
    check_image_subjects,
)
