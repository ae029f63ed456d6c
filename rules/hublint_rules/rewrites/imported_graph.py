"""A model that is loaded into a session and run by the names of its tensors, rewritten as functions of TensorFlow 2.

The program is understood on `ast` nodes (`Program`) and written by `imported_writer`. Three kinds of load, all measured
on TensorFlow 2.15 and 2.21 with models that TensorFlow 1.15 has written:

- a SavedModel, whose signatures `tf.saved_model.load` gives as functions; where tensors are asked for by their own
  names, they are pruned out of the loaded graph, which only a SavedModel in TensorFlow 1's form has;
- a frozen graph, imported by `tf.compat.v1.wrap_function`;
- a meta graph, imported in the same way. Its checkpoint is restored by the graph's own restore operation: TensorFlow 1
  made reference variables, which no `Saver` of TensorFlow 2 sees.

What is looked up in the graph stays as it is written, for the graph of a wrapped function is still a `tf.Graph`; each
`run` becomes a call of a function that is pruned out of it once.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from hublint.rule import Fix, NoFix
from hublint.source.use import argument, unpacks
from hublint_rules.rewrites import export_call, flow, graph_mode
from hublint_rules.rewrites.flow import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hublint.rule import Source, Target, Use
    from hublint.source.index import Binding, Scope

Kind = Literal["frozen", "helper", "meta", "saved"]
Role = Literal[
    "config", "graph", "load", "name", "operation", "session", "signature", "signatures", "structure", "tensor"
]
Place = tuple[object, str]
"""A variable: the scope that owns it, or the class whose attribute it is, and its name."""

# No reason is given: the use is no part of a program that loads a model.
NOTHING_LOADED = NoFix("")

FROZEN = ("import_graph_def", "graph_util.import_graph_def")
META = ("train.import_meta_graph",)
SAVED = ("saved_model.loader.load", "saved_model.load")

# From this release on a loaded signature takes what a session takes, and casts it; before, it takes tensors only.
_CASTS = (2, 21)

# What may be asked of a graph that was imported into a function: it answers as the session's graph did.
_LOOKUPS = frozenset({"get_tensor_by_name", "get_operation_by_name"})
_OF_GRAPH = _LOOKUPS | {"as_graph_def", "get_operations"}

# What may be asked of a tensor or an operation of that graph.
_OF_TENSOR = frozenset({"device", "dtype", "get_shape", "name", "op", "shape", "type"})

# How the name of a tensor ends, and that of an operation does not.
_OUTPUT = re.compile(r":[0-9]+$")

_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)

# What runs a part of the graph: a method, and what it is one of.
_RUNS = frozenset({("run", "session"), ("eval", "tensor"), ("eval", "name")})

# What is gone after the rewrite, or is something else.
_GOING: frozenset[Role | None] = frozenset({"session", "graph", "load", "name", "signature", "signatures"})

_INITIALIZERS = (
    *("global_variables_initializer", "initialize_all_variables", "initializers.global_variables"),
    *("local_variables_initializer", "initialize_local_variables", "initializers.local_variables"),
)

# Calls of TensorFlow that build nothing: those that read the file of a model, and those of TensorFlow 2.
_READERS = (
    *("GraphDef", "MetaGraphDef", "test.", "train.latest_checkpoint", "train.get_checkpoint_state"),
    *("TensorSpec", "config.", "function"),
)

# Settings of a session that change no value, and that TensorFlow 2 has by itself.
_SETTINGS = frozenset({"allow_soft_placement", "log_device_placement"})


def rewrite(use: Use, target: Target) -> Fix | NoFix:
    """Rewrite the program round a load that a use is part of; all findings in one program share one fix."""
    source = use.source
    memo: dict[tuple[ast.Call, bool], Rewritten] = source.notes.setdefault(rewrite, {})
    tensors_only = target.tensorflow < _CASTS
    refused = NOTHING_LOADED
    for load in loads(source):
        if use.node is not load.func and not _is_near(source, load, use):
            continue
        known = memo.get((load, tensors_only))
        if known is None:
            known = memo[load, tensors_only] = _rewritten(source, load, tensors_only=tensors_only)
        if use.node is load.func or use.node in known.parts:
            return known.verdict
        if isinstance(known.verdict, NoFix):
            refused = known.verdict
    return refused


class Rewritten(NamedTuple):
    """What became of a load: the fix or the reason for none, and the nodes that the fix takes away."""

    verdict: Fix | NoFix
    parts: frozenset[ast.AST] = frozenset()


def loads(source: Source) -> list[ast.Call]:
    """Return the calls of a file that load a model into a graph, those in wrapped functions apart."""
    known: list[ast.Call] | None = source.notes.get("loads")
    if known is None:
        # Where a function imports a frozen graph, any call may be one of it.
        calls = source.index.calls.values() if flow.calls_of(source, *FROZEN) else flow.calls_of(source, *META, *SAVED)
        known = source.notes["loads"] = [
            call for call in calls if _kind(source, call) and not graph_mode.is_wrapped(source, call)
        ]
    return known


def gives_graph(source: Source, load: ast.AST) -> ast.FunctionDef | None:
    """Return the function that a frozen graph is imported in, if its graph is what it returns: others then run it."""
    function = next((n for n in source.ancestors(load) if isinstance(n, (ast.FunctionDef, ast.Lambda))), None)
    if not isinstance(function, ast.FunctionDef):
        return None
    returned = [node.value for node in source.index.returns.get(function, ())]
    return function if returned and all(v is not None and _is_new_graph(source, v) for v in returned) else None


def _kind(source: Source, call: ast.Call) -> Kind | None:
    if flow.is_call_of(source, call, *FROZEN):
        return None if gives_graph(source, call) else "frozen"
    if flow.is_call_of(source, call, *META):
        return "meta"
    if flow.is_call_of(source, call, *SAVED):
        both = "tensorflow.saved_model.load" in source.resolve(call.func)
        return "saved" if not both or is_of_version_1(call) else None
    if isinstance(call.func, ast.Name) and _is_new_graph(source, call):
        definitions = list(source.definitions(call.func))
        imports = [
            inner
            for definition in definitions
            for inner in ast.walk(definition)
            if isinstance(inner, ast.Call) and flow.is_call_of(source, inner, *FROZEN)
        ]
        if len(definitions) == len(imports) == 1 and gives_graph(source, imports[0]) is definitions[0]:
            return "helper"
    return None


def is_of_version_1(call: ast.Call) -> bool:
    """Tell whether a call of `tf.saved_model.load` gives a session, as only TensorFlow 1 asks for."""
    return len(call.args) > 2 or any(keyword.arg == "sess" for keyword in call.keywords)


def _holds_none(node: ast.expr) -> bool:
    """Tell whether a value is `None`, or a list or tuple with `None` in it, of which a session makes False or NaN."""
    if isinstance(node, (ast.List, ast.Tuple)):
        return any(map(_holds_none, node.elts))
    return export_call.is_none(node)


def _is_new_graph(source: Source, node: ast.expr) -> bool:
    values = source.resolve(node)
    return bool(values) and all(name.endswith(("tensorflow.Graph()", "v1.Graph()")) for name in values)


def _is_near(source: Source, load: ast.Call, use: Use) -> bool:
    """Tell whether a use stands in the function of a load, or in the same class."""
    home, scope = source.scope(load), source.scope(use.node)
    if scope is home or home.parent is None or home.parent.kind != "class":
        return scope is home or _is_inside(scope, home)
    return _is_inside(scope, home.parent)


def _is_inside(scope: Scope, outer: Scope) -> bool:
    """Tell whether a scope lies in another one, that of the module apart, in which all do."""
    inner: Scope | None = scope
    while inner is not None and inner is not outer:
        inner = inner.parent
    return inner is not None and outer.kind != "module"


def _rewritten(source: Source, load: ast.Call, *, tensors_only: bool) -> Rewritten:
    from hublint_rules.rewrites.imported_writer import write

    try:
        program = Program(source, load, tensors_only=tensors_only)
        return Rewritten(write(program), program.parts)
    except Refused as refusal:
        return Rewritten(NoFix(str(refusal)))


class Signed(NamedTuple):
    """A tensor that a signature of the SavedModel names: the signature, the side, and the key there."""

    signature: ast.expr
    side: str
    key: str | ast.Name
    """The key itself, or the variable that holds it wherever it is read."""


class Feed(NamedTuple):
    """One entry of a feed_dict: how the tensor is written, how its dtype is, and the value that is fed."""

    code: str
    dtype: str | None
    value: ast.expr
    signed: Signed | None


class Fetch(NamedTuple):
    """What a run asks for: one tensor, tensors in a list, tuple or dict that is written out, or in a variable."""

    shape: Literal["one", "list", "tuple", "dict", "nest", "operation"]
    code: str
    signed: tuple[Signed, ...]


class Run(NamedTuple):
    """A `session.run` of the program."""

    call: ast.Call
    feeds: tuple[Feed, ...]
    fetch: Fetch
    needs: tuple[ast.expr, ...]
    """The variables that the pruned function is made of, where they are read."""


class Saved(NamedTuple):
    """An export of the imported graph: the statement that writes it, the folder, and the signatures' tensors."""

    end: ast.stmt
    folder: ast.expr
    signatures: tuple[SavedSignature, ...]


