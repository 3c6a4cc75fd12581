"""Settings of this handbook for Sphinx: `sphinx-build -b html . ../html` builds it.

keyhub fills in the lines that say None. Needs nothing but sphinx and myst-parser; for print, with
`-b typst`, see _extensions/handbook_typst.py.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_extensions"))

project = None
language = None
direction = None
edition = None
organiser = None
marking = None
version = None
labels = None
unprintable = None
index_keys = None
subtitle = None
identifier = None

release = version
copyright = organiser
extensions = ["myst_parser", "handbook_html", "handbook_typst", "arabic_search"]
exclude_patterns = ["_extensions", "_theme", "_typst"]
root_doc = "index"

myst_enable_extensions = ["attrs_block", "attrs_inline", "colon_fence", "deflist"]
# Words are printed exactly as their authors typed them.
smartquotes = False
highlight_language = "none"
nitpicky = True

# The same pages as an EPUB 3 book: `sphinx-build -b epub . ../epub`.
extensions += ["handbook_epub"]
suppress_warnings = ["app.add_builder"]
epub_theme = "keyhub-epub"
epub_author = epub_contributor = epub_publisher = epub_copyright = organiser or project
epub_description = subtitle or project
epub_identifier = identifier
epub_uid = "book"
epub_show_urls = "no"
handbook_epub = {
    "accessibility": labels["accessibility"],
    "cover_words": ". ".join(filter(None, [project, subtitle, labels["edition"]])),
    "description": subtitle or project,
    "direction": direction,
    "edition_label": labels["edition"],
    "identifier": identifier,
    "labels": labels,
    "language": language,
    "marking": marking or "",
    "publisher": organiser or "",
    "subtitle": subtitle or "",
    "title": project,
}

html_theme = "keyhub"
html_theme_path = ["_theme"]
html_title = project
html_short_title = project
html_context = {
    "direction": direction,
    "edition": edition,
    "labels": labels,
    "marking": marking,
    "organiser": organiser,
}
# Nothing of the source goes into the output, and the search works from a plain folder.
html_copy_source = False
html_show_sourcelink = False
html_show_search_summary = False
html_show_sphinx = False
html_show_copyright = False
html_permalinks = False
html_use_opensearch = ""
html_last_updated_fmt = None

typst_book = {
    "title": project,
    "short": project if len(project) <= 70 else project[:70].rsplit(" ", 1)[0] + " …",
    "language": language,
    "direction": direction,
    "edition": edition,
    "organiser": organiser or "",
    "marking": marking or "",
    "version": version,
    "labels": labels,
    "unprintable": unprintable or "",
}
