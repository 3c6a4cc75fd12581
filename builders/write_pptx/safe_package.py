"""Reads a presentation that somebody else made, and believes nothing that it says of itself.

Enters: a file. Leaves: a `SafePackage` whose parts are read one at a time below fixed limits, or
the reason why the file is refused. Nothing is unpacked to disk, and only what is needed to memory.
"""

from __future__ import annotations

import errno
import posixpath
import re
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from builders.problems import Place, Problem

MEGABYTE = 1_000_000
LARGEST_FILE = 60 * MEGABYTE
LARGEST_XML = 4 * MEGABYTE
"""One part of XML. A slide master of 300 layouts is below one megabyte."""
LARGEST_MEDIUM = 12 * MEGABYTE
LARGEST_TOTAL = 400 * MEGABYTE
"""What all parts together may say they hold; sample slides may bring videos that are never read."""
LARGEST_READ = 60 * MEGABYTE
"""What is read of one file altogether."""
STEEPEST_RATIO = 200
"""Text of real parts shrinks to a tenth; deflate's limit is about a thousandth."""
MOST_PARTS = 6_000
LARGEST_DIRECTORY = MEGABYTE
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_OBJECTS = ("oleObject", "control", "activeXControlBinary", "attachedToolbars")


class RefusedError(ValueError):
    """The file is refused; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


@dataclass(frozen=True)
class Relation:
    """One relationship of a part. `target` is the name of a part, or an address if external."""

    id: str
    kind: str
    """Last word of its type: "image", "slideLayout"."""
    target: str
    external: bool


@dataclass
class SafePackage:
    """A zip whose directory was looked at. Parts are read when asked for."""

    path: Path
    place: Place
    _zip: zipfile.ZipFile
    names: dict[str, zipfile.ZipInfo]
    _read: int = 0
    _trees: dict[str, etree._Element] = field(default_factory=dict)

    def data(self, name: str, limit: int = LARGEST_MEDIUM) -> bytes:
        """The bytes of a part. Raises: RefusedError if it is missing, damaged or too large."""
        info = self.names.get(name)
        if info is None:
            raise RefusedError(_broken(self.place, f"the part '{name[:80]}' is missing"))
        left = min(limit, LARGEST_READ - self._read)
        if info.file_size > left:
            raise RefusedError(_large(self.place, f"'{name[:80]}' is larger than {left:,} bytes"))
        try:
            with self._zip.open(info) as part:
                data = part.read(left + 1)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError,
                RuntimeError) as error:  # fmt: skip
            raise RefusedError(_broken(self.place, f"'{name[:80]}' cannot be unpacked")) from error
        if len(data) > left:
            raise RefusedError(_large(self.place, f"'{name[:80]}' is larger than it says"))
        self._read += len(data)
        return data

    def xml(self, name: str) -> etree._Element:
        """The parsed part; no document type, no entities, nothing fetched. Raises: RefusedError."""
        if name not in self._trees:
            data = self.data(name, LARGEST_XML)
            if b"<!DOCTYPE" in data or "<!DOCTYPE".encode("utf-16-le") in data or (
                "<!DOCTYPE".encode("utf-16-be") in data
            ):  # fmt: skip
                raise RefusedError(
                    Problem(
                        self.place,
                        "template-doctype",
                        f"The part '{name[:80]}' declares a document type.",
                        "PowerPoint never writes one. Do not use this file; ask where it is from.",
                    )
                )
            parser = etree.XMLParser(
                resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
                remove_pis=True,
            )  # fmt: skip
            try:
                self._trees[name] = etree.fromstring(data, parser)
            except etree.XMLSyntaxError as error:
                raise RefusedError(
                    _broken(self.place, f"'{name[:80]}' is not sound XML")
                ) from error
        return self._trees[name]

    def relations(self, name: str) -> tuple[Relation, ...]:
        """The relationships of a part ("" for the package's own). Raises: RefusedError."""
        folder, _, file = name.rpartition("/")
        part = posixpath.join(folder, "_rels", f"{file}.rels")
        if part not in self.names:
            return ()
        found = []
        for each in self.xml(part).iter(f"{_RELATIONS}Relationship"):
            target, external = each.get("Target", ""), each.get("TargetMode") == "External"
            if not external:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            kind = each.get("Type", "").rpartition("/")[2]
            found.append(Relation(each.get("Id", ""), kind, target, external))
        return tuple(found)


def open_safely(path: Path, place: Place) -> SafePackage:
    """Look at a file's directory. Close it with `close`. Raises: RefusedError; OSError."""
    found = path.stat()
    size = found.st_size
    if not stat.S_ISREG(found.st_mode):
        raise OSError(errno.EINVAL, "it is not a file")
    with path.open("rb") as file:
        head = file.read(8)
        if head == _OLE:
            file.seek(0)
            locked = "EncryptedPackage".encode("utf-16-le") in file.read(8 * MEGABYTE)
            raise RefusedError(_ole(place, locked))
        file.seek(max(0, size - 65_557))
        tail = file.read()
    if head[:2] != b"PK":
        raise RefusedError(
            Problem(
                place,
                "template-not-zip",
                "The file is no PowerPoint file.",
                "Save it in PowerPoint as .pptx or .potx.",
            )
        )
    if size > LARGEST_FILE:
        raise RefusedError(_large(place, f"the file has {size:,} bytes"))
    _look_at_end(tail, place)
    try:
        package = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise RefusedError(_broken(place, "its directory cannot be read")) from error
    names: dict[str, zipfile.ZipInfo] = {}
    total = 0
    try:
        for info in package.infolist():
            if info.is_dir():
                continue
            _look_at_name(info.filename, info.orig_filename, names, place)
            if info.flag_bits & 1:
                raise RefusedError(_ole(place, locked=True))
            total += info.file_size
            steep = info.file_size > MEGABYTE and (
                info.file_size > STEEPEST_RATIO * max(info.compress_size, 1)
            )
            if steep or total > LARGEST_TOTAL:
                raise RefusedError(_large(place, f"it would unpack to more than {total:,} bytes"))
            names[info.filename] = info
    except RefusedError:
        package.close()
        raise
    return SafePackage(path, place, package, names)


def close(package: SafePackage) -> None:
    package._zip.close()


def presentation_of(package: SafePackage) -> str:
    """The name of the main part. Raises: RefusedError if this is no presentation, or has macros."""
    main = next((r for r in package.relations("") if r.kind == "officeDocument"), None)
    kinds = {
        (each.get("PartName") or "").lstrip("/"): each.get("ContentType") or ""
        for each in package.xml("[Content_Types].xml")
    }
    if any("macroEnabled" in kind for kind in kinds.values()) or any(
        name.lower().endswith("vbaproject.bin") for name in package.names
    ):
        raise RefusedError(
            Problem(
                package.place,
                "template-macros",
                "The file holds macros, which run on the computers of those who open a deck.",
                "Save it in PowerPoint without macros, as .pptx or .potx.",
            )
        )
    kind = kinds.get(main.target, "") if main else ""
    fits = re.search(r"presentationml\.(presentation|template|slideshow)\.main\+xml$", kind)
    root = package.xml(main.target) if main and fits else None
    if main is None or root is None or "/2006/main}presentation" not in root.tag:
        strict = " It may be a 'Strict Open XML' file." if root is not None else ""
        raise RefusedError(
            Problem(
                package.place,
                "template-not-presentation",
                f"The file is a document of Office, but no presentation.{strict}",
                "Save it in PowerPoint as .pptx or .potx.",
            )
        )
    return main.target


def objects_in(package: SafePackage) -> list[str]:
    """Parts with embedded objects or controls, anywhere in the file. Raises: RefusedError."""
    found = [
        name
        for name in package.names
        if re.search(r"/(activeX|ctrlProps)/|/embeddings/[^/]*\.bin$", name)
    ]
    for name in package.names:
        if name.endswith(".rels") and "/slides/" not in name and "/charts/" not in name:
            folder, _, file = name.rpartition("/")
            owner = posixpath.join(posixpath.dirname(folder), file.removesuffix(".rels"))
            if any(relation.kind in _OBJECTS for relation in package.relations(owner)):
                found.append(owner)
    return sorted(set(found))


def _look_at_end(tail: bytes, place: Place) -> None:
    """The end record before zipfile trusts it: a directory of a million names eats memory."""
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < 22:
        raise RefusedError(_broken(place, "its end is missing; perhaps it was not copied whole"))
    count, directory = struct.unpack("<HI", tail[at + 10 : at + 16])
    zip64 = tail[max(0, at - 20) : at].startswith(b"PK\x06\x07")
    if zip64 or count > MOST_PARTS or directory > LARGEST_DIRECTORY:
        raise RefusedError(_large(place, f"it says that it has {count:,} parts"))


def _look_at_name(name: str, written: str, names: dict[str, zipfile.ZipInfo], place: Place) -> None:
    odd = (
        name.startswith("/") or "\\" in written or "\0" in written or ":" in name
        or ".." in name.split("/") or any(ord(c) < 32 for c in name) or len(name) > 250
    )  # fmt: skip
    if odd or name in names or len(names) >= MOST_PARTS:
        fault = "stands in it twice" if name in names else "leads out of the file or is no name"
        raise RefusedError(
            Problem(
                place,
                "template-part-name",
                f"The part name {name[:60]!a} {fault}.",
                "PowerPoint never writes that. Do not use this file; ask where it is from.",
            )
        )


def _broken(place: Place, why: str) -> Problem:
    return Problem(
        place,
        "template-broken",
        f"The file is damaged: {why}.",
        "Open it in PowerPoint, let it repair the file, and save it again.",
    )


def _large(place: Place, why: str) -> Problem:
    return Problem(
        place,
        "template-too-large",
        f"The file is larger than a template can be: {why}.",
        "Delete its sample slides and large pictures in PowerPoint, and save it again.",
    )


def _ole(place: Place, locked: bool) -> Problem:
    what = "is locked with a password" if locked else "is an old .ppt or another binary file"
    return Problem(
        place,
        "template-locked",
        f"The file {what}.",
        "Save it in PowerPoint as .pptx or .potx, without a password.",
    )
