"""Campaigns on a real cluster of Dask, held against the same ones in one process."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
import pytest

from hublint import cluster, demo
from hublint.cli import main
from hublint.migrate import campaign, git
from hublint.migrate.state import State
from tests.clusters import ROOT, Cluster, starter
from tests.jobs import until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.migrate.record import Record

pytestmark = [
    pytest.mark.processes,
    pytest.mark.skipif(sys.platform != "linux", reason="looks at processes as Linux shows them"),
]

LEGACY = """\
import tensorflow as tf


def build(width{n}):
    x = tf.placeholder(tf.float32, [None, width{n}], name="x")
    w = tf.get_variable("w{n}", [width{n}, {n}])
    return x, tf.log(tf.matmul(x, w)) + tf.contrib.layers.flatten(x)


if __name__ == "__main__":
    with tf.Session() as sess:
        x, y = build({n})
        sess.run(tf.global_variables_initializer())
        tf.saved_model.simple_save(sess, "export{n}", inputs={{"x": x}}, outputs={{"y": y}})
"""
LONG = """

def layer{n}(x):
    y = tf.log(x) + tf.to_float(tf.shape(x)[0])
    return tf.nn.softmax_cross_entropy_with_logits(labels=x, logits=tf.random_normal([{n}]) + y)
"""
PYTHON2 = "import tensorflow as tf\n\nfor n, v in {'a': 1}.iteritems():\n    print n, tf.log(v)\n"


class Tree:
    """A tree of legacy files, which can be made again in the same place."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.make()

    def make(self) -> None:
        """Make it in place of what has become of it."""
        shutil.rmtree(self.folder, ignore_errors=True)
        for n in range(1, 41):
            self.write(f"models/m{n:02}.py", LEGACY.format(n=n))
        for n in range(3):
            long = "".join(LONG.format(n=number) for number in range(150))
            self.write(f"long/l{n}.py", f"import tensorflow as tf\n{long}")
            self.write(f"notebooks/n{n}.ipynb", notebook("x = tf.log(1.0)\n", f"!pip install x{n}\nprint(x)\n"))
        self.write("notebooks/old.ipynb", notebook("import tensorflow as tf\nprint 'a', tf.log(1.0)\n"))
        self.write("python2/old.py", PYTHON2)
        self.write("python2/mixed.py", PYTHON2 + "exec 'x' in {}, async\n")
        self.write("broken.py", "import tensorflow as tf\ny = tf.log(1.0)\ndef (:\n")
        self.write("latin.py", "# -*- coding: latin-1 -*-\nimport tensorflow as tf\ns = 'é', tf.log(1.0)\n", "latin-1")
        self.write(os.fsdecode(b"not\xffutf8.py"), "import tensorflow as tf\nx = tf.log(1.0)\n")
        self.write("requirements.txt", "tensorflow==1.15.0\nnumpy\n")
        # Projects with a target of their own.
        self.write("first/pyproject.toml", '[tool.hublint]\ntensorflow = "2.4"\n')
        self.write("first/a.py", LEGACY.format(n=7))
        self.write("second/requirements.txt", "tensorflow<2\n")
        self.write("second/a.py", LEGACY.format(n=8))

    def write(self, path: str, text: str, encoding: str = "utf-8") -> None:
        """Write a file."""
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding=encoding)

    def files(self) -> dict[str, bytes]:
        """Return the bytes of all files but the state's."""
        found = (path for path in self.folder.rglob("*") if path.is_file() and ".hublint" not in path.parts)
        return {str(path.relative_to(self.folder)): path.read_bytes() for path in found}

    def records(self) -> dict[str, list[Record]]:
        """Return what the state tells of all files, by the roots of their trees."""
        with State(self.folder / ".hublint") as state:
            return {str(root): list(state.records(tree)) for tree, root, _ in state.trees()}


