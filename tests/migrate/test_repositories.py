from __future__ import annotations

import io
import os
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hublint.files import FileError
from hublint.migrate.repositories import SUBMODULE, Tree, files_of, listed, trees
from hublint.session import Session, UsageError
from tests.migrate.clone import git, plant, repository

pytestmark = pytest.mark.usefixtures("own_git")

CODE = {"a.py": b"import tensorflow as tf\n"}


def told(found: list[Tree]) -> dict[str, list[str]]:
    return {tree.name: [os.path.relpath(path, tree.root) for path in tree.given] for tree in found}


def test_what_lies_in_a_repository_belongs_to_its_root(tmp_path: Path) -> None:
    root = repository(tmp_path / "project", {"pkg/a.py": b"", "pkg/b.py": b"", "deep/er/c.py": b""})
    (one,) = trees([root / "pkg" / "a.py", root / "deep"])
    assert one.root == root
    assert one.name == "project"
    assert one.git
    assert one.given == (root / "deep", root / "pkg" / "a.py")


def test_a_folder_of_clones_is_a_tree_for_each_and_nothing_besides(tmp_path: Path) -> None:
    for name in ("src/one", "src/two", "src/group/three"):
        repository(tmp_path / name, CODE)
    repository(tmp_path / "src" / "pictures", {"a.png": b"x"})
    found = trees([tmp_path / "src"])
    assert told(found) == {"group/three": ["."], "one": ["."], "two": ["."]}
    assert all(tree.git and not tree.named for tree in found)


def test_what_lies_beside_clones_is_a_tree_of_its_own(tmp_path: Path) -> None:
    repository(tmp_path / "src" / "one", CODE)
    plant(tmp_path / "src", {"loose.py": b"", "scripts/b.py": b""})
    rest, one = trees([tmp_path / "src"])
    assert (rest.name, one.name) == ("src", "src/one")
    assert not rest.git
    assert rest.others == (tmp_path / "src" / "one",)
    assert rest.owns(tmp_path / "src" / "scripts" / "b.py")
    assert not rest.owns(tmp_path / "src" / "one" / "a.py")
    taken = files_of(rest, Session())
    assert [path.name for path in taken.python] == ["loose.py", "b.py"]


def test_a_repository_in_a_repository_is_one_of_its_own(tmp_path: Path) -> None:
    root = repository(tmp_path / "outer", CODE)
    repository(root / "third" / "inner", CODE)
    outer, inner = trees([root])
    assert (outer.name, inner.name) == ("outer", "outer/third/inner")
    assert not outer.owns(inner.root / "a.py")


@pytest.mark.parametrize("mark", ["setup.py", "pyproject.toml", "setup.cfg", "PKG-INFO", "name-1.0.dist-info/METADATA"])
def test_packages_side_by_side_are_a_tree_each(tmp_path: Path, mark: str) -> None:
    plant(tmp_path, {f"corpus/one/{mark}": b"", "corpus/one/a.py": b""})
    plant(tmp_path, {f"corpus/two-1.0/two-1.0/{mark}": b"", "corpus/two-1.0/two-1.0/two/a.py": b""})
    plant(tmp_path, {"corpus/tools/b.py": b""})
    found = trees([tmp_path / "corpus"])
    assert told(found) == {"corpus": ["."], "corpus/one": ["."], "corpus/two-1.0": ["."]}
    assert found[0].others == (tmp_path / "corpus" / "one", tmp_path / "corpus" / "two-1.0")


def test_a_project_with_packages_in_it_is_one_tree(tmp_path: Path) -> None:
    plant(tmp_path, {"setup.py": b"", "one/setup.py": b"", "two/setup.py": b""})
    assert len(trees([tmp_path])) == 1


def test_a_folder_with_one_package_or_none_is_one_tree(tmp_path: Path) -> None:
    plant(tmp_path, {"one/setup.py": b"", "two/a.py": b""})
    (tree,) = trees([tmp_path])
    assert (tree.root, tree.given, tree.git, tree.named) == (tmp_path, (tmp_path,), False, True)


def test_files_without_git_belong_to_their_folder(tmp_path: Path) -> None:
    plant(tmp_path, {"a.py": b"", "b.py": b"", "c.py": b"", "sub/d.py": b""})
    (tree,) = trees([tmp_path / "a.py", tmp_path / "b.py"])
    assert tree.root == tmp_path
    assert told([tree]) == {tmp_path.name: ["a.py", "b.py"]}
    assert told(trees([tmp_path / "sub" / "d.py", tmp_path])) == {tmp_path.name: ["."]}


