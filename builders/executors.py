"""Who does the work: processes of this machine, or the workers of a Dask cluster.

Enters: what a person asks for ("processes", "dask://host:port") and tasks. Leaves: for each task
what went wrong, as soon as it is done; its files lie below the folder that was named for it.

Workers of a cluster may stand anywhere. They get everything that a task is made from as bytes, and
give the files back as bytes: they need keyhub, the same version with the same libraries, and no
shared folder. Each parcel names what must be the same, and a worker that differs refuses it.
"""

from __future__ import annotations

import contextlib
import logging
import tempfile
import threading
import warnings
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from builders.manifest import fingerprint
from builders.problems import Place, Problem

if TYPE_CHECKING:
    from builders.artefacts import Task

EXECUTORS = ("processes", "dask://HOST:PORT")
SECONDS_TO_ANSWER = 10
"""How long a scheduler and its first worker may take to answer."""
TRIES_AGAIN = 2
"""How often a cluster gives a task to another worker after one was lost."""
_ONE_AT_A_TIME = threading.Lock()
"""Sphinx keeps state of the process: a worker with several threads makes one thing at a time."""


class ExecutorError(Exception):
    """The executor asked for cannot be had; the message says why and what to do."""


class WorkerDiffersError(Exception):
    """A worker would not make the same bytes; the message names it and the difference."""


