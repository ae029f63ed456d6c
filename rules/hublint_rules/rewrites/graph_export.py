"""A graph that is built, run in a session and exported in one place, rewritten as a `tf.function` on a `tf.Module`.

The block is understood on `ast` nodes (`Program`) and written anew from libcst nodes (`write`), so that what the owner
wrote stays as it was, comments included. Whatever is not understood for certain is refused with a reason.

Two routes, both measured on TensorFlow 2.15 and 2.21. Code that makes no variables becomes a `tf.function`. Code that
makes variables, or may make them, is built by `tf.compat.v1.wrap_function`, which keeps variable scopes and
collections working, and a checkpoint is restored into the variables of the wrapped function.
"""

from __future__ import annotations

import ast
import keyword
import re
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

from hublint.rule import Fix, NoFix
from hublint.source.use import argument, unpacks
from hublint_rules.rewrites import flow
from hublint_rules.rewrites.flow import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hublint.rule import Source, Use
    from hublint.source.index import Scope

DEFAULT_KEY = "serving_default"

# The values of tf.saved_model.signature_constants and tag_constants, which TensorFlow 2 has only in part.
_CONSTANTS = {
    "saved_model.DEFAULT_SERVING_SIGNATURE_DEF_KEY": DEFAULT_KEY,
    "saved_model.PREDICT_INPUTS": "inputs",
    "saved_model.PREDICT_OUTPUTS": "outputs",
    "saved_model.PREDICT_METHOD_NAME": "tensorflow/serving/predict",
    "saved_model.CLASSIFY_INPUTS": "inputs",
    "saved_model.CLASSIFY_OUTPUT_CLASSES": "classes",
    "saved_model.CLASSIFY_OUTPUT_SCORES": "scores",
    "saved_model.REGRESS_INPUTS": "inputs",
    "saved_model.REGRESS_OUTPUTS": "outputs",
    "saved_model.SERVING": "serve",
    "saved_model.TRAINING": "train",
}

# What a TensorSpec can be called so that the signature's input is called the same; measured on 2.15 and 2.21.
_INPUT_NAME = re.compile(r"[A-Za-z0-9.][A-Za-z0-9_.\\/>-]*", re.ASCII)

_BUILDER = "saved_model.builder.SavedModelBuilder"
_INITIALIZERS = (
    "global_variables_initializer",
    "local_variables_initializer",
    "initialize_all_variables",
    "initialize_local_variables",
    "initializers.global_variables",
    "initializers.local_variables",
)


class Parameter(NamedTuple):
    """An input of the signature: the placeholder's name and specification, the key that callers use."""

    name: str
    key: str
    dtype: str
    shape: str


class Export(NamedTuple):
    """What the export call says: where the SavedModel goes, under which key, with which inputs and outputs."""

    folder: ast.expr
    key: str
    constant_key: bool
    inputs: list[tuple[str, ast.expr]]
    outputs: list[tuple[str, ast.expr]]


# No reason is given: that a graph is not exported is nothing that keeps it from being rewritten, it is another story.
NOTHING_EXPORTED = NoFix("")

# Which literals `tf.constant` takes for a dtype, by how its name begins.
_LITERALS: dict[str, tuple[type, ...]] = {
    "bool": (bool,),
    "uint": (int,),
    "int": (int,),
    "float": (int, float),
    "double": (int, float),
    "half": (int, float),
    "bfloat": (int, float),
    "string": (str, bytes),
}
_LITERAL_NODES = (ast.Constant, ast.List, ast.Tuple, ast.UnaryOp, ast.unaryop, ast.expr_context)

_MEMO: WeakKeyDictionary[Source, dict[tuple[int, int], Fix | NoFix]] = WeakKeyDictionary()


def rewrite(use: Use) -> Fix | NoFix:
    """Rewrite the graph program that a use is part of; all findings in one program share one fix."""
    source = use.source
    try:
        statement = source.statement(use.node)
        while flow.is_graph_block(source, source.parents[statement]):
            statement = source.statement(source.parents[statement])
        suite = flow.suite_of(source, statement)
        flat = flow.flatten(source, suite)
        ends = [at for at, item in enumerate(flat) if _is_export(source, item.statement)]
        at = next((at for at in ends if flat[at].top >= suite.index(statement)), None)
        if at is None:
            return NOTHING_EXPORTED
    except Refused as refusal:
        return NoFix(str(refusal))
    end = flat[at].statement
    memo = _MEMO.setdefault(source, {})
    known = memo.get((end.lineno, end.col_offset))
    if known is None:
        try:
            from hublint_rules.rewrites.graph_writer import write

            program = Program(source, suite, flat, at)
            known = write(program)
        except Refused as refusal:
            known = NoFix(str(refusal))
        memo[end.lineno, end.col_offset] = known
    start, stop = source.span(statement)
    if isinstance(known, Fix) and not any(edit.start <= start and stop <= edit.end for edit in known.edits):
        return NoFix("it is not part of the export that follows")
    return known


def stands_alone(use: Use) -> bool:
    """Tell whether a session has a `with` block of its own, in which nothing is exported."""
    source = use.source
    statement = source.statement(use.node)
    if not flow.is_graph_block(source, statement):
        return False
    while flow.is_graph_block(source, source.parents[statement]):
        statement = source.statement(source.parents[statement])
    return not any(isinstance(node, ast.stmt) and _is_export(source, node) for node in ast.walk(statement))


