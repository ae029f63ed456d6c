from __future__ import annotations

import errno
import os
import pickle
import stat
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hublint import files
from hublint.files import (
    FileError,
    discover,
    exclusion,
    is_left_out,
    read_bytes,
    replace_bytes,
    require_writable,
    sweep,
    write_bytes,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NOBODY = 65534


def plant(root: Path, *names: str) -> None:
    for name in names:
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("x = 1\n")


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@contextmanager
def scratch() -> Iterator[Path]:
    """Give each example of hypothesis a folder of its own, more quickly than pytest makes one."""
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def found(root: Path, *paths: str, exclude: tuple[str, ...] = (), gitignore: bool = True) -> list[str]:
    errors: list[FileError] = []
    given = [root / path for path in paths] or [root]
    listed = list(discover(given, exclude, gitignore, on_error=errors.append, root=root))
    assert errors == []
    return [path.relative_to(root).as_posix() for path in listed]


def complaints(*paths: Path, exclude: tuple[str, ...] = ()) -> tuple[list[Path], list[str]]:
    errors: list[FileError] = []
    listed = list(discover(paths, exclude, on_error=errors.append))
    return listed, [str(error) for error in errors]


# Finding.


def test_folders_are_walked_in_the_order_of_names(tmp_path: Path) -> None:
    plant(tmp_path, "b.py", "a/z.py", "a/b/c.py", "c.ipynb", "a.py", "Z.py", "notes.txt", "stub.pyi", "py", "x.PY")
    assert found(tmp_path) == ["Z.py", "a/b/c.py", "a/z.py", "a.py", "b.py", "c.ipynb"]


def test_a_file_given_by_name_is_always_taken(tmp_path: Path) -> None:
    plant(tmp_path, "script", "venv/pyvenv.cfg", "venv/a.py", "ignored.py")
    (tmp_path / ".gitignore").write_text("ignored.py\n")
    names = ["script", "venv/a.py", "ignored.py"]
    assert found(tmp_path, *names, exclude=("*",)) == names


def test_every_file_comes_once(tmp_path: Path) -> None:
    plant(tmp_path, "a/b.py", "a/c.py")
    assert found(tmp_path, "a/c.py", "a", "a/b.py", "a/../a") == ["a/c.py", "a/b.py"]


@pytest.mark.parametrize(
    "folder",
    [".git", "__pycache__", "node_modules", ".tox", ".nox", ".mypy_cache", ".ruff_cache", ".ipynb_checkpoints"],
)
def test_folders_without_own_source_are_skipped(tmp_path: Path, folder: str) -> None:
    plant(tmp_path, "a.py", f"{folder}/b.py", f"sub/{folder}/b.py")
    assert found(tmp_path) == ["a.py"]
    assert found(tmp_path, folder) == [f"{folder}/b.py"]


@pytest.mark.parametrize("folder", ["build", "dist", "venv", ".venv", "env", ".hidden", "site-packages"])
def test_folders_that_can_hold_own_source_are_walked(tmp_path: Path, folder: str) -> None:
    plant(tmp_path, f"{folder}/b.py")
    assert found(tmp_path) == [f"{folder}/b.py"]


@pytest.mark.parametrize("mark", ["pyvenv.cfg", "conda-meta/history"])
def test_environments_are_skipped_under_any_name(tmp_path: Path, mark: str) -> None:
    plant(tmp_path, f"anything/{mark}", "anything/lib/a.py", "b.py")
    assert found(tmp_path) == ["b.py"]
    assert found(tmp_path, "anything") == ["anything/lib/a.py"]


def test_links_to_folders_are_not_followed_and_loops_end(tmp_path: Path) -> None:
    plant(tmp_path, "top/a.py", "other/b.py")
    (tmp_path / "top" / "loop").symlink_to(tmp_path / "top", target_is_directory=True)
    (tmp_path / "top" / "self").symlink_to("self")
    (tmp_path / "top" / "self.py").symlink_to("self.py")
    (tmp_path / "top" / "other").symlink_to(tmp_path / "other", target_is_directory=True)
    assert found(tmp_path, "top") == ["top/a.py"]
    assert found(tmp_path, "top/other") == ["top/other/b.py"]


def test_a_link_to_a_file_is_taken_unless_the_file_comes_itself(tmp_path: Path) -> None:
    plant(tmp_path, "top/a.py", "other/b.py", "top/data")
    (tmp_path / "top" / "inner.py").symlink_to("a.py")
    (tmp_path / "top" / "outer.py").symlink_to(tmp_path / "other" / "b.py")
    (tmp_path / "top" / "data.py").symlink_to("data")
    (tmp_path / "top" / "broken.py").symlink_to("none.py")
    assert found(tmp_path, "top") == ["top/a.py", "top/data.py", "top/outer.py"]


def test_what_is_no_regular_file_is_not_found_by_walking(tmp_path: Path) -> None:
    plant(tmp_path, "a.py", "folder.py/b.py")
    os.mkfifo(tmp_path / "pipe.py")
    assert found(tmp_path) == ["a.py", "folder.py/b.py"]


def test_a_line_of_a_gitignore_that_is_no_pattern_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("[z-a]\ngen.py\n")
    for name in ("gen.py", "kept.py"):
        (tmp_path / name).write_text("")
    assert found(tmp_path) == ["kept.py"]


def test_gitignore_files_count_from_their_folder_and_the_inner_one_decides(tmp_path: Path) -> None:
    plant(
        tmp_path,
        "a.py",
        "gen/b.py",
        "src/a.py",
        "src/gen/b.py",
        "src/keep.py",
        "src/x/top.py",
        "top.py",
        "kept/gen/c.py",
    )
    (tmp_path / ".gitignore").write_text("# comment\ngen/\n/top.py\nkeep.py\n\n!/kept/gen/\n")
    (tmp_path / "src" / ".gitignore").write_text("!keep.py\na.py\n")
    assert found(tmp_path) == ["a.py", "kept/gen/c.py", "src/keep.py", "src/x/top.py"]
    assert found(tmp_path, gitignore=False) == [
        "a.py", "gen/b.py", "kept/gen/c.py", "src/a.py", "src/gen/b.py", "src/keep.py", "src/x/top.py", "top.py",
    ]  # fmt: skip


def test_what_lies_in_an_ignored_folder_cannot_be_taken_back(tmp_path: Path) -> None:
    plant(tmp_path, "gen/b.py")
    (tmp_path / ".gitignore").write_text("gen/\n!gen/b.py\n")
    assert found(tmp_path) == []


def test_the_gitignore_above_counts_inside_a_repository_only(tmp_path: Path) -> None:
    plant(tmp_path, "repo/src/a.py", "repo/src/b.py", "repo/src/c.py")
    (tmp_path / ".gitignore").write_text("*.py\n")
    (tmp_path / "repo" / ".gitignore").write_text("/src/a.py\n")
    assert found(tmp_path, "repo/src") == ["repo/src/a.py", "repo/src/b.py", "repo/src/c.py"]
    plant(tmp_path, "repo/.git/HEAD")
    (tmp_path / "repo" / ".git" / "info").mkdir()
    (tmp_path / "repo" / ".git" / "info" / "exclude").write_text("b.py\n")
    assert found(tmp_path, "repo/src") == ["repo/src/c.py"]


def test_an_ignored_folder_that_is_given_is_walked(tmp_path: Path) -> None:
    plant(tmp_path, "gen/b.py", ".git/HEAD")
    (tmp_path / ".gitignore").write_text("gen/\n")
    assert found(tmp_path, "gen") == ["gen/b.py"]


def test_a_strange_gitignore_does_no_harm(tmp_path: Path) -> None:
    plant(tmp_path, "a.py", "b.py")
    (tmp_path / ".gitignore").write_bytes(b"\xef\xbb\xbfb.py\r\n!\n/\n\xff\xfe\na**b\n[\n")
    assert found(tmp_path) == ["a.py"]


def test_a_gitignore_that_is_a_folder_is_none(tmp_path: Path) -> None:
    plant(tmp_path, "a.py", ".gitignore/b.py")
    assert found(tmp_path) == [".gitignore/b.py", "a.py"]


def test_exclude_counts_from_its_root(tmp_path: Path) -> None:
    plant(tmp_path, "a_pb2.py", "src/a_pb2.py", "src/b.py", "third_party/c.py", "src/third_party/c.py", "docs/d.py")
    assert found(tmp_path, exclude=("*_pb2.py", "/third_party/", "docs")) == ["src/b.py", "src/third_party/c.py"]
    assert found(tmp_path, "src", exclude=("/third_party/", "src/b.py")) == ["src/a_pb2.py", "src/third_party/c.py"]


def test_exclude_wins_over_a_gitignore_that_takes_back(tmp_path: Path) -> None:
    plant(tmp_path, "a.py", "b.py")
    (tmp_path / ".gitignore").write_text("!a.py\n")
    assert found(tmp_path, exclude=("a.py",)) == ["b.py"]


def test_an_exclude_pattern_that_is_none_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(tmp_path, "a.py", "b.py")
    monkeypatch.chdir(tmp_path)
    listed, errors = complaints(Path(), exclude=("!", "b.py"))
    assert listed == [Path("a.py")]
    assert len(errors) == 1
    assert "exclude: '!' is no pattern" in errors[0]


def test_a_missing_path_is_reported_and_the_others_are_walked(tmp_path: Path) -> None:
    plant(tmp_path, "a.py", "b/c.py")
    (tmp_path / "broken.py").symlink_to("none.py")
    missing = tmp_path / "none.py"
    broken = tmp_path / "broken.py"
    below = tmp_path / "a.py" / "x"
    listed, errors = complaints(missing, tmp_path / "b", broken, below)
    assert listed == [tmp_path / "b" / "c.py"]
    assert errors == [
        f"{missing}: no such file or directory",
        f"{broken}: no such file or directory",
        f"{below}: not a directory",
    ]


def test_a_folder_that_cannot_be_listed_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(tmp_path, "a.py", "secret/b.py", "z.py")
    real = os.scandir

    def scandir(path: str) -> Any:
        if path.endswith("secret"):
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    listed, errors = complaints(tmp_path)
    assert listed == [tmp_path / "a.py", tmp_path / "z.py"]
    assert errors == [f"{tmp_path / 'secret'}: cannot list the folder: permission denied"]


def test_a_very_deep_folder_is_walked(tmp_path: Path) -> None:
    folders = [tmp_path / "d"]
    folders[0].mkdir()
    while len(folders) < sys.getrecursionlimit() + 100:
        folders.append(folders[-1] / "d")
        folders[-1].mkdir()
    file = folders[-1] / "a.py"
    file.touch()
    try:
        assert complaints(tmp_path) == ([file], [])
    finally:
        # A recursive clean-up by pytest would fail where the walk must not.
        file.unlink()
        for folder in reversed(folders):
            folder.rmdir()


FOLDERS = st.sampled_from(["a", "b", "a/b", "a/b/a", "b/a", ".git", "a/node_modules", "b/env", "top", "top/a"])
PATTERNS = st.lists(
    st.sampled_from(
        ["a", "a/", "/a", "b/a", "*.py", "!x.py", "!a/", "x.py", "**/b", "top", "top/", "/top/a", "#", "!"]
    ),
    max_size=3,
)


@given(
    st.sets(FOLDERS, min_size=2),
    st.dictionaries(FOLDERS | st.just(""), PATTERNS, max_size=4),
    PATTERNS.map(tuple),
    st.sampled_from(["", "top", "a"]),
    st.booleans(),
)
def test_what_a_walk_leaves_out_is_told_of_each_file(
    folders: set[str], ignores: dict[str, list[str]], exclude: tuple[str, ...], top: str, repository: bool
) -> None:
    with scratch() as root:
        for folder in folders | {top}:
            plant(root / folder, "x.py", "y.py")
        plant(root, *(["b/env/pyvenv.cfg"] if "b/env" in folders else []), *([".git/HEAD"] if repository else []))
        for folder, patterns in ignores.items():
            plant(root / folder, ".gitignore")
            (root / folder / ".gitignore").write_text("\n".join(patterns))
        errors: list[FileError] = []
        walked = set(discover([root / top], exclude, on_error=errors.append, root=root))
        excluded = exclusion(exclude, root, errors.append)
        for file in (root / top).rglob("*.py"):
            assert is_left_out(str(file), str(root / top), excluded) == (file not in walked), file


def test_a_file_outside_of_the_walk_is_not_left_out_of_it(tmp_path: Path) -> None:
    plant(tmp_path, "a/x.py", "ab/x.py")
    (tmp_path / ".gitignore").write_text("*")
    assert not is_left_out(str(tmp_path / "ab" / "x.py"), str(tmp_path / "a"), [])


def test_pathspec_is_imported_only_when_there_are_patterns(tmp_path: Path) -> None:
    plant(tmp_path, "a.py")
    program = (
        "import sys, pathlib, hublint.files as f\n"
        "print(*f.discover([pathlib.Path('.')], on_error=print), 'pathspec' in sys.modules)\n"
    )

    def run() -> list[str]:
        environment = {"PYTHONPATH": str(Path(files.__file__).parent.parent)}
        command = [sys.executable, "-c", program]
        done = subprocess.run(command, env=environment, cwd=tmp_path, check=True, capture_output=True, text=True)
        return done.stdout.split()

    assert run() == ["a.py", "False"]
    (tmp_path / ".gitignore").write_text("b.py\n")
    assert run() == ["a.py", "True"]


# Reading.


@given(st.binary())
def test_any_bytes_are_read_as_they_are(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    file = tmp_path_factory.getbasetemp() / "read.py"
    file.write_bytes(content)
    assert read_bytes(file) == content


def test_what_cannot_be_read_is_one_sentence(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.py")
    cases = {
        tmp_path / "none.py": "cannot be read: no such file or directory",
        tmp_path: "is a folder, not a file",
        tmp_path / "pipe.py": "is not a regular file",
        Path("/dev/null"): "is not a regular file",
    }
    for path, reason in cases.items():
        with pytest.raises(FileError) as raised:
            read_bytes(path)
        assert str(raised.value) == f"{path}: {reason}"


def test_descriptors_are_given_back(tmp_path: Path) -> None:
    plant(tmp_path, "a.py")
    before = os.open(tmp_path, os.O_RDONLY)
    os.close(before)
    read_bytes(tmp_path / "a.py")
    with pytest.raises(FileError):
        read_bytes(tmp_path)
    replace_bytes(tmp_path / "a.py", b"y = 2\n", b"x = 1\n")
    after = os.open(tmp_path, os.O_RDONLY)  # the system gives the lowest number that is free
    os.close(after)
    assert after == before


@pytest.fixture
def own_folder() -> Iterator[Path]:
    """Yield a folder of a user whom permissions bind, and run as that user even where the tests run as root."""
    if os.geteuid() != 0:
        with tempfile.TemporaryDirectory() as name:
            yield Path(name)
        return
    with tempfile.TemporaryDirectory() as name:
        os.chown(name, NOBODY, NOBODY)
        os.seteuid(NOBODY)
        try:
            yield Path(name)
        finally:
            os.seteuid(0)


def test_a_file_that_may_not_be_read(own_folder: Path) -> None:
    file = own_folder / "a.py"
    file.write_bytes(b"x")
    file.chmod(0)
    with pytest.raises(FileError, match="cannot be read: permission denied"):
        read_bytes(file)


def test_an_error_survives_pickling() -> None:
    error = pickle.loads(pickle.dumps(FileError("a.py", "is strange")))  # noqa: S301 - our own bytes
    assert (str(error), error.path, error.reason) == ("a.py: is strange", Path("a.py"), "is strange")


# Replacing.

OLD, NEW = b"old = 1\r\n", b"\xef\xbb\xbfnew = 2\n\x0c"


def old_file(folder: Path, name: str = "a.py") -> Path:
    file = folder / name
    file.write_bytes(OLD)
    return file


@given(old=st.binary(), new=st.binary())
def test_any_bytes_replace_any_bytes(old: bytes, new: bytes) -> None:
    with scratch() as folder:
        file = folder / "a.py"
        file.write_bytes(old)
        replace_bytes(file, new, old)
        assert file.read_bytes() == new
        assert names_in(folder) == ["a.py"]


@given(held=st.binary(), expected=st.binary())
def test_a_file_that_changed_meanwhile_is_left(held: bytes, expected: bytes) -> None:
    with scratch() as folder:
        file = folder / "a.py"
        file.write_bytes(held)
        if held == expected:
            replace_bytes(file, NEW, expected)
            assert file.read_bytes() == NEW
        else:
            with pytest.raises(FileError, match="was changed by someone else meanwhile"):
                replace_bytes(file, NEW, expected)
            assert file.read_bytes() == held
        assert names_in(folder) == ["a.py"]


def test_nothing_is_written_when_nothing_changes(tmp_path: Path) -> None:
    file = old_file(tmp_path)
    before = file.stat()
    replace_bytes(file, OLD, OLD)
    assert file.stat() == before


@pytest.mark.parametrize("mode", [0o644, 0o755, 0o600, 0o640, 0o4755, 0o2755, 0o1644, 0o6711, 0o777])
def test_permissions_are_kept(tmp_path: Path, mode: int) -> None:
    file = old_file(tmp_path)
    file.chmod(mode)
    umask = os.umask(0o077)
    try:
        replace_bytes(file, NEW, OLD)
    finally:
        os.umask(umask)
    assert stat.S_IMODE(file.stat().st_mode) == mode
    assert file.read_bytes() == NEW


def test_a_link_is_written_through_and_stays(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    file = old_file(tmp_path / "real")
    (tmp_path / "middle.py").symlink_to("real/a.py")
    link = tmp_path / "link.py"
    link.symlink_to(tmp_path / "middle.py")
    replace_bytes(link, NEW, OLD)
    assert link.is_symlink()
    assert (tmp_path / "middle.py").is_symlink()
    assert file.read_bytes() == link.read_bytes() == NEW
    assert names_in(tmp_path) == ["link.py", "middle.py", "real"]
    assert names_in(tmp_path / "real") == ["a.py"]


def test_of_hard_links_only_the_named_one_is_replaced(tmp_path: Path) -> None:
    file = old_file(tmp_path)
    twin = tmp_path / "cache.py"
    os.link(file, twin)
    replace_bytes(file, NEW, OLD)
    assert (file.read_bytes(), twin.read_bytes()) == (NEW, OLD)
    assert twin.stat().st_nlink == 1


@pytest.mark.parametrize("make", ["missing", "folder", "pipe", "broken link", "loop"])
def test_what_is_no_regular_file_is_not_replaced(tmp_path: Path, make: str) -> None:
    path = tmp_path / "a.py"
    if make == "folder":
        path.mkdir()
    elif make == "pipe":
        os.mkfifo(path)
    elif make == "broken link":
        path.symlink_to("none.py")
    elif make == "loop":
        path.symlink_to("a.py")
    with pytest.raises(FileError) as raised:
        replace_bytes(path, NEW, OLD)
    assert str(path) in str(raised.value)
    assert "\n" not in str(raised.value)
    assert names_in(tmp_path) == ([] if make == "missing" else ["a.py"])


@pytest.mark.parametrize("mode", [0o444, 0o555, 0o400])
def test_a_read_only_file_is_left_even_by_root(tmp_path: Path, mode: int) -> None:
    file = old_file(tmp_path)
    file.chmod(mode)
    with pytest.raises(FileError, match="is read-only; make it writable"):
        replace_bytes(file, NEW, OLD)
    assert file.read_bytes() == OLD
    assert names_in(tmp_path) == ["a.py"]


def test_a_file_in_a_read_only_folder_is_left(own_folder: Path) -> None:
    file = old_file(own_folder)
    own_folder.chmod(0o555)
    try:
        with pytest.raises(FileError, match="cannot be replaced: permission denied"):
            replace_bytes(file, NEW, OLD)
        assert file.read_bytes() == OLD
        assert names_in(own_folder) == ["a.py"]
    finally:
        own_folder.chmod(0o755)


def test_a_long_name_can_be_replaced(tmp_path: Path) -> None:
    file = old_file(tmp_path, "n" * 252 + ".py")
    replace_bytes(file, NEW, OLD)
    assert file.read_bytes() == NEW


class FaultySystem:
    """Stands in for the `os` module and fails at one of the calls that can fail."""

    def __init__(self, fault: BaseException, at: int, *, after: bool, chunk: int | None = None) -> None:
        self.fault, self.at, self.after, self.chunk = fault, at, after, chunk
        self.calls: list[str] = []

    def __getattr__(self, name: str) -> Any:
        real = getattr(os, name)
        if name not in {"open", "write", "chown", "chmod", "listxattr", "getxattr", "setxattr", "fsync", "close",
                        "stat", "fstat", "replace", "access"}:  # fmt: skip
            return real

        def call(*args: Any, **kwargs: Any) -> Any:
            self.calls.append(name)
            if name == "write" and self.chunk is not None:
                args = (args[0], args[1][: self.chunk])  # a system that writes less than it was given
            if len(self.calls) - 1 != self.at:
                return real(*args, **kwargs)
            if self.after:
                real(*args, **kwargs)
            raise self.fault

        return call


FAULTS: list[Callable[[], BaseException]] = [
    lambda: OSError(errno.ENOSPC, "No space left on device"),
    lambda: OSError(errno.EIO, "Input/output error"),
    KeyboardInterrupt,
    MemoryError,
]


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("make", FAULTS)
def test_wherever_it_fails_the_file_is_old_or_new_and_nothing_is_left_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[], BaseException], *, after: bool
) -> None:
    seen: set[str] = set()
    outcomes: set[bytes] = set()
    for at in range(100):
        folder = tmp_path / str(at)
        folder.mkdir()
        file = old_file(folder)
        fault = make()
        system = FaultySystem(fault, at, after=after)
        with monkeypatch.context() as patch:
            patch.setattr(files, "os", system)
            try:
                replace_bytes(file, NEW, OLD)
                raised = None
            except BaseException as error:  # noqa: BLE001 - any fault is injected, also a KeyboardInterrupt
                raised = error
        assert file.read_bytes() in (OLD, NEW), system.calls
        assert names_in(folder) == ["a.py"], system.calls
        outcomes.add(file.read_bytes())
        if len(system.calls) <= at:
            assert raised is None
            assert file.read_bytes() == NEW
            break
        seen.add(system.calls[at])
        if raised is None:
            assert file.read_bytes() == NEW, "a fault was swallowed although the work was not done"
        elif isinstance(fault, OSError):
            assert isinstance(raised, FileError)
        else:
            assert raised is fault
    else:
        pytest.fail("the replacement never ended")
    assert seen >= {"open", "write", "chown", "chmod", "fsync", "close", "stat", "replace", "access"}
    assert outcomes == {OLD, NEW}


@given(old=st.binary(max_size=40), new=st.binary(max_size=40), at=st.integers(0, 30), after=st.booleans(),
       make=st.sampled_from(FAULTS), chunk=st.integers(1, 50))  # fmt: skip
def test_any_content_is_old_or_new_whatever_fails(
    old: bytes, new: bytes, at: int, after: bool, make: Callable[[], BaseException], chunk: int
) -> None:
    system = FaultySystem(make(), at, after=after, chunk=chunk)
    with scratch() as folder, pytest.MonkeyPatch.context() as patch:
        file = folder / "a.py"
        file.write_bytes(old)
        patch.setattr(files, "os", system)
        try:
            replace_bytes(file, new, old)
            raised = False
        except (FileError, KeyboardInterrupt, MemoryError):
            raised = True
        assert file.read_bytes() in (old, new)
        assert raised or file.read_bytes() == new
        assert names_in(folder) == ["a.py"]


def test_the_content_is_on_the_disk_before_it_gets_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    system = FaultySystem(AssertionError("not reached"), at=1000, after=False)
    monkeypatch.setattr(files, "os", system)
    replace_bytes(old_file(tmp_path), NEW, OLD)
    calls = [call for call in system.calls if call in {"write", "chmod", "fsync", "replace"}]
    assert calls == ["write", "chmod", "fsync", "replace", "fsync"]


def test_a_killed_process_leaves_the_old_file_whole(tmp_path: Path) -> None:
    file = old_file(tmp_path)
    program = (
        "import os, sys, hublint.files as f\n"
        "f.copy_attributes = lambda *args: os.kill(os.getpid(), 9)\n"
        f"f.replace_bytes(sys.argv[1], {NEW!r}, {OLD!r})\n"
    )
    environment = {"PYTHONPATH": str(Path(files.__file__).parent.parent)}
    done = subprocess.run([sys.executable, "-c", program, str(file)], env=environment, check=False)
    assert done.returncode == -9
    assert file.read_bytes() == OLD
    assert found(tmp_path) == ["a.py"]
    assert len(names_in(tmp_path)) == 2
    assert sweep(tmp_path) == 1
    assert names_in(tmp_path) == ["a.py"]


def test_what_is_being_written_just_now_is_not_swept_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = old_file(tmp_path)
    real = files.copy_attributes
    swept: list[int] = []

    def copy(old: str, temporary: str, before: os.stat_result) -> None:
        swept.append(sweep(tmp_path))
        real(old, temporary, before)

    monkeypatch.setattr(files, "copy_attributes", copy)
    replace_bytes(file, NEW, OLD)
    assert swept == [0]
    assert file.read_bytes() == NEW
    assert names_in(tmp_path) == ["a.py"]


def test_what_is_swept_away_before_it_is_locked_is_begun_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = old_file(tmp_path)
    real = files.lock
    swept: list[int] = []

    def lock(descriptor: int, *, wait: bool) -> bool:
        if wait and not swept:
            swept.append(sweep(tmp_path))
        return real(descriptor, wait=wait)

    monkeypatch.setattr(files, "lock", lock)
    replace_bytes(file, NEW, OLD)
    assert swept == [1]
    assert file.read_bytes() == NEW
    assert names_in(tmp_path) == ["a.py"]


def test_only_our_own_names_are_swept_and_nothing_that_a_link_leads_to(tmp_path: Path) -> None:
    ours = ".hublint-0123456789abcdef.tmp"
    others = [".hublint-0123456789abcdeg.tmp", ".hublint-0123.tmp", ".hublint-.tmp", ".hublint", ours + "~", "x" + ours]
    for name in (ours, *others):
        (tmp_path / name).touch()
    (tmp_path / ours.replace("0", "1")).symlink_to(others[0])
    (tmp_path / ours.replace("0", "2")).mkdir()
    assert sweep(tmp_path) == 1
    assert names_in(tmp_path) == sorted([*others, ours.replace("0", "1"), ours.replace("0", "2")])
    assert sweep(tmp_path / "none") == 0


def test_where_files_cannot_be_locked_nothing_is_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".hublint-0123456789abcdef.tmp").touch()
    file = old_file(tmp_path)
    monkeypatch.setattr("fcntl.flock", refuse)
    replace_bytes(file, NEW, OLD)
    assert file.read_bytes() == NEW
    assert sweep(tmp_path) == 0
    assert len(names_in(tmp_path)) == 2


def refuse(*_: object) -> None:
    raise OSError(errno.ENOLCK, "No locks available")


@pytest.mark.parametrize("change", ["rewritten", "replaced"])
def test_a_change_during_the_work_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str) -> None:
    file = old_file(tmp_path)

    def meddle(_real: str, _temporary: str, _before: os.stat_result) -> None:
        if change == "replaced":
            file.unlink()
        file.write_bytes(b"theirs = 3\n")

    monkeypatch.setattr(files, "copy_attributes", meddle)
    with pytest.raises(FileError, match="was changed by someone else meanwhile"):
        replace_bytes(file, NEW, OLD)
    assert file.read_bytes() == b"theirs = 3\n"
    assert names_in(tmp_path) == ["a.py"]


