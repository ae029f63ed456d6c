"""Whatever tf_upgrade_v2 knows of a TensorFlow 1 name, hublint reports too, and what it writes is there.

The script's maps are those that ship in the TensorFlow of this environment. For each key of each map a TensorFlow 1
file uses the name as the entry describes it, at both levels; every argument is a variable with its parameter's name, so
that one can see where it ends up. What rightly differs is listed, with the reason, in `upgrade_differences.py`.
"""

from __future__ import annotations

import ast
import importlib.util
import json
import os
import re
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from hublint import engine, registry
from hublint.rule import Target
from hublint.target import LEVEL_CHOICES
from hublint.tfapi import table
from hublint.tfapi.verdict import FIRST_RELEASE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hublint.rule import Finding
    from hublint.target import Level

pytestmark = pytest.mark.tensorflow

ASK = """
import importlib, inspect, json, sys
import tensorflow as tf
from tensorflow.tools.compatibility import all_renames_v2, tf_upgrade_v2

def resolve(name):
    parts = name.split(".")
    here = importlib.import_module(parts[0])
    for at, part in enumerate(parts[1:], 2):
        try:
            here = getattr(here, part)
        except AttributeError:
            if parts[0] == "tensorflow":
                raise
            here = importlib.import_module(".".join(parts[:at]))
    return here

def described(name):
    try:
        found = resolve(name)
    except Exception as error:
        return {"there": False, "why": f"{type(error).__name__}: {error}"[:200]}
    try:
        signature = inspect.signature(found) if callable(found) else None
    except (TypeError, ValueError):
        signature = None
    parameters = signature and [[p.name, p.kind.name, p.default is p.empty] for p in signature.parameters.values()]
    try:
        same = found is resolve("tensorflow.compat.v1." + name.partition(".")[2])
    except Exception:
        same = False
    return {"there": True, "parameters": parameters, "same": same}

def maps():
    spec = tf_upgrade_v2.TFAPIChangeSpec()
    found = {name: value for name, value in vars(spec).items() if isinstance(value, dict)}
    found["reordered_function_names"] = dict.fromkeys(sorted(spec.reordered_function_names))
    found["addons_symbol_mappings"] = all_renames_v2.addons_symbol_mappings
    found["import_renames"] = tf_upgrade_v2.TFAPIChangeSpec(import_rename=True).import_renames
    found["function_arg_warnings"] = {
        name: [[keyword, place] for keyword, place in entries] for name, entries in spec.function_arg_warnings.items()
    }
    return found

asked = json.load(sys.stdin)
answer = {"names": {name: described(name) for name in asked}, "maps": maps()}
sys.__stdout__.write("\\n" + json.dumps(answer, default=str))
"""

# The maps of calls and names, and what is not one: `import_renames` is a mode of its own, and the other one is empty.
MAPS = (
    "addons_symbol_mappings",
    "function_arg_warnings",
    "function_keyword_renames",
    "function_reorders",
    "function_transformers",
    "function_warnings",
    "manual_function_reorders",
    "module_deprecations",
    "reordered_function_names",
    "symbol_renames",
)
NOT_NAMES = {"change_to_function", "import_renames"}

each_map = pytest.mark.parametrize("name", MAPS)

