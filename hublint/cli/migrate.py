"""`hublint migrate`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hublint import migrate
from hublint.cli.check import add_rule_options, complain, overrides
from hublint.cli.interpreters import add_runtime_option, choose, require_usable
from hublint.cli.interruption import interruptible
from hublint.migrate.campaign import Campaign, Found, Listener, Wish
from hublint.migrate.record import Repository
from hublint.migrate.state import State
from hublint.output import count
from hublint.session import Session, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from hublint.cli.interpreters import Chosen
    from hublint.migrate.record import Item, Record
    from hublint.migrate.state import Row

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
        epilog="Exit status: 0 nothing is left to do, 1 something is left, 2 a file or an option cannot be used.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="files and folders")
    parser.add_argument("--diff", action="store_true", help="show what would change, and change nothing")
    parser.add_argument("--only-safe", action="store_true", help="leave out the fixes that need a reader's eye")
    parser.add_argument(
        "--state", type=Path, metavar="DIR", help="where the state of the campaign is kept (default: .hublint)"
    )
    proving = parser.add_argument_group("proving")
    proving.add_argument("--verify", action="store_true", help="replace a program only if its rewrite exports the same")
    proving.add_argument(
        "--verified-only",
        action="store_true",
        help="the same, but fixes that are safe by themselves are made in any case: only the others have to be proven",
    )
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


_STATE: Final = Path(".hublint")


def run(arguments: argparse.Namespace) -> int:
    """Migrate, print, and return the exit status."""
    _refuse_contradictions(arguments)
    wish = Wish(
        overrides(arguments),
        only_safe=arguments.only_safe,
        verify=arguments.verify,
        verified_only=arguments.verified_only,
        writes=not arguments.diff,
    )
    session = Session(wish.overrides)
    prove = None
    if wish.proves:
        # Without TensorFlow nothing can be proven: say so before the first file.
        chosen = choose(arguments, arguments.paths[0], session.settings(arguments.paths[0]))
        require_usable(chosen)
        if chosen.told:
            print(f"{chosen.told}\n", flush=True)
        prove = _prover(chosen, arguments.timeout or 300.0)
    files = session.files(arguments.paths, force_exclude=arguments.force_exclude)
    for failure in files.failures:
        complain(str(failure))
    if not files.python:
        return 2
    teller = _Teller(wish, diff=arguments.diff)
    with State(_state_folder(arguments)) as state:
        campaign = Campaign(state, wish, session, prove, teller)
        campaign.plan(_found(files.python))
        campaign.prove()
        campaign.apply()
    print(teller.closing(complete=not files.failures))
    return 2 if files.failures else teller.status


def _refuse_contradictions(arguments: argparse.Namespace) -> None:
    if not (arguments.verify or arguments.verified_only):
        for option in ("--runtime", "--python", "--old-python", "--timeout"):
            if getattr(arguments, option[2:].replace("-", "_")) not in (None, []):
                raise UsageError(f"{option} goes with --verify")
    if arguments.only_safe and arguments.verified_only:
        raise UsageError("--verified-only is about the fixes that --only-safe leaves out: give one of them")
    if Path("-") in arguments.paths:
        raise UsageError("migrate takes files and folders; `hublint check --fix --unsafe-fixes -` rewrites a text")
    if arguments.timeout is not None and not arguments.timeout > 0:
        raise UsageError("--timeout has to be more than 0 s")


def _state_folder(arguments: argparse.Namespace) -> Path | None:
    """Return where the state is kept: nowhere where nothing is written, and for single files, which take no time."""
    if arguments.state is not None:
        return Path(arguments.state)
    whole = any(path.is_dir() for path in arguments.paths)
    return _STATE if whole and not arguments.diff else None


def _found(files: Sequence[Path]) -> list[Found]:
    """Return the files of each repository."""
    root = Path.cwd()
    return [Found(root, Repository(str(root), root.name), files)]


def _prover(chosen: Chosen, timeout: float) -> Callable[[Path, bytes], migrate.Proof]:
    def prove(path: Path, after: bytes) -> migrate.Proof:
        with interruptible():
            return migrate.prove(
                path,
                after,
                python=chosen.python,
                old_python=chosen.old_python,
                new_python=chosen.new_python,
                timeout=timeout,
                progress=_progress if sys.stderr.isatty() else None,
            )

    return prove


def _progress(text: str) -> None:
    print(f"{text} ...", file=sys.stderr)


class _Teller(Listener):
    """Prints each file that has findings, and counts for the closing line."""

    def __init__(self, wish: Wish, *, diff: bool) -> None:
        self._wish = wish
        self._diff = diff
        self._rewritten = self._verified = self._left = self._remaining = self._failed = self._unwritten = 0

    @property
    def status(self) -> int:
        """The exit status."""
        if self._failed or self._unwritten:
            return 2
        return int(bool(self._remaining or self._left or (self._diff and self._rewritten)))

    def ended(self, row: Row, *, now: bool) -> None:
        """Print a file, unless an earlier run did, and count it."""
        record = row.record
        if record.status == "failed" and not record.diff:
            self._failed += 1
            complain(record.reason)
            return
        if not now:
            self._remaining += len(record.remaining)
        elif record.found:
            self._tell(row)

    def _tell(self, row: Row) -> None:
        record = row.record
        print(f"{row.shown}: {count(len(record.found), 'finding')}")
        _list(record.found, reasons=record.status == "unchanged")
        if record.status == "unchanged":
            self._remaining += len(record.remaining)
            print("  left as it is: nothing in it can be rewritten\n", flush=True)
            return
        for message in record.rewrites:
            print(f"  rewrite: {message}")
        if self._diff:
            sys.stdout.write(record.diff)
        if record.proof is not None and record.proof.text:
            print("  proof:")
            for line in record.proof.text.splitlines():
                print(f"    {line}".rstrip())
        if record.status == "failed":
            self._unwritten += 1
            self._remaining += len(record.found)
            print("  left as it is: it could not be written\n", flush=True)
            complain(record.reason)
        elif record.status == "left":
            self._left += 1
            self._remaining += len(record.found)
            print(f"  left as it is: {record.reason}")
            _list(item for item in record.found if item.note is not None)
            print(flush=True)
        else:
            self._tell_rewritten(record)

    def _tell_rewritten(self, record: Record) -> None:
        self._rewritten += 1
        self._verified += record.proof is not None and record.proof.verdict == "agree"
        self._remaining += len(record.remaining)
        done = "would be replaced" if self._diff else "replaced"
        if record.partly:
            done += f" by what its safe fixes make of it ({record.reason})"
        if record.remaining:
            print(f"  {done}; {count(len(record.remaining), 'finding')} to look at:")
            _list(record.remaining)
            print(flush=True)
        else:
            print(f"  {done}, no finding remains\n", flush=True)

    def closing(self, *, complete: bool) -> str:
        """Return the last line; `complete` tells whether every path could be used."""
        would = "would be " if self._diff else ""
        parts = [f"{count(self._rewritten, 'file')} {would}rewritten"]
        if self._verified:
            everything = self._verified == self._rewritten
            parts[0] += " and verified" if everything else f" ({self._verified} verified)"
        if self._left:
            parts.append(f"{count(self._left, 'file')} left as {'it was' if self._left == 1 else 'they were'}")
        if self._unwritten:
            parts.append(f"{count(self._unwritten, 'file')} could not be written")
        if self._failed:
            parts.append(f"{count(self._failed, 'file')} could not be used")
        verb = "remains" if self._remaining == 1 else "remain"
        remains = f"{count(self._remaining, 'finding')} {verb}" if self._remaining else "no finding remains"
        read = "" if complete and not self._failed else " in what could be read"
        return f"{', '.join(parts)}; {remains}{read}."


def _list(items: Iterable[Item], *, reasons: bool = True) -> None:
    for item in items:
        cell = "" if item.cell is None else f"cell {item.cell}, "
        print(f"  {cell}line {item.row}: {item.code} {item.message}")
        if reasons and item.note is not None:
            print(f"    not rewritten: {item.note}")
