"""HUB617."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.rule import Example, ModelRule, Remark
from hublint_rules.contents.wiring import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Target
    from hublint.savedmodel.contents import Contents


class DamagedFiles(ModelRule):
    """A file of the model is missing, cut off or not what it should be.

    Copies that were interrupted, caches that were half cleaned, files that Git LFS replaced by pointers. TensorFlow
    2.15 and 2.21 then say, for a missing `variables.index`, `FileNotFoundError: Unsuccessful TensorSliceReader
    constructor: Failed to find any matching files`; for one that is cut off, `OpError: not an sstable (bad magic
    number)`; for values that are cut off, `IndexError: Read less bytes than requested`; for an empty `saved_model.pb`,
    `ValueError: Importing a SavedModel with tf.saved_model.load requires a tags= argument`; for half of one, `OSError:
    Cannot parse file`; for a missing asset, `FileNotFoundError: ... assets/words.txt; No such file or directory`.

    The model has to be copied, downloaded or exported again: nothing can put back what is not there. A model in the
    text form, which TensorFlow loads, is told too: hublint reads the binary form alone, and can say nothing else of it.
    """

    code = "HUB617"
    name = "damaged-files"
    since = "0.1"
    severity = "error"
    promise = "is whole"
    judges = "files"
    examples = (
        Example(
            before="""\
import os

import tensorflow as tf

module = tf.Module()
module.weights = tf.Variable([1.0, 2.0])
module.read = tf.function(lambda: module.weights.read_value(), input_signature=[])
tf.saved_model.save(module, "model")
os.remove("model/variables/variables.index")
""",
            after="""\
import tensorflow as tf

module = tf.Module()
module.weights = tf.Variable([1.0, 2.0])
module.read = tf.function(lambda: module.weights.read_value(), input_signature=[])
tf.saved_model.save(module, "model")
""",
        ),
    )
    references = ("https://www.tensorflow.org/guide/saved_model",)

    def check_contents(self, model: Contents, target: Callable[[], Target]) -> Iterator[Remark]:
        """Report each file that is damaged."""
        del target
        for damage in model.damage:
            instead = "copy, download or export the model again"
            if damage.file == "saved_model.pbtxt":
                instead = "export the model without `as_text=True`"
            yield Remark(f"`{printable(damage.file)}` {printable(damage.reason)}; {instead}")
