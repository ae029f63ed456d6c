# New code needs a name for TensorFlow; here those that it could have are something else.
# note: TensorFlow has no name here that nothing else has
# select: HUB101, HUB102

from tensorflow.compat.v1 import Session, placeholder

tf = tensorflow = tf2 = "float32"
x = placeholder("float32")  # HUB102
y = x * 2.0
with Session() as sess:  # HUB101
    print(sess.run(y, {x: 1.0}), tensorflow, tf2)
