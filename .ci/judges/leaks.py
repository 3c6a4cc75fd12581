"""Build workshops (those named, or all) with a canary in every trainer-only field; look for them.

Exit 1 if one is in any participant file, if a field has no canary, or if the trainer edition lacks
a field altogether (then the search would prove nothing).
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from builders.build import Request, build_workshop  # noqa: E402
from builders.editions import EDITION_KINDS  # noqa: E402
from builders.house import House  # noqa: E402
from builders.loading.curriculum import load_curriculum  # noqa: E402
from builders.report import problems_text  # noqa: E402
from tests.planting import Planter, found_in, secret_fields  # noqa: E402

NOT_PRINTED = {
    "Choice.correct": "shown as a mark, not as words",
}

SHEETS = {"task-sheets", "case-files"}
"""Papers of the exercise pack that participants hold."""


def main() -> int:
    """Plant, build, search."""
    curriculum, problems = load_curriculum(House(ROOT))
    assert not problems
    with tempfile.TemporaryDirectory() as scratch:
        house = House(Path(scratch) / "house")
        shutil.copytree(ROOT / "templates", house.templates)
        shutil.copytree(ROOT / "curriculum" / "images", house.images)
        planter = Planter()
        planter.write(curriculum, house.root)
        faults = [
            f"no canary in {f}" for f in sorted(secret_fields() - set(planter.planted.values()))
        ]
        shown: set[str] = set()
        searched = 0
        named = set(sys.argv[1:])
        for spec in sorted((house.curriculum / "workshops").glob("*.yaml")):
            if named and spec.stem not in named:
                continue
            target = house.root / "build" / spec.stem
            # a planted string has no translation: it stands in English in every language
            request = Request(house, spec, target, jobs=2, allow_untranslated=True)
            outcome = build_workshop(request)
            if outcome.failed:
                print(problems_text(outcome.problems, {s.name: s.text for s in outcome.sources}))
                return 1
            files = [p for p in sorted(target.rglob("*")) if p.is_file()]
            trainers = tuple(f"{kind.name}-" for kind in EDITION_KINDS if kind.shows_trainer_only)
            participant = [
                p
                for p in files
                if not p.relative_to(target).parts[0].startswith(trainers) or p.stem in SHEETS
            ]
            searched += len(participant)
            for word, where in found_in(planter.planted, participant).items():
                faults.append(f"{planter.planted[word]} leaks into {where}")
            trainer = [p for p in files if p not in participant]
            shown |= {planter.planted[word] for word in found_in(planter.planted, trainer)}
        for field in sorted(set(planter.planted.values()) - shown - set(NOT_PRINTED)):
            faults.append(f"{field} is nowhere in the trainer edition")
    for fault in faults:
        print(fault)
    print(f"{len(planter.planted)} canaries, {searched} participant files, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
