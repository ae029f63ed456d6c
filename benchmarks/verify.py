"""Compare the seconds of `hublint verify`, cold and warm, with those of TensorFlow's import and its saved_model_cli."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import socket
import statistics
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from hublint.savedmodel import SavedModelError, read_saved_model
from hublint.verify.runtime import VerifyError, find_interpreter
from hublint.verify.warm import connect, stop_servers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hublint.savedmodel import MetaGraph

REFERENCE: Final = "import tensorflow"
NUMBERS: Final = frozenset(["float32", "float64", "int32", "int64"])
SETTLING: Final = 1.5  # seconds in which a server that does nothing notices a worker's end, and prepares for the next
EXPORT: Final = """\
import sys
import tensorflow as tf

class Line(tf.train.Checkpoint):
    def __init__(self):
        super().__init__()
        self.slope = tf.Variable(3.0)

    @tf.function(input_signature=[tf.TensorSpec([None], tf.float32, name="x")])
    def __call__(self, x):
        return {"y": self.slope * x + 1.0}

line = Line()
tf.saved_model.save(line, sys.argv[1], signatures=line.__call__)
"""
# The least that can be done with a model: load it, and call one signature of it.
LOAD_AND_CALL: Final = """\
import json, sys, tempfile
from pathlib import Path
from hublint.savedmodel import read_saved_model
from hublint.verify.session import ModelServer, Workshop
from hublint.verify.warm import WarmServers

path, python, key, inputs = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], json.loads(sys.argv[4])
with tempfile.TemporaryDirectory() as scratch:
    models = ModelServer(Workshop(Path(scratch), python, timeout=300.0, warm=WarmServers(print)))
    (graph, *_) = (graph for graph in read_saved_model(path).meta_graphs if key in graph.signatures)
    models.load("model", str(path), graph.tags)
    print(models.call("model", key, inputs, {}, "outputs")["outputs"])
    models.close()
"""


class BenchmarkError(Exception):
    """What stops the benchmark; its text is one sentence."""


class Way(NamedTuple):
    """A command to measure, whether a warm server does part of its work, and whether that has to be started first."""

    name: str
    command: tuple[str, ...]
    warm: bool = False
    fresh: bool = False


class Run(NamedTuple):
    """What one run used, the processes that it made and that worked for it included."""

    wall: float
    processor: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what the command line asks for, print the table, and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "model", type=Path, nargs="?", metavar="MODEL", help="the folder of a SavedModel (default: one with 1 variable)"
    )
    parser.add_argument("--python", type=Path, metavar="PATH", help="the interpreter that has TensorFlow")
    parser.add_argument("--runs", type=int, default=5, metavar="N", help="how often each is run (default %(default)s)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write every single figure to this file")
    options = parser.parse_args(arguments)
    try:
        python = find_interpreter(options.python)
        with tempfile.TemporaryDirectory(prefix="hublint-benchmark-") as text, private_servers(Path(text)):
            scratch = Path(text)
            model = options.model or make_model(python, scratch)
            rows = measure(ways(model.resolve(), python), scratch, options.runs)
    except (BenchmarkError, SavedModelError, VerifyError) as error:
        print(f"benchmark: {error}", file=sys.stderr)
        return 2
    print(table(rows))
    if options.json is not None:
        figures = {way.name: [run._asdict() for run in runs] for way, runs in rows.items()}
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    return 0


@contextlib.contextmanager
def private_servers(scratch: Path) -> Iterator[None]:
    """Keep to servers of this benchmark's own, which end with it, and to a cache of bytecode of its own."""
    os.environ["XDG_RUNTIME_DIR"] = str(scratch / "run")
    os.environ["PYTHONPYCACHEPREFIX"] = str(scratch / "bytecode")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    try:
        yield
    finally:
        stop_servers()


def make_model(python: Path, scratch: Path) -> Path:
    """Export a small model."""
    model = scratch / "model"
    program = scratch / "export.py"
    program.write_text(EXPORT, encoding="utf-8")
    done = subprocess.run([python, program, model], capture_output=True, text=True, check=False)
    if done.returncode:
        raise BenchmarkError(f"the model cannot be exported: {done.stderr.strip().splitlines()[-1]}")
    return model


