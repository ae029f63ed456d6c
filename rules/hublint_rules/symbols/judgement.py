"""What to say of one use of a TensorFlow name on a target, and how to write it there.

All HUB5xx rules ask here, each for the uses that are its own; a use is the business of one of them at most.
"""

from __future__ import annotations

import ast
from itertools import zip_longest
from keyword import iskeyword
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from hublint.rule import Draft, Edit, Fix, NoFix
from hublint.source.types import canonical
from hublint.source.use import Use, unpacks
from hublint.target import dotted
from hublint.tfapi import table
from hublint.tfapi.change import Change
from hublint.tfapi.columns import COLUMNS, SECOND, bit
from hublint.tfapi.graph import needs_graph
from hublint.tfapi.verdict import (
    constants,
    exists,
    known,
    meaning,
    module_successor,
    narrower,
    old_parameters,
    parameters,
    split,
    successor,
    verdict,
)
from hublint_rules.rewrites.graph_mode import needs_switch, switches
from hublint_rules.symbols.calls import Moved, bind, moved
from hublint_rules.symbols.context import PACKAGES, dialect, guarded, holds_second
from hublint_rules.symbols.placing import before_tensorflow
from hublint_rules.symbols.spelling import replacement, spell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hublint.rule import Source, Target
    from hublint.tfapi.table import Parameter, Symbol
    from hublint.tfapi.verdict import Verdict

Kind = Literal[
    "renamed",
    "compat",
    "removed",
    "keyword",
    "reordered",
    "changed",
    "contrib",
    "private",
    "package",
    "keras2",
    "keras",
    "estimator",
]

STAGE: Final = 1
"""Names are put right once what is rewritten as a whole has been."""

_OF_CALLS: Final = ("keyword", "reordered")
"""What is wrong with a call's arguments, whoever reports the name."""

_UNCHANGED: Final = Change("")
_EITHER: Final = "the file does not tell for which of the two it was written"
_ELSE: Final = "leave it out or write what took its place"


class Judgement(NamedTuple):
    """What is wrong with a use, in one sentence of two halves, and the fix, if there is one."""

    kind: Kind
    message: str
    fix: Fix | NoFix | None = None


def drafts(use: Use, target: Target, kind: Kind) -> Iterator[Draft]:
    """Yield the finding of one use if it is of a kind."""
    if is_owned(use.name) and (kind == "compat" or (isinstance(use.node, ast.expr) and kind not in _OF_CALLS)):
        return
    if loads_into_session(use) is not None:
        return
    judged = judge(use, target)
    if judged is not None and judged.kind == kind:
        assert not isinstance(use.node, ast.ImportFrom)  # noqa: S101 - wildcards have a rule of their own
        yield Draft(use.node, judged.message, lambda: judged.fix or NoFix(""))


def concerns(kind: Kind, name: str) -> bool | None:
    """Tell whether a use of a name can be of a kind on any target; None for a name that TensorFlow never had."""
    if not known(name):
        return None
    api, short = split(name) or ("plain", name)
    if kind == "private" and name.startswith("tensorflow_core."):
        return True
    if api in {"contrib", "private"}:
        return kind == api
    head = short.partition(".")[0]
    if head == "estimator" and kind not in {"keyword", "reordered", "changed"}:
        return kind == "estimator"
    one, two = table.first(short), table.second(short)
    if kind == "reordered" and one is not None and _was_reordered(one):
        return True
    if kind == "changed" and api == "v1" and narrower(short):
        return True
    if kind in {"keyword", "reordered", "changed"}:
        if api == "plain" and one is not None and two is not None and one.kind != "module":
            return any(one.same_on(1 << at) != short for at in range(1, len(COLUMNS)) if two.columns & 1 << at)
        symbol = one if api == "v1" else two
        return kind == "keyword" and symbol is not None and symbol.kind != "module" and len(symbol.parameters) > 1
    symbol = one if api == "v1" else two
    if symbol is not None and symbol.columns & SECOND == SECOND:
        return False
    if kind == "keras":
        return head == "keras"
    if kind == "keras2":
        return head != "keras" and one is not None
    return kind in {"renamed", "compat", "removed", "package"}


def _was_reordered(one: Symbol) -> bool:
    """Tell whether some release takes a symbol's positional arguments in another order than TensorFlow 1.15."""
    old = old_parameters(one)
    if old is None:
        return False
    names = [parameter.name for parameter in old]
    return any(
        name != other
        for _, listed in one.parameters
        for name, other in zip_longest(names, [parameter.name for parameter in listed][: len(names)])
    )


def is_owned(name: str) -> bool:
    """Tell whether a name belongs to one of the rules that know more of it than its fate."""
    return canonical(name).removeprefix("tensorflow.").removeprefix("compat.v1.") in _OWNED


def loads_into_session(use: Use) -> bool | None:
    """Tell whether a call of `tf.saved_model.load` is one of TensorFlow 1; None for other uses.

    TensorFlow 1 asks for a session, tags and a folder, and TensorFlow 2 does not take as much.
    """
    if use.call is None or use.name != "tensorflow.saved_model.load" or unpacks(use.call):
        return None
    return len(use.call.args) > 2 or any(keyword.arg == "sess" for keyword in use.call.keywords)


