"""`hublint migrate`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from hublint import migrate
from hublint.cli.check import add_rule_options, complain, overrides
from hublint.cli.interpreters import add_runtime_option, choose, require_usable
from hublint.cli.interruption import interruptible
from hublint.cli.progress import Bar
from hublint.cli.telling import Teller
from hublint.migrate.campaign import Campaign, Found, Wish
from hublint.migrate.record import Repository
from hublint.migrate.state import DATABASE, State
from hublint.session import Session, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hublint.cli.interpreters import Chosen

_DESCRIPTION = """\
Rewrite legacy programs, with the fixes that need a reader's eye, and prove the rewrite.

With --verify each program is run as it was and as it would be, in child processes and in copies of its folder. What
both export is loaded and called with the same inputs. Only where they agree is the file replaced: one that differs,
that does not run here as it was, or that exports nothing when it is run (a library's module) is left, and told. Give
only programs that you trust. Without --verify every rewrite is written, proven by nobody.

Files are replaced whole or not at all. No copies of the old ones are kept: commit them first.
"""


_STATE: Final = Path(".hublint")
_DETAILED: Final = 40  # files that are told of one by one


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    parser = subparsers.add_parser(
        "migrate",
        help="rewrite legacy programs, and prove the rewrite by running both",
        description=_DESCRIPTION,
        epilog="Exit status: 0 nothing is left to do, 1 something is left, 2 a file or an option cannot be used.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="files, folders and repositories")
    parser.add_argument("--diff", action="store_true", help="show what would change, and change nothing")
    parser.add_argument("--only-safe", action="store_true", help="leave out the fixes that need a reader's eye")
    parser.add_argument(
        "--state", type=Path, metavar="DIR", help="where the state of the campaign is kept (default: .hublint)"
    )
    parser.add_argument(
        "--resume", action="store_true", help="go on with the campaign that was interrupted; takes no PATH"
    )
    parser.add_argument(
        "--details", action="store_true", help=f"tell of every file, however many; else of up to {_DETAILED}"
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
    parser.set_defaults(run=run, again=parser.parse_args)


class Begun(msgspec.Struct, frozen=True):
    """How a campaign was begun, which `--resume` goes on with."""

    words: tuple[str, ...]
    folder: str


def run(arguments: argparse.Namespace) -> int:
    """Migrate, print, and return the exit status."""
    if arguments.resume:
        arguments = _resumed(arguments)
    elif not arguments.paths:
        raise UsageError("migrate needs a PATH, or --resume")
    _refuse_contradictions(arguments)
    wish = Wish(
        overrides(arguments),
        only_safe=arguments.only_safe,
        verify=arguments.verify,
        verified_only=arguments.verified_only,
        writes=not arguments.diff,
    )
    session = Session(wish.overrides)
    bar = Bar()
    prove = None
    if wish.proves:
        # Without TensorFlow nothing can be proven: say so before the first file.
        chosen = choose(arguments, arguments.paths[0], session.settings(arguments.paths[0]))
        require_usable(chosen)
        if chosen.told:
            print(f"{chosen.told}\n", flush=True)
        prove = _prover(chosen, arguments.timeout or 300.0, bar)
    files = session.files(arguments.paths, force_exclude=arguments.force_exclude)
    for failure in files.failures:
        complain(str(failure))
    if not files.python:
        return 2
    with State(_state_folder(arguments)) as state:
        state.note("begun", Begun(tuple(arguments.words), str(Path.cwd())))
        teller = Teller(bar, diff=arguments.diff)
        campaign = Campaign(state, wish, session, prove, teller)
        try:
            campaign.plan(_found(files.python))
            campaign.prove()
            teller.detailed = arguments.details or campaign.told() <= _DETAILED
            campaign.apply()
        finally:
            bar.stop()
    print(teller.closing(complete=not files.failures))
    return 2 if files.failures else teller.status


def _resumed(arguments: argparse.Namespace) -> argparse.Namespace:
    """Return the arguments that the campaign was begun with."""
    if arguments.paths:
        raise UsageError("--resume goes on with what was begun: give no PATH, or not --resume")
    folder = arguments.state or _STATE
    if not (folder / DATABASE).is_file():
        raise UsageError(f"{folder}: there is no campaign to go on with; `hublint migrate PATH` begins one")
    with State(folder) as state:
        begun = state.fact("begun", Begun)
    if begun is None:
        raise UsageError(f"{folder}: there is no campaign to go on with; `hublint migrate PATH` begins one")
    if begun.folder != str(Path.cwd()):
        raise UsageError(f"{folder}: that campaign was begun in {begun.folder}: go there to go on with it")
    found: argparse.Namespace = arguments.again(list(begun.words))
    found.words, found.state = begun.words, arguments.state or found.state
    found.details = found.details or arguments.details
    return found


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


def _prover(chosen: Chosen, timeout: float, bar: Bar) -> Callable[[Path, bytes], migrate.Proof]:
    def prove(path: Path, after: bytes) -> migrate.Proof:
        with interruptible():
            return migrate.prove(
                path,
                after,
                python=chosen.python,
                old_python=chosen.old_python,
                new_python=chosen.new_python,
                timeout=timeout,
                progress=bar.says,
            )

    return prove
