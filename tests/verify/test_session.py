"""The model server, with a stand-in for TensorFlow whose models crash, hang, exit or fail while they load."""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hublint.verify.runtime import VerifyError
from hublint.verify.session import AnswerError, ModelServer, Workshop, first_line, last_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

MODELS = """
    import os, sys, time
    __version__ = "0.0.fake"
    class Model:
        signatures = {}
    class saved_model:
        @staticmethod
        def load(path, tags):
            assert tags == ["serve"]
            if path == "abort":
                os.abort()
            if path == "exit":
                os._exit(5)
            if path == "hang":
                while True: time.sleep(1)
            if path == "fail":
                raise ValueError("\\n\\nno such op: Frobnicate\\nin a long story")
            return Model()
"""


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelServer]:
    for name, text in {"tensorflow": MODELS, "numpy": ""}.items():
        (tmp_path / "site").mkdir(exist_ok=True)
        (tmp_path / "site" / f"{name}.py").write_text(textwrap.dedent(text), encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "site"))
    (tmp_path / "scratch").mkdir()
    server = ModelServer(Workshop(tmp_path / "scratch", Path(sys.executable), timeout=1.5))
    yield server
    server.close()


SERVE = frozenset({"serve"})


def test_the_keras_of_tensorflow_2_is_told_on_python_3_7_too(server: ModelServer) -> None:
    site = server.workshop.root.parent / "site"
    text = """
        import sys, types
        sys.modules["importlib.metadata"] = None  # as in Python 3.7
        __version__ = "2.10.fake"
        keras = types.SimpleNamespace(__version__="2.10.0")
        class config:
            experimental = None
            list_physical_devices = list_logical_devices = staticmethod(lambda kind=None: [])
    """
    (site / "tensorflow.py").write_text(textwrap.dedent(text), encoding="utf-8")
    server.close()
    assert server.machine() == {"keras": "2.10.0", "devices": []}


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited on Linux only")
def test_a_limit_that_the_import_breaks_is_told(server: ModelServer) -> None:
    site = server.workshop.root.parent / "site"
    (site / "tensorflow.py").write_text("import time\nheld = b'x' * 400_000_000\ntime.sleep(60)\n", encoding="utf-8")
    server.close()
    server.workshop.limits = server.workshop.limits._replace(memory=200_000_000)
    with pytest.raises(
        VerifyError, match=r"where 200\.0 MB are allowed, killed while it imported TensorFlow; allow it"
    ):
        server.greet()


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("abort", "TensorFlow crashed: killed by SIGABRT"),
        ("exit", "TensorFlow exited: exit status 5"),
        ("hang", "TensorFlow hung: still running after 1.5 s, killed"),
        ("fail", "ValueError: no such op: Frobnicate"),
    ],
)
def test_a_model_that_fails_is_told_and_the_next_is_answered(server: ModelServer, path: str, message: str) -> None:
    with pytest.raises(AnswerError) as caught:
        server.load("bad", path, SERVE)
    assert str(caught.value) == message
    assert server.load("good", "good", SERVE) == {"signatures": {}}


def test_a_model_is_loaded_again_after_another_brought_the_worker_down(server: ModelServer) -> None:
    server.load("good", "good", SERVE)
    with pytest.raises(AnswerError, match="SIGABRT"):
        server.load("bad", "abort", SERVE)
    with pytest.raises(AnswerError, match="KeyError: 'serving_default'"):  # it is loaded, and has no signatures
        server.call("good", "serving_default", {}, {}, "first")


def test_the_details_of_a_failure_are_kept(server: ModelServer) -> None:
    with pytest.raises(AnswerError) as caught:
        server.load("bad", "fail", SERVE)
    assert caught.value.details == "\n\nno such op: Frobnicate\nin a long story"


LOG = """\
2026-01-02 03:04:05.678901: E external/local_xla/xla/stream_executor/cuda/cuda_fft.cc:467] Unable to register
WARNING: All log messages before absl::InitializeLog() is called are written to STDERR
E0000 00:00:1767323045.694283  341 cuda_dnn.cc:8579] Unable to register cuDNN factory: Attempting to register twice
W0102 03:04:05.700000    341 computation_placer.cc:177] computation placer already registered.
2026-01-02 03:04:05.712345: I tensorflow/core/platform/cpu_feature_guard.cc:210] This TensorFlow binary is optimized
To enable the following instructions: AVX2 FMA, in other operations, rebuild TensorFlow with the appropriate flags.
I0000 00:00:1767323046.123456     341 mlir_graph_optimization_pass.cc:437] MLIR V1 optimization pass is not enabled
"""


def test_the_last_lines_are_the_programs_own() -> None:
    assert last_lines(f"step 1\n{LOG}step 2\n{LOG}", 12) == "step 1\nstep 2"
    assert last_lines(f"step 1\n{LOG}step 2\n{LOG}", 1) == "step 2"


def test_tensorflows_log_is_better_than_nothing() -> None:
    assert last_lines(LOG, 1).startswith("I0000 00:00:1767323046.123456     341 mlir")
    assert last_lines(LOG, 20) == LOG.rstrip("\n")


def test_what_only_resembles_a_log_line_and_a_fatal_line_stay() -> None:
    kept = (
        "2026-01-02 03:04:05.678901: F tensorflow/core/util/tensor.cc:12] Check failed: size == 1\n"
        "2026-01-02 03:04:05,678 INFO train.py: step 1\n"
        "I0000 is the first of my rows\n"
        "WARNING: no checkpoint"
    )
    assert last_lines(LOG + kept, 12) == kept


def test_first_and_last_lines() -> None:
    assert first_line("\n  \n a b \nc") == "a b"
    assert first_line("") == ""
    assert first_line("x" * 400) == "x" * 297 + "..."
    assert last_lines("a\n\nb  \nc\n\n", 2) == "b\nc"
