# What is served without a default: the only signature gets it beside its own key, of several none is chosen.
# target: tf=2.21,purpose=serve
# select: HUB432
# note: a comment stands before the signature
# note: which of the signatures is the default is the author's to say
# note: the signature has no name to give it twice

import tensorflow as tf

SPEC = tf.TensorSpec([None], tf.float32)


class MyMulModel(tf.train.Checkpoint):
    def __init__(self, v_init):
        super().__init__()
        self.v = tf.Variable(v_init)

    @tf.function(input_signature=[SPEC])
    def mul(self, inputs):
        return {"product": inputs * self.v}

    @tf.function(input_signature=[SPEC])
    def add(self, inputs):
        return inputs + self.v


model = MyMulModel(2.0)
tf.saved_model.save(
    model,
    "one/1",
    signatures={  # HUB432
        "mul": model.mul,
    },
)
tf.saved_model.save(
    model,
    "commented/1",
    signatures={  # HUB432
        # the product
        "mul": model.mul,
    },
)
tf.saved_model.save(model, "two/1", signatures={"mul": model.mul, "add": model.add})  # HUB432
tf.saved_model.save(model, "made/1", signatures={"mul": model.mul.get_concrete_function()})  # HUB432
tf.saved_model.save(model, "none/1")  # HUB432

# output

import tensorflow as tf

SPEC = tf.TensorSpec([None], tf.float32)


class MyMulModel(tf.train.Checkpoint):
    def __init__(self, v_init):
        super().__init__()
        self.v = tf.Variable(v_init)

    @tf.function(input_signature=[SPEC])
    def mul(self, inputs):
        return {"product": inputs * self.v}

    @tf.function(input_signature=[SPEC])
    def add(self, inputs):
        return inputs + self.v


model = MyMulModel(2.0)
tf.saved_model.save(
    model,
    "one/1",
    signatures={
        "serving_default": model.mul,
        "mul": model.mul,
    },
)
tf.saved_model.save(
    model,
    "commented/1",
    signatures={  # HUB432
        # the product
        "mul": model.mul,
    },
)
tf.saved_model.save(model, "two/1", signatures={"mul": model.mul, "add": model.add})  # HUB432
tf.saved_model.save(model, "made/1", signatures={"mul": model.mul.get_concrete_function()})  # HUB432
tf.saved_model.save(model, "none/1")  # HUB432
