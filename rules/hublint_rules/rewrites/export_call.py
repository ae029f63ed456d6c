"""Reads what an export call says: where the SavedModel goes, which signatures it has, of which tensors.

For `simple_save` that is one call; for a `SavedModelBuilder` it is what was added to it, on the way from the
constructor to `save`. Values are followed through the assignments of one suite, and whatever is not written out there
is refused with a reason.
"""

from __future__ import annotations

import ast
import keyword
import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from hublint.source.use import argument, unpacks
from hublint_rules.rewrites import flow
from hublint_rules.rewrites.flow import Refused

if TYPE_CHECKING:
    from hublint.rule import Source

DEFAULT_KEY = "serving_default"
BUILDER = "saved_model.builder.SavedModelBuilder"

Method = Literal["predict", "classification", "regression", "none"]

# The values of tf.saved_model.signature_constants and tag_constants, which TensorFlow 2 has only in part.
_CONSTANTS = {
    "saved_model.DEFAULT_SERVING_SIGNATURE_DEF_KEY": DEFAULT_KEY,
    "saved_model.PREDICT_INPUTS": "inputs",
    "saved_model.PREDICT_OUTPUTS": "outputs",
    "saved_model.PREDICT_METHOD_NAME": "tensorflow/serving/predict",
    "saved_model.CLASSIFY_INPUTS": "inputs",
    "saved_model.CLASSIFY_METHOD_NAME": "tensorflow/serving/classify",
    "saved_model.CLASSIFY_OUTPUT_CLASSES": "classes",
    "saved_model.CLASSIFY_OUTPUT_SCORES": "scores",
    "saved_model.REGRESS_INPUTS": "inputs",
    "saved_model.REGRESS_METHOD_NAME": "tensorflow/serving/regress",
    "saved_model.REGRESS_OUTPUTS": "outputs",
    "saved_model.SERVING": "serve",
    "saved_model.TRAINING": "train",
    "saved_model.GPU": "gpu",
    "saved_model.TPU": "tpu",
}

_METHODS: dict[str, Method] = {
    "tensorflow/serving/predict": "predict",
    "tensorflow/serving/classify": "classification",
    "tensorflow/serving/regress": "regression",
}

# The parameters of the utilities that make one kind of signature, with the keys that TensorFlow 1 gives the tensors.
_KINDS: dict[Method, tuple[dict[str, str], dict[str, str]]] = {
    "classification": ({"examples": "inputs"}, {"classes": "classes", "scores": "scores"}),
    "regression": ({"examples": "inputs"}, {"predictions": "outputs"}),
}

# What a TensorSpec can be called so that the signature's input is called the same; measured on 2.15 and 2.21.
_INPUT_NAME = re.compile(r"[A-Za-z0-9.][A-Za-z0-9_.\\/>-]*", re.ASCII)

# What is run when a model is loaded, and has nothing to do where there are no tables.
_LOAD_TIME = (
    "tables_initializer",
    "initialize_all_tables",
    "initializers.tables_initializer",
    "local_variables_initializer",
    "initialize_local_variables",
    "initializers.local_variables",
    "saved_model.main_op.main_op",
    "saved_model.main_op_with_restore",
    "no_op",
)

# What a SavedModelBuilder is told besides tensors: parameters, in the order of TensorFlow 1.15.
_ADD_PARAMETERS = (
    "sess",
    "tags",
    "signature_def_map",
    "assets_collection",
    "legacy_init_op",
    "clear_devices",
    "main_op",
    "strip_default_attrs",
    "saver",
)


class Signature(NamedTuple):
    """One entry of the signature map: its key, and the tensors by the keys that callers use."""

    key: str
    constant_key: bool
    """Whether the key is spelled as TensorFlow's constant for the default one."""
    method: Method
    inputs: list[tuple[str, ast.expr]]
    outputs: list[tuple[str, ast.expr]]
    key_name: str = ""
    """The name of the file's own that the key is written by, if it is."""


class Export(NamedTuple):
    """What an export says."""

    session: ast.expr
    folder: ast.expr
    folder_at: int | None
    """The position at which a builder is told where to write; None if the export call itself says it."""
    signatures: tuple[Signature, ...]
    init_ops: tuple[ast.expr, ...]
    """What is to be run when the model is loaded."""
    assets: ast.expr | None
    written_at: int
    """The position at which the variables are written, with the values that they have there."""


