"""The things of a paper as the body of a Word document.

Enters: a `Paper`. Leaves: XML of the body, with the links, numbered lists and pictures that the
package must hold for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from builders.paper.things import (
    Card,
    Cards,
    Grid,
    Heading,
    Line,
    Listing,
    Paper,
    Para,
    Photo,
    Rules,
    Thing,
    Words,
)
from builders.write_docx.runs import attribute, runs

TWIPS = 20
"""Twentieths of a point: what Word counts lengths of pages in."""
EMU = 635
"""English Metric Units in a twentieth of a point."""
PAGE = (11906, 16838)
MARGIN = 1134
ROOM = PAGE[0] - 2 * MARGIN
"""Width of the text, in twentieths of a point."""
_STYLES = {
    "normal": "",
    "lead": "Lead",
    "label": "Label",
    "statement": "Statement",
    "warning": "Warning",
    "quiet": "Quiet",
}
_INDENT = 425
_TALLEST = 9000
"""The greatest height of a picture, in twentieths of a point."""
_MOST_INDENTS = 5
_ENVELOPE = 5600
"""The least height of a sheet that is folded, in twentieths of a point: two fit on a page."""


@dataclass
class Body:
    """Changes while one document is written; `package` uses one and drops it."""

    paper: Paper
    sizes: dict[str, tuple[int, int]]
    """Width and height in dots of the pictures."""
    links: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    """First numbers of the numbered lists; list n has the numbering n + 2."""
    pictures: list[str] = field(default_factory=list)

    def xml(self) -> str:
        """The paragraphs and tables of the whole paper."""
        things = self.paper.things
        out = self._things(things)
        ends_with_table = bool(things) and isinstance(things[-1], Grid | Cards)
        return out + (self._para("", "Quiet") if ends_with_table or not things else "")

    @property
    def turned(self) -> bool:
        return self.paper.direction == "rtl"

    def _things(self, things: Sequence[Thing], style: str = "", depth: int = 0) -> str:
        return "".join(self._thing(thing, style, depth) for thing in things)

    def _thing(self, thing: Thing, style: str, depth: int) -> str:
        match thing:
            case Heading():
                return self._heading(thing)
            case Para(line, look):
                indent = f'<w:ind w:left="{depth * _INDENT}"/>' if depth else ""
                return self._para(self._runs(line), _STYLES[look] or style, indent=indent)
            case Listing():
                return self._listing(thing, depth)
            case Grid():
                return self._grid(thing)
            case Rules(count):
                return self._para("", "WriteLine") * count
            case Photo():
                return self._photo(thing)
            case Cards(cards):
                return self._cards(cards)

    def _runs(self, line: Line) -> str:
        return runs(line, self._link, right_to_left=self.turned)

    def _link(self, address: str) -> str:
        if address not in self.links:
            self.links.append(address)
        return f"link{self.links.index(address) + 1}"

    def _para(
        self,
        inner: str,
        style: str = "",
        *,
        before: str = "",
        numbering: str = "",
        indent: str = "",
    ) -> str:
        """A paragraph. Its properties stand in the order that the schema asks for."""
        name = f'<w:pStyle w:val="{style}"/>' if style else ""
        bidi = "<w:bidi/>" if self.turned else ""
        properties = f"{name}{before}{numbering}{bidi}{indent}"
        return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"

    def _heading(self, heading: Heading) -> str:
        page = "<w:pageBreakBefore/>" if heading.new_page else ""
        out = ""
        if heading.above:
            out = self._para(self._runs((Words(heading.above),)), "Eyebrow", before=page)
            page = '<w:spacing w:before="0"/>'  # the small line over it has kept the distance
        line = self._runs((Words(heading.text),))
        if heading.above:
            return out + self._para(line, f"Heading{heading.level}", indent=page)
        return out + self._para(line, f"Heading{heading.level}", before=page)

    def _listing(self, listing: Listing, depth: int) -> str:
        depth = min(depth, _MOST_INDENTS)
        number = 1
        if listing.mark == "number":
            self.starts.append(listing.start)
            number = len(self.starts) + 1
        out = []
        for entry in listing.entries:
            for place, thing in enumerate(entry):
                first = place == 0 and isinstance(thing, Para)
                if first and isinstance(thing, Para) and listing.mark == "box":
                    out.append(self._para(_box() + self._runs(thing.line), "ListBox"))
                elif first and isinstance(thing, Para):
                    style = "ListNumber" if listing.mark == "number" else "ListBullet"
                    numbering = (
                        f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'
                    )
                    out.append(self._para(self._runs(thing.line), style, numbering=numbering))
                else:
                    out.append(self._thing(thing, "ListBullet", depth + 1))
        return "".join(out)

    def _grid(self, grid: Grid) -> str:
        count = max([len(grid.columns), *(len(row) for row in grid.rows)], default=0)
        if not count:
            return ""
        caption = self._para(self._runs((Words(grid.title),)), "Caption") if grid.title else ""
        widths = _widths(grid, count)
        rows = []
        if grid.columns:
            cells = self._cells(grid.columns, widths, "TableHead")
            rows.append(f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>")
        height = '<w:trHeight w:val="680" w:hRule="atLeast"/>' if grid.to_fill else ""
        for row in grid.rows:
            cells = self._cells(row, widths, "TableText")
            rows.append(f"<w:tr><w:trPr><w:cantSplit/>{height}</w:trPr>{cells}</w:tr>")
        first = int(bool(grid.columns))
        look = (
            f'<w:tblLook w:val="{"0020" if first else "0000"}" w:firstRow="{first}" '
            'w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        )
        words = f'<w:tblCaption w:val="{attribute(grid.title)}"/>' if grid.title else ""
        return (
            f"{caption}{self._table('PaperTable', widths, look + words)}{''.join(rows)}</w:tbl>"
            + self._para("", "Quiet")
        )

    def _table(self, style: str, widths: Sequence[int], look: str) -> str:
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        bidi = "<w:bidiVisual/>" if self.turned else ""
        return (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/>{bidi}'
            f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>{look}'
            f"</w:tblPr><w:tblGrid>{columns}</w:tblGrid>"
        )

    def _cells(self, row: Sequence[Line], widths: Sequence[int], style: str) -> str:
        filled = [*row, *([()] * (len(widths) - len(row)))]
        return "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
            f"{self._para(self._runs(line), style)}</w:tc>"
            for line, width in zip(filled, widths, strict=True)
        )

    def _cards(self, cards: Sequence[Card]) -> str:
        """One card to a row: words grow when a trainer changes them, and rows grow with them."""
        out = [self._para(self._runs((Words(self.paper.cut_label),)), "Quiet")]
        out.append(self._table("CutTable", [ROOM], ""))
        for card in cards:
            head = self._para(self._runs((Words(card.label),)), "CardLabel")
            body = self._para(self._runs((Words(card.title),)), "CardHead")
            body += self._things(card.body, "Card")
            if card.envelope:
                head += self._para(self._runs((Words(card.envelope),)), "CardOpen")
                head += self._para(self._runs((Words(self.paper.fold_label),)), "Quiet")
            height = f'<w:trHeight w:val="{_ENVELOPE}" w:hRule="atLeast"/>' if card.envelope else ""
            out.append(
                f"<w:tr><w:trPr><w:cantSplit/>{height}</w:trPr><w:tc><w:tcPr>"
                f'<w:tcW w:w="{ROOM}" w:type="dxa"/></w:tcPr>{head}{body}</w:tc></w:tr>'
            )
        return "".join(out) + "</w:tbl>" + self._para("", "Quiet")

    def _photo(self, photo: Photo) -> str:
        if photo.image not in self.pictures:
            self.pictures.append(photo.image)
        number = self.pictures.index(photo.image) + 1
        dots = self.sizes[photo.image]
        width = min(ROOM, _TALLEST * dots[0] // max(dots[1], 1))
        height = width * dots[1] // max(dots[0], 1)
        size = f'cx="{width * EMU}" cy="{height * EMU}"'
        name = f'id="{number}" name="{attribute(photo.title)}" descr="{attribute(photo.alt)}"'
        drawing = (
            f'<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
            f"<wp:docPr {name}/><a:graphic><a:graphicData "
            'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
            f"<pic:nvPicPr><pic:cNvPr {name}/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>"
            f'<a:blip r:embed="image{number}"/><a:stretch><a:fillRect/></a:stretch>'
            f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
            "</a:graphicData></a:graphic></wp:inline></w:drawing>"
        )
        return (
            self._para(self._runs((Words(photo.title),)), "Caption")
            + self._para(f"<w:r>{drawing}</w:r>", before="<w:keepNext/>")
            + self._para(self._runs((Words(photo.credit),)), "Quiet")
        )


def _box() -> str:
    """A check box that can be ticked in Word, and on paper."""
    return (
        '<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="0"/>'
        '<w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
        '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox></w:sdtPr>'
        '<w:sdtContent><w:r><w:rPr><w:rFonts w:ascii="MS Gothic" w:hAnsi="MS Gothic" '
        'w:eastAsia="MS Gothic" w:hint="eastAsia"/></w:rPr><w:t>\u2610</w:t></w:r>'
        "</w:sdtContent></w:sdt><w:r><w:tab/></w:r>"
    )


def _widths(grid: Grid, count: int) -> list[int]:
    """Widths of the columns by what they hold; none gets less than half of an even share."""
    if not grid.columns and count == 2:
        return [ROOM // 5, ROOM - ROOM // 5]
    rows = ([grid.columns] if grid.columns else []) + list(grid.rows[:200])
    most = [1.0] * count
    for row in rows:
        for place, line in enumerate(row):
            letters = sum(len(words.text) for words in line)
            most[place] = max(most[place], min(letters, 160) ** 0.6)
    if grid.to_fill:
        most = [max(weight, max(most) * 0.7) for weight in most]
    floor = sum(most) / count * 0.55
    most = [max(weight, floor) for weight in most]
    widths = [int(ROOM * weight / sum(most)) for weight in most]
    widths[-1] += ROOM - sum(widths)
    return widths
