"""The command line as a person meets it: words, exit codes, no tracebacks."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from builders.cli import keyhub
from builders.house import House

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture
def run(house: House, monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.chdir(house.root)

    def call(*arguments: str) -> Result:
        return CliRunner().invoke(keyhub, [*arguments], catch_exceptions=False)

    return call


def first(house: House, folder: str) -> Path:
    return sorted((house.curriculum / folder).rglob("*.yaml"))[0]


def test_check_says_clean(run) -> None:  # type: ignore[no-untyped-def]
    result = run("check")
    assert result.exit_code == 0, result.output
    assert "no problems" in result.output


def test_check_quotes_the_line_and_exits_1(run, house: House) -> None:  # type: ignore[no-untyped-def]
    module = first(house, "modules")
    lines = module.read_text().splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("pillar:"))
    lines[at] = "pillar: fundations"
    module.write_text("\n".join(lines) + "\n")

    result = run("check")

    name = house.name_of(module)
    assert result.exit_code == 1
    assert f"{name}:{at + 1}:9: value-unknown\n  {at + 1} | pillar: fundations\n" in result.output
    assert "Did you mean 'foundations'?" in result.output


def test_check_json_is_for_editors(run, house: House) -> None:  # type: ignore[no-untyped-def]
    first(house, "hubs").write_text("\ttitle: x\n")
    result = run("check", "--json")
    problems = json.loads(result.output)
    assert result.exit_code == 1
    keys = {"file", "line", "column", "level", "code", "message", "hint", "related"}
    assert keys == set(problems[0])
    assert "yaml-tab" in [problem["code"] for problem in problems]


def test_no_house_is_exit_2(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(keyhub, ["check"])
    assert result.exit_code == 2
    assert "--house" in result.output


@pytest.mark.parametrize(
    "shelf", ["modules", "hubs", "workshops", "seeds", "audiences", "cases", "terms", "claims"]
)
def test_list_and_its_json(run, shelf: str) -> None:  # type: ignore[no-untyped-def]
    assert run("list", shelf).exit_code == 0
    assert isinstance(json.loads(run("list", shelf, "--json").output), list)


def test_list_filters(run, house: House) -> None:  # type: ignore[no-untyped-def]
    module = first(house, "modules").stem
    everything = run("list", "modules").output
    assert module in everything
    assert module not in run("list", "modules", "--pillar", "deliver").output
    assert module in run("list", "modules", "--text", module[:5]).output


def test_show_finds_things_and_suggests(run, house: House) -> None:  # type: ignore[no-untyped-def]
    module = first(house, "modules").stem
    assert run("show", module).output.startswith(f"{module} (modules")
    result = run("show", module[:-1])
    assert result.exit_code == 1
    assert f"Did you mean '{module}'?" in result.output


def test_plan_and_its_json(run, house: House) -> None:  # type: ignore[no-untyped-def]
    spec = first(house, "workshops").stem
    assert "minutes are taught" in run("plan", spec).output
    assert json.loads(run("plan", spec, "--json").output)["days"]


def test_plan_of_nothing_suggests(run, house: House) -> None:  # type: ignore[no-untyped-def]
    spec = first(house, "workshops").stem
    result = run("plan", spec + "x")
    assert result.exit_code == 2
    assert f"Did you mean '{spec}'?" in result.output


def test_build_refuses_folders_that_are_not_its_own(run, house: House) -> None:  # type: ignore[no-untyped-def]
    spec = first(house, "workshops").stem
    (house.root / "photos").mkdir()
    (house.root / "photos" / "holiday.jpg").write_text("precious")
    assert run("build", spec, "--out", "photos").exit_code == 2
    assert run("build", spec, "--out", "curriculum").exit_code == 2
    assert run("build", spec, "--out", ".").exit_code == 2
    assert (house.root / "photos" / "holiday.jpg").read_text() == "precious"


def test_build_with_errors_shows_them_and_writes_nothing(run, house: House) -> None:  # type: ignore[no-untyped-def]
    first(house, "modules").write_text("title: [\n")
    result = run("build", first(house, "workshops").stem)
    assert result.exit_code == 1
    assert "yaml-syntax" in result.output
    assert "Traceback" not in result.output
    assert not (house.root / "build" / first(house, "workshops").stem).exists()


@pytest.mark.parametrize("kind", ["module", "workshop", "hub", "seed", "case"])
def test_new_writes_a_file_that_checks(run, kind: str) -> None:  # type: ignore[no-untyped-def]
    result = run("new", kind, "--id", "fresh-start", "--title", "A fresh start")
    assert result.exit_code == 0, result.output
    assert "fresh-start" in result.output
    checked = run("check")
    assert checked.exit_code == 0, checked.output
    again = run("new", kind, "--id", "fresh-start", "--title", "A fresh start")
    assert again.exit_code == 2
    assert "exists already" in again.output


def test_schema_writes_and_compares(run, house: House) -> None:  # type: ignore[no-untyped-def]
    assert run("schema").exit_code == 0
    assert run("schema", "--check").exit_code == 0
    sorted((house.curriculum / ".schemas").glob("*.json"))[0].write_text("{}")
    assert run("schema", "--check").exit_code == 1


def test_committed_schemas_are_up_to_date() -> None:
    arguments = ["--house", str(REPOSITORY), "schema", "--check"]
    result = CliRunner().invoke(keyhub, arguments)
    assert result.exit_code == 0, result.output


def test_help_loads_nothing_heavy() -> None:
    heavy = ["pydantic", "sphinx", "pptx", "yaml", "rich", "markdown_it", "lxml", "docutils"]
    code = (
        "import sys; from click.testing import CliRunner; from builders.cli import keyhub; "
        "CliRunner().invoke(keyhub, ['--help']); "
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=REPOSITORY, check=True
    )
    assert done.stdout.strip() == "[]"


def test_every_command_is_in_the_readme() -> None:
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    for name in keyhub.commands:
        assert f"keyhub {name}" in readme, name


def test_the_readme_leads_to_every_page() -> None:
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    for page in sorted((REPOSITORY / "docs").glob("*.md")):
        assert readme.count(f"](docs/{page.name})") == 1, page.name


def test_readme_commands_exist() -> None:
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`keyhub ([a-z]+)|^keyhub ([a-z]+)(?= .*#)", readme, re.MULTILINE))
    assert {first or second for first, second in named} <= set(keyhub.commands)


def test_output_is_plain_where_there_is_no_terminal(house: House) -> None:
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    done = subprocess.run(
        [sys.executable, "-m", "builders", "check"],
        cwd=house.root,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    assert "\x1b" not in done.stdout + done.stderr


def test_formats_are_chosen_by_a_list(run, house: House) -> None:  # type: ignore[no-untyped-def]
    both = run("build", "one-day", "--format", "agenda", "--only", "agenda")
    unknown = run("build", "one-day", "--format", "agenda,pttx")
    assert both.exit_code == unknown.exit_code == 2
    assert "Did you mean 'pptx'?" in unknown.output

    built = run("build", "one-day", "--format", "agenda, pptx", "--edition", "trainer")
    assert built.exit_code == 0, built.output
    folder = house.root / "build" / "one-day" / "trainer-en"
    assert sorted(path.name for path in folder.iterdir()) == ["agenda.html", "decks"]
