"""HUB401 and HUB402 proven: each program is run before and after its fix, on the TensorFlow that the fix was made for.

A cell is a way to make a model with a way to save it. Each is fixed for every Keras; where a fix is offered, both
programs are run there, and what they save is loaded and compared.
"""

from __future__ import annotations

import functools
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from hublint import engine, registry
from hublint.target import parse_target

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

CHILD = Path(__file__).resolve().parent / "run_cases_keras" / "child.py"
# What Keras 3 does not save at all is HUB402's, all else HUB401's.
RULES = registry.load().select(["HUB401", "HUB402"], ())
SECONDS = 240


class Flavour(NamedTuple):
    """A Keras that programs are fixed for and run on."""

    target: str
    imports: str
    keras: str
    legacy: bool = False


TF = "import tensorflow as tf\n"
FLAVOURS = {
    "2.15": Flavour("tf=2.15", TF, "tf.keras"),
    "2.15 keras": Flavour("tf=2.15", f"import keras\n{TF}", "keras"),
    "keras3": Flavour("tf=2.21", TF, "tf.keras"),
    "keras3 serve": Flavour("tf=2.21,purpose=serve", TF, "tf.keras"),
    "keras3 keras": Flavour("tf=2.21", f"import keras\n{TF}", "keras"),
    "legacy": Flavour("tf=2.21,keras=tf_keras", TF, "tf.keras", legacy=True),
    "tf_keras": Flavour("tf=2.21", f"import tf_keras\n{TF}", "tf_keras", legacy=True),
}

HEAD = """\
import os
from pathlib import Path

import numpy as np
{imports}
x = np.linspace(-1.0, 1.0, 24, dtype="float32").reshape(8, 3)
y = x[:, :1] * 2.0
given = x
"""

TRAIN = """\
model.compile("adam", "mse", jit_compile=False)
model.fit(given, y, verbose=0)
{save}
trained = model
"""

MODELS = {
    "sequential": """\
model = {keras}.Sequential([{keras}.layers.Input([3]), {keras}.layers.Dense(4), {keras}.layers.Dense(1)])
""",
    "added": """\
model = {keras}.models.Sequential()
model.add({keras}.layers.InputLayer([3]))
model.add({keras}.layers.Dense(1))
""",
    "deferred": """\
model = {keras}.Sequential([{keras}.layers.Dense(4), {keras}.layers.Dense(1)])
""",
    "functional": """\
features = {keras}.Input([3])
model = {keras}.Model(features, {keras}.layers.Dense(1)(features))
""",
    "named": """\
left, right = {keras}.Input([3], name="left"), {keras}.Input([3], name="right")
joined = {keras}.layers.Concatenate()([left, right])
heads = {{"p": {keras}.layers.Dense(1, name="p")(joined), "q": {keras}.layers.Dense(1, name="q")(joined)}}
model = {keras}.Model(inputs={{"left": left, "right": right}}, outputs=heads)
given, y = {{"left": x, "right": x}}, {{"p": y, "q": y}}
""",
    "made": """\
def make():
    features = {keras}.Input([3])
    hidden = {keras}.layers.Dense(4, "relu")(features)
    built = {keras}.models.Model(features, {keras}.layers.Dense(1)(hidden))
    return built


model = make()
""",
    "regularized": """\
features = {keras}.Input([3])
hidden = {keras}.layers.Dense(4, kernel_regularizer="l2")(features)
hidden = {keras}.layers.Dropout(0.5)({keras}.layers.BatchNormalization()(hidden))
model = {keras}.Model(inputs=[features], outputs={keras}.layers.Dense(1, bias_regularizer="l1")(hidden))
""",
    "subclass": """\
class Net({keras}.Model):
    def __init__(self):
        super().__init__()
        self.dense = {keras}.layers.Dense(1)

    def call(self, inputs):
        return self.dense(inputs)


model = Net()
""",
}

HELD = """\
class Trainer:
    def __init__(self):
        self.model = {keras}.Sequential([{keras}.layers.Input([3]), {keras}.layers.Dense(1)])

    def train(self):
        self.model.compile("adam", "mse", jit_compile=False)
        self.model.fit(x, y, verbose=0)

    def publish(self):
        {save}


trainer = Trainer()
trainer.train()
trainer.publish()
trained = trainer.model
"""

SIGNATURE = """\
@tf.function(input_signature=[tf.TensorSpec([None, 3], tf.float32, name="x")])
def serve(x):
    return {{"score": model(x)}}


"""

KERAS_2 = frozenset({"2.15", "legacy"})
KERAS_3 = frozenset({"keras3", "keras3 serve"})
SERVE = frozenset({"keras3 serve"})
REUSE = frozenset({"keras3"})
# The packages by their own names: a few cells are enough, for they are the same code.
ALONE = frozenset({"2.15 keras", "keras3 keras", "tf_keras"})


