"""Gathering: the files of all that a campaign is given, by the repositories and folders that they belong to."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from hublint.files import FileError
from hublint.migrate import git, vendored
from hublint.migrate.record import Repository
from hublint.migrate.repositories import files_of, require_usable, trees
from hublint.output import count

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hublint.migrate.repositories import Tree
    from hublint.session import Session, UsageError

__all__ = ["Found", "Gathered", "gather"]


class Found(NamedTuple):
    """The files of one repository or folder that are to be migrated.

    Attributes:
        tree: the repository, where its files are read: in a checkout of its own, if another commit than that of its
            work tree is migrated.
        home: its folder.
        files: absolute.
        left_out: what is not migrated, with the reason.
        checkout: whether it is read from a checkout.
    """

    tree: Tree
    home: Path
    files: Sequence[Path]
    left_out: tuple[tuple[str, str], ...] = ()
    checkout: bool = False

    @property
    def repository(self) -> Repository:
        """What is told of it before anything is done."""
        name = git.printable(os.fspath(self.home))
        return Repository(name, self.tree.name, commit=self.tree.commit, excluded=self.left_out)

    def path(self, file: Path) -> str:
        """Return where a file lies, from the root, with slashes."""
        return file.relative_to(self.tree.root).as_posix()

    def shown(self, path: str) -> Path:
        """Return how messages name a file: from the working directory if it lies there, else in full."""
        return from_here(self.home / path)

    def opened(self, path: str) -> Path:
        """Return where a file is read; named as messages name it, where that leads there."""
        return self.tree.root / path if self.checkout else self.shown(path)


class Gathered(NamedTuple):
    """What was found, and what could not be used."""

    found: list[Found]
    failures: list[FileError | UsageError]


def gather(
    paths: Sequence[Path],
    session: Session,
    *,
    force_exclude: bool = False,
    everything: bool = False,
    commit_of: Callable[[Tree], str | None] = lambda _: None,
    checkouts: Path | None = None,
) -> Gathered:
    """Find the files of all repositories that paths lead to.

    Args:
        paths: files, folders and repositories.
        session: the settings.
        force_exclude: whether what is excluded is left out though it was named.
        everything: whether vendored and generated code is wanted.
        commit_of: what commit of a repository is migrated; None for its work tree.
        checkouts: where commits are checked out.

    Raises:
        FileError: if a path cannot be used, or a commit not be checked out.
        UsageError: if none of the paths leads to anything.
    """
    found: list[Found] = []
    failures: list[FileError | UsageError] = []
    usable = []
    for path in paths:
        try:
            require_usable(path)
        except FileError as error:
            failures.append(error)
        else:
            usable.append(path)
    for tree in trees(usable) if usable else []:
        read, commit = tree, commit_of(tree)
        if commit is not None and checkouts is not None:
            into = checkouts / hashlib.sha256(os.fsencode(tree.root)).hexdigest()[:12]
            read = tree._replace(commit=git.checkout(tree.root, commit, into)).at(into)
        files = files_of(read, session, force_exclude=force_exclude)
        failures += files.failures
        left_out = tuple((os.path.relpath(path, tree.root), reason) for path, reason in tree.left_out)
        absolute = [Path(os.path.abspath(file)) for file in files.python]  # noqa: PTH100 - Path.resolve would follow links
        if not everything:
            absolute, own = _without_vendored(absolute, read)
            left_out += own
        found.append(Found(read, tree.root, absolute, left_out, checkout=read.root != tree.root))
    return Gathered(found, failures)


def _without_vendored(files: Sequence[Path], tree: Tree) -> tuple[list[Path], tuple[tuple[str, str], ...]]:
    """Leave out what was copied from elsewhere or is generated, unless it was named; tell the reasons by folder."""
    kept = []
    reasons: dict[str, str] = {}
    counts: Counter[str] = Counter()
    tops: dict[Path, str | None] = {}
    given = frozenset(tree.given)
    for file in files:
        reason = None if file in given else vendored.why_left_out(file, _top(file, tree), _head(file))
        if reason is None:
            kept.append(file)
            continue
        name = _whole(file.parent, tree, tops) or file.relative_to(tree.root).as_posix()
        reasons[name] = reason
        counts[name] += 1
    return kept, tuple(
        (name, f"{reason} ({count(counts[name], 'file')})" if name.endswith("/") else reason)
        for name, reason in sorted(reasons.items())
    )


def _top(file: Path, tree: Tree) -> Path:
    """Return the folder below which vendored code is left out: whoever gives a vendored folder wants what is in it."""
    return max(
        (given for given in tree.given if given in file.parents), key=lambda path: len(path.parts), default=tree.root
    )


def _whole(folder: Path, tree: Tree, known: dict[Path, str | None]) -> str | None:
    """Return the highest folder that is left out as a whole and contains a folder, or is it."""
    if folder not in known:
        above = None if folder == tree.root else _whole(folder.parent, tree, known)
        out = above is None and vendored.why_left_out(folder, tree.root, None) is not None
        known[folder] = f"{folder.relative_to(tree.root).as_posix()}/" if out else above
    return known[folder]


def _head(file: Path) -> bytes | None:
    try:
        with file.open("rb") as stream:
            return stream.read(vendored.HEAD)
    except OSError:
        return None  # whoever reads it next says what is wrong


def from_here(path: Path) -> Path:
    """Return a path as seen from the working directory, if it lies there."""
    try:
        return path.relative_to(Path.cwd())
    except ValueError:
        return path
