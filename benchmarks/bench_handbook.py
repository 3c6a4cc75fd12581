"""How long the HTML of a handbook takes, beside plain `sphinx-build` on the same source.

Prints one line with the ratio of two medians from one run; the aim is at most 1.15. Each side runs
in a fresh process, in turn, into empty folders. Processor seconds are compared, because the clock
on the wall says more about what else the machine is doing.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.real_course import trainer_course
from builders.handbook import make_handbook
from builders.house import House
from builders.write_sphinx import write_source

ROUNDS = 3
LIMIT = 1.15
WORKSHOP = "kufra-first-responders"
_OURS = (
    "import sys; from pathlib import Path; from builders.write_sphinx import build_html; "
    "print(*build_html(*map(Path, sys.argv[1:4]), timestamp=0), sep='\\n')"
)


def main() -> int:
    """Print the ratio; returns 1 where it is over the limit."""
    house = House(Path(__file__).resolve().parent.parent)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "source"
        _write(house, source)
        ours, bare = [], []
        for number in range(ROUNDS):
            out, trees = folder / f"ours-{number}", folder / f"ours-trees-{number}"
            ours.append(_timed(["-c", _OURS, str(source), str(out), str(trees)], house.root))
            out, trees = folder / f"bare-{number}", folder / f"bare-trees-{number}"
            command = ["-m", "sphinx", "-q", "-b", "html", "-d", str(trees), str(source), str(out)]
            bare.append(_timed(command, house.root))
    ratio = statistics.median(ours) / statistics.median(bare)
    print(
        f"handbook html: {statistics.median(ours):.2f} s, sphinx-build: "
        f"{statistics.median(bare):.2f} s, ratio {ratio:.2f} (limit {LIMIT})"
    )
    return int(ratio > LIMIT)


def _write(house: House, source: Path) -> None:
    course = trainer_course(house, WORKSHOP)
    write_source(make_handbook(course), house.templates, house.images, source)


def _timed(arguments: list[str], folder: Path) -> float:
    """Processor seconds of one run."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], check=True, cwd=folder, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    sys.exit(main())
