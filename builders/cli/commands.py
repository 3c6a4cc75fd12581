"""What check, plan, build, new and schema do."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from builders.house import SCHEMA_FOLDER, House
from builders.outputs import FORMATS, OUTPUTS
from builders.problems import Problem, has_errors
from builders.report import count_text, problems_json, problems_text

if TYPE_CHECKING:
    from builders.build import Outcome, Progress
    from builders.loading.curriculum import SourceFile


def run_check(house: House, as_json: bool) -> None:
    """Print every problem; exit 1 if there is an error."""
    from builders.build import read_house
    from builders.choose_template import problems_in_house
    from builders.course_languages import language_problems
    from builders.loading.wording import SOURCE_LANGUAGE
    from builders.planning import memory_of, plan_problems, plan_workshop
    from builders.planning.solving import ANY_PLAN
    from builders.prayer_times import resolved

    curriculum, problems = read_house(house)
    problems += problems_in_house(curriculum)
    if not has_errors(problems):
        # what counts here is whether there are plans, not how well they run
        memory = memory_of(house)
        planner = partial(plan_workshop, limits=ANY_PLAN, memory=memory)
        for workshop_id, spec in sorted(curriculum.workshops.items()):
            source = curriculum.files["workshops", workshop_id]
            spec = resolved(spec, curriculum)
            if set(spec.languages) == {SOURCE_LANGUAGE}:
                problems += plan_problems(spec, curriculum, source, memory=memory)
                continue
            plan, found = planner(spec, curriculum, source)
            problems += found
            if plan is not None:
                problems += language_problems(workshop_id, spec, plan, curriculum)
        for programme_id, programme in sorted(curriculum.programmes.items()):
            from builders.planning.programme import plan_programme

            planned = plan_programme(programme_id, programme, curriculum, planner)
            problems += planned.problems
    problems = sorted(set(problems))
    if as_json:
        click.echo(problems_json(problems))
    else:
        print_problems(problems, [*curriculum.files.values(), *catalogues(house, problems)])
        kinds = ("modules", "hubs", "audiences", "cases", "workshops", "programmes", "seeds")
        counts = ", ".join(f"{len(curriculum.shelf(kind))} {kind}" for kind in kinds)
        click.echo(f"Checked {counts}: {count_text(problems)}.")
    sys.exit(1 if has_errors(problems) else 0)


def run_build(
    house: House,
    spec: str,
    edition: str,
    only: str | None,
    formats: str | None,
    out: Path | None,
    jobs: int | None,
    executor: str | None = None,
    *,
    release: bool = False,
    allow_untranslated: bool = False,
) -> None:
    """Build, show progress, and say what to open."""
    from builders.build import Request, build_workshop
    from builders.executors import ExecutorError, executor_of

    if only and formats:
        raise click.UsageError("Give --only or --format, not both.")
    asked = _formats(formats)
    path = find_spec(house, spec)
    target = (out or house.root / "build" / path.stem).resolve()
    if target in (house.root, *house.root.parents) or any(
        target == folder or folder in target.parents
        for folder in (house.curriculum, house.seeds, house.templates)
    ):
        raise click.UsageError("--out may not be the house itself or a folder of its sources.")
    if target.exists() and not _ours(target):
        raise click.UsageError(
            f"{target} exists and does not hold an earlier build. Choose an empty folder."
        )
    request = Request(
        house,
        path,
        target,
        edition,
        only,
        jobs or os.cpu_count() or 1,
        asked,
        release,
        allow_untranslated,
    )
    try:
        if is_programme(path):
            from builders.cli.programmes import run_build_programme

            run_build_programme(request, executor)
            return
        with Bar() as progress:
            if executor in (None, "processes"):
                outcome = build_workshop(request, progress)
            else:
                with executor_of(executor, request.jobs) as workers:
                    outcome = build_workshop(request, progress, workers)
    except ExecutorError as error:
        raise click.UsageError(str(error)) from error
    sources = [*outcome.sources, *catalogues(house, outcome.problems)]
    print_problems(outcome.problems, sources, to_error=True)
    if outcome.failed:
        if target.exists():
            click.echo("Nothing was written; the last good output is as it was.", err=True)
        fail(outcome.problems)
    click.echo(_summary(outcome, target))


def run_new(
    house: House, kind: str, answers: Sequence[str], identity: str | None, title: str | None
) -> None:
    """Write a starting file; never over an existing one."""
    from builders.loading.curriculum import load_curriculum
    from builders.new_file import QUESTIONS, new_file

    given = dict(_pair(answer) for answer in answers)
    if identity:
        given["id"] = identity
    if title:
        given["title"] = title
    known = {question.name for question in QUESTIONS[kind]}
    for name in given:
        if name not in known:
            raise click.UsageError(f"'{name}' is no question here; there are: {sorted(known)}.")
    interactive = sys.stdin.isatty() and sys.stdout.isatty()
    for question in QUESTIONS[kind]:
        if question.name not in given:
            if interactive:
                given[question.name] = click.prompt(question.prompt, default=question.default)
            elif question.default is not None:
                given[question.name] = question.default
            else:
                raise click.UsageError(f"Give --{question.name}, or run this on a terminal.")
    curriculum, _ = load_curriculum(house)
    try:
        relative, text = new_file(kind, given, curriculum)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    path = house.root / relative
    if path.exists():
        raise click.UsageError(f"{relative} exists already; it was not touched.")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    click.echo(f"Wrote {relative}. Open it, follow the comments, then run `keyhub check`.")


def run_schema(house: House, only_check: bool) -> None:
    """Write curriculum/.schemas/*.json, or compare."""
    from builders.schemas import schema_files

    folder = house.curriculum / SCHEMA_FOLDER
    stale = []
    for name, text in schema_files().items():
        path = folder / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
            if not only_check:
                folder.mkdir(exist_ok=True)
                path.write_text(text, encoding="utf-8", newline="\n")
    if only_check and stale:
        click.echo(f"Out of date: {', '.join(stale)}. Run `keyhub schema`.", err=True)
        sys.exit(1)
    click.echo(
        f"Wrote {', '.join(stale)}."
        if stale
        else f"The {len(schema_files())} schemas are up to date."
    )


def _formats(given: str | None) -> tuple[str, ...]:
    """The formats of a comma list, each known."""
    from builders.problems import closest

    asked = tuple(dict.fromkeys(word.strip() for word in (given or "").split(",") if word.strip()))
    for word in asked:
        if word not in FORMATS:
            hint = closest(word, FORMATS) or f"Formats: {', '.join(FORMATS)}."
            raise click.UsageError(f"There is no format '{word}'. {hint}")
    return asked


def find_spec(house: House, spec: str) -> Path:
    """A path as given, or the workshop or the programme of that id."""
    path = Path(spec)
    if path.is_file():
        return path.resolve()
    shelves = [house.curriculum / name for name in ("workshops", "programmes")]
    inside = [folder / f"{spec}.yaml" for folder in shelves if (folder / f"{spec}.yaml").is_file()]
    if len(inside) > 1:
        names = " or ".join(house.name_of(path) for path in inside)
        raise click.UsageError(f"'{spec}' is a workshop and a programme. Give the file: {names}.")
    if inside:
        return inside[0]
    from builders.problems import closest

    known = [p.stem for folder in shelves for p in sorted(folder.glob("*.yaml"))]
    hint = closest(spec, known) or f"Workshops and programmes here: {', '.join(known) or 'none'}."
    raise click.UsageError(f"There is no file and no workshop called '{spec}'. {hint}")


def is_programme(path: Path) -> bool:
    """True if a file is a programme: it lies among them, or has stages as only they have."""
    if path.parent.name in ("programmes", "workshops"):
        return path.parent.name == "programmes"
    try:
        return any(line.startswith(b"stages:") for line in path.read_bytes().splitlines())
    except OSError:
        return False


class Bar:
    """A bar on a terminal, a line for each finished thing otherwise."""

    def __init__(self) -> None:
        self.bar: Progress | None = None

    def __enter__(self) -> Progress:
        if not sys.stderr.isatty():
            return lambda name, done, total: click.echo(f"[{done}/{total}] {name}", err=True)
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        self.rich = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self.rich.start()
        task = self.rich.add_task("Planning", total=None)
        return lambda name, done, total: self.rich.update(
            task, description=name, completed=done, total=total
        )

    def __exit__(self, *_: object) -> None:
        if hasattr(self, "rich"):
            self.rich.stop()


def _summary(outcome: Outcome, target: Path) -> str:
    place = shown(target)
    if outcome.unchanged:
        return f"Nothing has changed; {place} is up to date. Nothing was built."
    lines = [
        f"Built {len(outcome.made)} of {len(outcome.made) + len(outcome.kept)} things into "
        f"{place} (the others had not changed)."
        if outcome.kept
        else f"Built {len(outcome.made)} things into {place}."
    ]
    if outcome.dropped:
        lines.append("Removed, as they no longer match: " + ", ".join(outcome.dropped) + ".")
    editions = sorted({name.partition("/")[0] for name in (*outcome.made, *outcome.kept)})
    for edition in reversed(editions):
        for output in OUTPUTS:
            opens = target / edition / output.opens
            if opens.exists():
                lines.append(f"  {shown(opens)}  ({output.label})")
    return "\n".join(lines)


def shown(path: Path) -> str:
    """A path as people type it: below the working folder where it is there."""
    try:
        return path.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(path)


def _ours(target: Path) -> bool:
    return target.is_dir() and ((target / "manifest.json").is_file() or not any(target.iterdir()))


def print_problems(
    problems: Iterable[Problem], sources: Iterable[SourceFile], *, to_error: bool = False
) -> None:
    """Print problems with the lines that they are about."""
    problems = list(problems)
    if problems:
        texts = {source.name: source.text for source in sources}
        click.echo(problems_text(problems, texts) + "\n", err=to_error)


def catalogues(house: House, problems: Iterable[Problem]) -> list[SourceFile]:
    """The PO files of problems, for quoting: they are no part of the curriculum's own files."""
    from builders.loading.curriculum import SourceFile, read_file
    from builders.problems import Places

    found = []
    for name in sorted({p.place.file for p in problems if p.place.file.endswith(".po")}):
        text, _ = read_file(house.root / name, name)
        if text is not None:
            found.append(SourceFile(house.root / name, name, text, Places(name)))
    return found


def fail(problems: Sequence[Problem]) -> NoReturn:
    """Say how many problems there are, and end."""
    click.echo(f"Stopped: {count_text(problems)}.", err=True)
    sys.exit(1)


def _pair(answer: str) -> tuple[str, str]:
    name, equals, value = answer.partition("=")
    if not equals:
        raise click.UsageError(f"Write --set NAME=VALUE, not '{answer}'.")
    return name, value
