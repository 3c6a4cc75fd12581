"""YAML text → a plain tree of strings with the place of every key and value.

Enters: the bytes of one file. Leaves: `(tree | None, places, problems)`, where the tree holds only
dict, list, str and None. Strings stay strings (`no` is "no", `9:30` is "9:30"); the models decide
the types. Only nothing, `~` and `null` are None. Refused: tags, anchors and aliases, repeated
keys, deep nesting, control characters and bidirectional overrides. The parser is PyYAML's, read
event by event, so nothing recurses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from builders.problems import Mark, Place, Places, Problem, Step

Tree = dict[str, Any] | list[Any] | str | None

MAX_BYTES = 1_000_000
"""A curriculum file is prose for one session: one megabyte is about 150,000 words."""
MAX_DEPTH = 40
"""The models nest about 12 deep."""

MAX_CHARACTER_PROBLEMS = 20

_BLANK = frozenset({"", "~", "null", "Null", "NULL"})
"""Plain words that mean "nothing" in every YAML tool; in quotes they are text."""

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ue000-\uf8ff\ufffe\uffff]"
    "|[\u202a-\u202e\u2066-\u2069]"
)


def too_large(size: int, file: str) -> Problem | None:
    """The problem of a file of so many bytes, if it is more than is read."""
    if size <= MAX_BYTES:
        return None
    return Problem(
        Place(file),
        "file-too-large",
        f"The file has {size:,} bytes; at most {MAX_BYTES:,} are read.",
        "Split it into several modules, or remove what was pasted in by mistake.",
    )


def read_text(data: bytes, file: str) -> tuple[str | None, list[Problem]]:
    """Decode a file. `file` is the name to show. A byte order mark is dropped with a warning."""
    if refused := too_large(len(data), file):
        return None, [refused]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = error.start - (before.rfind(b"\n") + 1) + 1
        return None, [
            Problem(
                Place(file, line, column),
                "file-not-utf8",
                f"The file is not UTF-8 text: byte {data[error.start]:#04x} cannot be read.",
                "Save it again with the encoding UTF-8.",
            )
        ]
    problems = []
    if text.startswith("\ufeff"):
        text = text[1:]
        problems.append(
            Problem(
                Place(file),
                "file-bom",
                "The file starts with a byte order mark; it was ignored.",
                "Save it as UTF-8 without BOM.",
                "warning",
            )
        )
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    problems += list(_forbidden_characters(text, file))
    return (None if any(p.is_error for p in problems) else text), problems


def _forbidden_characters(text: str, file: str) -> Iterator[Problem]:
    """A problem for each of the first few; a file of nothing else must not give a million."""
    line, line_start = 1, 0
    for count, found in enumerate(_FORBIDDEN.finditer(text)):
        line += text.count("\n", line_start, found.start())
        line_start = text.rfind("\n", 0, found.start()) + 1
        place = Place(file, line, found.start() - line_start + 1)
        if count >= MAX_CHARACTER_PROBLEMS:
            rest = sum(1 for _ in _FORBIDDEN.finditer(text, found.start()))
            yield Problem(
                place,
                "text-control-character",
                f"From here on, the file has {rest:,} more characters that are not allowed.",
                "Perhaps this is not a text file.",
            )
            return
        yield _character_problem(found.group(), place)


def _character_problem(character: str, place: Place) -> Problem:
    if "\u202a" <= character <= "\u2069":
        return Problem(
            place,
            "text-bidi-override",
            f"The invisible character U+{ord(character):04X} changes the order in which text "
            "is shown.",
            "Delete it. Right-to-left text needs no such character here.",
        )
    return Problem(
        place,
        "text-control-character",
        f"The character U+{ord(character):04X} is not allowed in text.",
        "Delete it.",
    )


def parse_yaml(text: str, file: str) -> tuple[Tree, Places, list[Problem]]:
    """The tree of one YAML document. Syntax errors give one problem and tree None."""
    reader = _Reader(Places(file))
    try:
        reader.read(text)
    except yaml.MarkedYAMLError as error:
        reader.problems.append(_syntax_problem(error, text, file))
        return None, reader.places, reader.problems
    except yaml.YAMLError as error:
        # The parser's own check of characters; read_text has refused these already.
        reader.problems.append(Problem(Place(file), "yaml-syntax", f"YAML: {error}."))
        return None, reader.places, reader.problems
    if reader.root is None and not reader.problems:
        reader.problems.append(
            Problem(
                Place(file),
                "file-empty",
                "The file holds nothing.",
                "Start one with `keyhub new`, or delete the file.",
            )
        )
    return (None if reader.stopped else reader.root), reader.places, reader.problems


_CHECK_INDENT = "Check the indent, and put text that holds ': ' or starts with a sign in quotes."
_PLAIN_WORDS = (
    (
        "mapping values are not allowed",
        "A ': ' stands here where none can, or the line is indented too far.",
        _CHECK_INDENT,
    ),
    ("did not find expected key", "What starts here does not belong here.", _CHECK_INDENT),
    ("could not find expected ':'", "The line before this one has no ':'.", _CHECK_INDENT),
    ("expected '-' indicator", "The list goes on here without its '- '.", _CHECK_INDENT),
    (
        "did not find expected node content",
        "A value was expected here.",
        "Put text that starts with a bracket in quotes, and close every bracket.",
    ),
    (
        "cannot start any token",
        "Text cannot start with this character.",
        "Put text that starts with @, ` or % in quotes.",
    ),
    (
        "unknown escape character",
        "The backslash here means nothing.",
        "Write \\\\ for a backslash, or use single quotes.",
    ),
)
"""What the parser says, and the same in words that help."""


def _syntax_problem(error: yaml.MarkedYAMLError, text: str, file: str) -> Problem:
    what = (error.problem or "this cannot be read").strip()
    context = error.context or ""
    unclosed = _unclosed(what, context)
    mark = (unclosed and error.context_mark) or error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    lines = text.split("\n")
    here = lines[line - 1] if line <= len(lines) else ""
    if "\t" in here[: max(column, 1)] and not here[: here.index("\t")].strip():
        return Problem(
            Place(file, line, here.index("\t") + 1),
            "yaml-tab",
            "The line is indented with a tab.",
            "Indent with two spaces for each level.",
        )
    if unclosed:
        return Problem(Place(file, line, column), "yaml-unclosed", *unclosed)
    for part, message, hint in _PLAIN_WORDS:
        if part in what:
            return Problem(Place(file, line, column), "yaml-syntax", message, hint)
    return Problem(Place(file, line, column), "yaml-syntax", f"This is not YAML: {what}.")


def _unclosed(what: str, context: str) -> tuple[str, str] | None:
    """Message and hint where something opened and never closed; the place is where it opened."""
    if "quoted scalar" in context and "end of stream" in what:
        return (
            "The quote that opens here is never closed.",
            "Close it. Inside '…' write '' for an apostrophe; inside \"…\" write \\\" for a quote.",
        )
    if "flow sequence" in context or "flow mapping" in context:
        bracket = "]" if "sequence" in context else "}"
        return (
            f"The bracket that opens here is not closed with {bracket}, or a comma is missing.",
            "Put text that starts with a bracket in quotes.",
        )
    return None


@dataclass
class _Frame:
    """A mapping or list that is still open. Exactly one of `mapping` and `items` is set."""

    mapping: dict[str, Any] | None
    items: list[Any] | None
    path: tuple[Step, ...]
    key: str | None = None
    awaits_value: bool = False


@dataclass
class _Reader:
    """Builds the tree from the parser's events. This loop is most of what loading costs."""

    places: Places
    root: Tree = None
    problems: list[Problem] = field(default_factory=list)
    stack: list[_Frame] = field(default_factory=list)
    documents: int = 0
    stopped: bool = False

    def read(self, text: str) -> None:
        """Take every event. Raises: yaml.YAMLError where the text is not YAML."""
        loader = _Loader(text)
        escapes = "\\" in text
        try:
            next_event = loader.get_event
            put, stack = self._put, self.stack
            while not self.stopped:
                event = next_event()
                kind = type(event)
                if kind is yaml.ScalarEvent:
                    if event.tag is not None or event.anchor is not None:
                        self._refuse_decoration(event)
                    value, style = event.value, event.style
                    if style is None or style == "":
                        put(None if value in _BLANK else value, event)
                    else:
                        if escapes and style == '"' and _FORBIDDEN.search(value):
                            self._refuse_characters(value, event)
                        put(value, event)
                elif kind is yaml.MappingStartEvent:
                    self._open({}, None, event)
                elif kind is yaml.SequenceStartEvent:
                    self._open(None, [], event)
                elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                    stack.pop()
                elif kind is yaml.StreamEndEvent:
                    return
                else:
                    self._take_rare(event)
        finally:
            loader.dispose()

    def _take_rare(self, event: Any) -> None:
        match event:
            case yaml.AliasEvent():
                self._problem(
                    event,
                    "yaml-alias",
                    f"The alias *{event.anchor} is not allowed.",
                    "Write the value out where it is needed.",
                )
                self._put(None, event)
            case yaml.DocumentStartEvent():
                self.documents += 1
                if self.documents > 1:
                    self._problem(
                        event,
                        "yaml-documents",
                        "The file holds more than one document.",
                        "Remove the line `---` in the middle, or make two files.",
                    )
                    self.stopped = True
            case _:
                pass

    def _open(self, mapping: dict[str, Any] | None, items: list[Any] | None, event: Any) -> None:
        if event.tag is not None or event.anchor is not None:
            self._refuse_decoration(event)
        path = self._put(mapping if items is None else items, event)
        if len(self.stack) >= MAX_DEPTH:
            self._problem(
                event,
                "yaml-too-deep",
                f"The file nests more than {MAX_DEPTH} levels deep.",
                "Check the brackets and the indent.",
            )
            self.stopped = True
        self.stack.append(_Frame(mapping, items, path))

    def _put(self, value: Any, event: Any) -> tuple[Step, ...]:
        """Store a value where the open mapping or list expects it; returns its path."""
        start = event.start_mark
        mark = (start.line + 1, start.column + 1)
        if not self.stack:
            self.root = value
            self.places.values[()] = mark
            return ()
        frame = self.stack[-1]
        path: tuple[Step, ...]
        if frame.mapping is None:
            assert frame.items is not None
            path = (*frame.path, len(frame.items))
            frame.items.append(value)
        elif not frame.awaits_value:
            frame.awaits_value = True
            self._start_pair(frame, value, mark, event)
            return frame.path
        else:
            frame.awaits_value = False
            if frame.key is None:
                return frame.path
            path = (*frame.path, frame.key)
            frame.mapping[frame.key] = value
        self.places.values[path] = mark
        return path

    def _start_pair(self, frame: _Frame, key: Any, mark: Mark, event: Any) -> None:
        if not isinstance(key, str):
            frame.key = None
            self._problem(
                event,
                "key-not-text",
                "A key must be a word.",
                "Put a list or mapping after the colon, not before it.",
            )
            return
        frame.key = key
        path = (*frame.path, key)
        if path not in self.places.keys:
            self.places.keys[path] = mark
            return
        first = self.places.keys[path][0]
        self._problem(
            event,
            "key-duplicate",
            f"The key '{key[:60]}' stands here again; it is already on line {first}.",
            "Keep one of the two.",
        )

    def _refuse_decoration(self, event: Any) -> None:
        if event.tag is not None:
            self._problem(
                event,
                "yaml-tag",
                f"The tag {event.tag.replace('tag:yaml.org,2002:', '!!')} is not allowed.",
                "Write the plain value.",
            )
        if event.anchor is not None:
            self._problem(
                event,
                "yaml-anchor",
                f"The anchor &{event.anchor} is not allowed.",
                "Remove it and write values out where they are needed.",
            )

    def _refuse_characters(self, value: str, event: Any) -> None:
        """Quoted text can hold escapes of characters that the file itself does not show."""
        place = Place(self.places.file, event.start_mark.line + 1, event.start_mark.column + 1)
        found = dict.fromkeys(_FORBIDDEN.findall(value))
        self.problems += [_character_problem(character, place) for character in found]

    def _problem(self, event: Any, code: str, message: str, hint: str) -> None:
        place = Place(self.places.file, event.start_mark.line + 1, event.start_mark.column + 1)
        self.problems.append(Problem(place, code, message, hint))


