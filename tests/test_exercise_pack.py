"""The exercise pack: what it holds, who may see which paper, and how it is printed and cut."""

from __future__ import annotations

import io
import re
import shutil
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import docx
import pytest

from builders.build import Request, build_workshop
from builders.course import Course
from builders.editions import edition_kind
from builders.house import House
from builders.loading.curriculum import load_curriculum
from builders.paper import Paper, make_answers, make_pack, pack_parts
from builders.write_docx import docx_parts
from builders.write_paper import paper_html
from builders.write_pptx.package import write_package
from tests.handbook_course import CASE, REPOSITORY, small_course, with_blocks
from tests.planting import Planter, found_in
from tests.test_write_docx import EXERCISE
from tests.test_write_sphinx import HOSTILE, TEMPLATES

ROLES = [
    {"title": "The driver", "text": "You carry *water*."},
    {"title": "A call", "text": "Somebody rings at night.", "minute": 12},
    {"title": "A letter", "text": "It has no name.", "minute": 5},
]
BLOCKS: list[dict[str, Any]] = [
    {**EXERCISE, "cards": ROLES},
    {"kind": "case", "title": "The farm", "case": "farm"},
]


def pack_course(blocks: list[dict[str, Any]] = BLOCKS) -> Course:
    return replace(with_blocks(blocks), edition="exercises")


def pack(course: Course) -> dict[str, Paper]:
    return {part: make_pack(narrow, part) for part, narrow in pack_parts(course)}


class Reader(HTMLParser):
    """Words of a page, and whether every tag is closed in its turn."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.waiting: list[str] = []
        self.tags: list[str] = []
        self.feed(text)
        self.close()
        assert not self.waiting

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)
        if tag not in ("meta", "img"):
            self.waiting.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.waiting.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.waiting[-1:] != ["style"]:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


def page(paper: Paper) -> Reader:
    return Reader(paper_html(paper, TEMPLATES, Path()))


def test_the_pack_has_four_papers_and_only_those_with_something_in_them() -> None:
    assert list(pack(pack_course())) == ["task-sheets", "case-files", "role-cards", "envelopes"]
    assert list(pack(pack_course([EXERCISE]))) == ["task-sheets"]
    assert pack(pack_course([{"kind": "text", "body": "Only in the book."}])) == {}


def test_each_paper_shows_what_its_readers_may_see_and_no_more() -> None:
    made = {name: page(paper).text for name, paper in pack(pack_course()).items()}
    tasks, files, cards, envelopes = made.values()
    assert "Sort the facts" in tasks
    assert "Fact one." in tasks
    for text in (tasks, files, cards, envelopes):
        assert "signs of the answer" not in text
        assert "Whisper" not in text
        assert CASE["outcome"] not in text
    for text in (tasks, files):
        for secret in ("You carry water", "rings at night", "no name", CASE["injects"][0]["text"]):
            assert secret not in text
    assert "You carry water." in cards
    assert "rings at night" not in cards
    assert "You carry water" not in envelopes
    assert CASE["injects"][0]["text"] in envelopes
    narrow = dict(pack_parts(pack_course()))
    assert "You carry" not in repr(narrow["task-sheets"])
    assert "You carry" not in repr(narrow["envelopes"])


def test_envelopes_lie_in_the_order_of_opening() -> None:
    text = page(pack(pack_course())["envelopes"]).text
    found = re.findall(r"Envelope (\d) of 2\s*Open at minute (\d+)", text)
    assert found[:2] == [("1", "5"), ("2", "12")]
    assert text.index("It has no name.") < text.index("Somebody rings at night.")


def test_answers_stand_in_a_paper_of_their_own_for_trainers_only(house: House) -> None:
    text = page(make_answers(with_blocks(BLOCKS))).text
    assert "signs of the answer key" in text
    assert CASE["outcome"] in text
    spec = next((house.curriculum / "workshops").glob("*.yaml"))
    target = house.root / "build" / "w"
    outcome = build_workshop(Request(house, spec, target, only="sheets"))
    assert not outcome.failed, outcome.problems
    answers = sorted(p.relative_to(target).as_posix() for p in target.rglob("answer-key.*"))
    assert answers == ["trainer-en/answer-key.docx", "trainer-en/answer-key.html"]


def test_a_planted_word_comes_only_where_it_belongs(tmp_path: Path) -> None:
    """Every trainer-only field of the curriculum, in the pack of one workshop."""
    curriculum, problems = load_curriculum(House(REPOSITORY))
    assert not problems
    house = House(tmp_path / "house")
    planter = Planter()
    planter.write(curriculum, house.root)
    shutil.copytree(REPOSITORY / "templates", house.templates)
    shutil.copytree(REPOSITORY / "curriculum" / "images", house.images)
    spec = house.curriculum / "workshops" / "kufra-first-responders.yaml"
    target = tmp_path / "out"
    outcome = build_workshop(Request(house, spec, target, only="sheets"))
    assert not outcome.failed, outcome.problems
    allowed = {
        "task-sheets": set[str](),
        "case-files": set[str](),
        "role-cards": {"Exercise.cards"},
        "envelopes": {"Case.injects", "Exercise.cards"},
    }
    for name, fields in allowed.items():
        files = sorted((target / "exercises-en" / "pack").glob(f"{name}.*"))
        assert [f.suffix for f in files] == [".docx", ".html"], name
        found = {planter.planted[word] for word in found_in(planter.planted, files)}
        assert found <= fields, name
        assert not fields or found, name
    public = sorted((target / "participant-en").rglob("*.docx"))
    assert public
    assert not found_in(planter.planted, public)


@pytest.mark.parametrize("text", [*HOSTILE, "long " * 24])
def test_hostile_words_stand_as_typed_on_pages_and_in_word(text: str) -> None:
    card = {"title": text.strip(), "text": "a"}
    for name, paper in pack(
        pack_course([{**EXERCISE, "title": text.strip(), "cards": [card]}])
    ).items():
        read = page(paper)
        assert " ".join(text.split()) in read.text, name
        assert "script" not in read.tags
        data = io.BytesIO()
        write_package(data, docx_parts(paper, TEMPLATES, Path(), 0))
        docx.Document(io.BytesIO(data.getvalue()))


def test_a_page_turns_round_with_its_language_and_asks_no_host() -> None:
    course = pack_course()
    wording = replace(course.wording, language="ar", direction="rtl")
    for paper in pack(replace(course, wording=wording)).values():
        text = paper_html(paper, TEMPLATES, Path())
        assert '<html lang="ar" dir="rtl">' in text
        assert not re.findall(r'(?:src|href)="(?!https://example)[^"]*//', text)


def test_the_handbook_of_trainers_has_the_cards_and_that_of_participants_not() -> None:
    from builders.handbook import make_handbook

    pages = {
        edition: "".join(p.text for p in make_handbook(with_blocks(BLOCKS, edition)).pages)
        for edition in ("trainer", "participant")
    }
    assert "You carry *water*." in pages["trainer"] or "You carry" in pages["trainer"]
    assert "You carry" not in pages["participant"]
    assert edition_kind("exercises").outputs == ("pack",)
    assert small_course("exercises").is_trainer
