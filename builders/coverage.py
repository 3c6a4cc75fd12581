"""What the curriculum covers: each outside framework item by item, and each pillar in figures.

Enters: a `Curriculum`. Leaves: `Coverage`, plain values; `report` makes text and JSON of it.

A module's minutes are shared equally by the items of one framework that it names. An item is
covered if at least two modules name it, or if one gives it at least `ENOUGH_MINUTES`; thin if one
module gives it less; missing if none names it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from builders.loading.curriculum import Curriculum
from builders.models.marks import strings_of
from builders.models.module import Module, Pillar
from builders.prose import citations_in
from builders.reading_level import Reading, reading_of

ENOUGH_MINUTES = 30
"""Minutes of one module that make an item more than a mention."""
ENOUGH_MODULES = 2

State = Literal["covered", "thin", "missing"]


@dataclass(frozen=True)
class ItemCoverage:
    """One item of an outside outline."""

    id: str
    title: str
    verified: bool
    """Its title or content was read in a public source."""
    state: State
    modules: tuple[str, ...]
    minutes: int
    """Of all these modules together, each with its share."""


@dataclass(frozen=True)
class FrameworkCoverage:
    """One outside outline."""

    id: str
    title: str
    items: tuple[ItemCoverage, ...]

    def count(self, state: State) -> int:
        """How many items are in this state."""
        return sum(item.state == state for item in self.items)


@dataclass(frozen=True)
class PillarFigures:
    """One pillar, or all of them together. Words and grade are of what participants read."""

    name: str
    modules: int
    core_minutes: int
    minutes: int
    objectives: int
    questions_a: int
    questions_b: int
    words: int
    grade: float | None
    """Flesch-Kincaid grade; None where there is too little text."""
    claims_cited: int
    """Different claims, in all text."""
    varying: tuple[str, ...]
    """Modules with steps or blocks of their own for at least two hubs."""


@dataclass(frozen=True)
class Coverage:
    frameworks: tuple[FrameworkCoverage, ...]
    pillars: tuple[PillarFigures, ...]
    """In the order of teaching; the last one is the whole curriculum."""


def coverage_of(curriculum: Curriculum, framework_id: str | None = None) -> Coverage:
    """Measure the curriculum. With an id, only this framework is looked at. Raises: KeyError."""
    wanted = sorted(curriculum.frameworks) if framework_id is None else [framework_id]
    pillars = [
        _figures(pillar, _of_pillar(curriculum, pillar))
        for pillar in get_args(Pillar)
        if _of_pillar(curriculum, pillar)
    ]
    return Coverage(
        tuple(_framework(curriculum, name) for name in wanted),
        (*pillars, _figures("all", curriculum.modules)),
    )


def reading_of_module(module: Module) -> Reading:
    """Words, sentences and syllables of what participants read in a module."""
    return reading_of(s.text for s in strings_of(module) if s.kind and not s.trainer_only)


def hubs_with_variants(module: Module) -> tuple[str, ...]:
    """The hubs for which steps or blocks of a module are meant, in the order of the alphabet."""
    whens = [step.when for step in module.steps]
    whens += [block.when for step in module.steps for block in step.blocks]
    return tuple(sorted({hub for when in whens if when for hub in when.hub}))


def _framework(curriculum: Curriculum, framework_id: str) -> FrameworkCoverage:
    framework = curriculum.frameworks[framework_id]
    shares: dict[str, dict[str, float]] = {item.id: {} for item in framework.items}
    for module_id, module in sorted(curriculum.modules.items()):
        pairs = [ref.split(":") for ref in module.frameworks]
        named = [item for owner, item in pairs if owner == framework_id and item in shares]
        for item in named:
            shares[item][module_id] = sum(s.minutes for s in module.steps) / len(named)
    return FrameworkCoverage(
        framework_id,
        framework.title,
        tuple(
            ItemCoverage(
                item.id,
                item.title,
                item.verified,
                _state(shares[item.id].values()),
                tuple(shares[item.id]),
                round(sum(shares[item.id].values())),
            )
            for item in framework.items
        ),
    )


def _state(minutes: Iterable[float]) -> State:
    given = list(minutes)
    if not given:
        return "missing"
    enough = len(given) >= ENOUGH_MODULES or given[0] >= ENOUGH_MINUTES
    return "covered" if enough else "thin"


def _of_pillar(curriculum: Curriculum, pillar: str) -> dict[str, Module]:
    return {name: m for name, m in curriculum.modules.items() if m.pillar == pillar}


def _figures(name: str, modules: Mapping[str, Module]) -> PillarFigures:
    every = list(modules.values())
    reading = sum((reading_of_module(module) for module in every), Reading())
    questions = [question for module in every for question in module.questions]
    cited = {
        citation.ref
        for module in every
        for found in strings_of(module)
        for citation in citations_in(found.text)
    }
    return PillarFigures(
        name,
        len(every),
        sum(step.minutes for module in every for step in module.steps if not step.optional),
        sum(step.minutes for module in every for step in module.steps),
        sum(len(module.objectives) for module in every),
        sum(question.form == "A" for question in questions),
        sum(question.form == "B" for question in questions),
        reading.words,
        reading.grade,
        len(cited),
        tuple(sorted(n for n, m in modules.items() if len(hubs_with_variants(m)) >= 2)),
    )
