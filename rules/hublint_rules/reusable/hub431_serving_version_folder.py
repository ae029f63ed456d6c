"""HUB431."""

from __future__ import annotations

import ast
import re
from functools import partial
from typing import TYPE_CHECKING

from hublint.rule import Draft, Edit, Example, Fix, NoFix, Rule, v1
from hublint.source.use import argument

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Source, Target, Use

_EXPORTS = tuple(
    f"{root}.Model().export" for root in ("keras", "tensorflow.compat.v1.keras", "tensorflow.keras", "tf_keras")
)
_SAVES = v1("saved_model.save", "saved_model.simple_save")
_BUILDERS = v1("saved_model.builder.SavedModelBuilder")

# What a file holds that starts TensorFlow Serving, or talks to it; "tensorflow/serving/predict" is not one of them, as
# any signature of TensorFlow 1 has such a name.
_SERVED = (
    rb"tensorflow_model_server|tensorflow/serving\b(?!/)|\bmodel_base_path\b"
    rb"|\btensorflow_serving\.|\btensorflow-serving-api\b"
)
_VERSION = r"[vV]?\d+(\.\d+)*|[vV]ersion[_-]?\d+"

# A folder with a number for its name somewhere in a text: the version is made elsewhere, by a mount or a move.
_NUMBERED = r"/\d+(?=$|[/,:\s])"


class ServingVersionFolder(Rule):
    """A model for TensorFlow Serving is written to a folder whose name is no number.

    TensorFlow Serving takes the folder that it is given for the place of all versions of a model and looks for folders
    in it that are called by a whole number: `<base>/1/saved_model.pb`. Where there are none, or they are called "v1" or
    "0.1", it goes on waiting: `No versions of servable my_model found under base path /models/my_model. Did you forget
    to name your leaf directory as a number (eg. '/1/')?`

    The rule speaks of paths whose end is to be seen, in files that start TensorFlow Serving or talk to it, or, where
    the purpose is to serve (`purpose = "serve"`), of folders that are called like a version but by no whole number. It
    is silent where a text in the file holds a numbered folder: the model may be moved or mounted there.

    The fix appends "/1" to the path, or takes the "v" off, where the path is written out in the call and nowhere else.
    It is unsafe, as others may look for the model where it was.
    """

    code = "HUB431"
    name = "serving-version-folder"
    since = "0.1"
    applicability = "unsafe"
    names = (*_EXPORTS, *_SAVES, *_BUILDERS)
    examples = (
        Example(
            before="""\
# Run `tensorflow_model_server --model_name=double --model_base_path=$PWD/double` afterwards.
import tensorflow as tf

module = tf.Module()
module.double = tf.function(lambda x: 2.0 * x, input_signature=[tf.TensorSpec([None], tf.float32)])
tf.saved_model.save(module, "double")
""",
            after="""\
# Run `tensorflow_model_server --model_name=double --model_base_path=$PWD/double` afterwards.
import tensorflow as tf

module = tf.Module()
module.double = tf.function(lambda x: 2.0 * x, input_signature=[tf.TensorSpec([None], tf.float32)])
tf.saved_model.save(module, "double/1")
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/tfx/serving/serving_basic",
        "https://github.com/tensorflow/serving/issues/1250",
        "https://github.com/tensorflow/serving/issues/266",
    )

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report the path of an export."""
        source, call = use.source, use.call
        if call is None:
            return
        keras = use.name in _EXPORTS
        path = argument(call, 0 if keras or use.name in _BUILDERS else 1, "filepath" if keras else "export_dir")
        names_server = _speaks_of_server(source)
        if path is None or not (names_server or target().purpose == "serve"):
            return
        folders = _last_folders(source, path)
        if not folders or any(folder.isdecimal() for folder in folders):
            return
        looks_like_one = all(re.fullmatch(_VERSION, folder) for folder in folders)
        if not (names_server or looks_like_one) or _has_numbered_folder(source):
            return
        wrong = "is no whole number, which TensorFlow Serving looks for" if looks_like_one else "holds no version"
        todo = "name the folder `1`" if looks_like_one else "write to a numbered folder in it, such as `1`"
        yield Draft(path, f'"{folders[0]}" {wrong}; {todo}', partial(_fix, source, path, folders[0]))


def _speaks_of_server(source: Source) -> bool:
    """Tell whether the file starts TensorFlow Serving or talks to it; looked up once."""
    known: bool | None = source.notes.get("HUB431")
    if known is None:
        known = source.notes["HUB431"] = re.search(_SERVED, source.text.utf8) is not None
    return known


def _last_folders(source: Source, path: ast.expr) -> list[str]:
    """Return the names that the folder can have, nothing where one of them is not to be seen whole."""
    from hublint_rules.origins import texts

    found: list[str] = []
    for _, parts in texts(source, path):
        last = parts[-1] if parts else None
        folder = "" if last is None else last.rstrip("/").rpartition("/")[2]
        if last is None or not folder or (len(parts) > 1 and "/" not in last.rstrip("/")):
            return []
        found.append(folder)
    return found


def _has_numbered_folder(source: Source) -> bool:
    return any(re.search(_NUMBERED, text) for text in _texts(source))


def _texts(source: Source) -> Iterator[str]:
    """Yield the strings of a file."""
    for node in source.parents:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _fix(source: Source, path: ast.expr, folder: str) -> Fix | NoFix:
    if not isinstance(path, ast.Constant) or not isinstance(path.value, str):
        return NoFix("the path is put together, or has a name")
    code, text = source.code(path), path.value.rstrip("/")
    if any(text in other for other in _texts(source) if other is not path.value):
        return NoFix("the file speaks of the path in other places too")
    if code[1:-1] != path.value:
        return NoFix("the path is written in a way that hublint does not rewrite")
    number = re.fullmatch(r"[vV]?0*(\d+)", folder)
    if number is None and re.fullmatch(_VERSION, folder):
        return NoFix("which whole number the version shall be is the author's to say")
    written = f"{text}/1" if number is None else f"{text.removesuffix(folder)}{number[1]}"
    return Fix("unsafe", "Write to a numbered folder", (Edit(*source.span(path), f"{code[0]}{written}{code[-1]}"),))
