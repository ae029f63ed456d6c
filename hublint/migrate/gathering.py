"""Gathering: the files of all that a campaign is given, by the repositories and folders that they belong to."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from hublint.files import FileError
from hublint.migrate import git
from hublint.migrate.record import Repository
from hublint.migrate.repositories import files_of, trees

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
    commit_of: Callable[[Tree], str | None] = lambda _: None,
    checkouts: Path | None = None,
) -> Gathered:
    """Find the files of all repositories that paths lead to.

    Args:
        paths: files, folders and repositories.
        session: the settings.
        force_exclude: whether what is excluded is left out though it was named.
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
            trees([path])
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
        found.append(Found(read, tree.root, absolute, left_out, checkout=read.root != tree.root))
    return Gathered(found, failures)


def from_here(path: Path) -> Path:
    """Return a path as seen from the working directory, if it lies there."""
    try:
        return path.relative_to(Path.cwd())
    except ValueError:
        return path
