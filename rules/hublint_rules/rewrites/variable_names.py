"""The names that a TensorFlow 1 graph gives variables, by which its checkpoints tell them.

`tf.Variable` names what it makes within the scopes round it, `Variable` if it is not told how, and puts `_1` behind a
name that the graph has already, of an operation or a scope too. `get_variable` takes its name as it is, behind the
variable scopes alone. Eager code has no graph that would know: there a variable is called what `name` says.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from hublint.source.use import argument
from hublint_rules.rewrites import flow, scope_names

if TYPE_CHECKING:
    from hublint.rule import Source
    from hublint_rules.rewrites.session_contents import Contents

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

    def __init__(self, statements: Contents) -> None:
        """Find them."""
        self.statements = statements
        self.source = statements.source
        self.wanted: dict[ast.Call, str] = {}
        self._found: dict[ast.stmt, list[Named]] = {}
        self._scopes: dict[ast.stmt, str] = {}
        self._used: dict[str, int] = {}
        modules = statements.modules
        self._modules = {instance.name: modules.graph_names(instance) for instance in modules.instances}
        self._operations = self._names_of_operations()
        held = (named for found in self._modules.values() for named in found if named is not None)
        self._others = self._operations | {text.lower() for named in held for text in named.possible()}
        self._walk(statements.suite, "", "")

    def of(self, statement: ast.stmt) -> list[Named]:
        """Return the names of the variables that a statement makes."""
        return self._found.get(statement, [])

    def are_known(self, name: str, statement: ast.stmt) -> bool:
        """Tell whether the variables that a name stands for have the same known names before and after.

        Args:
            name: the name of a variable, of a list or dict of some, or of a module.
            statement: what makes them.
        """
        if name in self._modules:
            return all(
                named is not None and named.exact and named.text.lower() not in self._used.keys() | self._operations
                for named in self._modules[name]
            )
        return all(
            named.graph is not None and named.eager is not None for named in self._found.get(statement, [_UNSEEN])
        )

    def graph_name(self, statement: ast.stmt) -> str | None:
        """Return the name of the variable that a statement makes, None if there are several."""
        found = self.of(statement)
        return found[0].graph if len(found) == 1 else None

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
                name = scope_names.text_of(argument(call, 0, "name"), {}) if isinstance(call, ast.Call) else None
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
        own = scope_names.own_name(source, call, {})
        if own is None:
            return _UNSEEN
        if own.exact:
            return Named(self._certain(variables + own.text), own.text, variables + own.text)
        given = own.text if own.text != scope_names.UNNAMED else None
        graph, eager = self._certain(operations + own.text), own.text
        if graph is not None and graph != eager:
            if not flow.is_call_of(source, call, "Variable"):
                return Named(graph, given, None)
            self.wanted[call] = graph
            eager = graph
        return Named(graph, given, eager)

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

    def _names_of_operations(self) -> set[str]:
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
                found.add((scope_names.text_of(given, {}) or "").lower())
        return found
