"""A server that has imported TensorFlow, and run no operation of it, and forks a worker for each request.

To import TensorFlow takes seconds; to fork a process that has done it takes milliseconds. What creates TensorFlow's
eager context in the server would make its workers hang, so nothing here calls TensorFlow at all.
"""

from __future__ import annotations

import array
import contextlib
import gc
import importlib
import json
import os
import pkgutil
import random
import select
import socket
import struct
import sys
import tempfile
import time
from typing import Any, Dict, List, NamedTuple, Optional, Set, Tuple

from . import confinement, keeper

__all__ = ["serve"]

_OWN = ("main", "server")  # the modules of this package that are programs
_ROUND = 5.0  # seconds between two looks at whether the server is still wanted
_READ_TIMEOUT = 5.0

State = Dict[str, Optional[Tuple[int, int]]]


def serve(listener: socket.socket, settings: Dict[str, Any]) -> Tuple[str, Optional[str]]:
    """Answer requests until nobody has asked for a while, or what was imported has changed on the disk.

    Args:
        listener: the socket on which requests come in.
        settings: `socket` is its path, `ready` that of a file to write once TensorFlow is imported, `idle` the seconds
            without a worker after which the server ends.

    Returns:
        In a worker only: where it is to write troubles, and why it has a network although it should have none.
    """
    server = _Server(listener, settings)
    request = None
    try:
        request = server.run()
    finally:
        if request is None:
            server.clean_up()
    if request is None:
        sys.exit(0)
    return _become_worker(request, server.network)


class _Request(NamedTuple):
    """A worker that is wanted, the three files that are to be its standard ones, and the channel to who wants it."""

    connection: socket.socket
    files: List[int]
    settings: Dict[str, Any]


class _Server:
    """The loop of the server."""

    def __init__(self, listener: socket.socket, settings: Dict[str, Any]) -> None:
        for name in os.listdir("/proc/self/fd"):  # whoever started this may wait for the last holder of a pipe
            if int(name) > 2 and int(name) != listener.fileno():
                with contextlib.suppress(OSError):
                    os.close(int(name))
        listener.listen(64)  # again, because the system names who did it last to those who ask whom they talk to
        self._listener = listener
        self._path, self._ready, self._idle = settings["socket"], settings["ready"], settings["idle"]
        self._place = _state(self._path)
        self._workers: Set[int] = set()
        os.chdir("/")
        self.network = confinement.why_network_stays()

    def run(self) -> Optional[_Request]:
        """Return the request of the worker that this process has become; None when the server has to end."""
        importlib.import_module("tensorflow")
        _import_own_modules()
        imported = _imported_files()
        gc.collect()
        gc.freeze()  # what is there now is never looked at again, so that workers need no copies of its pages
        with open(self._ready, "w"):
            pass
        last = time.monotonic()
        while True:
            ready = select.select([self._listener], [], [], min(_ROUND, self._idle))[0]
            if self._reap():
                last = time.monotonic()
            if ready:
                last = time.monotonic()
                request = self._receive()
                if request is None:
                    continue
                if "stop" in request.settings:
                    return None
                if _imported_files(imported) != imported:
                    keeper.send_line(request.connection, refused="what it has imported has changed on the disk")
                    return None
                if self._fork(request):
                    return request
            elif time.monotonic() - last >= self._idle or _state(self._path) != self._place:
                return None

    def clean_up(self) -> None:
        """Remove the server's files, unless they are another server's by now."""
        if _state(self._path) == self._place:
            for path in (self._path, self._ready):
                with contextlib.suppress(OSError):
                    os.unlink(path)

    def _reap(self) -> bool:
        """Take note of the workers that have ended; tell whether there are others, or were until now."""
        busy = bool(self._workers)
        for pid in list(self._workers):
            if os.waitpid(pid, os.WNOHANG)[0]:
                self._workers.discard(pid)
        return busy

    def _receive(self) -> Optional[_Request]:
        connection, _ = self._listener.accept()
        files: List[int] = []
        try:
            connection.settimeout(_READ_TIMEOUT)
            credentials = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
            if struct.unpack("3i", credentials)[1] != os.geteuid():
                raise PermissionError("the request is another user's")
            data, files = _receive_files(connection)
            while data and not data.endswith(b"\n"):
                more = connection.recv(65536)
                data = data + more if more else b""
            connection.settimeout(None)
            return _Request(connection, files, json.loads(data.decode("ascii")))  # half a request is no JSON
        except (OSError, ValueError):
            connection.close()
            _close(files)
            return None

    def _fork(self, request: _Request) -> bool:
        """Make a process for a request; tell whether this is the one."""
        try:
            pid = os.fork()
        except OSError as error:
            keeper.send_line(request.connection, refused="fork: %s" % error.strerror)
            pid = -1
        if pid == 0:
            self._listener.close()
            return True
        if pid > 0:
            self._workers.add(pid)
        request.connection.close()
        _close(request.files)
        return False


def _receive_files(connection: socket.socket) -> Tuple[bytes, List[int]]:
    """Receive the beginning of a request, and the open files that come with it."""
    numbers = array.array("i")
    data, ancillary, _, _ = connection.recvmsg(65536, socket.CMSG_SPACE(3 * numbers.itemsize))
    for level, kind, payload in ancillary:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            numbers.frombytes(payload[: len(payload) - len(payload) % numbers.itemsize])
    return data, list(numbers)


def _close(files: List[int]) -> None:
    for number in files:
        os.close(number)


def _become_worker(request: _Request, network: Optional[str]) -> Tuple[str, Optional[str]]:
    """Make of a fork of the server what a process is that was started for this request alone."""
    settings = request.settings
    os.setsid()
    for number, file in enumerate(request.files):
        os.dup2(file, number)
    _close(request.files)
    os.environ.clear()
    os.environ.update(settings["environment"])
    time.tzset()
    os.umask(settings["umask"])
    os.chdir(settings["folder"])
    tempfile.tempdir = None  # where that is was taken from the environment once
    importlib.invalidate_caches()
    keeper.send_line(request.connection, accepted=os.getpid())
    leave = not settings["network"] and network is None
    keeper.stand_between(request.connection, settings, leave_network=leave)
    random.seed()
    numpy: Any = sys.modules.get("numpy")
    if hasattr(numpy, "random"):
        numpy.random.seed()  # else the numbers of all workers would be the same
    return settings["trouble"], None if settings["network"] else network


def _import_own_modules() -> None:
    """Import what workers import, as far as this TensorFlow has what that needs."""
    package = sys.modules[__package__ or ""]
    for module in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
        if module.name.rpartition(".")[2] not in _OWN:
            with contextlib.suppress(Exception):
                importlib.import_module(module.name)


def _imported_files(known: Optional[State] = None) -> State:
    """Return what can be seen of the files that were imported: by those that are given, else by all."""
    if known is not None:
        return {path: _state(path) for path in known}
    files = [getattr(module, "__file__", None) for module in list(sys.modules.values())]
    return {path: _state(path) for path in [os.path.realpath(sys.executable), *files] if isinstance(path, str)}


def _state(path: str) -> Optional[Tuple[int, int]]:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns
