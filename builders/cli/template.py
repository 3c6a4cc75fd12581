"""What `keyhub template check` does."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from builders.house import House
from builders.problems import Problem, has_errors
from builders.report import count_text, problems_json, problems_text


def run_template_check(
    house: House, file: Path, map_path: Path | None, propose: bool, as_json: bool
) -> None:
    """Print every problem of a template, or a template.yaml for it; exit 1 if there is an error."""
    from builders.choose_template import FOLDER, THEME, check_template, load_map
    from builders.deck_templates import proposal

    wanted, places = None, None
    problems: list[Problem] = []
    texts: dict[str, str] = {}
    if map_path is not None:
        name = house.name_of(map_path.resolve())
        wanted, places, problems = load_map(map_path, name)
        texts[name] = map_path.read_text(encoding="utf-8", errors="replace")
    if not has_errors(problems):
        theme = house.templates / FOLDER / THEME
        examined = check_template(file, file.name, theme, wanted=wanted, places=places)
        problems = sorted({*problems, *examined.problems})
        if propose:
            if problems:  # beside the YAML, so that it can be sent to a file
                click.echo(problems_text(problems, texts) + "\n", err=True)
            if examined.arranged:
                click.echo(proposal(file.name, examined), nl=False)
            sys.exit(1 if has_errors(problems) else 0)
    if as_json:
        click.echo(problems_json(problems))
    else:
        if problems:
            click.echo(problems_text(problems, texts) + "\n")
        verdict = "cannot be used yet" if has_errors(problems) else "can be used"
        click.echo(f"{file.name} {verdict}: {count_text(problems)}.")
    sys.exit(1 if has_errors(problems) else 0)
