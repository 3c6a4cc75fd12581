"""What a workshop must, may and must never teach."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from builders.loading.curriculum import Curriculum, SourceFile
from builders.models.module import Module
from builders.models.workshop import WorkshopSpec
from builders.prerequisites import refused_need
from builders.problems import Place, Problem, closest


def check_choices(
    spec: WorkshopSpec, curriculum: Curriculum, source: SourceFile
) -> Iterator[Problem]:
    """Modules, steps and objectives that exist, and demands that do not contradict each other."""
    yield from _check_modules(spec, source)
    for key in ("must_steps", "never_steps"):
        for number, name in enumerate(getattr(spec, key)):
            yield from inner_problems(name, "step", curriculum, source.places.of(key, number))
    for number, name in enumerate(spec.must_objectives):
        place = source.places.of("must_objectives", number)
        yield from inner_problems(name, "objective", curriculum, place)
    for key in ("must_steps", "never_steps", "must_objectives"):
        yield from _check_repeats(key, getattr(spec, key), source)
    yield from _check_wanted_steps(spec, curriculum, source)
    yield from _check_wanted_objectives(spec, curriculum, source)
    yield from _check_something_is_left(spec, curriculum, source)


def inner_problems(name: str, what: str, curriculum: Curriculum, place: Place) -> Iterator[Problem]:
    """Faults of a name like `module-id/step-id`; `what` is "step" or "objective"."""
    module_id, _, inner = name.partition("/")
    module = curriculum.modules.get(module_id)
    if module is None:
        if not curriculum.knows("modules", module_id):
            yield Problem(
                place,
                "module-unknown",
                f"No module is called '{module_id}'.",
                closest(module_id, curriculum.modules) or f"Write `module-id/{what}-id`.",
            )
        return
    listed = module.objectives if what == "objective" else module.steps
    known = [item.id for item in listed]
    if inner not in known:
        yield Problem(
            place,
            "objective-unknown" if what == "objective" else "step-unknown",
            f"The module '{module_id}' has no {what} '{inner}'.",
            closest(inner, known) or f"There are: {', '.join(known)}.",
        )


def candidates(spec: WorkshopSpec, curriculum: Curriculum) -> Mapping[str, Module]:
    """The modules that `must`, `may` (or the audiences) and `never` leave, with a step to teach."""
    may = spec.may
    if may is None:
        may = tuple(
            name
            for name, module in curriculum.modules.items()
            if not set(module.audiences).isdisjoint(spec.audiences)
        )
    return {
        name: curriculum.modules[name]
        for name in dict.fromkeys((*spec.must, *may))
        if name in curriculum.modules
        and refused_need(name, spec, curriculum) is None
        and spec.usable_steps(name, curriculum.modules[name])
    }


def _check_modules(spec: WorkshopSpec, source: SourceFile) -> Iterator[Problem]:
    for key in ("must", "may"):
        names: tuple[str, ...] = getattr(spec, key) or ()
        for number, name in enumerate(names):
            if name in spec.never:
                yield Problem(
                    source.places.of(key, number),
                    "module-never",
                    f"'{name}' is under `{key}` and under `never`.",
                    "Keep it in one of the two.",
                )
            if key == "may" and name in spec.must:
                yield Problem(
                    source.places.of(key, number),
                    "module-repeated",
                    f"'{name}' is under `may` and under `must`.",
                    "Keep it in one of the two.",
                )


def _check_repeats(key: str, names: tuple[str, ...], source: SourceFile) -> Iterator[Problem]:
    for number, name in enumerate(names):
        if name in names[:number]:
            yield Problem(
                source.places.of(key, number),
                "reference-repeated",
                f"'{name}' is already in this list.",
                "Name each once.",
            )


def _check_wanted_steps(
    spec: WorkshopSpec, curriculum: Curriculum, source: SourceFile
) -> Iterator[Problem]:
    yield from _check_never("must_steps", spec, source)
    for number, name in enumerate(spec.must_steps):
        module_id, _, step_id = name.partition("/")
        place = source.places.of("must_steps", number)
        module = curriculum.modules.get(module_id)
        step = next((s for s in module.steps if s.id == step_id), None) if module else None
        if name in spec.never_steps:
            yield Problem(
                place,
                "step-never",
                f"'{name}' is under `must_steps` and under `never_steps`.",
                "Keep it in one of the two.",
            )
        elif step is not None and not spec.uses(module_id, step):
            yield Problem(
                place,
                "step-not-here",
                f"The step '{name}' is for another hub or audience.",
                "Take it out, or change `hubs` or `audiences`; `when` in the module says for whom.",
            )


def _check_wanted_objectives(
    spec: WorkshopSpec, curriculum: Curriculum, source: SourceFile
) -> Iterator[Problem]:
    """What must be reached is worked towards by a step that may be taught."""
    yield from _check_never("must_objectives", spec, source)
    for number, name in enumerate(spec.must_objectives):
        module_id, _, objective = name.partition("/")
        module = curriculum.modules.get(module_id)
        known = module is not None and objective in [o.id for o in module.objectives]
        if module is not None and known and not _reaches(module_id, module, objective, spec):
            place = source.places.of("must_objectives", number)
            yield _unreachable(name, "It is under `must_objectives`", place)
    for number, module_id in enumerate(spec.must):
        module = curriculum.modules.get(module_id)
        if module is None or not spec.usable_steps(module_id, module):
            continue
        for one in module.objectives:
            if one.mandatory and not _reaches(module_id, module, one.id, spec):
                yield _unreachable(
                    f"{module_id}/{one.id}",
                    "The module marks it as mandatory",
                    source.places.of("must", number),
                )


def _reaches(module_id: str, module: Module, objective: str, spec: WorkshopSpec) -> bool:
    return any(objective in step.objectives for step in spec.usable_steps(module_id, module))


def _unreachable(name: str, why: str, place: Place) -> Problem:
    return Problem(
        place,
        "objective-never",
        f"No step that may be taught works towards '{name}'. {why}.",
        "Take one of its steps out of `never_steps`; `when` in the module may exclude others.",
    )


def _check_never(key: str, spec: WorkshopSpec, source: SourceFile) -> Iterator[Problem]:
    """What is asked of a module that is under `never`."""
    for number, name in enumerate(getattr(spec, key)):
        if name.partition("/")[0] in spec.never:
            yield Problem(
                source.places.of(key, number),
                "module-never",
                f"'{name}' is under `{key}`, and its module is under `never`.",
                "Keep one of the two.",
            )


def _check_something_is_left(
    spec: WorkshopSpec, curriculum: Curriculum, source: SourceFile
) -> Iterator[Problem]:
    named = (*spec.must, *(spec.may or ()))
    known = all(curriculum.knows("modules", name) for name in named)
    told = set(spec.must) & set(spec.never) or any(name not in curriculum.modules for name in named)
    if spec.must or not known or told or candidates(spec, curriculum):
        # A module under `must` that is not left has a problem of its own.
        return
    key = "may" if spec.may is not None else "must" if spec.must else "audiences"
    yield Problem(
        source.places.key(key),
        "modules-none-left",
        "No module is left to teach: nothing is under `must`, and nothing that may be taught "
        "passes `never`, `never_steps`, the hubs and the audiences.",
        "Name modules under `must` or `may`; `keyhub list modules --audience ID` shows them.",
    )
