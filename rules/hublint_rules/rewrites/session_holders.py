"""What holds several variables of a TensorFlow 1 program under one name: a list or dict of them, or a module.

Its name stands beside those of variables wherever variables are asked for: by an optimizer, an export, a checkpoint.
"""

from __future__ import annotations

from typing import NamedTuple


class Holder(NamedTuple):
    """Something that holds variables: where it is made, and how those variables are listed.

    Attributes:
        at: the position of the statement that makes it, or from which it is made.
        trained: the code that lists the variables to train within brackets, with `{}` in the place of the name.
        saved: the same for all variables, those that are not trained too.
        late: whether there are none before the function runs that it is called in.
    """

    at: int
    trained: str
    saved: str
    late: bool = False


def of_list(at: int) -> Holder:
    """Return the holder that a list or tuple of variables is."""
    return Holder(at, "*{}", "*{}")


def of_layer(at: int) -> Holder:
    """Return the holder that a layer of Keras is."""
    return Holder(at, "*{}.trainable_variables", "*{}.variables", late=True)


def of_dict(at: int) -> Holder:
    """Return the holder that a dict of variables is."""
    return Holder(at, "*{}.values()", "*{}.values()")


def of_module(at: int) -> Holder:
    """Return the holder that a module is."""
    return Holder(at, "*{}.trainable_variables", "*{}.variables")
