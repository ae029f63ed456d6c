"""What is read without TensorFlow against what TensorFlow reads, in models that three releases of it wrote."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from hublint.savedmodel import Contents, TensorInfo, read_contents
from hublint.savedmodel import descriptors as committed
from hublint.savedmodel.ops import CONTRIB, homes_of, known_ops
from hublint.savedmodel.regenerate.__main__ import ask, descriptors

if TYPE_CHECKING:
    from hublint.savedmodel.contents import Graph, Node, ObjectNode, Trace
    from hublint.savedmodel.model import Signature

PROGRAMS = Path(__file__).parent / "programs"
DATA = Path(committed.__file__).with_name("data")
OBJECT_GRAPH = "_CHECKPOINTABLE_OBJECT_GRAPH"


class Models(NamedTuple):
    """Models by their names, as we read them and as TensorFlow does."""

    read: dict[str, Contents]
    truth: dict[str, Any]


def make(python: Path, folder: Path, *programs: str) -> Models:
    """Let a TensorFlow write the models of some programs, and say what it reads in them."""
    folder.mkdir(exist_ok=True)
    for program in programs:
        run(python, program, str(folder))
    models = sorted(path.parent for path in folder.glob("*/saved_model.pb"))
    truth = json.loads(run(python, "truth.py", *map(str, models)).splitlines()[-1])
    return Models({path.name: read_contents(path) for path in models}, truth)


def run(python: Path, program: str, *arguments: str) -> str:
    answer = subprocess.run([python, PROGRAMS / program, *arguments], capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout


def tensor(info: TensorInfo) -> list[Any]:
    return [info.name, info.dtype, None if info.shape is None else list(info.shape)]


def signature(read: Signature) -> list[Any]:
    inputs = {key: tensor(info) for key, info in read.inputs.items()}
    return [read.method, inputs, {key: tensor(info) for key, info in read.outputs.items()}]


def node(read: Node) -> list[Any]:
    return [read.name, read.op, list(read.inputs), read.device, read.function, read.text]


def saved_object(read: ObjectNode) -> list[Any]:
    told: list[Any] = []
    if read.kind == "variable":
        told = [read.name, read.dtype, list(read.shape or ()), read.trainable]
    elif read.kind == "user_object":
        told = [read.identifier]
    elif read.kind == "function":
        told = [[trace.name, list(trace.bound)] for trace in read.traces]
    return [read.kind, read.children, [list(slot) for slot in read.slots], told]


def graph(read: Graph) -> dict[str, Any]:
    """Return a graph in the form of `truth.py`."""
    return {
        "tags": sorted(read.tags),
        "version": read.tensorflow_version,
        "signatures": {key: signature(value) for key, value in read.signatures.items()},
        "nodes": [node(one) for one in read.nodes],
        "functions": list(read.functions),
        "assets": [list(asset) for asset in read.assets],
        "collections": list(read.collections),
        "objects": [saved_object(one) for one in read.objects],
    }


def compare(models: Models) -> None:
    """Hold every model against what TensorFlow reads in it."""
    assert models.read.keys() == models.truth.keys()
    for name, contents in models.read.items():
        truth = models.truth[name]
        assert contents.damage == (), name
        assert [graph(one) for one in contents.graphs] == truth["graphs"], name
        variables = {one.key: [one.dtype, list(one.shape)] for one in contents.variables}
        truth["variables"].pop(OBJECT_GRAPH, None)
        assert variables == truth["variables"], name
        compare_functions(contents, truth.get("restored", {}))


def compare_functions(contents: Contents, restored: dict[str, Any]) -> None:
    """Hold the functions of the root against those of the restored object."""
    functions = contents.graphs[0].functions_of_root()
    for name, (arguments, traces) in restored.items():
        assert list(functions[name].arguments) == arguments, (contents.path, name)
        assert sorted(map(traced, functions[name].traces)) == sorted(known for _, known in traces)


def traced(trace: Trace) -> Any:
    tensors = {
        way: [info.dtype, None if info.shape is None else list(info.shape)] for way, info in trace.inputs.items()
    }
    return tensors | trace.constants


@pytest.fixture(scope="module")
def models_221(tmp_path_factory: pytest.TempPathFactory) -> Models:
    return make(Path(sys.executable), tmp_path_factory.mktemp("models"), "graphs.py", "modules.py", "networks.py")


@pytest.fixture(scope="module")
def models_215(tmp_path_factory: pytest.TempPathFactory, python_215: Path) -> Models:
    return make(python_215, tmp_path_factory.mktemp("models"), "graphs.py", "modules.py", "networks.py")


@pytest.fixture(scope="module")
def models_115(tmp_path_factory: pytest.TempPathFactory, python_115: Path) -> Models:
    return make(python_115, tmp_path_factory.mktemp("models"), "graphs.py")


@pytest.mark.tensorflow
def test_models_of_2_21_are_read_as_tensorflow_reads_them(models_221: Models) -> None:
    assert {"two_graphs", "net", "many", "trained_3_tf", "trained_2_save"} <= models_221.read.keys()
    compare(models_221)


@pytest.mark.tf215
def test_models_of_2_15_are_read_as_tensorflow_reads_them(models_215: Models) -> None:
    assert {"two_graphs", "net", "many", "trained_2_save"} <= models_215.read.keys()
    compare(models_215)


@pytest.mark.tf115
def test_models_of_1_15_are_read_as_tensorflow_reads_them(models_115: Models) -> None:
    assert {"two_graphs", "trained_adam", "resource_variable"} <= models_115.read.keys()
    compare(models_115)


def wrongly_judged(models: Models) -> dict[str, str | None]:
    """Return the models that an optimizer is found in although there is none, or that it is not found in."""
    return {
        name: contents.optimizer and contents.optimizer.evidence
        for name, contents in models.read.items()
        if (contents.optimizer is not None) != name.startswith("trained")
    }


@pytest.mark.tensorflow
def test_optimizers_are_found_in_models_of_2_21(models_221: Models) -> None:
    assert wrongly_judged(models_221) == {}
    keys = {name: kept.keys for name, contents in models_221.read.items() if (kept := contents.optimizer)}
    # Adam keeps two variables for each of six weights, its steps and its rate.
    assert len(keys["trained_3_tf"]) == 14
    assert all(key.startswith("optimizer/") for key in keys["trained_3_tf"])
    assert len(keys["trained_3_archive"]) == 14
    # The weights are found below the optimizer, which is nearer to the root than the layers: they are not its own.
    assert len(keys["trained_3_nested"]) == 6
    assert all("_trainable_variables" not in key for key in keys["trained_3_nested"])


@pytest.mark.tf215
def test_optimizers_are_found_in_models_of_2_15(models_215: Models) -> None:
    assert wrongly_judged(models_215) == {}
    keys = {name: kept.keys for name, contents in models_215.read.items() if (kept := contents.optimizer)}
    assert len(keys["trained_2_save"]) == 14
    assert sum("/.OPTIMIZER_SLOT/" in key for key in keys["trained_2_legacy"]) == 12
    assert sum("/.OPTIMIZER_SLOT/" in key for key in keys["trained_2_momentum"]) == 6
    assert "optimizer/beta_1/.ATTRIBUTES/VARIABLE_VALUE" in keys["trained_2_legacy"]


@pytest.mark.tf115
def test_optimizers_are_found_in_models_of_1_15(models_115: Models) -> None:
    assert wrongly_judged(models_115) == {}
    kept = {name: contents.optimizer for name, contents in models_115.read.items()}
    adam, descent = kept["trained_adam"], kept["trained_descent"]
    assert adam is not None
    assert adam.keys == ("beta1_power", "beta2_power", "dense/w/Adam", "dense/w/Adam_1")
    assert adam.bytes == 2 * 4 + 2 * 3 * 4 * 4
    assert descent is not None
    assert (descent.keys, descent.evidence) == ((), "the operation ApplyGradientDescent")


@pytest.mark.tensorflow
def test_what_is_not_used_or_stored_twice_is_found(models_221: Models) -> None:
    net = models_221.read["net"]
    assert [one.key.partition("/.")[0] for one in net.unused_variables()] == ["save_counter", "unused"]
    twice = models_221.read["fitted_3_export"].stored_twice()
    assert len(twice) == 8
    assert len({one.key for one, _ in twice}) == 8
    assert all(copy.key.startswith("_all_variables/") for _, copy in twice)
    assert models_221.read["fitted_2_export"].stored_twice() == []
    assert [one.key for one in models_221.read["reference_variable"].unused_variables()] == ["unused"]
    assert [one.key for one in models_221.read["resource_variable"].unused_variables()] == ["unused"]


@pytest.mark.tf215
def test_what_keras_2_says_of_itself_is_read(models_215: Models) -> None:
    custom, trained = models_215.read["plain_2_custom"], models_215.read["trained_2_save"]
    assert custom.form == trained.form == "keras-savedmodel"
    assert custom.keras is not None
    assert custom.keras.version == "2.15.0"
    assert (custom.keras.model_class, custom.keras.custom, custom.keras.lambdas) == (
        "Sequential",
        ("Doubling",),
        ("same",),
    )
    assert trained.keras is not None
    assert trained.keras.training_config
    assert (trained.keras.model_class, trained.keras.custom) == ("Functional", ())
    assert models_215.read["trained_2_tf"].form == "tf2"


@pytest.mark.tensorflow
def test_the_committed_descriptors_are_those_of_tensorflow() -> None:
    assert descriptors(sys.executable) == (DATA / "descriptors.binpb").read_bytes()


@pytest.mark.tensorflow
def test_the_committed_ops_are_those_of_tensorflow() -> None:
    assert set(ask(sys.executable, "ops")["tensorflow"]) == known_ops((2, 21))


@pytest.mark.tf215
def test_the_committed_ops_are_those_of_2_15(python_215: Path) -> None:
    assert set(ask(str(python_215), "ops")["tensorflow"]) == known_ops((2, 15))


@pytest.mark.tf115
def test_the_committed_ops_are_those_of_1_15(python_115: Path) -> None:
    found = ask(str(python_115), "ops", CONTRIB)
    assert set(found["tensorflow"]) == known_ops((1, 15))
    assert all(CONTRIB in [home.package for home in homes_of(op)] for op in found[CONTRIB])


@pytest.mark.tensorflow
def test_tensorflow_can_be_in_the_same_process(models_221: Models) -> None:
    # Both have the messages under the same names; TensorFlow's are in the default pool.
    program = (
        "import sys; from pathlib import Path; from hublint.savedmodel import read_contents\n"
        "model = Path(sys.argv[1])\n"
        "first = read_contents(model)\n"
        "import tensorflow as tf\n"
        "tf.saved_model.load(str(model))\n"
        "assert read_contents(model) == first\n"
    )
    path = models_221.read["net"].path
    answer = subprocess.run([sys.executable, "-c", program, path], capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