_OWNED = frozenset(
    {
        "Session",
        "InteractiveSession",
        "placeholder",
        "placeholder_with_default",
        "sparse_placeholder",
        "saved_model.loader.load",
        "saved_model.simple_save",
        "saved_model.builder.SavedModelBuilder",
        "saved_model.build_signature_def",
        "saved_model.build_tensor_info",
        "saved_model.classification_signature_def",
        "saved_model.predict_signature_def",
        "saved_model.regression_signature_def",
        "train.import_meta_graph",
        "graph_util.convert_variables_to_constants",
        "graph_util.extract_sub_graph",
        "graph_util.remove_training_nodes",
        "lite.TFLiteConverter",
        "lite.TocoConverter",
        "lite.toco_convert",
        "estimator.BestExporter",
        "estimator.FinalExporter",
        "estimator.LatestExporter",
        "estimator.export.ClassificationOutput",
        "estimator.export.PredictOutput",
        "estimator.export.RegressionOutput",
        "estimator.export.ServingInputReceiver",
        "estimator.export.TensorServingInputReceiver",
        "estimator.export.build_parsing_serving_input_receiver_fn",
        "estimator.export.build_raw_serving_input_receiver_fn",
    }
)


def judge(use: Use, target: Target) -> Judgement | None:
    """Return what is to be said of a use; None where nothing is."""
    key = ("judgement", use.node, target)
    notes = use.source.notes
    if key not in notes:
        notes[key] = _judge(use, target)
    judged: Judgement | None = notes[key]
    return judged


def _judge(use: Use, target: Target) -> Judgement | None:
    found = [verdict(name, target) for name in use.names]
    if any(one is None or one.fate == "there" for one in found):
        if len(found) == 1 and found[0] is not None and isinstance(use.node, ast.expr):
            judged = _asked_in_vain(use, found[0]) or _lost_keyword(use, found[0], target)
            return judged or _moved_positions(use, found[0], target)
        return None
    here = verdict(use.name, target)
    if here is None or guarded(use.source, use.node):
        return None
    if isinstance(use.node, ast.alias):
        return _imported(use, use.node, here, target)
    if not isinstance(use.node, ast.expr) or _covered(use, here, target):
        return None
    if here.fate == "shared":
        settled = use.source.span(use.node)[0] in use.source.settled
        return None if settled else _shared(use, here, target)
    return _gone(use, here, target)


# Names that are still there


def _asked_in_vain(use: Use, here: Verdict) -> Judgement | None:
    """Judge a class of `tf.compat.v1` that an object is compared with: what TensorFlow 2 makes is none of those."""
    if (
        here.api != "v1"
        or not narrower(here.name)
        or not _is_compared(use.source, use.node)
        or guarded(use.source, use.node)
    ):
        return None
    full = f"tensorflow.{here.name}"
    spelled = spell(use.source, full, use.scope, use.node)
    told = f"no {narrower(here.name)} that TensorFlow 2 makes is an instance of `{_written(use)}`"
    advice = f"write `{spelled.text if spelled is not None else full}`, which all are"
    return Judgement("changed", f"{told}; {advice}", _fix(use, full, Moved(()), None))


def _lost_keyword(use: Use, here: Verdict, target: Target) -> Judgement | None:
    """Judge the keyword arguments of a call whose function is there, and lost them."""
    if use.call is None or here.api == "private" or unpacks(use.call) or not use.call.keywords:
        return None
    now = parameters(use.name, target)
    if now is None or any(parameter.star == "**" for parameter in now):
        return None
    symbol = table.first(here.name) if here.api == "v1" else table.second(here.name)
    if symbol is None or symbol.kind not in {"function", "class"}:
        return None
    names = {parameter.name for parameter in now}
    before = {parameter.name for _, listed in symbol.parameters for parameter in listed}
    one = table.first(here.name)
    if one is not None:
        before |= {parameter.name for _, listed in one.parameters for parameter in listed}
    lost = [keyword.arg for keyword in use.call.keywords if keyword.arg in before - names]
    if not lost or guarded(use.source, use.node):
        return None
    return Judgement(
        "keyword",
        f"`{_written(use)}` has no argument `{lost[0]}` in {_release(target)}; {_ELSE}",
    )


def _moved_positions(use: Use, here: Verdict, target: Target) -> Judgement | None:
    """Judge the positional arguments of a call whose function is the old one, with a parameter put in between."""
    symbol = here.symbol
    if use.call is None or symbol is None or here.api not in {"plain", "v1"} or dialect(use.source) == "second":
        return None
    old = old_parameters(symbol)
    now = parameters(use.name, target)
    if old is None or now is None or old == now or not _positions_differ(use.call, here, target):
        return None
    if guarded(use.source, use.node) or not _binds(use.call, old):
        return None
    made = _arguments(use, here, _UNCHANGED, target)
    told = f"`{_written(use)}` takes its arguments in another order in {_release(target)}"
    if made is None or not made.positions:
        return Judgement("reordered", f"{told}; name those that moved", NoFix("the arguments cannot be named here"))
    fix = _fix(use, f"tensorflow.{here.name}", made, None) if here.api == "plain" else None
    if dialect(use.source) == "unknown":
        fix = NoFix(_EITHER)
    return Judgement("reordered", f"{told}; name `{made.positions[0]}`", fix)


