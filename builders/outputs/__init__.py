"""What a workshop is delivered as: one declaration for each output.

Enters: nothing. Leaves: `OUTPUTS`. A new format is one more `Output` in a file beside this one,
with a pure maker and a thin writer behind it; the build, the record, the command line and the tests
read this table. The functions import what they need when they run, so that the command line can
offer the names at once.
"""

from __future__ import annotations

from collections.abc import Sequence

from builders.outputs.books import BOOKS
from builders.outputs.output import Bench, Output, whole
from builders.outputs.sheets import PAPERS, TIMETABLES
from builders.outputs.slides import DECKS

OUTPUTS: tuple[Output, ...] = (*BOOKS, *DECKS, *PAPERS, *TIMETABLES)
"""In the order of work: what takes longest comes first, so that no core waits for it at the end."""

GROUPS: tuple[str, ...] = tuple(dict.fromkeys(output.group for output in OUTPUTS))
FORMATS: tuple[str, ...] = tuple(output.format for output in OUTPUTS)


def named(name: str, outputs: Sequence[Output] = OUTPUTS) -> Output | None:
    """The output of an artefact's name ("trainer-en/decks/01-x"); None where it is not known."""
    wanted = name.split("/")[1] if "/" in name else ""
    return next((output for output in outputs if output.name == wanted), None)


__all__ = ["FORMATS", "GROUPS", "OUTPUTS", "Bench", "Output", "named", "whole"]
