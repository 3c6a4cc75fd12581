"""Exchange one text in a YAML file and leave every other byte as it is.

Enters: the bytes of a file, the path of a string in it, the new string. Leaves: the new bytes.
Comments, order, quoting, folding and line ends stay; only the lines of that one value change. The
result is read again: a way of writing is taken only if the file then holds the same tree with that
one value exchanged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from builders.problems import Step
from builders.yamltext import Scalar, Tree, parse_yaml, scalar_at

Path = tuple[Step, ...]

USUAL_WIDTH = 100
"""Where lines are broken in a file that has no long line yet."""
_LONGEST = 140
_SINGLE_SPACE = re.compile(r"(?<=[^ ]) (?=[^ ])")


class EditError(ValueError):
    """The value cannot be exchanged; says why."""


def replace_text(data: bytes, path: Path, new: str) -> bytes:
    """The bytes of a file with the string at `path` exchanged for `new`.

    `path` may hold steps that only the models know (a shorthand spelled out); they are skipped.
    Leading and trailing space of the old value (the line feed of a block) is kept.

    Raises: EditError if there is no text at the path, or no way to write the new one.
    """
    raw = data.decode("utf-8")
    mark = "\ufeff" if raw.startswith("\ufeff") else ""
    raw = raw[len(mark) :]
    text = raw.replace("\r\n", "\n").replace("\r", "\n")
    tree, places, problems = parse_yaml(text, "file")
    if tree is None or problems:
        raise EditError("the file has faults of its own")
    known: Path = ()
    for step in path:
        if (*known, step) in places.values:
            known = (*known, step)
    scalar = scalar_at(text, known)
    if scalar is None:
        raise EditError("there is no text at this place")
    old = scalar.value
    lead = old[: len(old) - len(old.lstrip())]
    trail = old[len(old.rstrip()) :] if old.strip() else ""
    wanted = f"{lead}{new.strip()}{trail}"
    if wanted == old:
        return data
    start, end = _extent(text, scalar)
    for written in _ways(text, scalar, start, end, wanted):
        made = text[:start] + written + text[end:]
        if _holds(made, tree, known, wanted):
            return (mark + _with_line_ends(raw, start, end, written)).encode("utf-8")
    raise EditError("no way of writing the new text fits into the file")


def _holds(text: str, tree: Tree, path: Path, wanted: str) -> bool:
    """True if the text gives the tree with one value exchanged."""
    made, _, problems = parse_yaml(text, "file")
    return not problems and made == _exchanged(tree, path, wanted)


def _exchanged(tree: Tree, path: Path, wanted: str) -> Tree:
    if not path:
        return wanted
    step, rest = path[0], path[1:]
    if isinstance(tree, dict) and isinstance(step, str):
        return {**tree, step: _exchanged(tree[step], rest, wanted)}
    if isinstance(tree, list) and isinstance(step, int):
        return [*tree[:step], _exchanged(tree[step], rest, wanted), *tree[step + 1 :]]
    raise EditError("there is no text at this place")


def _extent(text: str, scalar: Scalar) -> tuple[int, int]:
    """Where the written value begins and ends. A block's end mark lies behind blank lines."""
    start, end = scalar.start, scalar.end
    if scalar.style in (">", "|"):
        body = text[start:end]
        # The block ends with its last line of content; what follows stays.
        lines = body.split("\n")
        indent = _block_indent(lines)
        last = 0
        for number, line in enumerate(lines[1:], 1):
            if line.strip() and len(line) - len(line.lstrip(" ")) >= indent:
                last = number
        end = start + len("\n".join(lines[: last + 1]))
    else:
        end = start + len(text[start:end].rstrip())
    return start, end


def _block_indent(lines: list[str]) -> int:
    for line in lines[1:]:
        if line.strip():
            return len(line) - len(line.lstrip(" "))
    return 0


