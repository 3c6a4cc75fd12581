"""The parts of a Word document around its body."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path

from builders.paper.things import Paper, Words
from builders.write_docx.body import MARGIN, PAGE, ROOM, Body
from builders.write_docx.runs import attribute, runs, text_of
from builders.write_pptx.package import write_package
from builders.write_sphinx.images import without_metadata

TEMPLATE = Path("handbook") / "docx" / "keyhub.docx"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" mc:Ignorable="w14"'
)
_LEVELS = 6
_LANG = re.compile(r"<w:lang\b[^>]*/>")
_LOCALES = {"en": "en-GB", "fr": "fr-FR", "ar": "ar-LY"}
_KINDS = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}


def write_docx(
    paper: Paper, templates: Path, images: Path, target: Path, timestamp: int = 0
) -> None:
    """Write a paper to the file `target`; its folder must exist.

    `timestamp` (seconds since the epoch) is the date in the document's properties. Raises: OSError
    where template or picture cannot be read, or the file cannot be written.
    """
    write_package(target, docx_parts(paper, templates, images, timestamp))


def docx_parts(paper: Paper, templates: Path, images: Path, timestamp: int) -> dict[str, bytes]:
    """Every part of the document by its name, in the order of the zip."""
    pictures = {name: without_metadata((images / name).read_bytes()) for name in paper.images}
    body = Body(paper, {name: _size(data) for name, data in pictures.items()})
    inside = body.xml()  # first: it finds out which lists, links and pictures there are
    media = {
        f"image{number}": f"media/image{number}{Path(name).suffix.lower()}"
        for number, name in enumerate(body.pictures, 1)
    }
    parts = {
        "[Content_Types].xml": _content_types(body.pictures),
        "_rels/.rels": _relations(
            [
                ("rId1", f"{_OFFICE}/officeDocument", "word/document.xml", ""),
                (
                    "rId2",
                    f"{_PACKAGE}/relationships/metadata/core-properties",
                    "docProps/core.xml",
                    "",
                ),
                ("rId3", f"{_OFFICE}/extended-properties", "docProps/app.xml", ""),
            ]
        ),
        "docProps/core.xml": _core(paper, timestamp),
        "docProps/app.xml": (
            '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
            'extended-properties"><Application>keyhub</Application></Properties>'
        ),
        "word/document.xml": (
            f"<w:document {_SPACES}><w:body>{inside}{_section(paper)}</w:body></w:document>"
        ),
        "word/_rels/document.xml.rels": _relations(
            [
                ("styles", f"{_OFFICE}/styles", "styles.xml", ""),
                ("numbering", f"{_OFFICE}/numbering", "numbering.xml", ""),
                ("settings", f"{_OFFICE}/settings", "settings.xml", ""),
                ("footer", f"{_OFFICE}/footer", "footer1.xml", ""),
                *((key, f"{_OFFICE}/image", target, "") for key, target in media.items()),
                *(
                    (f"link{number}", f"{_OFFICE}/hyperlink", address, "External")
                    for number, address in enumerate(body.links, 1)
                ),
            ]
        ),
        "word/styles.xml": _styles(paper, templates),
        "word/numbering.xml": _numbering(body.starts),
        "word/settings.xml": (
            f'<w:settings {_SPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="425"/>'
            '<w:compat><w:compatSetting w:name="compatibilityMode" '
            'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
            "</w:settings>"
        ),
        "word/footer1.xml": _footer(paper),
    }
    out = {
        name: (text if text.startswith("<?xml") else _HEAD + text).encode("utf-8")
        for name, text in parts.items()
    }
    for name, place in zip(body.pictures, media.values(), strict=True):
        out[f"word/{place}"] = pictures[name]
    return out


def _size(data: bytes) -> tuple[int, int]:
    from PIL import Image

    with Image.open(io.BytesIO(data)) as picture:
        return picture.size


def _content_types(pictures: Sequence[str]) -> str:
    endings = dict.fromkeys(Path(name).suffix.lower() for name in pictures)
    defaults = "".join(
        f'<Default Extension="{ending[1:]}" ContentType="{_KINDS[ending]}"/>' for ending in endings
    )
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>'
        for name, kind in (
            ("word/document.xml", f"{_WORD}.document.main+xml"),
            ("word/styles.xml", f"{_WORD}.styles+xml"),
            ("word/numbering.xml", f"{_WORD}.numbering+xml"),
            ("word/settings.xml", f"{_WORD}.settings+xml"),
            ("word/footer1.xml", f"{_WORD}.footer+xml"),
            (
                "docProps/core.xml",
                "application/vnd.openxmlformats-package.core-properties+xml",
            ),
            (
                "docProps/app.xml",
                "application/vnd.openxmlformats-officedocument.extended-properties+xml",
            ),
        )
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{defaults}{overrides}</Types>'
    )


def _relations(rows: Sequence[tuple[str, str, str, str]]) -> str:
    inner = "".join(
        f'<Relationship Id="{key}" Type="{kind}" Target="{attribute(target)}"'
        f"{f' TargetMode={chr(34)}{mode}{chr(34)}' if mode else ''}/>"
        for key, kind, target, mode in rows
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'


def _core(paper: Paper, timestamp: int) -> str:
    """Properties of the document: its title, no person's name, no moment of a clock."""
    when = datetime.datetime.fromtimestamp(timestamp, datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{text_of(paper.title)}</dc:title><dc:subject>{text_of(paper.workshop)}"
        f"</dc:subject><dc:creator>{text_of(paper.organiser or '')}</dc:creator>"
        f"<dc:language>{_LOCALES.get(paper.language, paper.language)}</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{when}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{when}</dcterms:modified>'
        "</cp:coreProperties>"
    )


