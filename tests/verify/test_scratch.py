"""The working copy: what comes along, what does not, and that nothing in it leads back to the originals."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from hublint.verify.scratch import LeftOut, copy_folder

if TYPE_CHECKING:
    from pathlib import Path


def write(path: Path, text: str = "x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def copied(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir()}


def test_files_and_folders_come_along_but_no_caches(tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "scratch" / "copy"
    write(source / "export.py")
    write(source / "data" / "table.csv")
    (source / "empty").mkdir()
    for passed_over in (".git/config", "__pycache__/export.pyc", "env/pyvenv.cfg", "env/lib/os.py"):
        write(source / passed_over)
    assert copy_folder(source, target, limit=1000, avoid=tmp_path / "scratch") is None
    assert copied(target) == {"export.py", "data/table.csv"}
    assert (target / "empty").is_dir()


def test_the_largest_files_are_left_out_and_told(tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "copy"
    write(source / "export.py", "x" * 100)
    write(source / "data" / "large.bin", "x" * 50_000)
    write(source / "data" / "larger.bin", "x" * 2_000_000)
    left_out = copy_folder(source, target, limit=10_000, avoid=target)
    assert copied(target) == {"export.py"}
    assert left_out == LeftOut(2, 2_050_000, "data/larger.bin", more=False)
    assert str(left_out) == "2 files of 2.0 MB (the largest is data/larger.bin)"
    assert str(LeftOut(1, 512, "a", more=False)) == "1 file of 512 bytes (a)"


def test_a_folder_with_very_many_files_is_cut_short(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hublint.verify.scratch._MOST_FILES", 3)
    write(tmp_path / "source" / "export.py")
    for number in range(10):
        write(tmp_path / "source" / "zoo" / f"{number}.txt")
    left_out = copy_folder(tmp_path / "source", tmp_path / "copy", limit=1000, avoid=tmp_path / "copy")
    assert copied(tmp_path / "copy") == {"export.py", "zoo/0.txt", "zoo/1.txt"}
    assert str(left_out) == "all but the nearest 3 files"


def test_the_scratch_folder_is_not_copied_into_itself(tmp_path: Path) -> None:
    write(tmp_path / "export.py")
    scratch = tmp_path / "scratch"
    write(scratch / "earlier.txt")
    assert copy_folder(tmp_path, scratch / "copy", limit=1000, avoid=scratch) is None
    assert copied(scratch / "copy") == {"export.py"}


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_no_link_leads_back_to_the_originals(tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "copy"
    write(source / "data" / "real.txt", "inside")
    write(tmp_path / "elsewhere" / "far.txt", "outside")
    (source / "relative").symlink_to("data/real.txt")
    (source / "absolute").symlink_to(source / "data")
    (source / "outside.txt").symlink_to(tmp_path / "elsewhere" / "far.txt")
    (source / "outside").symlink_to(tmp_path / "elsewhere")
    (source / "loop").symlink_to("loop")
    (source / "dangling").symlink_to(tmp_path / "nowhere")
    assert copy_folder(source, target, limit=1000, avoid=target) is None
    for path in target.rglob("*"):
        assert os.path.realpath(path).startswith(os.path.realpath(target) + os.sep)
    (target / "relative").write_text("changed", encoding="utf-8")
    (target / "absolute" / "real.txt").write_text("changed again", encoding="utf-8")
    (target / "outside.txt").write_text("changed", encoding="utf-8")
    (target / "outside" / "far.txt").write_text("changed", encoding="utf-8")
    assert (target / "data" / "real.txt").read_text(encoding="utf-8") == "changed again"
    assert (source / "data" / "real.txt").read_text(encoding="utf-8") == "inside"
    assert (tmp_path / "elsewhere" / "far.txt").read_text(encoding="utf-8") == "outside"


@pytest.mark.skipif(sys.platform == "win32", reason="there are no named pipes in folders there")
def test_a_named_pipe_does_not_block(tmp_path: Path) -> None:
    write(tmp_path / "source" / "export.py")
    os.mkfifo(tmp_path / "source" / "pipe")
    assert copy_folder(tmp_path / "source", tmp_path / "copy", limit=1000, avoid=tmp_path / "copy") is None
    assert copied(tmp_path / "copy") == {"export.py"}
