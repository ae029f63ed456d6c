"""Run every check of this repository: `python3 -m tests`, or `python3 -m tests --fast` without TensorFlow and VS Code.

Needs only a Python and the package indexes of Python and npm, and makes the environments that it runs in; for VS Code
also Chromium. `--only vscode` runs one part. What it does not know itself goes to pytest:
`python3 -m tests --fast -k placeholder`.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import time
from pathlib import Path
from typing import NamedTuple

from hublint import bootstrap
from tests import extension

ROOT = Path(__file__).resolve().parent.parent

DEVELOPMENT = bootstrap.Environment(
    name="development",
    arguments=("--editable", ".", "--group", "dev"),
    contents="hublint, its linters and its tests",
)
TENSORFLOW = bootstrap.Environment(
    name="tensorflow-2.21",
    arguments=("--editable", ".", "--group", "dev", "--group", "tf221"),
    contents="hublint, its tests and TensorFlow 2.21 (1 to 3 minutes, once)",
)
TENSORFLOW_215 = bootstrap.Environment(
    name="tensorflow-2.15",
    arguments=("--group", "tf215"),
    contents="TensorFlow 2.15 (1 to 3 minutes, once)",
)
# Not a dependency group: no pip that runs on Python 3.7 knows those. numpy is TensorFlow's own bound.
TENSORFLOW_115 = bootstrap.Environment(
    name="tensorflow-1.15",
    arguments=("tensorflow==1.15.5", "protobuf<3.21", "numpy<1.19", "h5py<3"),
    contents="TensorFlow 1.15 (1 minute, once)",
)


class Older(NamedTuple):
    """An older TensorFlow that some tests ask: their marker, its Pythons, its environment.

    What is not `required` may be missing in CI as well: few machines have a Python as old as TensorFlow 1 wants.
    """

    release: str
    marker: str
    pythons: tuple[tuple[int, int], ...]
    environment: bootstrap.Environment
    required: bool

    @property
    def step(self) -> str:
        """The name of the check."""
        return f"pytest -m {self.marker}"


OLDER = (
    Older("2.15", "tf215", bootstrap.WITH_TENSORFLOW_215, TENSORFLOW_215, required=True),
    Older("1.15", "tf115", bootstrap.WITH_TENSORFLOW_115, TENSORFLOW_115, required=False),
)

# Each is `python -m MODULE ...` but for import-linter, which has a command and no module to run.
STATIC_CHECKS = {
    "ruff check": ("-m", "ruff", "check"),
    "ruff format": ("-m", "ruff", "format", "--check"),
    "mypy": ("-m", "mypy"),
    "mypy of the extension's tools": ("-m", "mypy", "-m", "bundle", "-m", "libraries", "-m", "package"),
    "import-linter": ("-c", "import sys; from importlinter.cli import lint_imports_command as run; sys.exit(run())"),
}


class Step(NamedTuple):
    """A check that ran."""

    name: str
    status: int


class Omission(NamedTuple):
    """A check that could not run, and why; one that is `required` fails the run in CI."""

    name: str
    reason: str
    required: bool = True


def main() -> int:
    """Run the checks and return the worst exit status."""
    parser = argparse.ArgumentParser(prog="python3 -m tests", description="Run every check of this repository.")
    parser.add_argument("--fast", action="store_true", help="leave out the tests that need TensorFlow or VS Code")
    parser.add_argument("--only", choices=PARTS, help="run this part alone")
    arguments, for_pytest = parser.parse_known_args()
    started = time.monotonic()
    outcomes: list[Step | Omission] = []
    try:
        for name, part in PARTS.items():
            if arguments.only in {None, name}:
                left_out = arguments.fast and name != "python"
                outcomes += [Omission(name, "--fast leaves them out", required=False)] if left_out else part(for_pytest)
    except bootstrap.BootstrapError as error:
        print(f"tests: {error}", file=sys.stderr)
        return 2
    return summary(outcomes, time.monotonic() - started)


def without_tensorflow(for_pytest: list[str]) -> list[Step | Omission]:
    """Run the linters and the fast tests, in an environment that has no TensorFlow."""
    interpreter = bootstrap.require_interpreter(bootstrap.SUPPORTED, "hublint")
    python = bootstrap.prepare(ROOT, DEVELOPMENT, interpreter)
    outcomes: list[Step | Omission] = [step(name, python, *words) for name, words in STATIC_CHECKS.items()]
    outcomes.append(step("pytest", python, "-m", "pytest", *for_pytest))
    waiting = "processes and not tensorflow and not tf215 and not tf115"
    outcomes.append(step("pytest -m processes", python, "-m", "pytest", "-m", waiting, *for_pytest))
    outcomes.append(with_editor(python, for_pytest))
    return outcomes


def with_editor(python: Path, for_pytest: list[str]) -> Step | Omission:
    """Run the tests in which a real editor drives the language server."""
    name = "pytest -m editor"
    if shutil.which("nvim") is None:
        return Omission(name, "they drive Neovim, and there is no `nvim` on the path (any release from 0.7 on will do)")
    return step(name, python, "-m", "pytest", "-m", "editor", *for_pytest)


def with_vscode(for_pytest: list[str]) -> list[Step | Omission]:
    """Run the checks of the VS Code extension, which want Node.js, Chromium and TensorFlow 2.21.

    What cannot be installed fails them here: an extension that was not tried in an editor was not tried.
    """
    outcomes: list[Step | Omission] = []
    try:
        development = bootstrap.require_interpreter(bootstrap.SUPPORTED, "hublint")
        tensorflow = bootstrap.require_interpreter(bootstrap.WITH_TENSORFLOW, "TensorFlow 2.21")
        python = bootstrap.prepare(ROOT, DEVELOPMENT, development)
        newest = bootstrap.prepare(ROOT, TENSORFLOW, tensorflow)
        for check in extension.checks(ROOT, python, newest, for_pytest):
            outcomes.append(step(check.name, check.program, *check.words, **check.variables))  # noqa: PERF401 - what ran is kept if the next cannot
    except bootstrap.BootstrapError as error:
        print(f"tests: {error}", file=sys.stderr)
        outcomes.append(Step("vscode", 2))
    return outcomes


def with_tensorflow(for_pytest: list[str]) -> list[Step | Omission]:
    """Run the tests that ask the real TensorFlow 2.21, then those that also ask the real 2.15, and the real 1.15."""
    newest = "pytest -m tensorflow"
    interpreter = bootstrap.find_interpreter(bootstrap.WITH_TENSORFLOW)
    if interpreter is None:
        reason = f"they want TensorFlow 2.21, hence Python {bootstrap.listed(bootstrap.WITH_TENSORFLOW)}"
        reason += "; this machine has none"
        return [Omission(newest, reason), *(Omission(older.step, reason, older.required) for older in OLDER)]
    python = bootstrap.prepare(ROOT, TENSORFLOW, interpreter)
    outcomes: list[Step | Omission] = [step(newest, python, "-m", "pytest", "-m", "tensorflow", *for_pytest)]
    return outcomes + [with_older(older, python, for_pytest) for older in OLDER]


def with_older(older: Older, python: Path, for_pytest: list[str]) -> Step | Omission:
    """Run the tests that ask an older TensorFlow beside the one of `python`."""
    interpreter = bootstrap.find_interpreter(older.pythons)
    if interpreter is None:
        wanted = f"they want TensorFlow {older.release}, hence Python {bootstrap.listed(older.pythons)}"
        return Omission(older.step, f"{wanted}; this machine has none", older.required)
    try:
        found = bootstrap.prepare(ROOT, older.environment, interpreter)
    except bootstrap.BootstrapError as error:
        if older.required:
            raise
        return Omission(older.step, str(error), older.required)
    words = ("-m", "pytest", "-m", older.marker, *for_pytest)
    return step(older.step, python, *words, **{f"HUBLINT_TEST_PYTHON_{older.marker[2:]}": str(found)})


PARTS = {"python": without_tensorflow, "vscode": with_vscode, "tensorflow": with_tensorflow}
"""What `--only` can name, in the order in which all are run."""


def step(name: str, program: Path, *words: str, **variables: str) -> Step:
    """Run one check, its output passed through untouched."""
    print(f"\n== {name}", flush=True)
    return Step(name, bootstrap.run([program, *words], ROOT, **variables))


def summary(outcomes: list[Step | Omission], seconds: float) -> int:
    """Print what ran and what did not; a required check that CI could not run counts as failed."""
    print()
    worst = 0
    words = []
    for outcome in outcomes:
        if isinstance(outcome, Omission):
            print(f"The tests of `{outcome.name}` did not run: {outcome.reason}.")
            worst = max(worst, int(outcome.required and os.environ.get("CI", "").lower() == "true"))
            words.append(f"{outcome.name} not run")
        else:
            worst = max(worst, outcome.status)
            words.append(f"{outcome.name} {f'failed ({outcome.status})' if outcome.status else 'passed'}")
    print(f"{'FAILED' if worst else 'PASSED'} in {seconds:.0f} s: {', '.join(words)}")
    return worst


if __name__ == "__main__":
    sys.exit(main())
