"""Native charts with their workbook.

Enters: a `Chart`. Leaves: the XML of the chart part and the bytes of a small .xlsx, so that "Edit
data" in PowerPoint works. Series differ in colour and in pattern or marker.
"""

# ruff: noqa: E501  (XML reads better unbroken)
from __future__ import annotations

import io
from decimal import Decimal

from builders.deck.slides import Chart
from builders.write_pptx.marks import HEAD, LANGUAGES, RELATION, Hand, escaped
from builders.write_pptx.package import write_package

_ACCENTS = ("accent1", "accent4", "accent2", "accent5", "accent3", "accent6", "tx2", "tx1")
_PATTERNS = (None, "dkUpDiag", "pct60", "dkHorz", "lgCheck", "dkDnDiag", "dkVert", "pct20")
_MARKERS = ("circle", "square", "diamond", "triangle", "dash", "x", "star", "plus")
_DASHES = ("solid", "dash", "sysDot", "lgDash", "dashDot", "sysDash", "lgDashDot", "solid")
_CATEGORY_AXIS, _VALUE_AXIS = 111111111, 222222222
MOST_NAMED = 12
"""Categories whose names are all printed."""
_SIZE = 18
"""Points of every word in a chart: the smallest that a room can read."""


def column_name(number: int) -> str:
    """The letters of a spreadsheet column; 1 is A."""
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def chart_xml(chart: Chart, hand: Hand, accent: str) -> str:
    """The chart part. Its external data is relationship rId1."""
    accents = [accent, *(each for each in _ACCENTS if each != accent)]
    pie = chart.kind == "pie"
    series = "".join(_series(chart, number, accents, hand) for number in range(len(chart.series)))
    flag = ' rtl="1"' if hand.rtl else ""
    text = (
        f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr{flag}><a:defRPr lang="{hand.language}" '
        f'sz="{_SIZE * 100}"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill></a:defRPr></a:pPr>'
        f'<a:endParaRPr lang="{hand.language}"/></a:p></c:txPr>'
    )
    axes = f'<c:axId val="{_CATEGORY_AXIS}"/><c:axId val="{_VALUE_AXIS}"/>'
    match chart.kind:
        case "pie":
            plot = f'<c:pieChart><c:varyColors val="1"/>{series}<c:firstSliceAng val="0"/></c:pieChart>'
        case "line":
            plot = (
                f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{series}'
                f'<c:marker val="1"/>{axes}</c:lineChart>'
            )
        case kind:
            direction = "bar" if kind == "bar" else "col"
            plot = (
                f'<c:barChart><c:barDir val="{direction}"/><c:grouping val="clustered"/>'
                f'<c:varyColors val="0"/>{series}<c:gapWidth val="60"/>{axes}</c:barChart>'
            )
    legend = (
        '<c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend>'
        if len(chart.series) > 1
        else ""
    )
    return (
        f'{HEAD}<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
        f'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="{RELATION}">'
        f'<c:date1904 val="0"/><c:roundedCorners val="0"/><c:chart>{_title(chart, hand) if pie else ""}'
        f'<c:autoTitleDeleted val="{int(not pie)}"/><c:plotArea><c:layout/>{plot}'
        f'{"" if pie else _axes(chart, hand)}</c:plotArea>{legend}<c:plotVisOnly val="1"/>'
        f'<c:dispBlanksAs val="gap"/></c:chart>{text}<c:externalData r:id="rId1">'
        f'<c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )


def _title(chart: Chart, hand: Hand) -> str:
    """A pie has no axis to carry the unit."""
    return _rich("title", chart.unit, hand, turned=False)


def _rich(tag: str, text: str, hand: Hand, *, turned: bool) -> str:
    flag = ' rtl="1"' if hand.rtl else ""
    turn = ' rot="-5400000" vert="horz"' if turned else ""
    runs = "".join(
        f'<a:r><a:rPr lang="{hand.language if arabic is hand.rtl else LANGUAGES["en"]}" '
        f'sz="{_SIZE}00" b="0"/><a:t>{escaped(part)}</a:t></a:r>'
        for part, arabic in hand.stretches(text)
    )
    return (
        f"<c:{tag}><c:tx><c:rich><a:bodyPr{turn}/><a:lstStyle/><a:p><a:pPr{flag}>"
        f'<a:defRPr sz="{_SIZE}00" b="0"/></a:pPr>{runs}</a:p></c:rich></c:tx><c:overlay val="0"/></c:{tag}>'
    )


def _axes(chart: Chart, hand: Hand) -> str:
    lying = chart.kind == "bar"
    thin = '<c:spPr><a:ln w="9525"><a:solidFill><a:srgbClr val="C9CED6"/></a:solidFill></a:ln></c:spPr>'
    # the first category of a bar chart stands on top; right to left turns the other axis
    category = "maxMin" if lying or hand.rtl else "minMax"
    value = "maxMin" if lying and hand.rtl else "minMax"
    # a bar that does not start at zero lies about its length
    lowest = min((number for _, values in chart.series for number in values), default=Decimal(0))
    floor = '<c:min val="0"/>' if chart.kind != "line" and lowest >= 0 else ""
    # without this, names of categories are left out where the room is narrow
    skip = '<c:tickLblSkip val="1"/>' if len(chart.categories) <= MOST_NAMED else ""
    lines = "" if _shows_numbers(chart) else f"<c:majorGridlines>{thin}</c:majorGridlines>"
    sides = ("r" if hand.rtl else "l", "b") if lying else ("b", "r" if hand.rtl else "l")
    return (
        f'<c:catAx><c:axId val="{_CATEGORY_AXIS}"/><c:scaling><c:orientation val="{category}"/>'
        f'</c:scaling><c:delete val="0"/><c:axPos val="{sides[0]}"/><c:numFmt formatCode="General" '
        f'sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="low"/>{thin}<c:crossAx val="{_VALUE_AXIS}"/><c:crosses val="autoZero"/>'
        f'<c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/>{skip}<c:noMultiLvlLbl val="0"/></c:catAx>'
        f'<c:valAx><c:axId val="{_VALUE_AXIS}"/><c:scaling><c:orientation val="{value}"/>{floor}</c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{sides[1]}"/>{lines}'
        f'{_rich("title", chart.unit, hand, turned=not lying)}<c:numFmt formatCode="#,##0.##" '
        f'sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="{"none" if _shows_numbers(chart) else "nextTo"}"/><c:spPr><a:ln><a:noFill/></a:ln></c:spPr>'
        f'<c:crossAx val="{_CATEGORY_AXIS}"/><c:crosses val="{"max" if lying else "autoZero"}"/></c:valAx>'
    )


def _series(chart: Chart, number: int, accents: list[str], hand: Hand) -> str:
    name, values = chart.series[number]
    count = len(chart.categories)
    column = column_name(number + 2)
    points = "".join(
        f'<c:pt idx="{n}"><c:v>{escaped(text)}</c:v></c:pt>'
        for n, text in enumerate(chart.categories)
    )
    numbers = "".join(
        f'<c:pt idx="{n}"><c:v>{_plain(value)}</c:v></c:pt>' for n, value in enumerate(values)
    )
    start = (
        f'<c:ser><c:idx val="{number}"/><c:order val="{number}"/><c:tx><c:strRef>'
        f'<c:f>Sheet1!${column}$1</c:f><c:strCache><c:ptCount val="1"/><c:pt idx="0">'
        f"<c:v>{escaped(name)}</c:v></c:pt></c:strCache></c:strRef></c:tx>"
    )
    data = (
        f"<c:cat><c:strRef><c:f>Sheet1!$A$2:$A${count + 1}</c:f><c:strCache>"
        f'<c:ptCount val="{count}"/>{points}</c:strCache></c:strRef></c:cat><c:val><c:numRef>'
        f"<c:f>Sheet1!${column}$2:${column}${count + 1}</c:f><c:numCache><c:formatCode>General"
        f'</c:formatCode><c:ptCount val="{count}"/>{numbers}</c:numCache></c:numRef></c:val>'
    )
    accent = accents[number % len(accents)]
    if chart.kind == "line":
        look = (
            f'<c:spPr><a:ln w="34925" cap="rnd"><a:solidFill><a:schemeClr val="{accent}"/></a:solidFill>'
            f'<a:prstDash val="{_DASHES[number % 8]}"/><a:round/></a:ln></c:spPr><c:marker>'
            f'<c:symbol val="{_MARKERS[number % 8]}"/><c:size val="9"/><c:spPr><a:solidFill>'
            f'<a:schemeClr val="{accent}"/></a:solidFill></c:spPr></c:marker>'
        )
        labels = _labels(hand, "t") if _shows_numbers(chart) else ""
        return f'{start}{look}{labels}{data}<c:smooth val="0"/></c:ser>'
    if chart.kind == "pie":
        slices = "".join(
            f'<c:dPt><c:idx val="{n}"/><c:bubble3D val="0"/><c:spPr>{_fill(accents[n % 8], n)}'
            f"{_edge('bg1') if _PATTERNS[n % 8] is None else ''}</c:spPr></c:dPt>"
            for n in range(count)
        )
        return f"{start}{slices}{_labels(hand, 'outEnd', category=True)}{data}</c:ser>"
    look = f'<c:spPr>{_fill(accent, number)}</c:spPr><c:invertIfNegative val="0"/>'
    labels = _labels(hand, "outEnd") if _shows_numbers(chart) else ""
    return f"{start}{look}{labels}{data}</c:ser>"


def _shows_numbers(chart: Chart) -> bool:
    """Whether every number stands at its mark; the axis then needs none."""
    count = len(chart.categories)
    if chart.kind == "line":
        return len(chart.series) == 1 and count <= MOST_NAMED
    return count * len(chart.series) <= 24


def _fill(accent: str, number: int) -> str:
    pattern = _PATTERNS[number % len(_PATTERNS)]
    if pattern is None:
        return f'<a:solidFill><a:schemeClr val="{accent}"/></a:solidFill>'
    return (
        f'<a:pattFill prst="{pattern}"><a:fgClr><a:schemeClr val="{accent}"/></a:fgClr>'
        f'<a:bgClr><a:schemeClr val="bg1"/></a:bgClr></a:pattFill>{_edge(accent)}'
    )


def _edge(accent: str) -> str:
    """A patterned area needs a line around it to keep its shape."""
    return f'<a:ln w="15875"><a:solidFill><a:schemeClr val="{accent}"/></a:solidFill></a:ln>'


def _labels(hand: Hand, place: str, *, category: bool = False) -> str:
    return (
        f"<c:dLbls><c:spPr><a:noFill/></c:spPr><c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr "
        f'lang="{hand.language}" sz="{_SIZE}00" b="1"/></a:pPr><a:endParaRPr lang="{hand.language}"/></a:p>'
        f'</c:txPr><c:dLblPos val="{place}"/><c:showLegendKey val="0"/><c:showVal val="1"/>'
        f'<c:showCatName val="{int(category)}"/><c:showSerName val="0"/><c:showPercent val="0"/>'
        f'<c:showBubbleSize val="0"/><c:separator>: </c:separator></c:dLbls>'
    )


def _plain(value: Decimal) -> str:
    return format(value, "f")


_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_WORKBOOK_PARTS = {
    "[Content_Types].xml": (
        f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_SHEET}.styles+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SHEET}.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{RELATION}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'{HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{RELATION}"><sheets>'
        '<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{RELATION}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{RELATION}/styles" Target="styles.xml"/></Relationships>'
    ),
    "xl/styles.xml": (
        f'{HEAD}<styleSheet xmlns="{_MAIN}"><fonts count="1"><font><sz val="11"/><name val="Arial"/>'
        '</font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill>'
        '<patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/>'
        '<top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" '
        'fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="1"><xf numFmtId="0" '
        'fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs></styleSheet>'
    ),
}


def workbook(chart: Chart) -> bytes:
    """The numbers of a chart as a spreadsheet: categories down, series across."""
    rows = ["".join([_text_cell("A1", ""), *(
        _text_cell(f"{column_name(n)}1", name) for n, (name, _) in enumerate(chart.series, 2)
    )])]  # fmt: skip
    for line, category in enumerate(chart.categories, 2):
        cells = [_text_cell(f"A{line}", category)]
        cells += [
            f'<c r="{column_name(n)}{line}"><v>{_plain(values[line - 2])}</v></c>'
            for n, (_, values) in enumerate(chart.series, 2)
        ]
        rows.append("".join(cells))
    body = "".join(f'<row r="{n}">{cells}</row>' for n, cells in enumerate(rows, 1))
    sheet = f'{HEAD}<worksheet xmlns="{_MAIN}"><sheetData>{body}</sheetData></worksheet>'
    parts = {name: text.encode() for name, text in _WORKBOOK_PARTS.items()}
    parts["xl/worksheets/sheet1.xml"] = sheet.encode()
    made = io.BytesIO()
    write_package(made, parts)
    return made.getvalue()


def _text_cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{escaped(text)}</t></is></c>' if text else ""
