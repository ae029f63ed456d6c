"""Whether models can be built upon, trained further and saved again, on TensorFlow 2.15 and 2.21."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hublint import engine, registry
from hublint.behaviour import InputWanted
from hublint.rule import ModelRule
from hublint.savedmodel.contents import Contents
from hublint.target import Target, parse_target
from hublint.verify.inputs import plan_calls
from hublint.verify.probing import observe
from hublint.verify.session import ModelServer, Workshop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hublint.behaviour import Behaviour

ROOT = Path(__file__).parent.parent.parent
PROGRAM = Path(__file__).parent / "programs" / "reusable.py"
CODES = ("HUB711", "HUB712", "HUB713", "HUB714", "HUB715", "HUB716")
RULES = [rule for rule in registry.load().rules if isinstance(rule, ModelRule) and rule.code in CODES]

# What the rules say of each model of the program, in the order of their codes: (k)ept, (x) for reported, . for untried.
VERDICTS = {
    "always dropping": "k...kk",
    "averages kept": "kkx.kk",
    "callback": ".....k",
    "dictionary": "kk..kk",
    "endless gradient": "kx..kk",
    "evaluation only": "kkxkkk",
    "fixed batch": "kkkkkk",
    "frozen": "kkk.kk",
    "good": "kkkkkk",
    "graph of references": "....xx",
    "graph of resources": "....xk",
    "graph of sparse tensors": "....xx",
    "graph to classify": "....xx",
    "graph without a method": "....xk",  # no server could be asked for it
    "ids": "kk..kk",
    "images": "kkk.kk",
    "keras export": "....xk",
    "layer normalization": "kkk.kk",
    "list": "kk..kk",
    "list without counter": "kkkkxk",
    "loss in no list": "kkkx.k",
    "loss is a variable": "kkkx.k",
    "loss is a vector": "kkkx.k",
    "mode is a tensor": "kkk.kk",
    "mode not passed on": "kkx.kk",
    "module": "....xk",
    "multiply": "kk.kkk",
    "no default": "kkx.kk",
    "no gradient": ".x..kk",
    "no lists": "..k.xk",
    "no variables": ".....k",
    "normalized": "kkkkkk",
    "nothing to train": ".....k",
    "of keras": "kkk.kk",
    "plain": "....xk",
    "recurrent": "kkk.kk",
    "saturated": "x...kk",
    "signature": "kkkkkk",
    "softmax": "kkkkkk",
    "spare variable": "xkkkkk",
    "stopped": "x.kkkk",
    "text": "kk..kk",
    "training only": "..x..k",
    "two arguments": "kk..kk",
    "untraced": "....xk",
    "untrainable": "x...kk",
    "uphill": "kx..kk",
    "vocabulary": "kk..kk",
    "whole numbers": "x...kk",
}
VERDICTS_221 = {**VERDICTS, "keras saved by tensorflow": "....xk"}
VERDICTS_215 = {
    **VERDICTS,
    "keras save": "kkkkkk",
    "keras save without optimizer": "kkkkkk",
    "keras saved by tensorflow": "kkkkkk",
}

# What the notes quote: exact errors, and what is lost.
NOTES = {
    "evaluation only": "ValueError: Could not find matching concrete function to call loaded from the SavedModel.",
    "graph of references": "lost: variable 'w'; `signatures['serving_default']` raises FailedPreconditionError: "
    "Attempting to use uninitialized value ",
    "graph to classify": "method of signature 'serving_default': tensorflow/serving/predict, "
    "before tensorflow/serving/classify",
    "keras export": "ValueError: Signature name has to be specified for non-callable saved models",
    "loss in no list": "regularization_losses: TypeError: 'RestoredFunction' object is not iterable",
    "loss is a vector": "regularization_losses[0](): it returns float32 [4], no float scalar",
    "no gradient": "LookupError: No gradient defined for operation'adjust_hue/AdjustHue' (op type: AdjustHue).",
}

# The export of a Keras 3 model, as it is before HUB401 rewrites it for reuse.
KERAS_3 = """\
import tensorflow as tf

