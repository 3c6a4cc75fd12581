"""A delivered file → every text that can be got out of it.

Zips are opened (also inside zips), streams inflated, tags taken off, attributes, comments and
properties read, pictures asked for what they carry beside the picture, PDFs for their text,
outline and properties. File names count as text.
"""

from __future__ import annotations

import gzip
import html
import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from builders.separation.phrases import SEPARATOR

MOST_BYTES = 400_000_000
"""What one file may hold when all is unpacked. keyhub makes no larger one."""
_DEEPEST = 4
_MARKUP = re.compile(rb"^\s*(?:<\?xml|<!doctype|<html|<svg|<[a-z]+[:> ])", re.IGNORECASE)
_COMMENT = re.compile(r"<!--(.*?)-->|<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_ATTRIBUTE = re.compile(r"""=\s*(?:"([^"<]*)"|'([^'<]*)')""")
_INLINE = re.compile(
    r"</?(?:a|abbr|b|bdi|cite|code|dfn|em|i|mark|q|s|small|span|strong|sub|sup|u)\b[^<>]*>"
)
_TAG = re.compile(r"<[^<>]*>")
_RUN = re.compile(r"</a:t>[^\0]*?<a:t(?:\s[^>]*)?>|</w:t>[^\0]*?<w:t(?:\s[^>]*)?>")
_BLOCK = re.compile(
    r"</?(?:[aw]:p|p|li|td|th|tr|div|h[1-6]|dt|dd|section|figure|figcaption|title|text)\b[^<>]*>"
)
"""Where a paragraph, a cell or a label begins or ends."""
_SCRIPT = re.compile(r"<(script|style)\b[^>]*>(.*?)</\1>", re.DOTALL | re.IGNORECASE)


class View(NamedTuple):
    """One text of a file. `place` names the part it comes from."""

    place: str
    text: str
    letters_only: bool = False
    """The order of letters and words is not sure (text taken out of a PDF)."""


class UnreadableError(ValueError):
    """The file cannot be searched, so nothing is proved about it."""


def views_of(name: str, data: bytes) -> Iterator[View]:
    """Every text of a file. Raises: UnreadableError where a part cannot be opened."""
    yield View(f"{name} (its name)", name.replace("-", " ").replace("_", " "))
    yield from _views(name, data, _DEEPEST, [MOST_BYTES])


