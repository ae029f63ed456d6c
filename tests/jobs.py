"""What the tests of executors have run in other processes, which import it."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from pathlib import Path
from typing import NamedTuple

DEADLY = -1
WRONG = -2


class Noted(NamedTuple):
    """A job that leaves a file behind that says where it ran; it takes `seconds`."""

    number: int
    folder: str
    seconds: float = 0.0


def square(number: int) -> int:
    """Return the square of a number; some numbers are not taken well."""
    if number == DEADLY:
        os.kill(os.getpid(), signal.SIGKILL)
    if number == WRONG:
        message = "cannot be squared"
        raise ArithmeticError(message)
    return number * number


def note(job: Noted) -> int:
    """Write down which process does a job, and return the square of its number."""
    with (Path(job.folder) / f"{job.number}-{os.getpid()}").open("w") as file:
        file.write("begun")
        file.flush()
        time.sleep(job.seconds)
        file.write(" and done")
    return job.number * job.number


def hang(folder: str) -> int:
    """Write down the process's number, and wait until it is told to end, and then clean up."""
    (Path(folder) / "dirt").touch()
    (Path(folder) / "hanging").write_text(str(os.getpid()))
    try:
        while True:
            time.sleep(60)
    finally:
        (Path(folder) / "dirt").unlink()


def folder(_job: object) -> str:
    """Return the working directory."""
    return str(Path.cwd())


def process(_job: object) -> int:
    """Return the number of the process."""
    return os.getpid()


_under_way: list[object] = []


def at_once(job: object) -> int:
    """Return how many jobs this process has been at, at the most, while it did this one."""
    _under_way.append(job)
    most = 0
    for _ in range(5):
        most = max(most, len(_under_way))
        time.sleep(0.002)
    _under_way.pop()
    return most


def processes_of(folder: Path) -> dict[int, set[int]]:
    """Return by which processes each job was begun that `note` has run."""
    found: dict[int, set[int]] = {}
    for file in folder.iterdir():
        number, _, where = file.name.partition("-")
        found.setdefault(int(number), set()).add(int(where))
    return found


def is_alive(pid: int) -> bool:
    """Tell whether there is a process of this number, and not only what is left of one that has ended."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in {"Z", "X"}
    return False


def until(true: object, seconds: float = 30.0) -> bool:
    """Wait until a function returns what is true; tell whether it has."""
    assert callable(true)
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True
