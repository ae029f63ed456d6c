"""Where rewrites go: into the files themselves, to a copy of the whole, to patches, or to a branch of git.

Each place can be written to again after a kill, and then ends as if there had been none. Nothing but `InPlace` touches
the trees that are migrated.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from hublint.files import (
    SKIPPED_FOLDERS,
    FileError,
    begin_beside,
    copy_attributes,
    explain,
    is_environment,
    read_bytes,
    remove,
    replace_bytes,
    require_replaceable,
    sweep,
    sync_folder,
)
from hublint.migrate import families, git
from hublint.migrate.families import REST, Stage, Tally
from hublint.migrate.repositories import SUBMODULE
from hublint.session import UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from typing import IO

    from hublint.migrate.repositories import Tree


class Rewritten(NamedTuple):
    """A file as it is and as it is to be.

    Attributes:
        path: from the root of its tree, with slashes.
        before: what it holds.
        after: what it is to hold.
        stages: what it holds after each family of rules, for the commits of a branch; the last is `after`.
        verified: whether both were run and agreed.
    """

    path: str
    before: bytes
    after: bytes
    stages: tuple[Stage, ...] = ()
    verified: bool = False


class Destination(NamedTuple):
    """What a place has made of a tree: a branch and its last commit, a patch, or a folder; or nothing."""

    branch: str | None = None
    commit: str | None = None
    patch: Path | None = None
    folder: Path | None = None


class Place(Protocol):
    """Where the rewrites of all trees go."""

    def obstacle(self, tree: Tree, path: str) -> str | None:
        """Return why this one file cannot be written, as the end of a sentence; None where it can."""

    def check(
        self, tree: Tree, paths: Collection[str], *, resumed: bool = False, written: Collection[str] | None = None
    ) -> None:
        """Make sure, before anything is written, that a tree's rewrites can be.

        Args:
            tree: the repository or folder.
            paths: what is to be rewritten.
            resumed: whether this campaign may have begun to write it.
            written: which of the paths hold their rewrites already; None if that is not known.

        Raises:
            FileError: if they cannot, or must not.
            UsageError: if such a place is none for such a tree.
        """

    def write(self, tree: Tree, file: Rewritten) -> None:
        """Write one file; nothing happens where that has been done.

        Raises:
            FileError: if it cannot be written, or is no longer what its rewrite was made from.
        """

    def finish(self, tree: Tree, files: Iterable[Rewritten]) -> Destination:
        """Do what is left to do once all files of a tree have been written, all of which are given again.

        Raises:
            FileError: if that cannot be done.
        """


def real_path(tree: Tree, path: str) -> str:
    """Return what is really written when a file of a tree is: itself, or what a link leads to, from the root.

    Raises:
        FileError: if that lies outside of the tree, or in a tree of its own.
    """
    named = tree.root / path
    real = Path(os.path.realpath(named))
    root = Path(os.path.realpath(tree.root))
    if not real.is_relative_to(root):
        raise FileError(named, f"is a link to {real}, outside of {tree.root}; give that file to have it rewritten")
    inner = real.relative_to(root)
    if ".git" in inner.parts or not tree.owns(tree.root / inner):
        raise FileError(named, f"is a link to {real}, which belongs to another repository; give that file itself")
    return inner.as_posix()


def _leads_out(tree: Tree, path: str) -> str | None:
    try:
        real_path(tree, path)
    except FileError as error:
        return error.reason
    return None


def _require_inside(tree: Tree, paths: Iterable[str]) -> None:
    for path in paths:
        real_path(tree, path)


# In place.


class InPlace:
    """The files themselves."""

    def __init__(self, *, allow_dirty: bool = False) -> None:
        self._allow_dirty = allow_dirty

    def obstacle(self, tree: Tree, path: str) -> str | None:
        """Return why a file cannot be replaced."""
        outside = _leads_out(tree, path)
        if outside is not None:
            return outside
        try:
            require_replaceable(tree.root / path)
        except FileError as error:
            return error.reason
        return None

    def check(
        self, tree: Tree, paths: Collection[str], *, resumed: bool = False, written: Collection[str] | None = None
    ) -> None:
        """Refuse a tree whose changes could not be told from ours, or be taken back; sweep up after a kill."""
        real = {real_path(tree, path) for path in paths}
        for folder in {os.path.dirname(path) for path in real}:  # noqa: PTH120 - as above
            sweep(tree.root / folder)
        obstacles = [reason for path in paths if (reason := self.obstacle(tree, path)) is not None]
        if obstacles and len(obstacles) == len(paths):
            raise FileError(tree.root / next(iter(paths)), obstacles[0])
        if self._allow_dirty or not tree.git or not paths:
            return
        ours = (paths if resumed else ()) if written is None else written
        dirty = git.dirty(tree.root, real, ours={real_path(tree, path) for path in ours})
        if dirty:
            raise FileError(
                tree.root,
                f"{dirty.sentence}; commit or stash first, write elsewhere (--branch, --patch, --output-dir), "
                f"or give --allow-dirty",
            )

    def write(self, tree: Tree, file: Rewritten) -> None:
        """Replace a file, wholly or not at all."""
        path = tree.root / real_path(tree, file.path)
        if read_bytes(path) != file.after:
            replace_bytes(path, file.after, expected=file.before)

    def finish(self, tree: Tree, files: Iterable[Rewritten]) -> Destination:
        """Do nothing: all has been written."""
        del tree, files
        return Destination()


# A copy of the whole.


class Folder:
    """A folder that gets a copy of each tree, under its name, with the rewrites in it.

    The copy holds what git watches and what is new and not ignored, or, where there is no git, everything but what
    tools leave behind; so it can be run. Links stay links, and nothing in it is shared with the original.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = Path(os.path.abspath(folder))  # noqa: PTH100 - a link to a folder stays what it was called

    def _top(self, tree: Tree) -> Path:
        return self._folder / tree.name

    def obstacle(self, tree: Tree, path: str) -> str | None:
        """Return why a file cannot be written."""
        return _leads_out(tree, path)

    def check(
        self, tree: Tree, paths: Collection[str], *, resumed: bool = False, written: Collection[str] | None = None
    ) -> None:
        """Refuse a folder that holds something already; sweep up after a kill."""
        del written
        _require_inside(tree, paths)
        top = self._top(tree)
        _require_makeable(top)
        if resumed:
            for folder, _, _ in os.walk(top):
                sweep(folder)
        elif top.is_dir() and any(top.iterdir()):
            raise FileError(top, "is not empty; remove it, or give another folder with --output-dir")

    def write(self, tree: Tree, file: Rewritten) -> None:
        """Write a rewrite with the permissions of the file that it is made from."""
        path = real_path(tree, file.path)
        destination = self._top(tree) / path
        with _told(destination):
            if destination.is_file() and destination.read_bytes() == file.after:
                return
            _make_folders(tree.root, self._top(tree), path)
            with _new(destination) as (stream, temporary):
                stream.write(file.after)
                copy_attributes(os.fspath(tree.root / path), temporary, (tree.root / path).stat())

    def finish(self, tree: Tree, files: Iterable[Rewritten]) -> Destination:
        """Copy what is not there yet."""
        written = {real_path(tree, file.path) for file in files}
        top = self._top(tree)
        with _told(top):
            top.mkdir(parents=True, exist_ok=True)
        for path in _copied(tree, top, self._folder):
            source, destination = tree.root / path, top / path
            if path in written and os.path.lexists(destination):
                continue
            with _told(source):
                _make_folders(tree.root, top, path)
                _copy(source, destination)
        return Destination(folder=top)


