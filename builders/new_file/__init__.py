"""A commented, valid file to start from.

Enters: a kind, what the person answered, and the curriculum that there is. Leaves: where the file
goes and its text. Written into the house as it is, the file has no problems; its placeholders say
what to write, its comments what each key means.
"""

from __future__ import annotations

import json
import re
import typing
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from builders.loading.curriculum import LONGEST_ID, Curriculum
from builders.models.marks import ID_PATTERN
from builders.models.module import Pillar
from builders.new_file import texts
from builders.problems import closest

Answers = Mapping[str, str]


@dataclass(frozen=True)
class Question:
    """What to ask a person before the file is made. Without a default there must be an answer."""

    name: str
    prompt: str
    default: str | None = None


_ID = Question("id", "Id: the file's name, in small letters and hyphens")
_TITLE = Question("title", "Title")
_HUB = Question("hub", "Hub (blank: the one that the id names, or the first there is)", "")
_AUDIENCES = Question("audience", "Audiences, separated by commas (blank: the first there is)", "")
PILLARS: tuple[str, ...] = typing.get_args(Pillar)

QUESTIONS: Mapping[str, tuple[Question, ...]] = MappingProxyType(
    {
        "module": (
            _ID,
            _TITLE,
            Question("pillar", f"Pillar ({', '.join(PILLARS)})", "foundations"),
            _AUDIENCES,
        ),
        "workshop": (
            _ID,
            _TITLE,
            _HUB,
            _AUDIENCES,
            Question("modules", "Modules, separated by commas (blank: the first there is)", ""),
            Question("date", "First day, year-month-day", "2027-01-17"),
        ),
        "programme": (
            _ID,
            _TITLE,
            Question("workshops", "Workshops, separated by commas (blank: the first there is)", ""),
        ),
        "needs": (
            _ID,
            _TITLE,
            _HUB,
            Question("audience", "Audience (blank: the first there is)", ""),
            Question("date", "Day of the assessment, year-month-day", "2027-01-03"),
        ),
        "hub": (
            _ID,
            _TITLE,
            Question("region", "Region", "Southern Libya"),
            Question("latitude", "Latitude in degrees, one decimal", "27.0"),
            Question("longitude", "Longitude in degrees, one decimal", "17.0"),
        ),
        "seed": (
            _ID,
            _TITLE,
            Question("publisher", "Publisher", "Write the publisher"),
            Question("checked", "Day on which you read it, year-month-day", "2027-01-01"),
        ),
        "case": (
            _ID,
            _TITLE,
            Question("place", "Where it happened", "A town in Libya"),
            Question("period", "When it happened", "An unnamed year"),
        ),
    }
)
"""What to ask for each kind of file, in order."""


def new_file(kind: str, answers: Answers, curriculum: Curriculum) -> tuple[str, str]:
    """Path inside the house (with forward slashes) and text of a starting file.

    Questions that are not answered take their default. Raises: ValueError, in words for the person,
    if an answer cannot be used or is missing; KeyError for a kind that is not in `QUESTIONS`.
    """
    given = {question.name: question.default or "" for question in QUESTIONS[kind]}
    given |= {name: answer.strip() for name, answer in answers.items()}
    identity = given["id"]
    if not re.fullmatch(ID_PATTERN, identity) or len(identity) > LONGEST_ID:
        raise ValueError(
            f"'{identity}' cannot be an id; use small letters, digits and single hyphens, like "
            "first-contact."
        )
    shelf = kind if kind == "needs" else f"{kind}s"
    if (shelf, identity) in curriculum.files:
        what = "needs assessment" if kind == "needs" else kind
        raise ValueError(f"The {what} '{identity}' exists already.")
    return _WRITERS[kind](given, curriculum)


def _text(given: Answers, name: str, longest: int = 120) -> str:
    """An answer as quoted YAML."""
    words = given[name]
    if not words or len(words) > longest or not words.isprintable():
        raise ValueError(f"Give '{name}' as 1 to {longest} plain characters on one line.")
    return json.dumps(words, ensure_ascii=False)


def _one_of(answer: str, known: Iterable[str], what: str) -> str:
    """An answer that must be the name of something; blank takes the first."""
    names = list(known)
    if not names:
        raise ValueError(f"There is no {what} yet; make one first.")
    if not answer:
        return names[0]
    if answer not in names:
        hint = closest(answer, names) or f"There are: {', '.join(names[:20])}."
        raise ValueError(f"No {what} is called '{answer}'. {hint}")
    return answer


def _named_in(file_id: str, known: Iterable[str]) -> str:
    """The first that stands in an id as a whole word: "kufra-night" names Kufra. "" if none."""
    return next((name for name in known if f"-{name}-" in f"-{file_id}-"), "")


