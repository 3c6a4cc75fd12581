"""Build workshops twice under other conditions; every delivered file must be the same bytes.

What differs: folder and its depth, time zone, hash seed, umask, number of processes, time of day.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
KEYHUB = Path(sys.executable).with_name("keyhub")
WORKSHOPS = ("kufra-first-responders", "kufra-elements-of-trafficking")
CONDITIONS: tuple[dict[str, str], ...] = (
    {"TZ": "UTC", "PYTHONHASHSEED": "1", "JOBS": "1", "UMASK": "022"},
    {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "4242", "JOBS": "2", "UMASK": "077"},
)


def main() -> int:
    """Build twice and compare."""
    with tempfile.TemporaryDirectory() as scratch:
        prints = []
        for number, condition in enumerate(CONDITIONS):
            house = Path(scratch).joinpath(*["deep"] * number, f"house{number}")
            for folder in ("curriculum", "seeds", "templates"):
                shutil.copytree(ROOT / folder, house / folder)
            target = house / "out"
            environment = {**os.environ, **condition, "SOURCE_DATE_EPOCH": "1767225600"}
            before = os.umask(int(condition["UMASK"], 8))
            for name in WORKSHOPS:
                command = [KEYHUB, "--house", house, "build", name, "--out", target / name]
                command += ["--jobs", condition["JOBS"]]
                subprocess.run(command, env=environment, check=True, capture_output=True)
            os.umask(before)
            prints.append(
                {
                    path.relative_to(target).as_posix(): hashlib.sha256(
                        path.read_bytes()
                    ).hexdigest()
                    for path in sorted(target.rglob("*"))
                    if path.is_file() and not path.name.endswith(".lock")
                }
            )
            for path in target.rglob("*"):
                if path.is_file() and str(scratch).encode() in path.read_bytes():
                    print(f"{path.relative_to(target)} holds the path of the build folder")
                    return 1
    first, second = prints
    differing = sorted(n for n in first.keys() | second.keys() if first.get(n) != second.get(n))
    for name in differing:
        print(f"differs: {name}")
    print(f"{len(first)} files, {len(differing)} differ")
    return 1 if differing or not first else 0


if __name__ == "__main__":
    sys.exit(main())