def _shared(use: Use, here: Verdict, target: Target) -> Judgement | None:
    """Judge a name that TensorFlow 1 had another implementation under."""
    spoken = dialect(use.source)
    if spoken == "second":
        return _lost_by_second(use, here, target)
    if here.name.startswith("data.") and _is_looped_over(use.source):
        return None
    if here.name == "Variable" and use.call is not None and switches(use.source):
        told = "a run that fetches it beside its update gives the value before that, in graph mode too"
        text = f"`{_written(use)}` is a resource variable in {_release(target)}: {told}"
        return Judgement("changed", f"{text}; write `{_compat_text(use, here)}`", _compat_fix(use, here))
    change = here.change or (_UNCHANGED if here.symbol is not None and here.symbol.kind == "module" else None)
    made = _arguments(use, here, change, target) if change is not None else None
    full = change.to if change is not None and change.to else f"tensorflow.{here.name}"
    if made is not None and not made.edits and full == f"tensorflow.{here.name}":
        return None
    if _only_new(use, here, target):
        return None
    if spoken == "unknown" and not _differs(use, here, target):
        return None
    name, release = _written(use), _release(target)
    if made is not None and change is not None:
        fix = _fix(use, full, made, change)
        if spoken == "unknown" and _may_be_second(use, here, target):
            fix = NoFix(_EITHER)
        if not made.edits:
            spelled = spell(use.source, full, use.scope, use.node)
            told = f"`{name}` is another symbol in {release} than in TensorFlow 1"
            return Judgement("changed", f"{told}; write `{spelled.text if spelled else full}`", fix)
        if made.values:
            told = change.note or f"its arguments `{'`, `'.join(made.values)}` are given otherwise"
            return Judgement("changed", f"`{name}` changed in {release}: {told}; write `{made.values[0]}`", fix)
        if made.positions:
            told = "takes its arguments in another order"
            return Judgement("reordered", f"`{name}` {told} in {release}; name `{made.positions[0]}`", fix)
        old, new = made.keywords[0] if made.keywords else (_dropped(use, change), "")
        if new:
            return Judgement("keyword", f"`{name}` has no argument `{old}` in {release}; write `{new}`", fix)
        return Judgement("keyword", f"`{name}` has no argument `{old}` in {release}; leave it out", fix)
    told = meaning(here.name)
    if told:
        told = f"it {told}"
    else:
        positional = use.call is not None and _positions_differ(use.call, here, target)
        if positional:
            told = "takes its arguments in another order"
            fix = NoFix(_EITHER) if spoken == "unknown" else _compat_fix(use, here)
            advice = f"write `{_compat_text(use, here)}`, which keeps them, or name them"
            return Judgement("reordered", f"`{name}` {told} in {release}; {advice}", fix)
        told = "it is another implementation, which was not shown to give the same"
    text = f"`{name}` is not in {release} what it was in TensorFlow 1: {told}; write `{_compat_text(use, here)}`"
    return Judgement("changed", text, _compat_fix(use, here))


# What TensorFlow 1's datasets have, and TensorFlow 2's have not.
_OF_OLD_DATASETS = (
    *(b"make_one_shot_iterator", b"make_initializable_iterator", b"output_classes", b"output_shapes"),
    *(b"output_types", b"filter_with_legacy_function", b"map_with_legacy_function"),
)


def _is_looped_over(source: Source) -> bool:
    """Tell whether the program of a file was rewritten that took iterators from its datasets, and loops over them."""
    if source.origin is None:
        return False
    before, now = source.origin.text.utf8, source.text.utf8
    return any(word in before for word in _OF_OLD_DATASETS) and not any(word in now for word in _OF_OLD_DATASETS)


def _dropped(use: Use, change: Change) -> str:
    given = {keyword.arg for keyword in use.call.keywords} if use.call is not None else set()
    return next((name for name in sorted(change.drops) if name in given), next(iter(sorted(change.drops)), "?"))


def _lost_by_second(use: Use, here: Verdict, target: Target) -> Judgement | None:
    """Judge a call in a TensorFlow 2 file: what TensorFlow 2 does not take is wrong whatever was meant."""
    if use.call is None:
        return None
    now = parameters(f"tensorflow.{here.name}", target)
    old = old_parameters(here.symbol)
    if now is None or old is None or any(parameter.star == "**" for parameter in now):
        return None
    lost = {p.name for p in old} - {p.name for p in now}
    if not any(keyword.arg in lost for keyword in use.call.keywords):
        return None
    made = _arguments(use, here, here.change, target) if here.change is not None else None
    name, release = _written(use), _release(target)
    first = next(keyword.arg for keyword in use.call.keywords if keyword.arg in lost)
    if made is None or here.change is None or made.positions:
        told = f"`{name}` has no argument `{first}` in {release}; {_ELSE}"
        return Judgement("keyword", told)
    new = dict(made.keywords).get(first or "", "")
    advice = f"write `{new}`" if new else "write what took its place"
    fix = _fix(use, f"tensorflow.{here.name}", made, here.change)
    return Judgement("keyword", f"`{name}` has no argument `{first}` in {release}; {advice}", fix)


