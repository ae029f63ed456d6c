"""Full names are written so that they mean just that where they stand."""

from __future__ import annotations

import ast

import pytest

from hublint.source.cleanup import import_edits
from hublint.source.edit import Edit, apply
from hublint.source.source import Source
from hublint.source.types import canonical
from hublint_rules.symbols.spelling import replacement, spell

LOG = "tensorflow.math.log"
SESSION = "tensorflow.compat.v1.Session"
WHOLE = (("tensorflow", "tensorflow"),)
DEFINE = "absl.flags.DEFINE_string"


def marker(source: Source) -> ast.Name:
    """Return the one `HERE` in a file."""
    (node,) = (node for node in ast.walk(source.tree) if isinstance(node, ast.Name) and node.id == "HERE")
    return node


def spelled(code: str, full: str) -> tuple[str, tuple[tuple[str, str], ...]] | None:
    """Return how a full name is written for `HERE`, after proving that it means that there and breaks nothing."""
    source = Source(code.encode())
    node = marker(source)
    found = spell(source, full, source.scope(node), node)
    if found is None:
        return None
    edits = (*import_edits(source, found.imports), Edit(*source.span(node), f"mark({found.text})"))
    after = Source(apply(source.text.utf8, edits))
    (call,) = (
        one
        for one in ast.walk(after.tree)
        if isinstance(one, ast.Call) and isinstance(one.func, ast.Name) and one.func.id == "mark"
    )
    assert after.resolve(call.args[0]) == {canonical(full)}
    return found.text, found.imports


@pytest.mark.parametrize(
    ("code", "full", "text", "imports"),
    [
        # By the imports that are there.
        ("import tensorflow as tf\nHERE\n", LOG, "tf.math.log", ()),
        ("import tensorflow\nHERE\n", LOG, "tensorflow.math.log", ()),
        ("import tensorflow as T\nHERE\n", LOG, "T.math.log", ()),
        ("import tensorflow.keras\nHERE\n", LOG, "tensorflow.math.log", ()),
        ("from tensorflow import math\nHERE\n", LOG, "math.log", ()),
        ("from tensorflow import math as m\nHERE\n", LOG, "m.log", ()),
        ("from tensorflow.math import log as ln\nHERE\n", LOG, "ln", ()),
        ("import tensorflow as tf\nfrom tensorflow import math\nHERE\n", LOG, "math.log", ()),
        ("import tensorflow.compat.v1 as tf\nHERE\n", SESSION, "tf.Session", ()),
        ("import tensorflow as tf\nHERE\n", SESSION, "tf.compat.v1.Session", ()),
        ("import tensorflow as tf\nimport tensorflow.compat.v1 as tf1\nHERE\n", SESSION, "tf1.Session", ()),
        ("import tensorflow as tf\nimport tensorflow.compat.v1 as tf1\nHERE\n", LOG, "tf.math.log", ()),
        ("def f():\n    import tensorflow as tf\n    HERE\n", LOG, "tf.math.log", ()),
        ("def f():\n    import tensorflow as tf\n    def g():\n        HERE\n", LOG, "tf.math.log", ()),
        ("def f():\n    HERE\nimport tensorflow as tf\n", LOG, "tf.math.log", ()),
        ("class A:\n    import tensorflow as tf\n    x = HERE\n", LOG, "tf.math.log", ()),
        ("try:\n    import tensorflow as tf\nexcept ImportError:\n    raise\nHERE\n", LOG, "tf.math.log", ()),
        ("if x:\n    import tensorflow as tf\nelse:\n    import tensorflow as tf\nHERE\n", LOG, "tf.math.log", ()),
        # With an import that is added.
        ("HERE\n", LOG, "tf.math.log", (("tensorflow", "tf"),)),
        ("'''text'''\nfrom __future__ import division\nHERE\n", LOG, "tf.math.log", (("tensorflow", "tf"),)),
        ("import tensorflow as tf\nHERE\n", DEFINE, "flags.DEFINE_string", (("absl.flags", "flags"),)),
        ("from absl import flags\nHERE\n", DEFINE, "flags.DEFINE_string", ()),
        ("from absl import flags as F\nHERE\n", DEFINE, "F.DEFINE_string", ()),
        ("import absl.flags\nHERE\n", DEFINE, "absl.flags.DEFINE_string", ()),
        ("HERE\n", "tf_slim.conv2d", "tf_slim.conv2d", (("tf_slim", "tf_slim"),)),
        ("HERE\n", "tensorflow_probability.layers.X", "tfp.layers.X", (("tensorflow_probability", "tfp"),)),
        # Names that mean something else.
        ("import tensorflow.compat.v1 as tf\nHERE\n", LOG, "tensorflow.math.log", WHOLE),
        ("tf = 1\nHERE\n", LOG, "tensorflow.math.log", WHOLE),
        ("def f(tf):\n    HERE\n", LOG, "tensorflow.math.log", WHOLE),
        ("import tensorflow as tf\ndef f(tf):\n    HERE\n", LOG, "tensorflow.math.log", WHOLE),
        ("import tensorflow as tf\n[HERE for tf in x]\n", LOG, "tensorflow.math.log", WHOLE),
        ("from x import *\ntf.a\nHERE\n", LOG, "tensorflow.math.log", WHOLE),
        (
            "try:\n    import tensorflow.compat.v1 as tf\nexcept ImportError:\n    import tensorflow as tf\nHERE\n",
            LOG,
            "tensorflow.math.log",
            WHOLE,
        ),
        ("def f():\n    import tensorflow as tf\ndef g():\n    HERE\n", LOG, "tf.math.log", (("tensorflow", "tf"),)),
        ("class A:\n    import tensorflow as tf\n    def f(self):\n        HERE\n", LOG, "tf.math.log",
         (("tensorflow", "tf"),)),
        ("flags = tf.flags\nHERE\n", DEFINE, "absl_flags.DEFINE_string", (("absl.flags", "absl_flags"),)),
        ("from . import flags\nHERE\n", DEFINE, "absl_flags.DEFINE_string", (("absl.flags", "absl_flags"),)),
        ("import tensorflow as tf\ntf = wrap(tf)\nHERE\n", LOG, "tensorflow.math.log",
         WHOLE),
    ],
)  # fmt: skip
def test_a_name_is_written(code: str, full: str, text: str, imports: tuple[tuple[str, str], ...]) -> None:
    assert spelled(code, full) == (text, imports)


