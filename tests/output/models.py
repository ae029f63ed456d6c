"""Models' contents, made by hand."""

from __future__ import annotations

from hublint.savedmodel.contents import (
    Asset,
    Contents,
    Damage,
    Graph,
    KerasPart,
    Node,
    ObjectNode,
    Optimizer,
    StoredFile,
    StoredVariable,
    Trace,
)
from hublint.savedmodel.model import Signature, TensorInfo


def tensor(*shape: int | None, dtype: str = "float32", name: str = "x:0") -> TensorInfo:
    return TensorInfo(name, dtype, shape)


CALL = ObjectNode(
    "function",
    {},
    arguments=("x", "training"),
    defaults={"training": False},
    traces=(
        Trace("f0", {"x": tensor(None, 3)}, {"training": True}, {"": tensor(None, 2)}),
        Trace("f1", {"x": tensor(None, 3)}, {"training": False}, {"": tensor(None, 2)}),
    ),
)
ENCODE = ObjectNode("function", {}, arguments=("words",))
PART = ObjectNode("user_object", {"__call__": 5})

GRAPH = Graph(
    tags=frozenset({"serve"}),
    tensorflow_version="2.21.0",
    signatures={
        "__saved_model_init_op": Signature("", {}, {"op": TensorInfo("NoOp", "dtype 0", None)}),
        "serving_default": Signature(
            "tensorflow/serving/predict",
            {"inputs": tensor(None, 3, name="serving_default_inputs:0")},
            {"logits": tensor(None, 2, name="call:0"), "words": tensor(None, dtype="string", name="call:1")},
        ),
        "classify": Signature("tensorflow/serving/classify", {}, {"scores": TensorInfo("s:0", "float32", None)}),
    },
    nodes=(
        Node("a", "Placeholder"),
        Node("b", "MatMul", function="f0"),
        Node("c", "EagerPyFunc", function="f0"),
        Node("d", "EagerPyFunc", function="f1"),
        Node("e", "MadeUpOp"),
        Node("f", "InitializeTableFromTextFileV2"),
    ),
    functions=("f0", "f1"),
    assets=(Asset("vocab.txt", "a:0"), Asset("gone.txt", "b:0")),
    objects=(
        ObjectNode("user_object", {"__call__": 1, "_hidden": 2, "words": 2, "part": 3, "w": 4}),
        CALL,
        ENCODE,
        PART,
        ObjectNode("variable", {}, name="w"),
        CALL,
    ),
)

MODEL = Contents(
    "model",
    "tf2",
    graphs=(GRAPH,),
    variables=(
        StoredVariable("b", "b", "float32", (2,), 8),
        StoredVariable("w", "w", "float32", (3, 2), 24),
        StoredVariable("m", "Adam/m/w", "float32", (3, 2), 24),
    ),
    files=(StoredFile("saved_model.pb", 999), StoredFile("assets/vocab.txt", 4), StoredFile("variables/x", 1_200_000)),
    optimizer=Optimizer(("m",), 24, "the object optimizer is an optimizer"),
    damage=(Damage("assets/gone.txt", "is missing"),),
)

KERAS = Contents(
    "model.keras",
    "keras-zip",
    files=(StoredFile("model.keras", 5000),),
    keras=KerasPart(
        "3.15.1", "", "Functional", ("Dense", "Own", "Dense", "Lambda"), ("mine>Own",), ("plus",), training_config=True
    ),
)

LARGE = Contents(
    "large",
    "tf2",
    graphs=(
        Graph(
            frozenset({"serve", "gpu"}),
            "2.15.1",
            {f"signature_{number}": Signature("", {"x": tensor(3)}, {"y": tensor(3)}) for number in range(100)},
        ),
    ),
    variables=tuple(StoredVariable(f"v{number}", f"v{number}", "float32", (4,), 16) for number in range(500)),
)

HOSTILE_NAME = "\x1b[2J\n\r\u202egnp" + "x" * 1000
HOSTILE = Contents(
    HOSTILE_NAME,
    "tf2",
    graphs=(
        Graph(
            frozenset({HOSTILE_NAME}),
            HOSTILE_NAME,
            {
                HOSTILE_NAME: Signature(
                    HOSTILE_NAME,
                    {HOSTILE_NAME: TensorInfo(HOSTILE_NAME, HOSTILE_NAME, None)},
                    {HOSTILE_NAME: TensorInfo(HOSTILE_NAME, HOSTILE_NAME, (2**63,))},
                )
            },
            nodes=(Node(HOSTILE_NAME, HOSTILE_NAME, function=HOSTILE_NAME),),
            assets=(Asset(HOSTILE_NAME, ""),),
            objects=(
                ObjectNode("user_object", {HOSTILE_NAME: 1, "self": 0, "nowhere": 99}),
                ObjectNode(
                    "function",
                    {},
                    arguments=(HOSTILE_NAME,),
                    defaults={HOSTILE_NAME: HOSTILE_NAME},
                    traces=(
                        Trace("", {HOSTILE_NAME: tensor(1)}, {HOSTILE_NAME: HOSTILE_NAME}, {HOSTILE_NAME: tensor()}),
                    ),
                ),
            ),
        ),
    ),
    variables=(StoredVariable(HOSTILE_NAME, HOSTILE_NAME, HOSTILE_NAME, (1,), 2**80),),
    files=(StoredFile(HOSTILE_NAME, 2**80),),
    keras=KerasPart(HOSTILE_NAME, HOSTILE_NAME, HOSTILE_NAME, (HOSTILE_NAME,), (HOSTILE_NAME,), (HOSTILE_NAME,)),
    optimizer=Optimizer((HOSTILE_NAME,), 1, HOSTILE_NAME),
    damage=(Damage(HOSTILE_NAME, HOSTILE_NAME),),
)
