"""A loaded model, and what can be called of it.

The probes share what is loaded, for loading can take most of the time; one that changes a model loads its own.
"""

from __future__ import annotations

import re
from typing import Any, Dict, List, Tuple

import tensorflow as tf

from . import parsing

Job = Dict[str, Any]

_LONGEST_TEXT = 8000
_LONGEST_LINE = 300
_MOST_TRACES = 4
# What Keras 2 keeps in a SavedModel for itself.
_OF_KERAS = re.compile(r"keras_api|layer-\d+|layer_with_weights-\d+|call_and_return_\w+")

_kept: Dict[str, Any] = {}


def load(job: Job) -> Any:
    """Return the job's model, loaded on its device: a restored object, or a Keras model."""
    key = repr((job["path"], job["tags"], job["device"]))
    if key not in _kept:
        _kept.clear()
        _kept[key] = fresh(job)
    return _kept[key]


def fresh(job: Job) -> Any:
    """Load the job's model once more, so that what is done to it does not show in other probes."""
    with tf.device(job["device"]):
        if job["form"] == "keras":
            return tf.keras.models.load_model(job["path"], compile=False)
        load_v2 = tf.compat.v2.saved_model.load if tf.__version__.startswith("1.") else tf.saved_model.load
        return load_v2(job["path"], tags=job["tags"])


def told(error: BaseException) -> Dict[str, str]:
    """Return an exception as `error`, one line with its type, and `details`, all of its text."""
    text = str(error)[:_LONGEST_TEXT]
    line = _telling_line([line.strip() for line in text.splitlines() if line.strip()])
    name = type(error).__name__
    if len(line) > _LONGEST_LINE:
        line = line[: _LONGEST_LINE - 3] + "..."
    return {"error": name + ": " + line if line else name, "details": text}


def _telling_line(lines: List[str]) -> str:
    """Return the line that says what is wrong: the first, but in errors of graphs one next to the failing node."""
    if not lines:
        return ""
    line = lines[0]
    if line.startswith("Graph execution error"):
        nodes = [number for number, text in enumerate(lines) if text.startswith("[[{{")]
        named = [number for number, text in enumerate(lines[:-1]) if text.startswith("Node: ")]
        line = lines[nodes[0] - 1] if nodes else lines[named[-1] + 1] if named else lines[-1]
    elif line.endswith("Original error:"):  # of a checkpoint's loader, which guesses at a cause first
        line = _telling_line(lines[1:]) or line
    elif line == "in user code:":  # of a function that was traced: files and lines first, then the exception itself
        raised = (re.match(r"\w+(?:Error|Exception): (.*)", text) for text in lines)
        line = next((found.group(1) for found in raised if found is not None), line)
    return re.sub(r"^\{\{function_node [^}]*\}\} ", "", line)


class Function:
    """Something to call: a signature, a restored function in one of its traces, or a Keras model's `predict`.

    Attributes:
        name: as a person would call it.
        kind: `signature` or `function`.
        call: the function itself.
        args, kwargs: the arguments that it was traced with; leaves that are specs stand for tensors.
        concrete: the concrete function; None where there is none.
    """

    def __init__(self, name: str, kind: str, call: Any, arguments: Tuple[Any, Any], concrete: Any) -> None:
        self.name, self.kind, self.call, self.concrete = name, kind, call, concrete
        self.args, self.kwargs = arguments
        self._leaves = _leaves([*self.args], "") + _leaves(dict(self.kwargs), "")

    def wanted(self) -> List[Dict[str, Any]]:
        """Return the tensors that it takes, as `hublint.behaviour.InputWanted`, each with a name of its own."""
        wanted = [dict(_described(leaf), name=name) for name, leaf in self._named()]
        texts = [one for one in wanted if one["dtype"] == "string" and one["form"] == "dense"]
        if texts and self.concrete is not None:
            self._add_features(texts)
        return wanted

    def _add_features(self, texts: List[Dict[str, Any]]) -> None:
        """Add to the inputs that are parsed as Examples what these hold, as `hublint.behaviour.Feature`."""
        found = parsing.parsed(self.concrete.graph.as_graph_def())
        named = {tensor.op.name: name for name, tensor in self._first_tensors().items()} if found else {}
        for one in texts:
            # What comes from nowhere that can be told may come from any of them.
            own = [each for each in found if named.get(each.placeholder, one["name"]) == one["name"]]
            if own:
                one["examples"], one["features"] = True, parsing.features_of(own)

    def _first_tensors(self) -> Dict[str, Any]:
        """Return the tensor in the graph that each input is, or the first of those that it is made of."""
        tensors = list(self.concrete.inputs)
        if self.concrete.structured_input_signature is None:  # see `_keywords`
            return dict(zip(self.concrete._arg_keywords, tensors))  # noqa: B905, SLF001 - as there
        sizes = [len(tf.nest.flatten(leaf, expand_composites=True)) for _, leaf in self._named()]
        return {name: tensors[sum(sizes[:place])] for place, (name, _) in enumerate(self._named())}

    def call_with(self, values: Dict[str, Any]) -> Any:
        """Call it with tensors by the names that `wanted` gave them."""
        args, kwargs = self.filled(values)
        return self.call(*args, **kwargs)

    def filled(self, values: Dict[str, Any]) -> Tuple[List[Any], Dict[str, Any]]:
        """Return the arguments that it was traced with, and tensors for its specs, by the names of `wanted`."""
        replaced = {id(leaf): values[name] for name, leaf in self._named()}
        args = [_replaced(part, replaced) for part in self.args]
        return args, {name: _replaced(part, replaced) for name, part in self.kwargs.items()}

    def _named(self) -> List[Tuple[str, Any]]:
        own = [getattr(leaf, "name", None) if self.kind == "function" else None for _, leaf in self._leaves]
        usable = None not in own and "" not in own and len(set(own)) == len(own)
        return [(str(own[i]) if usable else way, leaf) for i, (way, leaf) in enumerate(self._leaves)]