class ApartExecutor(Executor):
    """An executor whose workers share no folder with this machine."""

    def __init__(self, inner: Executor, width: int) -> None:
        """`width` is the number of workers."""
        self.inner = inner
        self.width = width

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Hand on a call whose arguments and result are plain data."""
        return self.inner.submit(fn, *args, **kwargs)


@dataclass(frozen=True)
class Parcel:
    """Tasks with all files that they are made from, for a worker that has none of them."""

    tasks: tuple[Task, ...]
    """A chain: made one after the other, sharing what the first has read."""
    templates: Mapping[str, bytes]
    images: Mapping[str, bytes]
    wanted: Mapping[str, str]
    """What `fingerprint` must say at the worker."""


@dataclass(frozen=True)
class Made:
    """What comes back: files by their path below the target, with forward slashes."""

    files: Mapping[str, bytes]
    problems: tuple[tuple[Problem, ...], ...]
    """What went wrong with each task."""


@dataclass(frozen=True)
class Done:
    """A task that was run. `error` is a fault of keyhub or of the machine, not of input."""

    number: int
    """Position in the list that was to be run."""
    problems: tuple[Problem, ...] = ()
    error: Exception | None = None


@contextlib.contextmanager
def executor_of(asked: str | None, jobs: int) -> Iterator[Executor | None]:
    """The executor that a person asks for; None to work in this process.

    `jobs` is the number of processes; a cluster has its own. Raises: ExecutorError.
    """
    if asked in (None, "processes"):
        with workers(None, jobs) as pool:
            yield pool
    elif asked is not None and asked.startswith("dask://"):
        with _dask(asked.removeprefix("dask://").rstrip("/")) as cluster:
            yield cluster
    else:
        raise ExecutorError(
            f"There is no executor '{asked}'. There are: {', '.join(EXECUTORS)}."
            + (" Threads cannot be used: Sphinx keeps state." if asked == "threads" else "")
        )


@contextlib.contextmanager
def workers(given: Executor | None, jobs: int) -> Iterator[Executor | None]:
    """The executor given; else processes started afresh, the same way on every system."""
    if given is not None or jobs <= 1:
        yield given
    else:
        with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
            yield pool


def run_all(todo: Sequence[tuple[Task, Path]], executor: Executor | None) -> Iterator[Done]:
    """Run tasks, each with the scratch copy of its target; here if there is no executor.

    Tasks of one chain run one after the other at one worker. Chains are begun in the order given,
    and told of in the order in which they end. Where the caller stops listening, what has not begun
    is cancelled.
    """
    from builders.artefacts import run_chain, run_task

    chains = _chains(todo)
    if executor is None:
        for chain in chains:
            for number in chain:
                task, fresh = todo[number]
                try:
                    yield Done(number, tuple(run_task(task, fresh)))
                except Exception as error:
                    yield Done(number, error=error)
        return
    apart = isinstance(executor, ApartExecutor)
    # A cluster is given no more than it can soon begin: parcels are large, and all pass through
    # one scheduler.
    room = 3 * executor.width + 4 if isinstance(executor, ApartExecutor) else len(chains)
    running: dict[Future[Any], int] = {}  # → position among the chains
    begun = 0
    try:
        while begun < len(chains) or running:
            while begun < len(chains) and len(running) < room:
                tasks = [todo[number][0] for number in chains[begun]]
                fresh = todo[chains[begun][0]][1]
                try:
                    future = (
                        executor.submit(run_parcel, parcel_of(*tasks))
                        if apart
                        else executor.submit(run_chain, tasks, fresh)
                    )
                except (BrokenExecutor, RuntimeError):
                    yield from (_lost(number, todo[number][0]) for number in chains[begun])
                else:
                    running[future] = begun
                begun += 1
            for future in sorted(wait(running, return_when=FIRST_COMPLETED).done, key=running.get):  # type: ignore[arg-type]
                chain = chains[running.pop(future)]
                yield from _results(chain, future, [todo[number] for number in chain])
    finally:
        for future in running:
            future.cancel()


def _chains(todo: Sequence[tuple[Task, Path]]) -> list[list[int]]:
    """Positions of the tasks that are made one after the other, in the order of their first."""
    chains: dict[tuple[Path, str], list[int]] = {}
    for number, (task, fresh) in enumerate(todo):
        chains.setdefault((fresh, task.chain), []).append(number)
    return list(chains.values())


def _results(
    chain: Sequence[int], future: Future[Any], todo: Sequence[tuple[Task, Path]]
) -> list[Done]:
    tasks = [task for task, _ in todo]
    try:
        result = future.result()
        if isinstance(result, Made):
            unpack(result, todo[0][1])
            result = result.problems
        return [Done(number, tuple(found)) for number, found in zip(chain, result, strict=True)]
    except WorkerDiffersError as error:
        return [
            Done(number, (_differs_problem(task, str(error)),))
            for number, task in zip(chain, tasks, strict=True)
        ]
    except (BrokenExecutor, CancelledError):
        return [_lost(number, task) for number, task in zip(chain, tasks, strict=True)]
    except Exception as error:
        if type(error).__module__.partition(".")[0] == "distributed":
            return [_lost(number, task) for number, task in zip(chain, tasks, strict=True)]
        return [Done(number, error=error) for number in chain]


def parcel_of(*tasks: Task) -> Parcel:
    """A chain of tasks with the bytes of their look and of their pictures."""
    return Parcel(
        tuple(
            replace(task, templates=Path("templates"), images=Path("images"), key_known=task.key)
            for task in tasks
        ),
        {
            path.relative_to(task.templates).as_posix(): path.read_bytes()
            for task in tasks
            for path in task.look_files()
        },
        {name: (task.images / name).read_bytes() for task in tasks for name in task.pictures},
        fingerprint(),
    )


def run_parcel(parcel: Parcel) -> Made:
    """Make artefacts from a parcel and give their files back. This is what far workers run.

    Raises: WorkerDiffersError where this machine would not make the same bytes.
    """
    from builders.artefacts import run_chain

    if differing := differences(parcel.wanted, fingerprint()):
        raise WorkerDiffersError("; ".join(differing))
    with _ONE_AT_A_TIME, tempfile.TemporaryDirectory(prefix="keyhub-") as folder:
        here = Path(folder)
        for name, files in (("templates", parcel.templates), ("images", parcel.images)):
            (here / name).mkdir()
            _write(here / name, files)
        # One course for all tasks of the chain: what is made from it is made once.
        tasks = [
            replace(task, templates=here / "templates", images=here / "images")
            for task in parcel.tasks
        ]
        fresh = here / "work" / "target"
        problems = run_chain(tasks, fresh)
        return Made(
            {
                path.relative_to(fresh).as_posix(): path.read_bytes()
                for task in tasks
                for path in task.files_in(fresh)
            },
            tuple(tuple(found) for found in problems),
        )


def unpack(made: Made, fresh: Path) -> None:
    """Write what came back below `fresh`. Raises: ValueError for a path that leads out of it."""
    _write(fresh, made.files)


def differences(wanted: Mapping[str, str], found: Mapping[str, str]) -> list[str]:
    """What is not the same at a worker, in words: "sphinx is 9.1 there and 9.0 here"."""
    return [
        f"{name} is {found.get(name, 'missing')} there and {wanted.get(name, 'missing')} here"
        for name in dict.fromkeys((*wanted, *found))
        if wanted.get(name) != found.get(name)
    ]


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, data in files.items():
        inside = PurePosixPath(name)
        if inside.is_absolute() or ".." in inside.parts or "\\" in name or ":" in name:
            raise ValueError(f"a worker gave back a file outside its folder: {name!r}")
        path = folder / inside
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _lost(number: int, task: Task) -> Done:
    return Done(
        number,
        (
            Problem(
                Place(task.name),
                "worker-lost",
                f"The worker that made '{task.name}' is gone.",
                "It was stopped or ran out of memory. Build again; with fewer --jobs if it recurs.",
            ),
        ),
    )


def _differs_problem(task: Task, differing: str) -> Problem:
    return Problem(
        Place(task.name),
        "worker-differs",
        f"A worker of the cluster refused '{task.name}': {differing}.",
        "Install the same versions on every worker.",
    )


@contextlib.contextmanager
def _dask(address: str) -> Iterator[Executor]:
    """A cluster whose workers make the same bytes. Raises: ExecutorError."""
    try:
        from distributed import Client
    except ImportError:
        raise ExecutorError(
            "Dask is not installed here. Install it with `pip install 'keyhub[dask]'`."
        ) from None
    connect: Any = Client  # Dask's own annotations are not complete
    host, colon, port = address.rpartition(":")
    if not (host and colon and port.isdigit() and 0 < int(port) < 65536):
        raise ExecutorError(
            f"Write dask://HOST:PORT, for example dask://10.0.0.5:8786, not '{address}'."
        )
    with _quiet():
        try:
            client = connect(f"tcp://{address}", timeout=SECONDS_TO_ANSWER, set_as_default=False)
        except (OSError, ValueError, ImportError) as error:
            raise ExecutorError(
                f"No Dask scheduler answers at {address} ({type(error).__name__}). Start one with "
                "`dask scheduler`, workers with `dask worker`, and check the address."
            ) from error
        try:
            yield ApartExecutor(
                client.get_executor(pure=False, retries=TRIES_AGAIN), _agreeing(client, address)
            )
        finally:
            client.close(timeout=SECONDS_TO_ANSWER)


def _agreeing(client: Any, address: str) -> int:
    """The number of workers, each of which makes the same bytes. Raises: ExecutorError."""
    try:
        client.wait_for_workers(1, timeout=SECONDS_TO_ANSWER)
        answers = client.run(fingerprint, on_error="return")
    except (OSError, TimeoutError) as error:
        raise ExecutorError(
            f"The Dask scheduler at {address} has no worker. Start some with `dask worker`."
        ) from error
    wrong = []
    for worker, answer in sorted(answers.items()):
        if isinstance(answer, Mapping):
            differing = differences(fingerprint(), answer)
        else:
            differing = [f"keyhub of this version is not installed ({type(answer).__name__})"]
        if differing:
            wrong.append(f"{worker}: {'; '.join(differing)}")
    if wrong:
        raise ExecutorError(
            "Every worker must make the same bytes. These would not, so install the same versions "
            "there:\n  " + "\n  ".join(wrong)
        )
    return len(answers)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep Dask's own remarks off the screen: what matters is said in our words."""
    loggers = [logging.getLogger(name) for name in ("distributed", "tornado", "asyncio")]
    before = [logger.level for logger in loggers]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for logger in loggers:
            logger.setLevel(logging.CRITICAL)
        try:
            yield
        finally:
            for logger, level in zip(loggers, before, strict=True):
                logger.setLevel(level)
