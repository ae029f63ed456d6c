from __future__ import annotations

import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hublint import config, registry
from hublint.cli import main
from hublint.output.names import reports
from hublint.target import LEVEL_CHOICES, parse_target
from hublint.tfapi import table
from hublint.tfapi.story import UnknownNameError, aim, close_names, full_name, releases, short, story
from hublint.tfapi.verdict import exists, parameters
from tests.cli.conftest import Run

if TYPE_CHECKING:
    from collections.abc import Callable

    from hublint.target import Target
    from hublint.tfapi.story import Story

    Api = Callable[..., Run]

RULES = registry.load()
NEWEST = parse_target("tf=2.21,keras=keras3")
KERAS_2 = parse_target("tf=2.21,keras=tf_keras")
TARGETS = [
    parse_target(text)
    for text in ("tf=1.15", "tf=2.0", "tf=2.5", "tf=2.15", "tf=2.16", "tf=2.21", "tf=2.21,keras=tf_keras,level=compat")
]
DENSE = "in TensorFlow 1.15, then as tf.compat.v1.layers.dense in 2.0 to 2.15 and with Keras 2 in 2.16 to 2.21"
SWITCH = "needs `TF_USE_LEGACY_KERAS=1` and tf_keras"


@pytest.fixture
def api(folder: Path, capsys: pytest.CaptureFixture[str]) -> Api:
    """Return `hublint api` with the rules that ship, in an empty project."""
    assert Path.cwd() == folder

    def run(*argv: str) -> Run:
        config.clear_cache()
        capsys.readouterr()
        status = main(["api", *argv])
        return Run(status, *capsys.readouterr())

    return run


def facts(told: Story, label: str) -> list[str]:
    return [fact.text for fact in told.facts if fact.label == label]


@cache
def every_name() -> list[str]:
    """Return a spelling of every name: of both APIs, of `compat.v1`, and of what implementation modules give."""
    first, second = list(table.names(1)), list(table.names(2))
    private = [
        f"{module}.{entry.partition('=')[0]}"
        for module, entries, *_ in table._PRIVATE.lines()
        for entry in entries.split(" ")
    ]
    compat = [f"tf.compat.v1.{name}" for name in first if (table.first(name) or pytest.fail(name)).columns & ~1]
    return [*first, *second, *compat, *private]


