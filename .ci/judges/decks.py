"""Judge decks: decks.py DECK.pptx …  Exit 1 if any judge finds anything.

The Open XML SDK and openxml-audit judge the file; python-pptx opens and saves it again; LibreOffice
renders it, and every slide's characters must be on its page (text that runs off the page is not),
each word inside the shape that holds it. LibreOffice exits 0 also when it cannot load a file, so
the PDF's existence is the test. Arabic is rendered with Noto Sans Arabic, whose letters are a bit
wider than those of Arial: what fits here fits on a machine with Arial.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from xml.etree import ElementTree

from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.util import Emu

HERE = Path(__file__).resolve().parent
VALIDATOR = HERE.parent / "node_modules" / ".bin" / "ooxml-validator"
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""

FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><include>/etc/fonts/fonts.conf</include>
<match target="pattern"><test name="family"><string>Arial</string></test>
<edit name="family" mode="append" binding="strong"><string>Noto Sans Arabic</string></edit></match>
<match target="pattern"><test name="family"><string>Liberation Sans</string></test>
<edit name="family" mode="append" binding="strong"><string>Noto Sans Arabic</string></edit></match>
<match target="pattern"><test name="lang" compare="contains"><string>ar</string></test>
<edit name="family" mode="prepend" binding="strong"><string>Noto Sans Arabic</string></edit></match>
</fontconfig>
"""
TOLERANCE = 3.0
"""Points that a word may stand outside its shape: side bearings and rounding."""
LETTERS = 0.25
"""Share of a word's box above and below its letters: a PDF gives the face's ascent and descent."""


def main(paths: list[Path]) -> int:
    """Judge every deck; print a line for each finding and a closing line."""
    if not paths:
        print("no deck was given")
        return 2
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found = list(pool.map(lambda path: [*sdk(path), *audit(path)], paths))
    findings = []
    for path, outside in zip(paths, found, strict=True):
        findings += [f"{path}: {finding}" for finding in (*outside, *reopened(path))]
    findings += rendered(paths)
    for finding in findings:
        print(finding)
    print(f"{len(paths)} decks, {len(findings)} findings")
    return 1 if findings else 0


def sdk(path: Path) -> list[str]:
    """Findings of Microsoft's Open XML SDK."""
    run = subprocess.run([VALIDATOR, path], capture_output=True, text=True, check=False)
    if run.returncode == 0:
        return []
    try:
        errors = json.loads(run.stdout)["errors"]
    except (ValueError, KeyError):
        return [f"the Open XML SDK could not run: {run.stdout[:200]}{run.stderr[:200]}"]
    return [f"Open XML SDK: {json.dumps(error)[:300]}" for error in errors] or [
        "Open XML SDK: exit 1"
    ]


def audit(path: Path) -> list[str]:
    """Findings of openxml-audit, a second opinion."""
    tool = Path(sys.executable).with_name("openxml-audit")
    run = subprocess.run([tool, path], capture_output=True, text=True, check=False)
    return [] if run.returncode == 0 else [f"openxml-audit: {run.stdout[-600:]}{run.stderr[-200:]}"]


def reopened(path: Path) -> list[str]:
    """python-pptx opens, walks and saves it; titles are unique; shapes stay on the slide."""
    deck = Presentation(str(path))
    width, height = Emu(deck.slide_width or 0), Emu(deck.slide_height or 0)
    found = []
    titles: set[str] = set()
    for number, slide in enumerate(deck.slides, 1):
        title = slide.shapes.title
        words = title.text_frame.text.strip() if title is not None else ""
        if not words:
            found.append(f"slide {number} has no title")
        elif words in titles:
            found.append(f"slide {number} repeats the title '{words}'")
        titles.add(words)
        for shape in slide.shapes:
            if shape.width is None or shape.left is None:
                continue
            right, bottom = shape.left + shape.width, shape.top + shape.height
            if shape.left < 0 or shape.top < 0 or right > width or bottom > height:
                found.append(f"slide {number}: '{shape.name}' leaves the slide")
    deck.save(io.BytesIO())
    if "participant" in str(path.parent.parent.name) and any(
        s.has_notes_slide for s in deck.slides
    ):
        found.append("a participant deck has speaker notes")
    return found


def rendered(paths: list[Path]) -> list[str]:
    """LibreOffice makes one page a slide and loses no text."""
    found = []
    keep = os.environ.get("KEEP_RENDERED")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / "fonts.conf").write_text(FONTS)
        named = []
        for number, path in enumerate(paths):
            copy = folder / f"{number:03}.pptx"
            shutil.copyfile(path, copy)
            named.append(copy)
        # One LibreOffice uses one core, and each needs a profile of its own
        desks = min(os.cpu_count() or 1, len(named))
        with ThreadPoolExecutor(desks) as pool:
            list(pool.map(lambda n: print_all(named[n::desks], folder, n), range(desks)))
        for path, copy in zip(paths, named, strict=True):
            pdf = copy.with_suffix(".pdf")
            if not pdf.is_file():
                found.append(f"{path}: LibreOffice made no PDF")
                continue
            if keep:
                target = Path(keep) / f"{path.parent.parent.name}-{path.stem}.pdf"
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(pdf, target)
            found += [f"{path}: {finding}" for finding in lost_text(path, pdf)]
            found += [f"{path}: {finding}" for finding in overflowing(path, pdf)]
    return found


