"""Short hashes of the texts of a slide: enough to see later which of them a person changed.

Enters: texts, or the XML of a slide as written. Leaves: eight hexadecimal digits for each. The
words themselves are never stored a second time: what a trainer deletes from a deck is gone.
"""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata

from builders.deck.slides import Deck

NAMESPACE = "urn:keyhub:deck:1"
"""Of the XML part in which a deck keeps them."""

_PARAGRAPH = re.compile(r"<a:p(?: [^>]*)?>(.*?)</a:p>", re.DOTALL)
_PIECE = re.compile(r"<a:t>([^<]*)</a:t>|<a:br\b")
_FIELD = re.compile(r"<a:fld .*?</a:fld>", re.DOTALL)
_ALT = re.compile(r' descr="([^"]+)"')


def normalised(text: str) -> str:
    """The text with one kind of space between words, composed letters, and nothing at its ends."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def fingerprint(text: str) -> str:
    """Eight hexadecimal digits of a text; spaces make no difference."""
    return hashlib.blake2b(normalised(text).encode(), digest_size=4).hexdigest()


def fingerprints_of_xml(*parts: str) -> tuple[str, ...]:
    """Of each paragraph and each alternative text in slide XML, in order, each once."""
    found: dict[str, None] = {}
    for xml in parts:
        texts = [html.unescape(alt) for alt in _ALT.findall(xml)]
        for inner in _PARAGRAPH.findall(xml):
            pieces = _PIECE.findall(_FIELD.sub("", inner))
            texts.append(html.unescape("".join(piece or " " for piece in pieces)))
        found |= {fingerprint(text): None for text in texts if text.strip()}
    return tuple(found)


def creation_id(slide_id: str) -> int:
    """The number by which PowerPoint knows a slide for good, from keyhub's own id of it."""
    number = int.from_bytes(hashlib.blake2b(slide_id.encode(), digest_size=4).digest(), "big")
    return number or 1


def stamp_xml(deck: Deck, version: str, slides: list[tuple[str, tuple[str, ...]]]) -> str:
    """The part that says which deck this is and which texts it was built with.

    `slides` holds ids with fingerprints. Nothing in it tells of a person or a machine.
    """
    lines = "".join(
        f'<slide id="{html.escape(slide_id)}" texts="{" ".join(texts)}"/>'
        for slide_id, texts in slides
    )
    about = {
        "keyhub": version,
        "workshop": deck.workshop,
        "edition": deck.edition,
        "language": deck.language,
        "deck": deck.name,
    }
    attributes = "".join(f' {key}="{html.escape(value)}"' for key, value in about.items())
    return f'<deck xmlns="{NAMESPACE}"{attributes}>{lines}</deck>'
