"""The export calls of TensorFlow, Keras, its estimators and TensorFlow Hub, and how they are wrapped.

Class methods and module functions are replaced where the libraries themselves look them up, never by the public names,
so it does not matter how a program spells its imports. Only the outermost call is recorded: `simple_save` uses a
Builder, as estimators do, and Keras uses `tf.saved_model.save`. No library is imported for the sake of wrapping it.
"""

from __future__ import annotations

import functools
import importlib
import os
import sys
from typing import Any, NamedTuple

from .recorder import Recorder, described
from .wrapping import (
    Replacements,
    Wrapper,
    argument,
    once_imported,
    replace,
    replace_methods,
    replacement,
    with_argument,
)

_SAVED_MODEL = "tensorflow.python.saved_model."
_ESTIMATORS = "tensorflow_estimator.python.estimator.estimator"
_MANAGERS = ("tensorflow.python.checkpoint.checkpoint_management", "tensorflow.python.training.checkpoint_management")
_CHECKPOINTS = ("tensorflow.python.checkpoint.checkpoint", "tensorflow.python.training.tracking.util")
_PYTHON_PATHS = (str, bytes, os.PathLike)


class _Call(NamedTuple):
    """A call that takes a path: where it is defined, where in its arguments the path is, and what it is called.

    `owner` is a class, or empty for a function of the module, or `*` for every class of it. `kind` is `model`, what
    else an export is, or `load`. A call that `returns_place` makes a folder of its own in the path.
    """

    module: str
    owner: str
    name: str
    position: int
    argument: str
    kind: str
    api: str = ""
    returns_place: bool = False


def _keras(package: str, public: str) -> "list[_Call]":
    """Return the calls of a Keras that is a package of its own, wherever its releases have had them."""
    calls = []
    for module, owner in ((".engine.network", "Network"), (".engine.training", "Model"), (".models.model", "Model")):
        place = package + module
        calls += [
            _Call(place, owner, "save", 1, "filepath", "model", public + ".Model.save"),
            _Call(place, owner, "export", 1, "filepath", "model", public + ".Model.export"),
            _Call(place, owner, "save_weights", 1, "filepath", "weights", public + ".Model.save_weights"),
            _Call(place, owner, "load_weights", 1, "filepath", "load"),
        ]
    for module in (".export.export_lib", ".export.saved_model", ".export.saved_model_export_archive"):
        api = public + ".export.ExportArchive.write_out"
        calls.append(_Call(package + module, "*", "write_out", 1, "filepath", "model", api))
    for module in (".engine.saving", ".saving.save", ".saving.legacy.save", ".saving.saving_api"):
        calls += [
            _Call(package + module, "", "save_model", 1, "filepath", "model", public + ".models.save_model"),
            _Call(package + module, "", "load_model", 0, "filepath", "load"),
        ]
    return calls


