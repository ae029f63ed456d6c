# A file that has no name for TensorFlow, and uses those that it might have for something else.
# note: TensorFlow has no name here that nothing else has
# ignore: HUB514

from tensorflow import Graph, import_graph_def
from tensorflow.compat.v1 import Session

tf, tensorflow = 1, 2


def run(graph_def):
    with Graph().as_default(), Session() as sess:  # HUB101
        import_graph_def(graph_def, name="")  # HUB205
        print(sess.run("y:0"), tf, tensorflow)
