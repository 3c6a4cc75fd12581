"""Sheets to print and to change by hand, as plain data.

Enters: a `Course`. Leaves: `Paper`: headings, paragraphs, lists, tables, lines, cards. Writers for
Word and for print pages print the same paper.
"""

from __future__ import annotations

from builders.paper.handouts import handout_parts, make_handout
from builders.paper.pack import make_answers, make_pack, pack_parts
from builders.paper.things import Paper

__all__ = [
    "Paper",
    "handout_parts",
    "make_answers",
    "make_handout",
    "make_pack",
    "pack_parts",
]
