"""Whatever tf_upgrade_v2 knows of a TensorFlow 1 name, hublint reports too, and what it writes is there.

The script's maps are those that ship in the TensorFlow of this environment. For each key of each map a TensorFlow 1 file
uses the name as the entry describes it. What rightly differs is listed in `upgrade_differences.py`.
"""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from hublint import engine, registry
from hublint.rule import Target
from hublint.tfapi import table
from hublint.tfapi.verdict import FIRST_RELEASE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hublint.rule import Finding
    from hublint.target import Level
    from hublint.tfapi.table import Parameter

# What asks TensorFlow itself, in a process of its own: a JSON list of full names comes in, what they are goes out.
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
        same = name.startswith("tensorflow.") and found is resolve(name.replace("tensorflow.", "tensorflow.compat.v1.", 1))
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

LEVELS: tuple[Level, ...] = ("native", "compat")

# What the transformers look at: the arguments that their own code reads, where the required ones do not show them.
LOOKED_AT = {
    "tf.device": ("device_name_or_function",),
    "tf.image.extract_glimpse": ("centered", "normalized", "uniform_noise"),
    "tf.name_scope": ("name", "default_name", "values"),
    "tf.nn.ctc_beam_search_decoder": ("merge_repeated",),
    "tf.nn.dropout": ("keep_prob",),
    "tf.nn.fractional_avg_pool": ("deterministic", "seed", "seed2"),
    "tf.nn.fractional_max_pool": ("deterministic", "seed", "seed2"),
    "tf.nn.softmax_cross_entropy_with_logits": ("labels", "logits"),
    "tf.ones_like": ("optimize",),
    "tf.strings.split": ("input", "sep"),
    "tf.while_loop": ("return_same_structure",),
    "tf.zeros_like": ("optimize",),
}

# What the entries for a method of anything are about.
METHODS = {
    "*.save": ("model = tf.keras.Sequential()", "model.save(a_filepath)"),
    "*.make_one_shot_iterator": ("data = tf.data.Dataset.range(3)", "data.make_one_shot_iterator()"),
    "*.make_initializable_iterator": ("data = tf.data.Dataset.range(3)", "data.make_initializable_iterator()"),
    "*.minimize": ("optimizer = tf.train.AdamOptimizer(0.1)", "optimizer.minimize(a_loss{})"),
    "*.compute_gradients": ("optimizer = tf.train.AdamOptimizer(0.1)", "optimizer.compute_gradients(a_loss{})"),
}


class Case(NamedTuple):
    """One use of a key, in a file of its own."""

    key: str
    form: str
    text: str


class Signature(NamedTuple):
    """The parameters of something that TensorFlow 1.15 has, so far as calls are concerned."""

    ordered: tuple[str, ...]
    required: tuple[str, ...]
    named: tuple[str, ...]


def spelled(key: str) -> tuple[str, str, str]:
    """Return how a file writes a key: the import it needs, the expression, and the name behind `tensorflow.`."""
    root, _, rest = key.partition(".")
    if root == "tf":
        return "", key, rest
    module = root.removeprefix("contrib_")
    rename = f" as {root}" if root != module else ""
    return f"from tensorflow.contrib import {module}{rename}", key, f"contrib.{module}.{rest}"


@cache
def signature(name: str) -> Signature | None:
    symbol = table.first(name)
    if symbol is None:
        return None
    parameters = symbol.parameters_on(FIRST_RELEASE)
    if parameters is None:
        return None
    ordered: list[Parameter] = []
    for parameter in parameters:
        if parameter.star or parameter.keyword_only or parameter.name == "_sentinel":
            break
        ordered.append(parameter)
    return Signature(
        tuple(p.name for p in ordered),
        tuple(p.name for p in parameters if p.default is None and not p.star),
        tuple(p.name for p in parameters if not p.star and p.name != "_sentinel"),
    )


def program(key: str, expression: str, before: str = "") -> str:
    """Return a TensorFlow 1 file that uses a key on its last line."""
    imports = "" if key.startswith("*") else spelled(key)[0]
    lines = ["import tensorflow as tf", imports, "", 'weights = tf.get_variable("weights", [1])', before]
    return "\n".join([*(line for line in lines if line or line is lines[2]), f"made = {expression}", ""])


def call(key: str, keywords: Iterable[str] = (), places: int = 0) -> str:
    """Return a call that gives some arguments by name, so many by position, and whatever else has to be given.

    Each argument is a variable with the parameter's name.
    """
    _, written, name = spelled(key)
    known = signature(name)
    if known is None:
        return f"{written}({', '.join(f'{word}=a_{word}' for word in keywords)})"
    named = list(keywords)
    by_place = list(known.ordered[:places])
    for word in known.required:
        if word in named or word in by_place:
            continue
        if not named and known.ordered[len(by_place) : len(by_place) + 1] == (word,):
            by_place.append(word)
        elif len(by_place) < len(known.ordered) and known.ordered[len(by_place)] == word:
            by_place.append(word)
        else:
            named.append(word)
    return f"{written}({', '.join([*(f'a_{word}' for word in by_place), *(f'{word}=a_{word}' for word in named)])})"


def uses(key: str) -> Iterator[Case]:
    _, written, _ = spelled(key)
    yield Case(key, "name", program(key, written))
    yield from calls(key)


def calls(key: str) -> Iterator[Case]:
    if key.startswith("*"):
        before, expression = METHODS[key]
        yield Case(key, "call", program(key, expression.format(""), before))
    else:
        yield Case(key, "call", program(key, call(key)))


