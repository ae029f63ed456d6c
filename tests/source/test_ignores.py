"""What ignore comments cover: the lines of a program on which a finding would be silenced."""

from __future__ import annotations

import textwrap

import pytest

from hublint.rule import Finding, Location
from hublint.source.ignores import Ignores
from hublint.source.source import Source

KNOWN = {"HUB101", "HUB102", "HUB201"}


def finding(row: int, code: str) -> Finding:
    return Finding("-", Location(row, 1), Location(row, 2), code, "; ", 0, 0)


def silenced(code: str, rule: str = "HUB101", newline: str = "\n") -> list[int]:
    """Return the rows on which a rule is silenced."""
    text = textwrap.dedent(code).lstrip("\n").replace("\n", newline)
    ignores = Ignores(Source(text.encode()))
    return [row for row in range(1, text.count(newline) + 2) if ignores.cover(finding(row, rule))]


def unused(code: str, *found: tuple[int, str], active: set[str] | None = None) -> list[tuple[str, str]]:
    """Return the complaints, with what is left of the code when they are followed, given some findings."""
    source = Source(code.encode())
    ignores = Ignores(source)
    for row, rule in found:
        ignores.cover(finding(row, rule))
    complaints = []
    for comment in ignores.unused(KNOWN if active is None else active, KNOWN):
        assert comment.removal is not None
        start, end = comment.removal
        left = source.text.utf8[:start] + comment.replacement.encode() + source.text.utf8[end:]
        complaints.append((comment.complaint, left.decode()))
    return complaints


class TestForms:
    @pytest.mark.parametrize(
        "comment",
        [
            "# hublint: ignore",
            "# hublint: ignore[HUB101]",
            "#hublint:ignore[HUB101]",
            "# hublint: ignore[HUB102, HUB101]",
            "# hublint: ignore[hub101]",
            "# hublint: ignore[HUB101] the harness feeds it",
            "# fmt: skip  # hublint: ignore[HUB101]",
            "# hublint: ignore[HUB101]  # fmt: skip",
            "# noqa",
            "# noqa: HUB101",
            "# noqa: E501, HUB101",
            "# NOQA:HUB101 E501",
            "# type: ignore  # noqa: HUB101",
        ],
    )
    def test_it_silences_its_line(self, comment: str) -> None:
        assert silenced(f"a = 1\nb = 2  {comment}\nc = 3\n") == [2]

    @pytest.mark.parametrize(
        "comment",
        [
            "# hublint: ignore[HUB102]",
            "# hublint: ignore[]",
            "# hublint: ignores",
            "# noqa: E501",
            "# noqa: HUB102",
            "# hublint ignore",
        ],
    )
    def test_it_silences_nothing_here(self, comment: str) -> None:
        assert silenced(f"a = 1\nb = 2  {comment}\nc = 3\n") == []

    def test_a_string_is_no_comment(self) -> None:
        assert silenced('a = "# hublint: ignore"\nb = """\n# hublint: ignore-file\n"""\n') == []

    @pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
    def test_every_newline(self, newline: str) -> None:
        assert silenced("a = 1\nb = 2  # hublint: ignore\nc = 3\n", newline=newline) == [2]

    def test_a_form_feed_ends_no_line(self) -> None:
        assert silenced("a = 1\n\fb = '\f'  # hublint: ignore\nc = 3\n") == [2]


class TestReach:
    def test_on_the_first_or_last_line_of_a_statement_it_covers_the_statement(self) -> None:
        first = """
            a = f(  # hublint: ignore
                1,
            )
            b = 2
        """
        last = """
            a = f(
                1,
            )  # hublint: ignore
            b = 2
        """
        assert silenced(first) == [1, 2, 3]
        assert silenced(last) == [1, 2, 3]

    def test_behind_a_string_of_several_lines(self) -> None:
        assert silenced('a = f("""\nx\n""")  # hublint: ignore\nb = 2\n') == [1, 2, 3]

    def test_in_the_middle_of_a_statement_it_covers_its_line(self) -> None:
        assert silenced("a = f(\n    1,  # hublint: ignore\n    2,\n)\n") == [2]

    def test_on_a_line_of_its_own_in_the_middle_it_covers_the_next_line(self) -> None:
        assert silenced("a = f(\n    # hublint: ignore\n    1,\n    2,\n)\nb = 3\n") == [2, 3]

    def test_on_a_line_of_its_own_it_covers_the_whole_statement_below(self) -> None:
        code = """
            a = 1
            # hublint: ignore
            @decorated
            def f():
                b = 2

                return b
            c = 3
        """
        assert silenced(code) == [3, 4, 5, 6, 7]

    def test_on_the_header_of_a_block_it_covers_the_header(self) -> None:
        code = """
            with a(
                1,
            ) as b:  # hublint: ignore
                c = 2
        """
        assert silenced(code) == [1, 2, 3]

    def test_on_a_decorator_inside_a_class(self) -> None:
        code = """
            class A:
                @decorated  # hublint: ignore
                def f(self):
                    b = 2
        """
        assert silenced(code) == [2, 3]

    def test_for_the_file(self) -> None:
        assert silenced("a = 1\nb = 2\n# hublint: ignore-file[HUB101] generated\n") == [1, 2, 3, 4]
        assert silenced("a = 1\n# hublint: ignore-file\n") == [1, 2, 3]
        assert silenced("a = 1\n# hublint: ignore-file[HUB102]\n") == []

    def test_noqa_on_a_line_of_its_own_means_that_line_as_for_other_linters(self) -> None:
        assert silenced("# noqa\na = f(\n    1,\n)\n") == [1]

    def test_at_the_end_of_the_file(self) -> None:
        assert silenced("a = 1\n# hublint: ignore") == [2]


