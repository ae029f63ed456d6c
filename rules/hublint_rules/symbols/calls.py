"""The arguments of a call, moved from one signature to another with the fewest edits."""

from __future__ import annotations

import ast
import io
import re
from typing import TYPE_CHECKING, NamedTuple

from hublint.rule import Edit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from decimal import Decimal

    from hublint.rule import Source
    from hublint.tfapi.change import Change
    from hublint.tfapi.table import Parameter


def extent(source: Source, call: ast.Call, part: ast.expr | ast.keyword) -> tuple[int, int]:
    """Return where an argument begins and ends, with the brackets that somebody put round it."""
    text = source.text.utf8
    start, end = source.span(part)
    close = source.span(call)[1] - 1
    while True:
        at, behind = start - 1, end
        while text[at : at + 1].isspace():
            at -= 1
        while text[behind : behind + 1].isspace():
            behind += 1
        if text[at : at + 1] != b"(" or text[behind : behind + 1] != b")" or behind >= close:
            return start, end
        start, end = at, behind + 1


class Moved(NamedTuple):
    """The edits inside a call's brackets, and what they do.

    Attributes:
        edits: nothing where the call means the same as it stands.
        keywords: keyword arguments that get another name, old to new.
        positions: arguments that stood by position and have to be named.
        values: arguments whose value is written otherwise, and new ones.
    """

    edits: tuple[Edit, ...]
    keywords: tuple[tuple[str, str], ...] = ()
    positions: tuple[str, ...] = ()
    values: tuple[str, ...] = ()


class Given(NamedTuple):
    """One argument of a call, by the name of the old parameter that it is for."""

    name: str
    node: ast.expr
    keyword: ast.keyword | None


def bind(call: ast.Call, parameters: Sequence[Parameter]) -> list[Given] | None:
    """Return a call's arguments by the parameters they are for; None where that cannot be told."""
    plain = [parameter for parameter in parameters if not parameter.star and not parameter.keyword_only]
    given: list[Given] = []
    for at, node in enumerate(call.args):
        # TensorFlow 1 kept callers from giving arguments by position with a first parameter of this name.
        if isinstance(node, ast.Starred) or at >= len(plain) or plain[at].name == "_sentinel":
            return None
        given.append(Given(plain[at].name, node, None))
    open_ended = any(parameter.star == "**" for parameter in parameters)
    names = {parameter.name for parameter in parameters if not parameter.star}
    for keyword in call.keywords:
        if keyword.arg is None or (keyword.arg not in names and not open_ended):
            return None
        given.append(Given(keyword.arg, keyword.value, keyword))
    if len({one.name for one in given}) != len(given):
        return None
    return given


