"""Finding, reading and safely replacing files."""

# ruff: noqa: PTH100, PTH101, PTH105, PTH108, PTH110, PTH112, PTH116, PTH118, PTH119, PTH120
# This module is the layer over the system's own calls: it names each one that can fail, and walks thousands of paths.

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pathspec import GitIgnoreSpec

SUFFIXES: Final = (".py", ".ipynb")
# What states requirements; the names by which pip's own requirement files go are many.
MANIFESTS: Final = frozenset(["environment.yaml", "environment.yml", "pyproject.toml", "setup.cfg", "setup.py"])
# Folders that hold no source of the user's own. "build" and "dist" are not among them: people do keep code there.
SKIPPED_FOLDERS: Final = frozenset(
    [
        ".bzr", ".direnv", ".eggs", ".git", ".hg", ".hublint", ".hypothesis", ".ipynb_checkpoints", ".mypy_cache",
        ".nox", ".pyre", ".pytest_cache", ".pytype", ".ruff_cache", ".svn", ".tox", "__pycache__", "__pypackages__",
        "node_modules",
    ]
)  # fmt: skip
# What lies in the top folder of a virtual environment of venv, virtualenv or uv, and of conda.
ENVIRONMENT_MARKS: Final = ("pyvenv.cfg", "conda-meta")
IGNORE_FILES: Final = (".gitignore", ".git/info/exclude")


class FileError(Exception):
    """A file or folder that cannot be used; its text is one sentence for the user."""

    def __init__(self, path: str | os.PathLike[str], reason: str) -> None:
        super().__init__(f"{os.fspath(path)}: {reason}")
        self.path: Final = Path(path)
        self.reason: Final = reason

    def __reduce__(self) -> tuple[type[FileError], tuple[Path, str]]:
        """Return what rebuilds it, since errors cross process borders."""
        return type(self), (self.path, self.reason)


# Finding.


def discover(
    paths: Iterable[Path],
    exclude: Sequence[str] = (),
    respect_gitignore: bool = True,
    *,
    on_error: Callable[[FileError], None],
    root: Path | None = None,
) -> Iterator[Path]:
    """Yield the files to look at, each once and in a stable order; what cannot be read goes to `on_error`.

    A file given by name is always taken. A folder is walked for Python files, notebooks and files that state
    requirements; links to folders are not followed, so that a fix stays inside the folder that was asked for and a loop
    of links ends. `exclude` holds gitignore patterns relative to `root`, which is the working directory when not given.
    """
    given = [os.fspath(path) for path in paths]
    seen: set[str] = set()
    excluded = exclusion(exclude, root or Path.cwd(), on_error) if exclude else []
    walked = [os.path.realpath(path) for path in given if os.path.isdir(path)]
    for path in given:
        try:
            is_folder = stat.S_ISDIR(os.stat(path).st_mode)
        except OSError as error:
            on_error(FileError(path, explain(error)))
            continue
        walking = walk(path, excluded, walked, on_error, respect_gitignore=respect_gitignore) if is_folder else (path,)
        for file in walking:
            # What one walk finds it finds once.
            key = file if len(given) == 1 else os.path.abspath(file)
            if key not in seen:
                seen.add(key)
                yield Path(file)


class Ignore(NamedTuple):
    """The patterns of one .gitignore file, or of the `exclude` setting, and the folder that they are relative to."""

    folder: str
    spec: GitIgnoreSpec

    def verdict(self, path: str, *, is_folder: bool) -> bool | None:
        """Return whether `path` is ignored, or None when no pattern speaks of it."""
        prefix = os.path.join(self.folder, "")
        if not path.startswith(prefix):
            return None
        relative = path[len(prefix) :].replace(os.sep, "/")
        return self.spec.check_file(relative + "/" if is_folder else relative).include


def exclusion(patterns: Sequence[str], root: Path, on_error: Callable[[FileError], None]) -> list[Ignore]:
    """Return the `exclude` setting ready for use, with its unusable patterns reported."""
    spec = compile_patterns(patterns, lambda pattern: on_error(FileError(root, f"exclude: {pattern!r} is no pattern")))
    return [Ignore(os.path.abspath(root), spec)]


