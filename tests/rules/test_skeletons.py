"""What a person is given to begin with where no fix can be made: code with `...` for what is left to say."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from hublint import engine, registry
from hublint.rule import Target

CASES = Path(__file__).resolve().parent / "cases"
CODES = ("HUB206", "HUB208", "HUB408", "HUB302")
FILES = sorted(path for code in CODES for path in (CASES / code).glob("*.py"))


def skeletons(code: str) -> list[str]:
    found = engine.check(code.encode(), registry.load().select(CODES, ()), target=Target.newest).findings
    return [finding.skeleton for finding in found if finding.skeleton]


def skeleton(code: str) -> list[str]:
    (found,) = skeletons(code)
    return found.splitlines()


@pytest.mark.parametrize("path", FILES, ids=[f"{path.parent.name}-{path.stem}" for path in FILES])
def test_each_one_is_valid_python(path: Path) -> None:
    for found in skeletons(path.read_text(encoding="utf-8")):
        ast.parse(found)


def test_they_are_not_written_where_nobody_asks_for_fixes() -> None:
    code = b"import tensorflow as tf\n\ntf.graph_util.convert_variables_to_constants(a, b, ['y'])\n"
    (found,) = engine.check(code, registry.load(), target=Target.newest, fixes=False).findings
    assert found.skeleton is None


class TestFrozenGraph:
    def test_the_saved_model_has_the_nodes_that_were_frozen_by_name(self) -> None:
        assert skeleton("""\
import tensorflow as tf


def export(sess):
    x = tf.placeholder(tf.float32, [None], name="image")
    nodes = ["scores/best", "classes"]
    self.frozen = tf.graph_util.convert_variables_to_constants(sess, sess.graph_def, nodes)
""") == [
            "# Behind the graph and the session, where code runs eagerly:",
            "graph = tf.compat.v1.wrap_function(",
            '    lambda: tf.graph_util.import_graph_def(self.frozen, name=""),',
            "    [],",
            ")",
            'serving_default = graph.prune({"image": "image:0"}, {"best": "scores/best:0", "classes": "classes:0"})',
            "module = tf.Module()",
            "module.serving_default = serving_default",
            'tf.saved_model.save(module, export_dir, signatures={"serving_default": serving_default})',
        ]

    def test_what_is_not_to_be_seen_is_left_open(self) -> None:
        lines = skeleton("""\
import tensorflow as tf
from tensorflow.compat.v1 import graph_util

frozen = graph_util.convert_variables_to_constants(sess, sess.graph_def, names)
""")
        assert lines[2] == 'serving_default = graph.prune({"...": "...:0"}, {"...": "...:0"})'

    def test_a_name_for_tensorflow_is_imported_where_there_is_none(self) -> None:
        lines = skeleton("""\
import tensorflow.compat.v1 as tf

frozen = tf.graph_util.convert_variables_to_constants(sess, sess.graph_def, ["y"])
""")
        assert lines[:2] == ["import tensorflow", ""]
        assert "module = tensorflow.Module()" in lines

    def test_the_private_tool_is_written_in_public_names(self) -> None:
        assert skeleton("""\
from tensorflow.python.tools import freeze_graph

freeze_graph.freeze_graph(None, "", True, path, "a, b", "", "", out, True, "", input_meta_graph=meta)
""") == [
            "import tensorflow as tf",
            "",
            "with tf.Graph().as_default(), tf.compat.v1.Session() as sess:",
            "    saver = tf.compat.v1.train.import_meta_graph(meta, clear_devices=True)",
            "    saver.restore(sess, path)",
            "    frozen_graph_def = tf.compat.v1.graph_util.convert_variables_to_constants(",
            "        sess,",
            "        sess.graph.as_graph_def(),",
            '        ["a", "b"],',
            "    )",
            '    tf.io.write_graph(frozen_graph_def, "", out, as_text=False)',
        ]

    def test_tags_of_a_saved_model_stay(self) -> None:
        lines = skeleton("""\
from tensorflow.python.tools.freeze_graph import freeze_graph as freeze

freeze(None, None, None, None, names, None, None, out, True, "", input_saved_model_dir=d, saved_model_tags="serve,gpu")
""")
        assert '    tf.compat.v1.saved_model.load(sess, ["serve", "gpu"], d)' in lines
        assert "        output_node_names," in lines


PARSING = """\
import tensorflow as tf

spec = {"age": tf.FixedLenFeature([1], tf.float32)}
serving_fn = tf.estimator.export.build_parsing_serving_input_receiver_fn(spec, default_batch_size=8)
estimator.export_savedmodel("export", serving_fn)
"""

OUTPUTS = """

