"""HTML of this handbook: what Sphinx's own writer leaves out.

Direction of foreign words, the order of the index, roles of boxes, heading cells of tables, and
wide tables that can be scrolled with the keyboard.
"""

import html

from cover_code import cover_code, words
from docutils import nodes
from sphinx import addnodes
from sphinx.writers.html5 import HTML5Translator

RIGHT_TO_LEFT = {"ar"}
NOTES = {"trainer", "callout"}
EDITS = {"struck": "del", "put-in": "ins"}


class HandbookTranslator(HTML5Translator):
    """Sphinx's HTML writer with the corrections named above."""

    def visit_inline(self, node):
        language = _language(node)
        if "isolated" in node["classes"]:
            node.html5tagname = "bdi"
            self.body.append(self.starttag(node, "bdi", ""))
            return
        edit = _edit(node)
        if edit is not None:
            node.html5tagname = edit
            self.body.append(self.starttag(node, edit, ""))
            return
        if language is None:
            super().visit_inline(node)
            return
        node.html5tagname = "span"  # read by docutils when it closes the tag
        direction = "rtl" if language in RIGHT_TO_LEFT else "ltr"
        self.body.append(self.starttag(node, "span", "", lang=language, dir=direction))

    def depart_inline(self, node):
        if "isolated" in node["classes"]:
            self.body.append("</bdi>")
        elif _edit(node) is not None:
            self.body.append(f"</{_edit(node)}>")
        elif _language(node) is None:
            super().depart_inline(node)
        else:
            self.body.append("</span>")

    def visit_title(self, node):
        if isinstance(node.parent, nodes.table):
            self.body.append(self.starttag(node, "caption", ""))
        elif _of_contents(node):
            # Sphinx makes it a heading without a level, which is not valid
            self.body.append(self.starttag(node, "p", "", CLASS="caption"))
        else:
            super().visit_title(node)

    def depart_title(self, node):
        if isinstance(node.parent, nodes.table):
            self.body.append("</caption>\n")
        elif _of_contents(node):
            self.body.append("</p>\n")
        else:
            super().depart_title(node)

    def visit_entry(self, node):
        heading = isinstance(node.parent.parent, nodes.thead)
        tag = "th" if heading else "td"
        attributes = {"scope": "col"} if heading else {}
        self.body.append(self.starttag(node, tag, "", **attributes))
        self.context.append(f"</{tag}>\n")

    def visit_image(self, node):
        super().visit_image(node)
        # Sphinx closes the tag as in XML
        self.body[-1] = self.body[-1].replace(" />", ">")


def _language(node):
    return next((name[5:] for name in node["classes"] if name.startswith("lang-")), None)


def _edit(node):
    return next((EDITS[name] for name in node["classes"] if name in EDITS), None)


def _of_contents(node):
    return isinstance(node.parent, addnodes.compact_paragraph) and node.parent.get("toctree")


def visit_container(self, node):
    """A box. One that holds a wide table can be reached and scrolled with the keyboard."""
    attributes = {}
    if "untranslated" in node["classes"]:
        attributes.update({"lang": "en", "dir": "ltr"})
    if NOTES & set(node["classes"]):
        attributes["role"] = "note"
    title = next(iter(node.findall(nodes.title)), None)
    if "wide" in node["classes"] and title is not None:
        attributes = {"role": "region", "tabindex": "0", "aria-label": title.astext()}
    self.body.append(self.starttag(node, "div", **attributes))


def depart_container(self, node):
    self.body.append("</div>\n")


def sort_index(app, page, template, context, doctree):
    """Put the index in the order of the alphabet of the book's language."""
    if page != "genindex":
        return
    keys = app.config.index_keys or {}
    found = []
    for _, entries in context.get("genindexentries", []):
        for entry in entries:
            letter, _, key = keys.get(entry[0], "").partition("|")
            found.append((key or entry[0].casefold(), letter or entry[0][:1].upper(), entry))
    found.sort(key=lambda one: (one[1] != "#", one[0], one[2][0]))
    letters = {}
    for _, letter, entry in found:
        letters.setdefault(letter, []).append(entry)
    context["genindexentries"] = list(letters.items())


def show_code(app, page, template, context, doctree):
    """Put the code of this file below the facts of its title page; an EPUB has a cover for it."""
    shown = page == app.config.root_doc and app.builder.name == "html"
    code = cover_code(app.outdir) if shown else None
    if code is None or "body" not in context:
        return
    name = html.escape(words(code, context["labels"]))
    drawing = code["svg"].replace("<svg ", f'<svg role="img" aria-label="{name}" ', 1)
    text = html.escape(code["text"]).replace(":", ":<wbr>")
    figure = (
        f'<figure class="cover-code">{drawing}'
        f'<figcaption dir="ltr" aria-hidden="true">{text}</figcaption></figure>\n'
    )
    before, contents, after = context["body"].partition('<div class="contents')
    context["body"] = f"{before}{figure}{contents}{after}"


def setup(app):
    app.add_config_value("index_keys", None, "html", types=(dict, type(None)))
    app.connect("html-page-context", sort_index)
    app.connect("html-page-context", show_code)
    app.set_translator("html", HandbookTranslator, override=True)
    # a method of the class would lose to the functions that MyST registers for containers
    app.add_node(nodes.container, override=True, html=(visit_container, depart_container))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
