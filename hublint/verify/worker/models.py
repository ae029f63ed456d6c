"""Loads SavedModels, calls their signatures with inputs made from a plan, and measures how two results differ."""

from __future__ import annotations

import contextlib
import importlib
import os
from typing import Any, Dict

import tensorflow as tf

from . import arrays, probes, variables
from .probes import devices

Job = Dict[str, Any]

_LONGEST_TEXT = 8000


class Models:
    """The models that this worker has loaded, by the identity that the parent gave them."""

    def __init__(self) -> None:
        if tf.__version__.startswith("1."):
            tf.compat.v1.enable_v2_behavior()  # signatures of a loaded model can only be called eagerly
        self._loaded: Dict[str, Any] = {}
        self._placed: Dict[str, str] = {}

    def answer(self, job: Job) -> Job:
        """Do one job; an exception of TensorFlow's is an answer too."""
        try:
            return {"result": getattr(self, "_" + job["job"])(job), "error": None}
        except Exception as error:
            return {
                "result": None,
                "error": {"type": type(error).__name__, "message": str(error)[:_LONGEST_TEXT]},
            }

    def _describe(self, job: Job) -> Job:
        load = tf.compat.v2.saved_model.load if tf.__version__.startswith("1.") else tf.saved_model.load
        with _on(job["device"]):
            model = load(job["path"], tags=job["tags"])
        self._loaded[job["model"]] = model
        self._placed[job["model"]] = job["device"]
        return {"signatures": {key: _described(model.signatures[key]) for key in sorted(model.signatures)}}

    def _call(self, job: Job) -> Job:
        function = self._loaded[job["model"]].signatures[job["signature"]]
        values = {name: arrays.make(**spec) for name, spec in job["inputs"].items()}
        # The type is given because numpy has no strings of bytes of its own, nor a bfloat16.
        tensors = {
            job["names"].get(name, name): tf.constant(value, dtype=job["inputs"][name]["dtype"])
            for name, value in values.items()
        }
        with _on(self._placed[job["model"]]):
            results = function(**tensors)
        outputs = {}
        for name, value in results.items():
            parts = tf.nest.flatten(value, expand_composites=True)
            for index, part in enumerate(parts):
                outputs[name if len(parts) == 1 else "%s/%d" % (name, index)] = part
        arrays.save(job["save"], {name: arrays.plain(value.numpy()) for name, value in outputs.items()})
        return {
            "inputs": {name: arrays.preview(value) for name, value in values.items()},
            "outputs": {
                name: {"dtype": value.dtype.name, "shape": list(value.shape)} for name, value in outputs.items()
            },
        }

    @staticmethod
    def _compare(job: Job) -> Job:
        left, right = arrays.load(job["left"]), arrays.load(job["right"])
        pairs = [pair for pair in job["outputs"] if pair[0] in left and pair[1] in right]
        return {"outputs": {a: arrays.measure(left[a], right[b], rtol, atol) for a, b, rtol, atol in pairs}}

    @staticmethod
    def _devices(job: Job) -> Job:
        devices.configure(job["logical_cpus"])
        return {"keras": _keras(), "devices": devices.listed()}

    @staticmethod
    def _probe(job: Job) -> Any:
        return probes.answer(job)

    @staticmethod
    def _variables(job: Job) -> Job:
        return variables.compare(job)


def _on(device: str) -> Any:
    """Return what makes TensorFlow compute on a device; without one it chooses itself."""
    return tf.device("/" + device) if device else contextlib.nullcontext()


def _keras() -> str:
    """Return the release of the Keras that `tf.keras` is, without importing it where that takes seconds."""
    if tf.__version__.startswith("1."):
        return str(tf.keras.__version__)
    try:
        metadata = importlib.import_module("importlib.metadata")
    except ImportError:  # of Python 3.7, for which there is no Keras that takes long
        return str(tf.keras.__version__)
    legacy = os.environ.get("TF_USE_LEGACY_KERAS", "").lower() in ("1", "true")
    try:
        return str(metadata.version("tf_keras" if legacy else "keras"))
    except metadata.PackageNotFoundError:
        return ""


def _described(function: Any) -> Job:
    if function.structured_input_signature is None:  # so it is for all loaded functions of TensorFlow 1.15
        names = function._arg_keywords  # noqa: SLF001 - the only place where it has the names
        inputs = dict(zip(names, function.inputs))  # noqa: B905 - no strict in 3.7; variables come after the arguments
    else:
        inputs = function.structured_input_signature[1]
    outputs = function.structured_outputs
    return {
        "inputs": {name: _spec(inputs[name]) for name in sorted(inputs)},
        "outputs": {name: _spec(outputs[name]) for name in sorted(outputs)},
    }


def _spec(value: Any) -> Job:
    shape: Any = getattr(value, "shape", None)
    known = shape is not None and shape.rank is not None
    dtype: Any = getattr(value, "dtype", None)
    return {"dtype": dtype.name if dtype is not None else "", "shape": shape.as_list() if known else None}
