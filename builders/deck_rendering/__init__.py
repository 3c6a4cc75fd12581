"""Decks as pictures and on paper, through LibreOffice.

Enters: .pptx files. Leaves: one PNG with all slides small, or a PDF to print. Both take what
LibreOffice draws: fonts and line breaks may differ a little from PowerPoint. Dates that LibreOffice
puts into its PDF make the bytes differ from run to run.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from builders.problems import Place, Problem

if TYPE_CHECKING:
    from builders.deck_rendering.office import Rendered


def preview_decks(decks: Sequence[Path], target: Path, *, columns: int) -> list[Problem]:
    """Write a contact sheet of all slides. Returns the problems; with one, nothing is written."""
    from builders.deck_rendering.contact_sheet import contact_sheet

    with TemporaryDirectory(prefix="keyhub-") as folder:
        rendered, problems = _rendered(decks, Path(folder))
        if problems:
            return problems
        return _saved(target, lambda path: contact_sheet(rendered, path, columns=columns))


def handout_of_decks(decks: Sequence[Path], target: Path, *, per_page: int) -> list[Problem]:
    """Write a PDF with 1, 3 or 6 slides on a page. Returns the problems."""
    from builders.deck_rendering.handout import handout

    with TemporaryDirectory(prefix="keyhub-") as folder:
        rendered, problems = _rendered(decks, Path(folder))
        if problems:
            return problems
        return _saved(target, lambda path: handout(rendered, path, per_page=per_page))


def _rendered(decks: Sequence[Path], folder: Path) -> tuple[list[Rendered], list[Problem]]:
    from builders.deck_rendering.office import render

    try:
        import pypdfium2  # type: ignore[import-untyped,import-not-found,unused-ignore]  # noqa: F401
    except ImportError:
        return [], [
            Problem(
                Place("pypdfium2"),
                "renderer-missing",
                "Pages cannot be drawn: the library pypdfium2 is not installed.",
                "Install keyhub again as the README says; it comes with it.",
            )
        ]
    return render(decks, folder)


def _saved(target: Path, write: Callable[[Path], None]) -> list[Problem]:
    """Write beside the target first, so that a failure leaves an older file as it was."""
    waiting = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write(waiting)
        waiting.replace(target)
    except OSError as error:
        waiting.unlink(missing_ok=True)
        reason = error.strerror or type(error).__name__
        return [
            Problem(
                Place(target.name),
                "output-unwritable",
                f"The file cannot be written: {reason[:1].lower()}{reason[1:]}.",
                "Choose another place with --out.",
            )
        ]
    return []
