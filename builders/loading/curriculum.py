"""Folders → `Curriculum`; one file → `WorkshopSpec`.

Enters: a `House`. Leaves: `(Curriculum, problems)`. A file with a fault is left out of the shelves
but stays known by name, so one mistake does not cause a hundred "unknown" problems.
"""

from __future__ import annotations

import contextlib
import gc
import os
import re
import stat
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import ValidationError

from builders.house import APPROVED_FOLDER, SCHEMA_FOLDER, House
from builders.loading.faults import problems_from
from builders.loading.score_table import parse_score_table
from builders.models.marks import Model
from builders.models.module import Module
from builders.models.needs import Assessment, Competencies, Competency
from builders.models.programme import Programme
from builders.models.seed import Claim, Seed
from builders.models.shelves import Audience, Case, Framework, FrameworkItem, Glossary, Hub, Term
from builders.models.workshop import WorkshopSpec
from builders.problems import Mark, Place, Places, Problem, Step, closest, has_errors, unreadable
from builders.yamltext import parse_yaml, read_text, too_large

AnyModel = TypeVar("AnyModel", bound=Model)

SHELVES: Mapping[str, type[Model]] = MappingProxyType(
    {
        "modules": Module,
        "hubs": Hub,
        "audiences": Audience,
        "cases": Case,
        "frameworks": Framework,
        "needs": Assessment,
        "workshops": WorkshopSpec,
        "programmes": Programme,
        "seeds": Seed,
        "glossary": Glossary,
        "competency_list": Competencies,
    }
)
"""Every kind of file, by the name of its shelf."""

_BOOKS = {"glossary.yaml": "glossary", "competencies.yaml": "competency_list"}
"""Shelves that are one file of the curriculum's folder, by its name."""
TABLE = ".csv"
"""A needs assessment may be a table as well."""
_FOLDERS = tuple(name for name in SHELVES if name not in {*_BOOKS.values(), "seeds"})
_ID = r"[a-z0-9]+(?:-[a-z0-9]+)*"
LONGEST_ID = 64


@dataclass(frozen=True)
class SourceFile:
    """A file of the curriculum as read: its text for quoting, its places for locating."""

    path: Path
    name: str
    text: str
    places: Places

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The text's lines without their ends."""
        return tuple(self.text.split("\n"))

    @cached_property
    def _marks(self) -> tuple[Mark, ...]:
        return tuple(sorted({*self.places.values.values(), *self.places.keys.values()}))

    def end_of_value(self, start: Mark) -> Mark:
        """The start of whatever comes next in the file after the value that starts here."""
        following = bisect_right(self._marks, start)
        if following < len(self._marks):
            return self._marks[following]
        return len(self.lines) + 1, 1


@dataclass(frozen=True, eq=False)
class Curriculum:
    """Everything the house teaches. Shelves map ids to models. Two are equal only if the same."""

    house: House
    modules: Mapping[str, Module]
    hubs: Mapping[str, Hub]
    audiences: Mapping[str, Audience]
    cases: Mapping[str, Case]
    frameworks: Mapping[str, Framework]
    needs: Mapping[str, Assessment]
    workshops: Mapping[str, WorkshopSpec]
    programmes: Mapping[str, Programme]
    seeds: Mapping[str, Seed]
    glossary: Mapping[str, Glossary]
    competency_list: Mapping[str, Competencies]
    files: Mapping[tuple[str, str], SourceFile]
    """By shelf and id; also the files whose content was refused."""

    @cached_property
    def terms(self) -> Mapping[str, Term]:
        """The glossary's terms by id."""
        return {term.id: term for book in self.glossary.values() for term in book.terms}

    @cached_property
    def competencies(self) -> Mapping[str, Competency]:
        """The competencies by id."""
        return {c.id: c for listed in self.competency_list.values() for c in listed.competencies}

    @cached_property
    def claims(self) -> Mapping[str, Claim]:
        """Every claim of the register by `seed-id:claim-id`."""
        return {
            f"{seed_id}:{claim.id}": claim
            for seed_id, seed in self.seeds.items()
            for claim in seed.claims
        }

    @cached_property
    def framework_items(self) -> Mapping[str, FrameworkItem]:
        """Every item of the outside outlines by `framework-id:item-id`."""
        return {
            f"{framework_id}:{item.id}": item
            for framework_id, framework in self.frameworks.items()
            for item in framework.items
        }

    def shelf(self, name: str) -> Mapping[str, Any]:
        """A shelf or index by name. Raises: AttributeError for a name that is none."""
        found: Mapping[str, Any] = getattr(self, name)
        return found

    def knows(self, shelf: str, name: str) -> bool:
        """True if the id exists, also where its file was refused for another fault."""
        if name in self.shelf(shelf) or (shelf, name) in self.files:
            return True
        match shelf:
            case "claims":
                owner = name.split(":")[0]
                return ("seeds", owner) in self.files and owner not in self.seeds
            case "framework_items":
                owner = name.split(":")[0]
                return ("frameworks", owner) in self.files and owner not in self.frameworks
            case "terms":
                return not self.glossary and ("glossary", "glossary") in self.files
            case "competencies":
                return not self.competency_list and ("competency_list", shelf) in self.files
            case _:
                return False

    def place(self, shelf: str, name: str, *path: Step) -> Place:
        """Where something of a file stands."""
        return self.files[shelf, name].places.of(*path)

    def key_place(self, shelf: str, name: str, *path: Step) -> Place:
        """Where a key of a file stands."""
        return self.files[shelf, name].places.key(*path)


