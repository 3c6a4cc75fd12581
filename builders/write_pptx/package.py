"""Zip files whose bytes depend on nothing but their contents.

Enters: part names with their bytes, in order. Leaves: a zip with fixed dates and modes.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import IO

_DATE = (1980, 1, 1, 0, 0, 0)
_STORED = (".png", ".jpeg", ".jpg", ".xlsx")


class Package:
    """A zip that is written part by part, so that a long deck never lies in memory whole."""

    def __init__(self, target: Path | IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=4)

    def __enter__(self) -> Package:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._zip.close()

    def add(self, name: str, data: bytes | str) -> None:
        """Append one part."""
        info = zipfile.ZipInfo(name, _DATE)
        info.compress_type = zipfile.ZIP_STORED if name.endswith(_STORED) else zipfile.ZIP_DEFLATED
        info.create_system = 3
        info.external_attr = 0o100644 << 16
        self._zip.writestr(info, data.encode() if isinstance(data, str) else data)


def write_package(target: Path | IO[bytes], parts: Mapping[str, bytes]) -> None:
    """Write a whole package at once."""
    with Package(target) as package:
        for name, data in parts.items():
            package.add(name, data)
