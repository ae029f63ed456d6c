"""Models that were never written: what their files would hold, made by hand for the rules that judge it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.savedmodel.contents import Contents, Graph, Node, ObjectNode, StoredVariable, Trace
from hublint.savedmodel.model import Signature, TensorInfo
from hublint.target import parse_target

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hublint.rule import ModelRule, Remark
    from hublint.savedmodel.contents import Asset, Form

PREDICT = "tensorflow/serving/predict"
Shape = tuple[int | None, ...]


def remarks(rule: type[ModelRule], model: Contents, target: str = "tf=2.21") -> list[Remark]:
    """Return what a rule says of a model."""
    return list(rule().check_contents(model, lambda: parse_target(target)))


def messages(rule: type[ModelRule], model: Contents, target: str = "tf=2.21") -> list[str]:
    """Return the messages alone."""
    return [remark.message for remark in remarks(rule, model, target)]


def tensor(name: str, shape: Shape | None = (None, 3), dtype: str = "float32") -> TensorInfo:
    return TensorInfo(name, dtype, shape)


def signature(
    inputs: Mapping[str, TensorInfo] | None = None,
    outputs: Mapping[str, TensorInfo] | None = None,
    method: str = PREDICT,
) -> Signature:
    """Return a signature, of the tensor `x:0` to the tensor `y:0` unless told otherwise."""
    return Signature(
        method,
        dict(inputs if inputs is not None else {"x": tensor("x:0")}),
        dict(outputs if outputs is not None else {"y": tensor("y:0")}),
    )


def tf1(
    nodes: Iterable[Node],
    signatures: Mapping[str, Signature] | None = None,
    *,
    tags: Iterable[str] = ("serve",),
    assets: tuple[Asset, ...] = (),
    collections: tuple[str, ...] = (),
    variables: tuple[StoredVariable, ...] = (),
    form: Form = "tf1",
) -> Contents:
    """Return a model of TensorFlow 1 with one graph, whose signature gives back the node `y`."""
    nodes = tuple(nodes)
    graph = Graph(
        tags=frozenset(tags),
        tensorflow_version="1.15.5",
        signatures=dict(signatures if signatures is not None else {"serving_default": signature()}),
        nodes=nodes,
        functions=tuple(dict.fromkeys(node.function for node in nodes if node.function)),
        assets=assets,
        collections=collections,
    )
    return Contents("model", form, (graph,), variables)


def tf2(
    objects: Iterable[ObjectNode],
    nodes: Iterable[Node] = (),
    signatures: Mapping[str, Signature] | None = None,
    *,
    variables: tuple[StoredVariable, ...] = (),
    version: str = "2.21.0",
    form: Form = "tf2",
) -> Contents:
    """Return a model of TensorFlow 2; the first object is the root."""
    nodes = tuple(nodes)
    graph = Graph(
        tags=frozenset(["serve"]),
        tensorflow_version=version,
        signatures=dict(signatures or {}),
        nodes=nodes,
        functions=tuple(dict.fromkeys(node.function for node in nodes if node.function)),
        objects=tuple(objects),
    )
    return Contents("model", form, (graph,), variables)


def root(**children: int) -> ObjectNode:
    """Return the object that is saved, with its attributes; `call` stands for `__call__`."""
    named = {"__call__" if name == "call" else name: number for name, number in children.items()}
    return ObjectNode("user_object", named, "_generic_user_object")


def function(*traces: Trace) -> ObjectNode:
    return ObjectNode("function", {}, traces=traces)


def trace(name: str = "__inference_call_7", *bound: int, x: Shape = (None, 3), **constants: object) -> Trace:
    """Return what a function of one tensor `x` was traced for."""
    return Trace(name, {"x": tensor("x", x)}, constants, outputs={"": tensor("unknown", x)}, bound=bound)


def variable(name: str, shape: Shape = (3,), *, trainable: bool = True) -> ObjectNode:
    return ObjectNode("variable", {}, name=name, dtype="float32", shape=shape, trainable=trainable)


def a_list(*numbers: int) -> ObjectNode:
    """Return a list of objects, as an attribute is saved that is one."""
    children = {str(at): number for at, number in enumerate(numbers)}
    return ObjectNode("user_object", children, "trackable_list_wrapper")


def stored(key: str, bytes_: int, number: int | None = None, checksum: int = 0) -> StoredVariable:
    return StoredVariable(key, key, "float32", (bytes_ // 4,), bytes_, checksum, number)