class Values:
    """Follows names to what is assigned to them in a suite, and remembers which assignments only serve the export.

    Attributes:
        machinery: the positions in `flat` of the statements that the export alone needs.
    """

    def __init__(self, source: Source, flat: list[flow.Flat]) -> None:
        """Begin with no machinery; `flat` is the suite with its graph and session blocks opened."""
        self.source = source
        self.flat = flat
        self.machinery: set[int] = set()

    def bound(self, name: str, before: int) -> int:
        """Return the position of the statement that gives `name` its value before a position.

        Raises:
            Refused: if there is none.
        """
        for at in range(before - 1, -1, -1):
            if name in flow.writes(self.flat[at].statement):
                return at
        message = f"`{name}` is not made in this block"
        raise Refused(message)

    def definition(self, name: str, before: int) -> tuple[int, ast.expr]:
        """Return the position and value of the assignment that gives `name` its value; it then is machinery.

        Raises:
            Refused: if there is none, or another statement than an assignment binds the name.
        """
        at = self.bound(name, before)
        statement = self.flat[at].statement
        value = flow.assigned(statement)
        if value is None:
            message = f"`{name}` gets its value at line {statement.lineno} in a way that is not followed"
            raise Refused(message)
        self.machinery.add(at)
        return at, value

    def follow(self, node: ast.expr, before: int) -> tuple[int, ast.expr]:
        """Follow a name to what it was assigned; the assignment then belongs to the machinery."""
        return self.definition(node.id, before) if isinstance(node, ast.Name) else (before, node)

    def string(self, node: ast.expr) -> str | None:
        """Return the string that an expression is, TensorFlow's constants included; None if it is not to be seen."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return node.value
        for name in self.source.resolve(node):
            known = (flow.short(name) or "").removeprefix("python.")
            for module in ("signature_constants.", "tag_constants."):
                known = known.replace(module, "")
            if known in _CONSTANTS:
                return _CONSTANTS[known]
        return None

    def strings(self, node: ast.expr) -> list[str | None]:
        """Return the elements of a list of strings that is written out."""
        elements = node.elts if isinstance(node, (ast.List, ast.Tuple, ast.Set)) else []
        return [self.string(element) for element in elements]


def is_export(source: Source, statement: ast.stmt) -> bool:
    """Tell whether a statement writes a SavedModel of a session's graph."""
    return isinstance(statement, ast.Expr) and flow.is_call_of(
        source, statement.value, "saved_model.simple_save", f"{BUILDER}().save"
    )


def read(values: Values, end: int) -> Export:
    """Read the export that the statement at a position writes.

    Raises:
        Refused: with the reason, if any part of it is not written out in the suite.
    """
    call: ast.Call = values.flat[end].statement.value  # type: ignore[attr-defined]
    if flow.is_call_of(values.source, call, "saved_model.simple_save"):
        return _simple_save(values, call, end)
    return _builder(values, call, end)


def _simple_save(values: Values, call: ast.Call, end: int) -> Export:
    if unpacks(call):
        message = "the arguments of simple_save are not written out"
        raise Refused(message)
    session, folder = argument(call, 0, "session"), argument(call, 1, "export_dir")
    inputs, outputs = argument(call, 2, "inputs"), argument(call, 3, "outputs")
    if session is None or folder is None or inputs is None or outputs is None:
        message = "an argument of simple_save is missing"
        raise Refused(message)
    first, second = _tensors(values, inputs, end), _tensors(values, outputs, end)
    signature = Signature(DEFAULT_KEY, constant_key=False, method="predict", inputs=first, outputs=second)
    init = argument(call, 4, "legacy_init_op")
    init_ops = () if init is None or is_none(init) else (init,)
    return Export(session, folder, None, (signature,), init_ops, None, end)


def _builder(values: Values, call: ast.Call, end: int) -> Export:
    builder = call.func.value  # type: ignore[attr-defined]
    text = argument(call, 0, "as_text")
    as_text = text is not None and not (isinstance(text, ast.Constant) and not text.value)
    if not isinstance(builder, ast.Name):
        message = f"the builder of line {call.lineno} has no plain name, so how it is filled is not to be seen"
        raise Refused(message)
    if as_text or unpacks(call):
        message = f"line {call.lineno} saves as text, which tf.saved_model.save does not, or does not say how it saves"
        raise Refused(message)
    source = values.source
    at, made = values.definition(builder.id, end)
    folder = argument(made, 0, "export_dir") if isinstance(made, ast.Call) else None
    if folder is None or not flow.is_call_of(source, made, BUILDER):
        message = f"where the builder writes to is not to be seen at line {made.lineno}"
        raise Refused(message)
    adds: list[tuple[int, ast.Call]] = []
    for position in range(at + 1, end):
        statement = values.flat[position].statement
        if builder.id not in flow.reads(statement):
            continue
        value = statement.value if isinstance(statement, ast.Expr) else None
        if not flow.is_call_of(source, value or statement, f"{BUILDER}().add_meta_graph_and_variables"):
            message = (
                f"line {statement.lineno} gives the builder a second set of tags, and tf.saved_model.save writes one"
            )
            raise Refused(message)
        adds.append((position, value))  # type: ignore[arg-type]
    if len(adds) != 1:
        message = "the builder does not add exactly one graph with its variables"
        raise Refused(message)
    position, add = adds[0]
    values.machinery |= {at, position}
    return _added(values, add, position, folder, at)


