"""One PO file ↔ `Catalogue`. The home of `polib`.

Enters: a PO file's text. Leaves: `(Catalogue | None, problems)`, or the text of a catalogue.
Written as GNU `msgcat --no-wrap` writes, byte for byte: where lines are broken differs from tool to
tool and would only make noise between versions.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

import polib  # type: ignore[import-untyped]

from builders.problems import Place, Problem
from builders.translating.sources import Key

PLURALS: Mapping[str, str] = MappingProxyType(
    {
        "ar": "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
        "n%100>=11 ? 4 : 5;",
        "fr": "nplurals=2; plural=(n > 1);",
    }
)
"""The forms that the GNU gettext manual gives; keyhub has no counted strings, editors want them."""

LANGUAGE_NAMES: Mapping[str, str] = MappingProxyType({"ar": "Arabic", "fr": "French"})
_OPENED = re.compile(r'(?:#~ ?)?(?:msg\w+(?:\[\d+\])? *)?"')
_CLOSED = re.compile(r'"(?:[^"\\]|\\.)*"$')
_LINE = re.compile(r"\(line (\d+)\)")


@dataclass(frozen=True)
class Entry:
    """One string with its translation. `line` is where the translation stands in the PO file."""

    context: str
    source: str
    translation: str = ""
    fuzzy: bool = False
    obsolete: bool = False
    previous_context: str | None = None
    previous_source: str | None = None
    """The English words that a fuzzy translation was made for."""
    explained: str = ""
    """What keyhub says to the translator."""
    notes: str = ""
    """What translators say to each other; keyhub never changes it."""
    references: tuple[tuple[str, str], ...] = ()
    line: int = field(default=1, compare=False)

    @property
    def key(self) -> Key:
        return self.context, self.source

    @property
    def usable(self) -> bool:
        """True if it may be printed: translated, and not waiting for a second look."""
        return bool(self.translation) and not self.fuzzy and not self.obsolete


@dataclass(frozen=True)
class Catalogue:
    """One PO file. `header` is its comment at the top, `metadata` the fields below it."""

    entries: tuple[Entry, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)
    header: str = ""

    @property
    def usable(self) -> dict[Key, str]:
        """The translations that may be printed."""
        return {entry.key: entry.translation for entry in self.entries if entry.usable}


def read_catalogue(text: str, name: str) -> tuple[Catalogue | None, list[Problem]]:
    """The catalogue in the text of the PO file of that name."""
    catalogue, problems = _read(text, name)
    return catalogue, list(problems)


@lru_cache(maxsize=1_000)
def _read(text: str, name: str) -> tuple[Catalogue | None, tuple[Problem, ...]]:
    """Kept, because the checks and every edition of every language read the same files."""
    if broken := _broken_line(text):
        return None, (_unreadable(name, broken),)
    try:
        # A line end behind it: polib takes what could be a file's name for one.
        po = polib.pofile(text + "\n", wrapwidth=-1)
    except (OSError, ValueError, UnicodeError, IndexError, AttributeError) as error:
        found = _LINE.search(str(error))
        return None, (_unreadable(name, int(found.group(1)) if found else 1),)
    lines = text.split("\n")
    entries = tuple(_entry(entry, lines) for entry in po)
    return Catalogue(entries, dict(po.metadata), po.header), ()


def _broken_line(text: str) -> int:
    """The first line whose quotation mark is never closed: polib would drop what follows it."""
    for number, line in enumerate(text.split("\n"), 1):
        if _OPENED.match(line) and not _CLOSED.search(line.rstrip()):
            return number
    return 0


def _unreadable(name: str, line: int) -> Problem:
    return Problem(
        Place(name, line),
        "translation-unreadable",
        "This is not a PO file that can be read from here on.",
        'Every line starts with `msgid "`, `msgstr "`, `"` or `#`, and ends with `"`. Open '
        "it in a PO editor such as Poedit, which shows and mends such faults.",
    )


def _entry(entry: polib.POEntry, lines: list[str]) -> Entry:
    return Entry(
        entry.msgctxt or "",
        entry.msgid,
        entry.msgstr,
        fuzzy=entry.fuzzy,
        obsolete=bool(entry.obsolete),
        previous_context=entry.previous_msgctxt,
        previous_source=entry.previous_msgid,
        explained=entry.comment,
        notes=entry.tcomment,
        references=tuple(entry.occurrences),
        line=_line_of_translation(lines, entry.linenum),
    )


def _line_of_translation(lines: list[str], start: int) -> int:
    for number in range(max(start, 1), len(lines) + 1):
        if lines[number - 1].removeprefix("#~ ").startswith("msgstr"):
            return number
    return start


def new_metadata(language: str, title: str, timestamp: int) -> dict[str, str]:
    """The header fields of a new catalogue. `timestamp`: seconds since 1970; no clock is read."""
    day = datetime.datetime.fromtimestamp(timestamp, datetime.UTC)
    return {
        "Project-Id-Version": f"keyhub: {title}",
        "Report-Msgid-Bugs-To": "",
        "PO-Revision-Date": f"{day:%Y-%m-%d %H:%M}+0000",
        "Last-Translator": "",
        "Language-Team": LANGUAGE_NAMES.get(language, language),
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS.get(language, "nplurals=2; plural=(n != 1);"),
    }


def catalogue_text(catalogue: Catalogue) -> str:
    """The PO file's text, ending with a newline."""
    po = polib.POFile(wrapwidth=-1)
    po.header = catalogue.header
    po.metadata = dict(catalogue.metadata)
    for entry in catalogue.entries:
        po.append(
            polib.POEntry(
                msgctxt=entry.context or None,
                msgid=entry.source,
                msgstr=entry.translation,
                flags=["fuzzy"] if entry.fuzzy else [],
                obsolete=entry.obsolete,
                previous_msgctxt=entry.previous_context,
                previous_msgid=entry.previous_source,
                comment=entry.explained,
                tcomment=entry.notes,
                occurrences=list(entry.references),
            )
        )
    return str(po).rstrip("\n") + "\n"
