"""Mistakes that cannot be text files: bytes, sizes, links, names on disk, whole folders."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from builders.checks.guarding import check_guarding_lists
from builders.choose_template import choice_of
from builders.house import House
from builders.loading.curriculum import load_curriculum
from builders.loading.wording import load_wording
from builders.models.workshop import Branding
from builders.problems import Problem
from tests import odd_templates as odd
from tests.tiny_house import MODULE

ODD = "curriculum/modules/identify/odd.yaml"


@dataclass(frozen=True)
class Generated:
    """A mistake made by a function. `code` stands first among what is found in the file `name`."""

    code: str
    about: str
    make: Callable[[Path], object]
    """Called with the path of the odd file."""
    place: str = "1:1"
    name: str = ODD


def _bytes(data: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(data)


def _link(path: Path) -> None:
    target = path.parent.parent.parent.parent / "elsewhere.yaml"
    target.write_text(MODULE, encoding="utf-8")
    path.symlink_to(target)


def _folder_link(path: Path) -> None:
    path.symlink_to(path.parent, target_is_directory=True)


def _pipe(path: Path) -> None:
    os.mkfifo(path)


_WRONG_KEYS = "".join(f"key{number}: x\n" for number in range(1_000))
_ENGLISH = "templates/wording/en.yaml"
_FRENCH = "templates/wording/fr.yaml"


def _french(change: Callable[[str], str]) -> Callable[[Path], object]:
    def make(path: Path) -> None:
        path.write_text(change(path.with_name("en.yaml").read_text(encoding="utf-8")))

    return make


def _english(old: str, new: str) -> Callable[[Path], object]:
    def make(path: Path) -> None:
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    return make


GENERATED: tuple[Generated, ...] = (
    Generated(
        "file-not-utf8",
        "The file is in another encoding than UTF-8.",
        _bytes(MODULE.replace("First contact", "Préparation").encode("latin-1")),
        "2:10",
    ),
    Generated("file-not-utf8", "UTF-16.", _bytes(MODULE.encode("utf-16"))),
    Generated(
        "file-bom",
        "The file starts with a byte order mark, as some editors write.",
        _bytes(b"\xef\xbb\xbf" + MODULE.encode()),
    ),
    Generated(
        "text-control-character",
        "The file holds a character that is not text, such as NUL.",
        _bytes(MODULE.replace("First contact", "First\0contact").encode()),
        "2:13",
    ),
    Generated("text-control-character", "A megabyte of NUL.", _bytes(b"\0" * 999_999)),
    Generated(
        "text-bidi-override",
        "An invisible character turns the reading order round, so that text hides what it says.",
        _bytes(MODULE.replace("First contact", "First \u202e contact").encode()),
        "2:14",
    ),
    Generated(
        "file-too-large",
        "The file is larger than any session's text can be.",
        _bytes(b"x" * 10_000_000),
    ),
    Generated(
        "yaml-too-deep",
        "10,000 brackets.",
        _bytes(b"title: " + b"[" * 10_000 + b"]" * 10_000),
        "1:47",
    ),
    Generated(
        "yaml-too-deep",
        "10,000 lists in lists.",
        _bytes(b"title: " + b"\n" + b"- " * 10_000 + b"x\n"),
        "2:79",
    ),
    Generated(
        "yaml-anchor",
        "Aliases that grow to billions.",
        _bytes(
            b"a: &a [x, x, x, x, x, x, x, x, x]\n"
            + b"".join(
                b"%c: &%c [%s]\n" % (c, c, b", ".join([b"*%c" % (c - 1)] * 9))
                for c in range(ord("b"), ord("k"))
            )
        ),
        "1:4",
    ),
    Generated(
        "file-many-problems",
        "The file is wrong all over; the first 200 problems are listed, the rest is counted.",
        _bytes(_WRONG_KEYS.encode()),
        "192:1",
    ),
    Generated(
        "file-symlink", "The file is a symbolic link, which could lead out of the house.", _link
    ),
    Generated(
        "file-symlink",
        "A folder that links to itself.",
        _folder_link,
        name="curriculum/modules/identify/loop",
    ),
    Generated(
        "file-unreadable",
        "The file is there and cannot be read.",
        _pipe,
    ),
    Generated(
        "file-unplaced",
        "A file lies where nothing reads it, perhaps because a folder's name is mistyped.",
        _bytes(MODULE.encode()),
        name="curriculum/module/odd.yaml",
    ),
    Generated(
        "yaml-tab", "A tab in a hub.", _bytes(b"\ttitle: x\n"), name="curriculum/hubs/odd.yaml"
    ),
    Generated(
        "language-unavailable",
        "A workshop asks for a language that has no labels yet.",
        lambda path: None,
        name="templates/wording/ar.yaml",
    ),
    Generated(
        "label-missing",
        "A language lacks a label that English has.",
        _french(lambda text: text.replace("  opening: Opening\n", "")),
        "7:3",
        _FRENCH,
    ),
    Generated(
        "label-place-unknown",
        "A label wants to fill in something that the builder does not give.",
        _french(lambda text: text.replace("Day {number}", "Jour {numero}")),
        "8:8",
        _FRENCH,
    ),
    Generated(
        "label-braces",
        "A label holds a brace without its partner, or without a name.",
        _english('"Day {number}"', '"Day {number"'),
        "8:8",
        _ENGLISH,
    ),
    Generated(
        "label-braces", "Empty braces.", _english('"Day {number}"', '"Day {}"'), "8:8", _ENGLISH
    ),
    Generated(
        "label-shape",
        "A list stands where a label should be.",
        _english('"Day {number}"', "[Day]"),
        "8:8",
        _ENGLISH,
    ),
    Generated(
        "guarding-missing",
        "The word lists that guard people are not there.",
        lambda path: path.unlink(),
        name="templates/guarding/en.yaml",
    ),
    Generated(
        "value-shape",
        "A word where the list of avoided words should be.",
        lambda path: path.write_text("avoid: yes\n", encoding="utf-8"),
        "1:8",
        "templates/guarding/en.yaml",
    ),
    Generated(
        "value-unknown",
        "A direction that is none.",
        _english("direction: ltr", "direction: up"),
        "5:14",
        _ENGLISH,
    ),
)

_FILE = "templates/deck/odd/odd.pptx"
_MAP = "templates/deck/odd/template.yaml"
_MASTER_RELS = "ppt/slideMasters/_rels/slideMaster1.xml.rels"


def _template(make: Callable[[Path], object], text: str = "") -> Callable[[Path], object]:
    """A template of the house's own: its file, and a template.yaml that names it."""

    def write(path: Path) -> None:
        (path.parent / "template.yaml").write_text("file: odd.pptx\n" + text, encoding="utf-8")
        make(path.parent / "odd.pptx")

    return write


