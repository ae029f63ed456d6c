"""Notebooks as programs: their code cells in order, without what only IPython understands."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from hublint.verify import VerifyError, render, verify
from hublint.verify.entry import read_entry
from tests.verify.fake_tensorflow import write_fake_tensorflow

if TYPE_CHECKING:
    from hublint.verify import Report


def write(path: Path, *cells: str, **document: Any) -> Path:
    """Write a notebook with code cells; one that begins with a hash and a space is of text."""
    made = [
        {"cell_type": "markdown" if cell.startswith("# ") else "code", "source": cell.splitlines(keepends=True)}
        for cell in cells
    ]
    path.write_text(json.dumps({"cells": made, "nbformat": 4, "metadata": {}, **document}), encoding="utf-8")
    return path


def cells(tmp_path: Path, *sources: str) -> list[str]:
    entry = read_entry(write(tmp_path / "notebook.ipynb", *sources))
    assert entry.cells is not None
    return [source for _, source in entry.cells]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("%matplotlib inline\nimport os", "pass\nimport os"),
        ("if True:\n    %load_ext tensorboard\nx = 1", "if True:\n    pass\nx = 1"),
        ("%load_ext autoreload\n%autoreload 2\n%config x = 1", "pass\npass\npass"),
        ("?print\nprint?\nos.path??\nx = 1", "pass\npass\npass\nx = 1"),
        ("%time fit()", "fit()"),
        ("%%time\nfit()", "\nfit()"),
        ("\n%%capture\nfit()", "\n\nfit()"),
        ("x = (4\n % 3)\ny = '''\n%matplotlib\n!ls\n'''", "x = (4\n % 3)\ny = '''\n%matplotlib\n!ls\n'''"),
        ("x = 1 if True else\n", "x = 1 if True else\n"),  # running it tells
        ("", None),
        ("   \n", None),
    ],
)
def test_what_only_changes_the_display_is_left_out_silently(tmp_path: Path, source: str, expected: str | None) -> None:
    entry = read_entry(write(tmp_path / "notebook.ipynb", source))
    assert entry.notes == ()
    assert entry.cells == (() if expected is None else ((1, expected),))


@pytest.mark.parametrize(
    ("source", "expected", "note"),
    [
        ("!pip install x\nimport x", "pass\nimport x", "cell 1: the line '!pip install x' is left out"),
        ("%pip install x", "pass", "cell 1: the line '%pip install x' is left out"),
        ("!echo it's\nx = 1", "pass\nx = 1", 'cell 1: the line "!echo it\'s" is left out'),
        ("!pip install \\\n   x \\\n   y\nz = 1", "pass\n\n\nz = 1", r"cell 1: the line '!pip install \\' is left out"),
        ("%%bash\nls", None, "cell 1 is left out: it is for %%bash"),
        ("%%writefile x.py\nx", None, "cell 1 is left out: it is for %%writefile x.py"),
    ],
)
def test_what_is_for_the_shell_is_left_out_and_told(
    tmp_path: Path, source: str, expected: str | None, note: str
) -> None:
    entry = read_entry(write(tmp_path / "notebook.ipynb", source))
    assert entry.notes == (note,)
    assert entry.cells == (() if expected is None else ((1, expected),))


def test_many_lines_for_the_shell_are_told_together(tmp_path: Path) -> None:
    entry = read_entry(write(tmp_path / "notebook.ipynb", "\n".join(f"!ls {number}" for number in range(30))))
    assert len(entry.notes) == 10
    assert entry.notes[-1] == "21 more such lines are left out"


@pytest.mark.parametrize(
    "line", ["%cd /data", "%run other.py", "files = !ls", "x = %sql select", "%env A=1", "%pylab", "%", "a, b = !ls"]
)
def test_what_the_rest_depends_on_is_an_error_that_names_the_cell(tmp_path: Path, line: str) -> None:
    path = write(tmp_path / "notebook.ipynb", "# A title", f"x = 1\n{line}")
    with pytest.raises(VerifyError) as raised:
        read_entry(path)
    assert str(raised.value) == f"{path}, cell 2: {line!r} is for IPython alone, and the notebook cannot run without it"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "is no notebook: no JSON document"),
        ("[" * 100_000, "is no notebook: no JSON document"),
        ("[]", "is no notebook: it has no list of cells"),
        ('{"cells": 3}', "is no notebook: it has no list of cells"),
        ('{"worksheets": []}', "it has no list of cells, but one of a format before 4, which Jupyter converts"),
        ('{"cells": [{"cell_type": "code", "source": 3}]}', "cell 1: its source is no text"),
        ('{"cells": [], "metadata": {"kernelspec": {"language": "julia"}}}', "is a notebook in julia, not in Python"),
        ('{"cells": [], "metadata": {"language_info": {"name": "R"}}}', "is a notebook in r, not in Python"),
    ],
)
def test_what_is_no_notebook_in_python_is_told(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "notebook.ipynb"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(VerifyError) as raised:
        read_entry(path)
    assert message in str(raised.value)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_fake_tensorflow(tmp_path / "site")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "site"))
    project = tmp_path / "project"
    project.mkdir()
    monkeypatch.chdir(project)
    return project


def ran(path: Path) -> Report:
    return verify(path, python=Path(sys.executable), timeout=20.0)


def test_the_cells_run_in_one_namespace_and_say_where_they_export(project: Path) -> None:
    path = write(
        project / "notebook.ipynb",
        "# A title",
        "%matplotlib inline\nimport inspect, tensorflow as tf",
        "def name():\n    return 'm'",
        "!ls\ndisplay(name())\ntf.saved_model.save(name() + inspect.getsource(name)[:8], 'out')",
    )
    report = ran(path)
    assert report.old.outcome is not None
    assert report.old.outcome.message == ""
    (export,) = report.old.exports
    assert (export.file, export.cell, export.line, export.place) == ("notebook.ipynb", 4, 3, "notebook.ipynb:cell 4:3")
    assert export.bytes == len("mdef name")
    assert "notebook.ipynb:cell 4:3  tf.saved_model.save  'out'" in render(report)
    assert report.old.notes == ("cell 4: the line '!ls' is left out",)
    assert [path.name for path in project.iterdir()] == ["notebook.ipynb"]


@pytest.mark.parametrize(
    ("last", "message", "line"),
    [
        ("x = 1\nmissing", "NameError: name 'missing' is not defined", 2),
        ("def f(:\n    pass", "SyntaxError: ", 1),
    ],
)
def test_an_exception_is_told_with_its_cell(project: Path, last: str, message: str, line: int) -> None:
    report = ran(write(project / "notebook.ipynb", "# A title", "import os", last))
    outcome = report.old.outcome
    assert outcome is not None
    assert (outcome.how, outcome.file, outcome.cell, outcome.line) == ("raised", "notebook.ipynb", 3, line)
    assert outcome.message.startswith(message)
    assert f"! raised at notebook.ipynb:cell 3:{line}: {message}" in render(report)


def test_a_crash_is_told_with_its_cell(project: Path) -> None:
    report = ran(write(project / "notebook.ipynb", "import os", "x = 1\nos.abort()"))
    outcome = report.old.outcome
    assert outcome is not None
    assert (outcome.how, outcome.file, outcome.cell, outcome.line) == ("crashed", "notebook.ipynb", 2, 2)