# What every call gives, for functions that take each argument under two names, so that none has to be there.
GIVEN = {
    "tf.batch_norm_with_global_normalization": ("t", "m", "v", "beta", "gamma", "variance_epsilon"),
    "tf.count_nonzero": ("input_tensor",),
    "tf.debugging.assert_all_finite": ("t", "msg"),
    "tf.decode_raw": ("input_bytes", "out_type"),
    "tf.extract_image_patches": ("images", "ksizes", "strides", "rates", "padding"),
    "tf.image.crop_and_resize": ("image", "boxes", "box_ind", "crop_size"),
    "tf.image.extract_image_patches": ("images", "ksizes", "strides", "rates", "padding"),
    "tf.io.decode_raw": ("input_bytes", "out_type"),
    "tf.math.count_nonzero": ("input_tensor",),
    "tf.nn.batch_norm_with_global_normalization": (
        *("t", "m", "v", "beta", "gamma", "variance_epsilon", "scale_after_normalization"),
    ),
    "tf.nn.conv1d": ("value", "filters", "stride", "padding"),
    "tf.nn.conv2d": ("input", "filter", "strides", "padding"),
    "tf.nn.conv2d_transpose": ("value", "filter", "output_shape", "strides"),
    "tf.nn.conv3d": ("input", "filter", "strides", "padding"),
    "tf.nn.conv3d_transpose": ("value", "filter", "output_shape", "strides"),
    "tf.nn.ctc_loss": ("labels", "inputs", "sequence_length"),
    "tf.nn.dilation2d": ("input", "filter", "strides", "rates", "padding"),
    "tf.nn.rnn_cell.DeviceWrapper": ("cell", "device"),
    "tf.nn.rnn_cell.DropoutWrapper": ("cell",),
    "tf.nn.rnn_cell.ResidualWrapper": ("cell",),
    "tf.nn.softmax_cross_entropy_with_logits": ("labels", "logits"),
    "tf.nn.softmax_cross_entropy_with_logits_v2": ("labels", "logits"),
    "tf.nn.weighted_cross_entropy_with_logits": ("labels", "logits", "pos_weight"),
    "tf.string_to_hash_bucket": ("string_tensor", "num_buckets"),
    "tf.string_to_number": ("string_tensor",),
    "tf.strings.to_hash_bucket": ("string_tensor", "num_buckets"),
    "tf.verify_tensor_all_finite": ("t", "msg"),
}

# The arguments that a transformer of the script looks at, where a call can do without.
LOOKED_AT = {
    "tf.nn.ctc_beam_search_decoder": ("merge_repeated",),
    "tf.nn.dropout": ("keep_prob",),
    "tf.nn.fractional_avg_pool": ("deterministic", "seed", "seed2"),
    "tf.nn.fractional_max_pool": ("deterministic", "seed", "seed2"),
    "tf.name_scope": ("default_name",),
    "tf.ones_like": ("optimize",),
    "tf.while_loop": ("return_same_structure",),
    "tf.zeros_like": ("optimize",),
}

# The entries for a method of anything: what the object is, and a call.
METHODS = {
    "*.compute_gradients": ("optimizer = tf.train.AdamOptimizer(0.1)", "optimizer.compute_gradients(a_loss{})"),
    "*.make_initializable_iterator": ("data = tf.data.Dataset.range(3)", "data.make_initializable_iterator()"),
    "*.make_one_shot_iterator": ("data = tf.data.Dataset.range(3)", "data.make_one_shot_iterator()"),
    "*.minimize": ("optimizer = tf.train.AdamOptimizer(0.1)", "optimizer.minimize(a_loss{})"),
    "*.save": ("model = tf.keras.Sequential()", "model.save(a_filepath{})"),
}

# Calls that an entry is about and that its parameters do not show.
SHARDS = "a list of shards"
SPECIAL = {
    "tf.device": ("a function", 'tf.device(lambda operation: "/cpu:0")'),
    "tf.nn.embedding_lookup": (SHARDS, "tf.nn.embedding_lookup([one, two], ids)"),
    "tf.nn.embedding_lookup_sparse": (SHARDS, "tf.nn.embedding_lookup_sparse([one, two], ids, None)"),
    "tf.nn.nce_loss": (SHARDS, "tf.nn.nce_loss([one, two], biases, labels, inputs, 5, 10)"),
    "tf.nn.safe_embedding_lookup_sparse": (SHARDS, "tf.nn.safe_embedding_lookup_sparse([one, two], ids)"),
    "tf.nn.sampled_softmax_loss": (SHARDS, "tf.nn.sampled_softmax_loss([one, two], biases, labels, inputs, 5, 10)"),
}

HEAD = "import tensorflow as tf\n"
# Only TensorFlow 1 has this name, so that there is no doubt which TensorFlow the file is for.
MARK = 'weights = tf.get_variable("weights", [1])\n'


