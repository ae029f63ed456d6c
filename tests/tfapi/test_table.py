"""The committed data and the way it is read."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hublint.target import Target
from hublint.tfapi import columns, table
from hublint.tfapi.table import Parameter, Symbol

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "hublint" / "tfapi" / "data"
FILES = ("absent.tsv", "lost.tsv", "modules.tsv", "private.tsv", "v1.tsv", "v2.tsv")


def keys(name: str) -> list[str]:
    return [line.partition("\t")[0] for line in (DATA / name).read_text(encoding="ascii").splitlines()]


def everywhere(text: str) -> int:
    """Return a set of columns, by a reading of its text that is written once more here."""
    names = [str(one) for one in columns.COLUMNS]
    bits = 0
    for run in text.split():
        mark = run[-2:] if run[-2:] in {"k2", "k3"} else ""
        low, _, high = run.removesuffix(mark).partition("-")
        order = ["1.15", *(f"2.{minor}" for minor in range(22))]
        for release in order[order.index(low) : order.index(high or low) + 1]:
            for spelled, keras in ((f"{release}k2", "k2"), (release, "k3")):
                if spelled in names and mark in {"", keras}:
                    bits |= 1 << names.index(spelled)
    return bits


class TestData:
    @pytest.mark.parametrize("name", FILES)
    def test_each_file_is_sorted_unique_and_plain(self, name: str) -> None:
        data = (DATA / name).read_bytes()
        assert data.isascii()
        assert data.endswith(b"\n")
        assert b"\r" not in data
        assert b"\n\n" not in data
        assert not [line for line in data.splitlines() if line != line.rstrip()]
        found = [line.partition(b"\t")[0] for line in data.splitlines()]
        assert found == sorted(found)
        assert len(found) == len(set(found))

    def test_there_are_no_other_files(self) -> None:
        assert sorted(path.name for path in DATA.iterdir()) == sorted(FILES)

    @pytest.mark.parametrize("name", ["v1.tsv", "v2.tsv"])
    def test_the_fields_of_a_symbol(self, name: str) -> None:
        for line in (DATA / name).read_text(encoding="ascii").splitlines():
            fields = line.split("\t")
            assert 3 <= len(fields) <= 7, line
            assert re.fullmatch(r"\w+(\.\w+)*", fields[0]), line
            assert fields[1] in {"c", "f", "m", "v"}, line
            assert columns.written(columns.read(fields[2])) == fields[2], line
            assert columns.read(fields[2]), line

    def test_every_named_destination_is_in_the_table(self) -> None:
        """What a symbol is said to be the same as is there, in every column in which it is said to be."""
        wrong = []
        for symbol in table.every(1):
            for other, bits in symbol.same:
                found = table.second(other)
                missing = bits & symbol.columns & columns.SECOND & ~(found.columns if found is not None else 0)
                wrong += [f"{symbol.name} = {other} on {columns.written(missing)}"] if missing else []
        assert not wrong

    def test_every_alias_is_in_the_table(self) -> None:
        aliased = [symbol for symbol in table.every(1) if symbol.alias]
        assert aliased
        for symbol in aliased:
            other = table.first(symbol.alias)
            assert other is not None
            assert other.columns & columns.SECOND, symbol.name
            newest = columns.bit(Target.newest())
            assert not symbol.columns & newest, symbol.name
            if symbol.columns & columns.SECOND:
                assert other.columns & newest, symbol.name

    def test_keywords_that_were_renamed_are_parameters(self) -> None:
        for symbol in table.every(1):
            old = {one.name for one in symbol.parameters_on(1) or ()}
            second = table.second(symbol.name)
            new = {one.name for _, listed in (second.parameters if second is not None else ()) for one in listed}
            for before, after in symbol.keywords.items():
                assert before in old, symbol.name
                assert after in old | new, symbol.name

    def test_parameters_are_told_for_columns_that_have_the_symbol(self) -> None:
        for api in (1, 2):
            for symbol in table.every(1 if api == 1 else 2):
                told = 0
                for bits, _ in symbol.parameters:
                    assert bits, symbol.name
                    assert not bits & told, symbol.name
                    assert not bits & ~symbol.columns, symbol.name
                    told |= bits

    def test_public_names_of_private_ones_are_in_the_table(self) -> None:
        wrong = []
        for line in (DATA / "private.tsv").read_text(encoding="ascii").splitlines():
            module, entries = line.split("\t")
            for entry in entries.split(" "):
                one, two = table.private(f"{module}.{entry.partition('=')[0]}")
                assert one or two, entry
                wrong += [(module, one)] if one and table.first(one) is None else []
                wrong += [(module, two)] if two and one != two and table.second(two) is None else []
        assert not wrong

    def test_what_is_lost_has_a_public_name_or_none_and_is_not_in_the_other_table(self) -> None:
        first, *lines = (DATA / "lost.tsv").read_text(encoding="ascii").splitlines()
        assert first.startswith("#\tin TensorFlow 1.15.")
        wrong = []
        for line in lines:
            module, entries = line.split("\t")
            for entry in entries.split(" "):
                name, equals, public = entry.partition("=")
                assert table.lost(f"{module}.{name}") == (public if equals else name)
                assert table._public(table._PRIVATE, f"{module}.{name}") is None, entry
                wrong += [entry] if public and table.first(public) is None else []
        assert not wrong
        assert table.private("python.framework.ops.IndexedSlices") == ("IndexedSlices", None)
        assert table.private("python.ops.variable_scope.variable") == ("Variable", None)
        assert table.lost("python.data.ops.dataset_ops.MapDataset") == ""
        assert table.lost("python.framework.ops.Tensor") is None

    def test_what_is_absent_is_listed_by_another_table_and_its_module_is_there(self) -> None:
        first, *lines = (DATA / "absent.tsv").read_text(encoding="ascii").splitlines()
        assert first.startswith("#\tnot in TensorFlow 2.21.")
        newest = columns.bit(Target.newest())
        for line in lines:
            module, entries = line.split("\t")
            assert table.module_columns(module) & newest, module
            for entry in entries.split(" "):
                assert table.absent(f"{module}.{entry}")
                assert any(table.private(f"{module}.{entry}")), entry
        assert table.absent("python.ops.control_flow_ops.cond")
        assert table.absent("python.keras.layers.LSTM")
        assert not table.absent("python.keras.layers.Dense")
        assert not table.absent("python.training.checkpoint_management.latest_checkpoint")  # moved, and given on


class TestFind:
    @pytest.mark.parametrize(("name", "find"), [("v1.tsv", table.first), ("v2.tsv", table.second)])
    def test_every_line_is_found(self, name: str, find: object) -> None:
        assert callable(find)
        lines = (DATA / name).read_text(encoding="ascii").splitlines()
        for line in lines:
            fields = line.split("\t")
            symbol = find(fields[0])
            assert symbol is not None
            assert symbol.name == fields[0]
            assert symbol.kind[0] == fields[1]
            assert symbol.columns == everywhere(fields[2])

    @pytest.mark.parametrize(("name", "find"), [("v1.tsv", table.first), ("v2.tsv", table.second)])
    def test_what_is_not_there_is_not_found(self, name: str, find: object) -> None:
        assert callable(find)
        there = set(keys(name))
        others = {"", "A", "zzz", "~", "\x00", "é", "nn.relu\tf", "nn.relu\n", "\n", "\t"}
        for key in there:
            others |= {key[:-1], f"{key}x", f"{key}.", f"{key}.name", f" {key}", key.swapcase(), f"{key}\t"}
        for key in sorted(others - there):
            assert find(key) is None, key

    def test_every_module_is_found_with_its_releases(self) -> None:
        there = set(keys("modules.tsv"))
        for line in (DATA / "modules.tsv").read_text(encoding="ascii").splitlines():
            module, where = line.split("\t")
            assert table.module_columns(module) == everywhere(where)
            for other in (f"{module}_", module[:-1], f"{module}."):
                assert other in there or table.module_columns(other) == 0

    def test_private_names(self) -> None:
        assert table.private("python.ops.math_ops.add") != (None, None)
        assert table.private("python.ops.math_ops") == (None, None)
        assert table.private("python.ops.math_ops.no_such_name") == (None, None)
        assert table.private("python.ops.no_such_module.add") == (None, None)
        assert table.private("") == (None, None)

    def test_all_symbols_are_yielded_in_order(self) -> None:
        assert [symbol.name for symbol in table.every(1)] == keys("v1.tsv")
        assert [symbol.name for symbol in table.every(2)] == keys("v2.tsv")


class TestRead:
    """Lines as the data has them, made up here."""

    def read(self, line: str) -> Symbol:
        return table._read(line.split("\t"))

    def test_the_shortest_line(self) -> None:
        assert self.read("a.b\tv\t1.15-2.21") == Symbol("a.b", "value", columns.EVERYWHERE)

    def test_parameters(self) -> None:
        line = 'f\tf\t1.15-2.0\t\t(a, b=1, c="x,y", d=(1,2), *rest, e, f=..., **more)'
        (told,) = self.read(line).parameters
        assert told == (
            everywhere("1.15-2.0"),
            (
                Parameter("a"),
                Parameter("b", "1"),
                Parameter("c", '"x,y"'),
                Parameter("d", "(1,2)"),
                Parameter("rest", star="*"),
                Parameter("e", keyword_only=True),
                Parameter("f", "...", keyword_only=True),
                Parameter("more", star="**"),
            ),
        )

    def test_a_bare_star_is_no_parameter(self) -> None:
        (told,) = self.read("f\tf\t2.0\t\t(a, *, b=None)").parameters
        assert told[1] == (Parameter("a"), Parameter("b", "None", keyword_only=True))

    def test_no_parameters_are_not_unknown_parameters(self) -> None:
        assert self.read("f\tf\t2.0\t\t()").parameters_on(everywhere("2.0")) == ()
        assert self.read("f\tf\t2.0").parameters_on(everywhere("2.0")) is None

    def test_parameters_by_release(self) -> None:
        symbol = self.read("f\tf\t1.15-2.2\t\t[1.15 2.2] (a) | [2.0] (a, b=None)")
        assert symbol.parameters_on(everywhere("1.15")) == (Parameter("a"),)
        assert symbol.parameters_on(everywhere("2.0")) == (Parameter("a"), Parameter("b", "None"))
        assert symbol.parameters_on(everywhere("2.1")) is None
        assert symbol.parameters_on(everywhere("2.2")) == (Parameter("a"),)

    def test_names_of_the_same_implementation_by_release(self) -> None:
        symbol = self.read("f\tf\t1.15-2.21\tmath.f@2.0-2.3,2.16k2 g@2.4-2.15")
        assert symbol.same_on(everywhere("2.3")) == "math.f"
        assert symbol.same_on(everywhere("2.16k2")) == "math.f"
        assert symbol.same_on(everywhere("2.15")) == "g"
        assert symbol.same_on(everywhere("2.16k3")) is None
        assert symbol.alias == ""

    def test_an_alias(self) -> None:
        symbol = self.read("contrib.f\tf\t1.15\t=g")
        assert (symbol.alias, symbol.same) == ("g", ())

    @pytest.mark.parametrize(
        ("text", "deprecated", "removal", "instead"),
        [
            ("2.12-2.15", "2.12-2.15", "", ""),
            ("1.15 2020-10-28", "1.15", "2020-10-28", ""),
            ("1.15 2.1-2.3 >io.gfile.exists", "1.15 2.1-2.3", "", "io.gfile.exists"),
            ("1.15-2.21 2018-10-01 >cast", "1.15-2.21", "2018-10-01", "cast"),
        ],
    )
    def test_a_deprecation(self, text: str, deprecated: str, removal: str, instead: str) -> None:
        symbol = self.read(f"f\tf\t1.15-2.21\t\t()\told>new x>y\t{text}")
        assert symbol.deprecated == everywhere(deprecated)
        assert (symbol.removal, symbol.instead) == (removal, instead)
        assert symbol.keywords == {"old": "new", "x": "y"}


# Facts about TensorFlow that were asked of the releases themselves, in their own interpreters.
FACTS = [
    (1, "Session", "1.15-2.21"),
    (1, "layers.dense", "1.15-2.15 2.16-2.21k2"),
    (2, "function", "2.0-2.21"),
    (2, "placeholder", ""),
    (2, "estimator.Estimator", "2.0-2.15"),
]


@pytest.mark.parametrize(("api", "name", "where"), FACTS)
def test_facts(api: int, name: str, where: str) -> None:
    symbol = table.first(name) if api == 1 else table.second(name)
    assert (symbol.columns if symbol is not None else 0) == everywhere(where)


WATCH = """
import json, sys
opened = []
sys.addaudithook(lambda event, arguments: opened.append(str(arguments[0])) if event == "open" else None)
from hublint.cli import main
status = main(["check", sys.argv[1], "--target", "tf=2.21"])
assert status in {0, 1}, status
heavy = {"libcst", "tensorflow", "rich", "msgspec", "pathspec", "keras", "tf_keras"}
print(json.dumps([[name for name in opened if name.endswith(".tsv")], sorted(heavy & set(sys.modules)),
                  sorted(name for name in sys.modules if name.startswith("hublint.tfapi"))]))
