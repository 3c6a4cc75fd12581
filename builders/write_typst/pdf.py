"""A Sphinx project → Typst source → PDF/UA-1."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from builders.write_sphinx.run import run_sphinx


class TypstError(Exception):
    """Typst cannot set the source: a fault of keyhub, never of the authors' words."""


def build_pdf(
    source: Path, target: Path, doctrees: Path, timestamp: int = 0, identity: str = ""
) -> list[str]:
    """Set the project in `source` as the PDF file `target`; returns warnings, none if all is well.

    `source` is what `write_source` wrote. With the `doctrees` of an HTML build of the same source
    nothing is read a second time; else the project is read into that folder. `timestamp` (seconds
    since the epoch) is the date in the file; `identity` is what the code on the cover says. The
    same source and identity give the same bytes.
    Raises: TypstError, sphinx.errors.SphinxError.
    """
    folder = Path(tempfile.mkdtemp(prefix="typst-", dir=doctrees.parent))
    try:
        warnings = run_sphinx("typst", source, folder, doctrees, timestamp, identity)
        warnings += compile_pdf(folder, target, timestamp)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return warnings


def compile_pdf(folder: Path, target: Path, timestamp: int) -> list[str]:
    """Compile handbook.typ of a folder with the faces beside it; returns Typst's warnings."""
    # the compiler takes a while to load: only a build pays for it
    import typst

    try:
        _, warnings = typst.compile_with_warnings(
            str(folder / "handbook.typ"),
            output=str(target),
            root=str(folder),
            font_paths=[str(folder / "fonts")],
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=["ua-1"],
            timestamp=timestamp,
        )
    except typst.TypstError as error:
        raise TypstError(_told(error.message, error.hints, folder)) from error
    return [_told(warning.message, warning.hints, folder) for warning in warnings]


def _told(message: str, hints: list[str], folder: Path) -> str:
    return " ".join([message, *hints]).replace(f"{folder}/", "").replace("\n", " ")