layers = tf.keras.layers
model = tf.keras.Sequential(
    [
        layers.Input([3]),
        layers.Dense(4, kernel_regularizer="l2"),
        layers.BatchNormalization(),
        layers.Dropout(0.5),
        layers.Dense(1),
    ]
)
model.compile("adam", "mse")
model.fit(tf.ones([8, 3]), tf.ones([8, 1]), verbose=0)
tf.saved_model.save(model, "model")
"""


class Models:
    """The models of a program and one TensorFlow, which has them in a folder and a worker that runs them."""

    def __init__(self, python: Path, folder: Path) -> None:
        self.python = python
        self.folder = folder / "models"
        self.folder.mkdir()
        workshop = folder / "workshop"
        workshop.mkdir()
        self._server = ModelServer(Workshop(workshop, python, timeout=120.0))
        self._seen: dict[str, Behaviour] = {}

    def close(self) -> None:
        self._server.close()

    def make(self, program: str) -> None:
        settings = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": ""}
        settings.pop("PYTHONPATH", None)
        made = subprocess.run(
            [self.python, "-c", program], cwd=self.folder, env=settings, capture_output=True, text=True, check=False
        )
        assert made.returncode == 0, made.stderr

    def names(self) -> set[str]:
        return {path.name for path in self.folder.iterdir() if path.is_dir()}

    def behaviour(self, name: str) -> Behaviour:
        if name not in self._seen:
            tags = frozenset({"serve"})
            seen = observe(self._server, self.folder / name, tags=tags, parts=("training", "resaving"))
            assert seen.trouble == ()
            self._seen[name] = seen
        return self._seen[name]


@pytest.fixture(scope="module")
def models() -> Iterator[Models]:
    yield from run(Path(sys.executable))


@pytest.fixture(scope="module")
def models_215(python_215: Path) -> Iterator[Models]:
    yield from run(python_215)


def run(python: Path) -> Iterator[Models]:
    with tempfile.TemporaryDirectory() as folder:
        models = Models(python, Path(folder))
        try:
            models.make(PROGRAM.read_text(encoding="utf-8"))
            yield models
        finally:
            models.close()


def judged(behaviour: Behaviour) -> tuple[str, str]:
    """Return what the rules say in one letter each, and their notes."""
    letters, notes = "", []
    for rule in RULES:
        remarks = list(rule.check_behaviour(behaviour, Contents("model", "tf2"), Target.newest))
        notes += [remark.note for remark in remarks if remark.note is not None]
        letters += "x" if remarks else {True: "k", False: "!", None: "."}[rule.kept(behaviour)]
    return letters, "\n".join(notes)


def check(models: Models, name: str, expected: str) -> None:
    letters, notes = judged(models.behaviour(name))
    assert letters == expected, models.behaviour(name)
    assert NOTES.get(name, "") in notes


@pytest.mark.tensorflow
@pytest.mark.parametrize("name", VERDICTS_221)
def test_a_model_is_judged_as_it_is(models: Models, name: str) -> None:
    check(models, name, VERDICTS_221[name])


@pytest.mark.tf215
@pytest.mark.parametrize("name", VERDICTS_215)
def test_a_model_is_judged_as_it_is_on_2_15(models_215: Models, name: str) -> None:
    check(models_215, name, VERDICTS_215[name])


def test_each_promise_is_kept_by_a_model_and_broken_by_another() -> None:
    assert [rule.code for rule in RULES] == list(CODES)
    for verdicts in (VERDICTS_215, VERDICTS_221):
        for place in range(len(CODES)):
            assert {"k", "x"} <= {verdict[place] for verdict in verdicts.values()}


@pytest.mark.tensorflow
def test_every_model_of_the_program_is_judged(models: Models) -> None:
    assert models.names() - {"model"} == set(VERDICTS_221)


@pytest.mark.tf215
def test_every_model_of_the_program_is_judged_on_2_15(models_215: Models) -> None:
    assert models_215.names() == set(VERDICTS_215)


@pytest.mark.tensorflow
def test_what_hub401_writes_for_reuse_keeps_every_promise(models: Models) -> None:
    target = parse_target("tf=2.21,keras=keras3,purpose=reuse")
    fixed = engine.fix(KERAS_3.encode(), registry.load(), target=lambda: target, unsafe=True)
    assert b"def save_reusable(" in fixed.data
    models.make(fixed.data.decode())
    assert judged(models.behaviour("model")) == ("kkkkkk", "")


def check_training(models: Models) -> None:
    """Hold what was seen of a healthy model against what is known of it."""
    seen = models.behaviour("good").training
    assert seen is not None
    assert seen.variables == ("w", "b")
    assert [mode.worked for mode in seen.modes] == [True, True, True]
    assert seen.takes_training
    assert seen.mode_matters
    assert seen.updates  # it counts its steps
    assert seen.stochastic == ("dropout",)
    assert list(seen.losses) == sorted(seen.losses, reverse=True)
    assert len(set(seen.losses)) == 4
    frozen = models.behaviour("frozen").training
    assert frozen is not None
    assert (frozen.stochastic, frozen.mode_matters, frozen.updates) == ((), False, False)
    keras = models.behaviour("of keras").training
    assert keras is not None
    assert keras.stochastic == ("batch normalization", "dropout")
    kept = models.behaviour("averages kept").training
    assert kept is not None
    assert (kept.mode_matters, kept.updates, kept.not_updated) == (True, False, ("moving_mean",))


@pytest.mark.tensorflow
def test_training_shows_what_is_known_of_a_model(models: Models) -> None:
    check_training(models)


@pytest.mark.tf215
def test_training_shows_what_is_known_of_a_model_on_2_15(models_215: Models) -> None:
    check_training(models_215)


# As the worker does it, but with a model whose variables can be looked at before and afterwards.
RESTORING = """\
import json
import sys

import tensorflow as tf

from hublint.verify.worker.probes import restored, training

job = {"path": sys.argv[1], "form": "saved_model", "tags": ["serve"], "device": "CPU:0"}
model = restored.fresh(job)
before = [variable.numpy() for variable in model.variables]
(function,) = restored.functions(model, job)
seen = training.observe(model, function, json.loads(sys.argv[2]))
after = [variable.numpy() for variable in model.variables]
same = all((one == other).all() for one, other in zip(before, after))
print(json.dumps([seen["losses"], seen["updates"], len(before), same]))
"""


@pytest.mark.tensorflow
def test_training_puts_all_variables_back(models: Models) -> None:
    calls = plan_calls([InputWanted("x", "float32", (None, 3))])
    command = [sys.executable, "-c", RESTORING, str(models.folder / "of keras"), json.dumps(calls)]
    settings = {**os.environ, "PYTHONPATH": str(ROOT), "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": ""}
    done = subprocess.run(command, env=settings, capture_output=True, text=True, check=True)
    losses, updates, variables, same = json.loads(done.stdout.splitlines()[-1])
    assert losses[-1] < losses[0]
    assert updates
    assert variables >= 8
    assert same
