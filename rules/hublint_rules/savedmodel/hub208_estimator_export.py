"""HUB208."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from hublint.rule import Draft, Edit, Example, Fix, NoFix, Rule, v1
from hublint.source.use import argument, unpacks
from hublint.target import FIRST_WITH_KERAS_3, dotted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Source, Target, Use
    from hublint_rules.savedmodel.serving_input import Serving

_METHODS = ("export_savedmodel", "export_saved_model")
_EXPORTERS = {
    "BestExporter": "the weights that evaluated best",
    "FinalExporter": "the model when training has ended",
    "LatestExporter": "the model after each evaluation",
}
_RECEIVERS = ("ServingInputReceiver", "TensorServingInputReceiver")
_BUILDERS = ("build_parsing_serving_input_receiver_fn", "build_raw_serving_input_receiver_fn")
_OUTPUTS = {
    "PredictOutput": "return its outputs from the `tf.function` that you export",
    "ClassificationOutput": "return `classes` and `scores`",
    "RegressionOutput": "return `outputs`",
}
_CALLED_BY = {"ClassificationOutput": "Classify", "RegressionOutput": "Regress"}
_UPDATER = "tf.compat.v1.saved_model.signature_def_utils.MethodNameUpdater"

# The parameters of `Estimator.export_savedmodel` that `export_saved_model` has in the same places, and the lost one.
_KEPT = ("export_dir_base", "serving_input_receiver_fn", "assets_extra", "as_text", "checkpoint_path")
_LOST = "strip_default_attrs"


class EstimatorExport(Rule):
    """An export of an estimator goes with the estimator, which TensorFlow 2.16 removed.

    Everything under `tf.estimator` fails with `AttributeError: module 'tensorflow' has no attribute 'estimator'`. What
    an estimator exported is a signature: the receiver tensors of the serving input function are its inputs, what the
    `model_fn` put into `export_outputs` its outputs. In TensorFlow 2 that is a `tf.function` with an `input_signature`,
    which parses serialized examples itself with `tf.io.parse_example` and is saved by `tf.saved_model.save`.

    Where the whole program of the estimator is in the file, it is rewritten with its exports (see HUB513): the latest
    checkpoint is restored into the graph that the serving input function and the `model_fn` build, and
    `tf.saved_model.save` writes it with the same signatures, under the same keys and names. That fix is unsafe.

    For everything else the finding says what the signature takes, as far as the file shows it, and a skeleton of the
    function is shown with it, until the model is written anew. Classification and regression outputs become the outputs
    of a predict signature, the only kind that `tf.saved_model.save` writes; an estimator wrote them only for inputs of
    serialized examples.

    Up to TensorFlow 2.15 estimators are there, and only `export_savedmodel` is not, but under `tf.compat.v1`:
    `AttributeError: This function has been renamed, use `export_saved_model` instead.` The fix writes that and is safe:
    both were run on 2.15 and gave the same signatures and outputs. It leaves out `strip_default_attrs`, for the new
    method always strips them.
    """

    code = "HUB208"
    name = "estimator-export"
    since = "0.1"
    applicability = "safe"
    severity = "error"
    targets = (2, 0)
    names = (
        *(f"*.{method}" for method in _METHODS),
        *v1(*(f"estimator.{name}" for name in _EXPORTERS)),
        *v1(*(f"estimator.export.{name}" for name in (*_RECEIVERS, *_BUILDERS, *_OUTPUTS))),
    )
    requires = ("tensorflow",)
    examples = (
        Example(
            before="""\
import tensorflow as tf

estimator = tf.estimator.Estimator(model_fn, "model")
estimator.export_savedmodel("export", serving_input_receiver_fn, strip_default_attrs=True)
""",
            after="""\
import tensorflow as tf

estimator = tf.estimator.Estimator(model_fn, "model")
estimator.export_saved_model("export", serving_input_receiver_fn)
""",
            target="tf=2.15",
        ),
        Example(
            before="""\
import tensorflow as tf

