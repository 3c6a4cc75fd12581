"""A Sphinx project built to one EPUB 3 file in this process."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from builders.write_sphinx.run import run_sphinx

_BOOK = "handbook.epub"
"""What the project's own builder calls its file (_extensions/handbook_epub.py)."""


def build_epub(
    source: Path, target: Path, doctrees: Path, timestamp: int = 0, identity: str = ""
) -> list[str]:
    """Build the project in `source` as the file `target`; returns warnings, none if all is well.

    `source` is what `write_source` wrote; `doctrees` must lie outside what is delivered.
    `timestamp` (seconds since the epoch) is the date in the book; `identity` is what the code on
    the cover says. The same source and identity give the same bytes.
    Raises: sphinx.errors.SphinxError where Sphinx cannot go on.
    """
    doctrees.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="epub-", dir=doctrees.parent))
    try:
        warnings = run_sphinx("epub", source, folder, doctrees, timestamp, identity)
        shutil.copyfile(folder / _BOOK, target)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return warnings
