"""`hublint verify`: run what exports models, try all that the models promise, compare two of them."""

from __future__ import annotations

import argparse
import json
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hublint.cli.check import add_rule_options, overrides
from hublint.session import Session, UsageError

if TYPE_CHECKING:
    from hublint.inspection import Verdict
    from hublint.rule import Finding
    from hublint.verify import ModelRun, Report

__all__ = ["add_parser", "run"]

_DESCRIPTION = """\
Run a program in a child process, capture what it exports, and try each model on each device: load it in every way,
call its signatures and functions on generated inputs, train it a step further, save it again. What it does not keep of
what models promise is reported by the rules HUB6xx (what its files hold) and HUB7xx (how it behaves). A target may also
be a model. Programs run in a copy of their folder but with your rights: give only such as you trust.

With --against, compare two: the signatures, names, types and static shapes, the outputs for the same inputs, and the
variables. So do two devices (--device cpu --device gpu:0) of one target: the first is what the other is held against.

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
    parser.add_argument("subject", type=Path, metavar="TARGET", help="a Python program or the folder of a SavedModel")
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
    parser.add_argument(
        "--device",
        action="append",
        metavar="DEVICE",
        help="where to try a model: cpu, gpu:0, tpu:0, ... (default: auto, all that TensorFlow finds)",
    )
    parser.add_argument(
        "--seed", type=int, default=0, metavar="N", help="what inputs are made from (default: %(default)s)"
    )
    parser.add_argument(
        "--rtol", type=float, metavar="X", help="relative tolerance for all types (default: by type and operations)"
    )
    parser.add_argument("--atol", type=float, metavar="X", help="absolute tolerance, likewise")
    parser.add_argument(
        "--output-format", choices=("full", "concise", "json"), default="full", help="default: %(default)s"
    )
    add_rule_options(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Verify the targets and print the report; return 0 if all is well and 1 if not.

    Raises:
        UsageError: an option makes no sense.
        VerifyError: it could not be found out; the text is one sentence for the user.
    """
    from hublint.verify.limits import Limits

    if args.old_python is not None and args.against is None:
        raise UsageError("--old-python goes with --against; a single program runs with the interpreter of --python")
    if args.copy_limit < 0:
        raise UsageError(f"--copy-limit has to be 0 MB or more, not {args.copy_limit}")
    for option in ("rtol", "atol"):
        value = getattr(args, option)
        if value is not None and not value >= 0:  # NaN is not either
            raise UsageError(f"--{option} has to be 0 or more, not {value:g}")
    session = Session(overrides(args), models=True)
    from hublint.verify import Tolerance, verify

    report = verify(
        args.subject,
        against=args.against,
        python=args.python,
        old_python=args.old_python,
        devices=_devices(args.device),
        seed=args.seed,
        timeout=args.timeout,
        folder=args.folder,
        copy_limit=args.copy_limit * 1000 * 1000,
        limits=Limits.of_this_machine()._replace(**dict(args.limit), network=args.allow_network),
        warm=not args.no_warm,
        tolerance=Tolerance(args.rtol, args.atol),
        progress=_progress if sys.stderr.isatty() else None,
    )
    verdicts = [_verdict(model, args.subject, session) for model in report.models]
    findings = [finding for verdict in verdicts for finding in verdict.findings]
    if args.output_format == "json":
        print(json.dumps(_document(report, verdicts, session), indent=2))
    elif args.output_format == "concise":
        _print_concise(report, findings)
    else:
        _print_full(report, verdicts, findings)
    return int(bool(findings) or not report.agree)


def _devices(given: list[str] | None) -> tuple[str, ...]:
    """Return the names of the devices; `auto` is what is taken where none is named."""
    named = tuple(dict.fromkeys(given or ()))
    if "auto" not in named:
        return named
    if len(named) > 1:
        raise UsageError("--device auto stands for all devices, and goes with no other")
    return ()


def _verdict(model: ModelRun, target: Path, session: Session) -> Verdict:
    """Ask the rules about a model, in the name of the call that exported it."""
    from hublint.inspection import Place, Verdict, inspect

    if model.contents is None:
        return Verdict([], [])
    export = model.export
    place = Place(export.file, export.line) if export.file else Place(export.path)
    rules = session.registry(Path(export.file) if export.file else target)
    return inspect(rules, model.contents, model.behaviours, place=place, target=session.target(target))


def _print_full(report: Report, verdicts: list[Verdict], findings: list[Finding]) -> None:
    from hublint.output import promises
    from hublint.verify import render

    signs = promises.marks()
    judged = []
    for model, verdict in zip(report.models, verdicts, strict=True):
        devices = [behaviour.device for behaviour in model.behaviours]
        lines = [line.rstrip("\n") for line in promises.render(verdict.promises, devices, signs, "  ")]
        for finding in verdict.findings:
            lines.append(f"  {finding.filename}:{finding.location.row}: {finding.code} {finding.message}")
            lines += [f"      {line}" for line in (finding.detail or "").splitlines()]
        judged.append(lines)
    print(render(report, judged, len(findings)))
    if not report.agree or findings:
        print(f"Again: {_again(report.seed)}")


def _again(seed: int) -> str:
    """Return the command that makes this very run once more."""
    words = [word for word in sys.argv[1:] if word]
    if "--seed" not in words:
        words += ["--seed", str(seed)]
    return shlex.join(["hublint", *words])


def _print_concise(report: Report, findings: list[Finding]) -> None:
    for finding in findings:
        row, column = finding.location
        print(f"{finding.filename}:{row}:{column}: {finding.code} {finding.message}")
    for problem in report.problems:
        print(f"{report.old.name}: {problem.kind}: {problem.message}")


def _document(report: Report, verdicts: list[Verdict], session: Session) -> dict[str, Any]:
    """Return the report, with the findings in the form of `check` and the promises of each model."""
    from hublint.output.json import document

    found = report.to_json()
    found["findings"] = [document(finding, None, session.rules) for verdict in verdicts for finding in verdict.findings]
    for model, verdict in zip(found["models"], verdicts, strict=True):
        model["promises"] = [promise._asdict() for promise in verdict.promises]
    found["agree"] = report.agree and not found["findings"]
    return found


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
