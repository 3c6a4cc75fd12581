"""The cover and the chapters of the handbook, each one page of the source, and index entries."""

from cover_code import words
from docutils import nodes
from sphinx import addnodes
from typst_blocks import BlockWriter
from typst_columns import join
from typst_inline import literal_of
from typst_text import shortened

_PILLAR = "pillar-"


class ChapterWriter(BlockWriter):
    """Pages of the source to Typst source."""

    def cover(self, tree, code=None):
        """The cover, and behind it what only trainers read of it."""
        self.docname = "index"
        section = next(iter(tree.findall(nodes.section)))
        box = next(n for n in section.children if "cover" in n.get("classes", ()))
        parts = dict.fromkeys(("eyebrow", "lead", "marking"))
        facts, rest, hidden = "", [], []
        for child in box.children:
            kind = next((name for name in parts if name in child["classes"]), None)
            if kind:
                parts[kind] = self.inside(child)
            elif isinstance(child, nodes.definition_list):
                facts = self.ledger(child)
            elif "trainer" in child["classes"]:
                hidden.append(self.trainer_box(child))
            else:
                rest.append(self.block(child))
        subtitle = f"[{parts['lead']}]" if parts["lead"] else "none"
        marking = f"[{parts['marking']}]" if parts["marking"] else "none"
        title = section.next_node(nodes.title)
        return (
            f"#cover(title: {self.plain(title)}, subtitle: {subtitle}, "
            f"eyebrow: [{parts['eyebrow'] or ''}], marking: {marking}, {self._code(code)}"
            f"[{facts}], [{join(rest)}], hidden: [{join(hidden)}])"
        )

    def _code(self, code):
        if code is None:
            return ""
        words_of_it = self.literal(words(code, self.book["labels"]))
        return f"code: cover-code({literal_of(code['text'])}, {words_of_it}), "

    def chapter(self, docname, tree):
        """One page of the source as a chapter."""
        self.docname = docname
        self.level = 1
        self.margin = self.trainer and docname.startswith(("sessions/", "hubs/"))
        section = next(iter(tree.findall(nodes.section)))
        before = "".join(self.anchors(n) for n in tree.children if isinstance(n, addnodes.index))
        title = section.next_node(nodes.title)
        children = [child for child in section.children if child is not title]
        opener = next((n for n in children[:1] if "opener" in n.get("classes", ())), None)
        pillar = "plain"
        if opener is not None:
            pillar = next(
                name[len(_PILLAR) :] for name in opener["classes"] if name.startswith(_PILLAR)
            )
        marks = before + self.anchors(section)
        lines = [
            f"#open-chapter({self.literal(shortened(title.astext()))}{self._draft(opener)})",
            f"#let p = pillars.{pillar}",
        ]
        if opener is None:
            lines.append(
                f"#chapter-title(p, true, name: {literal_of(docname)}, marks: [{marks}])"
                f"[{self.inside(title)}]"
            )
        else:
            lines.append(self._opener(opener, title, docname, marks))
            children = children[1:]
        lines += self._body(docname, children)
        source = "\n\n".join(lines)
        return source if self.margin else self.calm(source)

    def _body(self, docname, children):
        """The blocks of a chapter, each kind of chapter set as it is read."""
        if docname == "sources":
            first = [c for c in children if "source" not in c.get("classes", ())]
            apparatus = self.run(children[len(first) :])
            return [self.run(first), f"#small-columns[\n{apparatus}\n]"]
        if docname == "tests/answer-key":
            sections = [n for n, c in enumerate(children) if isinstance(c, nodes.section)]
            lead = children[: next(iter(sections), 0)]
            key = self.run(children[len(lead) :])
            return [self.run(lead), f"#small-columns[\n{key}\n]"]
        if docname == "how-to-use":
            return [f"#close-set[\n{self.run(children)}\n]"]
        return [self.run(children)]

    def calm(self, source):
        """A chapter without words in the margin; the participant edition has no other."""
        return f"#calm[\n{source}\n]" if self.trainer else source

    def index_entry(self, words, targets, depth):
        """An entry of the index as a Typst dictionary."""
        labels = []
        for _, uri in targets:
            label = uri.partition("%")[2]
            if label in self._set:
                labels.append(literal_of(label))
        places = "".join(label + ", " for label in dict.fromkeys(labels))
        return f"(words: {self.literal(words)}, depth: {depth}, targets: ({places}))"

    def _draft(self, opener):
        """The mark of a draft, for the running head of a session's chapter."""
        found = [
            part
            for part in (opener.findall(nodes.inline) if opener is not None else ())
            if "draft" in part["classes"]
        ]
        return f", draft: {self.literal(found[0].astext())}" if found else ""

    def _opener(self, box, title, docname, marks):
        letter, pillar, lead, facts, aims = "", "", "", "()", []
        for child in box.children:
            classes = child["classes"]
            if "eyebrow" in classes:
                for part in child.children:
                    inner = part.get("classes", ()) if isinstance(part, nodes.Element) else ()
                    if "pillar-letter" in inner:
                        letter = self.inside(part)
                    elif "draft" in inner:
                        pillar += f"#draft-on-band[{self.inside(part)}];"
                    else:
                        pillar += self.one(part)
            elif "lead" in classes:
                lead = self.inside(child)
            elif isinstance(child, nodes.definition_list):
                facts = f"({self.rows(child)})"
            else:
                aims.append(self.block(child))
        long = "true" if len(title.astext()) > 110 else "false"
        return (
            f"#opener(p, name: {literal_of(docname)}, marks: [{marks}], letter: [{letter}], "
            f"pillar: [{pillar}], long: {long}, lead: [{lead}], facts: {facts}, "
            f"[{self.inside(title)}])[\n{join(aims)}\n]"
        )
