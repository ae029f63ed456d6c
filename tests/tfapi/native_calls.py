"""Programs in TensorFlow 1's style, for each hand-written entry: its last line is what has to stay the same.

`tf` is TensorFlow 1's API. `FIXTURES` runs before each; `folder` is an empty folder.
"""

# ruff: noqa: E501 - a program is read, and found again in a report, as one string

from __future__ import annotations

FIXTURES = """\
i = tf.constant([[3, 0, 2], [1, 5, 4]])
x = tf.constant([[0.5, -1.5, 2.0], [1.25, 0.0, -0.75]])
p = tf.constant([[0.2, 0.3, 0.5], [1.0, 0.0, 0.0]])
b = tf.constant([[True, False, True], [False, False, True]])
cube = tf.constant(np.arange(24, dtype="float32").reshape(2, 3, 4))
image = tf.constant(np.sin(np.arange(72, dtype="float32")).reshape(1, 6, 6, 2))
kernel = tf.constant(np.cos(np.arange(36, dtype="float32")).reshape(3, 3, 2, 2))
pointwise = tf.constant(np.cos(np.arange(12, dtype="float32")).reshape(1, 1, 4, 3))
signal = tf.constant(np.sin(np.arange(20, dtype="float32")).reshape(1, 10, 2))
taps = tf.constant(np.cos(np.arange(12, dtype="float32")).reshape(3, 2, 2))
volume = tf.constant(np.sin(np.arange(128, dtype="float32")).reshape(1, 4, 4, 4, 2))
block = tf.constant(np.cos(np.arange(32, dtype="float32")).reshape(2, 2, 2, 2, 2))
sparse = tf.SparseTensor([[0, 0], [0, 2], [1, 1]], [1.0, -2.0, 3.0], [2, 3])
words = tf.constant(["alpha", "be", ""])
boxes = tf.constant([[[0.1, 0.1, 0.8, 0.7]]])
example = tf.train.Example(features=tf.train.Features(feature={
    "a": tf.train.Feature(float_list=tf.train.FloatList(value=[1.5, 2.5])),
    "b": tf.train.Feature(bytes_list=tf.train.BytesList(value=[b"yes"])),
})).SerializeToString()
features = {"a": tf.FixedLenFeature([2], tf.float32), "b": tf.VarLenFeature(tf.string)}
"""


def _each(names: str, *programs: str) -> dict[str, tuple[str, ...]]:
    """Return the same programs for several names, which stand in them as `NAME`."""
    return {name: tuple(program.replace("NAME", f"tf.{name}") for program in programs) for name in names.split()}


_TENSORS = {
    **_each(
        "constant",
        "NAME(3)",
        "NAME([[1.5, 2]], tf.float64, name='given')",
        "NAME(value='text', dtype=tf.string)",
        "NAME(np.arange(6).reshape(2, 3), dtype=tf.float32)",
        "NAME(0.1, shape=[2, 2], dtype=tf.float32)",
        "NAME([1, 2, 3, 4], tf.float32, [2, 2], 'named')",
        "NAME([7], shape=(3,))",
    ),
    **_each("shape", "NAME(x)", "NAME(x, 'named')", "NAME(input=cube, out_type=tf.int64, name='n')", "NAME(sparse)"),
    **_each("size", "NAME(x)", "NAME(x, 'named', tf.int64)", "NAME(input=cube, out_type=tf.int64)"),
    **_each(
        "gather",
        "NAME(x, [1, 0, 1])",
        "NAME(cube, [2, 0], None, 'named', 1)",
        "NAME(params=cube, indices=[[0, 1], [2, 2]], axis=1, batch_dims=1)",
        "NAME(x, 1, name='n')",
    ),
    **_each(
        "pad",
        "NAME(x, [[1, 0], [0, 2]])",
        "NAME(x, [[1, 1], [1, 1]], 'REFLECT', 'named')",
        "NAME(x, [[1, 0], [0, 2]], 'CONSTANT', 'named', 7.0)",
        "NAME(tensor=i, paddings=[[0, 0], [1, 1]], mode='SYMMETRIC', constant_values=3)",
    ),
    **_each(
        "transpose",
        "NAME(x)",
        "NAME(cube, [2, 0, 1])",
        "NAME(cube, [2, 0, 1], 'named')",
        "NAME(tf.complex(x, x), [1, 0], 'named', True)",
        "NAME(a=tf.complex(x, x), conjugate=True)",
    ),
    **_each(
        "boolean_mask",
        "NAME(x, b)",
        "NAME(x, [True, False], 'named')",
        "NAME(x, [True, False, True], 'named', 1)",
        "NAME(tensor=cube, mask=b, axis=0, name='n')",
    ),
    **_each(
        "tuple", "NAME([x, i])", "NAME([x, i], 'named')", "NAME(tensors=[x], control_inputs=[tf.no_op()], name='n')"
    ),
    **_each(
        "convert_to_tensor",
        "NAME([1, 2])",
        "NAME([1, 2], tf.float32, 'named')",
        "NAME([1, 2], None, 'named', tf.float64)",
        "NAME([1, 2], preferred_dtype=tf.float64)",
        "NAME(value=[1, 2], dtype_hint=tf.int64)",
    ),
    **_each(
        "zeros_like ones_like",
        "NAME(x)",
        "NAME(x, tf.int64)",
        "NAME(i, tf.bool, 'named')",
        "NAME(tensor=x, dtype=tf.float64, name='n')",
        "NAME(x, optimize=False)",
        "NAME(x, None, 'named', False)",
    ),
    **_each("expand_dims", "NAME(x, 1)", "NAME(x, -1, 'named')", "NAME(x, dim=0)", "NAME(input=x, axis=-1, name='n')"),
    **_each(
        "squeeze",
        "NAME(tf.reshape(x, [2, 1, 3, 1]))",
        "NAME(tf.reshape(x, [2, 1, 3, 1]), [1], 'named')",
        "NAME(tf.reshape(x, [2, 1, 3, 1]), squeeze_dims=[-1])",
        "NAME(input=tf.reshape(x, [2, 1, 3, 1]), axis=[1, 3])",
    ),
    **_each(
        "reverse_sequence",
        "NAME(x, [2, 3], 1)",
        "NAME(x, [2, 3], 1, 0, 'named')",
        "NAME(x, [2, 3], seq_dim=1, batch_dim=0)",
        "NAME(input=cube, seq_lengths=[1, 2, 3, 1], seq_axis=1, batch_axis=2)",
    ),
    **_each(
        "where",
        "NAME(b)",
        "NAME(condition=b, name='named')",
        "NAME(x > 0.0)",
        "NAME(x > 0.0, x, tf.zeros_like(x))",
        "NAME(tf.is_nan(tf.log(x)), -1.0 * tf.ones_like(x), tf.log(x))",
        "mask = tf.less(x, 1.0)\nNAME(tf.logical_not(mask), x=tf.to_float(mask), y=x * 2, name='named')",
        "NAME(tf.reduce_sum(x) > 0, cube, tf.exp(cube))",
        "NAME(tf.equal(tf.reduce_max(i), 5), 1.0, float('nan'))",
        "y = tf.identity(x)\ntf.gradients(NAME(y > 0, tf.square(y), tf.fill(tf.shape(y), 3.0)), [y])"
        " if not tf.executing_eagerly() else y",
    ),
    **_each(
        "gather_nd manip.gather_nd",
        "NAME(x, [[0, 2], [1, 1]])",
        "NAME(x, [[0, 2], [1, 1]], 'named')",
        "NAME(params=cube, indices=[[1], [2]], batch_dims=1, name='n')",
    ),
    **_each(
        "batch_to_space",
        "NAME(tf.reshape(image, [4, 3, 3, 2]), [[0, 0], [0, 0]], 2)",
        "NAME(tf.reshape(image, [4, 3, 3, 2]), [[1, 0], [0, 1]], 2, 'named')",
        "NAME(input=tf.reshape(image, [4, 3, 3, 2]), crops=[[0, 0], [0, 0]], block_size=2)",
    ),
    **_each(
        "depth_to_space nn.depth_to_space",
        "NAME(tf.reshape(image, [1, 3, 3, 8]), 2)",
        "NAME(tf.reshape(image, [1, 3, 3, 8]), 2, 'named', 'NHWC')",
        "NAME(input=tf.reshape(image, [1, 3, 3, 8]), block_size=2, name='n')",
    ),
    **_each(
        "space_to_depth nn.space_to_depth",
        "NAME(image, 2)",
        "NAME(image, 3, 'named', 'NHWC')",
        "NAME(input=image, block_size=2, data_format='NHWC')",
    ),
    **_each(
        "Variable",
        "NAME(3)",
        "NAME([1.5, 2.5], False)",
        "NAME(initial_value=x, trainable=True, name='named', dtype=tf.float32)",
        "v = NAME(x, name='named', validate_shape=False)\n[v.dtype, v.trainable, v.name, v.shape]",
        "NAME(lambda: tf.ones([2]), name='named', shape=[2])",
        "v = NAME(1.0, trainable=False)\n[w is v for w in tf.global_variables()], [w is v for w in tf.trainable_variables()]",
    ),
    **_each(
        "name_scope",
        "with NAME('outer') as scope:\n    y = tf.identity(x)\n[scope, y]",
        "with tf.name_scope('outer'):\n    with NAME('inner', values=[x]) as scope:\n        y = tf.add(x, 1, name='y')\n[scope, y]",
        "with NAME(name='outer/') as scope:\n    v = tf.Variable(1.0, name='v')\n[scope, v.name]",
        "with NAME(None, 'default', [x]) as scope:\n    y = tf.identity(x)\n[scope, y]",
        "with NAME('given', default_name='default', values=[x]) as scope:\n    y = tf.identity(x)\n[scope, y]",
        "def f(name=None):\n    with NAME(name, 'default', [x]) as scope:\n        return scope, tf.identity(x)\n"
        "f(), f('given'), f()",
        "def f(name=None):\n    with NAME(name=name, default_name='a' + 'b', values=[x]) as scope:\n        return scope\n"
        "f(), f('given/')",
    ),
    **_each(
        "variable_creator_scope",
        "seen = []\n"
        "def creator(build, **arguments):\n    seen.append(arguments['name'])\n    return build(**arguments)\n"
        "with NAME(creator):\n    v = tf.Variable(1.0, name='v'), tensorflow.Variable(2.0), tf.get_variable('w', [])\n"
        "with NAME(variable_creator=lambda build, **arguments: 'made'):\n    w = tf.Variable(1.0)\n"
        "seen, v, w",
    ),
    **_each("device", "with NAME('/cpu:0'):\n    y = x + 1\n[y, y.device]", "with NAME(None):\n    y = x + 1\ny"),
    **_each(
        "VariableAggregation",
        "tf.Variable(x, aggregation=NAME.SUM)",
        "[NAME.NONE.value, NAME.SUM.value, NAME.MEAN.value, NAME.ONLY_FIRST_REPLICA.value]",
    ),
}

