"""What a module requires, and what that requires in turn.

Enters: a module's id and the modules there are. Leaves: ids. Long chains take no recursion, so they
cannot exhaust the stack.
"""

from __future__ import annotations

from collections.abc import Mapping

from builders.loading.curriculum import Curriculum
from builders.models.module import Module
from builders.models.workshop import WorkshopSpec


def with_prerequisites(
    name: str, modules: Mapping[str, Module], prior: set[str]
) -> list[tuple[str, str | None]]:
    """A module after everything it requires, each with the module that asked for it."""
    found: dict[str, str | None] = {}
    opened: set[str] = set()
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


def refused_need(module_id: str, spec: WorkshopSpec, curriculum: Curriculum) -> str | None:
    """What is under `never`: the module, or something that it requires and nobody has had."""
    waiting, seen = [module_id], {module_id}
    for name in waiting:
        if name in spec.never:
            return name
        module = curriculum.modules.get(name)
        for needed in module.requires if module else ():
            if needed not in seen and needed not in spec.prior:
                seen.add(needed)
                waiting.append(needed)
    return None