def moved(
    source: Source,
    call: ast.Call,
    change: Change,
    old: Sequence[Parameter] | None,
    new: Sequence[Parameter] | None,
    expression: Callable[[str], str | None],
) -> Moved | None:
    """Return how a call's arguments are written for what a change leads to; None where they cannot be.

    Args:
        source: the file.
        call: the call.
        change: what takes the place of the function that is called.
        old: the parameters that the call was written for.
        new: those of the destination; None where they are not known, as for other packages.
        expression: writes an expression with full names as the file spells them.
    """
    if old is None:
        return None if _is_selective(change) else Moved(())
    if len(call.args) == 1 and source.span(call.args[0])[1] == source.span(call)[1]:
        return None  # `f(x for x in y)`: the generator's brackets are those of the call
    if _is_odd(source, call):
        return None
    given = bind(call, old)
    if given is None:
        return _unbound(change, old, new)
    if not _chooses_alike(source, given, change):
        return None
    merged = _merged(source, call, given, change)
    if merged is None:
        return None
    given, joined = merged
    targets = _targets(given, change, new)
    if any(one.name in change.single and not _is_plain(one.node) for one in given):
        return None
    if any(one.name in change.texts and not _is_text(source, one.node) for one in given):
        return None
    if targets is None:
        return None
    edits: list[Edit] = [edit for edit, *_ in joined]
    keywords: list[tuple[str, str]] = [(other, text) for _, other, text in joined]
    positions: list[str] = []
    values: list[str] = []
    ordered = [p.name for p in new if not p.star and not p.keyword_only] if new is not None else None
    old_ordered = [p.name for p in old if not p.star and not p.keyword_only]
    place = 0
    by_position = True
    gone: list[Given] = []
    for one in given:
        target = targets[one.name]
        if target is None:
            gone.append(one)
            by_position &= one.keyword is not None
            continue
        start, end = extent(source, call, one.node)
        # A converted value is always named: by position nobody could tell it from one that is still to be converted.
        by_position &= one.keyword is None
        if one.keyword is None:
            expected = (
                ordered[place : place + 1]
                if ordered is not None
                else [change.keywords.get(n, n) for n in old_ordered[place : place + 1]]
            )
            if by_position and expected == [target] and one.name not in change.values:
                place += 1
            else:
                by_position = False
                edits.append(Edit(start, start, f"{target}="))
                positions.append(target)
        elif target != one.keyword.arg:
            begin = source.span(one.keyword)[0]
            spelled = (one.keyword.arg or "").encode()
            if source.text.utf8[begin : begin + len(spelled)] != spelled:
                return None
            edits.append(Edit(begin, begin + len(spelled), target))
            keywords.append((one.name, target))
        template = change.values.get(one.name)
        if template is not None:
            formula = expression(template)
            if formula is None:
                return None
            around = _PLACE.split(formula)
            text = source.text.utf8[start:end].decode()
            if target == one.name and text.startswith(around[0]) and text.endswith(around[-1]):
                continue  # by its name it could still be the old value, but it is written as the new one
            edits += _converted(source, one.node, formula, (start, end))
            values.append(target)
    # Two insertions at one place, `rate=` and `1 - `, are one.
    edits = _joined(edits)
    removed = removals(source, call, gone)
    if removed is None:
        return None
    edits += removed
    missing = {name: text for name, text in change.adds.items() if name not in targets.values()}
    if missing:
        # Under another name there is no danger that the next look at the call takes the place for an old parameter's.
        renamed = change.to.rpartition(".")[2] != source.code(call.func).rpartition(".")[2]
        added = []
        for name, text in missing.items():
            value = expression(text)
            if value is None:
                return None
            if renamed and by_position and not gone and ordered is not None and ordered[place : place + 1] == [name]:
                place += 1
                added.append(value)
            else:
                by_position = False
                added.append(f"{name}={value}")
            values.append(name)
        edits.append(_addition(source, call, ", ".join(added), alone=len(gone) == len(given)))
    return Moved(tuple(sorted(edits)), tuple(keywords), tuple(positions), tuple(values))


def _chooses_alike(source: Source, given: list[Given], change: Change) -> bool:
    """Tell whether a call chooses from its arguments as it did before, if it does choose."""
    by = next((one.node for one in given if one.name in change.chooses[:1]), None)
    branches = [one.node for one in given if one.name in change.chooses[1:]]
    if by is None or not branches:
        return True
    from hublint_rules.symbols.shapes import chooses_elements

    return chooses_elements(source, by, branches)


def _merged(
    source: Source, call: ast.Call, given: list[Given], change: Change
) -> tuple[list[Given], list[tuple[Edit, str, str]]] | None:
    """Return the arguments without those that are given as one with another; None where they cannot be.

    With each such edit comes the parameter that is no longer given, and what is written. A name that is empty counts as
    none then: it would have been the outermost scope, without a name of its own.
    """
    kept = list(given)
    edits: list[tuple[Edit, str, str]] = []
    text = source.text.utf8
    for name, other in change.otherwise.items():
        one, default = (next((part for part in given if part.name == wanted), None) for wanted in (name, other))
        if one is None or default is None or _is_none(default.node):
            continue
        start, end = extent(source, call, one.node)
        follows, last = extent(source, call, default.keyword or default.node)
        apart = any(start < extent(source, call, part)[0] < follows for part in _parts(call))
        if follows < end or apart or _holds_comment(text[end:follows]):
            return None
        begin, _ = extent(source, call, default.node)
        fallback = text[begin:last].decode()
        if _is_none(one.node):
            edits.append((Edit(start, last, fallback), other, fallback))
        elif isinstance(one.node, ast.Constant) and one.node.value:
            edits.append((Edit(end, last, ""), other, text[start:end].decode()))
        elif isinstance(one.node, (ast.Name, ast.Attribute)) and isinstance(default.node, _BINDING_TIGHTER):
            both = f"{text[start:end].decode()} or {fallback}"
            edits.append((Edit(end, last, f" or {fallback}"), other, both))
        else:
            return None
        kept.remove(default)
    return kept, edits


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _is_odd(source: Source, call: ast.Call) -> bool:
    """Tell whether arguments are written so that nothing can be put before them: bare `:=`, brackets with comments."""
    before = source.span(call.func)[1]
    opened = 1
    for part in call.args:
        start, end = extent(source, call, part)
        if isinstance(part, ast.NamedExpr) and (start, end) == source.span(part):
            return True
        # A bracket that a comment keeps from being seen as the argument's own.
        if _COMMENT.sub(b"", source.text.utf8[before:start]).count(b"(") > opened:
            return True
        before, opened = end, 0
    return False


