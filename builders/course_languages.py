"""Both editions of a workshop in one language, and what of them has no translation yet.

Enters: a plan in English, the curriculum, a language. Leaves: `(courses, problems)`. A language in
which strings are missing is refused, because half a translation reaches people as a whole one: an
officer reads over the English line, and that line may be a warning. `allow_untranslated` prints the
English words, marked as English, for those who translate and want to look at their work.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from builders.approvals import missing_for_release
from builders.approved_versions import approved_versions
from builders.course import Course
from builders.editions import EDITION_KINDS, EditionKind
from builders.loading.curriculum import Curriculum
from builders.loading.wording import SOURCE_LANGUAGE, load_wording
from builders.models.marks import Model, Untranslated, strings_of
from builders.models.workshop import WorkshopSpec
from builders.planning import Plan, memory_of, plan_workshop
from builders.prayer_times import resolved
from builders.problems import Place, Problem
from builders.tailoring import tailor
from builders.translating import Translations, translated
from builders.translating.sources import owner_of

MOST_FILES_NAMED = 5
NO_LANGUAGE = "zxx"
"""The code of ISO 639 for "no language": it has no catalogues, so every string is missing."""


def courses_in(
    language: str,
    workshop_id: str,
    spec: WorkshopSpec,
    plan: Plan,
    curriculum: Curriculum,
    *,
    editions: Sequence[EditionKind] = EDITION_KINDS,
    allow_untranslated: bool = False,
) -> tuple[list[Course], list[Problem]]:
    """The course of each edition in order; none where the language cannot be printed."""
    wording, problems = load_wording(curriculum.house, language)
    if wording is None:
        return [], problems
    if language == SOURCE_LANGUAGE:
        return [
            tailor(workshop_id, spec, plan, curriculum, wording, kind.name) for kind in editions
        ], problems
    translations = Translations(curriculum.house, language)
    here = translated(curriculum, translations)
    spec_here = translations.apply("workshops", workshop_id, spec)
    english = {term.id: term.term for term in curriculum.terms.values()}
    last_day = spec.days[-1].date
    drafts = {
        name
        for name in (chosen.module_id for chosen in plan.modules)
        if missing_for_release(curriculum.modules[name], last_day, {language: here.modules[name]})
    }
    taught = [chosen.module_id for chosen in plan.modules]
    approved = approved_versions(curriculum, taught, translations)
    courses = [
        tailor(
            workshop_id,
            spec_here,
            plan,
            here,
            wording,
            kind.name,
            english_terms=english,
            drafts=drafts,
            approved=approved,
        )
        for kind in editions
    ]
    # Faults of the catalogues themselves are found by the checks; here they only cost strings.
    missing = Counter(catalogue for catalogue, _ in untranslated_in(courses[0]))
    if missing and not allow_untranslated:
        place = _place(curriculum, workshop_id, spec, language)
        return [], [*problems, _incomplete(language, missing, place)]
    return courses, problems


def language_problems(
    workshop_id: str, spec: WorkshopSpec, plan: Plan, curriculum: Curriculum
) -> list[Problem]:
    """What stands in the way of printing a workshop in its languages, without printing it."""
    problems: list[Problem] = []
    for language in spec.languages:
        if language != SOURCE_LANGUAGE:
            problems += courses_in(language, workshop_id, spec, plan, curriculum)[1]
    return problems


def untranslated_in(course: Course) -> set[tuple[str, str]]:
    """The English strings of a course that should be in its language, each with its catalogue."""
    return {
        (text.catalogue, str(text)) for text in _strings(course) if isinstance(text, Untranslated)
    }


def files_printed(curriculum: Curriculum, language: str) -> set[tuple[str, str]]:
    """Shelf and id of every file of which some workshop in this language prints a string."""
    wording, _ = load_wording(curriculum.house, SOURCE_LANGUAGE)
    printed: set[str] = set()
    for workshop_id, spec in sorted(curriculum.workshops.items()):
        if language not in spec.languages or wording is None:
            continue
        spec = resolved(spec, curriculum)
        source = curriculum.files["workshops", workshop_id]
        plan, _ = plan_workshop(spec, curriculum, source, memory=memory_of(curriculum.house))
        if plan is None:
            continue
        nothing = Translations(curriculum.house, NO_LANGUAGE)
        course = tailor(
            workshop_id,
            nothing.apply("workshops", workshop_id, spec),
            plan,
            translated(curriculum, nothing),
            wording,
            "trainer",
        )
        printed |= {catalogue for catalogue, _ in untranslated_in(course)}
    return {
        owner_of(curriculum.house, NO_LANGUAGE, curriculum.house.root / name) for name in printed
    }


def _strings(course: Course) -> Iterator[str]:
    models: list[Model] = [
        *(session.module for session in course.sessions),
        *course.hubs.values(),
        *course.audiences.values(),
        *course.cases.values(),
        *course.terms.values(),
        *(source.seed for source in course.sources.values()),
        *(claim for source in course.sources.values() for claim in source.claims.values()),
        course.branding,
    ]
    for model in models:
        yield from (found.text for found in strings_of(model))
    for text in (course.title, course.subtitle, course.marking, course.notes):
        if text is not None:
            yield text
    yield from course.rooms
    yield from course.trainers
    yield from (entry.title for day in course.days for entry in day.entries)
    yield from (hub.title for hub in course.all_hubs.values())


def _place(curriculum: Curriculum, workshop_id: str, spec: WorkshopSpec, language: str) -> Place:
    if ("workshops", workshop_id) not in curriculum.files:
        return Place(f"{workshop_id}.yaml")
    number = next(n for n, name in enumerate(spec.languages) if name == language)
    return curriculum.place("workshops", workshop_id, "languages", number)


def _incomplete(language: str, missing: Counter[str], place: Place) -> Problem:
    named = [f"{name} ({count})" for name, count in sorted(missing.items())[:MOST_FILES_NAMED]]
    more = len(missing) - len(named)
    files = ", ".join(named) + (f" and {more} more files" if more else "")
    return Problem(
        place,
        "translation-incomplete",
        f"{missing.total()} strings that this workshop prints have no translation into "
        f"'{language}': {files}.",
        f"Run `keyhub translations extract {language}` and translate them, or take the language "
        "out. To look at an unfinished translation, build with --allow-untranslated.",
    )