def notebook(*cells: str) -> str:
    document = {
        "cells": [
            {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": cell}
            for cell in ("import tensorflow as tf\n", *cells)
        ],
        "metadata": {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}},
        "nbformat": 4,
        "nbformat_minor": 4,
    }
    return json.dumps(document, indent=1) + "\n"


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    return Tree(tmp_path / "project")


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Cluster]]:
    """Return what starts a cluster without workers; they have another working directory than who uses them."""
    with starter(tmp_path) as begin:
        yield begin


class Ended(NamedTuple):
    """What a run has printed, and what it has left."""

    status: int
    out: str
    err: str
    files: dict[str, bytes]
    records: dict[str, list[Record]]
    report: dict[str, Any]


def begin(tree: Tree, *words: str) -> subprocess.Popen[str]:
    """Start `hublint migrate` in a tree."""
    return subprocess.Popen(
        [sys.executable, "-m", "hublint", "migrate", *words],
        cwd=tree.folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "rules")])},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def end(tree: Tree, run: subprocess.Popen[str], report: Path) -> Ended:
    """Wait for a run, and return what it has left."""
    out, err = run.communicate(timeout=300)
    document = json.loads((report / "report.json").read_text()) if report.exists() else {}
    for told in ("command", "started", "finished", "seconds"):
        document.get("campaign", {}).pop(told, None)
    return Ended(run.returncode, out, err, tree.files(), tree.records(), document)


def tasks_of(pid: int, dask_scheduler: Any) -> list[str]:
    """Return the tasks that a worker is at, or that wait there; for the scheduler to run."""
    workers = [worker for worker in dask_scheduler.workers.values() if worker.pid == pid]
    return [str(task.key) for worker in workers for task in worker.processing]


def kill_midway(one: Cluster, worker: subprocess.Popen[bytes]) -> None:
    """Kill a worker that has done some tasks, and is at another."""
    seen: set[str] = set()
    with one.asking() as ask:

        def is_killed() -> bool:
            seen.update(ask(tasks_of, pid=worker.pid))
            if len(seen) < 4:
                return False
            # Held where it is, so that what it is at is not done before it is killed.
            worker.send_signal(signal.SIGSTOP)
            if ask(tasks_of, pid=worker.pid):
                worker.kill()
                return True
            worker.send_signal(signal.SIGCONT)
            return False

        assert until(is_killed, 120)
    worker.wait()


def test_a_campaign_on_a_cluster_that_loses_a_worker_ends_as_one_on_this_machine(
    tree: Tree, start: Callable[..., Cluster], tmp_path: Path
) -> None:
    words = (".", "--from-python2", "--report")
    untouched = tree.files()
    local = end(tree, begin(tree, *words, str(tmp_path / "local")), tmp_path / "local")
    tree.make()
    assert tree.files() == untouched
    one = start()
    victim, _other = one.worker(), one.worker()
    one.await_workers(2)
    run = begin(tree, *words, str(tmp_path / "there"), "--scheduler", one.address)
    kill_midway(one, victim)
    there = end(tree, run, tmp_path / "there")

    def plainly(text: str) -> str:
        return text.replace(str(tmp_path / "local"), str(tmp_path / "there"))

    assert (there.status, there.err) == (local.status, local.err)
    assert there.files == local.files
    assert there.records == local.records
    assert there.report == local.report
    assert without_times(there.out) == without_times(plainly(local.out))
    # And it was a campaign: files of each kind have changed, and those that cannot be read are told of.
    (records,) = local.records.values()
    written = {record.path for record in records if record.status == "written"}
    assert {"models/m01.py", "long/l0.py", "notebooks/n0.ipynb", "notebooks/old.ipynb", "python2/old.py"} <= written
    failed = {record.path for record in records if record.status == "failed"}
    assert failed == {"broken.py", "python2/mixed.py"}
    assert {git.printable(path) for path in local.files if local.files[path] != untouched[path]} == written


def without_times(out: str) -> list[str]:
    return [line for line in out.splitlines() if " s" not in line]


