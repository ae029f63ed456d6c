"""The calls that make variables in TensorFlow 2, in the place of those of a graph."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from hublint.source.use import argument
from hublint_rules.rewrites import flow
from hublint_rules.rewrites.layout import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hublint.rule import Source

_STEPS = ("train.get_or_create_global_step", "train.create_global_step")


def made_variable(
    source: Source,
    tf: str,
    call: ast.Call,
    scopes: Sequence[str | ast.expr] = (),
    code: Callable[[ast.expr], str] | None = None,
) -> list[str] | None:
    """Return the arguments of a `tf.Variable` that needs no graph to keep it in, None where the old call does it.

    Args:
        source: the file.
        tf: what TensorFlow is called.
        call: the call in a graph.
        scopes: what the names of the scopes round it are, which come before its own.
        code: gives the text of an argument, if that is not its own.
    """
    code = code or source.code
    if flow.is_call_of(source, call, *_STEPS):
        return ["0", "trainable=False", f"dtype={tf}.int64", f"name={quoted(source, 'global_step')}"]
    if not flow.is_call_of(source, call, "get_variable"):
        return None
    given = {
        word: argument(call, at, word) for at, word in enumerate(("name", "shape", "dtype", "initializer", "trainable"))
    }
    arguments = [_initial_value(source, tf, given["shape"], given["dtype"], given["initializer"], code)]
    if given["name"] is not None:
        arguments.append(f"name={joined_name(source, [*scopes, given['name']], code)}")
    if given["trainable"] is not None:
        arguments.append(f"trainable={code(given['trainable'])}")
    return arguments


def joined_name(source: Source, parts: Sequence[str | ast.expr], code: Callable[[ast.expr], str] | None = None) -> str:
    """Return the code of the name that scopes and the name of a variable in them make."""
    code = code or source.code
    texts = [_literal(part) for part in parts]
    if len(parts) == 1 and not isinstance(parts[0], str):
        return code(parts[0])
    if all(text is not None for text in texts):
        return quoted(source, "/".join(text for text in texts if text is not None))
    simple = all(text is not None or isinstance(part, ast.Name) for part, text in zip(parts, texts, strict=True))
    if simple:
        pieces = [
            text.replace("{", "{{").replace("}", "}}") if text is not None else f"{{{code(part)}}}"  # type: ignore[arg-type]
            for part, text in zip(parts, texts, strict=True)
        ]
        return f"f{quoted(source, '/'.join(pieces))}"
    sums: list[str] = []
    waiting = ""
    for at, (part, text) in enumerate(zip(parts, texts, strict=True)):
        slash = "/" if at else ""
        if text is not None:
            waiting += slash + text
            continue
        if waiting + slash:
            sums.append(quoted(source, waiting + slash))
            waiting = ""
        assert isinstance(part, ast.expr)  # noqa: S101 - it is no text
        spelled = code(part)
        sums.append(spelled if isinstance(part, (ast.Name, ast.Call, ast.Attribute)) else f"({spelled})")
    if waiting:
        sums.append(quoted(source, waiting))
    return " + ".join(sums)


def _literal(part: str | ast.expr) -> str | None:
    if isinstance(part, str):
        return part
    return part.value if isinstance(part, ast.Constant) and isinstance(part.value, str) else None


def _initial_value(
    source: Source,
    tf: str,
    shape: ast.expr | None,
    dtype: ast.expr | None,
    initializer: ast.expr | None,
    code: Callable[[ast.expr], str],
) -> str:
    typed = f", dtype={code(dtype)}" if dtype is not None else ""
    if shape is None:
        assert initializer is not None  # noqa: S101 - the program has looked
        return code(initializer)
    where = code(shape)
    if initializer is None:
        return f"{tf}.glorot_uniform_initializer()({where}{typed})"
    for kind in ("zeros", "ones"):
        plain = isinstance(initializer, ast.Call) and not initializer.args and not initializer.keywords
        if flow.is_call_of(source, initializer, f"{kind}_initializer") and plain:
            return f"{tf}.{kind}({where}{typed})"
    made = any(name.endswith("()") for name in source.resolve(initializer))
    if not typed and flow.is_call_of(source, initializer, "constant_initializer"):
        # A constant would give the variable its own dtype, and `get_variable` gives it this one.
        typed = f", dtype={tf}.float32"
    return f"{code(initializer)}{'' if made else '()'}({where}{typed})"