def _added(values: Values, add: ast.Call, position: int, folder: ast.expr, at: int) -> Export:
    if unpacks(add):
        message = "the arguments of add_meta_graph_and_variables are not written out"
        raise Refused(message)
    given = dict(zip(_ADD_PARAMETERS, add.args, strict=False))
    given |= {k.arg: k.value for k in add.keywords if k.arg is not None}
    saver = given.get("saver")
    if saver is not None and not is_none(saver):
        message = f"the saver at line {saver.lineno} may keep variables out of the export"
        raise Refused(message)
    if not {"sess", "tags", "signature_def_map"} <= given.keys():
        message = f"the graph added at line {add.lineno} has no signature"
        raise Refused(message)
    tags = given["tags"]
    if values.strings(values.follow(tags, position)[1]) != ["serve"]:
        message = f"tf.saved_model.save writes the tag `serve` only, and line {tags.lineno} asks for others"
        raise Refused(message)
    signatures = _signatures(values, given["signature_def_map"], position)
    init_ops = tuple(
        given[name] for name in ("legacy_init_op", "main_op") if name in given and not is_none(given[name])
    )
    assets = given.get("assets_collection")
    files = None if assets is None or is_none(assets) else assets
    return Export(given["sess"], folder, at, signatures, init_ops, files, position)


def _signatures(values: Values, node: ast.expr, before: int) -> tuple[Signature, ...]:
    entries = _entries(values, node, before)
    if not entries:
        message = f"the signatures at line {node.lineno} are not a dict that is written out"
        raise Refused(message)
    found = []
    for key_node, value, at in entries:
        key = key_node if isinstance(key_node, str) else values.string(key_node) if key_node is not None else None
        if key is None:
            message = f"the key of the signature at line {value.lineno} is not a constant"
            raise Refused(message)
        constant = not isinstance(key_node, (str, ast.Constant)) and key == DEFAULT_KEY
        made, definition = values.follow(value, at)
        named = key_node.id if isinstance(key_node, ast.Name) else ""
        found.append(Signature(key, constant, *_signature_def(values, definition, made), named))
    return tuple(found)


def _entries(values: Values, node: ast.expr, before: int) -> list[tuple[ast.expr | str | None, ast.expr, int]] | None:
    """Return the entries of a dict, each with the position of the code that adds it; None if they are not to be seen.

    A dict is written out, is made by `dict(key=value)`, or is filled item by item on the way to where it is needed.
    """
    at, written = values.follow(node, before)
    found: list[tuple[ast.expr | str | None, ast.expr, int]]
    if isinstance(written, ast.Dict):
        found = [(key, value, at) for key, value in zip(written.keys, written.values, strict=True)]
    elif (
        isinstance(written, ast.Call)
        and isinstance(written.func, ast.Name)
        and written.func.id == "dict"
        and flow.is_builtin(values.source, written.func)
        and not written.args
    ):
        found = [(keyword.arg, keyword.value, at) for keyword in written.keywords]
    else:
        return None
    if isinstance(node, ast.Name):
        for position in range(at + 1, before):
            statement = values.flat[position].statement
            item = _item_set(statement, node.id)
            if item is not None:
                found.append((*item, position))
                values.machinery.add(position)
            elif node.id in flow.mutates(values.source, statement):
                return None
    return found


def _item_set(statement: ast.stmt, name: str) -> tuple[ast.expr, ast.expr] | None:
    """Return the key and the value that a statement adds to a dict as `name[key] = value`."""
    if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
        return None
    target = statement.targets[0]
    if isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name) and target.value.id == name:
        return target.slice, statement.value
    return None


def _signature_def(
    values: Values, definition: ast.expr, before: int
) -> tuple[Method, list[tuple[str, ast.expr]], list[tuple[str, ast.expr]]]:
    def is_call(name: str) -> bool:
        return flow.is_call_of(values.source, definition, f"saved_model.{name}")

    if isinstance(definition, ast.Call) and not unpacks(definition):
        for kind, (inputs, outputs) in _KINDS.items():
            if is_call(f"{kind}_signature_def"):
                return kind, *_named_tensors(definition, inputs, outputs)
        if is_call("predict_signature_def"):
            return "predict", *_both(values, definition, before)
        if is_call("build_signature_def"):
            infos = _both(values, definition, before)
            first, second = ([(key, _tensor_info(values, v, before)) for key, v in side] for side in infos)
            return _method(values, definition), first, second
    message = f"line {definition.lineno} does not show which tensors the signature has"
    raise Refused(message)


