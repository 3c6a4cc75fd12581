"""A Sphinx project built to HTML in this process."""

from __future__ import annotations

import io
import os
import re
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_NOT_FOR_READERS = (".buildinfo", ".buildinfo.bak", "objects.inv")
"""What Sphinx leaves for itself and for other projects; a reader of the book needs none of it."""


def build_html(
    source: Path, target: Path, doctrees: Path, timestamp: int | None = None
) -> list[str]:
    """Build the project in `source` into `target`; returns the warnings, none if all is well.

    `doctrees` must lie outside `target`. `timestamp` (seconds since the epoch) stands in for the
    clock. A warning is a fault of the build: the caller decides what to do with the files.
    Raises: sphinx.errors.SphinxError where Sphinx cannot go on.
    """
    # Sphinx takes a third of a second to load: only a build pays for it
    from sphinx.application import Sphinx
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    heard = io.StringIO()
    with _undone(timestamp), patch_docutils(str(source)), docutils_namespace():
        app = Sphinx(
            srcdir=source,
            confdir=source,
            outdir=target,
            doctreedir=doctrees,
            buildername="html",
            status=None,
            warning=heard,
            freshenv=False,
        )
        app.build()
    for name in _NOT_FOR_READERS:
        (target / name).unlink(missing_ok=True)
    sources = target / "_sources"
    if sources.is_dir() and not any(sources.iterdir()):
        sources.rmdir()
    lines = _COLOUR.sub("", heard.getvalue()).splitlines()
    return [line.replace(f"{source}{os.sep}", "") for line in lines if line.strip()]


@contextmanager
def _undone(timestamp: int | None) -> Iterator[None]:
    """Give the process back as it was: import path, the project's own extension, environment."""
    path = sys.path.copy()
    before = os.environ.get("SOURCE_DATE_EPOCH")
    bytecode = sys.dont_write_bytecode
    # else the project's extension leaves a __pycache__ with times and paths in the source delivered
    sys.dont_write_bytecode = True
    if timestamp is not None:
        os.environ["SOURCE_DATE_EPOCH"] = str(timestamp)
    try:
        with warnings.catch_warnings():
            # what Sphinx's makers tell the makers of myst-parser is of no use to our users
            warnings.simplefilter("ignore", DeprecationWarning)
            warnings.simplefilter("ignore", PendingDeprecationWarning)
            yield
    finally:
        sys.path[:] = path
        sys.dont_write_bytecode = bytecode
        for name in ("handbook_html", "arabic_search"):
            sys.modules.pop(name, None)
        if timestamp is not None:
            if before is None:
                del os.environ["SOURCE_DATE_EPOCH"]
            else:
                os.environ["SOURCE_DATE_EPOCH"] = before