def _differs(use: Use, here: Verdict, target: Target) -> bool:
    """Tell whether a call means something else in the two TensorFlows, whichever its author had in mind.

    Asked for files that could have been written for either.
    """
    if use.call is None:
        return False
    now = parameters(f"tensorflow.{here.name}", target)
    old = old_parameters(here.symbol)
    if now is None or old is None or not _binds(use.call, old):
        return False
    names = {parameter.name for parameter in now}
    if not any(parameter.star == "**" for parameter in now) and any(
        keyword.arg is not None and keyword.arg not in names for keyword in use.call.keywords
    ):
        return True
    return _positions_differ(use.call, here, target)


def _may_be_second(use: Use, here: Verdict, target: Target) -> bool:
    """Tell whether TensorFlow 2's function takes the keyword arguments of a call."""
    now = parameters(f"tensorflow.{here.name}", target)
    names = {parameter.name for parameter in now or ()}
    return use.call is None or all(keyword.arg is None or keyword.arg in names for keyword in use.call.keywords)


def _only_new(use: Use, here: Verdict, target: Target) -> bool:
    """Tell whether a call is one that only TensorFlow 2's function takes, so that it has been migrated already."""
    if here.name.startswith("summary.") and _has_writer(use):
        return True
    now = parameters(f"tensorflow.{here.name}", target)
    old = old_parameters(here.symbol)
    if use.call is None or now is None or old is None:
        return False
    first, second = {parameter.name for parameter in old}, {parameter.name for parameter in now}
    given = {keyword.arg for keyword in use.call.keywords if keyword.arg is not None}
    if unpacks(use.call) or not given <= second:
        return False
    return bool(given - first) or (_binds(use.call, now) and not _binds(use.call, old))


def _has_writer(use: Use) -> bool:
    """Tell whether code stands in the block of a writer that only TensorFlow 2 has."""
    opened = (
        item.context_expr
        for outer in use.source.ancestors(use.node)
        if isinstance(outer, ast.With)
        for item in outer.items
    )
    return any("tensorflow.summary.create_file_writer().as_default()" in use.source.resolve(node) for node in opened)


def _binds(call: ast.Call, old: Sequence[Parameter]) -> bool:
    """Tell whether a call can be one of a function with some parameters: it gives all that have no default."""
    given = bind(call, old)
    if given is None:
        return False
    names = {one.name for one in given}
    return all(parameter.name in names or parameter.default is not None or parameter.star for parameter in old)


def _positions_differ(call: ast.Call, here: Verdict, target: Target) -> bool:
    """Tell whether an argument that is given by position is for another parameter in TensorFlow 2."""
    now = parameters(f"tensorflow.{here.name}", target)
    old = old_parameters(here.symbol)
    if now is None or old is None:
        return False
    renamed = {
        **(here.symbol.keywords if here.symbol is not None else {}),
        **(here.change.keywords if here.change else {}),
    }
    for at in range(len(call.args)):
        one = old[at].name if at < len(old) else None
        two = now[at].name if at < len(now) and not now[at].keyword_only else None
        if one is None or isinstance(call.args[at], ast.Starred):
            return False
        if one == two or renamed.get(one, one) == two:
            continue
        # `l` that is called `l1` has not moved; `input_axes` in the place of `dtype` is something else.
        if two is None or not two.startswith(one) or one in {p.name for p in now} or two in {p.name for p in old}:
            return True
    return False


# Names that are gone


def _gone(use: Use, here: Verdict, target: Target) -> Judgement:
    """Judge a name that the target does not have."""
    name, release = _written(use), _release(target)
    kind = _kind(here)
    lost = f"`{name}` does not exist in {release}"
    if here.api == "private":
        lost = f"`{name}` is no public name of TensorFlow"
    if here.fate == "keras2":
        lost = f"`{name}` needs Keras 2, which {release} does not have as `tf.keras`"
    if here.fate == "keras2" and here.compat is None:
        text = f"{lost}; set `TF_USE_LEGACY_KERAS=1` before TensorFlow is first imported, and install tf_keras"
        return Judgement(kind, text, _keras_2(use))
    constant = _constant(use, here)
    if constant is not None:
        return constant._replace(kind=kind, message=f"{lost}; {constant.message}")
    made, full, change = _destination(use, here, target)
    if full is None:
        alias = _unused_alias(use)
        if alias is not None:
            fix = Fix(
                "unsafe",
                f"Remove `{use.source.code(alias)}`, which nothing uses",
                without(use.source, alias),
                stage=STAGE,
            )
            return Judgement(kind, f"{lost}; remove the name that is given to it", fix)
        advice = here.advice or (_by_hand(here.change) if here.change else "nothing takes its place")
        return Judgement(kind, f"{lost}; {advice}", NoFix(""))
    spelled = spell(use.source, full, use.scope, use.node)
    text = spelled.text if spelled is not None else full
    how = " in graph mode" if _needs_graph(full) else ""
    if here.fate == "keras2":
        how = " with `TF_USE_LEGACY_KERAS=1` and tf_keras"
    note = f" ({change.note})" if change is not None and change.note else ""
    return Judgement(kind, f"{lost}; write `{text}`{how}{note}", _fix(use, full, made, change, here))