class SavedSignature(NamedTuple):
    """A signature of an export: its key, and how the tensors are written, by their keys."""

    key: str
    inputs: dict[str, Feed]
    outputs: dict[str, str]


class Program:
    """A program that loads one model and runs it, understood.

    Attributes:
        source: the file.
        load: the call that loads the model.
        kind: what it loads.
        home: the scope that the load stands in.
        owner: the class of which `home` is a method, if it keeps parts of the program in its attributes.
        statement: the statement of the load.
        tensors_only: whether the target's signatures take nothing but tensors.
        blocks: the `with` statements that only enter the session or the graph.
        dropped: the statements that TensorFlow 2 does not need.
        graph_reads: the expressions that stand for the imported graph, in code that stays.
        maps: the expressions `meta_graph.signature_def` that are assigned to a variable.
        signatures: the expressions that stand for a signature, with its key.
        restore: the call that restores the checkpoint of a meta graph, and its path.
        runs: the runs, inner ones first.
        saved: the export of the imported graph, if there is one.
        beyond: whether code outside the home scope reads what the load gives.
        contained: whether the variables of a meta graph need a container of their own: reference variables belong to
            the process, and those of another graph may have the same names.
    """

    def __init__(self, source: Source, load: ast.Call, *, tensors_only: bool) -> None:
        """Understand the program.

        Raises:
            Refused: with the reason, if any of it is not what this rewrite knows to keep.
        """
        self.source = source
        self.load = load
        kind = _kind(source, load)
        assert kind is not None  # noqa: S101 - `loads` has looked
        self.kind: Kind = kind
        self.home: Scope = source.scope(load)
        self.owner = (
            self.home.parent.node if self.home.parent and isinstance(self.home.parent.node, ast.ClassDef) else None
        )
        self.statement: ast.stmt = source.statement(load)
        self.tensors_only = tensors_only
        self.strings = export_call.Values(source, [])
        self.blocks: list[ast.With] = []
        self.dropped: set[ast.stmt] = set()
        self.graph_reads: list[ast.expr] = []
        self.maps: list[ast.expr] = []
        self.signatures: dict[ast.expr, ast.expr] = {}
        self.restore: tuple[ast.Call, ast.expr] | None = None
        self.runs: list[Run] = []
        self.beyond = False
        self.contained = False
        self._roles: dict[ast.AST, Role | None] = {}
        self._handled: set[ast.AST] = set()
        self._dicts: dict[ast.stmt, set[ast.AST]] = {}
        self._refuse_other_loads()
        self._check_load()
        self.nodes = list(self._all_nodes())
        self._stores = self._stores_by_place()
        self.nodes = list(self._own_nodes())
        self._reads = self._reads_by_place()
        self._graph_blocks()
        self._lookups()
        self._statements()
        self.saved = self._export()
        self._run_calls()
        self._refuse_rest()
        if not self.runs and self.saved is None:
            message = "nothing is run in the session after the model is loaded, so what it is for is not to be seen"
            raise Refused(message)
        self._check_variables()

    # What is looked at

    def _check_variables(self) -> None:
        """Refuse a meta graph whose variables nobody restores, and note whether others may have the same names."""
        self.beyond = not all(self.is_at_home(node) for node in (*self.graph_reads, *(run.call for run in self.runs)))
        if self.kind == "meta" and self.restore is None:
            message = f"the variables of the graph imported at line {self.load.lineno} are not restored here"
            raise Refused(message)
        metas = [load for load in loads(self.source) if _kind(self.source, load) == "meta"]
        self.contained = self.kind == "meta" and (self.beyond or len(metas) > 1)

    def _refuse_other_loads(self) -> None:
        """Refuse two models in one scope, of which none can be told which session runs it."""
        others = [other for other in loads(self.source) if other is not self.load and self._shares(other)]
        if others:
            message = f"line {others[0].lineno} loads another model, so which one a session runs is not to be seen"
            raise Refused(message)

    def _shares(self, load: ast.Call) -> bool:
        scope = self.source.scope(load)
        return scope is self.home or (self.owner is not None and self._class_of(scope) is self.owner)

    def _class_of(self, scope: Scope) -> ast.AST | None:
        """Return the class that a scope is a method of, or lies in one."""
        inner: Scope | None = scope
        while inner is not None and inner.parent is not None:
            if inner.parent.kind == "class":
                return inner.parent.node
            inner = inner.parent
        return None

    def _check_load(self) -> None:
        load, source = self.load, self.source
        if unpacks(load):
            message = f"the arguments of the load at line {load.lineno} are not written out"
            raise Refused(message)
        if self.home.kind == "class":
            message = f"line {load.lineno} stands in the body of a class, whose names a function does not see"
            raise Refused(message)
        statement = self.statement
        value = statement.value if isinstance(statement, (ast.Expr, ast.Assign)) else None
        if value is not load or (isinstance(statement, ast.Assign) and not self._single_target(statement)):
            message = f"line {load.lineno} does more with the model than loading it"
            raise Refused(message)
        for outer in source.ancestors(statement):
            if outer is self.home.node:
                break
            if isinstance(outer, (ast.For, ast.While, ast.AsyncFor, ast.Try)):
                message = f"the model is loaded in the loop or `try` of line {outer.lineno}"
                raise Refused(message)
        if self.kind == "frozen":
            for position, name in ((1, "input_map"), (2, "return_elements")):
                given = argument(load, position, name)
                if given is not None and not export_call.is_none(given):
                    message = f"`{name}` at line {given.lineno} joins the imported graph with another one"
                    raise Refused(message)
        elif self.kind == "meta":
            given = argument(load, 2, "import_scope")
            if given is not None and not export_call.is_none(given):
                message = f"`import_scope` at line {given.lineno} gives the graph other names than it was saved with"
                raise Refused(message)
        elif self.kind == "saved":
            session, tags, folder = (argument(load, at, name) for at, name in enumerate(("sess", "tags", "export_dir")))
            if session is None or tags is None or folder is None or len(load.args) + len(load.keywords) > 3:
                message = f"the load at line {load.lineno} has other arguments than a session, tags and a folder"
                raise Refused(message)
            self._handled |= set(ast.walk(session))

    @staticmethod
    def _single_target(statement: ast.Assign) -> bool:
        return len(statement.targets) == 1 and isinstance(statement.targets[0], (ast.Name, ast.Attribute))

    def _all_nodes(self) -> Iterator[ast.AST]:
        """Yield the nodes in which parts of the program may stand: of the home scope and all in it, or of the class.

        Functions with a load of their own are programs of their own.
        """
        others = {self.source.scope(load).node for load in loads(self.source)} - {self.home.node}
        stack: list[ast.AST] = [self.owner if self.owner is not None else self.home.node]
        while stack:
            node = stack.pop()
            if node not in others:
                yield node
                stack += reversed(list(ast.iter_child_nodes(node)))

    def _own_nodes(self) -> Iterator[ast.AST]:
        """Yield those of the nodes that stand in the home scope, or in functions that read a part of the program."""
        judged: dict[ast.AST, bool] = {}
        for node in self.nodes:
            scope = self.source.scope(node)
            if scope.node not in judged:
                judged[scope.node] = scope is self.home or self._has_part(scope)
            if judged[scope.node]:
                yield node

    def _has_part(self, scope: Scope) -> bool:
        """Tell whether code in a scope, or in one inside it, reads a part of the program that others made."""
        for node in ast.walk(scope.node):
            if isinstance(node, (ast.Name, ast.Attribute)) and isinstance(node.ctx, ast.Load):
                place = self.place(node)
                if place is not None and place[0] in {self.home, self.owner} and self.role(node) is not None:
                    return True
        return False

    def place(self, node: ast.AST) -> Place | None:
        """Return the variable that a name or an attribute of `self` is; None if the program has no part in it."""
        if isinstance(node, ast.Name):
            owner = self.source.scope(node).owner(node.id)
            return None if owner is None else (owner, node.id)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and self.owner is not None:
            method = self.source.scope(node).owner(node.value.id)
            if method is not None and self.is_self(method, node.value.id):
                return self.owner, node.attr
        return None

    def is_self(self, scope: Scope, name: str) -> bool:
        """Tell whether a name is the first parameter of a method of the program's class, and nothing else."""
        function = scope.node
        if not isinstance(function, ast.FunctionDef) or scope.parent is None or scope.parent.node is not self.owner:
            return False
        arguments = (*function.args.posonlyargs, *function.args.args)
        bound = scope.bindings.get(name, ())
        return bool(arguments) and arguments[0].arg == name and len(bound) == 1 and not function.decorator_list

    def _stores_by_place(self) -> dict[Place, list[ast.Attribute]]:
        """Return where the attributes of `self` are assigned."""
        found: dict[Place, list[ast.Attribute]] = {}
        for node in self.nodes:
            if isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load):
                place = self.place(node)
                if place is not None:
                    found.setdefault(place, []).append(node)
        return found

    def _reads_by_place(self) -> dict[Place, list[ast.expr]]:
        found: dict[Place, list[ast.expr]] = {}
        for node in self.nodes:
            if isinstance(node, (ast.Name, ast.Attribute)) and isinstance(node.ctx, ast.Load):
                place = self.place(node)
                if place is not None:
                    found.setdefault(place, []).append(node)
        return found

    # What variables stand for

    def values(self, node: ast.AST) -> list[tuple[ast.AST, ast.expr | None]]:
        """Return what a variable may have been assigned where it is read, each with its target.

        The value is None where it is not followed; that a variable is set to `None` before does not count.
        """
        place = self.place(node)
        if place is None:
            return []
        if isinstance(node, ast.Attribute):
            found: list[tuple[ast.AST, ast.expr | None]] = []
            for target in self._stores.get(place, ()):
                statement = self.source.parents[target]
                known = isinstance(statement, ast.Assign) and len(statement.targets) == 1
                found.append((target, statement.value if known else None))  # type: ignore[attr-defined]
        else:
            assert isinstance(node, ast.Name)  # noqa: S101 - so `place` says
            bindings = self.source.scope(node).visible(node.id, node)
            found = [(b.node, b.value if b.kind in {"assign", "with"} else None) for b in bindings]  # type: ignore[misc]
        return [(target, value) for target, value in found if value is None or not export_call.is_none(value)]

    def role(self, node: ast.AST) -> Role | None:
        """Return what an expression stands for in the program; None if it is no part of it.

        Raises:
            Refused: if it may stand for a part of the program or for something else.
        """
        if node not in self._roles:
            self._roles[node] = None
            place = self.place(node)
            self._roles[node] = self._role_of(node) if place is None else self._role_of_variable(node, place)
        return self._roles[node]

    def _role_of_variable(self, node: ast.AST, place: Place) -> Role | None:
        values = self.values(node)
        roles = [None if value is None else self.role(value) for _, value in values]
        special = next((role for role in roles if role is not None), None)
        if special is not None and any(role != special for role in roles):
            other = next(target for (target, _), role in zip(values, roles, strict=True) if role != special)
            message = f"`{place[1]}` is something else at line {getattr(other, 'lineno', 0)}"
            raise Refused(message)
        return special

    def _role_of(self, node: ast.AST) -> Role | None:
        if node is self.load:
            return "graph" if self.kind == "helper" else "load"
        if isinstance(node, ast.Call):
            return self._role_of_call(node)
        if isinstance(node, ast.Attribute):
            if node.attr == "graph" and self.role(node.value) == "session":
                return "graph"
            if node.attr == "name" and self.signed(node) is not None:
                return "name"
            if node.attr == "signature_def" and self.kind == "saved" and self.role(node.value) == "load":
                return "signatures"
        if isinstance(node, ast.Subscript):
            if self._signature_key(node) is not None:
                return "signature"
            if self._output_of_operation(node) is not None:
                return "tensor"
        if isinstance(node, (ast.List, ast.Tuple)) and node.elts:
            return "structure" if all(self.role(element) == "tensor" for element in node.elts) else None
        if isinstance(node, ast.Dict) and node.values:
            plain = all(key is not None and self.role(key) is None for key in node.keys)
            return "structure" if plain and all(self.role(value) == "tensor" for value in node.values) else None
        return None

    def _role_of_call(self, node: ast.Call) -> Role | None:
        function = node.func
        if isinstance(function, ast.Attribute) and function.attr == "as_default":
            return self.role(function.value)
        if flow.is_call_of(self.source, node, "Session", "InteractiveSession", "get_default_session"):
            return "session"
        if flow.is_call_of(self.source, node, "Graph", "get_default_graph"):
            return "graph"
        if flow.is_call_of(self.source, node, "ConfigProto"):
            return "config"
        if isinstance(function, ast.Attribute) and function.attr in _LOOKUPS and self.role(function.value) == "graph":
            if self.signed(node) is None:
                return "operation" if function.attr == "get_operation_by_name" else "tensor"
            return "name"
        return None

    def _output_of_operation(self, node: ast.Subscript) -> ast.expr | None:
        """Return the operation in `operation.outputs[0]`."""
        outputs = node.value
        if isinstance(outputs, ast.Attribute) and outputs.attr == "outputs" and self.role(outputs.value) == "operation":
            return outputs.value
        return None

    def _signature_key(self, node: ast.AST) -> ast.expr | None:
        """Return the key in `meta_graph.signature_def[key]`."""
        return node.slice if isinstance(node, ast.Subscript) and self.role(node.value) == "signatures" else None

    def signed(self, node: ast.AST) -> Signed | None:
        """Return which tensor of a signature an expression is, or is the name of."""
        if self.place(node) is not None:
            values = self.values(node)
            return self.signed(values[0][1]) if len(values) == 1 and values[0][1] is not None else None
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "get_tensor_by_name"
        ):
            return self.signed(node.args[0]) if len(node.args) == 1 and not node.keywords else None
        if not isinstance(node, ast.Attribute) or node.attr != "name" or not isinstance(node.value, ast.Subscript):
            return None
        side = node.value.value
        if (
            isinstance(side, ast.Attribute)
            and side.attr in {"inputs", "outputs"}
            and self.role(side.value) == "signature"
        ):
            key = self._key(node.value.slice)
            if key is None:
                message = f"the key of the signature's tensor at line {node.lineno} is not a constant"
                raise Refused(message)
            return Signed(self.signature_of(side.value), side.attr, key)
        return None

    def _key(self, node: ast.expr) -> str | ast.Name | None:
        """Return the key of a signature's tensor: a constant, or a variable that never has another value."""
        known = self.strings.string(node)
        if known is not None or not isinstance(node, ast.Name):
            return known
        owner = self.source.scope(node).owner(node.id)
        bindings = owner.bindings[node.id] if owner is not None else ()
        return node if len(bindings) == 1 and self._is_bound_once(bindings[0], node) else None

    def _is_bound_once(self, binding: Binding, read: ast.Name) -> bool:
        """Tell whether a variable is a parameter, or assigned outside of any loop."""
        if binding.kind == "parameter":
            return self.source.scope(read).owner(read.id) is self.home
        outer = self.source.ancestors(binding.node)
        return binding.kind == "assign" and not any(isinstance(n, (ast.For, ast.AsyncFor, ast.While)) for n in outer)

    def _seen(self, signed: Signed, call: ast.Call) -> Signed:
        """Return a tensor of a signature, by a key that can be written where it is run."""
        key = signed.key
        if not isinstance(key, ast.Name):
            return signed
        owner = self.source.scope(key).owner(key.id)
        if self.source.scope(call).owner(key.id) is owner:
            return signed
        assert owner is not None  # noqa: S101 - `_key` has looked
        value = owner.bindings[key.id][0].value
        if not isinstance(value, ast.Constant) or not isinstance(value.value, str):
            message = f"line {call.lineno} does not see `{key.id}`, which is a key of the signature"
            raise Refused(message)
        self._drop_key((owner, key.id))
        return signed._replace(key=value.value)

    def _drop_key(self, place: Place) -> None:
        """Note that the variable of a key goes, if it belongs to the function of the load and nothing else reads it."""
        statement = self.source.statement(self.home.bindings[place[1]][0].node) if place[0] is self.home else None
        alone = isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name)
        if statement and alone and self.home.kind != "module" and self._handled.issuperset(self._reads[place]):
            self.dropped.add(statement)

    def signature_of(self, node: ast.expr) -> ast.expr:
        """Return the expression `meta_graph.signature_def[key]` that an expression stands for."""
        place = self.place(node)
        if place is None:
            return node
        values = self.values(node)
        if len(values) != 1 or values[0][1] is None:
            message = f"`{place[1]}` is more than one signature"
            raise Refused(message)
        return self.signature_of(values[0][1])

    # What goes

    def _graph_blocks(self) -> None:
        """Note the `with` statements of the program's session and graph."""
        for node in self.nodes:
            if not isinstance(node, ast.With):
                continue
            roles = [self.role(item.context_expr) for item in node.items]
            own = [role in {"session", "graph"} for role in roles]
            if not any(own):
                continue
            if not all(own):
                message = f"line {node.lineno} enters the session together with something else"
                raise Refused(message)
            self.blocks.append(node)
            for item in node.items:
                self._go(item.context_expr)

    def _go(self, node: ast.expr) -> None:
        """Note that an expression that makes or enters a session or graph goes; refuse what it does besides."""
        flow.refuse_session_arguments(self.source, node)
        for call in (part for part in ast.walk(node) if isinstance(part, ast.Call)):
            if flow.is_call_of(self.source, call, "Session", "InteractiveSession"):
                config = argument(call, 2, "config")
                if config is not None and not export_call.is_none(config):
                    self._check_config(config)
        self._handled |= set(ast.walk(node))

    def _check_config(self, node: ast.expr) -> None:
        """Refuse a session's settings that do something in TensorFlow 2; the others go."""
        place = self.place(node)
        made = [value for _, value in self.values(node)] if place is not None else [node]
        settings: set[str] = set()
        for value in made:
            if not isinstance(value, ast.Call) or not flow.is_call_of(self.source, value, "ConfigProto"):
                message = f"the settings of the session at line {node.lineno} are not to be seen"
                raise Refused(message)
            settings |= {keyword.arg or "**" for keyword in value.keywords}
        if place is not None:
            for target, _ in self.values(node):
                self.dropped.add(self.source.statement(target))
            for read in self._reads.get(place, ()):
                settings |= self._setting(read)
        others = sorted(settings - _SETTINGS - {""})
        if others:
            message = (
                f"the session at line {node.lineno} is made with `{others[0]}`, which TensorFlow 2 sets for the whole "
                "process (see tf.config)"
            )
            raise Refused(message)

    def _setting(self, read: ast.expr) -> set[str]:
        """Return which setting a read of the settings writes, and note its statement."""
        statement = self.source.statement(read)
        parent = self.source.parents[read]
        if isinstance(parent, (ast.keyword, ast.Call)):
            return {""}
        self._handled.add(read)
        if isinstance(parent, ast.Attribute) and isinstance(statement, ast.Assign) and statement.targets == [parent]:
            self.dropped.add(statement)
        return {parent.attr if isinstance(parent, ast.Attribute) else "?"}

    def _lookups(self) -> None:
        """Note what is asked of the graph and of tensors, in code that stays."""
        for node in self.nodes:
            if not isinstance(node, ast.Attribute) or not isinstance(node.ctx, ast.Load):
                continue
            role = self.role(node.value)
            if role == "graph" and node.attr in _OF_GRAPH:
                self._handled |= set(ast.walk(node.value))
                if node.value not in self.graph_reads:
                    self.graph_reads.append(node.value)
            elif role == "session" and node.attr == "graph":
                self._handled |= set(ast.walk(node.value))
            elif role in {"tensor", "operation"} and (node.attr in _OF_TENSOR or self._is_output(node)):
                self._handled.add(node.value)

    def _is_output(self, node: ast.Attribute) -> bool:
        parent = self.source.parents[node]
        return isinstance(parent, ast.Subscript) and self._output_of_operation(parent) is not None

    def _statements(self) -> None:
        """Note the statements that go, and the restore."""
        for node in self.nodes:
            if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None:
                self._assignment(node)
            elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
                self._expression(node, node.value)

    @property
    def parts(self) -> frozenset[ast.AST]:
        """The nodes that go, or are written anew."""
        return frozenset(self._handled)

    def _refuse_foreign(self, node: ast.AST) -> None:
        """Refuse a part of the program that is global, or belongs to a function round it."""
        place = self.place(node)
        if place is None or place[0] is self.owner:
            return
        scope: object = place[0]
        while scope is not self.home and scope is not None:
            scope = scope.parent  # type: ignore[attr-defined]
        if scope is None:
            message = f"`{place[1]}` (line {getattr(node, 'lineno', 0)}) is global or nonlocal, so others may use it"
            raise Refused(message)

    def _assignment(self, node: ast.Assign | ast.AnnAssign) -> None:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        place = self.place(targets[0]) if len(targets) == 1 else None
        value = node.value
        assert value is not None  # noqa: S101 - the caller has looked
        if isinstance(value, ast.Tuple) and value.elts and all(self.role(one) == "name" for one in value.elts):
            self._handled |= set(ast.walk(value))
            self.dropped.add(node)
        if place is None:
            return
        if export_call.is_none(value):
            if any(self.role(read) in {"session", "graph"} for read in self._reads.get(place, ())):
                self.dropped.add(node)
            return
        role = self.role(value)
        if role is not None:
            self._refuse_foreign(targets[0])
        if role in {"session", "graph"} and value is not self.load:
            self._go(value)
            self.dropped.add(node)
        elif role == "name":
            self._handled |= set(ast.walk(value))
            self.dropped.add(node)
        elif role == "signature":
            self._handled |= set(ast.walk(value))
            if isinstance(value, ast.Subscript):
                self.signatures[value] = value.slice
        elif role == "signatures":
            self._handled |= set(ast.walk(value))
            if self.place(value) is None:
                self.maps.append(value)

    def _expression(self, node: ast.Expr, call: ast.Call) -> None:
        source = self.source
        function = call.func
        if isinstance(function, ast.Attribute):
            role = self.role(function.value)
            if role in {"session", "graph"} and function.attr == "as_default":
                # Without a `with` nothing is entered.
                self._go(call)
                self.dropped.add(node)
                return
            if (role == "session" and function.attr == "close") or (role == "graph" and function.attr == "finalize"):
                self._handled |= set(ast.walk(function))
                self.dropped.add(node)
                return
            if function.attr == "restore" and self.kind == "meta" and self.role(function.value) == "load":
                self._restored(call)
                return
            alone = len(call.args) == 1 and not call.keywords
            if role == "session" and function.attr == "run" and alone and self._initializes(call.args[0]):
                self._refuse_late_initializer(call)
                self._handled |= set(ast.walk(call))
                self.dropped.add(node)
                return
        if flow.is_call_of(source, call, "reset_default_graph") and source.scope(node) is self.home:
            self._handled |= set(ast.walk(call))
            self.dropped.add(node)

    def _initializes(self, node: ast.expr) -> bool:
        if isinstance(node, (ast.List, ast.Tuple)):
            return all(self._initializes(element) for element in node.elts)
        return flow.is_call_of(self.source, node, *_INITIALIZERS)

    def _refuse_late_initializer(self, call: ast.Call) -> None:
        """Refuse initial values that take the place of those that the model was saved with."""
        loaded = self.load if self.kind == "saved" else self.restore[0] if self.restore is not None else None
        if loaded is not None and call.lineno > loaded.lineno:
            message = f"line {call.lineno} gives the variables their initial values after the model's"
            raise Refused(message)

    def _restored(self, call: ast.Call) -> None:
        path = argument(call, 1, "save_path")
        session = argument(call, 0, "sess")
        if self.restore is not None or path is None or session is None or self.role(session) != "session":
            message = f"line {call.lineno} restores a second checkpoint, or not into the session of this program"
            raise Refused(message)
        if self.source.scope(call) is not self.home or call.lineno < self.load.lineno:
            message = f"line {call.lineno} restores the checkpoint somewhere else than the graph is imported"
            raise Refused(message)
        self.restore = (call, path)
        self._handled |= set(ast.walk(call.func)) | set(ast.walk(session))

    # An export

    def _export(self) -> Saved | None:
        """Return the export of the imported graph, and note the statements that serve it alone."""
        source = self.source
        ends = [node for node in self.nodes if isinstance(node, ast.stmt) and export_call.is_export(source, node)]
        if not ends:
            return None
        end = ends[0]
        if self.kind not in {"frozen", "helper"}:
            message = (
                f"line {end.lineno} exports what line {self.load.lineno} loads, and tf.saved_model.save writes no "
                "values of the reference variables of TensorFlow 1"
            )
            raise Refused(message)
        if len(ends) > 1 or not self.is_at_home(end):
            message = f"line {end.lineno} exports the imported graph, and not once where it is imported"
            raise Refused(message)
        outer = end
        while flow.is_graph_block(source, source.parents[outer]):
            outer = source.statement(source.parents[outer])
        flat = flow.flatten(source, flow.suite_of(source, outer))
        at = next(position for position, item in enumerate(flat) if item.statement is end)
        values = export_call.Values(source, flat)
        export = export_call.read(values, at)
        predicts = all(signature.method == "predict" for signature in export.signatures)
        if self.role(export.session) != "session" or export.init_ops or export.assets is not None or not predicts:
            message = f"line {end.lineno} exports more than predict signatures of the imported graph"
            raise Refused(message)
        machinery = [flat[position].statement for position in sorted(values.machinery)]
        self._check_machinery([*machinery, end], export.folder)
        self.dropped |= {*machinery}
        self._handled |= {node for statement in (*machinery, end) for node in ast.walk(statement)}
        signatures = tuple(
            SavedSignature(
                signature.key,
                {key: self._exported(value) for key, value in signature.inputs},
                {key: self._exported(value).code for key, value in signature.outputs},
            )
            for signature in export.signatures
        )
        return Saved(end, export.folder, signatures)

    def _check_machinery(self, statements: list[ast.stmt], folder: ast.expr) -> None:
        """Refuse if what serves the export is read elsewhere, or the folder may be another one at its end."""
        inside = {node for statement in statements for node in ast.walk(statement)}
        names = set().union(*(flow.writes(statement) for statement in statements))
        for name in (node for node in self.nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)):
            if name.id in names and name not in inside:
                message = f"line {name.lineno} needs `{name.id}`, which only the export needed"
                raise Refused(message)
        if len(statements) > 1 and not flow.repeatable(self.source, folder):
            message = f"the folder at line {folder.lineno} may be another one when the export is written"
            raise Refused(message)

    def _exported(self, node: ast.expr) -> Feed:
        """Return how a tensor of a signature is written, which is set once on the straight way behind the load."""
        needs: list[ast.expr] = []
        self._refuse_unsteady(node)
        return Feed(self._tensor(node, needs), None, node, None)

    # Runs

    def _run_calls(self) -> None:
        calls = [
            node
            for node in self.nodes
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and (node.func.attr, self.role(node.func.value)) in _RUNS
            and self.source.statement(node) not in self.dropped
        ]
        size = {call: self.source.span(call)[1] - self.source.span(call)[0] for call in calls}
        self.runs = [self._run(call) for call in sorted(calls, key=size.__getitem__)]

    def _run(self, call: ast.Call) -> Run:
        assert isinstance(call.func, ast.Attribute)  # noqa: S101 - the caller has looked
        evaluates = call.func.attr == "eval"
        fetches = call.func.value if evaluates else argument(call, 0, "fetches")
        feeds = argument(call, 0 if evaluates else 1, "feed_dict")
        extra = {keyword.arg for keyword in call.keywords} - {"feed_dict", "session" if evaluates else "fetches"}
        if fetches is None or unpacks(call) or len(call.args) > 2 or extra:
            message = f"line {call.lineno} gives `run` arguments that are not written out, or that TensorFlow 2 has not"
            raise Refused(message)
        if call.lineno < self.load.lineno and self.is_at_home(call):
            message = f"line {call.lineno} runs the graph before the model is loaded"
            raise Refused(message)
        session = argument(call, 1, "session") if evaluates else call.func.value
        if session is not None and self.role(session) != "session":
            message = f"line {call.lineno} runs the model in a session that is not made here"
            raise Refused(message)
        self._handled |= set(ast.walk(call.func)) | (set(ast.walk(session)) if session is not None else set())
        needs: list[ast.expr] = []
        fed = tuple(self._feed(key, value, needs) for key, value in self._fed(feeds, call))
        fetch = self._fetch(fetches, needs)
        signed = [*fetch.signed, *(feed.signed for feed in fed if feed.signed is not None)]
        if signed and (len(signed) != len(fetch.signed) + len(fed) or not fetch.signed):
            message = f"line {call.lineno} asks for tensors by the names of the signature and by their own"
            raise Refused(message)
        if len({ast.dump(one.signature) for one in signed}) > 1:
            message = f"line {call.lineno} runs tensors of two signatures at once"
            raise Refused(message)
        fed = tuple(feed._replace(signed=feed.signed and self._seen(feed.signed, call)) for feed in fed)
        fetch = fetch._replace(signed=tuple(self._seen(one, call) for one in fetch.signed))
        return Run(call, fed, fetch, tuple(needs))

    def _fed(self, node: ast.expr | None, call: ast.Call) -> list[tuple[ast.expr, ast.expr]]:
        """Return the entries of a feed_dict, which may have been assigned to a variable just before."""
        if node is None or export_call.is_none(node):
            return []
        place = self.place(node)
        if place is not None:
            values = self.values(node)
            statement = self.source.statement(values[0][0]) if len(values) == 1 else None
            value = values[0][1] if values else None
            if not isinstance(value, ast.Dict) or statement is None or not self._stays_until(statement, value, call):
                message = f"the feeds of line {call.lineno} are not a dict that is written out just before"
                raise Refused(message)
            self._handled |= {*self._reads[place]}
            self.dropped.add(statement)
            node = value
        if not isinstance(node, ast.Dict) or any(key is None for key in node.keys):
            message = f"the feeds of line {call.lineno} are not a dict that is written out"
            raise Refused(message)
        return [(key, value) for key, value in zip(node.keys, node.values, strict=True) if key is not None]

    def _stays_until(self, statement: ast.stmt, value: ast.Dict, call: ast.Call) -> bool:
        """Tell whether the values of a dict are the same where it is fed, once and in the same suite."""
        place = self.place(statement.targets[0]) if isinstance(statement, ast.Assign) else None
        if place is None or len(self._reads.get(place, ())) != 1:
            return False
        suite = flow.suite_of(self.source, statement)
        user = self.source.statement(call)
        if user not in suite or suite.index(user) < suite.index(statement):
            return False
        between = suite[suite.index(statement) + 1 : suite.index(user)]
        names = set().union(*(flow.reads(fed) for fed in value.values))
        if any(flow.may_change(self.source, other, name) for other in between for name in names):
            return False
        return not between or all(flow.repeatable(self.source, fed) for fed in value.values)

    def _feed(self, key: ast.expr, value: ast.expr, needs: list[ast.expr]) -> Feed:
        if _holds_none(value):
            message = f"line {value.lineno} feeds `None`, of which TensorFlow 2 makes no tensor"
            raise Refused(message)
        signed = self.signed(key) if self.role(key) == "name" else None
        self._handled |= set(ast.walk(key))
        if signed is not None:
            return Feed("", None, value, signed)
        code = self._tensor(key, needs)
        named = self.place(key) is not None and self.role(key) == "tensor" and code == self.source.code(key)
        return Feed(code, f"{code}.dtype" if named else None, value, None)

    def _fetch(self, node: ast.expr, needs: list[ast.expr]) -> Fetch:
        self._handled |= set(ast.walk(node))
        if self.place(node) is not None and self.role(node) == "structure":
            needs.append(node)
            self._refuse_unsteady(node)
            return Fetch("nest", self.source.code(node), ())
        if self.role(node) == "operation" and isinstance(self.source.parents[self.source.parents[node]], ast.Expr):
            return Fetch("operation", self._tensor(node, needs, operation=True), ())
        elements: list[ast.expr]
        shape: Literal["one", "list", "tuple", "dict"]
        if isinstance(node, (ast.List, ast.Tuple)):
            shape, elements = "list" if isinstance(node, ast.List) else "tuple", node.elts
        elif isinstance(node, ast.Dict) and None not in node.keys:
            shape, elements = "dict", node.values
        else:
            shape, elements = "one", [node]
        signed = [self.signed(element) if self.role(element) == "name" else None for element in elements]
        if any(signed):
            if not all(signed) or shape == "dict":
                message = f"line {node.lineno} asks for tensors by the names of the signature and by their own"
                raise Refused(message)
            return Fetch(shape, "", tuple(one for one in signed if one is not None))
        codes = [self._tensor(element, needs) for element in elements]
        if shape == "dict":
            assert isinstance(node, ast.Dict)  # noqa: S101 - as above
            keys = [self.source.code(key) for key in node.keys if key is not None]
            return Fetch(shape, "{" + ", ".join(f"{k}: {v}" for k, v in zip(keys, codes, strict=True)) + "}", ())
        if shape == "one":
            return Fetch(shape, codes[0], ())
        text = ", ".join(codes)
        return Fetch(shape, f"[{text}]" if shape == "list" else f"({text}{',' if len(codes) == 1 else ''})", ())

    def _tensor(self, node: ast.expr, needs: list[ast.expr], *, operation: bool = False) -> str:
        """Return how one tensor that is fed or fetched is written where the function is pruned."""
        if self.role(node) == ("operation" if operation else "tensor"):
            return self._known_tensor(node, needs)
        if self._is_tensor_name(node) and not operation:
            needs += self.variables_in(node)
            return self.source.code(node)
        message = f"line {node.lineno} feeds or fetches something that is not certainly a tensor of the loaded graph"
        raise Refused(message)

    def _known_tensor(self, node: ast.expr, needs: list[ast.expr]) -> str:
        if self.place(node) is None:
            return self._looked_up(node, needs)
        name = None if self._is_steady(node) else self._literal(node)
        if name is None:
            self._refuse_unsteady(node)
            needs.append(node)
            return self.source.code(node)
        statement = self.source.statement(self.values(node)[0][0])
        self.dropped.add(statement)
        self._handled |= set(ast.walk(statement))
        return name

    def _looked_up(self, node: ast.expr, needs: list[ast.expr]) -> str:
        """Return how a tensor is written that is looked up where it is run."""
        operation = self._output_of_operation(node) if isinstance(node, ast.Subscript) else None
        if operation is not None and self.place(operation) is not None:
            self._refuse_unsteady(operation)
            needs.append(operation)
            return self.source.code(node)
        name = self._literal_of(node)
        if name is None and isinstance(node, ast.Call) and len(node.args) == 1:
            needs += self.variables_in(node.args[0])
            name = self.source.code(node.args[0])
        if name is None:
            message = f"line {node.lineno} looks up an operation where it is run, by a name that is not a constant"
            raise Refused(message)
        gone = set(ast.walk(node))
        self.graph_reads = [read for read in self.graph_reads if read not in gone]
        return name

    def variables_in(self, node: ast.expr) -> list[ast.expr]:
        """Return the variables that an expression reads."""
        found: list[ast.expr] = []
        stack: list[ast.AST] = [node]
        while stack:
            part = stack.pop()
            if isinstance(part, (ast.Name, ast.Attribute)) and self.place(part) is not None:
                found.append(part)
            else:
                stack += ast.iter_child_nodes(part)
        return found

    def _literal(self, node: ast.expr) -> str | None:
        """Return the constant name of the tensor that a variable is, if nothing but runs reads it."""
        values = self.values(node)
        if len(values) != 1 or values[0][1] is None or self.source.parents[values[0][0]].__class__ is not ast.Assign:
            return None
        place = self.place(node)
        assert place is not None  # noqa: S101 - the caller has looked
        for read in self._reads.get(place, ()):
            if values[0] in self.values(read) and not self._is_in_run(read):
                return None
        return self._literal_of(values[0][1])

    def _is_in_run(self, read: ast.expr) -> bool:
        """Tell whether a tensor is read as a key of feeds or as what is fetched."""
        parent = self.source.parents[read]
        while isinstance(parent, (ast.List, ast.Tuple, ast.Dict, ast.keyword)) or (
            isinstance(parent, ast.Attribute) and parent.attr == "eval"
        ):
            parent = self.source.parents[parent]
        return (
            isinstance(parent, ast.Call)
            and isinstance(parent.func, ast.Attribute)
            and parent.func.attr in {"eval", "run"}
        )

    def _literal_of(self, node: ast.expr) -> str | None:
        """Return the name of a tensor that is looked up by a constant name, or as an output of such an operation."""
        if isinstance(node, ast.Call):
            return self._constant_argument(node)
        operation = self._output_of_operation(node) if isinstance(node, ast.Subscript) else None
        if not isinstance(operation, ast.Call) or not isinstance(node, ast.Subscript):
            return None
        name, number = self._constant_argument(operation), node.slice
        if name is None or name.endswith(('"""', "'''")) or not isinstance(number, ast.Constant):
            return None
        return f"{name[:-1]}:{number.value!r}{name[-1]}"

    def _constant_argument(self, call: ast.Call) -> str | None:
        """Return the code of the only argument of a call, if it is a string that is written out."""
        if len(call.args) != 1 or call.keywords:
            return None
        name = call.args[0]
        return self.source.code(name) if isinstance(name, ast.Constant) and isinstance(name.value, str) else None

    def _is_tensor_name(self, node: ast.expr) -> bool:
        """Tell whether an expression certainly is a string that names a tensor, and not an operation."""
        return _OUTPUT.search(self._end_of_string(node, 4) or "") is not None

    def _end_of_string(self, node: ast.expr, depth: int) -> str | None:
        """Return how the string that an expression gives ends, None where that is not to be seen."""
        if isinstance(node, ast.Constant):
            return node.value if isinstance(node.value, str) else None
        if isinstance(node, ast.JoinedStr) and node.values:
            return self._end_of_string(node.values[-1], depth)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            return self._end_of_string(node.right, depth)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
            return self._end_of_string(node.left, depth)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format":
            return self._end_of_string(node.func.value, depth)
        if depth and isinstance(node, ast.Name):
            bindings = self.source.scope(node).visible(node.id, node)
            if len(bindings) == 1 and bindings[0].kind == "assign" and isinstance(bindings[0].value, ast.expr):
                return self._end_of_string(bindings[0].value, depth - 1)
        if depth and isinstance(node, ast.Attribute):
            return self._end_of_attribute(node, depth)
        return None

    def _end_of_attribute(self, node: ast.Attribute, depth: int) -> str | None:
        """Return the end of a string that is set in the body of the class, or once in a method."""
        place = self.place(node)
        if place is None or not isinstance(place[0], ast.ClassDef):
            return None
        values = [value for _, value in self.values(node)]
        bindings = self.source.index.scopes[place[0]].bindings.get(node.attr, ())
        values += [b.value if b.kind == "assign" else None for b in bindings]  # type: ignore[misc]
        known = values[0] if len(values) == 1 else None
        return self._end_of_string(known, depth - 1) if known is not None else None

    def _is_steady(self, node: ast.expr) -> bool:
        """Tell whether a variable is set once, on the straight way behind the load."""
        values = self.values(node)
        if len(values) != 1:
            return False
        statement = self.source.statement(values[0][0])
        return self.source.scope(statement) is self.home and self.suite_of(statement) is self.suite_of(self.statement)

    def _refuse_unsteady(self, node: ast.expr) -> None:
        if not self._is_steady(node):
            message = (
                f"`{self.source.code(node)}` (line {node.lineno}) is not set once, on the straight way behind the load"
            )
            raise Refused(message)

    def suite_of(self, statement: ast.stmt) -> ast.AST:
        """Return the innermost block that is not a plain `with` round a statement."""
        parent = self.source.parents[statement]
        while isinstance(parent, ast.With):
            parent = self.source.parents[parent]
        return parent

    def is_at_home(self, node: ast.AST) -> bool:
        """Tell whether code runs in the function of the load itself, comprehensions included."""
        scope: Scope | None = self.source.scope(node)
        while scope is not None and isinstance(scope.node, _COMPREHENSIONS):
            scope = scope.parent
        return scope is self.home

    def is_within_home(self, node: ast.AST) -> bool:
        """Tell whether code stands in the function of the load, or in one that is defined there."""
        scope: Scope | None = self.source.scope(node)
        while scope is not None and scope is not self.home:
            scope = scope.parent
        return scope is not None

    # Nothing else may be there

    def _refuse_rest(self) -> None:
        """Refuse if what goes is used in a way that was not understood, or the graph is built on."""
        gone = {node for statement in self.dropped for node in ast.walk(statement)}
        for read in (read for reads in self._reads.values() for read in reads):
            role = self.role(read)
            if role is not None:
                self._refuse_foreign(read)
            if role is not None and read not in self._handled and read not in gone and not self._may_stay(read, role):
                message = f"line {read.lineno} uses `{self.source.code(read)}` for more than running the model"
                raise Refused(message)
        self._refuse_other_readers()
        self._refuse_attributes_elsewhere()
        for node in self.nodes:
            if isinstance(node, ast.Call) and node not in self._handled and node not in gone:
                self._refuse_building(node)

    def _may_stay(self, read: ast.expr, role: Role) -> bool:
        parent = self.source.parents[read]
        if role in {"tensor", "structure", "operation"}:
            if (
                isinstance(parent, ast.Call)
                and isinstance(parent.func, ast.Name)
                and parent.func.id in {"len", "print"}
            ):
                return flow.is_builtin(self.source, parent.func)
            # An element of a list of tensors that is understood as a whole.
            return isinstance(parent, (ast.List, ast.Tuple, ast.Dict)) and self.role(parent) == "structure"
        return False

    def _refuse_other_readers(self) -> None:
        """Refuse if code that was not looked through reads or deletes a variable that goes."""
        parts = {
            place[1]: place for place, reads in self._reads.items() if any(self.role(read) in _GOING for read in reads)
        }
        known = set(self.nodes)
        for _, name in self.source.index.loads:
            if name.id in parts and name not in known and self.place(name) == parts[name.id]:
                message = f"line {name.lineno} uses `{name.id}` for more than running the model"
                raise Refused(message)
        for node in self.nodes:
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Del) and node.id in parts:
                message = f"line {node.lineno} deletes `{node.id}`, which is gone then"
                raise Refused(message)

    def _refuse_attributes_elsewhere(self) -> None:
        """Refuse if an attribute that goes is read of other objects than `self`."""
        gone = {
            place[1]
            for place, reads in self._reads.items()
            if place[0] is self.owner and any(self.role(read) in _GOING for read in reads)
        }
        for _, node in self.source.index.attributes:
            if (
                node.attr in gone
                and self.place(node) is None
                and self.role(node) is None
                and not self._is_of_other(node)
            ):
                message = (
                    f"line {node.lineno} reads `{self.source.code(node)}`, which may be the attribute of the class"
                )
                raise Refused(message)

    def _is_of_other(self, node: ast.Attribute) -> bool:
        """Tell whether an attribute belongs to the `self` of a class that has nothing to do with this one."""
        root: ast.expr = node
        while isinstance(root, ast.Attribute):
            root = root.value
        scope = self.source.scope(root).owner(root.id) if isinstance(root, ast.Name) else None
        function = scope.node if scope is not None else None
        if (
            not isinstance(root, ast.Name)
            or not isinstance(function, ast.FunctionDef)
            or scope is None
            or not scope.parent
        ):
            return False
        other = scope.parent.node
        arguments = (*function.args.posonlyargs, *function.args.args)
        first = bool(arguments) and arguments[0].arg == root.id
        return first and isinstance(other, ast.ClassDef) and other is not self.owner and not other.bases

    def _refuse_building(self, call: ast.Call) -> None:
        names = [flow.short(name) for name in self.source.resolve(call.func)]
        known = [name for name in names if name is not None]
        if not known or call is self.load or (self.restore is not None and call is self.restore[0]):
            return
        harmless = all(flow.beside_graph(name) or name.startswith(_READERS) for name in known)
        if not harmless and not self._is_lookup(call):
            message = f"line {call.lineno} calls `{self.source.code(call.func)}`, which may belong to the same graph"
            raise Refused(message)

    def _is_lookup(self, call: ast.Call) -> bool:
        function = call.func
        while isinstance(function, (ast.Attribute, ast.Call)):
            function = function.value if isinstance(function, ast.Attribute) else function.func
            if function in self._handled:
                return True
        return any(run.call is call for run in self.runs)
