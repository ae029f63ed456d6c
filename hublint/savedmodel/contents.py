"""What the files of a model hold, as plain data: read without TensorFlow, and without running anything.

The names follow TensorFlow's own descriptions of these files: `saved_model.proto`, `meta_graph.proto`,
`saved_object_graph.proto`, `trackable_object_graph.proto` and `tensor_bundle.proto`.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    "serving_graph",
]

Form = Literal["tf1", "tf1-hub", "tf2", "keras-savedmodel", "keras-zip", "keras-hdf5", "unknown"]
"""How a model is stored: a TensorFlow 1 SavedModel (no objects), a TensorFlow 1 module of TF-Hub, a TensorFlow 2
SavedModel, one with the metadata of Keras 2, a `.keras` archive, or an HDF5 file of Keras. `unknown` is a folder whose
`saved_model.pb` is missing or cannot be read, and that has nothing else to tell it by."""

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

_VARIABLE_OPS = ("VarHandleOp", "Variable", "VariableV2")


class Node(NamedTuple):
    """One node of a graph, or of the function named `function`.

    `text` is the value of a constant that is one string (None for every other node; of a long one the first 4096
    bytes), `device` what it is pinned to, and `calls` are the functions that it calls.
    """

    name: str
    op: str
    inputs: tuple[str, ...] = ()
    device: str = ""
    function: str = ""
    text: str | None = None
    calls: tuple[str, ...] = ()


class Asset(NamedTuple):
    """A file that a graph reads from the folder `assets`: its name there, and the tensor that is fed with its path."""

    name: str
    tensor: str


class Trace(NamedTuple):
    """One concrete function: what it was traced for.

    `inputs` are the tensors by the name (or the way, `inputs/0`) of the argument; `constants` the arguments that are
    Python values, such as `training`; `outputs` what it returns by the way, which is empty for a single tensor;
    `bound` the numbers of the objects that it captures.
    """

    name: str
    inputs: dict[str, TensorInfo]
    constants: dict[str, object]
    outputs: dict[str, TensorInfo]
    bound: tuple[int, ...] = ()


class SlotVariable(NamedTuple):
    """What an optimizer keeps for a variable: the numbers of both variables among the objects, and the slot's name."""

    variable: int
    name: str
    slot_variable: int


class ObjectNode(NamedTuple):
    """One object of a TensorFlow 2 SavedModel.

    `children` leads by attribute to other objects' numbers. `identifier` and `registered_name` say which class it was
    (`_tf_keras_layer`, `optimizer`), `metadata` is what its class wrote of it, mostly JSON; `arguments` are the names
    that a function takes (without `self`), `defaults` those that may be left out; `traces` are its concrete functions.
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
    defaults: dict[str, object] = {}  # noqa: RUF012 - not changed by anybody
    metadata: str = ""
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

    @property
    def root_call(self) -> ObjectNode | None:
        """The function that calling the restored object calls, with its traces; None if it cannot be called."""
        found = self.child("__call__")
        return found if found is not None and found.kind == "function" else None

    def child(self, *way: str) -> ObjectNode | None:
        """Return the object that a way of attributes leads to from the root; None if there is none."""
        number = self.number(*way)
        return None if number is None else self.objects[number]

    def number(self, *way: str) -> int | None:
        """Return the number of the object that a way of attributes leads to from the root; None if there is none."""
        number: int | None = 0 if self.objects else None
        for name in way:
            number = None if number is None else self.objects[number].children.get(name)
        return number

    def way(self, number: int) -> tuple[str, ...]:
        """Return the shortest way of attributes that leads from the root to an object; empty for the root itself."""
        came: dict[int, tuple[int, str]] = {}
        queue = deque([0])
        while queue and number not in came:
            parent = queue.popleft()
            for name, child in self.objects[parent].children.items():
                if child and child not in came:
                    came[child] = (parent, name)
                    queue.append(child)
        way: list[str] = []
        while number in came:
            number, name = came[number]
            way.append(name)
        return tuple(reversed(way))

    def with_op(self, *ops: str) -> list[Node]:
        """Return the nodes of some operations, those inside of functions too."""
        return [node for node in self.nodes if node.op in ops]

    def functions_of_root(self) -> dict[str, ObjectNode]:
        """Return the functions that the restored object has as attributes, `__call__` among them."""
        children = self.objects[0].children if self.objects else {}
        found = {name: self.objects[number] for name, number in children.items()}
        return {name: node for name, node in found.items() if node.kind == "function"}

    def used_objects(self) -> set[int]:
        """Return the numbers of the objects that any function or signature reads: variables, tables, assets."""
        return {number for node in self.objects for trace in node.traces for number in trace.bound}

    def used_nodes(self) -> set[str]:
        """Return the names of the nodes that the signatures' outputs are computed from, of this graph's own nodes."""
        nodes = {node.name: node for node in self.nodes if not node.function}
        outputs = [info.name for signature in self.signatures.values() for info in signature.outputs.values()]
        queue = [name.partition(":")[0] for name in outputs]
        used: set[str] = set()
        while queue:
            name = queue.pop()
            if name in nodes and name not in used:
                used.add(name)
                queue += [source.lstrip("^").partition(":")[0] for source in nodes[name].inputs]
        return used


class StoredVariable(NamedTuple):
    """One tensor of the checkpoint `variables`: its key, its type and shape, and how many bytes it takes on disk.

    `name` is the variable's own name where the checkpoint tells it, else the key; `checksum` is that of its bytes, and
    `number` that of its object, if the model has objects.
    """

    key: str
    name: str
    dtype: str
    shape: tuple[int | None, ...]
    bytes: int
    checksum: int = 0
    number: int | None = None


class StoredFile(NamedTuple):
    """A file of the model, by its path in the model's folder."""

    path: str
    bytes: int


