"""HUB425."""

from __future__ import annotations

import ast
import re
from functools import partial
from typing import TYPE_CHECKING

from hublint.rule import Draft, Edit, Example, Fix, NoFix, Rule, v1
from hublint.source.use import argument

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Source, Target, Use
    from hublint_rules.reusable.functions import FunctionDef, Traced

# What an input of a signature can be called; `/`, `.` and `-` are allowed, and `_` takes their place for callers.
_NAME = r"[A-Za-z0-9.][A-Za-z0-9_./\\>-]*"
_OUTPUT_NUMBER = r"(.+):\d+"

# Functions that return several tensors.
_SEVERAL = frozenset(
    v1(
        *("linalg.eigh", "linalg.qr", "linalg.svd", "math.top_k", "meshgrid", "nn.moments", "nn.top_k", "split"),
        *("unique", "unique_with_counts", "unstack"),
    )
)


class NestedSignature(Rule):
    """A function that is given as a signature has outputs in each other, none at all, or an input without a name.

    What is served is flat: a name for each tensor. A signature's function returns a tensor, a sequence of tensors or a
    dict from strings to tensors; a dict, a list or None in there is refused when the object is saved: `ValueError: Got
    a non-Tensor value {'b': <tf.Tensor ...>} for key 'a' in the output of the function ... used to generate the
    SavedModel signature 'serving_default'.` The same function is saved without complaint where it is no signature.

    Inputs may be nested, and lose their keys: `x` and `x_1` are what callers then have to say. Only a name that
    TensorFlow cannot give to an input, such as "x:0", the name of a tensor in TensorFlow 1, is refused: `ValueError:
    Got non-flat/non-unique argument names for SavedModel signature 'serving_default'`.

    The fix takes the number of the output off such a name. It is unsafe, as the name is what callers say. There is none
    for outputs: what each of them shall be called is the author's to say.
    """

    code = "HUB425"
    name = "nested-signature"
    since = "0.1"
    applicability = "unsafe"
    severity = "error"
    targets = (2, 0)
    names = v1("saved_model.save")
    examples = (
        Example(
            before="""\
import tensorflow as tf


@tf.function(input_signature=[tf.TensorSpec([None], tf.float32)])
def serve(x):
    return {"scores": {"double": 2.0 * x, "half": 0.5 * x}}


tf.saved_model.save(tf.Module(), "model", signatures=serve)
""",
        ),
        Example(
            before="""\
import tensorflow as tf


@tf.function(input_signature=[tf.TensorSpec([None], tf.float32, name="x:0")])
def serve(x):
    return {"double": 2.0 * x}


tf.saved_model.save(tf.Module(), "model", signatures=serve)
""",
            after="""\
import tensorflow as tf


@tf.function(input_signature=[tf.TensorSpec([None], tf.float32, name="x")])
def serve(x):
    return {"double": 2.0 * x}


tf.saved_model.save(tf.Module(), "model", signatures=serve)
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/api_docs/python/tf/saved_model/save",
        "https://www.tensorflow.org/guide/saved_model",
    )

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report what is wrong with the functions behind the signatures, once for each function."""
        del target
        call, source = use.call, use.source
        if call is None:
            return
        from hublint_rules.reusable.signatures import function_of, signatures

        given = signatures(source, call)
        judged: set[ast.AST] = source.notes.setdefault("HUB425", set())
        for entry in given.entries if given is not None else ():
            function, traced = function_of(source, entry.value)
            if function is not None and function not in judged:
                judged.add(function)
                yield from _outputs(source, function)
            specs = [] if traced is None else _names(traced, entry.value)
            for name in specs:
                if name not in judged:
                    judged.add(name)
                    yield from _input(source, name, specs)


def _outputs(source: Source, function: FunctionDef) -> Iterator[Draft]:
    from hublint_rules.reusable.functions import results

    for result in results(source, function):
        if result is None or _is_none(result):
            name = "a lambda" if isinstance(function, ast.Lambda) else f"`{function.name}`"
            if result is not None or isinstance(function, ast.Lambda):
                message = (
                    f"{name} returns None, which is no output of a signature; return a tensor or a dict of tensors"
                )
                yield Draft(result or function, message)
            elif isinstance(function, ast.FunctionDef):
                message = f"{name} returns nothing, and a signature has outputs; return a tensor or a dict of tensors"
                yield Draft(function.body[-1], message)
            continue
        seen = _only(source, result)
        if isinstance(seen, ast.Dict):
            for key, value in zip(seen.keys, seen.values, strict=True):
                if isinstance(key, ast.Constant) and not isinstance(key.value, str):
                    yield Draft(key, f"`{key.value!r}` is the key of a signature's output; use a string")
                elif key is not None and _is_several(source, value):
                    yield _nested(source, value)
        elif isinstance(seen, (ast.List, ast.Tuple)):
            yield from (_nested(source, each) for each in seen.elts if _is_several(source, each))


def _nested(source: Source, value: ast.expr) -> Draft:
    code = " ".join(source.code(value).split())
    shown = f"`{code}`" if len(code) <= 60 else "an output of a signature"
    return Draft(value, f"{shown} is not one tensor, as each output of a signature is; give every tensor its own key")


def _is_none(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is None


def _is_several(source: Source, value: ast.expr) -> bool:
    """Tell whether a value certainly is no tensor, nor anything that becomes one."""
    seen = _only(source, value)
    if seen is None:
        return False
    if isinstance(seen, (ast.Dict, ast.List, ast.Tuple, ast.ListComp, ast.DictComp)) or _is_none(seen):
        return True
    names = source.resolve(seen.func) if isinstance(seen, ast.Call) else frozenset()
    return bool(names) and names <= _SEVERAL


def _only(source: Source, value: ast.expr) -> ast.expr | None:
    """Return what a value certainly is, if it is made in one place and nothing is done to it before it is returned."""
    from hublint_rules.reusable.signatures import is_changed

    if not isinstance(value, ast.Name):
        return value
    bindings = source.scope(value).visible(value.id, value)
    bound = bindings[0].value if len(bindings) == 1 and bindings[0].kind == "assign" else None
    if not isinstance(bound, (ast.Dict, ast.Tuple, ast.Call)) or is_changed(source, value):
        return None
    return bound


def _names(traced: Traced, value: ast.expr) -> list[ast.Constant]:
    """Return the names that are written out for the inputs of a signature."""
    places: list[ast.expr] = [] if traced.signature is None else [traced.signature]
    if isinstance(value, ast.Call):
        places.append(value)
    specs = [node for place in places for node in ast.walk(place) if isinstance(node, ast.Call)]
    names = [argument(spec, 2, "name") for spec in specs if "Spec" in ast.unparse(spec.func)]
    return [name for name in names if isinstance(name, ast.Constant) and isinstance(name.value, str)]


def _input(source: Source, name: ast.Constant, others: list[ast.Constant]) -> Iterator[Draft]:
    text = str(name.value)
    if not text or re.fullmatch(_NAME, text):
        return
    message = f'"{text}" can be no name of a signature\'s input; use letters, digits and "_"'
    yield Draft(name, message, partial(_renamed, source, name, others))


def _renamed(source: Source, name: ast.Constant, others: list[ast.Constant]) -> Fix | NoFix:
    numbered = re.fullmatch(_OUTPUT_NUMBER, str(name.value))
    if numbered is None or not re.fullmatch(_NAME, numbered[1]):
        return NoFix("what callers shall say instead is the author's to say")
    code = source.code(name)
    if code[1:-1] != name.value or any(other.value == numbered[1] for other in others):
        return NoFix("without the number it is the name of another input, or written in a way hublint does not rewrite")
    start, end = source.span(name)
    text = f"{code[0]}{numbered[1]}{code[-1]}"
    return Fix("unsafe", "Take the number of the output off", (Edit(start, end, text),))
