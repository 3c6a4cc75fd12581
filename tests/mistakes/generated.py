"""Mistakes that cannot be text files: bytes, sizes, links, names on disk, whole folders."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from builders.checks.guarding import check_guarding_lists
from builders.house import House
from builders.loading.curriculum import load_curriculum
from builders.loading.wording import load_wording
from builders.problems import Problem
from tests.tiny_house import MODULE

ODD = "curriculum/modules/identify/odd.yaml"


@dataclass(frozen=True)
class Generated:
    """A mistake made by a function. `code` stands first among what is found in the file `name`."""

    code: str
    about: str
    make: Callable[[Path], object]
    """Called with the path of the odd file."""
    place: str = "1:1"
    name: str = ODD


def _bytes(data: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(data)


def _link(path: Path) -> None:
    target = path.parent.parent.parent.parent / "elsewhere.yaml"
    target.write_text(MODULE, encoding="utf-8")
    path.symlink_to(target)


def _folder_link(path: Path) -> None:
    path.symlink_to(path.parent, target_is_directory=True)


def _pipe(path: Path) -> None:
    os.mkfifo(path)


_WRONG_KEYS = "".join(f"key{number}: x\n" for number in range(1_000))
_ENGLISH = "templates/wording/en.yaml"
_FRENCH = "templates/wording/fr.yaml"


def _french(change: Callable[[str], str]) -> Callable[[Path], object]:
    def make(path: Path) -> None:
        path.write_text(change(path.with_name("en.yaml").read_text(encoding="utf-8")))

    return make


def _english(old: str, new: str) -> Callable[[Path], object]:
    def make(path: Path) -> None:
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    return make


GENERATED: tuple[Generated, ...] = (
    Generated(
        "file-not-utf8",
        "The file is in another encoding than UTF-8.",
        _bytes(MODULE.replace("First contact", "Préparation").encode("latin-1")),
        "2:10",
    ),
    Generated("file-not-utf8", "UTF-16.", _bytes(MODULE.encode("utf-16"))),
    Generated(
        "file-bom",
        "The file starts with a byte order mark, as some editors write.",
        _bytes(b"\xef\xbb\xbf" + MODULE.encode()),
    ),
    Generated(
        "text-control-character",
        "The file holds a character that is not text, such as NUL.",
        _bytes(MODULE.replace("First contact", "First\0contact").encode()),
        "2:13",
    ),
    Generated("text-control-character", "A megabyte of NUL.", _bytes(b"\0" * 999_999)),
    Generated(
        "text-bidi-override",
        "An invisible character turns the reading order round, so that text hides what it says.",
        _bytes(MODULE.replace("First contact", "First \u202e contact").encode()),
        "2:14",
    ),
    Generated(
        "file-too-large",
        "The file is larger than any session's text can be.",
        _bytes(b"x" * 10_000_000),
    ),
    Generated(
        "yaml-too-deep",
        "10,000 brackets.",
        _bytes(b"title: " + b"[" * 10_000 + b"]" * 10_000),
        "1:47",
    ),
    Generated(
        "yaml-too-deep",
        "10,000 lists in lists.",
        _bytes(b"title: " + b"\n" + b"- " * 10_000 + b"x\n"),
        "2:79",
    ),
    Generated(
        "yaml-anchor",
        "Aliases that grow to billions.",
        _bytes(
            b"a: &a [x, x, x, x, x, x, x, x, x]\n"
            + b"".join(
                b"%c: &%c [%s]\n" % (c, c, b", ".join([b"*%c" % (c - 1)] * 9))
                for c in range(ord("b"), ord("k"))
            )
        ),
        "1:4",
    ),
    Generated(
        "file-many-problems",
        "The file is wrong all over; the first 200 problems are listed, the rest is counted.",
        _bytes(_WRONG_KEYS.encode()),
        "192:1",
    ),
    Generated(
        "file-symlink", "The file is a symbolic link, which could lead out of the house.", _link
    ),
    Generated(
        "file-symlink",
        "A folder that links to itself.",
        _folder_link,
        name="curriculum/modules/identify/loop",
    ),
    Generated(
        "file-unreadable",
        "The file is there and cannot be read.",
        _pipe,
    ),
    Generated(
        "file-unplaced",
        "A file lies where nothing reads it, perhaps because a folder's name is mistyped.",
        _bytes(MODULE.encode()),
        name="curriculum/module/odd.yaml",
    ),
    Generated(
        "yaml-tab", "A tab in a hub.", _bytes(b"\ttitle: x\n"), name="curriculum/hubs/odd.yaml"
    ),
    Generated(
        "language-unavailable",
        "A workshop asks for a language that has no labels yet.",
        Path.unlink,
        name="templates/wording/ar.yaml",
    ),
    Generated(
        "label-missing",
        "A language lacks a label that English has.",
        _french(lambda text: text.replace("  opening: Opening\n", "")),
        "7:3",
        _FRENCH,
    ),
    Generated(
        "label-place-unknown",
        "A label wants to fill in something that the builder does not give.",
        _french(lambda text: text.replace("Day {number}", "Jour {numero}")),
        "8:8",
        _FRENCH,
    ),
    Generated(
        "label-braces",
        "A label holds a brace without its partner, or without a name.",
        _english('"Day {number}"', '"Day {number"'),
        "8:8",
        _ENGLISH,
    ),
    Generated(
        "label-braces", "Empty braces.", _english('"Day {number}"', '"Day {}"'), "8:8", _ENGLISH
    ),
    Generated(
        "label-shape",
        "A list stands where a label should be.",
        _english('"Day {number}"', "[Day]"),
        "8:8",
        _ENGLISH,
    ),
    Generated(
        "guarding-missing",
        "The word lists that guard people are not there.",
        lambda path: path.unlink(),
        name="templates/guarding/en.yaml",
    ),
    Generated(
        "value-shape",
        "A word where the list of avoided words should be.",
        lambda path: path.write_text("avoid: yes\n", encoding="utf-8"),
        "1:8",
        "templates/guarding/en.yaml",
    ),
    Generated(
        "value-unknown",
        "A direction that is none.",
        _english("direction: ltr", "direction: up"),
        "5:14",
        _ENGLISH,
    ),
)

NEEDS_MKFIFO: Mapping[str, bool] = MappingProxyType({"file-unreadable": not hasattr(os, "mkfifo")})


def problems_of(generated: Generated, house: House) -> list[Problem]:
    """Make the mistake and look."""
    path = house.root / generated.name
    path.parent.mkdir(parents=True, exist_ok=True)
    generated.make(path)
    if path.parent.name == "wording":
        return load_wording(house, path.stem)[1]
    if path.parent.name == "guarding":
        return list(check_guarding_lists(load_curriculum(house)[0]))
    return [p for p in load_curriculum(house)[1] if p.place.file == generated.name]
