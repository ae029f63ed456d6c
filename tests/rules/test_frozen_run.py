"""HUB206, HUB207 and HUB208 proven: each program is run before and after its fixes, and their skeletons filled in.

Before its fixes a program is run with the TensorFlow 1 API as TensorFlow 2 has it, `tf.compat.v1`. All programs of one
TensorFlow run in one interpreter.
"""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hublint import engine, registry
from hublint.target import parse_target

if TYPE_CHECKING:
    from collections.abc import Mapping

PROGRAMS = Path(__file__).resolve().parent / "run_cases_frozen"
SECONDS = 500

EAGER = ("convert_eagerly",)
IN_GRAPHS = ("convert", "freeze")

# What the model of the estimator computes, for its skeletons to be filled in.
MODEL = """\
outputs = {"scores": tf.matmul(features["age"], weights), "length": tf.strings.length(features["name"])}"""

# What both sides convert: a SavedModel as TensorFlow 1 wrote them, by whose names for tensors converters may ask.
EXPORT = """\
import tensorflow.compat.v1 as tf

with tf.Graph().as_default(), tf.Session() as sess:
    x = tf.placeholder(tf.float32, [2, 3], name="x")
    inner = tf.get_variable("inner", [3, 64], initializer=tf.ones_initializer())
    outer = tf.get_variable("outer", [64, 500], initializer=tf.constant_initializer(0.125))
    y = tf.nn.relu(tf.matmul(tf.matmul(x, inner) + 0.5, outer), name="y")
    sess.run(tf.global_variables_initializer())
    tf.saved_model.simple_save(sess, "saved_model", {"x": x}, {"y": y})
"""

DESCRIBE = '''\
import glob

import tensorflow as tf


def example(age, name):
    features = {
        "age": tf.train.Feature(float_list=tf.train.FloatList(value=[age])),
        "name": tf.train.Feature(bytes_list=tf.train.BytesList(value=[name])),
    }
    return tf.train.Example(features=tf.train.Features(feature=features)).SerializeToString()


def describe(folder):
    """Print what a signature takes and gives, and what it makes of two people."""
    signature = tf.saved_model.load(folder).signatures["serving_default"]
    inputs = signature.structured_input_signature[1]
    print(sorted((name, spec.dtype.name, spec.shape.as_list()) for name, spec in inputs.items()))
    people = [(20.0, b"Ada"), (35.0, b"Grace")]
    given = {
        "examples": tf.constant([example(*one) for one in people]),
        "age": tf.constant([[age] for age, _ in people]),
        "name": tf.constant([name for _, name in people]),
    }
    made = signature(**{name: given[name] for name in inputs})
    print(sorted((name, value.dtype.name, value.numpy().tolist()) for name, value in made.items()))


def export_of(folder):
    return glob.glob(folder + "/*/")[0]
'''


def code_of(name: str) -> str:
    return (PROGRAMS / f"{name}.py").read_text(encoding="utf-8")


def before(name: str) -> str:
    """Return a program as it is run before its fixes: with the API of TensorFlow 1."""
    return (
        code_of(name)
        .replace("import tensorflow as tf\n", "import tensorflow.compat.v1 as tf\n")
        .replace("from tensorflow.python.framework import graph_util\n", "\ngraph_util = tf.graph_util\n")
        .replace("variable_names_blacklist", "variable_names_denylist")
    )


def after(name: str, target: str) -> str:
    return fixed(code_of(name), target)


def fixed(code: str, target: str) -> str:
    chosen = parse_target(target)
    return engine.fix(code.encode(), registry.load(), target=lambda: chosen, unsafe=True).data.decode()


def skeletons(code: str, rule: str, target: str) -> list[str]:
    """Return the code to begin with that the findings of a rule show, in the order of the lines."""
    chosen = parse_target(target)
    found = engine.check(code.encode(), registry.load(), target=lambda: chosen).findings
    written = [finding.skeleton for finding in found if finding.code == rule and finding.skeleton]
    for one in written:
        ast.parse(one)
    return written


