from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hublint import registry
from hublint.config import SETTINGS
from hublint.lsp.completion import Offer, complete, complete_settings
from hublint.lsp.settings_text import place_at
from hublint.source.ignores import Ignores
from hublint.source.source import Source
from tests.lsp.shown import assert_well_formed

RULES = registry.load()
EVERY_CODE = [rule.code for rule in registry.load(models=True).rules]
CODES = [rule.code for rule in RULES.rules]
FAMILIES = sorted({code[:-2] for code in CODES})
TABLE = "[tool.hublint]\n"


def pointed(text: str) -> tuple[bytes, int]:
    """Return a text without its `|`, and where that stood."""
    before, _, after = text.partition("|")
    return (before + after).encode(), len(before.encode())


def offers(text: str, *present: str) -> list[Offer]:
    data, offset = pointed(text)
    found = complete(data, offset, RULES, present)
    assert_applicable(data, offset, found)
    return found


def in_settings(text: str, *, pyproject: bool = True) -> list[Offer]:
    data, offset = pointed(text)
    found = complete_settings(data, offset, RULES, pyproject=pyproject)
    assert_applicable(data, offset, found)
    return found


def assert_applicable(data: bytes, offset: int, found: list[Offer]) -> None:
    for one in found:
        assert 0 <= one.start <= offset <= one.end <= len(data)
        assert b"\n" not in data[one.start : one.end]
        assert one.text
        assert one.label
        assert_well_formed(one.documentation)
    assert len({one.label for one in found}) == len(found)


def chosen(text: str, label: str, *present: str) -> str:
    """Return the text after the offer with a label was taken."""
    return _taken(pointed(text)[0], offers(text, *present), label)


def set_to(text: str, label: str, *, pyproject: bool = True) -> str:
    """Return the settings after the offer with a label was taken."""
    return _taken(pointed(text)[0], in_settings(text, pyproject=pyproject), label)


def _taken(data: bytes, found: list[Offer], label: str) -> str:
    (one,) = (one for one in found if one.label == label)
    return (data[: one.start] + one.text.encode() + data[one.end :]).decode()


def labels(found: list[Offer]) -> list[str]:
    return [one.label for one in found]


