"""The two verbs, with rules made up here."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, ClassVar, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hublint import engine, registry
from hublint.registry import Registry
from hublint.rule import Draft, Edit, Example, Fix, NoFix, Rule, Target
from hublint.source.source import Source, SourceError
from hublint.source.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from hublint.rule import Use

HEAD = "import tensorflow as tf\n"


class Replace(Rule):
    """Replaces a name by a text; the tests say which."""

    since = "0.1"
    examples = (Example(HEAD),)
    references = ("https://example.org/",)

    def __init__(self, code: str, name: str, replacement: str | None, **options: object) -> None:
        """Make a rule that listens for `tensorflow.<name>`."""
        self.code = code  # type: ignore[misc]
        self.name = code.lower()  # type: ignore[misc]
        self.names = (f"tensorflow.{name}",)  # type: ignore[misc]
        self.applicability = "safe"  # type: ignore[misc]
        self.replacement = replacement
        self.options = options

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report every use; the fix replaces it, or what encloses it."""
        del target
        yield Draft(use.node, f"{use.name}; write something else", lambda: self.fix(use))

    def fix(self, use: Use) -> Fix | NoFix:
        if self.replacement is None:
            return NoFix("no idea")
        assert not isinstance(use.node, ast.alias)
        node: ast.expr | ast.stmt = use.node
        if self.options.get("statement"):
            node = use.source.statement(use.node)
        elif self.options.get("call") and use.call is not None:
            node = use.call
        edits = [Edit(*use.source.span(node), self.replacement)]
        more = self.options.get("more", ())
        assert isinstance(more, tuple)
        edits += more
        imports = self.options.get("imports", ())
        assert isinstance(imports, tuple)
        applicability: Literal["safe", "unsafe"] = "unsafe" if self.options.get("unsafe") else "safe"
        return Fix(applicability, "Replace", tuple(edits), imports)


def check(code: str | bytes, *rules: Rule) -> engine.Checked:
    data = code.encode() if isinstance(code, str) else code
    return engine.check(data, Registry(rules), target=Target.newest)


def fixed(code: str | bytes, *rules: Rule, unsafe: bool = True) -> engine.Fixed:
    """Fix, and hold the result to what holds for every result."""
    data = code.encode() if isinstance(code, str) else code
    registry = Registry(rules)
    result = engine.fix(data, registry, target=Target.newest, unsafe=unsafe)
    again = engine.fix(result.data, registry, target=Target.newest, unsafe=unsafe)
    assert again.data == result.data
    assert again.applied == []
    if result.data != data:
        ast.parse(result.data)
    return result


