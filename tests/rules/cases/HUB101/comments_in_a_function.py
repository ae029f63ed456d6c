# A comment right above a paragraph stays with what is left of it, unless it speaks of sessions and their like alone.
# ignore: HUB514

import tensorflow as tf


def area(width, height):
    # Both sides
    a = tf.placeholder(tf.float32, [], name="a")  # HUB102
    b = tf.placeholder(tf.float32, [], name="b")  # HUB102

    # The sides of the yard in metres, as the owner
    # has measured them before the session began
    c = tf.placeholder(tf.float32, [])  # HUB102

    # Multiply them
    product = a * b * c

    # Open a session and close it again
    config = tf.ConfigProto()  # HUB502
    # grow
    config.gpu_options.allow_growth = True
    sess = tf.Session(config=config)  # HUB101

    # Make variables ready, and tell
    sess.run(tf.global_variables_initializer())  # HUB502
    print("ready")

    # Initialize everything
    sess.run(tf.tables_initializer())  # HUB502
    if width > 3:
        # Only wide ones
        print("wide")  # pylint: disable=bad-thing
        # Nobody needs this
        sess.run(tf.global_variables_initializer())  # HUB502
    # The result
    result = sess.run(product, {a: width, b: height, c: 1.0})

    # Done with it
    sess.close()
    return result

# output

import tensorflow as tf


def area(width, height):
    @tf.function
    def compute_product(a, b, c):
        # a, b: Both sides
        # c: The sides of the yard in metres, as the owner
        # has measured them before the session began

        # Multiply them
        product = a * b * c
        return product

    # Make variables ready, and tell
    print("ready")

    if width > 3:
        # Only wide ones
        print("wide")  # pylint: disable=bad-thing
    # The result
    result = compute_product(
        tf.constant(width, tf.float32),
        tf.constant(height, tf.float32),
        tf.constant(1.0, tf.float32),
    ).numpy()
    return result
