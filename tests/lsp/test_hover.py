from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hublint import catalogue, registry
from hublint.config import SETTINGS
from hublint.lsp.comments import comments, line_at
from hublint.lsp.hover import clear_cache, explain, hover, hover_settings, setting_page
from hublint.output.names import is_unchanged, markdown, reports
from hublint.source.ignores import Ignores
from hublint.source.source import Source, SourceError
from hublint.target import parse_target
from hublint.tfapi import table
from hublint.tfapi.story import story
from tests.lsp.shown import assert_well_formed

if TYPE_CHECKING:
    from hublint.lsp.hover import Shown

RULES = registry.load()
EVERY_RULE = registry.load(models=True)
NEWEST = parse_target("tf=2.21,keras=keras3")
OLDER = parse_target("tf=2.15,keras=keras2")
TARGETS = [NEWEST, OLDER, parse_target("tf=1.15"), parse_target("tf=2.21,keras=tf_keras,level=compat")]

TF = "import tensorflow as tf\n"
HUB = "import tensorflow_hub as hub\n"


def pointed(program: str) -> tuple[bytes, int]:
    """Return a text without its `|`, and where that stood."""
    before, _, after = program.partition("|")
    return (before + after).encode(), len(before.encode())


def shown(program: str, target: str = "tf=2.21,keras=keras3") -> Shown | None:
    text, offset = pointed(program)
    found = hover(Source(text), offset, RULES, parse_target(target))
    if found is not None:
        assert found.start <= offset <= found.end
        assert_well_formed(found.markdown)
    return found


def told(program: str, target: str = "tf=2.21,keras=keras3") -> str:
    found = shown(program, target)
    return found.markdown if found is not None else ""


def first_sentence(program: str, target: str = "tf=2.21,keras=keras3") -> str:
    """Return the first paragraph on one line."""
    return " ".join(told(program, target).partition("\n\n")[0].split())


@cache
def programs() -> list[str]:
    """Return the Python of the rules' examples."""
    return [
        code
        for rule in EVERY_RULE.rules
        for one in rule.examples
        if one.filename is None
        for code in (one.before, one.after)
        if code is not None and rule.code != "HUB901"  # what cannot be parsed has no Source
    ]