def _copied(tree: Tree, *never: Path) -> Iterator[str]:
    """Yield what of a tree belongs into a copy of it, from the root; folders that are yielded are empty."""
    names = git.files_of(tree.root) if tree.git else _everything(tree.root)
    left = [os.path.relpath(path, tree.root) for path in (*never, *tree.others) if path.is_relative_to(tree.root)]
    # A submodule is no part of what is migrated, and is needed to run it.
    left = [path for path in left if not (tree.git and tree.root / path in _submodules_of(tree))]
    for name in names:
        parts = name.split("/")
        if ".git" in parts or ".hublint" in parts:
            continue
        if any(name == path or name.startswith(f"{path}/") for path in left):
            continue
        yield name.rstrip("/")


def _submodules_of(tree: Tree) -> set[Path]:
    return {path for path, reason in tree.left_out if reason == SUBMODULE}


def _everything(root: Path) -> Iterator[str]:
    """Yield the files below a folder that git does not know, without those that tools leave behind."""
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(
            name
            for name in folders
            if name not in SKIPPED_FOLDERS and not is_environment(os.path.join(folder, name))  # noqa: PTH118 - a str is at hand
        )
        links = [name for name in folders if Path(folder, name).is_symlink()]
        for name in (*sorted(files), *links):
            yield Path(folder, name).relative_to(root).as_posix()
        if not files and not folders and folder != os.fspath(root):
            yield Path(folder).relative_to(root).as_posix()


