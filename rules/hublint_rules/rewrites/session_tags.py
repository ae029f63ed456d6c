"""The tags of summaries: TensorFlow 1 makes them of the names that it gives to the parts of a graph, and numbers these.

Measured on TensorFlow 1.15: a tag is the scope in which the summary stands and its name, cleaned, and where the graph
has that name already, in whatever case, a number: beside `loss = tf.reduce_mean(x, name="loss")` the summary `loss` is
`loss_1`. TensorFlow 2 takes the name as it is written, so that the whole tag is written out.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from hublint.source.use import argument, unpacks
from hublint_rules.rewrites import flow, operations, session_updates
from hublint_rules.rewrites.flow import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hublint.rule import Source

_SUMMARIES = ("summary.scalar", "summary.histogram", "summary.text", "summary.image", "summary.audio")

# Summaries that are put together of plain values take no names.
_PROTOS = ("Summary", "summary.Summary")

# What takes the name that it is given exactly once, besides operations that give one tensor.
_NAMED = frozenset({"Variable", "get_variable", "placeholder", "placeholder_with_default"})
_STEPS = (".apply_gradients", ".minimize")

# Operations that are given a name and may make nothing, so that nothing has it.
_PASSING = frozenset({"cast", "convert_to_tensor", "to_double", "to_float", "to_int32", "to_int64"})

# What operations are called that are given no name, where that is not the name of the function: measured on 1.15.
_OWN = {
    "divide": "truediv",
    "gather": "gatherv2",
    "is_finite": "isfinite",
    "mod": "floormod",
    "multiply": "mul",
    "negative": "neg",
    "reduce_all": "all",
    "reduce_any": "any",
    "reduce_max": "max",
    "reduce_mean": "mean",
    "reduce_min": "min",
    "reduce_prod": "prod",
    "reduce_sum": "sum",
    "repeat": "reshape",
    "reverse": "reversev2",
    "sigmoid_cross_entropy": "sigmoid_cross_entropy_loss",
    "softmax_cross_entropy": "softmax_cross_entropy_loss",
    "softmax_cross_entropy_with_logits": "softmax_cross_entropy_with_logits_sg",
    "softmax_cross_entropy_with_logits_v2": "softmax_cross_entropy_with_logits",
    "sparse_softmax_cross_entropy": "sparse_softmax_cross_entropy_loss",
    "stack": "stack",
    "subtract": "sub",
    "top_k": "topkv2",
    "weighted_cross_entropy_with_logits": "logistic_loss",
    "batch_normalization": "batchnorm",
    "swish": "sigmoid",
}
# Those of them that make one operation each time, so that the number is known.
_ONCE = frozenset({"reduce_max", "reduce_mean", "reduce_min", "reduce_sum"})

# What graphs have without a call that says so: operators, values that become constants, steps, initial values.
_ANYWHERE = frozenset({
    "abs", "add", "assign", "const", "div", "equal", "floordiv", "floormod", "gradients", "greater", "greaterequal",
    "groupdeps", "init", "less", "lessequal", "logicaland", "logicalnot", "logicalor", "matmul", "merge", "mod",
    "mul", "neg", "notequal", "pack", "packed", "pow", "range", "rank", "realdiv", "save", "shape", "stack",
    "stridedslice", "sub", "truediv", "variable",
})  # fmt: skip


class Tags:
    """The names that the statements of a graph take, in order, and the tags of the summaries among them.

    Attributes:
        known: the tag of each summary whose tag is certain.
    """

    def __init__(self, source: Source, statements: Iterable[ast.stmt]) -> None:
        """Read the statements."""
        self.source = source
        self.known: dict[ast.Call, str] = {}
        self._taken: dict[str, int] = {}
        self._perhaps: set[str] = set(_ANYWHERE)
        self._patterns: list[re.Pattern[str]] = []
        self._scopes: dict[ast.With, str | None] = {}
        for statement in statements:
            self._read(statement, self._scope(statement))

    def of(self, call: ast.Call) -> str:
        """Return the tag of a summary.

        Raises:
            Refused: if it is not certain.
        """
        if call not in self.known:
            message = (
                f"whether the tag of line {call.lineno} has a number is not certain, for other parts of the graph may "
                "have its name; give the summary another one"
            )
            raise Refused(message)
        return self.known[call]

    def _scope(self, statement: ast.stmt) -> str | None:
        """Return what stands before the names of a statement, None if that is not certain; it enters new blocks."""
        from hublint_rules.rewrites.session_contents import name_block

        scope: str | None = ""
        for block in reversed(list(self.source.ancestors(statement))):
            if not isinstance(block, ast.With) or name_block(self.source, block) is None:
                continue
            if session_updates.is_block(self.source, block):
                continue  # what is built after the updates is named as without them
            if block not in self._scopes:
                name = block.items[0].context_expr.args[0].value  # type: ignore[attr-defined]
                self._scopes[block] = self._numbered(scope, name)
            scope = self._scopes[block]
        return scope

    def _numbered(self, scope: str | None, name: str) -> str | None:
        """Take a name, and return it as the graph has it, None if its number is not certain."""
        if scope is None:
            return None
        leaf = name.rpartition("/")[2]
        doubtful = _plain(leaf) in self._perhaps or any(pattern.fullmatch(leaf) for pattern in self._patterns)
        full = f"{scope}/{name}" if scope else name
        key = full.lower()
        number = self._taken.get(key, 0)
        self._taken[key] = number + 1
        if number:
            base = key
            while key in self._taken:
                key = f"{base}_{number}"
                number += 1
            self._taken[key] = 1
            full = f"{full}_{number - 1}"
        return None if doubtful else full

    def _read(self, statement: ast.stmt, scope: str | None) -> None:
        simple = isinstance(statement, (ast.AnnAssign, ast.Assign, ast.Expr))
        for node, certain in _evaluated(statement, certain=simple):
            if not isinstance(node, ast.Call):
                continue
            names = self.source.resolve(node.func)
            known = {flow.short(name) for name in names}
            if len(known) == 1 and None not in known:
                self._call(node, known.pop() or "", scope, certain=certain)
            elif isinstance(node.func, ast.Name):
                for definition in self.source.definitions(node.func):
                    self._read_within(definition, set())
            for text in _strings(node):
                if not names:
                    self._perhaps.add(_plain(text))

    def _read_within(self, definition: ast.AST, seen: set[ast.AST]) -> None:
        """Read a function that the graph is built with, whose names stand in scopes that are not followed."""
        if definition in seen:
            return
        seen.add(definition)
        for call in self.source.below(definition, ast.Call):
            known = {flow.short(name) for name in self.source.resolve(call.func)}
            if len(known) == 1 and None not in known:
                self._call(call, known.pop() or "", None, certain=False)
            elif isinstance(call.func, ast.Name):
                for inner in self.source.definitions(call.func):
                    self._read_within(inner, seen)

    def _call(self, call: ast.Call, known: str, scope: str | None, *, certain: bool) -> None:
        """Take the names that a call of TensorFlow's gives."""
        leaf = known.rpartition(".")[2]
        if known.startswith(_PROTOS):
            return
        given = argument(call, 0, "name") if known in (*_SUMMARIES, "get_variable") else _named(call)
        if isinstance(given, ast.Constant) and isinstance(given.value, str):
            name = cleaned(given.value) if known in _SUMMARIES else given.value
            if not (certain and _takes_once(known)) or (known == "get_variable" and scope != ""):
                self._perhaps.add(_plain(name.rpartition("/")[2]))
                return
            numbered = self._numbered(scope, name)
            if known in _SUMMARIES and numbered is not None:
                self.known[call] = numbered
            return
        if given is not None and not (isinstance(given, ast.Constant) and given.value is None):
            self._patterns.append(re.compile(self._pattern(given), re.IGNORECASE | re.DOTALL))
            return
        if certain and leaf in _ONCE:
            self._numbered(scope, _OWN[leaf].capitalize())
            return
        self._perhaps |= {_plain(leaf.removesuffix("()").removesuffix("Optimizer")), _plain(_OWN.get(leaf, leaf))}
        self._perhaps |= {_plain(text.rpartition("/")[2]) for text in _strings(call)}

    def _pattern(self, node: ast.expr) -> str:
        """Return a pattern of the names that an expression may give."""
        if isinstance(node, ast.Constant):
            return re.escape(str(node.value))
        if isinstance(node, ast.JoinedStr):
            return "".join(self._pattern(v) if isinstance(v, ast.Constant) else ".*" for v in node.values)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            return self._part(node.left) + self._part(node.right)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod) and isinstance(node.left, ast.Constant):
            return re.sub(r"%[^a-z%]*[a-z]", ".*", re.escape(str(node.left.value)))
        if isinstance(node, ast.Name):
            given = self._given(node)
            if given is not None:
                return "|".join(map(re.escape, given))
            # Whatever it is there, it is one of the texts of the file, and not the name of a summary itself.
            tags = {argument(call, 0, "name") for call in flow.calls_of(self.source, *_SUMMARIES)}
            constants = (n for n in ast.walk(self.source.tree) if isinstance(n, ast.Constant) and n not in tags)
            texts = sorted({n.value for n in constants if isinstance(n.value, str)})
            return "|".join(map(re.escape, texts))
        return ".*"

    def _given(self, node: ast.Name) -> list[str] | None:
        """Return the texts that a parameter of a function gets in its calls, None if they are not all written out."""
        function = self.source.scope(node).node
        if not isinstance(function, ast.FunctionDef) or len(self.source.scope(node).bindings.get(node.id, ())) > 1:
            return None
        names = [one.arg for one in function.args.args]
        if node.id not in names:
            return None
        at = names.index(node.id)
        found: list[str] = []
        for load in (load for _, load in self.source.index.loads if load.id == function.name):
            call = self.source.parents[load]
            if not isinstance(call, ast.Call) or call.func is not load or unpacks(call):
                return None
            defaults = dict(zip(reversed(names), reversed(function.args.defaults), strict=False))
            value = argument(call, at, node.id) or defaults.get(node.id)
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                found.append(value.value)
            elif not (isinstance(value, ast.Constant) and value.value is None):
                return None
        return found

    def _part(self, node: ast.expr) -> str:
        return ".*" if isinstance(node, ast.Name) else self._pattern(node)


