"""Why a module is in, and which modules must and must not be taught at once.

Enters: a spec and the curriculum. Leaves: reasons, and problems.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from builders.loading.curriculum import Curriculum, SourceFile
from builders.models.workshop import WorkshopSpec
from builders.prerequisites import with_prerequisites
from builders.problems import Problem

WhyIn = Literal["must", "may", "required"]


@dataclass(frozen=True)
class Chosen:
    """A module that should be taught. `because` names the module that requires it, if one does."""

    module_id: str
    why: WhyIn
    because: str | None = None


def requires_never(spec: WorkshopSpec, curriculum: Curriculum, source: SourceFile) -> list[Problem]:
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
