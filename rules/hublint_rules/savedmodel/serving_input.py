"""What the serving input function of an estimator takes and makes, as far as a file shows it."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, NamedTuple

from hublint.source.use import argument, unpacks
from hublint_rules.rewrites.flow import writes
from hublint_rules.savedmodel.skeleton import Input, Writer, one_line, told, written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hublint.rule import Source, Target

# How far a function is followed through names, lambdas and the functions that make it.
_DEPTH = 6

# What the estimator calls a receiver tensor that stands alone, and one of serialized examples.
_ALONE = "input"
_EXAMPLES = "examples"

_PARSING = "estimator.export.build_parsing_serving_input_receiver_fn"
_RAW = "estimator.export.build_raw_serving_input_receiver_fn"
_RECEIVERS = ("estimator.export.ServingInputReceiver", "estimator.export.TensorServingInputReceiver")
_OF_LEARN = ("contrib.learn.utils.input_fn_utils.InputFnOps", "contrib.learn.InputFnOps")
_PLACEHOLDERS = ("placeholder", "placeholder_with_default", "sparse_placeholder")


class Serving(NamedTuple):
    """A serving input function, understood.

    Attributes:
        inputs: the receiver tensors.
        spec: the feature spec's code, where serialized examples are parsed by one.
        body: the lines that make `features` of the inputs.
    """

    inputs: tuple[Input, ...]
    spec: str
    body: tuple[str, ...]

    def told(self) -> str:
        """Return what a function in its place takes and does, for a sentence."""
        taken = f"takes {told(self.inputs)}"
        spec = one_line(self.spec)
        if not self.spec:
            return taken
        return f"{taken} and parses it by `{spec}`" if spec and len(spec) <= 40 else f"{taken} and parses it"


def understand(source: Source, node: ast.expr, target: Target) -> Serving | None:
    """Return what is known of the function that an expression stands for; None where it is not to be seen."""
    return _Reader(source, target).function(node, _DEPTH)


def understand_call(source: Source, call: ast.Call, target: Target) -> Serving | None:
    """Return what is known of the serving input function that a call makes, or returns the receiver of."""
    reader = _Reader(source, target)
    made = reader.builder(call)
    if made is not None:
        return made
    home = next((o for o in source.ancestors(call) if isinstance(o, ast.FunctionDef)), None)
    return reader.receiver(call, home)


class _Reader:
    """Reads the serving input functions of one file for one target."""

    def __init__(self, source: Source, target: Target) -> None:
        self.source = source
        self.target = target

    def function(self, node: ast.expr, depth: int) -> Serving | None:
        """Follow an expression to the function that it stands for."""
        if depth == 0:
            return None
        if isinstance(node, ast.Name):
            value = self._value(node)
            if isinstance(value, ast.FunctionDef):
                return self._definition(value, depth - 1)
            return self.function(value, depth - 1) if isinstance(value, ast.expr) else None
        if isinstance(node, ast.Attribute):
            method = self._method(node)
            return self._definition(method, depth - 1) if method is not None else None
        if isinstance(node, ast.Lambda):
            return self._result(node.body, None, depth - 1)
        if isinstance(node, ast.Call):
            if "functools.partial" in self.source.resolve(node.func) and node.args:
                return self.function(node.args[0], depth - 1)
            made = self.builder(node)
            return made if made is not None else self._made_by(node, depth - 1)
        return None

    def builder(self, call: ast.Call) -> Serving | None:
        """Read a call of one of the two functions that make serving input functions."""
        size = argument(call, 1, "default_batch_size")
        batch = "None" if size is None else self.source.code(size)
        if self._is(call, _PARSING):
            spec = argument(call, 0, "feature_spec")
            if spec is None:
                return None
            tf = Writer(self.source, call).tf
            examples = Input(_EXAMPLES, _EXAMPLES, f"{tf}.string", f"[{batch}]")
            code = written(self.source, spec, self.target, {})
            return Serving((examples,), code, (f"features = {tf}.io.parse_example({_EXAMPLES}, {code})",))
        if self._is(call, _RAW):
            features = argument(call, 0, "features")
            found = self._tensors(features) if features is not None else None
            if not found:
                return None
            inputs = tuple(self._of_batch(key, value, batch) for key, value in found)
            made = ", ".join(f'"{one.key}": {one.variable}' for one in inputs)
            return Serving(inputs, "", (f"features = {{{made}}}",))
        return None

    def receiver(self, call: ast.Call, home: ast.FunctionDef | None) -> Serving | None:
        """Read a call that makes a receiver, in the function that returns it."""
        old = self._is(call, *_OF_LEARN)
        if not (old or self._is(call, *_RECEIVERS)) or unpacks(call):
            return None
        features = argument(call, 0, "features")
        tensors = argument(call, 2, "default_inputs") if old else argument(call, 1, "receiver_tensors")
        inner = self._receiver_of(tensors) if isinstance(tensors, ast.Attribute) else None
        if inner is not None and features is not None:
            return self._extended(*inner, features, home)
        found = self._tensors(tensors) if tensors is not None else None
        if features is None or not found:
            return None
        inputs = tuple(self._input(key, value) for key, value in found)
        body = self._body(inputs, found, features, home)
        parsing = [one for one in self._calls(home) if self._is(one, "parse_example", "io.parse_example")]
        spec = argument(parsing[0], 1, "features") if len(parsing) == 1 else None
        return Serving(inputs, written(self.source, spec, self.target, {}) if spec is not None else "", body)

    # Following

    def _definition(self, function: ast.FunctionDef, depth: int) -> Serving | None:
        """Read a function by the one thing that it returns."""
        home = self.source.index.scopes[function]
        returns = [n for n in ast.walk(function) if isinstance(n, ast.Return) and self.source.scope(n) is home]
        if len(returns) != 1 or returns[0].value is None:
            return None
        return self._result(returns[0].value, function, depth)

    def _result(self, value: ast.expr, home: ast.FunctionDef | None, depth: int) -> Serving | None:
        if depth == 0:
            return None
        if isinstance(value, ast.Name):
            followed = self._value(value)
            return self._result(followed, home, depth - 1) if isinstance(followed, ast.expr) else None
        if not isinstance(value, ast.Call):
            return None
        found = self.receiver(value, home)
        if found is not None:
            return found
        # `return build_parsing_serving_input_receiver_fn(spec)()`, or the result of another function.
        return self.function(value.func, depth - 1)

    def _made_by(self, call: ast.Call, depth: int) -> Serving | None:
        """Follow a call of a local function that returns a serving input function."""
        value = self._value(call.func) if isinstance(call.func, ast.Name) else None
        if isinstance(call.func, ast.Attribute):
            value = self._method(call.func)
        if not isinstance(value, ast.FunctionDef):
            return None
        home = self.source.index.scopes[value]
        returns = [n.value for n in ast.walk(value) if isinstance(n, ast.Return) and self.source.scope(n) is home]
        return self.function(returns[0], depth) if len(returns) == 1 and returns[0] is not None else None

    def _value(self, node: ast.Name) -> ast.AST | None:
        """Return what a name was given, if that is one thing."""
        bindings = list(self.source.scope(node).visible(node.id, node))
        kinds = {"assign", "function"}
        return bindings[0].value if len(bindings) == 1 and bindings[0].kind in kinds else None

    def _method(self, node: ast.Attribute) -> ast.FunctionDef | None:
        """Return the method of the class round a place that `self.name` stands for."""
        if not isinstance(node.value, ast.Name):
            return None
        for outer in self.source.ancestors(node):
            if isinstance(outer, ast.ClassDef):
                found = (one for one in outer.body if isinstance(one, ast.FunctionDef) and one.name == node.attr)
                return next(found, None)
        return None

    # Receivers that take their tensors from another one, as transformed features do

    def _receiver_of(self, tensors: ast.Attribute) -> tuple[str, Serving] | None:
        """Return the name and the meaning of the receiver whose tensors are handed on."""
        if tensors.attr != "receiver_tensors" or not isinstance(tensors.value, ast.Name):
            return None
        made = self._value(tensors.value)
        serving = self._result(made, None, _DEPTH) if isinstance(made, ast.Call) else None
        return (tensors.value.id, serving) if serving is not None else None

    def _extended(self, name: str, inner: Serving, features: ast.expr, home: ast.FunctionDef | None) -> Serving:
        """Return a serving input function that does more with the features of another one."""
        nodes = list(ast.walk(home)) if home is not None else []
        other: dict[ast.expr, str] = {
            node: "features"
            for node in nodes
            if isinstance(node, ast.Attribute)
            and node.attr == "features"
            and isinstance(node.value, ast.Name)
            and node.value.id == name
        }
        lines: list[str] = []
        for statement in home.body if home is not None else ():
            value = statement.value if isinstance(statement, (ast.Expr, ast.Assign, ast.Return)) else None
            if isinstance(statement, ast.Return) or isinstance(value, ast.Constant):
                continue
            if name in writes(statement):
                lines += inner.body
            elif not (isinstance(value, ast.Call) and self.builder(value) is not None):
                lines += self._lines(statement, other)
        code = written(self.source, features, self.target, other)
        return inner._replace(body=(*lines, *([] if code == "features" else f"features = {code}".splitlines())))

    # Tensors

    def _tensors(self, node: ast.expr) -> list[tuple[str, ast.expr]] | None:
        """Return the receiver tensors by the names that callers use."""
        if isinstance(node, ast.Name):
            value = self._value(node)
            if isinstance(value, ast.expr) and not self._is(value, *_PLACEHOLDERS):
                return self._tensors(value) if isinstance(value, ast.Dict) else None
            return [(_ALONE, node)] if isinstance(value, ast.expr) else None
        if self._is(node, *_PLACEHOLDERS):
            return [(_ALONE, node)]
        if not isinstance(node, ast.Dict):
            return None
        found = []
        for key, value in zip(node.keys, node.values, strict=True):
            if not isinstance(key, ast.Constant) or not isinstance(key.value, str):
                return None
            found.append((key.value, value))
        return found

    def _placeholder(self, node: ast.expr) -> ast.Call | None:
        value = self._value(node) if isinstance(node, ast.Name) else node
        return value if isinstance(value, ast.Call) and self._is(value, *_PLACEHOLDERS) else None

    def _input(self, key: str, node: ast.expr) -> Input:
        variable = node.id if isinstance(node, ast.Name) else re.sub(r"\W|^(?=\d)", "_", key)
        made = self._placeholder(node)
        if made is None or not self._is(made, "placeholder", "sparse_placeholder"):
            return Input(key, variable, "...", "...")
        dtype, shape = argument(made, 0, "dtype"), argument(made, 1, "shape")
        codes = [written(self.source, one, self.target, {}) if one is not None else "" for one in (dtype, shape)]
        return Input(key, variable, codes[0] or "...", codes[1] or "None")

    def _of_batch(self, key: str, node: ast.expr, batch: str) -> Input:
        """Return the input for a tensor of which only dtype and shape count, with the batch size in front."""
        made = self._input(key, node)
        variable = re.sub(r"\W|^(?=\d)", "_", key)
        listed = re.fullmatch(r"[\[(]\s*[^,\[\]()]+(,[^\[\]]*)?[\])]", made.shape) if batch != "None" else None
        shape = f"[{batch}{(listed[1] or '').rstrip(', ')}]" if listed else made.shape
        return made._replace(variable=variable, shape=shape)

    def _body(
        self,
        inputs: tuple[Input, ...],
        found: list[tuple[str, ast.expr]],
        features: ast.expr,
        home: ast.FunctionDef | None,
    ) -> tuple[str, ...]:
        """Return the lines of a serving input function without its placeholders, its receiver and its return."""
        source = self.source
        if home is None:
            return ("features = ...",)
        placeholders = [self._placeholder(node) for _, node in found]
        other: dict[ast.expr, str] = {
            one: made.variable for one, made in zip(placeholders, inputs, strict=True) if one is not None
        }
        lines: list[str] = []
        for statement in home.body:
            value = statement.value if isinstance(statement, (ast.Expr, ast.Assign, ast.Return)) else None
            if isinstance(statement, ast.Return) or isinstance(value, ast.Constant):
                continue
            if isinstance(statement, ast.Assign) and (value in placeholders or self._is_for_receiver(statement, home)):
                continue
            if any(one in placeholders and isinstance(source.parents[one], ast.Assign) for one in ast.walk(statement)):
                return (f"features = ...  # what `{home.name}` makes of them",)
            lines += self._lines(statement, other)
        if not (isinstance(features, ast.Name) and features.id == "features"):
            lines += f"features = {written(source, features, self.target, other)}".splitlines()
        return tuple(lines)

    def _lines(self, statement: ast.stmt, other: dict[ast.expr, str]) -> list[str]:
        """Return the lines of a statement, its comments included."""
        lines = written(self.source, statement, self.target, other).splitlines()
        lines[-1] += _comment_behind(self.source, statement)
        return [*_comments_above(self.source, statement), *lines]

    def _is_for_receiver(self, statement: ast.Assign, home: ast.FunctionDef) -> bool:
        """Tell whether an assignment makes the receiver, or a dict that only the receiver tensors are read from."""
        name = statement.targets[0]
        if self._is(statement.value, *_RECEIVERS, *_OF_LEARN):
            return True
        if not isinstance(name, ast.Name) or not isinstance(statement.value, ast.Dict):
            return False
        reads = [n for n in ast.walk(home) if isinstance(n, ast.Name) and n.id == name.id and n is not name]
        return bool(reads) and all(self._is_receiver_tensors(one) for one in reads)

    def _is_receiver_tensors(self, node: ast.Name) -> bool:
        parent = self.source.parents[node]
        call = self.source.parents[parent] if isinstance(parent, ast.keyword) else parent
        return isinstance(call, ast.Call) and node in {
            argument(call, 1, "receiver_tensors"),
            argument(call, 2, "default_inputs"),
        }

    def _calls(self, home: ast.FunctionDef | None) -> Iterator[ast.Call]:
        return (node for node in ast.walk(home) if isinstance(node, ast.Call)) if home is not None else iter(())

    def _is(self, node: ast.AST, *names: str) -> bool:
        """Tell whether a node is a call of one of TensorFlow's names."""
        if not isinstance(node, ast.Call):
            return False
        roots = ("tensorflow.", "tensorflow.compat.v1.")
        return not self.source.resolve(node.func).isdisjoint({root + name for root in roots for name in names})


