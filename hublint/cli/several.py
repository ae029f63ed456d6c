"""`hublint verify` of several targets, or of what exports among the files that a hook names: one after the other."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from hublint import migrate
from hublint.cli.check import complain
from hublint.cli.interpreters import require_usable
from hublint.cli.verify import chosen_for, concise, document, full, verify_one
from hublint.files import FileError, read_bytes
from hublint.output import count
from hublint.source.ipynb import NotebookError
from hublint.source.text import SourceError

if TYPE_CHECKING:
    import argparse

    from hublint.cli.interpreters import Chosen
    from hublint.cli.verify import Verified
    from hublint.session import Session, UsageError

__all__ = ["verify_each"]


def verify_each(args: argparse.Namespace, session: Session) -> int:
    """Verify each target, print what came of it, and return the worst exit status.

    What is wrong with one target is told, and the others are verified all the same.

    Raises:
        VerifyError: there is nothing to run programs with, which is said before any is run.
    """
    from hublint.verify import VerifyError

    subjects: list[str] = list(dict.fromkeys(args.subjects))
    failures: list[str] = []
    if args.if_exports:
        subjects = _exporting(subjects, session, failures)
    chosen = [chosen_for(subject, args, session) for subject in subjects]
    _require_usable(chosen, hook=args.if_exports)
    verified: list[Verified] = []
    reports: list[str] = []
    for subject, one in zip(subjects, chosen, strict=True):
        try:
            found = verify_one(subject, args, session, one)
        except VerifyError as error:
            failures.append(str(error))
            continue
        if args.if_exports and _is_silent(found):
            _tell(f"{subject}: exported nothing when it was run, so there is nothing to verify", args)
            continue
        verified.append(found)
        text = full(found, args.subjects) if args.report is not None or args.output_format == "full" else ""
        reports.append(text)
        if args.output_format != "json":
            print(f"{text}\n" if args.output_format == "full" else concise(found), end="", flush=True)
    for failure in failures:
        complain(failure)
    if args.report is not None:
        args.report.write_text("\n".join(reports), encoding="utf-8")
    if args.output_format == "json":
        print(json.dumps([document(found, session) for found in verified], indent=2))
    _tell(_closing(verified, len(failures)), args)
    return 2 if failures else int(not all(found.agrees for found in verified))


def _require_usable(chosen: list[Chosen], *, hook: bool) -> None:
    """Make sure that there is something to run each program with.

    Raises:
        VerifyError: there is not.
    """
    from hublint.verify import VerifyError

    for one in dict.fromkeys(chosen):
        try:
            require_usable(one)
        except VerifyError:
            if one.python is not None or not hook:
                raise
            # Whoever only configured a hook has no `hublint` to type, and its own Python is out of reach.
            raise VerifyError(
                "there is no TensorFlow to run programs with: make a .venv that has it in the project, or name an "
                "interpreter that has it with --runtime PATH, of a hook with `args: [--runtime, PATH]`"
            ) from None


def _exporting(subjects: list[str], session: Session, failures: list[str]) -> list[str]:
    """Return the programs that export a model as far as their text shows, without those that are excluded."""
    unusable: list[FileError | UsageError] = []
    kept = []
    for path in session.without_excluded([Path(subject) for subject in subjects], unusable):
        try:
            if migrate.exports(read_bytes(path), path):
                kept.append(str(path))
        except FileError as error:
            failures.append(str(error))
        except SourceError as error:
            place = path if error.line is None else f"{path}:{error.line}"
            failures.append(f"{place}: {error} (so whether it exports a model cannot be told)")
        except NotebookError as error:
            failures.append(f"{path}: {error}")
    failures += [str(failure) for failure in unusable]
    return kept


def _is_silent(found: Verified) -> bool:
    """Tell whether a program ran to its end and neither exported a model nor tried to, as a library's modules do."""
    return {problem.kind for problem in found.report.problems} == {"exported-nothing"} and not found.report.old.failed


def _tell(sentence: str, args: argparse.Namespace) -> None:
    """Say something that is no finding: beside them, where a program reads them."""
    print(sentence, file=sys.stderr if args.output_format == "json" else sys.stdout, flush=True)


def _closing(verified: list[Verified], failed: int) -> str:
    """Return the last line."""
    wrong = sum(not found.agrees for found in verified)
    line = f"{count(len(verified), 'target')} verified" if verified else "Nothing to verify"
    if verified:
        line += f", {wrong} with findings or failures" if wrong else ": all promises are kept"
    return f"{line}{f'; {failed} could not be used' if failed else ''}."