_CALLS = [
    _Call(_SAVED_MODEL + "save", "", "save", 1, "export_dir", "model", "tf.saved_model.save"),
    # Keras 2 calls this one; when tf.saved_model.save does, it is not the outermost call.
    _Call(_SAVED_MODEL + "save", "", "save_and_return_nodes", 1, "export_dir", "model", "a library's export call"),
    _Call(
        _SAVED_MODEL + "simple_save",
        "",
        "simple_save",
        1,
        "export_dir",
        "model",
        "tf.compat.v1.saved_model.simple_save",
    ),
    _Call(_SAVED_MODEL + "load", "", "load", 0, "export_dir", "load"),
    _Call(_SAVED_MODEL + "loader_impl", "", "load", 2, "export_dir", "load"),
    _Call(_SAVED_MODEL + "loader_impl", "", "maybe_saved_model_directory", 0, "export_dir", "load"),
    _Call(_SAVED_MODEL + "loader_impl", "", "contains_saved_model", 0, "export_dir", "load"),
    _Call(_SAVED_MODEL + "loader_impl", "", "parse_saved_model", 0, "export_dir", "load"),
    _Call("tensorflow.python.training.saver", "Saver", "save", 2, "save_path", "checkpoint", "tf.train.Saver.save"),
    _Call("tensorflow.python.training.saver", "Saver", "restore", 2, "save_path", "load"),
    _Call("tensorflow.python.training.saver", "", "import_meta_graph", 0, "meta_graph_or_file", "load"),
    _Call("tensorflow.python.training.checkpoint_utils", "", "load_checkpoint", 0, "ckpt_dir_or_file", "load"),
    _Call("tensorflow.python.training.py_checkpoint_reader", "", "NewCheckpointReader", 0, "filepattern", "load"),
    _Call("tensorflow.python.pywrap_tensorflow_internal", "", "NewCheckpointReader", 0, "filepattern", "load"),
    *(
        _Call(module, owner, name, 1, "file_prefix", "checkpoint", "tf.train.Checkpoint." + name)
        for module in _CHECKPOINTS
        for owner in ("Checkpoint", "CheckpointV1")
        for name in ("save", "write")
    ),
    *(
        _Call(module, owner, name, 1, "save_path", "load")
        for module in _CHECKPOINTS
        for owner in ("Checkpoint", "CheckpointV1")
        for name in ("restore", "read")
    ),
    *(
        _Call(module, "", name, 0, path, "load")
        for module in _MANAGERS
        for name, path in (
            ("latest_checkpoint", "checkpoint_dir"),
            ("get_checkpoint_state", "checkpoint_dir"),
            ("checkpoint_exists", "checkpoint_prefix"),
        )
    ),
    # The Keras of TensorFlow 1 to 2.5, of which newer ones have kept a part.
    *(
        _Call("tensorflow.python.keras.engine." + module, owner, name, 1, "filepath", kind, "tf.keras.Model." + name)
        for module, owner in (("network", "Network"), ("training", "Model"))
        for name, kind in (("save", "model"), ("save_weights", "weights"), ("load_weights", "load"))
    ),
    _Call(
        "tensorflow.python.keras.saving.save", "", "save_model", 1, "filepath", "model", "tf.keras.models.save_model"
    ),
    _Call("tensorflow.python.keras.saving.save", "", "load_model", 0, "filepath", "load"),
    *_keras("keras", "tf.keras"),  # up to 2.12
    *_keras("keras.src", "tf.keras"),
    *_keras("tf_keras.src", "tf_keras"),
    *(
        _Call(
            _ESTIMATORS, "*", name, 1, "export_dir_base", "model", "tf.estimator.Estimator." + name, returns_place=True
        )
        for name in ("export_saved_model", "export_savedmodel", "experimental_export_all_saved_models")
    ),
    _Call("tensorflow_hub.module", "Module", "export", 1, "path", "model", "hub.Module.export"),
    _Call("tensorflow_hub.module", "", "load_module_spec", 0, "path", "load"),
    _Call("tensorflow_hub.module_spec", "ModuleSpec", "export", 1, "path", "model", "hub.ModuleSpec.export"),
    _Call(
        "tensorflow_hub.estimator",
        "LatestModuleExporter",
        "export",
        2,
        "export_path",
        "model",
        "hub.LatestModuleExporter.export",
        returns_place=True,
    ),
    _Call("tensorflow_hub.module_v2", "", "resolve", 0, "handle", "load"),
]


def install(recorder: Recorder) -> None:
    """Wrap the export calls, and the loads that have to see an export which went elsewhere."""
    _wrap_builder(recorder)
    replacements: Replacements = []
    for call in _CALLS:
        if call.module in sys.modules:
            replacements += _wrap(recorder, call, sys.modules[call.module])
        else:
            once_imported(call.module, functools.partial(_wrap_later, recorder, call))
    replace(replacements)
    for module in _MANAGERS:
        if module in sys.modules:
            _wrap_manager(recorder, sys.modules[module])
    if _ESTIMATORS in sys.modules:
        _wrap_estimators(recorder, sys.modules[_ESTIMATORS])
    else:
        once_imported(_ESTIMATORS, functools.partial(_wrap_estimators, recorder))


def _wrap(recorder: Recorder, call: _Call, module: Any) -> Replacements:
    """Wrap a method at once, and return what is to replace a function."""
    make = functools.partial(_load if call.kind == "load" else _export, recorder, call)
    if not call.owner:
        return replacement(module, call.name, make)
    replace_methods(module, call.owner, call.name, make)
    return []


def _wrap_later(recorder: Recorder, call: _Call, module: Any) -> None:
    replace(_wrap(recorder, call, module))


