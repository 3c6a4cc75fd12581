"""The code on the cover, where a build has left one in the output folder.

It says which file this is and its version. It is no part of the source: the pages stay the same
from version to version, and a project that is built by hand has no code.
"""

import json
from pathlib import Path


def cover_code(folder):
    """Its `text` and its `svg`, or None."""
    path = Path(folder) / "cover-code.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None


def words(code, labels):
    """What stands for the drawing where it cannot be seen."""
    return f"{labels['cover_code']}: {code['text']}"
