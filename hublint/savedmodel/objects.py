"""The objects of a TensorFlow 2 SavedModel, and what its functions were traced for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from hublint.savedmodel.contents import ObjectNode, SlotVariable, Trace
from hublint.savedmodel.descriptors import MessageError, decode
from hublint.savedmodel.dtypes import dtype_name
from hublint.savedmodel.model import TensorInfo, shape_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hublint.savedmodel.contents import Asset, ObjectKind
    from hublint.savedmodel.wire import Splitter

__all__ = ["read_objects"]

_NODE, _CONCRETE_FUNCTION = 1, 2  # fields of a SavedObjectGraph
_LARGEST_PART = 2**20  # of one object, or of the description of one function
_BYTES_OF_PART = 64  # so that what is long counts more than once
_SPARSE = 1  # value of TypeSpecProto.TypeSpecClass
# How a message of struct.proto holds a Python value that is none of a container, a tensor or nothing.
_PLAIN = frozenset({"float64_value", "int64_value", "string_value", "bool_value"})


def read_objects(object_graph: bytes, splitter: Splitter, assets: tuple[Asset, ...]) -> tuple[ObjectNode, ...]:
    """Read a SavedObjectGraph.

    Raises:
        WireError: the bytes are no message, or one of more objects than any model has.
        MessageError: they are no SavedObjectGraph.
    """
    reader = _ObjectReader(splitter, assets)
    data = memoryview(object_graph)
    for entry in splitter.embedded(data, _CONCRETE_FUNCTION):
        name, function = memoryview(b""), memoryview(b"")
        for field in splitter.fields(entry):
            if field.number == 1 and field.content is not None:
                name = field.content
            elif field.number == 2 and field.content is not None:
                function = field.content
        reader.functions[str(name, "utf-8", "backslashreplace")] = function
    try:
        for node in splitter.embedded(data, _NODE):
            reader.add_object(node)
    except RecursionError:
        raise MessageError("nests values deeper than any model") from None
    return reader.finished()


class _ObjectReader:
    """Converts objects one after another; `functions` are the undecoded traces, all known before the first object."""

    def __init__(self, splitter: Splitter, assets: tuple[Asset, ...]) -> None:
        self.functions: dict[str, memoryview] = {}
        self._objects: list[ObjectNode] = []
        self._assets = assets
        self._spend = splitter.spend

    def finished(self) -> tuple[ObjectNode, ...]:
        """Return all objects.

        Raises:
            MessageError: one of them leads to an object that is not there.
        """
        count = len(self._objects)
        for node in self._objects:
            numbers = [*node.children.values(), *(number for trace in node.traces for number in trace.bound)]
            numbers += [number for slot in node.slots for number in (slot.variable, slot.slot_variable)]
            if not all(0 <= number < count for number in numbers):
                raise MessageError("has an object that leads to one that is not there")
        return tuple(self._objects)

    def add_object(self, data: memoryview) -> None:
        """Add the next object."""
        message = self._decoded("tensorflow.SavedObject", data)
        kind = cast("ObjectKind", message.WhichOneof("kind") or "")
        self._spend(len(message.children) + len(message.slot_variables))
        node = ObjectNode(
            kind=kind,
            children={child.local_name: child.node_id for child in message.children},
            registered_name=message.registered_name,
            slots=tuple(
                SlotVariable(slot.original_variable_node_id, slot.slot_name, slot.slot_variable_node_id)
                for slot in message.slot_variables
            ),
        )
        described: Any = getattr(message, kind) if kind else None
        if kind == "user_object":
            node = node._replace(identifier=described.identifier, metadata=described.metadata)
        elif kind == "variable":
            node = node._replace(
                name=described.name,
                dtype=dtype_name(described.dtype),
                shape=shape_of(described.shape),
                trainable=described.trainable,
            )
        elif kind == "asset":
            number = described.asset_file_def_index
            node = node._replace(name=self._assets[number].name if 0 <= number < len(self._assets) else "")
        elif kind == "constant":
            node = node._replace(name=described.operation)
        elif kind == "captured_tensor":
            node = node._replace(name=described.name)
        elif kind == "function":
            node = self._function(node, described.function_spec, described.concrete_functions)
        elif kind == "bare_concrete_function":
            node = self._function(node, described.function_spec, [described.concrete_function_name])
            if not node.arguments:
                node = node._replace(arguments=tuple(described.argument_keywords))
        self._objects.append(node)

    def _function(self, node: ObjectNode, function_spec: Any, names: Any) -> ObjectNode:
        """Return the node of a function with its arguments and traces."""
        spec = _Arguments(function_spec)
        traces = [self._trace(name, spec) for name in names if name in self.functions]
        return node._replace(
            arguments=(*spec.positional, *spec.keyword_only), defaults=spec.defaults, traces=tuple(traces)
        )

    def _trace(self, name: str, spec: _Arguments) -> Trace:
        concrete = self._decoded("tensorflow.SavedConcreteFunction", self.functions[name])
        self._spend(len(concrete.bound_inputs))
        trace = Trace(name, {}, {}, {}, tuple(concrete.bound_inputs))
        for argument, value in spec.bind(concrete.canonicalized_input_signature):
            for way, content in _leaves(argument, value):
                self._spend(1 + len(way) // _BYTES_OF_PART)
                if isinstance(content, TensorInfo):
                    trace.inputs[way] = content
                else:
                    trace.constants[way] = content
        for way, content in _leaves("", concrete.output_signature):
            self._spend(1 + len(way) // _BYTES_OF_PART)
            if isinstance(content, TensorInfo):
                trace.outputs[way] = content
        return trace

    def _decoded(self, name: str, data: memoryview) -> Any:
        self._spend(1 + len(data) // _BYTES_OF_PART)
        if len(data) > _LARGEST_PART:
            raise MessageError("describes an object or a function with more than a megabyte")
        return decode(name, data)


class _Arguments:
    """The parameters of a Python function that was traced, as its FunctionSpec tells them."""

    def __init__(self, function_spec: Any) -> None:
        told = dict(_entries(function_spec.fullargspec))
        self.positional = _texts(told.get("args"))
        if function_spec.is_method:
            self.positional = self.positional[1:]
        self.keyword_only = _texts(told.get("kwonlyargs"))
        self._rest = next(iter(_texts_of(told.get("varargs"))), "args")
        defaults = [value for _, value in _entries(told["defaults"])] if "defaults" in told else []
        named = self.positional[len(self.positional) - len(defaults) :] if defaults else ()
        self.defaults = {name: _plain(value) for name, value in zip(named, defaults, strict=False)}
        for name, value in _entries(told["kwonlydefaults"]) if "kwonlydefaults" in told else ():
            self.defaults[name] = _plain(value)

    def bind(self, signature: Any) -> Iterator[tuple[str, Any]]:
        """Yield what each argument of a call was, from the two halves of a canonical signature."""
        halves = [value for _, value in _entries(signature)]
        for index, (_, value) in enumerate(_entries(halves[0]) if halves else ()):
            if index < len(self.positional):
                yield self.positional[index], value
            else:
                yield f"{self._rest}/{index - len(self.positional)}", value
        if len(halves) > 1:
            yield from _entries(halves[1])


def _leaves(way: str, value: Any) -> Iterator[tuple[str, TensorInfo | object]]:
    """Yield what a nested value holds, each by the way to it."""
    tensor = _tensor(value)
    if tensor is not None:
        yield way, tensor
        return
    entries = list(_entries(value))
    if not entries:
        yield way, _plain(value)
    for key, inner in entries:
        yield from _leaves(f"{way}/{key}" if way else key, inner)


def _entries(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield the items of a container of struct.proto by their keys or numbers; nothing for any other value."""
    kind = value.WhichOneof("kind")
    if kind in {"list_value", "tuple_value"}:
        yield from ((str(index), inner) for index, inner in enumerate(getattr(value, kind).values))
    elif kind == "dict_value":
        yield from sorted(value.dict_value.fields.items())
    elif kind == "named_tuple_value":
        yield from ((pair.key, pair.value) for pair in value.named_tuple_value.values)


