"""The table of outputs and the keys of artefacts: nothing is made to know whether it must be."""

from __future__ import annotations

import shutil
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import builders.editions
from builders.artefacts import Task, run_chain, tasks_of
from builders.build import read_workshop
from builders.course import Course
from builders.deck.parts import for_opening, for_session
from builders.editions import EDITION_KINDS, EditionKind
from builders.house import House
from builders.outputs import FORMATS, GROUPS, OUTPUTS, Bench, Output, named
from tests.tiny_house import FILES, write_tiny_house

REPOSITORY = Path(__file__).resolve().parent.parent
BY_NAME = {output.name: output for output in OUTPUTS}


def tasks_in(house: House, **tables: Any) -> dict[str, Task]:
    """The artefacts of the house's first workshop by their names."""
    spec = sorted((house.curriculum / "workshops").glob("*.yaml"))[0]
    ready, problems, _ = read_workshop(house, spec)
    assert ready is not None, problems
    model, curriculum, _, plan = ready
    tasks, problems = tasks_of(spec.stem, model, plan, curriculum, 1_767_225_600, **tables)
    assert not problems
    return {task.name: task for task in tasks}


def payloads(tasks: dict[str, Task]) -> dict[str, str]:
    """What the makers make, as text."""
    found = {}
    for name, task in tasks.items():
        bench = Bench(task.templates, task.images, task.timestamp, task.templates)
        found[name] = repr(task.output.make(task.course, task.part, bench))
    return found


