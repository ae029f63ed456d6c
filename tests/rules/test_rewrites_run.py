"""Rewrites are run: a program before and after its fixes exports models that agree, or prints the same.

Each program of `run_cases` makes many exports, for starting TensorFlow is what takes the time. Before its fixes it runs
on TensorFlow 2.21, on 2.15, and, where this machine has one, on the real TensorFlow 1.15, whose models 2.21 loads.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import hublint.demo
from hublint import engine, registry
from hublint.rule import Target
from hublint.verify import render, verify

PROGRAMS = Path(__file__).resolve().parent / "run_cases"
CODES = ("HUB101", "HUB102", "HUB201", "HUB202", "HUB203")

# The programs, with the number of exports that each makes.
EXPORTS = {
    "kept": 2,
    "trained": 5,
    "forms": 9,
    "signatures": 14,
    "variables": 8,
    "places": 9,
    "language": 9,
    "examples": 4,
}
LEGACY = {"demo": 3}  # what only TensorFlow 1.15 runs here: the demo's programs have tests of their own

# What the Python of TensorFlow 1.15 does not have, and how the program says it there.
ADAPTED_TO_115 = {"language": (("y = plus_one((z := x * 3))", "z = x * 3\n    y = plus_one(z)"),)}

# What is left in no program; placeholders stay in graphs that are wrapped, and trained graphs stay as they are.
GONE = {"forms": ("simple_save(", "Builder(", "Session("), "kept": ()}

each_program = pytest.mark.parametrize("name", EXPORTS)


@pytest.fixture(scope="session")
def examples() -> str:
    """Return one program of the rules' examples, each of which exports to a folder of its own."""
    found = []
    for rule in registry.load().rules:
        if rule.code in CODES and rule.code != "HUB101":
            found += [example.before for example in rule.examples]
    return "\n".join(found)


@pytest.fixture(scope="session")
def demo() -> str:
    """Return one program of the demo's, each of which exports to a folder of its own."""
    programs = sorted(Path(hublint.demo.__file__).parent.glob("legacy_*.py"))
    return "\n".join(program.read_text(encoding="utf-8") for program in programs)


def fixed(code: str) -> str:
    chosen = registry.load().select(CODES, ())
    return engine.fix(code.encode(), chosen, target=Target.newest, unsafe=True).data.decode()


def check_agree(name: str, code: str, folder: Path, python: Path, *, old_python: Path | None = None) -> None:
    """Verify that what a program exports before and after its fixes is the same."""
    after = fixed(code)
    assert after != code
    for gone in GONE.get(name, ("simple_save(", "Builder(", "placeholder(")):
        assert gone in code + "Builder("
        assert gone not in after, f"{name} is not rewritten: {gone} is left"
    old, new = folder / "old.py", folder / "new.py"
    old.write_text(code, encoding="utf-8")
    new.write_text(after, encoding="utf-8")
    report = verify(old, against=new, python=python, old_python=old_python)
    assert report.agree, f"{render(report)}\n{after}"
    assert len(report.comparisons) == {**EXPORTS, **LEGACY}[name]
    for comparison in report.comparisons:
        assert comparison.signatures
        assert all(signature.calls > 0 for signature in comparison.signatures), render(report)
    found = [comparison.variables for comparison in report.comparisons if comparison.variables is not None]
    assert all(variables.equal == variables.new for variables in found), render(report)
    # What an optimizer keeps for each variable is nothing that a model needs.
    assert name == "trained" or all(variables.old == variables.new for variables in found), render(report)
    if name in {"variables", "trained"}:
        assert len(found) == EXPORTS[name], render(report)


def program(name: str, examples: str) -> str:
    """Return the text of one of `EXPORTS`."""
    return examples if name == "examples" else (PROGRAMS / f"{name}.py").read_text(encoding="utf-8")


def adapted(name: str, code: str) -> str:
    """Return a program as TensorFlow 1.15 and its Python 3.7 can run it."""
    for newer, older in ADAPTED_TO_115.get(name, ()):
        assert newer in code
        code = code.replace(newer, older)
    return code


def check_prints_the_same(folder: Path, python: Path) -> None:
    """Run the program of evaluations before its fixes, as TensorFlow 1 would, and after."""
    code = (PROGRAMS / "evaluations.py").read_text(encoding="utf-8")
    after = fixed(code)
    assert "Session(" not in after
    # Before, the default graph is the one that each session runs.
    before = code.replace(
        "import tensorflow as tf\n", "import tensorflow as tf\n\ntf.compat.v1.disable_eager_execution()\n", 1
    )
    printed = []
    for name, text in (("old", before), ("new", after)):
        (folder / name).mkdir()
        program = folder / name / "program.py"
        program.write_text(text, encoding="utf-8")
        ran = subprocess.run(
            [python, program.name], cwd=program.parent, capture_output=True, text=True, timeout=300, check=False
        )
        assert ran.returncode == 0, ran.stderr[-3000:]
        printed.append(ran.stdout.splitlines())
    assert printed[0]
    assert printed[0] == printed[1]
    assert (folder / "old" / "black.png").read_bytes() == (folder / "new" / "black.png").read_bytes()


@pytest.mark.tensorflow
class TestTensorFlow221:
    @each_program
    def test_exports_agree(self, name: str, examples: str, tmp_path: Path) -> None:
        check_agree(name, program(name, examples), tmp_path, Path(sys.executable))

    def test_evaluations_print_the_same(self, tmp_path: Path) -> None:
        check_prints_the_same(tmp_path, Path(sys.executable))


@pytest.mark.tf215
class TestTensorFlow215:
    @each_program
    def test_exports_agree(self, name: str, examples: str, tmp_path: Path, python_215: Path) -> None:
        check_agree(name, program(name, examples), tmp_path, python_215)

    def test_evaluations_print_the_same(self, tmp_path: Path, python_215: Path) -> None:
        check_prints_the_same(tmp_path, python_215)


@pytest.mark.tf115
class TestTensorFlow115:
    @each_program
    def test_exports_agree(self, name: str, examples: str, tmp_path: Path, python_115: Path) -> None:
        code = adapted(name, program(name, examples))
        check_agree(name, code, tmp_path, Path(sys.executable), old_python=python_115)

    def test_the_exports_of_the_demo_agree(self, demo: str, tmp_path: Path, python_115: Path) -> None:
        check_agree("demo", demo, tmp_path, Path(sys.executable), old_python=python_115)
