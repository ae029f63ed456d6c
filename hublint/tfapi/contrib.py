"""What became of `tf.contrib`, which TensorFlow 2 does not have.

Names are written without `tensorflow.`. A symbol that is only another name of a core symbol of TensorFlow 1.15
(`contrib.rnn.BasicLSTMCell` is `nn.rnn_cell.BasicLSTMCell`) is not listed: the table knows that, and what became of
the core symbol holds for it too. `find` reads the three lists together.

What is `safe` here was run on the same inputs in TensorFlow 1.15.5 and in TensorFlow 2.21.0, with tf-slim 1.1.0,
tensorflow-probability 0.25.0, tensorboard 2.20.0 and tf-keras 2.21.0 beside it, or is the same code there: tf_slim is
contrib's, with the same parameters. It takes private names of TensorFlow; what it cannot do any more for that reason,
since TensorFlow 2.13, is in `GONE` or is not safe.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hublint.tfapi.change import Change, Gone

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hublint.target import Keras

_KERAS_2: Final[tuple[Keras, ...]] = ("keras2", "tf_keras")

_NO_BATCH_NORM: Final = (
    "since TensorFlow 2.13 tf_slim 1.1.0 builds batch_norm only where `tf_keras.src.legacy_tf_layers.normalization` is"
    " in `sys.modules` as `tf_keras.legacy_tf_layers.normalization`, too (up to 2.14: `keras`, not `tf_keras`)"
)
_SEEDS: Final = "needs tensorflow-probability and tf-keras; the densities are the same, a seed draws other samples"
_ADDONS: Final = "TensorFlow Addons, which took it over, is at its end of life"
_KERAS: Final = "arguments of Keras were renamed since, as `lr` of the optimizers"
_STEP: Final = "tensorflow.compat.v1.train.get_or_create_global_step()"
_SUMMARY: Final = "TensorFlow 2 writes it in another format; check that it is called where a default writer is set"
_COLUMN: Final = "columns of `tf.feature_column` fit `tf.compat.v1.feature_column.input_layer`, not contrib.layers"

MODULES: Final[Mapping[str, Change]] = {
    "contrib.distributions": Change("tensorflow_probability.distributions", safe=False, note=_SEEDS),
    "contrib.distributions.bijectors": Change("tensorflow_probability.bijectors", safe=False, note=_SEEDS),
    "contrib.framework": Change("tf_slim"),
    "contrib.framework.python.ops.arg_scope": Change("tf_slim.arg_scope_lib"),
    "contrib.framework.python.ops.variables": Change("tf_slim"),
    "contrib.keras": Change("tensorflow.keras", safe=False, note=_KERAS),
    "contrib.keras.api.keras": Change("tensorflow.keras", safe=False, note=_KERAS),
    "contrib.layers": Change("tf_slim"),
    "contrib.layers.python.layers": Change("tf_slim"),
    "contrib.layers.python.layers.initializers": Change("tf_slim.initializers"),
    "contrib.layers.python.layers.layers": Change("tf_slim.layers"),
    "contrib.layers.python.layers.normalization": Change("tf_slim.normalization"),
    "contrib.layers.python.layers.optimizers": Change("tf_slim.optimizers"),
    "contrib.layers.python.layers.regularizers": Change("tf_slim.regularizers"),
    "contrib.layers.python.layers.summaries": Change("tf_slim.summaries"),
    "contrib.layers.python.layers.utils": Change("tf_slim.utils"),
    "contrib.lite": Change("tensorflow.compat.v1.lite", safe=False, note="it was in contrib before TensorFlow 1.14"),
    "contrib.losses": Change("tf_slim.losses"),
    "contrib.losses.python.losses.loss_ops": Change("tf_slim.losses"),
    "contrib.metrics": Change("tf_slim.metrics"),
    "contrib.slim": Change("tf_slim"),
    "contrib.slim.nets": Change("tf_slim.nets", safe=False, note=_NO_BATCH_NORM),
    "contrib.slim.python.slim": Change("tf_slim"),
    "contrib.slim.python.slim.data": Change("tf_slim.data"),
    "contrib.slim.python.slim.nets": Change("tf_slim.nets", safe=False, note=_NO_BATCH_NORM),
    "contrib.tensorboard.plugins.projector": Change("tensorboard.plugins.projector"),
}
"""Modules whose names live on unchanged below another: the rest of a name is kept. Longer names in other lists win."""

CONTRIB: Final[Mapping[str, Change]] = {
    # autograph, eager
    "contrib.autograph.to_code": Change("tensorflow.autograph.to_code"),
    "contrib.autograph.to_graph": Change("tensorflow.autograph.to_graph"),
    "contrib.eager.Variable": Change(
        "tensorflow.Variable", refuses=frozenset({"collections", "distribute_strategy", "variable_def"})
    ),
    "contrib.eager.defun": Change(
        "tensorflow.function",
        drops=frozenset({"experimental_relax_shapes"}),
        safe=False,
        note="tf.function allows variables to be made in the first call only",
    ),
    "contrib.eager.make_template": Change(
        "tensorflow.compat.v1.make_template", refuses=frozenset({"create_graph_function_"})
    ),
    "contrib.eager.run": Change(
        "tensorflow.compat.v1.app.run", safe=False, note="TensorFlow 2 runs eagerly without being told"
    ),
    # cudnn_rnn and rnn: what is a core cell already is not here
    "contrib.cudnn_rnn.CudnnCompatibleLSTMCell": Change(
        "tensorflow.compat.v1.nn.rnn_cell.LSTMCell",
        adds={"forget_bias": "0", "name": '"cudnn_compatible_lstm_cell"'},
        keras=_KERAS_2,
    ),
    "contrib.rnn.GRUBlockCellV2": Change(
        "tensorflow.compat.v1.nn.rnn_cell.GRUCell", refuses=frozenset({"cell_size"}), keras=_KERAS_2
    ),
    "contrib.rnn.LSTMBlockCell": Change(
        "tensorflow.compat.v1.nn.rnn_cell.LSTMCell", keywords={"use_peephole": "use_peepholes"}, keras=_KERAS_2
    ),
    # data
    "contrib.data.AUTOTUNE": Change("tensorflow.data.experimental.AUTOTUNE"),
    "contrib.data.Counter": Change("tensorflow.data.experimental.Counter"),
    "contrib.data.CsvDataset": Change("tensorflow.data.experimental.CsvDataset"),
    "contrib.data.RandomDataset": Change("tensorflow.data.experimental.RandomDataset"),
    "contrib.data.Reducer": Change("tensorflow.data.experimental.Reducer"),
    "contrib.data.SqlDataset": Change(
        "tensorflow.data.experimental.SqlDataset",
        safe=False,
        note="its parameters are the same; it was not compared by a run",
    ),
    "contrib.data.TFRecordWriter": Change(
        "tensorflow.data.experimental.TFRecordWriter",
        safe=False,
        note="its parameters are the same; it was not compared by a run",
    ),
    "contrib.data.bucket_by_sequence_length": Change("tensorflow.data.experimental.bucket_by_sequence_length"),
    "contrib.data.choose_from_datasets": Change("tensorflow.data.experimental.choose_from_datasets"),
    "contrib.data.copy_to_device": Change(
        "tensorflow.data.experimental.copy_to_device",
        safe=False,
        note="its parameters are the same; it was not compared by a run",
    ),
    "contrib.data.dense_to_sparse_batch": Change("tensorflow.data.experimental.dense_to_sparse_batch"),
    "contrib.data.enumerate_dataset": Change("tensorflow.data.experimental.enumerate_dataset"),
    "contrib.data.get_single_element": Change("tensorflow.data.experimental.get_single_element"),
    "contrib.data.group_by_reducer": Change("tensorflow.data.experimental.group_by_reducer"),
    "contrib.data.group_by_window": Change("tensorflow.data.experimental.group_by_window"),
    "contrib.data.ignore_errors": Change("tensorflow.data.experimental.ignore_errors"),
    "contrib.data.make_batched_features_dataset": Change(
        "tensorflow.data.experimental.make_batched_features_dataset",
        safe=False,
        note="its parameters are the same; it was not compared by a run",
    ),
    "contrib.data.make_csv_dataset": Change("tensorflow.data.experimental.make_csv_dataset"),
    "contrib.data.make_saveable_from_iterator": Change(
        "tensorflow.data.experimental.make_saveable_from_iterator",
        safe=False,
        note="its parameters are the same; it was not compared by a run",
    ),
    "contrib.data.map_and_batch": Change("tensorflow.data.experimental.map_and_batch"),
    "contrib.data.parallel_interleave": Change("tensorflow.data.experimental.parallel_interleave"),
    "contrib.data.parse_example_dataset": Change("tensorflow.data.experimental.parse_example_dataset"),
    "contrib.data.prefetch_to_device": Change(
        "tensorflow.data.experimental.prefetch_to_device",
        safe=False,
        note="its parameters are the same; it was not compared by a run",
    ),
    "contrib.data.rejection_resample": Change("tensorflow.data.experimental.rejection_resample"),
    "contrib.data.sample_from_datasets": Change("tensorflow.data.experimental.sample_from_datasets"),
    "contrib.data.scan": Change("tensorflow.data.experimental.scan"),
    "contrib.data.shuffle_and_repeat": Change("tensorflow.data.experimental.shuffle_and_repeat"),
    "contrib.data.sloppy_interleave": Change(
        "tensorflow.data.experimental.parallel_interleave", adds={"sloppy": "True"}
    ),
    "contrib.data.unbatch": Change("tensorflow.data.experimental.unbatch"),
    "contrib.data.unique": Change("tensorflow.data.experimental.unique"),
    # deprecated
    "contrib.deprecated.audio_summary": Change(
        "tensorflow.compat.v1.summary.audio",
        keywords={"tag": "name"},
        refuses=frozenset({"name"}),
        safe=False,
        note="the tag gets the name scope in front",
    ),
    "contrib.deprecated.histogram_summary": Change(
        "tensorflow.compat.v1.summary.histogram",
        keywords={"tag": "name"},
        refuses=frozenset({"name"}),
        safe=False,
        note="the tag gets the name scope in front",
    ),
    "contrib.deprecated.image_summary": Change(
        "tensorflow.compat.v1.summary.image",
        keywords={"tag": "name", "max_images": "max_outputs"},
        refuses=frozenset({"name"}),
        safe=False,
        note="the tag gets the name scope in front",
    ),
    "contrib.deprecated.merge_all_summaries": Change("tensorflow.compat.v1.summary.merge_all"),
    "contrib.deprecated.merge_summary": Change("tensorflow.compat.v1.summary.merge"),
    "contrib.deprecated.scalar_summary": Change(
        "tensorflow.compat.v1.summary.scalar",
        keywords={"tags": "name", "values": "tensor"},
        refuses=frozenset({"name"}),
        safe=False,
        note="it takes one tag and one value, and the tag gets the name scope in front",
    ),
    # distribute, tpu
    "contrib.distribute.CollectiveAllReduceStrategy": Change(
        "tensorflow.distribute.MultiWorkerMirroredStrategy",
        refuses=frozenset({"num_gpus_per_worker", "communication"}),
        safe=False,
        since=(2, 4),
        note="it uses the GPUs that it sees, and gives another set of methods",
    ),
    "contrib.distribute.MirroredStrategy": Change(
        "tensorflow.distribute.MirroredStrategy",
        drops=frozenset({"auto_shard_dataset"}),
        refuses=frozenset({"num_gpus", "num_gpus_per_worker", "cross_tower_ops"}),
        safe=False,
        note="it takes the global batch size, where contrib took that of one replica",
    ),
    "contrib.distribute.ParameterServerStrategy": Change(
        "tensorflow.compat.v1.distribute.experimental.ParameterServerStrategy",
        refuses=frozenset({"num_gpus_per_worker"}),
        safe=False,
        note="it takes the global batch size, where contrib took that of one replica",
    ),
    "contrib.tpu.Topology": Change("tensorflow.tpu.experimental.Topology", since=(2, 3)),
    # distributions: the rest is below MODULES
    "contrib.distributions.ExpRelaxedOneHotCategorical": Change(
        "tensorflow_probability.distributions.ExpRelaxedOneHotCategorical",
        refuses=frozenset({"dtype"}),
        safe=False,
        note=_SEEDS,
    ),
    "contrib.distributions.InverseGamma": Change(
        "tensorflow_probability.distributions.InverseGamma", keywords={"rate": "scale"}, safe=False, note=_SEEDS
    ),
    "contrib.distributions.Mixture": Change(
        "tensorflow_probability.distributions.Mixture",
        drops=frozenset({"use_static_graph"}),
        safe=False,
        note=_SEEDS,
    ),
    "contrib.distributions.MultivariateNormalDiag": Change(
        "tensorflow_probability.distributions.MultivariateNormalDiag",
        refuses=frozenset({"scale_identity_multiplier"}),
        safe=False,
        note=_SEEDS,
    ),
    "contrib.distributions.MultivariateNormalDiagPlusLowRank": Change(
        "tensorflow_probability.distributions.MultivariateNormalDiagPlusLowRank",
        refuses=frozenset({"scale_identity_multiplier"}),
        safe=False,
        note=_SEEDS,
    ),
    "contrib.distributions.RelaxedOneHotCategorical": Change(
        "tensorflow_probability.distributions.RelaxedOneHotCategorical",
        refuses=frozenset({"dtype"}),
        safe=False,
        note=_SEEDS,
    ),
    "contrib.distributions.TransformedDistribution": Change(
        "tensorflow_probability.distributions.TransformedDistribution",
        refuses=frozenset({"batch_shape", "event_shape"}),
        safe=False,
        note=_SEEDS,
    ),
    "contrib.distributions.auto_correlation": Change("tensorflow_probability.stats.auto_correlation"),
    "contrib.distributions.fill_triangular": Change("tensorflow_probability.math.fill_triangular"),
    "contrib.distributions.fill_triangular_inverse": Change("tensorflow_probability.math.fill_triangular_inverse"),
    "contrib.distributions.percentile": Change(
        "tensorflow_probability.stats.percentile", keywords={"keep_dims": "keepdims"}
    ),
    "contrib.distributions.reduce_weighted_logsumexp": Change("tensorflow_probability.math.reduce_weighted_logsumexp"),
    "contrib.distributions.softplus_inverse": Change("tensorflow_probability.math.softplus_inverse"),
    # feature_column
    "contrib.feature_column.sequence_categorical_column_with_hash_bucket": Change(
        "tensorflow.feature_column.sequence_categorical_column_with_hash_bucket"
    ),
    "contrib.feature_column.sequence_categorical_column_with_identity": Change(
        "tensorflow.feature_column.sequence_categorical_column_with_identity"
    ),
    "contrib.feature_column.sequence_categorical_column_with_vocabulary_file": Change(
        "tensorflow.feature_column.sequence_categorical_column_with_vocabulary_file"
    ),
    "contrib.feature_column.sequence_categorical_column_with_vocabulary_list": Change(
        "tensorflow.feature_column.sequence_categorical_column_with_vocabulary_list"
    ),
    "contrib.feature_column.sequence_numeric_column": Change("tensorflow.feature_column.sequence_numeric_column"),
    # framework: the rest is below MODULES
    "contrib.framework.create_global_step": Change("tensorflow.compat.v1.train.create_global_step"),
    "contrib.framework.get_global_step": Change("tensorflow.compat.v1.train.get_global_step"),
    "contrib.framework.get_or_create_global_step": Change("tensorflow.compat.v1.train.get_or_create_global_step"),
    "contrib.framework.global_variable": Change(
        "tensorflow.compat.v1.Variable",
        adds={"trainable": "False", "collections": "[tensorflow.compat.v1.GraphKeys.GLOBAL_VARIABLES]"},
    ),
    "contrib.framework.init_from_checkpoint": Change(
        "tensorflow.compat.v1.train.init_from_checkpoint", keywords={"checkpoint_dir": "ckpt_dir_or_file"}
    ),
    "contrib.framework.list_variables": Change(
        "tensorflow.train.list_variables", keywords={"checkpoint_dir": "ckpt_dir_or_file"}
    ),
    "contrib.framework.load_checkpoint": Change(
        "tensorflow.train.load_checkpoint", keywords={"filepattern": "ckpt_dir_or_file"}
    ),
    "contrib.framework.load_variable": Change(
        "tensorflow.train.load_variable", keywords={"checkpoint_dir": "ckpt_dir_or_file"}
    ),
    "contrib.framework.local_variable": Change(
        "tensorflow.compat.v1.Variable",
        adds={"trainable": "False", "collections": "[tensorflow.compat.v1.GraphKeys.LOCAL_VARIABLES]"},
    ),
    "contrib.framework.nest.is_sequence": Change("tensorflow.nest.is_nested", keywords={"o": "seq"}),
    "contrib.framework.with_shape": Change(
        "tensorflow.ensure_shape", keywords={"expected_shape": "shape", "tensor": "x"}
    ),
    # layers: the rest is below MODULES
    "contrib.layers.batch_norm": Change("tf_slim.batch_norm", safe=False, note=_NO_BATCH_NORM),
    "contrib.layers.bucketized_column": Change("tensorflow.feature_column.bucketized_column", safe=False, note=_COLUMN),
    "contrib.layers.crossed_column": Change(
        "tensorflow.feature_column.crossed_column",
        keywords={"columns": "keys"},
        refuses=frozenset({"combiner", "ckpt_to_load_from", "tensor_name_in_ckpt"}),
        safe=False,
        note=_COLUMN,
    ),
    "contrib.layers.embedding_column": Change(
        "tensorflow.feature_column.embedding_column",
        keywords={"sparse_id_column": "categorical_column"},
        safe=False,
        note=_COLUMN,
    ),
    "contrib.layers.embedding_lookup_unique": Change("tensorflow.compat.v1.nn.embedding_lookup"),
    "contrib.layers.one_hot_column": Change(
        "tensorflow.feature_column.indicator_column",
        keywords={"sparse_id_column": "categorical_column"},
        safe=False,
        note=_COLUMN,
    ),
    "contrib.layers.real_valued_column": Change(
        "tensorflow.feature_column.numeric_column",
        keywords={"column_name": "key", "dimension": "shape", "normalizer": "normalizer_fn"},
        safe=False,
        note=_COLUMN,
    ),
    "contrib.layers.safe_embedding_lookup_sparse": Change("tensorflow.compat.v1.nn.safe_embedding_lookup_sparse"),
    "contrib.layers.sparse_column_with_hash_bucket": Change(
        "tensorflow.feature_column.categorical_column_with_hash_bucket",
        keywords={"column_name": "key"},
        refuses=frozenset({"combiner", "hash_keys"}),
        safe=False,
        note=_COLUMN,
    ),
    "contrib.layers.sparse_column_with_integerized_feature": Change(
        "tensorflow.feature_column.categorical_column_with_identity",
        keywords={"column_name": "key", "bucket_size": "num_buckets"},
        refuses=frozenset({"combiner", "dtype"}),
        safe=False,
        note=_COLUMN,
    ),
    "contrib.layers.sparse_column_with_keys": Change(
        "tensorflow.feature_column.categorical_column_with_vocabulary_list",
        keywords={"column_name": "key", "keys": "vocabulary_list"},
        refuses=frozenset({"combiner"}),
        safe=False,
        note=_COLUMN,
    ),
    "contrib.layers.sparse_column_with_vocabulary_file": Change(
        "tensorflow.compat.v1.feature_column.categorical_column_with_vocabulary_file",
        keywords={"column_name": "key", "vocab_size": "vocabulary_size"},
        refuses=frozenset({"combiner"}),
        safe=False,
        note=_COLUMN,
    ),
    "contrib.layers.weighted_sparse_column": Change(
        "tensorflow.feature_column.weighted_categorical_column",
        keywords={"sparse_id_column": "categorical_column", "weight_column_name": "weight_feature_key"},
        safe=False,
        note=_COLUMN,
    ),
    "contrib.layers.xavier_initializer": Change(
        "tensorflow.compat.v1.glorot_uniform_initializer", refuses=frozenset({"uniform"})
    ),
    "contrib.layers.xavier_initializer_conv2d": Change(
        "tensorflow.compat.v1.glorot_uniform_initializer", refuses=frozenset({"uniform"})
    ),
    # lookup
    "contrib.lookup.HashTable": Change(
        "tensorflow.compat.v1.lookup.StaticHashTable",
        refuses=frozenset({"shared_name"}),
        safe=False,
        note="the op that was `table.init` is `table.initializer` there",
    ),
    "contrib.lookup.MutableHashTable": Change("tensorflow.lookup.experimental.MutableHashTable", since=(2, 6)),
    # losses: hinge_loss and mean_pairwise_squared_error of the core give other numbers
    "contrib.losses.absolute_difference": Change("tensorflow.compat.v1.losses.absolute_difference"),
    "contrib.losses.add_loss": Change("tensorflow.compat.v1.losses.add_loss"),
    "contrib.losses.compute_weighted_loss": Change("tensorflow.compat.v1.losses.compute_weighted_loss"),
    "contrib.losses.cosine_distance": Change("tensorflow.compat.v1.losses.cosine_distance"),
    "contrib.losses.get_losses": Change("tensorflow.compat.v1.losses.get_losses"),
    "contrib.losses.get_regularization_losses": Change("tensorflow.compat.v1.losses.get_regularization_losses"),
    "contrib.losses.get_total_loss": Change("tensorflow.compat.v1.losses.get_total_loss"),
    "contrib.losses.log_loss": Change("tensorflow.compat.v1.losses.log_loss"),
    "contrib.losses.mean_squared_error": Change("tensorflow.compat.v1.losses.mean_squared_error"),
    "contrib.losses.sigmoid_cross_entropy": Change("tensorflow.compat.v1.losses.sigmoid_cross_entropy"),
    "contrib.losses.softmax_cross_entropy": Change("tensorflow.compat.v1.losses.softmax_cross_entropy"),
    "contrib.losses.sparse_softmax_cross_entropy": Change("tensorflow.compat.v1.losses.sparse_softmax_cross_entropy"),
    # metrics: the rest is below MODULES
    "contrib.metrics.confusion_matrix": Change("tensorflow.math.confusion_matrix"),
    "contrib.metrics.sparse_recall_at_top_k": Change(
        "tensorflow.compat.v1.metrics.recall_at_top_k", keywords={"top_k_predictions": "predictions_idx"}
    ),
    "contrib.metrics.streaming_accuracy": Change("tensorflow.compat.v1.metrics.accuracy"),
    "contrib.metrics.streaming_auc": Change("tensorflow.compat.v1.metrics.auc"),
    "contrib.metrics.streaming_false_negatives": Change("tensorflow.compat.v1.metrics.false_negatives"),
    "contrib.metrics.streaming_false_negatives_at_thresholds": Change(
        "tensorflow.compat.v1.metrics.false_negatives_at_thresholds"
    ),
    "contrib.metrics.streaming_false_positives": Change("tensorflow.compat.v1.metrics.false_positives"),
    "contrib.metrics.streaming_false_positives_at_thresholds": Change(
        "tensorflow.compat.v1.metrics.false_positives_at_thresholds"
    ),
    "contrib.metrics.streaming_mean": Change("tensorflow.compat.v1.metrics.mean"),
    "contrib.metrics.streaming_mean_absolute_error": Change("tensorflow.compat.v1.metrics.mean_absolute_error"),
    "contrib.metrics.streaming_mean_cosine_distance": Change("tensorflow.compat.v1.metrics.mean_cosine_distance"),
    "contrib.metrics.streaming_mean_iou": Change("tensorflow.compat.v1.metrics.mean_iou"),
    "contrib.metrics.streaming_mean_relative_error": Change("tensorflow.compat.v1.metrics.mean_relative_error"),
    "contrib.metrics.streaming_mean_squared_error": Change("tensorflow.compat.v1.metrics.mean_squared_error"),
    "contrib.metrics.streaming_mean_tensor": Change("tensorflow.compat.v1.metrics.mean_tensor"),
    "contrib.metrics.streaming_percentage_less": Change("tensorflow.compat.v1.metrics.percentage_below"),
    "contrib.metrics.streaming_precision": Change("tensorflow.compat.v1.metrics.precision"),
    "contrib.metrics.streaming_precision_at_thresholds": Change("tensorflow.compat.v1.metrics.precision_at_thresholds"),
    "contrib.metrics.streaming_recall": Change("tensorflow.compat.v1.metrics.recall"),
    "contrib.metrics.streaming_recall_at_thresholds": Change("tensorflow.compat.v1.metrics.recall_at_thresholds"),
    "contrib.metrics.streaming_root_mean_squared_error": Change("tensorflow.compat.v1.metrics.root_mean_squared_error"),
    "contrib.metrics.streaming_sensitivity_at_specificity": Change(
        "tensorflow.compat.v1.metrics.sensitivity_at_specificity"
    ),
    "contrib.metrics.streaming_sparse_average_precision_at_k": Change(
        "tensorflow.compat.v1.metrics.average_precision_at_k"
    ),
    "contrib.metrics.streaming_sparse_precision_at_k": Change("tensorflow.compat.v1.metrics.precision_at_k"),
    "contrib.metrics.streaming_sparse_precision_at_top_k": Change(
        "tensorflow.compat.v1.metrics.precision_at_top_k", keywords={"top_k_predictions": "predictions_idx"}
    ),
    "contrib.metrics.streaming_sparse_recall_at_k": Change("tensorflow.compat.v1.metrics.recall_at_k"),
    "contrib.metrics.streaming_specificity_at_sensitivity": Change(
        "tensorflow.compat.v1.metrics.specificity_at_sensitivity"
    ),
    "contrib.metrics.streaming_true_negatives": Change("tensorflow.compat.v1.metrics.true_negatives"),
    "contrib.metrics.streaming_true_negatives_at_thresholds": Change(
        "tensorflow.compat.v1.metrics.true_negatives_at_thresholds"
    ),
    "contrib.metrics.streaming_true_positives": Change("tensorflow.compat.v1.metrics.true_positives"),
    "contrib.metrics.streaming_true_positives_at_thresholds": Change(
        "tensorflow.compat.v1.metrics.true_positives_at_thresholds"
    ),
    # nn
    "contrib.nn.deprecated_flipped_sigmoid_cross_entropy_with_logits": Change(
        "tensorflow.nn.sigmoid_cross_entropy_with_logits", keywords={"targets": "labels"}
    ),
    "contrib.nn.deprecated_flipped_softmax_cross_entropy_with_logits": Change(
        "tensorflow.nn.softmax_cross_entropy_with_logits",
        keywords={"dim": "axis"},
        safe=False,
        note="gradients flow into the labels too, unless they are in `tf.stop_gradient`",
    ),
    "contrib.nn.deprecated_flipped_sparse_softmax_cross_entropy_with_logits": Change(
        "tensorflow.nn.sparse_softmax_cross_entropy_with_logits"
    ),
    # opt, optimizer_v2
    "contrib.opt.LazyAdamOptimizer": Change(
        "tensorflow.compat.v1.train.AdamOptimizer",
        safe=False,
        note="the same for dense gradients; for sparse ones the moments of all rows decay",
    ),
    "contrib.optimizer_v2.AdadeltaOptimizer": Change("tensorflow.compat.v1.train.AdadeltaOptimizer"),
    "contrib.optimizer_v2.AdagradOptimizer": Change("tensorflow.compat.v1.train.AdagradOptimizer"),
    "contrib.optimizer_v2.AdamOptimizer": Change("tensorflow.compat.v1.train.AdamOptimizer"),
    "contrib.optimizer_v2.GradientDescentOptimizer": Change("tensorflow.compat.v1.train.GradientDescentOptimizer"),
    "contrib.optimizer_v2.MomentumOptimizer": Change("tensorflow.compat.v1.train.MomentumOptimizer"),
    "contrib.optimizer_v2.RMSPropOptimizer": Change(
        "tensorflow.compat.v1.train.RMSPropOptimizer",
        safe=False,
        note="its mean square begins at one, not at epsilon, so that the first steps are shorter",
    ),
    # seq2seq
    # slim: the rest is below MODULES
    "contrib.slim.batch_norm": Change("tf_slim.batch_norm", safe=False, note=_NO_BATCH_NORM),
    "contrib.slim.embedding_lookup_unique": Change("tensorflow.compat.v1.nn.embedding_lookup"),
    "contrib.slim.global_variable": Change(
        "tensorflow.compat.v1.Variable",
        adds={"trainable": "False", "collections": "[tensorflow.compat.v1.GraphKeys.GLOBAL_VARIABLES]"},
    ),
    "contrib.slim.local_variable": Change(
        "tensorflow.compat.v1.Variable",
        adds={"trainable": "False", "collections": "[tensorflow.compat.v1.GraphKeys.LOCAL_VARIABLES]"},
    ),
    "contrib.slim.safe_embedding_lookup_sparse": Change("tensorflow.compat.v1.nn.safe_embedding_lookup_sparse"),
    # summary
    "contrib.summary.SummaryWriter": Change("tensorflow.summary.SummaryWriter"),
    "contrib.summary.always_record_summaries": Change(
        "tensorflow.summary.record_if", adds={"condition": "True"}, safe=False, note=_SUMMARY
    ),
    "contrib.summary.audio": Change(
        "tensorflow.summary.audio",
        keywords={"tensor": "data"},
        adds={"step": _STEP},
        refuses=frozenset({"family"}),
        safe=False,
        note=_SUMMARY,
    ),
    "contrib.summary.create_file_writer": Change("tensorflow.summary.create_file_writer", safe=False, note=_SUMMARY),
    "contrib.summary.flush": Change("tensorflow.summary.flush"),
    "contrib.summary.generic": Change(
        "tensorflow.summary.write",
        keywords={"name": "tag"},
        adds={"step": _STEP},
        refuses=frozenset({"family"}),
        safe=False,
        note=_SUMMARY,
    ),
    "contrib.summary.histogram": Change(
        "tensorflow.summary.histogram",
        keywords={"tensor": "data"},
        adds={"step": _STEP},
        refuses=frozenset({"family"}),
        safe=False,
        note=_SUMMARY,
    ),
    "contrib.summary.image": Change(
        "tensorflow.summary.image",
        keywords={"tensor": "data", "max_images": "max_outputs"},
        adds={"step": _STEP},
        refuses=frozenset({"bad_color", "family"}),
        safe=False,
        note=_SUMMARY,
    ),
    "contrib.summary.never_record_summaries": Change(
        "tensorflow.summary.record_if", adds={"condition": "False"}, safe=False, note=_SUMMARY
    ),
    "contrib.summary.scalar": Change(
        "tensorflow.summary.scalar",
        keywords={"tensor": "data"},
        adds={"step": _STEP},
        refuses=frozenset({"family"}),
        safe=False,
        note=_SUMMARY,
    ),
    "contrib.summary.should_record_summaries": Change("tensorflow.summary.should_record_summaries", since=(2, 3)),
    # tensorboard, tfprof, util
    "contrib.tensorboard.plugins.projector.visualize_embeddings": Change(
        "tensorboard.plugins.projector.visualize_embeddings",
        keywords={"summary_writer": "logdir"},
        values={"summary_writer": "_.get_logdir()"},
    ),
    "contrib.tfprof.model_analyzer.advise": Change(
        "tensorflow.compat.v1.profiler.advise",
        keywords={"tfprof_options": "options"},
        safe=False,
        note="its parameters are the same; it was not compared by a run",
    ),
    "contrib.tfprof.model_analyzer.print_model_analysis": Change(
        "tensorflow.compat.v1.profiler.profile", keywords={"tfprof_cmd": "cmd", "tfprof_options": "options"}
    ),
    "contrib.tfprof.tfprof_logger.write_op_log": Change(
        "tensorflow.compat.v1.profiler.write_op_log",
        safe=False,
        note="its parameters are the same; it was not compared by a run",
    ),
    "contrib.util.loader.load_op_library": Change(
        "tensorflow.load_op_library",
        keywords={"path": "library_filename"},
        safe=False,
        note="contrib's looked for the library beside TensorFlow too",
    ),
    # training: what is not here is not in tf_slim either
    "contrib.training.HParams": Change(
        "types.SimpleNamespace",
        refuses=frozenset({"hparam_def", "model_structure"}),
        safe=False,
        note="attributes are read as before; there is no `parse`, `values`, `get`, `set_hparam` or `to_json`",
    ),
    "contrib.training.StopAfterNEvalsHook": Change(
        "tf_slim.evaluation.StopAfterNEvalsHook",
        safe=False,
        note="its parameters are the same; it was not compared by a run",
    ),
    "contrib.training.SummaryAtEndHook": Change(
        "tf_slim.evaluation.SummaryAtEndHook",
        safe=False,
        note="its parameters are the same; it was not compared by a run",
    ),
    "contrib.training.checkpoints_iterator": Change("tensorflow.train.checkpoints_iterator"),
    "contrib.training.evaluate_repeatedly": Change(
        "tf_slim.evaluation.evaluate_repeatedly",
        safe=False,
        note="its parameters are the same; it was not compared by a run",
    ),
    "contrib.training.get_or_create_eval_step": Change("tf_slim.evaluation.get_or_create_eval_step"),
    "contrib.training.wait_for_new_checkpoint": Change("tf_slim.evaluation.wait_for_new_checkpoint"),
}
"""Single symbols, each with what it is written as."""

_SLIM: Final = "`tf_slim` has its layers, initializers and regularizers under the same names"
_ESTIMATOR: Final = "Estimators left TensorFlow in 2.16: train with `tf.keras.Model.fit` or a loop of your own"
_TFP: Final = "`tensorflow_probability` has most of it"
_IO: Final = "the package tensorflow-io has readers of this kind"
_RNN: Final = (
    "nothing took over this cell: `tf.keras.layers` has others, and so has `tf.compat.v1.nn.rnn_cell` under Keras 2"
)
_QUEUES: Final = "nothing took over contrib's queues: write the input with `tf.data.Dataset`"
_GRAPH: Final = "nothing took over these tools: rewrite the `GraphDef`, or the code that builds the graph"
_NEST: Final = "the package dm-tree (`tree`) has functions of this kind for nested structures"
_OWN: Final = "it was about TensorFlow's own names: write a decorator that calls `warnings.warn`"
_TABLE: Final = "build it from `tf.lookup.StaticVocabularyTable` or `tf.lookup.StaticHashTable` and an initializer"
_RAW: Final = "`tf.raw_ops` has TensorFlow's ops, called by keywords only"
_TRAIN: Final = "take the gradients from `tf.GradientTape` or from `compute_gradients`, and apply them"
_MOVED: Final = "tf_slim 1.1.0 has it and fails in it since TensorFlow 2.13, which moved private names that it takes"
_OPTIMIZER: Final = "nothing took over this optimizer: see `tf.keras.optimizers`"
_PRUNING: Final = "the package tensorflow-model-optimization prunes and quantizes Keras models"
_WARP: Final = f"{_ADDONS}; `tf.raw_ops.ImageProjectiveTransformV3` is the op behind it"
_SEQ2SEQ: Final = f"{_ADDONS}; write the loop with `tf.while_loop` and attend with `tf.keras.layers.AdditiveAttention`"
_LEARN: Final = f"contrib.learn became the Estimators; {_ESTIMATOR}"
_FOREST: Final = "the package tensorflow-decision-forests trains forests"
_SUMMARY_OPS: Final = "use `tf.summary` with a writer from `tf.summary.create_file_writer`"

GONE: Final[Mapping[str, Gone]] = {
    "contrib": Gone("nothing in TensorFlow 2 takes its place"),
    "contrib.all_reduce": Gone("`tf.distribute.MirroredStrategy` adds up gradients by itself"),
    "contrib.autograph": Gone("`tf.function` converts by itself; `tf.autograph` has the rest of the public API"),
    "contrib.batching": Gone("use `tf.nondifferentiable_batch_function`"),
    "contrib.bayesflow": Gone("`tensorflow_probability.mcmc` and `tensorflow_probability.monte_carlo` took it over"),
    "contrib.bigtable": Gone(_IO),
    "contrib.boosted_trees": Gone(_FOREST),
    "contrib.checkpoint": Gone("lists, dicts and objects that are set as attributes of a `tf.Module` are tracked"),
    "contrib.checkpoint.NumpyState": Gone("keep the state in a `tf.Variable`"),
    "contrib.checkpoint.capture_dependencies": Gone("build the layers in a `tf.Module`, which tracks its attributes"),
    "contrib.checkpoint.dot_graph_from_checkpoint": Gone("`tf.train.list_variables` lists what a checkpoint holds"),
    "contrib.checkpoint.list_objects": Gone("`tf.train.list_variables` lists what a checkpoint holds"),
    "contrib.checkpoint.object_metadata": Gone("`tf.train.list_variables` lists what a checkpoint holds"),
    "contrib.cloud": Gone(_IO),
    "contrib.cluster_resolver": Gone("`tf.distribute.cluster_resolver` has it"),
    "contrib.coder": Gone("the package tensorflow-compression codes ranges"),
    "contrib.compiler": Gone("`tf.function(jit_compile=True)` compiles with XLA"),
    "contrib.constrained_optimization": Gone(
        "the package tensorflow-constrained-optimization, no longer kept up, was it"
    ),
    "contrib.copy_graph": Gone("`tf.graph_util.import_graph_def` copies a graph into another"),
    "contrib.crf": Gone(f"{_ADDONS}; the forward algorithm and Viterbi's are a `tf.scan` each, to be written by hand"),
    "contrib.cudnn_rnn": Gone("`tf.keras.layers.LSTM` and `tf.keras.layers.GRU` use cuDNN by themselves"),
    "contrib.data": Gone("`tf.data` has it as a method of `tf.data.Dataset` or in `tf.data.experimental`"),
    "contrib.data.CheckpointInputPipelineHook": Gone(_ESTIMATOR),
    "contrib.data.LMDBDataset": Gone(_IO),
    "contrib.data.assert_element_shape": Gone("map the elements through `tf.ensure_shape`"),
    "contrib.data.batch_and_drop_remainder": Gone("write `dataset.batch(size, drop_remainder=True)`"),
    "contrib.data.padded_batch_and_drop_remainder": Gone(
        "write `dataset.padded_batch(size, padded_shapes, drop_remainder=True)`"
    ),
    "contrib.data.read_batch_features": Gone("use `tf.data.experimental.make_batched_features_dataset`"),
    "contrib.data.reduce_dataset": Gone("write `dataset.reduce(initial_state, function)`"),
    "contrib.data.sliding_window_batch": Gone("write `dataset.window(size, shift, stride)` and batch each window"),
    "contrib.decision_trees": Gone(_FOREST),
    "contrib.deprecated": Gone("use `tf.compat.v1.summary`"),
    "contrib.distribute": Gone("`tf.distribute` has the strategies and what belongs to them"),
    "contrib.distribute.AllReduceCrossDeviceOps": Gone(
        "use `tf.distribute.NcclAllReduce` or `tf.distribute.HierarchicalCopyAllReduce`"
    ),
    "contrib.distribute.DistributeConfig": Gone(_ESTIMATOR),
    "contrib.distribute.Monitor": Gone("write the loop and call `strategy.run` in it"),
    "contrib.distribute.StandardInputStep": Gone("write the step and call `strategy.run` with it"),
    "contrib.distribute.StandardSingleLossStep": Gone("write the step and call `strategy.run` with it"),
    "contrib.distribute.Step": Gone("write the step and call `strategy.run` with it"),
    "contrib.distributions": Gone(_TFP),
    "contrib.distributions.BetaWithSoftplusConcentration": Gone("give `tf.nn.softplus` of the concentrations to Beta"),
    "contrib.distributions.Chi2WithAbsDf": Gone("give `tf.abs(df)` to Chi2"),
    "contrib.distributions.ConditionalDistribution": Gone(
        "`tensorflow_probability.distributions.Distribution` does it"
    ),
    "contrib.distributions.ConditionalTransformedDistribution": Gone(
        "`tensorflow_probability.distributions.TransformedDistribution` takes keyword arguments for its bijector"
    ),
    "contrib.distributions.ExponentialWithSoftplusRate": Gone("give `tf.nn.softplus(rate)` to Exponential"),
    "contrib.distributions.GammaWithSoftplusConcentrationRate": Gone("give `tf.nn.softplus` of both to Gamma"),
    "contrib.distributions.InverseGammaWithSoftplusConcentrationRate": Gone(
        "give `tf.nn.softplus` of both to InverseGamma"
    ),
    "contrib.distributions.LaplaceWithSoftplusScale": Gone("give `tf.nn.softplus(scale)` to Laplace"),
    "contrib.distributions.MultivariateNormalDiagWithSoftplusScale": Gone(
        "give `tf.nn.softplus(scale_diag)` to MultivariateNormalDiag"
    ),
    "contrib.distributions.NormalWithSoftplusScale": Gone("give `tf.nn.softplus(scale)` to Normal"),
    "contrib.distributions.SeedStream": Gone("`tensorflow_probability.util.SeedStream` has it"),
    "contrib.distributions.StudentTWithAbsDfSoftplusScale": Gone(
        "give `tf.abs(df)` and `tf.nn.softplus(scale)` to StudentT"
    ),
    "contrib.distributions.VectorDiffeomixture": Gone("tensorflow-probability dropped it"),
    "contrib.distributions.VectorExponentialDiag": Gone(
        "tensorflow-probability dropped it: transform an Independent Exponential with an affine bijector"
    ),
    "contrib.distributions.VectorLaplaceDiag": Gone(
        "tensorflow-probability dropped it: transform an Independent Laplace with an affine bijector"
    ),
    "contrib.distributions.VectorSinhArcsinhDiag": Gone("tensorflow-probability dropped it"),
    "contrib.distributions.WishartCholesky": Gone(
        "`tensorflow_probability.distributions.WishartTriL` takes the Cholesky factor of the scale"
    ),
    "contrib.distributions.WishartFull": Gone(
        "give `tf.linalg.cholesky(scale)` to `tensorflow_probability.distributions.WishartTriL`"
    ),
    "contrib.distributions.assign_log_moving_mean_exp": Gone(
        "`tensorflow_probability.stats.assign_log_moving_mean_exp` takes the value first and another `decay`"
    ),
    "contrib.distributions.assign_moving_mean_variance": Gone(
        "`tensorflow_probability.stats.assign_moving_mean_variance` takes the value first and another `decay`"
    ),
    "contrib.distributions.bijectors.Affine": Gone("chain the bijectors Shift, Scale and ScaleMatvecTriL"),
    "contrib.distributions.bijectors.AffineLinearOperator": Gone(
        "chain the bijectors Shift and ScaleMatvecLinearOperator"
    ),
    "contrib.distributions.bijectors.AffineScalar": Gone("chain the bijectors Shift and Scale"),
    "contrib.distributions.bijectors.ConditionalBijector": Gone("`tensorflow_probability.bijectors.Bijector` does it"),
    "contrib.distributions.bijectors.Gumbel": Gone("`tensorflow_probability.bijectors.GumbelCDF` has its name now"),
    "contrib.distributions.bijectors.Kumaraswamy": Gone("invert `tensorflow_probability.bijectors.KumaraswamyCDF`"),
    "contrib.distributions.bijectors.Ordered": Gone("invert `tensorflow_probability.bijectors.Ascending`"),
    "contrib.distributions.bijectors.ScaleTriL": Gone(
        "`tensorflow_probability.bijectors.FillScaleTriL` has its name now"
    ),
    "contrib.distributions.estimator_head_distribution_regression": Gone(_ESTIMATOR),
    "contrib.distributions.matrix_diag_transform": Gone("set the diagonal with `tf.linalg.set_diag`"),
    "contrib.distributions.moving_mean_variance": Gone(
        "`tensorflow_probability.stats.moving_mean_variance_zero_debiased` and `assign_moving_mean_variance` are near"
    ),
    "contrib.distributions.quadrature_scheme_softmaxnormal_gauss_hermite": Gone("tensorflow-probability dropped it"),
    "contrib.distributions.quadrature_scheme_softmaxnormal_quantiles": Gone("tensorflow-probability dropped it"),
    "contrib.distributions.tridiag": Gone("`tf.linalg.diag` takes several diagonals by `k`"),
    "contrib.eager": Gone("TensorFlow 2 runs eagerly; the core API has what a program needs of it"),
    "contrib.eager.Checkpointable": Gone("subclass `tf.Module`, which tracks its attributes"),
    "contrib.eager.EagerVariableStore": Gone("make the variables once, as attributes of a `tf.Module`"),
    "contrib.eager.Iterator": Gone("a `tf.data.Dataset` can be iterated over"),
    "contrib.eager.Network": Gone("subclass `tf.keras.Model`"),
    "contrib.eager.Saver": Gone("use `tf.train.Checkpoint`"),
    "contrib.eager.Sequential": Gone("use `tf.keras.Sequential`"),
    "contrib.eager.async_clear_error": Gone("`tf.experimental.async_clear_error` has it"),
    "contrib.eager.errstate": Gone("`tf.debugging.enable_check_numerics` stops at infinite and undefined numbers"),
    "contrib.eager.get_optimizer_variables": Gone("an optimizer has `variables`"),
    "contrib.eager.gradients_function": Gone("record with `tf.GradientTape`"),
    "contrib.eager.implicit_gradients": Gone("record with `tf.GradientTape`"),
    "contrib.eager.implicit_value_and_gradients": Gone("record with `tf.GradientTape`"),
    "contrib.eager.metrics": Gone("use `tf.keras.metrics`"),
    "contrib.eager.num_gpus": Gone('write `len(tf.config.list_physical_devices("GPU"))`'),
    "contrib.eager.restore_network_checkpoint": Gone("use `tf.train.Checkpoint`"),
    "contrib.eager.restore_variables_on_create": Gone("use `tf.train.Checkpoint`"),
    "contrib.eager.save_network_checkpoint": Gone("use `tf.train.Checkpoint`"),
    "contrib.eager.seterr": Gone("`tf.debugging.enable_check_numerics` stops at infinite and undefined numbers"),
    "contrib.eager.value_and_gradients_function": Gone("record with `tf.GradientTape`"),
    "contrib.estimator": Gone(_ESTIMATOR),
    "contrib.factorization": Gone("nothing took it over: scikit-learn has clusters, mixtures and factorizations"),
    "contrib.feature_column": Gone("`tf.feature_column` has the columns"),
    "contrib.feature_column.sequence_input_layer": Gone(
        "`tf.keras.experimental.SequenceFeatures`, which was it, went with Keras 2: use `tf.keras.layers.Embedding`"
    ),
    "contrib.ffmpeg": Gone("`tf.audio.decode_wav` decodes WAV; tensorflow-io decodes other sounds and films"),
    "contrib.framework": Gone("`tf_slim` has its argument scopes and variables"),
    "contrib.framework.BoundedTensorSpec": Gone("use `tf.TensorSpec` and check the bounds"),
    "contrib.framework.RecordInput": Gone("read with `tf.data.TFRecordDataset`"),
    "contrib.framework.assert_scalar_int": Gone("use `tf.debugging.assert_scalar` and `tf.debugging.assert_integer`"),
    "contrib.framework.convolutional_delta_orthogonal": Gone("`tf.keras.initializers.Orthogonal` is near"),
    "contrib.framework.convolutional_orthogonal_1d": Gone("`tf.keras.initializers.Orthogonal` is near"),
    "contrib.framework.convolutional_orthogonal_2d": Gone("`tf.keras.initializers.Orthogonal` is near"),
    "contrib.framework.convolutional_orthogonal_3d": Gone("`tf.keras.initializers.Orthogonal` is near"),
    "contrib.framework.deprecated": Gone(_OWN),
    "contrib.framework.deprecated_arg_values": Gone(_OWN),
    "contrib.framework.deprecated_args": Gone(_OWN),
    "contrib.framework.fuse_op": Gone(_GRAPH),
    "contrib.framework.get_graph_from_inputs": Gone("take the `graph` of a tensor"),
    "contrib.framework.get_name_scope": Gone("write `tf.compat.v1.get_default_graph().get_name_scope()`"),
    "contrib.framework.get_placeholders": Gone("list the graph's operations of type `Placeholder`"),
    "contrib.framework.load_and_remap_matrix_initializer": Gone("`tf.compat.v1.train.warm_start` remaps vocabularies"),
    "contrib.framework.load_embedding_initializer": Gone("`tf.compat.v1.train.warm_start` remaps vocabularies"),
    "contrib.framework.load_linear_multiclass_bias_initializer": Gone(
        "`tf.compat.v1.train.warm_start` remaps vocabularies"
    ),
    "contrib.framework.load_variable_slot_initializer": Gone("`tf.compat.v1.train.warm_start` remaps vocabularies"),
    "contrib.framework.nest": Gone(_NEST),
    "contrib.framework.prepend_name_scope": Gone("join the two with a slash"),
    "contrib.framework.py_func": Gone("use `tf.numpy_function` or `tf.py_function`, and `tf.nest` for structures"),
    "contrib.framework.reduce_sum_n": Gone("add up the tensors, each by `tf.reduce_sum`, with `tf.add_n`"),
    "contrib.framework.remove_squeezable_dimensions": Gone(
        "call `tf.squeeze` on the tensor with the last dimension of one"
    ),
    "contrib.framework.smart_case": Gone("use `tf.case`"),
    "contrib.framework.smart_cond": Gone("use `tf.cond`, and a Python `if` where the condition is a Python value"),
    "contrib.framework.smart_constant_value": Gone("use `tf.get_static_value`"),
    "contrib.framework.strip_name_scope": Gone("take the prefix off the name"),
    "contrib.framework.with_same_shape": Gone("use `tf.ensure_shape` with the shape of the other tensor"),
    "contrib.framework.zero_initializer": Gone("write `variable.assign(tf.zeros_like(variable))`"),
    "contrib.fused_conv": Gone("write the convolution, the bias and the activation: XLA fuses them"),
    "contrib.gan": Gone("`tensorflow_gan` took it over; it needs Estimators, so that it imports up to TensorFlow 2.15"),
    "contrib.graph_editor": Gone(_GRAPH),
    "contrib.grid_rnn": Gone(_RNN),
    "contrib.hadoop": Gone(_IO),
    "contrib.hooks": Gone("`tf.compat.v1.train.ProfilerHook` has what it did"),
    "contrib.ignite": Gone(_IO),
    "contrib.image": Gone(_WARP),
    "contrib.image.bipartite_match": Gone("nothing took it over: `scipy.optimize.linear_sum_assignment` matches"),
    "contrib.image.connected_components": Gone(f"{_ADDONS}; `scipy.ndimage.label` finds components"),
    "contrib.image.dense_image_warp": Gone(f"{_ADDONS}; gather the four neighbours with `tf.gather_nd` and blend them"),
    "contrib.image.interpolate_spline": Gone(_ADDONS),
    "contrib.image.single_image_random_dot_stereograms": Gone("nothing took it over"),
    "contrib.image.sparse_image_warp": Gone(_ADDONS),
    "contrib.input_pipeline": Gone(_QUEUES),
    "contrib.integrate": Gone("`tensorflow_probability.math.ode` solves differential equations, by another API"),
    "contrib.kafka": Gone(_IO),
    "contrib.keras": Gone("use `tf.keras`"),
    "contrib.keras.api.keras.wrappers": Gone("the package scikeras wraps Keras models for scikit-learn"),
    "contrib.kernel_methods": Gone("nothing took it over: map the features by hand, as in `cos(x @ omega + bias)`"),
    "contrib.kfac": Gone("nothing in TensorFlow 2 took it over"),
    "contrib.kinesis": Gone(_IO),
    "contrib.labeled_tensor": Gone("nothing took it over: keep the names of axes beside the tensors"),
    "contrib.layers": Gone(_SLIM),
    "contrib.layers.SPARSE_FEATURE_CROSS_DEFAULT_HASH_KEY": Gone(
        "give `tf.feature_column.crossed_column` a `hash_key`"
    ),
    "contrib.layers.bow_encoder": Gone("average the rows of `tf.nn.embedding_lookup`"),
    "contrib.layers.check_feature_columns": Gone("`tf.feature_column` checks its columns"),
    "contrib.layers.create_feature_spec_for_parsing": Gone("`tf.feature_column.make_parse_example_spec` makes it"),
    "contrib.layers.embed_sequence": Gone("use `tf.compat.v1.get_variable` and `tf.nn.embedding_lookup`"),
    "contrib.layers.feature_column": Gone("use `tf.feature_column`"),
    "contrib.layers.infer_real_valued_columns": Gone("write the columns with `tf.feature_column.numeric_column`"),
    "contrib.layers.input_from_feature_columns": Gone("use `tf.compat.v1.feature_column.input_layer`"),
    "contrib.layers.joint_weighted_sum_from_feature_columns": Gone("use `tf.compat.v1.feature_column.linear_model`"),
    "contrib.layers.make_place_holder_tensors_for_base_features": Gone("make a placeholder for each feature"),
    "contrib.layers.multi_class_target": Gone(_ESTIMATOR),
    "contrib.layers.optimize_loss": Gone(f"{_MOVED}; {_TRAIN}"),
    "contrib.layers.parse_feature_columns_from_examples": Gone(
        "use `tf.io.parse_example` with `tf.feature_column.make_parse_example_spec`"
    ),
    "contrib.layers.parse_feature_columns_from_sequence_examples": Gone("use `tf.io.parse_single_sequence_example`"),
    "contrib.layers.python.layers.utils.constant_value": Gone("use `tf.get_static_value`"),
    "contrib.layers.python.layers.utils.smart_cond": Gone(
        "use `tf.cond`, and a Python `if` where the condition is a Python value"
    ),
    "contrib.layers.recompute_grad": Gone("use `tf.recompute_grad`"),
    "contrib.layers.regression_target": Gone(_ESTIMATOR),
    "contrib.layers.scattered_embedding_column": Gone("use `tf.feature_column.embedding_column`"),
    "contrib.layers.sequence_input_from_feature_columns": Gone("embed the sequence with `tf.nn.embedding_lookup`"),
    "contrib.layers.shared_embedding_columns": Gone("use `tf.feature_column.shared_embeddings`"),
    "contrib.layers.transform_features": Gone("transform the features with `tf` functions"),
    "contrib.layers.weighted_sum_from_feature_columns": Gone("use `tf.compat.v1.feature_column.linear_model`"),
    "contrib.layers.xavier_initializer": Gone("`tf_slim.xavier_initializer` takes the same arguments"),
    "contrib.layers.xavier_initializer_conv2d": Gone("`tf_slim.xavier_initializer_conv2d` takes the same arguments"),
    "contrib.learn": Gone(_LEARN),
    "contrib.learn.datasets": Gone("`tf.keras.datasets` loads MNIST, Boston housing and others"),
    "contrib.learn.extract_dask_data": Gone("compute the values before they are given to TensorFlow"),
    "contrib.learn.extract_dask_labels": Gone("compute the values before they are given to TensorFlow"),
    "contrib.learn.extract_pandas_data": Gone("write `frame.to_numpy()`"),
    "contrib.learn.extract_pandas_labels": Gone("write `frame.to_numpy()`"),
    "contrib.learn.extract_pandas_matrix": Gone("write `frame.to_numpy()`"),
    "contrib.learn.io": Gone("use `tf.data.experimental.make_batched_features_dataset`"),
    "contrib.learn.preprocessing": Gone("`tf.keras.layers.TextVectorization` makes vocabularies and numbers words"),
    "contrib.learn.read_batch_examples": Gone("read with `tf.data.TFRecordDataset`"),
    "contrib.learn.read_batch_features": Gone("use `tf.data.experimental.make_batched_features_dataset`"),
    "contrib.learn.read_batch_record_features": Gone("use `tf.data.experimental.make_batched_features_dataset`"),
    "contrib.learn.read_keyed_batch_examples": Gone("read with `tf.data.TFRecordDataset`"),
    "contrib.learn.read_keyed_batch_examples_shared_queue": Gone("read with `tf.data.TFRecordDataset`"),
    "contrib.learn.read_keyed_batch_features": Gone("use `tf.data.experimental.make_batched_features_dataset`"),
    "contrib.learn.read_keyed_batch_features_shared_queue": Gone(
        "use `tf.data.experimental.make_batched_features_dataset`"
    ),
    "contrib.legacy_seq2seq": Gone("nothing took it over: write encoder and decoder with `tf.keras.layers.RNN`"),
    "contrib.libsvm": Gone(_IO),
    "contrib.linalg": Gone("`tf.linalg` has the linear operators"),
    "contrib.linear_optimizer": Gone("`tf.raw_ops.SdcaOptimizerV2` is the op that it used"),
    "contrib.lookup": Gone("`tf.lookup` has the tables"),
    "contrib.lookup.HashTable": Gone("use `tf.lookup.StaticHashTable`"),
    "contrib.lookup.IdTableWithHashBuckets": Gone("use `tf.lookup.StaticVocabularyTable`"),
    "contrib.lookup.TextFileIdTableInitializer": Gone("use `tf.lookup.TextFileInitializer`"),
    "contrib.lookup.TextFileStringTableInitializer": Gone("use `tf.lookup.TextFileInitializer`"),
    "contrib.lookup.index_table_from_file": Gone(_TABLE),
    "contrib.lookup.index_table_from_tensor": Gone(_TABLE),
    "contrib.lookup.index_to_string": Gone("use `tf.gather` where every index is in range"),
    "contrib.lookup.index_to_string_table_from_file": Gone(_TABLE),
    "contrib.lookup.index_to_string_table_from_tensor": Gone(_TABLE),
    "contrib.lookup.string_to_index": Gone(_TABLE),
    "contrib.lookup.string_to_index_table_from_file": Gone(_TABLE),
    "contrib.lookup.string_to_index_table_from_tensor": Gone(_TABLE),
    "contrib.losses": Gone("`tf_slim.losses` and `tf.compat.v1.losses` have it"),
    "contrib.losses.metric_learning.cluster_loss": Gone(f"{_MOVED}; nothing else has it"),
    "contrib.memory_stats": Gone('`tf.config.experimental.get_memory_info("GPU:0")` tells what a GPU uses'),
    "contrib.meta_graph_transform": Gone(_GRAPH),
    "contrib.metrics": Gone("`tf_slim.metrics` and `tf.compat.v1.metrics` have it"),
    "contrib.metrics.auc_using_histogram": Gone(f"{_MOVED}; `tf.compat.v1.metrics.auc` is near"),
    "contrib.metrics.auc_with_confidence_intervals": Gone(f"{_MOVED}; `tf.compat.v1.metrics.auc` is near"),
    "contrib.metrics.precision_at_recall": Gone(f"{_MOVED}; `tf.keras.metrics.PrecisionAtRecall` is near"),
    "contrib.metrics.recall_at_precision": Gone(f"{_MOVED}; `tf.keras.metrics.RecallAtPrecision` is near"),
    "contrib.metrics.streaming_concat": Gone(f"{_MOVED}; collect the values outside the graph"),
    "contrib.metrics.streaming_curve_points": Gone(
        f"{_MOVED}; `tf.compat.v1.metrics.precision_at_thresholds` and `recall_at_thresholds` are near"
    ),
    "contrib.metrics.streaming_dynamic_auc": Gone(f"{_MOVED}; `tf.compat.v1.metrics.auc` is near"),
    "contrib.metrics.streaming_false_negative_rate_at_thresholds": Gone(
        f"{_MOVED}; divide `tf.compat.v1.metrics.false_negatives_at_thresholds` by the positives"
    ),
    "contrib.metrics.streaming_false_positive_rate_at_thresholds": Gone(
        f"{_MOVED}; divide `tf.compat.v1.metrics.false_positives_at_thresholds` by the negatives"
    ),
    "contrib.mixed_precision": Gone("use `tf.keras.mixed_precision.LossScaleOptimizer`"),
    "contrib.model_pruning": Gone(_PRUNING),
    "contrib.mpi_collectives": Gone("the package horovod took it over"),
    "contrib.nccl": Gone("use `tf.distribute.NcclAllReduce`"),
    "contrib.nearest_neighbor": Gone("`tf.math.approx_max_k` finds near neighbours"),
    "contrib.nn": Gone("nothing took it over: see `tf.nn`"),
    "contrib.nn.alpha_dropout": Gone("use `tf.keras.layers.AlphaDropout`"),
    "contrib.nn.deprecated_flipped_softmax_cross_entropy_with_logits": Gone(
        "use `tf.nn.softmax_cross_entropy_with_logits`"
    ),
    "contrib.nn.nth_element": Gone("`tf.raw_ops.NthElement` has it, called by keywords only"),
    "contrib.nn.rank_sampled_softmax_loss": Gone("use `tf.nn.sampled_softmax_loss`"),
    "contrib.nn.sampled_sparse_softmax_loss": Gone("use `tf.nn.sampled_softmax_loss`"),
    "contrib.nn.scaled_softplus": Gone("write `tf.nn.softplus(alpha * x) / alpha`, and `tf.minimum` for the clip"),
    "contrib.ops": Gone(_RAW),
    "contrib.opt": Gone(_OPTIMIZER),
    "contrib.opt.AdaMaxOptimizer": Gone("use `tf.keras.optimizers.Adamax`"),
    "contrib.opt.AdamWOptimizer": Gone("use `tf.keras.optimizers.AdamW`"),
    "contrib.opt.DecoupledWeightDecayExtension": Gone("optimizers of Keras take `weight_decay` since TensorFlow 2.11"),
    "contrib.opt.ExternalOptimizerInterface": Gone("give value and gradients from `tf.GradientTape` to the optimizer"),
    "contrib.opt.ModelAverageOptimizer": Gone("use `tf.train.ExponentialMovingAverage`"),
    "contrib.opt.MomentumWOptimizer": Gone("`tf.keras.optimizers.SGD` takes `weight_decay` since TensorFlow 2.11"),
    "contrib.opt.MovingAverageOptimizer": Gone("use `tf.train.ExponentialMovingAverage`"),
    "contrib.opt.NadamOptimizer": Gone("use `tf.keras.optimizers.Nadam`"),
    "contrib.opt.ScipyOptimizerInterface": Gone(
        "give value and gradients to `scipy.optimize.minimize` or `tensorflow_probability.optimizer.lbfgs_minimize`"
    ),
    "contrib.opt.clip_gradients_by_global_norm": Gone("use `tf.clip_by_global_norm`"),
    "contrib.opt.extend_with_decoupled_weight_decay": Gone(
        "optimizers of Keras take `weight_decay` since TensorFlow 2.11"
    ),
    "contrib.optimizer_v2": Gone(_OPTIMIZER),
    "contrib.periodic_resample": Gone("nothing took it over: `tf.nn.depth_to_space` rearranges in blocks"),
    "contrib.predictor": Gone("load with `tf.saved_model.load` and call one of its `signatures`"),
    "contrib.proto": Gone("`tf.io.decode_proto` and `tf.io.encode_proto` have it"),
    "contrib.quantization": Gone(_RAW),
    "contrib.quantize": Gone(_PRUNING),
    "contrib.receptive_field": Gone("nothing in TensorFlow 2 took it over"),
    "contrib.recurrent": Gone("use `tf.while_loop` or `tf.keras.layers.RNN`"),
    "contrib.reduce_slice_ops": Gone("nothing took it over: slice, then reduce"),
    "contrib.remote_fused_graph": Gone("nothing took it over: see `tf.lite` and its delegates"),
    "contrib.resampler": Gone(f"{_ADDONS}; gather the four neighbours with `tf.gather_nd` and blend them"),
    "contrib.rnn": Gone(_RNN),
    "contrib.rnn.AttentionCellWrapper": Gone(f"{_RNN}; `tf.keras.layers.Attention` attends"),
    "contrib.rnn.Conv2DLSTMCell": Gone("use `tf.keras.layers.ConvLSTM2D`"),
    "contrib.rnn.GRUBlockCell": Gone(
        "use `tf.keras.layers.GRUCell`, or `tf.compat.v1.nn.rnn_cell.GRUCell` under Keras 2"
    ),
    "contrib.rnn.GRUBlockCellV2": Gone(
        "use `tf.keras.layers.GRUCell`, or `tf.compat.v1.nn.rnn_cell.GRUCell` under Keras 2"
    ),
    "contrib.rnn.LSTMBlockCell": Gone(
        "use `tf.keras.layers.LSTMCell`, or `tf.compat.v1.nn.rnn_cell.LSTMCell` under Keras 2"
    ),
    "contrib.rnn.LSTMBlockFusedCell": Gone("use `tf.keras.layers.LSTM`"),
    "contrib.rnn.OutputProjectionWrapper": Gone("put a dense layer behind the recurrent layer"),
    "contrib.rnn.TimeReversedFusedRNN": Gone("give `go_backwards=True` to a recurrent layer of Keras"),
    "contrib.rnn.stack_bidirectional_dynamic_rnn": Gone(
        "call `tf.compat.v1.nn.bidirectional_dynamic_rnn` once for each pair of cells and concatenate the outputs"
    ),
    "contrib.rnn.stack_bidirectional_rnn": Gone(
        "call `tf.compat.v1.nn.static_bidirectional_rnn` once for each pair of cells"
    ),
    "contrib.rnn.transpose_batch_time": Gone("swap the first two axes with `tf.transpose`"),
    "contrib.rpc": Gone("nothing in TensorFlow 2 took it over: call gRPC from Python"),
    "contrib.saved_model": Gone("use `tf.saved_model`"),
    "contrib.seq2seq": Gone(_SEQ2SEQ),
    "contrib.seq2seq.gather_tree": Gone(f"{_ADDONS}; follow the parents from the last step back with `tf.gather`"),
    "contrib.seq2seq.hardmax": Gone("write `tf.one_hot(tf.argmax(x, -1), depth)`"),
    "contrib.seq2seq.safe_cumprod": Gone("write `tf.exp(tf.cumsum(tf.math.log(x)))` of clipped values"),
    "contrib.seq2seq.sequence_loss": Gone(
        "weight `tf.nn.sparse_softmax_cross_entropy_with_logits` and divide by the sum of the weights"
    ),
    "contrib.session_bundle": Gone(
        "load a SavedModel with `tf.saved_model.load`; session bundles cannot be read any more"
    ),
    "contrib.signal": Gone("use `tf.signal`"),
    "contrib.slim": Gone("`tf_slim` has it under the same name"),
    "contrib.slim.DataFrameColumn": Gone(_LEARN),
    "contrib.slim.InputLayer": Gone("use `tf.compat.v1.feature_column.input_layer`"),
    "contrib.slim.ProblemType": Gone(_LEARN),
    "contrib.slim.SPARSE_FEATURE_CROSS_DEFAULT_HASH_KEY": Gone("give `tf.feature_column.crossed_column` a `hash_key`"),
    "contrib.slim.adaptive_clipping_fn": Gone(f"{_MOVED}; see `tf.clip_by_global_norm`"),
    "contrib.slim.binary_svm_target": Gone(_ESTIMATOR),
    "contrib.slim.bow_encoder": Gone("average the rows of `tf.nn.embedding_lookup`"),
    "contrib.slim.bucketized_column": Gone("use `tf.feature_column.bucketized_column`"),
    "contrib.slim.check_feature_columns": Gone("`tf.feature_column` checks its columns"),
    "contrib.slim.create_feature_spec_for_parsing": Gone("`tf.feature_column.make_parse_example_spec` makes it"),
    "contrib.slim.crossed_column": Gone("use `tf.feature_column.crossed_column`"),
    "contrib.slim.deprecated": Gone(_OWN),
    "contrib.slim.deprecated_arg_values": Gone(_OWN),
    "contrib.slim.embed_sequence": Gone("use `tf.compat.v1.get_variable` and `tf.nn.embedding_lookup`"),
    "contrib.slim.embedding_column": Gone("use `tf.feature_column.embedding_column`"),
    "contrib.slim.embedding_lookup_sparse_with_distributed_aggregation": Gone("use `tf.nn.embedding_lookup_sparse`"),
    "contrib.slim.experimental": Gone(_OWN),
    "contrib.slim.get_default_binary_metrics_for_eval": Gone("use `tf.compat.v1.metrics`"),
    "contrib.slim.infer_real_valued_columns": Gone("write the columns with `tf.feature_column.numeric_column`"),
    "contrib.slim.input_from_feature_columns": Gone("use `tf.compat.v1.feature_column.input_layer`"),
    "contrib.slim.joint_weighted_sum_from_feature_columns": Gone("use `tf.compat.v1.feature_column.linear_model`"),
    "contrib.slim.make_all": Gone("it belonged to TensorFlow's own modules: write `__all__`"),
    "contrib.slim.make_place_holder_tensors_for_base_features": Gone("make a placeholder for each feature"),
    "contrib.slim.metrics.auc_using_histogram": Gone(f"{_MOVED}; `tf.compat.v1.metrics.auc` is near"),
    "contrib.slim.metrics.auc_with_confidence_intervals": Gone(f"{_MOVED}; `tf.compat.v1.metrics.auc` is near"),
    "contrib.slim.metrics.precision_at_recall": Gone(f"{_MOVED}; `tf.keras.metrics.PrecisionAtRecall` is near"),
    "contrib.slim.metrics.recall_at_precision": Gone(f"{_MOVED}; `tf.keras.metrics.RecallAtPrecision` is near"),
    "contrib.slim.metrics.streaming_concat": Gone(f"{_MOVED}; collect the values outside the graph"),
    "contrib.slim.metrics.streaming_curve_points": Gone(
        f"{_MOVED}; `tf.compat.v1.metrics.precision_at_thresholds` and `recall_at_thresholds` are near"
    ),
    "contrib.slim.metrics.streaming_dynamic_auc": Gone(f"{_MOVED}; `tf.compat.v1.metrics.auc` is near"),
    "contrib.slim.metrics.streaming_false_negative_rate_at_thresholds": Gone(
        f"{_MOVED}; divide `tf.compat.v1.metrics.false_negatives_at_thresholds` by the positives"
    ),
    "contrib.slim.metrics.streaming_false_positive_rate_at_thresholds": Gone(
        f"{_MOVED}; divide `tf.compat.v1.metrics.false_positives_at_thresholds` by the negatives"
    ),
    "contrib.slim.multi_class_target": Gone(_ESTIMATOR),
    "contrib.slim.one_hot_column": Gone("use `tf.feature_column.indicator_column`"),
    "contrib.slim.optimize_loss": Gone(f"{_MOVED}; {_TRAIN}"),
    "contrib.slim.parse_feature_columns_from_examples": Gone(
        "use `tf.io.parse_example` with `tf.feature_column.make_parse_example_spec`"
    ),
    "contrib.slim.parse_feature_columns_from_sequence_examples": Gone("use `tf.io.parse_single_sequence_example`"),
    "contrib.slim.real_valued_column": Gone("use `tf.feature_column.numeric_column`"),
    "contrib.slim.recompute_grad": Gone("use `tf.recompute_grad`"),
    "contrib.slim.regression_target": Gone(_ESTIMATOR),
    "contrib.slim.scattered_embedding_column": Gone("use `tf.feature_column.embedding_column`"),
    "contrib.slim.scattered_embedding_lookup": Gone("use `tf.nn.embedding_lookup` with hashed ids"),
    "contrib.slim.scattered_embedding_lookup_sparse": Gone("use `tf.nn.embedding_lookup_sparse` with hashed ids"),
    "contrib.slim.sequence_input_from_feature_columns": Gone("embed the sequence with `tf.nn.embedding_lookup`"),
    "contrib.slim.shared_embedding_columns": Gone("use `tf.feature_column.shared_embeddings`"),
    "contrib.slim.sparse_column_with_hash_bucket": Gone("use `tf.feature_column.categorical_column_with_hash_bucket`"),
    "contrib.slim.sparse_column_with_integerized_feature": Gone(
        "use `tf.feature_column.categorical_column_with_identity`"
    ),
    "contrib.slim.sparse_column_with_keys": Gone("use `tf.feature_column.categorical_column_with_vocabulary_list`"),
    "contrib.slim.sparse_column_with_vocabulary_file": Gone(
        "use `tf.feature_column.categorical_column_with_vocabulary_file`"
    ),
    "contrib.slim.sparse_feature_cross": Gone("use `tf.sparse.cross_hashed`"),
    "contrib.slim.tfexample_decoder.BackupHandler": Gone(f"{_MOVED}; choose the feature with `tf.cond`"),
    "contrib.slim.tfexample_decoder.Image": Gone(f"{_MOVED}; decode with `tf.io.decode_image`"),
    "contrib.slim.transform_features": Gone("transform the features with `tf` functions"),
    "contrib.slim.utils.constant_value": Gone("use `tf.get_static_value`"),
    "contrib.slim.utils.smart_cond": Gone("use `tf.cond`, and a Python `if` where the condition is a Python value"),
    "contrib.slim.weighted_sparse_column": Gone("use `tf.feature_column.weighted_categorical_column`"),
    "contrib.slim.weighted_sum_from_feature_columns": Gone("use `tf.compat.v1.feature_column.linear_model`"),
    "contrib.slim.zero_initializer": Gone("write `variable.assign(tf.zeros_like(variable))`"),
    "contrib.solvers": Gone("`tf.linalg.experimental.conjugate_gradient` and `tf.linalg.lstsq` are near"),
    "contrib.sparsemax": Gone(f"{_ADDONS}; it is a sort, a cumulative sum and a threshold, to be written by hand"),
    "contrib.specs": Gone("nothing took it over: write the layers with `tf.keras`"),
    "contrib.staging": Gone("`dataset.prefetch` stages elements, also on a device; `tf.raw_ops.Stage` is the op"),
    "contrib.stat_summarizer": Gone("use `tf.profiler.experimental`"),
    "contrib.stateless": Gone("`tf.random` has the stateless functions"),
    "contrib.summary": Gone(_SUMMARY_OPS),
    "contrib.summary.create_db_writer": Gone("write files: use `tf.summary.create_file_writer`"),
    "contrib.summary.graph": Gone("`tf.summary.graph` writes a graph, and `tf.summary.trace_on` one that runs"),
    "contrib.summary.record_summaries_every_n_global_steps": Gone(
        "write `tf.summary.record_if(lambda: tf.equal(step % n, 0))`"
    ),
    "contrib.summary.summary_writer_initializer_op": Gone("run the `init()` of each writer"),
    "contrib.tensor_forest": Gone(_FOREST),
    "contrib.tensorboard": Gone("the package tensorboard has its plugins: `tensorboard.plugins.projector`"),
    "contrib.tensorboard.plugins.projector.DESCRIPTOR": Gone(
        "import it from `tensorboard.plugins.projector.projector_config_pb2`"
    ),
    "contrib.tensorrt": Gone("`tf.experimental.tensorrt.Converter` converts SavedModels"),
    "contrib.testing": Gone("read summaries back with `tf.compat.v1.train.summary_iterator`"),
    "contrib.text": Gone("the package tensorflow-text has functions for text"),
    "contrib.tfprof": Gone("use `tf.compat.v1.profiler`"),
    "contrib.tfprof.ProfileContext": Gone("use `tf.profiler.experimental`"),
    "contrib.tfprof.model_analyzer.FLOAT_OPS_OPTIONS": Gone(
        "call `tf.compat.v1.profiler.ProfileOptionBuilder.float_operation()`"
    ),
    "contrib.tfprof.model_analyzer.PRINT_ALL_TIMING_MEMORY": Gone(
        "call `tf.compat.v1.profiler.ProfileOptionBuilder.time_and_memory()`"
    ),
    "contrib.tfprof.model_analyzer.TRAINABLE_VARS_PARAMS_STAT_OPTIONS": Gone(
        "call `tf.compat.v1.profiler.ProfileOptionBuilder.trainable_variables_parameter()`"
    ),
    "contrib.tfprof.model_analyzer.deprecated": Gone(_OWN),
    "contrib.tfprof.tfprof_logger.deprecated": Gone(_OWN),
    "contrib.timeseries": Gone("`tensorflow_probability.sts` models time series"),
    "contrib.tpu": Gone("TPUs are used through `tf.distribute.TPUStrategy`"),
    "contrib.training": Gone(_QUEUES),
    "contrib.training.GreedyLoadBalancingStrategy": Gone(
        "place variables with `tf.compat.v1.train.replica_device_setter`"
    ),
    "contrib.training.HParams": Gone("keep the values in a `types.SimpleNamespace` or a dataclass"),
    "contrib.training.RandomStrategy": Gone("place variables with `tf.compat.v1.train.replica_device_setter`"),
    "contrib.training.add_gradients_summaries": Gone(_TRAIN),
    "contrib.training.byte_size_load_fn": Gone("place variables with `tf.compat.v1.train.replica_device_setter`"),
    "contrib.training.clip_gradient_norms": Gone("map `tf.clip_by_norm` over the gradients"),
    "contrib.training.clip_gradient_norms_fn": Gone("map `tf.clip_by_norm` over the gradients"),
    "contrib.training.create_train_op": Gone(_TRAIN),
    "contrib.training.evaluate_once": Gone(
        "restore the checkpoint with `tf.compat.v1.train.Saver` or `tf.train.Checkpoint` and run the evaluation"
    ),
    "contrib.training.multiply_gradients": Gone(_TRAIN),
    "contrib.training.parse_values": Gone("parse the values with absl's flags or argparse"),
    "contrib.training.train": Gone(_TRAIN),
    "contrib.util": Gone(_GRAPH),
    "contrib.util.loader": Gone("use `tf.load_op_library`"),
}
"""Advice for what nothing takes the place of, by module or by symbol, and for calls that an entry above refuses."""


def find(name: str) -> Change | Gone:
    """Return what became of a contrib symbol that is not one of the core's: the list with the longest name tells.

    Args:
        name: the name without `tensorflow.`, such as `contrib.slim.conv2d`.
    """
    tfe = "contrib.eager.python.tfe"  # the module that contrib.eager's names come from, and whose name programs give it
    if name == tfe or name.startswith(f"{tfe}."):
        name = f"contrib.eager{name[len(tfe) :]}"
    layer = name.removeprefix("contrib.layers.python.layers.")
    if layer != name and (f"contrib.layers.{layer}" in CONTRIB or f"contrib.layers.{layer}" in GONE):
        name = f"contrib.layers.{layer}"  # the package that contrib.layers has its names from
    if name == "contrib.framework.python.ops.arg_scope":
        return Change("tf_slim.arg_scope")  # the package gives the function under the name of the module it is in
    if name in CONTRIB:
        return CONTRIB[name]
    prefix, behind = name, ""
    while prefix not in GONE and prefix not in MODULES:
        prefix, _, last = prefix.rpartition(".")
        behind = f".{last}{behind}"
    module = MODULES.get(prefix)
    return module._replace(to=module.to + behind) if module is not None else GONE[prefix]
