"""`hublint check`."""

from __future__ import annotations

import argparse
import os
import sys
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from hublint import engine
from hublint.cli.interpreters import add_runtime_option
from hublint.files import FileError, read_bytes, replace_bytes
from hublint.output import FileReport
from hublint.output.summary import Tally
from hublint.session import Overrides, Session, UsageError
from hublint.target import LEVEL_CHOICES, TargetError, target_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from concurrent.futures import Future, ProcessPoolExecutor

    from hublint.cli.interpreters import Chosen
    from hublint.rule import Finding

# Below so much source that may hold findings, starting processes takes longer than they save.
POOL_FROM: Final = 5_000_000
CHUNK: Final = 32
PROVING_SECONDS: Final = 300.0
STDIN: Final = "-"


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    parser = subparsers.add_parser(
        "check",
        help="find what stops TensorFlow code from exporting and reloading, and fix it",
        description="Find what stops TensorFlow code from exporting and reloading, and fix it.",
        epilog="Exit status: 0 nothing found or all fixed, 1 findings remain (with --diff: something would change), "
        "2 a file or an option could not be used.",
    )
    parser.add_argument(
        "paths", nargs="*", metavar="PATH", help="files and folders, or - for standard input; default ."
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
        choices=("full", "concise", "json"),
        default="full",
        help="full: source and fix (default); concise: a line for each finding, the fastest; json: as ruff's",
    )
    output.add_argument("--statistics", action="store_true", help="show how often each rule was broken")
    other = parser.add_argument_group("other")
    other.add_argument("--stdin-filename", type=Path, metavar="FILE", help="what standard input is the text of")
    other.add_argument("--jobs", type=_jobs, metavar="N", help="how many processes to use; default: as many as it pays")
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
    rules.add_argument("--config", type=Path, metavar="FILE", help="the settings file to use, in place of the nearest")
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


def overrides(arguments: argparse.Namespace) -> Overrides:
    """Return what the options of `add_rule_options` say."""

    def codes(given: list[str] | None) -> tuple[str, ...] | None:
        return None if given is None else tuple(given)

    return Overrides(
        codes(arguments.select),
        codes(arguments.ignore),
        codes(arguments.extend_select),
        _aimed(arguments.target, arguments.level),
        tuple(arguments.exclude),
        arguments.config,
    )


def _aimed(target: str | None, level: str | None) -> str | None:
    """Return the text of a target in which an option of its own says the level, over what the text says."""
    if level is None:
        return target
    others: dict[str, str] = {}
    if target is not None:
        others = {key: value for key, value in target_parts(target).items() if key != "level"}
    return ",".join(f"{key}={value}" for key, value in {**others, "level": level}.items())


def _codes(text: str) -> list[str]:
    return [code.strip().upper() for code in text.split(",") if code.strip()]


def _jobs(text: str) -> int:
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


class Task(NamedTuple):
    """What is to be done with each file; plain data, so that another process can have it."""

    overrides: Overrides
    fix: bool
    write: bool
    unsafe: bool
    fixes_wanted: bool


class Outcome(NamedTuple):
    """What came of one file."""

    path: Path
    findings: list[Finding]
    data: bytes = b""
    """The bytes that the findings are in; left empty where there are none."""
    before: bytes = b""
    """With a fix that was not written: the bytes as they are."""
    fixed: int = 0
    error: str | None = None
    """Why the file could not be checked or written, one sentence."""
    unwritten: bool = False
    """Whether it was checked, but could not be written."""
    parsed: bool = True
    verified: int = 0
    """How many of the fixes were seen to keep what the program exports."""
    told: str = ""
    """What came of running the program before and after its fixes, one sentence; nothing where it was not run."""
    report: str = ""
    """The whole of it, where it speaks against the fixes."""


