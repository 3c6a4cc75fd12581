"""Catalogues: extracted from the models, merged without loss, applied before anything is made."""

from __future__ import annotations

import dataclasses
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from builders.build import Request, build_workshop
from builders.cli import keyhub
from builders.collation import first_letter, sort_key
from builders.course_languages import language_problems
from builders.house import House
from builders.loading.curriculum import load_curriculum, validate_text
from builders.loading.wording import load_wording
from builders.models.marks import Untranslated, strings_of
from builders.models.module import Module
from builders.planning import plan_workshop
from builders.translating import (
    Catalogue,
    Entry,
    Source,
    Translations,
    catalogue_path,
    catalogue_text,
    merged,
    read_catalogue,
    sources_of,
    translated,
)
from builders.translating.catalogue import new_metadata
from builders.translating.sources import catalogue_files, owner_of
from builders.wording import plural_form
from tests.conftest import needed
from tests.tiny_house import FILES, MODULE, REPOSITORY, write_tiny_house

FRENCH_WORKSHOP = FILES["curriculum/workshops/one-day.yaml"].replace(
    "hubs: [kufra]", "languages: [fr]\nhubs: [kufra]"
)


@pytest.fixture
def french_house(tmp_path: Path) -> House:
    """The tiny house with a workshop in French and no catalogue yet."""
    files = {**FILES, "curriculum/workshops/one-day.yaml": FRENCH_WORKSHOP}
    return write_tiny_house(tmp_path / "house", files)


def extract(house: House, *arguments: str) -> str:
    result = CliRunner().invoke(
        keyhub, ["--house", str(house.root), "translations", "extract", *arguments]
    )
    assert result.exit_code == 0, result.output
    return result.output


def translate_everything(house: House, language: str, word: str = "mot") -> None:
    """Fill every empty translation with something that keeps what it must keep."""
    for path in catalogue_files(house, language):
        catalogue, problems = read_catalogue(path.read_text(encoding="utf-8"), path.name)
        assert catalogue is not None, problems
        entries = tuple(
            dataclasses.replace(e, translation=f"{word} {e.source}") if not e.translation else e
            for e in catalogue.entries
        )
        text = catalogue_text(dataclasses.replace(catalogue, entries=entries))
        path.write_text(text, encoding="utf-8", newline="\n")


def module_sources(text: str) -> tuple[Source, ...]:
    module, source, problems = validate_text(text, "m.yaml", Module)
    assert module is not None, problems
    return sources_of("modules", module, source)


def catalogue_of(sources: tuple[Source, ...]) -> Catalogue:
    return Catalogue(tuple(Entry(s.context, s.text, f"fr {s.text}") for s in sources))


def test_contexts_are_paths_in_words() -> None:
    contexts = [source.context for source in module_sources(MODULE)]
    assert contexts[:2] == ["title", "summary"]
    assert "step talk > points > point > text" in contexts
    assert "question greeting-a > choice > reason" in contexts
    assert not any(part.isdigit() for context in contexts for part in context.split(" > "))


def test_sources_stand_in_the_order_of_the_file() -> None:
    lines = [source.lines[0] for source in module_sources(MODULE)]
    assert lines == sorted(lines)


def test_what_is_for_trainers_says_so() -> None:
    by_context = {source.context: source for source in module_sources(MODULE)}
    assert by_context["opening words"].trainer_only
    assert not by_context["summary"].trainer_only
    entries = {e.context: e for e in merged(module_sources(MODULE), Catalogue(), "m.yaml").entries}
    assert "For trainers only" in entries["opening words"].explained
    assert "Keep [@…]" in entries["key messages"].explained
    assert entries["title"].references == (("m.yaml", "2"),)


def test_a_new_step_and_a_new_point_cost_no_translation() -> None:
    before = catalogue_of(module_sources(MODULE))
    text = MODULE.replace(
        "steps:\n",
        "steps:\n  - id: new\n    title: Something new\n    method: quiz\n    minutes: 5\n",
    ).replace("          - Say your name", "          - Sit down.\n          - Say your name")
    after = merged(module_sources(text), before, "m.yaml")
    new = [entry.source for entry in after.entries if not entry.usable]
    assert new == ["Something new", "Sit down."]


