"""The texts that new files start from, with {places} for what the person answered."""

from __future__ import annotations

MODULE = """\
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
# may_span_days: true             # a night may come between its steps

# One act that a participant can do at the end, and that somebody can watch. Start with a verb such
# as names, separates, decides, writes. `assessed_by` names a step or a question of this file.
objectives:
  - id: first-objective
    text: Writes down what the participant can do after the session.
    bloom: apply                  # remember, understand, apply, analyse, evaluate or create
    assessed_by: [practice, question-a, question-b]
    competencies: [{competencies}]  # what it builds at work (`keyhub list competencies`)
    # mandatory: true             # wherever the module is taught, this is covered

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
    # heavy: true                 # weighs on people; never the last thing of a workshop
    # trainers: 2                 # how many trainers, and `rooms:` how many rooms it needs at once
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

WORKSHOP = """\
# yaml-language-server: $schema=../.schemas/workshop.json
# What one workshop wants. `keyhub plan` shows the agenda that follows, and what does not fit.
title: {title}
hubs: [{hub}]                     # where it is held; brings the hub's profile and contact sheet
audiences: {audiences}
languages: [en]
participants: 20

# head_counts: {{audience-id: 12}}  # how many of each, where several learn together
# interpretation: {{mode: consecutive, talk_time_factor: 1.5}}

# Libya's working week is Sunday to Thursday. Nothing is taught during a pause. A named prayer gets
# its time from the place and the date; confirm it there. `start:` gives a time of your own.
days:
  - date: {date}
    start: 09:00
    end: 15:45
    standing:                     # what every workshop has beside its modules
      - {{kind: opening, minutes: 15}}
      - {{kind: pre_test, minutes: 20}}
      - {{kind: post_test, minutes: 20}}
      - {{kind: closing, minutes: 15}}
    pauses:
      - {{kind: break, start: 10:45, minutes: 20}}
      - {{kind: lunch, start: 11:45, minutes: 30}}
      - {{kind: prayer, slot: dhuhr, minutes: 20}}

must: {modules}
# must_steps: [module-id/step-id]
# must_objectives: [module-id/objective-id]
# may: [module-id]                # to choose from; left out: every module for these audiences
# never: [module-id]
# never_steps: [module-id/step-id]
# prior: [module-id]              # what the participants have had in an earlier course

# What these people need most decides what is kept when time is short.
# needs:
#   assessment: file-name         # curriculum/needs/file-name.yaml or .csv
#   competencies: {{competency-id: 5}}
# shares: {{identify: {{at_least: 30, at_most: 70}}}}  # per cent of the minutes taught
# lecture_at_most: 33

# trainers:
#   - name: Write a name
#     role: Lead trainer
#     pillars: [identify]         # what the trainer can lead; or `modules:`; neither: everything
#     present: [{{date: {date}, end: 13:00}}]  # left out: always
# leads: {{module-id: Write a name}}
# rooms: [{{name: Write a room, seats: 25}}]
# marking: For training use only  # on the cover and in every footer
"""

HUB = """\
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

SEED = """\
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

CASE = """\
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

SCORE = 50

PROGRAMME = """\
# yaml-language-server: $schema=../.schemas/programme.json
# A programme is a work plan of several workshops. Trainers are known by their names in the
# workshops, so write each name in one way.
title: {title}
summary: Write in one or two sentences what the programme is for.
# prior: [module-id]              # what everybody has had before the first workshop
# languages: [en]                 # of the page of the programme

stages:                           # one after the other
  - id: first-stage
    title: Write the name of the stage
    goal: Write what the participants of this stage can do afterwards.
    workshops: {workshops}        # curriculum/workshops, in any order

# Who comes to a workshop has had what earlier ones of the same hub and audience taught. Where the
# participants come from elsewhere, say it; an empty list means from none of them.
# builds_on: {{later-workshop: [earlier-workshop]}}

# gatherings:                     # beside the workshops: a review, a visit for follow-up
#   - {{title: Review meeting, date: 2027-06-20, purpose: Write what is reviewed.}}
"""

NEEDS = """\
# yaml-language-server: $schema=../.schemas/needs.json
# How well one group can do its work today, competency by competency, before its workshop. A
# workshop points here with `needs: {{assessment: file-name}}`. No names of people: means only.
title: {title}
date: {date}
hub: {hub}
audience: {audience}
method: Write how it was found, for example a questionnaire, a test, a talk with supervisors.
target: 80                        # the score that this group should reach

# From 0 (cannot do it) to 100 (does it safely and alone). The gap to the target is the weight.
# Delete what was not looked at: it then has no weight.
scores:
{scores}

# weights: {{{first}: 2}}          # count a gap twice, where the task makes it matter more
"""
