"""The editions of a workshop: for whom each is, and what is made for it.

Enters: nothing. Leaves: `EDITION_KINDS`. A new edition is one more `EditionKind` here and a label
`common.<name>_edition` in the wording. Only the standard library is imported, so that the command
line can offer the names at once.
"""

from __future__ import annotations

from dataclasses import dataclass

Edition = str
"""The name of an edition, as in the names of folders: "trainer", "participant"."""


@dataclass(frozen=True)
class EditionKind:
    """An edition. Tailoring, makers and the build ask this declaration and never the name."""

    name: Edition
    shows_trainer_only: bool
    """Holds what the models mark `TrainerOnly`: scripts, answers, outcomes, names of trainers."""
    outputs: tuple[str, ...] | None = None
    """Names of the outputs made for it. None: all that are not declared for certain editions."""


EDITION_KINDS: tuple[EditionKind, ...] = (
    EditionKind("trainer", shows_trainer_only=True),
    EditionKind("participant", shows_trainer_only=False),
    EditionKind("exercises", shows_trainer_only=True, outputs=("pack",)),
)
EDITIONS: tuple[Edition, ...] = tuple(kind.name for kind in EDITION_KINDS)
WITH_HANDBOOK: tuple[Edition, ...] = tuple(k.name for k in EDITION_KINDS if k.outputs is None)
"""Editions that get everything, a handbook among it."""


def edition_kind(name: Edition) -> EditionKind:
    """The declaration of an edition. Raises: KeyError for a name that no declaration has."""
    for kind in EDITION_KINDS:
        if kind.name == name:
            return kind
    raise KeyError(name)
