"""What takes the place of the tutorials' reader gives what that gave: measured with it on TensorFlow 1.15."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from hublint import engine, registry
from hublint.rule import Target

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = """\
import tensorflow as tf
from tensorflow.examples.tutorials.mnist import input_data

mnist = input_data.read_data_sets("data", one_hot=ONE_HOT, validation_size=3)
for part in (lambda: mnist.train.next_batch(1), mnist.validation.num_examples, mnist.test.labels):
    assert part is not None
"""

# Images are told apart by their first pixel, and labelled by its last digit.
CHECK = """\
import numpy as np
import tensorflow as tf

def images(numbers):
    made = np.zeros([len(numbers), 28, 28], np.uint8)
    made[:, 0, 0] = numbers
    return made, np.asarray(numbers % 10, np.uint8)

tf.keras.datasets.mnist.load_data = lambda: (images(np.arange(1, 13)), images(np.arange(20, 25)))
exec(open("program.py").read())

def numbers(images):
    assert images.dtype == np.float32 and images.shape[1:] == (784,) and images.max() <= 1
    return np.rint(images[:, 0] * 255).astype(int)

assert list(numbers(mnist.train.images)) == list(range(4, 13)) and mnist.train.num_examples == 9
assert list(numbers(mnist.validation.images)) == [1, 2, 3]
assert list(numbers(mnist.test.images)) == list(range(20, 25))
seen = []
for _ in range(9):
    batch, labels = mnist.train.next_batch(4)
    seen += list(numbers(batch))
    if ONE_HOT:
        assert labels.dtype == np.float64 and labels.shape == (4, 10) and (labels.sum(1) == 1).all()
        labels = labels.argmax(1)
    else:
        assert labels.dtype == np.uint8
    assert list(labels) == [number % 10 for number in numbers(batch)]
epochs = [seen[9 * n : 9 * n + 9] for n in range(4)]
assert all(sorted(epoch) == list(range(4, 13)) for epoch in epochs)
assert len(set(map(tuple, epochs))) > 1
print("same")
"""


@pytest.mark.tensorflow
@pytest.mark.parametrize("one_hot", [True, False])
def test_images_labels_and_batches_are_those_of_the_reader(one_hot: bool, tmp_path: Path) -> None:
    before = PROGRAM.replace("ONE_HOT", str(one_hot))
    rules = registry.load().select(("HUB503",), ())
    fixed = engine.fix(before.encode(), rules, target=Target.newest, unsafe=True).data
    assert b"read_data_sets" not in fixed
    (tmp_path / "program.py").write_bytes(fixed)
    code = f"ONE_HOT = {one_hot}\n{CHECK}"
    ran = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.stdout == "same\n", ran.stderr
