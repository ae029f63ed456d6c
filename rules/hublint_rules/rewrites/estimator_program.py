"""Understands the estimators of a file: what builds their models, feeds, trains and exports them.

`tf.estimator` is gone since TensorFlow 2.16, so that all of a file's uses of it are understood, or none is rewritten.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from hublint.source.types import canonical
from hublint.source.use import argument, is_dotted, unpacks
from hublint_rules.rewrites import flow, graph_mode
from hublint_rules.rewrites.export_call import _INPUT_NAME, DEFAULT_KEY
from hublint_rules.rewrites.flow import Refused
from hublint_rules.rewrites.handed import functions_of
from hublint_rules.symbols.context import PACKAGES, guarded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hublint.rule import Source

ESTIMATOR = "Estimator"
SPEC = "EstimatorSpec"
PREDICT_OUTPUT = "export.PredictOutput"
RECEIVER = "export.ServingInputReceiver"
# The model function gets the tensor that is its features as it is.
TENSOR_RECEIVER = "export.TensorServingInputReceiver"
PARSING = "export.build_parsing_serving_input_receiver_fn"
RAW = "export.build_raw_serving_input_receiver_fn"
NUMPY = "inputs.numpy_input_fn"
CONFIG = "RunConfig"
TRAIN_SPEC = "TrainSpec"
EVAL_SPEC = "EvalSpec"
BOTH = "train_and_evaluate"

_CALLED = frozenset(
    {
        TRAIN_SPEC,
        EVAL_SPEC,
        BOTH,
        ESTIMATOR,
        SPEC,
        PREDICT_OUTPUT,
        RECEIVER,
        TENSOR_RECEIVER,
        PARSING,
        RAW,
        NUMPY,
        CONFIG,
    }
)
# Held texts, which another rule writes in their place.
_TEXTS = "ModeKeys"

# The parameters of `tf.estimator.EstimatorSpec`, and those that the programs written here make use of.
_SPEC_PARAMETERS = (
    *("mode", "predictions", "loss", "train_op", "eval_metric_ops", "export_outputs", "training_chief_hooks"),
    *("training_hooks", "scaffold", "evaluation_hooks", "prediction_hooks"),
)
_SPEC_KEPT = frozenset({"mode", "predictions", "loss", "train_op", "eval_metric_ops", "export_outputs"})
# What a model function is called with; `config` is not among it.
_MODEL_PARAMETERS = ("features", "labels", "mode", "params")

_CONSTRUCTOR = ("model_fn", "model_dir", "config", "params", "warm_start_from")

# What a run configuration says that a program of one process can be told.
SETTINGS = (
    *("model_dir", "tf_random_seed", "save_summary_steps", "save_checkpoints_steps", "save_checkpoints_secs"),
    *("session_config", "keep_checkpoint_max", "log_step_count_steps"),
)
_CONFIG_PARAMETERS = (
    *("model_dir", "tf_random_seed", "save_summary_steps", "save_checkpoints_steps", "save_checkpoints_secs"),
    *("session_config", "keep_checkpoint_max", "keep_checkpoint_every_n_hours", "log_step_count_steps"),
)

# The methods of an estimator with their parameters, and which of these are carried over.
METHODS: dict[str, tuple[str, ...]] = {
    "train": ("input_fn", "hooks", "steps", "max_steps", "saving_listeners"),
    "evaluate": ("input_fn", "steps", "hooks", "checkpoint_path", "name"),
    "predict": ("input_fn", "predict_keys", "hooks", "checkpoint_path", "yield_single_examples"),
    "export_saved_model": (
        *("export_dir_base", "serving_input_receiver_fn", "assets_extra", "as_text", "checkpoint_path"),
    ),
}
_KEPT = {
    "train": frozenset({"input_fn", "hooks", "steps", "max_steps"}),
    "evaluate": frozenset({"input_fn", "steps", "checkpoint_path", "name"}),
    "predict": frozenset({"input_fn", "checkpoint_path"}),
    "export_saved_model": frozenset({"export_dir_base", "serving_input_receiver_fn", "checkpoint_path"}),
}
_OLD_EXPORT = "export_savedmodel"

# What training and evaluating in turns is told; the delay is for a process that waits for another one's checkpoint.
_TRAIN_PARAMETERS = ("input_fn", "max_steps", "hooks", "saving_listeners")
_EVAL_PARAMETERS = ("input_fn", "steps", "name", "hooks", "exporters", "start_delay_secs", "throttle_secs")
_ATTRIBUTES = frozenset({"model_dir", "params"})


class Method(NamedTuple):
    """A call of an estimator's method.

    Attributes:
        name: the method's name as it is now.
        call: the call; that of the `TrainSpec` or `EvalSpec` where these are handed to the method.
        given: what it is given by parameter.
        handed: the parameters that it has besides, where what it is given is handed to it.
    """

    name: str
    call: ast.Call
    given: dict[str, ast.expr]
    handed: frozenset[str] = frozenset()


class Made(NamedTuple):
    """A call that makes an estimator, with what it is given by parameter, and its configuration's settings."""

    call: ast.Call
    given: dict[str, ast.expr]
    config: ast.Call | None
    settings: dict[str, ast.expr]


