"""The folder that a rewritten program runs in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.migrate.proof import stand_in

if TYPE_CHECKING:
    from pathlib import Path


def test_it_is_the_folder_with_one_other_file_and_nothing_in_it_is_a_copy(tmp_path: Path) -> None:
    folder, room = tmp_path / "project", tmp_path / "room"
    inner = folder / "pkg" / "train"
    inner.mkdir(parents=True)
    for path in (folder / "data.csv", folder / "pkg" / "model.py", inner / "export.py", inner / "beside.py"):
        path.write_text(path.name, encoding="utf-8")
    rewritten = stand_in(folder, (inner / "export.py").relative_to(folder), room, b"after")
    assert rewritten == room / "pkg" / "train" / "export.py"
    assert rewritten.read_bytes() == b"after"
    assert (inner / "export.py").read_bytes() == b"export.py"
    links = {str(path.relative_to(room)): path.readlink() for path in room.rglob("*") if path.is_symlink()}
    assert links == {
        "data.csv": folder / "data.csv",
        "pkg/model.py": folder / "pkg" / "model.py",
        "pkg/train/beside.py": inner / "beside.py",
    }
