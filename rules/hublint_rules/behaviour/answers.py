"""What the rules of this family share: functions that have the same to be said of them, and how they are named."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hublint_rules.words import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from hublint.behaviour import FunctionRun, InputTried

__all__ = ["Same", "alike", "is_unreadable", "telling"]


class Same(NamedTuple):
    """What is to be said of several functions: their names, and whether it is of one."""

    names: str
    alone: bool

    def verb(self, one: str, several: str) -> str:
        """Return the verb in the form that the names ask for."""
        return one if self.alone else several


def alike(
    runs: Iterable[FunctionRun], judge: Callable[[FunctionRun], tuple[str, str] | None]
) -> list[tuple[Same, str, str]]:
    """Judge functions, and put those together that get the same sentence: a signature often is the function itself.

    Args:
        runs: the functions.
        judge: returns what to say and a note, or None.

    Returns:
        Who it is, what to say, and the note of the first of them.
    """
    found: dict[str, tuple[list[str], str]] = {}
    for run in runs:
        verdict = judge(run)
        if verdict is not None:
            found.setdefault(verdict[0], ([], verdict[1]))[0].append(run.name)
    return [(Same(quoted(names), len(names) == 1), text, note) for text, (names, note) in found.items()]


def telling(tried: Sequence[InputTried]) -> InputTried:
    """Return the first call whose error says something; the first of all if none does."""
    return next((one for one in tried if not is_unreadable(one)), tried[0])


def is_unreadable(one: InputTried) -> bool:
    """Tell whether the error of a call is only that TensorFlow could not tell it.

    TensorFlow's messages quote the values that it refuses, and cannot become an exception where these are no text.
    """
    return one.error.startswith("UnicodeDecodeError")
