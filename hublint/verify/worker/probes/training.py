"""How a model can be trained further: its modes, its gradients, a few steps, its losses, and what the Hub's layer sees.

All of it is done as `hub.KerasLayer(model, trainable=True)` would: through the `__call__` of the loaded object, with
the variables that the object lists. The model is loaded for this alone, and its variables are put back at the end.

The loss is a toy: the mean squared distance of the outputs to random targets that stay the same. A step goes down its
gradient, at a rate that is halved until the loss is lower. So a step fails only where no rate, however small, lowers
the loss along the gradient that the model itself gave: of a model whose gradient is right that happens only at the
bottom, where random targets do not lead, or where float32 has no smaller step.
"""

from __future__ import annotations

import importlib
import re
from typing import Any, Callable, Dict, Iterator, List, Optional, Set, Tuple

import tensorflow as tf

from .. import arrays  # noqa: TID252 - the package has another name where it runs
from . import functions, restored

np: Any = arrays.np

Job = Dict[str, Any]
Draw = Callable[[int], Job]

_DRAWS = 8  # sets of inputs that a gradient may need to reach a variable, or dropout to show
_STEPS = 3
_REPEATS = 4
_HALVINGS = 40  # of a step that overshoots
_BATCH = 8  # batch normalization lets no gradient through for one row or two
_OTHER_SEED = 7919
_MODES: Dict[str, Job] = {
    "model(inputs)": {},
    "model(inputs, training=False)": {"training": False},
    "model(inputs, training=True)": {"training": True},
}
_OMITTED, _EVALUATING, _TRAINING = _MODES
_LAYER = "hub.KerasLayer(model, trainable=True)"
_STEP = "a step of gradient descent"
_STATISTICS = re.compile(r"moving_?(mean|var|avg|average)", re.IGNORECASE)
_SCALES = re.compile(r"(^|/)(gamma|beta)(:\d+)?$")
_DROPOUT = re.compile(r"(^|[/_])dropout", re.IGNORECASE)


def run(job: Job) -> Job:
    """Train a model a little and return a `hublint.behaviour.TrainingRun`."""
    if job["form"] == "keras":
        return {"skipped": "a Keras file is trained by Keras itself"}
    if tf.__version__.startswith("1."):
        return {"skipped": "TensorFlow 1.15 does not say what a restored function takes"}
    model = restored.fresh(job)
    call = restored.called(model)
    if call is None:
        return {"skipped": "what is loaded cannot be called", "layer": _layer(model, job["path"])}
    if not call.concrete_functions:
        return {"skipped": "`__call__` was saved without a trace", "layer": _layer(model, job["path"])}
    function = next((one for one in restored.functions(model, job) if one.name == "__call__"), None)
    if function is None:  # it has traces, and all of them are left out as those of `training=True`
        error = "there is a trace for `training=True` alone"
        modes = [{"name": name, "skipped" if name == _TRAINING else "error": error} for name in _MODES]
        return {"skipped": error, "callable": True, "takes_training": True, "modes": modes}
    with tf.device(job["device"]):
        return observe(model, function, job["calls"].get("__call__", []))


def observe(model: Any, function: restored.Function, calls: List[List[Job]]) -> Job:
    """Do all that there is to do, in an order in which nothing spoils what comes later.

    Args:
        model: a loaded object that can be called.
        function: its `__call__`, in its most general trace.
        calls: how it can be called, as planned by `hublint.verify.inputs`.
    """
    subject = _Subject(model, function)
    seen: Job = {
        "callable": True,
        "variables": [_name(one) for one in subject.trainable],
        "unlisted": subject.unlisted(),
        "takes_training": subject.takes_training,
        "stochastic": _stochastic(subject),
        "regularization": _regularization(model),
        "layer": _layer(model, model),
    }
    draw = subject.accepted(calls)
    if draw is None:
        return dict(seen, skipped="it took none of the inputs that were made for it")
    before = subject.values()
    try:
        seen.update(_modes(subject, draw, seen["stochastic"]))
        subject.put(before)
        if not subject.trainable:
            return dict(seen, skipped="it lists no trainable variables")
        accepted = [one["name"] for one in seen["modes"] if not one.get("error") and not one.get("skipped")]
        seen.update(_trained(subject, draw, accepted, seen["stochastic"]))
    finally:
        subject.put(before)
    return seen


