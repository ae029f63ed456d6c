"""What a file says of itself."""

from __future__ import annotations

import ast
import textwrap

import pytest

from hublint.source.source import Source
from hublint_rules.symbols.context import dialect, guarded, holds_second

TF = "import tensorflow as tf\n"


class TestDialect:
    @pytest.mark.parametrize(
        "code",
        [
            f"{TF}tf.placeholder(tf.float32)\n",
            f"{TF}tf.contrib.slim.conv2d(x)\n",
            "from tensorflow.contrib import slim\nslim.conv2d(x)\n",
            "from tensorflow.contrib.layers import xavier_initializer as init\ninit()\n",
            "from tensorflow import Session\nSession()\n",
            "import tensorflow\ntensorflow.Session()\n",
            f"{TF}with tf.Session() as s:\n    s.run(tf.nn.relu(x))\n",
            f"{TF}flags = tf.app.flags\nflags.DEFINE_string('a', 'b', 'c')\n",
        ],
    )
    def test_tensorflow_1(self, code: str) -> None:
        assert dialect(Source(code.encode())) == "first"

    @pytest.mark.parametrize(
        "code",
        [
            f"{TF}opt = tf.optimizers.Adam()\n",
            f"{TF}tf.compat.v1.Session()\n",
            "import tensorflow.compat.v1 as tf\ntf.Session()\n",
            "import tensorflow.compat.v2 as tf\ntf.where(x, y, z)\n",
            f"{TF}tf.config.list_physical_devices()\ntf.nn.relu(x)\n",
            f"{TF}tf.enable_eager_execution()\ntf.placeholder\n",
            # A file that is half migrated: each name was chosen.
            f"{TF}tf.placeholder(tf.float32)\ntf.optimizers.Adam()\n",
            f"{TF}tf.Session()\ntf.compat.v1.placeholder(tf.float32)\n",
        ],
    )
    def test_tensorflow_2(self, code: str) -> None:
        assert dialect(Source(code.encode())) == "second"

    @pytest.mark.parametrize(
        "code",
        ["", "x = 1\n", TF, f"{TF}tf.nn.relu(x)\ntf.reduce_sum(x, 1)\n", "tf.Session()\n", f"{TF}tf.no_such_name\n",
         f"{TF}tf.function(f)\n",
         "def f(tf):\n    tf.Session()\n", "import tensorflow.compat.v1 as tf\n"],
    )  # fmt: skip
    def test_nobody_knows(self, code: str) -> None:
        assert dialect(Source(code.encode())) == "unknown"

    def test_it_is_the_owners_file_that_counts(self) -> None:
        owned = Source(f"{TF}tf.placeholder(tf.float32)\n".encode())
        once = Source(f"{TF}tf.compat.v1.placeholder(tf.float32)\n".encode(), None, owned)
        again = Source(f"{TF}tf.keras.Input([])\ntf.optimizers.Adam()\n".encode(), None, once)
        assert dialect(again) == "first"
        assert dialect(Source(again.text.utf8)) == "second"

    @pytest.mark.parametrize(
        ("code", "expected"),
        [
            (f"{TF}tf.optimizers.Adam()\n", True),
            (f"{TF}tf.GradientTape()\n", True),
            (f"{TF}tf.function(f)\n", True),
            (f"{TF}tf.random.set_seed(1)\n", False),
            (f"{TF}print(x.numpy())\n", True),
            ("import tensorflow.compat.v2 as tf\ntf.optimizers.Adam()\n", True),
            (f"{TF}tf.random.uniform([1])\n", False),
            (f"{TF}tf.io.gfile.exists(p)\n", False),
            (f"{TF}tf.compat.v1.Session()\n", False),
            (f"{TF}tf.Session()\n", False),
            (f"{TF}tf.config.list_physical_devices()\n", False),
            ("", False),
        ],
    )
    def test_code_that_graph_mode_would_break(self, code: str, expected: bool) -> None:
        assert holds_second(Source(code.encode())) is expected

    def test_that_is_asked_of_the_file_as_it_is_now(self) -> None:
        owned = Source(f"{TF}tf.optimizers.Adam()\n".encode())
        assert holds_second(Source(f"{TF}tf.Session()\n".encode(), None, owned)) is False


