"""The Markdown that authors may write inside YAML.

Enters: a string and its kind (title, line, prose). Leaves: nodes that page and slide makers both
use, and faults with the offending words. Only paragraphs, lists, quotes, strong, emphasis, code,
links and citations exist; everything else is refused here, once, so that no writer has to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from builders.models.marks import Kind


@dataclass(frozen=True)
class Run:
    """Words with one look. At most one of `link`, `term` and `module` is set."""

    text: str
    strong: bool = False
    emphasis: bool = False
    code: bool = False
    link: str | None = None
    """An https or mailto address."""
    term: str | None = None
    """A glossary id."""
    module: str | None = None
    """A module id."""


@dataclass(frozen=True)
class Citation:
    """`[@seed:claim]` in the text."""

    seed: str
    claim: str

    @property
    def ref(self) -> str:
        return f"{self.seed}:{self.claim}"


Inline = tuple[Run | Citation, ...]


@dataclass(frozen=True)
class Paragraph:
    inline: Inline


@dataclass(frozen=True)
class Items:
    """A list; each item is a tuple of nodes."""

    ordered: bool
    items: tuple[tuple[Node, ...], ...]
    start: int = 1
    """The number of the first item, where the list is ordered."""


@dataclass(frozen=True)
class Quote:
    nodes: tuple[Node, ...]


Node = Paragraph | Items | Quote


@dataclass(frozen=True)
class Fault:
    """Markup that is not allowed. `words` is the offending text as written, to find its place."""

    words: str
    code: str
    message: str
    hint: str


CITATION = re.compile(r"\[@([a-z0-9]+(?:-[a-z0-9]+)*):([a-z0-9]+(?:-[a-z0-9]+)*)\]")
_CITATION_ATTEMPT = re.compile(r"\[@[^\]\n]*\]?")
_SIGNS = re.compile(r"[\\`*_<>\[\]&!#~{]")
_LINE_SIGNS = re.compile(
    r"^[ \t]*(?:[-+]|\d{1,9}[.)])(?:[ \t]|$)|^(?: {4}|\t)|^[ \t]*(?:=+|-+)[ \t]*$", re.MULTILINE
)
_DIRECTIVE = re.compile(
    # Possessive, and only at the start of a run: else a long run of signs takes quadratic time.
    r"(?<![`~:])(?:`{3,}+|~{3,}+|:{3,}+)[ \t]*\{[^}\n]*\}|\{[a-z][\w:+.-]*\}(?=`)"
)
_SAFE_LINK = re.compile(r"^(https://|mailto:)[^\s<>\"'`\\]+$")
_SPACES = re.compile(r"[ \t\n]+")
_INTERNAL = re.compile(r"^(term|module):([a-z0-9]+(?:-[a-z0-9]+)*)$")

# While the Markdown parser runs, ⸦3⸧ stands for the fourth citation: brackets that Markdown takes
# for punctuation, like the real ones, but gives no meaning. The author's own ⸦ is put aside.
_MARK = re.compile("\u2e26(\\d+)\u2e27")
_OWN_BRACKET = "\ue000"
_HIGHEST_START = 200
"""A line that starts with a greater number and a full stop is a year or an amount."""
_MOST_SIGNS = 1_500
_DEEPEST = 9
"""Nesting of tokens. A list takes two levels and its text one more: three lists deep are fine."""

_REFUSED = {
    "html_block": ("markup-html", "Raw HTML is not allowed.", "Use plain text or Markdown."),
    "html_inline": ("markup-html", "Raw HTML is not allowed.", "Use plain text or Markdown."),
    "heading_open": (
        "markup-heading",
        "Headings are not allowed inside text.",
        "Give the block a `title`, or start a new block.",
    ),
    "hr": ("markup-rule", "A ruled line is not allowed.", "Start a new block instead."),
    "image": (
        "markup-image",
        "Pictures are not allowed inside text.",
        "Use a block of `kind: figure`.",
    ),
    "code_block": (
        "markup-indent",
        "Text indented by four spaces would be set as code.",
        "Remove the indent.",
    ),
}


def _make_parser() -> MarkdownIt:
    # Link definitions ("[name]: address") would swallow their words.
    parser = MarkdownIt("commonmark", {"maxNesting": 40}).disable("reference")
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # judged below, with a place
    return parser


_PARSER = _make_parser()


def has_markup(text: str) -> bool:
    """False if a string is plain words, which cannot hold a fault, a link or a citation."""
    if _SIGNS.search(text):
        return True
    # Most strings are one line that starts with a letter; they need no second look.
    return ("\n" in text or not text[:1].isalpha()) and _LINE_SIGNS.search(text) is not None


@lru_cache(maxsize=50_000)
def parse(text: str, kind: Kind) -> tuple[tuple[Node, ...], tuple[Fault, ...]]:
    """Nodes of a string, and every fault in its markup.

    A title is plain: one paragraph with one run. A line gives one paragraph. Prose gives any nodes.
    Where there are faults the nodes still hold all the words, so nothing is lost.
    """
    if kind == "title":
        return (Paragraph((Run(_one_line(text)),)),), tuple(_citations_in_title(text))
    if not has_markup(text):
        return _plain_nodes(text, kind), ()
    return _Parse(text.replace(_OWN_BRACKET, "\ufffd")).result(kind)


def _citations_in_title(text: str) -> Iterator[Fault]:
    for found in _CITATION_ATTEMPT.finditer(text):
        yield Fault(
            found.group(),
            "citation-in-title",
            "A title cannot hold a citation; it would be printed as typed.",
            "Cite in the text below the title.",
        )


def plain_text(nodes: tuple[Node, ...]) -> str:
    """The words without markup and citations, paragraphs separated by newlines."""
    return "\n".join(_texts(nodes))


def citations_in(text: str) -> tuple[Citation, ...]:
    """The well-formed citations of a string in order."""
    return tuple(Citation(*found.groups()) for found in CITATION.finditer(text))


def inline_of(text: str) -> Inline:
    """The runs of a line (for strings already checked)."""
    nodes, _ = parse(text, "line")
    first = nodes[0] if nodes else Paragraph(())
    return first.inline if isinstance(first, Paragraph) else ()


def nodes_of(text: str) -> tuple[Node, ...]:
    """The nodes of prose (for strings already checked)."""
    return parse(text, "prose")[0]


def words_of(inline: Inline) -> str:
    """The words of runs without citations, with the space before a citation closed up."""
    text = "".join(part.text if isinstance(part, Run) else "\0" for part in inline)
    return _one_line(re.sub(r" *\0(?=[ \u00a0\u202f.,;:!?)\]\0]|$)", "", text).replace("\0", ""))


def _one_line(text: str) -> str:
    """The text on one line. Only plain spaces are joined: French needs its unbreakable ones."""
    return _SPACES.sub(" ", text).strip(" ")


def _texts(nodes: tuple[Node, ...]) -> Iterator[str]:
    for node in nodes:
        match node:
            case Paragraph(inline):
                yield words_of(inline)
            case Items(_, items):
                for item in items:
                    yield from _texts(item)
            case Quote(inner):
                yield from _texts(inner)


def _plain_nodes(text: str, kind: Kind) -> tuple[Node, ...]:
    blocks = [text] if kind == "line" else re.split(r"\n[ \t]*\n", text)
    lines = [_one_line(block) for block in blocks]
    return tuple(Paragraph(_plain_inline(line)) for line in lines if line)


def _plain_inline(text: str) -> Inline:
    parts: list[Run | Citation] = []
    start = 0
    for found in CITATION.finditer(text):
        if found.start() > start:
            parts.append(Run(text[start : found.start()]))
        parts.append(Citation(*found.groups()))
        start = found.end()
    if start < len(text):
        parts.append(Run(text[start:]))
    return tuple(parts)


class _Parse:
    """One run of the Markdown parser over one string: what it found so far."""

    def __init__(self, text: str) -> None:
        self.faults: list[Fault] = []
        self.citations = [Citation(*found.groups()) for found in CITATION.finditer(text)]
        numbers = iter(range(len(self.citations)))
        aside = text.replace("\u2e26", _OWN_BRACKET)
        self.source = CITATION.sub(lambda _: f"\u2e26{next(numbers)}\u2e27", aside)

    def result(self, kind: Kind) -> tuple[tuple[Node, ...], tuple[Fault, ...]]:
        if not has_markup(self.source):
            return _plain_nodes(self.restored(self.source), kind), ()
        if len(_SIGNS.findall(self.source)) > _MOST_SIGNS:
            # The parser takes quadratic time over brackets without end.
            self.fault(
                self.source.split("\n")[0],
                "markup-too-much",
                f"The text holds more than {_MOST_SIGNS:,} signs of markup.",
                "Perhaps something was pasted in by mistake.",
            )
            return (self.kept(self.source),), tuple(self.faults)
        self.find_foreign_markup()
        if kind == "line":
            tokens = _PARSER.parseInline(self.source.replace("\n", " "))
            return (Paragraph(self.inline(tokens[0].children or [])),), tuple(self.faults)
        tokens = _PARSER.parse(self.source)
        deep = next((token for token in tokens if token.level > _DEEPEST), None)
        if deep is not None:
            self.fault(
                self.line_of(deep),
                "markup-too-deep",
                "Lists or quotes stand more than three deep in each other.",
                "Write shorter lists, or several blocks.",
            )
        return self.nodes(iter(tokens), None), tuple(self.faults)

    def restored(self, text: str) -> str:
        """The text as the author wrote it, citations and all."""
        text = _MARK.sub(lambda found: f"[@{self.citations[int(found.group(1))].ref}]", text)
        return text.replace(_OWN_BRACKET, "\u2e26")

    def fault(self, words: str, code: str, message: str, hint: str) -> None:
        self.faults.append(Fault(self.restored(words), code, message, hint))

    def find_foreign_markup(self) -> None:
        """What looks like our citations or like Sphinx; the Markdown parser knows neither."""
        for attempt in _CITATION_ATTEMPT.finditer(self.source):
            self.fault(
                attempt.group(),
                "citation-malformed",
                f"'{_short(attempt.group())}' is not a citation.",
                "Write [@seed-id:claim-id], one claim in each pair of brackets.",
            )
        for directive in _DIRECTIVE.finditer(self.source):
            self.fault(
                directive.group(),
                "markup-directive",
                f"'{_short(directive.group())}' is a Sphinx directive or role; none is allowed.",
                "Use a block of the kind you need.",
            )

    def nodes(self, tokens: Iterator[Token], until: str | None) -> tuple[Node, ...]:
        nodes: list[Node] = []
        for token in tokens:
            if token.type == until:
                break
            match token.type:
                case "paragraph_open" | "paragraph_close" | "heading_close":
                    continue
                case "inline":
                    nodes.append(Paragraph(self.inline(token.children or [])))
                case "bullet_list_open" | "ordered_list_open":
                    nodes.append(self.items(token, tokens))
                case "blockquote_open":
                    nodes.append(Quote(self.nodes(tokens, "blockquote_close")))
                case "fence":
                    self.refuse_fence(token)
                    nodes.append(self.kept(f"{token.info}\n{token.content}"))
                case refused:
                    if refused in _REFUSED:
                        words = (token.content or self.line_of(token)).strip().split("\n")[0]
                        self.fault(words, *_REFUSED[refused])
                        if token.content:
                            nodes.append(self.kept(token.content))
        return tuple(nodes)

    def items(self, start: Token, tokens: Iterator[Token]) -> Items:
        """A list. `tokens` stands behind its opening token, and is left behind its closing one."""
        first = int(start.attrGet("start") or 1) if start.type.startswith("ordered") else 1
        if first > _HIGHEST_START:
            self.fault(
                self.line_of(start),
                "markup-number",
                f"The line starts with '{first}.' and would become an item of a list.",
                f"For plain words write '{first}\\.' with a backslash, or turn the words round.",
            )
        close = start.type.replace("open", "close")
        items = []
        for token in tokens:
            if token.type == close:
                break
            items.append(self.nodes(tokens, "list_item_close"))
        return Items(start.type.startswith("ordered"), tuple(items), first)

    def kept(self, words: str) -> Paragraph:
        """The words of something refused, so that nothing is lost."""
        return Paragraph((Run(self.restored(words)),))

    def line_of(self, token: Token) -> str:
        return self.source.split("\n")[token.map[0]].strip() if token.map else ""

    def refuse_fence(self, token: Token) -> None:
        if token.info.startswith("{"):
            return  # a directive, refused as one
        lines = self.source.split("\n")
        first, last = token.map or [0, len(lines)]
        closed = last - 1 > first and lines[last - 1].strip(" >").startswith(token.markup)
        self.fault(
            self.line_of(token),
            "markup-fence" if closed else "markup-fence-open",
            "Fenced code is not allowed inside text."
            if closed
            else f"The fence {_short(token.markup)} is never closed.",
            "Write the words without the fence.",
        )

    def inline(self, tokens: list[Token]) -> Inline:
        parts: list[Run | Citation] = []
        strong = emphasis = 0
        target: dict[str, str] = {}
        for token in tokens:
            match token.type:
                case "text" | "code_inline" | "text_special":
                    code = token.type == "code_inline"
                    for number, piece in enumerate(_MARK.split(token.content)):
                        if number % 2:
                            parts.append(self.citations[int(piece)])
                        elif piece:
                            words = piece.replace(_OWN_BRACKET, "\u2e26")
                            parts.append(Run(words, strong > 0, emphasis > 0, code, **target))
                case "softbreak" | "hardbreak":
                    parts.append(Run(" ", strong > 0, emphasis > 0, False, **target))
                case "strong_open":
                    strong += 1
                case "strong_close":
                    strong -= 1
                case "em_open":
                    emphasis += 1
                case "em_close":
                    emphasis -= 1
                case "link_open":
                    target = self.target(token)
                case "link_close":
                    target = {}
                case refused:
                    words = token.content or str(token.attrGet("src") or "")
                    self.fault(words, *_REFUSED.get(refused, _REFUSED["html_inline"]))
                    source = token.attrGet("src") if token.content else None
                    parts.append(Run(self.restored(f"{words} {source}" if source else words)))
        return tuple(parts)

    def target(self, token: Token) -> dict[str, str]:
        """Where a link leads, as arguments of `Run`; nothing if it may not lead there."""
        address = self.restored(str(token.attrGet("href") or ""))
        if token.attrGet("title"):
            self.fault(
                str(token.attrGet("title")),
                "link-title",
                "A link cannot have a title of its own; it would be lost.",
                "Write [shown text](address) only.",
            )
        if internal := _INTERNAL.match(address):
            return {internal.group(1): internal.group(2)}
        if _SAFE_LINK.match(address):
            return {"link": address}
        self.fault(
            address,
            "link-unsafe",
            f"A link may not lead to '{_short(address)}'.",
            "Use https://…, mailto:…, term:glossary-id or module:module-id.",
        )
        return {}


def _short(words: str) -> str:
    return words if len(words) <= 80 else words[:79] + "…"
