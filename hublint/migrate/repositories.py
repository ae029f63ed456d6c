"""What a campaign is given: paths, brought to the repositories and folders that they belong to.

Repositories are found by their files and without the program git, so that a folder with a thousand of them costs what
listing it costs. A folder that git does not know is one tree, or several where packages lie in it side by side.
"""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from hublint.files import ENVIRONMENT_MARKS, SKIPPED_FOLDERS, FileError, explain, is_checked, read_bytes
from hublint.migrate import git
from hublint.session import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from hublint.session import Files, Session

# What lies in the folder of a package that was unpacked or is being written.
PROJECT_MARKS: Final = frozenset(["PKG-INFO", "pyproject.toml", "setup.cfg", "setup.py"])
INSTALLED_MARK: Final = ".dist-info"
SUBMODULE: Final = "a submodule, which is a repository of its own; give its folder to migrate it"


class Tree(NamedTuple):
    """A repository, or a folder, of which something is migrated.

    Attributes:
        root: its folder.
        name: what it is called; no two of a campaign are called the same. With slashes, and always printable.
        given: the files and folders in it that are migrated; `root` for the whole of it.
        git: whether it is the work tree of a git repository.
        left_out: what lies below and is not migrated, with the reason.
        others: folders below that are trees of their own, or are left out.
        named: whether it was given by name, and not found below a folder.
        commit: the commit that is migrated, once the campaign has asked for it; what a branch of it starts from.
    """

    root: Path
    name: str
    given: tuple[Path, ...]
    git: bool
    left_out: tuple[tuple[Path, str], ...] = ()
    others: tuple[Path, ...] = ()
    named: bool = True
    commit: str | None = None

    def owns(self, path: Path) -> bool:
        """Tell whether a file below the root is of this tree, and of no other below it."""
        absolute = os.path.abspath(path)  # noqa: PTH100 - Path.resolve would follow links
        return not any(absolute.startswith(os.path.join(other, "")) for other in self.others)  # noqa: PTH118 - keeps the slash

    def at(self, root: Path) -> Tree:
        """Return the tree as it is at another place: in a checkout of another commit."""
        moved = tuple(root / path.relative_to(self.root) for path in self.given)
        others = tuple(root / path.relative_to(self.root) for path in self.others)
        return self._replace(root=root, given=moved, others=others)


def listed(file: str) -> list[Path]:
    """Return the paths that a file lists, one a line; those that are relative start from the working directory.

    Empty lines and those that begin with `#` are passed over. `-` is standard input.

    Raises:
        FileError: if it cannot be read.
        UsageError: if it lists nothing.
    """
    data = sys.stdin.buffer.read() if file == "-" else read_bytes(file)
    lines = (line.strip() for line in data.removeprefix(b"\xef\xbb\xbf").splitlines())
    paths = [Path(os.fsdecode(line)).expanduser() for line in lines if line and not line.startswith(b"#")]
    if not paths:
        raise UsageError(f"{'standard input' if file == '-' else file} lists no path")
    return paths


def trees(paths: Sequence[Path]) -> list[Tree]:
    """Return the repositories and folders that paths belong to, each once, in the order of their roots.

    What lies in a git repository belongs to its root. A folder that holds repositories, or several packages side by
    side, is that many trees, and one of its own if it holds something else. Submodules and second work trees of a
    repository are left out unless they are given by name.

    Raises:
        FileError: if a path cannot be used.
        UsageError: if none of them leads to anything that could be migrated.
    """
    found = _Finding()
    taking = _Taking()
    given = [taking.take(path) for path in paths]
    for one in sorted(set(given), key=lambda one: (len(Path(one.path).parts), one.path)):
        found.give(one)
    grown = found.trees()
    if not grown and paths:
        told = [f"{path}: {reason}" for path, reason in found.left_out]
        raise UsageError(told[0] if told else f"no Python files or notebooks in {os.path.join(paths[0], '')}")  # noqa: PTH118 - as above
    return grown


