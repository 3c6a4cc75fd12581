"""A small house that has everything once: written file by file, so that a test can change one."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from builders.house import House

REPOSITORY = Path(__file__).resolve().parent.parent

HUB = """\
# yaml-language-server: $schema=../.schemas/hub.json
title: Kufra
region: South-east
position: {latitude: 24.2, longitude: 23.3}
summary: A town in the desert.
profile:
  - topic: Place
    text: The town lies far from the coast [@town-report:far-away].
agencies:
  - Police
agencies_note: No current public list was found.
risks:
  - Thirst
contacts:
  - service: Hospital
    what_for: First care
cautions:
  - Say nothing about families here.
"""

AUDIENCE = """\
# yaml-language-server: $schema=../.schemas/audience.json
title: Patrol officers
summary: Officers at posts and on roads.
duties:
  - Stop vehicles and ask
powers_to_confirm:
  - How long a person may be held.
"""

SEED = """\
# yaml-language-server: $schema=../curriculum/.schemas/seed.json
title: Report on a town
publisher: An institute
date: 2021
kind: research
reliability: B
licence: Facts only, in our own words.
checked: 2026-10-01
claims:
  - id: far-away
    text: The town lies far from the coast.
    status: fact
    credibility: 2
  - id: guards-accused
    text: Guards are accused of taking money.
    status: allegation
    credibility: 3
    denial: The office rejects this.
  - id: guards-deny
    text: The office says that nobody took money.
    status: denial
    credibility: 3
  - id: not-read
    text: A law sets a time limit.
    status: law
    credibility: 3
    verification: unverified
  - id: rumour
    text: Someone heard of a secret house.
    status: allegation
    credibility: 6
    answered_by: [town-report:guards-deny]
"""

GLOSSARY = """\
# yaml-language-server: $schema=.schemas/glossary.json
terms:
  - id: presumed-victim
    term: presumed victim
    definition: A person who may be a victim and is treated as one until this is clear.
"""

MODULE = """\
# yaml-language-server: $schema=../../.schemas/module.json
title: First contact
summary: How to meet a person who may be a victim.
pillar: identify
offences: [tip]
audiences: [patrol]
level: introductory
objectives:
  - id: greet
    text: Greets a presumed victim in words that calm.
    bloom: apply
    assessed_by: [practice, greeting-a]
prepare:
  - Bring water for everyone.
opening_words: Good morning, and thank you for coming.
materials:
  - Flip chart
steps:
  - id: talk
    title: What do we say?
    method: discussion
    minutes: 15
    objectives: [greet]
    blocks:
      - kind: points
        title: First words
        points:
          - Say your name and your office.
          - Ask for the name of the person.
        say: Speak slowly and sit down.
      - kind: definition
        term: presumed-victim
  - id: practice
    title: Try it
    method: exercise
    minutes: 30
    blocks:
      - kind: exercise
        title: Two minutes
        task: Greet your neighbour as you would a stranger at night.
        groups: Pairs
        minutes: 20
        solution: A name, an office and a question.
        debrief:
          - What was hard?
  - id: more
    title: One more round
    method: role_play
    minutes: 20
    optional: true
    when: {hub: [kufra]}
questions:
  - id: greeting-a
    form: A
    objective: greet
    prompt: What do you say first?
    choices:
      - text: Your name
        correct: true
        reason: A name calms.
      - text: The charge
        reason: It frightens.
  - id: greeting-b
    form: B
    objective: greet
    prompt: What do you ask first?
    choices:
      - text: How the person is
        correct: true
        reason: It shows care.
      - text: Who paid
        reason: It can wait.
key_messages:
  - A calm voice opens doors [@town-report:far-away].
"""

CASE = """\
# yaml-language-server: $schema=../.schemas/case.json
title: The closed yard
nature: composite
stage: composite
summary: Two people leave a yard at night.
place: A town
period: A recent year
scenes:
  - id: gate
    title: At the gate
    facts:
      - text: Two people ask for water.
        status: fact
    say: Read it aloud.
outcome: They reached safety.
"""

FRAMEWORK = """\
# yaml-language-server: $schema=../.schemas/framework.json
title: An outline
publisher: An institute
items:
  - id: one
    title: First item
"""

WORKSHOP = """\
# yaml-language-server: $schema=../.schemas/workshop.json
title: A day in Kufra
hubs: [kufra]
audiences: [patrol]
days:
  - date: 2027-01-17
    start: 09:00
    end: 13:00
    standing:
      - {kind: opening, minutes: 15}
      - {kind: closing, minutes: 15}
    pauses:
      - {kind: break, start: 10:30, minutes: 20}
must: [first-contact]
trainers:
  - name: A trainer
"""

FILES: Mapping[str, str] = MappingProxyType(
    {
        "curriculum/hubs/kufra.yaml": HUB,
        "curriculum/audiences/patrol.yaml": AUDIENCE,
        "curriculum/glossary.yaml": GLOSSARY,
        "curriculum/modules/identify/first-contact.yaml": MODULE,
        "curriculum/cases/closed-yard.yaml": CASE,
        "curriculum/frameworks/outline.yaml": FRAMEWORK,
        "curriculum/workshops/one-day.yaml": WORKSHOP,
        "seeds/town-report.yaml": SEED,
    }
)
"""The text of every file of the tiny house, by its name in the house."""


def write_tiny_house(root: Path, files: Mapping[str, str] = FILES) -> House:
    """Write the tiny house, with the labels of the real one."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    (root / "curriculum" / "images").mkdir(parents=True, exist_ok=True)
    shutil.copytree(REPOSITORY / "templates", root / "templates")
    return House(root)
