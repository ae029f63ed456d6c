"""`hublint check`."""

from __future__ import annotations

import argparse
import io
import sys
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hublint import recall
from hublint.checking import Outcome, Task, check_bytes, is_notebook, outcomes
from hublint.cli.formats import FORMATS, Told
from hublint.cli.help import epilog
from hublint.cli.interpreters import add_runtime_option
from hublint.files import FileError
from hublint.output import Failure, FileReport, count, place
from hublint.output.summary import Tally
from hublint.registry import CANNOT_PARSE
from hublint.session import Overrides, Session, UsageError
from hublint.target import LEVEL_CHOICES, with_level

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import TextIO

    from hublint.baseline import Baselines
    from hublint.cli.interpreters import Chosen
    from hublint.cli.watching import Round

_DESCRIPTION: Final = """\
Find what stops TensorFlow code from exporting and reloading, and fix it: in Python files, notebooks, and files that
state requirements.

Settings are those of the nearest hublint.toml, or of [tool.hublint] in the nearest pyproject.toml; `hublint config`
shows them. Folders are walked without what .gitignore, the setting `exclude` and --exclude leave out.
"""
_EXAMPLES: Final = {
    "hublint check": "what is wrong in this folder",
    "hublint check --diff --unsafe-fixes src": "what all fixes of a folder would change",
    "hublint check --fix train.py": "apply the safe fixes of a file",
    "hublint check --select HUB2,HUB301 --target tf=2.21,keras=keras3": "ask some rules, for one target",
    "hublint check --baseline known.json --write-baseline": "take what is found now for known, and tell from then on, "
    "with --baseline known.json, only what is new",
    'hublint check --add-ignore --reason "until the move to Keras 3"': "silence what is found, each with a comment",
    "hublint check --watch src": "check again whatever is saved",
    "hublint check --output-format sarif --output-file hublint.sarif": "a report for code scanning",
    "git show :train.py | hublint check --stdin-filename train.py -": "check what is staged",
}
_STATUSES: Final = {
    "0": "nothing found, or all fixed; with --diff: nothing would change",
    "1": "findings remain; with --diff: something would change",
    "2": "a file or an option could not be used; what was found in other files is still told",
}
_ENVIRONMENT: Final = {
    "GITHUB_WORKSPACE": "the folder that paths are told from in --output-format github and sarif",
    "CI_PROJECT_DIR": "the same for gitlab",
    "HUBLINT_CACHE_DIR": "the folder that keeps what was found for the next time, if --cache-dir names none",
    "WATCHFILES_FORCE_POLLING": "if set to true, --watch looks at the files in intervals, for file systems that do "
    "not tell of changes",
}
PROVING_SECONDS: Final = 300.0
STDIN: Final = "-"


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    parser = subparsers.add_parser(
        "check",
        help="find what stops TensorFlow code from exporting and reloading, and fix it",
        description=_DESCRIPTION,
        epilog=epilog(_EXAMPLES, _STATUSES, _ENVIRONMENT),
    )
    parser.add_argument(
        "paths", nargs="*", metavar="PATH", help="files and folders, or - for standard input (default: .)"
    )
    fixing = parser.add_argument_group("fixing")
    fixing.add_argument("--fix", action="store_true", help="apply the safe fixes")
    fixing.add_argument(
        "--unsafe-fixes", action="store_true", help="count unsafe fixes in: those that need a reader's eye"
    )
    fixing.add_argument(
        "--diff",
        action="store_true",
        help="show what --fix would change, and change nothing; exit status 1 if something would",
    )
    ignoring = parser.add_argument_group("ignoring")
    ignoring.add_argument(
        "--add-ignore",
        action="store_true",
        help="write an ignore comment for each finding, such as `# hublint: ignore[HUB101]`; with --diff show them",
    )
    ignoring.add_argument("--reason", metavar="TEXT", help="what the comments of --add-ignore say behind the code")
    proving = parser.add_argument_group("proving")
    proving.add_argument(
        "--verify",
        action="store_true",
        help="run each program that exports or loads a model, as it was and as its fixes would have it: fixes that "
        "change what it exports are taken back, unsafe ones are kept only if it agrees; programs run with your rights",
    )
    add_runtime_option(
        proving, "given twice, programs as they were run with the first one, and as fixed with the second"
    )
    proving.add_argument(
        "--timeout", type=_seconds, metavar="S", help=f"seconds that a program may run (default: {PROVING_SECONDS:g})"
    )
    add_rule_options(parser)
    output = parser.add_argument_group("output")
    output.add_argument(
        "--output-format",
        choices=tuple(FORMATS),
        default="full",
        metavar="FORMAT",
        help="; ".join(f"{name}: {one.what}" for name, one in FORMATS.items()),
    )
    output.add_argument(
        "--output-file",
        type=Path,
        metavar="FILE",
        help="write what is found to a file, whole or not at all; the last line is still printed",
    )
    output.add_argument("--statistics", action="store_true", help="show how often each rule was broken")
    output.add_argument(
        "--exit-zero", action="store_true", help="end with status 0 where something was found too; failures are still 2"
    )
    known = parser.add_argument_group("known findings")
    known.add_argument(
        "--baseline",
        type=Path,
        metavar="FILE",
        help="tell, and fail for, only what is not among the known findings in FILE, which takes the place of the "
        "settings' baseline; --fix fixes known ones too",
    )
    known.add_argument("--no-baseline", action="store_true", help="tell known findings too")
    known.add_argument(
        "--write-baseline",
        action="store_true",
        help="write what is found now to the baseline; what this run does not look for stays in it",
    )
    other = parser.add_argument_group("other")
    other.add_argument("--stdin-filename", type=Path, metavar="FILE", help="what standard input is the text of")
    other.add_argument(
        "--watch",
        action="store_true",
        help="check again whatever changes, until Ctrl-C; needs hublint[watch]",
    )
    other.add_argument("--no-cache", action="store_true", help="check every file, and keep nothing for the next time")
    other.add_argument(
        "--cache-dir",
        type=Path,
        metavar="DIR",
        help="where to keep what was found for the next time (default: HUBLINT_CACHE_DIR, or the user's own folder)",
    )
    other.add_argument("--jobs", type=jobs, metavar="N", help="how many processes to use (default: as many as it pays)")
    parser.set_defaults(run=run)


