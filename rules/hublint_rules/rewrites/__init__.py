"""Rewrites of whole blocks, shared by the rules that report the parts of a block.

What is here loads libcst, so it is imported when a fix is asked for, not when a rule is found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from hublint.rule import Fix, NoFix, Source, Target, Use

_LOADS = ("saved_model.loader.load", "saved_model.load", "train.import_meta_graph")
_EXPORTS = ("saved_model.simple_save", "saved_model.builder.SavedModelBuilder")


def export(use: Use, target: Target) -> Fix | NoFix:
    """Rewrite the export that a use is part of, with the graph and the session that serve it."""
    return _best(use, target, _export)


def load(use: Use, target: Target) -> Fix | NoFix:
    """Rewrite the program that loads a model into a session and runs it."""
    return _best(use, target, _load)


def session(use: Use, target: Target) -> Fix | NoFix:
    """Rewrite what a session serves: an export, a model that is loaded, or a block that only evaluates tensors."""
    return _best(use, target, _session)


def placeholder(use: Use, target: Target) -> Fix | NoFix:
    """Rewrite the export that a placeholder is an input of, or else the program that feeds it."""
    return _best(use, target, _placeholder)


def estimator(use: Use, target: Target, otherwise: Fix | NoFix | None = None) -> Fix | NoFix:
    """Rewrite the estimators of the file that a use belongs to, or else return what there is besides."""
    from hublint.rule import NoFix
    from hublint_rules.rewrites import estimator_rewrite

    made = estimator_rewrite.rewrite(use, target)
    return otherwise if isinstance(made, NoFix) and not made.reason and otherwise is not None else made


def keras_session(use: Use, target: Target, otherwise: Fix | NoFix | None) -> Fix | NoFix:
    """Rewrite the export of a Keras model that a `get_session` serves, or else return what there is besides."""
    from hublint.rule import Fix, NoFix
    from hublint_rules.rewrites import graph_mode, kept_keras, keras_export

    made = keras_export.rewrite(use, target) if target.level == "native" else NoFix("")
    if made in {keras_export.NO_KERAS_SESSION, keras_export.NOT_ITS_PART}:
        return otherwise or NoFix("")
    if isinstance(made, Fix):
        made = _with_the_file(use.source, made, target)
    if isinstance(made, Fix):
        return made
    return otherwise or made if graph_mode.switches(use.source) else kept_keras.rewrite(use, target, made)


def _best(use: Use, target: Target, rewrite: Callable[[Use, Target], Fix | NoFix]) -> Fix | NoFix:
    """Return the rewrite to TensorFlow 2, or else the fix that keeps the graph and writes the name that is there."""
    from hublint.rule import Fix, NoFix
    from hublint_rules.rewrites import kept_keras, keras_export
    from hublint_rules.symbols import judgement
    from hublint_rules.symbols.context import guarded

    # Code that asks for the release is written for several.
    as_it_is = target.level != "native" or guarded(use.source, use.node)
    made = NoFix("") if as_it_is else rewrite(use, target)
    if isinstance(made, Fix):
        made = _with_the_file(use.source, made, target)
    if isinstance(made, Fix):
        return made
    if made != keras_export.NOT_ITS_PART and keras_export.is_empty(use):
        return kept_keras.rewrite(use, target, made)
    renamed = judgement.owned_fix(use, target)
    if isinstance(renamed, NoFix):
        return NoFix("; ".join(filter(None, (made.reason, renamed.reason))))
    return renamed._replace(reason=made.reason)


def _with_the_file(source: Source, made: Fix, target: Target) -> Fix | NoFix:
    """Return a rewrite as it can be made in its file, whose other code runs in one mode, in a graph or eagerly.

    Where code is left that needs graph mode, TensorFlow 2 code beside it would leave neither working. Where none is,
    the switch to graph mode goes.
    """
    from hublint.rule import NoFix
    from hublint_rules.rewrites import graph_mode
    from hublint_rules.symbols.context import holds_second

    switched = graph_mode.switches(source)
    if holds_second(source) and not switched:
        return made
    key = (_with_the_file, made.edits, target)
    if key in source.notes:
        known: Fix | NoFix = source.notes[key]
        return known
    left = graph_mode.stranded(source, [edit for fix in (made, *_all(source, target)) for edit in fix.edits])
    result: Fix | NoFix = made
    if left is not None:
        result = NoFix(f"line {left.lineno} still needs graph mode, which is for the whole program")
    elif switched:
        gone = graph_mode.without_switches(source, made.edits)
        result = (
            NoFix(f"line {switched[0].lineno} switches TensorFlow 2 behaviour off in the middle of other code")
            if gone is None
            else made._replace(edits=(*made.edits, *gone))
        )
    source.notes[key] = result
    return result


def _all(source: Source, target: Target) -> list[Fix]:
    """Return the rewrites to TensorFlow 2 of all that a file holds."""
    from hublint.rule import Fix, Use
    from hublint_rules.rewrites import graph_mode

    key = (_all, target)
    known: list[Fix] | None = source.notes.get(key)
    if known is None:
        known = source.notes[key] = []
        for node, name in graph_mode.rewritten(source):
            use = Use(source, node, name, source.scope(node))
            rewrite = _session if name.endswith("Session") else _load if name.endswith(_LOADS) else _export
            fix = rewrite(use, target)
            if isinstance(fix, Fix):
                known.append(fix)
    return known


def _load(use: Use, target: Target) -> Fix | NoFix:
    from hublint_rules.rewrites import imported_graph

    return imported_graph.rewrite(use, target)


def _export(use: Use, target: Target) -> Fix | NoFix:
    from hublint.rule import NoFix
    from hublint_rules.rewrites import graph_export, kept_graph, keras_export, session_rewrite

    of_keras = keras_export.rewrite(use, target)
    if of_keras != keras_export.NO_KERAS_SESSION:
        return of_keras
    if kept_graph.is_reloaded(use):
        return NoFix("")
    made = graph_export.rewrite(use)
    if isinstance(made, NoFix):
        loaded = _load(use, target)
        if not isinstance(loaded, NoFix):
            return loaded
        whole = session_rewrite.rewrite(use)
        if not isinstance(whole, NoFix):
            return whole
    if isinstance(made, graph_export.Stays) and use.name.endswith(_EXPORTS):
        kept = kept_graph.rewrite(use)
        if isinstance(kept, NoFix):
            return NoFix("; ".join(filter(None, (made.reason, kept.reason))))
        return kept._replace(reason=made.reason)
    return made


def _session(use: Use, target: Target) -> Fix | NoFix:
    from hublint.rule import Fix, NoFix
    from hublint_rules.rewrites import eager_session, graph_export, imported_graph, keras_export, session_rewrite

    of_keras = keras_export.rewrite(use, target)
    if of_keras != keras_export.NO_KERAS_SESSION:
        return of_keras
    exported = graph_export.rewrite(use)
    if exported == graph_export.NOTHING_EXPORTED or (isinstance(exported, NoFix) and graph_export.stands_alone(use)):
        loaded = imported_graph.rewrite(use, target)
        if loaded != imported_graph.NOTHING_LOADED:
            return loaded
        evaluated = eager_session.rewrite(use)
        if isinstance(evaluated, NoFix):
            whole = session_rewrite.rewrite(use)
            return whole if isinstance(whole, Fix) or session_rewrite.concerns(use.source) else evaluated
        return evaluated
    if isinstance(exported, NoFix):
        loaded = imported_graph.rewrite(use, target)
        whole = session_rewrite.rewrite(use) if isinstance(loaded, NoFix) else loaded
        return exported if isinstance(whole, NoFix) else whole
    return exported


def _placeholder(use: Use, target: Target) -> Fix | NoFix:
    from hublint_rules.rewrites import graph_export, session_rewrite

    exported = _export(use, target)
    return session_rewrite.rewrite(use) if exported == graph_export.NOTHING_EXPORTED else exported