def _constant(use: Use, here: Verdict) -> Judgement | None:
    """Judge an attribute of a class that held nothing but plain values."""
    parent = use.source.parents.get(use.node)
    values = constants(here.symbol.alias if here.symbol is not None and here.symbol.alias else here.name)
    if here.compat is not None or not isinstance(parent, ast.Attribute) or parent.attr not in values:
        return None
    text = values[parent.attr]
    edits = replacement(use.source, parent, text)
    fix = Fix("safe", f"Write `{text}`", edits, stage=STAGE) if edits else NoFix("a comment stands inside the name")
    return Judgement("estimator", f"write `{text}`, which it stood for", fix)


def _by_hand(change: Change) -> str:
    note = f" ({change.note})" if change.note else ""
    return f"`{change.to}` takes its place, but not with these arguments{note}"


def _destination(use: Use, here: Verdict, target: Target) -> tuple[Moved, str | None, Change | None]:
    """Return what to write for a name that is gone: the arguments, the full name, and by which change."""
    if here.same is not None and exists(here.same, target) and _takes(use, here.same, here, target):
        made = _arguments(use, here, Change(here.same), target)
        if made is not None or use.call is None or unpacks(use.call):
            return made or Moved(()), here.same, None
    if here.api == "private" and here.compat is not None and _is_variable_of_graph(use, here):
        return Moved(()), here.compat, None
    change = here.change
    if change is not None and (target.level == "native" or _least(change, here)):
        made = _arguments(use, here, change, target)
        if made is not None:
            return made, change.to, change
    if here.compat is not None:
        return Moved(()), here.compat, None
    module = module_successor(here.name, target) if here.api == "contrib" and here.change is not None else None
    made = _arguments(use, here, module, target) if module is not None else None
    if module is not None and made is not None:
        return made, module.to, module
    return Moved(()), None, None


def _is_variable_of_graph(use: Use, here: Verdict) -> bool:
    """Tell whether a variable is made in TensorFlow 1 code: in graph mode a resource variable is read otherwise."""
    made = use.call is not None and here.symbol is not None and here.symbol.name == "Variable"
    return made and (dialect(use.source) == "first" or bool(switches(use.source)))


def _least(change: Change, here: Verdict) -> bool:
    """Tell whether a change is also what somebody wants who changes as little as possible."""
    return here.compat is None or (change.safe and change.to.startswith("tensorflow."))


def _takes(use: Use, full: str, here: Verdict, target: Target) -> bool:
    """Tell whether a symbol takes the keyword arguments that a call gives the old one."""
    if use.call is None:
        return True
    now = parameters(full, target)
    old = old_parameters(here.symbol)
    if now is None or old is None or any(parameter.star == "**" for parameter in now):
        return True
    names = {parameter.name for parameter in now}
    return all(k.arg is None or k.arg in names or k.arg not in {p.name for p in old} for k in use.call.keywords)


def _kind(here: Verdict) -> Kind:
    if here.api == "private":
        return "private"
    if here.api == "contrib":
        return "contrib"
    if here.name.partition(".")[0] == "estimator":
        return "estimator"
    if here.fate == "keras2" and not here.name.startswith("keras."):
        return "keras2"
    if here.name.startswith("keras.") and here.fate in {"removed", "keras2"}:
        return "keras"
    if here.fate == "removed":
        return "removed"
    if here.change is not None and here.same is None and not here.change.to.startswith("tensorflow."):
        return "package"
    return "renamed" if here.fate == "renamed" else "compat"


def _unused_alias(use: Use) -> ast.Assign | None:
    """Return the statement that gives a name, which nothing reads any more, to what is used."""
    parent = use.source.parents.get(use.node)
    if not isinstance(parent, ast.Assign) or parent.value is not use.node or len(parent.targets) != 1:
        return None
    name = parent.targets[0]
    if not isinstance(name, ast.Name) or use.source.origin is None:
        return None
    was_read = any(one.id == name.id for _, one in use.source.origin.index.loads)
    is_read = any(one.id == name.id for _, one in use.source.index.loads)
    return parent if was_read and not is_read else None


def without(source: Source, statement: ast.stmt) -> tuple[Edit, ...]:
    """Return the edit that takes a statement out, with its line; `pass` stays where a block would be empty."""
    start, end = source.span(statement)
    text = source.text.utf8
    line = text.rfind(b"\n", 0, start) + 1
    following = text.find(b"\n", end)
    alone = not text[line:start].strip() and following >= 0 and not text[end:following].strip()
    siblings = getattr(source.parents.get(statement), "body", [])
    if alone and len(siblings) > 1:
        return (Edit(line, following + 1, ""),)
    return (Edit(start, end, "pass"),)