_CASTS = _each(
    "to_float to_int32 to_int64 to_double to_bfloat16 to_complex64 to_complex128",
    "NAME(i)",
    "NAME(x)",
    "NAME(x, 'named')",
    "NAME(x=[1, 2], name='named')",
)

_REDUCE = (
    "NAME(VALUE)",
    "NAME(VALUE, 1)",
    "NAME(VALUE, -1, True, 'named')",
    "NAME(VALUE, [0, 1])",
    "NAME(VALUE, axis=0, keep_dims=True)",
    "NAME(input_tensor=VALUE, reduction_indices=[1], keepdims=False, name='n')",
    "NAME(VALUE, reduction_indices=0)",
)
_OF_NUMBERS = tuple(program.replace("VALUE", "x") for program in _REDUCE)
_OF_TRUTHS = tuple(program.replace("VALUE", "b") for program in _REDUCE)

_MATHEMATICS = {
    **_each(
        "reduce_logsumexp reduce_max reduce_mean reduce_min reduce_prod reduce_sum math.reduce_logsumexp"
        " math.reduce_max math.reduce_mean math.reduce_min math.reduce_prod math.reduce_sum",
        *_OF_NUMBERS,
    ),
    **_each("reduce_all reduce_any math.reduce_all math.reduce_any", *_OF_TRUTHS),
    **_each(
        "argmax argmin math.argmax math.argmin",
        "NAME(x)",
        "NAME(x, 1)",
        "NAME(x, -1, 'named')",
        "NAME(x, dimension=1, output_type=tf.int32)",
        "NAME(input=x, axis=0, name='n')",
    ),
    **_each(
        "count_nonzero math.count_nonzero",
        "NAME(i)",
        "NAME(b, 1)",
        "NAME(x, 0, True, tf.int32, 'named')",
        "NAME(input_tensor=x, axis=1, keep_dims=True)",
        "NAME(x, reduction_indices=[1])",
        "NAME(input=x, dtype=tf.float32)",
    ),
    **_each(
        "norm linalg.norm",
        "NAME(x)",
        "NAME(x, 1)",
        "NAME(x, 'euclidean', 1, True, 'named')",
        "NAME(tensor=x, ord=np.inf, axis=0, keep_dims=True)",
        "NAME(x, ord='fro', axis=[0, 1])",
    ),
    **_each(
        "scalar_mul math.scalar_mul",
        "NAME(2.0, x)",
        "NAME(scalar=3, x=i, name='named')",
        "NAME(2, tf.IndexedSlices(x, [0, 1])).values",
    ),
    **_each(
        "bincount math.bincount",
        "NAME(i)",
        "NAME(i, [[0.5] * 3] * 2)",
        "NAME(arr=[1, 1, 4], minlength=7, dtype=tf.int64)",
        "NAME([1, 1, 4], None, None, 3)",
        "NAME([1, 1, 4], weights=[1, 2, 3], maxlength=9)",
        "NAME(tf.constant([], tf.int32))",
    ),
    **_each(
        "confusion_matrix math.confusion_matrix",
        "NAME([0, 1, 2], [0, 2, 2])",
        "NAME([0, 1, 2], [0, 2, 2], 4, tf.float32, 'named', [1.0, 0.5, 2.0])",
        "NAME(labels=[0, 1], predictions=[1, 1], num_classes=3, weights=[2, 3])",
    ),
    **_each(
        "gradients",
        "NAME(x * x, x)",
        "NAME(ys=[x * x], xs=[x, i], grad_ys=[x], name='named', colocate_gradients_with_ops=True)",
        "NAME(tf.exp(x), [x], None, 'named', True)",
        "NAME(x * x, x, stop_gradients=[x], unconnected_gradients='zero')",
    ),
    **_each(
        "hessians",
        "y = x[0]\nNAME(tf.reduce_sum(y ** 3), y)",
        "y = x[0]\nNAME(tf.reduce_sum(y ** 3), [y], 'named', colocate_gradients_with_ops=True)",
    ),
    **_each(
        "quantize_v2",
        "NAME(x, -2.0, 2.0, tf.quint8)",
        "NAME(input=x, min_range=-1.0, max_range=1.0, T=tf.qint8, mode='SCALED', name='named', round_mode='HALF_TO_EVEN')",
    ),
}

_FLOW = {
    **_each(
        "case",
        "NAME([(tf.reduce_sum(x) > 0, lambda: x + 1)], default=lambda: x)",
        "NAME([(tf.reduce_sum(x) > 90, lambda: [x])], lambda: [x + 1], True)",
        "NAME([(tf.constant(True), lambda: [x])], exclusive=False, strict=True, name='named')",
    ),
    **_each(
        "cond",
        "NAME(tf.reduce_sum(x) > 0, lambda: x + 1, lambda: x - 1)",
        "NAME(pred=tf.reduce_sum(x) > 90, true_fn=lambda: (x, i), false_fn=lambda: (x + 1, i), name='named')",
        "NAME(tf.constant(True), fn1=lambda: x, fn2=lambda: x - 1)",
        "NAME(tf.constant(True), lambda: [x], lambda: [x - 1], strict=True)",
    ),
    **_each(
        "while_loop",
        "NAME(lambda n, y: n < 3, lambda n, y: (n + 1, y * 2), (0, x))",
        "NAME(lambda n, y: n < 9, lambda n, y: [n + 1, y * 2], [tf.constant(0), x], None, 4, True, False, 'named', 2)",
        "NAME(cond=lambda n, y: n < 3, body=lambda n, y: [n + 1, y], loop_vars=[tf.constant(0), x],"
        " return_same_structure=True, back_prop=False)",
    ),
    **_each(
        "py_func",
        "NAME(lambda y: y * 2, [x], tf.float32)",
        "NAME(lambda y, z: (y + 1, z - 1), [x, i], [tf.float32, tf.int32], False, 'named')",
        "NAME(func=np.sum, inp=[x], Tout=[tf.float32], stateful=True)",
    ),
    **_each(
        "autograph.to_graph",
        "import colorsys\nNAME(colorsys.rgb_to_yiq)(0.2, 0.4, 0.6), NAME(colorsys.rgb_to_hls, arg_values=None, arg_types=None)(x[0, 0], 0.4, 0.6)",
    ),
    **_each(
        "autograph.to_code",
        "import colorsys\nNAME(colorsys.rgb_to_yiq), NAME(colorsys.hsv_to_rgb, True, arg_values=None, arg_types=None, indentation='    ')",
    ),
}

