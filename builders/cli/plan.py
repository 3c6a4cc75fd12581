"""What `plan` does: agenda, explanation, alternatives, comparison."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from builders.cli.commands import fail, find_spec, is_programme, print_problems
from builders.house import House
from builders.report import agenda_text, minutes_text, plan_text
from builders.report_plan import (
    alternatives_text,
    comparison_json,
    comparison_text,
    explanation_text,
    impossible_json,
    impossible_text,
    plan_report_json,
)

if TYPE_CHECKING:
    from builders.loading.curriculum import Curriculum, SourceFile
    from builders.models.workshop import WorkshopSpec
    from builders.planning import Plan


def run_plan(
    house: House, spec: str, explain: str | None, count: int | None, as_json: bool
) -> None:
    """Print the plan of a workshop, with what was asked for. `explain`: "some", "all" or None."""
    from builders.planning.alternatives import alternatives
    from builders.planning.demanding import demand_of
    from builders.planning.explaining import USUALLY_PRICED
    from builders.planning.explaining import explain as explained
    from builders.prayer_times import prayers_text

    path = find_spec(house, spec)
    if is_programme(path):
        from builders.cli.programmes import run_plan_programme

        if explain or count:
            raise click.UsageError("A programme is shown without --explain and --alternatives.")
        run_plan_programme(house, path, as_json)
        return
    model, curriculum, source, plan = _planned(house, spec, explain is not None, as_json)
    explanation = others = None
    demand = demand_of(model, curriculum)
    if explain is not None:
        prices = None if explain == "all" else USUALLY_PRICED
        explanation = explained(demand, plan, source, prices)
    if count is not None:
        others = alternatives(demand, plan, count)
    if as_json:
        click.echo(plan_report_json(plan, explanation, others))
        return
    if explanation is None:
        click.echo(plan_text(plan, curriculum))
    else:
        click.echo(agenda_text(plan, curriculum))
        click.echo(explanation_text(explanation, plan))
        click.echo(minutes_text(plan))
    if others is not None and count is not None:
        click.echo("\n" + alternatives_text(others, plan, count))
    if prayers := prayers_text(model):
        click.echo(prayers)


def run_compare(house: House, first: str, second: str, as_json: bool) -> None:
    """Print two plans side by side."""
    from builders.planning.comparing import compare

    names = [find_spec(house, spec).stem for spec in (first, second)]
    one, _, _, plan = _planned(house, first, False, as_json)
    two, _, _, other = _planned(house, second, False, as_json)
    comparison = compare(plan, one, other, two)
    text = comparison_json if as_json else comparison_text
    click.echo(text(comparison, *names))


def _planned(
    house: House, spec: str, explain: bool, as_json: bool
) -> tuple[WorkshopSpec, Curriculum, SourceFile, Plan]:
    """The plan; or print why there is none, and stop."""
    from builders.build import load_workshop
    from builders.planning.memory import memory_of
    from builders.planning.planning import plan_or_reasons

    ready, problems, sources = load_workshop(house, find_spec(house, spec))
    if ready is None:
        print_problems(problems, sources, to_error=True)
        fail(problems)
    model, curriculum, source = ready
    plan, impossible, found = plan_or_reasons(model, curriculum, source, memory=memory_of(house))
    if impossible is not None and (as_json or explain):
        print_problems(problems, sources, to_error=True)
        click.echo(impossible_json(impossible) if as_json else impossible_text(impossible))
        sys.exit(1)
    print_problems([*problems, *found], sources, to_error=True)
    if plan is None:
        fail([*problems, *found])
    return model, curriculum, source, plan
