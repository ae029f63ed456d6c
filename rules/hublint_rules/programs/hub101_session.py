"""HUB101."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.rule import Draft, Example, Rule, v1

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Target, Use


class Session(Rule):
    """A session runs a TensorFlow 1 graph, and TensorFlow 2 has neither.

    `tf.Session` fails with `AttributeError: module 'tensorflow' has no attribute 'Session'`. Renamed to
    `tf.compat.v1.Session` it is still refused by eager tensors (`RuntimeError: The Session graph is empty. Add
    operations to the graph before calling run().`), so it only works inside `with tf.Graph().as_default()`, and nothing
    that is built there can be called, trained or saved by the TensorFlow 2 API.

    Three forms are rewritten. A session that serves an export goes with the export (see HUB201 and HUB202). A `with`
    block whose session does nothing but `run` tensors that TensorFlow's own operations make becomes eager code: the
    block goes and `sess.run(x)` becomes `x.numpy()`. A program that feeds placeholders, keeps variables or trains them
    becomes functions: what a run computes anew each time moves into a `tf.function` whose parameters are the
    placeholders, variables stay outside, an optimizer's step gets a `tf.GradientTape`, and `sess.run(y, {x: v})` is
    `compute_y(tf.constant(v, tf.float32)).numpy()`; an export in it becomes a function for each signature. All of a
    file's programs are rewritten or none, and with the last of them goes the call of `disable_v2_behavior`.

    The fix is unsafe: eager code evaluates each operation where it stands, once, and a session evaluates what a fetch
    needs, again at each `run`. Random numbers are other ones, and a checkpoint of the old program is not read.
    """

    code = "HUB101"
    name = "session"
    since = "0.1"
    applicability = "unsafe"
    tags = ("deprecated",)
    targets = (2, 0)
    names = v1("Session", "InteractiveSession")
    examples = (
        Example(
            before="""\
import tensorflow as tf

total = tf.add(2, 3)
with tf.Session() as sess:
    print(sess.run(total))
""",
            after="""\
import tensorflow as tf

total = tf.add(2, 3)
print(total.numpy())
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/guide/migrate/tf1_vs_tf2",
        "https://www.tensorflow.org/api_docs/python/tf/compat/v1/Session",
    )

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report the class where it is called or named."""
        from hublint_rules import rewrites
        from hublint_rules.symbols import judgement

        if judgement.is_settled(use, target()):
            return
        spelled = "".join(use.source.code(use.node).split())
        release = ".".join(map(str, target().tensorflow))
        gone = f"does not exist in TensorFlow {release}" if use.name.count(".") == 1 else "runs a TensorFlow 1 graph"
        yield Draft(
            use.node,
            f"`{spelled}` {gone}; call the code that makes the tensors, eagerly or as a `tf.function`",
            lambda: rewrites.session(use, target()),
        )
