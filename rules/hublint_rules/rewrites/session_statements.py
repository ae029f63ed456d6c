"""The statements of a TensorFlow 1 program, in order: what each of them makes, and what goes into it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from hublint.source.use import argument
from hublint_rules.rewrites import (
    export_call,
    flow,
    scope_names,
    session_groups,
    session_holders,
    session_initial,
    session_layers,
    session_lists,
    session_recurrent,
    session_savers,
    session_updates,
)
from hublint_rules.rewrites.flow import Refused
from hublint_rules.rewrites.session_contents import OF_GRAPH, Content, Kind, Made
from hublint_rules.rewrites.session_parts import INITIALIZERS, Parts

if TYPE_CHECKING:
    from hublint.rule import Source
    from hublint_rules.rewrites.export_call import Export
    from hublint_rules.rewrites.session_layers import Layer


_RATES = ("exponential_decay", "inverse_time_decay", "natural_exp_decay", "piecewise_constant", "polynomial_decay")

# What takes TensorFlow 2 behaviour out of a program, which goes with the last code that needs a graph.
SWITCHES = ("disable_v2_behavior", "disable_eager_execution")

_RESETS = ("reset_default_graph", "python.framework.ops.reset_default_graph")

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


class Statements(Parts):
    """The statements of one suite, each with its role.

    Attributes:
        sessions, openings: the names of sessions and graphs, and the calls that open sessions.
        shared: the names that are global or nonlocal somewhere in the scope.
        exports: what is exported, by the position of the statement that writes the SavedModel.
        machinery: the positions of the statements that only the exports need.
    """

    def __init__(self, source: Source, suite: list[ast.stmt]) -> None:
        """Read the statements.

        Raises:
            Refused: with the reason, if one of them is not what this rewrite knows to keep.
        """
        super().__init__(source, suite)
        self.sessions, self.openings = self._sessions()
        declared: list[ast.Global | ast.Nonlocal] = [
            *source.below(self.home.node, ast.Global),
            *source.below(self.home.node, ast.Nonlocal),
        ]
        self.shared: set[str] = {name for node in declared for name in node.names}
        self.exports: dict[int, Export] = {}
        self.machinery: set[int] = set()
        self._read_exports()
        self._forced: set[int] = set()
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
        self._begin()
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
        if flow.is_call_of(self.source, owner, *INITIALIZERS):
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