_ASSERT_RIGHT = (
    "with tf.control_dependencies([CALL]):\n    y = tf.identity(x)\ny",
    "CALL is None",
)


def _checked(names: str, *calls: str) -> dict[str, tuple[str, ...]]:
    """Return programs that make each check, and depend on it."""
    programs = [program.replace("CALL", call) for call in calls for program in _ASSERT_RIGHT]
    return _each(names, *programs)


_CHECKS = {
    **_checked(
        "assert_equal debugging.assert_equal",
        "NAME(x, x)",
        "NAME(x, x + 1)",
        "NAME(x=i, y=i, summarize=4, message='said', name='named')",
        "NAME(i, i * 2, None, 5, 'said', 'named')",
    ),
    **_checked(
        "assert_greater assert_greater_equal debugging.assert_greater debugging.assert_greater_equal",
        "NAME(x, x - 1)",
        "NAME(x=x, y=x + 1, message='said', name='named')",
        "NAME(i, i, None, 3, 'said')",
    ),
    **_checked(
        "assert_less assert_less_equal debugging.assert_less debugging.assert_less_equal",
        "NAME(x, x + 1)",
        "NAME(x=x, y=x - 1, message='said', name='named')",
        "NAME(i, i, None, 3, 'said')",
    ),
    **_checked(
        "assert_none_equal debugging.assert_none_equal",
        "NAME(x, x + 1)",
        "NAME(x=x, y=x, message='said', name='named')",
        "NAME(i, i + 1, None, 3, 'said')",
    ),
    **_checked(
        "assert_near debugging.assert_near",
        "NAME(x, x + 1e-9)",
        "NAME(x, x + 1, 0.1, 0.1, None, 3, 'said', 'named')",
        "NAME(x=x, y=x + 0.5, rtol=1.0, atol=1.0, message='said')",
    ),
    **_checked(
        "assert_negative assert_non_negative assert_non_positive assert_positive debugging.assert_negative"
        " debugging.assert_non_negative debugging.assert_non_positive debugging.assert_positive",
        "NAME(x)",
        "NAME(i + 1, None, 3, 'said')",
        "NAME(x=-1 - i, message='said', name='named')",
        "NAME(i - i)",
    ),
    **_checked(
        "assert_rank assert_rank_at_least debugging.assert_rank debugging.assert_rank_at_least",
        "NAME(x, 2)",
        "NAME(x, 1, None, 3, 'said', 'named')",
        "NAME(x=cube, rank=2, summarize=3, message='said')",
        "NAME(x, 3)",
    ),
    **_checked(
        "assert_rank_in debugging.assert_rank_in",
        "NAME(x, [1, 2])",
        "NAME(x, (3,), None, 3, 'said', 'named')",
        "NAME(x=cube, ranks=[3, 4], summarize=3, message='said')",
    ),
    **_each(
        "verify_tensor_all_finite debugging.assert_all_finite",
        "NAME(x, 'said')",
        "NAME(tf.log(x - x), 'said', 'named')",
        "NAME(t=x, msg='said')",
        "NAME(x=x, message='said', name='named')",
    ),
    **_each("assert_integer debugging.assert_integer", "NAME(i)\nx", "NAME(i, message='said', name='named')\nx"),
    **_each("assert_scalar debugging.assert_scalar", "NAME(x[0, 0])\nx", "NAME(x)"),
    **_each("assert_type debugging.assert_type", "NAME(i, tf.int32)\nx", "NAME(x, tf.float32, 'said')\nx"),
    **_each("debugging.assert_shapes", "NAME([(x, (2, 'n')), (p, (2, 'n'))])\nx", "NAME({x[0]: (4,)}) if 0 else x"),
}

