"""What approvals and approve do."""

from __future__ import annotations

import datetime
import json
import sys
from typing import cast

import click

from builders.approvals import Kind, content_hash, missing_for_release, missing_text
from builders.approving import approve
from builders.house import House
from builders.loading.curriculum import load_curriculum
from builders.models.module import Approval
from builders.problems import closest
from builders.report import problems_text, table_text


def run_approvals(house: House, as_json: bool) -> None:
    """Print the state of every module on today's date."""
    curriculum, _ = load_curriculum(house)
    today = datetime.date.today()
    rows = [
        (name, content_hash(module), missing_text(missing_for_release(module, today)))
        for name, module in sorted(curriculum.modules.items())
    ]
    if as_json:
        named = [
            {
                "module": name,
                "content_hash": content,
                "approvals": [
                    approval.model_dump(mode="json", exclude_none=True)
                    for approval in curriculum.modules[name].review.approvals
                ],
                "missing": missing.split("; ") if missing else [],
            }
            for name, content, missing in rows
        ]
        click.echo(json.dumps(named, indent=2, ensure_ascii=False))
        return
    shown = [(name, content[:12], missing or "approved") for name, content, missing in rows]
    click.echo(table_text(("module", "content", "missing for a release"), shown))


def run_approve(
    house: House, name: str, kind: str, office: str, language: str | None, on: str | None
) -> None:
    """Write an approval of the content as it is now; exit 1 where the module has faults."""
    if (kind == "language") != (language is not None):
        raise click.UsageError("Give --language with --kind language, and only then.")
    office = " ".join(office.split())
    if not 2 <= len(office) <= 120:
        raise click.UsageError("Name the office in 2 to 120 letters.")
    try:
        date = datetime.date.fromisoformat(on) if on else datetime.date.today()
    except ValueError as error:
        raise click.UsageError(f"'{on}' is not a date; write it like 2027-01-17.") from error
    if date > datetime.date.today():
        raise click.UsageError(f"{date.isoformat()} has not come yet.")
    curriculum, problems = load_curriculum(house)
    module = curriculum.modules.get(name)
    if module is None:
        source = curriculum.files.get(("modules", name))
        if source is None:
            hint = closest(name, curriculum.modules) or "`keyhub list modules` shows them."
            raise click.UsageError(f"No module is called '{name}'. {hint}")
        faults = [p for p in problems if p.place.file == source.name]
        click.echo(problems_text(faults, {source.name: source.text}), err=True)
        sys.exit(1)
    content = content_hash(module)
    approval = Approval(
        kind=cast(Kind, kind),
        language=language,
        office=office,
        date=date,
        content_hash=content,
    )
    source = curriculum.files["modules", name]
    faults = approve(house, name, module, source, approval)
    if faults:
        click.echo(problems_text(faults, {source.name: source.text}), err=True)
        sys.exit(1)
    click.echo(f"{source.name}: {kind} approval by {office} written, for content {content[:12]}.")
    click.echo("A later change of the content makes it void; `keyhub approvals` shows that.")
