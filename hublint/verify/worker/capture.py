"""Runs a user's program with TensorFlow's export calls wrapped, and keeps a copy of everything that it exports.

Class methods and module functions are replaced where TensorFlow itself looks them up, never by the public names, so
it does not matter how a program spells its imports. Only the outermost call is recorded: `simple_save` uses a
Builder, as estimators do, and Keras uses `tf.saved_model.save`.
"""

from __future__ import annotations

import builtins
import functools
import importlib
import importlib.util
import os
import shutil
import sys
import threading
import traceback
import types
from typing import Any, Callable, Dict, List, Optional, Tuple

_HERE = os.path.dirname(os.path.abspath(__file__))
_ESTIMATORS = "tensorflow_estimator.python.estimator.estimator"
_LONGEST_TEXT = 8000
_finders: List[Any] = sys.meta_path
_kept_alive: List[types.ModuleType] = []

Wrapper = Callable[..., Any]
Place = Tuple[str, int]


class Recorder:
    """What the wrapped calls share: where the program may write, and what it has exported so far."""

    def __init__(self, job: Dict[str, Any], say: Callable[..., None]) -> None:
        self.folder: str = os.path.realpath(job["folder"])
        self.outside: str = os.path.realpath(job["outside"])
        self.own = (self.folder, self.outside, os.path.realpath(job["temporary"]))
        self.snapshots = job["snapshots"]
        self.redirected: Dict[str, str] = {}
        self.say = say
        self.count = 0
        self.depth = threading.local()
        self.lock = threading.Lock()

    def place(self, path: Any) -> Any:
        """Return where an export to `path` is written: there, if that is the program's own folder, else aside."""
        text = os.fsdecode(path)
        if self._is_inside(text):
            return path
        key = self._key(text)
        with self.lock:
            if key not in self.redirected:
                name = os.path.basename(key.rstrip("/\\")) or "export"
                self.redirected[key] = os.path.join(self.outside, str(len(self.redirected)), name)
                os.makedirs(os.path.dirname(self.redirected[key]), exist_ok=True)
        return self.redirected[key]

    def find(self, path: Any) -> Any:
        """Return where to load `path` from: the redirected export, if the program has made one."""
        try:
            return self.redirected.get(self._key(os.fsdecode(path)), path)
        except TypeError:
            return path

    def _is_inside(self, text: str) -> bool:
        if "://" in text:
            return False
        real = os.path.realpath(text)
        return any(real == folder or real.startswith(folder + os.sep) for folder in self.own)

    def _is_temporary(self, text: str) -> bool:
        return "://" not in text and os.path.realpath(text).startswith(self.own[2] + os.sep)

    @staticmethod
    def _key(text: str) -> str:
        return text if "://" in text else os.path.abspath(text)

    def caller(self) -> Place:
        """Return the file and line, in the program's own folder if possible, that made the current call."""
        frame: Optional[types.FrameType] = sys._getframe(1)  # noqa: SLF001 - inspect.stack reads every source
        nearest: Optional[Place] = None
        while frame is not None:
            name = os.path.realpath(frame.f_code.co_filename)
            if name.startswith(self.folder + os.sep):
                return name, frame.f_lineno
            if nearest is None and not name.startswith(_HERE) and not _is_library(name):
                nearest = name, frame.f_lineno
            frame = frame.f_back
        return nearest or ("", 0)

    def record(
        self, api: str, written_as: Any, written_to: Any, call: Callable[[], Any], *, returns_place: bool = False
    ) -> Any:
        """Make an export call; if it is the outermost one and succeeds, keep a copy of what it wrote.

        With `returns_place` the call makes a folder in `written_to`, and returns the path of that.
        """
        if getattr(self.depth, "value", 0):
            return call()
        self.depth.value = 1
        try:
            result = call()
        finally:
            self.depth.value = 0
        name, line = self.caller()
        with self.lock:
            self.count += 1
            snapshot = os.path.join(self.snapshots, str(self.count))
            error = None
            try:
                shutil.copytree(os.fsdecode(result if returns_place else written_to), snapshot)
            except (OSError, shutil.Error) as problem:
                error = "the export could not be copied: %s" % problem
            self.say(
                event="export",
                api=api,
                file=name,
                line=line,
                path=os.fsdecode(written_as),
                redirected=os.fsdecode(written_as) != os.fsdecode(written_to),
                temporary=self._is_temporary(os.fsdecode(written_as)),
                snapshot=snapshot,
                error=error,
            )
        return result