_LAYERS = {
    **_each(
        "nn.dropout",
        "NAME(cube, 0.6, seed=3)",
        "NAME(cube, keep_prob=0.25)",
        "NAME(x=cube, keep_prob=tf.constant(0.7), noise_shape=[2, 1, 4], seed=5, name='named')",
        "NAME(cube, rate=0.3)",
        "NAME(cube, 0.5, [2, 3, 1], 7, 'named')",
        "NAME(cube, 1.0)",
        "NAME(cube, keep_prob=1 - 0.2)",
    ),
    **_each(
        "nn.softmax nn.log_softmax math.softmax math.log_softmax",
        "NAME(x)",
        "NAME(x, 0)",
        "NAME(x, -1, 'named')",
        "NAME(logits=cube, dim=1)",
        "NAME(cube, axis=-2, name='n')",
    ),
    **_each(
        "nn.crelu", "NAME(x)", "NAME(x, 'named')", "NAME(features=cube, axis=1, name='n')", "NAME(cube, 'named', 0)"
    ),
    **_each(
        "nn.in_top_k math.in_top_k",
        "NAME(x, [2, 1], 1)",
        "NAME(predictions=x, targets=[0, 2], k=2, name='named')",
        "NAME(p, [1, 0], 2, 'named')",
    ),
    **_each(
        "nn.conv2d",
        "NAME(image, kernel, [1, 1, 1, 1], 'SAME')",
        "NAME(input=image, filter=kernel, strides=[1, 2, 2, 1], padding='VALID', use_cudnn_on_gpu=False)",
        "NAME(image, kernel, [1, 1, 1, 1], 'VALID', True, 'NHWC', [1, 2, 2, 1], 'named')",
        "NAME(image, filters=kernel, strides=2, padding=[[0, 0], [1, 1], [2, 0], [0, 0]], data_format='NHWC')",
        "tf.gradients(NAME(image, filter=kernel, strides=1, padding='SAME'), [image, kernel])",
    ),
    **_each(
        "nn.conv3d",
        "NAME(volume, block, [1, 1, 1, 1, 1], 'SAME')",
        "NAME(input=volume, filter=block, strides=[1, 2, 2, 2, 1], padding='VALID', name='named')",
        "NAME(volume, block, [1, 1, 1, 1, 1], 'VALID', 'NDHWC')",
        "NAME(volume, filters=block, strides=[1, 1, 1, 1, 1], padding='SAME', dilations=[1, 1, 1, 1, 1])",
    ),
    **_each(
        "nn.conv1d",
        "NAME(signal, taps, 1, 'SAME')",
        "NAME(value=signal, filters=taps, stride=2, padding='VALID', use_cudnn_on_gpu=False, name='named')",
        "NAME(signal, taps, 2, 'SAME', True, 'NHWC', 'named')",
        "NAME(input=signal, filters=taps, stride=1, padding='VALID', data_format='NWC', dilations=2)",
    ),
    **_each(
        "nn.convolution",
        "NAME(image, kernel, 'SAME')",
        "NAME(input=image, filter=kernel, padding='VALID', dilation_rate=[2, 2], name='named')",
        "NAME(image, kernel, 'VALID', [2, 1], None, 'named', 'NHWC')",
        "NAME(signal, taps, strides=[2], padding='SAME', dilations=[1])",
    ),
    **_each(
        "nn.conv2d_transpose",
        "NAME(image, kernel, [1, 12, 12, 2], [1, 2, 2, 1])",
        "NAME(value=image, filter=kernel, output_shape=[1, 8, 8, 2], strides=[1, 1, 1, 1], padding='VALID', name='n')",
        "NAME(image, kernel, tf.constant([1, 6, 6, 2]), 1, 'SAME', 'NHWC', 'named')",
        "NAME(input=image, filters=kernel, output_shape=[1, 6, 6, 2], strides=1, dilations=[1, 1, 1, 1])",
    ),
    **_each(
        "nn.conv3d_transpose",
        "NAME(volume, block, [1, 8, 8, 8, 2], [1, 2, 2, 2, 1])",
        "NAME(value=volume, filter=block, output_shape=[1, 5, 5, 5, 2], strides=[1, 1, 1, 1, 1], padding='VALID')",
        "NAME(volume, block, [1, 4, 4, 4, 2], 1, 'SAME', 'NDHWC', 'named')",
        "NAME(volume, filters=block, output_shape=[1, 4, 4, 4, 2], strides=1)",
    ),
    **_each(
        "nn.depthwise_conv2d",
        "NAME(image, kernel, [1, 1, 1, 1], 'SAME')",
        "NAME(input=image, filter=kernel, strides=[1, 1, 1, 1], padding='VALID', rate=[2, 2], name='named')",
        "NAME(image, kernel, [1, 2, 2, 1], 'SAME', None, 'named', 'NHWC')",
        "NAME(image, kernel, [1, 1, 1, 1], 'SAME', dilations=[2, 2])",
    ),
    **_each(
        "nn.depthwise_conv2d_native",
        "NAME(image, kernel, [1, 1, 1, 1], 'SAME')",
        "NAME(input=image, filter=kernel, strides=[1, 2, 2, 1], padding='VALID', data_format='NHWC', name='named')",
    ),
    **_each(
        "nn.separable_conv2d",
        "NAME(image, kernel, pointwise, [1, 1, 1, 1], 'SAME')",
        "NAME(input=image, depthwise_filter=kernel, pointwise_filter=pointwise, strides=[1, 1, 1, 1], padding='VALID',"
        " rate=[2, 2], name='named')",
        "NAME(image, kernel, pointwise, [1, 2, 2, 1], 'SAME', None, 'named', 'NHWC')",
    ),
    **_each(
        "nn.dilation2d",
        "NAME(image, kernel[..., 0], [1, 1, 1, 1], [1, 1, 1, 1], 'SAME')",
        "NAME(input=image, filter=kernel[..., 0], strides=[1, 2, 2, 1], rates=[1, 1, 1, 1], padding='VALID', name='n')",
        "NAME(image, filters=kernel[..., 0], strides=[1, 1, 1, 1], padding='SAME', dilations=[1, 2, 2, 1])",
    ),
    **_each(
        "nn.erosion2d",
        "NAME(image, kernel[..., 0], [1, 1, 1, 1], [1, 1, 1, 1], 'SAME')",
        "NAME(value=image, kernel=kernel[..., 0], strides=[1, 2, 2, 1], rates=[1, 1, 1, 1], padding='VALID', name='n')",
    ),
    **_each(
        "nn.avg_pool nn.max_pool nn.avg_pool2d",
        "NAME(image, [1, 2, 2, 1], [1, 2, 2, 1], 'SAME')",
        "NAME(value=image, ksize=[1, 3, 3, 1], strides=[1, 1, 1, 1], padding='VALID', data_format='NHWC', name='named')",
        "NAME(image, 3, 2, 'SAME', 'NHWC', 'named')",
        "tf.gradients(NAME(image, 3, 2, 'SAME'), image)",
    ),
    **_each(
        "nn.pool",
        "NAME(image, [2, 2], 'MAX', 'SAME')",
        "NAME(input=image, window_shape=[3, 3], pooling_type='AVG', padding='VALID', strides=[2, 2], name='named')",
        "NAME(image, [2, 2], 'MAX', 'VALID', [2, 2], None, 'named', 'NHWC')",
        "NAME(signal, [3], 'AVG', 'VALID', dilation_rate=[2])",
    ),
    **_each(
        "nn.max_pool_with_argmax",
        "NAME(image, [1, 2, 2, 1], [1, 2, 2, 1], 'SAME')",
        "NAME(image, [1, 3, 3, 1], [1, 1, 1, 1], 'VALID', 'NHWC', tf.int32, 'named')",
        "NAME(input=image, ksize=[1, 2, 2, 1], strides=[1, 2, 2, 1], padding='SAME', output_dtype=tf.int64,"
        " include_batch_in_index=True)",
        "NAME(image, [1, 2, 2, 1], [1, 2, 2, 1], 'SAME', Targmax=tf.int32)",
    ),
    **_each(
        "nn.fractional_avg_pool nn.fractional_max_pool",
        "NAME(image, [1.0, 1.0, 1.0, 1.0])",
        "NAME(value=image, pooling_ratio=[1.0, 2.0, 2.0, 1.0], pseudo_random=True, overlapping=True, name='n').row_pooling_sequence.dtype",
    ),
    **_each(
        "nn.moments",
        "NAME(x, [0])",
        "NAME(x, [1], None, 'named', True)",
        "NAME(x=cube, axes=[0, 2], keep_dims=True)",
        "NAME(cube, axes=[1], keepdims=True, name='n')",
    ),
    **_each(
        "nn.weighted_moments",
        "NAME(x, [0], p)",
        "NAME(x, [1], p, 'named', True)",
        "NAME(x=x, axes=[0], frequency_weights=p, keep_dims=True)",
    ),
    **_each(
        "nn.sufficient_statistics",
        "NAME(x, [0])",
        "NAME(x, [1], 0.5, True, 'named')",
        "NAME(x=x, axes=[0, 1], shift=None, keep_dims=True)",
    ),
    **_each(
        "nn.batch_norm_with_global_normalization",
        "NAME(image, x[0, :2], p[0, :2], x[1, :2], p[1, :2], 0.01, True)",
        "NAME(t=image, m=x[0, :2], v=p[0, :2], beta=x[1, :2], gamma=p[1, :2], variance_epsilon=0.01,"
        " scale_after_normalization=False, name='named')",
        "NAME(input=image, mean=x[0, :2], variance=p[0, :2], beta=x[1, :2], gamma=p[1, :2],"
        " variance_epsilon=0.01, scale_after_normalization=True)",
    ),
    **_each(
        "nn.embedding_lookup",
        "NAME(x, [1, 0, 1])",
        "NAME(params=x, ids=[[1], [0]], name='named', validate_indices=False, max_norm=1.0)",
        "NAME(tf.get_variable('table', initializer=np.eye(3, dtype='float32')), [2, 0])",
    ),
    **_each(
        "nn.embedding_lookup_sparse",
        "NAME(x, tf.SparseTensor([[0, 0], [1, 0]], tf.constant([1, 0], tf.int64), [2, 1]), None, combiner='sum')",
        "NAME(params=x, sp_ids=tf.SparseTensor([[0, 0]], tf.constant([1], tf.int64), [1, 1]), sp_weights=None, name='n',"
        " combiner='mean', max_norm=1.0)",
    ),
    **_each(
        "nn.nce_loss nn.sampled_softmax_loss",
        "NAME(tf.ones([5, 3]), tf.zeros([5]), tf.constant([[1], [2]], tf.int64), x, 2, 5,"
        " sampled_values=(tf.constant([0, 3], tf.int64), tf.constant([[0.5], [0.5]]), tf.constant([0.4, 0.4])))",
        "NAME(weights=tf.ones([5, 3]), biases=tf.zeros([5]), labels=tf.constant([[1], [2]], tf.int64), inputs=x, num_sampled=2, num_classes=5,"
        " num_true=1, sampled_values=(tf.constant([0, 3], tf.int64), tf.constant([[0.5], [0.5]]), tf.constant([0.4, 0.4])), remove_accidental_hits=True, name='named')",
    ),
    **_each(
        "nn.safe_embedding_lookup_sparse",
        "NAME(x, tf.SparseTensor([[0, 0], [2, 0]], tf.constant([1, 0], tf.int64), [3, 1]))",
        "NAME([x[:1], x[1:]], tf.SparseTensor([[0, 0], [2, 0]], tf.constant([1, 0], tf.int64), [3, 1]), None, 'sum', 0,"
        " 'named')",
        "NAME(embedding_weights=x, sparse_ids=tf.SparseTensor([[0, 0]], tf.constant([1], tf.int64), [2, 1]),"
        " combiner='sqrtn', max_norm=0.5, name='n')",
    ),
}

