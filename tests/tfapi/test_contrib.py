from __future__ import annotations

import functools
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

from hublint.tfapi import columns, table
from hublint.tfapi.change import Change, Gone
from hublint.tfapi.contrib import CONTRIB, GONE, MODULES, find

CHILD = Path(__file__).resolve().parent / "contrib_child.py"
SECONDS = 900
FIRST_RELEASE = 1
TEXTS = {
    **{f"advice on {name}": gone.advice for name, gone in GONE.items()},
    **{f"note on {name}": change.note for name, change in {**MODULES, **CONTRIB}.items() if change.note},
}


def symbols() -> list[table.Symbol]:
    """Return what contrib has of its own in TensorFlow 1.15, and not from the core."""
    return [one for one in table.every(1) if one.name.startswith("contrib.") and not one.alias and one.kind != "module"]


def parameters(name: str) -> set[str]:
    symbol = table.first(name)
    assert symbol is not None
    found = symbol.parameters_on(FIRST_RELEASE) or ()
    return {one.name for one in found}


def columns_of(change: Change) -> list[int]:
    """Return the columns that a change is for."""
    return [
        1 << at
        for at, column in enumerate(columns.COLUMNS)
        if column.release >= change.since and (not change.keras or not column.keras3)
    ]


def in_table(full: str) -> table.Symbol | None:
    name = full.removeprefix("tensorflow.")
    return table.first(name.removeprefix("compat.v1.")) if name.startswith("compat.v1.") else table.second(name)


def test_every_symbol_of_contrib_ends_in_a_destination_or_in_advice_of_its_module() -> None:
    found = {one.name: find(one.name) for one in symbols()}
    assert len(found) > 2500
    assert not [name for name, what in found.items() if what == GONE["contrib"]]


def test_destinations_that_the_table_derives_are_not_written_by_hand() -> None:
    wrong = []
    for name in CONTRIB:
        symbol = table.first(name)
        if symbol is None or symbol.alias:
            wrong.append(name)
    assert not wrong


def test_arguments_of_changes_are_parameters_of_the_old_symbol() -> None:
    wrong = []
    for name, change in CONTRIB.items():
        named = {*change.keywords, *change.values, *change.drops, *change.refuses}
        wrong += [(name, parameter) for parameter in sorted(named - parameters(name))]
    assert not wrong


def test_destinations_in_tensorflow_exist_in_all_releases_that_they_are_for() -> None:
    wrong = []
    for name, change in {**CONTRIB, **MODULES}.items():
        if change.to.startswith("tensorflow."):
            symbol = in_table(change.to)
            missing = [bit for bit in columns_of(change) if symbol is None or not symbol.columns & bit]
            wrong += [(name, change.to, columns.written(sum(missing)))] if missing else []
    assert not wrong


def test_destinations_in_tensorflow_take_the_arguments() -> None:
    wrong = []
    for name, change in CONTRIB.items():
        symbol = in_table(change.to) if change.to.startswith("tensorflow.") else None
        old = table.first(name)
        if symbol is None or old is None or not old.parameters_on(FIRST_RELEASE):
            continue
        for bit in columns_of(change):
            new = symbol.parameters_on(bit)
            if new is None or any(one.star == "**" for one in new):
                continue
            kept = parameters(name) - change.drops - change.refuses
            wanted = {change.keywords.get(one, one) for one in kept} | set(change.adds)
            wrong += [(name, columns.written(bit), one) for one in sorted(wanted - {one.name for one in new})]
    assert not wrong


def test_changes_that_are_not_safe_say_what_to_look_at() -> None:
    assert not [name for name, change in {**CONTRIB, **MODULES}.items() if change.safe == bool(change.note)]


def test_advice_is_a_clause() -> None:
    assert not [text for text in TEXTS.values() if text.endswith((".", ";", " ")) or "  " in text]


def test_names_in_advice_and_notes_exist_in_the_newest_release() -> None:
    newest, newest_2 = (
        max(1 << at for at, column in enumerate(columns.COLUMNS) if column.keras3 is keras3) for keras3 in (True, False)
    )
    wrong = []
    for where, text in TEXTS.items():
        bits = newest_2 if "Keras 2" in text else newest
        for name in re.findall(r"\btf\.([A-Za-z_][\w.]*\w)", text):
            symbol = in_table(name) or in_table(name.rpartition(".")[0])
            if symbol is None or not symbol.columns & bits:
                wrong.append((where, name))
    assert not wrong