def files_of(tree: Tree, session: Session, *, force_exclude: bool = False) -> Files:
    """Return the files of a tree that can be migrated, and what cannot be used.

    It is no failure that a tree which was found below a folder holds nothing of interest.
    """
    told = session.files(tree.given, force_exclude=force_exclude)
    failures = [one for one in told.failures if tree.named or not isinstance(one, UsageError)]
    return told._replace(python=[path for path in told.python if tree.owns(path)], failures=failures)


class _Given(NamedTuple):
    """A path that was given: absolute, links to folders followed, and where its repository begins, if it is in one."""

    path: str
    is_folder: bool
    root: str | None


class _Taking:
    """Paths as they are given; thousands of them may lie in one folder, which is looked at once."""

    def __init__(self) -> None:
        self._real: dict[str, str] = {}
        self._roots: dict[str, str | None] = {}

    def take(self, path: Path) -> _Given:
        """Look a path up.

        Raises:
            FileError: if it cannot be migrated.
        """
        try:
            is_folder = stat.S_ISDIR(path.stat().st_mode)
            # A link to a file is that link: what it leads to may lie in another repository.
            real = os.path.realpath(path, strict=True) if is_folder else self._beside(path)
        except (OSError, ValueError) as error:
            reason = explain(error) if isinstance(error, OSError) else str(error)
            raise FileError(path, reason) from error
        if is_folder and git.is_git_folder(real) and not os.path.lexists(os.path.join(real, ".git")):  # noqa: PTH118 - a str is at hand
            raise FileError(path, _bare(real))
        try:
            return _Given(real, is_folder, self._root(real if is_folder else os.path.dirname(real)))  # noqa: PTH120 - as above
        except ValueError as error:
            raise FileError(path, str(error)) from None

    def _beside(self, path: Path) -> str:
        folder, name = os.path.split(os.path.abspath(path))  # noqa: PTH100 - Path.resolve would follow the link
        if folder not in self._real:
            self._real[folder] = os.path.realpath(folder, strict=True)
        return os.path.join(self._real[folder], name)  # noqa: PTH118 - as above

    def _root(self, folder: str) -> str | None:
        """Return the root of the repository that a folder lies in; None where it lies in none."""
        passed: list[str] = []
        root = None
        for here in _upwards(folder):
            if here in self._roots:
                root = self._roots[here]
                break
            passed.append(here)
            if git.repository_at(here) is not None:
                root = here
                break
            own = os.path.join(here, ".git")  # noqa: PTH118 - as above
            if any(os.path.exists(os.path.join(own, part)) for part in ("HEAD", "objects", "refs")):  # noqa: PTH110, PTH118 - as above
                # Without what git can tell, nobody knows what would be lost.
                reason = f"is in a git repository that git cannot use: {own} is broken; repair or remove it"
                raise ValueError(reason)
            if git.is_git_folder(here):
                reason = f"lies in git's own folder {here}; give the files of a work tree"
                raise ValueError(reason)
        self._roots.update(dict.fromkeys(passed, root))
        return root


def _bare(folder: str) -> str:
    if os.path.basename(folder) == ".git":  # noqa: PTH119 - a str is at hand
        return "is git's own folder; give the folder that it lies in"
    return "is a bare git repository, which has no files to migrate; clone it, and give the clone"


def require_usable(path: Path) -> None:
    """Raise FileError if `trees` could not take a path."""
    _Taking().take(path)


class _Growing:
    """A tree of which more may be found."""

    def __init__(self, root: str, repository: git.Repository | None, *, named: bool) -> None:
        self.root = root
        self.repository = repository
        self.named = named
        self.given: set[str] = set()
        self.left_out: dict[str, str] = {}
        self.holds_something = False


