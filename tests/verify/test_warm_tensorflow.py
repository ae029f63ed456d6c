"""Warm workers of the real TensorFlow: they answer like cold ones, many times, whatever becomes of their neighbours."""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hublint.verify import verify
from hublint.verify.entry import read_entry
from hublint.verify.program import run_program
from hublint.verify.session import AnswerError, ModelServer, Workshop
from hublint.verify.warm import WarmServers, stop_servers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.verify.report import Program

pytestmark = pytest.mark.tensorflow

PROGRAMS = Path(__file__).parent / "programs"
SERVE = frozenset({"serve"})
INPUTS = {"x": {"dtype": "float32", "shape": [2], "fill": "positive", "seed": 0}}

EXPORT = """
import tensorflow as tf
class Scale(tf.Module):
    def __init__(self):
        self.v = tf.Variable(3.0)
    @tf.function(input_signature=[tf.TensorSpec([None], tf.float32)])
    def __call__(self, x):
        return x * self.v
scale = Scale()
tf.saved_model.save(scale, "{folder}", signatures=scale.__call__)
"""

RANDOM = """
import os, random
import numpy as np, tensorflow as tf
values = [random.random(), np.random.rand(), float(tf.random.uniform([]))]
values.append(float(tf.keras.initializers.GlorotUniform()([2, 2])[0][0]))
with tf.Graph().as_default(), tf.compat.v1.Session() as session:
    values.append(float(session.run(tf.compat.v1.random_normal([]))))
print(values)
raise SystemExit(1)
"""

KERAS = """
import numpy as np, tensorflow as tf
model = tf.keras.Sequential([tf.keras.Input((3,)), tf.keras.layers.Dense(1)])
model.compile("adam", "mse")
model.fit(np.ones((8, 3), "f"), np.ones((8, 1), "f"), verbose=0)
tf.saved_model.save(model, "out")
assert list(tf.data.Dataset.range(10).map(lambda x: x * 2, num_parallel_calls=4).prefetch(2).as_numpy_iterator())
"""


@pytest.fixture(scope="module", autouse=True)
def runtime(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Use servers of this module's own, and end them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))
        yield
        stop_servers()


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a model that multiplies by 3."""
    folder = tmp_path_factory.mktemp("model") / "scale"
    subprocess.run([sys.executable, "-c", EXPORT.format(folder=folder)], check=True, capture_output=True)
    return folder


@pytest.fixture
def workshop(tmp_path: Path) -> Iterator[Callable[[], Workshop]]:
    """Yield a function that makes what each hublint makes for itself."""
    said: list[str] = []

    def workshop() -> Workshop:
        root = Path(tempfile.mkdtemp(dir=tmp_path))
        return Workshop(root, Path(sys.executable), timeout=60.0, warm=WarmServers(said.append))

    yield workshop
    assert said == []


def run(workshop: Workshop, folder: Path, text: str) -> Program:
    folder.mkdir(exist_ok=True)
    script = folder / "export.py"
    script.write_text(text, encoding="utf-8")
    return run_program(workshop, read_entry(script), folder=folder, room="old", copy_limit=10_000)


def test_a_warm_report_is_that_of_a_cold_run(model: Path) -> None:
    cold, *warm = [verify(model, warm=warm) for warm in (False, True, True)]
    assert cold.agree
    assert warm == [cold, cold]


def test_fifty_random_jobs(model: Path, workshop: Callable[[], Workshop], tmp_path: Path) -> None:
    """Loads, calls, crashes and exits in any order: each gets its own answer, and the server survives them all."""
    chooser = random.Random(0)  # noqa: S311 - the same ones each time
    for number in range(50):
        job = chooser.choice(["call", "call", "missing", "abort", "exit"])
        shop = workshop()
        if job in {"abort", "exit"}:
            how = {"abort": "os.abort()", "exit": "os._exit(3)"}[job]
            program = run(shop, tmp_path / "project", f"import os, tensorflow as tf\ntf.constant(1.0)\n{how}\n")
            assert program.outcome is not None
            assert program.outcome.how == {"abort": "crashed", "exit": "exited"}[job]
            continue
        models = ModelServer(shop)
        try:
            if job == "missing":
                with pytest.raises(AnswerError, match="SavedModel file does not exist"):
                    models.load("m", str(tmp_path / str(number)), SERVE)
                continue
            assert "serving_default" in models.load("m", str(model), SERVE)["signatures"]
            answer = models.call("m", "serving_default", INPUTS, {}, "out")
            assert answer["outputs"] == {"output_0": {"dtype": "float32", "shape": [2]}}
        finally:
            models.close()
    assert stop_servers() == 1


def test_keras_trains_in_a_warm_worker(workshop: Callable[[], Workshop], tmp_path: Path) -> None:
    for number in range(2):
        program = run(workshop(), tmp_path / str(number), KERAS)
        assert program.outcome is not None
        assert program.outcome.how == "ended", program.outcome
        assert len(program.exports) == 1


def test_no_two_warm_workers_draw_the_same_random_numbers(workshop: Callable[[], Workshop], tmp_path: Path) -> None:
    drawn = []
    for number in range(2):
        program = run(workshop(), tmp_path / str(number), RANDOM)
        assert program.outcome is not None
        drawn.append([float(text) for text in program.outcome.details.splitlines()[-1].strip("[]").split(",")])
    assert len(drawn[0]) == 5
    assert all(one != other for one, other in zip(*drawn, strict=True)), drawn
