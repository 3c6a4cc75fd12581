"""The Sphinx project of a handbook: conf.py, pages, figures, images, theme."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from builders.book_faces import unprintable_in
from builders.draw_chart import svg_of_chart
from builders.draw_svg import svg_of_drawing
from builders.drawing import Drawing
from builders.handbook.pages import Handbook, Picture
from builders.write_sphinx.images import without_metadata

_PROJECT = "source"
"""The folder under templates/handbook that is copied into every project as it is."""
_SETTING = re.compile(r"^(\w+) = None$", re.MULTILINE)


def write_source(handbook: Handbook, templates: Path, images: Path, target: Path) -> None:
    """Write the project into `target`, which ends up holding exactly its files.

    `templates` is the house's templates folder, `images` its folder of pictures. A file that is
    already there with the same bytes is left alone, so that Sphinx need not read it again.
    Raises: OSError where a file cannot be read or written.
    """
    files = project_files(handbook, templates, images)
    if target.is_dir():
        for path in sorted(target.rglob("*"), reverse=True):
            if path.is_dir() and not path.is_symlink():
                if not any(path.iterdir()):
                    path.rmdir()
            elif path.relative_to(target).as_posix() not in files:
                path.unlink()
    for name, content in files.items():
        path = target / name
        if path.is_file() and path.read_bytes() == content:
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def project_files(handbook: Handbook, templates: Path, images: Path) -> dict[str, bytes]:
    """Every file of the project by its path inside it.

    Raises: OSError where a template or an image cannot be read.
    """
    files: dict[str, bytes] = {}
    root = templates / "handbook" / _PROJECT
    for path in sorted(root.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            files[path.relative_to(root).as_posix()] = path.read_bytes()
    files["conf.py"] = _settings(files["conf.py"].decode("utf-8"), handbook).encode("utf-8")
    for page in handbook.pages:
        files[f"{page.name}.md"] = page.text.encode("utf-8")
    for picture in handbook.pictures:
        files[picture.name] = _svg(picture, handbook).encode("utf-8")
    for image in handbook.images:
        files[f"images/{image}"] = without_metadata((images / image).read_bytes())
    return files


def _svg(picture: Picture, handbook: Handbook) -> str:
    if isinstance(picture.content, Drawing):
        return svg_of_drawing(picture.content, picture.pillar)
    return svg_of_chart(picture.content, handbook.direction, picture.pillar)


def _settings(text: str, handbook: Handbook) -> str:
    """The text of conf.py with its `name = None` lines filled in."""
    values = {
        "project": handbook.title,
        "language": handbook.language,
        "direction": handbook.direction,
        "edition": handbook.edition,
        "organiser": handbook.organiser or "",
        "marking": handbook.marking or "",
        "version": handbook.version,
        "labels": dict(sorted(handbook.labels.items())),
        "unprintable": "".join(unprintable_in(_words_of(handbook))),
        "index_keys": dict(sorted(handbook.index_keys.items())),
        "subtitle": handbook.subtitle or "",
        "identifier": handbook.identifier,
    }

    def filled(found: re.Match[str]) -> str:
        name = found.group(1)
        return f"{name} = {_literal(values[name])}" if name in values else found.group()

    return _SETTING.sub(filled, text)


def _words_of(handbook: Handbook) -> Iterator[str]:
    """Every text that may be printed; words of drawings stand beside them on their page too."""
    yield from (handbook.title, handbook.organiser or "", handbook.marking or "", handbook.version)
    yield from handbook.labels.values()
    yield from (page.text for page in handbook.pages)


def _literal(value: object) -> str:
    """A string or a flat mapping of strings as Python source; JSON is the same for these."""
    return json.dumps(value, ensure_ascii=False, indent=4)
