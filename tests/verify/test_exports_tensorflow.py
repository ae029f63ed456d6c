"""Every spelling of an export, with the TensorFlow that has it: the programs say what is to be taken down where."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hublint.cli import main
from hublint.verify import render, verify
from hublint.verify.entry import read_entry
from hublint.verify.program import run_program
from hublint.verify.session import Workshop

if TYPE_CHECKING:
    from collections.abc import Callable

    from hublint.verify import Program

PROGRAMS = Path(__file__).parent / "programs"
EXPECTED = re.compile(r"# saves: (.+)$")


@pytest.fixture(scope="session")
def install(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path, str], Path]:
    """Return a function that installs an old tensorflow_hub for a Python, into a folder of its own."""

    def install(python: Path, requirement: str) -> Path:
        folder = tmp_path_factory.mktemp("hub") / "site-packages"
        uv = shutil.which("uv")
        command = [uv, "pip", "install", "--python", str(python)] if uv else [sys.executable, "-m", "pip", "install"]
        subprocess.run(
            [*command, "--quiet", "--no-deps", "--target", str(folder), requirement], check=True, timeout=300
        )
        return folder

    return install


def run(python: Path, program: Path, scratch: Path, *arguments: str) -> Program:
    scratch.mkdir()
    entry = read_entry(program)
    workshop = Workshop(scratch, python, timeout=300.0)
    return run_program(workshop, entry, folder=entry.folder, room="old", copy_limit=10**9, arguments=arguments)


def check(ran: Program, program: Path) -> None:
    """Hold what was taken down against what the program's comments say."""
    assert ran.outcome is not None
    assert ran.outcome.how == "ended", ran.outcome
    wanted = []
    for number, line in enumerate(program.read_text(encoding="utf-8").splitlines(), 1):
        found = EXPECTED.search(line)
        for text in found[1].split(", ") if found is not None else ():
            api, kind, paths = text.split()
            wanted += [(number, api, kind, path) for path in paths.split("|")]
    got = [(export.line, export.api, export.kind, shortened(export.path)) for export in ran.exports]
    assert sorted(got) == sorted(wanted)
    assert len(wanted) > 3
    for export in ran.exports:
        assert Path(export.file).name == program.name
        assert export.bytes > 0, export
        assert export.seconds > 0, export
        assert export.error is None
        assert export.redirected == ("no such folder" in export.path), export
        assert export.temporary == shortened(export.path).startswith("TEMPORARY")
        assert export.is_callable == (export.kind in {"savedmodel", "hub-module"})
        assert bool(export.snapshot) == (export.kind not in {"checkpoint", "weights"})
        assert all(len(text) <= 120 for text in export.arguments.values())


def shortened(path: str) -> str:
    if "no such folder" in path:
        return "OUTSIDE" + path.partition("no such folder")[2]
    return re.sub(r".*/tmp/tmp[^/]+/", "TEMPORARY/", path)


@pytest.mark.tensorflow
def test_every_spelling_of_keras_3_is_taken_down(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TF_USE_LEGACY_KERAS", raising=False)
    program = PROGRAMS / "exports_keras3.py"
    ran = run(Path(sys.executable), program, tmp_path / "scratch")
    check(ran, program)
    by_path = {export.path: export for export in ran.exports}
    assert by_path["c"].arguments == {"filepath": "'c'", "format": "'tf_saved_model'"}
    assert by_path["a"].arguments == {"obj": "<Sequential name=sequential, built=True>", "export_dir": "'a'"}
    assert [by_path[path].format for path in ("a", "d.keras", "e.h5", "f", "w")] == [
        "SavedModel",
        "Keras zip",
        "HDF5",
        "Keras folder",
        "SavedModel",
    ]


@pytest.mark.tensorflow
def test_every_spelling_of_keras_2_is_taken_down_where_tf_keras_stands_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TF_USE_LEGACY_KERAS", "1")
    program = PROGRAMS / "exports_keras2.py"
    check(run(Path(sys.executable), program, tmp_path / "scratch"), program)


NOTEBOOK = (
    "%matplotlib inline\n!pip install tensorflow\nimport tensorflow as tf",
    """class Line(tf.Module):
    def __init__(self):
        self.w = tf.Variable(3.0)

    @tf.function(input_signature=[tf.TensorSpec([None], tf.float32, 'x')])
    def __call__(self, x):
        if tf.reduce_sum(x) > 0:  # needs the source of the cell
            y = self.w * x
        else:
            y = -self.w * x
        return {'y': y}
""",
    "line = Line()\ntf.saved_model.save(line, 'line', signatures=line.__call__)",
)


@pytest.mark.tensorflow
def test_a_finding_about_a_notebooks_model_names_the_cell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    cells = [{"cell_type": "code", "source": source} for source in NOTEBOOK]
    (tmp_path / "train.ipynb").write_text(json.dumps({"cells": cells, "nbformat": 4, "metadata": {}}))
    monkeypatch.chdir(tmp_path)
    assert main(["verify", "train.ipynb", "--output-format", "json"]) == 1
    document = json.loads(capsys.readouterr().out)
    (export,) = document["old"]["exports"]
    assert (export["file"], export["cell"], export["line"], export["kind"]) == ("train.ipynb", 3, 2, "savedmodel")
    assert document["old"]["notes"][0] == "cell 1: the line '!pip install tensorflow' is left out"
    found = {(finding["code"], finding["cell"], finding["location"]["row"]) for finding in document["findings"]}
    assert ("HUB609", 3, 2) in found  # a tf.Module's own lists are not restored
    assert main(["verify", "train.ipynb", "--output-format", "concise"]) == 1
    assert "train.ipynb:cell 3:2:1: HUB609 " in capsys.readouterr().out


@pytest.mark.tf215
def test_every_spelling_of_2_15_is_taken_down(
    python_215: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TF_USE_LEGACY_KERAS", raising=False)
    program = PROGRAMS / "exports_keras2.py"
    check(run(python_215, program, tmp_path / "scratch"), program)


@pytest.mark.tf215
def test_every_spelling_of_estimators_and_hub_modules_is_taken_down(
    python_215: Path, tmp_path: Path, install: Callable[[Path, str], Path]
) -> None:
    hub = install(python_215, "tensorflow-hub==0.15.0")
    program = PROGRAMS / "exports_hub.py"
    check(run(python_215, program, tmp_path / "scratch", str(hub)), program)


@pytest.mark.tf115
def test_every_spelling_of_estimators_and_hub_modules_is_taken_down_on_1_15(
    python_115: Path, tmp_path: Path, install: Callable[[Path, str], Path]
) -> None:
    hub = install(python_115, "tensorflow-hub==0.7.0")
    program = PROGRAMS / "exports_hub.py"
    check(run(python_115, program, tmp_path / "scratch", str(hub)), program)


@pytest.mark.tf115
def test_every_spelling_of_1_15_is_taken_down(python_115: Path) -> None:
    program = PROGRAMS / "spellings_115.py"
    report = verify(program, python=python_115)
    assert report.agree, render(report)
    check(report.old, program)
