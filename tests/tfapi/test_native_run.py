"""The hand-written entries, proven: calls of each are run as they are and as the entry says, on real TensorFlow.

The changes are applied by a small interpreter that knows nothing but the definition of `Change`, and, on the newest
TensorFlow, by the rules too.
"""

from __future__ import annotations

import ast
import functools
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from hublint import engine, registry
from hublint.target import FIRST_WITH_KERAS_3, NEWEST_TENSORFLOW, Target
from hublint.tfapi import columns, table, verdict
from hublint.tfapi.native import GONE, MEANING, NARROWER, NATIVE
from tests.tfapi.native_calls import CALLS, DIFFERENCES, FIXTURES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hublint.target import Keras
    from hublint.tfapi.change import Change

CHILD = Path(__file__).resolve().parent / "native_child.py"
SECONDS = 1200
KERAS_3 = Target(NEWEST_TENSORFLOW, "keras3", "reuse")
KERAS_2 = Target((2, 15), "keras2", "reuse")

# Mistakes in the program itself; anything else that both sides raise is what the program is about.
MISTAKES = frozenset({"AttributeError", "NameError", "SyntaxError", "TypeError"})


class Refused(Exception):  # noqa: N818 - a verdict, not an error
    """A call to which the change does not apply."""


def applied(program: str, name: str, change: Change) -> str:
    """Rewrite the uses of one TensorFlow 1 name in a program, by the definition of `Change`."""

    class Rewriter(ast.NodeTransformer):
        def visit_Call(self, node: ast.Call) -> ast.expr:
            here = ast.unparse(node.func) == f"tf.{name}"
            self.generic_visit(node)
            return called(node, name, change) if here else node

        def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
            if ast.unparse(node) == f"tf.{name}":
                return expression(change.to)
            self.generic_visit(node)
            return node

    return ast.unparse(Rewriter().visit(ast.parse(program)))


def called(node: ast.Call, name: str, change: Change) -> ast.Call:
    """Return the changed call, with all arguments named."""
    plain = old_parameters(name)
    assert len(node.args) <= len(plain), "the call has more arguments than TensorFlow 1.15 took"
    given = {**dict(zip(plain, node.args, strict=False)), **{str(k.arg): k.value for k in node.keywords}}
    arguments: dict[str, ast.expr] = {}
    for one, other in change.otherwise.items():
        if one in given and other in given:
            default = given.pop(other)
            if isinstance(given[one], ast.Constant):
                given[one] = given[one] if ast.literal_eval(given[one]) else default
            else:
                given[one] = ast.BoolOp(ast.Or(), [given[one], default])
    for old, value in given.items():
        if old in change.refuses:
            if isinstance(value, ast.Constant) and value.value is None:
                continue
            raise Refused(old)
        if old in change.drops:
            continue
        new = change.keywords.get(old, old)
        assert new not in arguments, f"{new} is given twice"
        arguments[new] = with_value(change.values[old], value) if old in change.values else value
    for new, text in change.adds.items():
        arguments.setdefault(new, expression(text))
    return ast.Call(expression(change.to), [], [ast.keyword(new, value) for new, value in arguments.items()])


def with_value(template: str, value: ast.expr) -> ast.expr:
    """Return a template with the value in the place of `_`."""

    class Filler(ast.NodeTransformer):
        def visit_Name(self, node: ast.Name) -> ast.expr:
            return value if node.id == "_" else node

    filled: ast.expr = Filler().visit(expression(template))
    return filled


def expression(text: str) -> ast.expr:
    """Return the syntax of an expression."""
    return ast.parse(text, mode="eval").body


def old_parameters(name: str) -> list[str]:
    """Return the parameters of a symbol in TensorFlow 1.15, without `*args` and `**kwargs`."""
    symbol = table.first(name)
    assert symbol is not None
    found = verdict.old_parameters(symbol)
    return [parameter.name for parameter in found or () if not parameter.star]


def written(name: str) -> set[str]:
    """Return the parameters of the destination that calls of a symbol may end up with."""
    change = NATIVE[name]
    old = set(old_parameters(name)) - change.drops - change.refuses
    return {change.keywords.get(one, one) for one in old} | set(change.adds)