def _copy(source: Path, destination: Path) -> None:
    """Copy a file, a link or an empty folder; what is none of these, such as a pipe, is passed over."""
    try:
        state = source.lstat()
    except FileNotFoundError:
        return  # git watches it, and it was deleted
    if stat.S_ISLNK(state.st_mode):
        if not destination.is_symlink():
            destination.symlink_to(source.readlink())
    elif stat.S_ISDIR(state.st_mode):
        destination.mkdir(exist_ok=True)
    elif stat.S_ISREG(state.st_mode):
        if _same(state, destination):
            return
        with source.open("rb") as old, _new(destination, lasting=False) as (stream, temporary):
            shutil.copyfileobj(old, stream)
            stream.flush()
            copy_attributes(os.fspath(source), temporary, state)
            os.utime(temporary, ns=(state.st_atime_ns, state.st_mtime_ns))


def _same(state: os.stat_result, copy: Path) -> bool:
    """Tell whether a file has been copied already, by its size and time, which nothing half written has."""
    try:
        of_copy = copy.lstat()
    except OSError:
        return False
    told, other = ((one.st_size, one.st_mtime_ns, stat.S_IMODE(one.st_mode)) for one in (state, of_copy))
    return told == other and stat.S_ISREG(of_copy.st_mode)


def _make_folders(root: Path, top: Path, path: str) -> None:
    """Make the folders that a file of a tree lies in, with their permissions."""
    if (top / path).parent.is_dir():
        return
    for depth in range(len(Path(path).parts)):
        inner = Path(*Path(path).parts[:depth])
        folder = top / inner
        if not folder.is_dir():
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(stat.S_IMODE((root / inner).stat().st_mode) | stat.S_IRWXU)


# Patches.


class Patches:
    """A folder that gets a patch for each tree, `NAME.patch`, for `git apply` or `patch -p1` in the tree's root."""

    def __init__(self, folder: Path) -> None:
        self._folder = Path(os.path.abspath(folder))  # noqa: PTH100 - as above

    def _patch(self, tree: Tree) -> Path:
        return self._folder / f"{tree.name}.patch"

    def obstacle(self, tree: Tree, path: str) -> str | None:
        """Return why a file cannot be in a patch."""
        return _leads_out(tree, path)

    def check(
        self, tree: Tree, paths: Collection[str], *, resumed: bool = False, written: Collection[str] | None = None
    ) -> None:
        """Refuse to replace a patch that is there already; sweep up after a kill."""
        del written
        _require_inside(tree, paths)
        patch = self._patch(tree)
        _require_makeable(patch.parent)
        if resumed:
            sweep(patch.parent)
        elif os.path.lexists(patch):
            raise FileError(patch, "is there already; remove it, or give another folder with --patch")

    def write(self, tree: Tree, file: Rewritten) -> None:
        """Do nothing: the patch is written as a whole."""

    def finish(self, tree: Tree, files: Iterable[Rewritten]) -> Destination:
        """Write the patch; there is none if nothing changes."""
        destination = self._patch(tree)
        lines = _patch_lines(tree, files)
        with _told(destination):
            first = next(lines, None)
            if first is None:
                destination.unlink(missing_ok=True)
                return Destination()
            destination.parent.mkdir(parents=True, exist_ok=True)
            with _new(destination) as (stream, _):
                stream.write(first)
                stream.writelines(lines)
        return Destination(patch=destination)


