# A name is not changed where another part of the program may look for the old one.
# note: whoever loads these weights is not in this file, and looks for them under the old name
# note: the path is that of a folder
# note: the path is used for something else, too
# note: the path is not spelled out in this file
# note: the path is spelled in a way that hublint does not edit
# note: a comment stands among the arguments that would go

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3])])
model.save_weights("alone.h5")  # HUB405

model.save_weights("folder/")  # HUB405
model.load_weights("folder/")

path = "asked_for.h5"
if not os.path.exists(path):
    model.save_weights(path)  # HUB405
model.load_weights(path)

model.save_weights("spelled_twice.h5")  # HUB405
model.load_weights("spelled_twice.h5")
print("spelled_twice.h5")

model.save_weights(f"{folder}/w.h5")  # HUB405
model.load_weights(f"{folder}/w.h5")

model.save_weights("a\x62.h5")  # HUB405
model.load_weights("a\x62.h5")

either = "one.h5"
if second:
    either = "two.h5"
model.save_weights(either + ".h5")  # HUB405
model.load_weights(either + ".h5")

changing = "first.h5"
model.save_weights(changing)  # HUB405
model.load_weights(changing)
changing = "other"

model.save_weights(  # HUB405
    "commented.h5",
    save_format="h5",  # smaller
)
model.load_weights("commented.h5")
model.save_weights(  # HUB405
    "ours.weights.h5",
    save_format="h5",  # smaller
)

# output

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3])])
model.save_weights("alone.h5")  # HUB405

model.save_weights("folder/")  # HUB405
model.load_weights("folder/")

path = "asked_for.h5"
if not os.path.exists(path):
    model.save_weights(path)  # HUB405
model.load_weights(path)

model.save_weights("spelled_twice.h5")  # HUB405
model.load_weights("spelled_twice.h5")
print("spelled_twice.h5")

model.save_weights(f"{folder}/w.h5")  # HUB405
model.load_weights(f"{folder}/w.h5")

model.save_weights("a\x62.h5")  # HUB405
model.load_weights("a\x62.h5")

either = "one.h5"
if second:
    either = "two.h5"
model.save_weights(either + ".weights.h5")
model.load_weights(either + ".weights.h5")

changing = "first.h5"
model.save_weights(changing)  # HUB405
model.load_weights(changing)
changing = "other"

model.save_weights(  # HUB405
    "commented.h5",
    save_format="h5",  # smaller
)
model.load_weights("commented.h5")
model.save_weights(  # HUB405
    "ours.weights.h5",
    save_format="h5",  # smaller
)
