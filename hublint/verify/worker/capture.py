"""Runs a user's program with the export calls wrapped, and tells what it exports and how it ends.

A program is a script that runs as `__main__`, a module of a package that runs as `python -m` would run it, a function
of a script, or the code cells of a notebook.
"""

from __future__ import annotations

import builtins
import importlib
import importlib.util
import linecache
import os
import sys
import traceback
import types
from typing import Any, Callable, Dict, List

from .exports import install
from .recorder import Place, Recorder, text_of

_LONGEST_TEXT = 8000
_kept_alive: List[types.ModuleType] = []

Job = Dict[str, Any]


def run(job: Job, say: Callable[..., None]) -> int:
    """Run the program that a `capture` job names, and say how it ended; return the exit status."""
    process = os.getpid()

    def say_in_the_end(**message: Any) -> None:
        if os.getpid() == process:  # a fork of the program that comes back here is not the program
            say(event="finished", **message)

    recorder = Recorder(job, say)
    try:
        install(recorder)
    except (ImportError, AttributeError) as error:
        say(event="unusable", message="%s: %s" % (type(error).__name__, error))
        return 1
    os.chdir(job["folder"])
    sys.argv = [job["script"], *job["arguments"]]
    sys.path.insert(0, job["path"])
    try:
        _execute(job)
    except SystemExit as error:
        if error.code is not None and not isinstance(error.code, int):
            sys.stderr.write("%s\n" % (error.code,))
        status = int(error.code) & 0xFF if isinstance(error.code, int) else int(error.code is not None)
        name, line = _place_of(error, recorder)
        say_in_the_end(how="exited", status=status, file=name, line=line)
        return status
    except BaseException as error:
        traceback.print_exc()
        name, line = _place_of(error, recorder)
        say_in_the_end(
            how="raised",
            type=type(error).__name__[:_LONGEST_TEXT],
            message=text_of(error)[:_LONGEST_TEXT],
            traceback=traceback.format_exc()[-_LONGEST_TEXT:],
            file=name,
            line=line,
        )
        return 1
    say_in_the_end(how="ended")
    return 0


def _execute(job: Job) -> None:
    if job["function"]:
        found: Any = _imported(job)
        for name in job["function"].split("."):
            found = getattr(found, name)
        found()
        return
    module = _main(job["script"], job["module"])
    if job["cells"] is not None:
        module.__dict__["display"] = print  # what IPython has built in
        for number, source in job["cells"]:
            name = "%s:cell %d" % (job["script"], number)
            # Tracebacks, and TensorFlow's translation of Python functions to graphs, look for the source here.
            linecache.cache[name] = len(source), None, source.splitlines(keepends=True), name
            exec(compile(source, name, "exec", dont_inherit=True), module.__dict__)  # noqa: S102 - as below
        return
    with open(job["script"], "rb") as file:
        code = compile(file.read(), job["script"], "exec", dont_inherit=True)
    exec(code, module.__dict__)  # noqa: S102 - running it is what we are here for


def _main(script: str, name: str) -> types.ModuleType:
    """Make the module that a program runs in; with a `name`, as a module of a package."""
    module = types.ModuleType("__main__")
    module.__file__ = script
    module.__dict__["__builtins__"] = builtins
    if name:
        module.__package__ = name.rpartition(".")[0]
        importlib.import_module(module.__package__)
        module.__spec__ = importlib.util.find_spec(name)
    # Threads and exit handlers of the worker still need the globals of the module that started it.
    _kept_alive.append(sys.modules["__main__"])
    sys.modules["__main__"] = module
    return module


def _imported(job: Job) -> types.ModuleType:
    """Import the script whose function is to be called: by the name that others import it by, but from its own file."""
    if job["module"]:
        return importlib.import_module(job["module"])
    name = os.path.splitext(os.path.basename(job["script"]))[0]
    spec = importlib.util.spec_from_file_location(name, job["script"])
    if spec is None or spec.loader is None:
        raise ImportError("cannot import %s" % job["script"])
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def _place_of(error: BaseException, recorder: Recorder) -> Place:
    """Return the last line of the program's own that an exception came through."""
    if isinstance(error, SyntaxError) and error.filename:
        return os.path.realpath(error.filename), error.lineno or 0
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if recorder.owns(frame.filename):
            return os.path.realpath(frame.filename), frame.lineno or 0
    return "", 0
