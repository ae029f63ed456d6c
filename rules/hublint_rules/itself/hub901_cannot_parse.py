"""HUB901."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.rule import Example, Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from hublint.rule import Draft, Target, Use


class CannotParse(Rule):
    """The file mentions TensorFlow but is not source that this Python can parse.

    Most such files are Python 2 (`print "loss"`, `except IOError, e:`); convert them first, for instance with `2to3`
    from a Python older than 3.13. Others are newer than the interpreter that runs hublint, or templates.

    There is no fix: a file that cannot be parsed is left byte for byte as it is, the other files are checked, and the
    run ends with exit status 2, because silence would look like a clean bill.
    """

    code = "HUB901"
    name = "cannot-parse"
    since = "0.1"
    applicability = "manual"
    severity = "error"
    names = ()
    examples = (Example(before='import tensorflow as tf\nprint "loss", tf.Session()\n'),)
    references = ("https://docs.python.org/3/library/ast.html#ast.parse",)

    def check(self, use: Use, target: Callable[[], Target]) -> Iterable[Draft]:
        """Report nothing: there is no tree to look at; the engine reports what kept it from being made."""
        del use, target
        return ()
