"""Keeps a worker within its limits, and ends all that it started, however that tried to get away.

The keeper is a process between hublint and the worker. On Linux it is the one to whom the orphans below it fall, so
that also a grandchild that left for another session and emptied its environment stays in sight. It hears of hublint's
wishes, and of hublint's death, by a socket that the worker has not got.

What gets away: a process that kills its keeper, which a program of the same user can do. Its worker then dies at once,
and what carries our mark is swept up by hublint; a daemon that has taken its mark off is left.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import select
import signal
import socket
import time
from typing import Any, Dict, List, NoReturn, Optional, Set

from . import confinement

__all__ = ["receive_line", "send_line", "stand_between"]

_LOOK = 0.1  # seconds between two looks at what the worker and its children use
_PATIENCE = 10.0  # seconds that killed processes may take to be gone
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_CHILD_SUBREAPER = 1, 4, 36

Settings = Dict[str, Any]


def receive_line(control: socket.socket) -> Settings:
    """Return the next message; what has been sent behind it stays in the channel: a wish for an early end."""
    data = b""
    while not data.endswith(b"\n"):
        more = control.recv(65536, socket.MSG_PEEK)
        if not more:
            raise EOFError("hublint has closed the channel")
        data += control.recv(more.find(b"\n") + 1 or len(more))
    message: Settings = json.loads(data.decode("ascii"))
    return message


def send_line(control: socket.socket, **message: Any) -> None:
    """Send a message; nobody may be there any more to hear it."""
    with contextlib.suppress(OSError):
        control.sendall(json.dumps(message).encode("ascii") + b"\n")


def stand_between(control: socket.socket, settings: Settings, *, leave_network: bool) -> None:
    """Fork: this process becomes the keeper and never returns, the new one returns and is the worker.

    Args:
        control: the channel to hublint. `w` asks where the worker is, `k` to kill it; that it closes means the same.
        settings: the limits, and `scratch`, the folder whose size is limited.
        leave_network: whether the worker is to leave the network, which has to be possible.
    """
    worker = os.fork()
    if worker:
        try:
            _Keeper(control, settings, worker).keep()
        finally:
            os._exit(1)
    control.close()
    os.setsid()
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    confinement.confine(disk=settings["disk"], processes=settings["processes"])
    if leave_network:
        confinement.leave_network()
        _prctl(_PR_SET_DUMPABLE, 1)  # a new user namespace takes from a process the right to look at itself


def _prctl(option: int, value: int) -> None:
    ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


class _Keeper:
    """The loop of a keeper, and what it knows about its worker."""

    def __init__(self, control: socket.socket, settings: Settings, worker: int) -> None:
        self._control = control
        self._settings = settings
        self._worker = worker
        self._status: Optional[int] = None
        self._disk = _Disk(settings["scratch"], settings["disk"])

    def keep(self) -> NoReturn:
        """Watch until the worker ends, breaks a limit or is no longer wanted; then leave nothing and say how it was."""
        _prctl(_PR_SET_CHILD_SUBREAPER, 1)
        _prctl(_PR_SET_DUMPABLE, 0)  # nobody but root may look into this process, or open its files
        empty = os.open(os.devnull, os.O_RDWR)
        for number in (0, 1, 2):  # the worker's: who reads them waits for the last holder to close them
            os.dup2(empty, number)
        os.chdir("/")
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGPIPE):
            signal.signal(number, signal.SIG_IGN)
        try:
            over = self._watch()
        finally:
            self._end_all()
        send_line(self._control, over=over or self._disk.excess(), status=self._status)
        os._exit(0)

    def _watch(self) -> Optional[List[Any]]:
        """Return which limit was broken, and by how much; None if the worker ended in another way."""
        woken = _wake_up_for_children()
        next_look = time.monotonic() + _LOOK
        while True:
            files: List[Any] = [self._control, woken]
            ready = select.select(files, [], [], max(0.0, next_look - time.monotonic()))[0]
            if woken in ready:
                os.read(woken, 512)
            if self._control in ready:
                try:
                    wishes = self._control.recv(64)
                except OSError:
                    wishes = b""
                if not wishes or b"k" in wishes:
                    return None
                self._ask_where()
            self._reap()
            if self._status is not None:
                return None
            if time.monotonic() >= next_look:
                over = self._excess()
                if over is not None:
                    self._ask_where()
                    time.sleep(0.1)
                    return over
                next_look = time.monotonic() + _LOOK

    def _excess(self) -> Optional[List[Any]]:
        mine = _descendants()
        if len(mine) > self._settings["processes"]:
            return ["processes", len(mine)]
        used = sum(map(_resident, mine))
        if used > self._settings["memory"]:
            # Pages that several processes share were counted for each of them.
            used = sum(map(_share, mine))
            if used > self._settings["memory"]:
                return ["memory", used]
        return self._disk.excess_by_now()

    def _ask_where(self) -> None:
        """Have faulthandler write down what the worker is doing."""
        if self._status is None:
            os.kill(self._worker, signal.SIGUSR1)

    def _reap(self) -> bool:
        """Take note of the children that ended; tell whether there are others."""
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return False
            if not pid:
                return True
            if pid == self._worker:
                self._status = -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)

    def _end_all(self) -> None:
        """Kill until no child is left: what a killed process leaves behind falls to this one."""
        patience = time.monotonic() + _PATIENCE
        while time.monotonic() < patience:
            if self._status is None:
                _kill(os.killpg, self._worker)  # the whole group at once: what is in it cannot fork any more
            for pid in _descendants():
                _kill(os.kill, pid)
            if not self._reap():
                return
            time.sleep(0.002)


def _wake_up_for_children() -> int:
    """Return a file that can be read once a child has ended."""
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    signal.set_wakeup_fd(writing)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    return reading


def _kill(how: Any, number: int) -> None:
    with contextlib.suppress(OSError):
        how(number, signal.SIGKILL)


def _descendants() -> Set[int]:
    """Return the living processes below this one, at any depth and in any session."""
    children: Dict[int, List[int]] = {}
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        try:
            with open("/proc/%s/stat" % name, "rb") as file:
                fields = file.read().rpartition(b")")[2].split()
        except OSError:
            continue
        if fields[0] not in (b"Z", b"X"):
            children.setdefault(int(fields[1]), []).append(int(name))
    found: Set[int] = set()
    waiting = [os.getpid()]
    while waiting:
        for pid in children.get(waiting.pop(), ()):
            if pid not in found:
                found.add(pid)
                waiting.append(pid)
    return found


def _resident(pid: int) -> int:
    """Return the bytes of memory that a process has in use, whoever it shares them with."""
    try:
        with open("/proc/%d/statm" % pid, "rb") as file:
            return int(file.read().split()[1]) * _PAGE
    except (OSError, IndexError):
        return 0


def _share(pid: int) -> int:
    """Return the bytes of memory of a process, what it shares being divided by the number that share it."""
    try:
        with open("/proc/%d/smaps_rollup" % pid, "rb") as file:
            for line in file:
                if line.startswith(b"Pss:"):
                    return int(line.split()[1]) * 1024
    except OSError:
        pass
    return _resident(pid)


class _Disk:
    """The size of the scratch folder, which is measured the less often the longer it takes."""

    def __init__(self, folder: str, limit: int) -> None:
        self._folder, self._limit = folder, limit
        self._reserve = min(256 * 1000 * 1000, (_free(folder) or 0) // 2)
        self._next = time.monotonic() + 0.2

    def excess_by_now(self) -> Optional[List[Any]]:
        """Measure, if it is time to; return what to report, if it is too much."""
        began = time.monotonic()
        if began < self._next:
            return None
        found = self.excess()
        now = time.monotonic()
        self._next = now + max(0.2, 10 * (now - began))
        return found

    def excess(self) -> Optional[List[Any]]:
        """Return what to report, if the folder takes too much or the disk is about to be full."""
        used = _size(self._folder)
        if used >= self._limit:
            return ["disk", used]
        free = _free(self._folder)
        if free is not None and free < self._reserve:
            return ["disk", None]
        return None


def _free(folder: str) -> Optional[int]:
    """Return the bytes that are free on the disk of a folder; None if it is gone."""
    try:
        found = os.statvfs(folder)
    except OSError:
        return None
    return found.f_bavail * found.f_frsize


def _size(folder: str) -> int:
    """Return the bytes that the files of a folder take on the disk."""
    total = 0
    waiting = [folder]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
                    else:
                        total += entry.stat(follow_symlinks=False).st_blocks * 512
        except OSError:  # it is gone by now, or may not be read
            continue
    return total
