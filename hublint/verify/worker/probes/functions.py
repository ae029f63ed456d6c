"""Calls all that can be called of a model, and looks at what it answers."""

from __future__ import annotations

import os
import time
from typing import Any, Dict, List, Optional, Tuple

import tensorflow as tf

from .. import arrays, examples  # noqa: TID252 - the package has another name where it runs
from . import devices, graphs, restored

Job = Dict[str, Any]
Calls = List[List[Job]]  # alternatives of calls, as `hublint.verify.inputs.plan_calls` makes them

TRYING = "trying"  # the file in the scratch folder that tells which call is under way

# How far apart two numbers may be that are computed alike, by their type: as `hublint.verify.tolerance` has it.
_CLOSE = 1e-4, 1e-5
_CLOSE_OF = {
    "float16": (1e-2, 1e-3),
    "bfloat16": (5e-2, 1e-2),
    "float8_e5m2": (0.25, 0.1),
    "float8_e4m3fn": (0.25, 0.1),
}
_MOST_ELEMENTS = 1 << 22  # of an output that is looked at closely
_LONGEST_NAME = 60
np = arrays.np


def run(job: Job) -> Any:
    """List what can be called with what it takes, or call one function: a `hublint.behaviour.FunctionRun`."""
    model = restored.load(job)
    functions = restored.functions(model, job)
    if job["item"] is None:
        return [{"name": one.name, "kind": one.kind, "wanted": one.wanted()} for one in functions]
    function = next(one for one in functions if one.name == job["item"])
    with tf.device(job["device"]):
        return _observed(function, job)


class _Call:
    """One call that was made: its inputs as planned and as arrays, and what came of it."""

    def __init__(self, function: restored.Function, planned: Job, scratch: str) -> None:
        self.planned = planned
        self.batch: Optional[int] = planned["batch"]
        self.error: Dict[str, str] = {}
        self.outputs: Dict[str, Any] = {}
        self.values = made_inputs(planned["arrays"])
        # Should the call take this process with it, or never end, the parent reads here what it was.
        with open(os.path.join(scratch, TRYING), "w", encoding="utf-8") as note:
            note.write(written(self.in_short()))
        try:
            self.outputs = answered(function, self.values, planned["arrays"])
        except Exception as error:
            self.error = restored.told(error)

    def is_too_large(self) -> bool:
        """Tell whether the device had too little memory for it."""
        return self.error.get("error", "").startswith("ResourceExhaustedError")

    def is_unreadable(self) -> bool:
        """Tell whether TensorFlow failed to tell its error, for it quotes bytes of the input that are no text."""
        return self.error.get("error", "").startswith("UnicodeDecodeError")

    def is_refused(self) -> bool:
        """Tell whether it was the values that were not taken."""
        return self.is_unreadable() or self.error.get("error", "").startswith("InvalidArgumentError")

    def in_short(self) -> Dict[str, str]:
        """Return the inputs as a person can read them."""
        plans = self.planned["arrays"]
        return {
            name: examples.preview(plans[name]) if plans[name].get("features") else arrays.preview(arrays.shown(value))
            for name, value in self.values.items()
        }


def written(inputs: Dict[str, str]) -> str:
    """Write inputs in one line."""
    return ", ".join("%s=%s" % pair for pair in sorted(inputs.items()))


def made_inputs(plans: Job) -> Dict[str, Any]:
    """Make what the plans of a call's inputs describe, by name."""
    return {
        name: examples.make(plan) if plan.get("features") else arrays.make_input(plan) for name, plan in plans.items()
    }


def tensors(values: Job, plans: Job) -> Dict[str, Any]:
    """Turn what `arrays.make_input` made into what TensorFlow takes."""
    made = {}
    for name, value in values.items():
        dtype, form = plans[name]["dtype"], plans[name].get("form", "dense")
        if form == "ragged":
            made[name] = tf.RaggedTensor.from_row_lengths(tf.constant(value["values"], dtype=dtype), value["lengths"])
        elif form == "sparse":
            made[name] = tf.SparseTensor(
                value["indices"], tf.constant(value["values"], dtype=dtype), value["dense_shape"]
            )
        else:
            # The type is given because numpy has no strings of bytes of its own, nor a bfloat16.
            made[name] = tf.constant(value, dtype=dtype)
    return made


def answered(function: restored.Function, values: Job, plans: Job) -> Dict[str, Any]:
    """Call a function, and return its outputs as tensors, each by the way to it."""
    return flat(function.call_with(tensors(values, plans)))