class Cell(NamedTuple):
    """A model, a save, and the flavours that must be offered a fix; in all others there must be none."""

    model: str
    save: str
    fixed: frozenset[str]


CELLS = {
    "folder": Cell("sequential", 'model.save("out")', KERAS_2 | KERAS_3 | ALONE),
    "folder, deferred": Cell("deferred", 'model.save("out")', KERAS_2 | KERAS_3),
    "folder, subclass": Cell("subclass", 'model.save("out")', KERAS_2 | SERVE),
    "folder, all said": Cell(
        "functional", 'model.save(filepath="out", overwrite=True, save_format="tf")', KERAS_2 | KERAS_3
    ),
    "folder, joined": Cell("made", 'model.save(os.path.join(os.getcwd(), "out"))', KERAS_2 | KERAS_3),
    "folder, regularized": Cell("regularized", 'model.save("out")', KERAS_2 | KERAS_3),
    "folder, signatures": Cell("functional", SIGNATURE + 'model.save("out", signatures=serve)', KERAS_2 | SERVE),
    "folder, function": Cell("named", '{keras}.models.save_model(model, "out")', KERAS_2 | SERVE),
    "h5": Cell("sequential", 'model.save("out.h5")', KERAS_2 | KERAS_3 | ALONE),
    "hdf5, path": Cell("functional", 'model.save(Path("out").with_suffix(".hdf5"))', KERAS_2 | KERAS_3),
    "h5, template": Cell("deferred", 'model.save(f"{{len(x)}}-out.h5", save_format="h5")', KERAS_2 | KERAS_3),
    "h5, function": Cell(
        "named", '{keras}.models.save_model(\n    model,\n    "out.h5",  # weights\n)', KERAS_2 | KERAS_3
    ),
    "h5, by format": Cell("made", 'model.save("out", save_format="h5")', KERAS_2),
    "h5 called tf": Cell("made", 'model.save("out.h5", save_format="tf")', KERAS_2 | KERAS_3),
    "hdf5 called keras": Cell("sequential", 'model.save("out.keras", save_format="tf")', KERAS_2 | KERAS_3),
    "keras": Cell("sequential", 'model.save("out.keras")', KERAS_2 | KERAS_3 | ALONE),
    "keras, deferred": Cell("deferred", 'model.save("out.keras")', KERAS_2 | KERAS_3),
    "keras, added": Cell("added", 'model.save(Path.cwd() / "out.keras", overwrite=True)', KERAS_2 | KERAS_3),
    "keras, named": Cell("named", 'model.save("out" + ".keras")', KERAS_2 | KERAS_3),
    "keras, made": Cell("made", 'model.save(\n    "{{}}.keras".format("out"),\n)', KERAS_2 | KERAS_3),
    "keras, function": Cell("functional", '{keras}.models.save_model(model, "out.keras")', KERAS_2 | KERAS_3),
    "keras, subclass": Cell("subclass", 'model.save("out.keras")', frozenset()),
    "tf.saved_model": Cell("sequential", 'tf.saved_model.save(model, "out")', KERAS_2 | KERAS_3 | ALONE),
    "tf.saved_model, deferred": Cell("deferred", 'tf.saved_model.save(model, "out")', KERAS_2 | KERAS_3),
    "tf.saved_model, named": Cell("named", 'tf.saved_model.save(model, "out")', KERAS_2 | KERAS_3),
    "tf.saved_model, subclass": Cell("subclass", 'tf.saved_model.save(model, "out")', KERAS_2),
    "tf.saved_model, signatures": Cell(
        "functional", SIGNATURE + 'tf.saved_model.save(model, "out", serve)', KERAS_2 | KERAS_3
    ),
    "tf.saved_model, all said": Cell(
        "made",
        "tf.saved_model.save(\n    obj=model,\n    # where to\n    export_dir=str(Path.cwd() / 'out'),\n"
        "    options=tf.saved_model.SaveOptions(),\n)",
        KERAS_2 | KERAS_3,
    ),
    "held, folder": Cell("held", 'self.model.save("out")', KERAS_2 | KERAS_3),
    "held, h5": Cell("held", 'self.model.save("out.h5")', KERAS_2 | KERAS_3),
    "held, keras": Cell("held", 'self.model.save("out.keras")', KERAS_2 | KERAS_3),
}


def program(cell: Cell, flavour: Flavour) -> str:
    """Return a cell as a program for a Keras."""
    if cell.model == "held":
        text = HEAD + HELD.replace("{save}", cell.save)
    else:
        text = HEAD + MODELS[cell.model] + TRAIN.replace("{save}", cell.save)
    return text.format(imports=flavour.imports, keras=flavour.keras)


def fixed(code: str, flavour: Flavour) -> engine.Fixed:
    """Apply the fixes for a Keras."""
    target = parse_target(flavour.target)
    return engine.fix(code.encode(), RULES, target=lambda: target, unsafe=True)


