"""`hublint verify`: run what exports models, call the exports, compare two of them."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from hublint.session import UsageError

__all__ = ["add_parser", "run"]

_DESCRIPTION = """\
Run a program in a child process, capture what it exports with tf.saved_model.save, simple_save or a SavedModelBuilder,
load each export and call its signatures on generated inputs. With --against, do so with two and compare them: the
signatures, names, types and static shapes, and the outputs for the same inputs. A target may also be the folder of a
SavedModel. Programs run in a copy of their folder but with your rights: give only such as you trust.

A program for TensorFlow 1 can run on the real one: with --old-python, an interpreter that has TensorFlow 1.15 runs
TARGET; the interpreter of --python runs OTHER, loads the models of both and compares them."""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command and its options to hublint's parser."""
    parser = subparsers.add_parser(
        "verify",
        help="run what exports models, call the exports, compare two of them",
        description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("target", type=Path, metavar="TARGET", help="a Python program or the folder of a SavedModel")
    parser.add_argument("--against", type=Path, metavar="OTHER", help="compare TARGET (old) with this one (new)")
    parser.add_argument(
        "--timeout",
        type=float,
        default=300.0,
        metavar="S",
        help="seconds that a program may run, and each call (default: %(default)g)",
    )
    parser.add_argument(
        "--python", type=Path, metavar="PATH", help="the interpreter that has TensorFlow (default: hublint's own)"
    )
    parser.add_argument(
        "--old-python",
        type=Path,
        metavar="PATH",
        help="another interpreter to run TARGET with, if there is OTHER: one with the TensorFlow that TARGET is for",
    )
    parser.add_argument(
        "--folder", type=Path, metavar="DIR", help="the programs' working directory (default: each program's folder)"
    )
    parser.add_argument(
        "--copy-limit",
        type=int,
        default=256,
        metavar="MB",
        help="how much of a program's folder to copy; the largest files are left out (default: %(default)s)",
    )
    parser.add_argument(
        "--limit",
        type=_limit,
        action="append",
        default=[],
        metavar="KIND=AMOUNT",
        help="the most that a program or model may use of memory, processes, output or disk, such as memory=4GB "
        "(default: three quarters of the memory, at least 256 processes, 1GB of output, half of the free disk)",
    )
    parser.add_argument(
        "--allow-network", action="store_true", help="let programs reach the network, which is kept from them on Linux"
    )
    parser.add_argument(
        "--no-warm",
        action="store_true",
        help="import TensorFlow anew, and leave no server that has it imported for the next run",
    )
    parser.add_argument("--output-format", choices=("full", "json"), default="full", help="default: %(default)s")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Verify the targets and print the report; return 0 if all is well and 1 if not.

    Raises:
        UsageError: an option makes no sense.
        VerifyError: it could not be found out; the text is one sentence for the user.
    """
    from hublint.verify import render, verify
    from hublint.verify.limits import Limits

    if args.old_python is not None and args.against is None:
        raise UsageError("--old-python goes with --against; a single program runs with the interpreter of --python")
    if args.copy_limit < 0:
        raise UsageError(f"--copy-limit has to be 0 MB or more, not {args.copy_limit}")
    report = verify(
        args.target,
        against=args.against,
        python=args.python,
        old_python=args.old_python,
        timeout=args.timeout,
        folder=args.folder,
        copy_limit=args.copy_limit * 1000 * 1000,
        limits=Limits.of_this_machine()._replace(**dict(args.limit), network=args.allow_network),
        warm=not args.no_warm,
        progress=_progress if sys.stderr.isatty() else None,
    )
    print(json.dumps(report.to_json(), indent=2) if args.output_format == "json" else render(report))
    return 0 if report.agree else 1


def _limit(text: str) -> tuple[str, int]:
    """Return the limit that an option sets, and to how much."""
    from hublint.verify.limits import KINDS, parse_amount

    kind, _, amount = text.partition("=")
    if kind not in KINDS:
        raise argparse.ArgumentTypeError(f"{kind!r} has no limit; use {', '.join(KINDS)}, as in memory=4GB")
    try:
        return kind, parse_amount(amount)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _progress(text: str) -> None:
    print(f"{text} ...", file=sys.stderr)
