# An import in a function stays in it.


def net(x):
    import tensorflow.contrib.slim as slim  # HUB507

    return slim.conv2d(x, 64, [3, 3])

# output


def net(x):
    import tf_slim as slim

    return slim.conv2d(x, 64, [3, 3])
