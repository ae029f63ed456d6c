"""The names that a TensorFlow 1 graph gives variables, by which its checkpoints tell them.

`tf.Variable` names what it makes within the scopes round it, `Variable` if it is not told how, and puts `_1` behind a
name that the graph has already, of an operation or a scope too. `get_variable` takes its name as it is, behind the
variable scopes alone. Eager code has no graph that would know: there a variable is called what `name` says.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from hublint.source.use import argument
from hublint_rules.rewrites import flow

if TYPE_CHECKING:
    from hublint.rule import Source
    from hublint_rules.rewrites.session_statements import Statements

STEPS = ("train.get_or_create_global_step", "train.create_global_step")

# What the operators of Python are called in a graph.
_OPERATORS = frozenset(
    {"abs", "add", "and", "floordiv", "matmul", "mod", "mul", "neg", "not", "or", "pow", "rpow", "rsub", "rtruediv"}
    | {"strided_slice", "sub", "truediv", "xor"}
)


def is_variable(source: Source, call: ast.Call) -> bool:
    """Tell whether a call makes a variable, itself or by a function of the file that returns one."""
    names = source.resolve(call)
    made = {"Variable()", "get_variable()", *(f"{step}()" for step in STEPS)}
    return bool(names) and all((flow.short(name) or "") in made for name in names)


class Named(NamedTuple):
    """A variable's name in the graph, None if that is not seen; what its maker says; what eager code would call it."""

    graph: str | None
    given: str | None
    eager: str | None


_UNSEEN = Named(None, None, None)


class Names:
    """The names of the variables of a program.

    Attributes:
        wanted: the calls that have to say a name, or another one, with that name.
    """

    def __init__(self, statements: Statements) -> None:
        """Find them."""
        self.statements = statements
        self.source = statements.source
        self.wanted: dict[ast.Call, str] = {}
        self._found: dict[ast.stmt, list[Named]] = {}
        self._scopes: dict[ast.stmt, str] = {}
        self._used: dict[str, int] = {}
        self._others = self._names_of_others()
        self._walk(statements.suite, "", "")

    def of(self, statement: ast.stmt) -> list[Named]:
        """Return the names of the variables that a statement makes."""
        return self._found.get(statement, [])

    def are_known(self, statement: ast.stmt) -> bool:
        """Tell whether the variables that a statement makes have the same known names before and after."""
        return all(
            named.graph is not None and named.eager is not None for named in self._found.get(statement, [_UNSEEN])
        )

    def given(self, statement: ast.stmt) -> str | None:
        """Return the whole name that the owner gave a variable, None if there is none, or there are several."""
        found = self.of(statement)
        return found[0].graph if len(found) == 1 and found[0].given is not None else None

    def in_scope(self, statement: ast.stmt) -> bool:
        """Tell whether a statement stands in a scope that names what is made in it."""
        return bool(self._scopes[statement])

    def _walk(self, suite: list[ast.stmt], variables: str, operations: str) -> None:
        """Name what some statements make, in scopes of variables and of operations."""
        for statement in suite:
            if isinstance(statement, ast.With) and self.statements.opens(statement):
                call = statement.items[0].context_expr
                name = _literal(argument(call, 0, "name")) if isinstance(call, ast.Call) else None
                inner = f"{variables}{name}/" if flow.is_call_of(self.source, call, "variable_scope") else variables
                if inner != variables or flow.is_call_of(self.source, call, "name_scope"):
                    self._walk(statement.body, inner, f"{self._unique(f'{operations}{name}')}/")
                else:
                    self._walk(statement.body, variables, operations)
                continue
            self._scopes[statement] = operations
            calls = [call for call in self.source.below(statement, ast.Call) if is_variable(self.source, call)]
            if calls and not isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                calls.sort(key=lambda call: (call.lineno, call.col_offset))
                self._found[statement] = [self._named(call, variables, operations) for call in calls]

    def _named(self, call: ast.Call, variables: str, operations: str) -> Named:
        source = self.source
        if flow.is_call_of(source, call, *STEPS):
            return Named(self._certain("global_step"), "global_step", "global_step")
        if flow.is_call_of(source, call, "get_variable"):
            own = _literal(argument(call, 0, "name"))
            if own is None:
                return _UNSEEN
            return Named(self._certain(variables + own), own, variables + own)
        made = _maker(self.statements, call)
        if made is None:
            return _UNSEEN
        name = _name_given(self.statements, made, call)
        if name is not None and not isinstance(name, str):
            return _UNSEEN
        graph = self._certain(operations + (name or "Variable"))
        eager = name or "Variable"
        if graph is not None and graph != eager:
            if made is not call:
                return Named(graph, name, None)
            self.wanted[call] = graph
            eager = graph
        return Named(graph, name, eager)

    def _certain(self, name: str) -> str | None:
        """Return the name that the graph makes of one, None if something else may have it."""
        return None if name.lower() in self._others else self._unique(name)

    def _unique(self, name: str) -> str:
        """Return a name that the graph does not have yet, and take it."""
        key = name.lower()
        at = self._used.get(key, 0)
        self._used[key] = at + 1
        if not at:
            return name
        while f"{key}_{at}" in self._used:
            at += 1
        self._used[f"{key}_{at}"] = 1
        return f"{name}_{at}"

    def _names_of_others(self) -> set[str]:
        """Return the names that operations of the program may have, in small letters."""
        found = set(_OPERATORS)
        statements = [
            item.statement
            for item in self.statements.flat
            if not isinstance(item.statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
        ]
        for call in flow.reached_calls(self.source, statements):
            if is_variable(self.source, call):
                continue
            for name in self.source.resolve(call.func):
                known = flow.short(name)
                if known is not None:
                    leaf = known.rpartition(".")[2].lower()
                    found |= {leaf, leaf.replace("_", "")}
            scoped = flow.is_call_of(self.source, call, "name_scope", "variable_scope")
            for given in [*call.args[: int(scoped)], *(k.value for k in call.keywords if k.arg == "name")]:
                found.add((_literal(given) or "").lower())
        return found


def _literal(node: ast.expr | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _maker(statements: Statements, call: ast.Call) -> ast.Call | None:
    """Return the call of `tf.Variable` that makes what a call does: itself, or one in a function of the file."""
    source = statements.source
    if flow.is_call_of(source, call, "Variable"):
        return call
    made = [
        inner
        for definition in (source.definitions(call.func) if isinstance(call.func, ast.Name) else ())
        for inner in source.below(definition, ast.Call)
        if flow.is_call_of(source, inner, "Variable")
    ]
    return made[0] if len(made) == 1 else None


def _name_given(statements: Statements, made: ast.Call, call: ast.Call) -> object:
    """Return the name that a variable is made with, None if there is none; something else where it is not seen."""
    name = argument(made, 5, "name")
    if name is None or (isinstance(name, ast.Constant) and name.value is None):
        return None
    if isinstance(name, ast.Constant):
        return name.value
    if made is call or not isinstance(name, ast.Name) or not isinstance(call.func, ast.Name):
        return name
    for definition in statements.source.definitions(call.func):
        if isinstance(definition, ast.FunctionDef):
            words = [argument_.arg for argument_ in definition.args.args]
            given = argument(call, words.index(name.id), name.id) if name.id in words else None
            if isinstance(given, ast.Constant):
                return given.value
    return name
