"""HUB207."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from hublint.rule import Draft, Example, NoFix, Rule, v1
from hublint.target import dotted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Fix, Target, Use
    from hublint_rules.savedmodel import converter

_OLD = "tf.compat.v1.lite.TFLiteConverter"


class TfliteConverter(Rule):
    """The TensorFlow Lite converter of TensorFlow 1 took sessions, frozen graphs and attributes that the new one lacks.

    `tf.lite.TFLiteConverter.from_session` fails with `AttributeError: type object 'TFLiteConverterV2' has no attribute
    'from_session'`, and `from_saved_model(folder, signature_key=...)` with `TypeError:
    TFLiteConverterV2.from_saved_model() got an unexpected keyword argument 'signature_key'`. Worse, attributes fail in
    silence: after `converter.post_training_quantize = True` the file is not quantized.

    The old class is `tf.compat.v1.lite.TFLiteConverter`, which works eagerly too. Sessions, frozen graphs, and
    SavedModels that are converted with the graph's own names and shapes stay with it, which is safe: it is the same
    class. Elsewhere the new class gets its arguments and attributes as it takes them. Run on TensorFlow 2.15 and 2.21,
    the files from before and after gave equal outputs; but it calls the tensors in them otherwise, `x:0` for `x`, so
    that new arguments are unsafe. (Where eager execution is switched off, `tf.lite` makes converters of the old class,
    too, and reads all attributes.) A Keras file is loaded and the model converted, since the old class cannot do it
    under Keras 3 (`TypeError: 'NoneType' object is not callable`); that is unsafe for the same reason. So it is
    where the session is that of Keras, with the input and output of a model: the new class takes the model itself. One
    of several inputs or outputs, which the new class would put in another order, keeps its session, and its program
    gets graph mode. For a program that runs on TensorFlow 2 already, an attribute that begins to work is a change, and
    unsafe.
    """

    code = "HUB207"
    name = "tflite-converter"
    since = "0.1"
    applicability = "safe"
    targets = (2, 0)
    names = v1("lite.TFLiteConverter", "lite.TocoConverter", "lite.toco_convert")
    examples = (
        Example(
            before="""\
import tensorflow as tf

converter = tf.lite.TFLiteConverter.from_saved_model("export", signature_key="serving_default")
converter.post_training_quantize = True
with open("model.tflite", "wb") as file:
    file.write(converter.convert())
""",
            after="""\
import tensorflow as tf

converter = tf.lite.TFLiteConverter.from_saved_model("export", signature_keys=["serving_default"])
converter.optimizations = [tf.lite.Optimize.DEFAULT]
with open("model.tflite", "wb") as file:
    file.write(converter.convert())
""",
        ),
        Example(
            before="""\
import tensorflow as tf

converter = tf.lite.TFLiteConverter.from_frozen_graph("frozen.pb", ["x"], ["y"])
""",
            after="""\
import tensorflow as tf

