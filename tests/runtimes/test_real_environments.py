"""What is read from the files of real environments, held against what those say who import the packages."""

from __future__ import annotations

import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from hublint.runtimes import best
from hublint.runtimes.environment import examine, interpreter_in


@pytest.mark.tensorflow
def test_the_versions_are_those_of_the_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    python = interpreter_in(Path(sys.prefix))
    assert python is not None
    monkeypatch.setattr(sys, "executable", "/elsewhere/python")  # else its own path would tell
    names = ("tensorflow", "keras", "tf_keras", "tensorflow_hub")
    assert examine(python) == (".".join(map(str, sys.version_info[:3])), *map(version, names), "")


@pytest.mark.tf215
def test_tensorflow_2_15(python_215: Path) -> None:
    facts = examine(python_215)
    assert (facts.release, facts.keras[:5], facts.problem) == ((2, 15), "2.15.", "")


@pytest.mark.tf115
def test_tensorflow_1_15(python_115: Path) -> None:
    facts = examine(python_115)
    assert (facts.version[:4], facts.release, facts.keras, facts.problem) == ("3.7.", (1, 15), "", "")


@pytest.mark.tensorflow
def test_the_environment_beside_a_project_is_the_best_for_it(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".venv").symlink_to(sys.prefix)
    found = best(tmp_path, [], (2, 21))
    assert found is not None
    assert (found.name, found.origin, found.release) == (".venv", "project", (2, 21))
