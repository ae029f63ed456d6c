"""Makes what hublint knows of TensorFlow's files by heart: the description of its messages, and the names of its ops.

`python -m hublint.savedmodel.regenerate RELEASE=PYTHON...` asks the interpreters of several releases of TensorFlow and
writes `hublint/savedmodel/data`: `descriptors.binpb` (the files of TensorFlow that describe SavedModels, as the newest
of the releases serialises them), `ops.tsv` (the first and the last of the releases that registers an operation) and
`keras.txt` (the classes that any of them has in `tf.keras`). Run it in a clone, and commit what it changes:

    python -m hublint.savedmodel.regenerate 1.15=.../python 2.15=.../python 2.21=.../python text=.../python

The interpreter called `text` is one of the newest release with tensorflow_text. The data does not depend on where or
when it is made. What is committed is from TensorFlow 1.15.5, 2.15.1 and 2.21.0 and tensorflow-text 2.21.1.
"""