def print_all(decks: list[Path], folder: Path, number: int) -> None:
    """LibreOffice prints decks to PDF files beside them, without network."""
    profile = folder / f"profile-{number}"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(PROFILE)
    surroundings = {**os.environ, "FONTCONFIG_FILE": str(folder / "fonts.conf")}
    command = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless"]
    command += ["--convert-to", "pdf", "--outdir", str(folder), *map(str, decks)]
    if shutil.which("unshare") and os.geteuid() == 0:
        command = ["unshare", "-n", *command]
    subprocess.run(command, capture_output=True, timeout=1800, check=False, env=surroundings)


def lost_text(path: Path, pdf: Path) -> list[str]:
    """Slides whose page shows fewer characters than the slide holds."""
    run = subprocess.run(
        ["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True
    )
    pages = run.stdout.split("\f")[:-1]
    slides = [
        "".join(element.text or "" for element in slide._element.iter(_TEXT))
        for slide in Presentation(str(path)).slides
    ]
    if len(pages) != len(slides):
        return [f"{len(slides)} slides gave {len(pages)} pages"]
    found = []
    for number, (slide, page) in enumerate(zip(slides, pages, strict=True), 1):
        there, wanted = len(_letters(page)), len(_letters(slide))
        if wanted > 20 and there < 0.97 * wanted:
            found.append(f"slide {number}: only {there} of {wanted} characters are on the page")
    return found


def overflowing(path: Path, pdf: Path) -> list[str]:
    """Words that stand outside every shape that holds such a word."""
    run = subprocess.run(["pdftotext", "-bbox", pdf, "-"], capture_output=True, check=True)
    pages = ElementTree.fromstring(run.stdout).iter(f"{_XHTML}page")
    found = []
    deck = Presentation(str(path))
    for number, (slide, page) in enumerate(zip(deck.slides, pages, strict=True), 1):
        scale = Emu(deck.slide_width or 0).pt / float(page.get("width", "1"))
        shapes = [*_places(slide.shapes), *_places(slide.slide_layout.shapes)]
        for word in page.iter(f"{_XHTML}word"):
            text = "".join(_letters(word.text or ""))
            if not text:
                continue
            box = [scale * float(word.get(key, "0")) for key in ("xMin", "yMin", "xMax", "yMax")]
            spare = LETTERS * (box[3] - box[1])
            box[1], box[3] = box[1] + spare, box[3] - spare
            # Numbers of a list stand in no text, and Arabic comes out of a PDF in another order
            named = [place for held, place in shapes if text in held and text.isascii()]
            if text.isdigit() or not named:
                named = [place for _, place in shapes]
            if not any(_inside(box, place) for place in named):
                found.append(f"slide {number}: '{word.text}' stands outside its shape")
    return found


def _places(shapes: object) -> list[tuple[str, tuple[float, float, float, float]]]:
    """The letters of every shape with words, and its rectangle in points."""
    found = []
    for shape in shapes:  # type: ignore[attr-defined]
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            found += _places(shape.shapes)
            continue
        if shape.left is None or shape.width is None:
            continue
        held = "".join(element.text or "" for element in shape._element.iter(_TEXT))
        chart = getattr(shape, "has_chart", False)
        if held or chart:
            left, top = Emu(shape.left).pt, Emu(shape.top).pt
            place = (left, top, left + Emu(shape.width).pt, top + Emu(shape.height).pt)
            letters = "".join(_letters(held))
            if chart:
                told = ElementTree.fromstring(shape.chart.part.blob).itertext()
                letters = "".join(_letters(" ".join(told)))
            found.append((letters, place))
    return found


def _inside(box: list[float], place: tuple[float, float, float, float]) -> bool:
    left, top, right, bottom = box
    return (
        left >= place[0] - TOLERANCE
        and top >= place[1] - TOLERANCE
        and right <= place[2] + TOLERANCE
        and bottom <= place[3] + TOLERANCE
    )


_XHTML = "{http://www.w3.org/1999/xhtml}"
_TEXT = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"


def _letters(text: str) -> list[str]:
    return [c for c in unicodedata.normalize("NFKC", text) if c.isalnum()]


if __name__ == "__main__":
    sys.exit(main([Path(argument) for argument in sys.argv[1:]]))
