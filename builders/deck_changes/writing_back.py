"""Words as they stand on a slide → the Markdown they came from, changed as little as possible.

Enters: the Markdown of a paragraph, its words on the slide, and the words that a person made of
them. Leaves: the new Markdown, or why there is none. `[3]` goes back as the citation it stands for;
bold and italic become stars. Nothing is believed: the new Markdown is set again, and only if that
gives the very words of the slide is it taken.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from builders.course import Course
from builders.deck.fingerprints import normalised
from builders.deck.text import spans, words
from builders.deck_changes.matching import plain_quotes
from builders.models.marks import Kind
from builders.prose import CITATION, Citation, Run, inline_of

Looks = tuple[tuple[bool, bool], ...]
"""Bold and italic for each letter, spaces aside."""

_TOKENS = re.compile(r"\[\d{1,4}\]|\w+|\s+|[^\w\s]")
_NUMBER = re.compile(r"\[(\d{1,4})\]")
_SIGNS = re.compile(r"([\\`*_\[\]<>&])")


class CannotWriteError(Exception):
    """Why words cannot go back by themselves, for a person."""


@dataclass(frozen=True)
class Setting:
    """How a string was set on the slide: plain, without its citations, or with numbers for them."""

    kind: Kind
    course: Course

    def ways(self) -> tuple[Callable[[str], tuple[str, Looks]], ...]:
        """Ways in which makers set a string, the commonest first."""
        if self.kind == "title":
            return (self._title,)
        return (self._line, self._words, self._title)

    def _line(self, source: str) -> tuple[str, Looks]:
        made = spans(self.course, source)
        looks = tuple(
            (span.bold, span.italic)
            for span in made
            for letter in normalised(span.text)
            if not letter.isspace()
        )
        return normalised("".join(span.text for span in made)), looks

    def _words(self, source: str) -> tuple[str, Looks]:
        return normalised(words(source)), ()

    def _title(self, source: str) -> tuple[str, Looks]:
        return normalised(source), ()


def tokens_of(text: str) -> list[str]:
    """Words, spaces, signs and citation numbers of a text."""
    return _TOKENS.findall(text)


def rewritten_source(
    source: str, old: str, new: str, looks: Looks | None, setting: Setting
) -> tuple[str, bool]:
    """The Markdown that gives the new words, and whether it gives their looks as well.

    `old` are the words on the slide that `source` gave, `new` the edited ones. `looks` None keeps
    the emphasis of the source.

    Raises: CannotWriteError with the reason.
    """
    old, new = normalised(old), normalised(new)
    if plain_quotes(source) == source:  # the file writes straight quotes, so they stay straight
        new = plain_quotes(new)
    if not new:
        raise CannotWriteError(
            "Nothing is left of the text; delete it in the file if that is meant."
        )
    way = next((way for way in setting.ways() if _same(way(source)[0], old)), None)
    if way is None:
        raise CannotWriteError("keyhub shortened or joined this text on the slide.")
    set_now = way(source)[0]
    if old and set_now[:1] != old[:1] and new[:1] == old[:1]:  # a capital that the maker gave
        new = set_now[:1] + new[1:]
    wanted = _even(looks) if looks is not None and way(source)[1] else None
    best: str | None = None
    for candidate in _candidates(source, set_now, new, looks, setting):
        text, given = way(candidate)
        if text != new or _faulty(candidate, setting.kind):
            continue
        if wanted is None or _even(given) == wanted:
            return candidate, True
        best = best or candidate
    if best is None:
        raise CannotWriteError("The new words cannot be told apart from the markup around them.")
    return best, False


def _same(one: str, other: str) -> bool:
    return one == other or (one[1:] == other[1:] and one[:1].lower() == other[:1].lower())


def _even(looks: Looks | None) -> Looks:
    """Looks as a slide shows them: one look throughout counts as plain."""
    if not looks:
        return ()
    bold = len({each[0] for each in looks}) > 1
    italic = len({each[1] for each in looks}) > 1
    return tuple((bold and each[0], italic and each[1]) for each in looks)


def _faulty(source: str, kind: Kind) -> bool:
    from builders.prose import parse

    return bool(parse(source, kind)[1])


def _candidates(
    source: str, old: str, new: str, looks: Looks | None, setting: Setting
) -> Iterator[str]:
    if setting.kind == "title":
        yield _edited(source, old, new, setting, escape=False)
        yield new
        return
    for escape in (False, True):
        try:
            yield _edited(source, old, new, setting, escape=escape)
        except _NoMapError:
            break
    for escape in (False, True):
        yield _composed(source, old, new, looks, setting, escape=escape)


class _NoMapError(Exception):
    """The words do not run through the source from end to end."""


def _edited(source: str, old: str, new: str, setting: Setting, *, escape: bool) -> str:
    """The source with only the changed words exchanged."""
    spots = _map(source, old, setting)
    before, after = tokens_of(old), tokens_of(new)
    starts = _starts(before)
    made = source
    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for tag, i1, i2, j1, j2 in reversed(codes):
        if tag == "equal":
            continue
        words_ = "".join(_written(token, setting, escape) for token in after[j1:j2])
        j, end = starts[i1], starts[i2]
        if j == end:
            at = spots[j - 1][1] if j else (spots[0][0] if spots else 0)
            made = made[:at] + words_ + made[at:]
            continue
        first, last = spots[j][0], spots[end - 1][1]
        if not words_:
            first, last = _with_signs(source, first, last)
        made = made[:first] + words_ + made[last:]
    return made.strip()


def _with_signs(source: str, first: int, last: int) -> tuple[int, int]:
    """A stretch with the stars around it, if nothing else stands between them."""
    while first > 0 and last < len(source) and source[first - 1] == source[last] in "*_":
        first, last = first - 1, last + 1
    return first, last


def _starts(tokens: list[str]) -> list[int]:
    made = [0]
    for token in tokens:
        made.append(made[-1] + len(token))
    return made


def _map(source: str, old: str, setting: Setting) -> list[tuple[int, int]]:
    """For each letter of the words, where it stands in the source."""
    spots: list[tuple[int, int]] = []
    i = 0
    while len(spots) < len(old):
        letter = old[len(spots)]
        rest = old[len(spots) :]
        found = CITATION.match(source, i) if setting.kind != "title" else None
        if found:
            label = _label(Citation(*found.groups()), setting.course)
            if label and rest.startswith(label):
                spots += [(i, found.end())] * len(label)
            elif label and rest.startswith(f" {label}"):
                spots.append((i, i))
                continue
            elif spots and old[len(spots) - 1] == "]":  # a second claim of the source just named
                first = spots[-1][0]
                back = len(spots) - 1
                while back and spots[back - 1][0] == first:
                    back -= 1
                spots[back:] = [(first, found.end())] * (len(spots) - back)
            i = found.end()
            continue
        if i >= len(source):
            raise _NoMapError
        sign = source[i]
        if sign == letter:
            spots.append((i, i + 1))
            i += 1
        elif sign.isspace() and letter == " ":
            first = i
            while i < len(source) and source[i].isspace():
                i += 1
            spots.append((first, i))
        elif sign.isspace() or sign in "*_`\\<>":
            i += 1
        elif source.startswith("](", i):
            close = source.find(")", i)
            if close < 0:
                raise _NoMapError
            i = close + 1
        elif sign == "[":
            i += 1
        else:
            raise _NoMapError
    return spots


def _label(citation: Citation, course: Course) -> str:
    cited = course.sources.get(citation.seed)
    return f"[{cited.number}]" if cited else ""


def _written(token: str, setting: Setting, escape: bool) -> str:
    """A token as Markdown: the number of a source becomes a citation."""
    number = _NUMBER.fullmatch(token)
    if number and setting.kind != "title":
        return _citation(int(number.group(1)), setting.course)
    return _SIGNS.sub(r"\\\1", token) if escape else token


def _citation(number: int, course: Course) -> str:
    for seed_id, cited in course.sources.items():
        if cited.number == number:
            if len(cited.claims) == 1:
                return f"[@{seed_id}:{next(iter(cited.claims))}]"
            known = ", ".join(f"[@{seed_id}:{claim}]" for claim in sorted(cited.claims))
            raise CannotWriteError(
                f"[{number}] was added and may stand for several claims: {known}."
            )
    raise CannotWriteError(f"[{number}] was added, and no source of the deck has this number.")


@dataclass(frozen=True)
class _Letter:
    text: str
    bold: bool
    italic: bool
    target: str = ""


def _composed(
    source: str, old: str, new: str, looks: Looks | None, setting: Setting, *, escape: bool
) -> str:
    """Markdown put together anew from words and looks; links and citations are kept."""
    before = _letters_of(source, setting)
    words_before = "".join(letter.text for letter in before if not letter.text.isspace())
    squeezed = "".join(new.split())
    kept: dict[int, _Letter] = {}
    if words_before == "".join(old.split()):
        solid = [letter for letter in before if not letter.text.isspace()]
        one, other = tokens_of("".join(old.split())), tokens_of(squeezed)
        firsts, seconds = _starts(one), _starts(other)
        match = SequenceMatcher(None, one, other, autojunk=False)
        for block in match.get_matching_blocks():
            length = firsts[block.a + block.size] - firsts[block.a]
            for n in range(length):
                kept[seconds[block.b] + n] = solid[firsts[block.a] + n]
    uniform_bold = bool(before) and all(letter.bold for letter in before)
    uniform_italic = bool(before) and all(letter.italic for letter in before)
    letters: list[_Letter] = []
    at = 0
    for token in tokens_of(new):
        if token.isspace():
            letters.append(_Letter(" ", False, False))
            continue
        number = _NUMBER.fullmatch(token)
        for n, sign in enumerate(token):
            was = kept.get(at + n)
            bold, italic = (was.bold, was.italic) if was else (False, False)
            if looks is not None and at + n < len(looks):
                bold, italic = looks[at + n]
            letters.append(
                _Letter(
                    sign,
                    bold or uniform_bold,
                    italic or uniform_italic,
                    was.target if was else "",
                )
            )
        if number:
            was = kept.get(at)
            reference = was.target if was and was.target.startswith("@") else ""
            told = (
                f"[{reference}]" if reference else _citation(int(number.group(1)), setting.course)
            )
            letters[-len(token) :] = [_Letter(f"\0{told}\0", False, False)]
        at += len(token)
    return _markdown(letters, escape)


def _letters_of(source: str, setting: Setting) -> list[_Letter]:
    made: list[_Letter] = []
    for part in inline_of(source):
        if isinstance(part, Run):
            target = part.link or (f"term:{part.term}" if part.term else "")
            target = target or (f"module:{part.module}" if part.module else "")
            made += [_Letter(sign, part.strong, part.emphasis, target) for sign in part.text]
        else:
            label = _label(part, setting.course)
            if not (made and made[-1].target.startswith("@") and _repeats(made, label)):
                made += [_Letter(sign, False, False, f"@{part.ref}") for sign in label]
    return made


def _repeats(made: list[_Letter], label: str) -> bool:
    return "".join(letter.text for letter in made[-len(label) :]) == label


def _markdown(letters: list[_Letter], escape: bool) -> str:
    """Letters as Markdown. Spaces take the look of what stands on both sides of them."""
    filled: list[_Letter] = []
    for number, letter in enumerate(letters):
        if letter.text == " " and 0 < number < len(letters) - 1:
            left, right = letters[number - 1], letters[number + 1]
            letter = _Letter(
                " ",
                left.bold and right.bold,
                left.italic and right.italic,
                left.target if left.target == right.target else "",
            )
        if letter.target.startswith("@"):
            letter = _Letter(letter.text, False, False)
        filled.append(letter)
    made = ""
    open_: tuple[bool, bool, str] = (False, False, "")
    for letter in [*filled, _Letter("", False, False)]:
        look = (letter.bold, letter.italic, letter.target)
        if look != open_:
            made += _signs(open_, closing=True) + _signs(look, closing=False)
            open_ = look
        if letter.text.startswith("\0"):
            made += letter.text.strip("\0")
        else:
            made += _SIGNS.sub(r"\\\1", letter.text) if escape else letter.text
    return made.strip()


def _signs(look: tuple[bool, bool, str], *, closing: bool) -> str:
    bold, italic, target = look
    stars = "*" * (2 * bold + italic)
    if closing:
        return (f"]({target})" if target else "") + stars
    return stars + ("[" if target else "")
