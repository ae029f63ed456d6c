"""What is known of one document while it is edited: its findings follow its text."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hublint import engine
from hublint.source.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from hublint.engine import Checked
    from hublint.registry import Registry
    from hublint.rule import Finding, Target
    from hublint.source.source import Source


class Judgement(NamedTuple):
    """What a pass over a whole text gave: the text, the findings in it, and how it was read (None if it was not)."""

    utf8: bytes
    checked: Checked
    source: Source | None = None


class Incremental:
    """The findings of one document, kept near what a whole pass over its text would find.

    `edit` is quick, and moves the findings along with the text; `judge` is exact, may take long, may run in another
    thread, and changes nothing; `settle` takes over what it gave, if the text is still the one that was judged.

    Attributes:
        utf8: the text as it is now.
        findings: what is known of it, sorted.
        exact: whether these are what a whole pass over this text finds.
        parsed: whether the text could be read when it was last judged.
        known: whether a whole pass was ever taken over.
    """

    def __init__(
        self, utf8: bytes, registry: Registry, *, filename: str, path: Path | None, target: Callable[[], Target]
    ) -> None:
        """Begin with a text of which nothing is known."""
        self.utf8 = utf8
        self.findings: list[Finding] = []
        self.exact = False
        self.parsed = True
        self.known = False
        self.registry = registry
        self.filename = filename
        self.path = path
        self.target = target

    def edit(self, start: int, end: int, replacement: bytes) -> None:
        """Replace the bytes from `start` up to `end`, and move the findings along."""
        self.utf8 = self.utf8[:start] + replacement + self.utf8[end:]
        self.exact = False

    def replace(self, utf8: bytes) -> None:
        """Take another text, of which nothing is known but that it was parsed before or not."""
        self.utf8 = utf8
        self.findings = []
        self.exact = False

    def snapshot(self) -> Incremental:
        """Return what can be judged in another thread while this one is edited."""
        return self

    def judge(self, *, stopped: Callable[[], bool] = lambda: False) -> Judgement:
        """Find all that a whole pass over the text finds, without fixes; `stopped` ends it early, with Stopped."""
        utf8 = self.utf8
        checked = engine.check(
            Text.decoded(utf8),
            self.registry,
            filename=self.filename,
            path=self.path,
            target=self.target,
            fixes=False,
            stopped=stopped,
        )
        return Judgement(utf8, checked)

    def settle(self, judgement: Judgement) -> bool:
        """Take over what a pass found; tell whether the text was still the same."""
        if judgement.utf8 != self.utf8:
            return False
        self.parsed = judgement.checked.parsed
        if self.parsed or not self.findings:
            self.findings = judgement.checked.findings
        self.exact = True
        self.known = True
        return True


__all__ = ["Incremental", "Judgement", "Text"]
