"""The strings of today and the catalogue of yesterday → the catalogue of today.

Enters: `Source`s and a `Catalogue`. Leaves: a `Catalogue` in the order of the English file.
No translation is ever thrown away: what has vanished stays below as obsolete, and what changed in
English is marked fuzzy with the words that it was made for.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import replace

from builders.translating.catalogue import Catalogue, Entry
from builders.translating.sources import Source

SIMILAR_IN_CONTEXT = 0.5
"""Share of equal signs from which an old string of the same list may be the new one's elder."""
SIMILAR_ANYWHERE = 0.75
LONGEST_SLIDE_TITLE = 60
"""Signs that a slide's title holds on one line and a bit; longer ones are set smaller."""

_KINDS = {
    "title": "Title: plain words on one line, no markup.",
    "line": "Line: may hold **strong**, *emphasis*, links and citations.",
    "prose": "Prose: paragraphs and lists. Keep empty lines and list marks as they are.",
    "label": "Label: a few plain words, for example a date or a place in a source.",
}
_TRAINERS = "For trainers only; participants never see it."
_CITATIONS = "Keep [@…] exactly as it is, right behind the statement that it supports."
_LINKS = "In [words](term:…) translate the words and keep what is in round brackets."
_TIGHT = "Stands on a slide: about {count} signs fit."


def merged(
    sources: Sequence[Source], before: Catalogue, name: str, filled: dict[str, str] | None = None
) -> Catalogue:
    """The catalogue for these strings. `name`: the English file, for references.

    `filled`: translations that stand elsewhere, by context, for strings that have none yet.
    """
    wanted = {source.key for source in sources}
    old = {entry.key: entry for entry in before.entries}
    free = [e for e in before.entries if e.key not in wanted and e.translation]
    entries: list[Entry] = []
    used: set[tuple[str, str]] = set()
    for source in sources:
        kept = old.get(source.key)
        if kept is None or not kept.translation:
            elder = _elder(source, [e for e in free if e.key not in used])
            notes = kept.notes if kept else ""
            kept = Entry(source.context, source.text, notes=notes)
            if elder is not None:
                used.add(elder.key)
                kept = _taken_over(source, elder)
            elif filled and source.context in filled:
                kept = replace(kept, translation=filled[source.context])
        entries.append(
            replace(
                kept,
                obsolete=False,
                explained=_explained(source),
                references=tuple((name, str(line)) for line in source.lines),
            )
        )
    gone = [
        replace(e, obsolete=True, references=(), explained="")
        for e in free
        if e.key not in used and e.key not in wanted
    ]
    return replace(before, entries=(*entries, *gone))


def _elder(source: Source, free: Iterable[Entry]) -> Entry | None:
    """The old entry that most likely became this string: same words, same place, or much alike."""
    free = list(free)
    last = source.context.rpartition(" > ")[2]
    for entry in free:
        if entry.source == source.text and entry.context.rpartition(" > ")[2] == last:
            return entry
    here = [entry for entry in free if entry.context == source.context]
    if found := _most_like(source.text, here, SIMILAR_IN_CONTEXT):
        return found
    return _most_like(source.text, free, SIMILAR_ANYWHERE)


def _most_like(text: str, entries: Iterable[Entry], least: float) -> Entry | None:
    best, most = None, least
    for entry in entries:
        matcher = difflib.SequenceMatcher(None, entry.source, text, autojunk=False)
        if matcher.real_quick_ratio() < most or matcher.quick_ratio() < most:
            continue
        if (ratio := matcher.ratio()) >= most and (best is None or ratio > most):
            best, most = entry, ratio
    return best


def _taken_over(source: Source, elder: Entry) -> Entry:
    """The elder's translation: as it is where only the context changed, else fuzzy."""
    if elder.source == source.text:
        return replace(elder, context=source.context, obsolete=False)
    before = elder.previous_source if elder.fuzzy and elder.previous_source else elder.source
    return replace(
        elder,
        context=source.context,
        source=source.text,
        fuzzy=True,
        obsolete=False,
        previous_context=elder.context if elder.context != source.context else None,
        previous_source=before,
    )


def _explained(source: Source) -> str:
    lines = [_KINDS[source.kind]]
    if source.trainer_only:
        lines.append(_TRAINERS)
    if "[@" in source.text:
        lines.append(_CITATIONS)
    if "](" in source.text:
        lines.append(_LINKS)
    if source.kind == "title" and not source.trainer_only:
        count = max(LONGEST_SLIDE_TITLE, len(source.text))
        lines.append(_TIGHT.format(count=count))
    return "\n".join(lines)