def compile_patterns(lines: Iterable[str], on_bad: Callable[[str], None] | None = None) -> GitIgnoreSpec:
    """Return the patterns as a matcher, leaving out those that are none, as git does."""
    import re

    from pathspec import GitIgnoreSpec

    good: list[str] = []
    for line in lines:
        try:
            GitIgnoreSpec.from_lines([line])
        except (ValueError, re.error):
            if on_bad is not None:
                on_bad(line)
        else:
            good.append(line)
    return GitIgnoreSpec.from_lines(good)


def read_gitignore(file: str, folder: str, given: str | None = None) -> Ignore | None:
    """Return the patterns of the .gitignore called `file`, or None where there is none that can be read.

    Patterns that match the folder `given` are left out: who gives a folder by name wants what is in it.
    """
    try:
        text = Path(file).read_text(encoding="utf-8-sig", errors="surrogateescape")
    except OSError:
        return None
    lines = text.splitlines()
    if given is not None:
        lines = [line for line in lines if not Ignore(folder, compile_patterns([line])).verdict(given, is_folder=True)]
    return Ignore(folder, compile_patterns(lines))


def ignores_above(folder: str) -> list[Ignore]:
    """Return what the repository round `folder` ignores, outermost first; nothing when there is no repository."""
    above: list[Ignore] = []
    here = folder
    while True:
        if here != folder and (ignore := read_gitignore(os.path.join(here, ".gitignore"), here, folder)) is not None:
            above.append(ignore)
        if os.path.exists(os.path.join(here, ".git")):
            own = read_gitignore(os.path.join(here, ".git", "info", "exclude"), here, folder)
            return ([own] if own is not None else []) + above[::-1]
        parent = os.path.dirname(here)
        if parent == here:
            return []
        here = parent


def is_ignored(path: str, ignores: Sequence[Ignore], *, is_folder: bool) -> bool:
    """Return whether `path` is ignored; as for git, the innermost file that speaks of it decides."""
    for ignore in reversed(ignores):
        verdict = ignore.verdict(path, is_folder=is_folder)
        if verdict is not None:
            return verdict
    return False


def walk(
    top: str,
    excluded: Sequence[Ignore],
    walked: Sequence[str],
    on_error: Callable[[FileError], None],
    *,
    respect_gitignore: bool,
) -> Iterator[str]:
    """Yield the files below `top` in the order of their names, folders in place."""
    absolute = os.path.abspath(top)
    ignores = ignores_above(absolute) if respect_gitignore else []
    # Each frame is a folder being walked: the entries still to come, its absolute path, and what is ignored in it.
    frames: list[tuple[Iterator[os.DirEntry[str]], str, list[Ignore]]] = []

    def enter(folder: str, at: str, inherited: list[Ignore], *, given: bool) -> None:
        try:
            with os.scandir(folder) as scan:
                entries = sorted(scan, key=lambda entry: entry.name)
        except OSError as error:
            on_error(FileError(folder, f"cannot list the folder: {explain(error)}"))
            return
        names = {entry.name for entry in entries}
        if not given and any(mark in names for mark in ENVIRONMENT_MARKS):
            return
        if respect_gitignore and ".gitignore" in names:
            own = read_gitignore(os.path.join(folder, ".gitignore"), at)
            inherited = [*inherited, own] if own is not None else inherited
        frames.append((iter(entries), at, inherited))

    enter(top, absolute, ignores, given=True)
    while frames:
        entries, at, ignores = frames[-1]
        entry = next(entries, None)
        if entry is None:
            frames.pop()
            continue
        is_folder = entry.is_dir(follow_symlinks=False)
        if entry.name in SKIPPED_FOLDERS if is_folder else not is_checked(entry.name, at):
            continue
        if not is_folder and not is_own_file(entry, walked):
            continue
        path = os.path.join(at, entry.name)
        if ignores and is_ignored(path, ignores, is_folder=is_folder):
            continue
        if excluded and is_ignored(path, excluded, is_folder=is_folder):
            continue
        if is_folder:
            enter(entry.path, path, ignores, given=False)
        else:
            yield entry.path