def _views(name: str, data: bytes, depth: int, left: list[int]) -> Iterator[View]:
    left[0] -= len(data)
    if depth < 0 or left[0] < 0:
        raise UnreadableError(f"{name} is packed too deep or too large to be searched")
    try:
        if data[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
            yield from _zip(name, data, depth, left)
        elif data[:2] == b"\x1f\x8b":
            yield from _views(f"{name}!gzip", gzip.decompress(data), depth - 1, left)
        elif data.startswith(b"# Sphinx inventory"):
            head, _, body = data.partition(b"zlib.\n")
            yield View(name, head.decode("utf-8", "replace"))
            yield View(name, zlib.decompress(body).decode("utf-8", "replace"))
        elif data[:5] == b"%PDF-":
            yield from _pdf(name, data)
        elif data[:8] == b"\x89PNG\r\n\x1a\n" or data[:3] == b"\xff\xd8\xff" or data[:4] == b"GIF8":
            yield from _picture(name, data)
        elif data[:4] in (b"wOFF", b"wOF2", b"OTTO", b"\x00\x01\x00\x00", b"true"):
            yield View(name, _printable(data))
        else:
            yield from _text(name, data)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        raise UnreadableError(f"{name} cannot be opened: {error}") from error


def _zip(name: str, data: bytes, depth: int, left: list[int]) -> Iterator[View]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        yield View(f"{name} (comment)", archive.comment.decode("utf-8", "replace"))
        for member in archive.infolist():
            place = f"{name}!{member.filename}"
            beside = member.comment + b" " + member.extra
            yield View(f"{place} (its name)", f"{member.filename} {_printable(beside)}")
            if not member.is_dir():
                if member.file_size > left[0]:
                    raise UnreadableError(f"{place} is too large to be searched")
                yield from _views(place, archive.read(member), depth - 1, left)


def _text(name: str, data: bytes) -> Iterator[View]:
    if b"\0" in data[:4096]:
        yield View(name, _printable(data))
        yield View(name, data.decode("utf-16-le", "replace"))
        return
    text = data.decode("utf-8", "replace")
    if name.endswith(".ics"):
        text = re.sub(r"\r?\n[ \t]", "", text).replace("\\n", " ")
    if not _MARKUP.match(data[:200]):
        yield View(name, text)
        return
    for found in _COMMENT.finditer(text):
        yield View(f"{name} (comment)", html.unescape(found[1] or found[2] or ""))
    for found in _SCRIPT.finditer(text):
        yield View(f"{name} ({found[1].lower()})", found[2])
    bare = _COMMENT.sub(" ", text)
    attributes = f"\n{SEPARATOR}\n".join(
        a or b for a, b in _ATTRIBUTE.findall(bare) if " " in (a or b)
    )
    yield View(f"{name} (attributes)", html.unescape(attributes))
    # A sentence may be cut by tags inside it: by links and emphasis, and on slides by runs.
    blocks = _BLOCK.sub("\0", _INLINE.sub("", _SCRIPT.sub(" ", bare)))
    whole = _TAG.sub(" ", _RUN.sub("", blocks)).replace("\0", f" {SEPARATOR} ")
    yield View(name, html.unescape(whole))


def _picture(name: str, data: bytes) -> Iterator[View]:
    from PIL import Image, UnidentifiedImageError

    yield View(name, _printable(data))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data)) as picture:
                if data[:4] == b"\x89PNG":
                    picture.load()  # text chunks may stand after the picture itself
                carried = [*map(str, picture.info.values())]
                carried += [str(value) for value in picture.getexif().values()]
    except (UnidentifiedImageError, SyntaxError, ValueError) as error:
        raise UnreadableError(f"{name} cannot be opened: {error}") from error
    yield View(f"{name} (properties)", "\n".join(carried))


def _pdf(name: str, data: bytes) -> Iterator[View]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise UnreadableError(f"{name} cannot be opened: {error}") from error
    try:
        properties = document.get_metadata_dict()
        yield View(f"{name} (properties)", "\n".join(properties.values()))
        titles = [bookmark.get_title() for bookmark in document.get_toc()]
        yield View(f"{name} (outline)", "\n".join(titles), letters_only=True)
        for number in range(len(document)):
            page = document[number]
            words = page.get_textpage()
            yield View(f"{name} (page {number + 1})", words.get_text_bounded(), letters_only=True)
            words.close()
            page.close()
        for number in range(document.count_attachments()):
            attachment = document.get_attachment(number)
            inside = bytes(attachment.get_data())
            yield from _views(f"{name}!{attachment.get_name()}", inside, 1, [MOST_BYTES])
    finally:
        document.close()
    yield from _pdf_strings(name, data)


def _pdf_strings(name: str, data: bytes) -> Iterator[View]:
    """Strings of the PDF's objects that no page shows: alternative texts, labels, metadata."""
    from pypdf import PdfReader
    from pypdf.generic import ByteStringObject, StreamObject, TextStringObject

    reader = PdfReader(io.BytesIO(data))
    found: list[str] = []
    for number in range(1, len(reader.xref_objStm) + sum(map(len, reader.xref.values())) + 1):
        value = reader.get_object(number)
        waiting = [value]
        for item in waiting:
            match item:
                case TextStringObject() | ByteStringObject():
                    found.append(str(item))
                case dict():
                    waiting += [inner for inner in item.values() if not hasattr(inner, "idnum")]
                case list():
                    waiting += [inner for inner in item if not hasattr(inner, "idnum")]
            if isinstance(item, StreamObject) and item.get("/Type") == "/Metadata":
                yield from _text(f"{name} (metadata)", item.get_data())
    yield View(f"{name} (objects)", f"\n{SEPARATOR}\n".join(found))


def _printable(data: bytes) -> str:
    """What reads as text in bytes of another kind."""
    return "\n".join(found.decode("latin-1") for found in re.findall(rb"[ -~\xa0-\xff]{6,}", data))