class TestNames:
    def test_a_renamed_function_is_shown_with_the_old_line_the_new_one_and_where_it_is_written(self) -> None:
        assert told(TF + "y = tf.l|og(x)\n") == (
            "`tf.log` on TensorFlow 2.21 with Keras 3: is `tf.math.log`, the same implementation.\n"
            "\n"
            "- In TensorFlow 1.15, then as `tf.compat.v1.log` in 2.0 to 2.21; releases 1.15 to 2.21 were looked\n"
            "  at.\n"
            "- Same implementation: `tf.math.log` (1.15 to 2.21).\n"
            "- HUB501: `tf.log` does not exist in TensorFlow 2.21; write `tf.math.log`.\n"
            "\n"
            "```python\n"
            "# before\n"
            "tf.log(x)\n"
            "# after: HUB501, a safe fix\n"
            "tf.math.log(x)\n"
            "```\n"
            "\n"
            "- https://www.tensorflow.org/guide/migrate/upgrade\n"
            "- https://github.com/tensorflow/community/blob/master/rfcs/20180827-api-names.md\n"
        )

    def test_an_unchanged_name_is_confirmed_in_one_sentence(self) -> None:
        sentence = "`tf.nn.relu` is unchanged from TensorFlow 1.15 to 2.21: the same in both APIs, called as before."
        assert told(TF + "tf.nn.re|lu(x)\n") == sentence + "\n"
        assert told(TF + "tf.nn.re|lu(x)\n", "tf=2.15").startswith(
            "`tf.nn.relu` is unchanged from TensorFlow 1.15 to 2.15"
        )

    @pytest.mark.parametrize(
        ("program", "word", "name"),
        [
            ("|tf.nn.relu(x)", "tf", "tensorflow"),
            ("tf|.nn.relu(x)", "tf", "tensorflow"),
            ("tf.|nn.relu(x)", "nn", "tf.nn"),
            ("tf.n|n.relu(x)", "nn", "tf.nn"),
            ("tf.nn.relu|(x)", "relu", "tf.nn.relu"),
            ("(tf\n  .nn\n  .re|lu(x))", "relu", "tf.nn.relu"),
        ],
    )
    def test_the_offset_decides_which_link_of_a_chain_is_meant(self, program: str, word: str, name: str) -> None:
        text, _ = pointed(TF + program)
        found = shown(TF + program)
        assert found is not None
        assert text[found.start : found.end].decode() == word
        assert found.markdown.startswith(f"`{name}`")

    @pytest.mark.parametrize(
        ("program", "name"),
        [
            ("import tensor|flow as tf\n", "tensorflow"),
            ("import tensorflow as t|f\n", "tensorflow"),
            ("import tensorflow.com|pat.v1 as tf\n", "tf.compat"),
            ("import tensorflow.compat.v|1 as tf\n", "tensorflow.compat.v1"),
            ("import tensorflow.compat.v1 as t|f\n", "tensorflow.compat.v1"),
            ("import os, tensorflow.contrib.sl|im as slim\n", "tf.contrib.slim"),
            ("from tensorflow.con|trib import slim\n", "tf.contrib"),
            ("from tensorflow . con|trib import slim\n", "tf.contrib"),
            ("from tensorflow.contrib import sl|im\n", "tf.contrib.slim"),
            ("from tensorflow.contrib import (\n    layers,\n    slim as s|\n)\n", "tf.contrib.slim"),
            ("from tensorflow import log\nlo|g(x)\n", "tf.log"),
            ("from tensorflow import log as ln\nl|n(x)\n", "tf.log"),
            ("from tensorflow.contrib import slim\nslim.conv|2d(x)\n", "tf.contrib.slim.conv2d"),
            (TF + "dense = tf.layers.dense\nden|se(x, 3)\n", "tf.layers.dense"),
            (TF + "den|se = tf.layers.dense\n", "tf.layers.dense"),
            (TF + "print(f'{tf.lo|g(x)}')\n", "tf.log"),
            (TF + "@tf.func|tion\ndef f(): ...\n", "tf.function"),
            (
                "from tensorflow.python.framework import ops\nops.name_|scope('a')\n",
                "tensorflow.python.framework.ops.name_scope",
            ),
        ],
    )
    def test_names_are_those_that_the_imports_give_them(self, program: str, name: str) -> None:
        assert told(program).startswith(f"`{name}`")

    @pytest.mark.parametrize(
        "program",
        [
            TF + "def f(tf):\n    return tf.lo|g(1)\n",
            TF + "len|(x)\n",
            "import numpy as np\nnp.lo|g(x)\n",
            "import numpy.lo|g\n",
            "from . import lo|g\n",
            "from .tensorflow import lo|g\n",
            TF + "tf.is_no_name_of_|any_release(x)\n",
            TF + "tf .| nn\n",
            TF + "'tf.lo|g'\n",
            TF + "# tf.lo|g\n",
            TF + "tf.data.Dataset.range(3).as_numpy|_iterator\n".replace("Dataset", "TFRecordDataset"),
            TF + "tf.float32.na|me\n",
            TF + "tf.nn.relu(x).sha|pe\n",
            "im|port tensorflow as tf\n",
            "|",
        ],
    )
    def test_of_other_things_nothing_is_said(self, program: str) -> None:
        assert shown(program) is None

    def test_a_name_with_two_meanings_has_both_told(self) -> None:
        program = f"try:\n    import tensorflow.compat.v1 as tf\nexcept ImportError:\n    {TF}tf.lo|g(x)\n"
        both = [one.strip().partition(":")[0] for one in told(program).split("\n---\n")]
        assert both == [f"`{name}` on TensorFlow 2.21 with Keras 3" for name in ("tf.compat.v1.log", "tf.log")]

    def test_the_target_decides(self) -> None:
        program = TF + "tf.layers.den|se(x, 3)\n"
        assert first_sentence(program) == (
            "`tf.layers.dense` on TensorFlow 2.21 with Keras 3: needs `TF_USE_LEGACY_KERAS=1` and `tf_keras`, "
            "as `tf.compat.v1.layers.dense`."
        )
        assert first_sentence(program, "tf=2.15") == (
            "`tf.layers.dense` on TensorFlow 2.15 with Keras 2: only as `tf.compat.v1.layers.dense`, in graph mode."
        )

    def test_a_file_that_asks_for_keras_2_itself_is_told_of_keras_2(self) -> None:
        program = "import os\nos.environ['TF_USE_LEGACY_KERAS'] = '1'\n" + TF + "tf.layers.den|se(x, 3)\n"
        assert first_sentence(program).startswith("`tf.layers.dense` on TensorFlow 2.21 with `tf_keras`: only as ")

    def test_the_package_itself_tells_what_the_file_is_judged_for(self) -> None:
        assert first_sentence("import tensor|flow\n", "tf=2.15,purpose=serve,level=compat") == (
            "`tensorflow`: this file is judged for TensorFlow 2.15 with Keras 2, for models that are only served, "
            "with fixes at the level `compat`."
        )

    def test_signatures_are_shown_where_they_differ(self) -> None:
        text = told(TF + "tf.arg|max(x, 1)\n")
        assert "- Keywords renamed: `dimension` is `axis`.\n" in text
        assert "- By position: 3 was `name` and is `output_type`, 4 was `dimension` and is `name`.\n" in text
        assert (
            "```python\n"
            "# TensorFlow 1.15\n"
            "tf.argmax(input, axis=None, name=None, dimension=None, output_type=tf.int64)\n"
            "# TensorFlow 2.21\n"
            "tf.argmax(input, axis=None, output_type=tf.int64, name=None)\n"
            "```\n"
        ) in text
        assert (
            "tf.argmax(input, dimension=dimension)\n# after: HUB504, a safe fix\ntf.argmax(input, axis=dimension)\n"
            in text
        )

    def test_a_signature_that_is_long_is_broken(self) -> None:
        text = told(TF + "tf.keras.layers.Den|se(3)\n")
        assert "# TensorFlow 1.15\ntf.keras.layers.Dense(\n    units, activation=None, use_bias=True, " in text
        assert max(map(len, text.splitlines())) <= 100

    def test_an_import_that_a_rewrite_needs_is_written_above_it(self) -> None:
        assert "# after: HUB507, a safe fix\nimport tf_slim\ntf_slim\n" in told(
            "from tensorflow.contrib import sl|im\n"
        )

    def test_a_name_that_is_gone_has_the_advice_once(self) -> None:
        text = told(TF + "tf.estimator.Estima|tor(f)\n")
        assert text.replace("\n", " ").count("train with `tf.keras.Model.fit` or a loop of your own") == 1
        assert "- HUB513 reports it. No fix: line 3 makes an estimator of a model function that" in text

    def test_a_method_of_an_instance_leads_to_its_class(self) -> None:
        expected = "`tf.Session().run`, of the class `tf.Session`, on TensorFlow 2.21 with Keras 3: only as "
        for program in (
            "with tf.Session() as sess:\n    sess.r|un(x)\n",
            "sess = tf.Session()\nsess.r|un(x)\n",
            "tf.Session().r|un(x)\n",
            "def f(sess: tf.Session):\n    sess.r|un(x)\n",
            "class A:\n    def f(self):\n        self.s = tf.Session()\n    def g(self):\n        self.s.r|un(x)\n",
        ):
            assert first_sentence(TF + program) == expected + "`tf.compat.v1.Session`, in graph mode."
        assert first_sentence(TF + "saver = tf.train.Saver()\nsaver.sa|ve(s, 'x')\n").startswith(
            "`tf.train.Saver().save`, of"
        )

    def test_what_a_class_of_the_file_adds_to_one_of_tensorflow_is_its_own(self) -> None:
        derived = (
            "class Own(tf.estimator.Estimator):\n"
            "    def __init__(self):\n        self.size = 3\n        self.log = tf.log\n"
            "    def own(self):\n        {}\n"
        )
        assert shown(TF + derived.format("return self.ow|n()")) is None
        assert shown(TF + derived.format("return self.si|ze")) is None
        assert shown(TF + derived.format("return self._pri|vate()")) is None
        assert told(TF + derived.format("return self.lo|g(x)")).startswith("`tf.log` on ")
        assert told(TF + derived.format("return self.tra|in(f)")).startswith(
            "`tf.estimator.Estimator().train`, of the class `tf.estimator.Estimator`, on"
        )

    def test_a_method_that_rules_judge_lists_them(self) -> None:
        text = told(TF + "model = tf.keras.Model()\nmodel.sa|ve('folder')\n")
        assert re.match(r"`tf\.keras\.Model\(\)\.save`: \d rules judge its uses for TensorFlow 2\.21 with K", text)
        assert "\n- HUB402 (keras-save-folder): A Keras model is saved as a folder, " in text

    def test_names_of_hub_and_keras_list_the_rules_that_judge_them(self) -> None:
        text = told(HUB + "hub.Mod|ule('https://tfhub.dev/google/elmo/2')\n")
        assert text.startswith("`tensorflow_hub.Module`: ")
        assert "\n- HUB301 (hub-module): `hub.Module` makes a module of TensorFlow 1, " in text
        assert "\n- https://www.tensorflow.org/hub/migration_tf2\n" in text
        assert "HUB402" in told("import keras\nkeras.models.save_mo|del(m, 'x')\n")
        assert shown(HUB + "hub.no_such_na|me(1)\n") is None

    @pytest.mark.parametrize(
        ("call", "expected"),
        [
            ("tf.argmax(x, dimen|sion=1)", "`dimension=` of `tf.argmax` is `axis=` on TensorFlow 2.21 with Keras 3."),
            (
                "tf.nn.dropout(x, keep_pr|ob=k)",
                (
                    "`keep_prob=` of `tf.nn.dropout` is `rate=` on TensorFlow 2.21 with Keras 3, "
                    "whose value is `1 - keep_prob`."
                ),
            ),
            (
                "tf.contrib.layers.xavier_initializer(uni|form=True)",
                (
                    "`uniform=` of `tf.contrib.layers.xavier_initializer` is taken by "
                    "`tf.compat.v1.glorot_uniform_initializer` no more on TensorFlow 2.21 with Keras 3."
                ),
            ),
            ("tf.argmax(x, ax|is=1)", ""),
            ("print(x, se|p='')", ""),
        ],
    )
    def test_a_keyword_tells_what_it_is_called_now(self, call: str, expected: str) -> None:
        assert first_sentence(TF + call + "\n") == expected


