"""A programme as one batch beside the same workshops built one by one; Dask beside processes."""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.timing import line, ratio, seconds

ROOT = Path(__file__).resolve().parent.parent
KEYHUB: tuple[str | Path, ...] = (sys.executable, "-m", "builders")
PROGRAMME = "short-year"
WORKSHOPS = (
    "ghadames-border-and-migration",
    "kufra-release-and-referral",
    "kufra-first-responders",
)
TEXT = """\
title: A short year
summary: Three workshops.
stages:
  - {{id: one, title: One, goal: A stage., workshops: [{workshops}]}}
"""
ROUNDS = int(os.environ.get("KEYHUB_BENCH_ROUNDS", "3"))


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as scratch:
        house = Path(scratch) / "house"
        for folder in ("curriculum", "seeds", "templates"):
            shutil.copytree(ROOT / folder, house / folder)
        programme = house / "curriculum" / "programmes" / f"{PROGRAMME}.yaml"
        programme.write_text(TEXT.format(workshops=", ".join(WORKSHOPS)), encoding="utf-8")

        def build(name: str, *options: str) -> float:
            command = [*KEYHUB, "--house", house, "build", name, *options]
            clean = lambda: shutil.rmtree(house / "build", ignore_errors=True)  # noqa: E731
            return seconds(command, clean)

        batch, alone, serial, again = [], [], [], []
        for _ in range(ROUNDS):
            alone.append(sum(build(name) for name in WORKSHOPS))
            serial.append(build(PROGRAMME, "--jobs", "1"))
            batch.append(build(PROGRAMME))
            again.append(seconds([*KEYHUB, "--house", house, "build", PROGRAMME]))
        print(line("three workshops as one batch, all cores", statistics.median(batch), "s"))
        print(line("one batch / sum of separate builds", ratio(batch, alone), "", "under 1"))
        print(line("all cores / one process", ratio(batch, serial), ""))
        print(line("nothing changed / cold", ratio(again, batch), "", "under 0.10"))
        _dask(house, batch)


def _dask(house: Path, batch: list[float]) -> None:
    try:
        from distributed import LocalCluster
    except ImportError:
        print("Dask is not installed; its figure is left out.")
        return
    target = house / "build"
    with LocalCluster(  # type: ignore[no-untyped-call]
        n_workers=os.cpu_count() or 1, threads_per_worker=1, dashboard_address=None
    ) as cluster:
        address = cluster.scheduler_address.replace("tcp://", "dask://")
        found = []
        for _ in range(ROUNDS):
            shutil.rmtree(target, ignore_errors=True)
            begin = time.perf_counter()
            seconds([*KEYHUB, "--house", house, "build", PROGRAMME, "--executor", address])
            found.append(time.perf_counter() - begin)
    print(line("Dask on this machine / processes", ratio(found, batch), "", "under 1.5"))


if __name__ == "__main__":
    main()
