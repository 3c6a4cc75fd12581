"""Templates as they come from outside: good, odd, broken and hostile ones, made while testing.

Enters: nothing. Leaves: functions that write a file. The good ones start from the template that
python-pptx brings (4:3, eleven layouts, made in PowerPoint).
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pptx

Change = Callable[[dict[str, bytes]], None]


def office_parts() -> dict[str, bytes]:
    """The parts of python-pptx's own template."""
    made = io.BytesIO()
    pptx.Presentation().save(made)
    with zipfile.ZipFile(made) as package:
        return {name: package.read(name) for name in package.namelist()}


def write_parts(path: Path, parts: Mapping[str, bytes]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return path


def write_office(path: Path, *changes: Change) -> Path:
    """python-pptx's template with changes to its parts."""
    parts = office_parts()
    for change in changes:
        change(parts)
    return write_parts(path, parts)


def replaced(part: str, old: str, new: str) -> Change:
    """A change of one part's text; `old` is a regular expression that must be there."""

    def change(parts: dict[str, bytes]) -> None:
        text = parts[part].decode()
        made, count = re.subn(old, new, text, flags=re.S)
        assert count, (part, old)
        parts[part] = made.encode()

    return change


def each_layout(old: str, new: str) -> Change:
    def change(parts: dict[str, bytes]) -> None:
        for name in parts:
            if name.startswith("ppt/slideLayouts/slideLayout"):
                parts[name] = re.sub(old, new, parts[name].decode(), flags=re.S).encode()

    return change


def added(name: str, data: bytes, kind: str = "", into: str = "") -> Change:
    """A change that adds a part, its content type, and a relationship in the .rels part `into`."""

    def change(parts: dict[str, bytes]) -> None:
        parts[name] = data
        if kind:
            override = f'<Override PartName="/{name}" ContentType="{kind}"/></Types>'
            types = parts["[Content_Types].xml"].decode()
            parts["[Content_Types].xml"] = types.replace("</Types>", override).encode()
        if into:
            related(into, kind or "image", f"/{name}")(parts)

    return change


def related(into: str, kind: str, target: str, mode: str = "") -> Change:
    """A change that adds a relationship, with its last word as `kind`."""

    def change(parts: dict[str, bytes]) -> None:
        base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        line = f'<Relationship Id="rIdX9" Type="{base}/{kind}" Target="{target}"{mode}/>'
        text = parts[into].decode()
        parts[into] = text.replace("</Relationships>", f"{line}</Relationships>").encode()

    return change


def without_titles(parts: dict[str, bytes]) -> None:
    each_layout(r'<p:ph type="(title|ctrTitle)"', '<p:ph type="pic"')(parts)


def without_bodies(parts: dict[str, bytes]) -> None:
    each_layout(r"<p:sp>(?:(?!</p:sp>).)*<p:ph (?!type=\"(?:t|ct|ft|sl|dt)).*?</p:sp>", "")(parts)


def without_feet(parts: dict[str, bytes]) -> None:
    each_layout(r'<p:sp>(?:(?!</p:sp>).)*<p:ph type="(?:ftr|sldNum|dt)".*?</p:sp>', "")(parts)


def with_small_body(parts: dict[str, bytes]) -> None:
    """Every place for text a third as wide."""
    replaced("ppt/slideMasters/slideMaster1.xml", 'cx="8229600" cy="4525963"',
             'cx="2743200" cy="4525963"')(parts)  # fmt: skip
    each_layout(r"<a:xfrm>.*?</a:xfrm>", "")(parts)


def with_many_layouts(parts: dict[str, bytes], count: int = 300) -> None:
    part = "ppt/slideLayouts/slideLayout2.xml"
    rels = "ppt/slideMasters/_rels/slideMaster1.xml.rels"
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    lines, ids, types = "", "", ""
    for number in range(100, 100 + count):
        name = f"ppt/slideLayouts/slideLayout{number}.xml"
        parts[name] = parts[part]
        parts[f"ppt/slideLayouts/_rels/slideLayout{number}.xml.rels"] = parts[
            "ppt/slideLayouts/_rels/slideLayout2.xml.rels"
        ]
        lines += f'<Relationship Id="rId{number}" Type="{base}/slideLayout" Target="/{name}"/>'
        ids += f'<p:sldLayoutId id="{2147484000 + number}" r:id="rId{number}"/>'
        types += (
            f'<Override PartName="/{name}" ContentType="application/vnd.openxmlformats-'
            'officedocument.presentationml.slideLayout+xml"/>'
        )
    parts[rels] = parts[rels].replace(b"</Relationships>", f"{lines}</Relationships>".encode())
    replaced("ppt/slideMasters/slideMaster1.xml", "</p:sldLayoutIdLst>",
             f"{ids}</p:sldLayoutIdLst>")(parts)  # fmt: skip
    types_part = "[Content_Types].xml"
    parts[types_part] = parts[types_part].replace(b"</Types>", f"{types}</Types>".encode())


def as_template_file(parts: dict[str, bytes]) -> None:
    replaced("[Content_Types].xml", r"presentationml\.presentation\.main",
             "presentationml.template.main")(parts)  # fmt: skip


def bomb(path: Path, megabytes: int = 500) -> Path:
    """A sound template with one part of spaces that shrinks to a thousandth."""
    write_office(path)
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=9) as package,
        package.open("ppt/media/image1.png", "w") as part,
    ):
        for _ in range(megabytes):
            part.write(b" " * 1_000_000)
    return path


def lying_bomb(path: Path, megabytes: int = 300) -> Path:
    """A theme part that unpacks to far more than the directory says."""
    parts = office_parts()
    name = next(name for name in parts if name.startswith("ppt/theme/"))
    parts[name] = parts[name].replace(b"</a:theme>", b" " * (megabytes * 1_000_000) + b"</a:theme>")
    real = len(parts[name])
    write_parts(path, parts)
    data = bytearray(path.read_bytes())
    size = struct.pack("<I", real)
    at = data.find(size)
    while at >= 0:
        data[at : at + 4] = struct.pack("<I", 9_000)
        at = data.find(size, at + 1)
    path.write_bytes(bytes(data))
    return path


def crowded(path: Path, count: int = 70_000) -> Path:
    """A directory of more names than any presentation has."""
    with zipfile.ZipFile(path, "w") as package:
        for number in range(count):
            package.writestr(zipfile.ZipInfo(f"ppt/x{number}"), b"")
    return path


def locked(path: Path) -> Path:
    """The head of a file with a password: an OLE container that names the encrypted package."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000)
    path.write_bytes(head + "EncryptedPackage".encode("utf-16-le") + bytes(1000))
    return path


def word_document(path: Path) -> Path:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    base = "http://schemas.openxmlformats.org/package/2006"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    return write_parts(
        path,
        {
            "[Content_Types].xml": (
                f'<Types xmlns="{base}/content-types"><Override PartName="/word/document.xml" '
                f'ContentType="{kind}"/></Types>'
            ).encode(),
            "_rels/.rels": (
                f'<Relationships xmlns="{base}/relationships"><Relationship Id="rId1" '
                f'Type="{office}" Target="word/document.xml"/></Relationships>'
            ).encode(),
            "word/document.xml": b"<document/>",
        },
    )
