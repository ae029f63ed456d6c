"""Whole TensorFlow 1 programs, rewritten at both levels and run on the real TensorFlow 2.21.

What a program prints was taken down from TensorFlow 1.15, which no Python newer than 3.7 can run.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from hublint import engine, registry
from hublint.target import parse_target

PROGRAMS = Path(__file__).resolve().parent / "run_cases_symbols"
SECOND = Path(__file__).resolve().parent / "run_cases_second"
EXPECTED = {
    "held_names": ["10.0 [[2.0], [6.0]]", "[True, True, True, False, False, False]"],
    "pipeline": [
        "[array([[3.],",
        "       [7.]], dtype=float32), array([1, 1]), array([[0.       , 0.6931472],",
        "       [1.0986123, 1.3862944]], dtype=float32), array([[[1., 2.],",
        "        [3., 4.]]])]",
        "3 0 5.0 5",
    ],
}


@pytest.mark.tensorflow
@pytest.mark.parametrize("program", sorted(path.stem for path in PROGRAMS.glob("*.py")))
def test_both_levels_run_and_print_the_same(program: str, tmp_path: Path) -> None:
    printed = {}
    for level in ("compat", "native"):
        target = parse_target(f"tf=2.21,level={level}")
        data = (PROGRAMS / f"{program}.py").read_bytes()
        fixed = engine.fix(data, registry.load(), target=lambda target=target: target, unsafe=True)  # type: ignore[misc]
        path = tmp_path / f"{program}_{level}.py"
        path.write_bytes(fixed.data)
        ran = subprocess.run(
            [sys.executable, path],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": ""},
        )
        assert ran.returncode == 0, f"{fixed.data.decode()}\n{ran.stderr[-3000:]}"
        printed[level] = ran.stdout.splitlines()
    assert printed["compat"] == printed["native"]
    assert printed["compat"]
    if program in EXPECTED:
        assert printed["compat"] == EXPECTED[program]


# What TensorFlow 2 has under `compat.v1`, which runs before it is rewritten, too.


def check_moved(program: Path, python: str, tmp_path: Path) -> None:
    """See that a program is one of TensorFlow 2 alone once it is rewritten, and prints what it printed before."""
    target = parse_target("tf=2.15")
    fixed = engine.fix(program.read_bytes(), registry.load(), target=lambda: target, unsafe=True)
    assert [finding.code for finding in fixed.applied] == ["HUB516"]
    assert b"compat" not in fixed.data
    after = tmp_path / program.name
    after.write_bytes(fixed.data)
    printed = [
        subprocess.run(
            [python, path],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": ""},
        ).stdout
        for path in (program, after)
    ]
    assert printed[0] == printed[1]
    assert printed[0]


@pytest.mark.tensorflow
@pytest.mark.parametrize("program", sorted(SECOND.glob("*.py")), ids=lambda path: path.stem)
def test_names_of_compat_print_the_same_as_those_of_tensorflow_2(program: Path, tmp_path: Path) -> None:
    check_moved(program, sys.executable, tmp_path)


@pytest.mark.tf215
@pytest.mark.parametrize("program", sorted(SECOND.glob("*.py")), ids=lambda path: path.stem)
def test_names_of_compat_print_the_same_on_2_15(program: Path, python_215: Path, tmp_path: Path) -> None:
    check_moved(program, str(python_215), tmp_path)