def ways(model: Path, python: Path) -> list[Way]:
    """Return what is measured."""
    cli = shutil.which(python.with_name("saved_model_cli"))
    if cli is None:
        raise BenchmarkError(f"there is no saved_model_cli beside {python}")
    graph, key = callable_signature(model)
    inputs = {
        name: {"dtype": info.dtype, "shape": [size or 1 for size in info.shape or ()], "fill": "positive", "seed": 0}
        for name, info in graph.signatures[key].inputs.items()
    }
    ones = [f"{name}=np.ones({plan['shape']}, dtype=np.{plan['dtype']})" for name, plan in inputs.items()]
    run = (cli, "run", "--dir", str(model), "--tag_set", ",".join(sorted(graph.tags)), "--signature_def", key)
    load = (sys.executable, "-c", LOAD_AND_CALL, str(model), str(python), key, json.dumps(inputs))
    hublint = (sys.executable, "-m", "hublint", "verify", str(model), "--python", str(python))
    return [
        Way(REFERENCE, (str(python), "-c", "import tensorflow")),
        Way("saved_model_cli show --all", (cli, "show", "--dir", str(model), "--all")),
        Way("saved_model_cli run", (*run, "--input_exprs", ";".join(ones))),
        Way("hublint: load and call, no server yet", load, warm=True, fresh=True),
        Way("hublint: load and call, warm", load, warm=True),
        Way("hublint verify --no-warm", (*hublint, "--no-warm")),
        Way("hublint verify, no server yet", hublint, warm=True, fresh=True),
        Way("hublint verify, warm", hublint, warm=True),
    ]


def callable_signature(model: Path) -> tuple[MetaGraph, str]:
    """Return a signature that takes nothing but numbers, and the graph that it is in."""
    for graph in read_saved_model(model).meta_graphs:
        for key, signature in sorted(graph.signatures.items()):
            inputs = signature.inputs.values()
            if inputs and all(info.encoding == "dense" and info.dtype in NUMBERS and info.shape for info in inputs):
                return graph, key
    raise BenchmarkError(f"{model}: has no signature that takes dense numbers of a known rank, and nothing else")


# Measuring.


def measure(found: Sequence[Way], scratch: Path, runs: int) -> dict[Way, list[Run]]:
    """Run the ways in turn, so that a disturbance of the machine hits them alike; the first turn is not counted."""
    rows: dict[Way, list[Run]] = {way: [] for way in found}
    for turn in range(runs + 1):
        for way in found:
            print(f"turn {turn} of {runs}: {way.name}", file=sys.stderr, flush=True)
            if way.fresh:
                stop_servers()
            run = run_once(way, scratch)
            if turn:
                rows[way].append(run)
    return rows


def run_once(way: Way, scratch: Path) -> Run:
    """Return what one run used."""
    before = server_seconds() if way.warm else 0.0
    errors = scratch / "stderr"
    began = time.monotonic()
    with errors.open("wb") as complaints:
        process = subprocess.Popen(
            way.command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=complaints, cwd=scratch
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.monotonic() - began
    if process.returncode not in {0, 1}:  # hublint's 1 is a verdict
        last = errors.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-1:]
        raise BenchmarkError(f"{way.name} failed: {' '.join(last)}")
    processor = usage.ru_utime + usage.ru_stime
    if way.warm:
        if way.fresh:
            processor += server_seconds()
        settle()
        if not way.fresh:  # what a new server prepares for later is not this run's
            processor += server_seconds() - before
    return Run(wall, processor)


def settle() -> None:
    """Wait until the servers have nothing to do any more."""
    before, now = -1.0, server_seconds()
    while now - before > 0.02:
        time.sleep(SETTLING)
        before, now = now, server_seconds()


def server_seconds() -> float:
    """Return the processor seconds that the servers, and all workers of theirs that have ended, have used so far."""
    folder = Path(os.environ["XDG_RUNTIME_DIR"], "hublint")
    servers = set()
    for path in folder.glob("*.socket"):
        connection = connect(path)
        if connection is not None:
            with connection:
                servers.add(server_of(connection))
    ticks = 0
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = entry.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            if int(entry.parent.name) in servers or int(fields[1]) in servers:
                ticks += sum(int(field) for field in fields[11:15])  # its own, and its children's
    return ticks / os.sysconf("SC_CLK_TCK")


def server_of(connection: socket.socket) -> int:
    """Return the process at the other end."""
    size = struct.calcsize("3i")
    number: int = struct.unpack("3i", connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, size))[0]
    return number


def table(rows: dict[Way, list[Run]]) -> str:
    """Return the figures as a table in Markdown."""
    base = middle(next(runs for way, runs in rows.items() if way.name == REFERENCE))
    lines = [
        f"Python {sys.version.split()[0]}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}",
        "",
        "| what | wall s, min | median | processor s, median | wall / import | processor / import |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for way, runs in rows.items():
        mine = middle(runs)
        lines.append(
            f"| {way.name} | {min(run.wall for run in runs):.2f} | {mine.wall:.2f} | {mine.processor:.2f} "
            f"| {mine.wall / base.wall:.2f} | {mine.processor / base.processor:.2f} |"
        )
    return "\n".join(lines)


def middle(runs: Sequence[Run]) -> Run:
    """Return the medians."""
    return Run(*(statistics.median(values) for values in zip(*runs, strict=True)))


if __name__ == "__main__":
    sys.exit(main())