def test_what_settings_and_requirements_have_become_is_heard_by_workers_that_run_on(
    tree: Tree, start: Callable[..., Cluster], tmp_path: Path
) -> None:
    one = start()
    one.worker()
    one.await_workers(1)

    def planned(*more: str) -> list[Record]:
        run = begin(tree, "models", "first", "--diff", "--state", "../state", *more)
        run.communicate(timeout=300)
        assert run.returncode == 1
        with State(tmp_path / "state") as state:
            return [record for number, _, _ in state.trees() for record in state.records(number)]

    before = planned("--scheduler", one.address)
    tree.write("first/pyproject.toml", '[tool.hublint]\nignore = ["HUB101"]\n')
    tree.write("requirements.txt", "tensorflow==2.21.0\n")
    after = planned("--scheduler", one.address)
    assert before != after
    shutil.rmtree(tmp_path / "state")
    assert planned() == after


def test_paths_are_meant_from_the_clients_working_directory(
    tree: Tree, start: Callable[..., Cluster], tmp_path: Path
) -> None:
    one = start()
    one.worker()
    (tmp_path / "own.toml").write_text('ignore = ["HUB101"]\n')
    words = ("models/m01.py", "--config", "../own.toml", "--state", "../state")
    there = begin(tree, *words, "--scheduler", one.address).communicate(timeout=300)
    on_cluster = tree.files()
    tree.make()
    shutil.rmtree(tmp_path / "state")
    assert begin(tree, *words).communicate(timeout=300) == there
    assert tree.files() == on_cluster


# Proofs.


def test_an_interpreter_that_cannot_run_programs_is_one_sentence_and_what_was_proven_is_kept(
    tree: Tree, start: Callable[..., Cluster], tmp_path: Path
) -> None:
    shutil.rmtree(tree.folder)
    # What only IPython runs is not tried; the other one is, by an interpreter that cannot import TensorFlow.
    tree.write("a.ipynb", notebook("%run other.py\n", LEGACY.format(n=3)))
    tree.write("b.py", LEGACY.format(n=1))
    tree.write("c.py", LEGACY.format(n=2))
    tree.write("bin/tensorflow/__init__.py", "raise ImportError('libcudart is missing')\n")
    python = tree.folder / "bin" / "python"
    python.write_text(f'#!/bin/sh\nexport PYTHONPATH="${{0%/*}}"\nexec {sys.executable} "$@"\n')
    python.chmod(0o755)
    untouched = tree.files()
    words = ("a.ipynb", "b.py", "c.py", "--verified-only", "--python", "bin/python", "--state", ".hublint")
    local = end(tree, begin(tree, *words), tmp_path / "none")
    shutil.rmtree(tree.folder / ".hublint")
    one = start()
    one.worker()
    one.worker("--resources", "GPU=1")
    one.await_workers(2)
    on_cluster = ("--scheduler", one.address, "--scheduler-resources", "GPU=1")
    there = end(tree, begin(tree, *words, *on_cluster), tmp_path / "none")
    assert there == local
    assert there.status == 2
    assert there.err == f"hublint: error: {python}: cannot import TensorFlow: ImportError: libcudart is missing\n"
    assert there.files == untouched
    (records,) = there.records.values()
    assert [record.proof and record.proof.verdict for record in records] == ["unable", None, None]


@pytest.mark.tensorflow
def test_programs_are_proven_where_the_resources_are_as_they_are_proven_here(
    tmp_path: Path, start: Callable[..., Cluster]
) -> None:
    tree = Tree(tmp_path / "project")

    def make() -> None:
        shutil.rmtree(tree.folder)
        for name in ("legacy_builder.py", "legacy_simple_save.py"):
            tree.write(name, (Path(demo.__file__).parent / name).read_text())

    make()
    words = (".", "--verify", "--report")
    local = end(tree, begin(tree, *words, "../local"), tmp_path / "local")
    make()
    one = start()
    # Whatever is proven by this one goes wrong.
    (tmp_path / "broken" / "tensorflow").mkdir(parents=True)
    (tmp_path / "broken" / "tensorflow" / "__init__.py").write_text("raise ImportError('the wrong worker')\n")
    one.worker(PYTHONPATH=os.pathsep.join([str(tmp_path / "broken"), one.variables["PYTHONPATH"]]))
    one.worker("--resources", "GPU=1")
    one.await_workers(2)
    on_cluster = ("--scheduler", one.address, "--scheduler-resources", "GPU=1")
    there = end(tree, begin(tree, *words, "../there", *on_cluster), tmp_path / "there")
    assert (there.status, there.err) == (local.status, local.err)
    assert "2 files rewritten and verified" in there.out
    assert there.files == local.files
    assert without_seconds(there.records) == without_seconds(local.records)
    verdicts = [record.proof.verdict for record in next(iter(there.records.values())) if record.proof is not None]
    assert verdicts == ["agree", "agree"]


