"""What a SavedModel's files say about it: tags, signatures, element types and static shapes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from hublint.savedmodel.contents import Graph, serving_graph
from hublint.savedmodel.descriptors import MessageError, decode
from hublint.savedmodel.dtypes import dtype_name
from hublint.savedmodel.file import UnreadableError, read_file
from hublint.savedmodel.wire import Splitter, WireError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "COLLECTION_DEF",
    "GRAPH_DEF",
    "META_GRAPH",
    "OBJECT_GRAPH_DEF",
    "SavedModel",
    "SavedModelError",
    "Signature",
    "TensorInfo",
    "is_saved_model",
    "outline",
    "parse_saved_model",
    "read_description",
    "read_saved_model",
    "read_signature",
    "shape_of",
    "shape_text",
]

_FILE = "saved_model.pb"
META_GRAPH = 2  # field of a SavedModel
GRAPH_DEF, COLLECTION_DEF, OBJECT_GRAPH_DEF = 2, 4, 7  # fields of a MetaGraphDef
_LARGEST_FILE = 2**31 - 1  # protobuf writes no larger message
_BYTES_OF_PART = 4  # of an outline; two bytes on disk may become some hundred in memory


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


class SavedModel(NamedTuple):
    """A SavedModel as its `saved_model.pb` describes it."""

    meta_graphs: tuple[Graph, ...]

    def serving(self) -> Graph:
        """Return the graph that a server would load, as `serving_graph` tells."""
        return serving_graph(self.meta_graphs) or self.meta_graphs[0]


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
    data = read_description(folder)
    try:
        return parse_saved_model(data)
    except SavedModelError as error:
        raise SavedModelError(f"{folder / _FILE}: {error}; write the model again") from None


def read_description(folder: Path) -> bytes:
    """Return the bytes of the `saved_model.pb` in a folder.

    Raises:
        SavedModelError: there is none, or it cannot be read.
    """
    path = folder / _FILE
    try:
        return read_file(path, most=_LARGEST_FILE)
    except FileNotFoundError:
        if (folder / "saved_model.pbtxt").is_file():
            raise SavedModelError(
                f"{folder}/saved_model.pbtxt: the text form is not read; write the model again without as_text=True"
            ) from None
        raise SavedModelError(f"{folder}: holds no saved_model.pb; name the folder of a SavedModel") from None
    except UnreadableError as error:
        raise SavedModelError(f"{path}: {error}") from None


def parse_saved_model(data: bytes, splitter: Splitter | None = None) -> SavedModel:
    """Read the bytes of a `saved_model.pb`.

    Args:
        data: the bytes.
        splitter: what splits them, where it is to give up earlier than others.

    Raises:
        SavedModelError: the bytes are no SavedModel.
    """
    splitter = splitter or Splitter()
    try:
        graphs = tuple(
            _meta_graph(outline(graph, splitter)) for graph in splitter.embedded(memoryview(data), META_GRAPH)
        )
    except (WireError, MessageError) as error:
        raise SavedModelError(f"is damaged or no SavedModel ({error})") from None
    if not graphs:
        raise SavedModelError("holds no graph")
    return SavedModel(graphs)


def outline(meta_graph: memoryview, splitter: Splitter) -> Any:
    """Return the message of a MetaGraphDef without its nodes, collections and objects, which are most of it.

    Raises:
        WireError: the bytes are no message, or what is left of it is larger than that of any model.
        MessageError: they are no MetaGraphDef.
    """
    kept = bytearray()
    for field in splitter.fields(meta_graph):
        if field.number not in {GRAPH_DEF, COLLECTION_DEF, OBJECT_GRAPH_DEF}:
            splitter.spend(len(field.whole) // _BYTES_OF_PART)
            kept += field.whole
    return decode("tensorflow.MetaGraphDef", kept)


def read_signature(message: Any) -> Signature:
    """Convert a SignatureDef."""
    inputs = {key: _tensor_info(info) for key, info in message.inputs.items()}
    outputs = {key: _tensor_info(info) for key, info in message.outputs.items()}
    return Signature(message.method_name, dict(sorted(inputs.items())), dict(sorted(outputs.items())))


def shape_of(message: Any) -> tuple[int | None, ...] | None:
    """Convert a TensorShapeProto."""
    if message.unknown_rank:
        return None
    return tuple(None if dimension.size < 0 else dimension.size for dimension in message.dim)


def _meta_graph(message: Any) -> Graph:
    info = message.meta_info_def
    signatures = {key: read_signature(signature) for key, signature in sorted(message.signature_def.items())}
    return Graph(frozenset(info.tags), info.tensorflow_version, signatures)


def _tensor_info(message: Any) -> TensorInfo:
    encoding: Literal["dense", "sparse", "composite"] = "dense"
    if message.HasField("coo_sparse"):
        encoding = "sparse"
    elif message.HasField("composite_tensor"):
        encoding = "composite"
    return TensorInfo(message.name, dtype_name(message.dtype), shape_of(message.tensor_shape), encoding)


def _tensors_text(tensors: dict[str, TensorInfo]) -> str:
    return ", ".join(f"{name}: {info}" for name, info in tensors.items())