# Imports and names for names


def _imported(use: Use, alias: ast.alias, here: Verdict, target: Target) -> Judgement | None:
    """Judge an import statement's part: its uses carry the finding, if they are there to carry it."""
    source = use.source
    statement = source.parents[alias]
    assert isinstance(statement, (ast.Import, ast.ImportFrom))  # noqa: S101 - nothing else holds an alias
    lost = f"`{use.name}` does not exist in {_release(target)}"
    if here.api == "private":
        lost = f"`{use.name}` is no public name of TensorFlow"
    kind = _kind(here)
    if here.fate == "shared":
        return None
    module = here.symbol is None or here.symbol.kind == "module"
    plain = isinstance(statement, ast.Import) and alias.asname is None and "." in alias.name
    local = alias.asname or alias.name
    whole = _moves_whole(source, local, use.name, target) if module and not plain else None
    if whole is not None:
        text = _import_text(whole.to, local)
        start, end = source.span(statement)
        safety: Literal["safe", "unsafe"] = "safe" if whole.safe else "unsafe"
        fix = Fix(safety, f"Write `{text}`", (Edit(start, end, text),), stage=STAGE)
        note = f" ({whole.note})" if whole.note else ""
        return Judgement(kind, f"{lost}; write `{text}`{note}", fix)
    if plain:
        if here.fate == "removed" and here.api == "private" and here.symbol is None:
            return Judgement(kind, f"{lost}; {here.advice}", NoFix(""))
        start, end = source.span(alias)
        others = [other.name for other in statement.names if isinstance(statement, ast.Import) and other is not alias]
        if "tensorflow" in others or not isinstance(statement, ast.Import):
            return Judgement(kind, f"{lost}; remove the import", NoFix(""))
        fix = Fix("unsafe", "Write `import tensorflow`", (Edit(start, end, "tensorflow"),), stage=STAGE + 1)
        return Judgement(kind, f"{lost}; write `import tensorflow`", fix)
    if any(name.id == local for _, name in source.index.loads):
        return None
    _, full, _ = _destination(use, here, target)
    advice = f"write `{full}` where it is used" if full else here.advice or "nothing takes its place"
    return Judgement(kind, f"{lost}; {advice}", NoFix("nothing in this file uses it"))


def _import_text(full: str, local: str) -> str:
    package, _, name = full.rpartition(".")
    if package:
        # `import a.b as c` needs a module `a.b`; this also takes a name that `a` only has as an attribute.
        return f"from {package} import {name}" + ("" if name == local else f" as {local}")
    return f"import {full}" if full == local else f"import {full} as {local}"


def _covered(use: Use, here: Verdict, target: Target) -> bool:
    """Tell whether a use is put right where the name that it begins with gets its meaning."""
    first: ast.expr | None = use.node if isinstance(use.node, ast.expr) else None
    rest: list[str] = []
    while isinstance(first, ast.Attribute):
        rest.insert(0, first.attr)
        first = first.value
    if not isinstance(first, ast.Name):
        return False
    bindings = list(use.scope.visible(first.id, first))
    if bindings and all(binding.kind == "import" for binding in bindings):
        base = use.name.removesuffix("".join(f".{part}" for part in rest))
        return bool(rest) and _moves_whole(use.source, first.id, base, target) is not None
    if not rest:
        return True
    base = use.name.removesuffix("".join(f".{part}" for part in rest))
    of_base = verdict(base, target)
    if of_base is None or of_base.fate == "there":
        return False
    if (
        here.change is not None
        and isinstance(use.node, ast.expr)
        and not _takes_as_is(use.source, [use.node], here.change)
    ):
        return False
    for to in (of_base.same, of_base.change.to if of_base.change else None, of_base.compat):
        if to is not None:
            full = ".".join((to, *rest))
            if split(full) is None:
                return here.change is not None and here.change.to == full
            return exists(full, target)
    return False


def _takes_as_is(source: Source, nodes: Sequence[ast.expr], change: Change) -> bool:
    """Tell whether a call of a chain of names, if there is one, can stay as it is when only its module is another."""
    if change.values or change.adds:
        return False
    touched = {*change.keywords, *change.drops, *change.refuses}
    calls = [source.index.calls[node] for node in nodes if node in source.index.calls]
    return not any(keyword.arg is None or keyword.arg in touched for call in calls for keyword in call.keywords)


def _moves_whole(source: Source, local: str, base: str, target: Target) -> Change | None:
    """Return what takes the place of an imported module if all that a file uses of it is there under the same names."""
    key = ("moves whole", local, base)
    if key not in source.notes:
        source.notes[key] = None
        source.notes[key] = _whole(source, local, base, target)
    change: Change | None = source.notes[key]
    return change