def frozen_saved_model(target: str) -> str:
    """Return the program that freezes, and then exports a SavedModel of that as its skeleton says."""
    (skeleton,) = skeletons(code_of("freeze"), "HUB206", target)
    assert "..." not in skeleton
    return f"""{before("freeze").replace("tf.", "tf1.").replace("v1 as tf", "v1 as tf1")}
import tensorflow as tf

export_dir = "frozen/saved_model"
{skeleton}
signature = tf.saved_model.load(export_dir).signatures["serving_default"]
print(sorted((name, value.numpy().tolist()) for name, value in signature(x=tf.constant(ROWS)).items()))
"""


def frozen_by_hand(target: str) -> str:
    """Return the program that freezes by the private tool, and then by public names, as its skeletons say."""
    code = code_of("freeze_by_tool").replace("variable_names_blacklist", "variable_names_denylist")
    chosen = parse_target(target)
    found = engine.check(code.encode(), registry.load().select(["HUB206"], ()), target=lambda: chosen).findings
    by_hand = [finding.skeleton or "" for finding in found]
    assert len(by_hand) == 2
    code = (
        before("freeze_by_tool").replace("tf.", "tf1.").replace("v1 as tf", "v1 as tf1") + "import tensorflow as tf\n"
    )
    for at, skeleton in zip("ab", by_hand, strict=True):
        code += skeleton.replace(f"tool/{at}.pb", f"tool/{at}2.pb")
    return f"""{code}
for at in "ab":
    one, two = (open(f"tool/{{at}}{{number}}.pb", "rb").read() for number in ("", "2"))
    graphs = [tf.compat.v1.GraphDef.FromString(content) for content in (one, two)]
    print([[(node.name, node.op) for node in graph.node] for graph in graphs])
"""


def filled(target: str) -> str:
    """Return the program that the skeletons of an estimator's exports become once the model is written in."""
    # Where the model is not to be seen, the estimator is left to a person.
    code = code_of("estimator").replace("Estimator(model_fn,", "Estimator(models.people,")
    written = skeletons(code, "HUB208", target)
    assert len(written) == 3
    spec = fixed(code, target)
    head = spec[spec.index("SPEC = ") : spec.index("\n\n\ndef serving")]
    code = f"{DESCRIBE}\n\nimport tensorflow as tf\n\n{head}\nweights = tf.Variable([[3.0]])\n"
    for at, skeleton in enumerate(written):
        lines = [line if "outputs = ..." not in line else f"    {MODEL}" for line in skeleton.splitlines()]
        text = "\n".join(lines).replace("module = tf.Module()", "module = tf.Module()\nmodule.weights = weights")
        code += f"{text.replace('export/', 'filled/')}\n"
        code += f'describe("filled/{("examples", "raw", "built")[at]}")\n'
    return code


