# A file that asks for a signature that it did not save, whatever it is for.
# select: HUB432
# note: which signature is meant is the author's to say
# note: the model has no signature

import tensorflow as tf

SPEC = tf.TensorSpec([None], tf.float32)
PATH = "model"


class Model(tf.Module):
    @tf.function(input_signature=[SPEC])
    def double(self, x):
        return 2.0 * x

    @tf.function(input_signature=[SPEC])
    def half(self, x):
        return 0.5 * x


model = Model()
tf.saved_model.save(model, PATH, signatures={"double": model.double})
loaded = tf.saved_model.load(PATH)
print(loaded.signatures["serving_default"](tf.constant([1.0])))  # HUB432

tf.saved_model.save(model, "two", signatures={"double": model.double, "half": model.half})
print(tf.saved_model.load("two").signatures["triple"](tf.constant([1.0])))  # HUB432

tf.saved_model.save(model, "none")
print(tf.saved_model.load("none").signatures["serving_default"](tf.constant([1.0])))  # HUB432

# output

import tensorflow as tf

SPEC = tf.TensorSpec([None], tf.float32)
PATH = "model"


class Model(tf.Module):
    @tf.function(input_signature=[SPEC])
    def double(self, x):
        return 2.0 * x

    @tf.function(input_signature=[SPEC])
    def half(self, x):
        return 0.5 * x


model = Model()
tf.saved_model.save(model, PATH, signatures={"double": model.double})
loaded = tf.saved_model.load(PATH)
print(loaded.signatures["double"](tf.constant([1.0])))

tf.saved_model.save(model, "two", signatures={"double": model.double, "half": model.half})
print(tf.saved_model.load("two").signatures["triple"](tf.constant([1.0])))  # HUB432

tf.saved_model.save(model, "none")
print(tf.saved_model.load("none").signatures["serving_default"](tf.constant([1.0])))  # HUB432
