"""Rules across files, where tests/mistakes with its single files does not reach."""

from __future__ import annotations

import time

from builders.checks import check_curriculum, check_workshop
from builders.house import House
from builders.loading.curriculum import load_curriculum, load_file
from builders.models.workshop import WorkshopSpec
from builders.problems import Problem
from tests.tiny_house import FILES, MODULE, WORKSHOP


def problems_of(house: House) -> list[Problem]:
    curriculum, problems = load_curriculum(house)
    return problems + check_curriculum(curriculum)


def add_module(house: House, name: str, requires: str) -> None:
    text = MODULE.replace("level: introductory", f"level: introductory\nrequires: [{requires}]")
    path = house.curriculum / "modules" / "identify" / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")


def test_a_circle_of_three_is_told_once_with_its_way(house: House) -> None:
    add_module(house, "a", "b")
    add_module(house, "b", "c")
    add_module(house, "c", "a")
    add_module(house, "outside", "a")
    (problem,) = problems_of(house)
    assert problem.message == "These modules require each other: a → b → c → a."
    assert problem.place.file.endswith("a.yaml")


def test_two_circles_are_two_problems(house: House) -> None:
    for name, needed in (("a", "b"), ("b", "a"), ("c", "d"), ("d", "c")):
        add_module(house, name, needed)
    assert [p.code for p in problems_of(house)] == ["requires-cycle"] * 2


def test_a_long_chain_is_checked_quickly(house: House) -> None:
    text = (
        "title: T\nsummary: S\npillar: identify\noffences: [tip]\naudiences: [patrol]\n"
        "level: introductory\nobjectives: [{id: o, text: D., bloom: apply, assessed_by: [s]}]\n"
        "steps: [{id: s, title: T, method: quiz, minutes: 1}]\n"
    )
    for number in range(1_000):
        path = house.curriculum / "modules" / "identify" / f"m-{number}.yaml"
        path.write_text(f"{text}requires: [m-{(number + 1) % 1_000}]\n", encoding="utf-8")
    curriculum, _ = load_curriculum(house)
    begin = time.process_time()
    assert [p.code for p in check_curriculum(curriculum)] == ["requires-cycle"]
    assert time.process_time() - begin < 5


def test_a_mistake_made_a_thousand_times_takes_no_long_time(house: House) -> None:
    lines = "".join(f"  - Words {n} [@town-reprot:far-away] <b>.\n" for n in range(1_000))
    path = house.curriculum / "modules" / "identify" / "first-contact.yaml"
    path.write_text(f"{MODULE}materials:\n{lines}".replace("materials:\n  - Flip chart\n", ""))
    begin = time.process_time()
    problems = problems_of(house)
    assert time.process_time() - begin < 5
    assert len(problems) == 2_000
    assert len({problem.place for problem in problems}) == 2_000


def test_the_same_words_twice_in_one_text_have_two_places(house: House) -> None:
    path = house.curriculum / "modules" / "identify" / "first-contact.yaml"
    path.write_text(
        MODULE.replace(
            "opening_words: Good morning, and thank you for coming.",
            "opening_words: |\n  Good <b> morning <b>.\n\n  Cited [@a:b] twice [@a:b].",
        )
    )
    places = [(p.code, p.place.line, p.place.column) for p in problems_of(house)]
    assert places == [
        ("markup-html", 16, 8),
        ("markup-html", 16, 20),
        ("seed-unknown", 18, 9),
        ("seed-unknown", 18, 22),
    ]


def test_words_are_not_looked_for_in_the_next_text(house: House) -> None:
    """An escape hides the words; the place is then the start of the text itself."""
    path = house.curriculum / "modules" / "identify" / "first-contact.yaml"
    path.write_text(
        MODULE.replace(
            "opening_words: Good morning, and thank you for coming.",
            'opening_words: "Good \\u003cb> morning"',
        ).replace("  - Flip chart", "  - Flip <b>chart</b>")
    )
    places = [(p.place.line, p.place.column) for p in problems_of(house)]
    assert places == [(15, 16), (17, 10), (17, 18)]


def test_a_workshop_outside_the_house_is_checked_like_one_inside(house: House) -> None:
    text = (
        WORKSHOP.replace("hubs: [kufra]", "hubs: [kufrah]")
        + "branding: {cover_note: 'See <b>this</b> [@town-report:rumour]'}\n"
        + "notes: Ask [@town-report:not-read].\n"
    )
    outside = house.root.parent / "outside.yaml"
    outside.write_text(text, encoding="utf-8")
    curriculum, _ = load_curriculum(house)
    spec, source, problems = load_file(outside, "outside.yaml", WorkshopSpec)
    assert spec is not None
    assert not problems
    found = sorted({p.code for p in check_workshop(spec, curriculum, source)})

    (house.curriculum / "workshops" / "outside.yaml").write_text(text, encoding="utf-8")
    assert found == sorted({p.code for p in problems_of(house)})
    assert found == ["claim-weak", "hub-unknown", "markup-html"]


def test_trainer_fields_may_cite_what_is_not_verified(house: House) -> None:
    path = house.curriculum / "modules" / "identify" / "first-contact.yaml"
    path.write_text(MODULE.replace("Bring water", "Bring [@town-report:not-read] water"))
    assert problems_of(house) == []


def test_weak_claims_may_be_judged_in_a_step_that_teaches_it(house: House) -> None:
    path = house.curriculum / "modules" / "identify" / "first-contact.yaml"
    weak = MODULE.replace("Say your name and", "Say [@town-report:rumour] your name and")
    path.write_text(weak)
    assert [p.code for p in problems_of(house)] == ["claim-weak"]
    path.write_text(
        weak.replace("    minutes: 15\n", "    minutes: 15\n    evaluates_sources: true\n")
    )
    assert problems_of(house) == []


def test_a_contradiction_across_files_must_be_mutual(house: House) -> None:
    seed = FILES["seeds/town-report.yaml"]
    other = seed.replace(
        "    credibility: 2\n", "    credibility: 2\n    contradicts: [town-report:far-away]\n", 1
    )
    (house.seeds / "other.yaml").write_text(
        other.replace("[town-report:guards-deny]", "[other:guards-deny]")
    )
    assert [p.code for p in problems_of(house)] == ["contradiction-one-way"]
