# Much else has a `save`, and some of it a `compile`.
# target: tf=2.15

import re

import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
import wandb
from PIL import Image

pattern = re.compile("x")
model = tf.keras.Sequential()
model.compile("adam", "mse")

image = Image.open("a.png")
image.save("b.png")
figure = plt.figure()
figure.save("c.png")
np.save("weights.npy", model.get_weights())
wandb.save("model.h5")
run = wandb.init()
run.save("model.h5")
saver = tf.compat.v1.train.Saver()
saver.save(session, "out/1")
checkpoint = tf.train.Checkpoint(model=model)
checkpoint.save("out/1")
manager = tf.train.CheckpointManager(checkpoint, "out", 3)
manager.save()
model.save_weights("weights.h5")
tf.saved_model.save(tf.Module(), "module/1")
