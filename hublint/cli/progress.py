"""How far a campaign is, on a terminal: a bar with the rate and the time left, by rich; elsewhere nothing."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from hublint.migrate.campaign import Listener

if TYPE_CHECKING:
    from rich.progress import Progress, ProgressColumn, TaskID

__all__ = ["Bar"]

_FEWEST = 20  # files for which a bar is worth showing


class Bar(Listener):
    """A bar for each step that takes a while."""

    def __init__(self) -> None:
        """Begin without one."""
        self._progress: Progress | None = None
        self._task: TaskID | None = None

    def begins(self, step: str, total: int) -> None:
        """Show how far the step is, if a person is looking and it is worth it."""
        self.stop()
        if not sys.stderr.isatty() or (total < _FEWEST and step != "proving") or not total:
            return
        from rich.console import Console
        from rich.progress import Progress

        self._progress = Progress(*_columns(), console=Console(file=sys.stderr), transient=True)
        self._task = self._progress.add_task(step, total=total, what="")
        self._progress.start()

    def proves(self, path: str) -> None:
        """Show which program is run."""
        self.says(path)

    def says(self, what: str) -> None:
        """Show what is being done just now."""
        if self._progress is not None and self._task is not None:
            self._progress.update(self._task, what=what)

    def did(self, path: str) -> None:
        """Count a file."""
        del path
        if self._progress is not None and self._task is not None:
            self._progress.advance(self._task)

    def stop(self) -> None:
        """Take the bar away."""
        if self._progress is not None:
            self._progress.stop()
        self._progress = self._task = None


def _columns() -> list[ProgressColumn]:
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        ProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        def render(self, task: object) -> Text:
            speed = getattr(task, "speed", None)
            if not speed:
                return Text("")
            return Text(f"{speed:,.0f} files/s" if speed >= 1 else f"{60 * speed:,.1f} files/min", style="dim")

    return [
        TextColumn("{task.description}"),
        BarColumn(bar_width=30),
        MofNCompleteColumn(),
        Rate(),
        TimeRemainingColumn(compact=True),
        TextColumn("{task.fields[what]}", markup=False, style="dim"),
    ]