def model_fn(features, labels, mode):
    predictions = {"classes": a, "probabilities": b}
    outputs = {
        DEFAULT: tf.estimator.export.PredictOutput(predictions),
        "logits": tf.estimator.export.PredictOutput({"logits": c}),
        "classify": tf.estimator.export.ClassificationOutput(scores=b),
        "regress": tf.estimator.export.RegressionOutput(b),
    }
    return tf.estimator.EstimatorSpec(mode, predictions=predictions, export_outputs=outputs)
"""


class TestEstimatorExport:
    def test_a_function_parses_what_the_built_one_did(self) -> None:
        assert skeleton(PARSING) == [
            '@tf.function(input_signature=[tf.TensorSpec(shape=[8], dtype=tf.string, name="examples")])',
            "def serving_default(examples):",
            "    features = tf.io.parse_example(examples, spec)",
            "    outputs = ...  # what the model predicts from `features`",
            "    return outputs",
            "",
            "",
            "module = tf.Module()",
            "module.serving_default = serving_default",
            'tf.saved_model.save(module, "export", signatures={"serving_default": serving_default})',
        ]

    def test_one_without_batch_size_takes_any(self) -> None:
        assert "shape=[None], dtype=tf.string" in skeleton(PARSING.replace(", default_batch_size=8", ""))[0]

    def test_a_local_function_keeps_its_lines_its_comments_and_the_indentation_of_the_file(self) -> None:
        assert skeleton("""\
import tensorflow as tf


def serving_fn():
  '''Receive images.'''
  # In HWC.
  image = tf.placeholder(tf.uint8, [None, 8, 8, 3], name="image")
  # As in training.
  scaled = tf.to_float(image) / 255.0  # in [0, 1]
  return tf.estimator.export.TensorServingInputReceiver(scaled, image)


estimator.export_savedmodel(FLAGS.out, serving_fn)
""")[:8] == [
            '@tf.function(input_signature=[tf.TensorSpec(shape=[None, 8, 8, 3], dtype=tf.uint8, name="input")])',
            "def serving_default(image):",
            "  # As in training.",
            "  scaled = tf.cast(image, tf.float32) / 255.0  # in [0, 1]",
            "  features = scaled",
            "  outputs = ...  # what the model predicts from `features`",
            "  return outputs",
            "",
        ]

    def test_features_of_another_receiver_are_taken_further(self) -> None:
        assert skeleton("""\
import tensorflow as tf


def make(transform, schema):
    spec = spec_of(schema)
    raw_fn = tf.estimator.export.build_parsing_serving_input_receiver_fn(spec)
    raw = raw_fn()
    features = transform(raw.features)
    return tf.estimator.export.ServingInputReceiver(features, raw.receiver_tensors)


tf.estimator.FinalExporter("final", lambda: make(transform, schema))
""")[:7] == [
            '@tf.function(input_signature=[tf.TensorSpec(shape=[None], dtype=tf.string, name="examples")])',
            "def serving_default(examples):",
            "    spec = spec_of(schema)",
            "    features = tf.io.parse_example(examples, spec)",
            "    features = transform(features)",
            "    outputs = ...  # what the model predicts from `features`",
            "    return outputs",
        ]

    @pytest.mark.parametrize(
        ("given", "seen"),
        [
            ("functools.partial(serving_fn)", True),
            ("lambda: serving_fn()", True),
            ("make()", True),
            ("built()", True),
            ("unknown", False),
            ("other.serving_fn", False),
            ("serving_fns[0]", False),
        ],
    )
    def test_the_function_is_found_where_it_is_made(self, given: str, *, seen: bool) -> None:
        found = skeletons(f"""\
import functools

import tensorflow as tf


def serving_fn():
    x = tf.placeholder(tf.float32, (None, 3))
    features = {{"x": x}}
    return tf.estimator.export.ServingInputReceiver(features, features)


def make():
    def inner():
        x = tf.placeholder(tf.float32, (None, 3))
        return tf.estimator.export.ServingInputReceiver({{"x": x}}, {{"x": x}})

    return inner


def built():
    return tf.estimator.export.build_raw_serving_input_receiver_fn({{"x": tf.placeholder(tf.float32, (None, 3))}})


estimator.export_savedmodel("export", {given})
""")
        first = '@tf.function(input_signature=[tf.TensorSpec(shape=(None, 3), dtype=tf.float32, name="x")])'
        assert [one.splitlines()[0] for one in found] == [first] * seen

    def test_a_method_is_found_in_its_class(self) -> None:
        assert "def serving_default(x):" in skeleton("""\
