# Savers that save or restore in a way that tf.train.Checkpoint does not, or is not certain to.
# select: HUB101, HUB102
# note: line 49 says more of the saver than what to save and how many checkpoints to keep
# note: line 57 makes a saver, and no variable is made before it
# note: what the saver at line 71 saves is not a list of variables of this program
# note: the saver at line 82 saves variables under other names; give them these names
# note: the saver at line 94 saves variables under other names; give them these names
# note: line 109 says more of the checkpoint than its path and number
# note: line 120 saves or restores a session that is not opened in this block
# note: line 132 computes the path of a checkpoint in the graph
# note: line 141 takes a value from restoring, which gives none
# note: line 153 restores in a `try`, and in TensorFlow 2 other errors tell that it failed
# note: line 166 computes the number of a checkpoint in the graph
# note: line 177 gives the variables their initial values again
# note: line 193 gives the variables their initial values again
# note: 2 sessions are opened here, and each has the variables for itself
# note: line 248 makes a second optimizer whose state a checkpoint tells by its number only
# note: line 260 makes a variable whose name in checkpoints is not seen; give it one with `name=` that nothing else has
# note: line 269 makes a variable whose name in checkpoints is not seen; give it one with `name=` that nothing else has
# note: line 284 makes a variable whose name in checkpoints is not seen; give it one with `name=` that nothing else has
# note: line 294 makes a layer, and line 295 a saver; Keras names the variables of layers otherwise than the checkpoints of TensorFlow 1
# note: line 306 trains in a scope, which the names of the optimizer's state begin with
# note: line 318 applies gradients, and of which variables is not seen
# note: line 334 saves under another path than line 333
# note: line 346 saves where `i` says, which is not known yet at line 341
# note: line 357 computes the path of a checkpoint anew each time
# note: line 365 saves two variables under the same name
# note: line 380 saves what is asked for as the newest; save it in a statement of its own
# note: line 388 chooses among all variables, those of an optimizer's state too
# note: line 397 makes a layer, and line 398 a saver; Keras names the variables of layers otherwise than the checkpoints of TensorFlow 1
# note: line 411 makes a layer, and line 412 a saver; Keras names the variables of layers otherwise than the checkpoints of TensorFlow 1
# note: line 426 makes a variable whose name in checkpoints is not seen; give it one with `name=` that nothing else has
# note: line 440 makes a variable whose name in checkpoints is not seen; give it one with `name=` that nothing else has
# note: line 455 makes a variable whose name in checkpoints is not seen; give it one with `name=` that nothing else has
# note: line 469 makes an optimizer with a rate that is fed, and a checkpoint has its state

import os
import time

import tensorflow.compat.v1 as tf

from project import FOLDER, outside


def sharded():
    x = tf.placeholder(tf.float32)  # HUB102
    v = tf.Variable(1.0, name="v")
    y = x * v
    saver = tf.train.Saver(sharded=True)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(y, {x: 1.0}))
        saver.save(sess, "v")


def too_early():
    saver = tf.train.Saver()
    x = tf.placeholder(tf.float32)  # HUB102
    v = tf.Variable(1.0, name="v")
    y = x * v
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(y, {x: 1.0}))
        saver.save(sess, "v")


def no_list():
    x = tf.placeholder(tf.float32)  # HUB102
    v = tf.Variable(1.0, name="v")
    y = x * v
    saver = tf.train.Saver(outside(v))
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(y, {x: 1.0}))
        saver.save(sess, "v")


def other_names():
    x = tf.placeholder(tf.float32)  # HUB102
    v = tf.Variable(1.0, name="v")
    y = x * v
    saver = tf.train.Saver({"w": v})
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(y, {x: 1.0}))
        saver.save(sess, "v")


def other_names_under_a_name():
    x = tf.placeholder(tf.float32)  # HUB102
    v = tf.Variable(1.0, name="v")
    y = x * v
    names = {"w": v}
    saver = tf.train.Saver(names)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(y, {x: 1.0}))
        saver.save(sess, "v")


def other_state():
    x = tf.placeholder(tf.float32)  # HUB102
    v = tf.Variable(1.0, name="v")
    y = x * v
    saver = tf.train.Saver()
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(y, {x: 1.0}))
        saver.save(sess, "v", latest_filename="newest")


def other_session(session):
    x = tf.placeholder(tf.float32)  # HUB102
    v = tf.Variable(1.0, name="v")
    y = x * v
    saver = tf.train.Saver()
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(y, {x: 1.0}))
        saver.save(session, "v")


def path_of_the_graph():
    x = tf.placeholder(tf.float32)  # HUB102
    v = tf.Variable(1.0, name="v")
    y = x * v
    path = tf.strings.join(["a", "b"])
    saver = tf.train.Saver()
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(y, {x: 1.0}))
        saver.save(sess, path)


def restored_for_a_value():
    x = tf.placeholder(tf.float32)  # HUB102
    v = tf.Variable(1.0, name="v")
    y = x * v
    saver = tf.train.Saver()
    with tf.Session() as sess:  # HUB101
        done = saver.restore(sess, "v")
        print(done, sess.run(y, {x: 1.0}))