def _named_tensors(
    call: ast.Call, inputs: dict[str, str], outputs: dict[str, str]
) -> tuple[list[tuple[str, ast.expr]], list[tuple[str, ast.expr]]]:
    """Return the tensors of a classification or regression signature by their keys."""
    order = [*inputs, *outputs]
    given = {name: argument(call, at, name) for at, name in enumerate(order)}
    first, second = (
        [(key, value) for name, key in names.items() if (value := given[name]) is not None and not is_none(value)]
        for names in (inputs, outputs)
    )
    if not first or not second:
        message = f"the signature at line {call.lineno} has no inputs or no outputs"
        raise Refused(message)
    return first, second


def _both(values: Values, call: ast.Call, before: int) -> tuple[list[tuple[str, ast.expr]], list[tuple[str, ast.expr]]]:
    inputs, outputs = argument(call, 0, "inputs"), argument(call, 1, "outputs")
    if inputs is None or outputs is None:
        message = f"the signature at line {call.lineno} has no inputs or no outputs"
        raise Refused(message)
    return _tensors(values, inputs, before), _tensors(values, outputs, before)


def _method(values: Values, call: ast.Call) -> Method:
    node = argument(call, 2, "method_name")
    if node is None or is_none(node):
        return "none"
    method = _METHODS.get(values.string(node) or "")
    if method is None:
        message = f"TensorFlow 2 writes predict signatures only, and line {node.lineno} asks for another method"
        raise Refused(message)
    return method


def _tensor_info(values: Values, value: ast.expr, before: int) -> ast.expr:
    _, call = values.follow(value, before)
    if isinstance(call, ast.Call) and flow.is_call_of(values.source, call, "saved_model.build_tensor_info"):
        tensor = argument(call, 0, "tensor")
        if tensor is not None:
            return tensor
    message = f"line {value.lineno} does not show which tensor it describes"
    raise Refused(message)


def _tensors(values: Values, node: ast.expr, before: int) -> list[tuple[str, ast.expr]]:
    entries = _entries(values, node, before)
    if entries is None:
        message = f"the inputs or outputs at line {node.lineno} are not a dict that is written out"
        raise Refused(message)
    found: dict[str, ast.expr] = {}
    for key, tensor, _ in entries:
        name = key if isinstance(key, str) else values.string(key) if key is not None else None
        if name is None:
            message = f"an input or output at line {tensor.lineno} has no constant name"
            raise Refused(message)
        found[name] = tensor
    return list(found.items())


def refuse_input_name(key: str, node: ast.expr) -> None:
    """Refuse an input of a signature that a `tf.function` cannot have under this name."""
    if not _INPUT_NAME.fullmatch(key) or keyword.iskeyword(key) or key == "self":
        message = f"TensorFlow 2 does not take `{key}` (line {node.lineno}) as the name of an input"
        raise Refused(message)


def refuse_input_names(source: Source, export: Export) -> None:
    """Refuse inputs of signatures that a `tf.function` cannot have under their names, or under several."""
    for signature in export.signatures:
        for key, value in signature.inputs:
            refuse_input_name(key, value)
        spelled = [ast.dump(value) for _, value in signature.inputs]
        twice = next((value for _, value in signature.inputs if spelled.count(ast.dump(value)) > 1), None)
        if twice is not None:
            message = f"the placeholder `{source.code(twice)}` is an input under two names"
            raise Refused(message)


def refuse_load_time(values: Values, export: Export, end: int) -> None:
    """Refuse an export that has something to do when it is loaded, or brings files along."""
    for op in export.init_ops:
        if not _has_nothing_to_load(values, op, end):
            message = f"line {op.lineno} has an op run when the model is loaded, which a tf.Module has no place for"
            raise Refused(message)
    if export.assets is None:
        return
    _, files = values.follow(export.assets, end)
    collected = flow.is_call_of(values.source, files, "get_collection")
    if not collected or b"add_to_collection" in values.source.text.utf8:
        message = (
            f"line {export.assets.lineno} exports files as assets, which belong on the tf.Module as "
            "`tf.saved_model.Asset`"
        )
        raise Refused(message)


def _has_nothing_to_load(values: Values, op: ast.expr, before: int) -> bool:
    at, value = values.follow(op, before)
    if flow.is_call_of(values.source, value, "group"):
        return all(_has_nothing_to_load(values, part, at) for part in value.args)  # type: ignore[attr-defined]
    return flow.is_call_of(values.source, value, *_LOAD_TIME)


def is_none(node: ast.expr) -> bool:
    """Tell whether an expression is written `None`."""
    return isinstance(node, ast.Constant) and node.value is None