def functions(model: Any, job: Job) -> List[Function]:
    """Return all that can be called of a model: its signatures, itself, and what it has one level down."""
    if job["form"] == "keras":
        inputs = model.inputs if isinstance(model.inputs, (list, tuple)) else []
        if not inputs:
            return []  # a model that was never built, or that takes something else than tensors
        specs = [tf.TensorSpec(i.shape, i.dtype, name=i.name.split(":")[0]) for i in inputs]
        given = specs if len(specs) > 1 else specs[0]
        return [Function("predict", "function", lambda x: model.predict(x, verbose=0), ((given,), {}), None)]
    found = []
    for key in sorted(model.signatures):
        signature = model.signatures[key]
        found.append(Function("signatures[%r]" % key, "signature", signature, ((), _keywords(signature)), signature))
    if tf.__version__.startswith("1."):  # it does not say what a restored function takes
        return found
    for name, function in named_functions(model):
        for number, concrete in enumerate(_traces(function)):
            args, kwargs = concrete.structured_input_signature
            title = name if number == 0 else "%s (trace %d)" % (name, number + 1)
            found.append(Function(title, "function", function, (args, kwargs), concrete))
    return found


def _keywords(signature: Any) -> Dict[str, Any]:
    if signature.structured_input_signature is not None:
        return dict(signature.structured_input_signature[1])
    names = signature._arg_keywords  # noqa: SLF001 - the only place where TensorFlow 1.15 has the names
    return {name: tf.TensorSpec(t.shape, t.dtype) for name, t in zip(names, signature.inputs)}  # noqa: B905 - 3.7


def named_functions(model: Any) -> List[Tuple[str, Any]]:
    """Return the restored functions of an object and of what it has one level down, each once, by name."""
    named = []
    if called(model) is not None:
        named.append(("__call__", called(model)))
    for name in sorted(vars(model)):
        value = vars(model)[name]
        if name.startswith("_") or name == "signatures" or _OF_KERAS.match(name):
            continue
        if hasattr(value, "concrete_functions"):
            named.append((name, value))
        elif called(value) is not None:
            named.append((name + ".__call__", called(value)))
    return [(name, one) for i, (name, one) in enumerate(named) if one not in [other for _, other in named[:i]]]


def called(value: Any) -> Any:
    """Return the restored function that calling an object runs; None if it is not restored as something to call."""
    function = getattr(value, "__call__", None)  # noqa: B004 - what matters is what the function is
    return function if hasattr(function, "concrete_functions") else None


def _traces(function: Any) -> List[Any]:
    """Return the traces that differ in the tensors they take, without those for training; the most general first."""
    found: Dict[str, Any] = {}
    for concrete in function.concrete_functions:
        args, kwargs = concrete.structured_input_signature
        if _trained(function, args, kwargs):
            continue
        key = repr([_described(leaf) for _, leaf in _leaves([*args], "") + _leaves(dict(kwargs), "")])
        found.setdefault(key, concrete)
    return [found[key] for key in sorted(found, key=lambda text: -text.count("None"))][:_MOST_TRACES]


def argument_names(function: Any) -> List[str]:
    """Return the names of the arguments that a restored function takes in order."""
    spec = getattr(function, "function_spec", None) or getattr(function, "_function_spec", None)
    full = getattr(spec, "fullargspec", None)
    names = list(full.args) if full is not None else []
    return names[1:] if names[:1] == ["self"] else names


def _trained(function: Any, args: Any, kwargs: Any) -> bool:
    """Tell whether a trace is that of `training=True`."""
    given = dict(zip(argument_names(function), args))  # noqa: B905 - no strict in 3.7
    given.update(kwargs)
    return given.get("training") is True


def _is_spec(value: Any) -> bool:
    return hasattr(value, "dtype") and hasattr(value, "shape")


def _leaves(value: Any, way: str) -> List[Tuple[str, Any]]:
    """Return the specs in a nested value, each with the way to it."""
    if _is_spec(value):
        return [(way, value)]
    if isinstance(value, dict):
        parts = [(str(key), value[key]) for key in sorted(value, key=str)]
    elif isinstance(value, (list, tuple)):
        parts = [(str(index), part) for index, part in enumerate(value)]
    else:
        return []
    return [leaf for name, part in parts for leaf in _leaves(part, way + "/" + name if way else name)]


def _replaced(value: Any, by: Dict[int, Any]) -> Any:
    if id(value) in by:
        return by[id(value)]
    if isinstance(value, dict):
        return {key: _replaced(part, by) for key, part in value.items()}
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*[_replaced(part, by) for part in value])
    if isinstance(value, (list, tuple)):
        return type(value)(_replaced(part, by) for part in value)
    return value


def _described(spec: Any) -> Dict[str, Any]:
    form = {"RaggedTensorSpec": "ragged", "SparseTensorSpec": "sparse"}.get(type(spec).__name__, "dense")
    return {"dtype": tf.as_dtype(spec.dtype).name, "shape": shape_of(spec), "form": form}


def shape_of(spec: Any) -> Any:
    """Return a static shape as a list; None for an unknown rank."""
    shape = tf.TensorShape(spec.shape)
    return shape.as_list() if shape.rank is not None else None
