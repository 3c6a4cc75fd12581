"""Whole commands timed in turns, so that a drift of the machine's speed hits both alike."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

Command = Sequence[str | Path]


def seconds(command: Command, prepare: Callable[[], None] = lambda: None) -> float:
    """Wall-clock seconds of one run, from outside. Exits with the command's words if it fails."""
    prepare()
    start = time.perf_counter()
    run = subprocess.run(command, check=False, capture_output=True, text=True)
    taken = time.perf_counter() - start
    if run.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{run.stdout}{run.stderr}")
    return taken


def in_turns(runs: int, *timed: tuple[Command, Callable[[], None]]) -> tuple[list[float], ...]:
    """Seconds of each command in `runs` rounds, one after the other, after one round to warm up."""
    for command, prepare in timed:
        seconds(command, prepare)
    found: tuple[list[float], ...] = tuple([] for _ in timed)
    for _ in range(runs):
        for number, (command, prepare) in enumerate(timed):
            found[number].append(seconds(command, prepare))
    return found


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The median of the ratios round by round."""
    return statistics.median(a / b for a, b in zip(ours, theirs, strict=True))


def line(name: str, value: float, unit: str, limit: str = "") -> str:
    """One figure as printed."""
    return f"{name:<58} {value:8.3f} {unit}{'   wanted: ' + limit if limit else ''}"
