"""Fixtures that many tests share: tiny houses, tools of the machine, text files to compare with."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, settings

from builders.deck_rendering.office import find_office
from builders.house import House
from tests.tiny_house import write_tiny_house

settings.register_profile(
    "keyhub",
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("keyhub")

GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write the golden files anew, to be read and committed",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "cluster: starts a Dask cluster of this machine")


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A tiny valid house of one file of each kind, in a folder that a test may change."""
    return write_tiny_house(tmp_path / "house")


@pytest.fixture(scope="session")
def decked(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A house with something of everything that a deck shows, and its decks; not to be changed."""
    from tests.edited_decks import house_with_decks

    return house_with_decks(tmp_path_factory.mktemp("decked") / "house")


@pytest.fixture
def own(decked: House, tmp_path: Path) -> House:
    """A copy of `decked` that a test may write to."""
    shutil.copytree(decked.root, tmp_path / "own")
    return House(tmp_path / "own")


@pytest.fixture
def images(tmp_path: Path) -> Path:
    """A folder with one picture, in whose metadata somebody is named."""
    from tests.handbook_course import png

    folder = tmp_path / "images"
    folder.mkdir()
    (folder / "room.png").write_bytes(png(b"somebody"))
    return folder


Found = TypeVar("Found")


def needed(found: Found | None, what: str) -> Found:
    """A tool of the machine that a test cannot do without.

    Where it is missing the test is skipped. In CI it fails: .ci/run installs every tool and says
    so with the variable CI.
    """
    if found is not None:
        return found
    words = f"{what} is not on this computer"
    if os.environ.get("CI"):
        pytest.fail(words)
    pytest.skip(words)


@pytest.fixture
def office() -> Path:
    """The program of LibreOffice."""
    return needed(find_office(), "LibreOffice")


Golden = Callable[..., None]


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """`golden(name, text)` compares with tests/golden/name; `at` names another file to hold it."""

    def compare(name: str, text: str, at: Path | None = None) -> None:
        path = at or GOLDEN / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        assert path.is_file(), f"{name} is missing; run pytest --update-golden and read it"
        assert text == path.read_text(encoding="utf-8")

    return compare
