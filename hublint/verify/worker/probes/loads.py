"""Loads a model in every way that the runtime has."""

from __future__ import annotations

import importlib
import importlib.util
import os
from typing import Any, Callable, Dict

import tensorflow as tf

from . import restored

Job = Dict[str, Any]


class _Skip(Exception):  # noqa: N818 - not an error: it says why something is not tried
    """A way of loading that this runtime, or this kind of model, does not have; the text says why."""


def run(job: Job) -> Any:
    """List the ways of loading, or try one of them and return a `hublint.behaviour.Attempt`."""
    ways = _WAYS[job["form"]]
    if job["item"] is None:
        return list(ways)
    attempt = {"name": job["item"]}
    try:
        with tf.device(job["device"]):
            ways[job["item"]](job)
    except _Skip as reason:
        attempt["skipped"] = str(reason)
    except Exception as error:
        attempt.update(restored.told(error))
    return attempt


def _is_old() -> bool:
    return bool(tf.__version__.startswith("1."))


def _tf2_loader(job: Job) -> None:
    restored.load(job)


def _tf1_loader(job: Job) -> None:
    with tf.Graph().as_default(), tf.compat.v1.Session() as session:
        tf.compat.v1.saved_model.loader.load(session, job["tags"], job["path"])


def _hub() -> Any:
    if importlib.util.find_spec("tensorflow_hub") is None:
        raise _Skip("tensorflow_hub is not installed")
    try:
        return importlib.import_module("tensorflow_hub")
    except Exception as error:
        raise _Skip("tensorflow_hub cannot be imported here: " + restored.told(error)["error"]) from error


def _hub_load(job: Job) -> None:
    hub = _hub()
    if job["tags"] == ["serve"] or not job["tags"]:
        hub.load(job["path"])
    else:
        hub.load(job["path"], tags=job["tags"])


def _hub_layer(trainable: bool) -> Callable[[Job], None]:
    def load(job: Job) -> None:
        hub = _hub()
        if _is_old():
            raise _Skip("what TensorFlow 1.15 loads is not tried as a layer")
        model = restored.load(job)
        settings: Job = {} if job["tags"] == ["serve"] else {"tags": job["tags"]}
        if restored.called(model) is None:
            key = _signature(model)
            if trainable:
                raise _Skip("the model is not callable, and a signature cannot be trained further")
            settings.update(signature=key, signature_outputs_as_dict=True)
        hub.KerasLayer(job["path"], trainable=trainable, **settings)

    return load


def _signature(model: Any) -> str:
    if not model.signatures:
        raise _Skip("the model is not callable and has no signatures")
    return "serving_default" if "serving_default" in model.signatures else min(model.signatures)


def _tfsm_layer(job: Job) -> None:
    layer: Any = getattr(tf.keras.layers, "TFSMLayer", None)
    if layer is None:
        raise _Skip("tf.keras is Keras 2 here, which has no TFSMLayer")
    if job["tags"] != ["serve"]:
        raise _Skip("it loads the graph that is tagged `serve`")
    model = restored.load(job)
    layer(job["path"], call_endpoint=_signature(model))


def _load_model(job: Job) -> None:
    """Load a folder as a Keras model: for those that Keras 2 wrote, in a runtime whose Keras is 2."""
    if not os.path.exists(os.path.join(job["path"], "keras_metadata.pb")):
        raise _Skip("the model was not written by Keras 2")
    if hasattr(tf.keras.layers, "TFSMLayer"):
        raise _Skip("tf.keras is Keras 3 here, which loads no folders")
    tf.keras.models.load_model(job["path"])


def _load_file(compile_too: bool) -> Callable[[Job], None]:
    def load(job: Job) -> None:
        tf.keras.models.load_model(job["path"], compile=compile_too)

    return load


_WAYS: Dict[str, Dict[str, Callable[[Job], None]]] = {
    "saved_model": {
        "tf.saved_model.load": _tf2_loader,
        "tf.compat.v1.saved_model.load": _tf1_loader,
        "hub.load": _hub_load,
        "hub.KerasLayer": _hub_layer(trainable=False),
        "hub.KerasLayer(trainable=True)": _hub_layer(trainable=True),
        "tf.keras.layers.TFSMLayer": _tfsm_layer,
        "tf.keras.models.load_model": _load_model,
    },
    "keras": {
        "tf.keras.models.load_model": _load_file(compile_too=True),
        "tf.keras.models.load_model(compile=False)": _load_file(compile_too=False),
    },
}