def targets(change: Change) -> Iterator[Target]:
    """Yield the targets that a change is for."""
    for column in columns.COLUMNS[1:]:
        keras: Keras = "keras3" if column.keras3 else "keras2" if column.release < FIRST_WITH_KERAS_3 else "tf_keras"
        if column.release >= change.since and (not change.keras or keras in change.keras):
            yield Target(column.release, keras, "reuse")


# --- Without TensorFlow ---


@pytest.mark.parametrize("name", NATIVE)
def test_an_entry_says_what_the_table_does_not(name: str) -> None:
    symbol = table.first(name)
    assert symbol is not None
    assert symbol.columns & verdict.FIRST_RELEASE, "TensorFlow 1.15 has no such name"
    assert symbol.same_on(columns.bit(KERAS_3)) is None, "the table tells this"
    assert bool(NATIVE[name].note) != NATIVE[name].safe


@pytest.mark.parametrize("name", NATIVE)
def test_a_destination_is_there_on_all_its_targets_and_takes_what_is_written(name: str) -> None:
    change = NATIVE[name]
    asked = list(targets(change))
    assert asked
    for target in asked:
        assert verdict.exists(change.to, target), target
        new = verdict.parameters(change.to, target)
        if new is not None and not any(parameter.star for parameter in new):
            assert written(name) <= {parameter.name for parameter in new}, target


@pytest.mark.parametrize("name", [name for name, change in NATIVE.items() if change.safe])
def test_a_safe_entry_has_calls_with_all_that_it_converts(name: str) -> None:
    programs = CALLS[name]
    given = {
        keyword.arg
        for program in programs
        for node in ast.walk(ast.parse(program))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == f"tf.{name}"
        for keyword in node.keywords
    }
    converted = {*NATIVE[name].keywords, *NATIVE[name].values, *NATIVE[name].drops}
    # What TensorFlow 1.15 takes without saying so, as absl's old names of arguments, counts too.
    assert converted <= given


@pytest.mark.parametrize("name", CALLS)
def test_calls_that_are_run_are_rewritten(name: str) -> None:
    for program in CALLS[name]:
        assert applied(program, name, NATIVE[name]) != program


@pytest.mark.parametrize("name", MEANING)
def test_a_meaning_is_told_of_a_name_that_both_have(name: str) -> None:
    one, two = table.first(name), table.second(name)
    assert one is not None
    assert one.columns & verdict.FIRST_RELEASE
    assert two is not None
    assert one.same_on(columns.bit(KERAS_3)) is None, "they are one implementation"
    change = NATIVE.get(name)
    assert (
        change is None
        or not change.safe
        or change.refuses
        or change.values
        or change.adds
        or change.drops
        or change.chooses
    )
    assert name in DIFFERENCES
    assert not MEANING[name].endswith(".")


@pytest.mark.parametrize("name", GONE)
def test_advice_is_given_where_nothing_is_left(name: str) -> None:
    symbol = table.first(name)
    assert symbol is not None
    assert not symbol.columns & columns.bit(KERAS_3)
    assert name not in NATIVE


@pytest.mark.parametrize("name", DIFFERENCES)
def test_a_difference_that_is_shown_is_told(name: str) -> None:
    assert name in MEANING


# --- With TensorFlow ---


# A name that only TensorFlow 1 has: it tells the rules what the program was written for.
WRITTEN_FOR_1 = "_ = tf.GraphKeys\n"


def ruled(program: str) -> str:
    """Return what the rules make of a program, with `tf` for TensorFlow 2."""
    rules = registry.load().select(["HUB5"], ())
    code = f"import tensorflow as tf\n{WRITTEN_FOR_1}{program}\n"
    fixed = engine.fix(code.encode(), rules, target=lambda: KERAS_3, unsafe=True).data.decode()
    return fixed.replace("import tensorflow as tf\n", "tf = tensorflow\n").replace("_ = tf.compat.v1.GraphKeys\n", "")


def jobs(target: Target) -> list[dict[str, Any]]:
    """Return what the child is to run and look up on a target."""
    sides = [ruled] if target == KERAS_3 else []
    found: list[dict[str, Any]] = []
    for name in CALLS:
        if target in targets(NATIVE[name]):
            found += [
                {
                    "name": f"{name}: {program}",
                    "programs": [program, applied(program, name, NATIVE[name]), *(side(program) for side in sides)],
                }
                for program in CALLS[name]
            ]
    for name, program in DIFFERENCES.items():
        both = [program.replace("NAME", f"{root}.{name}") for root in ("tf", "tensorflow")]
        found.append({"name": f"differs {name}", "programs": both})
    there = sorted({change.to for change in NATIVE.values() if target in targets(change)})
    return [*({**job, "fixtures": FIXTURES} for job in found), {"name": "look up", "look_up": there}]


