"""`hublint migrate`."""

from __future__ import annotations

import argparse
import contextlib
import shlex
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

import hublint
from hublint import migrate, registry
from hublint.cli.check import add_rule_options, complain, jobs, overrides
from hublint.cli.help import epilog
from hublint.cli.interpreters import Chosen, add_runtime_option, choose, require_usable
from hublint.cli.interruption import interruptible
from hublint.cli.progress import Bar
from hublint.cli.telling import Teller
from hublint.executors import here
from hublint.migrate import git, record
from hublint.migrate.campaign import Campaign, Wish
from hublint.migrate.gathering import gather
from hublint.migrate.places import Branch, Folder, InPlace, Patches
from hublint.migrate.repositories import listed
from hublint.migrate.state import DATABASE, State
from hublint.session import Session, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hublint.executors import Workers
    from hublint.migrate.places import Place
    from hublint.migrate.planning import Job
    from hublint.migrate.repositories import Tree

_DESCRIPTION = """\
Rewrite legacy programs, with the fixes that need a reader's eye, and prove the rewrite.

With --verify each program is run as it was and as it would be, in child processes and in copies of its folder. What
both export is loaded and called with the same inputs. Only where they agree is the file replaced: one that differs,
that does not run here as it was, or that exports nothing when it is run (a library's module) is left, and told. Give
only programs that you trust. Without --verify every rewrite is written, proven by nobody.

Files are replaced whole or not at all. No copies of the old ones are kept: commit them first.
"""