def is_left_out(
    path: str, top: str, excluded: Sequence[Ignore], *, is_folder: bool = False, respect_gitignore: bool = True
) -> bool:
    """Return whether a walk of the folder `top` leaves the file at `path` out, or a folder on the way to it.

    Both are absolute. What the file is called is no reason here, nor is a link on the way that a walk does not follow.
    With `is_folder`, `path` is a folder that is left out, or not.
    """
    inside = os.path.join(top, "")
    if not path.startswith(inside):
        return False
    ignores = ignores_above(top) if respect_gitignore else []
    here = top
    parts = Path(path[len(inside) :]).parts
    for depth, part in enumerate(parts, 1):
        own = read_gitignore(os.path.join(here, ".gitignore"), here) if respect_gitignore else None
        ignores = [*ignores, own] if own is not None else ignores
        here = os.path.join(here, part)
        folder = is_folder or depth < len(parts)
        if is_ignored(here, ignores, is_folder=folder) or is_ignored(here, excluded, is_folder=folder):
            return True
        if folder and (part in SKIPPED_FOLDERS or is_environment(here)):
            return True
    return False


def is_environment(folder: str) -> bool:
    """Return whether `folder` is a virtual environment of venv, virtualenv or uv, or one of conda."""
    return any(os.path.exists(os.path.join(folder, mark)) for mark in ENVIRONMENT_MARKS)


def is_checked(name: str, folder: str) -> bool:
    """Return whether a file of that name in `folder` is one that hublint looks at when it walks."""
    return name.endswith(SUFFIXES) or is_manifest(name, os.path.basename(folder))


def is_manifest(name: str, folder: str) -> bool:
    """Return whether a file of that name in a folder of that name states requirements that hublint checks."""
    if name in MANIFESTS:
        return True
    if not name.endswith(".txt"):
        return False
    return folder == "requirements" or "requirements" in name.replace("_", "-").replace(".", "-").lower().split("-")


def states_requirements(path: Path) -> bool:
    """Return whether the file at `path` is by its name one that states requirements."""
    return is_manifest(path.name, path.parent.name)


def is_own_file(entry: os.DirEntry[str], walked: Sequence[str]) -> bool:
    """Return whether `entry` is a file, and not a link to one that the walk meets under its own name."""
    try:
        if not entry.is_file():
            return False
        if not entry.is_symlink():
            return True
    except OSError:
        return False
    real = os.path.realpath(entry.path)
    return not (
        is_checked(*reversed(os.path.split(real))) and any(real.startswith(os.path.join(top, "")) for top in walked)
    )


# Reading.


def read_bytes(path: str | os.PathLike[str]) -> bytes:
    """Return what the file at `path` holds; raises FileError, and never waits for a pipe."""
    try:
        descriptor = os.open(path, os.O_RDONLY | flags("O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY"))
        try:
            mode = os.fstat(descriptor).st_mode
            if not stat.S_ISREG(mode):
                raise FileError(path, "is a folder, not a file" if stat.S_ISDIR(mode) else "is not a regular file")
            with open(descriptor, "rb", buffering=0, closefd=False) as file:
                return file.readall()
        finally:
            os.close(descriptor)
    except OSError as error:
        folder = os.path.isdir(path)  # on Windows opening one is a permission error
        raise FileError(path, "is a folder, not a file" if folder else f"cannot be read: {explain(error)}") from error


def flags(*names: str) -> int:
    """Return the named flags of os.open together, without those that this platform lacks."""
    together = 0
    for name in names:
        together |= getattr(os, name, 0)
    return together


def explain(error: OSError) -> str:
    """Return the operating system's reason as the end of a sentence."""
    reason = error.strerror or str(error) or type(error).__name__
    return reason[:1].lower() + reason[1:]


# Replacing.


