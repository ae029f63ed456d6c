"""Run the commands that README.md shows and write what they answer into it: `python -m tests.readme`.

The page's console blocks are the only copy; a test (marked `tensorflow`) runs them again and compares. They run on the
demo's programs and on those that the page shows: each Python block that begins with a comment such as `# scale.py`.
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from hublint.bootstrap import child_environment

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "README.md"

BLOCK = re.compile(r"(?<=^```console\n)\$ hublint .*?(?=^```$)", flags=re.MULTILINE | re.DOTALL)
PROGRAM = re.compile(r"^```python\n(# (\w+\.py)\n.*?)^```$", flags=re.MULTILINE | re.DOTALL)
VARYING = re.compile(r"\b\d+(\.\d+)? (s|kB)\b|\bPython 3[.\d]+")


def refreshed(page: str) -> str:
    """Return the page with each console block answered anew; all blocks share one folder with all programs."""
    with tempfile.TemporaryDirectory() as folder:
        for program in (ROOT / "hublint" / "demo").glob("legacy_*.py"):
            shutil.copy(program, folder)
        for text, name in PROGRAM.findall(page):
            Path(folder, name).write_text(text, encoding="utf-8")
        return BLOCK.sub(lambda block: answered(block[0], Path(folder)), page)


def answered(block: str, folder: Path) -> str:
    """Run the commands of one block."""
    commands = [line.removeprefix("$ ") for line in block.splitlines() if line.startswith("$ ")]
    return "\n".join(f"$ {command}\n{run(command, folder)}" for command in commands)


def run(command: str, folder: Path) -> str:
    """Run one hublint command and return what a terminal would show."""
    _, *words = shlex.split(command)
    answer = subprocess.run(
        [sys.executable, "-m", "hublint", *words],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        env=child_environment(COLUMNS="100", NO_COLOR="1"),
    )
    return answer.stdout


def steady(page: str) -> str:
    """Return the page without what differs from machine to machine: durations, and the Python that ran."""
    return VARYING.sub("...", page)


if __name__ == "__main__":
    PAGE.write_text(refreshed(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