class TestAnswers:
    """What is said of names whose history was looked up by hand, in TensorFlow 1.15.5, 2.15.1 and 2.21.0."""

    @pytest.mark.parametrize(
        ("name", "target", "origin", "now"),
        [
            (
                "tf.random_normal",
                NEWEST,
                "in TensorFlow 1.15, then as tf.compat.v1.random_normal in 2.0 to 2.21",
                "is tf.random.normal, the same implementation",
            ),
            ("tf.layers.dense", NEWEST, DENSE, f"{SWITCH}, as tf.compat.v1.layers.dense"),
            ("tf.layers.dense", KERAS_2, DENSE, "only as tf.compat.v1.layers.dense, in graph mode"),
            ("tf.layers.dense", parse_target("tf=1.15"), DENSE, "there"),
            (
                "tf.Session",
                NEWEST,
                "in TensorFlow 1.15, then as tf.compat.v1.Session in 2.0 to 2.21",
                "only as tf.compat.v1.Session, in graph mode",
            ),
            ("contrib.slim.conv2d", NEWEST, "in TensorFlow 1.15 only", "write tf_slim.conv2d"),
            (
                "contrib.layers.xavier_initializer",
                NEWEST,
                "in TensorFlow 1.15 only",
                "write tf.compat.v1.glorot_uniform_initializer, unless `uniform` is given",
            ),
            (
                "keras.backend.get_session",
                NEWEST,
                DENSE.replace("layers.dense", "keras.backend.get_session"),
                f"{SWITCH}, as tf.compat.v1.keras.backend.get_session",
            ),
            (
                "tf.saved_model.simple_save",
                NEWEST,
                "in TensorFlow 1.15, then as tf.compat.v1.saved_model.simple_save in 2.0 to 2.21",
                "only as tf.compat.v1.saved_model.simple_save, in graph mode",
            ),
            (
                "flags.DEFINE_string",
                NEWEST,
                "in TensorFlow 1.15, then as tf.compat.v1.flags.DEFINE_string in 2.0 to 2.21",
                "write absl.flags.DEFINE_string; unchanged it is tf.compat.v1.flags.DEFINE_string",
            ),
            ("data.experimental.AUTOTUNE", NEWEST, "in TensorFlow 1.15 to 2.21", "there, the same in both APIs"),
            (
                "tf.function",
                NEWEST,
                "in TensorFlow 1.15 to 2.21",
                "there, the same in both APIs, with other parameters than in 1.15",
            ),
            (
                "tf.to_float",
                NEWEST,
                "in TensorFlow 1.15, then as tf.compat.v1.to_float in 2.0 to 2.21",
                "write tf.cast with dtype=tf.float32; unchanged it is tf.compat.v1.to_float",
            ),
            ("tf.contrib.slim", NEWEST, "in TensorFlow 1.15 only", "write tf_slim"),
            ("tf.contrib.slim", parse_target("tf=1.15"), "in TensorFlow 1.15 only", "there"),
            (
                "tf.NoneTensorSpec",
                parse_target("tf=2.15"),
                "in TensorFlow 2.21",
                "not there yet, it begins with TensorFlow 2.21",
            ),
            ("tf.math.log", NEWEST, "in TensorFlow 1.15 to 2.21", "there, the same in both APIs"),
            (
                "tensorflow.python.framework.ops",
                NEWEST,
                "an implementation module of TensorFlow 1.15 to 2.21",
                "there, but no part of the public API",
            ),
            (
                "python.framework.ops.name_scope",
                NEWEST,
                "private, public as tf.name_scope in TensorFlow 1's API",
                "write tf.name_scope, unless `default_name` is given; unchanged it is tf.compat.v1.name_scope",
            ),
        ],
    )
    def test_the_sentence(self, name: str, target: Target, origin: str, now: str) -> None:
        told = story(name, target)
        assert (told.origin, told.now) == (origin, now)
        assert told.sentence == f"{short(told.name)}: {origin}; on {aim(target)}: {now}"

    def test_where_says_when_it_is_not_what_it_was(self) -> None:
        told = story("tf.where", NEWEST)
        given = "unless `x` and `y` are given and `condition` may choose more than single elements"
        assert f"{given} (broadcasts its condition" in told.now
        assert told.now.endswith("the old one is tf.compat.v1.where")

    def test_an_estimator_of_2_15_is_another_one_and_it_is_gone_in_2_16(self) -> None:
        assert story("tf.estimator.Estimator", NEWEST).now.startswith("gone; ")
        before = story("tf.estimator.Estimator", parse_target("tf=2.15")).now
        assert before.startswith("there, but not what it was in TensorFlow 1")
        assert before.endswith("; the old one is tf.compat.v1.estimator.Estimator")
        assert facts(story("tf.estimator.Estimator", NEWEST), "deprecated") == [
            "by TensorFlow 2.12 to 2.15, in favour of tf.keras"
        ]

    def test_reductions_tell_which_keywords_have_another_name(self) -> None:
        told = story("tf.reduce_sum", NEWEST)
        assert dict(told.keywords) == {"keep_dims": "keepdims", "reduction_indices": "axis"}
        old = "(input_tensor, axis=None, keepdims=None, name=None, reduction_indices=None, keep_dims=None)"
        assert [str(call) for call in told.calls] == [
            f"tf.reduce_sum{old}",
            "tf.reduce_sum(input_tensor, axis=None, keepdims=False, name=None)",
            f"tf.compat.v1.reduce_sum{old}",
        ]

    def test_an_argument_whose_value_is_another_and_one_that_stands_elsewhere(self) -> None:
        assert facts(story("tf.nn.dropout", NEWEST), "values changed") == ["rate is 1 - keep_prob"]
        assert facts(story("tf.contrib.layers.xavier_initializer", NEWEST), "by position") == [
            "1 was uniform and is seed, 2 was seed and is dtype"
        ]

    def test_a_module_tells_where_its_names_went(self) -> None:
        (slim,) = facts(story("tf.contrib.slim", NEWEST), "names below")
        counted = re.fullmatch(r"(\d+) in TensorFlow 1\.15, modules not counted: (.*)", slim)
        assert counted is not None
        assert sum(int(part.split()[0]) for part in counted[2].split(", ")) == int(counted[1])
        assert re.search(r"\d+ in tf_slim", counted[2])
        below = {name for name in table.names(1) if name.startswith("contrib.slim.")}
        assert int(counted[1]) == sum(getattr(table.first(name), "kind", "module") != "module" for name in below)

    def test_advice_that_is_newer_than_the_target_is_dated(self) -> None:
        assert story("tf.contrib.opt.AdamWOptimizer", NEWEST).now == "gone; use `tf.keras.optimizers.AdamW`"
        old = story("tf.contrib.opt.AdamWOptimizer", parse_target("tf=2.0")).now
        assert old.startswith("gone; use `tf.keras.optimizers.AdamW` (tf.keras.optimizers.AdamW: TensorFlow 2.")

    @pytest.mark.parametrize(
        ("spelled", "full"),
        [
            ("tf.log", "tensorflow.log"),
            ("tensorflow.log", "tensorflow.log"),
            ("tensorflow_core.contrib.slim", "tensorflow.contrib.slim"),
            ("contrib.slim", "tensorflow.contrib.slim"),
            ("log", "tensorflow.log"),
            ("tf.compat.v1.log", "tensorflow.compat.v1.log"),
            ("python.framework.ops", "tensorflow.python.framework.ops"),
            ("keras.layers.Dense", "tensorflow.keras.layers.Dense"),
        ],
    )
    def test_names_may_be_spelled_in_many_ways(self, spelled: str, full: str) -> None:
        assert full_name(spelled) == full
        assert story(spelled, NEWEST).name == full

    def test_a_name_that_only_the_old_api_of_a_later_release_has(self) -> None:
        name = next(
            name
            for name in table.names(1)
            if not (table.first(name) or pytest.fail(name)).columns & 1 and table.second(name) is None
        )
        assert story(f"tf.{name}", NEWEST).name == f"tensorflow.compat.v1.{name}"

    def test_releases_in_words(self) -> None:
        dense, log = table.first("layers.dense"), table.first("log")
        assert dense is not None
        assert log is not None
        assert releases(dense.columns) == "1.15 to 2.15 and with Keras 2 in 2.16 to 2.21"
        assert releases(log.columns) == "1.15 to 2.21"
        assert releases(0) == "no release"


