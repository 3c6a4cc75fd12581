"""Catalogues of translations ↔ the translatable strings of the models.

Enters: a `Curriculum`, and PO files under `curriculum/translations/<language>/`. Leaves: updated
catalogues, or a curriculum in another language. English is the source and stays in the YAML files.
"""

from __future__ import annotations

from builders.translating.applying import Translations, in_language, translated
from builders.translating.catalogue import Catalogue, Entry, catalogue_text, read_catalogue
from builders.translating.merging import merged
from builders.translating.sources import Source, catalogue_path, sources_of

__all__ = [
    "Catalogue",
    "Entry",
    "Source",
    "Translations",
    "catalogue_path",
    "catalogue_text",
    "in_language",
    "merged",
    "read_catalogue",
    "sources_of",
    "translated",
]
