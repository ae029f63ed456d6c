"""The statements of a TensorFlow 1 program, in order: what each of them makes, and what goes into it."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from hublint.source.use import argument, unpacks
from hublint_rules.rewrites import (
    export_call,
    flow,
    graph_calls,
    optimizers,
    scope_names,
    session_effects,
    session_groups,
    session_holders,
    session_initial,
    session_layers,
    session_lists,
    session_recurrent,
    session_savers,
    session_updates,
    variable_names,
)
from hublint_rules.rewrites.flow import Refused
from hublint_rules.rewrites.session_modules import Modules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hublint.rule import Source
    from hublint_rules.rewrites.export_call import Export
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

# Optimizers whose `apply_gradients` does in a tf.function what it does in a graph: measured on 1.15, 2.15 and 2.21.
_OPTIMIZER = re.compile(
    r"train\.(Adadelta|Adagrad|Adam|Ftrl|GradientDescent|Momentum|RMSProp)Optimizer\(\)(?:\.(\w+))?"
)
_RATES = ("exponential_decay", "inverse_time_decay", "natural_exp_decay", "piecewise_constant", "polynomial_decay")

# What takes TensorFlow 2 behaviour out of a program, which goes with the last code that needs a graph.
SWITCHES = ("disable_v2_behavior", "disable_eager_execution")

_RESETS = ("reset_default_graph", "python.framework.ops.reset_default_graph")

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

FLOATS = ("float16", "float32", "float64", "half", "double", "bfloat16")
_INTEGERS = ("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64")

# The word for the dtype of a placeholder that an array gives it: `tf.placeholder(data.dtype, ...)`.
OF_AN_ARRAY = "that of an array"

# What a name that a kept statement reads may not stand for: it is gone, or it is an eager value where a graph's was.
OF_GRAPH = frozenset(
    {"placeholder", "graph", "tensor", "variable", "variables", "optimizer", "rate", "action", "initializer"}
    | {"session", "saver", "summary", "export", "feeds", "iterator", "start", "cell"}
)

# What a statement that computes may not make use of.
_NO_TENSORS: tuple[Kind, ...] = (
    *("action", "export", "feeds", "initializer", "iterator", "optimizer", "rate", "saver", "session", "start"),
    *("summary", "cell"),
)

# What describes the signatures of an export, and may be left over from another one.
_DESCRIPTIONS = (
    "build_tensor_info",
    "build_signature_def",
    "classification_signature_def",
    "predict_signature_def",
    "regression_signature_def",
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


class Statements:
    """The statements of one suite, each with its role.

    Attributes:
        source, suite, flat: the file, the statements, and the same with graph, session and name blocks opened.
        home: the scope that they stand in.
        roles: what becomes of each statement, by its position in `flat`.
        envs: what names stand for in front of each statement; `env` behind the last.
        needs, fed, touched: the statements, placeholders and variables that go into each statement.
        exports: what is exported, by the position of the statement that writes the SavedModel.
        savers: what saves variables, by the position of the statement that makes it.
        machinery: the positions of the statements that only the exports need.
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
        """Read the statements.

        Raises:
            Refused: with the reason, if one of them is not what this rewrite knows to keep.
        """
        self.source = source
        self.suite = suite
        self.home = source.scope(suite[0])
        self.flat, self.prefixes = _flatten(source, suite)
        self.sessions, self.openings = self._sessions()
        declared: list[ast.Global | ast.Nonlocal] = [
            *source.below(self.home.node, ast.Global),
            *source.below(self.home.node, ast.Nonlocal),
        ]
        self.shared: set[str] = {name for node in declared for name in node.names}
        self.placeholders: dict[str, Placeholder] = {}
        self.exports: dict[int, Export] = {}
        self.machinery: set[int] = set()
        self._read_exports()
        self._forced: set[int] = set()
        self.modules = Modules(source, self.flat, self.prefixes)
        while True:
            self._read()
            more = self._pulled() - self._forced
            if not more:
                break
            self._forced |= more
        told = self._read_modules()
        session_layers.check_switches(source, self.home, self.switches, self.layers, told)

    # Sessions

    def _sessions(self) -> tuple[set[str], list[ast.Call]]:
        """Return the names of the sessions and graphs that are opened here, and the calls that open sessions."""
        source = self.source
        names: set[str] = set()
        opened: list[ast.Call] = []
        parts = (n for statement in self.suite for n in source.below(statement, ast.withitem, ast.Assign, ast.Call))
        for node in parts:
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

    # Exports

    def _read_exports(self) -> None:
        """Read what is exported, and which statements only say so."""
        for end, item in enumerate(self.flat):
            if export_call.is_export(self.source, item.statement):
                values = export_call.Values(self.source, self.flat)
                export = self.exports[end] = export_call.read(values, end)
                export_call.refuse_load_time(values, export, end)
                export_call.refuse_input_names(self.source, export)
                self.machinery |= values.machinery

    def _describes(self, statement: ast.stmt) -> bool:
        """Tell whether a statement only describes a signature."""
        value = flow.assigned(statement)
        names = (f"saved_model.{name}" for name in _DESCRIPTIONS)
        return value is not None and flow.is_call_of(self.source, value, *names)

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
        for at, item in enumerate(self.flat):
            self.envs.append(dict(self.env))
            self.needs.append(set())
            self.fed.append(set())
            self.touched.append(set())
            self._hold_modules(at)
            self.roles.append(self._role(at, item.statement))
            self._check_block(at, item.statement)
        for at in self.later:
            self._read_definition(at)

    def _check_block(self, at: int, statement: ast.stmt) -> None:
        """Refuse what stands behind control dependencies, and does not train."""
        trains = self.roles[at] in {"train", "apply", "gradients"} or any(
            made.at == at and made.kind in {"optimizer", "rate"} for made in self.env.values()
        )
        if not trains and session_updates.asked_round(self.source, statement) is not None:
            message = f"line {statement.lineno} does more than to train behind the control dependencies of UPDATE_OPS"
            raise Refused(message)

    # Modules

    def _check_shared(self) -> None:
        """Refuse variables that statements of the program share by their names, in scopes that are used again."""
        seen = {name.text for instance in self.modules.instances for name in self.modules.found_names(instance)}
        for at, role in enumerate(self.roles):
            statement = self.flat[at].statement
            call = flow.assigned(statement)
            if role != "variable" or not flow.is_call_of(self.source, call, "get_variable"):  # type: ignore[arg-type]
                continue
            assert isinstance(call, ast.Call)  # noqa: S101 - is_call_of has looked
            name = scope_names.text_of(argument(call, 0, "name"), {})
            whole = self.prefixes[statement] + (name or "")
            if name is not None and whole in seen:
                message = f"line {call.lineno} finds the variable `{whole}` by its name, which other code makes, too"
                raise Refused(message)
            seen.add(whole)

    def _hold_modules(self, at: int) -> None:
        """Let the names of the objects that a statement is the first to call stand for their variables."""
        for call, position in self.modules.at.items():
            instance = self.modules.held[call]
            if position == at and instance.sites[0].call is call:
                self.env[instance.name] = Made("variable", at)
                made = session_holders.of_layer if instance.maker.of_keras else session_holders.of_module
                self.holders[instance.name] = made(at)

    def _read_modules(self) -> list[ast.expr]:
        """Check the functions that make variables, and tell them which of their parameters are tensors.

        Returns what the functions are given that only tell layers whether they are in training.
        """
        self._check_shared()
        for maker in self.modules.makers:
            for call in (call for calls in maker.variables.values() for call in calls):
                self._check_variable(call)
                self._trains(call)
            for layer in maker.layers.values():
                for value in layer.settings().values():
                    self._check_setting(value)
        fed: dict[ast.Call, set[str]] = {}
        for call, at in self.modules.at.items():
            if self.roles[at] != "graph":
                message = f"line {call.lineno} makes variables in a statement that does more than to compute"
                raise Refused(message)
            given = self.modules.sites[call].given
            self.env, env = self.envs[at], self.env
            fed[call] = {name for name, value in given.items() if value is not None and self._content(value).computes()}
            self.env = env
        self.modules.settle(fed)
        told: list[ast.expr] = []
        for call, at in self.modules.at.items():
            site = self.modules.sites[call]
            for name in site.maker.switched & fed[call]:
                switch = site.given[name]
                made = self.envs[at].get(switch.id) if isinstance(switch, ast.Name) else None
                if not isinstance(switch, ast.Name) or made is None or made.kind != "placeholder":
                    message = f"whether the layers of line {call.lineno} are in training is computed in the graph"
                    raise Refused(message)
                self.switches.add(switch.id)
                told.append(switch)
        return told

    def _role(self, at: int, statement: ast.stmt) -> str:
        if at in self.exports:
            return "export"
        if at in self.machinery or self._describes(statement):
            self.env.update(dict.fromkeys(flow.writes(statement), Made("export", at)))
            return "dropped"
        if isinstance(statement, ast.FunctionDef) and self._closes_over_graph(statement):
            return self._computed(at, statement, {statement.name})
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            self.later.append(at)
            self._forget(statement)
            return "kept"
        if isinstance(statement, (ast.Import, ast.ImportFrom)):
            self._forget(statement)
            return "kept"
        runs = self._runs_in(statement)
        if runs:
            self.running[at] = runs
            self._forget(statement)
            return "kept"
        provided = self._provided(at, statement)
        if provided is not None:
            return provided
        run = next((c.run for c in self.cells.values() if self.source.parents[c.run] is statement), None)
        if run is not None:
            return self._runs_cell(at, statement, run)
        value = flow.assigned(statement)
        if value is None and isinstance(statement, ast.Expr):
            value = statement.value
        names = flow.writes(statement)
        name = next(iter(names)) if len(names) == 1 else None
        known = self._known(at, statement, value, name)
        if known is not None:
            return known
        return self._computed(at, statement, names)

    def _provided(self, at: int, statement: ast.stmt) -> str | None:
        """Give a statement its role if it belongs to a topic of its own, which what builds on this knows."""
        del self, at, statement
        return None

    def _closes_over_graph(self, definition: ast.FunctionDef) -> bool:
        """Tell whether a function computes with tensors that it is not given, and so belongs where they are."""
        content = self._content(definition)
        return bool({"placeholder", "graph"} & content.names.keys()) and not (
            self._runs_itself(definition)
            or self._runs_in(definition)
            or any(isinstance(node, (ast.Global, ast.Nonlocal)) for node in ast.walk(definition))
        )

    def _forget(self, statement: ast.stmt) -> None:
        for name in flow.writes(statement) - self.sessions:
            self.env.pop(name, None)

    def _known(self, at: int, statement: ast.stmt, value: ast.expr | None, name: str | None) -> str | None:
        """Give a statement its role if it makes one of the parts of a graph program that are no tensors."""
        source = self.source
        if value is None:
            depending = session_groups.depending(source, statement)
            return self._configures(statement) if depending is None else self._group(at, *depending)
        if flow.graph_or_session(source, value) and name is not None:
            return "dropped"
        if session_lists.is_list(source, value) and not isinstance(statement, ast.Expr):
            listed = self._chosen(at, value, statement.targets[0].id)  # type: ignore[attr-defined]
            if listed is not None:
                return listed
        if not isinstance(value, ast.Call):
            if self._feeds(value) and name is not None:
                return self._make(at, name, "feeds", "dropped")
            return self._lists_variables(at, value, name)
        if isinstance(statement, ast.Expr):
            if flow.is_call_of(source, value, "Session().close", "Graph().finalize", *_RESETS):
                return "dropped"
            if flow.is_call_of(source, value, "InteractiveSession") or scope_names.says_shared(source, value):
                return "dropped"
            return "switch" if flow.is_call_of(source, value, *SWITCHES) else None
        if flow.is_call_of(source, value, "ConfigProto", "GPUOptions"):
            return self._make(at, name, "config", "kept")
        if self._initializes(value):
            return self._make(at, name, "initializer", "dropped")
        if flow.is_call_of(source, value, "train.Saver") and name is not None:
            self.savers[at] = session_savers.read(self, at, value, name)
            return self._make(at, name, "saver", "saver")
        if flow.is_call_of(source, value, "placeholder", "placeholder_with_default"):
            return self._placeholder(at, value, name)
        if session_recurrent.is_cell(source, value):
            return self._makes_cell(at, value, name)
        if session_recurrent.zero_state_of(source, value) is not None:
            return self._make(at, name, "cell", "dropped")
        if self._is_variable(value):
            self._check_variable(value)
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

    def _feeds(self, value: ast.expr) -> bool:
        """Tell whether an expression is a dict of values for placeholders."""
        keys = value.keys if isinstance(value, ast.Dict) else []
        return bool(keys) and all(isinstance(key, ast.Name) and self._kind(key) == "placeholder" for key in keys)

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
            self._check_variable(call)
            if not self._trains(call) or (
                not flow.is_call_of(self.source, call, "Variable") and self.source.resolve(call.func)
            ):
                message = f"line {call.lineno} makes a variable among others that is not simply trained"
                raise Refused(message)
        self.holders[name] = (session_holders.of_dict if isinstance(value, ast.Dict) else session_holders.of_list)(at)
        self.touched[at] = {name}
        return self._make(at, name, "variables", "kept")

    def makes_tensors(self, node: ast.expr, env: dict[str, Made]) -> bool:
        """Tell whether an expression is computed in the graph, or from it."""
        content = self._content(node, env=env)
        return content.computes() or bool(set(content.names) & OF_GRAPH)

    def opens(self, statement: ast.AST) -> bool:
        """Tell whether a statement is a block whose statements take its place."""
        return flow.is_graph_block(self.source, statement) or name_block(self.source, statement) is not None

    def _chosen(self, at: int, value: ast.expr, name: str) -> str | None:
        """Give a statement its role that names variables which are chosen from those of the graph."""
        if session_lists.is_everything(self.source, value) and not session_lists.is_only_chosen_from(self, name):
            return None
        chosen = session_lists.chosen(self, value, at)
        if chosen is None:
            return None
        self.chosen[value] = chosen
        self.touched[at] = set(chosen)
        # Layers have no variables where they are made, so that the step lists those that it trains.
        late = any(self.is_late(one, at) for one in chosen)
        if late and not session_lists.is_only_trained(self, name):
            message = f"line {value.lineno} lists variables of layers for more than to train them"
            raise Refused(message)
        gone = late or session_lists.is_only_chosen_from(self, name)
        return self._make(at, name, "variables", "dropped" if gone else "kept")

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
            return (word, "") if word in (*FLOATS, *_INTEGERS, "bool", "string") else ("", "")
        if isinstance(node, ast.Attribute) and node.attr == "dtype" and isinstance(node.value, ast.Name):
            owner = self.source.scope(node).owner(node.value.id)
            if owner is not None and len(owner.bindings[node.value.id]) == 1 and self._kind(node.value) is None:
                return OF_AN_ARRAY, self.source.code(node)
        words = {name.rpartition(".")[2] for name in self.source.resolve(node)}
        word = words.pop() if len(words) == 1 else ""
        return (word, self.source.code(node)) if word in (*FLOATS, *_INTEGERS, "bool", "string") else ("", "")

    def _is_variable(self, call: ast.Call) -> bool:
        return variable_names.is_variable(self.source, call)

    def _check_variable(self, call: ast.Call) -> None:
        """Refuse a variable that eager code would make otherwise."""
        source = self.source
        if isinstance(call.func, ast.Name) and not source.resolve(call.func):
            self._check_maker(call)
            return
        if flow.is_call_of(source, call, *variable_names.STEPS):
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
            self._check_initializer(call)
        self._check_quiet(call, "variable", set())

    def _check_initializer(self, call: ast.Call) -> None:
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
        if len(made) != 1 or content.first("foreign") or {"gradients", "trainable", "layer"} & content.calls.keys():
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
        for unknown in (*content.calls.get("unknown", ()), *content.calls.get("layer", ())):
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
            self._read_updates(at)
            return self._train(at, call, name, optimizer)
        if optimizer is not None:
            message = f"line {call.lineno} asks the optimizer for `{optimizer}`"
            raise Refused(message)
        if self._assigned_variable(call) is not None:
            self._note(at, call)
            self.assigns[at] = call
            return self._make(at, name, "action", "assign")
        if flow.is_call_of(self.source, call, "group"):
            members = [*call.args, *(k.value for k in call.keywords if k.arg != "name")]
            return self._group(at, name, [one for given in members for one in self._grouped(given)])
        if session_updates.is_collection(self.source, call):
            self.updates[at] = session_updates.collected(self.layers)
            return self._make(at, name, "action", "group")
        return None

    def _group(self, at: int, name: str | None, members: list[ast.expr]) -> str:
        """Give a statement its role that makes an operation which runs others."""
        if not all(isinstance(one, ast.Name) and self._kind(one) == "action" for one in members):
            line = self.flat[at].statement.lineno
            message = f"line {line} groups something that is not an operation of this program"
            raise Refused(message)
        self.groups[at] = members
        self.needs[at] = {self.env[one.id].at for one in members if isinstance(one, ast.Name)}
        return self._make(at, name, "action", "group")

    def _grouped(self, node: ast.expr) -> list[ast.expr]:
        """Return the operations in an argument of a group, which may be a list of some."""
        if isinstance(node, (ast.List, ast.Tuple)):
            return [one for element in node.elts for one in self._grouped(element)]
        if isinstance(node, ast.Starred):
            return self._grouped(node.value)
        if session_updates.is_collection(self.source, node):
            return []
        return [node]

    def _read_updates(self, at: int) -> None:
        """Read what a block round a step makes it run first."""
        asked = session_updates.asked_round(self.source, self.flat[at].statement)
        if asked is not None:
            made = self.env.get(asked.id) if isinstance(asked, ast.Name) else None
            known = self.updates.get(made.at) if made is not None else None
            self.updates[at] = session_updates.collected(self.layers) if known is None else known

    def _optimizer(self, call: ast.Call) -> str | None:
        """Return the method of an optimizer that a call calls, an empty text for its making, None for other calls."""
        names = self.source.resolve(call)
        for name in names:
            match = _OPTIMIZER.fullmatch(flow.short(name) or "")
            if match is not None and match[2] is None:
                return ""
        for name in self.source.resolve(call.func):
            match = _OPTIMIZER.fullmatch(flow.short(name) or "")
            if match is not None and match[2] is not None:
                return match[2]
        return None

    def _check_rate(self, call: ast.Call) -> None:
        """Refuse an optimizer whose rate is computed; note one whose rate is fed, which each step can set."""
        content = self._content(call, skip=call)
        rate = argument(call, 0, "learning_rate")
        fed = rate.id if isinstance(rate, ast.Name) and self._kind(rate) == "placeholder" else None
        if (
            fed is not None
            and content.names.keys() == {"placeholder"}
            and content.names["placeholder"] == {fed}
            and self.placeholders[fed].word == "float32"
            and optimizers.native(self.source, call, fed=True) is not None
        ):
            self.rates[call] = fed
            return
        wrong = next((k for k in ("placeholder", "graph", "tensor") if k in content.names), None)
        if wrong is not None:
            message = (
                f"line {call.lineno} makes an optimizer with `{min(content.names[wrong])}`, which is fed or computed; "
                "make the rate a variable and assign it"
            )
            raise Refused(message)

    def fed_rate(self, at: int) -> str | None:
        """Return the placeholder that is the rate of the optimizer of a step, None where that is no placeholder."""
        owner: ast.expr | None = self.trains[at].optimizer
        if isinstance(owner, ast.Name):
            owner = flow.assigned(self.flat[self.envs[at][owner.id].at].statement)
        return self.rates.get(owner) if isinstance(owner, ast.Call) else None

    def _train(self, at: int, call: ast.Call, name: str | None, method: str) -> str:
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
        rate = self.fed_rate(at)
        if method != "compute_gradients" and rate is not None:
            self.fed[at].add(rate)
        if method == "compute_gradients":
            return self._make(at, name, "graph", "gradients")
        return self._make(at, name, "action", "train" if method == "minimize" else "apply")

    def _names_variables(self, node: ast.expr) -> bool:
        if isinstance(node, ast.Name):
            return self._kind(node) == "variables"
        if isinstance(node, (ast.List, ast.Tuple)):
            return all(isinstance(e, ast.Name) and self._kind(e) == "variable" for e in node.elts)
        chosen = session_lists.chosen(self, node, len(self.envs) - 1)
        if chosen is not None:
            self.chosen[node] = chosen
        return chosen is not None

    def _assigned_variable(self, call: ast.Call) -> ast.Name | None:
        """Return the variable that a call assigns to, None for other calls."""
        target: ast.expr | None = None
        harmless = False
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
        varies = (content.varies() and not self._begins_variables(statement, names, content)) or at in self._forced
        if isinstance(statement, ast.AugAssign) and isinstance(statement.target, ast.Name):
            varies |= self._kind_of(statement.target.id) in {"graph", "placeholder", "variable"}
        if any(self._kind_of(name) == "graph" for name in changed):
            varies = True
        for name in names - flow.binds(statement) - flow.entered(statement, "body"):
            # What a graph's name stands for depends on a condition then, and so it does in the function.
            kind = self._kind_of(name)
            if kind in {"graph", "placeholder"}:
                varies = True
                self.fed[at] |= {name} if kind == "placeholder" else set()
            elif kind is not None and kind != "tensor":
                message = f"line {statement.lineno} gives `{name}` another meaning on a condition"
                raise Refused(message)
        wrong = next((kind for kind in _NO_TENSORS if kind in content.names), None)
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
            if "layer" in content.calls:
                self._read_layers(at, statement)
            self._note(at, statement)
            for name in names | {n for n in changed if self._kind_of(n) == "graph"}:
                before = self.env.get(name)
                anew = name in flow.binds(statement) - changed
                if before is not None and before.kind == "graph" and not anew:
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

    def _begins_variables(self, statement: ast.stmt, names: set[str], content: Content) -> bool:
        """Tell whether a statement draws numbers that variables begin with, and that nothing else needs."""
        fed = {"placeholder", "graph", "variable", "variables"} & content.names.keys()
        if fed or {"gradients", "trainable"} & content.calls.keys():
            return False
        return session_initial.only(self.source, statement, names, self._is_variable)

    def _kind_of(self, name: str) -> Kind | None:
        made = self.env.get(name)
        return made.kind if made is not None else None

    def _makes_cell(self, at: int, call: ast.Call, name: str | None) -> str:
        """Read a recurrent cell, in whose place its layer is made."""
        role = self._make(at, name, "cell", "kept")
        assert name is not None  # noqa: S101 - `_make` has looked
        self.cells[at] = session_recurrent.read(self.source, name, call)
        for value in self.cells[at].settings.values():
            if isinstance(value, ast.expr):
                self._check_setting(value)
        return role

    def _runs_cell(self, at: int, statement: ast.stmt, run: ast.Call) -> str:
        """Give its role to a statement that runs a cell, which holds its variables from here on."""
        cell = self.sequences[at] = next(cell for cell in self.cells.values() if cell.run is run)
        content = self._content(cell.inputs)
        self._check_moved(ast.copy_location(ast.Expr(cell.inputs), cell.inputs), content)
        self._note(at, cell.inputs)
        self.touched[at].add(cell.name)
        self.holders[cell.name] = session_holders.of_layer(at)
        self.env[cell.name] = Made("variables", at)
        self.env.update(dict.fromkeys(flow.writes(statement), Made("graph", at)))
        return "graph"

    def _read_layers(self, at: int, statement: ast.stmt) -> None:
        """Read the layers that a statement calls; those with variables hold them from here on."""
        earlier = [layer for layers in self.layers.values() for layer in layers]
        self.layers[at] = session_layers.read(self.source, statement, self.prefixes[statement], earlier, self.taken)
        for layer in self.layers[at]:
            for value in layer.settings().values():
                self._check_setting(value)
            self._read_training(layer)
            if layer.known.variables:
                self.touched[at].add(layer.name)
                if layer.makes:
                    self.holders[layer.name] = session_holders.of_layer(at)
                    self.env[layer.name] = Made("variables", at)

    def _check_setting(self, value: ast.expr) -> None:
        """Refuse what a layer cannot be made with once for all."""
        content = self._content(value)
        unknown = content.first("unknown")
        if unknown is not None:
            self._refuse_unknown(unknown)
        if content.varies():
            names = sorted(name for found in content.names.values() for name in found)
            told = f"`{names[0]}`, which" if names else "something that"
            message = f"line {value.lineno} makes a layer with {told} is fed or computed; use an operation of tf.nn"
            raise Refused(message)

    def _read_training(self, layer: Layer) -> None:
        """Read whether a layer is in training; a placeholder may tell."""
        training = layer.given("training")
        if training is None:
            return
        fed = isinstance(training, ast.Name) and self._kind(training) == "placeholder"
        if fed and self.placeholders[training.id].word == "bool":  # type: ignore[attr-defined]
            self.switches.add(training.id)  # type: ignore[attr-defined]
        elif self._content(training).computes():
            message = f"whether the layer at line {training.lineno} is in training is computed in the graph"
            raise Refused(message)

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
        self._check_attributes(statement)
        session_effects.refuse_outside(self.source, self._reached(statement), self.home)
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

    def _check_attributes(self, statement: ast.stmt) -> None:
        """Refuse what tensors and shapes of a graph have, and those of TensorFlow 2 have not, or otherwise."""
        for node in self._reached(statement):
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

    def _pulled(self) -> set[int]:
        """Return the positions of values that the graph sets anew or changes, so that they belong into the function."""
        found: set[int] = set()
        for at, role in enumerate(self.roles):
            if role != "graph":
                continue
            statement = self.flat[at].statement
            changed = flow.mutates(self.source, statement)
            written = flow.writes(statement)
            again = ((written & flow.reads(statement)) | (written - flow.binds(statement))) - self._first_bound(
                statement
            )
            if isinstance(statement, ast.AugAssign) and isinstance(statement.target, ast.Name):
                again.add(statement.target.id)
            for name in changed | again:
                for before in range(at - 1, -1, -1):
                    earlier = self.flat[before].statement
                    if name in flow.writes(earlier) or name in flow.mutates(self.source, earlier):
                        if (
                            self.roles[before] == "kept"
                            and before not in self.running
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
        return [call for call in self.source.below(statement, ast.Call) if self._is_run(call, env)]

    def _is_run(self, call: ast.Call, env: dict[str, Made] | None) -> bool:
        function = call.func
        if not isinstance(function, ast.Attribute):
            return False
        if flow.is_call_of(self.source, call, "Session().run"):
            return True
        if session_savers.calls_saver(self, call, self.env if env is None else env):
            return True
        if function.attr not in {"eval", "run"}:
            return False
        owner = function.value
        if isinstance(owner, ast.Name):
            kinds = {"graph", "tensor", "variable", "action", "initializer", "summary"}
            return self._kind(owner, env) in kinds
        if flow.is_call_of(self.source, owner, *_INITIALIZERS):
            return True
        return function.attr == "eval" and self._content(owner, env=env).computes()

    def _read_definition(self, at: int) -> None:
        """Read a function of the file, which is called later, for what it runs."""
        statement = self.flat[at].statement
        about = {
            name.id
            for name in self.source.below(statement, ast.Name)
            if isinstance(name.ctx, ast.Load)
            and self._kind(name, self.env) in OF_GRAPH - {"variable", "variables", "tensor"}
        }
        runs = self._runs_in(statement, self.env)
        mentions = {
            name.id
            for call in runs
            for name in self.source.below(call, ast.Name)
            if self._kind(name, self.env) in OF_GRAPH
        }
        if about or mentions:
            self.running[at] = runs
        else:
            self.apart.add(statement)


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


def _word_of_literal(node: ast.expr) -> str:
    """Return the dtype that TensorFlow gives a literal, empty for what is no literal."""
    if isinstance(node, ast.UnaryOp):
        node = node.operand
    if not isinstance(node, ast.Constant):
        return ""
    return {bool: "bool", int: "int32", float: "float32", str: "string"}.get(type(node.value), "")