class Both(NamedTuple):
    """A call of `tf.estimator.train_and_evaluate`, with the calls that make its specifications."""

    call: ast.Call
    estimator: ast.expr
    train: ast.expr
    evaluate: ast.expr


class Spec(NamedTuple):
    """A call of `tf.estimator.EstimatorSpec`, `TrainSpec` or `EvalSpec`, with what it is given by parameter."""

    call: ast.Call
    given: dict[str, ast.expr]


class Serving(NamedTuple):
    """A call that makes a serving input function of a feature spec, or of placeholders, and what it says."""

    call: ast.Call
    parsing: bool
    features: ast.expr
    batch: ast.expr | None


class Estimators:
    """All that a file does with estimators.

    Attributes:
        made: the calls that make estimators.
        models: their model functions.
        parameters: the names of what these take, in order.
        specs: what these return.
        methods: the calls of the estimators' methods.
        both: the calls that train and evaluate in turns.
        tasks: the specifications that these are given.
        receivers: the calls that make a serving input receiver.
        servings: the calls that make a serving input function.
        outputs: the calls that make an output of an export, with whether they are given a `dict` or a `tensor`.
        readers: the calls that make an input function of NumPy arrays.
        keys: the keys of the signatures that are exported, where the model functions say so.
        reached: the functions and classes whose code builds a graph: of the model, its input and its serving input.
    """

    def __init__(self, source: Source) -> None:
        """Understand a file.

        Raises:
            Refused: with the reason, if there is something about its estimators that has no other form.
        """
        self.source = source
        self.uses = dict(uses(source))
        self.made: list[Made] = []
        self.models: list[ast.FunctionDef] = []
        self.parameters: tuple[str, ...] = ()
        self.specs: dict[ast.Call, Spec] = {}
        self.methods: list[Method] = []
        self.both: list[Both] = []
        self.tasks: list[Spec] = []
        self.receivers: list[ast.Call] = []
        self.servings: list[Serving] = []
        self.outputs: dict[ast.Call, str] = {}
        self.readers: list[ast.Call] = []
        self.keys: tuple[str, ...] = ()
        self._tracked: set[ast.AST] = set()
        self._configs: list[ast.Call] = []
        self._check_names()
        self._read_constructors()
        for made in self.made:
            self._track(made.call)
        for model in self.models:
            self._read_model(model)
        self._read_outputs()
        for method in self.methods:
            self._read_input(method)
        self._check_all_are_read()
        self.reached = self._reach()
        self._check_reached()

    # Names

    def _check_names(self) -> None:
        for node, name in self.uses.items():
            if guarded(self.source, node):
                self._refuse(node, "is written for several releases")
            if name.partition(".")[0] == _TEXTS:
                continue
            spelled = self.source.code(node)
            if name not in _CALLED:
                self._refuse(node, f"uses `{spelled}`, for which hublint has no TensorFlow 2 form")
            if node not in self.source.index.calls:
                self._refuse(node, f"hands `{spelled}` on")
            if unpacks(self.source.index.calls[node]):
                self._refuse(node, f"does not write the arguments of `{spelled}` out")
        for _, statement in self.source.index.imports:
            parts = [getattr(statement, "module", None) or "", *(alias.name for alias in statement.names)]
            if any("estimator" in part.split(".") for part in parts) and any(
                part.startswith("tensorflow") for part in parts
            ):
                self._refuse(statement, "imports from `tf.estimator`; read its names from `tf` first")

    def _calls(self, *names: str) -> Iterator[ast.Call]:
        for node, name in self.uses.items():
            if name in names:
                yield self.source.index.calls[node]

    # Estimators

    def _read_constructors(self) -> None:
        for call in self._calls(ESTIMATOR):
            given = self._given(call, _CONSTRUCTOR, frozenset({"model_fn", "model_dir", "config", "params"}))
            config: ast.Call | None = None
            settings: dict[str, ast.expr] = {}
            if "config" in given:
                config, settings = self._config(given.pop("config"))
            if "model_dir" in settings and "model_dir" in given:
                self._refuse(call, "has two folders for the model, one in its configuration")
            self.made.append(Made(call, given, config, settings))
            model = given.get("model_fn")
            found = list(functions_of(self.source, model)) if model is not None else []
            if len(found) != 1 or not isinstance(found[0].function, ast.FunctionDef) or found[0].partial:
                self._refuse(call, "makes an estimator of a model function that is not to be seen in this file")
            function = found[0].function
            assert isinstance(function, ast.FunctionDef)  # noqa: S101 - it has been looked at
            parameters = self._parameters_of(function, bound=found[0].bound)
            if self.parameters and parameters != self.parameters:
                self._refuse(function, "has a model function whose parameters are not those of the other one")
            self.parameters = parameters
            if function not in self.models:
                self.models.append(function)

    def _config(self, node: ast.expr) -> tuple[ast.Call, dict[str, ast.expr]]:
        """Return the call that makes a run configuration, which nothing but the estimator has, and its settings."""
        value: ast.AST | None = node
        if isinstance(node, ast.Name):
            bindings = self.source.scope(node).visible(node.id, node)
            value = bindings[0].value if len(bindings) == 1 and bindings[0].kind == "assign" else None
            owner = self.source.scope(node).owner(node.id)
            loads = [n for s, n in self.source.index.loads if n.id == node.id and s.owner(n.id) is owner]
            if len(loads) > 1:
                self._refuse(loads[1], f"uses the run configuration `{node.id}` once more")
        whole = value
        settings: dict[str, ast.expr] = {}
        while isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and value.func.attr == "replace":
            settings = self._given(value, (), frozenset(SETTINGS)) | settings
            value = value.func.value
        if not isinstance(value, ast.Call) or self.uses.get(value.func) != CONFIG:
            self._refuse(node, "takes a run configuration that is not to be seen in this file")
        assert isinstance(whole, ast.Call)  # noqa: S101 - the first of its calls is one
        if isinstance(node, ast.Name) and not self._is_alone(whole):
            self._refuse(whole, "makes the run configuration beside other things")
        self._configs.append(value)
        return whole, self._given(value, _CONFIG_PARAMETERS, frozenset(SETTINGS)) | settings

    def _is_alone(self, value: ast.expr) -> bool:
        """Tell whether an assignment of a value to a name has lines of its own, and stands beside others."""
        statement = self.source.statement(value)
        return flow.assigned(statement) is value and len(flow.suite_of(self.source, statement)) > 1

    def _parameters_of(self, function: ast.FunctionDef, *, bound: bool) -> tuple[str, ...]:
        arguments = function.args
        names = [one.arg for one in (*arguments.posonlyargs, *arguments.args)][1 if bound else 0 :]
        taken = tuple(names[: len(names) - len(arguments.defaults)] if arguments.defaults else names)
        rest = {*names[len(taken) :], *(one.arg for one in arguments.kwonlyargs)}
        if arguments.vararg or "config" in names or not rest.isdisjoint({*_MODEL_PARAMETERS, "config"}):
            self._refuse(function, f"`{function.name}` takes more than features, labels, mode and params")
        if not {"features"} <= {*taken} <= {*_MODEL_PARAMETERS}:
            self._refuse(function, f"`{function.name}` takes more than features, labels, mode and params")
        return taken

    def _track(self, node: ast.expr) -> None:
        """Follow an estimator to all that is done with it."""
        if node in self._tracked:
            return
        self._tracked.add(node)
        source = self.source
        parent = source.parents[node]
        if isinstance(parent, ast.Attribute):
            self._read_attribute(parent)
        elif isinstance(parent, ast.Assign) and len(parent.targets) == 1 and parent.value is node:
            self._track_target(parent.targets[0])
        elif isinstance(parent, ast.Return):
            function = next(outer for outer in source.ancestors(parent) if outer in source.index.scopes)
            for other in self._calls_of(function):
                self._track(other)
        elif isinstance(parent, (ast.Call, ast.keyword)):
            self._track_argument(node, parent)
        elif not isinstance(parent, ast.Expr):
            self._refuse(node, "does more with an estimator than to call its methods")

    def _track_target(self, target: ast.expr) -> None:
        source = self.source
        if isinstance(target, ast.Name):
            owner = source.scope(target).owner(target.id)
            for scope, name in source.index.loads:
                if name.id == target.id and scope.owner(name.id) is owner:
                    bindings = scope.visible(name.id, name)
                    if all(b.kind == "assign" and self._is_estimator(b.value) for b in bindings):
                        self._track(name)
                    elif any(b.value in self._tracked for b in bindings):
                        self._refuse(name, f"may have an estimator or something else in `{name.id}`")
        elif isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) and target.value.id == "self":
            for _, attribute in source.index.attributes:
                if attribute.attr == target.attr:
                    self._track(attribute)
        else:
            self._refuse(target, "keeps an estimator in something else than a name")

    def _is_estimator(self, value: ast.AST | None) -> bool:
        return value in self._tracked or any(made.call is value for made in self.made)

    def _track_argument(self, node: ast.expr, parent: ast.AST) -> None:
        """Follow an estimator into a function of the file that it is handed to."""
        source = self.source
        call = source.parents[parent] if isinstance(parent, ast.keyword) else parent
        assert isinstance(call, ast.Call)  # noqa: S101 - a keyword belongs to one
        if self.uses.get(call.func) == BOTH:
            self._read_both(call)
            return
        made = list(source.definitions(call.func)) if isinstance(call.func, ast.Name) else []
        made += list(source.methods(call.func))
        function = made[0] if len(made) == 1 and isinstance(made[0], ast.FunctionDef) else None
        if function is None or unpacks(call):
            self._refuse(node, f"hands an estimator on to `{source.code(call.func)}`")
        assert isinstance(function, ast.FunctionDef)  # noqa: S101 - else it is refused
        names = [one.arg for one in function.args.args][isinstance(call.func, ast.Attribute) :]
        if isinstance(parent, ast.keyword):
            name = parent.arg or ""
        else:
            at = call.args.index(node)
            name = names[at] if at < len(names) else ""
        home = source.index.scopes[function]
        if len(home.bindings.get(name, ())) != 1:
            self._refuse(node, f"hands an estimator on to `{source.code(call.func)}`")
        for scope, load in source.index.loads:
            if load.id == name and scope.owner(name) is home:
                self._track(load)

    def _read_both(self, call: ast.Call) -> None:
        """Read a call that trains and evaluates an estimator in turns."""
        names = ("estimator", "train_spec", "eval_spec")
        given = self._given(call, names, frozenset(names))
        if len(given) != len(names) or not is_dotted(given["estimator"]):
            self._refuse(call, "trains and evaluates an estimator that has no name")
        self.both.append(Both(call, *(given[name] for name in names)))
        train = self._task(given["train_spec"], TRAIN_SPEC)
        told = self._given(train, _TRAIN_PARAMETERS, frozenset({"input_fn", "max_steps", "hooks"}))
        self.methods.append(Method("train", train, told, frozenset({"saving_listeners"})))
        self.tasks.append(Spec(train, told))
        evaluate = self._task(given["eval_spec"], EVAL_SPEC)
        kept = frozenset({"input_fn", "steps", "name", "throttle_secs"})
        told = self._given(evaluate, _EVAL_PARAMETERS, kept, frozenset({"start_delay_secs"}))
        steps = argument(evaluate, 1, "steps")
        if steps is not None:
            told["steps"] = steps  # none is another number than the hundred that is meant where nothing is said
        self.methods.append(
            Method(
                "evaluate",
                evaluate,
                {k: v for k, v in told.items() if k == "input_fn"},
                frozenset({"steps", *({"name"} & told.keys())}),
            )
        )
        self.tasks.append(Spec(evaluate, {name: told[name] for name in _EVAL_PARAMETERS if name in told}))

    def _task(self, node: ast.expr, name: str) -> ast.Call:
        """Return the call that makes a `TrainSpec` or `EvalSpec`, which nothing but the training has."""
        made = self._made(node)
        if made is None or self.uses.get(made.func) != name:
            self._refuse(node, f"takes a `{name}` that is not to be seen in this file")
        if isinstance(node, ast.Name):
            owner = self.source.scope(node).owner(node.id)
            loads = [n for s, n in self.source.index.loads if n.id == node.id and s.owner(n.id) is owner]
            if len(loads) > 1:
                self._refuse(loads[1], f"uses `{node.id}` once more")
        return made

    def _calls_of(self, function: ast.AST) -> Iterator[ast.Call]:
        """Yield the calls of a function of the file; whatever else is done with it is refused."""
        source = self.source
        name = getattr(function, "name", "")
        for _, node in (*source.index.loads, *source.index.attributes):
            spelled = node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")
            if spelled != name:
                continue
            made = source.definitions(node) if isinstance(node, ast.Name) else source.methods(node)
            if all(one is not function for one in made):
                continue
            if node not in source.index.calls:
                self._refuse(node, f"hands `{name}` on, which makes an estimator")
            yield source.index.calls[node]

    def _read_attribute(self, node: ast.Attribute) -> None:
        source = self.source
        name = "export_saved_model" if node.attr == _OLD_EXPORT else node.attr
        call = source.index.calls.get(node)
        if call is None:
            if name not in _ATTRIBUTES:
                self._refuse(node, f"reads `{source.code(node)}`, for which hublint has no TensorFlow 2 form")
            return
        if name not in METHODS:
            self._refuse(node, f"calls `{source.code(node)}`, for which hublint has no TensorFlow 2 form")
        if unpacks(call):
            self._refuse(node, f"does not write the arguments of `{source.code(node)}` out")
        parameters = METHODS[name]
        if name == "export_saved_model":
            parameters += ("strip_default_attrs" if node.attr == _OLD_EXPORT else "experimental_mode",)
            if any(keyword.arg == "serving_input_fn" for keyword in call.keywords):
                self._refuse(node, "exports an estimator of tf.contrib.learn")
        given = self._given(call, parameters, _KEPT[name], frozenset({"strip_default_attrs"}))
        self.methods.append(Method(name, call, given))
        if name == "train":
            self._track(call)  # it returns the estimator

    def _given(
        self, call: ast.Call, parameters: tuple[str, ...], kept: frozenset[str], dropped: frozenset[str] = frozenset()
    ) -> dict[str, ast.expr]:
        """Return what a call is given by parameter, but for what is nothing; what cannot be carried over is refused."""
        if unpacks(call):
            self._refuse(call, f"does not write the arguments of `{self.source.code(call.func)}` out")
        pairs = [*zip(parameters, call.args, strict=False), *((k.arg or "", k.value) for k in call.keywords)]
        given: dict[str, ast.expr] = {}
        for name, value in pairs:
            constant = value.value if isinstance(value, ast.Constant) else ...
            nothing = constant is None or constant is False
            if name in kept and constant is not None:
                given[name] = value
            elif name not in dropped and not nothing:
                spelled = self.source.code(call.func)
                self._refuse(
                    value, f"gives `{spelled}` the argument `{name}`, for which hublint has no TensorFlow 2 form"
                )
        if len(call.args) > len(parameters):
            self._refuse(call, f"gives `{self.source.code(call.func)}` more arguments than it takes")
        return given

    # Model functions

    def _read_model(self, function: ast.FunctionDef, seen: frozenset[ast.AST] = frozenset()) -> None:
        """Read what a model function returns, or what a function of the file returns in its place."""
        for statement in self.source.index.returns.get(function, ()):
            value = statement.value
            if value is None:
                self._refuse(statement, "returns no specification from a model function")
            self._read_result(value, function, seen)

    def _read_result(self, value: ast.expr, function: ast.FunctionDef, seen: frozenset[ast.AST]) -> None:
        source = self.source
        if isinstance(value, ast.Name):
            bindings = source.scope(value).visible(value.id, value)
            for binding in bindings:
                made = binding.value
                if not isinstance(made, ast.Call) or self.uses.get(made.func) != SPEC:
                    self._refuse(value, f"returns `{value.id}`, which may be no `EstimatorSpec`")
            owner = source.scope(value).owner(value.id)
            for scope, load in source.index.loads:
                if load.id == value.id and scope.owner(load.id) is owner and not _is_returned(source, load):
                    self._refuse(load, f"reads `{value.id}`, which is an `EstimatorSpec`")
            for binding in bindings:
                self._read_spec(binding.value)  # type: ignore[arg-type]
        elif isinstance(value, ast.Call) and self.uses.get(value.func) == SPEC:
            self._read_spec(value)
        else:
            called = value.func if isinstance(value, ast.Call) else None
            inner = list(source.definitions(called)) if isinstance(called, ast.Name) else []
            if len(inner) != 1 or not isinstance(inner[0], ast.FunctionDef) or inner[0] in seen:
                self._refuse(value, f"returns something else than an `EstimatorSpec` from `{function.name}`")
            self._read_model(inner[0], seen | {function})

    def _read_spec(self, call: ast.Call) -> None:
        if call not in self.specs:
            given = self._given(call, _SPEC_PARAMETERS, _SPEC_KEPT | {"training_hooks"})
            self.specs[call] = Spec(call, given)

    def is_for_training(self, spec: Spec) -> bool:
        """Tell whether a specification is what a model function returns under `if mode == ModeKeys.TRAIN` alone."""
        inner: ast.AST = spec.call
        for outer in self.source.ancestors(spec.call):
            test = outer.test if isinstance(outer, ast.If) and inner in outer.body else None
            if isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], ast.Eq):
                names = {name for side in (test.left, *test.comparators) for name in self.source.resolve(side)}
                if any(name.endswith(".estimator.ModeKeys.TRAIN") for name in names):
                    return True
            inner = outer
        return False

    def _read_outputs(self) -> None:
        """Read which signatures the model functions export."""
        found: set[tuple[str, ...]] = set()
        for spec in self.specs.values():
            value = spec.given.get("export_outputs")
            if value is None:
                continue
            made = self._dict_of(value)
            if made is None:
                self._refuse(value, "exports outputs that are not a dict written out")
            keys = []
            for key, output in zip(made.keys, made.values, strict=True):
                text = key.value if isinstance(key, ast.Constant) else _default_key(self.source, key)
                call = output if isinstance(output, ast.Call) else None
                if not isinstance(text, str) or call is None or self.uses.get(call.func) != PREDICT_OUTPUT:
                    self._refuse(output, "exports an output that is no `PredictOutput`, or under a key that is no text")
                keys.append(text)
                self._read_output(call)
            found.add(tuple(keys))
        if len(found) > 1:
            self._refuse(self.models[0], "exports other signatures in one place than in another")
        self.keys = next(iter(found), ())
        if len(self.keys) > 1 and DEFAULT_KEY not in self.keys:
            self._refuse(self.models[0], f"exports several signatures, and none of them as `{DEFAULT_KEY}`")

    def _read_output(self, call: ast.Call) -> None:
        given = argument(call, 0, "outputs")
        if given is None:
            self._refuse(call, "exports an output of nothing")
        kind = self.kind(given)
        if kind == "unknown" and not isinstance(given, ast.Name):
            self._refuse(call, "exports outputs of which hublint does not see whether they are a dict or a tensor")
        self.outputs[call] = kind

    def kind(self, node: ast.expr, depth: int = 6) -> str:
        """Tell whether an expression is a `dict`, a `tensor` or `unknown`."""
        source = self.source
        if depth == 0:
            return "unknown"
        if isinstance(node, (ast.Dict, ast.DictComp)):
            return "dict"
        names = source.resolve(node)
        if names and all(flow.short(name) is not None and name.endswith("()") for name in names):
            known = {flow.short(name) or "" for name in names}
            if all(name in {"parse_example()", "io.parse_example()", "parse_single_example()"} for name in known):
                return "dict"
            return "tensor" if all(name.startswith(_TENSORS) for name in known) else "unknown"
        if isinstance(node, ast.Call):
            plain = isinstance(node.func, ast.Name) and node.func.id == "dict" and flow.is_builtin(source, node.func)
            return "dict" if plain else "unknown"
        if isinstance(node, ast.Subscript):
            made = self._dict_of(node.value)
            for key, value in zip(made.keys, made.values, strict=True) if made is not None else ():
                asked = node.slice.value if isinstance(node.slice, ast.Constant) else None
                if isinstance(key, ast.Constant) and key.value == asked:
                    return self.kind(value, depth - 1)
        if isinstance(node, ast.Name):
            bindings = source.scope(node).visible(node.id, node)
            values = [b.value for b in bindings]
            if all(b.kind == "assign" and isinstance(b.value, ast.expr) for b in bindings):
                kinds = {self.kind(value, depth - 1) for value in values}  # type: ignore[arg-type]
                return kinds.pop() if len(kinds) == 1 else "unknown"
        return "unknown"

    def _dict_of(self, node: ast.expr) -> ast.Dict | None:
        if isinstance(node, ast.Name):
            bindings = self.source.scope(node).visible(node.id, node)
            value = bindings[0].value if len(bindings) == 1 and bindings[0].kind == "assign" else None
            return self._dict_of(value) if isinstance(value, ast.expr) else None
        return node if isinstance(node, ast.Dict) else None

    # What is given to the methods

    def _read_input(self, method: Method) -> None:
        source = self.source
        name = "serving_input_receiver_fn" if method.name == "export_saved_model" else "input_fn"
        given = method.given.get(name)
        if given is None:
            self._refuse(method.call, f"calls `{source.code(method.call.func)}` without `{name}`")
        call = self._made(given)
        if call is not None and self.uses.get(call.func) == NUMPY:
            self.readers += [call] if call not in self.readers else []
            return
        if call is not None and self.uses.get(call.func) in {PARSING, RAW}:
            self._read_serving(call)
            return
        found = list(functions_of(source, given))
        if not found:
            spelled = source.code(method.call.func)
            self._refuse(given, f"gives `{spelled}` a function that is not to be seen in this file")
        for one in found:
            function = one.function
            arguments = function.args
            names = {a.arg for a in (*arguments.args, *arguments.kwonlyargs)}
            if method.name != "export_saved_model":
                if not one.partial and not names.isdisjoint({"mode", "params", "config"}):
                    self._refuse(function, "has an input function that the estimator gives the mode, params or config")
                continue
            if not isinstance(function, ast.FunctionDef):
                self._refuse(function, "has a serving input function that is a lambda")
            for statement in source.index.returns.get(function, ()):
                self._read_received(statement)

    def _made(self, node: ast.expr) -> ast.Call | None:
        """Return the call that an expression is the result of, through a name."""
        if isinstance(node, ast.Name):
            bindings = self.source.scope(node).visible(node.id, node)
            value = bindings[0].value if len(bindings) == 1 and bindings[0].kind == "assign" else None
            return value if isinstance(value, ast.Call) else None
        return node if isinstance(node, ast.Call) else None

    def _read_received(self, statement: ast.Return) -> None:
        """Read what a serving input function returns: a receiver, or the result of one that is made and called."""
        value = statement.value
        function = value.func if isinstance(value, ast.Call) else None
        if isinstance(value, ast.Call) and self.uses.get(value.func) in {RECEIVER, TENSOR_RECEIVER}:
            self._read_receiver(value)
        elif isinstance(function, ast.Call) and self.uses.get(function.func) in {PARSING, RAW}:
            self._read_serving(function)
        else:
            self._refuse(statement, "returns something else than a `ServingInputReceiver`")

    def _read_receiver(self, call: ast.Call) -> None:
        given = self._given(
            call,
            ("features", "receiver_tensors", "receiver_tensors_alternatives"),
            frozenset({"features", "receiver_tensors"}),
        )
        features, tensors = given.get("features"), given.get("receiver_tensors")
        kind = "tensor" if self.uses[call.func] == TENSOR_RECEIVER else "dict"
        if features is None or tensors is None or self.kind(features) != kind:
            self._refuse(call, f"makes a receiver of features of which hublint does not see that they are a {kind}")
        made = self._dict_of(tensors)
        if made is None:
            self._refuse(call, "makes a receiver whose tensors are not a dict written out")
        for key in made.keys:
            if not is_input_name(key):
                self._refuse(call, "makes a receiver with a key that cannot be the name of an input in TensorFlow 2")
        if call not in self.receivers:
            self.receivers.append(call)

    def _read_serving(self, call: ast.Call) -> None:
        if any(serving.call is call for serving in self.servings):
            return
        parsing = self.uses[call.func] == PARSING
        first = "feature_spec" if parsing else "features"
        given = self._given(call, (first, "default_batch_size"), frozenset({first, "default_batch_size"}))
        features = given.get(first)
        if features is None:
            self._refuse(call, f"makes a serving input function without `{first}`")
        self.servings.append(Serving(call, parsing, features, given.get("default_batch_size")))

    # All or none

    def _check_all_are_read(self) -> None:
        read = {
            *self.specs,
            *self.receivers,
            *self.outputs,
            *self.readers,
            *(made.call for made in self.made),
            *self._configs,
            *(both.call for both in self.both),
            *(task.call for task in self.tasks),
            *(serving.call for serving in self.servings),
        }
        for node, name in self.uses.items():
            if name.partition(".")[0] != _TEXTS and self.source.index.calls[node] not in read:
                self._refuse(node, f"uses `{self.source.code(node)}` for no estimator of this file")
        if not self.methods:
            self._refuse(self.made[0].call, "makes an estimator that nothing in this file uses")

    def _reach(self) -> frozenset[ast.AST]:
        """Return the functions and classes of the file whose code builds the graphs of the estimators."""
        roots: list[ast.AST] = [*self.models]
        for method in self.methods:
            name = "serving_input_receiver_fn" if method.name == "export_saved_model" else "input_fn"
            roots += [one.function for one in functions_of(self.source, method.given[name])]
        return frozenset((*roots, *graph_mode.reached(self.source, roots)))

    def _check_reached(self) -> None:
        """Refuse what means something else in a graph of TensorFlow 2, or what no SavedModel can hold."""
        for function in self.reached:
            for node in ast.walk(function):
                if isinstance(node, ast.Attribute) and node.attr == "value" and "shape" in self.source.code(node.value):
                    spelled = self.source.code(node)
                    self._refuse(node, f"reads `{spelled}`, which is another thing in TensorFlow 2")
        for model in self.models:
            flow.refuse_unsavable(self.source, model)
            for node in ast.walk(model):
                if _changes(node, "params"):
                    self._refuse(node, "changes `params`, of which an estimator gave each graph a copy")

    def _refuse(self, node: ast.AST, what: str) -> NoReturn:
        message = f"line {node.lineno} {what}"  # type: ignore[attr-defined]
        raise Refused(message)