class Case(NamedTuple):
    """One use of a key, in a file of its own, and the lines that the use consists of."""

    key: str
    form: str
    text: str
    lines: tuple[int, ...]


class Signature(NamedTuple):
    """How TensorFlow 1.15 calls something: what can be given by position, and what has to be given."""

    ordered: tuple[str, ...]
    required: tuple[str, ...]


class Used(NamedTuple):
    """A full name that a text uses, where, and the call, if it is called."""

    name: str
    start: int
    call: ast.Call | None


class Outcome(NamedTuple):
    """What hublint makes of a case at a level."""

    case: Case
    level: Level
    reported: bool
    after: str
    used: tuple[Used, ...]
    left: tuple[Finding, ...]
    applied: tuple[Finding, ...]

    @property
    def legacy(self) -> bool:
        """Whether the file asks for Keras 2."""
        return 'os.environ["TF_USE_LEGACY_KERAS"] = "1"' in self.after

    def __str__(self) -> str:
        """Return what a reader needs to look into it."""
        return f"{self.case.key} ({self.case.form}, {self.level})"


class World(NamedTuple):
    """The script's maps, what hublint makes of their keys, and what TensorFlow says of the names in that.

    `real` holds the names by the Keras that they were looked up with: Keras 2 at True.
    """

    maps: dict[str, dict[str, Any]]
    outcomes: dict[str, list[Outcome]]
    real: dict[bool, dict[str, Any]]


def import_of(key: str) -> str:
    """Return the import that a key speaks of: `contrib_rnn.GRUCell` and `slim.l1_regularizer` are imported names."""
    root = key.partition(".")[0]
    if root in {"tf", "*"}:
        return ""
    module = root.removeprefix("contrib_")
    return f"from tensorflow.contrib import {module}{f' as {root}' if root != module else ''}\n"


def name_of(key: str) -> str:
    """Return the full name behind `tensorflow.`."""
    root, _, rest = key.partition(".")
    return rest if root == "tf" else f"contrib.{root.removeprefix('contrib_')}.{rest}"


@cache
def signature(key: str) -> Signature:
    symbol = table.first(name_of(key))
    parameters = (symbol.parameters_on(FIRST_RELEASE) if symbol is not None else None) or ()
    ordered: list[str] = []
    for parameter in parameters:
        # A first parameter of this name is how TensorFlow 1 refuses arguments by position.
        if parameter.star or parameter.keyword_only or parameter.name == "_sentinel":
            break
        ordered.append(parameter.name)
    required = GIVEN.get(key, tuple(p.name for p in parameters if p.default is None and not p.star))
    return Signature(tuple(ordered), required)


def call_of(
    key: str, keywords: Iterable[str] = (), places: int = 0, renames: dict[str, str | None] | None = None
) -> str:
    """Return a call that gives some arguments by name, so many by position, and whatever else has to be given."""
    ordered, required = signature(key)
    named = list(keywords)
    same = {(renames or {}).get(word) for word in named} if key in GIVEN else set()
    by_place = list(ordered[:places])
    for word in required:
        if word in (*named, *by_place) or word in same:
            continue
        if ordered[len(by_place) : len(by_place) + 1] == (word,):
            by_place.append(word)
        else:
            named.append(word)
    return f"{key}({', '.join([*(f'a_{word}' for word in by_place), *(f'{word}=a_{word}' for word in named)])})"


def case(key: str, form: str, expression: str) -> Case:
    """Return a TensorFlow 1 file that uses a key."""
    imported = import_of(key)
    before = f"{METHODS[key][0]}\n" if key in METHODS else ""
    text = f"{HEAD}{imported}\n{MARK}{before}made = {expression}\n"
    last = text.count("\n")
    return Case(key, form, text, (2, last) if imported else (last,))


def call_case(key: str, form: str, keywords: Iterable[str] = (), renames: dict[str, str | None] | None = None) -> Case:
    if key in METHODS:
        return case(key, form, METHODS[key][1].format("".join(f", {word}=a_{word}" for word in keywords)))
    return case(key, form, call_of(key, keywords, renames=renames))


