"""Decks as .pptx files.

Enters: a `Deck` and a template, read once. Leaves: a file. See `writer` for how, `template` for
what a template must have.
"""

from builders.write_pptx.accessibility import faults_of
from builders.write_pptx.pictures import PictureError
from builders.write_pptx.template import Template, TemplateError, parse_template, read_template
from builders.write_pptx.writer import write_deck

__all__ = [
    "PictureError",
    "Template",
    "TemplateError",
    "faults_of",
    "parse_template",
    "read_template",
    "write_deck",
]
