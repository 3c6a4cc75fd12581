"""`python -m benchmarks [NAME …]`: run all measurements, or the named ones (start, check …).

Each `bench_<name>.py` has a `main() -> None` that prints its figures. Machines are noisy: read the
ratios, which compare commands that took turns in one run, and run it twice.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path


def main() -> None:
    """Run the measurements one after the other."""
    there = sorted(
        path.stem.removeprefix("bench_") for path in Path(__file__).parent.glob("bench_*.py")
    )
    wanted = sys.argv[1:] or there
    for name in wanted:
        if name not in there:
            sys.exit(f"No measurement is called '{name}'. There are: {', '.join(there)}.")
        print(f"\n== {name}", flush=True)
        importlib.import_module(f"benchmarks.bench_{name}").main()


if __name__ == "__main__":
    main()
