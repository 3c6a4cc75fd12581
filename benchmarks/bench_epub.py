"""What an EPUB of a handbook costs beside the HTML of the same source, in processor seconds.

Prints one line with the ratio of two medians from one run, each side in a fresh process and into
empty folders. Both read the source; the rest is writing and packing. The aim is at most 1.15.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

from benchmarks.bench_handbook import _OURS, _timed, _write
from builders.house import House

ROUNDS = 3
LIMIT = 1.15
_EPUB = _OURS.replace("build_html", "build_epub")


def main() -> int:
    """Print the ratio; returns 1 where it is over the limit."""
    house = House(Path(__file__).resolve().parent.parent)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "source"
        _write(house, source)
        books, pages = [], []
        for number in range(ROUNDS):
            book, trees = folder / f"{number}.epub", folder / f"book-trees-{number}"
            books.append(_timed(["-c", _EPUB, str(source), str(book), str(trees)], house.root))
            out, trees = folder / f"html-{number}", folder / f"html-trees-{number}"
            pages.append(_timed(["-c", _OURS, str(source), str(out), str(trees)], house.root))
    ratio = statistics.median(books) / statistics.median(pages)
    print(
        f"epub: {statistics.median(books):.2f} s, html: {statistics.median(pages):.2f} s, "
        f"ratio {ratio:.2f} (limit {LIMIT})"
    )
    return int(ratio > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