feature_spec = {"age": tf.io.FixedLenFeature([1], tf.float32)}
serving_input_fn = tf.estimator.export.build_parsing_serving_input_receiver_fn(feature_spec)
estimator = tf.estimator.Estimator(model_fn, "model")
estimator.export_saved_model("export", serving_input_fn)
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/guide/migrate/migrating_estimator",
        "https://www.tensorflow.org/guide/saved_model",
        "https://www.tensorflow.org/api_docs/python/tf/io/parse_example",
    )

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report a method of an estimator, or one of the names that an export is made with."""
        from hublint_rules.symbols.context import guarded

        node = use.node
        if not isinstance(node, ast.expr) or guarded(use.source, node):
            return
        gone = target().tensorflow >= FIRST_WITH_KERAS_3
        if isinstance(node, ast.Attribute) and node.attr in _METHODS and use.name == f"*.{node.attr}":
            if not _is_of_estimator(use, node):
                return
            if gone:
                yield _export(use, node, target())
            elif node.attr == "export_savedmodel" and target().level == "native":
                yield _renamed(use, node)
        elif gone:
            yield _name(use, node, target())


# Which objects are estimators


def _is_of_estimator(use: Use, node: ast.Attribute) -> bool:
    """Tell whether a method is an estimator's: by what its object is, by its name, or by what else the file holds."""
    source = use.source
    known = source.resolve(node.value, use.scope)
    if known:
        return any("estimator." in name.lower() or ".contrib.learn." in name for name in known if name.endswith(")"))
    if _defines(source, node.attr) or source.resolve(node, use.scope):
        return False
    # Only estimators had the old method; the new one's name is a popular one.
    return node.attr == "export_savedmodel" or (_takes_serving_input(use.call) and _names_estimators(source))


def _defines(source: Source, method: str) -> bool:
    """Tell whether a class of the file, which is no estimator, has a method of a name of its own."""
    return any(
        isinstance(node, ast.FunctionDef) and node.name == method and isinstance(source.parents[node], ast.ClassDef)
        for node in source.index.scopes
    )


def _takes_serving_input(call: ast.Call | None) -> bool:
    return call is not None and (
        len(call.args) > 1 or any(k.arg in {None, "serving_input_receiver_fn"} for k in call.keywords)
    )


def _names_estimators(source: Source) -> bool:
    known: bool | None = source.notes.get("names estimators")
    if known is None:
        known = source.notes["names estimators"] = any(
            "estimator" in {part for name in names for part in name.split(".")}
            or any(isinstance(node, ast.Attribute) and node.attr == "estimator" for node in nodes)
            for nodes, _, names in source.chains(frozenset({"tensorflow", "tensorflow_estimator"}))
        )
    return known


# What is said


def _export(use: Use, node: ast.Attribute, target: Target) -> Draft:
    from hublint_rules import rewrites

    call = use.call
    given = argument(call, 1, "serving_input_receiver_fn") if call is not None else None
    if given is None and call is not None:
        given = argument(call, 1, "serving_input_fn")
    folder = argument(call, 0, "export_dir_base") if call is not None else None
    from hublint_rules.savedmodel import serving_input

    serving = serving_input.understand(use.source, given, target) if given is not None else None
    text = use.source.code(folder) if folder is not None and not isinstance(folder, ast.Starred) else "export_dir"
    return Draft(
        node,
        f"`{_spelled(use)}` exports an estimator, and {_release(target)} has none; save with `tf.saved_model.save` a"
        f" `tf.function` that {_told(serving)}",
        lambda: rewrites.estimator(use, target),
        lambda: _skeleton(use.source, node, serving, text),
    )


def _name(use: Use, node: ast.expr, target: Target) -> Draft:
    from hublint_rules import rewrites
    from hublint_rules.symbols import judgement

    leaf = use.name.rpartition(".")[2]
    lost = f"`{_spelled(use)}` does not exist in {_release(target)}"

    def fix() -> Fix | NoFix:
        return rewrites.estimator(use, target, judgement.owned_fix(use, target))

    if leaf in _OUTPUTS:
        advice = _OUTPUTS[leaf]
        if leaf in _CALLED_BY:
            advice += (
                " from the `tf.function` that you export: TensorFlow 2 writes predict signatures only, and where"
                f" TensorFlow Serving is asked by `{_CALLED_BY[leaf]}`, `{_UPDATER}` changes the written method name"
            )
        return Draft(node, f"{lost}; {advice}", fix)
    from hublint_rules.savedmodel import serving_input

    serving: Serving | None = None
    if leaf in _EXPORTERS:
        given = argument(use.call, 1, "serving_input_receiver_fn") if use.call is not None else None
        serving = serving_input.understand(use.source, given, target) if given is not None else None
        what = f"{_EXPORTERS[leaf]} with `tf.saved_model.save`, as a"
    else:
        serving = serving_input.understand_call(use.source, use.call, target) if use.call is not None else None
        what = "with `tf.saved_model.save` a"
    shown = leaf in _EXPORTERS or not _exports(use.source)
    return Draft(
        node,
        f"{lost}; save {what} `tf.function` that {_told(serving)}",
        fix,
        (lambda: _skeleton(use.source, node, serving, "export_dir")) if shown else None,
    )