def files_under(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_words_of_the_command_line_are_those_of_the_table() -> None:
    assert len(set(FORMATS)) == len(OUTPUTS) == len(BY_NAME)
    assert set(GROUPS) == {"handbook", "deck", "sheets", "agenda"}
    assert named("trainer-en/decks/01-x") is BY_NAME["decks"]
    assert named("trainer-en/other") is None


@pytest.mark.parametrize("output", OUTPUTS, ids=lambda output: output.name)
def test_every_output_delivers_what_it_declares_and_only_that(
    output: Output, house: House, tmp_path: Path
) -> None:
    tasks = [task for task in tasks_in(house).values() if task.output is output]
    assert tasks
    for number, task in enumerate(tasks):
        fresh = tmp_path / str(number) / "fresh"
        assert run_chain([task], fresh) == [[]]
        files = {path for path in fresh.rglob("*") if path.is_file()}
        assert files
        assert set(task.files_in(fresh)) == files
        assert (fresh / task.folder / output.opens).exists()


def test_looks_exist(house: House) -> None:
    for output in OUTPUTS:
        for look in output.looks:
            assert (house.templates / look).exists(), look


def _paths(tree: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Paths of all strings with more than one word, which no rule reads as a name."""
    if isinstance(tree, dict):
        return [found for key, value in tree.items() for found in _paths(value, (*path, key))]
    if isinstance(tree, list):
        return [found for n, value in enumerate(tree) for found in _paths(value, (*path, n))]
    return [path] if isinstance(tree, str) and " " in tree else []


LEAVES = [(name, path) for name in sorted(FILES) for path in _paths(yaml.safe_load(FILES[name]))]


def edited(text: str, path: tuple[Any, ...]) -> str:
    """The file with a word added to one of its strings."""
    tree = inside = yaml.load(text, Loader=yaml.BaseLoader)  # every value is a string
    for step in path[:-1]:
        inside = inside[step]
    inside[path[-1]] = f"{inside[path[-1]]} Twice."
    return yaml.safe_dump(tree, allow_unicode=True, sort_keys=False)


@pytest.fixture(scope="module")
def edited_house(tmp_path_factory: pytest.TempPathFactory) -> House:
    return write_tiny_house(tmp_path_factory.mktemp("keys"))


@settings(max_examples=40)
@given(leaf=st.sampled_from(LEAVES))
def test_where_what_is_made_differs_the_key_does(
    leaf: tuple[str, tuple[Any, ...]], edited_house: House
) -> None:
    name, path = leaf
    file = edited_house.root / name
    before = tasks_in(edited_house)
    file.write_text(edited(FILES[name], path))
    try:
        after = tasks_in(edited_house)
        made_before, made_after = payloads(before), payloads(after)
    finally:
        file.write_text(FILES[name])
    for artefact, task in before.items():
        if made_before[artefact] != made_after[artefact]:
            assert task.key != after[artefact].key, (artefact, leaf)


def test_labels_looks_pictures_and_time_change_keys(house: House) -> None:
    module = house.curriculum / "modules" / "identify" / "first-contact.yaml"
    picture = house.images / "yard.png"
    shutil.copyfile(next((REPOSITORY / "curriculum" / "images").glob("*.png")), picture)
    figure = (
        "      - {kind: figure, title: Yard, image: yard.png, alt: A yard., credit: Own work.}\n"
    )
    text = module.read_text()
    module.write_text(
        text.replace("      - kind: definition\n", figure + "      - kind: definition\n")
    )
    before = {name: task.key for name, task in tasks_in(house).items()}

    picture.write_bytes(picture.read_bytes() + b"\0")
    after = {name: task.key for name, task in tasks_in(house).items()}
    changed = {name for name in before if before[name] != after[name]}
    assert {"trainer-en/handbook", "trainer-en/decks/01-first-contact"} <= changed
    assert "trainer-en/decks/00-opening" not in changed

    style = next(iter((house.templates / "handbook" / "source").rglob("*.css")))
    task = tasks_in(house)["trainer-en/handbook"]
    assert replace(task, timestamp=task.timestamp + 1).key != task.key
    style.write_text(style.read_text() + "\n")
    moved = House(house.root.parent / "moved")
    shutil.copytree(house.root, moved.root)
    assert tasks_in(moved)["trainer-en/handbook"].key != task.key


def test_an_edit_of_one_module_changes_its_own_deck_only() -> None:
    house = House(REPOSITORY)
    ready, problems, _ = read_workshop(
        house, house.curriculum / "workshops" / "kufra-first-responders.yaml"
    )
    assert ready is not None, problems
    spec, curriculum, _, plan = ready
    name = plan.modules[1].module_id
    module = curriculum.modules[name]
    step = module.steps[0].model_copy(update={"title": "Another title of a step"})
    edited_module = module.model_copy(update={"steps": (step, *module.steps[1:])})
    other = replace(curriculum, modules={**curriculum.modules, name: edited_module})
    before, _ = tasks_of("x", spec, plan, curriculum, 0)
    after, _ = tasks_of("x", spec, plan, other, 0)
    changed = {a.name for a, b in zip(before, after, strict=True) if a.key != b.key}
    decks = {name for name in changed if "/decks/" in name}
    assert decks <= {
        f"{edition}-en/decks/{stem}"
        for edition in ("trainer", "participant")
        for stem in ("00-opening", f"02-{name}")
    }
    assert {f"trainer-en/decks/02-{name}", "trainer-en/handbook"} <= changed


def test_narrowing_twice_is_narrowing_once(house: House) -> None:
    for task in tasks_in(house).values():
        if task.output.name == "decks" and task.part == "00-opening":
            assert for_opening(task.course) == task.course
        elif task.output.name == "decks":
            assert for_session(task.course, task.course.sessions[0]) == task.course


def test_keys_do_not_need_anything_made(house: House) -> None:
    def refuse(course: Course, part: str, bench: Bench) -> Any:
        raise AssertionError("made")

    outputs = [replace(output, make=refuse) for output in OUTPUTS]
    tasks = tasks_in(house, outputs=outputs)
    assert {name: task.key for name, task in tasks.items()} == {
        name: task.key for name, task in tasks_in(house).items()
    }


def _make_titles(course: Course, _part: str, _bench: Bench) -> str:
    return "\n".join(session.module.title for session in course.sessions)


def _write_titles(text: str, folder: Path, _part: str, _bench: Bench) -> list[str]:
    (folder / "titles.txt").write_text(text)
    return []


TITLES = Output(
    name="titles",
    format="titles",
    group="handbook",
    label="titles",
    opens="titles.txt",
    make=_make_titles,
    write=_write_titles,
    delivers=("titles.txt",),
    looks=(),
    on_request=True,
)


def test_a_new_edition_and_a_new_output_are_one_declaration_each(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commanders = EditionKind("commanders", shows_trainer_only=False, outputs=("titles", "agenda"))
    kinds = (*EDITION_KINDS, commanders)
    monkeypatch.setattr(builders.editions, "EDITION_KINDS", kinds)
    wording = house.templates / "wording" / "en.yaml"
    label = "  participant_edition: Participant edition\n"
    wording.write_text(
        wording.read_text().replace(label, label + "  commanders_edition: For commanders\n")
    )

    tasks = tasks_in(house, editions=kinds, outputs=(*OUTPUTS, TITLES))

    assert [name for name in tasks if name.startswith("commanders-")] == [
        "commanders-en/agenda",
        "commanders-en/titles",
    ]
    assert "trainer-en/titles" not in tasks
    for name in ("commanders-en/agenda", "commanders-en/titles"):
        assert run_chain([tasks[name]], tmp_path / "fresh") == [[]]
    sheet = (tmp_path / "fresh" / "commanders-en" / "agenda.html").read_text()
    assert "For commanders" in sheet
    assert "A trainer" not in sheet


def test_a_worker_elsewhere_writes_the_same_files(house: House, tmp_path: Path) -> None:
    tasks = [t for t in tasks_in(house).values() if t.output.name in ("agenda", "decks")]
    for task in tasks:
        run_chain([task], tmp_path / "here")
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        futures = [pool.submit(run_chain, [task], tmp_path / "there") for task in tasks]
        assert [future.result() for future in futures] == [[[]]] * len(tasks)
    assert files_under(tmp_path / "here") == files_under(tmp_path / "there")