def run(arguments: argparse.Namespace) -> int:
    """Check, print, and return the exit status."""
    paths = arguments.paths or ["."]
    _refuse_contradictions(arguments, paths)
    task = Task(
        overrides(arguments),
        fix=arguments.fix or arguments.diff,
        write=arguments.fix and not arguments.diff,
        unsafe=arguments.unsafe_fixes,
        fixes_wanted=arguments.output_format != "concise" or arguments.statistics or arguments.verify,
    )
    session = Session(task.overrides)
    printer = _Printer(arguments, session)
    if paths == [STDIN]:
        return _check_stdin(arguments, session, task, printer)
    files = session.files([Path(path) for path in paths])
    printer.tally.notebooks = files.notebooks
    for failure in files.failures:
        complain(str(failure))
    if not files.python and arguments.output_format != "json":
        # All that there is to say stands on standard error; a program still gets its empty list.
        return 2 if files.failures else 0
    if not arguments.verify:
        printer.print(_outcomes(files.python, session, task, arguments.jobs))
        return 2 if files.failures else printer.status
    from hublint.cli.proving import Prover

    prover = Prover(session, task, _chosen(arguments, paths, session), arguments.timeout or PROVING_SECONDS)
    # What is run is run one after the other; nothing is written before it was.
    printer.print(prover.proven(_outcomes(files.python, session, task._replace(write=False), arguments.jobs)))
    return 2 if files.failures else printer.status


def _refuse_contradictions(arguments: argparse.Namespace, paths: Sequence[str]) -> None:
    if STDIN in paths and len(paths) > 1:
        raise UsageError("- (standard input) cannot be checked together with other paths")
    if arguments.stdin_filename is not None and STDIN not in paths:
        raise UsageError("--stdin-filename goes with - (standard input), which is not among the paths")
    if arguments.stdin_filename is not None and arguments.stdin_filename.suffix == ".ipynb":
        raise UsageError(f"{arguments.stdin_filename}: is a notebook, which this release does not read")
    if arguments.diff and (arguments.statistics or arguments.output_format == "json"):
        other = "--statistics" if arguments.statistics else "--output-format json"
        raise UsageError(f"--diff prints a diff and nothing else: leave out {other}, or --diff")
    if not arguments.verify and (arguments.runtime or arguments.timeout is not None):
        raise UsageError(f"{'--runtime' if arguments.runtime else '--timeout'} goes with --verify")
    if STDIN in paths and arguments.verify:
        raise UsageError("--verify runs programs, and - (standard input) is the text of one: name a file")
    if STDIN in paths and arguments.jobs is not None:
        raise UsageError("--jobs is of no use for - (standard input)")


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


# One file.


def check_file(path: Path, session: Session, task: Task, data: bytes | None = None) -> Outcome:
    """Read, check and, where asked for, fix one file; whatever goes wrong is this file's outcome alone.

    `data` is what has been read of it already; no bytes stand for a file that holds nothing to find.
    """
    try:
        data = read_bytes(path) if data is None else data
    except FileError as error:
        return Outcome(path, [], error=str(error))
    if not data:
        return Outcome(path, [])
    outcome = check_bytes(data, path, str(path), session, task)
    if not (task.write and outcome.before):
        return outcome
    try:
        replace_bytes(path, outcome.data, expected=data)
    except FileError as error:
        as_it_is = check_bytes(data, path, str(path), session, task._replace(fix=False))
        return as_it_is._replace(error=str(error), unwritten=True)
    return outcome._replace(before=b"")


def check_bytes(data: bytes, path: Path | None, filename: str, session: Session, task: Task) -> Outcome:
    """Check and, where asked for, fix the bytes of one file."""
    where = path or Path(filename)
    try:
        rules = session.registry(where)
        target = session.target(where)
        if task.fix:
            fixed = engine.fix(data, rules, filename=filename, path=path, target=target, unsafe=task.unsafe)
            checked, after, number = fixed.checked, fixed.data, len(fixed.applied)
        else:
            checked = engine.check(data, rules, filename=filename, path=path, target=target, fixes=task.fixes_wanted)
            after, number = data, 0
    except Exception as error:  # noqa: BLE001 - one file that finds a defect must not keep the others from being checked
        return Outcome(where, [], error=reason(filename, error))
    if not checked.parsed and session.ignores(where, engine.CANNOT_PARSE):
        return Outcome(where, [])
    changed = after != data
    return Outcome(
        where,
        checked.findings,
        after if checked.findings or changed else b"",
        data if changed else b"",
        number,
        parsed=checked.parsed,
    )


def reason(filename: str, error: Exception) -> str:
    """Return in one sentence why a file could not be checked."""
    if isinstance(error, FileError):
        return str(error)
    if isinstance(error, TargetError):
        return f"{filename}: {error}"
    if isinstance(error, (MemoryError, RecursionError)):
        return f"{filename}: is too large or too deeply nested to be checked ({type(error).__name__})"
    import traceback

    last = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(last.filename).name}:{last.lineno}"
    return (
        f"{filename}: a defect in hublint or in a rule, {type(error).__name__} at {place} ({error}); "
        f"please report it; the file is left as it is"
    )