def _office(*changes: odd.Change, text: str = "") -> Callable[[Path], object]:
    return _template(lambda path: odd.write_office(path, *changes), text)


TEMPLATES: tuple[Generated, ...] = (
    Generated(
        "template-unknown",
        "A workshop wants a deck template that is not in the house.",
        lambda path: None,
        name=_MAP,
    ),
    Generated(
        "template-unreadable",
        "The file that template.yaml names is not there.",
        _template(lambda path: None),
        name=_FILE,
    ),
    Generated(
        "template-not-zip",
        "The file is no PowerPoint file.",
        _template(lambda path: path.write_text("not a presentation")),
        name=_FILE,
    ),
    Generated("template-locked", "The file has a password.", _template(odd.locked), name=_FILE),
    Generated(
        "template-not-presentation",
        "A Word document was renamed to .pptx.",
        _template(odd.word_document),
        name=_FILE,
    ),
    Generated(
        "template-broken",
        "The file was not copied whole.",
        _template(lambda path: path.write_bytes(odd.write_office(path).read_bytes()[:15_000])),
        name=_FILE,
    ),
    Generated(
        "template-too-large",
        "The file would unpack to gigabytes.",
        _template(lambda path: odd.bomb(path, 20)),
        name=_FILE,
    ),
    Generated(
        "template-part-name",
        "A part's name leads out of the file.",
        _office(odd.added("ppt/../../evil.xml", b"<x/>")),
        name=_FILE,
    ),
    Generated(
        "template-doctype",
        "A part declares a document type, with which entities could be made.",
        _office(odd.replaced("ppt/presentation.xml", r"\?>", '?><!DOCTYPE x [<!ENTITY a "b">]>')),
        name=_FILE,
    ),
    Generated(
        "template-macros",
        "The file has macros.",
        _office(odd.added("ppt/vbaProject.bin", b"x")),
        name=_FILE,
    ),
    Generated(
        "template-object",
        "The slide master holds an embedded object.",
        _office(
            odd.added("ppt/embeddings/oleObject1.bin", b"x"),
            odd.related(_MASTER_RELS, "oleObject", "../embeddings/oleObject1.bin"),
        ),
        name=_FILE,
    ),
    Generated(
        "template-external",
        "The slide master shows a picture from a web server.",
        _office(
            odd.related(
                _MASTER_RELS, "image", "https://example.org/x.png", ' TargetMode="External"'
            )
        ),
        name=_FILE,
    ),
    Generated(
        "template-many-layouts",
        "The file has hundreds of layouts.",
        _office(odd.with_many_layouts),
        name=_FILE,
    ),
    Generated(
        "template-title-missing",
        "No layout has a title placeholder.",
        _office(odd.without_titles),
        name=_FILE,
    ),
    Generated(
        "template-body-missing",
        "No layout has a place for text.",
        _office(odd.without_bodies),
        name=_FILE,
    ),
    Generated(
        "template-body-small",
        "The place for text holds a few lines only.",
        _office(odd.with_small_body),
        name=_FILE,
    ),
    Generated(
        "template-layout-unknown",
        "template.yaml names a layout that the file does not have.",
        _office(text="layouts:\n  - ours: points\n    theirs: Title und Content\n"),
        "4:13",
        _MAP,
    ),
    Generated(
        "template-place-unknown",
        "template.yaml names a placeholder that the layout does not have.",
        _office(
            text="layouts:\n  - ours: points\n    theirs: Title and Content\n    places:\n"
            "      - ours: body\n        theirs: Text Placeholder 9\n"
        ),
        "7:17",
        _MAP,
    ),
    Generated(
        "template-role-unknown",
        "template.yaml names a place that our layout does not have.",
        _office(
            text="layouts:\n  - ours: points\n    theirs: Title and Content\n    places:\n"
            "      - ours: bodi\n        theirs: Content Placeholder 2\n"
        ),
        "6:15",
        _MAP,
    ),
    Generated(
        "template-contrast-low",
        "A text colour of the template can hardly be read on its background.",
        _office(),
        name=_FILE,
    ),
    Generated(
        "template-layout-missing",
        "No layout of the file is named for ours; keyhub makes them.",
        _office(),
        name=_FILE,
    ),
    Generated(
        "template-foot-missing",
        "The layouts have no footer and no slide number.",
        _office(odd.without_feet),
        name=_FILE,
    ),
    Generated("template-notes-missing", "The file has no notes master.", _office(), name=_FILE),
    Generated(
        "template-font-uncommon",
        "The theme's typeface is not on most computers.",
        _office(
            odd.replaced(
                "ppt/theme/theme1.xml", 'latin typeface="Calibri"', 'latin typeface="Acme Sans"'
            )
        ),
        name=_FILE,
    ),
    Generated(
        "value-format",
        "The colour of a pillar is no colour.",
        _office(text="pillars: {identify: blue}\n"),
        "2:21",
        _MAP,
    ),
)

GENERATED += TEMPLATES

NEEDS_MKFIFO: Mapping[str, bool] = MappingProxyType({"file-unreadable": not hasattr(os, "mkfifo")})


def problems_of(generated: Generated, house: House) -> list[Problem]:
    """Make the mistake and look."""
    path = house.root / generated.name
    path.parent.mkdir(parents=True, exist_ok=True)
    generated.make(path)
    if path.parent.parent.name == "deck":
        return list(choice_of(Branding(template="odd"), "ltr", house.templates).problems())
    if path.parent.name == "wording":
        return load_wording(house, path.stem)[1]
    if path.parent.name == "guarding":
        return list(check_guarding_lists(load_curriculum(house)[0]))
    return [p for p in load_curriculum(house)[1] if p.place.file == generated.name]
