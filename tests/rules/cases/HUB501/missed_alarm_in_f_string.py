# An expression in an f-string is code.

import tensorflow as tf

print(f"mean {tf.log(x)}")  # HUB501
print("tf.log(x)")

# output

import tensorflow as tf

print(f"mean {tf.math.log(x)}")
print("tf.log(x)")
