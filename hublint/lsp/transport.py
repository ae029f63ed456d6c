"""The streams that a server on standard input and output speaks through, safe from whatever else writes."""

from __future__ import annotations

import os
import sys
import threading
from typing import BinaryIO


class Locked:
    """A stream that takes one whole message at a time, however many threads have something to say."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._lock = threading.Lock()

    def write(self, data: bytes) -> None:
        """Write a message and send it off; whoever has hung up misses nothing."""
        with self._lock:
            try:
                self._stream.write(data)
                self._stream.flush()
            except (OSError, ValueError):
                return

    def close(self) -> None:
        """Close the stream."""
        with self._lock:
            try:
                self._stream.close()
            except OSError:
                return


def standard_streams() -> tuple[BinaryIO, Locked]:
    """Take over standard input and output for the protocol.

    What anything else prints, a child process included, goes to standard error from now on: one stray line would end
    the conversation. The stream has a buffer of its own because those of `python -u`, and of `PYTHONUNBUFFERED`, which
    most containers set, write messages of several threads into one another.
    """
    out = os.fdopen(os.dup(1), "wb", buffering=1 << 16)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    # A child that reads would take the editor's messages.
    source = os.fdopen(os.dup(0), "rb", buffering=1 << 16)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    return source, Locked(out)


__all__ = ["Locked", "standard_streams"]