def _takes_once(known: str) -> bool:
    """Tell whether a function of TensorFlow's takes the name that it is given exactly once."""
    return (
        known in {*_SUMMARIES, *_NAMED}
        or known.endswith(_STEPS)
        or (
            known.rpartition(".")[2] not in _PASSING
            and (operations.gives_one_tensor(known) or operations.gave_one_tensor(known) or operations.by_chance(known))
        )
    )


def cleaned(name: str) -> str:
    """Return the name of a summary as TensorFlow 1 cleans it."""
    return re.sub(r"[^-/\w.]", "_", name).lstrip("/")


def _named(call: ast.Call) -> ast.expr | None:
    return next((k.value for k in call.keywords if k.arg in {"name", "scope"}), None)


def _plain(word: str) -> str:
    """Return a word without case, underscores and number: how names are compared that are not certain."""
    return re.sub(r"_\d+$", "", word.lower()).replace("_", "")


def _strings(call: ast.Call) -> Iterator[str]:
    for node in (*call.args, *(k.value for k in call.keywords)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _evaluated(node: ast.AST, *, certain: bool) -> Iterator[tuple[ast.AST, bool]]:
    """Yield the nodes of some code, each behind those in it, and whether it is evaluated exactly once."""
    once = certain and not isinstance(
        node, (ast.Lambda, ast.IfExp, ast.BoolOp, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
    )
    for child in ast.iter_child_nodes(node):
        yield from _evaluated(child, certain=once)
    yield node, certain