def _is_library(name: str) -> bool:
    parts = name.replace("\\", "/")
    return "/site-packages/" in parts or "/dist-packages/" in parts or "/lib/python" in parts or name.startswith("<")


def _argument(args: Tuple[Any, ...], kwargs: Dict[str, Any], position: int, name: str) -> Any:
    if name in kwargs:
        return kwargs[name]
    return args[position] if len(args) > position else None


def _with_argument(
    args: Tuple[Any, ...], kwargs: Dict[str, Any], position: int, name: str, value: Any
) -> Tuple[Tuple[Any, ...], Dict[str, Any]]:
    if name in kwargs:
        return args, dict(kwargs, **{name: value})
    return (*args[:position], value, *args[position + 1 :]), kwargs


def _replace_function(module_name: str, name: str, make: Callable[[Wrapper], Wrapper]) -> None:
    """Replace a module's function, under every name that other modules have bound it to."""
    try:
        module = importlib.import_module(module_name)
    except ImportError:
        return
    original = getattr(module, name, None)
    if original is None:
        return
    replacement = functools.wraps(original)(make(original))
    for other in list(sys.modules.values()):
        names = getattr(other, "__dict__", None)
        if not isinstance(names, dict):
            continue
        for key, value in list(names.items()):
            if value is original:
                names[key] = replacement


def _wrap_save(recorder: Recorder, api: str, position: int) -> Callable[[Wrapper], Wrapper]:
    def make(original: Wrapper) -> Wrapper:
        def save(*args: Any, **kwargs: Any) -> Any:
            path = _argument(args, kwargs, position, "export_dir")
            if path is None:
                return original(*args, **kwargs)
            place = recorder.place(path)
            args, kwargs = _with_argument(args, kwargs, position, "export_dir", place)
            return recorder.record(api, path, place, lambda: original(*args, **kwargs))

        return save

    return make


def _wrap_load(recorder: Recorder, position: int) -> Callable[[Wrapper], Wrapper]:
    def make(original: Wrapper) -> Wrapper:
        def load(*args: Any, **kwargs: Any) -> Any:
            path = _argument(args, kwargs, position, "export_dir")
            if path is not None and recorder.redirected:
                args, kwargs = _with_argument(args, kwargs, position, "export_dir", recorder.find(path))
            return original(*args, **kwargs)

        return load

    return make


def _wrap_builder(recorder: Recorder) -> None:
    module: Any = importlib.import_module("tensorflow.python.saved_model.builder_impl")
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
            self._hublint_written_as,
            self._hublint_written_to,
            lambda: save_builder(self, *args, **kwargs),
        )

    builder.__init__, builder.save = initialise, save


def _wrap_estimators(recorder: Recorder, module: Any) -> None:
    """Wrap the exports of estimators, which write to a folder named by the time, under another name first."""
    classes = [value for value in vars(module).values() if isinstance(value, type) and value.__module__ == _ESTIMATORS]
    for name in ("export_saved_model", "export_savedmodel", "experimental_export_all_saved_models"):
        for estimator in classes:
            if name in vars(estimator):
                setattr(estimator, name, _estimator_export(recorder, name, vars(estimator)[name]))


def _estimator_export(recorder: Recorder, name: str, original: Wrapper) -> Wrapper:
    @functools.wraps(original)
    def export(*args: Any, **kwargs: Any) -> Any:
        path = _argument(args, kwargs, 1, "export_dir_base")
        if path is None:
            return original(*args, **kwargs)
        place = recorder.place(path)
        args, kwargs = _with_argument(args, kwargs, 1, "export_dir_base", place)
        return recorder.record(
            "tf.estimator.Estimator." + name, path, place, lambda: original(*args, **kwargs), returns_place=True
        )

    return export


