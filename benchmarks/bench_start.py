"""`keyhub --help` beside bare Python: how much longer does it take to start?"""

from __future__ import annotations

import statistics
import sys

from benchmarks.timing import in_turns, line


def main() -> None:
    """Print the figure."""
    ours, bare = in_turns(
        9,
        ([sys.executable, "-m", "builders", "--help"], lambda: None),
        ([sys.executable, "-c", "pass"], lambda: None),
    )
    more = statistics.median(a - b for a, b in zip(ours, bare, strict=True))
    print(line("keyhub --help, more than bare Python", more, "s", "under 0.2 s"))


if __name__ == "__main__":
    main()