class Damage(NamedTuple):
    """A file of the model that is missing or cannot be read; `reason` completes "FILE ..."."""

    file: str
    reason: str


class Optimizer(NamedTuple):
    """The state of an optimizer that is stored with a model: its variables' keys, their bytes, and what showed it.

    There is no key where only the rest of it was left behind: the operations that it updates variables with, or what
    Keras needs to make it anew.
    """

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
        """Return the graph that a server would load, as `serving_graph` tells."""
        return serving_graph(self.graphs)

    def largest_variables(self) -> list[StoredVariable]:
        """Return the variables from the largest to the smallest."""
        return sorted(self.variables, key=lambda variable: (-variable.bytes, variable.key))

    def unused_variables(self) -> list[StoredVariable]:
        """Return the stored variables that no function and no signature reads.

        Those of an optimizer and of metrics are among them, and the counter `save_counter`. In a TensorFlow 1 graph a
        variable counts as used if an output of a signature is computed from it; of one that is stored under another
        name than its node's, such as a partitioned one, nothing is said.
        """
        graph = self.serving()
        if graph is None:
            return []
        if graph.objects:
            objects = graph.used_objects()
            return [one for one in self.variables if one.number is not None and one.number not in objects]
        used = graph.used_nodes()
        nodes = {node.name for node in graph.with_op(*_VARIABLE_OPS) if not node.function}
        return [one for one in self.variables if one.key in nodes and one.key not in used]

    def stored_twice(self) -> list[tuple[StoredVariable, StoredVariable]]:
        """Return each variable with its copy, where the same weights are stored under two collections of the root.

        Keras 3 exports do that: `variables/N` is what the functions read, and `_all_variables/M` a copy of it.
        """
        used: set[int] = set().union(*(graph.used_objects() for graph in self.graphs))
        originals: dict[tuple[object, ...], list[StoredVariable]] = {}
        for one in self.variables:
            if one.number in used:
                originals.setdefault((one.dtype, one.shape, one.bytes, one.checksum), []).append(one)
        pairs = []
        for one in self.variables:
            same = originals.get((one.dtype, one.shape, one.bytes, one.checksum))
            if one.key.startswith("_all_variables/") and one.number not in used and same:
                pairs.append((same.pop(0), one))
        return pairs


def serving_graph(graphs: Sequence[Graph]) -> Graph | None:
    """Return the graph that a server would load: tagged `serve` alone, else with a signature, else the first."""
    for graph in graphs:
        if graph.tags == {"serve"}:
            return graph
    return next((graph for graph in graphs if graph.public_signatures), next(iter(graphs), None))