def replace_bytes(path: str | os.PathLike[str], data: bytes, expected: bytes) -> None:
    """Replace the file at `path`, which holds `expected`, by `data`: wholly or, with a FileError, not at all.

    The new file has the old one's permissions, owner and extended attributes, as far as the system lets us. A link is
    written through: it stays, and what it points to is replaced. Of several hard links only `path` gets the new file;
    the others keep the old one, because they are mostly package caches and snapshots, which must not change, and
    because to rewrite the shared file in place could leave it half written.
    """
    try:
        real = os.path.realpath(path, strict=True)
    except OSError as error:
        raise FileError(path, f"cannot be replaced: {explain(error)}") from error
    if read_bytes(real) != expected:
        raise FileError(path, CHANGED)
    if data == expected:
        return
    try:
        before = os.stat(real)
        if not before.st_mode & 0o222 or not os.access(real, os.W_OK):
            raise FileError(path, "is read-only; make it writable to have it changed")
        write_beside(real, data, before, path)
    except OSError as error:
        raise FileError(path, f"cannot be replaced: {explain(error)}") from error


def require_replaceable(path: str | os.PathLike[str]) -> None:
    """Raise FileError if `replace_bytes` could not replace the file at `path`, as far as can be told without trying."""
    real = os.path.realpath(path)
    try:
        mode = os.stat(real).st_mode
    except OSError as error:
        raise FileError(path, f"cannot be replaced: {explain(error)}") from error
    if not mode & 0o222 or not os.access(real, os.W_OK):
        raise FileError(path, "is read-only; make it writable to have it changed")
    if not os.access(os.path.dirname(real), os.W_OK):
        raise FileError(path, "cannot be replaced: its folder is read-only")


def require_writable(path: str | os.PathLike[str]) -> None:
    """Raise FileError if `write_bytes` could not write a file at `path`, as far as can be told without trying."""
    if os.path.isdir(path):
        raise FileError(path, "is a folder, not a file")
    if not os.path.isdir(os.path.dirname(os.path.realpath(path))):
        raise FileError(path, "cannot be written: there is no such folder")


def write_bytes(path: str | os.PathLike[str], data: bytes) -> None:
    """Write the file at `path`, new or in place of another: wholly or, with a FileError, not at all.

    What is no file but takes bytes, such as /dev/stdout or a pipe, gets them.
    """
    try:
        if not os.path.exists(path):
            write_beside(os.path.realpath(path), data, None, path)
        elif stat.S_ISREG(os.stat(path).st_mode):
            replace_bytes(path, data, expected=read_bytes(path))
        else:
            Path(path).write_bytes(data)
    except OSError as error:
        raise FileError(path, f"cannot be written: {explain(error)}") from error


CHANGED: Final = "was changed by someone else meanwhile and is left as it is; run hublint again"


def write_beside(real: str, data: bytes, before: os.stat_result | None, path: str | os.PathLike[str]) -> None:
    """Write `data` to a new file in the folder of `real` and give it that name, or leave nothing behind.

    `before` is the state of the file that has the name; None where there is none.
    """
    folder = os.path.dirname(real)
    temporary, descriptor = begin_beside(folder, 0o666 if before is None else 0o600)
    try:
        try:
            view = memoryview(data)
            while view:
                view = view[os.write(descriptor, view) :]
            if before is not None:
                copy_attributes(real, temporary, before)
            os.fsync(descriptor)
        finally:
            if not LOCKS:
                os.close(descriptor)  # Windows renames no open file
        if before is not None:
            require_unchanged(real, before, path)
        os.replace(temporary, real)
    except BaseException:
        remove(temporary)
        raise
    finally:
        if LOCKS:
            os.close(descriptor)
    sync_folder(folder)


LOCKS: Final = os.name == "posix"
TEMPORARY: Final = (".hublint-", ".tmp")


def begin_beside(folder: str, mode: int) -> tuple[str, int]:
    """Make a new file in a folder, and return its name and its descriptor.

    It is locked until it is closed, which a killed process does too: `sweep` tells by it what nobody writes any more.
    """
    new = os.O_WRONLY | os.O_CREAT | os.O_EXCL | flags("O_CLOEXEC", "O_BINARY")
    while True:
        temporary = os.path.join(folder, os.urandom(8).hex().join(TEMPORARY))
        descriptor = -1
        try:
            descriptor = os.open(temporary, new, mode)
            lock(descriptor, wait=True)
            if os.fstat(descriptor).st_nlink or not LOCKS:
                return temporary, descriptor
        except FileExistsError:
            raise  # what lies there is not ours to remove
        except BaseException:
            if descriptor >= 0:
                os.close(descriptor)
            remove(temporary)
            raise
        os.close(descriptor)  # it was swept away before it was locked


