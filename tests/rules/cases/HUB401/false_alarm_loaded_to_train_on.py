# A model that is loaded with its optimizer is on its way: what it is saved to will be loaded again.
# target: tf=2.15

from tensorflow.keras.models import load_model

model = load_model("last_run.h5")
model.compile("adam", "mse")
model.fit(data)
model.save("this_run.h5")