def _styles(paper: Paper, templates: Path) -> str:
    with zipfile.ZipFile(templates / TEMPLATE) as template:
        text = template.read("word/styles.xml").decode("utf-8-sig")
    locale = _LOCALES.get(paper.language, paper.language)
    latin, turned = ("en-GB", locale) if paper.direction == "rtl" else (locale, "ar-LY")
    spoken = f'<w:lang w:val="{latin}" w:eastAsia="en-GB" w:bidi="{turned}"/>'
    return _LANG.sub(spoken, text, count=1)


def _numbering(starts: Sequence[int]) -> str:
    """Bullets are the first numbering; each numbered list after them starts anew."""

    def abstract(number: int, form: str, signs: Sequence[str]) -> str:
        levels = "".join(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
            f'<w:lvlText w:val="{signs[level % len(signs)].format(level + 1)}"/>'
            f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{425 * (level + 1)}" '
            'w:hanging="425"/></w:pPr></w:lvl>'
            for level in range(_LEVELS)
        )
        return (
            f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>'
            f"{levels}</w:abstractNum>"
        )

    numbers = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    for place, start in enumerate(starts):
        anew = "".join(
            f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
            for level in range(_LEVELS)
        )
        numbers += f'<w:num w:numId="{place + 2}"><w:abstractNumId w:val="1"/>{anew}</w:num>'
    return (
        f"<w:numbering {_SPACES}>{abstract(0, 'bullet', ['•', '–'])}"
        f"{abstract(1, 'decimal', ['%{}.'])}{numbers}</w:numbering>"
    )


def _section(paper: Paper) -> str:
    bidi = "<w:bidi/>" if paper.direction == "rtl" else ""
    return (
        '<w:sectPr><w:footerReference w:type="default" r:id="footer"/>'
        f'<w:pgSz w:w="{PAGE[0]}" w:h="{PAGE[1]}"/><w:pgMar w:top="{MARGIN}" w:right="{MARGIN}" '
        f'w:bottom="{MARGIN}" w:left="{MARGIN}" w:header="567" w:footer="567" w:gutter="0"/>'
        f"{bidi}</w:sectPr>"
    )


def _footer(paper: Paper) -> str:
    """Marking, workshop and edition at the start, the page's number at the end of the line."""
    turned = paper.direction == "rtl"

    def said(words: str, *, strong: bool = False) -> str:
        return runs((Words(words, strong=strong),), str, right_to_left=turned) if words else ""

    def counted(name: str) -> str:
        look = "<w:rPr><w:rtl/></w:rPr>" if turned else ""
        return f'<w:fldSimple w:instr=" {name} "><w:r>{look}<w:t>1</w:t></w:r></w:fldSimple>'

    about = " · ".join(filter(None, (paper.workshop, paper.organiser, paper.edition_label)))
    first, _, rest = paper.page_label.partition("{page}")
    middle, _, last = rest.partition("{pages}")
    marking = said(f"{paper.marking} · ", strong=True) if paper.marking else ""
    page = said(first) + counted("PAGE") + said(middle) + counted("NUMPAGES") + said(last)
    bidi = "<w:bidi/>" if turned else ""
    return (
        f'<w:ftr {_SPACES}><w:p><w:pPr><w:pStyle w:val="Footer"/><w:tabs>'
        f'<w:tab w:val="right" w:pos="{ROOM}"/></w:tabs>{bidi}</w:pPr>{marking}{said(about)}'
        f"<w:r><w:tab/></w:r>{page}</w:p></w:ftr>"
    )
