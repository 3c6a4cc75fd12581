"""Words inside a line as Typst: emphasis, links with page numbers, marks of the handbook."""

import unicodedata

from docutils import nodes
from sphinx import addnodes
from typst_text import literal

RIGHT_TO_LEFT = {"ar"}
_STRONG = {"L", "R", "AL"}
_FUNCTIONS = {
    "draft": "draft",
    "bloom": "bloom",
    "clock": "clock",
    "step-time": "quiet",
    "method": "quiet",
    "unverified": "quiet",
    "wrong": "quiet",
    "pause": "quiet-italic",
    "allegation": "allegation",
    "denial": "allegation",
    "confirm": "confirm",
    "grade": "grade",
    "name": "name",
    "number": "name",
    "key": "name",
    "letter": "letter",
    "avoid": "avoid",
    "right": "right",
    "struck": "struck",
    "put-in": "put-in",
}
"""Class of an inline → the function of keyhub.typ that sets it."""


class InlineWriter:
    """Inline nodes to markup. `labels` are the places a link may lead to."""

    def __init__(self, book, labels):
        self.book = book
        self.labels = labels
        self.docname = "index"
        self.longest = 40
        """Signs of a word before it may break inside."""
        self.linked = True
        self._set = set()

    def text(self, words):
        return f"#{literal(words, self.book['unprintable'], self.longest)};"

    def literal(self, words):
        return literal(words, self.book["unprintable"], self.longest)

    def plain(self, node):
        """A string literal of the words of a node."""
        return self.literal(node.astext())

    def inside(self, node):
        """The markup of a node's children."""
        return "".join(self.one(child) for child in node.children)

    def one(self, node):
        if isinstance(node, nodes.Text):
            return self.text(node.astext())
        if isinstance(node, nodes.strong):
            return f"#strong[{self.inside(node)}]"
        if isinstance(node, nodes.emphasis):
            return f"#emph[{self.inside(node)}]"
        if isinstance(node, nodes.literal):
            return f"#raw({self.plain(node)});"
        if isinstance(node, nodes.reference):
            return self._reference(node)
        if isinstance(node, (nodes.target, addnodes.index)):
            return self.anchors(node)
        if isinstance(node, nodes.inline):
            return self._inline(node)
        if isinstance(node, nodes.image):
            return self.text(node.get("alt", ""))
        if isinstance(node, (nodes.comment, nodes.substitution_definition)):
            return ""
        return self.inside(node)

    def anchors(self, node):
        """The places that links to this node lead to. Each stands in the book once."""
        names = []
        if isinstance(node, addnodes.index):
            names = [entry[2] for entry in node["entries"]]
        names += node.get("ids", ())
        return self.anchor(*(f"{self.docname}#{name}" for name in names))

    def anchor(self, *labels):
        fresh = [name for name in dict.fromkeys(labels) if name not in self._set]
        self._set.update(fresh)
        return f"#anchor({', '.join(map(literal_of, fresh))});" if fresh else ""

    def target(self, node):
        """The label that an internal link leads to, or None."""
        if "refid" in node:
            wanted = f"{self.docname}#{node['refid']}"
        else:
            wanted = node.get("refuri", "").partition("%")[2]
        if wanted in self.labels:
            return wanted
        page = wanted.partition("#")[0]
        return page if page in self.labels else None

    def _reference(self, node):
        inner = self.inside(node)
        if not self.linked:
            return inner
        if not node.get("internal"):
            address = node.get("refuri", "")
            if not address:
                return inner
            if "address" in node["classes"]:
                inner = f"#address[{self._breaking(node)}]"
            return f"#web({literal_of(address)})[{inner}];"
        target = self.target(node)
        if target is None:
            return inner
        name = literal_of(target)
        if "cite" in node["classes"]:
            return f"#cite-mark({name})[{inner}];"
        if "term" in node["classes"]:
            return f"#term-link({name})[{inner}];"
        return f"#see-page({name})[{inner}];"

    def _breaking(self, node):
        before, self.longest = self.longest, 12
        inner = self.inside(node)
        self.longest = before
        return inner

    def _inline(self, node):
        link = node.children[0] if len(node.children) == 1 else None
        if isinstance(link, nodes.reference) and link.get("internal"):
            # the page number behind a link is in the language of the book, not in the link's own
            turned = link.copy()
            turned += nodes.inline("", "", *link.children, classes=node["classes"])
            return self.anchors(node) + self._reference(turned)
        inner = self.anchors(node) + self.inside(node)
        for name in node["classes"]:
            if name.startswith("lang-"):
                language = name[5:]
                direction = "rtl" if language in RIGHT_TO_LEFT else "ltr"
                inner = f'#in-language("{language}", "{direction}")[{inner}];'
            elif name.startswith("status-"):
                inner = f"#status({literal_of(name[7:])})[{inner}];"
            elif name == "isolated":
                inner = f'#isolated("{direction_of(node.astext())}")[{inner}];'
            elif name in _FUNCTIONS:
                inner = f"#{_FUNCTIONS[name]}[{inner}];"
        return inner


def direction_of(words):
    """The direction of the first letter that has one, as HTML's element `bdi` takes it."""
    kinds = (unicodedata.bidirectional(letter) for letter in words)
    return next(("ltr" if kind == "L" else "rtl" for kind in kinds if kind in _STRONG), "ltr")


def literal_of(words):
    """A name or an address as a literal: never changed, never broken."""
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'
