"""The parts of a .pptx around its slides: presentation, properties, content types, the stamp.

Enters: what the slides left behind. Leaves: the last parts of the package, with those of the template.
"""

# ruff: noqa: E501  (XML reads better unbroken)
from __future__ import annotations

import datetime
import itertools
import re

import builders
from builders.deck.fingerprints import NAMESPACE, stamp_xml
from builders.write_pptx.marks import HEAD, OFFICE, RELATION, escaped, relations
from builders.write_pptx.work import Work

_STAMP = "{3D0C8F0E-52B7-4C7B-9E0A-6B1D2F6A7C41}"
"""The id that Office asks of a custom XML part."""


def write_presentation(work: Work, with_notes: bool, timestamp: int) -> None:
    """Presentation, properties, content types and the template's own parts."""
    made = {
        "[Content_Types].xml",
        "docProps/app.xml",
        "docProps/core.xml",
        "ppt/presentation.xml",
        "ppt/_rels/presentation.xml.rels",
        "_rels/.rels",
    }
    parts = work.template.parts
    for name in sorted(parts):
        if name in made or "thumbnail" in name.lower():
            continue
        work.package.add(name, parts[name])
    count = len(work.deck.slides)
    presentation = parts["ppt/presentation.xml"].decode()
    old = parts["ppt/_rels/presentation.xml.rels"].decode()
    taken = [int(number) for number in re.findall(r'Id="rId(\d+)"', old)]
    first = max(taken, default=0) + 1
    slides = "".join(f'<p:sldId id="{256 + n}" r:id="rId{first + n}"/>' for n in range(count))
    marker = "<p:sldSz"
    presentation = presentation.replace(marker, f"<p:sldIdLst>{slides}</p:sldIdLst>{marker}", 1)
    lines = "".join(
        f'<Relationship Id="rId{first + n}" Type="{RELATION}/slide" Target="slides/slide{n + 1}.xml"/>'
        for n in range(count)
    )
    work.package.add("ppt/presentation.xml", presentation)
    lines += _write_stamp(work, f"rId{first + count}")
    work.package.add(
        "ppt/_rels/presentation.xml.rels",
        old.replace("</Relationships>", f"{lines}</Relationships>"),
    )
    moment = datetime.datetime.fromtimestamp(timestamp, datetime.UTC)
    when = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    deck = work.deck
    work.package.add(
        "docProps/core.xml",
        f'{HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        f'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        f'xmlns:dcterms="http://purl.org/dc/terms/" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escaped(deck.title)}</dc:title><dc:creator>{escaped(deck.author)}</dc:creator>"
        f"<dc:language>{work.hand.language}</dc:language>"
        f"<cp:lastModifiedBy>{escaped(deck.author)}</cp:lastModifiedBy>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{when}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{when}</dcterms:modified></cp:coreProperties>',
    )
    notes = count if with_notes else 0
    work.package.add(
        "docProps/app.xml",
        f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'extended-properties"><Application>keyhub</Application><Slides>{count}</Slides>'
        f"<Notes>{notes}</Notes><HiddenSlides>0</HiddenSlides></Properties>",
    )
    work.package.add("_rels/.rels", parts["_rels/.rels"])
    types = parts["[Content_Types].xml"].decode()
    extra = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in work.overrides
    )
    defaults = ""
    for extension, kind in (
        ("png", "image/png"),
        ("jpeg", "image/jpeg"),
        ("xlsx", f"{OFFICE}.spreadsheetml.sheet"),
    ):
        if f'Extension="{extension}"' not in types:
            defaults += f'<Default Extension="{extension}" ContentType="{kind}"/>'
    types = types.replace("<Override", f"{defaults}<Override", 1)
    work.package.add("[Content_Types].xml", types.replace("</Types>", f"{extra}</Types>"))


def _write_stamp(work: Work, link: str) -> str:
    """Write the part that leads an edited deck back to its sources; returns its relationship.

    A custom XML part is what PowerPoint and LibreOffice both keep when they save.
    """
    taken = work.template.parts
    number = next(n for n in itertools.count(1) if f"customXml/item{n}.xml" not in taken)
    item, about = f"customXml/item{number}.xml", f"customXml/itemProps{number}.xml"
    work.package.add(item, HEAD + stamp_xml(work.deck, builders.__version__, work.stamp))
    entry = ("customXmlProps", f"itemProps{number}.xml", False)
    work.package.add(f"customXml/_rels/item{number}.xml.rels", relations([entry]))
    work.package.add(
        about,
        f'{HEAD}<ds:datastoreItem ds:itemID="{_STAMP}" xmlns:ds="http://schemas.openxmlformats.org/'
        f'officeDocument/2006/customXml"><ds:schemaRefs><ds:schemaRef ds:uri="{NAMESPACE}"/>'
        "</ds:schemaRefs></ds:datastoreItem>",
    )
    work.overrides.append((about, f"{OFFICE}.customXmlProperties+xml"))
    return f'<Relationship Id="{link}" Type="{RELATION}/customXml" Target="../{item}"/>'