def positional_cases(key: str, fewest: int) -> Iterator[Case]:
    """Yield calls with so many arguments by position, and more, up to all."""
    ordered, required = signature(key)
    if not ordered:
        yield call_case(key, "all by position")
    for places in range(max(fewest, len(required)), len(ordered) + 1):
        yield case(
            key, "all by position" if places == len(ordered) else f"{places} by position", call_of(key, (), places)
        )


def cases(name: str, maps: dict[str, dict[str, Any]]) -> Iterator[Case]:
    """Yield the uses that a map of the script has something to say about."""
    renames = maps["function_keyword_renames"]
    for key, value in maps[name].items():
        if name == "module_deprecations":
            package, _, module = f"tensorflow.{name_of(key)}".rpartition(".")
            yield case(key, "name", key)
            yield Case(key, "import", f"{HEAD}from {package} import {module}\nmade = {module}\n", (2, 3))
        elif name == "function_keyword_renames":
            for keyword in value:
                yield call_case(key, f"{keyword}=", [keyword], value)
        elif name in {"function_reorders", "manual_function_reorders", "reordered_function_names"}:
            yield from positional_cases(key, 1)
        elif name == "function_arg_warnings":
            for keyword, place in value:
                yield call_case(key, f"{keyword}=", [keyword], renames.get(key))
                if key not in METHODS:
                    yield case(key, f"{place + 1} by position", call_of(key, (), place + 1))
        elif name == "function_transformers":
            yield call_case(key, "call", LOOKED_AT.get(key, ()))
            if key in SPECIAL:
                yield case(key, *SPECIAL[key])
        else:
            if name != "function_warnings":
                yield case(key, "name", key)
            yield call_case(key, "call")
            if key not in METHODS:
                yield from list(positional_cases(key, 0))[-1:]
            if key in SPECIAL:
                yield case(key, *SPECIAL[key])


def outcome(used: Case, level: Level, rules: registry.Registry) -> Outcome:
    def target() -> Target:
        return Target.newest()._replace(level=level)

    data = used.text.encode()
    found = engine.check(data, rules, target=target, fixes=False).findings
    fixed = engine.fix(data, rules, target=target, unsafe=True)
    after = fixed.data.decode()
    reported = any(finding.location.row in used.lines for finding in found)
    return Outcome(
        used, level, reported, after, tuple(full_names(after)), tuple(fixed.checked.findings), tuple(fixed.applied)
    )


def full_names(text: str) -> Iterator[Used]:
    """Yield the full names that a text uses whose imports are all on top."""
    tree = ast.parse(text)
    bound: dict[str, str] = {}
    for statement in tree.body:
        if isinstance(statement, ast.Import):
            for alias in statement.names:
                root = alias.name.partition(".")[0]
                bound[alias.asname or root] = alias.name if alias.asname else root
        elif isinstance(statement, ast.ImportFrom):
            for alias in statement.names:
                bound[alias.asname or alias.name] = f"{statement.module}.{alias.name}"
    starts = [0]
    for line in text.encode().splitlines(keepends=True):
        starts.append(starts[-1] + len(line))

    def visit(node: ast.AST, called: ast.Call | None) -> Iterator[Used]:
        parts: list[str] = []
        first = node
        while isinstance(first, ast.Attribute):
            parts.insert(0, first.attr)
            first = first.value
        if isinstance(first, ast.Name) and first.id in bound:
            yield Used(".".join((bound[first.id], *parts)), starts[first.lineno - 1] + first.col_offset, called)
            return
        for child in ast.iter_child_nodes(node):
            yield from visit(child, node if isinstance(node, ast.Call) and child is node.func else None)

    yield from visit(tree, None)


