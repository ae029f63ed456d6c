# Comments stay with the code that they speak of, and go with it; those of placeholders are of parameters now.

"""A program."""
import tensorflow as tf
import tensorflow.compat.v1 as tf1
print("start")
# The graph of the model.
with tf.Graph().as_default():  # a new graph
    # Its session.
    with tf1.Session() as sess:  # a session  # HUB101
        # The image.
        x = tf1.placeholder(  # any size  # HUB102
            tf.float32)  # pixels

        # Its mean.
        y = tf.reduce_mean(
            x,  # all of it
        )  # a scalar

        # Tell.
        print("writing")  # now

        # Write it.
        tf1.saved_model.simple_save(  # HUB201
            sess,
            "out",
            inputs={"x": x},  # one input
            outputs={"y": y},
        )  # done
        # End of the session.
    # End of the graph.

# Afterwards.
print("end")

# output

"""A program."""
import tensorflow as tf
print("start")


@tf.function(input_signature=[tf.TensorSpec(shape=None, dtype=tf.float32, name="x")])
def serving_default(x):
    # x: The image.
    # any size
    # pixels

    # Its mean.
    y = tf.reduce_mean(
        x,  # all of it
    )  # a scalar
    return {"y": y}


# Tell.
print("writing")  # now

# Write it.
# one input
# done
module = tf.Module()
module.serving_default = serving_default
tf.saved_model.save(module, "out", signatures={"serving_default": serving_default})
# End of the session.
# End of the graph.

# Afterwards.
print("end")
