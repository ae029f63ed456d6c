"""What a worker takes from itself before a program runs in it: the network, huge files, hordes of processes."""

from __future__ import annotations

import ctypes
import fcntl
import os
import resource
import socket
import struct
from typing import Optional

__all__ = ["confine", "leave_network", "why_network_stays"]

_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_SIOCSIFFLAGS, _IFF_UP = 0x8914, 1
_THREADS = 64  # the limit of the system counts threads, of which TensorFlow makes many


def confine(*, disk: int, processes: int) -> None:
    """Set the limits that the system itself enforces; the keeper enforces the others."""
    _lower(resource.RLIMIT_FSIZE, disk)
    if os.geteuid():
        # In vain for root. Else counted for all processes of the user, of which there may be many already: this only
        # keeps the machine alive until the keeper has seen what goes on.
        _lower(resource.RLIMIT_NPROC, 4096 + processes * _THREADS)


def _lower(kind: int, limit: int) -> None:
    _, hard = resource.getrlimit(kind)
    if hard != resource.RLIM_INFINITY:
        limit = min(limit, hard)
    resource.setrlimit(kind, (limit, limit))


def why_network_stays() -> Optional[str]:
    """Try in a process of its own whether the network can be left; return None if so, else what is in the way."""
    reading, writing = os.pipe()
    trial = os.fork()
    if not trial:
        try:
            leave_network()
            os.write(writing, b"it worked")
        except BaseException as error:
            os.write(writing, str(error).encode("utf-8", "replace"))
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        said = answer.read().decode("utf-8", "replace")
    os.waitpid(trial, 0)
    return None if said == "it worked" else said or "the trial died"


def leave_network() -> None:
    """Move this process, which must have no threads, to a network that has nothing but its own loopback.

    Raises:
        OSError: the system does not allow it.
    """
    user, group = os.geteuid(), os.getegid()
    if _unshare(_CLONE_NEWNET):
        # Not root: a user namespace, in which the user keeps the same number, gives the right to do it.
        problem = _unshare(_CLONE_NEWUSER | _CLONE_NEWNET)
        if problem:
            raise OSError(problem, "unshare: " + os.strerror(problem))
        _write("/proc/self/setgroups", "deny")
        _write("/proc/self/uid_map", "%d %d 1" % (user, user))
        _write("/proc/self/gid_map", "%d %d 1" % (group, group))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, _SIOCSIFFLAGS, struct.pack("16sh22x", b"lo", _IFF_UP))


def _unshare(flags: int) -> int:
    """Return 0, or the number of the error."""
    library = ctypes.CDLL(None, use_errno=True)
    return 0 if library.unshare(flags) == 0 else ctypes.get_errno()


def _write(path: str, text: str) -> None:
    with open(path, "w") as file:
        file.write(text)
