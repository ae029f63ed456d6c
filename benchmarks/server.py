"""Measure how long `hublint server` and `ruff server` take from a keystroke to the diagnostics, in one run."""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # the client is the one of the tests

from tests.lsp.client import Client

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.lsp.model import Document

HUBLINT: Final = "hublint server"
RUFF: Final = "ruff server"
SIZES: Final = (1_000, 10_000)
SHOWS: Final = {"relatedInformation": True, "tagSupport": {"valueSet": [1, 2]}, "codeDescriptionSupport": True}
# As VS Code says it of itself; and the same without being able to ask.
ASKS: Final = {
    "textDocument": {"diagnostic": {"dynamicRegistration": False, **SHOWS}, "publishDiagnostics": SHOWS},
    "workspace": {"diagnostics": {"refreshSupport": True}},
}
IS_TOLD: Final = {"textDocument": {"publishDiagnostics": {**SHOWS, "versionSupport": True}}}
MODELS: Final[dict[str, dict[str, Any]]] = {"asked for": ASKS, "told": IS_TOLD}
PAUSE: Final = 0.5  # seconds that the person thinks after a line

# What is typed, in the body of a function; each line is taken away again later.
TYPED: Final = (
    "loss = tf.reduce_mean(tf.square(x))",
    "y = tf.log(x + 1e-8)",
    "for step in range(10):",
    "with tf.variable_scope('more'):",
    "names = [name for name in list('abc')]",
    "# a word about what follows",
    "sess.run(tf.global_variables_initializer())",
)
IMPORTS: Final = ("import os", "import tensorflow as tf", "from tensorflow.contrib import slim")

HEADINGS: Final = (
    "| program | diagnostics | server | findings | answer ms: median | 95 % | most "
    "| processor ms: median | 95 % | most | an edit, all told | median / ruff |"
)

PLAIN: Final = '''

class Batches{number}(object):
    """Cuts arrays into batches."""

    def __init__(self, arrays, size={size}):
        self.arrays = arrays
        self.size = size
        self.position = 0

    def reset(self):
        self.position = 0

    def next(self):
        """Return the next batch, or None at the end."""
        if self.position >= len(self.arrays):
            return None
        batch = self.arrays[self.position : self.position + self.size]
        self.position += self.size
        return [self._scaled(array) for array in batch]

    def _scaled(self, array):
        low, high = min(array), max(array)
        if high - low < 1e-{places}:
            return [0.0 for _ in array]
        return [(value - low) / (high - low) for value in array]

    def summary(self):
        words = []
        for index, array in enumerate(self.arrays):
            words.append("%d: %d values" % (index, len(array)))
        return "; ".join(words)
'''
LAYERS: Final = '''

def block{number}(inputs, is_training, scope=None):
    """Build {size} units and what they need."""
    with tf.variable_scope(scope, "block{number}", [inputs]):
        weights = tf.get_variable("w", [inputs.shape[-1], {size}], initializer=tf.truncated_normal_initializer())
        biases = tf.get_variable("b", [{size}], initializer=tf.zeros_initializer())
        x = tf.nn.relu(tf.matmul(inputs, weights) + biases)
        x = tf.layers.batch_normalization(x, training=is_training)
        if is_training:
            x = tf.nn.dropout(x, keep_prob=0.{places})
        tf.summary.histogram("activations", x)
        return tf.reshape(x, [-1, {size}])
'''
TRAINING: Final = '''

def train{number}(batches, steps={size}):
    """Train for a while and keep the result."""
    x = tf.placeholder(tf.float32, [None, {size}], name="x")
    labels = tf.placeholder(tf.int64, [None], name="labels")
    logits = block{number}(x, True)
    loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits))
    update = tf.train.AdamOptimizer(1e-{places}).minimize(loss)
    saver = tf.train.Saver()
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for step in range(steps):
            values, targets = batches.next()
            _, current = sess.run([update, loss], feed_dict={{x: values, labels: targets}})
            if step % 100 == 0:
                print("step", step, "loss", current)
                saver.save(sess, "/tmp/model{number}", global_step=step)
    return current
'''


class BenchmarkError(Exception):
    """What stops the benchmark; its text is one sentence."""


class Program(NamedTuple):
    """A program to edit."""

    name: str
    text: str


class Keystroke(NamedTuple):
    """An edit: where, up to where, what is there afterwards; and how long the person thinks then."""

    start: int
    end: int
    text: str
    pause: float


class Answer(NamedTuple):
    """How long one keystroke took: by the client's clock, and of the server's processor time; in milliseconds."""

    clock: float
    processor: float


