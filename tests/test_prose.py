"""The Markdown inside YAML: what it becomes, what is refused, and that no word is lost."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.models.marks import Kind
from builders.prose import (
    Citation,
    Items,
    Node,
    Paragraph,
    Quote,
    Run,
    citations_in,
    has_markup,
    inline_of,
    nodes_of,
    parse,
    plain_text,
    words_of,
)


def codes(text: str, kind: Kind = "prose") -> list[str]:
    return [fault.code for fault in parse(text, kind)[1]]


def test_a_line_is_runs_and_citations() -> None:
    assert inline_of("A **strong** *soft* `code` [@a:b].") == (
        Run("A "),
        Run("strong", strong=True),
        Run(" "),
        Run("soft", emphasis=True),
        Run(" "),
        Run("code", code=True),
        Run(" "),
        Citation("a", "b"),
        Run("."),
    )


def test_links_lead_outside_or_inside() -> None:
    runs = inline_of("[x](https://x.org) [y](term:victim) [z](module:first) <mailto:a@b.org>")
    found = [
        (r.text, r.link, r.term, r.module) for r in runs if isinstance(r, Run) and r.text != " "
    ]
    assert found == [
        ("x", "https://x.org", None, None),
        ("y", None, "victim", None),
        ("z", None, None, "first"),
        ("mailto:a@b.org", "mailto:a@b.org", None, None),
    ]


def test_prose_is_paragraphs_lists_and_quotes() -> None:
    nodes = nodes_of("One.\n\n- a\n- b\n  1. c\n\n> Said.\n")
    assert nodes == (
        Paragraph((Run("One."),)),
        Items(
            False,
            (
                (Paragraph((Run("a"),)),),
                (Paragraph((Run("b"),)), Items(True, ((Paragraph((Run("c"),)),),))),
            ),
        ),
        Quote((Paragraph((Run("Said."),)),)),
    )


def test_a_list_keeps_the_number_it_starts_with() -> None:
    (items,) = nodes_of("7. a\n8. b")
    assert isinstance(items, Items)
    assert items.start == 7


def test_plain_text_and_markdown_take_the_same_way_out() -> None:
    assert nodes_of("a\nb\n\nc") == (Paragraph((Run("a b"),)), Paragraph((Run("c"),)))
    assert not has_markup("Plain words, with 9:30 and 3.5 - yes (really); a/b.")


@pytest.mark.parametrize(
    "text",
    ["**Stop.**[@a:b] Go.", "**x[@a:b]**", "[x [@a:b]](https://x.org)", "`[@a:b]`", "> [@a:b]"],
)
def test_citations_survive_around_markup(text: str) -> None:
    nodes, faults = parse(text, "prose")
    assert not faults
    assert [part.ref for part in _parts(nodes) if isinstance(part, Citation)] == ["a:b"]
    assert "*" not in plain_text(nodes)


def test_a_citation_in_an_address_does_not_shift_the_others() -> None:
    nodes, faults = parse("[x](https://x.org/[@a:b]) then [@c:d] and <b title='[@e:f]'>", "prose")
    assert [part.ref for part in _parts(nodes) if isinstance(part, Citation)] == ["c:d"]
    assert [fault.code for fault in faults] == ["markup-html"]
    assert faults[0].words == "<b title='[@e:f]'>"


@pytest.mark.parametrize(
    "text", ["{{ x }}", "{% raw %}", "{# x #}", "{x}", "100 % | 5", "$x$", "a_b_c"]
)
def test_signs_of_other_languages_are_plain_words(text: str) -> None:
    assert codes(text) == []
    assert plain_text(nodes_of(text)) == text


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("<script>x</script>", "markup-html"),
        ("<!-- x -->", "markup-html"),
        ("a <img src=x onerror=y>", "markup-html"),
        ("[x](JaVaScRiPt:alert(1))", "link-unsafe"),
        ("[x](&#106;avascript:alert(1))", "link-unsafe"),
        ("[x](data:text/html,y)", "link-unsafe"),
        ("[x](//evil.org)", "link-unsafe"),
        ("[x](../../etc/passwd)", "link-unsafe"),
        ("<file:///etc/passwd>", "link-unsafe"),
        (":::{note}\nx\n:::", "markup-directive"),
        ("{doc}`x`", "markup-directive"),
        ("x\n===", "markup-heading"),
        ("~~~~\nx", "markup-fence-open"),
        ("[@a]", "citation-malformed"),
        ("[@a:b; @c:d]", "citation-malformed"),
    ],
)
def test_what_is_refused(text: str, code: str) -> None:
    assert code in codes(text)


def test_words_close_up_where_a_citation_stood() -> None:
    assert (
        words_of(inline_of("It is so [@a:b] [@c:d]. Yes [@a:b] it is.")) == "It is so. Yes it is."
    )
    assert words_of(inline_of("Vraiment\u00a0? Oui [@a:b]\u202f!")) == "Vraiment\u00a0? Oui\u202f!"


def test_titles_are_plain_and_cite_nothing() -> None:
    assert parse("A **b**\n c", "title")[0] == (Paragraph((Run("A **b** c"),)),)
    assert codes("A [@a:b]", "title") == ["citation-in-title"]


@pytest.mark.parametrize(
    "text",
    ["*a " * 5_000, "[" * 20_000, "> " * 9_000 + "x", "- " * 9_000, "`" * 19_999, "<" * 20_000,
     "![" * 9_000, "**a" * 6_000, "[a](" * 5_000, "\\" * 20_000, "&" * 20_000, "_" * 20_000],
)  # fmt: skip
def test_hostile_text_takes_no_longer_than_it_should(text: str) -> None:
    begin = time.perf_counter()
    parse(text, "prose")
    parse(text, "line")
    assert time.perf_counter() - begin < 2


KINDS: tuple[Kind, ...] = ("title", "line", "prose")
MARKDOWNISH = st.text(
    alphabet="ab1 \n\t*_`[]()<>!#~-+.=:{}@|\\&\u00a0é\u2e26\u2e27\ue000", max_size=150
)


@given(MARKDOWNISH | st.text(max_size=100), st.sampled_from(KINDS))
def test_text_never_raises(text: str, kind: Kind) -> None:
    nodes, faults = parse(text, kind)
    plain_text(nodes)
    assert all(fault.message and fault.hint for fault in faults)


WORDS = st.text(alphabet="abcdefg", min_size=1, max_size=6)
PIECES = st.one_of(
    WORDS,
    st.sampled_from(
        [
            "**",
            "*",
            "`",
            "[",
            "](https://x.org)",
            "\n\n",
            "\n- ",
            "\n1. ",
            "\n> ",
            "\n# ",
            "\n```\n",
            "<b>",
            "[@a:b]",
            "  ",
            "\n",
            "\n    ",
            "![",
            "\n:::{note}\n",
            "\n---\n",
            "{raw}`",
        ]
    ),
)


@given(st.lists(PIECES, max_size=30), st.sampled_from(KINDS))
def test_no_word_is_lost(pieces: list[str], kind: Kind) -> None:
    text = " ".join(pieces)
    written = [p for p in pieces if re.fullmatch("[a-g]+", p)]
    nodes, _ = parse(text, kind)
    shown = " ".join(part.text if isinstance(part, Run) else part.ref for part in _parts(nodes))
    kept = re.findall("[a-g]+", shown)
    for word in set(written):
        assert kept.count(word) >= written.count(word), (text, shown)
    cited = [part for part in _parts(nodes) if isinstance(part, Citation)]
    assert kind == "title" or len(cited) <= len(citations_in(text))


def _parts(nodes: tuple[Node, ...]) -> list[Run | Citation]:
    found: list[Run | Citation] = []
    for node in nodes:
        match node:
            case Paragraph(inline):
                found += inline
            case Items(_, items):
                found += [part for item in items for part in _parts(item)]
            case Quote(inner):
                found += _parts(inner)
    return found