def test_extended_attributes_are_copied_as_far_as_the_system_lets_us(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = {"user.origin": b"there", "security.private": b"no"}
    given: dict[str, bytes] = {}

    def setxattr(_path: str, name: str, value: bytes) -> None:
        if name.startswith("security."):
            raise PermissionError(errno.EPERM, "Operation not permitted")
        given[name] = value

    fake: dict[str, Any] = {**vars(os), "listxattr": lambda _path: list(held), "setxattr": setxattr}
    fake["getxattr"] = lambda _path, name: held[name]
    monkeypatch.setattr(files, "os", SimpleNamespace(**fake))
    file = old_file(tmp_path)
    replace_bytes(file, NEW, OLD)
    assert file.read_bytes() == NEW
    assert given == {"user.origin": b"there"}


def test_an_attribute_for_which_there_is_no_room_stops_the_replacement(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def setxattr(*_args: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    fake: dict[str, Any] = {**vars(os), "listxattr": lambda _path: ["user.a"], "getxattr": lambda *_args: b""}
    monkeypatch.setattr(files, "os", SimpleNamespace(**fake | {"setxattr": setxattr}))
    file = old_file(tmp_path)
    with pytest.raises(FileError, match="cannot be replaced: no space left on device"):
        replace_bytes(file, NEW, OLD)
    assert file.read_bytes() == OLD
    assert names_in(tmp_path) == ["a.py"]


def test_without_the_owner_the_file_does_not_run_with_an_owners_rights(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = old_file(tmp_path)
    file.chmod(0o6755)
    real = os.stat

    def stat_of_another(path: str) -> Any:
        state = real(path)
        if os.fspath(path).endswith(".tmp"):
            return state
        values = list(state)
        values[4] = values[5] = 12345
        return os.stat_result(values, {"st_mtime_ns": state.st_mtime_ns})

    def chown(*_args: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(files, "os", SimpleNamespace(**{**vars(os), "stat": stat_of_another, "chown": chown}))
    replace_bytes(file, NEW, OLD)
    assert stat.S_IMODE(file.stat().st_mode) == 0o755
    assert file.read_bytes() == NEW


# Writing.


def test_a_new_file_is_written_with_the_permissions_that_the_system_gives(tmp_path: Path) -> None:
    (tmp_path / "usual").touch()
    write_bytes(tmp_path / "report", NEW)
    assert (tmp_path / "report").read_bytes() == NEW
    assert (tmp_path / "report").stat().st_mode == (tmp_path / "usual").stat().st_mode
    assert names_in(tmp_path) == ["report", "usual"]


def test_a_file_that_is_there_is_replaced_and_keeps_its_permissions(tmp_path: Path) -> None:
    file = old_file(tmp_path)
    file.chmod(0o640)
    write_bytes(file, NEW)
    assert (file.read_bytes(), stat.S_IMODE(file.stat().st_mode)) == (NEW, 0o640)


def test_a_link_to_nothing_gets_what_it_leads_to(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("report")
    write_bytes(tmp_path / "link", NEW)
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "report").read_bytes() == NEW


def test_a_pipe_gets_the_bytes(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_bytes(pipe, NEW)
        assert os.read(reader, 100) == NEW
    finally:
        os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_new_file_is_whole_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int, _data: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(files, "os", SimpleNamespace(**{**vars(os), "write": full}))
    with pytest.raises(FileError, match="report: cannot be written: no space left on device"):
        write_bytes(tmp_path / "report", NEW)
    assert names_in(tmp_path) == []


def test_where_nothing_can_be_written_is_known_before(tmp_path: Path) -> None:
    require_writable(tmp_path / "report")
    require_writable(old_file(tmp_path))
    with pytest.raises(FileError, match="is a folder, not a file"):
        require_writable(tmp_path)
    with pytest.raises(FileError, match="cannot be written: there is no such folder"):
        require_writable(tmp_path / "none" / "report")
