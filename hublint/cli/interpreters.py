"""The options that say what programs are run with, and the interpreters that they come to."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from hublint.session import UsageError

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from hublint.config import Settings
    from hublint.runtimes import Interpreter

__all__ = ["Chosen", "add_runtime_option", "choose", "require_usable"]


class Chosen(NamedTuple):
    """What to run programs with: the arguments of `hublint.verify.verify`.

    `told` is a line for the reader where nobody named the interpreter and it is not hublint's own.
    """

    python: Path | None = None
    old_python: Path | None = None
    new_python: Path | None = None
    other_python: Path | None = None
    told: str = ""


def add_runtime_option(parser: argparse.ArgumentParser | argparse._ArgumentGroup, what: str) -> None:
    """Add `--runtime`; `what` tells what it is for when it is given twice."""
    parser.add_argument(
        "--runtime",
        action="append",
        default=[],
        metavar="NAME",
        help="the interpreter to run programs with: a runtime of the settings, one that `hublint runtime create` made, "
        f"or a path (default: hublint's own, else the best of `hublint runtime list`); {what}",
    )


def choose(arguments: argparse.Namespace, path: Path, settings: Settings, *, paired: bool = True) -> Chosen:
    """Return the interpreters that the options name, or else the best that there is for a project.

    Where there is none, or a path leads to none, whoever starts it says so.

    Args:
        arguments: with `runtime`, and with `python`, `old_python` and `prefer` where the command has them.
        path: a path of the project.
        settings: the project's settings.
        paired: whether two programs are compared, of which two runtimes run one each; else both run the only one.

    Raises:
        RuntimesError: a runtime that is named does not exist.
        UsageError: the options contradict each other.
        VerifyError: a runtime that is named leads to no interpreter.
    """
    runtimes: list[str] = arguments.runtime
    python: Path | None = getattr(arguments, "python", None)
    old_python: Path | None = getattr(arguments, "old_python", None)
    if runtimes and python is not None:
        raise UsageError("--python is --runtime with a path: give one of them")
    if len(runtimes) > 2 or (len(runtimes) == 2 and old_python is not None):
        raise UsageError(
            "--runtime is given at most twice: for what is old (as --old-python does), and for what is new"
        )
    if python is not None:
        return Chosen(python, old_python)
    if not runtimes:
        return _best(path, settings, getattr(arguments, "prefer", None))._replace(old_python=old_python)
    from hublint.runtimes import named
    from hublint.verify.runtime import find_interpreter

    folder = path if path.is_dir() else path.absolute().parent
    found = [find_interpreter(named(name, folder, settings.runtimes), "--runtime") for name in runtimes]
    if len(found) == 1:
        return Chosen(found[0], old_python)
    return _both(*found) if paired else Chosen(found[0], other_python=found[1])


def require_usable(chosen: Chosen) -> None:
    """Make sure that there is something to run programs with, before anything else is done.

    Raises:
        VerifyError: an interpreter does not exist, or there is none with TensorFlow.
    """
    from hublint.verify.runtime import find_interpreter

    find_interpreter(chosen.python)
    if chosen.old_python is not None:
        find_interpreter(chosen.old_python, "--old-python")


def _both(old: Path, new: Path) -> Chosen:
    """Let the newer TensorFlow of two load the models of both: it reads those of an older one, not the reverse."""
    from hublint.runtimes import release_of

    if release_of(old) > release_of(new):
        return Chosen(old, None, new)
    return Chosen(new, old)


def _best(path: Path, settings: Settings, preferred: Path | None) -> Chosen:
    from hublint.verify.runtime import VerifyError, find_interpreter

    problem = ""
    if preferred is not None:
        from hublint.runtimes import examine

        # Not resolved: a link to an environment's interpreter is what says which environment is meant.
        problem = examine(preferred.absolute()).problem
        if not problem:
            return Chosen(preferred.absolute())
        problem = f"{preferred} cannot be used: {problem}"
    try:
        find_interpreter(None)
    except VerifyError:
        from hublint.runtimes import best
        from hublint.target import resolve

        folder = path if path.is_dir() else path.absolute().parent
        found = best(folder, settings.runtimes, resolve(settings, folder).target.tensorflow)
        return Chosen() if found is None else Chosen(found.python, told=_told(found, problem))
    return Chosen(told=f"runtime: hublint's own Python: {problem}" if problem else "")


def _told(found: Interpreter, problem: str) -> str:
    where = {"settings": "of the settings", "project": "of the project", "created": "made by hublint"}[found.origin]
    return f"runtime: {found.name} {where}, with TensorFlow {found.facts.tensorflow} ({os.fspath(found.python)}): " + (
        problem or "hublint's own Python has none"
    )
