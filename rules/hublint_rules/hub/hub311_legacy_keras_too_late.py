"""HUB311."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from hublint.rule import Draft, Edit, Example, Fix, NoFix, Rule
from hublint.source.use import argument

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Source, Target, Use

_SWITCH = "TF_USE_LEGACY_KERAS"
_IMPORT = "import os"
_ON = frozenset({"1", "True", "true"})
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
_BRANCHES = (ast.If, ast.For, ast.While, ast.Try, ast.IfExp, ast.BoolOp)


class LegacyKerasTooLate(Rule):
    """`TF_USE_LEGACY_KERAS` is set when the Keras has been chosen already.

    TensorFlow reads the variable twice: when it is imported, for `import tensorflow.keras` in all its forms, and when
    an attribute of `tf.keras` is first read. Importing tensorflow_hub reads one, and a `hub.KerasLayer` of a handle
    imports a module of tensorflow.keras. So a switch behind the import of tensorflow_hub or behind `from
    tensorflow.keras import ...` changes nothing, and one between `import tensorflow` and these gives a program two
    Kerases: `ValueError: Only instances of `keras.Layer` can be added to a Sequential model`, or `AttributeError:
    'Variable' object has no attribute '_unique_id'` once it trains. Behind a mere `import tensorflow as tf` it works as
    long as only `tf.keras.…` is read, so that is not reported.

    The fix sets the variable above the first import of TensorFlow. It is unsafe because from then on the program does
    run with Keras 2. There is none where the switch stands in a block or on a line with something else.
    """

    code = "HUB311"
    name = "legacy-keras-too-late"
    since = "0.1"
    applicability = "unsafe"
    severity = "error"
    targets = (2, 16)
    names = ("*.environ",)
    requires = (_SWITCH, "tensorflow")
    examples = (
        Example(
            before="""\
import os

import tensorflow as tf
import tensorflow_hub as hub

os.environ["TF_USE_LEGACY_KERAS"] = "1"

model = tf.keras.Sequential([hub.KerasLayer("https://tfhub.dev/google/nnlm-en-dim128/2")])
""",
            after="""\
import os

os.environ["TF_USE_LEGACY_KERAS"] = "1"
import tensorflow as tf
import tensorflow_hub as hub

model = tf.keras.Sequential([hub.KerasLayer("https://tfhub.dev/google/nnlm-en-dim128/2")])
""",
        ),
    )
    references = (
        "https://github.com/keras-team/tf-keras",
        "https://github.com/tensorflow/tensorflow/issues/63849",
        "https://github.com/tensorflow/tensorflow/blob/v2.21.0/tensorflow/python/util/lazy_loader.py",
    )

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report a statement that sets the variable behind what has read it."""
        del target
        source = use.source
        statement = _switch(source, use.node)
        if statement is None:
            return
        told = _read_before(source, statement) or _imported_behind(source, statement)
        if told is None:
            return
        message = f"`{_SWITCH}` is set too late, as {told}; set it above the first import of TensorFlow"
        yield Draft(statement, message, lambda: _fix(source, statement))


def _switch(source: Source, node: ast.AST) -> ast.stmt | None:
    """Return the statement that switches to Keras 2 by way of `os.environ`, None if this is no part of one."""
    if not isinstance(node, ast.Attribute) or source.resolve(node) != {"os.environ"}:
        return None
    parent = source.parents[node]
    outer = source.parents[parent]
    if isinstance(parent, ast.Subscript) and isinstance(outer, ast.Assign) and outer.targets == [parent]:
        return outer if _is(parent.slice, {_SWITCH}) and _is(outer.value, _ON) else None
    call = source.index.calls.get(parent) if isinstance(parent, ast.Attribute) else None
    statement = source.parents.get(call) if call is not None else None
    if call is None or not isinstance(statement, ast.Expr) or not isinstance(parent, ast.Attribute):
        return None
    given, value = argument(call, 0, ""), argument(call, 1, "")
    sets = parent.attr == "setdefault" and given is not None and value is not None
    return statement if sets and _is(given, {_SWITCH}) and _is(value, _ON) else None


def _is(node: ast.expr | None, texts: frozenset[str] | set[str]) -> bool:
    return isinstance(node, ast.Constant) and node.value in texts


def _read_before(source: Source, switch: ast.stmt) -> str | None:
    """Return what has read the variable before a statement, as a clause; None if nothing certainly has."""
    imports = [(s, _modules(s)) for _, s in source.index.imports if _runs_before(source, s, switch)]
    for statement, modules in imports:
        for module in modules:
            if module.partition(".")[0] == "tensorflow_hub":
                return f"line {statement.lineno} imports tensorflow_hub, which chooses the Keras"
            if f"{module}.".startswith("tensorflow.keras."):
                return f"line {statement.lineno} imports {module}"
    for nodes, _, meanings in source.chains(frozenset({"tensorflow"})):
        names = [node.attr for node in nodes[1:] if isinstance(node, ast.Attribute)]
        whole = {".".join((meaning, *names)) for meaning in meanings}
        if all(name.startswith("tensorflow.keras.") for name in whole) and _runs_before(source, nodes[-1], switch):
            return f"line {nodes[0].lineno} has read `{source.code(nodes[-1])}`"
    return None


