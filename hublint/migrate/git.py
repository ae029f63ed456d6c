"""What a campaign needs of git, asked of the program `git`: where a repository stands, and commits made beside it.

Nothing here touches the work tree, the index or HEAD of the repository that it is asked of: commits are built with an
index and a work tree of their own. Hooks do not run, and what a surrounding hook tells of its own repository does not
reach the programs that are started here.
"""

from __future__ import annotations

import glob
import os
import re
import shutil
import stat
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from hublint.files import FileError, explain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence


class Commit(NamedTuple):
    """One commit to be made: its message, and a folder that holds the files that it changes, at their paths."""

    message: str
    folder: Path


class Dirty(NamedTuple):
    """What would be lost, or mixed with a rewrite, if files of a work tree were rewritten now.

    Attributes:
        changed: tracked files that are not as they were committed, in the work tree or in the index.
        unkept: files that would be rewritten and that git does not watch: it could not give them back.
        operation: what git is in the middle of, such as `a rebase`.
    """

    changed: tuple[str, ...] = ()
    unkept: tuple[str, ...] = ()
    operation: str | None = None

    def __bool__(self) -> bool:
        return bool(self.changed or self.unkept or self.operation)

    @property
    def sentence(self) -> str:
        """What is in the way, as the end of a sentence; nothing where nothing is."""
        parts = []
        if self.operation is not None:
            parts.append(f"is in the middle of {self.operation}")
        if self.changed:
            parts.append(f"has changes that are not committed ({_few(self.changed)})")
        if self.unkept:
            parts.append(f"has files that would be rewritten and that git does not keep ({_few(self.unkept)})")
        return " and ".join(parts)


def _few(names: Sequence[str]) -> str:
    shown = ", ".join(map(printable, names[:3]))
    return f"{shown} and {len(names) - 3} more" if len(names) > 3 else shown


def printable(name: str) -> str:
    """Return a name as it can be printed and stored anywhere: bytes that are no text, and newlines, are replaced."""
    text = os.fsencode(name).decode(errors="replace")
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)


# Asking.


def head(root: Path) -> str | None:
    """Return the commit that a work tree stands at; None where there is none yet.

    Raises:
        FileError: if git, or the repository, cannot be used.
    """
    done = _git(root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}", answers=(0, 1))
    return done.stdout.decode().strip() or None


def commit_of(root: Path, ref: str) -> str:
    """Return the commit that a branch, a tag or anything else stands for.

    Raises:
        FileError: if there is no such commit here.
    """
    done = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}", answers=(0, 1, 128))
    name = done.stdout.decode().strip()
    if done.returncode or not name:
        _git(root, "rev-parse", "--git-dir")  # says what is wrong with the repository, if anything is
        raise FileError(root, f"has no commit called {ref!r}; fetch it first, or name another")
    return name


def git_folder(root: Path) -> Path:
    """Return git's own folder of a work tree."""
    return Path(os.fsdecode(_git(root, "rev-parse", "--absolute-git-dir").stdout.rstrip(b"\r\n")))


def shared_folder(root: Path) -> Path:
    """Return the folder that holds objects and branches, which the work trees of a repository have in common."""
    told = os.fsdecode(_git(root, "rev-parse", "--git-common-dir").stdout.rstrip(b"\r\n"))
    return Path(os.path.realpath(root / told))


def tracked(root: Path) -> set[str]:
    """Return the files that git watches and would tell changes of, from the root of the work tree, with slashes."""
    found = set()
    for entry in _entries(_git(root, "ls-files", "-z", "-v", "--full-name")):
        # A small letter is "assume unchanged", S is "skip work tree": git would not notice a change of these.
        if entry[:1].isupper() and entry[:1] != b"S":
            found.add(os.fsdecode(entry[2:]))
    return found


def submodules(root: Path) -> set[str]:
    """Return the folders of a work tree that are submodules."""
    listed = _entries(_git(root, "ls-files", "-z", "-s"))
    return {os.fsdecode(entry.partition(b"\t")[2]) for entry in listed if entry.startswith(b"160000 ")}


