"""The copies of approved modules can be read, so that the page of changes can compare with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from builders.approving import kept_module
from builders.house import APPROVED_FOLDER
from builders.loading.curriculum import Curriculum, read_file, validate_text
from builders.models.module import Module
from builders.problems import Place, Problem
from builders.translating import read_catalogue


def check_approved_copies(curriculum: Curriculum) -> Iterator[Problem]:
    """A warning for each copy that is damaged; copies of modules that are gone are left alone."""
    house = curriculum.house
    folder = house.curriculum / APPROVED_FOLDER
    languages = sorted(p.name for p in folder.iterdir() if p.is_dir()) if folder.is_dir() else ()
    for language in (None, *languages):
        for module_id in sorted(curriculum.modules):
            copy = kept_module(house, module_id, language)
            for path in (copy, copy.with_suffix(".po")):
                if not path.is_file():
                    continue
                name = house.name_of(path)
                text, problems = read_file(path, name)
                read: object = None
                if text is not None and path.suffix == ".po":
                    read, problems = read_catalogue(text, name)
                elif text is not None:
                    read, _, problems = validate_text(text, name, Module)
                if read is None:
                    yield _damaged(module_id, name, problems)


def _damaged(module_id: str, name: str, problems: list[Problem]) -> Problem:
    first = min(problems, default=None)
    return Problem(
        first.place if first else Place(name),
        "approval-copy-damaged",
        f"The copy of '{module_id}' as it was approved cannot be read"
        + (f": {first.message}" if first else "."),
        "Take the file back from your version history, or have the module approved again. Until "
        "then the page of changes says that no copy was kept.",
        level="warning",
    )


APPROVED_COPY_CHECKS: tuple[Callable[[Curriculum], Iterator[Problem]], ...] = (
    check_approved_copies,
)
