"""Rules that guard people and sources: what they find, and what they leave alone."""

from __future__ import annotations

import pytest

from builders.checks import check_curriculum, check_workshop
from builders.checks.sentences import is_quoted, sentence, sentence_number, sentence_starts
from builders.house import House
from builders.loading.curriculum import load_curriculum, load_file
from builders.models.guarding import Guarding
from builders.models.workshop import WorkshopSpec
from builders.problems import Problem
from builders.reading_level import Reading, reading_of, syllables_of
from tests.tiny_house import FILES, MODULE, WORKSHOP

SUMMARY = "How to meet a person who may be a victim."


def problems_of(house: House) -> list[Problem]:
    curriculum, problems = load_curriculum(house)
    return problems + check_curriculum(curriculum)


def codes_in_summary(house: House, text: str) -> list[str]:
    """The codes of what is found when participants read this text."""
    path = house.curriculum / "modules" / "identify" / "first-contact.yaml"
    folded = text.replace("\n", "\n  ")
    path.write_text(MODULE.replace(SUMMARY, f"|\n  {folded}"), encoding="utf-8")
    return [problem.code for problem in problems_of(house)]


CITED = "[@town-report:far-away]"

UNCITED = (
    "In 2019 the town had a school.",
    "On 9 February the gate was shut.",
    "Some 867,055 signs stood there.",
    "About 52% live in the west.",
    "Of those asked, 20 per cent had work.",
    "A count found 44 people in the yard.",
    "Several hundred women and children were there.",
    "UNHCR said that the road is long.",
    "The Attorney-General announced an inquiry.",
    "The road is long. According to UNODC, it is safe.",
    f"The town is far {CITED}. It is old. In 2019 it grew.",
)

NOT_FACTS = (
    f"In 2019 the town had a school {CITED}.",
    f"In 2019 the town had a school. {CITED}",
    f"In 2019 the town had a school. It lies far away {CITED}.",
    "It takes 45 minutes; a child is a person under 18.",
    "Read Law 10 of 2013 and Law No. 19 of 2010, article 2, page 1948.",
    "Start at 20:15 with groups of 12.",
    "Two people ask for water.",
    "What had changed for the people by 2019?",
    "Ask UNHCR, and call the Attorney-General's Office.",
    "An invented scene: in 2019, 20 people sit by a wall.",
    "We found no figure for the years after 2023.",
    "The WHO-like list is long, and who said so is not the point.",
)


@pytest.mark.parametrize("text", UNCITED)
def test_a_fact_needs_its_citation(text: str, house: House) -> None:
    assert codes_in_summary(house, text) == ["fact-uncited"]


@pytest.mark.parametrize("text", NOT_FACTS)
def test_what_is_cited_or_no_fact_is_left_alone(text: str, house: House) -> None:
    assert codes_in_summary(house, text) == []


AVOIDED = (
    "Two illegal migrants sat there.",
    "An Illegal\nmigrant sat there.",
    "A “wave” is here a wave of people.",
    "They rescued the group.",
    "A clandestin sat there.",
    "Many المهاجرين غير الشرعيين came.",
    "Smuggling/trafficking is a crime.",
)
ALLOWED = (
    'The law says "illegal migrants"; we do not.',
    "Search and rescue is a duty; rescue at sea is one too.",
    "The waves were high, and the flood came.",
    f"Read [this](https://example.org/slaves-in-the-news) {CITED}.",
    "The chain of custody is whole.",
)


@pytest.mark.parametrize("text", AVOIDED)
def test_avoided_words_are_found(text: str, house: House) -> None:
    assert codes_in_summary(house, text) == ["word-avoided"]


@pytest.mark.parametrize("text", ALLOWED)
def test_words_in_their_right_place_are_left_alone(text: str, house: House) -> None:
    assert codes_in_summary(house, text) == []


