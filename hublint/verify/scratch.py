"""A program's working copy: its folder, copied into a scratch folder that it may write to as it likes."""

from __future__ import annotations

import os
import shutil
from collections import deque
from pathlib import Path
from typing import NamedTuple

from hublint.savedmodel.words import size_text

__all__ = ["LeftOut", "copy_folder"]

_MOST_FILES = 20_000
_PASSED_OVER = {".git", ".hg", ".svn", "__pycache__", "node_modules", ".tox", ".nox", ".venv", ".mypy_cache"}


class LeftOut(NamedTuple):
    """What a working copy lacks: how many files of how many bytes, and the largest of them.

    `more` means that the folder holds too many files to list, so that there are others.
    """

    files: int
    size: int
    largest: str
    more: bool

    def __str__(self) -> str:
        if not self.files:
            return f"all but the nearest {_MOST_FILES:,} files"
        files = "1 file" if self.files == 1 else f"{self.files:,} files"
        example = self.largest if self.files == 1 else f"the largest is {self.largest}"
        more = f", and all but the nearest {_MOST_FILES:,} files" if self.more else ""
        return f"{files} of {size_text(self.size)} ({example}){more}"


class _File(NamedTuple):
    size: int
    relative: Path
    source: Path


class _Listing(NamedTuple):
    folders: list[Path]
    files: list[_File]
    links: list[tuple[Path, str]]  # where, and the relative path that it leads to
    more: bool


def copy_folder(source: Path, target: Path, *, limit: int, avoid: Path) -> LeftOut | None:
    """Copy a folder, the smallest files first, until `limit` bytes are copied.

    A link that stays inside the folder stays a link; one that leads out of it is replaced by what it leads to, so that
    nothing written in the copy can reach an original. Version control, caches, virtual environments and what is
    neither file nor folder are passed over.

    Args:
        source: the folder to copy.
        target: the new folder, which must not exist yet.
        limit: the most bytes to copy.
        avoid: a folder that is not copied, because `target` lies in it.

    Returns:
        What was left out because of its size, or because it cannot be read; None if that is nothing.
    """
    listing = _list(source.resolve(), avoid.resolve())
    target.mkdir(parents=True)
    for folder in listing.folders:
        (target / folder).mkdir(parents=True, exist_ok=True)
    copied, left_out = 0, []
    for file in sorted(listing.files):
        if copied + file.size > limit:
            left_out.append(file)
            continue
        try:
            shutil.copy2(file.source, target / file.relative)
        except OSError:
            left_out.append(file)
        else:
            copied += file.size
    for relative, text in listing.links:
        (target / relative).symlink_to(text)
    if not left_out and not listing.more:
        return None
    largest = str(max(left_out).relative) if left_out else ""
    return LeftOut(len(left_out), sum(file.size for file in left_out), largest, listing.more)


def _list(root: Path, avoid: Path) -> _Listing:
    """List what to copy, breadth first: where there is too much, what is nearest to the top comes along."""
    listing = _Listing([], [], [], more=False)
    waiting = deque([(root, Path())])
    seen = {root, avoid}
    while waiting:
        folder, relative_folder = waiting.popleft()
        try:
            entries = sorted(folder.iterdir())
        except OSError:
            continue
        for entry in entries:
            relative = relative_folder / entry.name
            try:
                real = entry.resolve()
                if entry.is_symlink() and real.is_relative_to(root):
                    listing.links.append((relative, os.path.relpath(real, root / relative_folder)))
                elif real.is_dir():
                    if real in seen or entry.name in _PASSED_OVER or (real / "pyvenv.cfg").exists():
                        continue
                    seen.add(real)
                    listing.folders.append(relative)
                    waiting.append((real, relative))
                elif real.is_file():
                    listing.files.append(_File(real.stat().st_size, relative, real))
            except (OSError, RuntimeError):  # a link that leads to itself, a folder that may not be entered
                continue
            if len(listing.files) >= _MOST_FILES:
                return listing._replace(more=True)
    return listing
