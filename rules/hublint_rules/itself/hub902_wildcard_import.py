"""HUB902."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.rule import Draft, Example, Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Target, Use


class WildcardImport(Rule):
    """A wildcard import hides which names come from TensorFlow.

    After `from tensorflow import *` any name may or may not be TensorFlow's, and which ones are depends on the release:
    TensorFlow 2 no longer has `placeholder`, so the program fails with `NameError: name 'placeholder' is not defined`
    far from its cause. hublint does not guess; it leaves such names alone and reports the import.

    There is no fix: which names are needed is not known before they are looked up in the release that the program was
    written for.
    """

    code = "HUB902"
    name = "wildcard-import"
    since = "0.1"
    applicability = "manual"
    names = ("*",)
    examples = (Example(before="from tensorflow import *\n"),)
    references = ("https://peps.python.org/pep-0008/#imports",)

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report the import."""
        del target
        module = use.name.removesuffix(".*")
        yield Draft(
            use.node,
            f"the names that `from {module} import *` brings are unknown to hublint; import the module or the names",
        )
