"""Decks in an organisation's own PowerPoint template.

Enters: a .pptx or .potx and what its template.yaml says. Leaves: a `Template` that decks are
written with, and every problem of the file at once. See docs/deck-templates.md.
"""

from builders.deck_templates.check import Examined, examine
from builders.deck_templates.propose import proposal

__all__ = ["Examined", "examine", "proposal"]
