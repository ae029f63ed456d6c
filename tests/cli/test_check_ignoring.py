"""`hublint check --add-ignore`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hublint import registry
from hublint.cli import main
from tests.cli import pack
from tests.cli.test_check import CLEAN, PYTHON_2, SAFE, STUCK, UNSAFE, FakeStdin, state, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Run

    Hublint = Callable[..., Run]

COMMENT = "  # hublint: ignore[TST001]"


def test_each_finding_gets_a_comment_and_a_second_run_finds_nothing(folder: Path, hublint: Hublint) -> None:
    before = write(folder, a=SAFE, b=CLEAN, c=UNSAFE + "tf.stuck(tf.loud())")
    assert hublint("check", "--add-ignore") == (0, "4 ignored in 2 files, nothing remains.\n", "")
    after = state(folder)
    assert after["a.py"] == SAFE[:-1].encode() + f"{COMMENT}\n".encode()
    assert after["b.py"] == before["b.py"]
    assert hublint("check").status == 0
    assert hublint("check", "--add-ignore") == (0, "Nothing found in 3 files.\n", "")
    assert state(folder) == after


def test_with_diff_nothing_is_written(folder: Path, hublint: Hublint) -> None:
    before = write(folder, a=SAFE)
    run = hublint("check", "--add-ignore", "--diff", "--reason", "ported later")
    assert run.status == 1
    assert f"-tf.loud()\n+tf.loud(){COMMENT} ported later\n" in run.out
    assert run.err == "1 would be ignored in 1 file, nothing would remain.\n"
    assert state(folder) == before


def test_what_cannot_be_silenced_is_told(folder: Path, hublint: Hublint) -> None:
    write(folder, a=SAFE + 'x = """\n""" \\\n + tf.stuck("""\n""") \\\n\n', b=PYTHON_2)
    (folder / "requirements.txt").write_text("loud-package \\\n  --hash=sha256:0\n")
    before = state(folder)
    run = hublint("check", "--add-ignore")
    assert run.status == 2, "a file that cannot be parsed is a failure as it always is"
    assert "no ignore comment can stand here; `per-file-ignores` in the settings can leave it out" in run.out
    assert {name: data for name, data in state(folder).items() if name != "a.py"} == {
        name: data for name, data in before.items() if name != "a.py"
    }


def test_rules_can_be_chosen(folder: Path, hublint: Hublint) -> None:
    write(folder, a=SAFE + "tf.risky()\n")
    assert hublint("check", "--add-ignore", "--select", "TST001").status == 0
    assert (folder / "a.py").read_text() == SAFE[:-1] + f"{COMMENT}\ntf.risky()\n"


def test_what_a_baseline_knows_gets_no_comment(folder: Path, hublint: Hublint) -> None:
    write(folder, a=SAFE)
    hublint("check", "--baseline", "known.json", "--write-baseline")
    write(folder, b=STUCK)
    run = hublint("check", "--baseline", "known.json", "--add-ignore")
    assert run.out == "1 ignored in 1 file, nothing remains. 1 finding is known to the baseline.\n"
    assert (folder / "a.py").read_text() == SAFE
    assert hublint("check", "--baseline", "known.json").status == 0


def test_standard_input_comes_back_with_comments(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    del folder
    monkeypatch.setattr(registry, "load", pack.load)
    monkeypatch.setattr("sys.stdin", FakeStdin(SAFE.encode()))
    assert main(["check", "--add-ignore", "-"]) == 0
    out, err = capsysbinary.readouterr()
    assert out == SAFE[:-1].encode() + f"{COMMENT}\n".encode()
    assert err == b"1 ignored in 1 file, nothing remains.\n"


def test_a_file_that_cannot_be_written_is_told(folder: Path, hublint: Hublint) -> None:
    before = write(folder, a=SAFE)
    (folder / "a.py").chmod(0o444)
    run = hublint("check", "--add-ignore")
    assert run.status == 2
    assert run.err == "hublint: error: a.py: is read-only; make it writable to have it changed\n"
    assert state(folder) == before


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--reason", "x"), "--reason goes with --add-ignore"),
        (("--add-ignore", "--reason", "#1"), "--reason must not hold a #"),
        (("--add-ignore", "--fix"), "--add-ignore silences what --fix is about"),
        (("--add-ignore", "--verify"), "--add-ignore silences what --verify is about"),
        (
            ("--add-ignore", "--write-baseline", "--baseline", "b.json"),
            "--add-ignore silences what --write-baseline is about",
        ),
    ],
)
def test_contradictions_are_told(folder: Path, hublint: Hublint, options: tuple[str, ...], said: str) -> None:
    before = write(folder, a=SAFE)
    run = hublint("check", *options)
    assert run.status == 2
    assert run.err.startswith(f"hublint: error: {said}")
    assert state(folder) == before
