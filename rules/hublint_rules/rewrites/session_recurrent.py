"""Recurrent cells in TensorFlow 1 programs, each run over a sequence: one of Keras's recurrent layers.

Measured with the same weights, on TensorFlow 1.15 and with layers of Keras on 2.15 and 2.21: outputs, last states and
gradients are the same to the last digits, for the usual activation and for `relu`. For that a GRU resets before its
product (`reset_after=False`) and has a bias of one at its gates, and an LSTM's `forget_bias` is part of its bias. What
differs are the initial values where no initializer is given: TensorFlow 1 draws all weights of a cell by Glorot's rule,
Keras those of the state as an orthogonal matrix.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from hublint.source.use import argument, unpacks
from hublint_rules.rewrites import flow
from hublint_rules.rewrites.flow import Refused

if TYPE_CHECKING:
    from hublint.rule import Source
    from hublint.source.index import Scope
    from hublint_rules.rewrites.session_contents import Contents

_SHARDS = ("num_unit_shards", "num_proj_shards")
_CELLS = {
    "BasicLSTMCell": ("num_units", "forget_bias", "state_is_tuple", "activation", "reuse", "name"),
    "LSTMCell": (
        *("num_units", "use_peepholes", "cell_clip", "initializer", "num_proj", "proj_clip", *_SHARDS),
        *("forget_bias", "state_is_tuple", "activation", "reuse", "name"),
    ),
    "GRUCell": ("num_units", "activation", "reuse", "kernel_initializer", "bias_initializer", "name"),
    "BasicRNNCell": ("num_units", "activation", "reuse", "name"),
}
_LAYERS = {"BasicLSTMCell": "LSTM", "LSTMCell": "LSTM", "GRUCell": "GRU", "BasicRNNCell": "SimpleRNN"}
_RUN = (
    *("cell", "inputs", "sequence_length", "initial_state", "dtype", "parallel_iterations", "swap_memory"),
    *("time_major", "scope"),
)

# The values of arguments that change nothing, or are followed; with others it is another layer, or another run.
_FINE: dict[str, tuple[object, ...]] = {
    "bias_initializer": (None,),
    "cell_clip": (None,),
    "forget_bias": (0, 1),
    "num_proj": (None,),
    "num_proj_shards": (None,),
    "num_unit_shards": (None,),
    "proj_clip": (None,),
    "reuse": (None, False),
    "sequence_length": (None,),
    "state_is_tuple": (True,),
    "time_major": (False,),
    "use_peepholes": (False,),
}

# Initializers that draw each weight alike, whatever the shape is.
_ALIKE = (
    *("ones_initializer", "random_normal_initializer", "random_uniform_initializer"),
    *("truncated_normal_initializer", "zeros_initializer"),
)

# What a fix says of cells without an initializer.
REMARK = "recurrent layers of Keras draw other initial values for the weights of their state: orthogonal ones"


class Recurrent(NamedTuple):
    """A cell, and how it is run over a sequence.

    Attributes:
        name: the name of the cell, and of the layer.
        made: the class in `tf.keras.layers`.
        settings: what the layer is made with, behind the number of its units: expressions of the file, or code.
        cell: the call that makes the cell.
        run: the call that runs it.
        inputs: the sequence.
        target: what the result is assigned to.
        names: the names that the layer's result gets instead.
        states: the expressions that take one part of an LSTM's state, and the name of that part now.
    """

    name: str
    made: str
    settings: dict[str, ast.expr | str]
    cell: ast.Call
    run: ast.Call
    inputs: ast.expr
    target: ast.Tuple
    names: tuple[str, ...]
    states: dict[ast.expr, str]

    @property
    def draws(self) -> bool:
        """Tell whether the layer draws its initial values by a rule of its own."""
        return "kernel_initializer" not in self.settings


def is_cell(source: Source, node: ast.AST) -> bool:
    """Tell whether a node makes a cell that Keras has a layer for."""
    return _class(source, node) is not None


def is_run(source: Source, node: ast.AST | None) -> bool:
    """Tell whether a node runs a cell over a sequence."""
    return node is not None and flow.is_call_of(source, node, "nn.dynamic_rnn")


def zero_state_of(source: Source, node: ast.expr) -> ast.Name | None:
    """Return the cell whose state before the first step an expression gives, None for other expressions."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or node.func.attr != "zero_state":
        return None
    cell = node.func.value
    return cell if isinstance(cell, ast.Name) and _maker(source, cell) is not None else None


