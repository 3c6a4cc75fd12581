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
PILLARS: tuple[str, ...] = typing.get_args(Pillar)

QUESTIONS: Mapping[str, tuple[Question, ...]] = MappingProxyType(
    {
        "module": (
            _ID,
            _TITLE,
            Question("pillar", f"Pillar ({', '.join(PILLARS)})", "foundations"),
            Question("audience", "Audiences, separated by commas (blank: the first there is)", ""),
        ),
        "workshop": (
            _ID,
            _TITLE,
            Question("hub", "Hub (blank: the first there is)", ""),
            Question("audience", "Audiences, separated by commas (blank: the first there is)", ""),
            Question("modules", "Modules, separated by commas (blank: the first there is)", ""),
            Question("date", "First day, year-month-day", "2027-01-17"),
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
    if (f"{kind}s", identity) in curriculum.files:
        raise ValueError(f"The {kind} '{identity}' exists already.")
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
    text = _MODULE.format(
        title=_text(given, "title"),
        pillar=pillar,
        audiences=_some_of(given["audience"], curriculum.audiences, "audience"),
        citation=_example_citation(curriculum),
    )
    return f"curriculum/modules/{pillar}/{given['id']}.yaml", text


def _workshop(given: Answers, curriculum: Curriculum) -> tuple[str, str]:
    text = _WORKSHOP.format(
        title=_text(given, "title"),
        hub=_one_of(given["hub"], curriculum.hubs, "hub"),
        audiences=_some_of(given["audience"], curriculum.audiences, "audience"),
        modules=_some_of(given["modules"], curriculum.modules, "module"),
        date=_matching(given, "date", r"\d{4}-(0[1-9]|1[0-2])-([01]\d|2[0-8])", "2027-01-17"),
    )
    return f"curriculum/workshops/{given['id']}.yaml", text


def _hub(given: Answers, curriculum: Curriculum) -> tuple[str, str]:
    text = _HUB.format(
        title=_text(given, "title"),
        region=_text(given, "region"),
        latitude=_degrees(given, "latitude", 90),
        longitude=_degrees(given, "longitude", 180),
        citation=_example_citation(curriculum),
    )
    return f"curriculum/hubs/{given['id']}.yaml", text


def _seed(given: Answers, _: Curriculum) -> tuple[str, str]:
    text = _SEED.format(
        title=_text(given, "title"),
        publisher=_text(given, "publisher", 300),
        checked=_matching(given, "checked", r"\d{4}-(0[1-9]|1[0-2])-([01]\d|2[0-8])", "2027-01-17"),
    )
    return f"seeds/{given['id']}.yaml", text


def _case(given: Answers, curriculum: Curriculum) -> tuple[str, str]:
    text = _CASE.format(
        title=_text(given, "title"),
        place=_text(given, "place"),
        period=_text(given, "period"),
        citation=_example_citation(curriculum),
    )
    return f"curriculum/cases/{given['id']}.yaml", text


_WRITERS: Mapping[str, Callable[[Answers, Curriculum], tuple[str, str]]] = MappingProxyType(
    {"module": _module, "workshop": _workshop, "hub": _hub, "seed": _seed, "case": _case}
)

_MODULE = """\
# yaml-language-server: $schema=../../.schemas/module.json
# A module is one session. The file's name is its id. Replace what stands after "Write", and delete
# these comments when you no longer need them. `keyhub check` shows what is missing.
#
# Cite every statement of fact right behind it, as in: {citation}
# The first part is a file in seeds/, the second a claim in that file (`keyhub list seeds`).
# An allegation must stay an allegation: the build prints its status and its denial beside it.
title: {title}
summary: Write in one or two sentences what the session is about.
pillar: {pillar}                  # the folder that the file lies in
offences: [tip, som]              # tip: trafficking in persons; som: smuggling of migrants
audiences: {audiences}
level: introductory               # introductory, intermediate or advanced
# requires: [another-module]      # modules that must come earlier

# One act that a participant can do at the end, and that somebody can watch. Start with a verb such
# as names, separates, decides, writes. `assessed_by` names a step or a question of this file.
objectives:
  - id: first-objective
    text: Writes down what the participant can do after the session.
    bloom: apply                  # remember, understand, apply, analyse, evaluate or create
    assessed_by: [practice, question-a, question-b]

prepare:                          # trainers only: what you do and bring beforehand
  - Write what the trainer copies, draws or arranges before the session.
opening_words: |
  Write what the trainer says to open the session. Only trainers see this.

# Steps are taught in this order. At most a third of the minutes may be briefing or demonstration.
steps:
  - id: opening-question
    title: What do we know already?
    method: discussion            # discussion, exercise, case_work, role_play, quiz, debrief …
    minutes: 10
    blocks:
      - kind: question
        title: Write the question for the room
        prompt: Write the question in full.
        listen_for:               # trainers only
          - Write what a good answer contains.
        say: |
          Write what the trainer says with this slide (notes and script). Only trainers see it.
  - id: core
    title: What matters
    method: briefing
    minutes: 10
    objectives: [first-objective]
    blocks:
      - kind: points              # one slide; at most six short points
        title: Write a slide title under 60 characters
        points:
          - Write a point of at most two lines.
          - Write another, and cite where it states a fact.
        say: |
          Write the words that explain the points. Do not read the slide aloud.
  - id: practice
    title: Try it
    method: exercise
    minutes: 20
    objectives: [first-objective]
    # optional: true              # a plan that is short of time may drop the step
    # when: {{audience: [judges]}}  # only for these people, or `hub:` for these places
    blocks:
      - kind: exercise
        title: Write the name of the exercise
        task: Write what the groups do and what they hand in.
        groups: Groups of four, mixed offices
        minutes: 15
        solution: Write the model solution. Only trainers see it.
        debrief:
          - Write the question that opens the talk afterwards.
        stop_rules:
          - Write when the trainer stops the exercise to protect people.

# Form A is asked before the course, form B after it. Give every choice its reason; one is correct.
questions:
  - id: question-a
    form: A
    objective: first-objective
    prompt: Write the question.
    choices:
      - text: Write the right answer.
        correct: true
        reason: Write why it is right.
      - text: Write a wrong answer that people do give.
        reason: Write why it is wrong.
  - id: question-b
    form: B
    objective: first-objective
    prompt: Write a parallel question, as hard as the first.
    choices:
      - text: Write the right answer.
        correct: true
        reason: Write why it is right.
      - text: Write a wrong answer that people do give.
        reason: Write why it is wrong.

key_messages:
  - Write a sentence to carry home.

review:
  status: draft                   # prints DRAFT on every page until an office has approved it
"""

_WORKSHOP = """\
# yaml-language-server: $schema=../.schemas/workshop.json
# What one workshop wants. `keyhub plan` shows the agenda that follows, and what does not fit.
title: {title}
hubs: [{hub}]                     # where it is held; brings the hub's profile and contact sheet
audiences: {audiences}
languages: [en]
participants: 20

# Libya's working week is Sunday to Thursday. Nothing is taught during a pause.
days:
  - date: {date}
    start: 09:00
    end: 15:30
    standing:                     # what every workshop has beside its modules
      - {{kind: opening, minutes: 15}}
      - {{kind: pre_test, minutes: 20}}
      - {{kind: post_test, minutes: 20}}
      - {{kind: closing, minutes: 15}}
    pauses:
      - {{kind: break, start: 10:45, minutes: 20}}
      - {{kind: prayer, start: 12:45, minutes: 20}}
      - {{kind: lunch, start: 13:05, minutes: 40}}

must: {modules}
# may: [module-id]                # added in this order where there is time
# never: [module-id]
# never_steps: [module-id/step-id]
# prior: [module-id]              # what the participants have had in an earlier course

# trainers: [{{name: Write a name, role: Lead trainer}}]
# rooms: [{{name: Write a room}}]
# marking: For training use only  # on the cover and in every footer
"""

_HUB = """\
# yaml-language-server: $schema=../.schemas/hub.json
# A hub is a town where workshops are held. Cite every fact, as in: {citation}
# Write nothing that helps a smuggler: no tracks, crossing points, prices, times or contacts.
title: {title}
region: {region}
position:                         # for a map of the whole region: one decimal is enough
  latitude: {latitude}
  longitude: {longitude}
summary: Write in one or two sentences what trainers and participants need to know of the town.

profile:
  - topic: Write a topic, for example Population
    text: Write what a source says, and cite it behind the sentence.
    # as_of: "2025"               # the year that the fact describes

agencies:
  - Write an office by its function, without names of people.
agencies_note: Write how sure the list is, for example that no current public list exists.
risks:                            # to people on the move, to witnesses, to officers
  - Write a risk in one sentence.
contacts:                         # a sheet to fill in by hand; no numbers here
  - service: Write a service, for example Hospital
    what_for: Write what it can do for a presumed victim.
cautions:                         # trainers only
  - Write what not to say or show in this town.
"""

_SEED = """\
# yaml-language-server: $schema=../curriculum/.schemas/seed.json
# A seed is one source. Text cites its claims as [@file-name:claim-id].
title: {title}
publisher: {publisher}
# date: 2021-09                   # year, month or day of publication
kind: research                    # treaty, statute, decision, un_document, research, press …
language: en
# How reliable is whoever says it? A completely … D not usually, E unreliable, F cannot be judged.
# Claims of an E or F source may be cited only in steps that teach how to judge sources.
reliability: C
grade_note: Write why this grade. Only trainers see it.
# addresses: ["https://example.org/document"]
licence: Write what may be done with its words. Ours are always a paraphrase.
checked: {checked}

claims:
  - id: first-claim
    text: Write in your own words one thing that the source says. Never copy a sentence.
    status: fact                  # fact, allegation, denial, opinion, forecast or law
    # How likely is it true? 1 confirmed by others … 3 possible … 5 improbable, 6 cannot be judged.
    credibility: 3
    reference: Write where it stands, for example page 4
    # An allegation needs the answer of the person or body concerned:
    # denial: The ministry rejects this.
    # A claim that you could not read yourself stays with trainers until somebody has read it:
    # verification: unverified
"""

_CASE = """\
# yaml-language-server: $schema=../.schemas/case.json
# A teaching case, told scene by scene. Cite the facts of a real case, as in: {citation}
title: {title}
nature: composite                 # real: from public sources; composite: invented from patterns
stage: composite                  # for a real case: open, decided or final
summary: Write the case in two sentences without giving away the end.
place: {place}
period: {period}
# checked: 2027-01-17             # for a real case: the day on which you last checked the stage

scenes:
  - id: first-scene
    title: Write what the scene is
    facts:
      # fact, finding (of a court), allegation, denial or unknown. In a real case, an allegation
      # needs `denial:`, or `denial_not_found: true` after a search.
      - text: Write one fact in one sentence.
        status: fact
      - text: Write what nobody knows at this moment.
        status: unknown
    ask: Write the question for the room after this scene.
    say: |
      Write what the trainer says. Only trainers see it.

outcome: Write how it ended. Only trainers see it.
teaching_points:
  - Write what the room should take from the case.
cautions:
  - Write what could hurt somebody in the room.
"""
