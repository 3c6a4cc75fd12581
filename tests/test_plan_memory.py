"""Solutions are kept: the same ones as a search finds, never a wrong one, never a fault."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from builders.house import House
from builders.planning.demand import Demand
from builders.planning.demanding import demand_of
from builders.planning.memory import MOST_KEPT, Memory, memory_of
from builders.planning.solving import ANY_PLAN, USUAL, Limits, Solution, any_plan, solve
from tests.plan_cases import curriculum_of, module, spec_of, step


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    return Memory(tmp_path / "plans")


def demand(minutes: int = 20, must: str = "a") -> Demand:
    modules = {name: module(step(minutes)) for name in ("a", "b")}
    return demand_of(spec_of(must=[must]), curriculum_of(modules))


def test_the_second_search_is_none(memory: Memory) -> None:
    searched: list[Demand] = []

    def search(wanted: Demand, limits: Limits) -> Solution:
        searched.append(wanted)
        return solve(wanted, limits)

    first = memory.solved(search, demand(), USUAL)
    again = Memory(memory.folder).solved(search, demand(), USUAL)

    assert len(searched) == 1
    assert again == first == solve(demand(), USUAL)


def test_what_differs_in_anything_is_searched_for(memory: Memory) -> None:
    one = demand()
    asked = [
        (solve, one, USUAL),
        (any_plan, one, USUAL),
        (solve, one, ANY_PLAN),
        (solve, demand(minutes=25), USUAL),
        (solve, demand(must="b"), USUAL),
        (solve, one.without_module("b"), USUAL),
        (solve, one.apart_from(["a", "b"]), USUAL),
        (solve, replace(one, heavy_last=not one.heavy_last), USUAL),
        (solve, replace(one, lecture_at_most=1), USUAL),
    ]
    for search, wanted, limits in asked:
        assert memory.solved(search, wanted, limits) == search(wanted, limits)
    assert len(list(memory.folder.iterdir())) == len(asked)


@pytest.mark.parametrize("harm", ["", "{", "[]", '{"solution": 1}', "changed"])
def test_a_damaged_file_is_not_believed(memory: Memory, harm: str) -> None:
    found = memory.solved(solve, demand(), USUAL)
    (path,) = memory.folder.iterdir()
    if harm == "changed":
        kept = json.loads(path.read_text())
        harm = json.dumps({**kept, "solution": kept["solution"].replace("optimal", "feasible")})
        assert harm != path.read_text()
    path.write_text(harm)

    assert memory.solved(solve, demand(), USUAL) == found
    assert len(list(memory.folder.iterdir())) == 1


def test_a_folder_that_cannot_be_written_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "build").write_text("in the way")
    found = memory_of(House(tmp_path)).solved(solve, demand(), USUAL)
    assert found.is_plan


def test_the_oldest_make_room(memory: Memory) -> None:
    memory.folder.mkdir()
    for number in range(MOST_KEPT + 3):
        (memory.folder / f"{number}.json").write_text("{}")
    memory.solved(solve, demand(), USUAL)
    assert len(list(memory.folder.iterdir())) == MOST_KEPT