def _comments_above(source: Source, statement: ast.stmt) -> list[str]:
    """Return the comments on lines of their own right above a statement."""
    lines: list[str] = []
    row = statement.lineno - 1
    while row > 0 and source.text.line(row).lstrip().startswith("#"):
        lines.insert(0, source.text.line(row).strip())
        row -= 1
    return lines


def _comment_behind(source: Source, statement: ast.stmt) -> str:
    """Return the comment behind a statement, with the spaces before it."""
    end = source.span(statement)[1]
    rest = source.text.utf8[end:].decode().splitlines()[:1]
    return rest[0].rstrip() if rest and rest[0].lstrip().startswith("#") else ""


class Output(NamedTuple):
    """An entry of `export_outputs`: its key, which kind of signature it is, and the outputs that it names."""

    key: str
    kind: str
    names: tuple[str, ...]

    def told(self) -> tuple[str, ...]:
        """Return what the outputs are called in the signature."""
        return {"classification": ("classes", "scores"), "regression": ("outputs",)}.get(self.kind, self.names)


def outputs(source: Source) -> list[Output]:
    """Return the entries of `export_outputs` in a file, by the dicts that its estimator specs are given."""
    known: list[Output] | None = source.notes.get("export outputs")
    if known is None:
        known = source.notes["export outputs"] = list(dict.fromkeys(_outputs(source)))
    return known


