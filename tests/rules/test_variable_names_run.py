"""The names that a graph gives variables are those that hublint expects, in programs made at random."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from hublint.source.source import Source
from hublint_rules.rewrites.session_statements import Statements
from hublint_rules.rewrites.variable_names import Names

if TYPE_CHECKING:
    from pathlib import Path

# Runs each program in a graph of its own, and tells the names of its variables in the order in which they are made.
RUNNER = """\
import json, sys
import tensorflow.compat.v1 as tf
for program in json.load(sys.stdin):
    with tf.Graph().as_default():
        exec(program)
        print(json.dumps([variable.op.name for variable in tf.global_variables()]))
"""

WORDS = st.sampled_from(["a", "b", "A", "w", "W", "w_1", "Variable", "Variable_1", "add", "zeros"])


@st.composite
def suites(draw: st.DrawFn, depth: int = 2) -> list[str]:
    """Draw the statements of a block."""
    lines: list[str] = []
    for _ in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from(["plain", "named", "named", "get", "list", "maker", "block"]))
        if kind == "block" and depth:
            scope = draw(st.sampled_from(["name_scope", "variable_scope"]))
            lines.append(f'with tf.{scope}("{draw(WORDS)}"):')
            lines += [f"    {line}" for line in draw(suites(depth - 1))]
        elif kind == "get":
            lines.append(f'v = tf.get_variable("{draw(WORDS)}", [], initializer=tf.zeros_initializer())')
        elif kind == "list":
            lines.append(f'v = [tf.Variable(1.0), tf.Variable(2.0, name="{draw(WORDS)}"), tf.Variable(tf.zeros([2]))]')
        elif kind == "maker":
            lines.append(f'v = weight([2], "{draw(WORDS)}")')
        elif kind == "named":
            lines.append(f'v = tf.Variable([1.0], name="{draw(WORDS)}")')
        else:
            lines.append("v = tf.Variable(1.0)")
    return lines


@st.composite
def programs(draw: st.DrawFn) -> str:
    """Draw a program; a name that `get_variable` has twice in a scope is counted up."""
    lines = draw(suites())
    found = [
        line.replace('get_variable("', f'get_variable("g{at}_') if "get_variable" in line else line
        for at, line in enumerate(lines)
    ]
    body = "\n".join(found)
    return (
        "import tensorflow.compat.v1 as tf\n\n\n"
        "def weight(shape, name):\n    return tf.Variable(tf.ones(shape), name=name)\n\n\n" + body + "\n"
    )


def expected(program: str) -> list[str | None]:
    """Return the names that hublint expects, None where it does not know."""
    source = Source(program.encode())
    names = Names(Statements(source, source.tree.body))
    return [named.graph for statement in names.statements.flat for named in names.of(statement.statement)]


def check_names(python: Path | str, texts: list[str]) -> None:
    """Check that programs name their variables as expected."""
    ran = subprocess.run(
        [python, "-c", RUNNER],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
        env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": ""},
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    told = [json.loads(line) for line in ran.stdout.splitlines()]
    known = 0
    for text, real in zip(texts, told, strict=True):
        mine = expected(text)
        assert len(mine) == len(real), text
        for name, other in zip(mine, real, strict=True):
            assert name in {None, other}, f"{mine}\n{real}\n{text}"
            known += name is not None
    assert known > sum(map(len, told)) / 2


ALL = settings(
    max_examples=1, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck), database=None
)


@pytest.mark.tensorflow
@given(st.lists(programs(), min_size=150, max_size=150))
@ALL
def test_a_graph_of_tensorflow_221_gives_the_expected_names(texts: list[str]) -> None:
    check_names(sys.executable, texts)


@pytest.mark.tf115
@given(st.lists(programs(), min_size=150, max_size=150))
@ALL
def test_a_graph_of_tensorflow_115_gives_the_expected_names(python_115: Path, texts: list[str]) -> None:
    check_names(python_115, texts)
