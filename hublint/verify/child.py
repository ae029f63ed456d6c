"""A worker process under supervision: a time limit, bounded output, and an end that leaves nothing running."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import threading
import time
from typing import TYPE_CHECKING, Any

from hublint.verify.process import End

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hublint.verify.process import Process

__all__ = ["Child", "End", "Tail"]

_LAST_WORDS = 3.0  # seconds that a dead child's pipes may take to run dry
_POLL = 0.02
_LONGEST_LINE = 256 * 1000 * 1000


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

    Its standard input and output are the channel; its standard error is kept, the last of it, in `output`. The first
    line that it gets holds a word of our choice, with which each of its answers has to begin: other lines are output.

    Args:
        process: the process, just started.
        most_output: how many bytes it may write before it is killed.
    """

    def __init__(self, process: Process, *, most_output: int) -> None:
        self._process = process
        self._most_output = most_output
        self._word = os.urandom(16).hex().encode("ascii")
        self.output = Tail()
        self._lines: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._threads = [
            threading.Thread(target=self._read_answers, name="hublint answers", daemon=True),
            threading.Thread(target=self._read_output, name="hublint output", daemon=True),
        ]
        for thread in self._threads:
            thread.start()
        self.send({"word": self._word.decode("ascii")})

    def send(self, job: Mapping[str, Any]) -> None:
        """Hand the child a job; a child that is gone is noticed by the next `receive`."""
        with contextlib.suppress(BrokenPipeError):
            data = memoryview(json.dumps(job).encode("ascii") + b"\n")
            while data:
                data = data[self._process.stdin.write(data) :]

    def receive(self, deadline: float) -> dict[str, Any] | End:
        """Return the child's next line, or how it ended.

        Args:
            deadline: the `time.monotonic()` after which the child counts as hung and is killed.
        """
        while True:
            line = None
            with contextlib.suppress(queue.Empty):
                line = self._lines.get(timeout=_POLL)
            # A closed channel is no end: it was closed on purpose, or because the process is about to end.
            ended = self._process.poll() is not None
            late = time.monotonic() > deadline
            if line is not None and (ended or not late):  # one that talks for ever is late too
                return line
            if self.output.total > self._most_output:
                self.close()
                return End("too much output", used=self.output.total)
            if ended:
                return self._last_words()
            if late:
                self._process.ask_where()
                time.sleep(0.3)
                self.close()
                return End("hung")

    def close(self) -> None:
        """Kill the child and all that it started, and wait until it is gone."""
        self._process.kill()
        for thread in self._threads:
            thread.join(_LAST_WORDS)
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            # A process that escaped may hold the other end; then its reader still has this one, and dies with us.
            if not any(thread.is_alive() for thread in self._threads) or stream is self._process.stdin:
                stream.close()

    def _last_words(self) -> dict[str, Any] | End:
        """Return what a dead child said last, then how it ended."""
        self._process.kill()  # what it left running holds the pipes open
        for thread in self._threads:
            thread.join(_LAST_WORDS)
        while True:
            try:
                line = self._lines.get_nowait()
            except queue.Empty:
                break
            if line is not None:
                return line
        end = self._process.poll()
        return end if end is not None else End("crashed", signal="SIGKILL")

    def _read_answers(self) -> None:
        with contextlib.suppress(ValueError, OSError):
            pending: list[bytes] = []
            size = 0
            while data := self._process.stdout.read(65536):
                first, *others = data.split(b"\n")
                pending.append(first)
                size += len(first)
                for line in others:
                    self._take(b"".join(pending))
                    pending, size = [line], len(line)
                if size > _LONGEST_LINE:
                    self.output.add(b"".join(pending))
                    pending, size = [], 0
            self._take(b"".join(pending))
        self._lines.put(None)

    def _take(self, line: bytes) -> None:
        """Take in a line; what does not start with our word was printed before the channel was moved, or later."""
        message: object = None
        if line.startswith(self._word):
            with contextlib.suppress(ValueError):
                message = json.loads(line[len(self._word) :])
        if isinstance(message, dict):
            self._lines.put(message)
        elif line:
            self.output.add(line + b"\n")

    def _read_output(self) -> None:
        with contextlib.suppress(ValueError, OSError):
            while data := self._process.stderr.read(65536):
                self.output.add(data)
