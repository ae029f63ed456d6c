from __future__ import annotations

import os
import stat
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hublint.files import FileError
from hublint.migrate import git as asked
from hublint.migrate.families import REST, Stage
from hublint.migrate.places import Branch, Destination, Folder, InPlace, Patches, Place, Rewritten, real_path
from hublint.migrate.repositories import trees
from hublint.output.diff import patch
from hublint.registry import load
from hublint.session import UsageError
from tests.migrate.clone import commit, contents, git, plant, repository, state

if TYPE_CHECKING:
    from hublint.migrate.repositories import Tree

pytestmark = pytest.mark.usefixtures("own_git")

ODD = {
    "with space.py": (b"x = 1\n", b"x = 2\n"),
    os.fsdecode(b"caf\xe9.py"): (b"# coding: latin-1\nx = '\xe9'\n", b"# coding: latin-1\ny = '\xe9'\n"),
    "n\u00e4me.py": ("x = 'ä'\n".encode(), "y = 'ä'".encode()),
    "new\nline.py": (b"x = 1", b"x = 1\n"),
    'quo"te\\.py': (b"\xef\xbb\xbfx = 1\n", b"\xef\xbb\xbfx = 2\n"),
    "crlf.py": (b"x = 1\r\ny = 2\r\nz = 3\r\n", b"x = 1\r\ny = 4\r\nz = 3\r\n"),
    "mixed.py": (b"x = 1\r\ny = 2\nz = 3\rw = 4", b"x = 1\r\ny = 2\nz = 4\rw = 5"),
    "feed.py": (b"x = 1\n\x0c\ny = 2\n", b"x = 1\n\x0c\ny = 3\n"),
    "deep/er/a.ipynb": (b'{"cells": ["x\\n"]}', b'{"cells": ["y\\n"]}'),
    "dashes.py": (b"-- a\n++ b\n@@ -1 +1 @@\n", b"-- c\n++ d\n@@ -1 +1 @@\n"),
}


def rewritten(files: dict[str, tuple[bytes, bytes]]) -> list[Rewritten]:
    return [Rewritten(name, before, after) for name, (before, after) in files.items()]


def project(folder: Path, files: dict[str, tuple[bytes, bytes]], *, with_git: bool = True) -> Tree:
    before = {name: data for name, (data, _) in files.items()}
    if with_git:
        repository(folder, before)
    else:
        plant(folder, before)
    (tree,) = trees([folder])
    return tree


def carried_out(place: Place, tree: Tree, files: list[Rewritten], *, resumed: bool = False) -> Destination:
    place.check(tree, [file.path for file in files], resumed=resumed)
    for file in files:
        place.write(tree, file)
    return place.finish(tree, iter(files))


def branch(scratch: Path, name: str = "migrated") -> Branch:
    return Branch(name, scratch=scratch, rules=load().by_code, when=1_700_000_000, target="tf=2.21")


# In place.


def test_files_are_replaced_and_keep_their_permissions(tmp_path: Path) -> None:
    tree = project(tmp_path / "one", ODD)
    (tree.root / "crlf.py").chmod(0o755)
    commit(tree.root)
    assert carried_out(InPlace(), tree, rewritten(ODD)) == Destination()
    for name, (_, after) in ODD.items():
        assert (tree.root / name).read_bytes() == after
    assert stat.S_IMODE((tree.root / "crlf.py").stat().st_mode) == 0o755


def test_a_dirty_tree_is_not_touched_unless_that_is_allowed(tmp_path: Path) -> None:
    tree = project(tmp_path / "one", ODD)
    plant(tree.root, {"notes.txt": b"1"})
    InPlace().check(tree, list(ODD))
    git(tree.root, "add", "notes.txt")
    expected = "one: has changes that are not committed .notes.txt.; commit or stash first, write elsewhere"
    with pytest.raises(FileError, match=expected):
        InPlace().check(tree, list(ODD))
    carried_out(InPlace(allow_dirty=True), tree, rewritten(ODD))
    for place in (Patches(tmp_path / "p"), Folder(tmp_path / "o")):
        place.check(tree, list(ODD))