class TestComments:
    def test_a_code_gives_the_page_of_its_rule(self) -> None:
        program = TF + "s = tf.Session()  # é hublint: ignore[HUB1|01, HUB102]\n".replace("é ", "")
        found = shown(program)
        assert found is not None
        assert pointed(program)[0][found.start : found.end] == b"HUB101"
        rule = RULES.by_code["HUB101"]
        assert found.markdown == catalogue.page(rule, 1)
        for part in (
            "# session (HUB101)\n",
            catalogue.headline(rule),
            "Fixed:\n\n```python\n",
            "- https://www.tensorflow",
        ):
            assert part in found.markdown

    @pytest.mark.parametrize(
        ("comment", "start"),
        [
            ("# hublint: ignore[hub1|01]", "# session (HUB101)"),
            ("# noqa: E501,HUB1|01", "# session (HUB101)"),
            ("# noqa: HUB101| HUB102", "# session (HUB101)"),
            ("# nopep8  # hublint: ignore-file[HUB601, HUB70|1]", "# load-fails (HUB701)"),
            ("# hublint: ignore[HUB|9]", "`HUB9` stands for 3 rules:\n\n- HUB900 (unused-ignore): An ignore comment "),
            ("# hublint: ignore[A|LL]", "`ALL` stands for all rules:\n\n- HUB101 (session): "),
            ("# hublint: ignore[HUB99|9]", "No rule has the code `HUB999`."),
            ("# hublint: ignore[H|UB]", "No rule has the code `HUB`."),
            (
                "# hublint: ig|nore[HUB101, HUB2] because",
                "Silences `HUB101`, `HUB2` on this line; on the first line of a",
            ),
            ("# hub|lint: ignore", "Silences everything that hublint reports on this line; on the first"),
            ("# hub|lint: ignore-file[HUB1]", "Silences `HUB1` in this file."),
            ("# no|qa", "Silences whatever any tool reports on this line."),
            ("# no|qa: E501, HUB101", "Silences `HUB101` on this line."),
            ("# hublint: ignore| HUB101", "This comment is not understood; write `# hublint: ignore[CODE]`."),
            ("# hublint: ig|nroe[HUB101]", "This comment is not understood; write `# hublint: ignore[CODE]`."),
        ],
    )
    def test_what_a_comment_says(self, comment: str, start: str) -> None:
        assert told(f"x = 1  {comment}\n").startswith(start)

    def test_a_list_of_rules_is_bounded(self) -> None:
        lines = told("x = 1  # hublint: ignore[HUB|5]\n").splitlines()
        number = len([rule for rule in EVERY_RULE.rules if rule.code.startswith("HUB5")])
        assert lines[0] == f"`HUB5` stands for {number} rules:"
        assert lines[-1] == f"- and {number - 12} more"

    def test_a_comment_above_a_statement_speaks_of_all_of_it(self) -> None:
        text = told("# hub|lint: ignore[HUB101]\nwith f():\n    pass\n")
        assert text == "Silences `HUB101` in the statement below, with all that stands in it.\n"

    @pytest.mark.parametrize(
        "program",
        [
            "x = '# hublint: ignore[HUB1|01]'\n",
            '"""\n# hublint: ignore[HUB1|01]\n"""\n',
            "x = f'{y} # hublint: ignore[HUB1|01]'\n",
            "x = 1  # noqa: E50|1, HUB101\n",
            "x = 1  # no|qa: E501\n",
            "x = 1  # no|qaed\n",
        ],
    )
    def test_what_is_no_ignore_comment_of_ours_says_nothing(self, program: str) -> None:
        assert shown(program) is None

    def test_a_comment_between_strings_and_one_behind_a_string_are_comments(self) -> None:
        assert told("x = ('a'  # hublint: ignore[HUB1|01]\n     'b')\n").startswith("# session")
        assert told('x = """a\n b"""  # hublint: ignore[HUB1|01]\n').startswith("# session")
        assert told("x = '#'  # hublint: ignore[HUB1|01]\n").startswith("# session")

    @given(
        st.lists(
            st.sampled_from(
                [
                    "# ",
                    "#",
                    "hublint:",
                    "noqa",
                    ":",
                    " ",
                    "ignore",
                    "ignore-file",
                    "[",
                    "]",
                    "HUB101",
                    "HUB2",
                    ", ",
                    ",",
                    "E501",
                    "because",
                    "ALL",
                ]
            ),
            max_size=9,
        )
    )
    @example(["# ", "hublint:", " ", "ignore", "[", "HUB101", ", ", "HUB2", "]", " ", "because"])
    @example(["# ", "noqa", ":", " ", "E501", ", ", "HUB101"])
    @settings(deadline=None)
    def test_codes_are_read_where_the_engine_reads_them(self, words: list[str]) -> None:
        source = Source(f"x = 1  # {''.join(words)}\n".encode())
        text = source.text.utf8
        read = {comment.start: comment for comment in comments(text, *line_at(text, 0))}
        for engine in Ignores(source).comments:
            assert engine.start in read
            if engine.understood and engine.codes is not None:
                codes = tuple(word.text.upper() for word in read[engine.start].codes)
                assert codes[: len(engine.codes)] == engine.codes


