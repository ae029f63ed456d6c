"""What the fix of a session program says that it changes beside the form."""

from __future__ import annotations

import pytest

from hublint import engine, registry
from hublint.rule import Fix, Target

REGISTRY = registry.load()

PROGRAM = """\
import random

import numpy as np
import tensorflow as tf

{first}
x = tf.placeholder(tf.float32, [None, 3])
y = {layer}
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    print(sess.run(y, {{x: {data}}}))
"""
DENSE = "tf.layers.dense(x, 2)"
FIXED = "tf.layers.dense(x, 2, kernel_initializer=tf.constant_initializer(0.5))"
PLAIN = "np.ones([1, 3])"
DRAWN = "np.random.rand(1, 3)"
OWN = "np.random.RandomState(3).rand(1, 3)"

WRITTEN = "tf.keras.utils.set_random_seed fixes what layers of Keras draw, and seeds Python's random and NumPy, too"
KEPT = "the seed at line 6 does not fix what layers of Keras draw; tf.keras.utils.set_random_seed does"


def message(code: str) -> str:
    """Return what the one fix of a program says."""
    findings = engine.check(code.encode(), REGISTRY, target=Target.newest).findings
    said = {f.fix.message for f in findings if f.code == "HUB101" and isinstance(f.fix, Fix)}
    assert len(said) == 1, findings
    return said.pop()


@pytest.mark.parametrize(
    ("first", "layer", "data", "remark"),
    [
        ("tf.set_random_seed(1)", DENSE, PLAIN, WRITTEN),
        ("tf.set_random_seed(1)", DENSE, OWN, WRITTEN),
        ("tf.set_random_seed(1)", "tf.layers.dropout(x, training=True)", PLAIN, WRITTEN),
        ("tf.set_random_seed(1); np.random.seed(2)", DENSE, DRAWN, WRITTEN),
        ("np.random.seed(1); tf.set_random_seed(1)", DENSE, DRAWN, WRITTEN),
        ("np.random.seed(2); tf.set_random_seed(1)", DENSE, DRAWN, f"{KEPT}, but it seeds numpy.random, too"),
        ("tf.set_random_seed(1); print(); np.random.seed(2)", DENSE, DRAWN, f"{KEPT}, but it seeds numpy.random, too"),
        ("np.random.seed(1); print(); tf.set_random_seed(1)", DENSE, DRAWN, f"{KEPT}, but it seeds numpy.random, too"),
        ("tf.set_random_seed(1)", DENSE, DRAWN, f"{KEPT}, but it seeds numpy.random, too"),
        ("tf.set_random_seed(1); random.shuffle([])", DENSE, PLAIN, f"{KEPT}, but it seeds random, too"),
        ("tf.set_random_seed(-1)", DENSE, PLAIN, KEPT),
        ("tf.set_random_seed(len('abc'))", DENSE, PLAIN, KEPT),
    ],
)
def test_seed_of_layers(first: str, layer: str, data: str, remark: str) -> None:
    """The fix says what became of the seed, or why it stays."""
    said = message(PROGRAM.format(first=first, layer=layer, data=data))
    assert remark in said
    assert (remark == KEPT) <= said.endswith(KEPT)


def test_seed_that_no_layer_draws_from() -> None:
    """Nothing is said, and nothing changed, where no layer draws."""
    code = PROGRAM.format(first="tf.set_random_seed(1)", layer=FIXED, data=PLAIN)
    assert message(code) == "Run functions instead of a session"
    fixed = engine.fix(code.encode(), REGISTRY, target=Target.newest, unsafe=True).data.decode()
    assert "\ntf.random.set_seed(1)\n" in fixed


def test_variance_of_images() -> None:
    """The fix says that Keras 3 averages another variance, of images only."""
    update = "step = tf.train.AdamOptimizer(0.1).minimize(tf.reduce_sum(y))\n"
    update += "with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):\n    " + update
    program = PROGRAM.replace("with tf.Session", f"{update}with tf.Session").replace("run(y,", "run(step,")
    layer = "tf.layers.batch_normalization({}, training=True)"
    plain = message(program.format(first="", layer=layer.format("x"), data=PLAIN))
    assert "variance" not in plain
    first = "images = tf.placeholder(tf.float32, [None, 4, 4, 1])"
    image = message(
        program.replace("x: ", "images: ").format(
            first=first, layer=layer.format("tf.layers.conv2d(images, 2, 3)"), data="np.ones([1, 4, 4, 1])"
        )
    )
    assert "for images Keras 3 averages the variance of each batch as it is" in image
