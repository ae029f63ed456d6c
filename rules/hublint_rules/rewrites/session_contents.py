"""What goes into the code of a TensorFlow 1 program, and whether it means the same in a function that is traced."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Literal, NamedTuple

from hublint.source.use import argument
from hublint_rules.rewrites import (
    flow,
    graph_calls,
    scope_names,
    session_effects,
    session_layers,
    session_updates,
    variable_names,
)
from hublint_rules.rewrites.flow import Refused
from hublint_rules.rewrites.session_modules import Modules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hublint.rule import Source
    from hublint_rules.rewrites.session_holders import Holder
    from hublint_rules.rewrites.session_layers import Layer
    from hublint_rules.rewrites.session_recurrent import Recurrent
    from hublint_rules.rewrites.session_savers import Saver

Kind = Literal[
    "placeholder",
    "graph",
    "tensor",
    "variable",
    "variables",
    "optimizer",
    "rate",
    "action",
    "initializer",
    "session",
    "config",
    "saver",
    "summary",
    "export",
    "cell",
    "dataset",
    "iterator",
    "start",
    "feeds",
]

# What TensorFlow 2 does otherwise, by how the name begins, and the next step for the owner.
_NEXT_STEPS = {
    "summary.": "writes summaries; write them with tf.summary.create_file_writer where the values are computed",
    "train.Coordinator": "feeds the graph from queues; read the data with tf.data and loop over the dataset",
    "train.start_queue_runners": "feeds the graph from queues; read the data with tf.data and loop over the dataset",
    "train.batch": "feeds the graph from queues; read the data with tf.data and loop over the dataset",
    "train.shuffle_batch": "feeds the graph from queues; read the data with tf.data and loop over the dataset",
    "train.string_input_producer": "feeds the graph from queues; read the data with tf.data and loop over the dataset",
    "data.": "reads a dataset in the graph; loop over the dataset and hand each batch to a function",
    "layers.": "makes its variables itself; make a layer of tf.keras.layers once and call it in the function",
    "contrib.": "is gone with tf.contrib; replace it first",
    "nn.rnn_cell.": "makes its variables itself; use a layer of tf.keras.layers",
    "nn.dynamic_rnn": "makes its variables itself; use tf.keras.layers.RNN",
    "nn.static_rnn": "makes its variables itself; use tf.keras.layers.RNN",
    "train.Saver": "saves variables by their names in the graph; save them with tf.train.Checkpoint",
    "train.MonitoredTrainingSession": "is driven by hooks; write the loop and what the hooks do",
    "control_dependencies": "orders operations by hand; put them in this order into one function",
    "py_func": "calls Python from the graph; call it in the eager code",
    "metrics.": "counts in local variables; use tf.keras.metrics",
    "Variable": "makes a variable within other code; make each in a statement of its own",
    "get_variable": "makes a variable within other code; make each in a statement of its own",
    "variable_scope": "gives names to variables made within; make each with tf.Variable, under its whole name",
    "placeholder": "makes an input within other code, or no name's; make each in a statement `name = ...`",
    "sparse_placeholder": "makes a sparse input; hand a tf.SparseTensor to a function",
    "GraphDef": "reads another graph; import it with tf.compat.v1.wrap_function",
    "device": "sets a device for a part of the graph; set it where the rewritten code runs, or leave it to TensorFlow",
    "get_default_graph": "asks for the graph, which is nobody's in TensorFlow 2; name the tensors or variables",
    "get_collection": "asks for what was collected in the graph; name the tensors or variables",
    "add_to_collection": "collects in the graph; keep the tensors or variables in a list",
}

# What a name that a kept statement reads may not stand for: it is gone, or it is an eager value where a graph's was.
OF_GRAPH = frozenset(
    {"placeholder", "graph", "tensor", "variable", "variables", "optimizer", "rate", "action", "initializer"}
    | {"session", "saver", "summary", "export", "feeds", "iterator", "start", "cell"}
)


class Made(NamedTuple):
    """What a name stands for, and the position of the statement that made it."""

    kind: Kind
    at: int


class Placeholder(NamedTuple):
    """An input: where it is made, its dtype as the code names it and as a word, and the value it has without a feed."""

    name: str
    at: int
    dtype: str
    word: str
    default: ast.expr | None


class Content(NamedTuple):
    """What goes into some code: graph names by kind, and the calls by what they do."""

    names: dict[Kind, set[str]]
    calls: dict[graph_calls.Effect, list[ast.Call]]

    def first(self, effect: graph_calls.Effect) -> ast.Call | None:
        """Return the first call that does something, None if none does."""
        return next(iter(self.calls.get(effect, ())), None)

    def varies(self) -> bool:
        """Tell whether the code gives another value at each run, so that it has to stand in a function."""
        return bool(
            {"placeholder", "graph", "variable", "variables"} & self.names.keys()
            or {"chance", "gradients", "trainable", "layer"} & self.calls.keys()
        )

    def computes(self) -> bool:
        """Tell whether the code makes tensors."""
        return self.varies() or "steady" in self.calls or "tensor" in self.names


class Train(NamedTuple):
    """An optimizer's step: `minimize`, or the gradients that are changed before they are applied."""

    call: ast.Call
    optimizer: ast.expr
    loss: ast.expr
    variables: ast.expr | None
    step: ast.expr | None


