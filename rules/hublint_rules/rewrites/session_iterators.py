"""The datasets of a TensorFlow 1 program, the iterators over them, and the batches that the graph takes from these.

A dataset is the same in both versions and stays. What an iterator gives is an input of the graph like a placeholder,
but for one thing: nobody feeds it, each run that needs it takes the next batch.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from hublint.source.use import argument, unpacks
from hublint_rules.rewrites import flow, session_inputs
from hublint_rules.rewrites.flow import Refused
from hublint_rules.rewrites.session_contents import Made, Placeholder
from hublint_rules.rewrites.session_statements import Statements

if TYPE_CHECKING:
    from collections.abc import Iterator as Iterating

    from hublint.rule import Source
    from hublint_rules.rewrites.session_inputs import InputFunction

_MAKERS = {"make_one_shot_iterator": False, "make_initializable_iterator": True}
"""What makes an iterator over a dataset, and whether a run has to start it."""

# What TensorFlow 2 has no longer as attributes of a dataset.
_TYPES = frozenset({"output_types", "output_shapes", "output_classes"})

# Operations that call Python, which a dataset may do in both versions.
_CALLING_PYTHON = frozenset({"py_func", "py_function", "numpy_function"})


class Iterated(NamedTuple):
    """An iterator: its name, which may be empty, where it is made, over which dataset, and whether a run starts it."""

    name: str
    at: int
    dataset: ast.expr | None
    started: bool


class Draw(NamedTuple):
    """An operation that takes the next batch of an iterator, and the names for the parts of the batch."""

    at: int
    iterator: Iterated
    target: ast.expr
    names: list[str]


class Start(NamedTuple):
    """An operation that starts an iterator, over a dataset."""

    iterator: Iterated
    dataset: ast.expr


class Iterators(Statements):
    """Statements, and the iterators that they make.

    Attributes:
        iterators: the iterators, by the position of the statement that makes them.
        draws: what takes batches, by its position.
        starts: the operations that start an iterator and have a name, by the position of the statement.
        pipelines: the positions of statements that make a dataset of what is fed where an iterator is started.
        inputs: the functions of the file that take batches, by the calls of them.
    """

    iterators: dict[int, Iterated]
    draws: dict[int, Draw]
    starts: dict[int, Start]
    pipelines: set[int]
    inputs: dict[ast.Call, InputFunction]

    def _read(self) -> None:
        self.iterators, self.draws, self.starts, self.pipelines = {}, {}, {}, set()
        self.inputs = {}
        super()._read()
        for at, item in enumerate(self.flat):
            self._check_types(item.statement, self.behind(at))

    def _provided(self, at: int, statement: ast.stmt) -> str | None:
        """Give a statement its role if it makes a dataset or an iterator, or takes what an iterator gives."""
        if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
            target, value = statement.targets[0], statement.value
            name = target.id if isinstance(target, ast.Name) else None
            drawn = self._drawn_from(at, value)
            if drawn is not None:
                return self._draw(at, target, drawn)
            made = self._iterated(at, name or "", value)
            if made is not None:
                self.iterators[at] = made
                return self._make(at, name, "iterator", "iterator")
            start = self._start(value)
            if start is not None:
                self.starts[at] = start
                return self._make(at, name, "start", "dropped")
        taking = next((call for call in self.source.below(statement, ast.Call) if self._drawn_from(at, call)), None)
        if taking is not None:
            message = f"line {taking.lineno} takes a batch within other code; take it in a statement `name = ...`"
            raise Refused(message)
        if not isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            self._refuse_iterator_elsewhere(statement)
        if not self._is_about_datasets(statement):
            return None
        if self._check_dataset(statement):
            return self._fed_dataset(at, statement)
        self.env.update(dict.fromkeys(flow.writes(statement), Made("dataset", at)))
        return "kept"

    def _refuse_iterator_elsewhere(self, statement: ast.stmt) -> None:
        """Refuse to compute with what a function of the file takes from an iterator of its own, once for all runs."""
        own = set(ast.walk(statement))
        for node in self._reached(statement):
            if node not in own and self._iterates(node):
                message = (
                    f"line {statement.lineno} calls a function that makes or uses an iterator at line {node.lineno}; "  # type: ignore[attr-defined]
                    "let it return the dataset"
                )
                raise Refused(message)

    # Iterators

    def _iterated(self, at: int, name: str, node: ast.expr) -> Iterated | None:
        """Return the iterator that an expression makes, None if it makes none."""
        if not isinstance(node, ast.Call):
            return None
        if flow.is_call_of(self.source, node, "data.Iterator.from_structure"):
            return Iterated(name, at, None, started=True)
        for maker, started in _MAKERS.items():
            dataset, extra = None, False
            if flow.is_call_of(self.source, node, f"data.{maker}"):
                dataset = argument(node, 0, "dataset")
                extra = len(node.args) > 1 or any(keyword.arg != "dataset" for keyword in node.keywords)
            elif isinstance(node.func, ast.Attribute) and node.func.attr == maker:
                dataset, extra = node.func.value, bool(node.args or node.keywords)
            if dataset is None:
                continue
            if extra or unpacks(node):
                message = f"line {node.lineno} makes an iterator that other sessions may share"
                raise Refused(message)
            if self._check_dataset(dataset) and not (started and isinstance(dataset, ast.Name)):
                message = f"line {node.lineno} makes an iterator of what is fed; name the dataset in front of it"
                raise Refused(message)
            return Iterated(name, at, dataset, started)
        return None

    def _named_iterator(self, node: ast.expr) -> Iterated | None:
        if isinstance(node, ast.Name) and self._kind(node) == "iterator":
            return self.iterators[self.env[node.id].at]
        return None

    def _drawn_from(self, at: int, node: ast.expr) -> Iterated | None:
        """Return the iterator that an expression takes a batch from, None if it takes none."""
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            return self._given_by(at, node, node.func)
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or node.func.attr != "get_next":
            return None
        found = self._named_iterator(node.func.value) or self._iterated(at, "", node.func.value)
        if found is not None and found.started and not found.name:
            message = f"nothing starts the iterator at line {node.lineno}, which has no name"
            raise Refused(message)
        return found

    def _given_by(self, at: int, call: ast.Call, name: ast.Name) -> Iterated | None:
        """Return the iterator over what a function of the file gives instead of a batch, None for other calls."""
        function = session_inputs.read(self.source, name)
        if function is None:
            return None
        callers = session_inputs.calls(self.source, function)
        if callers is None or not {item.statement for item in self.flat}.issuperset(callers):
            return None
        self.inputs[call] = function
        if self._check_dataset(call):
            message = f"line {call.lineno} makes an iterator of what is fed; name the dataset in front of it"
            raise Refused(message)
        return Iterated("", at, call, started=False)

    def _draw(self, at: int, target: ast.expr, iterator: Iterated) -> str:
        names = list(_names(target))
        if any(not isinstance(n, (ast.Name, ast.Tuple, ast.List, ast.expr_context)) for n in ast.walk(target)):
            message = f"line {target.lineno} takes a batch into something else than names"
            raise Refused(message)
        if not iterator.name:
            self.iterators[at] = iterator
        self.draws[at] = Draw(at, iterator, target, names)
        for name in names:
            if name in self.placeholders and self.placeholders[name].at != at:
                message = f"`{name}` stands for the batches of two iterators, or for a placeholder, too"
                raise Refused(message)
            self.placeholders[name] = Placeholder(name, at, "", "", None)
            self.env[name] = Made("placeholder", at)
        return "draw"

    def _start(self, node: ast.expr) -> Start | None:
        """Return what an expression starts if it is the operation that starts an iterator."""
        if isinstance(node, ast.Name) and self._kind(node) == "start":
            return self.starts[self.env[node.id].at]
        if isinstance(node, ast.Attribute) and node.attr == "initializer":
            iterator = self._named_iterator(node.value)
            return Start(iterator, iterator.dataset) if iterator is not None and iterator.dataset is not None else None
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "make_initializer":
            iterator = self._named_iterator(node.func.value)
            dataset = argument(node, 0, "dataset")
            return Start(iterator, dataset) if iterator is not None and dataset is not None else None
        return None

    def _is_run(self, call: ast.Call, env: dict[str, Made] | None) -> bool:
        if super()._is_run(call, env):
            return True
        if not isinstance(call.func, ast.Attribute) or call.func.attr != "run":
            return False
        return self.start(call.func.value, self.env if env is None else env) is not None

    def start(self, node: ast.expr, env: dict[str, Made]) -> Start | None:
        """Return what an expression starts somewhere, None if it starts no iterator."""
        outer, self.env = self.env, env
        try:
            return self._start(node)
        finally:
            self.env = outer

    def drawn(self, name: str) -> Draw | None:
        """Return what takes the batches that a name stands for, None for other inputs."""
        known = self.placeholders.get(name)
        return self.draws.get(known.at) if known is not None else None

    def order(self, name: str) -> tuple[int, int]:
        """Return what inputs are sorted by: where they are made, and their place there."""
        draw = self.drawn(name)
        return self.placeholders[name].at, draw.names.index(name) if draw is not None else 0

    # Datasets

    def _is_about_datasets(self, statement: ast.stmt) -> bool:
        """Tell whether a statement makes datasets, or changes the pipeline of one."""
        if b"get_next" not in self.source.text.utf8:
            return False
        for node in self._reached(statement):
            if isinstance(node, ast.Call) and any(_is_of_dataset(name) for name in self.source.resolve(node.func)):
                return not any(self._iterates(other) for other in self._reached(statement))
        made = statement.value if isinstance(statement, ast.Assign) else None
        return made is not None and self._is_dataset(made)

    def _iterates(self, node: ast.AST) -> bool:
        return (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in {*_MAKERS, "from_structure", "from_string_handle", "get_next", "make_initializer"}
        )

    def _is_dataset(self, node: ast.expr) -> bool:
        """Tell whether an expression begins with a dataset that is known."""
        while isinstance(node, (ast.Attribute, ast.Call, ast.Subscript)):
            node = node.func if isinstance(node, ast.Call) else node.value
        return isinstance(node, ast.Name) and (self._kind(node) == "dataset" or self._is_fed(node.id, self.env))

    def _is_fed(self, name: str, env: dict[str, Made]) -> bool:
        """Tell whether a name stands for a dataset of what is fed."""
        made = env.get(name)
        return made is not None and made.kind == "graph" and made.at in self.pipelines

    def _check_dataset(self, node: ast.AST) -> bool:
        """Tell whether a dataset is made of what is fed; refuse one that is not the same without a graph."""
        content = self._content(node)
        changing = {name for kind in ("variable", "variables") for name in content.names.get(kind, ())}
        changing |= {name for name in content.names.get("graph", ()) if not self._is_fed(name, self.env)}
        changing |= {name for name in content.names.get("placeholder", ()) if self.drawn(name) is not None}
        if changing:
            line = getattr(node, "lineno", 0)
            message = f"line {line} makes a dataset of `{min(changing)}`, which each run computes anew"
            raise Refused(message)
        gone = {call for function in self.inputs.values() for call in function.gone}
        for call in (call for call in content.calls.get("unknown", ()) if call not in gone):
            for name in self.source.resolve(call.func):
                known = flow.short(name) or ""
                if not (_is_of_dataset(name) or flow.is_operation(name) or known in _CALLING_PYTHON):
                    self._refuse_unknown(call)
        return bool({"placeholder", "graph"} & content.names.keys())

    def _fed_dataset(self, at: int, statement: ast.stmt) -> str:
        """Give a statement its role that makes a dataset of what is fed: a function makes it for each start."""
        if not isinstance(statement, ast.Assign) or flow.assigned(statement) is None:
            message = f"line {statement.lineno} makes a dataset of what is fed in a way that is not followed"
            raise Refused(message)
        flow.refuse_in_function(self.source, statement)
        self._note(at, statement)
        self.pipelines.add(at)
        return self._make(at, next(iter(flow.writes(statement))), "graph", "graph")

    def _check_types(self, statement: ast.stmt, env: dict[str, Made]) -> None:
        """Refuse what reads the types of a dataset from attributes that are gone, but for making an iterator."""
        skipped: set[ast.AST] = set()
        for node in ast.walk(statement):
            if node in skipped:
                continue
            if flow.is_call_of(self.source, node, "data.Iterator.from_structure"):
                skipped |= set(ast.walk(node))
            elif isinstance(node, ast.Attribute) and node.attr in _TYPES:
                owner = node.value
                if isinstance(owner, ast.Name) and self._kind(owner, env) == "dataset":
                    code = self.source.code(node)
                    message = f"line {node.lineno} reads `{code}`, which is `element_spec` in TensorFlow 2"
                    raise Refused(message)


def _is_of_dataset(name: str) -> bool:
    """Tell whether a full name is that of something which makes a dataset, or of a method of one."""
    known = flow.short(name) or ""
    last = known.rpartition(".")[2]
    return known.startswith("data.") and not known.startswith("data.Iterator") and last not in {*_MAKERS, "get_next"}


def _names(target: ast.expr) -> Iterating[str]:
    """Yield the names of a target in order, those of tuples in it included."""
    if isinstance(target, ast.Name):
        yield target.id
    elif isinstance(target, (ast.Tuple, ast.List)):
        for element in target.elts:
            yield from _names(element)


def ends_of_data(source: Source, handler: ast.ExceptHandler) -> bool:
    """Tell whether an `except` catches nothing but the end of the data."""
    kind = handler.type
    return kind is not None and bool(found := source.resolve(kind)) and all(map(_is_end, found))


def _is_end(name: str) -> bool:
    return (flow.short(name) or "") in {"errors.OutOfRangeError", "python.framework.errors.OutOfRangeError"}
