"""A Sphinx project built to HTML in this process."""

from __future__ import annotations

from pathlib import Path

from builders.write_sphinx.run import COVER_CODE, run_sphinx

_NOT_FOR_READERS = (".buildinfo", ".buildinfo.bak", "objects.inv", COVER_CODE)
"""What Sphinx leaves for itself and for other projects; a reader of the book needs none of it."""


def build_html(
    source: Path,
    target: Path,
    doctrees: Path,
    timestamp: int | None = None,
    identity: str = "",
) -> list[str]:
    """Build the project in `source` into `target`; returns the warnings, none if all is well.

    `doctrees` must lie outside `target`. `timestamp` (seconds since the epoch) stands in for the
    clock; `identity` is what the code on the title page says. A warning is a fault of the build:
    the caller decides what to do with the files.
    Raises: sphinx.errors.SphinxError where Sphinx cannot go on.
    """
    warnings = run_sphinx("html", source, target, doctrees, timestamp, identity)
    for name in _NOT_FOR_READERS:
        (target / name).unlink(missing_ok=True)
    sources = target / "_sources"
    if sources.is_dir() and not any(sources.iterdir()):
        sources.rmdir()
    return warnings
