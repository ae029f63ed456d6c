"""How far a file is for its target, told without TensorFlow; and, with one, that the real one tells the same."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hublint import engine, notebooks, registry
from hublint.migrate.record import STANDINGS
from hublint.migrate.standing import by_findings, lacking, of_rewrite, standing, worst
from hublint.rule import Finding, Location
from hublint.source.needs import needs
from hublint.source.source import Source
from hublint.target import parse_target

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hublint.migrate.record import Standing
    from hublint.registry import Registry
    from hublint.rule import Severity
    from hublint.target import Target

ROOT = Path(__file__).resolve().parents[2]
NEWEST = "tf=2.21,keras=keras3"
LEGACY = "tf=2.21,keras=tf_keras"
TF = "import tensorflow as tf\n"
V1 = "import tensorflow.compat.v1 as tf\n"


@cache
def rules() -> Registry:
    return registry.load()


@cache
def severities() -> dict[str, Severity]:
    return {rule.code: rule.severity for rule in rules().rules}


def stand(code: str | bytes, target: str = NEWEST, name: str = "program.py") -> Standing:
    """Return the standing of a file that is checked first."""
    data = code if isinstance(code, bytes) else code.encode()
    path, aim = Path(name), parse_target(target)
    found = engine.check(data, rules(), path=path, target=lambda: aim, fixes=False).findings
    return standing(data, path, found, severities(), lambda: aim)


def by_names(code: str, target: str = NEWEST) -> Standing:
    """Return the standing of a program in which nothing was found."""
    return standing(code.encode(), Path("program.py"), (), {}, lambda: parse_target(target))


def finding(code: str, cell: int | None = None) -> Finding:
    place = Location(1, 1)
    return Finding("program.py", place, place, code, "message", 0, 0, cell=cell)


class TestOther:
    @pytest.mark.parametrize(
        "code",
        [
            "",
            "import os\nos.getcwd()\n",
            '"""Speaks of tensorflow and keras."""\nimport numpy\n',
            "import tensorflow_probability as tfp\ntfp.distributions.Normal(0.0, 1.0)\n",
            "from . import keras\nkeras.Model()\n",
            "from .tensorflow import Session\nSession()\n",
        ],
    )
    def test_a_program_that_imports_none_of_the_libraries(self, code: str) -> None:
        assert stand(code) == "other"

    def test_what_names_none_of_them_is_not_even_parsed(self) -> None:
        def never() -> Target:
            raise AssertionError

        assert standing(b"print 'Python 2'", Path("program.py"), (), {}, never) == "other"
        assert standing(b'"""tensorflow"""', Path("program.py"), (), {}, never) == "other"

    def test_requirements_in_which_nothing_is_found(self) -> None:
        assert standing(b"tensorflow==2.21\n", Path("requirements.txt"), (), {}, pytest.fail) == "other"


class TestNative:
    @pytest.mark.parametrize(
        "code",
        [
            TF + "tf.nn.relu(tf.constant([1.0]))\n",
            TF + "@tf.function\ndef f(x):\n    return x\n",
            "import tensorflow as tf\n",
            "from tensorflow import keras\nkeras.layers.Dense(1)\n",
            "from tensorflow.keras.layers import Dense\nDense(1)\n",
            "import keras\nkeras.layers.Dense(1)\n",
            "import tensorflow_hub as hub\nhub.load\n",
            TF + "tf.compat.as_bytes('x')\n",
            TF + "tf.compat.v2.nn.relu\n",
            "try:\n    import tensorflow as tf\nexcept ImportError:\n    tf = None\n",
        ],
    )
    def test_a_program_that_uses_what_tensorflow_2_calls_its_own(self, code: str) -> None:
        assert stand(code) == "native"

    def test_advice_does_not_count(self) -> None:
        code = TF + "tf.nn.relu\n"
        told: dict[str, Severity] = {"HUB1": "information", "HUB2": "hint"}
        found = [finding("HUB1"), finding("HUB2")]
        assert standing(code.encode(), Path("a.py"), found, told, parse_target(NEWEST).newest) == "native"


class TestCompat:
    @pytest.mark.parametrize(
        "code",
        [
            V1 + "tf.reduce_mean(x)\n",
            V1,
            TF + "tf.compat.v1.disable_eager_execution()\n",
            TF + "v1 = tf.compat.v1\nv1.global_variables\n",
            "from tensorflow.compat.v1 import Session\n",
            "from tensorflow.compat import v1\nv1.Session\n",
            "import tf_keras\ntf_keras.layers.Dense(1)\n",
            "import tf_slim as slim\nslim.fully_connected\n",
            "from tensorflow.python.ops import math_ops\nmath_ops.add\n",
            "import os\nos.environ['TF_USE_LEGACY_KERAS'] = '1'\n" + TF + "tf.keras.layers.Dense(1)\n",
        ],
    )
    def test_a_program_that_runs_by_names_of_another_api(self, code: str) -> None:
        assert by_names(code) == "compat"

    def test_keras_2_counts_where_keras_3_would_not_do(self) -> None:
        needs_keras_2 = TF + "tf.keras.layers.LocallyConnected1D\n"
        assert by_names(needs_keras_2, LEGACY) == "compat"
        assert by_names(TF + "tf.keras.layers.Dense\n", LEGACY) == "native"
        assert by_names(needs_keras_2, "tf=2.15") == "native"

    def test_on_tensorflow_1_what_tensorflow_2_does_not_have(self) -> None:
        assert by_names(TF + "tf.Session\n", "tf=1.15") == "compat"
        assert by_names(TF + "tf.contrib.slim\n", "tf=1.15") == "compat"
        assert by_names(TF + "tf.nn.relu\n", "tf=1.15") == "native"


class TestManual:
    def test_a_warning_that_is_left(self) -> None:
        code = TF + "tf.nn.relu\n"
        found = [finding("HUB1")]
        told: dict[str, Severity] = {"HUB1": "warning"}
        assert standing(code.encode(), Path("a.py"), found, told, parse_target(NEWEST).newest) == "manual"

    def test_a_rule_of_which_nothing_is_known_warns(self) -> None:
        assert by_findings([finding("HUB1")], {}) == "manual"

    def test_requirements_with_a_warning(self) -> None:
        found = [finding("HUB1")]
        told: dict[str, Severity] = {"HUB1": "warning"}
        assert standing(b"tensorflow==1.15\n", Path("requirements.txt"), found, told, pytest.fail) == "manual"

    def test_what_an_ignore_comment_silences_is_not_left(self) -> None:
        session = V1 + "with tf.Session() as session:\n    session.run(x)\n"
        assert stand(session) == "manual"
        assert stand(session.replace("session:\n", "session:  # hublint: ignore\n")) == "compat"


class TestBroken:
    @pytest.mark.parametrize(
        "code",
        [
            TF + "tf.Session()\n",
            TF + "x = tf.placeholder\n",
            TF + "tf.contrib.slim.fully_connected\n",
            "from tensorflow.contrib import slim\n",
            "import tensorflow.contrib.slim\n",
            "from tensorflow import Session\n",
            "from tensorflow.examples.tutorials.mnist import input_data\n",
            V1 + "tf.layers.dense(x, 1)\n",
            V1 + "tf.estimator.Estimator\n",
            TF + "def f():\n    return tf.estimator.Estimator\n",
            "from tensorflow.python.framework.ops import Tensor\n",
            TF + "tf.keras.layers.LocallyConnected1D\n",
            TF + "if debug:\n    tf.Session()\n",
        ],
    )
    def test_a_name_that_the_target_does_not_have(self, code: str) -> None:
        assert by_names(code) == "broken"

    def test_an_error_that_is_left(self) -> None:
        code = TF + "tf.nn.relu\n"
        found = [finding("HUB1"), finding("HUB2")]
        told: dict[str, Severity] = {"HUB1": "warning", "HUB2": "error"}
        assert standing(code.encode(), Path("a.py"), found, told, pytest.fail) == "broken"

    def test_the_target_is_asked(self) -> None:
        dense = V1 + "tf.layers.dense\n"
        assert by_names(dense, LEGACY) == "compat"
        assert by_names(dense, "tf=2.15") == "compat"
        assert by_names("import os\nos.environ['TF_USE_LEGACY_KERAS'] = '1'\n" + dense) == "compat"
        assert by_names(TF + "tf.estimator.Estimator\n", "tf=2.15") == "native"


class TestFalseAlarms:
    @pytest.mark.parametrize(
        "code",
        [
            TF + "try:\n    tf.Session\nexcept AttributeError:\n    pass\n",
            TF + "if hasattr(tf, 'Session'):\n    tf.Session()\n",
            TF + "if tf.__version__.startswith('1.'):\n    tf.Session()\n",
            "try:\n    from tensorflow.contrib import slim\nexcept ImportError:\n    import tf_slim as slim\n" + TF,
            TF + "def f(tf):\n    tf.Session()\n",
            TF + "s = 'tf.Session()'  # tf.Session\n",
            TF + "class A:\n    def f(self):\n        self.tf.Session()\n",
        ],
    )
    def test_names_that_no_program_misses(self, code: str) -> None:
        assert by_names(code) in {"native", "compat"}

    def test_attributes_of_classes_and_values_are_not_known(self) -> None:
        assert by_names(V1 + "tf.GraphKeys.MY_OWN\ntf.flags.FLAGS.batch\n") == "compat"


class TestMissedAlarms:
    @pytest.mark.parametrize(
        "code",
        [
            TF + "try:\n    tf.Session\nexcept ValueError:\n    pass\n",
            TF + "if hasattr(os, 'Session'):\n    tf.Session()\n",
            TF + "t = tf\nt.Session()\n",
            "import tensorflow\ntensorflow.Session()\n",
            "def f():\n    import tensorflow as tf\n    return tf.Session()\n",
        ],
    )
    def test_names_that_are_missed_all_the_same(self, code: str) -> None:
        assert by_names(code) == "broken"


class TestUnparseable:
    @pytest.mark.parametrize(
        "code",
        [
            TF + "print 'Python 2'\n",
            TF + "def f(:\n",
            b"import tensorflow\n\0",
            b"# coding: no-such-encoding\nimport tensorflow\n",
            b"import tensorflow  # \xff\n",
        ],
    )
    def test_what_is_no_python_3(self, code: str | bytes) -> None:
        assert stand(code) == "unparseable"

    def test_the_finding_that_says_so_is_enough(self) -> None:
        assert standing(b"", Path("a.py"), [finding("HUB901")], {"HUB901": "error"}, pytest.fail) == "unparseable"


def cells(*texts: str, language: str = "python") -> bytes:
    return json.dumps(
        {
            "cells": [
                {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": text}
                for text in texts
            ],
            "metadata": {"kernelspec": {"display_name": language, "language": language, "name": language}},
            "nbformat": 4,
            "nbformat_minor": 5,
        }
    ).encode()


class TestNotebooks:
    def stand(self, data: bytes) -> Standing:
        path, aim = Path("notebook.ipynb"), parse_target(NEWEST)
        opened = notebooks.opened(data, path, rules())
        judged = notebooks.Rules(lambda _: rules(), lambda _: lambda: aim)
        found: Sequence[Finding] = ()
        if opened is not None:
            found = notebooks.check(opened.notebook, judged, filename="-", path=path, fixes=False).findings
        return standing(data, path, found, severities(), lambda: aim)

    @pytest.mark.parametrize(
        ("texts", "expected"),
        [
            (["x = 1"], "other"),
            (["import tensorflow as tf", "tf.nn.relu(1.0)"], "native"),
            (["%matplotlib inline\nimport tensorflow as tf", "!ls", "tf.nn.relu(1.0)"], "native"),
            (["import tensorflow.compat.v1 as tf", "tf.global_variables()"], "compat"),
            (["import tensorflow as tf", "tf.Session()"], "broken"),
            (["import tensorflow as tf", "%%writefile model.py\nfrom tensorflow.contrib import slim\n"], "broken"),
            (["%%writefile model.py\nimport tensorflow as tf\ntf.nn.relu\n"], "native"),
            (["import tensorflow as tf", "%%writefile model.py\nimport tensorflow\nprint 1\n"], "unparseable"),
            (["import tensorflow as tf", "%%writefile notes.txt\nimport tensorflow ("], "native"),
        ],
    )
    def test_the_cells_are_one_program(self, texts: list[str], expected: str) -> None:
        assert self.stand(cells(*texts)) == expected

    @pytest.mark.parametrize(
        ("cell", "expected"),
        [
            ("this is prose, and no program", "native"),
            ("print 'Python 2'", "unparseable"),
            ("x = tf.constant(", "unparseable"),
            ("import tensorflow (", "unparseable"),
        ],
    )
    def test_a_cell_that_cannot_be_read_counts_where_it_is_python_2_or_has_to_do_with_the_libraries(
        self, cell: str, expected: str
    ) -> None:
        assert self.stand(cells("import tensorflow as tf", cell, "tf.nn.relu(1.0)")) == expected

    def test_what_is_no_notebook_is_unparseable_and_another_language_is_other(self) -> None:
        path = Path("notebook.ipynb")
        assert standing(b'{"tensorflow": ', path, (), {}, pytest.fail) == "unparseable"
        assert self.stand(cells("library(tensorflow)", language="R")) == "other"


class TestWorst:
    @given(st.lists(st.sampled_from(STANDINGS)))
    def test_the_order_of_what_is_compared_does_not_matter(self, standings: list[Standing]) -> None:
        assert worst(standings) == worst(reversed(standings)) == worst([worst(standings)])

    def test_nothing_is_worse_than_what_cannot_be_read_and_all_is_worse_than_nothing(self) -> None:
        assert worst(STANDINGS) == "unparseable"
        assert worst([]) == "other"
        assert worst(["native", "compat"]) == "compat"


def test_what_a_broken_program_lacks_is_told_by_line_and_name() -> None:
    source = Source(
        (TF + "tf.nn.relu\ntf.batch_svd(x)\ntf.contrib.slim.conv2d\nfrom tensorflow import Session\n").encode()
    )
    assert lacking(source, parse_target(NEWEST)) == [
        (3, "tensorflow.batch_svd"),
        (4, "tensorflow.contrib"),
        (5, "tensorflow.Session"),
    ]
    switched = "import os\nos.environ['TF_USE_LEGACY_KERAS'] = '1'\n" + V1 + "tf.layers.dense\n"
    assert lacking(Source(switched.encode()), parse_target(NEWEST)) == []


@pytest.mark.parametrize("after", STANDINGS)
def test_a_file_does_not_leave_the_migration_by_a_rewrite(after: Standing) -> None:
    assert of_rewrite("broken", after) == ("native" if after == "other" else after)
    assert of_rewrite("other", after) == after


def test_a_source_that_is_there_is_not_parsed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    data = (TF + "tf.Session()\n").encode()
    source = Source(data)
    parse: Callable[..., Any] = pytest.fail
    monkeypatch.setattr("hublint.source.source.parse", parse)
    assert standing(data, Path("a.py"), (), {}, parse_target(NEWEST).newest, source) == "broken"


PROGRAMS = [
    TF + "tf.nn.relu(1.0)\ntf.keras.layers.Dense(1)\n",
    TF + "tf.Session()\n",
    V1 + "tf.Session()\ntf.nn.rnn_cell.LSTMCell(1)\n",
    V1 + "tf.Session().run(tf.global_variables_initializer())\n",
    V1 + "tf.layers.dense\n",
    V1 + "from tensorflow.compat.v1 import layers\n",
    TF + "tf.contrib.slim.fully_connected\n",
    "from tensorflow.contrib import slim\n",
    "from tensorflow.python.framework import ops\nops.Tensor\n",
    "from tensorflow.python.framework import ops\nops.convert_to_tensor\n",
    "from tensorflow.python.ops import control_flow_ops\ncontrol_flow_ops.cond\n",
    "from tensorflow.python.keras.layers import LSTM\n",
    "from tensorflow.python.keras.layers import Dense\n",
    "from tensorflow.python.training.checkpoint_management import latest_checkpoint\n",
    "from tensorflow.core.framework import graph_pb2\ngraph_pb2.GraphDef\n",
    "from tensorflow.examples.tutorials.mnist import input_data\n",
    "from tensorflow.keras.preprocessing import image\nimage.load_img\n",
    "from tensorflow.keras import backend as K\nK.get_session()\n",
    "import tensorflow.keras.layers as L\nL.LocallyConnected1D\n",
    TF + "tf.python.framework.ops\n",
    TF + "tf.estimator.Estimator\ntf.__version__\n",
    TF + "tf.compat.v1.test.mock.patch\ntf.compat.v2.enable_v2_behavior()\n",
    "try:\n    from tensorflow.contrib import slim\nexcept ImportError:\n    import tf_slim as slim\nslim.conv2d\n",
]


@pytest.mark.tensorflow
@pytest.mark.parametrize("keras", ["keras3", "tf_keras"])
def test_the_real_tensorflow_has_and_lacks_the_same_names(keras: str, tmp_path: Path) -> None:
    assert importlib.util.find_spec("tensorflow") is not None
    target = f"tf=2.21,keras={keras}"
    used = [needs(Source(code.encode()), frozenset(["tensorflow", "tf_slim"])) for code in PROGRAMS]
    asked, answered = tmp_path / "questions.json", tmp_path / "answers.json"
    asked.write_text(json.dumps(sorted({q for found in used for need in found for q in need.questions})), "utf-8")
    environment = {key: value for key, value in os.environ.items() if key != "TF_USE_LEGACY_KERAS"}
    environment |= {"TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": ""}
    if keras == "tf_keras":
        environment["TF_USE_LEGACY_KERAS"] = "1"
    driver = ROOT / "benchmarks" / "look_up_names.py"
    subprocess.run([sys.executable, "-I", driver, asked, answered], env=environment, check=True, timeout=600)
    real = {question: tuple(answer) for question, answer in json.loads(answered.read_text("utf-8")).items()}
    lacking = [
        code for code, found in zip(PROGRAMS, used, strict=True) if not all(n.met(real.__getitem__) for n in found)
    ]
    assert [code for code in PROGRAMS if by_names(code, target) == "broken"] == lacking
    assert 5 < len(lacking) < len(PROGRAMS) - 5