def test_paths_that_overlap_count_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = repository(tmp_path / "project", {"pkg/a.py": b""})
    (tmp_path / "link").symlink_to(root, target_is_directory=True)
    monkeypatch.chdir(root / "pkg")
    given_paths = [root / "pkg" / "a.py", Path(), root, tmp_path / "link", Path("../pkg")]
    assert told(trees(given_paths)) == {"project": ["."]}
    assert told(trees(given_paths[:2])) == {"project": ["pkg"]}


def test_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    repository(tmp_path / "elsewhere", CODE)
    plant(tmp_path, {"src/a.py": b""})
    (tmp_path / "src" / "loop").symlink_to(tmp_path / "src", target_is_directory=True)
    (tmp_path / "src" / "out").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    assert told(trees([tmp_path / "src"])) == {"src": ["."]}


# Submodules, work trees, bare and broken repositories.


def with_submodule(tmp_path: Path) -> Path:
    library = repository(tmp_path / "library", CODE)
    root = repository(tmp_path / "project", CODE)
    git(root, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(library), "third/library")
    git(root, "commit", "--quiet", "--message", "Add")
    return root


@pytest.mark.parametrize("old_style", [False, True])
def test_submodules_are_left_out_and_told(tmp_path: Path, *, old_style: bool) -> None:
    root = with_submodule(tmp_path)
    inner = root / "third" / "library"
    if old_style:  # git's own folder lies in the submodule, as before git 1.7
        git(inner, "config", "--unset", "core.worktree")
        (inner / ".git").unlink()
        (root / ".git" / "modules" / "third" / "library").rename(inner / ".git")
    (tree,) = trees([root])
    assert tree.left_out == ((inner, SUBMODULE),)
    assert not tree.owns(inner / "a.py")
    assert [path.name for path in files_of(tree, Session()).python] == ["a.py"]


def test_a_submodule_that_is_given_by_name_is_a_tree(tmp_path: Path) -> None:
    root = with_submodule(tmp_path)
    (inner,) = trees([root / "third" / "library" / "a.py"])
    assert inner.root == root / "third" / "library"
    outer, inner = trees([root / "third" / "library", root])
    assert outer.left_out == ()
    assert (inner.name, inner.named) == ("project/third/library", True)
    assert not outer.owns(inner.root / "a.py")


def test_of_several_work_trees_that_are_found_the_first_clone_is_taken(tmp_path: Path) -> None:
    root = repository(tmp_path / "src" / "project", CODE)
    git(root, "worktree", "add", "--quiet", "../another")
    git(root, "worktree", "add", "--quiet", "inside")
    (tree,) = trees([tmp_path / "src"])
    assert tree.root == root
    assert [path for path, _ in tree.left_out] == [tmp_path / "src" / "another", root / "inside"]
    assert "another work tree of the repository in" in tree.left_out[0][1]
    assert not tree.owns(root / "inside" / "a.py")
    (named,) = trees([tmp_path / "src" / "another"])
    assert (named.root, named.git) == (tmp_path / "src" / "another", True)


def test_a_bare_repository_is_refused_and_told_where_it_is_found(tmp_path: Path) -> None:
    bare = tmp_path / "src" / "bare.git"
    bare.mkdir(parents=True)
    git(bare, "init", "--quiet", "--bare")
    sentence = "is a bare git repository, which has no files to migrate; clone it, and give the clone"
    for path in (bare, tmp_path / "src"):
        with pytest.raises((FileError, UsageError), match=f"bare.git: {sentence}"):
            trees([path])
    repository(tmp_path / "src" / "one", CODE)
    (one,) = trees([tmp_path / "src"])
    assert one.left_out == ((bare, sentence),)


def test_gits_own_folder_is_refused(tmp_path: Path) -> None:
    root = repository(tmp_path / "one", CODE)
    with pytest.raises(FileError, match="is git's own folder; give the folder that it lies in"):
        trees([root / ".git"])
    with pytest.raises(FileError, match=r"lies in git's own folder .*; give the files of a work tree"):
        trees([root / ".git" / "hooks"])


@pytest.mark.parametrize("text", [b"gitdir: ../.git/modules/gone\n", b"nonsense", b""])
def test_a_git_file_that_leads_nowhere_makes_no_repository(tmp_path: Path, text: bytes) -> None:
    plant(tmp_path, {"package/front/.git": text, "package/front/a.py": b"", "package/setup.py": b""})
    assert told(trees([tmp_path / "package"])) == {"package": ["."]}
    (front,) = trees([tmp_path / "package" / "front"])
    assert not front.git


