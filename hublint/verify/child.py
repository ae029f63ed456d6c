"""A worker process under supervision: a time limit, bounded output, and an end that leaves nothing running."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import threading
import time
import uuid
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Child", "End", "Tail"]

_MARK = "HUBLINT_RUN"
_LAST_WORDS = 3.0  # seconds that a dead child's pipes may take to run dry
_POLL = 0.05
_SWEEPS = 20


class End(NamedTuple):
    """How a child ended.

    `how` is `exited` (with `status`), `crashed` (by the signal named in `signal`) or `hung` (killed after its time).
    """

    how: Literal["exited", "crashed", "hung"]
    status: int | None = None
    signal: str | None = None


class Tail:
    """The last of a stream of bytes, however long the stream is."""

    def __init__(self, limit: int = 64 * 1024) -> None:
        self._limit = limit
        self._kept = b""
        self._lock = threading.Lock()
        self.total = 0

    def add(self, data: bytes) -> None:
        """Take in more of the stream."""
        with self._lock:
            self.total += len(data)
            self._kept = (self._kept + data)[-self._limit :]

    def text(self) -> str:
        """Return what is kept, starting at a whole line if the beginning is gone."""
        with self._lock:
            kept, cut = self._kept, self.total > len(self._kept)
        if cut:
            kept = kept.partition(b"\n")[2] or kept
        return kept.decode("utf-8", "replace")


class Child:
    """A process that takes jobs and gives answers as JSON lines.

    Its standard input and output are the channel; its standard error is kept, the last of it, in `output`. It leads a
    session of its own, so that it and its children can be killed together; on Linux even children that left for
    another session are found, by a mark in their environment.

    Args:
        command: the program and its arguments.
        folder: the working directory.
        environment: the environment variables.
    """

    def __init__(self, command: Sequence[str], *, folder: Path, environment: Mapping[str, str]) -> None:
        self._mark = uuid.uuid4().hex
        self.output = Tail()
        self._lines: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._process = subprocess.Popen(
            list(command),
            cwd=folder,
            env={**environment, _MARK: self._mark},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
            bufsize=0,
        )
        self._swept = False
        self._threads = [
            threading.Thread(target=self._read_answers, name="hublint answers", daemon=True),
            threading.Thread(target=self._read_output, name="hublint output", daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def send(self, job: Mapping[str, Any]) -> None:
        """Hand the child a job; a child that is gone is noticed by the next `receive`."""
        with contextlib.suppress(BrokenPipeError):
            _stream(self._process.stdin).write(json.dumps(job).encode("ascii") + b"\n")

    def receive(self, deadline: float) -> dict[str, Any] | End:
        """Return the child's next line, or how it ended.

        Args:
            deadline: the `time.monotonic()` after which the child counts as hung and is killed.
        """
        while True:
            try:
                line = self._lines.get(timeout=_POLL)
            except queue.Empty:
                if self._process.poll() is not None:
                    return self._last_words()
                if time.monotonic() > deadline:
                    self._ask_where()
                    self.close()
                    return End("hung")
                continue
            if line is not None:
                return line
            # The channel is closed, on purpose or because the process is about to end.
            while self._process.poll() is None:
                if time.monotonic() > deadline:
                    self._ask_where()
                    self.close()
                    return End("hung")
                time.sleep(_POLL)
            return self._last_words()

    def close(self) -> None:
        """Kill the child and all that it started, and wait until it is gone."""
        self._kill()
        self._process.wait()
        for thread in self._threads:
            thread.join(_LAST_WORDS)
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            # A process that escaped may hold the other end; then its reader still has this one, and dies with us.
            if not any(thread.is_alive() for thread in self._threads) or stream is self._process.stdin:
                _stream(stream).close()

    def _last_words(self) -> dict[str, Any] | End:
        """Return what a dead child said last, then how it ended."""
        self._kill()  # what it left running holds the pipes open
        for thread in self._threads:
            thread.join(_LAST_WORDS)
        while True:
            try:
                line = self._lines.get_nowait()
            except queue.Empty:
                break
            if line is not None:
                return line
        status = self._process.wait()
        if status < 0:
            return End("crashed", signal=_signal_name(-status))
        return End("exited", status=status)

    def _ask_where(self) -> None:
        """Have faulthandler, where the child has set it up, write down what the child is doing."""
        if hasattr(signal, "SIGUSR1") and self._process.poll() is None:
            self._process.send_signal(signal.SIGUSR1)
            time.sleep(0.3)

    def _kill(self) -> None:
        if self._swept:  # the number may by now be another process's
            return
        self._swept = self._process.poll() is not None
        if hasattr(os, "killpg"):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        elif self._process.poll() is None:
            self._process.kill()
        # A process that is starting another may just have missed the first sweep.
        for _ in range(_SWEEPS):
            if not self._kill_marked():
                break
            time.sleep(_POLL)

    def _kill_marked(self) -> bool:
        """Kill the processes that carry our mark; tell whether there was any."""
        found = False
        mark = f"{_MARK}={self._mark}".encode()
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

    def _read_answers(self) -> None:
        with contextlib.suppress(ValueError, OSError):
            pending = b""
            while data := _stream(self._process.stdout).read(65536):
                *lines, pending = (pending + data).split(b"\n")
                for line in lines:
                    self._take(line)
            if pending:
                self.output.add(pending)
        self._lines.put(None)

    def _take(self, line: bytes) -> None:
        try:
            message = json.loads(line)
        except ValueError:
            message = None
        if isinstance(message, dict):
            self._lines.put(message)
        else:
            self.output.add(line + b"\n")  # printed while Python started, before the channel was moved aside

    def _read_output(self) -> None:
        with contextlib.suppress(ValueError, OSError):
            while data := _stream(self._process.stderr).read(65536):
                self.output.add(data)


def _stream(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise ValueError("the stream is not a pipe")
    return stream


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
