"""Functions and modules as programs, as far as their text shows whether they can run."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from hublint.cli import main
from hublint.verify import VerifyError
from hublint.verify.entry import read_entry
from tests.verify.fake_tensorflow import write_fake_tensorflow

if TYPE_CHECKING:
    from pathlib import Path

SCRIPT = """\
from functools import partial
import json as j

class Model:
    def save(self): pass
    @classmethod
    def made(cls, name): pass
    @staticmethod
    def static(path, *, tags=()): pass
    inherited = partial(print)

def train(data, epochs, rate=0.1, *, seed, more=None): pass
def export(name='m', *rest, **others): pass
async def wait(): pass
try:
    def guarded(): pass
except ImportError:
    guarded = None
made = partial(train, 1, 2)
"""


@pytest.mark.parametrize(
    ("function", "message"),
    [
        ("train", "train needs data, epochs, seed; name a function that can be called without arguments"),
        ("missing", "has no function 'missing'; it has train, export, wait"),
        ("wait", "wait is a coroutine; name a function that runs it"),
        ("Model.save", "Model.save is a method of an object; name a function, or a static method, which is called"),
        ("Model.made", "Model.made needs name; name a function that can be called without arguments"),
        ("Model.static", "Model.static needs path; name a function that can be called without arguments"),
        ("", "name a function behind the two colons, as in"),
        ("a-b", "name a function behind the two colons, as in"),
        ("a.b()", "name a function behind the two colons, as in"),
    ],
)
def test_a_function_that_cannot_be_called_without_arguments_is_refused(
    tmp_path: Path, function: str, message: str
) -> None:
    (tmp_path / "script.py").write_text(SCRIPT)
    with pytest.raises(VerifyError) as raised:
        read_entry(tmp_path / f"script.py::{function}")
    assert message in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("function", ["export", "guarded", "made", "partial", "j.dumps", "Model.inherited", "Model"])
def test_a_function_of_which_the_text_does_not_tell_is_tried(tmp_path: Path, function: str) -> None:
    (tmp_path / "script.py").write_text(SCRIPT)
    assert read_entry(tmp_path / f"script.py::{function}").function == function


def test_a_script_of_another_python_is_tried(tmp_path: Path) -> None:
    (tmp_path / "script.py").write_text("print 'hello'\n")
    assert read_entry(tmp_path / "script.py::export").function == "export"


@pytest.mark.parametrize(
    ("text", "module"),
    [
        ("from . import names", "package.inner.script"),
        ("from ..names import x", "package.inner.script"),
        ("def f():\n    import package.names", "package.inner.script"),
        ("from package import names", "package.inner.script"),
        ("import names", ""),
        ("from inner import names", ""),
        ("import packages", ""),
    ],
)
def test_a_script_belongs_to_the_package_that_it_imports_from(tmp_path: Path, text: str, module: str) -> None:
    folder = tmp_path / "package" / "inner"
    folder.mkdir(parents=True)
    (folder / "__init__.py").touch()
    (folder.parent / "__init__.py").touch()
    (folder / "script.py").write_text(text)
    entry = read_entry(folder / "script.py")
    assert entry.module == module
    assert entry.folder == (tmp_path if module else folder).resolve()


def test_a_link_to_a_script_runs_in_the_folder_of_the_link(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    (tmp_path / "a" / "script.py").write_text("x = 1")
    (tmp_path / "b" / "link.py").symlink_to(tmp_path / "a" / "script.py")
    entry = read_entry(tmp_path / "b" / "link.py")
    assert entry.script == tmp_path.resolve() / "b" / "link.py"
    assert entry.folder == tmp_path.resolve() / "b"


def test_what_follows_two_hyphens_goes_to_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_fake_tensorflow(tmp_path / "site")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "site"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "script.py").write_text(
        "import os, sys\nsys.exit(repr(sys.argv[1:]) + ' ' + str(os.getcwd() == sys.argv[-1]))"
    )
    arguments = ["--timeout", "20", "--python", sys.executable]
    assert main(["verify", "script.py", *arguments, "--", "--epochs", "1", "--", "--help"]) == 1
    out = capsys.readouterr().out
    assert "['--epochs', '1', '--', '--help'] False" in out
    assert main(["verify", "script.py", *arguments, "--in-place", "--", str(tmp_path.resolve())]) == 1
    out = capsys.readouterr().out
    assert f"['{tmp_path.resolve()}'] True" in out
    assert "it ran in . itself" in out
