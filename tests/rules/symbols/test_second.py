"""Files that take all they need from `tensorflow.compat.v1`, written as a whole with TensorFlow 2's own names."""

from __future__ import annotations

import pytest

from hublint import engine, registry
from hublint.target import Target, parse_target
from tests.tfapi.native_calls import CALLS

REGISTRY = registry.load()
TARGET = parse_target("tf=2.21")
# A name that only TensorFlow 1 has: it tells the rules what the program was written for.
WRITTEN_FOR_1 = "_ = tf.GraphKeys\n"


def moved(code: str, target: Target = TARGET) -> str | None:
    """Return what HUB516 makes of a file; None where it says nothing."""
    fixed = engine.fix(code.encode(), REGISTRY.select(["HUB516"], ()), target=lambda: target, unsafe=True)
    assert not fixed.checked.findings
    return fixed.data.decode() if fixed.applied else None


def of_first(program: str) -> str | None:
    """Return what the rules make of the same program where it imports TensorFlow 1; None if a name of it stays."""
    code = f"import tensorflow as tf\n{WRITTEN_FOR_1}{program}"
    fixed = engine.fix(code.encode(), REGISTRY.select(["HUB5"], ()), target=lambda: TARGET, unsafe=True)
    left = fixed.data.decode().replace("_ = tf.compat.v1.GraphKeys\n", "")
    return None if "tf.compat.v1" in left or fixed.checked.findings else left


@pytest.mark.parametrize("name", CALLS)
def test_what_is_written_is_what_is_written_for_tensorflow_1(name: str) -> None:
    """The calls of each entry, which are run before and after: see `tests/tfapi/test_native_run.py`."""
    for program in CALLS[name]:
        code = f"{program}\ntf.float32\n"
        found, expected = moved(f"import tensorflow.compat.v1 as tf\n{code}"), of_first(code)
        assert found == expected, program


V1 = "import tensorflow.compat.v1 as tf\n"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(f"{V1}tf.log(x)\ntf.get_variable('v', [])\n", id="a name that only TensorFlow 1 has"),
        pytest.param(f"{V1}tf.log(x)\ntf.Session()\n", id="a name that another rule speaks of"),
        pytest.param(f"{V1}tf.log(x)\ntf.no_such_name\n", id="a name that nobody knows"),
        pytest.param(f"{V1}tf.log(x)\ntf.nn.no_such_name\n", id="a name that no module has"),
        pytest.param(f"{V1}tf.log(x)\ntf.layers.dense(x, 3)\n", id="a name of Keras 2"),
        pytest.param(f"{V1}tf.log(x)\ntf.where(c, x, y)\n", id="arguments that have another meaning"),
        pytest.param(f"{V1}tf.log(x)\ntf.nn.dropout(x, *rest)\n", id="arguments that are not written out"),
        pytest.param(f"{V1}tf.log(x)\nmap(tf.nn.dropout, x, y)\n", id="a function that is called elsewhere"),
        pytest.param(f"{V1}tf.log(x)\nshow(tf)\n", id="the API is handed on"),
        pytest.param(f"{V1}tf.log(x)\nshow(tf.nn)\n", id="a module is handed on"),
        pytest.param(f"{V1}tf.log(x)\nold = tf\nold.log(x)\n", id="the API has a second name"),
        pytest.param(f"{V1}from tensorflow.compat.v1 import gfile\ntf.log(x)\ngfile.Exists(y)\n", id="parts by name"),
        pytest.param(f"{V1}class A(tf.train.Optimizer):\n    pass\ntf.log(x)\n", id="a class that is derived from"),
        pytest.param("import tensorflow.compat.v1\ntensorflow.compat.v1.log(x)\n", id="an import without a name"),
        pytest.param("import tensorflow.compat.v1 as tf, os\ntf.log(x)\n", id="an import beside another"),
        pytest.param("try:\n    import tensorflow.compat.v1 as tf\nfinally:\n    tf.log(x)\n", id="not at the top"),
        pytest.param(f"{V1}tf = f(tf)\ntf.log(x)\n", id="a name that is given anew"),
        pytest.param(f"{V1}x = tf.log(x) if tf.__version__ < '2' else x\n", id="a name that is asked for first"),
        pytest.param("import tensorflow as tf\ntf.compat \\\n.v1.log(x)\n", id="a name on two lines"),
        pytest.param("from tensorflow import compat\ncompat.v1.log(x)\n", id="a module round the API"),
        pytest.param(
            "import tensorflow as tf\nfor tf.x in y:\n    tf.compat.v1.get_default_graph()\n    tf.compat.v1.log(x)\n",
            id="one of two that are spelled in full",
        ),
        pytest.param(f"{V1}logging = 3\nabsl_logging = 4\ntf.logging.info(x)\n", id="no name is free for a package"),
    ],
)
def test_a_file_stays_whole(code: str) -> None:
    assert moved(code) is None


def test_who_changes_least_keeps_the_old_api() -> None:
    code = f"{V1}tf.log(x)\n"
    assert moved(code, parse_target("tf=2.21,level=compat")) is None
    assert moved(code) == "import tensorflow as tf\ntf.math.log(x)\n"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import tensorflow.compat.v1 as tf1\ntf1.log(x) or y\n", "import tensorflow as tf1\ntf1.math.log(x) or y\n"),
        (
            "import tensorflow\nimport tensorflow.compat.v1 as tf\ntf.log(tensorflow.abs(x))\n",
            "import tensorflow as tf\ntf.math.log(tf.abs(x))\n",
        ),
        (
            "import tensorflow as tf\nfrom tensorflow.compat import v1 as old\nold.log([old.abs(tf) for tf in y]*tf)\n",
            "import tensorflow as tf\nimport tensorflow as old\ntf.math.log([old.abs(tf) for tf in y]*tf)\n",
        ),
        (
            f"{V1}import tensorflow.compat.v1 as tf1\ntf.log(tf1.log(x))\n",
            "import tensorflow as tf\ntf.math.log(tf.math.log(x))\n",
        ),
        (
            f"{V1}f = tf.gfile\nnn = tf.nn\nf.Exists(x), nn.relu(x)\n",
            None,
        ),
        (
            "import tensorflow as tf\nwith tf.compat.v1.name_scope('a', values=[tf.compat.v1.log(x)]):\n    pass\n",
            "import tensorflow as tf\nwith tf.name_scope('a'):\n    pass\n",
        ),
    ],
)
def test_what_the_names_are_read_from(code: str, expected: str | None) -> None:
    assert moved(code) == expected
