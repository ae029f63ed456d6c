"""The worker: reads jobs as JSON lines, answers in JSON lines, and dies with whoever started it.

Run as `python main.py REPORT`. The two channels arrive as standard input and output, because every platform can
pass those; they are moved aside at once, so that a user's program finds an empty standard input and its prints go to
standard error. REPORT is the file that faulthandler writes to when the program crashes or is asked where it hangs.
"""

from __future__ import annotations

import faulthandler
import importlib
import importlib.util
import json
import os
import queue
import signal
import sys
import threading
from typing import Any, Dict, NoReturn

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
    """The two private pipes to the parent."""

    def __init__(self) -> None:
        self._incoming, self._outgoing = os.dup(0), os.dup(1)
        empty = os.open(os.devnull, os.O_RDONLY)
        os.dup2(empty, 0)
        os.close(empty)
        os.dup2(2, 1)
        self._lock = threading.Lock()
        self.jobs: queue.Queue[Dict[str, Any]] = queue.Queue()
        threading.Thread(target=self._listen, name="hublint", daemon=True).start()

    def say(self, **message: Any) -> None:
        """Send one line."""
        data = json.dumps(message).encode("ascii") + b"\n"
        with self._lock:
            while data:
                data = data[os.write(self._outgoing, data) :]

    def _listen(self) -> NoReturn:
        # os.read, not a file object: a buffered reader that a daemon thread holds aborts the interpreter's shutdown.
        pending = b""
        while True:
            data = os.read(self._incoming, 65536)
            if not data:
                _die()
            pending += data
            lines = pending.split(b"\n")
            pending = lines.pop()
            for line in lines:
                self.jobs.put(json.loads(line.decode("ascii")))


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


def main() -> int:
    """Serve jobs until the parent closes the channel; a `capture` job is the last that a worker gets."""
    channel = Channel()
    _watch_for_trouble(sys.argv[1])
    _load_package()
    channel.say(event="hello", python="%d.%d.%d" % sys.version_info[:3])
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
