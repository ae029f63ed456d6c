"""Ignore comments that hublint writes: what they silence, and that they harm nothing."""

from __future__ import annotations

import ast
import re
import textwrap
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hublint import engine, registry
from hublint.requirements import Manifest
from hublint.rule import Edit, Finding, Location, Target
from hublint.source.edit import apply
from hublint.source.ignores import Ignores
from hublint.source.ignoring import ignore_edit, requirement_ignore_edit
from hublint.source.source import Source, SourceError
from hublint.source.text import Text

REGISTRY = registry.load(models=False)
CASES = Path(__file__).resolve().parent.parent / "rules" / "cases"
CODES = sorted(path.name for path in CASES.iterdir())


def finding(start: int, code: str = "HUB101") -> Finding:
    return Finding("-", Location(1, 1), Location(1, 1), code, "; ", start, start)


def ignored(code: str, at: str = "HERE", rule: str = "HUB101") -> str | None:
    """Return some code with the comment for a finding at the first `at`; None where there is no place for it."""
    source = Source(textwrap.dedent(code).lstrip("\n").encode())
    edit = ignore_edit(source, finding(source.text.utf8.index(at.encode()), rule))
    return None if edit is None else apply(source.text.utf8, [edit]).decode()


def found(data: bytes) -> list[Finding]:
    return engine.check(Text.decoded(data), REGISTRY, target=Target.newest, fixes=False).findings


