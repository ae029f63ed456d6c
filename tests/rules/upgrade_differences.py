"""Where hublint rightly differs from tf_upgrade_v2, and why."""

from __future__ import annotations

from typing import Literal, NamedTuple

Proof = Literal["never in TensorFlow 1.15", "the same object", "only other calls differ", "told by its reason"]


class Difference(NamedTuple):
    """Keys of the script that hublint says nothing about.

    Attributes:
        keys: the keys, as the script spells them.
        reason: why it is right to be silent.
        proof: what the test proves of each key, so far as a test can.
        forms: the uses that it is silent about; nothing stands for all.
    """

    keys: frozenset[str]
    reason: str
    proof: Proof
    forms: tuple[str, ...] = ()

    def covers(self, form: str) -> bool:
        """Tell whether a use in this form is meant."""
        return not self.forms or form in self.forms


SILENT: tuple[Difference, ...] = (
    Difference(
        frozenset(
            {
                "tf.CXX_VERSION",
                "tf.executing_eagerly_outside_functions",
                "tf.keras.layers.disable_v2_dtype_behavior",
                "tf.keras.layers.enable_v2_dtype_behavior",
                "tf.keras.models.LinearModel",
                "tf.keras.models.WideDeepModel",
                "tf.keras.utils.DeterministicRandomTestTool",
                "tf.keras.utils.get_or_create_layer",
                "tf.keras.utils.track_tf1_style_variables",
                "tf.lite.constants.INT16",
                "tf.mixed_precision.DynamicLossScale",
                "tf.mixed_precision.FixedLossScale",
                "tf.mixed_precision.LossScale",
                "tf.mixed_precision.MixedPrecisionLossScaleOptimizer",
                "tf.mixed_precision.disable_mixed_precision_graph_rewrite",
                "tf.mixed_precision.enable_mixed_precision_graph_rewrite",
                "tf.saved_model.constants.DEBUG_DIRECTORY",
                "tf.saved_model.constants.DEBUG_INFO_FILENAME_PB",
                "tf.saved_model.signature_def_utils.MethodNameUpdater",
                "tf.tpu.PaddingSpec",
                "tf.tpu.experimental.FtrlParameters",
                "tf.train.confusion_matrix",
            }
        ),
        "TensorFlow 1.15 has no such name: the script's maps are made from today's `tf.compat.v1`, to which names were "
        "added later, or go back to an older one.",
        "never in TensorFlow 1.15",
    ),
    Difference(
        frozenset({"tf.keras.optimizers.Optimizer", "tf.space_to_batch_nd"}),
        "`tf.compat.v1` has the same object, so the rename changes nothing.",
        "the same object",
    ),
    Difference(
        frozenset({"tf.linalg.l2_normalize", "tf.math.l2_normalize", "tf.nn.l2_normalize"}),
        "It is the same function, which still takes the old argument.",
        "the same object",
        ("dim=",),
    ),
    Difference(
        frozenset(
            f"tf.keras.initializers.{name}"
            for name in (
                *("Constant", "Identity", "Ones", "Orthogonal", "RandomNormal", "RandomUniform", "TruncatedNormal"),
                *("VarianceScaling", "Zeros", "constant", "glorot_normal", "glorot_uniform"),
                *("identity", "ones", "orthogonal", "random_normal", "random_uniform", "truncated_normal", "zeros"),
            )
        ),
        "`tf.compat.v1.keras` is the Keras of TensorFlow 2 since 2.16, so the rename changes nothing.",
        "the same object",
        ("name", "call"),
    ),
    Difference(
        frozenset(
            f"tf.keras.initializers.{name}" for name in ("he_normal", "he_uniform", "lecun_normal", "lecun_uniform")
        ),
        "As above; and their one argument of TensorFlow 1.15, the seed, is the first one still.",
        "the same object",
        ("name", "call", "all by position"),
    ),
    Difference(
        frozenset(
            f"tf.keras.optimizers.{name}"
            for name in ("Adadelta", "Adagrad", "Adam", "Adamax", "Ftrl", "Nadam", "RMSprop", "SGD")
        ),
        "The script writes `tf.keras.optimizers.legacy`, which cannot be used since 2.16. Without arguments the new "
        "ones are made in the same way.",
        "the same object",
        ("name", "call"),
    ),
    Difference(
        frozenset(
            {
                "tf.assert_equal",
                "tf.assert_greater",
                "tf.assert_less",
                "tf.assert_rank",
                *(
                    f"tf.debugging.assert_{name}"
                    for name in (
                        *("equal", "greater", "greater_equal", "less", "less_equal", "near", "negative"),
                        *("non_negative", "non_positive", "none_equal", "positive", "rank", "rank_at_least", "rank_in"),
                    )
                ),
            }
        ),
        "With the tensors alone the assertion checks the same, and gives an operation wherever a graph is built. The "
        "arguments behind them are others.",
        "only other calls differ",
        ("call",),
    ),
    Difference(
        frozenset({"tf.constant_initializer", "tf.ones_initializer", "tf.zeros_initializer"}),
        "Without a type of their own both give the type that they are called with, as `tf.get_variable` does.",
        "only other calls differ",
        ("call",),
    ),
    Difference(
        frozenset({"tf.nn.avg_pool", "tf.nn.max_pool"}),
        "What has to be given stands in the same places; `value` has another name, and more behind it.",
        "only other calls differ",
        ("call",),
    ),
    Difference(
        frozenset({"tf.where"}),
        "With a condition alone both give the places where it holds.",
        "only other calls differ",
        ("call",),
    ),
    Difference(
        frozenset(
            {
                "tf.nn.embedding_lookup",
                "tf.nn.embedding_lookup_sparse",
                "tf.nn.nce_loss",
                "tf.nn.safe_embedding_lookup_sparse",
                "tf.nn.sampled_softmax_loss",
            }
        ),
        "The script warns of the default of `partition_strategy`, which is of no effect on one tensor. Shards are "
        "reported.",
        "only other calls differ",
        ("call",),
    ),
    Difference(
        frozenset({"*.compute_gradients", "*.minimize"}),
        "The script removes `colocate_gradients_with_ops` from any call of that name. The optimizers of TensorFlow 1 "
        "stay what they are under `tf.compat.v1.train`, and take it.",
        "told by its reason",
        ("colocate_gradients_with_ops=",),
    ),
    Difference(
        frozenset({"*.save"}),
        "The script warns of every method `save`, of figures and images too. Keras 3 tells the format by the name of "
        "the file, and refuses the `save_format` that the script advises.",
        "told by its reason",
    ),
    Difference(
        frozenset({"tf.keras.models.save_model"}),
        "As for `*.save`: Keras 3 tells the format by the name of the file.",
        "told by its reason",
        ("call",),
    ),
)

