"""Reads files that somebody else has put there: no more than is meant to be in them, and nothing that is no file."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["UnreadableError", "read_file"]


class UnreadableError(Exception):
    """A file cannot be read; the text completes "FILE ..."."""


def read_file(path: Path, *, most: int, offset: int = 0, size: int = -1) -> bytes:
    """Return the bytes of a file, or `size` of them from an offset on.

    A pipe would block, and a link to a device such as `/dev/zero` never end, so only regular files are opened.

    Args:
        path: the file.
        most: how many bytes the whole file may have.
        offset: where to begin.
        size: how many bytes to read; all if negative.

    Raises:
        FileNotFoundError: there is no such file.
        UnreadableError: it has more bytes, is no regular file, or cannot be read.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode) and not stat.S_ISDIR(status.st_mode):
            raise UnreadableError("is no regular file")
        if status.st_size > most:
            raise UnreadableError(f"has {status.st_size} bytes, more than the {most} of any model")
        with path.open("rb") as file:
            file.seek(offset)
            return file.read(status.st_size if size < 0 else size)
    except FileNotFoundError:
        raise
    except (OSError, OverflowError) as error:
        raise UnreadableError(f"cannot be read: {getattr(error, 'strerror', None) or error}") from None
