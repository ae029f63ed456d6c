# Shape and dtype stay as they are written; without a shape any will do; the signature's name wins over the placeholder's.

import numpy as np
import tensorflow as tf
import tensorflow.compat.v1 as tf1

size = 28
with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
    image: tf.Tensor = tf1.placeholder(  # HUB102
        dtype=tf.float32,  # pixels
        shape=(None, size, size),
        name="image",
    )
    words = tf1.placeholder(tf.string, name="words")  # HUB102
    scale = tf1.placeholder(np.float64, [])  # HUB102
    mean = tf.reduce_mean(image) * tf.cast(scale, tf.float32)
    tf1.saved_model.simple_save(  # HUB201
        sess,
        "out",
        inputs={"pixels": image, "words": words, "scale": scale},
        outputs={"mean": mean, "upper": tf.strings.upper(words)},
    )

# output

import numpy as np
import tensorflow as tf

size = 28


@tf.function(input_signature=[
    tf.TensorSpec(shape=(None, size, size), dtype=tf.float32, name="pixels"),
    tf.TensorSpec(shape=None, dtype=tf.string, name="words"),
    tf.TensorSpec(shape=[], dtype=np.float64, name="scale"),
])
def serving_default(image, words, scale):
    # image: pixels
    mean = tf.reduce_mean(image) * tf.cast(scale, tf.float32)
    return {"mean": mean, "upper": tf.strings.upper(words)}


module = tf.Module()
module.serving_default = serving_default
tf.saved_model.save(module, "out", signatures={"serving_default": serving_default})
