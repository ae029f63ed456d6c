# Savers become checkpoints: of the variables under their names in the graph, and with a manager where they are numbered.
# select: HUB101, HUB102

import os

import tensorflow.compat.v1 as tf

from project import FLAGS, batches


def numbered():
    x = tf.placeholder(tf.float32)  # HUB102
    v = tf.Variable(1.0, name="v")
    step = tf.train.get_or_create_global_step()
    grow = tf.assign(v, v * x)
    bump = tf.assign_add(step, 1)
    # Keep them all
    saver = tf.train.Saver(max_to_keep=None)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        for value in batches():
            sess.run(grow, {x: value})
            sess.run(bump)
            saver.save(sess, "model/v", global_step=sess.run(step))


def numbered_elsewhere():
    x = tf.placeholder(tf.float32)  # HUB102
    v = tf.Variable(1.0, name="v")
    shrink = tf.assign(v, v / x)
    saver = tf.train.Saver(tf.global_variables(), max_to_keep=FLAGS.keep)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        for i, value in enumerate(batches()):
            sess.run(shrink, {x: value})
            saved = saver.save(sess, FLAGS.path, i, write_meta_graph=False)
            print("saved as", saved)


def read_if_there():
    x = tf.placeholder(tf.float32)  # HUB102
    with tf.variable_scope("a"):
        v = tf.get_variable("v", [2])
        w = tf.Variable(2.0)
    u = tf.Variable(3.0)
    y = x * tf.reduce_sum(v) + w * u
    init = tf.global_variables_initializer()
    restorer = tf.train.Saver(
        [v, w, u]  # all of them
    )
    with tf.Session() as sess:  # HUB101
        if not (FLAGS.path and os.path.exists(FLAGS.path + ".index")):
            # From the beginning
            sess.run(init)
        else:
            # From where it was
            restorer.restore(sess, FLAGS.path)
        print(sess.run(y, {x: 1.0}))


def read_and_trained_on():
    x = tf.placeholder(tf.float32)  # HUB102
    v = tf.Variable([1.0, 2.0], name="v")
    w = tf.Variable(3.0, name="bias")
    loss = tf.reduce_sum(tf.square(x * v - w))
    optimizer = tf.train.MomentumOptimizer(0.1, 0.9)
    train = optimizer.minimize(loss)
    saver = tf.train.Saver()
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        saver.restore(sess, FLAGS.path)
        for value in batches():
            sess.run(train, {x: value})
        saver.save(sess, FLAGS.path)


def saved_by_some_savers():
    x = tf.placeholder(tf.float32)  # HUB102
    v = tf.Variable(1.0, name="v")
    w = tf.Variable(2.0, name="w")
    y = x * v + w
    saver = tf.train.Saver()
    v_saver = tf.train.Saver([v])
    unused = tf.train.Saver()
    with tf.Session() as sess:  # HUB101
        v_saver.restore(sess, "v/v")
        print(sess.run(y, {x: 1.0}))
        saver.save(sess, os.path.join(FLAGS.folder, FLAGS.model, "both"), global_step=3)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        # Back from the disk
        saver.restore(sess, os.path.join(FLAGS.folder, FLAGS.model, "both-3"))
        print(sess.run(y, {x: 2.0}))


def saved_under_their_own_names():
    x = tf.placeholder(tf.float32)  # HUB102
    w = tf.Variable(1.0, name="w")
    with tf.variable_scope("a"):
        v = tf.get_variable("v", [2])
    y = x * v + w
    named = {"a/v": v}
    saver = tf.train.Saver({"w": w, "a/v": v})
    saver_of_v = tf.train.Saver(named)
    with tf.Session() as sess:  # HUB101
        saver.restore(sess, FLAGS.path)
        saver_of_v.restore(sess, FLAGS.path + "_v")
        print(sess.run(y, {x: 1.0}))

# output

import os

import tensorflow.compat.v1 as tf

from project import FLAGS, batches


