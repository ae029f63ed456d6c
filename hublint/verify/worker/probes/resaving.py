"""What becomes of a model that is loaded, saved, loaded, saved and loaded once more.

That is what happens to a model that is part of another one, or passed on. It is saved as what `tf.saved_model.load`
returned, with the signatures that it has.
"""

from __future__ import annotations

import importlib
import os
import re
from typing import Any, Dict, List, Optional, Tuple

import tensorflow as tf

from .. import variables  # noqa: TID252 - the package has another name where it runs
from . import functions, restored

Job = Dict[str, Any]

_ROUNDS = 2
_LISTS = ("variables", "trainable_variables", "regularization_losses")
_INTERNAL = "__saved_model_"
_OPTIMIZER = ("/.OPTIMIZER_SLOT/", "optimizer/")
# What the limits of a worker, or a full disk, make of writing.
_NO_ROOM = re.compile(r"File too large|No space left on device|[Dd]isk quota exceeded")


def run(job: Job) -> Job:
    """Save a model twice more and return a `hublint.behaviour.Resaving`."""
    if job["form"] == "keras":
        return {"skipped": "a Keras file is saved again by Keras itself"}
    seen: Job = {"attempts": []}
    steps = _Steps(job, seen["attempts"])
    path, tags = job["path"], list(job["tags"])
    model = steps.load(path, tags)
    if model is None:
        return {"skipped": "it cannot be loaded"}
    original = model
    for number in range(1, _ROUNDS + 1):
        path, tags = os.path.join(job["scratch"], "saved again %d" % number), ["serve"]
        if not steps.save(model, path):
            return {"skipped": "there is too little room on the disk to save it again"} if steps.lacks_room else seen
        model = steps.load(path, tags)
        if model is None:
            return seen
    # Only now, for a call may change what the next save would write. Both are called in the same order.
    first, last = _Look(original, job["path"], list(job["tags"]), job), _Look(model, path, tags, job)
    seen["lost"], seen["differences"] = _compared(first, last)
    return seen


class _Steps:
    """Saves and loads, and keeps a `hublint.behaviour.Attempt` of each; what lacks room says nothing of the model."""

    def __init__(self, job: Job, attempts: List[Job]) -> None:
        self._job, self._attempts = job, attempts
        self.lacks_room = False

    def load(self, path: str, tags: List[str]) -> Optional[Any]:
        """Load a model; None if that fails."""
        attempt = {"name": "tf.saved_model.load"}
        self._attempts.append(attempt)
        try:
            return restored.fresh(dict(self._job, path=path, tags=tags))
        except Exception as error:
            attempt.update(restored.told(error))
            return None

    def save(self, model: Any, path: str) -> bool:
        """Save what was loaded, with its signatures; tell whether that worked."""
        attempt = {"name": "tf.saved_model.save"}
        self._attempts.append(attempt)
        old = tf.__version__.startswith("1.")
        save: Any = tf.compat.v2.saved_model.save if old else tf.saved_model.save
        signatures = {key: model.signatures[key] for key in model.signatures}
        try:
            save(model, path, **({"signatures": signatures} if signatures else {}))
        except Exception as error:
            self.lacks_room = _NO_ROOM.search(str(error)) is not None
            attempt.update(restored.told(error))
            return False
        return True


class _Look:
    """What a model has and answers, so that it can be held against what it had and answered before."""

    def __init__(self, model: Any, path: str, tags: List[str], job: Job) -> None:
        self.path, self.tags = path, tags
        self.signatures = _signatures(path, tags)
        self.optimizer = _optimizer(path)
        self.functions: Dict[str, int] = {}
        for name, function in restored.named_functions(model):
            self.functions[name] = len(function.concrete_functions)
        self.lists = {name: _length(model, name) for name in _LISTS}
        self.answers: Dict[str, Any] = {}
        with tf.device(job["device"]):
            for function in restored.functions(model, job):
                answer = _answer(function, job["calls"].get(function.name, []))
                if answer is not None:
                    self.answers[function.name] = answer


def _answer(function: restored.Function, calls: List[List[Job]]) -> Optional[Any]:
    """Return the outputs for the first inputs that are accepted, or else the last error; None where luck decides."""
    answer: Any = None
    planned = [one for alternative in calls for one in alternative]
    for plan in sorted(planned, key=lambda one: one["fill"] != "random"):
        values = functions.made_inputs(plan["arrays"])
        try:
            answer = functions.answered(function, values, plan["arrays"])
            again = functions.answered(function, values, plan["arrays"])
        except Exception as error:
            answer = restored.told(error)["error"]
            continue
        return answer if functions.compared(answer, again)["equal"] else None
    return answer