class _Subject:
    """The model, with the variables that it lists and those that its function captures."""

    def __init__(self, model: Any, function: restored.Function) -> None:
        self.function = function
        self.concrete = list(function.call.concrete_functions)
        inspect: Any = importlib.import_module("tensorflow.python.util.tf_inspect")
        spec = inspect.getfullargspec(function.call)  # as hub.KerasLayer asks for it
        self._names = [name for name in spec.args if name != "self"]
        with_default = self._names[len(self._names) - len(spec.defaults or ()) :]
        self._optional = {*with_default, *(spec.kwonlydefaults or ()), "training"} - {*self._names[:1]}
        self.takes_training = "training" in self._names or "training" in spec.kwonlyargs
        self.trainable = _distinct(_listed(model, "trainable_variables"))
        self.listed = _distinct([*self.trainable, *_listed(model, "variables")])
        self.variables = _distinct([*self.listed, *(each for one in self.concrete for each in one.variables)])

    def unlisted(self) -> List[str]:
        """Return the names of the variables that the function uses and the object does not list."""
        known = {id(one) for one in self.listed}
        return [_name(one) for one in self.variables if id(one) not in known]

    def fixed(self) -> List[Any]:
        """Return the variables that are not trained."""
        trained = {id(one) for one in self.trainable}
        return [one for one in self.variables if id(one) not in trained]

    def values(self) -> List[Any]:
        """Return what the variables hold."""
        return [tf.identity(one) for one in self.variables]

    def put(self, values: List[Any]) -> None:
        """Give the variables back what they held."""
        for one, value in zip(self.variables, values):  # noqa: B905 - no strict in 3.7
            one.assign(value)

    def call(self, values: Job, mode: Job) -> Any:
        """Call the model as the Hub's layer does: what has a default is left to it, `training` is given by name."""
        args, kwargs = self.function.filled(values)
        if len(args) > len(self._names):
            return self.function.call(*args, **kwargs, **mode)
        named = dict(zip(self._names[1:], args[1:]), **kwargs)  # noqa: B905 - as above
        needed = {name: value for name, value in named.items() if name not in self._optional}
        return self.function.call(*args[:1], **needed, **mode)

    def accepted(self, calls: List[List[Job]]) -> Optional[Draw]:
        """Return what draws inputs that the model takes, of several rows if it can be; None if it takes none."""
        planned = [one for alternative in calls for one in alternative if one["fill"] == "random"]
        for plan in planned or [one for alternative in calls for one in alternative]:
            for batch in (_BATCH, None):
                draw = _drawing(plan["arrays"], batch)
                for mode in _MODES.values():
                    try:
                        self.call(draw(0), mode)
                    except Exception:  # noqa: S112 - the next set of inputs may be the one that it takes
                        continue
                    return draw
        return None


def _drawing(plans: Job, batch: Optional[int]) -> Draw:
    """Return what makes the n-th set of tensors of a plan, with another number of rows where that is free."""

    def draw(number: int) -> Job:
        changed = {}
        for name, plan in plans.items():
            changed[name] = dict(plan, seed=plan["seed"] + _OTHER_SEED * number)
            if batch is not None and plan.get("batched") and not plan.get("form"):
                changed[name]["shape"] = [batch, *plan["shape"][1:]]
        return functions.tensors(functions.made_inputs(changed), changed)

    return draw


def _listed(model: Any, name: str) -> List[Any]:
    """Return the variables in one of the object's lists; what is no list counts as none."""
    try:
        return [one for one in getattr(model, name, ()) if hasattr(one, "assign")]
    except TypeError:
        return []


def _distinct(variables: List[Any]) -> List[Any]:
    return list({id(one): one for one in variables}.values())


def _name(variable: Any) -> str:
    return str(variable.name).split(":")[0]