def _imported_behind(source: Source, switch: ast.stmt) -> str | None:
    """Return which import behind the switch still finds the other Keras, because TensorFlow was imported before it."""
    if any(isinstance(outer, _DEFINITIONS) for outer in source.ancestors(switch)):
        return None
    first = next(
        (
            statement
            for _, statement in source.index.imports
            if any(module.partition(".")[0] == "tensorflow" for module in _modules(statement))
            and _runs_before(source, statement, switch)
        ),
        None,
    )
    if first is None:
        return None
    for _, statement in source.index.imports:
        for module in _modules(statement):
            if f"{module}.".startswith(("tensorflow.keras.", "tensorflow_hub.")):
                what = "mixes both Kerases" if module.startswith("tensorflow_hub") else "finds Keras 3"
                return f"line {first.lineno} imports TensorFlow, and line {statement.lineno} then {what}"
    return None


def _modules(statement: ast.Import | ast.ImportFrom) -> list[str]:
    """Return the modules that a statement certainly imports; `from tensorflow import keras` only reads an attribute."""
    if isinstance(statement, ast.Import):
        return [alias.name for alias in statement.names]
    return [] if statement.level or statement.module is None else [statement.module]


def _runs_before(source: Source, node: ast.expr | ast.stmt, switch: ast.stmt) -> bool:
    """Tell whether code certainly runs before a statement: it stands above, in no block that may be passed over."""
    if (node.end_lineno or node.lineno, node.end_col_offset or 0) > (switch.lineno, switch.col_offset):
        return False
    round_switch = {switch, *source.ancestors(switch)}
    inner: ast.AST = node
    for outer in source.ancestors(node):
        if isinstance(outer, _DEFINITIONS) and outer not in round_switch:
            return False
        if isinstance(outer, _BRANCHES) and outer not in round_switch:
            certain = isinstance(outer, ast.Try) and inner in outer.body
            certain = certain or (isinstance(outer, (ast.If, ast.While)) and inner is outer.test)
            if not certain:
                return False
        inner = outer
    return True


def _fix(source: Source, switch: ast.stmt) -> Fix | NoFix:
    """Move the statement, with the comments above it, and the import of os that it needs."""
    from hublint_rules.symbols.placing import before_tensorflow

    if switch not in source.tree.body:
        return NoFix("the switch stands in a block")
    first, last = _lines(source, switch)
    if last is None:
        return NoFix("the switch shares its line with something else")
    edit = before_tensorflow(source, _code(source, first, last), "os")
    if edit is None:
        return NoFix("TensorFlow is not imported on a line of its own at the top of the file")
    edits: list[Edit] = []
    if _IMPORT in edit.replacement.splitlines():
        if source.text.line(first - 1).rstrip() == _IMPORT:
            first = _comments_above(source, first - 1)
            newline = source.text.newline
            edit = edit._replace(replacement="".join(line + newline for line in _code(source, first, last)))
        else:
            edits += _without_import(source)
    edits.append(edit)
    edits.append(Edit(*_with_blank_lines(source, switch, first, last), ""))
    return Fix("unsafe", "Set it above the first import of TensorFlow", tuple(edits))


def _lines(source: Source, statement: ast.stmt) -> tuple[int, int | None]:
    """Return the lines of a statement with the comments right above it, no last one if others share it."""
    text = source.text
    first, last = statement.lineno, statement.end_lineno or statement.lineno
    start, end = source.span(statement)
    line_end = text.line_starts[last] if last < len(text.line_starts) else len(text.utf8)
    rest = text.utf8[end:line_end].strip()
    if text.utf8[text.line_starts[first - 1] : start].strip() or (rest and not rest.startswith(b"#")):
        return first, None
    return _comments_above(source, first), last


def _comments_above(source: Source, row: int) -> int:
    """Return the first line of the comments that stand right above a line, or the line itself."""
    while row > 1 and source.text.line(row - 1).startswith("#"):
        row -= 1
    return row


def _code(source: Source, first: int, last: int) -> tuple[str, ...]:
    return tuple(source.text.line(row).rstrip("\r\n") for row in range(first, last + 1))


def _with_blank_lines(source: Source, switch: ast.stmt, first: int, last: int) -> tuple[int, int]:
    """Return the span of whole lines, with those blank lines round them that only set them off."""
    text, starts, body = source.text, source.text.line_starts, source.tree.body
    rows = len(starts) if text.utf8[starts[-1] :] else len(starts) - 1
    following = body[body.index(switch) + 1 :]
    if not following or isinstance(following[0], (ast.Import, ast.ImportFrom)):
        while first > 1 and not text.line(first - 1).strip():
            first -= 1
    elif first > 1 and not text.line(first - 1).strip():
        while last < rows and not text.line(last + 1).strip():
            last += 1
    return starts[first - 1], starts[last] if last < len(starts) else len(text.utf8)


def _without_import(source: Source) -> Iterator[Edit]:
    """Yield the edit that takes away an `import os` further down, which the one above the switch stands for."""
    starts = source.text.line_starts
    for statement in source.tree.body:
        alone = isinstance(statement, ast.Import) and [(a.name, a.asname) for a in statement.names] == [("os", None)]
        if alone and source.text.line(statement.lineno).strip() == _IMPORT:
            end = starts[statement.lineno] if statement.lineno < len(starts) else len(source.text.utf8)
            yield Edit(starts[statement.lineno - 1], end, "")
