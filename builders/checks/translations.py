"""Catalogues of translations: readable, for this curriculum, and faithful to the English.

Enters: a `Curriculum`; the PO files of its house are read here, quickly and only those that there
are. Leaves: problems in the line of the translation. What a translation means nobody can check but
a translator; that citations, links, numbers, emphasis and lists are all still there, we can.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from builders.checks.walking import FileTexts, Strings
from builders.checks.words import word_problems
from builders.loading.curriculum import Curriculum, SourceFile, read_file
from builders.models.marks import Found, Kind, Model
from builders.models.workshop import Language
from builders.problems import Place, Places, Problem
from builders.prose import Citation, Items, Node, Paragraph, Quote, Run, citations_in, parse
from builders.translating.catalogue import Catalogue, Entry, read_catalogue
from builders.translating.sources import (
    Key,
    Source,
    catalogue_files,
    languages_translated,
    owner_of,
    sources_of,
)

LONG_ENOUGH_TO_DIFFER = 4
"""Words from which an equal translation is no longer a name."""
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_GROUPED = re.compile(r"(?<=\d)[.,٬٫'’\u00a0\u202f](?=\d)")
_NUMBER = re.compile(r"(?<![A-Za-z\d])\d+")
_PLACEHOLDER = re.compile(r"\{[a-z_]+\}")
_ASIDE = re.compile(r"\[@[^\]\n]*\]|\]\([^)\s]*\)|https?://\S+")


@dataclass(frozen=True)
class _File:
    """One catalogue with what it translates."""

    path: Path
    name: str
    text: str
    catalogue: Catalogue
    model: Model
    sources: tuple[Source, ...]


def check_translations(curriculum: Curriculum) -> Iterator[Problem]:
    """Every catalogue of the house."""
    house = curriculum.house
    known_languages = set(get_args(Language)) - {"en"}
    texts: list[FileTexts] = []
    for language in languages_translated(house):
        for path in catalogue_files(house, language):
            name = house.name_of(path)
            if language not in known_languages:
                yield _foreign(name, language, known_languages)
                break
            shelf, owner = owner_of(house, language, path)
            if (shelf, owner) not in curriculum.files:
                yield _homeless(name, shelf, owner)
                continue
            text, problems = read_file(path, name)
            yield from problems
            catalogue, problems = read_catalogue(text, name) if text is not None else (None, [])
            yield from problems
            model = curriculum.shelf(shelf).get(owner)
            if text is None or catalogue is None or model is None:
                continue
            sources = sources_of(shelf, model, curriculum.files[shelf, owner])
            file = _File(path, name, text, catalogue, model, sources)
            yield from _check_file(file, language)
            texts.append(_as_texts(file))
    yield from word_problems(curriculum, Strings((), (), tuple(texts)))


def _foreign(name: str, language: str, known: Iterable[str]) -> Problem:
    return Problem(
        Place(name),
        "translation-language-unknown",
        f"keyhub makes nothing in the language '{language}', so nobody reads this file.",
        f"Languages are: {', '.join(sorted(known))}. The folder's name must be one of them.",
    )


def _homeless(name: str, shelf: str, owner: str) -> Problem:
    return Problem(
        Place(name),
        "translation-file-unknown",
        f"This translates '{owner}', which is not in the curriculum.",
        "Give it the name and the folder of the English file"
        + (f" (folder '{shelf}')" if shelf else "")
        + ", or delete it.",
    )


def _check_file(file: _File, language: str) -> Iterator[Problem]:
    given = file.catalogue.metadata.get("Language", "")
    if given.split("_")[0] != language:
        yield Problem(
            Place(file.name, _line_with(file.text, '"Language:')),
            "translation-language-wrong",
            f"The header says that the language is '{given}', but the file lies in '{language}'.",
            f'Write "Language: {language}\\n" in the header, or move the file.',
        )
    yield from _check_duplicates(file)
    by_key: dict[Key, Source] = {source.key: source for source in file.sources}
    stale = 0
    for entry in file.catalogue.entries:
        source = by_key.get(entry.key)
        if source is None:
            stale += not entry.obsolete
        elif entry.usable:
            yield from _check_entry(entry, source, file.name)
    new = len(by_key) - sum(e.key in by_key and not e.obsolete for e in file.catalogue.entries)
    if stale or new > 0:
        yield Problem(
            Place(file.name),
            "translation-outdated",
            f"The English has changed since this file was made: {max(new, 0)} strings are new, "
            f"{stale} are gone.",
            f"Run `keyhub translations extract {language}`.",
            "warning",
        )


def _check_duplicates(file: _File) -> Iterator[Problem]:
    seen: dict[Key, int] = {}
    for entry in file.catalogue.entries:
        if entry.key in seen and not entry.obsolete:
            yield Problem(
                Place(file.name, entry.line),
                "translation-duplicate",
                f"'{_short(entry.source)}' is translated twice in one context.",
                f"Keep one of the two; the first stands in line {seen[entry.key]}.",
            )
        if not entry.obsolete:
            seen.setdefault(entry.key, entry.line)


def _check_entry(entry: Entry, source: Source, name: str) -> Iterator[Problem]:
    place = Place(name, entry.line)
    words = entry.translation
    if not words.strip():
        yield Problem(
            place,
            "translation-blank",
            f"The translation of '{_short(source.text)}' holds nothing but spaces.",
            "Translate it, or leave it quite empty until you do.",
        )
        return
    kind: Kind = "title" if source.kind == "label" else source.kind
    before, _ = parse(source.text, kind)
    after, faults = parse(words, kind)
    for fault in faults:
        yield Problem(place, "translation-markup", fault.message, fault.hint)
    for check in _PARITY:
        yield from check(source.text, words, place)
    if kind != "title" and not faults:
        yield from _check_markup(before, after, place)
    long = len(re.findall(r"[^\W\d_]{2,}", source.text)) >= LONG_ENOUGH_TO_DIFFER
    if long and words == source.text:
        yield Problem(
            place,
            "translation-same",
            "The translation is the English text, word for word.",
            "Translate it, or empty it so that it counts as missing.",
            "warning",
        )


def _check_citations(english: str, words: str, place: Place) -> Iterator[Problem]:
    before = Counter(one.ref for one in citations_in(english))
    after = Counter(one.ref for one in citations_in(words))
    yield from _problem(
        place,
        "translation-citation",
        "citation",
        before,
        after,
        "Copy every [@seed:claim] of the English, right behind the same statement.",
    )


def _check_placeholders(english: str, words: str, place: Place) -> Iterator[Problem]:
    yield from _problem(
        place,
        "translation-placeholder",
        "place to fill",
        Counter(_PLACEHOLDER.findall(english)),
        Counter(_PLACEHOLDER.findall(words)),
        "Keep the names in {braces} as they are; only their place may change.",
    )


def _check_numbers(english: str, words: str, place: Place) -> Iterator[Problem]:
    yield from _problem(
        place,
        "translation-number",
        "number",
        Counter(_numbers(english)),
        Counter(_numbers(words)),
        "Write the same figures as the English; a figure stays a figure, a word stays a word.",
    )


def _numbers(text: str) -> list[str]:
    plain = _GROUPED.sub("", _ASIDE.sub(" ", text).translate(_DIGITS))
    return _NUMBER.findall(plain)


_PARITY: tuple[Callable[[str, str, Place], Iterator[Problem]], ...] = (
    _check_citations,
    _check_placeholders,
    _check_numbers,
)


def _check_markup(
    before: tuple[Node, ...], after: tuple[Node, ...], place: Place
) -> Iterator[Problem]:
    yield from _problem(
        place,
        "translation-link",
        "link",
        _links(before),
        _links(after),
        "Translate the words in [square brackets]; keep what stands in (round ones) behind them.",
    )
    yield from _problem(
        place,
        "translation-emphasis",
        "emphasis",
        _emphasis(before),
        _emphasis(after),
        "Put *one star* or **two stars** around the words that carry the same weight.",
    )
    if _shape(before) != _shape(after):
        yield Problem(
            place,
            "translation-shape",
            f"The English has {_told(before)}, the translation {_told(after)}.",
            "Keep empty lines between paragraphs, and the sign (1. or -) before each item.",
        )


def _problem(
    place: Place, code: str, what: str, before: Counter[str], after: Counter[str], hint: str
) -> Iterator[Problem]:
    """One problem that names what is missing and what is too many, or none."""
    parts = []
    if lost := sorted((before - after).elements()):
        parts.append(f"missing: {_few(lost)}")
    if added := sorted((after - before).elements()):
        parts.append(f"too many: {_few(added)}")
    if parts:
        told = "; ".join(parts)
        yield Problem(place, code, f"Each {what} must stand in both languages; {told}.", hint)


def _few(names: list[str]) -> str:
    return ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")


def _runs(nodes: Iterable[Node]) -> Iterator[Run]:
    for node in nodes:
        match node:
            case Paragraph(inline):
                yield from (part for part in inline if not isinstance(part, Citation))
            case Items(_, items):
                for item in items:
                    yield from _runs(item)
            case Quote(inner):
                yield from _runs(inner)


def _links(nodes: Iterable[Node]) -> Counter[str]:
    found: list[str] = []
    for run in _runs(nodes):
        target = run.link or (run.term and f"term:{run.term}")
        target = target or (run.module and f"module:{run.module}")
        if target:
            found.append(target)
    return Counter(dict.fromkeys(found, 1))


def _emphasis(nodes: Iterable[Node]) -> Counter[str]:
    """How many stretches of strong and emphasised words there are."""
    found: Counter[str] = Counter()
    last = (False, False)
    for run in _runs(nodes):
        look = (run.strong, run.emphasis)
        if look != last:
            found["**strong**"] += look[0] and not last[0]
            found["*emphasis*"] += look[1] and not last[1]
        last = look
    return found


def _shape(nodes: Iterable[Node]) -> tuple[object, ...]:
    shape: list[object] = []
    for node in nodes:
        match node:
            case Paragraph():
                shape.append("p")
            case Items(ordered, items, start):
                shape.append((ordered, start if ordered else 0, *(_shape(item) for item in items)))
            case Quote(inner):
                shape.append(("q", *_shape(inner)))
    return tuple(shape)


def _told(nodes: tuple[Node, ...]) -> str:
    paragraphs = sum(isinstance(node, Paragraph) for node in nodes)
    items = [len(node.items) for node in nodes if isinstance(node, Items)]
    told = f"{paragraphs} paragraph{'s' * (paragraphs != 1)}"
    return told + (f" and lists of {', '.join(map(str, items))}" if items else "")


def _as_texts(file: _File) -> FileTexts:
    """The translations as strings of a file, so that the rules on words look at them too."""
    kinds = {source.key: source for source in file.sources}
    places = Places(file.name)
    texts = []
    for number, entry in enumerate(file.catalogue.entries):
        source = kinds.get(entry.key)
        if source is not None and source.kind != "label" and entry.usable:
            places.values[(number,)] = (entry.line, 1)
            texts.append(
                Found((number,), entry.translation, source.kind, source.trainer_only, None)
            )
    here = SourceFile(file.path, file.name, file.text, places)
    return FileTexts("translations", file.name, file.model, here, tuple(texts))


def _line_with(text: str, start: str) -> int:
    lines = text.split("\n")
    return next((n for n, line in enumerate(lines, 1) if line.startswith(start)), 1)


def _short(words: str) -> str:
    line = words.split("\n")[0]
    return line if len(line) <= 60 else line[:59] + "…"


TRANSLATION_CHECKS: tuple[Callable[[Curriculum], Iterator[Problem]], ...] = (check_translations,)