class TestPages:
    @pytest.mark.parametrize("rule", EVERY_RULE.rules, ids=lambda rule: rule.code)
    def test_every_page_can_be_shown_by_every_editor(self, rule: registry.Rule) -> None:  # type: ignore[name-defined]
        page = explain(rule.code, RULES)
        assert page == catalogue.page(rule)
        assert_well_formed(page)

    def test_a_rule_that_the_settings_leave_out_is_explained_all_the_same(self) -> None:
        some = RULES.select(["HUB1"], [])
        assert explain("hub501", some).startswith("# renamed-symbol (HUB501)")

    @pytest.mark.parametrize("code", ["", " ", "HUB1x", "`", "|", "<b>", "HUB\n1", "É", "x" * 500])
    def test_what_is_no_code_is_told_so(self, code: str) -> None:
        assert explain(code, RULES).startswith("No rule has the code ")

    def test_a_page_is_never_of_another_registry(self) -> None:
        clear_cache()
        assert explain("HUB101", RULES).startswith("# session (HUB101)")


class TestSettings:
    @pytest.mark.parametrize("key", SETTINGS)
    @pytest.mark.parametrize("pyproject", [True, False])
    def test_a_key_tells_what_it_means(self, key: str, pyproject: bool) -> None:
        head = "[tool.hublint]\n" if pyproject else ""
        text, offset = pointed(f"{head}{key[:2]}|{key[2:]} = 1\n")
        found = hover_settings(text, offset, RULES, pyproject=pyproject)
        assert found is not None
        assert text[found.start : found.end].decode() == key
        assert found.markdown == setting_page(key, pyproject=pyproject)
        assert found.markdown.startswith(f"`{key}`: ")
        assert_well_formed(found.markdown)
        assert ("[tool.hublint." in found.markdown) == (pyproject and SETTINGS[key].holds == "table")

    @pytest.mark.parametrize(
        ("text", "start"),
        [
            ("[tool.hublint]\nselect = ['HUB1|01']", "# session (HUB101)"),
            ('[tool.hublint]\nselect = [\n  "HUB9",\n  "HUB1|01",\n', "# session (HUB101)"),
            ("[tool.hublint]\nignore = ['HUB6|01']", "# stored-optimizer (HUB601)"),
            ("[tool.hublint]\nextend-select = ['HUB|9']", "`HUB9` stands for 3 rules:"),
            ("[tool.hublint]\nselect = ['H|UB']", "`HUB` stands for "),
            ("[tool.hublint.per-file-ignores]\n'tests/**' = ['HUB1|01']", "# session (HUB101)"),
            ("[tool.hublint]\nper-file-ignores = { 'a' = ['HUB1|01'] }", "# session (HUB101)"),
            (
                "[tool.hublint]\nkeras = 'ker|as3'",
                '`keras = "keras3"`: Keras 3, which is `tf.keras` since TensorFlow 2.16.',
            ),
            ('[tool.hublint]\npurpose = "se|rve"', '`purpose = "serve"`: they are only served.'),
            ("[tool]\nhublint.lev|el = 'compat'", "`level`: how far fixes go."),
            ("tool.hublint.lev|el = 'compat'", "`level`: how far fixes go."),
        ],
    )
    def test_what_is_said_in_pyproject(self, text: str, start: str) -> None:
        data, offset = pointed(text)
        found = hover_settings(data, offset, RULES, pyproject=True)
        assert found is not None
        assert found.markdown.startswith(start)

    @pytest.mark.parametrize(
        "text",
        [
            "[tool.ruff]\nsel|ect = ['HUB101']",
            "[tool.ruff]\nselect = ['HUB1|01']\n[tool.hublint]\n",
            "[tool.hublint]\n# sel|ect = ['HUB101']",
            "[tool.hublint]\nunkn|own = 1",
            "[tool.hublint]\nexclude = ['HUB1|01']",
            "[tool.hublint]\nkeras = 'ker|as4'",
            "[tool.hublint]\nselect| = ['HUB101']\n".replace("select|", "select |"),
            "[tool.hub|lint]\n",
            "[tool.hublint.per-file-ignores]\n'sel|ect' = ['HUB101']",
            "[tool.hublint.runtimes]\nselect = 'HUB1|01'",
            "[project]\nname = 'a'\nlevel| = 1\n[tool.hublint]",
        ],
    )
    def test_elsewhere_nothing_is_said(self, text: str) -> None:
        data, offset = pointed(text)
        assert hover_settings(data, offset, RULES, pyproject=True) is None


