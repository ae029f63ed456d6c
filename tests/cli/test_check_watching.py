"""`hublint check --watch`: what is checked again, and how it ends."""

from __future__ import annotations

import argparse
import os
import re
import select
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hublint import checking, registry
from hublint.checking import Task
from hublint.cli import watching
from hublint.cli.watching import Round, Watch
from hublint.files import FileError
from hublint.session import Overrides
from tests.cli import pack
from tests.cli.test_check import CLEAN, SAFE, STUCK, UNSAFE, state, write
from tests.cli.test_main import UNUSED, WILDCARD, child

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.cli.conftest import Run

    Hublint = Callable[..., Run]

PATIENCE = 60.0


class Watched:
    """A watch that notes which files it checks."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *paths: str, **options: object) -> None:
        monkeypatch.setattr(registry, "load", pack.load)
        self.checked: list[str] = []
        outcomes = checking.outcomes

        def noted(files: list[Path], *rest: object) -> object:
            self.checked += [str(file) for file in files]
            return outcomes(files, *rest)  # type: ignore[arg-type]

        monkeypatch.setattr(watching, "outcomes", noted)
        overrides = Overrides(config=options.get("config"))  # type: ignore[arg-type]
        task = Task(overrides, fix=False, write=False, unsafe=False, fixes_wanted=False)
        arguments = argparse.Namespace(jobs=None, force_exclude=False, baseline=options.get("baseline"))
        self.watch = Watch([Path(path) for path in paths or (".",)], task, arguments)

    def first(self) -> list[str]:
        return self.codes(self.watch.first())

    def codes(self, told: Round | str | None) -> list[str]:
        assert isinstance(told, Round)
        return [f"{one.path}:{finding.code}" for one in told.outcomes for finding in one.findings]


def touch(file: Path, text: str) -> set[str]:
    """Write a file so that its time differs, whatever the clock's steps are."""
    before = file.stat().st_mtime_ns if file.exists() else 0
    file.write_text(text)
    os.utime(file, ns=(before + 1_000_000, before + 1_000_000))
    return {str(file)}


