"""`hublint api`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hublint.cli.check import complain
from hublint.cli.help import epilog
from hublint.output import names
from hublint.session import Session
from hublint.target import parse_target
from hublint.tfapi.story import UnknownNameError, story

if TYPE_CHECKING:
    import argparse

    from hublint.output.names import Report
    from hublint.tfapi.story import Story

_DESCRIPTION: Final = """\
Tell what became of TensorFlow names: which releases have them, what takes their place on a target, and what hublint
reports and writes.

A name is spelled as it is in code: tf.layers.dense, tensorflow.contrib.slim, tf.compat.v1.Session,
tensorflow.python.framework.ops.name_scope, or without its package: layers.dense. TensorFlow is not needed: the table
was made from the releases themselves.
"""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    parser = subparsers.add_parser(
        "api",
        help="tell what became of a TensorFlow name",
        description=_DESCRIPTION,
        epilog=epilog(
            {
                "hublint api tf.layers.dense": "what became of a name",
                "hublint api --target tf=2.15,keras=keras2 tf.Session slim.conv2d": "of two, on an older target",
            },
            {"0": "all names are known", "2": "one is not, or an option could not be used"},
        ),
    )
    parser.add_argument("names", nargs="+", metavar="NAME", help="a name of TensorFlow's, such as tf.layers.dense")
    parser.add_argument(
        "--target",
        metavar="TARGET",
        help="what the code is to run on, such as tf=2.21,keras=keras3 (default: what this folder's code runs on)",
    )
    parser.add_argument(
        "--output-format",
        choices=("text", "json"),
        default="text",
        help="text: to be read; json: a list (default: %(default)s)",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print what is known of each name and return the exit status."""
    session = Session()
    # A target that is given is the whole question; without one it is about the code of this folder.
    given = arguments.target
    target = parse_target(given) if given is not None else session.target(Path.cwd() / "name.py")()
    known: list[tuple[Story, list[Report]]] = []
    status = 0
    for name in arguments.names:
        try:
            told = story(name, target)
        except UnknownNameError as error:
            complain(str(error))
            status = 2
            continue
        known.append((told, names.reports(told, session.rules)))
    if arguments.output_format == "json":
        import json

        print(json.dumps([names.document(*one) for one in known], indent=2))
    else:
        print("\n".join(names.text(*one) for one in known), end="")
    sys.stdout.flush()
    return status


__all__ = ["add_parser", "run"]