def keyword_calls(key: str, keywords: Iterable[str]) -> Iterator[Case]:
    for keyword in keywords:
        if key.startswith("*"):
            before, expression = METHODS[key]
            yield Case(key, f"{keyword}=", program(key, expression.format(f", {keyword}=a_{keyword}"), before))
        else:
            yield Case(key, f"{keyword}=", program(key, call(key, [keyword])))


def positional_calls(key: str, places: int) -> Iterator[Case]:
    known = signature(spelled(key)[2])
    if known is not None:
        yield Case(key, f"{places} by position", program(key, call(key, places=places)))


def cases(name: str, maps: dict[str, dict[str, Any]]) -> Iterator[Case]:
    """Yield the uses that a map of tf_upgrade_v2 has something to say about."""
    for key, value in maps[name].items():
        if name in {"symbol_renames", "addons_symbol_mappings"}:
            yield from uses(key)
        elif name == "module_deprecations":
            yield from modules(key)
        elif name == "function_keyword_renames":
            yield from keyword_calls(key, value)
        elif name == "function_warnings":
            yield from calls(key)
        elif name in {"function_reorders", "manual_function_reorders"}:
            yield from positional_calls(key, len(value))
        elif name == "reordered_function_names":
            known = signature(spelled(key)[2])
            yield from positional_calls(key, len(known.ordered) if known else 0)
        elif name == "function_arg_warnings":
            yield from keyword_calls(key, [keyword for keyword, _ in value])
            if not key.startswith("*"):
                for _, place in value:
                    yield from positional_calls(key, place + 1)
        elif name == "function_transformers":
            looked_at = LOOKED_AT.get(key)
            if looked_at:
                yield Case(key, "call", program(key, call(key, looked_at)))
            else:
                yield from calls(key)
        else:
            raise AssertionError(name)


def modules(key: str) -> Iterator[Case]:
    name = key.removeprefix("tf.")
    package, _, last = f"tensorflow.{name}".rpartition(".")
    yield Case(key, "name", program(key, key))
    yield Case(key, "import", f"import tensorflow as tf\nfrom {package} import {last}\nmade = {last}\n")


class Outcome(NamedTuple):
    """What hublint makes of a case at a level."""

    case: Case
    level: Level
    reported: bool
    after: str
    left: tuple[Finding, ...]


def outcome(case: Case, level: Level, rules: registry.Registry) -> Outcome:
    def target() -> Target:
        return Target.newest()._replace(level=level)

    data = case.text.encode()
    line = case.text.count("\n")
    found = engine.check(data, rules, target=target, fixes=False).findings
    fixed = engine.fix(data, rules, target=target, unsafe=True)
    reported = any(finding.location.row == line or "import" in case.form for finding in found)
    return Outcome(case, level, reported, fixed.data.decode(), tuple(fixed.checked.findings))


class Call(NamedTuple):
    """A name that a text uses, and how it is called, if it is."""

    name: str
    start: int
    node: ast.Call | None


def full_names(text: str) -> list[Call]:
    """Return the full names that a text with plain imports uses."""
    tree = ast.parse(text)
    bound: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                bound[alias.asname or alias.name.partition(".")[0]] = alias.name if alias.asname else alias.name.partition(".")[0]
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                bound[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    found: list[Call] = []

    def visit(node: ast.AST, called: ast.Call | None = None) -> None:
        parts: list[str] = []
        here = node
        while isinstance(here, ast.Attribute):
            parts.insert(0, here.attr)
            here = here.value
        if isinstance(here, ast.Name) and here.id in bound:
            found.append(Call(".".join((bound[here.id], *parts)), offset(text, here), called))
            return
        for child in ast.iter_child_nodes(node):
            visit(child, node if isinstance(node, ast.Call) and child is node.func else None)

    visit(tree)
    return found


def misfits(used: Call, parameters: list[list[Any]] | None, renames: dict[str, str | None]) -> list[str]:
    """Return what is wrong with a call of something that has these parameters."""
    if used.node is None or parameters is None:
        return []
    by_place = [name for name, kind, _ in parameters if kind in {"POSITIONAL_ONLY", "POSITIONAL_OR_KEYWORD"}]
    by_name = {name for name, kind, _ in parameters if kind in {"KEYWORD_ONLY", "POSITIONAL_OR_KEYWORD"}}
    kinds = {kind for _, kind, _ in parameters}
    found = []
    given = []
    for place, argument in enumerate(used.node.args):
        if place < len(by_place):
            given.append((by_place[place], argument))
        elif "VAR_POSITIONAL" not in kinds:
            found.append(f"takes no {place + 1} arguments by position")
    for keyword in used.node.keywords:
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
        if isinstance(argument, ast.Call):
            continue
        for part in ast.walk(argument):
            old = part.id.removeprefix("a_") if isinstance(part, ast.Name) and part.id.startswith("a_") else name
            if name not in {old, renames.get(old)}:
                found.append(f"gets {old} as {name}")
    return found


def offset(text: str, node: ast.expr) -> int:
    return sum(map(len, text.splitlines(keepends=True)[: node.lineno - 1])) + node.col_offset


def legacy(text: str) -> bool:
    return 'os.environ["TF_USE_LEGACY_KERAS"] = "1"' in text


def ask(names: Iterable[str], *, legacy_keras: bool) -> dict[str, Any]:
    variables = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "TF_USE_LEGACY_KERAS": str(int(legacy_keras))}
    ran = subprocess.run(
        [sys.executable, "-c", ASK],
        input=json.dumps(sorted(set(names))),
        env=variables,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    answer: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return answer
