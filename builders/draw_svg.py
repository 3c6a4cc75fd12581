"""Drawings and charts as SVG text: light, dark and printed alike, with no outside font or script.

Enters: a `Drawing` (shapes with colour roles) or a chart block with its numbers. Leaves: one SVG
document. Colours are CSS variables inside the document, so that a picture shown with `<img>`
follows the reader's light or dark setting by itself. It cannot follow the page's switch to high
contrast, so its words always reach 7 to 1. The same input gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from builders.drawing import Box, Connector, Direction, Drawing, Outline, PlacedLine, lines_of

PILLARS = {
    "foundations": ("#2b4c7e", "#e6ecf5", "#9cbcf0", "#1f2c43"),
    "identify": ("#0a615d", "#e2f0ef", "#7fd3cc", "#163432"),
    "investigate": ("#643a78", "#efe7f3", "#d0a9e4", "#34213d"),
    "prosecute": ("#8a3a17", "#f7e9e2", "#f0b08f", "#422417"),
    "deliver": ("#545c15", "#eff1dd", "#cbd27a", "#2e3112"),
}
"""Pillar id → its colour and its tint on light paper, then both on dark paper."""
_PLAIN = ("#14304f", "#e9edf2", "#a9c4e4", "#1f2b3a")
_LIGHT = {
    "ink": "#16202c",
    "muted": "#3d4752",
    "paper": "#ffffff",
    "line": "#c9ced6",
    "sea": "#dce7ee",
    "land": "#ece6d8",
    "land-focus": "#fbf6e9",
}
_DARK = {
    "ink": "#e8ebef",
    "muted": "#c9d0d8",
    "paper": "#14181d",
    "line": "#4a5563",
    "sea": "#1b2731",
    "land": "#2b2d2c",
    "land-focus": "#3b3a33",
}
FONT = "Arial, Helvetica, 'Liberation Sans', 'Noto Sans Arabic', sans-serif"
_MARGIN = 6.0


def svg_of_drawing(drawing: Drawing, pillar: str | None = None) -> str:
    """The SVG text of a drawing; one point of the drawing is one unit. Ends with a newline."""
    ends = [shape for shape in drawing.shapes if isinstance(shape, Connector) and shape.arrow]
    parts = []
    for shape in drawing.shapes:
        match shape:
            case Box():
                parts.extend(_box(shape, drawing.direction))
            case Connector():
                parts.append(_connector(shape))
            case Outline():
                corners = " ".join(f"{_n(x)},{_n(y)}" for x, y in shape.points)
                stroke = f' stroke="var(--{shape.outline})"' if shape.outline else ""
                parts.append(f'<polygon points="{corners}" fill="var(--{shape.fill})"{stroke}/>')
    definitions = _arrowheads(ends)
    return document(drawing.width, drawing.height, [*definitions, *parts], pillar)


def document(
    width: float, height: float, parts: Sequence[str], pillar: str | None, extra: str = ""
) -> str:
    """The frame around the parts: size, colours for light and dark, typeface."""
    colours = PILLARS.get(pillar or "", _PLAIN)
    light = {**_LIGHT, "pillar": colours[0], "pillar-light": colours[1]}
    dark = {**_DARK, "pillar": colours[2], "pillar-light": colours[3]}
    box = f"{_n(-_MARGIN)} {_n(-_MARGIN)} {_n(width + 2 * _MARGIN)} {_n(height + 2 * _MARGIN)}"
    style = (
        f":root{{{_variables(light)}}}"
        f"@media (prefers-color-scheme:dark){{:root{{{_variables(dark)}}}}}"
        f"@media print{{:root{{{_variables(light)}}}}}"
        f"text{{font-family:{FONT};white-space:pre}}{extra}"
    )
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" '
        f'width="{_n(width + 2 * _MARGIN)}" height="{_n(height + 2 * _MARGIN)}">'
    )
    return "\n".join([head, f"<style>{style}</style>", *parts, "</svg>"]) + "\n"


def text(line: PlacedLine, direction: Direction) -> str:
    """One line of words at its place."""
    # in right-to-left text "start" is the right end of the line
    sides = ("start", "end") if direction == "ltr" else ("end", "start")
    anchor = {"left": sides[0], "middle": "middle", "right": sides[1]}[line.anchor]
    weight = ' font-weight="bold"' if line.bold else ""
    turned = ' direction="rtl"' if direction == "rtl" else ""
    return (
        f'<text x="{_n(line.x)}" y="{_n(line.baseline)}" text-anchor="{anchor}" '
        f'font-size="{_n(line.size)}"{weight}{turned} fill="var(--{line.colour})">'
        f"{escape(_printable(line.text))}</text>"
    )


def _box(box: Box, direction: Direction) -> list[str]:
    fill = f"var(--{box.fill})" if box.fill else "none"
    stroke = f' stroke="var(--{box.outline})" stroke-width="1.5"' if box.outline else ""
    name = f" id={quoteattr(box.id)}"
    parts = []
    if box.fill or box.outline:
        if box.form == "oval":
            middle_x, middle_y = box.x + box.width / 2, box.y + box.height / 2
            parts.append(
                f'<ellipse{name} cx="{_n(middle_x)}" cy="{_n(middle_y)}" rx="{_n(box.width / 2)}" '
                f'ry="{_n(box.height / 2)}" fill="{fill}"{stroke}/>'
            )
        else:
            corner = ' rx="7"' if box.form == "round" else ""
            parts.append(
                f'<rect{name} x="{_n(box.x)}" y="{_n(box.y)}" width="{_n(box.width)}" '
                f'height="{_n(box.height)}"{corner} fill="{fill}"{stroke}/>'
            )
    parts.extend(text(line, direction) for line in lines_of(box, direction))
    return parts


def _connector(line: Connector) -> str:
    corners = " ".join(f"{_n(x)},{_n(y)}" for x, y in line.points)
    head = f' marker-end="url(#arrow-{line.colour})"' if line.arrow else ""
    return (
        f'<polyline points="{corners}" fill="none" stroke="var(--{line.colour})" '
        f'stroke-width="{_n(line.weight)}"{head}/>'
    )


def _arrowheads(lines: Sequence[Connector]) -> list[str]:
    colours = sorted({line.colour for line in lines})
    markers = "".join(
        f'<marker id="arrow-{colour}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="5" '
        f'markerHeight="5" orient="auto-start-reverse"><path d="M0 0L10 5L0 10z" '
        f'fill="var(--{colour})"/></marker>'
        for colour in colours
    )
    return [f"<defs>{markers}</defs>"] if markers else []


def _variables(colours: dict[str, str]) -> str:
    return "".join(f"--{name}:{colour};" for name, colour in colours.items())


def _printable(words: str) -> str:
    """Words without the control characters that XML cannot hold."""
    return "".join(sign for sign in words if sign >= " " and sign not in "\ufffe\uffff")


def _n(number: float) -> str:
    """A number with at most two decimals and no needless zero."""
    short = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if short in ("-0", "") else short
