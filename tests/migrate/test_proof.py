"""The folder that a rewritten program runs in, and what is made of the comparison of both."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hublint.migrate.proof import _reason, _verdict, stand_in
from hublint.verify import Comparison, Export, Outcome, Problem, Program, Report, Runtime

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


EXPORT = Export("model", "tf.saved_model.save", "export.py", 3)
PROGRAM = Program("export.py", Outcome("ended"), 1.0, (EXPORT,))


def report(*problems: Problem) -> Report:
    comparison = Comparison(EXPORT, EXPORT, (), problems)
    return Report(Runtime("python", "3.12.1", "2.21.0"), PROGRAM, PROGRAM, (), (comparison,))


@pytest.mark.parametrize(
    ("problems", "verdict", "reason"),
    [
        ((), "agree", ""),
        ((Problem("values", "output 'y' is 1 in old and 2 in new"),), "differ", "output 'y' is 1 in old and 2 in new"),
        (
            (Problem("random", "old disagrees with itself", "old"),),
            "random",
            "it disagrees with itself from run to run",
        ),
        (
            (Problem("load-failed", "the old export cannot be loaded", "old"),),
            "unable",
            "the old export cannot be loaded",
        ),
        (
            (Problem("not-called", "neither export has a signature, so there is nothing to call"),),
            "unable",
            "neither export has a signature, so there is nothing to call",
        ),
        (
            (Problem("not-called", "x cannot be made"), Problem("tags", "the tags differ")),
            "differ",
            "x cannot be made",
        ),
    ],
)
def test_the_verdict_and_its_reason(problems: tuple[Problem, ...], verdict: str, reason: str) -> None:
    found = report(*problems)
    assert _verdict(found) == verdict
    assert _reason(found, _verdict(found)) == reason
