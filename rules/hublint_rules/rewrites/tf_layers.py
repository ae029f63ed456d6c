"""The layers of `tf.layers`, and those of Keras that compute the same.

Measured: with the same initial weights each of them gave the same numbers on TensorFlow 1.15 as the layer of Keras did
on 2.15 and 2.21, over paddings, strides and ranks. Keras 3 takes TensorFlow 1's initializers, and its functions as
activations. The defaults agree, too: `glorot_uniform` for kernels, zeros for biases.
"""

from __future__ import annotations

from typing import NamedTuple


class Known(NamedTuple):
    """A layer of Keras, as one of `tf.layers` asks for it.

    Attributes:
        made: the class in `tf.keras.layers`.
        word: what an object of it is called by, where nothing else gives it a name.
        parameters: the names of the parameters behind `inputs`, in the order of the function.
        plain: how many of these the class takes in the same order, without their names.
        variables: whether it has variables.
    """

    made: str
    word: str
    parameters: tuple[str, ...]
    plain: int
    variables: bool = True

    @property
    def takes_training(self) -> bool:
        """Tell whether the layer does another thing in training."""
        return "training" in self.parameters


_KERNEL = ("kernel_initializer", "bias_initializer", "kernel_regularizer", "bias_regularizer", "activity_regularizer")
_CONSTRAINTS = ("kernel_constraint", "bias_constraint")
_VARIABLES = ("trainable", "name", "reuse")
_FILTERS = ("filters", "kernel_size", "strides", "padding", "data_format")
_CONV = (*_FILTERS, "dilation_rate", "activation", "use_bias", *_KERNEL, *_CONSTRAINTS, *_VARIABLES)
_TRANSPOSED = (*_FILTERS, "activation", "use_bias", *_KERNEL, *_CONSTRAINTS, *_VARIABLES)
_SEPARABLE = (
    *_FILTERS,
    *("dilation_rate", "depth_multiplier", "activation", "use_bias"),
    *("depthwise_initializer", "pointwise_initializer", "bias_initializer"),
    *("depthwise_regularizer", "pointwise_regularizer", "bias_regularizer", "activity_regularizer"),
    *("depthwise_constraint", "pointwise_constraint", "bias_constraint"),
    *_VARIABLES,
)
_NORM = (
    *("axis", "momentum", "epsilon", "center", "scale"),
    *("beta_initializer", "gamma_initializer", "moving_mean_initializer", "moving_variance_initializer"),
    *("beta_regularizer", "gamma_regularizer", "beta_constraint", "gamma_constraint", "training", *_VARIABLES),
    *("renorm", "renorm_clipping", "renorm_momentum", "fused", "virtual_batch_size", "adjustment"),
)
_POOL = ("pool_size", "strides", "padding", "data_format", "name")
_DENSE = ("units", "activation", "use_bias", *_KERNEL, *_CONSTRAINTS, *_VARIABLES)

LAYERS = {
    "dense": Known("Dense", "dense", _DENSE, 3),
    "conv1d": Known("Conv1D", "conv", _CONV, 4),
    "conv2d": Known("Conv2D", "conv", _CONV, 4),
    "conv3d": Known("Conv3D", "conv", _CONV, 4),
    "conv2d_transpose": Known("Conv2DTranspose", "deconv", _TRANSPOSED, 4),
    "separable_conv1d": Known("SeparableConv1D", "conv", _SEPARABLE, 4),
    "separable_conv2d": Known("SeparableConv2D", "conv", _SEPARABLE, 4),
    "max_pooling1d": Known("MaxPooling1D", "pool", _POOL, 3, variables=False),
    "max_pooling2d": Known("MaxPooling2D", "pool", _POOL, 3, variables=False),
    "max_pooling3d": Known("MaxPooling3D", "pool", _POOL, 3, variables=False),
    "average_pooling1d": Known("AveragePooling1D", "pool", _POOL, 3, variables=False),
    "average_pooling2d": Known("AveragePooling2D", "pool", _POOL, 3, variables=False),
    "flatten": Known("Flatten", "flatten", ("name", "data_format"), 0, variables=False),
    "batch_normalization": Known("BatchNormalization", "norm", _NORM, 5),
    "dropout": Known("Dropout", "dropout", ("rate", "noise_shape", "seed", "training", "name"), 1, variables=False),
}


def known_layer(known: str) -> Known | None:
    """Return what a name, without TensorFlow's own module, is the layer of; None for other names."""
    family, _, name = known.partition(".")
    return LAYERS.get(name) if family == "layers" else None