def _exports(source: Source) -> bool:
    """Tell whether a file exports an estimator itself, so that the skeleton is shown there."""
    return any(node.attr in _METHODS or node.attr in _EXPORTERS for _, node in source.index.attributes)


def _told(serving: Serving | None) -> str:
    return serving.told() if serving is not None else "takes what the serving input function receives"


def _skeleton(source: Source, node: ast.expr, serving: Serving | None, folder: str) -> str:
    """Write the function that has the signature of the export, with the model left out, where a person has to."""
    from hublint_rules.rewrites import estimator_rewrite

    if serving is None or isinstance(estimator_rewrite.rewritten(source), Fix):
        return ""
    from hublint_rules.savedmodel import serving_input, skeleton

    found = serving_input.outputs(source)
    key = "serving_default"
    default = next((one for one in found if one.key == key), found[0] if len(found) == 1 else None)
    # Other kinds were written for inputs of serialized examples only.
    of_examples = len(serving.inputs) == 1 and serving.inputs[0].dtype.endswith("string")
    named = f": {', '.join(default.told())}" if default is not None and default.told() else ""
    body = [*serving.body, f"outputs = ...  # what the model predicts from `features`{named}", "return outputs"]
    others = [
        f'# "{one.key}": {", ".join(one.told()) or "its outputs"}'
        for one in found
        if one is not default and (one.kind == "predict" or of_examples)
    ]
    write = skeleton.Writer(source, node)
    code = write.head + write.function(key, serving.inputs, body) + "\n\n"
    if others:
        code += "# More signatures that were exported, each a function like this one:\n" + "\n".join(others) + "\n"
    return code + write.save(key, folder)


# The fix for releases that have estimators


def _renamed(use: Use, node: ast.Attribute) -> Draft:
    return Draft(
        node,
        f"`{_spelled(use)}` was renamed and stays under `tf.compat.v1` only; write `export_saved_model`",
        lambda: _rename(use, node),
    )


def _rename(use: Use, node: ast.Attribute) -> Fix | NoFix:
    from hublint_rules.symbols import judgement
    from hublint_rules.symbols.calls import Given, removals

    source, call = use.source, use.call
    end = source.span(node)[1]
    start = end - len(node.attr)
    if source.text.utf8[start:end] != node.attr.encode():
        return NoFix("the name is written in a way that hublint does not rewrite")
    edits = [Edit(start, end, "export_saved_model")]
    if call is None:
        return NoFix("it is handed on, and whoever calls it may give `strip_default_attrs`")
    if unpacks(call):
        return NoFix("the arguments are not written out, and `strip_default_attrs` may be among them")
    if len(call.args) > len(_KEPT) + 1 or any(k.arg not in {*_KEPT, _LOST} for k in call.keywords):
        return NoFix("it has arguments that only the estimators of tf.contrib.learn took")
    lost = [Given(_LOST, k.value, k) for k in call.keywords if k.arg == _LOST]
    lost += [Given(_LOST, value, None) for value in call.args[len(_KEPT) :]]
    taken = removals(source, call, lost)
    if taken is None:
        return NoFix(f"a comment stands beside `{_LOST}`")
    return Fix("safe", "Write `export_saved_model`", (*edits, *taken), stage=judgement.STAGE)


def _spelled(use: Use) -> str:
    assert isinstance(use.node, ast.expr)  # noqa: S101 - `check` has looked
    text = ast.unparse(use.node)
    return text if len(text) <= 60 else f"...{text[text.rindex('.') :]}"


def _release(target: Target) -> str:
    return f"TensorFlow {dotted(target.tensorflow)}"


__all__ = ["EstimatorExport"]