_TENSORS = (
    *("nn.", "math.", "argmax", "arg_max", "reduce_", "reshape", "squeeze", "sigmoid", "tanh", "cast", "concat", "add"),
    *("multiply", "matmul", "layers.", "strings.", "exp(", "identity(", "round", "expand_dims", "stack(", "to_int"),
    *(
        "placeholder",
        "decode_image",
        "decode_raw",
        "image.",
        "to_float",
        "greater",
        "less",
        "equal",
        "where",
        "gather(",
        "one_hot",
        "transpose",
    ),
)


def uses(source: Source) -> Iterator[tuple[ast.expr, str]]:
    """Yield the places at which a file names something of `tf.estimator`, with its name below that."""
    for nodes, _, meanings in source.chains(PACKAGES):
        parts = [node.attr for node in nodes[1:] if isinstance(node, ast.Attribute)]
        for meaning in meanings:
            whole = canonical(".".join((meaning, *parts)))
            short = flow.short(whole) or ""
            if not short.startswith("estimator.") or "(" in short:
                continue  # another package, or an estimator that a name holds
            name = short.removeprefix("estimator.")
            depth = _depth(name)
            beyond = len(name.split(".")) - depth
            yield nodes[len(nodes) - 1 - beyond], ".".join(name.split(".")[:depth])
            break