def pairs(names: frozenset[str]) -> Iterator[tuple[str, str, str]]:
    """Yield what is to be run: a name, the program and the fixed program."""
    for name in sorted(names):
        flavour = FLAVOURS[name]
        for cell_name, cell in CELLS.items():
            if name in cell.fixed:
                before = program(cell, flavour)
                yield f"{name}: {cell_name}", before, fixed(before, flavour).data.decode()


@functools.cache
def ran(python: str, names: frozenset[str]) -> Mapping[str, Any]:
    """Run all programs of some flavours in one child process, and return what it found by name."""
    jobs = [dict(zip(("name", "before", "after"), pair, strict=True)) for pair in pairs(names)]
    environment = {key: value for key, value in os.environ.items() if key != "TF_USE_LEGACY_KERAS"}
    if any(FLAVOURS[name].legacy for name in names):
        environment["TF_USE_LEGACY_KERAS"] = "1"
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [python, str(CHILD)],
            input="".join(json.dumps(job) + "\n" for job in jobs),
            capture_output=True,
            text=True,
            cwd=folder,
            env=environment,
            timeout=SECONDS,
            check=False,
        )
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == len(jobs), f"the child ended early, with status {done.returncode}:\n{done.stderr[-3000:]}"
    return {answer["name"]: answer for answer in answers}


def check(found: Mapping[str, Any], flavour: str, cell: str) -> None:
    """Hold what the fixed program saved against what the unfixed one did."""
    before, after = found[f"{flavour}: {cell}"]["before"], found[f"{flavour}: {cell}"]["after"]
    assert "error" not in after, after["error"]
    assert not after["optimizer"]
    assert after["predictions"] == pytest.approx(after["live"], abs=1e-5)
    if flavour in KERAS_3 | {"keras3 keras"} and "folder" in cell:
        # Keras 3 has no way to `save` a folder: what the fix replaces did not work at all.
        assert before["error"].startswith("ValueError: ")
        assert after["format"] == "folder"
        assert after["callable"] == (flavour not in SERVE)
        exported = flavour in SERVE and "signatures" not in cell
        assert after["signatures"] == (["serve", "serving_default"] if exported else ["serving_default"])
        return
    assert "error" not in before, before["error"]
    assert before["optimizer"], "the cell shows nothing: the optimizer was not kept"
    assert after["predictions"] == pytest.approx(before["predictions"], abs=1e-5)
    if after.get("callable") and not before["callable"]:
        # What can be called besides has names of its own for what its signature takes and gives.
        assert flavour in REUSE | {"keras3 keras"}
        assert after["format"] == "folder"
        assert after["signatures"] == before["signatures"]
        return
    for fact in ("format", "signatures", "takes", "gives", "callable"):
        assert after.get(fact) == before.get(fact), fact


def cells(*flavours: str) -> pytest.MarkDecorator:
    """Parametrize a test by the cells of some flavours that are offered a fix."""
    chosen = [(flavour, name) for flavour in flavours for name, cell in CELLS.items() if flavour in cell.fixed]
    return pytest.mark.parametrize(("flavour", "cell"), chosen, ids=[f"{flavour}-{name}" for flavour, name in chosen])


OFFERS = [
    (flavour, name)
    for flavour in FLAVOURS
    for name, cell in CELLS.items()
    if flavour not in ALONE or flavour in cell.fixed
]


@pytest.mark.parametrize(("flavour", "cell"), OFFERS, ids=[f"{flavour}-{name}" for flavour, name in OFFERS])
def test_a_fix_is_offered_where_the_cell_says_and_nowhere_else(flavour: str, cell: str) -> None:
    before = program(CELLS[cell], FLAVOURS[flavour])
    target = parse_target(FLAVOURS[flavour].target)
    (finding,) = engine.check(before.encode(), RULES, target=lambda: target).findings
    after = fixed(before, FLAVOURS[flavour])
    offered = flavour in CELLS[cell].fixed
    assert (after.data.decode() != before) == offered, finding.note or after.data.decode()
    # Without its optimizer, a model of several inputs still is none that can be called: that is HUB402's to say.
    assert any(left.code == finding.code for left in after.checked.findings) != offered
    assert offered or finding.note


@pytest.mark.tensorflow
@cells("keras3", "keras3 serve", "keras3 keras")
def test_on_keras_3(flavour: str, cell: str) -> None:
    check(ran(sys.executable, KERAS_3 | {"keras3 keras"}), flavour, cell)


@pytest.mark.tensorflow
@cells("legacy", "tf_keras")
def test_on_tf_keras(flavour: str, cell: str) -> None:
    check(ran(sys.executable, frozenset({"legacy", "tf_keras"})), flavour, cell)


@pytest.mark.tf215
@cells("2.15", "2.15 keras")
def test_on_tensorflow_2_15(python_215: Path, flavour: str, cell: str) -> None:
    check(ran(str(python_215), frozenset({"2.15", "2.15 keras"})), flavour, cell)