def files_of(root: Path) -> list[str]:
    """Return the files of a work tree, its submodules' too, and what is new and not ignored; without duplicates."""
    watched = _entries(_git(root, "ls-files", "-z", "--recurse-submodules"))
    others = _entries(_git(root, "ls-files", "-z", "--others", "--exclude-standard"))
    return [os.fsdecode(name) for name in dict.fromkeys((*watched, *others))]


def dirty(root: Path, paths: Iterable[str], *, ours: Collection[str] = ()) -> Dirty:
    """Tell what stands against rewriting files of a work tree.

    Args:
        root: the work tree.
        paths: what would be rewritten, from the root, with slashes.
        ours: what may have changed because this very campaign has begun to write it.

    Raises:
        FileError: if git, or the repository, cannot be used.
    """
    changed = []
    entries = iter(_entries(_git(root, *_STATUS)))
    for entry in entries:
        changed.append(os.fsdecode(entry[3:]))
        if b"R" in entry[:2] or b"C" in entry[:2]:
            changed.append(os.fsdecode(next(entries)))  # what it was called before
    watched = tracked(root)
    folder = git_folder(root)
    operation = next((told for mark, told in _OPERATIONS.items() if (folder / mark).exists()), None)
    return Dirty(
        tuple(name for name in changed if name not in ours),
        tuple(sorted(path for path in paths if path not in watched and path not in ours)),
        operation,
    )


# What a submodule holds that is not committed is nothing that would be touched.
_STATUS: Final = ("status", "--porcelain=v1", "-z", "--untracked-files=no", "--ignore-submodules=dirty")
_OPERATIONS: Final = {
    "MERGE_HEAD": "a merge",
    "rebase-merge": "a rebase",
    "rebase-apply": "a rebase",
    "CHERRY_PICK_HEAD": "a cherry-pick",
    "REVERT_HEAD": "a revert",
}


# Another commit than that of the work tree.


def checkout(root: Path, ref: str, into: Path) -> str:
    """Check a commit out to a folder of its own, as a work tree of the same repository, and return the commit's name.

    What an interrupted run left in the folder is removed first. The name, and not `ref`, has to be given to the run
    that takes up an interrupted one: branches move.

    Raises:
        FileError: if that cannot be done.
    """
    commit = commit_of(root, ref)
    remove_checkout(root, into)
    into.parent.mkdir(parents=True, exist_ok=True)
    _git(root, "worktree", "add", "--quiet", "--detach", "--force", os.path.abspath(into), commit)  # noqa: PTH100 - a link stays one
    return commit


def remove_checkout(root: Path, into: Path) -> None:
    """Remove what `checkout` made, wholly or in part; nothing happens where there is nothing.

    Raises:
        FileError: if a folder lies there that is no such work tree, or it cannot be removed.
    """
    # Under another name first: what is left of it after a kill must not pass for a folder of someone else.
    moved = into.with_name(f"{into.name}.removed")
    try:
        if moved.exists():
            shutil.rmtree(moved)
        if into.exists():
            if any(into.iterdir()) and not (into / ".git").is_file():
                raise FileError(into, "is no work tree that hublint made; remove it, or name another folder")
            into.replace(moved)
            shutil.rmtree(moved)
    except OSError as error:
        raise FileError(into, f"cannot be removed: {explain(error)}") from error
    _forget_what_was_begun(root, into)
    # Not `git worktree prune`: it forgets also those of the user's that lie on a drive which is not there just now.
    done = _git(root, "worktree", "remove", "--force", "--force", os.path.abspath(into), answers=(0, 128))  # noqa: PTH100 - as above
    if done.returncode and b"is not a working tree" not in done.stderr:
        raise _failure(root, "worktree remove", done.stderr)


def _forget_what_was_begun(root: Path, into: Path) -> None:
    """Remove what git noted of a work tree that it was killed before it had made: git then reads none of them.

    Its files are written one after the other, and a kill can leave each of them empty.
    """
    worktrees = shared_folder(root) / "worktrees"
    for noted in worktrees.glob(f"{glob.escape(into.name)}*"):
        try:
            texts = [(noted / name).read_text(encoding="utf-8").strip() for name in ("gitdir", "commondir")]
        except (OSError, UnicodeDecodeError):
            texts = [""]
        if not all(texts):
            shutil.rmtree(noted, ignore_errors=True)


# Commits beside the work tree.


