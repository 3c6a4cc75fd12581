"""docs/errors.md says what keyhub says."""

from __future__ import annotations

from pathlib import Path

from builders.error_catalogue import Example, catalogue
from builders.house import House
from tests.conftest import Golden
from tests.mistakes import CASES, placed, prepare_house, problems_in, read_case
from tests.mistakes.generated import GENERATED, problems_of
from tests.test_mistakes import FOUND_ELSEWHERE, codes_in_source
from tests.tiny_house import REPOSITORY, write_tiny_house


def test_page_of_errors_is_up_to_date(tmp_path: Path, golden: Golden) -> None:
    page = catalogue([*_examples(tmp_path), *_generated(tmp_path)])

    for code in codes_in_source() - set(FOUND_ELSEWHERE):
        assert f"### `{code}`\n" in page, code
    assert str(tmp_path) not in page
    golden("errors.md", page, at=REPOSITORY / "docs" / "errors.md")


def _examples(folder: Path) -> list[Example]:
    """One example for each code: the case named after it, else the first that gives it."""
    house = prepare_house(folder / "cases")
    best: dict[str, Example] = {}
    for path in CASES:
        case = read_case(path)
        code, about = case.about
        with placed(case, house):
            problems, source = problems_in(house, case.name_in_house)
        for problem in problems:
            if problem.code == code and code not in best:
                whole = source is None or problem.place.line == problem.place.column == 1
                line = None if whole or source is None else source.lines[problem.place.line - 1]
                best[code] = Example(about, problem, line)
    return list(best.values())


def _generated(folder: Path) -> list[Example]:
    best: dict[str, Example] = {}
    for number, generated in enumerate(GENERATED):
        if generated.code in best:
            continue
        house: House = write_tiny_house(folder / f"house-{number}")
        problems = [p for p in problems_of(generated, house) if p.code == generated.code]
        best[generated.code] = Example(generated.about, problems[0])
    return list(best.values())
