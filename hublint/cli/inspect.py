"""`hublint inspect`: what the files of models hold, without TensorFlow, and what the rules say of it."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from hublint.cli.check import add_rule_options, complain, overrides
from hublint.cli.help import epilog
from hublint.output import count
from hublint.session import Session, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hublint.output.model_json import Told
    from hublint.output.model_text import Detail
    from hublint.savedmodel.archive import Limits

__all__ = ["add_parser", "run"]

_DESCRIPTION = """\
Print what the files of a model hold: its form and the TensorFlow that wrote it, signatures, restored functions with
their traces, variables by size, an optimizer's state, assets, operations that reach out of the graph, and damage; then
what the rules HUB6xx say of it. Nothing is run and TensorFlow is not needed, so that models may be looked at that
nobody trusts.

A TARGET is the folder of a SavedModel or of a TensorFlow 1 module of TF-Hub, a .keras, .h5 or .hdf5 file, an archive
with one of these in it (.tar.gz, .tgz, .tar, .zip), or the handle of a model that has been downloaded already
(https://tfhub.dev/..., https://www.kaggle.com/models/..., OWNER/MODEL/FRAMEWORK/VARIATION)."""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    parser = subparsers.add_parser(
        "inspect",
        help="show what the files of a model hold, without TensorFlow",
        description=_DESCRIPTION,
        epilog=epilog(
            {
                "hublint inspect export/1": "what a SavedModel holds, and what is wrong with it",
                "hublint inspect --all --tensors model.tar.gz": "everything, of one in an archive",
                "hublint inspect --output-format json https://tfhub.dev/google/elmo/3": "one that was downloaded, for "
                "a program",
            },
            {"0": "nothing found", "1": "findings", "2": "a target or an option could not be used"},
            {
                "TFHUB_CACHE_DIR": "the folder in which tensorflow_hub keeps what it has downloaded",
                "KAGGLEHUB_CACHE": "the same of kagglehub",
            },
        ),
    )
    parser.add_argument("targets", nargs="+", metavar="TARGET", help="a model")
    add_rule_options(parser, code=False)
    output = parser.add_argument_group("output")
    output.add_argument(
        "--output-format",
        choices=("full", "concise", "json"),
        default="full",
        help="full: all that one wants to know (default); concise: a line for each model and each finding; "
        "json: everything, under names that stay",
    )
    output.add_argument("--all", action="store_true", help="leave nothing out: all variables, functions and traces")
    output.add_argument(
        "--largest", type=_number, default=10, metavar="N", help="how many variables to show (default: %(default)s)"
    )
    output.add_argument("--tensors", action="store_true", help="show the tensors' names in the graph too")
    archives = parser.add_argument_group("archives")
    archives.add_argument(
        "--unpack-limit",
        type=_number,
        default=10_000,
        metavar="MB",
        help="the most megabytes to unpack from an archive (default: %(default)s)",
    )
    parser.set_defaults(run=run)


def _number(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = -1
    if number < 0:
        message = f"{text!r} is no number; give 0 or more"
        raise argparse.ArgumentTypeError(message)
    return number


def run(arguments: argparse.Namespace) -> int:
    """Look at the models, print, and return the exit status."""
    from hublint.output.model_text import Detail
    from hublint.savedmodel.archive import Limits

    if arguments.output_format != "full":
        for option, used in (("--all", arguments.all), ("--tensors", arguments.tensors)):
            if used:
                raise UsageError(
                    f"{option} goes with --output-format full; {arguments.output_format} has no use for it"
                )
    session = Session(overrides(arguments), models=True)
    limits = Limits(bytes=arguments.unpack_limit * 1_000_000)
    told = _look(arguments.targets, session, limits)
    counted = _Tally()
    if arguments.output_format == "json":
        from hublint.output import model_json

        sys.stdout.writelines(model_json.render(counted.each(told), session.rules))
        return counted.status
    if arguments.output_format == "concise":
        lines = _concise(counted.each(told))
    else:
        lines = _full(counted.each(told), Detail(arguments.all, arguments.largest, arguments.tensors))
    sys.stdout.writelines(lines)
    if counted.models:
        print(counted.sentence())
    return counted.status


class _Tally:
    """Counts what is told, and says on standard error what could not be looked at."""

    def __init__(self) -> None:
        self.models = 0
        self.findings = 0
        self.status = 0

    def each(self, told: Iterable[Told]) -> Iterator[Told]:
        for one in told:
            if one.error is not None:
                sys.stdout.flush()
                complain(one.error)
                self.status = 2
            else:
                self.models += 1
                self.findings += len(one.findings)
                self.status = max(self.status, int(bool(one.findings)))
            yield one

    def sentence(self) -> str:
        if self.findings:
            return f"{count(self.findings, 'finding')} in {count(self.models, 'model')}."
        return f"Nothing found in {count(self.models, 'model')}."


def _look(targets: Iterable[str], session: Session, limits: Limits) -> Iterator[Told]:
    """Yield what there is to tell of each target; what was unpacked for it is gone when the next one is asked for."""
    for target in targets:
        with tempfile.TemporaryDirectory(prefix="hublint-", ignore_cleanup_errors=True) as scratch:
            yield _look_at(target, Path(scratch), session, limits)


def _look_at(target: str, scratch: Path, session: Session, limits: Limits) -> Told:
    from hublint.inspection import Place, inspect
    from hublint.output.model_json import Told
    from hublint.savedmodel import SavedModelError, read_contents
    from hublint.savedmodel.targets import open_target

    try:
        opened = open_target(target, scratch, limits)
        model = read_contents(opened.path)
    except SavedModelError as error:
        return Told(target, error=str(error))
    except (MemoryError, RecursionError) as error:
        return Told(target, error=f"{target}: is too large or too deeply nested to be read ({type(error).__name__})")
    # The settings are those of the folder that the model lies in; a handle's are those of the working directory.
    where = Path(target) if os.path.exists(target) else Path("model")  # noqa: PTH110 - Path raises for long handles
    verdict = inspect(session.registry(where), model, place=Place(target), target=session.target(where))
    return Told(target, str(opened.path), None, opened.notes, model, tuple(verdict.findings))


def _concise(told: Iterable[Told]) -> Iterator[str]:
    from hublint.output import FileReport, concise
    from hublint.output.columns import harmless
    from hublint.output.model_text import summary

    for one in told:
        if one.model is not None:
            yield f"{summary(one.target, one.model)}\n"
            # What a finding says may hold names out of the model.
            findings = [finding._replace(message=harmless(finding.message)) for finding in one.findings]
            yield from concise.render([FileReport(Path(one.target), b"", findings)])


def _full(told: Iterable[Told], detail: Detail) -> Iterator[str]:
    from hublint.output.model_text import findings_text, render

    for one in told:
        if one.model is not None:
            yield from render(one.target, one.model, one.notes, detail)
            yield from findings_text(one.findings)
            yield "\n"