def _stochastic(subject: _Subject) -> List[str]:
    """Name what is inside that behaves differently in training.

    Dropout shows in the names of nodes. Batch normalization shows in the names of its moving averages alone: its
    operations are those of layer normalization too.
    """
    found: Set[str] = set()
    fixed = subject.fixed()
    if any(_STATISTICS.search(_name(one)) for one in fixed) and not _is_frozen(fixed):
        found.add("batch normalization")
    if any(_DROPOUT.search(name) for name in _node_names(subject.concrete)):
        found.add("dropout")
    return sorted(found)


def _is_frozen(fixed: List[Any]) -> bool:
    """Tell whether the author has frozen batch normalization, which then ought to be the same in training.

    Its scale and offset stand among the variables that are not trained, as where `layer.trainable = False`.
    """
    return any(_SCALES.search(_name(one)) for one in fixed)


def _node_names(concrete: List[Any]) -> Iterator[str]:
    """Yield the names of all nodes, those of the functions that are called included."""
    for one in concrete:
        graph = one.graph.as_graph_def()
        for part in (graph.node, *(function.node_def for function in graph.library.function)):
            for node in part:
                yield node.name


def _modes(subject: _Subject, draw: Draw, stochastic: List[str]) -> Job:
    """Call the model in each mode, the training mode last: it may change variables, which the others are to be without.

    `mode_matters` is told only where two evaluations agree. Several sets of inputs are tried before they are said to be
    the same as in training, and one where nothing is known to be inside that would make them differ.
    """
    attempts, results = [], {}
    fixed = subject.fixed()
    before = [tf.identity(one) for one in fixed]
    for name, mode in _MODES.items():
        attempt = {"name": name}
        if mode and not subject.takes_training:
            attempt["skipped"] = "`__call__` has no argument `training`"
        else:
            if mode.get("training"):
                before = [tf.identity(one) for one in fixed]
            try:
                results[name] = subject.call(draw(0), mode)
            except Exception as error:
                attempt.update(restored.told(error))
        attempts.append(attempt)
    seen: Job = {"modes": attempts}
    if _TRAINING not in results:
        return seen
    if fixed:
        same = [_is_same(one, value) for one, value in zip(fixed, before)]  # noqa: B905 - no strict in 3.7
        seen["updates"] = not all(same)
        seen["not_updated"] = _not_updated(fixed, same)
    if _EVALUATING in results:
        seen["mode_matters"] = _mode_matters(subject, draw, _DRAWS if stochastic else 1)
    return seen


def _not_updated(fixed: List[Any], same: List[bool]) -> List[str]:
    """Name the averages of batch normalization that training left alone, unless they ought to stay."""
    if _is_frozen(fixed):
        return []
    pairs = zip(fixed, same)  # noqa: B905 - no strict in 3.7
    return [_name(one) for one, is_same in pairs if is_same and _STATISTICS.search(_name(one))]


def _mode_matters(subject: _Subject, draw: Draw, draws: int) -> Optional[bool]:
    for number in range(draws):
        values = draw(number)
        evaluated = [subject.call(values, _MODES[_EVALUATING]) for _ in range(2)]
        if not _agree(*evaluated):
            return None
        trained = subject.call(values, _MODES[_TRAINING])
        # Between these two lies what a device that computes in another order each time may make of one number.
        exactly = _is_identical(*evaluated) and not _is_identical(evaluated[0], trained)
        if exactly or not _agree(evaluated[0], trained):
            return True
    return False


def _agree(left: Any, right: Any) -> bool:
    """Tell whether two results are equal within the tolerance for numbers that are computed alike."""
    return bool(functions.compared(functions.flat(left), functions.flat(right))["equal"])


def _is_identical(left: Any, right: Any) -> bool:
    ours, theirs = functions.flat(left), functions.flat(right)
    return sorted(ours) == sorted(theirs) and all(_is_same(ours[name], theirs[name]) for name in ours)


def _is_same(left: Any, right: Any) -> bool:
    """Tell whether two tensors hold the same bytes; NaN is the same as NaN."""
    one, other = (np.asarray(value.numpy()) for value in (left, right))
    if one.dtype.kind in "OSU":
        return bool(one.shape == other.shape and (one == other).all())
    return bool(one.shape == other.shape and one.tobytes() == other.tobytes())


