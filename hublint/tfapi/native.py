"""What TensorFlow 1's own symbols became where no release says so: written by hand, proven by running both.

The table knows which names share an implementation. Here is what it cannot know: another implementation that gives the
same results, what its arguments are called, and where two functions of one name differ. Every entry that is `safe` has
calls in `tests/tfapi/native_calls.py`, which are run before and after the change.

Op names may differ: a sum that nobody named is called `Sum` by both, but what was `ToFloat` is a `Cast`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hublint.tfapi.change import Change, Gone

if TYPE_CHECKING:
    from collections.abc import Mapping

_KERAS_3 = ("keras3",)


def _kept(names: str, **how: Any) -> dict[str, Change]:
    """Return entries for symbols that TensorFlow 2 has under the same names."""
    return {name: Change(f"tensorflow.{name}", **how) for name in names.split()}


def _moved(pairs: Mapping[str, str], **how: Any) -> dict[str, Change]:
    """Return entries for symbols that TensorFlow 2 has under other names, which are given without `tensorflow.`."""
    return {name: Change(f"tensorflow.{to}", **how) for name, to in pairs.items()}


# --- Tensors: making, shaping, picking ---

_TENSORS = {
    # A list that is shorter than its shape was filled up with its last value. That is an error now, and nothing else.
    **_kept("constant", refuses=frozenset({"verify_shape"})),
    **_kept("shape size gather pad transpose boolean_mask tuple"),
    **_kept("convert_to_tensor", keywords={"preferred_dtype": "dtype_hint"}),
    **_kept("zeros_like ones_like", keywords={"tensor": "input"}, drops=frozenset({"optimize"})),
    **_kept("expand_dims", keywords={"dim": "axis"}),
    **_kept("squeeze", keywords={"squeeze_dims": "axis"}),
    **_kept("reverse_sequence", keywords={"seq_dim": "seq_axis", "batch_dim": "batch_axis"}),
    # With two tensors to choose from, the condition is broadcast otherwise.
    **_kept("where", chooses=("condition", "x", "y")),
    **_kept("gather_nd executing_eagerly foldl foldr map_fn scan"),
    **_moved({"manip.gather_nd": "gather_nd"}),
    **_kept("batch_to_space", keywords={"block_size": "block_shape"}),
    **_moved({"depth_to_space": "nn.depth_to_space", "space_to_depth": "nn.space_to_depth"}),
    **_kept("nn.depth_to_space nn.space_to_depth"),
    **_kept(
        "Variable",
        refuses=frozenset({"collections", "expected_shape", "use_resource", "variable_def", "import_scope"}),
    ),
    # The graph that the values were made in is the default one already, unless two graphs are mixed.
    **_kept(
        "name_scope",
        drops=frozenset({"values"}),
        refuses=frozenset({"default_name"}),
        otherwise={"name": "default_name"},
    ),
    **_kept(
        "device",
        keywords={"device_name_or_function": "device_name"},
        texts=frozenset({"device_name_or_function"}),
        safe=False,
        note="takes no function that chooses a device",
    ),
    **_kept("VariableAggregation variable_creator_scope"),
}

_CASTS = {
    f"to_{name}": Change("tensorflow.cast", adds={"dtype": f"tensorflow.{dtype}"})
    for name, dtype in {
        "float": "float32",
        "int32": "int32",
        "int64": "int64",
        "double": "float64",
        "bfloat16": "bfloat16",
        "complex64": "complex64",
        "complex128": "complex128",
    }.items()
}

# --- Reductions and other mathematics ---

_REDUCED = {"reduction_indices": "axis", "keep_dims": "keepdims"}
_KEPT_DIMENSIONS = {"keep_dims": "keepdims"}
_SPARSE_REDUCED = {"reduction_axes": "axis", "keep_dims": "keepdims"}

_MATHEMATICS = {
    **_kept(
        "reduce_all reduce_any reduce_logsumexp reduce_max reduce_mean reduce_min reduce_prod reduce_sum",
        keywords=_REDUCED,
    ),
    **_kept(
        "math.reduce_all math.reduce_any math.reduce_logsumexp math.reduce_max math.reduce_mean math.reduce_min"
        " math.reduce_prod math.reduce_sum",
        keywords=_REDUCED,
    ),
    **_kept("argmax argmin math.argmax math.argmin", keywords={"dimension": "axis"}),
    **_moved(
        {"count_nonzero": "math.count_nonzero", "math.count_nonzero": "math.count_nonzero"},
        keywords={**_REDUCED, "input_tensor": "input"},
    ),
    **_kept("norm linalg.norm", keywords=_KEPT_DIMENSIONS),
    **_kept("scalar_mul math.scalar_mul math.bincount math.confusion_matrix"),
    **_moved({"bincount": "math.bincount", "confusion_matrix": "math.confusion_matrix"}),
    **_kept("gradients hessians", drops=frozenset({"colocate_gradients_with_ops"})),
    **_moved({"quantize_v2": "quantization.quantize"}),
}

# --- Control flow ---

_FLOW = {
    **_kept("case"),
    **_kept(
        "cond",
        keywords={"fn1": "true_fn", "fn2": "false_fn"},
        drops=frozenset({"strict"}),
        safe=False,
        note="run eagerly, branches that return a list of one tensor give that list",
    ),
    **_kept(
        "while_loop",
        drops=frozenset({"return_same_structure"}),
        single=frozenset({"loop_vars"}),
        safe=False,
        note="a loop over a single variable returns a list of it",
    ),
    **_moved({"py_func": "numpy_function"}, since=(2, 9)),
    **_kept("autograph.to_graph", drops=frozenset({"arg_values", "arg_types"})),
    **_kept("autograph.to_code", drops=frozenset({"arg_values", "arg_types", "indentation"})),
}

# --- Checks ---

_WITHOUT_DATA = frozenset({"data"})
_SUMMARIZE = frozenset({"summarize"})  # how much of `data` is told

_CHECKS = {
    **_kept("assert_equal assert_greater assert_less", refuses=_WITHOUT_DATA),
    **_kept(
        "assert_rank debugging.assert_rank debugging.assert_rank_at_least debugging.assert_rank_in",
        drops=_SUMMARIZE,
        refuses=_WITHOUT_DATA,
    ),
    **_moved(
        {
            "assert_rank_at_least": "debugging.assert_rank_at_least",
            "assert_rank_in": "debugging.assert_rank_in",
        },
        drops=_SUMMARIZE,
        refuses=_WITHOUT_DATA,
    ),
    **_kept(
        "debugging.assert_equal debugging.assert_greater debugging.assert_greater_equal debugging.assert_less"
        " debugging.assert_less_equal debugging.assert_near debugging.assert_negative debugging.assert_non_negative"
        " debugging.assert_non_positive debugging.assert_none_equal debugging.assert_positive",
        refuses=_WITHOUT_DATA,
    ),
    **_moved(
        {
            name: f"debugging.{name}"
            for name in (
                "assert_greater_equal",
                "assert_less_equal",
                "assert_near",
                "assert_negative",
                "assert_non_negative",
                "assert_non_positive",
                "assert_none_equal",
                "assert_positive",
            )
        },
        refuses=_WITHOUT_DATA,
    ),
    **_moved(
        {
            "verify_tensor_all_finite": "debugging.assert_all_finite",
            "debugging.assert_all_finite": "debugging.assert_all_finite",
        },
        keywords={"t": "x", "msg": "message"},
    ),
    **_moved(
        {
            "assert_integer": "debugging.assert_integer",
            "assert_scalar": "debugging.assert_scalar",
            "assert_type": "debugging.assert_type",
            "debugging.assert_integer": "debugging.assert_integer",
            "debugging.assert_scalar": "debugging.assert_scalar",
            "debugging.assert_shapes": "debugging.assert_shapes",
            "debugging.assert_type": "debugging.assert_type",
        },
        unused=True,
        safe=False,
        note="returns nothing, where there was an operation or a tensor to depend on",
    ),
}

# --- Neural networks ---

_UNNAMED = frozenset({"_sentinel"})
_BY_DIV = "a list of shards is looked up by `div`, not by `mod`"

_LAYERS = {
    **_kept("nn.dropout", keywords={"keep_prob": "rate"}, values={"keep_prob": "1 - _"}),
    **_kept("nn.softmax nn.log_softmax math.softmax math.log_softmax", keywords={"dim": "axis"}),
    **_kept("nn.crelu nn.in_top_k math.in_top_k"),
    **_kept("nn.conv2d", keywords={"filter": "filters"}, drops=frozenset({"use_cudnn_on_gpu"})),
    **_kept("nn.conv3d", keywords={"filter": "filters"}),
    **_kept("nn.conv1d", keywords={"value": "input"}, drops=frozenset({"use_cudnn_on_gpu"})),
    **_kept("nn.convolution", keywords={"filter": "filters", "dilation_rate": "dilations"}),
    **_kept("nn.conv2d_transpose nn.conv3d_transpose", keywords={"value": "input", "filter": "filters"}),
    **_kept("nn.depthwise_conv2d nn.separable_conv2d", keywords={"rate": "dilations"}),
    # There the dilations are those of height and width alone.
    **_moved({"nn.depthwise_conv2d_native": "nn.depthwise_conv2d"}, refuses=frozenset({"dilations"})),
    **_kept("nn.dilation2d", keywords={"filter": "filters", "rates": "dilations"}, adds={"data_format": '"NHWC"'}),
    **_kept("nn.erosion2d", keywords={"kernel": "filters", "rates": "dilations"}, adds={"data_format": '"NHWC"'}),
    **_kept("nn.avg_pool nn.max_pool nn.avg_pool2d", keywords={"value": "input"}),
    **_kept("nn.pool", keywords={"dilation_rate": "dilations"}),
    **_kept("nn.max_pool_with_argmax", keywords={"Targmax": "output_dtype"}),
    **_kept("nn.fractional_avg_pool nn.fractional_max_pool", refuses=frozenset({"deterministic", "seed", "seed2"})),
    **_kept("nn.moments nn.weighted_moments nn.sufficient_statistics", keywords=_KEPT_DIMENSIONS),
    **_kept("nn.batch_norm_with_global_normalization", keywords={"t": "input", "m": "mean", "v": "variance"}),
    **_kept(
        "nn.embedding_lookup",
        drops=frozenset({"validate_indices"}),
        refuses=frozenset({"partition_strategy"}),
        single=frozenset({"params"}),
        safe=False,
        note=_BY_DIV,
    ),
    **_kept(
        "nn.embedding_lookup_sparse nn.nce_loss nn.sampled_softmax_loss",
        refuses=frozenset({"partition_strategy"}),
        single=frozenset({"params", "weights", "biases"}),
        safe=False,
        note=_BY_DIV,
    ),
    # Here `div` was what one got without asking.
    **_kept(
        "nn.safe_embedding_lookup_sparse",
        refuses=frozenset({"partition_strategy"}),
        single=frozenset({"embedding_weights"}),
    ),
}

_LOSSES = {
    **_kept("nn.sparse_softmax_cross_entropy_with_logits nn.sigmoid_cross_entropy_with_logits", refuses=_UNNAMED),
    **_moved(
        {"nn.softmax_cross_entropy_with_logits_v2": "nn.softmax_cross_entropy_with_logits"}, keywords={"dim": "axis"}
    ),
    **_kept("nn.weighted_cross_entropy_with_logits", keywords={"targets": "labels"}),
    **_kept(
        "nn.ctc_loss",
        keywords={"inputs": "logits", "sequence_length": "logit_length", "time_major": "logits_time_major"},
        adds={"label_length": "None", "blank_index": "-1"},
        refuses=frozenset({"preprocess_collapse_repeated", "ctc_merge_repeated", "ignore_longer_outputs_than_inputs"}),
        safe=False,
        note="on a GPU it may be computed by cuDNN",
    ),
}

# --- Initializers ---

# A seed gives other numbers there, and the type is what the initializer is called with.
_UNSEEDED = frozenset({"seed", "dtype"})

_INITIALIZERS = {
    **_kept("zeros_initializer ones_initializer", refuses=frozenset({"dtype"})),
    **_kept("random_normal_initializer", adds={"stddev": "1.0"}, refuses=_UNSEEDED),
    **_kept("random_uniform_initializer", adds={"minval": "0.0", "maxval": "1.0"}, refuses=_UNSEEDED),
    **_kept(
        "constant_initializer",
        refuses=frozenset({"dtype", "verify_shape"}),
        safe=False,
        note="a list that is too short is not filled up, and without a dtype the value's own is taken",
    ),
}

# --- Random numbers ---

_RANDOM = {
    **_moved({"set_random_seed": "random.set_seed", "random.set_random_seed": "random.set_seed"}),
    **_moved(
        {"multinomial": "random.categorical", "random.multinomial": "random.categorical"},
        keywords={"output_dtype": "dtype"},
    ),
    **_moved({"random.stateless_multinomial": "random.stateless_categorical"}, keywords={"output_dtype": "dtype"}),
    **_moved({"random_poisson": "random.poisson", "random.poisson": "random.poisson"}),
}

# --- Images ---

_IMAGES = {
    **_kept("image.crop_and_resize", keywords={"box_ind": "box_indices"}),
    **_kept("image.draw_bounding_boxes", adds={"colors": "None"}),
    **_moved(
        {"extract_image_patches": "image.extract_patches", "image.extract_image_patches": "image.extract_patches"},
        keywords={"ksizes": "sizes"},
    ),
    **_kept("image.sample_distorted_bounding_box", refuses=frozenset({"seed", "seed2"})),
}

# --- Strings, sparse tensors, parsing ---

_STRINGS = {
    **_moved({"reduce_join": "strings.reduce_join", "strings.reduce_join": "strings.reduce_join"}, keywords=_REDUCED),
    **_moved(
        {
            "string_to_number": "strings.to_number",
            "strings.to_number": "strings.to_number",
            "string_to_hash_bucket": "strings.to_hash_bucket",
            "strings.to_hash_bucket": "strings.to_hash_bucket",
        },
        keywords={"string_tensor": "input"},
    ),
    **_moved({"substr": "strings.substr", "strings.substr": "strings.substr"}),
    **_kept("strings.length"),
}

_SPARSE = {
    **_moved(
        {
            "sparse_reduce_sum": "sparse.reduce_sum",
            "sparse.reduce_sum": "sparse.reduce_sum",
            "sparse_reduce_max": "sparse.reduce_max",
            "sparse.reduce_max": "sparse.reduce_max",
        },
        keywords=_SPARSE_REDUCED,
    ),
    **_moved(
        {
            "sparse_reduce_sum_sparse": "sparse.reduce_sum",
            "sparse.reduce_sum_sparse": "sparse.reduce_sum",
            "sparse_reduce_max_sparse": "sparse.reduce_max",
            "sparse.reduce_max_sparse": "sparse.reduce_max",
        },
        keywords=_SPARSE_REDUCED,
        adds={"output_is_sparse": "True"},
    ),
    **_moved({"sparse_add": "sparse.add", "sparse.add": "sparse.add"}, keywords={"thresh": "threshold"}),
    **_moved(
        {"sparse_concat": "sparse.concat", "sparse.concat": "sparse.concat"},
        keywords={"expand_nonconcat_dim": "expand_nonconcat_dims"},
        refuses=frozenset({"concat_dim"}),
    ),
    **_moved(
        {"sparse_split": "sparse.split", "sparse.split": "sparse.split"},
        refuses=frozenset({"keyword_required", "split_dim"}),
    ),
    **_moved(
        {
            "sparse_segment_mean": "sparse.segment_mean",
            "sparse.segment_mean": "sparse.segment_mean",
            "sparse_segment_sqrt_n": "sparse.segment_sqrt_n",
            "sparse.segment_sqrt_n": "sparse.segment_sqrt_n",
            "sparse_segment_sum": "sparse.segment_sum",
            "sparse.segment_sum": "sparse.segment_sum",
        }
    ),
    **_moved(
        {
            "serialize_sparse": "io.serialize_sparse",
            "io.serialize_sparse": "io.serialize_sparse",
            "serialize_many_sparse": "io.serialize_many_sparse",
            "io.serialize_many_sparse": "io.serialize_many_sparse",
        }
    ),
}

_PARSING = {
    **_moved(
        {
            "parse_example": "io.parse_example",
            "io.parse_example": "io.parse_example",
            "parse_single_example": "io.parse_single_example",
            "io.parse_single_example": "io.parse_single_example",
            "decode_csv": "io.decode_csv",
            "io.decode_csv": "io.decode_csv",
        }
    ),
    **_moved({"decode_raw": "io.decode_raw", "io.decode_raw": "io.decode_raw"}, keywords={"bytes": "input_bytes"}),
    **_kept("feature_column.categorical_column_with_vocabulary_file"),
    **_kept(
        "feature_column.make_parse_example_spec", safe=False, note="it takes no columns of `shared_embedding_columns`"
    ),
}

# --- Datasets and tables ---

_DATA = {
    **_kept(
        "data.Dataset data.FixedLengthRecordDataset data.TFRecordDataset data.TextLineDataset"
        " data.experimental.Counter data.experimental.CsvDataset data.experimental.RandomDataset"
        " data.experimental.SqlDataset data.experimental.choose_from_datasets"
        " data.experimental.make_batched_features_dataset data.experimental.make_csv_dataset"
        " data.experimental.sample_from_datasets",
        safe=False,
        note="its datasets have no `make_one_shot_iterator`, `output_shapes` or `output_types`",
    ),
    **_kept(
        "lookup.StaticHashTable lookup.StaticVocabularyTable",
        safe=False,
        note="it has no `initializer`: in a graph, `tf.compat.v1.tables_initializer()` runs it",
    ),
}

# --- Checkpoints and SavedModels ---

_CONSTANTS = {
    "saved_model.constants": "ASSETS_DIRECTORY ASSETS_KEY SAVED_MODEL_FILENAME_PB SAVED_MODEL_FILENAME_PBTXT"
    " SAVED_MODEL_SCHEMA_VERSION VARIABLES_DIRECTORY VARIABLES_FILENAME",
    "saved_model.tag_constants": "GPU SERVING TPU TRAINING",
    "saved_model.signature_constants": "CLASSIFY_INPUTS CLASSIFY_METHOD_NAME CLASSIFY_OUTPUT_CLASSES"
    " CLASSIFY_OUTPUT_SCORES DEFAULT_SERVING_SIGNATURE_DEF_KEY PREDICT_INPUTS PREDICT_METHOD_NAME PREDICT_OUTPUTS"
    " REGRESS_INPUTS REGRESS_METHOD_NAME REGRESS_OUTPUTS",
}

_SAVING = {
    **_moved(
        {f"{module}.{name}": f"saved_model.{name}" for module, names in _CONSTANTS.items() for name in names.split()}
    ),
    **_moved(
        {
            f"saved_model.{name}": "saved_model.contains_saved_model"
            for name in ("contains_saved_model", "loader.maybe_saved_model_directory", "maybe_saved_model_directory")
        }
    ),
    **_kept("train.Checkpoint"),
    **_moved({"train.NewCheckpointReader": "train.load_checkpoint"}, keywords={"filepattern": "ckpt_dir_or_file"}),
}

# --- Files, versions ---

_FILES = {
    **_moved(
        {"gfile.Exists": "io.gfile.exists", "gfile.Remove": "io.gfile.remove", "gfile.Stat": "io.gfile.stat"},
        keywords={"filename": "path"},
    ),
    **_moved({"gfile.Glob": "io.gfile.glob"}, keywords={"filename": "pattern"}),
    **_moved(
        {
            "gfile.DeleteRecursively": "io.gfile.rmtree",
            "gfile.IsDirectory": "io.gfile.isdir",
            "gfile.ListDirectory": "io.gfile.listdir",
            "gfile.MakeDirs": "io.gfile.makedirs",
            "gfile.MkDir": "io.gfile.mkdir",
        },
        keywords={"dirname": "path"},
    ),
    **_moved({"gfile.Copy": "io.gfile.copy"}, keywords={"oldpath": "src", "newpath": "dst"}),
    **_moved({"gfile.Rename": "io.gfile.rename"}, keywords={"oldname": "src", "newname": "dst"}),
    **_moved({"gfile.Walk": "io.gfile.walk"}, keywords={"in_order": "topdown"}),
    **_moved({"gfile.FastGFile": "io.gfile.GFile"}),
}

_VERSIONS = _moved(
    {
        "COMPILER_VERSION": "version.COMPILER_VERSION",
        "CXX11_ABI_FLAG": "sysconfig.CXX11_ABI_FLAG",
        "GIT_VERSION": "version.GIT_VERSION",
        "GRAPH_DEF_VERSION": "version.GRAPH_DEF_VERSION",
        "GRAPH_DEF_VERSION_MIN_CONSUMER": "version.GRAPH_DEF_VERSION_MIN_CONSUMER",
        "GRAPH_DEF_VERSION_MIN_PRODUCER": "version.GRAPH_DEF_VERSION_MIN_PRODUCER",
        "MONOLITHIC_BUILD": "sysconfig.MONOLITHIC_BUILD",
        "VERSION": "version.VERSION",
    }
)

# --- Flags, app, logging: absl's, which TensorFlow 1 wrapped ---

# The names under `flags` that are absl's own objects.
_FLAG_NAMES = [
    "ArgumentParser",
    "ArgumentSerializer",
    "BaseListParser",
    "BooleanFlag",
    "BooleanParser",
    "CantOpenFlagFileError",
    "CsvListSerializer",
    "DEFINE",
    "DEFINE_alias",
    "DEFINE_enum",
    "DEFINE_enum_class",
    "DEFINE_flag",
    "DEFINE_list",
    "DEFINE_multi",
    "DEFINE_multi_enum",
    "DEFINE_multi_enum_class",
    "DEFINE_multi_float",
    "DEFINE_multi_integer",
    "DEFINE_multi_string",
    "DEFINE_spaceseplist",
    "DuplicateFlagError",
    "EnumClassFlag",
    "EnumClassListSerializer",
    "EnumClassParser",
    "EnumClassSerializer",
    "EnumFlag",
    "EnumParser",
    "Error",
    "Flag",
    "FlagHolder",
    "FlagNameConflictsWithMethodError",
    "FlagValues",
    "FloatParser",
    "IllegalFlagValueError",
    "IntegerParser",
    "ListParser",
    "ListSerializer",
    "MultiEnumClassFlag",
    "MultiFlag",
    "UnparsedFlagAccessError",
    "UnrecognizedFlagError",
    "ValidationError",
    "WhitespaceSeparatedListParser",
    "adopt_module_key_flags",
    "declare_key_flag",
    "disclaim_key_flags",
    "doc_to_help",
    "flag_dict_to_args",
    "get_help_width",
    "mark_bool_flags_as_mutual_exclusive",
    "mark_flag_as_required",
    "mark_flags_as_mutual_exclusive",
    "mark_flags_as_required",
    "multi_flags_validator",
    "override_value",
    "register_multi_flags_validator",
    "register_validator",
    "set_default",
    "text_wrap",
    "validator",
]

# These took other keywords too.
_WRAPPED_FLAG_NAMES = ("DEFINE_bool", "DEFINE_boolean", "DEFINE_float", "DEFINE_integer", "DEFINE_string")

_FLAGS = {
    **{f"{module}.{name}": Change(f"absl.flags.{name}") for module in ("flags", "app.flags") for name in _FLAG_NAMES},
    **{
        f"{module}.{name}": Change(
            f"absl.flags.{name}",
            keywords={"flag_name": "name", "default_value": "default", "docstring": "help"},
        )
        for module in ("flags", "app.flags")
        for name in _WRAPPED_FLAG_NAMES
    },
    **{
        f"{module}.FLAGS": Change(
            "absl.flags.FLAGS",
            safe=False,
            note="read before `absl.app.run` it raises an error, where it parsed the command line itself",
        )
        for module in ("flags", "app.flags")
    },
    **{
        module: Change(
            "absl.flags",
            safe=False,
            note="flags that are read before `absl.app.run` raise an error, where they parsed the command line",
        )
        for module in ("flags", "app.flags")
    },
    "app.run": Change(
        "absl.app.run",
        adds={"main": "main"},
        safe=False,
        note="it ends the program at a flag that nobody defined",
    ),
}

_LOGGING = {
    f"logging.{name}": Change(
        f"absl.logging.{to}",
        safe=False,
        note="it is absl's log: TensorFlow's own messages keep their level",
    )
    for name, to in {
        **{
            name: name
            for name in (
                "DEBUG",
                "ERROR",
                "FATAL",
                "INFO",
                "WARN",
                "debug",
                "error",
                "flush",
                "get_verbosity",
                "info",
                "log",
                "log_every_n",
                "log_first_n",
                "log_if",
                "set_verbosity",
                "warning",
            )
        },
        # absl's `warn` is deprecated.
        "warn": "warning",
    }.items()
}

# --- Keras, as TensorFlow 1.15 had it and Keras 3 has not ---

_KERAS = {
    **_moved(
        {
            f"keras.{module}.{name}": f"keras.{module}.{short}"
            for module in ("losses", "metrics")
            for name, short in {
                "mean_absolute_error": "MAE",
                "mean_absolute_percentage_error": "MAPE",
                "mean_squared_error": "MSE",
                "mean_squared_logarithmic_error": "MSLE",
            }.items()
        },
        keras=_KERAS_3,
    ),
    **_moved(
        {
            "keras.experimental.CosineDecay": "keras.optimizers.schedules.CosineDecay",
            "keras.experimental.CosineDecayRestarts": "keras.optimizers.schedules.CosineDecayRestarts",
        },
        since=(2, 5),
    ),
    **_moved(
        {
            "keras.mixed_precision.experimental.Policy": "keras.mixed_precision.Policy",
            "keras.mixed_precision.experimental.global_policy": "keras.mixed_precision.global_policy",
            "keras.mixed_precision.experimental.set_policy": "keras.mixed_precision.set_global_policy",
        },
        refuses=frozenset({"loss_scale"}),
        since=(2, 4),
        safe=False,
        note="a policy scales no losses: `compile` does, and a training loop of one's own has to",
    ),
    **_moved(
        {
            "keras.initializers.normal": "keras.initializers.RandomNormal",
            "keras.initializers.uniform": "keras.initializers.RandomUniform",
        },
        refuses=frozenset({"dtype"}),
        keras=_KERAS_3,
        safe=False,
        note="it draws other numbers",
    ),
    **_moved(
        {"keras.layers.CuDNNGRU": "keras.layers.GRU", "keras.layers.CuDNNLSTM": "keras.layers.LSTM"},
        keras=_KERAS_3,
        safe=False,
        note="old weights do not fit as they are",
    ),
}

NATIVE: dict[str, Change] = {
    **_TENSORS,
    **_CASTS,
    **_MATHEMATICS,
    **_FLOW,
    **_CHECKS,
    **_LAYERS,
    **_LOSSES,
    **_INITIALIZERS,
    **_RANDOM,
    **_IMAGES,
    **_STRINGS,
    **_SPARSE,
    **_PARSING,
    **_DATA,
    **_SAVING,
    **_FILES,
    **_VERSIONS,
    **_FLAGS,
    **_LOGGING,
    **_KERAS,
    "logging": Change("absl.logging", safe=False, note="it is absl's log: TensorFlow's own messages keep their level"),
}
"""By the TensorFlow 1 name without `tensorflow.`: how a use of it is written in TensorFlow 2."""

_OLDER = {
    name: Change(f"tensorflow.{to}", safe=False, note="a name from before TensorFlow 1.0")
    for name, to in {
        "batch_matmul": "matmul",
        "complex_abs": "abs",
        "histogram_summary": "compat.v1.summary.histogram",
        "image_summary": "compat.v1.summary.image",
        "inv": "math.reciprocal",
        "merge_all_summaries": "compat.v1.summary.merge_all",
        "merge_summary": "compat.v1.summary.merge",
        "mul": "multiply",
        "neg": "negative",
        "pack": "stack",
        "scalar_summary": "compat.v1.summary.scalar",
        "select": "compat.v1.where",
        "sub": "subtract",
        "train.SummaryWriter": "compat.v1.summary.FileWriter",
        "unpack": "unstack",
    }.items()
}
# From the release notes of TensorFlow 1.0.

UNLISTED: dict[str, Change | Gone] = {
    **_OLDER,
    # Modules that were there because somebody imported them.
    "test.mock": Change("unittest.mock"),
    # Example code that came with the package up to TensorFlow 1.15.
    **dict.fromkeys(
        ("examples.tutorials.mnist", "examples.tutorials.mnist.input_data"),
        Gone("load the images with `tf.keras.datasets.mnist.load_data()`"),
    ),
    "pywrap_tensorflow": Gone("read checkpoints with `tf.train.load_checkpoint`"),
}
"""Names that the API of TensorFlow 1.15 does not list, and that programs use."""

CONSTANTS: dict[str, dict[str, str]] = {
    "estimator.ModeKeys": {"TRAIN": '"train"', "EVAL": '"eval"', "PREDICT": '"infer"'},
    "contrib.learn.ModeKeys": {"TRAIN": '"train"', "EVAL": '"eval"', "INFER": '"infer"'},
}
"""Attributes of classes that are gone, with the plain values that they had, as code."""

NARROWER: dict[str, str] = {
    "DeviceSpec": "device specification",
    "Variable": "variable",
    "data.Dataset": "dataset",
    "lookup.StaticHashTable": "table",
    "lookup.StaticVocabularyTable": "table",
}
"""Classes of TensorFlow 1's API that are subclasses of TensorFlow 2's of the same name, and what they are classes of.

