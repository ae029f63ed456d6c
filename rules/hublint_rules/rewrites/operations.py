"""Operations that give exactly one tensor, the same whenever they run: those that can be evaluated eagerly.

It lists what is known, for much of TensorFlow gives several tensors, None, a string, or a value that changes.
"""

from __future__ import annotations

from hublint_rules.rewrites import flow

# fmt: off
# In `tf` itself, under TensorFlow 2's own names.
_TOP = frozenset({
    "abs", "acos", "acosh", "add", "add_n", "argmax", "argmin", "argsort", "as_string", "asin", "asinh", "atan",
    "atan2", "atanh", "batch_to_space", "bitcast", "boolean_mask", "broadcast_to", "cast", "clip_by_norm",
    "clip_by_value", "complex", "concat", "constant", "convert_to_tensor", "cos", "cosh", "cumsum", "divide",
    "einsum", "equal", "exp", "expand_dims", "eye", "fill", "floor", "gather", "gather_nd", "greater",
    "greater_equal", "identity", "less", "less_equal", "linspace", "logical_and", "logical_not", "logical_or",
    "matmul", "maximum", "minimum", "multiply", "negative", "norm", "not_equal", "one_hot", "ones", "ones_like",
    "pad", "pow", "range", "rank", "realdiv", "reduce_all", "reduce_any", "reduce_max", "reduce_mean", "reduce_min",
    "reduce_prod", "reduce_sum", "repeat", "reshape", "reverse", "roll", "round", "scalar_mul", "searchsorted",
    "shape", "sigmoid", "sign", "sin", "sinh", "size", "slice", "sort", "space_to_batch", "sqrt", "square",
    "squeeze", "stack", "stop_gradient", "strided_slice", "subtract", "tan", "tanh", "tensor_scatter_nd_update",
    "tensordot", "tile", "transpose", "truediv", "where", "zeros", "zeros_like",
})

# In one of the families.
_IN_FAMILIES = frozenset({
    "abs", "accumulate_n", "add", "add_n", "adjust_brightness", "adjust_contrast", "adjust_gamma", "adjust_hue",
    "adjust_saturation", "angle", "as_string", "avg_pool", "bias_add", "bitwise_and", "bitwise_or", "bitwise_xor",
    "ceil", "central_crop", "cholesky", "conj", "conv1d", "conv2d", "convert_image_dtype", "cos", "count_nonzero",
    "crop_and_resize", "crop_to_bounding_box", "cross", "cumprod", "cumsum", "decode_base64", "decode_bmp",
    "decode_gif", "decode_image", "decode_jpeg", "decode_png", "decode_raw", "decode_wav", "depthwise_conv2d",
    "det", "diag", "diag_part", "digamma", "divide", "divide_no_nan", "draw_bounding_boxes", "elu",
    "embedding_lookup", "encode_base64", "encode_jpeg", "encode_png", "encode_wav", "erf", "erfc", "exp", "expm1",
    "flip_left_right", "flip_up_down", "floor", "floordiv", "floormod", "format", "gelu", "grayscale_to_rgb",
    "hsv_to_rgb", "imag", "in_top_k", "inv", "invert", "is_finite", "is_inf", "is_nan", "join", "l2_loss",
    "l2_normalize", "leaky_relu", "left_shift", "length", "lgamma", "log", "log1p", "log_sigmoid", "log_softmax",
    "logical_and", "logical_not", "logical_or", "lower", "matmul", "matrix_transpose", "matvec", "max_pool",
    "maximum", "minimum", "mod", "multiply", "multiply_no_nan", "negative", "norm", "pad_to_bounding_box",
    "per_image_standardization", "pow", "read_file", "real", "reciprocal", "reduce_all", "reduce_any",
    "reduce_join", "reduce_logsumexp", "reduce_max", "reduce_mean", "reduce_min", "reduce_prod", "reduce_std",
    "reduce_sum", "reduce_variance", "regex_full_match", "regex_replace", "relu", "relu6", "resize",
    "rgb_to_grayscale", "rgb_to_hsv", "right_shift", "rot90", "rsqrt", "selu", "sigmoid",
    "sigmoid_cross_entropy_with_logits", "sign", "sin", "softmax", "softmax_cross_entropy_with_logits", "softplus",
    "softsign", "solve", "sparse_softmax_cross_entropy_with_logits", "sqrt", "square", "squared_difference",
    "strip", "substr", "subtract", "swish", "tan", "tanh", "to_hash_bucket", "to_hash_bucket_fast", "to_number",
    "trace", "truediv", "unicode_encode", "upper", "xdivy", "xlogy",
})
# fmt: on

_FAMILIES = ("audio.", "bitwise.", "image.", "io.", "linalg.", "math.", "nn.", "signal.", "strings.")


def gives_one_tensor(name: str) -> bool:
    """Tell whether a full name, with or without TensorFlow's own module, is that of such an operation."""
    known = flow.short(name) or name
    return known in _TOP or (known.startswith(_FAMILIES) and known.partition(".")[2] in _IN_FAMILIES)


# fmt: off
# The same under the names that only TensorFlow 1 has.
_OLD = frozenset({
    "arg_max", "arg_min", "batch_matmul", "ceil", "count_nonzero", "diag", "diag_part", "digamma", "div",
    "div_no_nan", "erf", "erfc", "expm1", "floor_div", "floordiv", "floormod", "global_norm", "imag", "inv",
    "is_finite", "is_inf", "is_nan", "lgamma", "lin_space", "log", "log1p", "log_sigmoid", "logical_xor",
    "matrix_band_part", "matrix_determinant", "matrix_diag", "matrix_inverse", "matrix_solve", "matrix_transpose",
    "mod", "mul", "neg", "real", "reciprocal", "reduce_join", "reduce_logsumexp", "rint", "rsqrt", "segment_max",
    "segment_mean", "segment_min", "segment_prod", "segment_sum", "sparse_tensor_to_dense", "squared_difference",
    "string_to_number", "sub", "to_double", "to_float", "to_int32", "to_int64", "trace", "truncatediv",
    "truncatemod", "unsorted_segment_max", "unsorted_segment_sum", "zeta",
    "nn.log_softmax", "nn.lrn", "nn.softmax_cross_entropy_with_logits_v2", "nn.xw_plus_b", "nn.relu_layer",
    "nn.weighted_cross_entropy_with_logits", "nn.local_response_normalization", "nn.batch_normalization",
    "nn.conv2d_transpose", "nn.l2_normalize", "nn.tanh", "math.segment_sum", "math.segment_mean",
    "math.unsorted_segment_sum", "math.unsorted_segment_mean",
    "losses.absolute_difference", "losses.hinge_loss", "losses.huber_loss", "losses.log_loss",
    "losses.mean_squared_error", "losses.sigmoid_cross_entropy", "losses.softmax_cross_entropy",
    "losses.sparse_softmax_cross_entropy",
})

# Those that give another tensor each time.
_CHANCE = frozenset({
    "multinomial", "nn.dropout", "nn.nce_loss", "nn.sampled_softmax_loss", "random.categorical", "random.normal",
    "random.shuffle", "random.truncated_normal", "random.uniform", "random_normal", "random_shuffle",
    "random_uniform", "truncated_normal",
})
# fmt: on


def gave_one_tensor(known: str) -> bool:
    """Tell whether a name, without TensorFlow's own module, is that of such an operation in TensorFlow 1 only."""
    return known in _OLD


def by_chance(known: str) -> bool:
    """Tell whether a name, without TensorFlow's own module, is that of an operation of chance."""
    return known in _CHANCE
