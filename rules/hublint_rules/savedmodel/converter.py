"""A TensorFlow Lite converter: how it is made, what is set on it, and which of the two classes it has to be.

TensorFlow 2 has both: `tf.compat.v1.lite.TFLiteConverter`, which converts sessions and frozen graphs as ever, and
`tf.lite.TFLiteConverter`, which knows neither these nor most of what could be set on the old one. Python lets anybody
set attributes that nothing reads, so these are lost without an error.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Literal, NamedTuple

from hublint.rule import Edit, Fix, NoFix
from hublint.source.use import argument, is_dotted, unpacks
from hublint_rules.rewrites import keras_export
from hublint_rules.symbols import judgement
from hublint_rules.symbols.calls import Given, removals
from hublint_rules.symbols.context import dialect
from hublint_rules.symbols.spelling import replacement, spell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hublint.rule import Source, Target, Use

OLD_CLASS = "tensorflow.compat.v1.lite.TFLiteConverter"
NEW_CLASS = "tensorflow.lite.TFLiteConverter"
_CLASSES = {NEW_CLASS, "tensorflow.lite.TocoConverter"}

SESSION = "from_session"
OLD_FACTORIES = {SESSION: "session", "from_frozen_graph": "frozen graph"}
KERAS_FILE = "from_keras_model_file"
SAVED_MODEL = "from_saved_model"

# What the old `from_saved_model` and `from_keras_model_file` took of the graph's own names, and nothing takes now.
ARRAYS = ("input_arrays", "input_shapes", "output_arrays")

_CALIBRATE = (
    "give a `representative_dataset` and set `inference_input_type` and `inference_output_type` for quantized types"
)
IGNORED = {
    "inference_type": _CALIBRATE,
    "quantized_input_stats": _CALIBRATE,
    "default_ranges_stats": "give a `representative_dataset`, from which the ranges are measured",
    "output_format": "it writes a .tflite file in any case",
    "drop_control_dependency": "remove the line",
    "reorder_across_fake_quant": "remove the line",
    "change_concat_input_ranges": "remove the line",
    "dump_graphviz_dir": "look at the file with the TensorFlow Lite analyzer, `tf.lite.experimental.Analyzer`",
    "dump_graphviz_video": "look at the file with the TensorFlow Lite analyzer, `tf.lite.experimental.Analyzer`",
    "conversion_summary_dir": "remove the line",
}
"""Attributes that only the old converter reads, with what to do instead."""

_SWITCHES = ("disable_eager_execution", "disable_v2_behavior")

# Values that say what every converter does in any case, besides None and False.
_DEFAULTS = {"inference_type": {"float32", "FLOAT"}, "output_format": {"TFLITE"}}

RENAMED = {"post_training_quantize": "optimizations", "target_ops": "target_spec.supported_ops"}
"""Attributes of the old converter that say what the new one is told by another."""

Made = Literal["old", "new"]


class Setting(NamedTuple):
    """An attribute that is set on a converter: `converter.name = value`."""

    node: ast.Attribute
    statement: ast.Assign


class Creation(NamedTuple):
    """A call that makes a converter."""

    factory: str
    call: ast.Call


def creation(use: Use) -> Creation | None:
    """Return the call that a mention of the class is part of, if it makes a converter."""
    parent = use.source.parents.get(use.node)
    if use.call is not None:
        return Creation("", use.call)
    if isinstance(parent, ast.Attribute):
        call = use.source.index.calls.get(parent)
        return Creation(parent.attr, call) if call is not None else None
    return None


def keras_session(source: Source, made: Creation) -> keras_export.Exported | None:
    """Return the session of Keras that a converter is made of, None if there is none, or graph mode has the model."""
    session = argument(made.call, 0, "sess") if made.factory == SESSION and not unpacks(made.call) else None
    root = None if session is None or in_graph_mode(source) else keras_export.session_root(source, session)
    return None if session is None or root is None else keras_export.Exported(root, session)


def keras_model(source: Source, made: Creation) -> ast.expr | None:
    """Return the model that a converter is given as Keras's session with the model's one input and one output.

    None where the session serves anything else in the file, too: then the program stays in graph mode.
    """
    model = _single_model(source, made)
    calls = [call for call in source.index.calls.values() if keras_export.session_root(source, call) is not None]
    return model if all(_gives_model(source, read) for call in calls for read in _reads(source, call)) else None


def _single_model(source: Source, made: Creation) -> ast.expr | None:
    if keras_session(source, made) is None or _sets_old(source, made):
        return None
    models = []
    for at, name, attribute in ((1, "input_tensors", "input"), (2, "output_tensors", "output")):
        given = argument(made.call, at, name)
        element = given.elts[0] if isinstance(given, (ast.List, ast.Tuple)) and len(given.elts) == 1 else None
        if not isinstance(element, ast.Attribute) or element.attr != attribute:
            return None
        models.append(element.value)
    first, second = models
    return first if ast.dump(first) == ast.dump(second) and is_dotted(first) else None


def _reads(source: Source, session: ast.Call) -> list[ast.expr]:
    """Return where a session is used: where its name is read, or else where it stands."""
    name = _name(source, session)
    return [session] if name is None else [read for _, read in source.index.loads if read.id == name]


def _gives_model(source: Source, session: ast.expr) -> bool:
    """Tell whether a session is the argument of a converter of one model."""
    outer = source.parents[session]
    call = source.parents[outer] if isinstance(outer, ast.keyword) else outer
    made = factory_of(source, call)
    given = argument(made.call, 0, "sess") if made is not None else None
    return made is not None and given is session and _single_model(source, made) is not None


def kind(source: Source, made: Creation, target: Target) -> Made:
    """Tell which of the two classes a converter has to be of."""
    first = dialect(source) == "first"
    if target.level == "native" and keras_model(source, made) is not None:
        return "new"
    if made.factory in OLD_FACTORIES or made.factory == "":
        return "old"
    if made.factory == KERAS_FILE:
        # The old class loads models with Keras 2 only.
        if target.keras == "keras3":
            return "new"
        keeps = _takes_arrays(made.call, positional=True) or _sets_old(source, made)
        return "old" if target.level == "compat" or keeps else "new"
    if made.factory != SAVED_MODEL:
        return "new"
    if _takes_arrays(made.call, positional=first):
        return "old"
    return "old" if first and (target.level == "compat" or unpacks(made.call) or _sets_old(source, made)) else "new"


def _takes_arrays(call: ast.Call, *, positional: bool) -> bool:
    """Tell whether a call is given the graph's own names or shapes, by position too if the old class is meant."""
    given = [keyword.value for keyword in call.keywords if keyword.arg in ARRAYS]
    return any(not _is_nothing(value) for value in (*given, *(call.args[1:] if positional else ())))


