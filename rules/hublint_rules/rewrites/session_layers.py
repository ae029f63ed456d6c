"""Calls of `tf.layers` in TensorFlow 1 programs: each becomes a layer of Keras, made once and called in the functions.

A function of `tf.layers` makes variables where it is called; a layer of Keras makes them when it is first called.
Measured on 2.15 and 2.21: that may be in the first trace of whichever function comes first; those that share the layer,
the optimizer and `tf.saved_model.save` then find the variables.
"""

from __future__ import annotations

import ast
from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from hublint.source.use import argument, unpacks
from hublint_rules.rewrites import float_tensors, flow, tf_layers
from hublint_rules.rewrites.flow import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from hublint.rule import Source
    from hublint.source.index import Scope
    from hublint_rules.rewrites.tf_layers import Known

# What is an argument of the call of a layer of Keras, or none at all.
_APART = frozenset({"inputs", "reuse", "training", "fused", "renorm_momentum"})

# What layers of Keras do not have, or do otherwise, and the values with which that makes no difference.
_OTHERWISE: dict[str, tuple[object, ...]] = {
    "activity_regularizer": (None,),
    "adjustment": (None,),
    "fused": (None, True),
    "renorm": (False,),
    "renorm_clipping": (None,),
    "virtual_batch_size": (None,),
}


class Layer(NamedTuple):
    """A layer that a call asks for.

    Attributes:
        call: the call of `tf.layers`.
        known: the layer of Keras.
        name: the name of its object.
        scoped: the name that TensorFlow 1 gives it, with those of the blocks round it; empty if it finds one itself.
        makes: whether the object is made for this call; if not, an earlier call has made it.
    """

    call: ast.Call
    known: Known
    name: str
    scoped: str
    makes: bool

    @property
    def inputs(self) -> ast.expr:
        """Return what the layer is called with."""
        found = argument(self.call, 0, "inputs")
        assert found is not None  # noqa: S101 - `read` has looked
        return found

    def given(self, word: str) -> ast.expr | None:
        """Return an argument of the call."""
        return _given(self.call, self.known, word)

    def settings(self) -> dict[str, ast.expr]:
        """Return what the layer is made with, by the names of the parameters."""
        found = dict(zip(self.known.parameters, self.call.args[1:], strict=False))
        found |= {keyword.arg: keyword.value for keyword in self.call.keywords if keyword.arg is not None}
        return {w: value for w, value in found.items() if w not in _APART and not _changes_nothing(w, value)}

    def updates(self) -> bool:
        """Tell whether the layer has moving averages that its call may update."""
        training = self.given("training")
        off = training is None or (isinstance(training, ast.Constant) and not training.value)
        return self.known.made == "BatchNormalization" and not off

    def plain(self) -> tuple[str, ...]:
        """Return the names of the settings that are given without them, and that Keras takes so, too."""
        return self.known.parameters[: self.known.plain][: len(self.call.args[1:])]


def _given(call: ast.Call, known: Known, word: str) -> ast.expr | None:
    return argument(call, known.parameters.index(word) + 1, word) if word in known.parameters else None


def called(source: Source, call: ast.Call) -> Known | None:
    """Return the layer that a call asks for, None for other calls."""
    found = {tf_layers.known_layer(flow.short(name) or "") for name in source.resolve(call.func)}
    return found.pop() if len(found) == 1 else None


