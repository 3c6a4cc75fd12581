"""Blocks of the handbook as calls of the functions in keyhub.typ."""

from docutils import nodes
from sphinx import addnodes
from typst_columns import Atom, halves, join, render
from typst_inline import InlineWriter, literal_of
from typst_tables import table_pieces

BESIDE = {"for-say", "for-listen-for", "for-setup", "for-stop-rules"}
"""Parts of a trainer's box that may stand in the margin."""
_PARAGRAPHS = {
    "eyebrow",
    "lead",
    "part-label",
    "below",
    "notice",
    "statement",
    "prompt",
    "stage",
    "marking",
    "step-line",
    "defined",
    "change-name",
}
_BOXES = {
    "definition": "definition",
    "indicators": "indicators",
    "question": "question",
    "handout": "handout",
    "case": "case",
    "key-messages": "key-messages",
    "claim": "claim",
    "ruled": "writing-room",
    "name-line": "name-line",
}
_WHOLE = {"test-question", "test-answer"}


class BlockWriter(InlineWriter):
    """Block nodes to Typst source. `pictures` are the files that the source shows."""

    def __init__(self, book, labels, folder):
        super().__init__(book, labels)
        self.folder = folder
        self.pictures = {}
        self.trainer = book["edition"] == "trainer"
        self.level = 1
        self.margin = self.trainer
        """True where words may stand in the margin."""

    # -- runs of blocks ------------------------------------------------------------------------

    def run(self, children):
        """A run of blocks; in the trainer edition each trainer's box joins what it belongs to."""
        done = []  # (node, source) of what stands in the column
        children = [c for c in children if not isinstance(c, nodes.comment)]
        # room to write comes last, so that it can fill the page
        children.sort(key=lambda child: "ruled" in child.get("classes", ()))
        skip = set()
        for place, child in enumerate(children):
            if place in skip:
                continue
            classes = child.get("classes", ())
            if "exercise" in classes:
                taken = self._exercise(children, place, done)
                skip.update(taken)
            elif "trainer" in classes and self.docname == "sources":
                done.append((child, self._run_in(child)))
            elif "trainer" in classes:
                self._beside(done, child)
            elif isinstance(child, nodes.section):
                done.append((child, self.section(child)))
            else:
                done.append((child, self._before(children, place)))
        return join(source for _, source in done)

    def _before(self, children, place):
        """A block; a line right before a table stays with it."""
        child = children[place]
        source = self.block(child)
        after = children[place + 1] if place + 1 < len(children) else None
        if isinstance(child, nodes.paragraph) and isinstance(after, nodes.table):
            return f"#before-table[{source}]"
        return source

    def _beside(self, done, box):
        head, beside, under = self._parts_of(box)
        start = self._block_start(done)
        if beside and start is not None and self.margin:
            main = join(source for _, source in done[start:])
            del done[start:]
            note = join([head, render(self, beside)])
            below = self._wide("", under) if under else ""
            wide = self._wide(head, beside + under)
            done.append((box, f"#beside[\n{main}\n][\n{note}\n][{below}][\n{wide}\n]"))
        else:
            done.append((box, self._wide(head, beside + under)))

    def _wide(self, head, atoms):
        first, second = halves(atoms)
        if not second:
            return f"#trainer-box[\n{join([head, render(self, first)])}\n]"
        reach = "" if self.margin else "(reach: 0mm)"
        return (
            f"#trainer-wide{reach}[{head}][\n{render(self, first)}\n][\n{render(self, second)}\n]"
        )

    def _block_start(self, done):
        """Where the block begins that a trainer's box follows; None where it follows none."""
        start = None
        for place in range(len(done) - 1, -1, -1):
            node, source = done[place]
            classes = node.get("classes", ())
            if (
                "trainer" in classes
                or "step-line" in classes
                or isinstance(node, (nodes.section, nodes.title))
                or source.startswith(("#turned", "#pagebreak"))
                or "#turned(" in source
            ):
                break
            boxed = isinstance(node, nodes.container) and not (
                {"wide", "comparison"} & set(classes)
            )
            if start is not None and boxed:
                break
            start = place
            if boxed or isinstance(node, (nodes.rubric, nodes.figure)):
                break
        return start

    def _parts_of(self, box):
        """The head of a trainer's box, what of it may stand in the margin, and all the rest."""
        head, beside, under = "", [], []
        now = under
        for child in box.children:
            classes = set(child.get("classes", ()))
            if "trainer-head" in classes:
                head = f"#trainer-head[{self.inside(child)}]"
            elif "trainer-label" in classes:
                now = beside if classes & BESIDE else under
                now.append(Atom(f"#trainer-label[{self.inside(child)}]", 60, label=True))
            elif isinstance(child, (nodes.bullet_list, nodes.enumerated_list)):
                for number, item in enumerate(child.children):
                    now.append(Atom(item, len(item.astext()) + 30, of=child, number=number))
            else:
                now.append(Atom(self.block(child), len(child.astext()) + 30))
        return head, beside, under

    def trainer_box(self, box):
        """A trainer's box with all its parts in the column."""
        head, beside, under = self._parts_of(box)
        return f"#trainer-box[\n{join([head, render(self, beside + under)])}\n]"

    def _run_in(self, box):
        """A trainer's box with its labels run in: (label, first paragraph, what follows)."""
        head, parts = "", []
        for child in box.children:
            classes = set(child.get("classes", ()))
            if "trainer-head" in classes:
                head = self.inside(child)
            elif "trainer-label" in classes:
                parts.append([self.inside(child), "", ""])
            elif isinstance(child, nodes.paragraph) and not parts[-1][1] and not parts[-1][2]:
                parts[-1][1] = self.inside(child)
            else:
                parts[-1][2] += self.block(child)
        rows = "".join(f"([{label}], [{words}], [{more}]), " for label, words, more in parts)
        return f"#trainer-run([{head}], {rows})"

    def _exercise(self, children, place, done):
        """The sheet on a page of its own with its trainer's box, then its handout.

        A participant has the handout on a page of its own too, to write on and to hand in. A
        trainer has handouts as files, so there they only stay whole and leave no page half empty.
        """
        sheet = children[place]
        skip, handout, box = set(), None, None
        for number in (place + 1, place + 2):
            if number >= len(children):
                break
            classes = children[number].get("classes", ())
            if "handout" in classes and handout is None and box is None:
                handout = children[number]
            elif "trainer" in classes and box is None:
                box = children[number]
            else:
                break
            skip.add(number)
        opens_step = all(
            "step-line" in node.get("classes", ()) or isinstance(node, nodes.title)
            for node, _ in done
        ) and isinstance(sheet.parent, nodes.section)
        if not opens_step:
            if not self.trainer:
                done.append((sheet, "#notes-to-foot(p)"))
            done.append((sheet, "#pagebreak(weak: true)"))
        done.append((sheet, self._sheet(sheet)))
        if box is not None:
            self._beside(done, box)
        if handout is not None and self.trainer:
            done.append((handout, self._sheet(handout)))
        elif handout is not None:
            done.append((sheet, "#notes-to-foot(p)"))
            done.append((handout, "#pagebreak(weak: true)"))
            done.append((handout, self.block(handout)))
            if number_of_rest(children, place, skip):
                done.append((handout, "#pagebreak(weak: true)"))
        return skip

    def _sheet(self, node):
        source = self.block(node)
        return f"#keep[\n{source}\n]" if self.trainer else source

    # -- blocks --------------------------------------------------------------------------------

    def blocks(self, parent):
        return join(self.block(child) for child in parent.children)

    def section(self, node):
        title = node.next_node(nodes.title)
        depth = 1
        parent = node.parent
        while isinstance(parent, nodes.section):
            depth += 1
            parent = parent.parent
        level = self._level(depth)
        children = [child for child in node.children if child is not title]
        steps = self.docname.startswith("sessions/")
        first = [c for c in children if "step-line" not in c.get("classes", ())][:1]
        out = []
        exercise = any("exercise" in c.get("classes", ()) for c in first)
        own_page = exercise or any(_has_table(c, "contacts") for c in children)
        if own_page:
            if steps and not self.trainer:
                out.append("#notes-to-foot(p)")
            out.append("#pagebreak(weak: true)")
        small = "true" if "source" in node["classes"] else "false"
        close = "false" if steps else "true"
        out.append(
            f"#step-heading(p, {level}, {'true' if steps else 'false'}, small: {small}, "
            f"close: {close}, marks: [{self.anchors(node)}])[{self.inside(title)}]"
        )
        out.append(self.run(children))
        if any(_has_table(child, "agenda") for child in children):
            return f"#keep[\n{join(out)}\n]"
        return join(out)

    def block(self, node):
        """One block as source; "" where it prints nothing."""
        if isinstance(node, nodes.Text):
            return self.text(node.astext())
        if isinstance(node, (addnodes.index, nodes.target)):
            return self.anchors(node)
        method = getattr(self, f"block_{type(node).__name__}", None)
        if method is not None:
            return method(node)
        return self.blocks(node)

    def block_comment(self, node):
        return ""

    def block_paragraph(self, node):
        inner = self.anchors(node) + self.inside(node)
        for name in node["classes"]:
            if name in _PARAGRAPHS:
                if name == "eyebrow" and "warning" in node.parent.get("classes", ()):
                    inner = f"#warning-sign #h(3pt){inner}"
                return f"#{name}(p)[{inner}]"
            if name in ("denial", "credit"):
                return f"#below(p)[{inner}]"
        return f"#par[{inner}]"

    def block_rubric(self, node):
        level = self._level(int(node.get("heading-level", 3)))
        return f"{self.anchors(node)}#title-line(p, {level})[{self.inside(node)}]"

    def block_section(self, node):
        return self.section(node)

    def block_block_quote(self, node):
        return f"#quoted[\n{self.blocks(node)}\n]"

    def block_bullet_list(self, node):
        if "figure-words" in node["classes"]:
            return ""
        function = {"checklist": "squares", "choices": "choices", "facts": "ruled-items"}
        name = next((function[c] for c in node["classes"] if c in function), "list")
        return f"{self.anchors(node)}#{name}({self.items(node.children)})"

    def block_enumerated_list(self, node):
        if "figure-words" in node["classes"]:
            return ""
        start = node.get("start", 1)
        return f"{self.anchors(node)}#enum(start: {start}, {self.items(node.children)})"

    def items(self, items):
        """The entries of a list as arguments."""
        out = []
        for item in items:
            if len(item.children) == 1 and isinstance(item.children[0], nodes.paragraph):
                only = item.children[0]
                out.append(f"[{self.anchors(only)}{self.inside(only)}]")
            else:
                out.append(f"[\n{self.blocks(item)}\n]")
        return ", ".join(out)

    def block_definition_list(self, node):
        if "ledger" in node["classes"]:
            return self.ledger(node)
        out = []
        for item in node.children:
            names = [self.inside(n) + self.anchors(n) for n in item.findall(nodes.term)][:1]
            body = next((n for n in item.children if isinstance(n, nodes.definition)), None)
            inner = self.blocks(body) if body is not None else ""
            out.append(f"#glossary-entry(p)[{''.join(names)}][\n{inner}\n]")
        return join(out)

    def ledger(self, node):
        """A list of facts: names at the side, what is said of them beside."""
        name = "facts-run" if self.docname in ("sources", "glossary") else "ledger"
        return f"#{name}(p, {self.rows(node)})"

    def rows(self, node):
        """The entries of a definition list as pairs."""
        rows = []
        for item in node.children:
            name = next(iter(item.findall(nodes.term)))
            body = next(n for n in item.children if isinstance(n, nodes.definition))
            value = (
                self.inside(body.children[0])
                if len(body.children) == 1 and isinstance(body.children[0], nodes.paragraph)
                else self.blocks(body)
            )
            rows.append(f"([{self.inside(name)}], [{value}]), ")
        return "".join(rows)

    def block_container(self, node):
        classes = node["classes"]
        marks = self.anchors(node)
        if "trainer" in classes:
            return marks + self.trainer_box(node)
        if "callout" in classes:
            kind = "warning" if "warning" in classes else "note"
            return f'{marks}#callout(p, "{kind}")[\n{self.run(node.children)}\n]'
        if "exercise" in classes:
            head, rest = "", list(node.children)
            if rest and "eyebrow" in rest[0].get("classes", ()):
                head = self.inside(rest.pop(0))
            return f"{marks}#exercise(p)[{head}][\n{self.run(rest)}\n]"
        if "comparison" in classes or "pair" in classes:
            sides = "".join(f"[\n{self.block(side)}\n]" for side in node.children)
            return f"{marks}#{classes[0]}(p){sides}"
        if _WHOLE & set(classes):
            return f"{marks}#whole[\n{self.run(node.children)}\n]"
        for name in classes:
            if name in _BOXES:
                return f"{marks}#{_BOXES[name]}(p)[\n{self.run(node.children)}\n]"
        return marks + self.run(node.children)

    def block_table(self, node):
        return join([self.anchors(node), *table_pieces(self, node)])

    def block_figure(self, node):
        image = next(iter(node.findall(nodes.image)))
        caption = next(iter(node.findall(nodes.caption)), None)
        self.pictures[image["uri"]] = None
        words = f"[{self.inside(caption)}]" if caption is not None else "none"
        framed = "true" if "photo" in node["classes"] else "false"
        return (
            f"{self.anchors(node)}#picture(p, {literal_of(image['uri'])}, "
            f"{self.literal(image.get('alt', ''))}, {words}, framed: {framed})"
        )

    def _level(self, wanted):
        """The level of a heading: never more than one below the heading before it."""
        self.level = min(wanted, self.level + 1)
        return self.level


def number_of_rest(children, place, skip):
    """How many blocks follow an exercise with all that belongs to it."""
    return len([n for n in range(place + 1, len(children)) if n not in skip])


def _has_table(node, kind):
    return isinstance(node, nodes.Element) and any(
        kind in table["classes"] for table in node.findall(nodes.table)
    )
