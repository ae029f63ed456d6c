# Offsets count bytes; letters that take several stand before and inside the call.
# target: tf=2.15

import tensorflow as tf

größe = 3
modèle = tf.keras.Sequential([tf.keras.layers.Dense(1, input_shape=[größe])]); modèle.compile("adam", "mse")
print("é", modèle.save("modèle/été"))  # HUB401
tf.saved_model.save(modèle, "é/1", signatures=signé)  # HUB401

# output

import tensorflow as tf

größe = 3
modèle = tf.keras.Sequential([tf.keras.layers.Dense(1, input_shape=[größe])]); modèle.compile("adam", "mse")
print("é", modèle.save("modèle/été", include_optimizer=False))
modèle.save("é/1", signatures=signé, include_optimizer=False)
