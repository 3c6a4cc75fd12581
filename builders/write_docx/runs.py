"""Words as runs of WordprocessingML, in both directions of writing."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.sax.saxutils import escape

from builders.paper.things import Line, Words

_LATIN = re.compile(
    r"[A-Za-z\u00c0-\u024f][^\u0590-\u08ff\ufb1d-\ufefc]*[A-Za-z\u00c0-\u024f0-9)\]]"
)
"""A stretch that reads from left to right inside a line from right to left."""
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

Link = Callable[[str], str]
"""Address → id of its relationship."""


def text_of(words: str) -> str:
    """Words as the content of an element."""
    return escape(_NOT_XML.sub("", words))


def attribute(words: str) -> str:
    """Words as an attribute's value, quotation marks not included."""
    return escape(_NOT_XML.sub("", words), {'"': "&quot;", "\n": " "})


def runs(line: Line, link: Link, *, right_to_left: bool) -> str:
    """A line as runs; links become hyperlinks."""
    out = []
    for words in line:
        inner = "".join(
            _run(words, part, turned=turned) for part, turned in _turns(words.text, right_to_left)
        )
        if words.link:
            inner = f'<w:hyperlink r:id="{link(words.link)}">{inner}</w:hyperlink>'
        out.append(inner)
    return "".join(out)


def _run(words: Words, text: str, *, turned: bool) -> str:
    style = "Hyperlink" if words.link else "SourceMark" if words.quiet else ""
    look = [
        f'<w:rStyle w:val="{style}"/>' if style else "",
        '<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas"/>' if words.code else "",
        "<w:b/><w:bCs/>" if words.strong else "",
        "<w:i/><w:iCs/>" if words.emphasis else "",
        "<w:rtl/>" if turned else "",
    ]
    properties = "".join(look)
    properties = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{text_of(text)}</w:t></w:r>'


def _turns(text: str, right_to_left: bool) -> list[tuple[str, bool]]:
    """Stretches of a text, each with whether it reads from right to left."""
    if not right_to_left:
        return [(text, False)]
    out: list[tuple[str, bool]] = []
    at = 0
    for found in _LATIN.finditer(text):
        if found.start() > at:
            out.append((text[at : found.start()], True))
        out.append((found.group(), False))
        at = found.end()
    if at < len(text):
        out.append((text[at:], True))
    return out
