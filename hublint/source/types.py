"""What calls return, as far as hublint follows it: enough to tell a Keras model's `save` from an image's.

A value that a call gives is written with brackets: `tensorflow.Session` is the class, `tensorflow.Session()` an
instance and `tensorflow.Session().run` its method. A class outside this table stands for itself.
"""

from __future__ import annotations

import functools

_KERAS = ("keras", "tf_keras", "tensorflow.keras", "tensorflow.compat.v1.keras", "tensorflow.python.keras")

_MODEL_MAKERS = (
    "Model",
    "Sequential",
    "models.Model",
    "models.Sequential",
    "models.load_model",
    "models.clone_model",
    "models.model_from_json",
    "models.model_from_yaml",
    "models.model_from_config",
    "Model.from_config",
    "Sequential.from_config",
    "models.Model.from_config",
    "models.Sequential.from_config",
    "engine.training.Model",
    "engine.sequential.Sequential",
    "saving.load_model",
)

_ALIASES = (
    ("tensorflow.compat.v2.", "tensorflow."),
    ("tensorflow_core.", "tensorflow."),
    ("tensorflow.compat.v1.compat.v1.", "tensorflow.compat.v1."),
)

_SIGNATURE_UTILITIES = (
    "build_signature_def",
    "build_tensor_info",
    "classification_signature_def",
    "is_valid_signature",
    "predict_signature_def",
    "regression_signature_def",
)
_SIGNATURE_MODULES = (
    "saved_model.signature_def_utils",
    "saved_model.utils",
    "python.saved_model.signature_def_utils",
    "python.saved_model.signature_def_utils_impl",
    "python.saved_model.utils",
    "python.saved_model.utils_impl",
)
_GRAPH_UTILITIES = ("convert_variables_to_constants", "extract_sub_graph", "remove_training_nodes")
_GRAPH_MODULES = ("python.framework.graph_util", "python.framework.graph_util_impl")

_MOVED = {
    **{f"{module}.{name}": f"graph_util.{name}" for module in _GRAPH_MODULES for name in _GRAPH_UTILITIES},
    **{f"{module}.{name}": f"saved_model.{name}" for module in _SIGNATURE_MODULES for name in _SIGNATURE_UTILITIES},
    "saved_model.Builder": "saved_model.builder.SavedModelBuilder",
    "python.saved_model.builder.SavedModelBuilder": "saved_model.builder.SavedModelBuilder",
    "python.saved_model.builder_impl.SavedModelBuilder": "saved_model.builder.SavedModelBuilder",
    "python.saved_model.simple_save.simple_save": "saved_model.simple_save",
    "python.saved_model.loader.load": "saved_model.loader.load",
    "python.saved_model.loader_impl.load": "saved_model.loader.load",
    "python.training.saver.import_meta_graph": "train.import_meta_graph",
    "python.client.session.Session": "Session",
    "python.client.session.InteractiveSession": "InteractiveSession",
    "python.ops.array_ops.placeholder": "placeholder",
    "python.ops.array_ops.placeholder_with_default": "placeholder_with_default",
    "python.ops.array_ops.sparse_placeholder": "sparse_placeholder",
}


_MOVED_FROM: dict[str, list[str]] = {}
for _spelled, _kept in _MOVED.items():
    _MOVED_FROM.setdefault(_kept, []).append(_spelled)


def _table() -> dict[str, str]:
    table: dict[str, str] = {}
    for root in _KERAS:
        table |= {f"{root}.{maker}": f"{root}.Model" for maker in _MODEL_MAKERS}
    for root in ("tensorflow.", "tensorflow.compat.v1."):
        table[f"{root}Graph().as_default"] = f"{root}Graph"
        table[f"{root}get_default_graph"] = f"{root}Graph"
        table[f"{root}Session().as_default"] = f"{root}Session"
        table[f"{root}get_default_session"] = f"{root}Session"
        table[f"{root}InteractiveSession"] = f"{root}Session"
        table[f"{root}train.MonitoredTrainingSession"] = f"{root}train.MonitoredSession"
        table[f"{root}train.import_meta_graph"] = f"{root}train.Saver"
    return table


_RETURNS = _table()


@functools.lru_cache(maxsize=4096)
def canonical(name: str) -> str:
    """Return the one spelling that rules listen for of a full name that TensorFlow offers under several."""
    for spelled, kept in _ALIASES:
        if name.startswith(spelled):
            name = kept + name[len(spelled) :]
    root = "tensorflow.compat.v1." if name.startswith("tensorflow.compat.v1.") else "tensorflow."
    moved = _MOVED.get(name[len(root) :]) if name.startswith(root) else None
    return root + moved if moved else name


@functools.lru_cache(maxsize=4096)
def spellings(name: str) -> frozenset[str]:
    """Return the full names that `canonical` takes for a canonical name, which is one of them."""
    found = {name}
    dot = name.find(".")
    while dot >= 0:
        found.update(name[: dot + 1] + moved for moved in _MOVED_FROM.get(name[dot + 1 :], ()))
        dot = name.find(".", dot + 1)
    return frozenset(found)


@functools.lru_cache(maxsize=4096)
def returned(name: str) -> str:
    """Return the value, in brackets, that a call of the full name gives."""
    kept = _RETURNS.get(name)
    if kept is None:
        # Every architecture in keras.applications is a function from its weights to a model.
        package, _, _ = name.rpartition(".")
        root, applications, _ = package.partition(".applications")
        kept = f"{root}.Model" if applications and root in _KERAS else name
    return f"{kept}()"