def read(source: Source, name: str, cell: ast.Call) -> Recurrent:
    """Read what becomes of a cell that a program names.

    Raises:
        Refused: if no layer of Keras does the same, or it is not certain.
    """
    kind = _class(source, cell)
    assert kind is not None  # noqa: S101 - that is what the caller has found
    _check_arguments(cell, _CELLS[kind], "makes a cell")
    run = _run_of(source, name, cell)
    _check_arguments(run, _RUN, "runs a cell")
    _check_dtype(source, run)
    inputs, statement = argument(run, 1, "inputs"), source.parents[run]
    target = statement.targets[0] if isinstance(statement, ast.Assign) and len(statement.targets) == 1 else None
    if inputs is None or not isinstance(target, ast.Tuple) or len(target.elts) != 2:
        message = f"line {run.lineno} does not take the outputs and the state of the cell apart: `outputs, state = ...`"
        raise Refused(message)
    settings = _settings(source, kind, cell)
    names, given, states = _results(source, _LAYERS[kind], target)
    return Recurrent(name, _LAYERS[kind], {**settings, **given}, cell, run, inputs, target, names, states)


def check(program: Contents) -> None:
    """Refuse if the state of an LSTM is taken apart elsewhere than in what moves into functions."""
    moving = {item.statement for at, item in enumerate(program.flat) if program.roles[at] == "graph"}
    for cell in program.sequences.values():
        for node in cell.states:
            if moving.isdisjoint(program.source.ancestors(node)):
                message = (
                    f"line {node.lineno} asks for a part of the state of `{cell.name}` where it is run or trained; "
                    "give that part a name first"
                )
                raise Refused(message)


def _class(source: Source, node: ast.AST) -> str | None:
    if not isinstance(node, ast.Call):
        return None
    found = {
        (flow.short(name) or "").removeprefix("contrib.rnn.").removeprefix("nn.rnn_cell.")
        for name in source.resolve(node.func)
    }
    name = found.pop() if len(found) == 1 else ""
    return name if name in _CELLS else None


def _maker(source: Source, cell: ast.Name) -> ast.Call | None:
    """Return the one call that makes what a name stands for, if that is a cell."""
    bindings = source.scope(cell).visible(cell.id, cell)
    made = bindings[0].value if len(bindings) == 1 else None
    return made if isinstance(made, ast.Call) and is_cell(source, made) else None


def _check_arguments(call: ast.Call, words: tuple[str, ...], told: str) -> None:
    known = {*words, "dtype"} if "dtype" not in words else set(words)
    if unpacks(call) or len(call.args) > len(words) or argument(call, 0, words[0]) is None:
        message = f"line {call.lineno} {told} with arguments that are not written out"
        raise Refused(message)
    given = {**dict(zip(words, call.args, strict=False)), **{k.arg: k.value for k in call.keywords if k.arg}}
    for word, value in given.items():
        fine = _FINE.get(word)
        if word not in known or (fine is not None and not (isinstance(value, ast.Constant) and value.value in fine)):
            message = f"line {value.lineno} {told} with `{word}`, which is not followed"
            raise Refused(message)


def _given(kind: str, cell: ast.Call, word: str) -> ast.expr | None:
    words = _CELLS[kind]
    return argument(cell, words.index(word), word) if word in words else None


