"""All files or none: a scratch folder beside the target, and the exchange at the end.

Enters: the folder to deliver to. Leaves: a lock on it, a scratch folder, or the new folder in the
target's place. A kill at any moment leaves the last good output, or one that `locked` mends.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from builders.manifest import Artefact
from builders.problems import Place, Problem


class BusyError(Exception):
    """Another build is writing to the folder."""


@contextlib.contextmanager
def locked(target: Path) -> Iterator[None]:
    """Keep other builds out of a folder, and mend what a killed one left.

    Raises: BusyError where another build has it; OSError.
    """
    from filelock import FileLock, Timeout

    target.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(target.parent / f".{target.name}.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise BusyError from None
    try:
        _restore(target)
        yield
    finally:
        lock.release()


@contextlib.contextmanager
def scratch(target: Path) -> Iterator[Path]:
    """A folder beside the target (so that moving is a rename); it is gone afterwards."""
    for left in target.parent.glob(f".{target.name}.new-*"):
        shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=f".{target.name}.new-", dir=target.parent))
    try:
        fresh = folder / target.name
        fresh.mkdir()
        yield fresh
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def swap(fresh: Path, target: Path) -> None:
    """Put the new folder in the target's place. `locked` mends a kill between the two moves."""
    aside = _aside(target)
    shutil.rmtree(aside, ignore_errors=True)
    if target.exists():
        target.rename(aside)
    try:
        fresh.rename(target)
    except OSError:
        if aside.exists():
            aside.rename(target)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def take_over(old: Path, fresh: Path, artefact: Artefact) -> None:
    """Copy the files of an artefact that has not changed."""
    for file in artefact.files:
        path = fresh / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(old / file.path, path)


def busy_problem(name: str) -> Problem:
    """For a folder that another build has."""
    return Problem(
        Place(name),
        "output-busy",
        "Another build is writing to this folder.",
        "Wait until it has finished, or choose another folder with --out.",
    )


def disk_problem(name: str, error: OSError) -> Problem:
    """For a disk that does not let itself be written."""
    reason = error.strerror or type(error).__name__
    return Problem(
        Place(name),
        "output-unwritable",
        f"The output cannot be written: {reason}.",
        "Close files that are open in other programs, free some space, or choose another folder "
        "with --out. The last good output is as it was.",
    )


def _restore(target: Path) -> None:
    aside = _aside(target)
    if aside.exists():
        if target.exists():
            shutil.rmtree(aside, ignore_errors=True)
        else:
            aside.rename(target)


def _aside(target: Path) -> Path:
    return target.parent / f".{target.name}.last"