class TestComments:
    def test_an_empty_bracket_is_offered_all_codes_and_then_their_families(self) -> None:
        assert labels(offers("x = 1  # hublint: ignore[|]\n")) == [*CODES, *FAMILIES]

    def test_codes_that_are_reported_on_the_line_come_first(self) -> None:
        found = offers("x = 1  # hublint: ignore[|]\n", "HUB501", "HUB202", "HUB999")
        assert labels(found)[:3] == ["HUB202", "HUB501", "HUB101"]
        assert [one.rank for one in found[:3]] == [0, 0, 1]

    @pytest.mark.parametrize(
        ("typed", "label", "written"),
        [
            ("# hublint: ignore[|", "HUB101", "# hublint: ignore[HUB101]"),
            ("# hublint: ignore[|]", "HUB101", "# hublint: ignore[HUB101]"),
            ("# hublint: ignore[HUB10|", "HUB102", "# hublint: ignore[HUB102]"),
            ("# hublint: ignore[hub10|]", "HUB102", "# hublint: ignore[HUB102]"),
            ("# hublint: ignore[HUB1|01]", "HUB102", "# hublint: ignore[HUB102]"),
            ("# hublint: ignore[HUB101,|]", "HUB102", "# hublint: ignore[HUB101,HUB102]"),
            ("# hublint: ignore[HUB101, |", "HUB102", "# hublint: ignore[HUB101, HUB102]"),
            ("# hublint: ignore[HUB10|, HUB201]", "HUB102", "# hublint: ignore[HUB102, HUB201]"),
            ("# hublint: ignore-file[HUB2|", "HUB2", "# hublint: ignore-file[HUB2]"),
            ("# hublint: ignore[place|", "HUB102", "# hublint: ignore[HUB102]"),
            ("# noqa: HU|", "HUB101", "# noqa: HUB101"),
            ("# noqa:|", "HUB101", "# noqa: HUB101"),
            ("# noqa: E501, HUB1|", "HUB102", "# noqa: E501, HUB102"),
            ("# NOQA: E501 |", "HUB102", "# NOQA: E501 HUB102"),
            ("# type: ignore  # hublint: ignore[HUB|", "HUB101", "# type: ignore  # hublint: ignore[HUB101]"),
            ("# h|", "hublint:", "# hublint: ignore["),
            ("#hubl|", "hublint:", "#hublint: ignore["),
            ("# hubl|int", "hublint:", "# hublint: ignore["),
            ("# hublint:|", "ignore", "# hublint: ignore["),
            ("# hublint: |", "ignore-file", "# hublint: ignore-file["),
            ("# hublint: ig|", "ignore", "# hublint: ignore["),
            ("# hublint: ignore-|", "ignore-file", "# hublint: ignore-file["),
        ],
    )
    @pytest.mark.parametrize("code", ["x = 1  ", "", "    def f(  ", "x = 'it\\'s'  ", 'y = "#" + (  '])
    def test_what_is_half_typed_is_completed_on_lines_that_need_not_parse(
        self, code: str, typed: str, label: str, written: str
    ) -> None:
        assert chosen(f"a = [\n{code}{typed}\nb = 2\n", label) == f"a = [\n{code}{written}\nb = 2\n"

    def test_a_comment_that_was_completed_silences(self) -> None:
        text = chosen("x = 1  # hublint: ignore[HUB101, HUB2|\n", "HUB201")
        (comment,) = Ignores(Source(text.encode())).comments
        assert (comment.understood, comment.codes) == (True, ("HUB101", "HUB201"))

    def test_a_whole_comment_is_offered_for_what_is_reported_here(self) -> None:
        found = offers("x = 1  # hublint: |\n", "HUB101")
        assert labels(found) == ["ignore[HUB101]", "ignore", "ignore-file"]
        assert chosen("x = 1  # hublint:|\n", "ignore[HUB101]", "HUB101") == "x = 1  # hublint: ignore[HUB101]\n"

    def test_what_stands_in_the_comment_is_not_offered_again(self) -> None:
        found = labels(offers("x = 1  # hublint: ignore[HUB101, HUB102, |]\n"))
        assert {"HUB101", "HUB102"}.isdisjoint(found)
        assert "HUB201" in found

    def test_beginnings_of_codes_are_none_for_noqa(self) -> None:
        assert labels(offers("x = 1  # noqa: |\n")) == CODES

    def test_an_offer_tells_the_rule(self) -> None:
        (one,) = offers("x = 1  # hublint: ignore[HUB101|]\n")
        assert (one.label, one.detail) == ("HUB101", "session")
        assert one.documentation == (
            "A session runs a TensorFlow 1 graph, and TensorFlow 2 has neither.\n\n"
            "The fix needs a reader's eye: `--fix --unsafe-fixes` applies it.\n"
        )

    @pytest.mark.parametrize(
        "text",
        [
            "|",
            "x = 1|\n",
            "x = 1  #|\n",
            "x = 1  # a comment of he|\n",
            "x = 1  # |hublint: ignore[HUB101]\n".replace("# |", "|# "),
            "x = 1  # hublint: ignore[HUB101]|\n",
            "x = 1  # hublint: ignore[HUB101] because HUB|\n",
            "x = 1  # hublint: zzz|\n",
            "x = 1  # noqa|\n",
            "x = '# hublint: ignore[|'\n",
            "x = '# h|'\n",
            'x = "a\\"# hublint: ignore[|"\n',
            "hublint: ignore[|\n",
            "x = 1  # hublint: ignore[HUB1]\n|",
        ],
    )
    def test_elsewhere_nothing_is_offered(self, text: str) -> None:
        assert offers(text, "HUB101") == []

    def test_behind_a_docstring_that_ends_on_the_line_a_comment_is_one(self) -> None:
        assert labels(offers('"""It\'s a\n"quote".\n"""  # hublint: ignore[HUB90|')) == [
            code for code in CODES if code.startswith("HUB90")
        ]

    def test_only_rules_that_are_active_are_offered(self) -> None:
        data, offset = pointed("x = 1  # hublint: ignore[|]")
        found = complete(data, offset, RULES.select(["HUB9"], []))
        assert labels(found) == [code for code in CODES if code.startswith("HUB9")] + ["HUB9"]

    @given(
        st.lists(
            st.sampled_from(
                [
                    "#",
                    " ",
                    "hublint:",
                    "noqa",
                    ":",
                    "ignore",
                    "-file",
                    "[",
                    "]",
                    "HUB101",
                    "HUB",
                    ",",
                    "\n",
                    "\r",
                    "'",
                    '"""',
                    "é",
                    "\\",
                ]
            ),
            max_size=14,
        ),
        st.integers(-2, 60),
    )
    @example(["#", "hublint:", "ignore", "["], 16)
    @settings(deadline=None, max_examples=300)
    def test_no_text_is_too_broken(self, pieces: list[str], offset: int) -> None:
        data = "".join(pieces).encode()
        assert_applicable(data, offset, complete(data, offset, RULES, ["HUB101"]))

    @given(st.binary(max_size=60), st.integers(-2, 62))
    @settings(deadline=None)
    def test_nor_are_bytes_that_are_no_text(self, data: bytes, offset: int) -> None:
        complete(data, offset, RULES)
        complete(b"# hublint: ignore[" + data, offset + 18, RULES)


