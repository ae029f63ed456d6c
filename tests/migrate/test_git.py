from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from hublint.files import FileError
from hublint.migrate import git as asked
from hublint.migrate.git import Commit, commit_branch, dirty
from tests.migrate.clone import GIT, commit, contents, git, plant, repository, state

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("own_git")

ODD = {"with space.py": b"1", os.fsdecode(b"caf\xe9.py"): b"2", "new\nline.py": b"3", 'quo"te\t.py': b"4"}


# Where a repository stands.


def test_the_commit_is_told_and_there_may_be_none(tmp_path: Path) -> None:
    root = repository(tmp_path)
    assert asked.head(root) is None
    plant(root, {"a.py": b""})
    commit(root)
    assert asked.head(root) == git(root, "rev-parse", "HEAD").decode()


def test_a_commit_has_many_names(tmp_path: Path) -> None:
    root = repository(tmp_path, {"a.py": b""})
    git(root, "tag", "--annotate", "v1", "--message", "One")
    head = git(root, "rev-parse", "HEAD").decode()
    assert [asked.commit_of(root, ref) for ref in ("HEAD", "main", "v1", head[:8])] == [head] * 4
    for ref in ("none", "--all", "HEAD~1", "HEAD:a.py", ""):
        with pytest.raises(FileError, match=r"has no commit called .*; fetch it first, or name another"):
            asked.commit_of(root, ref)


def test_a_clean_tree_is_clean(tmp_path: Path) -> None:
    root = repository(tmp_path, {"a.py": b"1", **ODD})
    plant(root, {"new.py": b"", "notes.txt": b""})
    found = dirty(root, ["a.py", *ODD])
    assert not found
    assert found.sentence == ""


def test_changes_in_the_work_tree_and_in_the_index_are_seen(tmp_path: Path) -> None:
    root = repository(tmp_path, {"a.py": b"1", "b.py": b"1", "c.py": b"1\n" * 20, "d.py": b"1", **ODD})
    plant(root, {"a.py": b"2", "b.py": b"2", **dict.fromkeys(ODD, b"changed")})
    git(root, "add", "b.py")
    git(root, "mv", "c.py", "e.py")
    (root / "d.py").unlink()
    found = dirty(root, [])
    assert set(found.changed) == {"a.py", "b.py", "c.py", "d.py", "e.py", *ODD}
    assert dirty(root, [], ours=found.changed[1:]).changed == found.changed[:1]
    assert "has changes that are not committed (" in found.sentence
    assert found.sentence.endswith("and 6 more)")


def test_what_git_could_not_give_back_is_seen_where_it_would_be_rewritten(tmp_path: Path) -> None:
    root = repository(tmp_path, {".gitignore": b"*.tmp.py\n", "seen.py": b"1", "hidden.py": b"1", "skipped.py": b"1"})
    plant(root, {"new.py": b"", "a.tmp.py": b"", "other.py": b"", "hidden.py": b"2", "skipped.py": b"2"})
    git(root, "update-index", "--assume-unchanged", "hidden.py")
    git(root, "update-index", "--skip-worktree", "skipped.py")
    found = dirty(root, ["seen.py", "new.py", "a.tmp.py", "hidden.py", "skipped.py"])
    assert found.changed == ()
    assert found.unkept == ("a.tmp.py", "hidden.py", "new.py", "skipped.py")
    assert "has files that would be rewritten and that git does not keep (a.tmp.py, hidden.py, new.py and 1 more)" in (
        found.sentence
    )


def test_a_merge_and_a_rebase_that_are_not_finished_are_seen(tmp_path: Path) -> None:
    root = repository(tmp_path, {"a.py": b"1"})
    git(root, "checkout", "--quiet", "-b", "other")
    plant(root, {"a.py": b"2"})
    commit(root)
    git(root, "checkout", "--quiet", "main")
    plant(root, {"a.py": b"3"})
    commit(root)
    for words, told in ((["merge"], "a merge"), (["rebase"], "a rebase"), (["cherry-pick"], "a cherry-pick")):
        subprocess.run([GIT, *words, "other"], cwd=root, capture_output=True, check=False)
        found = dirty(root, [])
        assert found.operation == told
        assert found.sentence.startswith(f"is in the middle of {told} and has changes")
        git(root, words[0], "--abort")
    assert not dirty(root, [])


def test_what_a_submodule_holds_is_no_change_of_the_repository(tmp_path: Path) -> None:
    library = repository(tmp_path / "library", {"a.py": b"1"})
    root = repository(tmp_path / "project", {"b.py": b"1"})
    git(root, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(library), "lib")
    commit(root)
    plant(root, {"lib/a.py": b"2", "lib/new.py": b""})
    assert not dirty(root, [])
    assert asked.submodules(root) == {"lib"}
    assert set(asked.files_of(root)) == {".gitmodules", "b.py", "lib/a.py"}