def numbered():
    v = tf.Variable(1.0, name="v")
    step = tf.Variable(0, trainable=False, dtype=tf.int64, name="global_step")

    @tf.function
    def grow(x):
        v.assign(v * x)

    @tf.function
    def bump():
        step.assign_add(1)

    # Keep them all
    checkpoint = tf.train.Checkpoint(v=v, global_step=step)
    manager = tf.train.CheckpointManager(
        checkpoint,
        "model",
        max_to_keep=None,
        checkpoint_name="v",
    )
    for value in batches():
        grow(tf.constant(value, tf.float32))
        bump()
        manager.save(checkpoint_number=step)


def numbered_elsewhere():
    v = tf.Variable(1.0, name="v")

    @tf.function
    def shrink(x):
        v.assign(v / x)

    checkpoint = tf.train.Checkpoint(v=v)
    manager = tf.train.CheckpointManager(
        checkpoint,
        os.path.dirname(FLAGS.path),
        max_to_keep=FLAGS.keep,
        checkpoint_name=os.path.basename(FLAGS.path),
    )
    for i, value in enumerate(batches()):
        shrink(tf.constant(value, tf.float32))
        saved = manager.save(checkpoint_number=i)
        print("saved as", saved)


def read_if_there():
    v = tf.Variable(tf.glorot_uniform_initializer()([2]), name="a/v")
    w = tf.Variable(2.0, name="a/Variable")
    u = tf.Variable(3.0)

    @tf.function
    def compute_y(x):
        y = x * tf.reduce_sum(v) + w * u
        return y

    # all of them
    checkpoint = tf.train.Checkpoint(a_v=v, w=w, u=u)
    if FLAGS.path and os.path.exists(FLAGS.path + ".index"):
        # From where it was
        checkpoint.read(FLAGS.path).assert_existing_objects_matched()
    print(compute_y(tf.constant(1.0, tf.float32)).numpy())


def read_and_trained_on():
    v = tf.Variable([1.0, 2.0], name="v")
    w = tf.Variable(3.0, name="bias")
    optimizer = tf.train.MomentumOptimizer(0.1, 0.9)

    @tf.function
    def train_step(x):
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum(tf.square(x * v - w))
        variables = [v, w]
        gradients = tape.gradient(loss, variables)
        optimizer.apply_gradients(zip(gradients, variables))

    checkpoint = tf.train.Checkpoint(v=v, bias=w, optimizer=optimizer)

    def restore(path):
        # Zero gradients make the slots of the optimizer, which are read only where they exist.
        zeros = [(tf.zeros_like(variable), variable) for variable in [v, w]]
        optimizer.apply_gradients(zeros)
        checkpoint.read(path).assert_existing_objects_matched()

    restore(FLAGS.path)
    for value in batches():
        train_step(tf.constant(value, tf.float32))
    checkpoint.write(FLAGS.path)


def saved_by_some_savers():
    v = tf.Variable(1.0, name="v")
    w = tf.Variable(2.0, name="w")

    @tf.function
    def compute_y(x):
        y = x * v + w
        return y

    checkpoint = tf.train.Checkpoint(v=v, w=w)
    manager = tf.train.CheckpointManager(
        checkpoint,
        os.path.join(FLAGS.folder, FLAGS.model),
        max_to_keep=5,
        checkpoint_name="both",
    )
    v_checkpoint = tf.train.Checkpoint(v=v)
    v_checkpoint.read("v/v").assert_existing_objects_matched()
    print(compute_y(tf.constant(1.0, tf.float32)).numpy())
    manager.save(checkpoint_number=3)
    # Back from the disk
    checkpoint.read(os.path.join(FLAGS.folder, FLAGS.model, "both-3")).assert_existing_objects_matched()
    print(compute_y(tf.constant(2.0, tf.float32)).numpy())


def saved_under_their_own_names():
    w = tf.Variable(1.0, name="w")
    v = tf.Variable(tf.glorot_uniform_initializer()([2]), name="a/v")

    @tf.function
    def compute_y(x):
        y = x * v + w
        return y

    checkpoint = tf.train.Checkpoint(w=w, a_v=v)
    checkpoint_of_v = tf.train.Checkpoint(a_v=v)
    checkpoint.read(FLAGS.path).assert_existing_objects_matched()
    checkpoint_of_v.read(FLAGS.path + "_v").assert_existing_objects_matched()
    print(compute_y(tf.constant(1.0, tf.float32)).numpy())
