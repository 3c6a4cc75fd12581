"""The floors of the house: imports only run down, and every file has a floor."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import builders

CODE = Path(builders.__file__).parent

FLOORS: tuple[tuple[str, ...], ...] = (
    (
        "problems",
        "house",
        "wording",
        "editions",
        "calendar_of_libya",
        "collation",
        "time_of_day",
    ),
    ("models", "prose", "yamltext", "yaml_editing", "reading_level", "text_metrics", "face_widths"),
    ("loading",),
    ("checks", "translating"),
    ("course", "planning"),
    ("approved_versions", "tailoring", "course_languages", "programme_facts"),
    ("makers",),
    ("writers",),
    (
        "choose_template",
        "outputs",
        "manifest",
        "separation",
        "artefacts",
        "delivery",
        "executors",
        "build",
        "programme_build",
        "deck_changes",
        "deck_rendering",
        "glyph_problems",
    ),
    ("report", "report_plan", "cli", "__main__"),
)
"""What each floor holds. `makers` and `writers` stand for the many of FLOOR_OF_OTHERS."""

HOMES = {
    "yaml": {"yamltext"},
    "pydantic": {"models", "loading"},
    "markdown_it": {"prose"},
    "adhanpy": {"prayer_times"},
    "holidays": {"calendar_of_libya"},
    "polib": {"translating"},
    "click": {"cli"},
    "rich": {"cli"},
    "icalendar": {"write_calendar"},
    "docx": set(),
    "pptx": set(),
    "lxml": {"write_pptx", "deck_templates", "deck_changes"},
    "PIL": {
        "write_pptx",
        "write_docx",
        "deck_templates",
        "deck_changes",
        "deck_rendering",
        "separation",
    },
    "jinja2": {"write_html"},
    "pypdf": {"separation"},
    "distributed": {"executors"},
    "dask": {"executors"},
    "filelock": {"delivery"},
    "pypdfium2": {"deck_rendering", "separation"},
    "segno": {"cover_code"},
    "sphinx": {"write_sphinx"},
    "typst": {"write_typst"},
    "fontTools": {"book_faces", "write_deck_data"},
    "highspy": {"planning"},
    "numpy": {"planning"},
}
"""Where each third-party library may be used."""


def floor_of(name: str) -> int:
    """The floor of a file or sub-package of builders, by its name."""
    for number, floor in enumerate(FLOORS):
        if name in floor:
            return number
    if name in MODELS_ON_TOP:
        return 2
    if name.startswith("write_") or name in WRITERS:
        return FLOORS.index(("writers",))
    if name in MAKERS:
        return FLOORS.index(("makers",))
    raise KeyError(f"builders/{name} has no floor; add it to tests/test_floors.py")


MODELS_ON_TOP = {
    "approvals",
    "approving",
    "changes",
    "schemas",
    "error_catalogue",
    "new_file",
    "coverage",
    "prayer_times",
    "prerequisites",
    "programme_order",
}
"""They stand beside loading: made from models or curriculum, used by the person's floor."""
MAKERS = {
    "agenda",
    "appointments",
    "checklist",
    "cited_claims",
    "book_faces",
    "cover_code",
    "deck",
    "draw_chart",
    "draw_svg",
    "drawing",
    "handbook",
    "paper",
    "programme_page",
    "run_sheet",
    "sheets",
}
WRITERS: set[str] = {"deck_templates"}


def files() -> list[Path]:
    return [path for path in sorted(CODE.rglob("*.py")) if path != CODE / "__init__.py"]


def imports_of(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file.name}: write imports in full"
            if node.module == "builders":
                yield from (f"builders.{alias.name}" for alias in node.names)
            elif node.module:
                yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def name_of(file: Path) -> str:
    """The file, or the sub-package that it lies in."""
    return file.relative_to(CODE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("file", files(), ids=lambda file: file.relative_to(CODE).as_posix())
def test_imports_only_run_down(file: Path) -> None:
    mine = name_of(file)
    for module in imports_of(file):
        if not module.startswith("builders."):
            continue
        other = module.split(".")[1]
        if other == mine or other.startswith("__version"):
            continue
        # On one floor, files may use each other as long as no two use each other in a circle.
        assert floor_of(other) <= floor_of(mine), f"{mine} must not import {other}"


def test_no_circles_on_a_floor() -> None:
    uses: dict[str, set[str]] = {}
    for file in files():
        inside = {m.split(".")[1] for m in imports_of(file) if m.startswith("builders.")}
        mine = name_of(file)
        uses.setdefault(mine, set()).update(inside - {mine})
    while uses:
        free = [name for name, others in uses.items() if not others & set(uses)]
        assert free, f"these import each other in a circle: {sorted(uses)}"
        for name in free:
            del uses[name]


def test_makers_see_only_the_course() -> None:
    hidden = {"loading", "checks", "planning", "tailoring"}
    for file in files():
        if name_of(file) in MAKERS or floor_of(name_of(file)) == FLOORS.index(("writers",)):
            used = {m.split(".")[1] for m in imports_of(file) if m.startswith("builders.")}
            assert not used & hidden, file.name


@pytest.mark.parametrize("library", sorted(HOMES))
def test_libraries_have_one_home(library: str) -> None:
    users = {
        name_of(file)
        for file in files()
        for module in imports_of(file)
        if module.split(".")[0] == library
    }
    assert users <= HOMES[library]


def test_files_stay_readable_in_one_sitting() -> None:
    for file in files():
        if file.stem not in {"face_widths", "outlines"}:
            lines = file.read_text(encoding="utf-8").count("\n")
            assert lines <= 450, f"{file.name} has {lines} lines; make a folder of it"