def test_a_repository_that_is_broken_is_told_and_an_empty_folder_is_none(tmp_path: Path) -> None:
    root = repository(tmp_path / "one", CODE)
    (root / ".git" / "HEAD").unlink()
    for path in (root, root / "a.py"):
        with pytest.raises(FileError, match=r"is in a git repository that git cannot use: .*one/\.git is broken"):
            trees([path])
    plant(tmp_path, {"two/a.py": b""})
    (tmp_path / "two" / ".git").mkdir()
    (two,) = trees([tmp_path / "two"])
    assert not two.git


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="none: no such file or directory"):
        trees([tmp_path / "none"])
    (tmp_path / "empty").mkdir()
    (tree,) = trees([tmp_path / "empty"])
    assert [str(failure) for failure in files_of(tree, Session()).failures] == [
        f"no Python files or notebooks in {tmp_path / 'empty'}/"
    ]


def test_repositories_that_hold_nothing_to_look_at_fail_nothing(tmp_path: Path) -> None:
    repository(tmp_path / "src" / "one", {"a.py": b"", ".gitignore": b"*.py\n"})
    repository(tmp_path / "src" / "two", CODE)
    found = trees([tmp_path / "src"])
    assert [files_of(tree, Session()).failures for tree in found] == [[], []]


# Lists.


def test_a_list_has_a_path_on_each_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = b"# the models\n\n  one \nwith space/two\r\n\xff.py\n#three\n"
    (tmp_path / "list").write_bytes(text)
    expected = [Path("one"), Path("with space/two"), Path(os.fsdecode(b"\xff.py"))]
    assert listed(str(tmp_path / "list")) == expected
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(text)))
    assert listed("-") == expected


def test_a_list_that_lists_nothing_is_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "list").write_text("# nothing\n")
    with pytest.raises(UsageError, match="list lists no path"):
        listed(str(tmp_path / "list"))
    with pytest.raises(FileError, match="cannot be read: no such file"):
        listed(str(tmp_path / "none"))


# Names.


def test_names_are_unique_and_printable(tmp_path: Path) -> None:
    names = [b"new\nline", b"\xff", b"\xfe", b"Case", b"case"]
    for name in names:
        repository(tmp_path / os.fsdecode(name), CODE)
    found = [tree.name for tree in trees([tmp_path])]
    assert sorted(found) == sorted(["new\ufffdline", "\ufffd", "\ufffd (2)", "Case", "case (2)"])


# Bounds.


def test_each_folder_is_listed_once_and_what_no_walk_enters_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository(tmp_path / "one", {"a/b/c.py": b"", "d/e.py": b""})
    plant(tmp_path, {"one/node_modules/x/y.py": b"", "one/venv/pyvenv.cfg": b"", "one/venv/lib/z.py": b""})
    seen: list[str] = []
    real = os.scandir

    def scandir(path: str) -> object:
        seen.append(os.path.relpath(path, tmp_path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    trees([tmp_path / "one"])
    assert sorted(seen) == ["one", "one/a", "one/a/b", "one/d", "one/venv"]


FOLDERS = ["a", "b", "a/x", "a/y", "a/x/k", "b/x"]


@given(
    repos=st.sets(st.sampled_from(["", *FOLDERS])),
    projects=st.sets(st.sampled_from(["", *FOLDERS])),
    chosen=st.lists(
        st.sampled_from([".", *FOLDERS, *(f"{folder}/m.py" for folder in FOLDERS)]), min_size=1, max_size=4
    ),
)
def test_each_file_belongs_to_one_tree_and_that_is_the_innermost_repository(
    repos: set[str], projects: set[str], chosen: list[str]
) -> None:
    with tempfile.TemporaryDirectory() as name:
        top = Path(os.path.realpath(name)) / "top"
        for folder in ("", *FOLDERS):
            plant(top / folder, {"m.py": b""})
        for folder in repos:
            for part in ("objects", "refs"):
                (top / folder / ".git" / part).mkdir(parents=True)
            (top / folder / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
        for folder in projects:
            plant(top / folder, {"setup.py": b""})
        paths = [top / path for path in chosen]
        found = trees(paths)
        session = Session()
        owners: dict[Path, list[Path]] = {}
        for tree in found:
            for file in files_of(tree, session).python:
                owners.setdefault(file, []).append(tree.root)
        wanted = {
            file for file in top.rglob("*.py") if any(file == path or file.is_relative_to(path) for path in paths)
        }
        assert set(owners) == wanted
        assert all(len(roots) == 1 for roots in owners.values())
        for file, (root,) in owners.items():
            innermost = next(
                (above for above in file.parents if above.is_relative_to(top) and (above / ".git").exists()), None
            )
            if innermost is not None:
                assert root == innermost
        assert len({tree.name.casefold() for tree in found}) == len(found)


def test_a_tree_moves_to_a_checkout(tmp_path: Path) -> None:
    tree = Tree(tmp_path / "a", "a", (tmp_path / "a" / "pkg",), git=True, others=(tmp_path / "a" / "sub",))
    moved = tree.at(tmp_path / "b")
    assert (moved.given, moved.others) == ((tmp_path / "b" / "pkg",), (tmp_path / "b" / "sub",))
