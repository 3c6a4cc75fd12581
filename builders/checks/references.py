"""References lead somewhere, markup is allowed markup, ids are not used twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from builders.checks.walking import Strings, models_of, strings
from builders.loading.curriculum import Curriculum
from builders.models.module import Module
from builders.models.needs import Competencies
from builders.models.programme import Programme
from builders.models.seed import Seed
from builders.models.shelves import Case, Framework, Glossary
from builders.problems import Place, Problem, Step, closest
from builders.prose import Citation, Items, Node, Paragraph, Quote, Run, parse

_NAMES = {
    "modules": "module",
    "hubs": "hub",
    "audiences": "audience",
    "cases": "case",
    "seeds": "seed",
    "terms": "term",
    "claims": "claim",
    "framework_items": "framework-item",
    "competencies": "competency",
    "needs": "needs-assessment",
    "workshops": "workshop",
}


_OWNED = {"claims": "Claims", "framework_items": "Items"}


def check_references_exist(curriculum: Curriculum) -> Iterator[Problem]:
    """Every id that a model marks as a reference is on its shelf."""
    yield from reference_problems(curriculum, strings(curriculum))


def reference_problems(curriculum: Curriculum, texts: Strings) -> Iterator[Problem]:
    """Ids that are on no shelf, and ids that stand twice in one list."""
    seen: set[tuple[str, tuple[Step, ...], str]] = set()
    for located in texts.references:
        shelf, name = located.found.shelf or "", located.found.text
        if not curriculum.knows(shelf, name):
            yield _unknown(curriculum, shelf, name, located.place)
        *around, last = located.found.path
        if isinstance(last, int):
            key = (located.source.name, tuple(around), name)
            if key in seen:
                yield Problem(
                    located.place,
                    "reference-repeated",
                    f"'{name}' is already in this list.",
                    "Name each once.",
                )
            seen.add(key)


def check_markup(curriculum: Curriculum) -> Iterator[Problem]:
    """Text holds only the allowed Markdown; its citations and inner links lead somewhere."""
    yield from markup_problems(curriculum, strings(curriculum))


def markup_problems(curriculum: Curriculum, texts: Strings) -> Iterator[Problem]:
    """Faults of markup, citations and inner links in some strings."""
    for located in texts.marked:
        nodes, faults = parse(located.found.text, located.found.kind or "line")
        times: Counter[tuple[str, str]] = Counter()
        for fault in faults:
            place = located.place_of(fault.words, times[fault.code, fault.words])
            times[fault.code, fault.words] += 1
            yield Problem(place, fault.code, fault.message, fault.hint)
        for part in _parts(nodes):
            match part:
                case Citation() if not curriculum.knows("claims", part.ref):
                    place = located.place_of(f"[@{part.ref}]", times["citation", part.ref])
                    times["citation", part.ref] += 1
                    if curriculum.knows("seeds", part.seed):
                        yield _unknown(curriculum, "claims", part.ref, place)
                    else:
                        yield _unknown(curriculum, "seeds", part.seed, place)
                case Run(term=str(term)) if not curriculum.knows("terms", term):
                    place = located.place_of(f"term:{term}")
                    yield _unknown(curriculum, "terms", term, place)
                case Run(module=str(module)) if not curriculum.knows("modules", module):
                    place = located.place_of(f"module:{module}")
                    yield _unknown(curriculum, "modules", module, place)
                case _:
                    pass


def check_ids_are_unique(curriculum: Curriculum) -> Iterator[Problem]:
    """Inside one file, no two steps, questions, objectives, claims, scenes or terms share an id."""
    for shelf, owner, model in models_of(curriculum):
        lists: dict[str, list[str]] = {}
        match model:
            case Module():
                lists = {
                    "objectives": [objective.id for objective in model.objectives],
                    "steps": [step.id for step in model.steps],
                    "questions": [question.id for question in model.questions],
                }
            case Seed():
                lists = {"claims": [claim.id for claim in model.claims]}
            case Case():
                lists = {"scenes": [scene.id for scene in model.scenes]}
            case Framework():
                lists = {"items": [item.id for item in model.items]}
            case Glossary():
                lists = {"terms": [term.id for term in model.terms]}
            case Competencies():
                lists = {"competencies": [competency.id for competency in model.competencies]}
            case Programme():
                lists = {"stages": [stage.id for stage in model.stages]}
            case _:
                continue
        for key, ids in lists.items():
            for number in _repeated(ids):
                yield Problem(
                    curriculum.place(shelf, owner, key, number, "id"),
                    "id-repeated",
                    f"The id '{ids[number]}' is used twice under '{key}'.",
                    "Give each its own id.",
                )


def check_block_ids_are_unique(curriculum: Curriculum) -> Iterator[Problem]:
    """Block ids name slides, so they are unique in their module."""
    for module_id, module in curriculum.modules.items():
        seen: set[str] = set()
        for step_number, step in enumerate(module.steps):
            for number, block in enumerate(step.blocks):
                if block.id and block.id in seen:
                    yield Problem(
                        curriculum.place(
                            "modules", module_id, "steps", step_number, "blocks", number, "id"
                        ),
                        "id-repeated",
                        f"The block id '{block.id}' is used twice in this module.",
                        "Give each block its own id.",
                    )
                if block.id:
                    seen.add(block.id)


def check_prerequisites_end(curriculum: Curriculum) -> Iterator[Problem]:
    """Following `requires` never leads back to where it started."""
    for start in sorted(_possibly_in_a_cycle(curriculum)):
        trail = _way_back(curriculum, start)
        if trail and start == min(trail):
            number = curriculum.modules[start].requires.index(trail[1])
            yield Problem(
                curriculum.place("modules", start, "requires", number),
                "requires-cycle",
                "These modules require each other: " + " → ".join(trail) + ".",
                "Remove one of the `requires`.",
            )


def _way_back(curriculum: Curriculum, start: str) -> tuple[str, ...] | None:
    """The shortest way from a module along `requires` back to itself."""
    came_from: dict[str, str] = {}
    queue = [start]
    for name in queue:
        module = curriculum.modules.get(name)
        for needed in module.requires if module else ():
            if needed == start:
                trail = [start, name]
                while trail[-1] != start:
                    trail.append(came_from[trail[-1]])
                return tuple(reversed(trail))
            if needed not in came_from:
                came_from[needed] = name
                queue.append(needed)
    return None


def _possibly_in_a_cycle(curriculum: Curriculum) -> set[str]:
    """What is left when modules that require nothing left are taken away again and again.

    In a house without cycles nothing is left, so the search for them costs one walk.
    """
    waits_for = {name: set(module.requires) for name, module in curriculum.modules.items()}
    wanted_by: dict[str, list[str]] = {}
    for name, needs in waits_for.items():
        for needed in needs:
            wanted_by.setdefault(needed, []).append(name)
    done = [name for name, needs in waits_for.items() if not needs]
    done += [name for name in wanted_by if name not in waits_for]
    for name in done:
        waits_for.pop(name, None)
        for other in wanted_by.get(name, ()):
            waits_for[other].discard(name)
            if not waits_for[other]:
                done.append(other)
    return set(waits_for)


def _parts(nodes: tuple[Node, ...]) -> Iterator[Run | Citation]:
    for node in nodes:
        match node:
            case Paragraph(inline):
                yield from inline
            case Items(_, items):
                for item in items:
                    yield from _parts(item)
            case Quote(inner):
                yield from _parts(inner)


def _repeated(ids: list[str]) -> Iterator[int]:
    counts = Counter(ids)
    seen: set[str] = set()
    for number, identity in enumerate(ids):
        if counts[identity] > 1 and identity in seen:
            yield number
        seen.add(identity)


def _unknown(curriculum: Curriculum, shelf: str, name: str, place: Place) -> Problem:
    kind = _NAMES[shelf]
    known = list(curriculum.shelf(shelf))
    hint = None
    if shelf in _OWNED:
        owner, _, inner = name.partition(":")
        own = [ref.split(":")[1] for ref in known if ref.startswith(f"{owner}:")]
        if own:
            near = closest(inner, own)
            hint = near or f"{_OWNED[shelf]} of {owner}: {', '.join(own[:20])}."
        else:
            hint = closest(owner, curriculum.shelf("seeds" if shelf == "claims" else "frameworks"))
            hint = hint and f"There is no '{owner}'. {hint}"
    else:
        hint = closest(name, known)
    return Problem(
        place,
        f"{kind}-unknown",
        f"No {kind.replace('-', ' ')} is called '{name}'.",
        hint or f"`keyhub list {shelf.replace('_', '-')}` shows what there is.",
    )


REFERENCE_CHECKS: tuple[Callable[[Curriculum], Iterator[Problem]], ...] = (
    check_references_exist,
    check_markup,
    check_ids_are_unique,
    check_block_ids_are_unique,
    check_prerequisites_end,
)
