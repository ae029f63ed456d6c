"""Which of TensorFlow 1's symbols need a graph round them."""

from __future__ import annotations

import pytest

from hublint.tfapi import table
from hublint.tfapi.graph import needs_graph

NEEDED = [
    "placeholder",
    "placeholder_with_default",
    "sparse_placeholder",
    "sparse.placeholder",
    "Session",
    "InteractiveSession",
    "get_default_session",
    "get_variable",
    "variable_scope",
    "global_variables_initializer",
    "initialize_all_variables",
    "local_variables_initializer",
    "tables_initializer",
    "initializers.global_variables",
    "trainable_variables",
    "get_collection",
    "add_to_collection",
    "gradients",
    "assign",
    "assign_add",
    "scatter_update",
    "layers.dense",
    "layers.batch_normalization",
    "losses.get_total_loss",
    "metrics.accuracy",
    "nn.rnn_cell.BasicLSTMCell",
    "nn.dynamic_rnn",
    "nn.static_rnn",
    "summary.scalar",
    "summary.merge_all",
    "summary.FileWriter",
    "train.AdamOptimizer",
    "train.Optimizer",
    "train.Saver",
    "train.Supervisor",
    "train.MonitoredTrainingSession",
    "train.SessionRunHook",
    "train.start_queue_runners",
    "train.shuffle_batch",
    "train.import_meta_graph",
    "train.get_or_create_global_step",
    "train.queue_runner.QueueRunner",
    "data.make_initializable_iterator",
    "keras.backend.get_session",
    "graph_util.import_graph_def",
    "saved_model.simple_save",
    "saved_model.builder.SavedModelBuilder",
    "saved_model.loader.load",
    "saved_model.load",
]

FREE = [
    "nn.relu",
    "reduce_sum",
    "float32",
    "Graph",
    "ConfigProto",
    "GPUOptions",
    "logging.info",
    "gfile.Exists",
    "flags.DEFINE_string",
    "app.run",
    "random_normal",
    "set_random_seed",
    "where",
    "image.resize_bilinear",
    "train.Example",
    "train.cosine_decay",
    "train.latest_checkpoint",
    "train.ExponentialMovingAverage",
    "summary.Event",
    "layers",
    "nn.rnn_cell",
    "losses",
    "metrics",
    "estimator.Estimator",
    "graph_util.convert_variables_to_constants",
    "graph_util.extract_sub_graph",
    "graph_util.remove_training_nodes",
    "VERSION",
    "keras.layers.Dense",
    "saved_model.tag_constants.SERVING",
    "saved_model.contains_saved_model",
    "xplaceholder",
    "nn.placeholder",
    "placeholderx",
    "gradients_",
    "my.Session",
]


@pytest.mark.parametrize("name", NEEDED)
def test_what_builds_or_runs_a_graph(name: str) -> None:
    assert table.first(name) is not None
    assert needs_graph(name)


@pytest.mark.parametrize("name", FREE)
def test_what_does_its_work_alone(name: str) -> None:
    assert not needs_graph(name)


def test_no_constant_needs_a_graph() -> None:
    wrong = [symbol.name for symbol in table.every(1) if symbol.kind == "value" and needs_graph(symbol.name)]
    assert not wrong


def test_a_module_round_a_name_does_not_make_it_another() -> None:
    """Contrib's names are judged by their own entries."""
    assert not any(needs_graph(symbol.name) for symbol in table.every(1) if symbol.name.startswith("contrib."))
