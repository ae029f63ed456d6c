"""HUB405."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, NamedTuple

from hublint.rule import Draft, Edit, Example, Fix, NoFix, Rule
from hublint.source.use import argument, leaf, unpacks
from hublint_rules.keras.flavours import are_keras_3, each_root

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Source, Target, Use

_SAVES = each_root("Model().save_weights")
_LOADS = each_root("Model().load_weights")
_CALLBACKS = each_root("callbacks.ModelCheckpoint")
_ENDING = ".weights.h5"
_READ = (_ENDING, ".h5", ".hdf5", ".keras")
_OTHER_ENDING = r"\.(?:h5|hdf5|keras|ckpt|tf|weights)$"


class KerasWeightsName(Rule):
    """Weights are saved or loaded under a name that Keras 3 does not take.

    Keras 2 writes a checkpoint of TensorFlow under a plain name and HDF5 under one that ends in `.h5`. Keras 3 has one
    format and one ending: `ValueError: The filename must end in `.weights.h5``, and for a `ModelCheckpoint` of weights
    `ValueError: When using `save_weights_only=True` in `ModelCheckpoint`, the filepath provided must end in
    `.weights.h5``. `save_weights(..., save_format="h5")` is `TypeError: Model.save_weights() got an unexpected keyword
    argument 'save_format'`. Loading is less strict: `.h5` and `.hdf5` files of Keras 2 are read, its checkpoints are
    not (`ValueError: File format not supported`).

    The fix gives the file its ending where it is saved and where the same file loads it, and makes the folder that the
    file lies in, as Keras 2 did. It is unsafe, for another program may look for the old name; where no call of the file
    loads the weights there is none. Nor is there one for a checkpoint that Keras 2 wrote: there, load it once with
    Keras 2, and save it as `.h5`.
    """

    code = "HUB405"
    name = "keras-weights-name"
    since = "0.1"
    applicability = "unsafe"
    severity = "error"
    targets = (2, 16)
    names = (*_SAVES, *_LOADS, *_CALLBACKS)
    examples = (
        Example(
            before="""\
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(1)])
model.save_weights("trained.h5")
model.load_weights("trained.h5")
""",
            after="""\
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(1)])
model.save_weights("trained.weights.h5")
model.load_weights("trained.weights.h5")
""",
        ),
        Example(
            before="""\
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(1)])
model.load_weights(tf.train.latest_checkpoint("checkpoints"))
""",
        ),
    )
    references = (
        "https://keras.io/api/models/model_saving_apis/weights_saving_and_loading/",
        "https://keras.io/guides/migrating_to_keras_3/",
    )

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report a call whose path certainly has another ending, or an argument that is gone."""
        from hublint_rules.symbols.context import guarded

        call = use.call
        if call is None or unpacks(call) or not are_keras_3(use.names, target()) or guarded(use.source, call):
            return
        path = argument(call, 0, "filepath")
        if path is None or (use.name in _CALLBACKS and not _of_weights(call)):
            return
        code = " ".join(use.source.code(call.func).split())
        if use.name in _LOADS:
            yield from _loading(use.source, call, path, code)
            return
        from hublint_rules.keras.paths import path_ending

        ending = path_ending(use.source, path)
        given = _Given(use.source, call, path)
        if ending is not None and not ending.endswith(_ENDING):
            message = f"`{code}` saves only to a name that ends in `{_ENDING}` in Keras 3; give the file that ending"
            yield Draft(use.node, message, lambda: _ended(given))
        elif use.name in _SAVES and argument(call, 99, "save_format") is not None:
            message = f"`{code}` has no `save_format` in Keras 3; leave it out and let the name end in `{_ENDING}`"
            yield Draft(use.node, message, lambda: _without_format(given))


class _Given(NamedTuple):
    """A call and the path that it is given."""

    source: Source
    call: ast.Call
    path: ast.expr


def _of_weights(call: ast.Call) -> bool:
    """Tell whether a `ModelCheckpoint` certainly writes weights only."""
    asked = argument(call, 4, "save_weights_only")
    return isinstance(asked, ast.Constant) and asked.value is True


def _loading(source: Source, call: ast.Call, path: ast.expr, code: str) -> Iterator[Draft]:
    """Report the load of a checkpoint, unless the file itself writes it: then the save is what is reported."""
    from hublint_rules.keras.files import calls_on_path
    from hublint_rules.keras.paths import path_ending
    from hublint_rules.origins import only_origins

    made = only_origins(source, path)
    found = [isinstance(one, ast.Call) and source.resolve(one.func) == _LATEST for one in made]
    ending = path_ending(source, path)
    if not (bool(found) and all(found)) and (ending is None or ending.endswith(_READ)):
        return
    if any(calls_on_path(source, path, _SAVING, "filepath")):
        return
    message = f"`{code}` reads no checkpoint of TensorFlow in Keras 3; load it with Keras 2 and save it as `.h5` there"
    yield Draft(call.func, message)


_LATEST = frozenset({"tensorflow.train.latest_checkpoint"})
_SAVING = frozenset({"ModelCheckpoint", "save_weights"})
_LOADING = frozenset({"load_weights"})


def _ended(given: _Given) -> Fix | NoFix:
    """Give the path its ending in all calls of the file that save and load it."""
    from hublint_rules.keras.files import calls_on_path, folder_made, renamed

    source, path = given.source, given.path
    saving = list(calls_on_path(source, path, _SAVING, "filepath"))
    loading = [found for _, found in calls_on_path(source, path, _LOADING, "filepath")]
    if not loading:
        return NoFix("whoever loads these weights is not in this file, and looks for them under the old name")
    try:
        edits = renamed(source, [*(found for _, found in saving), *loading], _with_ending)
        for call, found in saving:
            edits += _format_edits(_Given(source, call, found))
        making: list[Edit] = []
        for call, found in saving:
            # A callback makes the folder of its file itself.
            making += folder_made(source, call, found) if leaf(call.func) == "save_weights" else []
    except ValueError as error:
        return NoFix(str(error))
    imports = (("os", "os"),) if making else ()
    return Fix("unsafe", f"Let the name of the file end in `{_ENDING}`", (*edits, *making), imports)


def _with_ending(text: str) -> str:
    if text.endswith("/"):
        raise ValueError("the path is that of a folder")
    return re.sub(_OTHER_ENDING, "", text) + _ENDING


def _without_format(given: _Given) -> Fix | NoFix:
    try:
        return Fix("unsafe", "Leave `save_format` out", tuple(_format_edits(given)))
    except ValueError as error:
        return NoFix(str(error))


def _format_edits(given: _Given) -> list[Edit]:
    """Return the edits that take `save_format` and `options` away, which Keras 3 does not know."""
    from hublint_rules.keras.arguments import Arguments

    arguments = Arguments(given.source, given.call)
    unwanted = [
        found
        for found in arguments.all
        if isinstance(found.node, ast.keyword) and found.node.arg in {"options", "save_format"}
    ]
    method = isinstance(given.call.func, ast.Attribute) and given.call.func.attr == "save_weights"
    return arguments.without(unwanted) if method and unwanted else []
