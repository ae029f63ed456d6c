"""`hublint inspect` on a model that TensorFlow has written."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from hublint.cli import main

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = """\
import tensorflow as tf

with open("vocab.txt", "w") as file:
    file.write("a\\nb\\n")


class Model(tf.Module):
    def __init__(self):
        self.w = tf.Variable(tf.ones((300, 1000)), name="w")
        self.b = tf.Variable(tf.zeros(1000), name="b")
        lines = tf.lookup.TextFileInitializer(
            "vocab.txt",
            tf.string,
            tf.lookup.TextFileIndex.WHOLE_LINE,
            tf.int64,
            tf.lookup.TextFileIndex.LINE_NUMBER,
        )
        self.table = tf.lookup.StaticHashTable(lines, -1)

    @tf.function
    def __call__(self, x, training=False):
        y = tf.nn.relu(x @ self.w + self.b)
        return tf.nn.dropout(y, 0.5) if training else y

    @tf.function(input_signature=[tf.TensorSpec((None,), tf.string, name="words")])
    def ids(self, words):
        tf.print("asked for", words)
        return {"ids": self.table.lookup(words)}


model = Model()
for training in (True, False):
    model.__call__.get_concrete_function(tf.TensorSpec((None, 300)), training=training)
tf.saved_model.save(model, "model", signatures={"serving_default": model.ids})
"""

SHOWN = """\

  tags          serve

  1 signature
    serving_default
      in   words  string  [None]
      out  ids    int64   [None]

  2 functions of the restored object
    __call__(x, training=False)  2 traces
      x: float32 [None, 300]  training=True   -> float32 [None, 1000]
      x: float32 [None, 300]  training=False  -> float32 [None, 1000]
    ids(words)  1 trace
      words: string [None]  -> ids: int64 [None]

  2 variables, 1.2 MB
    w  float32  [300, 1000]  1.2 MB  99.7 %
    b  float32  [1000]       4.0 kB   0.3 %

  assets        vocab.txt (4 bytes)
  notable       PrintV2 prints (in __inference_ids_0)
"""


@pytest.mark.tensorflow
def test_a_module_with_a_table_and_variables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": ""}
    subprocess.run([sys.executable, "-c", PROGRAM], cwd=tmp_path, env=environment, check=True, capture_output=True)
    monkeypatch.chdir(tmp_path)
    main(["inspect", "model"])
    out = capsys.readouterr().out
    lines = out.splitlines(keepends=True)
    assert lines[0] == "model\n"
    assert lines[1].startswith("  TensorFlow 2 SavedModel, written by TensorFlow 2.")
    assert lines[1].endswith(" MB in 5 files\n")
    operations = [line for line in lines if line.startswith("  operations")]
    assert len(operations) == 1

    rest = re.sub(r"__inference_ids_\d+", "__inference_ids_0", "".join(lines[2:])).replace(operations[0], "")
    assert rest.startswith(SHOWN)