def require_identity(root: Path) -> None:
    """Make sure that the user has told git who commits.

    Raises:
        FileError: if not.
    """
    for who in ("GIT_AUTHOR_IDENT", "GIT_COMMITTER_IDENT"):
        done = _git(root, "-c", "user.useConfigOnly=true", "var", who, answers=(0, 1, 128))
        if done.returncode:
            raise FileError(
                root,
                "git does not know who commits; tell it with `git config --global user.name NAME` and "
                "`git config --global user.email ADDRESS`",
            )


def require_branch_name(root: Path, branch: str) -> None:
    """Make sure that a new branch may be called so.

    Raises:
        FileError: if that is no name for a branch, or contradicts the name of another.
    """
    wrong = branch.startswith("-") or branch == "HEAD"
    if wrong or _git(root, "check-ref-format", f"refs/heads/{branch}", answers=(0, 1, 128)).returncode:
        raise FileError(root, f"{branch!r} is no name for a branch; give another with --branch")
    parts = branch.split("/")
    above = ["/".join(parts[:depth]) for depth in range(1, len(parts))]
    listed = _git(
        root, "for-each-ref", "--count=1", "--format=%(refname)", f"refs/heads/{branch}/", *_refs(above)
    ).stdout.decode(errors="replace")
    for name in listed.split():
        other = name.removeprefix("refs/heads/")
        if other in above or other.startswith(f"{branch}/"):
            raise FileError(
                root, f"there can be no branch {branch!r} beside the branch {other!r}; give another with --branch"
            )


def _refs(branches: Iterable[str]) -> list[str]:
    return [f"refs/heads/{branch}" for branch in branches]


def branch_tip(root: Path, branch: str) -> str | None:
    """Return the commit that a branch stands at; None where there is no such branch."""
    done = _git(root, "rev-parse", "--verify", "--quiet", f"refs/heads/{branch}", answers=(0, 1))
    return done.stdout.decode().strip() or None


def committed_at(root: Path, commit: str) -> int:
    """Return when a commit was made, in seconds since 1970."""
    return int(_git(root, "show", "--no-patch", "--format=%ct", commit).stdout)


def differing(root: Path, base: str, folder: Path, scratch: Path) -> list[str]:
    """Return which of the files in a folder would change something if they were committed on top of `base`.

    Args:
        root: the repository.
        base: a commit.
        folder: holds files at their paths.
        scratch: an empty folder to work in.
    """
    building = _Building(root, scratch)
    building.begin(base)
    building.add(folder)
    listed = building.git(folder, "diff-index", "--cached", "--name-only", "-z", "--no-renames", base)
    return [os.fsdecode(name) for name in _entries(listed)]


def commit_branch(
    root: Path, branch: str, base: str, commits: Iterable[Commit], *, scratch: Path, when: int | None = None
) -> str | None:
    """Make a branch of commits on top of `base`, and return the last; None if none of them changes anything.

    The branch is made at the very end and at once. Made again with the same `when`, the commits are the same, so that
    a branch which is there already, from a run that was killed before it could tell, is found to be this one.

    Args:
        root: the repository.
        branch: what it is to be called.
        base: a commit.
        commits: what is committed of a file is what `git add` would add.
        scratch: an empty folder to work in.
        when: the date of the commits, in seconds since 1970; now, if none is given.

    Raises:
        FileError: if there is such a branch and it is not this one, or git cannot do it.
    """
    building = _Building(root, scratch)
    building.begin(base)
    parent, tree = base, building.text(root, "rev-parse", f"{base}^{{tree}}")
    dates = {} if when is None else {"GIT_AUTHOR_DATE": f"@{when} +0000", "GIT_COMMITTER_DATE": f"@{when} +0000"}
    for commit in commits:
        building.add(commit.folder)
        written = building.text(root, "write-tree")
        if written == tree:
            continue
        settings = ("-c", "i18n.commitEncoding=utf-8", "-c", "user.useConfigOnly=true")
        made = _git(
            root,
            *settings,
            "commit-tree",
            "--no-gpg-sign",
            written,
            "-p",
            parent,
            "-F",
            "-",
            given=commit.message.encode(errors="replace"),
            environment=dates,
        )
        parent, tree = made.stdout.decode().strip(), written
    if parent == base:
        return None
    if branch_tip(root, branch) == parent:
        return parent  # from before a kill
    # The empty old value: there must be no such branch.
    done = _git(root, "update-ref", "-m", "hublint migrate", f"refs/heads/{branch}", parent, "", answers=(0, 1, 128))
    if done.returncode and (tip := branch_tip(root, branch)) != parent:
        raise _failure(root, "update-ref", done.stderr) if tip is None else FileError(root, existing(branch))
    return parent


