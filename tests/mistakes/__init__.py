"""One file for each mistake, in the folder of its shelf, and how to look at it.

The first lines of a case say what it is about (`# about: …`, with `code: …` where the file's name
is not the code) and what must be found (`# expect: LINE:COLUMN CODE`, in the order of the file).
"""

from __future__ import annotations

import contextlib
import os
import re
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from builders.checks import check_curriculum
from builders.course_languages import language_problems
from builders.house import House
from builders.loading.curriculum import SourceFile, load_curriculum, read_file
from builders.planning import plan_workshop
from builders.prayer_times import resolved
from builders.problems import Places, Problem, has_errors
from tests.tiny_house import AUDIENCE, FILES, HUB, MODULE, WORKSHOP, write_tiny_house

FOLDER = Path(__file__).parent

COMPETENCIES = """\
# yaml-language-server: $schema=.schemas/competencies.json
competencies:
  - {id: greeting, title: Greeting, description: Greets people.}
  - {id: listening, title: Listening, description: Listens to people.}
"""
NEEDS = """\
# yaml-language-server: $schema=../.schemas/needs.json
title: Officers of a post
target: 80
scores: {greeting: 80, listening: 90}
"""
OTHER_WORKSHOP = WORKSHOP.replace("- name: A trainer", "- name: Salma Example, trainer")
PROGRAMME = """\
# yaml-language-server: $schema=../.schemas/programme.json
title: A year
summary: Two workshops.
stages:
  - {id: first, title: First, goal: People greet., workshops: [one-day, trainer-similar]}
"""
SEBHA = HUB.replace("title: Kufra", "title: Sebha").replace(
    "latitude: 24.2, longitude: 23.3", "latitude: 27.0, longitude: 14.4"
)
BESIDE: Mapping[str, Mapping[str, str]] = {
    "competencies": {"curriculum/competencies.yaml": COMPETENCIES},
    "needs": {
        "curriculum/competencies.yaml": COMPETENCIES,
        "curriculum/needs/officers-of-a-post.yaml": NEEDS,
    },
    "crowd": {
        "curriculum/modules/identify/crowd.yaml": MODULE.replace(
            "method: exercise\n", "method: exercise\n    trainers: 3\n    rooms: 2\n"
        )
    },
    "careful": {
        "curriculum/modules/identify/careful.yaml": MODULE.replace(
            "    bloom: apply\n", "    bloom: apply\n    mandatory: true\n"
        )
    },
    "judges": {"curriculum/audiences/judges.yaml": AUDIENCE},
    "other-hub": {"curriculum/hubs/sebha.yaml": HUB.replace("title: Kufra", "title: Sebha")},
    "programme": {
        "curriculum/workshops/one-day.yaml": OTHER_WORKSHOP,
        "curriculum/programmes/year.yaml": PROGRAMME,
    },
    "second-day": {
        "curriculum/workshops/second-day.yaml": WORKSHOP.replace("2027-01-17", "2027-01-20")
    },
    "same-day": {"curriculum/workshops/same-day.yaml": WORKSHOP},
    "french-day": {
        "curriculum/workshops/french-day.yaml": WORKSHOP.replace("2027-01-17", "2027-01-20")
        + "languages: [fr]\n"
    },
    "early-day": {
        "curriculum/workshops/early-day.yaml": WORKSHOP.replace("2027-01-17", "2027-01-12").replace(
            "must: [first-contact]", "must: [second-contact]\nprior: [first-contact]"
        )
    },
    "in-sebha": {
        "curriculum/hubs/sebha.yaml": SEBHA,
        "curriculum/workshops/in-sebha.yaml": WORKSHOP.replace("[kufra]", "[sebha]"),
    },
    "in-sebha-next-day": {
        "curriculum/hubs/sebha.yaml": SEBHA,
        "curriculum/workshops/in-sebha.yaml": WORKSHOP.replace("[kufra]", "[sebha]").replace(
            "2027-01-17", "2027-01-18"
        ),
    },
}
"""What a case may want beside itself. Elsewhere the house has none of it."""

CASES = sorted(path for ending in ("yaml", "csv", "po") for path in FOLDER.glob(f"*/*.{ending}"))
SMALL_CASE = """\
title: The small yard
nature: composite
stage: composite
summary: "12 people wait **outside** [@town-report:far-away]."
place: A town near {place}
period: A recent year
scenes:
  - id: gate
    title: At the gate
    facts:
      - text: See [who they are](term:presumed-victim) first of all, quietly.
        status: fact
outcome: |
  They left.

  - One
  - Two
"""
"""Something of everything that a translation must keep."""