def _ways(text: str, scalar: Scalar, start: int, end: int, wanted: str) -> Iterator[str]:
    """Ways to write the value: as it was written before, then others that always work."""
    before = text[start:end]
    margin = _margin(text, start, before)
    width = _width(text, before)
    column = start - (text.rfind("\n", 0, start) + 1)
    if scalar.style in (">", "|"):
        lines = before.split("\n")
        indent = " " * _block_indent(lines)
        yield _block(lines, scalar, wanted, indent, width)
        yield _double(wanted)
        return
    several = "\n" in before
    quotes = {"": ["", "'", '"'], "'": ["'", '"'], '"': ['"']}[scalar.style]
    for quote in quotes:
        written = _quoted(wanted, quote)
        if written is None:
            continue
        if several:
            yield _folded(written, before, margin, width, column)
        yield written
    if several or column + len(wanted) > width:
        yield _folded(_double(wanted), before, margin, width, column)
    yield _double(wanted)


def _quoted(value: str, quote: str) -> str | None:
    if "\n" in value and quote != '"':
        return None
    if quote == "":
        return value
    if quote == "'":
        return "'" + value.replace("'", "''") + "'"
    return _double(value)


def _double(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return '"' + escaped.replace("\t", "\\t") + '"'


def _margin(text: str, start: int, before: str) -> str:
    """What stands before the further lines of a value."""
    lines = before.split("\n")[1:]
    for line in lines:
        if line.strip():
            return line[: len(line) - len(line.lstrip())]
    begin = text.rfind("\n", 0, start) + 1
    line = text[begin:start]
    return " " * (len(line) - len(line.lstrip(" ")) + 2)


def _width(text: str, before: str) -> int:
    """How long lines are in this file: its longest broken line, within reason."""
    own = max((len(line) for line in before.split("\n")[1:]), default=0)
    longest = max((len(line) for line in text.split("\n") if len(line) <= _LONGEST), default=0)
    return max(own, min(longest, USUAL_WIDTH), 40)


def _words(line: str) -> list[str]:
    """Parts between single spaces: only there may a folded line be broken."""
    return _SINGLE_SPACE.split(line)


def _wrapped(
    line: str, width: int, first: int, rest: int, old: list[str] | None = None
) -> list[str]:
    """A line broken at single spaces. `first` and `rest` are columns already taken.

    Lines that begin as the old ones did keep their breaks, so that a difference stays small.
    """
    words = _words(line)
    lines: list[str] = []
    at = 0
    for kept in old or []:
        own = _words(kept)
        if words[at : at + len(own)] != own or at + len(own) >= len(words):
            break
        lines.append(kept)
        at += len(own)
    current = ""
    for word in words[at:]:
        taken = rest if lines else first
        if current and taken + len(current) + 1 + len(word) > width:
            lines.append(current)
            current = word
        else:
            current = f"{current} {word}" if current else word
    return [*lines, current] if current or not lines else lines


def _folded(written: str, before: str, margin: str, width: int, column: int) -> str:
    """A plain or quoted value over several lines."""
    old = [line.strip() for line in before.split("\n")]
    lines = _wrapped(written, width, column, len(margin), old)
    return f"\n{margin}".join(lines)


def _block(lines: list[str], scalar: Scalar, wanted: str, indent: str, width: int) -> str:
    """A block with its own heading line; folded text is broken again, literal text never is."""
    value = wanted.rstrip("\n")
    if scalar.style == "|":
        body = value.split("\n")
    else:
        old = [line.strip() for line in lines[1:]]
        body = []
        for number, paragraph in enumerate(value.split("\n")):
            if number:
                body.append("")
            start = _start_of(old, paragraph)
            body += _wrapped(paragraph, width, len(indent), len(indent), old[start:])
    return "\n".join([lines[0], *(f"{indent}{line}" if line else "" for line in body)])


def _start_of(old: list[str], paragraph: str) -> int:
    """The old line with which a paragraph begins, so that its breaks can be kept."""
    for number, line in enumerate(old):
        if line and paragraph.startswith(line):
            return number
    return len(old)


def _with_line_ends(raw: str, start: int, end: int, written: str) -> str:
    """The edit in a file that may end its lines in another way. Positions count one for each."""
    if "\r" not in raw:
        return raw[:start] + written + raw[end:]
    positions = [0]
    at = 0
    while at < len(raw):
        at += 2 if raw.startswith("\r\n", at) else 1
        positions.append(at)
    ends = "\r\n" if "\r\n" in raw else "\r"
    return raw[: positions[start]] + written.replace("\n", ends) + raw[positions[end] :]
