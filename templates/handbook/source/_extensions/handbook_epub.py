"""EPUB 3 of this handbook: `sphinx-build -b epub . ../epub` makes handbook.epub there.

Sphinx makes the pages. What it writes around them is replaced: metadata for accessibility, a cover,
chapters in the table of contents, the direction of turning pages, only files that pages use, and a
zip whose bytes depend on nothing but the book.
"""

import html
import os
import re
import time
import zipfile
from pathlib import PurePosixPath

from cover_code import cover_code, words
from docutils import nodes
from handbook_html import HandbookTranslator
from sphinx import addnodes
from sphinx.builders.epub3 import Epub3Builder

BOOK = "handbook.epub"
STYLE = "_static/epub.css"
COVER = "cover.svg"
COVER_PAGE = "cover.xhtml"
CONTENTS = "nav.xhtml"
PACKAGE = "content.opf"
ZIP_DATE = (1980, 1, 1, 0, 0, 0)
MEDIA_TYPES = {
    ".css": "text/css",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".xhtml": "application/xhtml+xml",
}
LEFT_TO_RIGHT = {"cite", "grade", "address"}
PACKED = {".jpeg", ".jpg", ".png"}
"""Not made smaller again."""
WITHOUT_SECTIONS = {"sources", "glossary"}
"""Pages whose many sections the table of contents leaves out."""
LETTERS_ON_COVER = 19
"""Letters on a line of the cover's title, of the size that is drawn there."""
CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
  <rootfiles>
    <rootfile full-path="content.opf" media-type="application/oebps-package+xml"/>
  </rootfiles>
