from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from itertools import count, islice
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hublint.executors import Batches, Lost, here, largest_first, processors
from tests.jobs import DEADLY, WRONG, Noted, hang, is_alive, note, process, processes_of, square, until

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
DIED = Lost("the process that ran it died")

needs_linux = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes as Linux shows them")


def results(jobs: list[int], number: int | None) -> list[tuple[int, int | Lost]]:
    with here(number) as workers:
        return sorted(workers.run(square, jobs))


@pytest.mark.parametrize("number", [1, 2, 5, None])
def test_each_job_has_its_result(number: int | None) -> None:
    assert results(list(range(300)), number) == [(job, job * job) for job in range(300)]


@pytest.mark.parametrize("number", [1, 2, None])
def test_no_jobs_have_no_results(number: int | None) -> None:
    assert results([], number) == []


def test_one_job_at_a_time_is_run_in_this_process_and_others_elsewhere() -> None:
    with here(1) as workers:
        assert [where for _, where in workers.run(process, range(3))] == [os.getpid()] * 3
    with here(2) as workers:
        assert os.getpid() not in {where for _, where in workers.run(process, range(3))}


def test_there_are_no_more_processes_than_jobs() -> None:
    with here(50) as workers:
        assert len({where for _, where in workers.run(process, range(2))}) <= 2


@settings(max_examples=15)
@given(st.lists(st.integers(0, 1000), max_size=200))
def test_processes_give_what_this_process_gives(jobs: list[int]) -> None:
    assert results(jobs, 2) == results(jobs, 1)


@settings(max_examples=8)
@given(st.lists(st.integers(0, 30), min_size=1, max_size=60), st.data())
def test_a_job_that_kills_its_process_costs_no_other_its_result(jobs: list[int], data: st.DataObject) -> None:
    for _ in range(data.draw(st.integers(1, 3))):
        jobs.insert(data.draw(st.integers(0, len(jobs))), DEADLY)
    assert results(jobs, 2) == sorted((job, DIED if job == DEADLY else job * job) for job in jobs)


def test_the_only_job_may_kill_its_process() -> None:
    assert results([DEADLY], 2) == [(DEADLY, DIED)]


@pytest.mark.parametrize("number", [1, 2])
def test_what_a_job_raises_is_raised_here(number: int) -> None:
    with here(number) as workers, pytest.raises(ArithmeticError, match="cannot be squared"):
        list(workers.run(square, [1, 2, WRONG, 3]))


def test_jobs_are_taken_as_they_are_needed() -> None:
    taken = 0

    def endless() -> Iterator[int]:
        nonlocal taken
        for number in count():
            taken += 1
            yield number

    with here(2) as workers:
        run = workers.run(square, endless())
        assert len(list(islice(run, 10))) == 10
        few = taken
        assert few < 1000
        run.close()  # type: ignore[attr-defined]
    assert taken == few


def test_several_runs_follow_one_another() -> None:
    with here(2) as workers:
        assert sorted(workers.run(square, [1, 2])) == [(1, 1), (2, 4)]
        assert len(list(workers.run(process, [1, 2, 3]))) == 3


def test_a_process_that_has_threads_is_not_forked(monkeypatch: pytest.MonkeyPatch) -> None:
    import multiprocessing

    asked: list[str | None] = []
    get_context = multiprocessing.get_context

    def noted(method: str | None = None) -> object:
        asked.append(method)
        return get_context(method)

    monkeypatch.setattr(multiprocessing, "get_context", noted)
    ended = threading.Event()
    thread = threading.Thread(target=ended.wait)
    thread.start()
    try:
        assert results([1, 2, DEADLY], 2) == [(DEADLY, DIED), (1, 1), (2, 4)]
    finally:
        ended.set()
        thread.join()
    assert set(asked) == {"spawn"}
    asked.clear()
    assert results([3], 2) == [(3, 9)]
    assert asked == ["fork" if sys.platform == "linux" else "spawn"]


# Ends before the end.


