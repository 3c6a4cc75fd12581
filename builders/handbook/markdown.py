"""MyST Markdown from plain words: escaping, and the few constructions that our pages use.

Enters: words as people typed them. Leaves: Markdown of which MyST prints exactly those words.
A "piece" is the Markdown of one construction without a newline at its end; pieces are joined by
blank lines. Nothing here knows the course.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from builders.models.marks import Untranslated

_SPACES = re.compile(r"[ \t\n\r\x0b\x0c\x1c-\x1f\x85\u2028\u2029]+")
# An underscore inside a word is plain text to CommonMark, and stays legible without a backslash.
_SPECIAL = re.compile(r"[\\`*{}\[\]<>#$]|(?<![^\W_])_|_(?![^\W_])|&(?=[#\w])|!$")
_LEADING_SIGN = re.compile(r"^[-+=:%|~(]")
_LEADING_NUMBER = re.compile(r"^(\d+)([.)])")
_FENCE = re.compile(r"^\s*(:{3,})", re.MULTILINE)
_BAR_IN_CODE = "\ue0f0"  # code knows no entities: `cell` writes its bars with a backslash
_LIST = re.compile(r"^(?:\{[^}\n]*\}\n)?(?:[-*]|(\d+)\.) ")


def one_line(text: str) -> str:
    """The words with every run of spaces and line breaks as one space (no-break spaces stay)."""
    return _SPACES.sub(" ", text)


def escape(text: str) -> str:
    """Words in the middle of a line."""
    escaped = _SPECIAL.sub(lambda found: "\\" + found.group(), one_line(text))
    return span(escaped, "lang-en") if isinstance(text, Untranslated) else escaped


def line_start(markdown: str) -> str:
    """A finished line whose first sign opens no list, rule or fence."""
    markdown = markdown.strip(" ")
    if _LEADING_SIGN.match(markdown):
        return "\\" + markdown
    return _LEADING_NUMBER.sub(r"\1\\\2", markdown)


def plain(text: str) -> str:
    """Words as a paragraph of their own, or as the argument of a directive."""
    return line_start(escape(text))


def cell(markdown: str) -> str:
    """A finished line as the cell of a table: a bar must not end the cell."""
    inner = markdown.replace("|", "&#124;").replace(_BAR_IN_CODE, r"\|")
    return line_start(inner) or "&#32;"


def code(text: str, *, in_cell: bool = False) -> str:
    """Words set as code, whatever backticks they hold."""
    text = one_line(text)
    longest = max((len(found) for found in re.findall(r"`+", text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if text.startswith(("`", " ")) or text.endswith(("`", " ")) else ""
    if in_cell:
        text = text.replace("|", _BAR_IN_CODE)
    return f"{fence}{pad}{text}{pad}{fence}"


def marked(markdown: str, sign: str) -> str:
    """Words between `sign`s (`*`, `**`, `***`), with outer spaces kept outside.

    The brackets keep the signs apart from their neighbours: without them CommonMark reads the
    stars in `**(a)**b` as stars.
    """
    inner = markdown.strip()
    if not inner:
        return markdown
    before = markdown[: len(markdown) - len(markdown.lstrip())]
    after = markdown[len(markdown.rstrip()) :]
    return f"{before}[{sign}{inner}{sign}]{{}}{after}"


def link(markdown: str, target: str, classes: str = "") -> str:
    """A link around finished Markdown. `target` is an address or `page.md#id`."""
    address = target.replace("&", "&amp;").replace("|", "%7C")
    kinds = f"{{.{'.'.join(classes.split())}}}" if classes else ""
    return f"[{markdown}](<{address}>){kinds}"


def span(markdown: str, classes: str = "", identifier: str = "") -> str:
    """Words with a class or an id."""
    marks = [f"#{identifier}"] if identifier else []
    marks += [f".{name}" for name in classes.split()]
    return f"[{markdown}]{{{' '.join(marks)}}}"


def classed(piece: str, classes: str = "", identifier: str = "") -> str:
    """A paragraph or list with a class or an id."""
    marks = [f"#{identifier}"] if identifier else []
    marks += [f".{name}" for name in classes.split()]
    return f"{{{' '.join(marks)}}}\n{piece}" if marks else piece


def heading(markdown: str, level: int, identifier: str, classes: str = "") -> str:
    """A heading that opens a section. Only for the page itself and its steps."""
    return classed(f"{'#' * level} {line_start(markdown)}", classes, identifier)


def title(markdown: str, level: int = 3, identifier: str = "", classes: str = "") -> str:
    """A heading that opens no section, so that it may stand anywhere."""
    options = {"heading-level": str(level)}
    if identifier:
        options["name"] = identifier
    if classes:
        options["class"] = classes
    return directive("rubric", line_start(markdown), options, ())


def directive(name: str, argument: str, options: Mapping[str, str], body: Iterable[str]) -> str:
    """A colon-fenced directive. Option values must be plain or already quoted."""
    inside = join(body)
    longest = max((len(found) for found in _FENCE.findall(inside)), default=2)
    fence = ":" * (longest + 1)
    lines = [f"{fence}{{{name}}}{' ' + argument if argument else ''}"]
    lines += [f":{key}: {value}".rstrip() for key, value in options.items()]
    if inside:
        lines += ["", inside] if options else [inside]
    return "\n".join([*lines, fence])


def box(classes: str, body: Iterable[str], identifier: str = "") -> str:
    """A container with a class."""
    options = {"name": identifier} if identifier else {}
    return directive("container", classes, options, body)


def quoted(text: str) -> str:
    """Words as the value of a directive's option (a double-quoted YAML string)."""
    inner = one_line(text).strip().replace("\\", "\\\\").replace('"', '\\"')
    return f'"{inner}"'


