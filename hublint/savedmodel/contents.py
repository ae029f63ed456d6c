"""What the files of a model hold, as plain data: read without TensorFlow, and without running anything.

The names follow TensorFlow's own descriptions of these files: `saved_model.proto`, `meta_graph.proto`,
`saved_object_graph.proto`, `trackable_object_graph.proto` and `tensor_bundle.proto`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from hublint.savedmodel.model import Signature, TensorInfo

__all__ = [
    "Asset",
    "Contents",
    "Damage",
    "Form",
    "Graph",
    "KerasPart",
    "Node",
    "ObjectNode",
    "Optimizer",
    "SlotVariable",
    "StoredFile",
    "StoredVariable",
    "Trace",
]

Form = Literal["tf1", "tf1-hub", "tf2", "keras-savedmodel", "keras-zip", "keras-hdf5"]
"""How a model is stored: a TensorFlow 1 SavedModel (no objects), a TensorFlow 1 module of TF-Hub, a TensorFlow 2
SavedModel, one with the metadata of Keras 2, a `.keras` archive, or an HDF5 file of Keras."""

ObjectKind = Literal[
    "user_object",
    "asset",
    "function",
    "variable",
    "bare_concrete_function",
    "constant",
    "resource",
    "captured_tensor",
    "",
]


class Node(NamedTuple):
    """One node of a graph, or of the function named `function`.

    `text` is the value of a constant that is one string (None for every other node), `device` what it is pinned to.
    """

    name: str
    op: str
    inputs: tuple[str, ...] = ()
    device: str = ""
    function: str = ""
    text: str | None = None


class Asset(NamedTuple):
    """A file that a graph reads from the folder `assets`: its name there, and the tensor that is fed with its path."""

    name: str
    tensor: str


class Trace(NamedTuple):
    """One concrete function: what it was traced for.

    `inputs` are the tensors by the name (or the way, `inputs/0`) of the argument; `constants` the arguments that are
    Python values, such as `training`; `bound` the numbers of the objects that it captures.
    """

    name: str
    inputs: dict[str, TensorInfo]
    constants: dict[str, object]
    bound: tuple[int, ...] = ()


class SlotVariable(NamedTuple):
    """What an optimizer keeps for a variable: the numbers of both variables among the objects, and the slot's name."""

    variable: int
    name: str
    slot_variable: int


class ObjectNode(NamedTuple):
    """One object of a TensorFlow 2 SavedModel.

    `children` leads by attribute to other objects' numbers. `identifier` and `registered_name` say which class it was
    (`_tf_keras_layer`, `optimizer`); `arguments` are the names that a function takes, `defaults` how many of the last
    of them have a default; `traces` are its concrete functions.
    """

    kind: ObjectKind
    children: dict[str, int]
    identifier: str = ""
    registered_name: str = ""
    slots: tuple[SlotVariable, ...] = ()
    name: str = ""
    dtype: str = ""
    shape: tuple[int | None, ...] | None = None
    trainable: bool = False
    arguments: tuple[str, ...] = ()
    traces: tuple[Trace, ...] = ()


class Graph(NamedTuple):
    """One MetaGraph of a SavedModel: its own nodes, then those of its function library.

    `objects` is empty in a TensorFlow 1 SavedModel; the root is the first. `collections` are the names of its
    collections, and `signatures` all signatures, TensorFlow's own included.
    """

    tags: frozenset[str]
    tensorflow_version: str
    signatures: dict[str, Signature]
    nodes: tuple[Node, ...] = ()
    functions: tuple[str, ...] = ()
    assets: tuple[Asset, ...] = ()
    collections: tuple[str, ...] = ()
    objects: tuple[ObjectNode, ...] = ()

    @property
    def public_signatures(self) -> dict[str, Signature]:
        """The signatures that a caller sees: without TensorFlow's own, such as `__saved_model_init_op`."""
        return {key: value for key, value in self.signatures.items() if not key.startswith("__saved_model_")}

    def child(self, *way: str) -> ObjectNode | None:
        """Return the object that a way of attributes leads to from the root; None if there is none."""
        node = self.objects[0] if self.objects else None
        for name in way:
            if node is None or name not in node.children:
                return None
            node = self.objects[node.children[name]]
        return node


class StoredVariable(NamedTuple):
    """One tensor of the checkpoint `variables`: its key, its type and shape, and how many bytes it takes on disk.

    `name` is the variable's own name where the checkpoint tells it, else the key.
    """

    key: str
    name: str
    dtype: str
    shape: tuple[int | None, ...]
    bytes: int


class StoredFile(NamedTuple):
    """A file of the model, by its path in the model's folder."""

    path: str
    bytes: int


class Damage(NamedTuple):
    """A file of the model that is missing or cannot be read; `reason` completes "FILE ..."."""

    file: str
    reason: str


class Optimizer(NamedTuple):
    """The state of an optimizer that is stored with a model: its variables' keys, their bytes, and what showed it."""

    keys: tuple[str, ...]
    bytes: int
    evidence: str


class KerasPart(NamedTuple):
    """What Keras says of itself in a model: its version and backend, the class of the model, and its layers' classes.

    `custom` are the classes that Keras does not have itself, `lambdas` the layers that carry Python bytecode, and
    `training_config` tells whether the model was stored compiled.
    """

    version: str = ""
    backend: str = ""
    model_class: str = ""
    layers: tuple[str, ...] = ()
    custom: tuple[str, ...] = ()
    lambdas: tuple[str, ...] = ()
    training_config: bool = False


class Contents(NamedTuple):
    """All that the files of one model say; what could not be read is told in `damage`, and the rest is there."""

    path: str
    form: Form
    graphs: tuple[Graph, ...] = ()
    variables: tuple[StoredVariable, ...] = ()
    files: tuple[StoredFile, ...] = ()
    keras: KerasPart | None = None
    optimizer: Optimizer | None = None
    damage: tuple[Damage, ...] = ()

    @property
    def bytes(self) -> int:
        """The size of all files."""
        return sum(file.bytes for file in self.files)

    def serving(self) -> Graph | None:
        """Return the graph that a server would load: tagged `serve` alone, else the first with a signature."""
        for graph in self.graphs:
            if graph.tags == {"serve"}:
                return graph
        return next((graph for graph in self.graphs if graph.public_signatures), next(iter(self.graphs), None))