class TestCheck:
    def test_findings_are_sorted_and_say_where(self) -> None:
        code = f"{HEAD}x = '模型', tf.b\ntf.a\n"
        found = check(code, Replace("HUB101", "a", None), Replace("HUB102", "b", None)).findings
        assert [(f.code, f.location, f.end_location) for f in found] == [
            ("HUB102", (2, 11), (2, 15)),
            ("HUB101", (3, 1), (3, 5)),
        ]
        assert code.encode()[found[0].start : found[0].end] == b"tf.b"

    def test_a_finding_says_why_it_has_no_fix(self) -> None:
        (finding,) = check(f"{HEAD}tf.a\n", Replace("HUB101", "a", None)).findings
        assert finding.fix is None
        assert finding.note == "no idea"

    def test_fixes_are_not_worked_out_where_nobody_asks(self) -> None:
        registry = Registry([Replace("HUB101", "a", "x")])
        (finding,) = engine.check(f"{HEAD}tf.a\n".encode(), registry, target=Target.newest, fixes=False).findings
        assert finding.fix is None

    def test_the_target_is_not_asked_for_unless_a_rule_asks(self) -> None:
        def never() -> Target:
            raise AssertionError

        engine.check(f"{HEAD}tf.a\n".encode(), Registry([Replace("HUB101", "a", "x")]), target=never)

    def test_one_use_under_two_names_is_one_finding(self) -> None:
        class Both(Replace):
            """Listens for two names."""

        rule = Both("HUB101", "a", None)
        rule.names = ("tensorflow.a", "tensorflow.compat.v1.a")  # type: ignore[misc]
        code = "try:\n    import tensorflow.compat.v1 as tf\nexcept ImportError:\n    import tensorflow as tf\ntf.a\n"
        assert len(check(code, rule).findings) == 1

    def test_two_findings_that_differ_in_their_fix_only_can_be_sorted(self) -> None:
        class Twice(Replace):
            """Yields the same message twice."""

            def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
                yield from super().check(use, target)
                yield Draft(use.node, f"{use.name}; write something else")

        assert len(check(f"{HEAD}tf.a\n", Twice("HUB101", "a", "x")).findings) == 2

    @pytest.mark.parametrize(
        ("data", "line", "reason"),
        [
            (b"import tensorflow as tf\nprint 'x', tf.a\n", 2, "Python 2 source (print or exec statement): convert"),
            (b"import tensorflow as tf\ntf.a(\n", 2, "does not parse: '(' was never closed"),
            (b"import tensorflow as tf\ntf.a\nx = '\xe9'\n", 3, "not valid utf-8 text (byte 0xe9)"),
            (b"# coding: klingon\nimport tensorflow as tf\ntf.a\n", 1, "declares the unknown encoding 'klingon'"),
            (b"import tensorflow as tf\ntf.a\n\0", 1, "holds a NUL byte: not Python source"),
        ],
    )
    def test_what_does_not_parse_is_named_with_line_and_reason(self, data: bytes, line: int, reason: str) -> None:
        checked = check(data, Replace("HUB101", "a", "x"))
        (finding,) = checked.findings
        assert not checked.parsed
        assert finding.code == engine.CANNOT_PARSE
        assert finding.location.row == line
        assert finding.message.startswith(reason)
        assert finding.message.endswith("; the file is left as it is")
        assert fixed(data, Replace("HUB101", "a", "x")).data == data

    @pytest.mark.parametrize("code", [b"", b"print 'x'\n", b"import tensorflow\nprint 'x'\n", b"tf.a(\n", b"\xff"])
    def test_what_cannot_hold_a_finding_is_not_even_parsed(self, code: bytes) -> None:
        assert check(code, Replace("HUB101", "a", "x")) == engine.Checked([])

    @pytest.mark.parametrize(
        "expression", ["+".join("a" * 5000), "a" + ".b" * 5000, "a" + ".b(1)" * 5000, "(" * 5000 + ")" * 5000]
    )
    def test_what_is_too_deep_is_a_verdict(self, expression: str) -> None:
        checked = check(f"{HEAD}tf.a\nx = {expression}\n", Replace("HUB101", "a", "x"))
        assert {finding.code for finding in checked.findings} <= {"HUB101", engine.CANNOT_PARSE}
        assert checked.findings


