"""Workers that need not import TensorFlow: a server that outlives hublint has done it, and forks them.

The server of an interpreter is found by a socket in a folder that only the user can enter. Its name is made of all that
could make a worker of it differ from one that is started now. A warm worker is never necessary: whatever is odd about a
server, its socket or the folder, the worker is started as a process of its own instead.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import select
import socket
import stat
import struct
import sys
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import hublint
from hublint.verify.environment import has_accelerators
from hublint.verify.process import MARK, KeptProcess, new_mark
from hublint.verify.runtime import WORKER, worker_command

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

__all__ = ["OddError", "WarmServers", "connect", "stop_servers"]

_IDLE = 600.0  # seconds without work after which a server ends; HUBLINT_WARM_IDLE overrides it
_LONGEST_START = 300.0  # seconds after which a server that still imports TensorFlow ends
_PATIENCE = 10.0  # seconds that a server which is ready may take to answer
# Python, TensorFlow and the libraries below it look at these while they are imported.
_READ_AT_IMPORT = re.compile(
    r"""PYTHON|TF_|TFHUB_|KERAS_|CUDA_|NVIDIA_|XLA_|LD_|OMP_|KMP_|MKL_|OPENBLAS_|ABSL_|GRPC_|MALLOC_|GLIBC_
    |   PROTOCOL_BUFFERS_|NPY_|HDF5_
    |   (?:HOME|LANG|LANGUAGE|TZ|VIRTUAL_ENV|CONDA_PREFIX)$|LC_
    """,
    re.VERBOSE,
)

# Where there is no accelerator, it makes no difference whether it is hidden.
_READ_WITHOUT_ACCELERATORS = re.compile(rf"(?!CUDA_VISIBLE_DEVICES$)(?:{_READ_AT_IMPORT.pattern})", re.VERBOSE)


class OddError(Exception):
    """Something about the server is not as it should be; the text says what."""


class WarmServers:
    """Starts workers by servers, which it starts too.

    Args:
        say: told once, in a line of text, if there are to be no warm workers after all.
    """

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._given_up = False

    def start(
        self, interpreter: Path, settings: Mapping[str, Any], *, folder: Path, environment: Mapping[str, str]
    ) -> KeptProcess | None:
        """Return a worker that a server forks, or will fork once it has imported TensorFlow.

        Args:
            interpreter: the interpreter that has TensorFlow.
            settings: what the keeper of the worker has to know.
            folder: the working directory.
            environment: the environment variables.

        Returns:
            The worker, or None if it has to be started in another way.
        """
        # A server that starts below a worker has no network, and ends with it.
        if self._given_up or sys.platform != "linux" or MARK in os.environ:
            return None
        try:
            place = _Place.of(interpreter, environment)
            process = place.ask(settings, folder, environment)
            if process is None:  # a server that finds itself outdated ends, and makes room for another
                process = place.ask(settings, folder, environment)
        except (OddError, OSError, NotImplementedError) as problem:
            self.give_up(str(problem))
            return None
        if process is None:
            self.give_up("the server turns requests down")
        return process

    def give_up(self, reason: str) -> None:
        """Start no more warm workers, and say so."""
        if not self._given_up:
            self._given_up = True
            self._say(f"starting TensorFlow without a warm server ({reason})")


class _Place:
    """Where the server of an interpreter and an environment is found, and how to start it."""

    def __init__(self, interpreter: Path, environment: Mapping[str, str], folder: Path, name: str) -> None:
        self._interpreter = interpreter
        # What is of one run only stays out: the server outlives it.
        self._environment = {key: value for key, value in environment.items() if key not in {"TMPDIR", MARK}}
        self.socket = folder / f"{name}.socket"
        self._ready = folder / f"{name}.ready"
        self._lock = folder / f"{name}.lock"
        self._log = folder / f"{name}.log"

    @classmethod
    def of(cls, interpreter: Path, environment: Mapping[str, str]) -> _Place:
        """Return the place for an interpreter and an environment."""
        read = _READ_AT_IMPORT if has_accelerators() else _READ_WITHOUT_ACCELERATORS
        facts = {
            "interpreter": [str(interpreter.absolute()), *_version(interpreter)],
            "hublint": [hublint.__version__, str(WORKER), *_version(WORKER)],
            "environment": {key: value for key, value in environment.items() if read.match(key)},
        }
        name = hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:20]
        return cls(interpreter, environment, _private_folder(), name)

    def ask(self, settings: Mapping[str, Any], folder: Path, environment: Mapping[str, str]) -> KeptProcess | None:
        """Ask the server, which is started if there is none, for a worker; return None if it refuses or just ends.

        Raises:
            OddError: the server does not answer.
        """
        connection = self._connect() or self._start()
        mark = new_mark()
        umask = os.umask(0o077)
        os.umask(umask)
        request = {
            **settings,
            "environment": {**environment, MARK: mark},
            "folder": str(folder),
            "umask": umask,
        }
        ready = self._ready.exists()
        with contextlib.ExitStack() as theirs:
            streams, files = _pipes(theirs)
            data = json.dumps(request).encode("ascii") + b"\n"
            try:
                sent = socket.send_fds(connection, [data], files)
                if sent < len(data):  # sending nothing fails, too, once the server has answered and hung up
                    connection.sendall(data[sent:])
            except ConnectionError:
                sent = 0
        process = KeptProcess(connection, streams, mark=mark, accepted=False)
        if sent and (not ready or _is_accepted(process)):
            return process
        deaf = process.poll() is None and not process.refusal
        process.kill()
        for stream in streams:
            stream.close()
        self.socket.unlink(missing_ok=True)  # a server whose socket is gone ends
        if deaf:
            raise OddError("the server does not answer")
        return None

    def _connect(self) -> socket.socket | None:
        """Return a connection to the server, if one listens."""
        connection = connect(self.socket)
        if connection is not None and _peer(connection)[1] != os.geteuid():
            connection.close()
            raise OddError(f"{self.socket} is another user's")
        return connection

    def _start(self) -> socket.socket:
        """Start the server, unless somebody else just does, and return a connection to it."""
        idle = _idle()
        with self._locked():
            connection = self._connect()
            if connection is not None:
                return connection
            for path in (self.socket, self._ready):
                path.unlink(missing_ok=True)
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
                with _short_name(self.socket) as name:
                    listener.bind(name)
                listener.listen(64)  # from now on whoever connects waits for the server
                self._spawn(listener, idle)
            connection = self._connect()
            if connection is None:
                raise OddError("the server does not listen")
            return connection

    def _spawn(self, listener: socket.socket, idle: float) -> None:
        settings = {
            "socket": str(self.socket),
            "ready": str(self._ready),
            "idle": idle,
            "longest_start": _LONGEST_START,
        }
        log = os.open(self._log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        try:
            os.posix_spawn(  # not subprocess, which would miss the end of a process that is to outlive us
                self._interpreter,
                worker_command(self._interpreter, "--serve", "3", json.dumps(settings)),
                self._environment,
                file_actions=[
                    (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
                    (os.POSIX_SPAWN_DUP2, log, 1),
                    (os.POSIX_SPAWN_DUP2, log, 2),
                    (os.POSIX_SPAWN_DUP2, listener.fileno(), 3),
                ],
                setsid=True,
            )
        finally:
            os.close(log)

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        import fcntl

        lock = os.open(self._lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            deadline = time.monotonic() + _PATIENCE
            while True:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() > deadline:
                        raise OddError(f"{self._lock} stays locked") from None
                    time.sleep(0.01)
            yield
        finally:
            os.close(lock)


def _idle() -> float:
    """Return the seconds without work after which a server ends.

    Raises:
        OddError: the environment variable is no such number.
    """
    text = os.environ.get("HUBLINT_WARM_IDLE") or str(_IDLE)
    with contextlib.suppress(ValueError):
        if float(text) >= 0:  # NaN is not
            return float(text)
    raise OddError(f"HUBLINT_WARM_IDLE has to be a number of seconds, not {text!r}")


def stop_servers(seconds: float = 5.0) -> int:
    """End all servers of this user, and wait until they are gone; return how many there were.

    Args:
        seconds: how long a server may take before it is killed.
    """
    if sys.platform != "linux":
        return 0
    try:
        folder = _private_folder()
    except (OddError, OSError):
        return 0
    return sum([_stop(path, seconds) for path in sorted(folder.glob("*.socket"))])


def _stop(path: Path, seconds: float) -> bool:
    """End the server behind a socket; tell whether there was one."""
    connection = connect(path)
    if connection is None:
        path.unlink(missing_ok=True)
        return False
    with connection:
        pid, user = _peer(connection)
        if user != os.geteuid():
            return False
        with contextlib.suppress(OSError):
            connection.sendall(b'{"stop": true}\n')
        deadline = time.monotonic() + seconds
        while path.exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        _wait_for_end(pid, path, deadline)
    for old in (path, path.with_suffix(".ready")):
        old.unlink(missing_ok=True)
    return True


def _wait_for_end(pid: int, path: Path, deadline: float) -> None:
    """Wait until a process has ended; kill it in the end, if it still is the server of that socket."""
    import signal

    try:
        handle = os.pidfd_open(pid)
    except OSError:
        return
    try:
        # Until a server has started, the system names the hublint that starts it.
        if path.name.encode() not in Path(f"/proc/{pid}/cmdline").read_bytes():
            return
        if not select.select([handle], [], [], max(0.0, deadline - time.monotonic()))[0]:
            signal.pidfd_send_signal(handle, signal.SIGKILL)
            select.select([handle], [], [], 5.0)
    except OSError:
        return
    finally:
        os.close(handle)


def connect(path: Path) -> socket.socket | None:
    """Return a connection to a socket, if somebody listens there."""
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(_PATIENCE)
    try:
        with _short_name(path) as name:
            connection.connect(name)
    except OSError:
        connection.close()
        return None
    return connection


@contextlib.contextmanager
def _short_name(path: Path) -> Iterator[str]:
    """Yield another name for a socket: the system takes 107 bytes at most."""
    folder = os.open(path.parent, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)


def _private_folder() -> Path:
    """Return the folder of the sockets, made if need be.

    Raises:
        OddError: others could get into it.
    """
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    if runtime:
        folder = Path(runtime, "hublint")
    else:
        folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "hublint", "run")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o077:
        raise OddError(f"{folder} has to be a folder that only you can enter")
    return folder


def _pipes(theirs: contextlib.ExitStack) -> tuple[tuple[IO[bytes], IO[bytes], IO[bytes]], list[int]]:
    """Return our ends of three pipes and the numbers of the other ends, which are closed with `theirs`."""
    ours: list[IO[bytes]] = []
    others: list[int] = []
    for writing in (True, False, False):
        reader, writer = os.pipe()
        mine, other = (writer, reader) if writing else (reader, writer)
        ours.append(os.fdopen(mine, "wb" if writing else "rb", buffering=0))
        others.append(other)
        theirs.callback(os.close, other)
    return (ours[0], ours[1], ours[2]), others


def _is_accepted(process: KeptProcess) -> bool:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        ended = process.poll() is not None
        if process.accepted:
            return True
        if ended:
            return False
        process.wait_for_news(0.1)
    return False


def _peer(connection: socket.socket) -> tuple[int, int]:
    """Return the process and the user at the other end."""
    data = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    pid, user, _ = struct.unpack("3i", data)
    return pid, user


def _version(path: Path) -> tuple[int, int]:
    """Return what changes when a file is replaced."""
    found = path.stat()
    return found.st_mtime_ns, found.st_size
