"""Neovim, whichever is installed, drives the real server: `pytest -m editor`."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import uuid
from pathlib import Path
from typing import Any, Final

import pytest

from tests.lsp.client import PATIENCE, ROOT

pytestmark = pytest.mark.editor

DRIVE: Final = Path(__file__).resolve().parent / "neovim" / "drive.lua"
PROGRAM: Final = """\
import tensorflow as tf

x = "🎉é"; print(tf.log(2.0))
y = '🎉', tf.ceil(0.5), tf.to_float(1)  # é
"""


class Neovim:
    """Neovim, its server, and the file that it opens, in a folder of their own."""

    def __init__(self, folder: Path, **variables: str) -> None:
        editor = shutil.which("nvim")
        if editor is None:
            pytest.fail("there is no nvim on the path; `-m editor` asks for one")
        self.file = folder / "a model.py"
        self.file.write_bytes(PROGRAM.encode())
        self.seen = folder / "seen.json"
        self.mark = f"HUBLINT_TEST_MARK={uuid.uuid4()}"
        own = {
            "HOME": str(folder),
            "XDG_STATE_HOME": str(folder / "state"),
            "XDG_CACHE_HOME": str(folder / "cache"),
            "XDG_DATA_HOME": str(folder / "data"),
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "rules")]),
            "HUBLINT_TEST_FILE": str(self.file),
            "HUBLINT_TEST_PYTHON": sys.executable,
            "HUBLINT_TEST_SEEN": str(self.seen),
            **dict([self.mark.split("=")]),
        }
        command = (editor, "--headless", "-u", "NONE", "-i", "NONE", "-n", "-S", str(DRIVE))
        self.process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **own, **variables},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def what_it_saw(self) -> dict[str, Any]:
        """Wait until it has told what it saw."""
        deadline = time.monotonic() + 2 * PATIENCE
        while not self.seen.exists():
            assert time.monotonic() < deadline, "Neovim has seen nothing"
            if self.process.poll() is not None and not self.seen.exists():
                assert self.process.stdout is not None
                pytest.fail(f"Neovim ended: {self.process.stdout.read().decode(errors='replace')}")
            time.sleep(0.05)
        seen: dict[str, Any] = json.loads(self.seen.read_text(encoding="utf-8"))
        return seen

    def children(self) -> list[str]:
        """Return the command lines of all processes that it started and that still run."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if folder.name != str(self.process.pid) and self.mark.encode() in (folder / "environ").read_bytes():
                    found.append((folder / "cmdline").read_bytes().replace(b"\0", b" ").decode())
            except OSError:  # it is gone, or another user's
                continue
        return found

    def is_left_alone(self) -> bool:
        """Wait until none of its processes is left."""
        deadline = time.monotonic() + 10
        while self.children():
            if time.monotonic() > deadline:
                return False
            time.sleep(0.05)
        return True

    def end(self) -> None:
        self.process.kill()
        self.process.communicate()


@pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up in /proc")
class TestNeovim:
    def test_it_fixes_a_file_as_check_does_and_leaves_no_server(self, tmp_path: Path) -> None:
        expected = tmp_path / "expected.py"
        expected.write_bytes(PROGRAM.encode())
        check = (sys.executable, "-m", "hublint", "check", "--fix", str(expected))
        fixed = subprocess.run(check, cwd=ROOT, capture_output=True, text=True, check=False)
        assert fixed.returncode == 0, fixed.stderr
        (tmp_path / "open").mkdir()
        neovim = Neovim(tmp_path / "open")
        try:
            out, _ = neovim.process.communicate(timeout=4 * PATIENCE)
            seen = neovim.what_it_saw()
            assert "problem" not in seen, f"{seen['problem']}: {out.decode(errors='replace')}"
            assert [found["text"] for found in seen["shown"]] == ["tf.log", "tf.ceil", "tf.to_float"]
            assert {found["source"] for found in seen["shown"]} == {"hublint"}
            assert all(found["code"].startswith("HUB") for found in seen["shown"])
            assert "tf.math.log" in seen["hover"]
            assert seen["titles"]
            assert seen["said"] == []
            assert seen["left"] == 0
            assert neovim.file.read_bytes() == expected.read_bytes() != PROGRAM.encode()
            assert neovim.is_left_alone(), neovim.children()
        finally:
            neovim.end()

    def test_a_server_ends_with_an_editor_that_is_killed(self, tmp_path: Path) -> None:
        neovim = Neovim(tmp_path, HUBLINT_TEST_STAY="1")
        try:
            assert neovim.what_it_saw()["shown"]
            assert any("hublint server" in command for command in neovim.children())
            neovim.process.kill()
            neovim.process.wait()
            assert neovim.is_left_alone(), neovim.children()
        finally:
            neovim.end()