def _trained(subject: _Subject, draw: Draw, accepted: List[str], stochastic: List[str]) -> Job:
    """Look where gradients go, and take a few steps.

    Gradients are those of the training mode if there is one. Steps are taken where the loss is no matter of luck: in
    that mode if it answers the same twice, else (dropout) in evaluation; where there is no such mode either, one step
    is taken whose loss nobody judges.
    """
    step: Job = {"name": _STEP}
    seen: Job = {"step": step}
    if not accepted:
        step["skipped"] = "the model answers in no mode"
        return seen
    modes = [_MODES[name] for name in sorted(accepted, key=[_TRAINING, _OMITTED, _EVALUATING].index)]
    start = subject.values()
    try:
        seen["without_gradient"] = _without_gradient(subject, draw, modes[0])
        subject.put(start)
        if len(seen["without_gradient"]) == len(subject.trainable):
            step["skipped"] = "no gradient reaches any variable"
            return seen
        steady = [mode for mode in modes if _is_steady(subject, draw(0), mode, stochastic)]
        subject.put(start)
        seen.update(_descended(subject, _Toy(subject, draw(0), (steady or modes)[0]), judged=bool(steady)))
    except Exception as error:
        step.update(restored.told(error))
    return seen


def _is_steady(subject: _Subject, values: Job, mode: Job, stochastic: List[str]) -> bool:
    """Tell whether a mode always gives the same answer; few values may come through dropout alike once, by luck."""
    same = _is_identical if "dropout" in stochastic else _agree
    first = subject.call(values, mode)
    return all(same(first, subject.call(values, mode)) for _ in range(_REPEATS))


class _Toy:
    """The toy loss of a model, for one set of inputs in one mode."""

    def __init__(self, subject: _Subject, values: Job, mode: Job) -> None:
        self._subject, self._values, self._mode = subject, values, mode
        self._targets: Dict[Tuple[int, Tuple[int, ...]], Any] = {}

    def loss(self) -> Any:
        """Return the mean squared distance of all outputs with a fraction to their targets."""
        result = self._subject.call(self._values, self._mode)
        terms = []
        for index, output in enumerate(functions.flat(result).values()):
            if output.dtype.is_floating:
                target = self._target(index, tuple(output.shape))
                terms.append(tf.reduce_mean(tf.square(tf.cast(output, tf.float32) - target)))
        return tf.add_n(terms) if terms else tf.constant(0.0)

    def gradients(self) -> Tuple[float, List[Any]]:
        """Return the loss, and its gradients by the trainable variables."""
        with tf.GradientTape() as tape:
            loss = self.loss()
        return float(loss.numpy()), list(tape.gradient(loss, list(self._subject.trainable)))

    def _target(self, index: int, shape: Tuple[int, ...]) -> Any:
        if (index, shape) not in self._targets:
            random = np.random.RandomState(index)
            self._targets[index, shape] = tf.constant(random.standard_normal(shape), tf.float32)
        return self._targets[index, shape]


def _without_gradient(subject: _Subject, draw: Draw, mode: Job) -> List[str]:
    """Name the variables that no gradient reaches.

    None says that no way leads there, for whatever inputs; where a gradient is zero, more of them are tried.
    """
    missed = {id(one) for one in subject.trainable}
    for number in range(_DRAWS):
        gradients = _Toy(subject, draw(number), mode).gradients()[1]
        pairs = [(id(one), each) for one, each in zip(subject.trainable, gradients)]  # noqa: B905 - no strict in 3.7
        missed -= {key for key, gradient in pairs if gradient is not None and _reaches(gradient)}
        if not any(key in missed and gradient is not None for key, gradient in pairs):
            break
    return [_name(one) for one in subject.trainable if id(one) in missed]


def _values_of(gradient: Any) -> Any:
    return gradient.values if isinstance(gradient, tf.IndexedSlices) else gradient