In TensorFlow 1.15 `tf.Variable` was the class of all variables; what TensorFlow 2 makes is none of `tf.compat.v1`'s.
"""

MEANING: dict[str, str] = {
    # Tensors
    "where": "broadcasts its condition with the tensors, where a vector used to choose whole rows",
    "constant": "takes no list that is shorter than its shape, which used to be filled up with the last value",
    "Variable": "passes over `collections`, `use_resource` and `expected_shape` in silence",
    "name_scope": "takes one name, and no default for it",
    "device": "takes no function that chooses a device",
    "DeviceSpec": "cannot be changed once it is made",
    "space_to_batch": "takes a `block_shape` with the size for each dimension",
    "nn.space_to_batch": "takes a `block_shape` with the size for each dimension",
    # Control flow
    "cond": "gives a list of one tensor where a branch returns one, when it is run eagerly",
    "while_loop": "returns a list of one tensor from a loop over a single variable",
    # Checks
    "debugging.assert_integer": "returns nothing to depend on",
    "debugging.assert_scalar": "returns nothing, where it returned the tensor",
    "debugging.assert_shapes": "returns nothing to depend on",
    "debugging.assert_type": "returns nothing to depend on",
    "test.assert_equal_graph_def": "takes the expected graph first",
    "test.compute_gradient": "takes a function, and the values to call it with",
    # Neural networks
    "nn.softmax_cross_entropy_with_logits": "lets gradients flow back into the labels",
    "nn.embedding_lookup": "looks a list of shards up by `div`, not by `mod`",
    "nn.embedding_lookup_sparse": "looks a list of shards up by `div`, not by `mod`",
    "nn.nce_loss": "looks a list of shards up by `div`, not by `mod`",
    "nn.sampled_softmax_loss": "looks a list of shards up by `div`, not by `mod`",
    "nn.safe_embedding_lookup_sparse": "looks a list of shards up by `div` alone",
    "nn.ctc_loss": "takes the lengths of labels and logits, and a blank label",
    "nn.ctc_beam_search_decoder": "never merges repeated labels, which was the default",
    "nn.fractional_avg_pool": "has one seed, and is deterministic when that is given",
    "nn.fractional_max_pool": "has one seed, and is deterministic when that is given",
    "losses.Reduction": "is Keras's, with other members",
    # Initializers
    "zeros_initializer": "takes its type when it is called, not when it is made",
    "ones_initializer": "takes its type when it is called, not when it is made",
    "constant_initializer": "takes the type of its value unless it is called with one, and fills no list up",
    "random_normal_initializer": "has a deviation of 0.05 by default, not of 1, and draws other numbers from a seed",
    "random_uniform_initializer": "goes from -0.05 to 0.05 by default, not 0 to 1, and draws other numbers from a seed",
    **{
        f"initializers.{name}": "is Keras's, which has no dtype of its own and draws other numbers"
        for name in (
            "glorot_normal",
            "glorot_uniform",
            "he_normal",
            "he_uniform",
            "lecun_normal",
            "lecun_uniform",
            "orthogonal",
            "variance_scaling",
        )
    },
    **{
        f"initializers.{name}": "is Keras's, with other defaults, and draws other numbers"
        for name in ("random_normal", "random_uniform", "truncated_normal")
    },
    **{
        f"initializers.{name}": "is Keras's, which has no dtype of its own"
        for name in ("constant", "identity", "ones", "zeros")
    },
    # Images and strings
    "image.resize": "takes the centres of pixels for their places, and knows no `align_corners`",
    "image.ResizeMethod": "has texts for values, where there were numbers",
    "image.extract_glimpse": "counts offsets from the corner of the glimpse otherwise, and takes `noise` as a text",
    "image.sample_distorted_bounding_box": "has one seed, which gives other boxes",
    "strings.split": "returns a RaggedTensor, where it returned a SparseTensor",
    # Datasets and tables
    **{
        name: "gives datasets that have no `make_one_shot_iterator`, `output_shapes` or `output_types`"
        for name in _DATA
        if name.startswith("data.")
    },
    "data.Iterator": "is what `iter` gives, and cannot be made from a structure",
    "lookup.StaticHashTable": "has no `initializer`",
    "lookup.StaticVocabularyTable": "has no `initializer`",
    # Distribution
    **{
        f"distribute.{name}": "has no `experimental_make_numpy_dataset`"
        for name in (
            "MirroredStrategy",
            "OneDeviceStrategy",
            "Strategy",
            "experimental.CentralStorageStrategy",
            "experimental.MultiWorkerMirroredStrategy",
            "experimental.TPUStrategy",
        )
    },
    "distribute.experimental.ParameterServerStrategy": "needs a cluster resolver, and a coordinator that runs it",
    "distribute.StrategyExtended": "belongs to TensorFlow 2's strategies",
    # Saving, summaries
    "saved_model.load": "returns an object and takes no session",
    "lite.TFLiteConverter": "takes functions and Keras models, and no session or frozen graph",
    **{
        f"summary.{name}": "writes to the default writer at a step, where it returned an operation to run"
        for name in ("audio", "histogram", "image", "scalar", "text")
    },
    # Feature columns
    "feature_column.make_parse_example_spec": "takes no columns of `shared_embedding_columns`",
}
"""By the TensorFlow 1 name: what TensorFlow 2's symbol of that name does otherwise, as the end of "it ..."."""