"""


def watched(folder: Path, text: str) -> tuple[list[str], list[str], list[str]]:
    """Return the data files that a check opens, the heavy modules that it loads, and those of the table."""
    file = folder / "a.py"
    file.write_text(text, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "rules")))}
    done = subprocess.run(
        [sys.executable, "-c", WATCH, str(file)],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env=environment,
    )
    assert done.returncode == 0, done.stderr
    opened, heavy, own = json.loads(done.stdout.splitlines()[-1])
    return [Path(name).name for name in opened], heavy, own


def imports() -> Iterator[str]:
    yield "import os\nprint(os.name)\n"
    yield "import torch\ntorch.nn.relu(x)\n"
    yield "# keras of the sea\nx = 1\n"


@pytest.mark.parametrize("text", list(imports()))
def test_a_file_without_tensorflow_opens_no_data(tmp_path: Path, text: str) -> None:
    assert watched(tmp_path, text)[:2] == ([], [])


def test_a_file_with_tensorflow_opens_data_once_and_nothing_heavy(tmp_path: Path) -> None:
    opened, heavy, own = watched(tmp_path, "import tensorflow as tf\nx = tf.nn.relu(y)\nz = tf.function(x)\n")
    assert heavy == []
    assert "hublint.tfapi.table" in own
    assert opened
    assert len(opened) == len(set(opened))
    assert "hublint.tfapi.contrib" not in own
