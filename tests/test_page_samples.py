"""Which pages the judge of pages sees in every view."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from tests.handbook_course import REPOSITORY

JUDGE = REPOSITORY / ".ci" / "judges" / "pages.py"


@pytest.fixture(scope="module")
def judge() -> ModuleType:
    spec = importlib.util.spec_from_file_location("judge_of_pages", JUDGE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def written(path: Path, length: int) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x" * length, encoding="utf-8")
    return path


def test_one_page_of_each_kind_of_each_book_is_seen_in_every_view(
    judge: ModuleType, tmp_path: Path
) -> None:
    paths, wanted = [], []
    for book in ("trainer-ar", "participant-en"):
        folder = tmp_path / book / "handbook"
        written(folder / "searchindex.js", 1)
        wanted += [written(folder / name, 5) for name in ("index.html", "glossary.html")]
        paths += [written(folder / "sessions" / f"0{number}.html", number) for number in (1, 3)]
        wanted.append(written(folder / "sessions" / "02.html", 9))
        wanted.append(written(folder / "hubs" / "kufra.html", 4))
    wanted += [written(tmp_path / name, 3) for name in ("agenda.html", "run-sheet.html")]
    assert judge.samples([*paths, *wanted]) == sorted(wanted)
