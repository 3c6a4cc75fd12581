"""Templates that others made: used for real, or refused with every reason at once."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pptx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from builders.choose_template import OURS, Choice, check_template, choice_of, load_map
from builders.deck import make_decks
from builders.deck.slides import Picture
from builders.deck_templates import Examined, proposal
from builders.deck_templates.arrange import LEAST_HEIGHT, LEAST_WIDTH
from builders.deck_templates.colours import LEGIBLE, contrast, legible_on
from builders.deck_templates.faces import face_named
from builders.models.deck_template import DeckTemplate, LayoutPair, PlacePair
from builders.models.workshop import Branding
from builders.write_deck_template import PILLARS, read_theme
from builders.write_pptx import Template, read_template, write_deck
from tests import odd_templates as odd
from tests.handbook_course import REPOSITORY, small_course

FOLDER = REPOSITORY / "templates" / "deck"
THEME = FOLDER / "theme.yaml"


def look_at(path: Path, wanted: DeckTemplate | None = None, **more: str) -> Examined:
    return check_template(path, path.name, THEME, wanted=wanted, **more)  # type: ignore[arg-type]


def usable(path: Path, wanted: DeckTemplate | None = None) -> Template:
    examined = look_at(path, wanted)
    assert examined.template is not None, [p.message for p in examined.problems if p.is_error]
    return examined.template


def decks_with(template: Template, folder: Path) -> list[Path]:
    """Every deck of the example course, written with a template."""
    written = []
    decks = make_decks(small_course("trainer"), template.layouts)
    for deck in decks:
        for slide in deck.slides:
            for thing in slide.things:
                if isinstance(thing, Picture):
                    Image.new("RGB", (40, 20), "navy").save(folder / thing.path)
    for deck in decks:
        path = folder / f"{deck.name}.pptx"
        write_deck(deck, template, path, timestamp=1_767_225_600, images=folder)
        written.append(path)
    return written


ODD: dict[str, tuple[odd.Change, ...]] = {
    "as it is": (),
    "a .potx": (odd.as_template_file,),
    "renamed layouts": (odd.each_layout(r'<p:cSld name="[^"]*"', '<p:cSld name="Ünï &amp; 7"'),),
    "no footers": (odd.without_feet,),
    "no layout types": (odd.each_layout(r'(<p:sldLayout[^>]*?) type="\w+"', r"\1"),),
    "16:9 with narrow places": (
        odd.replaced(
            "ppt/presentation.xml", "<p:sldSz[^>]*>", '<p:sldSz cx="12192000" cy="6858000"/>'
        ),
    ),
}


@pytest.mark.parametrize("name", ODD)
def test_a_template_from_the_wild_makes_whole_decks(name: str, tmp_path: Path) -> None:
    template = usable(odd.write_office(tmp_path / "t.pptx", *ODD[name]))
    assert set(template.layout_parts) == set(read_template(FOLDER / "keyhub.pptx").layout_parts)
    for path in decks_with(template, tmp_path):
        deck = pptx.Presentation(str(path))
        assert deck.slides
        for slide in deck.slides:
            assert slide.shapes.title is not None
            for shape in slide.shapes:
                if shape.width is not None:
                    assert shape.left >= 0
                    assert shape.top >= 0
                    assert shape.left + shape.width <= (deck.slide_width or 0)
                    assert shape.top + shape.height <= (deck.slide_height or 0)


def test_every_role_of_ours_is_there_and_on_the_slide(tmp_path: Path) -> None:
    theme = read_theme(THEME)
    template = usable(odd.write_office(tmp_path / "t.pptx", odd.without_feet))
    ours = read_template(FOLDER / "keyhub.pptx").layouts
    assert set(template.layouts.frames) == set(theme["layouts"])
    for layout, frames in template.layouts.frames.items():
        missing = set(ours.frames[layout]) - set(frames)
        assert missing <= {"kicker", "source"}, layout
        for role, frame in frames.items():
            assert frame.width > 20, (layout, role)
            assert frame.x + frame.width <= template.layouts.width + 0.1, (layout, role)
            assert frame.y + frame.height <= template.layouts.height + 0.1, (layout, role)


def _open_parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_nothing_of_theirs_comes_along_but_the_look(tmp_path: Path) -> None:
    """Sample slides, author, thumbnail, printer settings, tags and comments stay behind."""
    source = io.BytesIO()
    theirs = pptx.Presentation()
    theirs.core_properties.author = "Jane Canary"
    slide = theirs.slides.add_slide(theirs.slide_layouts[1])
    slide.shapes.title.text = "Canary slide"
    slide.notes_slide.notes_text_frame.text = "Canary notes"
    theirs.save(source)
    with zipfile.ZipFile(source) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    odd.added("ppt/tags/tag1.xml", b"<p:tagLst>Canary</p:tagLst>")(parts)
    odd.added("docProps/custom.xml", b"<Properties>Canary</Properties>")(parts)
    odd.added("ppt/printerSettings/printerSettings1.bin", b"Canary")(parts)
    template = usable(odd.write_parts(tmp_path / "t.pptx", parts))
    for path in decks_with(template, tmp_path):
        found = _open_parts(path)
        for name, data in found.items():
            assert b"Canary" not in data, name
        assert not [n for n in found if re.search("thumbnail|printer|tags|custom|comment", n)]
        assert _orphans(found) == set()


def _orphans(parts: dict[str, bytes]) -> set[str]:
    """Parts that no relationship leads to."""
    reached = {"[Content_Types].xml"}
    waiting = [""]
    while waiting:
        part = waiting.pop()
        folder, _, file = part.rpartition("/")
        rels = f"{folder}/_rels/{file}.rels".lstrip("/")
        if rels not in parts:
            continue
        reached.add(rels)
        for target, mode in re.findall(rb'Target="([^"]+)"( TargetMode="External")?', parts[rels]):
            if not mode:
                path = Path("/", folder, target.decode())
                name = str(Path(*_flat(path.parts[1:])))
                if name not in reached:
                    reached.add(name)
                    waiting.append(name)
    return set(parts) - reached


def _flat(steps: Sequence[str]) -> list[str]:
    made: list[str] = []
    for step in steps:
        if step == "..":
            made.pop()
        else:
            made.append(step)
    return made


def test_wished_layouts_places_fonts_and_colours_are_used(tmp_path: Path) -> None:
    path = odd.write_office(tmp_path / "t.pptx")
    wanted = DeckTemplate(
        file="t.pptx",
        layouts=(
            LayoutPair(
                ours="two-columns",
                theirs="Comparison",
                places=(
                    PlacePair(ours="left", theirs="2"),
                    PlacePair(ours="right", theirs="Content Placeholder 5"),
                ),
            ),
        ),
        fonts={"latin": "Georgia", "arabic": "Tahoma"},
        pillars={"identify": "0b6662"},
    )
    template = usable(path, wanted)
    comparison = pptx.Presentation(str(path)).slide_layouts[4]
    right = next(s for s in comparison.shapes if s.name == "Content Placeholder 5")
    assert template.layouts("two-columns", "right").x * 12700 == pytest.approx(
        right.left + 91_440, abs=20
    )
    theme = template.parts["ppt/theme/theme1.xml"].decode()
    assert '<a:latin typeface="Georgia"/>' in theme
    assert '<a:cs typeface="Tahoma"/>' in theme
    assert '<a:accent2><a:srgbClr val="0B6662"/></a:accent2>' in theme


def test_colours_of_a_pale_theme_are_made_legible(tmp_path: Path) -> None:
    """Accents that cannot be read are darkened for slides; their own shapes keep their colour."""
    pale = odd.replaced("ppt/theme/theme1.xml", r"(<a:accent1>).*?(</a:accent1>)",
                        r'\1<a:srgbClr val="FFC000"/>\2')  # fmt: skip
    shape = (
        '<p:sp><p:nvSpPr><p:cNvPr id="900" name="Band"/><p:cNvSpPr/><p:nvPr userDrawn="1"/>'
        '</p:nvSpPr><p:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="900" cy="900"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:schemeClr val="accent1"/>'
        "</a:solidFill></p:spPr></p:sp></p:spTree>"
    )
    band = odd.replaced("ppt/slideMasters/slideMaster1.xml", "</p:spTree>", shape)
    template = usable(odd.write_office(tmp_path / "t.pptx", pale, band))
    found = re.search(
        r'<a:accent1><a:srgbClr val="(\w+)"', template.parts["ppt/theme/theme1.xml"].decode()
    )
    assert found
    assert contrast(found.group(1), "FFFFFF") >= LEGIBLE
    assert b'<a:srgbClr val="FFC000"/>' in template.parts["ppt/slideMasters/slideMaster1.xml"]


def test_dark_text_on_a_dark_background_is_refused(tmp_path: Path) -> None:
    dark = odd.replaced(
        "ppt/slideMasters/slideMaster1.xml", r"<p:bg>.*?</p:bg>",
        '<p:bg><p:bgPr><a:solidFill><a:srgbClr val="202A44"/></a:solidFill><a:effectLst/>'
        "</p:bgPr></p:bg>",
    )  # fmt: skip
    examined = look_at(odd.write_office(tmp_path / "t.pptx", dark))
    assert examined.template is None
    assert "template-contrast-low" in {p.code for p in examined.problems if p.is_error}


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    wanted = DeckTemplate(
        file="t.pptx",
        layouts=(
            LayoutPair(ours="points", theirs="Nowhere"),
            LayoutPair(ours="title", theirs="Blank"),
        ),
        pillars={"deliver": "FFFF00"},
    )
    changes = (
        odd.with_small_body,
        odd.related("ppt/slideMasters/_rels/slideMaster1.xml.rels", "hyperlink",
                    "https://example.org/", ' TargetMode="External"'),
    )  # fmt: skip
    examined = look_at(odd.write_office(tmp_path / "t.pptx", *changes), wanted)
    codes = {problem.code for problem in examined.problems if problem.is_error}
    assert codes == {
        "template-layout-unknown", "template-title-missing", "template-contrast-low",
        "template-body-small", "template-external",
    }  # fmt: skip
    small = next(p for p in examined.problems if p.code == "template-body-small")
    assert f"{LEAST_WIDTH:.0f} points" in small.message
    assert pytest.approx(12 * 18 * 1.2) == LEAST_HEIGHT


def test_right_to_left_mirrors_our_places_inside_their_area(tmp_path: Path) -> None:
    path = odd.write_office(tmp_path / "t.pptx")
    plain, turned = usable(path), look_at(path, direction="rtl").template
    assert turned is not None
    left, right = plain.layouts("exercise", "body"), turned.layouts("exercise", "body")
    area = plain.layouts("points", "body")
    assert left.x - area.x == pytest.approx(area.x + area.width - right.x - right.width, abs=0.1)
    layout = turned.parts[f"ppt/slideLayouts/{turned.layout_parts['points']}"].decode()
    assert 'rtl="1"' in layout
    assert b'rtl="1"' in turned.parts["ppt/presentation.xml"]


def test_reading_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    path = odd.write_office(tmp_path / "t.pptx")
    assert usable(path).parts == usable(path).parts


def test_their_notes_master_is_kept(tmp_path: Path) -> None:
    theirs = pptx.Presentation()
    notes = theirs.notes_master
    notes.placeholders[0].name = "Their header"
    path = tmp_path / "t.pptx"
    theirs.save(str(path))
    examined = look_at(path)
    assert "template-notes-missing" not in {problem.code for problem in examined.problems}
    assert examined.template is not None
    assert b"Their header" in examined.template.parts["ppt/notesMasters/notesMaster1.xml"]


def test_a_proposal_is_a_template_yaml_that_works(tmp_path: Path) -> None:
    path = odd.write_office(tmp_path / "t.pptx")
    (tmp_path / "template.yaml").write_text(proposal("t.pptx", look_at(path)), encoding="utf-8")
    wanted, _, problems = load_map(tmp_path / "template.yaml", "template.yaml")
    assert problems == []
    assert wanted is not None
    again = look_at(path, wanted)
    assert again.template is not None
    assert not {"template-layout-missing"} & {problem.code for problem in again.problems}


MEASURE = """
import sys
from pathlib import Path
from builders.choose_template import check_template
path = Path(sys.argv[1])
found = check_template(path, path.name, Path(sys.argv[2]))
status = Path("/proc/self/status").read_text().splitlines()
peak = next(line for line in status if line.startswith("VmHWM"))
print(found.problems[0].code, int(peak.split()[1]) // 1024)
"""


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (odd.bomb, "template-too-large"),
        (odd.lying_bomb, "template-broken"),
        (odd.crowded, "template-too-large"),
    ],
)
@pytest.mark.skipif(sys.platform != "linux", reason="the peak is read from /proc")
def test_bombs_are_refused_with_little_memory(make: object, code: str, tmp_path: Path) -> None:
    path = tmp_path / "t.pptx"
    make(path)  # type: ignore[operator]
    run = subprocess.run(
        [sys.executable, "-c", MEASURE, path, THEME],
        cwd=REPOSITORY, capture_output=True, text=True, check=True,
    )  # fmt: skip
    found, megabytes = run.stdout.split()
    assert found == code
    assert int(megabytes) < 200


@given(data=st.binary(max_size=400))
def test_noise_is_refused_and_never_raises(
    data: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "noise.pptx"
    for start in (b"", b"PK\x03\x04", b"PK\x05\x06"):
        path.write_bytes(start + data)
        examined = look_at(path)
        assert examined.template is None
        assert examined.problems


@given(cut=st.integers(min_value=1, max_value=27_000), flip=st.integers(0, 255))
def test_damaged_files_never_raise(
    cut: int, flip: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.getbasetemp()
    whole = folder / "whole.pptx"
    if not whole.exists():
        odd.write_office(whole)
    data = bytearray(whole.read_bytes())
    data[cut % len(data)] = flip
    (folder / "flipped.pptx").write_bytes(bytes(data))
    assert look_at(folder / "flipped.pptx").problems
    (folder / "cut.pptx").write_bytes(bytes(data[:cut]))
    assert look_at(folder / "cut.pptx").template is None


colours = st.text("0123456789ABCDEF", min_size=6, max_size=6)


@given(one=colours, paper=st.sampled_from(["FFFFFF", "F3EFE6", "000000", "14304F"]))
def test_a_colour_made_legible_is_legible(one: str, paper: str) -> None:
    made = legible_on(one, paper)
    assert contrast(made, paper) >= LEGIBLE
    if contrast(one, paper) >= LEGIBLE:
        assert made == one


def test_contrast_of_known_pairs() -> None:
    assert contrast("000000", "FFFFFF") == pytest.approx(21)
    assert contrast("777777", "FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_faces_never_count_as_narrower_than_arial() -> None:
    for family in ("Arial", "Calibri", "Times New Roman", ""):
        assert face_named(family).width == 1
    assert face_named("Verdana").width > 1.14
    assert face_named("Acme Sans").width > 1.1
    assert not face_named("Acme Sans").common
    assert face_named("Segoe UI").spacing == pytest.approx(1.2 / 1.33)


def test_the_choice_follows_the_branding() -> None:
    templates = REPOSITORY / "templates"
    for (slides, direction), name in OURS.items():
        choice = choice_of(Branding(slides=slides), direction, templates)  # type: ignore[arg-type]
        assert choice.path == templates / "deck" / name
        assert choice.read().layouts.width == (960 if slides == "16:9" else 720)
        assert choice.problems() == ()
    own = choice_of(Branding(template="acme"), "ltr", templates)
    assert [problem.code for problem in own.problems()] == ["template-unknown"]
    assert own == Choice(templates / "deck" / "acme" / "template.yaml", "ltr")


def test_problems_as_json(tmp_path: Path) -> None:
    path = odd.write_office(tmp_path / "t.pptx")
    run = subprocess.run(
        [sys.executable, "-m", "builders", "template", "check", path, "--json"],
        cwd=REPOSITORY, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0
    assert "template-layout-missing" in {each["code"] for each in json.loads(run.stdout)}


def test_propose_writes_yaml_to_stdout_only(tmp_path: Path) -> None:
    path = odd.write_office(tmp_path / "t.pptx")
    run = subprocess.run(
        [sys.executable, "-m", "builders", "template", "check", path, "--propose"],
        cwd=REPOSITORY, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0
    assert run.stdout.startswith("# How keyhub uses this template.")
    assert "template-notes-missing" in run.stderr
    assert len(PILLARS) == 5