def test_asking_leaves_the_index_as_it_is(tmp_path: Path) -> None:
    root = repository(tmp_path, {"a.py": b"1"})
    os.utime(root / "a.py", (1, 1))  # git would note the new time
    before = state(root)
    dirty(root, ["a.py"])
    assert state(root) == before


# Git itself.


def test_without_git_one_sentence_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = repository(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    with pytest.raises(FileError, match="the program `git` is not found; install it, or mend PATH"):
        asked.head(root)


def test_a_broken_repository_is_told_in_one_sentence(tmp_path: Path) -> None:
    root = repository(tmp_path / "one", {"a.py": b""})
    (root / ".git" / "HEAD").unlink()
    with pytest.raises(FileError, match=r"one: is no git repository that git can use: its \.git is broken"):
        asked.head(root)
    other = repository(tmp_path / "two", {"a.py": b""})
    (other / ".git" / "index").write_bytes(b"nonsense")
    with pytest.raises(FileError, match=r"two: `git status` failed: .*index file"):
        dirty(other, [])


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root can give a folder to another user")
def test_a_repository_of_another_user_is_told_in_one_sentence(tmp_path: Path) -> None:
    root = repository(tmp_path, {"a.py": b""})
    for path in (root, root / ".git"):
        os.chown(path, 12345, 12345)
    with pytest.raises(FileError, match=r"belongs to another user, .*`git config --global --add safe.directory /"):
        asked.head(root)


def test_what_a_surrounding_hook_tells_of_its_repository_is_not_heard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outer = repository(tmp_path / "outer", {"a.py": b"1"})
    inner = repository(tmp_path / "inner", {"b.py": b"1"})
    base = asked.head(inner)
    assert base is not None
    before = state(outer)
    for name, value in {
        "GIT_DIR": str(outer / ".git"),
        "GIT_INDEX_FILE": str(outer / ".git" / "index"),
        "GIT_WORK_TREE": str(outer),
        "GIT_OBJECT_DIRECTORY": str(outer / ".git" / "objects"),
        "GIT_PREFIX": "x/",
        "GIT_AUTHOR_DATE": "1 +0000",
        "GIT_CONFIG_PARAMETERS": "'user.name=Someone Else'",
    }.items():
        monkeypatch.setenv(name, value)
    plant(tmp_path / "laid", {"b.py": b"2"})
    made = commit_branch(inner, "new", base, [Commit("One", tmp_path / "laid")], scratch=tmp_path / "s", when=5)
    assert made is not None
    assert not dirty(inner, ["b.py"])
    monkeypatch.undo()
    assert state(outer) == before
    assert git(inner, "log", "-1", "--format=%an %at", made).endswith(b" 5")


# Another commit.


def test_a_commit_is_checked_out_beside_and_removed_again(tmp_path: Path) -> None:
    root = repository(tmp_path / "one", {"a.py": b"1"})
    git(root, "tag", "v1")
    plant(root, {"a.py": b"2"})
    commit(root)
    before = state(root)
    into = root / ".hublint" / "checkout"
    commit_name = asked.checkout(root, "v1", into)
    assert commit_name == git(root, "rev-parse", "v1").decode() == asked.head(into)
    assert (into / "a.py").read_bytes() == b"1"
    assert asked.repository_at(str(into)) is not None
    # Once more, as after a kill.
    (into / "a.py").unlink()
    asked.checkout(root, "v1", into)
    assert (into / "a.py").read_bytes() == b"1"
    asked.remove_checkout(root, into)
    asked.remove_checkout(root, into)
    (root / ".hublint").rmdir()
    assert state(root) == before
    assert git(root, "worktree", "list").count(b"\n") == 0


@pytest.mark.parametrize("name", ["gitdir", "commondir", "HEAD"])
def test_a_checkout_is_made_though_git_was_killed_while_it_noted_it(tmp_path: Path, name: str) -> None:
    root = repository(tmp_path / "one", {"a.py": b"1"})
    into = tmp_path / "into"
    git(root, "worktree", "add", "--quiet", "--detach", str(into))
    (root / ".git" / "worktrees" / "into" / name).write_bytes(b"")
    asked.checkout(root, "HEAD", into)
    assert (into / "a.py").read_bytes() == b"1"
    asked.remove_checkout(root, into)
    assert git(root, "worktree", "list").count(b"\n") == 0


def test_the_users_own_work_trees_are_kept_though_they_are_not_there_just_now(tmp_path: Path) -> None:
    root = repository(tmp_path / "one", {"a.py": b"1"})
    git(root, "worktree", "add", "--quiet", "../drive")
    (tmp_path / "drive").rename(tmp_path / "unmounted")
    asked.checkout(root, "HEAD", tmp_path / "into")
    asked.remove_checkout(root, tmp_path / "into")
    (tmp_path / "unmounted").rename(tmp_path / "drive")
    assert asked.head(tmp_path / "drive") == asked.head(root)


def test_a_folder_of_someone_else_is_not_removed(tmp_path: Path) -> None:
    root = repository(tmp_path / "one", {"a.py": b"1"})
    plant(tmp_path, {"into/mine": b""})
    with pytest.raises(FileError, match="is no work tree that hublint made"):
        asked.checkout(root, "HEAD", tmp_path / "into")
    assert (tmp_path / "into" / "mine").exists()


# Branches.


def branch(root: Path, files: dict[str, bytes], scratch: Path, name: str = "new", when: int = 7) -> str | None:
    base = asked.head(root)
    assert base is not None
    plant(scratch / "laid", files)
    return commit_branch(root, name, base, [Commit("Change\n", scratch / "laid")], scratch=scratch / "room", when=when)


def test_a_branch_is_made_without_touching_anything(tmp_path: Path) -> None:
    root = repository(tmp_path / "one", {"a.py": b"1", "b.py": b"1", "sub/c.py": b"1", **ODD})
    plant(root, {"b.py": b"being worked on", "new.py": b""})
    git(root, "add", "new.py")
    before = state(root)
    made = branch(root, {"a.py": b"2", "sub/c.py": b"2", **dict.fromkeys(ODD, b"9")}, tmp_path / "s")
    assert state(root) == before
    assert made == git(root, "rev-parse", "new").decode()
    changed = git(root, "diff", "--name-only", "-z", "main", "new").rstrip(b"\0").split(b"\0")
    assert set(map(os.fsdecode, changed)) == {"a.py", "sub/c.py", *ODD}
    assert git(root, "log", "--format=%an <%ae> %at %ct %s", "main..new") == (
        b"A Tester <tester@example.invalid> 7 7 Change"
    )


def test_permissions_and_links_are_kept(tmp_path: Path) -> None:
    root = repository(tmp_path / "one")
    plant(root, {"run.py": b"1", "plain.py": b"1"})
    (root / "run.py").chmod(0o755)
    (root / "link.py").symlink_to("plain.py")
    commit(root)
    listed = git(root, "ls-tree", "-r", "--format=%(objectmode) %(path)", "main")
    branch(root, {"run.py": b"2", "plain.py": b"2"}, tmp_path / "s")
    assert git(root, "ls-tree", "-r", "--format=%(objectmode) %(path)", "new") == listed


@pytest.mark.parametrize(
    ("attributes", "settings", "data"),
    [
        (b"", ["core.autocrlf", "true"], b"x = 1\r\ny = 2\r\n"),
        (b"", ["core.autocrlf", "input"], b"x = 1\r\ny = 2\r\n"),
        (b"*.py text\n", ["core.eol", "crlf"], b"x = 1\r\n"),
        (b"*.py -text\n", ["core.autocrlf", "true"], b"x = 1\r\n"),
        (b"*.py ident\n", ["core.eol", "lf"], b"# $Id: 12 $\nx = 1\n"),
        (b"*.py filter=upper\n", ["filter.upper.clean", "tr a-z A-Z"], b"x = 1\n"),
        (b"*.py working-tree-encoding=UTF-16LE\n", ["core.eol", "lf"], "x = 'ä'\n".encode("utf-16-le")),
    ],
)
def test_what_is_committed_is_what_git_add_would_commit(
    tmp_path: Path, attributes: bytes, settings: list[str], data: bytes
) -> None:
    root = repository(tmp_path / "one")
    git(root, "config", *settings)
    plant(root, {".gitattributes": attributes, "a.py": data, "b.py": data})
    commit(root)
    after = data + data
    made = branch(root, {"a.py": after}, tmp_path / "s")
    assert made is not None
    plant(root, {"a.py": after})
    git(root, "add", "a.py")
    assert git(root, "write-tree") == git(root, "rev-parse", f"{made}^{{tree}}")


def test_lines_that_were_committed_with_carriage_returns_keep_them_as_git_add_does(tmp_path: Path) -> None:
    root = repository(tmp_path / "one", {"a.py": b"x = 1\r\n"})
    git(root, "config", "core.autocrlf", "true")
    made = branch(root, {"a.py": b"x = 2\r\n"}, tmp_path / "s")
    assert git(root, "cat-file", "blob", f"{made}:a.py") == b"x = 2\r"  # the newline is taken off by the test


def test_what_is_not_as_it_was_committed_is_told(tmp_path: Path) -> None:
    root = repository(tmp_path / "one", {"a.py": b"1", "b.py": b"1"})
    plant(tmp_path / "laid", {"a.py": b"1", "b.py": b"2", "new.py": b""})
    base = asked.head(root)
    assert base is not None
    assert asked.differing(root, base, tmp_path / "laid", tmp_path / "s") == ["b.py", "new.py"]


def test_made_again_it_is_the_same_and_another_one_is_refused(tmp_path: Path) -> None:
    root = repository(tmp_path / "one", {"a.py": b"1"})
    made = branch(root, {"a.py": b"2"}, tmp_path / "s")
    assert branch(root, {"a.py": b"2"}, tmp_path / "t") == made
    for files, when in (({"a.py": b"3"}, 7), ({"a.py": b"2"}, 8)):
        with pytest.raises(FileError, match="has a branch 'new' already; give another with --branch, or delete it"):
            branch(root, files, tmp_path / f"u{when}{len(files['a.py'])}{files['a.py'].decode()}", when=when)
    assert git(root, "rev-parse", "new").decode() == made


def test_nothing_changed_is_no_commit_and_no_branch(tmp_path: Path) -> None:
    root = repository(tmp_path / "one", {"a.py": b"1"})
    assert branch(root, {"a.py": b"1"}, tmp_path / "s") is None
    assert asked.branch_tip(root, "new") is None


def test_hooks_do_not_run_and_nothing_is_signed(tmp_path: Path) -> None:
    root = repository(tmp_path / "one", {"a.py": b"1"})
    for name in (
        "pre-commit",
        "commit-msg",
        "post-commit",
        "reference-transaction",
        "post-index-change",
        "post-checkout",
    ):
        hook = root / ".git" / "hooks" / name
        hook.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran-{name}\nexit 1\n")
        hook.chmod(0o755)
    git(root, "config", "commit.gpgSign", "true")
    git(root, "config", "gpg.program", "false")
    assert branch(root, {"a.py": b"2"}, tmp_path / "s") is not None
    asked.checkout(root, "HEAD", tmp_path / "into")
    assert list(tmp_path.glob("ran-*")) == []


@pytest.mark.parametrize("name", ["-x", "HEAD", "a b", "a..b", "", "x.lock", "@{-1}", "end/"])
def test_what_is_no_name_for_a_branch_is_refused(tmp_path: Path, name: str) -> None:
    root = repository(tmp_path, {"a.py": b""})
    with pytest.raises(FileError, match="is no name for a branch; give another with --branch"):
        asked.require_branch_name(root, name)


def test_a_branch_cannot_be_beside_one_with_a_longer_or_shorter_name(tmp_path: Path) -> None:
    root = repository(tmp_path, {"a.py": b""})
    git(root, "branch", "one/two")
    for name in ("one", "one/two/three"):
        with pytest.raises(FileError, match=f"there can be no branch '{name}' beside the branch 'one/two'"):
            asked.require_branch_name(root, name)
    asked.require_branch_name(root, "one/three")


def test_without_an_identity_nobody_commits(tmp_path: Path, own_git: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = repository(tmp_path, {"a.py": b""})
    asked.require_identity(root)
    own_git.write_text("")
    with pytest.raises(FileError, match=r"git does not know who commits; tell it with `git config --global user.name"):
        asked.require_identity(root)
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "A")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "a@example.invalid")
    asked.require_identity(root)


def test_work_in_a_linked_work_tree_is_done_in_its_repository(tmp_path: Path) -> None:
    root = repository(tmp_path / "one", {"a.py": b"1"})
    git(root, "worktree", "add", "--quiet", "../two")
    plant(tmp_path / "two", {"a.py": b"2"})
    assert dirty(tmp_path / "two", []).changed == ("a.py",)
    assert not dirty(root, [])
    assert asked.shared_folder(tmp_path / "two") == root / ".git"
    assert branch(tmp_path / "two", {"a.py": b"3"}, tmp_path / "s") == git(root, "rev-parse", "new").decode()
    assert contents(tmp_path / "two")["a.py"][1] == b"2"


def test_names_are_printed_whatever_they_hold() -> None:
    assert asked.printable(os.fsdecode(b"a\xff\nb")) == "a\ufffd\ufffdb"
    assert sys.getfilesystemencoding() == "utf-8"
