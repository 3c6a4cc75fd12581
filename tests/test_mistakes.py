"""Every mistake is found where it was made, and every problem that keyhub knows has its mistake."""

from __future__ import annotations

import ast
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import builders
from builders import prose
from builders.checks import references
from builders.house import House
from builders.loading import faults
from builders.loading.curriculum import load_curriculum
from tests.mistakes import CASES, placed, prepare_house, problems_in, read_case
from tests.mistakes.generated import GENERATED, Generated, problems_of

FOUND_ELSEWHERE = {
    "output-busy": "test_build.py",
    "output-unwritable": "test_build.py",
    "edition-leak": "test_separation_checker.py: a fault of keyhub",
    "edition-unsearchable": "test_separation_checker.py: a fault of keyhub",
    "worker-lost": "test_executors.py",
    "worker-differs": "test_executors.py",
    "release-unapproved": "test_approvals.py: only with --release",
    "approval-copy-damaged": "test_approvals.py: a file that `keyhub approve` wrote",
    "approval-unwritable": "test_approvals.py: only `keyhub approve` says so",
    **dict.fromkeys(
        (
            "deck-damaged",
            "deck-edit-unwritable",
            "deck-encrypted",
            "deck-foreign",
            "deck-gone",
            "deck-not-pptx",
            "deck-other-version",
            "deck-source-moved",
            "deck-too-large",
            "deck-unstamped",
        ),
        "test_deck_changes_input.py",
    ),
    "office-failed": "test_deck_rendering.py",
    "office-missing": "test_deck_rendering.py",
    "renderer-missing": "pypdfium2 comes with keyhub",
    "deck-inaccessible": "test_build.py",
    "plan-empty": "test_planning.py: only where no module has a value",
    "plan-not-found": "test_planning.py: the limit of work, not a mistake",
    "glyph-missing": "test_glyph_problems.py",
    "handbook-warning": "Sphinx and Typst warn only of faults in the emitted source",
    "value-invalid": "the last resort for a kind of error that pydantic may add",
}
"""Codes that are no mistake of an author's file."""


@pytest.fixture(scope="module")
def mistaken_house(tmp_path_factory: pytest.TempPathFactory) -> House:
    return prepare_house(tmp_path_factory.mktemp("mistakes") / "house")


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_mistake_is_found_where_it_was_made(path: Path, mistaken_house: House) -> None:
    case = read_case(path)
    with placed(case, mistaken_house):
        problems, _ = problems_in(mistaken_house, case.name_in_house)
    found = [(f"{p.place.line}:{p.place.column}", p.code) for p in problems]
    assert found == case.expected
    assert case.path.stem.startswith("fine-") or case.about[0] in {p.code for p in problems} | {
        case.path.stem
    }


@pytest.mark.parametrize(
    "generated", GENERATED, ids=lambda g: f"{g.code}-{g.about.split(' ')[-1].strip('.')}"
)
def test_generated_mistake_is_found_where_it_was_made(generated: Generated, house: House) -> None:
    begin = time.process_time()
    problems = problems_of(generated, house)
    assert time.process_time() - begin < 1
    matching = [p for p in problems if p.code == generated.code]
    assert matching, problems
    assert f"{matching[0].place.line}:{matching[0].place.column}" == generated.place
    assert len(problems) <= faults.MOST_PROBLEMS + 1


def test_the_house_of_mistakes_is_sound(mistaken_house: House) -> None:
    assert load_curriculum(mistaken_house)[1] == []


def test_every_code_has_a_mistake() -> None:
    provoked = {code for path in CASES for _, code in read_case(path).expected}
    provoked |= {generated.code for generated in GENERATED}
    missing = codes_in_source() - provoked - set(FOUND_ELSEWHERE)
    assert not missing, "write tests/mistakes/<shelf>/<code>.yaml for each"


def test_no_mistake_expects_a_code_that_is_gone() -> None:
    provoked = {code for path in CASES for _, code in read_case(path).expected}
    assert provoked <= codes_in_source()


def test_words_of_problems_are_for_people(mistaken_house: House) -> None:
    """No program's vocabulary in messages: they are read by police officers and judges."""
    foreign = ("pydantic", "None", "tuple", " dict", "input_", "Traceback", "regex")
    for path in CASES:
        case = read_case(path)
        with placed(case, mistaken_house):
            problems, _ = problems_in(mistaken_house, case.name_in_house)
        for problem in problems:
            words = f"{problem.message} {problem.hint}".removesuffix(" None")
            assert not any(word in words for word in foreign), words
            assert problem.message.endswith("."), words
            assert len(words) < 500, words


def codes_in_source() -> set[str]:
    """Every problem code in builders/, found by reading the code."""
    codes = {code for code, _, _ in prose._REFUSED.values()}
    codes |= {entry[1] for entry in faults._SCALARS.values()}
    codes |= {f"{name}-unknown" for name in references._NAMES.values()}
    for file in Path(builders.__file__).parent.rglob("*.py"):
        codes |= set(_codes_in(ast.parse(file.read_text(encoding="utf-8"))))
    return codes


def _codes_in(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and len(node.args) > 1:
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in ("Problem", "Fault", "fault", "_problem"):
                code = node.args[1]
                options = [code.body, code.orelse] if isinstance(code, ast.IfExp) else [code]
                for option in options:
                    if isinstance(option, ast.Constant) and isinstance(option.value, str):
                        yield option.value
