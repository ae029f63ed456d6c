"""What a Keras save writes: the format, judged by what the path certainly ends in and by `save_format`."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Literal

from hublint.source.use import argument, unpacks

if TYPE_CHECKING:
    from hublint.rule import Source, Target

Format = Literal["SavedModel", "HDF5", ".keras"]

_DEPTH = 6
_LAST_ARGUMENT = frozenset(
    {
        "os.path.join",
        "pathlib.Path",
        "pathlib.PosixPath",
        "pathlib.PurePath",
        "pathlib.PurePosixPath",
        "posixpath.join",
        "tensorflow.io.gfile.join",
    }
)
_SAME_ENDING = frozenset({"os.fspath", "os.path.abspath", "os.path.expanduser", "os.path.normpath", "os.path.realpath"})
_SAME_ENDING_METHODS = frozenset({"absolute", "as_posix", "expanduser", "resolve"})
_FIELD_AT_END = re.compile(r"(?:\}|%(?:\(\w*\))?[-#0 +]*[\d*]*(?:\.[\d*]+)?[a-zA-Z])$")
_HDF5 = (".h5", ".hdf5")

# From this release on a path that ends in `.keras` is a zip file; before, Keras wrote HDF5 under that name.
_FIRST_WITH_KERAS_FILES = (2, 13)


def written_format(
    source: Source, path: ast.expr, call: ast.Call, target: Target, root: str, *, keras3: bool
) -> Format | None:
    """Return the format that a Keras save writes, None where that is not to be seen.

    Where several formats are possible but all treat `include_optimizer` alike, one of them is returned.
    """
    given = argument(call, 99, "save_format")
    asked: str | None = None
    if given is not None:
        if not (isinstance(given, ast.Constant) and (given.value is None or isinstance(given.value, str))):
            return None
        asked = given.value
    ending = path_ending(source, path)
    if keras3:
        return _keras_3(ending, call)
    native = root == "tf_keras" or target.tensorflow >= _FIRST_WITH_KERAS_FILES
    return _keras_2(ending, asked, native=native)


def _keras_3(ending: str | None, call: ast.Call) -> Format | None:
    """Keras 3 looks at the ending only; with `zipped=False` it writes its own format into a folder."""
    if ending is None or argument(call, 99, "zipped") is not None:
        return None
    if ending.endswith(_HDF5):
        return "HDF5"
    return ".keras" if ending.endswith(".keras") else "SavedModel"


def _keras_2(ending: str | None, asked: str | None, *, native: bool) -> Format | None:
    """Keras 2 goes by `save_format` and, where an ending means HDF5, by that."""
    if asked in {"keras", "keras_v3"}:
        return ".keras" if ending is not None and ending.endswith(".keras") else None
    if asked not in {None, "tf", "tensorflow", "h5", "hdf5"}:
        return None
    if asked in {"h5", "hdf5"} or (ending is not None and ending.endswith(_HDF5)):
        return "HDF5"
    if ending is not None and ending.endswith(".keras"):
        return ".keras" if native and asked is None else "HDF5"
    # A path that is not to be seen may still end in `.keras`.
    return None if ending is None and asked is None and native else "SavedModel"


def refused_by_keras_3(
    source: Source, path: ast.expr, call: ast.Call
) -> Literal["folder", "format", "argument"] | None:
    """Tell why a Keras save certainly raises in Keras 3: by its path, by its `save_format`, or by another argument."""
    if any(keyword.arg in GONE_ARGUMENTS for keyword in call.keywords):
        return "argument"
    if argument(call, 99, "zipped") is not None:
        return None
    given = argument(call, 99, "save_format")
    asked = given.value if isinstance(given, ast.Constant) else None
    ending = path_ending(source, path)
    if ending is None:
        return "folder" if asked in {"tf", "tensorflow"} else None
    if ending.endswith((*_HDF5, ".keras")):
        return None
    return "format" if asked in {"h5", "hdf5", "keras"} else "folder"


GONE_ARGUMENTS = frozenset({"options", "save_traces", "signatures"})


def path_ending(source: Source, node: ast.expr, depth: int = _DEPTH) -> str | None:
    """Return the text that a path certainly ends in, None if that is not to be seen."""
    if isinstance(node, ast.Constant):
        value = node.value
        return value if isinstance(value, str) and value else None
    if depth == 0:
        return None
    if isinstance(node, ast.BinOp):
        if isinstance(node.op, (ast.Add, ast.Div)):
            return path_ending(source, node.right, depth - 1)
        return _template(path_ending(source, node.left, depth - 1)) if isinstance(node.op, ast.Mod) else None
    if isinstance(node, ast.JoinedStr) and node.values:
        return path_ending(source, node.values[-1], depth - 1)
    if isinstance(node, ast.Call):
        return _of_call(source, node, depth)
    if isinstance(node, ast.Name):
        bindings = source.scope(node).visible(node.id, node)
        values = [b.value if b.kind == "assign" and isinstance(b.value, ast.expr) else None for b in bindings]
        endings = {path_ending(source, value, depth - 1) if value is not None else None for value in values}
        return endings.pop() if len(endings) == 1 else None
    return None


def _of_call(source: Source, node: ast.Call, depth: int) -> str | None:
    function = node.func
    if unpacks(node):
        return None
    names = source.resolve(function)
    last = node.args[-1] if node.args else None
    if last is not None and names and names <= _LAST_ARGUMENT:
        return path_ending(source, last, depth - 1)
    if last is not None and len(node.args) == 1:
        if names and names <= _SAME_ENDING:
            return path_ending(source, last, depth - 1)
        if isinstance(function, ast.Name) and function.id == "str" and source.scope(function).owner("str") is None:
            return path_ending(source, last, depth - 1)
    if not isinstance(function, ast.Attribute):
        return None
    if function.attr == "format":
        return _template(path_ending(source, function.value, depth - 1))
    if last is not None and function.attr in {"joinpath", "with_name", "with_suffix"}:
        return path_ending(source, last, depth - 1)
    if not node.args and function.attr in _SAME_ENDING_METHODS:
        return path_ending(source, function.value, depth - 1)
    return None


def _template(ending: str | None) -> str | None:
    """Return the ending of a template, None if a field stands at its end."""
    return None if ending is None or _FIELD_AT_END.search(ending) else ending