# Many files.


def _outcomes(paths: Sequence[Path], session: Session, task: Task, jobs: int | None) -> Iterator[Outcome]:
    """Yield an outcome for each path, in their order, whatever the number of processes."""
    if jobs is not None:
        if jobs == 1 or len(paths) == 1:
            yield from (check_file(path, session, task) for path in paths)
        else:
            yield from _in_processes(paths, session, task, jobs)
        return
    processors = _processors()
    if processors == 1:
        yield from (check_file(path, session, task) for path in paths)
        return
    # Files that cannot hold a finding cost next to nothing: what decides is how much is left without them. What has
    # been read for that is not read again.
    waiting: list[tuple[Path, bytes | None]] = []
    size = 0
    for position, path in enumerate(paths):
        data = _candidate(path, session)
        size += len(data or b"")
        waiting.append((path, data))
        if size > POOL_FROM:
            everything = [*(path for path, _ in waiting), *paths[position + 1 :]]
            del waiting
            yield from _in_processes(everything, session, task, processors)
            return
    yield from (check_file(path, session, task, data) for path, data in waiting)


def _candidate(path: Path, session: Session) -> bytes | None:
    """Return the bytes of a file that may hold a finding, no bytes for others, None if it cannot be read."""
    try:
        data = read_bytes(path)
    except FileError:
        return None
    return data if engine.concerns(data, session.registry(path), path) else b""


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


# What a child process knows; set before the children are forked, and by `_begin` in those that are spawned.
_of_process: tuple[Session, Task] | None = None


def _begin(task: Task) -> None:
    """Make a child process ready."""
    import signal

    global _of_process  # noqa: PLW0603 - a child process has one task for all its life
    # Ctrl-C reaches the whole group; the parent answers it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if _of_process is None:
        _of_process = (Session(task.overrides), task)


def _check_chunk(paths: list[Path]) -> list[Outcome]:
    if _of_process is None:
        message = "the child process was not made ready"
        raise RuntimeError(message)
    session, task = _of_process
    return [check_file(path, session, task) for path in paths]


