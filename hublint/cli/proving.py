"""`hublint check --verify`: each program that exports is run as it was and as its fixes would have it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from hublint import migrate
from hublint.checking import check_bytes
from hublint.cli.interruption import interruptible
from hublint.files import FileError, replace_bytes, require_replaceable, states_requirements
from hublint.output import UNVERIFIED, applies

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hublint.checking import Outcome, Task
    from hublint.cli.interpreters import Chosen
    from hublint.session import Session

__all__ = ["Prover"]

_DISPROVED = {
    "differ": "the rewrite does not do the same",
    "elsewhere": "the rewrite exports to another path",
}


class Prover:
    """Proves the fixes of one file after the other, and writes what may be written.

    Args:
        task: what is to be done with each file.
        chosen: what programs are run with.
        timeout: the most seconds that a program may run.
    """

    def __init__(self, session: Session, task: Task, chosen: Chosen, timeout: float) -> None:
        self._session = session
        self._task = task
        self._chosen = chosen
        self._timeout = timeout

    def proven(self, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
        """Yield each outcome as its proof leaves it. The outcomes are of a task that writes nothing."""
        for outcome in outcomes:
            yield self._proven(outcome) if outcome.error is None and outcome.parsed else outcome

    def _proven(self, outcome: Outcome) -> Outcome:
        fixed = outcome if self._task.fix else self._fixed(outcome)
        if not fixed.before:
            return outcome
        path, before, after = outcome.path, fixed.before, fixed.data
        if states_requirements(path) or not migrate.exports_or_loads(before, path):
            return self._written(outcome)
        if self._task.write:
            try:
                require_replaceable(path)
            except FileError as error:
                return self._as_it_was(before, outcome)._replace(error=str(error), unwritten=True)
        with interruptible():
            proof = migrate.prove(
                path,
                after,
                python=self._chosen.python,
                old_python=self._chosen.old_python,
                new_python=self._chosen.new_python,
                timeout=self._timeout,
                progress=_progress if sys.stderr.isatty() else None,
            )
        if proof.verdict == "agree":
            return self._agreed(outcome, fixed, proof)
        if proof.disproved:
            return self._taken_back(outcome, before, proof)
        return self._unproven(outcome, before, proof)

    def _fixed(self, outcome: Outcome) -> Outcome:
        """Return what fixing would make of a file that is only looked at."""
        if not any(applies(finding.fix, unsafe=self._task.unsafe) for finding in outcome.findings):
            return outcome
        return self._checked(outcome.data, outcome, self._task._replace(fix=True))

    def _checked(self, data: bytes, outcome: Outcome, task: Task) -> Outcome:
        return check_bytes(data, outcome.path, str(outcome.path), self._session, task)

    def _as_it_was(self, before: bytes, outcome: Outcome) -> Outcome:
        return self._checked(before, outcome, self._task._replace(fix=False))

    def _agreed(self, outcome: Outcome, fixed: Outcome, proof: migrate.Proof) -> Outcome:
        told = f"verified: {proof.text.splitlines()[-1]}"
        if self._task.fix:
            return self._written(outcome._replace(verified=outcome.fixed, told=told))
        remaining = {(finding.code, finding.message) for finding in fixed.findings}
        marked = [
            finding._replace(fix=finding.fix._replace(verified=True))
            if finding.fix is not None
            and applies(finding.fix, unsafe=self._task.unsafe)
            and (finding.code, finding.message) not in remaining  # a fix that was refused was not tried
            else finding
            for finding in outcome.findings
        ]
        return outcome._replace(findings=marked, told=told)

    def _taken_back(self, outcome: Outcome, before: bytes, proof: migrate.Proof) -> Outcome:
        """Leave a file as it was, and let its findings say why they have no fix."""
        reason = f"{_DISPROVED[proof.verdict]}: {proof.reason}"
        kept = self._as_it_was(before, outcome)
        findings = [
            finding._replace(fix=None, note=reason) if applies(finding.fix, unsafe=self._task.unsafe) else finding
            for finding in kept.findings
        ]
        return kept._replace(findings=findings, told=f"taken back: {reason}", report=proof.text)

    def _unproven(self, outcome: Outcome, before: bytes, proof: migrate.Proof) -> Outcome:
        """Keep the fixes that are safe by themselves; those that needed a reader's eye still do."""
        told = f"{UNVERIFIED}{proof.reason}"
        kept = outcome
        if self._task.fix and self._task.unsafe:
            kept = self._checked(before, outcome, self._task._replace(unsafe=False))
        findings = [
            finding._replace(note=told) if applies(finding.fix, unsafe=self._task.unsafe) else finding
            for finding in kept.findings
        ]
        done = f"; {'fixes that are safe by themselves are kept' if kept.before else 'it is left as it was'}"
        advice = f" ({proof.advice})" if proof.advice else ""
        line = f"{told}{done if self._task.fix else ''}{advice}"
        return self._written(kept._replace(findings=findings, told=line))

    def _written(self, outcome: Outcome) -> Outcome:
        if not (self._task.write and outcome.before):
            return outcome
        try:
            replace_bytes(outcome.path, outcome.data, expected=outcome.before)
        except FileError as error:
            return self._as_it_was(outcome.before, outcome)._replace(error=str(error), unwritten=True)
        return outcome._replace(before=b"")


def _progress(text: str) -> None:
    print(f"{text} ...", file=sys.stderr)
