"""Run every check of this repository: `python3 -m tests`, or `python3 -m tests --fast` without TensorFlow.

Needs only a Python and its package index, and makes the environments that it runs in. What it does not know itself goes
to pytest: `python3 -m tests --fast -k placeholder`.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path
from typing import NamedTuple

from hublint import bootstrap

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

# Each is `python -m MODULE ...` but for import-linter, which has a command and no module to run.
STATIC_CHECKS = {
    "ruff check": ("-m", "ruff", "check"),
    "ruff format": ("-m", "ruff", "format", "--check"),
    "mypy": ("-m", "mypy"),
    "import-linter": ("-c", "import sys; from importlinter.cli import lint_imports_command as run; sys.exit(run())"),
}


class Step(NamedTuple):
    """A check that ran."""

    name: str
    status: int


class Omission(NamedTuple):
    """A check that could not run, and why."""

    name: str
    reason: str


def main() -> int:
    """Run the checks and return the worst exit status."""
    parser = argparse.ArgumentParser(prog="python3 -m tests", description="Run every check of this repository.")
    parser.add_argument("--fast", action="store_true", help="leave out the tests that need TensorFlow")
    arguments, for_pytest = parser.parse_known_args()
    started = time.monotonic()
    try:
        outcomes = without_tensorflow(for_pytest)
        if not arguments.fast:
            outcomes += with_tensorflow(for_pytest)
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
    return outcomes


def with_tensorflow(for_pytest: list[str]) -> list[Step | Omission]:
    """Run the tests that ask the real TensorFlow 2.21, then those that also ask the real 2.15."""
    newest, oldest = "pytest -m tensorflow", "pytest -m tf215"
    interpreter = bootstrap.find_interpreter(bootstrap.WITH_TENSORFLOW)
    if interpreter is None:
        reason = f"they want TensorFlow 2.21, hence Python {bootstrap.listed(bootstrap.WITH_TENSORFLOW)}"
        return [Omission(newest, reason), Omission(oldest, reason)]
    python = bootstrap.prepare(ROOT, TENSORFLOW, interpreter)
    outcomes: list[Step | Omission] = [step(newest, python, "-m", "pytest", "-m", "tensorflow", *for_pytest)]
    interpreter_215 = bootstrap.find_interpreter(bootstrap.WITH_TENSORFLOW_215)
    if interpreter_215 is None:
        reason = f"they want TensorFlow 2.15, hence Python {bootstrap.listed(bootstrap.WITH_TENSORFLOW_215)}"
        return [*outcomes, Omission(oldest, reason)]
    python_215 = bootstrap.prepare(ROOT, TENSORFLOW_215, interpreter_215)
    words = ("-m", "pytest", "-m", "tf215", *for_pytest)
    return [*outcomes, step(oldest, python, *words, HUBLINT_TEST_PYTHON_215=str(python_215))]


def step(name: str, python: Path, *words: str, **variables: str) -> Step:
    """Run one check, its output passed through untouched."""
    print(f"\n== {name}", flush=True)
    return Step(name, bootstrap.run([python, *words], ROOT, **variables))


def summary(outcomes: list[Step | Omission], seconds: float) -> int:
    """Print what ran and what did not; a check that CI could not run counts as failed."""
    print()
    worst = 0
    words = []
    for outcome in outcomes:
        if isinstance(outcome, Omission):
            print(f"The tests of `{outcome.name}` did not run: {outcome.reason}; this machine has none.")
            worst = max(worst, int(os.environ.get("CI", "").lower() == "true"))
            words.append(f"{outcome.name} not run")
        else:
            worst = max(worst, outcome.status)
            words.append(f"{outcome.name} {f'failed ({outcome.status})' if outcome.status else 'passed'}")
    print(f"{'FAILED' if worst else 'PASSED'} in {seconds:.0f} s: {', '.join(words)}")
    return worst


if __name__ == "__main__":
    sys.exit(main())
