"""The process of a worker: how to reach it, how to learn of its end, and how to leave nothing of it behind.

There are two kinds. On Linux a keeper stands between hublint and the worker (`worker/keeper.py`): it watches the
limits, catches every orphan and ends all when hublint is gone. Elsewhere the worker is a plain child process.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, Literal, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["MARK", "End", "Ending", "KeptProcess", "PlainProcess", "Process", "new_mark", "start_process"]

MARK: Final = "HUBLINT_RUN"
_POLL = 0.05
_SWEEPS = 20
_PATIENCE = 15.0  # seconds that a keeper may take to end all that it keeps
_BROKEN: dict[str, Literal["out of memory", "too many processes", "disk full"]] = {
    "memory": "out of memory",
    "processes": "too many processes",
    "disk": "disk full",
}


Ending = Literal["exited", "crashed", "hung", "out of memory", "too many processes", "too much output", "disk full"]


class End(NamedTuple):
    """How a child ended.

    `how` is `exited` (with `status`), `crashed` (by the signal named in `signal`), `hung` (killed after its time) or
    names the limit that it broke; then `used` is how much it used, if that is known.
    """

    how: Ending
    status: int | None = None
    signal: str | None = None
    used: int | None = None


class Process(Protocol):
    """A process that is running or has ended."""

    @property
    def stdin(self) -> IO[bytes]:
        """What the process reads."""

    @property
    def stdout(self) -> IO[bytes]:
        """What the process says."""

    @property
    def stderr(self) -> IO[bytes]:
        """What the process prints."""

    def poll(self) -> End | None:
        """Return how the process ended, if it has."""

    def ask_where(self) -> None:
        """Have faulthandler, where the process has set it up, write down what it is doing."""

    def kill(self) -> None:
        """End the process and all that it started, and wait until all are gone."""


class PlainProcess:
    """A child process. Its children end with it if they are in its session, or carry our mark in their environment.

    Args:
        command: the program and its arguments.
        folder: the working directory.
        environment: the environment variables.
    """

    def __init__(self, command: Sequence[str], *, folder: Path, environment: Mapping[str, str]) -> None:
        self._mark = new_mark()
        self._process = start_process(command, folder, {**environment, MARK: self._mark})
        self._swept = False

    @property
    def stdin(self) -> IO[bytes]:
        """What the process reads."""
        return _stream(self._process.stdin)

    @property
    def stdout(self) -> IO[bytes]:
        """What the process says."""
        return _stream(self._process.stdout)

    @property
    def stderr(self) -> IO[bytes]:
        """What the process prints."""
        return _stream(self._process.stderr)

    def poll(self) -> End | None:
        """Return how the process ended, if it has."""
        status = self._process.poll()
        return None if status is None else _end(status)

    def ask_where(self) -> None:
        """Have faulthandler, where the process has set it up, write down what it is doing."""
        if hasattr(signal, "SIGUSR1") and self._process.poll() is None:
            self._process.send_signal(signal.SIGUSR1)

    def kill(self) -> None:
        """End the process and all that it started as far as they can be found."""
        if self._swept:  # the number may by now be another process's
            return
        self._swept = True
        if hasattr(os, "killpg"):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        elif self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        kill_marked(self._mark)


class KeptProcess:
    """A worker with a keeper.

    Args:
        control: the socket that leads to the keeper.
        streams: the worker's standard input, output and error, the ends of this side.
        mark: what the environment of the worker is marked with.
        keeper: the keeper, if it is a child of this process.
        accepted: whether it is certain that there is a keeper at the other end, or will be.

    Attributes:
        accepted: whether a server has forked a keeper, if one was asked to.
        refusal: why it has not, if it has said so.
    """

    def __init__(
        self,
        control: socket.socket,
        streams: tuple[IO[bytes], IO[bytes], IO[bytes]],
        *,
        mark: str,
        keeper: subprocess.Popen[bytes] | None = None,
        accepted: bool = True,
    ) -> None:
        self.stdin, self.stdout, self.stderr = streams
        self._control = control
        self._control.settimeout(0)
        self._mark = mark
        self._keeper = keeper
        self._heard = b""
        self._end: End | None = None
        self._keeper_number = keeper.pid if keeper is not None else 0
        self.accepted = accepted
        self.refusal = ""

    @classmethod
    def start(
        cls, command: Sequence[str], settings: Mapping[str, Any], *, folder: Path, environment: Mapping[str, str]
    ) -> KeptProcess:
        """Start a keeper, which then makes the worker.

        Args:
            command: the program and its arguments; the number of the keeper's socket is added.
            settings: what the keeper has to know.
            folder: the working directory.
            environment: the environment variables.
        """
        mark = new_mark()
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                keeper = start_process(
                    [*command, str(theirs.fileno())], folder, {**environment, MARK: mark}, (theirs.fileno(),)
                )
            except BaseException:
                ours.close()
                raise
        with contextlib.suppress(OSError):  # that it is no Python is noticed by whoever listens
            ours.sendall(json.dumps(settings).encode("ascii") + b"\n")
        streams = (_stream(keeper.stdin), _stream(keeper.stdout), _stream(keeper.stderr))
        return cls(ours, streams, mark=mark, keeper=keeper)

    def poll(self) -> End | None:
        """Return how the worker ended, if it has."""
        if self._end is not None:
            return self._end
        try:
            data = self._control.recv(4096)
        except BlockingIOError:
            return None
        except ConnectionError:
            data = b""
        *lines, self._heard = (self._heard + data).split(b"\n")
        for line in lines:
            self._take(json.loads(line))
        if not data and self._end is None:
            self._end = self._end_without_report()
        return self._end

    def _take(self, report: dict[str, Any]) -> None:
        """Take in a line that the keeper, or the server that is to make it, has written."""
        if "accepted" in report:
            self.accepted = True
            self._keeper_number = report["accepted"]
        elif "refused" in report:
            self.refusal = report["refused"]
        elif report["over"] is not None:
            kind, used = report["over"]
            self._end = End(_BROKEN[kind], used=used)
        else:
            self._end = _end(-signal.SIGKILL if report["status"] is None else report["status"])

    def wait_for_news(self, seconds: float) -> None:
        """Wait until the keeper has said something."""
        select.select([self._control], [], [], seconds)

    def ask_where(self) -> None:
        """Have faulthandler, where the worker has set it up, write down what it is doing."""
        self._tell(b"w")

    def kill(self) -> None:
        """End the worker and all that it started, and wait until all are gone."""
        self._tell(b"k")
        self._signal_keeper("SIGCONT")  # the program may have stopped it
        # Where nobody has accepted yet, whoever does finds the channel closed, and ends what he has begun.
        patience = time.monotonic() + (_PATIENCE if self.accepted else 0)
        while self.poll() is None and time.monotonic() < patience:
            self.wait_for_news(0.1)
        if self._end is None:
            self._signal_keeper("SIGKILL")  # with which its worker dies too
            self._end = self._end_without_report()
        self._control.close()
        if self._keeper is not None:
            self._keeper.kill()
            self._keeper.wait()

    def _tell(self, wish: bytes) -> None:
        if self._end is None:
            with contextlib.suppress(OSError):
                self._control.send(wish)

    def _signal_keeper(self, name: str) -> None:
        """Send the keeper a signal, if it has not reported yet: its number cannot be another process's then."""
        if self._end is None and self._keeper_number:
            with contextlib.suppress(OSError):
                os.kill(self._keeper_number, signal.Signals[name])

    def _end_without_report(self) -> End:
        """Return how the worker ended if its keeper is gone without a word: it was killed, or never was one."""
        kill_marked(self._mark)
        if self._keeper is None:
            return End("crashed", signal="SIGKILL")
        self._keeper.kill()
        return _end(self._keeper.wait())