def _some_of(answer: str, known: Iterable[str], what: str) -> str:
    """A comma-separated answer as a YAML list."""
    names = list(known)
    parts = [part.strip() for part in answer.split(",")]
    wanted = dict.fromkeys(_one_of(part, names, what) for part in parts if part or len(parts) == 1)
    return f"[{', '.join(wanted)}]"


def _matching(given: Answers, name: str, pattern: str, example: str) -> str:
    if not re.fullmatch(pattern, given[name], re.ASCII):
        raise ValueError(f"'{given[name]}' does not fit '{name}'; write it like {example}.")
    return given[name]


def _date(given: Answers, name: str) -> str:
    return _matching(given, name, r"\d{4}-(0[1-9]|1[0-2])-([01]\d|2[0-8])", "2027-01-17")


def _degrees(given: Answers, name: str, limit: int) -> str:
    degrees = _matching(given, name, r"-?\d{1,3}(\.\d)?", "24.2")
    if abs(float(degrees)) > limit:
        raise ValueError(f"'{name}' is at most {limit} degrees.")
    return degrees


def _example_citation(curriculum: Curriculum) -> str:
    """A citation that may stand anywhere, to show the form."""
    for ref, claim in curriculum.claims.items():
        reliability = curriculum.seeds[ref.split(":")[0]].reliability
        strong = reliability < "E" and claim.credibility < 5 and claim.verification == "read"
        if strong and claim.status in ("fact", "law"):
            return f"[@{ref}]"
    return "[@seed-id:claim-id]"


def _module(given: Answers, curriculum: Curriculum) -> tuple[str, str]:
    pillar = _one_of(given["pillar"], PILLARS, "pillar")
    text = texts.MODULE.format(
        title=_text(given, "title"),
        pillar=pillar,
        audiences=_some_of(given["audience"], curriculum.audiences, "audience"),
        citation=_example_citation(curriculum),
        competencies=", ".join(list(curriculum.competencies)[:1]),
    )
    return f"curriculum/modules/{pillar}/{given['id']}.yaml", text


def _workshop(given: Answers, curriculum: Curriculum) -> tuple[str, str]:
    text = texts.WORKSHOP.format(
        title=_text(given, "title"),
        hub=_one_of(
            given["hub"] or _named_in(given["id"], curriculum.hubs), curriculum.hubs, "hub"
        ),
        audiences=_some_of(given["audience"], curriculum.audiences, "audience"),
        modules=_some_of(given["modules"], curriculum.modules, "module"),
        date=_date(given, "date"),
    )
    return f"curriculum/workshops/{given['id']}.yaml", text


def _programme(given: Answers, curriculum: Curriculum) -> tuple[str, str]:
    text = texts.PROGRAMME.format(
        title=_text(given, "title"),
        workshops=_some_of(given["workshops"], curriculum.workshops, "workshop"),
    )
    return f"curriculum/programmes/{given['id']}.yaml", text


def _needs(given: Answers, curriculum: Curriculum) -> tuple[str, str]:
    competencies = list(curriculum.competencies)
    if not competencies:
        raise ValueError("There is no competency yet; write curriculum/competencies.yaml first.")
    text = texts.NEEDS.format(
        title=_text(given, "title"),
        hub=_one_of(
            given["hub"] or _named_in(given["id"], curriculum.hubs), curriculum.hubs, "hub"
        ),
        audience=_one_of(given["audience"], curriculum.audiences, "audience"),
        date=_date(given, "date"),
        scores="\n".join(f"  {name}: {texts.SCORE}" for name in competencies),
        first=competencies[0],
    )
    return f"curriculum/needs/{given['id']}.yaml", text


def _hub(given: Answers, curriculum: Curriculum) -> tuple[str, str]:
    text = texts.HUB.format(
        title=_text(given, "title"),
        region=_text(given, "region"),
        latitude=_degrees(given, "latitude", 90),
        longitude=_degrees(given, "longitude", 180),
        citation=_example_citation(curriculum),
    )
    return f"curriculum/hubs/{given['id']}.yaml", text


def _seed(given: Answers, _: Curriculum) -> tuple[str, str]:
    text = texts.SEED.format(
        title=_text(given, "title"),
        publisher=_text(given, "publisher", 300),
        checked=_date(given, "checked"),
    )
    return f"seeds/{given['id']}.yaml", text


def _case(given: Answers, curriculum: Curriculum) -> tuple[str, str]:
    text = texts.CASE.format(
        title=_text(given, "title"),
        place=_text(given, "place"),
        period=_text(given, "period"),
        citation=_example_citation(curriculum),
    )
    return f"curriculum/cases/{given['id']}.yaml", text


_WRITERS: Mapping[str, Callable[[Answers, Curriculum], tuple[str, str]]] = MappingProxyType(
    {
        "module": _module,
        "workshop": _workshop,
        "programme": _programme,
        "needs": _needs,
        "hub": _hub,
        "seed": _seed,
        "case": _case,
    }
)