def items(
    entries: Sequence[str], *, ordered: bool = False, start: int = 1, classes: str = ""
) -> str:
    """A list; each entry is one or more joined pieces. A numbered one begins with `start`."""
    lines = []
    for number, entry in enumerate(entries, start):
        marker = f"{number}. " if ordered else "- "
        lines.append(marker + entry.replace("\n", "\n" + " " * len(marker)).rstrip(" "))
    loose = any("\n\n" in entry for entry in entries)
    text = ("\n\n" if loose else "\n").join(re.sub(r"\n +(?=\n)", "\n", line) for line in lines)
    return classed(text, classes)


def terms(entries: Sequence[tuple[str, str]], classes: str) -> str:
    """Names, each with its value, as a list of definitions. Both are finished Markdown."""
    lines = [f"{line_start(name)}\n: {line_start(value)}" for name, value in entries]
    return classed("\n\n".join(lines), classes) if lines else ""


def quote(pieces: Iterable[str]) -> str:
    """A block quotation."""
    return "\n".join(f"> {line}".rstrip() for line in join(pieces).split("\n"))


def table(
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    caption: str = "",
    identifier: str = "",
    classes: str = "",
    widths: str = "",
) -> str:
    """A table with a heading row. Cells and caption are finished lines."""
    lines = [
        "| " + " | ".join(cell(column) for column in columns) + " |",
        "| " + " | ".join("---" for _ in columns) + " |",
    ]
    for row in rows:
        filled = [*row, *([""] * (len(columns) - len(row)))]
        lines.append("| " + " | ".join(cell(value) for value in filled) + " |")
    options = {
        key: value
        for key, value in (("name", identifier), ("class", classes), ("widths", widths))
        if value
    }
    return directive("table", line_start(caption), options, ["\n".join(lines)])


def join(pieces: Iterable[str]) -> str:
    """Pieces with a blank line between them; two lists in a row are kept apart by a comment."""
    out: list[str] = []
    for piece in pieces:
        if not piece:
            continue
        if out and _LIST.match(piece) and _LIST.match(out[-1]):
            out.append("%")
        out.append(piece)
    return "\n\n".join(out)