def is_guarded(code: str) -> bool:
    source = Source((TF + textwrap.dedent(code)).encode())
    (node,) = (node for node in ast.walk(source.tree) if isinstance(node, ast.Name) and node.id == "HERE")
    return guarded(source, node)


class TestGuarded:
    @pytest.mark.parametrize(
        "code",
        [
            "try:\n    HERE\nexcept AttributeError:\n    pass\n",
            "try:\n    x()\nexcept ImportError:\n    HERE\n",
            "try:\n    HERE\nexcept (ValueError, ModuleNotFoundError) as e:\n    pass\n",
            "try:\n    HERE\nexcept builtins.AttributeError:\n    pass\n",
            "try:\n    if x:\n        HERE\nexcept NameError:\n    pass\n",
            "if tf.__version__.startswith('1.'):\n    HERE\n",
            "if tf.__version__.startswith('2.'):\n    pass\nelse:\n    HERE\n",
            "if int(tf.VERSION[0]) < 2:\n    pass\nelif x:\n    HERE\n",
            "if hasattr(tf, 'Session'):\n    for x in y:\n        HERE\n",
            "if LooseVersion(v) < LooseVersion('2'):\n    HERE\n",
            "x = HERE if hasattr(tf, 'a') else None\n",
            "x = hasattr(tf, 'a') and HERE\n",
            "if IS_TF2:\n    pass\nelse:\n    HERE\n",
            "if TF1:\n    HERE\n",
            "if self.tf_version < 2:\n    HERE\n",
            "from tensorflow.python import tf2\nif tf2.enabled():\n    HERE\n",
            "if tf.executing_eagerly():\n    pass\nelse:\n    HERE\n",
            "def f():\n    if hasattr(tf, 'a'):\n        return 1\n    HERE\n",
            "def f():\n    if not hasattr(tf, 'a'):\n        raise ValueError\n    x = 1\n    if x:\n        HERE\n",
        ],
    )
    def test_who_looks_first(self, code: str) -> None:
        assert is_guarded(code)

    @pytest.mark.parametrize(
        "code",
        [
            "HERE\n",
            "try:\n    HERE\nexcept ValueError:\n    pass\n",
            "try:\n    HERE\nexcept:\n    pass\n",
            "try:\n    HERE\nexcept Exception as e:\n    print(e)\n",
            "try:\n    HERE\nexcept KeyboardInterrupt:\n    pass\n",
            "try:\n    HERE\nfinally:\n    pass\n",
            "if debug:\n    HERE\n",
            "if HERE.__version__ > '2':\n    pass\n",
            "import tensorflow.compat.v1 as tf1\nx = tf1.io.gfile.exists(y) and HERE\n",
            "x = HERE if y else None\n",
            "x = y and HERE\n",
            "if hasattr(tf, 'a'):\n    pass\nHERE\n",
            "def f():\n    HERE\n    if hasattr(tf, 'a'):\n        return 1\n",
            "def f():\n    if hasattr(tf, 'a'):\n        print(1)\n    HERE\n",
            "def f():\n    if x:\n        return 1\n    HERE\n",
            "def f():\n    if hasattr(tf, 'a'):\n        return 1\ndef g():\n    HERE\n",
        ],
    )
    def test_who_does_not(self, code: str) -> None:
        assert not is_guarded(code)

    @pytest.mark.parametrize(("handler", "expected"), [("", True), (" Exception", True), (" ValueError", False)])
    def test_only_an_import_is_looked_for_by_catching_anything(self, handler: str, expected: bool) -> None:
        source = Source(f"try:\n    from tensorflow.contrib import slim\nexcept{handler}:\n    slim = None\n".encode())
        (alias,) = (node for node in ast.walk(source.tree) if isinstance(node, ast.alias))
        assert guarded(source, alias) is expected
