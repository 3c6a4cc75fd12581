"""Pictures are there, are what their name says, and lie inside the house."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from builders.checks.walking import blocks_of
from builders.loading.curriculum import Curriculum
from builders.models.blocks import Figure
from builders.problems import Place, Problem, closest

MAX_PICTURE_BYTES = 8_000_000
MAX_PICTURE_PIXELS = 40_000_000
MAX_PICTURE_SIDE = 10_000
_PNG = b"\x89PNG\r\n\x1a\n"


def check_pictures(curriculum: Curriculum) -> Iterator[Problem]:
    """Every figure's picture can be shown."""
    folder = curriculum.house.images
    there: list[str] | None = None
    for place, figure in _figures(curriculum):
        for problem in _picture_problems(folder, figure.image, place):
            if problem.code == "image-missing":
                if there is None:
                    there = sorted(p.relative_to(folder).as_posix() for p in _files_in(folder))
                problem = replace(problem, hint=closest(figure.image, there) or problem.hint)
            yield problem


def _files_in(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def _figures(curriculum: Curriculum) -> Iterator[tuple[Place, Figure]]:
    for shelf, owner, path, block in blocks_of(curriculum):
        if isinstance(block, Figure):
            yield curriculum.place(shelf, owner, *path, "image"), block


def _picture_problems(folder: Path, name: str, place: Place) -> Iterator[Problem]:
    path = folder / name
    inside = [path, *[parent for parent in path.parents if folder in parent.parents]]
    if any(part.is_symlink() for part in inside):
        yield Problem(
            place,
            "image-symlink",
            f"'{name}' is, or lies behind, a symbolic link; links are not followed.",
            "Put the picture itself into curriculum/images/.",
        )
    elif not path.is_file():
        yield Problem(
            place,
            "image-missing",
            f"There is no picture curriculum/images/{name}.",
            "Put the file there, or correct the name.",
        )
    elif path.stat().st_size > MAX_PICTURE_BYTES:
        yield Problem(
            place,
            "image-too-large",
            f"The picture has {path.stat().st_size:,} bytes; at most {MAX_PICTURE_BYTES:,}.",
            "Save it smaller; 1600 pixels across are enough for a slide.",
        )
    else:
        size = _pixels(path)
        if size is None:
            yield Problem(
                place,
                "image-not-a-picture",
                f"'{name}' is not the kind of file that its ending says.",
                "Save it again as PNG or JPEG.",
            )
        elif size[0] * size[1] > MAX_PICTURE_PIXELS or max(size) > MAX_PICTURE_SIDE:
            yield Problem(
                place,
                "image-too-large",
                f"The picture is {size[0]:,} by {size[1]:,} pixels.",
                "Save it smaller; 1600 pixels across are enough for a slide.",
            )
        elif not _is_whole(path):
            yield Problem(
                place,
                "image-damaged",
                f"The end of the picture '{name}' is missing.",
                "It was perhaps not copied to its end. Copy or save it again.",
            )


def _is_whole(path: Path) -> bool:
    """Whether the file goes on to the mark that ends its kind; a little may stand after it."""
    with path.open("rb") as stream:
        size = stream.seek(0, 2)
        stream.seek(max(0, size - 4096))
        tail = stream.read()
    return b"IEND" in tail if path.suffix == ".png" else b"\xff\xd9" in tail


def _pixels(path: Path) -> tuple[int, int] | None:
    """Width and height as the file's head states them; None if it is not what its ending says.

    Read by hand: opening it would unpack a small file that claims to be a huge picture.
    """
    with path.open("rb") as stream:
        if path.suffix == ".png":
            head = stream.read(24)
            if head[:8] != _PNG or head[12:16] != b"IHDR" or len(head) < 24:
                return None
            width, height = struct.unpack(">II", head[16:24])
            return (width, height) if width and height else None
        return _jpeg_pixels(stream)


def _jpeg_pixels(stream: BinaryIO) -> tuple[int, int] | None:
    """Walks over the segments of a JPEG file to the one that starts a frame."""
    if stream.read(2) != b"\xff\xd8":
        return None
    while len(head := stream.read(4)) == 4 and head[0] == 0xFF:
        kind, length = head[1], struct.unpack(">H", head[2:])[0]
        if 0xC0 <= kind <= 0xCF and kind not in (0xC4, 0xC8, 0xCC):
            frame = stream.read(5)
            if len(frame) < 5:
                return None
            height, width = struct.unpack(">HH", frame[1:])
            return (width, height) if width and height else None
        stream.seek(length - 2, 1)
    return None


PICTURE_CHECKS: tuple[Callable[[Curriculum], Iterator[Problem]], ...] = (check_pictures,)
