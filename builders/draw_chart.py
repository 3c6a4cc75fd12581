"""Charts of a page as SVG text, from the numbers of the block.

Enters: a `Chart` block, the direction of the language, the width in units. Leaves: one SVG document
in the colours of `draw_svg`. Series are told apart by pattern as well as by colour.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from builders.draw_svg import document, text
from builders.drawing import Direction, PlacedLine, Role
from builders.handbook.numbers import number_text
from builders.models.blocks import Chart
from builders.text_metrics import text_width, wrap

_SIZE = 13.0
_LINE = 17.0
_STYLE = (
    ".bar{stroke:var(--pillar);stroke-width:1}"
    ".line{fill:none;stroke:var(--pillar);stroke-width:2.5}"
)
_DASHES = ("", "7 4", "2 3", "10 3 2 3", "4 2", "12 5", "1 4", "6 2 1 2")
Anchor = Literal["left", "middle", "right"]


@dataclass
class _Sheet:
    """Parts drawn so far. Every x is turned round for a right-to-left language."""

    width: float
    direction: Direction
    parts: list[str] = field(default_factory=list)

    def x(self, x: float) -> float:
        return x if self.direction == "ltr" else self.width - x

    def rect(self, x: float, y: float, width: float, height: float, fill: str) -> None:
        left = x if self.direction == "ltr" else self.width - x - width
        self.parts.append(
            f'<rect class="bar" x="{left:.2f}" y="{y:.2f}" width="{max(width, 0):.2f}" '
            f'height="{max(height, 0):.2f}" {fill}/>'
        )

    def line(self, x1: float, y1: float, x2: float, y2: float, colour: Role = "line") -> None:
        self.parts.append(
            f'<line x1="{self.x(x1):.2f}" y1="{y1:.2f}" x2="{self.x(x2):.2f}" y2="{y2:.2f}" '
            f'stroke="var(--{colour})"/>'
        )

    def words(
        self,
        x: float,
        y: float,
        words: str,
        anchor: Anchor,
        colour: Role = "ink",
        bold: bool = False,
    ) -> None:
        turned: dict[Anchor, Anchor] = {"left": "right", "right": "left", "middle": "middle"}
        side = anchor if self.direction == "ltr" else turned[anchor]
        self.parts.append(
            text(PlacedLine(self.x(x), y, side, words, _SIZE, bold, colour), self.direction)
        )


def svg_of_chart(
    chart: Chart, direction: Direction, pillar: str | None = None, width: float = 680.0
) -> str:
    """The SVG text of a chart. Negative numbers go below (or before) the zero line."""
    sheet = _Sheet(width, direction)
    match chart.chart:
        case "bar":
            height = _bars(sheet, chart)
        case "pie":
            height = _pie(sheet, chart)
        case _:
            height = _upright(sheet, chart)
    patterns = [f"<defs>{''.join(_pattern(n) for n in range(4))}</defs>"]
    return document(width, height, [*patterns, *sheet.parts], pillar, _STYLE)


def _fill(series: int) -> str:
    if series == 0:
        return 'fill="var(--pillar)"'
    if series == 1:
        return 'fill="var(--pillar-light)"'
    return f'fill="url(#pattern-{(series - 2) % 4})"'


def _pattern(number: int) -> str:
    path = ("M0 8L8 0", "M0 0L8 8", "M0 4H8", "M4 0V8")[number]
    return (
        f'<pattern id="pattern-{number}" width="8" height="8" patternUnits="userSpaceOnUse">'
        f'<rect width="8" height="8" fill="var(--pillar-light)"/>'
        f'<path d="{path}" stroke="var(--pillar)" stroke-width="2"/></pattern>'
    )


def _scale(values: Sequence[float]) -> tuple[float, float, float]:
    """Lowest and highest value of the axis and the distance of its lines: 1, 2 or 5 times ten."""
    low, high = min(0.0, *values), max(0.0, *values)
    spread = (high - low) or 1.0
    rough = spread / 5
    power: float = 10.0 ** math.floor(math.log10(rough))
    step = next(f * power for f in (1, 2, 5, 10) if f * power >= rough)
    return math.floor(low / step) * step, math.ceil(high / step) * step or step, step


def _ticks(low: float, high: float, step: float) -> list[float]:
    return [low + n * step for n in range(round((high - low) / step) + 1)]


def _tick_text(value: float, step: float) -> str:
    digits = max(0, -math.floor(math.log10(step)))
    return f"{value:,.{digits}f}".replace(",", "\u202f")


def _head(sheet: _Sheet, chart: Chart) -> float:
    """Names of the series, when there is more than one, and the unit; returns the y below."""
    x = y = 0.0
    if len(chart.series) > 1:
        y = _legend(sheet, chart)
    sheet.words(x, y + 12, chart.unit, "left", "muted")
    return y + _LINE + 8


def _legend(sheet: _Sheet, chart: Chart) -> float:
    x = y = 0.0
    for number, series in enumerate(chart.series):
        needed = 22 + text_width(series.name, _SIZE) + 24
        if x and x + needed > sheet.width:
            x, y = 0.0, y + _LINE + 4
        if chart.chart == "line":
            _stroke(sheet, [(x, y + 7), (x + 16, y + 7)], number)
        else:
            sheet.rect(x, y, 14, 14, _fill(number))
        sheet.words(x + 22, y + 12, series.name, "left")
        x += needed
    return y + _LINE + 10


def _stroke(sheet: _Sheet, points: Sequence[tuple[float, float]], number: int) -> None:
    corners = " ".join(f"{sheet.x(x):.2f},{y:.2f}" for x, y in points)
    dashes = _DASHES[number % len(_DASHES)]
    dash = f' stroke-dasharray="{dashes}"' if dashes else ""
    sheet.parts.append(f'<polyline class="line" points="{corners}"{dash}/>')


def _values(chart: Chart) -> list[float]:
    return [float(value) for series in chart.series for value in series.values]


def _bars(sheet: _Sheet, chart: Chart) -> float:
    top = _head(sheet, chart)
    label_width = min(
        sheet.width * 0.4, max(text_width(name, _SIZE) for name in chart.categories) + 14
    )
    low, high, _ = _scale(_values(chart))
    room = sheet.width - label_width - 70
    zero = label_width + room * (0 - low) / (high - low)
    y = top
    thick = 18.0
    for number, category in enumerate(chart.categories):
        lines = wrap(category, label_width - 12, _SIZE)
        tall = max(len(lines) * _LINE, thick * len(chart.series)) + 8
        for place, line in enumerate(lines):
            first = y + tall / 2 - len(lines) * _LINE / 2 + 13
            sheet.words(label_width - 10, first + place * _LINE, line, "right")
        for place, series in enumerate(chart.series):
            if number >= len(series.values):
                continue
            value = series.values[number]
            length = room * abs(float(value)) / (high - low)
            bar_top = y + (tall - thick * len(chart.series)) / 2 + place * thick
            start = zero if value >= 0 else zero - length
            sheet.rect(start, bar_top + 1, length, thick - 3, _fill(place))
            sheet.words(start + length + 6, bar_top + 13, number_text(value), "left")
        y += tall
    sheet.line(zero, top, zero, y, "muted")
    return y


def _upright(sheet: _Sheet, chart: Chart) -> float:
    """Columns or lines over categories."""
    top = _head(sheet, chart) + 10
    low, high, step = _scale(_values(chart))
    ticks = _ticks(low, high, step)
    left = max(text_width(_tick_text(tick, step), _SIZE) for tick in ticks) + 12
    tall = 240.0
    place = {tick: top + tall * (high - tick) / (high - low) for tick in ticks}
    for tick, y in place.items():
        sheet.line(left, y, sheet.width, y)
        sheet.words(left - 8, y + 4, _tick_text(tick, step), "right", "muted")
    slot = (sheet.width - left) / len(chart.categories)
    zero = top + tall * high / (high - low)

    def height_of(value: Decimal) -> float:
        return top + tall * (high - float(value)) / (high - low)

    if chart.chart == "column":
        thick = min(46.0, slot * 0.8 / len(chart.series))
        for number in range(len(chart.categories)):
            for order, series in enumerate(chart.series):
                if number >= len(series.values):
                    continue
                value = series.values[number]
                x = left + slot * (number + 0.5) + (order - len(chart.series) / 2) * thick
                y = height_of(value)
                sheet.rect(x + 1, min(y, zero), thick - 2, abs(zero - y), _fill(order))
                if text_width(number_text(value), _SIZE) <= max(thick, slot / len(chart.series)):
                    sheet.words(x + thick / 2, min(y, zero) - 5, number_text(value), "middle")
    else:
        for order, series in enumerate(chart.series):
            points = [
                (left + slot * (number + 0.5), height_of(value))
                for number, value in enumerate(series.values[: len(chart.categories)])
            ]
            _stroke(sheet, points, order)
            sheet.parts.extend(
                f'<circle cx="{sheet.x(x):.2f}" cy="{y:.2f}" r="4" fill="var(--pillar)"/>'
                for x, y in points
            )
    sheet.line(left, zero, sheet.width, zero, "muted")
    return _categories(sheet, chart, left, slot, top + tall)


def _categories(sheet: _Sheet, chart: Chart, left: float, slot: float, y: float) -> float:
    """Names below the columns; where there are too many, only as many as have room."""
    every = max(1, math.ceil(60 / slot))
    deepest = 1
    for number, category in enumerate(chart.categories):
        if number % every:
            continue
        lines = wrap(category, slot * every - 6, _SIZE)
        deepest = max(deepest, len(lines))
        for place, line in enumerate(lines):
            sheet.words(left + slot * (number + 0.5), y + 18 + place * _LINE, line, "middle")
    return y + 10 + deepest * _LINE


def _pie(sheet: _Sheet, chart: Chart) -> float:
    """Sectors of the first series from twelve o'clock, with a key that gives name and number."""
    values = [max(float(value), 0.0) for value in chart.series[0].values[: len(chart.categories)]]
    total = sum(values) or 1.0
    radius, middle_x, middle_y = 120.0, 130.0, 150.0
    sheet.words(0, 12, chart.unit, "left", "muted")
    angle = 0.0
    y = max(44.0, middle_y - len(values) * 13.0)
    for number, (category, value) in enumerate(zip(chart.categories, values, strict=False)):
        share = value / total
        sheet.parts.append(_sector(sheet, middle_x, middle_y, radius, angle, share, number))
        angle += share
        sheet.rect(290, y - 12, 14, 14, _fill(number))
        amount = f"{category}: {number_text(chart.series[0].values[number])}"
        for line in wrap(amount, sheet.width - 320, _SIZE):
            sheet.words(314, y, line, "left")
            y += _LINE
        y += 9
    return max(middle_y + radius + 8, y)


def _sector(
    sheet: _Sheet, x: float, y: float, radius: float, start: float, share: float, number: int
) -> str:
    style = f'class="bar" {_fill(number)}'
    if share > 0.9999:
        return f'<circle cx="{sheet.x(x):.2f}" cy="{y:.2f}" r="{radius:.2f}" {style}/>'
    corners = []
    for turn in (start, start + share):
        corner_x = x + radius * math.sin(2 * math.pi * turn)
        corner_y = y - radius * math.cos(2 * math.pi * turn)
        corners.append(f"{sheet.x(corner_x):.2f} {corner_y:.2f}")
    wide = 1 if share > 0.5 else 0
    sweep = 1 if sheet.direction == "ltr" else 0
    return (
        f'<path d="M{sheet.x(x):.2f} {y:.2f}L{corners[0]}A{radius:.2f} {radius:.2f} 0 {wide} '
        f'{sweep} {corners[1]}z" {style}/>'
    )
