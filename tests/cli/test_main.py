from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import hublint as package
from hublint.cli import COMMANDS, check, main

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Run

    Hublint = Callable[..., Run]

ROOT = Path(__file__).resolve().parents[2]
WILDCARD = "from tensorflow import *\n"
UNUSED = "total = 1  # hublint: ignore[HUB902]\n"


def child(*argv: str, first: str = "") -> list[str]:
    """Return the command of a real process of hublint, with the rules that it ships."""
    paths = [str(ROOT), str(ROOT / "rules")]
    script = f"import sys; sys.path[:0] = {paths!r}; from hublint.cli import main; {first}sys.exit(main())"
    return [sys.executable, "-c", script, *argv]


class TestInThisProcess:
    def test_the_help_names_every_command(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["--help"]) == 0
        shown = capsys.readouterr().out
        assert all(re.search(rf"\n    {name}[ \n]", shown) for name in COMMANDS)

    @pytest.mark.parametrize("command", sorted(COMMANDS))
    def test_every_command_has_its_own_help_under_the_same_first_line(
        self, command: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main([command, "--help"]) == 0
        assert capsys.readouterr().out.startswith(f"usage: hublint {command} ")

    def test_the_version(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["--version"]) == 0
        assert capsys.readouterr().out == f"hublint {package.__version__}\n"

    def test_no_command_shows_the_help_and_fails(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main([]) == 2
        printed = capsys.readouterr()
        assert printed.out == ""
        assert printed.err.startswith("usage: hublint ")

    def test_a_command_that_does_not_exist(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["chek"]) == 2
        said = capsys.readouterr().err
        assert said.startswith("hublint: error: ")
        assert "'chek'" in said
        assert said.count("\n") == 1

    def test_a_defect_of_the_whole_run_is_told_with_its_traceback_and_is_not_taken_for_findings(
        self, folder: Path, hublint: Hublint, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (folder / "a.py").write_text("x = 1\n")

        def defect(*_: object) -> None:
            raise ZeroDivisionError

        monkeypatch.setattr(check, "outcomes", defect)
        run = hublint("check")
        assert run.status == 2
        assert "Traceback" in run.err
        assert run.err.endswith("this is a defect in hublint; please report it with the lines above\n")

    def test_ctrl_c_ends_quietly(self, folder: Path, hublint: Hublint, monkeypatch: pytest.MonkeyPatch) -> None:
        (folder / "a.py").write_text("x = 1\n")

        def interrupt(*_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(check, "outcomes", interrupt)
        assert hublint("check") == (130, "", "")


class TestInAChildProcess:
    def test_python_dash_m(self, tmp_path: Path) -> None:
        variables = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "rules")])}
        (tmp_path / "a.py").write_text(WILDCARD)
        run = subprocess.run(
            [sys.executable, "-m", "hublint", "check", "--output-format", "concise"],
            cwd=tmp_path,
            env=variables,
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 1
        assert run.stdout.startswith("a.py:1:1: HUB902 ")
        assert run.stderr == ""

    def test_the_rules_that_are_shipped_find_and_fix(self, tmp_path: Path) -> None:
        (tmp_path / "a.py").write_text(UNUSED)
        assert subprocess.run(child("check"), cwd=tmp_path, capture_output=True, check=False).returncode == 1
        assert subprocess.run(child("check", "--fix"), cwd=tmp_path, capture_output=True, check=False).returncode == 0
        assert (tmp_path / "a.py").read_text() == "total = 1\n"

    def test_processes_that_are_spawned_find_the_same_as_one(self, tmp_path: Path) -> None:
        for number in range(6):
            (tmp_path / f"m{number}.py").write_text(WILDCARD if number % 2 else UNUSED)
        spawning = "import multiprocessing as m; context = m.get_context; m.get_context = lambda _: context('spawn'); "
        alone, spawned = (
            subprocess.run(
                child("check", "--jobs", jobs, "--ignore", "HUB1", first=spawning),
                cwd=tmp_path,
                capture_output=True,
                text=True,
                check=False,
            )
            for jobs in ("1", "2")
        )
        assert alone.returncode == 1
        assert alone.stdout.count("\nHUB902 ") == 3
        assert (spawned.returncode, spawned.stdout, spawned.stderr) == (1, alone.stdout, alone.stderr)

    def test_a_reader_that_has_enough_ends_the_run_quietly(self, tmp_path: Path) -> None:
        # More than a pipe holds, so that hublint is still writing when nobody reads any more.
        (tmp_path / "a.py").write_text(WILDCARD * 5000)
        with subprocess.Popen(
            child("check", "--output-format", "concise"),
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            assert process.stdout.readline().startswith(b"a.py:1:1: HUB902 ")
            process.stdout.close()
            assert process.stderr.read() == b""
            assert process.wait(60) == 130

    @pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is a Linux device")
    def test_a_full_disk_is_one_sentence(self, tmp_path: Path) -> None:
        (tmp_path / "a.py").write_text(WILDCARD)
        with Path("/dev/full").open("wb") as full:
            run = subprocess.run(
                child("check"), cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, text=True, check=False
            )
        assert run.returncode == 2
        assert run.stderr == "hublint: error: output: No space left on device\n"

    def test_a_narrow_encoding_is_escaped(self, tmp_path: Path) -> None:
        (tmp_path / "日本.py").write_text(f"{WILDCARD}x = '日本'\n")
        run = subprocess.run(
            child("check"),
            cwd=tmp_path,
            env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 1
        assert "--> \\u65e5\\u672c.py:1:1" in run.stdout
        assert run.stderr == ""

    @pytest.mark.skipif(os.name == "nt", reason="sends a POSIX signal")
    def test_an_interrupt_from_outside(self, tmp_path: Path) -> None:
        # Standard input that does not end keeps hublint waiting.
        with subprocess.Popen(
            child("check", "-", first="print('ready', flush=True); "),
            cwd=tmp_path,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            assert process.stdout.readline() == b"ready\n"
            # From `ready` to the place where an interrupt is answered are microseconds.
            time.sleep(0.2)
            process.send_signal(signal.SIGINT)
            assert process.wait(30) == 130
            assert process.stdout.read() == b""
            assert process.stderr.read() == b""
