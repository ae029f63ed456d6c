# The sentence classifier of the BERT tutorial: two layers of tensorflow_hub in one functional model, saved and loaded.
# on: 2.21
# fresh
# model: tf2_bert_preprocess https://tfhub.dev/tensorflow/bert_en_uncased_preprocess/3
# model: tf2_bert_encoder https://tfhub.dev/tensorflow/small_bert/bert_en_uncased_L-4_H-512_A-8/1
# model: tensorflow_text tensorflow_text.py
# raises: KerasTensor
# right prints: trained: True, reloaded: (1, 1)
# with: HUB402

import tensorflow as tf
import tensorflow_hub as hub
import tensorflow_text as text

tfhub_handle_encoder = 'https://tfhub.dev/tensorflow/small_bert/bert_en_uncased_L-4_H-512_A-8/1'
tfhub_handle_preprocess = 'https://tfhub.dev/tensorflow/bert_en_uncased_preprocess/3'


def build_classifier_model():
  text_input = tf.keras.layers.Input(shape=(), dtype=tf.string, name='text')
  preprocessing_layer = hub.KerasLayer(tfhub_handle_preprocess, name='preprocessing')
  encoder_inputs = preprocessing_layer(text_input)
  encoder = hub.KerasLayer(tfhub_handle_encoder, trainable=True, name='BERT_encoder')
  outputs = encoder(encoder_inputs)
  net = outputs['pooled_output']
  net = tf.keras.layers.Dropout(0.1)(net)
  net = tf.keras.layers.Dense(1, activation=None, name='classifier')(net)
  return tf.keras.Model(text_input, net)


classifier_model = build_classifier_model()
before = [weight.numpy() for weight in classifier_model.get_layer('BERT_encoder').trainable_weights]
classifier_model.compile(optimizer='adam', loss=tf.keras.losses.BinaryCrossentropy(from_logits=True))
classifier_model.fit(tf.constant(['such an amazing movie', 'terrible']), tf.constant([1.0, 0.0]), verbose=0)
after = [weight.numpy() for weight in classifier_model.get_layer('BERT_encoder').trainable_weights]

saved_model_path = './imdb_bert'
classifier_model.save(saved_model_path, include_optimizer=False)
reloaded_model = tf.saved_model.load(saved_model_path)
shape = reloaded_model(tf.constant(['this is such an amazing movie!'])).shape
print(f"trained: {bool((before[0] != after[0]).any())}, reloaded: {shape}")
