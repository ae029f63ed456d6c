"""A Keras model that is exported through the session of Keras, rewritten as a signature round the model itself.

The graph of such an export is the model, so there is nothing to rebuild: a `tf.function` with the signature's input
names calls the model, and a `tf.Module` carries its variables. Measured on TensorFlow 2.15 (Keras 2.15) and 2.21 (Keras
3.15, tf_keras 2.21):

- `model.export` renames: its signature is `serve`, its outputs `output_0`. `tf.saved_model.save(model, ...)`, and a
  module with the model as an attribute, keep the optimizer, and with Keras 3 cannot be called all the same.
- A module with `model.variables` has the weights once, nothing else, and is written alike by all three.
- The `input` of a `Sequential` raises `AttributeError` in Keras 3 where `inputs[0]` does not.
- `training=False` overrules, in Keras 3 only, what a layer of a functional model was called with: `Dropout(0.5)(x,
  training=True)` drops nothing. Without the argument the model runs as the session ran it.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Literal, NamedTuple
from weakref import WeakKeyDictionary

from hublint.rule import Fix, NoFix
from hublint.source.use import argument, is_dotted
from hublint_rules.rewrites import export_call, flow, graph_mode
from hublint_rules.rewrites.flow import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hublint.rule import Source, Target, Use
    from hublint_rules.rewrites.export_call import Export, Signature

_BACKEND = re.compile(
    r"(?P<root>keras|tf_keras|tensorflow\.(?:compat\.v1\.|python\.)?keras)\.backend(?:\.tensorflow_backend)?"
    r"\.(?P<name>get_session|set_session|set_learning_phase)(?P<value>\(\))?"
)

_TABLES = ("tables_initializer", "initializers.tables_initializer", "initialize_all_tables")
_LOCALS = ("local_variables_initializer", "initialize_local_variables", "initializers.local_variables")
_GLOBALS = ("global_variables_initializer", "initialize_all_variables", "initializers.global_variables")

_TRAINS = frozenset({"fit", "fit_generator", "minimize", "train_on_batch"})
_LOADS_WEIGHTS = frozenset({"load_weights", "set_weights"})

NO_KERAS_SESSION = NoFix("")
NOT_ITS_PART = NoFix("it is not part of the export that follows")

Side = Literal["input", "output"]


class TensorNames(NoFix):
    """Why an export whose keys are names of tensors is not rewritten."""

    @property
    def line(self) -> int:
        """The line of the first such key."""
        return int(self.reason.split()[1])


class _NamedAfterTensors(Refused):
    """The refusal for keys that are names of tensors."""


class Exported(NamedTuple):
    """An export of Keras's session."""

    root: str
    """The Keras, such as `tensorflow.keras`."""
    session: ast.expr


class Tensor(NamedTuple):
    """A tensor of a signature as a part of a model."""

    model: ast.expr
    side: Side
    position: int | None
    """Which of the model's `inputs` or `outputs` it is; None for one of another layer."""
    node: ast.expr


class Call(NamedTuple):
    """A signature as a call of a model."""

    key: str
    constant_key: bool
    model: ast.expr
    inputs: list[tuple[str, Tensor]]
    """In the order in which the model takes them."""
    outputs: list[tuple[str, Tensor]]

    @property
    def own(self) -> bool:
        """Whether the outputs are those of the model that has the inputs, and not of layers in it or behind it."""
        return all(
            tensor.position is not None and ast.dump(tensor.model) == ast.dump(self.model) for _, tensor in self.outputs
        )

    def same(self, other: Call) -> bool:
        """Tell whether another signature has the same inputs and outputs, so that one function is enough."""
        return self.content() == other.content()

    def content(self) -> list[tuple[str, str]]:
        """Return the names of the tensors with their spelling."""
        return [(key, ast.dump(tensor.node)) for key, tensor in (*self.inputs, *self.outputs)]


_MEMO: WeakKeyDictionary[Source, dict[tuple[object, ...], Fix | NoFix]] = WeakKeyDictionary()


class _Place(NamedTuple):
    """Where an export of Keras's session stands."""

    statement: ast.stmt
    """The statement of the suite that the use in question is part of."""
    suite: list[ast.stmt]
    flat: list[flow.Flat]
    end: int
    root: str


