"""A .pptx file from anywhere → its parts, read with care.

Enters: the path of a file that a person hands in. Leaves: `(Parts | None, problems)`. Nothing in it
is trusted: sizes are counted while they are read, document types are refused, no address is
followed.
"""

from __future__ import annotations

import posixpath
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from builders.problems import Place, Problem, unreadable

MOST_PARTS = 20_000
MOST_XML = 40_000_000
"""Bytes of one part of XML. A slide has some ten thousand."""
MOST_TOTAL = 400_000_000
"""Bytes of everything read, unpacked."""

_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class DeckError(Exception):
    """The file is not what it should be. Holds the problem to show."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


@dataclass
class Parts:
    """The parts of a package, read when asked for."""

    name: str
    """The file as shown to people."""
    archive: zipfile.ZipFile
    read_so_far: int = 0
    trees: dict[str, etree._Element] = field(default_factory=dict)

    def has(self, part: str) -> bool:
        return part in self.archive.NameToInfo

    def data(self, part: str, most: int = MOST_TOTAL) -> bytes:
        """The bytes of a part. Raises: DeckError if it is missing, broken or too much."""
        try:
            with self.archive.open(part) as stream:
                data = stream.read(min(most, MOST_TOTAL - self.read_so_far) + 1)
        except RuntimeError as error:  # what zipfile says of a part with a password
            raise DeckError(encrypted(self.name)) from error
        except (KeyError, OSError, EOFError, zipfile.BadZipFile, NotImplementedError) as error:
            raise DeckError(damaged(self.name, f"its part {part} cannot be read")) from error
        except Exception as error:  # zlib.error and its like in other packings
            raise DeckError(damaged(self.name, f"its part {part} is broken")) from error
        self.read_so_far += len(data)
        if len(data) > most or self.read_so_far > MOST_TOTAL:
            raise DeckError(
                Problem(
                    Place(self.name),
                    "deck-too-large",
                    f"Unpacked, the part {part[:80]} is larger than any deck needs.",
                    "This may be a file made to do harm. Do not open it; ask who sent it.",
                )
            )
        return data

    def tree(self, part: str) -> etree._Element:
        """The root of an XML part. Raises: DeckError if there is none."""
        if part not in self.trees:
            # A parser for each part: none is shared, none fetches, none expands.
            parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
            try:
                root = etree.fromstring(self.data(part, MOST_XML), parser)
            except etree.XMLSyntaxError as error:
                raise DeckError(damaged(self.name, f"its part {part} is no XML")) from error
            if root.getroottree().docinfo.doctype:
                raise DeckError(damaged(self.name, f"its part {part} declares a document type"))
            self.trees[part] = root
        return self.trees[part]

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """The relationships of a part: id → kind (its last word) and target inside the package."""
        folder, _, name = part.rpartition("/")
        path = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
        if not self.has(path):
            return {}
        found = {}
        for each in self.tree(path).iter(_RELATIONS):
            target = each.get("Target", "")
            if each.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[each.get("Id", "")] = (each.get("Type", "").rpartition("/")[2], target)
        return found

    def related(self, part: str, kind: str) -> list[str]:
        """The parts of one kind that a part refers to, as far as they are there."""
        return [
            target
            for found, target in self.relations(part).values()
            if found == kind and self.has(target)
        ]


def open_package(path: Path, name: str) -> tuple[Parts | None, list[Problem]]:
    """Open a .pptx. `name` is what people see."""
    try:
        with path.open("rb") as stream:
            head = stream.read(8)
            rest = stream.read(2_000_000) if head == _OLD_OFFICE else b""
    except OSError as error:
        return None, [unreadable(name, error.strerror or type(error).__name__)]
    if head == _OLD_OFFICE:
        locked = "EncryptedPackage".encode("utf-16-le") in rest
        return None, [encrypted(name) if locked else not_pptx(name, "It is an old .ppt file.")]
    try:
        archive = zipfile.ZipFile(path)
    except (OSError, ValueError, zipfile.BadZipFile):
        return None, [not_pptx(name, "It is no PowerPoint file.")]
    if len(archive.infolist()) > MOST_PARTS:
        archive.close()
        return None, [damaged(name, "it holds more parts than any deck")]
    if "ppt/presentation.xml" not in archive.NameToInfo:
        archive.close()
        return None, [not_pptx(name, "It holds no presentation.")]
    return Parts(name, archive), []


def encrypted(name: str) -> Problem:
    """The problem of a file that is locked with a password."""
    return Problem(
        Place(name),
        "deck-encrypted",
        "The file is locked with a password.",
        "Open it in PowerPoint, remove the password (File, Info, Protect), and save a copy.",
    )


def not_pptx(name: str, why: str) -> Problem:
    """The problem of a file of another kind."""
    return Problem(
        Place(name),
        "deck-not-pptx",
        f"This is not a deck that can be read. {why}",
        "Save it from PowerPoint, LibreOffice or Keynote as .pptx.",
    )


def damaged(name: str, why: str) -> Problem:
    """The problem of a file that is a deck but broken."""
    return Problem(
        Place(name),
        "deck-damaged",
        f"The file is damaged: {why}.",
        "Open it in PowerPoint, let it repair the file, and save it under a new name.",
    )