def test_the_longest_name_tells() -> None:
    assert find("contrib.slim.conv2d") == Change("tf_slim.conv2d")
    assert find("contrib.slim.nets.vgg.vgg_16") == MODULES["contrib.slim.nets"]._replace(to="tf_slim.nets.vgg.vgg_16")
    assert find("contrib.slim.optimize_loss") == GONE["contrib.slim.optimize_loss"]
    assert find("contrib.framework.nest.flatten_up_to") == GONE["contrib.framework.nest"]
    assert find("contrib.eager.python.tfe.Saver") == GONE["contrib.eager.Saver"]
    assert find("contrib.crf.crf_decode") == GONE["contrib.crf"]
    assert find("contrib.no_such_module.f") == GONE["contrib"]
    assert isinstance(find("contrib"), Gone)


# What each program must give is worked out here from the documented formula of the contrib function.
W = "tensorflow.constant([1., -2., 3.])"
P, Q = "tensorflow.constant([[1., 2.]])", "tensorflow.constant([[3., 5.]])"
PROGRAMS: dict[str, tuple[str, Any]] = {
    "l1_regularizer(0.3): scale times the sum of the absolute values": (
        f"tensorflow.keras.regularizers.l1(l1=0.3)({W})",
        0.3 * 6,
    ),
    "l2_regularizer(0.3): scale times half the sum of squares": (
        f"tensorflow.keras.regularizers.l2(l2=0.5 * 0.3)({W})",
        0.3 * 14 / 2,
    ),
    "l1_l2_regularizer(): both scales are one": (
        f"tensorflow.keras.regularizers.l1_l2(l1=1.0, l2=0.5)({W})",
        6 + 14 / 2,
    ),
    "mean_squared_error": (
        f"tensorflow.compat.v1.losses.mean_squared_error(predictions={P}, labels={Q})",
        (4 + 9) / 2,
    ),
    "tile_batch(t, 2): each row twice": (f"tensorflow.repeat(input={P}, repeats=2, axis=0)", [[1.0, 2.0], [1.0, 2.0]]),
    "is_sequence": (
        "tensorflow.constant([tensorflow.nest.is_nested(one) for one in ([1], (1,), {'a': 1}, 1, 'ab')])",
        [True, True, True, False, False],
    ),
    "slim.fully_connected is relu(x @ w + b)": (
        (
            "import tf_slim\n"
            f"tf_slim.fully_connected({Q}, 1, weights_initializer=tensorflow.compat.v1.constant_initializer(-2.))"
        ),
        [[0.0]],
    ),
    "slim.flatten keeps the batch": ("import tf_slim\ntf_slim.flatten(tensorflow.ones([2, 3, 1]))", [[1.0] * 3] * 2),
    "a local variable is in the collection of local variables and in no other": (
        (
            "v = tensorflow.compat.v1.Variable([1.], trainable=False,"
            " collections=[tensorflow.compat.v1.GraphKeys.LOCAL_VARIABLES])\n"
            "tensorflow.constant([len(tensorflow.compat.v1.local_variables()),"
            " len(tensorflow.compat.v1.global_variables()), len(tensorflow.compat.v1.trainable_variables())])"
        ),
        [1, 0, 0],
    ),
    "percentile": (
        "import tensorflow_probability\ntensorflow_probability.stats.percentile(tensorflow.range(11.), 30.)",
        3.0,
    ),
    "a normal density": (
        (
            "import tensorflow_probability\n"
            "tensorflow_probability.distributions.MultivariateNormalDiag([0.], [1.]).prob([0.])"
        ),
        (2 * 3.141592653589793) ** -0.5,
    ),
    "batch_norm, with the module in its old place": (
        (
            "import importlib, sys, tf_slim\n"
            "name = 'legacy_tf_layers.normalization'\n"
            "old = sys.modules[f'tf_keras.{name}'] = importlib.import_module(f'tf_keras.src.{name}')\n"
            "result = tf_slim.batch_norm(tensorflow.ones([2, 2, 2, 3]))\n"
            "del sys.modules[f'tf_keras.{name}']\n"
            "tensorflow.reduce_max(tensorflow.abs(result))"
        ),
        0.0,
    ),
}
FAILS = {
    "batch_norm": "import tf_slim\ntf_slim.batch_norm(tensorflow.ones([2, 2, 2, 3]))",
    "recompute_grad": "import tf_slim\ntf_slim.recompute_grad(lambda x: x)(tensorflow.ones([]))",
    "optimize_loss": (
        "import tf_slim\nv = tensorflow.compat.v1.get_variable('v', [1])\n"
        "tf_slim.optimize_loss(tensorflow.reduce_sum(v), tensorflow.compat.v1.train.create_global_step(), 0.1, 'SGD')"
    ),
    "streaming_concat": "import tf_slim\ntf_slim.metrics.streaming_concat(tensorflow.ones([2]))[0]",
    "precision_at_recall": (
        "import tf_slim\ntf_slim.metrics.precision_at_recall(tensorflow.ones([2]), tensorflow.ones([2]), 0.5)[0]"
    ),
    "tfexample_decoder.Image": (
        "import tf_slim\ntf_slim.tfexample_decoder.Image().tensors_to_item("
        "{'image/encoded': tensorflow.constant('x'), 'image/format': tensorflow.constant('png')})"
    ),
}


