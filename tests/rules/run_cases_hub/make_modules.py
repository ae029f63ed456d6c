"""Makes the modules that the programs beside this load, by the API that tensorflow_hub 0.16 removed."""

import sys
from pathlib import Path

import tensorflow as tf
import tensorflow_hub as hub

tf1 = tf.compat.v1
FOLDER = Path(sys.argv[1])
VOCABULARY = FOLDER / "vocabulary.txt"


def text(is_training=False):
    """Sentences to vectors, and tokens with their numbers to a vector for each, by a table and a file."""
    sentences = tf1.placeholder(tf.string, [None])
    tokens = tf1.placeholder(tf.string, [None, None])
    lengths = tf1.placeholder(tf.int32, [None])
    table = tf.lookup.StaticVocabularyTable(
        tf.lookup.TextFileInitializer(
            str(VOCABULARY),
            tf.string,
            tf.lookup.TextFileIndex.WHOLE_LINE,
            tf.int64,
            tf.lookup.TextFileIndex.LINE_NUMBER,
        ),
        2,
    )
    vectors = tf1.get_variable("vectors", [5, 4], initializer=tf1.random_uniform_initializer(seed=1))
    found = tf.gather(vectors, table.lookup(sentences))
    words = tf.gather(vectors, table.lookup(tokens))
    mask = tf.sequence_mask(lengths, tf.shape(tokens)[1], dtype=tf.float32)
    if is_training:
        found = tf.nn.dropout(found, 0.5)
    hub.add_signature(inputs=sentences, outputs={"default": found, "twice": found * 2.0})
    hub.add_signature(
        "tokens",
        inputs={"tokens": tokens, "sequence_len": lengths},
        outputs={"elmo": words * mask[:, :, None], "default": tf.reduce_sum(words, 1)},
    )
    hub.add_signature("info", inputs={}, outputs={"lower": tf.constant(True), "size": tf.constant(5)})


def images():
    """Images to features."""
    given = tf1.placeholder(tf.float32, [None, 4, 4, 3])
    weights = tf1.get_variable("weights", [48, 3], initializer=tf1.random_uniform_initializer(seed=2))
    features = tf.matmul(tf.reshape(given, [-1, 48]), weights)
    hub.add_signature(inputs={"images": given}, outputs=features)
    hub.add_signature("image_feature_vector", inputs={"images": given}, outputs={"default": features, "a": -features})


def numbers(large=False):
    """Numbers to features, larger ones with the tag "large"; its variable has the name of that of `images`."""
    given = tf1.placeholder(tf.float32, [None, 2])
    weights = tf1.get_variable("weights", [2, 3], initializer=tf1.random_uniform_initializer(seed=3))
    hub.add_signature(inputs=given, outputs=tf.matmul(given, weights) * (100.0 if large else 1.0))


def export(name, function, tags_and_args):
    """Write a module with the values that its variables have after their initializers."""
    spec = hub.create_module_spec(function, tags_and_args=tags_and_args)
    with tf.Graph().as_default():
        module = hub.Module(spec)
        with tf1.Session() as session:
            session.run([tf1.global_variables_initializer(), tf1.tables_initializer()])
            module.export(str(FOLDER / name), session)


VOCABULARY.write_text("one\ntwo\nthree\n")
export("text", text, [(set(), {}), ({"train"}, {"is_training": True})])
export("images", images, None)
export("numbers", numbers, [(set(), {}), ({"large"}, {"large": True})])
