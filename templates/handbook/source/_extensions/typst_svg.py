"""Drawings of the pages for the printed book: colours written out, the book's own typeface."""

import re

_FACES = "'IBM Plex Sans', 'IBM Plex Sans Arabic', 'IBM Plex Serif'"
_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
_VARIABLES = re.compile(r":root\{([^}]*)\}")
_USE = re.compile(r"var\((--[a-z-]+)\)")
_RULE = re.compile(r"\.[a-z]+\{[^}]*\}")
_TEXT = re.compile(r'(<text [^>]*direction="rtl"[^>]*>)([^<]*)')
_RTL_ISOLATE, _END_OF_ISOLATE = "\u2067", "\u2069"
_SIDES = {"start": "end", "end": "start", "middle": "middle"}


def for_print(svg):
    """The SVG text with the colours of light paper in place of variables.

    Typst's reader of SVG knows neither variables nor queries of the medium, takes "start" as the
    left end of a line in every direction, and orders every line as if it ran from left to right:
    "9 February" would end with its day. So lines that run the other way carry their direction.
    """
    style = _STYLE.search(svg)
    if style is None:
        return svg
    light = _VARIABLES.search(style.group())
    pairs = (light.group(1) if light else "").split(";")
    colours = dict(pair.split(":", 1) for pair in pairs if ":" in pair)
    rules = "".join(_RULE.findall(style.group()))
    plain = f"<style>text{{font-family:{_FACES}}}{rules}</style>"
    text = svg[: style.start()] + plain + svg[style.end() :]
    text = _USE.sub(lambda found: colours.get(found.group(1), "#000000"), text)
    return _TEXT.sub(_turned, text)


def _turned(found):
    tag = found.group(1).replace(' direction="rtl"', "")
    tag = re.sub(r'text-anchor="(\w+)"', lambda side: f'text-anchor="{_SIDES[side.group(1)]}"', tag)
    return f"{tag}{_RTL_ISOLATE}{found.group(2)}{_END_OF_ISOLATE}"
