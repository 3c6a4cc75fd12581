"""`keyhub plan` with its options, as text and JSON; the page about tailoring keeps its word."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from builders.cli import keyhub
from builders.report_plan import WIDTH
from tests.conftest import Golden
from tests.tiny_house import FILES, MODULE, REPOSITORY, WORKSHOP, write_tiny_house

PAGE = REPOSITORY / "docs" / "tailoring-a-workshop.md"
COMMANDS = [
    line
    for block in re.findall(r"```sh\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S)
    for line in block.splitlines()
]
SECOND = MODULE.replace("title: First contact", "title: Second contact").replace(
    "audiences: [patrol]", "audiences: [patrol]\nrequires: [first-contact]"
)
SHORT = WORKSHOP.replace("end: 13:00", "end: 11:25").replace("A day", "A morning")
IMPOSSIBLE = SHORT.replace("[first-contact]", "[first-contact, second-contact]")


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The tiny house with a second module, a morning that is too short, and one impossible."""
    write_tiny_house(
        tmp_path / "house",
        {
            **FILES,
            "curriculum/modules/identify/second-contact.yaml": SECOND,
            "curriculum/workshops/morning.yaml": SHORT,
        },
    )
    (tmp_path / "house" / "impossible.yaml").write_text(IMPOSSIBLE, encoding="utf-8")
    monkeypatch.chdir(tmp_path / "house")
    return tmp_path / "house"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(keyhub, arguments)


def explained(text: str) -> str:
    """What follows the agenda, which has titles of any length."""
    return text[text.index("In, in this order:") :]


def test_explained_plan(tiny: Path, golden: Golden) -> None:
    result = run("plan", "morning", "--explain=all")
    assert result.exit_code == 0, result.output
    assert all(len(line) <= WIDTH for line in explained(result.output).splitlines())
    golden("plan-explained.txt", result.output)


def test_impossible(tiny: Path, golden: Golden) -> None:
    result = run("plan", "impossible.yaml", "--explain")
    assert result.exit_code == 1
    golden("plan-impossible.txt", result.output)
    as_json = run("plan", "impossible.yaml", "--json")
    assert as_json.exit_code == 1
    tree = json.loads(as_json.output)
    assert tree["status"] == "infeasible"
    assert {d["place"]["line"] for d in tree["conflicts"][0]["demands"]} <= set(range(1, 30))
    assert [r["cost"] for r in tree["relaxations"]] == sorted(
        r["cost"] for r in tree["relaxations"]
    )


def test_impossible_is_told_by_plan_build_and_check_alike(tiny: Path) -> None:
    shutil.copy(tiny / "impossible.yaml", tiny / "curriculum" / "workshops" / "impossible.yaml")
    told = []
    for command in (("plan", "impossible"), ("build", "impossible"), ("check",)):
        result = run(*command)
        assert result.exit_code == 1
        told.append(re.search(r".*: plan-conflict\n(.*\n)+?\n", result.output))
    texts = {found[0] for found in told if found}
    assert None not in told
    assert len(texts) == 1


def test_alternatives(tiny: Path, golden: Golden) -> None:
    result = run("plan", "one-day", "--alternatives", "3")
    assert result.exit_code == 0, result.output
    golden("plan-alternatives.txt", explained(result.output))
    none = run("plan", "morning", "--alternatives", "2").output
    tree = json.loads(run("plan", "one-day", "--alternatives", "3", "--json").output)
    assert "There is no truly different plan" in none
    assert tree["alternatives"][0]["plan"]["modules"] != tree["modules"]


def test_comparison(tiny: Path, golden: Golden) -> None:
    result = run("plan", "morning", "--compare", "one-day")
    assert result.exit_code == 0, result.output
    golden("plan-compared.txt", result.output)
    tree = json.loads(run("plan", "morning", "--compare", "one-day", "--json").output)
    assert tree["gains"]["modules"] == ["second-contact"]
    assert run("plan", "morning", "--compare", "one-day", "--explain").exit_code == 2


def test_explanation_as_json(tiny: Path) -> None:
    tree = json.loads(run("plan", "morning", "--explain", "--json").output)
    page = PAGE.read_text(encoding="utf-8")
    found = tree["explanation"]
    named = [tree, found, *found["modules"][:1], *found["out"][:1]]
    named += [out["price"] for out in found["out"] if out["price"]][:1]
    assert len(named) == 5
    for part in named:
        for key in part:
            assert f"`{key}`" in page or (key.startswith("minutes_") and "minutes_" in page), key


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this curriculum, so that commands may write."""
    root = tmp_path_factory.mktemp("real")
    for name in ("curriculum", "seeds", "templates"):
        shutil.copytree(REPOSITORY / name, root / name)
    shutil.copytree(REPOSITORY / "docs" / "examples", root / "docs" / "examples")
    return root


def test_commands_of_the_page_run(
    real: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.chdir(real)
    assert len(COMMANDS) > 10
    for command in COMMANDS:
        program, *arguments = shlex.split(command)
        assert program == "keyhub"
        result = run(*arguments)
        impossible = "impossible" in command
        assert result.exit_code == (1 if impossible else 0), f"{command}\n{result.output}"
        if impossible:
            page = PAGE.read_text(encoding="utf-8")
            before, after = page.split("```text\n", 1)
            shown, rest = after.split("```", 1)
            if request.config.getoption("--update-golden"):
                PAGE.write_text(f"{before}```text\n{result.output}```{rest}", encoding="utf-8")
            else:
                assert shown == result.output
    agenda = real / "build" / "kufra-first-responders" / "trainer-en"
    for name in ("agenda.html", "run-sheet.html", "checklist.html", "agenda.ics"):
        assert (agenda / name).is_file(), name


def test_readme_leads_here() -> None:
    assert "docs/tailoring-a-workshop.md" in (REPOSITORY / "README.md").read_text(encoding="utf-8")
