"""What a SavedModel's files say about it: tags, signatures, element types and static shapes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from hublint.savedmodel.dtypes import dtype_name
from hublint.savedmodel.wire import Message, WireError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "MetaGraph",
    "SavedModel",
    "SavedModelError",
    "Signature",
    "TensorInfo",
    "is_saved_model",
    "parse_saved_model",
    "read_saved_model",
    "shape_text",
]

_INTERNAL_SIGNATURE = "__saved_model_"


class SavedModelError(Exception):
    """A folder is not a SavedModel that can be read; the text is one sentence that names the file."""


class TensorInfo(NamedTuple):
    """One input or output of a signature.

    `shape` is None where even the rank is unknown, and holds None for each unknown dimension. `name` is the tensor's
    name in the graph, empty for sparse and composite tensors, which are several tensors.
    """

    name: str
    dtype: str
    shape: tuple[int | None, ...] | None
    encoding: Literal["dense", "sparse", "composite"] = "dense"

    def __str__(self) -> str:
        kind = "" if self.encoding == "dense" else self.encoding + " "
        return f"{kind}{self.dtype} {shape_text(self.shape)}"


class Signature(NamedTuple):
    """One signature: what may be asked of the model by name."""

    method: str
    inputs: dict[str, TensorInfo]
    outputs: dict[str, TensorInfo]

    def __str__(self) -> str:
        return f"({_tensors_text(self.inputs)}) -> ({_tensors_text(self.outputs)})"


class MetaGraph(NamedTuple):
    """One of the graphs that a SavedModel holds, told apart by its tags."""

    tags: frozenset[str]
    tensorflow_version: str
    signatures: dict[str, Signature]

    @property
    def public_signatures(self) -> dict[str, Signature]:
        """The signatures that a caller sees: without TensorFlow's own, such as `__saved_model_init_op`."""
        return {key: value for key, value in self.signatures.items() if not key.startswith(_INTERNAL_SIGNATURE)}


class SavedModel(NamedTuple):
    """A SavedModel as its `saved_model.pb` describes it."""

    meta_graphs: tuple[MetaGraph, ...]

    def serving(self) -> MetaGraph:
        """Return the graph that a server would load: the one tagged `serve` alone, else the first with a signature."""
        for graph in self.meta_graphs:
            if graph.tags == {"serve"}:
                return graph
        return next((graph for graph in self.meta_graphs if graph.public_signatures), self.meta_graphs[0])


def shape_text(shape: tuple[int | None, ...] | None) -> str:
    """Write a static shape as in TensorFlow programs: `[None, 3]`, or `unknown rank`."""
    return "unknown rank" if shape is None else "[" + ", ".join(str(size) for size in shape) + "]"


def is_saved_model(folder: Path) -> bool:
    """Tell whether a folder holds a SavedModel, be it in the binary or the text form."""
    return any((folder / name).is_file() for name in ("saved_model.pb", "saved_model.pbtxt"))


def read_saved_model(folder: Path) -> SavedModel:
    """Read the description of the SavedModel in a folder, without TensorFlow.

    Raises:
        SavedModelError: the folder holds no `saved_model.pb`, or not one that can be read.
    """
    path = folder / "saved_model.pb"
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        if (folder / "saved_model.pbtxt").is_file():
            raise SavedModelError(
                f"{folder}/saved_model.pbtxt: the text form is not read; write the model again without as_text=True"
            ) from None
        raise SavedModelError(f"{folder}: holds no saved_model.pb; name the folder of a SavedModel") from None
    except OSError as error:
        raise SavedModelError(f"{path}: cannot be read: {error.strerror}") from None
    try:
        return parse_saved_model(data)
    except SavedModelError as error:
        raise SavedModelError(f"{path}: {error}; write the model again") from None


def parse_saved_model(data: bytes) -> SavedModel:
    """Read the bytes of a `saved_model.pb`.

    Raises:
        SavedModelError: the bytes are no SavedModel.
    """
    try:
        graphs = tuple(_meta_graph(graph) for graph in Message(memoryview(data)).messages(2))
    except WireError as error:
        raise SavedModelError(f"is damaged or no SavedModel ({error})") from None
    if not graphs:
        raise SavedModelError("holds no graph")
    return SavedModel(graphs)


def _meta_graph(message: Message) -> MetaGraph:
    info = message.message(1)
    signatures = {key: _signature(signature) for key, signature in message.mapping(5).items()}
    return MetaGraph(frozenset(info.texts(4)), info.text(5), dict(sorted(signatures.items())))


def _signature(message: Message) -> Signature:
    inputs = {key: _tensor_info(info) for key, info in message.mapping(1).items()}
    outputs = {key: _tensor_info(info) for key, info in message.mapping(2).items()}
    return Signature(message.text(3), dict(sorted(inputs.items())), dict(sorted(outputs.items())))


def _tensor_info(message: Message) -> TensorInfo:
    encoding: Literal["dense", "sparse", "composite"] = "dense"
    if message.has(4):
        encoding = "sparse"
    elif message.has(5):
        encoding = "composite"
    return TensorInfo(message.text(1), dtype_name(message.integer(2)), _shape(message.message(3)), encoding)


def _shape(message: Message) -> tuple[int | None, ...] | None:
    if message.integer(3):
        return None
    sizes = (dimension.signed(1) for dimension in message.messages(2))
    return tuple(None if size < 0 else size for size in sizes)


def _tensors_text(tensors: dict[str, TensorInfo]) -> str:
    return ", ".join(f"{name}: {info}" for name, info in tensors.items())
