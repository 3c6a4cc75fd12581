"""The handbook in its formats, all from one Sphinx project for each edition and language."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from builders.outputs.output import Bench, Output, Writer
from builders.outputs.slides import slides_of

if TYPE_CHECKING:
    from builders.course import Course
    from builders.handbook import Handbook

_last_handbook: list[tuple[Course, Handbook]] = []
"""The handbook made last in this process: the formats of one edition are made from the same."""


def _make_handbook(course: Course, _part: str, bench: Bench) -> Handbook:
    from builders.handbook import make_handbook

    for known, handbook in _last_handbook:
        if known is course:
            return handbook
    handbook = make_handbook(course, slides_of(course, bench))
    _last_handbook[:] = [(course, handbook)]
    return handbook


def _project(handbook: Handbook, folder: Path, bench: Bench) -> tuple[Path, Path]:
    """The Sphinx project of an edition and its doctrees, beside what is delivered.

    The formats of one edition are made one after the other, and what Sphinx has read for the first
    is not read again for the next.
    """
    from builders.write_sphinx import write_source

    source = bench.scratch / f"source-{folder.name}"
    write_source(handbook, bench.templates, bench.images, source)
    return source, bench.scratch / f"doctrees-{folder.name}"


def _write_html(handbook: Handbook, folder: Path, _part: str, bench: Bench) -> list[str]:
    import shutil

    from builders.write_sphinx import build_html

    source, doctrees = _project(handbook, folder, bench)
    shutil.copytree(source, folder / "source", dirs_exist_ok=True)
    return build_html(source, folder / "handbook", doctrees, bench.timestamp, bench.identity)


def _write_pdf(handbook: Handbook, folder: Path, _part: str, bench: Bench) -> list[str]:
    from builders.write_typst import TypstError, build_pdf

    source, doctrees = _project(handbook, folder, bench)
    try:
        return build_pdf(source, folder / "handbook.pdf", doctrees, bench.timestamp, bench.identity)
    except TypstError as fault:
        return [str(fault)]


def _write_epub(handbook: Handbook, folder: Path, _part: str, bench: Bench) -> list[str]:
    from builders.write_sphinx import build_epub

    source, doctrees = _project(handbook, folder, bench)
    return build_epub(source, folder / "handbook.epub", doctrees, bench.timestamp, bench.identity)


def _book(name: str, form: str, label: str, opens: str, write: Writer, also: str = "") -> Output:
    """The handbook in one format."""
    return Output(
        name=name,
        format=form,
        group="handbook",
        label=label,
        opens=opens,
        make=_make_handbook,
        write=write,
        delivers=tuple(filter(None, (opens.partition("/")[0], also))),
        looks=("handbook/source", "deck"),
        chain="book",
    )


BOOKS = (
    _book(
        "handbook",
        "html",
        "handbook, open in a browser",
        "handbook/index.html",
        _write_html,
        also="source",
    ),
    _book("pdf", "pdf", "handbook to print", "handbook.pdf", _write_pdf),
    _book("epub", "epub", "handbook for phones and tablets", "handbook.epub", _write_epub),
)
