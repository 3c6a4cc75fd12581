"""Who makes the files: processes, workers apart from this machine, a Dask cluster; same bytes."""

from __future__ import annotations

import os
import shutil
import socket
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from builders import executors
from builders.artefacts import Task
from builders.build import Request, build_workshop, read_workshop, timestamp_of
from builders.executors import (
    ApartExecutor,
    ExecutorError,
    Made,
    differences,
    executor_of,
    parcel_of,
    run_all,
    run_parcel,
    unpack,
)
from builders.house import House
from builders.manifest import fingerprint
from builders.outputs import OUTPUTS, Output

EPOCH = "1767225600"


@pytest.fixture(autouse=True)
def _fixed_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)


def request(house: House, name: str, **options: Any) -> Request:
    spec = house.curriculum / "workshops" / "one-day.yaml"
    return Request(house, spec, house.root / "build" / name, **options)


def prints(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def tasks(house: House) -> list[Task]:
    from builders.artefacts import tasks_of

    ready, problems, _ = read_workshop(house, request(house, "out").spec)
    assert ready, problems
    spec, curriculum, _, plan = ready
    return tasks_of("one-day", spec, plan, curriculum, timestamp_of(None))[0]


def test_workers_apart_make_the_same_bytes(house: House) -> None:
    build_workshop(request(house, "here"))
    with ThreadPoolExecutor(3) as threads:
        outcome = build_workshop(request(house, "there"), executor=ApartExecutor(threads, 3))

    assert not outcome.failed, outcome.problems
    assert prints(house.root / "build" / "there") == prints(house.root / "build" / "here")


def test_a_parcel_needs_no_folder_of_the_house(house: House) -> None:
    task = next(task for task in tasks(house) if task.output.name == "agenda")
    parcel = parcel_of(task)
    shutil.rmtree(house.root)

    made = run_parcel(parcel)

    assert list(made.files) == ["trainer-en/agenda.html"]
    assert made.problems == ((),)


@pytest.mark.cluster
@pytest.mark.filterwarnings("ignore")
def test_a_dask_cluster_makes_the_same_bytes(house: House) -> None:
    import distributed

    build_workshop(request(house, "here", formats=("pptx", "agenda", "html")))
    with distributed.LocalCluster(  # type: ignore[no-untyped-call]
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:
        address = cluster.scheduler_address.removeprefix("tcp://")
        with executor_of(f"dask://{address}", 1) as workers:
            assert isinstance(workers, ApartExecutor)
            assert workers.width == 2
            outcome = build_workshop(
                request(house, "there", formats=("pptx", "agenda", "html")), executor=workers
            )

    assert not outcome.failed, outcome.problems
    assert prints(house.root / "build" / "there") == prints(house.root / "build" / "here")


def test_a_worker_that_differs_refuses(house: House) -> None:
    task = tasks(house)[-1]
    parcel = replace(parcel_of(task), wanted={**fingerprint(), "sphinx": "0.1"})
    with pytest.raises(executors.WorkerDiffersError, match=r"sphinx is .* there and 0\.1 here"):
        run_parcel(parcel)
    assert differences({"a": "1"}, {"b": "2"}) == [
        "a is missing there and 1 here",
        "b is 2 there and missing here",
    ]


def test_a_refusal_is_a_problem_of_its_artefact(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = next(task for task in tasks(house) if task.output.name == "agenda")
    old = {**fingerprint(), "keyhub": "0.0.1"}
    monkeypatch.setattr(executors, "parcel_of", lambda _: replace(parcel_of(task), wanted=old))
    with ThreadPoolExecutor(1) as threads:
        done = list(run_all([(task, house.root / "x")], ApartExecutor(threads, 1)))
    assert [problem.code for problem in done[0].problems] == ["worker-differs"]


def _stop(*_: object) -> Iterable[str]:
    os._exit(3)


DEADLY = replace(OUTPUTS[-1], make=_stop)


def test_a_worker_that_dies_is_a_problem_and_not_a_traceback(house: House) -> None:
    task = replace(tasks(house)[-1], output=DEADLY)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        done = list(run_all([(task, house.root / "x")] * 3, pool))
    assert sorted(d.number for d in done) == [0, 1, 2]
    assert {problem.code for d in done for problem in d.problems} == {"worker-lost"}


def _fail(*_: object) -> Any:
    raise ValueError("a bug")


BUGGY: Output = replace(OUTPUTS[-1], make=_fail)


def test_a_bug_is_told_and_the_others_are_made(house: House) -> None:
    good = next(task for task in tasks(house) if task.output.name == "agenda")
    todo = [(replace(good, output=BUGGY), house.root / "x"), (good, house.root / "x")]
    done = {one.number: one for one in run_all(todo, None)}
    assert isinstance(done[0].error, ValueError)
    assert done[1].error is None


@pytest.mark.parametrize("name", ["../x", "/etc/x", "a/../../x", "C:/x", "a\\b"])
def test_nothing_is_unpacked_outside(name: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="outside"):
        unpack(Made({name: b""}, ()), tmp_path / "inside")
    assert not list(tmp_path.rglob("*x"))


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("threads", "Sphinx keeps state"),
        ("spark://here", "There are: processes"),
        ("dask://here", "HOST:PORT"),
        ("dask://:99", "HOST:PORT"),
        ("dask://here:99999", "HOST:PORT"),
    ],
)
def test_an_executor_that_is_none_is_refused(asked: str, words: str) -> None:
    with pytest.raises(ExecutorError, match=words), executor_of(asked, 2):
        pass


def test_a_scheduler_that_does_not_answer_is_told_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executors, "SECONDS_TO_ANSWER", 1)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    begin = time.monotonic()
    with (
        pytest.raises(ExecutorError, match="No Dask scheduler answers"),
        executor_of(f"dask://127.0.0.1:{port}", 1),
    ):
        pass
    assert time.monotonic() - begin < 30


def test_dask_that_is_not_installed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with (
        pytest.raises(ExecutorError, match=r"pip install 'keyhub\[dask\]'"),
        executor_of("dask://127.0.0.1:8786", 1),
    ):
        pass
