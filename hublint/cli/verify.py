"""`hublint verify`: run what exports models, try all that the models promise, compare two of them."""

from __future__ import annotations

import argparse
import json
import os
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from hublint.cli.check import add_rule_options, overrides
from hublint.cli.help import epilog
from hublint.cli.interpreters import add_runtime_option, choose
from hublint.cli.interruption import end_with_input, interruptible
from hublint.session import Session, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hublint.cli.interpreters import Chosen
    from hublint.inspection import Verdict
    from hublint.rule import Finding
    from hublint.verify import ModelRun, Report

__all__ = ["add_parser", "run"]

_MOST_DETAILS = 8  # lines of what a finding rests on

_EXAMPLES = {
    "hublint verify export.py": "run a program, and try each model that it exports",
    "hublint verify train.py::export -- --steps 10": "a function of one, which is given arguments",
    "hublint verify export/1 --device cpu --device gpu:0": "a model on two devices, held against each other",
    "hublint verify old.py --against new.py --runtime tf1.15 --runtime tf2.21": "a program and its rewrite, each with "
    "its own TensorFlow",
}
_STATUSES = {
    "0": "all is well",
    "1": "something is wrong, or differs",
    "2": "it could not be found out, or an option could not be used",
}
_ENVIRONMENT = {
    "HUBLINT_WARM_IDLE": "seconds without work after which a server that has TensorFlow imported ends",
    "TF_CPP_MIN_LOG_LEVEL": "how much TensorFlow says (default: 2)",
}
_DESCRIPTION = """\
Run a program in a child process, capture what it exports, whatever the call of TensorFlow, Keras or TensorFlow Hub is,
and try each model on each device: load it in every way, call its signatures and functions on generated inputs, train it
a step further, save it again. What it does not keep of what models promise is reported by the rules HUB6xx (what its
files hold) and HUB7xx (how it behaves). A target is a script, a function of one (script.py::function), a notebook, or a
model. What follows -- goes to the programs as it is. They run in a copy of their folder but with your rights: give only
such as you trust.

With --against, compare two: the signatures, names, types and static shapes, the outputs for the same inputs, and the
variables. So do two devices (--device cpu --device gpu:0) of one target: the first is what the other is held against.

--runtime says which Python runs and loads all that; `hublint runtime list` tells what there is. Given twice, TARGET is
tried with the first and held against what it does with the second. With OTHER, the first one runs TARGET and the second
OTHER: so a program for TensorFlow 1 runs on the real one (--runtime tf1.15 --runtime tf2.21)."""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command and its options to hublint's parser."""
    parser = subparsers.add_parser(
        "verify",
        help="run an export and load it again; compare it with another",
        description=_DESCRIPTION,
        usage="%(prog)s TARGET ... [options] [-- ARGUMENTS]",
        epilog=epilog(_EXAMPLES, _STATUSES, _ENVIRONMENT),
    )
    parser.add_argument(
        "subjects",
        metavar="TARGET",
        nargs="+",
        help="a program or a model, or the handle of one in a cache here; several are verified one after the other",
    )
    parser.add_argument("--against", metavar="OTHER", help="compare TARGET (old) with this one (new)")
    parser.add_argument(
        "--if-exports",
        action="store_true",
        help="pass over programs that the settings exclude, and those in whose text nothing exports a model: for "
        "hooks, which name whatever has changed",
    )
    parser.add_argument(
        "--timeout",
        type=float,
        default=300.0,
        metavar="S",
        help="seconds that a program may run, and that each way of loading a model and each of its functions may take "
        "(default: %(default)g)",
    )
    add_runtime_option(parser, "given twice, the first one is for TARGET and the second for OTHER, or for TARGET again")
    parser.add_argument("--python", type=Path, metavar="PATH", help="the same with a path")
    parser.add_argument(
        "--prefer",
        type=Path,
        metavar="PATH",
        help="the interpreter to run programs with where no option names one, if it has TensorFlow, before hublint's "
        "own: an editor tells the one that was selected in it",
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
        "--in-place",
        action="store_true",
        help="run programs in their folder itself, and let them write where they want",
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
        "--output-format",
        choices=("full", "concise", "json"),
        default="full",
        help="how to tell it (default: %(default)s)",
    )
    parser.add_argument(
        "--report", type=Path, metavar="FILE", help="write what the format full shows to a file, whatever is printed"
    )
    parser.add_argument(
        "--progress",
        action="store_true",
        help="tell on standard error what is being done, as on a terminal, also where that is none",
    )
    parser.add_argument(
        "--end-with-input",
        action="store_true",
        help="end as soon as standard input is closed, as it is when whoever started this has gone",
    )
    add_rule_options(parser, code=False)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Verify the targets and print the report; return 0 if all is well and 1 if not.

    Raises:
        UsageError: an option makes no sense.
        VerifyError: it could not be found out; the text is one sentence for the user.
    """
    if args.against is not None and (len(args.subjects) > 1 or args.if_exports):
        other = "--if-exports" if args.if_exports else "several"
        raise UsageError(f"--against compares one TARGET with another, and goes with no {other}")
    if args.old_python is not None and args.against is None:
        raise UsageError("--old-python goes with --against; a single program runs with the interpreter of --python")
    if args.copy_limit < 0:
        raise UsageError(f"--copy-limit has to be 0 MB or more, not {args.copy_limit}")
    if args.report is not None and not args.report.absolute().parent.is_dir():
        raise UsageError(f"--report {args.report}: there is no folder {args.report.absolute().parent} to write it to")
    for option in ("rtol", "atol"):
        value = getattr(args, option)
        if value is not None and not value >= 0:  # NaN is not either
            raise UsageError(f"--{option} has to be 0 or more, not {value:g}")
    if args.end_with_input:
        end_with_input()
    session = Session(overrides(args), models=True)
    if len(args.subjects) > 1 or args.if_exports:
        from hublint.cli.several import verify_each

        return verify_each(args, session)
    (subject,) = args.subjects
    verified = verify_one(subject, args, session, chosen_for(subject, args, session))
    if args.report is not None:
        args.report.write_text(full(verified), encoding="utf-8")
    if args.output_format == "json":
        print(json.dumps(document(verified, session), indent=2))
    else:
        print(concise(verified) if args.output_format == "concise" else full(verified), end="")
    return int(not verified.agrees)


class Verified(NamedTuple):
    """What came of one target; `told` is what its reader has to know of the interpreter."""

    subject: str
    report: Report
    verdicts: list[Verdict]
    told: str

    @property
    def findings(self) -> list[Finding]:
        """What the rules report of its models."""
        return [finding for verdict in self.verdicts for finding in verdict.findings]

    @property
    def agrees(self) -> bool:
        """Whether all is well."""
        return self.report.agree and not self.findings


def chosen_for(subject: str, args: argparse.Namespace, session: Session) -> Chosen:
    """Return what to run a target with."""
    where = _where(subject)
    return choose(args, where, session.settings(where), paired=args.against is not None)


def verify_one(subject: str, args: argparse.Namespace, session: Session, chosen: Chosen) -> Verified:
    """Verify one target.

    Raises:
        VerifyError: it could not be found out; the text is one sentence for the user.
    """
    from hublint.verify import Tolerance, verify
    from hublint.verify.limits import Limits

    with interruptible():
        report = verify(
            subject,
            against=args.against,
            python=chosen.python,
            old_python=chosen.old_python,
            new_python=chosen.new_python,
            other_python=chosen.other_python,
            devices=_devices(args.device),
            seed=args.seed,
            timeout=args.timeout,
            folder=args.folder,
            copy_limit=args.copy_limit * 1000 * 1000,
            arguments=args.passed_on,
            in_place=args.in_place,
            tolerance=Tolerance(args.rtol, args.atol),
            limits=Limits.of_this_machine()._replace(**dict(args.limit), network=args.allow_network),
            warm=not args.no_warm,
            progress=_progress if args.progress or sys.stderr.isatty() else None,
        )
    verdicts = [_verdict(model, _where(subject), session) for model in report.models]
    return Verified(subject, report, verdicts, chosen.told)


def _where(subject: str) -> Path:
    """Return a path in the folder whose settings hold: for the handle of a model, the working directory."""
    path = Path(subject.partition("::")[0])
    return path if os.path.exists(path) else Path("model")  # noqa: PTH110 - Path raises for long handles


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
    place = Place(export.file, export.line, export.cell) if export.file else Place(export.path)
    rules = session.registry(Path(export.file) if export.file else target)
    return inspect(rules, model.contents, model.behaviours, place=place, target=session.target(target))


def full(verified: Verified, subjects: Sequence[str] = ()) -> str:
    """Write the whole report, which begins with what the reader has to be told; `subjects` are all that were named."""
    from hublint.output import promises
    from hublint.output.columns import harmless
    from hublint.verify import render

    report, verdicts = verified.report, verified.verdicts
    of_models = [[line for finding in verdict.findings for line in _finding_lines(finding)] for verdict in verdicts]
    judged = [
        promises.Judged(model.export.path, [behaviour.device for behaviour in model.behaviours], verdict.promises)
        for model, verdict in zip(report.models, verdicts, strict=True)
    ]
    table = [line.rstrip("\n") for line in promises.render(judged, promises.marks())]
    lines = [verified.told, ""] if verified.told else []
    # Models name their signatures and tensors as they like, and programs print what they like.
    lines += [harmless(line) for line in render(report, of_models, table, len(verified.findings)).split("\n")]
    if not verified.agrees:
        lines.append(f"Again: {_again(report.seed, verified.subject, subjects)}")
    return "\n".join(lines) + "\n"


def _finding_lines(finding: Finding) -> list[str]:
    from hublint.output.columns import harmless
    from hublint.output.model_text import wrapped

    text = wrapped(f"  {finding.code} ", harmless(f"{finding.message} ({_place(finding)})"))
    for line in (finding.detail or "").splitlines()[:_MOST_DETAILS]:
        text += wrapped("         = ", harmless(line))
    return text.splitlines()


def _again(seed: int, subject: str = "", subjects: Sequence[str] = ()) -> str:
    """Return the command that makes this very run once more, for one target of several."""
    words = sys.argv[1:]
    for at in range(len(words) if subjects else 0):
        if words[at : at + len(subjects)] == list(subjects):  # they stand together, or were refused
            words[at : at + len(subjects)] = [subject]
            break
    own = words[: words.index("--")] if "--" in words else words
    if not any(word == "--seed" or word.startswith("--seed=") for word in own):
        words[1:1] = ["--seed", str(seed)]
    return shlex.join(["hublint", *words])


def _place(finding: Finding) -> str:
    """Return the file and row of a finding, of a notebook with the cell."""
    cell = "" if finding.cell is None else f"cell {finding.cell}:"
    return f"{finding.filename}:{cell}{finding.location.row}"


def concise(verified: Verified) -> str:
    """Write a line for each finding and each problem."""
    from hublint.output.columns import harmless

    lines = [
        f"{_place(finding)}:{finding.location.column}: {finding.code} {finding.message}"
        for finding in verified.findings
    ]
    report = verified.report
    lines += [f"{report.old.name}: {problem.kind}: {problem.message}" for problem in report.problems]
    return "".join(f"{harmless(line)}\n" for line in lines)


def document(verified: Verified, session: Session) -> dict[str, Any]:
    """Return the report, with the findings in the form of `check` and the promises of each model."""
    from hublint.output.json import document as of_finding

    found = verified.report.to_json()
    found["findings"] = [of_finding(finding, {}, session.rules) for finding in verified.findings]
    for model, verdict in zip(found["models"], verified.verdicts, strict=True):
        model["promises"] = [promise._asdict() for promise in verdict.promises]
    found["agree"] = verified.agrees
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