@functools.cache
def answers(python: str, target: Target) -> Mapping[str, Any]:
    """Run all programs for a target in one child, and return what each gave."""
    asked = jobs(target)
    environment = {key: value for key, value in os.environ.items() if key != "TF_USE_LEGACY_KERAS"}
    done = subprocess.run(
        [python, str(CHILD), target.keras],
        input="".join(json.dumps(job) + "\n" for job in asked),
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
        env=environment,
    )
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(found) == len(asked), f"the child ended with status {done.returncode}:\n{done.stderr[-3000:]}"
    return {answer["name"]: answer for answer in found}


def check_agreement(found: Mapping[str, Any], name: str) -> None:
    """Hold what the calls of an entry gave against what the changed calls gave."""
    gave_something = False
    for program in CALLS[name]:
        for mode in ("eager", "graph"):
            before, *rest = found[f"{name}: {program}"][mode]
            for after in rest:
                if "error" in before:
                    # What an error says may name other tensors.
                    assert after.get("error") == before["error"], (mode, program, before, after)
                else:
                    assert after == before, (mode, program)
        both = [found[f"{name}: {program}"][mode][0] for mode in ("eager", "graph")]
        assert not all(one.get("error") in MISTAKES for one in both), (program, both)
        gave_something |= any("error" not in one for one in both)
    assert gave_something


def check_difference(found: Mapping[str, Any], name: str) -> None:
    """See that a program of TensorFlow 1 gives something, and TensorFlow 2's symbol something else."""
    both = [found[f"differs {name}"][mode] for mode in ("eager", "graph")]
    assert any("error" not in before and after != before for before, after in both), both


def check_destination(found: Mapping[str, Any], name: str) -> None:
    """See that a destination is there, and that it takes what is written."""
    parameters = found["look up"]["parameters"][NATIVE[name].to]
    assert parameters is not None
    if parameters and "**" not in parameters and NATIVE[name].to.startswith("tensorflow."):
        assert written(name) <= set(parameters)


def entries(target: Target) -> list[str]:
    """Return the names of the entries that are for a target."""
    return [name for name, change in NATIVE.items() if target in targets(change)]


def runs(target: Target) -> list[str]:
    """Return the names of the entries that are run on a target."""
    return [name for name in entries(target) if name in CALLS]


@pytest.mark.tensorflow
@pytest.mark.parametrize("name", runs(KERAS_3))
def test_calls_agree_on_2_21(name: str) -> None:
    check_agreement(answers(sys.executable, KERAS_3), name)


@pytest.mark.tensorflow
@pytest.mark.parametrize("name", DIFFERENCES)
def test_meanings_differ_on_2_21(name: str) -> None:
    check_difference(answers(sys.executable, KERAS_3), name)


@pytest.mark.tensorflow
@pytest.mark.parametrize("name", entries(KERAS_3))
def test_destinations_resolve_on_2_21(name: str) -> None:
    check_destination(answers(sys.executable, KERAS_3), name)


@pytest.mark.tf215
@pytest.mark.parametrize("name", runs(KERAS_2))
def test_calls_agree_on_2_15(python_215: Path, name: str) -> None:
    check_agreement(answers(str(python_215), KERAS_2), name)


@pytest.mark.tf215
@pytest.mark.parametrize("name", entries(KERAS_2))
def test_destinations_resolve_on_2_15(python_215: Path, name: str) -> None:
    check_destination(answers(str(python_215), KERAS_2), name)


@pytest.mark.tensorflow
def test_classes_of_compat_are_those_of_tensorflow_2_and_not_the_other_way_round() -> None:
    asked = "; ".join(
        f"print(issubclass(tf.compat.v1.{name}, tf.{name}), issubclass(tf.{name}, tf.compat.v1.{name}))"
        for name in NARROWER
    )
    made = "print([isinstance(tf.Variable(1.0), kind) for kind in (tf.Variable, tf.compat.v1.Variable)])"
    done = subprocess.run(
        [sys.executable, "-c", f"import tensorflow as tf; {asked}; {made}"], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == ["True False"] * len(NARROWER) + ["[True, False]"]
