"""Whatever people type, MyST prints exactly those words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from docutils import nodes
from docutils.core import publish_doctree
from docutils.parsers.rst import directives
from docutils.parsers.rst.directives.body import Rubric as RubricOfDocutils
from hypothesis import given, settings
from hypothesis import strategies as st
from myst_parser.parsers.docutils_ import Parser
from sphinx.directives.patches import Rubric

from builders.handbook import markdown as md

SETTINGS = {
    "myst_enable_extensions": ["attrs_block", "attrs_inline", "colon_fence", "deflist"],
    "report_level": 2,
    "halt_level": 2,
    "doctitle_xform": False,
}
NASTY = [
    "{{ 7*7 }} {% x %}",
    "{role}`text`",
    "$x$ and $$y$$",
    ":::{note} x",
    "```python",
    "| a | b |",
    "# not a heading #",
    "<script>alert(1)</script>",
    "- item",
    "+ item",
    "1. item",
    "12) item",
    "> quote",
    "(name)=",
    "% comment",
    "+++",
    "---",
    "===",
    "~~~",
    ": term",
    "[x](javascript:alert(1))",
    "![x](y.png)",
    "Look!",
    "a_b _c_ __d__ *e* **f**",
    "&amp; &#65; &copy;",
    "\\ \\\\ \\* end\\",
    "[^1] [x][y] [z]: q",
    "{#id .class}",
    "<https://example.org>",
    "Line\u2028break\x85here\x0b!",
    "`` ` ``",
    "\\|",
    "مرحبا **ليبيا**",
    "😀" * 3,
    "a" * 5000,
]
# what a title or line can hold once checked: no control characters
WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Co", "Cn"]), min_size=1
).filter(lambda text: text.strip())
SIGNS = st.text("\\`*_{}[]<>#$|~^&!:-+=.()%@\"'/ 1a\u00a0", min_size=1).filter(str.strip)


@pytest.fixture(autouse=True, scope="module")
def _rubric_of_sphinx() -> Iterator[None]:
    """Docutils' own rubric knows no heading level."""
    directives.register_directive("rubric", Rubric)
    yield
    directives.register_directive("rubric", RubricOfDocutils)


def printed(markdown: str) -> str:
    """What a reader sees of a page."""
    return str(tree(markdown).astext())


def tree(markdown: str) -> nodes.document:
    return publish_doctree(
        markdown, parser=Parser(), settings_overrides={**SETTINGS, "output_encoding": "unicode"}
    )


def expected(text: str) -> str:
    return md.one_line(text).strip()


def same(got: str, text: str) -> bool:
    """Equal up to spaces at the ends, which no reader sees."""
    return got.strip() == expected(text).strip()


@pytest.mark.parametrize("text", NASTY)
def test_hostile_words_print_as_typed(text: str) -> None:
    assert same(printed(md.plain(text)), text)
    assert same(printed(md.items([md.plain(text)])), text)
    assert same(printed(md.box("x", [md.plain(text)])), text)
    assert same(printed(md.heading(md.escape(text), 1, "x")), text)
    assert same(printed(md.title(md.escape(text))), text)


@pytest.mark.parametrize("text", NASTY)
def test_hostile_words_stay_in_their_cell(text: str) -> None:
    table = md.table(["a", "b"], [[md.escape(text), "x"], ["y", md.code(text, in_cell=True)]])
    cells = [entry.astext() for entry in tree(table).findall(nodes.entry)]
    assert len(cells) == 6
    assert same(cells[2], text)
    assert cells[3:5] == ["x", "y"]
    assert same(cells[5], text)


@given(st.one_of(WORDS, SIGNS))
@settings(max_examples=150, deadline=None)
def test_any_words_print_as_typed(text: str) -> None:
    assert same(printed(md.plain(text)), text)
    assert same(printed(md.title(md.escape(text))), text)
    assert same(printed(md.terms([("a", md.escape(text))], "ledger")).split("\n\n", 1)[-1], text)


@given(SIGNS, SIGNS, st.sampled_from(["*", "**", "***"]))
@settings(max_examples=150, deadline=None)
def test_marked_words_keep_their_neighbours(before: str, inside: str, sign: str) -> None:
    line = md.line_start(md.escape(before) + md.marked(md.escape(inside), sign) + md.escape("b"))
    document = tree(line)
    assert " ".join(document.astext().split()) == " ".join((before + inside + "b").split())
    kind: Any = nodes.strong if "**" in sign else nodes.emphasis
    if inside.strip():
        assert [" ".join(n.astext().split()) for n in document.findall(kind)] == [
            " ".join(inside.split())
        ]


@given(SIGNS)
@settings(max_examples=150, deadline=None)
def test_code_prints_as_typed(text: str) -> None:
    document = tree("x " + md.code(text))
    assert same(next(iter(document.findall(nodes.literal))).astext(), text)


@given(SIGNS)
@settings(max_examples=100, deadline=None)
def test_words_of_a_link_print_as_typed(text: str) -> None:
    document = tree("x " + md.link(md.escape(text), "https://example.org/a_(b)?x=1&y=2"))
    link = next(iter(document.findall(nodes.reference)))
    assert link["refuri"] == "https://example.org/a_(b)?x=1&y=2"
    assert " ".join(link.astext().split()) == " ".join(text.split())


@given(SIGNS)
@settings(max_examples=100, deadline=None)
def test_alternative_text_prints_as_typed(text: str) -> None:
    document = tree(md.directive("figure", "x.svg", {"alt": md.quoted(text)}, ["Caption"]))
    assert same(next(iter(document.findall(nodes.image)))["alt"], text)


def test_two_lists_in_a_row_stay_two() -> None:
    document = tree(md.join([md.items(["a"]), md.items(["b"]), md.items(["c"], ordered=True)]))
    assert len(list(document.findall(nodes.bullet_list))) == 2


def test_boxes_nest_to_any_depth() -> None:
    inner = "word"
    for depth in range(6):
        inner = md.box(f"level-{depth}", [inner])
    assert len(list(tree(inner).findall(nodes.container))) == 6
    assert re.match(r":{8}\{container\}", inner)
