"""Makes templates/handbook/docx/keyhub.docx, the styles of our Word papers, from the deck's theme.

Enters: templates/deck/theme.yaml. Leaves: a .docx without text, the same bytes every time. Run by
hand after a change of the theme; or open keyhub.docx in Word, change its styles, and save it:

    python -m builders.write_docx_template templates

Papers use the styles by their ids: Normal, Title, Heading1 to Heading3, Eyebrow, Lead, Label,
Statement, Warning, Quiet, ListBullet, ListNumber, ListBox, WriteLine, TableText, TableHead, Card,
CardHead, CardLabel, CardOpen, Footer.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from builders.write_pptx.package import write_package
from builders.yamltext import parse_yaml

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
FACE = "Arial"


def main(templates: Path) -> None:
    """Write the template below a folder of templates."""
    source = templates / "deck" / "theme.yaml"
    theme, _, problems = parse_yaml(source.read_text("utf-8"), source.name)
    if problems or not isinstance(theme, dict):
        raise SystemExit("\n".join(problem.message for problem in problems) or "no theme")
    target = templates / "handbook" / "docx" / "keyhub.docx"
    target.parent.mkdir(parents=True, exist_ok=True)
    write_package(target, template_parts(theme))


def template_parts(theme: dict[str, Any]) -> dict[str, bytes]:
    """The parts of the template. `theme` is the tree of theme.yaml."""
    parts = {
        "[Content_Types].xml": (
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{WORD}.document.main+xml"/>'
            f'<Override PartName="/word/styles.xml" ContentType="{WORD}.styles+xml"/></Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
        ),
        "word/document.xml": f"<w:document {W}><w:body><w:p/></w:body></w:document>",
        "word/_rels/document.xml.rels": (
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>'
        ),
        "word/styles.xml": styles(theme),
    }
    return {name: (HEAD + text).encode("utf-8") for name, text in parts.items()}


def styles(theme: dict[str, Any]) -> str:
    """styles.xml: every style that papers name."""
    colours = {name: str(value) for name, value in theme["colours"].items()}
    navy, muted, line = colours["navy"], colours["muted"], colours["line"]
    light, warning, ink = colours["light"], colours["warning"], colours["ink"]
    faces = f'<w:rFonts w:ascii="{FACE}" w:hAnsi="{FACE}" w:eastAsia="{FACE}" w:cs="{FACE}"/>'
    out = [
        f"<w:styles {W}><w:docDefaults><w:rPrDefault><w:rPr>{faces}"
        f'<w:color w:val="{ink}"/><w:sz w:val="21"/><w:szCs w:val="23"/>'
        '<w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-LY"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:after="110" w:line="271" w:lineRule="auto"/></w:pPr>'
        "</w:pPrDefault></w:docDefaults>",
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        "<w:qFormat/></w:style>",
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:semiHidden/></w:style>',
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
        '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>'
        '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar>'
        "</w:tblPr></w:style>",
    ]

    def style(
        identifier: str, name: str, paragraph: str = "", run: str = "", following: str = "Normal"
    ) -> None:
        out.append(
            f'<w:style w:type="paragraph" w:styleId="{identifier}"><w:name w:val="{name}"/>'
            f'<w:basedOn w:val="Normal"/><w:next w:val="{following}"/><w:qFormat/>'
            f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
        )

    def size(half_points: int, *, bold: bool = False, colour: str = "") -> str:
        weight = "<w:b/><w:bCs/>" if bold else ""
        ink = f'<w:color w:val="{colour}"/>' if colour else ""
        return f'{weight}{ink}<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points + 2}"/>'

    keep = "<w:keepNext/><w:keepLines/>"
    for level, (points, before, after) in enumerate(((40, 0, 160), (28, 320, 100), (23, 220, 70))):
        rule = (
            f'<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="6" w:color="{navy}"/></w:pBdr>'
            if level == 0
            else ""
        )
        style(
            f"Heading{level + 1}",
            f"heading {level + 1}",
            f'{keep}{rule}<w:spacing w:before="{before}" w:after="{after}" w:line="240" '
            f'w:lineRule="auto"/><w:outlineLvl w:val="{level}"/>',
            size(points, bold=True, colour=navy),
        )
    tight = '<w:spacing w:before="280" w:after="0"/>'
    style("Eyebrow", "Eyebrow", f"{keep}{tight}", size(18, bold=True, colour=muted), "Heading1")
    style("Lead", "Lead", '<w:spacing w:after="200"/>', size(24))
    style(
        "Label",
        "Label",
        f'{keep}<w:spacing w:before="180" w:after="60"/>',
        size(20, bold=True, colour=navy),
    )
    for identifier, colour in (("Statement", navy), ("Warning", warning)):
        style(
            identifier,
            identifier,
            f'{keep}<w:pBdr><w:left w:val="single" w:sz="36" w:space="8" '
            f'w:color="{colour}"/></w:pBdr><w:shd w:val="clear" w:color="auto" w:fill="{light}"/>'
            '<w:spacing w:before="80" w:after="140"/><w:ind w:left="227"/>',
            "<w:b/><w:bCs/>",
        )
    style("Quiet", "Quiet", '<w:spacing w:after="60"/>', size(17, colour=muted))
    style("ListBullet", "List Bullet", '<w:spacing w:after="60"/>', "", "ListBullet")
    style("ListNumber", "List Number", '<w:spacing w:after="60"/>', "", "ListNumber")
    style(
        "ListBox",
        "List Box",
        '<w:keepLines/><w:spacing w:after="90"/><w:ind w:left="425" w:hanging="425"/>',
        "",
        "ListBox",
    )
    style(
        "WriteLine",
        "Line to write on",
        f'<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="1" w:color="{muted}"/>'
        f'<w:between w:val="single" w:sz="4" w:space="1" w:color="{muted}"/></w:pBdr>'
        '<w:spacing w:before="0" w:after="0" w:line="454" w:lineRule="exact"/>',
        "",
        "WriteLine",
    )
    style("Caption", "caption", f'{keep}<w:spacing w:before="160" w:after="60"/>', "<w:b/><w:bCs/>")
    style("TableText", "Table text", '<w:spacing w:before="40" w:after="40"/>', size(19))
    style(
        "TableHead",
        "Table heading",
        '<w:keepNext/><w:spacing w:before="40" w:after="40"/>',
        size(19, bold=True, colour=navy),
    )
    style("Card", "Card", '<w:spacing w:before="60" w:after="60"/>', size(21))
    style(
        "CardHead",
        "Card heading",
        '<w:spacing w:before="40" w:after="60"/>',
        size(24, bold=True, colour=navy),
    )
    # nothing in a card keeps with what follows: a row would then cling to the next row
    style("CardLabel", "Card label", '<w:spacing w:after="0"/>', size(18, bold=True, colour=muted))
    style(
        "CardOpen",
        "Open at",
        '<w:spacing w:before="480" w:after="480"/><w:jc w:val="center"/>',
        size(36, bold=True, colour=navy),
    )
    style("Footer", "footer", '<w:spacing w:after="0"/>', size(16, colour=muted), "Footer")
    out.append(
        '<w:style w:type="character" w:styleId="SourceMark"><w:name w:val="Source mark"/>'
        f"<w:rPr>{size(16, colour=muted)}</w:rPr></w:style>"
        '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:rPr>'
        f'<w:color w:val="{colours["link"]}"/><w:u w:val="single"/></w:rPr></w:style>'
    )
    inside = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{line}"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    out.append(
        '<w:style w:type="table" w:styleId="PaperTable"><w:name w:val="Paper table"/>'
        f'<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>{inside}</w:tblBorders></w:tblPr>'
        f'<w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:color="auto" '
        f'w:fill="{light}"/></w:tcPr></w:tblStylePr></w:style>'
    )
    cut = "".join(
        f'<w:{side} w:val="dashed" w:sz="8" w:space="0" w:color="{muted}"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    out.append(
        '<w:style w:type="table" w:styleId="CutTable"><w:name w:val="Cards to cut"/>'
        f'<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>{cut}</w:tblBorders>'
        '<w:tblCellMar><w:top w:w="170" w:type="dxa"/><w:left w:w="227" w:type="dxa"/>'
        '<w:bottom w:w="170" w:type="dxa"/><w:right w:w="227" w:type="dxa"/></w:tblCellMar>'
        "</w:tblPr></w:style></w:styles>"
    )
    return "".join(out)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