def test_a_run_that_goes_on_is_not_stopped_by_what_it_has_written_but_by_what_others_have(tmp_path: Path) -> None:
    tree = project(tmp_path / "one", ODD)
    files = rewritten(ODD)
    InPlace().check(tree, list(ODD))
    for file in files[:3]:
        InPlace().write(tree, file)
    with pytest.raises(FileError, match="has changes that are not committed"):
        InPlace().check(tree, list(ODD))
    carried_out(InPlace(), tree, files, resumed=True)
    plant(tree.root, {"crlf.py": b"mine"})
    with pytest.raises(FileError, match=r"crlf.py: was changed by someone else meanwhile"):
        carried_out(InPlace(), tree, files, resumed=True)
    assert (tree.root / "crlf.py").read_bytes() == b"mine"


def test_what_a_killed_run_left_half_written_is_swept_up(tmp_path: Path) -> None:
    tree = project(tmp_path / "one", ODD)
    left = tree.root / "deep" / "er" / ".hublint-0123456789abcdef.tmp"
    left.write_bytes(b"half")
    InPlace().check(tree, list(ODD), resumed=True)
    assert not left.exists()


def test_one_file_that_is_read_only_is_an_obstacle_and_all_of_them_are_a_refusal(tmp_path: Path) -> None:
    tree = project(tmp_path / "one", {"a.py": (b"1", b"2"), "b.py": (b"1", b"2")})
    (tree.root / "a.py").chmod(0o444)
    assert InPlace().obstacle(tree, "a.py") == "is read-only; make it writable to have it changed"
    assert InPlace().obstacle(tree, "b.py") is None
    assert "no such file" in str(InPlace().obstacle(tree, "none.py"))
    InPlace().check(tree, ["a.py", "b.py"])
    with pytest.raises(FileError, match=r"a.py: is read-only"):
        InPlace().check(tree, ["a.py"])
    assert Patches(tmp_path / "p").obstacle(tree, "a.py") is None


# Links.


def with_links(tmp_path: Path) -> Tree:
    plant(tmp_path, {"elsewhere/c.py": b"x = 1\n"})
    root = repository(tmp_path / "one", {"data/a": b"x = 1\n", "b.py": b"x = 1\n"})
    (root / "a.py").symlink_to("data/a")
    (root / "out.py").symlink_to(tmp_path / "elsewhere" / "c.py")
    inner = repository(root / "inner", {"d.py": b"x = 1\n"})
    (root / "in.py").symlink_to(inner / "d.py")
    (root / "git.py").symlink_to(".git/config")
    git(root, "add", "a.py", "out.py", "in.py", "git.py")
    git(root, "commit", "--quiet", "--message", "Link")
    return trees([root])[0]


def test_a_link_inside_of_the_tree_is_written_through_and_stays(tmp_path: Path) -> None:
    tree = with_links(tmp_path)
    file = Rewritten("a.py", b"x = 1\n", b"x = 2\n", (Stage(REST, b"x = 2\n"),))
    carried_out(Folder(tmp_path / "o"), tree, [file])
    made = carried_out(Patches(tmp_path / "p"), tree, [file])
    carried_out(branch(tmp_path / "s"), tree, [file])
    carried_out(InPlace(), tree, [file])
    for folder in (tree.root, tmp_path / "o" / "one"):
        assert (folder / "data" / "a").read_bytes() == b"x = 2\n"
        assert (folder / "a.py").readlink() == Path("data/a")
    assert made.patch is not None
    assert b"+++ b/data/a\n" in made.patch.read_bytes()
    assert git(tree.root, "diff", "--name-only", "main", "migrated") == b"data/a"


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("out.py", r"is a link to .*/elsewhere/c.py, outside of .*/one; give that file to have it rewritten"),
        ("in.py", r"is a link to .*/inner/d.py, which belongs to another repository; give that file itself"),
        ("git.py", r"is a link to .*/\.git/config, which belongs to another repository"),
    ],
)
def test_a_link_out_of_the_tree_is_not_written_through(tmp_path: Path, path: str, reason: str) -> None:
    tree = with_links(tmp_path)
    file = Rewritten(path, b"x = 1\n", b"x = 2\n")
    for place in (InPlace(), Folder(tmp_path / "o"), Patches(tmp_path / "p"), branch(tmp_path / "s")):
        assert place.obstacle(tree, path) is not None
        with pytest.raises(FileError, match=reason):
            place.check(tree, [path])
        if not isinstance(place, Patches | Branch):
            with pytest.raises(FileError, match=reason):
                place.write(tree, file)
    assert (tmp_path / "elsewhere" / "c.py").read_bytes() == b"x = 1\n"
    assert real_path(tree, "b.py") == "b.py"


