"""Pieces of DrawingML as text: escaping, runs, paragraphs, frames, colours.

Enters: spans and paragraphs of a slide. Leaves: XML as str. Text is put together, not built as a
tree: that is what makes a slide cost well under a millisecond.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from builders.deck.slides import Frame, Para, Span
from builders.drawing.shapes import Role

POINT = 12700
"""English Metric Units in one point."""
INDENT = 22 * POINT
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
OFFICE = "application/vnd.openxmlformats-officedocument"
"""How the content types of Office parts begin."""
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DECORATIVE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>'
    "</a:ext></a:extLst>"
)
LANGUAGES = {"en": "en-GB", "ar": "ar-LY", "fr": "fr-FR"}

_SPECIAL = re.compile(r"[&<>\"\x00-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_ARABIC = re.compile("[\u0620-\u064a\u066e-\u06d3\ufb50-\ufdff\ufe70-\ufefc]")
_LATIN_STRETCH = re.compile(
    "[0-9A-Za-z\u00c0-\u024f](?:[^\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff()\\[\\]{}]*"
    "[0-9A-Za-z\u00c0-\u024f%\u00b0])?"
)
_ARABIC_STRETCH = re.compile(
    "[\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufefc](?:[^A-Za-z\u00c0-\u024f0-9]*"
    "[\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufefc])?"
)
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": " ", "\n": " ", "\r": " "}


def escaped(text: str) -> str:
    """Text for XML. Control characters, which XML cannot hold, become a visible replacement."""
    if not _SPECIAL.search(text):
        return text
    return _SPECIAL.sub(lambda found: _ESCAPES.get(found.group(), "\ufffd"), text)


def mostly_arabic(text: str) -> bool:
    """Whether more than half of the letters are Arabic: such a paragraph runs from the right."""
    found = len(_ARABIC.findall(text))
    return found > 0 and 2 * found > sum(character.isalpha() for character in text)


@dataclass
class Links:
    """Relationships of one part; numbers run on as targets are added."""

    first: int
    entries: list[tuple[str, str, bool]] = field(default_factory=list)
    """Kind, target, external."""
    slides: Mapping[str, int] = field(default_factory=dict)
    """Slide id → number, for links inside the deck."""

    def add(self, kind: str, target: str, *, external: bool = False) -> str:
        """The id of a relationship; the same target gets the same id."""
        entry = (kind, target, external)
        if entry not in self.entries:
            self.entries.append(entry)
        return f"rId{self.first + self.entries.index(entry)}"

    def click(self, link: str) -> str:
        """The mark of a run that leads somewhere: an address, a slide or another deck."""
        action = ""
        if link.startswith("#"):
            number = self.slides.get(link[1:])
            if number is None:
                return ""
            name = self.add("slide", f"../slides/slide{number}.xml")
            action = ' action="ppaction://hlinksldjump"'
        else:
            name = self.add("hyperlink", link, external=True)
            if link.endswith(".pptx") and ":" not in link:
                action = ' action="ppaction://hlinkpres?slideindex=1&amp;slidetitle="'
        return f'<a:hlinkClick r:id="{name}"{action}/>'


@dataclass(frozen=True)
class Palette:
    """Colours of one slide: the pillar's accent and the theme's other colours."""

    pillar: str
    pillar_light: str
    literal: Mapping[str, str]

    def xml(self, name: str) -> str:
        """A colour by its role."""
        return self._xml[name]

    @property
    def _xml(self) -> dict[str, str]:
        found = self.__dict__.get("_cache")
        if found is None:
            found = {
                "ink": '<a:schemeClr val="tx1"/>',
                "paper": '<a:schemeClr val="bg1"/>',
                "navy": '<a:schemeClr val="tx2"/>',
                "sand": '<a:schemeClr val="bg2"/>',
                "warning": '<a:schemeClr val="accent6"/>',
                "pillar": f'<a:schemeClr val="{self.pillar}"/>',
                "pillar-light": f'<a:srgbClr val="{self.pillar_light}"/>',
                **{k: f'<a:srgbClr val="{v}"/>' for k, v in self.literal.items()},
            }
            object.__setattr__(self, "_cache", found)
        return found

    def fill(self, role: Role | str | None) -> str:
        return f"<a:solidFill>{self.xml(role)}</a:solidFill>" if role else "<a:noFill/>"


@dataclass(frozen=True)
class Hand:
    """How text is written in one deck: language and direction."""

    language: str
    rtl: bool

    def run(self, span: Span, palette: Palette, links: Links, size: float | None) -> str:
        """The runs of a span: one for each stretch of one script, each with its own language."""
        look = f' sz="{round(size * 100)}"' if size else ""
        if span.bold:
            look += ' b="1"'
        if span.italic:
            look += ' i="1"'
        fill = palette.fill(span.ink) if span.ink else ""
        click = links.click(span.link) if span.link else ""
        made = ""
        for text, arabic in self.stretches(span.text):
            language = self.language
            if arabic is not self.rtl:
                language = LANGUAGES["ar" if arabic else "en"]
            face = ""
            if self.rtl or arabic:
                face = '<a:cs typeface="+mn-cs"/>' if arabic else '<a:latin typeface="+mn-lt"/>'
            inner = f"{fill}{face}{click}"
            tag = f'<a:rPr lang="{language}"{look}'
            tag += f">{inner}</a:rPr>" if inner else "/>"
            made += f"<a:r>{tag}<a:t>{escaped(text)}</a:t></a:r>"
        return made

    def stretches(self, text: str) -> list[tuple[str, bool]]:
        """The text in stretches of one script; True for Arabic.

        In a right-to-left deck words and numbers in Latin signs stand out from Arabic, in another
        deck Arabic from the rest. Signs between two words of one stretch belong to it.
        """
        if not self.rtl and not _ARABIC.search(text):
            return [(text, False)]
        found: list[tuple[str, bool]] = []
        at = 0
        for inside in (_LATIN_STRETCH if self.rtl else _ARABIC_STRETCH).finditer(text):
            if inside.start() > at:
                found.append((text[at : inside.start()], self.rtl))
            found.append((inside.group(), not self.rtl))
            at = inside.end()
        if at < len(text) or not found:
            found.append((text[at:], self.rtl))
        return found

    def paragraphs(self, paras: Sequence[Para], palette: Palette, links: Links) -> str:
        """Paragraphs of a placeholder or a cell; numbering goes on from its first number."""
        first = next((para.start for para in paras if para.bullet == "number"), 1)
        return "".join(self.paragraph(para, palette, links, first) for para in paras)

    def paragraph(self, para: Para, palette: Palette, links: Links, first_number: int = 1) -> str:
        attributes = ""
        mark = ""
        match para.bullet:
            case "none":
                attributes = ' marL="0" indent="0"'
                mark = "<a:buNone/>"
            case "number":
                attributes = self._hanging(para.level, 1.3)
                start = f' startAt="{first_number}"' if first_number > 1 else ""
                mark = f'<a:buFont typeface="+mj-lt"/><a:buAutoNum type="arabicPeriod"{start}/>'
            case "check":
                attributes = self._hanging(para.level, 1.2)
                mark = '<a:buFont typeface="Arial"/><a:buChar char="□"/>'
            case "dot" | "dash":
                attributes = self._hanging(para.level, 1)
                sign = "•" if para.bullet == "dot" else "–"
                mark = f'<a:buFont typeface="Arial"/><a:buChar char="{sign}"/>'
            case _:
                pass
        level = f' lvl="{min(para.level, 4)}"' if para.level else ""
        turned = self.rtl or mostly_arabic(para.text)
        side = ' algn="r" rtl="1"' if turned else ""
        properties = f"<a:pPr{attributes}{level}{side}"
        properties += f">{mark}</a:pPr>" if mark else "/>"
        runs = "".join(self.run(span, palette, links, para.size) for span in para.spans)
        end = "" if runs else f'<a:endParaRPr lang="{self.language}"/>'
        return f"<a:p>{properties}{runs}{end}</a:p>"

    @staticmethod
    def _hanging(level: int, share: float) -> str:
        hang = round(INDENT * share)
        return f' marL="{INDENT * level + hang}" indent="-{hang}"'


def transform(frame: Frame, tag: str = "a") -> str:
    """Position and size in EMU. `tag` is the prefix: a for shapes, p for graphic frames."""
    x, y, width, height = (
        round(value * POINT) for value in (frame.x, frame.y, frame.width, frame.height)
    )
    return f'<{tag}:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{width}" cy="{height}"/></{tag}:xfrm>'


def relations(entries: Sequence[tuple[str, str, bool]]) -> str:
    """A relationships part; ids count from rId1."""
    lines = "".join(
        f'<Relationship Id="rId{number}" Type="{RELATION}/{kind}" Target="{escaped(target)}"'
        + (' TargetMode="External"/>' if external else "/>")
        for number, (kind, target, external) in enumerate(entries, 1)
    )
    return (
        f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{lines}</Relationships>"
    )
