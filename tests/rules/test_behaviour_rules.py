"""What the rules say of the behaviour of models, with behaviours that are written down here.

What running a real model shows is tested in tests/verify/test_probing_tensorflow.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from hublint import registry
from hublint.behaviour import (
    Attempt,
    Behaviour,
    Difference,
    FunctionRun,
    InputTried,
    InputWanted,
    OutputSeen,
    Trouble,
)
from hublint.rule import ModelRule
from hublint.savedmodel.contents import Contents
from hublint.target import parse_target

if TYPE_CHECKING:
    from hublint.savedmodel.contents import Form

RULES = registry.load().by_code

X = InputWanted("x", "float32", (None, 3))
Y = OutputSeen("y", "float32", (None, 3), "float32", (7, 3))
EQUAL = Difference(equal=True, max_abs=0.0)


def behaviour(*functions: FunctionRun, **more: Any) -> Behaviour:
    return Behaviour(device="CPU:0", tensorflow="2.21.0", functions=functions, **more)


def run(name: str = "__call__", *, errors: dict[int, str] | None = None, **more: Any) -> FunctionRun:
    """Return how a function of one input answered batches of 1, 2 and 7, some with an error."""
    errors = errors or {}
    tried = tuple(InputTried({"x": "[0, 0, 0]"}, batch, errors.get(batch, "")) for batch in (1, 2, 7))
    settings = {"wanted": (X,), "outputs": (Y,), "repeated": EQUAL, "batched": EQUAL, "device": "CPU:0", **more}
    return FunctionRun(name, "signature" if name.startswith("signatures") else "function", tried=tried, **settings)


def rule(code: str) -> ModelRule:
    found = RULES[code]
    assert isinstance(found, ModelRule)
    return found


def remarks(code: str, seen: Behaviour, *, target: str = "tf=2.21", form: Form = "tf2") -> list[tuple[str, str | None]]:
    found = rule(code).check_behaviour(seen, Contents("model", form), lambda: parse_target(target))
    return [(remark.message, remark.note) for remark in found]


def kept(code: str, seen: Behaviour) -> bool | None:
    return rule(code).kept(seen)


CODES = [f"HUB{number}" for number in range(701, 711)]


@pytest.mark.parametrize("code", CODES)
def test_a_model_that_behaves_keeps_every_promise(code: str) -> None:
    seen = behaviour(run(), run("signatures['serving_default']"), loads=(Attempt("tf.saved_model.load"),))
    assert remarks(code, seen) == []
    assert kept(code, seen) is True


@pytest.mark.parametrize("code", CODES)
def test_nothing_is_said_and_nothing_promised_of_what_was_not_run(code: str) -> None:
    seen = behaviour(trouble=(Trouble("devices", "failed", "there is no device GPU:0 here, only CPU:0"),))
    assert remarks(code, seen) == []
    assert kept(code, seen) is None


@pytest.mark.parametrize("code", CODES[1:9])
def test_a_function_that_could_not_be_called_is_untried(code: str) -> None:
    seen = behaviour(FunctionRun("__call__", "function", skipped="no value can be made for the input 'r', a resource"))
    assert remarks(code, seen) == []
    assert kept(code, seen) is None


class TestLoadFails:
    NOT_CALLABLES = "ValueError: hub.KerasLayer(obj) expects obj.regularization_losses to be an iterable of callables"

    def test_ways_that_fail_alike_are_told_together(self) -> None:
        error = "NotFoundError: Op type not registered 'Frobnicate' in binary running on host."
        seen = behaviour(
            loads=(
                Attempt("tf.saved_model.load", error, "long"),
                Attempt("hub.load", error, "long"),
                Attempt("tf.keras.layers.TFSMLayer", skipped="tf.keras is Keras 2 here"),
            )
        )
        message = (
            "`tf.saved_model.load` and `hub.load` fail to load the model; "
            "import the package that brings the operation, or export the model without it"
        )
        assert remarks("HUB701", seen) == [(message, error)]

    def test_the_numbers_of_nodes_make_no_other_failure(self) -> None:
        errors = [
            f"InvalidArgumentError: TF_Output layer/Call_6{number}:0 appears more than once" for number in ("_8", "")
        ]
        seen = behaviour(loads=(Attempt("tf.saved_model.load", errors[0]), Attempt("hub.load", errors[1])))
        ((message, note),) = remarks("HUB701", seen)
        assert message.startswith("`tf.saved_model.load` and `hub.load` fail to load the model; ")
        assert note == errors[0]

    def test_a_layer_matters_only_to_those_who_reuse_the_model(self) -> None:
        seen = behaviour(loads=(Attempt("hub.KerasLayer", self.NOT_CALLABLES), Attempt("hub.load")))
        ((message, note),) = remarks("HUB701", seen)
        assert message == (
            "`hub.KerasLayer` fails to load the model; "
            "make each of its regularization_losses a tf.function without arguments that returns one number"
        )
        assert note == self.NOT_CALLABLES
        assert remarks("HUB701", seen, target="tf=2.21,purpose=serve") == []

    def test_a_folder_is_a_keras_model_only_to_those_who_reuse_it_but_a_file_always_is(self) -> None:
        seen = behaviour(loads=(Attempt("tf.keras.models.load_model", "TypeError: Could not locate class 'Own'"),))
        serve = "tf=2.15,purpose=serve"
        assert remarks("HUB701", seen, target=serve, form="keras-savedmodel") == []
        ((message, _),) = remarks("HUB701", seen, target=serve, form="keras-hdf5")
        assert message.endswith(
            "; register its own classes and functions with tf.keras.utils.register_keras_serializable"
        )


class TestCallFails:
    def failing(self, error: str, wanted: InputWanted = X) -> Behaviour:
        return behaviour(run(errors=dict.fromkeys((1, 2, 7), error), wanted=(wanted,), outputs=()))

    def test_a_function_that_answers_nothing(self) -> None:
        error = "FailedPreconditionError: Could not find variable w"
        seen = self.failing(error)
        message = (
            "`__call__` refuses every input that it says it takes, such as x=[0, 0, 0]; "
            "call it as loaded in a new process, where the program that exports it is not there"
        )
        assert remarks("HUB702", seen) == [(message, error)]
        assert kept("HUB702", seen) is None

    def test_text_may_have_to_be_in_some_format(self) -> None:
        text = InputWanted("x", "string", (None,))
        assert remarks("HUB702", self.failing("InvalidArgumentError: Unknown image file format", text)) == []
        assert remarks("HUB702", self.failing("NotFoundError: vocabulary.txt; No such file or directory", text))

    def test_sizes_that_are_left_open_may_have_to_be_others(self) -> None:
        open_size = InputWanted("x", "float32", (None, None))
        assert remarks("HUB702", self.failing("InvalidArgumentError: Matrix size-incompatible", open_size)) == []
        assert remarks("HUB702", self.failing("InvalidArgumentError: Matrix size-incompatible"))

    def test_an_assertion_inside_may_ask_for_other_values(self) -> None:
        error = "InvalidArgumentError: assertion failed: [x must be an age] [Condition x >= y did not hold]"
        assert remarks("HUB702", self.failing(error)) == []

    def test_python_code_is_never_there(self) -> None:
        error = "InvalidArgumentError: ValueError: Could not find callback with key=pyfunc_0 in the registry."
        ((message, _),) = remarks("HUB702", self.failing(error, InputWanted("x", "string", (None,))))
        assert message == (
            "`__call__` refuses every input that it says it takes; "
            "write it with operations of TensorFlow, for Python code is not saved with a model"
        )

    def test_an_operation_that_cannot_be_computed_is_named(self) -> None:
        error = (
            "InvalidArgumentError: No OpKernel was registered to support Op 'BoostedTreesBucketize' used by {{node b}}"
        )
        ((message, _),) = remarks("HUB702", self.failing(error, InputWanted("x", "string", (None,))))
        assert message == (
            "`__call__` refuses every input that it says it takes; "
            "write it without BoostedTreesBucketize, which this TensorFlow cannot compute"
        )

    def test_an_error_that_could_not_be_told_says_nothing(self) -> None:
        unreadable = "UnicodeDecodeError: 'utf-8' codec can't decode byte 0x89 in position 26: invalid start byte"
        text = InputWanted("x", "string", (None,))
        assert remarks("HUB702", self.failing(unreadable, text)) == []
        told = "NotFoundError: vocabulary.txt; No such file or directory"
        seen = behaviour(run(errors={1: unreadable, 2: told, 7: unreadable}, wanted=(text,), outputs=()))
        assert [note for _, note in remarks("HUB702", seen)] == [told]

    def test_too_little_memory_is_not_a_refusal(self) -> None:
        seen = self.failing("ResourceExhaustedError: OOM when allocating tensor with shape[7,1099511627776]")
        assert remarks("HUB702", seen) == []
        ((message, _),) = remarks("HUB709", seen)
        assert message == "`__call__` does not fit on CPU:0; make it smaller, or name a device with more memory"

    def test_a_function_that_wants_other_values_now_and_then_is_not_reported(self) -> None:
        seen = behaviour(run(errors={7: "InvalidArgumentError: indices[0] = 6 is not in [0, 3)"}))
        assert remarks("HUB702", seen) == []
        assert kept("HUB702", seen) is True


class TestBatchSize:
    def test_sizes_that_are_refused(self) -> None:
        error = "InvalidArgumentError: ConcatOp : Dimension 0 in both shapes must be equal"
        seen = behaviour(
            *(run(name, errors={1: error, 7: error}) for name in ("__call__", "signatures['serving_default']"))
        )
        message = (
            "`__call__` and `signatures['serving_default']` answer batches of 2 but not of 1 and 7; "
            "take the number of rows from tf.shape(x)[0], not from a constant"
        )
        assert remarks("HUB703", seen) == [(message, error)]

    def test_a_size_that_some_values_are_refused_for_is_not_refused(self) -> None:
        tried = (
            *(InputTried({}, batch) for batch in (1, 2, 7)),
            *(InputTried({}, batch, "InvalidArgumentError: not in [0, 3)") for batch in (1, 2, 7)),
        )
        seen = behaviour(FunctionRun("__call__", "function", wanted=(X,), tried=tried))
        assert remarks("HUB703", seen) == []
        assert kept("HUB703", seen) is True

    def test_values_that_one_size_alone_was_tried_with_tell_nothing_of_sizes(self) -> None:
        error = "InvalidArgumentError: could not correctly convert string: "
        zeros = [InputTried({}, batch, error, fill="zeros") for batch in (1, 2, 7)]
        positive = [InputTried({}, 2, fill="positive"), InputTried({}, 7, "InvalidArgumentError: no", fill="positive")]
        for number, sizes in ((1, []), (2, ["batches of 2 but not of 7"])):
            tried = (*zeros, *positive[:number])
            found = remarks("HUB703", behaviour(FunctionRun("__call__", "function", wanted=(X,), tried=tried)))
            assert [message.partition(";")[0].partition("answers ")[2] for message, _ in found] == sizes

    def fixed(self, shape: tuple[int | None, ...], name: str = "__call__") -> FunctionRun:
        return FunctionRun(name, "function", wanted=(InputWanted("x", "int32", shape),), tried=(InputTried({}),))

    def test_one_size_alone_is_told_to_those_who_reuse_the_model(self) -> None:
        seen = behaviour(self.fixed((8, 3)))
        message = (
            "`__call__` takes batches of 8 alone, as 'x' is int32 [8, 3]; "
            "leave the first dimension open: tf.TensorSpec([None, 3], tf.int32)"
        )
        assert remarks("HUB703", seen) == [(message, None)]
        assert remarks("HUB703", seen, target="tf=2.21,purpose=serve") == []

    def test_a_vector_is_no_batch_and_one_open_trace_is_enough(self) -> None:
        assert remarks("HUB703", behaviour(self.fixed((8,)))) == []
        assert remarks("HUB703", behaviour(self.fixed((224, 224, 3)))) == [], "which is a picture"
        assert remarks("HUB703", behaviour(self.fixed((1, 1))))
        assert remarks("HUB703", behaviour(self.fixed((8, 3)), self.fixed((None, 3), "__call__ (trace 2)"))) == []


class TestAnswers:
    def test_not_finite(self) -> None:
        bad = OutputSeen("y", dtype="float32", shape=(7, 3), not_finite="NaN", not_finite_for="x=[0, 0, 0]")
        message = "`__call__` answers NaN where x=[0, 0, 0]; divide by what cannot be 0, and take logarithms above 0"
        assert remarks("HUB704", behaviour(run(outputs=(Y, bad)))) == [(message, "not finite: y")]

    def test_batch_dependent(self) -> None:
        batched = Difference(equal=False, max_abs=1.5536, text="y[0][1] is -1.5536, then 0")
        ((message, note),) = remarks("HUB705", behaviour(run(batched=batched)))
        assert message == (
            "`__call__` answers the last of 7 rows otherwise than that row alone, by up to 1.55; "
            "compute with what training stored, not over the batch"
        )
        assert note == "in the batch and alone: y[0][1] is -1.5536, then 0"

    def test_not_deterministic(self) -> None:
        repeated = Difference(equal=False, max_abs=2.0, text="y[0][1] is 2, then 0")
        ((message, note),) = remarks("HUB706", behaviour(run(repeated=repeated)))
        assert message.startswith("`__call__` answers the same inputs differently when called again; ")
        assert note == "in the first call and the second: y[0][1] is 2, then 0"

    def test_declared_otherwise(self) -> None:
        bad = OutputSeen(
            "y", "float32", (None, 5), "float32", (7, 6), fits=False, misfit="float32 [1, 6] for a batch of 1"
        )
        ((message, _),) = remarks("HUB707", behaviour(run(outputs=(bad,))))
        assert message == (
            "`__call__` declares float32 [None, 5] for what is float32 [1, 6] for a batch of 1; "
            "declare what it is, or answer what is declared"
        )

    def test_an_undeclared_result_is_no_promise(self) -> None:
        seen = behaviour(run("predict", outputs=(OutputSeen("output", dtype="float32", shape=(7, 3)),)))
        assert kept("HUB707", seen) is None


class TestProbabilities:
    SOFT = OutputSeen("y", dtype="float32", shape=(7, 4), probabilities=True, softmax=True)
    LOGITS = OutputSeen("logits", dtype="float32", shape=(7, 4))

    def test_the_call_alone_is_judged_where_there_is_one(self) -> None:
        soft, call = run("signatures['serving_default']", outputs=(self.SOFT,)), run(outputs=(self.SOFT,))
        ((message, _),) = remarks("HUB708", behaviour(soft, call))
        assert message == (
            "`__call__` answers with probabilities, which a softmax makes, that sum to 1 in each row; "
            "return the logits, and leave the softmax to who needs it"
        )
        assert remarks("HUB708", behaviour(soft, run(outputs=(self.LOGITS,)))) == []
        ((message, _),) = remarks("HUB708", behaviour(soft))
        assert message.startswith("`signatures['serving_default']` answers with probabilities")

    def test_a_model_that_has_the_logits_too(self) -> None:
        assert remarks("HUB708", behaviour(run(outputs=(self.SOFT, self.LOGITS)))) == []


class TestOtherDevice:
    def test_operations_that_run_elsewhere(self) -> None:
        seen = behaviour(run(operations={"CPU:1": 3, "CPU:0": 2}))
        message = "`__call__` computes on CPU:1 when CPU:0 is asked for; leave tf.device out of what is exported"
        assert remarks("HUB709", seen) == [(message, "operations on each device: CPU:0: 2, CPU:1: 3")]

    def on_gpu(self, operations: dict[str, int], **more: Any) -> Behaviour:
        return Behaviour(device="GPU:0", tensorflow="2.21.0", functions=(run(operations=operations, **more),))

    def test_what_a_gpu_cannot_do_may_run_beside_it(self) -> None:
        seen = self.on_gpu({"CPU:0": 5, "GPU:0": 1}, device="GPU:0")
        assert remarks("HUB709", seen) == []
        assert kept("HUB709", seen) is True

    def test_a_gpu_that_is_left_idle(self) -> None:
        ((message, _),) = remarks("HUB709", self.on_gpu({"CPU:0": 5}, device="GPU:0"))
        assert message.startswith("`__call__` computes on CPU:0 when GPU:0 is asked for; ")

    def test_text_is_not_computed_on_a_gpu(self) -> None:
        words = (OutputSeen("words", dtype="string", shape=(7,)),)
        assert remarks("HUB709", self.on_gpu({"CPU:0": 5}, device="", outputs=words)) == []

    def test_without_operations_the_result_has_to_tell(self) -> None:
        assert remarks("HUB709", self.on_gpu({}, device="GPU:0")) == []
        ((message, note),) = remarks("HUB709", self.on_gpu({}, device="CPU:0"))
        assert message.startswith("`__call__` computes on CPU:0 when GPU:0 is asked for; ")
        assert note is None

    def test_a_model_that_cannot_even_be_loaded(self) -> None:
        error = "ResourceExhaustedError: failed to allocate memory"
        seen = Behaviour(device="GPU:0", tensorflow="2.21.0", loads=(Attempt("tf.saved_model.load", error),))
        assert remarks("HUB701", seen) == []
        ((message, note),) = remarks("HUB709", seen)
        assert message.startswith("the model does not fit on GPU:0 (`tf.saved_model.load`); ")
        assert note == error


class TestCrashesProcess:
    def test_what_ended_the_process_is_told_with_all_that_it_ended(self) -> None:
        message = "TensorFlow crashed: killed by SIGABRT"
        details = "I tensorflow started\nF tensorflow/core/util.cc:12] Check failed: n > 0"
        seen = behaviour(
            trouble=(
                Trouble("loads: hub.load", "crashed", message, details),
                Trouble("functions: __call__", "crashed", message, "", "x=[0, 0, 0]"),
                Trouble("training", "hung", "TensorFlow hung: still running after 60 s, killed", "at line 3"),
            )
        )
        crashed, hung = remarks("HUB710", seen)
        assert crashed == (
            f"{message}, for `hub.load` and `__call__`; call it in a process of its own to see where",
            "F tensorflow/core/util.cc:12] Check failed: n > 0",
        )
        assert hung[0].startswith("TensorFlow hung: still running after 60 s, killed, for further training; ")
        assert hung[1] is None

    def test_the_inputs_that_did_it_are_told(self) -> None:
        seen = behaviour(trouble=(Trouble("functions: f", "hung", "TensorFlow hung", "", "x=[0, 0, 0]"),))
        assert remarks("HUB710", seen)[0][1] == "called with x=[0, 0, 0]"

    def test_an_answer_that_cannot_be_understood_is_not_the_models_fault(self) -> None:
        assert remarks("HUB710", behaviour(trouble=(Trouble("training", "garbled", "no answer"),))) == []

    def test_a_disk_that_is_too_small_to_save_it_again_is_not_the_models_fault(self) -> None:
        assert remarks("HUB710", behaviour(trouble=(Trouble("resaving", "disk full", "disk full"),))) == []

    @pytest.mark.parametrize("how", ["out of memory", "too many processes", "too much output", "disk full", "exited"])
    def test_a_limit_that_ended_it_is_told_too(self, how: Any) -> None:
        ((message, _),) = remarks("HUB710", behaviour(trouble=(Trouble("training", how, f"{how}: killed"),)))
        assert message == f"{how}: killed, for further training; call it in a process of its own to see where"
