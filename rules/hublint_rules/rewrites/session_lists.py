"""Lists of variables that a program chooses by their names or scopes, as an optimizer is given them.

`[v for v in tf.trainable_variables() if 'd_' in v.name]` is decided here, by the names that the variables had in the
graph: TensorFlow 2 has no collection of all variables to choose from.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from hublint.source.use import argument, unpacks
from hublint_rules.rewrites import flow, scope_names
from hublint_rules.rewrites.flow import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from hublint.rule import Source
    from hublint_rules.rewrites.scope_names import GraphName
    from hublint_rules.rewrites.session_contents import Contents

_COLLECTIONS = ("GraphKeys.TRAINABLE_VARIABLES", "GraphKeys.GLOBAL_VARIABLES", "GraphKeys.VARIABLES")


def is_list(source: Source, node: ast.expr) -> bool:
    """Tell whether an expression lists variables of the graph, or chooses some of a list by their names."""
    if isinstance(node, ast.ListComp):
        return _chooses(source, node)
    return _is_whole(source, node)


def is_everything(source: Source, node: ast.expr) -> bool:
    """Tell whether an expression lists all variables that are trained."""
    return flow.is_call_of(source, node, "trainable_variables") and not (node.args or node.keywords)  # type: ignore[attr-defined]


def is_only_chosen_from(program: Contents, name: str) -> bool:
    """Tell whether nothing but the lists that are chosen from it needs a list of variables."""
    loads = _loads(program, name)
    return bool(loads) and all(_is_chosen_from(program.source, load) for load in loads)


def is_only_trained(program: Contents, name: str) -> bool:
    """Tell whether a list of variables is only given to optimizers, or others are chosen from it."""
    parents = program.source.parents
    return all(
        _is_chosen_from(program.source, load)
        or (isinstance(parents[load], ast.keyword) and parents[load].arg == "var_list")  # type: ignore[attr-defined]
        for load in _loads(program, name)
    )


def _loads(program: Contents, name: str) -> list[ast.Name]:
    loads = program.source.index.loads
    return [load for scope, load in loads if load.id == name and scope.owner(name) is program.home]


def _is_chosen_from(source: Source, load: ast.Name) -> bool:
    parent = source.parents[load]
    if not isinstance(parent, ast.comprehension) or parent.iter is not load:
        return False
    whole = source.parents[parent]
    return isinstance(whole, ast.ListComp) and _chooses(source, whole)


def _is_whole(source: Source, node: ast.expr) -> bool:
    if flow.is_call_of(source, node, "trainable_variables", "global_variables"):
        return True
    if not isinstance(node, ast.Call) or not flow.is_call_of(source, node, "get_collection"):
        return False
    key = argument(node, 0, "key")
    names = source.resolve(key) if key is not None else ()
    return bool(names) and all(flow.short(name) in _COLLECTIONS for name in names)


def _chooses(source: Source, node: ast.ListComp) -> bool:
    """Tell whether a comprehension chooses variables by their names and does nothing else."""
    (first, *others) = node.generators
    alone = not others and isinstance(first.target, ast.Name) and isinstance(node.elt, ast.Name)
    if not alone or node.elt.id != first.target.id or not first.ifs:  # type: ignore[attr-defined]
        return False
    return isinstance(first.iter, ast.Name) or _is_whole(source, first.iter)


def chosen(program: Contents, node: ast.expr, at: int) -> list[str] | None:
    """Return the names of the variables and holders that an expression lists, None if it lists none of the graph's.

    Args:
        program: the program.
        node: the expression.
        at: the position of the statement that it stands in.

    Raises:
        Refused: if that depends on names which are not written out, or parts a module.
    """
    source = program.source
    if isinstance(node, ast.Name):
        made = program.envs[at].get(node.id)
        value = flow.assigned(program.flat[made.at].statement) if made is not None and made.at >= 0 else None
        if made is None or value is None or not is_list(source, value):
            return None
        return chosen(program, value, made.at)
    if isinstance(node, ast.ListComp) and _chooses(source, node):
        within = chosen(program, node.generators[0].iter, at)
        if within is None:
            return None
        (generator,) = node.generators
        name = generator.target.id  # type: ignore[attr-defined]
        return _those(program, within, at, node, lambda text: all(_holds(one, name, text) for one in generator.ifs))
    if not isinstance(node, ast.Call) or not _is_whole(source, node):
        return None
    position = 1 if flow.is_call_of(source, node, "get_collection") else 0
    scope = argument(node, position, "scope")
    if unpacks(node):
        return None
    within = program.in_order(program.trainable(at), at)
    if has_untrained(program, node, at):
        _check_all_trained(program, node, at)
    if scope is None:
        return within
    if not isinstance(scope, ast.Constant) or not isinstance(scope.value, str):
        message = f"the scope of the variables at line {node.lineno} is not written out"
        raise Refused(message)
    pattern = scope.value
    return _those(program, within, at, node, lambda text: re.match(pattern, text) is not None)


def has_untrained(program: Contents, node: ast.expr, at: int) -> bool:
    """Tell whether an expression that lists variables of the graph begins with all of them, not with those trained."""
    if isinstance(node, ast.Name):
        made = program.envs[at][node.id].at
        value = flow.assigned(program.flat[made].statement)
        return value is not None and has_untrained(program, value, made)
    if isinstance(node, ast.ListComp):
        return has_untrained(program, node.generators[0].iter, at)
    return "TRAINABLE" not in program.source.code(node).upper()


def _check_all_trained(program: Contents, node: ast.expr, at: int) -> None:
    """Refuse a list of all variables where some are not trained."""
    every = {name for name, made in program.envs[at].items() if made.kind == "variable"}
    if (every | {name for name in program.holders if name in program.envs[at]}) - program.trainable(at):
        message = f"line {node.lineno} asks for all variables, of which some are not trained"
        raise Refused(message)


def _those(program: Contents, within: list[str], at: int, node: ast.expr, fits: Callable[[str], bool]) -> list[str]:
    found: list[str] = []
    for name in within:
        answers = {fits(text) for one in _graph_names(program, name, at) for text in one.possible()}
        if len(answers) > 1:
            message = (
                f"whether line {node.lineno} chooses the variables of `{name}` depends on names that TensorFlow makes, "
                "or it chooses only some of them"
            )
            raise Refused(message)
        if answers == {True}:
            found.append(name)
    if not found:
        message = f"line {node.lineno} chooses no variable that is trained"
        raise Refused(message)
    return found


def _graph_names(program: Contents, name: str, at: int) -> list[GraphName]:
    """Return the names in the graph of the variables that a name stands for."""
    source = program.source
    instance = next((one for one in program.modules.instances if one.name == name), None)
    if instance is not None and program.holder(name, at) is not None:
        found = program.modules.graph_names(instance)
    else:
        statement = program.flat[program.envs[at][name].at].statement
        value = flow.assigned(statement)
        parts = value.values if isinstance(value, ast.Dict) else [value]
        parts = value.elts if isinstance(value, (ast.List, ast.Tuple)) else parts
        found = [_graph_name(source, part, statement, program.prefixes[statement]) for part in parts]
    if any(one is None or not one.text for one in found):
        message = f"the name that a variable of `{name}` has in the graph is not written out"
        raise Refused(message)
    return [one for one in found if one is not None]


def _graph_name(source: Source, node: ast.expr | None, statement: ast.stmt, prefix: str) -> GraphName | None:
    """Return the name of the variable that a call makes, itself or by a function of the file."""
    own = scope_names.own_name(source, node, {}) if isinstance(node, ast.Call) else None
    if own is None or own.exact:
        return own and own._replace(text=prefix + own.text)
    scopes = scope_names.all_scopes(source, statement)
    return None if scopes is None else own._replace(text="/".join([*scopes, own.text]))


def _holds(node: ast.expr, variable: str, text: str) -> bool:
    """Tell whether a condition holds for a variable of some name.

    Raises:
        Refused: if the condition asks for anything else.
    """
    if isinstance(node, ast.BoolOp):
        parts = [_holds(value, variable, text) for value in node.values]
        return all(parts) if isinstance(node.op, ast.And) else any(parts)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return not _holds(node.operand, variable, text)
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and isinstance(node.ops[0], (ast.In, ast.NotIn)):
        part, name = node.left, _name_asked(node.comparators[0], variable, text)
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and name is not None:
            return (part.value in name) == isinstance(node.ops[0], ast.In)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and len(node.args) == 1:
        part, name = node.args[0], _name_asked(node.func.value, variable, text)
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and name is not None and not node.keywords:
            if node.func.attr == "startswith":
                return name.startswith(part.value)
            if node.func.attr == "endswith":
                return name.endswith(part.value)
    message = f"line {node.lineno} chooses variables by more than a text in their names"
    raise Refused(message)


def _name_asked(node: ast.expr, variable: str, text: str) -> str | None:
    """Return what `v.name` or `v.op.name` is for a variable, None for other expressions."""
    if not isinstance(node, ast.Attribute) or node.attr != "name":
        return None
    owner = node.value
    if isinstance(owner, ast.Name) and owner.id == variable:
        return f"{text}:0"
    of_operation = isinstance(owner, ast.Attribute) and owner.attr == "op"
    return text if of_operation and isinstance(owner.value, ast.Name) and owner.value.id == variable else None  # type: ignore[attr-defined]