# Whether these become TensorFlow 2's depends on how they are called, and the sample call is one that stays.
BY_ARGUMENT = {
    "data.experimental.OptionalStructure",  # its first parameter has another meaning
    "python.data.ops.dataset_ops.DatasetV1",  # an abstract class, which is not called with what it takes
    "python.framework.framework_lib.device",  # takes a function, which `tf.device` does not
    "python.framework.ops.device",
}


class TestEveryName:
    """What must hold of all names, on samples of them."""

    @given(st.data(), st.sampled_from(TARGETS))
    @settings(max_examples=250, deadline=None)
    def test_nothing_is_offered_that_the_target_does_not_have(self, data: st.DataObject, target: Target) -> None:
        told = story(data.draw(st.sampled_from(every_name())), target)
        where = target._replace(keras="tf_keras") if told.keras2 else target
        for name in filter(None, (told.native, told.compat)):
            assert exists(name, where), name
        for call in told.calls[1:]:
            assert exists(call.name, where) or call.name == told.name

    @given(st.data(), st.sampled_from(TARGETS))
    @settings(max_examples=250, deadline=None)
    def test_every_line_can_be_printed(self, data: st.DataObject, target: Target) -> None:
        name = data.draw(st.sampled_from(every_name()))
        told = story(name, target)
        assert told.sentence.startswith(f"{short(told.name)}: ")
        for text in (told.origin, told.now, *(fact.text for fact in told.facts)):
            assert text.strip() == text != ""
            assert "\n" not in text
        assert "  " not in told.sentence
        assert told.places, "a name that no release has is none"

    @given(st.data(), st.sampled_from(TARGETS))
    @settings(max_examples=250, deadline=None)
    def test_names_in_a_sentence_exist_on_the_target_or_are_dated(self, data: st.DataObject, target: Target) -> None:
        told = story(data.draw(st.sampled_from(every_name())), target)
        keras_2 = target._replace(keras="tf_keras") if target.keras3 else target
        for found in re.findall(r"\btf(\.[A-Za-z_][\w.]*\w)", told.now):
            full = f"tensorflow{found}"
            owner = full.rpartition(".")[0]
            here = exists(full, target) or exists(full, keras_2)
            # Of an attribute of a class, or of a member of an enumeration, the table has the class.
            assert (
                here or (owner != "tensorflow" and exists(owner, keras_2)) or f"{short(full)}: TensorFlow" in told.now
            )

    @given(st.data(), st.sampled_from(TARGETS))
    @settings(max_examples=250, deadline=None)
    def test_a_new_keyword_is_one_that_the_destination_takes(self, data: st.DataObject, target: Target) -> None:
        told = story(data.draw(st.sampled_from(every_name())), target)
        shared = told.verdict.fate == "shared" and told.native is None
        goes = told.native or (f"tensorflow.{told.verdict.name}" if shared else told.name)
        now = parameters(goes, target._replace(keras="tf_keras") if told.keras2 else target)
        if now is not None:
            assert set(told.keywords.values()) <= {parameter.name for parameter in now}

    @given(st.data(), st.sampled_from([NEWEST, KERAS_2]))
    @settings(max_examples=150, deadline=None)
    def test_what_is_told_is_what_the_rules_write(self, data: st.DataObject, target: Target) -> None:
        told = story(data.draw(st.sampled_from([name for name in every_name() if name not in BY_ARGUMENT])), target)
        found = reports(told, RULES)
        if told.verdict.fate in {"there", "shared"}:
            return
        own = [one for one in found if one.code.startswith("HUB5") and one.code != "HUB511"]
        assert found, "what is gone is reported"
        if not own:
            return
        for level in LEVEL_CHOICES:
            wanted, written = (told.native, told.compat)[level == "compat"], str(own[0].fixes[level])
            if wanted is None:
                assert written.startswith("no fix") or "TF_USE_LEGACY_KERAS" in written
            elif not written.startswith("no fix"):
                assert re.search(rf"\b{re.escape(wanted.rpartition('.')[2])}\b", written)
                assert short(wanted) in written or not wanted.startswith("tensorflow.")


