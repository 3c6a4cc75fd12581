"""A cold build of all formats beside bare Sphinx, and rebuilds beside the cold build.

Bare Sphinx is `sphinx-build` to HTML, one run for each edition, on the sources that the build has
delivered; the runs of a round are added up. All is seconds of the clock.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from benchmarks.timing import in_turns, line, ratio

ROOT = Path(__file__).resolve().parent.parent
KEYHUB: tuple[str | Path, ...] = (sys.executable, "-m", "builders")
SPHINX: tuple[str | Path, ...] = (sys.executable, "-B", "-m", "sphinx", "-q", "-E", "-b", "html")


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as scratch:
        house = Path(scratch) / "house"
        for folder in ("curriculum", "seeds", "templates"):
            shutil.copytree(ROOT / folder, house / folder)
        module = house / "curriculum/modules/identify/screening-interviews.yaml"
        target = house / "build" / "kufra-first-responders"
        command = [*KEYHUB, "--house", house, "build", "kufra-first-responders"]
        edits = iter(range(1_000))

        def clean() -> None:
            shutil.rmtree(house / "build", ignore_errors=True)

        def edit() -> None:
            text = module.read_text(encoding="utf-8")
            changed = text.replace("officer", f"officer{next(edits)}", 1)
            module.write_text(changed, encoding="utf-8")

        bare = [
            [*SPHINX, target / f"{edition}-en" / "source", Path(scratch) / f"bare-{edition}"]
            for edition in ("trainer", "participant")
        ]

        def empty() -> None:
            for folder in Path(scratch).glob("bare-*"):
                shutil.rmtree(folder)

        cold, again, *alone, edited = in_turns(
            3,
            (command, clean),
            (command, lambda: None),
            *((each, empty) for each in bare),
            (command, edit),
        )
        both = [sum(runs) for runs in zip(*alone, strict=True)]
        print(line("cold build, all formats and editions", statistics.median(cold), "s"))
        print(line("bare Sphinx to HTML, both editions", statistics.median(both), "s"))
        print(line("cold build / bare Sphinx", ratio(cold, both), "", "at most 1.6"))
        print(line("rebuild, nothing changed", statistics.median(again), "s", "under 0.5 s"))
        print(line("rebuild, nothing changed / cold", ratio(again, cold), "", "under 0.10"))
        print(
            line(
                "rebuild after an edit of one module / cold",
                ratio(edited, cold),
                "",
                "at most 0.35",
            )
        )


if __name__ == "__main__":
    main()
