"""The worker: reads jobs as JSON lines, answers in JSON lines, and dies with whoever started it.

Run as `python main.py REPORT [FD]`. The two channels arrive as standard input and output, because every platform can
pass those; they are moved aside at once, so that a user's program finds an empty standard input and its prints go to
standard error. REPORT is the file that faulthandler writes to when the program crashes or is asked where it hangs. FD
is a socket, on which the limits come in: with it this process becomes the worker's keeper, and the worker its child.

Run as `python main.py --serve FD SETTINGS`, it is a server instead: it imports TensorFlow once, and forks a worker,
with its keeper, for each request that comes in on the listening socket FD.
"""

from __future__ import annotations

import faulthandler
import importlib
import importlib.util
import json
import os
import queue
import signal
import socket
import sys
import threading
from typing import Any, Dict, List, NamedTuple, NoReturn, Optional

_PACKAGE = "_hublint_worker"  # a user's program may have a module called `worker`


def _load_package() -> None:
    here = os.path.dirname(os.path.abspath(__file__))
    # Python puts this folder first on the path, where our file names would hide modules of the same name.
    sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry or os.curdir) != here]
    location = os.path.join(here, "__init__.py")
    spec = importlib.util.spec_from_file_location(_PACKAGE, location, submodule_search_locations=[here])
    if spec is None or spec.loader is None:
        raise ImportError("the worker's own files are missing")
    package = importlib.util.module_from_spec(spec)
    sys.modules[_PACKAGE] = package
    spec.loader.exec_module(package)


class Channel:
    """The two private pipes to the parent.

    The first line that comes in holds a word that each line which goes out starts with: a program that writes to every
    open file does not know it, so what it writes counts as its output and never as an answer.
    """

    def __init__(self) -> None:
        self._incoming, self._outgoing = os.dup(0), os.dup(1)
        empty = os.open(os.devnull, os.O_RDONLY)
        os.dup2(empty, 0)
        os.close(empty)
        os.dup2(2, 1)
        self._pending = b""
        while b"\n" not in self._pending:
            self._pending += self._read()
        first, _, self._pending = self._pending.partition(b"\n")
        self._word = json.loads(first.decode("ascii"))["word"].encode("ascii")
        self._lock = threading.Lock()
        self.jobs: queue.Queue[Dict[str, Any]] = queue.Queue()
        threading.Thread(target=self._listen, name="hublint", daemon=True).start()

    def say(self, **message: Any) -> None:
        """Send one line; it starts on a new one, whatever a program has written before."""
        data = b"\n" + self._word + json.dumps(message).encode("ascii") + b"\n"
        with self._lock:
            while data:
                data = data[os.write(self._outgoing, data) :]

    def _read(self) -> bytes:
        # os.read, not a file object: a buffered reader that a daemon thread holds aborts the interpreter's shutdown.
        data = os.read(self._incoming, 65536)
        if not data:
            _die()
        return data

    def _listen(self) -> NoReturn:
        while True:
            lines = self._pending.split(b"\n")
            self._pending = lines.pop()
            for line in lines:
                self.jobs.put(json.loads(line.decode("ascii")))
            self._pending += self._read()


def _die() -> NoReturn:
    """End this process and all that it started: the parent is gone, so nobody waits for a result."""
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(os.getpgrp(), signal.SIGKILL)
    os._exit(1)


def _watch_for_trouble(path: str) -> None:
    report = open(path, "w", encoding="utf-8")  # noqa: SIM115 - faulthandler writes to it as long as we run
    faulthandler.enable(file=report)
    if hasattr(signal, "SIGUSR1"):
        faulthandler.register(signal.SIGUSR1, file=report)
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


class Beginning(NamedTuple):
    """What a worker starts from: where to write troubles, and why it has a network although it should have none."""

    trouble: str
    network: Optional[str]


def _begin(arguments: List[str]) -> Beginning:
    """Become a worker in the way that the command line names; in other processes than the worker, do not return."""
    if arguments[0] == "--serve":
        server = importlib.import_module(_PACKAGE + ".server")
        listener = socket.socket(fileno=int(arguments[1]))
        return Beginning(*server.serve(listener, json.loads(arguments[2])))
    if len(arguments) == 1:
        return Beginning(arguments[0], "hublint can take it away on Linux only")
    keeper = importlib.import_module(_PACKAGE + ".keeper")
    confinement = importlib.import_module(_PACKAGE + ".confinement")
    control = socket.socket(fileno=int(arguments[1]))
    settings = keeper.receive_line(control)
    reason = None if settings["network"] else confinement.why_network_stays()
    keeper.stand_between(control, settings, leave_network=not settings["network"] and reason is None)
    return Beginning(arguments[0], reason)


def main() -> int:
    """Serve jobs until the parent closes the channel; a `capture` job is the last that a worker gets."""
    _load_package()
    beginning = _begin(sys.argv[1:])
    channel = Channel()
    _watch_for_trouble(beginning.trouble)
    channel.say(event="hello", python="%d.%d.%d" % sys.version_info[:3], network=beginning.network)
    try:
        tensorflow = importlib.import_module("tensorflow")
    except Exception as error:
        channel.say(event="unusable", message="%s: %s" % (type(error).__name__, error))
        return 1
    channel.say(event="ready", tensorflow=tensorflow.__version__)
    models: Any = None
    while True:
        job = channel.jobs.get()
        if job["job"] == "capture":
            status: int = importlib.import_module(_PACKAGE + ".capture").run(job, channel.say)
            return status
        if models is None:
            models = importlib.import_module(_PACKAGE + ".models").Models()
        channel.say(event="answer", **models.answer(job))


if __name__ == "__main__":
    sys.exit(main())
