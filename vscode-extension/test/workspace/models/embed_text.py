"""Embeds sentences with a module of TensorFlow Hub."""
import tensorflow as tf
import tensorflow_hub as hub

embed = hub.Module('https://tfhub.dev/google/universal-sentence-encoder/2')


def similarities(sentences):
    vectors = tf.nn.l2_normalize(embed(sentences), axis=1)
    return tf.matmul(vectors, vectors, transpose_b=True)


with tf.Session() as session:
    session.run([tf.global_variables_initializer(), tf.tables_initializer()])
    print(session.run(similarities(['How old are you?', 'What is your age? 🎂'])))
