# Before TensorFlow 2.19 signatures take tensors only; texts are made into one, of other values the type is not known.
# target: tf=2.15
# select: HUB301
# note: signatures take tensors only before TensorFlow 2.19, and line 18 may give something else; hand over `tf.constant([[1.0, 2.0]], ...)` with the type that the module takes
# note: signatures take tensors only before TensorFlow 2.19, and line 20 may give something else; hand over `tf.constant(pixels, ...)` with the type that the module takes
# note: signatures take tensors only before TensorFlow 2.19, and those of line 22 are not

import tensorflow as tf
import tensorflow_hub as hub

embed = hub.Module("modules/text")  # HUB301
names = ["one", "two"]
a = embed(names)
b = embed(["three", f"{a}"])
c = embed(tf.constant(words))
d = embed({"text": names, "other": tf.strings.lower(names)})
numbers = hub.Module("modules/numbers")  # HUB301
e = numbers([[1.0, 2.0]])
images = hub.Module("modules/images")  # HUB301
f = images(dict(images=pixels))
two = hub.Module("modules/two")  # HUB301
inputs = {"text": names}
g = two(inputs)

# output

import tensorflow as tf
import tensorflow_hub as hub

embed = hub.load("modules/text")
names = ["one", "two"]
a = embed.signatures["default"](tf.constant(names))["default"]
b = embed.signatures["default"](tf.constant(["three", f"{a}"]))["default"]
c = embed.signatures["default"](tf.constant(words))["default"]
d = embed.signatures["default"](text=tf.constant(names), other=tf.strings.lower(names))["default"]
numbers = hub.Module("modules/numbers")  # HUB301
e = numbers([[1.0, 2.0]])
images = hub.Module("modules/images")  # HUB301
f = images(dict(images=pixels))
two = hub.Module("modules/two")  # HUB301
inputs = {"text": names}
g = two(inputs)