def restored_if_it_can_be():
    x = tf.placeholder(tf.float32)  # HUB102
    v = tf.Variable(1.0, name="v")
    y = x * v
    saver = tf.train.Saver()
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        try:
            saver.restore(sess, "v")
        except ValueError:
            print("from the beginning")
        print(sess.run(y, {x: 1.0}))


def number_of_the_graph():
    x = tf.placeholder(tf.float32)  # HUB102
    v = tf.Variable(1.0, name="v")
    y = x * v
    saver = tf.train.Saver()
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        saver.save(sess, "v", global_step=y)
        print(sess.run(y, {x: 1.0}))


def initial_values_after_restoring():
    x = tf.placeholder(tf.float32)  # HUB102
    v = tf.Variable(1.0, name="v")
    y = x * v
    saver = tf.train.Saver()
    with tf.Session() as sess:  # HUB101
        saver.restore(sess, "v")
        sess.run(tf.global_variables_initializer())
        print(sess.run(y, {x: 1.0}))


def sessions_of_which_one_restores_a_part():
    x = tf.placeholder(tf.float32)  # HUB102
    v = tf.Variable(1.0, name="v")
    y = x * v
    w = tf.Variable(2.0, name="w")
    z = y * w
    saver = tf.train.Saver([v])
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(z, {x: 1.0}))
        saver.save(sess, "v")
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        saver.restore(sess, "v")
        print(sess.run(z, {x: 1.0}))


def sessions_of_which_one_restores_late():
    x = tf.placeholder(tf.float32)  # HUB102
    v = tf.Variable(1.0, name="v")
    y = x * v
    saver = tf.train.Saver()
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(y, {x: 1.0}))
        saver.save(sess, "v")
    with tf.Session() as sess:  # HUB101
        if outside():
            saver.restore(sess, "v")
        print(sess.run(y, {x: 1.0}))


def sessions_that_train_on():
    x = tf.placeholder(tf.float32)  # HUB102
    v = tf.Variable(1.0, name="v")
    y = x * v
    saver = tf.train.Saver()
    step = tf.train.AdamOptimizer(0.1).minimize(y)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        sess.run(step, {x: 1.0})
        saver.save(sess, "v")
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        saver.restore(sess, "v")
        sess.run(step, {x: 1.0})


def sessions_beside_each_other():
    x = tf.placeholder(tf.float32)  # HUB102
    v = tf.Variable(1.0, name="v")
    y = x * v
    saver = tf.train.Saver()
    first = tf.Session()  # HUB101
    first.run(tf.global_variables_initializer())
    saver.save(first, "v")
    second = tf.Session()  # HUB101
    saver.restore(second, "v")
    print(first.run(y, {x: 1.0}), second.run(y, {x: 1.0}))


def two_states():
    x = tf.placeholder(tf.float32)  # HUB102
    v = tf.Variable(1.0, name="v")
    y = x * v
    w = tf.Variable(2.0, name="w")
    step = tf.train.AdamOptimizer(0.1).minimize(y, var_list=[v])
    other = tf.train.AdamOptimizer(0.2).minimize(y * w, var_list=[w])
    saver = tf.train.Saver()
    with tf.Session() as sess:  # HUB101
        saver.restore(sess, "v")
        sess.run(step, {x: 1.0})
        sess.run(other, {x: 1.0})


def name_not_seen(name):
    x = tf.placeholder(tf.float32)  # HUB102
    v = tf.Variable(1.0, name="v")
    y = x * v
    w = tf.Variable(2.0, name=name)
    saver = tf.train.Saver()
    with tf.Session() as sess:  # HUB101
        saver.restore(sess, "v")
        print(sess.run(y * w, {x: 1.0}))


def name_of_an_operation():
    x = tf.placeholder(tf.float32, name="v")  # HUB102
    v = tf.Variable(1.0, name="v")
    y = x * v
    saver = tf.train.Saver()
    with tf.Session() as sess:  # HUB101
        saver.restore(sess, "v")
        print(sess.run(y, {x: 1.0}))


def weight(shape):
    return tf.Variable(tf.ones(shape))


def named_by_the_graph():
    x = tf.placeholder(tf.float32)  # HUB102
    v = weight([1])
    w = weight([2])
    y = x * v + tf.reduce_sum(w)
    saver = tf.train.Saver()
    with tf.Session() as sess:  # HUB101
        saver.restore(sess, "v")
        print(sess.run(y, {x: 1.0}))


def layer_restored():
    x = tf.placeholder(tf.float32, [None, 3])  # HUB102
    y = tf.layers.dense(x, 2)
    saver = tf.train.Saver()
    with tf.Session() as sess:  # HUB101
        saver.restore(sess, "v")
        print(sess.run(y, {x: [[1.0, 2.0, 3.0]]}))