def test_a_quoted_word_without_a_word_about_it_is_no_discussion(house: House) -> None:
    path = house.curriculum / "modules" / "identify" / "first-contact.yaml"
    path.write_text(MODULE.replace("  - Flip chart", "  - \"'slaves'\"\n  - \"'mafia'\""))
    assert [p.code for p in problems_of(house)] == ["word-avoided"] * 2


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Colonel Example stood there.", ["person-named"]),
        ("The witness Ali Example stood there.", ["person-named"]),
        ("A man called Mered stood there.", ["person-named"]),
        ("Mr A and the suspect B stood there.", []),
        ("The suspect was in Kufra Prison Yard.", []),
        ("The victim Support Unit helps.", []),
        ("Dial 193 at night.", ["phone-number"]),
        ("Write +218 91 234 5678 down.", ["phone-number"]),
        ("The yard lies at 24.2°N.", ["coordinates"]),
        ("It was 45 °C; turn 90° left.", []),
        ("They paid 900 dinars.", ["price"]),
        ("They paid a thousand dollars.", ["price"]),
        (f"They paid $5 {CITED}.", ["price"]),
        ("Money was paid in dinars.", []),
        ("Write to a.person@example.org.", ["mail-address"]),
    ],
)
def test_details_that_harm(text: str, codes: list[str], house: House) -> None:
    assert codes_in_summary(house, text) == codes


def test_a_law_may_state_its_fine_and_a_judgment_its_names(house: House) -> None:
    seed = FILES["seeds/town-report.yaml"].replace("kind: research", "kind: decision")
    (house.seeds / "town-report.yaml").write_text(seed, encoding="utf-8")
    assert codes_in_summary(house, f"The fine is 900 dinars {CITED}.") == []
    assert codes_in_summary(house, f"The accused Ali Example was convicted {CITED}.") == []


def test_a_spec_outside_the_house_is_guarded_too(house: House) -> None:
    path = house.root.parent / "outside.yaml"
    path.write_text(f"{WORKSHOP}notes: Call 091 234 56 78 about the illegal migrants.\n")
    curriculum, _ = load_curriculum(house)
    spec, source, _ = load_file(path, "outside.yaml", WorkshopSpec)
    assert spec is not None
    codes = {problem.code for problem in check_workshop(spec, curriculum, source)}
    assert codes == {"phone-number", "word-avoided"}


def test_no_text_is_checked_without_lists_and_that_is_said(house: House) -> None:
    (house.templates / "guarding" / "en.yaml").unlink()
    assert codes_in_summary(house, "Two illegal migrants sat there.") == ["guarding-missing"]


def test_every_list_of_the_model_is_filled_in_english(house: House) -> None:
    text = (house.templates / "guarding" / "en.yaml").read_text(encoding="utf-8")
    assert not [name for name in Guarding.model_fields if f"\n{name}:" not in text]


def test_sentences_end_where_people_see_them_end() -> None:
    text = 'See art. 3 of it. "Stop!" he said. Then [@a:b] no. 4 came.\n\nNext\n- one'
    assert [sentence(text, n).strip() for n in range(len(sentence_starts(text)))] == [
        "See art. 3 of it.",
        '"Stop!" he said.',
        "Then [@a:b] no. 4 came.",
        "Next",
        "- one",
    ]
    assert sentence_number(text, text.index("came")) == 2
    assert is_quoted(text, *(text.index("Stop"), text.index("Stop") + 4))


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("the", 1), ("made", 1), ("makes", 1), ("table", 2), ("asked", 1), ("wanted", 2),
        ("cases", 2), ("officer", 3), ("refugees", 3), ("responsible", 4), ("rhythm", 1),
    ],
)  # fmt: skip
def test_syllables(word: str, count: int) -> None:
    assert syllables_of(word) == count


def test_reading_counts_words_sentences_and_no_citations() -> None:
    reading = reading_of(["The man sat. He spoke [@a:b].", "A list item", "Stop! Go"])
    assert (reading.words, reading.sentences) == (10, 5)
    assert reading.grade is None
    easy = Reading(200, 20, 260)
    hard = Reading(200, 5, 400)
    assert easy.grade is not None
    assert hard.grade is not None
    assert easy.grade < 5 < 15 < hard.grade
    assert easy + hard == Reading(400, 25, 660)
