"""Rewrites of whole blocks, shared by the rules that report the parts of a block.

What is here loads libcst, so it is imported when a fix is asked for, not when a rule is found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from hublint.rule import Fix, NoFix, Target, Use


def export(use: Use, target: Target) -> Fix | NoFix:
    """Rewrite the export that a use is part of, with the graph and the session that serve it."""

    def rewrite() -> Fix | NoFix:
        from hublint_rules.rewrites import graph_export

        return graph_export.rewrite(use)

    return _best(use, target, rewrite)


def session(use: Use, target: Target) -> Fix | NoFix:
    """Rewrite the export that a session serves, or else the block in which it only evaluates tensors."""
    return _best(use, target, lambda: _session(use))


def placeholder(use: Use, target: Target) -> Fix | NoFix:
    """Rewrite the export that a placeholder is an input of, or else the program that feeds it."""
    return _best(use, target, lambda: _placeholder(use))


def _best(use: Use, target: Target, rewrite: Callable[[], Fix | NoFix]) -> Fix | NoFix:
    """Return the rewrite to TensorFlow 2, or else the fix that keeps the graph and writes the name that is there."""
    from hublint.rule import Fix, NoFix
    from hublint_rules.symbols import judgement

    made = rewrite() if target.level == "native" else NoFix("")
    if isinstance(made, Fix):
        return made
    renamed = judgement.owned_fix(use, target)
    if isinstance(renamed, NoFix):
        return NoFix("; ".join(filter(None, (made.reason, renamed.reason))))
    return renamed._replace(reason=made.reason)


def _session(use: Use) -> Fix | NoFix:
    from hublint.rule import Fix, NoFix
    from hublint_rules.rewrites import eager_session, graph_export, session_rewrite

    exported = graph_export.rewrite(use)
    if exported == graph_export.NOTHING_EXPORTED or (isinstance(exported, NoFix) and graph_export.stands_alone(use)):
        evaluated = eager_session.rewrite(use)
        if isinstance(evaluated, NoFix):
            whole = session_rewrite.rewrite(use)
            return whole if isinstance(whole, Fix) or session_rewrite.builds(use.source) else evaluated
        return evaluated
    return exported


def _placeholder(use: Use) -> Fix | NoFix:
    from hublint_rules.rewrites import graph_export, session_rewrite

    exported = graph_export.rewrite(use)
    return session_rewrite.rewrite(use) if exported == graph_export.NOTHING_EXPORTED else exported