def test_changed_english_is_fuzzy_with_the_words_of_before() -> None:
    before = catalogue_of(module_sources(MODULE))
    text = MODULE.replace("Say your name and your office.", "Say your name, your office and why.")
    after = merged(module_sources(text), before, "m.yaml")
    [entry] = [e for e in after.entries if e.fuzzy]
    assert entry.previous_source == "Say your name and your office."
    assert entry.translation == "fr Say your name and your office."
    assert not entry.usable
    again = merged(module_sources(text.replace("and why", "and reason")), after, "m.yaml")
    [entry] = [e for e in again.entries if e.fuzzy]
    assert entry.previous_source == "Say your name and your office."


def test_a_renamed_step_keeps_its_translations() -> None:
    before = catalogue_of(module_sources(MODULE))
    text = MODULE.replace("id: talk", "id: speak")
    after = merged(module_sources(text), before, "m.yaml")
    assert all(entry.usable for entry in after.entries)


def test_what_vanishes_is_kept_below_and_comes_back() -> None:
    sources = module_sources(MODULE)
    before = catalogue_of(sources)
    less = tuple(source for source in sources if source.context != "summary")
    after = merged(less, before, "m.yaml")
    [gone] = [entry for entry in after.entries if entry.obsolete]
    assert (gone.context, gone.translation[:3]) == ("summary", "fr ")
    text = catalogue_text(after)
    assert '#~ msgctxt "summary"' in text
    back, _ = read_catalogue(text, "m.po")
    assert back is not None
    assert all(entry.usable for entry in merged(sources, back, "m.yaml").entries)


def test_notes_of_translators_and_the_header_stay() -> None:
    sources = module_sources(MODULE)
    entry = Entry("title", "First contact", "Premier contact", notes="ask the reviewer")
    before = Catalogue((entry,), {"Language": "fr", "Last-Translator": "A person"}, "our header")
    after = merged(sources, before, "m.yaml")
    assert after.entries[0].notes == "ask the reviewer"
    assert after.metadata["Last-Translator"] == "A person"
    assert after.header == "our header"


WORDS = st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), min_size=1, max_size=60).map(
    str.strip
)


@given(st.lists(st.tuples(WORDS, WORDS, WORDS), max_size=8), st.booleans())
def test_whatever_is_written_is_read_again(rows: list[tuple[str, str, str]], fuzzy: bool) -> None:
    entries = tuple(
        Entry(f"c{n} {context}", source, text, fuzzy=fuzzy and bool(text))
        for n, (context, source, text) in enumerate(rows)
        if source
    )
    catalogue = Catalogue(entries, new_metadata("ar", "x", 0))
    text = catalogue_text(catalogue)
    back, problems = read_catalogue(text, "x.po")
    assert not problems
    assert back is not None
    assert back.entries == entries
    assert catalogue_text(back) == text


def test_extract_is_idempotent(french_house: House) -> None:
    first = extract(french_house)
    assert "curriculum/translations/fr/modules/first-contact.po" in first
    translate_everything(french_house, "fr")
    assert "up to date" in extract(french_house)


def test_gettext_reads_and_writes_catalogues_as_we_do(french_house: House) -> None:
    needed(shutil.which("msgfmt"), "gettext")
    extract(french_house)
    translate_everything(french_house, "fr")
    for path in catalogue_files(french_house, "fr"):
        subprocess.run(["msgfmt", "-c", "-o", "/dev/null", str(path)], check=True)
        told = subprocess.run(["msgcat", "--no-wrap", str(path)], check=True, capture_output=True)
        assert told.stdout == path.read_bytes()


def test_extract_makes_only_what_is_printed_unless_asked(french_house: House) -> None:
    extract(french_house)
    cases = french_house.curriculum / "translations" / "fr" / "cases"
    assert not cases.exists()
    extract(french_house, "fr", "--all")
    assert cases.is_dir()