def existing(branch: str) -> str:
    """Say that there is such a branch already, and what to do, as the end of a sentence."""
    return (
        f"has a branch {branch!r} already; give another with --branch, or delete it with `git branch -D` "
        f"if it is not needed any more"
    )


class _Building:
    """An index of its own, to which files are added that lie in any folder."""

    def __init__(self, root: Path, scratch: Path) -> None:
        self._root = root
        self._folder = git_folder(root)
        scratch.mkdir(parents=True, exist_ok=True)
        self._index = Path(os.path.abspath(scratch)) / "index"  # noqa: PTH100 - git works in another folder
        self._executable: set[str] = set()

    def begin(self, base: str) -> None:
        """Begin with the files of a commit."""
        self.git(self._root, "read-tree", base)
        listed = _entries(self.git(self._root, "ls-files", "-z", "-s", "--full-name"))
        self._executable = {os.fsdecode(entry.partition(b"\t")[2]) for entry in listed if entry.startswith(b"100755 ")}

    def add(self, folder: Path) -> None:
        """Add the files in a folder, as `git add` would add them if the folder were the work tree."""
        names = []
        for above, _, files in os.walk(folder):
            for file in files:
                path = Path(above, file)
                name = path.relative_to(folder).as_posix()
                path.chmod(0o755 if name in self._executable else 0o644)
                names.append(os.fsencode(name))
        if names:
            # Whatever fills the list is one list: git reads it to its end before it opens the first file.
            listed = b"".join(name + b"\0" for name in sorted(names))
            self.git(folder, "update-index", "--add", "-z", "--stdin", given=listed)

    def text(self, work_tree: Path, *words: str) -> str:
        return self.git(work_tree, *words).stdout.decode().strip()

    def git(self, work_tree: Path, *words: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        environment = {
            "GIT_DIR": os.fspath(self._folder),
            "GIT_WORK_TREE": os.path.abspath(work_tree),  # noqa: PTH100 - a link stays one
            "GIT_INDEX_FILE": os.fspath(self._index),
        }
        settings = ("-c", "core.sparseCheckout=false", "-c", "index.sparse=false", "-c", "core.splitIndex=false")
        return _git(self._root, *settings, *words, given=given, environment=environment, work_in=work_tree)


# Starting git.

# Which repository, and how its files are named, is for us to say; the rest, such as who commits, is the user's.
_KEPT: Final = re.compile(
    r"GIT_(AUTHOR_(NAME|EMAIL)|COMMITTER_(NAME|EMAIL)|CONFIG_(GLOBAL|SYSTEM|NOSYSTEM|COUNT|(KEY|VALUE)_\d+)|EXEC_PATH"
    r"|TEMPLATE_DIR|SSL_\w+|SSH|SSH_COMMAND|LFS_\w+|TRACE\w*)"
)
_SETTINGS: Final = (
    "--no-optional-locks",
    "-c", f"core.hooksPath={os.devnull}",
    "-c", "core.fsmonitor=false",
    "-c", "core.quotePath=false",
    "-c", "core.safecrlf=false",
)  # fmt: skip


def _environment(extra: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or _KEPT.fullmatch(name)}
    fixed = {"LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_LITERAL_PATHSPECS": "1"}
    return {**kept, **fixed, **extra}


def _git(
    root: Path,
    *words: str,
    answers: Collection[int] = (0,),
    given: bytes = b"",
    environment: Mapping[str, str] | None = None,
    work_in: Path | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """Run git in a folder and return what came of it.

    Raises:
        FileError: if it cannot be run, or ends with another status than `answers`.
    """
    program = shutil.which("git")
    if program is None:
        raise FileError(root, "is a git repository, and the program `git` is not found; install it, or mend PATH")
    try:
        done = subprocess.run(
            [program, *_SETTINGS, *words],
            cwd=work_in or root,
            env=_environment(environment or {}),
            input=given,
            capture_output=True,
            check=False,
        )
    except OSError as error:
        raise FileError(root, f"git cannot be run there: {explain(error)}") from error
    if done.returncode not in answers or _cannot_be_used(done.stderr) is not None:
        command = next((word for word in words if not word.startswith("-") and "=" not in word), "")
        raise _failure(root, command, done.stderr)
    return done


def _cannot_be_used(said: bytes) -> str | None:
    """Return why git does not work in a repository at all, as the end of a sentence; None where it does."""
    if b"dubious ownership" in said or b"unsafe repository" in said:
        return (
            "belongs to another user, so git does not work there; if you trust it: "
            "`git config --global --add safe.directory {root}`"
        )
    if b"not a git repository" in said:
        return "is no git repository that git can use: its .git is broken, or points nowhere; repair or remove it"
    return None


def _failure(root: Path, command: str, said: bytes) -> FileError:
    reason = _cannot_be_used(said)
    if reason is not None:
        return FileError(root, reason.replace("{root}", os.fspath(root)))
    lines = [line.strip() for line in said.decode(errors="replace").splitlines()]
    telling = [line for line in lines if line.startswith(("fatal: ", "error: "))] or lines or ["it does not say why"]
    return FileError(root, f"`git {command}` failed: {telling[0].removeprefix('fatal: ').removeprefix('error: ')}")


def _entries(done: subprocess.CompletedProcess[bytes]) -> list[bytes]:
    """Return what git lists with `-z`."""
    return [entry for entry in done.stdout.split(b"\0") if entry]


# Without the program: repositories are found by their files, a thousand in a moment.


class Repository(NamedTuple):
    """What the `.git` of a work tree tells.

    Attributes:
        folder: git's own folder for this work tree.
        shared: that of the repository, which all its work trees have in common.
        inner: whether `.git` is a file, as in submodules and in work trees that were added to a repository.
    """

    folder: str
    shared: str
    inner: bool


def repository_at(folder: str) -> Repository | None:
    """Return what lies at the root of a work tree; None where `folder` is none, or its `.git` leads nowhere."""
    mark = os.path.join(folder, ".git")  # noqa: PTH118 - this runs for every folder of a tree
    try:
        is_folder = stat.S_ISDIR(os.stat(mark).st_mode)  # noqa: PTH116 - as above
        own = mark if is_folder else _pointed_to(mark)
    except (OSError, ValueError):
        return None
    if own is None or not is_git_folder(own):
        return None
    own = os.path.realpath(own)
    return Repository(own, shared_by(own), not is_folder)


def _pointed_to(mark: str) -> str | None:
    text = os.fsdecode(Path(mark).read_bytes()[:4096]).strip()
    if not text.startswith("gitdir:"):
        return None
    return os.path.join(os.path.dirname(mark), text.removeprefix("gitdir:").strip())  # noqa: PTH118, PTH120 - as above


def shared_by(own: str) -> str:
    """Return the folder that git's own folder `own` shares with other work trees; itself where it shares nothing."""
    try:
        told = os.fsdecode(Path(own, "commondir").read_bytes()).strip()
    except OSError:
        return own
    return os.path.realpath(os.path.join(own, told))  # noqa: PTH118 - as above


def is_git_folder(folder: str) -> bool:
    """Tell whether git would take a folder for its own, that of a work tree or a bare repository."""
    shared = shared_by(folder)
    return (
        os.path.lexists(os.path.join(folder, "HEAD"))  # noqa: PTH118 - as above
        and os.path.isdir(os.path.join(shared, "objects"))  # noqa: PTH112, PTH118 - as above
        and os.path.isdir(os.path.join(shared, "refs"))  # noqa: PTH112, PTH118 - as above
    )


__all__ = [
    "Commit",
    "Dirty",
    "Repository",
    "branch_tip",
    "checkout",
    "commit_branch",
    "commit_of",
    "committed_at",
    "differing",
    "dirty",
    "existing",
    "files_of",
    "git_folder",
    "head",
    "is_git_folder",
    "printable",
    "remove_checkout",
    "repository_at",
    "require_branch_name",
    "require_identity",
    "shared_by",
    "shared_folder",
    "submodules",
    "tracked",
]
