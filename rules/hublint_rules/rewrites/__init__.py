"""Rewrites of whole blocks, shared by the rules that report the parts of a block.

What is here loads libcst, so it is imported when a fix is asked for, not when a rule is found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hublint.rule import Fix, NoFix, Use


def export(use: Use) -> Fix | NoFix:
    """Rewrite the export that a use is part of, with the graph and the session that serve it."""
    from hublint_rules.rewrites import graph_export

    return graph_export.rewrite(use)


def session(use: Use) -> Fix | NoFix:
    """Rewrite the export that a session serves, or else the block in which it only evaluates tensors."""
    from hublint.rule import NoFix
    from hublint_rules.rewrites import eager_session, graph_export

    exported = graph_export.rewrite(use)
    if exported == graph_export.NOTHING_EXPORTED or (isinstance(exported, NoFix) and graph_export.stands_alone(use)):
        return eager_session.rewrite(use)
    return exported
