"""Modules of TensorFlow 1's Hub: where a file makes and calls one, and `hub.load` with a signature in their place.

`hub.load` was run against the real `hub.Module`, eagerly, in graphs and in sessions: it gives the same tensors, in a
graph its variables are restored by `tf.compat.v1.global_variables_initializer()` and its tables are initialized by
`tf.compat.v1.tables_initializer()`. What it does not do: its variables are not among the trainable ones of a graph and
have other names, update operations are not collected, and files such as a vocabulary are no assets of the graph.
"""

from __future__ import annotations

import ast
import keyword
from typing import TYPE_CHECKING, NamedTuple

from hublint.rule import Edit, Fix, NoFix
from hublint.source.use import argument, leaf, unpacks
from hublint_rules.origins import known_texts, origins
from hublint_rules.rewrites import flow, operations
from hublint_rules.rewrites.flow import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hublint.rule import Source, Target, Use
    from hublint_rules.hub.handles import Handle

MODULE = "tensorflow_hub.Module"
SPECS = ("tensorflow_hub.create_module_spec", "tensorflow_hub.load_module_spec")

# The first release whose signatures of TF1 modules take lists and arrays; before, only tensors of the right type.
_TAKES_ARRAYS = (2, 19)

_WIDTH = 100

_TRAINING_CALLS = frozenset(
    {"GradientTape", "apply_gradients", "compute_gradients", "fit", "fit_generator", "gradients", "minimize", "train"}
)
_BY_NAME = ("train.Saver", "train.import_meta_graph", "train.init_from_checkpoint", "contrib.framework.assign_from_")
_EXPORTS = ("saved_model.simple_save", "saved_model.builder.", "saved_model.save", "estimator.export")
_EXPORT_METHODS = frozenset({"export_savedmodel", "export_saved_model"})
_SPARSE = ("sparse_placeholder", "SparseTensor", "sparse.")


class Called(NamedTuple):
    """The modules that some calls can be of, and those calls."""

    modules: tuple[ast.Call, ...]
    calls: tuple[ast.Call, ...]


def rewrite(use: Use, target: Target) -> Fix | NoFix:
    """Write `hub.load` for a module, and its signatures for what it is called with, where all of its uses are seen."""
    if use.call is None:
        return NoFix("it is not called here, so what it is for is not to be seen")
    try:
        called = _understood(use.source, use.call)
        return _Rewriting(use.source, called, target).fix()
    except Refused as refusal:
        return NoFix(str(refusal))


def is_trainable(call: ast.Call) -> bool:
    """Tell whether a module is, or may be, made to be trained."""
    given = argument(call, 1, "trainable")
    return given is not None and not (isinstance(given, ast.Constant) and not given.value)


def training(source: Source) -> ast.Call | None:
    """Return a place where a file trains something, in whatever way, or seems to; None if there is none."""
    for call in _calls(source):
        names = [flow.short(name) or "" for name in source.resolve(call.func)]
        spelled = leaf(call.func)
        if (
            spelled in _TRAINING_CALLS
            or "optimizer" in spelled.lower()
            or any(name.startswith("estimator.") or name.endswith("Optimizer") for name in names)
        ):
            return call
    return None


def evaluates(source: Source) -> bool:
    """Tell whether a file opens a session itself, so that a module that it does not train is not trained."""
    return any((flow.short(n) or "").endswith("Session") for call in _calls(source) for n in source.resolve(call.func))


def _calls(source: Source) -> Iterable[ast.Call]:
    return source.index.calls.values()


def spec_of(source: Source, call: ast.Call) -> ast.expr | None:
    """Return the argument of a module that is no handle but a specification, as far as the file shows it."""
    given = argument(call, 0, "spec")
    if given is None:
        return None
    made = [origin for origin in origins(source, given) if isinstance(origin, ast.Call)]
    is_spec = any(not source.resolve(origin.func).isdisjoint(SPECS) for origin in made)
    called_so = isinstance(given, (ast.Name, ast.Attribute)) and "spec" in source.code(given).lower()
    return given if is_spec or called_so else None


def successor(source: Source, handle: ast.expr) -> str | None:
    """Return the handle of a model in TensorFlow 2's format that can be trained in place of a module, if known."""
    from hublint_rules.hub.handles import handles, newest

    for found in handles(source, handle):
        for version in found.versions:
            newer = newest(version.name)
            if newer is not None and newer.fine_tunable:
                return newer.handle
    return None