def misfits(call: ast.Call | None, parameters: list[list[Any]] | None, renames: dict[str, str | None]) -> list[str]:
    """Return what is wrong with a call of something that has these parameters."""
    if call is None or parameters is None:
        return []
    by_place = [name for name, kind, _ in parameters if kind in {"POSITIONAL_ONLY", "POSITIONAL_OR_KEYWORD"}]
    by_name = {name for name, kind, _ in parameters if kind in {"KEYWORD_ONLY", "POSITIONAL_OR_KEYWORD"}}
    kinds = {kind for _, kind, _ in parameters}
    found = []
    given = []
    for place, argument in enumerate(call.args):
        if place < len(by_place):
            given.append((by_place[place], argument))
        elif "VAR_POSITIONAL" not in kinds:
            found.append(f"takes no {place + 1} arguments by position")
    for keyword in call.keywords:
        if keyword.arg in by_name:
            given.append((keyword.arg, keyword.value))
        elif "VAR_KEYWORD" not in kinds:
            found.append(f"has no argument {keyword.arg}")
    names = [name for name, _ in given]
    found += [f"gets {name} twice" for name, count in Counter(names).items() if count > 1]
    found += [
        f"needs {name}"
        for name, kind, required in parameters
        if required and kind in {"KEYWORD_ONLY", "POSITIONAL_OR_KEYWORD"} and name not in names
    ]
    for name, argument in given:
        for part in ast.walk(argument):
            old = part.id.removeprefix("a_") if isinstance(part, ast.Name) and part.id.startswith("a_") else name
            if name not in {old, renames.get(old)}:
                found.append(f"gets {old} as {name}")
    return found


def offered(message: str) -> Iterator[str]:
    """Yield the names that a finding's advice gives: those behind the semicolon."""
    for name in re.findall(r"`tf\.([A-Za-z_][\w.]*)`", message.partition(";")[2]):
        yield f"tensorflow.{name}"


def ask(names: Iterable[str], *, legacy_keras: bool) -> dict[str, Any]:
    """Return what TensorFlow says of names, with one Keras or the other, and the script's maps."""
    ran = subprocess.run(
        [sys.executable, "-c", ASK],
        input=json.dumps(sorted(set(names))),
        env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "TF_USE_LEGACY_KERAS": str(int(legacy_keras))},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    answer: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return answer


