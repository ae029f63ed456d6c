"""Records in files, flags and a log, as scripts about data have them."""

import tempfile

import tensorflow.compat.v1 as tf

flags = tf.flags
FLAGS = flags.FLAGS
flags.DEFINE_integer("count", 3, "How many records are written.")
flags.DEFINE_bool("loud", default=False, help="Whether to tell of each.")


def write(path, count):
    with tf.io.TFRecordWriter(path) as writer:
        for number in range(count):
            value = tf.train.Feature(int64_list=tf.train.Int64List(value=[number, number**2]))
            example = tf.train.Example(features=tf.train.Features(feature={"pair": value}))
            writer.write(example.SerializeToString())
            tf.logging.log_if(tf.logging.INFO, "record %d", FLAGS.loud, number)


def read(path):
    features = {"pair": tf.FixedLenFeature([2], tf.int64)}
    for record in tf.data.TFRecordDataset([path]):
        yield tf.parse_single_example(serialized=record, features=features)["pair"]


def main(_):
    tf.logging.set_verbosity(tf.logging.ERROR)
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/records/pairs"
        if not tf.gfile.Exists(f"{folder}/records"):
            tf.gfile.MakeDirs(f"{folder}/records")
        write(path, FLAGS.count)
        pairs = tf.to_float(tf.stack(list(read(path))))
        print(pairs.numpy().tolist(), tf.reduce_sum(pairs, reduction_indices=0, keep_dims=True).numpy().tolist())
        with tf.gfile.Open(f"{folder}/words", "w") as file:
            file.write("one\ntwo\n")
        with tf.gfile.GFile(f"{folder}/words") as file:
            print(file.read().split(), tf.gfile.Stat(f"{folder}/words").length)
        tf.gfile.Rename(f"{folder}/words", f"{folder}/numbers", overwrite=True)
        print(sorted(tf.gfile.ListDirectory(folder)), [name for _, name, _ in sorted(tf.gfile.Walk(folder))])
        tf.gfile.DeleteRecursively(f"{folder}/records")
        print(tf.gfile.IsDirectory(f"{folder}/records"), len(tf.gfile.Glob(f"{folder}/*")))


if __name__ == "__main__":
    tf.app.run()