def rewrite(use: Use, target: Target) -> Fix | NoFix:
    """Rewrite the export of a Keras model that a use is part of; all findings in one export share one fix.

    Returns:
        The fix, the reason for which there is none, or `NO_KERAS_SESSION` if the export is not one of Keras's session.
    """
    place = _find(use)
    if place is None:
        return NO_KERAS_SESSION
    source = use.source
    call = place.flat[place.end].statement
    memo = _MEMO.setdefault(source, {})
    key = (call.lineno, call.col_offset, target)
    known = memo.get(key)
    if known is None:
        try:
            from hublint_rules.rewrites.keras_writer import write

            known = write(KerasExport(source, place.suite, place.flat, place.end, place.root), target)
        except _NamedAfterTensors as refusal:
            known = TensorNames(str(refusal))
        except Refused as refusal:
            known = NoFix(str(refusal))
        memo[key] = known
    start, stop = source.span(place.statement)
    if isinstance(known, Fix) and not any(edit.start <= start and stop <= edit.end for edit in known.edits):
        return NOT_ITS_PART
    return known


def is_empty(use: Use) -> bool:
    """Tell whether a use is part of an export of Keras's session that writes nothing, for the models are elsewhere.

    Under `tf.compat.v1` the session is still there, but the graph that it has is empty while TensorFlow runs eagerly:
    what is written has neither variables nor the tensors of its signature, and no error says so.
    """
    return exported(use) is not None and not graph_mode.switches(use.source)


def exported(use: Use) -> Exported | None:
    """Return the export of Keras's session that a use is part of, or that follows it in its suite."""
    place = _find(use)
    session = None if place is None else _exported_session(use.source, place.flat, place.end)
    return None if place is None or session is None else Exported(place.root, session)


def _find(use: Use) -> _Place | None:
    """Return the export of Keras's session that a use is part of, or that follows it in its suite."""
    source = use.source
    if b"_session" not in source.text.utf8:
        return None
    try:
        statement = source.statement(use.node)
        while is_session_block(source, source.parents[statement]):
            statement = source.statement(source.parents[statement])
        suite = flow.suite_of(source, statement)
    except Refused:
        return None
    flat = _flatten(source, suite)
    at = suite.index(statement)
    ends = (n for n, item in enumerate(flat) if item.top >= at and export_call.is_export(source, item.statement))
    end = next(ends, None)
    root = None if end is None else _keras_of(source, flat, end)
    if end is None or root is None or _feeds(source, flat[:end]):
        return None
    return _Place(statement, suite, flat, end, root)


def _feeds(source: Source, flat: list[flow.Flat]) -> bool:
    """Tell whether statements make placeholders: then a graph is exported, and not a model alone."""
    return any(
        flow.is_call_of(source, node, "placeholder", "placeholder_with_default", "sparse_placeholder")
        for item in flat
        for node in ast.walk(item.statement)
    )


def session_root(source: Source, node: ast.expr) -> str | None:
    """Return the Keras whose session an expression is, such as `tensorflow.keras`; None if it is something else."""
    roots = {_matches(name, "get_session") for name in source.resolve(node)}
    return roots.pop() if len(roots) == 1 else None


def is_session_block(source: Source, statement: ast.AST) -> bool:
    """Tell whether a statement is a `with` that only enters graphs and sessions, that of Keras included."""
    return isinstance(statement, ast.With) and all(
        _is_session(source, item.context_expr) or flow.graph_or_session(source, item.context_expr)
        for item in statement.items
    )


def _is_session(source: Source, node: ast.expr) -> bool:
    """Tell whether an expression is Keras's session, its graph, or either entered."""
    names = source.resolve(node)
    return bool(names) and all(
        _matches(name.replace("().graph", "()").removesuffix(".as_default()"), "get_session") for name in names
    )


def _matches(name: str, function: str) -> str | None:
    """Return the Keras that a full name belongs to, None if it is neither a backend function nor what that gives."""
    match = _BACKEND.fullmatch(name)
    return match["root"] if match is not None and match["name"] == function else None


def _backend_call(source: Source, node: ast.AST, function: str) -> str | None:
    """Return the Keras whose backend's function a node calls, None if it does not."""
    if not isinstance(node, ast.Call):
        return None
    roots = {_matches(name, function) for name in source.resolve(node.func)}
    return roots.pop() if len(roots) == 1 else None


