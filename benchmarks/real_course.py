"""A workshop of the curriculum as the trainer's course, for the benchmarks of books."""

from __future__ import annotations

from builders.build import read_workshop
from builders.course import Course
from builders.house import House
from builders.loading.wording import load_wording
from builders.tailoring import tailor


def trainer_course(house: House, workshop: str) -> Course:
    """The English trainer edition. Ends the benchmark where the workshop has problems."""
    found, problems, _ = read_workshop(house, house.curriculum / "workshops" / f"{workshop}.yaml")
    wording, _ = load_wording(house, "en")
    if found is None or wording is None:
        raise SystemExit("\n".join(f"{problem.place}: {problem.message}" for problem in problems))
    spec, curriculum, _, plan = found
    return tailor(workshop, spec, plan, curriculum, wording, "trainer")
