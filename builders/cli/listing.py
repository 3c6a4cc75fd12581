"""What list and show do."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from typing import Any

import click

from builders.coverage import coverage_of, hubs_with_variants, reading_of_module
from builders.house import House
from builders.loading.curriculum import SHELVES, Curriculum, load_curriculum
from builders.models.module import Module
from builders.models.seed import Seed
from builders.models.workshop import WorkshopSpec
from builders.problems import closest, has_errors
from builders.report import coverage_json, coverage_text, table_text

Row = tuple[str, ...]

_COLUMNS: Mapping[str, tuple[Row, Callable[[str, Any, Curriculum], Row]]] = {
    "modules": (
        ("id", "pillar", "min", "core", "review", "title"),
        lambda name, m, _: (
            name,
            m.pillar,
            str(sum(s.minutes for s in m.steps)),
            str(sum(s.minutes for s in m.steps if not s.optional)),
            m.review.status,
            m.title,
        ),
    ),
    "hubs": (("id", "region", "title"), lambda name, h, _: (name, h.region, h.title)),
    "audiences": (("id", "title"), lambda name, a, _: (name, a.title)),
    "cases": (
        ("id", "nature", "stage", "title"),
        lambda name, c, _: (name, c.nature, c.stage, c.title),
    ),
    "workshops": (
        ("id", "days", "hubs", "audiences", "title"),
        lambda name, w, _: (
            name,
            str(len(w.days)),
            ", ".join(w.hubs),
            ", ".join(w.audiences),
            w.title,
        ),
    ),
    "programmes": (
        ("id", "stages", "workshops", "title"),
        lambda name, p, _: (
            name,
            str(len(p.stages)),
            str(sum(len(stage.workshops) for stage in p.stages)),
            p.title,
        ),
    ),
    "competencies": (
        ("id", "objectives", "title"),
        lambda name, c, curriculum: (
            name,
            str(
                sum(
                    name in objective.competencies
                    for module in curriculum.modules.values()
                    for objective in module.objectives
                )
            ),
            c.title,
        ),
    ),
    "needs": (
        ("id", "audience", "hub", "target", "greatest gaps", "title"),
        lambda name, a, _: (
            name,
            a.audience or "-",
            a.hub or "-",
            f"{a.target:g}",
            ", ".join(sorted(a.scores, key=lambda c: (-(a.weight_of(c) or 0), c))[:3]),
            a.title,
        ),
    ),
    "seeds": (
        ("id", "grade", "kind", "date", "claims", "title"),
        lambda name, s, _: (
            name,
            s.reliability,
            s.kind,
            s.date or "-",
            str(len(s.claims)),
            s.title,
        ),
    ),
    "terms": (("id", "term"), lambda name, t, _: (name, t.term)),
    "claims": (
        ("id", "grade", "status", "checked", "claim"),
        lambda name, c, curriculum: (
            name,
            f"{curriculum.seeds[name.split(':')[0]].reliability}{c.credibility}",
            c.status,
            c.verification,
            c.text,
        ),
    ),
}


def run_list(house: House, shelf: str, filters: Mapping[str, str | None], as_json: bool) -> None:
    """Print a shelf as a table or JSON, filtered."""
    curriculum, _ = load_curriculum(house)
    headings, row_of = _COLUMNS[shelf]
    rows = [
        row_of(name, model, curriculum)
        for name, model in sorted(curriculum.shelf(shelf).items())
        if _passes(name, model, filters)
    ]
    if as_json:
        named = [dict(zip(headings, row, strict=True)) for row in rows]
        click.echo(json.dumps(named, indent=2, ensure_ascii=False))
    elif rows:
        click.echo(table_text(headings, rows))
    else:
        click.echo(f"No {shelf} match.")
    refused = sum(1 for kind, _ in curriculum.files if kind == shelf) - len(curriculum.shelf(shelf))
    if shelf in SHELVES and refused:
        click.echo(f"{refused} more have errors; see `keyhub check`.", err=True)


def run_show(house: House, name: str) -> None:
    """Print one thing, found by its id on any shelf; exit 1 if there is none."""
    curriculum, _ = load_curriculum(house)
    found = [
        (shelf, curriculum.shelf(shelf)[name])
        for shelf in (*_COLUMNS, "frameworks")
        if name in curriculum.shelf(shelf)
    ]
    if not found:
        known = [other for shelf in _COLUMNS for other in curriculum.shelf(shelf)]
        hint = closest(name, known) or "`keyhub list modules` shows the modules."
        click.echo(f"Nothing is called '{name}'. {hint}", err=True)
        sys.exit(1)
    for shelf, model in found:
        source = curriculum.files.get((shelf, name))
        click.echo(f"{name} ({shelf}{', ' + source.name if source else ''})")
        if isinstance(model, Module):
            reading = reading_of_module(model)
            grade = "too short for a grade" if reading.grade is None else f"grade {reading.grade}"
            click.echo(f"  participants read {reading.words} words, {grade}")
        click.echo("\n".join(_lines(model.model_dump(mode="json", exclude_defaults=True), 1)))


def run_coverage(house: House, framework_id: str | None, as_json: bool) -> None:
    """Print how outside frameworks and the pillars are covered; exit 2 for an unknown framework."""
    curriculum, problems = load_curriculum(house)
    if framework_id is not None and framework_id not in curriculum.frameworks:
        known = sorted(curriculum.frameworks)
        hint = closest(framework_id, known) or f"There are: {', '.join(known) or 'none'}."
        raise click.UsageError(f"No framework is called '{framework_id}'. {hint}")
    found = coverage_of(curriculum, framework_id)
    click.echo(coverage_json(found) if as_json else coverage_text(found))
    if has_errors(problems):
        click.echo("Files with errors are not counted; see `keyhub check`.", err=True)


def _passes(name: str, model: Any, filters: Mapping[str, str | None]) -> bool:
    words = (filters.get("text") or "").casefold()
    title = str(getattr(model, "title", getattr(model, "term", getattr(model, "text", ""))))
    if words and words not in name and words not in title.casefold():
        return False
    for key, wanted in filters.items():
        if wanted is None or key == "text":
            continue
        match model, key:
            case Module(), "pillar":
                fits = model.pillar == wanted
            case Module() | WorkshopSpec(), "audience":
                fits = wanted in model.audiences
            case WorkshopSpec(), "hub":
                fits = wanted in model.hubs
            case Module(), "hub":
                fits = wanted in hubs_with_variants(model)
            case Seed(), "kind":
                fits = model.kind == wanted
            case Seed(), "grade":
                fits = model.reliability == wanted.upper()
            case _:
                fits = False
        if not fits:
            return False
    return True


def _lines(value: Any, depth: int) -> list[str]:
    pad = "  " * depth
    match value:
        case dict():
            lines = []
            for key, inner in value.items():
                if isinstance(inner, dict | list) and inner:
                    lines += [f"{pad}{key}:", *_lines(inner, depth + 1)]
                else:
                    lines.append(f"{pad}{key}: {_scalar(inner, depth)}")
            return lines
        case list():
            lines = []
            for item in value:
                inner_lines = _lines(item, depth + 1)
                first = inner_lines[0].strip() if inner_lines else ""
                lines += [f"{pad}- {first}", *inner_lines[1:]]
            return lines
        case _:
            return [f"{pad}{_scalar(value, depth)}"]


def _scalar(value: Any, depth: int) -> str:
    return str(value).replace("\n", "\n" + "  " * (depth + 1))
