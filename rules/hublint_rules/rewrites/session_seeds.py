"""The seed of a graph's random operations, where layers of Keras draw what TensorFlow 1's drew with it.

Measured on 2.15 and 2.21: after `tf.random.set_seed` two runs of a program give layers of Keras other initial values,
and dropout other units; after `tf.keras.utils.set_random_seed` both runs give the same, and operations like
`tf.random.normal` what they give after `tf.random.set_seed`. But it seeds Python's `random` and NumPy, too.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from hublint.source.use import argument, unpacks
from hublint_rules.rewrites import flow
from hublint_rules.rewrites.names import local_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hublint.rule import Source
    from hublint_rules.rewrites.session_layers import Layer

_SEEDS = ("set_random_seed", "random.set_random_seed", "random.set_seed")
_GENERATORS = ("random.", "numpy.random.")
_UNDRAWN = frozenset(
    {"BitGenerator", "Generator", "MT19937", "PCG64", "Philox", "Random", "RandomState", "SFC64", "SeedSequence"}
    | {"SystemRandom", "default_rng", "get_state", "getstate", "seed"}
)
_FIXED = ("constant_initializer", "ones_initializer", "zeros_initializer")
_LARGEST = 2**32 - 1  # that NumPy takes


class Seeds(NamedTuple):
    """The calls that set a seed, with the function of Keras for each, and what a fix says of it."""

    calls: dict[ast.Call, str]
    remark: str


def read(source: Source, layers: Iterable[Layer], *, others: bool) -> Seeds:
    """Return what becomes of the seeds of a file whose layers may draw from them, or `others` that are layers, too."""
    calls = [call for call in flow.calls_of(source, *_SEEDS) if isinstance(source.parents[call], ast.Expr)]
    if not calls or not (others or any(_draws(source, layer) for layer in layers)):
        return Seeds({}, "")
    lines = " and ".join(f"line {call.lineno}" for call in calls)
    spelled = {call: _tensorflow(source, call) for call in calls}
    if not all(_is_number(source, call) and spelled[call] for call in calls):
        told = f"the seed at {lines} does not fix what layers of Keras draw; tf.keras.utils.set_random_seed does"
        return Seeds({}, told)
    changed = [module.removesuffix(".") for module in _GENERATORS if not _keeps(source, module, calls)]
    if changed:
        told = (
            f"the seed at {lines} does not fix what layers of Keras draw; tf.keras.utils.set_random_seed does, but it "
            f"seeds {' and '.join(changed)}, too, and the file draws from there"
        )
        return Seeds({}, told)
    told = "tf.keras.utils.set_random_seed fixes what layers of Keras draw, and seeds Python's random and NumPy, too"
    return Seeds({call: f"{tf}.keras.utils.set_random_seed" for call, tf in spelled.items() if tf}, told)


def _tensorflow(source: Source, call: ast.Call) -> str | None:
    """Return how TensorFlow is spelled where a seed is set."""
    place = (source.scope(call), call.lineno)
    return local_name(source, "tensorflow", *place) or local_name(source, "tensorflow.compat.v1", *place)


def _draws(source: Source, layer: Layer) -> bool:
    """Tell whether a layer draws its initial values, or anything later."""
    made, known = layer.known.made, layer.known
    if made == "Dropout":
        return True
    words = [w for w in known.parameters if w in {"kernel_initializer", "depthwise_initializer"}]
    given = [layer.given(word) for word in words]
    return any(value is None or not _is_fixed(source, value) for value in given)


def _is_fixed(source: Source, node: ast.expr) -> bool:
    return flow.is_call_of(source, node, *_FIXED)


def _is_number(source: Source, call: ast.Call) -> bool:
    """Tell whether a seed is a number that NumPy takes, too, perhaps under a name."""
    seed = argument(call, 0, "seed")
    if seed is None or unpacks(call) or len(call.args) + len(call.keywords) > 1:
        return False
    values: list[object] = [seed]
    if isinstance(seed, ast.Name):
        values = [b.value for b in source.scope(seed).visible(seed.id, seed) if b.kind == "assign"] or [None]
    return all(isinstance(v, ast.Constant) and type(v.value) is int and 0 <= v.value <= _LARGEST for v in values)


def _keeps(source: Source, module: str, calls: Iterable[ast.Call]) -> bool:
    """Tell whether a file draws the same from a module if some calls seed that, too."""
    nodes: list[ast.expr] = [node for _, node in source.index.loads]
    nodes += [node for _, node in source.index.attributes]
    names = {name for node in nodes for name in source.resolve(node) if name.startswith(module) and "(" not in name}
    used = {name.removeprefix(module).partition(".")[0] for name in names}
    # What a file seeds, other packages may draw from.
    return ("seed" not in used and used <= _UNDRAWN) or all(_is_seeded_beside(source, call, module) for call in calls)


def _is_seeded_beside(source: Source, call: ast.Call, module: str) -> bool:
    """Tell whether the file seeds a module itself, beside a call: behind it, or before it with the same seed."""
    suite = flow.suite_of(source, source.statement(call))
    at = suite.index(source.statement(call))
    given = [ast.dump(a) for a in (*call.args, *(k.value for k in call.keywords))]
    for one in suite[at + 1 :]:
        if _seed_of(source, one, f"{module}seed") is not None:
            return True
        if not _is_quiet(source, one):
            break
    for one in reversed(suite[:at]):
        seed = _seed_of(source, one, f"{module}seed")
        if seed is not None:
            return [ast.dump(a) for a in (*seed.args, *(k.value for k in seed.keywords))] == given
        if not _is_quiet(source, one):
            break
    return False


def _seed_of(source: Source, statement: ast.stmt, name: str) -> ast.Call | None:
    """Return the call of a statement that seeds a module with a number, None for other statements."""
    if not isinstance(statement, ast.Expr) or not isinstance(statement.value, ast.Call):
        return None
    call = statement.value
    return call if source.resolve(call.func) == {name} and (call.args or call.keywords) else None


def _is_quiet(source: Source, statement: ast.stmt) -> bool:
    """Tell whether a statement certainly draws nothing: plain values, or a seed."""
    if not isinstance(statement, (ast.Assign, ast.Expr)):
        return False
    calls = source.below(statement, ast.Call)
    return all(any(n.endswith("seed") for n in source.resolve(call.func)) for call in calls)
