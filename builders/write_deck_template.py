"""Makes the deck templates, masters and layouts and all, from templates/deck/theme.yaml.

Enters: the theme file. Leaves: a .pptx without slides for each format (16:9, 4:3) and direction, the
same bytes every time. Run by hand after a change of the theme:

    python -m builders.write_deck_template templates/deck

Placeholders carry the role that the deck maker fills as their name (`body`, `source`, `note` …).
"""

# ruff: noqa: E501  (XML reads better unbroken)
from __future__ import annotations

import sys
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from builders.write_pptx.marks import HEAD, NAMESPACES, POINT
from builders.write_pptx.package import write_package
from builders.write_pptx.template_parts import content_types, relations_part, table_styles, tree
from builders.yamltext import parse_yaml

SCHEME = {"ink": "tx1", "paper": "bg1", "navy": "tx2", "sand": "bg2", "warning": "accent6"}
PILLARS = ("foundations", "identify", "investigate", "prosecute", "deliver")
ANCHORS = {"top": "t", "middle": "ctr", "bottom": "b"}
LEVEL_INDENT = 22
KNOWN_TYPES = {"title": "title", "section": "secHead", "points": "obj", "table": "tbl"}

Theme = dict[str, Any]


class Maker:
    """Writes the parts of one template. `mirror` makes the right-to-left one."""

    def __init__(self, theme: Theme, *, mirror: bool = False) -> None:
        self.theme = theme
        self.mirror = mirror
        self.width, self.height = int(theme["width"]), int(theme["height"])
        self.language = "ar-LY" if mirror else "en-GB"

    def colour(self, name: str) -> str:
        """XML of a colour by its name in the theme file."""
        if name in SCHEME:
            return f'<a:schemeClr val="{SCHEME[name]}"/>'
        if name.startswith("pillar-"):
            return f'<a:schemeClr val="accent{PILLARS.index(name[7:]) + 1}"/>'
        return f'<a:srgbClr val="{self.theme["colours"][name]}"/>'

    def fill(self, name: str | None) -> str:
        return f"<a:solidFill>{self.colour(name)}</a:solidFill>" if name else "<a:noFill/>"

    def frame(self, box: list[str]) -> str:
        x, y, width, height = (float(number) for number in box)
        if self.mirror:
            x = self.width - x - width
        numbers = [round(number * POINT) for number in (x, y, width, height)]
        return (
            f'<a:xfrm><a:off x="{numbers[0]}" y="{numbers[1]}"/>'
            f'<a:ext cx="{numbers[2]}" cy="{numbers[3]}"/></a:xfrm>'
        )

    def direction(self, align: str = "start") -> str:
        side = {"start": "r" if self.mirror else "l", "end": "l" if self.mirror else "r"}
        return f'algn="{side.get(align, "ctr")}" rtl="{int(self.mirror)}"'

    def faces(self, face: str = "mn") -> str:
        return f'<a:latin typeface="+{face}-lt"/><a:ea typeface="+{face}-ea"/><a:cs typeface="+{face}-cs"/>'

    def level(self, number: int, place: Theme) -> str:
        """Paragraph properties of one outline level of a placeholder."""
        size = float(place.get("size", 18))
        size = size if number == 1 else max(18.0, size - 2) if size >= 18 else size
        bullets = place.get("bullets") == "true"
        margin = (number if bullets else number - 1) * LEVEL_INDENT * POINT
        hanging = -LEVEL_INDENT * POINT if bullets or number > 1 else 0
        mark = "•" if number % 2 else "–"
        bullet = (
            f'<a:buClr>{self.colour(place.get("bullet", "navy"))}</a:buClr><a:buFont typeface="Arial"/>'
            f'<a:buChar char="{mark}"/>'
            if hanging
            else "<a:buNone/>"
        )
        bold = int(place.get("bold") == "true" and number == 1)
        before = 8 if bullets or number > 1 else 4
        return (
            f'<a:lvl{number}pPr marL="{margin}" indent="{hanging}" '
            f"{self.direction(place.get('align', 'start'))}>"
            f'<a:lnSpc><a:spcPct val="100000"/></a:lnSpc>'
            f'<a:spcBef><a:spcPts val="{0 if size < 16 else before * 100}"/></a:spcBef>{bullet}'
            f'<a:defRPr lang="{self.language}" sz="{round(size * 100)}" b="{bold}">'
            f"{self.fill(place.get('colour', 'ink'))}{self.faces()}</a:defRPr></a:lvl{number}pPr>"
        )

    def placeholder(self, number: int, role: str, place: Theme, *, master: bool = False) -> str:
        """A placeholder shape of a layout or of the master."""
        kind = place.get("type")
        attributes = f' type="{kind}"' if kind else ' type="body"'
        if kind == "obj":
            attributes = ""
        if "idx" in place and not (master and kind in ("ftr", "sldNum")):
            attributes += f' sz="quarter" idx="{place["idx"]}"'
        elif master and kind in ("ftr", "sldNum"):
            attributes += f' sz="quarter" idx="{3 if kind == "ftr" else 4}"'
        levels = "".join(self.level(n, place) for n in (range(1, 6) if not kind else (1,)))
        prompt = escape(place.get("prompt", ""))
        text = f'<a:r><a:rPr lang="en-GB"/><a:t>{prompt}</a:t></a:r>' if prompt else ""
        if kind == "sldNum":
            text = f'<a:fld id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum"><a:rPr lang="{self.language}"/><a:t>‹#›</a:t></a:fld>'
        anchor = ANCHORS[place.get("anchor", "top")]
        custom = "" if kind or master else ' hasCustomPrompt="1"'
        return (
            f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name={quoteattr(role)}/>'
            f'<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
            f"<p:nvPr><p:ph{attributes}{custom}/></p:nvPr></p:nvSpPr>"
            f'<p:spPr>{self.frame(place["box"])}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
            f'<p:txBody><a:bodyPr vert="horz" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" '
            f'rtlCol="{int(self.mirror)}" anchor="{anchor}"><a:noAutofit/></a:bodyPr>'
            f"<a:lstStyle>{levels}</a:lstStyle><a:p><a:pPr {self.direction(place.get('align', 'start'))}/>"
            f"{text}</a:p></p:txBody></p:sp>"
        )

    def shape(self, number: int, shape: Theme) -> str:
        """A fixed decoration of a layout."""
        line = (
            f'<a:ln w="19050">{self.fill(shape["outline"])}</a:ln>'
            if "outline" in shape
            else "<a:ln><a:noFill/></a:ln>"
        )
        text = ""
        if "text" in shape:
            text = (
                f'<a:r><a:rPr lang="{self.language}" sz="{int(shape["size"]) * 100}" b="1">'
                f"{self.fill('paper')}{self.faces()}</a:rPr><a:t>{escape(shape['text'])}</a:t></a:r>"
            )
        return (
            f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name={quoteattr(shape["name"])}/>'
            f'<p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr>{self.frame(shape["box"])}'
            f'<a:prstGeom prst="{shape["form"]}"><a:avLst/></a:prstGeom>{self.fill(shape["fill"])}{line}'
            f'</p:spPr><p:txBody><a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"/>'
            f'<a:lstStyle/><a:p><a:pPr algn="ctr"/>{text}</a:p></p:txBody></p:sp>'
        )

    def layout(self, key: str) -> str:
        """One slide layout."""
        layout = self.theme["layouts"][key]
        places = self.places(key)
        shapes = self.shapes(key)
        body = [self.shape(number, shape) for number, shape in enumerate(shapes, 2)]
        body += [
            self.placeholder(number, role, place)
            for number, (role, place) in enumerate(places.items(), 2 + len(body))
        ]
        background = (
            f"<p:bg><p:bgPr>{self.fill(layout['background'])}<a:effectLst/></p:bgPr></p:bg>"
            if "background" in layout
            else ""
        )
        known = f' type="{KNOWN_TYPES[key]}"' if key in KNOWN_TYPES else ""
        return (
            f'{HEAD}<p:sldLayout {NAMESPACES}{known} preserve="1" userDrawn="1">'
            f"<p:cSld name={quoteattr(layout['name'])}>{background}{tree(''.join(body))}</p:cSld>"
            f"<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>"
        )

    def shapes(self, key: str) -> list[Theme]:
        """Decorations of a layout from back to front: the shared ones, then its own."""
        layout = self.theme["layouts"][key]
        shapes = [] if layout.get("background") == "navy" else list(self.theme["foot_shapes"])
        if shapes and layout.get("plain") != "true":
            shapes += self.theme["shared_shapes"]
        shapes += layout.get("shapes", [])
        return shapes

    def places(self, key: str) -> dict[str, Theme]:
        """Placeholders of a layout by role: the shared ones with its changes, then its own."""
        layout = self.theme["layouts"][key]
        own = layout["places"]
        left_out = set(layout.get("without", []))
        found = {
            role: {**place, **own.get(role, {})}
            for role, place in self.theme["shared"].items()
            if role not in left_out or role in own
        }
        order = ["kicker", "title"]
        rest = [role for role in own if role not in found]
        tail = ["source", "footer", "number"]
        places = {**found, **{role: own[role] for role in rest}}
        return {role: places[role] for role in [*order, *rest, *tail] if role in places}

    def master(self) -> str:
        """The slide master with the placeholders that every layout has."""
        shared = self.theme["shared"]
        body = {"type": "body", "idx": "1", "box": ["48", "134", "864", "330"], "bullets": "true",
                "size": self.theme["sizes"]["body"], "prompt": "Text"}  # fmt: skip
        wanted = {
            "title": shared["title"],
            "body": body,
            **{k: shared[k] for k in ("footer", "number")},
        }
        shapes = "".join(
            self.placeholder(number, role, place, master=True)
            for number, (role, place) in enumerate(wanted.items(), 2)
        )
        count = len(self.theme["layouts"])
        ids = "".join(
            f'<p:sldLayoutId id="{2147483649 + n}" r:id="rId{n + 1}"/>' for n in range(count)
        )
        title = self.level(1, shared["title"]).replace("+mn-", "+mj-")
        levels = "".join(self.level(number, body) for number in range(1, 10))
        other = "".join(self.level(number, {"size": "18"}) for number in range(1, 10))
        return (
            f'{HEAD}<p:sldMaster {NAMESPACES}><p:cSld name="keyhub"><p:bg><p:bgPr>{self.fill("paper")}'
            f"<a:effectLst/></p:bgPr></p:bg>{tree(shapes)}</p:cSld>"
            f'<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" '
            f'accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" '
            f'folHlink="folHlink"/><p:sldLayoutIdLst>{ids}</p:sldLayoutIdLst>'
            f'<p:hf hdr="0" dt="0"/><p:txStyles><p:titleStyle>{title}</p:titleStyle><p:bodyStyle>{levels}</p:bodyStyle>'
            f"<p:otherStyle>{other}</p:otherStyle></p:txStyles></p:sldMaster>"
        )

    def theme_part(self, name: str) -> str:
        """A theme part: colours and faces; effects are plain."""
        colours, pillars = self.theme["colours"], self.theme["pillars"]
        scheme = {
            "dk1": colours["ink"],
            "lt1": colours["paper"],
            "dk2": colours["navy"],
            "lt2": colours["sand"],
            **{f"accent{n}": pillars[p]["colour"] for n, p in enumerate(PILLARS, 1)},
            "accent6": colours["warning"],
            "hlink": colours["link"],
            "folHlink": colours["visited"],
        }
        parts = "".join(f'<a:{k}><a:srgbClr val="{v}"/></a:{k}>' for k, v in scheme.items())
        fonts = self.theme["fonts"]
        face = (
            f'<a:latin typeface="{fonts["latin"]}"/><a:ea typeface=""/>'
            f'<a:cs typeface="{fonts["arabic"]}"/><a:font script="Arab" typeface="{fonts["arabic"]}"/>'
        )
        plain = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>' * 3
        lines = "".join(
            f'<a:ln w="{w}"><a:solidFill><a:schemeClr val="phClr"/></a:solidFill></a:ln>'
            for w in (9525, 19050, 28575)
        )
        named = {**colours, **{f"{p} light": pillars[p]["light"] for p in PILLARS}}
        custom = "".join(
            f'<a:custClr name="{key}"><a:srgbClr val="{value}"/></a:custClr>'
            for key, value in named.items()
        )
        effects = "<a:effectStyle><a:effectLst/></a:effectStyle>" * 3
        return (
            f'{HEAD}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
            f'name="{name}"><a:themeElements><a:clrScheme name="{name}">{parts}</a:clrScheme>'
            f'<a:fontScheme name="{name}"><a:majorFont>{face}</a:majorFont><a:minorFont>{face}'
            f'</a:minorFont></a:fontScheme><a:fmtScheme name="{name}"><a:fillStyleLst>{plain}'
            f"</a:fillStyleLst><a:lnStyleLst>{lines}</a:lnStyleLst><a:effectStyleLst>{effects}"
            f"</a:effectStyleLst><a:bgFillStyleLst>{plain}</a:bgFillStyleLst></a:fmtScheme>"
            f"</a:themeElements><a:objectDefaults/><a:extraClrSchemeLst/><a:custClrLst>{custom}</a:custClrLst></a:theme>"
        )

    def page_master(self, kind: str) -> str:
        """The notes master ("notes") or the handout master ("handout"): 540 by 720 points."""
        places: dict[str, Theme] = {
            "header": {"type": "hdr", "box": ["36", "24", "300", "18"], "size": "10", "colour": "muted"},
            "date": {"type": "dt", "idx": "1", "box": ["384", "24", "120", "18"], "size": "10",
                     "colour": "muted", "align": "end"},
            "image": {"type": "sldImg", "idx": "2", "box": ["90", "50", "360", "202"]},
            "body": {"type": "body", "idx": "3", "box": ["36", "268", "468", "408"], "size": "12",
                     "prompt": "Notes"},
            "footer": {"type": "ftr", "idx": "4", "box": ["36", "690", "300", "18"], "size": "10",
                       "colour": "muted"},
            "number": {"type": "sldNum", "idx": "5", "box": ["384", "690", "120", "18"], "size": "10",
                       "colour": "muted", "align": "end"},
        }  # fmt: skip
        if kind == "handout":
            places = {k: v for k, v in places.items() if k not in ("image", "body")}
        page = Maker({**self.theme, "width": "540"}, mirror=self.mirror)
        shapes = []
        for number, (role, place) in enumerate(places.items(), 2):
            if role == "image":
                shapes.append(
                    f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{role}"/><p:cNvSpPr>'
                    '<a:spLocks noGrp="1" noRot="1" noChangeAspect="1"/></p:cNvSpPr><p:nvPr>'
                    '<p:ph type="sldImg" idx="2"/></p:nvPr></p:nvSpPr><p:spPr>'
                    f'{page.frame(place["box"])}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
                    '<a:noFill/><a:ln w="9525"><a:solidFill><a:srgbClr val="C9CED6"/></a:solidFill>'
                    "</a:ln></p:spPr></p:sp>"
                )
            else:
                shapes.append(page.placeholder(number, role, place))
        levels = "".join(page.level(number, {"size": "12"}) for number in range(1, 10))
        style = f"<p:notesStyle>{levels}</p:notesStyle>" if kind == "notes" else ""
        return (
            f"{HEAD}<p:{kind}Master {NAMESPACES}><p:cSld><p:bg><p:bgPr>{self.fill('paper')}"
            f"<a:effectLst/></p:bgPr></p:bg>{tree(''.join(shapes))}</p:cSld>"
            f'<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" '
            f'accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" '
            f'folHlink="folHlink"/>{style}</p:{kind}Master>'
        )

    def parts(self) -> dict[str, bytes]:
        """Every part of the template by its name in the package."""
        keys = list(self.theme["layouts"])
        found: dict[str, str] = {
            "[Content_Types].xml": content_types(len(keys)),
            "_rels/.rels": relations_part({
                "rId1": ("officeDocument", "ppt/presentation.xml"),
                "rId2": ("extended-properties", "docProps/app.xml"),
                "rId3": ("CORE", "docProps/core.xml"),
            }),
            "docProps/app.xml": f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/'
            'officeDocument/2006/extended-properties"><Application>keyhub</Application></Properties>',
            "docProps/core.xml": f'{HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/'
            'package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
            "<dc:title>keyhub</dc:title><dc:creator>keyhub</dc:creator></cp:coreProperties>",
            "ppt/presentation.xml": (
                f'{HEAD}<p:presentation {NAMESPACES} saveSubsetFonts="1" rtl="{int(self.mirror)}"><p:sldMasterIdLst>'
                '<p:sldMasterId id="2147483648" r:id="rId1"/></p:sldMasterIdLst><p:notesMasterIdLst>'
                '<p:notesMasterId r:id="rId2"/></p:notesMasterIdLst><p:handoutMasterIdLst>'
                f'<p:handoutMasterId r:id="rId3"/></p:handoutMasterIdLst><p:sldSz cx="{self.width * POINT}" '
                f'cy="{self.height * POINT}"/><p:notesSz cx="6858000" cy="9144000"/></p:presentation>'
            ),
            "ppt/_rels/presentation.xml.rels": relations_part({
                "rId1": ("slideMaster", "slideMasters/slideMaster1.xml"),
                "rId2": ("notesMaster", "notesMasters/notesMaster1.xml"),
                "rId3": ("handoutMaster", "handoutMasters/handoutMaster1.xml"),
                "rId4": ("presProps", "presProps.xml"),
                "rId5": ("viewProps", "viewProps.xml"),
                "rId6": ("theme", "theme/theme1.xml"),
                "rId7": ("tableStyles", "tableStyles.xml"),
            }),
            "ppt/presProps.xml": f"{HEAD}<p:presentationPr {NAMESPACES}/>",
            "ppt/viewProps.xml": f"{HEAD}<p:viewPr {NAMESPACES}/>",
            "ppt/tableStyles.xml": table_styles(self.theme["colours"]["line"]),
            "ppt/theme/theme1.xml": self.theme_part("keyhub"),
            "ppt/theme/theme2.xml": self.theme_part("keyhub notes"),
            "ppt/theme/theme3.xml": self.theme_part("keyhub handout"),
            "ppt/slideMasters/slideMaster1.xml": self.master(),
            "ppt/slideMasters/_rels/slideMaster1.xml.rels": relations_part({
                **{f"rId{n}": ("slideLayout", f"../slideLayouts/slideLayout{n}.xml")
                   for n in range(1, len(keys) + 1)},
                f"rId{len(keys) + 1}": ("theme", "../theme/theme1.xml"),
            }),
            "ppt/notesMasters/notesMaster1.xml": self.page_master("notes"),
            "ppt/notesMasters/_rels/notesMaster1.xml.rels": relations_part(
                {"rId1": ("theme", "../theme/theme2.xml")}),
            "ppt/handoutMasters/handoutMaster1.xml": self.page_master("handout"),
            "ppt/handoutMasters/_rels/handoutMaster1.xml.rels": relations_part(
                {"rId1": ("theme", "../theme/theme3.xml")}),
        }  # fmt: skip
        for number, key in enumerate(keys, 1):
            found[f"ppt/slideLayouts/slideLayout{number}.xml"] = self.layout(key)
            found[f"ppt/slideLayouts/_rels/slideLayout{number}.xml.rels"] = relations_part(
                {"rId1": ("slideMaster", "../slideMasters/slideMaster1.xml")}
            )
        return {name: text.encode() for name, text in found.items()}