def test_terms_come_from_the_glossary(tmp_path: Path) -> None:
    glossary = FILES["curriculum/glossary.yaml"] + "    french: {text: victime présumée}\n"
    files = {**FILES, "curriculum/glossary.yaml": glossary}
    files["curriculum/workshops/one-day.yaml"] = FRENCH_WORKSHOP
    house = write_tiny_house(tmp_path / "house", files)
    extract(house, "fr")
    path = catalogue_path(house, "fr", "glossary", "glossary")
    assert 'msgstr "victime présumée"' in path.read_text(encoding="utf-8")


def test_status_counts(french_house: House) -> None:
    extract(french_house, "fr")
    result = CliRunner().invoke(
        keyhub, ["--house", str(french_house.root), "translations", "status"]
    )
    assert result.exit_code == 0
    assert "fr: 0 strings translated" in result.output
    translate_everything(french_house, "fr")
    result = CliRunner().invoke(
        keyhub, ["--house", str(french_house.root), "translations", "status", "--json"]
    )
    assert '"missing": 0' in result.output
    assert '"status": "working translation' in result.output


def test_models_are_translated_and_the_rest_is_marked(french_house: House) -> None:
    extract(french_house, "fr")
    path = catalogue_path(french_house, "fr", "modules", "first-contact")
    text = path.read_text(encoding="utf-8")
    text = text.replace('msgid "First contact"\nmsgstr ""', 'msgid "First contact"\nmsgstr "Bon"')
    path.write_text(text, encoding="utf-8")
    curriculum, _ = load_curriculum(french_house)
    module = translated(curriculum, Translations(french_house, "fr")).modules["first-contact"]
    assert module.title == "Bon"
    assert not isinstance(module.title, Untranslated)
    assert isinstance(module.summary, Untranslated)
    assert module.summary.catalogue.endswith("fr/modules/first-contact.po")
    assert curriculum.modules["first-contact"].title == "First contact"


def test_an_unfinished_language_is_refused_with_its_counts(french_house: House) -> None:
    extract(french_house, "fr")
    spec = french_house.curriculum / "workshops" / "one-day.yaml"
    outcome = build_workshop(Request(french_house, spec, french_house.root / "out"))
    [problem] = [p for p in outcome.problems if p.code == "translation-incomplete"]
    assert "fr/modules/first-contact.po (" in problem.message
    assert problem.place.file.endswith("one-day.yaml")
    assert not (french_house.root / "out").exists()


def test_english_can_be_let_through_and_is_marked(french_house: House) -> None:
    spec = french_house.curriculum / "workshops" / "one-day.yaml"
    target = french_house.root / "out"
    outcome = build_workshop(
        Request(french_house, spec, target, only="handbook", allow_untranslated=True)
    )
    assert not outcome.failed, outcome.problems
    page = (target / "trainer-fr/handbook/sessions/01-first-contact.html").read_text("utf-8")
    assert 'lang="en"' in page
    assert 'lang="fr"' in page
    # The flag is a part of the inputs: without it nothing is taken for up to date.
    assert build_workshop(Request(french_house, spec, target, only="handbook")).failed


def test_a_finished_language_is_built_in_that_language(french_house: House) -> None:
    extract(french_house, "fr")
    translate_everything(french_house, "fr")
    spec = french_house.curriculum / "workshops" / "one-day.yaml"
    target = french_house.root / "out"
    outcome = build_workshop(Request(french_house, spec, target))
    assert not outcome.failed, outcome.problems
    page = (target / "participant-fr/handbook/sessions/01-first-contact.html").read_text("utf-8")
    assert "mot First contact" in page
    assert "Good morning" not in page
    assert (target / "participant-fr/decks/01-first-contact.pptx").is_file()


# What is shipped