def new_mark() -> str:
    """Return a mark that no other process carries."""
    return os.urandom(16).hex()


def start_process(
    command: Sequence[str], folder: Path, environment: Mapping[str, str], files: tuple[int, ...] = ()
) -> subprocess.Popen[bytes]:
    """Start a process with three pipes in a session of its own."""
    return subprocess.Popen(
        list(command),
        cwd=folder,
        env=dict(environment),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        bufsize=0,
        pass_fds=files,
    )


def kill_marked(mark: str) -> None:
    """Kill the processes that carry a mark, where /proc shows it."""
    # A process that is starting another may just have missed the first sweep.
    for _ in range(_SWEEPS):
        if not _kill_marked_once(f"{MARK}={mark}".encode()):
            return
        time.sleep(_POLL)


def _kill_marked_once(mark: bytes) -> bool:
    """Tell whether there was any."""
    found = False
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            marked = mark in (entry / "environ").read_bytes().split(b"\0")
        except OSError:
            continue
        if marked:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(int(entry.name), signal.SIGKILL)
                found = True
    return found


def _end(status: int) -> End:
    if status < 0:
        return End("crashed", signal=_signal_name(-status))
    return End("exited", status=status)


def _stream(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise ValueError("the stream is not a pipe")
    return stream


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
