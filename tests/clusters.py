"""Starts a scheduler of Dask and workers, for the tests that need real ones."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hublint import cluster
from tests.jobs import until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parents[1]


class Cluster:
    """A scheduler and workers, which end with the test."""

    def __init__(self, folder: Path, **variables: str) -> None:
        self.folder = folder
        self.folder.mkdir()
        self.variables = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "rules")]),
            "DASK_TEMPORARY_DIRECTORY": str(folder),
            **variables,
        }
        self.children: list[subprocess.Popen[bytes]] = []
        file = folder / "scheduler.json"
        self.scheduler = self.start(
            "distributed.cli.dask_scheduler",
            "--port",
            "0",
            "--no-dashboard",
            "--no-show",
            "--scheduler-file",
            str(file),
        )
        assert until(lambda: self.in_file(file) is not None, 60)
        self.file = file
        self.address = str(self.in_file(file))

    @staticmethod
    def in_file(file: Path) -> str | None:
        with contextlib.suppress(OSError, ValueError):
            return str(json.loads(file.read_bytes())["address"])
        return None

    def start(self, module: str, *options: str, **variables: str) -> subprocess.Popen[bytes]:
        with (self.folder / f"{len(self.children)}.log").open("wb") as log:
            child = subprocess.Popen(
                [sys.executable, "-m", module, "--host", "127.0.0.1", *options],
                cwd=self.folder,
                env={**self.variables, **variables},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.children.append(child)
        return child

    def worker(self, *options: str, nanny: bool = False, **variables: str) -> subprocess.Popen[bytes]:
        options = ("--nthreads", "1", "--no-dashboard", "--nanny" if nanny else "--no-nanny", *options)
        return self.start("distributed.cli.dask_worker", self.address, *options, **variables)

    def asked(self, question: Callable[..., Any]) -> Any:
        """Return what a function tells of the scheduler."""
        with self.asking() as ask:
            return ask(question)

    @contextlib.contextmanager
    def asking(self) -> Iterator[Callable[..., Any]]:
        """Give what has the scheduler run a function, with what it is given; each answer takes milliseconds."""
        with cluster._connected(self.address, 60.0) as client:
            yield client.run_on_scheduler

    def await_workers(self, number: int) -> None:
        def count(dask_scheduler: Any) -> int:
            return len(dask_scheduler.workers)

        assert until(lambda: self.asked(count) == number, 60)

    def tasks(self) -> int:
        def count(dask_scheduler: Any) -> int:
            return len(dask_scheduler.tasks)

        return int(self.asked(count))

    def close(self) -> None:
        for child in self.children:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()


@contextlib.contextmanager
def starter(folder: Path) -> Iterator[Callable[..., Cluster]]:
    """Give what starts a cluster without workers; all that it has started ends afterwards."""
    started: list[Cluster] = []

    def begin(**variables: str) -> Cluster:
        started.append(Cluster(folder / f"cluster{len(started)}", **variables))
        return started[-1]

    try:
        yield begin
    finally:
        for one in started:
            one.close()
