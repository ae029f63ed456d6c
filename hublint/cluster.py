"""Runs a function for many jobs on the machines of a Dask cluster, by the same seam as the processes of one machine.

What a cluster has to be like is looked at before the first job: each worker has this hublint, on this Python, and finds
the same files at the same paths.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import pickle
import queue
import re
import signal
import stat
import subprocess
import sys
import threading
import time
import uuid
import warnings
from collections import deque
from concurrent.futures import Future
from functools import cache, lru_cache
from hashlib import blake2b
from importlib import metadata, util
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, TypeVar, cast

from hublint import __version__
from hublint.executors import Batches, Lost
from hublint.files import explain
from hublint.registry import BUILT_IN, ENTRY_POINTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from concurrent.futures import Executor
    from types import TracebackType

    from distributed import Client
    from typing_extensions import Self

    from hublint.executors import Workers

__all__ = ["ClusterError", "answer", "on_cluster", "serve"]

J = TypeVar("J")
R = TypeVar("R")

# A task costs its scheduler a millisecond, and the way there and back some more.
_SECONDS: Final = 0.25
_LOOK_EVERY: Final = 2.0
# What two machines need in the same version to find and write the same.
_LIBRARIES: Final = ("libcst", "fissix", "packaging", "ipython")
_MOST_ENTRIES: Final = 1000
_SAME_FOLDERS: Final = "workers need the same folders at the same paths as the machine that gives them jobs"
_PROGRAM: Final = "import sys; sys.path[:] = sys.argv[1:]; from hublint.cluster import serve; serve()"


class ClusterError(Exception):
    """A cluster that cannot be used, or no longer; its text is one sentence for the user."""


def on_cluster(
    address: str,
    *,
    resources: Mapping[str, float] | None = None,
    retries: int = 3,
    patience: float = 10.0,
    grace: float = 60.0,
) -> Workers:
    """Return what runs jobs on a cluster.

    When a worker is lost, Dask runs its tasks elsewhere, until more workers were lost with a task than the scheduler
    allows (its setting `distributed.scheduler.allowed-failures`, 3 unless set). Then each job of the task runs in a
    process of its own on a worker, so that the one that kills processes is known, and the others have their results.

    A worker runs one job at a time, however many threads it has: a machine is made use of by as many workers as it has
    processors, `dask worker ADDRESS --nworkers auto --nthreads 1`. Workers change to the working directory of this
    process, from which the paths in jobs may start.

    Args:
        address: of the scheduler, such as `tcp://10.0.0.1:8786` or `tls://...`, or the path of its scheduler file.
        resources: what each job needs of a worker, such as `{"GPU": 1}`; it runs only where that is offered.
        retries: how often Dask tries a job again, on whatever worker, that fails through no fault of its own: on a
            worker that came later and has another hublint, say.
        patience: seconds to wait for the scheduler, and for its first worker.
        grace: seconds to wait for another worker when all are gone.
    """
    return _Cluster(address, dict(resources or {}), retries, patience, grace)


class _Cluster:
    """Runs jobs as the tasks of a Dask scheduler's client."""

    def __init__(self, address: str, resources: dict[str, float], retries: int, patience: float, grace: float) -> None:
        self._address = address
        self._resources = resources
        self._retries = retries
        self._patience = patience
        self._grace = grace
        self._held = contextlib.ExitStack()
        self._client: Client

    def __enter__(self) -> Self:
        """Connect, and look at the workers.

        Raises:
            ClusterError: if there is no scheduler, or no worker that can be used, or one that must not be.
        """
        with contextlib.ExitStack() as held:
            self._address = _read_address(self._address)
            self._client = held.enter_context(_connected(self._address, self._patience))
            self._await_workers()
            self._require_python()
            self._require_same(_tell_identity, None, _differences)
            self._held = held.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Leave the cluster, with nothing left to do for it."""
        self._held.close()

    # What the workers are like.

    def _workers(self) -> list[str]:
        """Return the addresses of the workers that can run jobs.

        Raises:
            ClusterError: if the scheduler is gone.
        """
        try:
            workers = self._client.scheduler_info(n_workers=-1)["workers"]
        except Exception as error:
            raise self._gone() from error
        found = []
        for address, worker in workers.items():
            offered = worker.get("resources", {})
            if all(offered.get(name, 0) >= needed for name, needed in self._resources.items()):
                found.append(address)
        return sorted(found)

    def _await_workers(self) -> None:
        end = time.monotonic() + self._patience
        while not self._workers():
            if time.monotonic() > end:
                raise ClusterError(f"{self._address}: {self._nobody()}")
            time.sleep(0.1)

    def _nobody(self) -> str:
        """Say that no worker is there that can run a job."""
        if not self._resources:
            return f"the scheduler has no worker; start one with `dask worker {self._address} --nthreads 1`"
        needed = " ".join(f"{name}={number:g}" for name, number in self._resources.items())
        start = f"dask worker {self._address} --nthreads 1 --resources '{needed}'"
        return f"the scheduler has no worker that offers {needed}; start one with `{start}`"

    def _gone(self) -> ClusterError:
        return ClusterError(f"{self._address}: the connection to the scheduler was lost")

    def _require_python(self) -> None:
        """Compare the versions of Python first: what one of them has compiled or pickled, another may not take."""
        try:
            workers = cast("dict[str, Any]", self._client.get_versions())["workers"]
        except Exception as error:
            raise self._gone() from error
        ours = _minor(sys.version_info)
        for address in (address for address in self._workers() if address in workers):
            theirs = _minor(workers[address]["host"]["python"].split("."))
            if theirs != ours:
                raise ClusterError(
                    f"the worker {address} runs Python {theirs}, and this machine Python {ours}; give both the same"
                )

    def require_same(self, function: Callable[[J], str], job: J, what: str) -> None:
        def otherwise(_ours: str, _theirs: str) -> str:
            return f"has another {what} than this machine; give both the same"

        self._require_same(function, job, otherwise)

    def require_sight(self, paths: Sequence[Path]) -> None:
        absolute = tuple(os.path.abspath(path) for path in paths)  # noqa: PTH100 - links stay as they are given
        self._require_same(_seen, absolute, _unseen)

    def _require_same(self, function: Callable[[J], R], job: J, otherwise: Callable[[R, R], str]) -> None:
        """Have each worker that can run jobs tell something, and hold it against what this process tells."""
        ours = function(job)
        try:
            told = self._client.run(function, job, workers=self._workers(), on_error="return")
        except Exception as error:
            raise self._gone() from error
        for address, theirs in sorted(told.items()):
            if isinstance(theirs, OSError):
                continue  # it is gone, and another one may be there when the jobs are
            if isinstance(theirs, BaseException) and _lacks_hublint(theirs):
                raise ClusterError(f"the worker {address} has no hublint, or an older one; install {__version__} there")
            if isinstance(theirs, BaseException):
                raise ClusterError(f"the worker {address} cannot run jobs: {_plainly(theirs)}")
            if theirs != ours:
                raise ClusterError(f"the worker {address} {otherwise(ours, theirs)}")

    # Jobs.

    def run(self, function: Callable[[J], R], jobs: Iterable[J]) -> Iterator[tuple[J, R | Lost]]:
        executor = self._client.get_executor(
            pure=False, retries=self._retries, **({"resources": self._resources} if self._resources else {})
        )
        sent = pickle.dumps(_Sent(uuid.uuid4().hex, pickle.dumps(function), _identity(), str(Path.cwd())))
        run: _Run[J, R] = _Run(executor, sent, Batches(jobs, _SECONDS))
        number, looked, seen = len(self._workers()), time.monotonic(), time.monotonic()
        try:
            while True:
                # One batch for each worker to be at, and one more that it finds when it is done.
                run.send(2 * max(number, 1))
                if not run.under_way:
                    return
                future = run.next_done(_LOOK_EVERY)
                if future is not None:
                    yield from self._told(run, future)
                now = time.monotonic()
                if now - looked > _LOOK_EVERY:
                    looked, number = now, len(self._workers())
                    seen = now if number else seen
                    if now - seen > self._grace:
                        last = f"the last one left {now - seen:.0f} s ago"
                        raise ClusterError(f"{self._address}: {self._nobody()}; {last}")
        finally:
            # Nothing is left on the scheduler, whatever has ended this.
            with contextlib.suppress(Exception):
                executor.shutdown(wait=False)

    def _told(self, run: _Run[J, R], future: Future[bytes]) -> Iterator[tuple[J, R | Lost]]:
        """Yield the results of a task that is done, whatever has come of it."""
        from distributed.scheduler import KilledWorker

        jobs, alone = run.under_way.pop(future)
        if future.cancelled():
            raise self._gone()
        try:
            answered: _Answer = pickle.loads(future.result())  # noqa: S301 - made by `answer` below
        except KilledWorker as error:
            if alone:
                yield jobs[0], Lost(f"the workers that ran it died, {error.allowed_failures + 1} one after the other")
            else:
                run.suspects.extend(jobs)
            return
        except ClusterError:
            raise
        except Exception as error:
            raise ClusterError(f"{self._address}: a worker could not run a job: {_plainly(error)}") from error
        run.batches.took(len(jobs), answered.seconds)
        yield from zip(jobs, answered.results, strict=False)  # fewer, where one has raised
        if answered.error is not None:
            raise answered.error


class _Sent(NamedTuple):
    """What goes to a worker with the jobs: also where the paths start from that the jobs may hold.

    `run` tells one run from all others, those of other processes too.
    """

    run: str
    function: bytes
    identity: dict[str, str]
    folder: str


class _Run(Generic[J, R]):
    """The tasks of a run that the scheduler has.

    Attributes:
        batches: the jobs that it does not have yet.
        under_way: the jobs that it has, and whether they run alone.
        suspects: the jobs of which one has killed workers; each is run alone, in a process of its own.
    """

    def __init__(self, executor: Executor, sent: bytes, batches: Batches[J]) -> None:
        self.batches = batches
        self.under_way: dict[Future[bytes], tuple[list[J], bool]] = {}
        self.suspects: deque[J] = deque()
        self._executor = executor
        self._entrance = _entrance()
        self._sent = sent
        self._done: queue.SimpleQueue[Future[bytes]] = queue.SimpleQueue()

    def send(self, most: int) -> None:
        """Give the scheduler jobs until it has enough."""
        while len(self.under_way) < most:
            alone = bool(self.suspects)
            jobs = [self.suspects.popleft()] if alone else self.batches.take()
            if not jobs:
                return
            future = self._executor.submit(self._entrance, self._sent, pickle.dumps(jobs), alone)
            self.under_way[future] = jobs, alone
            future.add_done_callback(self._done.put)

    def next_done(self, seconds: float) -> Future[bytes] | None:
        """Return a task that is done; None where none is for some seconds."""
        try:
            return self._done.get(timeout=seconds)
        except queue.Empty:
            return None


# The connection.


def _read_address(given: str) -> str:
    """Return a scheduler's address, which may stand in a scheduler file.

    Raises:
        ClusterError: if there is no such file, or another one.
    """
    file = Path(given)
    if "://" in given or (":" in given and not file.exists()):
        return given
    try:
        document = json.loads(file.read_bytes())
    except OSError as error:
        sentence = "give tcp://HOST:PORT, tls://HOST:PORT or a scheduler file"
        raise ClusterError(f"{given}: no scheduler file, {explain(error)}; {sentence}") from error
    except ValueError:
        document = None
    address = document.get("address") if isinstance(document, dict) else None
    if not isinstance(address, str):
        raise ClusterError(f"{given}: is no scheduler file, which `dask scheduler --scheduler-file` writes")
    return address


@contextlib.contextmanager
def _connected(address: str, patience: float) -> Iterator[Client]:
    """Connect to a scheduler, and let go of it afterwards.

    Raises:
        ClusterError: if that cannot be done.
    """
    try:
        import distributed  # noqa: F401 - whether it is there
    except ImportError as error:
        raise ClusterError("a cluster needs Dask; install it with `pip install 'hublint[cluster]'`") from error
    with _quiet():
        try:
            # The client waits for ever for the first words of what listens and is no scheduler.
            asyncio.run(asyncio.wait_for(_greet(address, patience), patience))
            client = _client(address, patience)
        except (OSError, TimeoutError, asyncio.TimeoutError) as error:
            raise ClusterError(f"{address}: no Dask scheduler answers there within {patience:g} s") from error
        except Exception as error:
            if address.startswith("tls:") and isinstance(error, TypeError):
                where = "name them in Dask's settings, distributed.comm.tls (ca-file, client.key, client.cert)"
                raise ClusterError(f"{address}: needs certificates; {where}") from error
            raise ClusterError(f"{address}: cannot be used as a Dask scheduler: {_plainly(error)}") from error
        try:
            yield client
        finally:
            with contextlib.suppress(Exception):
                client.close(timeout=patience)


def _client(address: str, patience: float) -> Client:
    from distributed import Client

    for _ in range(5):
        try:
            return Client(address, timeout=patience, set_as_default=False)
        except AssertionError:
            # A message to all clients has come together with the scheduler's answer, which the client takes for wrong.
            continue
    return Client(address, timeout=patience, set_as_default=False)


async def _greet(address: str, patience: float) -> None:
    from distributed.comm.core import connect
    from distributed.security import Security

    connection = await connect(address, timeout=patience, **Security().get_connection_args("client"))
    connection.abort()


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep Dask's own words off standard error: what they speak of is told in one sentence, or looked at before."""
    names = [name for name in logging.root.manager.loggerDict if name.partition(".")[0] in {"distributed", "tornado"}]
    levels = {logger: logger.level for logger in map(logging.getLogger, names)}
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", module=r"distributed\b")
        for logger in levels:
            logger.setLevel(logging.CRITICAL + 1)
        try:
            yield
        finally:
            for logger, level in levels.items():
                logger.setLevel(level)