def _patch_lines(tree: Tree, files: Iterable[Rewritten]) -> Iterator[bytes]:
    """Yield the patch of all files, each once, though links may lead to it too."""
    from hublint.output.diff import patch

    seen: set[str] = set()
    for file in files:
        path = real_path(tree, file.path)
        if path not in seen:
            seen.add(path)
            yield from patch(file.before, file.after, path)


# A branch.


class Branch:
    """A branch of each repository, with one commit for each family of rules.

    Work tree, index and HEAD stay as they are.
    """

    def __init__(self, name: str, *, scratch: Path, rules: Mapping[str, object], when: int, target: str = "") -> None:
        """Prepare for branches.

        Args:
            name: what they are called.
            scratch: a folder of the campaign's own, in which files are laid out before they are committed.
            rules: the rules, by their codes, for what commits say.
            when: when the campaign was begun, which is the date of the commits: made again, they are the same.
            target: what the code is rewritten for, as `--target` takes it.
        """
        self._name = name
        self._scratch = Path(os.path.abspath(scratch))  # noqa: PTH100 - as above
        self._rules = rules
        self._when = when
        self._target = target
        self._roots: dict[Path, Path] = {}

    def obstacle(self, tree: Tree, path: str) -> str | None:
        """Return why a file cannot be committed."""
        return _leads_out(tree, path)

    def check(
        self, tree: Tree, paths: Collection[str], *, resumed: bool = False, written: Collection[str] | None = None
    ) -> None:
        """Refuse a repository in which the branch exists, or whose files are not as they were committed."""
        del written
        if not tree.git:
            raise UsageError(f"--branch makes branches of git, and {tree.root} is no git repository")
        real = {real_path(tree, path) for path in paths}
        self._base(tree)
        shared = git.shared_folder(tree.root)
        first = self._roots.setdefault(shared, tree.root)
        if first != tree.root:
            raise FileError(
                tree.root,
                f"is another work tree of the repository in {first}, where the branch is made; give one of them",
            )
        git.require_branch_name(tree.root, self._name)
        git.require_identity(tree.root)
        if not os.access(shared / "objects", os.W_OK):
            raise FileError(tree.root, "its git repository is read-only, so there can be no branch")
        tip = git.branch_tip(tree.root, self._name)
        if tip is not None and not (resumed and git.committed_at(tree.root, tip) == self._when):
            raise FileError(tree.root, git.existing(self._name))
        dirty = git.dirty(tree.root, real)
        changed = sorted({*real}.intersection(dirty.changed) | {*dirty.unkept})
        if changed and not resumed:  # if it was, they are looked at once more, and closer, when the branch is made
            self._refuse_changed(tree, changed)

    def write(self, tree: Tree, file: Rewritten) -> None:
        """Do nothing: the branch is made as a whole."""

    def finish(self, tree: Tree, files: Iterable[Rewritten]) -> Destination:
        """Make the branch, at once and at the end; there is none if nothing changes."""
        rooms = self._scratch / hashlib.sha256(os.fsencode(tree.root)).hexdigest()[:16]
        # A new one each time: the git of a run that was killed may still be busy in the old one.
        room = rooms / os.urandom(4).hex()
        base = self._base(tree)
        with _told(room):
            shutil.rmtree(rooms, ignore_errors=True)
            room.mkdir(parents=True)
        try:
            with _told(room):
                laid = _Laid(room / "files", room / "before")
                for file in files:
                    laid.add(real_path(tree, file.path), file)
            changed = git.differing(tree.root, base, laid.before, room / "index-before")
            if changed:
                self._refuse_changed(tree, changed)
            commits = [
                git.Commit(families.message(title, tally, self._rules, target=self._target), folder)
                for title, folder, tally in laid.commits()
            ]
            made = git.commit_branch(tree.root, self._name, base, commits, scratch=room / "index", when=self._when)
        finally:
            shutil.rmtree(rooms, ignore_errors=True)
        return Destination() if made is None else Destination(branch=self._name, commit=made)

    @staticmethod
    def _base(tree: Tree) -> str:
        base = tree.commit or git.head(tree.root)
        if base is None:
            raise FileError(tree.root, "has no commit yet that a branch could start from")
        return base

    @staticmethod
    def _refuse_changed(tree: Tree, changed: list[str]) -> None:
        shown = ", ".join(map(git.printable, changed[:3])) + (" ..." if len(changed) > 3 else "")
        raise FileError(
            tree.root,
            f"has files to rewrite that are not as they were committed ({shown}); commit them first, or migrate what "
            f"was committed with --git-ref HEAD",
        )


