"""What keeps a file's estimators from being rewritten: each reason, given for a program that differs in one thing."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from hublint import engine, registry
from hublint.rule import Fix, Target
from hublint.source.source import Source
from hublint.target import parse_target
from hublint_rules.rewrites import estimator_program, estimator_rewrite, estimator_writer, flow

REGISTRY = registry.load().select(("HUB208", "HUB513"), ())

PROGRAM = """\
import tensorflow as tf

SPEC = {"x": tf.io.FixedLenFeature([4], tf.float32)}


def train_fn():
    return tf.data.Dataset.from_tensors(({"x": [[1.0]]}, [1.0]))


def model_fn(features, labels, mode, params):
    y = tf.reduce_sum(features["x"], axis=1)
    predictions = {"y": y}
    if mode == tf.estimator.ModeKeys.PREDICT:
        outputs = {"y": tf.estimator.export.PredictOutput(predictions)}
        return tf.estimator.EstimatorSpec(mode, predictions, export_outputs=outputs)
    return tf.estimator.EstimatorSpec(mode, loss=tf.reduce_mean(y), train_op=step(y))


def serving_fn():
    x = tf.compat.v1.placeholder(tf.float32, [None, 4])
    features = {"x": x}
    return tf.estimator.export.ServingInputReceiver(features, {"x": x})


def use(model):
    model.evaluate(train_fn)


config = tf.estimator.RunConfig(save_summary_steps=10)
estimator = tf.estimator.Estimator(model_fn, "model", config, {"size": 4})
estimator.train(train_fn, steps=2)
use(estimator)
estimator.export_saved_model("export", serving_fn)
"""

PARSING = "tf.estimator.export.build_parsing_serving_input_receiver_fn"
RAW = "tf.estimator.export.build_raw_serving_input_receiver_fn"
OTHER_MODEL = """\
def other_fn(features, mode):
    return model_fn(features, None, mode, None)