_LOSSES = {
    **_each(
        "nn.sparse_softmax_cross_entropy_with_logits",
        "NAME(labels=[2, 0], logits=x)",
        "NAME(logits=x, labels=tf.constant([2, 0], tf.int64), name='named')",
    ),
    **_each(
        "nn.sigmoid_cross_entropy_with_logits",
        "NAME(labels=p, logits=x)",
        "NAME(logits=x, labels=p, name='named')",
        "tf.gradients(NAME(labels=p, logits=x), [p, x])",
    ),
    **_each("executing_eagerly", "NAME()"),
    **_each("foldl foldr", "NAME(lambda a, v: a + 2 * v, tf.constant([1.0, 2.0, 3.0]))"),
    **_each(
        "map_fn",
        "NAME(lambda v: v * v, tf.constant([1.0, 2.0, 3.0]))",
        "NAME(lambda v: tf.cast(v, tf.int32), tf.constant([1.5, 2.5]), tf.int32)",
        "NAME(lambda v: v + 1, tf.constant([1, 2]), dtype=tf.int32, parallel_iterations=2)",
    ),
    **_each(
        "scan",
        "NAME(lambda a, v: a + v, tf.constant([1.0, 2.0, 3.0]))",
        "NAME(lambda a, v: a * v, tf.constant([1.0, 2.0, 3.0]), tf.constant(2.0))",
    ),
    **_each(
        "nn.softmax_cross_entropy_with_logits_v2",
        "NAME(labels=[[0.25, 0.75], [1.0, 0.0]], logits=[[2.0, -1.0], [0.5, 3.0]])",
        "NAME(labels=[[0.25, 0.75], [1.0, 0.0]], logits=[[2.0, -1.0], [0.5, 3.0]], dim=0, name='named')",
        "NAME([[0.25, 0.75], [1.0, 0.0]], [[2.0, -1.0], [0.5, 3.0]], 1)",
    ),
    **_each(
        "nn.weighted_cross_entropy_with_logits",
        "NAME(p, x, 2.0)",
        "NAME(targets=p, logits=x, pos_weight=0.5, name='named')",
        "NAME(labels=p, logits=x, pos_weight=tf.constant(3.0))",
    ),
    **_each(
        "nn.ctc_loss",
        "NAME(tf.SparseTensor([[0, 0], [0, 1]], [0, 1], [1, 2]), tf.reshape(x, [2, 1, 3]), [2])",
        "NAME(labels=tf.SparseTensor([[0, 0], [1, 0]], [1, 0], [2, 1]), inputs=cube, sequence_length=[3, 2],"
        " time_major=False)",
    ),
}

_INITIALIZERS = {
    **_each(
        "zeros_initializer ones_initializer",
        "NAME()([2, 3])",
        "NAME()([2], tf.int32)",
        "NAME()([2], dtype=tf.bool)",
        "tf.get_variable('v', [2, 3], initializer=NAME())",
        "tf.get_variable('v', [2, 3], tf.int64, NAME)",
        "tf.get_variable('v', [4, 3], initializer=NAME(), partitioner=tf.fixed_size_partitioner(2)).as_tensor()",
    ),
    **_each(
        "random_normal_initializer",
        "NAME()([2, 3])",
        "NAME(1.0, 0.5)([3], tf.float64)",
        "NAME(mean=2.0)([2], dtype=tf.float32)",
        "NAME(stddev=0.02)([2, 2])",
        "tf.get_variable('v', [2, 3], initializer=NAME(stddev=0.1))",
        "tf.get_variable('v', [4, 3], initializer=NAME(), partitioner=tf.fixed_size_partitioner(2)).as_tensor()",
    ),
    **_each(
        "random_uniform_initializer",
        "NAME()([2, 3])",
        "NAME(-0.5, 0.5)([3], tf.float64)",
        "NAME(minval=-2.0)([2], dtype=tf.float32)",
        "NAME(maxval=0.1)([2, 2])",
        "tf.get_variable('v', [2, 3], initializer=NAME(-0.1, 0.1))",
    ),
    **_each(
        "constant_initializer",
        "tf.get_variable('v', [2, 3], initializer=NAME(0.5))",
        "tf.get_variable('v', [2], tf.int32, initializer=NAME([1, 2]))",
        "NAME(value=2.5)([2])",
    ),
}

_RANDOM = {
    **_each(
        "set_random_seed random.set_random_seed",
        "NAME(11)\ntf.random_normal([3])",
        "NAME(seed=12)\ntf.random_uniform([3], seed=4)",
    ),
    **_each(
        "multinomial random.multinomial",
        "NAME(x, 4)",
        "NAME(x, 4, 9, 'named', tf.int32)",
        "NAME(logits=x, num_samples=5, seed=2, output_dtype=tf.int64)",
    ),
    **_each(
        "random.stateless_multinomial",
        "NAME(x, 4, [1, 2])",
        "NAME(logits=x, num_samples=4, seed=[3, 4], output_dtype=tf.int32, name='named')",
    ),
    **_each(
        "random_poisson random.poisson",
        "NAME(2.5, [4])",
        "NAME([1.0, 9.0], [3], tf.float64, 5, 'named')",
        "NAME(lam=[0.5, 1.5], shape=[2, 2], dtype=tf.float32, seed=8)",
    ),
}

_IMAGES = {
    **_each(
        "image.crop_and_resize",
        "NAME(image, boxes[0], [0], [3, 3])",
        "NAME(image=image, boxes=boxes[0], box_ind=[0], crop_size=[2, 4], method='nearest', name='named')",
        "NAME(image, [[-0.5, 0.0, 1.5, 1.0]], [0], [4, 4], 'bilinear', 7.0, 'named')",
        "NAME(image, boxes[0], box_indices=[0], crop_size=[3, 3])",
    ),
    **_each(
        "image.draw_bounding_boxes",
        "NAME(tf.concat([image, image[..., :1]], 3), boxes)",
        "NAME(images=tf.concat([image, image[..., :1]], 3), boxes=boxes, name='named')",
        "NAME(tf.concat([image, image[..., :1]], 3), boxes, 'named', [[0.5, 0.25, 1.0]])",
    ),
    **_each(
        "extract_image_patches image.extract_image_patches",
        "NAME(image, [1, 3, 3, 1], [1, 2, 2, 1], [1, 1, 1, 1], 'VALID')",
        "NAME(images=image, ksizes=[1, 2, 2, 1], strides=[1, 1, 1, 1], rates=[1, 2, 2, 1], padding='SAME', name='n')",
        "NAME(image, sizes=[1, 2, 2, 1], strides=[1, 1, 1, 1], rates=[1, 1, 1, 1], padding='SAME')",
    ),
    **_each(
        "image.sample_distorted_bounding_box",
        "NAME([40, 50, 3], boxes).begin.dtype",
        "NAME(image_size=[40, 50, 3], bounding_boxes=boxes, min_object_covered=0.3, aspect_ratio_range=[0.9, 1.1],"
        " area_range=[0.5, 1.0], max_attempts=20, use_image_if_no_bounding_boxes=True, name='n').bboxes.shape",
        "NAME([40, 50, 3], boxes, None, None, 0.5)[1].dtype",
    ),
}

_STRINGS = {
    **_each(
        "reduce_join strings.reduce_join",
        "NAME(words)",
        "NAME([['a', 'b'], ['c', 'd']], 0)",
        "NAME([['a', 'b'], ['c', 'd']], 1, True, '-', 'named')",
        "NAME(inputs=[['a', 'b'], ['c', 'd']], reduction_indices=[1, 0], keep_dims=False, separator='+')",
        "NAME([['a', 'b'], ['c', 'd']], axis=[0, 1], keepdims=True)",
    ),
    **_each(
        "string_to_number strings.to_number",
        "NAME(['1.5', '-2'])",
        "NAME(['7'], tf.int64, 'named')",
        "NAME(string_tensor=['7'], out_type=tf.int32)",
        "NAME(input='3.25', name='n')",
    ),
    **_each(
        "string_to_hash_bucket strings.to_hash_bucket",
        "NAME(words, 10)",
        "NAME(string_tensor=words, num_buckets=7, name='named')",
        "NAME(input=words, num_buckets=7)",
    ),
    **_each(
        "substr strings.substr",
        "NAME(words[:2], 1, 1)",
        "NAME(words[:2], 0, 2, 'named', 'UTF8_CHAR')",
        "NAME(input=['h\\u00e9llo'], pos=[1], len=[2], unit='UTF8_CHAR')",
    ),
    **_each(
        "strings.length",
        "NAME(words)",
        "NAME(['h\\u00e9'], 'named', 'UTF8_CHAR')",
        "NAME(input=['h\\u00e9'], unit='BYTE', name='n')",
    ),
}

