"""A TensorFlow 1 program in one suite, understood: what it builds, what it runs, and which functions that becomes.

A graph is built once and run often, eager code runs where it stands. So what a run computes anew each time (because a
placeholder, a variable or chance goes into it) moves into functions, one for each set of tensors that is run; what is
the same each time stays where it is. Statements that several functions need become functions of their own.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from hublint.source.use import argument, unpacks
from hublint_rules.rewrites import flow, graph_calls
from hublint_rules.rewrites.flow import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hublint.rule import Source

Kind = Literal[
    *("placeholder", "graph", "tensor", "variable", "variables", "optimizer", "rate", "action", "initializer"),
    *("session", "config", "saver"),
]

_INITIALIZERS = (
    "global_variables_initializer",
    "local_variables_initializer",
    "tables_initializer",
    "initialize_all_variables",
    "initialize_local_variables",
    "initialize_all_tables",
    "initializers.global_variables",
    "initializers.local_variables",
)

# Optimizers whose `apply_gradients` does in a tf.function what it does in a graph: measured on 2.15 and 2.21 against 1.15.
_OPTIMIZER = re.compile(
    r"train\.(Adadelta|Adagrad|Adam|Ftrl|GradientDescent|Momentum|RMSProp)Optimizer\(\)(?:\.(\w+))?"
)
_RATES = ("exponential_decay", "inverse_time_decay", "natural_exp_decay", "piecewise_constant", "polynomial_decay")

# What takes TensorFlow 2 behaviour out of a program, which goes with the last code that needs a graph.
SWITCHES = ("disable_v2_behavior", "disable_eager_execution")

_STEPS = ("train.get_or_create_global_step", "train.create_global_step")

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
    "get_collection": "asks for what was collected in the graph; name the tensors or variables",
    "add_to_collection": "collects in the graph; keep the tensors or variables in a list",
}

_FLOATS = ("float16", "float32", "float64", "half", "double", "bfloat16")
_INTEGERS = ("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64")

# What a name that a kept statement reads may not stand for: it is gone, or it is an eager value where a graph's was.
_OF_GRAPH = frozenset(
    {"placeholder", "graph", "tensor", "variable", "variables", "optimizer", "rate", "action", "initializer"}
    | {"session", "saver"}
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
            or {"chance", "gradients", "trainable"} & self.calls.keys()
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


class Element(NamedTuple):
    """One thing that a run asks for: a tensor, by the position of its statement or as an expression, or an action."""

    kind: Literal["graph", "action", "variable", "tensor"]
    node: ast.expr
    at: int
    code: str


class Run(NamedTuple):
    """One call that runs the graph, in a statement that stays.

    `form` is how the values come back: one, or as a list or tuple of them; `wanted` are the positions of those that
    the statement makes use of.
    """

    call: ast.Call
    at: int
    form: Literal["one", "list", "tuple"]
    elements: list[Element]
    feeds: dict[str, ast.expr]
    wanted: list[int]


class Function:
    """What becomes a function: the statements of some runs.

    Attributes:
        slice: the positions of all statements that it needs.
        own: those that no other function which runs a part of it has.
        positions: the positions of its own statements, in order.
        helpers: the functions that it calls first.
        returns: the code of what it returns; for a helper the names that others need.
        parameters: the names of its parameters: placeholders, and for a helper also tensors of other helpers.
        emit: the position behind which it is written; before it, where `before` is set.
    """

    def __init__(self, elements: list[Element]) -> None:
        """Begin with what is asked for."""
        self.elements: list[Element] = elements
        self.positions: list[int] = []
        self.helpers: list[Function] = []
        self.returns: list[str] = []
        self.parameters: list[str] = []
        self.slice: set[int] = set()
        self.own: set[int] = set()
        self.run: bool = bool(elements)
        self.emit: int = -1
        self.before: bool = False

    def actions(self) -> list[Element]:
        """Return the actions among what is asked for."""
        return [element for element in self.elements if element.kind == "action"]


class Program:
    """The program of one suite.

    Attributes:
        source, suite, flat: the file, the statements, and the same with graph, session and name blocks opened.
        roles: what becomes of each statement, by its position in `flat`.
        runs: the calls that run the graph.
        functions: the functions, helpers before what calls them.
        first, last: the statements of the suite that are rewritten.
    """

    def __init__(self, source: Source, suite: list[ast.stmt]) -> None:
        """Understand the program.

        Raises:
            Refused: with the reason, if any of it is not what this rewrite knows to keep.
        """
        self.source = source
        self.suite = suite
        self.home = source.scope(suite[0])
        self.flat, self.prefixes = _flatten(source, suite)
        self.sessions, self.openings = self._sessions()
        declared = (n for n in ast.walk(source.tree) if isinstance(n, (ast.Global, ast.Nonlocal)))
        self.shared: set[str] = {name for node in declared for name in node.names}
        self.placeholders: dict[str, Placeholder] = {}
        self._forced: set[int] = set()
        while True:
            self._read()
            more = self._pulled() - self._forced
            if not more:
                break
            self._forced |= more
        self._check_sessions()
        self.runs: list[Run] = []
        self.initial: list[ast.Call] = []
        for at in sorted(self._running):
            self._understand_runs(at)
        if not self.runs:
            message = "nothing that this block builds is run in it, so what it is for is not to be seen"
            raise Refused(message)
        self._check_home()
        self._check_kept()
        self.functions = self._functions()
        self._check_functions()
        self._drop_idle()
        involved = [
            self.flat[at].top
            for at, role in enumerate(self.roles)
            if role not in {"kept", "switch"} or at in self._running
        ]
        self.first, self.last = min(involved), max(involved)
        self._check_outside()

    # Sessions

    def _sessions(self) -> tuple[set[str], list[ast.Call]]:
        """Return the names of the sessions and graphs that are opened here, and the calls that open sessions."""
        source = self.source
        names: set[str] = set()
        opened: list[ast.Call] = []
        for node in (n for statement in self.suite for n in ast.walk(statement)):
            if isinstance(node, ast.withitem) and flow.graph_or_session(source, node.context_expr):
                if isinstance(node.optional_vars, ast.Name):
                    names.add(node.optional_vars.id)
            elif isinstance(node, ast.Assign) and flow.graph_or_session(source, node.value):
                names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
            elif isinstance(node, ast.Call) and flow.is_call_of(source, node, "Session", "InteractiveSession"):
                flow.refuse_session_arguments(source, node)
                self._check_kept_here(node)
                opened.append(node)
        return names, opened

    def _check_kept_here(self, call: ast.Call) -> None:
        """Refuse a session that is kept where other code may run it."""
        parent = self.source.parents[call]
        if isinstance(parent, ast.Attribute) and parent.attr == "as_default":
            parent = self.source.parents[self.source.parents[parent]]
        named = isinstance(parent, ast.Assign) and all(isinstance(t, ast.Name) for t in parent.targets)
        if not (named or isinstance(parent, (ast.withitem, ast.Expr))):
            message = f"the session at line {call.lineno} is kept where other code may run it"
            raise Refused(message)

    def _check_sessions(self) -> None:
        """Refuse sessions that begin anew with the variables that eager code keeps."""
        opened = [call for call in self.openings if not self._is_apart(call)]
        if not self.has_variables():
            return
        if len(opened) != 1:
            message = f"{len(opened)} sessions are opened here, and each has the variables for itself"
            raise Refused(message)
        for parent in self.source.ancestors(opened[0]):
            if parent is self.source.parents[self.suite[0]]:
                break
            again = isinstance(parent, (ast.For, ast.While)) or (
                isinstance(parent, ast.FunctionDef) and not self._called_once(parent)
            )
            if again:
                message = f"line {opened[0].lineno} may open a session several times, each with variables of its own"
                raise Refused(message)

    def _is_apart(self, node: ast.AST) -> bool:
        """Tell whether a node stands in a function that has nothing to do with this program."""
        return any(parent in self._apart for parent in self.source.ancestors(node))

    def _called_once(self, definition: ast.FunctionDef) -> bool:
        reads = [name for _, name in self.source.index.loads if name.id == definition.name]
        return len(reads) <= 1 and not any(
            isinstance(parent, (ast.For, ast.While, ast.FunctionDef, ast.Lambda))
            for name in reads
            for parent in self.source.ancestors(name)
        )

    # Statements

    def _read(self) -> None:
        """Read the statements in order and give each its role."""
        self.env: dict[str, Made] = {name: Made("session", -1) for name in self.sessions}
        self.envs: list[dict[str, Made]] = []
        self.roles: list[str] = []
        self.needs: list[set[int]] = []
        self.fed: list[set[str]] = []
        self.touched: list[set[str]] = []
        self.trains: dict[int, Train] = {}
        self.assigns: dict[int, ast.Call] = {}
        self.groups: dict[int, list[ast.expr]] = {}
        self.containers: dict[str, int] = {}
        self._running: dict[int, list[ast.Call]] = {}
        self._later: list[int] = []
        self._apart: set[ast.AST] = set()
        for at, item in enumerate(self.flat):
            self.envs.append(dict(self.env))
            self.needs.append(set())
            self.fed.append(set())
            self.touched.append(set())
            self.roles.append(self._role(at, item.statement))
        for at in self._later:
            self._read_definition(at)

    def _role(self, at: int, statement: ast.stmt) -> str:
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            self._later.append(at)
            self._forget(statement)
            return "kept"
        if isinstance(statement, (ast.Import, ast.ImportFrom)):
            self._forget(statement)
            return "kept"
        runs = self._runs_in(statement)
        if runs:
            self._running[at] = runs
            self._forget(statement)
            return "kept"
        value = flow.assigned(statement)
        if value is None and isinstance(statement, ast.Expr):
            value = statement.value
        names = flow.writes(statement)
        name = next(iter(names)) if len(names) == 1 else None
        known = self._known(at, statement, value, name)
        if known is not None:
            return known
        return self._computed(at, statement, names)

    def _forget(self, statement: ast.stmt) -> None:
        for name in flow.writes(statement) - self.sessions:
            self.env.pop(name, None)

    def _known(self, at: int, statement: ast.stmt, value: ast.expr | None, name: str | None) -> str | None:
        """Give a statement its role if it makes one of the parts of a graph program that are no tensors."""
        source = self.source
        if value is None:
            return self._configures(statement)
        if flow.graph_or_session(source, value) and name is not None:
            return "dropped"
        if not isinstance(value, ast.Call):
            return self._lists_variables(at, value, name)
        if isinstance(statement, ast.Expr):
            if flow.is_call_of(source, value, "Session().close", "Graph().finalize", "reset_default_graph"):
                return "dropped"
            if flow.is_call_of(source, value, "InteractiveSession"):
                return "dropped"
            return "switch" if flow.is_call_of(source, value, *SWITCHES) else None
        if flow.is_call_of(source, value, "ConfigProto", "GPUOptions"):
            return self._make(at, name, "config", "kept")
        if self._initializes(value):
            return self._make(at, name, "initializer", "dropped")
        if flow.is_call_of(source, value, "train.Saver"):
            return self._make(at, name, "saver", "dropped")
        if flow.is_call_of(source, value, "placeholder", "placeholder_with_default"):
            return self._placeholder(at, value, name)
        if self._is_variable(value):
            self._check_variable(at, value)
            return self._make(at, name, "variable", "variable")
        if flow.is_call_of(source, value, *(f"train.{rate}" for rate in _RATES)):
            self._check_quiet(value, "rate", {"variable"})
            return self._make(at, name, "rate", "kept")
        return self._acts(at, value, name)

    def _make(self, at: int, name: str | None, kind: Kind, role: str) -> str:
        if name is None:
            message = f"line {self.flat[at].statement.lineno} gives a part of the graph no name of its own"
            raise Refused(message)
        self.env[name] = Made(kind, at)
        return role

    def _configures(self, statement: ast.stmt) -> str | None:
        """Tell whether a statement only sets an option of a session's configuration."""
        if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
            return None
        root: ast.expr = statement.targets[0]
        if not isinstance(root, ast.Attribute):
            return None
        while isinstance(root, ast.Attribute):
            root = root.value
        configures = isinstance(root, ast.Name) and self._kind(root) == "config"
        return "kept" if configures else None

    def _lists_variables(self, at: int, value: ast.expr, name: str | None) -> str | None:
        """Tell whether a statement names a list of variables, or makes a list or dict of them."""
        if isinstance(value, ast.Dict):
            elements = value.values
            if not all(isinstance(key, ast.Constant) and isinstance(key.value, str) for key in value.keys):
                return None
        else:
            elements = value.elts if isinstance(value, (ast.List, ast.Tuple)) else []
        if name is None or not elements:
            return None
        if all(isinstance(e, ast.Name) and self._kind(e) == "variable" for e in elements):
            self.touched[at] = {e.id for e in elements if isinstance(e, ast.Name)}
            return self._make(at, name, "variables", "kept")
        calls = [e for e in elements if isinstance(e, ast.Call) and self._is_variable(e)]
        if len(calls) != len(elements):
            return None
        for call in calls:
            self._check_variable(at, call)
            if (
                not self._trains(call)
                or not flow.is_call_of(self.source, call, "Variable")
                and self.source.resolve(call.func)
            ):
                message = f"line {call.lineno} makes a variable among others that is not simply trained"
                raise Refused(message)
        self.containers[name] = at
        self.touched[at] = {name}
        return self._make(at, name, "variables", "kept")

    def has_variables(self) -> bool:
        """Tell whether the program makes variables."""
        return bool(self.containers) or any(role == "variable" for role in self.roles)

    def _kind(self, node: ast.Name, env: dict[str, Made] | None = None) -> Kind | None:
        """Return what a name stands for at this point of the program."""
        made = (self.env if env is None else env).get(node.id)
        if made is None or self.source.scope(node).owner(node.id) is not self.home:
            return None
        return made.kind

    # Placeholders and variables

    def _placeholder(self, at: int, call: ast.Call, name: str | None) -> str:
        with_default = flow.is_call_of(self.source, call, "placeholder_with_default")
        dtype = None if with_default else argument(call, 0, "dtype")
        default = argument(call, 0, "input") if with_default else None
        if unpacks(call) or (dtype is None and default is None):
            message = f"the placeholder at line {call.lineno} has no dtype"
            raise Refused(message)
        if default is not None:
            word = _word_of_literal(default)
            code = ""
        else:
            assert dtype is not None  # noqa: S101 - looked at above
            word, code = self._dtype(dtype)
        if not word:
            message = f"the dtype of the placeholder at line {call.lineno} is not written out"
            raise Refused(message)
        if name is None or (name in self.placeholders and self.placeholders[name].at != at):
            message = f"the placeholder at line {call.lineno} has no name of its own"
            raise Refused(message)
        self.placeholders[name] = Placeholder(name, at, code, word, default)
        return self._make(at, name, "placeholder", "dropped")

    def _dtype(self, node: ast.expr) -> tuple[str, str]:
        """Return a dtype as a word, and as code; the code is empty where the word has to be looked up in `tf`."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            word = {"float": "float32", "int": "int32"}.get(node.value, node.value)
            return (word, "") if word in (*_FLOATS, *_INTEGERS, "bool", "string") else ("", "")
        words = {name.rpartition(".")[2] for name in self.source.resolve(node)}
        word = words.pop() if len(words) == 1 else ""
        return (word, self.source.code(node)) if word in (*_FLOATS, *_INTEGERS, "bool", "string") else ("", "")

    def _is_variable(self, call: ast.Call) -> bool:
        names = self.source.resolve(call)
        return bool(names) and all(
            (flow.short(name) or "") in {"Variable()", "get_variable()", *(f"{step}()" for step in _STEPS)}
            for name in names
        )

    def _check_variable(self, at: int, call: ast.Call) -> None:
        """Refuse a variable that eager code would make otherwise."""
        source = self.source
        if isinstance(call.func, ast.Name) and not source.resolve(call.func):
            self._check_maker(call)
            return
        if flow.is_call_of(source, call, *_STEPS):
            return
        if unpacks(call):
            message = f"the arguments of the variable at line {call.lineno} are not written out"
            raise Refused(message)
        made_by_name = flow.is_call_of(source, call, "get_variable")
        known = (
            ("name", "shape", "dtype", "initializer", "trainable") if made_by_name else ("initial_value", "trainable")
        )
        words = {*known, "name", "dtype"}
        positions = 2 if not made_by_name else 4
        extra = next((k.value for k in call.keywords if k.arg not in words), None) or next(
            iter(call.args[positions:]), None
        )
        if extra is not None:
            message = f"line {extra.lineno} says more of the variable than its initial value, name, dtype and training"
            raise Refused(message)
        if made_by_name:
            self._check_initializer(at, call)
        self._check_quiet(call, "variable", set())

    def _check_initializer(self, at: int, call: ast.Call) -> None:
        initializer, shape = argument(call, 3, "initializer"), argument(call, 1, "shape")
        if argument(call, 0, "name") is None or (initializer is None and shape is None):
            message = f"the variable at line {call.lineno} has no name or no shape"
            raise Refused(message)
        if shape is None or initializer is None:
            return
        names = self.source.resolve(initializer)
        if not names or not all("initializer" in name for name in names):
            message = f"the initializer of the variable at line {call.lineno} is not known"
            raise Refused(message)

    def _check_maker(self, call: ast.Call) -> None:
        """Check a call of a function of the file that does nothing but to make a variable."""
        assert isinstance(call.func, ast.Name)  # noqa: S101 - the caller has looked
        content = self._content(call, skip=call)
        made = [c for c in content.calls.get("unknown", ()) if flow.is_call_of(self.source, c, "Variable")]
        if len(made) != 1 or content.first("foreign") or {"gradients", "trainable"} & content.calls.keys():
            message = f"line {call.lineno} makes a variable in a function that does more"
            raise Refused(message)
        self._check_quiet(call, "variable", set())

    def _check_quiet(self, call: ast.Call, what: str, allowed: set[str]) -> None:
        """Refuse if a placeholder, or what is computed from one, goes into what is made once."""
        content = self._content(call, skip=call)
        wrong = next((k for k in ("placeholder", "graph", "variable", "variables") if k in content.names), None)
        if wrong is not None and wrong not in allowed:
            message = (
                f"`{min(content.names[wrong])}` goes into the {what} made at line {call.lineno}, which changes with it"
            )
            raise Refused(message)
        for unknown in content.calls.get("unknown", ()):
            if not self._is_variable(unknown):
                self._refuse_unknown(unknown)

    # Actions

    def _acts(self, at: int, call: ast.Call, name: str | None) -> str | None:
        """Give a statement its role if it makes an optimizer, a step of one, or an assignment."""
        optimizer = self._optimizer(call)
        if optimizer == "":
            self._check_rate(call)
            return self._make(at, name, "optimizer", "kept")
        if optimizer in {"minimize", "apply_gradients", "compute_gradients"}:
            return self._train(at, call, name, optimizer)
        if optimizer is not None:
            message = f"line {call.lineno} asks the optimizer for `{optimizer}`"
            raise Refused(message)
        if self._assigned_variable(call) is not None:
            self._note(at, call)
            self.assigns[at] = call
            return self._make(at, name, "action", "assign")
        if flow.is_call_of(self.source, call, "group"):
            if call.keywords or not all(isinstance(a, ast.Name) and self._kind(a) == "action" for a in call.args):
                message = f"line {call.lineno} groups something that is not an operation of this program"
                raise Refused(message)
            self.groups[at] = list(call.args)
            self.needs[at] = {self.env[a.id].at for a in call.args if isinstance(a, ast.Name)}
            return self._make(at, name, "action", "group")
        return None

    def _optimizer(self, call: ast.Call) -> str | None:
        """Return the method of an optimizer that a call calls, an empty text for its making, None for other calls."""
        names = self.source.resolve(call)
        for name in names:
            match = _OPTIMIZER.fullmatch((flow.short(name) or ""))
            if match is not None and match[2] is None:
                return ""
        for name in self.source.resolve(call.func):
            match = _OPTIMIZER.fullmatch((flow.short(name) or ""))
            if match is not None and match[2] is not None:
                return match[2]
        return None

    def _check_rate(self, call: ast.Call) -> None:
        content = self._content(call, skip=call)
        wrong = next((k for k in ("placeholder", "graph", "tensor") if k in content.names), None)
        if wrong is not None:
            message = (
                f"line {call.lineno} makes an optimizer with `{min(content.names[wrong])}`, which is fed or computed; "
                "make the rate a variable and assign it"
            )
            raise Refused(message)

    def _train(self, at: int, call: ast.Call, name: str | None, method: str) -> str:
        source = self.source
        owner = call.func.value  # type: ignore[attr-defined]
        own = (isinstance(owner, ast.Name) and self._kind(owner) == "optimizer") or (
            isinstance(owner, ast.Call) and self._optimizer(owner) == ""
        )
        words = {
            "minimize": ("loss", "global_step", "var_list"),
            "compute_gradients": ("loss", "var_list"),
            "apply_gradients": ("grads_and_vars", "global_step"),
        }[method]
        if (
            not own
            or unpacks(call)
            or len(call.args) > len(words)
            or any(k.arg not in {*words, "name"} for k in call.keywords)
        ):
            message = f"line {call.lineno} trains in a way that is not followed"
            raise Refused(message)
        if isinstance(owner, ast.Call):
            self._check_rate(owner)
        loss = argument(call, 0, words[0])
        if loss is None:
            message = f"line {call.lineno} trains in a way that is not followed"
            raise Refused(message)
        variables = argument(call, words.index("var_list"), "var_list") if "var_list" in words else None
        step = argument(call, words.index("global_step"), "global_step") if "global_step" in words else None
        if step is not None and not (isinstance(step, ast.Name) and self._kind(step) == "variable"):
            message = f"the global step at line {step.lineno} is not a variable of this program"
            raise Refused(message)
        if variables is not None and not self._names_variables(variables):
            message = f"the variables to train at line {variables.lineno} are not those of this program"
            raise Refused(message)
        self.trains[at] = Train(call, owner, loss, variables, step)
        self._note(at, loss)
        if method == "compute_gradients":
            return self._make(at, name, "graph", "gradients")
        return self._make(at, name, "action", "train" if method == "minimize" else "apply")

    def _names_variables(self, node: ast.expr) -> bool:
        if isinstance(node, ast.Name):
            return self._kind(node) == "variables"
        if isinstance(node, (ast.List, ast.Tuple)):
            return all(isinstance(e, ast.Name) and self._kind(e) == "variable" for e in node.elts)
        return flow.is_call_of(self.source, node, "trainable_variables")

    def _assigned_variable(self, call: ast.Call) -> ast.Name | None:
        """Return the variable that a call assigns to, None for other calls."""
        target: ast.expr | None = None
        if flow.is_call_of(self.source, call, "assign", "assign_add", "assign_sub"):
            target = argument(call, 0, "ref")
            harmless = len(call.args) <= 2 and all(k.arg in {"ref", "value", "name"} for k in call.keywords)
        elif isinstance(call.func, ast.Attribute) and call.func.attr in {"assign", "assign_add", "assign_sub"}:
            target = call.func.value
            harmless = len(call.args) <= 1 and all(k.arg in {"value", "delta", "name"} for k in call.keywords)
        if not isinstance(target, ast.Name) or self._kind(target) != "variable":
            return None
        if not harmless or unpacks(call):
            message = f"line {call.lineno} assigns in a way that is not followed"
            raise Refused(message)
        return target

    def _initializes(self, node: ast.expr) -> bool:
        """Tell whether an expression is an operation that gives variables their initial values."""
        if isinstance(node, (ast.List, ast.Tuple)):
            return bool(node.elts) and all(map(self._initializes, node.elts))
        if flow.is_call_of(self.source, node, "group"):
            return bool(node.args) and all(map(self._initializes, node.args))  # type: ignore[attr-defined]
        if isinstance(node, ast.Name):
            return self._kind(node) == "initializer"
        return flow.is_call_of(self.source, node, *_INITIALIZERS)

    # Tensors

    def _computed(self, at: int, statement: ast.stmt, names: set[str]) -> str:
        """Give a statement its role by what goes into it."""
        content = self._content(statement)
        changed = flow.mutates(self.source, statement)
        varies = content.varies() or at in self._forced
        if isinstance(statement, ast.AugAssign) and isinstance(statement.target, ast.Name):
            varies |= self._kind_of(statement.target.id) in {"graph", "placeholder", "variable"}
        if any(self._kind_of(name) == "graph" for name in changed):
            varies = True
        wrong = next(
            (k for k in ("action", "initializer", "optimizer", "rate", "saver", "session") if k in content.names), None
        )
        if wrong is not None:
            name = min(content.names[wrong])
            if wrong == "saver":
                message = (
                    f"line {statement.lineno} saves or restores variables by their names in the graph; "
                    "save them with tf.train.Checkpoint"
                )
                raise Refused(message)
            message = f"line {statement.lineno} uses `{name}` in a way that is not followed"
            raise Refused(message)
        if varies:
            self._check_moved(statement, content)
            self._note(at, statement)
            for name in names | {n for n in changed if self._kind_of(n) == "graph"}:
                before = self.env.get(name)
                if before is not None and before.kind == "graph":
                    self.needs[at].add(before.at)
                self.env[name] = Made("graph", at)
            return "graph"
        if content.computes():
            unknown = content.first("unknown")
            if unknown is not None:
                self._refuse_unknown(unknown)
            for name in names | changed:
                self.env[name] = Made("tensor", at)
            return "kept"
        own = set(ast.walk(statement))
        for unknown in content.calls.get("unknown", ()):
            if unknown in own:
                self._refuse_unknown(unknown)
        self._forget(statement)
        return "kept"

    def _kind_of(self, name: str) -> Kind | None:
        made = self.env.get(name)
        return made.kind if made is not None else None

    def _note(self, at: int, node: ast.AST) -> None:
        """Note what goes into a statement that moves: other statements, placeholders, variables."""
        content = self._content(node)
        for name in content.names.get("graph", ()):
            self.needs[at].add(self.env[name].at)
        self.fed[at] |= content.names.get("placeholder", set())
        self.touched[at] |= content.names.get("variable", set())
        for name in content.names.get("variables", ()):
            self.touched[at] |= self.touched[self.env[name].at]
        if "trainable" in content.calls:
            self.touched[at] |= self.trainable(at)

    def trainable(self, at: int) -> set[str]:
        """Return the names of the variables made before a position that are trained unless others are named."""
        found: set[str] = set()
        for name, made in self.envs[at].items():
            call = flow.assigned(self.flat[made.at].statement)
            trained = made.kind == "variable" and isinstance(call, ast.Call) and self._trains(call)
            if trained or self.containers.get(name) == made.at:
                found.add(name)
        return found

    def _trains(self, call: ast.Call) -> bool:
        """Tell whether a call makes a variable that is trained unless others are named."""
        if flow.is_call_of(self.source, call, *_STEPS):
            return False
        calls = [call]
        if isinstance(call.func, ast.Name):
            calls += [
                inner
                for definition in self.source.definitions(call.func)
                for inner in ast.walk(definition)
                if isinstance(inner, ast.Call) and flow.is_call_of(self.source, inner, "Variable")
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

    def _content(self, node: ast.AST, skip: ast.Call | None = None, env: dict[str, Made] | None = None) -> Content:
        """Return what goes into some code, the functions of the file that it names included."""
        content = Content({}, {})
        source, seen = self.source, set[ast.AST]()
        stack: list[ast.AST] = [node]
        while stack:
            for part in ast.walk(stack.pop()):
                if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load):
                    kind = self._kind(part, env)
                    if kind is not None:
                        content.names.setdefault(kind, set()).add(part.id)
                    for definition in source.definitions(part):
                        if definition not in seen:
                            seen.add(definition)
                            stack += [] if self._runs_itself(definition) else definition.body
                elif isinstance(part, ast.Call) and part is not skip:
                    content.calls.setdefault(graph_calls.effect(source, part), []).append(part)
        return content

    def _runs_itself(self, definition: ast.ClassDef | ast.FunctionDef) -> bool:
        """Tell whether a function of the file runs a graph, so that it is called after that is built."""
        return any(
            isinstance(node, ast.Call)
            and (
                flow.is_call_of(self.source, node, "Session", "InteractiveSession")
                or (isinstance(node.func, ast.Attribute) and node.func.attr in {"eval", "run"})
            )
            for node in ast.walk(definition)
        )

    def _check_moved(self, statement: ast.stmt, content: Content) -> None:
        """Refuse what means something else in a function that is traced."""
        flow.refuse_in_function(self.source, statement)
        for effect, told in (
            ("foreign", "which hublint does not see into"),
            ("impure", "which has effects of its own"),
        ):
            call = content.first(effect)  # type: ignore[arg-type]
            if call is not None:
                message = f"line {call.lineno} computes with `{self.source.code(call.func)}`, {told}"
                raise Refused(message)
        unknown = content.first("unknown")
        if unknown is not None:
            self._refuse_unknown(unknown)
        for node in ast.walk(statement):
            if isinstance(node, ast.Compare) and any(
                isinstance(o, (ast.Eq, ast.NotEq, ast.In, ast.NotIn)) for o in node.ops
            ):
                if self._content(node).computes():
                    message = (
                        f"line {node.lineno} compares tensors with `==`, which TensorFlow 2 does element by element"
                    )
                    raise Refused(message)
            if isinstance(node, (ast.Dict, ast.Set, ast.SetComp, ast.DictComp)):
                keys = node.keys if isinstance(node, ast.Dict) else [node]
                if any(key is not None and self._content(key).computes() for key in keys):
                    message = f"line {node.lineno} takes tensors as keys, which TensorFlow 2 does not allow"
                    raise Refused(message)

    def _refuse_unknown(self, call: ast.Call) -> None:
        spelled = "".join(self.source.code(call.func).split())
        for name in self.source.resolve(call.func):
            known = flow.short(name) or ""
            for start, told in _NEXT_STEPS.items():
                if known.startswith(start):
                    message = f"line {call.lineno}: `{spelled}` {told}"
                    raise Refused(message)
        message = f"line {call.lineno} calls `{spelled}`, of which it is not known what it does in a function"
        raise Refused(message)

    def _pulled(self) -> set[int]:
        """Return the positions of values that the graph sets anew or changes, so that they belong into the function."""
        found: set[int] = set()
        for at, role in enumerate(self.roles):
            if role != "graph":
                continue
            statement = self.flat[at].statement
            changed = flow.mutates(self.source, statement)
            again = (flow.writes(statement) & flow.reads(statement)) - self._first_bound(statement)
            if isinstance(statement, ast.AugAssign) and isinstance(statement.target, ast.Name):
                again.add(statement.target.id)
            for name in changed | again:
                for before in range(at - 1, -1, -1):
                    earlier = self.flat[before].statement
                    if name in flow.writes(earlier) or name in flow.mutates(self.source, earlier):
                        if (
                            self.roles[before] == "kept"
                            and before not in self._running
                            and not isinstance(earlier, (ast.FunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom))
                        ):
                            found.add(before)
                        if name in flow.binds(earlier):
                            break
        return found

    def _first_bound(self, statement: ast.stmt) -> set[str]:
        """Return the names that a statement certainly binds before it reads them: those of its own loops."""
        return flow.entered(statement, "body")

    # Runs

    def _runs_in(self, statement: ast.stmt, env: dict[str, Made] | None = None) -> list[ast.Call]:
        """Return the calls in a statement that run something of the graph."""
        return [c for c in ast.walk(statement) if isinstance(c, ast.Call) and self._is_run(c, env)]

    def _is_run(self, call: ast.Call, env: dict[str, Made] | None) -> bool:
        function = call.func
        if not isinstance(function, ast.Attribute):
            return False
        if flow.is_call_of(self.source, call, "Session().run"):
            return True
        if function.attr not in {"eval", "run"}:
            return False
        owner = function.value
        if isinstance(owner, ast.Name):
            kinds = {"graph", "tensor", "variable", "action", "initializer"}
            return self._kind(owner, env) in kinds
        if flow.is_call_of(self.source, owner, *_INITIALIZERS):
            return True
        return function.attr == "eval" and self._content(owner, env=env).computes()

    def _read_definition(self, at: int) -> None:
        """Read a function of the file, which is called later, for what it runs."""
        statement = self.flat[at].statement
        about = {
            name.id
            for name in ast.walk(statement)
            if isinstance(name, ast.Name)
            and isinstance(name.ctx, ast.Load)
            and self._kind(name, self.env) in _OF_GRAPH - {"variable", "variables", "tensor"}
        }
        runs = self._runs_in(statement, self.env)
        mentions = {
            name.id
            for call in runs
            for name in ast.walk(call)
            if isinstance(name, ast.Name) and self._kind(name, self.env) in _OF_GRAPH
        }
        if about or mentions:
            self._running[at] = runs
        else:
            self._apart.add(statement)

    def _understand_runs(self, at: int) -> None:
        statement = self.flat[at].statement
        deferred = isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
        env = self.env if deferred else self.envs[at]
        for call in self._running[at]:
            if any(inner is not call and inner in self._running[at] for inner in ast.walk(call)):
                message = f"line {call.lineno} feeds what another run gives in the same call"
                raise Refused(message)
            fetches, feeds = self._asked(call)
            if self._initial(fetches, env):
                self._check_initial(call, feeds)
                self.initial.append(call)
                continue
            self.runs.append(self._run(call, at, fetches, feeds, env))

    def _asked(self, call: ast.Call) -> tuple[ast.expr, ast.expr | None]:
        """Return what a call runs, and what it feeds."""
        assert isinstance(call.func, ast.Attribute)  # noqa: S101 - _is_run has looked
        owner = call.func.value
        if flow.is_call_of(self.source, call, "Session().run"):
            fetches, feeds = argument(call, 0, "fetches"), argument(call, 1, "feed_dict")
            if not isinstance(owner, ast.Name) or owner.id not in self.sessions:
                message = f"line {call.lineno} runs a session that is not opened in this block"
                raise Refused(message)
            known = {"fetches", "feed_dict"}
        else:
            fetches, feeds = owner, argument(call, 0, "feed_dict")
            session = argument(call, 1, "session")
            if session is not None and not (isinstance(session, ast.Name) and session.id in self.sessions):
                message = f"line {call.lineno} runs a session that is not opened in this block"
                raise Refused(message)
            known = {"feed_dict", "session"}
        if fetches is None or unpacks(call) or len(call.args) > 2 or any(k.arg not in known for k in call.keywords):
            message = f"line {call.lineno} asks the session for more than values"
            raise Refused(message)
        if isinstance(feeds, ast.Constant) and feeds.value is None:
            feeds = None
        return fetches, feeds

    def _initial(self, node: ast.expr, env: dict[str, Made]) -> bool:
        outer, self.env = self.env, env
        try:
            return self._initializes(node)
        finally:
            self.env = outer

    def _check_initial(self, call: ast.Call, feeds: ast.expr | None) -> None:
        statement = self.source.statement(call)
        if not isinstance(statement, ast.Expr) or statement.value is not call or feeds is not None:
            message = f"line {call.lineno} does more than to give the variables their initial values"
            raise Refused(message)
        for outer in self.source.ancestors(statement):
            if outer is self.source.parents[self.suite[0]]:
                break
            if isinstance(outer, (ast.For, ast.While)):
                message = f"line {call.lineno} gives the variables their initial values again"
                raise Refused(message)
        if (self.initial or self.runs) and self.has_variables():
            local = flow.is_call_of(
                self.source, call.args[0] if call.args else call, "local_variables_initializer", "tables_initializer"
            )
            if not local:
                message = f"line {call.lineno} gives the variables their initial values again"
                raise Refused(message)

    def _run(self, call: ast.Call, at: int, fetches: ast.expr, feeds: ast.expr | None, env: dict[str, Made]) -> Run:
        form: Literal["one", "list", "tuple"] = "one"
        nodes = [fetches]
        if isinstance(fetches, (ast.List, ast.Tuple)):
            form = "list" if isinstance(fetches, ast.List) else "tuple"
            nodes = list(fetches.elts)
        elements = [self._element(node, at, env) for node in nodes]
        if not elements:
            message = f"line {call.lineno} runs nothing"
            raise Refused(message)
        fed = self._fed(call, feeds, env)
        return Run(call, at, form, elements, fed, self._wanted(call, form, elements))

    def _wanted(self, call: ast.Call, form: str, elements: list[Element]) -> list[int]:
        """Return the positions of the values of a run that its statement makes use of."""
        parent = self.source.parents[call]
        count = len(elements)
        acts = any(element.kind == "action" for element in elements)
        if isinstance(parent, ast.Expr) and acts:
            return []
        if form != "one" and isinstance(parent, ast.Subscript) and isinstance(parent.slice, ast.Constant):
            at = parent.slice.value
            if isinstance(at, int) and -count <= at < count:
                return [at % count]
        if isinstance(parent, ast.Assign) and len(parent.targets) == 1:
            target = parent.targets[0]
            if form != "one" and isinstance(target, (ast.Tuple, ast.List)) and len(target.elts) == count:
                return [n for n, one in enumerate(target.elts) if not self._is_unread(one, elements[n])]
            if form == "one" and acts and self._is_unread(target, elements[0]):
                return []
        return list(range(count))

    def _is_unread(self, target: ast.expr, element: Element) -> bool:
        """Tell whether a name is only there because something has to take the value."""
        return (
            isinstance(target, ast.Name)
            and (target.id == "_" or element.kind == "action")
            and all(load.id != target.id for _, load in self.source.index.loads)
        )

    def _element(self, node: ast.expr, at: int, env: dict[str, Made]) -> Element:
        code = self.source.code(node)
        if isinstance(node, ast.Name):
            kind = self._kind(node, env)
            made = env.get(node.id)
            if kind == "variable" and made is not None:
                return Element("variable", node, made.at, code)
            if kind == "action" and made is not None:
                return Element("action", node, made.at, code)
            if kind in {"graph", "tensor"} and made is not None:
                if not self._is_one(node, made.at):
                    message = f"line {node.lineno} runs `{code}`, which is not certainly one tensor"
                    raise Refused(message)
                return Element("graph" if kind == "graph" else "tensor", node, made.at, code)
            message = f"line {node.lineno} runs `{code}`, which is not a tensor of this program"
            raise Refused(message)
        content = self._content(node, env=env)
        if "\n" in code or not content.computes() or not graph_calls.gives_one_tensor(self.source, node):
            message = f"line {node.lineno} runs something that is not certainly one tensor"
            raise Refused(message)
        for effect in ("foreign", "impure", "unknown", "gradients", "trainable"):
            if effect in content.calls:
                message = f"line {node.lineno} runs something that is not certainly one tensor"
                raise Refused(message)
        for name in sorted(flow.reads(node)):
            if name not in env and not self._is_fixed(name, node, at):
                message = f"line {node.lineno} builds a part of the graph from `{name}` where it is run"
                raise Refused(message)
        return Element("graph" if content.varies() else "tensor", node, -1, code)

    def _is_fixed(self, name: str, node: ast.expr, at: int) -> bool:
        """Tell whether a plain name has the same value wherever the function is called that its reader moves to."""
        owner = self.source.scope(node).owner(name)
        if owner is None or all(b.kind in {"import", "function", "class"} for b in owner.bindings[name]):
            return True
        if owner is not self.home or len(owner.bindings[name]) != 1 or owner.bindings[name][0].until is not None:
            return False
        following = (self.flat[later].statement for later in range(at, len(self.flat)))
        return not any(flow.may_change(self.source, statement, name) for statement in following)

    def _is_one(self, node: ast.Name, at: int) -> bool:
        """Tell whether what a statement gives a name is one tensor."""
        statement = self.flat[at].statement
        if isinstance(statement, ast.AugAssign):
            return True
        value = flow.assigned(statement)
        if value is not None:
            return graph_calls.gives_one_tensor(self.source, value)
        return graph_calls.gives_one_tensor(self.source, node)

    def _fed(self, call: ast.Call, feeds: ast.expr | None, env: dict[str, Made]) -> dict[str, ast.expr]:
        if feeds is None:
            return {}
        if not isinstance(feeds, ast.Dict):
            message = f"what line {call.lineno} feeds is not a dict that is written out there"
            raise Refused(message)
        fed: dict[str, ast.expr] = {}
        for key, value in zip(feeds.keys, feeds.values, strict=True):
            if not isinstance(key, ast.Name) or self._kind(key, env) != "placeholder" or key.id in fed:
                message = f"line {value.lineno} feeds something that is not a placeholder of this program"
                raise Refused(message)
            content = self._content(value, env=env)
            if content.computes() or set(content.names) & _OF_GRAPH:
                message = f"line {value.lineno} feeds `{key.id}` a part of the graph"
                raise Refused(message)
            fed[key.id] = value
        return fed

    # Functions

    def _closure(self, positions: Iterable[int]) -> set[int]:
        found: set[int] = set()
        waiting = list(positions)
        while waiting:
            at = waiting.pop()
            if at not in found:
                found.add(at)
                waiting += self.needs[at]
        return found

    def _sliced(self, elements: Iterable[Element], env: dict[str, Made]) -> set[int]:
        start: set[int] = set()
        for element in elements:
            if element.kind in {"graph", "action"} and element.at >= 0:
                start.add(element.at)
            elif element.kind == "graph":
                names = self._content(element.node, env=env).names.get("graph", set())
                start |= {env[name].at for name in names}
        return self._closure(start)

    def _functions(self) -> list[Function]:
        """Make the functions: one for each set of things that is run, and helpers for what they share."""
        functions: list[Function] = []
        self.calls: dict[ast.Call, Function] = {}
        for run in self.runs:
            if not any(element.kind in {"graph", "action"} for element in run.elements):
                continue
            elements = list(run.elements)
            if any(element.kind == "action" for element in elements):
                elements = list({(e.kind, e.at, e.code): e for e in elements}.values())
            env = self.envs[run.at] if run.at not in self._later else self.env
            made = Function(elements)
            made.slice = self._sliced(elements, env)
            made.emit = max(made.slice, default=run.at)
            made.before = not made.slice
            if any(e.at < 0 for e in elements):
                made.emit, made.before = run.at, True
            inputs = self._inputs(made)
            unfed = [n for n in inputs if n not in run.feeds and self.placeholders[n].default is None]
            if unfed:
                message = f"line {run.call.lineno} does not feed `{unfed[0]}`"
                raise Refused(message)
            for name, value in run.feeds.items():
                if name not in inputs and not flow.repeatable(self.source, value):
                    message = f"line {value.lineno} feeds `{name}`, which is not needed there"
                    raise Refused(message)
            self.calls[run.call] = self._merged(functions, made)
        for function in functions:
            self._check_order(function)
        return self._with_helpers(functions)

    def _merged(self, functions: list[Function], made: Function) -> Function:
        """Return the function that a run calls: one that there is already, where it does the same, or more of it."""

        def keys(function: Function) -> list[tuple[str, int, str]]:
            return [(e.kind, e.at, e.code) for e in function.elements]

        for other in functions:
            if keys(other) == keys(made) or (made.actions() and set(keys(other)) == set(keys(made))):
                return other
        for other in functions:
            shared = {e.at for e in other.actions()} & {e.at for e in made.actions()}
            if not shared:
                continue
            same = {e.at for e in other.actions()} == {e.at for e in made.actions()}
            if not same or self._inputs(other) != self._inputs(made):
                message = f"line {made.actions()[0].node.lineno} runs `{made.actions()[0].code}` together with other things than elsewhere"
                raise Refused(message)
            known = keys(other)
            other.elements += [e for e in made.elements if (e.kind, e.at, e.code) not in known]
            other.slice |= made.slice
            other.emit = max(other.emit, made.emit)
            other.before |= made.before
            return other
        functions.append(made)
        return made

    def _inputs(self, function: Function) -> list[str]:
        """Return the placeholders that a function needs, in the order in which they are made."""
        names = {name for at in function.slice for name in self.fed[at]}
        for element in function.elements:
            if element.at < 0:
                names |= {n.id for n in ast.walk(element.node) if isinstance(n, ast.Name) and n.id in self.placeholders}
        return sorted(names, key=lambda name: self.placeholders[name].at)

    def _check_order(self, function: Function) -> None:
        """Refuse a run of which TensorFlow 1 does not say whether it reads a variable before or after it is changed."""
        for action in function.actions():
            changed = self.changed(action.at)
            own = self._closure([action.at])
            for at in function.slice - own:
                clash = sorted(self.touched[at] & changed) if self.roles[at] != "group" else []
                if clash:
                    message = (
                        f"line {action.node.lineno} reads and changes `{clash[0]}` in one run, in an order that "
                        "TensorFlow 1 leaves open"
                    )
                    raise Refused(message)
            for element in function.elements:
                direct = element.kind == "variable" or element.at < 0
                names = {n.id for n in ast.walk(element.node) if isinstance(n, ast.Name)} if direct else set()
                if names & changed:
                    message = (
                        f"line {element.node.lineno} reads and changes `{min(names & changed)}` in one run, in an "
                        "order that TensorFlow 1 leaves open"
                    )
                    raise Refused(message)
            parts = [at for at in own if self.roles[at] in {"assign", "train", "apply"} and at != action.at]
            for part in parts:
                others = own - self._closure([part]) - {at for at in own if self.roles[at] == "group"}
                if any(self.touched[at] & self.changed(part) for at in others):
                    message = f"line {action.node.lineno} changes variables in an order that TensorFlow 1 leaves open"
                    raise Refused(message)
        steps = [at for at in function.slice if self.roles[at] in {"train", "gradients"}]
        applied = [at for at in function.slice if self.roles[at] in {"train", "apply"}]
        if len(steps) > 1 or len(applied) > 1:
            message = f"line {self.flat[max(steps + applied)].statement.lineno} trains twice in one run"
            raise Refused(message)

    def changed(self, at: int) -> set[str]:
        """Return the names of the variables that an action changes."""
        role = self.roles[at]
        if role == "assign":
            target = self._assigned_now(at)
            return {target}
        if role == "group":
            return set().union(*(self.changed(part) for part in self.needs[at]))
        if role in {"train", "apply"}:
            train = self.trains[at]
            found = set(self.trained(at)) if role == "train" else self.trainable(at)
            return found | ({train.step.id} if isinstance(train.step, ast.Name) else set())
        return set()

    def _assigned_now(self, at: int) -> str:
        outer, self.env = self.env, self.envs[at]
        try:
            target = self._assigned_variable(self.assigns[at])
        finally:
            self.env = outer
        assert target is not None  # noqa: S101 - it was one when the statement was read
        return target.id

    def trained(self, at: int) -> list[str]:
        """Return the names of the variables that a step trains, in the order in which they are made."""
        train = self.trains[at]
        env = self.envs[at]
        if train.variables is None:
            read = set().union(*(self.touched[p] for p in self._closure([at])))
            found = read & self.trainable(at)
        elif isinstance(train.variables, ast.Name):
            found = set(self.touched[env[train.variables.id].at])
        elif isinstance(train.variables, (ast.List, ast.Tuple)):
            found = {e.id for e in train.variables.elts if isinstance(e, ast.Name)}
        else:
            found = self.trainable(at)
        return sorted(found, key=lambda name: env[name].at)

    def _with_helpers(self, functions: list[Function]) -> list[Function]:
        """Take the statements that several functions need out into helpers, and give every function its parts."""
        acting = ("assign", "train", "apply", "group", "gradients")
        self._nest(functions)
        users: dict[int, frozenset[int]] = {}
        for at in set().union(*(function.own for function in functions)) if functions else ():
            users[at] = frozenset(n for n, function in enumerate(functions) if at in function.own)
            if self.roles[at] in acting and len(users[at]) > 1:
                message = f"line {self.flat[at].statement.lineno} is a part of several runs that do different things"
                raise Refused(message)
        groups: dict[frozenset[int], list[int]] = {}
        for at in sorted(users):
            groups.setdefault(users[at], []).append(at)
        ordered = sorted(groups, key=lambda users: (-len(users), min(groups[users])))
        helpers: list[Function] = []
        for key in ordered:
            if len(key) == 1:
                functions[min(key)].positions = groups[key]
                continue
            helper = self._helper(functions, key, groups[key])
            helpers += [helper] if helper not in functions else []
            for n in sorted(key):
                if functions[n] is not helper:
                    functions[n].helpers.append(helper)
        for function in functions:
            function.parameters = self._inputs(function)
            if not function.returns:
                function.returns = [e.code for e in function.elements if self._gives(function, e)]
        return [*helpers, *sorted(functions, key=lambda function: len(function.slice))]

    def _nest(self, functions: list[Function]) -> None:
        """Let functions call those that run a part of what they compute, if they need nothing else from within it."""
        for function in sorted(functions, key=lambda f: len(f.slice)):
            function.own = set(function.slice)
            wide = [f for f in functions if f is not function and f.slice and f.slice < function.slice]
            if any(
                self._content(self.flat[at].statement, env=self.envs[at]).first("gradients") for at in function.slice
            ):
                continue
            for inner in sorted(wide, key=lambda f: -len(f.slice)):
                if (
                    inner.actions()
                    or not inner.slice <= function.own
                    or any(e.at < 0 or e.kind != "graph" for e in inner.elements)
                ):
                    continue
                given = {e.at for e in inner.elements}
                rest = function.slice - inner.slice
                needed = {n for at in rest for n in self.needs[at]} | {e.at for e in function.elements}
                named = {
                    self.envs_of(e)[name].at
                    for e in function.elements
                    if e.at < 0
                    for name in self._content(e.node, env=self.envs_of(e)).names.get("graph", ())
                }
                if (needed | named) & inner.slice <= given:
                    function.own -= inner.slice
                    function.helpers.append(inner)

    def envs_of(self, element: Element) -> dict[str, Made]:
        """Return what names stand for where something is asked for."""
        run = next(run for run in self.runs if any(e is element or e.node is element.node for e in run.elements))
        return self.env if run.at in self._later else self.envs[run.at]

    def _gives(self, function: Function, element: Element) -> bool:
        """Tell whether a function has to return something: some run makes use of it, and it is a value."""
        if element.kind == "action" and self.roles[element.at] != "assign":
            return False
        return any(
            self.calls.get(run.call) is function and run.elements[n].code == element.code
            for run in self.runs
            for n in run.wanted
        )

    def _helper(self, functions: list[Function], users: frozenset[int], positions: list[int]) -> Function:
        own = set(positions)
        names = {name for at in positions for name in self._defines(at)}
        for n in users:
            assert own <= functions[n].own  # noqa: S101 - that is what makes one a user
        needed: list[str] = []
        for at in positions:
            for name in self._defines(at):
                used = any(at in self.needs[other] for n in users for other in functions[n].slice - own) or any(
                    e.at == at or (e.at < 0 and name in flow.reads(e.node))
                    for n in users
                    for e in functions[n].elements
                )
                if used and name not in needed:
                    needed.append(name)
        for other in functions:
            for at in other.slice - own:
                if set(self._defines(at)) & names and other in [functions[n] for n in users]:
                    message = f"line {self.flat[at].statement.lineno} gives a name another tensor between two runs"
                    raise Refused(message)
        inputs = sorted(
            {name for at in positions for name in self.fed[at]}, key=lambda name: self.placeholders[name].at
        )
        tensors = sorted(
            {
                name
                for at in positions
                for name in self._content(self.flat[at].statement, env=self.envs[at]).names.get("graph", ())
                if self.envs[at][name].at not in own
            }
        )
        for n in sorted(users):
            function = functions[n]
            asked = [e.code for e in function.elements if self._gives(function, e)]
            if (
                not tensors
                and function.own == own
                and function.slice == own
                and all(e.kind == "graph" and e.at >= 0 for e in function.elements)
            ):
                if set(needed) <= set(asked):
                    function.positions = positions
                    function.returns = asked
                    return function
        helper = Function([])
        helper.positions = positions
        helper.slice = own
        helper.returns = needed
        helper.parameters = [*tensors, *inputs]
        helper.emit = max(positions)
        return helper

    def _defines(self, at: int) -> list[str]:
        """Return the names that a statement which moves gives a tensor."""
        if at + 1 < len(self.envs):
            after = self.envs[at + 1]
        else:
            after = self.env
        return sorted(name for name, made in after.items() if made.at == at and made.kind in {"graph", "action"})

    def _check_functions(self) -> None:
        """Refuse functions in which a name would stand for something else than where the code is now."""
        for function in self.functions:
            positions = sorted(function.positions)
            statements = [self.flat[at].statement for at in positions if self.roles[at] == "graph"]
            local = set().union(*(flow.writes(s) for s in statements)) if statements else set()
            given = [name for helper in function.helpers for name in helper.returns]
            own = {name for at in positions for name in self._defines(at)}
            again = sorted({name for name in given if name in own or given.count(name) > 1})
            if again:
                message = f"`{again[0]}` stands for two tensors that line {self.flat[max(function.slice)].statement.lineno} needs"
                raise Refused(message)
            bound = {*function.parameters, *(name for h in function.helpers for name in h.returns)}
            clash = flow.read_too_early(self.source, statements, local, set(bound), self.home)
            if clash is not None:
                message = f"line {clash.lineno} reads `{clash.id}`, which gets another meaning in the function"
                raise Refused(message)
            for at in positions:
                self._check_captures(at, local)

    def _check_captures(self, at: int, local: set[str]) -> None:
        """Refuse if a value from outside may change before the function that reads it is called."""
        env = self.envs[at]
        statement = self.flat[at].statement
        for name in sorted(flow.reads(statement) - local):
            made = env.get(name)
            if made is not None and made.kind in {"graph", "placeholder", "action"}:
                continue
            if self.home.owner(name) is not self.home:
                continue
            for later in range(at + 1, len(self.flat)):
                following = self.flat[later].statement
                if self.roles[later] not in {"kept", "switch"}:
                    changes = name in flow.writes(following)
                elif made is not None:
                    changes = name in flow.writes(following)
                else:
                    changes = flow.may_change(self.source, following, name)
                if changes:
                    message = f"line {following.lineno} may change `{name}` after the graph was built with it"
                    raise Refused(message)
            if name in self.shared:
                message = f"`{name}` is global or nonlocal here, so others may change it"
                raise Refused(message)

    # What stays

    def _check_home(self) -> None:
        if self.home.kind == "class":
            message = f"line {self.suite[0].lineno} stands in the body of a class, whose names a function does not see"
            raise Refused(message)
        names = {name for env in (*self.envs, self.env) for name, made in env.items() if made.kind != "config"}
        shared = sorted(names & self.shared)
        if shared:
            message = f"`{shared[0]}` is global or nonlocal here, so others may use it"
            raise Refused(message)

    def _check_kept(self) -> None:
        """Refuse statements that stay and use what goes."""
        for at, role in enumerate(self.roles):
            statement = self.flat[at].statement
            if role != "kept" or statement in self._apart:
                continue
            deferred = at in self._later
            env = self.env if deferred else self.envs[at]
            runs = {n for call in self._running.get(at, ()) for n in ast.walk(call)}
            opened = {n for block in self.blocks_in(statement) for i in block.items for n in ast.walk(i)}
            opened |= {n for s in self.idle_in(statement) for n in ast.walk(s)}
            made = flow.assigned(statement)
            fine: set[str] = set()
            if made is not None and self._running.get(at) is None:
                after = self.envs[at + 1] if at + 1 < len(self.envs) else self.env
                fine = {
                    n for n, m in after.items() if m.at == at and m.kind in {"optimizer", "rate", "variables", "tensor"}
                }
            tensor = any(
                m.at == at and m.kind == "tensor"
                for m in (self.envs[at + 1] if at + 1 < len(self.envs) else self.env).values()
            )
            entered = flow.entered(statement, "body")
            for node in ast.walk(statement):
                if node in runs or node in opened:
                    continue
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                    kind = self._kind(node, env)
                    if kind not in _OF_GRAPH or node.id in entered or fine or tensor:
                        continue
                    if deferred and kind in {"variable", "variables", "tensor"}:
                        continue
                    message = f"line {node.lineno} uses `{node.id}` for more than running it"
                    if kind == "saver":
                        message = (
                            f"line {node.lineno} saves or restores variables by their names in the graph; "
                            "save them with tf.train.Checkpoint"
                        )
                    raise Refused(message)
                if isinstance(node, ast.Call) and at in self._running and not deferred:
                    effect = graph_calls.effect(self.source, node)
                    if effect == "unknown":
                        self._refuse_unknown(node)
                    if effect in {"steady", "chance", "gradients", "trainable"}:
                        message = f"line {node.lineno} builds a part of the graph where it is run"
                        raise Refused(message)

    def is_optimizer(self, at: int) -> bool:
        """Tell whether a statement makes an optimizer and names it."""
        after = self.envs[at + 1] if at + 1 < len(self.envs) else self.env
        return any(made.at == at and made.kind == "optimizer" for made in after.values())

    def blocks_in(self, statement: ast.stmt) -> list[ast.With]:
        """Return the graph and session blocks in a statement that stays, which are opened."""
        return [n for n in ast.walk(statement) if isinstance(n, ast.With) and flow.is_graph_block(self.source, n)]

    def idle_in(self, statement: ast.stmt) -> list[ast.stmt]:
        """Return the statements in one that stays which only open or close a session, or give initial values."""
        found: list[ast.stmt] = []
        for node in ast.walk(statement):
            if isinstance(node, ast.Assign) and flow.graph_or_session(self.source, node.value):
                found.append(node)
            elif isinstance(node, ast.Expr) and (
                node.value in self.initial or flow.is_call_of(self.source, node.value, "Session().close")
            ):
                found.append(node)
        return found

    def _drop_idle(self) -> None:
        """Drop what nothing needs any more: the runs of initializers, the options of sessions."""
        initial = {self.source.statement(call) for call in self.initial}
        for at, item in enumerate(self.flat):
            if item.statement in initial:
                self.roles[at] = "dropped"
                del self._running[at]
        for at, item in enumerate(self.flat):
            made = self.envs[at + 1] if at + 1 < len(self.envs) else self.env
            name = next((n for n, m in made.items() if m.at == at and m.kind == "config"), None)
            if name is None or not self._only_configures(name):
                continue
            for other, one in enumerate(self.flat):
                if (
                    name in {n.id for n in ast.walk(one.statement) if isinstance(n, ast.Name)}
                    and self.roles[other] == "kept"
                    and other not in self._running
                ):
                    self.roles[other] = "dropped"
        used = set().union(*(function.slice for function in self.functions)) if self.functions else set()
        for at, role in enumerate(self.roles):
            if role in {"graph", "train", "assign", "apply", "group", "gradients"} and at not in used:
                self.roles[at] = "dropped"

    def _only_configures(self, name: str) -> bool:
        """Tell whether a session's configuration is for nothing but sessions that go."""
        for _, load in self.source.index.loads:
            if load.id != name:
                continue
            if any(load in ast.walk(call) for call in self.openings):
                continue
            statement = self.source.statement(load)
            at = next((n for n, item in enumerate(self.flat) if item.statement is statement), None)
            if at is None or self._configures_in(statement, self.envs[at]) is None:
                return False
        return True

    def _configures_in(self, statement: ast.stmt, env: dict[str, Made]) -> str | None:
        outer, self.env = self.env, env
        try:
            made = flow.assigned(statement)
            if made is not None and flow.is_call_of(self.source, made, "ConfigProto", "GPUOptions"):
                return "kept"
            return self._configures(statement)
        finally:
            self.env = outer

    def _check_outside(self) -> None:
        """Refuse if code round the program reads what it no longer defines."""
        gone = {
            name
            for env in (*self.envs, self.env)
            for name, made in env.items()
            if made.kind in _OF_GRAPH - {"variables", "optimizer", "rate"}
        }
        for use in flow.outside_uses(self.source, self.suite[self.first : self.last + 1], gone):
            if any(parent in self._apart for parent in self.source.ancestors(use)):
                continue
            message = f"line {use.lineno} uses `{use.id}`, which the rewritten block no longer has"
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


