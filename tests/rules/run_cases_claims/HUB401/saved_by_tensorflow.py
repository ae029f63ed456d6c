# A compiled model of Keras 3, saved as any object is: it holds its optimizer, and nobody can call it.
# on: 2.21
# raises: TypeError: '_UserObject' object is not callable

import numpy as np
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(2, kernel_regularizer="l2")])
model.compile("adam", "mse")
model.fit(np.ones([8, 3]), np.ones([8, 2]), verbose=0)
tf.saved_model.save(model, "published")
np.save("expected.npy", model(np.ones([1, 3])))
# --- then
import numpy as np
import tensorflow as tf

stored = [name for name, _ in tf.train.list_variables("published/variables/variables")]
loaded = tf.saved_model.load("published")
np.testing.assert_allclose(loaded(np.ones([1, 3], "float32")), np.load("expected.npy"), atol=1e-6)
assert not [name for name in stored if "optimizer" in name], stored
assert len(loaded.regularization_losses) == 1