tf.estimator.Estimator(other_fn, "b").evaluate(train_fn)
"""
NO_FORM = "for which hublint has no TensorFlow 2 form"

CHANGES = [
    # Names
    (
        "estimator.train(",
        "print(tf.estimator.DNNClassifier)\nestimator.train(",
        f"uses `tf.estimator.DNNClassifier`, {NO_FORM}",
    ),
    ("estimator.train(", "make = tf.estimator.Estimator\nestimator.train(", "hands `tf.estimator.Estimator` on"),
    (
        "config = tf.estimator.RunConfig(save_summary_steps=10)",
        "config = tf.estimator.RunConfig(**settings)",
        "does not write the arguments of `tf.estimator.RunConfig` out",
    ),
    (
        "import tensorflow as tf\n",
        "import tensorflow as tf\nfrom tensorflow.estimator import ModeKeys\n",
        "imports from `tf.estimator`; read its names from `tf` first",
    ),
    (
        "estimator.train(train_fn, steps=2)",
        "if hasattr(tf, 'estimator'):\n    print(tf.estimator.RunConfig())\nestimator.train(train_fn, steps=2)",
        "is written for several releases",
    ),
    ("use(estimator)", "tf.estimator.RunConfig()", "uses `tf.estimator.RunConfig` for no estimator of this file"),
    # Where estimators are made
    (
        "RunConfig(save_summary_steps=10)",
        'RunConfig(model_dir="other")',
        "has two folders for the model, one in its configuration",
    ),
    (
        "Estimator(model_fn, ",
        "Estimator(models.chosen, ",
        "makes an estimator of a model function that is not to be seen in this file",
    ),
    (
        "use(estimator)\n",
        OTHER_MODEL,
        "has a model function whose parameters are not those of the other one",
    ),
    ("use(estimator)", "print(config)", "uses the run configuration `config` once more"),
    ('"model", config, ', '"model", chosen, ', "takes a run configuration that is not to be seen in this file"),
    ("config = tf.", "config = other = tf.", "makes the run configuration beside other things"),
    (
        "def model_fn(features, labels, mode, params)",
        "def model_fn(features, labels, mode, params, config)",
        "`model_fn` takes more than features, labels, mode and params",
    ),
    (
        "def model_fn(features, labels, mode, params)",
        "def model_fn(features, labels, mode, params, more)",
        "`model_fn` takes more than features, labels, mode and params",
    ),
    ('{"size": 4})', '{"size": 4}, warm)', f"gives `tf.estimator.Estimator` the argument `warm_start_from`, {NO_FORM}"),
    # What is done with them
    ("use(estimator)", "found = [estimator]", "does more with an estimator than to call its methods"),
    (
        "estimator.train(",
        "if SPEC:\n    estimator = None\nestimator.train(",
        "may have an estimator or something else in `estimator`",
    ),
    ("estimator = tf", "estimators[0] = tf", "keeps an estimator in something else than a name"),
    ("use(estimator)", "print(estimator)", "hands an estimator on to `print`"),
    ("use(estimator)", "use(*[], model=estimator)", "hands an estimator on to `use`"),
    (
        "def use(model):",
        "def use(model=None, *models):\n    model = model or models[0]",
        "hands an estimator on to `use`",
    ),
    (
        "use(estimator)\n",
        'def build():\n    return tf.estimator.Estimator(model_fn, "b")\n\n\nprint(build)\n',
        "hands `build` on, which makes an estimator",
    ),
    ("use(estimator)", "print(estimator.config)", f"reads `estimator.config`, {NO_FORM}"),
    ("use(estimator)", "print(estimator.eval_dir())", f"calls `estimator.eval_dir`, {NO_FORM}"),
    (
        "use(estimator)",
        "tf.estimator.train_and_evaluate(tf.estimator.Estimator(model_fn), train_spec, eval_spec)",
        "trains and evaluates an estimator that has no name",
    ),
    (
        "use(estimator)",
        "tf.estimator.train_and_evaluate(estimator, train_spec, eval_spec)",
        "takes a `TrainSpec` that is not to be seen in this file",
    ),
    (
        "use(estimator)",
        "s = tf.estimator.TrainSpec(train_fn)\nprint(s)\ntf.estimator.train_and_evaluate(estimator, s, eval_spec)",
        "uses `s` once more",
    ),
    ("train(train_fn, steps=2)", "train(**given)", "does not write the arguments of `estimator.train` out"),
    (
        "steps=2)",
        "saving_listeners=[listener])",
        f"gives `estimator.train` the argument `saving_listeners`, {NO_FORM}",
    ),
    ('"export", serving_fn)', '"export", serving_input_fn=serving_fn)', "exports an estimator of tf.contrib.learn"),
    (
        "estimator.train(train_fn, steps=2)",
        "estimator.train(train_fn, None, 2, None, None, True)",
        "gives `estimator.train` more arguments than it takes",
    ),
    (
        'use(estimator)\nestimator.export_saved_model("export", serving_fn)\n',
        "",
        "uses `tf.estimator.export.ServingInputReceiver` for no estimator of this file",
    ),
    (
        PROGRAM[PROGRAM.index("    return tf.estimator.export.S") :],
        '    return features\n\n\nestimator = tf.estimator.Estimator(model_fn, "model")\n',
        "makes an estimator that nothing in this file uses",
    ),
    # Model functions
    (
        "    return tf.estimator.EstimatorSpec(mode, loss=tf.reduce_mean(y), train_op=step(y))",
        "    return",
        "returns no specification from a model function",
    ),
    (
        "    return tf.estimator.EstimatorSpec(mode, loss=tf.reduce_mean(y), train_op=step(y))",
        "    spec = step(y)\n    return spec",
        "returns `spec`, which may be no `EstimatorSpec`",
    ),
    (
        "    return tf.estimator.EstimatorSpec(mode, loss=tf.reduce_mean(y), train_op=step(y))",
        "    spec = tf.estimator.EstimatorSpec(mode, loss=y, train_op=step(y))\n    print(spec.loss)\n    return spec",
        "reads `spec`, which is an `EstimatorSpec`",
    ),
    (
        "    return tf.estimator.EstimatorSpec(mode, loss=tf.reduce_mean(y), train_op=step(y))",
        "    return head.create_estimator_spec(features, mode, y)",
        "returns something else than an `EstimatorSpec` from `model_fn`",
    ),
    (
        "train_op=step(y))",
        "train_op=step(y), scaffold=scaffold)",
        f"gives `tf.estimator.EstimatorSpec` the argument `scaffold`, {NO_FORM}",
    ),
    ("export_outputs=outputs", "export_outputs=dict(outputs)", "exports outputs that are not a dict written out"),
    (
        '{"y": tf.estimator.export.PredictOutput(predictions)}',
        '{"y": predictions}',
        "exports an output that is no `PredictOutput`, or under a key that is no text",
    ),
    (
        "train_op=step(y))",
        'train_op=step(y), export_outputs={"z": tf.estimator.export.PredictOutput(predictions)})',
        "exports other signatures in one place than in another",
    ),
    (
        "PredictOutput(predictions)}",
        'PredictOutput(predictions), "z": tf.estimator.export.PredictOutput(predictions)}',
        "exports several signatures, and none of them as `serving_default`",
    ),
    ("PredictOutput(predictions)}", "PredictOutput()}", "exports an output of nothing"),
    (
        "PredictOutput(predictions)}",
        "PredictOutput(step(y))}",
        "exports outputs of which hublint does not see whether they are a dict or a tensor",
    ),
    (
        "y = tf.reduce_sum(",
        "print(y.shape[0].value)\n    y = tf.reduce_sum(",
        "reads `y.shape[0].value`, which is another",
    ),
    (
        "y = tf.reduce_sum(",
        "table = tf.lookup.StaticHashTable(i, 0)\n    y = tf.reduce_sum(",
        "makes a lookup table, which has to be an attribute of the tf.Module that is exported",
    ),
    (
        "estimator.train(",
        "tf.compat.v1.get_variable('v', [])\nestimator.train(",
        "still needs graph mode, which is for the whole program",
    ),
    (
        "y = tf.reduce_sum(",
        'params["size"] += 1\n    y = tf.reduce_sum(',
        "changes `params`, of which an estimator gave each",
    ),
    (
        "y = tf.reduce_sum(",
        "params.update(k=1)\n    y = tf.reduce_sum(",
        "changes `params`, of which an estimator gave",
    ),
    # What they are given
    ("estimator.train(train_fn, steps=2)", "estimator.train(steps=2)", "calls `estimator.train` without `input_fn`"),
    (
        "train(train_fn, ",
        "train(data.train_fn, ",
        "gives `estimator.train` a function that is not to be seen in this file",
    ),
    (
        "def train_fn():",
        "def train_fn(params):",
        "has an input function that the estimator gives the mode, params or config",
    ),
    ('"export", serving_fn)', '"export", lambda: serving_fn())', "has a serving input function that is a lambda"),
    (
        'tf.estimator.export.ServingInputReceiver(features, {"x": x})',
        "received(features)",
        "returns something else than a `ServingInputReceiver`",
    ),
    (
        "features = {",
        "features = more or {",
        "makes a receiver of features of which hublint does not see that they are a dict",
    ),
    ('features, {"x": x})', "features, x)", "makes a receiver whose tensors are not a dict written out"),
    (
        'features, {"x": x})',
        'features, {"the x": x})',
        "makes a receiver with a key that cannot be the name of an input in TensorFlow 2",
    ),
    ('"export", serving_fn)', f'"export", {PARSING}())', "makes a serving input function without `feature_spec`"),
    # What is written
    (
        "import tensorflow as tf\n",
        "def load():\n    import tensorflow as tf\n    return tf\n\n\ntf = load()\n",
        "TensorFlow has no name at the top of the file",
    ),
    (
        "import tensorflow as tf\n",
        "import tensorflow as tf\n\nif tf:\n    tf.compat.v1.disable_v2_behavior()\n",
        "switches TensorFlow 2 behaviour off in the middle of other code",
    ),
    (
        "config = tf.estimator.RunConfig(save_summary_steps=10)",
        "config = tf.estimator.RunConfig(save_summary_steps=10); print(1)",
        "is more than one statement",
    ),
    (
        '"export", serving_fn)',
        f'"export", {RAW}(placeholders))',
        "makes a serving input function of features not written out",
    ),
    (
        '"export", serving_fn)',
        f'"export", {RAW}({{"the x": tf.compat.v1.placeholder(tf.float32, [None, 4])}}))',
        "has a feature whose name cannot be that of an input in TensorFlow 2",
    ),
    (
        '"export", serving_fn)',
        f'"export", {RAW}({{"x": tf.zeros([1, 4])}}))',
        "makes a serving input function of something else than placeholders",
    ),
    (
        '"export", serving_fn)',
        f'"export", {RAW}({{"x": tf.compat.v1.placeholder(tf.float32, SHAPE)}}))',
        "has a placeholder of a serving input function whose shape is not written out",
    ),
    (
        'estimator.export_saved_model("export", serving_fn)',
        f'x = tf.compat.v1.placeholder(tf.int8, [4])\nprint(x)\nestimator.export_saved_model("e", {RAW}({{"x": x}}))',
        "uses `x`, of whose tensors the estimator takes the shapes only",
    ),
    (
        'export_saved_model("export", serving_fn)',
        'export_savedmodel(\n    "export",\n    serving_fn,\n    # smaller\n    strip_default_attrs=True,\n)',
        "has a comment beside an argument that goes",
    ),
]

# Those that no program is known to bring about, or that another part of the file is told of first.
GUARDS = {"does not write the arguments of `{self.source.code(call.func)}` out"}


def changed(old: str, new: str) -> str:
    """Return the program with one thing changed: without its serving input function where that is made otherwise."""
    start, end = PROGRAM.index("def serving_fn"), PROGRAM.index("def use")
    base = PROGRAM[:start] + PROGRAM[end:] if RAW in new or PARSING in new else PROGRAM
    assert base.count(old) == 1, old
    code = base.replace(old, new)
    ast.parse(code)
    return code


def reasons(code: str) -> set[str]:
    """Return why the estimators of a program stay; none of its findings has a fix but those of the modes."""
    found = engine.check(code.encode(), REGISTRY, target=Target.newest).findings
    assert all(finding.fix is None or "which it stood for" in finding.message for finding in found)
    return {finding.note for finding in found if finding.note}


def test_the_program_that_the_others_differ_from_is_rewritten() -> None:
    assert isinstance(estimator_rewrite.rewritten(Source(PROGRAM.encode())), Fix)


@pytest.mark.parametrize(("old", "new", "told"), CHANGES, ids=[f"{at}" for at in range(len(CHANGES))])
def test_it_stays_as_it_is_and_says_why(old: str, new: str, told: str) -> None:
    assert any(told in one for one in reasons(changed(old, new)))


def test_every_reason_is_one_of_these(monkeypatch: pytest.MonkeyPatch) -> None:
    given: set[tuple[str, int]] = set()

    def noting(refusal: flow.Refused, *words: object) -> None:
        Exception.__init__(refusal, *words)
        for depth in (1, 2):
            frame = sys._getframe(depth)
            given.add((Path(frame.f_code.co_filename).name, frame.f_lineno))

    monkeypatch.setattr(flow.Refused, "__init__", noting)
    for old, new, _ in CHANGES:
        estimator_rewrite.rewritten(Source(changed(old, new).encode()))
    missing = []
    for module in (estimator_program, estimator_writer):
        path = Path(str(module.__file__))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, (ast.Call, ast.Raise)):
                continue
            text = ast.unparse(node)
            if text.startswith("self._refuse(") or (text == "raise Refused(message)" and path.stem.endswith("writer")):
                lines = range(node.lineno, (node.end_lineno or 0) + 1)
                if not any((path.name, line) in given for line in lines) and not any(one in text for one in GUARDS):
                    missing.append(f"{path.name}:{node.lineno}: {text}")
    assert not missing


@pytest.mark.parametrize("target", ["tf=2.15", "tf=2.10"])
def test_where_there_are_estimators_they_stay(target: str) -> None:
    chosen = parse_target(target)
    found = engine.check(PROGRAM.encode(), REGISTRY, target=lambda: chosen).findings
    assert not [finding for finding in found if finding.fix is not None]
