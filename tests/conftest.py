"""Fixtures that many tests share: a tiny house, and text files to compare with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

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
