"""The savers of a TensorFlow 1 program: what each saves, under which names, and where it saves and restores.

Measured with checkpoints that TensorFlow 1.15 wrote, on 2.15 and 2.21: `tf.train.Checkpoint.read` finds in them, by
the names of the variables, what its variables are, and `assert_existing_objects_matched` raises where one is missing,
as `Saver.restore` did, and where there is no path, of which `read(None)` alone says nothing. Other entries do not
matter. So the variables of the rewritten program have the names that the graph gave them: `tf.Variable` names each
one `Variable` unless it is told, and all of these would get the value of the first one, in silence. Checkpoints that
TensorFlow 2 writes are read by 1.15's `Saver` too, by the same names.

The state of an optimizer (its slots, and the powers of Adam's betas) is found by its names where the optimizer is one
of `tf.compat.v1.train` and its slots exist when the checkpoint is read. Keras names its own otherwise, and with them
`assert_existing_objects_matched` raises on an old checkpoint. So the optimizer stays, and is saved, where the program
goes on training from what it restores, and only there.

Layers of Keras make their variables late. What a checkpoint of TensorFlow 1 has for them is not found then, and 2.21
finds it by no name at all (its variables are called `kernel`); nothing tells of it. So no layer is saved or restored.
Modules name what `tf.get_variable` made in them as the graph did, but do not number what `tf.Variable` made.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Literal, NamedTuple, NoReturn

from hublint.source.use import argument, unpacks
from hublint_rules.rewrites import flow, scope_names, session_lists
from hublint_rules.rewrites.flow import Refused
from hublint_rules.rewrites.variable_names import Names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hublint_rules.rewrites.session_contents import Made
    from hublint_rules.rewrites.session_program import Program
    from hublint_rules.rewrites.session_runs import Runs
    from hublint_rules.rewrites.session_statements import Statements

# Arguments of a saver that say nothing of what is in a checkpoint, or where it is.
_IDLE = frozenset({"name", "save_relative_paths", "allow_empty"})

_SAVE = ("sess", "save_path", "global_step", "latest_filename", "meta_graph_suffix", "write_meta_graph", "write_state")
_RESTORE = ("sess", "save_path")

# What asks the file `checkpoint` for the newest one.
STATE = ("train.latest_checkpoint", "train.get_checkpoint_state")

# Names that `tf.train.Checkpoint` has for itself.
_RESERVED = frozenset({"read", "restore", "root", "save", "save_counter", "self", "sync", "write"})


class Saver(NamedTuple):
    """A saver: where it is made, its name, the variables that it saves, and how many checkpoints it keeps.

    `everything` says that it saves all that the graph has there, the state of optimizers too; `names` the names that
    the program tells it for some of the variables.
    """

    at: int
    name: str
    variables: list[str]
    everything: bool
    keep: ast.expr | None
    names: dict[str, str]


class Saving(NamedTuple):
    """A call that saves or restores, in a statement that stays.

    `step` is the number behind the path; `told` whether the file `checkpoint` is to tell of it.
    """

    call: ast.Call
    at: int
    saver: Saver
    kind: Literal["save", "restore"]
    path: ast.expr
    step: ast.expr | None
    told: bool


# Reading


def read(statements: Statements, at: int, call: ast.Call, name: str) -> Saver:
    """Read the call that makes a saver.

    Raises:
        Refused: if what it saves is not known.
    """
    keywords = {k.arg for k in call.keywords}
    if unpacks(call) or len(call.args) > 1 or keywords - {"var_list", "max_to_keep", *_IDLE}:
        message = f"line {call.lineno} says more of the saver than what to save and how many checkpoints to keep"
        raise Refused(message)
    variables = argument(call, 0, "var_list")
    everything = _is_none(variables) or (
        _is_call(statements, variables, "global_variables", "all_variables") and not variables.args  # type: ignore[union-attr]
    )
    keep = argument(call, 4, "max_to_keep")
    names = _told_names(statements, call, variables)
    found = list(names) or _variables(statements, at, call, variables, everything=everything)
    return Saver(at, name, statements.in_order(found, at), everything, keep, names)


def _is_none(node: ast.expr | None) -> bool:
    return node is None or (isinstance(node, ast.Constant) and node.value is None)


def _is_call(statements: Statements, node: ast.expr | None, *names: str) -> bool:
    return node is not None and flow.is_call_of(statements.source, node, *names)


def _variables(
    statements: Statements, at: int, call: ast.Call, given: ast.expr | None, *, everything: bool
) -> list[str]:
    """Return the names of the variables that a saver saves."""
    env = statements.env
    if everything:
        found = set(all_variables(statements, env))
    elif given is not None and (chosen := session_lists.chosen(statements, given, at)) is not None:
        found = set(chosen)
        if session_lists.has_untrained(statements, given, at) and any(step < at for step in statements.trains):
            message = f"line {call.lineno} chooses among all variables, those of an optimizer's state too"
            raise Refused(message)
    else:
        found = _named(statements, call, given)
    if not found:
        message = f"line {call.lineno} makes a saver, and no variable is made before it"
        raise Refused(message)
    return list(found)


def _told_names(statements: Statements, call: ast.Call, given: ast.expr | None) -> dict[str, str]:
    """Return the names that a dict gives to variables, by those that they have in the code."""
    made = statements.env.get(given.id) if isinstance(given, ast.Name) else None
    if made is not None and made.kind == "variables" and not _holds(statements, given.id, made):  # type: ignore[union-attr]
        given = flow.assigned(statements.flat[made.at].statement)
    found: dict[str, str] = {}
    for key, value in zip(given.keys, given.values, strict=True) if isinstance(given, ast.Dict) else ():
        kind = statements.env[value.id].kind if isinstance(value, ast.Name) and value.id in statements.env else None
        text = scope_names.text_of(key, {})
        if kind != "variable" or text is None or not isinstance(value, ast.Name) or value.id in found:
            _refuse_names(call)
        found[value.id] = text
    return found


def _named(statements: Statements, call: ast.Call, given: ast.expr | None) -> set[str]:
    """Return the names of the variables in a list."""
    env = statements.env
    found: set[str] = set()
    elements = given.elts if isinstance(given, (ast.List, ast.Tuple)) else [given]
    for element in elements:
        made = env.get(element.id) if isinstance(element, ast.Name) else None
        if made is None or made.kind not in {"variable", "variables"} or not isinstance(element, ast.Name):
            message = f"what the saver at line {call.lineno} saves is not a list of variables of this program"
            raise Refused(message)
        value = flow.assigned(statements.flat[made.at].statement)
        if made.kind == "variables" and isinstance(value, ast.Dict):
            _refuse_names(call)
        own = made.kind == "variable" or _holds(statements, element.id, made)
        found |= {element.id} if own else statements.touched[made.at]
    return found


def _refuse_names(call: ast.expr | None) -> NoReturn:
    assert call is not None  # noqa: S101 - a saver is made by a call
    message = f"the saver at line {call.lineno} saves variables under other names; give them these names"
    raise Refused(message)


def all_variables(statements: Statements, env: dict[str, Made]) -> list[str]:
    """Return the names of the variables, and of lists and dicts of them, that are known at a place of the program."""
    return [name for name, made in env.items() if made.kind == "variable" or _holds(statements, name, made)]


def _holds(statements: Statements, name: str, made: Made) -> bool:
    """Tell whether a name stands for what holds variables that have no names."""
    holder = statements.holders.get(name)
    return holder is not None and holder.at == made.at


def calls_saver(statements: Statements, call: ast.Call, env: dict[str, Made]) -> bool:
    """Tell whether a call is one of a saver of the program that saves or restores."""
    function = call.func
    if not isinstance(function, ast.Attribute) or function.attr not in {"save", "restore"}:
        return False
    owner = function.value
    made = env.get(owner.id) if isinstance(owner, ast.Name) else None
    if made is None or made.kind != "saver" or not isinstance(owner, ast.Name):
        return False
    return statements.source.scope(owner).owner(owner.id) is statements.home


def understand(runs: Runs, call: ast.Call, at: int, env: dict[str, Made]) -> Saving:
    """Read a call that saves or restores.

    Raises:
        Refused: if it does so in a way that is not followed.
    """
    assert isinstance(call.func, ast.Attribute)  # noqa: S101 - `calls_saver` has looked
    assert isinstance(call.func.value, ast.Name)  # noqa: S101
    saver = runs.savers[env[call.func.value.id].at]
    kind: Literal["save", "restore"] = "save" if call.func.attr == "save" else "restore"
    words = _SAVE if kind == "save" else _RESTORE
    given = {word: argument(call, place, word) for place, word in enumerate(words)}
    session, path, step = given["sess"], given["save_path"], given.get("global_step")
    unknown = any(k.arg not in words for k in call.keywords) or len(call.args) > len(words)
    told = given.get("write_state")
    unknown |= told is not None and not (isinstance(told, ast.Constant) and isinstance(told.value, bool))
    unknown |= any(given.get(word) is not None for word in ("latest_filename", "meta_graph_suffix"))
    if unpacks(call) or unknown or path is None:
        message = f"line {call.lineno} says more of the checkpoint than its path and number"
        raise Refused(message)
    if not _is_session(runs, session):
        message = f"line {call.lineno} saves or restores a session that is not opened in this block"
        raise Refused(message)
    if runs.makes_tensors(path, env):
        message = f"line {path.lineno} computes the path of a checkpoint in the graph"
        raise Refused(message)
    if kind == "restore" and not isinstance(runs.source.parents[call], ast.Expr):
        message = f"line {call.lineno} takes a value from restoring, which gives none"
        raise Refused(message)
    if kind == "restore":
        _refuse_tried(runs, call)
    number = None if step is None or _is_none(step) else _number(runs, step, env)
    return Saving(call, at, saver, kind, path, number, not (isinstance(told, ast.Constant) and told.value is False))


def _refuse_tried(runs: Runs, call: ast.Call) -> None:
    """Refuse a restoring whose failure is expected: TensorFlow 2 raises other errors, and may have restored a part."""
    for node in runs.source.ancestors(call):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            return
        if isinstance(node, ast.Try) and node.handlers and any(call in ast.walk(part) for part in node.body):
            message = f"line {call.lineno} restores in a `try`, and in TensorFlow 2 other errors tell that it failed"
            raise Refused(message)


def _is_session(runs: Runs, node: ast.expr | None) -> bool:
    if isinstance(node, ast.Name):
        return node.id in runs.sessions
    return node is not None and flow.is_call_of(runs.source, node, "get_default_session")


def _number(runs: Runs, step: ast.expr, env: dict[str, Made]) -> ast.expr:
    """Return the number of a checkpoint: a variable in place of what runs it, for a manager takes both."""
    if isinstance(step, ast.Call) and flow.is_call_of(runs.source, step, "train.global_step"):
        step = argument(step, 1, "global_step_tensor") or step
    step = runs.value_of(step, env)
    made = env.get(step.id) if isinstance(step, ast.Name) else None
    if (made is None or made.kind != "variable") and runs.makes_tensors(step, env):
        message = f"line {step.lineno} computes the number of a checkpoint in the graph"
        raise Refused(message)
    return step


# Meaning


def restores_all(runs: Runs, statement: ast.stmt | None) -> Saving | None:
    """Return the restoring that a statement is, if it gives each variable of the program its value."""
    if not isinstance(statement, ast.Expr) or not isinstance(statement.value, ast.Call):
        return None
    at = next((n for n, item in enumerate(runs.flat) if item.statement is statement), None)
    call = statement.value
    if at is None or not calls_saver(runs, call, runs.envs[at]):
        return None
    saving = understand(runs, call, at, runs.envs[at])
    every = set(all_variables(runs, runs.env))
    return saving if saving.kind == "restore" and every <= set(saving.saver.variables) else None


def following(runs: Runs, statement: ast.stmt) -> ast.stmt | None:
    """Return the statement behind one in its suite."""
    suite = flow.suite_of(runs.source, statement)
    at = suite.index(statement) + 1
    return suite[at] if at < len(suite) else None


def restored_before(runs: Runs, call: ast.Call, at: int) -> bool:
    """Tell whether the program may have restored its variables when it comes to a call."""
    for saving in runs.savings:
        if saving.kind != "restore" or saving.at in runs.later or saving.at > at:
            continue
        if not _apart(runs, saving.call, call):
            return True
    return False


def _apart(runs: Runs, one: ast.AST, other: ast.AST) -> bool:
    """Tell whether two nodes stand in the two branches of one `if`."""
    above = [one, *runs.source.ancestors(one)]
    for node in runs.source.ancestors(other):
        if isinstance(node, ast.If) and node in above:
            sides = [{id(n) for statement in suite for n in ast.walk(statement)} for suite in (node.body, node.orelse)]
            return any(id(one) in first and id(other) in second for first, second in (sides, sides[::-1]))
    return False


def begins_restored(program: Program, opening: ast.Call) -> bool:
    """Tell whether the first thing that a session does is to restore all variables."""
    statement = program.source.statement(opening)
    suite = statement.body if isinstance(statement, ast.With) else flow.suite_of(program.source, statement)
    places = {item.statement: at for at, item in enumerate(program.flat)}
    start = 0 if isinstance(statement, ast.With) else suite.index(statement) + 1
    for inner in suite[start:]:
        at = places.get(inner)
        if at is None:
            return False
        if at not in program.running or program.roles[at] == "dropped":
            continue
        if all(call in program.initial for call in program.running[at]):
            continue
        saving = restores_all(program, inner)
        if saving is None:
            return False
        states = saving.saver.everything and all(step < saving.saver.at for step in stateful(program))
        return states or not _goes_on(program, at)
    return False


def _goes_on(program: Program, at: int) -> bool:
    """Tell whether an optimizer that keeps a state may take a step after a place of the program."""
    return any(
        run.at >= at or run.at in program.later or at in program.later
        for run in program.runs
        for element in run.elements
        if element.kind == "action"
        for position in program.closure([element.at])
        if position in stateful(program)
    )


def stateful(program: Program) -> set[int]:
    """Return the positions of the steps of optimizers that keep a state."""
    return {
        at
        for at, train in program.trains.items()
        if program.roles[at] in {"train", "apply"} and not _is_descent(program, train.optimizer)
    }


def _is_descent(program: Program, node: ast.expr) -> bool:
    """Tell whether an optimizer is gradient descent, which keeps nothing."""
    made: ast.expr | None = node
    if isinstance(node, ast.Name):
        made = next((b.value for b in program.home.bindings[node.id] if isinstance(b.value, ast.Call)), None)
    return made is not None and flow.is_call_of(program.source, made, "train.GradientDescentOptimizer")


# Checks


def check_sessions(program: Program, opened: list[ast.Call]) -> None:
    """Refuse several sessions, but for those that begin with the variables of a checkpoint.

    Raises:
        Refused: if a later one begins otherwise, or an earlier one may go on beside it.
    """
    if len(opened) < 2 or not program.has_variables():
        return
    opened = sorted(opened, key=lambda call: (call.lineno, call.col_offset))
    statements = [program.source.statement(call) for call in opened]
    blocks = all(isinstance(statement, ast.With) for statement in statements)
    nested = any(statement in program.source.ancestors(other) for statement in statements for other in statements)
    names = set().union(*map(flow.writes, statements))
    if nested or (not blocks and len(names) > 1) or not all(begins_restored(program, call) for call in opened[1:]):
        message = f"{len(opened)} sessions are opened here, and each has the variables for itself"
        raise Refused(message)


def settle(program: Program) -> None:
    """Refuse what would save or restore something else in TensorFlow 2, and settle which savers there are.

    Raises:
        Refused: with the reason.
    """
    used = {saving.saver.at for saving in program.savings}
    for at in set(program.savers) - used:
        del program.savers[at]
    if not program.savers:
        return
    _check_meta_graphs(program)
    _drop_lists(program)
    names = program.names = Names(program)
    for saver in program.savers.values():
        _check_names(program, saver, names)
        _check_managed(program, saver)
    for at, saver in program.savers.items():
        restores = [s for s in program.savings if s.saver.at == at and s.kind == "restore"]
        steps = [step for step in stateful(program) if step < at and _runs(program, step)]
        if saver.everything and steps and any(_goes_on(program, s.at) for s in restores):
            if len(steps) > 1:
                line = program.flat[max(steps)].statement.lineno
                message = f"line {line} makes a second optimizer whose state a checkpoint tells by its number only"
                raise Refused(message)
            _check_state(program, steps[0], names)
            program.states[at] = steps[0]


def _drop_lists(program: Program) -> None:
    """Drop the lists and dicts of variables that are made for nothing but savers."""
    source = program.source
    calls = [flow.assigned(program.flat[saver.at].statement) for saver in program.savers.values()]
    given = {argument(call, 0, "var_list") for call in calls if isinstance(call, ast.Call)}
    for saver in program.savers.values():
        for name, made in program.envs[saver.at].items():
            loads = [load for scope, load in source.index.loads if load.id == name]
            if made.kind == "variables" and set(loads) <= given and not _holds(program, name, made):
                program.roles[made.at] = "dropped"


def _runs(program: Program, step: int) -> bool:
    return any(
        step in program.closure([element.at])
        for run in program.runs
        for element in run.elements
        if element.kind == "action"
    )


def _check_meta_graphs(program: Program) -> None:
    """Refuse to write no meta graph where something reads it."""
    if any(saving.kind == "save" for saving in program.savings):
        for call in flow.calls_of(program.source, "train.import_meta_graph"):
            message = f"line {call.lineno} imports a meta graph, which no checkpoint of TensorFlow 2 has"
            raise Refused(message)


def _check_names(program: Program, saver: Saver, names: Names) -> None:
    """Refuse variables whose names in checkpoints are not those of the graph.

    Programs of TensorFlow 1 look for them by these names in what is saved, too.
    """
    for name in saver.variables:
        statement = program.flat[program.behind(saver.at)[name].at].statement
        if program.is_late(name, saver.at):
            message = (
                f"line {statement.lineno} makes a layer, and line {program.flat[saver.at].statement.lineno} a saver; "
                "Keras names the variables of layers otherwise than the checkpoints of TensorFlow 1"
            )
            raise Refused(message)
        if not names.are_known(name, statement):
            message = (
                f"line {statement.lineno} makes a variable whose name in checkpoints is not seen; "
                "give it one with `name=` that nothing else has"
            )
            raise Refused(message)
        if saver.names.get(name, names.graph_name(statement)) != names.graph_name(statement):
            _refuse_names(flow.assigned(program.flat[saver.at].statement))


def _check_state(program: Program, step: int, names: Names) -> None:
    """Refuse an optimizer whose state has other names in the graph than in eager code."""
    statement = program.flat[step].statement
    if names.in_scope(statement):
        message = f"line {statement.lineno} trains in a scope, which the names of the optimizer's state begin with"
        raise Refused(message)
    if program.roles[step] == "apply" and not gradients_of(program, step):
        message = f"line {statement.lineno} applies gradients, and of which variables is not seen"
        raise Refused(message)


def gradients_of(program: Program, step: int) -> list[str]:
    """Return the names of the variables that a step of an optimizer changes, as far as they are seen."""
    if program.roles[step] == "train":
        return program.trained(step)
    found = [at for at in program.closure([step]) if program.roles[at] == "gradients"]
    return program.trained(found[0]) if len(found) == 1 else []


def _check_managed(program: Program, saver: Saver) -> None:
    """Refuse numbered checkpoints whose folder is not known where the saver is made."""
    numbered = managed(program, saver)
    if not numbered:
        return
    first = numbered[0]
    for other in numbered[1:]:
        if ast.dump(other.path) != ast.dump(first.path):
            message = f"line {other.call.lineno} saves under another path than line {first.call.lineno}"
            raise Refused(message)
    for name in sorted(flow.reads(first.path)):
        if not _is_known(program, saver, first, name):
            message = f"line {first.path.lineno} saves where `{name}` says, which is not known yet at line "
            raise Refused(message + str(program.flat[saver.at].statement.lineno))
    if not flow.repeatable(program.source, first.path):
        message = f"line {first.path.lineno} computes the path of a checkpoint anew each time"
        raise Refused(message)


def managed(program: Program, saver: Saver) -> list[Saving]:
    """Return the calls of a saver that number what they save."""
    return [s for s in program.savings if s.saver.at == saver.at and s.kind == "save" and s.step is not None]


def _is_known(program: Program, saver: Saver, saving: Saving, name: str) -> bool:
    """Tell whether a name has the value where a saver is made that it has where something is saved."""
    source = program.source
    owner = source.scope(saving.call).owner(name)
    if owner is None:
        return True
    bindings = owner.bindings[name]
    if all(b.kind in {"import", "function", "class"} for b in bindings):
        return True
    if owner is not program.home:
        # What stands round the function that the program is in, and no function sets anew.
        return owner in _outer(program) and all(source.scope(b.node) is owner for b in bindings)
    here = (program.flat[saver.at].statement.lineno, 0)
    if any((b.line, b.column) > here or (b.until is not None and b.until < here) for b in bindings):
        return False
    later = (program.flat[n].statement for n in range(saver.at, len(program.flat)))
    return not any(flow.may_change(source, statement, name) for statement in later)


def _outer(program: Program) -> Iterator[object]:
    scope = program.home.parent
    while scope is not None:
        yield scope
        scope = scope.parent


def asks_for_newest(program: Program) -> bool:
    """Tell whether the file asks the file `checkpoint` for the newest one."""
    return bool(flow.calls_of(program.source, *STATE))


# Names in the rewritten program


def keys(program: Program, saver: Saver, names: Names) -> dict[str, str]:
    """Return the names under which a checkpoint has the variables, by those that they have in the code.

    Another program of the same owner reads the checkpoint, so that they are made of the names that the owner gave the
    variables for this; those that have none go by their names in the code.
    """
    found: dict[str, str] = {}
    for name in saver.variables:
        given = names.given(program.flat[program.behind(saver.at)[name].at].statement)
        key = re.sub(r"\W", "_", given) if given else name
        fit = key.isidentifier() and key not in _RESERVED and not key.startswith("_")
        found[name] = key if fit and key not in found.values() else name
    if len(set(found.values())) < len(found) or _RESERVED & set(found.values()):
        message = f"line {program.flat[saver.at].statement.lineno} saves two variables under the same name"
        raise Refused(message)
    return found