def _minor(version: Sequence[Any]) -> str:
    return f"{version[0]}.{version[1]}"


def _lacks_hublint(error: BaseException) -> bool:
    """Tell whether a worker could not find what it was to run; Dask keeps the text of its error, and not the kind."""
    return re.search(r"No module named \\?'hublint|Can't get attribute|has no attribute", str(error)) is not None


def _plainly(error: BaseException) -> str:
    """Return an error in one line."""
    if _lacks_hublint(error):
        return f"it has no hublint, or an older one; install {__version__} there"
    return " ".join(f"{type(error).__name__}: {error}".split())


# The side of the workers.


def _tell_identity(_job: None) -> dict[str, str]:
    return _identity()


@cache
def _identity() -> dict[str, str]:
    """Return what this process has of all that findings and rewrites depend on; nothing stands for what it has not."""
    packs = [point.dist for point in metadata.entry_points(group=ENTRY_POINTS) if point.dist is not None]
    return {
        "hublint": __version__,
        **{library: _version(library) for library in _LIBRARIES},
        "rule packs": ", ".join(sorted({f"{pack.name} {pack.version}" for pack in packs})),
        "code of hublint": _code(),
    }


def _version(library: str) -> str:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return ""


def _code() -> str:
    """Return what stands for hublint's own files: a checkout's may be others than its version says."""
    digest = blake2b(digest_size=8)
    for package in ("hublint", BUILT_IN):
        found = util.find_spec(package)
        for folder in (found and found.submodule_search_locations) or ():
            files = [file for file in Path(folder).rglob("*") if "__pycache__" not in file.parts and file.is_file()]
            for file in sorted(files):
                digest.update(file.relative_to(folder).as_posix().encode() + b"\0")
                digest.update(blake2b(file.read_bytes()).digest())
    return digest.hexdigest()


