"""Makes what hublint knows of TensorFlow's files by heart: the description of its messages, and the names of its ops.

`python -m hublint.savedmodel.regenerate RELEASE=PYTHON... --text RELEASE=PYTHON...` asks the interpreters of several
releases of TensorFlow, and of some that have tensorflow_text too, and writes `hublint/savedmodel/data`:

- `descriptors.binpb`: the files of TensorFlow that describe SavedModels, from the newest of the releases, as a
  serialised `google.protobuf.FileDescriptorSet`;
- `ops.tsv`: the releases that were asked, and for each operation the first and the last of them that registers it;
- `keras.txt`: the classes that any of them has in `tf.keras`.

Run it in a clone, and commit what it changes. The data does not depend on where or when it is made. What is committed
is from TensorFlow 1.15.5, 2.4.4, 2.8.4, 2.12.1, 2.15.1, 2.18.1 and 2.21.0, and from tensorflow-text 1.15.1, 2.15.0 and
2.21.1.
"""