def _in_processes(paths: Sequence[Path], session: Session, task: Task, jobs: int) -> Iterator[Outcome]:
    from concurrent.futures.process import BrokenProcessPool

    global _of_process  # noqa: PLW0603 - forked children find it there
    size = max(1, min(CHUNK, len(paths) // (jobs * 2)))
    chunks = [list(paths[at : at + size]) for at in range(0, len(paths), size)]
    # What is still buffered would be written once by each child too.
    sys.stdout.flush()
    sys.stderr.flush()
    _of_process = (session, task)
    pool = _pool(task, min(jobs, len(chunks)))
    try:
        largest_first = sorted(range(len(chunks)), key=lambda number: -_total_size(chunks[number]))
        futures: dict[int, Future[list[Outcome]]] = {}
        for number in largest_first:
            try:
                futures[number] = pool.submit(_check_chunk, chunks[number])
            except BrokenProcessPool:
                break
        for number, chunk in enumerate(chunks):
            try:
                yield from futures[number].result()
            except (BrokenProcessPool, KeyError):
                # Its threads have to be gone before another process is forked.
                pool.shutdown()
                yield from _one_by_one(chunk, task)
    except BaseException:
        # Nobody waits for what is still being checked when the run is given up.
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    else:
        # A pool that is still going down when Python ends may complain of descriptors that are closed already.
        pool.shutdown()
    finally:
        _of_process = None


def _pool(task: Task, jobs: int) -> ProcessPoolExecutor:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    # Forked children have the rules loaded already; other systems do not fork, or not safely.
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin, initargs=(task,))


def _total_size(chunk: list[Path]) -> int:
    total = 0
    for path in chunk:
        try:
            total += path.stat().st_size
        except OSError:
            continue
    return total


def _one_by_one(paths: list[Path], task: Task) -> Iterator[Outcome]:
    """Check files whose process died, each so that the one that kills it is known and the others get their turn."""
    from concurrent.futures.process import BrokenProcessPool

    pool = _pool(task, 1)
    try:
        for path in paths:
            try:
                yield from pool.submit(_check_chunk, [path]).result()
            except BrokenProcessPool:
                yield Outcome(path, [], error=f"{path}: the process that checked it died; the file is left as it is")
                pool.shutdown()
                pool = _pool(task, 1)
    finally:
        pool.shutdown()


# Standard input.


def _check_stdin(arguments: argparse.Namespace, session: Session, task: Task, printer: _Printer) -> int:
    data = sys.stdin.buffer.read()
    path = arguments.stdin_filename
    where = path if path is not None else Path(STDIN)
    outcome = check_bytes(data, path, str(where), session, task)._replace(path=where)
    if task.write:
        # The fixed text takes the place of the findings, which go where a person still sees them.
        sys.stdout.flush()
        sys.stdout.buffer.write(outcome.data if outcome.before else data)
        sys.stdout.buffer.flush()
        printer.to = sys.stderr
    printer.print([outcome._replace(before=b"") if task.write else outcome])
    return printer.status


# Printing.


class _Printer:
    """Prints outcomes in the format that was asked for, and knows the exit status afterwards."""

    def __init__(self, arguments: argparse.Namespace, session: Session) -> None:
        self.arguments = arguments
        self.session = session
        self.tally = Tally()
        self.to = sys.stdout
        self.status = 0
        self.unsafe: bool = arguments.unsafe_fixes

    def print(self, outcomes: Iterable[Outcome]) -> None:
        """Print all; outcomes are printed as they come where the format allows it."""
        self.to.writelines(self._lines(outcomes))
        fixing = self.arguments.fix or self.arguments.diff
        if self.arguments.output_format != "json":
            sentence = self.tally.sentence(fixing=fixing, unsafe=self.unsafe, dry=self.arguments.diff)
            # What --diff prints is meant to be piped on.
            print(sentence, file=sys.stderr if self.arguments.diff else self.to)

    def _lines(self, outcomes: Iterable[Outcome]) -> Iterator[str]:
        if self.arguments.diff:
            yield from self._diffs(outcomes)
            return
        reports = self._reports(outcomes)
        form = self.arguments.output_format
        if form != "json":
            # A run that finds nothing imports nothing to show findings with.
            first = next(reports, None)
            if first is None:
                return
            reports = chain([first], reports)
        if self.arguments.statistics:
            from hublint.output import statistics

            table = statistics.rows(reports, self.session.rules, unsafe=self.unsafe)
            yield from statistics.render_json(table) if form == "json" else statistics.render(table)
        elif form == "json":
            from hublint.output import json

            yield from json.render(reports, self.session.rules)
        elif form == "concise":
            from hublint.output import concise

            yield from concise.render(reports, unsafe=self.unsafe)
        else:
            from hublint.output import full

            yield from full.render(reports, unsafe=self.unsafe)

    def _reports(self, outcomes: Iterable[Outcome]) -> Iterator[FileReport]:
        """Count each outcome, tell its error, and yield its findings."""
        for outcome in outcomes:
            report = FileReport(outcome.path, outcome.data, outcome.findings)
            if outcome.error is not None:
                complain(outcome.error)
            if outcome.error is not None or not outcome.parsed:
                self.status = 2
            if outcome.unwritten:
                self.tally.unwritten += 1
            elif outcome.error is not None or not outcome.parsed:
                self.tally.failed += 1
            self.tally.files += outcome.parsed and (outcome.error is None or outcome.unwritten)
            if outcome.parsed or self.arguments.statistics:
                # A table has a row for files that cannot be parsed, and its sum has to be the table's.
                self.tally.add(report)
            if outcome.parsed:
                self.tally.add_fixed(outcome.fixed, outcome.verified)
            if outcome.told:
                self._tell(outcome)
            if outcome.findings:
                self.status = max(self.status, 1)
                yield report

    def _tell(self, outcome: Outcome) -> None:
        """Say what came of running a program: with the findings for a reader, beside them for a program."""
        whole = self.arguments.output_format == "full" and not (self.arguments.diff or self.arguments.statistics)
        to = self.to if whole else sys.stderr
        print(f"{outcome.path}: {outcome.told}", file=to)
        if whole:
            to.writelines(f"  | {line}".rstrip() + "\n" for line in outcome.report.splitlines())
            print(file=to)

    def _diffs(self, outcomes: Iterable[Outcome]) -> Iterator[str]:
        from hublint.output import diff

        changed = False
        for outcome in outcomes:
            for report in self._reports([outcome]):
                for finding in report.findings if not outcome.parsed else ():
                    complain(f"{finding.filename}:{finding.location.row}: {finding.message}")
            if outcome.before:
                changed = True
                yield from diff.render(outcome.before, outcome.data, str(outcome.path))
        # What cannot be fixed is not what --diff was asked for.
        if self.status != 2:
            self.status = int(changed)
