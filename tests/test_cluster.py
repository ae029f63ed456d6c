"""A real scheduler of Dask and real workers."""

from __future__ import annotations

import logging
import os
import socket
import sys
import threading
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import hublint
from hublint import cluster
from hublint.cluster import ClusterError, on_cluster
from hublint.executors import Lost, here
from tests.clusters import Cluster, starter
from tests.jobs import DEADLY, WRONG, Noted, at_once, folder, note, process, processes_of, square, until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = [
    pytest.mark.processes,
    pytest.mark.skipif(sys.platform != "linux", reason="looks at processes as Linux shows them"),
]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Cluster]]:
    """Return what starts a cluster without workers."""
    with starter(tmp_path) as begin:
        yield begin


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Return a cluster of two workers, which no test kills."""
    made = Cluster(tmp_path_factory.mktemp("two") / "cluster")
    made.worker()
    made.worker()
    made.await_workers(2)
    yield made
    made.close()


def results(jobs: list[int], address: str) -> list[tuple[int, int | Lost]]:
    with on_cluster(address) as workers:
        return sorted(workers.run(square, jobs))


# Jobs.


@settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.integers(0, 1000), max_size=300))
def test_a_cluster_gives_what_this_process_and_others_give(two: Cluster, jobs: list[int]) -> None:
    with here(1) as alone, here(2) as several:
        assert results(jobs, two.address) == sorted(alone.run(square, jobs)) == sorted(several.run(square, jobs))


def test_all_workers_run_jobs_and_the_scheduler_file_is_as_good_as_the_address(two: Cluster, tmp_path: Path) -> None:
    with on_cluster(str(two.file)) as workers:
        jobs = [Noted(number, str(tmp_path), 0.05) for number in range(20)]
        assert sorted(workers.run(note, jobs)) == [(job, job.number * job.number) for job in jobs]
    assert len({pid for pids in processes_of(tmp_path).values() for pid in pids}) == 2


def test_jobs_that_are_equal_all_run(two: Cluster) -> None:
    with on_cluster(two.address) as workers:
        assert len(list(workers.run(process, ["same"] * 10))) == 10


def test_a_worker_of_many_threads_runs_one_job_at_a_time(start: Callable[..., Cluster]) -> None:
    one = start()
    one.worker("--nthreads", "8")
    one.await_workers(1)
    with on_cluster(one.address) as workers:
        assert [most for _, most in workers.run(at_once, range(60))] == [1] * 60


def test_dask_does_not_keep_what_it_sees_of_jobs(start: Callable[..., Cluster], tmp_path: Path) -> None:
    one = start()
    one.worker()
    one.await_workers(1)
    with on_cluster(one.address) as workers:
        list(workers.run(note, [Noted(number, str(tmp_path), 0.3) for number in range(5)]))

    def kept(dask_worker: Any) -> str:
        return repr((dask_worker.profile_recent, dask_worker.profile_history, dask_worker.profile_keys))

    with cluster._connected(one.address, 60.0) as client:
        (told,) = client.run(kept).values()
    # It has looked, and has seen that the answer is waited for.
    assert "hublint/cluster.py" in told
    assert "tests/jobs.py" not in told


def test_jobs_run_in_the_folder_of_this_process(two: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with on_cluster(two.address) as workers:
        assert {where for _, where in workers.run(folder, range(20))} == {str(tmp_path)}
        with monkeypatch.context() as patch:
            patch.setattr(os, "getcwd", lambda: str(tmp_path / "none"))  # as on another machine
            with pytest.raises(ClusterError, match=f"^the worker tcp://.* does not find {tmp_path}/none; workers need"):
                list(workers.run(folder, range(20)))
    assert results([1], two.address) == [(1, 1)]


def test_what_a_job_raises_is_raised_here_at_once(two: Cluster) -> None:
    with on_cluster(two.address) as workers:
        with pytest.raises(ArithmeticError, match="cannot be squared"):
            list(workers.run(square, [1, 2, WRONG, 3]))
        assert sorted(workers.run(square, [4])) == [(4, 16)]


def test_jobs_are_taken_as_they_are_needed_and_nothing_is_left_on_the_scheduler(two: Cluster) -> None:
    taken: list[int] = []

    def many() -> Iterator[int]:
        for number in range(100_000):
            taken.append(number)
            yield number

    with on_cluster(two.address) as workers:
        run = workers.run(square, many())
        for _ in range(500):
            next(run)
        assert len(taken) < 2000
        run.close()  # type: ignore[attr-defined]
        assert until(lambda: two.tasks() == 0)


def test_nothing_is_left_on_the_scheduler_after_an_interruption(two: Cluster, tmp_path: Path) -> None:
    def interrupted() -> Iterator[Noted]:
        yield from (Noted(number, str(tmp_path), 0.2) for number in range(4))
        assert until(lambda: bool(processes_of(tmp_path)))
        raise KeyboardInterrupt

    with on_cluster(two.address) as workers, pytest.raises(KeyboardInterrupt):
        list(workers.run(note, interrupted()))
    assert until(lambda: two.tasks() == 0)


def test_a_worker_that_is_killed_midway_costs_no_result(start: Callable[..., Cluster], tmp_path: Path) -> None:
    one = start()
    victim, other = one.worker(), one.worker()
    one.await_workers(2)
    folder = tmp_path / "notes"
    folder.mkdir()
    jobs = [Noted(number, str(folder), 0.1) for number in range(60)]
    found: dict[Noted, int | Lost] = {}
    with on_cluster(one.address) as workers:
        for job, result in workers.run(note, jobs):
            found[job] = result
            if len(found) == 20:
                victim.kill()
    by = processes_of(folder)
    assert {victim.pid, other.pid} == {pid for pids in by.values() for pid in pids}
    texts = {file.name: file.read_text() for file in folder.iterdir()}
    # What it was at was begun, and is done by the other one.
    assert [name for name, text in texts.items() if text != "begun and done"] in (
        [],
        *([f"{job.number}-{victim.pid}"] for job in jobs),
    )
    with here(2) as locally:
        (tmp_path / "local").mkdir()
        local = {
            job.number: result
            for job, result in locally.run(
                note, [job._replace(folder=str(tmp_path / "local"), seconds=0) for job in jobs]
            )
        }
    assert {job.number: result for job, result in found.items()} == local


def test_jobs_that_kill_worker_after_worker_are_lost_and_cost_no_other_its_result(
    start: Callable[..., Cluster],
) -> None:
    one = start(DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="1")
    one.worker(nanny=True)
    one.worker(nanny=True)
    one.await_workers(2)
    jobs = [*range(30), DEADLY, *range(30, 60)]
    expected = [(DEADLY, Lost("the process that ran it died of SIGKILL")), *((job, job * job) for job in range(60))]
    assert results(jobs, one.address) == expected


def test_jobs_that_need_something_run_only_where_it_is_offered(start: Callable[..., Cluster], tmp_path: Path) -> None:
    one = start()
    one.worker()
    equipped = one.worker("--resources", "GPU=1")
    one.await_workers(2)
    jobs = [Noted(number, str(tmp_path / "notes"), 0.02) for number in range(20)]
    (tmp_path / "notes").mkdir()
    with on_cluster(one.address, resources={"GPU": 1}) as workers:
        assert len(list(workers.run(note, jobs))) == 20
    assert {pid for pids in processes_of(tmp_path / "notes").values() for pid in pids} == {equipped.pid}
    equipped.terminate()
    one.await_workers(1)
    expected = (
        f"{one.address}: the scheduler has no worker that offers GPU=1; "
        f"start one with `dask worker {one.address} --nthreads 1 --resources 'GPU=1'`"
    )
    with pytest.raises(ClusterError) as raised, on_cluster(one.address, resources={"GPU": 1}, patience=1.0):
        pass
    assert str(raised.value) == expected


# What cannot be used.


def refused(address: str, **options: Any) -> str:
    with pytest.raises(ClusterError) as raised, on_cluster(address, **options):
        pass
    return str(raised.value)


def test_where_nobody_listens_or_nobody_answers_is_one_sentence(capfd: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        assert refused(address, patience=1.0) == f"{address}: no Dask scheduler answers there within 1 s"
        silent.listen()
        assert refused(address, patience=1.0) == f"{address}: no Dask scheduler answers there within 1 s"
    assert capfd.readouterr() == ("", "")


def test_what_is_no_address_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text('{"id": 3}')
    assert refused(str(tmp_path / "no.json")).startswith(f"{tmp_path}/no.json: no scheduler file, no such file")
    assert "is no scheduler file" in refused(str(tmp_path / "bad.json"))
    assert "cannot be used as a Dask scheduler" in refused("smoke://127.0.0.1:1", patience=1.0)
    assert "needs certificates; name them in Dask's settings" in refused("tls://127.0.0.1:1", patience=1.0)


def test_without_dask_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert refused("tcp://127.0.0.1:1").endswith("`pip install 'hublint[cluster]'`")


def test_a_scheduler_without_workers_is_told_of(start: Callable[..., Cluster]) -> None:
    one = start()
    told = refused(one.address, patience=1.0)
    assert (
        told == f"{one.address}: the scheduler has no worker; start one with `dask worker {one.address} --nthreads 1`"
    )


def test_a_worker_without_this_hublint_is_named(start: Callable[..., Cluster], tmp_path: Path) -> None:
    one = start()
    one.worker(PYTHONPATH=str(older(tmp_path)))
    one.await_workers(1)
    told = refused(one.address)
    assert told.startswith("the worker tcp://127.0.0.1:")
    assert told.endswith(f" has no hublint, or an older one; install {hublint.__version__} there")


def test_a_worker_with_another_hublint_is_named(two: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    own = cluster._identity()
    for name, value, words in (
        ("hublint", "9.9", f"has hublint {own['hublint']}, and this machine hublint 9.9; give both the same"),
        ("libcst", "", f"has libcst {own['libcst']}, and this machine no libcst; give both the same"),
        ("code of hublint", "x", "with other files than this machine's; give both the same"),
    ):
        monkeypatch.setattr(cluster, "_identity", lambda other={name: value}: {**own, **other})
        told = refused(two.address)
        assert told.startswith("the worker tcp://127.0.0.1:")
        assert told.endswith(words)


def test_a_worker_with_another_python_is_named(two: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    real = cluster._minor
    monkeypatch.setattr(cluster, "_minor", lambda version: "2.7" if version is sys.version_info else real(version))
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    assert refused(two.address).endswith(f" runs Python {version}, and this machine Python 2.7; give both the same")


@pytest.mark.parametrize(
    ("is_older", "words"), [(True, "it has no hublint, or an older one; install"), (False, "give both the same")]
)
def test_a_worker_that_comes_later_and_is_another_one_does_not_take_part(
    start: Callable[..., Cluster], monkeypatch: pytest.MonkeyPatch, *, is_older: bool, words: str
) -> None:
    one = start()
    first = one.worker()
    one.await_workers(1)

    def jobs() -> Iterator[int]:
        yield 1
        one.worker(PYTHONPATH=str(older(one.folder)) if is_older else one.variables["PYTHONPATH"])
        one.await_workers(2)
        first.kill()
        one.await_workers(1)
        yield from range(2, 50)

    with on_cluster(one.address) as workers:
        if not is_older:
            own = {**cluster._identity(), "hublint": "9.9"}
            monkeypatch.setattr(cluster, "_identity", lambda: own)
        with pytest.raises(ClusterError, match=words):
            list(workers.run(square, jobs()))


def older(folder: Path) -> Path:
    """Make an older hublint; return what has to be on the path."""
    (folder / "older" / "hublint").mkdir(parents=True)
    (folder / "older" / "hublint" / "__init__.py").write_text('__version__ = "0.0.1"\n')
    return folder / "older"


# What is lost midway.


def test_a_scheduler_that_dies_midway_is_one_sentence(
    start: Callable[..., Cluster], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    one = start()
    one.worker()
    jobs = (Noted(number, str(tmp_path), 0.05) for number in range(100))
    with on_cluster(one.address, patience=20.0) as workers:
        run = workers.run(note, jobs)
        next(run)
        one.scheduler.kill()
        with pytest.raises(ClusterError, match=r"^tcp://.*: the connection to the scheduler was lost$"):
            list(run)
    assert capfd.readouterr().err == ""


def test_workers_that_are_gone_for_good_are_one_sentence(start: Callable[..., Cluster], tmp_path: Path) -> None:
    one = start()
    worker = one.worker()
    jobs = [Noted(number, str(tmp_path), 0.05) for number in range(100)]
    with on_cluster(one.address, grace=1.0) as workers:
        run = workers.run(note, jobs)
        next(run)
        worker.kill()
        with pytest.raises(
            ClusterError, match=r"the scheduler has no worker; start one .*; the last one left \d+ s ago$"
        ):
            list(run)
    assert until(lambda: one.tasks() == 0)


def test_a_worker_that_comes_when_all_were_gone_does_the_rest(start: Callable[..., Cluster], tmp_path: Path) -> None:
    one = start()
    worker = one.worker()
    (tmp_path / "notes").mkdir()
    jobs = [Noted(number, str(tmp_path / "notes"), 0.02) for number in range(30)]
    with on_cluster(one.address) as workers:
        run = workers.run(note, jobs)
        found = [next(run)]
        worker.kill()
        worker.wait()
        one.worker()
        found += run
    assert sorted(found) == [(job, job.number * job.number) for job in jobs]


# What workers see.


def test_workers_have_to_see_the_same_files(start: Callable[..., Cluster], tmp_path: Path) -> None:
    project = tmp_path / "project"
    project.mkdir()
    (project / "a.py").write_text("x = 1\n")
    one = start()
    one.worker()
    with on_cluster(one.address) as workers:
        workers.require_sight([project, project / "a.py"])
        real = cluster._seen_at
        for path, there, words in (
            (project / "a.py", "file 0", "finds something else at"),
            (project, "", "finds something else at"),
        ):
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(
                    cluster, "_seen_at", lambda at, path=path, there=there: there if at == str(path) else real(at)
                )
                with pytest.raises(ClusterError, match=f"^the worker tcp://.* {words} {path}; workers need the same"):
                    workers.require_sight([project, project / "a.py"])
        # Seen by this process alone, as a folder is that other machines do not have.
        private = tmp_path / "private"
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(cluster, "_seen_at", lambda at: "folder 0" if at == str(private) else real(at))
            with pytest.raises(ClusterError, match=f"does not find {private}; workers need the same folders"):
                workers.require_sight([private])


def test_what_stands_for_files_changes_with_them(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_text("x = 1\n")
    paths = (str(tmp_path), str(file))
    seen = cluster._seen(paths)
    (tmp_path / ".hublint").mkdir()
    (tmp_path / "__pycache__").mkdir()
    assert cluster._seen(paths) == seen
    file.write_text("x = 2\n")
    assert [cluster._seen(paths)[path] == seen[path] for path in paths] == [True, False]
    file.write_text("x = 10\n")
    assert [cluster._seen(paths)[path] == seen[path] for path in paths] == [False, False]


def test_workers_may_be_asked_what_else_has_to_be_the_same(two: Cluster) -> None:
    with on_cluster(two.address) as workers:
        workers.require_same(str, 3, "number")
        with pytest.raises(ClusterError, match=r"^the worker tcp://.* has another process than this machine"):
            workers.require_same(process, 3, "process")  # type: ignore[arg-type]


def test_nothing_of_it_stays_in_this_process(two: Cluster) -> None:
    before = set(threading.enumerate())
    levels = {name: logging.getLogger(name).level for name in ("distributed", "distributed.client", "tornado")}
    assert results([1], two.address) == [(1, 1)]
    assert until(lambda: not {thread for thread in threading.enumerate() if thread.name == "IO loop"} - before)
    assert {name: logging.getLogger(name).level for name in levels} == levels
