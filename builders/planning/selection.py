"""Which modules and steps are wanted, and in which order the prerequisites allow.

Enters: a spec and the curriculum. Leaves: an order of module ids with the reason for each, and the
steps of a module that this workshop may use.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from builders.loading.curriculum import Curriculum, SourceFile
from builders.models.blocks import When
from builders.models.module import Module, Step
from builders.models.workshop import WorkshopSpec
from builders.problems import Problem

WhyIn = Literal["must", "may", "required"]


@dataclass(frozen=True)
class Chosen:
    """A module that should be taught. `because` names the module that requires it, if one does."""

    module_id: str
    why: WhyIn
    because: str | None = None


def fits(when: When | None, hubs: Iterable[str], audiences: Iterable[str]) -> bool:
    """True if a condition allows this place and these people. No condition allows all."""
    if when is None:
        return True
    at_hub = not when.hub or bool(set(when.hub) & set(hubs))
    for_audience = not when.audience or bool(set(when.audience) & set(audiences))
    return at_hub and for_audience


def usable_steps(module_id: str, module: Module, spec: WorkshopSpec) -> tuple[Step, ...]:
    """The steps of a module for this hub and audience, without those the spec forbids."""
    return tuple(
        step
        for step in module.steps
        if fits(step.when, spec.hubs, spec.audiences)
        and f"{module_id}/{step.id}" not in spec.never_steps
    )


def requires_never(
    spec: WorkshopSpec, curriculum: Curriculum, source: SourceFile
) -> list[Problem]:
    """Modules that must be taught and require one that must not."""
    problems: list[Problem] = []
    for number, name in enumerate(spec.must):
        for needed, _ in with_prerequisites(name, curriculum.modules, set(spec.prior)):
            if needed in spec.never:
                problems.append(
                    Problem(
                        source.places.of("must", number),
                        "requires-never",
                        f"'{name}' requires '{needed}', which is under `never`.",
                        f"Take '{needed}' out of `never`, or list it under `prior` if the "
                        "participants had it in an earlier course.",
                    )
                )
    return problems


def with_prerequisites(
    name: str, modules: Mapping[str, Module], prior: set[str]
) -> list[tuple[str, str | None]]:
    """A module after everything it requires, each with the module that asked for it."""
    found: dict[str, str | None] = {}
    opened: set[str] = set()
    # A list of visits and not recursion, so that a long chain cannot exhaust the stack.
    waiting: list[tuple[str, str | None, bool]] = [(name, None, False)]
    while waiting:
        module_id, because, needs_are_done = waiting.pop()
        if needs_are_done:
            found.setdefault(module_id, because)
        elif module_id not in opened and (because is None or module_id not in prior):
            opened.add(module_id)
            waiting.append((module_id, because, True))
            module = modules.get(module_id)
            for needed in reversed(module.requires if module else ()):
                waiting.append((needed, module_id, False))
    return list(found.items())
