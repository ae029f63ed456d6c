"""Where the name that a finding begins with comes from."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hublint import engine, registry
from hublint.lsp.related import origin
from hublint.rule import Finding, Location, Target
from hublint.source.source import Source, SourceError

REGISTRY = registry.load(models=False)
CASES = sorted((Path(__file__).resolve().parent.parent / "rules" / "cases").glob("*/*.py"))


def finding(start: int, end: int) -> Finding:
    return Finding("-", Location(1, 1), Location(1, 1), "HUB101", "; ", start, end)


def origins(code: str) -> list[str | None]:
    """Return, for what the rules find in some code, the text that its first name comes from."""
    data = textwrap.dedent(code).lstrip("\n").encode()
    source = Source(data)
    spans = [origin(source, one) for one in engine.check(data, REGISTRY, target=Target.newest).findings]
    return [None if span is None else data[span[0] : span[1]].decode() for span in spans]


class TestOrigin:
    @pytest.mark.parametrize(
        ("code", "expected"),
        [
            ("import tensorflow as tf\ntf.Session()\n", "tensorflow as tf"),
            ("import tensorflow\ntensorflow.Session()\n", "tensorflow"),
            ("import os, tensorflow as 模型\n模型.Session()\n", "tensorflow as 模型"),
            ("from tensorflow import (\n    Graph,\n    Session as S,\n)\nS()\n", "Session as S"),
            ("import tensorflow.compat.v1\ntensorflow.compat.v1.Session()\n", "tensorflow.compat.v1"),
            ("import tensorflow as tf\nold = tf.compat.v1\nold.Session()\n", "old = tf.compat.v1"),
            (
                "def load():\n    import tensorflow\n    return tensorflow\n\ntf = load()\ntf.Session()\n",
                "tf = load()",
            ),
            (
                "import tensorflow as tf\ndef f():\n    import tensorflow.compat.v1 as tf\n    tf.Session()\n",
                "tensorflow.compat.v1 as tf",
            ),
        ],
    )
    def test_an_import_or_an_assignment(self, code: str, expected: str) -> None:
        assert origins(code)[-1] == expected

    def test_of_two_imports_the_first_that_may_be_meant(self) -> None:
        code = """
            try:
                import tensorflow.compat.v1 as tf
            except ImportError:
                import tensorflow as tf
            tf.Session()
        """
        assert origins(code)[-1] == "tensorflow.compat.v1 as tf"

    def test_a_model_comes_from_where_it_is_made(self) -> None:
        code = """
            import tensorflow as tf
            model = tf.keras.Sequential([tf.keras.Input((3,))])
            model.save("published", save_format="tf")
        """
        assert origins(code)[-1] == "model = tf.keras.Sequential([tf.keras.Input((3,))])"

    def test_a_finding_in_the_import_has_none(self) -> None:
        assert origins("from tensorflow import *\n") == [None]
        assert origins("import tensorflow.contrib.slim as slim\n") == [None]

    def test_names_that_hublint_does_not_know_have_none(self) -> None:
        source = Source(b"def f(a, *b):\n    return a, b, c, print\n\nfrom . import d\nd, f\n")
        places = [source.text.utf8.rindex(name) for name in (b"a,", b"b,", b"c,", b"print", b"d,", b"f\n")]
        assert [origin(source, finding(place, place + 1)) for place in places] == [None] * 6


class TestAnything:
    def test_every_finding_of_every_case_has_an_origin_outside_it_or_none(self) -> None:
        with_origin = 0
        for path in CASES:
            data = path.read_bytes()
            try:
                source = Source(data, path)
            except SourceError:
                continue
            for one in engine.check(data, REGISTRY, target=Target.newest, fixes=False).findings:
                span = origin(source, one)
                if span is not None:
                    start, end = span
                    assert 0 <= start < end <= len(source.text.utf8)
                    assert end <= one.start or one.end <= start
                    with_origin += 1
        assert with_origin > 1000

    @given(
        st.sampled_from(
            [
                "import tensorflow as tf\nwith tf.Session() as s, open(f'{tf.x}') as f: s.run(tf.y)\n",
                "f'''\n{a}{b!r:>{c}}\n'''\nx: int\ny: x = x\nfor z in z: del z\n(w := w)\n[v for v in v]\n",
                "",
                "class A(A):\n    b: A = A()\n    def f(self, a: A = b, /): return self.b.c(a)\nglobal g\ng\n",
            ]
        ),
        st.integers(-3, 200),
        st.integers(-3, 200),
    )
    def test_no_place_makes_it_raise(self, code: str, start: int, end: int) -> None:
        origin(Source(code.encode()), finding(start, end))

    def test_a_thousand_findings_have_one_origin(self) -> None:
        source = Source(b"import tensorflow as tf\n" + b"x = tf.Session(tf.a, tf.b, tf.c)\n" * 1000)
        places = [finding(at, at + 10) for at in range(28, len(source.text.utf8), 33)]
        found = [origin(source, place) for place in places]
        assert len(found) >= 1000
        assert set(found) == {(7, 23)}