# A copy of the whole.


def test_a_copy_holds_the_rewrites_and_all_else_that_git_watches_or_might(tmp_path: Path) -> None:
    tree = project(tmp_path / "one", {**ODD, ".gitignore": (b"big/\n", b"")})
    plant(tree.root, {"big/data.bin": b"0", "new.txt": b"1", "run.sh": b"#!/bin/sh\n", ".hublint/state": b""})
    (tree.root / "run.sh").chmod(0o755)
    (tree.root / "deep").chmod(0o700)
    (tree.root / "link").symlink_to("run.sh")
    (tree.root / "away").symlink_to("/nowhere")
    (tree.root / "folder").symlink_to("deep", target_is_directory=True)
    os.mkfifo(tree.root / "pipe")
    (tree.root / "gone.txt").write_bytes(b"")
    git(tree.root, "add", "gone.txt")
    (tree.root / "gone.txt").unlink()
    os.link(tree.root / "new.txt", tree.root / "again.txt")
    before = state(tree.root)
    made = carried_out(Folder(tmp_path / "o"), tree, rewritten(ODD))
    assert made.folder == tmp_path / "o" / "one"
    assert state(tree.root) == before
    expected = {
        name: (kind, ODD[name][1] if name in ODD else data)
        for name, (kind, data) in contents(tree.root).items()
        if not name.startswith(("big", ".hublint")) and name != "pipe"
    }
    assert contents(made.folder) == expected
    assert stat.S_IMODE((made.folder / "deep").stat().st_mode) == 0o700
    assert (made.folder / "run.sh").stat().st_mtime_ns == (tree.root / "run.sh").stat().st_mtime_ns
    assert (made.folder / "new.txt").stat().st_nlink == 1
    assert not (made.folder / ".git").exists()


def test_a_copy_holds_submodules_and_no_other_repository_below(tmp_path: Path) -> None:
    library = repository(tmp_path / "library", {"a.py": b"1"})
    tree = project(tmp_path / "one", {"b.py": (b"1", b"2")})
    git(tree.root, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(library), "lib")
    commit(tree.root)
    git(tree.root, "worktree", "add", "--quiet", "beside")
    repository(tree.root / "inner", {"c.py": b"1"})
    outer, inner = trees([tree.root])
    place = Folder(tmp_path / "o")
    for one in (outer, inner):
        place.check(one, [])
    carried_out(place, outer, [Rewritten("b.py", b"1", b"2")])
    assert set(contents(tmp_path / "o" / "one")) == {".gitmodules", "b.py", "lib", "lib/a.py"}
    carried_out(place, inner, [], resumed=True)
    assert (tmp_path / "o" / "one" / "inner" / "c.py").exists()


def test_without_git_a_copy_leaves_out_what_tools_leave_behind(tmp_path: Path) -> None:
    tree = project(tmp_path / "one", {"a.py": (b"1", b"2")}, with_git=False)
    plant(tree.root, {"__pycache__/a.pyc": b"", "venv/pyvenv.cfg": b"", "data/x.bin": b"0", ".hidden": b""})
    (tree.root / "empty").mkdir()
    (tree.root / "ln").symlink_to("data", target_is_directory=True)
    made = carried_out(Folder(tree.root / "migrated"), tree, [Rewritten("a.py", b"1", b"2")])
    assert made.folder is not None
    assert set(contents(made.folder)) == {"a.py", "data", "data/x.bin", ".hidden", "empty", "ln"}
    assert (made.folder / "a.py").read_bytes() == b"2"


def test_a_folder_that_holds_something_is_not_written_to(tmp_path: Path) -> None:
    tree = project(tmp_path / "one", {"a.py": (b"1", b"2")})
    plant(tmp_path, {"o/one/mine": b"", "file": b""})
    with pytest.raises(FileError, match="o/one: is not empty; remove it, or give another folder with --output-dir"):
        Folder(tmp_path / "o").check(tree, ["a.py"])
    with pytest.raises(FileError, match="file: is a file, not a folder to write to"):
        Folder(tmp_path / "file" / "o").check(tree, ["a.py"])
    with pytest.raises(FileError, match="one: is not empty"):
        Folder(tmp_path).check(tree, ["a.py"])


# Patches.