@needs_linux
def test_whoever_has_enough_leaves_no_process_behind_and_what_they_were_at_is_cleaned_up(tmp_path: Path) -> None:
    jobs = [str(tmp_path / name) for name in "ab"]
    for folder in jobs:
        Path(folder).mkdir()

    class EnoughError(Exception):
        pass

    def both_and_then_enough() -> Iterator[str]:
        yield from jobs
        assert until(lambda: all((Path(folder) / "hanging").exists() for folder in jobs))
        raise EnoughError

    with here(2) as workers, pytest.raises(EnoughError):
        # Two are under way when a third is asked for.
        list(workers.run(hang, both_and_then_enough()))
    assert not any(is_alive(int((Path(folder) / "hanging").read_text())) for folder in jobs)
    assert not any((Path(folder) / "dirt").exists() for folder in jobs)


PROGRAM = """
import sys
from hublint.executors import here
from tests.jobs import hang
with here(2) as workers:
    list(workers.run(hang, sys.argv[1:]))
"""


@needs_linux
@pytest.mark.parametrize("how", ["SIGKILL", "SIGINT"])
def test_processes_end_with_the_one_that_started_them(tmp_path: Path, how: str) -> None:
    folders = [tmp_path / name for name in "abc"]
    for folder in folders:
        folder.mkdir()
    variables = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "rules")])}
    child = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *map(str, folders)], env=variables, stderr=subprocess.PIPE, text=True
    )
    hanging = [folder / "hanging" for folder in folders[:2]]
    assert until(lambda: all(file.exists() and file.read_text() for file in hanging))
    pids = [int(file.read_text()) for file in hanging]
    child.send_signal(getattr(signal, how))
    _, said = child.communicate(timeout=60)
    assert until(lambda: not any(map(is_alive, pids)))
    assert not any((folder / "dirt").exists() for folder in folders)
    # What the children say is nothing; what Python says of Ctrl-C is one traceback.
    assert said.count("Traceback") == (how == "SIGINT")
    assert not folders[2].joinpath("hanging").exists()


@needs_linux
def test_a_process_that_is_killed_from_outside_costs_no_result(tmp_path: Path) -> None:
    killed: list[int] = []

    def jobs() -> Iterator[Noted]:
        for number in range(60):
            if number == 30:
                killed.extend(next(iter(processes_of(tmp_path).values())))
                os.kill(killed[0], signal.SIGKILL)
            yield Noted(number, str(tmp_path), 0.01)

    with here(2) as workers:
        found = {job.number: result for job, result in workers.run(note, jobs())}
    assert found == {number: number * number for number in range(60)}
    assert killed
    assert len({pid for pids in processes_of(tmp_path).values() for pid in pids}) > 2


# What is put together.


@given(st.lists(st.integers(0, 100)), st.integers(1, 10))
def test_what_is_ordered_by_size_is_the_same_jobs_and_neighbours_stay_together(sizes: list[int], number: int) -> None:
    jobs = list(enumerate(sizes))
    ordered = list(largest_first(jobs, lambda job: job[1], number))
    assert sorted(ordered) == jobs
    groups: list[list[tuple[int, int]]] = []
    for job in ordered:
        if groups and groups[-1][-1][0] + 1 == job[0] and job[0] % number:
            groups[-1].append(job)
        else:
            groups.append([job])
    totals = [sum(size for _, size in group) for group in groups]
    assert len(groups) == -(-len(jobs) // number)
    assert totals == sorted(totals, reverse=True)


@given(st.lists(st.integers()), st.lists(st.floats(0, 100), max_size=100))
def test_batches_are_all_jobs_in_their_order_whatever_they_take(jobs: list[int], seconds: list[float]) -> None:
    batches = Batches(iter(jobs), 0.1)
    taken: list[int] = []
    sizes: list[int] = []
    times = iter(seconds)
    while batch := batches.take():
        taken += batch
        sizes.append(len(batch))
        batches.took(len(batch), next(times, 0.0))
    assert taken == jobs
    assert all(size <= 64 for size in sizes)


def test_batches_hold_more_jobs_the_shorter_jobs_are() -> None:
    batches = Batches(range(1000), 0.1)
    assert batches.take() == [0]
    batches.took(1, 0.01)
    assert len(batches.take()) == 10
    for _ in range(50):
        batches.took(1, 30.0)
    assert len(batches.take()) == 1


def test_there_is_a_processor() -> None:
    assert processors() >= 1