def lock(descriptor: int, *, wait: bool) -> bool:
    """Lock an open file, and tell whether that could be done: another has it, or the file system knows no locks."""
    if not LOCKS:
        return False
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        return False
    return True


def sweep(folder: str | os.PathLike[str]) -> int:
    """Remove what killed processes left half written in a folder, and return how many files that were.

    What another hublint is writing just now stays, and so does what cannot be told apart from it.
    """
    try:
        with os.scandir(folder) as scan:
            left = [entry.path for entry in scan if is_temporary(entry.name)]
    except OSError:
        return 0
    return sum(_swept(path) for path in left)


def is_temporary(name: str) -> bool:
    """Tell whether a name is one that a file has while it is being written."""
    first, last = TEMPORARY
    middle = name[len(first) : -len(last)]
    return name == middle.join(TEMPORARY) and len(middle) == 16 and not set(middle) - set("0123456789abcdef")


def _swept(path: str) -> bool:
    try:
        if not LOCKS:
            os.unlink(path)  # which Windows refuses while it is open
            return True
        descriptor = os.open(path, os.O_RDWR | flags("O_CLOEXEC", "O_NOFOLLOW", "O_NONBLOCK"))
        try:
            if not lock(descriptor, wait=False):
                return False
            os.unlink(path)
        finally:
            os.close(descriptor)
    except OSError:
        return False
    return True


def require_unchanged(real: str, before: os.stat_result, path: str | os.PathLike[str]) -> None:
    """Raise FileError when the file at `real` is no longer the one that `before` describes."""
    if identity(os.stat(real)) != identity(before):
        raise FileError(path, CHANGED)


def identity(state: os.stat_result) -> tuple[int, ...]:
    """Return what differs between two states of a file as soon as anybody has written to it or replaced it."""
    return state.st_dev, state.st_ino, state.st_size, state.st_mtime_ns


def copy_attributes(real: str, temporary: str, before: os.stat_result) -> None:
    """Give `temporary` the owner, the extended attributes and the permissions of `real`."""
    mode = stat.S_IMODE(before.st_mode)
    if hasattr(os, "chown"):
        try:
            os.chown(temporary, before.st_uid, before.st_gid)
        except PermissionError:
            # Only root may give a file away. Without its owner the file must not run with an owner's rights.
            created = os.stat(temporary)
            if (created.st_uid, created.st_gid) != (before.st_uid, before.st_gid):
                mode &= ~(stat.S_ISUID | stat.S_ISGID)
    if hasattr(os, "listxattr"):
        copy_extended_attributes(real, temporary)
    os.chmod(temporary, mode)


# Errors of a file system without extended attributes, and of attributes that only the system itself may set.
TOLERATED: Final = frozenset([errno.ENOTSUP, errno.EPERM, errno.EACCES, errno.EINVAL, errno.ENODATA])


def copy_extended_attributes(real: str, temporary: str) -> None:
    """Copy the extended attributes, access control lists among them, that the system lets us copy."""
    try:
        names = os.listxattr(real)
    except OSError as error:
        if error.errno in TOLERATED:
            return
        raise
    for name in names:
        try:
            os.setxattr(temporary, name, os.getxattr(real, name))
        except OSError as error:
            if error.errno not in TOLERATED:
                raise


def remove(temporary: str) -> None:
    """Remove `temporary` where it is still there."""
    try:
        os.unlink(temporary)
    except OSError:
        return


def sync_folder(folder: str) -> None:
    """Make the new name last through a power cut, on systems where a folder can be synchronised."""
    try:
        descriptor = os.open(folder, os.O_RDONLY | flags("O_DIRECTORY", "O_CLOEXEC"))
    except OSError:
        return
    try:
        os.fsync(descriptor)
    except OSError:
        return
    finally:
        os.close(descriptor)


def parse_toml(text: str) -> dict[str, object]:
    """Return the document that `text` holds; raises ValueError, whose text ends with line and column."""
    import importlib
    import sys

    parser = importlib.import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")
    document: dict[str, object] = parser.loads(text)
    return document
