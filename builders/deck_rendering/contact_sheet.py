"""PDF pages of slides → one picture with all of them, small and numbered.

Enters: rendered decks. Leaves: a PNG. Slides of an Arabic deck run from the right.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped,import-not-found,unused-ignore]
from PIL import Image, ImageDraw, ImageFont

from builders.deck_rendering.office import Rendered

WIDTH = 400
"""Of a slide, in pixels."""
GAP = 20
CAPTION = 26
PAPER, INK, LINE = "#f3f4f6", "#1f2937", "#9ca3af"
MOST_PIXELS = 150_000_000


def contact_sheet(decks: Sequence[Rendered], target: Path, *, columns: int) -> None:
    """Draw every page; each deck starts a new row."""
    tiles: list[list[tuple[int, Image.Image]]] = []
    total = sum(len(deck.shown) for deck in decks)
    # very many slides are drawn smaller, so that the picture stays one that programs open
    width = WIDTH
    while width > 120 and total * (width + GAP) * (width * 0.6 + GAP + CAPTION) > MOST_PIXELS:
        width -= 40
    for deck in decks:
        document = pypdfium2.PdfDocument(deck.pdf)
        try:
            images = []
            for number, page in zip(deck.shown, document, strict=False):
                scale = width / page.get_width()
                images.append((number, page.render(scale=scale).to_pil().convert("RGB")))
            tiles.append(images)
        finally:
            document.close()
    tall = max((image.height for images in tiles for _, image in images), default=10)
    rows = sum(-(-len(images) // columns) for images in tiles)
    sheet = Image.new(
        "RGB",
        (columns * (width + GAP) + GAP, max(rows, 1) * (tall + CAPTION + GAP) + GAP),
        PAPER,
    )
    pen = ImageDraw.Draw(sheet)
    font = ImageFont.load_default(size=16)
    row = 0
    for deck, images in zip(decks, tiles, strict=True):
        for place, (number, image) in enumerate(images):
            column = place % columns
            if deck.rtl:
                column = columns - 1 - column
            x = GAP + column * (width + GAP)
            y = GAP + (row + place // columns) * (tall + CAPTION + GAP)
            sheet.paste(image, (x, y))
            pen.rectangle((x - 1, y - 1, x + image.width, y + image.height), outline=LINE)
            spot, anchor = (x, "la") if not deck.rtl else (x + image.width, "ra")
            pen.text((spot, y + image.height + 5), str(number), INK, font, anchor)
        row += -(-len(images) // columns)
    sheet.save(target, "PNG", optimize=True)