@contextlib.contextmanager
def without_collection() -> Iterator[None]:
    """Pause Python's search for garbage: reading makes millions of objects that all stay."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@without_collection()
def load_curriculum(house: House) -> tuple[Curriculum, list[Problem]]:
    """Read every file of the house. Problems come in the order of file, line and column."""
    tree = _survey(house)
    problems = list(_check_tree(tree, house))
    files: dict[tuple[str, str], SourceFile] = {}
    shelves: dict[str, dict[str, Any]] = {name: {} for name in SHELVES}
    taken: dict[tuple[str, str], str] = {}
    for shelf, path in tree.files:
        name = house.name_of(path)
        identity = path.stem
        problems += _check_name(shelf, identity, name, taken)
        taken.setdefault((shelf, identity.lower()), name)
        if (shelf, identity) in files:
            continue
        model, source, found = load_file(path, name, SHELVES[shelf])
        problems += found
        files[shelf, identity] = source
        if model is not None:
            shelves[shelf][identity] = model
    return Curriculum(house, files=files, **shelves), sorted(problems)


def load_file(
    path: Path, name: str, model: type[AnyModel]
) -> tuple[AnyModel | None, SourceFile, list[Problem]]:
    """Read one file as a model. `name` is what people see; the model is None if it has errors."""
    source = SourceFile(path, name, "", Places(name))
    text, problems = read_file(path, name)
    if path.suffix.lower() == TABLE:
        # Spreadsheets write the mark at the start, and there is no way to tell them not to.
        problems = [problem for problem in problems if problem.code != "file-bom"]
    if text is None:
        return None, source, problems
    value, source, found = validate_text(text, name, model, path)
    return value, source, problems + found


def read_file(path: Path, name: str) -> tuple[str | None, list[Problem]]:
    """The text of a file that is safe to read. `name` is what people see."""
    if path.is_symlink():
        return None, [_symlink_problem(name)]
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return None, [unreadable(name, "It is not a file")]
        if refused := too_large(path.stat().st_size, name):
            return None, [refused]
        data = path.read_bytes()
    except OSError as error:
        return None, [unreadable(name, error.strerror or type(error).__name__)]
    return read_text(data, name)


def validate_text(
    text: str, name: str, model: type[AnyModel], path: Path | None = None
) -> tuple[AnyModel | None, SourceFile, list[Problem]]:
    """YAML text, or a table if the name ends so → model, with problems of syntax and shape."""
    if name.lower().endswith(TABLE):
        title = Path(name).stem.replace("-", " ").capitalize()
        tree, places, problems = parse_score_table(text, name, title)
    else:
        tree, places, problems = parse_yaml(text, name)
    source = SourceFile(path or Path(name), name, text, places)
    if tree is None:
        return None, source, problems
    if not isinstance(tree, dict):
        return (
            None,
            source,
            [
                *problems,
                Problem(
                    places.of(),
                    "value-shape",
                    "The file should hold keys with values.",
                    "Write `key: value` lines; `keyhub new` makes a file to start from.",
                ),
            ],
        )
    try:
        value = model.model_validate(tree)
    except ValidationError as error:
        # Where the text itself was refused, what the model says of the same place is only noise.
        refused = {problem.place for problem in problems}
        found = problems_from(error, tree, places, model)
        return None, source, problems + [p for p in found if p.place not in refused]
    return (None if has_errors(problems) else value), source, problems


@dataclass(frozen=True)
class _Tree:
    """What lies in the house, sorted so that the order never depends on the disk."""

    files: tuple[tuple[str, Path], ...]
    """YAML files and tables with their shelf."""
    links: tuple[Path, ...]
    """Folders that are symbolic links, which are not entered."""
    strays: tuple[Path, ...]
    """YAML files and tables of the curriculum that lie on no shelf."""


def _survey(house: House) -> _Tree:
    files: list[tuple[str, Path]] = []
    links: list[Path] = []
    strays: list[Path] = []
    order = list(SHELVES)
    for root in (house.curriculum, house.seeds):
        for folder, folders, names in os.walk(root):
            here = Path(folder)
            links += [here / name for name in folders if (here / name).is_symlink()]
            folders[:] = [name for name in folders if name not in (APPROVED_FOLDER, SCHEMA_FOLDER)]
            for name in names:
                path = here / name
                if path.suffix.lower() not in {".yaml", ".yml", TABLE}:
                    continue
                shelf = _shelf_of(house, path)
                if path.suffix.lower() == TABLE and shelf not in (None, "needs"):
                    shelf = None
                if shelf is None:
                    strays.append(path)
                else:
                    files.append((shelf, path))
    links += [root for root in (house.curriculum, house.seeds) if root.is_symlink()]
    # Of two names that differ only in case, the one in small letters comes first and keeps the id.
    files.sort(
        key=lambda file: (
            order.index(file[0]),
            file[1].as_posix().casefold(),
            file[1].as_posix().swapcase(),
        )
    )
    return _Tree(tuple(files), tuple(sorted(links)), tuple(sorted(strays)))


def _shelf_of(house: House, path: Path) -> str | None:
    if path.is_relative_to(house.seeds):
        return "seeds"
    inside = path.relative_to(house.curriculum).parts
    if len(inside) == 1 and inside[0] in _BOOKS:
        return _BOOKS[inside[0]]
    return inside[0] if len(inside) > 1 and inside[0] in _FOLDERS else None


def _check_tree(tree: _Tree, house: House) -> Iterator[Problem]:
    for path in tree.links:
        yield _symlink_problem(house.name_of(path))
    for path in tree.strays:
        root = house.seeds if path.is_relative_to(house.seeds) else house.curriculum
        inside = path.relative_to(root).parts
        yield Problem(
            Place(house.name_of(path)),
            "file-unplaced",
            "Nothing reads this file: it lies in no folder of the curriculum.",
            (closest(inside[0], [*_FOLDERS, *_BOOKS]) if inside[0] not in _FOLDERS else None)
            or f"Move it to one of: {', '.join(_FOLDERS)}.",
            "warning",
        )


def _check_name(
    shelf: str, identity: str, name: str, taken: Mapping[tuple[str, str], str]
) -> Iterator[Problem]:
    if not re.fullmatch(_ID, identity) or len(identity) > LONGEST_ID:
        yield Problem(
            Place(name),
            "id-format",
            f"The file's name gives the id, and '{identity}' cannot be one.",
            f"Use small letters, digits and single hyphens, at most {LONGEST_ID} signs, like "
            "`first-contact.yaml`.",
        )
    if other := taken.get((shelf, identity.lower())):
        yield Problem(
            Place(name),
            "id-duplicate",
            f"The id '{identity}' is already taken by {other}.",
            "Rename one of the two files; large and small letters do not make a difference.",
        )


def _symlink_problem(name: str) -> Problem:
    return Problem(
        Place(name),
        "file-symlink",
        "This is a symbolic link; links are not followed.",
        "Put the file or folder itself here.",
    )