_SPARSE = {
    **_each(
        "sparse_reduce_sum sparse.reduce_sum sparse_reduce_max sparse.reduce_max sparse_reduce_sum_sparse"
        " sparse.reduce_sum_sparse sparse_reduce_max_sparse sparse.reduce_max_sparse",
        "NAME(sparse)",
        "NAME(sparse, 1, True)",
        "NAME(sp_input=sparse, reduction_axes=[0], keep_dims=True)",
        "NAME(sparse, axis=0, keepdims=False)",
    ),
    **_each(
        "sparse_add sparse.add",
        "NAME(sparse, sparse)",
        "NAME(a=sparse, b=sparse, threshold=5.0)",
        "NAME(sparse, sparse, thresh=3.0)",
        "NAME(sparse, x)",
        "NAME(sparse, sparse, 5.0)",
    ),
    **_each(
        "sparse_concat sparse.concat",
        "NAME(0, [sparse, sparse])",
        "NAME(1, [sparse, sparse], 'named')",
        "NAME(axis=1, sp_inputs=[sparse, tf.sparse_reset_shape(sparse, [5, 3])], expand_nonconcat_dim=True)",
        "NAME(1, [sparse, sparse], None, False)",
    ),
    **_each(
        "sparse_split sparse.split",
        "NAME(sp_input=sparse, num_split=3, axis=1)",
        "NAME(sp_input=sparse, num_split=2, axis=0, name='named')",
    ),
    **_each(
        "sparse_segment_mean sparse.segment_mean sparse_segment_sqrt_n sparse.segment_sqrt_n sparse_segment_sum"
        " sparse.segment_sum",
        "NAME(x, [0, 1, 0], [0, 0, 1])",
        "NAME(x, [0, 1, 0], [0, 0, 2], 'named', 5)",
        "NAME(data=x, indices=[0, 1], segment_ids=[0, 1], num_segments=3, name='n')",
        "tf.gradients(NAME(x, [0, 1, 0], [0, 0, 1]), x)",
    ),
    **_each(
        "serialize_sparse io.serialize_sparse",
        "NAME(sparse)",
        "NAME(sparse, 'named', tf.string)",
        "NAME(sp_input=sparse, out_type=tf.variant) is None",
    ),
    **_each(
        "serialize_many_sparse io.serialize_many_sparse",
        "NAME(sparse)",
        "NAME(sp_input=sparse, name='named', out_type=tf.string)",
    ),
}

_PARSING = {
    **_each(
        "parse_example io.parse_example",
        "NAME([example, example], features)",
        "NAME([example], features, 'named', ['one'])",
        "NAME(serialized=[example], features={'a': features['a']}, example_names=['one'], name='n')",
    ),
    **_each(
        "parse_single_example io.parse_single_example",
        "NAME(example, features)",
        "NAME(example, features, 'named', 'one')",
        "NAME(serialized=example, features={'b': features['b']}, example_names='one', name='n')",
    ),
    **_each(
        "decode_csv io.decode_csv",
        "NAME(['1,2.5,x', '3,,y'], [[0], [9.0], ['']])",
        "NAME(['1;\"a;b\"'], [['']], ';', True, 'named', 'NA', [1])",
        "NAME(records='NA|2', record_defaults=[[5], [6]], field_delim='|', na_value='NA', name='n')",
        "NAME(records='1|\"2', record_defaults=[[5], ['']], field_delim='|', use_quote_delim=False)",
    ),
    **_each(
        "decode_raw io.decode_raw",
        "NAME(['abcd'], tf.uint8)",
        "NAME(bytes=['abcd'], out_type=tf.int16, little_endian=False, name='named')",
        "NAME(['abcd'], tf.int16, True, 'named')",
        "NAME(input_bytes='abcd', out_type=tf.int32)",
    ),
    **_each(
        "feature_column.categorical_column_with_vocabulary_file",
        "NAME('k', 'vocabulary.txt', 3, 2)",
        "NAME('k', 'vocabulary.txt', 3, 0, 1, tf.string)",
        "NAME(key='k', vocabulary_file='vocabulary.txt', vocabulary_size=5, default_value=-1, dtype=tf.int64)",
    ),
    **_each(
        "feature_column.make_parse_example_spec",
        "NAME([tf.feature_column.numeric_column('n', shape=[2]),"
        " tf.feature_column.categorical_column_with_hash_bucket('c', 9)])",
        "NAME(feature_columns=[tf.feature_column.embedding_column("
        "tf.feature_column.categorical_column_with_identity('c', 9), 2)])",
    ),
}

_NEXT = "tf.data.make_one_shot_iterator(DATA).get_next()"

_DATA = {
    **_each("data.Dataset", _NEXT.replace("DATA", "NAME.from_tensor_slices(x).map(lambda y: y + 1).batch(2)")),
    **_each(
        "lookup.StaticHashTable",
        "t = NAME(tf.lookup.KeyValueTensorInitializer(['alpha', 'be'], [4, 5]), -1, 'named')\nt.lookup(words)",
    ),
    **_each(
        "lookup.StaticVocabularyTable",
        "t = NAME(tf.lookup.KeyValueTensorInitializer(['alpha', 'be'], tf.constant([0, 1], tf.int64)),"
        " num_oov_buckets=2, name='named')\nt.lookup(words)",
    ),
}

_SAVING = {
    **_each(
        " ".join(
            f"saved_model.constants.{name}"
            for name in (
                "ASSETS_DIRECTORY",
                "ASSETS_KEY",
                "SAVED_MODEL_FILENAME_PB",
                "SAVED_MODEL_FILENAME_PBTXT",
                "SAVED_MODEL_SCHEMA_VERSION",
                "VARIABLES_DIRECTORY",
                "VARIABLES_FILENAME",
            )
        ),
        "NAME",
    ),
    **_each(" ".join(f"saved_model.tag_constants.{name}" for name in ("GPU", "SERVING", "TPU", "TRAINING")), "NAME"),
    **_each(
        " ".join(
            f"saved_model.signature_constants.{name}"
            for name in (
                "CLASSIFY_INPUTS",
                "CLASSIFY_METHOD_NAME",
                "CLASSIFY_OUTPUT_CLASSES",
                "CLASSIFY_OUTPUT_SCORES",
                "DEFAULT_SERVING_SIGNATURE_DEF_KEY",
                "PREDICT_INPUTS",
                "PREDICT_METHOD_NAME",
                "PREDICT_OUTPUTS",
                "REGRESS_INPUTS",
                "REGRESS_METHOD_NAME",
                "REGRESS_OUTPUTS",
            )
        ),
        "NAME",
    ),
    **_each(
        "saved_model.contains_saved_model saved_model.loader.maybe_saved_model_directory"
        " saved_model.maybe_saved_model_directory",
        "NAME(folder)",
        "tf.gfile.GFile(folder + '/saved_model.pb', 'w').close()\nNAME(export_dir=folder)",
    ),
    **_each(
        "train.Checkpoint",
        "v = tf.Variable(3.0)\n"
        "with contextlib.suppress() if tf.executing_eagerly() else tensorflow.compat.v1.Session() as session:\n"
        "    if session: session.run(v.initializer)\n"
        "    saved = NAME(v=v).save(folder + '/c')\n"
        "    if session: session.run(v.assign(9.0))\n"
        "    else: v.assign(9.0)\n"
        "    status = NAME(v=v).restore(saved)\n"
        "    status.assert_consumed()\n"
        "    status.initialize_or_restore(session)\n"
        "    value = float(session.run(v) if session else v)\n"
        "saved.replace(folder, ''), value, sorted(tf.train.list_variables(saved)), sorted(tf.gfile.ListDirectory(folder))",
        "v = tf.Variable(3.0)\n"
        "with contextlib.suppress() if tf.executing_eagerly() else tensorflow.compat.v1.Session() as session:\n"
        "    if session: session.run(v.initializer)\n"
        "    saved = NAME(v=v).write(folder + '/c')\n"
        "saved.replace(folder, ''), sorted(tf.train.list_variables(saved)), sorted(tf.gfile.ListDirectory(folder))",
    ),
    **_each(
        "train.NewCheckpointReader",
        "with tf.Graph().as_default(), tensorflow.compat.v1.Session() as session:\n"
        "    v = tf.Variable([3.0], name='v')\n"
        "    session.run(v.initializer)\n"
        "    saved = tf.train.Saver().save(session, folder + '/c', write_meta_graph=False)\n"
        "NAME(saved).get_variable_to_shape_map(), NAME(filepattern=saved).get_tensor('v').tolist()",
    ),
}

