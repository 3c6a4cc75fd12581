"""A new file is valid as it is, teaches by its comments, and takes answers of every kind."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from builders.checks import check_curriculum
from builders.house import House
from builders.loading.curriculum import load_curriculum
from builders.new_file import QUESTIONS, new_file
from builders.planning import plan_workshop
from builders.prayer_times import resolved
from tests.mistakes import COMPETENCIES
from tests.test_schemas import tree_of, validator
from tests.tiny_house import MODULE, REPOSITORY

TITLE = 'A "fresh" start: yes & no {x} # ص'


def write(house: House, kind: str, answers: Mapping[str, str]) -> str:
    curriculum, _ = load_curriculum(house)
    name, text = new_file(kind, answers, curriculum)
    path = house.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    return name


def name_competencies(house: House) -> None:
    """Let the tiny house name competencies, and tag its module."""
    (house.curriculum / "competencies.yaml").write_text(COMPETENCIES, encoding="utf-8")
    tagged = MODULE.replace(
        "    bloom: apply\n", "    bloom: apply\n    competencies: [greeting]\n"
    )
    path = house.curriculum / "modules" / "identify" / "first-contact.yaml"
    path.write_text(tagged, encoding="utf-8")


def test_new_files_fit_a_house_with_competencies(house: House) -> None:
    name_competencies(house)
    write(house, "needs", {"id": "a-post", "title": "A post"})
    write(house, "module", {"id": "fresh-start", "title": "A fresh start"})
    curriculum, problems = load_curriculum(house)
    assert problems + check_curriculum(curriculum) == []
    assert set(curriculum.needs["a-post"].scores) == {"greeting", "listening"}
    assert curriculum.modules["fresh-start"].objectives[0].competencies == ("greeting",)


@pytest.mark.parametrize("kind", sorted(QUESTIONS))
def test_a_new_file_is_valid_as_it_is(kind: str, house: House) -> None:
    if kind == "needs":
        name_competencies(house)
    name = write(house, kind, {"id": "fresh-start", "title": TITLE})
    curriculum, problems = load_curriculum(house)
    assert problems + check_curriculum(curriculum) == []
    shelf = kind if kind == "needs" else f"{kind}s"
    assert curriculum.shelf(shelf)["fresh-start"].title == TITLE
    source = curriculum.files[shelf, "fresh-start"]
    assert source.name == name
    assert list(validator(kind).iter_errors(tree_of(source.text))) == []
    assert sum("#" in line for line in source.lines) >= 5
    if kind == "workshop":
        spec = resolved(curriculum.workshops["fresh-start"], curriculum)
        plan, problems = plan_workshop(spec, curriculum, source)
        assert plan is not None, problems


@pytest.mark.parametrize("kind", sorted(QUESTIONS))
def test_a_new_file_fits_the_real_house(kind: str) -> None:
    curriculum, _ = load_curriculum(House(REPOSITORY))
    name, text = new_file(kind, {"id": "fresh-start", "title": "A fresh start"}, curriculum)
    folder = (REPOSITORY / name).parent
    schema = text.split("\n")[0].removeprefix("# yaml-language-server: $schema=")
    assert (folder / schema).resolve() == REPOSITORY / "curriculum" / ".schemas" / f"{kind}.json"
    assert "[@seed-id:claim-id]" not in text


def test_answers_choose(house: House) -> None:
    write(
        house, "hub", {"id": "qatrun", "title": "Qatrun", "latitude": "24.9", "longitude": "14.6"}
    )
    answers = {
        "id": "two",
        "title": "Two",
        "hub": "qatrun",
        "audience": "patrol, patrol",
        "modules": "first-contact",
        "date": "2027-02-07",
    }
    write(house, "workshop", answers)
    spec = load_curriculum(house)[0].workshops["two"]
    assert (spec.hubs, spec.audiences, spec.must) == (("qatrun",), ("patrol",), ("first-contact",))
    assert str(spec.days[0].date) == "2027-02-07"


@pytest.mark.parametrize("file_id", ["qatrun", "qatrun-in-spring", "night-in-qatrun"])
def test_without_an_answer_the_id_names_the_hub(house: House, file_id: str) -> None:
    first = next(iter(load_curriculum(house)[0].hubs))
    place = {"latitude": "24.9", "longitude": "14.6"}
    write(house, "hub", {"id": "qatrun", "title": "Qatrun", **place})
    write(house, "workshop", {"id": f"{file_id}", "title": "Named"})
    write(house, "workshop", {"id": "qatrunners", "title": "Not named"})
    workshops = load_curriculum(house)[0].workshops
    assert workshops[file_id].hubs == ("qatrun",)
    assert workshops["qatrunners"].hubs == (first,)


@pytest.mark.parametrize(
    ("kind", "answers", "words"),
    [
        ("module", {"id": "First Contact"}, "cannot be an id"),
        ("module", {"id": "../../x"}, "cannot be an id"),
        ("module", {"id": "first-contact"}, "exists already"),
        ("module", {"title": ""}, "'title'"),
        ("module", {"title": "a\nb"}, "'title'"),
        ("module", {"title": "x" * 121}, "'title'"),
        ("module", {"pillar": "identfy"}, "Did you mean 'identify'?"),
        ("module", {"audience": "patrols"}, "Did you mean 'patrol'?"),
        ("workshop", {"modules": "first-contact, nothing"}, "No module is called 'nothing'"),
        ("workshop", {"date": "tomorrow"}, "'date'"),
        ("hub", {"latitude": "91"}, "at most 90"),
        ("hub", {"longitude": "east"}, "'longitude'"),
        ("seed", {"checked": "2027"}, "'checked'"),
    ],
)
def test_answers_that_cannot_be_used(
    kind: str, answers: dict[str, str], words: str, house: House
) -> None:
    curriculum, _ = load_curriculum(house)
    with pytest.raises(ValueError, match=r".") as raised:
        new_file(kind, {"id": "x", "title": "X", **answers}, curriculum)
    assert words in str(raised.value)


def test_an_empty_house_says_what_comes_first(house: House) -> None:
    (house.curriculum / "audiences" / "patrol.yaml").unlink()
    curriculum, _ = load_curriculum(house)
    with pytest.raises(ValueError, match="no audience yet"):
        new_file("module", {"id": "x", "title": "X"}, curriculum)
    with pytest.raises(ValueError, match="no competency yet"):
        new_file("needs", {"id": "x", "title": "X"}, curriculum)
