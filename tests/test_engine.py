"""The two verbs, with rules made up here."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Literal

import pytest

from hublint import engine
from hublint.registry import Registry
from hublint.rule import Draft, Edit, Example, Fix, NoFix, Rule, Target

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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