def _flatten(source: Source, suite: list[ast.stmt]) -> list[flow.Flat]:
    """Return the statements of a suite in order, those of session blocks in place of the blocks."""
    flat: list[flow.Flat] = []

    def add(statements: list[ast.stmt], top: int | None) -> None:
        for at, statement in enumerate(statements):
            position = at if top is None else top
            if is_session_block(source, statement):
                add(statement.body, position)  # type: ignore[attr-defined]
            else:
                flat.append(flow.Flat(statement, position))

    add(suite, None)
    return flat


def _keras_of(source: Source, flat: list[flow.Flat], end: int) -> str | None:
    """Return the Keras through whose session an export is made, None if it is another session."""
    session = _exported_session(source, flat, end)
    if session is None:
        return None
    root = session_root(source, session)
    if root is not None:
        return root
    if isinstance(session, ast.Name):
        for call in source.index.calls.values():
            given = argument(call, 0, "session")
            root = _backend_call(source, call, "set_session")
            if root is not None and isinstance(given, ast.Name) and given.id == session.id:
                same = source.scope(given).owner(given.id) is source.scope(session).owner(session.id)
                if same:
                    return root
    return None


def _exported_session(source: Source, flat: list[flow.Flat], end: int) -> ast.expr | None:
    call: ast.Call = flat[end].statement.value  # type: ignore[attr-defined]
    if flow.is_call_of(source, call, "saved_model.simple_save"):
        return argument(call, 0, "session")
    for item in reversed(flat[:end]):
        value = item.statement.value if isinstance(item.statement, ast.Expr) else None
        if value is not None and flow.is_call_of(
            source, value, f"{export_call.BUILDER}().add_meta_graph_and_variables"
        ):
            return argument(value, 0, "sess")  # type: ignore[arg-type]
    return None


