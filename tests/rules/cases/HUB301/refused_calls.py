# Calls whose arguments do not show what they mean.
# select: HUB301
# note: line 17 gives its `as_dict` by a name, and so one of two kinds of results
# note: line 19 takes the signature `signature`, which may be none
# note: what line 24 calls the module with is a dictionary or something else
# note: line 26 hands over a sparse tensor, which a loaded signature takes in three parts
# note: a comment stands in the call at line 28
# note: the call at line 32 names what TensorFlow 1's format has; `https://tfhub.dev/google/universal-sentence-encoder/4` is in TensorFlow 2's format, whose documentation tells what it takes and gives
# note: `https://tfhub.dev/google/universal-sentence-encoder/4` is in TensorFlow 2's format, and other modules that are called are not
# note: the module at line 35 is, or may be, the one for training, whose update operations, such as those of batch normalization, `hub.load` does not collect
# note: the module at line 37 is, or may be, the one for training, whose update operations, such as those of batch normalization, `hub.load` does not collect

import tensorflow as tf
import tensorflow_hub as hub

a = hub.Module("a")  # HUB301
print(a(x, as_dict=whole))
b = hub.Module("b")  # HUB301
print(b(x, signature=signature))
c = hub.Module("c")  # HUB301
inputs = {"a": x}
if plain:
    inputs = x
print(c(inputs))
d = hub.Module("d")  # HUB301
print(d(tf.sparse_placeholder(tf.int64)))
e = hub.Module("e")  # HUB301
print(e(
    x,  # the sentences
    signature="default"))
f = hub.Module("https://tfhub.dev/google/universal-sentence-encoder/4")  # HUB301
print(f(x, as_dict=True))
g = hub.Module("https://tfhub.dev/google/universal-sentence-encoder/4" if new else "https://tfhub.dev/google/elmo/2")  # HUB301
print(g(x))
h = hub.Module("h", tags={"train"})  # HUB301
print(h(x))
i = hub.Module("i", tags=tags)  # HUB301
print(i(x))