</container>
"""


class EpubTranslator(HandbookTranslator):
    """XHTML: the handbook's writer with every tag closed.

    A style sheet of an EPUB may not turn words round, so what reads from left to right in every
    language says so itself.
    """

    def starttag(self, node, tagname, *args, **attributes):
        if not isinstance(node, str) and LEFT_TO_RIGHT & set(node.get("classes", ())):
            attributes["dir"] = "ltr"
        return super().starttag(node, tagname, *args, **attributes)

    def visit_image(self, node):
        super().visit_image(node)
        tag = self.body[-1].rstrip("\n")
        if tag.startswith("<img") and not tag.endswith("/>"):
            self.body[-1] = tag.removesuffix(">") + " />\n"


class HandbookEpub(Epub3Builder):
    """Sphinx's builder with our own package around the pages."""

    def handle_finish(self):
        self.book = self.config.handbook_epub
        self.code = cover_code(self.outdir)
        pages = [*self._pages(), *(["genindex"] if self.use_index else [])]
        pages = [name for name in dict.fromkeys(pages) if self._written(f"{name}.xhtml")]
        self._settle_drawings()
        self._write(COVER, self._cover())
        self._write(COVER_PAGE, self._cover_page())
        self._write(CONTENTS, self._contents())
        files = [COVER, STYLE, *sorted(self._images()), *(f"{name}.xhtml" for name in pages)]
        self._write(PACKAGE, self._package(files, [f"{name}.xhtml" for name in pages]))
        self._zip([CONTENTS, COVER_PAGE, *files])

    def _pages(self):
        """Names of the pages in the order of reading."""
        yield self.config.root_doc
        for _, names in self._chapters():
            yield from names

    def _chapters(self):
        """Captions of the tables of contents of the first page, each with its pages."""
        tree = self.env.get_doctree(self.config.root_doc)
        for toctree in tree.findall(addnodes.toctree):
            yield toctree.get("caption") or "", [name for _, name in toctree["entries"]]

    def _images(self):
        return (f"{self.imagedir}/{name}" for name in self.images.values())

    def _written(self, name):
        return (self.outdir / name).is_file()

    def _write(self, name, text):
        path = self.outdir / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))

    def _settle_drawings(self):
        """Give drawings their colours outright, on white paper.

        On a screen they follow the dark mode of the browser. A reading app has a night mode of its
        own that no picture can see, and some know no variables.
        """
        for name in self._images():
            path = self.outdir / name
            if path.suffix == ".svg":
                path.write_text(_settled(path.read_text(encoding="utf-8")), encoding="utf-8")

    # the package

    def _package(self, files, pages):
        book = self.book
        items = [
            f'<item id="contents" href="{CONTENTS}" media-type="application/xhtml+xml" '
            'properties="nav"/>',
            f'<item id="cover-page" href="{COVER_PAGE}" media-type="application/xhtml+xml"/>',
        ]
        ids = {}
        for number, name in enumerate(files, 1):
            ids[name] = f"file-{number}"
            kind = MEDIA_TYPES[PurePosixPath(name).suffix.lower()]
            mark = ' properties="cover-image"' if name == COVER else ""
            items.append(
                f'<item id="{ids[name]}" href="{html.escape(name)}" media-type="{kind}"{mark}/>'
            )
        spine = ['<itemref idref="cover-page"/>']
        spine += [f'<itemref idref="{ids[name]}"/>' for name in pages]
        publisher = f"<dc:publisher>{_text(book['publisher'])}</dc:publisher>"
        facts = [
            f'<dc:identifier id="book">{_text(book["identifier"])}</dc:identifier>',
            f"<dc:title>{_text(book['title'])}</dc:title>",
            f"<dc:language>{_text(book['language'])}</dc:language>",
            f"<dc:description>{_text(book['description'])}</dc:description>",
            *([publisher] if book["publisher"] else []),
            f'<meta property="dcterms:modified">{_moment()}</meta>',
            *(
                f'<meta property="schema:{name}">{_text(value)}</meta>'
                for name, value in (
                    ("accessMode", "textual"),
                    ("accessMode", "visual"),
                    ("accessModeSufficient", "textual"),
                    ("accessibilityFeature", "alternativeText"),
                    ("accessibilityFeature", "displayTransformability"),
                    ("accessibilityFeature", "index"),
                    ("accessibilityFeature", "readingOrder"),
                    ("accessibilityFeature", "structuralNavigation"),
                    ("accessibilityFeature", "tableOfContents"),
                    ("accessibilityHazard", "none"),
                    ("accessibilitySummary", book["accessibility"]),
                )
            ),
        ]
        return "\n".join(
            [
                '<?xml version="1.0" encoding="UTF-8"?>',
                '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" '
                f'unique-identifier="book" xml:lang="{_text(book["language"])}" '
                f'dir="{book["direction"]}">',
                '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">',
                *facts,
                "</metadata>",
                "<manifest>",
                *items,
                "</manifest>",
                f'<spine page-progression-direction="{book["direction"]}">',
                *spine,
                "</spine>",
                "</package>",
                "",
            ]
        )

    # table of contents, cover

    def _contents(self):
        labels, root = self.book["labels"], f"{self.config.root_doc}.xhtml"
        entries = [_entry(root, self.book["title"])]
        for caption, names in self._chapters():
            inner = [entry for name in names for entry in self._page_entry(name, labels) if entry]
            if inner and caption:
                entries.append(f"<li><span>{_text(caption)}</span>{_list(inner)}</li>")
            else:
                entries += inner
        marks = [
            ("cover", COVER_PAGE, labels["cover"]),
            ("bodymatter", root, self.book["title"]),
        ]
        if self.use_index and self._written("genindex.xhtml"):
            marks.append(("index", "genindex.xhtml", labels["index"]))
        landmarks = "\n".join(
            f'<li><a epub:type="{kind}" href="{href}">{_text(words)}</a></li>'
            for kind, href, words in marks
        )
        return self._page(
            labels["contents"],
            f'<nav epub:type="toc" role="doc-toc" id="contents" class="contents">'
            f"<h1>{_text(labels['contents'])}</h1>{_list(entries)}</nav>\n"
            f'<nav epub:type="landmarks" hidden="hidden" aria-label="{_text(labels["landmarks"])}">'
            f"<ol>\n{landmarks}\n</ol></nav>",
        )

    def _page_entry(self, name, labels):
        """A page in the table of contents, with its sections below it."""
        page = f"{name}.xhtml"
        if not self._written(page):
            return
        if name == "genindex":
            yield _entry(page, labels["index"])
            return
        inner = []
        if name not in WITHOUT_SECTIONS:
            for link in self.env.tocs[name].findall(nodes.reference):
                if link.get("anchorname"):
                    inner.append(_entry(page + link["anchorname"], link.astext()))
        yield _entry(page, self.env.titles[name].astext(), inner)

    def _cover_page(self):
        title = self.book["title"]
        told = [self.book["cover_words"]]
        told += [words(self.code, self.book["labels"])] if self.code else []
        alt = _text(". ".join(told))
        return self._page(
            title,
            f'<section class="cover-sheet"><img src="{COVER}" alt="{alt}" role="doc-cover"/>'
            "</section>",
        )

    def _page(self, title, body):
        book = self.book
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
            '<html xmlns="http://www.w3.org/1999/xhtml" '
            'xmlns:epub="http://www.idpf.org/2007/ops" '
            f'lang="{book["language"]}" xml:lang="{book["language"]}" dir="{book["direction"]}">\n'
            f"<head><title>{_text(title)}</title>\n"
            f'<link rel="stylesheet" href="{STYLE}"/></head>\n<body>\n{body}\n</body>\n</html>\n'
        )

    def _cover(self):
        """A cover in the colours of the book, 600 by 900, drawn with the reader's own typefaces."""
        book = self.book
        right = book["direction"] == "rtl"
        edge = 548 if right else 52
        size, room = (50, LETTERS_ON_COVER) if len(book["title"]) <= 90 else (32, 31)
        lines = _wrapped(book["title"], room, 7)
        texts = []
        for number, line in enumerate(lines):
            texts.append(_svg_text(edge, 300 + number * size * 1.22, size, "#ffffff", line, "700"))
        below = 300 + len(lines) * size * 1.22 + 26
        for number, line in enumerate(_wrapped(book["subtitle"], 40, 3)):
            texts.append(_svg_text(edge, below + number * 32, 24, "#f3efe6", line))
        foot = [book["edition_label"], book["publisher"], book["marking"]]
        room, most = (29, 3) if self.code else (44, 2)
        foot = [line for words in foot for line in _wrapped(words, room, most)]
        for number, line in enumerate(foot):
            y = 850 - (len(foot) - 1 - number) * 32
            texts.append(_svg_text(edge, y, 22, "#f3efe6", line))
        bar = 428 if right else 52
        return (
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 900" width="600" '
            f'height="900" direction="{book["direction"]}" xml:lang="{book["language"]}">\n'
            f"<title>{_text(book['cover_words'])}</title>\n"
            '<rect width="600" height="900" fill="#14304f"/>\n'
            '<rect y="886" width="600" height="14" fill="#d9a441"/>\n'
            f'<rect x="{bar}" y="216" width="120" height="8" fill="#d9a441"/>\n'
            + "\n".join(texts)
            + self._cover_code(right)
            + "\n</svg>\n"
        )

    def _cover_code(self, right):
        """The code at the end side of the foot, its text below it."""
        if self.code is None:
            return ""
        x, edge, anchor = (52, 52, "start") if right else (418, 548, "end")
        drawing = re.sub(
            r' width="\d+" height="\d+"',
            f' x="{x}" y="730" width="130" height="130"',
            self.code["svg"],
            count=1,
        )
        text = _svg_text(edge, 876, 9.5, "#f3efe6", self.code["text"])
        text = text.replace("<text ", f'<text direction="ltr" text-anchor="{anchor}" ', 1)
        return f"\n{drawing}\n{text}"

    # the file

    def _zip(self, names):
        with zipfile.ZipFile(self.outdir / BOOK, "w", zipfile.ZIP_DEFLATED) as book:
            _add(book, "mimetype", b"application/epub+zip", zipfile.ZIP_STORED)
            _add(book, "META-INF/container.xml", CONTAINER.encode("utf-8"))
            for name in [PACKAGE, *names]:
                packed = PurePosixPath(name).suffix.lower() in PACKED
                how = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
                _add(book, name, (self.outdir / name).read_bytes(), how)


