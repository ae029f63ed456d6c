"""The code for layers of Keras: the statements that make them, and their calls in the place of TensorFlow 1's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from hublint_rules.rewrites.layout import quoted

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable, Sequence

    from hublint_rules.rewrites.layout import Layout
    from hublint_rules.rewrites.session_layers import Layer
    from hublint_rules.rewrites.session_recurrent import Recurrent


def made(layout: Layout, tf: str, layers: Sequence[Layer], code: Callable[[ast.expr], str]) -> list[cst.BaseStatement]:
    """Return the statements that make the objects of some layers.

    Args:
        layout: how the file is laid out.
        tf: how TensorFlow is spelled there.
        layers: the layers.
        code: gives the code of an argument.
    """
    text = ""
    for layer in layers:
        plain = layer.plain()
        arguments = [
            code(value) if word in plain else f"{word}={code(value)}" for word, value in layer.settings().items()
        ]
        text += layout.call(f"{layer.name} = {tf}.keras.layers.{layer.known.made}(", arguments, ")")
    return layout.parse(text)


def recurrent(cell: Recurrent, layout: Layout, tf: str, code: Callable[[ast.expr], str], *, first: bool) -> str:
    """Return the code that makes the layer of Keras in the place of a cell.

    With Keras 2 the layers of `tf.compat.v1`, which `tf` is if it is the `first`, open their gates by another function
    (`hard_sigmoid`) unless they are told.
    """
    given = {
        word: value.format(tf=tf) if isinstance(value, str) else code(value) for word, value in cell.settings.items()
    }
    units = given.pop("units")
    if first and cell.made != "SimpleRNN":
        given.setdefault("recurrent_activation", quoted(layout.source, "sigmoid"))
    arguments = [units, *(f"{word}={value}" for word, value in given.items())]
    return layout.call(f"{tf}.keras.layers.{cell.made}(", arguments, ")").rstrip("\n")


def call(layer: Layer, code: Callable[[ast.expr], str]) -> Callable[[cst.CSTNode], cst.CSTNode]:
    """Return what makes the call of a layer's object of the call of TensorFlow 1's function."""

    def changed(node: cst.CSTNode) -> cst.CSTNode:
        assert isinstance(node, cst.Call)  # noqa: S101 - what is exchanged
        keywords = (arg for arg in node.args if arg.keyword is not None and arg.keyword.value == "inputs")
        given = next(keywords, node.args[0])
        arguments = [cst.Arg(given.value)]
        if layer.known.takes_training:
            training = layer.given("training")
            value = cst.parse_expression("False" if training is None else code(training))
            equal = cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace(""))
            arguments.append(cst.Arg(value, keyword=cst.Name("training"), equal=equal))
        return cst.Call(cst.Name(layer.name), arguments)

    return changed
