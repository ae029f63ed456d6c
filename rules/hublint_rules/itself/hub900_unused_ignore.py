"""HUB900."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.rule import Example, Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from hublint.rule import Draft, Target, Use


class UnusedIgnore(Rule):
    """An ignore comment silences nothing.

    The finding it was written for is gone, or the code was never right. Such a comment hides the next real finding on
    its line. Comments that name rules which were not run are left in peace, and so are the codes of other linters in
    `noqa` comments.

    The fix is safe: it removes a comment, or some codes in it, and comments do not run. What is written behind the
    codes as a reason goes with them.
    """

    code = "HUB900"
    name = "unused-ignore"
    since = "0.1"
    applicability = "safe"
    severity = "hint"
    tags = ("unnecessary",)
    names = ()
    examples = (
        Example(
            before="total = 1 + 1  # hublint: ignore[HUB101] left from the old export\n",
            after="total = 1 + 1\n",
        ),
    )
    references = ("https://docs.astral.sh/ruff/rules/unused-noqa/",)

    def check(self, use: Use, target: Callable[[], Target]) -> Iterable[Draft]:
        """Report nothing: only the engine knows, once all rules have spoken, which comments were of use."""
        del use, target
        return ()
