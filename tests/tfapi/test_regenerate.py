"""From what the releases say to the table: by a small world made up here, and by the TensorFlow that is installed."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest

from hublint.target import Target
from hublint.tfapi import columns, table
from hublint.tfapi.columns import COLUMNS, Column
from hublint.tfapi.regenerate import __main__ as command
from hublint.tfapi.regenerate import extract, lost
from hublint.tfapi.regenerate.compile import compile_tables

if TYPE_CHECKING:
    from hublint.tfapi.table import Parameter

FILES = ("v1.tsv", "v2.tsv", "private.tsv", "modules.tsv", "lost.tsv", "absent.tsv")
EXTRACT = Path(str(extract.__file__))
SECONDS = 600


def symbol(number: int, kind: str = "function", parameters: str | None = "x", **more: Any) -> dict[str, Any]:
    return {"kind": kind, "object": number, "parameters": parameters, **more}


def release(column: Column) -> dict[str, Any]:
    """Return what a release of a small TensorFlow says of itself."""
    number, keras3, second = column.release, column.keras3, column.release >= (2, 0)
    v1: dict[str, Any] = {
        "relu": symbol(1, parameters="features, name=None"),
        "Session": symbol(2, "class", 'target="", graph=None'),
        "nn": {"kind": "module", "module": "tensorflow.nn"},
        "VERSION": {"kind": "value"},
        "AUTO_REUSE": {"kind": "value", "object": 3},
        "ConfigProto": symbol(4, "class", None),
        "__internal__.secret": symbol(5),
        # A name for a Keras 2 only; what cannot be given is not there.
        "layers.dense": {"kind": "broken", "why": "needs Keras 2"} if keras3 else symbol(6, parameters="inputs, units"),
        # Its parameters and its documentation changed.
        "reduce_sum": {
            **symbol(7, parameters=f"x, axis=None, {'' if number < (2, 3) else 'keepdims=None, '}keep_dims=None"),
            **(
                {"deprecated": {"removed": "after 2020-10-28", "instead": "math.reduce_sum"}} if number < (2, 1) else {}
            ),
        },
        # The same function until 2.15.
        "train.hook": symbol(8),
        # Two objects of one implementation, and two that only share a home.
        "sign": {**symbol(10), "from": "ops.sign"},
        "where": {**symbol(12), "from": "ops.where", "parameters": "condition"},
    }
    if not second:
        v1["contrib.nn.relu"] = v1["relu"]
        v1["contrib.alone"] = symbol(9)
        v1["late"] = symbol(13)
    v2: dict[str, Any] = {
        "nn": {"kind": "module", "module": "tensorflow.nn"},
        "nn.relu": symbol(1, parameters="features, name=None"),
        "raw_ops.Relu": symbol(1, parameters="*, features"),
        "experimental.relu": symbol(1, parameters="features, name=None"),
        "VERSION": {"kind": "value"},
        "math.sign": {**symbol(11), "from": "ops.sign"},
        "where": {**symbol(14), "from": "ops.where", "parameters": "condition, x=None"},
        "reduce_sum": symbol(15, parameters="x, axis=None, keepdims=False"),
        "__operators__.add": symbol(16),
    }
    if number <= (2, 15):
        v2["estimator.hook"] = symbol(8)
    if number == (2, 20):
        v2["fresh"] = symbol(17, "class", "", deprecated={"removed": "in a future version"})
    package = "tensorflow" if second else "tensorflow_core"
    return {
        "worlds": {"v1": v1, **({"v2": v2} if second else {})},
        "private": {
            f"{package}.python.ops.ops": {"relu": 1, "sign": 10, "unknown": 99},
            f"{package}.python.ops.more": {"where": 14 if second else 12, "Relu": 1},
            "keras.src.ops": {"relu": 1},
        },
        "modules": [f"tensorflow.python.ops.{name}" for name in ("ops", *(["gone"] if number < (2, 5) else []))],
        "upgrade": {"keywords": {"tf.reduce_sum": {"keep_dims": "keepdims", "axes": "axis"}, "tf.relu": {"x": "y"}}},
    }


def implementation(column: Column) -> dict[str, Any]:
    """Return what the implementation modules of that small TensorFlow hold."""
    first = column.release < (2, 0)
    modules: dict[str, dict[str, Any]] = {
        "tensorflow.python.ops.ops": {
            "names": ["Session", "relu", "sign", "whole"],
            # `relu` and `sign` are in the other table; `whole` is another one now.
            "public": {"relu": ["relu"], **({"sign": ["sign"], "whole": ["where", "late"]} if first else {})},
            "own": [],
        },
        "tensorflow.python.ops.more": {
            "names": ["same", *(["Relu", "Sign", "defun", "ours", "passed"] if first else [])],
            "public": {
                "same": ["contrib.same"],
                **(
                    {"Sign": ["raw_ops.Sign", "sign", "nn.sign"], "defun": ["contrib.defun"], "passed": ["contrib.p"]}
                    if first
                    else {}
                ),
            },
            "own": ["defun", "ours", "same"] if first else ["same"],
        },
    }
    # What reads from this one meets the module that took its place.
    modules["tensorflow.python.ops.moved"] = {
        "names": ["where"] if first else ["__getattr__"],
        "public": {"where": ["where"]} if first else {},
        "own": [],
    }
    if first:
        modules["tensorflow.python.ops.gen_ops"] = {"names": ["x"], "public": {"x": ["sign"]}, "own": ["x"]}
        modules["tensorflow.python.ops.gone"] = {"names": ["where"], "public": {"where": ["where"]}, "own": []}
    return {"release": f"{column.release[0]}.{column.release[1]}.0", "modules": modules}


EXPECTED = {
    "absent.tsv": [
        "#\tnot in TensorFlow 2.21.0; made by hublint.tfapi.regenerate.lost",
        "python.ops.more\tRelu Sign defun where",
    ],
    "lost.tsv": [
        "#\tin TensorFlow 1.15.0 and not in 2.21.0; made by hublint.tfapi.regenerate.lost",
        "python.ops.gone\twhere",
        "python.ops.more\tSign=sign defun=contrib.defun ours=",
        "python.ops.moved\twhere",
        "python.ops.ops\twhole=where",
    ],
    "v1.tsv": [
        "AUTO_REUSE\tv\t1.15-2.21",
        "ConfigProto\tc\t1.15-2.21",
        'Session\tc\t1.15-2.21\t\t(target="", graph=None)',
        "VERSION\tv\t1.15-2.21\tVERSION",
        "contrib.alone\tf\t1.15\t\t(x)",
        "contrib.nn.relu\tf\t1.15\t=relu\t(features, name=None)",
        "late\tf\t1.15\t\t(x)",
        "layers.dense\tf\t1.15-2.15 2.16-2.21k2\t\t(inputs, units)",
        "nn\tm\t1.15-2.21\tnn",
        (
            "reduce_sum\tf\t1.15-2.21\t\t[1.15-2.2] (x, axis=None, keep_dims=None) |"
            " [2.3-2.21] (x, axis=None, keepdims=None, keep_dims=None)\tkeep_dims>keepdims\t1.15-2.0 2020-10-28"
            " >math.reduce_sum"
        ),
        "relu\tf\t1.15-2.21\tnn.relu\t(features, name=None)",
        "sign\tf\t1.15-2.21\tmath.sign\t(x)",
        "train.hook\tf\t1.15-2.21\testimator.hook@2.0-2.15\t(x)",
        "where\tf\t1.15-2.21\t\t(condition)",
    ],
    "v2.tsv": [
        "VERSION\tv\t2.0-2.21",
        "estimator.hook\tf\t2.0-2.15\t\t(x)",
        "experimental.relu\tf\t2.0-2.21\t\t(features, name=None)",
        "fresh\tc\t2.20\t\t()\t\t2.20",
        "math.sign\tf\t2.0-2.21\t\t(x)",
        "nn\tm\t2.0-2.21",
        "nn.relu\tf\t2.0-2.21\t\t(features, name=None)",
        "raw_ops.Relu\tf\t2.0-2.21\t\t(*, features)",
        "reduce_sum\tf\t2.0-2.21\t\t(x, axis=None, keepdims=False)",
        "where\tf\t2.0-2.21\t\t(condition, x=None)",
    ],
    "private.tsv": [
        "python.ops.more\tRelu=1:relu,2:nn.relu where",
        "python.ops.ops\trelu=1:relu,2:nn.relu sign=1:sign",
    ],
    "modules.tsv": ["python.ops.gone\t1.15-2.4", "python.ops.ops\t1.15-2.21"],
}


def compiled(folder: Path, *, backwards: bool = False) -> dict[str, list[str]]:
    """Return the lines of the data that is made of the small releases."""
    raw, data = folder / "raw", folder / "data"
    raw.mkdir(parents=True)

    def turned(value: Any) -> Any:
        return {key: turned(value[key]) for key in reversed(list(value))} if isinstance(value, dict) else value

    for column in COLUMNS:
        said = release(column)
        (raw / f"{column}.json").write_text(json.dumps(turned(said) if backwards else said), encoding="utf-8")
    compile_tables(raw, data)
    told = [raw / f"{column}.implementation.json" for column in (COLUMNS[0], COLUMNS[-1])]
    for column, path in zip((COLUMNS[0], COLUMNS[-1]), told, strict=True):
        said = implementation(column)
        path.write_text(json.dumps(turned(said) if backwards else said), encoding="utf-8")
    lost.make(told[0], told[1], data)
    assert sorted(path.name for path in data.iterdir()) == sorted(FILES)
    assert all(b"\r" not in (data / name).read_bytes() for name in FILES)
    return {name: (data / name).read_text(encoding="utf-8").splitlines() for name in FILES}


@pytest.mark.parametrize("name", FILES)
def test_the_lines_of_a_small_world(name: str, tmp_path: Path) -> None:
    assert compiled(tmp_path)[name] == EXPECTED[name]


def test_the_order_in_which_a_release_tells_does_not_matter(tmp_path: Path) -> None:
    assert compiled(tmp_path / "a") == compiled(tmp_path / "b", backwards=True)


def test_what_is_cached_is_neither_installed_nor_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = compiled(tmp_path)
    made = tmp_path / "made"

    def never(*arguments: Any, **options: Any) -> None:
        raise AssertionError((arguments, options))

    monkeypatch.setattr(command, "_DATA", made)
    monkeypatch.setattr(subprocess, "run", never)
    monkeypatch.setattr(sys, "argv", ["regenerate", str(tmp_path)])
    assert command.main() == 0
    assert {name: (made / name).read_text(encoding="utf-8").splitlines() for name in FILES} == expected


class TestExtract:
    def test_it_is_python_3_7(self) -> None:
        """TensorFlow 1.15 runs on nothing newer."""
        tree = ast.parse(EXTRACT.read_text(encoding="utf-8"), feature_version=(3, 7))
        newer = {"removeprefix", "removesuffix", "cache", "cached_property", "unparse", "prod", "pairwise", "bit_count"}
        assert not {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)} & newer
        used = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        assert used <= {
            "tensorflow",
            "ast",
            "importlib",
            "inspect",
            "json",
            "os",
            "re",
            "sys",
            "tokenize",
            "types",
            "warnings",
        }
        keywords = {node.arg for node in ast.walk(tree) if isinstance(node, ast.keyword)}
        assert "strict" not in keywords

    @pytest.mark.parametrize(
        ("function", "expected"),
        [
            (lambda: None, ""),
            (lambda a, b=1, *c, d, e=None, **f: (a, b, c, d, e, f), "a, b=1, *c, d, e=None, **f"),
            (lambda a, *, b: (a, b), "a, *, b"),
            (lambda a="x, y", b="x | y", c="x] y": (a, b, c), 'a="...", b="...", c="..."'),
            (lambda a="x,y", b=(1, "z"), c=-1.5: (a, b, c), "a=\"x,y\", b=(1,'z'), c=-1.5"),
            (lambda a=object(), b=[], c={}: (a, b, c), "a=..., b=[], c=..."),  # noqa: B008
        ],
    )  # fmt: skip
    def test_parameters(self, function: Any, expected: str) -> None:
        told = extract.parameters(function)  # type: ignore[no-untyped-call]
        assert told == expected
        # And the table reads it again.
        assert written(table._read(["f", "f", "2.0", "", f"({told})"]).parameters[0][1]) == expected

    def test_a_class_is_called_by_its_initializer(self) -> None:
        class Plain:
            """Has none of its own."""

        class Made:
            """Has one."""

            def __init__(self, a: int, b: int = 2) -> None:
                self.sum = a + b

        assert extract.parameters(Plain) == ""  # type: ignore[no-untyped-call]
        assert extract.parameters(Made) == "a, b=2"  # type: ignore[no-untyped-call]


def written(parameters: tuple[Parameter, ...]) -> str:
    """Return parameters in the form of the raw files."""
    parts: list[str] = []
    star = False
    for one in parameters:
        if one.keyword_only and not star:
            parts.append("*")
            star = True
        star |= one.star == "*"
        parts.append(one.star + one.name + (f"={one.default}" if one.default is not None else ""))
    return ", ".join(parts)


@pytest.mark.tensorflow
@pytest.mark.parametrize("keras", ["keras3", "tf_keras"])
def test_the_table_says_what_this_tensorflow_says(keras: Literal["keras3", "tf_keras"], tmp_path: Path) -> None:
    output = tmp_path / "raw.json"
    environment = {key: value for key, value in os.environ.items() if key != "TF_USE_LEGACY_KERAS"}
    environment |= {"TF_USE_LEGACY_KERAS": "1"} if keras == "tf_keras" else {}
    done = subprocess.run(
        [sys.executable, EXTRACT, output],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
        timeout=SECONDS,
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(output.read_text(encoding="utf-8"))
    assert said["release"].startswith("2.21.")
    bit = columns.bit(Target((2, 21), keras, "reuse"))
    apis: tuple[Literal[1, 2], ...] = (1, 2)
    for api in apis:
        told = {
            name: one
            for name, one in said["worlds"][f"v{api}"].items()
            if one["kind"] != "broken" and not name.startswith(("__internal__", "__operators__"))
        }
        here = {one.name: one for one in table.every(api) if one.columns & bit}
        assert len(here) > 2500
        assert sorted(here) == sorted(told)
        if keras == "keras3":
            assert {name: one.kind for name, one in here.items()} == {name: one["kind"] for name, one in told.items()}
        listed = {name: one.parameters_on(bit) for name, one in here.items()}
        assert {name: written(known) if known is not None else None for name, known in listed.items()} == {
            name: one.get("parameters") for name, one in told.items()
        }
    modules = {f"tensorflow.{line.split(chr(9))[0]}" for line in MODULES if columns.read(line.split("\t")[1]) & bit}
    assert modules == set(said["modules"])


MODULES = (Path(table.__file__).parent / "data" / "modules.tsv").read_text(encoding="ascii").splitlines()
