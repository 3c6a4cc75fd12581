"""A rebuild with nothing changed beside the cold build, and one after an edit of one module."""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from benchmarks.timing import in_turns, line, ratio, seconds

ROOT = Path(__file__).resolve().parent.parent
KEYHUB: tuple[str | Path, ...] = (sys.executable, "-m", "builders")


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
            shutil.rmtree(target, ignore_errors=True)

        def edit() -> None:
            text = module.read_text(encoding="utf-8")
            changed = text.replace("officer", f"officer{next(edits)}", 1)
            module.write_text(changed, encoding="utf-8")

        cold, again = in_turns(3, (command, clean), (command, lambda: None))
        edited = [seconds(command, edit) for _ in range(3)]
        print(line("cold build, both editions", statistics.median(cold), "s"))
        print(line("rebuild, nothing changed", statistics.median(again), "s", "under 0.5 s"))
        print(line("rebuild, nothing changed / cold", ratio(again, cold), "", "under 0.10"))
        print(line("rebuild after an edit of one module / cold", ratio(edited, cold), ""))


if __name__ == "__main__":
    main()
