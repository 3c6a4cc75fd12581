"""Which template the decks of a workshop are written with: ours in a format, or a house's own.

Enters: the branding of a workshop and the folder of templates. Leaves: a `Template`, read once for
each process, and the problems of a template that somebody else made.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from builders.loading.curriculum import read_file, validate_text
from builders.models.deck_template import DeckTemplate
from builders.problems import Place, Places, Problem, closest
from builders.write_pptx import Template, read_template

if TYPE_CHECKING:
    from builders.course import Course, Direction
    from builders.deck_templates import Examined
    from builders.loading.curriculum import Curriculum
    from builders.models.workshop import Branding

FOLDER, MAP, THEME = "deck", "template.yaml", "theme.yaml"
OURS = {
    ("16:9", "ltr"): "keyhub.pptx",
    ("16:9", "rtl"): "keyhub-rtl.pptx",
    ("4:3", "ltr"): "keyhub-4x3.pptx",
    ("4:3", "rtl"): "keyhub-4x3-rtl.pptx",
}


@dataclass(frozen=True)
class Choice:
    """A template by where it lies; small enough to be handed to another process."""

    path: Path
    """A .pptx of ours, or the template.yaml of a house's own."""
    direction: Direction

    def read(self) -> Template:
        """Raises: TemplateError, or ValueError if a house's own template has errors."""
        return _read(self, _stamp(self.path.parent))

    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with a house's own template; nothing for ours."""
        return () if self.path.name != MAP else _own(self, _stamp(self.path.parent))[1]


def template_for(course: Course, templates: Path) -> Choice:
    """The template of a course."""
    return choice_of(course.branding, course.wording.direction, templates)


def choice_of(branding: Branding, direction: Direction, templates: Path) -> Choice:
    if branding.template:
        return Choice(templates / FOLDER / branding.template / MAP, direction)
    return Choice(templates / FOLDER / OURS[branding.slides, direction], direction)


def problems_in_house(curriculum: Curriculum) -> list[Problem]:
    """What is wrong with a house's own templates, and with workshops that name one."""
    folder = curriculum.house.templates / FOLDER
    named = {spec.branding.template for spec in curriculum.workshops.values()} - {None}
    named |= {path.parent.name for path in folder.glob(f"*/{MAP}")}
    found: list[Problem] = []
    for name in sorted(each for each in named if each):
        found += Choice(folder / name / MAP, "ltr").problems()
    return found


def load_map(path: Path, name: str) -> tuple[DeckTemplate | None, Places, list[Problem]]:
    """A template.yaml with its located problems."""
    text, problems = read_file(path, name)
    if text is None:
        return None, Places(name), problems
    wanted, source, found = validate_text(text, name, DeckTemplate)
    return wanted, source.places, [*problems, *found]


def check_template(
    path: Path, name: str, theme_path: Path, *, wanted: DeckTemplate | None = None,
    places: Places | None = None, direction: Direction = "ltr",
) -> Examined:  # fmt: skip
    """Look at a presentation as a template; `theme_path` is the house's deck theme."""
    from builders.deck_templates import examine
    from builders.write_deck_template import read_theme

    theme = read_theme(theme_path)
    return examine(path, name, theme, wanted, places, mirror=direction == "rtl")


def _stamp(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """What changes when a file of the folder does, so that nothing stale is kept."""
    if not folder.is_dir():
        return ()
    files = sorted(path for path in folder.iterdir() if path.is_file())
    return tuple((path.name, path.stat().st_mtime_ns, path.stat().st_size) for path in files)


@cache
def _read(choice: Choice, stamp: object) -> Template:
    if choice.path.name != MAP:
        return read_template(choice.path)
    template, problems = _own(choice, stamp)
    if template is None:
        raise ValueError("; ".join(problem.message for problem in problems))
    return template


@cache
def _own(choice: Choice, stamp: object) -> tuple[Template | None, tuple[Problem, ...]]:
    folder = choice.path.parent
    shown = f"templates/{FOLDER}/{folder.name}"
    if not choice.path.is_file():
        known = sorted(each.parent.name for each in folder.parent.glob(f"*/{MAP}"))
        listed = f"There are: {', '.join(known)}." if known else "See docs/deck-templates.md."
        return None, (
            Problem(
                Place(f"{shown}/{MAP}"),
                "template-unknown",
                f"There is no deck template '{folder.name}'.",
                closest(folder.name, known) or listed,
            ),
        )
    wanted, places, problems = load_map(choice.path, f"{shown}/{MAP}")
    if wanted is None or any(problem.is_error for problem in problems):
        return None, tuple(problems)
    examined = check_template(
        folder / wanted.file, f"{shown}/{wanted.file}", folder.parent / THEME, wanted=wanted,
        places=places, direction=choice.direction,
    )  # fmt: skip
    return examined.template, (*problems, *examined.problems)