# Where modules are made, read and called


def _modules(source: Source) -> list[ast.Call]:
    return [call for call in _calls(source) if MODULE in source.resolve(call.func)]


def _readers(source: Source) -> dict[ast.expr, list[ast.expr | None]]:
    """Return the expressions whose value can be a module, with all that can have made it."""
    known: dict[ast.expr, list[ast.expr | None]] | None = source.notes.get(_readers)
    if known is None:
        loads = [node for _, node in source.index.loads]
        attributes = [node for _, node in source.index.attributes]
        # Calls of functions of this file may give one, too.
        local = [c for c in _calls(source) if isinstance(c.func, ast.Name) and any(_functions(source, c))]
        nodes: list[ast.expr] = [*loads, *attributes, *local, *_modules(source)]
        known = source.notes[_readers] = {
            node: [made for made in origins(source, node) if not _is_none(made)]
            for node in nodes
            if f"{MODULE}()" in source.resolve(node)
        }
    return known


def _functions(source: Source, call: ast.Call) -> Iterator[ast.FunctionDef]:
    if isinstance(call.func, ast.Name):
        yield from (made for made in source.definitions(call.func) if isinstance(made, ast.FunctionDef))


def _is_none(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _understood(source: Source, module: ast.Call) -> Called:
    """Return all calls of a module, and the other modules that these can be of.

    Raises:
        Refused: if something else is done with one of them, or not all of it is to be seen.
    """
    readers = _readers(source)
    modules: list[ast.Call] = []
    calls: list[ast.Call] = []
    waiting = [module]
    while waiting:
        made = waiting.pop()
        if made in modules:
            continue
        modules.append(made)
        for node, makers in readers.items():
            if made not in makers:
                continue
            call = _called_by(source, node)
            if call is not None and call not in calls:
                if not all(isinstance(maker, ast.Call) and maker in _modules(source) for maker in makers):
                    message = f"line {call.lineno} may call something else than the module"
                    raise Refused(message)
                calls.append(call)
            waiting += [maker for maker in makers if isinstance(maker, ast.Call) and maker not in modules]
    if not calls:
        message = "it is called nowhere in this file, so how it is used is not to be seen"
        raise Refused(message)
    return Called(tuple(modules), tuple(calls))


def _called_by(source: Source, node: ast.expr) -> ast.Call | None:
    """Return the call of a module that is read; None where it is only kept under a name.

    Raises:
        Refused: if anything else is done with it.
    """
    parent = source.parents[node]
    if isinstance(parent, ast.Call) and parent.func is node:
        return parent
    if isinstance(parent, (ast.Assign, ast.AnnAssign, ast.NamedExpr)) and parent.value is node:
        targets = parent.targets if isinstance(parent, ast.Assign) else [parent.target]
        for kept in targets:
            _refuse_lost(source, kept)
        return None
    if isinstance(parent, ast.Return) or (isinstance(parent, ast.IfExp) and parent.test is not node):
        return None
    if isinstance(parent, ast.Attribute):
        message = f"line {parent.lineno} asks the module for `{parent.attr}`, which what `hub.load` gives does not have"
        raise Refused(message)
    if isinstance(parent, (ast.Call, ast.keyword)):
        outer = parent if isinstance(parent, ast.Call) else source.parents[parent]
        spelled = source.code(outer.func) if isinstance(outer, ast.Call) else "a call"
        message = f"line {node.lineno} hands the module to `{spelled}`"
        raise Refused(message)
    message = f"line {node.lineno} uses the module for something else than calling it"
    raise Refused(message)


def _refuse_lost(source: Source, kept: ast.expr) -> None:
    """Refuse a module that is kept where its uses cannot be followed."""
    if isinstance(kept, ast.Name):
        return
    if not (isinstance(kept, ast.Attribute) and isinstance(kept.value, ast.Name) and kept.value.id == "self"):
        message = f"line {kept.lineno} keeps the module where its uses are not to be seen"
        raise Refused(message)
    readers = _readers(source)
    for _, other in source.index.attributes:
        if other.attr == kept.attr and other not in readers:
            message = f"line {other.lineno} reads `{source.code(other)}`, which may be the module"
            raise Refused(message)


# What is written


class _Rewriting:
    """The edits that write `hub.load` and signatures for some modules and all of their calls."""

    def __init__(self, source: Source, called: Called, target: Target) -> None:
        self.source = source
        self.called = called
        self.target = target
        self.imports: list[tuple[str, str]] = []
        self.texts: dict[ast.expr, str] = {}
        self.second = False

    def fix(self) -> Fix:
        self._refuse_what_is_lost()
        self.second = self._is_second()
        # Inner ones first: a call may be an argument of another one, and a module what is called.
        for module in self.called.modules:
            self.texts[module] = self._loaded(module)
        for call in sorted(self.called.calls, key=self.source.span, reverse=True):
            self.texts[call] = self._call(call)
        inner = {node for outer in self.texts for node in ast.walk(outer) if node is not outer}
        edits = tuple(Edit(*self.source.span(node), text) for node, text in self.texts.items() if node not in inner)
        message = "Load the module with `hub.load` and call " + ("it" if self.second else "its signature")
        return Fix("unsafe", message, edits, tuple(dict.fromkeys(self.imports)))

    def _refuse_what_is_lost(self) -> None:
        source = self.source
        if any(is_trainable(module) for module in self.called.modules):
            trains = training(source)
            if trains is not None:
                message = (
                    f"line {trains.lineno} may train the module, and what `hub.load` gives is not among the trainable"
                    " variables"
                )
                raise Refused(message)
            if not evaluates(source):
                message = "it is made to be trained, and what does so is not in this file"
                raise Refused(message)
        for call in _calls(source):
            names = [flow.short(name) or "" for name in source.resolve(call.func)]
            if any(name.startswith(_BY_NAME) for name in names):
                message = f"line {call.lineno} saves or restores variables by names, and the module's will be others"
                raise Refused(message)
            method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
            if any(name.startswith(_EXPORTS) for name in names) or method in _EXPORT_METHODS:
                message = f"line {call.lineno} exports, and the module's files would not be among the graph's assets"
                raise Refused(message)

    def _is_second(self) -> bool:
        """Tell whether the handles are in TensorFlow 2's format, which `hub.Module` could not read at all."""
        from hublint_rules.hub.handles import format_of

        found = [handle for module in self.called.modules for handle in self._handles(module)]
        seconds = [handle for handle in found if handle.format == "saved_model"]
        if seconds and format_of(found) is None:
            message = f"`{seconds[0].text}` is in TensorFlow 2's format, and other modules that are called are not"
            raise Refused(message)
        return bool(seconds)

    def _handles(self, module: ast.Call) -> list[Handle]:
        from hublint_rules.hub.handles import handles

        given = argument(module, 0, "spec")
        return [] if given is None else handles(self.source, given)

    def _code(self, node: ast.expr) -> str:
        """Return the code of an expression with the modules and calls in it rewritten."""
        start, end = self.source.span(node)
        utf8 = self.source.text.utf8
        parts: list[bytes] = []
        at = start
        inside = [n for n in ast.walk(node) if isinstance(n, ast.expr) and n in self.texts]
        nested = {n for outer in inside for n in ast.walk(outer) if n is not outer}
        for found in sorted((n for n in inside if n not in nested), key=self.source.span):
            first, last = self.source.span(found)
            parts += (utf8[at:first], self.texts[found].encode())
            at = last
        return b"".join((*parts, utf8[at:end])).decode()

    def _spelled(self, full: str, at: ast.expr) -> str:
        from hublint_rules.symbols.spelling import spell

        spelled = spell(self.source, full, self.source.scope(at), at)
        if spelled is None:
            message = f"no name for `{full}` is free at line {at.lineno}"
            raise Refused(message)
        self.imports += spelled.imports
        return spelled.text

    def _loaded(self, module: ast.Call) -> str:
        """Return `hub.load(...)` for a module."""
        source = self.source
        self._refuse_comments(module)
        given = argument(module, 0, "spec")
        if unpacks(module) or given is None or len(module.args) > 4:
            message = f"the arguments of the module at line {module.lineno} are not written out"
            raise Refused(message)
        if spec_of(source, module) is not None:
            message = f"`{source.code(given)}` at line {module.lineno} is a specification of a module, and no handle"
            raise Refused(message)
        code = f"{self._spelled('tensorflow_hub.load', module.func)}({source.code(given)}"
        tags = argument(module, 3, "tags")
        if tags is None or self._is_empty(tags):
            return f"{code})"
        names = _written(tags)
        if not names or "train" in names:
            message = (
                f"the module at line {module.lineno} is, or may be, the one for training, whose update operations, such"
                " as those of batch normalization, `hub.load` does not collect"
            )
            raise Refused(message)
        return f"{code}, tags={source.code(tags)})"

    def _is_empty(self, node: ast.expr) -> bool:
        if isinstance(node, (ast.List, ast.Tuple)):
            return not node.elts
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            return node.func.id in {"set", "list", "frozenset"} and not node.args
        return _is_none(node)

    def _refuse_comments(self, call: ast.Call) -> None:
        source = self.source
        lines = range(call.lineno, call.end_lineno or call.lineno)
        if any(b"#" in source.text.line(row).encode() for row in lines):
            message = f"a comment stands in the call at line {call.lineno}"
            raise Refused(message)

    def _call(self, call: ast.Call) -> str:
        """Return the call of a signature for that of a module."""
        source = self.source
        self._refuse_comments(call)
        known = {None, "inputs", "signature", "as_dict"}
        if unpacks(call) or len(call.args) > 1 or any(k.arg not in known for k in call.keywords):
            message = f"the arguments of the call at line {call.lineno} are not written out"
            raise Refused(message)
        given = argument(call, 0, "inputs")
        given = None if given is not None and _is_none(given) else given
        signature, whole = argument(call, 2, "signature"), argument(call, 3, "as_dict")
        if whole is not None and not isinstance(whole, ast.Constant):
            message = f"line {call.lineno} gives its `as_dict` by a name, and so one of two kinds of results"
            raise Refused(message)
        inputs = [] if given is None else self._inputs(given)
        if self.second:
            if signature is not None or whole is not None or given is None or isinstance(given, ast.Dict):
                message = (
                    f"the call at line {call.lineno} names what TensorFlow 1's format has; `{self._newest()}` is in"
                    " TensorFlow 2's format, whose documentation tells what it takes and gives"
                )
                raise Refused(message)
            return f"{self._code(call.func)}({', '.join(inputs)})"
        from hublint_rules.rewrites.layout import quoted

        default = quoted(source, "default")
        opening = f"{self._code(call.func)}.signatures[{self._signature(signature) or default}]("
        closing = ")" if whole is not None and whole.value else f")[{default}]"
        return self._laid_out(call, opening, inputs, closing)

    def _newest(self) -> str:
        found = [handle.text for module in self.called.modules for handle in self._handles(module)]
        return next((text for text in found if text), "the module")

    def _signature(self, node: ast.expr | None) -> str | None:
        """Return the code for the name of a signature, None for the default one."""
        if node is None or _is_none(node):
            return None
        if not known_texts(self.source, node):
            message = f"line {node.lineno} takes the signature `{self.source.code(node)}`, which may be none"
            raise Refused(message)
        return self.source.code(node)

    def _laid_out(self, call: ast.Call, opening: str, inputs: list[str], closing: str) -> str:
        """Return a call on one line, or with an input on each line where that would be too long."""
        source = self.source
        line = f"{opening}{', '.join(inputs)}{closing}"
        statement = source.statement(call)
        behind = len(source.text.line(call.end_lineno or call.lineno).rstrip()) - (call.end_col_offset or 0)
        if "\n" in line or call.col_offset + len(line) + max(behind, 0) <= _WIDTH or len(inputs) < 2:
            return line
        row = source.text.line(statement.lineno)
        indent = row[: len(row) - len(row.lstrip())]
        newline = source.text.newline
        rows = "".join(f"{indent}{source.step}{value},{newline}" for value in inputs)
        return f"{opening}{newline}{rows}{indent}{closing}"

    def _inputs(self, given: ast.expr) -> list[str]:
        """Return the arguments of a signature for the `inputs` of a module."""
        source = self.source
        if isinstance(given, ast.Dict):
            names = [str(key.value) if isinstance(key, ast.Constant) else "" for key in given.keys]
            if not all(map(_is_identifier, names)):
                return [self._unpacked(given, [given])]
            values = [self._input(value) for value in given.values]
            return [f"{name}={value}" for name, value in zip(names, values, strict=True)]
        if self._makes_dict(given) and isinstance(given, ast.Call) and not given.args and not unpacks(given):
            return [f"{k.arg}={self._input(k.value)}" for k in given.keywords]
        made = origins(source, given)
        if made and all(one is not None and (isinstance(one, ast.Dict) or self._makes_dict(one)) for one in made):
            return [self._unpacked(given, [one for one in made if one is not None])]
        if any(one is not None and (isinstance(one, ast.Dict) or self._makes_dict(one)) for one in made):
            message = f"what line {given.lineno} calls the module with is a dictionary or something else"
            raise Refused(message)
        return [self._input(given)]

    def _unpacked(self, given: ast.expr, dictionaries: list[ast.expr]) -> str:
        """Return the argument that hands over a dictionary, which is left as it is."""
        for value in (value for dictionary in dictionaries for value in _values(dictionary)):
            if self._input(value) != self._code(value):
                message = (
                    f"signatures take tensors only before TensorFlow 2.19, and those of line {value.lineno} are not"
                )
                raise Refused(message)
        return f"**{self._code(given)}"

    def _makes_dict(self, node: ast.expr) -> bool:
        return (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "dict"
            and flow.is_builtin(self.source, node.func)
        )

    def _input(self, node: ast.expr) -> str:
        """Return the code for one input, which signatures take as `hub.Module` did since TensorFlow 2.19."""
        source = self.source
        code = self._code(node)
        names = _makers(source, node)
        if any((flow.short(name) or "").startswith(_SPARSE) for name in names):
            message = f"line {node.lineno} hands over a sparse tensor, which a loaded signature takes in three parts"
            raise Refused(message)
        if self.target.tensorflow >= _TAKES_ARRAYS or (names and all(_is_tensor(name) for name in names)):
            return code
        if _holds_texts(source, node):
            return f"{self._spelled('tensorflow.constant', node)}({code})"
        message = (
            f"signatures take tensors only before TensorFlow 2.19, and line {node.lineno} may give something else; hand"
            f" over `tf.constant({' '.join(source.code(node).split())}, ...)` with the type that the module takes"
        )
        raise Refused(message)


def _values(node: ast.expr) -> list[ast.expr]:
    """Return the values of a dictionary that is written out."""
    if isinstance(node, ast.Dict):
        return node.values
    return [k.value for k in node.keywords] if isinstance(node, ast.Call) else []


def _written(node: ast.expr) -> list[object]:
    """Return the elements of a set or list that is written out, nothing for what is not."""
    elements = node.elts if isinstance(node, (ast.Set, ast.List, ast.Tuple)) else []
    values = [element.value for element in elements if isinstance(element, ast.Constant)]
    return list(values) if len(values) == len(elements) else []


def _is_identifier(text: str) -> bool:
    return text.isidentifier() and not keyword.iskeyword(text)


def _makers(source: Source, node: ast.expr) -> list[str]:
    """Return the full names of the calls that can have made a value; nothing if one of them is not known."""
    found: list[str] = []
    for made in origins(source, node):
        names = source.resolve(made.func) if isinstance(made, ast.Call) else frozenset()
        if not names:
            return []
        found += names
    return found


def _is_tensor(name: str) -> bool:
    known = flow.short(name)
    return known is not None and (
        known in {"placeholder", "placeholder_with_default"}
        or operations.gives_one_tensor(name)
        or operations.gave_one_tensor(known)
        or operations.by_chance(known)
    )


def _holds_texts(source: Source, node: ast.expr) -> bool:
    """Tell whether a value is certainly a text, or a list of nothing else."""
    made = origins(source, node)
    return (
        bool(made)
        and all(
            (isinstance(one, ast.Constant) and isinstance(one.value, str))
            or isinstance(one, ast.JoinedStr)
            or (
                isinstance(one, (ast.List, ast.Tuple))
                and bool(one.elts)
                and all(_holds_texts(source, element) for element in one.elts)
            )
            for one in made
            if one is not None
        )
        and None not in made
    )


__all__ = ["MODULE", "SPECS", "Called", "evaluates", "is_trainable", "rewrite", "spec_of", "successor", "training"]