@dataclass(frozen=True)
class Case:
    """One file with a mistake."""

    path: Path
    text: str

    @property
    def shelf(self) -> str:
        return self.path.parent.name

    @property
    def name_in_house(self) -> str:
        match self.shelf:
            case "modules":
                return f"curriculum/modules/identify/{self.path.name}"
            case "glossary":
                return "curriculum/glossary.yaml"
            case "competencies":
                return "curriculum/competencies.yaml"
            case "translations":
                found = re.search(r"^# file: (\S+)$", self.text, re.M)
                where = found.group(1) if found else "fr/cases/small-yard.po"
                return f"curriculum/translations/{where}"
            case "seeds":
                return f"seeds/{self.path.name}"
            case shelf:
                return f"curriculum/{shelf}/{self.path.name}"

    @property
    def about(self) -> tuple[str, str]:
        """The code that the case is about, and what that means."""
        found = re.search(r"^# about: (?:([a-z-]+): )?(.+)$", self.text, re.M)
        assert found, f"{self.path.name} does not say what it is about"
        return found.group(1) or self.path.stem, found.group(2)

    @property
    def beside(self) -> Mapping[str, str]:
        """Files that lie in the house while the case does, by their names: `# beside: needs`."""
        wanted = re.findall(r"^# beside: (\S+)$", self.text, re.M)
        return {name: text for key in wanted for name, text in BESIDE[key].items()}

    @property
    def expected(self) -> list[tuple[str, str]]:
        return re.findall(r"^# expect: (\S+) (\S+)$", self.text, re.M)


def read_case(path: Path) -> Case:
    return Case(path, path.read_text(encoding="utf-8"))


def prepare_house(root: Path) -> House:
    """The tiny house with a second module that requires the first, and with odd pictures."""
    second = MODULE.replace("level: introductory", "level: introductory\nrequires: [first-contact]")
    files = {
        **FILES,
        "curriculum/modules/identify/second-contact.yaml": second,
        "curriculum/cases/small-yard.yaml": SMALL_CASE,
    }
    house = write_tiny_house(root, files)
    for folder in ("fr/cases", "fr/modules", "it"):
        (house.curriculum / "translations" / folder).mkdir(parents=True)
    (house.images / "interview-room.png").write_bytes(png(4, 3))
    (house.images / "not-a-picture.png").write_text("not a picture", encoding="utf-8")
    (house.images / "sixty-thousand-pixels.png").write_bytes(png(60_000, 60_000))
    (house.images / "twenty-thousand-wide.png").write_bytes(png(20_000, 100))
    (house.images / "cut-off.png").write_bytes(png(4, 3)[:-12])
    (house.images / "nine-megabytes.png").write_bytes(png(4, 3))
    os.truncate(house.images / "nine-megabytes.png", 9_000_000)
    (house.images / "linked.png").symlink_to("interview-room.png")
    return house


@contextlib.contextmanager
def placed(case: Case, house: House) -> Iterator[None]:
    """The house with the case in it, and as it was afterwards."""
    before: dict[Path, bytes | None] = {}
    for name, text in {**case.beside, case.name_in_house: case.text}.items():
        path = house.root / name
        before[path] = path.read_bytes() if path.exists() else None
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    try:
        yield
    finally:
        for path, data in before.items():
            path.unlink() if data is None else path.write_bytes(data)


def png(width: int, height: int) -> bytes:
    """The head and the end of a PNG file, which is all that the checks read."""
    head = struct.pack(">I4sIIBBBBB", 13, b"IHDR", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + head + b"\0\0\0\0IEND\xaeB\x60\x82"


def problems_in(house: House, name: str) -> tuple[list[Problem], SourceFile | None]:
    """Load, check and, for a workshop, plan: the problems of one file, and the file."""
    curriculum, problems = load_curriculum(house)
    problems += check_curriculum(curriculum)
    source = next((s for s in curriculum.files.values() if s.name == name), None)
    if name.endswith(".po"):
        text, _ = read_file(house.root / name, name)
        source = SourceFile(house.root / name, name, text or "", Places(name))
    if source is not None and source.path.parent.name == "workshops" and not has_errors(problems):
        spec = curriculum.workshops[source.path.stem]
        spec = resolved(spec, curriculum)
        plan, found = plan_workshop(spec, curriculum, source)
        problems += found
        if plan is not None:
            problems += language_problems(source.path.stem, spec, plan, curriculum)
    return sorted(p for p in set(problems) if p.place.file == name), source