def _outputs(source: Source) -> Iterator[Output]:
    for call in source.index.calls.values():
        given = next((keyword.value for keyword in call.keywords if keyword.arg == "export_outputs"), None)
        if isinstance(given, ast.Name):
            bindings = list(source.scope(given).visible(given.id, given))
            found = {id(b.value): b.value for b in bindings if isinstance(b.value, ast.Dict)}
            given = next(iter(found.values())) if len(found) == 1 else None
        if not isinstance(given, ast.Dict):
            continue
        for key, value in zip(given.keys, given.values, strict=True):
            text = key.value if isinstance(key, ast.Constant) else _constant(source, key)
            if not isinstance(text, str) or not isinstance(value, ast.Call):
                continue
            kind = next((n.rpartition(".")[2] for n in source.resolve(value.func) if n.endswith("Output")), "")
            made = argument(value, 0, "outputs")
            yield Output(text, kind.removesuffix("Output").lower(), _named(source, made) if made is not None else ())


def _named(source: Source, node: ast.expr) -> tuple[str, ...]:
    if isinstance(node, ast.Name):
        bindings = list(source.scope(node).visible(node.id, node))
        value = bindings[0].value if len(bindings) == 1 else None
        return _named(source, value) if isinstance(value, ast.Dict) else ()
    keys = node.keys if isinstance(node, ast.Dict) else ()
    return tuple(key.value for key in keys if isinstance(key, ast.Constant) and isinstance(key.value, str))


def _constant(source: Source, key: ast.expr | None) -> str | None:
    names = source.resolve(key) if key is not None else frozenset()
    return "serving_default" if any(n.endswith("DEFAULT_SERVING_SIGNATURE_DEF_KEY") for n in names) else None


__all__ = ["Output", "Serving", "outputs", "understand", "understand_call"]
