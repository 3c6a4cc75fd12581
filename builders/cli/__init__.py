"""The command `keyhub`.

Exit codes: 0 all is well, 1 the input has errors, 2 the command cannot run (wrong option, no
house). This file imports only click and tables of names; a command imports what it needs when it
runs, so `--help` is quick.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

import builders
from builders.editions import EDITIONS
from builders.outputs import FORMATS, GROUPS

if TYPE_CHECKING:
    from builders.house import House

LISTS = (
    "modules",
    "hubs",
    "workshops",
    "programmes",
    "competencies",
    "needs",
    "seeds",
    "audiences",
    "cases",
    "terms",
    "claims",
)
KINDS = ("module", "workshop", "programme", "needs", "hub", "seed", "case")


class Context:
    """What all commands share: the house, found when first needed."""

    def __init__(self, given: Path | None) -> None:
        self.given = given

    def house(self) -> House:
        from builders.house import find_house

        house = find_house(self.given or Path.cwd())
        if house is None:
            raise click.UsageError(
                f"No house found at or above {self.given or Path.cwd()}: a folder with "
                "curriculum/ and templates/ in it. Go there, or give it with --house."
            )
        return house


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--house",
    "house_path",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder that holds curriculum/ and templates/. Usually found by itself.",
)
@click.version_option(builders.__version__, prog_name="keyhub")
@click.pass_context
def keyhub(context: click.Context, house_path: Path | None) -> None:
    """Make trainer and participant handbooks, slide decks and agendas from a curriculum."""
    context.obj = Context(house_path)


@keyhub.command()
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list for editors and CI.")
@click.pass_obj
def check(context: Context, as_json: bool) -> None:
    """Show every problem in the curriculum, with its place and what to do."""
    from builders.cli.commands import run_check

    run_check(context.house(), as_json)


@keyhub.command(name="list")
@click.argument("shelf", type=click.Choice(LISTS))
@click.option("--pillar", help="Modules of this pillar only.")
@click.option("--audience", help="Modules or workshops for this audience only.")
@click.option("--hub", help="Modules or workshops that name this hub only.")
@click.option("--kind", help="Seeds of this kind only (treaty, statute, press …).")
@click.option("--grade", help="Seeds of this reliability only (A-F).")
@click.option("--text", help="Only entries whose id or title has these words.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def list_(context: Context, /, shelf: str, as_json: bool, **filters: str | None) -> None:
    """List what the curriculum has."""
    from builders.cli.listing import run_list

    run_list(context.house(), shelf, filters, as_json)


@keyhub.command()
@click.argument("name", metavar="ID")
@click.pass_obj
def show(context: Context, name: str) -> None:
    """Show one module, workshop, hub, seed or any other thing that has an id."""
    from builders.cli.listing import run_show

    run_show(context.house(), name)


@keyhub.command()
@click.option("--framework", metavar="ID", help="Only this framework.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def coverage(context: Context, framework: str | None, as_json: bool) -> None:
    """Show which items of outside frameworks are taught, and each pillar in figures."""
    from builders.cli.listing import run_coverage

    run_coverage(context.house(), framework, as_json)


@keyhub.command()
@click.argument("spec")
@click.option(
    "--explain",
    metavar="[all]",
    is_flag=False,
    flag_value="some",
    type=click.Choice(["some", "all"]),
    help="Why each thing is in or out, and what it would cost. --explain=all prices everything.",
)
@click.option(
    "--alternatives",
    "count",
    metavar="N",
    type=click.IntRange(1, 9),
    help="Also show up to N truly different plans.",
)
@click.option(
    "--compare", "other", metavar="SPEC2", help="Put the plan beside that of another workshop."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def plan(
    context: Context,
    spec: str,
    explain: str | None,
    count: int | None,
    other: str | None,
    as_json: bool,
) -> None:
    """Show the agenda of a workshop, what was left out, and why. SPEC is a file or an id.

    Of a programme: its workshops, what each relies on, and the calendar of its trainers.
    """
    from builders.cli.plan import run_compare, run_plan

    if other is not None:
        if explain or count:
            raise click.UsageError("Give --compare alone, or with --json.")
        run_compare(context.house(), spec, other, as_json)
    else:
        run_plan(context.house(), spec, explain, count, as_json)


@keyhub.command()
@click.argument("spec")
@click.option(
    "--edition",
    type=click.Choice([*EDITIONS, "all"]),
    default="all",
    show_default=True,
    help="Which edition to build.",
)
@click.option(
    "--only",
    type=click.Choice(GROUPS),
    help="Build only this group; the rest is kept if it still matches the curriculum.",
)
@click.option(
    "--format",
    "formats",
    metavar="LIST",
    help=f"Build only these formats, parted by commas: {', '.join(FORMATS)}.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Folder to deliver to. [default: build/<id> in the house]",
)
@click.option(
    "--jobs", type=click.IntRange(1, 64), help="Processes to use. [default: one for each core]"
)
@click.option(
    "--executor",
    metavar="NAME",
    help="Who does the work: processes, or dask://HOST:PORT for a cluster. [default: processes]",
)
@click.option(
    "--release", is_flag=True, help="Refuse modules that are not approved or due for review."
)
@click.option(
    "--allow-untranslated",
    is_flag=True,
    help="Print English, marked as such, where a translation is missing.",
)
@click.pass_obj
def build(
    context: Context,
    /,
    spec: str,
    edition: str,
    only: str | None,
    formats: str | None,
    out: Path | None,
    jobs: int | None,
    executor: str | None,
    release: bool,
    allow_untranslated: bool,
) -> None:
    """Build handbooks, decks and agenda of a workshop. SPEC is a file or an id.

    Of a programme: all its workshops as one batch, and its own page and calendar.
    """
    from builders.cli.commands import run_build

    run_build(
        context.house(),
        spec,
        edition,
        only,
        formats,
        out,
        jobs,
        executor,
        release=release,
        allow_untranslated=allow_untranslated,
    )


@keyhub.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def approvals(context: Context, as_json: bool) -> None:
    """Show for each module which approvals it has, and what is missing for a release."""
    from builders.cli.approvals import run_approvals

    run_approvals(context.house(), as_json)


@keyhub.command()
@click.argument("module", metavar="MODULE")
@click.option("--kind", type=click.Choice(["legal", "protection", "language"]), required=True)
@click.option("--office", required=True, help="The office that has read it, as it should be named.")
@click.option("--language", type=click.Choice(["ar", "fr"]), help="The translation that was read.")
@click.option("--date", "on", metavar="YYYY-MM-DD", help="The day of approval. [default: today]")
@click.pass_obj
def approve(
    context: Context, module: str, kind: str, office: str, language: str | None, on: str | None
) -> None:
    """Write into a module that an office has read it as it is now, and agrees."""
    from builders.cli.approvals import run_approve

    run_approve(context.house(), module, kind, office, language, on)


@keyhub.group()
def translations() -> None:
    """Extract the strings for translators, and see how far they are."""


@translations.command()
@click.argument("languages", nargs=-1, metavar="[LANGUAGE]...")
@click.option("--all", "everything", is_flag=True, help="Also files that no workshop prints yet.")
@click.pass_obj
def extract(context: Context, languages: tuple[str, ...], everything: bool) -> None:
    """Create or update curriculum/translations/LANGUAGE/*.po. Never loses a translation."""
    from builders.cli.translations import run_extract

    run_extract(context.house(), languages, everything)


@translations.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def status(context: Context, as_json: bool) -> None:
    """Show for each catalogue what is translated, fuzzy and missing."""
    from builders.cli.translations import run_status

    run_status(context.house(), as_json)


@keyhub.command()
@click.argument("kind", type=click.Choice(KINDS))
@click.option("--set", "answers", multiple=True, metavar="NAME=VALUE", help="Answer beforehand.")
@click.option("--id", "identity", help="The id: small letters, digits, hyphens.")
@click.option("--title", help="The title people read.")
@click.pass_obj
def new(
    context: Context, kind: str, answers: tuple[str, ...], identity: str | None, title: str | None
) -> None:
    """Start a file with comments that explain it. Asks on a terminal."""
    from builders.cli.commands import run_new

    run_new(context.house(), kind, answers, identity, title)


@keyhub.command()
@click.option("--check", "only_check", is_flag=True, help="Only say whether they are up to date.")
@click.pass_obj
def schema(context: Context, only_check: bool) -> None:
    """Write the JSON Schemas with which editors complete and validate while typing."""
    from builders.cli.commands import run_schema

    run_schema(context.house(), only_check)


@keyhub.group()
def template() -> None:
    """Use your organisation's own PowerPoint template."""


@template.command(name="check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--map",
    "map_path",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A template.yaml that names your layouts and colours.",
)
@click.option("--propose", is_flag=True, help="Print a template.yaml to begin with.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list of the problems.")
@click.pass_obj
def template_check(
    context: Context, file: Path, map_path: Path | None, propose: bool, as_json: bool
) -> None:
    """Show everything that stands in the way of decks with the template FILE."""
    from builders.cli.template import run_template_check

    run_template_check(context.house(), file, map_path, propose, as_json)


def _add_groups() -> None:
    """Commands with commands of their own, each in a file beside this one."""
    from builders.cli.deck import deck

    keyhub.add_command(deck)


_add_groups()

__all__ = ["keyhub"]