def _tensor(value: Any) -> TensorInfo | None:
    """Return the tensor that a value of struct.proto specifies."""
    kind = value.WhichOneof("kind")
    if kind in {"tensor_spec_value", "bounded_tensor_spec_value"}:
        spec = getattr(value, kind)
        return TensorInfo(spec.name, dtype_name(spec.dtype), shape_of(spec.shape))
    if kind != "type_spec_value":
        return None
    spec = value.type_spec_value
    dtype, shape = "", None
    for _, part in _entries(spec.type_state):
        part_kind = part.WhichOneof("kind")
        if part_kind == "tensor_shape_value" and shape is None:
            shape = shape_of(part.tensor_shape_value)
        elif part_kind == "tensor_dtype_value" and not dtype:
            dtype = dtype_name(part.tensor_dtype_value)
    return TensorInfo("", dtype, shape, "sparse" if spec.type_spec_class == _SPARSE else "composite")


def _plain(value: Any) -> object:
    """Return a Python value that is no tensor; what has no plain form is told by its kind."""
    kind = value.WhichOneof("kind")
    if kind in _PLAIN:
        return getattr(value, kind)
    if kind in {None, "none_value"}:
        return None
    if kind == "dict_value":
        return {key: _plain(inner) for key, inner in _entries(value)}
    if kind in {"list_value", "tuple_value", "named_tuple_value"}:
        return [_plain(inner) for _, inner in _entries(value)]
    if kind == "tensor_dtype_value":
        return f"tf.{dtype_name(value.tensor_dtype_value)}"
    return kind.removesuffix("_value")


def _texts(value: Any) -> tuple[str, ...]:
    """Return the texts in a list of struct.proto."""
    return () if value is None else tuple(text for _, inner in _entries(value) for text in _texts_of(inner))


def _texts_of(value: Any) -> tuple[str, ...]:
    """Return the text that a value of struct.proto is, if it is one."""
    return (value.string_value,) if value is not None and value.WhichOneof("kind") == "string_value" else ()
