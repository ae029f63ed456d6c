# Arguments that Keras 3 does not know, for a folder and for files.
# target: tf=2.21,purpose=serve
# note: the path does not show whether a file or a folder is written
# note: the path is that of a file, which has no signatures
# note: an argument of the call has no place in `tf.saved_model.save`
# note: a comment stands among the arguments that would go

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3])])
model.save("a.keras", save_traces=False)  # HUB402
model.save("published/1", save_traces=False)  # HUB402
model.save(path, options=options)  # HUB402
model.save(  # HUB402
    "published/2",
    overwrite=True,
    signatures={"serving_default": serve},
    options=options,
)
tf.keras.models.save_model(model, "published/3", signatures=serve, save_format="tf")  # HUB402
tf.keras.models.save_model(model=model, filepath="published/4", signatures=serve)  # HUB402
model.save(filepath="published/5", signatures=serve)  # HUB402
model.save("a.keras", signatures=serve)  # HUB402
model.save("published/6", True, signatures=serve)  # HUB402
model.save("a.keras", save_traces=False)  # small  # HUB402
model.save(  # HUB402
    "a.keras",
    save_traces=False,  # small
)

# output

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3])])
model.save("a.keras")
model.export("published/1")
model.save(path, options=options)  # HUB402
tf.saved_model.save(
    model,
    "published/2",
    signatures={"serving_default": serve},
    options=options,
)
tf.saved_model.save(model, "published/3", signatures=serve)
tf.saved_model.save(obj=model, export_dir="published/4", signatures=serve)
tf.saved_model.save(model, export_dir="published/5", signatures=serve)
model.save("a.keras", signatures=serve)  # HUB402
model.save("published/6", True, signatures=serve)  # HUB402
model.save("a.keras")  # small
model.save(  # HUB402
    "a.keras",
    save_traces=False,  # small
)