def _add(book, name, data, how=zipfile.ZIP_DEFLATED):
    info = zipfile.ZipInfo(name, ZIP_DATE)
    info.compress_type = how
    info.create_system = 3
    info.external_attr = 0o100644 << 16
    book.writestr(info, data)


def _text(words):
    return html.escape(" ".join(str(words).split()))


def _entry(href, words, inner=()):
    return f'<li><a href="{html.escape(href)}">{_text(words)}</a>{_list(inner)}</li>'


def _list(entries):
    return "\n<ol>\n" + "\n".join(entries) + "\n</ol>" if entries else ""


def _moment():
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    when = time.gmtime(int(given)) if given.isdigit() else time.gmtime()
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", when)


def _settled(svg):
    """The text of a drawing without variables and media queries, with a white ground."""
    values = dict(re.findall(r"(--[\w-]+):([^;}]+)", svg.partition("@media")[0]))
    svg = re.sub(r":root\{[^}]*\}|@media[^{]*\{(?:[^{}]*\{[^}]*\})*\}", "", svg)
    svg = re.sub(r"var\((--[\w-]+)\)", lambda found: values.get(found[1], "currentColor"), svg)
    box = re.search(r'viewBox="([-\d.]+) ([-\d.]+) ([-\d.]+) ([-\d.]+)"', svg)
    if box is None:
        return svg
    x, y, width, height = box.groups()
    ground = f'<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="#ffffff"/>'
    return re.sub(r"(<svg[^>]*>)", rf"\1\n{ground}", svg, count=1)


def _wrapped(words, room, most):
    """Words as lines of about `room` letters; what does not fit in `most` lines is cut."""
    lines = []
    for word in words.split():
        if lines and len(lines[-1]) + 1 + len(word) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word if len(word) <= room else f"{word[: room - 1]}…")
    if len(lines) > most:
        lines = lines[:most]
        lines[-1] = lines[-1][: room - 1].rstrip() + "…"
    return lines


def _svg_text(x, y, size, colour, words, weight="400"):
    # text-anchor "start" is the right edge where the direction is right to left
    return (
        f'<text x="{x}" y="{y:.0f}" font-size="{size}" font-weight="{weight}" fill="{colour}" '
        f"font-family=\"Arial, Helvetica, 'Noto Sans', sans-serif\">{_text(words)}</text>"
    )


def setup(app):
    app.add_config_value("handbook_epub", {}, "epub", types=frozenset({dict}))
    app.add_builder(HandbookEpub, override=True)
    app.set_translator("epub", EpubTranslator, override=True)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