class _Laid:
    """Files as they are and as each family leaves them, laid out in folders: memory holds one of them at a time."""

    def __init__(self, folder: Path, before: Path) -> None:
        self._folder = folder
        self.before = before
        self._folders: dict[str, Path] = {}
        self._files: dict[str, int] = {}
        self._verified: dict[str, int] = {}
        self._codes: dict[str, set[str]] = {}
        before.mkdir(parents=True)

    def add(self, path: str, file: Rewritten) -> None:
        if file.after == file.before or os.path.lexists(self.before / path):
            return
        _lay(self.before / path, file.before)
        stages = file.stages
        if not stages or stages[-1].data != file.after:
            stages = (*stages, Stage(REST, file.after))
        if not families.in_order(stages):
            message = f"{path}: families come in an order of their own"
            raise ValueError(message)
        for title, data, codes in stages:
            folder = self._folders.setdefault(title, self._folder / str(len(self._folders)))
            _lay(folder / path, data)
            self._files[title] = self._files.get(title, 0) + 1
            self._verified[title] = self._verified.get(title, 0) + file.verified
            self._codes.setdefault(title, set()).update(codes)

    def commits(self) -> Iterator[tuple[str, Path, Tally]]:
        """Yield families in order, with the folder of their files and what there is to say of them."""
        for title in sorted(self._folders, key=families.order):
            tally = Tally(self._files[title], self._verified[title], frozenset(self._codes[title]))
            yield title, self._folders[title], tally


def _lay(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


# Writing.


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn the system's errors into sentences about a path."""
    try:
        yield
    except OSError as error:
        raise FileError(error.filename or path, f"cannot be written: {explain(error)}") from error


@contextmanager
def _new(path: Path, *, lasting: bool = True) -> Iterator[tuple[IO[bytes], str]]:
    """Open a file that gets its name, or takes it from another, once it has been written; yield also its name by then.

    Unless it is `lasting`, a power cut can leave less of it than a kill does.
    """
    temporary, descriptor = begin_beside(os.fspath(path.parent), 0o666)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            yield stream, temporary
            stream.flush()
            if lasting:
                os.fsync(descriptor)
            if _RENAMES_OPEN:
                os.replace(temporary, path)  # noqa: PTH105 - a str is at hand
        if not _RENAMES_OPEN:
            os.replace(temporary, path)  # noqa: PTH105 - as above
    except BaseException:
        remove(temporary)
        raise
    if lasting:
        sync_folder(os.fspath(path.parent))


_RENAMES_OPEN: Final = os.name == "posix"


def _require_makeable(folder: Path) -> None:
    """Raise FileError if a folder can neither be written to nor be made."""
    here = folder
    while not os.path.lexists(here):
        here = here.parent
    if not here.is_dir():
        raise FileError(here, "is a file, not a folder to write to")
    if not os.access(here, os.W_OK):
        raise FileError(here, "is read-only; give another folder")


__all__ = ["Branch", "Destination", "Folder", "InPlace", "Patches", "Place", "Rewritten", "real_path"]
