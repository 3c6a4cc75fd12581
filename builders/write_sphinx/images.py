"""Pictures without what cameras and editors write into them: place, device, author, comments."""

from __future__ import annotations

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(
    [b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"pHYs", b"sBIT"]
)
_JPEG_KEPT = frozenset([0xE0, 0xEE])
"""APP0 (JFIF) and APP14 (colour transform) change how the picture looks; other APPn do not."""


def without_metadata(data: bytes) -> bytes:
    """A PNG or JPEG file without its metadata; the picture itself is not touched.

    Data of another kind, or cut short, comes back as it is.
    """
    if data.startswith(_PNG):
        return _clean_png(data)
    if data.startswith(b"\xff\xd8"):
        return _clean_jpeg(data)
    return data


def _clean_png(data: bytes) -> bytes:
    out = [_PNG]
    at = len(_PNG)
    while at + 12 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        end = at + 12 + length
        if data[at + 4 : at + 8] in _PNG_KEPT:
            out.append(data[at:end])
        at = end
    return b"".join(out)


def _clean_jpeg(data: bytes) -> bytes:
    out = [data[:2]]
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xDA:  # start of scan: the rest is the picture
            return b"".join([*out, data[at:]])
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        metadata = 0xE0 <= marker <= 0xEF and marker not in _JPEG_KEPT
        if not metadata and marker != 0xFE:
            out.append(data[at:end])
        at = end
    return b"".join([*out, data[at:]])
