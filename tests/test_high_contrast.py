"""The colours of the handbook: every word against every ground it may stand on."""

from __future__ import annotations

import re

import pytest

from builders.deck_templates.colours import contrast
from builders.draw_svg import document
from tests.handbook_course import REPOSITORY

STATIC = REPOSITORY / "templates" / "handbook" / "source" / "_theme" / "keyhub" / "static"
PILLARS = ("foundations", "identify", "investigate", "prosecute", "deliver")
WORDS = ("ink", "soft", "link", "navy", "pillar", "trainer", "danger", "good")
GROUNDS = ("paper", "sheet", "tint", "pillar-tint")
OWN_GROUNDS = {"trainer": ("trainer-tint",), "danger": ("danger-tint",)}
_ROOT = re.compile(r":root \{([^}]*)\}")
_PILLAR = re.compile(r"\.opener\.pillar-(\w+)\) \{([^}]*)\}")
_COLOUR = re.compile(r"--([a-z-]+): ?#([0-9a-f]{6})")


def palettes(css: str) -> dict[str, dict[str, str]]:
    """Look → its colours: "light", "dark", and each of them in the colours of each pillar."""
    start = css.index("(prefers-color-scheme: dark)")
    end = css.index("\n}\n", start)
    found: dict[str, dict[str, str]] = {}
    for name, text in (("light", css[:start]), ("dark", css[start:end])):
        roots = [dict(_COLOUR.findall(body)) for body in _ROOT.findall(text)]
        plain = next(colours for colours in roots if "ink" in colours)
        found[name] = plain
        for pillar, body in _PILLAR.findall(text):
            found[f"{name} {pillar}"] = plain | dict(_COLOUR.findall(body))
    assert set(found) == {
        f"{name}{pillar}"
        for name in ("light", "dark")
        for pillar in ("", *map(" {}".format, PILLARS))
    }
    return found


def too_weak(colours: dict[str, str], least: float) -> list[str]:
    """Every pair of words and ground below the least contrast."""
    pairs = [(word, ground) for word in WORDS for ground in GROUNDS]
    pairs += [(word, ground) for word, more in OWN_GROUNDS.items() for ground in more]
    pairs += [("ink", "trainer-tint"), ("ink", "danger-tint"), ("link", "trainer-tint")]
    pairs += [("paper", "pillar"), ("sheet", "navy"), ("paper", "ink")]
    return [
        f"{word} on {ground}: {contrast(colours[word], colours[ground]):.2f}"
        for word, ground in pairs
        if contrast(colours[word], colours[ground]) < least
    ]


@pytest.mark.parametrize(("name", "least"), [("handbook.css", 4.5), ("contrast.css", 7.0)])
def test_every_word_stands_out_from_its_ground(name: str, least: float) -> None:
    css = (STATIC / name).read_text(encoding="utf-8")
    found = {look: too_weak(colours, least) for look, colours in palettes(css).items()}
    assert {look: pairs for look, pairs in found.items() if pairs} == {}


def test_high_contrast_sets_every_colour_of_the_book() -> None:
    book = palettes((STATIC / "handbook.css").read_text(encoding="utf-8"))
    strong = palettes((STATIC / "contrast.css").read_text(encoding="utf-8"))
    for look, colours in book.items():
        assert set(strong[look]) == set(colours), look


@pytest.mark.parametrize("name", ["handbook.css", "contrast.css"])
def test_each_pillar_has_a_line_of_its_own_form(name: str) -> None:
    css = (STATIC / name).read_text(encoding="utf-8")
    if name == "handbook.css":
        css = css[css.index("(forced-colors: active)") :]
    forms = dict(re.findall(r"^ *\.opener\.pillar-(\w+) \{ ([^}]*?) \}", css, re.MULTILINE))
    assert set(forms) == set(PILLARS) - {"foundations"}  # which keeps the plain line
    assert len(set(forms.values())) == len(forms)


@pytest.mark.parametrize("pillar", [None, *PILLARS])
def test_words_of_drawings_stand_out_as_in_high_contrast(pillar: str | None) -> None:
    """A drawing cannot follow the switch of its page, so its words always reach 7 to 1."""
    svg = document(10, 10, [], pillar)
    light, dark, printed = (
        dict(_COLOUR.findall(body)) for body in re.findall(r":root\{([^}]*)", svg)
    )
    assert light == printed
    for colours in (light, dark):
        pairs = [
            (word, ground)
            for word in ("ink", "muted")
            for ground in ("paper", "land", "land-focus", "sea", "pillar-light")
        ]
        pairs += [("pillar", "paper"), ("paper", "pillar")]
        weak = [
            (word, ground, round(contrast(colours[word], colours[ground]), 2))
            for word, ground in pairs
            if contrast(colours[word], colours[ground]) < 7
        ]
        assert weak == []
