"""Typst source of this handbook, for a printed book.

    sphinx-build -b typst . ../typst
    typst compile --pdf-standard ua-1 --font-path fonts handbook.typ

All words of the authors stand in string literals, so nothing in them is read as markup. The look
is in _typst/keyhub.typ; this file only says which function sets which part of the book. Needs the
font packages named in FACES.
"""

import importlib
import json
import shutil
from pathlib import Path

import typst_svg
from cover_code import cover_code
from docutils import nodes
from sphinx import addnodes
from sphinx.builders import Builder
from sphinx.environment.adapters.indexentries import IndexEntries
from typst_chapters import ChapterWriter
from typst_text import literal, printable, shortened

FACES = {
    "fontpkg_ibm_plex_serif": ["Regular", "Italic", "Medium", "SemiBold", "SemiBoldItalic"],
    "fontpkg_ibm_plex_sans_condensed": ["Regular", "Italic", "SemiBold", "SemiBoldItalic"],
    "fontpkg_ibm_plex_sans_arabic": ["Regular", "Medium", "SemiBold"],
}
"""Package of each family (SIL Open Font Licence), and the cuts that the book uses."""


class TypstBuilder(Builder):
    """One handbook.typ with its figures and faces in the output folder."""

    name = "typst"
    format = "typst"
    epilog = "The Typst source is in %(outdir)s."
    supported_image_types = ("image/svg+xml", "image/png", "image/jpeg")

    def get_outdated_docs(self):
        return "all pages"

    def get_target_uri(self, docname, typ=None):
        return "%" + docname

    def get_relative_uri(self, from_, to, typ=None):
        return self.get_target_uri(to, typ)

    def prepare_writing(self, docnames):
        pass

    def write_documents(self, docnames):
        out = Path(self.outdir)
        parts = self._parts()
        trees = {name: self._resolved(name) for _, names in parts for name in names}
        cover = self._resolved(self.config.root_doc)
        writer = ChapterWriter(self.config.typst_book, _labels(trees), self.srcdir)
        lines = ['#import "keyhub.typ": *', "#show: printed", "#let p = pillars.plain"]
        code = cover_code(out)
        if code is not None:
            self._write(out / "cover-code.svg", code["svg"])
        lines.append(writer.cover(cover, code))
        lines.append(writer.calm(_contents(self.config.typst_book, parts)))
        for _, names in parts:
            for name in names:
                if name == "genindex":
                    lines.append(writer.calm(self._index(writer)))
                else:
                    lines.append(writer.chapter(name, trees[name]))
        self._write(out / "handbook.typ", "\n\n".join(lines) + "\n")
        self._copy_pictures(writer.pictures, out)

    def finish(self):
        out = Path(self.outdir)
        given = dict(self.config.typst_book)
        signs = given.pop("unprintable")
        book = given | {key: printable(given[key], signs) for key in ("short", "marking")}
        book["labels"] = {key: printable(words, signs) for key, words in given["labels"].items()}
        self._write(out / "book.json", json.dumps(book, ensure_ascii=False, indent=1))
        shutil.copyfile(self.srcdir / "_typst" / "keyhub.typ", out / "keyhub.typ")
        (out / "fonts").mkdir(exist_ok=True)
        for package, cuts in FACES.items():
            module = importlib.import_module(package)
            stem = module.FAMILY.replace(" ", "")
            for cut in cuts:
                face = module.ROOT / "files" / f"{stem}-{cut}.ttf"
                shutil.copyfile(face, out / "fonts" / face.name)

    def _write(self, path, text):
        path.write_text(text, encoding="utf-8", newline="\n")

    def _resolved(self, docname):
        if docname == "genindex":
            return None
        tree = self.env.get_doctree(docname)
        self.env.resolve_references(tree, docname, self)
        return tree

    def _parts(self):
        """(caption, names of its pages) for each part, in order."""
        tree = self.env.get_doctree(self.config.root_doc)
        return [
            (toctree.get("caption") or "", [name for _, name in toctree["entries"]])
            for toctree in tree.findall(addnodes.toctree)
        ]

    def _index(self, writer):
        groups = IndexEntries(self.env).create_index(self)
        title = self.config.typst_book["labels"]["index"]
        out = [
            f"#open-chapter({literal(shortened(title))})",
            "#let p = pillars.plain",
            f'#chapter-title(p, true, name: "genindex", {literal(title)})',
        ]
        if not any(entries for _, entries in groups):
            out.append(f"#{literal(self.config.typst_book['labels']['index_empty'])};")
            return "\n".join(out)
        out.append("#index-of(p, (")
        for letter, entries in groups:
            out.append(f"  (letter: {literal(letter)}, entries: (")
            for words, (targets, below, _) in entries:
                out.append(f"    {writer.index_entry(words, targets, 0)},")
                for word, places in below:
                    out.append(f"    {writer.index_entry(word, places, 1)},")
            out.append("  )),")
        out.append("))")
        return "\n".join(out)

    def _copy_pictures(self, pictures, out):
        for name in pictures:
            target = out / name
            target.parent.mkdir(parents=True, exist_ok=True)
            source = self.srcdir / name
            if name.endswith(".svg"):
                text = typst_svg.for_print(source.read_text(encoding="utf-8"))
                self._write(target, printable(text, self.config.typst_book["unprintable"]))
            else:
                shutil.copyfile(source, target)


def _contents(book, parts):
    entries = "".join(
        f"(caption: {literal(caption)}, first: {literal(names[0])}), "
        for caption, names in parts
        if names
    )
    return f"#contents({literal(book['labels']['contents'])}, ({entries}))"


def _labels(trees):
    """Every place that a link may lead to: `page` and `page#id`."""
    known = set(trees)
    for name, tree in trees.items():
        if tree is None:
            continue
        for node in tree.findall(nodes.Element):
            known.update(f"{name}#{identifier}" for identifier in node.get("ids", ()))
        for node in tree.findall(addnodes.index):
            known.update(f"{name}#{entry[2]}" for entry in node["entries"])
    return known


def setup(app):
    app.add_config_value("typst_book", {}, "")
    app.add_builder(TypstBuilder)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
