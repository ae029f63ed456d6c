"""`hublint migrate`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from hublint import migrate
from hublint.checking import is_notebook, reason
from hublint.cli.check import add_rule_options, complain, overrides
from hublint.cli.help import epilog
from hublint.cli.interpreters import Chosen, add_runtime_option, choose, require_usable
from hublint.cli.interruption import interruptible
from hublint.engine import CANNOT_PARSE
from hublint.files import FileError
from hublint.output import count
from hublint.session import Session, UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from hublint.rule import Finding

_DESCRIPTION = """\
Rewrite legacy programs, with the fixes that need a reader's eye, and prove the rewrite.

With --verify each program is run as it was and as it would be, in child processes and in copies of its folder. What
both export is loaded and called with the same inputs. Only where they agree is the file replaced: one that differs,
that does not run here as it was, or that exports nothing when it is run (a library's module) is left, and told. Give
only programs that you trust. Without --verify every rewrite is written, proven by nobody.

Files are replaced whole or not at all. No copies of the old ones are kept: commit them first.
"""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    parser = subparsers.add_parser(
        "migrate",
        help="rewrite legacy programs, and prove the rewrite by running both",
        description=_DESCRIPTION,
        epilog=epilog(
            {
                "hublint migrate --diff src": "what would change",
                "hublint migrate --verify export.py": "rewrite a program if its rewrite exports the same",
            },
            {"0": "nothing is left to do", "1": "something is left", "2": "a file or an option cannot be used"},
        ),
    )
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="files and folders")
    parser.add_argument("--diff", action="store_true", help="show what would change, and change nothing")
    proving = parser.add_argument_group("proving")
    proving.add_argument("--verify", action="store_true", help="replace a program only if its rewrite exports the same")
    add_runtime_option(
        proving, "given twice, programs as they were run with the first one, and as they would be with the second"
    )
    proving.add_argument("--python", type=Path, metavar="PATH", help="the same with a path")
    proving.add_argument(
        "--old-python",
        type=Path,
        metavar="PATH",
        help="another interpreter to run the programs as they were with: one with the TensorFlow that they are for",
    )
    proving.add_argument("--timeout", type=float, metavar="S", help="seconds that a program may run (default: 300)")
    add_rule_options(parser)
    parser.set_defaults(run=run)


class _Total:
    """What the closing line counts."""

    def __init__(self) -> None:
        self.files = 0
        self.rewritten = 0
        self.verified = 0
        self.left = 0
        self.remaining = 0
        self.failed = 0
        self.unwritten = 0


def run(arguments: argparse.Namespace) -> int:
    """Migrate, print, and return the exit status."""
    if not arguments.verify:
        for option in ("--runtime", "--python", "--old-python", "--timeout"):
            if getattr(arguments, option[2:].replace("-", "_")) not in (None, []):
                raise UsageError(f"{option} goes with --verify")
    if Path("-") in arguments.paths:
        raise UsageError("migrate takes files and folders; `hublint check --fix --unsafe-fixes -` rewrites a text")
    if arguments.timeout is not None and not arguments.timeout > 0:
        raise UsageError("--timeout has to be more than 0 s")
    session = Session(overrides(arguments))
    chosen = Chosen()
    if arguments.verify:
        # Without TensorFlow nothing can be proven: say so before the first file.
        chosen = choose(arguments, arguments.paths[0], session.settings(arguments.paths[0]))
        require_usable(chosen)
        if chosen.told:
            print(f"{chosen.told}\n", flush=True)
    files = session.files(arguments.paths, force_exclude=arguments.force_exclude)
    for failure in files.failures:
        complain(str(failure))
    total = _Total()
    for path in files.python:
        total.files += 1
        planned = _plan(path, session, total)
        if planned is None or not planned.found:
            continue
        if not planned.parsed:
            _unparsed(planned, session, total)
            continue
        try:
            _one(planned, arguments, chosen, total)
        except FileError as error:
            total.unwritten += 1
            total.remaining += len(planned.found)
            print("  left as it is: it could not be written\n", flush=True)
            complain(str(error))
    if files.python:
        print(_closing(total, arguments, complete=not (files.failures or total.failed)))
    if files.failures or total.failed or total.unwritten:
        return 2
    return int(bool(total.remaining or total.left or (arguments.diff and total.rewritten)))


def _plan(path: Path, session: Session, total: _Total) -> migrate.Plan | None:
    try:
        return migrate.plan(path, session)
    except Exception as error:  # noqa: BLE001 - one file that finds a defect must not keep the others from being migrated
        total.failed += 1
        complain(reason(str(path), error))
        return None


def _unparsed(planned: migrate.Plan, session: Session, total: _Total) -> None:
    if not session.ignores(planned.path, CANNOT_PARSE):
        total.failed += 1
        for finding in planned.found:
            complain(f"{finding.filename}:{finding.location.row}: {finding.message}")


def _one(planned: migrate.Plan, arguments: argparse.Namespace, chosen: Chosen, total: _Total) -> None:
    """Migrate one file that has findings."""
    print(f"{planned.path}: {count(len(planned.found), 'finding')}")
    _list(planned.found, reasons=not planned.rewrites)
    if not planned.rewrites:
        total.remaining += len(planned.remaining)
        print("  left as it is: nothing in it can be rewritten\n", flush=True)
        return
    for message in dict.fromkeys(finding.fix.message for finding in planned.applied if finding.fix is not None):
        print(f"  rewrite: {message}")
    if arguments.diff:
        from hublint.output import diff

        render = diff.of_notebook if is_notebook(planned.path) else diff.render
        sys.stdout.writelines(render(planned.before, planned.after, str(planned.path)))
    sys.stdout.flush()
    if not arguments.diff:
        migrate.require_writable(planned.path)
    with interruptible():
        proof = _proof(planned, arguments, chosen) if arguments.verify else None
    if proof is not None and proof.verdict != "agree":
        total.left += 1
        total.remaining += len(planned.found)
        print(f"  left as it is: {_WHY[proof.verdict]}")
        _list(finding for finding in planned.found if finding.note is not None)
        print(flush=True)
        return
    if not arguments.diff:
        migrate.apply(planned)
    total.rewritten += 1
    total.verified += proof is not None
    total.remaining += len(planned.remaining)
    done = "would be replaced" if arguments.diff else "replaced"
    if planned.remaining:
        print(f"  {done}; {count(len(planned.remaining), 'finding')} to look at:")
        _list(planned.remaining)
        print(flush=True)
    else:
        print(f"  {done}, no finding remains\n", flush=True)


_WHY = {
    "differ": "not verified, the rewrite does not do the same",
    "elsewhere": "not verified, the rewrite exports to another path than the program as it was",
    "random": "not verified, the program as it was disagrees with itself, so nothing can be held against it",
    "unable": "not verified, the program as it was does not run here, or nothing of what it exports can be called",
    "silent": "not verified, it exports nothing when run; without --verify it would be rewritten",
    "requirements": "it states requirements and is no program to verify; without --verify it would be rewritten",
}


def _proof(planned: migrate.Plan, arguments: argparse.Namespace, chosen: Chosen) -> migrate.Proof:
    proof = migrate.prove(
        planned.path,
        planned.after,
        python=chosen.python,
        old_python=chosen.old_python,
        new_python=chosen.new_python,
        timeout=300.0 if arguments.timeout is None else arguments.timeout,
        progress=_progress if sys.stderr.isatty() else None,
    )
    if proof.text:
        print("  proof:")
    for line in proof.text.splitlines():
        print(f"    {line}".rstrip())
    return proof


def _progress(text: str) -> None:
    print(f"{text} ...", file=sys.stderr)


def _list(findings: Iterable[Finding], *, reasons: bool = True) -> None:
    for finding in findings:
        cell = "" if finding.cell is None else f"cell {finding.cell}, "
        print(f"  {cell}line {finding.location.row}: {finding.code} {finding.message}")
        if reasons and finding.note is not None:
            print(f"    not rewritten: {finding.note}")


def _closing(total: _Total, arguments: argparse.Namespace, *, complete: bool) -> str:
    """Return the last line; `complete` tells whether every file could be looked at."""
    would = "would be " if arguments.diff else ""
    parts = [f"{count(total.rewritten, 'file')} {would}rewritten"]
    if arguments.verify and total.rewritten:
        parts[0] += " and verified"
    if total.left:
        parts.append(f"{count(total.left, 'file')} left as {'it was' if total.left == 1 else 'they were'}")
    if total.unwritten:
        parts.append(f"{count(total.unwritten, 'file')} could not be written")
    if total.failed:
        parts.append(f"{count(total.failed, 'file')} could not be used")
    verb = "remains" if total.remaining == 1 else "remain"
    remains = f"{count(total.remaining, 'finding')} {verb}" if total.remaining else "no finding remains"
    return f"{', '.join(parts)}; {remains}{'' if complete else ' in what could be read'}."