def _whole(source: Source, local: str, base: str, target: Target) -> Change | None:
    of_base = verdict(base, target)
    parts = split(base)
    if of_base is None or parts is None or of_base.fate == "there":
        return None
    change = successor(parts[1], target)
    symbol = table.first(parts[1])
    if change is None or (symbol is not None and symbol.kind != "module"):
        return None
    if target.level == "compat" and of_base.compat is not None:
        return None
    for _, statement in source.index.imports:
        if len(statement.names) > 1 and any((alias.asname or alias.name) == local for alias in statement.names):
            return None  # the statement imports other names, too, so each use is put right by itself
    unsafe = ""
    for nodes, _, meanings in source.chains(PACKAGES):
        if not isinstance(nodes[0], ast.Name) or nodes[0].id != local or meanings != {base}:
            continue
        rest = [node.attr for node in nodes[1:] if isinstance(node, ast.Attribute)]
        names = [".".join((parts[1], *rest[:length])) for length in range(len(rest), 0, -1)]
        name = next((name for name in names if table.first(name) is not None), names[0] if names else "")
        own = successor(name, target) if name else change
        if own is None or own.to != change.to + name.removeprefix(parts[1]) or not _takes_as_is(source, nodes, own):
            return None
        if not own.safe:
            unsafe = own.note
    return change._replace(safe=False, note=unsafe) if unsafe else change


# Writing


def _arguments(use: Use, here: Verdict, change: Change, target: Target) -> Moved | None:
    """Return how the arguments of a use are written for a change; None where they cannot be."""
    to = change.to or f"tensorflow.{here.name}"
    if isinstance(use.source.parents.get(use.node), ast.ClassDef):
        return None  # a subclass counts on the very class
    if use.call is None:
        plain = _can_be_handed_on(use, here, change, target)
        return Moved(()) if plain or (here.symbol is not None and here.symbol.kind == "module") else None
    if change.unused and not isinstance(use.source.parents.get(use.call), ast.Expr):
        return None
    old = old_parameters(here.symbol)

    def expression(text: str) -> str | None:
        if text.isidentifier() and not iskeyword(text) and text not in use.source.index.module.bindings:
            return None
        spelled = spell(use.source, "tensorflow", use.scope, use.node)
        return None if spelled is None else text.replace("tensorflow.", f"{spelled.text}.")

    return moved(use.source, use.call, change, old, parameters(to, target), expression)


def _can_be_handed_on(use: Use, here: Verdict, change: Change, target: Target) -> bool:
    """Tell whether a name that is not called can stay: whoever calls it may give any arguments, by position."""
    if change.values or change.adds or change.unused:
        return False
    if here.symbol is not None and here.symbol.kind == "class" and _is_asked_for(use):
        return True
    old = old_parameters(here.symbol)
    now = parameters(change.to or f"tensorflow.{here.name}", target)
    if change.refuses or change.single or change.chooses:
        return False
    if now is None or old is None:
        return not change.keywords
    return [p.name for p in now if not p.star] == [p.name for p in old if not p.star][: len(now)]


def _is_asked_for(use: Use) -> bool:
    """Tell whether a class is only what an object is compared with: in `isinstance`, or in an annotation."""
    node: ast.AST = use.node
    for outer in use.source.ancestors(use.node):
        if isinstance(outer, (ast.arg, ast.AnnAssign)) and getattr(outer, "annotation", None) is node:
            return True
        if not isinstance(outer, (ast.Tuple, ast.List)):
            break
        node = outer
    return _is_compared(use.source, use.node)


def _is_compared(source: Source, node: ast.AST) -> bool:
    """Tell whether a class, or a tuple that holds it, is the second argument of `isinstance` or `issubclass`."""
    outer = source.parents.get(node)
    if isinstance(outer, ast.Tuple):
        return _is_compared(source, outer)
    if isinstance(outer, ast.Assign) and len(outer.targets) == 1 and isinstance(outer.targets[0], ast.Name):
        # `VARIABLES = (tf.Variable, ...)`, if it is there for nothing else.
        reads = [read for _, read in source.index.loads if read.id == outer.targets[0].id]
        return isinstance(node, ast.Tuple) and bool(reads) and all(_is_compared(source, read) for read in reads)
    return (
        isinstance(outer, ast.Call)
        and isinstance(outer.func, ast.Name)
        and outer.func.id in {"isinstance", "issubclass"}
        and outer.args[1:2] == [node]
    )


def _fix(use: Use, full: str, made: Moved, change: Change | None, here: Verdict | None = None) -> Fix | NoFix:
    """Return the fix that writes a full name and moves the arguments."""
    source = use.source
    assert isinstance(use.node, ast.expr)  # noqa: S101 - imports have fixes of their own
    if _needs_graph(full) and holds_second(source) and needs_switch(source, use.node):
        return NoFix("the file also holds TensorFlow 2 code, which cannot be run in graph mode")
    same_name = split(use.name) == split(full) and not use.name.startswith("tensorflow_core.")
    imported = None if same_name or made.edits else _import_in_place(source, use.node, full)
    if imported is not None:
        level: Literal["safe", "unsafe"] = "safe" if change is None or change.safe else "unsafe"
        return Fix(level, f"Write `{imported.replacement}`", (imported,), stage=STAGE)
    spelled = None if same_name else spell(source, full, use.scope, use.node)
    edits: tuple[Edit, ...] = ()
    if not same_name:
        if spelled is None:
            return NoFix(f"no name for `{full.partition('.')[0]}` is free here")
        written = replacement(source, use.node, spelled.text)
        if written is None:
            return NoFix("a comment stands inside the name")
        edits = written
    safe = change is None or change.safe
    if full.startswith("tensorflow.compat.v1."):
        # The old function itself; but where it builds a graph, somebody has to see to it that there is one.
        safe = not _needs_graph(full) and (here is None or here.fate != "keras2")
    text = spelled.text if spelled is not None else _written(use)
    says = f"Write `{text}`" if not same_name else f"Write the arguments of `{text}` as it takes them"
    imports = spelled.imports if spelled is not None else ()
    return Fix("safe" if safe else "unsafe", says, (*edits, *made.edits), imports, STAGE)