def _is_nothing(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and (value.value is None or value.value is False)


def _sets_old(source: Source, made: Creation) -> bool:
    """Tell whether something is set on a converter, or asked of it, that only the old class has."""
    return old_member(source, made) is not None


def old_member(source: Source, made: Creation) -> ast.Attribute | None:
    """Return what is set on a converter, or asked of it, that only the old class has."""
    for one in settings(source, made.call):
        if one.node.attr in IGNORED and not is_idle(source, one):
            return one.node
    for _, node in source.index.attributes:
        asks = node.attr == "get_input_arrays" and isinstance(node.value, ast.Name)
        if asks and _is_of(source, node.value, made.call):  # type: ignore[arg-type]
            return node
    return None


def in_graph_mode(source: Source) -> bool:
    """Tell whether a file switches eager execution off; `tf.lite` then makes converters of the old class itself."""
    return any(node.attr in _SWITCHES for _, node in source.index.attributes)


def is_idle(source: Source, setting: Setting) -> bool:
    """Tell whether a setting is what a converter does in any case."""
    value = setting.statement.value
    leaves = {name.rpartition(".")[2] for name in source.resolve(value)}
    return _is_nothing(value) or (bool(leaves) and leaves <= _DEFAULTS.get(setting.node.attr, set()))


def settings(source: Source, call: ast.Call) -> Iterator[Setting]:
    """Yield the attributes that are set on the converter that a call makes, where it has a name."""
    if _name(source, call) is None:
        return
    for node, parent in source.parents.items():
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.ctx, ast.Store)
            and isinstance(node.value, ast.Name)
            and isinstance(parent, ast.Assign)
            and len(parent.targets) == 1
            and _is_of(source, node.value, call)
        ):
            yield Setting(node, parent)