OTHER_PACKAGES = frozenset({"tf_slim"})
"""What fixes import that the tests' environment does not have."""

SAME_ARGUMENT: dict[str, dict[str, str]] = {
    "contrib_layers.l1_regularizer": {"scale": "l1"},
    "contrib_layers.l2_regularizer": {"scale": "l2"},
    "slim.l1_regularizer": {"scale": "l1"},
    "slim.l2_regularizer": {"scale": "l2"},
    "tf.contrib.layers.l1_regularizer": {"scale": "l1"},
    "tf.contrib.layers.l2_regularizer": {"scale": "l2"},
    "tf.data.experimental.OptionalStructure": {"value_structure": "element_spec"},
    "tf.device": {"device_name_or_function": "device_name"},
    "tf.nn.ctc_loss": {"inputs": "logits", "sequence_length": "logit_length"},
    "tf.name_scope": {"default_name": "name"},  # `name or "default"`
    "tf.nn.dropout": {"keep_prob": "rate"},
    "tf.nn.softmax_cross_entropy_with_logits": {"labels": "input"},  # of the `stop_gradient` round it
    "tf.train.NewCheckpointReader": {"filepattern": "ckpt_dir_or_file"},
}
"""Arguments that have another name in what is written, of which the script's own table of keywords knows nothing."""

DEAD_TARGETS = 62
"""How many of its renames lead to names that the script's own release does not have: nothing to follow it in."""