converter = tf.compat.v1.lite.TFLiteConverter.from_frozen_graph("frozen.pb", ["x"], ["y"])
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/api_docs/python/tf/lite/TFLiteConverter",
        "https://www.tensorflow.org/api_docs/python/tf/compat/v1/lite/TFLiteConverter",
        "https://www.tensorflow.org/lite/models/convert/convert_models",
    )

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report how a converter is made, and what is set on it."""
        from hublint_rules.savedmodel import converter
        from hublint_rules.symbols import judgement
        from hublint_rules.symbols.context import guarded

        if not isinstance(use.node, ast.expr) or guarded(use.source, use.node):
            return
        made = converter.creation(use)
        leaf = use.name.rpartition(".")[2]
        if use.name.startswith("tensorflow.compat.v1."):
            # The old API's own name is there; only Keras files are beyond it.
            if made is not None and made.factory == converter.KERAS_FILE and target().keras == "keras3":
                yield _keras_file(use, made, target())
        elif leaf == "toco_convert":
            text = f"`{_spelled(use)}` is only in `tf.compat.v1.lite`; write that name, or make a `TFLiteConverter`"
            yield Draft(use.node, text, lambda: judgement.owned_fix(use, target()))
        elif made is None:
            yield from _mentioned(use, target())
        else:
            yield from _made(use, made, target())


def _no_constructor() -> NoFix:
    return NoFix("the class itself converts nothing; one of its methods, `from_session` and the like, does")


def _mentioned(use: Use, target: Target) -> Iterator[Draft]:
    """Report the class where it is handed on, if it is the old one that is meant."""
    from hublint_rules.symbols.context import dialect

    if dialect(use.source) == "first" or use.name.endswith(".TocoConverter"):
        text = f"`{_spelled(use)}` is another class in {_release(target)}; the old one is `{_OLD}`"
        assert isinstance(use.node, ast.expr)  # noqa: S101 - `check` has looked
        yield Draft(use.node, text, lambda: _class_fix(use, target))


def _class_fix(use: Use, target: Target) -> Fix | NoFix:
    from hublint_rules.symbols import judgement

    if target.level == "compat" or use.name.endswith(".TocoConverter"):
        return judgement.owned_fix(use, target)
    return NoFix("a converter that is made as TensorFlow 2 makes it is of the new class")


def _made(use: Use, made: converter.Creation, target: Target) -> Iterator[Draft]:
    from hublint_rules.savedmodel import converter
    from hublint_rules.symbols.context import dialect

    source, node = use.source, use.node
    assert isinstance(node, ast.expr)  # noqa: S101 - `check` has looked
    toco = use.name.endswith(".TocoConverter")
    kind = converter.kind(source, made, target)
    if kind == "old":
        if made.factory == "" and dialect(source) != "first":
            return
        yield Draft(
            node,
            f"{_what_is_lost(use, made, target)}; write `{_OLD}`",
            lambda: _no_constructor() if toco and not made.factory else converter.kept_session_fix(use, made),
        )
        return
    if made.factory == converter.SESSION:
        text = f"{_what_is_lost(use, made, target)}; give the model to `from_keras_model`"
        yield Draft(node, text, lambda: converter.keras_model_fix(use, made))
    elif made.factory == converter.KERAS_FILE:
        yield _keras_file(use, made, target)
    elif made.factory == converter.SAVED_MODEL and (lost := _lost_arguments(made)):
        new = {"tag_set": "`tags`", "signature_key": "`signature_keys`"}.get(lost[0], "nothing in its place")
        yield Draft(
            node,
            f"`{_spelled(use)}.{made.factory}` has no argument `{lost[0]}` in {_release(target)}; write {new}",
            lambda: converter.saved_model_fix(use, made.call),
        )
    elif toco:
        text = f"`{_spelled(use)}` does not exist in {_release(target)}; write `tf.lite.TFLiteConverter`"
        yield Draft(node, text, lambda: converter.saved_model_fix(use, made.call))
    yield from _settings(use, made, target)


def _what_is_lost(use: Use, made: converter.Creation, target: Target) -> str:
    from hublint_rules.savedmodel import converter

    spelled = f"`{_spelled(use)}{'.' if made.factory else ''}{made.factory}`"
    if made.factory in converter.OLD_FACTORIES:
        return f"{spelled} converts a {converter.OLD_FACTORIES[made.factory]}, which only the old converter does"
    lost = _lost_arguments(made)
    if lost:
        return f"{spelled} has no argument `{lost[0]}` in {_release(target)}"
    member = converter.old_member(use.source, made)
    if member is not None:
        return f"{spelled} makes a converter in {_release(target)} that has no `{member.attr}`"
    return f"{spelled} makes another converter in {_release(target)} than in TensorFlow 1"


def _lost_arguments(made: converter.Creation) -> list[str]:
    """Return the arguments of `from_saved_model` that only the old converter takes, those with a value first."""
    from hublint_rules.savedmodel import converter

    old = {*converter.ARRAYS, "tag_set", "signature_key"}
    given = [k for k in made.call.keywords if k.arg in old]
    given.sort(key=lambda k: isinstance(k.value, ast.Constant) and k.value.value is None)
    return [k.arg for k in given if k.arg is not None]


def _keras_file(use: Use, made: converter.Creation, target: Target) -> Draft:
    from hublint_rules.savedmodel import converter

    assert isinstance(use.node, ast.expr)  # noqa: S101 - `check` has looked
    lost = f"`{_spelled(use)}.{made.factory}` does not work in {_release(target)}"
    return Draft(
        use.node,
        f"{lost}; load the model and give it to `from_keras_model`",
        lambda: converter.keras_file_fix(use, made.call),
    )


def _settings(use: Use, made: converter.Creation, target: Target) -> Iterator[Draft]:
    """Report the attributes that are set on a converter of the new class, which does not know them."""
    from hublint_rules.savedmodel import converter
    from hublint_rules.symbols.context import dialect

    if made.factory == converter.SAVED_MODEL and converter.in_graph_mode(use.source):
        return
    old = dialect(use.source) == "first" or made.factory == converter.KERAS_FILE or bool(_lost_arguments(made))
    for setting in converter.settings(use.source, made.call):
        name = setting.node.attr
        if name not in converter.IGNORED and name not in converter.RENAMED:
            continue
        creations = [converter.factory_of(use.source, value) for value in converter.others(use.source, setting)]
        if any(one is None or converter.kind(use.source, one, target) == "old" for one in creations):
            continue
        idle = name in converter.IGNORED and converter.is_idle(use.source, setting)
        advice = (
            f"write `{converter.RENAMED[name]}`"
            if name in converter.RENAMED
            else ("remove the line" if idle else converter.IGNORED[name])
        )
        yield Draft(
            setting.node,
            f"`{use.source.code(setting.node)}` is set in vain, for TensorFlow 2's converter never reads it; {advice}",
            lambda setting=setting: converter.setting_fix(use, setting, written_for_old=old),  # type: ignore[misc]
        )


def _spelled(use: Use) -> str:
    assert isinstance(use.node, ast.expr)  # noqa: S101 - `check` has looked
    return ast.unparse(use.node)


def _release(target: Target) -> str:
    return f"TensorFlow {dotted(target.tensorflow)}"


__all__ = ["TfliteConverter"]
