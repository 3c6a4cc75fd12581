"""Parts that every template has, whoever drew it: relationships, content types, table styles.

Enters: names and colours. Leaves: XML as str.
"""

from __future__ import annotations

from builders.write_pptx.marks import HEAD, OFFICE, RELATION

TABLE_STYLE = "{6B1E6D9C-4F0A-4D7B-9C63-7A3B8E5F2A10}"


def table_styles(line: str, *, head: str = "", name: str = "keyhub") -> str:
    """One table style: bold heading on navy, thin lines between the rows.

    `line` is RRGGBB; `head` too, where another fill than the theme's second dark colour is wanted.
    """
    rule = f'<a:ln w="9525"><a:solidFill><a:srgbClr val="{line}"/></a:solidFill></a:ln>'
    none = "<a:ln><a:noFill/></a:ln>"
    borders = "".join(
        f"<a:{side}>{none if side in ('left', 'right', 'insideV') else rule}</a:{side}>"
        for side in ("left", "right", "top", "bottom", "insideH", "insideV")
    )
    behind = f'<a:srgbClr val="{head}"/>' if head else '<a:schemeClr val="tx2"/>'
    return (
        f'{HEAD}<a:tblStyleLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        f'def="{TABLE_STYLE}"><a:tblStyle styleId="{TABLE_STYLE}" styleName="{name}">'
        f'<a:wholeTbl><a:tcTxStyle><a:fontRef idx="minor"/><a:schemeClr val="tx1"/></a:tcTxStyle>'
        f"<a:tcStyle><a:tcBdr>{borders}</a:tcBdr><a:fill><a:noFill/></a:fill></a:tcStyle></a:wholeTbl>"
        f'<a:firstRow><a:tcTxStyle b="on"><a:fontRef idx="minor"/><a:schemeClr val="bg1"/>'
        f"</a:tcTxStyle><a:tcStyle><a:tcBdr/><a:fill><a:solidFill>{behind}"
        f"</a:solidFill></a:fill></a:tcStyle></a:firstRow></a:tblStyle></a:tblStyleLst>"
    )


def tree(shapes: str) -> str:
    """The shape tree of a slide, layout or master around its shapes."""
    return (
        '<p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>'
        '<p:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/>'
        f'<a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>{shapes}</p:spTree>'
    )


def relations_part(targets: dict[str, tuple[str, str]]) -> str:
    core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    lines = "".join(
        f'<Relationship Id="{name}" Type="{core if kind == "CORE" else f"{RELATION}/{kind}"}" '
        f'Target="{target}"/>'
        for name, (kind, target) in targets.items()
    )
    return f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{lines}</Relationships>'


def content_types(layouts: int) -> str:
    kinds = {
        "ppt/presentation.xml": "presentation.main",
        "ppt/presProps.xml": "presProps",
        "ppt/viewProps.xml": "viewProps",
        "ppt/tableStyles.xml": "tableStyles",
        "ppt/slideMasters/slideMaster1.xml": "slideMaster",
        "ppt/notesMasters/notesMaster1.xml": "notesMaster",
        "ppt/handoutMasters/handoutMaster1.xml": "handoutMaster",
    }
    for number in range(1, layouts + 1):
        kinds[f"ppt/slideLayouts/slideLayout{number}.xml"] = "slideLayout"
    lines = [
        f'<Override PartName="/{name}" ContentType="{OFFICE}.presentationml.{kind}+xml"/>'
        for name, kind in kinds.items()
    ]
    lines += [
        f'<Override PartName="/ppt/theme/theme{n}.xml" ContentType="{OFFICE}.theme+xml"/>'
        for n in (1, 2, 3)
    ]
    lines.append(
        f'<Override PartName="/docProps/app.xml" ContentType="{OFFICE}.extended-properties+xml"/>'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    )
    return (
        f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>' + "".join(lines) + "</Types>"
    )