def _reaches(gradient: Any) -> bool:
    return bool(np.any(arrays.plain(_values_of(gradient).numpy())))


def _descended(subject: _Subject, toy: _Toy, judged: bool) -> Job:
    """Take a few steps; each is as long as lowers the loss, and the first try would bring a linear loss to zero."""
    start = [tf.identity(one) for one in subject.trainable]
    losses: List[float] = []
    for _ in range(_STEPS):
        loss, gradients = toy.gradients()
        losses.append(loss)
        pairs = [(one, each) for one, each in zip(subject.trainable, gradients) if each is not None]  # noqa: B905
        length = sum(float(tf.reduce_sum(tf.square(tf.cast(_values_of(each), tf.float32)))) for _, each in pairs)
        if not (length > 0 and np.isfinite(length) and np.isfinite(loss)):
            break
        if not _stepped(toy, pairs, loss, loss / length, judged=judged):
            break
    last = float(toy.loss().numpy())
    losses.append(last)
    both = zip(subject.trainable, start)  # noqa: B905 - no strict in 3.7
    seen: Job = {"unchanged": [_name(one) for one, value in both if _is_same(one, value)]}
    if judged:
        seen["losses"] = losses
    return seen


def _stepped(toy: _Toy, pairs: List[Tuple[Any, Any]], loss: float, rate: float, *, judged: bool) -> bool:
    """Step down the gradient at the first of ever smaller rates that lowers the loss; tell whether one does."""
    before = [tf.identity(one) for one, _ in pairs]
    for _ in range(_HALVINGS):
        for one, gradient in pairs:
            if isinstance(gradient, tf.IndexedSlices):
                change = tf.cast(rate, gradient.values.dtype) * gradient.values
                one.scatter_sub(tf.IndexedSlices(change, gradient.indices))
            else:
                one.assign_sub(tf.cast(rate, gradient.dtype) * gradient)
        if not judged or float(toy.loss().numpy()) < loss:
            return True
        for (one, _), value in zip(pairs, before):  # noqa: B905 - no strict in 3.7
            one.assign(value)
        rate /= 2
    return False


def _regularization(model: Any) -> List[Job]:
    """Call each of the object's regularization losses."""
    name = "regularization_losses"
    losses = getattr(model, name, None)
    if losses is None:
        return []
    try:
        losses = list(losses)
    except Exception as error:
        return [dict(restored.told(error), name=name)]
    attempts = []
    for index, loss in enumerate(losses):
        attempt = {"name": "%s[%d]()" % (name, index)}
        if not callable(loss):
            attempt["error"] = "TypeError: it is no function but a %s" % _kind(loss)
        else:
            try:
                value = tf.convert_to_tensor(loss())
                if value.shape.rank != 0 or not value.dtype.is_floating:
                    shape = value.shape.as_list() if value.shape.rank is not None else "of unknown rank"
                    attempt["error"] = "it returns %s %s, no float scalar" % (value.dtype.name, shape)
            except Exception as error:
                attempt.update(restored.told(error))
        attempts.append(attempt)
    return attempts


def _kind(value: Any) -> str:
    return "variable" if hasattr(value, "assign") else type(value).__name__


def _layer(model: Any, handle: Any) -> Job:
    """Make a trainable layer of a handle, and count what it found to train against what the model lists."""
    attempt = {"name": _LAYER}
    try:
        hub: Any = importlib.import_module("tensorflow_hub")
    except Exception as error:
        return dict(attempt, skipped="tensorflow_hub cannot be imported: " + restored.told(error)["error"])
    try:
        layer = hub.KerasLayer(handle, trainable=True)
        counts = (("trainable variables", len(layer.trainable_weights)), ("losses", len(layer.losses)))
        wanted = len(_distinct(_listed(model, "trainable_variables"))), len(getattr(model, "regularization_losses", ()))
    except Exception as error:
        return dict(attempt, **restored.told(error))
    wrong = ["%d of %d %s" % (n, all_, what) for (what, n), all_ in zip(counts, wanted) if n != all_]  # noqa: B905
    if wrong:
        attempt["error"] = "it has " + " and ".join(wrong)
    return attempt
