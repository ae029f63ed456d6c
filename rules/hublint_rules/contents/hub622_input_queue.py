"""HUB622."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hublint.rule import Example, ModelRule, Remark
from hublint_rules.contents.wiring import some, wiring_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Target
    from hublint.savedmodel.contents import Contents

_TAKES: Final = ("QueueDequeue", "ReaderRead")
_PUTS: Final = "QueueEnqueue"


class InputQueue(ModelRule):
    """A signature waits for a queue that nothing fills once the model is loaded.

    `tf.compat.v1.train.batch`, `string_input_producer` and the like read through queues that threads fill, and the
    threads are started by `start_queue_runners` in the program that trained. Nobody starts them for a loaded model. A
    call does not fail, it never comes back: with a time limit, TensorFlow 2.15 and 2.21 end it with
    `DeadlineExceededError: ... Timed out waiting for notification`.

    The served graph has to begin at a placeholder that stands for what the queue gave, in a graph that is built for
    serving. Queues that no signature depends on are not reported, nor those that a signature fills itself.
    """

    code = "HUB622"
    name = "input-queue"
    since = "0.1"
    severity = "error"
    promise = "waits for no queue"
    examples = (
        Example(
            before="""\
import tensorflow.compat.v1 as tf

with tf.Graph().as_default(), tf.Session() as session:
    x = tf.placeholder(tf.float32, [None], name="x")
    factor = tf.train.input_producer(tf.constant([1.0, 2.0])).dequeue()
    tf.saved_model.simple_save(session, "model", {"x": x}, {"y": x * factor})
""",
            after="""\
import tensorflow.compat.v1 as tf

with tf.Graph().as_default(), tf.Session() as session:
    x = tf.placeholder(tf.float32, [None], name="x")
    factor = tf.placeholder(tf.float32, [], name="factor")
    tf.saved_model.simple_save(session, "model", {"x": x, "factor": factor}, {"y": x * factor})
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/api_docs/python/tf/compat/v1/train/start_queue_runners",
        "https://www.tensorflow.org/api_docs/python/tf/compat/v1/train/input_producer",
    )

    def check_contents(self, model: Contents, target: Callable[[], Target]) -> Iterator[Remark]:
        """Report what signatures take from queues, where they put nothing in."""
        del target
        graph = model.serving()
        if graph is None or graph.objects:
            return
        wiring = wiring_of(graph)
        needed = [node for node in graph.nodes if not node.function and node.name in wiring.needed]
        if any(node.op.startswith(_PUTS) for node in needed):
            return
        takes = [node.name for node in needed if node.op.startswith(_TAKES)]
        if takes:
            message = f"the signatures wait at {some(takes)} for a queue that nothing fills when the model is loaded"
            yield Remark(f"{message}; export a graph that begins at a placeholder instead")