def elsewhere() -> dict[str, Change]:
    """Return the changes to what is not TensorFlow's own, by the contrib name."""
    by_name = {one.name: find(one.name) for one in symbols()} | dict(MODULES)
    return {n: one for n, one in by_name.items() if isinstance(one, Change) and not one.to.startswith("tensorflow.")}


@functools.cache
def answers() -> dict[str, Any]:
    names = sorted({one.to for one in elsewhere().values()} | {one.to for one in CONTRIB.values() if not one.keras})
    # What fails comes first: one of the others mends tf_slim.
    programs = [*FAILS.values(), *(program for program, _ in PROGRAMS.values())]
    with tempfile.NamedTemporaryFile() as out:
        done = subprocess.run(
            [sys.executable, str(CHILD), out.name],
            input=json.dumps({"names": names, "programs": programs}),
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        found: dict[str, Any] = json.loads(Path(out.name).read_text(encoding="utf-8"))
    return found


@pytest.mark.tensorflow
def test_every_destination_resolves() -> None:
    wanted = {one.to for one in elsewhere().values()} | {one.to for one in CONTRIB.values() if not one.keras}
    assert len(wanted) > 300
    assert not {name: answers()[name]["error"] for name in sorted(wanted) if "error" in answers()[name]}


@pytest.mark.tensorflow
def test_modules_lead_to_modules() -> None:
    wanted = {one.to for one in MODULES.values() if not one.to.startswith("tensorflow.")}
    assert not [name for name in sorted(wanted) if not answers()[name]["gave"]["module"]]


@pytest.mark.tensorflow
def test_destinations_elsewhere_take_the_arguments() -> None:
    wrong = []
    for name, change in elsewhere().items():
        new = answers()[change.to]["gave"]["parameters"]
        if new is None or name in MODULES or any(kind == "VAR_KEYWORD" for _, kind in new):
            continue
        old = table.first(name)
        starred = (
            {one.name for one in (old.parameters_on(FIRST_RELEASE) or ()) if one.star} if old is not None else set()
        )
        kept = parameters(name) - starred - change.drops - change.refuses
        wrong += [(name, p) for p in sorted({change.keywords.get(one, one) for one in kept} - {n for n, _ in new})]
    assert not wrong


@pytest.mark.tensorflow
@pytest.mark.parametrize("what", PROGRAMS)
def test_what_is_written_instead_gives_what_contrib_gave(what: str) -> None:
    program, expected = PROGRAMS[what]
    answer = answers()[program]
    assert "error" not in answer, answer
    assert answer["gave"] == (expected if isinstance(expected, list) else pytest.approx(expected, abs=1e-5))


@pytest.mark.tensorflow
@pytest.mark.parametrize("what", FAILS)
def test_what_is_said_to_fail_fails(what: str) -> None:
    error = answers()[FAILS[what]].get("error", "")
    assert re.search(r"has no attribute|No module named 'tf_keras.legacy_tf_layers'", error), error
