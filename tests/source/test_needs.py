"""What a program needs of packages, and what it makes depend on the release that it meets."""

from __future__ import annotations

import textwrap

import pytest

from hublint.source.needs import Need, needs
from hublint.source.source import Source

PACKAGES = frozenset(["tensorflow"])


def needed(code: str) -> list[set[str]]:
    return [set(need.questions) for need in needs(Source(textwrap.dedent(code).encode()), PACKAGES)]


def read(code: str) -> list[str]:
    """Return the questions about what is read, where each place has one meaning."""
    return [question for (question,) in needed(code) if ":" in question]


@pytest.mark.parametrize(
    ("code", "questions"),
    [
        ("import tensorflow", ["import tensorflow"]),
        ("import tensorflow.nn as nn", ["import tensorflow.nn"]),
        ("import os, tensorflow", ["import tensorflow"]),
        ("from tensorflow import nn, keras as k", ["from tensorflow import nn", "from tensorflow import keras"]),
        ("from tensorflow import *", ["from tensorflow import *"]),
        ("from . import tensorflow", []),
        ("from .tensorflow import nn", []),
        ("import tensorflow_hub", []),
        ("import numpy", []),
    ],
)
def test_imports_are_needed(code: str, questions: list[str]) -> None:
    assert needed(code) == [{question} for question in questions]


@pytest.mark.parametrize(
    ("code", "questions"),
    [
        ("import tensorflow as tf\ntf.nn.relu(x).y", ["tensorflow:nn.relu"]),
        ("import tensorflow as tf\nf(tf)", ["tensorflow:"]),
        ("from tensorflow import nn\nnn.relu", ["tensorflow.nn:relu"]),
        ("import tensorflow.nn\ntensorflow.nn.relu", ["tensorflow.nn:relu"]),
        ("import tensorflow as tf\nnn = tf.nn\nnn.relu", ["tensorflow:nn", "tensorflow.nn:relu"]),
        ("import tensorflow as tf\ndef f(tf): return tf.nn", []),
        ("import tensorflow as tf\ntf.x = 1", ["tensorflow:"]),
    ],
)
def test_what_is_read_from_a_package_is_needed(code: str, questions: list[str]) -> None:
    assert read(code) == questions


def test_a_place_with_several_meanings_needs_one_of_them() -> None:
    code = """
        if x:
            import tensorflow as tf
        else:
            import tensorflow.compat.v1 as tf
        tf.Session
    """
    assert {"tensorflow:Session", "tensorflow.compat.v1:Session"} in needed(code)
    need = Need(frozenset(["tensorflow:Session", "tensorflow.compat.v1:Session"]), 1, replaceable=False)
    assert need.met(lambda question: ("v1" in question, ""))
    assert not need.met(lambda _: (False, "tensorflow.Session"))


GUARDED = [
    "try: tf.old\nexcept AttributeError: pass",
    "try: tf.old\nexcept (ValueError, ImportError): pass",
    "try: pass\nexcept AttributeError: tf.old",
    "try: pass\nexcept AttributeError: pass\nelse: tf.old",
    "if hasattr(tf, 'old'): tf.old",
    "if not hasattr(tf, 'new'):\n    pass\nelse:\n    tf.old",
    "x = tf.old if hasattr(tf, 'old') else None",
    "hasattr(tf, 'old') and tf.old",
    "def f():\n    if hasattr(tf, 'new'):\n        return 1\n    return tf.old",
    "def f():\n    if x:\n        pass\n    else:\n        if hasattr(tf, 'new'): return 1\n        x = tf.old",
    "if tf.__version__ < '2': tf.old",
    "if int(tf.VERSION.split('.')[0]) < 2: tf.old",
    "ONE = tf.__version__.startswith('1')\nif ONE: tf.old",
    "def one():\n    return LooseVersion(tf.__version__) < '2'\nif one(): tf.old",
    "from tensorflow import __version__\nif __version__ < '2': tf.old",
]


@pytest.mark.parametrize("code", GUARDED)
def test_false_alarm_what_the_program_makes_depend_on_the_release_is_not_needed(code: str) -> None:
    assert "tensorflow:old" not in read(f"import tensorflow as tf\n{code}")


@pytest.mark.parametrize(
    "code",
    [
        "try: tf.old\nexcept ValueError: pass",
        "try: tf.old\nexcept Exception: pass",  # it would hide the error, and not do without
        "try: tf.old\nfinally: pass",
        "if hasattr(os, 'old'): tf.old",
        "if x.__version__: tf.old",
        "if flag: tf.old",
        "ONE = load(tf.__version__)\nif ONE: tf.old",  # who knows what it tells
        "if hasattr(tf, 'old'): pass\ntf.old",
        "if not hasattr(tf, 'new'): raise ImportError\ntf.old",  # the rest is no other way, but all there is
        "def f():\n    if hasattr(tf, 'new'): return 1\n    else: pass\n    return tf.old",
    ],
)
def test_missed_alarm_other_conditions_guard_nothing(code: str) -> None:
    assert "tensorflow:old" in read(f"import os, tensorflow as tf\n{code}")


def test_any_except_guards_an_import() -> None:
    assert needed("try:\n    from tensorflow import old\nexcept Exception:\n    old = None") == []
    assert needed("try:\n    from tensorflow import old\nexcept:\n    pass") == []
    assert needed("try:\n    from tensorflow import old\nexcept KeyError:\n    pass") != []


def test_a_name_can_be_done_without_where_its_import_fails_and_another_takes_its_place() -> None:
    code = "try:\n    from tensorflow import old\nexcept ImportError:\n    from other import old\nold.x"
    (need,) = needs(Source(code.encode()), PACKAGES)
    assert need.questions == {"tensorflow.old:x"}
    assert need.replaceable
    assert need.met(lambda _: (False, "tensorflow.old"))
    assert need.met(lambda _: (False, "tensorflow"))
    assert not need.met(lambda _: (False, "tensorflow.old.x"))  # the import succeeds, and what is read is missing


def test_none_takes_no_place() -> None:
    code = "try:\n    from tensorflow import old\nexcept ImportError:\n    old = None\nold.x"
    (need,) = needs(Source(code.encode()), PACKAGES)
    assert not need.replaceable
    assert not need.met(lambda _: (False, "tensorflow.old"))


def test_the_line_is_that_of_the_place() -> None:
    found = needs(Source(b"import tensorflow as tf\n\ntf.a\n"), PACKAGES)
    assert [need.line for need in found] == [1, 3]


def test_guards_are_not_looked_for_where_nothing_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    source = Source(b"import tensorflow as tf\nif tf.a: tf.b\n")

    def never(*_: object) -> list[object]:
        raise AssertionError

    monkeypatch.setattr(source, "below", never)
    assert len(needs(source, PACKAGES)) == 3
