from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from hublint.demo import __main__ as demo

PROGRAMS = ("legacy_builder.py", "legacy_checkpoint.py", "legacy_simple_save.py")


class Hublint:
    """Stands for hublint in the demo's environment: rewrites what it is told to, and ends with a status."""

    def __init__(self, rewrites: tuple[str, ...], status: int) -> None:
        self.rewrites = rewrites
        self.status = status
        self.commands: list[str] = []

    def __call__(self, python: Path, folder: Path, *words: str) -> int:
        assert python == Path(sys.executable)
        self.commands.append(" ".join(words))
        if words[0] == "migrate":
            for name in self.rewrites:
                (folder / words[-1] / name).write_text("rewritten")
        return self.status


def run_demo(monkeypatch: pytest.MonkeyPatch, folder: Path, hublint: Hublint) -> int:
    monkeypatch.setattr(demo, "interpreter", lambda: Path(sys.executable))
    monkeypatch.setattr(demo, "show", hublint)
    monkeypatch.setattr(sys, "argv", ["hublint.demo", str(folder)])
    return demo.main()


@pytest.mark.parametrize("status", [0, 1])
def test_the_demo_succeeds_when_every_program_was_replaced(
    status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    hublint = Hublint(PROGRAMS, status)
    assert run_demo(monkeypatch, tmp_path, hublint) == 0
    assert hublint.commands[-1] == "migrate --verify migrated"
    assert "3 legacy programs rewritten" in capsys.readouterr().out
    for name in PROGRAMS:
        assert (tmp_path / "legacy" / name).read_bytes() == (demo.PROGRAMS / name).read_bytes()


def test_the_demo_names_a_program_that_was_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_demo(monkeypatch, tmp_path, Hublint(PROGRAMS[:2], 1)) == 1
    assert "not migrated: legacy_simple_save.py" in capsys.readouterr().err


def test_a_run_that_broke_off_is_not_a_success(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run_demo(monkeypatch, tmp_path, Hublint(PROGRAMS, 2)) == 2


@pytest.mark.tf215
def test_the_demos_rewrites_are_proven_on_tensorflow_2_15_too(python_215: Path, tmp_path: Path) -> None:
    for name in PROGRAMS:
        shutil.copy(demo.PROGRAMS / name, tmp_path)
    options = ["--verify", "--target", "tf=2.15", "--python", str(python_215)]
    command = [sys.executable, "-m", "hublint", "migrate", *options, "."]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode in {0, 1}, run.stderr
    assert run.stdout.count("they agree.") == 3
    assert run.stdout.count("TensorFlow 2.15") == 3
    for name in PROGRAMS:
        text = (tmp_path / name).read_text()
        assert "tf.saved_model.save(" in text
        assert "simple_save(" not in text
        assert "Builder(" not in text