class _Finding:
    """The trees as they are found, by their roots."""

    def __init__(self) -> None:
        self._grown: dict[str, _Growing] = {}
        self._plain: dict[str, str] = {}
        """The folders without git that are migrated, each with the root of its tree."""
        self._submodules: dict[str, set[str]] = {}
        self.left_out: list[tuple[Path, str]] = []

    def give(self, given: _Given) -> None:
        """Take a path; those that lie higher have to be given before those that lie lower."""
        # Whatever is given by name is there by name, though it lies below something that leaves it out.
        root = given.root or self._holder(given) or (given.path if given.is_folder else os.path.dirname(given.path))  # noqa: PTH120 - a str is at hand
        own = self._grown.get(root)
        if own is None:
            repository = None if given.root is None else git.repository_at(given.root)
            own = self._grown[root] = _Growing(root, repository, named=True)
            for tree in self._grown.values():
                tree.left_out.pop(root, None)
        own.named = True
        if any(folder in own.given for folder in _upwards(given.path)):
            return
        own.given.add(given.path)
        if not given.is_folder:
            own.holds_something = True
            return
        if given.root is None:
            self._plain[given.path] = root
        known = len(self._grown)
        self._walk(given.path, own, shelf=given.root is None and _is_shelf(given.path))
        if len(self._grown) > known:
            own.named = False  # it was given for what lies in it
        elif not own.left_out:
            own.holds_something = True  # if not, the user is told

    def _holder(self, given: _Given) -> str | None:
        """Return the root of a folder without git that holds a path already."""
        above = next((folder for folder in _upwards(given.path) if folder in self._plain), None)
        if above is not None:
            return self._plain[above]
        # A file alone, beside another that was given alone, is of the same folder.
        folder = os.path.dirname(given.path)  # noqa: PTH120 - a str is at hand
        return folder if not given.is_folder and folder in self._grown else None

    def _walk(self, top: str, owner: _Growing, *, shelf: bool) -> None:
        """Look through a folder for what is a tree of its own."""
        waiting = [(top, owner)]
        while waiting:
            folder, tree = waiting.pop()
            try:
                with os.scandir(folder) as scan:
                    entries = list(scan)
            except OSError:
                continue  # whoever looks for the files in it says so
            names = {entry.name for entry in entries}
            if folder != top:
                if any(mark in names for mark in ENVIRONMENT_MARKS):
                    continue
                if ".git" in names and (repository := git.repository_at(folder)) is not None:
                    kept = self._repository(folder, repository, tree)
                    if kept is None:
                        continue
                    tree = kept
                elif "HEAD" in names and "objects" in names and git.is_git_folder(folder):
                    tree.left_out[folder] = _bare(folder)
                    continue
                elif shelf and tree is owner and os.path.dirname(folder) == top and _is_package(folder):  # noqa: PTH120 - a str is at hand
                    tree = self._new(folder, None)
            for entry in sorted(entries, key=lambda entry: entry.name, reverse=True):
                if entry.is_dir(follow_symlinks=False):
                    if entry.name not in SKIPPED_FOLDERS:
                        waiting.append((entry.path, tree))
                elif not tree.holds_something and is_checked(entry.name, folder):
                    tree.holds_something = True

    def _repository(self, folder: str, repository: git.Repository, tree: _Growing) -> _Growing | None:
        """Take a repository that was found; None if it is left out."""
        around = tree.repository
        is_another = around is not None and around.shared != repository.shared
        if is_another and (repository.inner or self._is_submodule(folder, tree)):
            tree.left_out[folder] = SUBMODULE
            return None
        return self._new(folder, repository)

    def _is_submodule(self, folder: str, tree: _Growing) -> bool:
        if tree.root not in self._submodules:
            try:
                self._submodules[tree.root] = git.submodules(Path(tree.root))
            except FileError:
                self._submodules[tree.root] = set()  # whoever writes to it says what is wrong
        return Path(folder).relative_to(tree.root).as_posix() in self._submodules[tree.root]

    def _new(self, root: str, repository: git.Repository | None) -> _Growing:
        tree = self._grown.setdefault(root, _Growing(root, repository, named=False))
        tree.given = {root}
        if repository is None:
            self._plain[root] = root
        return tree

    def _leave_second_work_trees(self) -> None:
        """Keep one of the work trees of a repository that were found: that which it was cloned to, if it is there."""
        by_repository: dict[str, list[_Growing]] = {}
        for tree in sorted(self._grown.values(), key=lambda tree: tree.root):
            if tree.repository is not None:
                by_repository.setdefault(tree.repository.shared, []).append(tree)
        for members in by_repository.values():
            first = min(members, key=lambda tree: (not tree.named, tree.repository is None or tree.repository.inner))
            for tree in members:
                if tree is not first and not tree.named:
                    tree.holds_something = False
                    first.left_out[tree.root] = (
                        f"another work tree of the repository in {first.root}; give its folder to migrate it"
                    )

    def trees(self) -> list[Tree]:
        """Return all that was found and holds something."""
        self._leave_second_work_trees()
        kept = sorted((tree for tree in self._grown.values() if tree.holds_something), key=lambda tree: tree.root)
        roots = [tree.root for tree in self._grown.values()]
        told: dict[str, dict[str, str]] = {tree.root: dict(tree.left_out) for tree in kept}
        for tree in self._grown.values():
            if tree.root not in told and tree.left_out:
                # What holds nothing but what is left out is no tree, and what is left out is told all the same.
                if kept:
                    told[kept[0].root].update(tree.left_out)
                self.left_out += ((Path(path), reason) for path, reason in tree.left_out.items())
        return [
            Tree(
                Path(tree.root),
                name,
                tuple(map(Path, sorted(tree.given))),
                tree.repository is not None,
                tuple((Path(path), reason) for path, reason in sorted(told[tree.root].items())),
                tuple(
                    Path(one)
                    for one in sorted({*roots, *tree.left_out})
                    if one != tree.root and _within(one, tree.root)
                ),
                tree.named,
            )
            for tree, name in zip(kept, _names([tree.root for tree in kept]), strict=True)
        ]


