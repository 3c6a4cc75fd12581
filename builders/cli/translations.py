"""What `keyhub translations extract` and `keyhub translations status` do."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Sequence

import click

from builders.house import House
from builders.problems import has_errors


def run_extract(house: House, languages: Sequence[str], everything: bool) -> None:
    """Bring the catalogues up to date with the English files; print what changed."""
    from builders.build import timestamp_of
    from builders.course_languages import files_printed
    from builders.loading.curriculum import load_curriculum
    from builders.report import problems_text
    from builders.translating.extracting import updated
    from builders.translating.sources import files_of

    curriculum, problems = load_curriculum(house)
    if has_errors(problems):
        click.echo(problems_text(problems, _texts(curriculum.files.values())), err=True)
        click.echo("Stopped: mend these first, so that no translation is lost.", err=True)
        sys.exit(1)
    changed = 0
    failed = False
    for language in languages or languages_there(house):
        wanted = (
            {(shelf, owner) for shelf, owner, _ in files_of(curriculum)}
            if everything
            else files_printed(curriculum, language)
        )
        texts, problems = updated(curriculum, language, wanted, timestamp_of(None))
        if problems:
            click.echo(problems_text(problems, {}), err=True)
            failed = failed or has_errors(problems)
        for path, text in texts.items():
            if path.is_file() and path.read_text(encoding="utf-8") == text:
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            click.echo(f"Wrote {house.name_of(path)}.")
            changed += 1
    click.echo(f"{changed} catalogues changed." if changed else "All catalogues are up to date.")
    if failed:
        sys.exit(1)


def run_status(house: House, as_json: bool) -> None:
    """Print for each catalogue how many strings are translated, fuzzy and missing."""
    from builders.loading.curriculum import load_curriculum
    from builders.report import table_text
    from builders.translating.extracting import progress_of

    curriculum, _ = load_curriculum(house)
    found = list(progress_of(curriculum, languages_there(house)))
    if as_json:
        click.echo(json.dumps([dataclasses.asdict(one) for one in found], indent=2))
        return
    rows = [
        [p.file, str(p.translated), str(p.fuzzy), str(p.missing), str(p.words_missing)]
        for p in found
    ]
    click.echo(table_text(["catalogue", "translated", "fuzzy", "missing", "words to do"], rows))
    for language in dict.fromkeys(p.language for p in found):
        mine = [p for p in found if p.language == language]
        click.echo(
            f"{language}: {sum(p.translated for p in mine)} strings translated, "
            f"{sum(p.fuzzy for p in mine)} fuzzy, {sum(p.missing for p in mine)} missing "
            f"({sum(p.words_missing for p in mine)} words to do)."
        )


def languages_there(house: House) -> tuple[str, ...]:
    """Every language besides English that has fixed labels or catalogues."""
    from builders.loading.wording import SOURCE_LANGUAGE, languages_of
    from builders.translating.sources import languages_translated

    both = {*languages_of(house), *languages_translated(house)}
    return tuple(sorted(both - {SOURCE_LANGUAGE}))


def _texts(sources: object) -> dict[str, str]:
    return {source.name: source.text for source in sources}  # type: ignore[attr-defined]
