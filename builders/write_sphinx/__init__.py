"""A handbook as a standalone Sphinx project, and that project built to HTML and to EPUB 3.

Enters: a `Handbook`, the folder of templates, the folder of images. Leaves: files on disk. The
written project needs only `sphinx` and `myst-parser`; everything else it uses lies inside it.
"""

from __future__ import annotations

from builders.write_sphinx.epub import build_epub
from builders.write_sphinx.html import build_html
from builders.write_sphinx.source import write_source

__all__ = ["build_epub", "build_html", "write_source"]