_STATE: Final = Path(".hublint")
_PROCESSES_FROM: Final = 2_000_000  # bytes of source
_DETAILED: Final = 40  # files that are told of one by one


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
                "hublint migrate --paths-from repositories.txt --branch to-tensorflow-2": "rewrite many repositories, "
                "each on a branch of its own",
                "hublint migrate --resume": "go on where a campaign was interrupted",
            },
            {"0": "nothing is left to do", "1": "something is left", "2": "a file or an option cannot be used"},
        ),
    )
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="files, folders and repositories")
    given = parser.add_argument_group("what is migrated")
    given.add_argument(
        "--paths-from", metavar="FILE", help="a file that lists more PATHs, one a line; - for standard input"
    )
    given.add_argument(
        "--git-ref", metavar="REF", help="migrate that commit of each git repository, not what is in its work tree"
    )
    given.add_argument(
        "--vendored",
        action="store_true",
        help="also what was copied from elsewhere or is generated, which else is left out and told",
    )
    given.add_argument(
        "--from-python2", action="store_true", help="bring Python 2 to Python 3 first, which else is left as it is"
    )
    given.add_argument(
        "--no-requirements",
        action="store_true",
        help="leave out what requirement files have to say for the rewritten code; else it is written, but not with "
        "--only-safe, --verify or --verified-only",
    )
    given.add_argument("--only-safe", action="store_true", help="leave out the fixes that need a reader's eye")
    places = parser.add_argument_group("where rewrites go (default: into the files themselves)")
    where = places.add_mutually_exclusive_group()
    where.add_argument("--diff", action="store_true", help="show what would change, and change nothing")
    where.add_argument(
        "--output-dir", type=Path, metavar="DIR", help="a copy of each repository, in a folder of its name below DIR"
    )
    where.add_argument("--patch", type=Path, metavar="DIR", help="a patch for each repository, DIR/NAME.patch")
    where.add_argument(
        "--branch", metavar="NAME", help="a branch of each git repository, with one commit for each family of rules"
    )
    places.add_argument(
        "--allow-dirty",
        action="store_true",
        help="replace files also in a git repository that has changes which are not committed",
    )
    campaign = parser.add_argument_group("the campaign")
    campaign.add_argument(
        "--state",
        type=Path,
        metavar="DIR",
        help="where the state of the campaign is kept, so that it can be interrupted (default: .hublint if a folder is "
        "migrated)",
    )
    campaign.add_argument(
        "--resume", action="store_true", help="go on with the campaign that was interrupted; takes no PATH"
    )
    campaign.add_argument(
        "--report",
        type=Path,
        metavar="DIR",
        help="write a report: index.html, report.json and tables; with --resume, of a campaign that has ended too",
    )
    campaign.add_argument(
        "--jobs",
        type=jobs,
        metavar="N",
        help="how many processes to use (default: as many as it pays, and one to prove)",
    )
    campaign.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="plan and prove on a cluster: the address of its Dask scheduler, such as tcp://host:8786, or a scheduler "
        "file; needs hublint[cluster]",
    )
    campaign.add_argument(
        "--scheduler-resources",
        type=_resources,
        default={},
        metavar="NAME=N",
        help="what a worker has to offer to run programs, such as GPU=1",
    )
    campaign.add_argument(
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
    """How a campaign was begun, which `--resume` goes on with, and how long it has taken.

    Attributes:
        words: what was typed behind `hublint migrate`.
        folder: where.
        when: seconds since 1970.
        seconds: wall time of all runs.
        runs: how many there were.
    """

    words: tuple[str, ...]
    folder: str
    when: int
    seconds: float = 0.0
    runs: int = 0


def run(arguments: argparse.Namespace) -> int:
    """Migrate, print, and return the exit status."""
    if arguments.resume:
        arguments = _resumed(arguments)
    if arguments.paths_from is not None:
        arguments.paths += listed(arguments.paths_from)
    if not arguments.paths:
        raise UsageError("migrate needs a PATH, --paths-from, or --resume")
    _refuse_contradictions(arguments)
    wish = Wish(
        overrides(arguments),
        only_safe=arguments.only_safe,
        verify=arguments.verify,
        verified_only=arguments.verified_only,
        from_python2=arguments.from_python2,
        requirements=not (
            arguments.no_requirements or arguments.only_safe or arguments.verify or arguments.verified_only
        ),
        stages=arguments.branch is not None,
        place=repr((arguments.output_dir, arguments.patch, arguments.branch, arguments.git_ref)),
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
        prove = Prover(chosen, arguments.timeout or 300.0, bar.says)
    started = time.time()
    with contextlib.ExitStack() as stack:
        stack.callback(bar.stop)
        folder = _state_folder(arguments)
        state = stack.enter_context(State(folder))
        scratch = folder or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hublint-migrate-")))
        begun = state.fact("begun", Begun)
        if begun is None or begun.words != tuple(arguments.words):
            begun = Begun(tuple(arguments.words), str(Path.cwd()), int(started))
        begun = msgspec.structs.replace(begun, runs=begun.runs + 1)
        state.note("begun", begun)
        gathered = gather(
            arguments.paths,
            session,
            force_exclude=arguments.force_exclude,
            everything=arguments.vendored,
            commit_of=lambda tree: _commit(tree, arguments.git_ref, state),
            checkouts=scratch.absolute() / "checkouts",
        )
        for failure in gathered.failures:
            complain(str(failure))
        if not any(one.files for one in gathered.found):
            return 2 if gathered.failures else 0
        teller = Teller(bar, diff=arguments.diff)
        campaign = Campaign(
            state,
            wish,
            session,
            place=_place(arguments, session, scratch, begun.when),
            planners=lambda jobs: _planners(arguments, jobs),
            prove=prove,
            provers=lambda: _provers(arguments),
            listener=teller,
        )
        try:
            campaign.plan(gathered.found)
            campaign.check()
            for problem in campaign.problems:
                complain(problem)
            checked = len(campaign.problems)
            campaign.prove()
            teller.detailed = arguments.details or campaign.told() <= _DETAILED
            campaign.apply()
            for problem in campaign.problems[checked:]:
                complain(problem)
        finally:
            begun = msgspec.structs.replace(begun, seconds=begun.seconds + time.time() - started)
            state.note("begun", begun)
        for one in gathered.found:
            if one.checkout:
                git.remove_checkout(one.home, one.tree.root)
        bar.stop()
        if teller.detailed:
            for line in teller.left_out(repository for repository, _ in campaign.repositories()):
                print(line)
        _report(arguments, campaign, begun, session, detailed=teller.detailed)
    print(teller.closing(complete=not gathered.failures))
    return 2 if gathered.failures or campaign.problems else teller.status


def _report(
    arguments: argparse.Namespace, campaign: Campaign, begun: Begun, session: Session, *, detailed: bool
) -> None:
    """Write the report, and print a summary in place of what else is told of each file."""
    if arguments.report is None and detailed:
        return
    from hublint.migrate import report

    done = record.Campaign(
        shlex.join(["hublint", "migrate", *begun.words]),
        hublint.__version__,
        session.target(arguments.paths[0].absolute() / "setup.py")().level,
        _mode(arguments),
        arguments.only_safe,
        arguments.verified_only,
        arguments.verify,
        begun.when,
        time.time(),
        begun.seconds,
        begun.runs,
    )
    # Also the rules that judge models, and those that the settings leave out: some of what is told may be theirs.
    rules = registry.load()
    page = None
    if arguments.report is not None:
        page = report.write(arguments.report, done, campaign.repositories(), rules)
    if not detailed:
        report.summary(done, campaign.repositories(), rules, file=sys.stdout, report=page)
    elif page is not None:
        print(f"report: {page}\n")


def _mode(arguments: argparse.Namespace) -> record.Mode:
    if arguments.diff:
        return "plan"
    places: tuple[tuple[object, record.Mode], ...] = (
        (arguments.output_dir, "folder"),
        (arguments.patch, "patch"),
        (arguments.branch, "branch"),
    )
    return next((mode for given, mode in places if given is not None), "in place")


def _planners(arguments: argparse.Namespace, jobs: Sequence[Job]) -> Workers:
    """Return what plans are made by: this process, where starting others would take longer than they save."""
    if arguments.scheduler is not None:
        from hublint.cluster import on_cluster

        return on_cluster(arguments.scheduler)
    if arguments.jobs is not None:
        return here(min(arguments.jobs, len(jobs)))
    size = 0
    for job in jobs:
        with contextlib.suppress(OSError):
            size += job.path.stat().st_size
        if size > _PROCESSES_FROM:
            return here()
    return here(1)


def _provers(arguments: argparse.Namespace) -> Workers:
    """Return what programs are run by: one after the other, since each may use the whole machine."""
    if arguments.scheduler is not None:
        from hublint.cluster import on_cluster

        return on_cluster(arguments.scheduler, resources=arguments.scheduler_resources)
    return here(arguments.jobs or 1)


def _commit(tree: Tree, ref: str | None, state: State) -> str | None:
    """Return the commit of a repository that is migrated: the same as in the run that was interrupted."""
    if ref is None:
        return None
    if not tree.git:
        raise UsageError(f"--git-ref names a commit of git, and {tree.root} is no git repository")
    name = f"commit {git.printable(str(tree.root))}"
    known = state.fact(name, str) if not state.fact("done", bool) else None
    commit = known or git.commit_of(tree.root, ref)
    state.note(name, commit)
    return commit


def _place(arguments: argparse.Namespace, session: Session, scratch: Path, when: int) -> Place | None:
    """Return where rewrites go."""
    if arguments.diff:
        return None
    if arguments.output_dir is not None:
        return Folder(arguments.output_dir)
    if arguments.patch is not None:
        return Patches(arguments.patch)
    if arguments.branch is not None:
        rules = session.rules.by_code
        return Branch(arguments.branch, scratch=scratch / "branches", rules=rules, when=when)
    return InPlace(allow_dirty=arguments.allow_dirty)


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
    found.words, found.state = begun.words, folder
    found.details = found.details or arguments.details
    found.report = arguments.report or found.report
    return found


def _refuse_contradictions(arguments: argparse.Namespace) -> None:
    if not (arguments.verify or arguments.verified_only):
        for option in ("--runtime", "--python", "--old-python", "--timeout"):
            if getattr(arguments, option[2:].replace("-", "_")) not in (None, []):
                raise UsageError(f"{option} goes with --verify")
    if arguments.only_safe and arguments.verified_only:
        raise UsageError("--verified-only is about the fixes that --only-safe leaves out: give one of them")
    if arguments.git_ref is not None and not (
        arguments.diff or arguments.output_dir or arguments.patch or arguments.branch
    ):
        raise UsageError("--git-ref goes with --branch, --patch, --output-dir or --diff: nothing else can hold it")
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


class Prover:
    """Runs programs as they are and as they would be; on another machine without telling how far it is."""

    def __init__(self, chosen: Chosen, timeout: float, progress: Callable[[str], None] | None = None) -> None:
        self._chosen = chosen
        self._timeout = timeout
        self._progress = progress

    def __call__(self, path: Path, after: bytes) -> migrate.Proof:
        """Prove the rewrite of one program."""
        with interruptible():
            return migrate.prove(
                path,
                after,
                python=self._chosen.python,
                old_python=self._chosen.old_python,
                new_python=self._chosen.new_python,
                timeout=self._timeout,
                progress=self._progress,
            )

    def require_same(self, workers: Workers) -> None:
        """Make sure that what runs programs elsewhere is what would run them here.

        Raises:
            ClusterError: if it is not.
        """
        workers.require_same(_tensorflow, _anywhere(self._chosen), "TensorFlow to run programs with")

    def __reduce__(self) -> tuple[type[Prover], tuple[Chosen, float]]:
        """Leave behind what cannot be taken along."""
        return type(self), (_anywhere(self._chosen), self._timeout)


def _anywhere(chosen: Chosen) -> Chosen:
    """Name interpreters as every process on the machine finds them, whatever its working directory and its path."""
    from hublint.verify.runtime import find_interpreter

    def absolute(python: Path | None) -> Path | None:
        return None if python is None else find_interpreter(python)

    python, old_python, new_python, other_python, _ = chosen
    return Chosen(absolute(python), absolute(old_python), absolute(new_python), absolute(other_python))


def _tensorflow(chosen: Chosen) -> str:
    """Tell what programs would be run with in this process."""
    from hublint.runtimes import examine

    pythons = (chosen.python or Path(sys.executable), chosen.old_python, chosen.new_python)
    facts = [examine(python) for python in pythons if python is not None]
    return ", ".join(f"{one.tensorflow} {one.keras} {one.tf_keras} {one.tensorflow_hub}" for one in facts)


def _resources(text: str) -> dict[str, float]:
    name, _, number = text.partition("=")
    try:
        return {name.strip(): float(number)}
    except ValueError:
        message = f"{text!r} is no resource of workers; write it as GPU=1"
        raise argparse.ArgumentTypeError(message) from None
