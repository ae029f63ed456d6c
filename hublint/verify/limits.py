"""What a worker may use: memory, processes, output and disk, with defaults from the machine that it runs on."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from pathlib import Path
from typing import NamedTuple

__all__ = ["KINDS", "Limits", "parse_amount"]

_GIGABYTE = 1000**3
_UNITS = {"": 1, "kb": 1000, "mb": 1000**2, "gb": 1000**3, "tb": 1000**4}
_AMOUNT = re.compile(r"(?P<number>\d+(?:\.\d+)?) ?(?P<unit>|kb|mb|gb|tb)", re.IGNORECASE)


class Limits(NamedTuple):
    """The most that a worker and all that it starts may use together. What exceeds one of them is ended.

    Args:
        memory: bytes of memory in use; what is reserved but never touched does not count.
        processes: how many there may be at one time.
        output: bytes written to standard output and standard error.
        disk: bytes that the scratch folder may take.
        network: whether there is a network; if not, it is taken away where the system allows that.
    """

    memory: int
    processes: int
    output: int
    disk: int
    network: bool = False

    @classmethod
    def of_this_machine(cls) -> Limits:
        """Return limits that leave the machine usable: three quarters of its memory, half of its free disk."""
        return cls(
            memory=_memory() * 3 // 4,
            processes=max(256, 8 * (os.cpu_count() or 1)),
            output=_GIGABYTE,
            disk=min(shutil.disk_usage(tempfile.gettempdir()).free // 2, 100 * _GIGABYTE),
        )


KINDS = ("memory", "processes", "output", "disk")


def parse_amount(text: str) -> int:
    """Return the number that a text such as `4 GB`, `1.5gb` or `200` means.

    Raises:
        ValueError: it means none, or nothing at all.
    """
    found = _AMOUNT.fullmatch(text.strip())
    amount = int(float(found["number"]) * _UNITS[found["unit"].lower()]) if found is not None else 0
    if amount < 1:
        raise ValueError(f"{text!r} is no amount; write one such as 4GB, 500MB or 200")
    return amount


def _memory() -> int:
    """Return the bytes of memory that this process may count on: the machine's, or its container's."""
    try:
        found = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        found = 16 * _GIGABYTE
    for name in ("memory.max", "memory/memory.limit_in_bytes"):
        try:
            text = Path("/sys/fs/cgroup", name).read_text(encoding="ascii").strip()
        except OSError:
            continue
        if text.isdecimal():  # else it is "max"
            found = min(found, int(text))
    return found
