"""Everything that is wrong with a template, or would be made up for, in one go.

Enters: a .pptx or .potx, what template.yaml says of it, and our theme. Leaves: an `Examined`: its
problems, and the `Template` to write decks with if none of them is an error.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from builders.deck_templates import adopt as adopting
from builders.deck_templates.arrange import (
    LEAST_HEIGHT,
    LEAST_WIDTH,
    LINES,
    Arranged,
    area_of,
    arrange,
    base_for,
    content_base,
    roomy,
    wishes_of,
)
from builders.deck_templates.colours import LEGIBLE, contrast
from builders.deck_templates.dress import Looks, looks_of
from builders.deck_templates.faces import face_named
from builders.deck_templates.foreign import FURNITURE, Foreign, TheirLayout, read_foreign
from builders.models.deck_template import DeckTemplate
from builders.problems import Place, Places, Problem, closest, has_errors
from builders.write_deck_template import Maker
from builders.write_pptx.safe_package import (
    RefusedError,
    SafePackage,
    close,
    objects_in,
    open_safely,
)
from builders.write_pptx.template import Template

Theme = Mapping[str, Any]
_WEB = ("http://", "https://", "mailto:")


@dataclass(frozen=True)
class Examined:
    """What came of looking at a template."""

    template: Template | None
    problems: tuple[Problem, ...]
    arranged: tuple[Arranged, ...] = ()
    """Which of their layouts stands for which of ours, in the order of the theme file."""


def examine(
    path: Path,
    name: str,
    theme: Theme,
    wanted: DeckTemplate | None = None,
    places: Places | None = None,
    *,
    mirror: bool = False,
) -> Examined:
    """Look at a template and make it ready.

    `name` is the file as people see it; `wanted` is what template.yaml says, `places` where;
    `mirror` makes it ready for writing from right to left.
    """
    place = Place(name)
    try:
        package = open_safely(path, place)
    except RefusedError as refused:
        return Examined(None, (refused.problem,))
    except OSError as error:
        unreadable = Problem(
            place,
            "template-unreadable",
            f"The template cannot be read: {error.strerror or 'no reason given'}.",
            "Check its name and whether you may read it.",
        )
        return Examined(None, (unreadable,))
    try:
        return _examined(package, theme, wanted, places or Places(name), mirror)
    except RefusedError as refused:
        return Examined(None, (refused.problem,))
    finally:
        close(package)


def _examined(
    package: SafePackage, theme: Theme, wanted: DeckTemplate | None, places: Places, mirror: bool
) -> Examined:
    foreign = read_foreign(package)
    problems = [*_hostile(foreign), *_wishes(foreign, theme, wanted, places)]
    content = content_base(foreign)
    if content is None:
        problems += _without_content(foreign)
        return Examined(None, tuple(sorted(problems)))
    if not roomy(area_of(content, foreign)):
        problems.append(_small(package.place, content, foreign))
    arranged = _arranged(foreign, content, theme, wanted, mirror)
    problems += _layouts(foreign, arranged)
    master = foreign.masters[content.master]
    looks = looks_of(master, wanted)
    problems += [*_colours(foreign, arranged, looks, wanted, places), *_faces(foreign, looks)]
    if foreign.notes_master is None:
        problems.append(
            Problem(
                package.place,
                "template-notes-missing",
                "It has no notes master; keyhub adds its own to the decks.",
                "To have your own, open View, Notes Master in PowerPoint once and save.",
                "warning",
            )
        )
    problems = sorted(set(problems))
    if has_errors(problems):
        return Examined(None, tuple(problems), tuple(arranged))
    display = {key: f"keyhub: {layout['name']}" for key, layout in theme["layouts"].items()}
    maker = Maker(dict(theme), mirror=mirror)
    template = adopting.adopt(foreign, arranged, looks, maker, display)
    return Examined(template, tuple(problems), tuple(arranged))


def _arranged(
    foreign: Foreign,
    content: TheirLayout,
    theme: Theme,
    wanted: DeckTemplate | None,
    mirror: bool,
) -> list[Arranged]:
    wishes = wishes_of(wanted)
    made = []
    for ours in theme["layouts"]:
        wish = wishes.get(ours)
        base = _named(foreign, wish.theirs) if wish else None
        base = base if base is not None and base.title else base_for(ours, foreign, content)
        each = arrange(ours, base, theme, foreign, wish, mirror=mirror)
        if each is not None:
            made.append(each)
    return made


def _named(foreign: Foreign, name: str) -> TheirLayout | None:
    return next((each for each in foreign.layouts if each.name == name), None)


def _hostile(foreign: Foreign) -> Iterator[Problem]:
    """Objects anywhere; addresses in what would be taken over."""
    package = foreign.package
    for name in objects_in(package)[:5]:
        yield Problem(
            package.place,
            "template-object",
            f"'{name[:80]}' holds an embedded object or control, which may carry a program.",
            "Delete the object in PowerPoint, or put a picture of it in its place.",
        )
    kept = {foreign.presentation, *foreign.masters, *(each.part for each in foreign.layouts)}
    kept |= {master.theme for master in foreign.masters.values()}
    kept |= {foreign.notes_master} if foreign.notes_master else set()
    for name in sorted(kept):
        for relation in package.relations(name):
            if relation.external:
                what = "link" if relation.target.lower().startswith(_WEB) else "file"
                yield Problem(
                    package.place,
                    "template-external",
                    f"'{name.rpartition('/')[2]}' leads to a {what} outside: "
                    f"{relation.target[:80]}.",
                    "A deck would open it on every computer. Remove it in the slide master view.",
                )


def _wishes(
    foreign: Foreign, theme: Theme, wanted: DeckTemplate | None, places: Places
) -> Iterator[Problem]:
    """Names in template.yaml that the file does not have."""
    known = [each.name for each in foreign.layouts]
    for number, pair in enumerate(wanted.layouts if wanted else ()):
        here = ("layouts", number)
        theirs = _named(foreign, pair.theirs)
        if theirs is None:
            yield Problem(
                places.of(*here, "theirs"),
                "template-layout-unknown",
                f"The template has no layout '{pair.theirs}'.",
                closest(pair.theirs, known) or f"It has: {', '.join(known[:12])[:300]}.",
            )
            continue
        if theirs.title is None:
            yield Problem(
                places.of(*here, "theirs"),
                "template-title-missing",
                f"The layout '{pair.theirs}' has no title placeholder.",
                "Every slide needs a title, for those who listen instead of look. Choose another.",
            )
        roles = theme["layouts"][pair.ours]["places"]
        own = [place.name for place in theirs.contents]
        for index, inner in enumerate(pair.places):
            if inner.ours not in roles:
                yield Problem(
                    places.of(*here, "places", index, "ours"),
                    "template-role-unknown",
                    f"Our layout '{pair.ours}' has no place '{inner.ours}'.",
                    closest(inner.ours, roles) or f"It has: {', '.join(roles)}.",
                )
            if theirs.find(inner.theirs) is None:
                yield Problem(
                    places.of(*here, "places", index, "theirs"),
                    "template-place-unknown",
                    f"The layout '{pair.theirs}' has no placeholder '{inner.theirs}'.",
                    closest(inner.theirs, own) or f"It has: {', '.join(own)[:300] or 'none'}.",
                )


def _without_content(foreign: Foreign) -> Iterator[Problem]:
    titled = [each for each in foreign.layouts if each.title]
    yield Problem(
        foreign.package.place,
        "template-body-missing" if titled else "template-title-missing",
        "No layout has both a title and a place for text."
        if titled
        else "No layout has a title placeholder.",
        "Add a layout with Slide Master, Insert Layout, with a title and a text placeholder.",
    )


def _small(place: Place, content: TheirLayout, foreign: Foreign) -> Problem:
    area = area_of(content, foreign)
    lines = int(area.height // (18 * LEAST_HEIGHT / LINES / 18))
    return Problem(
        place,
        "template-body-small",
        f"The text area of '{content.name[:60]}' holds {lines} lines of 18 points, "
        f"{area.width:.0f} points wide; {LINES} lines and {LEAST_WIDTH:.0f} points are needed.",
        "Make its text placeholder larger in the slide master view.",
    )


def _layouts(foreign: Foreign, arranged: list[Arranged]) -> Iterator[Problem]:
    """What keyhub makes up for: a warning for each layout, and for missing foot placeholders."""
    made = [each.ours for each in arranged if each.wished is None]
    if made:
        yield Problem(
            foreign.package.place,
            "template-layout-missing",
            f"No layout of the file is named for {', '.join(made)}; keyhub makes them from yours.",
            "`keyhub template check --propose` writes a template.yaml to begin with.",
            "warning",
        )
    names = {"ftr": "footer", "sldNum": "slide number"}
    for kind in [kind for kind in FURNITURE if kind in names]:
        without = sorted({e.base.name[:40] for e in arranged if e.base.furniture(kind) is None})
        if without:
            yield Problem(
                foreign.package.place,
                "template-foot-missing",
                f"No {names[kind]} in: {', '.join(without)}; keyhub puts one at the foot.",
                "Tick Footers in the slide master view to place it yourself.",
                "warning",
            )


def _colours(
    foreign: Foreign,
    arranged: list[Arranged],
    looks: Looks,
    wanted: DeckTemplate | None,
    places: Places,
) -> Iterator[Problem]:
    """Text that cannot be read on what lies behind it."""
    place = foreign.package.place
    ratio = contrast(looks.colours["ink"], looks.colours["paper"])
    if ratio < LEGIBLE:
        yield Problem(
            place,
            "template-contrast-low",
            f"The theme's text has a contrast of {ratio:.1f}:1 to its background; "
            f"{LEGIBLE}:1 is needed.",
            "Choose other colours in the slide master view under Colors.",
        )
    for name, colour in (wanted.pillars.model_dump() if wanted else {}).items():
        if colour and (ratio := contrast(colour, looks.colours["paper"])) < LEGIBLE:
            yield Problem(
                places.of("pillars", name),
                "template-contrast-low",
                f"The colour {colour} has a contrast of {ratio:.1f}:1 to the background; "
                f"{LEGIBLE}:1 is needed.",
                "Take a darker one (or, on a dark background, a lighter one).",
            )
    told = set()
    for each in arranged:
        base = each.base
        area = base.grounds.behind(each.area)
        if each.ours == "points" and area and contrast(looks.colours["ink"], area) < LEGIBLE:
            ratio = contrast(looks.colours["ink"], area)
            yield Problem(
                place,
                "template-contrast-low",
                f"The theme's text colour has a contrast of {ratio:.1f}:1 to the background of "
                f"'{base.name[:40]}'; {LEGIBLE}:1 is needed.",
                "Choose a theme whose first text colour can be read on that background: tables "
                "and drawings are written in it.",
            )
        for holder in (each.title, *base.contents):
            key = (base.part, holder.name)
            ground = base.grounds.behind(holder.frame)
            if key in told or ground is None or holder.colour is None:
                continue
            told.add(key)
            ratio = contrast(holder.colour, ground)
            if ratio < LEGIBLE:
                yield Problem(
                    place,
                    "template-contrast-low",
                    f"'{holder.name[:40]}' in '{base.name[:40]}' has a contrast of "
                    f"{ratio:.1f}:1 to what lies behind it; {LEGIBLE}:1 is needed.",
                    "Choose a darker or lighter text colour in the slide master view.",
                    "warning",
                )


def _faces(foreign: Foreign, looks: Looks) -> Iterator[Problem]:
    families = {looks.family} if looks.fonts.get("latin") else set()
    if not families:
        for master in foreign.masters.values():
            families |= {family for family in master.fonts.values() if family}
    for family in sorted(families):
        face = face_named(family)
        if not face.common:
            unknown = "" if face.known else " Its letters are taken to be wide."
            yield Problem(
                foreign.package.place,
                "template-font-uncommon",
                f"The typeface '{family[:60]}' does not come with both Windows and Mac Office."
                f"{unknown}",
                "Where it is missing, another takes its place and lines may break differently. "
                "Give a common one under `fonts` in template.yaml, or install it everywhere.",
                "warning",
            )