class _AfterImport:
    """Does something to a module once the program imports it, if it does: importing some takes seconds."""

    def __init__(self, name: str, then: Callable[[Any], None]) -> None:
        self._name, self._then = name, then

    def find_spec(self, name: str, _path: Any = None, _target: Any = None) -> Any:
        """Let the other finders find the module, and its loader do what is to be done at its end."""
        if name != self._name:
            return None
        _finders.remove(self)
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.loader is not None:
            execute = spec.loader.exec_module

            def exec_module(module: types.ModuleType) -> None:
                execute(module)
                self._then(module)

            setattr(spec.loader, "exec_module", exec_module)  # noqa: B010 - of this one loader, whose class has it
        return spec


def _when_imported(name: str, then: Callable[[Any], None]) -> None:
    if name in sys.modules:
        then(sys.modules[name])
    else:
        _finders.insert(0, _AfterImport(name, then))


def install(recorder: Recorder) -> None:
    """Wrap TensorFlow's export calls, and the loads that have to see an export which went elsewhere."""
    package = "tensorflow.python.saved_model."
    _replace_function(package + "save", "save", _wrap_save(recorder, "tf.saved_model.save", 1))
    # Keras 2 calls this one; when tf.saved_model.save does, it is not the outermost call.
    _replace_function(package + "save", "save_and_return_nodes", _wrap_save(recorder, "a library's export call", 1))
    _replace_function(
        package + "simple_save", "simple_save", _wrap_save(recorder, "tf.compat.v1.saved_model.simple_save", 1)
    )
    _wrap_builder(recorder)
    _when_imported(_ESTIMATORS, functools.partial(_wrap_estimators, recorder))
    _replace_function(package + "load", "load", _wrap_load(recorder, 0))
    _replace_function(package + "loader_impl", "load", _wrap_load(recorder, 2))
    for name in ("maybe_saved_model_directory", "contains_saved_model"):
        _replace_function(package + "loader_impl", name, _wrap_load(recorder, 0))


def run(job: Dict[str, Any], say: Callable[..., None]) -> int:
    """Run the program that a `capture` job names, and say how it ended; return the exit status."""
    recorder = Recorder(job, say)
    try:
        install(recorder)
    except (ImportError, AttributeError) as error:
        say(event="unusable", message="%s: %s" % (type(error).__name__, error))
        return 1
    script = job["script"]
    os.chdir(job["folder"])
    sys.argv = [script, *job["arguments"]]
    sys.path.insert(0, os.path.dirname(script))
    module = types.ModuleType("__main__")
    module.__file__ = script

    module.__dict__["__builtins__"] = builtins
    # Threads and exit handlers of the worker still need the globals of the module that started it.
    _kept_alive.append(sys.modules["__main__"])
    sys.modules["__main__"] = module
    try:
        with open(script, "rb") as source:
            code = compile(source.read(), script, "exec", dont_inherit=True)
        exec(code, module.__dict__)  # noqa: S102 - running it is what we are here for
    except SystemExit as error:
        status = error.code if isinstance(error.code, int) else int(error.code is not None)
        if error.code is not None and not isinstance(error.code, int):
            sys.stderr.write("%s\n" % (error.code,))
        name, line = _place_of(error, recorder)
        say(event="finished", how="exited", status=status, file=name, line=line)
        return status
    except BaseException as error:
        traceback.print_exc()
        name, line = _place_of(error, recorder)
        say(
            event="finished",
            how="raised",
            type=type(error).__name__,
            message=str(error)[:_LONGEST_TEXT],
            traceback=traceback.format_exc()[-_LONGEST_TEXT:],
            file=name,
            line=line,
        )
        return 1
    say(event="finished", how="ended")
    return 0


def _place_of(error: BaseException, recorder: Recorder) -> Place:
    """Return the last line of the program's own that an exception came through."""
    if isinstance(error, SyntaxError) and error.filename:
        return os.path.realpath(error.filename), error.lineno or 0
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        name = os.path.realpath(frame.filename)
        if name.startswith(recorder.folder + os.sep):
            return name, frame.lineno or 0
    return "", 0
