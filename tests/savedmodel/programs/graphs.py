"""Models of TensorFlow 1, which every TensorFlow can write: `python graphs.py FOLDER`. For Python 3.7.

The names of those that hold the state of an optimizer begin with `trained`.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import tensorflow.compat.v1 as tf

FOLDER = Path(sys.argv[1])


def simple(folder: str, *, use_resource: bool) -> None:
    """Export a layer."""
    with tf.Graph().as_default(), tf.Session() as session:
        x = tf.placeholder(tf.float32, [None, 3], name="x")
        w = tf.get_variable("w", [3, 4], use_resource=use_resource)
        tf.get_variable("unused", [5], use_resource=use_resource)
        session.run(tf.global_variables_initializer())
        tf.saved_model.simple_save(session, folder, {"x": x}, {"y": tf.matmul(x, w)})


def trained(folder: str, optimizer: Any) -> None:
    """Export the graph in which a layer was trained."""
    with tf.Graph().as_default(), tf.Session() as session:
        x = tf.placeholder(tf.float32, [None, 3], name="x")
        w = tf.get_variable("dense/w", [3, 4], use_resource=False)
        y = tf.matmul(x, w)
        step = tf.train.get_or_create_global_step()
        train = optimizer.minimize(tf.reduce_mean(y**2), global_step=step)
        session.run(tf.global_variables_initializer())
        session.run(train, {x: [[1.0, 2.0, 3.0]]})
        tf.saved_model.simple_save(session, folder, {"x": x}, {"y": y})


def two_graphs(folder: str) -> None:
    """Export a graph for serving and one for training with a sparse input, an asset and a variable in slices."""
    words = FOLDER / "words.txt"
    words.write_text("a\nb\n")
    builder = tf.saved_model.Builder(folder)
    for tags in (["train"], ["serve", "gpu"]):
        with tf.Graph().as_default(), tf.Session(config=tf.ConfigProto(allow_soft_placement=True)) as session:
            x = tf.sparse_placeholder(tf.float32, [None, 8], name="x")
            slicer = tf.fixed_size_partitioner(2)
            w = tf.get_variable("sliced", [8, 4], partitioner=slicer, use_resource=False)
            name = tf.constant(str(words), name="words")
            tf.add_to_collection(tf.GraphKeys.ASSET_FILEPATHS, name)
            with tf.device("/device:GPU:0"):
                y = tf.sparse_tensor_dense_matmul(x, tf.convert_to_tensor(w), name="y")
            signature = tf.saved_model.build_signature_def(
                {"x": tf.saved_model.build_tensor_info(x)}, {"y": tf.saved_model.build_tensor_info(y)}, "some/method"
            )
            session.run(tf.global_variables_initializer())
            assets = tf.get_collection(tf.GraphKeys.ASSET_FILEPATHS)
            if tags == ["train"]:
                builder.add_meta_graph_and_variables(session, tags, {"key": signature}, assets_collection=assets)
            else:
                builder.add_meta_graph(tags, {"key": signature}, assets_collection=assets)
    builder.save()


def main() -> None:
    """Export all."""
    simple(str(FOLDER / "reference_variable"), use_resource=False)
    simple(str(FOLDER / "resource_variable"), use_resource=True)
    two_graphs(str(FOLDER / "two_graphs"))
    trained(str(FOLDER / "trained_adam"), tf.train.AdamOptimizer())
    trained(str(FOLDER / "trained_momentum"), tf.train.MomentumOptimizer(0.1, 0.9))
    trained(str(FOLDER / "trained_rmsprop"), tf.train.RMSPropOptimizer(0.1))
    trained(str(FOLDER / "trained_ftrl"), tf.train.FtrlOptimizer(0.1))
    trained(str(FOLDER / "trained_adagrad"), tf.train.AdagradOptimizer(0.1))
    trained(str(FOLDER / "trained_descent"), tf.train.GradientDescentOptimizer(0.1))


if __name__ == "__main__":
    main()
