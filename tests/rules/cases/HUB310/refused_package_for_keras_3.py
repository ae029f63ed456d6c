# Layers and models of another package are made for the Keras that it finds.
# select: HUB310
# note: line 6 imports `keras_hub`, which makes layers of the Keras that it finds

import keras
import keras_hub
import tensorflow_hub as hub

model = keras.Sequential([hub.KerasLayer("published/1"), keras_hub.layers.ReversibleEmbedding(3, 4)])  # HUB310
