"""HUB316."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from hublint.rule import Draft, Example, Rule
from hublint.source.use import argument

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Source, Target, Use

_VARIABLE = "TFHUB_CACHE_DIR"
_EMPTIED = ("/dev/shm/", "/tmp/")  # noqa: S108  (what the rule speaks of)
_TEMPORARY = frozenset({"tempfile.gettempdir", "tempfile.gettempdirb"})


class HubCacheInTmp(Rule):
    """The cache of tensorflow_hub is put below `/tmp`, where files are taken away and their folders stay.

    Systems take files out of `/tmp` that nobody has used for some days, or all of them at the next start; often the
    folders are left. What remains is a model's folder without its model, which tensorflow_hub takes for a download that
    is complete: `ValueError: Trying to load a model of incompatible/unknown type. '/tmp/.../<40 digits>' contains
    neither 'saved_model.pb' nor 'saved_model.pbtxt'.` It does not download the model again until that folder is gone.
    Besides, whoever may write to `/tmp` can put another model there.

    There is no fix, as only you know a folder that stays and that the program may write to, such as one below
    `~/.cache`. Settings that are read from elsewhere, and the default (`/tmp/tfhub_modules` too), are not reported.
    """

    code = "HUB316"
    name = "hub-cache-in-tmp"
    since = "0.1"
    applicability = "manual"
    names = ("*.environ", "tensorflow_hub.KerasLayer", "tensorflow_hub.load", "tensorflow_hub.resolve")
    requires = (_VARIABLE,)
    examples = (
        Example(
            before="""\
import os

import tensorflow_hub as hub

os.environ["TFHUB_CACHE_DIR"] = "/tmp/tfhub"
embed = hub.load("https://www.kaggle.com/models/google/nnlm/TensorFlow2/en-dim50/1")
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/hub/caching",
        "https://github.com/tensorflow/hub/issues/896",
        "https://man7.org/linux/man-pages/man5/tmpfiles.d.5.html",
    )

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report each setting in the file that certainly names such a folder."""
        del target
        for value in _settings(use.source):
            if _is_emptied(use.source, value):
                message = (
                    f"`{' '.join(use.source.code(value).split())}` is emptied while the folders of the models stay; "
                    "put the cache into a folder that is kept"
                )
                yield Draft(value, message)


def _settings(source: Source) -> Iterator[ast.expr]:
    """Yield what the variable is set to: `os.environ[...] = value`, `setdefault`, `update` and `os.putenv`."""
    for node, scope in source.uses(frozenset({"environ"})):
        if source.resolve(node, scope) != {"os.environ"}:
            continue
        parent = source.parents[node]
        outer = source.parents[parent]
        if isinstance(parent, ast.Subscript) and _is_variable(parent.slice):
            if isinstance(outer, ast.Assign):
                yield outer.value
        elif isinstance(parent, ast.Attribute) and isinstance(outer, ast.Call) and outer.func is parent:
            yield from _given(outer, parent.attr)
    for node, scope in source.uses(frozenset({"putenv"})):
        call = source.index.calls.get(node)
        if call is not None and source.resolve(node, scope) == {"os.putenv"}:
            yield from _given(call, "putenv")


def _given(call: ast.Call, method: str) -> Iterator[ast.expr]:
    if method in {"putenv", "setdefault"}:
        key, value = argument(call, 0, "key"), argument(call, 1, "value")
        if key is not None and value is not None and _is_variable(key):
            yield value
    elif method == "update":
        yield from (keyword.value for keyword in call.keywords if keyword.arg == _VARIABLE)
        for given in call.args:
            if isinstance(given, ast.Dict):
                pairs = zip(given.keys, given.values, strict=True)
                yield from (value for key, value in pairs if key is not None and _is_variable(key))


def _is_variable(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value == _VARIABLE


def _is_emptied(source: Source, value: ast.expr) -> bool:
    """Tell whether a folder certainly lies where files are temporary."""
    from hublint_rules.origins import texts

    found = texts(source, value)
    return bool(found) and all(
        any(f"{parts[0] or ''}/".startswith(folder) for folder in _EMPTIED) or _begins_temporary(source, origin)
        for origin, parts in found
    )


def _begins_temporary(source: Source, node: ast.expr) -> bool:
    """Tell whether an expression is the folder for temporary files, or a path that begins with it."""
    while isinstance(node, ast.BinOp):
        node = node.left
    if isinstance(node, ast.JoinedStr) and node.values:
        first = node.values[0]
        return isinstance(first, ast.FormattedValue) and _begins_temporary(source, first.value)
    if not isinstance(node, ast.Call):
        return False
    names = source.resolve(node.func)
    if names and names <= _TEMPORARY:
        return True
    whole = bool(names) and names <= {"os.path.join", "pathlib.Path", "str"}
    return (whole or (isinstance(node.func, ast.Name) and node.func.id == "str")) and (
        bool(node.args) and _begins_temporary(source, node.args[0])
    )