@pytest.mark.parametrize(
    ("code", "full"),
    [
        ("tf = tensorflow = 1\nHERE\n", LOG),
        ("def f(tf, tensorflow):\n    HERE\n", LOG),
        ("flags = absl_flags = 1\nHERE\n", DEFINE),
        ("def f(tf_slim):\n    HERE\n", "tf_slim.conv2d"),
    ],
)
def test_where_no_name_is_free_nothing_is_written(code: str, full: str) -> None:
    assert spelled(code, full) is None


@pytest.mark.parametrize(
    ("before", "text", "after"),
    [
        ("tf.nn.relu(x)", "tf.math.relu", "tf.math.relu(x)"),
        ("tf.nn.moments", "tf.compat.v1.nn.moments", "tf.compat.v1.nn.moments"),
        ("tf.nn.relu", "tf.nn.relu", "tf.nn.relu"),
        ("tf . nn . relu", "relu", "relu"),
        ("(tf\n    .nn\n    .relu)", "tf.a", "(tf.a)"),
        ("tf.\\\n  nn.relu", "tf.a", None),
        ("(tf  # why\n    .nn.relu)", "tf.a", None),
        ("(tf).nn.relu", "tf.a", None),
        ("tf['nn'].relu", "tf.a", None),
        ("f().nn.relu", "tf.a", None),
        ("'日本', tf.nn.relu, '模'", "tf.a", "'日本', tf.a, '模'"),
    ],
)
def test_a_name_in_place_of_another(before: str, text: str, after: str | None) -> None:
    source = Source(before.encode())
    names = [one for one in ast.walk(source.tree) if isinstance(one, ast.Attribute) and one.attr in {"relu", "moments"}]
    edits = replacement(source, names[0], text)
    assert (None if edits is None else apply(before.encode(), edits).decode()) == after


def test_nothing_is_edited_where_the_name_stays() -> None:
    source = Source(b"tf.nn.relu")
    (node,) = (one for one in ast.walk(source.tree) if isinstance(one, ast.Attribute) and one.attr == "relu")
    assert replacement(source, node, "tf.nn.relu") == ()
