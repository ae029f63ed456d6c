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
import signal
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
_PAUSE = 0.5  # seconds without work in which a server prepares for more
_LONG = 60.0  # seconds after which it does so even if it never had a pause
_READ_TIMEOUT = 5.0
_LARGEST = 1 << 20  # bytes of a request


def serve(listener: socket.socket, settings: Dict[str, Any]) -> Tuple[str, Optional[str]]:
    """Answer requests until nobody has asked for a while, or what was imported has changed on the disk.

    Args:
        listener: the socket on which requests come in.
        settings: `socket` is its path, `ready` that of a file to write once TensorFlow is imported, `idle` the seconds
            without a worker after which the server ends, `longest_start` those that it may take to import TensorFlow.

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

    def close(self) -> None:
        """Leave it to another process."""
        self.connection.close()
        _close(self.files)


class _Imported:
    """What a process has imported, as it was then."""

    def __init__(self) -> None:
        files = [getattr(module, "__file__", None) for module in list(sys.modules.values())]
        self._known = {path: _state(path) for path in [os.path.realpath(sys.executable), *files] if path is not None}
        gc.collect()
        gc.freeze()  # what is there now is never looked at again, so that workers need no copies of its pages

    def has_changed(self) -> bool:
        """Tell whether a process that is started now would import something else."""
        return any(_state(path) != state for path, state in self._known.items())


class _Workers:
    """The workers that a process has forked and that have not ended."""

    def __init__(self) -> None:
        self._running: Set[int] = set()

    def fork(self, request: _Request, imported: _Imported) -> bool:
        """Make a process for a request, unless it is refused; tell whether this is the new process."""
        if imported.has_changed():
            keeper.send_line(request.connection, refused="what it has imported has changed on the disk")
        else:
            try:
                pid = os.fork()
            except OSError as error:
                keeper.send_line(request.connection, refused="fork: %s" % error.strerror)
            else:
                if pid == 0:
                    return True
                self._running.add(pid)
        request.close()
        return False

    def reap(self) -> bool:
        """Take note of the workers that have ended; tell whether any is left."""
        for pid in list(self._running):
            if os.waitpid(pid, os.WNOHANG)[0]:
                self._running.discard(pid)
        return bool(self._running)


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
        self._longest_start: float = settings["longest_start"]
        self._place = _state(self._path)
        self._workers = _Workers()
        self._annex: Optional[_Annex] = None
        os.chdir("/")
        self.network = confinement.why_network_stays()

    def run(self) -> Optional[_Request]:
        """Return the request of the worker that this process has become; None when the server has to end."""
        signal.setitimer(signal.ITIMER_REAL, self._longest_start)  # its signal ends a process that hangs
        importlib.import_module("tensorflow")
        _import_own_modules()
        signal.setitimer(signal.ITIMER_REAL, 0)
        imported = _Imported()
        with open(self._ready, "w"):
            pass
        began = last = time.monotonic()
        while True:
            channel = self._annex.channel if self._annex is not None else None
            waiting: List[Any] = [self._listener] if channel is None else [self._listener, channel]
            patience = _PAUSE if self._annex is None or self._workers.reap() else _ROUND
            ready = select.select(waiting, [], [], min(patience, self._idle))[0]
            if self._annex is not None and channel is not None and channel in ready:
                self._annex.listen(channel)
            now = time.monotonic()
            if self._workers.reap() or (self._annex is not None and self._annex.busy) or self._listener in ready:
                last = now
            if self._listener in ready:
                request = self._receive()
                if request is None:
                    continue
                if "stop" in request.settings:
                    return None
                if self._annex is not None and self._annex.takes(request):
                    request.close()
                elif self._workers.fork(request, imported):
                    self._leave()
                    return request
            elif now - last >= self._idle or _state(self._path) != self._place:
                return None
            # A pause in the work is the time to prepare more, so that it takes no processor from the first who come.
            if self._annex is None and (now - last >= _PAUSE or now - began >= _LONG):
                self._annex = _Annex()
                if self._annex.is_this:
                    self._listener.close()
                    return self._annex.run()

    def clean_up(self) -> None:
        """End the annex, and remove the server's files, unless they are another server's by now."""
        if self._annex is not None:
            self._annex.end()
        if _state(self._path) == self._place:
            for path in (self._path, self._ready):
                with contextlib.suppress(OSError):
                    os.unlink(path)

    def _leave(self) -> None:
        """Let go, in a worker, of what is the server's."""
        self._listener.close()
        if self._annex is not None and self._annex.channel is not None:
            self._annex.channel.close()

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


class _Annex:
    """A fork of the server that has imported tensorflow_hub too, and a Keras with it, for workers that load models.

    A program has to find those not yet imported: what it does before it imports them may matter to them.
    """

    def __init__(self) -> None:
        self.busy = False
        self._prepared = False
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._pid = os.fork()
        self.is_this = self._pid == 0
        self.channel: Optional[socket.socket] = theirs if self.is_this else ours
        (ours if self.is_this else theirs).close()

    def listen(self, channel: socket.socket) -> None:
        """Take in, in the server, what the annex says of itself."""
        try:
            said = channel.recv(16)
        except OSError:
            said = b""
        self.busy = said == b"busy"
        if said:
            self._prepared = True
        else:
            self.end()

    def end(self) -> None:
        """Have no annex any more."""
        if self.channel is not None:
            self.channel.close()
            self.channel = None
            if not self.is_this:
                os.kill(self._pid, signal.SIGKILL)
                os.waitpid(self._pid, 0)

    def takes(self, request: _Request) -> bool:
        """Hand a request on to the annex, if it is for it and it is prepared."""
        if self.channel is None or not self._prepared or not request.settings.get("models"):
            return False
        files = array.array("i", [request.connection.fileno(), *request.files])
        data = json.dumps(request.settings).encode("ascii")
        try:
            self.channel.sendmsg([data], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, files)])
        except OSError:
            return False
        return True

    def run(self) -> _Request:
        """Be the annex; return in a worker only."""
        channel = self.channel
        if channel is None:
            raise ValueError("the annex has ended")
        try:
            importlib.import_module("tensorflow_hub")
        except BaseException:
            os._exit(1)  # this TensorFlow has none that works: workers find out for themselves
        _import_own_modules()
        imported = _Imported()
        workers = _Workers()
        said = b"prepared"
        _tell(channel, said)
        while True:
            if select.select([channel], [], [], _PAUSE if said == b"busy" else _ROUND)[0]:
                data, files = _receive_files(channel)
                if not data:
                    os._exit(0)  # the server is gone
                connection = socket.socket(fileno=files[0])
                request = _Request(connection, files[1:], json.loads(data.decode("ascii")))
                if workers.fork(request, imported):
                    channel.close()
                    return request
            now = b"busy" if workers.reap() else b"idle"
            if now != said:
                said = now
                _tell(channel, said)


def _tell(server: socket.socket, said: bytes) -> None:
    """Say something to the server; if it is gone, so is its annex."""
    try:
        server.send(said)
    except OSError:
        os._exit(0)


def _receive_files(connection: socket.socket) -> Tuple[bytes, List[int]]:
    """Receive the beginning of a request, and the open files that come with it."""
    numbers = array.array("i")
    data, ancillary, _, _ = connection.recvmsg(_LARGEST, socket.CMSG_SPACE(4 * numbers.itemsize))
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
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if module.name.rpartition(".")[2] not in _OWN:
            with contextlib.suppress(Exception):
                importlib.import_module(module.name)


def _state(path: str) -> Optional[Tuple[int, int]]:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns
