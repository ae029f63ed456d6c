"""Runs a function for many jobs, in this process or in several of them, whatever becomes of the processes.

`hublint.cluster` has the same for many machines.
"""

from __future__ import annotations

import os
import sys
import time
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
    from concurrent.futures import Future, ProcessPoolExecutor
    from multiprocessing.context import BaseContext
    from pathlib import Path
    from types import FrameType, TracebackType

    from typing_extensions import Self

__all__ = ["Batches", "Lost", "Workers", "here", "largest_first", "processors"]

J = TypeVar("J")
R = TypeVar("R")

# What goes to a process at once takes about so long: so that handing it over costs next to nothing, no process is left
# alone with much when the others are done, and little is to be done again when one dies.
_SECONDS: Final = 0.1
_MOST_AT_ONCE: Final = 64
# Seconds that a process has to clean up once it is told to end.
_PATIENCE: Final = 10.0


class Lost(NamedTuple):
    """That a job has no result, and will have none: each time that it was run, what ran it ended.

    Attributes:
        reason: why, in words that follow the job's name and a colon.
    """

    reason: str


class Workers(Protocol):
    """What runs jobs: this process, several of this machine, or those of a cluster. It is entered before it is used."""

    def __enter__(self) -> Self:
        """Make it ready."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Let go of what it holds."""

    def run(self, function: Callable[[J], R], jobs: Iterable[J]) -> Iterator[tuple[J, R | Lost]]:
        """Yield each job with its result, in the order in which they are done.

        Jobs are taken as they are needed, a few ahead for each process, and no results are kept, so that memory stays
        bounded however many there are. When the iteration ends before its end, what is under way is given up.

        Args:
            function: what is run. It may run twice for a job: once in a process that died, and once more. An error that
                it raises is raised here, and ends the run.
            jobs: what it is run for. They and the function have to be such that pickle can take them to another
                process; results too.
        """

    def require_sight(self, paths: Sequence[Path]) -> None:
        """Make sure that whatever runs jobs finds the same files at the same paths as this process.

        Args:
            paths: folders, of which the names and sizes of files are compared, and files, of which the content is.

        Raises:
            ClusterError: if it does not.
        """

    def require_same(self, function: Callable[[J], str], job: J, what: str) -> None:
        """Make sure that whatever runs jobs is of the same kind as this process.

        Args:
            function: tells of what kind a process is.
            job: its argument.
            what: what it tells, in words that follow "has another".

        Raises:
            ClusterError: if it is not.
        """


def here(jobs: int | None = None) -> Workers:
    """Return what runs jobs on this machine.

    A process that dies, as libcst's parser may let it, costs no more than the job that killed it.

    Args:
        jobs: the number of processes; with 1 it is this very process, which then dies itself. Default: as many others
            as there are processors.
    """
    return _ThisProcess() if jobs == 1 else _Processes(jobs or processors())


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def largest_first(jobs: Sequence[J], size: Callable[[J], int], neighbours: int) -> Iterator[J]:
    """Yield jobs so that the large ones are not left to the end, when other processes have nothing to do any more.

    Neighbours stay together, so that who wants the results in the order of the jobs does not wait for all of them.

    Args:
        jobs: all of them.
        size: how large a job is.
        neighbours: how many stay together.
    """
    starts = range(0, len(jobs), neighbours)
    sizes = {start: sum(map(size, jobs[start : start + neighbours])) for start in starts}
    for start in sorted(starts, key=lambda start: -sizes[start]):
        yield from jobs[start : start + neighbours]


class Batches(Generic[J]):
    """Takes jobs together, as many as are done in about the same time: one may take a millisecond, another minutes."""

    def __init__(self, jobs: Iterable[J], seconds: float) -> None:
        """Begin with single jobs, of which nobody knows how long they take."""
        self._jobs = iter(jobs)
        self._seconds = seconds
        self._per_job: float | None = None

    def take(self) -> list[J]:
        """Return the next jobs; none if there are no more."""
        number = 1
        if self._per_job is not None:
            number = max(1, min(_MOST_AT_ONCE, int(self._seconds / max(self._per_job, 1e-6))))
        return list(islice(self._jobs, number))

    def took(self, number: int, seconds: float) -> None:
        """Learn how long so many jobs took."""
        per_job = seconds / number
        # What came last counts most, and no single one decides.
        self._per_job = per_job if self._per_job is None else 0.7 * self._per_job + 0.3 * per_job


class _ThisProcess:
    """Runs jobs one after the other."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Do nothing."""

    def run(self, function: Callable[[J], R], jobs: Iterable[J]) -> Iterator[tuple[J, R | Lost]]:
        for job in jobs:
            yield job, function(job)

    def require_sight(self, paths: Sequence[Path]) -> None:
        """Do nothing: it is this machine."""

    def require_same(self, function: Callable[[J], str], job: J, what: str) -> None:
        """Do nothing: it is this process, or made from it."""


class _Processes(_ThisProcess):
    """Runs jobs in processes, which are started for a run and end with it."""

    def __init__(self, number: int) -> None:
        self._number = number

    def run(self, function: Callable[[J], R], jobs: Iterable[J]) -> Iterator[tuple[J, R | Lost]]:
        jobs = iter(jobs)
        first = list(islice(jobs, self._number))
        number = len(first)  # fewer jobs than processes need no more processes than that
        waiting = Batches(chain(first, jobs), _SECONDS)
        del first
        while number and (suspects := (yield from _until_one_dies(function, waiting, number))):
            yield from _one_by_one(function, suspects)