class TestUnknownNames:
    def test_the_nearest_names_are_offered(self) -> None:
        with pytest.raises(UnknownNameError, match=r"has 'tf\.layers\.dens'; did you mean tf\.layers\.dense or tf\.la"):
            story("tf.layers.dens", NEWEST)

    def test_names_that_end_alike_come_first_and_three_at_most(self) -> None:
        assert close_names("slim.conv2d")[0] == "contrib.slim.conv2d"
        assert len(close_names("wrong.conv2d")) == 3
        assert close_names("train.RMSpropOptimizer")[0] == "train.RMSPropOptimizer"

    def test_a_method_leads_to_its_class(self) -> None:
        with pytest.raises(UnknownNameError, match=r"without their attributes; ask for tf\.data\.Dataset$"):
            story("tf.data.Dataset.batch", NEWEST)

    def test_a_name_deep_in_a_module_leads_to_what_is_known_of_it(self) -> None:
        with pytest.raises(UnknownNameError, match=r"the nearest that is known is tf\.layers$"):
            story("tf.layers.zzzzzzzzzzzz", NEWEST)

    @pytest.mark.parametrize("name", ["", ".", "tf", "tensorflow", "tf..log", "tf.a b", "numpy", "tf.log\n.x"])
    def test_what_is_no_name_is_refused_in_one_line(self, api: Api, name: str) -> None:
        run = api(name)
        assert run.status == 2
        assert run.out == ""
        assert run.err.startswith("hublint: error: no TensorFlow from 1.15 on has ")
        assert run.err.count("\n") == 1


