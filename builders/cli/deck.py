"""`keyhub deck`: what a trainer changed in a deck, and decks as pictures and on paper."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from builders.cli import Context
    from builders.deck_changes import Examined
    from builders.deck_changes.telling import Ink
    from builders.house import House
    from builders.problems import Problem

_EDITION = click.Choice(["trainer", "participant"])
_FILE = click.Path(dir_okay=False, path_type=Path)
_DECK = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def deck() -> None:
    """Work on decks: see and take over edits, make a contact sheet, make a handout."""


@deck.command()
@click.argument("deck_path", metavar="DECK", type=_DECK)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--apply", "applies", is_flag=True, help="Write changed words back into the YAML.")
@click.option("--yes", is_flag=True, help="Do not ask before writing.")
@click.option(
    "--base",
    type=_DECK,
    help="The deck as it was built, if the edited one lost its mark.",
)
@click.option("--workshop", metavar="ID", help="The workshop, if the deck does not say it.")
@click.option("--edition", type=_EDITION, help="The edition, if the deck does not say it.")
@click.option("--language", help="The language, if the deck does not say it.")
@click.pass_obj
def changes(
    context: Context,
    deck_path: Path,
    as_json: bool,
    applies: bool,
    yes: bool,
    base: Path | None,
    workshop: str | None,
    edition: str | None,
    language: str | None,
) -> None:
    """Show what a person changed in a deck, with the line of YAML of each text.

    With --apply the changed words go back into the YAML, after you have seen them. What cannot go
    back by itself (new slides, pictures, numbers) is listed.
    """
    from builders.cli.commands import fail, print_problems
    from builders.deck_changes import examine
    from builders.deck_changes.telling import report_json, report_text

    if applies and as_json:
        raise click.UsageError("Use --json or --apply, not both.")
    if yes and not applies:
        raise click.UsageError("--yes goes with --apply.")
    house = context.house()
    examined, problems, sources = examine(
        house,
        deck_path.absolute(),
        base=base.absolute() if base else None,
        workshop=workshop,
        edition=edition,
        language=language,
    )
    print_problems(problems, sources, to_error=True)
    if examined is None:
        fail(problems)
    if as_json:
        click.echo(report_json(examined.report))
        return
    click.echo(report_text(examined.report, _ink()))
    if applies:
        _apply(house, examined, yes)


def _ink() -> Ink:
    from builders.deck_changes.telling import Ink

    if not sys.stdout.isatty():
        return Ink()
    return Ink(
        lambda text: click.style(text, fg="red", strikethrough=True),
        lambda text: click.style(text, fg="green", underline=True),
        lambda text: click.style(text, bold=True),
        lambda text: click.style(text, dim=True),
    )


def _apply(house: House, examined: Examined, yes: bool) -> None:
    from builders.cli.commands import fail, print_problems
    from builders.deck_changes.applying import plan_edits, write

    edits = examined.report.edits
    if not edits:
        click.echo("Nothing was written.")
        return
    plan = plan_edits(edits, examined.expected.curriculum)
    print_problems(plan.problems, plan.sources, to_error=True)
    if plan.refused:
        click.echo("With these words keyhub would refuse the files; nothing was written.", err=True)
        fail(plan.problems)
    names = ", ".join(file.name for file in plan.files)
    if not yes:
        if not (sys.stdin.isatty() and sys.stdout.isatty()):
            raise click.UsageError("Give --yes to write without a terminal to ask on.")
        click.confirm(f"Write {len(edits)} changed texts into {names}?", abort=True)
    write(plan)
    click.echo(f"Wrote {len(edits)} changed texts into {names}. Run `keyhub build` for new decks.")
    left = sum(1 for change in examined.report.changes if change.standing != "writable")
    if left:
        click.echo(f"{left} changes are left for you; they are listed above.")


@deck.command()
@click.argument("deck_or_workshop", metavar="DECK|WORKSHOP")
@click.option("--out", type=_FILE, help="The PNG to write. [default: beside the deck]")
@click.option("--columns", type=click.IntRange(1, 12), default=4, show_default=True)
@click.option("--edition", type=_EDITION, default="trainer", show_default=True)
@click.option("--language", default="en", show_default=True, help="For a workshop.")
@click.pass_obj
def preview(
    context: Context,
    deck_or_workshop: str,
    out: Path | None,
    columns: int,
    edition: str,
    language: str,
) -> None:
    """Draw all slides small on one picture, through LibreOffice."""
    from builders.deck_rendering import preview_decks

    decks, stem = _decks(context, deck_or_workshop, edition, language)
    target = out or stem.with_name(f"{stem.name}-preview.png")
    _made(target, preview_decks(decks, target, columns=columns))


@deck.command()
@click.argument("deck_or_workshop", metavar="DECK|WORKSHOP")
@click.option("--out", type=_FILE, help="The PDF to write. [default: beside the deck]")
@click.option("--per-page", type=click.Choice(["1", "3", "6"]), default="3", show_default=True)
@click.option("--edition", type=_EDITION, default="participant", show_default=True)
@click.option("--language", default="en", show_default=True, help="For a workshop.")
@click.pass_obj
def handout(
    context: Context,
    deck_or_workshop: str,
    out: Path | None,
    per_page: str,
    edition: str,
    language: str,
) -> None:
    """Make a PDF to print: slides with lines to write on beside them, through LibreOffice."""
    from builders.deck_rendering import handout_of_decks

    decks, stem = _decks(context, deck_or_workshop, edition, language)
    target = out or stem.with_name(f"{stem.name}-handout.pdf")
    _made(target, handout_of_decks(decks, target, per_page=int(per_page)))


def _made(target: Path, problems: list[Problem]) -> None:
    from builders.cli.commands import fail, print_problems, shown

    print_problems(problems, (), to_error=True)
    if problems:
        fail(problems)
    click.echo(f"Wrote {shown(target.absolute())}.")


def _decks(
    context: Context, name: str, edition: str, language: str
) -> tuple[tuple[Path, ...], Path]:
    """The decks that a file or a built workshop stands for, and a name for what is made of them."""
    path = Path(name)
    if path.is_file():
        return (path.absolute(),), path.absolute().with_suffix("")
    from builders.cli.commands import find_spec

    house = context.house()
    workshop = find_spec(house, name).stem
    folder = house.root / "build" / workshop / f"{edition}-{language}" / "decks"
    decks = tuple(sorted(folder.glob("*.pptx")))
    if not decks:
        raise click.UsageError(
            f"There are no decks in {house.name_of(folder)}. Build them first: "
            f"keyhub build {workshop} --only deck"
        )
    return decks, folder.parent / f"{workshop}-{edition}-{language}"