class Contents:
    """The statements of one suite, and what goes into each; what builds on this reads them.

    Attributes:
        source, suite, flat: the file, the statements, and the same with graph, session and name blocks opened.
        prefixes: what the name blocks round a statement put before the names of variables.
        home: the scope that they stand in.
        modules: the functions of the file that make variables.
        roles: what becomes of each statement, by its position in `flat`.
        envs: what names stand for in front of each statement; `env` behind the last.
        needs, fed, touched: the statements, placeholders and variables that go into each statement.
        placeholders: the inputs, by name.
        trains, rates, assigns, groups: what changes variables, by position; the rates of optimizers that are fed.
        savers: what saves variables, by the position of the statement that makes it.
        layers: the layers that statements call, by position.
        cells: the recurrent cells, by the position of the statement that makes one; `sequences` by that which runs it.
        updates: the calls of layers whose moving averages a statement updates, by position.
        switches: the placeholders that tell layers whether they are in training, and do nothing else.
        taken: the names that the file has, or an object of this program's.
        holders: what holds variables that have no names of their own, by its name.
        chosen: the names of the variables that expressions choose from those of the graph.
        running: the calls in statements that stay which run the graph.
        later: the positions of functions, which are called later; those of `apart` have nothing to do with the program.
    """

    def __init__(self, source: Source, suite: list[ast.stmt]) -> None:
        """Take the statements; nothing is known of them yet."""
        self.source = source
        self.suite = suite
        self.home = source.scope(suite[0])
        self.flat, self.prefixes = _flatten(source, suite)
        self.placeholders: dict[str, Placeholder] = {}
        self.modules = Modules(source, self.flat, self.prefixes)
        self.sessions: set[str] = set()

    def _begin(self) -> None:
        """Forget what a reading of the statements gave."""
        self.env: dict[str, Made] = {name: Made("session", -1) for name in self.sessions}
        self.envs: list[dict[str, Made]] = []
        self.roles: list[str] = []
        self.needs: list[set[int]] = []
        self.fed: list[set[str]] = []
        self.touched: list[set[str]] = []
        self.trains: dict[int, Train] = {}
        self.rates: dict[ast.Call, str] = {}
        self.assigns: dict[int, ast.Call] = {}
        self.groups: dict[int, list[ast.expr]] = {}
        self.savers: dict[int, Saver] = {}
        self.holders: dict[str, Holder] = {}
        self.chosen: dict[ast.expr, list[str]] = {}
        self.layers: dict[int, list[Layer]] = {}
        self.cells: dict[int, Recurrent] = {}
        self.sequences: dict[int, Recurrent] = {}
        self.updates: dict[int, set[ast.Call]] = {}
        self.switches: set[str] = set()
        self.taken: set[str] = flow.names_in(self.source) | set(self.modules.taken)
        self.running: dict[int, list[ast.Call]] = {}
        self.later: list[int] = []
        self.apart: set[ast.AST] = set()

    def behind(self, at: int) -> dict[str, Made]:
        """Return what names stand for behind a statement."""
        return self.envs[at + 1] if at + 1 < len(self.envs) else self.env

    def has_variables(self) -> bool:
        """Tell whether the program makes variables."""
        return bool(self.holders) or any(role == "variable" for role in self.roles)

    def _kind(self, node: ast.Name, env: dict[str, Made] | None = None) -> Kind | None:
        """Return what a name stands for at this point of the program."""
        made = (self.env if env is None else env).get(node.id)
        if made is None or self.source.scope(node).owner(node.id) is not self.home:
            return None
        return made.kind

    def _kind_of(self, name: str) -> Kind | None:
        made = self.env.get(name)
        return made.kind if made is not None else None

    def _make(self, at: int, name: str | None, kind: Kind, role: str) -> str:
        if name is None:
            message = f"line {self.flat[at].statement.lineno} gives a part of the graph no name of its own"
            raise Refused(message)
        self.env[name] = Made(kind, at)
        return role

    def _note(self, at: int, node: ast.AST) -> None:
        """Note what goes into a statement that moves: other statements, placeholders, variables."""
        content = self._content(node)
        known = {layer.call for layer in self.layers.get(at, ())}
        for call in content.calls.get("layer", ()):
            if call not in known:
                message = f"line {call.lineno} makes a layer within other code; make each in a statement of its own"
                raise Refused(message)
        for name in content.names.get("graph", ()):
            self.needs[at].add(self.env[name].at)
        self.fed[at] |= content.names.get("placeholder", set())
        self.touched[at] |= content.names.get("variable", set())
        for name in content.names.get("variables", ()):
            self.touched[at] |= self.touched[self.env[name].at]
        if "trainable" in content.calls:
            self.touched[at] |= self.trainable(at)
            self.needs[at] |= {self.holders[name].at for name in self.trainable(at) if self.is_late(name, at)}

    def opens(self, statement: ast.AST) -> bool:
        """Tell whether a statement is a block whose statements take its place."""
        return opens(self.source, statement)

    def makes_tensors(self, node: ast.expr, env: dict[str, Made]) -> bool:
        """Tell whether an expression is computed in the graph, or from it."""
        content = self._content(node, env=env)
        return content.computes() or bool(set(content.names) & OF_GRAPH)

    # Variables

    def trainable(self, at: int) -> set[str]:
        """Return the names of the variables made before a position that are trained unless others are named."""
        found: set[str] = set()
        for name, made in self.envs[at].items():
            call = flow.assigned(self.flat[made.at].statement)
            if self.holder(name, at) is not None or (
                made.kind == "variable" and isinstance(call, ast.Call) and self._trains(call)
            ):
                found.add(name)
        return found

    def holder(self, name: str, at: int) -> Holder | None:
        """Return what a name stands for in front of a statement, if that holds variables which have no names."""
        holder, made = self.holders.get(name), self.envs[at].get(name)
        return holder if holder is not None and made is not None and holder.at == made.at else None

    def is_late(self, name: str, at: int) -> bool:
        """Tell whether a name stands for what has no variables before it is called."""
        holder = self.holder(name, at)
        return holder is not None and holder.late

    def in_order(self, names: Iterable[str], at: int) -> list[str]:
        """Return the names of variables and holders in the order in which they are made."""
        held = list(self.holders)
        return sorted(names, key=lambda name: (self.envs[at][name].at, held.index(name) if name in held else -1))

    def _trains(self, call: ast.Call) -> bool:
        """Tell whether a call makes a variable that is trained unless others are named."""
        if flow.is_call_of(self.source, call, *variable_names.STEPS):
            return False
        calls = [call]
        if isinstance(call.func, ast.Name):
            calls += [
                inner
                for definition in self.source.definitions(call.func)
                for inner in self.source.below(definition, ast.Call)
                if flow.is_call_of(self.source, inner, "Variable")
            ]
        for one in calls:
            position = 4 if flow.is_call_of(self.source, one, "get_variable") else 1
            known = flow.is_call_of(self.source, one, "Variable", "get_variable")
            given = argument(one, position, "trainable") if known else None
            if given is not None and not (isinstance(given, ast.Constant) and isinstance(given.value, bool)):
                message = f"whether the variable at line {one.lineno} is trained is not written out"
                raise Refused(message)
            if isinstance(given, ast.Constant) and given.value is False:
                return False
        return True

    # What goes into code

    def _content(self, node: ast.AST, skip: ast.Call | None = None, env: dict[str, Made] | None = None) -> Content:
        """Return what goes into some code, the functions of the file that it names included."""
        content = Content({}, {})
        for part in self._reached(node):
            if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load):
                kind = self._kind(part, env)
                if kind is not None:
                    content.names.setdefault(kind, set()).add(part.id)
            elif isinstance(part, ast.Call) and part is not skip and part not in self.modules.unread:
                if part in self.modules.sites:
                    content.names.setdefault("variable", set()).add(self.modules.held[part].name)
                content.calls.setdefault(graph_calls.effect(self.source, part), []).append(part)
        return content

    def _reached(self, node: ast.AST) -> Iterator[ast.AST]:
        """Yield the nodes of some code, and those of the functions of the file that it names."""
        seen: set[ast.AST] = set()
        stack: list[ast.AST] = [node]
        while stack:
            for part in session_layers.walk(self.source, stack.pop()):
                yield part
                if not isinstance(part, ast.Name) or not isinstance(part.ctx, ast.Load):
                    continue
                if (call := self.source.index.calls.get(part)) is not node and call in self.modules.unread:
                    continue
                for definition in self.source.definitions(part):
                    if definition not in seen:
                        seen.add(definition)
                        stack += [] if self._runs_itself(definition) else definition.body

    def _runs_itself(self, definition: ast.ClassDef | ast.FunctionDef) -> bool:
        """Tell whether a function of the file runs a graph, so that it is called after that is built."""
        return any(
            flow.is_call_of(self.source, call, "Session", "InteractiveSession")
            or (isinstance(call.func, ast.Attribute) and call.func.attr in {"eval", "run"})
            for call in self.source.below(definition, ast.Call)
        )

    # What may move

    def _check_moved(self, statement: ast.stmt, content: Content) -> None:
        """Refuse what means something else in a function that is traced."""
        flow.refuse_in_function(self.source, statement)
        for effect, told in (
            ("foreign", "whose code hublint does not see"),
            ("impure", "which has effects of its own"),
        ):
            call = content.first(effect)  # type: ignore[arg-type]
            if call is not None:
                message = f"line {call.lineno} computes with `{self.source.code(call.func)}`, {told}"
                raise Refused(message)
        unknown = content.first("unknown")
        if unknown is not None:
            self._refuse_unknown(unknown)
        reached = list(self._reached(statement))
        self._check_attributes(reached)
        session_effects.refuse_outside(self.source, reached, self.home)
        for node in ast.walk(statement):
            equates = isinstance(node, ast.Compare) and any(
                isinstance(operator, (ast.Eq, ast.NotEq, ast.In, ast.NotIn)) for operator in node.ops
            )
            if equates and self._content(node).computes():
                message = f"line {node.lineno} compares tensors with `==`, which TensorFlow 2 does element by element"  # type: ignore[attr-defined]
                raise Refused(message)
            if isinstance(node, (ast.Dict, ast.Set, ast.SetComp, ast.DictComp)):
                keys = node.keys if isinstance(node, ast.Dict) else [node]
                if any(key is not None and self._content(key).computes() for key in keys):
                    message = f"line {node.lineno} takes tensors as keys, which TensorFlow 2 does not allow"
                    raise Refused(message)

    def _check_attributes(self, reached: Iterable[ast.AST]) -> None:
        """Refuse what tensors and shapes of a graph have, and those of TensorFlow 2 have not, or otherwise."""
        for node in reached:
            if not isinstance(node, ast.Attribute) or self.source.resolve(node):
                continue
            dimension = node.attr == "value" and "shape" in self.source.code(node.value)
            named = node.attr in {"consumers", "device", "graph", "name", "op"} and self._content(node.value).computes()
            if dimension or named:
                message = f"line {node.lineno} reads `{self.source.code(node)}`, which is another thing in TensorFlow 2"
                raise Refused(message)

    def _refuse_unknown(self, call: ast.Call) -> None:
        spelled = "".join(self.source.code(call.func).split())
        for name in self.source.resolve(call.func):
            known = flow.short(name) or ""
            for start, told in _NEXT_STEPS.items():
                if known.startswith(start):
                    message = f"line {call.lineno}: `{spelled}` {told}"
                    raise Refused(message)
        message = (
            f"line {call.lineno} calls `{spelled}`, and hublint does not know that it does the same in a tf.function"
        )
        raise Refused(message)