class TestFix:
    def test_fixes_that_do_not_touch_are_applied_together(self) -> None:
        result = fixed(f"{HEAD}tf.a, tf.b, tf.a\n", Replace("HUB101", "a", "1"), Replace("HUB102", "b", "2"))
        assert result.data == b"1, 2, 1\n"
        assert [finding.code for finding in result.applied] == ["HUB101", "HUB102", "HUB101"]
        assert result.checked.findings == []

    def test_overlapping_fixes_are_applied_one_after_the_other(self) -> None:
        outer = Replace("HUB101", "a", "tf.c(tf.b)", call=True)
        result = fixed(f"{HEAD}tf.a(tf.b)\ntf.x\n", outer, Replace("HUB102", "b", "2"))
        assert result.data.decode() == f"{HEAD}tf.c(2)\ntf.x\n"
        assert [finding.code for finding in result.applied] == ["HUB101", "HUB102"]

    def test_each_pass_tells_what_it_began_with(self) -> None:
        outer = Replace("HUB101", "a", "tf.c(tf.b)", call=True)
        first, second = fixed(f"{HEAD}tf.a(tf.b)\ntf.x\n", outer, Replace("HUB102", "b", "2")).passes
        assert first.data.decode() == f"{HEAD}tf.a(tf.b)\ntf.x\n"
        assert second.data.decode() == f"{HEAD}tf.c(tf.b)\ntf.x\n"
        for one, code, text in ((first, "HUB101", b"tf.a"), (second, "HUB102", b"tf.b")):
            assert [finding.code for finding in one.applied] == [code]
            assert one.data[one.applied[0].start : one.applied[0].end] == text

    def test_only_safe_fixes_unless_asked(self) -> None:
        rules = (Replace("HUB101", "a", "tf.x", unsafe=True), Replace("HUB102", "b", "2"))
        assert fixed(f"{HEAD}tf.a, tf.b\n", *rules, unsafe=False).data.decode() == f"{HEAD}tf.a, 2\n"
        assert fixed(f"{HEAD}tf.a, tf.b\n", *rules).data.decode() == f"{HEAD}tf.x, 2\n"

    def test_an_unsafe_fix_does_not_stand_in_the_way_of_a_safe_one(self) -> None:
        rules = (Replace("HUB101", "a", "tf.x", unsafe=True, call=True), Replace("HUB102", "b", "2"))
        assert fixed(f"{HEAD}tf.a(tf.b)\n", *rules, unsafe=False).data.decode() == f"{HEAD}tf.a(2)\n"

    def test_a_fix_that_breaks_the_syntax_is_refused_and_the_others_applied(self) -> None:
        rules = (Replace("HUB101", "a", "(("), Replace("HUB102", "b", "tf.x"), Replace("HUB103", "c", ")"))
        result = fixed(f"{HEAD}tf.a\ntf.b\ntf.c\ntf.b\n", *rules)
        assert result.data.decode() == f"{HEAD}tf.a\ntf.x\ntf.c\ntf.x\n"
        assert {finding.code for finding in result.applied} == {"HUB102"}
        assert [finding.code for finding in result.checked.findings] == ["HUB101", "HUB103"]

    def test_more_broken_fixes_than_there_are_passes(self) -> None:
        broken = "".join(f"tf.a({at})\n" for at in range(2 * engine._MOST_PASSES))
        rules = (Replace("HUB101", "a", "((", call=True), Replace("HUB102", "b", "tf.x"))
        assert fixed(f"{HEAD}{broken}tf.b\n", *rules).data.decode() == f"{HEAD}{broken}tf.x\n"

    @pytest.mark.parametrize("edit", [Edit(0, 10_000, ""), Edit(24, 30, ""), Edit(5, 2, "")])
    def test_a_fix_whose_edits_cannot_be_applied_is_refused(self, edit: Edit) -> None:
        rules = (Replace("HUB101", "a", "1", more=(edit,)), Replace("HUB102", "b", "tf.x"))
        assert fixed(f"{HEAD}tf.a\ntf.b\n", *rules).data.decode() == f"{HEAD}tf.a\ntf.x\n"

    def test_a_fix_that_never_ends_is_not_made_at_all_and_the_others_are(self) -> None:
        rules = (Replace("HUB101", "a", "tf.a(1)"), Replace("HUB102", "b", "tf.x"))
        result = fixed(f"{HEAD}tf.a\ntf.b\n", *rules)
        assert result.data.decode() == f"{HEAD}tf.a\ntf.x\n"
        assert [finding.code for finding in result.checked.findings] == ["HUB101"]

    def test_fixes_that_undo_each_other_end(self) -> None:
        rules = (Replace("HUB101", "a", "tf.b"), Replace("HUB102", "b", "tf.a"), Replace("HUB103", "c", "tf.x"))
        result = fixed(f"{HEAD}tf.a\ntf.c\n", *rules)
        assert result.data.decode() in {f"{HEAD}tf.a\ntf.x\n", f"{HEAD}tf.b\ntf.x\n"}

    def test_an_edit_that_two_findings_share_is_made_once(self) -> None:
        shared = Replace("HUB101", "a", "tf.x()", statement=True), Replace("HUB102", "b", "tf.x()", statement=True)
        result = fixed(f"{HEAD}y = tf.a + tf.b\n", *shared)
        assert result.data.decode() == f"{HEAD}tf.x()\n"
        assert [finding.code for finding in result.applied] == ["HUB101", "HUB102"]

    def test_imports_are_added_once(self) -> None:
        imports = (("tensorflow_hub", "hub"), ("os", "os"))
        rules = Replace("HUB101", "a", "hub.a", imports=imports), Replace("HUB102", "b", "hub.b", imports=imports)
        result = fixed(f"{HEAD}tf.a, tf.b, tf.x\ntf.a\n", *rules)
        expected = f"{HEAD}import tensorflow_hub as hub\nimport os\nhub.a, hub.b, tf.x\nhub.a\n"
        assert result.data.decode() == expected

    def test_different_imports_are_added_too(self) -> None:
        rules = (
            Replace("HUB101", "a", "hub.a", imports=(("tensorflow_hub", "hub"),)),
            Replace("HUB102", "b", "os.b", imports=(("os", "os"),)),
        )
        result = fixed(f"{HEAD}tf.a\ntf.b\n", *rules).data.decode()
        assert sorted(result.splitlines()[:2]) == ["import os", "import tensorflow_hub as hub"]
        assert result.splitlines()[2:] == ["hub.a", "os.b"]

    def test_an_import_that_is_left_unused_goes(self) -> None:
        rule = Replace("HUB101", "a", "1")
        assert fixed(f"import os\n{HEAD}tf.a\n", rule).data == b"import os\n1\n"
        assert fixed(f"if a:\n    {HEAD}    pass\ntf.a\n", rule).data == b"if a:\n    pass\n1\n"

    def test_an_import_that_is_tried_stays(self) -> None:
        rule = Replace("HUB101", "a", "1")
        tried = f"try:\n    {HEAD}except ImportError:\n    tf = None\n"
        assert fixed(f"{tried}tf.a\n", rule).data == f"{tried}1\n".encode()

    @pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
    @pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
    def test_newlines_and_byte_order_mark_are_kept(self, newline: str, bom: bytes) -> None:
        rule = Replace("HUB101", "a", "os.a", imports=(("os", "os"),))
        data = bom + f"{HEAD}\f\ntf.a\nx = '''\n'''; tf.x".replace("\n", newline).encode()
        expected = bom + f"{HEAD}import os\n\f\nos.a\nx = '''\n'''; tf.x".replace("\n", newline).encode()
        assert fixed(data, rule).data == expected

    @pytest.mark.parametrize(("encoding", "text"), [("latin-1", "é"), ("cp1252", "“"), ("shift_jis", "表示")])
    def test_the_encoding_is_kept(self, encoding: str, text: str) -> None:
        code = f"# coding: {encoding}\n{HEAD}'{text}', tf.a, '{text}', tf.x\n"
        result = fixed(code.encode(encoding), Replace("HUB101", "a", "1"))
        assert result.data.decode(encoding) == code.replace("tf.a", "1")

    def test_a_fix_that_the_encoding_cannot_hold_is_refused_and_the_others_applied(self) -> None:
        code = f"# coding: latin-1\n{HEAD}'é', tf.a, tf.b, tf.x\n"
        result = fixed(code.encode("latin-1"), Replace("HUB101", "a", "'→'"), Replace("HUB102", "b", "'ü'"))
        assert result.data.decode("latin-1") == code.replace("tf.b", "'ü'")

    def test_what_an_ignore_comment_silences_is_not_fixed(self) -> None:
        code = f"{HEAD}tf.a  # hublint: ignore[HUB101]\ntf.a\n"
        result = fixed(code, Replace("HUB101", "a", "tf.x"))
        assert result.data.decode() == f"{HEAD}tf.a  # hublint: ignore[HUB101]\ntf.x\n"
        assert result.checked.ignored == 1

    def test_thousands_of_fixes_take_no_time(self) -> None:
        count = 3000
        result = fixed(HEAD + "tf.a\n" * count, Replace("HUB101", "a", "tf.x"))
        assert result.data.decode() == HEAD + "tf.x\n" * count
        assert len(result.applied) == count