def differences() -> Any:
    path = Path(__file__).resolve().with_name("upgrade_differences.py")
    spec = importlib.util.spec_from_file_location("upgrade_differences", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


DIFFERENCES = differences()


@pytest.fixture(scope="module")
def world() -> World:
    maps = ask((), legacy_keras=False)["maps"]
    rules = registry.load()
    outcomes = {
        name: [outcome(used, level, rules) for used in cases(name, maps) for level in LEVEL_CHOICES] for name in MAPS
    }
    every = [one for several in outcomes.values() for one in several]
    advice = {name for one in every for finding in one.left for name in offered(finding.message)}
    keys = {f"tensorflow.{name_of(key)}" for name in MAPS for key in maps[name] if key not in METHODS}
    real = {}
    for legacy in (False, True):
        names = {used.name for one in every if one.legacy is legacy for used in one.used}
        real[legacy] = ask(names | advice | keys, legacy_keras=legacy)["names"]
    return World(maps, outcomes, real)


def was_in_tensorflow_1(key: str) -> bool:
    symbol = table.first(name_of(key))
    return symbol is not None and bool(symbol.columns & FIRST_RELEASE)


def is_expected(one: Outcome) -> bool:
    return any(one.case.key in listed.keys and listed.covers(one.case.form) for listed in DIFFERENCES.SILENT)


def told(problems: Iterable[str]) -> str:
    several = sorted(set(problems))
    return f"{len(several)}:\n" + "\n".join(several)


def test_every_map_is_walked(world: World) -> None:
    assert set(world.maps) == {*MAPS, *NOT_NAMES}
    assert not world.maps["change_to_function"]
    assert set(world.maps["import_renames"]) == {"tensorflow"}
    for name in MAPS:
        assert {one.case.key for one in world.outcomes[name]} == set(world.maps[name])


@each_map
def test_each_key_is_reported(name: str, world: World) -> None:
    # A call with some arguments by position may well mean the same; what it becomes is looked at below.
    missed = [
        str(one)
        for one in world.outcomes[name]
        if not one.reported and not is_expected(one) and not re.match(r"\d+ by position", one.case.form)
    ]
    assert not missed, told(missed)


@each_map
def test_what_is_left_in_the_file_is_there_or_reported(name: str, world: World) -> None:
    missing = []
    for one in world.outcomes[name]:
        for used in one.used:
            if used.name.partition(".")[0] in DIFFERENCES.OTHER_PACKAGES or is_expected(one):
                continue
            real = world.real[one.legacy][used.name]
            if not real["there"] and not any(finding.start <= used.start < finding.end for finding in one.left):
                missing.append(f"{one}: {used.name}: {real['why']}")
    assert not missing, told(missing)


@each_map
def test_each_argument_ends_up_where_it_belongs(name: str, world: World) -> None:
    wrong = []
    for one in world.outcomes[name]:
        renames = {
            **(world.maps["function_keyword_renames"].get(one.case.key) or {}),
            **DIFFERENCES.SAME_ARGUMENT.get(one.case.key, {}),
        }
        for used in one.used:
            real = world.real[one.legacy][used.name]
            # Whoever cannot be given a fix is told what is wrong with the call, and it stays as it is.
            if not real["there"] or any(finding.start <= used.start < finding.end for finding in one.left):
                continue
            wrong += [f"{one}: {used.name} {said}" for said in misfits(used.call, real["parameters"], renames)]
    assert not wrong, told(wrong)


@each_map
def test_no_fix_rewrites_what_another_wrote(name: str, world: World) -> None:
    anew = []
    for one in world.outcomes[name]:
        for finding in one.applied:
            assert finding.fix is not None
            written = re.fullmatch(r"Write `(tf\.[\w.]+)`", finding.fix.message)
            names = [f"{used.name}.".replace("tensorflow.", "tf.", 1) for used in one.used]
            if written and not any(name.startswith(f"{written[1]}.") for name in names):
                anew.append(f"{one}: {written[1]} became {one.after.splitlines()[-1]}")
    assert not anew, told(anew)


@each_map
def test_what_is_advised_is_there(name: str, world: World) -> None:
    dead = [
        f"{one}: {finding.message}"
        for one in world.outcomes[name]
        for finding in one.left
        for advised in offered(finding.message)
        if not any(world.real[legacy][advised]["there"] for legacy in (False, True))
    ]
    assert not dead, told(dead)


@pytest.mark.parametrize("listed", DIFFERENCES.SILENT, ids=lambda listed: listed.proof)
class TestDifferences:
    def test_they_are_keys_and_still_differ(self, listed: Any, world: World) -> None:
        every = [one for several in world.outcomes.values() for one in several if listed.covers(one.case.form)]
        silent = {one.case.key for one in every if not one.reported}
        assert not listed.keys - silent

    def test_the_reason_holds(self, listed: Any, world: World) -> None:
        if listed.proof == "never in TensorFlow 1.15":
            assert not [key for key in listed.keys if was_in_tensorflow_1(key)]
        elif listed.proof == "the same object":
            assert not [key for key in listed.keys if not world.real[False][f"tensorflow.{name_of(key)}"].get("same")]
        elif listed.proof == "only other calls differ":
            full = {
                one.case.key
                for several in world.outcomes.values()
                for one in several
                if one.reported and not listed.covers(one.case.form)
            }
            assert not listed.keys - full
        else:
            assert listed.proof == "told by its reason"


class TestReasons:
    """What the reasons of the listed differences say of TensorFlow, asked of it."""

    def test_the_script_renames_to_names_that_are_not_there(self, world: World) -> None:
        targets = [f"tensorflow.{name.removeprefix('tf.')}" for name in world.maps["symbol_renames"].values()]
        real = ask(targets, legacy_keras=False)["names"]
        assert sum(not real[target]["there"] for target in targets) == DIFFERENCES.DEAD_TARGETS

    def test_the_old_optimizers_still_take_what_the_script_removes(self) -> None:
        methods = [f"tensorflow.compat.v1.train.Optimizer.{name}" for name in ("minimize", "compute_gradients")]
        real = ask(methods, legacy_keras=False)["names"]
        for method in methods:
            assert "colocate_gradients_with_ops" in [name for name, _, _ in real[method]["parameters"]]