def add_rule_options(parser: argparse.ArgumentParser, *, code: bool = True) -> None:
    """Add the options that say which rules are asked, for which target, in which files; the last two of `code` only."""
    rules = parser.add_argument_group("rules and files")
    for name, what in (
        ("--select", "rules to use, such as HUB101 or HUB2, in place of the settings'"),
        ("--extend-select", "rules to use besides"),
        ("--ignore", "rules to leave out"),
    ):
        rules.add_argument(name, type=_codes, action="extend", metavar="CODES", help=what)
    what = "code" if code else "model"
    rules.add_argument("--target", metavar="TARGET", help=f"what the {what} is to run on, such as tf=2.21,keras=keras3")
    rules.add_argument("--config", type=Path, metavar="FILE", help="the settings file to use (default: the nearest)")
    if not code:
        parser.set_defaults(level=None, exclude=[])
        return
    rules.add_argument(
        "--level",
        choices=LEVEL_CHOICES,
        help="how far fixes go: compat changes least and keeps tf.compat.v1, native (default) writes TensorFlow 2 "
        "wherever it means the same",
    )
    rules.add_argument(
        "--exclude", action="append", default=[], metavar="PATTERN", help="leave out what a gitignore pattern matches"
    )
    rules.add_argument(
        "--force-exclude",
        action="store_true",
        help="leave out what --exclude and the settings exclude also where it is named, as hooks name each file",
    )


def overrides(arguments: argparse.Namespace) -> Overrides:
    """Return what the options of `add_rule_options` say."""

    def codes(given: list[str] | None) -> tuple[str, ...] | None:
        return None if given is None else tuple(given)

    return Overrides(
        codes(arguments.select),
        codes(arguments.ignore),
        codes(arguments.extend_select),
        with_level(arguments.target, arguments.level),
        tuple(arguments.exclude),
        arguments.config,
    )


def _codes(text: str) -> list[str]:
    return [code.strip().upper() for code in text.split(",") if code.strip()]


def jobs(text: str) -> int:
    """Return a number of processes that was typed."""
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        message = f"{text!r} is not a number of processes; give 1 or more"
        raise argparse.ArgumentTypeError(message)
    return number


