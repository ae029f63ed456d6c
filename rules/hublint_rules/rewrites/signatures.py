"""How signatures are written in TensorFlow 2: the names of their functions, their inputs, their keys."""

from __future__ import annotations

import keyword
from typing import TYPE_CHECKING

from hublint_rules.rewrites.export_call import DEFAULT_KEY
from hublint_rules.rewrites.layout import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hublint.rule import Source
    from hublint_rules.rewrites.export_call import Signature

# What `tf.Module` has itself: an attribute of that name cannot be set, or would hide it. The last are what rewrites
# keep variables in.
_OF_MODULE = frozenset(
    {
        "name",
        "name_scope",
        "non_trainable_variables",
        "submodules",
        "trainable_variables",
        "variables",
        "with_name_scope",
    }
    | {"graph_variables", "model_variables"}
)


def function_name(key: str) -> str:
    """Return the name of the function that a signature becomes: its key, where that can be a name."""
    usable = key.isidentifier() and not keyword.iskeyword(key) and key not in _OF_MODULE and not key.startswith("_")
    return key if usable else DEFAULT_KEY


def key_code(source: Source, tf: str, signature: Signature) -> str:
    """Return how the key of a signature is written: by the name that the file has for it, or TensorFlow's constant."""
    constant = f"{tf}.saved_model.DEFAULT_SERVING_SIGNATURE_DEF_KEY"
    return signature.key_name or (constant if signature.constant_key else quoted(source, signature.key))


def spec(source: Source, tf: str, dtype: str, shape: str, key: str | None = None) -> str:
    """Return the specification of an argument, which is called like the input of a signature if it is one."""
    name = f", name={quoted(source, key)}" if key is not None else ""
    return f"{tf}.TensorSpec(shape={shape}, dtype={dtype}{name})"


def with_what_serving_needs(message: str, signatures: Iterable[Signature]) -> str:
    """Return what a fix does, and what it changes for TensorFlow Serving."""
    others = [signature for signature in signatures if signature.method in {"classification", "regression"}]
    if not others:
        return message
    keys = " and ".join(f"`{signature.key}`" for signature in others)
    return (
        f"{message}; {keys} becomes a predict signature, as TensorFlow 2 writes no other: where TensorFlow Serving is "
        "asked by Classify or Regress, change the method name with "
        "tf.compat.v1.saved_model.signature_def_utils.MethodNameUpdater"
    )
