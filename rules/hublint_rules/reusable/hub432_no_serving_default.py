"""HUB432."""

from __future__ import annotations

import ast
from functools import partial
from typing import TYPE_CHECKING

from hublint.rule import Draft, Edit, Example, Fix, NoFix, Rule, v1

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Source, Target, Use
    from hublint_rules.reusable.saved import SavedObject
    from hublint_rules.reusable.signatures import Signatures


class NoServingDefault(Rule):
    """A model is saved without the signature "serving_default", which is the one that is asked for without a name.

    TensorFlow Serving answers a request without a `signature_name` with `Serving signature name: "serving_default" not
    found in signature def`, and `loaded.signatures["serving_default"]` raises `KeyError: 'serving_default'`. An object
    with several functions gets no signature by itself: only where exactly one of them has an `input_signature` does
    `tf.saved_model.save` make it the default.

    The rule speaks of exports whose purpose is to be served (`purpose = "serve"`), and, whatever the purpose, of a file
    that asks what it saved for a signature which it did not give it.

    The fix adds the default beside the only signature there is, or asks for that one. It is unsafe, as the author may
    have wanted no default. There is none where the file gives several signatures, or none.
    """

    code = "HUB432"
    name = "no-serving-default"
    since = "0.1"
    applicability = "unsafe"
    targets = (2, 0)
    names = v1("saved_model.save")
    examples = (
        Example(
            before="""\
import tensorflow as tf


@tf.function(input_signature=[tf.TensorSpec([None], tf.float32)])
def double(x):
    return {"double": 2.0 * x}


tf.saved_model.save(tf.Module(), "model/1", signatures={"predict": double})
""",
            after="""\
import tensorflow as tf


@tf.function(input_signature=[tf.TensorSpec([None], tf.float32)])
def double(x):
    return {"double": 2.0 * x}


tf.saved_model.save(tf.Module(), "model/1", signatures={"serving_default": double, "predict": double})
""",
            target="tf=2.21,purpose=serve",
        ),
    )
    references = (
        "https://www.tensorflow.org/tfx/serving/signature_defs",
        "https://www.tensorflow.org/guide/saved_model",
        "https://github.com/tensorflow/serving/issues/1339",
    )

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report the signatures that lack the default, and what asks for one that is not there."""
        source = use.source
        from hublint_rules.reusable.saved import saved_object
        from hublint_rules.reusable.signatures import DEFAULT, signatures

        saved = saved_object(source, use.call)
        given = None if saved is None else signatures(source, saved.call)
        if saved is None or given is None:
            return
        keys = given.keys if saved.signatures is not None else _made_by_itself(saved)
        if keys is None:
            return
        if target().purpose == "serve" and DEFAULT not in keys:
            if saved.signatures is None:
                message = "several functions and no `signatures=`, so that none is served; give one as the default"
                yield Draft(saved.call.func, message)
            elif given.made is not None and keys:
                message = f'no signature is called "{DEFAULT}", which clients get without a name; add it'
                yield Draft(saved.signatures, message, partial(_with_default, source, given))
        yield from _asked(saved, keys)


def _made_by_itself(saved: SavedObject) -> list[str] | None:
    """Return the signatures that an object of several functions gets, which are none; None for any other object."""
    if not saved.is_known() or saved.made is None or saved.is_seen_elsewhere(calls=False):
        return None
    exported = [m for m in saved.members if m.traced is not None and m.traced.signature is not None]
    if len(exported) < 2 or any(_may_be_nested(saved, m.traced.function) for m in exported if m.traced is not None):
        return None
    return []


def _may_be_nested(saved: SavedObject, function: ast.FunctionDef | ast.Lambda | None) -> bool:
    """Tell whether a function may have outputs that no signature can have; it then is no candidate for the default."""
    from hublint_rules.reusable.functions import results

    if function is None:
        return True
    for result in results(saved.source, function):
        values = result.values if isinstance(result, ast.Dict) else [result]
        if any(value is None or isinstance(value, (ast.Dict, ast.List, ast.Tuple, ast.Constant)) for value in values):
            return True
    return False


def _with_default(source: Source, given: Signatures) -> Fix | NoFix:
    from hublint_rules.reusable.signatures import DEFAULT
    from hublint_rules.rewrites.layout import quoted

    if len(given.entries) != 1 or given.made is None or given.made.keys[0] is None:
        return NoFix("which of the signatures is the default is the author's to say")
    value, key = source.code(given.entries[0].value), given.made.keys[0]
    if "\n" in value or not isinstance(given.entries[0].value, (ast.Name, ast.Attribute)):
        return NoFix("the signature has no name to give it twice")
    start, _ = source.span(key)
    begin, _ = source.span(given.made)
    between = source.text.utf8[begin + 1 : start].decode()
    if between.strip():
        return NoFix("a comment stands before the signature")
    text = f"{quoted(source, DEFAULT)}: {value},{between or ' '}"
    return Fix("unsafe", "Add the default", (Edit(start, start, text),))


def _asked(saved: SavedObject, keys: list[str]) -> Iterator[Draft]:
    """Report the keys that a loaded model is asked for and does not have."""
    from hublint_rules.origins import origins

    source = saved.source
    loads = list(saved.loads())
    if not loads or not _is_saved_once(saved):
        return
    for node, parent in source.parents.items():
        if not (isinstance(parent, ast.Subscript) and node is parent.value and isinstance(node, ast.Attribute)):
            continue
        key = parent.slice
        if node.attr != "signatures" or not isinstance(key, ast.Constant) or not isinstance(key.value, str):
            continue
        if key.value in keys:
            continue
        found = origins(source, node.value)
        if len(found) == 1 and found[0] in loads:
            asked = f'the model that is saved has no signature "{key.value}"'
            if len(keys) == 1:
                message = f'{asked}; ask for "{keys[0]}", or save it under that key'
            else:
                message = f"{asked}; save it with `signatures=`, or ask for another"
            yield Draft(key, message, partial(_other_key, source, key, keys))


def _is_saved_once(saved: SavedObject) -> bool:
    """Tell whether no other call of the file writes to the same folder."""
    from hublint.source.use import argument
    from hublint_rules.reusable.saved import SAVES, calls_to, same_path

    source, path = saved.source, saved.path()
    others = [argument(call, 1, "export_dir") for call in calls_to(source, frozenset(SAVES)) if call is not saved.call]
    return path is not None and all(other is not None and not same_path(source, path, other) for other in others)


def _other_key(source: Source, key: ast.expr, keys: list[str]) -> Fix | NoFix:
    from hublint_rules.rewrites.layout import quoted

    if len(keys) != 1:
        return NoFix("which signature is meant is the author's to say" if keys else "the model has no signature")
    return Fix("unsafe", f'Ask for "{keys[0]}"', (Edit(*source.span(key), quoted(source, keys[0])),))
