"""`hublint runtime`: the Pythons that programs can be run with."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from hublint.cli.help import epilog
from hublint.cli.interruption import interruptible
from hublint.config import load_settings
from hublint.output import count
from hublint.runtimes import RECIPES, create, existing, find, recipe, remove, to_json
from hublint.runtimes.errors import RuntimesError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator

    from hublint.runtimes import Interpreter

__all__ = ["add_parser", "run"]

_DESCRIPTION = """\
A runtime is a Python interpreter with a TensorFlow in it. `hublint verify` runs programs and models with one, and needs
no TensorFlow beside itself.

`list` shows what there is: the runtimes of the settings ([tool.hublint.runtimes], name = path), the project's virtual
environments (the active one; .venv, venv, env and .environments/* beside it), those that were created, hublint's own
Python, pyenv's, conda's and those on the PATH. Versions are read from files: nothing is imported.

`create` makes one with uv, or with venv and pip, in the user's data folder, and proves it by importing its TensorFlow.
"""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    parser = subparsers.add_parser(
        "runtime",
        help="list, create and remove the Pythons that programs are run with",
        description=_DESCRIPTION,
        epilog=_epilog(
            {
                "hublint runtime list": "the Pythons that there are, and their TensorFlow",
                "hublint runtime create tf2.15": "make one",
                "hublint verify export.py --runtime tf2.15": "run a program with it",
            }
        ),
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True, title="actions")
    listing = actions.add_parser(
        "list",
        help="show what there is, and what can be used",
        description="Show the Pythons that programs can be run with.",
        epilog=_epilog({"hublint runtime list --output-format json": "the same for a program"}),
    )
    listing.add_argument(
        "--output-format", choices=("full", "json"), default="full", help="how to tell it (default: %(default)s)"
    )
    making = actions.add_parser(
        "create",
        help="make one",
        description=f"Make a runtime: {', '.join(RECIPES)}.",
        epilog="What fails or is interrupted leaves nothing behind.\n\n"
        + _epilog({"hublint runtime create tf1.15": "the real TensorFlow 1, with a Python of its time"}),
    )
    making.add_argument("name", metavar="NAME", help="which, such as tf2.21 or tf1.15")
    making.add_argument("--force", action="store_true", help="make it anew if it is there")
    removing = actions.add_parser(
        "remove",
        help="remove one that was created",
        description="Remove a runtime that was created.",
        epilog=_epilog({"hublint runtime remove tf2.15": "remove it, with all that is in it"}),
    )
    removing.add_argument("name", metavar="NAME", help="which")
    telling = actions.add_parser(
        "path",
        help="print the interpreter of one that was created",
        description="Print the path of the Python of a runtime that was created.",
        epilog=_epilog({'"$(hublint runtime path tf2.15)" -m pip list': "what is in it"}),
    )
    telling.add_argument("name", metavar="NAME", help="which")
    actions.add_parser(
        "stop",
        help="end the servers that have TensorFlow imported for the next `hublint verify`",
        description="End the servers that have TensorFlow imported for the next `hublint verify`.",
        epilog=_epilog({"hublint runtime stop": "free the memory that they take"}),
    )
    for action in (making, removing, telling):
        action.add_argument("--dir", type=Path, metavar="DIR", help="the folder of runtimes (default: the user's)")
    parser.set_defaults(run=run)


def _epilog(examples: dict[str, str]) -> str:
    return epilog(
        examples,
        {"0": "done", "2": "it could not be done"},
        {"XDG_DATA_HOME": "the folder of the user's data (on Windows: LOCALAPPDATA), where runtimes are made"},
    )


def run(arguments: argparse.Namespace) -> int:
    """Do what is asked, print, and return the exit status.

    Raises:
        RuntimesError: it cannot be done; the text is one sentence for the user.
    """
    if arguments.action == "list":
        return _list(arguments)
    if arguments.action == "create":
        return _create(arguments)
    if arguments.action == "remove":
        print(f"{remove(arguments.name, arguments.dir)} was removed.")
        return 0
    if arguments.action == "stop":
        from hublint.verify.warm import stop_servers

        print(f"{count(stop_servers(), 'server')} ended.")
        return 0
    python = existing(arguments.name, arguments.dir)
    if python is None:
        hint = f"`hublint runtime create {arguments.name}` makes it" if arguments.name in RECIPES else "see `list`"
        raise RuntimesError(f"{arguments.name}: no such runtime was created; {hint}")
    print(python)
    return 0


def _create(arguments: argparse.Namespace) -> int:
    wanted = recipe(arguments.name)
    there = existing(wanted.name, arguments.dir)
    if there is not None and there.exists() and not arguments.force:
        print(f"{wanted.name} is there already: {there}; --force makes it anew.")
        return 0
    with interruptible():
        python = create(wanted, folder=arguments.dir, force=arguments.force, progress=_progress)
    name = wanted.name if arguments.dir is None else os.fspath(python)
    print(f"{wanted.name} is ready: {python}\nUse it with `hublint verify --runtime {name}`.")
    return 0


def _progress(text: str) -> None:
    print(f"{text} ...", file=sys.stderr, flush=True)


def _list(arguments: argparse.Namespace) -> int:
    folder = Path.cwd()
    interpreters = find(folder, load_settings(folder).runtimes)
    if arguments.output_format == "json":
        print(to_json(interpreters))
        return 0
    sys.stdout.writelines(_table(interpreters))
    return 0


_HEADINGS = ("NAME", "FROM", "PYTHON", "TENSORFLOW", "KERAS", "TF_KERAS", "HUB", "VERIFY", "PATH")


def _table(interpreters: Iterable[Interpreter]) -> Iterator[str]:
    rows = [_HEADINGS, *map(_row, interpreters)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADINGS))]
    for row in rows:
        yield "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip() + "\n"
    usable = sum(row[_HEADINGS.index("VERIFY")] == "yes" for row in rows)
    advice = "" if usable else "; `hublint runtime create tf2.21` makes one"
    yield f"\n{count(len(rows) - 1, 'interpreter')}, {usable} can run programs{advice}.\n"


def _row(one: Interpreter) -> tuple[str, ...]:
    facts = one.facts
    versions = (facts.version, facts.tensorflow, facts.keras, facts.tf_keras, facts.tensorflow_hub)
    verdict = "yes" if one.usable else f"no: {facts.problem}"
    return (one.name, one.origin, *(version or "-" for version in versions), verdict, os.fspath(one.python))