def _needs_graph(full: str) -> bool:
    return full.startswith("tensorflow.compat.v1.") and needs_graph(full.removeprefix("tensorflow.compat.v1."))


def _keras_2(use: Use) -> Fix | NoFix:
    """Return the fix that asks for Keras 2 in the file itself."""
    edit = before_tensorflow(use.source, ('os.environ["TF_USE_LEGACY_KERAS"] = "1"',), "os")
    if edit is None:
        return NoFix("TensorFlow is not imported on a line of its own at the top of the file")
    return Fix("unsafe", "Set `TF_USE_LEGACY_KERAS=1` above the first import of TensorFlow", (edit,), stage=STAGE + 1)


def _import_in_place(source: Source, node: ast.expr, full: str) -> Edit | None:
    """Return the edit that makes an import of `flags = tf.app.flags`, where another package has the module now."""
    parent = source.parents.get(node)
    if full.startswith("tensorflow.") or not isinstance(parent, ast.Assign) or parent.value is not node:
        return None
    target = parent.targets[0]
    if len(parent.targets) != 1 or not isinstance(target, ast.Name) or parent not in source.tree.body:
        return None
    package, _, name = full.rpartition(".")
    if package and name[:1].isupper():
        return None  # a class or a constant: `from absl.flags import FLAGS` would bind what may yet be replaced
    start, end = source.span(parent)
    return Edit(start, end, _import_text(full, target.id))


def _compat_fix(use: Use, here: Verdict) -> Fix | NoFix:
    if here.compat is None:
        return NoFix("the target has no other name for the old one")
    return _fix(use, here.compat, Moved(()), None, here)


def _compat_text(use: Use, here: Verdict) -> str:
    full = here.compat or f"tensorflow.compat.v1.{here.name}"
    spelled = spell(use.source, full, use.scope, use.node)
    return spelled.text if spelled is not None else full


def is_settled(use: Use, target: Target) -> bool:
    """Tell whether a name is what its owner asked for: at the level `compat`, TensorFlow 1's API where it is there."""
    here = verdict(use.name, target) if target.level == "compat" else None
    return here is not None and here.fate == "there"


def is_there(use: Use, target: Target) -> bool:
    """Tell whether the target has a name as it is written."""
    here = verdict(use.name, target)
    return here is not None and here.fate == "there"


def is_second_too(use: Use, target: Target) -> bool:
    """Tell whether a use of a name of `tf.compat.v1` means the same of the name in TensorFlow 2's own API."""
    plain = Use(use.source, use.node, use.name.replace("tensorflow.compat.v1.", "tensorflow.", 1), use.scope)
    here = verdict(plain.name, target)
    if here is None:
        return False
    if here.fate == "there":
        first = table.first(here.name)
        return first is not None and first.kind != "module" and first.same_on(bit(target)) == here.name
    change = here.change if here.fate == "shared" else None
    if change is None or not change.safe or (change.to or plain.name) != plain.name:
        return False
    made = _arguments(plain, here, change, target)
    return made is not None and not made.edits


def may_fit(use: Use, target: Target) -> bool:
    """Tell whether a call's arguments can be those of what takes a name's place; spares a closer look if not."""
    here = verdict(use.name, target)
    change = here.change if here is not None else None
    if here is None or change is None or here.same is not None:
        return here is not None
    if not (change.refuses or change.single or change.texts or change.chooses) or change.values or change.adds:
        return True  # most calls fit, and what is added is spelled with names that the file may not have
    return _arguments(use, here, change, target) is not None


def owned_fix(use: Use, target: Target) -> Fix | NoFix:
    """Return the fix that only writes the name as the target has it, for rules that report a name themselves."""
    here = verdict(use.name, target)
    if here is None or here.fate == "there" or guarded(use.source, use.node) or isinstance(use.node, ast.alias):
        return NoFix("")
    made, full, change = _destination(use, here, target)
    if full is None:
        return NoFix("")
    return _fix(use, full, made, change, here)


def _written(use: Use) -> str:
    return "".join(use.source.code(use.node).split()) if isinstance(use.node, ast.expr) else use.name


def _release(target: Target) -> str:
    return f"TensorFlow {dotted(target.tensorflow)}"


__all__ = [
    "Judgement",
    "Kind",
    "concerns",
    "drafts",
    "is_owned",
    "is_second_too",
    "is_settled",
    "is_there",
    "judge",
    "loads_into_session",
    "may_fit",
    "owned_fix",
    "without",
]