def _targets(given: list[Given], change: Change, new: Sequence[Parameter] | None) -> dict[str, str | None] | None:
    """Return the new name of each argument, None for one to drop; nothing at all where the destination refuses one."""
    targets: dict[str, str | None] = {}
    for one in given:
        if one.name in change.drops or (one.name in change.refuses and _is_none(one.node)):
            targets[one.name] = None
        elif one.name in change.refuses:
            return None
        else:
            targets[one.name] = change.keywords.get(one.name, one.name)
    named = [target for target in targets.values() if target is not None]
    if len(set(named)) != len(named):
        return None
    if new is not None and not any(parameter.star == "**" for parameter in new):
        names = {parameter.name for parameter in new if not parameter.star}
        if not names.issuperset(named) or not names.issuperset(change.adds):
            return None
    return targets


def _is_plain(node: ast.expr) -> bool:
    """Tell whether a value is one thing by the look of it: no list, no function, and no result of one but a text's."""
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Attribute) and isinstance(node.func.value, (ast.Constant, ast.JoinedStr))
    return not isinstance(node, (ast.List, ast.Tuple, ast.ListComp, ast.Lambda))


def _is_text(source: Source, node: ast.AST | None, depth: int = 4) -> bool:
    """Tell whether a value is a text or None by the look of it, or of all that its name was given."""
    if isinstance(node, ast.Constant):
        return node.value is None or isinstance(node.value, str)
    if isinstance(node, ast.BinOp):
        return _is_text(source, node.left, depth) or _is_text(source, node.right, depth)
    if isinstance(node, ast.Call):
        outer = node.func
        if isinstance(outer, ast.Attribute):
            return outer.attr in _OF_TEXTS and _is_text(source, outer.value, depth)
        return isinstance(outer, ast.Name) and outer.id == "str" and not list(source.scope(outer).visible("str", outer))
    if isinstance(node, (ast.IfExp, ast.BoolOp)):
        values = node.values if isinstance(node, ast.BoolOp) else [node.body, node.orelse]
        return all(_is_text(source, value, depth) for value in values)
    if isinstance(node, ast.Name) and depth:
        bindings = list(source.scope(node).visible(node.id, node))
        return bool(bindings) and all(
            binding.kind == "assign" and _is_text(source, binding.value, depth - 1) for binding in bindings
        )
    return isinstance(node, ast.JoinedStr)


def _unbound(change: Change, old: Sequence[Parameter], new: Sequence[Parameter] | None) -> Moved | None:
    """Judge a call with `*args`, `**kwargs` or an argument that the old symbol does not have.

    It can stay as it is only if the two signatures are one, whatever is given.
    """
    if _is_selective(change):
        return None
    if new is None:
        return Moved(())  # another package's function, which takes whatever the old one took
    return Moved(()) if [p._replace(default=None) for p in old] == [p._replace(default=None) for p in new] else None


def _is_selective(change: Change) -> bool:
    """Tell whether it depends on the arguments what becomes of a call."""
    return bool(change.keywords or change.values or change.adds or change.drops or change.refuses or change.chooses)


# The old value in a template; not the underline in a name.
_PLACE = re.compile(r"(?<!\w)_(?!\w)")
_OF_TEXTS = frozenset({"format", "join", "lower", "replace", "strip", "upper"})
_COMMENT = re.compile(rb"#[^\r\n]*")
# What may stand behind `or` without brackets.
_BINDING_TIGHTER = (ast.Name, ast.Attribute, ast.Call, ast.Subscript, ast.Constant, ast.JoinedStr, ast.BinOp)
_ATOMS = (ast.Name, ast.Attribute, ast.Call, ast.Subscript, ast.Constant)


