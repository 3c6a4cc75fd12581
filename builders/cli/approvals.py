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
from builders.loading.curriculum import Curriculum, load_curriculum
from builders.models.marks import Untranslated, strings_of
from builders.models.module import Approval, Module
from builders.problems import closest
from builders.report import problems_text, table_text
from builders.translating import Translations, catalogue_path
from builders.translating.sources import languages_translated


def run_approvals(house: House, as_json: bool) -> None:
    """Print the state of every module on today's date."""
    curriculum, _ = load_curriculum(house)
    today = datetime.date.today()
    rows = [
        (name, content_hash(module), missing_text(missing_for_release(module, today)))
        for name, module in sorted(curriculum.modules.items())
    ]
    printed = _translations(curriculum, today)
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
                "translations": {
                    language: {"content_hash": translated, "missing": [lacking] if lacking else []}
                    for of, language, translated, lacking in printed
                    if of == name
                },
            }
            for name, content, missing in rows
        ]
        click.echo(json.dumps(named, indent=2, ensure_ascii=False))
        return
    shown = [(name, content[:12], missing or "approved") for name, content, missing in rows]
    shown += [
        (f"{name} ({language})", content[:12], missing or "approved")
        for name, language, content, missing in printed
    ]
    click.echo(table_text(("module", "content", "missing for a release"), sorted(shown)))


def _translations(curriculum: Curriculum, today: datetime.date) -> list[tuple[str, str, str, str]]:
    """Module, language, content hash and what is missing, for each whole translation."""
    found = []
    for language in languages_translated(curriculum.house):
        translations = Translations(curriculum.house, language)
        for name, module in sorted(curriculum.modules.items()):
            here = translations.apply("modules", name, module)
            if _untranslated(here):
                continue
            missing = missing_for_release(module, today, {language: here})
            lacking = missing_text([m for m in missing if m.language == language])
            found.append((name, language, content_hash(here), lacking))
    return found


def _untranslated(module: Module) -> int:
    """How many strings of a translated module are still English."""
    return sum(isinstance(found.text, Untranslated) for found in strings_of(module))


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
    content, catalogue = content_hash(module), None
    if language is not None:
        catalogue = catalogue_path(house, language, "modules", name)
        here = Translations(house, language).apply("modules", name, module)
        if waiting := _untranslated(here):
            raise click.UsageError(
                f"{waiting} strings of '{name}' have no finished translation into '{language}'. "
                "Only a whole translation can be approved; `keyhub translations status` shows it."
            )
        content = content_hash(here)
    approval = Approval(
        kind=cast(Kind, kind),
        language=language,
        office=office,
        date=date,
        content_hash=content,
    )
    source = curriculum.files["modules", name]
    faults = approve(house, name, module, source, approval, catalogue)
    if faults:
        click.echo(problems_text(faults, {source.name: source.text}), err=True)
        sys.exit(1)
    named = f"{kind} ({language})" if language else kind
    click.echo(f"{source.name}: {named} approval by {office} written, for content {content[:12]}.")
    click.echo("A later change of the content makes it void; `keyhub approvals` shows that.")