class TestWhatIsCheckedAgain:
    def test_only_what_has_changed(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        write(folder, a=SAFE, b=CLEAN, c=STUCK)
        watched = Watched(monkeypatch)
        assert watched.first() == ["a.py:TST001", "c.py:TST003"]
        assert watched.checked == ["a.py", "b.py", "c.py"]
        watched.checked.clear()
        told = watched.watch.again(touch(folder / "b.py", UNSAFE))
        assert watched.codes(told) == ["a.py:TST001", "b.py:TST002", "c.py:TST003"]
        assert watched.checked == ["b.py"]

    def test_files_may_come_and_go(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        write(folder, a=SAFE, c=STUCK)
        watched = Watched(monkeypatch)
        watched.first()
        watched.checked.clear()
        changed = touch(folder / "b.py", UNSAFE)
        (folder / "a.py").unlink()
        told = watched.watch.again({*changed, str(folder / "a.py")})
        assert watched.codes(told) == ["b.py:TST002", "c.py:TST003"]
        assert watched.checked == ["b.py"]

    def test_what_is_as_it_was_is_not_shown_again(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        write(folder, a=SAFE)
        watched = Watched(monkeypatch)
        watched.first()
        watched.checked.clear()
        assert watched.watch.again(set()) is None
        assert watched.watch.again({str(folder / "a.py")}) is None
        assert watched.watch.again(set(), look=True) is None
        assert watched.checked == []

    def test_what_changed_before_anybody_told_is_seen_when_it_looks(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write(folder, a=SAFE)
        watched = Watched(monkeypatch)
        watched.first()
        touch(folder / "a.py", UNSAFE)
        assert watched.watch.again(set()) is None
        assert watched.codes(watched.watch.again(set(), look=True)) == ["a.py:TST002"]

    @pytest.mark.parametrize("name", ["hublint.toml", "pyproject.toml", "requirements.txt", ".gitignore"])
    def test_settings_and_requirements_have_everything_checked(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, name: str
    ) -> None:
        write(folder, a=SAFE, b=CLEAN)
        watched = Watched(monkeypatch)
        watched.first()
        watched.checked.clear()
        assert isinstance(watched.watch.again(touch(folder / name, "")), Round)
        assert watched.checked[:2] == ["a.py", "b.py"]

    def test_settings_above_and_those_that_they_extend_are_looked_at_without_being_told(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (folder / "src").mkdir()
        write(folder / "src", a=SAFE)
        (folder / "shared.cfg").write_text("")
        (folder / "hublint.toml").write_text('extend = "shared.cfg"\n')
        watched = Watched(monkeypatch, "src")
        assert watched.first() == ["src/a.py:TST001"]
        touch(folder / "shared.cfg", 'ignore = ["TST001"]\n')
        assert watched.codes(watched.watch.again(set())) == []
        touch(folder / "hublint.toml", "")
        assert watched.codes(watched.watch.again(set())) == ["src/a.py:TST001"]
        touch(folder / "src" / "requirements.txt", "")
        assert isinstance(watched.watch.again(set()), Round)

    def test_a_baseline_is_looked_at(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        write(folder, a=SAFE)
        touch(folder / "known.json", '{"version": 1, "findings": {}}')
        watched = Watched(monkeypatch, baseline=Path("known.json"))
        watched.first()
        touch(folder / "known.json", '{"version": 1,  "findings": {}}')
        assert isinstance(watched.watch.again(set()), Round)

    def test_broken_settings_are_told_once_and_mended_ones_are_used(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write(folder, a=SAFE)
        watched = Watched(monkeypatch)
        watched.first()
        told = watched.watch.again(touch(folder / "hublint.toml", "x = \n"))
        assert told == "hublint.toml:1:5: not valid TOML: invalid value"
        assert watched.watch.again(set()) is None
        assert watched.codes(watched.watch.again(touch(folder / "hublint.toml", ""))) == ["a.py:TST001"]

    def test_a_path_that_leads_nowhere(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        with pytest.raises(FileError, match="cannot be watched: there is no such file or folder"):
            Watched(monkeypatch, str(folder / "none"))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("-",), "--watch is about files"),
        (("--output-format", "json"), "--watch is for people: leave out --output-format json"),
        (("--output-file", "x"), "--watch shows findings and nothing else: leave out --output-file"),
        (("--fix",), "--watch shows findings and nothing else: leave out --fix"),
        (("--diff",), "--watch shows findings and nothing else: leave out --diff"),
        (
            ("--write-baseline", "--baseline", "x"),
            "--watch shows findings and nothing else: leave out --write-baseline",
        ),
        (("none",), "none: cannot be watched: there is no such file or folder"),
    ],
)
def test_contradictions_are_told(folder: Path, hublint: Hublint, options: tuple[str, ...], said: str) -> None:
    before = write(folder, a=SAFE)
    run = hublint("check", "--watch", *options)
    assert (run.status, run.out) == (2, "")
    assert run.err.startswith(f"hublint: error: {said}")
    assert state(folder) == before


def test_without_watchfiles_the_extra_is_named(folder: Path, hublint: Hublint, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder, a=SAFE)
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    run = hublint("check", "--watch")
    assert run == (2, "", "hublint: error: --watch needs watchfiles: pip install 'hublint[watch]'\n")


class Terminal:
    """A process of hublint in a terminal of its own."""

    def __init__(self, folder: Path, *options: str) -> None:
        import pty

        self._ours, theirs = pty.openpty()
        # The terminal has to be the process's own, for Ctrl-C to reach it.
        own = "import fcntl, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); "
        self.process = subprocess.Popen(
            child("check", "--watch", "--output-format", "concise", "--ignore", "HUB1", *options, first=own),
            cwd=folder,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)
        self.shown = ""

    def until(self, pattern: str) -> str:
        """Wait until something is shown, and return what has been up to then, and not before."""
        end = time.monotonic() + PATIENCE
        while True:
            found = re.search(pattern, self.shown)
            if found is not None:
                before, self.shown = self.shown[: found.end()], self.shown[found.end() :]
                return before
            assert time.monotonic() < end, f"{pattern!r} was not shown, but {self.shown!r}"
            if select.select([self._ours], [], [], 0.1)[0]:
                try:
                    self.shown += os.read(self._ours, 65536).decode()
                except OSError:  # the process has ended
                    assert re.search(pattern, self.shown) is not None, self.shown

    def type(self, text: str) -> None:
        os.write(self._ours, text.encode())

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self._ours)


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    (tmp_path / "a.py").write_text(WILDCARD)
    (tmp_path / "b.py").write_text("x = 1\n")
    made = Terminal(tmp_path)
    yield made
    made.close()


@pytest.mark.processes
@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
class TestInATerminal:
    def test_it_checks_again_what_is_saved_until_ctrl_c(self, terminal: Terminal, tmp_path: Path) -> None:
        shown = terminal.until(r"watching 2 files; Ctrl-C ends\r\n")
        assert shown.startswith("\x1b[2J\x1b[H"), "the screen is cleared"
        assert "a.py:1:1: HUB902 " in shown
        assert "1 finding in 1 file." in shown
        (tmp_path / "b.py").write_text(UNUSED)
        shown = terminal.until(r"watching 2 files; Ctrl-C ends\r\n")
        assert "a.py:1:1: HUB902 " in shown
        assert "b.py:1:12: HUB900 " in shown
        # As many editors save: another file takes the name.
        (tmp_path / "b.tmp").write_text("x = 1\n")
        (tmp_path / "b.tmp").replace(tmp_path / "b.py")
        assert "HUB900" not in terminal.until(r"watching 2 files; Ctrl-C ends\r\n")
        (tmp_path / "hublint.toml").write_text('ignore = ["HUB902"]\n')
        assert "Nothing found in 2 files." in terminal.until(r"watching 2 files; Ctrl-C ends\r\n")
        (tmp_path / "hublint.toml").write_text("ignore = \n")
        assert "hublint.toml:1:10: not valid TOML" in terminal.until(r"watching settings; Ctrl-C ends\r\n")
        terminal.type("\x03")
        assert terminal.process.wait(PATIENCE) == 130

    def test_one_file_may_be_watched(self, tmp_path: Path) -> None:
        (tmp_path / "a.py").write_text("x = 1\n")
        made = Terminal(tmp_path, "a.py")
        try:
            made.until(r"watching 1 file; Ctrl-C ends\r\n")
            (tmp_path / "b.tmp").write_text(WILDCARD)
            (tmp_path / "b.tmp").replace(tmp_path / "a.py")
            assert "a.py:1:1: HUB902 " in made.until(r"watching 1 file; Ctrl-C ends\r\n")
        finally:
            made.close()


@pytest.mark.processes
@pytest.mark.skipif(sys.platform == "win32", reason="there, no other process can send Ctrl-C")
def test_where_nobody_sees_a_screen_none_is_cleared(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(WILDCARD)
    with subprocess.Popen(
        child("check", "--watch", "--output-format", "concise"), cwd=tmp_path, stdout=subprocess.PIPE, text=True
    ) as process:
        patience = threading.Timer(PATIENCE, process.kill)
        patience.start()
        assert process.stdout is not None
        shown = []
        for line in process.stdout:
            shown.append(line)
            if "watching 1 file" in line:
                process.send_signal(signal.SIGINT)
        patience.cancel()
        assert process.wait() == 130
    assert shown[0].startswith("a.py:1:1: HUB902 ")
    assert len(shown) == 3