class Row(NamedTuple):
    """What was measured of a server with one program."""

    server: str
    program: str
    model: str
    findings: int
    answers: list[Answer]
    processor_of_all: float
    """Milliseconds of processor time for each edit, with all that the server did after its answers."""
    memory: float
    """Its resident megabytes at the end."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what the command line asks for, print the tables, and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "files", type=Path, nargs="*", metavar="FILE", help="programs to edit (default: two that it generates)"
    )
    parser.add_argument("--edits", type=int, default=250, metavar="N", help="keystrokes for each (default %(default)s)")
    parser.add_argument("--rate", type=float, default=10, metavar="R", help="keystrokes a second (default %(default)s)")
    parser.add_argument("--starts", type=int, default=5, metavar="N", help="how often each is started, to time that")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="what the random choices begin with")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write every single figure to this file")
    options = parser.parse_args(arguments)
    try:
        servers = commands()
        programs = [Program(path.name, path.read_bytes().decode()) for path in options.files]
        programs = programs or [Program(f"{size:,} lines", generated(size, options.seed)) for size in SIZES]
        with tempfile.TemporaryDirectory(prefix="hublint-benchmark-") as folder:
            starts = {name: start_ups(command, Path(folder), options.starts) for name, command in servers.items()}
            rows = [
                row
                for program in programs
                for model in MODELS
                for row in typed(servers, program, model, Path(folder), options.edits, options.rate, options.seed)
            ]
    except (BenchmarkError, OSError, UnicodeError, TimeoutError) as error:
        print(f"benchmark: {error}", file=sys.stderr)
        return 2
    print(tables(starts, rows))
    if options.json is not None:
        figures = {"starts": starts, "rows": [row._asdict() for row in rows]}
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    return 0


def commands() -> dict[str, tuple[str, ...]]:
    """Return the servers and how they are started."""
    beside = Path(sys.executable).with_name("ruff")
    ruff = str(beside) if beside.exists() else shutil.which("ruff")
    if ruff is None:
        raise BenchmarkError(f"there is no ruff beside {sys.executable}, and none on the path")
    return {HUBLINT: (sys.executable, "-m", "hublint", "server"), RUFF: (ruff, "server")}


# The programs, and what is typed into them.


def generated(lines: int, seed: int) -> str:
    """Write a program in the manner of TensorFlow 1: most of it plain Python, as in the repositories of that time."""
    chance = random.Random(seed)  # noqa: S311 - a program, not a secret
    text = '"""A program that was generated."""\n\nimport numpy as np\nimport tensorflow as tf\n'
    number = 0
    while True:
        number += 1
        size, places = chance.choice((16, 32, 64, 128)), chance.randint(2, 8)
        parts = (LAYERS, TRAINING, PLAIN, PLAIN, PLAIN) if number % 2 else (PLAIN, PLAIN, LAYERS)
        block = "".join(part.format(number=number, size=size, places=places) for part in parts)
        left = lines - text.count("\n")
        if block.count("\n") > left:
            return text + "".join(f"LIMIT_{rest} = {rest}\n" for rest in range(left))
        text += block


def keystrokes(text: str, number: int, rate: float, seed: int) -> Iterator[Keystroke]:
    """Yield edits as a person makes them: lines that are typed into functions, with slips, and sometimes an import.

    Every other line is taken away again, so that the program stays what it is.
    """
    chance = random.Random(seed)  # noqa: S311 - as above
    pause = 1 / rate
    made = 0
    turn = 0
    while made < number:
        turn += 1
        lines = text.splitlines(keepends=True)
        if turn % 5 == 0:
            row = next(index for index, line in enumerate(lines) if line.startswith(("import ", "from ")))
            words, indent = chance.choice(IMPORTS), ""
        else:
            inside = [
                index for index, line in enumerate(lines) if line.startswith("    ") and line.strip().endswith(")")
            ]
            row = chance.choice(inside)
            words, indent = chance.choice(TYPED), lines[row][: len(lines[row]) - len(lines[row].lstrip())]
        at = start = len("".join(lines[: row + 1]))
        strokes = [indent + words[0], *words[1:]]
        strokes = [*strokes[: len(strokes) // 2], "x", "", *strokes[len(strokes) // 2 :]]  # a slip, and Backspace
        if words.endswith(":"):
            strokes += ["\n" + indent + "    p", *"ass"]
        for stroke in [*strokes, "\n"]:
            edit = Keystroke(at, at, stroke, pause) if stroke else Keystroke(at - 1, at, "", pause)
            text = text[: edit.start] + edit.text + text[edit.end :]
            at = edit.start + len(edit.text)
            made += 1
            yield edit if stroke != "\n" else edit._replace(pause=PAUSE)
        text = text[:start] + text[at:]
        made += 1
        yield Keystroke(start, at, "", PAUSE)


# Measuring.


def start_ups(command: Sequence[str], folder: Path, runs: int) -> list[float]:
    """Return the seconds from starting a server to its answer to `initialize`; the first time warms the disk cache."""
    seconds = []
    for turn in range(runs + 1):
        began = time.perf_counter()
        with Client(command, folder=folder) as client:
            client.initialize(ASKS, rootUri=folder.as_uri())
            if turn:
                seconds.append(time.perf_counter() - began)
            client.shut_down()
    return seconds


def typed(
    servers: dict[str, tuple[str, ...]], program: Program, model: str, folder: Path, edits: int, rate: float, seed: int
) -> list[Row]:
    """Type into a program, the same into each server in turn, so that a disturbance of the machine hits them alike."""
    print(f"{program.name}, diagnostics {model}", file=sys.stderr, flush=True)
    file = folder / "program.py"
    file.write_bytes(program.text.encode())
    clients = {name: Client(command, folder=folder) for name, command in servers.items()}
    try:
        documents = {}
        for name, client in clients.items():
            client.initialize(MODELS[model], rootUri=folder.as_uri())
            documents[name] = client.open(file.as_uri(), program.text)
        time.sleep(2 * PAUSE)
        findings = {name: len(client.diagnostics(documents[name])) for name, client in clients.items()}
        before = {name: processor(client) for name, client in clients.items()}
        answers: dict[str, list[Answer]] = {name: [] for name in clients}
        for edit in keystrokes(program.text, edits, rate, seed):
            began = time.perf_counter()
            for name, client in clients.items():
                answers[name].append(answer(client, documents[name], edit))
            time.sleep(max(0.0, began + edit.pause - time.perf_counter()))
        time.sleep(PAUSE)
        return [
            Row(
                name,
                program.name,
                model,
                findings[name],
                answers[name],
                (processor(client) - before[name]) / len(answers[name]),
                resident(client),
            )
            for name, client in clients.items()
        ]
    finally:
        for client in clients.values():
            client.kill()


def answer(client: Client, document: Document, edit: Keystroke) -> Answer:
    """Make an edit, and wait for what the server says of it."""
    change = document.replace(edit.start, edit.end, edit.text)
    used = processor(client)
    since = len(client.received)
    began = time.perf_counter()
    client.tell(document, [change])
    if client.pulls:
        came = client.response(client.begin("textDocument/diagnostic", {"textDocument": document.identity}))
        if "error" in came:
            raise BenchmarkError(f"{client.process.args!r} answered {came['error']['message']!r}")
    else:
        came = client.wait(lambda message: speaks_of(message, document), since=since)
    return Answer((came["received"] - began) * 1000, processor(client) - used)


def speaks_of(message: dict[str, Any], document: Document) -> bool:
    """Tell whether a message gives the diagnostics of a document as it is now."""
    parameters = message.get("params") or {}
    return message.get("method") == "textDocument/publishDiagnostics" and parameters.get("version") == document.version


def processor(client: Client) -> float:
    """Return the milliseconds of processor time, user and system, that a server has used; NaN where nobody can tell."""
    if sys.platform != "linux":
        return math.nan
    # The clock of another process, as clock_getcpuclockid(3) numbers it.
    return time.clock_gettime_ns((~client.process.pid << 3) | 2) / 1e6


def resident(client: Client) -> float:
    """Return the megabytes of memory that a server has."""
    try:
        status = Path(f"/proc/{client.process.pid}/status").read_text(encoding="utf-8")
    except OSError:
        return math.nan
    return next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS:")), math.nan)


# The tables.


def tables(starts: dict[str, list[float]], rows: list[Row]) -> str:
    """Return the figures as tables in Markdown."""
    load = os.getloadavg()[0]
    lines = [
        f"Python {platform.python_version()}, {ruff_version()}, {os.cpu_count()} processors, load {load:.1f}",
        "",
        "| server | start to `initialize` answered, median s | memory MB, most |",
        "|---|---:|---:|",
    ]
    for name, seconds in starts.items():
        memory = max(row.memory for row in rows if row.server == name)
        lines.append(f"| {name} | {statistics.median(seconds):.2f} | {memory:.0f} |")
    lines += [
        "",
        HEADINGS,
        "|---|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for row in rows:
        peer = next(
            other for other in rows if (other.program, other.model) == (row.program, row.model) and other.server == RUFF
        )
        clock = spread([answer.clock for answer in row.answers])
        used = spread([answer.processor for answer in row.answers])
        theirs = statistics.median(answer.processor for answer in peer.answers)
        figures = " | ".join(f"{value:.1f}" for value in (*clock, *used, row.processor_of_all))
        lines.append(
            f"| {row.program} | {row.model} | {row.server} | {row.findings} | {figures} | {used[0] / theirs:.2f} |"
        )
    return "\n".join(lines)


def spread(values: list[float]) -> tuple[float, float, float]:
    """Return the median, what 95 of 100 do not exceed, and the most."""
    ordered = sorted(values)
    return statistics.median(ordered), ordered[math.ceil(0.95 * len(ordered)) - 1], ordered[-1]


def ruff_version() -> str:
    """Return what ruff says of itself."""
    done = subprocess.run([commands()[RUFF][0], "--version"], capture_output=True, text=True, check=False)
    return done.stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
