"""The fixed labels of one language, as a value.

Enters: nothing. Leaves: `Wording`, which `loading/wording.py` fills and every `Course` carries.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Direction = Literal["ltr", "rtl"]
COUNTED = ("minutes", "minute", "count")
"""Places of labels that hold a number whose noun changes with it."""


@dataclass(frozen=True)
class Wording:
    """Fixed labels of one language, by dotted key: `wording("deck.sources", count=3)`."""

    language: str
    direction: Direction
    labels: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """The label with `{name}` places filled. Raises: KeyError for a key no file declares.

        Where the file has the key with a form of number behind it (`minutes_few`), and the label
        counts something, that form is taken: Arabic says 5 دقائق, but 20 دقيقة.
        """
        for name in COUNTED:
            number = values.get(name)
            if isinstance(number, int):
                form = self.labels.get(f"{key}_{plural_form(self.language, number)}")
                if form is not None:
                    return form.format(**values)
        return self.labels[key].format(**values)

    def commas(self, items: Iterable[str]) -> str:
        """A short list in one line, with the comma of the language."""
        return self.labels["common.comma"].join(items)

    def semicolons(self, items: Iterable[str]) -> str:
        """A list in one line whose items may hold commas."""
        return self.labels["common.semicolon"].join(items)


def plural_form(language: str, number: int) -> str:
    """The plural category of a whole number, from the plural rules of Unicode CLDR."""
    match language:
        case "ar":
            if number in (0, 1, 2):
                return ("zero", "one", "two")[number]
            rest = number % 100
            return "few" if 3 <= rest <= 10 else "many" if rest >= 11 else "other"
        case "fr":
            return "one" if number in (0, 1) else "other"
        case _:
            return "one" if number == 1 else "other"
