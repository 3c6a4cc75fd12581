"""Native shapes of a slide: drawings as groups with glued connectors, tables, pillar marks.

Enters: things of a slide and the next free shape id. Leaves: XML of shapes.
"""

# ruff: noqa: E501  (XML reads better unbroken)
from __future__ import annotations

from collections.abc import Iterator

from builders.deck.fitting import CELL_MARGIN
from builders.deck.slides import Frame, Para, Sketch, Span, Table
from builders.drawing.shapes import Box, Connector, Outline, Side
from builders.write_pptx.marks import (
    DECORATIVE,
    POINT,
    Hand,
    Links,
    Palette,
    escaped,
    transform,
)
from builders.write_pptx.template import accent_of

_FORMS = {"plain": "rect", "round": "roundRect", "oval": "ellipse", "wedge": "pie"}
_SITES: dict[Side, int] = {"top": 0, "left": 1, "bottom": 2, "right": 3}
_OVAL_SITES: dict[Side, int] = {"top": 0, "left": 2, "bottom": 4, "right": 6}
PILLAR_FORMS = {
    "foundations": "rect",
    "identify": "ellipse",
    "investigate": "diamond",
    "prosecute": "hexagon",
    "deliver": "triangle",
}


def emu(points: float) -> int:
    return round(points * POINT)


def pillar_mark(
    pillar: str,
    ids: Iterator[int],
    *,
    rtl: bool,
    size: tuple[float, float],
    kicker: Frame | None,
    on_dark: bool,
) -> str:
    """The pillar's colour and shape: a bar at the edge and a sign before the kicker.

    `size` is that of the slide. Without a kicker there is no sign.
    """
    width, height = size
    shapes = []
    bar = Frame(width - 8 if rtl else 0, 0, 8, height)
    ring = '<a:ln w="12700"><a:solidFill><a:schemeClr val="bg1"/></a:solidFill></a:ln>'
    none = "<a:ln><a:noFill/></a:ln>"
    made = ""
    shapes.append((bar, "rect", "bar", none))
    if kicker is not None:
        x = kicker.x + kicker.width + 6 if rtl else kicker.x - 22
        spot = Frame(x, kicker.y + kicker.height / 2 - 8, 16, 16)
        shapes.append((spot, PILLAR_FORMS[pillar], "sign", ring if on_dark else none))
    for frame, form, name, line in shapes:
        made += (
            f'<p:sp><p:nvSpPr><p:cNvPr id="{next(ids)}" name="Pillar {name}" descr="">{DECORATIVE}'
            f"</p:cNvPr><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>{transform(frame)}"
            f'<a:prstGeom prst="{form}"><a:avLst/></a:prstGeom><a:solidFill>'
            f'<a:schemeClr val="{accent_of(pillar)}"/></a:solidFill>{line}</p:spPr></p:sp>'
        )
    return made


def sketch_xml(sketch: Sketch, ids: Iterator[int], hand: Hand, palette: Palette) -> str:
    """A drawing as one group with its alternative text; without one it is decorative."""
    drawing, frame = sketch.drawing, sketch.frame
    group = next(ids)
    numbers: dict[str, int] = {}
    forms: dict[str, str] = {}
    for shape in drawing.shapes:
        numbers[shape.id] = next(ids)
        if isinstance(shape, Box):
            forms[shape.id] = shape.form
    inner = []
    for shape in drawing.shapes:
        match shape:
            case Box():
                inner.append(_box(shape, numbers[shape.id], frame, hand, palette))
            case Connector():
                inner.append(_connector(shape, numbers, forms, frame, palette))
            case Outline():
                inner.append(_outline(shape, numbers[shape.id], frame, palette))
    mark = "/>" if sketch.alt else f">{DECORATIVE}</p:cNvPr>"
    x, y, width, height = (emu(v) for v in (frame.x, frame.y, drawing.width, drawing.height))
    return (
        f'<p:grpSp><p:nvGrpSpPr><p:cNvPr id="{group}" name="Drawing" '
        f'descr="{escaped(sketch.alt)}"{mark}<p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm>'
        f'<a:off x="{x}" y="{y}"/><a:ext cx="{width}" cy="{height}"/><a:chOff x="{x}" y="{y}"/>'
        f'<a:chExt cx="{width}" cy="{height}"/></a:xfrm></p:grpSpPr>{"".join(inner)}</p:grpSp>'
    )


