"""The class that takes the place of `tf.estimator.Estimator` in a file, with no more than the file needs of it.

What it does is what the estimator did (read in tensorflow_estimator 1.15.1 and 2.15, and run): `train` opens a
`MonitoredTrainingSession`, which restores and saves the same checkpoints at the same intervals, `evaluate` and
`predict` a `MonitoredSession` with the variables of the latest checkpoint. Only the export is another one: the graph
is wrapped as a function, for `tf.saved_model.save` to write.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from hublint_rules.rewrites import flow
from hublint_rules.rewrites.export_call import DEFAULT_KEY
from hublint_rules.rewrites.layout import WIDTH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hublint_rules.rewrites.estimator_program import Estimators

_CONSTRUCTOR = ("model_fn", "model_dir", "params")


class Needs(NamedTuple):
    """What a file needs of its estimators.

    Attributes:
        parameters: those of the model functions.
        attributes: the constructor's parameters, each with whether it may be left out.
        methods: the methods with their parameters, each with whether it may be left out.
        keys: the keys of the exported signatures.
        predictions: whether the predictions are a `dict`, a `tensor` or `unknown`.
        metrics: whether some, all or none of the specifications that an evaluation may get have metrics.
        hooks: whether some of the specifications have hooks.
        loss: whether the file writes the summary of the loss itself.
        returns: whether what `train` returns is used.
        both: the parameters of the evaluations that training takes turns with; None if there are no such.
        again: whether exports may follow so fast that their folders have the same name.
    """

    parameters: tuple[str, ...]
    attributes: dict[str, bool]
    methods: dict[str, dict[str, bool]]
    keys: tuple[str, ...]
    predictions: str
    metrics: str
    hooks: bool
    loss: bool
    returns: bool
    both: frozenset[str] | None
    again: bool

    @classmethod
    def of(cls, program: Estimators) -> Needs:
        """Find out what a file needs."""
        made = [{**one.given, **one.settings} for one in program.made]
        names = [*_CONSTRUCTOR, *(name for one in made for name in one)]
        attributes = {
            name: not all(name in one for one in made)
            for name in dict.fromkeys(names)
            if name == "model_dir" or any(name in one for one in made) or name in program.parameters
        }
        methods: dict[str, dict[str, bool]] = {}
        for name in dict.fromkeys(method.name for method in program.methods):
            calls = [method for method in program.methods if method.name == name]
            methods[name] = _method_parameters(name, calls)
        specs = list(program.specs.values())
        kinds = {program.kind(spec.given["predictions"]) for spec in specs if "predictions" in spec.given}
        having = ["eval_metric_ops" in spec.given for spec in specs if not program.is_for_training(spec)]
        having = having or ["eval_metric_ops" in spec.given for spec in specs]
        exports = [m for m in program.methods if m.name == "export_saved_model"]
        folders = [program.source.code(m.given["export_dir_base"]) for m in exports if "export_dir_base" in m.given]
        return cls(
            parameters=program.parameters,
            attributes=attributes,
            methods=methods,
            keys=program.keys,
            predictions=kinds.pop() if len(kinds) == 1 else "unknown",
            metrics="all" if all(having) else "some" if any(having) else "none",
            hooks=any("training_hooks" in spec.given for spec in specs),
            loss=_writes_loss(program),
            returns=any(
                m.name == "train" and not m.handed and not isinstance(program.source.parents[m.call], ast.Expr)
                for m in program.methods
            ),
            both=_turns(program),
            again=len(set(folders)) < len(folders) or any(_is_repeated(program, m.call) for m in exports),
        )

    def imports(self) -> set[tuple[str, str]]:
        """Return the modules that the class needs."""
        found = set()
        if "export_saved_model" in self.methods:
            found.add("time")
        if self.methods.get("evaluate", {}).get("steps"):
            found.add("itertools")
        if self.attributes["model_dir"]:
            found.add("tempfile")
        return {(name, name) for name in found}


def _method_parameters(name: str, calls: Sequence[object]) -> dict[str, bool]:
    """Return the parameters that a method needs for its calls, in their order, each with whether it may be left out."""
    from hublint_rules.rewrites.estimator_program import METHODS, Method

    found = [one for one in calls if isinstance(one, Method)]
    positional = max(0 if one.handed else len(one.call.args) for one in found)
    order = METHODS[name]
    return {
        one: not all(one in method.given for method in found)
        for at, one in enumerate(order)
        if any(one in method.given or one in method.handed for method in found)
        or (at < positional and name != "export_saved_model")
    }


def _turns(program: Estimators) -> frozenset[str] | None:
    from hublint_rules.rewrites.estimator_program import EVAL_SPEC

    tasks = [task for task in program.tasks if program.uses.get(task.call.func) == EVAL_SPEC]
    return frozenset({"input_fn", *(name for task in tasks for name in task.given)}) if tasks else None


def _writes_loss(program: Estimators) -> bool:
    """Tell whether a file writes a summary of the name that the estimator's own would have."""
    return any(
        any(isinstance(node, ast.Constant) and node.value == "loss" for node in call.args)
        for call in flow.calls_of(program.source, "summary.scalar")
    )


