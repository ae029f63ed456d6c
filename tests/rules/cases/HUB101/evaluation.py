# The block goes, its comments stay, and a run becomes `.numpy()`: of a name, an expression, a list, a tuple.
# ignore: HUB514

import tensorflow as tf

# The sum of two numbers.
total = tf.add(2, 3)
# Run it.
with tf.compat.v1.Session() as sess:  # a session  # HUB101
    # Print it.
    print("total:", sess.run(
        # the number
        total))  # five
    print(sess.run(total * 2), sess.run([total, tf.ones([2])]), sess.run((total,)))

    double, triple = sess.run([total * 2, total * 3])
    for i in range(3):
        print(sess.run(tf.constant(i) + double))
    # End of the session.
# End of the program.

# output

import tensorflow as tf

# The sum of two numbers.
total = tf.add(2, 3)
# Run it.

# Print it.
# the number
print("total:", total.numpy())  # five
print((total * 2).numpy(), [total.numpy(), tf.ones([2]).numpy()], (total.numpy(),))

double, triple = [(total * 2).numpy(), (total * 3).numpy()]
for i in range(3):
    print((tf.constant(i) + double).numpy())
# End of the session.
# End of the program.
