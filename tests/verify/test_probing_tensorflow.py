"""What the probes see of real models, on TensorFlow 2.21 and 2.15, and of models of the real 1.15."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hublint.behaviour import Feature
from hublint.verify.limits import Limits
from hublint.verify.probing import list_devices, observe
from hublint.verify.session import ModelServer, Workshop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hublint.behaviour import Behaviour, FunctionRun
    from hublint.verify.probing import Part

PROGRAMS = Path(__file__).parent / "programs"
RUNTIMES = [
    pytest.param("2.21", marks=pytest.mark.tensorflow),
    pytest.param("2.15", marks=pytest.mark.tf215),
]
SERVING = "signatures['serving_default']"


class Runtime:
    """A TensorFlow, the models that it wrote, and what was seen of them; the CPU is split into two devices."""

    def __init__(self, python: Path, program: str, folder: Path) -> None:
        self.models = folder / "models"
        self.models.mkdir()
        environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}
        command = [str(python), str(PROGRAMS / program)]
        subprocess.run(command, cwd=self.models, check=True, capture_output=True, env=environment)
        (folder / "scratch").mkdir()
        self.python = python
        self.server = ModelServer(Workshop(folder / "scratch", python, timeout=60.0, logical_cpus=2))
        self._seen: dict[tuple[str, str], Behaviour] = {}

    def seen(self, name: str, device: str = "CPU:0", *, tags: str = "serve") -> Behaviour:
        """Return how a model is loaded and called."""
        if (name, device) not in self._seen:
            parts: tuple[Part, ...] = ("loads", "functions")
            path, tag_set = self.models / name, frozenset(tags.split())
            self._seen[name, device] = observe(self.server, path, tags=tag_set, device=device, parts=parts)
        return self._seen[name, device]

    def run(self, name: str, function: str = SERVING, device: str = "CPU:0") -> FunctionRun:
        """Return how a function of a model answered."""
        return next(run for run in self.seen(name, device).functions if run.name == function)

    def loads(self, name: str, *, tags: str = "serve") -> dict[str, str]:
        """Return what became of each way of loading a model: `ok`, the error, or why it was not tried."""
        return {one.name: one.error or one.skipped or "ok" for one in self.seen(name, tags=tags).loads}


@pytest.fixture(scope="session", params=RUNTIMES)
def runtime(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runtime]:
    python = Path(sys.executable) if request.param == "2.21" else request.getfixturevalue("python_215")
    runtime = Runtime(python, "behaviours.py", tmp_path_factory.mktemp("runtime"))
    yield runtime
    runtime.server.close()


def is_keras_3(runtime: Runtime) -> bool:
    return runtime.seen("dense").keras.startswith("3.")


NO_TFSM_LAYER = "tf.keras is Keras 2 here, which has no TFSMLayer"
NOT_OF_KERAS = "the model was not written by Keras 2"
NO_TRAINING = "the model is not callable, and a signature cannot be trained further"
EMPTY = "the model is not callable and has no signatures"


@pytest.mark.parametrize(
    ("name", "tags", "layer", "trainable", "tfsm"),
    [
        ("dense", "serve", "ok", "ok", "ok"),
        ("graph", "serve", "ok", NO_TRAINING, "ok"),
        ("exported", "serve", "ok", NO_TRAINING, "ok"),
        ("trained", "serve", EMPTY, EMPTY, EMPTY),
        ("module", "", "ok", NO_TRAINING, "it loads the graph that is tagged `serve`"),
        ("tagged", "serve gpu", "ok", NO_TRAINING, "it loads the graph that is tagged `serve`"),
    ],
)
def test_each_kind_of_model_is_loaded_in_every_way(
    runtime: Runtime, name: str, tags: str, layer: str, trainable: str, tfsm: str
) -> None:
    assert runtime.loads(name, tags=tags) == {
        "tf.saved_model.load": "ok",
        "tf.compat.v1.saved_model.load": "ok",
        "hub.load": "ok",
        "hub.KerasLayer": layer,
        "hub.KerasLayer(trainable=True)": trainable,
        "tf.keras.layers.TFSMLayer": tfsm if is_keras_3(runtime) else NO_TFSM_LAYER,
        "tf.keras.models.load_model": NOT_OF_KERAS,
    }
    assert runtime.seen(name).trouble == ()


def test_a_file_of_keras_is_loaded_compiled_and_not(runtime: Runtime) -> None:
    # Keras 3 cannot read the name of a loss in an HDF5 file that it wrote itself.
    compiled = "ValueError: Could not deserialize 'keras.metrics.mse' because it is not a KerasSaveable subclass"
    for name, whole in {"whole.keras": "ok", "whole.h5": compiled if is_keras_3(runtime) else "ok"}.items():
        assert runtime.loads(name) == {
            "tf.keras.models.load_model": whole,
            "tf.keras.models.load_model(compile=False)": "ok",
        }
        (run,) = runtime.seen(name).functions
        assert run.name == "predict"
        assert [(one.name, one.shape) for one in run.wanted] == [("features", (None, 3))]
        assert [output.probabilities for output in run.outputs] == [True]
        assert run.repeated is not None
        assert run.repeated.equal
        assert run.batched is not None
        assert run.batched.equal


def test_signatures_and_functions_one_level_down_are_called(runtime: Runtime) -> None:
    assert [run.name for run in runtime.seen("dense").functions] == [SERVING, "__call__", "scaled"]
    scaled = runtime.run("dense", "scaled")
    assert [(one.name, one.dtype, one.shape) for one in scaled.wanted] == [
        ("x", "float32", (None, 3)),
        ("scale", "float32", ()),
    ]
    assert [(output.name, output.declared_shape) for output in scaled.outputs] == [
        ("scaled", (None, 3)),
        ("twice/0", (None, 3)),
        ("twice/1", (None, 3)),
    ]


def test_a_function_is_called_as_out_of_training(runtime: Runtime) -> None:
    (run,) = runtime.seen("trained").functions
    assert run.name == "step"
    assert run.answered
    assert run.repeated is not None
    assert run.repeated.equal


def test_each_trace_of_a_function_is_called_the_most_general_first(runtime: Runtime) -> None:
    assert [
        (run.name, [(one.dtype, one.shape) for one in run.wanted]) for run in runtime.seen("several").functions
    ] == [
        ("__call__", [("int32", (None, 3))]),
        ("__call__ (trace 2)", [("float32", (2, 3))]),
    ]
    assert all(run.answered for run in runtime.seen("several").functions)


def test_what_keras_2_saved_is_loaded_by_it_and_its_own_parts_are_not_called(runtime: Runtime) -> None:
    if is_keras_3(runtime):
        assert not (runtime.models / "folder").exists()
        return
    assert runtime.loads("folder")["tf.keras.models.load_model"] == "ok"
    assert runtime.loads("folder")["hub.KerasLayer(trainable=True)"] == "ok"
    assert [run.name for run in runtime.seen("folder").functions] == [SERVING, "__call__"]
    assert all(run.answered for run in runtime.seen("folder").functions)


@pytest.mark.parametrize(
    ("name", "function", "inputs"),
    [
        ("ragged", SERVING, ["x", "x_1"]),
        ("ragged", "__call__", ["0"]),
        ("sparse", SERVING, ["x", "x_1", "x_2"]),
        ("sparse", "__call__", ["0"]),
        ("graph", SERVING, ["s_dense_shape", "s_indices", "s_values", "x"]),
        ("words", SERVING, ["x"]),
        ("image", "__call__", ["x"]),
        ("flags", SERVING, ["x", "y"]),
        ("half", "__call__", ["x"]),
        ("pixels", SERVING, ["x"]),
        ("any_rank", SERVING, ["x"]),
        ("nested", "__call__", ["x_a", "x_b"]),
    ],
)
def test_inputs_of_every_kind_are_made(runtime: Runtime, name: str, function: str, inputs: list[str]) -> None:
    run = runtime.run(name, function)
    assert [one.name for one in run.wanted] == inputs
    assert [one.error for one in run.tried] == [""] * len(run.tried)
    assert all(output.fits for output in run.outputs)
    assert run.repeated is not None
    assert run.repeated.equal


def test_identifiers_that_are_too_large_are_no_verdict_on_the_batch(runtime: Runtime) -> None:
    run = runtime.run("ids")
    errors = {one.batch: one.error for one in run.tried if one.error}
    assert errors
    assert all("is not in [0, 3)" in error for error in errors.values())
    assert {one.batch for one in run.tried if not one.error} == {1, 2, 7}


def test_the_values_of_a_sparse_tensor_are_packed_to_the_left(runtime: Runtime) -> None:
    for function in (SERVING, "__call__"):
        assert {one.error for one in runtime.run("univalent", function).tried} == {""}


def test_sizes_that_only_some_batches_are_answered_for_are_not_settled_on(runtime: Runtime) -> None:
    # 4 columns are answered for a batch of 1, one column for every batch.
    tried = runtime.run("narrow").tried
    assert {(one.batch, one.error) for one in tried} == {(1, ""), (2, ""), (7, "")}


def test_an_error_that_quotes_bytes_is_not_told_where_another_is(runtime: Runtime) -> None:
    run = runtime.run("no_number")
    assert not run.answered
    assert {one.error.partition(":")[0] for one in run.tried} == {"InvalidArgumentError"}


def test_values_that_are_refused_are_told_from_those_that_are_not(runtime: Runtime) -> None:
    errors = {(one.batch, one.fill): bool(one.error) for one in runtime.run("numbers").tried}
    assert errors == {
        **{(batch, fill): True for batch in (1, 2, 7) for fill in ("zeros", "random")},
        (2, "positive"): False,
    }


def test_a_vector_is_not_taken_for_a_batch(runtime: Runtime) -> None:
    assert runtime.run("vector_mean").batched is None


def test_rows_that_are_padded_to_the_longest_are_not_held_against_one_alone(runtime: Runtime) -> None:
    run = runtime.run("padded")
    assert {one.batch for one in run.tried if not one.error} == {1, 2, 7}
    assert run.batched is None


def test_the_last_digit_of_a_half_precise_number_is_no_difference(runtime: Runtime) -> None:
    batched = runtime.run("half").batched
    assert batched is not None
    assert batched.equal
    assert batched.max_abs == 2**-10


def test_a_disk_that_is_too_small_to_save_a_model_again_is_not_the_models_fault(
    runtime: Runtime, tmp_path: Path
) -> None:
    limits = Limits.of_this_machine()._replace(disk=1)
    server = ModelServer(Workshop(tmp_path, runtime.python, timeout=60.0, limits=limits))
    seen = observe(server, runtime.models / "dense", tags=frozenset({"serve"}), parts=("resaving",))
    server.close()
    if seen.resaving is None:  # what it left of its files was seen before it could tell
        assert [trouble.how for trouble in seen.trouble] == ["disk full"]
    else:
        assert seen.resaving.skipped == "there is too little room on the disk to save it again"
        assert seen.resaving.attempts == ()


def test_a_softmax_counts_only_where_it_comes_last(runtime: Runtime) -> None:
    for function in (SERVING, "__call__"):
        (inside,) = runtime.run("softmax_inside", function).outputs
        (last,) = runtime.run("softmax_last", function).outputs
        assert (inside.softmax, inside.probabilities) == (False, False)
        assert (last.softmax, last.probabilities) == (True, True)


def test_the_cpu_is_two_devices(runtime: Runtime) -> None:
    assert [(device.name, device.kind) for device in list_devices(runtime.server)] == [
        ("CPU:0", "CPU"),
        ("CPU:1", "CPU"),
    ]


@pytest.mark.parametrize("device", ["CPU:0", "CPU:1"])
def test_a_model_runs_on_the_device_that_is_asked_for(runtime: Runtime, device: str) -> None:
    for run in runtime.seen("dense", device).functions:
        assert (run.device, list(run.operations)) == (device, [device])


def test_a_device_in_the_graph_shows_though_the_result_is_copied(runtime: Runtime) -> None:
    for run in runtime.seen("on_cpu_1").functions:
        assert (run.device, run.operations) == ("CPU:0", {"CPU:1": 1})


def test_a_model_that_a_device_cannot_hold_is_told_and_not_tried_again(runtime: Runtime) -> None:
    for run in runtime.seen("too_large").functions:
        (tried,) = run.tried
        assert tried.error.startswith("ResourceExhaustedError: ")
        assert not run.answered
    assert runtime.seen("too_large").trouble == ()


def test_a_slow_model_is_not_tried_until_it_seems_to_hang(runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> None:
    assert all(run.answered for run in runtime.seen("image").functions)  # with a picture, after words
    monkeypatch.setattr("hublint.verify.probing._SHARE", 0.0)
    path = runtime.models / "image"
    found = observe(runtime.server, path, tags=frozenset({"serve"}), parts=("functions",))
    assert found.trouble == ()
    assert not any(run.answered for run in found.functions)


def test_a_loop_without_end_is_told_with_its_inputs(runtime: Runtime, tmp_path: Path) -> None:
    server = ModelServer(Workshop(tmp_path, runtime.python, timeout=10.0))
    try:
        path = runtime.models / "infinite"
        found = observe(server, path, tags=frozenset({"serve"}), parts=("functions",))
    finally:
        server.close()
    assert [(one.part, one.how, one.inputs) for one in found.trouble] == [
        (f"functions: {SERVING}", "hung", "x=[0, 0, 0]"),
        ("functions: __call__", "hung", "x=[0, 0, 0]"),
    ]


@pytest.fixture(scope="session", params=[*RUNTIMES, pytest.param("1.15", marks=pytest.mark.tf115)])
def parsing(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runtime]:
    fixtures = {"2.15": "python_215", "1.15": "python_115"}
    python = request.getfixturevalue(fixtures[request.param]) if request.param in fixtures else Path(sys.executable)
    runtime = Runtime(python, "examples.py", tmp_path_factory.mktemp("parsing"))
    yield runtime
    runtime.server.close()


FEATURES = (
    Feature("age", "int64", ()),
    Feature("city", "string", (1,)),
    Feature("fare", "float32", (2, 3)),
    Feature("steps", "float32", (None,)),
    Feature("tags", "string", (None,), "sparse"),
)


def is_answered_for_every_batch(run: FunctionRun) -> bool:
    """Tell whether no call failed, and the answers are those of a function that keeps its promises."""
    assert {(one.batch, one.error) for one in run.tried} == {(1, ""), (2, ""), (7, "")}
    assert all(output.fits for output in run.outputs)
    return bool(run.repeated and run.repeated.equal and run.batched and run.batched.equal)


@pytest.mark.parametrize("name", ["graph", "first_operation"])
def test_examples_are_made_for_a_graph_that_parses_them(parsing: Runtime, name: str) -> None:
    run = parsing.run(name)
    note, inputs = run.wanted
    assert (note.name, note.examples, note.features) == ("a_note", False, ())
    assert (inputs.name, inputs.examples, inputs.features) == ("inputs", True, FEATURES)
    assert is_answered_for_every_batch(run)
    assert run.tried[0].inputs["inputs"] == "[tf.train.Example(age=[0], city=[b''], fare=[0, 0, 0, 0, 0, 0], ...)]"


WITH_FUNCTIONS = pytest.mark.parametrize("parsing", RUNTIMES, indirect=True)  # which TensorFlow 1.15 does not save


@WITH_FUNCTIONS
def test_examples_are_made_for_a_function_that_calls_one_that_parses_them(parsing: Runtime) -> None:
    for function in (SERVING, "serve"):
        run = parsing.run("called", function)
        assert [(one.examples, one.features) for one in run.wanted] == [(True, FEATURES)]
        assert is_answered_for_every_batch(run)
        ragged = parsing.run("ragged", function)
        assert [(one.name, one.dtype, one.kind) for one in ragged.wanted[0].features] == [
            ("fare", "float32", "ragged"),
            ("ids", "int64", "ragged"),
        ]
        assert is_answered_for_every_batch(ragged)


@WITH_FUNCTIONS
def test_one_example_may_hold_an_image(parsing: Runtime) -> None:
    run = parsing.run("one")
    assert run.wanted[0].features == (
        Feature("image", "string", ()),
        Feature("tags", "int64", (None,), "sparse"),
    )
    assert {one.error for one in run.tried} == {""}
    assert run.tried[0].inputs == {"examples": "tf.train.Example(image=[a PNG of 8 x 8], tags=[0])"}


@WITH_FUNCTIONS
def test_examples_whose_features_the_graph_does_not_hold_are_not_made(parsing: Runtime) -> None:
    run = parsing.run("unknown_keys")
    assert [(one.examples, one.features) for one in run.wanted] == [(True, ())]
    assert run.skipped == "it takes serialized tf.train.Examples, whose features cannot be told"
    assert run.tried == ()


@pytest.fixture(scope="session")
def old(python_115: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runtime]:
    runtime = Runtime(python_115, "behaviours_115.py", tmp_path_factory.mktemp("old"))
    yield runtime
    runtime.server.close()


@pytest.mark.tf115
class TestOldest:
    """TensorFlow 1.15 calls what it wrote itself."""

    def test_models_are_loaded_in_the_ways_that_it_has(self, old: Runtime) -> None:
        loads = old.loads("dense")
        assert {name for name, how in loads.items() if how == "ok"} == {
            "tf.saved_model.load",
            "tf.compat.v1.saved_model.load",
        }
        assert loads["tf.keras.layers.TFSMLayer"] == NO_TFSM_LAYER

    def test_signatures_are_called(self, old: Runtime) -> None:
        run = old.run("dense")
        assert [(one.name, one.dtype, one.shape) for one in run.wanted] == [("x", "float32", (None, 3))]
        assert {one.batch for one in run.tried if not one.error} == {1, 2, 7}
        assert run.batched is not None
        assert run.batched.equal
        assert run.device == "CPU:0"
        assert old.run("dense", device="CPU:1").device == "CPU:1"

    def test_what_breaks_a_promise_shows(self, old: Runtime) -> None:
        assert {one.batch for one in old.run("two_rows").tried if one.error} == {1, 7}
        assert old.run("divided").outputs[0].not_finite == "NaN"
        assert old.run("divided").outputs[0].not_finite_for == "x=[0, 0, 0]"
        centred, dropped = old.run("centred").batched, old.run("dropped").repeated
        assert centred is not None
        assert not centred.equal
        assert dropped is not None
        assert not dropped.equal
        (soft,) = old.run("soft").outputs
        assert (soft.softmax, soft.probabilities) == (True, True)

    def test_a_newer_tensorflow_sees_the_same(self, old: Runtime, tmp_path: Path) -> None:
        server = ModelServer(Workshop(tmp_path, Path(sys.executable), timeout=60.0))
        try:
            for name in ("dense", "two_rows", "divided", "centred", "dropped", "soft"):
                found = observe(server, old.models / name, tags=frozenset({"serve"}), parts=("functions",))
                (new,), before = found.functions, old.run(name)
                assert [(one.inputs, bool(one.error)) for one in new.tried] == [
                    (one.inputs, bool(one.error)) for one in before.tried
                ]
                for attribute in ("repeated", "batched"):
                    left, right = getattr(before, attribute), getattr(new, attribute)
                    assert (left and left.equal) == (right and right.equal), (name, attribute)
                assert [(one.fits, one.not_finite, one.softmax) for one in new.outputs] == [
                    (one.fits, one.not_finite, one.softmax) for one in before.outputs
                ]
        finally:
            server.close()
