"""A template.yaml to begin with, from what a template looks like.

Enters: an examined template. Leaves: YAML text with a line for every layout of ours.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from builders.deck_templates.arrange import Arranged
from builders.deck_templates.check import Examined


def proposal(file: str, examined: Examined) -> str:
    """The text of a template.yaml for the file; every guess can be changed by its reader."""
    return "\n".join(_lines(file, examined.arranged)) + "\n"


def _lines(file: str, arranged: tuple[Arranged, ...]) -> Iterator[str]:
    yield "# How keyhub uses this template. `ours` is a layout of keyhub, `theirs` one of the file."
    yield "# Check with: keyhub template check FILE --map template.yaml"
    yield f"file: {_text(file)}"
    yield "layouts:" if arranged else "layouts: []"
    for each in arranged:
        yield f"  - ours: {each.ours}"
        yield f"    theirs: {_text(each.base.name)}"
        free = [place.name for place in each.base.contents]
        if free:
            yield f"    # its placeholders: {', '.join(free)[:150]}".replace("\n", " ")
            yield f"    # our places: {', '.join(each.places)}"
    yield "# fonts: { latin: Arial, arabic: Arial }"
    yield '# pillars: { foundations: "2B4C7E", warning: "A3231B" }'


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)
