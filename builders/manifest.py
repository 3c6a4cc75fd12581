"""What was built from what.

Enters: the bytes of the inputs and of the delivered files. Leaves: `Manifest`, its JSON text, and
the two questions a rebuild asks: are the inputs the same, and are the delivered files whole?
Only the standard library is imported, so that a rebuild with nothing to do starts at once.
"""

from __future__ import annotations

import hashlib
import json
import sys
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import builders
from builders.house import House

MANIFEST_NAME = "manifest.json"
FORMAT = 1


@dataclass(frozen=True)
class Delivered:
    """One file: its path inside the target with forward slashes, SHA-256, and size in bytes."""

    path: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Artefact:
    """One thing that is made as a whole: a handbook, a deck, an agenda sheet.

    `key` is a hash of everything it is made from; an equal key means an equal result.
    """

    name: str
    key: str
    files: tuple[Delivered, ...]


@dataclass(frozen=True)
class Manifest:
    """The record of a build. `about` is for people: spec, versions, seeds, what was left out."""

    workshop: str
    inputs: str
    """Hash of every input file, of keyhub itself and of the timestamp."""
    artefacts: tuple[Artefact, ...]
    expected: tuple[str, ...] = ()
    """Names of all artefacts of the workshop, also of those that no request has asked for yet."""
    about: Mapping[str, Any] = field(default_factory=dict)

    def text(self) -> str:
        """The manifest as JSON, keys in order, ending with a newline."""
        tree = {
            "format": FORMAT,
            "keyhub": builders.__version__,
            "workshop": self.workshop,
            "inputs": self.inputs,
            "expected": self.expected,
            "about": self.about,
            "artefacts": [
                {
                    "name": artefact.name,
                    "key": artefact.key,
                    "files": [
                        {"path": f.path, "sha256": f.sha256, "size": f.size} for f in artefact.files
                    ],
                }
                for artefact in self.artefacts
            ],
        }
        return json.dumps(tree, indent=2, ensure_ascii=False) + "\n"


def read_manifest(target: Path) -> Manifest | None:
    """The manifest of an earlier build, or None where there is none that can be read."""
    try:
        tree = json.loads((target / MANIFEST_NAME).read_text(encoding="utf-8"))
        if tree["format"] != FORMAT:
            return None
        artefacts = tuple(
            Artefact(a["name"], a["key"], tuple(Delivered(**f) for f in a["files"]))
            for a in tree["artefacts"]
        )
        return Manifest(
            tree["workshop"], tree["inputs"], artefacts, tuple(tree["expected"]), tree["about"]
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def deliver(folder: Path, path: Path) -> Delivered:
    """The record of a file inside a folder."""
    data = path.read_bytes()
    return Delivered(
        path.relative_to(folder).as_posix(), hashlib.sha256(data).hexdigest(), len(data)
    )


def is_whole(target: Path, artefact: Artefact) -> bool:
    """True if every file of an artefact is there, unchanged."""
    for file in artefact.files:
        path = target / file.path
        try:
            if path.stat().st_size != file.size:
                return False
            if hashlib.sha256(path.read_bytes()).hexdigest() != file.sha256:
                return False
        except OSError:
            return False
    return True


def hash_of(*parts: str | bytes) -> str:
    """SHA-256 over parts, each with its length, so that borders between parts count."""
    total = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        total.update(f"{len(data)}:".encode())
        total.update(data)
    return total.hexdigest()


def hash_of_files(root: Path, paths: Iterable[Path]) -> str:
    """One hash over names and bytes of files, in the order of their names."""
    parts: list[str | bytes] = []
    for path in sorted(paths):
        parts += [path.relative_to(root).as_posix(), path.read_bytes()]
    return hash_of(*parts)


def hash_of_house(house: House) -> str:
    """One hash over what every build reads: the house's folders and keyhub's own code."""
    folders = [
        hash_of_files(folder, (p for p in folder.rglob("*") if p.is_file()))
        for folder in (house.curriculum, house.seeds, house.templates)
    ]
    return hash_of(hash_of_code(), *folders)


def hash_of_inputs(of_house: str, spec: Path, timestamp: int, context: str = "") -> str:
    """One hash over everything a build reads: the house (`hash_of_house`) and the spec.

    `context` stands for what else it depends on: the programme that a workshop is a part of.
    """
    return hash_of(of_house, spec.read_bytes(), str(timestamp), context)


LIBRARIES = (
    "docutils",
    "fontpkg-ibm-plex-sans-arabic",
    "fontpkg-ibm-plex-sans-condensed",
    "fontpkg-ibm-plex-serif",
    "icalendar",
    "jinja2",
    "lxml",
    "markdown-it-py",
    "myst-parser",
    "pillow",
    "pydantic",
    "pygments",
    "segno",
    "sphinx",
    "typst",
)
"""Libraries whose version can change the bytes of what is delivered."""


@cache
def hash_of_code() -> str:
    """One hash over keyhub's own code and the versions of Python and of `LIBRARIES`."""
    return hash_of(
        builders.__version__,
        _hash_of_sources(),
        sys.version,
        *libraries_text(),
    )


def libraries_text() -> tuple[str, ...]:
    """The `LIBRARIES` with their versions, as installed here."""
    return tuple(f"{name} {_version(name)}" for name in LIBRARIES)


@cache
def fingerprint() -> dict[str, str]:
    """What must be equal here and on another machine, so that both make the same bytes.

    By a name that a person understands: keyhub's version and code, Python's, that of the library
    that packs zip files, and those of `LIBRARIES`.
    """
    return {
        "keyhub": builders.__version__,
        "keyhub's code": _hash_of_sources()[:12],
        "Python": ".".join(map(str, sys.version_info[:2])),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        **{name: _version(name) for name in LIBRARIES},
    }


@cache
def _hash_of_sources() -> str:
    root = Path(builders.__path__[0])
    return hash_of_files(root, root.rglob("*.py"))


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "none"
