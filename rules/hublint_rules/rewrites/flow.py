"""What statements of a graph program read, write and make: the questions that every rewrite of one asks."""

from __future__ import annotations

import ast
import builtins
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hublint.rule import Source

TENSORFLOW = ("tensorflow.compat.v1.", "tensorflow.")

_NAMES_OF_BUILTINS = frozenset(dir(builtins))

# Calls of TensorFlow that add nothing to a graph: they may stay beside it.
_NO_GRAPH = (
    "app.",
    "compat.as_",
    "errors.",
    "flags.",
    "gfile.",
    "io.gfile.",
    "logging.",
    "saved_model.",
    "train.latest_checkpoint",
    "train.get_checkpoint_state",
    "TensorShape",
    "as_dtype",
    "__version__",
)

# Parts of the API whose calls make variables, tables or other state, or may do so.
_STATEFUL = (
    "InteractiveSession",
    "Session",
    "Variable",
    "contrib.",
    "estimator.",
    "feature_column.",
    "data.",
    "get_local_variable",
    "get_variable",
    "keras.",
    "layers.",
    "lookup.",
    "make_template",
    "local_variables_initializer",
    "global_variables_initializer",
    "initialize_",
    "metrics.",
    "nn.rnn_cell.",
    "placeholder",
    "py_func",
    "queue.",
    "raw_ops.Var",
    "summary.",
    "tables_initializer",
    "train.",
)

_RANDOM = ("random", "multinomial", "truncated_normal", "nn.dropout", "nn.uniform_candidate", "nn.log_uniform_candidate")

# Packages whose calls know nothing of graphs.
_PLAIN_PACKAGES = frozenset(
    {"argparse", "collections", "datetime", "functools", "itertools", "json", "logging", "math", "numpy", "operator", "os"}
    | {"pathlib", "random", "re", "shutil", "string", "sys", "tempfile", "time", "typing"}
)

_PURE_NODES = (
    ast.Name,
    ast.Constant,
    ast.Attribute,
    ast.Tuple,
    ast.List,
    ast.Dict,
    ast.BinOp,
    ast.UnaryOp,
    ast.Subscript,
    ast.Slice,
    ast.Compare,
    ast.BoolOp,
    ast.IfExp,
    ast.JoinedStr,
    ast.FormattedValue,
    ast.keyword,
    ast.expr_context,
    ast.operator,
    ast.unaryop,
    ast.cmpop,
    ast.boolop,
)


class Refused(Exception):  # noqa: N818 - a verdict, not an error
    """Why a block is not rewritten: one sentence for its owner."""


class Flat(NamedTuple):
    """A statement of a graph program, with the graph and session blocks round it opened."""

    statement: ast.stmt
    top: int
    """The position, in the suite, of the statement that this one is or is part of."""


def suite_of(source: Source, statement: ast.stmt) -> list[ast.stmt]:
    """Return the list of statements that a statement stands in."""
    parent = source.parents[statement]
    for field in ("body", "orelse", "finalbody"):
        suite = getattr(parent, field, None)
        if isinstance(suite, list) and statement in suite:
            return suite
    message = f"line {statement.lineno} does not stand in a block"
    raise Refused(message)


def is_graph_block(source: Source, statement: ast.AST) -> bool:
    """Tell whether a statement is a `with` that only enters graphs and sessions."""
    return isinstance(statement, ast.With) and all(
        graph_or_session(source, item.context_expr) for item in statement.items
    )


def graph_or_session(source: Source, node: ast.expr) -> bool:
    """Tell whether an expression is certainly a TensorFlow graph or session."""
    values = source.resolve(node)
    return bool(values) and all(
        name.endswith(("tensorflow.Graph()", "v1.Graph()", "tensorflow.Session()", "v1.Session()"))
        or name in {"tensorflow.Graph().as_default()", "tensorflow.compat.v1.Graph().as_default()"}
        for name in values
    )


def is_call_of(source: Source, node: ast.AST, *names: str) -> bool:
    """Tell whether a node is a call of one of TensorFlow's `names`, in either of the two modules of version 1."""
    if not isinstance(node, ast.Call):
        return False
    wanted = {root + name for root in TENSORFLOW for name in names}
    return not wanted.isdisjoint(source.resolve(node.func))


def flatten(source: Source, suite: list[ast.stmt]) -> list[Flat]:
    """Return the statements of a suite in order, those of graph and session blocks in place of the blocks."""
    flat: list[Flat] = []

    def add(statements: list[ast.stmt], top: int | None) -> None:
        for at, statement in enumerate(statements):
            position = at if top is None else top
            if is_graph_block(source, statement):
                add(statement.body, position)  # type: ignore[attr-defined]
            else:
                flat.append(Flat(statement, position))

    add(suite, None)
    return flat


def reads(node: ast.AST) -> set[str]:
    """Return the names that a node reads, closures included."""
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}


