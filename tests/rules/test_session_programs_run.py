"""TensorFlow 1 programs are run before and after their fixes, and print the same numbers.

Those of `run_cases_programs` are like what people wrote; what they print was compared with TensorFlow 1.15, too. Others
are made at random: arithmetic over inputs and variables, loops, assignments, training, several runs. Starting
TensorFlow is what takes the time, so that many programs share one process.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from hublint import engine, registry
from hublint.rule import Target

PROGRAMS = sorted((Path(__file__).resolve().parent / "run_cases_programs").glob("*.py"))
REGISTRY = registry.load()
PLAIN, COMPAT = "import tensorflow as tf\n", "import tensorflow.compat.v1 as tf\n"

# Runs each file with the names of a module of its own, and says where its output begins.
RUNNER = """\
import runpy, sys
for path in sys.argv[1:]:
    print("==", flush=True)
    runpy.run_path(path, run_name="__main__")
"""

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?|\bnan\b|\binf\b")


def fixed(code: str) -> str:
    """Return a program after all fixes, the unsafe ones too."""
    return engine.fix(code.encode(), REGISTRY, target=Target.newest, unsafe=True).data.decode()


def is_eager(code: str) -> bool:
    """Tell whether nothing of a graph is left in a program."""
    return not re.search(r"Session\(|placeholder\(|\bsess\b|_initializer\(\)\)|disable_", code)


def run(python: Path | str, texts: list[str], folder: Path, **environment: str) -> list[str]:
    """Run programs in one process, with some variables of the environment, and return what each printed."""
    folder.mkdir()
    paths = []
    for at, text in enumerate(texts):
        paths.append(folder / f"program_{at}.py")
        paths[-1].write_text(text, encoding="utf-8")
    runner = folder / "runner.py"
    runner.write_text(RUNNER, encoding="utf-8")
    ran = subprocess.run(
        [python, runner, *paths],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
        env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "", **environment},
    )
    printed = ran.stdout.split("==\n")[1:]
    assert ran.returncode == 0, f"{texts[len(printed) - 1]}\n{ran.stderr[-3000:]}"
    return printed


def check_same(before: str, after: str, what: str) -> None:
    """Check that two outputs have the same words and the same numbers: whole ones exactly, the others nearly."""
    one, other = _NUMBER.findall(before), _NUMBER.findall(after)
    assert one, f"nothing is printed\n{what}"
    words = ["".join(_NUMBER.sub("#", text).split()) for text in (before, after)]
    assert words[0] == words[1], f"{before}\n{after}\n{what}"
    for first, second in zip(one, other, strict=True):
        if "." in first or "e" in first:
            assert float(first) == pytest.approx(float(second), rel=1e-5, abs=1e-6), f"{before}\n{after}\n{what}"
        else:
            assert first == second, f"{before}\n{after}\n{what}"


def before_and_after(path: Path) -> tuple[str, str, str]:
    """Return a program with a graph, as TensorFlow 2 can run it, and after its fixes with either of two imports."""
    code = path.read_text(encoding="utf-8")
    assert PLAIN in code
    graph = code.replace(PLAIN, f"{COMPAT}tf.disable_eager_execution()\n", 1)
    plain, switched = fixed(code), fixed(graph)
    assert is_eager(plain), f"{path.name} is not rewritten:\n{plain}"
    assert is_eager(switched), f"{path.name} is not rewritten with the other import:\n{switched}"
    return graph, plain, switched


def check_programs(python: Path | str, folder: Path) -> None:
    """Run the written programs before and after."""
    texts = [before_and_after(path) for path in PROGRAMS]
    assert texts
    # Eager execution cannot be switched on again: what has a graph runs in a process of its own.
    # The layers of TensorFlow 1 are not there with Keras 3.
    olds = run(python, [text[0] for text in texts], folder / "old", TF_USE_LEGACY_KERAS="1")
    news = run(python, [text for triple in texts for text in triple[1:]], folder / "new")
    for at, (old, text) in enumerate(zip(olds, texts, strict=True)):
        check_same(old, news[2 * at], text[1])
        check_same(old, news[2 * at + 1], text[2])


# Programs made at random


class Maker:
    """Makes one program by drawing its parts; all its tensors have three elements, or one."""

    def __init__(self, draw: st.DrawFn) -> None:
        """Begin an empty program."""
        self.draw = draw
        self.lines: list[str] = []
        self.inputs: list[str] = []
        self.variables: list[str] = []
        self.tensors: list[str] = []
        self.actions: list[str] = []
        self.losses = 0

    def pick(self, *choices: str) -> str:
        """Draw one of some texts."""
        return self.draw(st.sampled_from(choices))

    def number(self) -> str:
        """Draw a small number."""
        return str(self.draw(st.sampled_from([-1.5, -0.5, 0.25, 0.5, 1.0, 2.0])))

    def triple(self) -> str:
        """Draw a list of three small numbers."""
        return f"[{self.number()}, {self.number()}, {self.number()}]"

    def name(self) -> str:
        """Draw something to compute with."""
        return self.pick(*self.inputs, *self.variables, *self.tensors, "c")

    def expression(self) -> str:
        """Draw an expression of two tensors."""
        one, other = self.name(), self.name()
        return self.pick(
            f"{one} * {other}",
            f"{one} + {other} * {self.number()}",
            f"tf.subtract({one}, {other})",
            f"tf.tanh({one}) - {other}",
            f"tf.maximum({one}, {other})",
            f"damped({one}, {other})",
            f"{one} * tf.reduce_sum({other})",
        )

    def make(self) -> str:
        """Return the program."""
        add = self.lines.append
        for at in range(self.draw(st.integers(1, 2))):
            self.inputs.append(f"x{at}")
            kind = self.pick(
                "tf.placeholder(tf.float32, [3])", 'tf.placeholder("float", [None])', "tf.placeholder(tf.float32)"
            )
            add(f"x{at} = {kind}")
        add(f"c = tf.constant({self.triple()})")
        for at in range(self.draw(st.integers(0, 2))):
            self.variables.append(f"v{at}")
            add(
                self.pick(
                    f"v{at} = tf.Variable({self.triple()})",
                    f'v{at} = tf.get_variable("v{at}", [3], initializer=tf.constant_initializer({self.number()}))',
                    f'v{at} = tf.get_variable("v{at}", [3], tf.float32, tf.zeros_initializer())',
                    f"v{at} = tf.Variable(c * 2.0, name='v{at}')",
                )
            )
        for at in range(self.draw(st.integers(1, 4))):
            self.statement(at)
        if self.variables:
            for at in range(self.draw(st.integers(0, 2))):
                self.action(at)
        add("init = tf.global_variables_initializer()")
        block = self.pick("with", "assigned")
        add("with tf.Session() as sess:" if block == "with" else "sess = tf.Session()")
        indent = "    " if block == "with" else ""
        add(f"{indent}sess.run(init)")
        for at in range(self.draw(st.integers(1, 4))):
            self.lines += [indent + line for line in self.run(at)]
        if block != "with":
            add("sess.close()")
        body = "".join(f"        {line}\n" for line in self.lines)
        return (
            f"import numpy as np\n{PLAIN}\n\ndef damped(a, b):\n    return a * 0.5 + tf.square(b) * 0.1\n\n\n"
            f"def main():\n    with tf.Graph().as_default():\n{body}\n\nmain()\n"
        )

    def statement(self, at: int) -> None:
        """Add a tensor, straight, in a loop or in a branch."""
        add = self.lines.append
        add(f"t{at} = {self.expression()}")
        self.tensors.append(f"t{at}")
        kind = self.pick("plain", "plain", "loop", "branch", "list")
        if kind == "loop":
            add("for i in range(2):")
            add(f"    t{at} = t{at} * 0.5 + {self.name()} * i")
        elif kind == "branch":
            add(f"if {self.pick('True', 'False')}:")
            add(f"    t{at} = {self.expression()}")
        elif kind == "list":
            add(f"parts{at} = []")
            add("for i in range(2):")
            add(f"    parts{at}.append({self.name()} + i)")
            add(f"t{at} = tf.add_n(parts{at})")

    def action(self, at: int) -> None:
        """Add an assignment or a step of an optimizer."""
        add = self.lines.append
        variable = self.pick(*self.variables)
        kind = self.pick("assign", "assign_add", "method", "train")
        # With another shape than the variable's, TensorFlow 1 would stop at the run.
        value = f"tf.clip_by_value({self.pick(*self.tensors)} + tf.zeros([3]), -2.0, 2.0)"
        if kind == "assign":
            add(f"a{at} = tf.assign({variable}, {value})")
        elif kind == "assign_add":
            add(f"a{at} = tf.assign_add({variable}, {self.triple()})")
        elif kind == "method":
            add(f"a{at} = {variable}.assign_sub({value})")
        else:
            add(f"loss{at} = tf.reduce_mean(tf.square(tf.tanh({self.pick(*self.tensors)} + {variable})))")
            self.tensors.append(f"loss{at}")
            optimizer = self.pick("GradientDescentOptimizer(0.1)", "MomentumOptimizer(0.1, 0.5)", "AdamOptimizer(0.05)")
            if self.pick("chained", "named") == "chained":
                add(f"a{at} = tf.train.{optimizer}.minimize(loss{at})")
            else:
                add(f"opt{at} = tf.train.{optimizer}")
                add(f"a{at} = opt{at}.minimize(loss{at})")
        self.actions.append(f"a{at}")

    def feeds(self) -> str:
        """Return a dict that feeds all inputs."""
        values = (
            self.pick(self.triple(), f"np.array({self.triple()})", "[1, 2, 3]", "np.arange(3)", f"{self.triple()}")
            for _ in self.inputs
        )
        return "{" + ", ".join(f"{name}: {value}" for name, value in zip(self.inputs, values, strict=True)) + "}"

    def run(self, at: int) -> list[str]:
        """Return the lines of one run."""
        tensor, other = self.pick(*self.tensors), self.pick(*self.tensors, *self.inputs[:0])
        kinds = ["one", "list", "unpacked", "eval", "expression", "loop"]
        kinds += ["variable"] * bool(self.variables) + ["action", "step", "action"] * bool(self.actions)
        kind = self.pick(*kinds)
        feeds = self.feeds()
        if kind == "one":
            return [f"print(sess.run({tensor}, feed_dict={feeds}))"]
        if kind == "list":
            return [f"print(sess.run([{tensor}, {other}], {feeds}))"]
        if kind == "unpacked":
            return [f"r{at}, s{at} = sess.run([{tensor}, {other}], feed_dict={feeds})", f"print(r{at}, s{at})"]
        if kind == "eval":
            return [f"print({tensor}.eval({feeds}, session=sess))"]
        if kind == "expression":
            return [f"print(sess.run({tensor} * 2.0, {feeds}))"]
        if kind == "loop":
            return ["for step in range(3):", f"    print(step, sess.run({tensor}, feed_dict={feeds}).sum())"]
        if kind == "variable":
            return [f"print(sess.run({self.pick(*self.variables)}))"]
        action = self.pick(*self.actions)
        if kind == "action":
            return [f"sess.run({action}, feed_dict={feeds})", f"print(sess.run({self.pick(*self.variables)}))"]
        return [
            "for step in range(3):",
            f"    _, r{at} = sess.run([{action}, {tensor}], feed_dict={feeds})",
            f"    print(step, r{at})",
        ]


@st.composite
def programs(draw: st.DrawFn) -> str:
    """Draw a program."""
    return Maker(draw).make()


def made_at_random(strategy: st.SearchStrategy[str], count: int) -> list[str]:
    """Draw that many programs, each on its own: a list of them would begin, and here end, with the simplest ones."""
    found: dict[str, None] = {}

    @given(strategy)
    @settings(
        max_examples=count,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    def note(text: str) -> None:
        found[text] = None

    note()
    assert len(found) > count // 2, "most of the programs are the same"
    return list(found)


def check_random(texts: list[str], python: Path | str, folder: Path) -> None:
    """Rewrite programs, those of them that can be, and run them before and after."""
    pairs = []
    for at, text in enumerate(texts):
        compat = text.replace(PLAIN, COMPAT)
        after = fixed(compat if at % 2 else text)
        if is_eager(after):
            pairs.append((compat, after))
    share = len(pairs) / len(texts)
    assert share > 0.5, f"only {share:.0%} of the programs are rewritten"
    printed = run(python, [text for pair in pairs for text in pair], folder / "random")
    for at, pair in enumerate(pairs):
        check_same(printed[2 * at], printed[2 * at + 1], "\n".join(pair))


SEEDED = """\
import numpy as np
import tensorflow as tf