class TestSettings:
    def test_an_empty_line_of_the_table_is_offered_all_keys(self) -> None:
        assert labels(in_settings(TABLE + "|\n")) == list(SETTINGS)
        assert labels(in_settings("|\n", pyproject=False)) == list(SETTINGS)

    def test_keys_that_are_set_are_not_offered_again(self) -> None:
        found = labels(
            in_settings(TABLE + "select = ['HUB1']\n|\nkeras = 'keras3'\n[tool.hublint.runtimes]\na = 'b'\n")
        )
        assert found == [key for key in SETTINGS if key not in {"select", "keras", "runtimes"}]

    @pytest.mark.parametrize(
        ("typed", "label", "written"),
        [
            ("sel|", "select", "select = "),
            ("sel|\nkeras = 'keras3'", "select", "select = \nkeras = 'keras3'"),
            ("sel| = ['HUB1']", "select", "select = ['HUB1']"),
            ("per|", "per-file-ignores", "per-file-ignores"),
            ("select = |", "HUB101", 'select = ["HUB101"]'),
            ("select = HUB1|", "HUB101", 'select = ["HUB101"]'),
            ("select = [|]", "HUB101", 'select = ["HUB101"]'),
            ("select = [|", "HUB1", 'select = ["HUB1"'),
            ('select = [\n    "HUB2",\n    HU|\n]', "HUB101", 'select = [\n    "HUB2",\n    "HUB101"\n]'),
            ('ignore = ["HUB1", "HUB20|"]', "HUB202", 'ignore = ["HUB1", "HUB202"]'),
            ('ignore = ["HUB1", "HUB20|', "HUB202", 'ignore = ["HUB1", "HUB202"'),
            ("ignore = ['HUB20|, 'HUB1']", "HUB202", "ignore = ['HUB202', 'HUB1']"),
            ("extend-select = ['|']", "ALL", "extend-select = ['ALL']"),
            ("ignore = ['hub6|']", "HUB601", "ignore = ['HUB601']"),
            ("ignore = ['place|']", "HUB102", "ignore = ['HUB102']"),
            ("per-file-ignores = { 'a' = ['HUB1|'] }", "HUB101", "per-file-ignores = { 'a' = ['HUB101'] }"),
            ('per-file-ignores."tests/**" = [|]', "HUB1", 'per-file-ignores."tests/**" = ["HUB1"]'),
            ("keras = |", "tf_keras", 'keras = "tf_keras"'),
            ("keras = 'ker|'", "keras3", "keras = 'keras3'"),
            ('keras = "|', "auto", 'keras = "auto"'),
            ("tensorflow = 2.1|", "2.15", 'tensorflow = "2.15"'),
            ('tensorflow = "2.|"  # ours', "2.21", 'tensorflow = "2.21"  # ours'),
            ('level = "|"', "compat", 'level = "compat"'),
            ("purpose = s|", "serve", 'purpose = "serve"'),
            ("select = [\n  'HUB1',\n\nkeras = 'k|'", "keras2", "select = [\n  'HUB1',\n\nkeras = 'keras2'"),
        ],
    )
    @pytest.mark.parametrize("pyproject", [True, False])
    def test_what_is_half_typed_is_completed(self, typed: str, label: str, written: str, pyproject: bool) -> None:
        head = "[project]\nname = 'a'\ndependencies = [\n  'b',\n]\n\n[tool.hublint] # é\n" if pyproject else "# é\n"
        assert set_to(head + typed, label, pyproject=pyproject) == head + written

    def test_codes_in_the_table_of_files(self) -> None:
        text = "[tool.hublint.per-file-ignores]\n\"tests/**\" = ['HUB1', |]\n"
        assert set_to(text, "HUB2") == text.replace("|", '"HUB2"')
        assert "HUB1" not in labels(in_settings(text))

    def test_codes_of_models_are_offered_too(self) -> None:
        found = labels(in_settings(TABLE + "select = ['|']"))
        assert found == [*sorted(EVERY_CODE), "ALL", *sorted({code[:-2] for code in EVERY_CODE})]

    def test_values_come_in_the_order_of_their_table(self) -> None:
        found = in_settings(TABLE + 'tensorflow = "|"')
        assert labels(found)[:3] == ["auto", "2.21", "2.20"]
        assert labels(found)[-1] == "1.15"
        assert [one.rank for one in found] == sorted(one.rank for one in found)

    def test_a_key_tells_its_default_and_what_it_means(self) -> None:
        (one,) = in_settings(TABLE + "lev|")
        assert one.detail == 'default: "auto"'
        assert one.documentation.startswith("`level`: how far fixes go.\n")

    @pytest.mark.parametrize(
        "text",
        [
            "|",
            "sel|\n[tool.hublint]\n",
            "[tool.ruff]\nsel|\n[tool.hublint]\n",
            "[tool.ruff]\nselect = ['|']\n[tool.hublint]\n",
            "[tool.hublints]\nsel|",
            TABLE + "# sel|",
            TABLE + "# sel|\n",
            TABLE + "select = [] # |\n",
            TABLE + "select |",
            TABLE + "select = []|",
            TABLE + "select = ['HUB1' |]",
            TABLE + "select = ['HUB1'|]",
            TABLE + "exclude = ['|']",
            TABLE + "keras = ['|']",
            TABLE + "zzz = '|'",
            TABLE + "keras = 'keras3' |",
            TABLE + "select.a = ['|']",
            TABLE + "'''\nsel|\n'''",
            "[tool.hublint.per-file-ignores]\nsel|",
            "[tool.hublint.per-file-ignores]\n'|' = ['HUB1']",
            "[tool.hublint.runtimes]\na = '|'",
            "[tool.hub|lint]",
            "[tool.hublint]\n[project]\nsel|",
        ],
    )
    def test_elsewhere_nothing_is_offered(self, text: str) -> None:
        assert in_settings(text) == []

    def test_other_tables_of_hublint_toml_are_not_the_settings(self) -> None:
        assert in_settings("[tool.hublint]\nsel|", pyproject=False) == []
        assert labels(in_settings("[per-file-ignores]\n'a' = ['HUB90|']", pyproject=False))[0] == "HUB900"

    @given(st.text("[]{}=.,\"'#\\\n\r\té HUB1alectoyd-", max_size=60), st.booleans(), st.integers(-1, 90))
    @example(text="select = [", pyproject=True, offset=25)
    @settings(deadline=None, max_examples=300)
    def test_no_text_is_too_broken(self, text: str, pyproject: bool, offset: int) -> None:
        data = (TABLE + text).encode()
        assert_applicable(data, offset, complete_settings(data, offset, RULES, pyproject=pyproject))

    @given(st.binary(max_size=60), st.integers(-2, 80))
    @settings(deadline=None)
    def test_nor_are_bytes_that_are_no_text(self, data: bytes, offset: int) -> None:
        place_at(TABLE.encode() + data, offset, pyproject=True)
        complete_settings(data, offset, RULES, pyproject=False)
