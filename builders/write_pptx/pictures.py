"""Pictures for a slide: their size, and their bytes without anything about camera, place or person.

Enters: the bytes of a PNG or JPEG. Leaves: the same picture without metadata. The pixels stay as
they are unless the camera was turned: then the picture is turned for good.
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

MOST_PIXELS = 60_000_000
_KEPT_CHUNKS = {
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"pHYs",
    b"bKGD",
}  # fmt: skip
_ORIENTATION = 0x0112


class PictureError(ValueError):
    """The bytes are no picture that a slide can show."""


@dataclass(frozen=True)
class CleanPicture:
    data: bytes
    extension: str
    """"png" or "jpeg"."""
    width: int
    height: int


def clean_picture(data: bytes, name: str) -> CleanPicture:
    """A picture ready for a slide. `name` is for the message.

    Raises: PictureError if it is no PNG or JPEG, is damaged, or has too many pixels.
    """
    from PIL import Image  # slow to import, and most decks have no picture

    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as image:
            width, height = image.size
            kind, mode = image.format, image.mode
            if width * height > MOST_PIXELS:
                raise PictureError(f"{name}: {width} x {height} pixels are too many")
            turned = image.getexif().get(_ORIENTATION, 1) != 1
            if turned or mode == "CMYK":
                return _redrawn(image, str(kind))
            image.load()  # a picture that is damaged inside would be an empty frame on the slide
    except PictureError:
        raise
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise PictureError(f"{name}: {error}") from error
    if kind == "PNG":
        return CleanPicture(_clean_png(data), "png", width, height)
    return CleanPicture(_clean_jpeg(data), "jpeg", width, height)


def _redrawn(image: Image.Image, kind: str) -> CleanPicture:
    from PIL import Image, ImageOps

    upright = ImageOps.exif_transpose(image)
    plain = Image.new(
        "RGB" if upright.mode in ("CMYK", "RGB", "L", "YCbCr") else "RGBA", upright.size
    )
    plain.paste(upright.convert(plain.mode))
    made = io.BytesIO()
    if kind == "JPEG":
        plain.convert("RGB").save(made, "JPEG", quality=90)
        return CleanPicture(made.getvalue(), "jpeg", *plain.size)
    plain.save(made, "PNG")
    return CleanPicture(made.getvalue(), "png", *plain.size)


def _clean_png(data: bytes) -> bytes:
    kept = [data[:8]]
    at = 8
    while at + 12 <= len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        kind = data[at + 4 : at + 8]
        if kind in _KEPT_CHUNKS:
            kept.append(data[at : at + 12 + length])
        at += 12 + length
        if kind == b"IEND":
            break
    return b"".join(kept)


def _clean_jpeg(data: bytes) -> bytes:
    """Without comments and application segments, except those that say what the colours mean."""
    kept = [data[:2]]
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xDA:  # the picture itself runs to the end
            end = data.rfind(b"\xff\xd9")
            kept.append(data[at : end + 2 if end > at else len(data)])
            break
        (length,) = struct.unpack(">H", data[at + 2 : at + 4])
        secret = marker == 0xFE or (0xE1 <= marker <= 0xEF and marker != 0xEE)
        if not secret:
            kept.append(data[at : at + 2 + length])
        at += 2 + length
    return b"".join(kept)