class TestEverywhere:
    @given(st.data(), st.sampled_from(TARGETS))
    @settings(max_examples=120, deadline=None)
    def test_every_name_of_the_table_can_be_shown(self, data: st.DataObject, target: object) -> None:
        name = data.draw(st.sampled_from([*table.names(1), *table.names(2)]))
        what = story(f"tf.{name}", target, contents=False)  # type: ignore[arg-type]
        text = markdown(what, reports(what, RULES, (what.target.level,)), ["https://www.tensorflow.org"])
        assert_well_formed(text)
        assert text.startswith("`tf.")
        assert is_unchanged(what) == (" is unchanged from " in text.splitlines()[0])

    def test_all_offsets_of_real_programs_are_answered(self) -> None:
        for program in programs()[::7]:
            source = Source(program.encode())
            for offset in range(0, len(source.text.utf8) + 1, 3):
                found = hover(source, offset, RULES, NEWEST)
                if found is not None:
                    assert 0 <= found.start <= offset <= found.end <= len(source.text.utf8)
                    assert_well_formed(found.markdown)

    @given(st.data())
    @settings(max_examples=150, deadline=None)
    def test_nothing_raises_whatever_the_program_and_the_offset(self, data: st.DataObject) -> None:
        program = data.draw(st.sampled_from(programs()))
        at = data.draw(st.integers(0, len(program)))
        piece = data.draw(
            st.sampled_from(["", "\n", "\r", "\f", "é", "😀", "# hublint: ignore[HUB101]\n", "tf.", "(", "x=", "'"])
        )
        try:
            source = Source((program[:at] + piece + program[at:]).encode())
        except SourceError:
            return
        offset = data.draw(st.integers(-2, len(source.text.utf8) + 2))
        found = hover(source, offset, RULES, NEWEST)
        assert found is None or 0 <= found.start <= found.end <= len(source.text.utf8)

    @given(st.text("[]{}=.,\"'#\\\n\r\té HUB1alectoyd-", max_size=60), st.booleans(), st.integers(-1, 90))
    @settings(deadline=None)
    def test_no_settings_file_is_too_broken(self, text: str, pyproject: bool, offset: int) -> None:
        data = ("[tool.hublint]\n" + text).encode()
        found = hover_settings(data, offset, RULES, pyproject=pyproject)
        assert found is None or 0 <= found.start <= offset <= found.end <= len(data)

    def test_the_last_of_a_thousand_lines_is_told_like_the_first(self) -> None:
        body = "".join(f"y{n} = tf.log(tf.nn.relu(x{n})) + tf.layers.dense(x, {n})\n" for n in range(1000))
        shown = [
            hover(Source(text), text.index(b"argmax"), RULES, NEWEST)
            for text in ((TF + body + "tf.argmax(x, 1)\n").encode(), (TF + "tf.argmax(x, 1)\n" + body).encode())
        ]
        assert None not in shown
        assert len({one.markdown for one in shown if one is not None}) == 1
