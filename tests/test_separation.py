"""No trainer-only string reaches a participant file: planted everywhere, looked for everywhere."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from builders.build import Request, build_workshop
from builders.house import House
from builders.loading.curriculum import load_curriculum
from builders.translating import catalogue_text, read_catalogue
from builders.translating.extracting import updated
from builders.translating.sources import files_of
from tests.planting import Planter, found_in, secret_fields

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture
def planted(house: House, tmp_path: Path) -> tuple[House, dict[str, str]]:
    """A copy of the tiny house with canaries, and the field of each canary."""
    curriculum, problems = load_curriculum(house)
    assert not problems
    other = House(tmp_path / "planted")
    shutil.copytree(REPOSITORY / "templates", other.templates)
    if house.images.is_dir():
        shutil.copytree(house.images, other.images)
    planter = Planter()
    planter.write(curriculum, other.root)
    return other, planter.planted


def test_canaries_stay_with_trainers(planted: tuple[House, dict[str, str]]) -> None:
    house, canaries = planted
    spec = sorted((house.curriculum / "workshops").glob("*.yaml"))[0]
    target = house.root / "build" / "out"
    outcome = build_workshop(Request(house, spec, target, jobs=2))
    assert not outcome.failed, outcome.problems

    participant = [p for p in (target / "participant-en").rglob("*") if p.is_file()]
    participant.append(target / "manifest.json")
    trainer = [p for p in (target / "trainer-en").rglob("*") if p.is_file()]
    assert found_in(canaries, participant) == {}
    shown = {canaries[word] for word in found_in(canaries, trainer)}
    assert {"Points.say", "Exercise.solution", "Module.prepare", "Module.questions"} <= shown


def test_canaries_in_translations_stay_with_trainers(
    planted: tuple[House, dict[str, str]],
) -> None:
    """The French of a trainer-only string is as secret as its English: each gets its own word."""
    house, canaries = planted
    spec = sorted((house.curriculum / "workshops").glob("*.yaml"))[0]
    spec.write_text(f"languages: [fr]\n{spec.read_text('utf-8')}", encoding="utf-8")
    curriculum, problems = load_curriculum(house)
    assert not problems
    in_french = {word: f"Zq{int(word[2:7]) + 50_000:05}qz" for word in canaries}
    everything = [(shelf, owner) for shelf, owner, _ in files_of(curriculum)]
    texts, _ = updated(curriculum, "fr", everything, 0)
    for path, text in texts.items():
        catalogue, _ = read_catalogue(text, path.name)
        assert catalogue is not None
        entries = tuple(
            replace(entry, translation=_french(entry.source, in_french))
            for entry in catalogue.entries
        )
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(catalogue_text(replace(catalogue, entries=entries)), encoding="utf-8")
    target = house.root / "build" / "out"
    outcome = build_workshop(Request(house, spec, target, jobs=2))
    assert not outcome.failed, [p for p in outcome.problems if p.is_error]

    participant = [p for p in (target / "participant-fr").rglob("*") if p.is_file()]
    participant.append(target / "manifest.json")
    trainer = [p for p in (target / "trainer-fr").rglob("*") if p.is_file()]
    both = [*canaries, *in_french.values()]
    assert found_in(both, participant) == {}
    field = {in_french[word]: name for word, name in canaries.items()}
    shown = {field[word] for word in found_in(in_french.values(), trainer)}
    assert {"Points.say", "Exercise.solution", "Module.prepare", "Module.questions"} <= shown
    # And nothing of the English is left in the French book for trainers.
    spoken = [word for word, name in canaries.items() if name != "WorkshopSpec.trainers"]
    assert found_in(spoken, trainer) == {}


def _french(text: str, words: dict[str, str]) -> str:
    """The text with its canaries changed to the French ones."""
    return re.sub(r"Zq\d{5}qz", lambda found: words[found.group()], text)


def test_canaries_are_found_where_they_hide(tmp_path: Path) -> None:
    import gzip
    import zipfile

    with zipfile.ZipFile(tmp_path / "deck.pptx", "w") as archive:
        archive.writestr("notes.xml", "<t>Zq00</t><t>001qz</t>")
        archive.writestr("inner.gz", gzip.compress(b"Zq00002qz"))
    (tmp_path / "Zq00003qz.txt").write_text("")
    (tmp_path / "entity.html").write_text("&#90;q00004qz")
    words = [f"Zq{number:05}qz" for number in range(1, 6)]

    assert set(found_in(words, tmp_path.iterdir())) == set(words[:4])


def test_fields_for_trainers_are_known() -> None:
    assert {
        "Points.say",
        "Module.questions",
        "Case.outcome",
        "WorkshopSpec.notes",
    } <= secret_fields()