_WRITE = (
    "with tf.gfile.GFile(folder + '/a.txt', 'w') as f:\n    _ = f.write('text')\ntf.gfile.MakeDirs(folder + '/d/e')\n"
)
_LIST = "sorted(str(y)[len(folder):] for y in glob.glob(folder + '/**', recursive=True))"


def _files(name: str, *programs: str) -> dict[str, tuple[str, ...]]:
    return _each(name, *(_WRITE + program.replace("LIST", _LIST) for program in programs))


_FILES = {
    **_files("gfile.Exists", "NAME(folder + '/a.txt'), NAME(filename=folder + '/no'), NAME(folder)"),
    **_files("gfile.Remove", "NAME(folder + '/a.txt')\nLIST", "NAME(filename=folder + '/no')"),
    **_files(
        "gfile.Stat",
        "s = NAME(folder + '/a.txt')\ns.length, s.is_directory",
        "NAME(filename=folder + '/d').is_directory",
    ),
    **_files(
        "gfile.Glob",
        "[y[len(folder):] for y in NAME(folder + '/*.txt')]",
        "len(NAME(filename=[folder + '/*', folder + '/d/*']))",
    ),
    **_files("gfile.DeleteRecursively", "NAME(folder + '/d')\nLIST", "NAME(dirname=folder + '/no')"),
    **_files("gfile.IsDirectory", "NAME(folder + '/d'), NAME(dirname=folder + '/a.txt'), NAME(folder + '/no')"),
    **_files("gfile.ListDirectory", "sorted(NAME(folder))", "NAME(dirname=folder + '/d')", "NAME(folder + '/no')"),
    **_files("gfile.MakeDirs", "NAME(folder + '/f/g')\nNAME(dirname=folder + '/f/g')\nLIST"),
    **_files("gfile.MkDir", "NAME(folder + '/f')\nLIST", "NAME(dirname=folder + '/g/h')"),
    **_files(
        "gfile.Copy",
        "NAME(folder + '/a.txt', folder + '/b.txt')\nLIST",
        "NAME(oldpath=folder + '/a.txt', newpath=folder + '/b.txt', overwrite=True)\nLIST",
        "NAME(folder + '/a.txt', folder + '/a.txt', False)",
    ),
    **_files(
        "gfile.Rename",
        "NAME(folder + '/a.txt', folder + '/b.txt')\nLIST",
        "NAME(oldname=folder + '/a.txt', newname=folder + '/d/b.txt', overwrite=False)\nLIST",
    ),
    **_files(
        "gfile.Walk",
        "[(y[0][len(folder):], y[1], y[2]) for y in NAME(folder)]",
        "[(y[0][len(folder):], y[1], y[2]) for y in NAME(top=folder, in_order=False)]",
        "list(NAME(folder + '/no', True))",
    ),
    **_files("gfile.FastGFile", "NAME(folder + '/a.txt').read()", "NAME(name=folder + '/a.txt', mode='rb').read()"),
}

_VERSIONS = _each(
    "COMPILER_VERSION CXX11_ABI_FLAG GIT_VERSION GRAPH_DEF_VERSION GRAPH_DEF_VERSION_MIN_CONSUMER"
    " GRAPH_DEF_VERSION_MIN_PRODUCER MONOLITHIC_BUILD VERSION",
    "NAME",
)

_NEW_FLAGS = "fv = absl.flags.FlagValues()\n"
_READ_FLAGS = "\n_ = fv(['program', '--one=1'])\nfv.one, fv['one'].help, fv['one'].default"


def _flags(names: str, *calls: str) -> dict[str, tuple[str, ...]]:
    """Return programs that define a flag `one`, for both of the modules."""
    both = " ".join(f"{module}.{name}" for name in names.split() for module in ("flags", "app.flags"))
    return _each(both, *(f"{_NEW_FLAGS}{call}{_READ_FLAGS}" for call in calls))


# The same objects: nothing else has to be run.
_ABSL = (
    "ArgumentParser ArgumentSerializer BaseListParser BooleanFlag BooleanParser CantOpenFlagFileError CsvListSerializer"
    " DEFINE DEFINE_alias DEFINE_enum DEFINE_enum_class DEFINE_flag DEFINE_list DEFINE_multi DEFINE_multi_enum"
    " DEFINE_multi_enum_class DEFINE_multi_float DEFINE_multi_integer DEFINE_multi_string DEFINE_spaceseplist"
    " DuplicateFlagError EnumClassFlag EnumClassListSerializer EnumClassParser EnumClassSerializer EnumFlag EnumParser"
    " Error Flag FlagHolder FlagNameConflictsWithMethodError FlagValues FloatParser IllegalFlagValueError IntegerParser"
    " ListParser ListSerializer MultiEnumClassFlag MultiFlag UnparsedFlagAccessError UnrecognizedFlagError"
    " ValidationError WhitespaceSeparatedListParser adopt_module_key_flags declare_key_flag disclaim_key_flags"
    " doc_to_help flag_dict_to_args get_help_width mark_bool_flags_as_mutual_exclusive mark_flag_as_required"
    " mark_flags_as_mutual_exclusive mark_flags_as_required multi_flags_validator override_value"
    " register_multi_flags_validator register_validator set_default text_wrap validator"
)

_FLAGS = {
    **{
        f"{module}.{name}": (f"tf.{module}.{name} is absl.flags.{name}",)
        for module in ("flags", "app.flags")
        for name in _ABSL.split()
    },
    **_flags(
        "DEFINE_bool DEFINE_boolean DEFINE_float DEFINE_integer DEFINE_string",
        "NAME('one', None, 'said', flag_values=fv)",
        "NAME(name='one', default=None, help='said', flag_values=fv)",
        "NAME(flag_name='one', default_value=None, docstring='said', flag_values=fv)",
    ),
}

_KERAS = {
    **_each(
        " ".join(
            f"keras.{module}.{name}"
            for module in ("losses", "metrics")
            for name in (
                "mean_absolute_error",
                "mean_absolute_percentage_error",
                "mean_squared_error",
                "mean_squared_logarithmic_error",
            )
        ),
        "NAME(p, x + 2)",
        "NAME(y_true=p, y_pred=x + 2)",
    ),
    **_each(
        "keras.experimental.CosineDecay",
        "NAME(0.1, 10)(3)",
        "NAME(initial_learning_rate=0.1, decay_steps=10, alpha=0.2, name='n')(20)",
    ),
    **_each(
        "keras.experimental.CosineDecayRestarts",
        "NAME(0.1, 10)(13)",
        "NAME(initial_learning_rate=0.1, first_decay_steps=10, t_mul=1.5, m_mul=0.9, alpha=0.2, name='n')(20)",
    ),
}