def check_each(data: bytes) -> None:
    """Silence findings of a program one by one, and check that what is gone is what the comment covers.

    Of many findings of one code the first, the last and one between are tried.
    """
    before = found(data)
    source = Source(Text.decoded(data))
    by_code = {code: [one for one in before if one.code == code] for code in {one.code for one in before}}
    for one in (one for same in by_code.values() for one in {same[0], same[len(same) // 2], same[-1]}):
        edit = ignore_edit(source, one)
        if edit is None:
            continue
        changed = apply(data, [edit])
        shift = len(edit.replacement.encode()) - (edit.end - edit.start)
        moved = {each: each.start + (shift if each.start >= edit.end else 0) for each in before}
        places = Counter((each.code, moved[each]) for each in before)
        left = Counter((each.code, each.start) for each in found(changed))
        gone = places - left
        assert not left - places, "nothing new is found, no comment that silences nothing either"
        assert (one.code, moved[one]) in gone
        assert {code for code, _ in gone} == {one.code}
        # What the comment covers is asked of the ignores of the new text: what they cover is gone, and nothing else.
        source_after = Source(Text.decoded(changed))
        ignores = Ignores(source_after)
        for each in before:
            row = source_after.text.line_of(moved[each])
            covered = ignores.cover(each._replace(location=Location(row, 1)))
            assert covered == ((each.code, moved[each]) in gone) or each.code == "HUB900"


class TestBehindTheLine:
    def test_it_goes_to_the_end_of_the_line(self) -> None:
        assert ignored("a = HERE\nb = 1\n") == "a = HERE  # hublint: ignore[HUB101]\nb = 1\n"

    def test_a_comment_that_is_there_is_kept(self) -> None:
        assert ignored("a = HERE # why\n") == "a = HERE # why  # hublint: ignore[HUB101]\n"
        assert ignored("a = HERE  # type: ignore\n") == "a = HERE  # type: ignore  # hublint: ignore[HUB101]\n"
        assert ignored("a = HERE  # noqa: HUB102\n") == "a = HERE  # noqa: HUB102  # hublint: ignore[HUB101]\n"

    def test_the_code_goes_into_the_list_that_is_there(self) -> None:
        assert ignored("HERE  # hublint: ignore[HUB102] fed\n") == "HERE  # hublint: ignore[HUB102, HUB101] fed\n"
        assert (
            ignored("HERE  # x  # hublint: ignore[ HUB102, ]\n") == "HERE  # x  # hublint: ignore[ HUB102, HUB101, ]\n"
        )

    def test_what_holds_for_the_file_or_is_not_understood_is_left_alone(self) -> None:
        for comment in ("# hublint: ignore-file[HUB102]", "# hublint: ignores", "# hublint: ignore[]"):
            assert ignored(f"HERE  {comment}\n") == f"HERE  {comment}  # hublint: ignore[HUB101]\n"

    @pytest.mark.parametrize("comment", ["# hublint: ignore", "# hublint: ignore[HUB102, hub101] why"])
    def test_what_is_ignored_already_is_left_alone(self, comment: str) -> None:
        assert ignored(f"HERE  {comment}\n") is None

    @pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
    def test_the_newlines_stay_and_blanks_at_the_end_go(self, newline: str) -> None:
        data = f"a = 1{newline}HERE \t{newline}b = 2{newline}".encode()
        edit = ignore_edit(Source(data), finding(data.index(b"HERE")))
        assert edit is not None
        assert apply(data, [edit]).decode() == f"a = 1{newline}HERE  # hublint: ignore[HUB101]{newline}b = 2{newline}"

    def test_at_the_end_of_a_file_without_a_newline(self) -> None:
        assert ignored("a = '模型'; HERE") == "a = '模型'; HERE  # hublint: ignore[HUB101]"

    def test_inside_brackets_it_speaks_of_its_line_alone(self) -> None:
        assert ignored("f(\n    a,\n    HERE,\n    b,\n)\n") == (
            "f(\n    a,\n    HERE,  # hublint: ignore[HUB101]\n    b,\n)\n"
        )


class TestElsewhere:
    def test_a_line_that_ends_inside_a_string_is_spoken_of_at_the_end_of_its_statement(self) -> None:
        code = 'a = HERE("""\nx\n""", 1)\nb = 2\n'
        assert ignored(code) == 'a = HERE("""\nx\n""", 1)  # hublint: ignore[HUB101]\nb = 2\n'

    def test_so_is_one_in_the_middle_of_a_string(self) -> None:
        assert ignored('a = f"""\n{HERE}\n"""\n') == 'a = f"""\n{HERE}\n"""  # hublint: ignore[HUB101]\n'

    def test_and_one_that_ends_with_a_backslash(self) -> None:
        assert ignored("a = HERE + \\\n    b\nc = 1\n") == ("a = HERE + \\\n    b  # hublint: ignore[HUB101]\nc = 1\n")
        assert ignored("with HERE as a, \\\n        b:\n    c = 1\n") == (
            "with HERE as a, \\\n        b:  # hublint: ignore[HUB101]\n    c = 1\n"
        )

    def test_where_the_last_line_is_taken_the_first_one_will_do(self) -> None:
        code = 'a = f(\n    """\n    """ + HERE + """\n    """); b = """\n"""\n'
        assert ignored(code) == code.replace("a = f(\n", "a = f(  # hublint: ignore[HUB101]\n")

    def test_else_it_goes_above_with_the_indentation_of_the_statement(self) -> None:
        code = """
            if x:
                a = HERE + '''
            '''; b = '''
            '''
        """
        expected = """
            if x:
                # hublint: ignore[HUB101]
                a = HERE + '''
            '''; b = '''
            '''
        """
        assert ignored(code) == textwrap.dedent(expected).lstrip("\n")

    @pytest.mark.parametrize(
        "code",
        [
            "if x: a = HERE + '''\n'''; b = '''\n'''\n",  # a comment above would speak of the whole block
            "c = 1; \\\na = HERE + '''\n'''; b = '''\n'''\n",  # and here there can be none
        ],
    )
    def test_where_there_is_no_place_there_is_no_edit(self, code: str) -> None:
        ast.parse(code)
        assert ignored(code) is None

    def test_a_finding_about_a_comment_is_not_ignored(self) -> None:
        assert ignored("a = 1  # HERE\n") is None
        assert ignored("# HERE\na = 1\n") is None


PIECES = (
    "tf.Session()",
    "tf.placeholder(tf.float32)",
    "f(tf.log(1), \\\n  tf.Session())",
    "f(\n  tf.log(1),\n\n  tf.Session(),  # fed\n)",
    "a = f'''\n{tf.Session()}\n'''",
    "a = tf.log(1) + '''\n'''",
    "b = '''\n''' + tf.Session() + '''\n'''",
    "if tf.log(1): \\\n  tf.log(2)",
    "@tf.contrib.framework.add_arg_scope\ndef f(a=tf.log(1),\n  b=tf.Session()):\n  return tf.log(3)",
    "class A:\n\n  # why\n  x = tf.log(1)\n\n  y = tf.log(2)",
    "with tf.Session() as s, \\\n  tf.Graph().as_default():\n\n  # here\n  tf.log(1)",
    "try:\n  pass\nexcept (tf.errors.OpError,\n  tf.log):\n  tf.log(1)",
    "x = tf.log(1)  # hublint: ignore[HUB501]",
    "y = [tf.log(1),  # hublint: ignore[HUB101]\n  tf.Session()]",
    "# hublint: ignore[HUB101]\nz = tf.Session(tf.log(1))",
    "\f\nw = tf.log('🙂'); v = tf.Session()\f",
)


class TestWhatItSilences:
    @pytest.mark.parametrize("code", CODES)
    def test_the_findings_of_the_cases_are_silenced_and_nothing_else(self, code: str) -> None:
        for path in sorted((CASES / code).glob("*.py")):
            try:
                text = Source(path.read_bytes()).text
            except SourceError:
                continue
            check_each(text.utf8)

    @settings(max_examples=150)
    @given(
        pieces=st.lists(st.sampled_from(PIECES), min_size=1, max_size=5),
        joined=st.lists(st.booleans(), min_size=5, max_size=5),
        newline=st.sampled_from(["\n", "\r\n", "\r"]),
        deep=st.booleans(),
    )
    def test_so_are_those_of_any_program(
        self, pieces: list[str], joined: list[bool], newline: str, *, deep: bool
    ) -> None:
        code = pieces[0]
        for piece, same_line in zip(pieces[1:], joined, strict=False):
            code += ("; " if same_line else "\n") + piece
        if deep:
            code = "if True:\n" + textwrap.indent(code, "    ")
        code = f"import tensorflow as tf\n{code}\n".replace("\n", newline)
        try:
            Source(code.encode())
        except SourceError:
            return  # not all of them can stand behind a semicolon
        check_each(code.encode())

    @given(st.integers(-5, 60), st.sampled_from(["a = (1,\n2)\n", "", "\n\n", "x = '''\n'''", "a\\\n=1"]))
    def test_no_place_makes_it_raise(self, place: int, code: str) -> None:
        edit = ignore_edit(Source(code.encode()), finding(place))
        if edit is not None:
            ast.parse(apply(code.encode(), [edit]))


def in_requirements(name: str, text: str, written: str, code: str = "HUB351") -> str | None:
    manifest = Manifest(name, text.encode())
    edit = requirement_ignore_edit(manifest, finding(text.encode().index(written.encode()), code))
    return None if edit is None else apply(text.encode(), [edit]).decode()


class TestRequirements:
    def test_in_a_requirements_file(self) -> None:
        text = "numpy\r\ntensorflow-hub==0.16.1 \r\n"
        assert in_requirements("requirements.txt", text, "tensorflow-hub") == (
            "numpy\r\ntensorflow-hub==0.16.1  # hublint: ignore[HUB351]\r\n"
        )

    def test_behind_a_comment_and_in_a_list_of_codes(self) -> None:
        assert in_requirements("requirements.txt", "tensorflow-hub  # pinned\n", "tensorflow-hub") == (
            "tensorflow-hub  # pinned  # hublint: ignore[HUB351]\n"
        )
        assert in_requirements("requirements.txt", "tensorflow-hub # hublint: ignore[HUB352] why\n", "tensor") == (
            "tensorflow-hub # hublint: ignore[HUB352, HUB351] why\n"
        )

    def test_in_toml_and_yaml(self) -> None:
        toml = '[project]\ndependencies = [\n  "tensorflow-hub>=0.12",\n]\n'
        assert in_requirements("pyproject.toml", toml, "tensorflow-hub") == toml.replace(
            '",\n', '",  # hublint: ignore[HUB351]\n'
        )
        yaml = "dependencies:\n  - pip:\n    - tensorflow-hub\n"
        assert in_requirements("environment.yml", yaml, "tensorflow-hub") == (
            "dependencies:\n  - pip:\n    - tensorflow-hub  # hublint: ignore[HUB351]\n"
        )

    @pytest.mark.parametrize(
        ("name", "text"),
        [
            ("requirements.txt", "tensorflow-hub==0.16.1 \\\n    --hash=sha256:00\n"),  # pip joins the lines
            ("requirements.txt", "tensorflow-hub  # hublint: ignore\n"),
            ("Pipfile.lock", '{"default": {"tensorflow-hub": {"version": "==0.16.1"}}}\n'),
        ],
    )
    def test_where_no_comment_can_be(self, name: str, text: str) -> None:
        assert in_requirements(name, text, "tensorflow-hub") is None

    def test_the_engine_finds_the_rest_and_no_more(self) -> None:
        silenced = 0
        for path in sorted(CASES.glob("*/*.txt")):
            text = re.sub(r"[ \t]*# HUB.*", "", path.read_text().partition("\n# output")[0]).encode()
            before = engine.check(text, REGISTRY, path=path, target=Target.newest, fixes=False).findings
            for one in before:
                edit = requirement_ignore_edit(Manifest(path.name, text), one)
                assert isinstance(edit, Edit)
                after = engine.check(apply(text, [edit]), REGISTRY, path=path, target=Target.newest, fixes=False)
                assert after.ignored == 1
                assert len(after.findings) == len(before) - 1
                silenced += 1
        assert silenced > 3