class Listener(Rule):
    """Listens for a whole package and reports what it hears; fixes are the business of others."""

    code = "HUB501"
    name = "listener"
    since = "0.1"
    applicability = "manual"
    names: ClassVar[tuple[str, ...]] = ("tensorflow.*", "tensorflow_core.*")
    examples = (Example(HEAD),)
    references = ("https://example.org/",)

    # What the package has: names that concern the rule, and names that do not.
    BAD = frozenset({"bad", "nn", "nn.bad", "nn.inner.bad", "python.bad", "compat.v1.bad"})
    GOOD = frozenset({"", "good", "nn.good", "nn.inner", "python", "compat", "compat.v1", "compat.v1.nn"})

    def __init__(self) -> None:
        """Begin with nothing asked and nothing heard."""
        self.asked: list[str] = []
        self.heard: list[tuple[str, str]] = []
        self.meanings: list[frozenset[str]] = []

    def listens(self, name: str) -> bool | None:
        """Tell good names from bad ones and from those that nobody knows."""
        self.asked.append(name)
        _, _, short = name.partition(".")
        return True if short in self.BAD else False if short in self.GOOD else None

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report every use."""
        del target
        assert not isinstance(use.node, ast.ImportFrom)
        self.heard.append((use.name, use.source.code(use.node)))
        self.meanings.append(use.names)
        yield Draft(use.node, f"{use.name}; write something else")


def hears(code: str) -> list[tuple[str, str]]:
    rule = Listener()
    check(code, rule)
    return rule.heard


class TestPackages:
    @pytest.mark.parametrize(
        ("code", "heard"),
        [
            ("tf.bad", [("tensorflow.bad", "tf.bad")]),
            ("tf.bad(1).bad", [("tensorflow.bad", "tf.bad")]),
            # The longest name that is known is meant.
            ("tf.nn.bad", [("tensorflow.nn.bad", "tf.nn.bad")]),
            ("tf.nn.bad.name.bad", [("tensorflow.nn.bad", "tf.nn.bad")]),
            ("tf.nn.inner.bad.x", [("tensorflow.nn.inner.bad", "tf.nn.inner.bad")]),
            ("tf.nn.nobody_knows", [("tensorflow.nn", "tf.nn")]),
            ("tf.nn.good", []),
            ("tf.nn.good.bad", []),
            ("tf.nn.inner", []),
            ("tf.nobody_knows.bad", []),
            ("tf", []),
            ("tf.nn", [("tensorflow.nn", "tf.nn")]),
            # Written and deleted is not read, but what is read on the way is.
            ("tf.nn.inner.x = tf.bad", [("tensorflow.bad", "tf.bad")]),
            # Other names for the same.
            ("nn = tf.nn\nnn.bad", [("tensorflow.nn", "tf.nn"), ("tensorflow.nn.bad", "nn.bad")]),
            ("b = tf.nn.bad\nb(1)", [("tensorflow.nn.bad", "tf.nn.bad"), ("tensorflow.nn.bad", "b")]),
            ("v1 = tf.compat.v1\nv1.bad", [("tensorflow.compat.v1.bad", "v1.bad")]),
            ("tf = tf.compat.v1\ntf.bad", [("tensorflow.compat.v1.bad", "tf.bad")]),
            ("def f():\n    return tf\ng = f()\ng.bad", [("tensorflow.bad", "g.bad")]),
            # Other things of the same name.
            ("def f(tf):\n    tf.bad", []),
            ("[tf.bad for tf in x]", []),
            ("class tf:\n    pass\ntf.bad", []),
            ("x.tf.bad", []),
        ],
    )
    def test_uses(self, code: str, heard: list[tuple[str, str]]) -> None:
        assert hears(f"{HEAD}{code}\n") == heard

    @pytest.mark.parametrize(
        ("code", "heard"),
        [
            ("import tensorflow.nn.bad", [("tensorflow.nn.bad", "tensorflow.nn.bad")]),
            ("import tensorflow.nn.bad as b", [("tensorflow.nn.bad", "tensorflow.nn.bad as b")]),
            ("import os, tensorflow.nn as n", [("tensorflow.nn", "tensorflow.nn as n")]),
            ("from tensorflow import bad, good", [("tensorflow.bad", "bad")]),
            ("from tensorflow.nn import (\n    good,\n    bad as b,  # two\n)", [("tensorflow.nn.bad", "bad as b")]),
            ("from tensorflow_core import bad", [("tensorflow_core.bad", "bad")]),
            (
                "from tensorflow.nn import bad\nbad(1)",
                [("tensorflow.nn.bad", "bad"), ("tensorflow.nn.bad", "bad")],
            ),
            ("def f():\n    from tensorflow import nn\n    nn.good\n    nn.bad",
             [("tensorflow.nn", "nn"), ("tensorflow.nn.bad", "nn.bad")]),
            ("import tensorflow\ntensorflow.bad", [("tensorflow.bad", "tensorflow.bad")]),
            ("import tensorflow.python\ntensorflow.bad", [("tensorflow.bad", "tensorflow.bad")]),
            ("from .tensorflow import bad", []),
            ("from . import tensorflow\ntensorflow.bad", []),
            ("from tensorflow import *\nbad", []),
            ("from tensorflow import nobody_knows", []),
            ("import tensorflow_hub as tf\ntf.bad", []),
        ],
    )  # fmt: skip
    def test_imports(self, code: str, heard: list[tuple[str, str]]) -> None:
        assert hears(f"{code}\n") == heard

    def test_a_name_that_may_be_either_is_one_use_with_two_meanings(self) -> None:
        rule = Listener()
        code = "try:\n    import tensorflow.compat.v1 as tf\nexcept ImportError:\n    import tensorflow as tf\ntf.bad\n"
        assert len(check(code, rule).findings) == 1
        assert rule.meanings == [frozenset({"tensorflow.bad", "tensorflow.compat.v1.bad"})]

    def test_two_rules_hear_of_a_use_once_each(self) -> None:
        other = Listener()
        other.code = "HUB502"  # type: ignore[misc]
        findings = check(f"{HEAD}tf.nn.bad\n", Listener(), other).findings
        assert [finding.code for finding in findings] == ["HUB501", "HUB502"]

    def test_one_rule_that_knows_a_name_is_enough(self) -> None:
        class Deaf(Listener):
            """Knows no name."""

            code = "HUB502"

            def listens(self, name: str) -> bool | None:
                del name
                return None

        rule, deaf = Listener(), Deaf()
        check(f"{HEAD}tf.nn.good.x\ntf.nn.bad\n", rule, deaf)
        assert [name for name, _ in rule.heard] == ["tensorflow.nn.bad"]
        assert deaf.heard == []

    def test_names_are_asked_for_once_and_from_the_longest(self) -> None:
        rule = Listener()
        registry = Registry([rule])
        for _ in range(2):
            engine.check(f"{HEAD}tf.nn.bad.x.y\ntf.nn.bad.x.y\n".encode(), registry, target=Target.newest)
        for name in ("tensorflow.nn.bad.x.y", "tensorflow.nn.bad.x", "tensorflow.nn.bad"):
            assert rule.asked.count(name) == 1
        order = [rule.asked.index(f"tensorflow.nn.bad{rest}") for rest in (".x.y", ".x", "")]
        assert order == sorted(order)


class Method(Listener):
    """Listens for a method of anything."""

    names = ("*.run",)
    requires = ("tensorflow",)


class TestMethods:
    @pytest.mark.parametrize("code", ["x.run(1)", "f().run", "self.a.b.run()", "tf.x.run", "(1).run", "x().run.y"])
    def test_a_method_of_anything(self, code: str) -> None:
        rule = Method()
        (finding,) = check(f"{HEAD}{code}\n", rule).findings
        assert rule.heard == [("*.run", code[: code.index("run") + 3])]
        assert finding.code == "HUB501"

    @pytest.mark.parametrize("code", ["run(1)", "x.runs", "x.run_all", "'x.run'", "x['run']", "import run"])
    def test_what_is_no_method(self, code: str) -> None:
        assert check(f"{HEAD}{code}\n", Method()).findings == []

    def test_a_file_has_to_name_the_package(self) -> None:
        assert not engine.concerns(b"x.run(1)\n", Registry([Method()]))
        assert engine.concerns(b"# tensorflow\nx.run(1)\n", Registry([Method()]))


class Staged(Replace):
    """Replaces a name at some stage."""

    def fix(self, use: Use) -> Fix | NoFix:
        made = super().fix(use)
        stage, reason = self.options.get("stage", 0), self.options.get("reason", "")
        assert isinstance(stage, int)
        assert isinstance(reason, str)
        return made._replace(stage=stage, reason=reason) if isinstance(made, Fix) else made


class TestStages:
    def test_a_later_stage_waits(self) -> None:
        rules = Staged("HUB101", "a", "1", stage=1), Staged("HUB102", "b", "2"), Staged("HUB103", "c", "3", stage=2)
        result = fixed(f"{HEAD}tf.a, tf.b, tf.c, tf.x\n", *rules)
        assert result.data.decode() == f"{HEAD}1, 2, 3, tf.x\n"
        assert [finding.code for finding in result.applied] == ["HUB102", "HUB101", "HUB103"]

    def test_a_later_stage_finds_what_an_earlier_one_has_made(self) -> None:
        rules = Staged("HUB101", "a", "1", stage=1), Staged("HUB102", "b", "tf.a + tf.a", call=True)
        result = fixed(f"{HEAD}tf.b(tf.a), tf.x\n", *rules)
        assert result.data.decode() == f"{HEAD}1 + 1, tf.x\n"
        assert [finding.code for finding in result.applied] == ["HUB102", "HUB101", "HUB101"]

    def test_a_stage_below_nought_goes_before_all_others(self) -> None:
        rules = Staged("HUB101", "a", "tf.b", stage=-1), Staged("HUB102", "b", "1")
        result = fixed(f"{HEAD}tf.b, tf.a, tf.x\n", *rules)
        assert result.data.decode() == f"{HEAD}1, 1, tf.x\n"
        assert [finding.code for finding in result.applied] == ["HUB101", "HUB102", "HUB102"]

    def test_a_stage_that_nobody_asks_for_keeps_no_other_waiting(self) -> None:
        rules = Staged("HUB101", "a", "1", stage=1), Staged("HUB102", "b", "2", unsafe=True)
        assert fixed(f"{HEAD}tf.a, tf.b\n", *rules, unsafe=False).data.decode() == f"{HEAD}1, tf.b\n"

    def test_a_fix_that_is_refused_keeps_no_other_waiting(self) -> None:
        rules = Staged("HUB101", "a", "1", stage=1), Staged("HUB102", "b", "((")
        assert fixed(f"{HEAD}tf.a, tf.b\n", *rules).data.decode() == f"{HEAD}1, tf.b\n"

    def test_a_fix_that_is_not_the_best_says_why(self) -> None:
        (finding,) = check(f"{HEAD}tf.a\n", Staged("HUB101", "a", "1", reason="the better one does not fit")).findings
        assert finding.fix is not None
        assert finding.note == "the better one does not fit"


def test_each_pass_knows_the_file_as_its_owner_wrote_it() -> None:
    seen: list[tuple[bytes, bytes | None]] = []

    class Witness(Staged):
        """Looks at the file each time."""

        def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
            origin = use.source.origin
            assert origin is None or origin.origin is None
            seen.append((use.source.text.utf8, origin.text.utf8 if origin is not None else None))
            yield from super().check(use, target)

    owned = f"{HEAD}tf.a, tf.b, tf.c\n"
    rules = Witness("HUB101", "a", "1", stage=2), Staged("HUB102", "b", "2"), Staged("HUB103", "c", "3", stage=1)
    fixed(owned, *rules)
    texts = list(dict.fromkeys(seen))
    assert texts[:3] == [
        (owned.encode(), None),
        (owned.replace("tf.b", "2").encode(), owned.encode()),
        (owned.replace("tf.b", "2").replace("tf.c", "3").encode(), owned.encode()),
    ]


# A file is left unread only if there is nothing to say of it.

IMPORTS = [
    "import tensorflow as tf",
    "import tensorflow",
    "import tensorflow as tf, os",
    "import os, tensorflow as tf",
    "import  tensorflow  as\ttf",
    "import os; import tensorflow as tf",
    "if x: import tensorflow as tf",
    "import \\\n    tensorflow as tf",
    "import tensorflow \\\n    as tf",
    "import tensorflow as tf  # the usual",
    "try:\n    import tensorflow.compat.v1 as tf\nexcept ImportError:\n    import tensorflow as tf",
    "from tensorflow import nn",
    "from tensorflow import nn as tf",
    "from tensorflow import (nn as tf)",
    "from tensorflow import (\n    good,  # (\n    nn as tf,\n)",
    "from tensorflow import good, \\\n    nn as tf",
    "from tensorflow \\\n    import nn as tf",
    "from tensorflow import good as tf, bad",
    "from  tensorflow.nn  import  inner  as  tf",
    "from tensorflow import compat\ntf = compat.v1",
    "from tensorflow.compat import v1 as tf",
    "import tensorflow.compat.v1 as tf",
    "import tensorflow_core as tf",
    "import tensorflow.nn",
    "import tensorflow.good as tf",
    "def load():\n    import tensorflow as inner\n    return inner\ntf = load()",
    "class tf:\n    import tensorflow as t\n    t.bad",
    "import tensorflow as tf, tensorflow.nn as nn",
    "import tensorflow as ä\ntf = ä",
    "import tensorflow as 模",
    "with x: import tensorflow as tf",
    "for x in y: from tensorflow import nn as tf",
    "'''\n''';import tensorflow as tf",
    "x = 1;from tensorflow import nn as tf",
    "\x0cimport tensorflow as tf",
    "from tensorflow import nn;tf = nn",
    "from tensorflow import(nn as tf)",
    "from tensorflow.nn import bad as tf",
    "import tensorflow as tf; tf.bad",
]
USES = [
    "tf.bad",
    "tf.nn.bad(x)",
    "tf . nn . bad",
    "(tf\n  .nn\n  .bad)",
    "tf.\\\n    bad",
    "tf \\\n  .nn",
    "(tf).bad",
    "(tf  # why\n  .bad)",
    "tf.good, tf.nn.good",
    "t = tf\nt.bad",
    "f = tf.good\nf.x",
    "a, b = tf, 1\na.bad",
    "x = tf if y else z\nx.bad",
    "x = (y or tf).bad",
    "(t := tf).bad",
    "def f(m=tf):\n    return m",
    "f'{tf.bad}'",
    "f'{tf.nn.bad!r:>{tf.bad}}'",
    "lambda: tf.bad",
    "[tf.bad for x in y]",
    "@tf.bad\ndef f(): pass",
    "x: tf.bad = 1",
    "def f(x: tf.bad) -> tf.nn: pass",
    "class A(tf.bad): pass",
    "tensorflow.bad",
    "nn.bad",
    "bad",
    "模.bad",
    "del tf",
    "with tf.bad as tf: pass",
    "global tf\ntf.bad",
    "print(tf)",
    "x = tf; x.bad",
    "tf.nn\t.bad",
    "tf.bad_",
    "tf.inner.bad",
    "if tf.bad: pass",
    "x[tf.bad]",
    "-tf.bad",
    "x =tf.bad",
    "'tf.bad'",
    "# tf.bad",
    "getattr(tf, 'bad')",
]


@st.composite
def files(draw: st.DrawFn) -> bytes:
    lines = draw(st.lists(st.sampled_from(IMPORTS), min_size=1, max_size=2))
    lines += draw(st.lists(st.sampled_from(USES), max_size=2))
    if draw(st.booleans()):
        lines = ["def outer():", *(f"    {line}" for text in lines for line in text.split("\n")), "    pass"]
    code = "\n".join(lines) + draw(st.sampled_from(["\n", "", "  # end\n"]))
    newline = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    mark = draw(st.sampled_from([b"", b"\xef\xbb\xbf"]))
    return mark + code.replace("\n", newline).encode()


@settings(max_examples=600)
@given(files())
def test_no_file_with_a_finding_is_left_unread(data: bytes) -> None:
    try:
        source = Source(data)
    except SourceError:
        return
    rules = Listener(), Method()
    for rule in rules:
        registry = Registry([rule])
        if engine._check(source, engine.Run(registry, Target.newest, fixes=False)).findings:
            assert engine.concerns(data, registry)


@pytest.mark.parametrize("statement", IMPORTS)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_use_behind_every_import_is_read(statement: str, newline: str) -> None:
    missed = []
    for use in USES:
        data = f"{statement}\n{use}\n".replace("\n", newline).encode()
        try:
            source = Source(data)
        except SourceError:
            continue
        registry = Registry([Listener()])
        found = engine._check(source, engine.Run(registry, Target.newest, fixes=False)).findings
        if found and not engine.concerns(data, registry):
            missed.append((data, [finding.message for finding in found]))
    assert not missed


class TestBuffersOfEditors:
    DECLARED = "# coding: latin-1\nimport tensorflow as tf\nx = 'é', tf.old\n"

    def test_offsets_count_the_buffers_own_bytes(self) -> None:
        utf8 = self.DECLARED.encode()
        checked = engine.check(Text.decoded(utf8), Registry([Replace("ACME1", "old", "new")]), target=Target.newest)
        (finding,) = checked.findings
        assert utf8[finding.start : finding.end] == b"tf.old"
        assert finding.location == (3, 10)

    def test_fixing_one_gives_its_utf_8_back(self) -> None:
        rules = Registry([Replace("ACME1", "old", "next"), Replace("ACME2", "next", "'é'")])
        for bom in (b"", b"\xef\xbb\xbf"):
            fixed = engine.fix(Text.decoded(bom + self.DECLARED.encode()), rules, target=Target.newest)
            assert fixed.data == bom + self.DECLARED.replace("tf.old", "next").replace(HEAD, "").encode()

    def test_a_file_of_requirements_is_judged_too(self, tmp_path: Path) -> None:
        found = engine.check(
            Text.decoded(b"tensorflow==2.21.0\nkeras==2.15.0\n"),
            registry.load(models=False),
            path=tmp_path / "requirements.txt",
            target=Target.newest,
        )
        as_file = engine.check(
            b"tensorflow==2.21.0\nkeras==2.15.0\n",
            registry.load(models=False),
            path=tmp_path / "requirements.txt",
            target=Target.newest,
        )
        assert found == as_file
        assert found.findings


class TestStopping:
    def test_a_check_is_given_up_from_one_finding_to_the_next(self) -> None:
        asked: list[str] = []

        class Slow(Replace):
            def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
                asked.append(use.name)
                yield from super().check(use, target)

        with pytest.raises(engine.Stopped):
            engine.check(
                f"{HEAD}tf.a\ntf.a\ntf.a\n".encode(),
                Registry([Slow("ACME1", "a", None)]),
                target=Target.newest,
                stopped=lambda: len(asked) == 2,
            )
        assert len(asked) == 2

    def test_a_fix_is_given_up_between_its_passes(self) -> None:
        passes: list[int] = []

        class Again(Replace):
            def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
                passes.append(len(use.source.text.utf8))
                yield from super().check(use, target)

        with pytest.raises(engine.Stopped):
            engine.fix(
                f"{HEAD}tf.a\n".encode(),
                Registry([Again("ACME1", "a", "tf.a  # again")]),
                target=Target.newest,
                stopped=lambda: len(passes) == 3,
            )
        assert len(passes) == 3

    def test_what_is_still_wanted_is_answered(self) -> None:
        data = f"{HEAD}tf.a\n".encode()
        rules = Registry([Replace("ACME1", "a", None)])
        wanted = engine.check(data, rules, target=Target.newest, stopped=lambda: False)
        assert wanted == engine.check(data, rules, target=Target.newest)
