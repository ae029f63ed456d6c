"""HUB615."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.rule import Example, ModelRule, Remark
from hublint_rules.contents.wiring import some, wiring_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Target
    from hublint.savedmodel.contents import Contents


class TrainingOp(ModelRule):
    """The graph that is served still holds the step that trained it.

    TensorFlow 1 exports the whole graph of the session: the losses, the gradients and the operations that change the
    weights lie beside what the signatures need. They are downloaded, parsed and optimized at every load, they keep the
    optimizer's variables alive (HUB601, with which it then is told), and they pin the graph to operations that a server
    or a converter may not have. No error is raised. The signature of a single layer that was trained with Adam needs 4
    of 102 nodes.

    An update that an output of a signature depends on is meant to be there and not reported, nor are functions of
    TensorFlow 2, which are only saved if they are attributes of the model. The findings have no fix: the graph that is
    exported has to be built without `minimize`, and the trained values restored into it.
    """

    code = "HUB615"
    name = "training-op"
    since = "0.1"
    severity = "information"
    promise = "holds no training step beside what it serves"
    confirms = ("HUB601",)
    examples = (
        Example(
            before="""\
import tensorflow.compat.v1 as tf

with tf.Graph().as_default(), tf.Session() as session:
    x = tf.placeholder(tf.float32, [None, 3], name="x")
    w = tf.get_variable("w", [3, 1], use_resource=True)
    y = tf.matmul(x, w)
    tf.train.GradientDescentOptimizer(0.1).minimize(tf.reduce_mean(y))
    session.run(tf.global_variables_initializer())
    tf.saved_model.simple_save(session, "model", {"x": x}, {"y": y})
""",
            after="""\
import tensorflow.compat.v1 as tf


def build():
    x = tf.placeholder(tf.float32, [None, 3], name="x")
    w = tf.get_variable("w", [3, 1], use_resource=True)
    return x, tf.matmul(x, w)


with tf.Graph().as_default(), tf.Session() as session:
    x, y = build()
    tf.train.GradientDescentOptimizer(0.1).minimize(tf.reduce_mean(y))
    session.run(tf.global_variables_initializer())
    tf.train.Saver().save(session, "trained/model")
with tf.Graph().as_default(), tf.Session() as session:
    x, y = build()
    tf.train.Saver().restore(session, "trained/model")
    tf.saved_model.simple_save(session, "model", {"x": x}, {"y": y})
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/guide/migrate/saved_model",
        "https://www.tensorflow.org/api_docs/python/tf/compat/v1/saved_model/simple_save",
    )

    def check_contents(self, model: Contents, target: Callable[[], Target]) -> Iterator[Remark]:
        """Report the updates of weights that no signature of the served graph depends on."""
        del target
        graph = model.serving()
        if graph is None or graph.objects or "train" in graph.tags or model.form == "tf1-hub":
            return
        wiring = wiring_of(graph)
        if not wiring.complete:
            return
        own = [node for node in graph.nodes if not node.function]
        updates = [node for node in own if _is_update(node.op) and node.name not in wiring.needed]
        if updates:
            used = sum(node.name in wiring.needed for node in own)
            message = f"the graph holds a training step ({some(node.op for node in updates)})"
            extent = f"the signatures need {used} of the graph's {len(own)} nodes"
            yield Remark(f"{message} that no signature needs; export a graph that is built without it", extent)


def _is_update(op: str) -> bool:
    """Tell whether an operation is one of those that optimizers change weights with, such as `ResourceApplyAdam`."""
    name = op.removeprefix("Resource").removeprefix("Sparse")
    return name.startswith("Apply") and name[5:6].isupper()
