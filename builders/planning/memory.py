"""Solutions kept in a folder: equal demands give equal plans, so none is searched for twice.

Enters: a demand, limits and the search. Leaves: the solution, from the folder or from the search.
What lies in the folder only saves time. It may be deleted at any moment; what is damaged, or was
found by another version of this package or of the solver, is not used.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from builders.house import House
from builders.planning.demand import Demand
from builders.planning.rhythm import Rhythm
from builders.planning.solving import Limits, Solution

MOST_KEPT = 500
"""Files; each is about a kilobyte. The oldest make room."""

Search = Callable[[Demand, Limits], Solution]


@dataclass(frozen=True)
class Memory:
    """A folder of solutions. It is made when the first is kept; a folder that cannot be is none."""

    folder: Path

    def solved(self, search: Search, demand: Demand, limits: Limits) -> Solution:
        """What `search` finds for a demand, without searching where that is known."""
        key = key_of(search.__name__, demand, limits)
        path = self.folder / f"{key}.json"
        known = _read(path, key)
        if known is not None:
            return known
        solution = search(demand, limits)
        with contextlib.suppress(OSError):
            self._keep(path, _text(solution, key))
        return solution

    def _keep(self, path: Path, text: str) -> None:
        """Write at one stroke, so that nobody reads half a file. Raises: OSError."""
        self.folder.mkdir(parents=True, exist_ok=True)
        kept = sorted(self.folder.iterdir(), key=lambda each: each.stat().st_mtime)
        for old in kept[: max(0, len(kept) - MOST_KEPT + 1)]:
            old.unlink(missing_ok=True)
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=self.folder, suffix=".new", delete=False
        ) as file:
            file.write(text)
        Path(file.name).replace(path)


def memory_of(house: House) -> Memory:
    """The solutions that were found in a house."""
    return Memory(house.cache / "plans")


def key_of(search: str, demand: Demand, limits: Limits) -> str:
    """A hash over all that a solution depends on, in hexadecimal."""
    parts = (
        search,
        limits,
        demand.windows,
        demand.modules,
        demand.objectives,
        demand.shares,
        demand.lecture_at_most,
        demand.lecture_run,
        demand.heavy_last,
        [(sorted(modules), by) for modules, by in demand.apart],
        [(each.kind, each.subject) for each in demand.unreachable],
    )
    return _hash(f"{_version()}{parts!r}")


@cache
def _version() -> str:
    """This package and the solver: another version may find another plan of equal value."""
    code = [path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py"))]
    return hashlib.sha256(b"\0".join(code)).hexdigest() + version("highspy")


def _text(solution: Solution, key: str) -> str:
    told = json.dumps(asdict(solution))
    return json.dumps({"solution": told, "check": _hash(key + told)})


def _read(path: Path, key: str) -> Solution | None:
    """The solution of a file; None where there is none or where a byte is not as it was written."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        if kept["check"] != _hash(key + kept["solution"]):
            return None
        found: dict[str, Any] = json.loads(kept["solution"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    found["order"] = tuple(found["order"])
    found["starts"] = tuple((number, moment) for number, moment in found["starts"])
    found["rhythm"] = Rhythm(*found["rhythm"])
    return Solution(**found)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