def _is_export(source: Source, statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and flow.is_call_of(
        source, statement.value, "saved_model.simple_save", f"{_BUILDER}().save"
    )


class Program:
    """A graph program in one suite, understood.

    Attributes:
        source: the file.
        suite: the statements in which the program stands.
        flat: the same, with graph and session blocks opened.
        end: the position in `flat` of the call that writes the SavedModel.
        export: what is exported.
        parameters: the placeholders, in the order of the signature's inputs.
        graph: positions of the statements that build the graph.
        dropped: positions of the statements that TensorFlow 2 does not need.
        kept: positions of the statements between them that stay as they are.
        folder_at: the position at which a builder is told where to write.
        runs: the `session.run` calls in statements that stay, with the output each fetches and its feeds.
        restore: the position of the `Saver.restore`, and the checkpoint's path.
        later_restores: those in statements that stay, such as an `if`, with their paths, by position.
        stateful: whether building the graph makes variables, or may do so.
        first, last: the statements of the suite that are rewritten, both included.
    """

    def __init__(self, source: Source, suite: list[ast.stmt], flat: list[flow.Flat], end: int) -> None:
        """Understand the program.

        Raises:
            Refused: with the reason, if any of it is not what this rewrite knows to keep.
        """
        self.source = source
        self.suite = suite
        self.flat = flat
        self.end = end
        self.dropped: set[int] = set()
        self.kept: set[int] = set()
        self.folder_at: int | None = None
        self.graph: list[int] = []
        self.placeholders: dict[str, int] = {}
        self.restore: tuple[int, ast.expr] | None = None
        self.later_restores: dict[int, list[tuple[ast.Call, ast.expr]]] = {}
        self.initialized = -1
        self.runs: dict[int, list[tuple[ast.Call, str, dict[str, ast.expr]]]] = {}
        self.sessions: set[str] = set()
        self.opened = end
        self.stateful = False
        self.graphs: set[str] = set()
        self._session_statements()
        flow.refuse_switches(source)
        call: ast.Call = flat[end].statement.value  # type: ignore[attr-defined]
        self.export = (
            self._simple_save(call) if flow.is_call_of(source, call, "saved_model.simple_save") else self._builder(call)
        )
        self.parameters = [self._parameter(key, value) for key, value in self.export.inputs]
        self.tensors = self._slice()
        self._check_body()
        self._check_outputs()
        self.first = min(flat[at].top for at in self._involved())
        self.last = max(flat[at].top for at in self._involved())
        self._others()
        self._refuse_later_uses()
        self._refuse_changing_captures()
        statements = [flat[at].statement for at in self.graph]
        nodes = [*statements, *(value for _, value in self.export.outputs)]
        for node in nodes:
            flow.refuse_unsavable(source, node)
        restores = self._restores()
        self.stateful = restores or flow.stateful(source, nodes, self.tensors)
        if restores and not self._has_own_graph():
            self._refuse_other_variables()

    # What the export says

    def _simple_save(self, call: ast.Call) -> Export:
        if unpacks(call):
            message = "the arguments of simple_save are not written out"
            raise Refused(message)
        if (extra := argument(call, 4, "legacy_init_op")) is not None and not _is_none(extra):
            message = (
                f"line {extra.lineno} runs an init op when the model is loaded, which a tf.Module does in its own way"
            )
            raise Refused(message)
        session, folder = argument(call, 0, "session"), argument(call, 1, "export_dir")
        inputs, outputs = argument(call, 2, "inputs"), argument(call, 3, "outputs")
        if session is None or folder is None or inputs is None or outputs is None:
            message = "an argument of simple_save is missing"
            raise Refused(message)
        self._own_session(session)
        return Export(folder, DEFAULT_KEY, False, self._tensors_of(inputs), self._tensors_of(outputs))  # noqa: FBT003

    def _builder(self, call: ast.Call) -> Export:
        builder = call.func.value  # type: ignore[attr-defined]
        if not isinstance(builder, ast.Name) or call.args or call.keywords:
            message = "the builder is not a local name, or saves with arguments"
            raise Refused(message)
        at, made = self._definition(builder.id, self.end)
        folder = argument(made, 0, "export_dir") if isinstance(made, ast.Call) else None
        if folder is None or not flow.is_call_of(self.source, made, _BUILDER):
            message = f"where the builder writes to is not to be seen at line {made.lineno}"
            raise Refused(message)
        adds: list[tuple[int, ast.Call]] = []
        for position in range(at + 1, self.end):
            statement = self.flat[position].statement
            if builder.id not in flow.reads(statement):
                continue
            value = statement.value if isinstance(statement, ast.Expr) else None
            if not flow.is_call_of(self.source, value or statement, f"{_BUILDER}().add_meta_graph_and_variables"):
                message = f"line {statement.lineno} uses the builder for more than one set of signatures"
                raise Refused(message)
            adds.append((position, value))  # type: ignore[arg-type]
        if len(adds) != 1:
            message = "the builder does not add exactly one graph with its variables"
            raise Refused(message)
        position, add = adds[0]
        self.folder_at = at
        self.dropped |= {at, position}
        if unpacks(add):
            message = "the arguments of add_meta_graph_and_variables are not written out"
            raise Refused(message)
        known = ("sess", "tags", "signature_def_map")
        given: list[tuple[int | str, ast.expr]] = [*enumerate(add.args)]
        given += ((k.arg, k.value) for k in add.keywords if k.arg is not None)
        for index, value in given:
            extra = index not in known if isinstance(index, str) else index >= len(known)
            harmless = index in {"clear_devices", "strip_default_attrs"}
            if extra and not harmless and not _is_none(value) and not _is_false(value):
                what = index if isinstance(index, str) else "an argument"
                message = f"{what} at line {value.lineno} (an init op, assets or a saver) has no part in this rewrite"
                raise Refused(message)
        session, tags = argument(add, 0, "sess"), argument(add, 1, "tags")
        signatures = argument(add, 2, "signature_def_map")
        if session is None or tags is None or signatures is None:
            message = f"the graph added at line {add.lineno} has no signature"
            raise Refused(message)
        self._own_session(session)
        if self._strings(self._value(tags, position)[1]) != ["serve"]:
            message = f"tf.saved_model.save writes the tag `serve` only, and line {tags.lineno} asks for others"
            raise Refused(message)
        return self._signature(folder, self._value(signatures, position)[1], position)

    def _signature(self, folder: ast.expr, signatures: ast.expr, before: int) -> Export:
        if not isinstance(signatures, ast.Dict) or len(signatures.keys) != 1 or signatures.keys[0] is None:
            message = f"the signatures at line {signatures.lineno} are not one entry of a dict that is written out"
            raise Refused(message)
        key = self._string(signatures.keys[0])
        if key is None:
            message = f"the key of the signature at line {signatures.lineno} is not a constant"
            raise Refused(message)
        constant = not isinstance(signatures.keys[0], ast.Constant) and key == DEFAULT_KEY
        at, definition = self._value(signatures.values[0], before)
        return Export(folder, key, constant, *self._signature_def(definition, at))

    def _signature_def(
        self, definition: ast.expr, before: int
    ) -> tuple[list[tuple[str, ast.expr]], list[tuple[str, ast.expr]]]:
        def is_call(name: str) -> bool:
            return flow.is_call_of(self.source, definition, f"saved_model.{name}")

        for kind in ("classification", "regression"):
            if is_call(f"{kind}_signature_def"):
                message = (
                    f"TensorFlow 2 has no {kind} signatures; export a predict signature, and if TensorFlow Serving "
                    "needs the method name, change it with "
                    "tf.compat.v1.saved_model.signature_def_utils.MethodNameUpdater"
                )
                raise Refused(message)
        predict, built = is_call("predict_signature_def"), is_call("build_signature_def")
        if not isinstance(definition, ast.Call) or not (predict or built) or unpacks(definition):
            message = f"line {definition.lineno} does not show which tensors the signature has"
            raise Refused(message)
        inputs, outputs = argument(definition, 0, "inputs"), argument(definition, 1, "outputs")
        if inputs is None or outputs is None:
            message = f"the signature at line {definition.lineno} has no inputs or no outputs"
            raise Refused(message)
        if built:
            method = argument(definition, 2, "method_name")
            if method is None:
                message = (
                    f"the signature at line {definition.lineno} names no method, and TensorFlow 2 always writes one"
                )
                raise Refused(message)
            if self._string(method) != "tensorflow/serving/predict":
                message = (
                    f"TensorFlow 2 writes predict signatures only, and line {method.lineno} asks for another method"
                )
                raise Refused(message)
        first, second = self._tensors_of(inputs, before), self._tensors_of(outputs, before)
        if built:
            first = [(key, self._tensor_info(value, before)) for key, value in first]
            second = [(key, self._tensor_info(value, before)) for key, value in second]
        return first, second

    def _tensor_info(self, value: ast.expr, before: int) -> ast.expr:
        _, call = self._value(value, before)
        if isinstance(call, ast.Call) and flow.is_call_of(self.source, call, "saved_model.build_tensor_info"):
            tensor = argument(call, 0, "tensor")
            if tensor is not None:
                return tensor
        message = f"line {value.lineno} does not show which tensor it describes"
        raise Refused(message)

    def _tensors_of(self, node: ast.expr, before: int | None = None) -> list[tuple[str, ast.expr]]:
        _, value = self._value(node, self.end if before is None else before)
        if not isinstance(value, ast.Dict):
            message = f"the inputs or outputs at line {node.lineno} are not a dict that is written out"
            raise Refused(message)
        found: list[tuple[str, ast.expr]] = []
        for key, tensor in zip(value.keys, value.values, strict=True):
            name = self._string(key) if key is not None else None
            if name is None:
                message = f"an input or output at line {value.lineno} has no constant name"
                raise Refused(message)
            found.append((name, tensor))
        return found

    def _parameter(self, key: str, value: ast.expr) -> Parameter:
        if not isinstance(value, ast.Name):
            message = f"the input `{key}` at line {value.lineno} is not a placeholder of this block"
            raise Refused(message)
        if not _INPUT_NAME.fullmatch(key) or keyword.iskeyword(key) or key == "self":
            message = f"TensorFlow 2 does not take `{key}` (line {value.lineno}) as the name of an input"
            raise Refused(message)
        at, call = self._definition(value.id, self.end, machinery=False)
        if not isinstance(call, ast.Call) or not flow.is_call_of(self.source, call, "placeholder") or unpacks(call):
            message = f"the input `{key}` is no plain placeholder (line {call.lineno})"
            raise Refused(message)
        dtype, shape = argument(call, 0, "dtype"), argument(call, 1, "shape")
        if dtype is None:
            message = f"the placeholder at line {call.lineno} has no dtype"
            raise Refused(message)
        for part in (dtype, shape):
            if part is not None and not flow.specifies(self.source, part):
                message = (
                    f"`{self.source.code(part)}` at line {part.lineno} may be another value when it is asked for later"
                )
                raise Refused(message)
        if value.id in self.placeholders:
            message = f"the placeholder `{value.id}` is an input under two names"
            raise Refused(message)
        self.placeholders[value.id] = at
        code = self.source.code
        return Parameter(value.id, key, code(dtype), code(shape) if shape is not None else "None")

    # Values that are written out

    def _definition(self, name: str, before: int, *, machinery: bool = True) -> tuple[int, ast.expr]:
        """Return the position and value of the assignment that gives `name` its value before a position."""
        for at in range(before - 1, -1, -1):
            statement = self.flat[at].statement
            if name in flow.writes(statement):
                value = flow.assigned(statement)
                if value is not None:
                    if machinery:
                        self.dropped.add(at)
                    return at, value
                message = f"`{name}` gets its value at line {statement.lineno} in a way that is not followed"
                raise Refused(message)
        message = f"`{name}` is not made in this block"
        raise Refused(message)

    def _value(self, node: ast.expr, before: int) -> tuple[int, ast.expr]:
        """Follow a name to what it was assigned; the assignment then belongs to what is dropped."""
        return self._definition(node.id, before) if isinstance(node, ast.Name) else (before, node)

    def _string(self, node: ast.expr) -> str | None:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return node.value
        for name in self.source.resolve(node):
            known = (flow.short(name) or "").removeprefix("python.")
            for module in ("signature_constants.", "tag_constants."):
                known = known.replace(module, "")
            if known in _CONSTANTS:
                return _CONSTANTS[known]
        return None

    def _strings(self, node: ast.expr) -> list[str | None]:
        elements = node.elts if isinstance(node, (ast.List, ast.Tuple, ast.Set)) else []
        return [self._string(element) for element in elements]

    def _restores(self) -> bool:
        return self.restore is not None or bool(self.later_restores)

    def _has_own_graph(self) -> bool:
        """Tell whether the program is built in a graph that it makes itself, and not in the default one."""
        entered = [item.context_expr for block in self._graph_blocks() for item in block.items]
        made = [self.flat[at].statement for at in self.dropped]
        values = [value for value in (*entered, *map(flow.assigned, made)) if value is not None]
        return any(
            name.endswith("Graph()")
            for value in values
            for node in ast.walk(value)
            for name in self.source.resolve(node)
        )

    def _refuse_other_variables(self) -> None:
        """Refuse if variables may be made earlier in the default graph: they have a part in the names of the others."""
        for statement in reversed(self.suite[: self.first]):
            if self._resets(statement):
                return
            defines = isinstance(statement, (ast.FunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom))
            if (
                not defines
                and flow.builds_graph(self.source, statement)
                and flow.stateful(self.source, [statement], set())
            ):
                message = (
                    f"line {statement.lineno} may make variables in the same graph, which the checkpoint then has too"
                )
                raise Refused(message)

    def _own_session(self, node: ast.expr) -> None:
        if not isinstance(node, ast.Name) or node.id not in self.sessions:
            message = f"the session `{self.source.code(node)}` is not opened in this block"
            raise Refused(message)
        self._open(node)
        inside = [at for at, item in enumerate(self.flat) if item.top == self.flat[self.end].top]
        self.opened = min(self.opened, *inside)

    # The graph

    def _session_statements(self) -> None:
        """Note the sessions and graphs that the program itself opens, in `with` or by assignment."""
        source = self.source
        self._assigned: dict[str, int] = {}
        for at in range(self.end):
            statement = self.flat[at].statement
            if isinstance(statement, ast.Assign) and flow.graph_or_session(source, statement.value):
                made = statement.targets[0]
                flow.refuse_session_arguments(source, statement.value)
                if isinstance(made, ast.Name) and len(statement.targets) == 1:
                    self._assigned[made.id] = at
                    is_graph = any(name.endswith("Graph()") for name in source.resolve(statement.value))
                    (self.graphs if is_graph else self.sessions).add(made.id)
        for node in self._graph_blocks():
            for entered in node.items:
                flow.refuse_session_arguments(source, entered.context_expr)
                target = entered.optional_vars
                is_graph = any(name.endswith("Graph()") for name in source.resolve(entered.context_expr))
                if isinstance(target, ast.Name):
                    self._assigned.pop(target.id, None)
                    (self.graphs if is_graph else self.sessions).add(target.id)
                # Both `with g.as_default()` and `tf.Session(graph=g)` speak of a graph made before.
                self._open(entered.context_expr)

    def _open(self, node: ast.expr) -> None:
        """Drop the assignments of the sessions and graphs that an expression names."""
        for name in sorted(flow.reads(node) & self._assigned.keys()):
            at = self._assigned.pop(name)
            self.dropped.add(at)
            self.opened = min(self.opened, at)
            self._open(self.flat[at].statement.value)  # type: ignore[attr-defined]

    def _graph_blocks(self) -> Iterator[ast.With]:
        top = self.suite[self.flat[self.end].top]
        return (node for node in ast.walk(top) if isinstance(node, ast.With) and flow.is_graph_block(self.source, node))

    def _slice(self) -> set[str]:
        """Collect the statements that the outputs are computed by; return the names that hold tensors."""
        source = self.source
        needed = {name for _, value in self.export.outputs for name in flow.reads(value)}
        chosen: list[int] = []
        inner = set(self._inside())
        changed = self._changed_by_graph()
        for at in range(self.end - 1, -1, -1):
            statement = self.flat[at].statement
            written = flow.writes(statement) & needed
            if at in self.dropped or not (written or needed & changed.get(at, set())):
                continue
            if at in self.placeholders.values():
                needed -= written
                continue
            if isinstance(statement, (ast.FunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)):
                needed -= written
                continue
            if not isinstance(statement, ast.AugAssign):
                needed -= flow.binds(statement)
            needed |= flow.reads(statement)
            chosen.append(at)
        graph: list[int] = []
        values: list[int] = []
        tensors = set(self.placeholders)
        for at in reversed(chosen):
            statement = self.flat[at].statement
            simple = isinstance(statement, (ast.Assign, ast.AnnAssign, ast.AugAssign))
            value: ast.expr | None = getattr(statement, "value", None) if simple else None
            plain = value is not None and flow.plain(source, value, tensors)
            if plain and flow.writes(statement).isdisjoint(tensors):
                values.append(at)
                continue
            # Outside the `with tf.Graph()` only plain values are made.
            outside = bool(inner) and at not in inner and not flow.builds_graph(self.source, statement)
            if outside and flow.reads(statement).isdisjoint(tensors):
                values.append(at)
                continue
            if flow.is_call_of(self.source, value or statement, "placeholder", "placeholder_with_default"):
                message = f"the placeholder at line {statement.lineno} is needed but is not an input of the signature"
                raise Refused(message)
            if not flow.reads(statement).isdisjoint(self.sessions):
                message = f"line {statement.lineno} computes what is exported with the session"
                raise Refused(message)
            tensors |= flow.writes(statement)
            graph.append(at)
        self.graph = self._with_own_values(graph, values)
        return tensors.union(*(flow.writes(self.flat[at].statement) for at in self.graph))

    def _changed_by_graph(self) -> dict[int, set[str]]:
        """Return the names, such as that of a dict of layers, that a statement changes with a part of the graph."""
        found: dict[int, set[str]] = {}
        tensors = set(self.placeholders)
        for at in range(self.end):
            statement = self.flat[at].statement
            if at in self.dropped or isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
                continue
            if not tensors.isdisjoint(flow.reads(statement)) or flow.builds_graph(self.source, statement):
                changes = flow.mutates(self.source, statement) - self.sessions
                tensors |= changes | flow.writes(statement)
                if changes:
                    found[at] = changes
        return found

    def _with_own_values(self, graph: list[int], values: list[int]) -> list[int]:
        """Add the plain values that have to be set where the graph is built: those it sets again, or changes."""
        chosen = set(graph)
        while True:
            statements = [self.flat[at].statement for at in sorted(chosen)]
            changed = set().union(*(flow.writes(s) | flow.mutates(self.source, s) for s in statements))
            for at in values:
                # A value that is set anew behind the first statement that reads it belongs to the order of the graph.
                names = flow.writes(self.flat[at].statement)
                if any(not names.isdisjoint(flow.reads(self.flat[n].statement)) for n in chosen if n < at):
                    changed |= names
            more = {at for at in values if at not in chosen and flow.writes(self.flat[at].statement) & changed}
            if not more:
                return sorted(chosen)
            first = min(self.flat[at].top for at in {*graph, *self.placeholders.values(), *self.dropped})
            for at in sorted(more):
                item = self.flat[at]
                if item.top < first:
                    name = min(flow.writes(item.statement) & changed)
                    message = f"the graph sets `{name}` anew, which line {item.statement.lineno} gives it from outside"
                    raise Refused(message)
            chosen |= more

    def _inside(self) -> Iterator[int]:
        """Yield the positions inside the graph's own `with` block, if it has one."""
        top = self.flat[self.end].top
        if flow.is_graph_block(self.source, self.suite[top]) and self.graphs:
            yield from (at for at, item in enumerate(self.flat) if item.top == top)

    def _check_outputs(self) -> None:
        for key, value in self.export.outputs:
            if flow.reads(value).isdisjoint(self.tensors):
                message = f"the output `{key}` at line {value.lineno} is not computed in this block"
                raise Refused(message)
        if not flow.reads(self.export.folder).isdisjoint(self.tensors | self.sessions):
            message = "the export folder is computed by the graph"
            raise Refused(message)

    def _check_body(self) -> None:
        """Refuse what means something else in a function of its own."""
        home = self.source.scope(self.suite[0])
        if home.kind == "class":
            message = f"line {self.suite[0].lineno} stands in the body of a class, whose names a function does not see"
            raise Refused(message)
        shared = sorted((self.tensors | self.sessions | self.graphs) & home.elsewhere.keys())
        if shared:
            message = f"`{shared[0]}` is global or nonlocal here, so others may use it"
            raise Refused(message)
        statements = [self.flat[at].statement for at in self.graph]
        for statement in statements:
            flow.refuse_in_function(self.source, statement)
        for statement in statements:
            outside = sorted(flow.mutates(self.source, statement) - self.tensors)
            if outside:
                message = f"line {statement.lineno} keeps a part of the graph in `{outside[0]}`, which lives on outside"
                raise Refused(message)
        unbound = flow.read_too_early(self.source, statements, self.tensors, set(self.placeholders), home)
        if unbound is not None:
            message = f"line {unbound.lineno} reads `{unbound.id}` before the graph sets it"
            raise Refused(message)

    def _involved(self) -> set[int]:
        return {self.end, *self.dropped, *self.graph, *self.placeholders.values()}

    # Everything else that stands in between

    def _others(self) -> None:
        for at in range(self.opened, len(self.flat)):
            if at not in self.dropped and at != self.end and self._serves_session(at, self.flat[at].statement):
                self.dropped.add(at)
        tops = [self.flat[at].top for at in self._involved()]
        self.first, self.last = min(tops), max(tops)
        if not self.graphs:
            # What empties the default graph right before the program has nothing to empty any more.
            while self.first > 0 and self._resets(self.suite[self.first - 1]):
                self.first -= 1
        moved = {*self.graph, *self.placeholders.values()}
        between = [
            at
            for at, item in enumerate(self.flat)
            if self.first <= item.top <= self.last and at not in moved and at not in self.dropped and at != self.end
        ]
        self._savers(between)
        for at in between:
            if at in self.dropped:
                continue
            if self._idle(at, self.flat[at].statement):
                self.dropped.add(at)
            else:
                self.kept.add(at)
                self._keep(at, self.flat[at].statement)
        dropped_names = {name for at in self.dropped for name in flow.writes(self.flat[at].statement)}
        for at in (*moved, *(at for at in between if at not in self.dropped)):
            savers = {call.func.value for call, _ in self.later_restores.get(at, ())}  # type: ignore[attr-defined]
            read = {
                node.id
                for node in ast.walk(self.flat[at].statement)
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node not in savers
            }
            lost = read & (dropped_names - self.tensors - self.sessions)
            if lost:
                message = f"line {self.flat[at].statement.lineno} needs `{min(lost)}`, which only the export needed"
                raise Refused(message)

    def _serves_session(self, at: int, statement: ast.stmt) -> bool:
        """Tell whether a statement only prepares or closes the program's own session, and note a restore."""
        source = self.source
        call = statement.value if isinstance(statement, ast.Expr) else None
        if not isinstance(call, ast.Call):
            return False
        if flow.is_call_of(source, call, "Session().close"):
            return self._names_own_session(call.func)
        if at > self.end:
            return False
        if flow.is_call_of(source, call, "train.Saver().restore"):
            path, session = argument(call, 1, "save_path"), argument(call, 0, "sess")
            if not isinstance(session, ast.Name) or session.id not in self.sessions:
                return False
            if path is None or self.restore is not None:
                message = f"line {statement.lineno} restores a second checkpoint, or from where is not to be seen"
                raise Refused(message)
            self._whole_saver(call.func.value, at)  # type: ignore[attr-defined]
            self.restore = (at, path)
            return True
        if flow.is_call_of(source, call, "Session().run") and self._names_own_session(call.func):
            fetches = argument(call, 0, "fetches")
            if fetches is None or len(call.args) + len(call.keywords) != 1 or not self._initializes(fetches):
                return False
            self.initialized = at
            if self.restore is not None:
                message = f"line {statement.lineno} gives the variables their initial values after the checkpoint's"
                raise Refused(message)
            for name in flow.reads(fetches):
                if any(name in flow.writes(self.flat[before].statement) for before in range(at)):
                    value = self.source.scope(fetches).bindings.get(name, ())
                    if any(b.kind == "assign" for b in value):
                        self._definition(name, at)
            return True
        return False

    def _whole_saver(self, saver: ast.expr, at: int) -> None:
        """Check that a Saver restores all variables; one that was assigned is dropped with its restore."""
        where, made = self._value(saver, at)
        if isinstance(made, ast.Call) and flow.is_call_of(self.source, made, "train.Saver"):
            chosen = argument(made, 0, "var_list")
            if chosen is None or flow.is_call_of(self.source, chosen, "global_variables", "all_variables"):
                for later in self.graph:
                    statement = self.flat[later].statement
                    if later > where and flow.stateful(self.source, [statement], self.tensors):
                        message = (
                            f"line {statement.lineno} may make variables that the Saver of line {made.lineno} "
                            "does not know"
                        )
                        raise Refused(message)
                return
        message = f"the Saver made at line {made.lineno} does not simply restore all variables"
        raise Refused(message)

    def _savers(self, between: list[int]) -> None:
        """Drop the Savers of restores in statements that stay."""
        for at in between:
            statement = self.flat[at].statement
            if at < self.end and not isinstance(statement, ast.Expr):
                for call in ast.walk(statement):
                    if isinstance(call, ast.Call) and flow.is_call_of(self.source, call, "train.Saver().restore"):
                        self._whole_saver(call.func.value, at)  # type: ignore[attr-defined]

    def _resets(self, statement: ast.stmt) -> bool:
        return isinstance(statement, ast.Expr) and flow.is_call_of(self.source, statement.value, "reset_default_graph")

    def _idle(self, at: int, statement: ast.stmt) -> bool:
        """Tell whether a statement between those that change does nothing in TensorFlow 2, so that it goes too."""
        value = statement.value if isinstance(statement, (ast.Expr, ast.Assign)) else None
        if not isinstance(value, ast.Call):
            return False
        if isinstance(statement, ast.Expr):
            return flow.is_call_of(self.source, value, "reset_default_graph", "Graph().finalize")
        if not flow.is_call_of(self.source, value, "train.Saver", *_INITIALIZERS):
            return False
        names = flow.writes(statement)
        readers = (i.statement for n, i in enumerate(self.flat) if n != at and n not in self.dropped)
        return all(names.isdisjoint(flow.reads(reader)) for reader in readers)

    def _initializes(self, node: ast.expr) -> bool:
        if isinstance(node, (ast.List, ast.Tuple)):
            return all(self._initializes(element) for element in node.elts)
        if flow.is_call_of(self.source, node, "group"):
            return all(self._initializes(argument) for argument in node.args)  # type: ignore[attr-defined]
        if flow.is_call_of(self.source, node, *_INITIALIZERS):
            return True
        if isinstance(node, ast.Name):
            scope = self.source.scope(node)
            values = [binding.value for binding in scope.visible(node.id, node)]
            return bool(values) and all(isinstance(v, ast.expr) and self._initializes(v) for v in values)
        return False

    def _names_own_session(self, node: ast.expr) -> bool:
        return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in self.sessions

    def _keep(self, at: int, statement: ast.stmt) -> None:
        """Check that a statement can stay, and note the session's runs in it."""
        runs = [
            call
            for call in ast.walk(statement)
            if isinstance(call, ast.Call)
            and self._names_own_session(call.func)
            and flow.is_call_of(self.source, call, "Session().run")
        ]
        for node in ast.walk(statement):
            if isinstance(node, ast.Call) and any("Optimizer" in name for name in self.source.resolve(node.func)):
                message = (
                    f"line {node.lineno} trains the graph that is exported; export from a graph of its own, which "
                    "restores a checkpoint"
                )
                raise Refused(message)
        restores = [
            call
            for call in ast.walk(statement)
            if isinstance(call, ast.Call) and flow.is_call_of(self.source, call, "train.Saver().restore")
        ]
        if restores:
            self.later_restores[at] = [(call, self._later_restore(at, call)) for call in restores]
        inside = {node for call in (*runs, *restores) for node in ast.walk(call)}
        home = self.source.scope(self.suite[0])
        for node in ast.walk(statement):
            if not isinstance(node, ast.Name) or node in inside:
                continue
            if isinstance(node.ctx, ast.Load) and self.source.scope(node).owner(node.id) is not home:
                continue
            if node.id in self.sessions:
                message = f"line {node.lineno} uses the session for more than running an output"
                raise Refused(message)
            if node.id in self.tensors and not isinstance(node.ctx, ast.Store):
                message = f"line {node.lineno} uses the tensor `{node.id}` outside the graph"
                raise Refused(message)
        if runs:
            self.runs[at] = [self._run(call) for call in runs]
        graph_call = flow.builds_graph(self.source, statement)
        if graph_call is not None and graph_call not in inside:
            message = f"line {graph_call.lineno} builds a part of the graph that the export does not need"
            raise Refused(message)

    def _later_restore(self, at: int, call: ast.Call) -> ast.expr:
        """Return the path of a `Saver.restore` in a statement that stays."""
        path, session = argument(call, 1, "save_path"), argument(call, 0, "sess")
        own = isinstance(session, ast.Name) and session.id in self.sessions
        if path is None or not own or self.restore is not None or self.initialized > at or at > self.end:
            message = f"line {call.lineno} restores a second checkpoint, or not before the export"
            raise Refused(message)
        if any(later > at for later in (*self.graph, *self.placeholders.values())):
            message = f"line {call.lineno} restores variables before the graph is complete"
            raise Refused(message)
        if not flow.reads(path).isdisjoint(self.tensors | self.sessions):
            message = f"line {call.lineno} computes with the graph from where it restores"
            raise Refused(message)
        self._whole_saver(call.func.value, at)  # type: ignore[attr-defined]
        return path

    def _run(self, call: ast.Call) -> tuple[ast.Call, str, dict[str, ast.expr]]:
        fetches, feeds = argument(call, 0, "fetches"), argument(call, 1, "feed_dict")
        key = next((k for k, value in self.export.outputs if fetches and ast.dump(value) == ast.dump(fetches)), None)
        if key is None or unpacks(call):
            message = f"line {call.lineno} runs something that is not an output of the signature"
            raise Refused(message)
        fed: dict[str, ast.expr] = {}
        if isinstance(feeds, ast.Dict):
            for name, value in zip(feeds.keys, feeds.values, strict=True):
                if isinstance(name, ast.Name) and name.id in self.placeholders:
                    fed[name.id] = value
        if fed.keys() != self.placeholders.keys() or len(call.args) + len(call.keywords) > 2:
            message = f"line {call.lineno} does not feed exactly the inputs of the signature"
            raise Refused(message)
        if any(not flow.reads(value).isdisjoint(self.tensors | self.sessions) for value in fed.values()):
            message = f"line {call.lineno} feeds a tensor"
            raise Refused(message)
        for placeholder, value in fed.items():
            if not self._converts(placeholder, value):
                message = (
                    f"line {value.lineno} feeds `{placeholder}` what a session converts and `tf.constant` does not"
                )
                raise Refused(message)
        in_order = [parameter.name for parameter in self.parameters] == list(fed)
        if not in_order and not all(flow.repeatable(self.source, value) for value in fed.values()):
            message = f"line {call.lineno} feeds the inputs in another order than the signature has"
            raise Refused(message)
        return call, key, fed

    def _converts(self, name: str, value: ast.expr) -> bool:
        """Tell whether `tf.constant` takes a literal for a placeholder's dtype; `session.run` casts as NumPy does."""
        call = self.flat[self.placeholders[name]].statement.value  # type: ignore[attr-defined]
        dtype = argument(call, 0, "dtype")
        leaves = {full.rpartition(".")[2] for full in self.source.resolve(dtype)} if dtype is not None else set()
        kind = next((kind for leaf in leaves for kind in _LITERALS if leaf.startswith(kind)), None)
        taken = _LITERALS.get(kind or "", (bool, int, float, str, bytes))
        constants = (node.value for node in ast.walk(value) if isinstance(node, ast.Constant))
        literal = all(isinstance(n, _LITERAL_NODES) for n in ast.walk(value))
        return not literal or all(type(constant) in taken for constant in constants)

    def _refuse_later_uses(self) -> None:
        """Refuse if code outside the rewritten statements reads what they no longer define."""
        source = self.source
        home = source.scope(self.suite[self.first])
        gone = self._gone()
        first_line = self.suite[self.first].lineno
        for use in flow.outside_uses(source, self._statements(), gone):
            message = f"line {use.lineno} uses `{use.id}`, which the rewritten block no longer has"
            raise Refused(message)
        for name in sorted(gone & home.bindings.keys()):
            for binding in home.bindings[name]:
                if binding.kind == "delete" and binding.line >= first_line:
                    message = f"line {binding.line} deletes `{name}`, which the rewritten block no longer has"
                    raise Refused(message)

    def _statements(self) -> list[ast.stmt]:
        """Return the statements of the suite that are rewritten."""
        return self.suite[self.first : self.last + 1]

    def free(self, name: str, *, ours: bool) -> bool:
        """Tell whether new code may bind a name here: nobody would read it, or hides it first.

        Args:
            name: the name.
            ours: whether earlier rewrites bind it too, so that it may be bound again.
        """
        source = self.source
        home = source.scope(self.suite[0])
        used = self.tensors | flow.reads(self.export.folder)
        for at in (*self.graph, *self.kept, *self.placeholders.values()):
            used |= flow.reads(self.flat[at].statement) | flow.writes(self.flat[at].statement)
        if self.restore is not None:
            used |= flow.reads(self.restore[1])
        if name in used or name in flow.BUILTINS or name in home.elsewhere:
            return False
        outer = home
        while outer.parent is not None:
            outer = outer.parent
            if name in outer.bindings and any(
                scope is home or _within(scope, home) for scope, n in source.index.loads if n.id == name
            ):
                return False
        region = range(self.suite[self.first].lineno, (self.suite[self.last].end_lineno or 0) + 1)
        for binding in home.bindings.get(name, ()):
            decorated = isinstance(binding.node, ast.FunctionDef) and bool(binding.node.decorator_list)
            if not (ours or decorated or binding.line in region) or binding.kind in {"import", "class", "parameter"}:
                return False
        return next(flow.outside_uses(source, self._statements(), {name}), None) is None

    def _gone(self) -> set[str]:
        """Return the names that the rewritten statements define no more."""
        gone = dict.fromkeys(self.sessions | self.graphs, self.end)
        kept: dict[str, int] = {}
        for at, item in enumerate(self.flat):
            if not self.first <= item.top <= self.last:
                continue
            if at in self.dropped or at in self.graph or at in self.placeholders.values():
                gone |= dict.fromkeys(flow.writes(item.statement), at)
            else:
                kept |= dict.fromkeys(flow.binds(item.statement), at)
        return {name for name, at in gone.items() if kept.get(name, -1) < at}

    def _refuse_changing_captures(self) -> None:
        """Refuse if a value that the new function takes from outside may change before the function is traced."""
        read: dict[str, int] = {}
        code: list[tuple[int, ast.AST]] = [(at, self.flat[at].statement) for at in self.graph]
        code += ((at, self.flat[at].statement) for at in self.placeholders.values())
        for at, node in sorted(code, key=lambda pair: pair[0]):
            for name in flow.reads(node) - self.tensors:
                read.setdefault(name, at)
        self._refuse_changes(read, self.end)

    def _refuse_changes(self, read: Mapping[str, int], stop: int) -> None:
        for name, at in sorted(read.items()):
            changing = self._change(name, at, stop)
            if changing is not None:
                message = f"line {changing.lineno} may change `{name}` after the graph was built with it"
                raise Refused(message)

    def _change(self, name: str, start: int, stop: int) -> ast.stmt | None:
        """Return the first kept statement between two positions that may change what a name stands for."""
        for at in range(start + 1, stop):
            if at in self.kept and flow.may_change(self.source, self.flat[at].statement, name):
                return self.flat[at].statement
        return None

    def moves(self, value: ast.expr, start: int, stop: int) -> bool:
        """Tell whether an expression has the same value at a later position, and its evaluation the same effect."""
        if any(self._change(name, start, stop) for name in flow.reads(value)):
            return False
        return flow.repeatable(self.source, value) or not any(start < at < stop for at in self.kept)


def _within(scope: Scope, home: Scope) -> bool:
    """Tell whether a scope lies in another one."""
    while scope.parent is not None:
        scope = scope.parent
        if scope is home:
            return True
    return False


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _is_false(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is False
