"""A needs assessment as a table is the same as one in YAML, however the spreadsheet wrote it."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.house import House
from builders.loading.curriculum import load_curriculum, validate_text
from builders.models.needs import Assessment
from tests.mistakes import COMPETENCIES

NAME = "curriculum/needs/officers-of-a-post.csv"
ID = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8})?", fullmatch=True)
SCORES = st.dictionaries(ID, st.decimals(0, 100, places=1), min_size=1, max_size=12)


def read(text: str) -> Assessment:
    value, _, problems = validate_text(text, NAME, Assessment)
    assert value is not None, problems
    return value


@given(SCORES, st.sampled_from([",", ";", "\t"]), st.booleans(), st.sampled_from(["\n", "\n\n"]))
def test_every_way_of_writing_gives_the_same(
    scores: dict[str, object], separator: str, comma: bool, ending: str
) -> None:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=separator, lineterminator=ending)
    writer.writerow(["Competency", "SCORE", ""])
    for name, score in scores.items():
        number = str(score).replace(".", ",") if comma else str(score)
        writer.writerow([name, number, ""])
    found = read(stream.getvalue())
    assert found.scores == {name: float(str(score)) for name, score in scores.items()}
    assert found.title == "Officers of a post"


def test_lines_above_the_heading_say_what_yaml_would() -> None:
    table = read(
        "title;Officers; of a post\n".replace("; of", " of")
        + 'date;2027-01-03\ntarget;80\nmethod;"A test; and a talk, ""short"""\n'
        "competency;score;weight\ngreeting;20,5;2\nlistening;90;\n"
    )
    assert table.method == 'A test; and a talk, "short"'
    assert (table.target, str(table.date)) == (80.0, "2027-01-03")
    assert table.weights == {"greeting": 2.0}
    assert table.weight_of("greeting") == pytest.approx(2 * 5.95)
    assert table.weight_of("listening") == 0
    assert table.weight_of("writing") is None


@given(st.text(max_size=300))
def test_no_text_breaks_the_reader(text: str) -> None:
    value, _, problems = validate_text(text, NAME, Assessment)
    assert (value is None) == any(problem.is_error for problem in problems)


def test_columns_are_counted_in_the_file(house: House) -> None:
    value, _, problems = validate_text(
        'title;x\ncompetency; score\n"greeting"; abc\nlistening;"1x"\n', NAME, Assessment
    )
    assert value is None
    assert [(str(p.place), p.code) for p in problems] == [
        (f"{NAME}:3:13", "value-not-number"),
        (f"{NAME}:4:11", "value-not-number"),
    ]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_table_lies_on_the_shelf_of_needs(house: House, mark: bytes) -> None:
    (house.curriculum / "competencies.yaml").write_text(COMPETENCIES, encoding="utf-8")
    (house.curriculum / "needs").mkdir()
    path = house.root / NAME
    path.write_bytes(mark + b"competency,score\r\ngreeting,20\r\n")

    curriculum, problems = load_curriculum(house)

    assert problems == []
    assert curriculum.needs["officers-of-a-post"].scores == {"greeting": 20.0}

    path.with_suffix(".yaml").write_text("title: T\nscores: {greeting: 1}\n", encoding="utf-8")
    (house.curriculum / "modules" / "stray.csv").write_text("a,b\n", encoding="utf-8")
    found = [(p.place.file, p.code) for p in load_curriculum(house)[1]]
    assert ("curriculum/modules/stray.csv", "file-unplaced") in found
    assert "id-duplicate" in {code for _, code in found}
