"""The handbook of one edition as plain data: pages of MyST Markdown and pictures.

Enters: a `Course`. Leaves: a `Handbook`. What the Course does not hold is not printed: there is no
switch for the participant edition anywhere below, only words that differ.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from builders.collation import first_letter, sort_key
from builders.course import Course
from builders.handbook.change_pages import changes_page
from builders.handbook.coverage_pages import coverage_page
from builders.handbook.desk import Desk
from builders.handbook.front_pages import agenda_page, cover_page, how_to_use_page, people_page
from builders.handbook.pages import Handbook, Page, Picture
from builders.handbook.reference_pages import (
    confirm_page,
    glossary_page,
    hub_pages,
    sources_page,
)
from builders.handbook.session_pages import session_pages, test_pages
from builders.sheets import SlidesOf

__all__ = ["Handbook", "Page", "Picture", "make_handbook"]

THEME_LABELS = (
    "accessibility",
    "all_pages",
    "contents",
    "cover",
    "cover_code",
    "high_contrast",
    "index",
    "index_empty",
    "landmarks",
    "main_navigation",
    "next",
    "no_script",
    "notes",
    "page_navigation",
    "page_of",
    "previous",
    "search",
    "search_lead",
    "see_page",
    "search_none",
    "search_preparing",
    "search_results",
    "searching",
    "skip",
    "version",
)
THEME_VALUES = {"page": "{page}", "pages": "{pages}"}
"""Places that are filled in when the pages are made."""


def make_handbook(course: Course, slides: SlidesOf | None = None) -> Handbook:
    """The handbook of one edition. Pure: the same Course gives the same Handbook.

    `slides` says where the steps stand in the decks (`sheets.slides_of_steps`); without it the page
    on coverage names no slides.
    """
    desk = Desk(course)
    front = [how_to_use_page(desk), agenda_page(desk), people_page(desk)]
    sessions = session_pages(desk)
    hubs = hub_pages(desk)
    tests = test_pages(desk)
    coverage = coverage_page(desk, slides or {})
    # the pages that say where a claim is used come last
    confirm = confirm_page(desk)
    glossary = glossary_page(desk)
    sources = sources_page(desk)
    changes = changes_page(desk)
    index = Page("genindex", desk.raw("index"), "")
    chapters: list[tuple[str, list[Page]]] = [
        ("chapter_start", _present(front)),
        ("chapter_sessions", sessions),
        ("chapter_hub", hubs),
        ("chapter_tests", tests),
        ("chapter_reference", _present([coverage, confirm, glossary, sources, changes, index])),
    ]
    cover = cover_page(desk, chapters)
    pages = [cover, *(page for _, chapter in chapters for page in chapter if page.text)]
    return Handbook(
        title=course.title,
        subtitle=course.subtitle,
        language=course.language,
        direction=course.wording.direction,
        edition=course.edition,
        organiser=course.branding.organiser,
        marking=course.marking,
        version=course.version,
        labels={
            **{name: desk.raw(name, **THEME_VALUES) for name in THEME_LABELS},
            # filled in by the page itself, when it has searched
            "search_found": desk.raw("search_found", count="${resultCount}"),
            "edition": desk.raw(f"common.{course.edition}_edition"),
            "comma": desk.raw("common.comma"),
        },
        pages=tuple(pages),
        index_keys=_index_keys(desk),
        pictures=tuple(desk.pictures),
        images=tuple(desk.images),
        identifier=_identifier(course),
    )


def _index_keys(desk: Desk) -> dict[str, str]:
    """The order of the index: Sphinx sorts by code point, which puts É and ة in the wrong place."""
    language = desk.course.language
    entries = [*desk.indexed, *(term.term for term in desk.course.terms.values())]
    return {
        entry: f"{first_letter(entry, language)}|{sort_key(entry, language)[0]}"
        for entry in entries
    }


def _identifier(course: Course) -> str:
    """The same for every build of one workshop, edition and language (RFC 9562, version 5)."""
    name = f"keyhub:handbook/{course.workshop_id}/{course.edition}/{course.language}"
    return uuid.uuid5(uuid.NAMESPACE_URL, name).urn


def _present(pages: Sequence[Page | None]) -> list[Page]:
    return [page for page in pages if page is not None]