def _seconds(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not number > 0:  # NaN is not either
        message = f"{text!r} is not a number of seconds; give more than 0"
        raise argparse.ArgumentTypeError(message)
    return number


def run(arguments: argparse.Namespace) -> int:
    """Check, print, and return the exit status."""
    paths = arguments.paths or ["."]
    _refuse_contradictions(arguments, paths)
    task = Task(
        overrides(arguments),
        fix=(arguments.fix or arguments.diff) and not arguments.add_ignore,
        write=arguments.fix and not arguments.diff,
        unsafe=arguments.unsafe_fixes,
        fixes_wanted=not arguments.add_ignore
        and (FORMATS[arguments.output_format].fixes or arguments.statistics or arguments.verify),
    )
    if arguments.watch:
        return _watch(arguments, [Path(path) for path in paths], task)
    session = Session(task.overrides, lazily=True)
    status = _check_into_file(arguments, paths, session, task)
    return 0 if status == 1 and arguments.exit_zero else status


def _watch(arguments: argparse.Namespace, paths: Sequence[Path], task: Task) -> int:
    """Check, and check again what changes; Ctrl-C ends it."""
    from hublint.cli.watching import Watch, clear_screen, footer, watch

    def show(told: Round | str) -> None:
        clear_screen()
        if isinstance(told, str):
            complain(told)
        else:
            _show_round(arguments, told)
        print(footer(told), flush=True)

    return watch(Watch(paths, task, arguments), show)


def _show_round(arguments: argparse.Namespace, told: Round) -> None:
    printer = _Printer(arguments, told.session)
    printer.tell_failures(told.files.failures)
    try:
        printer.baselines = _baselines(arguments, told.session, told.files.python)
    except FileError as error:
        complain(str(error))
    printer.print(printer.settled(told.outcomes))


def _check_into_file(arguments: argparse.Namespace, paths: Sequence[str], session: Session, task: Task) -> int:
    if arguments.output_file is None:
        return _check(arguments, paths, _Printer(arguments, session), task)
    from hublint.files import require_writable, write_bytes

    require_writable(arguments.output_file)
    text = io.StringIO()
    status = _check(arguments, paths, _Printer(arguments, session, text), task)
    write_bytes(arguments.output_file, text.getvalue().encode(errors="backslashreplace"))
    return status


def _check(arguments: argparse.Namespace, paths: Sequence[str], printer: _Printer, task: Task) -> int:
    session = printer.session
    if paths == [STDIN]:
        printer.baselines = _baselines(arguments, session, [arguments.stdin_filename or Path(STDIN)])
        return _check_stdin(arguments, session, task, printer)
    files = session.files([Path(path) for path in paths], force_exclude=arguments.force_exclude)
    printer.tell_failures(files.failures)
    printer.baselines = _baselines(arguments, session, files.python)
    if not files.python and not FORMATS[arguments.output_format].whole:
        # All that there is to say stands on standard error; a program still gets its empty document.
        return 2 if files.failures else 0
    if not arguments.verify:
        checked = _outcomes(arguments, files.python, session, task, texts=printer.compares)
        printer.print(printer.settled(checked))
        return 2 if files.failures else printer.status
    from hublint.cli.proving import Prover

    prover = Prover(session, task, _chosen(arguments, paths, session), arguments.timeout or PROVING_SECONDS)
    # What is run is run one after the other; nothing is written before it was.
    checked = _outcomes(arguments, files.python, session, task._replace(write=False), texts=printer.compares)
    printer.print(printer.settled(prover.proven(checked)))
    return 2 if files.failures else printer.status


def _outcomes(
    arguments: argparse.Namespace, paths: Sequence[Path], session: Session, task: Task, *, texts: bool
) -> Iterator[Outcome]:
    """Return the outcomes of files, those that are known from an earlier run unless they are not wanted.

    With `texts`, they come with what they speak of whatever the format is.
    """
    if arguments.no_cache or len(paths) < recall.WORTH_IT:
        return outcomes(paths, session, task, arguments.jobs)
    from hublint.cache import Cache, folder

    # Lines alone, and sums, are told without what they speak of.
    plain = FORMATS[arguments.output_format].lines or arguments.statistics
    data = not plain or task.fix or arguments.verify or texts
    return recall.outcomes(paths, session, task, arguments.jobs, Cache(folder(arguments.cache_dir)), data=data)


def _refuse_contradictions(arguments: argparse.Namespace, paths: Sequence[str]) -> None:
    if STDIN in paths and len(paths) > 1:
        raise UsageError("- (standard input) cannot be checked together with other paths")
    if arguments.stdin_filename is not None and STDIN not in paths:
        raise UsageError("--stdin-filename goes with - (standard input), which is not among the paths")
    chosen = f"--output-format {arguments.output_format}"
    if arguments.diff and (arguments.statistics or FORMATS[arguments.output_format].program):
        other = "--statistics" if arguments.statistics else chosen
        raise UsageError(f"--diff prints a diff and nothing else: leave out {other}, or --diff")
    if arguments.statistics and FORMATS[arguments.output_format].program and arguments.output_format != "json":
        raise UsageError(f"--statistics prints a table, or with --output-format json a list: leave out {chosen}")
    if not arguments.verify and (arguments.runtime or arguments.timeout is not None):
        raise UsageError(f"{'--runtime' if arguments.runtime else '--timeout'} goes with --verify")
    if STDIN in paths and arguments.verify:
        raise UsageError("--verify runs programs, and - (standard input) is the text of one: name a file")
    if STDIN in paths and arguments.jobs is not None:
        raise UsageError("--jobs is of no use for - (standard input)")
    _refuse_contradictory_comments(arguments)
    _refuse_more_than_watching(arguments, paths)
    _refuse_contradictory_baselines(arguments, paths)


def _refuse_contradictory_comments(arguments: argparse.Namespace) -> None:
    if arguments.reason is not None:
        from hublint.silence import why_no_reason

        if not arguments.add_ignore:
            raise UsageError("--reason goes with --add-ignore")
        why_not = why_no_reason(arguments.reason)
        if why_not is not None:
            raise UsageError(f"--reason {why_not}")
    if arguments.add_ignore:
        for option in ("fix", "verify", "write_baseline"):
            if getattr(arguments, option):
                raise UsageError(
                    f"--add-ignore silences what --{option.replace('_', '-')} is about: run one, then the other"
                )


def _refuse_more_than_watching(arguments: argparse.Namespace, paths: Sequence[str]) -> None:
    if not arguments.watch:
        return
    if STDIN in paths:
        raise UsageError("--watch is about files, and - (standard input) is the text of one: name a file")
    if FORMATS[arguments.output_format].program:
        raise UsageError(f"--watch is for people: leave out --output-format {arguments.output_format}, or --watch")
    for option in ("fix", "diff", "add_ignore", "verify", "write_baseline", "output_file"):
        if getattr(arguments, option):
            raise UsageError(
                f"--watch shows findings and nothing else: leave out --{option.replace('_', '-')}, or --watch"
            )


def _refuse_contradictory_baselines(arguments: argparse.Namespace, paths: Sequence[str]) -> None:
    if arguments.no_baseline and (arguments.baseline is not None or arguments.write_baseline):
        other = "--write-baseline" if arguments.write_baseline else "--baseline"
        raise UsageError(f"--no-baseline contradicts {other}: leave out one of them")
    if arguments.write_baseline and arguments.diff:
        raise UsageError("--diff changes nothing, and --write-baseline writes a file: leave out one of them")
    if arguments.write_baseline and STDIN in paths:
        raise UsageError("--write-baseline is about files, and - (standard input) is the text of one: name a file")
    if arguments.baseline is not None and STDIN in paths and arguments.stdin_filename is None:
        raise UsageError("--baseline knows findings by their file: give --stdin-filename with - (standard input)")


def _baselines(arguments: argparse.Namespace, session: Session, paths: Sequence[Path]) -> Baselines | None:
    """Return the baselines of some files, read; None where there are none."""
    named: Path | None = arguments.baseline
    if arguments.no_baseline or (named is None and not any(session.baseline(path) for path in paths)):
        if arguments.write_baseline:
            raise UsageError("--write-baseline needs a file: give --baseline FILE, or set `baseline` in the settings")
        return None
    from hublint.baseline import Baselines

    return Baselines(session, named, paths, writing=arguments.write_baseline)


def _chosen(arguments: argparse.Namespace, paths: Sequence[str], session: Session) -> Chosen:
    """Return what programs are run with; without TensorFlow nothing can be proven, which is said before all else."""
    from hublint.cli.interpreters import choose, require_usable

    chosen = choose(arguments, Path(paths[0]), session.settings(Path(paths[0])))
    require_usable(chosen)
    if chosen.told:
        print(chosen.told, file=sys.stderr)
    return chosen


def complain(sentence: str) -> None:
    """Say on standard error what is wrong."""
    print(f"hublint: error: {sentence}", file=sys.stderr)


# Standard input.


def _check_stdin(arguments: argparse.Namespace, session: Session, task: Task, printer: _Printer) -> int:
    data = sys.stdin.buffer.read()
    path = arguments.stdin_filename
    where = path if path is not None else Path(STDIN)
    if is_notebook(where):
        from hublint.source.ipynb import why_unusable

        why_not = why_unusable(data)
        if why_not is not None:
            raise UsageError(f"{where}: {why_not}")
    outcome = check_bytes(data, path, str(where), session, task)._replace(path=where)
    [outcome] = printer.settled([outcome], write=False)
    writes = task.write or (arguments.add_ignore and not arguments.diff)
    if writes:
        # The fixed text takes the place of the findings, which go where a person still sees them.
        sys.stdout.flush()
        sys.stdout.buffer.write(outcome.data if outcome.before else data)
        sys.stdout.buffer.flush()
        printer.leave_standard_output()
    printer.print([outcome._replace(before=b"") if writes else outcome])
    return printer.status


# Printing.


class _Printer:
    """Prints outcomes in the format that was asked for, and knows the exit status afterwards.

    Attributes:
        session: the settings of the run.
        baselines: what is known already.
        failures: what could not be checked.
        status: the exit status.
    """

    def __init__(self, arguments: argparse.Namespace, session: Session, file: TextIO | None = None) -> None:
        """Begin with nothing; what is found goes to `file`, if one is given, and to standard output else."""
        self.arguments = arguments
        self.session = session
        self.baselines: Baselines | None = None
        self.failures: list[Failure] = []
        self.status = 0
        self._form = FORMATS[arguments.output_format]
        self._tally = Tally()
        self._to = sys.stdout if file is None else file
        self._last_to = None if file is None and self._form.whole else sys.stdout
        if arguments.diff:
            # What --diff prints is meant to be piped on.
            self._last_to = sys.stderr
        self._unsafe: bool = arguments.unsafe_fixes

    @property
    def compares(self) -> bool:
        """Whether what was found is compared with the text, whatever the format is."""
        return self.baselines is not None or bool(self.arguments.add_ignore)

    def leave_standard_output(self) -> None:
        """Print on standard error what would go to standard output."""
        self._to = sys.stderr if self._to is sys.stdout else self._to
        self._last_to = sys.stderr if self._last_to is sys.stdout else self._last_to

    def tell_failures(self, failures: Iterable[FileError | UsageError]) -> None:
        """Say which files cannot be used."""
        for failure in failures:
            complain(str(failure))
            self.failures.append(Failure(getattr(failure, "path", None), str(failure)))

    def settled(self, outcomes: Iterable[Outcome], *, write: bool = True) -> Iterator[Outcome]:
        """Return outcomes without what is known, and with ignore comments where these were asked for.

        Without `write` no file is changed.
        """
        settled = map(self._sifted, outcomes)
        if not self.arguments.add_ignore:
            return settled
        from hublint.cli.silencing import silenced

        why = self.arguments.reason or ""
        return silenced(settled, self.session, why, write=write and not self.arguments.diff)

    def _sifted(self, outcome: Outcome) -> Outcome:
        """Return an outcome without the findings that are known."""
        if self.baselines is None or not outcome.parsed or (outcome.error is not None and not outcome.unwritten):
            return outcome
        whole = all(finding.code != CANNOT_PARSE for finding in outcome.findings)
        report = FileReport(outcome.path, outcome.data, outcome.findings)
        return outcome._replace(findings=self.baselines.sift(report, whole=whole))

    def print(self, outcomes: Iterable[Outcome]) -> None:
        """Print all; outcomes are printed as they come where the format allows it."""
        self._to.writelines(self._lines(outcomes))
        if self.baselines is not None:
            self._tell_baselines(self.baselines)
        options = self.arguments
        if self._last_to is not None:
            sentence = self._tally.sentence(
                fixing=options.fix or options.diff,
                unsafe=self._unsafe,
                dry=options.diff,
                ignoring=options.add_ignore,
            )
            print(sentence, file=self._last_to)

    def _tell_baselines(self, baselines: Baselines) -> None:
        """Write them where that was asked for, and say what is gone from them otherwise."""
        self._tally.known = baselines.known
        if self.arguments.write_baseline:
            for written in baselines.write():
                print(written, file=sys.stderr)
        elif not self.arguments.diff:
            for file, number in baselines.gone():
                are, them = ("is", "it") if number == 1 else ("are", "them")
                sentence = f"{count(number, 'finding')} of the baseline {are} gone; --write-baseline takes {them} out"
                print(f"{file}: {sentence}", file=sys.stderr)

    def _lines(self, outcomes: Iterable[Outcome]) -> Iterator[str]:
        if self.arguments.diff:
            yield from self._diffs(outcomes)
            return
        reports = self._reports(outcomes)
        if not self._form.whole:
            # A run that finds nothing imports nothing to show findings with.
            first = next(reports, None)
            if first is None and not self.failures:
                return
            reports = chain([] if first is None else [first], reports)
        if self.arguments.statistics:
            from hublint.output import statistics

            table = statistics.rows(reports, self.session.rules, unsafe=self._unsafe)
            yield from statistics.render_json(table) if self._form.whole else statistics.render(table)
        else:
            yield from self._form.render(Told(reports, lambda: self.session.rules, self._unsafe, self.failures))

    def _reports(self, outcomes: Iterable[Outcome]) -> Iterator[FileReport]:
        """Count each outcome, tell its error, and yield its findings."""
        for outcome in outcomes:
            report = FileReport(outcome.path, outcome.data, outcome.findings)
            if outcome.error is not None:
                complain(outcome.error)
                self.failures.append(Failure(outcome.path, outcome.error))
            unread = {finding.cell for finding in outcome.findings if finding.code == CANNOT_PARSE} - {None}
            if outcome.error is not None or not outcome.parsed or unread:
                self.status = 2
            if outcome.unwritten:
                self._tally.unwritten += 1
            elif outcome.error is not None or not outcome.parsed:
                self._tally.failed += 1
            self._tally.cells += len(unread)
            self._tally.files += outcome.parsed and (outcome.error is None or outcome.unwritten)
            if self.arguments.statistics:
                # The table has a row for what cannot be parsed, and its sum has to be the table's.
                self._tally.add(report)
            elif outcome.parsed:
                read = [finding for finding in report.findings if finding.code != CANNOT_PARSE]
                self._tally.add(report._replace(findings=read))
            if outcome.parsed:
                self._tally.add_fixed(outcome.fixed, outcome.verified)
            if outcome.told:
                self._tell(outcome)
            if outcome.findings:
                self.status = max(self.status, 1)
                yield report

    def _tell(self, outcome: Outcome) -> None:
        """Say what came of running a program: with the findings for a reader, beside them for a program."""
        whole = self.arguments.output_format == "full" and not (self.arguments.diff or self.arguments.statistics)
        to = self._to if whole else sys.stderr
        print(f"{outcome.path}: {outcome.told}", file=to)
        if whole:
            to.writelines(f"  | {line}".rstrip() + "\n" for line in outcome.report.splitlines())
            print(file=to)

    def _diffs(self, outcomes: Iterable[Outcome]) -> Iterator[str]:
        from hublint.output import diff

        changed = False
        for outcome in outcomes:
            for report in self._reports([outcome]):
                for finding in report.findings:
                    if finding.code == CANNOT_PARSE:
                        complain(f"{place(finding).rpartition(':')[0]}: {finding.message}")
            if outcome.before:
                changed = True
                render = diff.of_notebook if is_notebook(outcome.path) else diff.render
                yield from render(outcome.before, outcome.data, str(outcome.path))
        # What cannot be fixed is not what --diff was asked for.
        if self.status != 2:
            self.status = int(changed)
