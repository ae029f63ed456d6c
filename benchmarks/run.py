"""Compare the processor time of `hublint check` with that of its peers on a folder of Python files."""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# What each peer is installed from; tf_upgrade_v2 is a command of TensorFlow.
PACKAGES: Final = {"ruff": "ruff", "fixit": "fixit", "tf_upgrade_v2": "tensorflow"}
REFERENCE: Final = "ruff"
SKIPPED_FOLDERS: Final = ("__pycache__", "node_modules")
TINY: Final = "import tensorflow as tf\n\nprint(tf.__version__)\n"


class BenchmarkError(Exception):
    """What stops the benchmark; its text is one sentence."""


class Tool(NamedTuple):
    """A program to measure: how it is called on a tree of files, how it may end, and whether it rewrites them.

    It is run `before` times on the tree before it counts: what it keeps for the next time is there then.
    """

    name: str
    command: Callable[[Path], list[str]]
    verdicts: frozenset[int]
    writes: bool = False
    before: int = 0


class Run(NamedTuple):
    """What one process used; its own children are counted in."""

    user: float
    wall: float
    peak: int
    status: int
    last_words: str


class Row(NamedTuple):
    """All runs of one tool."""

    tool: Tool
    start_up: float
    runs: list[Run]
    out_of_time: bool

    def stopped_early(self) -> list[Run]:
        """Return the runs that ended before the tool had looked at every file, whose figures therefore mean little."""
        return [run for run in self.runs if run.status not in self.tool.verdicts]

    def users(self) -> list[float]:
        """Return the user processor seconds of each run."""
        return [run.user for run in self.runs]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what the command line asks for, print the table, and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "folder", type=Path, metavar="FOLDER", help="a folder with Python files; it is copied, not touched"
    )
    parser.add_argument(
        "--against", default=REFERENCE, metavar="PEERS", help=f"peers, separated by commas: {', '.join(PACKAGES)}"
    )
    parser.add_argument("--runs", type=positive, default=5, metavar="N", help="how often each tool is run (default 5)")
    parser.add_argument("--timeout", type=float, default=1800.0, metavar="S", help="seconds for one run (default 1800)")
    parser.add_argument(
        "--patience",
        type=float,
        default=60.0,
        metavar="S",
        help="a tool slower than this is run once only (default 60)",
    )
    parser.add_argument(
        "--environments", type=Path, metavar="DIR", help="keep the peers' environments here for next time"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write every single figure to this file")
    options = parser.parse_args(arguments)
    try:
        peers = wanted_peers(options.against)
        with ExitStack() as stack:
            scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hublint-benchmark-")))
            tree = scratch / "tree"
            files, size = copy_sources(options.folder, tree)
            tools = hublint_tools(scratch)
            for peer in peers:
                environment = (options.environments or scratch / "environments") / peer
                tools.append(peer_tool(peer, make_environment(peer, environment), scratch))
            rows = measure(tools, tree, scratch, options)
    except BenchmarkError as error:
        print(f"benchmark: {error}", file=sys.stderr)
        return 2
    print(table(rows, files, size))
    if options.json is not None:
        options.json.write_text(json.dumps(figures(rows, files, size), indent=2) + "\n", encoding="utf-8")
    for row in rows:
        for run in row.stopped_early()[:1]:
            print(f"benchmark: {row.tool.name} stopped early: {run.last_words}", file=sys.stderr)
    return 1 if any(row.stopped_early() for row in rows) else 0


def positive(text: str) -> int:
    """Return `text` as a number of runs."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"expected a number of at least 1, found {text!r}")
    return int(text)


def wanted_peers(text: str) -> list[str]:
    """Return the peers that `text` names, the reference always among them."""
    peers = [name.strip() for name in text.split(",") if name.strip()]
    for name in peers:
        if name not in PACKAGES:
            raise BenchmarkError(f"--against: {name!r} is unknown; use {', '.join(PACKAGES)}")
    return list(dict.fromkeys([REFERENCE, *peers]))


def copy_sources(folder: Path, tree: Path) -> tuple[int, int]:
    """Copy the Python files of `folder`, without any tool's settings, to `tree`; return their number and size."""
    if not folder.is_dir():
        raise BenchmarkError(f"{folder}: is not a folder")
    files = size = 0
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in SKIPPED_FOLDERS and not name.startswith("."))
        for name in sorted(names):
            source = Path(here, name)
            if not name.endswith(".py") or not source.is_file():
                continue
            target = tree / source.relative_to(folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
            files += 1
            size += target.stat().st_size
    if not files:
        raise BenchmarkError(f"{folder}: holds no Python files")
    return files, size


# The tools.


def hublint_tools(scratch: Path) -> list[Tool]:
    """Return hublint, as the running environment has it: without its cache, from its cache, and with fixes."""
    if importlib.util.find_spec("hublint") is None:
        raise BenchmarkError("this Python has no hublint; run the benchmark with one that it is installed for")
    check = [sys.executable, "-m", "hublint", "check", "--output-format", "concise"]
    return [
        Tool("hublint check --no-cache", lambda tree: [*check, "--no-cache", str(tree)], frozenset([0, 1, 2])),
        Tool(
            "hublint check, once more",
            lambda tree: [*check, "--cache-dir", str(scratch / "cache"), str(tree)],
            frozenset([0, 1, 2]),
            # The first time, files that were written a moment ago are kept without their times.
            before=2,
        ),
        Tool(
            "hublint check --fix --no-cache",
            lambda tree: [*check, "--fix", "--unsafe-fixes", "--no-cache", str(tree)],
            frozenset([0, 1, 2]),
            writes=True,
        ),
    ]


def peer_tool(name: str, environment: Path, scratch: Path) -> Tool:
    """Return the peer called `name`, installed in `environment`, set to look at every file with its own defaults."""
    program = str(scripts(environment) / name)
    if name == "ruff":
        # The tree holds what hublint looks at; ruff's own list would pass over folders called build or site-packages.
        options = ["--no-cache", "--isolated", "--config", "exclude=[]", "--output-format", "concise"]
        return Tool("ruff check --no-cache", lambda tree: [program, "check", *options, str(tree)], frozenset([0, 1]))
    if name == "fixit":
        # A file that fixit cannot parse adds 2, and it goes on with the others.
        return Tool("fixit lint", lambda tree: [program, "lint", str(tree)], frozenset([0, 1, 2, 3]))
    driver = str(Path(__file__).with_name("upgrade_each.py"))
    python = str(scripts(environment) / "python")
    out = str(scratch / "upgraded")
    return Tool("tf_upgrade_v2", lambda tree: [python, driver, str(tree), out], frozenset([0]))


def scripts(environment: Path) -> Path:
    """Return the folder of an environment's programs."""
    return environment / ("Scripts" if os.name == "nt" else "bin")


def make_environment(peer: str, environment: Path) -> Path:
    """Return `environment`, made and with `peer` installed in it unless it is there already."""
    if shutil.which(peer, path=str(scripts(environment))) is not None:
        return environment
    print(f"installing {PACKAGES[peer]} for {peer} ...", file=sys.stderr, flush=True)
    python = str(scripts(environment) / "python")
    uv = shutil.which("uv")
    if uv is not None and subprocess.run([uv, "--version"], capture_output=True, check=False).returncode == 0:
        make = [uv, "venv", "--quiet", "--python", sys.executable, str(environment)]
        install = [uv, "pip", "install", "--quiet", "--python", python, PACKAGES[peer]]
    else:
        make = [sys.executable, "-m", "venv", str(environment)]
        install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", PACKAGES[peer]]
    for command in (make, install):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            reason = (done.stderr.strip() or done.stdout.strip() or "no reason given").splitlines()[-1].strip()
            raise BenchmarkError(
                f"{peer} cannot be installed for Python {sys.version_info[0]}.{sys.version_info[1]}; "
                f"leave it out of --against or use another Python ({reason})"
            )
    if shutil.which(peer, path=str(scripts(environment))) is None:
        raise BenchmarkError(f"{peer} is missing although {PACKAGES[peer]} is installed; leave it out of --against")
    return environment


# Measuring.


def measure(tools: Sequence[Tool], tree: Path, scratch: Path, options: argparse.Namespace) -> list[Row]:
    """Run the tools in turn, so that a disturbance of the machine hits them alike."""
    tiny = scratch / "tiny"
    tiny.mkdir()
    (tiny / "tiny.py").write_text(TINY, encoding="utf-8")
    # The first run of each tool also warms the disk cache and writes Python's bytecode; it is not counted.
    starts: dict[str, list[Run]] = {tool.name: [] for tool in tools}
    for turn in range(options.runs + 1):
        for tool in tools:
            run = run_once(tool, tiny, scratch, options.timeout)
            if run is not None and turn > 0:
                starts[tool.name].append(run)
    runs: dict[str, list[Run]] = {tool.name: [] for tool in tools}
    late: set[str] = set()
    for tool in tools:
        for _ in range(tool.before):
            run_once(tool, tree, scratch, options.timeout)
    for turn in range(options.runs):
        for tool in tools:
            mine = runs[tool.name]
            if tool.name in late or (mine and mine[0].wall > options.patience):
                continue
            print(f"run {turn + 1} of {options.runs}: {tool.name}", file=sys.stderr, flush=True)
            run = run_once(tool, tree, scratch, options.timeout)
            if run is None:
                late.add(tool.name)
            else:
                mine.append(run)
    return [
        Row(
            tool,
            statistics.median([run.user for run in starts[tool.name]] or [float("nan")]),
            runs[tool.name],
            tool.name in late,
        )
        for tool in tools
    ]


def run_once(tool: Tool, tree: Path, scratch: Path, timeout: float) -> Run | None:
    """Return what one process of `tool` on `tree` used, or None when it took longer than `timeout`."""
    given = tree
    if tool.writes:
        given = scratch / "copy"
        shutil.rmtree(given, ignore_errors=True)
        shutil.copytree(tree, given)
    shutil.rmtree(scratch / "upgraded", ignore_errors=True)
    began = time.monotonic()
    # The standard library does not tell one child's resources from another's, so it is awaited here, not by subprocess.
    errors = scratch / "stderr"
    with (
        errors.open("wb") as complaints,
        subprocess.Popen(
            tool.command(given),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=complaints,
            cwd=scratch,
            start_new_session=True,
        ) as process,
    ):
        while True:
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            if time.monotonic() - began > timeout:
                os.killpg(process.pid, signal.SIGKILL)  # its own children too
                return None
            time.sleep(0.005)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.monotonic() - began
    peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    lines = errors.read_text(encoding="utf-8", errors="replace").split("\n")
    last_words = next((line.strip() for line in reversed(lines) if line.strip()), "it said nothing")
    return Run(usage.ru_utime, wall, peak, process.returncode, last_words)


# Reporting.


def table(rows: Sequence[Row], files: int, size: int) -> str:
    """Return the figures as a table in Markdown."""
    reference = next(row for row in rows if row.tool.name.startswith(REFERENCE))
    base = statistics.median(reference.users()) if reference.runs else float("nan")
    lines = [
        f"{files:,} files, {size:,} bytes; Python {sys.version.split()[0]}, {os.cpu_count()} processors",
        "",
        "| tool | user s, min | median | max | x ruff | peak MB | start-up s | runs | exit status |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for row in rows:
        if not row.runs:
            lines.append(f"| {row.tool.name} | out of time | | | | | {row.start_up:.3f} | 0 | |")
            continue
        users = row.users()
        ratio = "stopped early" if row.stopped_early() else f"{statistics.median(users) / base:.2f}"
        median = statistics.median(users)
        peak = max(run.peak for run in row.runs) / 1e6
        statuses = ", ".join(str(status) for status in sorted({run.status for run in row.runs}))
        lines.append(
            f"| {row.tool.name} | {min(users):.2f} | {median:.2f} | {max(users):.2f} | {ratio} "
            f"| {peak:.0f} | {row.start_up:.3f} | {len(users)} | {statuses} |"
        )
    return "\n".join(lines)


def figures(rows: Sequence[Row], files: int, size: int) -> dict[str, object]:
    """Return every single figure, for other programs."""
    return {
        "files": files,
        "bytes": size,
        "python": sys.version.split()[0],
        "tools": [
            {
                "name": row.tool.name,
                "start_up": row.start_up,
                "out_of_time": row.out_of_time,
                "runs": [run._asdict() for run in row.runs],
            }
            for row in rows
        ],
    }


if __name__ == "__main__":
    sys.exit(main())