def _differences(ours: dict[str, str], theirs: dict[str, str]) -> str:
    """Say what a worker has otherwise than this machine."""
    name = next(name for name in ours if ours[name] != theirs.get(name))
    if name == "code of hublint":
        return f"has hublint {__version__} with other files than this machine's; give both the same"
    here, there = (f"{name} {has[name]}" if has.get(name) else f"no {name}" for has in (ours, theirs))
    return f"has {there}, and this machine {here}; give both the same"


def _seen(paths: tuple[str, ...]) -> dict[str, str]:
    """Return what stands for what this process finds at paths; nothing where it finds nothing."""
    return {path: _seen_at(path) for path in paths}


def _seen_at(path: str) -> str:
    digest = blake2b(digest_size=8)
    try:
        if not os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises where the folder may not be entered
            digest.update(Path(path).read_bytes())
            return f"file {digest.hexdigest()}"
        entries = sorted((entry for entry in os.scandir(path) if _lasts(entry.name)), key=lambda entry: entry.name)
        for entry in entries[:_MOST_ENTRIES]:
            state = entry.stat(follow_symlinks=False)
            size = state.st_size if stat.S_ISREG(state.st_mode) else -1
            digest.update(os.fsencode(f"{entry.name}\0{size}\0"))
    except OSError:
        return ""
    return f"folder {digest.hexdigest()}"


