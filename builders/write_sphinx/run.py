"""Sphinx run in this process, with one of the builders of the project."""

from __future__ import annotations

import io
import json
import os
import re
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from builders.cover_code import cover_code

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


COVER_CODE = "cover-code.json"
"""What the project's writers print on the cover, beside what they write: pages that were read know
nothing of it, so that a new version costs no page a second reading."""


def run_sphinx(
    builder: str,
    source: Path,
    target: Path,
    doctrees: Path,
    timestamp: int | None = None,
    identity: str = "",
) -> list[str]:
    """Build the project in `source` into `target`; returns the warnings, none if all is well.

    A second builder with the same `doctrees` reads nothing again. `timestamp` (seconds since the
    epoch) stands in for the clock; `identity` is what the code on the cover says, "" for no code.
    Raises: sphinx.errors.SphinxError where Sphinx cannot go on.
    """
    target.mkdir(parents=True, exist_ok=True)
    (target / COVER_CODE).unlink(missing_ok=True)
    if identity:
        words = {"text": identity, "svg": cover_code(identity).svg}
        (target / COVER_CODE).write_text(json.dumps(words), encoding="utf-8", newline="\n")
    # Sphinx takes a third of a second to load: only a build pays for it
    from sphinx.application import Sphinx
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    heard = io.StringIO()
    with _undone(source, timestamp), patch_docutils(str(source)), docutils_namespace():
        app = Sphinx(
            srcdir=source,
            confdir=source,
            outdir=target,
            doctreedir=doctrees,
            buildername=builder,
            status=None,
            warning=heard,
            freshenv=False,
        )
        app.build()
    lines = _COLOUR.sub("", heard.getvalue()).splitlines()
    return [line.replace(f"{source}{os.sep}", "") for line in lines if line.strip()]


@contextmanager
def _undone(source: Path, timestamp: int | None) -> Iterator[None]:
    """Give the process back as it was: import path, the project's extensions, environment."""
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
        for name in (path.stem for path in (source / "_extensions").glob("*.py")):
            sys.modules.pop(name, None)
        if timestamp is not None:
            if before is None:
                del os.environ["SOURCE_DATE_EPOCH"]
            else:
                os.environ["SOURCE_DATE_EPOCH"] = before
