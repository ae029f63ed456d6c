"""The export of a Keras model that stays as it is, with the graph mode that it needs.

Under `tf.compat.v1` all of such an export is still there: Keras 2, which `TF_USE_LEGACY_KERAS=1` brings back, has its
session, and in graph mode that has the model. `disable_v2_behavior` is the whole program's, so that it is put into
programs only, not into functions that others call.

Measured on TensorFlow 2.15 and 2.21 with tf_keras against 1.15.5, for 60 models that end in as many kinds of layers,
built and loaded from HDF5:

- After `disable_v2_behavior` the inputs and outputs have the names of TensorFlow 1.15, but at the end of a model in one
  of `_OTHERWISE_NAMED`, in selu, or in a softmax over a sequence (`dense/Softmax:0`, then `dense/truediv:0`). After
  `disable_eager_execution` those of BatchNormalization and Dropout differ, too.
- An optimizer of `tf.keras.optimizers` does not train in graph mode: `NotImplementedError: numpy() is only available
  when eager execution is enabled.` One that `compile` is told by name does, and so do those of `tf.train`.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from hublint.rule import Fix, NoFix
from hublint_rules.rewrites import keras_export
from hublint_rules.rewrites.flow import Refused
from hublint_rules.rewrites.graph_mode import needs_switch
from hublint_rules.symbols import judgement
from hublint_rules.symbols.context import PACKAGES, decides_mode, guarded, holds_second
from hublint_rules.symbols.placing import behind_imports
from hublint_rules.symbols.spelling import spell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hublint.rule import Edit, Source, Target, Use

_ROOTS = ("tensorflow.keras", "tensorflow.compat.v1.keras")
_OWN_PACKAGES = frozenset({"keras", "tf_keras"})
_EMPTY = (
    "Keras's session exports nothing while TensorFlow runs eagerly; call `tf.compat.v1.disable_eager_execution()` first"
)

# What ends in a tensor of another name than in TensorFlow 1.15, and models whose layers got other names.
_OTHERWISE_NAMED = re.compile(
    r"tensorflow\.(?:compat\.v1\.)?(?:keras\.(?:layers\.(?:Dot|dot|Embedding|GRU|LayerNormalization|LSTM)|applications)"
    r"|(?:keras\.activations|nn)\.selu)"
)
_TRAINS_EAGERLY = re.compile(r"tensorflow\.keras\.optimizers\.[A-Z]\w*")


def rewrite(use: Use, target: Target, made: NoFix) -> Fix | NoFix:
    """Keep the export of Keras's session that a use is part of, and switch its program to graph mode.

    Args:
        use: a name that the export needs.
        target: what the program is to run on.
        made: why the export is not rewritten to TensorFlow 2.

    Returns:
        The fix that writes the name as it is there and the switch, or the reasons why there is neither.
    """
    exported = keras_export.exported(use)
    if exported is None:
        return NoFix(made.reason or _EMPTY)
    renamed = judgement.owned_fix(use, target) if judgement.is_owned(use.name) else _renamed(use, target)
    return keep(use, exported, made, renamed)


def keep(use: Use, exported: keras_export.Exported, made: NoFix, renamed: Fix | NoFix) -> Fix | NoFix:
    """Keep what is exported from Keras's session, by some fix for a name, and switch the program to graph mode."""
    if not _is_in_program(use, exported):
        return NoFix(made.reason or _EMPTY)
    reason = made.reason
    try:
        switch, call = _switch(use.source)
        if isinstance(made, keras_export.TensorNames):
            reason = _caution(use.source, made)
    except Refused as refusal:
        return NoFix("; ".join(filter(None, (made.reason, str(refusal)))))
    if isinstance(renamed, NoFix):
        if renamed.reason:
            return renamed
        renamed = Fix("unsafe", f"Call `{call}`", (), stage=judgement.STAGE)
    else:
        renamed = renamed._replace(message=f"{renamed.message}, and call `{call}` behind the imports")
    return renamed._replace(applicability="unsafe", edits=(*renamed.edits, switch), reason=reason)


def _renamed(use: Use, target: Target) -> Fix | NoFix:
    judged = judgement.judge(use, target)
    return (judged.fix if judged is not None else None) or NoFix("")


def _is_in_program(use: Use, exported: keras_export.Exported) -> bool:
    """Tell whether an export of `tf.keras` is run by its own file, which says nothing of running eagerly itself."""
    source = use.source
    return (
        exported.root in _ROOTS
        and needs_switch(source, exported.session)
        and not (guarded(source, use.node) or decides_mode(source) or holds_second(source))
    )


def _switch(source: Source) -> tuple[Edit, str]:
    """Return the edit that switches a program to graph mode, and the call that it writes.

    Raises:
        Refused: if something in the program would not work in graph mode, or there is no place for the call.
    """
    own = next(_imports_of_keras(source), None)
    if own is not None:
        message = f"line {own.lineno} imports Keras as a package of its own, whose models are not in that session"
        raise Refused(message)
    optimizer = _named(source, _TRAINS_EAGERLY)
    if optimizer is not None:
        message = f"the optimizer at line {optimizer.lineno} does not train in graph mode"
        raise Refused(message)
    module = source.index.module
    spelled = spell(source, "tensorflow.compat.v1.disable_v2_behavior", module, source.tree.body[-1])
    edit = None if spelled is None or spelled.imports else behind_imports(source, f"{spelled.text}()")
    if spelled is None or edit is None:
        message = "TensorFlow is not imported by a name of its own on a line of its own at the top of the file"
        raise Refused(message)
    return edit, f"{spelled.text}()"


def _caution(source: Source, made: keras_export.TensorNames) -> str:
    """Return what is to be known of keys that are made of tensors' names.

    Raises:
        Refused: if a name is certainly, or probably, another one now.
    """
    other = _named(source, _OTHERWISE_NAMED)
    if other is not None:
        message = f"the tensors of line {other.lineno} have other names in Keras 2 today than in TensorFlow 1"
        raise Refused(message)
    return (
        f"line {made.line} takes a key from the name of a tensor, which is that of TensorFlow 1.15 unless the model "
        "ends in LSTM, GRU, Embedding, LayerNormalization, Dot, selu or a softmax over a sequence"
    )


def _named(source: Source, wanted: re.Pattern[str]) -> ast.expr | None:
    """Return the first name in a file that begins with one of TensorFlow's that a pattern describes."""
    for nodes, _, meanings in source.chains(PACKAGES):
        rest = [node.attr for node in nodes[1:] if isinstance(node, ast.Attribute)]
        if any(wanted.match(".".join((meaning, *rest))) for meaning in meanings):
            return nodes[0]
    return None


def _imports_of_keras(source: Source) -> Iterator[ast.Import | ast.ImportFrom]:
    """Yield the imports of Keras as a package of its own."""
    for _, statement in source.index.imports:
        if isinstance(statement, ast.ImportFrom):
            names = [] if statement.level else [statement.module or ""]
        else:
            names = [alias.name for alias in statement.names]
        if any(name.partition(".")[0] in _OWN_PACKAGES for name in names):
            yield statement
