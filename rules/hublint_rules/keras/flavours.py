"""Which Keras a name belongs to, and whether that is Keras 3 on the target."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hublint.rule import Target

ROOTS = ("keras", "tf_keras", "tensorflow.keras", "tensorflow.compat.v1.keras")
"""The modules that are a whole Keras."""


def each_root(*names: str) -> tuple[str, ...]:
    """Spell names of Keras as each of its modules offers them."""
    return tuple(f"{root}.{name}" for root in ROOTS for name in names)


def root_of(name: str) -> str | None:
    """Return the Keras that a full name belongs to."""
    return next((root for root in ROOTS if name.startswith(f"{root}.")), None)


def is_keras_3(root: str, target: Target) -> bool:
    """Tell whether a Keras is Keras 3 on the target."""
    if root == "tf_keras":
        return False
    # The package called keras is its own; tf.keras is what the target says.
    return target.tensorflow >= (2, 16) if root == "keras" else target.keras3


def are_keras_3(names: Iterable[str], target: Target) -> bool:
    """Tell whether names are all of a Keras that is Keras 3 on the target."""
    roots = {root_of(name) for name in names}
    return bool(roots) and all(root is not None and is_keras_3(root, target) for root in roots)