def _is_repeated(program: Estimators, call: ast.Call) -> bool:
    return any(isinstance(outer, (ast.For, ast.While)) for outer in program.source.ancestors(call))


def class_code(needs: Needs, name: str, listener: str, tf: str, tf1: str) -> str:
    """Return the code of the class, with double quotes and four spaces."""
    lines = [
        f"class {name}:",
        '    """What this file needs of `tf.estimator.Estimator`, which TensorFlow 2.16 removed.',
        "",
        "    It builds the graph of the model function anew for each task; checkpoints are those of the estimator.",
        '    """',
        "",
    ]
    write = _Class(needs, listener, tf, tf1)
    parts = [write.constructor()]
    parts += [getattr(write, method)() for method in ("train", "evaluate", "predict") if method in needs.methods]
    if needs.both is not None:
        parts.append(write.turns())
    if "export_saved_model" in needs.methods:
        parts.append(write.export())
    parts += write.shared()
    body = "\n\n".join("\n".join(f"    {line}".rstrip() for line in part) for part in parts)
    return "\n".join(lines) + "\n" + body


class _Class:
    def __init__(self, needs: Needs, listener: str, tf: str, tf1: str) -> None:
        self.needs = needs
        self.listener = listener
        self.tf = tf
        self.tf1 = tf1

    def constructor(self) -> list[str]:
        needed = [name for name, optional in self.needs.attributes.items() if not optional]
        left = [name for name, optional in self.needs.attributes.items() if optional]
        # A parameter that may be left out stands behind those that may not.
        listed = [*needed, *(f"{name}=None" for name in left)]
        lines = _call("def __init__(", ["self", *listed], "):", 4)
        for name in self.needs.attributes:
            value = name
            if name == "model_dir" and name in left:
                value = "model_dir or tempfile.mkdtemp()"
            elif name == "params" and name in left:
                value = "params or {}"
            lines.append(f"    self.{name} = {value}")
        return lines

    def _signature(self, method: str) -> str:
        """Return the line that begins a method."""
        parameters = self.needs.methods[method]
        listed = [f"{name}=None" if optional else name for name, optional in parameters.items()]
        first = next((at for at, optional in enumerate(parameters.values()) if optional), len(listed))
        # Behind a parameter that may be left out there is none that may not.
        listed = [one if at < first or "=" in one else f"{one}=None" for at, one in enumerate(listed)]
        return f"def {method}(self, {', '.join(listed)}):"

    def _graph(self) -> list[str]:
        """Return the lines that begin a graph."""
        lines = [f"with {self.tf}.Graph().as_default():"]
        if "tf_random_seed" in self.needs.attributes:
            lines.append(f"    {self.tf1}.set_random_seed(self.tf_random_seed)")
        return lines

    def _model(self, mode: str, labels: str = "labels") -> str:
        """Return the call of the model function."""
        given = {"features": "features", "labels": labels, "mode": f'"{mode}"', "params": "self.params"}
        return f"self.model_fn({', '.join(given[name] for name in self.needs.parameters)})"

    def train(self) -> list[str]:
        tf, tf1 = self.tf, self.tf1
        parameters = self.needs.methods["train"]
        ends = [name for name in ("steps", "max_steps") if name in parameters]
        until = {"steps": "for some steps", "max_steps": "until the global step is `max_steps`"}
        told = " or ".join(until[name] for name in ends)
        if not ends or all(parameters[name] for name in ends):
            told = " or ".join(filter(None, ("until the input ends", told)))
        lines = [self._signature("train"), f'    """Train {told}, from the latest checkpoint on."""']
        if "max_steps" in parameters:
            asked = "max_steps is not None and checkpoint" if parameters["max_steps"] else "checkpoint"
            lines += [
                f"    checkpoint = {tf}.train.latest_checkpoint(self.model_dir)",
                f'    if {asked} and {tf}.train.load_variable(checkpoint, "global_step") >= max_steps:',
                f"        return{' self' if self.needs.returns else ''}",
            ]
        lines += [f"    {line}" for line in self._graph()]
        every = "self.log_step_count_steps" if "log_step_count_steps" in self.needs.attributes else "100"
        logged = [
            f"global_step = {tf1}.train.create_global_step()",
            "features, labels = self._next_batch(input_fn)",
            f"spec = {self._model('train')}",
            *([] if self.needs.loss else [f'{tf1}.summary.scalar("loss", spec["loss"])']),
            'logged = {"loss": spec["loss"], "step": global_step}',
            "hooks = [",
            *(["    *(hooks or ()),"] if parameters.get("hooks") else ["    *hooks,"] if "hooks" in parameters else []),
            f'    {tf1}.train.NanTensorHook(spec["loss"]),',
            f"    {tf1}.train.LoggingTensorHook(logged, every_n_iter={every}),",
            *(['    *spec.get("training_hooks", ()),'] if self.needs.hooks else []),
        ]
        stop = {"steps": "num_steps=steps", "max_steps": "last_step=max_steps"}
        told = ", ".join(stop[name] for name in ends)
        if ends and not all(parameters[name] for name in ends):
            logged += [f"    {tf1}.train.StopAtStepHook({told}),", "]"]
        elif ends:
            asked = " or ".join(f"{name} is not None" for name in ends)
            logged += ["]", f"if {asked}:", f"    hooks.append({tf1}.train.StopAtStepHook({told}))"]
        else:
            logged += ["]"]
        logged += self._training_session()
        lines += [f"        {line}" for line in logged]
        return [*lines, *(["    return self"] if self.needs.returns else [])]

    def _training_session(self) -> list[str]:
        known = {
            "save_checkpoints_secs": "save_checkpoint_secs",
            "save_checkpoints_steps": "save_checkpoint_steps",
            "save_summary_steps": "save_summaries_steps",
            "session_config": "config",
            "log_step_count_steps": "log_step_count_steps",
        }
        attributes = [name for name in self.needs.attributes if name in known]
        listened = "saving_listeners" in self.needs.methods["train"]
        saving = [name for name in attributes if name.startswith("save_checkpoints_")] if listened else []
        arguments = ["checkpoint_dir=self.model_dir", "hooks=hooks"]
        arguments += [f"{known[name]}=self.{name}" for name in attributes if name not in saving]
        lines: list[str] = []
        if "keep_checkpoint_max" in self.needs.attributes:
            lines = [
                f"saver = {self.tf1}.train.Saver(max_to_keep=self.keep_checkpoint_max)",
                f"scaffold = {self.tf1}.train.Scaffold(saver=saver)",
            ]
            arguments.append("scaffold=scaffold")
        if listened:
            # The session saves at the same intervals, but tells nobody.
            told = [f"{name.replace('checkpoints_', '')}=self.{name}" for name in saving] or ["save_secs=600"]
            told = ["self.model_dir", *told, "listeners=saving_listeners", *arguments[-1:] * bool(lines)]
            lines += _call(f"saving = {self.tf1}.train.CheckpointSaverHook(", told, ")", 12)
            arguments += ["chief_only_hooks=[saving]", "save_checkpoint_secs=0"]
        opened = _call(f"with {self.tf1}.train.MonitoredTrainingSession(", arguments, ") as sess:", 12)
        return [*lines, *opened, "    while not sess.should_stop():", '        sess.run(spec["train_op"])']

    def evaluate(self) -> list[str]:
        tf1 = self.tf1
        parameters = self.needs.methods["evaluate"]
        loss = f'"loss": {tf1}.metrics.mean(spec["loss"])'
        metrics = {
            "all": f'{{**spec["eval_metric_ops"], {loss}}}',
            "some": f'{{**spec.get("eval_metric_ops", {{}}), {loss}}}',
            "none": f"{{{loss}}}",
        }[self.needs.metrics]
        loop = "while not sess.should_stop():"
        if "steps" in parameters:
            loop = (
                "for _ in itertools.count() if steps is None else range(steps):"
                if parameters["steps"]
                else ("for _ in range(steps):")
            )
        folder = 'f"{self.model_dir}/eval"'
        if "name" in parameters:
            named = 'f"{self.model_dir}/eval_{name}"'
            folder = f"{named} if name else {folder}" if parameters["name"] else named
        session = "self._session(hooks=[final])"
        if "checkpoint_path" in parameters:
            session = "self._session(checkpoint_path, hooks=[final])"
        inner = [
            f"global_step = {tf1}.train.create_global_step()",
            "features, labels = self._next_batch(input_fn)",
            f"spec = {self._model('eval')}",
            f"metrics = {metrics}",
            "values = {key: value for key, (value, _) in metrics.items()}",
            "updates = [update for _, update in metrics.values()]",
            f'final = {tf1}.train.FinalOpsHook({{**values, "global_step": global_step.read_value()}})',
            f"with {session} as sess:",
            f"    {loop}",
            "        sess.run(updates)",
            "results = final.final_ops_values",
            f"summary = {tf1}.Summary()",
            "for key in metrics:",
            "    summary.value.add(tag=key, simple_value=results[key])",
            f"folder = {folder}",
            f"writer = {tf1}.summary.FileWriterCache.get(folder)",
            'writer.add_summary(summary, results["global_step"])',
            "writer.flush()",
        ]
        return [
            self._signature("evaluate"),
            '    """Return the metrics of the latest checkpoint, the mean loss and the global step by name."""',
            *(f"    {line}" for line in self._graph()),
            *(f"        {line}" for line in inner),
            "    return results",
        ]

    def predict(self) -> list[str]:
        each = {
            "dict": ["for row in zip(*batch.values()):", "    yield dict(zip(batch, row))"],
            "tensor": ["yield from sess.run(predictions)"],
            "unknown": [
                "if isinstance(batch, dict):",
                "    yield from (dict(zip(batch, row)) for row in zip(*batch.values()))",
                "else:",
                "    yield from batch",
            ],
        }[self.needs.predictions]
        session = "checkpoint_path" if "checkpoint_path" in self.needs.methods["predict"] else ""
        model = self._model("infer", "None")
        return [
            self._signature("predict"),
            '    """Yield what the latest checkpoint predicts for each example."""',
            *(f"    {line}" for line in self._graph()),
            f"        {self.tf1}.train.create_global_step()",
            "        features, _ = self._next_batch(input_fn)",
            f'        predictions = {model}["predictions"]',
            f"        sess = self._session({session})",
            "    with sess:",
            "        while not sess.should_stop():",
            *(["            batch = sess.run(predictions)"] * (self.needs.predictions != "tensor")),
            *(f"            {line}" for line in each),
        ]

    def turns(self) -> list[str]:
        return [
            "def train_and_evaluate(self, train_spec, eval_spec):",
            '    """Train, evaluate the checkpoints that are saved meanwhile, and return the last results."""',
            f"    evaluation = {self.listener}(self, **eval_spec)",
            "    self.train(saving_listeners=[evaluation], **train_spec)",
            "    return evaluation.results",
        ]

    def export(self) -> list[str]:
        tf, tf1, needs = self.tf, self.tf1, self.needs
        parameters = needs.methods["export_saved_model"]
        latest = f"{tf}.train.latest_checkpoint(self.model_dir)"
        if "checkpoint_path" in parameters:
            latest = f"checkpoint_path or {latest}" if parameters["checkpoint_path"] else "checkpoint_path"
        model = self._model("infer", "None")
        lines = [
            self._signature("export_saved_model"),
            '    """Export the latest checkpoint to a folder named after the time, and return its path."""',
            "",
            "    def build_graph():",
            f"        {tf1}.train.create_global_step()",
            "        features, inputs = serving_input_receiver_fn()",
            f"        return inputs, {model}[{self._exported()}]",
            "",
            f"    graph = {tf1}.wrap_function(build_graph, [])",
            f"    {tf1}.train.Saver(graph.variables).restore(None, {latest})",
            "    inputs, outputs = graph.structured_outputs",
            f"    specs = [{tf}.TensorSpec.from_tensor(tensor, name=key) for key, tensor in inputs.items()]",
        ]
        lines += self._signatures()
        folder = 'f"{export_dir_base}/{int(time.time())}"'
        lines += [f"    export_dir = {folder}"]
        if needs.again:
            lines += [
                f"    while {tf}.io.gfile.exists(export_dir):",
                "        time.sleep(1)",
                f"        export_dir = {folder}",
            ]
        told = ["module", "export_dir", f"signatures={self._served()}"]
        saved = _call(f"{tf}.saved_model.save(", told, ")", 8)
        return [
            *lines,
            *(f"    {line}" for line in saved),
            "    return export_dir.encode()",
        ]

    def _served(self) -> str:
        """Return the signatures: one that stands alone is the default one, too."""
        keys = self.needs.keys
        if len(keys) > 1:
            return "module.served"
        known = [f'"{key}": served' for key in dict.fromkeys((*keys, DEFAULT_KEY))]
        return f"{{{', '.join(known)}}}"

    def _exported(self) -> str:
        return '"export_outputs"' if self.needs.keys else '"predictions"'

    def _signatures(self) -> list[str]:
        """Return the lines that make the module and its signatures."""
        tf, keys = self.tf, self.needs.keys
        module = [f"    module = {tf}.Module()", "    module.graph_variables = graph.variables"]
        made = f"{tf}.function(lambda *tensors: run(*tensors), input_signature=specs)"
        if len(keys) > 1:
            return [
                "",
                "    def serve(outputs):",
                "        run = graph.prune([*inputs.values()], outputs)",
                f"        return {made}",
                "",
                *module,
                "    module.served = {key: serve(tensors) for key, tensors in outputs.items()}",
            ]
        value = "outputs"
        if keys:
            value = f'outputs["{keys[0]}"]'
        elif self.needs.predictions == "tensor":
            value = '{"output": outputs}'
        elif self.needs.predictions == "unknown":
            value = 'outputs if isinstance(outputs, dict) else {"output": outputs}'
        return [
            f"    run = graph.prune([*inputs.values()], {value})",
            f"    served = {made}",
            *module,
            "    module.served = served",
        ]

    def shared(self) -> list[list[str]]:
        """Return what several methods need."""
        found: list[list[str]] = []
        tf, tf1 = self.tf, self.tf1
        methods = self.needs.methods
        if methods.keys() & {"evaluate", "predict"}:
            chosen = any("checkpoint_path" in methods.get(name, {}) for name in ("evaluate", "predict"))
            latest = f"{tf}.train.latest_checkpoint(self.model_dir)"
            parameters = [*(["checkpoint_path=None"] if chosen else ()), *(["hooks=()"] * ("evaluate" in methods))]
            given = ["config=self.session_config"] if "session_config" in self.needs.attributes else []
            given.append("checkpoint_filename_with_path=latest")
            creator = _call(f"creator = {tf1}.train.ChiefSessionCreator(", given, ")", 8)
            found.append(
                [
                    f"def _session({', '.join(['self', *parameters])}):",
                    '    """Open a session with the variables of the latest checkpoint, if there is one."""',
                    f"    latest = {'checkpoint_path or ' if chosen else ''}{latest}",
                    *(f"    {line}" for line in creator),
                    f"    return {tf1}.train.MonitoredSession(creator{', hooks' if 'evaluate' in methods else ''})",
                ]
            )
        if methods.keys() & {"train", "evaluate", "predict"}:
            found.append(
                [
                    "def _next_batch(self, input_fn):",
                    '    """Return the features and labels of a batch."""',
                    "    inputs = input_fn()",
                    f"    if isinstance(inputs, {tf}.data.Dataset):",
                    f"        inputs = {tf1}.data.make_one_shot_iterator(inputs).get_next()",
                    "    return inputs if isinstance(inputs, tuple) else (inputs, None)",
                ]
            )
        return found