def _line(role: str | None, weight: float, palette: Palette, tail: str = "") -> str:
    if role is None:
        return "<a:ln><a:noFill/></a:ln>"
    return f'<a:ln w="{emu(weight)}">{palette.fill(role)}{tail}</a:ln>'


def _box(box: Box, number: int, frame: Frame, hand: Hand, palette: Palette) -> str:
    place = Frame(frame.x + box.x, frame.y + box.y, box.width, box.height)
    align = {"start": "r" if hand.rtl else "l", "end": "l" if hand.rtl else "r", "center": "ctr"}
    flag = ' rtl="1"' if hand.rtl else ""
    links = Links(1)
    text = ""
    for words in box.words:
        run = hand.run(
            Span(words.text, words.bold, ink=words.colour),  # type: ignore[arg-type]
            palette,
            links,
            words.size,
        )
        text += f'<a:p><a:pPr algn="{align[box.align]}"{flag}/>{run}</a:p>'
    inset = emu(box.inset)
    anchor = "ctr" if box.middle else "t"
    radius = '<a:gd name="adj" fmla="val 6000"/>' if box.form == "round" else ""
    if box.form == "wedge":  # angles count clockwise from three o'clock, in 60,000ths of a degree
        end = round(21_600_000 * (box.share - 0.25)) % 21_600_000
        radius = f'<a:gd name="adj1" fmla="val 16200000"/><a:gd name="adj2" fmla="val {end}"/>'
    body = (
        f'<p:txBody><a:bodyPr wrap="{"none" if box.one_line else "square"}" lIns="{inset}" tIns="{min(inset, 38100)}" '
        f'rIns="{inset}" bIns="{min(inset, 38100)}" anchor="{anchor}"><a:noAutofit/></a:bodyPr>'
        f"<a:lstStyle/>{text}</p:txBody>"
        if text
        else ""
    )
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{box.id}"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr>'
        f'<p:spPr>{transform(place)}<a:prstGeom prst="{_FORMS[box.form]}"><a:avLst>{radius}'
        f"</a:avLst></a:prstGeom>{palette.fill(box.fill)}{_line(box.outline, 1.25, palette)}</p:spPr>"
        f"{body}</p:sp>"
    )


def _connector(
    line: Connector,
    numbers: dict[str, int],
    forms: dict[str, str],
    frame: Frame,
    palette: Palette,
) -> str:
    """A connector. A bent one that starts upright is turned by a quarter, as Office itself does."""
    (x1, y1), (x2, y2) = line.points[0], line.points[-1]
    wide, tall = abs(x2 - x1), abs(y2 - y1)
    left, top = min(x1, x2) + frame.x, min(y1, y2) + frame.y
    flips = ""
    form = "line" if len(line.points) == 2 else f"bentConnector{len(line.points) - 1}"
    if form == "line":
        form = "straightConnector1"
    upright = len(line.points) > 2 and line.points[0][0] == line.points[1][0]
    if upright:
        flips = ' rot="5400000"'
        if y2 < y1:
            flips += ' flipH="1"'
        if x2 > x1:
            flips += ' flipV="1"'
        left, top = left + wide / 2 - tall / 2, top + tall / 2 - wide / 2
        wide, tall = tall, wide
    else:
        if x2 < x1:
            flips += ' flipH="1"'
        if y2 < y1:
            flips += ' flipV="1"'
    ends = []
    for tag, box, side in (
        ("stCxn", line.start, line.start_side),
        ("endCxn", line.end, line.end_side),
    ):
        sites = _OVAL_SITES if forms[box] == "oval" else _SITES
        ends.append(f'<a:{tag} id="{numbers[box]}" idx="{sites[side]}"/>')
    arrow = '<a:tailEnd type="triangle" w="med" len="med"/>' if line.arrow else ""
    return (
        f'<p:cxnSp><p:nvCxnSpPr><p:cNvPr id="{numbers[line.id]}" name="{line.id}"/>'
        f"<p:cNvCxnSpPr>{''.join(ends)}</p:cNvCxnSpPr><p:nvPr/></p:nvCxnSpPr><p:spPr>"
        f'<a:xfrm{flips}><a:off x="{emu(left)}" y="{emu(top)}"/><a:ext cx="{emu(wide)}" '
        f'cy="{emu(tall)}"/></a:xfrm><a:prstGeom prst="{form}"><a:avLst/></a:prstGeom>'
        f"{_line(line.colour, line.weight, palette, arrow)}</p:spPr></p:cxnSp>"
    )


