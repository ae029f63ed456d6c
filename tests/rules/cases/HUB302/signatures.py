# A function with several signatures, whose inputs are placeholders, and a method that builds a module.
# select: HUB302

import tensorflow as tf
import tensorflow_hub as hub


def module_fn(is_training=False):
    text = tf.placeholder(dtype=tf.string, shape=[None])
    tokens = tf.placeholder(tf.string, [None, None])
    hub.add_signature(inputs=text, outputs=embed(text))  # HUB302
    hub.add_signature("tokens", {"tokens": tokens, "sequence_len": lengths}, dict(elmo=a, default=b))  # HUB302


spec = hub.create_module_spec(module_fn, tags_and_args=[(set(), {}), ({"train"}, {"is_training": True})])  # HUB302


class Generator:
    def build(self):
        noise = tf.placeholder(tf.float32, [64, 128], name="z")
        hub.add_signature("generator", inputs=dict(z=noise), outputs=dict(generated=self.net(noise)))  # HUB302

    def spec(self):
        return hub.create_module_spec(self.build)  # HUB302