class TestCommand:
    def test_the_first_line_ends_with_the_rule_that_reports_it(self, api: Api) -> None:
        run = api("tf.layers.dense", "--target", "tf=2.21,keras=keras3")
        assert (run.status, run.err) == (0, "")
        first, *behind = run.out.splitlines()
        assert first == f"{story('tf.layers.dense', NEWEST).sentence} (HUB510)"
        assert all(line.startswith("  ") for line in behind)

    def test_what_the_rules_write_at_both_levels(self, api: Api) -> None:
        lines = api("flags.DEFINE_string", "--target", "tf=2.21").out.splitlines()
        assert lines[-2:] == [
            "    fix at level native: `flags.DEFINE_string(name, default, help)` with `from absl import flags` (safe)",
            "    fix at level compat: `tf.compat.v1.flags.DEFINE_string(name, default, help)` (safe)",
        ]
        assert "write `flags.DEFINE_string`" in lines[-3]

    def test_the_level_of_the_target_decides_what_is_said(self, api: Api) -> None:
        out = api("flags.DEFINE_string", "--target", "tf=2.21,level=compat").out
        assert "(HUB509)" in out.splitlines()[0]
        assert "; write `tf.compat.v1.flags.DEFINE_string`" in out

    def test_keywords_that_are_gone_are_tried_one_by_one(self, api: Api) -> None:
        out = api("tf.reduce_sum", "--target", "tf=2.21").out
        assert "  HUB504 on `tf.reduce_sum(input_tensor, keep_dims=keep_dims)`: " in out
        assert "    fix: `tf.reduce_sum(input_tensor, keepdims=keep_dims)` (safe)" in out

    def test_an_argument_that_every_call_needs_is_tried_by_its_name(self, api: Api) -> None:
        out = api("tf.nn.avg_pool", "--target", "tf=2.21").out
        assert ("fix: `tf.nn.avg_pool(input=value, ksize=ksize, strides=strides, padding=padding)` (safe)\n") in out

    def test_a_private_name_is_tried_as_programs_import_it(self, api: Api) -> None:
        out = api("tensorflow.python.framework.ops.name_scope", "--target", "tf=2.21").out
        assert "  HUB508 on `ops.name_scope(name)`: " in out
        assert "`tf.name_scope(name)` with `import tensorflow as tf` (safe)" in out

    def test_a_name_that_is_there_has_no_finding(self, api: Api) -> None:
        out = api("tf.data.experimental.AUTOTUNE", "--target", "tf=2.21").out
        assert "HUB" not in out

    def test_without_a_target_it_is_the_one_of_the_folder(self, folder: Path, api: Api) -> None:
        (folder / "requirements.txt").write_text("tensorflow==2.14.0\n")
        assert "; on tf=2.14,keras=keras2: only as tf.compat.v1.layers.dense" in api("tf.layers.dense").out
        assert "; on tf=2.21,keras=keras3: needs " in api("tf.layers.dense", "--target", "tf=2.21").out

    def test_several_names_with_one_that_is_unknown(self, api: Api) -> None:
        run = api("tf.log", "tf.lgo_of_nothing", "tf.to_float", "--target", "tf=2.21")
        assert run.status == 2
        assert [line.partition(":")[0] for line in run.out.splitlines() if not line.startswith(" ") and line] == [
            "tf.log",
            "tf.to_float",
        ]
        assert run.err.startswith("hublint: error: no TensorFlow from 1.15 on has 'tf.lgo_of_nothing'")

    def test_json(self, api: Api) -> None:
        run = api("tf.layers.dense", "tf.log", "--target", "tf=2.21", "--output-format", "json")
        dense, log = json.loads(run.out)
        assert dense["name"] == "tensorflow.layers.dense"
        assert dense["fate"] == "keras2"
        assert dense["needs_keras2"] is True
        assert dense["releases"] == {
            "tensorflow.layers.dense": "1.15",
            "tensorflow.compat.v1.layers.dense": "2.0-2.15 2.16-2.21k2",
        }
        assert dense["findings"][0]["code"] == "HUB510"
        assert dense["target"] == "tf=2.21,keras=keras3,purpose=reuse"
        assert log["native"] == log["compat"] == "tensorflow.math.log"
        assert log["same"] == {"tensorflow.math.log": "1.15-2.21"}
        assert log["calls"][0] == {
            "where": "tf=1.15",
            "name": "tensorflow.log",
            "parameters": [
                {"name": "x", "default": None, "keyword_only": False, "star": None},
                {"name": "name", "default": "None", "keyword_only": False, "star": None},
            ],
        }
        assert set(log["findings"][0]["fixes"]) == {"native", "compat"}

    def test_json_of_nothing_known_is_an_empty_list(self, api: Api) -> None:
        run = api("tf.lgo_of_nothing", "--output-format", "json")
        assert (run.status, json.loads(run.out)) == (2, [])

    @pytest.mark.parametrize(
        ("options", "words"),
        [
            (["tf.log", "--target", "tf=two"], "tensorflow 'two' is not a version"),
            (["tf.log", "--target", "tf=2.15,keras=keras3"], "contradicts keras3"),
            (["tf.log", "--output-format", "xml"], "--output-format: invalid choice: 'xml'"),
            ([], "the following arguments are required: NAME"),
        ],
    )
    def test_wrong_options(self, api: Api, options: list[str], words: str) -> None:
        run = api(*options)
        assert (run.status, run.out) == (2, "")
        assert run.err.startswith("hublint: error: ")
        assert words in run.err
        assert run.err.count("\n") == 1

    def test_tensorflow_is_never_imported(self, folder: Path) -> None:
        (folder / "tensorflow").mkdir()
        (folder / "tensorflow" / "__init__.py").write_text("raise SystemExit('imported')\n")
        root = Path(__file__).resolve().parents[2]
        script = (
            f"import sys; sys.path[:0] = [{str(folder)!r}, {str(root)!r}, {str(root / 'rules')!r}]; "
            "from hublint.cli import main; status = main(['api', 'tf.layers.dense', 'tf.contrib']); "
            "assert 'tensorflow' not in sys.modules; sys.exit(status)"
        )
        done = subprocess.run([sys.executable, "-c", script], check=False, capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.startswith("tf.layers.dense: ")