def trained_in_a_scope():
    x = tf.placeholder(tf.float32)  # HUB102
    v = tf.Variable(1.0, name="v")
    y = x * v
    with tf.name_scope("train"):
        step = tf.train.AdamOptimizer(0.1).minimize(y)
    saver = tf.train.Saver()
    with tf.Session() as sess:  # HUB101
        saver.restore(sess, "v")
        sess.run(step, {x: 1.0})


def gradients_of_what():
    x = tf.placeholder(tf.float32)  # HUB102
    v = tf.Variable(1.0, name="v")
    y = x * v
    gradient = tf.gradients(y, [v])[0]
    step = tf.train.AdamOptimizer(0.1).apply_gradients([(gradient, v)])
    saver = tf.train.Saver()
    with tf.Session() as sess:  # HUB101
        saver.restore(sess, "v")
        sess.run(step, {x: 1.0})


def two_paths():
    x = tf.placeholder(tf.float32)  # HUB102
    v = tf.Variable(1.0, name="v")
    y = x * v
    saver = tf.train.Saver()
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(y, {x: 1.0}))
        saver.save(sess, "v", global_step=1)
        saver.save(sess, "w", global_step=2)


def path_of_the_loop():
    x = tf.placeholder(tf.float32)  # HUB102
    v = tf.Variable(1.0, name="v")
    y = x * v
    saver = tf.train.Saver()
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        for i in range(3):
            print(sess.run(y, {x: 1.0}))
            saver.save(sess, "v%d" % i, global_step=i)


def path_of_the_time():
    x = tf.placeholder(tf.float32)  # HUB102
    v = tf.Variable(1.0, name="v")
    y = x * v
    saver = tf.train.Saver()
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(y, {x: 1.0}))
        saver.save(sess, "v" + time.strftime("%H"), global_step=1)


def same_names():
    x = tf.placeholder(tf.float32)  # HUB102
    c = tf.Variable(2.0, name="a_b")
    a_b = tf.Variable(1.0)
    y = x * a_b + c
    saver = tf.train.Saver([c, a_b])
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(y, {x: 1.0}))
        saver.save(sess, "v")


def newest_under_its_path():
    x = tf.placeholder(tf.float32)  # HUB102
    v = tf.Variable(1.0, name="v")
    y = x * v
    saver = tf.train.Saver()
    with tf.Session() as sess:  # HUB101
        saver.restore(sess, tf.train.latest_checkpoint(FOLDER))
        print(sess.run(y, {x: 1.0}))
        print(saver.save(sess, os.path.join(FOLDER, "v")))


def chosen_with_states():
    x = tf.placeholder(tf.float32)  # HUB102
    v = tf.get_variable("v", [2])
    y = tf.reduce_sum(x * v)
    step = tf.train.AdamOptimizer(0.1).minimize(y)
    saver = tf.train.Saver([one for one in tf.global_variables() if "v" in one.name])
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        sess.run(step, {x: 1.0})
        saver.save(sess, "v")


def layer_saved():
    x = tf.placeholder(tf.float32, [None, 3])  # HUB102
    y = tf.layers.dense(x, 2)
    saver = tf.train.Saver()
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(y, {x: [[1.0, 2.0, 3.0]]}))
        saver.save(sess, "v")


def dense_net(x):
    return tf.layers.dense(x, 2, name="net")


def model_of_layers():
    x = tf.placeholder(tf.float32, [None, 3])  # HUB102
    y = dense_net(x)
    saver = tf.train.Saver()
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(y, {x: [[1.0, 2.0, 3.0]]}))
        saver.save(sess, "v")


def scaled(x):
    w = tf.Variable(2.0, name="w")
    return x * w


def module_that_the_graph_numbers():
    x = tf.placeholder(tf.float32)  # HUB102
    y = scaled(scaled(x))
    saver = tf.train.Saver()
    with tf.Session() as sess:  # HUB101
        saver.restore(sess, "v")
        print(sess.run(y, {x: 1.0}))


def shifted(x):
    b = tf.get_variable("b", [], initializer=tf.ones_initializer())
    return x + b


def module_of_the_name_of_an_operation():
    x = tf.placeholder(tf.float32, name="b")  # HUB102
    y = shifted(x)
    saver = tf.train.Saver()
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(y, {x: 1.0}))
        saver.save(sess, "v")


def moved(x):
    c = tf.get_variable("c", [], initializer=tf.ones_initializer())
    return x + c


def module_of_the_name_of_a_variable():
    x = tf.placeholder(tf.float32)  # HUB102
    c = tf.Variable(2.0, name="c")
    y = moved(x) * c
    saver = tf.train.Saver()
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(y, {x: 1.0}))
        saver.save(sess, "v")


def rate_that_is_fed():
    x = tf.placeholder(tf.float32)  # HUB102
    rate = tf.placeholder(tf.float32)  # HUB102
    v = tf.Variable(1.0, name="v")
    y = x * v
    step = tf.train.AdamOptimizer(rate).minimize(y)
    saver = tf.train.Saver()
    with tf.Session() as sess:  # HUB101
        saver.restore(sess, "v")
        sess.run(step, {x: 1.0, rate: 0.1})
