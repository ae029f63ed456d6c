"""Models of TensorFlow 2 without Keras: `python modules.py FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import tensorflow as tf

FOLDER = Path(sys.argv[1])
FLOATS = tf.TensorSpec([None, 3], tf.float32)


class Net(tf.train.Checkpoint):
    """A layer with dropout, traced as reusable SavedModels are, and a variable that is not used."""

    def __init__(self) -> None:
        super().__init__()
        self.w = tf.Variable(tf.ones([3, 4]), name="w")
        self.rate = tf.Variable(0.5, trainable=False, name="rate")
        self.unused = tf.Variable(tf.ones([2], tf.float64), name="unused")
        self.trainable_variables = [self.w]
        self.variables = [self.w, self.rate]
        self.regularization_losses = [tf.function(lambda: tf.reduce_sum(self.w), input_signature=[])]
        self.__call__ = tf.function(self.call)
        for training in (True, False):
            self.__call__.get_concrete_function(FLOATS, training=training)

    def call(self, x: Any, training: bool = False) -> Any:
        """Return the layer's output."""
        h = tf.matmul(x, self.w)
        return tf.nn.dropout(h, self.rate) if training else h


class Many(tf.Module):
    """Functions with every kind of argument."""

    def __init__(self) -> None:
        super().__init__()
        words = FOLDER / "vocabulary.txt"
        words.write_text("a\nb\n")
        file = tf.lookup.TextFileInitializer(
            str(words),
            tf.string,
            tf.lookup.TextFileIndex.WHOLE_LINE,
            tf.int64,
            tf.lookup.TextFileIndex.LINE_NUMBER,
        )
        self.table = tf.lookup.StaticHashTable(file, -1)
        self.absolute = str(words)

    @tf.function
    def nested(self, inputs: Any, scale: float, *rest: Any, mode: str = "sum", flag: Any = None) -> Any:
        """Return something made of a dict, a list, further arguments, and Python values."""
        del flag
        total = inputs["a"] + inputs["b"][0] * scale
        for one in rest:
            total += one
        return {"sum": total if mode == "sum" else -total, "parts": [total, total]}

    @tf.function(input_signature=[tf.TensorSpec([None], tf.string)])
    def look_up(self, x: Any) -> Any:
        """Return the numbers of words, and read a file by a path that only this machine has."""
        return self.table.lookup(x), tf.io.read_file(self.absolute)

    @tf.function(
        input_signature=[tf.RaggedTensorSpec([None, None], tf.int32), tf.SparseTensorSpec([None, 2], tf.float32)]
    )
    def composite(self, ragged: Any, sparse: Any) -> Any:
        """Return the rows of a ragged tensor plus those of a sparse one."""
        return tf.cast(tf.reduce_sum(ragged, 1), tf.float32) + tf.sparse.reduce_sum(sparse, 1)

    @tf.function(input_signature=[FLOATS])
    def branches(self, x: Any) -> Any:
        """Return what a condition and a Python function make of it."""
        halved = tf.cond(tf.reduce_sum(x) > 0, lambda: x / 2, lambda: x)
        return tf.py_function(lambda value: value, [halved], tf.float32)


def main() -> None:
    """Export all."""
    tf.saved_model.save(Net(), str(FOLDER / "net"))
    many = Many()
    some = tf.TensorSpec([2], tf.float32)
    many.nested.get_concrete_function({"a": some, "b": [some]}, 2.0)
    many.nested.get_concrete_function({"a": some, "b": [some]}, 2.0, some, some, mode="minus", flag=(1, None))
    signature = many.look_up.get_concrete_function()
    tf.saved_model.save(many, str(FOLDER / "many"), signatures={"words": signature, "half": many.branches})


if __name__ == "__main__":
    main()
