"""Runs programs beside each other in processes that already have TensorFlow: a server, asked by lines of JSON.

Importing TensorFlow and tensorflow_hub takes eight seconds and most programs that show one error take a tenth of that.
The server imports them and runs no op; each program is a fork of it, so none knows of another.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import runpy
import signal
import sys
import time
import traceback
from pathlib import Path
from typing import Any


def main() -> None:
    """Answer each request, a line of JSON, with one line."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    # Only their being imported counts; tensorflow_hub imports the Keras that its layers are of, and tf.keras with it.
    import tensorflow  # noqa: F401, ICN001
    import tensorflow_hub  # noqa: F401

    # What is frozen is not looked through, and so not copied, by the collector of each fork.
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        request = json.loads(line)
        status, output = run(request)
        answers.write(json.dumps({"status": status, "output": output}) + "\n")
        answers.flush()


def run(request: dict[str, Any]) -> tuple[int, str]:
    """Run one program in a fork and return its exit status and what it wrote.

    Args:
        request: `program` is a path or `[module, function, arguments]`, `folder` the working directory, `variables`
            what is set in the environment, `seconds` how long it may take.
    """
    output = Path(request["folder"], ".output")
    child = os.fork()
    if child == 0:
        os._exit(_in_child(request, output))
    deadline = time.monotonic() + request["seconds"]
    while True:
        finished, status = os.waitpid(child, os.WNOHANG)
        if finished:
            break
        if time.monotonic() > deadline:
            os.killpg(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return -1, f"ended after {request['seconds']} seconds"
        time.sleep(0.01)
    return os.waitstatus_to_exitcode(status), output.read_text(encoding="utf-8", errors="replace")


def _in_child(request: dict[str, Any], output: Path) -> int:
    os.setsid()
    with output.open("wb", buffering=0) as file:
        for descriptor in (1, 2):
            os.dup2(file.fileno(), descriptor)
    os.chdir(request["folder"])
    os.environ.update(request["variables"])
    sys.path.insert(0, request["folder"])
    status = 0
    try:
        program = request["program"]
        if isinstance(program, str):
            sys.argv = [program]
            runpy.run_path(program, run_name="__main__")
        else:
            path, function, arguments = program
            runpy.run_path(path)[function](*arguments)
    except SystemExit as error:
        status = error.code if isinstance(error.code, int) else 1
    except BaseException:  # noqa: BLE001  (whatever ends a program is what the test wants to read)
        traceback.print_exc()
        status = 1
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.flush()
        sys.stderr.flush()
    return status


if __name__ == "__main__":
    main()