def _run_of(source: Source, name: str, cell: ast.Call) -> ast.Call:
    """Return the one call that runs a cell; nothing else may use it but to ask for its state of zeros."""
    home = source.scope(cell)
    runs: list[ast.Call] = []
    for load in _loads(source, name, home):
        parent = source.parents[load]
        call = source.parents[parent] if isinstance(parent, ast.keyword) else parent
        if is_run(source, call) and argument(call, 0, "cell") is load:  # type: ignore[arg-type]
            runs.append(call)  # type: ignore[arg-type]
        elif not (isinstance(call, ast.Attribute) and call.attr == "zero_state"):
            message = f"line {load.lineno} uses the cell `{name}` for more than to run it by one tf.nn.dynamic_rnn"
            raise Refused(message)
    if len(runs) != 1 or len(home.bindings[name]) != 1:
        message = f"the cell `{name}` of line {cell.lineno} is not run by exactly one tf.nn.dynamic_rnn"
        raise Refused(message)
    return runs[0]


def _check_dtype(source: Source, run: ast.Call) -> None:
    """Refuse a run that does not certainly compute with 32-bit floats, or does not begin with zeros."""
    dtype, initial = argument(run, 4, "dtype"), argument(run, 3, "initial_state")
    if initial is not None and not (isinstance(initial, ast.Constant) and initial.value is None):
        bound = source.scope(initial).visible(initial.id, initial) if isinstance(initial, ast.Name) else []
        made = bound[0].value if len(bound) == 1 else initial
        loads = _loads(source, initial.id, source.scope(run)) if isinstance(initial, ast.Name) else []
        if not isinstance(made, ast.Call) or zero_state_of(source, made) is None or len(loads) > 1:
            message = f"line {initial.lineno} runs a cell from a state that is not just its state of zeros"
            raise Refused(message)
        dtype = argument(made, 1, "dtype")
    names = source.resolve(dtype) if dtype is not None else frozenset()
    if not names or not all(flow.short(name) == "float32" for name in names):
        message = f"line {run.lineno} runs a cell with another dtype than tf.float32"
        raise Refused(message)


def _settings(source: Source, kind: str, cell: ast.Call) -> dict[str, ast.expr | str]:
    """Return what a layer is made with, as the cell was."""
    units = _given(kind, cell, "num_units")
    assert units is not None  # noqa: S101 - `_check_arguments` has looked
    settings: dict[str, ast.expr | str] = {"units": units}
    activation, forget = _given(kind, cell, "activation"), _given(kind, cell, "forget_bias")
    initializer = _given(kind, cell, "initializer") or _given(kind, cell, "kernel_initializer")
    name = _given(kind, cell, "name")
    if activation is not None and not _is_none(activation):
        settings["activation"] = activation
    if initializer is not None and not _is_none(initializer):
        _check_initializer(source, initializer)
        settings["kernel_initializer"] = settings["recurrent_initializer"] = initializer
    if isinstance(forget, ast.Constant) and forget.value == 0:
        settings["unit_forget_bias"] = "False"
    if kind == "GRUCell":
        count = source.code(units)
        if not isinstance(units, (ast.Constant, ast.Name, ast.Attribute)):
            count = f"({count})"
        settings["bias_initializer"] = f"{{tf}}.constant_initializer([1.0] * 2 * {count} + [0.0] * {count})"
        settings["reset_after"] = "False"
    if name is not None and not _is_none(name):
        settings["name"] = name
    return settings


