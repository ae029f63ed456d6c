"""Programs that load a model and run it are run: before and after their fixes they print the same.

The models are written first, in the form of TensorFlow 1, once with reference variables, as TensorFlow 1 made them by
default, and once with resource variables. What is loaded by name and what is loaded by signature are both in one
program, for starting TensorFlow is what takes the time.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from hublint import engine, registry
from hublint.target import parse_target
from hublint.verify import render, verify

PROGRAMS = Path(__file__).resolve().parent / "run_cases"
CODES = ("HUB101", "HUB201", "HUB202", "HUB203", "HUB204", "HUB205")

PRINTED = 36
"""How many lines the program prints."""

each_kind = pytest.mark.parametrize("kind", ["reference", "resource"])


def run(python: Path, program: Path, *arguments: str) -> str:
    ran = subprocess.run(
        [python, program.name, *arguments], cwd=program.parent, capture_output=True, text=True, timeout=300, check=False
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    return ran.stdout


def written(folder: Path, python: Path) -> Path:
    """Write the models into a folder and return it."""
    program = Path(shutil.copy(PROGRAMS / "models.py", folder))
    run(python, program)
    return folder


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("models"), Path(sys.executable))


@pytest.fixture(scope="module")
def models_215(tmp_path_factory: pytest.TempPathFactory, python_215: Path) -> Path:
    return written(tmp_path_factory.mktemp("models"), python_215)


def check_prints_the_same(folder: Path, python: Path, target: str, kind: str) -> None:
    code = (PROGRAMS / "loads.py").read_text(encoding="utf-8")
    chosen = registry.load().select(CODES, ())
    after = engine.fix(code.encode(), chosen, target=lambda: parse_target(target), unsafe=True).data.decode()
    assert "Session(" in code
    assert "Session(" not in after
    old, new = folder / "old.py", folder / "new.py"
    switched = "import tensorflow as tf\n\ntf.compat.v1.disable_eager_execution()\n"
    old.write_text(code.replace("import tensorflow as tf\n", switched, 1), encoding="utf-8")
    new.write_text(after, encoding="utf-8")
    before = run(python, old, kind)
    assert len(before.splitlines()) == PRINTED
    assert run(python, new, kind) == before


def check_exports_agree(folder: Path, python: Path) -> None:
    """Verify that a frozen graph that is imported and exported is the same model before and after."""
    code = (PROGRAMS / "imported_exports.py").read_text(encoding="utf-8")
    chosen = registry.load().select(CODES, ())
    after = engine.fix(code.encode(), chosen, target=lambda: parse_target("tf=2.21"), unsafe=True).data.decode()
    assert "Session(" in code
    assert "Session(" not in after
    old, new = folder / "old.py", folder / "new.py"
    old.write_text(code, encoding="utf-8")
    new.write_text(after, encoding="utf-8")
    report = verify(old, against=new, python=python)
    assert report.agree, f"{render(report)}\n{after}"
    assert len(report.comparisons) == 2
    assert all(signature.calls for comparison in report.comparisons for signature in comparison.signatures)


@pytest.mark.tensorflow
class TestTensorFlow221:
    @each_kind
    def test_loads_print_the_same(self, models: Path, kind: str) -> None:
        check_prints_the_same(models, Path(sys.executable), "tf=2.21", kind)

    def test_exports_agree(self, tmp_path: Path) -> None:
        check_exports_agree(tmp_path, Path(sys.executable))


@pytest.mark.tf215
class TestTensorFlow215:
    @each_kind
    def test_loads_print_the_same(self, models_215: Path, python_215: Path, kind: str) -> None:
        check_prints_the_same(models_215, python_215, "tf=2.15", kind)

    def test_exports_agree(self, tmp_path: Path, python_215: Path) -> None:
        check_exports_agree(tmp_path, python_215)
