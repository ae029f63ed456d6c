"""`hublint completion`: what real shells offer with its scripts."""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from hublint import registry
from hublint.cli import COMMANDS, main, whole_parser
from hublint.cli.completion import commands_of, script
from hublint.cli.formats import FORMATS
from hublint.runtimes import RECIPES
from tests.cli import pack

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SHELLS = ("bash", "zsh", "fish")
PATIENCE = 60.0


def shell(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Return what writes the script for a shell to a file, in a folder with some files."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "my net.py").touch()
    (tmp_path / "train.py").touch()

    def write(name: str) -> Path:
        file = tmp_path / "script"
        file.write_text(script(name, whole_parser(), pack.load()))
        return file

    return write


@pytest.mark.parametrize("name", SHELLS)
def test_the_shell_understands_the_script(name: str, made: Callable[[str], Path]) -> None:
    run = subprocess.run([shell(name), "-n", str(made(name))], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


@pytest.mark.parametrize("name", SHELLS)
def test_the_command_prints_it_with_the_rules_that_are_installed(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", name]) == 0
    printed = capsys.readouterr().out
    assert printed == script(name, whole_parser(), registry.load())
    assert all(f"{code}" in printed for code in registry.load().by_code)


def test_a_shell_that_is_not_known_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", "tcsh"]) == 2
    assert "invalid choice: 'tcsh'" in capsys.readouterr().err


def test_what_an_option_takes_is_known_of_all() -> None:
    top = commands_of(whole_parser())
    assert [action.words[0] for action in top.actions] == list(COMMANDS)
    check = next(action for action in top.actions if action.words == ("check",))
    kinds = {option.names[0]: option.kind for option in check.options}
    assert kinds["--select"] == kinds["--ignore"] == "codes"
    assert kinds["--target"] == "target"
    assert kinds["--fix"] == "flag"
    assert kinds["--baseline"] == kinds["--config"] == "file"
    assert check.takes == "file"


_ASK = """
source "$1"
COMP_LINE="$2" COMP_POINT=${#2}
_hublint
printf '%s\\n' "${COMPREPLY[@]}"
"""


def in_bash(file: Path, line: str) -> list[str]:
    """Return what bash is given to replace the word by that it is at: what stands behind the last of its breaks."""
    run = subprocess.run(
        [shell("bash"), "--norc", "-c", _ASK, "bash", str(file), line], capture_output=True, text=True, check=True
    )
    assert run.stderr == ""
    return sorted(filter(None, run.stdout.split("\n")))


def in_fish(file: Path, line: str) -> list[str]:
    command = f"source {file}; complete -C $argv"
    run = subprocess.run([shell("fish"), "-c", command, line], capture_output=True, text=True, check=True)
    assert run.stderr == ""
    return sorted({offered.partition("\t")[0] for offered in run.stdout.splitlines()})


OFFERED = [
    ("hublint ", sorted(COMMANDS)),
    ("hublint ver", ["verify"]),
    ("hublint check --outp", ["--output-file", "--output-format"]),
    ("hublint check --output-format ", sorted(FORMATS)),
    ("hublint check --fix --select TST00", [f"TST00{number}" for number in range(1, 7)]),
    ("hublint check train.py --ignore TST001,HUB", ["TST001,HUB901"]),
    ("hublint verify --level", []),
    ("hublint runtime ", ["create", "list", "path", "remove", "stop"]),
    ("hublint runtime cr", ["create"]),
    ("hublint runtime create tf2.2", sorted(name for name in RECIPES if name.startswith("tf2.2"))),
    ("hublint rule TST001", ["TST001"]),
    ("hublint completion ", sorted(SHELLS)),
    ("hublint check --timeout ", []),
    ("hublint check mod", ["models/"]),
    ("hublint check --config tr", ["train.py"]),
]


@pytest.mark.parametrize(("line", "offered"), OFFERED)
def test_what_bash_offers(made: Callable[[str], Path], line: str, offered: list[str]) -> None:
    # Bash itself puts the slash behind a folder.
    assert in_bash(made("bash"), line) == [one.removesuffix("/") for one in offered]


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        # Bash breaks words at an equals sign, and keeps what stands before it.
        ("hublint check --select=TST002", ["TST002"]),
        ("hublint check --select=TST002,TST003", ["TST002,TST003"]),
        ("hublint check --target tf=2.2", ["2.2", "2.20", "2.21"]),
        ("hublint check --target tf=2.21,keras=", ["keras2", "keras3", "tf_keras"]),
        ("hublint check --config=tr", ["train.py"]),
        ("hublint check models/", ["models/my net.py"]),
        ("hublint check -", ["-h", "--help", "--fix"]),
    ],
)
def test_what_bash_offers_behind_its_breaks(made: Callable[[str], Path], line: str, offered: list[str]) -> None:
    found = in_bash(made("bash"), line)
    assert set(offered) <= set(found) if line.endswith("-") else found == sorted(offered)


@pytest.mark.parametrize(("line", "offered"), OFFERED)
def test_what_fish_offers(made: Callable[[str], Path], line: str, offered: list[str]) -> None:
    assert in_fish(made("fish"), line) == offered


@pytest.mark.processes
@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("bash", "bind 'set enable-bracketed-paste off'; source ./script; "),
        ("zsh", "autoload -Uz compinit; compinit -u -D; source ./script; unset zle_bracketed_paste; "),
    ],
)
@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("hublint check --output-fo\t", "--output-format"),
        ("hublint check --select TST001,TST00\t\t", "TST005"),
        ("hublint check --exit-z\t", "--exit-zero"),
        ("hublint runtime cre\t", "runtime create "),
        ("hublint check tra\t", "check train.py "),
    ],
)
def test_a_tab_completes(
    made: Callable[[str], Path], name: str, start: str, line: str, offered: str, tmp_path: Path
) -> None:
    import pty

    made(name)
    quiet = {"bash": ["--norc", "--noprofile", "-i"], "zsh": ["-f", "-i"]}[name]
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [shell(name), *quiet],
        cwd=tmp_path,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        env={**os.environ, "PS1": "$ ", "TERM": "dumb", "HOME": str(tmp_path)},
    )
    os.close(theirs)
    try:
        os.write(ours, f"{start}echo rea''dy\n".encode())
        read_until(ours, "\nready")
        os.write(ours, line.encode())
        assert offered in read_until(ours, offered)
    finally:
        process.kill()
        process.wait()
        os.close(ours)


def read_until(terminal: int, text: str) -> str:
    """Wait until a terminal shows a text."""
    shown, end = "", time.monotonic() + PATIENCE
    while text not in shown.replace("\r", ""):
        assert time.monotonic() < end, shown
        if select.select([terminal], [], [], 0.1)[0]:
            shown += os.read(terminal, 65536).decode(errors="replace")
    return shown
