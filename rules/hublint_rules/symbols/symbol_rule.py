"""What the rules have in common whose findings the table decides: each is one kind of judgement."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from hublint.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Draft, Target, Use
    from hublint_rules.symbols import judgement


class SymbolRule(Rule):
    """Reports the uses of TensorFlow's names that are judged to be of the rule's `kind`."""

    kind: ClassVar[judgement.Kind]
    targets = (2, 0)
    names = ("tensorflow.*", "tensorflow_core.*")

    def listens(self, name: str) -> bool | None:
        """Listen for the names that can be of the kind on some target."""
        from hublint_rules.symbols import judgement

        return judgement.concerns(self.kind, name)

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report the uses that the table says so of."""
        from hublint_rules.symbols import judgement

        for draft in judgement.drafts(use, target(), self.kind):
            yield _with_export(use, target, draft) if use.name.endswith(".backend.get_session") else draft


def _with_export(use: Use, target: Callable[[], Target], draft: Draft) -> Draft:
    """Return a finding at a `get_session` with the fix of the export that the session is fetched for, if it is."""
    from hublint_rules import rewrites

    return draft._replace(fix=lambda: rewrites.keras_session(use, target(), draft.fix() if draft.fix else None))


__all__ = ["SymbolRule"]
