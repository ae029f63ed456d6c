"""HUB503."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.rule import Example
from hublint_rules.symbols.symbol_rule import SymbolRule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Draft, Target, Use


class RemovedSymbol(SymbolRule):
    """No TensorFlow API has this symbol on the target.

    The name fails with `AttributeError`, under `tf.compat.v1` too. The table says which release was the last to have
    it.

    There is no fix for nearly all of them: nothing that could be written in the place exists on the target. Where
    something else does the same job, the message names it. The data of the tutorials, which example code of the package
    read, is loaded with `tf.keras.datasets.mnist`, with a class that gives the same images, labels and batches. That is
    unsafe, because the data is downloaded to another folder, and the batches come in another order.
    """

    code = "HUB503"
    kind = "removed"
    name = "removed-symbol"
    since = "0.1"
    applicability = "unsafe"
    severity = "error"
    examples = (
        Example(
            before="""\
import tensorflow as tf

options = tf.data.experimental.MapVectorizationOptions()
""",
        ),
        Example(
            before="""\
import tensorflow as tf
from tensorflow.examples.tutorials.mnist import input_data

mnist = input_data.read_data_sets("MNIST_data/", one_hot=True)
print(mnist.test.images.shape, mnist.test.labels.shape)
""",
            after="""\
import tensorflow as tf
import numpy as np
from types import SimpleNamespace


class Digits:
    \"\"\"Images of handwritten digits, and their labels.\"\"\"

    def __init__(self, images, labels):
        self.images = images.reshape(-1, 784).astype(np.float32) * (1.0 / 255.0)
        self.labels = np.eye(10)[labels]
        self.num_examples = len(images)


_, (test_images, test_labels) = tf.keras.datasets.mnist.load_data()
mnist = SimpleNamespace(test=Digits(test_images, test_labels))
print(mnist.test.images.shape, mnist.test.labels.shape)
""",
        ),
    )
    references = ("https://github.com/tensorflow/tensorflow/blob/master/RELEASE.md",)

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report the uses that the table says so of, the reader of the tutorials' data with a fix."""
        for draft in super().check(use, target):
            yield _with_data(use, draft) if ".tutorials.mnist.input_data" in use.name else draft


def _with_data(use: Use, draft: Draft) -> Draft:
    from hublint_rules.rewrites import tutorial_data

    return draft._replace(fix=lambda: tutorial_data.rewrite(use))


__all__ = ["RemovedSymbol"]