def _lasts(name: str) -> bool:
    """Tell whether an entry of a folder is no mere by-product, which may come and go meanwhile."""
    return not name.startswith(".") and name != "__pycache__"


def _unseen(ours: dict[str, str], theirs: dict[str, str]) -> str:
    """Say what a worker does not find as this machine does."""
    path = next(path for path in ours if ours[path] != theirs.get(path))
    how = "finds something else at" if theirs.get(path) else "does not find"
    return f"{how} {path}; {_SAME_FOLDERS}"


class _Answer(NamedTuple):
    """What comes back: the results, how long they took, and what the job behind them has raised, if one has."""

    results: list[Any]
    seconds: float
    error: Exception | None = None


# A worker may have many threads, and what checks and rewrites files is made for one: two would mix up what they find.
# They would not be faster either, as long as Python runs one thread at a time.
_at_work = threading.Lock()


def _entrance() -> Callable[[bytes, bytes, bool], bytes]:
    """Return what goes to the scheduler: by its text, since it is no name of this module, and with bytes alone.

    Dask ends a worker that cannot find the names that a task is made of. A worker that came later, and has no hublint,
    would take one task after the other with it; so it fails, and the task is tried again elsewhere.
    """

    def work(sent: bytes, jobs: bytes, alone: bool) -> bytes:
        from hublint.cluster import answer

        return answer(sent, jobs, alone)

    return work