def _call(opening: str, arguments: Sequence[str], closing: str, indent: int) -> list[str]:
    """Return the line of a call, or its lines where it is too long behind an indentation."""
    line = f"{opening}{', '.join(arguments)}{closing}"
    if indent + len(line) <= WIDTH:
        return [line]
    return [opening, *(f"    {argument}," for argument in arguments), closing]


def listener_code(needs: Needs, name: str, tf1: str) -> str:
    """Return the class that evaluates while an estimator is trained."""
    named = ', "name": name' if "name" in (needs.both or ()) else ""
    parameter = ", name=None" if named else ""
    return f'''\
class {name}({tf1}.train.CheckpointSaverListener):
    """Evaluates the checkpoints of a training, but for its first, at intervals; the last in any case."""

    def __init__(self, estimator, input_fn, steps=100{parameter}, throttle_secs=600):
        self.estimator = estimator
        self.given = {{"input_fn": input_fn, "steps": steps{named}}}
        self.timer = {tf1}.train.SecondOrStepTimer(every_secs=throttle_secs)
        self.is_first = True
        self.results = None, None

    def after_save(self, session, global_step_value):
        if self.is_first:
            self.is_first = False
        elif self.timer.should_trigger_for_step(global_step_value):
            self._evaluate(global_step_value)

    def end(self, session, global_step_value):
        if global_step_value != self.timer.last_triggered_step():
            self._evaluate(global_step_value)

    def _evaluate(self, step):
        self.timer.update_last_triggered_step(step)
        self.results = self.estimator.evaluate(**self.given), []'''


def reader_code(name: str, tf: str) -> str:
    """Return the function that takes the place of `tf.estimator.inputs.numpy_input_fn`."""
    return f'''\
def {name}(x, y=None, batch_size=128, num_epochs=1, shuffle=None, queue_capacity=1000):
    """Return an input function that gives batches of NumPy arrays."""
    data = x if y is None else (x, y)
    arrays = {tf}.nest.flatten(data)

    def read(rows):
        dtypes = [array.dtype for array in arrays]
        batch = {tf}.numpy_function(lambda rows: [array[rows] for array in arrays], [rows], dtypes)
        for tensor, array in zip(batch, arrays):
            tensor.set_shape([None, *array.shape[1:]])
        return {tf}.nest.pack_sequence_as(data, batch)

    def input_fn():
        rows = {tf}.data.Dataset.range(len(arrays[0]))
        if shuffle:
            rows = rows.shuffle(queue_capacity)
        return rows.repeat(num_epochs).batch(batch_size).map(read)

    return input_fn'''


__all__ = ["Needs", "class_code", "listener_code", "reader_code"]
