"""Rules that exist only here, one for each way in which a rule can answer."""

from __future__ import annotations

import ast
import os
from functools import partial
from typing import TYPE_CHECKING

from hublint.registry import Registry
from hublint.rule import Draft, Edit, Example, Fix, NoFix, Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Manifest, Target, Use


class Renaming(Rule):
    """Renames a function."""

    since = "0.1"
    examples = (Example(before=""),)
    references = ("https://example.org/renaming",)
    new: str

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        del target

        def rename() -> Fix:
            assert isinstance(use.node, ast.Attribute)
            _, end = use.source.span(use.node)
            edit = Edit(end - len(use.node.attr), end, self.new)
            assert self.applicability != "manual"
            return Fix(self.applicability, f"Call {self.new}", (edit,))

        assert isinstance(use.node, ast.Attribute)
        yield Draft(use.node, f"{use.node.attr} is gone; call {self.new}", rename)


class Safe(Renaming):
    """A loud call is reported and safely renamed."""

    code = "TST001"
    name = "safe"
    applicability = "safe"
    names = ("tensorflow.loud",)
    new = "quiet"


class Unsafe(Renaming):
    """A risky call is reported and renamed under a reader's eye."""

    code = "TST002"
    name = "unsafe"
    applicability = "unsafe"
    names = ("tensorflow.risky",)
    new = "calm"


class Stuck(Rule):
    """A stuck call is reported and cannot be rewritten."""

    code = "TST003"
    name = "stuck"
    since = "0.1"
    applicability = "manual"
    names = ("tensorflow.stuck",)
    examples = (Example(before=""),)
    references = ()

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        yield Draft(use.node, f"stuck on {target()}", lambda: NoFix("it is stuck"))


class Unbounded(Rule):
    """A requirement without a bound is reported and gets one."""

    code = "TST006"
    name = "unbounded"
    since = "0.1"
    applicability = "unsafe"
    packages = ("loud-package",)
    examples = (Example(before=""),)
    references = ()

    def check_requirements(self, manifest: Manifest, target: Callable[[], Target]) -> Iterator[Draft]:
        del target
        for entry in manifest.named("loud-package"):
            if not entry.specifier:
                fix = Fix("unsafe", "Bound it", (Edit(entry.end, entry.end, "<3"),))
                yield Draft(entry, "it has no bound; write one", partial(Fix, *fix))


class Defect(Rule):
    """A rule that has a defect itself."""

    code = "TST004"
    name = "defect"
    since = "0.1"
    applicability = "manual"
    names = ("tensorflow.defect",)
    examples = (Example(before=""),)
    references = ()

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        del target
        raise ZeroDivisionError(use.name)


class Deadly(Rule):
    """A rule that kills the process it runs in."""

    code = "TST005"
    name = "deadly"
    since = "0.1"
    applicability = "manual"
    names = ("tensorflow.deadly",)
    examples = (Example(before=""),)
    references = ()

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        del use, target
        os._exit(11)


class CannotParse(Rule):
    """Stands for the code of the engine's own finding, so that it can be named in settings."""

    code = "HUB901"
    name = "cannot-parse"
    since = "0.1"
    applicability = "manual"
    names = ()
    examples = (Example(before=""),)
    references = ()

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        del use, target
        yield from ()


def load(*, models: bool = True) -> Registry:
    del models  # none of these judges any
    return Registry([Safe(), Unsafe(), Stuck(), Unbounded(), Defect(), Deadly(), CannotParse()])
