"""Wrong use of `hublint verify`: one sentence each, status 2, nothing started."""

from __future__ import annotations

import errno
import importlib.util
import os
import sys
from typing import TYPE_CHECKING

import pytest

from hublint.cli import main

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def nothing_is_started(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def popen(*_: object, **__: object) -> None:
        raise AssertionError("a process was started")

    monkeypatch.setattr("subprocess.Popen", popen)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "export.py").write_text("print('hello')", encoding="utf-8")
    (tmp_path / "text.txt").write_text("hello", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "saved_model.pb").write_bytes(b"\x12\x00")  # a graph with nothing in it
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "saved_model.pb").write_bytes(b"<html>")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere.py"], "nowhere.py: no such file or folder"),
        (["export.py", "--against", "nowhere"], "nowhere: no such file or folder"),
        (["folder"], "folder: holds no saved_model.pb; name the folder of a SavedModel"),
        (["text.txt"], "an archive (.tar.gz, .zip); a program is a .py or .ipynb file\n"),
        (["broken/saved_model.pb"], "is one file of a model; name its folder, broken\n"),
        (["https://tfhub.dev/google/nnlm-en-dim50/2"], "nnlm-en-dim50/2: is not on this machine (looked for "),
        (["export.py", "--timeout", "0"], "a time limit has to be more than 0 s, not 0"),
        (["export.py", "--timeout", "nan"], "a time limit has to be more than 0 s, not nan"),
        (["export.py", "--timeout", "soon"], "--timeout"),
        (["export.py", "--python", "no-such-python"], "no-such-python: no such program; give --python the path"),
        (
            ["export.py", "--against", "export.py", "--python", sys.executable, "--old-python", "python1"],
            "python1: no such program; give --old-python the path of a Python interpreter",
        ),
        (["export.py", "--old-python", sys.executable], "--old-python goes with --against"),
        (
            ["model", "--against", "export.py", "--python", sys.executable, "--old-python", sys.executable],
            "--old-python runs the old program, but model is a model, and --python loads it",
        ),
        (["export.py", "--folder", "folder"], "export.py: is not in folder, the folder that programs are to run in"),
        (["export.py", "--folder", "nope"], "nope: no such folder"),
        (["export.py", "--folder", "text.txt"], "text.txt: is no folder"),
        (["export.py", "--copy-limit", "-1"], "--copy-limit has to be 0 MB or more, not -1"),
        (["export.py", "--seed", "-5"], "a seed has to be from 0 to 2147483647, not -5"),
        (
            ["export.py", "--against", "export.py", "--device", "cpu"],
            "a device is named for one target in one runtime; two are compared on the CPU",
        ),
        (["export.py", "--limit", "memory=lots"], "'lots' is no amount; write one such as 4GB, 500MB or 200"),
        (
            ["export.py", "--limit", "cpu=3"],
            "'cpu' has no limit; use memory, processes, output, disk, as in memory=4GB",
        ),
        (
            ["model", "--python", sys.executable, "--", "--epochs"],
            "arguments are for programs, and model is none",
        ),
        (["export.py::train"], "export.py: has no function 'train'; it has none"),
        (["nowhere.py::train"], "nowhere.py: no such file or folder"),
        (["folder::train"], "folder: is no regular file"),
        (["text.txt::train"], "text.txt: is no Python script, of which a function could be called"),
        (["export.py", "--seed", "1", "other.py"], "other.py; `hublint verify --help` tells the options"),
        (["export.py", "--output-format", "xml"], "--output-format"),
        (["export.py", "--report", "nowhere/report.txt"], "--report nowhere/report.txt: there is no folder "),
        ([], "TARGET"),
    ],
)
def test_wrong_use_is_one_sentence_and_status_2(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert message in err
    assert len(err.splitlines()) == 1


def test_without_tensorflow_it_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    assert main(["verify", "export.py"]) == 2
    assert "pip install 'hublint[verify]'" in capsys.readouterr().err


def test_an_unreadable_program_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("pathlib.Path.open", refuse)  # file modes do not keep root out
    assert main(["verify", "export.py"]) == 2
    assert "export.py: cannot be read: Permission denied" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="there are no named pipes in folders there")
def test_a_named_pipe_is_no_program(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.mkfifo(tmp_path / "pipe.py")
    assert main(["verify", "pipe.py"]) == 2
    assert "pipe.py: is no regular file" in capsys.readouterr().err