def _signatures(path: str, tags: List[str]) -> Dict[str, Dict[str, str]]:
    """Return what a server reads of each signature: its method, inputs and outputs."""
    loader: Any = importlib.import_module("tensorflow.python.saved_model.loader_impl")
    graphs = loader.parse_saved_model(path).meta_graphs
    graph = next(one for one in graphs if set(one.meta_info_def.tags) == set(tags))
    return {
        key: {
            "method": signature.method_name,
            "inputs": _tensors(signature.inputs),
            "outputs": _tensors(signature.outputs),
        }
        for key, signature in graph.signature_def.items()
        if not key.startswith(_INTERNAL)
    }


def _tensors(infos: Any) -> str:
    """Write tensors by name as a person would: `x: float32 [None, 3]`."""
    return ", ".join("%s: %s" % (name, _tensor(infos[name])) for name in sorted(infos))


def _tensor(info: Any) -> str:
    shape = info.tensor_shape
    sizes = "of any rank" if shape.unknown_rank else "[%s]" % ", ".join(_size(one.size) for one in shape.dim)
    return "%s %s" % (tf.as_dtype(info.dtype).name, sizes)


def _size(size: int) -> str:
    return "None" if size < 0 else str(size)


def _optimizer(path: str) -> List[str]:
    """Return the keys of the checkpoint that are an optimizer's, as Keras and `tf.train.Checkpoint` write them."""
    prefix = os.path.join(path, "variables", "variables")
    if not os.path.exists(prefix + ".index"):
        return []
    keys = [key for key, _ in tf.train.list_variables(prefix)]
    return [key for key in keys if _OPTIMIZER[0] in key or key.startswith(_OPTIMIZER[1])]


def _length(model: Any, name: str) -> int:
    try:
        return len(getattr(model, name))
    except (AttributeError, TypeError):
        return 0


def _compared(first: _Look, last: _Look) -> Tuple[List[str], List[str]]:
    """Return what the last model has lost, and what differs from the first."""
    lost = ["signature %r" % key for key in sorted(first.signatures) if key not in last.signatures]
    differences = []
    for key in sorted(set(first.signatures) & set(last.signatures)):
        for part, before in sorted(first.signatures[key].items()):
            after = last.signatures[key][part]
            if part == "method" and not before:
                continue  # no server could be asked by the method that it lacked
            if after != before:
                differences.append("%s of signature %r: %s, before %s" % (part, key, after or "none", before or "none"))
    for name, traces in sorted(first.functions.items()):
        now = last.functions.get(name)
        if now is None:
            lost.append("function `%s`" % name)
        elif now < traces:
            lost.append("%d of %d traces of `%s`" % (traces - now, traces, name))
    for name in _LISTS:
        had, has = first.lists[name], last.lists[name]
        if has < had:
            lost.append("%d of %d `%s`" % (had - has, had, name))
    gone, changed = _variables(first, last)
    if last.optimizer and not first.optimizer:
        changed.append("an optimizer is saved that was not there: %s" % ", ".join(last.optimizer[:3]))
    return lost + gone, differences + changed + _answers(first, last)


def _variables(first: _Look, last: _Look) -> Tuple[List[str], List[str]]:
    """Pair the stored variables of both by value, and tell what is gone and what has changed."""
    sides = {"old": first, "new": last}
    described = {
        side: {"path": look.path, "tags": look.tags, "signatures": sorted(look.signatures)}
        for side, look in sides.items()
    }
    found = variables.compare(dict(described, rtol=0.0, atol=0.0))
    changed = ["variable %r: %s" % (one["old"]["name"], _apart(one["measure"])) for one in found["different"]]
    return ["variable %r" % one["name"] for one in found["left"]["old"]], changed


def _answers(first: _Look, last: _Look) -> List[str]:
    """Tell which functions answer differently; what neither model answers is no difference."""
    differences = []
    for name, before in sorted(first.answers.items()):
        now = last.answers.get(name)
        if isinstance(before, str) or now is None:
            continue
        if isinstance(now, str):
            differences.append("`%s` raises %s" % (name, now))
            continue
        found = functions.compared(before, now)
        if not found["equal"]:
            differences.append("`%s`: %s" % (name, found["text"]))
    return differences


def _apart(measure: Job) -> str:
    if measure["left_shape"] != measure["right_shape"]:
        return "its shape is %s, before %s" % (measure["right_shape"], measure["left_shape"])
    return "it is %s at %s, before %s" % (measure["right"], measure["index"], measure["left"])