def walk(source: Source, node: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes that move into a function with some code: all, but for what the layers in it are made with."""
    waiting = deque([node])
    while waiting:
        part = waiting.popleft()
        yield part
        known = called(source, part) if isinstance(part, ast.Call) else None
        if known is None:
            waiting.extend(ast.iter_child_nodes(part))
        else:
            assert isinstance(part, ast.Call)  # noqa: S101 - looked at above
            given = (argument(part, 0, "inputs"), _given(part, known, "training"))
            waiting.extend([part.func, *(value for value in given if value is not None)])


def read(
    source: Source,
    statement: ast.stmt,
    scope: str,
    made: Iterable[Layer],
    taken: set[str],
    *,
    shares: bool = True,
) -> list[Layer]:
    """Read the layers that a statement itself asks for, in the order in which they are called.

    Args:
        source: the file.
        statement: a statement that moves into a function.
        scope: what the blocks round it put before the names of variables.
        made: the layers that earlier statements ask for.
        taken: the names that no object may have; the new ones are added.
        shares: whether a call may use the variables of an earlier one, as its `reuse` says.

    Raises:
        Refused: if Keras has no layer that does the same, or it is not certain which.
    """
    found = [(call, known) for call in source.below(statement, ast.Call) if (known := called(source, call)) is not None]
    found.sort(key=lambda pair: (pair[0].end_lineno, pair[0].end_col_offset))
    layers: list[Layer] = []
    for call, known in found:
        _check_place(source, statement, call)
        _check_arguments(source, call, known)
        name = _given(call, known, "name")
        scoped = scope + name.value if isinstance(name, ast.Constant) and isinstance(name.value, str) else ""
        earlier = _shared(call, known, scoped, [*made, *layers]) if shares else None
        if earlier is not None:
            layers.append(earlier._replace(call=call, makes=False))
            continue
        chosen = _name(source, statement, known, scoped, len(found), taken)
        taken.add(chosen)
        layers.append(Layer(call, known, chosen, scoped, makes=True))
        if layers[-1].updates() and not shares:
            message = (
                f"line {call.lineno} keeps moving averages in a function that makes variables, and which runs update "
                "them is not followed; normalize with training=False there, or call it in the program itself"
            )
            raise Refused(message)
    return layers


def check_switches(
    source: Source,
    home: Scope,
    switches: Iterable[str],
    layers: Mapping[int, Iterable[Layer]],
    told: Iterable[ast.expr],
) -> None:
    """Refuse placeholders that tell layers whether they are in training, and go into other things, too.

    Args:
        source: the file.
        home: the scope of the placeholders.
        switches: the names of the placeholders.
        layers: the layers of the program's own statements.
        told: what functions are given that only tell their layers so.
    """
    fine = {*told, *(layer.given("training") for found in layers.values() for layer in found)}
    for name in sorted(switches):
        for scope, load in source.index.loads:
            parent = source.parents[load]
            own = load.id == name and scope.owner(name) is home
            if own and load not in fine and not (isinstance(parent, ast.Dict) and load in parent.keys):
                message = f"line {load.lineno} uses `{name}` for more than to tell layers whether they are in training"
                raise Refused(message)


def _check_place(source: Source, statement: ast.stmt, call: ast.Call) -> None:
    """Refuse a layer that is made several times, or perhaps."""
    for node in source.ancestors(call):
        if node is statement:
            break
        if not isinstance(node, (ast.expr, ast.keyword)) or isinstance(
            node, (ast.Lambda, ast.IfExp, ast.BoolOp, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
        ):
            message = (
                f"line {call.lineno} makes a layer in a loop, on a condition or in a lambda; "
                "make each in a statement of its own"
            )
            raise Refused(message)


def _check_arguments(source: Source, call: ast.Call, known: Known) -> None:
    """Refuse arguments that a layer of Keras does not take, or takes otherwise."""
    words = {"inputs", *known.parameters}
    given = argument(call, 0, "inputs")
    if unpacks(call) or given is None or len(call.args) > len(words) or {k.arg for k in call.keywords} - words:
        message = f"the arguments of the layer at line {call.lineno} are not written out"
        raise Refused(message)
    for word in known.parameters:
        value = _given(call, known, word)
        if value is not None and _is_otherwise(known, word, value):
            message = f"line {value.lineno} makes a layer with `{word}`, which is not followed"
            raise Refused(message)
    name = _given(call, known, "name")
    if name is not None and not (isinstance(name, ast.Constant) and "/" not in str(name.value)):
        message = f"the name of the layer at line {name.lineno} is not written out, or is one of several parts"
        raise Refused(message)
    if known.variables and not float_tensors.certainly_float32(source, given):
        message = (
            f"line {call.lineno} calls a layer with what is not certainly float32, and Keras would convert it; "
            "convert it there with tf.cast"
        )
        raise Refused(message)


def _is_otherwise(known: Known, word: str, value: ast.expr) -> bool:
    """Tell whether a layer of Keras does not take an argument, or would do another thing with it."""
    fine: tuple[object, ...]
    if word.endswith("_constraint"):
        fine = (None,)
    elif word == "trainable" and known.made == "BatchNormalization":
        fine = (True,)  # one of Keras that is not trained takes its moving averages, even in training
    else:
        fine = _OTHERWISE.get(word, ())
    return bool(fine) and not (isinstance(value, ast.Constant) and value.value in fine)


def _changes_nothing(word: str, value: ast.expr) -> bool:
    """Tell whether an argument that Keras does not know says what is so without it."""
    fine = _OTHERWISE.get(word, ())
    return word != "activity_regularizer" and isinstance(value, ast.Constant) and value.value in fine


def _shared(call: ast.Call, known: Known, scoped: str, made: Iterable[Layer]) -> Layer | None:
    """Return the layer that a call uses again."""
    reuse = _given(call, known, "reuse")
    if reuse is None or (isinstance(reuse, ast.Constant) and not reuse.value):
        return None
    again = isinstance(reuse, ast.Constant) and reuse.value is True
    if not again and not (isinstance(reuse, ast.Attribute) and reuse.attr == "AUTO_REUSE"):
        message = f"whether the layer at line {call.lineno} uses variables again is not written out"
        raise Refused(message)
    earlier = next((layer for layer in made if layer.scoped == scoped and layer.makes), None) if scoped else None
    if earlier is None and not again:
        return None
    asked = Layer(call, known, "", scoped, makes=False)
    if earlier is None or _dumped(earlier) != _dumped(asked):
        message = f"line {call.lineno} uses the variables of a layer again, and of which, or as what, is not certain"
        raise Refused(message)
    return earlier


def _dumped(layer: Layer) -> tuple[str, dict[str, str]]:
    return layer.known.made, {word: ast.dump(value) for word, value in layer.settings().items()}


def _name(source: Source, statement: ast.stmt, known: Known, scoped: str, count: int, taken: set[str]) -> str:
    """Return a name for the object of a layer: after its own name, what it computes, or what it is."""
    own = scoped.rpartition("/")[2]
    wanted = [own] if own.isidentifier() else []
    names = flow.writes(statement)
    if count == 1 and len(names) == 1:
        (name,) = names
        several = len(source.scope(statement).bindings.get(name, ())) > 1
        if not several and "layer" not in name.lower():
            wanted.append(f"{name}_layer")
    wanted += [known.word, *(f"{known.word}_{number}" for number in range(1, 1000))]
    return next(name for name in wanted if name not in taken)