def _name(source: Source, call: ast.Call) -> str | None:
    parent = source.parents.get(call)
    target = parent.targets[0] if isinstance(parent, ast.Assign) and len(parent.targets) == 1 else None
    return target.id if isinstance(target, ast.Name) else None


def _is_of(source: Source, name: ast.Name, call: ast.Call) -> bool:
    """Tell whether a name stands for what a call has made: it alone, or the first of several calls."""
    if name.id != _name(source, call):
        return False
    values = [binding.value for binding in source.scope(name).visible(name.id, name)]
    return bool(values) and values[0] is call


def others(source: Source, setting: Setting) -> list[ast.AST | None]:
    """Return all that the name can stand for on which something is set."""
    name = setting.node.value
    assert isinstance(name, ast.Name)  # noqa: S101 - `settings` has looked
    return [binding.value for binding in source.scope(name).visible(name.id, name)]


def factory_of(source: Source, value: ast.AST | None) -> Creation | None:
    """Return the creation that a value is; None where it is something else."""
    if not isinstance(value, ast.Call) or not isinstance(value.func, ast.Attribute):
        return None
    known = source.resolve(value.func.value)
    return Creation(value.func.attr, value) if known and known <= _CLASSES else None


# Fixes


def class_fix(use: Use, full: str) -> Fix | NoFix:
    """Return the fix that writes one of the two classes; one without edits where it is written already."""
    if use.name == full:
        return Fix("safe", "", (), (), judgement.STAGE)
    assert isinstance(use.node, ast.expr)  # noqa: S101 - the rule has looked
    spelled = spell(use.source, full, use.scope, use.node)
    if spelled is None:
        return NoFix("no name for TensorFlow is free here")
    edits = replacement(use.source, use.node, spelled.text)
    if edits is None:
        return NoFix("a comment stands inside the name")
    return Fix("safe", f"Write `{spelled.text}`", edits, spelled.imports, judgement.STAGE)


def saved_model_fix(use: Use, call: ast.Call) -> Fix | NoFix:
    """Return the fix that gives `from_saved_model` its arguments as TensorFlow 2 takes them.

    It is unsafe because the tensors in the file get other names, such as `x:0` for `x`.
    """
    source = use.source
    edits: list[Edit] = []
    gone = [Given(k.arg or "", k.value, k) for k in call.keywords if k.arg in ARRAYS]
    for given in call.keywords:
        start, end = source.span(given)
        code = source.code(given.value)
        if given.arg == "tag_set":
            edits.append(Edit(start, end, f"tags={code}"))
        elif given.arg == "signature_key" and _is_nothing(given.value):
            gone.append(Given("signature_key", given.value, given))
        elif given.arg == "signature_key":
            edits.append(Edit(start, end, f"signature_keys=[{code}]"))
    taken = removals(source, call, gone)
    if taken is None:
        return NoFix("a comment stands beside an argument that goes")
    named = class_fix(use, NEW_CLASS)
    if isinstance(named, NoFix):
        return named
    return named._replace(
        applicability="unsafe",
        message="Write the arguments of `from_saved_model` as it takes them" if edits or taken else named.message,
        edits=(*named.edits, *edits, *taken),
    )


def keras_file_fix(use: Use, call: ast.Call) -> Fix | NoFix:
    """Return the fix that loads the Keras model and converts that."""
    source = use.source
    kept = [k for k in call.keywords if k.arg not in ARRAYS]
    path = call.args[0] if call.args else next((k.value for k in kept if k.arg == "model_file"), None)
    if path is None or unpacks(call) or any(k.arg not in {"model_file", "custom_objects"} for k in kept):
        return NoFix("the arguments are not written out")
    if _takes_arrays(call, positional=True):
        return NoFix("`input_arrays`, `input_shapes` and `output_arrays` have no counterpart for a Keras model")
    loaded = spell(source, "tensorflow.keras.models.load_model", use.scope, call.func)
    named = class_fix(use, NEW_CLASS)
    if isinstance(named, NoFix):
        return named
    if loaded is None:
        return NoFix("no name for `tf.keras` is free here")
    objects = next((f", custom_objects={source.code(k.value)}" for k in kept if k.arg == "custom_objects"), "")
    opened = source.text.utf8.index(b"(", source.span(call.func)[1])
    close = source.span(call)[1] - 1
    inner = source.text.utf8[opened:close]
    if b"#" in inner:
        return NoFix("a comment stands among the arguments")
    end = source.span(call.func)[1]
    edits = (
        Edit(end - len(KERAS_FILE), end, "from_keras_model"),
        Edit(opened + 1, close, f"{loaded.text}({source.code(path)}{objects})"),
    )
    return Fix(
        "unsafe",
        "Load the model and convert it",
        (*named.edits, *edits),
        (*named.imports, *loaded.imports),
        judgement.STAGE,
    )


