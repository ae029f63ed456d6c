"""Measure what the pre-commit hook costs on one small file, beyond Python's own start, beside ruff and flake8."""

from __future__ import annotations

import argparse
import json
import os
import re
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT: Final = Path(__file__).resolve().parent.parent
PEERS: Final = ("ruff", "flake8")

PROGRAM: Final = "import tensorflow as tf\n\nx = tf.random_normal([2])\ny = tf.log(x)\nprint(y)\n"
GRAPH: Final = (ROOT / "hublint" / "demo" / "legacy_simple_save.py").read_text(encoding="utf-8")


def notebook(source: str) -> str:
    """Return a notebook with one cell of code."""
    cell = {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": source}
    return json.dumps({"nbformat": 4, "nbformat_minor": 2, "metadata": {}, "cells": [cell]}, indent=1)


FILES: Final = {
    "no TensorFlow": ("plain.py", "import os\n\nprint(os.getcwd())\n"),
    "TensorFlow, nothing found": ("fine.py", PROGRAM.replace("random_normal", "random.normal").replace("log", "exp")),
    "two findings": ("renamed.py", PROGRAM),
    "a graph and its export": ("graph.py", GRAPH),
    "a notebook, two findings": ("renamed.ipynb", notebook(PROGRAM)),
    "a notebook with magics": ("magics.ipynb", notebook(f"%matplotlib inline\n!ls\n{PROGRAM}")),
}


class BenchmarkError(Exception):
    """What stops the benchmark; its text is one sentence."""


class Row(NamedTuple):
    """The processor milliseconds, user and system, of one command on one file."""

    file: str
    command: str
    milliseconds: list[float]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the table, and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=positive, default=20, metavar="N", help="how often each is run (default 20)")
    parser.add_argument("--environment", type=Path, metavar="DIR", help="keep the environment here for next time")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write every single figure to this file")
    options = parser.parse_args(arguments)
    try:
        with tempfile.TemporaryDirectory(prefix="hublint-benchmark-") as scratch:
            programs = prepared(options.environment or Path(scratch, "environment"))
            rows = measured(programs, Path(scratch), options.runs)
    except BenchmarkError as error:
        print(f"benchmark: {error}", file=sys.stderr)
        return 2
    print(table(rows))
    if options.json is not None:
        options.json.write_text(json.dumps([row._asdict() for row in rows], indent=2) + "\n", encoding="utf-8")
    return 0


def positive(text: str) -> int:
    """Return `text` as a number of runs."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"expected a number of at least 1, found {text!r}")
    return int(text)


def prepared(environment: Path) -> Path:
    """Install this clone as pre-commit does, and the peers; return the folder of the programs."""
    programs = environment / ("Scripts" if os.name == "nt" else "bin")
    python = str(programs / "python")
    uv = shutil.which("uv")
    wanted = [str(ROOT), "ipython", *PEERS]
    if uv is not None and subprocess.run([uv, "--version"], capture_output=True, check=False).returncode == 0:
        make = [uv, "venv", "--quiet", "--allow-existing", "--python", sys.executable, str(environment)]
        # Another tool of the same version may lie in a cache: it is this clone that is asked.
        install = [uv, "pip", "install", "--quiet", "--compile-bytecode", "--reinstall-package", "hublint"]
        install += ["--python", python, *wanted]
    else:
        make = [sys.executable, "-m", "venv", str(environment)]
        install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *wanted]
    for command in (make, install):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            reason = (done.stderr.strip() or done.stdout.strip() or "no reason given").splitlines()[-1].strip()
            raise BenchmarkError(f"the environment cannot be made ({reason})")
    return programs


def entry() -> list[str]:
    """Return the command of the hook `hublint`, as the manifest has it."""
    manifest = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    found = re.search(r"^- id: hublint\n(?:  .*\n)*?  entry: (.+)$", manifest, flags=re.MULTILINE)
    if found is None:
        raise BenchmarkError(".pre-commit-hooks.yaml: has no hook `hublint` with an entry")
    return shlex.split(found[1])


def measured(programs: Path, scratch: Path, runs: int) -> list[Row]:
    """Run all in turn, so that a disturbance of the machine hits them alike; the first turn is not counted."""
    project = scratch / "project"
    (project / ".git").mkdir(parents=True)
    program, *options = entry()
    commands = {
        "python -c pass": [str(programs / "python"), "-c", "pass"],
        "hublint": [str(programs / program), *options],
        "ruff check --no-cache": [str(programs / "ruff"), "check", "--no-cache", "--isolated", "--quiet"],
        "flake8": [str(programs / "flake8"), "--isolated"],
    }
    rows = []
    for what, (name, text) in FILES.items():
        (project / name).write_text(text, encoding="utf-8")
        rows += [Row(what, command, []) for command in commands if command != "flake8" or name.endswith(".py")]
    for turn in range(runs + 1):
        for row in rows:
            words = commands[row.command]
            given = words if row.command.startswith("python") else [*words, FILES[row.file][0]]
            spent = milliseconds(given, project)
            if turn > 0:
                row.milliseconds.append(spent)
    return rows


def milliseconds(command: Sequence[str], folder: Path) -> float:
    """Return the processor milliseconds, user and system, of one process and of those that it waited for."""
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=folder, stdin=quiet, stdout=quiet, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None  # noqa: S101 - it was asked for
        said = process.stderr.read().decode(errors="replace").strip()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in {0, 1}:
        raise BenchmarkError(f"{shlex.join(command)} ended with status {process.returncode} ({said})")
    return 1000 * (usage.ru_utime + usage.ru_stime)


def table(rows: Sequence[Row]) -> str:
    """Return the figures as a table in Markdown."""
    lines = [
        f"Python {sys.version.split()[0]}, {os.cpu_count()} processors, {len(rows[0].milliseconds)} runs",
        "",
        "| file | command | processor ms: least | median | most | median beyond `python -c pass` |",
        "|---|---|---:|---:|---:|---:|",
    ]
    start = {row.file: statistics.median(row.milliseconds) for row in rows if row.command.startswith("python")}
    for row in rows:
        least, median, most = min(row.milliseconds), statistics.median(row.milliseconds), max(row.milliseconds)
        beyond = "" if row.command.startswith("python") else f"{median - start[row.file]:.0f}"
        lines.append(f"| {row.file} | {row.command} | {least:.0f} | {median:.0f} | {most:.0f} | {beyond} |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
