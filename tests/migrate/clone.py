"""Repositories that tests make with the real git."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Final

GIT: Final = shutil.which("git") or "git"


def git(folder: Path, *words: str) -> bytes:
    """Run git and return what it prints, without the last newline."""
    done = subprocess.run([GIT, *words], cwd=folder, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.removesuffix(b"\n")


def repository(folder: Path, files: dict[str, bytes] | None = None) -> Path:
    """Make a repository with one commit, or with none if there are no files."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "--quiet")
    if files:
        plant(folder, files)
        commit(folder)
    return folder


def plant(folder: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def commit(folder: Path, message: str = "Begin") -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", message)


def contents(folder: Path) -> dict[str, tuple[str, bytes]]:
    """Return what a folder holds, but for git's own: each path with its kind and permissions, and what is in it."""
    found: dict[str, tuple[str, bytes]] = {}
    for above, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name != ".git"]
        for name in (*folders, *files):
            path = Path(above, name)
            key = path.relative_to(folder).as_posix()
            if path.is_symlink():
                found[key] = ("link", os.fsencode(path.readlink()))
            elif path.is_dir():
                found[key] = ("folder", b"")
            elif path.is_file() and name != ".git":
                found[key] = (oct(path.stat().st_mode), path.read_bytes())
    return found


def state(folder: Path) -> tuple[bytes, bytes, dict[str, tuple[str, bytes]]]:
    """Return what must not change: HEAD, the index, and the work tree."""
    index = folder / ".git" / "index"
    return git(folder, "rev-parse", "HEAD"), index.read_bytes() if index.exists() else b"", contents(folder)