def _until_one_dies(
    function: Callable[[J], R], waiting: Batches[J], number: int
) -> Generator[tuple[J, R], None, list[J]]:
    """Yield jobs with their results until there are no more or a process dies; return those that may have killed it."""
    from concurrent.futures.process import BrokenProcessPool
    from queue import SimpleQueue

    pool = _pool(function, number)
    under_way: dict[Future[tuple[list[R], float]], list[J]] = {}
    done: SimpleQueue[Future[tuple[list[R], float]]] = SimpleQueue()
    suspects: list[J] = []
    try:
        while True:
            # One batch for each process to be at, and one more that it finds when it is done.
            while not suspects and len(under_way) < 2 * number and (batch := waiting.take()):
                try:
                    future = pool.submit(_work, batch)
                except BrokenProcessPool:
                    suspects += batch
                else:
                    under_way[future] = batch
                    future.add_done_callback(done.put)
            if not under_way:
                break
            future = done.get()
            batch = under_way.pop(future)
            try:
                results, seconds = future.result()
            except BrokenProcessPool:
                suspects += batch
            else:
                waiting.took(len(batch), seconds)
                yield from zip(batch, results, strict=True)
    except BaseException:
        _give_up(pool)
        raise
    # Its threads have to be gone before other processes are forked, and one that is still going down when Python ends
    # may complain of descriptors that are closed already.
    pool.shutdown()
    return suspects


def _one_by_one(function: Callable[[J], R], jobs: Sequence[J]) -> Iterator[tuple[J, R | Lost]]:
    """Run each job so that the one that kills its process is known, and the others get their result."""
    from concurrent.futures.process import BrokenProcessPool

    pool = _pool(function, 1)
    try:
        for job in jobs:
            try:
                results, _ = pool.submit(_work, [job]).result()
            except BrokenProcessPool:
                pool.shutdown()
                pool = _pool(function, 1)
                yield job, Lost("the process that ran it died")
            else:
                yield job, results[0]
    except BaseException:
        _give_up(pool)
        raise
    pool.shutdown()


def _pool(function: Callable[[J], R], number: int) -> ProcessPoolExecutor:
    from concurrent.futures import ProcessPoolExecutor

    # What is still buffered would be written once by each child too.
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    return ProcessPoolExecutor(number, mp_context=_context(), initializer=_begin, initargs=(function,))


def _context() -> BaseContext:
    """Return how processes are started."""
    import multiprocessing
    import threading

    # Forked children have the rules loaded already. Other systems do not fork, or not safely, nor does a process with
    # threads: the child would wait in vain for a lock that one of them holds.
    safe = sys.platform == "linux" and threading.active_count() == 1
    return multiprocessing.get_context("fork" if safe else "spawn")


def _give_up(pool: ProcessPoolExecutor) -> None:
    """End the processes of a pool, after what they have to clean up, and wait until they are gone."""
    import threading

    # Python 3.14 has terminate_workers for this, which asks the same attribute.
    children = list((pool._processes or {}).values())  # noqa: SLF001 - as said above

    def kill() -> None:
        for child in children:
            child.kill()

    for child in children:
        child.terminate()
    timer = threading.Timer(_PATIENCE, kill)
    timer.daemon = True
    timer.start()
    try:
        pool.shutdown(cancel_futures=True)
    finally:
        timer.cancel()


# The side of the child.


_function: Callable[[Any], Any] | None = None
_busy = False
_ending = False


def _begin(function: Callable[[Any], Any]) -> None:
    """Make a child process ready."""
    import signal
    import threading

    global _function  # noqa: PLW0603 - a child process has one function for all its life
    _function = function
    for name in ("SIGINT", "SIGHUP"):
        if hasattr(signal, name):
            # Those reach the whole group, and the parent answers them. A handler, since whatever is started here would
            # ignore what is ignored here.
            signal.signal(getattr(signal, name), _leave_to_the_parent)
    signal.signal(signal.SIGTERM, _end)
    threading.Thread(target=_end_with_the_parent, name="hublint parent", daemon=True).start()


def _leave_to_the_parent(_number: int, _frame: FrameType | None) -> None:
    """Do nothing."""


def _end(_number: int, _frame: FrameType | None) -> None:
    """End this process, after what the job that it is at has to clean up."""
    global _ending  # noqa: PLW0603 - as the signal concerns the process
    if not _busy:
        os._exit(1)
    if not _ending:
        _ending = True
        raise KeyboardInterrupt


def _end_with_the_parent() -> None:
    """Have this process end once the one that started it is gone, even if that was killed: nobody waits for it."""
    import signal
    from multiprocessing import connection, parent_process

    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(_PATIENCE)
        os._exit(1)


def _work(jobs: list[Any]) -> tuple[list[Any], float]:
    global _busy  # noqa: PLW0603 - as above
    if _function is None:
        message = "the child process was not made ready"
        raise RuntimeError(message)
    began = time.perf_counter()
    results: list[Any] = []
    _busy = True
    try:
        for job in jobs:
            results.append(_function(job))
            if _ending:
                break
    finally:
        _busy = False
        if _ending:
            os._exit(1)
    return results, time.perf_counter() - began