def _outline(shape: Outline, number: int, frame: Frame, palette: Palette) -> str:
    xs, ys = [p[0] for p in shape.points], [p[1] for p in shape.points]
    left, top = min(xs), min(ys)
    wide, tall = emu(max(xs) - left), emu(max(ys) - top)
    place = Frame(frame.x + left, frame.y + top, max(xs) - left, max(ys) - top)
    points = [f'<a:pt x="{emu(x - left)}" y="{emu(y - top)}"/>' for x, y in shape.points]
    path = f"<a:moveTo>{points[0]}</a:moveTo>"
    path += "".join(f"<a:lnTo>{point}</a:lnTo>" for point in points[1:])
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{shape.id}"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr>'
        f"<p:spPr>{transform(place)}<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
        f'<a:rect l="0" t="0" r="r" b="b"/><a:pathLst><a:path w="{wide}" h="{tall}">{path}<a:close/>'
        f"</a:path></a:pathLst></a:custGeom>{palette.fill(shape.fill)}"
        f"{_line(shape.outline, 0.75, palette)}</p:spPr></p:sp>"
    )


def table_xml(
    table: Table,
    number: int,
    reference: str,
    style: str,
    hand: Hand,
    palette: Palette,
    links: Links,
) -> str:
    """A native table in the layout's table placeholder, its first row flagged as heading."""
    flag = ' rtl="1"' if hand.rtl else ""
    grid = "".join(f'<a:gridCol w="{emu(width)}"/>' for width in table.widths)
    side, edge = emu(CELL_MARGIN), emu(table.margin)
    margins = f'marL="{side}" marR="{side}" marT="{edge}" marB="{edge}"'
    rows = []
    for row, height in zip(table.rows, table.heights, strict=True):
        cells = "".join(
            f"<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{_cell(cell, table.size, hand, palette, links)}"
            f"</a:txBody><a:tcPr {margins}/></a:tc>"
            for cell in row
        )
        rows.append(f'<a:tr h="{emu(height)}">{cells}</a:tr>')
    frame = Frame(table.frame.x, table.frame.y, sum(table.widths), sum(table.heights))
    return (
        f'<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="{number}" name="Table" '
        f'descr="{escaped(table.alt)}"/><p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/>'
        f"</p:cNvGraphicFramePr><p:nvPr><p:ph{reference}/></p:nvPr></p:nvGraphicFramePr>"
        f"{transform(frame, 'p')}<a:graphic><a:graphicData "
        f'uri="http://schemas.openxmlformats.org/drawingml/2006/table"><a:tbl>'
        f'<a:tblPr{flag} firstRow="1"><a:tableStyleId>{style}</a:tableStyleId></a:tblPr>'
        f"<a:tblGrid>{grid}</a:tblGrid>{''.join(rows)}</a:tbl></a:graphicData></a:graphic>"
        f"</p:graphicFrame>"
    )


def _cell(cell: Para, size: float, hand: Hand, palette: Palette, links: Links) -> str:
    return hand.paragraph(Para(cell.spans, size=cell.size or size), palette, links)