def _export(recorder: Recorder, call: _Call, original: Wrapper) -> Wrapper:
    def export(*args: Any, **kwargs: Any) -> Any:
        path = argument(args, kwargs, call.position, call.argument)
        if not isinstance(path, _PYTHON_PATHS):  # an open file, or a mistake that the call itself tells of
            return original(*args, **kwargs)
        place = recorder.place(path)
        arguments = described(original, args, kwargs)
        args, kwargs = with_argument(args, kwargs, call.position, call.argument, place)
        return recorder.record(
            _public(call.api),
            call.kind,
            (path, place),
            lambda: original(*args, **kwargs),
            arguments,
            returns_place=call.returns_place,
        )

    return export


def _load(recorder: Recorder, call: _Call, original: Wrapper) -> Wrapper:
    def load(*args: Any, **kwargs: Any) -> Any:
        if recorder.redirected:
            path = argument(args, kwargs, call.position, call.argument)
            if isinstance(path, _PYTHON_PATHS):
                args, kwargs = with_argument(args, kwargs, call.position, call.argument, recorder.find(path))
        return original(*args, **kwargs)

    return load


def _public(api: str) -> str:
    """Return the name of a call of Keras as of `tf.keras`, if that is the Keras which it belongs to."""
    if os.environ.get("TF_USE_LEGACY_KERAS") in ("true", "True", "1"):
        if api.startswith("tf_keras."):
            return "tf.keras." + api[len("tf_keras.") :]
        if api.startswith("tf.keras."):
            return api[len("tf.") :]
    return api


def _wrap_builder(recorder: Recorder) -> None:
    """Wrap the builder, which is told where to write when it is made."""
    module: Any = importlib.import_module(_SAVED_MODEL + "builder_impl")
    builder = module._SavedModelBuilder  # noqa: SLF001 - the one class behind all public names
    make_builder, save_builder = builder.__init__, builder.save

    @functools.wraps(make_builder)
    def initialise(self: Any, export_dir: Any, *args: Any, **kwargs: Any) -> None:
        self._hublint_written_as = export_dir
        self._hublint_written_to = recorder.place(export_dir)
        make_builder(self, self._hublint_written_to, *args, **kwargs)

    @functools.wraps(save_builder)
    def save(self: Any, *args: Any, **kwargs: Any) -> Any:
        return recorder.record(
            "tf.compat.v1.saved_model.Builder.save",
            "model",
            (self._hublint_written_as, self._hublint_written_to),
            lambda: save_builder(self, *args, **kwargs),
            described(save_builder, (self, *args), kwargs),
        )

    def make_part(original: Wrapper) -> Wrapper:
        return lambda *args, **kwargs: recorder.within(lambda: original(*args, **kwargs))

    builder.__init__, builder.save = initialise, save
    replace_methods(module, "*", "add_meta_graph_and_variables", make_part)  # it saves the variables with a Saver


def _wrap_manager(recorder: Recorder, module: Any) -> None:
    """Wrap a manager of checkpoints, which is told where to write when it is made, and lists them there too."""
    manager = getattr(module, "CheckpointManager", None)
    if manager is None:
        return
    make_manager, save_checkpoint = manager.__init__, manager.save

    @functools.wraps(make_manager)
    def initialise(self: Any, checkpoint: Any, directory: Any, *args: Any, **kwargs: Any) -> None:
        self._hublint_written_as = directory
        self._hublint_written_to = recorder.place_folder(directory)
        make_manager(self, checkpoint, self._hublint_written_to, *args, **kwargs)

    @functools.wraps(save_checkpoint)
    def save(self: Any, *args: Any, **kwargs: Any) -> Any:
        return recorder.record(
            "tf.train.CheckpointManager.save",
            "checkpoint",
            (self._hublint_written_as, self._hublint_written_to),
            lambda: save_checkpoint(self, *args, **kwargs),
            described(save_checkpoint, (self, *args), kwargs),
            returns_place=True,
        )

    manager.__init__, manager.save = initialise, save


def _wrap_estimators(recorder: Recorder, module: Any) -> None:
    """Give an estimator a new folder aside, where it writes much besides checkpoints; one that has any is kept."""

    def make(original: Wrapper) -> Wrapper:
        def choose(config: Any, model_dir: Any, *args: Any, **kwargs: Any) -> Any:
            if isinstance(model_dir, _PYTHON_PATHS) and not (os.path.isdir(model_dir) and os.listdir(model_dir)):
                model_dir = recorder.place_folder(model_dir)
            return original(config, model_dir, *args, **kwargs)

        return choose

    replace(replacement(module, "maybe_overwrite_model_dir_and_session_config", make))