def _converted(source: Source, node: ast.expr, template: str, span: tuple[int, int]) -> list[Edit]:
    """Return the edits that write a value as the template says: as a number if both are, else round the expression."""
    start, end = span
    number = _number(source.code(node), template)
    if number is not None:
        return [Edit(start, end, number)]
    places = _PLACE.split(template)
    if len(places) != 2:
        value = source.text.utf8[start:end].decode()
        return [Edit(start, end, value.join(places))]
    before, behind = places
    if not isinstance(node, _ATOMS) and source.span(node) == span:
        before, behind = f"{before}(", f"){behind}"
    return [edit for edit in (Edit(start, start, before), Edit(end, end, behind)) if edit.replacement]


def _number(text: str, template: str) -> str | None:
    """Return the value of an arithmetic template for a decimal literal, exactly: `1 - 0.9` is `0.1`."""
    from decimal import Decimal, InvalidOperation

    try:
        if not isinstance(ast.literal_eval(text), (int, float)) or text in {"True", "False"}:
            return None
        value = Decimal(text.replace("_", ""))
        tree = ast.parse(_PLACE.sub("value", template), mode="eval").body
        return format(_evaluated(tree, value), "f")
    except (InvalidOperation, ValueError, SyntaxError, ZeroDivisionError):
        return None


def _evaluated(node: ast.expr, value: Decimal) -> Decimal:
    if isinstance(node, ast.Name):
        return value
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)) and not isinstance(node.value, bool):
        return type(value)(str(node.value))
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub, ast.Mult)):
        left, right = _evaluated(node.left, value), _evaluated(node.right, value)
        if isinstance(node.op, ast.Add):
            return left + right
        return left - right if isinstance(node.op, ast.Sub) else left * right
    message = "not arithmetic"
    raise ValueError(message)


def _joined(edits: list[Edit]) -> list[Edit]:
    joined: list[Edit] = []
    for edit in edits:
        if joined and joined[-1].start == joined[-1].end == edit.start:
            joined[-1] = Edit(edit.start, edit.end, joined[-1].replacement + edit.replacement)
        else:
            joined.append(edit)
    return joined


def _parts(call: ast.Call) -> list[ast.expr | ast.keyword]:
    return [*call.args, *call.keywords]


def removals(source: Source, call: ast.Call, gone: list[Given]) -> list[Edit] | None:
    """Return the edits that take arguments out, each with the comma before it (the first one: behind it)."""
    every = sorted(extent(source, call, part) for part in _parts(call))
    edits: list[Edit] = []
    text = source.text.utf8
    spans = sorted(extent(source, call, one.keyword or one.node) for one in gone)
    first_kept = next((span for span in every if span not in spans), None)
    for span in spans:
        at = every.index(span)
        if first_kept is None:
            # All go, and with them what stands between the brackets, unless somebody wrote a comment there.
            continue
        start, end = (every[at - 1][1], span[1]) if at and span > first_kept else (span[0], every[at + 1][0])
        if _holds_comment(text[start:end]):
            return None
        edits.append(Edit(start, end, ""))
    if spans and first_kept is None:
        close = source.span(call)[1] - 1
        if _holds_comment(text[every[0][0] : close]):
            return None
        edits.append(Edit(every[0][0], close, ""))
    return edits


def _holds_comment(code: bytes) -> bool:
    """Tell whether a piece of a call's arguments holds a comment, and not merely a `#` in a string."""
    if b"#" not in code:
        return False
    import tokenize

    try:
        tokens = list(tokenize.tokenize(io.BytesIO(b"(" + code.strip().strip(b",") + b"\n)").readline))
    except (tokenize.TokenError, SyntaxError):
        return True
    return any(token.type == tokenize.COMMENT for token in tokens)


def _addition(source: Source, call: ast.Call, text: str, *, alone: bool) -> Edit:
    """Return the edit that adds arguments behind the last one."""
    close = source.span(call)[1] - 1
    if alone:
        return Edit(close, close, text)
    end = max(extent(source, call, part)[1] for part in _parts(call))
    return Edit(end, end, f", {text}")


__all__ = ["Given", "Moved", "bind", "moved", "removals"]