class KerasExport:
    """An export of Keras models in one suite, understood.

    Attributes:
        source: the file.
        suite: the statements in which the export stands.
        flat: the same, with session blocks opened.
        end: the position in `flat` of the call that writes the SavedModel.
        root: the Keras whose session is exported, such as `tensorflow.keras`.
        export: what the export says.
        calls: its signatures as calls of models.
        dropped: positions in `flat` of the statements that TensorFlow 2 does not need.
        elsewhere: statements outside of `suite` that only served the export.
    """

    def __init__(self, source: Source, suite: list[ast.stmt], flat: list[flow.Flat], end: int, root: str) -> None:
        """Understand the export.

        Raises:
            Refused: with the reason, if any of it is not what this rewrite knows to keep.
        """
        self.source = source
        self.suite = suite
        self.flat = flat
        self.end = end
        self.root = root
        self.elsewhere: list[ast.stmt] = []
        self.values = export_call.Values(source, flat)
        self.export = self._read()
        self.calls = [self._call(signature) for signature in self.export.signatures]
        self._check_init_ops()
        self.dropped = set(self.values.machinery)
        self.sessions = self._session_names()
        self._drop_sessions()
        self._drop_session_elsewhere()
        self._drop_bare_sessions()
        self._drop_learning_phase()
        self._keep_what_is_read()
        self._check_kept()
        self._check_blocks()

    # What the export says

    def _read(self) -> Export:
        try:
            export = export_call.read(self.values, self.end)
        except Refused:
            named = next(self._named_after_tensors(), None)
            if named is not None:
                message = (
                    f"line {named.lineno} takes a key from the name of a tensor in TensorFlow 1's graph, which Keras "
                    "names otherwise now; write the key that `saved_model_cli show` prints for an old export"
                )
                raise _NamedAfterTensors(message) from None
            raise
        if export.assets is not None:
            message = f"the assets at line {export.assets.lineno} have to be attributes of what is exported"
            raise Refused(message)
        return export

    def _named_after_tensors(self) -> Iterator[ast.expr]:
        """Yield the keys that are made of a tensor's name, such as those of `{t.name: t for t in model.outputs}`."""
        for item in self.flat[: self.end + 1]:
            for node in ast.walk(item.statement):
                for key in _keys(node):
                    if key is not None and any(
                        isinstance(part, ast.Attribute) and part.attr == "name" for part in ast.walk(key)
                    ):
                        yield key

    def _check_init_ops(self) -> None:
        """Check that what is to be run when the model is loaded only fills lookup tables, of which a model has none."""
        for op in self.export.init_ops:
            if not self._initializes(op, (*_TABLES, *_LOCALS)):
                message = f"line {op.lineno} has something run when the model is loaded, which a Keras model does not"
                raise Refused(message)

    def _initializes(self, node: ast.expr, names: tuple[str, ...], *, machinery: bool = True) -> bool:
        """Tell whether an expression is one of some initializers, or a group of them."""
        source = self.source
        if isinstance(node, ast.Name) and machinery:
            _, made = self.values.follow(node, self.end)
            return not isinstance(made, ast.Name) and self._initializes(made, names)
        if isinstance(node, (ast.List, ast.Tuple)):
            return all(self._initializes(element, names, machinery=machinery) for element in node.elts)
        if flow.is_call_of(source, node, "group"):
            return all(
                self._initializes(inner, names, machinery=machinery)
                for inner in node.args  # type: ignore[attr-defined]
            )
        return flow.is_call_of(source, node, *names)

    # Tensors

    def _call(self, signature: Signature) -> Call:
        inputs = [(key, self._tensor(key, value, "input")) for key, value in signature.inputs]
        outputs = [(key, self._tensor(key, value, "output")) for key, value in signature.outputs]
        for key, tensor in inputs:
            export_call.refuse_input_name(key, tensor.node)
        model = inputs[0][1].model
        if len({ast.dump(tensor.model) for _, tensor in inputs}) > 1:
            message = f"the signature `{signature.key}` has the inputs of several models"
            raise Refused(message)
        inputs.sort(key=lambda pair: pair[1].position or 0)
        if [tensor.position for _, tensor in inputs] != list(range(len(inputs))):
            message = f"the signature `{signature.key}` does not have each input of the model once"
            raise Refused(message)
        return Call(signature.key, signature.constant_key, model, inputs, outputs)

    def _tensor(self, key: str, node: ast.expr, side: Side) -> Tensor:
        found = self._part(node, side, self.end)
        if found is None:
            message = f"the {side} `{key}` at line {node.lineno} is not an {side} of a model"
            raise Refused(message)
        return found

    def _part(self, node: ast.expr, side: Side, before: int) -> Tensor | None:
        """Return which part of which model an expression is."""
        if isinstance(node, ast.Name):
            at, value = self.values.definition(node.id, before)
            return self._part(value, side, at)
        if isinstance(node, ast.Subscript):
            position = _index(node.slice)
            many = node.value
            if position is None or not isinstance(many, ast.Attribute) or not is_dotted(many.value):
                return None
            # `model.output[1]` is what Keras gives for a model of several outputs.
            return Tensor(many.value, side, position, node) if many.attr in {side, f"{side}s"} else None
        if not isinstance(node, ast.Attribute) or node.attr != side:
            return None
        if is_dotted(node.value):
            return Tensor(node.value, side, 0, node)
        model = _model_of_layer(node.value)
        if model is None:
            return None
        if side == "input":
            return Tensor(model, side, 0, node) if _is_first_layer(node.value) else None
        return Tensor(model, side, None, node)

    # What goes

    def _session_names(self) -> set[str]:
        """Return the names that the suite gives Keras's session, or its graph."""
        found: set[str] = set()
        if isinstance(self.export.session, ast.Name):
            found.add(self.export.session.id)
        for block in self._blocks():
            found |= {item.optional_vars.id for item in block.items if isinstance(item.optional_vars, ast.Name)}
        read = {name.id for _, name in self.source.index.loads}
        for item in self.flat[: self.end]:
            value = flow.assigned(item.statement)
            if value is not None and _backend_call(self.source, value, "get_session"):
                # What nobody reads only makes the session.
                found |= flow.writes(item.statement) - read
            call = item.statement.value if isinstance(item.statement, ast.Expr) else None
            given = argument(call, 0, "session") if isinstance(call, ast.Call) else None
            if call is not None and isinstance(given, ast.Name) and _backend_call(self.source, call, "set_session"):
                found |= {given.id} if self._is_bare(given) else set()
        return found

    def _is_bare(self, session: ast.Name) -> bool:
        """Tell whether a session that Keras is given has no settings, and does nothing else in the file."""
        made = [b.value for b in self.source.scope(session).visible(session.id, session)]
        bare = all(isinstance(value, ast.Call) and not value.args and not value.keywords for value in made)
        return bare and sum(name.id == session.id for _, name in self.source.index.loads) == 1

    def _blocks(self) -> Iterator[ast.With]:
        """Yield the session blocks round statements that are rewritten."""
        tops = {self.flat[at].top for at in (*self.values.machinery, self.end)}
        for top in sorted(tops):
            for node in ast.walk(self.suite[top]):
                if isinstance(node, ast.With) and is_session_block(self.source, node):
                    yield node

    def _drop_sessions(self) -> None:
        """Drop the statements that make the session Keras's, close it, or initialize what Keras initializes itself."""
        made = {n.id for b in self._blocks() for i in b.items for n in ast.walk(i) if isinstance(n, ast.Name)}
        for at, item in enumerate(self.flat):
            value = flow.assigned(item.statement)
            if at < self.end and value is not None and flow.writes(item.statement) <= self.sessions:
                if self._makes_session(value):
                    self.dropped.add(at)
                    made |= flow.writes(item.statement)
            elif isinstance(item.statement, ast.Expr) and isinstance(item.statement.value, ast.Call):
                call = item.statement.value
                sets = self._given_to_keras(item.statement)
                if sets in made or self._closes(call) or (at < self.end and self._runs_initializer(at, call)):
                    self.dropped.add(at)

    def _given_to_keras(self, statement: ast.stmt) -> str | None:
        """Return the name of the session that a statement gives to Keras, None if it does nothing like that."""
        call = statement.value if isinstance(statement, ast.Expr) else None
        given = argument(call, 0, "session") if isinstance(call, ast.Call) else None
        own = isinstance(given, ast.Name) and given.id in self.sessions
        return given.id if own and _backend_call(self.source, call, "set_session") else None  # type: ignore[union-attr,arg-type]

    def _drop_session_elsewhere(self) -> None:
        """Drop the assignment of a session that is kept elsewhere, such as on `self`, and only serves this export."""
        session = self.export.session
        if isinstance(session, ast.Name):
            mentions: list[ast.expr] = [
                node for node in ast.walk(self.source.tree) if isinstance(node, ast.Name) and node.id == session.id
            ]
        elif isinstance(session, ast.Attribute):
            mentions = [
                node
                for node in ast.walk(self.source.tree)
                if isinstance(node, ast.Attribute) and node.attr == session.attr
            ]
        else:
            return
        others = [node for node in mentions if node is not session]
        statement = self.source.parents[others[0]] if len(others) == 1 else None
        if (
            isinstance(statement, ast.Assign)
            and statement.targets == others
            and _backend_call(self.source, statement.value, "get_session")
            and all(item.statement is not statement for item in self.flat)
            and len(flow.suite_of(self.source, statement)) > 1
        ):
            self.elsewhere.append(statement)

    def _drop_bare_sessions(self) -> None:
        """Drop each `K.set_session(tf.Session())`: Keras makes a session like this itself, when it needs one."""
        for node in self.source.index.calls.values():
            given = argument(node, 0, "session")
            if (
                isinstance(given, ast.Call)
                and not (given.args or given.keywords)
                and isinstance(self.source.parents[node], ast.Expr)
                and flow.is_call_of(self.source, given, "Session")
                and _backend_call(self.source, node, "set_session")
            ):
                self._drop(self.source.statement(node))

    def _drop(self, statement: ast.stmt) -> None:
        """Drop a statement wherever it stands in the file, unless its suite would have none left."""
        at = next((at for at, item in enumerate(self.flat) if item.statement is statement), None)
        if at is not None:
            self.dropped.add(at)
        elif len(flow.suite_of(self.source, statement)) > 1:
            self.elsewhere.append(statement)

    def _closes(self, call: ast.Call) -> bool:
        function = call.func
        return (
            isinstance(function, ast.Attribute)
            and function.attr == "close"
            and isinstance(function.value, ast.Name)
            and function.value.id in self.sessions
        )

    def _makes_session(self, value: ast.expr) -> bool:
        """Tell whether a session is made that has no settings, which would hold for Keras after the export, too."""
        if _is_session(self.source, value):
            return True
        if not flow.is_call_of(self.source, value, "Session", "InteractiveSession"):
            return False
        flow.refuse_session_arguments(self.source, value)
        return argument(value, 2, "config") is None  # type: ignore[arg-type]

    def _runs_initializer(self, at: int, call: ast.expr) -> bool:
        """Tell whether the session only initializes here what the model does not need initialized."""
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute) or call.func.attr != "run":
            return False
        session, fetches = call.func.value, argument(call, 0, "fetches")
        own = _is_session(self.source, session) or (isinstance(session, ast.Name) and session.id in self.sessions)
        if not own or fetches is None or isinstance(fetches, ast.Name):
            return False
        if self._initializes(fetches, (*_TABLES, *_LOCALS), machinery=False):
            return True
        if not self._initializes(fetches, (*_TABLES, *_LOCALS, *_GLOBALS), machinery=False):
            return False
        if all(self._gets_weights_later(at, call.model) for call in self.calls):
            return True
        message = f"line {call.lineno} gives the model's variables their first values again before it is exported"
        raise Refused(message)

    def _gets_weights_later(self, at: int, model: ast.expr) -> bool:
        """Tell whether a model is made, or given weights, between a statement and the export."""
        spelled = self.source.code(model)
        for item in self.flat[at + 1 : self.end]:
            statement = item.statement
            targets = statement.targets if isinstance(statement, ast.Assign) else []
            if any(self.source.code(target) == spelled for target in targets):
                return True
            value = statement.value if isinstance(statement, ast.Expr) else None
            function = value.func if isinstance(value, ast.Call) else None
            if (
                isinstance(function, ast.Attribute)
                and function.attr in _LOADS_WEIGHTS
                and self.source.code(function.value) == spelled
            ):
                return True
        return False

    def _drop_learning_phase(self) -> None:
        """Drop the calls that set the learning phase for this export; one that sets it to training is refused."""
        positions = {item.statement for item in self.flat}
        for node in self.source.index.calls.values():
            if _backend_call(self.source, node, "set_learning_phase") is None:
                continue
            value = argument(node, 0, "value")
            statement = self.source.parents[node]
            too_late = statement in positions and all(self._is_given(call.model) for call in self.calls)
            if not (too_late or (isinstance(value, ast.Constant) and not value.value)):
                message = f"line {node.lineno} may have the model run as in training, with dropout"
                raise Refused(message)
            if isinstance(statement, ast.Expr) and not self._trains_after(statement):
                self._drop(statement)

    def _is_given(self, model: ast.expr) -> bool:
        """Tell whether a model is a parameter: it was built before, so that no learning phase set here reaches it."""
        if not isinstance(model, ast.Name):
            return False
        bindings = self.source.scope(model).visible(model.id, model)
        return bool(bindings) and all(binding.kind == "parameter" for binding in bindings)

    def _trains_after(self, statement: ast.stmt) -> bool:
        """Tell whether a model may be trained in the learning phase that a statement sets."""
        scope = self.source.scope(statement)
        return any(
            isinstance(function, ast.Attribute)
            and function.attr in _TRAINS
            and (self.source.scope(function) is not scope or function.lineno > statement.lineno)
            for function in self.source.index.calls
        )

    # What stays

    def _keep_what_is_read(self) -> None:
        """Keep the assignments whose names are read elsewhere too, if TensorFlow 2 can evaluate them."""
        for at in sorted(self.dropped, reverse=True):
            statement = self.flat[at].statement
            # `outputs["y"] = ...` stays where `outputs` does.
            names = flow.writes(statement) | flow.mutates(self.source, statement)
            for name in sorted(names & self.source.scope(statement).elsewhere.keys()):
                message = f"line {statement.lineno} shares `{name}` with other functions"
                raise Refused(message)
            reader = self._reader(at, names) if names else None
            if reader is None:
                continue
            value = statement.value if isinstance(statement, (ast.Assign, ast.AnnAssign)) else None
            if value is None or any(isinstance(node, ast.Call) for node in ast.walk(value)):
                name = min(names & {node.id for node in ast.walk(reader) if isinstance(node, ast.Name)})
                message = f"line {reader.lineno} uses `{name}`, which the rewritten block no longer has"
                raise Refused(message)
            self.dropped.discard(at)

    def _reader(self, at: int, names: set[str]) -> ast.expr | ast.stmt | None:
        """Return what reads some names apart from the statements that go."""
        for other, item in enumerate(self.flat):
            used = flow.reads(item.statement)
            if isinstance(item.statement, ast.Delete):
                used |= flow.writes(item.statement)
            if other not in self.dropped and other != self.end and not names.isdisjoint(used):
                return item.statement
        top = self.suite[self.flat[at].top]
        inside: list[ast.AST] = [item.statement for item in self.flat]
        inside += [item for block in self._blocks() for item in block.items]
        known = {node for part in inside for node in ast.walk(part)}
        return next((use for use in flow.outside_uses(self.source, [top], names) if use not in known), None)

    def _check_kept(self) -> None:
        """Check that the statements that stay among those that go mean the same there."""
        first = min((*self.dropped, self.end))
        tops = {self.flat[at].top for at in (*self.dropped, self.end)}
        added = max((at for at in self.values.machinery if self._adds(at)), default=self.end)
        models = {name for call in self.calls for name in flow.reads(call.model)}
        for at, item in enumerate(self.flat):
            statement = item.statement
            inside = first <= at < self.end or item.top in tops
            if not inside or at in self.dropped or at == self.end:
                continue
            for name in sorted((self.sessions & flow.reads(statement)) - {self._given_to_keras(statement)}):
                message = f"line {statement.lineno} uses the session `{name}` for more than the export"
                raise Refused(message)
            if at > self.end:
                continue
            read_before = any(flow.reads(self.flat[n].statement) & models for n in range(first, at))
            if read_before and models & flow.writes(statement):
                message = f"line {statement.lineno} gives the name of the exported model to another"
                raise Refused(message)
            if added < at and not models.isdisjoint(flow.reads(statement)):
                message = f"line {statement.lineno} may change the model after its variables were written"
                raise Refused(message)

    def _check_blocks(self) -> None:
        """Check that no graph is entered that stays, and that nobody reads later what a session block binds."""
        for node in self.source.ancestors(self.suite[0]):
            if isinstance(node, ast.With) and any(_enters_graph(item.context_expr) for item in node.items):
                message = f"line {node.lineno} enters a graph, in which `tf.saved_model.save` cannot save"
                raise Refused(message)
        for block in self._blocks():
            bound = {n.id for item in block.items for n in ast.walk(item) if isinstance(n, ast.Name)} & self.sessions
            for use in flow.outside_uses(self.source, [block], bound):
                if use.id in flow.writes(block):
                    message = f"line {use.lineno} uses `{use.id}`, which the rewritten block no longer has"
                    raise Refused(message)

    def _adds(self, at: int) -> bool:
        statement = self.flat[at].statement
        return isinstance(statement, ast.Expr)

    def folder_moves(self) -> bool:
        """Tell whether the folder can be named where the model is saved, and not where a builder was made."""
        at = self.export.folder_at
        if at is None:
            return True
        names = flow.reads(self.export.folder)
        kept = [n for n in range(at + 1, self.end) if n not in self.dropped]
        if any(flow.may_change(self.source, self.flat[n].statement, name) for n in kept for name in names):
            return False
        return not kept or flow.repeatable(self.source, self.export.folder)


def _enters_graph(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "as_default"


def _keys(node: ast.AST) -> list[ast.expr | None]:
    """Return the keys of a dict that is written out, made by a comprehension, or set item by item."""
    if isinstance(node, ast.DictComp):
        return [node.key]
    if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
        return [node.slice]
    return list(node.keys) if isinstance(node, ast.Dict) else []


def _index(node: ast.expr) -> int | None:
    return node.value if isinstance(node, ast.Constant) and type(node.value) is int else None


def _model_of_layer(node: ast.expr) -> ast.expr | None:
    """Return the model that has a layer: that of `model.get_layer("x")` and `model.layers[0]`."""
    part: ast.expr | None = None
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get_layer":
        part = node.func.value
    elif isinstance(node, ast.Subscript) and isinstance(node.value, ast.Attribute) and node.value.attr == "layers":
        part = node.value.value
    return part if part is not None and is_dotted(part) else None


def _is_first_layer(node: ast.expr) -> bool:
    return isinstance(node, ast.Subscript) and _index(node.slice) == 0
