"""HTML of this handbook: what Sphinx's own writer leaves out.

Direction of foreign words, roles of boxes, heading cells of tables, and wide tables that can be
scrolled with the keyboard.
"""

from docutils import nodes
from sphinx import addnodes
from sphinx.writers.html5 import HTML5Translator

RIGHT_TO_LEFT = {"ar"}
NOTES = {"trainer", "callout"}


class HandbookTranslator(HTML5Translator):
    """Sphinx's HTML writer with the corrections named above."""

    def visit_inline(self, node):
        language = _language(node)
        if language is None:
            super().visit_inline(node)
            return
        node.html5tagname = "span"  # read by docutils when it closes the tag
        direction = "rtl" if language in RIGHT_TO_LEFT else "ltr"
        self.body.append(self.starttag(node, "span", "", lang=language, dir=direction))

    def depart_inline(self, node):
        if _language(node) is None:
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


def _of_contents(node):
    return isinstance(node.parent, addnodes.compact_paragraph) and node.parent.get("toctree")


def visit_container(self, node):
    """A box. One that holds a wide table can be reached and scrolled with the keyboard."""
    attributes = {}
    if NOTES & set(node["classes"]):
        attributes["role"] = "note"
    title = next(iter(node.findall(nodes.title)), None)
    if "wide" in node["classes"] and title is not None:
        attributes = {"role": "region", "tabindex": "0", "aria-label": title.astext()}
    self.body.append(self.starttag(node, "div", **attributes))


def depart_container(self, node):
    self.body.append("</div>\n")


def setup(app):
    app.set_translator("html", HandbookTranslator, override=True)
    # a method of the class would lose to the functions that MyST registers for containers
    app.add_node(nodes.container, override=True, html=(visit_container, depart_container))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