def answer(sent: bytes, jobs: bytes, alone: bool) -> bytes:
    """Run jobs in this worker, or in a process of their own, and return what comes of them; all is pickled."""
    task: _Sent = pickle.loads(sent)  # noqa: S301 - the client has made it
    with _at_work:
        _require_identity(task)
        _enter(task.folder)
        return _work_alone(task.function, jobs) if alone else _unseen_by_dask(lambda: _work(task, jobs))


def _unseen_by_dask(work: Callable[[], bytes]) -> bytes:
    """Do something in a thread of its own.

    Dask looks every 10 ms at what the threads of its tasks are at, and keeps all of it for an hour. It looks at no
    others. The calls of rules are deep and many: a worker's memory would grow by some 20 MB a minute.
    """
    done: Future[bytes] = Future()

    def run() -> None:
        try:
            done.set_result(work())
        except BaseException as error:  # noqa: BLE001 - it is raised below
            done.set_exception(error)

    threading.Thread(target=run, name="hublint jobs", daemon=True).start()
    return done.result()


@lru_cache(maxsize=1)
def _loaded(_run: str, function: bytes) -> Callable[[Any], Any]:
    """Return a function, the same for all jobs of a run: it may hold what takes long to make.

    It is not the same for the next run, for which what it remembers of files may be wrong.
    """
    loaded: Callable[[Any], Any] = pickle.loads(function)  # noqa: S301 - as above
    return loaded


def _work(sent: _Sent, jobs: bytes) -> bytes:
    """Run jobs in this worker."""
    return pickle.dumps(_answer(_loaded(sent.run, sent.function), pickle.loads(jobs)))  # noqa: S301 - as above


def _answer(function: Callable[[Any], Any], jobs: list[Any]) -> _Answer:
    began = time.perf_counter()
    results: list[Any] = []
    error = None
    try:
        for job in jobs:
            results.append(function(job))  # noqa: PERF401 - those before one that raises are kept
    except Exception as raised:  # noqa: BLE001 - the client raises it; Dask would try again
        error = raised
    return _Answer(results, time.perf_counter() - began, error)


def _enter(folder: str) -> None:
    """Work from the same folder as the client."""
    try:
        os.chdir(folder)
    except OSError as error:
        raise ClusterError(f"the worker {_own_address()} does not find {folder}; {_SAME_FOLDERS}") from error


def _own_address() -> str:
    from distributed import get_worker

    return str(get_worker().address)


def _require_identity(sent: _Sent) -> None:
    """Refuse to work in a worker that came later than the others were looked at, and is of another kind."""
    if (own := _identity()) != sent.identity:
        raise ClusterError(f"the worker {_own_address()} {_differences(sent.identity, own)}")


def _work_alone(function: bytes, jobs: bytes) -> bytes:
    """Run a job that may have killed a worker in a process of its own, which it may kill."""
    # Not by multiprocessing: Dask's workers are daemons, which it does not let have children.
    child = subprocess.run(
        [sys.executable, "-c", _PROGRAM, *sys.path],
        input=pickle.dumps((function, jobs)),
        stdout=subprocess.PIPE,
        check=False,
    )
    if child.returncode == 0:
        return child.stdout
    return pickle.dumps(_Answer([Lost(f"the process that ran it {_how_it_ended(child.returncode)}")], 0.0))


def _how_it_ended(code: int) -> str:
    if code < 0:
        with contextlib.suppress(ValueError):
            return f"died of {signal.Signals(-code).name}"
    return f"ended with exit status {code}"


def serve() -> None:
    """Run the job that standard input holds, and answer on what was standard output."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints must not print before the answer
    function, jobs = pickle.load(sys.stdin.buffer)  # noqa: S301 - a worker has written it
    with answers:
        pickle.dump(_answer(pickle.loads(function), pickle.loads(jobs)), answers)  # noqa: S301 - as above
