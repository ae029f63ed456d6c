# A name that is given to a module or a function carries its meaning.

import tensorflow as tf

ln = tf.log  # HUB501
image = tf.image

x = ln(y)
z = image.resize_image_with_crop_or_pad(picture, 8, 8)  # HUB501

# output

import tensorflow as tf

ln = tf.math.log
image = tf.image

x = ln(y)
z = image.resize_with_crop_or_pad(picture, 8, 8)