def writes(statement: ast.stmt) -> set[str]:
    """Return the names that a statement binds in its own scope."""
    found: set[str] = set()
    stack: list[ast.AST] = [statement]
    while stack:
        node = stack.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found.add(node.name)
            stack += node.decorator_list
            continue
        if isinstance(node, ast.Lambda):
            continue
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            found.add(node.id)
        elif isinstance(node, ast.alias):
            found.add((node.asname or node.name).partition(".")[0])
        elif isinstance(node, ast.ExceptHandler) and node.name:
            found.add(node.name)
        stack += ast.iter_child_nodes(node)
    return found


def plain(source: Source, node: ast.expr, tensors: Iterable[str]) -> bool:
    """Tell whether an expression is plain Python: no tensor goes in and nothing that could make one is called."""
    if not reads(node).isdisjoint(tensors):
        return False
    return all(
        _plain_call(source, child) if isinstance(child, ast.Call) else isinstance(child, _PURE_NODES)
        for child in ast.walk(node)
    )


def _plain_call(source: Source, call: ast.Call) -> bool:
    function = call.func
    names = source.resolve(function)
    if names:
        return all(name.partition(".")[0] in _PLAIN_PACKAGES for name in names)
    root = function
    while isinstance(root, ast.Attribute):
        root = root.value
    built_in = isinstance(function, ast.Name) and function.id in _NAMES_OF_BUILTINS and not list(source.definitions(function))
    return built_in or isinstance(root, ast.Constant)


def short(name: str) -> str | None:
    """Return a full name without the module of TensorFlow it belongs to, None if it is not TensorFlow's."""
    for root in TENSORFLOW:
        if name.startswith(root):
            return name[len(root) :]
    return None


def is_operation(name: str) -> bool:
    """Tell whether a full name is one of TensorFlow's operations: no variables, no other state, no chance."""
    known = short(name)
    return known is not None and not known.startswith((*_STATEFUL, *_NO_GRAPH, *_RANDOM)) and "()" not in known


def beside_graph(known: str) -> bool:
    """Tell whether a name of TensorFlow, without its module, adds nothing to a graph."""
    return known.startswith(_NO_GRAPH)


def refuse_switches(source: Source) -> None:
    """Refuse a file that takes TensorFlow 2 behaviour out of the whole program."""
    for call in source.index.calls.values():
        if is_call_of(source, call, "disable_v2_behavior", "disable_eager_execution"):
            message = (
                f"line {call.lineno} switches TensorFlow 2 behaviour off for the whole program; take it out once the "
                "rest of the file is migrated"
            )
            raise Refused(message)


def builds_graph(source: Source, node: ast.AST) -> ast.Call | None:
    """Return the first call of TensorFlow in a node that adds to the graph, None if there is none."""
    for call in ast.walk(node):
        if isinstance(call, ast.Call):
            for name in source.resolve(call.func):
                known = short(name)
                if known is not None and not known.startswith(_NO_GRAPH):
                    return call
    return None


def stateful(source: Source, nodes: Iterable[ast.AST], tensors: set[str]) -> bool:
    """Tell whether graph-building code makes variables or other state, or calls what hublint cannot see into."""
    return any(_opaque(source, call, tensors, set()) for node in nodes for call in _calls(node))


def _calls(node: ast.AST) -> Iterator[ast.Call]:
    return (child for child in ast.walk(node) if isinstance(child, ast.Call))


def _opaque(source: Source, call: ast.Call, tensors: set[str], seen: set[ast.AST]) -> bool:
    names = source.resolve(call.func)
    if names:
        return any(
            name.partition(".")[0] not in _PLAIN_PACKAGES if (known := short(name)) is None else known.startswith(_STATEFUL)
            for name in names
        )
    function = call.func
    if isinstance(function, ast.Name):
        definitions = list(source.definitions(function))
        if definitions:
            for definition in definitions:
                if isinstance(definition, ast.ClassDef):
                    return True
                if definition in seen:
                    continue
                seen.add(definition)
                inner = tensors | {argument.arg for argument in definition.args.args}
                inner |= {name for statement in definition.body for name in writes(statement)}
                if any(_opaque(source, c, inner, seen) for statement in definition.body for c in _calls(statement)):
                    return True
            return False
        return function.id not in _NAMES_OF_BUILTINS or source.scope(function).owner(function.id) is not None
    if isinstance(function, ast.Attribute):
        root: ast.expr = function
        while isinstance(root, (ast.Attribute, ast.Call, ast.Subscript)):
            root = root.func if isinstance(root, ast.Call) else root.value
        # A method of a tensor, such as `get_shape`, makes no state.
        return not (isinstance(root, ast.Constant) or (isinstance(root, ast.Name) and root.id in tensors))
    return True


def fresh(name: str, taken: set[str]) -> str:
    """Return `name`, with underscores behind it until nobody uses it, and take it."""
    while name in taken:
        name += "_"
    taken.add(name)
    return name


def names_in(source: Source) -> set[str]:
    """Return every name that a file binds or reads anywhere, and the built-in ones."""
    found = {name.id for _, name in source.index.loads}
    for scope in source.index.scopes.values():
        found |= scope.bindings.keys()
    return found | _NAMES_OF_BUILTINS
