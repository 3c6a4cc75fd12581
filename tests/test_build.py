"""Builds: all files or none, the same bytes, no work when nothing changed."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from filelock import FileLock
from PIL import Image

from builders.build import Request, build_workshop
from builders.house import House
from builders.manifest import MANIFEST_NAME, read_manifest

REPOSITORY = Path(__file__).resolve().parent.parent
EPOCH = "1767225600"


@pytest.fixture(autouse=True)
def _fixed_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)


@pytest.fixture
def whole_house(house: House) -> House:
    """The tiny house with the real look."""
    shutil.rmtree(house.templates)
    shutil.copytree(REPOSITORY / "templates", house.templates)
    return house


def spec_of(house: House) -> Path:
    return sorted((house.curriculum / "workshops").glob("*.yaml"))[0]


def module_of(house: House) -> Path:
    return sorted((house.curriculum / "modules").rglob("*.yaml"))[0]


def request(house: House, **options: object) -> Request:
    return Request(house, spec_of(house), house.root / "build" / "out", **options)  # type: ignore[arg-type]


def prints(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_build_delivers_both_editions_and_its_record(whole_house: House) -> None:
    asked = request(whole_house)
    done: list[str] = []
    outcome = build_workshop(asked, lambda name, number, total: done.append(f"{number}/{total}"))

    assert not outcome.failed, outcome.problems
    assert len(done) == len(outcome.made)
    for edition in ("trainer-en", "participant-en"):
        folder = asked.target / edition
        assert (folder / "handbook" / "index.html").is_file()
        assert (folder / "source" / "conf.py").is_file()
        assert (folder / "agenda.html").is_file()
        assert len(list((folder / "decks").glob("*.pptx"))) == 2  # the opening and one session
    record = json.loads((asked.target / MANIFEST_NAME).read_text())
    listed = {file["path"] for artefact in record["artefacts"] for file in artefact["files"]}
    assert listed == set(prints(asked.target)) - {MANIFEST_NAME}
    assert record["about"]["seeds_cited"]
    assert not list(asked.target.parent.glob(".*.new-*"))


def test_two_builds_are_the_same_bytes(whole_house: House, tmp_path: Path) -> None:
    first = request(whole_house)
    build_workshop(first)
    second = Request(whole_house, first.spec, tmp_path / "elsewhere" / "deeper" / "out", jobs=2)
    build_workshop(second)

    assert prints(first.target) == prints(second.target)


def test_a_second_build_does_nothing(whole_house: House) -> None:
    asked = request(whole_house, only="agenda")
    assert build_workshop(asked).made
    times = {path: path.stat().st_mtime_ns for path in asked.target.rglob("*")}

    outcome = build_workshop(asked)

    assert outcome.unchanged
    assert not outcome.made
    assert {path: path.stat().st_mtime_ns for path in asked.target.rglob("*")} == times


def test_a_damaged_file_is_made_again(whole_house: House) -> None:
    asked = request(whole_house, only="agenda")
    build_workshop(asked)
    sheet = asked.target / "trainer-en" / "agenda.html"
    good = sheet.read_bytes()
    sheet.write_text("scribble")

    outcome = build_workshop(asked)

    assert outcome.made == ("trainer-en/agenda",)
    assert sheet.read_bytes() == good


def test_an_edit_rebuilds_only_what_depends_on_it(whole_house: House) -> None:
    asked = request(whole_house, only="deck")
    build_workshop(asked)
    module = module_of(whole_house)
    text = module.read_text(encoding="utf-8")
    assert "say: " in text

    module.write_text(text.replace("say: ", "say: Listen. ", 1), encoding="utf-8")
    said = build_workshop(asked)
    module.write_text(module.read_text(encoding="utf-8") + "# a remark\n", encoding="utf-8")
    remarked = build_workshop(asked)

    # what only trainers hear changes one deck of one edition; a remark changes nothing
    assert [name.partition("/decks/")[0] for name in said.made] == ["trainer-en"]
    assert said.made[0].endswith(module.stem)
    assert not remarked.made


def test_asking_for_a_part_keeps_the_rest(whole_house: House) -> None:
    build_workshop(request(whole_house, only="agenda"))
    build_workshop(request(whole_house, only="deck", edition="trainer"))

    target = request(whole_house).target
    assert (target / "participant-en" / "agenda.html").is_file()
    assert list((target / "trainer-en" / "decks").glob("*.pptx"))
    assert not (target / "participant-en" / "decks").exists()
    manifest = read_manifest(target)
    assert manifest is not None
    assert len(manifest.expected) > len(manifest.artefacts)


def test_bad_input_leaves_the_last_good_output(whole_house: House) -> None:
    asked = request(whole_house, only="agenda")
    build_workshop(asked)
    before = prints(asked.target)
    module = module_of(whole_house)
    module.write_text(module.read_text() + "surprise: [unclosed\n")

    outcome = build_workshop(asked)

    assert outcome.failed
    assert prints(asked.target) == before


def test_a_kill_between_the_two_moves_is_mended(whole_house: House) -> None:
    asked = request(whole_house, only="agenda")
    build_workshop(asked)
    before = prints(asked.target)
    asked.target.rename(asked.target.parent / f".{asked.target.name}.last")
    (asked.target.parent / f".{asked.target.name}.new-dead").mkdir()

    outcome = build_workshop(asked)

    assert outcome.unchanged
    assert prints(asked.target) == before


def test_a_killed_build_leaves_the_last_good_output(whole_house: House) -> None:
    asked = request(whole_house, only="handbook")
    build_workshop(asked)
    before = prints(asked.target)
    module = module_of(whole_house)
    module.write_text(module.read_text().replace("title:", "title: New", 1))
    command = [sys.executable, "-m", "builders", "--house", str(whole_house.root), "build"]
    process = subprocess.Popen(
        [*command, str(asked.spec), "--out", str(asked.target), "--jobs", "1"],
        cwd=REPOSITORY,
        env={**os.environ},
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
    )
    assert process.stderr is not None
    process.stderr.readline()  # the first thing is finished, the rest is on its way
    process.kill()
    process.communicate()

    assert prints(asked.target) == before


def test_two_builds_do_not_share_a_folder(whole_house: House) -> None:
    asked = request(whole_house, only="agenda")
    asked.target.parent.mkdir()
    with FileLock(asked.target.parent / f".{asked.target.name}.lock"):
        outcome = build_workshop(asked)

    assert [problem.code for problem in outcome.problems] == ["output-busy"]


def test_an_output_that_cannot_be_written_is_a_problem(whole_house: House) -> None:
    (whole_house.root / "file").write_text("in the way")
    outcome = build_workshop(
        Request(whole_house, spec_of(whole_house), whole_house.root / "file" / "out")
    )

    assert [problem.code for problem in outcome.problems] == ["output-unwritable"]


SMALL_DISK = """
import resource, runpy, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # writing too much is then an error like a full disk
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop(1)),) * 2)
runpy.run_module("builders", run_name="__main__")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit for the size of files")
@pytest.mark.parametrize("most_bytes", [1_000, 30_000, 100_000])
def test_a_disk_that_is_full_half_way_is_a_problem_and_loses_nothing(
    whole_house: House, most_bytes: int
) -> None:
    asked = request(whole_house, only="agenda")
    build_workshop(asked)
    before = prints(asked.target)
    house, target = str(whole_house.root), str(asked.target)
    limited = [sys.executable, "-B", "-c", SMALL_DISK, str(most_bytes)]
    run = subprocess.run(
        [*limited, "--house", house, "build", str(asked.spec), "--out", target, "--jobs", "1"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 1
    assert "output-unwritable" in run.stdout + run.stderr
    assert "Traceback" not in run.stderr
    assert prints(asked.target) == before
    assert {path.name for path in asked.target.parent.iterdir()} == {".cache", ".out.lock", "out"}


def test_a_language_without_labels_is_a_problem(whole_house: House) -> None:
    spec = spec_of(whole_house)
    text = "\n".join(
        line for line in spec.read_text().splitlines() if not line.startswith("languages:")
    )
    spec.write_text(text + "\nlanguages: [fr]\n")
    (whole_house.templates / "wording" / "fr.yaml").unlink()

    outcome = build_workshop(request(whole_house))

    assert "language-unavailable" in [problem.code for problem in outcome.problems]


def test_a_leak_stops_the_build_and_leaves_the_last_good_output(whole_house: House) -> None:
    """A fault in a template lets a solution into every page: no participant file is delivered."""
    asked = request(whole_house, only="handbook")
    assert not build_workshop(asked).failed
    before = prints(asked.target)
    layout = whole_house.templates / "handbook/source/_theme/keyhub/layout.html"
    text = layout.read_text(encoding="utf-8")
    answer = "A name, an <em>office</em> and a question."
    layout.write_text(text.replace("</body>", f"<p>{answer}</p></body>"), encoding="utf-8")
    outcome = build_workshop(asked)
    assert outcome.failed
    assert {problem.code for problem in outcome.problems} == {"edition-leak"}
    assert all(p.place.file.startswith("participant-en/") for p in outcome.problems)
    assert "solution" in outcome.problems[0].message
    assert prints(asked.target) == before


def test_the_record_beside_the_editions_is_searched_too(whole_house: House) -> None:
    """The name of the workshop's file stands in the record: here it tells the answer."""
    spec = spec_of(whole_house)
    spec = spec.rename(spec.with_name("a-name-an-office-and-a-question.yaml"))
    target = whole_house.root / "build" / "out"
    outcome = build_workshop(Request(whole_house, spec, target, only="agenda"))
    assert [problem.code for problem in outcome.problems] == ["edition-leak"]
    assert outcome.problems[0].place.file == "manifest.json"
    assert not target.exists()


def test_a_deck_that_shuts_people_out_stops_the_build(whole_house: House) -> None:
    """The organiser's template sets the place and the dates of the first slide at 10 points."""
    template = whole_house.templates / "deck" / "keyhub.pptx"
    with zipfile.ZipFile(template) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(template, "w") as package:
        for name, data in parts.items():
            if b'<p:cSld name="Title"' in data:
                data = data.replace(b'sz="1800"', b'sz="1000"')
            package.writestr(name, data)
    outcome = build_workshop(request(whole_house, only="deck"))
    assert outcome.failed
    assert {problem.code for problem in outcome.problems if problem.is_error} == {
        "deck-inaccessible"
    }
    assert any("10 points" in problem.message for problem in outcome.problems)
    assert not (whole_house.root / "build" / "out").exists()


def test_a_picture_damaged_inside_stops_the_build(whole_house: House) -> None:
    made = io.BytesIO()
    Image.effect_noise((200, 200), 50).save(made, "PNG")
    data = bytearray(made.getvalue())
    data[2000:2100] = bytes(100)
    (whole_house.images / "room.png").write_bytes(data)
    figure = (
        "      - kind: figure\n        title: The room\n        image: room.png\n"
        "        alt: A room.\n        credit: Own drawing\n"
    )
    text = module_of(whole_house).read_text("utf-8")
    text = text.replace("    blocks:\n", "    blocks:\n" + figure, 1)
    module_of(whole_house).write_text(text, "utf-8")
    outcome = build_workshop(request(whole_house, only="deck"))
    assert {problem.code for problem in outcome.problems if problem.is_error} == {"image-damaged"}
    assert "room.png" in next(p.message for p in outcome.problems if p.is_error)