def flat(result: Any, way: str = "") -> Dict[str, Any]:
    """Return the tensors in a nested result by the way to each; one that stands alone is called `output`."""
    if isinstance(result, dict):
        parts = [(str(key), result[key]) for key in sorted(result, key=str)]
    elif isinstance(result, (list, tuple)):
        parts = [(str(index), part) for index, part in enumerate(result)]
    elif result is None:
        return {}
    elif isinstance(result, (tf.RaggedTensor, tf.SparseTensor)):
        parts = [(str(index), part) for index, part in enumerate(tf.nest.flatten(result, expand_composites=True))]
    else:
        return {way or "output": result}
    return {name: leaf for key, part in parts for name, leaf in flat(part, way + "/" + key if way else key).items()}


def _observed(function: restored.Function, job: Job) -> Job:
    seen: Job = {"name": function.name, "kind": function.kind, "wanted": function.wanted()}
    made = _settled(function, job)
    good = [call for call in made if not call.error]
    if not good and _cannot_be_told(seen["wanted"]) and all(call.is_refused() for call in made):
        return dict(seen, skipped="it takes serialized tf.train.Examples, whose features cannot be told")
    seen["tried"] = [
        dict(call.error, inputs=call.in_short(), batch=call.batch, fill=call.planned["fill"]) for call in made
    ]
    if not good:
        return seen
    declared = job["declared"].get(function.name) or _declared(function)
    softmax = graphs.made_by_softmax(function.concrete) if function.concrete is not None else frozenset()
    seen["outputs"] = [_output(name, good, declared.get(name), softmax) for name in good[-1].outputs]
    seen["device"] = _device(good)
    given = tensors(good[-1].values, good[-1].planned["arrays"])
    seen["operations"] = graphs.operations(lambda: function.call_with(given))
    seen["repeated"] = repeated = _repeated(function, good[-1])
    if repeated["equal"]:
        seen["batched"] = _batched(function, good)
    return seen


def _settled(function: restored.Function, job: Job) -> List[_Call]:
    """Make the calls of one alternative after the other, until one has an answer for every batch; return the best.

    A large model may be slow and hang nowhere: no alternative is begun that is likely to outlast the job's time.
    """
    best: List[_Call] = []
    began = time.monotonic()
    for number, alternative in enumerate(job["calls"][function.name]):
        taken = time.monotonic() - began
        if number and taken + taken / number > job["patience"]:
            break
        made = _made(function, alternative, job["scratch"])
        if not best or _rank(made) > _rank(best):
            best = made
        answered_for = {call.batch for call in made if not call.error}
        if answered_for == {planned["batch"] for planned in alternative} or made[-1].is_too_large():
            break
    return best


def _rank(made: List[_Call]) -> Tuple[int, int, bool, int]:
    """Return what makes calls of one alternative tell more than those of another, the weightiest first."""
    good = [call for call in made if not call.error]
    readable = [call for call in made if not call.is_unreadable()]
    return len({call.batch for call in good}), len(good), made[-1].is_too_large(), len(readable)


def _cannot_be_told(wanted: List[Job]) -> bool:
    """Tell whether an input is parsed as Examples with features that are not in the graph."""
    return any(one.get("examples") and not one["features"] for one in wanted)


def _made(function: restored.Function, alternative: List[Job], scratch: str) -> List[_Call]:
    """Make the calls of one alternative, up to one that lacks memory: TensorFlow waits 10 s for that to come free."""
    made: List[_Call] = []
    for planned in alternative:
        made.append(_Call(function, planned, scratch))
        if made[-1].is_too_large():
            break
    return made


def _declared(function: restored.Function) -> Job:
    """Return the types and shapes that a function's trace has for its outputs."""
    if function.concrete is None or function.concrete.structured_outputs is None:
        return {}
    specs = flat(function.concrete.structured_outputs)
    return {
        name: {"dtype": tf.as_dtype(spec.dtype).name, "shape": restored.shape_of(spec)}
        for name, spec in specs.items()
        if hasattr(spec, "dtype") and hasattr(spec, "shape")
    }


def _output(name: str, good: List[_Call], declared: Optional[Job], softmax: Any) -> Job:
    value = good[-1].outputs[name]
    seen: Job = {
        "name": name[:_LONGEST_NAME],
        "dtype": _dtype(value),
        "shape": [int(size) for size in value.shape],
        "softmax": name in softmax,
        "probabilities": _probabilities([call.outputs[name] for call in good if name in call.outputs]),
    }
    if declared is not None:
        seen["declared_dtype"], seen["declared_shape"] = declared["dtype"], declared["shape"]
        misfits = [_misfit(call, name, declared) for call in good if name in call.outputs]
        seen["misfit"] = next((misfit for misfit in misfits if misfit), "")
        seen["fits"] = not seen["misfit"]
    for call in good:
        kinds = _not_finite(call.outputs.get(name))
        if kinds:
            seen["not_finite"] = kinds
            seen["not_finite_for"] = written(call.in_short())
            break
    return seen


def _dtype(value: Any) -> str:
    return str(tf.as_dtype(value.dtype).name)