@pytest.fixture(scope="module")
def shipped() -> House:
    return House(REPOSITORY)


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_shown_workshop_is_complete(shipped: House, language: str) -> None:
    curriculum, _ = load_curriculum(shipped)
    name = "kufra-elements-of-trafficking"
    spec = curriculum.workshops[name]
    plan, _ = plan_workshop(spec, curriculum, curriculum.files["workshops", name])
    assert plan is not None
    assert language in spec.languages
    assert language_problems(name, spec, plan, curriculum) == []
    module = curriculum.modules["elements-of-trafficking"]
    known = Translations(shipped, language)
    done = known.apply("modules", "elements-of-trafficking", module)
    assert not [f for f in strings_of(done) if isinstance(f.text, Untranslated)]


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_shipped_catalogues_are_as_extract_writes_them(shipped: House, language: str) -> None:
    for path in catalogue_files(shipped, language):
        text = path.read_text(encoding="utf-8")
        catalogue, problems = read_catalogue(text, path.name)
        assert not problems
        assert catalogue is not None
        assert catalogue_text(catalogue) == text, path.name
        assert catalogue.metadata["Language"] == language
        assert "review" in catalogue.metadata["X-Translation-Status"]
        assert owner_of(shipped, language, path)[0]


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_every_label_has_a_translation(shipped: House, language: str) -> None:
    english, _ = load_wording(shipped, "en")
    wording, problems = load_wording(shipped, language)
    assert english is not None
    assert wording is not None, problems
    assert set(english.labels) <= set(wording.labels)
    forms = {key.rpartition("_")[0] for key in set(wording.labels) - set(english.labels)}
    assert forms <= set(english.labels)


def test_arabic_counts_as_arabic_does(shipped: House) -> None:
    wording, _ = load_wording(shipped, "ar")
    assert wording is not None
    said = [wording("common.minutes", minutes=n) for n in (1, 2, 5, 10, 11, 20, 103)]
    assert said == [
        "دقيقة واحدة",
        "دقيقتان",
        "5 دقائق",
        "10 دقائق",
        "11 دقيقة",
        "20 دقيقة",
        "103 دقائق",
    ]
    assert [plural_form("fr", n) for n in (0, 1, 2)] == ["one", "one", "other"]


def test_words_stand_in_the_order_of_the_alphabet() -> None:
    arabic = ["الغرض", "إسار", "الفعل", "طفل", "أمر", "الإحالة", "قسر", "هـ"]
    assert sorted(arabic, key=lambda w: sort_key(w, "ar")) == [
        "الإحالة", "إسار", "أمر", "طفل", "الغرض", "الفعل", "قسر", "هـ",
    ]  # fmt: skip
    french = ["Zone", "Éléments", "école", "Œuvre", "acte", "l’élan", "obéir", "oeil"]
    assert sorted(french, key=lambda w: sort_key(w, "fr")) == [
        "acte", "école", "l’élan", "Éléments", "obéir", "oeil", "Œuvre", "Zone",
    ]  # fmt: skip
    assert [first_letter(w, "fr") for w in ("Éléments", "2 mots", "œil")] == ["E", "#", "O"]
    assert first_letter("الإحالة", "ar") == "ا"


def test_python_and_javascript_stem_arabic_alike(shipped: House, tmp_path: Path) -> None:
    node = needed(shutil.which("node"), "Node")
    import importlib.util
    import json
    import re
    import sys

    path = shipped.templates / "handbook/source/_extensions/arabic_search.py"
    spec = importlib.util.spec_from_file_location("arabic_search_tested", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    spec.loader.exec_module(module)
    sys.dont_write_bytecode = before
    search = module.SearchArabic({})
    text = " ".join(p.read_text("utf-8") for p in catalogue_files(shipped, "ar"))
    text = " ".join(re.findall(r'msgstr "(.*)"', text))
    expected = [search.stem(word.lower()) for word in search.split(text)]
    assert search.stem("والاستغلال") == search.stem("للاستغلال") == search.stem("الاستغلال")
    words = tmp_path / "text.txt"
    words.write_text(text, encoding="utf-8")
    script = (
        module.JAVASCRIPT
        + module.SPLITTER
        + "const s = new Stemmer();"
        + f"const t = require('fs').readFileSync({json.dumps(str(words))}, 'utf-8');"
        + "console.log(JSON.stringify(splitQuery(t).map((w) => s.stemWord(w.toLowerCase()))));"
    )
    (tmp_path / "run.js").write_text(script, encoding="utf-8")
    told = subprocess.run([node, str(tmp_path / "run.js")], check=True, capture_output=True)
    assert json.loads(told.stdout) == expected