tf.set_random_seed(3)
x = tf.placeholder(tf.float32, [None, 4])
hidden = tf.layers.dropout(tf.layers.dense(x, 64), 0.5, training=True)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for _ in range(2):
        print(sess.run(hidden, {x: np.ones([2, 4])}))
"""


def check_seeded(python: Path | str, folder: Path) -> None:
    """Check that a program draws the same each time it is run, from the seed that it sets."""
    after = fixed(SEEDED)
    first, again = run(python, [after, after], folder / "seeded")
    assert first == again
    assert is_eager(after)


@pytest.mark.tensorflow
class TestTensorFlow221:
    def test_programs_print_the_same(self, tmp_path: Path) -> None:
        check_programs(sys.executable, tmp_path)

    def test_layers_draw_from_the_seed(self, tmp_path: Path) -> None:
        check_seeded(sys.executable, tmp_path)

    def test_random_programs_print_the_same(self, tmp_path: Path) -> None:
        check_random(made_at_random(programs(), 60), sys.executable, tmp_path)


@pytest.mark.tf215
class TestTensorFlow215:
    def test_programs_print_the_same(self, tmp_path: Path, python_215: Path) -> None:
        check_programs(python_215, tmp_path)

    def test_layers_draw_from_the_seed(self, tmp_path: Path, python_215: Path) -> None:
        check_seeded(python_215, tmp_path)