def answers(folder: Path, python: Path, programs: Mapping[str, str]) -> dict[str, dict[str, str]]:
    for name, code in programs.items():
        (folder / f"{name}.py").write_text(code, encoding="utf-8")
    ran = subprocess.run(
        [python, PROGRAMS / "child.py", folder, *programs],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    told: dict[str, dict[str, str]] = json.loads((folder / "answers.json").read_text(encoding="utf-8"))
    return told


def programs_for(target: str, *, estimators: bool) -> dict[str, str]:
    """Return the programs for one TensorFlow, in the order in which they can share an interpreter."""
    made = {"export": EXPORT} | {f"{name}_before": before(name) for name in (*IN_GRAPHS, *EAGER)}
    made |= {f"{name}_after": after(name, target) for name in EAGER}
    made |= {
        "frozen_saved_model": frozen_saved_model(target),
        "frozen_by_hand": frozen_by_hand(target),
        "convert_keras_after": after("convert_keras", target),
        "filled": filled("tf=2.21"),
    }
    if estimators:
        tell = "".join(f'describe(export_of("export/{one}"))\n' for one in ("examples", "raw", "built"))
        gone = "\nimport shutil\nshutil.rmtree('export')\nshutil.rmtree('model')\n"
        made["convert_keras_before"] = before("convert_keras")
        made["estimator_before"] = f"{before('estimator')}\n{DESCRIBE}\n{tell}{gone}"
        made["estimator_after"] = f"{after('estimator', target)}\n{DESCRIBE}\n{tell}"
    made |= {f"{name}_after": after(name, target) for name in IN_GRAPHS}
    return made


def printed(told: Mapping[str, Mapping[str, str]], name: str) -> list[str]:
    assert not told[name]["error"], told[name]["error"][-3000:]
    lines = told[name]["printed"].splitlines()
    assert lines
    return lines


class Proof:
    """What holds on each TensorFlow."""

    @pytest.mark.parametrize("name", [*EAGER, *IN_GRAPHS])
    def test_a_program_prints_the_same_before_and_after(self, told: dict[str, dict[str, str]], name: str) -> None:
        assert printed(told, f"{name}_before") == printed(told, f"{name}_after")

    def test_quantizing_makes_the_file_smaller(self, told: dict[str, dict[str, str]]) -> None:
        sizes = [ast.literal_eval(line)[2] for line in printed(told, "convert_eagerly_after")]
        assert sizes[2] < sizes[1] == sizes[0]

    def test_a_model_from_a_keras_file_computes_what_the_model_does(self, told: dict[str, dict[str, str]]) -> None:
        assert printed(told, "convert_keras_after")[-1] == "True"

    def test_the_saved_model_of_a_frozen_graph_computes_what_the_graph_does(
        self, told: dict[str, dict[str, str]]
    ) -> None:
        lines = printed(told, "frozen_saved_model")
        _, (logits, scores) = ast.literal_eval(lines[1])
        assert ast.literal_eval(lines[-1]) == [("logits", logits), ("softmax", scores)]

    def test_public_names_freeze_what_the_private_tool_does(self, told: dict[str, dict[str, str]]) -> None:
        for line in printed(told, "frozen_by_hand")[-2:]:
            tool, public = ast.literal_eval(line)
            assert tool == public
            assert ("y", "Identity") in tool

    def test_a_filled_skeleton_has_the_signature_that_the_estimator_exported(
        self, told: dict[str, dict[str, str]]
    ) -> None:
        # As estimators export it on TensorFlow 2.15, where the test below compares it with what they do.
        assert printed(told, "filled") == SIGNATURES


SIGNATURES = [
    "[('examples', 'string', [None])]",
    "[('length', 'int32', [3, 5]), ('scores', 'float32', [[6.0], [10.5]])]",
    "[('age', 'float32', [None, 1]), ('name', 'string', [None])]",
    "[('length', 'int32', [3, 5]), ('scores', 'float32', [[60.0], [105.0]])]",
    "[('examples', 'string', [None])]",
    "[('length', 'int32', [3, 5]), ('scores', 'float32', [[60.0], [105.0]])]",
]


@pytest.fixture(scope="module")
def told_221(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    folder = tmp_path_factory.mktemp("frozen_221")
    return answers(folder, Path(sys.executable), programs_for("tf=2.21", estimators=False))


@pytest.fixture(scope="module")
def told_215(tmp_path_factory: pytest.TempPathFactory, python_215: Path) -> dict[str, dict[str, str]]:
    folder = tmp_path_factory.mktemp("frozen_215")
    return answers(folder, python_215, programs_for("tf=2.15", estimators=True))


@pytest.mark.tensorflow
class TestTensorFlow221(Proof):
    @pytest.fixture
    def told(self, told_221: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
        return told_221


@pytest.mark.tf215
class TestTensorFlow215(Proof):
    @pytest.fixture
    def told(self, told_215: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
        return told_215

    def test_the_old_converter_did_with_a_keras_file_what_the_new_one_does(
        self, told: dict[str, dict[str, str]]
    ) -> None:
        assert printed(told, "convert_keras_before") == printed(told, "convert_keras_after")

    def test_an_estimator_exports_the_same_under_the_new_name(self, told: dict[str, dict[str, str]]) -> None:
        assert printed(told, "estimator_before") == printed(told, "estimator_after") == SIGNATURES
