"""Tables of the handbook as Typst, however wide: over the margin, turned, or in several parts."""

from docutils import nodes
from typst_text import longest_word

_ROOM = {"half": 44, "column": 80, "column-calm": 100, "over": 122, "turned": 190}
"""Signs that fit into a line of the table's type at 8.8 points, by where the table stands."""
_GUTTER = 2.8
"""Signs that the space between two columns takes."""
_SMALL = 7.4
_LONG_CELL = 500
"""Signs from which on a cell may break over pages."""


def table_pieces(writer, node):
    """The table as one piece, or as several where it has more columns than a page is wide."""
    group = next(iter(node.findall(nodes.tgroup)))
    head_rows = [row for head in group.findall(nodes.thead) for row in head.children]
    body_rows = [row for body in group.findall(nodes.tbody) for row in body.children]
    head = list(head_rows[0].children) if head_rows else []
    rows = [list(row.children) for row in body_rows]
    count = len(head)
    lengths = [[len(cell.astext()) for cell in column] for column in _columns(head, rows)]
    words = [
        max(min(longest_word(cell.astext()), 24) for cell in column)
        for column in _columns(head, rows)
    ]
    given = [spec["colwidth"] for spec in group.findall(nodes.colspec)]
    if "colwidths-given" not in node["classes"]:
        given = None
    # a column needs its longest word, and some room where it holds sentences
    needs = [
        max(w * 1.15, min(16, max(of) ** 0.5 * 2.2)) + _GUTTER
        for w, of in zip(words, lengths, strict=True)
    ]
    column = "column" if writer.margin else "column-calm"
    if "small" in node["classes"]:
        column = "half"
    caption = next((n for n in node.children if isinstance(n, nodes.title)), None)
    if "outline" in node["classes"]:
        caption = None  # on paper the heading right above says it
    if sum(needs) <= _ROOM[column] and "contacts" not in node["classes"] and count < 5:
        return [
            _table(
                writer,
                node,
                caption,
                head,
                rows,
                range(count),
                given,
                needs,
                lengths,
                _ROOM[column],
            )
        ]
    if sum(needs) <= _ROOM["over"] and (writer.margin or sum(needs) <= _ROOM[column] * 1.1):
        room = _ROOM["over"] if writer.margin else _ROOM[column]
        table = _table(
            writer, node, caption, head, rows, range(count), given, needs, lengths, room, over=True
        )
        return [table]
    out = []
    room = _ROOM["turned"] * 8.8 / _SMALL
    parts = _parts(needs, room)
    for number, columns in enumerate(parts, 1):
        mark = f" ({number}/{len(parts)})" if len(parts) > 1 else ""
        table = _table(
            writer,
            node,
            caption,
            head,
            rows,
            columns,
            None,
            needs,
            lengths,
            room,
            size=_SMALL,
            mark=mark,
        )
        out.append(f"#turned[\n{table}\n]")
    return out


def _columns(head, rows):
    return [[head[n], *(row[n] for row in rows if n < len(row))] for n in range(len(head))]


def _parts(needs, room):
    """Runs of columns that fit a page; the first column, which names the rows, is in each."""
    parts, run, used = [], [0], needs[0]
    for number in range(1, len(needs)):
        if used + needs[number] > room and len(run) > 1:
            parts.append(run)
            run, used = [0], needs[0]
        run.append(number)
        used += needs[number]
    return [*parts, run]


def _table(
    writer,
    node,
    caption,
    head,
    rows,
    columns,
    given,
    needs,
    lengths,
    room,
    over=False,
    size=8.8,
    mark="",
):
    columns = list(columns)
    if given:
        widths = [float(given[n]) for n in columns]
    else:
        widths = _widths([needs[n] for n in columns], [lengths[n] for n in columns], room)
    classes = node["classes"]
    before, writer.longest = writer.longest, 24
    numbers = "true" if "numbers" in classes else "false"
    title = f"[{writer.inside(caption)}{writer.text(mark) if mark else ''}]" if caption else "none"
    tall = ", tall: true" if "contacts" in classes else ""
    out = [
        f"#data-table(p, caption: {title}, columns: ({''.join(f'{w:.1f}fr, ' for w in widths)}), "
        f"size: {size}pt, numbers: {numbers}, over: {'true' if over else 'false'}{tall}, "
        f"head: ({''.join(f'[{_cell(writer, head[n])}], ' for n in columns)}),"
    ]
    for row in rows:
        strong = "agenda" in classes and any(row[0].findall(_is_clock))
        cells = []
        for n in columns:
            source = f"[{_cell(writer, row[n])}]" if n < len(row) else "[]"
            options = []
            if n < len(row) and lengths[n] and len(row[n].astext()) < _LONG_CELL:
                options.append("breakable: false")
            if strong:
                options.append("fill: grey-tint")
            cells.append(f"table.cell({', '.join(options)}){source}" if options else source)
        out.append("  " + ", ".join(cells) + ",")
    writer.longest = before
    return "\n".join(out) + "\n)"


def _widths(needs, lengths, room):
    """What each column needs, and of the rest a share by how much stands in it."""
    usual = [min(80, sum(of) / max(1, len(of))) for of in lengths]
    spare = max(0, room - sum(needs))
    wanted = [max(0, u - n) for u, n in zip(usual, needs, strict=True)]
    total = sum(wanted) or 1
    return [n + spare * w / total for n, w in zip(needs, wanted, strict=True)]


def _is_clock(node):
    return isinstance(node, nodes.inline) and "clock" in node["classes"]


def _cell(writer, entry):
    if len(entry.children) == 1 and isinstance(entry.children[0], nodes.paragraph):
        return writer.inside(entry.children[0])
    return writer.blocks(entry)