DIFFERENCES: dict[str, str] = {
    "where": "NAME([True, False], x, x + 1)",
    "constant": "NAME([1, 2], shape=[4])",
    "Variable": "if not tf.executing_eagerly():\n    NAME(1.0, collections=['mine'])\nlen(tf.get_collection('mine'))",
    "name_scope": "with NAME(None, 'default', [x]) as scope:\n    pass\nscope",
    "device": "with NAME(lambda op: '/cpu:0'):\n    y = tf.identity(x)\ny",
    "DeviceSpec": "d = NAME(job='a')\nd.job = 'b'\nd.to_string()",
    "space_to_batch": "NAME(image, [[0, 0], [0, 0]], 2)",
    "nn.space_to_batch": "NAME(image, [[0, 0], [0, 0]], 2)",
    "cond": "NAME(tf.constant(True), lambda: [x], lambda: [x + 1])",
    "while_loop": "NAME(lambda n: n < 3, lambda n: n + 1, [tf.constant(0)])",
    "debugging.assert_integer": "NAME(i) is None",
    "debugging.assert_scalar": "NAME(x[0, 0]) is None",
    "debugging.assert_shapes": "NAME([(x, (2, 3))]) is None",
    "debugging.assert_type": "NAME(i, tf.int32) is None",
    "nn.softmax_cross_entropy_with_logits": "tf.gradients(NAME(labels=p, logits=x), p)",
    "nn.embedding_lookup": "NAME([x[:1], x[1:], x[:1] + 1], [1, 2, 0], partition_strategy='mod')",
    "nn.embedding_lookup_sparse": "NAME([x, x + 1], tf.SparseTensor([[0, 0], [1, 0]], tf.constant([1, 2], tf.int64), [2, 1]),"
    " None, combiner='sum')",
    "nn.nce_loss": "NAME([x, x + 1], tf.zeros([4]), tf.constant([[1], [2]], tf.int64), x, 2, 4, sampled_values="
    "(tf.constant([0, 3], tf.int64), tf.constant([[0.5], [0.5]]), tf.constant([0.4, 0.4])))",
    "nn.sampled_softmax_loss": "NAME([x, x + 1], tf.zeros([4]), tf.constant([[1], [2]], tf.int64), x, 2, 4,"
    " sampled_values=(tf.constant([0, 3], tf.int64), tf.constant([[0.5], [0.5]]), tf.constant([0.4, 0.4])))",
    "nn.safe_embedding_lookup_sparse": "NAME([x, x + 1], tf.SparseTensor([[0, 0], [1, 0]], tf.constant([1, 2], tf.int64),"
    " [2, 1]), partition_strategy='mod')",
    "nn.ctc_loss": "NAME(tf.SparseTensor([[0, 0], [0, 1]], [0, 1], [1, 2]), tf.reshape(x, [2, 1, 3]), [2])",
    "nn.ctc_beam_search_decoder": "NAME(tf.reshape(tf.tile([8.0, 0, 0, 0, 0, 8], [2]), [4, 1, 3]), [4])",
    "nn.fractional_avg_pool": "NAME(image, [1.0, 1.5, 1.5, 1.0], deterministic=True, seed=3, seed2=4)",
    "nn.fractional_max_pool": "NAME(image, [1.0, 1.5, 1.5, 1.0], deterministic=True, seed=3, seed2=4)",
    "losses.Reduction": "NAME.SUM_BY_NONZERO_WEIGHTS",
    "zeros_initializer": "NAME(dtype=tf.int32)([2])",
    "ones_initializer": "NAME(tf.int32)([2])",
    "constant_initializer": "NAME(5)([2])",
    "random_normal_initializer": "NAME()([2])",
    "random_uniform_initializer": "NAME()([2])",
    "initializers.glorot_normal": "NAME(dtype=tf.float64)([2, 2])",
    "initializers.glorot_uniform": "NAME(dtype=tf.float64)([2, 2])",
    "initializers.he_normal": "NAME(seed=1)([2, 2])",
    "initializers.he_uniform": "NAME(seed=1)([2, 2])",
    "initializers.lecun_normal": "NAME(seed=1)([2, 2])",
    "initializers.lecun_uniform": "NAME(seed=1)([2, 2])",
    "initializers.orthogonal": "NAME(dtype=tf.float64)([2, 2])",
    "initializers.variance_scaling": "NAME(seed=1)([2, 2])",
    "initializers.random_normal": "NAME()([2])",
    "initializers.random_uniform": "NAME()([2])",
    "initializers.truncated_normal": "NAME()([2])",
    "initializers.constant": "NAME(5, tf.int32)([2])",
    "initializers.identity": "NAME(dtype=tf.float64)([2, 2])",
    "initializers.ones": "NAME(tf.int32)([2])",
    "initializers.zeros": "NAME(tf.int32)([2])",
    "image.resize": "NAME(image, [3, 4])",
    "image.ResizeMethod": "NAME.BILINEAR",
    "image.extract_glimpse": "NAME(image, [2, 2], [[1.0, 2.0]], normalized=False)",
    "image.sample_distorted_bounding_box": "NAME([40, 50, 3], boxes, seed=3, seed2=4)",
    "strings.split": "NAME(['a b', 'c'])",
    "data.Iterator": "NAME.from_structure(tf.float32).output_types",
    "lookup.StaticHashTable": "t = NAME(tf.lookup.KeyValueTensorInitializer(['a'], [1]), 0)\nhasattr(t, 'initializer')",
    "lookup.StaticVocabularyTable": "t = NAME(tf.lookup.KeyValueTensorInitializer(['a'], tf.constant([0], tf.int64)), 1)\n"
    "hasattr(t, 'initializer')",
    "data.Dataset": "NAME.range(3).output_types",
    "data.FixedLengthRecordDataset": "NAME('no', 3).output_types",
    "data.TFRecordDataset": "NAME('no').output_types",
    "data.TextLineDataset": "NAME('no').output_types",
    "data.experimental.Counter": "NAME().output_types",
    "data.experimental.CsvDataset": "NAME('no', [tf.int32]).output_types",
    "data.experimental.RandomDataset": "NAME(3).output_types",
    "data.experimental.SqlDataset": "NAME('sqlite', 'no', 'select', (tf.int32,)).output_types",
    "data.experimental.choose_from_datasets": "NAME([tf.data.Dataset.range(3)], tf.data.Dataset.range(1)).output_types",
    "data.experimental.sample_from_datasets": "NAME([tf.data.Dataset.range(3)] * 2).output_types",
    "data.experimental.make_batched_features_dataset": "tf.gfile.GFile(folder + '/a', 'w').close()\n"
    "NAME(folder + '/a', 2, features).output_types",
    "data.experimental.make_csv_dataset": "with tf.gfile.GFile(folder + '/a', 'w') as f:\n    _ = f.write('p,q\\n1,2\\n')\n"
    "NAME(folder + '/a', 2).output_types",
    "saved_model.load": "with tf.Graph().as_default(), tensorflow.compat.v1.Session() as session:\n"
    "    y = tf.placeholder(tf.float32, name='y')\n"
    "    tf.saved_model.simple_save(session, folder + '/m', {'y': y}, {'z': y + 1})\n"
    "with tf.Graph().as_default(), tensorflow.compat.v1.Session() as session:\n"
    "    m = NAME(session, ['serve'], folder + '/m')\nsorted(m.signature_def)",
    "lite.TFLiteConverter": "hasattr(NAME, 'from_session')",
    "summary.scalar": "NAME('tag', x[0, 0]).dtype",
    "summary.histogram": "NAME('tag', x).dtype",
    "summary.image": "NAME('tag', image[..., :1]).dtype",
    "summary.audio": "NAME('tag', signal, 100.0).dtype",
    "summary.text": "NAME('tag', words).dtype",
    "test.assert_equal_graph_def": "NAME(actual=tf.GraphDef(), expected=tf.GraphDef(), checkpoint_v2=True)",
    "test.compute_gradient": "with tf.Session():\n    y = tf.placeholder(tf.float32, [2])\n    g = NAME(y, [2], y * y, [2])\n"
    "len(g)",
    "feature_column.make_parse_example_spec": "NAME(tf.feature_column.shared_embedding_columns("
    "[tf.feature_column.categorical_column_with_identity('c', 9)], 2))",
    **{
        f"distribute.{name}": "hasattr(NAME, 'experimental_make_numpy_dataset')"
        for name in (
            "MirroredStrategy",
            "OneDeviceStrategy",
            "Strategy",
            "experimental.CentralStorageStrategy",
            "experimental.MultiWorkerMirroredStrategy",
            "experimental.TPUStrategy",
        )
    },
    "distribute.experimental.ParameterServerStrategy": "NAME() is None",
    "distribute.StrategyExtended": "NAME.__name__",
}
"""By name: a program that does otherwise when TensorFlow 2's symbol of that name is called with the same arguments."""

CALLS: dict[str, tuple[str, ...]] = {
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
    **_KERAS,
}
"""By the TensorFlow 1 name without `tensorflow.`."""
