"""The nodes of a graph and of its function library."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from hublint.savedmodel.contents import Node
from hublint.savedmodel.descriptors import MessageError, decode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hublint.savedmodel.wire import Splitter

__all__ = ["NodeReader"]

_LONGEST_TEXT = 4096
_STRING = 7  # in types.proto
_NODE, _LIBRARY = 1, 2  # fields of a GraphDef
_FUNCTION = 1  # field of a FunctionDefLibrary
_SIGNATURE, _NODE_DEF = 1, 3  # fields of a FunctionDef
_ATTRIBUTE = 5  # field of a NodeDef
_LARGEST_NODE = 2**20  # a larger one carries a large constant, of which nothing is kept


class NodeReader:
    """Reads the nodes of one graph.

    Args:
        splitter: splits the model's file.

    Attributes:
        nodes: what has been read: a graph's own nodes, then those of its functions.
        functions: the names of these functions.
    """

    def __init__(self, splitter: Splitter) -> None:
        self._splitter = splitter
        self.nodes: list[Node] = []
        self.functions: list[str] = []

    def read(self, graph_def: memoryview) -> None:
        """Read a GraphDef.

        Raises:
            WireError: the bytes are no message, or one of more nodes than any model has.
            MessageError: they are no GraphDef.
        """
        libraries: list[memoryview] = []
        for field in self._splitter.fields(graph_def):
            if field.content is not None and field.number == _NODE:
                self._add(field.content, "")
            elif field.content is not None and field.number == _LIBRARY:
                libraries.append(field.content)
        for library in libraries:
            for function in self._splitter.embedded(library, _FUNCTION):
                name = self._function_name(function)
                self.functions.append(name)
                for node_def in self._splitter.embedded(function, _NODE_DEF):
                    self._add(node_def, name)

    def _function_name(self, function: memoryview) -> str:
        name = ""
        for op_def in self._splitter.embedded(function, _SIGNATURE):
            for text in self._splitter.embedded(op_def, 1):
                name = str(text, "utf-8", "backslashreplace")
        return name

    def _add(self, node_def: memoryview, function: str) -> None:
        large = len(node_def) > _LARGEST_NODE
        if large:
            node_def = self._without_attributes(node_def)
        message = decode("tensorflow.NodeDef", node_def)
        calls = tuple(_functions(message.attr)) if message.attr else ()
        self._splitter.spend(len(message.input) + len(calls))
        self.nodes.append(
            Node(
                name=message.name,
                op=sys.intern(message.op),
                inputs=tuple(message.input),
                device=sys.intern(message.device),
                function=function,
                text=_constant_text(message) if message.op == "Const" else None,
                calls=calls,
            )
        )

    def _without_attributes(self, node_def: memoryview) -> memoryview:
        kept = bytearray()
        for field in self._splitter.fields(node_def):
            if field.number != _ATTRIBUTE:
                kept += field.whole
            if len(kept) > _LARGEST_NODE:
                raise MessageError("holds a node with more than a megabyte of names")
        return memoryview(kept)


def _constant_text(message: Any) -> str | None:
    """Return the text of a constant that is one string, or its beginning."""
    if "value" not in message.attr:
        return None
    tensor = message.attr["value"].tensor
    if (
        tensor.dtype != _STRING
        or len(tensor.string_val) != 1
        or any(size.size != 1 for size in tensor.tensor_shape.dim)
    ):
        return None
    return str(tensor.string_val[0][:_LONGEST_TEXT], "utf-8", "backslashreplace")


def _functions(attributes: Any) -> Iterator[str]:
    """Yield the names of the functions that a node calls."""
    for name in sorted(attributes):
        value = attributes[name]
        if value.HasField("func"):
            yield value.func.name
        elif value.HasField("list"):
            yield from (function.name for function in value.list.func)
