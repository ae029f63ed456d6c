"""What a target's TensorFlow has, told from the table."""

from __future__ import annotations

import pytest

from hublint.target import parse_target
from hublint.tfapi import table
from hublint.tfapi.presence import is_old, is_own, is_private, look_up
from hublint.tfapi.verdict import exists

KERAS_3 = parse_target("tf=2.21,keras=keras3")
KERAS_2 = parse_target("tf=2.21,keras=tf_keras")
OLDER = parse_target("tf=2.15")
SECOND = parse_target("tf=2.0")
FIRST = parse_target("tf=1.15")


@pytest.mark.parametrize(
    ("question", "there"),
    [
        ("import tensorflow", True),
        ("import tensorflow.keras.layers", True),
        ("import tensorflow.contrib.slim", False),
        ("import tensorflow.nn.relu", False),
        ("import tensorflow.compat.v1", True),
        ("import tensorflow.python.ops.math_ops", True),
        ("import tensorflow.python.ops.no_such_ops", False),
        ("import tensorflow.core.framework.graph_pb2", True),
        ("from tensorflow import keras", True),
        ("from tensorflow import Session", False),
        ("from tensorflow import *", True),
        ("from tensorflow.contrib import *", False),
        ("from tensorflow.compat.v1 import Session", True),
        ("from tensorflow.python.framework import ops", True),
        ("from tensorflow.python.framework.ops import Tensor", False),
        ("from tensorflow.python.keras.layers import LSTM", False),
        ("from tensorflow.python.keras.layers import Dense", True),
        ("from tensorflow.core.framework import graph_pb2", True),
        ("from tensorflow.examples.tutorials.mnist import input_data", False),
        ("tensorflow:", True),
        ("tensorflow:nn.relu", True),
        ("tensorflow:Session", False),
        ("tensorflow:compat.v1.Session", True),
        ("tensorflow:compat.v1.Session.reset", True),  # of classes the attributes are not known
        ("tensorflow:float32.name.upper", True),
        ("tensorflow:no_such_name", False),
        ("tensorflow:nn.no_such_name", False),
        ("tensorflow:contrib.slim.fully_connected", False),
        ("tensorflow:__version__", True),
        ("tensorflow:nn.__name__", True),
        ("tensorflow:python.framework.ops", False),  # it can be imported, and is no attribute
        ("tensorflow.python:framework.ops", True),
        ("tensorflow.python.ops.control_flow_ops:cond", False),
        ("tensorflow.nn.relu:", True),
        ("tensorflow.Session:", False),
        ("tensorflow.compat.v1:compat.v1.compat.v2.nn.relu", True),
        ("tensorflow.compat.v2:enable_v2_behavior", True),
        ("tensorflow:enable_v2_behavior", False),
        ("tensorflow_core.python.ops.math_ops:add", False),
        ("numpy:no_such_name", True),
        ("from absl import flags", True),
    ],
)
def test_what_the_newest_release_has(question: str, there: bool) -> None:
    assert look_up(question, KERAS_3).found is there


@pytest.mark.parametrize(
    ("question", "symbol"),
    [
        ("tensorflow:nn.rnn_cell.LSTMCell", "tensorflow.nn.rnn_cell"),
        ("tensorflow:Session.run.x", "tensorflow.Session"),
        ("tensorflow:nn.relu.__name__", "tensorflow.nn.relu"),
        ("from tensorflow.contrib import slim", "tensorflow.contrib"),
        ("from tensorflow.compat.v1 import no_such_name", "tensorflow.compat.v1.no_such_name"),
        ("tensorflow.contrib.slim:fully_connected", "tensorflow.contrib.slim"),
    ],
)
def test_the_symbol_is_the_first_that_is_missing_or_the_last_that_was_met(question: str, symbol: str) -> None:
    assert look_up(question, KERAS_3).symbol == symbol


def test_modules_of_keras_2_are_there_with_keras_3_and_hold_nothing() -> None:
    assert look_up("from tensorflow.compat.v1 import layers", KERAS_3).found
    assert not look_up("tensorflow:compat.v1.layers.dense", KERAS_3).found
    assert look_up("tensorflow:compat.v1.layers.dense", KERAS_2).found
    assert not look_up("tensorflow:layers", KERAS_3).found
    assert not look_up("tensorflow:layers", KERAS_2).found


def test_older_releases_have_what_the_newest_has_lost() -> None:
    assert look_up("tensorflow:estimator.Estimator", OLDER).found
    assert not look_up("tensorflow:estimator.Estimator", KERAS_2).found
    # A module that went after 2.15 lost nothing before.
    assert look_up("tensorflow.python.tpu.tpu_embedding:TPUEmbedding", OLDER).found
    assert not look_up("tensorflow.python.tpu.tpu_embedding:TPUEmbedding", KERAS_2).found
    assert look_up("tensorflow:python.framework.ops", SECOND).found
    assert look_up("from tensorflow.python.framework.ops import Tensor", SECOND).found


def test_the_first_release_has_contrib_and_nothing_of_tensorflow_2_alone() -> None:
    assert look_up("tensorflow:contrib.layers.python.layers.no_one_knows", FIRST).found
    assert look_up("tensorflow:Session", FIRST).found
    assert look_up("from tensorflow.examples.tutorials.mnist import input_data", FIRST).found
    assert look_up("tensorflow_core.python.ops.math_ops:add", FIRST).found
    assert not look_up("tensorflow:keras.layers.no_such_layer", FIRST).found
    assert not look_up("tensorflow:math.special", FIRST).found


@pytest.mark.parametrize("target", [KERAS_3, KERAS_2, OLDER, SECOND])
def test_all_public_names_are_there_where_the_table_says_so(target: object) -> None:
    assert isinstance(target, type(KERAS_3))
    for name in table.names(2):
        above = table.second(name.rpartition(".")[0])
        if "__" not in name and (above is None or above.kind == "module"):
            assert look_up(f"tensorflow:{name}", target).found is exists(f"tensorflow.{name}", target), name


@pytest.mark.parametrize(
    ("symbol", "old", "private"),
    [
        ("tensorflow.nn.relu", False, False),
        ("tensorflow.compat.v1", True, False),
        ("tensorflow.compat.v1.Session", True, False),
        ("tensorflow.compat.v2.compat.v1.Session", True, False),
        ("tensorflow.compat.v2.nn.relu", False, False),
        ("tensorflow.compat.v1.python.x", True, True),
        ("tensorflow.python.ops.math_ops", False, True),
        ("tensorflow.pythonic", False, False),
        ("tensorflow.lite.python.convert", False, True),
        ("tensorflow.lite.TFLiteConverter", False, False),
        ("tensorflow_core.nn.relu", False, True),
        ("tensorflow_core", False, True),
        ("tensorflow_hub.KerasLayer", False, False),
    ],
)
def test_what_is_kept_for_tensorflow_1_and_what_is_private(symbol: str, old: bool, private: bool) -> None:
    assert (is_old(symbol), is_private(symbol)) == (old, private)
    assert is_own(symbol) is not (old or private)
