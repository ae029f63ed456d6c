"""TensorFlow 1 programs that read datasets are made at random, run before and after, and print the same numbers.

They take whole batches or parts of them from iterators of all kinds, of one dataset or several, in loops that count or
go on until the data ends, in functions, together and one after the other.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import strategies as st

from tests.rules.test_session_programs_run import PLAIN, check_random, made_at_random

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_HEAD = f"""\
import numpy as np
{PLAIN}
data = np.arange(14, dtype=np.float32).reshape(7, 2) / 8
targets = np.arange(7, dtype=np.float32)


def scaled(a, b):
    return a * 0.5 + tf.reduce_mean(b)


def main():
    with tf.Graph().as_default():
"""


class Drawn(NamedTuple):
    """An iterator: its name, what starts it, whether its data ends, and what stands for its batches."""

    name: str
    starts: list[str]
    ends: bool
    parts: list[str]


class Maker:
    """Makes one program by drawing its parts."""

    def __init__(self, draw: st.DrawFn) -> None:
        """Begin an empty program."""
        self.draw = draw
        self.lines: list[str] = []
        self.iterators: list[Drawn] = []
        self.tensors: dict[str, list[Drawn]] = {}
        self.actions: dict[str, list[Drawn]] = {}
        self.functions: dict[str, list[Drawn]] = {}

    def pick(self, *choices: str) -> str:
        """Draw one of some texts."""
        return self.draw(st.sampled_from(choices))

    def count(self, least: int, most: int) -> int:
        """Draw a number."""
        return self.draw(st.integers(least, most))

    def make(self) -> str:
        """Return the program."""
        for at in range(self.count(1, 2)):
            self.iterator(at)
        self.lines.append(
            self.pick("w = tf.Variable(0.5)", 'w = tf.get_variable("w", [], tf.float32, tf.ones_initializer())')
        )
        for at in range(self.count(1, 3)):
            self.tensor(at)
        if self.count(0, 2):
            self.action()
        self.lines.append("with tf.Session() as sess:")
        runs = ["sess.run(tf.global_variables_initializer())"]
        runs += [f"sess.run({self.pick(*drawn.starts)})" for drawn in self.iterators if drawn.starts]
        if self.count(0, 2) == 0:
            runs += self.function()
        for at in range(self.count(1, 4)):
            runs += self.run(at)
        runs.append("print(sess.run(w))")
        self.lines += [f"    {line}" for line in runs]
        return _HEAD + "".join(f"        {line}\n" for line in self.lines) + "\n\nmain()\n"

    # The graph

    def dataset(self, name: str, *, pair: bool, ends: bool) -> None:
        """Add a dataset, of single tensors or of pairs."""
        given = "(data, targets)" if pair else self.pick("data", "targets", "data * 2")
        code = f"tf.data.Dataset.from_tensor_slices({given})"
        words = "x, y: (x + 1.0, y * 0.5)" if pair else "x: x * 0.25"
        kinds = ("map", "shuffle", "skip", "filter", "plain", "plain")
        for kind in dict.fromkeys(kind for _ in range(2) if (kind := self.pick(*kinds)) != "plain"):
            code += {
                "map": f".map(lambda {words})",
                "shuffle": ".shuffle(10, seed=3)"
                if self.count(0, 1)
                else ".shuffle(9, 5, reshuffle_each_iteration=False)",
                "skip": f".skip({self.count(1, 2)})",
                "filter": f".filter(lambda {'x, y' if pair else 'x'}: tf.reduce_sum(x) > 0.3)",
            }[kind]
        if not ends:
            code += ".repeat()"
        elif self.count(0, 3) == 0:
            code += ".repeat(2)"
        steps = self.pick("batch", "prefetched", "apart")
        size = self.count(1, 4)
        if steps == "apart":
            self.lines += [f"{name} = {code}", f"{name} = {name}.batch({size})"]
        else:
            self.lines.append(f"{name} = {code}.batch({size})" + ".prefetch(1)" * (steps == "prefetched"))

    def iterator(self, at: int) -> None:
        """Add a dataset, an iterator over it and what takes its batches."""
        pair, ends = bool(self.count(0, 1)), bool(self.count(0, 2))
        data, name = f"data{at}", f"it{at}"
        self.dataset(data, pair=pair, ends=ends)
        kind = self.pick("one", "one", "anonymous", "initializable", "initializable", "structure")
        starts: list[str] = []
        taken = f"{name}.get_next()"
        if kind == "one":
            self.lines.append(
                f"{name} = " + self.pick(f"{data}.make_one_shot_iterator()", f"tf.data.make_one_shot_iterator({data})")
            )
        elif kind == "anonymous":
            taken = f"{data}.make_one_shot_iterator().get_next()"
        elif kind == "initializable":
            self.lines.append(f"{name} = {data}.make_initializable_iterator()")
            starts = [f"{name}.initializer"]
        else:
            other = f"other{at}"
            self.dataset(other, pair=pair, ends=ends)
            self.lines += [
                f"{name} = tf.data.Iterator.from_structure({data}.output_types, {data}.output_shapes)",
                f"init{at} = {name}.make_initializer({data})",
            ]
            starts = [f"init{at}", f"{name}.make_initializer({data})"]
            if self.lines[-2].count("targets") or pair:
                self.lines.append(f"begin{at} = {name}.make_initializer({other})")
                starts.append(f"begin{at}")
        parts = [f"x{at}", f"y{at}"] if pair else [f"x{at}"]
        if pair and self.count(0, 3) == 0:
            self.lines.append(f"b{at} = {taken}")
            parts = [f"b{at}[0]", f"b{at}[1]"]
        else:
            self.lines.append(f"{', '.join(parts)} = {taken}")
        self.iterators.append(Drawn(name, starts, ends, parts))
        if kind != "anonymous" and self.count(0, 5) == 0:
            parts = [f"u{at}", f"v{at}"] if pair else [f"u{at}"]
            self.lines.append(f"{', '.join(parts)} = {taken}")
            self.iterators.append(Drawn(name, [], ends, parts))

    def source(self) -> tuple[str, list[Drawn]]:
        """Draw something to compute with, and the iterators that it needs."""
        if self.tensors and self.count(0, 1):
            name = self.pick(*self.tensors)
            return name, self.tensors[name]
        drawn = self.draw(st.sampled_from(self.iterators))
        return self.pick(*drawn.parts), [drawn]

    def tensor(self, at: int) -> None:
        """Add a tensor."""
        one, needed = self.source()
        other, others = self.source()
        kind = self.pick("sum", "weighed", "both", "scaled", "square", "shape")
        if kind in {"both", "scaled"}:
            needed = needed + [drawn for drawn in others if drawn not in needed]
        expression = {
            "sum": f"tf.reduce_sum({one})",
            "weighed": f"{one} * w",
            "both": f"tf.reduce_sum({one}) + tf.reduce_mean({other})",
            "scaled": f"scaled({one}, {other})",
            "square": f"tf.square({one}) + 1.0",
            "shape": f"tf.cast(tf.size({one}), tf.float32) + tf.reduce_max({one})",
        }[kind]
        self.lines.append(f"t{at} = {expression}")
        self.tensors[f"t{at}"] = needed

    def action(self) -> None:
        """Add an assignment or a step of an optimizer."""
        name = self.pick(*self.tensors)
        if self.count(0, 1):
            self.lines.append(f"step = tf.assign_add(w, tf.reduce_mean({name}) * 0.1)")
        else:
            self.lines.append(f"loss = tf.reduce_mean(tf.square({name} - w * 2.0))")
            self.lines.append("step = tf.train.GradientDescentOptimizer(0.05).minimize(loss)")
        self.actions["step"] = self.tensors[name]

    # Its runs

    def asked(self) -> tuple[str, list[Drawn]]:
        """Draw what a run asks for: one thing."""
        names = [*self.tensors, *(part for drawn in self.iterators for part in drawn.parts if "[" not in part)]
        name = self.pick(*names)
        return name, self.tensors.get(name) or [drawn for drawn in self.iterators if name in drawn.parts]

    def statements(self, at: int) -> tuple[list[str], list[Drawn]]:
        """Return the lines of one run, and the iterators that it takes batches of."""
        name, needed = self.asked()
        other, others = self.asked()
        kind = self.pick("print", "list", "unpacked", "assigned", "total", *["action", "action"] * bool(self.actions))
        if name == other and kind in {"list", "unpacked"}:
            kind = "print"
        if kind in {"list", "unpacked"}:
            needed = needed + [drawn for drawn in others if drawn not in needed]
        if kind == "print":
            return [f"print(sess.run({name}))"], needed
        if kind == "list":
            return [f"print(sess.run([{name}, {other}]))"], needed
        if kind == "unpacked":
            return [f"r{at}, s{at} = sess.run([{name}, {other}])", f"print(r{at}, s{at})"], needed
        if kind == "assigned":
            return [f"r{at} = sess.run({name})", f"print('value', r{at})"], needed
        if kind == "total":
            return [f"total += np.sum(sess.run({name}))", "print(total)"], needed
        needed = self.actions["step"]
        inside = [name for name, drawn in self.tensors.items() if all(one in needed for one in drawn)]
        if inside and "loss" in self.lines[-1] and self.count(0, 1):
            return [f"_, r{at} = sess.run([step, loss])", f"print(r{at})"], needed
        return ["sess.run(step)"], needed

    def function(self) -> list[str]:
        """Return the lines of a function that runs something."""
        lines, needed = self.statements(9)
        self.functions["report"] = needed
        return ["def report():", *_indented(["total = 0", *lines])]

    def run(self, at: int) -> list[str]:
        """Return the lines of some runs."""
        lines, needed = self.statements(at)
        if self.functions and self.count(0, 2) == 0:
            lines, needed = ["report()"], self.functions["report"]
        if self.count(0, 3) == 0:
            more, others = self.statements(at + 4)
            lines, needed = [*lines, *more], [*needed, *others]
        before = ["total = 0"] if any("total" in line for line in lines) else []
        begun = [f"sess.run({self.pick(*drawn.starts)})" for drawn in needed if drawn.starts and self.count(0, 1)]
        begun = list(dict.fromkeys(begun))
        if not any(drawn.ends for drawn in needed):
            return before + self.endless(begun, lines)
        return before + self.ending(begun, lines)

    def endless(self, begun: list[str], lines: list[str]) -> list[str]:
        """Return the lines of runs whose data does not end."""
        kind = self.pick("once", "for", "while", "break")
        if kind == "once":
            return begun + lines
        if kind == "for":
            return [*begun, f"for i in range({self.count(1, 4)}):", *_indented([*lines, "print(i)"])]
        if kind == "while":
            return [*begun, "i = 0", "while i < 3:", *_indented([*lines, "i += 1"])]
        return [*begun, "i = 0", "while True:", *_indented([*lines, "i += 1", "if i > 3:", "    break"])]

    def ending(self, begun: list[str], lines: list[str]) -> list[str]:
        """Return the lines of runs whose data ends."""
        kind = self.pick("outside", "outside", "inside", "inside", "for", "once", "break")
        caught = "except tf.errors.OutOfRangeError:"
        done = self.pick("pass", "print('end')")
        if kind == "outside":
            loop = ["try:", "    while True:", *_indented(_indented(lines)), caught, f"    {done}"]
        elif kind == "inside":
            last = ["print('end')"] * (done != "pass") + ["break"]
            loop = ["while True:", *_indented(["try:", *_indented(lines), caught, *_indented(last)])]
        elif kind == "for":
            loop = ["try:", f"    for i in range({self.count(1, 9)}):", *_indented(_indented([*lines, "print(i)"]))]
            loop += [caught, f"    {done}"]
        elif kind == "once":
            loop = ["try:", *_indented(lines), caught, f"    {done}"]
        else:
            body = [*lines, "i += 1", f"if i > {self.count(0, 3)}:", "    break"]
            loop = ["i = 0", "try:", "    while True:", *_indented(_indented(body)), caught, f"    {done}"]
        if begun and self.count(0, 1):
            return [f"for epoch in range({self.count(1, 2)}):", *_indented([*begun, *loop])]
        return [*begun, *loop]


def _indented(lines: Sequence[str]) -> list[str]:
    return [f"    {line}" for line in lines]


@st.composite
def programs(draw: st.DrawFn) -> str:
    """Draw a program."""
    return Maker(draw).make()


@pytest.mark.tensorflow
def test_random_programs_print_the_same(tmp_path: Path) -> None:
    check_random(made_at_random(programs(), 50), sys.executable, tmp_path)
