# What is tracked, may be, or needs not be.
# select: HUB423

import tensorflow as tf

SPEC = tf.TensorSpec([None], tf.float32)
constant = tf.constant(2.0)
assigned = tf.Variable(1.0)
listed = tf.Variable(1.0)
given = tf.Variable(1.0)
renamed = tf.Variable(1.0)
handed = tf.Variable(1.0)
untraced = tf.Variable(1.0)
twice = tf.Variable(1.0)
twice = tf.Variable(2.0)


average = tf.train.ExponentialMovingAverage(0.9)
backbone = tf.keras.models.load_model("backbone.keras")


class Model(tf.Module):
    def __init__(self, part):
        super().__init__()
        self.part = part
        self.parts = [listed]
        self.averages = [average.average(listed)]
        self.backbone_variables = tf.nest.flatten(backbone.variables)

    @tf.function(input_signature=[SPEC])
    def __call__(self, x):
        return x * constant * assigned * listed * given * renamed * handed * twice * average.average(listed) * backbone(x)

    @tf.function
    def other(self, x):
        return x * untraced


model = Model(given)
model.assigned = assigned
alias = renamed
model.alias = alias
add_part(model, handed)
tf.saved_model.save(model, "model")

inner = tf.saved_model.load("inner")
serve = tf.function(lambda x: inner(x), input_signature=[SPEC])
tf.saved_model.save(inner, "outer", signatures=serve)

root = tf.train.Checkpoint(v=assigned, inner=inner)
root.serve = tf.function(lambda x: inner(x) * assigned, input_signature=[SPEC])
tf.saved_model.save(root, "root")


def export(module, path):
    tf.saved_model.save(module, path, signatures=tf.function(lambda x: x * untraced, input_signature=[SPEC]))


class Listing(tf.Module):
    @tf.function(input_signature=[SPEC])
    def __call__(self, x):
        self.table = tf.lookup.StaticHashTable(tf.lookup.KeyValueTensorInitializer([1.0], [2.0]), 0.0)
        other = tf.lookup.StaticHashTable(tf.lookup.KeyValueTensorInitializer([1.0], [2.0]), 0.0)
        self.other = other
        return self.table.lookup(x) + other.lookup(x)


tf.saved_model.save(Listing(), "listing")

frozen_backbone = tf.keras.models.load_model("frozen_backbone.keras")


@tf.function(input_signature=[SPEC])
def serve_frozen(x):
    return {"scores": frozen_backbone(x, training=False)}


frozen = convert_variables_to_constants_v2(serve_frozen.get_concrete_function())
tf.saved_model.save(tf.Module(), "frozen", signatures={"serving_default": frozen})