@dataclass(frozen=True)
class Scalar:
    """A written value: where it stands in the text, and how. `end` is after its last sign."""

    start: int
    end: int
    style: str
    """Empty for plain words, else one of ' " > |."""
    value: str


def scalar_at(text: str, path: tuple[Step, ...]) -> Scalar | None:
    """The scalar at a path of a text that `parse_yaml` has read; None if there is no such one."""
    loader = _Loader(text)
    # For each open mapping or list its path, and the key awaiting its value or the next number.
    stack: list[tuple[tuple[Step, ...], Step | None]] = []
    try:
        while loader.check_event():
            event = loader.get_event()
            if isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                stack.pop()
                continue
            if not isinstance(event, yaml.NodeEvent):
                continue
            here: tuple[Step, ...] = ()
            if stack:
                above, step = stack[-1]
                if step is None:
                    stack[-1] = (above, getattr(event, "value", ""))
                    continue
                here = (*above, step)
                stack[-1] = (above, None if isinstance(step, str) else step + 1)
            if isinstance(event, yaml.ScalarEvent) and here == path:
                start, end = event.start_mark, event.end_mark
                assert start is not None
                assert end is not None
                return Scalar(start.index, end.index, event.style or "", event.value)
            if isinstance(event, yaml.MappingStartEvent):
                stack.append((here, None))
            elif isinstance(event, yaml.SequenceStartEvent):
                stack.append((here, 0))
    finally:
        loader.dispose()
    return None