def without_seconds(records: dict[str, list[Record]]) -> Any:
    """Return what is told of files, without how long their proofs took."""
    plain = msgspec.to_builtins(records)
    for record in (record for found in plain.values() for record in found):
        if record["proof"] is not None:
            record["proof"].pop("seconds")
            record["proof"]["text"] = re.sub(r"\b[0-9.]+ (s|ms)\b", "T", record["proof"]["text"])
    return plain


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--scheduler-resources", "GPU"], "'GPU' is no resource of workers; write it as GPU=1"),
        (["--scheduler-resources", "GPU=1"], "the scheduler has no worker that offers GPU=1; start one with"),
    ],
    ids=["misspelt", "not offered"],
)
def test_resources_that_cannot_be_had_are_one_sentence(
    words: list[str], told: str, tree: Tree, start: Callable[..., Cluster]
) -> None:
    one = start()
    one.worker()
    untouched = tree.files()
    proving = ("--verify", "--python", sys.executable)
    run = begin(tree, "models/m01.py", *proving, "--scheduler", one.address, *words)
    out, err = run.communicate(timeout=300)
    assert (out, err.count("\n"), run.returncode) == ("", 1, 2)
    assert told in err
    assert tree.files() == untouched


# What cannot be used.


def test_where_nobody_answers_is_one_sentence(tree: Tree) -> None:
    untouched = tree.files()
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        run = begin(tree, ".", "--scheduler", address)
        told = run.communicate(timeout=300)
    assert told == ("", f"hublint: error: {address}: no Dask scheduler answers there within 10 s\n")
    assert run.returncode == 2
    assert tree.files() == untouched


@pytest.mark.parametrize("place", ["models/m03.py", "first/a.py"])
def test_a_worker_that_finds_other_files_is_one_sentence(
    place: str,
    tree: Tree,
    start: Callable[..., Cluster],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    one = start()
    one.worker()
    untouched = tree.files()
    monkeypatch.chdir(tree.folder)
    # Seen by this process alone, as files are that lie on no disk that the machines share.
    real = cluster._seen_at
    monkeypatch.setattr(cluster, "_seen_at", lambda at: "file 0" if at.endswith(place) else real(at))
    # However many files there are, one of each folder that is given is looked at.
    monkeypatch.setattr(campaign, "_LOOKED_AT", 100 if place.startswith("models") else 1)
    assert main(["migrate", "models", "first", "--scheduler", one.address]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("hublint: error: the worker tcp://127.0.0.1:")
    assert told.err.endswith(
        f" finds something else at {tree.folder / place}; "
        "workers need the same folders at the same paths as the machine that gives them jobs\n"
    )
    assert tree.files() == untouched


def test_after_an_interruption_no_task_is_left_and_no_file_is_changed(
    tree: Tree, start: Callable[..., Cluster]
) -> None:
    one = start()
    worker = one.worker()
    one.await_workers(1)
    untouched = tree.files()
    with one.asking() as ask:
        run = begin(tree, ".", "--scheduler", one.address)
        assert until(lambda: bool(ask(tasks_of, pid=worker.pid)), 120)
        run.send_signal(signal.SIGINT)
    assert run.communicate(timeout=300) == ("", "")
    assert run.returncode == 130
    assert until(lambda: one.tasks() == 0, 60)
    assert tree.files() == untouched