def _flatten(source: Source, suite: list[ast.stmt]) -> tuple[list[flow.Flat], dict[ast.stmt, str]]:
    """Return the statements of a suite, those of graph, session and name blocks in place of the blocks.

    The second is the prefix that the name blocks round a statement give the names of variables.
    """
    flat: list[flow.Flat] = []
    prefixes: dict[ast.stmt, str] = {}

    def add(statements: list[ast.stmt], top: int | None, prefix: str) -> None:
        for at, statement in enumerate(statements):
            position = at if top is None else top
            scope = name_block(source, statement)
            if scope is not None or flow.is_graph_block(source, statement):
                add(statement.body, position, prefix + (scope or ""))  # type: ignore[attr-defined]
            else:
                flat.append(flow.Flat(statement, position))
                prefixes[statement] = prefix

    add(suite, None, "")
    return flat, prefixes


def opens(source: Source, node: ast.AST) -> bool:
    """Tell whether a node is a block of a graph, of a session or of names, whose statements take its place."""
    return flow.is_graph_block(source, node) or name_block(source, node) is not None


def name_block(source: Source, statement: ast.AST) -> str | None:
    """Return what a `with` that goes puts before the names of variables in it, None for other statements."""
    if not isinstance(statement, ast.With) or len(statement.items) != 1:
        return None
    if session_updates.is_block(source, statement):
        return ""
    call = statement.items[0].context_expr
    entered = statement.items[0].optional_vars
    if not isinstance(call, ast.Call) or (entered is not None and not scope_names.only_shares(source, entered)):
        return None
    if len(call.args) != 1 or any(keyword.arg != "reuse" for keyword in call.keywords):
        return None
    name = call.args[0]
    if not isinstance(name, ast.Constant) or not isinstance(name.value, str):
        return None
    if flow.is_call_of(source, call, "variable_scope"):
        return f"{name.value}/"
    return "" if flow.is_call_of(source, call, "name_scope") else None