@pytest.mark.parametrize("program", [["git", "apply"], ["patch", "--quiet", "-p1"]])
def test_a_patch_is_applied_byte_for_byte(tmp_path: Path, program: list[str]) -> None:
    tree = project(tmp_path / "one", ODD)
    before = state(tree.root)
    made = carried_out(Patches(tmp_path / "p"), tree, rewritten(ODD))
    assert made.patch == tmp_path / "p" / "one.patch"
    assert state(tree.root) == before
    with made.patch.open("rb") as stream:
        done = subprocess.run(program, cwd=tree.root, stdin=stream, capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    for name, (_, after) in ODD.items():
        assert (tree.root / name).read_bytes() == after
    assert {name for name in contents(tree.root) if name.endswith((".orig", ".rej"))} == set()


def test_a_patch_that_is_there_is_kept_and_none_is_written_for_nothing(tmp_path: Path) -> None:
    tree = project(tmp_path / "one", {"a.py": (b"1", b"2")})
    assert carried_out(Patches(tmp_path / "p"), tree, [Rewritten("a.py", b"1", b"1")]) == Destination()
    assert not (tmp_path / "p" / "one.patch").exists()
    carried_out(Patches(tmp_path / "p"), tree, [Rewritten("a.py", b"1", b"2")])
    with pytest.raises(
        FileError, match=r"one\.patch: is there already; remove it, or give another folder with --patch"
    ):
        Patches(tmp_path / "p").check(tree, ["a.py"])
    carried_out(Patches(tmp_path / "p"), tree, [Rewritten("a.py", b"1", b"2")], resumed=True)


TEXTS = st.lists(st.sampled_from([b"a", b"b", b"\n", b"\r\n", b"\r", b"\xff", b" ", b"\\", b"-", b"+"]), max_size=30)


@settings(max_examples=40)
@given(before=TEXTS, after=TEXTS, program=st.sampled_from([("git", "apply"), ("patch", "--quiet", "-p1")]))
def test_whatever_the_bytes_a_patch_gives_them(before: list[bytes], after: list[bytes], program: list[str]) -> None:
    old, new = b"x" + b"".join(before), b"x" + b"".join(after)
    with tempfile.TemporaryDirectory() as name:
        file = Path(name, "a b.py")
        file.write_bytes(old)
        text = b"".join(patch(old, new, "a b.py"))
        if old == new:
            assert text == b""
            return
        done = subprocess.run(program, cwd=name, input=text, capture_output=True, check=False)
        assert done.returncode == 0, (text, done.stderr)
        assert file.read_bytes() == new


# Branches.


def test_a_branch_has_one_commit_for_each_family(tmp_path: Path) -> None:
    first, second = "HUB1xx: TensorFlow 1 programs", "HUB5xx: names"
    tree = project(tmp_path / "one", {"a.py": (b"1", b""), "b.py": (b"1", b""), "c.py": (b"1", b"")})
    files = [
        Rewritten(
            "a.py", b"1", b"3", (Stage(first, b"2", ("HUB101",)), Stage(second, b"3", ("HUB501",))), verified=True
        ),
        Rewritten("b.py", b"1", b"2", (Stage(second, b"2", ("HUB501",)),)),
        Rewritten("c.py", b"1", b"1"),
    ]
    before = state(tree.root)
    made = carried_out(branch(tmp_path / "s"), tree, files)
    assert state(tree.root) == before
    assert (made.branch, made.commit) == ("migrated", asked.branch_tip(tree.root, "migrated"))
    log = git(tree.root, "log", "--reverse", "--format=%s", "--name-only", "main..migrated").decode().split("\n")
    assert log == ["Migrate TensorFlow 1 programs", "", "a.py", "Migrate names", "", "a.py", "b.py"]
    bodies = git(tree.root, "log", "--reverse", "--format=%b", "main..migrated").decode()
    assert "hublint migrate rewrote 1 file for tf=2.21." in bodies
    assert "It was run before and after the whole migration, and exports the same." in bodies
    assert "1 of 2 files were run before and after" in bodies
    assert "- HUB101 A session runs a TensorFlow 1 graph" in bodies
    assert git(tree.root, "show", "migrated~1:a.py") == b"2"
    assert not any((tmp_path / "s").iterdir())


def test_odd_files_are_committed_as_they_are(tmp_path: Path) -> None:
    tree = project(tmp_path / "one", ODD)
    carried_out(branch(tmp_path / "s"), tree, rewritten(ODD))
    git(tree.root, "checkout", "--quiet", "migrated")
    for name, (_, after) in ODD.items():
        assert (tree.root / name).read_bytes() == after


def test_a_branch_of_another_commit_starts_there(tmp_path: Path) -> None:
    tree = project(tmp_path / "one", {"a.py": (b"1", b"2")})
    git(tree.root, "tag", "v1")
    plant(tree.root, {"a.py": b"later"})
    commit(tree.root)
    checkout = tmp_path / "state" / "checkout"
    name = asked.checkout(tree.root, "v1", checkout)
    carried_out(branch(tmp_path / "s"), tree.at(checkout)._replace(commit=name), [Rewritten("a.py", b"1", b"2")])
    asked.remove_checkout(tree.root, checkout)
    assert git(tree.root, "rev-parse", "migrated~1") == git(tree.root, "rev-parse", "v1")
    assert git(tree.root, "show", "migrated:a.py") == b"2"


def test_a_branch_is_made_of_what_was_committed_alone(tmp_path: Path) -> None:
    tree = project(tmp_path / "one", {"a.py": (b"1", b"2"), "b.py": (b"1", b"2")})
    plant(tree.root, {"b.py": b"being worked on", "new.py": b"1"})
    files = [Rewritten("a.py", b"1", b"2")]
    branch(tmp_path / "s").check(tree, ["a.py"])
    sentence = "has files to rewrite that are not as they were committed .*; commit them first, or migrate what was"
    for path in ("b.py", "new.py"):
        with pytest.raises(FileError, match=sentence):
            branch(tmp_path / "s").check(tree, ["a.py", path])
        with pytest.raises(FileError, match=sentence):
            branch(tmp_path / "s").finish(tree, [Rewritten(path, (tree.root / path).read_bytes(), b"2")])
    assert carried_out(branch(tmp_path / "s"), tree, files).branch == "migrated"


def test_a_branch_that_exists_is_refused_unless_this_campaign_has_made_it(tmp_path: Path) -> None:
    tree = project(tmp_path / "one", {"a.py": (b"1", b"2")})
    files = [Rewritten("a.py", b"1", b"2")]
    with pytest.raises(FileError, match="has a branch 'main' already; give another with --branch"):
        branch(tmp_path / "s", "main").check(tree, ["a.py"])
    with pytest.raises(FileError, match="has a branch 'main' already"):
        branch(tmp_path / "s", "main").check(tree, ["a.py"], resumed=True)
    made = carried_out(branch(tmp_path / "s"), tree, files)
    assert carried_out(branch(tmp_path / "s"), tree, files, resumed=True) == made
    with pytest.raises(FileError, match="has a branch 'migrated' already"):
        branch(tmp_path / "s").check(tree, ["a.py"])


def test_what_has_no_git_or_no_commit_can_have_no_branch(tmp_path: Path) -> None:
    tree = project(tmp_path / "one", {"a.py": (b"1", b"2")}, with_git=False)
    with pytest.raises(UsageError, match=r"--branch makes branches of git, and .*/one is no git repository"):
        branch(tmp_path / "s").check(tree, ["a.py"])
    plant(repository(tmp_path / "two"), {"a.py": b"1"})
    (tree,) = trees([tmp_path / "two"])
    with pytest.raises(FileError, match="two: has no commit yet that a branch could start from"):
        branch(tmp_path / "s").check(tree, ["a.py"])


def test_two_work_trees_of_a_repository_cannot_both_make_the_branch(tmp_path: Path) -> None:
    tree = project(tmp_path / "one", {"a.py": (b"1", b"2")})
    git(tree.root, "worktree", "add", "--quiet", "../two")
    first, second = trees([tmp_path / "one", tmp_path / "two"])
    place = branch(tmp_path / "s")
    place.check(first, ["a.py"])
    with pytest.raises(FileError, match=r"two: is another work tree of the repository in .*/one, where the branch"):
        place.check(second, ["a.py"])


def test_families_in_an_order_of_their_own_are_a_defect(tmp_path: Path) -> None:
    tree = project(tmp_path / "one", {"a.py": (b"1", b"2")})
    with pytest.raises(ValueError, match=r"a\.py: families come in an order of their own"):
        branch(tmp_path / "s").finish(
            tree, [Rewritten("a.py", b"1", b"3", (Stage("HUB5xx: b", b"2"), Stage("HUB1xx: a", b"3")))]
        )