def keras_model_fix(use: Use, made: Creation) -> Fix | NoFix:
    """Return the fix that converts the model itself, in the place of Keras's session with its input and output.

    It is unsafe because the tensors in the file get other names. A model of several inputs is given one by one, or as
    `model.inputs`: the new converter would put these in an order of its own.
    """
    source, call = use.source, made.call
    model = keras_model(source, made)
    named = class_fix(use, NEW_CLASS)
    if isinstance(named, NoFix) or model is None:
        return named
    end = source.span(call.func)[1]
    opened, close = source.text.utf8.index(b"(", end), source.span(call)[1]
    if b"#" in source.text.utf8[opened:close]:
        return NoFix("a comment stands among the arguments")
    edits = (
        Edit(end - len(SESSION), end, "from_keras_model"),
        Edit(opened, close, f"({source.code(model)})"),
    )
    session = argument(call, 0, "sess")
    made_by = _assignments(source, session) if isinstance(session, ast.Name) else []
    gone = [edit for statement in made_by for edit in judgement.without(source, statement)]
    return named._replace(applicability="unsafe", message="Convert the model", edits=(*named.edits, *edits, *gone))


def _assignments(source: Source, name: ast.Name) -> list[ast.stmt]:
    """Return the statements that give a name its values."""
    values = [binding.value for binding in source.scope(name).visible(name.id, name)]
    return [source.statement(value) for value in values if value is not None]


def kept_session_fix(use: Use, made: Creation) -> Fix | NoFix:
    """Return the fix for what is converted from Keras's session as ever, with the graph mode that it needs."""
    from hublint_rules.rewrites import kept_keras

    exported = keras_session(use.source, made)
    named = class_fix(use, OLD_CLASS)
    if exported is None:
        return named
    if _single_model(use.source, made) is None:
        reason = NoFix("`from_keras_model` would put several inputs or outputs in an order of its own")
    else:
        reason = NoFix("the session of Keras has another use in this file")
    return kept_keras.keep(use, exported, reason, named)


def setting_fix(use: Use, setting: Setting, *, written_for_old: bool) -> Fix | NoFix:
    """Return the fix for an attribute that only the old converter has.

    A program that was written for the old one gets back what it asked for. One that runs on TensorFlow 2 without it
    may do so on purpose.
    """
    safety: Literal["safe", "unsafe"] = "safe" if written_for_old else "unsafe"
    source, name = use.source, setting.node.attr
    end = source.span(setting.node)[1]
    if name in IGNORED:
        if not is_idle(source, setting):
            return NoFix("")
        return Fix("safe", f"Remove `{name}`", judgement.without(source, setting.statement), stage=judgement.STAGE)
    attribute = Edit(end - len(name), end, RENAMED[name])
    if name == "target_ops":
        return Fix(safety, f"Write `{RENAMED[name]}`", (attribute,), stage=judgement.STAGE)
    spelled = spell(source, "tensorflow.lite.Optimize.DEFAULT", source.scope(setting.node), setting.node)
    if spelled is None:
        return NoFix("no name for `tf.lite` is free here")
    value = setting.statement.value
    text = source.code(value)
    if isinstance(value, ast.Constant):
        text = f"[{spelled.text}]" if value.value else "[]"
    elif isinstance(value, (ast.Name, ast.Attribute, ast.Call, ast.Subscript)):
        text = f"[{spelled.text}] if {text} else []"
    else:
        return NoFix("whether it is quantized is not said in a plain way")
    edits = (attribute, Edit(*source.span(value), text))
    return Fix(safety, "Write `optimizations`", edits, spelled.imports, judgement.STAGE)


__all__ = ["Creation", "Setting", "creation", "in_graph_mode", "kind", "old_member", "settings"]