import tensorflow as tf


class Trainer:
    def receive(self):
        x = tf.placeholder(tf.float32)
        return tf.estimator.export.ServingInputReceiver({"x": x}, {"x": x})

    def export(self):
        self.estimator.export_savedmodel("export", self.receive)
""")

    def test_dtypes_and_shapes_that_are_not_to_be_seen_are_left_open(self) -> None:
        assert skeleton("""\
import tensorflow as tf


def serving_fn():
    with tf.name_scope("inputs"):
        x = tf.placeholder(tf.float32, [None])
    y = tf.placeholder_with_default(1.0, [])
    return tf.estimator.export.ServingInputReceiver({"x": x}, {"my-x": x, "y": y})


estimator.export_savedmodel("export", serving_fn)
""")[:7] == [
            "@tf.function(input_signature=[",
            '    tf.TensorSpec(shape=[None], dtype=tf.float32, name="my-x"),',
            '    tf.TensorSpec(shape=..., dtype=..., name="y"),',
            "])",
            "def serving_default(x, y):",
            "    features = ...  # what `serving_fn` makes of them",
            "    outputs = ...  # what the model predicts from `features`",
        ]

    def test_the_outputs_are_named_and_other_signatures_listed(self) -> None:
        default = "tf.saved_model.signature_constants.DEFAULT_SERVING_SIGNATURE_DEF_KEY"
        lines = skeleton(PARSING + OUTPUTS.replace("DEFAULT", default))
        assert "    outputs = ...  # what the model predicts from `features`: classes, probabilities" in lines
        assert lines[7:11] == [
            "# More signatures that were exported, each a function like this one:",
            '# "logits": logits',
            '# "classify": classes, scores',
            '# "regress": outputs',
        ]

    def test_only_serialized_examples_were_classified(self) -> None:
        raw = PARSING.replace("parsing", "raw").replace("spec, default_batch_size=8", '{"x": tf.placeholder(tf.int32)}')
        lines = skeleton(raw + OUTPUTS.replace("DEFAULT", '"serving_default"'))
        assert lines[7:10] == [
            "# More signatures that were exported, each a function like this one:",
            '# "logits": logits',
            "module = tf.Module()",
        ]

    def test_it_is_shown_where_the_export_is_and_not_at_each_part_of_it(self) -> None:
        part = "tf.estimator.export.ServingInputReceiver({'x': x}, {'x': x})"
        head = "import tensorflow as tf\n\nx = tf.placeholder(tf.float32)\n"
        assert len(skeletons(f"{head}{part}\n")) == 1
        assert not skeletons(f"{head}{part}\nestimator.export_savedmodel('export', unknown)\n")


class TestModuleSpec:
    def test_a_model_has_the_signatures_that_the_function_of_a_module_adds(self) -> None:
        assert skeleton("""\
import tensorflow as tf
import tensorflow_hub as hub


def module_fn():
    inputs = tf.placeholder(dtype=tf.float32, shape=[None, 50])
    lengths = count(inputs)
    outputs = dict(default=layer2, hidden_activations=layer1)
    hub.add_signature(inputs=inputs, outputs=outputs)
    hub.add_signature("tokens/0", inputs={"x": inputs, "class": lengths}, outputs=layer1)


spec = hub.create_module_spec(module_fn)
""") == [
            "model = tf.train.Checkpoint()",
            "model.variables = [...]  # all that `module_fn` makes: they are saved as they are part of the model",
            "model.trainable_variables = [...]",
            "",
            "",
            '@tf.function(input_signature=[tf.TensorSpec(shape=[None, 50], dtype=tf.float32, name="default")])',
            "def default(inputs):",
            "    outputs = ...  # what `module_fn` computes: default, hidden_activations",
            "    return outputs",
            "",
            "",
            "@tf.function(input_signature=[",
            '    tf.TensorSpec(shape=[None, 50], dtype=tf.float32, name="x"),',
            '    tf.TensorSpec(shape=..., dtype=..., name="class"),',
            "])",
            "def tokens_0(inputs, lengths):",
            "    outputs = ...  # what `module_fn` computes: default",
            "    return outputs",
            "",
            "",
            "model.__call__ = default",
            'tf.saved_model.save(model, export_dir, signatures={"default": default, "tokens/0": tokens_0})',
        ]

    def test_without_the_function_there_is_none(self) -> None:
        assert skeletons("import tensorflow_hub as hub\n\nspec = hub.create_module_spec(build)\n") == []
