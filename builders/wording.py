"""The fixed labels of one language, as a value.

Enters: nothing. Leaves: `Wording`, which `loading/wording.py` fills and every `Course` carries.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Direction = Literal["ltr", "rtl"]


@dataclass(frozen=True)
class Wording:
    """Fixed labels of one language, by dotted key: `wording("deck.sources", count=3)`."""

    language: str
    direction: Direction
    labels: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """The label with `{name}` places filled. Raises: KeyError for a key no file declares."""
        return self.labels[key].format(**values)

    def commas(self, items: Iterable[str]) -> str:
        """A short list in one line, with the comma of the language."""
        return self.labels["common.comma"].join(items)

    def semicolons(self, items: Iterable[str]) -> str:
        """A list in one line whose items may hold commas."""
        return self.labels["common.semicolon"].join(items)