GONE: dict[str, Gone] = {
    # Estimators
    "estimator": Gone("train with `tf.keras.Model.fit` or a loop of your own, and export with `tf.saved_model.save`"),
    "estimator.export": Gone("give a `tf.function` an `input_signature`, and save it with `tf.saved_model.save`"),
    "estimator.ModeKeys": Gone("pass a `training` argument, as Keras layers do"),
    "estimator.RunConfig": Gone("use a `tf.distribute.Strategy`, and Keras callbacks for checkpoints and logs"),
    "estimator.inputs": Gone("make a `tf.data.Dataset`"),
    # Datasets, devices, converters, TPUs
    "config.experimental_list_devices": Gone("use `tf.config.list_logical_devices`, which gives objects with a `name`"),
    "data.experimental.CheckpointInputPipelineHook": Gone("save the iterator in a `tf.train.Checkpoint`"),
    "data.experimental.MapVectorizationOptions": Gone("leave it out: map functions are no longer vectorized"),
    "data.experimental.StatsAggregator": Gone("use the TensorFlow profiler to see how a dataset performs"),
    "data.experimental.StatsOptions": Gone("use the TensorFlow profiler to see how a dataset performs"),
    "data.experimental.bytes_produced_stats": Gone("use the TensorFlow profiler to see how a dataset performs"),
    "data.experimental.latency_stats": Gone("use the TensorFlow profiler to see how a dataset performs"),
    "lite.experimental.get_potentially_supported_ops": Gone("convert the model: the converter names what it cannot"),
    "lite.experimental.nn": Gone("convert Keras's `LSTM` and `RNN` layers, which the converter knows"),
    "tpu.experimental.AdagradParameters": Gone("use `tf.tpu.experimental.embedding.Adagrad`"),
    "tpu.experimental.AdamParameters": Gone("use `tf.tpu.experimental.embedding.Adam`"),
    "tpu.experimental.StochasticGradientDescentParameters": Gone("use `tf.tpu.experimental.embedding.SGD`"),
    # Keras
    "keras.backend.function": Gone("make a `tf.keras.Model` of the tensors, and call it"),
    "keras.backend.get_session": Gone("call the model, or export it: Keras 3 has no session"),
    "keras.backend.set_session": Gone("use `tf.config` for what the session was configured with"),
    "keras.backend.in_train_phase": Gone("take a `training` argument in `call`, and branch on it"),
    "keras.backend.in_test_phase": Gone("take a `training` argument in `call`, and branch on it"),
    "keras.backend.learning_phase": Gone("pass `training` to the model or layer that is called"),
    "keras.backend.learning_phase_scope": Gone("pass `training` to the model or layer that is called"),
    "keras.backend.set_learning_phase": Gone("pass `training` to the model or layer that is called"),
    "keras.backend.local_conv1d": Gone("gather the patches and multiply them with `tf.einsum`"),
    "keras.backend.local_conv2d": Gone("gather the patches and multiply them with `tf.einsum`"),
    "keras.backend.manual_variable_initialization": Gone("leave it out: variables are initialized when they are made"),
    "keras.backend.normalize_batch_in_training": Gone("use `tf.nn.moments` and `tf.nn.batch_normalization`"),
    "keras.backend.placeholder": Gone("use `tf.keras.Input`"),
    "keras.backend.print_tensor": Gone("use `tf.print`"),
    "keras.backend.random_binomial": Gone("compare `tf.random.uniform` with the probability"),
    "keras.backend.reset_uids": Gone("use `tf.keras.backend.clear_session`"),
    "keras.callbacks.BaseLogger": Gone("leave it out: `fit` averages metrics itself"),
    "keras.constraints.RadialConstraint": Gone("write it as a subclass of `tf.keras.constraints.Constraint`"),
    "keras.constraints.radial_constraint": Gone("write it as a subclass of `tf.keras.constraints.Constraint`"),
    "keras.estimator.model_to_estimator": Gone("train the Keras model itself with `fit`"),
    "keras.experimental.LinearCosineDecay": Gone("write it as a subclass of `LearningRateSchedule`"),
    "keras.experimental.NoisyLinearCosineDecay": Gone("write it as a subclass of `LearningRateSchedule`"),
    "keras.experimental.LinearModel": Gone("use a `Dense` layer with one unit"),
    "keras.experimental.WideDeepModel": Gone("add the outputs of a linear and a deep part"),
    "keras.experimental.PeepholeLSTMCell": Gone("write the cell as a layer, and give it to `tf.keras.layers.RNN`"),
    "keras.experimental.SequenceFeatures": Gone("use Keras's preprocessing layers"),
    "keras.experimental.export_saved_model": Gone("use `model.export`, or `tf_keras` and `model.save`"),
    "keras.experimental.load_from_saved_model": Gone("use `tf.saved_model.load`, or `tf_keras.models.load_model`"),
    "keras.experimental.terminate_keras_multiprocessing_pools": Gone("leave it out: Keras ends its own processes"),
    "keras.layers.AbstractRNNCell": Gone("derive the cell from `tf.keras.layers.Layer`, with `state_size`"),
    "keras.layers.DenseFeatures": Gone("use Keras's preprocessing layers, or `tf_keras`"),
    "keras.layers.LocallyConnected1D": Gone("use `tf_keras`, or a layer of one's own"),
    "keras.layers.LocallyConnected2D": Gone("use `tf_keras`, or a layer of one's own"),
    "keras.losses.cosine": Gone("use `tf.keras.losses.cosine_similarity`, and look at its sign"),
    "keras.losses.cosine_proximity": Gone("use `tf.keras.losses.cosine_similarity`, and look at its sign"),
    "keras.metrics.cosine": Gone("use `tf.keras.losses.cosine_similarity`, and look at its sign"),
    "keras.metrics.cosine_proximity": Gone("use `tf.keras.losses.cosine_similarity`, and look at its sign"),
    "keras.metrics.MeanRelativeError": Gone("write it as a subclass of `tf.keras.metrics.Mean`"),
    "keras.metrics.MeanTensor": Gone("write it as a subclass of `tf.keras.metrics.Metric`"),
    "keras.mixed_precision.experimental.LossScaleOptimizer": Gone(
        "use `tf.keras.mixed_precision.LossScaleOptimizer`, whose arguments are other ones"
    ),
    "keras.models.model_from_config": Gone("use `from_config` of the model's class"),
    "keras.models.model_from_yaml": Gone("write the model as JSON, and use `tf.keras.models.model_from_json`"),
    "keras.utils.GeneratorEnqueuer": Gone("make a `tf.data.Dataset` with `from_generator`"),
    "keras.utils.OrderedEnqueuer": Gone("give the `PyDataset` to `fit`, with its number of workers"),
    "keras.utils.SequenceEnqueuer": Gone("give the `PyDataset` to `fit`, with its number of workers"),
    "keras.utils.HDF5Matrix": Gone("read the file with h5py"),
    "keras.utils.convert_all_kernels_in_model": Gone("leave it out: it served weights of Theano"),
    "keras.utils.multi_gpu_model": Gone("make and compile the model under a `tf.distribute.MirroredStrategy` scope"),
    "keras.wrappers.scikit_learn": Gone("use the package SciKeras"),
}
"""By the TensorFlow 1 name: what to do where nothing takes its place."""
