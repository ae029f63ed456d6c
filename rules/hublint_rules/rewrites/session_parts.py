"""The parts of a TensorFlow 1 program that are no tensors: its inputs, its variables, and what changes those."""

from __future__ import annotations

import ast
import re

from hublint.source.use import argument, unpacks
from hublint_rules.rewrites import (
    flow,
    optimizers,
    session_holders,
    session_lists,
    session_updates,
    variable_names,
)
from hublint_rules.rewrites.flow import Refused
from hublint_rules.rewrites.session_contents import Contents, Placeholder, Train

INITIALIZERS = (
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

FLOATS = ("float16", "float32", "float64", "half", "double", "bfloat16")

_INTEGERS = ("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64")

# The word for the dtype of a placeholder that an array gives it: `tf.placeholder(data.dtype, ...)`.
OF_AN_ARRAY = "that of an array"


class Parts(Contents):
    """The statements of one suite, those that make its parts understood."""

    # Placeholders

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

    # Variables

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

    def _initializes(self, node: ast.expr) -> bool:
        """Tell whether an expression is an operation that gives variables their initial values."""
        if isinstance(node, (ast.List, ast.Tuple)):
            return bool(node.elts) and all(map(self._initializes, node.elts))
        if flow.is_call_of(self.source, node, "group"):
            return bool(node.args) and all(map(self._initializes, node.args))  # type: ignore[attr-defined]
        if isinstance(node, ast.Name):
            return self._kind(node) == "initializer"
        return flow.is_call_of(self.source, node, *INITIALIZERS)

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

    # Optimizers

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


def _word_of_literal(node: ast.expr) -> str:
    """Return the dtype that TensorFlow gives a literal, empty for what is no literal."""
    if isinstance(node, ast.UnaryOp):
        node = node.operand
    if not isinstance(node, ast.Constant):
        return ""
    return {bool: "bool", int: "int32", float: "float32", str: "string"}.get(type(node.value), "")
