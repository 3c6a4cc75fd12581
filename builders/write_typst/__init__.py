"""A handbook as a PDF to print: tagged, with bookmarks, its typefaces inside.

Enters: a written Sphinx project. Leaves: one PDF file.
"""

from __future__ import annotations

from builders.write_typst.pdf import TypstError, build_pdf

__all__ = ["TypstError", "build_pdf"]