def name_block(source: Source, statement: ast.AST) -> str | None:
    """Return what a `with` that only gives names puts before those of variables, None for other statements."""
    if not isinstance(statement, ast.With) or len(statement.items) != 1:
        return None
    call = statement.items[0].context_expr
    entered = statement.items[0].optional_vars
    if not isinstance(call, ast.Call) or (
        entered is not None
        and not (isinstance(entered, ast.Name) and all(n.id != entered.id for _, n in source.index.loads))
    ):
        return None
    if len(call.args) != 1 or call.keywords:
        return None
    name = call.args[0]
    if not isinstance(name, ast.Constant) or not isinstance(name.value, str):
        return None
    if flow.is_call_of(source, call, "variable_scope"):
        return f"{name.value}/"
    return "" if flow.is_call_of(source, call, "name_scope") else None


def _word_of_literal(node: ast.expr) -> str:
    """Return the dtype that TensorFlow gives a literal, empty for what is no literal."""
    if isinstance(node, ast.UnaryOp):
        node = node.operand
    if not isinstance(node, ast.Constant):
        return ""
    return {bool: "bool", int: "int32", float: "float32", str: "string"}.get(type(node.value), "")


def literal(value: ast.expr) -> bool:
    """Tell whether a value is written out."""
    return (
        isinstance(value, ast.Constant)
        or (isinstance(value, (ast.List, ast.Tuple)) and all(map(literal, value.elts)))
        or (isinstance(value, ast.UnaryOp) and literal(value.operand))
    )


def constants(value: ast.expr) -> Iterator[object]:
    """Yield the constants in a value that is written out."""
    return (node.value for node in ast.walk(value) if isinstance(node, ast.Constant))


def takes_constant(placeholder: Placeholder, value: ast.expr) -> bool:
    """Tell whether `tf.constant` takes a value for a placeholder's dtype; `tf.cast` takes the others as NumPy does.

    Measured on TensorFlow 2.15 and 2.21: a constant of a float takes every number, one of an integer only integers.
    """
    if placeholder.word in _FLOATS or placeholder.word == "string":
        return True
    kind = bool if placeholder.word == "bool" else int
    return literal(value) and all(type(constant) is kind for constant in constants(value))