def _check_initializer(source: Source, node: ast.expr) -> None:
    """Refuse an initializer that gives a matrix of all weights of a cell others than two of its parts.

    Those that look at the shape do, and those with a seed of their own would give both parts the same.
    """
    bound = source.scope(node).visible(node.id, node) if isinstance(node, ast.Name) else []
    made = bound[0].value if len(bound) == 1 else node
    fine = False
    if isinstance(made, ast.Call) and not unpacks(made):
        given = [*made.args, *(k.value for k in made.keywords if k.arg != "dtype")]
        if flow.is_call_of(source, made, "constant_initializer"):
            fine = all(_is_number(value) for value in given)
        elif flow.is_call_of(source, made, *_ALIKE):
            fine = len(made.args) <= 2 and all(k.arg != "seed" for k in made.keywords)
    if not fine:
        message = (
            f"line {node.lineno} gives a cell an initializer that does not draw each weight alike, by itself and "
            "without a seed"
        )
        raise Refused(message)


def _is_number(node: ast.expr) -> bool:
    node = node.operand if isinstance(node, ast.UnaryOp) else node
    return isinstance(node, ast.Constant) and isinstance(node.value, (int, float))


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _results(
    source: Source, made: str, target: ast.Tuple
) -> tuple[tuple[str, ...], dict[str, ast.expr | str], dict[ast.expr, str]]:
    """Return the names that a layer's result gets, what it is made with for that, and where an LSTM's state goes."""
    outputs, state = target.elts
    states: dict[ast.expr, str] = {}
    parts: list[ast.expr | None]
    if made != "LSTM":
        parts = [state]
    elif isinstance(state, ast.Tuple) and len(state.elts) == 2:
        parts = [state.elts[1], state.elts[0]]  # Keras gives the output first
    else:
        parts, states = _taken(source, state)
    named = [outputs if _is_read(source, outputs) else None, *(p if _is_read(source, p) else None for p in parts)]
    if not all(part is None or isinstance(part, ast.Name) for part in (outputs, *parts, *named)):
        message = f"line {target.lineno} gives the outputs or the state of a cell to something that is no plain name"
        raise Refused(message)
    names = tuple(part.id if isinstance(part, ast.Name) else "_" for part in named)
    read = [name for name in names if name != "_"]
    if named[0] is not None and len(read) == 1:
        return (names[0],), {"return_sequences": "True"}, states
    if len(read) <= 1 and named[1] is not None:
        return (names[1],), {}, states  # the last output alone
    given: dict[str, ast.expr | str] = {"return_sequences": "True"} if named[0] is not None else {}
    given["return_state"] = "True"
    return names, given, states


def _is_read(source: Source, node: ast.expr | None) -> bool:
    return not isinstance(node, ast.Name) or bool(_loads(source, node.id, source.scope(node)))


def _loads(source: Source, name: str, home: Scope) -> list[ast.Name]:
    """Return where a name of a scope is read."""
    return [load for scope, load in source.index.loads if load.id == name and scope.owner(name) is home.owner(name)]


def _taken(source: Source, state: ast.expr) -> tuple[list[ast.expr | None], dict[ast.expr, str]]:
    """Return what the last output and the last state of an LSTM are called, whose state has one name.

    The name becomes that of the part which the program takes of it.
    """
    if not isinstance(state, ast.Name):
        return [state, None], {}
    taken: dict[ast.expr, str] = {}
    for load in _loads(source, state.id, source.scope(state)):
        parent = source.parents[load]
        part = None
        if isinstance(parent, ast.Attribute):
            part = parent.attr
        elif isinstance(parent, ast.Subscript) and isinstance(parent.slice, ast.Constant):
            part = {0: "c", 1: "h"}.get(parent.slice.value)  # type: ignore[arg-type]
        elif isinstance(parent, ast.Subscript) and source.code(parent.slice) == "-1":
            part = "h"
        if part not in {"c", "h"} or (taken and part not in taken.values()):
            message = (
                f"line {load.lineno} uses the state of an LSTM as a whole, or both of its parts; "
                "take it apart where the cell is run: `outputs, (c, h) = ...`"
            )
            raise Refused(message)
        taken[parent] = part  # type: ignore[index]
    parts: list[ast.expr | None] = [None, state] if "c" in taken.values() else [state, None]
    return parts, dict.fromkeys(taken, state.id)