def _misfit(call: _Call, name: str, declared: Job) -> str:
    value = call.outputs[name]
    shape, wanted = [int(size) for size in value.shape], declared["shape"]
    fits = wanted is None or (
        len(wanted) == len(shape) and all(want is None or want == size for want, size in zip(wanted, shape))  # noqa: B905 - no strict in 3.7
    )
    if fits and _dtype(value) == declared["dtype"]:
        return ""
    batch = "" if call.batch is None else " for a batch of %d" % call.batch
    return "%s %s%s" % (_dtype(value), shape, batch)


def _numbers(value: Any) -> Optional[Any]:
    """Return an output as an array if it holds numbers with a fraction and is not too large to be looked at."""
    if value is None or not tf.as_dtype(value.dtype).is_floating:
        return None
    array = arrays.plain(_array(value))
    return array if 0 < array.size <= _MOST_ELEMENTS else None


def _array(value: Any) -> Any:
    return value.numpy() if hasattr(value, "numpy") else np.asarray(value)


def _not_finite(value: Any) -> str:
    array = _numbers(value)
    if array is None:
        return ""
    kinds = (("NaN", np.isnan(array).any()), ("Inf", np.isinf(array).any()))
    return " and ".join(kind for kind, found in kinds if found)


def _probabilities(values: List[Any]) -> bool:
    """Tell whether each row of all results is in [0, 1] and sums to 1, and the results are not all the same number."""
    found: List[Any] = [_numbers(value) for value in values]
    if any(array is None or array.ndim < 2 or array.shape[-1] < 2 for array in found):
        return False
    for array in found:
        if not ((array >= 0) & (array <= 1)).all() or not np.allclose(array.sum(axis=-1), 1, atol=1e-3):
            return False
    return any(array.min() < array.max() < 1 for array in found)


def _device(good: List[_Call]) -> str:
    """Return where numbers with a fraction were computed: others are kept in the CPU's memory wherever that was."""
    for call in good:
        for value in call.outputs.values():
            name = getattr(value, "device", None)
            if isinstance(name, str) and tf.as_dtype(value.dtype).is_floating:
                return devices.short(name)
    return ""


def _repeated(function: restored.Function, call: _Call) -> Job:
    try:
        again = answered(function, call.values, call.planned["arrays"])
    except Exception as error:
        return {"equal": False, "text": "the second call raises " + restored.told(error)["error"]}
    return compared(call.outputs, again)


def compared(left: Dict[str, Any], right: Dict[str, Any]) -> Job:
    """Hold the outputs of two calls against each other: a `hublint.behaviour.Difference`."""
    if sorted(left) != sorted(right):
        return {"equal": False, "text": "the outputs are %s, then %s" % (", ".join(left), ", ".join(right))}
    largest = 0.0
    for name in sorted(left):
        bound = _CLOSE_OF.get(_dtype(left[name]), _CLOSE)
        found = arrays.measure(arrays.plain(_array(left[name])), arrays.plain(_array(right[name])), *bound)
        if not found["equal"]:
            return {"equal": False, "max_abs": found["max_abs"], "text": _where(name, found)}
        largest = max(largest, found["max_abs"] or 0.0)
    return {"equal": True, "max_abs": largest}


def _where(name: str, found: Job) -> str:
    if found["left_shape"] != found["right_shape"]:
        return "%s has the shape %s, then %s" % (name, found["left_shape"], found["right_shape"])
    place = name + "".join("[%d]" % index for index in found["index"])
    return "%s is %s, then %s" % (place, found["left"], found["right"])


def _batched(function: restored.Function, good: List[_Call]) -> Optional[Job]:
    """Hold the last row of the largest batch against the same row alone; None where rows cannot be told."""
    best = max(good, key=lambda call: (call.batch or 0, call.planned["fill"] == "random"))
    size, plans = best.batch or 0, best.planned["arrays"]
    cut = [name for name, plan in plans.items() if plan.get("batched")]
    if size < 2 or not cut or any(plan.get("form") for plan in plans.values()):
        return None
    if any(len(plans[name]["shape"]) == 1 and plans[name]["dtype"] != "string" for name in cut):
        return None  # a row of numbers may as well be one thing, such as a sentence
    row = {name: value[-1:] if name in cut else value for name, value in best.values.items()}
    try:
        alone = answered(function, row, plans)
    except Exception:
        return None  # a batch of one that is refused shows in the calls
    pairs = [
        name
        for name, value in best.outputs.items()
        if name in alone
        and _rows(value) == size
        and _rows(alone[name]) == 1
        # Rows that are padded to the longest of their batch are no wider alone than they need.
        and list(value.shape[1:]) == list(alone[name].shape[1:])
    ]
    if not pairs:
        return None
    return compared({name: best.outputs[name][-1:] for name in pairs}, {name: alone[name] for name in pairs})


def _rows(value: Any) -> Optional[int]:
    return int(value.shape[0]) if len(value.shape) else None
