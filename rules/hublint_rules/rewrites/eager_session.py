"""A session that only evaluates tensors, rewritten as eager code: the block goes, `sess.run(x)` becomes `x.numpy()`."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import libcst as cst

from hublint.rule import Edit, Fix, NoFix
from hublint.source.block import BlockError, substitute
from hublint_rules.rewrites import comments, flow
from hublint_rules.rewrites.flow import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hublint.rule import Source, Use


def rewrite(use: Use) -> Fix | NoFix:
    """Take away the `with` block of the session that `use` makes, if all it does is to evaluate tensors."""
    source = use.source
    try:
        statement = source.statement(use.node)
        if not flow.is_graph_block(source, statement):
            message = "the session is not opened by a `with` block that ends it"
            raise Refused(message)
        while flow.is_graph_block(source, source.parents[statement]):
            statement = source.statement(source.parents[statement])
        assert isinstance(statement, ast.With)  # noqa: S101 - is_graph_block has looked
        return _Evaluation(source, statement).fix()
    except (Refused, BlockError, cst.ParserSyntaxError) as refusal:
        return NoFix(str(refusal))


# Operations without a value; eagerly they happen where they are made.
_EFFECTS = ("write_file", "io.write_file")

# What gives one tensor, the same at each run, under TensorFlow 2's own names.
_TENSORS = frozenset(
    ["abs", "acos", "acosh", "add", "add_n", "argmax", "argmin", "argsort", "asin", "asinh", "as_string", "atan", "atan2", "atanh", "batch_to_space", "bitcast", "boolean_mask", "broadcast_to", "cast", "clip_by_norm", "clip_by_value", "complex", "concat", "constant", "convert_to_tensor", "cos", "cosh", "cumsum", "divide", "einsum", "equal", "exp", "expand_dims", "eye", "fill", "floor", "gather", "gather_nd", "greater", "greater_equal", "identity", "less", "less_equal", "linspace", "logical_and", "logical_not", "logical_or", "matmul", "maximum", "minimum", "multiply", "negative", "norm", "not_equal", "one_hot", "ones", "ones_like", "pad", "pow", "range", "rank", "realdiv", "reduce_all", "reduce_any", "reduce_max", "reduce_mean", "reduce_min", "reduce_prod", "reduce_sum", "repeat", "reshape", "reverse", "roll", "round", "scalar_mul", "searchsorted", "shape", "sigmoid", "sign", "sin", "sinh", "size", "slice", "sort", "space_to_batch", "sqrt", "square", "squeeze", "stack", "stop_gradient", "strided_slice", "subtract", "tan", "tanh", "tensordot", "tensor_scatter_nd_update", "tile", "transpose", "truediv", "where", "zeros", "zeros_like"]
)
_FAMILIES = ("bitwise.", "image.", "io.", "linalg.", "math.", "nn.", "strings.", "audio.", "signal.")
_FAMILY_TENSORS = frozenset(
    ["add", "angle", "bitwise_and", "bitwise_or", "bitwise_xor", "invert", "left_shift", "right_shift", "adjust_brightness", "adjust_contrast", "adjust_gamma", "adjust_hue", "adjust_saturation", "central_crop", "convert_image_dtype", "crop_and_resize", "crop_to_bounding_box", "decode_bmp", "decode_gif", "decode_image", "decode_jpeg", "decode_png", "draw_bounding_boxes", "encode_jpeg", "encode_png", "flip_left_right", "flip_up_down", "grayscale_to_rgb", "hsv_to_rgb", "pad_to_bounding_box", "per_image_standardization", "resize", "rgb_to_grayscale", "rgb_to_hsv", "rot90", "decode_base64", "decode_raw", "encode_base64", "read_file", "cholesky", "cross", "det", "diag", "diag_part", "inv", "matmul", "matvec", "norm", "solve", "trace", "matrix_transpose", "abs", "accumulate_n", "add_n", "ceil", "conj", "cos", "count_nonzero", "cumprod", "cumsum", "digamma", "divide", "divide_no_nan", "erf", "erfc", "exp", "expm1", "floor", "floordiv", "floormod", "imag", "is_finite", "is_inf", "is_nan", "l2_normalize", "lgamma", "log", "log1p", "log_sigmoid", "logical_and", "logical_not", "logical_or", "maximum", "minimum", "mod", "multiply", "multiply_no_nan", "negative", "pow", "real", "reciprocal", "reduce_all", "reduce_any", "reduce_logsumexp", "reduce_max", "reduce_mean", "reduce_min", "reduce_prod", "reduce_std", "reduce_sum", "reduce_variance", "rsqrt", "sigmoid", "sign", "sin", "softplus", "softsign", "sqrt", "square", "squared_difference", "subtract", "tan", "tanh", "truediv", "xdivy", "xlogy", "avg_pool", "bias_add", "conv1d", "conv2d", "depthwise_conv2d", "elu", "gelu", "l2_loss", "leaky_relu", "log_softmax", "max_pool", "relu", "relu6", "selu", "sigmoid_cross_entropy_with_logits", "softmax", "softmax_cross_entropy_with_logits", "sparse_softmax_cross_entropy_with_logits", "swish", "in_top_k", "embedding_lookup", "as_string", "format", "join", "length", "lower", "upper", "reduce_join", "regex_full_match", "regex_replace", "strip", "substr", "to_number", "to_hash_bucket", "to_hash_bucket_fast", "unicode_encode", "decode_wav", "encode_wav"]
)

# What a tensor of a graph has and an eager one has not.
_OF_GRAPH = frozenset({"consumers", "eval", "graph", "name", "op"})

# Methods of lists, strings, dicts, files and NumPy arrays.
_PLAIN_METHODS = frozenset(
    {
        "append",
        "as_list",
        "astype",
        "extend",
        "flatten",
        "format",
        "items",
        "join",
        "keys",
        "reshape",
        "tolist",
        "values",
    }
    | {"write"}
)


class _Evaluation:
    def __init__(self, source: Source, block: ast.With) -> None:
        self.source = source
        self.statement = block
        self.flat = [item.statement for item in flow.flatten(source, [block])]
        self.blocks = [n for n in ast.walk(block) if isinstance(n, ast.With) and flow.is_graph_block(source, n)]
        names = (item.optional_vars for inner in self.blocks for item in inner.items)
        self.tensors: set[str] = set()
        self.entered = {name.id for name in names if isinstance(name, ast.Name)}
        flow.refuse_switches(source)

    def fix(self) -> Fix:
        source = self.source
        self._refuse_outside_uses()
        runs: dict[ast.Call, str] = {}
        for statement in self.flat:
            runs.update((call, self._evaluated(call)) for call in self._runs(statement))
        if not runs:
            message = "nothing is run in the session's block, so what it is for is not to be seen"
            raise Refused(message)
        self._refuse_graph_attributes()
        inside = {node for call in runs for node in ast.walk(call)}
        for statement in self.flat:
            self._check(statement, inside)
        block = source.block([self.statement])
        above: dict[ast.stmt, list[cst.EmptyLine]] = {}
        under: dict[ast.stmt, list[cst.EmptyLine]] = {}
        # Inner blocks last: a comment of the outer one stands above theirs.
        for inner in reversed(self.blocks):
            opened = flow.flatten(source, [inner])
            node = block.node(inner)
            assert isinstance(node, cst.With)  # noqa: S101 - is_graph_block has looked
            first, last = comments.round_suite(node)
            above[opened[0].statement] = [*first, *above.get(opened[0].statement, ())]
            under[opened[-1].statement] = [*under.get(opened[-1].statement, ()), *last]
        out: list[cst.BaseStatement] = []
        # A comment above the outermost block stands above what is left of it anyway.
        waiting: list[cst.EmptyLine] = []
        for statement in self.flat:
            node = block.node(statement)
            if not isinstance(node, cst.BaseStatement) or (
                isinstance(node, cst.SimpleStatementLine) and len(node.body) > 1
            ):
                message = f"line {statement.lineno} holds several statements"
                raise Refused(message)
            waiting += above.get(statement, ())
            if self._done_already(statement, runs):
                waiting += [*comments.inside(node), *under.get(statement, ())]
                continue
            own = set(ast.walk(statement))
            swaps = {block.node(c): cst.parse_expression(code) for c, code in runs.items() if c in own}
            kept = {line.comment.value for line in comments.inside(substitute(node, swaps)) if line.comment}
            lost = [line for line in comments.inside(node) if line.comment and line.comment.value not in kept]
            node = substitute(node, swaps)
            lines = list(node.leading_lines)  # type: ignore[attr-defined]
            while not out and lines and lines[0].comment is None:
                lines.pop(0)
            out.append(node.with_changes(leading_lines=[*waiting, *lines, *lost]))  # type: ignore[arg-type]
            waiting = under.get(statement, [])
        if not out:
            message = "the block has nothing but runs"
            raise Refused(message)
        end, last = comments.below(block)
        code = block.render([*out, *waiting, *last])
        return Fix("unsafe", "Evaluate eagerly, without a session", (Edit(block.start, end, code),))

    def _done_already(self, statement: ast.stmt, runs: dict[ast.Call, str]) -> bool:
        """Tell whether a statement only runs an operation for its effect, which eager code has had where it was made."""
        if (
            not isinstance(statement, ast.Expr)
            or not isinstance(statement.value, ast.Call)
            or statement.value not in runs
        ):
            return False
        fetched = statement.value.args[0]
        return isinstance(fetched, ast.Name) and self._is_effect(fetched)

    def _is_effect(self, node: ast.expr) -> bool:
        """Tell whether an expression is an operation without a value, such as `tf.io.write_file`; eagerly it is None."""
        if isinstance(node, ast.Call):
            return flow.is_call_of(self.source, node, *_EFFECTS)
        if isinstance(node, ast.Name):
            bindings = self.source.scope(node).visible(node.id, node)
            return any(
                b.kind == "assign" and isinstance(b.value, ast.expr) and self._is_effect(b.value) for b in bindings
            )
        return False

    def _done_at_once(self, name: ast.expr) -> bool:
        """Tell whether an operation is run once, and nothing but operations are made between making and running it."""
        assert isinstance(name, ast.Name)  # noqa: S101 - the caller has looked
        ran = self.flat.index(self.source.statement(name))
        if sum(n.id == name.id for s in self.flat for n in ast.walk(s) if isinstance(n, ast.Name)) != 2:
            return False
        for statement in reversed(self.flat[:ran]):
            value = flow.assigned(statement)
            if value is None or not (self._is_effect(value) or self._is_tensor(value, 12)):
                return False
            if name.id in flow.writes(statement):
                return True
        return False

    def _runs(self, statement: ast.stmt) -> Iterator[ast.Call]:
        for call in ast.walk(statement):
            if isinstance(call, ast.Call) and flow.is_call_of(self.source, call, "Session().run"):
                function = call.func
                if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
                    if function.value.id in self.entered:
                        yield call

    def _evaluated(self, call: ast.Call) -> str:
        """Return the eager code for a call of `run`."""
        if len(call.args) != 1 or call.keywords:
            message = f"line {call.lineno} feeds a placeholder or asks for more than values"
            raise Refused(message)
        fetched = call.args[0]
        elements = fetched.elts if isinstance(fetched, (ast.List, ast.Tuple)) else [fetched]
        values = [self._value(element) for element in elements]
        if isinstance(fetched, ast.List):
            return f"[{', '.join(values)}]"
        if isinstance(fetched, ast.Tuple):
            return f"({', '.join(values)}{',' if len(values) == 1 else ''})"
        return values[0]

    def _value(self, node: ast.expr) -> str:
        statement = self.source.statement(node)
        alone = isinstance(statement, ast.Expr) and statement in self.flat and isinstance(node, ast.Name)
        effect = alone and self._is_effect(node) and self._done_at_once(node)
        if not (effect or self._is_tensor(node, 12)) or not self._steady(node, set()):
            message = f"line {node.lineno} runs something that is not certainly a tensor without variables"
            raise Refused(message)
        code = self.source.code(node)
        simple = isinstance(node, (ast.Name, ast.Call, ast.Subscript, ast.Attribute))
        return f"{code}.numpy()" if simple else f"({code}).numpy()"

    def _is_tensor(self, node: ast.expr, depth: int) -> bool:
        """Tell whether an expression is made by TensorFlow's own operations, without variables, state or chance."""
        if depth == 0:
            return False
        if isinstance(node, ast.BinOp):
            return self._is_tensor(node.left, depth - 1) or self._is_tensor(node.right, depth - 1)
        if isinstance(node, ast.UnaryOp):
            return self._is_tensor(node.operand, depth - 1)
        if isinstance(node, ast.Subscript):
            return self._is_tensor(node.value, depth - 1)
        if isinstance(node, ast.Call):
            names = self.source.resolve(node.func)
            return bool(names) and all(_is_tensor_maker(name) for name in names)
        if isinstance(node, ast.Name):
            self.tensors.add(node.id)
            scope = self.source.scope(node)
            bindings = scope.visible(node.id, node)
            return bool(bindings) and all(
                binding.kind == "assign"
                and isinstance(binding.value, ast.expr)
                and not self._in_another_graph(binding.node)
                and self._is_tensor(binding.value, depth - 1)
                for binding in bindings
            )
        return False

    def _steady(self, node: ast.AST, seen: set[ast.AST]) -> bool:
        """Tell whether no variable, placeholder or chance is seen to go into an expression: each run gives the same."""
        for part in ast.walk(node):
            if part in seen:
                continue
            seen.add(part)
            if isinstance(part, ast.Call):
                names = [flow.short(name) for name in self.source.resolve(part.func)]
                # What another run has given is no tensor any more.
                makers = [name for name in names if name not in {None, "Session().run", *_EFFECTS}]
                if not all(_is_tensor_maker(name) for name in makers if name is not None):
                    return False
                if isinstance(part.func, ast.Name):
                    definitions = self.source.definitions(part.func)
                    if not all(self._steady(definition, seen) for definition in definitions):
                        return False
            elif isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load):
                for binding in self.source.scope(part).visible(part.id, part):
                    value: ast.AST | None = binding.value if binding.kind == "assign" else None
                    if binding.kind in {"other", "unpack", "with"} and isinstance(binding.node, ast.expr):
                        statement = self.source.statement(binding.node)
                        value = statement.iter if isinstance(statement, ast.For) else getattr(statement, "value", None)
                    if isinstance(value, ast.expr) and not self._steady(value, seen):
                        return False
        return True

    def _in_another_graph(self, node: ast.AST) -> bool:
        return any(
            isinstance(parent, ast.With) and parent not in self.blocks and flow.is_graph_block(self.source, parent)
            for parent in self.source.ancestors(node)
        )

    def _check(self, statement: ast.stmt, inside: set[ast.AST]) -> None:
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and node.id in self.entered and node not in inside:
                message = f"line {node.lineno} uses `{node.id}` for more than running tensors"
                raise Refused(message)
            if isinstance(node, ast.Call) and node not in inside:
                self._check_call(node)

    def _check_call(self, call: ast.Call) -> None:
        """Refuse a call that may need the session, which is the default one inside its block."""
        function = call.func
        names = self.source.resolve(function)
        if names:
            harmless = all(
                flow.is_operation(name) or flow.is_plain(name) or flow.beside_graph(flow.short(name) or "")
                for name in names
            )
        elif isinstance(function, ast.Name):
            definitions = list(self.source.definitions(function))
            harmless = flow.is_builtin(self.source, function) or (
                bool(definitions) and not flow.stateful(self.source, definitions, set())
            )
        else:
            harmless = isinstance(function, ast.Attribute) and (
                function.attr in _PLAIN_METHODS or function.attr.startswith("assert")
            )
        if not harmless:
            message = f"line {call.lineno} calls `{self.source.code(function)}`, which may need the session"
            raise Refused(message)

    def _refuse_graph_attributes(self) -> None:
        for _, attribute in self.source.index.attributes:
            value = attribute.value
            if attribute.attr in _OF_GRAPH and isinstance(value, ast.Name) and value.id in self.tensors:
                message = f"line {attribute.lineno} reads `{self.source.code(attribute)}`, which an eager tensor does not have"
                raise Refused(message)

    def _refuse_outside_uses(self) -> None:
        for name in flow.outside_uses(self.source, [self.statement], self.entered):
            message = f"line {name.lineno} uses `{name.id}` outside its block"
            raise Refused(message)


def _is_tensor_maker(name: str) -> bool:
    """Tell whether a full name is one of an operation that gives exactly one tensor, without state or chance."""
    known = flow.short(name) or name
    return known in _TENSORS or (known.startswith(_FAMILIES) and known.partition(".")[2] in _FAMILY_TENSORS)