def _depth(name: str) -> int:
    """Return of how many parts a name of `tf.estimator` is; what follows are attributes of what it stands for."""
    head = name.partition(".")[0]
    return 2 if head in {"export", "inputs", "experimental", "tpu", _TEXTS} and "." in name else 1


def is_input_name(key: ast.expr | None) -> bool:
    """Tell whether a key is a text that TensorFlow 2 can call an input of a signature."""
    text = key.value if isinstance(key, ast.Constant) else None
    return isinstance(text, str) and _INPUT_NAME.fullmatch(text) is not None


def _changes(node: ast.AST, name: str) -> bool:
    """Tell whether a node sets something in the value of a name, or calls a method that does."""
    if isinstance(node, (ast.Attribute, ast.Subscript)) and not isinstance(node.ctx, ast.Load):
        return isinstance(node.value, ast.Name) and node.value.id == name
    called = node.func if isinstance(node, ast.Call) else None
    changing = isinstance(called, ast.Attribute) and called.attr in {"add_hparam", "pop", "setdefault", "update"}
    return changing and isinstance(called.value, ast.Name) and called.value.id == name  # type: ignore[union-attr]


def _is_returned(source: Source, node: ast.expr) -> bool:
    return isinstance(source.parents[node], ast.Return)


def _default_key(source: Source, key: ast.expr | None) -> str | None:
    names = source.resolve(key) if key is not None else frozenset()
    return DEFAULT_KEY if any(n.endswith("DEFAULT_SERVING_SIGNATURE_DEF_KEY") for n in names) else None


__all__ = ["EVAL_SPEC", "METHODS", "Both", "Estimators", "Made", "Method", "Serving", "Spec", "is_input_name", "uses"]