def _upwards(path: str) -> Iterator[str]:
    """Yield a path and the folders that it lies in, innermost first."""
    yield path
    while (above := os.path.dirname(path)) != path:  # noqa: PTH120 - a str is at hand
        yield above
        path = above


def _within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(os.path.join(folder, ""))  # noqa: PTH118 - keeps the slash


# Packages side by side.


def _is_shelf(folder: str) -> bool:
    """Tell whether a folder is no project itself, and holds several."""
    if _is_project(folder):
        return False
    found = 0
    for entry in _folders(folder):
        found += _is_package(entry)
        if found == 2:
            return True
    return False


def _is_package(folder: str) -> bool:
    """Tell whether a folder is a project, or what was unpacked round one: a folder with this one folder in it."""
    if _is_project(folder):
        return True
    inner = list(_folders(folder))
    return len(inner) == 1 and _is_project(inner[0])


def _is_project(folder: str) -> bool:
    try:
        names = os.listdir(folder)  # noqa: PTH208 - a str is at hand
    except OSError:
        return False
    return any(name in PROJECT_MARKS or name.endswith(INSTALLED_MARK) for name in names)


def _folders(folder: str) -> Iterator[str]:
    try:
        with os.scandir(folder) as scan:
            entries = sorted(scan, key=lambda entry: entry.name)
    except OSError:
        return
    yield from (
        entry.path for entry in entries if entry.is_dir(follow_symlinks=False) and entry.name not in SKIPPED_FOLDERS
    )


# Names.


def _names(roots: Sequence[str]) -> list[str]:
    """Return a short name for each folder: its path from the folder that all lie in."""
    above = _shared(os.path.dirname(root) for root in roots)  # noqa: PTH120 - a str is at hand
    names: list[str] = []
    taken: set[str] = set()
    for root in roots:
        path = Path(root) if above is None else Path(root).relative_to(above)
        plain = git.printable(path.as_posix()).strip("/").replace(":", "") or "root"
        name, number = plain, 1
        # Names that differ in their case alone are one on some disks.
        while name.casefold() in taken:
            number += 1
            name = f"{plain} ({number})"
        taken.add(name.casefold())
        names.append(name)
    return names


def _shared(folders: Iterable[str]) -> str | None:
    """Return the folder that others lie in; None where they lie on several drives."""
    try:
        return os.path.commonpath(list(folders))
    except ValueError:
        return None


__all__ = ["SUBMODULE", "Tree", "files_of", "listed", "require_usable", "trees"]