def in_format(theme: Theme, name: str) -> Theme:
    """The theme for one of its formats ("16:9", "4:3"): the width, and every box fitted to it.

    Widths between the side margins shrink together; forms that would be distorted keep their size.
    A box given as `narrow` is taken as it is.
    """
    width, base, margin = (float(theme["formats"][name]["width"]), float(theme["width"]),
                           float(theme["margin"]))  # fmt: skip
    if width == base:
        return theme
    share = (width - 2 * margin) / (base - 2 * margin)

    def moved(x: float) -> float:
        if margin < x < base - margin:
            return margin + (x - margin) * share
        return x if x <= margin else x - base + width

    def fitted(thing: Theme) -> Theme:
        if "narrow" in thing:
            box = thing["narrow"]
        elif "box" in thing:
            x, y, wide, high = (float(number) for number in thing["box"])
            left, right = moved(x), moved(x + wide)
            if wide <= 10 or thing.get("form", "rect") != "rect":
                right = left + wide
            box = [f"{value:g}" for value in (left, y, right - left, high)]
        else:
            return thing
        size = {"size": thing["narrow_size"]} if "narrow_size" in thing else {}
        return {**thing, "box": box, **size}

    layouts = {
        key: {
            **layout,
            "shapes": [fitted(shape) for shape in layout.get("shapes", [])],
            "places": {role: fitted(place) for role, place in layout["places"].items()},
        }
        for key, layout in theme["layouts"].items()
    }
    return {
        **theme,
        "width": f"{width:g}",
        "layouts": layouts,
        "shared": {role: fitted(place) for role, place in theme["shared"].items()},
        "shared_shapes": [fitted(shape) for shape in theme["shared_shapes"]],
        "foot_shapes": [fitted(shape) for shape in theme["foot_shapes"]],
    }


def read_theme(path: Path) -> Theme:
    """The theme file as a plain tree of strings.

    Raises: ValueError if it cannot be read.
    """
    tree_read, _, problems = parse_yaml(path.read_text("utf-8"), path.name)
    if not isinstance(tree_read, dict) or problems:
        raise ValueError("\n".join(str(problem) for problem in problems) or "the theme is empty")
    return tree_read


def write_templates(folder: Path) -> tuple[Path, ...]:
    """Write the templates of every format and direction from `folder`/theme.yaml.

    Raises: ValueError if the theme file cannot be read.
    """
    theme = read_theme(folder / "theme.yaml")
    written = []
    for name, made in theme["formats"].items():
        for direction in ("ltr", "rtl"):
            path = folder / made[direction]
            maker = Maker(in_format(theme, name), mirror=direction == "rtl")
            write_package(path, maker.parts())
            written.append(path)
    return tuple(written)


if __name__ == "__main__":
    for path in write_templates(Path(sys.argv[1])):
        print(path)
