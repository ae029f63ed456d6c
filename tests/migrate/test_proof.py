"""The folder that a rewritten program runs in, and what is made of a verification of both."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hublint.migrate import proof
from hublint.migrate.proof import stand_in
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


_NO_SIGNATURE = Problem("not-called", "neither export has a signature, so there is nothing to call")
_NOT_MADE = Problem("not-called", "no value can be made for the input 'x', so the outputs were not compared")
_OLD_REFUSES = Problem("call-failed", "old does not accept any of the 5 inputs that we tried", "old")
_NEW_REFUSES = Problem("call-failed", "new refuses what old accepts", "new")
_OLD_DOES_NOT_LOAD = Problem("load-failed", "the old export cannot be loaded", "old")
_OTHER_VALUES = Problem("values", "output 'y' is 1 in old and 2 in new")


@pytest.mark.parametrize(
    ("problems", "verdict", "reason"),
    [
        ([_NO_SIGNATURE], "unable", _NO_SIGNATURE),
        ([_NOT_MADE, _NOT_MADE], "unable", _NOT_MADE),
        ([_OLD_REFUSES], "unable", _OLD_REFUSES),
        ([_NOT_MADE, _OTHER_VALUES], "differ", _OTHER_VALUES),
        ([_OLD_REFUSES, _NEW_REFUSES], "differ", _NEW_REFUSES),
        ([_OTHER_VALUES, _OLD_DOES_NOT_LOAD], "unable", _OLD_DOES_NOT_LOAD),
        ([_NEW_REFUSES], "differ", _NEW_REFUSES),
    ],
)
def test_what_could_not_be_called_disproves_nothing(problems: list[Problem], verdict: str, reason: Problem) -> None:
    export = Export("out", "tf.saved_model.save", "export.py", 1)
    program = Program("export.py", Outcome("ended"), 1.0, (export,))
    compared = Comparison(export, export, (), tuple(problems))
    report = Report(Runtime("python", "3.11", "2.21"), program, program, (), (compared,))
    found = proof._verdict(report)
    assert found == verdict
    assert proof._reason(report, found) == reason.message