class TestUnused:
    @pytest.mark.parametrize(
        ("code", "left"),
        [
            ("a = 1  # hublint: ignore[HUB101]\n", "a = 1\n"),
            ("a = 1  # hublint: ignore[HUB101] because\n", "a = 1\n"),
            ("a = 1 \t# hublint: ignore[HUB101]\r\n", "a = 1\r\n"),
            ("a = 1  # hublint: ignore[HUB101]  # fmt: skip\n", "a = 1  # fmt: skip\n"),
            ("a = 1  # fmt: skip  # hublint: ignore[HUB101]\n", "a = 1  # fmt: skip\n"),
            ("# hublint: ignore[HUB101]\na = 1\n", "a = 1\n"),
            ("if x:\n    # hublint: ignore[HUB101]\n    a = 1\n", "if x:\n    a = 1\n"),
            ("# hublint: ignore-file[HUB101]\r\na = 1\r\n", "a = 1\r\n"),
            ("a = '模型'  # hublint: ignore[HUB101]", "a = '模型'"),
            ("a = 1  # noqa: HUB101\n", "a = 1\n"),
            ("a = 1  # noqa: E501, HUB101\n", "a = 1  # noqa: E501\n"),
            ("a = 1  # noqa: HUB101 E501\n", "a = 1  # noqa: E501\n"),
        ],
    )
    def test_what_goes(self, code: str, left: str) -> None:
        assert unused(code) == [("ignoring HUB101 silences nothing; remove it", left)]

    def test_the_codes_that_are_of_use_stay(self) -> None:
        code = "a = 1  # hublint: ignore[HUB101, HUB102, HUB201] because\n"
        assert unused(code, (1, "HUB102")) == [
            ("ignoring HUB101, HUB201 silences nothing; remove it", "a = 1  # hublint: ignore[HUB102] because\n")
        ]

    def test_a_bare_comment(self) -> None:
        assert unused("a = 1  # hublint: ignore\n") == [("this ignore comment silences nothing; remove it", "a = 1\n")]
        assert unused("a = 1  # hublint: ignore\n", (1, "HUB101")) == []

    def test_a_code_that_no_rule_has(self) -> None:
        assert unused("a = 1  # hublint: ignore[HUB999]\n") == [
            ("ignoring HUB999 (no such rule) silences nothing; remove it", "a = 1\n")
        ]

    @pytest.mark.parametrize("comment", ["# noqa", "# noqa: E501", "# noqa: HUB999"])
    def test_what_belongs_to_other_linters_stays(self, comment: str) -> None:
        assert unused(f"a = 1  {comment}\n") == []

    @pytest.mark.parametrize("comment", ["# hublint: ignore", "# hublint: ignore[HUB101]", "# noqa: HUB101"])
    def test_a_comment_for_a_rule_that_did_not_run_stays(self, comment: str) -> None:
        assert unused(f"a = 1  {comment}\n", active={"HUB201"}) == []

    def test_two_comments_for_one_finding_are_both_of_use(self) -> None:
        assert unused("# hublint: ignore-file[HUB101]\na = 1  # noqa: HUB101\n", (2, "HUB101")) == []


class TestGrammar:
    @pytest.mark.parametrize(
        "comment",
        [
            "# hublint: ignore[HUB101",
            "# hublint: ignore HUB101",
            "# hublint: ignore (HUB101)",
            "# hublint: ignore[]",
            "# hublint: ignore[ , ]",
            "# hublint: ignores",
            "# hublint: disable=HUB101",
            "# hublint:",
        ],
    )
    def test_what_is_not_understood_silences_nothing_and_is_reported(self, comment: str) -> None:
        source = Source(f"import a\na.b  {comment}\n".encode())
        ignores = Ignores(source)
        assert not ignores.cover(finding(2, "HUB101"))
        (told,) = ignores.unused({"HUB101"}, {"HUB101"})
        assert "is not understood" in told.complaint
        assert told.removal is None

    @pytest.mark.parametrize(
        "comment",
        [
            "# hublint: ignore generated by a template",
            "# hublint: ignore[HUB101] because",
            "# hublint: ignore[HUB1]",
            "# hublint: ignore[hub101]",
            "# hublint: ignore[ALL]",
            "#hublint:ignore[HUB2, HUB101]",
        ],
    )
    def test_what_is_understood(self, comment: str) -> None:
        source = Source(f"import a\na.b  {comment}\n".encode())
        assert Ignores(source).cover(finding(2, "HUB101"))

    def test_a_beginning_that_silences_nothing_is_reported(self) -> None:
        ignores = Ignores(Source(b"import a\na.b  # hublint: ignore[HUB2, HUB101]\n"))
        assert ignores.cover(finding(2, "HUB101"))
        known = {"HUB101", "HUB201", "HUB202"}
        assert [told.replacement for told in ignores.unused(known, known)] == ["HUB101"]
        # HUB202 was not run: whether the comment is of use cannot be told.
        assert list(ignores.unused({"HUB101", "HUB201"}, known)) == []
