"""What the rules say of themselves, as a report tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hublint.catalogue import docstring

if TYPE_CHECKING:
    from hublint.registry import Registry

__all__ = ["Explanation", "explained"]


class Explanation(NamedTuple):
    """What a rule is called, what it finds in one sentence, and what happens at run time in one paragraph."""

    name: str
    headline: str
    paragraph: str


def explained(code: str, rules: Registry) -> Explanation:
    """Explain a code; one that no rule at hand has, because a pack is not installed here, is all that is known."""
    rule = rules.by_code.get(code)
    if rule is None:
        return Explanation(code, "", "")
    headline, _, prose = docstring(rule).partition("\n")
    return Explanation(rule.name, headline, " ".join(prose.strip().partition("\n\n")[0].split()))
